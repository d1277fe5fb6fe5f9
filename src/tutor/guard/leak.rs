//! Our instructions in an answer: pieces of their text, the request's mark, and phrases in which a model speaks of them.

use std::collections::HashSet;

use super::Unfit;
use super::folded::{joined, readings, squeezed};
use super::words::WORDS;
use crate::tutor::prompts::Nonce;

/// Letters and digits in a row that an answer may share with the instructions, less one.
const SHARED: usize = 28;

/// What of one request must not be seen.
#[derive(Debug, Clone)]
pub(super) struct Watch {
    pieces: HashSet<String>,
    mark: String,
}

impl Watch {
    /// For the instructions of a prompt; what stands in its fences is no secret: it is the lesson.
    pub(super) fn new(system: &str, nonce: &Nonce) -> Self {
        let letters: Vec<char> = squeezed(&unfenced(system, nonce)).chars().collect();
        let pieces = letters.windows(SHARED).map(|piece| piece.iter().collect()).collect();
        Self { pieces, mark: nonce.as_str().to_owned() }
    }

    pub(super) fn check(&self, answer: &str) -> Result<(), Unfit> {
        let leaks = readings(answer).iter().any(|reading| self.repeats(&squeezed(reading)));
        let tells = [answer.to_owned(), joined(answer)].iter().any(|form| tells(form));
        if leaks || tells { Err(Unfit::Leak) } else { Ok(()) }
    }

    fn repeats(&self, letters: &str) -> bool {
        if letters.contains(&self.mark) {
            return true;
        }
        let letters: Vec<char> = letters.chars().collect();
        letters.windows(SHARED).any(|piece| self.pieces.contains(&piece.iter().collect::<String>()))
    }
}

/// Whether it uses a phrase of the list.
fn tells(answer: &str) -> bool {
    let letters = squeezed(answer);
    // Pinyin may come with numbers or with marks, which are folded off.
    let bare: String = letters.chars().filter(|c| !c.is_ascii_digit()).collect();
    WORDS
        .leak
        .iter()
        .any(|phrase| letters.contains(phrase.as_str()) || bare.contains(phrase.as_str()))
}

/// The text outside of the fences.
fn unfenced(system: &str, nonce: &Nonce) -> String {
    let (open, close) = nonce.marks();
    let mut out = String::new();
    for piece in system.split(&format!("{open} ")) {
        // The instructions name the marks without data between them.
        match piece
            .split_once(&format!(" {close}"))
            .filter(|(data, _)| serde_json::from_str::<serde_json::Value>(data).is_ok())
        {
            Some((_, after)) => out.push_str(after),
            None => out.push_str(piece),
        }
    }
    out
}
