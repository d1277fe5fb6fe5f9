//! `<Say>`: speech, with the few SSML elements that we use.

use super::node::Element;
use super::values::{LangTag, VoiceName};
use crate::text::cut;

/// The most characters of one `<Say>` where no voice is named.
const CHAR_LIMIT: usize = 4096;

/// The most bytes of one `<Say>`'s text once URL-encoded.
const ENCODED_LIMIT: usize = 4500;

/// Something to speak. Text that is too long for one `<Say>` is split over several, between sentences.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Say {
    /// With which voice; the account's own otherwise.
    pub voice: Option<VoiceName>,
    /// In which language; `en-US` otherwise.
    pub language: Option<LangTag>,
    /// What.
    pub pieces: Vec<Piece>,
}

/// A piece of speech.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Plain text.
    Text(String),
    /// Silence, ms.
    Break(u16),
    /// Slower or faster.
    Prosody(Rate, Vec<Piece>),
    /// In another language.
    Lang(LangTag, Vec<Piece>),
    /// Exactly these sounds; `text` is shown to those who cannot say them.
    Phoneme {
        /// How `sounds` is written.
        alphabet: Alphabet,
        /// The sounds.
        sounds: String,
        /// The word in usual writing.
        text: String,
    },
    /// Read as digits, letters and the like.
    SayAs(SayAs, String),
}

/// How fast (SSML 1.1, 3.2.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rate {
    /// Half as fast or less.
    XSlow,
    /// Slower than usual.
    Slow,
    /// Faster than usual.
    Fast,
    /// Percent of the usual; 20 to 200 are sensible.
    Percent(u8),
}

/// How the sounds of a phoneme are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alphabet {
    /// The International Phonetic Alphabet.
    Ipa,
    /// Numbered pinyin, for Amazon's Mandarin voices.
    Pinyin,
}

/// How a text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SayAs {
    /// Digit by digit.
    Digits,
    /// Letter by letter.
    Characters,
    /// As a number.
    Cardinal,
    /// As first, second, third.
    Ordinal,
    /// As a telephone number.
    Telephone,
}

impl Say {
    /// Plain text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self { pieces: vec![Piece::Text(text.into())], ..Self::default() }
    }

    /// The same in a language.
    #[must_use]
    pub fn in_language(mut self, language: LangTag) -> Self {
        self.language = Some(language);
        self
    }

    /// The same with a voice.
    #[must_use]
    pub fn with_voice(mut self, voice: VoiceName) -> Self {
        self.voice = Some(voice);
        self
    }

    /// As many elements as it takes; none if there is nothing to say.
    pub(super) fn elements(&self) -> Vec<Element> {
        let chars = self.voice.as_ref().map_or(CHAR_LIMIT, VoiceName::char_limit);
        let room = Size { chars, encoded: ENCODED_LIMIT };
        split(&self.pieces, room)
            .iter()
            .map(|pieces| add(self.shell(), pieces))
            .filter(Element::has_text)
            .collect()
    }

    fn shell(&self) -> Element {
        Element::new("Say")
            .with_opt("voice", self.voice.as_ref())
            .with_opt("language", self.language.as_ref())
    }
}

fn add(mut parent: Element, pieces: &[Piece]) -> Element {
    for piece in pieces {
        parent = match piece {
            Piece::Text(text) => parent.text(text),
            Piece::Break(ms) => parent.child(Element::new("break").with("time", format!("{ms}ms"))),
            Piece::Prosody(rate, inner) => {
                parent.child(add(Element::new("prosody").with("rate", rate.value()), inner))
            }
            Piece::Lang(tag, inner) => {
                parent.child(add(Element::new("lang").with("xml:lang", tag), inner))
            }
            Piece::Phoneme { alphabet, sounds, text } => parent.child(
                Element::new("phoneme")
                    .with("alphabet", alphabet.value())
                    .with("ph", sounds)
                    .text(text),
            ),
            Piece::SayAs(kind, text) => {
                parent.child(Element::new("say-as").with("interpret-as", kind.value()).text(text))
            }
        };
    }
    parent
}

impl Rate {
    fn value(self) -> String {
        match self {
            Rate::XSlow => "x-slow".to_owned(),
            Rate::Slow => "slow".to_owned(),
            Rate::Fast => "fast".to_owned(),
            Rate::Percent(percent) => format!("{percent}%"),
        }
    }
}

