//! How many segments a text takes, exactly (3GPP TS 23.038 and 23.040).
//!
//! A text of the GSM 7-bit alphabet holds 160 septets, or 153 in each of several segments; an extended character is
//! two septets that are never split. One character outside the alphabet makes the whole text UCS-2: 70 units of UTF-16,
//! or 67 in each of several, and surrogate pairs are never split.

use super::cut;

/// The most units of UTF-16 of one message (Twilio error 21617 above); characters, as Twilio counts, are never more.
pub const MESSAGE_LIMIT: usize = 1600;

/// The basic alphabet in the order of its codes; 0x1B, the escape, is left out.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// The extension table: an escape and a code.
const EXTENDED: &str = "\u{c}^{}\\[~]|€";

/// How a text travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// The GSM 7-bit default alphabet.
    Gsm7,
    /// UTF-16, big-endian.
    Ucs2,
}

impl Encoding {
    /// Units in a message of one segment.
    #[must_use]
    pub fn single(self) -> usize {
        match self {
            Encoding::Gsm7 => 160,
            Encoding::Ucs2 => 70,
        }
    }

    /// Units in each of several segments: six bytes go to their header.
    #[must_use]
    pub fn part(self) -> usize {
        match self {
            Encoding::Gsm7 => 153,
            Encoding::Ucs2 => 67,
        }
    }

    /// Units that a character takes.
    fn units(self, c: char) -> usize {
        match self {
            Encoding::Gsm7 => septets(c).unwrap_or(1),
            Encoding::Ucs2 => c.len_utf16(),
        }
    }
}

/// A text in its segments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segments<'a> {
    /// How it travels.
    pub encoding: Encoding,
    /// Septets, or units of UTF-16, in all.
    pub units: usize,
    /// The segments in order; an empty text is one empty segment.
    pub parts: Vec<&'a str>,
}

/// Septets of a character of the GSM alphabet, 1 or 2; `None` outside it.
fn septets(c: char) -> Option<usize> {
    if BASIC.contains(c) {
        Some(1)
    } else if EXTENDED.contains(c) {
        Some(2)
    } else {
        None
    }
}

/// Whether a character fits the small alphabet.
#[must_use]
pub fn is_gsm(c: char) -> bool {
    septets(c).is_some()
}

/// The encoding that a text forces.
#[must_use]
pub fn encoding(text: &str) -> Encoding {
    if text.chars().all(is_gsm) { Encoding::Gsm7 } else { Encoding::Ucs2 }
}

/// Splits a text as a service would.
#[must_use]
pub fn segments(text: &str) -> Segments<'_> {
    let encoding = encoding(text);
    let units = text.chars().map(|c| encoding.units(c)).sum();
    if units <= encoding.single() {
        return Segments { encoding, units, parts: vec![text] };
    }
    let mut parts = Vec::new();
    let (mut start, mut held) = (0, 0);
    for (at, c) in text.char_indices() {
        let more = encoding.units(c);
        if held + more > encoding.part() {
            parts.push(&text[start..at]);
            (start, held) = (at, 0);
        }
        held += more;
    }
    parts.push(&text[start..]);
    Segments { encoding, units, parts }
}

/// How much of a text one message holds, bytes: at most [`MESSAGE_LIMIT`], and never half a character.
#[must_use]
pub fn within_message(text: &str) -> usize {
    let mut units = 0;
    let over = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > MESSAGE_LIMIT
    });
    over.map_or(text.len(), |(at, _)| at)
}

/// How much a reply needs a part of it. What is needed least goes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// Told at other times, too: the keywords.
    Spare,
    /// Good to have.
    Some,
    /// A verdict, a first remark: gives way to the question only.
    Much,
    /// The question and its choices. Never shortened.
    Must,
}

