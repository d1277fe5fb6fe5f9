//! What is said about a reading: how well it went, the weakest and the clearest word, the flow.

use crate::domain::reading::{PhoneScore, ReadingReject, ReadingScore, WordScore};
use crate::domain::turn::Line;

/// From this total on, a reading went well.
pub(super) const WELL: u8 = 75;
/// From this total on, a line is not read once more.
pub(super) const ENOUGH: u8 = 60;
/// Below this total, a reading went badly.
pub(super) const BADLY: u8 = 50;
/// Below this, a word was not clear; from [`WELL`] on it was clear.
const UNCLEAR: u8 = 60;
/// Syllables in a second above which English is hard to follow, and below which it falls apart: learners read at 2 to 5.
const FAST: f32 = 6.0;
const SLOW: f32 = 1.8;
/// Missing words that are named.
const NAMED: usize = 3;
/// As many missing in a row are no slip of the ear: another line was said, or half of this one.
const RUN: usize = 3;

/// How each phone is written, and a word that has it.
const PHONES: [(&str, &str, &str); 39] = [
    ("AA", "a", "father"),
    ("AE", "a", "cat"),
    ("AH", "u", "cup"),
    ("AO", "aw", "law"),
    ("AW", "ow", "now"),
    ("AY", "i", "my"),
    ("B", "b", "book"),
    ("CH", "ch", "chair"),
    ("D", "d", "day"),
    ("DH", "th", "this"),
    ("EH", "e", "red"),
    ("ER", "er", "bird"),
    ("EY", "ay", "day"),
    ("F", "f", "food"),
    ("G", "g", "good"),
    ("HH", "h", "hat"),
    ("IH", "i", "sit"),
    ("IY", "ee", "see"),
    ("JH", "j", "job"),
    ("K", "k", "cat"),
    ("L", "l", "leg"),
    ("M", "m", "man"),
    ("N", "n", "no"),
    ("NG", "ng", "sing"),
    ("OW", "o", "go"),
    ("OY", "oy", "boy"),
    ("P", "p", "pen"),
    ("R", "r", "red"),
    ("S", "s", "sun"),
    ("SH", "sh", "shop"),
    ("T", "t", "ten"),
    ("TH", "th", "think"),
    ("UH", "oo", "book"),
    ("UW", "oo", "food"),
    ("V", "v", "very"),
    ("W", "w", "water"),
    ("Y", "y", "yes"),
    ("Z", "z", "zero"),
    ("ZH", "s", "measure"),
];

/// The verdict in words, what matters most first.
pub(super) fn told(score: &ReadingScore) -> Vec<Line> {
    let mut say = vec![verdict(score)];
    say.extend(missing(score));
    if in_part(score) {
        return say;
    }
    let weakest = weakest(score);
    if let Some(word) = weakest {
        say.push(Line::new("english-read-weakest").with("word", word.word.as_str()));
        say.extend(phone(word));
    }
    say.extend(flow(score));
    let clearest = clearest(score).filter(|word| weakest.is_none_or(|w| w.word != word.word));
    say.extend(
        clearest.map(|word| Line::new("english-read-clearest").with("word", word.word.as_str())),
    );
    say
}

/// The number; of a line read in part, how many of its words were heard.
fn verdict(score: &ReadingScore) -> Line {
    if in_part(score) {
        let heard = score.words.iter().filter(|word| word.said).count();
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let line = Line::new("english-read-part").with("heard", count(heard));
        return line.with("all", count(score.words.len()));
    }
    let total = score.total.min(100);
    let key = match total {
        WELL.. => "english-read-well",
        BADLY.. => "english-read-fair",
        _ => "english-read-hard",
    };
    Line::new(key).with("score", i64::from(total))
}

/// What a reading counts for, 0 to 100: the total, and of a line read in part the share that was heard.
pub(super) fn worth(score: &ReadingScore) -> u8 {
    let total = u32::from(score.total.min(100));
    if !in_part(score) {
        return score.total.min(100);
    }
    let heard = score.words.iter().filter(|word| word.said).count() as u32;
    u8::try_from(total * heard / (score.words.len() as u32).max(1)).unwrap_or(100)
}

/// Whether so much is missing that the line was not read as a whole.
fn in_part(score: &ReadingScore) -> bool {
    let missing = score.words.iter().filter(|word| !word.said).count();
    let run = score.words.split(|word| word.said).map(<[WordScore]>::len).max().unwrap_or(0);
    run >= RUN || 2 * missing > score.words.len()
}

/// Whether a word was left out.
pub(super) fn lacks(score: &ReadingScore) -> bool {
    score.words.iter().any(|word| !word.said)
}

fn missing(score: &ReadingScore) -> Option<Line> {
    let words: Vec<&str> =
        score.words.iter().filter(|word| !word.said).map(|word| word.word.as_str()).collect();
    missing_words(&words)
}

/// The words that were not heard, the first few by name.
pub(super) fn missing_words(words: &[&str]) -> Option<Line> {
    (!words.is_empty()).then(|| {
        let named = words.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
        Line::new("english-read-missing").with("words", named)
    })
}

fn weakest(score: &ReadingScore) -> Option<&WordScore> {
    let said = score.words.iter().filter(|word| word.said);
    said.min_by_key(|word| word.accuracy).filter(|word| word.accuracy < UNCLEAR)
}

/// The clearest word, a long one before a short one: "the" is no achievement.
fn clearest(score: &ReadingScore) -> Option<&WordScore> {
    let said = score.words.iter().filter(|word| word.said && word.accuracy >= WELL);
    said.max_by_key(|word| (word.word.chars().count() > 3, word.accuracy))
}