impl Alphabet {
    fn value(self) -> &'static str {
        match self {
            Alphabet::Ipa => "ipa",
            Alphabet::Pinyin => "x-amazon-pinyin",
        }
    }
}

impl SayAs {
    fn value(self) -> &'static str {
        match self {
            SayAs::Digits => "digits",
            SayAs::Characters => "characters",
            SayAs::Cardinal => "cardinal",
            SayAs::Ordinal => "ordinal",
            SayAs::Telephone => "telephone",
        }
    }
}

/// How much of a `<Say>` a text takes.
#[derive(Debug, Clone, Copy)]
struct Size {
    chars: usize,
    encoded: usize,
}

impl Size {
    fn of_char(c: char) -> Self {
        let encoded = if c.is_ascii_alphanumeric() || c == ' ' { 1 } else { 3 * c.len_utf8() };
        Size { chars: 1, encoded }
    }

    /// How many bytes of `text` fit.
    fn prefix(self, text: &str) -> usize {
        let mut left = self;
        for (at, c) in text.char_indices() {
            match left.minus(Self::of_char(c)) {
                Some(less) => left = less,
                None => return at,
            }
        }
        text.len()
    }

    fn minus(self, other: Size) -> Option<Size> {
        Some(Size {
            chars: self.chars.checked_sub(other.chars)?,
            encoded: self.encoded.checked_sub(other.encoded)?,
        })
    }

    /// What is left once `text` is in; `None` if it does not fit.
    fn after(self, text: &str) -> Option<Size> {
        text.chars().try_fold(self, |left, c| left.minus(Self::of_char(c)))
    }
}

/// What is left once `pieces` are in; `None` if they do not fit.
fn after(room: Size, pieces: &[Piece]) -> Option<Size> {
    pieces.iter().try_fold(room, |left, piece| match piece {
        Piece::Break(_) => Some(left),
        Piece::Text(text) | Piece::SayAs(_, text) | Piece::Phoneme { text, .. } => left.after(text),
        Piece::Prosody(_, inner) | Piece::Lang(_, inner) => after(left, inner),
    })
}

/// Groups of pieces that each fit one `<Say>`.
fn split(pieces: &[Piece], room: Size) -> Vec<Vec<Piece>> {
    let mut groups = vec![Vec::new()];
    let mut left = room;
    for part in pieces.iter().flat_map(|piece| parts(piece, room)) {
        let alone = std::slice::from_ref(&part);
        match after(left, alone) {
            Some(less) => left = less,
            None => {
                groups.push(Vec::new());
                left = after(room, alone).unwrap_or(room);
            }
        }
        if let Some(group) = groups.last_mut() {
            group.push(part);
        }
    }
    groups
}

/// One piece as pieces that each fit a whole `<Say>`.
fn parts(piece: &Piece, room: Size) -> Vec<Piece> {
    let wrapped = |inner: &[Piece], wrap: &dyn Fn(Vec<Piece>) -> Piece| {
        split(inner, room).into_iter().map(wrap).collect()
    };
    match piece {
        Piece::Break(_) => vec![piece.clone()],
        Piece::Text(text) => cuts(text, room).map(|t| Piece::Text(t.to_owned())).collect(),
        Piece::Prosody(rate, inner) => wrapped(inner, &|inner| Piece::Prosody(*rate, inner)),
        Piece::Lang(tag, inner) => wrapped(inner, &|inner| Piece::Lang(tag.clone(), inner)),
        Piece::SayAs(kind, text) => {
            cuts(text, room).map(|t| Piece::SayAs(*kind, t.to_owned())).collect()
        }
        Piece::Phoneme { .. } if after(room, std::slice::from_ref(piece)).is_some() => {
            vec![piece.clone()]
        }
        // Sounds cannot be cut; a word this long is no word.
        Piece::Phoneme { text, .. } => {
            cuts(text, room).map(|t| Piece::Text(t.to_owned())).collect()
        }
    }
}

fn cuts(text: &str, room: Size) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let fits = room.prefix(rest);
        let (first, later) = rest.split_at(cut::best(rest, fits));
        rest = later;
        (!first.is_empty()).then_some(first)
    })
}
