//! How many segments a text message takes: the phone's own count, to check the gateway's against.
//!
//! Source: 3GPP TS 23.038 (the default alphabet and its extension table) and 23.040 (concatenation).

use std::fmt;

/// The characters of the GSM 7-bit default alphabet, the escape itself left out.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// The characters that take two places: the escape and one more.
const EXTENDED: &str = "\u{c}^{}\\[~]|€";

/// How a text travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// Seven bits a character: 160 in one segment, 153 in each of several.
    Gsm7,
    /// Sixteen bits a unit: 70 in one segment, 67 in each of several.
    Ucs2,
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Gsm7 => "GSM-7",
            Self::Ucs2 => "UCS-2",
        })
    }
}

/// What a text costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segments {
    /// The alphabet that the whole text needs.
    pub encoding: Encoding,
    /// Septets for GSM-7, 16-bit units for UCS-2.
    pub units: usize,
    /// Number of segments; an empty text takes one.
    pub count: usize,
}

/// Counts `text` as the network sends it: one foreign character puts the whole text in UCS-2, and neither
/// an escape pair nor a surrogate pair is split between two segments.
#[must_use]
pub fn count(text: &str) -> Segments {
    let septets: Option<Vec<usize>> = text.chars().map(septets_of).collect();
    match septets {
        Some(sizes) => pack(Encoding::Gsm7, &sizes, 160, 153),
        None => {
            let sizes: Vec<usize> = text.chars().map(char::len_utf16).collect();
            pack(Encoding::Ucs2, &sizes, 70, 67)
        }
    }
}

fn septets_of(c: char) -> Option<usize> {
    if BASIC.contains(c) {
        Some(1)
    } else if EXTENDED.contains(c) {
        Some(2)
    } else {
        None
    }
}

fn pack(encoding: Encoding, sizes: &[usize], alone: usize, joined: usize) -> Segments {
    let units = sizes.iter().sum();
    if units <= alone {
        return Segments { encoding, units, count: 1 };
    }
    let (mut count, mut used) = (1, 0);
    for size in sizes {
        if used + size > joined {
            count += 1;
            used = 0;
        }
        used += size;
    }
    Segments { encoding, units, count }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(text: &str) -> (Encoding, usize, usize) {
        let found = count(text);
        (found.encoding, found.units, found.count)
    }

    #[test]
    fn the_default_alphabet_has_its_127_characters() {
        assert_eq!(BASIC.chars().count(), 127);
        assert_eq!(EXTENDED.chars().count(), 10);
    }

    #[test]
    fn plain_text_fits_160_and_then_153_a_segment() {
        assert_eq!(of(""), (Encoding::Gsm7, 0, 1));
        assert_eq!(of(&"a".repeat(160)), (Encoding::Gsm7, 160, 1));
        assert_eq!(of(&"a".repeat(161)), (Encoding::Gsm7, 161, 2));
        assert_eq!(of(&"a".repeat(306)), (Encoding::Gsm7, 306, 2));
        assert_eq!(of(&"a".repeat(307)), (Encoding::Gsm7, 307, 3));
    }

    #[test]
    fn an_escape_pair_is_not_split_between_segments() {
        let text = format!("{}€{}", "a".repeat(152), "a".repeat(152));
        assert_eq!(of(&text), (Encoding::Gsm7, 306, 3));
        assert_eq!(of(&"€".repeat(80)), (Encoding::Gsm7, 160, 1));
    }

    #[test]
    fn one_tone_mark_puts_everything_in_ucs2() {
        assert_eq!(of("mā"), (Encoding::Ucs2, 2, 1));
        assert_eq!(of(&"妈".repeat(70)), (Encoding::Ucs2, 70, 1));
        assert_eq!(of(&"妈".repeat(71)), (Encoding::Ucs2, 71, 2));
        assert_eq!(of("’"), (Encoding::Ucs2, 1, 1));
        assert_eq!(of("`"), (Encoding::Ucs2, 1, 1));
    }

    #[test]
    fn a_surrogate_pair_is_not_split_between_segments() {
        let text = format!("{}😀{}", "a".repeat(66), "a".repeat(66));
        assert_eq!(of(&text), (Encoding::Ucs2, 134, 3));
    }

    proptest! {
        #[test]
        fn a_longer_text_never_takes_fewer_segments(text in "\\PC{0,400}", more in "\\PC{0,20}") {
            let longer = format!("{text}{more}");
            prop_assert!(count(&longer).count >= count(&text).count);
        }

        #[test]
        fn the_count_holds_all_units_and_wastes_at_most_one_a_segment(text in "\\PC{0,600}") {
            let found = count(&text);
            let (alone, joined) = match found.encoding {
                Encoding::Gsm7 => (160, 153),
                Encoding::Ucs2 => (70, 67),
            };
            if found.units <= alone {
                prop_assert_eq!(found.count, 1);
            } else {
                prop_assert!(found.units <= found.count * joined);
                prop_assert!(found.units > (found.count - 1) * (joined - 1));
            }
        }
    }
}