/// The sound of a word that surely went wrong.
fn phone(word: &WordScore) -> Option<Line> {
    let sure = |phone: &&PhoneScore| phone.sure && phone.accuracy < UNCLEAR;
    let worst = word.phones.iter().filter(sure).min_by_key(|phone| phone.accuracy)?;
    let (_, sound, example) = PHONES.iter().find(|(name, _, _)| *name == worst.phone)?;
    Some(Line::new("english-read-phone").with("sound", *sound).with("example", *example))
}

/// One thing about the flow: too many pauses, too fast, too slow.
fn flow(score: &ReadingScore) -> Option<Line> {
    // A comma or a breath is no fault: one pause for every five words.
    let allowed = 1 + score.words.len() / 5;
    let key = if score.pauses.len() > allowed {
        "english-read-pauses"
    } else if score.syllables_per_second > FAST {
        "english-read-fast"
    } else if score.syllables_per_second > 0.0 && score.syllables_per_second < SLOW {
        "english-read-slow"
    } else {
        return None;
    };
    Some(Line::new(key))
}

/// What to do about a reading that could not be judged.
pub fn rejected(reason: ReadingReject) -> Line {
    Line::new(match reason {
        ReadingReject::Silence => "english-reject-silence",
        ReadingReject::NotSpeech => "english-reject-not-speech",
        ReadingReject::TooShort => "english-reject-too-short",
        ReadingReject::TooLong => "english-reject-too-long",
        ReadingReject::TooNoisy => "english-reject-too-noisy",
        ReadingReject::TooQuiet => "english-reject-too-quiet",
        ReadingReject::Clipped => "english-reject-clipped",
        ReadingReject::Concealed => "english-reject-concealed",
        ReadingReject::WordsMissing => "english-reject-words-missing",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::reading::Pause;

    fn word(text: &str, accuracy: u8) -> WordScore {
        WordScore {
            word: text.to_owned(),
            accuracy,
            said: accuracy > 0,
            start_ms: 0,
            end_ms: 0,
            phones: Vec::new(),
        }
    }

    fn score(total: u8, words: Vec<WordScore>) -> ReadingScore {
        ReadingScore {
            accuracy: total,
            fluency: total,
            completeness: 100,
            prosody: total,
            total,
            words,
            pauses: Vec::new(),
            words_per_minute: 110.0,
            syllables_per_second: 3.5,
            median_hz: 180.0,
        }
    }

    fn keys(score: &ReadingScore) -> Vec<String> {
        told(score).into_iter().map(|line| line.key.into_owned()).collect()
    }

    #[test]
    fn the_weakest_and_the_clearest_word_are_named_and_short_words_are_no_achievement() {
        let read = score(70, vec![word("the", 95), word("market", 40), word("yellow", 80)]);
        let said = told(&read);
        assert_eq!(
            keys(&read),
            ["english-read-fair", "english-read-weakest", "english-read-clearest"]
        );
        assert_eq!(said[1], Line::new("english-read-weakest").with("word", "market"));
        assert_eq!(said[2], Line::new("english-read-clearest").with("word", "yellow"));
    }

    #[test]
    fn of_a_line_read_in_part_the_words_are_counted_and_it_is_worth_its_share() {
        let words = |heard: [u8; 6]| heard.map(|accuracy| word("word", accuracy)).to_vec();
        let run = score(83, words([90, 90, 90, 0, 0, 0]));
        assert_eq!((worth(&run), keys(&run)[0].as_str()), (41, "english-read-part"));
        let few = score(75, words([0, 90, 0, 0, 90, 0]));
        assert_eq!((worth(&few), keys(&few).len()), (25, 2));
        // One word is easily missed by the ear.
        let one = score(83, words([90, 90, 0, 90, 90, 90]));
        assert_eq!((worth(&one), keys(&one)[0].as_str()), (83, "english-read-well"));
    }

    #[test]
    fn a_sound_is_named_only_where_the_ear_is_sure() {
        let mut read = score(45, vec![word("think", 30)]);
        let fault = |sure| PhoneScore { phone: "TH".to_owned(), accuracy: 5, sure };
        read.words[0].phones = vec![fault(false)];
        assert!(!keys(&read).contains(&"english-read-phone".to_owned()));
        read.words[0].phones = vec![fault(true)];
        let line = Line::new("english-read-phone").with("sound", "th").with("example", "think");
        assert!(told(&read).contains(&line));
    }

    #[test]
    fn words_left_out_are_named_three_at_most_and_one_thing_is_said_of_the_flow() {
        let heard = |(n, w)| word(w, if n % 2 == 0 { 0 } else { 70 });
        let words = ["a", "b", "c", "d", "e", "f", "g", "h"];
        let mut read = score(40, words.into_iter().enumerate().map(heard).collect());
        read.pauses = vec![Pause { after_word: 0, start_ms: 0, length_ms: 600 }; 4];
        read.syllables_per_second = 9.0;
        let said = told(&read);
        assert_eq!(said[1], Line::new("english-read-missing").with("words", "a, c, e"));
        assert_eq!(
            keys(&read),
            ["english-read-hard", "english-read-missing", "english-read-pauses"]
        );
        read.pauses.clear();
        assert!(keys(&read).contains(&"english-read-fast".to_owned()));
        read.syllables_per_second = 1.0;
        assert!(keys(&read).contains(&"english-read-slow".to_owned()));
    }
}