/// Joins the parts of a reply with spaces so that they take `most` segments where they can, as the messages to send.
///
/// Each part says how much the reply needs it. While there is too much, the part that is needed least loses its last
/// sentence, the last such part first. What must be there is never shortened: what is still too long for a message becomes
/// several, and only white space between them is lost.
#[must_use]
pub fn fit(parts: &[(String, Need)], most: usize) -> Vec<String> {
    let parts = parts.iter().map(|(text, need)| (text.trim(), *need));
    let mut kept: Vec<(&str, Need)> = parts.filter(|(text, _)| !text.is_empty()).collect();
    loop {
        let joined = kept.iter().map(|(text, _)| *text).collect::<Vec<_>>().join(" ");
        if segments(&joined).parts.len() <= most {
            return messages(&joined);
        }
        let least = kept.iter().map(|(_, need)| *need).min().filter(|need| *need < Need::Must);
        let Some(at) = least.and_then(|least| kept.iter().rposition(|(_, need)| *need == least))
        else {
            return messages(&joined);
        };
        let text = kept[at].0;
        match shorter(text) {
            Some(end) => kept[at].0 = text[..end].trim_end(),
            None => drop(kept.remove(at)),
        }
    }
}

/// Where a text ends without its last sentence; what is quoted is not left open.
fn shorter(text: &str) -> Option<usize> {
    let mut end = cut::sentence(text, text.len() - 1)?;
    while text[..end].matches('"').count() % 2 == 1 {
        end = cut::sentence(text, end.checked_sub(1)?)?;
    }
    Some(end)
}

