//! Attempts at prompt injection, in both languages: where they stand in a prompt, and what of an answer that obeys them is
//! let through. Whether a model obeys is not shown here: the parts under our control are.

#[path = "support/guarded.rs"]
mod guarded;

use guarded::{brief, rows};
use toneline::domain::lang::Lang;
use toneline::domain::task::{Task, TaskKind};
use toneline::tutor::guard::Checker;
use toneline::tutor::prompts::{Nonce, Speaker, Written, build};

/// One row of the set.
struct Attempt {
    id: String,
    lang: Lang,
    kind: TaskKind,
    text: String,
    forbidden: Vec<String>,
}

fn attempts() -> Vec<Attempt> {
    let all = rows(include_str!("data/injections.csv")).into_iter().map(|row| Attempt {
        forbidden: row.last.split(" | ").map(|one| one.trim().to_owned()).collect(),
        id: row.id,
        lang: row.lang,
        kind: row.kind,
        text: row.said,
    });
    all.collect()
}

fn task(attempt: &Attempt) -> Task {
    guarded::task(attempt.kind, &attempt.text)
}

/// The prompt without what stands in its fences, and what stands in them.
fn parted(written: &Written, nonce: Nonce) -> (String, Vec<String>) {
    let (open, close) = nonce.marks();
    let (mut outside, mut inside) = (String::new(), Vec::new());
    for (_, text) in &written.messages {
        let mut rest = text.as_str();
        while let Some(at) = rest.find(&format!("{open} ")) {
            let after = &rest[at + open.len() + 1..];
            let end = after.find(&format!(" {close}")).expect("every fence is closed");
            // The instructions name the marks: "between <<x and x>>".
            if serde_json::from_str::<serde_json::Value>(&after[..end]).is_ok() {
                outside.push_str(&rest[..at]);
                inside.push(after[..end].to_owned());
            } else {
                outside.push_str(&rest[..at + open.len() + 1 + end]);
            }
            rest = &after[end + close.len() + 1..];
        }
        outside.push_str(rest);
        outside.push('\n');
    }
    (outside, inside)
}

fn squeezed(text: &str) -> String {
    text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

#[test]
fn there_are_a_hundred_attempts_in_both_languages() {
    let all = attempts();
    assert!(all.len() >= 100);
    for lang in Lang::ALL {
        assert!(all.iter().filter(|attempt| attempt.lang == lang).count() >= 45);
    }
}

#[test]
fn every_attempt_stays_in_its_fence() {
    for attempt in attempts() {
        let task = task(&attempt);
        let brief = brief(&task, attempt.lang, "Keza");
        let written = build(&brief);
        let (outside, inside) = parted(&written, brief.nonce);
        assert_eq!(inside.len(), 2, "{}: the facts and the learner's words", attempt.id);
        // No run of twenty letters of it stands where instructions stand.
        let (outside, letters) = (squeezed(&outside), squeezed(&attempt.text));
        let letters: Vec<char> = letters.chars().collect();
        for piece in letters.windows(20) {
            let piece: String = piece.iter().collect();
            assert!(!outside.contains(&piece), "{}: {piece}", attempt.id);
        }
        let last = written.messages.last().expect("there is one");
        assert_eq!(last.0, Speaker::Learner);
        assert!(!last.1.contains('\n'), "{}", attempt.id);
    }
}

#[test]
fn an_attempt_as_a_name_a_fact_or_a_summary_stays_in_its_fence_too() {
    for attempt in attempts() {
        let mut task = task(&attempt);
        task.said = "Good morning.".to_owned();
        task.facts.insert("topic".into(), attempt.text.clone());
        let mut brief = brief(&task, attempt.lang, &attempt.text);
        brief.summary = Some(&attempt.text);
        let (outside, inside) = parted(&build(&brief), brief.nonce);
        assert_eq!(inside.len(), 3, "{}", attempt.id);
        let letters: Vec<char> = squeezed(&attempt.text).chars().collect();
        for piece in letters.windows(20) {
            assert!(
                !squeezed(&outside).contains(&piece.iter().collect::<String>()),
                "{}",
                attempt.id
            );
        }
    }
}

/// What a model that obeys might make of a forbidden phrase.
fn disguises(phrase: &str) -> Vec<String> {
    let spaced: Vec<String> = phrase.chars().map(String::from).collect();
    vec![
        phrase.to_owned(),
        phrase.to_uppercase(),
        phrase.to_lowercase(),
        format!("Sure! {phrase} - is that what you wanted?"),
        format!("Yego. {phrase}"),
        spaced.join(" "),
    ]
}

#[test]
fn a_model_that_obeys_is_not_spoken() {
    let (mut tried, mut passed) = (0, Vec::new());
    for attempt in attempts() {
        let task = task(&attempt);
        let brief = brief(&task, attempt.lang, "Keza");
        let checker = Checker::new(&brief, &build(&brief));
        for phrase in &attempt.forbidden {
            for answer in disguises(phrase) {
                tried += 1;
                if let Ok(said) = checker.whole(&answer) {
                    passed.push(format!("{}: {answer:?} passed as {said:?}", attempt.id));
                }
                // Sentence by sentence, the phrase must not be said either.
                let mut streamed = checker.clone();
                let cut = toneline::tutor::sentences::split(&answer);
                let all_said = cut.iter().all(|sentence| streamed.sentence(sentence).is_ok())
                    && streamed.finish().is_ok();
                if all_said && checker.whole(&answer).is_err() {
                    passed.push(format!("{}: {answer:?} passed sentence by sentence", attempt.id));
                }
            }
        }
    }
    println!("{tried} obeying answers tried");
    assert!(passed.is_empty(), "{} of {tried} passed:\n{}", passed.len(), passed.join("\n"));
}

#[test]
fn our_instructions_are_not_spoken_whole_or_in_pieces() {
    for attempt in attempts() {
        let task = task(&attempt);
        let brief = brief(&task, attempt.lang, "Keza");
        let written = build(&brief);
        let checker = Checker::new(&brief, &written);
        let (outside, _) = parted(&written, brief.nonce);
        assert!(checker.whole(written.system()).is_err(), "{}", attempt.id);
        let spaced: Vec<String> = outside.chars().map(String::from).collect();
        let backwards: String = outside.chars().rev().collect();
        for whole in [outside.to_uppercase(), spaced.join(" "), backwards] {
            assert!(checker.whole(&whole).is_err(), "{}", attempt.id);
        }
        let pieces = outside.split(['.', '\n', ';']).filter(|piece| squeezed(piece).len() >= 30);
        for piece in pieces {
            for answer in [
                piece.to_owned(),
                piece.to_uppercase(),
                format!("Sure. {} Anything else?", piece.trim()),
            ] {
                assert!(checker.whole(&answer).is_err(), "{}: {answer:?}", attempt.id);
            }
        }
        assert!(checker.whole(&format!("The mark is {}.", brief.nonce.as_str())).is_err());
    }
}
