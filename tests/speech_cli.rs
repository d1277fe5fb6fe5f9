//! `toneline score` and `toneline pitch` as a person or a script runs them.

use std::path::{Path, PathBuf};
use std::process::Command;

use toneline::speech::g711::Law;
use toneline::speech::wav;

/// A falling voice of a third of a second with silence around it.
fn falling_voice() -> Vec<i16> {
    let mut samples = vec![0; 1_600];
    let mut phase = 0.0_f32;
    for i in 0..2_800 {
        let t = i as f32 / 2_800.0;
        phase += std::f32::consts::TAU * 270.0 * 2.0_f32.powf(-t * 14.0 / 12.0) / 8_000.0;
        let sum: f32 = (2..12).map(|k| (phase * k as f32).sin() / k as f32).sum();
        let fade = (t * 12.0).min((1.0 - t) * 8.0).min(1.0);
        samples.push((9_000.0 * fade * (1.0 + 0.02 * (i as f32 * 0.37).sin()) * sum) as i16);
    }
    samples.extend([0; 2_400]);
    samples
}

fn write(folder: &Path, name: &str, samples: &[i16], law: Option<Law>) -> PathBuf {
    let path = folder.join(name);
    wav::write_8k(&path, samples, law).expect("the folder can be written");
    path
}

fn toneline(args: &[&str]) -> (bool, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_toneline")).args(args).output().expect("it runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.success(), text(output.stdout), text(output.stderr))
}

#[test]
fn a_scored_line_has_every_field_in_its_place_and_null_where_none_applies() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = write(folder.path(), "a.wav", &falling_voice(), Some(Law::Mu));
    let file = file.to_str().expect("UTF-8");
    let (ok, out, err) = toneline(&["score", file, "--expect", "ma4", "--json"]);
    assert!(ok, "{err}");
    let mut places = Vec::new();
    for key in ["file", "expected", "status", "reason", "syllables", "overall", "words", "pitch"] {
        places.push(out.find(&format!("\"{key}\":")).unwrap_or_else(|| panic!("{key} in {out}")));
    }
    assert!(places.is_sorted(), "{out}");
    let line: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(line["status"], "scored");
    assert_eq!(line["expected"], "ma4");
    assert!(line["reason"].is_null() && line["words"].is_null());
    assert!(line["overall"]["fluency"].is_null() && line["overall"]["score"].is_u64());
    let syllable = &line["syllables"][0];
    assert_eq!((&syllable["pinyin"], &syllable["heard_tone"]), (&"ma4".into(), &4.into()));
    assert_eq!(syllable["tone_probabilities"].as_array().map(Vec::len), Some(5));
    assert!(line["pitch"]["look_ahead_ms"].as_u64() < Some(400));
}

#[test]
fn a_manifest_gives_one_line_a_row_in_order_and_silence_is_rejected_without_a_number() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "fall.wav", &falling_voice(), None);
    write(folder.path(), "none.wav", &[0; 8_000], Some(Law::A));
    let manifest = folder.path().join("list.csv");
    std::fs::write(&manifest, "file,pinyin\nnone.wav,ma1\nfall.wav,ma2\n").expect("written");
    let (ok, out, err) =
        toneline(&["score", "--manifest", manifest.to_str().expect("UTF-8"), "--json"]);
    assert!(ok, "{err}");
    let lines: Vec<serde_json::Value> =
        out.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!((&lines[0]["file"], &lines[0]["status"]), (&"none.wav".into(), &"rejected".into()));
    assert_eq!(lines[0]["reason"], "silence");
    assert!(lines[0]["overall"].is_null() && lines[0]["syllables"].is_null());
    assert_eq!(lines[1]["syllables"][0]["heard_tone"], 4);
    assert!(lines[1]["overall"]["score"].as_u64() < Some(50));
}

#[test]
fn faults_are_said_with_the_name_of_the_file() {
    let (ok, _, err) = toneline(&["pitch", "nowhere.wav"]);
    assert!(!ok && err.contains("nowhere.wav"), "{err}");
    let (ok, _, err) = toneline(&["score", "nowhere.wav", "--expect", "ma1"]);
    assert!(!ok && err.contains("nowhere.wav"), "{err}");
    let (ok, _, err) = toneline(&["score", "x.wav", "--expect", "ma9"]);
    assert!(!ok && err.contains("tone"), "{err}");
}

