//! Pinyin with tone marks, as it is printed.

use crate::domain::pinyin::{Syllable, Tone};

/// The marked forms of each vowel, tones 1 to 4.
const MARKED: [(char, [char; 4]); 6] = [
    ('a', ['ā', 'á', 'ǎ', 'à']),
    ('e', ['ē', 'é', 'ě', 'è']),
    ('i', ['ī', 'í', 'ǐ', 'ì']),
    ('o', ['ō', 'ó', 'ǒ', 'ò']),
    ('u', ['ū', 'ú', 'ǔ', 'ù']),
    ('v', ['ǖ', 'ǘ', 'ǚ', 'ǜ']),
];

/// A syllable with its mark: "ma3" as "mǎ". A neutral one has none. The mark stands on a or e, on the o of ou, else
/// on the last vowel.
#[must_use]
pub fn marked(syllable: &Syllable) -> String {
    let letters = syllable.letters();
    let at = letters
        .find(['a', 'e'])
        .or_else(|| letters.find("ou"))
        .or_else(|| letters.rfind(['i', 'o', 'u', 'v']));
    letters
        .char_indices()
        .map(|(i, c)| match (Some(i) == at, syllable.tone()) {
            (true, tone) if tone != Tone::Neutral => with_mark(c, tone),
            _ if c == 'v' => 'ü',
            _ => c,
        })
        .collect()
}

/// The tone whose mark a vowel has.
pub(super) fn mark_of(vowel: char) -> Option<Tone> {
    let at = MARKED.iter().find_map(|(_, forms)| forms.iter().position(|form| *form == vowel))?;
    Tone::ALL.into_iter().find(|tone| tone.index() == at && *tone != Tone::Neutral)
}

fn with_mark(vowel: char, tone: Tone) -> char {
    MARKED
        .iter()
        .find(|(plain, _)| *plain == vowel)
        .and_then(|(_, forms)| forms.get(tone.index()))
        .copied()
        .unwrap_or(vowel)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_where_they_are_printed() {
        for (numbered, printed) in [
            ("ma1", "mā"),
            ("ma3", "mǎ"),
            ("liu4", "liù"),
            ("gou3", "gǒu"),
            ("shui3", "shuǐ"),
            ("xue2", "xué"),
            ("nv3", "nǚ"),
            ("yue4", "yuè"),
            ("niao3", "niǎo"),
            ("ma5", "ma"),
            ("lv5", "lü"),
        ] {
            let syllable: Syllable = numbered.parse().expect(numbered);
            assert_eq!(marked(&syllable), printed);
        }
    }
}
