//! The 39 phones of American English by their Arpabet names.

/// How many phones there are.
pub const PHONES: usize = 39;
/// Classes of the acoustic model: silence, then the phones.
pub const CLASSES: usize = PHONES + 1;
/// The class of silence.
pub const SILENCE: usize = 0;

const NAMES: [&str; PHONES] = [
    "AA", "AE", "AH", "AO", "AW", "AY", "B", "CH", "D", "DH", "EH", "ER", "EY", "F", "G", "HH",
    "IH", "IY", "JH", "K", "L", "M", "N", "NG", "OW", "OY", "P", "R", "S", "SH", "T", "TH", "UH",
    "UW", "V", "W", "Y", "Z", "ZH",
];

/// One phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone(u8);

impl Phone {
    /// The phone with this Arpabet name, upper case and without a stress mark.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        NAMES.iter().position(|n| *n == name).map(|i| Self(i as u8 + 1))
    }

    /// The phone of this class of the acoustic model; `None` for silence and beyond.
    #[must_use]
    pub fn of_class(class: usize) -> Option<Self> {
        (1..CLASSES).contains(&class).then_some(Self(class as u8))
    }

    /// Its class in the acoustic model, 1 to 39.
    #[must_use]
    pub fn class(self) -> usize {
        usize::from(self.0)
    }

    /// Its Arpabet name.
    #[must_use]
    pub fn name(self) -> &'static str {
        NAMES[self.class() - 1]
    }

    /// Whether it is a vowel (or diphthong, or ER).
    #[must_use]
    pub fn is_vowel(self) -> bool {
        matches!(self.name().as_bytes()[0], b'A' | b'E' | b'I' | b'O' | b'U')
    }
}

/// A phone of a word, with its stress.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sound {
    /// Which phone.
    pub phone: Phone,
    /// 0 for consonants; 1 unstressed, 2 main stress, 3 secondary stress for vowels.
    pub stress: u8,
}

impl Sound {
    /// Reads `AH0`, `EH1`, `IY2`, `K`; a vowel without a mark is unstressed.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (name, mark) = match text.as_bytes().last()? {
            digit @ b'0'..=b'2' => (&text[..text.len() - 1], digit - b'0' + 1),
            _ => (text, 1),
        };
        let phone = Phone::named(name)?;
        Some(Self { phone, stress: if phone.is_vowel() { mark } else { 0 } })
    }

    /// One byte that holds both.
    #[must_use]
    pub fn code(self) -> u8 {
        self.phone.0 + CLASSES as u8 * self.stress
    }

    /// Reads what [`Sound::code`] wrote.
    #[must_use]
    pub fn from_code(code: u8) -> Option<Self> {
        let phone = Phone::of_class(usize::from(code) % CLASSES)?;
        let stress = code / CLASSES as u8;
        (stress < 4).then_some(Self { phone, stress })
    }
}

/// Reads phones parted by spaces; `None` if one is not known.
#[must_use]
pub fn sounds(text: &str) -> Option<Vec<Sound>> {
    text.split_whitespace().map(Sound::parse).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sound_survives_its_code() {
        for name in NAMES {
            let phone = Phone::named(name).expect("a name");
            assert_eq!(phone.name(), name);
            for mark in ["0", "1", "2"] {
                let sound = Sound::parse(&format!("{name}{mark}")).expect("a sound");
                assert_eq!(Sound::from_code(sound.code()), Some(sound));
                assert_eq!(sound.stress > 0, phone.is_vowel());
            }
        }
        assert_eq!(
            NAMES.iter().filter(|n| Phone::named(n).is_some_and(Phone::is_vowel)).count(),
            15
        );
        assert!(Sound::parse("QQ").is_none() && Sound::parse("").is_none());
        assert!(Sound::from_code(0).is_none() && Sound::from_code(255).is_none());
    }
}