#[test]
fn a_row_that_cannot_be_judged_is_told_in_its_place_and_the_others_are_judged() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "fall.wav", &falling_voice(), None);
    std::fs::write(folder.path().join("junk.wav"), b"no sound at all").expect("written");
    let manifest = folder.path().join("list.csv");
    let list =
        "file,pinyin\nfall.wav,ma4\nnowhere.wav,ma4\njunk.wav,ma4\nfall.wav,妈\nfall.wav,mà\n";
    std::fs::write(&manifest, list).expect("written");
    let (ok, out, err) =
        toneline(&["score", "--manifest", manifest.to_str().expect("UTF-8"), "--json"]);
    assert!(!ok && err.contains("3 of 5"), "{err}");
    assert!(err.contains("list.csv line 3: nowhere.wav: "), "{err}");
    let lines: Vec<serde_json::Value> =
        out.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
    let told: Vec<(&str, Option<&str>)> = lines
        .iter()
        .map(|l| (l["status"].as_str().expect("a status"), l["reason"].as_str()))
        .collect();
    let scored = ("scored", None);
    let unreadable = ("rejected", Some("unreadable"));
    assert_eq!(told, [scored, unreadable, unreadable, ("rejected", Some("bad_pinyin")), scored]);
    assert!(lines[1]["overall"].is_null() && lines[1]["pitch"]["median_hz"].is_null());
    assert_eq!(lines[3]["expected"], "妈");
}

#[test]
fn advice_and_reasons_are_sentences_in_the_language_that_was_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let fall = write(folder.path(), "fall.wav", &falling_voice(), None);
    let none = write(folder.path(), "none.wav", &[0; 8_000], None);
    let (fall, none) = (fall.to_str().expect("UTF-8"), none.to_str().expect("UTF-8"));
    let (_, english, _) = toneline(&["score", fall, none, "--expect", "ma2"]);
    assert!(english.contains("I did not hear you."), "{english}");
    let (_, kinyarwanda, _) = toneline(&["score", fall, none, "--expect", "ma2", "--lang", "rw"]);
    assert!(!kinyarwanda.contains("I did not hear you."), "{kinyarwanda}");
    for told in [english, kinyarwanda] {
        assert!(told.lines().any(|l| l.contains(" ms: ") && l.ends_with('.')), "{told}");
    }
}

#[test]
fn who_reads_only_the_first_lines_is_no_fault() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = write(folder.path(), "fall.wav", &falling_voice(), None);
    let mut child = Command::new(env!("CARGO_BIN_EXE_toneline"))
        .args(["pitch", "--csv", file.to_str().expect("UTF-8")])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("it runs");
    drop(child.stdout.take());
    let ended = child.wait_with_output().expect("it ends");
    assert!(ended.status.success() && ended.stderr.is_empty(), "{ended:?}");
}

#[test]
fn the_pitch_of_a_falling_voice_falls() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = write(folder.path(), "fall.wav", &falling_voice(), Some(Law::Mu));
    let (ok, out, err) = toneline(&["pitch", file.to_str().expect("UTF-8"), "--csv"]);
    assert!(ok, "{err}");
    let mut lines = out.lines();
    assert_eq!(lines.next(), Some("time_s,f0_hz,voiced"));
    let rows: Vec<Vec<f32>> =
        lines.map(|l| l.split(',').map(|f| f.parse().expect("a number")).collect()).collect();
    assert_eq!(rows.len(), 85);
    let voiced: Vec<f32> = rows.iter().filter(|r| r[2] == 1.0).map(|r| r[1]).collect();
    assert!((24..=48).contains(&voiced.len()), "{}", voiced.len());
    assert!(voiced[3] > 220.0 && voiced[voiced.len() - 4] < 180.0, "{voiced:?}");
    assert!(rows.iter().all(|r| r[2] == 1.0 || r[1] == 0.0));
}
