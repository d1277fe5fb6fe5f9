//! How English words sound: a packed pronouncing dictionary, then endings, then letters.
//!
//! The dictionary is Carnegie Mellon's (see `models/README.md`), packed by `toneline english lexicon`: words in
//! order, sixty-four to a block, each block's words as what they share with the word before and the rest.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::letters;
use super::phone::{Sound, sounds};

static PACKED: &[u8] = include_bytes!("../../../models/english_words.bin");

static LEXICON: LazyLock<Lexicon<'static>> = LazyLock::new(|| {
    Lexicon::open(PACKED).expect("the dictionary is part of the program and tested")
});

const MAGIC: &[u8; 4] = b"TLW1";
/// Words in a block.
const BLOCK: usize = 64;

/// One way to say a word.
pub type Pronunciation = Vec<Sound>;

/// A packed dictionary.
#[derive(Debug, Clone, Copy)]
pub struct Lexicon<'a> {
    offsets: &'a [[u8; 4]],
    body: &'a [u8],
}

impl Lexicon<'static> {
    /// The dictionary of this program.
    #[must_use]
    pub fn load() -> &'static Self {
        &LEXICON
    }
}

impl<'a> Lexicon<'a> {
    /// Reads what [`pack`] wrote; `None` if it is not a dictionary.
    #[must_use]
    pub fn open(bytes: &'a [u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(MAGIC)?;
        let (count, rest) = rest.split_first_chunk::<4>()?;
        let (offsets, body) =
            rest.split_at_checked(4 * usize::try_from(u32::from_le_bytes(*count)).ok()?)?;
        let (offsets, _) = offsets.as_chunks::<4>();
        Some(Self { offsets, body })
    }

    /// The ways to say `word` (lower case) that the dictionary itself lists.
    #[must_use]
    pub fn listed(&self, word: &str) -> Vec<Pronunciation> {
        let starts_after = |offset: &[u8; 4]| match self.block(offset).next() {
            Some((first, _)) => first.as_slice() > word.as_bytes(),
            None => true,
        };
        let after = self.offsets.partition_point(|offset| !starts_after(offset));
        let Some(offset) = after.checked_sub(1).and_then(|at| self.offsets.get(at)) else {
            return Vec::new();
        };
        let found = self.block(offset).find(|(w, _)| w == word.as_bytes());
        found.map(|(_, ways)| ways).unwrap_or_default()
    }

    fn block(&self, offset: &[u8; 4]) -> Block<'a> {
        let start = u32::from_le_bytes(*offset) as usize;
        Block { rest: self.body.get(start..).unwrap_or_default(), word: Vec::new(), left: BLOCK }
    }

    /// The ways to say `word`, at least one: as listed; else by taking off a common ending; else read off the
    /// letters. Anything but letters and apostrophes is passed over.
    #[must_use]
    pub fn ways(&self, word: &str) -> Vec<Pronunciation> {
        let word = word.to_ascii_lowercase().replace('\u{2019}', "'");
        let listed = self.listed(&word);
        if !listed.is_empty() {
            return listed;
        }
        let parts: Vec<&str> = word.split('-').filter(|p| !p.is_empty()).collect();
        if parts.len() > 1 {
            let first = |part: &&str| self.ways(part).swap_remove(0);
            return vec![parts.iter().flat_map(first).collect()];
        }
        self.by_ending(&word).unwrap_or_else(|| vec![letters::read(&word)])
    }

    /// Looks for the word without its ending.
    fn by_ending(&self, word: &str) -> Option<Vec<Pronunciation>> {
        const ENDINGS: [(&str, &str, &str); 12] = [
            ("'s", "", "S"),
            ("s'", "", "S"),
            ("s", "", "S"),
            ("es", "", "S"),
            ("ed", "", "D"),
            ("ed", "e", "D"),
            ("ing", "", "IH0 NG"),
            ("ing", "e", "IH0 NG"),
            ("er", "", "ER0"),
            ("ly", "", "L IY0"),
            ("ness", "", "N AH0 S"),
            ("less", "", "L AH0 S"),
        ];
        ENDINGS.iter().find_map(|(ending, instead, said)| {
            let stem = format!("{}{instead}", word.strip_suffix(ending)?);
            let ways = self.listed(&stem);
            let joined = |way: &Pronunciation| join(way, said);
            (!ways.is_empty()).then(|| ways.iter().map(joined).collect())
        })
    }
}

/// A stem with its ending; plural and past agree with the stem's last sound.
fn join(stem: &[Sound], ending: &str) -> Pronunciation {
    let last = stem.last().map_or("", |s| s.phone.name());
    let voiceless = matches!(last, "P" | "T" | "K" | "F" | "TH" | "S" | "SH" | "CH" | "HH");
    let said = match ending {
        "S" if matches!(last, "S" | "Z" | "SH" | "ZH" | "CH" | "JH") => "IH0 Z",
        "S" if !voiceless => "Z",
        "D" if matches!(last, "T" | "D") => "IH0 D",
        "D" if voiceless => "T",
        plain => plain,
    };
    let mut out = stem.to_vec();
    out.extend(sounds(said).unwrap_or_default());
    out
}

/// The words of one block, first to last.
struct Block<'a> {
    rest: &'a [u8],
    word: Vec<u8>,
    left: usize,
}

