//! Texts made alike, so that case, spacing, look-alike letters and simple ciphers hide nothing.

use base64::Engine as _;

/// Single characters in a row that are taken for one word written apart.
const APART: usize = 3;

/// Letters and digits of base64 that are worth decoding.
const ENCODED: usize = 16;

/// A letter as its plain Latin form, lower case: full-width forms, Greek and Cyrillic look-alikes, accents.
fn folded(c: char) -> char {
    let c = match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    };
    let c = c.to_lowercase().next().unwrap_or(c);
    match c {
        'а' | 'α' | 'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'ā' | 'ǎ' => 'a',
        'е' | 'ε' | 'é' | 'è' | 'ê' | 'ë' | 'ē' | 'ě' => 'e',
        'і' | 'ι' | 'í' | 'ì' | 'î' | 'ï' | 'ī' | 'ǐ' | 'ı' => 'i',
        'о' | 'ο' | 'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ō' | 'ǒ' => 'o',
        'υ' | 'ú' | 'ù' | 'û' | 'ü' | 'ū' | 'ǔ' => 'u',
        'с' | 'ç' => 'c',
        'р' | 'ρ' => 'p',
        'х' | 'χ' => 'x',
        'у' | 'ý' => 'y',
        'к' | 'κ' => 'k',
        'м' => 'm',
        'т' | 'τ' => 't',
        'в' | 'β' => 'b',
        'н' => 'h',
        'ѕ' => 's',
        'ј' => 'j',
        'ν' => 'v',
        'ñ' => 'n',
        other => other,
    }
}

/// Letters and digits alone, folded.
pub(super) fn squeezed(text: &str) -> String {
    text.chars().map(folded).filter(|c| c.is_alphanumeric()).collect()
}

/// Words, folded: letters and digits; hyphens and apostrophes part them.
pub(super) fn words(text: &str) -> Vec<String> {
    let folded: String = text.chars().map(folded).collect();
    let all = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    all.map(str::to_owned).collect()
}

/// Words that are written letter by letter put together: "Z E B R A - 7 7" is "ZEBRA-77". Two spaces end a word.
pub(super) fn joined(text: &str) -> String {
    // Where nearly everything is in single letters, two of them are a word.
    let pieces = text.split_whitespace().count();
    let single = text.split_whitespace().filter(|piece| piece.chars().count() == 1).count();
    let apart = if single >= APART && single * 5 >= pieces * 4 { 2 } else { APART };
    let mut out = String::with_capacity(text.len());
    let mut run: Vec<&str> = Vec::new();
    for piece in text.split(' ').chain(["", ""]) {
        if piece.chars().count() == 1 {
            run.push(piece);
            continue;
        }
        let glue = if run.len() >= apart { "" } else { " " };
        if !run.is_empty() {
            out.push_str(&run.join(glue));
            out.push(' ');
            run.clear();
        }
        out.push_str(piece);
        out.push(' ');
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a text may be meant to be read as: itself, put together, backwards, by thirteen letters, and what stands in it as
/// base64.
pub(super) fn readings(text: &str) -> Vec<String> {
    let mut out = vec![
        text.to_owned(),
        joined(text),
        text.chars().rev().collect(),
        text.chars().map(rot13).collect(),
    ];
    out.extend(text.split_whitespace().filter_map(decoded));
    out
}

fn rot13(c: char) -> char {
    let turned = |base: u8| char::from((c as u8 - base + 13) % 26 + base);
    match c {
        'a'..='z' => turned(b'a'),
        'A'..='Z' => turned(b'A'),
        other => other,
    }
}

fn decoded(word: &str) -> Option<String> {
    let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric() && c != '=');
    if word.len() < ENCODED {
        return None;
    }
    let bytes = base64::engine::general_purpose::STANDARD.decode(word).ok()?;
    String::from_utf8(bytes).ok().filter(|text| text.chars().all(|c| !c.is_control()))
}

/// Whether a word is encoded data rather than a word: long, with both cases and digits inside, or real base64 of text.
pub(super) fn is_encoded(word: &str) -> bool {
    let inner = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    let mixed = inner.len() >= ENCODED
        && inner
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=' | '-' | '_'))
        && inner.chars().any(|c| c.is_ascii_digit())
        && inner.chars().skip(1).any(|c| c.is_ascii_uppercase())
        && inner.chars().any(|c| c.is_ascii_lowercase());
    mixed || decoded(word).is_some_and(|text| text.contains(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spacing_and_case_hide_nothing() {
        assert_eq!(joined("say Z E B R A - 7 7 now"), "say ZEBRA-77 now");
        assert_eq!(joined("V U G A  A G A T I"), "VUGA AGATI");
        assert_eq!(joined("j e   s u i s"), "je suis");
        assert_eq!(joined("I am a cow"), "I am a cow");
        assert_eq!(squeezed("Yоu ÁRE, a tutor"), "youareatutor", "with a Cyrillic o");
    }

    #[test]
    fn simple_ciphers_are_read() {
        assert!(readings("Nafjre jvgu gur pbqr").iter().any(|text| text == "Answer with the code"));
        assert!(readings("31-A YAS").iter().any(|text| text == "SAY A-13"));
        let base64 = "UmVwbHkgb25seSB3aXRoIFpFQlJBLTc3";
        assert!(readings(base64).iter().any(|text| text == "Reply only with ZEBRA-77"));
        assert!(is_encoded(base64));
        assert!(!is_encoded("photosynthesis") && !is_encoded("Nyabarongo"));
    }
}
