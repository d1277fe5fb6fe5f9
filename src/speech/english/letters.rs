//! Reads a word that no dictionary lists off its letters.
//!
//! The longest spelling that fits at each place, left to right, with the few contexts that matter most:
//! a silent final e and the vowel that it lengthens, soft c and g, doubled consonants, y at an end.

use super::phone::{Sound, sounds};

/// Where a spelling applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Anywhere,
    /// At the beginning of the word.
    First,
    /// At the end of the word.
    Last,
    /// Before e, i or y.
    Soft,
    /// Before one consonant and a final e.
    Long,
}

use Place::{Anywhere, First, Last, Long, Soft};

/// Spellings, longest first within a letter; the first that fits is taken.
const RULES: &[(&str, Place, &str)] = &[
    ("augh", Anywhere, "AO1"),
    ("air", Anywhere, "EH1 R"),
    ("are", Last, "EH1 R"),
    ("ai", Anywhere, "EY1"),
    ("al", Last, "AH0 L"),
    ("ar", Anywhere, "AA1 R"),
    ("au", Anywhere, "AO1"),
    ("aw", Anywhere, "AO1"),
    ("ay", Anywhere, "EY1"),
    ("a", Last, "AH0"),
    ("a", Long, "EY1"),
    ("a", Anywhere, "AE1"),
    ("bt", Last, "T"),
    ("mb", Last, "M"),
    ("b", Anywhere, "B"),
    ("cch", Anywhere, "K"),
    ("tch", Anywhere, "CH"),
    ("ch", Anywhere, "CH"),
    ("ck", Anywhere, "K"),
    ("cia", Anywhere, "SH AH0"),
    ("c", Soft, "S"),
    ("c", Anywhere, "K"),
    ("dge", Anywhere, "JH"),
    ("d", Anywhere, "D"),
    ("eer", Anywhere, "IH1 R"),
    ("ear", Anywhere, "IH1 R"),
    ("eau", Anywhere, "OW1"),
    ("eigh", Anywhere, "EY1"),
    ("ea", Anywhere, "IY1"),
    ("ee", Anywhere, "IY1"),
    ("ei", Anywhere, "EY1"),
    ("er", Anywhere, "ER0"),
    ("eu", Anywhere, "UW1"),
    ("ew", Anywhere, "UW1"),
    ("ey", Last, "IY0"),
    ("e", Long, "IY1"),
    ("e", Anywhere, "EH1"),
    ("f", Anywhere, "F"),
    ("gh", First, "G"),
    ("gh", Anywhere, ""),
    ("gn", First, "N"),
    ("g", Soft, "JH"),
    ("g", Anywhere, "G"),
    ("h", Anywhere, "HH"),
    ("igh", Anywhere, "AY1"),
    ("ire", Last, "AY1 ER0"),
    ("ie", Last, "IY0"),
    ("ie", Anywhere, "IY1"),
    ("ir", Anywhere, "ER1"),
    ("i", Last, "IY0"),
    ("i", Long, "AY1"),
    ("i", Anywhere, "IH1"),
    ("j", Anywhere, "JH"),
    ("kn", First, "N"),
    ("k", Anywhere, "K"),
    ("le", Last, "AH0 L"),
    ("l", Anywhere, "L"),
    ("m", Anywhere, "M"),
    ("ng", Anywhere, "NG"),
    ("nk", Anywhere, "NG K"),
    ("n", Anywhere, "N"),
    ("ough", Anywhere, "AO1"),
    ("ould", Anywhere, "UH1 D"),
    ("oor", Anywhere, "AO1 R"),
    ("our", Anywhere, "AO1 R"),
    ("oa", Anywhere, "OW1"),
    ("oi", Anywhere, "OY1"),
    ("oo", Anywhere, "UW1"),
    ("or", Anywhere, "AO1 R"),
    ("ou", Anywhere, "AW1"),
    ("ow", Last, "OW1"),
    ("ow", Anywhere, "AW1"),
    ("oy", Anywhere, "OY1"),
    ("o", Last, "OW1"),
    ("o", Long, "OW1"),
    ("o", Anywhere, "AA1"),
    ("ph", Anywhere, "F"),
    ("ps", First, "S"),
    ("p", Anywhere, "P"),
    ("qu", Anywhere, "K W"),
    ("q", Anywhere, "K"),
    ("rh", Anywhere, "R"),
    ("r", Anywhere, "R"),
    ("ssion", Anywhere, "SH AH0 N"),
    ("sion", Anywhere, "ZH AH0 N"),
    ("sch", Anywhere, "S K"),
    ("sc", Soft, "S"),
    ("sh", Anywhere, "SH"),
    ("s", Anywhere, "S"),
    ("tion", Anywhere, "SH AH0 N"),
    ("ture", Last, "CH ER0"),
    ("tia", Anywhere, "SH AH0"),
    ("th", Anywhere, "TH"),
    ("t", Anywhere, "T"),
    ("ue", Last, "UW1"),
    ("ui", Anywhere, "UW1"),
    ("ur", Anywhere, "ER1"),
    ("u", Last, "UW0"),
    ("u", Long, "UW1"),
    ("u", Anywhere, "AH1"),
    ("v", Anywhere, "V"),
    ("wh", Anywhere, "W"),
    ("wr", First, "R"),
    ("w", Anywhere, "W"),
    ("x", First, "Z"),
    ("x", Anywhere, "K S"),
    ("yr", Anywhere, "IH1 R"),
    ("y", First, "Y"),
    ("y", Last, "IY0"),
    ("y", Anywhere, "IH1"),
    ("z", Anywhere, "Z"),
];

