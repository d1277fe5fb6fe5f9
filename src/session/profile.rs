//! How a learner likes to be taught: chosen by the learner, or read from behaviour.
//!
//! The rules are those of the coach in the seed documents: mean length of messages (under 50 characters short, over 150
//! long), the share of technical words (over 0.3 a message much, over 0.1 some), and thanks after praise (over 0.7 of
//! the time much, over 0.3 some).

use serde::{Deserialize, Serialize};

use super::feeling;
use crate::domain::manner::{Amount, Manner, Mood, Pace, Persona};

/// Messages or praises that it takes before anything is concluded from them.
const ENOUGH: u32 = 5;
/// Wrong answers in a row that frustrate.
const WRONG_ROW: u8 = 3;
/// Right answers in a row that make sure of oneself; quick ones bore.
const RIGHT_ROW: u8 = 5;
/// An answer within so many seconds is quick.
const QUICK_S: i64 = 6;
/// Repeats without an answer between that frustrate.
const REPEATS: u8 = 3;

/// Words that only somebody uses who wants it exact. Lower case.
const TECHNICAL: &[&str] = &[
    "because",
    "formula",
    "method",
    "rule",
    "grammar",
    "tense",
    "verb",
    "noun",
    "adjective",
    "numerator",
    "denominator",
    "fraction",
    "percent",
    "percentage",
    "equation",
    "syllable",
    "contour",
    "pitch",
    "analysis",
    "evidence",
    "argument",
    "inshinga",
    "ikibonezamvugo",
    "ikigereranyo",
    "ijanisha",
    "itegeko",
];

const THANKS: &[&str] = &["thank", "thanks", "appreciate", "helpful", "urakoze", "murakoze"];

/// What is known of how a learner likes to be taught.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Profile {
    /// The style the learner chose; `None`: the one that fits.
    pub persona: Option<Persona>,
    /// How fast the line speaks, as the learner asked.
    pub pace: Pace,
    /// Free messages, and their characters together.
    messages: (u32, u32),
    /// Technical words in them.
    technical: u32,
    /// Praises given, and thanks that followed one.
    praised: (u32, u32),
    /// The turn before this one held praise.
    just_praised: bool,
    /// Wrong, right and quick answers in a row, and repeats since the last answer.
    row: Row,
    /// Times that the learner was frustrated.
    frustrations: u32,
    /// How the learner seems to feel.
    mood: Mood,
}

#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
struct Row {
    wrong: u8,
    right: u8,
    quick: u8,
    repeats: u8,
}

impl Profile {
    /// How to speak to this learner now.
    #[must_use]
    pub fn manner(&self) -> Manner {
        Manner {
            persona: self.persona.unwrap_or_else(|| self.fitting()),
            length: self.length(),
            technical: self.technical_level(),
            praise: self.praise(),
            pace: self.pace,
            mood: self.mood,
        }
    }

    /// Takes the style that the learner chose. Patience speaks slowly, until another pace is asked for.
    pub fn choose(&mut self, persona: Persona) {
        let before = self.persona.replace(persona);
        self.pace = match (before, persona, self.pace) {
            (_, Persona::Patient, Pace::Normal) => Pace::Slow,
            (Some(Persona::Patient), Persona::Patient, pace) => pace,
            (Some(Persona::Patient), _, Pace::Slow) => Pace::Normal,
            (_, _, pace) => pace,
        };
    }

    /// The style that fits somebody who chose none.
    fn fitting(&self) -> Persona {
        if self.frustrations >= 3 {
            Persona::Patient
        } else if self.technical_level() == Amount::High {
            Persona::Technical
        } else {
            Persona::Encouraging
        }
    }

    fn length(&self) -> Amount {
        let (count, letters) = self.messages;
        match letters.checked_div(count) {
            Some(mean) if count >= ENOUGH && mean < 50 => Amount::Low,
            Some(mean) if count >= ENOUGH && mean > 150 => Amount::High,
            Some(_) if count >= ENOUGH => Amount::Medium,
            _ => match self.persona {
                Some(Persona::Technical) => Amount::High,
                Some(Persona::Motivational | Persona::Competitive) => Amount::Low,
                Some(Persona::Encouraging | Persona::Patient) | None => Amount::Medium,
            },
        }
    }

    fn technical_level(&self) -> Amount {
        let count = self.messages.0;
        if count < ENOUGH {
            Amount::Medium
        } else if self.technical * 10 > count * 3 {
            Amount::High
        } else if self.technical * 10 > count {
            Amount::Medium
        } else {
            Amount::Low
        }
    }

    fn praise(&self) -> Amount {
        let (given, thanked) = self.praised;
        if given < 2 * ENOUGH {
            match self.persona {
                Some(Persona::Encouraging | Persona::Motivational) => Amount::High,
                Some(Persona::Technical) => Amount::Low,
                Some(Persona::Patient | Persona::Competitive) | None => Amount::Medium,
            }
        } else if thanked * 10 > given * 3 && thanked * 10 <= given * 7 {
            Amount::Medium
        } else if thanked * 10 > given * 7 {
            Amount::High
        } else {
            Amount::Low
        }
    }

    /// Notes words that the learner said or typed. `plain` is lower case, without punctuation.
    pub fn note_words(&mut self, plain: &str) {
        if std::mem::take(&mut self.just_praised) && THANKS.iter().any(|w| plain.contains(w)) {
            self.praised.1 += 1;
        }
        if let Some(mood) = feeling::told(plain) {
            self.feel(mood);
        }
        // An answer of one word says nothing of how somebody likes to be spoken to.
        if plain.contains(' ') {
            self.messages.0 += 1;
            self.messages.1 += u32::try_from(plain.chars().count()).unwrap_or(u32::MAX).min(1_000);
            let words = plain.split(' ').filter(|w| TECHNICAL.contains(w)).count();
            self.technical += u32::try_from(words).unwrap_or(0);
        }
    }

