//! Reads pinyin as people write it: with numbers or with marks, spaced or joined.

use super::{Pinyin, PinyinError, Syllable, Tone, table};

/// Vowels (and syllabic n) with the marks of tones 1 to 4; where the third is often printed with a breve, that too.
const MARKED: [(char, &str); 8] = [
    ('a', "āáǎàă"),
    ('e', "ēéěèĕ"),
    ('i', "īíǐìĭ"),
    ('o', "ōóǒòŏ"),
    ('u', "ūúǔùŭ"),
    ('v', "ǖǘǚǜ"),
    ('n', "\0ńňǹ"),
    ('m', "\0ḿ"),
];
/// Marks that follow their letter: macron, acute, caron, grave, and the breve for the caron.
const COMBINING: &str = "\u{304}\u{301}\u{30c}\u{300}\u{306}";
/// Digits in other shapes.
const DIGITS: [&str; 2] = ["⁰¹²³⁴⁵⁶⁷⁸⁹", "０１２３４５６７８９"];

/// Letters between two boundaries.
#[derive(Debug, Default)]
struct Piece {
    letters: String,
    /// Places of marks among the letters, and their tones.
    marks: Vec<(usize, Tone)>,
}

/// What a character of a word is.
enum Sign {
    Letter(char, Option<Tone>),
    /// The tone mark of the letter before it.
    Mark(Tone),
    /// Two dots over the letter before it.
    Dots,
    Digit(u8),
    Boundary,
}

/// The tone of a mark by its place in a list of marks; the fifth is the breve.
fn marked(place: usize) -> Tone {
    if place == 4 { Tone::Third } else { Tone::ALL[place.min(3)] }
}

fn sign(c: char) -> Option<Sign> {
    if let Some((letter, place)) = MARKED
        .iter()
        .find_map(|(letter, marks)| Some((*letter, marks.chars().position(|m| m == c)?)))
    {
        return Some(Sign::Letter(letter, Some(marked(place))));
    }
    if let Some(place) = COMBINING.chars().position(|m| m == c) {
        return Some(Sign::Mark(marked(place)));
    }
    let other = DIGITS.iter().find_map(|digits| digits.chars().position(|d| d == c));
    match c {
        'a'..='z' => Some(Sign::Letter(c, None)),
        'ü' => Some(Sign::Letter('v', None)),
        'ê' => Some(Sign::Letter('e', None)),
        ':' | '\u{308}' => Some(Sign::Dots),
        '0'..='9' => Some(Sign::Digit(c as u8 - b'0')),
        '\'' | '\u{2019}' | '-' => Some(Sign::Boundary),
        _ => other.and_then(|digit| u8::try_from(digit).ok()).map(Sign::Digit),
    }
}

/// Whether `c` parts words. Sentence marks do.
fn parts(c: char) -> bool {
    c.is_whitespace() || ",.;!?/·，。；！？、".contains(c)
}

/// Reads a word or phrase; of a syllable with no tone there is no tone.
pub(super) fn read(text: &str) -> Result<Pinyin, PinyinError> {
    let shape = || PinyinError::Shape(text.to_owned());
    let mut found: Vec<(String, Option<Tone>)> = Vec::new();
    for word in text.split(parts).filter(|word| !word.is_empty()) {
        let mut piece = Piece::default();
        for c in word.chars().flat_map(char::to_lowercase) {
            match sign(c).ok_or_else(shape)? {
                Sign::Letter(letter, tone) => {
                    piece.marks.extend(tone.map(|tone| (piece.letters.len(), tone)));
                    piece.letters.push(letter);
                }
                Sign::Mark(tone) => {
                    let at = piece.letters.len().checked_sub(1).ok_or_else(shape)?;
                    piece.marks.push((at, tone));
                }
                Sign::Dots if piece.letters.ends_with('u') => {
                    piece.letters.pop();
                    piece.letters.push('v');
                }
                Sign::Dots => return Err(shape()),
                Sign::Digit(_) if piece.letters.is_empty() => return Err(shape()),
                Sign::Digit(digit) => {
                    let tone = Tone::try_from(digit)?;
                    found.extend(std::mem::take(&mut piece).numbered(tone).ok_or_else(shape)?);
                }
                Sign::Boundary => {
                    found.extend(std::mem::take(&mut piece).marked().ok_or_else(shape)?)
                }
            }
        }
        found.extend(piece.marked().ok_or_else(shape)?);
    }
    match found.len() {
        0 => Err(PinyinError::Empty),
        n if n > Pinyin::MAX_SYLLABLES => Err(PinyinError::TooLong(n)),
        _ if found.iter().all(|(_, tone)| tone.is_none()) => {
            Err(PinyinError::NoTone(text.to_owned()))
        }
        _ => {
            let syllable = |(letters, tone): (String, Option<Tone>)| Syllable {
                letters,
                tone: tone.unwrap_or(Tone::Neutral),
            };
            Ok(Pinyin(found.into_iter().map(syllable).collect()))
        }
    }
}