/// How each letter is called.
const CALLED: [&str; 26] = [
    "EY1",
    "B IY1",
    "S IY1",
    "D IY1",
    "IY1",
    "EH1 F",
    "JH IY1",
    "EY1 CH",
    "AY1",
    "JH EY1",
    "K EY1",
    "EH1 L",
    "EH1 M",
    "EH1 N",
    "OW1",
    "P IY1",
    "K Y UW1",
    "AA1 R",
    "EH1 S",
    "T IY1",
    "Y UW1",
    "V IY1",
    "D AH1 B AH0 L Y UW0",
    "EH1 K S",
    "W AY1",
    "Z IY1",
];

fn is_vowel(letter: u8) -> bool {
    b"aeiouy".contains(&letter)
}

/// How a lower-case word would be said. Other characters than letters are passed over; a word without a vowel
/// is spelt out; what holds no letter at all is one neutral vowel, so that there is always something.
#[must_use]
pub fn read(word: &str) -> Vec<Sound> {
    let letters: Vec<u8> = word.bytes().filter(u8::is_ascii_lowercase).collect();
    let said = if letters.iter().any(|l| is_vowel(*l)) {
        by_rules(&letters)
    } else {
        letters.iter().map(|l| CALLED[usize::from(l - b'a')]).collect::<Vec<_>>().join(" ")
    };
    let said = sounds(&said).unwrap_or_default();
    if said.is_empty() { sounds("AH0").unwrap_or_default() } else { said }
}

fn by_rules(letters: &[u8]) -> String {
    let mut said = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let rest = &letters[at..];
        if silent_e(letters, at) {
            at += 1;
            continue;
        }
        let fits = |(spelling, place, _): &&(&str, Place, &str)| {
            rest.starts_with(spelling.as_bytes()) && holds(*place, letters, at, spelling.len())
        };
        let Some((spelling, _, sound)) = RULES.iter().find(fits) else {
            at += 1;
            continue;
        };
        said.push(*sound);
        at += spelling.len();
        // A doubled consonant is said once.
        while at < letters.len() && letters[at] == letters[at - 1] && !is_vowel(letters[at]) {
            at += 1;
        }
    }
    said.join(" ")
}

/// A final e after a consonant is silent if another vowel came before.
fn silent_e(letters: &[u8], at: usize) -> bool {
    at + 1 == letters.len()
        && letters[at] == b'e'
        && at > 1
        && !is_vowel(letters[at - 1])
        && letters[..at - 1].iter().any(|l| is_vowel(*l))
}

fn holds(place: Place, letters: &[u8], at: usize, length: usize) -> bool {
    let after = &letters[at + length..];
    match place {
        Anywhere => true,
        First => at == 0,
        Last => after.is_empty(),
        Soft => matches!(after.first(), Some(b'e' | b'i' | b'y')),
        Long => matches!(after, [consonant, b'e'] if !is_vowel(*consonant)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(word: &str) -> String {
        read(word).iter().map(|s| s.phone.name()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_are_read_as_their_spelling_suggests() {
        for (word, phones) in [
            ("blick", "B L IH K"),
            ("stane", "S T EY N"),
            ("phoney", "F AA N IY"),
            ("knishing", "N IH SH IH NG"),
            ("cessation", "S EH S AE SH AH N"),
            ("gitter", "JH IH T ER"),
            ("quay", "K W EY"),
            ("hbdq", "EY CH B IY D IY K Y UW"),
        ] {
            assert_eq!(said(word), phones, "{word}");
        }
    }

    #[test]
    fn anything_at_all_can_be_said() {
        for word in ["", "123", "\u{4f60}", "e", "ee", "b", "'", "eeeeeeeeee"] {
            assert!(!read(word).is_empty(), "{word}");
        }
    }

    #[test]
    fn every_rule_names_phones_that_exist() {
        for (spelling, _, sound) in RULES {
            assert!(sounds(sound).is_some(), "{spelling}");
        }
        assert!(CALLED.iter().all(|c| sounds(c).is_some()));
    }
}