    /// Notes that the turn just given held praise.
    pub fn note_praise(&mut self) {
        self.praised.0 += 1;
        self.just_praised = true;
    }

    /// Notes an answer; `seconds` since the question, where known.
    pub fn note_answer(&mut self, right: bool, seconds: Option<i64>) {
        let quick = right && seconds.is_some_and(|s| s <= QUICK_S);
        let row = &mut self.row;
        row.repeats = 0;
        row.wrong = if right { 0 } else { row.wrong.saturating_add(1) };
        row.right = if right { row.right.saturating_add(1) } else { 0 };
        row.quick = if quick { row.quick.saturating_add(1) } else { 0 };
        let row = *row;
        if row.wrong >= WRONG_ROW {
            self.feel(Mood::Frustrated);
        } else if row.quick >= RIGHT_ROW {
            self.feel(Mood::Bored);
        } else if row.right >= RIGHT_ROW {
            self.feel(Mood::Confident);
        } else if right {
            self.feel(Mood::Steady);
        }
    }

    /// Notes that the question had to be said again.
    pub fn note_repeat(&mut self) {
        self.row.repeats = self.row.repeats.saturating_add(1);
        if self.row.repeats >= REPEATS {
            self.feel(Mood::Frustrated);
        }
    }

    /// Notes how the learner seems to feel.
    pub fn feel(&mut self, mood: Mood) {
        if mood == Mood::Frustrated && self.mood != Mood::Frustrated {
            self.frustrations = self.frustrations.saturating_add(1);
        }
        self.mood = mood;
    }

    /// Forgets the mood: a new conversation is a new day.
    pub fn begin(&mut self) {
        self.row = Row::default();
        self.mood = Mood::Steady;
        self.just_praised = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_concluded_from_little() {
        let mut profile = Profile::default();
        profile.note_words("yes please");
        profile.note_words("forty two");
        assert_eq!(profile.manner(), Manner::default());
    }

    #[test]
    fn short_messages_get_short_answers_and_long_ones_long() {
        let mut short = Profile::default();
        let mut long = Profile::default();
        for _ in 0..5 {
            short.note_words("i do not know");
            long.note_words(&"this is a long story of my day ".repeat(6));
        }
        assert_eq!(short.manner().length, Amount::Low);
        assert_eq!(long.manner().length, Amount::High);
    }

    #[test]
    fn who_speaks_of_verbs_and_formulas_is_taught_exactly() {
        let mut profile = Profile::default();
        for _ in 0..5 {
            profile.note_words("the verb needs a tense because of the rule");
        }
        assert_eq!(profile.manner().technical, Amount::High);
        assert_eq!(profile.manner().persona, Persona::Technical);
        profile.persona = Some(Persona::Competitive);
        assert_eq!(profile.manner().persona, Persona::Competitive);
    }

    #[test]
    fn a_chosen_style_sets_pace_praise_and_length_until_behaviour_says_otherwise() {
        let mut profile = Profile::default();
        profile.choose(Persona::Patient);
        assert_eq!(profile.manner().pace, Pace::Slow);
        profile.choose(Persona::Technical);
        let exact = profile.manner();
        assert_eq!(exact.pace, Pace::Normal);
        assert_eq!((exact.praise, exact.length), (Amount::Low, Amount::High));
        for _ in 0..5 {
            profile.note_words("i do not know");
        }
        assert_eq!(profile.manner().length, Amount::Low);
    }

    #[test]
    fn praise_that_is_never_thanked_for_becomes_rare() {
        let (mut cool, mut warm) = (Profile::default(), Profile::default());
        for _ in 0..10 {
            cool.note_praise();
            cool.note_words("next");
            warm.note_praise();
            warm.note_words("thank you");
        }
        assert_eq!(cool.manner().praise, Amount::Low);
        assert_eq!(warm.manner().praise, Amount::High);
    }

    #[test]
    fn three_wrong_answers_or_words_of_despair_frustrate_and_a_right_one_mends() {
        let mut profile = Profile::default();
        for _ in 0..3 {
            profile.note_answer(false, None);
        }
        assert_eq!(profile.manner().mood, Mood::Frustrated);
        profile.note_answer(true, Some(30));
        assert_eq!(profile.manner().mood, Mood::Steady);
        profile.note_words("birakomeye");
        assert_eq!(profile.manner().mood, Mood::Frustrated);
    }

    #[test]
    fn five_quick_right_answers_bore_and_slow_ones_give_confidence() {
        let (mut quick, mut slow) = (Profile::default(), Profile::default());
        for _ in 0..5 {
            quick.note_answer(true, Some(3));
            slow.note_answer(true, Some(20));
        }
        assert_eq!(quick.manner().mood, Mood::Bored);
        assert_eq!(slow.manner().mood, Mood::Confident);
    }

    #[test]
    fn three_repeats_without_an_answer_frustrate_and_often_frustrated_people_get_patience() {
        let mut profile = Profile::default();
        for _ in 0..3 {
            profile.begin();
            for _ in 0..3 {
                profile.note_repeat();
            }
            assert_eq!(profile.manner().mood, Mood::Frustrated);
        }
        assert_eq!(profile.manner().persona, Persona::Patient);
    }
}