impl Piece {
    /// One syllable before its number.
    fn numbered(self, tone: Tone) -> Option<Vec<(String, Option<Tone>)>> {
        (table::possible(&self.letters) && self.marks.is_empty())
            .then(|| vec![(self.letters, Some(tone))])
    }

    /// Syllables with marks, or with none.
    fn marked(self) -> Option<Vec<(String, Option<Tone>)>> {
        let places: Vec<usize> = self.marks.iter().map(|(at, _)| *at).collect();
        let ends = table::split(&self.letters, &places)?;
        let mut start = 0;
        let syllables = ends.into_iter().map(|end| {
            let mark = self.marks.iter().find(|(at, _)| (start..end).contains(at));
            let letters = self.letters[start..end].to_owned();
            start = end;
            (letters, mark.map(|(_, tone)| *tone))
        });
        Some(syllables.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbered(text: &str) -> String {
        text.parse::<Pinyin>().map_or_else(|error| error.to_string(), |word| word.to_string())
    }

    #[test]
    fn marks_are_read_as_numbers_are() {
        for (marked, wanted) in [
            ("mǎ", "ma3"),
            ("nǐ hǎo", "ni3 hao3"),
            ("nǐhǎo", "ni3 hao3"),
            ("Xī'ān", "xi1 an1"),
            ("lǜ", "lv4"),
            ("nu\u{308}\u{30c}", "nv3"),
            ("ma\u{30c}", "ma3"),
            ("māma", "ma1 ma5"),
            ("yìdiǎnr", "yi4 dianr3"),
            ("nǚ'ér", "nv3 er2"),
            ("hăo", "hao3"),
        ] {
            assert_eq!(numbered(marked), wanted, "{marked}");
        }
    }

    #[test]
    fn numbers_in_other_shapes_and_sentence_marks_do_no_harm() {
        for text in ["ni3,hao3", "ni3 hao3.", "Ni3hao3!", "ni³hao³", "ni3 hao３", "NI3 HAO3"] {
            assert_eq!(numbered(text), "ni3 hao3", "{text}");
        }
        assert_eq!(numbered("zhuangr1"), "zhuangr1");
        assert_eq!(numbered("ê1"), "e1");
    }

    #[test]
    fn letters_that_are_no_syllable_are_refused() {
        for text in ["zzz3", "qwrt4", "mmmm1", "hello1", "nihao3", "mǎ3", "3", "ma33"] {
            assert!(matches!(text.parse::<Pinyin>(), Err(PinyinError::Shape(_))), "{text}");
        }
    }

    #[test]
    fn a_text_without_any_tone_is_refused_and_one_missing_tone_is_neutral() {
        for text in ["ma", "nihao", "ni hao"] {
            assert!(matches!(text.parse::<Pinyin>(), Err(PinyinError::NoTone(_))), "{text}");
        }
        assert_eq!(numbered("hai2 zi"), "hai2 zi5");
    }
}
