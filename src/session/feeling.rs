//! What a learner says of how the lesson feels: too hard, or too easy.

use crate::domain::manner::Mood;

/// Despair wherever it stands in a message. Lower case, without apostrophes.
const HARD: &[&str] = &[
    "too hard",
    "too difficult",
    "so hard",
    "so difficult",
    "very hard",
    "very difficult",
    "i give up",
    "i am tired",
    "im tired",
    "i am frustrated",
    "im frustrated",
    "frustrating",
    "i am confused",
    "im confused",
    "i hate",
    "i am stupid",
    "im stupid",
    "this is stupid",
    "i cannot do it",
    "i can not do it",
    "i cant do it",
    "i cannot do this",
    "i cant do this",
    "it is not working",
    "birakomeye",
    "birankomereye",
    "biragoye",
    "birangora",
    "birangoye",
    "ndarambiwe",
    "ndananiwe",
    "ndarushye",
    "naniwe",
    "simbishoboye",
    "sinabishobora",
    "ntibikora",
];

/// Boredom wherever it stands in a message.
const EASY: &[&str] = &[
    "too easy",
    "so easy",
    "very easy",
    "boring",
    "i am bored",
    "im bored",
    "biroroshye cyane",
    "birarambirana",
];

/// What says so only where nothing else is said.
const HARD_ALONE: &[&str] = &[
    "i dont understand anything",
    "i do not understand anything",
    "i cannot understand anything",
    "i cant understand anything",
    "i understand nothing",
    "i dont understand",
    "i do not understand",
    "i cannot understand",
    "i cant understand",
    "i am lost",
    "im lost",
    "hard",
    "difficult",
    "frustrated",
    "confused",
    "confusing",
    "tired",
    "hate",
    "stupid",
];
const EASY_ALONE: &[&str] = &["easy", "bored", "biroroshye"];

/// Words around them that mean nothing by themselves.
const AROUND: &[&str] = &[
    "this",
    "that",
    "it",
    "its",
    "these",
    "they",
    "is",
    "are",
    "am",
    "was",
    "i",
    "im",
    "me",
    "for",
    "the",
    "a",
    "an",
    "one",
    "question",
    "questions",
    "exercise",
    "exercises",
    "lesson",
    "problem",
    "problems",
    "sum",
    "sums",
    "work",
    "game",
    "maths",
    "english",
    "so",
    "very",
    "really",
    "too",
    "much",
    "and",
    "but",
    "now",
    "just",
    "oh",
    "please",
    "teacher",
    "feel",
    "feeling",
    "all",
    "today",
    "iki",
    "ibi",
    "cyane",
    "rwose",
    "pe",
    "none",
    "kandi",
    "ikibazo",
    "isomo",
    "umwitozo",
    "njye",
    "mwarimu",
    "ni",
];

/// The mood that a message tells of, among whatever else. `plain` is lower case, without punctuation.
#[must_use]
pub fn told(plain: &str) -> Option<Mood> {
    let padded = format!(" {} ", plain.replace('\'', ""));
    let holds = |list: &[&str]| list.iter().any(|w| padded.contains(&format!(" {w} ")));
    if holds(HARD) { Some(Mood::Frustrated) } else { holds(EASY).then_some(Mood::Bored) }
}

/// The mood that a message tells of and nothing else: "this is too hard".
#[must_use]
pub fn alone(plain: &str) -> Option<Mood> {
    let mut rest = format!(" {} ", plain.replace('\'', ""));
    let mut felt = None;
    for (mood, list) in [
        (Mood::Frustrated, HARD),
        (Mood::Bored, EASY),
        (Mood::Frustrated, HARD_ALONE),
        (Mood::Bored, EASY_ALONE),
    ] {
        for phrase in list {
            let phrase = format!(" {phrase} ");
            if rest.contains(&phrase) {
                rest = rest.replace(&phrase, " ");
                felt = felt.or(Some(mood));
            }
        }
    }
    felt.filter(|_| rest.split_whitespace().all(|word| AROUND.contains(&word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mood_alone_is_told_from_a_sentence_that_has_more_to_say() {
        for text in ["this is too hard", "i am frustrated", "i hate this it is too difficult"] {
            assert_eq!(alone(text), Some(Mood::Frustrated), "{text}");
        }
        for text in ["i'm tired", "birankomereye", "ndarushye cyane", "i am stupid", "it is hard"] {
            assert_eq!(alone(text), Some(Mood::Frustrated), "{text}");
        }
        for text in ["i am frustrated i don't understand anything", "i do not understand this"] {
            assert_eq!(alone(text), Some(Mood::Frustrated), "{text}");
        }
        for text in ["boring", "too easy", "i am bored", "this one is very easy"] {
            assert_eq!(alone(text), Some(Mood::Bored), "{text}");
        }
        for text in ["the ground is too hard", "12", "", "my brother is tired", "one", "it is it"] {
            assert_eq!(alone(text), None, "{text}");
        }
        assert_eq!(told("the rope is too hard to cut"), Some(Mood::Frustrated));
        assert_eq!(told("it is hard wood"), None);
    }
}
