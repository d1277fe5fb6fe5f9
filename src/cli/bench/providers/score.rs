//! Whether an answer holds what it should, by the rules that the golden files state.

use super::golden::Want;
use crate::domain::lang::Lang;
use crate::text::plain;
use crate::tutor::arithmetic;
use crate::tutor::guard::{Tongue, tongue};

/// What an answer is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Score {
    /// It holds all that it should.
    pub good: bool,
    /// It holds the main thing: the corrected sentence, whatever the explanation. The same as `good` elsewhere.
    pub core: bool,
}

impl Score {
    fn of(good: bool) -> Self {
        Self { good, core: good }
    }
}

/// Scores an answer.
pub(super) fn score(want: &Want, answer: &str) -> Score {
    match want {
        Want::Correction { any, mention } => {
            let core = any.iter().any(|right| says_sentence(answer, right));
            Score { core, good: core && mention.iter().any(|word| has_phrase(answer, word)) }
        }
        Want::Number(number) => {
            let wanted = arithmetic::value(number);
            Score::of(wanted.is_some_and(|wanted| arithmetic::holds(answer, wanted)))
        }
        Want::Subject(subject) => {
            Score::of(subject_of(answer).as_deref() == Some(subject.as_str()))
        }
        Want::Verdict(verdict) => Score::of(verdict_of(answer) == Some(verdict.as_str())),
        Want::Reply { lang, any, none } => {
            let right = !matches!(tongue(answer), Tongue::Other) && is_in(answer, *lang);
            Score::of(
                right
                    && any.iter().any(|word| has_phrase(answer, word))
                    && !none.iter().any(|word| has_phrase(answer, word)),
            )
        }
    }
}

fn is_in(answer: &str, lang: Lang) -> bool {
    matches!(tongue(answer), Tongue::Of(found) if found == lang)
        || matches!(tongue(answer), Tongue::Unknown)
}

/// Lower case, letters and digits, single spaces, no tone marks; apostrophes part nothing.
fn bare(text: &str) -> String {
    let text = plain::plain(text).to_lowercase().replace(['\'', '’'], "");
    let letters: String = text.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    letters.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a word or phrase stands in the answer, whole. Tones of pinyin, as numbers or marks, are taken off first.
fn has_phrase(answer: &str, phrase: &str) -> bool {
    let has = |text: String, phrase: String| {
        !phrase.is_empty() && format!(" {text} ").contains(&format!(" {phrase} "))
    };
    let toneless = |text: &str| {
        let words: Vec<String> = bare(text)
            .split(' ')
            .map(|word| {
                let letters = word.trim_end_matches(['1', '2', '3', '4', '5']);
                if letters.is_empty() { word.to_owned() } else { letters.to_owned() }
            })
            .collect();
        words.join(" ")
    };
    // "2,100" and "2 100" are one number.
    let together = |text: &str| text.replace(',', "");
    has(bare(answer), bare(phrase))
        || has(bare(&together(answer)), bare(&together(phrase)))
        || has(toneless(answer), toneless(phrase))
}

/// Whether a whole sentence stands in the answer.
fn says_sentence(answer: &str, sentence: &str) -> bool {
    has_phrase(answer, sentence)
}

/// The subject in a router's answer; the golden set calls general knowledge by its old name.
fn subject_of(answer: &str) -> Option<String> {
    let known = ["english", "maths", "comprehension", "debate", "general", "knowledge", "mandarin"];
    let bare = bare(answer);
    let mut found = bare.split(' ').filter(|word| known.contains(word));
    let subject = found.next()?;
    if found.any(|other| other != subject) {
        return None;
    }
    Some(if subject == "knowledge" { "general".to_owned() } else { subject.to_owned() })
}

/// The verdict that an answer opens with: what is said first counts.
fn verdict_of(answer: &str) -> Option<&'static str> {
    const SIGNS: [(&str, &str); 18] = [
        ("partly", "partly"),
        ("partially", "partly"),
        ("half right", "partly"),
        ("almost", "partly"),
        ("part of", "partly"),
        ("some of", "partly"),
        ("not quite", "wrong"),
        ("not right", "wrong"),
        ("not correct", "wrong"),
        ("incorrect", "wrong"),
        ("wrong", "wrong"),
        ("no", "wrong"),
        ("right", "right"),
        ("correct", "right"),
        ("yes", "right"),
        ("well done", "right"),
        ("exactly", "right"),
        ("true", "right"),
    ];
    let bare = format!(" {} ", bare(answer));
    let places = SIGNS.iter().enumerate().filter_map(|(order, (sign, verdict))| {
        Some((bare.find(&format!(" {sign} "))?, order, *verdict))
    });
    // "Not right" begins where no "right" stands yet; "partly right" likewise.
    places.min().map(|(_, _, verdict)| verdict)
}

#[cfg(test)]
mod tests {
    use test_case::test_case;

    use super::*;

    fn good(want: &Want, answer: &str) -> bool {
        score(want, answer).good
    }

    #[test]
    fn a_correction_needs_the_sentence_and_a_reason() {
        let want = Want::Correction {
            any: vec!["She gave me an orange.".to_owned()],
            mention: vec!["vowel".to_owned()],
        };
        assert!(good(&want, "She gave me an orange. Before a vowel, a becomes an."));
        let alone = score(&want, "\"She gave me an orange\"");
        assert!(alone.core && !alone.good);
        assert!(!score(&want, "She gave me a orange. Before a vowel.").core);
    }

    #[test_case("12", "There are 12 goats.", true; "a number")]
    #[test_case("1600", "It is 1,600 kilograms.", true; "thousands")]
    #[test_case("3/4", "That makes 3/4.", true; "a fraction")]
    #[test_case("-5", "It is now -5 degrees.", true; "below nought")]
    #[test_case("12", "There are 120 goats.", false; "another number")]
    fn numbers_stand_on_their_own(want: &str, answer: &str, expected: bool) {
        assert_eq!(good(&Want::Number(want.to_owned()), answer), expected);
    }

    #[test_case("Partly right. The harvest is missing.", Some("partly"))]
    #[test_case("Not quite. The story says he was late.", Some("wrong"))]
    #[test_case("That is not right.", Some("wrong"))]
    #[test_case("Yes, that is right.", Some("right"))]
    #[test_case("The hare laughed.", None)]
    fn the_first_verdict_counts(answer: &str, expected: Option<&str>) {
        assert_eq!(verdict_of(answer), expected);
    }

    #[test]
    fn replies_are_checked_for_language_and_words() {
        let want = Want::Reply {
            lang: Lang::Rw,
            any: vec!["ni hao".to_owned()],
            none: vec!["hello".to_owned()],
        };
        assert!(good(&want, "Mu gishinwa bavuga ni3 hao3 iyo basuhuzanya."));
        assert!(good(&want, "Mu gishinwa bavuga nǐ hǎo iyo basuhuzanya."));
        assert!(!good(&want, "In Chinese people say ni hao when they meet."));
        assert!(!good(&want, "Mu gishinwa bavuga ni hao, ni hello."));
    }

    #[test]
    fn a_router_names_one_subject() {
        assert!(good(&Want::Subject("general".to_owned()), "knowledge"));
        assert!(!good(&Want::Subject("maths".to_owned()), "maths or english"));
    }
}