impl<'a> Block<'a> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn bytes(&mut self) -> Option<&'a [u8]> {
        let count = usize::from(self.byte()?);
        let (head, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(head)
    }
}

impl Iterator for Block<'_> {
    type Item = (Vec<u8>, Vec<Pronunciation>);

    fn next(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1)?;
        let shared = usize::from(self.byte()?);
        let tail = self.bytes()?;
        self.word.truncate(shared);
        self.word.extend_from_slice(tail);
        let mut ways = Vec::new();
        for _ in 0..self.byte()? {
            ways.push(self.bytes()?.iter().filter_map(|c| Sound::from_code(*c)).collect());
        }
        Some((self.word.clone(), ways))
    }
}

/// Packs a dictionary in the form of the CMU dictionary: a word, its phones, one way a line, other ways as `word(2)`; `#`
/// begins a remark. Lines that do not parse are left out.
#[must_use]
pub fn pack(dictionary: &str) -> Vec<u8> {
    let mut words: BTreeMap<String, Vec<Pronunciation>> = BTreeMap::new();
    for line in dictionary.lines() {
        let line = line.split('#').next().unwrap_or_default();
        let Some((word, said)) = line.split_once(char::is_whitespace) else { continue };
        let word = word.split('(').next().unwrap_or_default().to_ascii_lowercase();
        let usable = word.bytes().all(|b| b.is_ascii_lowercase() || b"'.-".contains(&b));
        let said = sounds(said).filter(|s| !s.is_empty() && s.len() < 256);
        if let (true, Some(said)) = (usable && !word.is_empty() && word.len() < 256, said) {
            words.entry(word).or_default().push(said);
        }
    }
    let words: Vec<_> = words.into_iter().collect();
    let (mut offsets, mut body) = (Vec::new(), Vec::new());
    for block in words.chunks(BLOCK) {
        offsets.extend((body.len() as u32).to_le_bytes());
        let mut before = String::new();
        for (word, ways) in block {
            let shared = before.bytes().zip(word.bytes()).take_while(|(a, b)| a == b).count();
            body.extend([shared as u8, (word.len() - shared) as u8]);
            body.extend(&word.as_bytes()[shared..]);
            body.push(ways.len() as u8);
            for way in ways {
                body.push(way.len() as u8);
                body.extend(way.iter().map(|s| s.code()));
            }
            before.clone_from(word);
        }
    }
    let mut out = MAGIC.to_vec();
    out.extend((offsets.len() as u32 / 4).to_le_bytes());
    out.extend(offsets);
    out.extend(body);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(word: &str) -> Vec<String> {
        let names =
            |w: &Pronunciation| w.iter().map(|s| s.phone.name()).collect::<Vec<_>>().join(" ");
        Lexicon::load().ways(word).iter().map(names).collect()
    }

    #[test]
    fn common_words_are_listed_in_all_their_ways() {
        assert_eq!(said("cat"), ["K AE T"]);
        assert_eq!(said("READ"), ["R EH D", "R IY D"]);
        assert!(said("don’t").contains(&"D OW N T".to_owned()));
        assert_eq!(said("a")[0], "AH");
        assert_eq!(said("zzz").len(), 1);
    }

    #[test]
    fn endings_agree_with_the_word_before_them() {
        assert_eq!(said("kigali's").len(), 1);
        assert_eq!(
            join(&sounds("K AE1 T").expect("known"), "S").last().map(|s| s.phone.name()),
            Some("S")
        );
        assert_eq!(
            join(&sounds("D AO1 G").expect("known"), "S").last().map(|s| s.phone.name()),
            Some("Z")
        );
        assert_eq!(join(&sounds("W EY1 T").expect("known"), "D").len(), 5);
        assert_eq!(
            join(&sounds("L UH1 K").expect("known"), "D").last().map(|s| s.phone.name()),
            Some("T")
        );
    }

    #[test]
    fn a_packed_dictionary_gives_back_every_word() {
        let mut text = String::new();
        for i in 0..200 {
            let word: String = [i / 26 / 26 % 26, i / 26 % 26, i % 26]
                .map(|n| char::from(b'a' + n as u8))
                .iter()
                .collect();
            text.push_str(&format!("{word} K AE{} T\n{word}(2) D AO1 G # other\n", i % 3));
        }
        text.push_str("broken\nbad QQ\n9x K\n");
        let packed = pack(&text);
        let lexicon = Lexicon::open(&packed).expect("a dictionary");
        for line in text.lines().filter(|l| l.contains("AE")) {
            let (word, _) = line.split_once(' ').expect("a word");
            assert_eq!(lexicon.listed(word).len(), 2, "{word}");
        }
        assert!(lexicon.listed("bad").is_empty() && lexicon.listed("aaaa").is_empty());
        assert!(Lexicon::open(b"TLW1").is_none() && Lexicon::open(&packed[1..]).is_none());
    }

    #[test]
    fn any_bytes_open_or_are_refused_without_a_panic() {
        let packed = pack("cat K AE1 T\ndog D AO1 G\n");
        for cut in 0..packed.len() {
            if let Some(lexicon) = Lexicon::open(&packed[..cut]) {
                let _ = lexicon.listed("dog");
            }
        }
    }
}
