//! Makes typography plain, so that a quotation mark does not turn 160 characters into 70.

use super::sms::is_gsm;

/// The tone letters of pinyin: the plain letter and the tone.
const TONE_LETTERS: [(&str, char); 6] =
    [("āáǎà", 'a'), ("ēéěè", 'e'), ("īíǐì", 'i'), ("ōóǒò", 'o'), ("ūúǔù", 'u'), ("ǖǘǚǜ", 'v')];

/// Look-alikes outside the GSM alphabet, and what stands for them.
fn look_alike(c: char) -> Option<&'static str> {
    Some(match c {
        '‘' | '’' | '‚' | '‛' | 'ʼ' | '′' | '`' | '´' => "'",
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' => "\"",
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => "-",
        '…' => "...",
        '•' | '·' => "-",
        '×' => "x",
        '÷' => "/",
        '½' => "1/2",
        '¼' => "1/4",
        '¾' => "3/4",
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' | '\t' => " ",
        '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}' => "",
        _ => return None,
    })
}

/// A letter with a mark that the GSM alphabet lacks, without it.
fn unaccented(c: char) -> Option<char> {
    Some(match c {
        'á' | 'â' | 'ã' => 'a',
        'ç' => 'c',
        'ê' | 'ë' => 'e',
        'í' | 'î' | 'ï' => 'i',
        'ó' | 'ô' | 'õ' => 'o',
        'ú' | 'û' => 'u',
        'ý' | 'ÿ' => 'y',
        'Á' | 'À' | 'Â' | 'Ã' => 'A',
        'È' | 'Ê' | 'Ë' => 'E',
        'Í' | 'Ì' | 'Î' | 'Ï' => 'I',
        'Ó' | 'Ò' | 'Ô' | 'Õ' => 'O',
        'Ú' | 'Ù' | 'Û' => 'U',
        _ => return None,
    })
}

fn pinyin_letter(c: char) -> Option<(char, char)> {
    TONE_LETTERS.iter().find_map(|(letters, plain)| {
        let tone = letters.chars().position(|letter| letter == c)?;
        Some((*plain, char::from(b'1' + tone as u8)))
    })
}

/// A letter that only pinyin writes: a macron, a caron, or ü with a tone.
fn is_surely_pinyin(c: char) -> bool {
    pinyin_letter(c).is_some() && !is_gsm(c) && unaccented(c).is_none()
}

/// The same text in plain typography: straight quotes, hyphens, single dots, ordinary spaces; pinyin with numbers in the
/// place of tone marks. What has no plain form (Chinese characters, emoji) stays.
#[must_use]
pub fn plain(text: &str) -> String {
    let words = text.split_inclusive(char::is_whitespace);
    words.map(plain_word).collect()
}

fn plain_word(word: &str) -> String {
    if word.chars().all(is_gsm) {
        return word.to_owned();
    }
    let pinyin = word.chars().any(is_surely_pinyin);
    let mut out = String::with_capacity(word.len());
    // The syllable under way after its tone letter: its number, and the letter before; the number follows the last letter.
    let mut open: Option<(char, char)> = None;
    for c in word.chars() {
        if let Some((letter, number)) = pinyin_letter(c).filter(|_| pinyin) {
            out.extend(open.take().map(|(number, _)| number));
            out.push(letter);
            open = Some((number, letter));
        } else if let Some((number, _)) = open.filter(|(_, before)| ends_syllable(*before, c)) {
            out.push(c);
            open = Some((number, c));
        } else {
            out.extend(open.take().map(|(number, _)| number));
            push_plain(c, &mut out);
        }
    }
    out.extend(open.map(|(number, _)| number));
    out
}

/// Whether `c` still belongs to the syllable whose letter `before` was the last: vowels, then n, ng or r.
fn ends_syllable(before: char, c: char) -> bool {
    let vowel = |c| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'v');
    (vowel(before) && (vowel(c) || matches!(c, 'n' | 'r'))) || (before == 'n' && c == 'g')
}

fn push_plain(c: char, out: &mut String) {
    if is_gsm(c) {
        out.push(c);
    } else if let Some(other) = look_alike(c) {
        out.push_str(other);
    } else {
        out.push(unaccented(c).unwrap_or(c));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use test_case::test_case;

    use super::*;
    use crate::text::sms::{Encoding, encoding};

    #[test_case("“It’s n’umwana” – she said…", "\"It's n'umwana\" - she said..."; "quotes, dashes and dots")]
    #[test_case("a\u{a0}b\u{200b}c", "a bc"; "odd spaces")]
    #[test_case("3 × 4 ÷ 2", "3 x 4 / 2"; "signs of arithmetic")]
    #[test_case("nǐ hǎo", "ni3 hao3"; "pinyin by syllable")]
    #[test_case("māma, zhōngguó, lǜ", "ma1ma, zhong1guo2, lv4"; "joined pinyin")]
    #[test_case("café, señor, à la", "café, señor, à la"; "letters of the alphabet stay")]
    #[test_case("garçon, fête", "garcon, fete"; "other accents go")]
    #[test_case("妈 😀", "妈 😀"; "what has no plain form stays")]
    fn typography_is_made_plain(text: &str, expected: &str) {
        assert_eq!(plain(text), expected);
    }

    #[test]
    fn pinyin_with_tone_marks_fits_the_small_alphabet() {
        assert_eq!(encoding(&plain("Wǒ xǐhuan nǐ, Zhōngguó")), Encoding::Gsm7);
    }

    proptest! {
        #[test]
        fn plain_text_stays_as_it_is(text in "[ -~]{0,100}") {
            let expected: String = text.replace('`', "'");
            prop_assert_eq!(plain(&text).replace('`', "'"), expected);
        }

        #[test]
        fn nothing_makes_it_panic_and_twice_is_once(text in "\\PC{0,100}") {
            let once = plain(&text);
            prop_assert_eq!(plain(&once), once.clone());
        }
    }
}
