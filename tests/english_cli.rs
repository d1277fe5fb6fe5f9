//! `toneline score --text` as a person or a script runs it, on speech of a synthetic voice.

use std::path::Path;
use std::process::Command;

use serde_json::Value;
use toneline::speech::g711::Law;
use toneline::speech::wav;

/// Some other sentences of such voices are refused against their own text: `docs/SCORING-ENGLISH.md` says so.
const SENTENCE: &str = "My brother works in a bank near the market.";
const OTHER: &str = "The children are playing football after school.";

/// Speaks `text` into `name`; false, with a sentence, where no espeak-ng is installed.
fn speak(folder: &Path, name: &str, text: &str) -> bool {
    let path = folder.join(name);
    let spoken = Command::new("espeak-ng")
        .args(["-v", "en-us", "-s", "140", "-w"])
        .arg(&path)
        .arg(text)
        .status()
        .is_ok_and(|status| status.success());
    if !spoken {
        println!("skipped: espeak-ng is not installed");
    }
    spoken
}

fn score(args: &[&str]) -> Vec<Value> {
    let output = Command::new(env!("CARGO_BIN_EXE_toneline"))
        .arg("score")
        .args(args)
        .arg("--json")
        .output()
        .expect("it runs");
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{err}");
    let out = String::from_utf8(output.stdout).expect("UTF-8");
    out.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect()
}

/// The total; a refusal is worth nothing.
fn total(line: &Value) -> u64 {
    line["overall"]["score"].as_u64().unwrap_or(0)
}

#[test]
fn the_right_sentence_scores_clearly_over_another_one() {
    let folder = tempfile::tempdir().expect("a folder");
    if !speak(folder.path(), "a.wav", SENTENCE) {
        return;
    }
    let list = format!("file,text\na.wav,{SENTENCE}\na.wav,{OTHER}\n");
    let manifest = folder.path().join("list.csv");
    std::fs::write(&manifest, list).expect("written");
    let lines = score(&["--manifest", manifest.to_str().expect("UTF-8")]);
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["status"], "scored", "{}", lines[0]);
    assert!(total(&lines[0]) >= total(&lines[1]) + 20, "{} {}", lines[0], lines[1]);
    assert!(lines[0]["overall"]["completeness"].as_u64() >= Some(75), "{}", lines[0]);
}

#[test]
fn who_stops_half_way_is_told_which_words_are_missing_and_pays_for_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let (begun, rest) = ("Every morning my mother goes to", "the market and buys fresh fruit.");
    if !speak(folder.path(), "a.wav", begun) {
        return;
    }
    let file = folder.path().join("a.wav");
    let file = file.to_str().expect("UTF-8");
    let half = score(&[file, "--text", &format!("{begun} {rest}")]);
    let whole = score(&[file, "--text", begun]);
    assert!(total(&whole[0]) >= total(&half[0]) + 10, "{} {}", whole[0], half[0]);
    assert!(whole[0]["overall"]["completeness"].as_u64() >= Some(80), "{}", whole[0]);
    assert!(half[0]["overall"]["completeness"].as_u64() <= Some(75), "{}", half[0]);
    let said = |word: &Value| word["said"] == true;
    let words = half[0]["words"].as_array().expect("words");
    let kept = words.iter().take(6).filter(|w| said(w)).count();
    let told = words.iter().skip(6).filter(|w| said(w)).count();
    assert!(kept >= 5 && told <= 3, "{}", half[0]);
}

#[test]
fn a_scored_reading_has_its_words_and_phones_in_order() {
    let folder = tempfile::tempdir().expect("a folder");
    if !speak(folder.path(), "a.wav", SENTENCE) {
        return;
    }
    let file = folder.path().join("a.wav");
    let lines = score(&[file.to_str().expect("UTF-8"), "--text", SENTENCE]);
    let line = &lines[0];
    assert!(line["reason"].is_null() && line["syllables"].is_null(), "{line}");
    assert!(line["overall"]["tone"].is_null());
    let words = line["words"].as_array().expect("words");
    let spelt: Vec<&str> = words.iter().filter_map(|w| w["word"].as_str()).collect();
    assert_eq!(spelt.join(" ") + ".", SENTENCE);
    let mut before = 0;
    for word in words {
        let (start, end) = (word["start_ms"].as_u64(), word["end_ms"].as_u64());
        assert!(start >= Some(before) && end > start, "{word}");
        before = end.expect("a number");
        assert!(word["accuracy"].as_u64() <= Some(100));
        let phones = word["phones"].as_array().expect("phones");
        assert!(!phones.is_empty() && phones.iter().all(|p| p["phone"].is_string()));
        assert!(phones.iter().all(|p| p["accuracy"].as_u64() <= Some(100)), "{word}");
    }
    let rate = line["flow"]["words_per_minute"].as_f64().expect("a rate");
    assert!((80.0..300.0).contains(&rate), "{rate}");
}

#[test]
fn silence_and_noise_are_rejected_without_a_number() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut state = 1_u32;
    let mut noise = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 19) as i16 - 4_096
    };
    let hiss: Vec<i16> = (0..24_000).map(|_| noise()).collect();
    for (name, samples, reason) in
        [("none.wav", vec![0; 24_000], "silence"), ("hiss.wav", hiss, "not_speech")]
    {
        let path = folder.path().join(name);
        wav::write_8k(&path, &samples, Some(Law::Mu)).expect("written");
        let lines = score(&[path.to_str().expect("UTF-8"), "--text", SENTENCE]);
        assert_eq!(
            (&lines[0]["status"], &lines[0]["reason"]),
            (&"rejected".into(), &reason.into())
        );
        assert!(lines[0]["overall"].is_null() && lines[0]["words"].is_null());
    }
}

#[test]
fn a_text_without_words_is_a_fault_that_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("none.wav");
    wav::write_8k(&path, &[0; 8_000], None).expect("written");
    let output = Command::new(env!("CARGO_BIN_EXE_toneline"))
        .args(["score", path.to_str().expect("UTF-8"), "--text", "?!"])
        .output()
        .expect("it runs");
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && err.contains("no words"), "{err}");
}