/// A text as messages: after a sentence, else between words, else between characters.
fn messages(text: &str) -> Vec<String> {
    let mut messages = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let piece = &rest[..cut::best(rest, within_message(rest))];
        messages.push(piece.trim_end().to_owned());
        rest = rest[piece.len()..].trim_start();
    }
    messages
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use test_case::test_case;

    use super::*;

    #[test]
    fn the_alphabet_has_127_basic_and_10_extended_characters() {
        assert_eq!(BASIC.chars().count(), 127);
        assert_eq!(EXTENDED.chars().count(), 10);
    }

    #[test_case(&"a".repeat(160), 1; "160 septets are one segment")]
    #[test_case(&"a".repeat(161), 2; "161 are two")]
    #[test_case(&"a".repeat(306), 2; "twice 153 are two")]
    #[test_case(&"a".repeat(307), 3; "one more is three")]
    #[test_case(&"€".repeat(80), 1; "80 extended characters are one")]
    #[test_case(&"€".repeat(81), 2; "81 are two")]
    #[test_case(&"中".repeat(70), 1; "70 units are one")]
    #[test_case(&"中".repeat(71), 2; "71 are two")]
    #[test_case(&"😀".repeat(35), 1; "35 surrogate pairs are one")]
    #[test_case(&"😀".repeat(36), 2; "36 are two")]
    #[test_case("", 1; "nothing is one")]
    fn segments_are_counted_exactly(text: &str, expected: usize) {
        assert_eq!(segments(text).parts.len(), expected);
    }

    #[test]
    fn an_escape_pair_moves_to_the_next_segment_whole() {
        let text = format!("{}€{}", "a".repeat(152), "a".repeat(20));
        let split = segments(&text);
        assert_eq!(split.parts[0].len(), 152);
        assert!(split.parts[1].starts_with('€'));
    }

    #[test]
    fn a_surrogate_pair_moves_to_the_next_segment_whole() {
        let text = format!("{}😀{}", "中".repeat(66), "中".repeat(20));
        let split = segments(&text);
        assert_eq!(split.parts[0].chars().count(), 66);
        assert!(split.parts[1].starts_with('😀'));
    }

    #[test]
    fn optional_parts_go_first_and_from_the_end() {
        use Need::{Must, Some};
        let part = |c: &str, need| (c.repeat(140), need);
        let parts = [part("a", Must), part("b", Some), part("c", Some), part("d", Must)];
        let fitted = fit(&parts, 2).concat();
        assert!(fitted.contains('a') && fitted.contains('d'));
        assert!(!fitted.contains('b') && !fitted.contains('c'));
        let needed = [part("a", Must), part("b", Must), part("c", Must)];
        let kept = fit(&needed, 2);
        assert_eq!(kept.len(), 1);
        assert_eq!(segments(&kept[0]).parts.len(), 3, "nothing required is lost");
    }

    #[test]
    fn an_optional_part_is_shortened_by_its_last_sentences_before_it_goes() {
        let extra = format!("Short one. {} long.", "x".repeat(100));
        let parts =
            [("a".repeat(140), Need::Must), (extra, Need::Some), ("Which?".to_owned(), Need::Must)];
        assert_eq!(fit(&parts, 1), [format!("{} Short one. Which?", "a".repeat(140))]);
    }

    #[test]
    fn what_is_quoted_is_left_out_whole() {
        let quoted = "The story says: \"I am the head. Of a school.\"".to_owned();
        let parts =
            [("Yes. ".to_owned(), Need::Must), (quoted, Need::Some), ("q".repeat(130), Need::Must)];
        assert_eq!(fit(&parts, 1), [format!("Yes. {}", "q".repeat(130))]);
    }

    #[test]
    fn what_is_required_becomes_several_messages_and_loses_nothing() {
        let text = "A sentence that the learner needs. ".repeat(120);
        let sent = fit(&[(text.clone(), Need::Must)], 2);
        assert_eq!(sent.len(), 3);
        assert!(sent.iter().all(|m| m.ends_with("needs.") && m.chars().count() <= MESSAGE_LIMIT));
        assert_eq!(sent.join(" "), text.trim());
        assert_eq!(fit(&[(" ".into(), Need::Must)], 2), Vec::<String>::new());
    }

    #[test]
    fn the_keywords_go_before_any_remark_and_the_question_stays_whole() {
        let parts = [
            ("Sorry. ".repeat(3), Need::Much),
            ("MENU: lessons. ".repeat(10), Need::Spare),
            ("And this. ".repeat(4), Need::Some),
            (format!("{}?", "q".repeat(80)), Need::Must),
            ("1 a; 2 b; 3 c".to_owned(), Need::Must),
        ];
        let fitted = fit(&parts, 1).concat();
        assert!(!fitted.contains("MENU: lessons. MENU"), "{fitted}");
        assert!(fitted.starts_with("Sorry. Sorry. Sorry. "), "{fitted}");
        assert!(fitted.ends_with("q? 1 a; 2 b; 3 c"), "{fitted}");
    }

    fn any_need() -> impl Strategy<Value = Need> {
        prop_oneof![Just(Need::Spare), Just(Need::Some), Just(Need::Much), Just(Need::Must)]
    }

    proptest! {
        #[test]
        fn segments_join_to_the_text_and_none_is_too_long(text in "\\PC{0,400}") {
            let split = segments(&text);
            prop_assert_eq!(split.parts.concat(), text.clone());
            let most = if split.parts.len() == 1 { split.encoding.single() } else { split.encoding.part() };
            for part in &split.parts {
                let units: usize = part.chars().map(|c| split.encoding.units(c)).sum();
                prop_assert!(units <= most);
            }
        }

        #[test]
        fn fitting_loses_no_required_word_and_no_message_is_too_long(
            parts in proptest::collection::vec(("[a-z中😀. ]{0,900}", any_need()), 0..6), most in 1_usize..4,
        ) {
            let sent = fit(&parts, most);
            let squeezed = |text: &str| text.split_whitespace().collect::<String>();
            let all = squeezed(&sent.concat());
            let mut from = 0;
            for (text, _) in parts.iter().filter(|(_, need)| *need == Need::Must) {
                let text = squeezed(text);
                let at = all[from..].find(&text);
                prop_assert!(at.is_some());
                from += at.unwrap_or(0) + text.len();
            }
            for message in &sent {
                prop_assert!(!message.is_empty() && message.encode_utf16().count() <= MESSAGE_LIMIT);
            }
        }

        #[test]
        fn utf16_lengths_agree_with_the_standard_library(text in "[中a😀é€]{0,200}中") {
            prop_assert_eq!(segments(&text).units, text.encode_utf16().count());
        }
    }
}
