//! An answer cut into sentences while it comes in: whatever the pieces, the sentences are the same.

/// Words whose stop ends no sentence, in lower case and without it.
const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "st", "rev", "sr", "jr", "hon", "capt", "gen", "col", "sgt",
    "no", "nr", "vs", "etc", "e.g", "i.e", "a.m", "p.m", "approx", "fig", "vol", "ed", "pp", "nº",
    "bwana", "urugero",
];

/// A sentence grows no longer than this, bytes: one without an end is cut at a word.
const LONGEST: usize = 600;

/// Takes pieces, gives sentences. A sentence is given once it is sure that it ended: when something that is no part of it
/// has begun.
///
/// Ends are `.`, `!`, `?`, `…` and their Chinese forms with the quotes and brackets that close after them, followed by white
/// space; and line breaks. A stop between digits, after an abbreviation or an initial, after the number of a list, or
/// before a small letter ends nothing.
#[derive(Debug, Default, Clone)]
pub struct Splitter {
    held: String,
}

impl Splitter {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a piece of any length; the sentences that are now complete, trimmed, never empty.
    pub fn push(&mut self, piece: &str) -> Vec<String> {
        let mut out = Vec::new();
        for c in piece.chars() {
            self.held.push(c);
            // An end is looked for behind what has just come, so that each character is judged with the same things known.
            if let Some(at) = self.sure_end().or_else(|| self.forced()) {
                let rest = self.held.split_off(at);
                let done = std::mem::replace(&mut self.held, rest);
                keep(&done, &mut out);
            }
        }
        out
    }

    /// What is left at the end, if anything.
    pub fn finish(&mut self) -> Option<String> {
        let rest = std::mem::take(&mut self.held);
        let rest = rest.trim();
        (!rest.is_empty()).then(|| rest.to_owned())
    }

    /// Where the held sentence ends, now that its last character is known to be a part of the next one.
    fn sure_end(&self) -> Option<usize> {
        let last = self.held.chars().next_back()?;
        let before = &self.held[..self.held.len() - last.len_utf8()];
        if last == '\n' {
            return Some(self.held.len());
        }
        if last.is_whitespace() {
            return None;
        }
        let ended = before.trim_end();
        if is_wide_end(ended) && !closes(last) && !is_end(last) {
            return Some(before.len());
        }
        if ended.len() == before.len() {
            return None;
        }
        ends_here(ended, last).then_some(before.len())
    }

    /// Where a sentence without an end is cut.
    fn forced(&self) -> Option<usize> {
        if self.held.len() < LONGEST {
            return None;
        }
        self.held.rfind(char::is_whitespace).filter(|at| *at > 0).or(Some(self.held.len()))
    }
}

/// Every sentence of a whole text.
#[must_use]
pub fn split(text: &str) -> Vec<String> {
    let mut splitter = Splitter::new();
    let mut all = splitter.push(text);
    all.extend(splitter.finish());
    all
}

fn keep(sentence: &str, out: &mut Vec<String>) {
    let sentence = sentence.trim();
    if !sentence.is_empty() {
        out.push(sentence.to_owned());
    }
}

fn is_end(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？')
}

fn closes(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '」' | '』' | '）')
}

/// An end after which no space is written.
fn is_wide_end(text: &str) -> bool {
    text.trim_end_matches(closes).ends_with(['。', '！', '？'])
}

/// Whether `text` is a whole sentence, given that `next` comes after a space.
fn ends_here(text: &str, next: char) -> bool {
    let bare = text.trim_end_matches(closes);
    let Some(mark) = bare.chars().next_back().filter(|c| is_end(*c)) else { return false };
    let quoted = bare.len() < text.len();
    // "'Stop!' he said.", "wait... what", "approx. five"
    if next.is_lowercase() {
        return !quoted && matches!(mark, '!' | '?');
    }
    if mark != '.' || bare.ends_with("..") {
        return true;
    }
    let before = &bare[..bare.len() - 1];
    let start = before.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let word = before.get(start..).unwrap_or(before).trim_start_matches(['(', '"', '\'', '“', '‘']);
    !(is_abbreviation(word, next) || is_list_number(word, start == 0))
}

/// "Mr", "e.g", and initials: "J. B. Habimana". A word such as "No" before a letter is a word; before a number it is short.
fn is_abbreviation(word: &str, next: char) -> bool {
    let lower = word.to_lowercase();
    if matches!(lower.as_str(), "no" | "nr" | "fig" | "vol" | "pp") {
        return next.is_ascii_digit();
    }
    if matches!(lower.as_str(), "etc" | "a.m" | "p.m" | "jr" | "sr" | "ed") {
        return false;
    }
    let initial = word.chars().count() == 1 && word.chars().all(|c| c.is_uppercase() && c != 'I');
    initial || ABBREVIATIONS.contains(&lower.as_str())
}

/// "1." at the very start: the number of a step, which belongs to what follows.
fn is_list_number(word: &str, first: bool) -> bool {
    first && !word.is_empty() && word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
#[path = "sentences_tests.rs"]
mod tests;
