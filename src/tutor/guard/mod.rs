//! What of a model's answer may be said. Everything here is ours and needs no model: it holds whatever the model does.
//!
//! A [`Checker`] is made for one request. It mends what can be mended (signs of markup, emoji, odd spaces) and refuses the
//! rest, sentence by sentence or whole. [`asked`] looks at what the learner said before any model is asked.

mod dictated;
mod folded;
mod language;
mod leak;
mod phrase;
mod private;
mod safety;
mod spoken;
mod sums;
mod words;

use super::prompts::{Brief, Nonce, Written, is_mixed, most_sentences};
use super::sentences;
use crate::domain::lang::Lang;
use crate::domain::task::{Task, TaskKind};
use crate::text::cut;

pub use language::{Tongue, tongue};
pub use safety::{Topic, asked, care, instead, is_reserved, refusal};

/// Why an answer, or a sentence of it, may not be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Unfit {
    /// Nothing is left of it.
    #[error("nothing is left of the answer")]
    Empty,
    /// Too many characters or sentences.
    #[error("the answer is too long")]
    Long,
    /// In another language than it should be.
    #[error("the answer is in the wrong language")]
    Language,
    /// Tags, code, structured data, unbalanced marks.
    #[error("the answer holds markup or code")]
    Markup,
    /// A link, a telephone number, a secret.
    #[error("the answer holds a link, a number to ring or a secret")]
    Private,
    /// It repeats our instructions, or speaks of them.
    #[error("the answer repeats the instructions")]
    Leak,
    /// It says what the learner's words ordered the tutor to say.
    #[error("the answer says what it was ordered to say")]
    Dictated,
    /// It says that the tutor is what it is not, or did what it cannot do.
    #[error("the answer claims what a tutor is not or cannot do")]
    Claims,
    /// A sum in it is wrong, or it does not come to the answer that is known.
    #[error("the arithmetic of the answer is wrong")]
    Sum,
    /// It agrees with an answer that is known to be wrong.
    #[error("the answer calls right what is wrong")]
    Agrees,
    /// Not for learners; [`refusal`] has kind words.
    #[error("the answer is not for learners")]
    Unsafe(Topic),
}

impl Unfit {
    /// A label for metrics and the journal.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Long => "long",
            Self::Language => "language",
            Self::Markup => "markup",
            Self::Private => "private",
            Self::Leak => "leak",
            Self::Dictated => "dictated",
            Self::Claims => "claims",
            Self::Sum => "sum",
            Self::Agrees => "agrees",
            Self::Unsafe(_) => "unsafe",
        }
    }
}

/// Reads the lists and learns the languages now, so that no learner waits for it.
pub fn prepare() {
    let _ = asked("");
    let _ = tongue("water");
    let _ = super::prompts::Templates::shipped();
}

/// Sentences beyond those asked for that are let through.
const LENIENT: usize = 2;

/// Checks what a model answers to one request.
#[derive(Debug, Clone)]
pub struct Checker {
    kind: TaskKind,
    lang: Lang,
    mixed: bool,
    aloud: bool,
    most: usize,
    sentences: usize,
    leak: leak::Watch,
    dictated: dictated::Watch,
    sums: sums::Watch,
    asked: Option<Topic>,
    safety: safety::Watch,
    numbers: private::Known,
    /// The sentences given so far.
    given: String,
    count: usize,
}

impl Checker {
    /// For the answer to `written`, which was built from `brief`.
    #[must_use]
    pub fn new(brief: &Brief<'_>, written: &Written) -> Self {
        Self::of(brief.task, brief.pupil.lang, &brief.nonce, written)
            .within(brief.pupil.aloud, brief.pupil.most)
            .at_most(most_sentences(brief.task.kind, brief.pupil.manner.length) + LENIENT)
    }

    fn of(task: &Task, lang: Lang, nonce: &Nonce, written: &Written) -> Self {
        Self {
            kind: task.kind,
            lang,
            mixed: is_mixed(task.kind, lang),
            aloud: true,
            most: usize::MAX,
            sentences: usize::MAX,
            leak: leak::Watch::new(written.system(), nonce),
            dictated: dictated::Watch::new(&task.said),
            sums: sums::Watch::new(task),
            asked: asked(&task.said),
            safety: safety::Watch::new(task),
            numbers: private::Known::new(task),
            given: String::new(),
            count: 0,
        }
    }

    fn within(mut self, aloud: bool, most: usize) -> Self {
        (self.aloud, self.most) = (aloud, most);
        self
    }

    fn at_most(mut self, sentences: usize) -> Self {
        self.sentences = sentences;
        self
    }

    /// The next sentence of an answer, mended. What came before it is looked at with it, so that nothing passes in parts.
    ///
    /// # Errors
    /// Why it may not be said. Then nothing after it may be either: the answer ends there.
    pub fn sentence(&mut self, text: &str) -> Result<String, Unfit> {
        let mended = self.mended(text)?;
        let together = format!("{} {mended}", self.given);
        if self.count >= self.sentences || together.trim().chars().count() > self.most {
            return Err(Unfit::Long);
        }
        self.content(together.trim())?;
        self.sums.sentence(&mended)?;
        self.language(&mended, language::ENOUGH_ALONE)?;
        self.spelt(text)?;
        self.given = together;
        self.count += 1;
        Ok(mended)
    }

    /// What only the end shows: whether the sentences given came to the answer that is known.
    ///
    /// # Errors
    /// [`Unfit::Sum`] where they did not, [`Unfit::Empty`] where there was none.
    pub fn finish(&self) -> Result<(), Unfit> {
        if self.given.trim().is_empty() {
            return Err(Unfit::Empty);
        }
        self.sums.whole(&self.given)
    }

    /// A whole answer, mended; one that is too long is cut after a sentence where that loses no result.
    ///
    /// # Errors
    /// Why it may not be said.
    pub fn whole(&self, text: &str) -> Result<String, Unfit> {
        let mended = self.mended(text)?;
        self.content(&mended)?;
        self.sums.sentence(&mended)?;
        self.language(&mended, language::ENOUGH)?;
        self.spelt(text)?;
        let fitted = self.fitted(&mended)?;
        self.sums.whole(&fitted)?;
        Ok(fitted)
    }

    fn mended(&self, text: &str) -> Result<String, Unfit> {
        // What is refused is looked for before mending hides it.
        spoken::markup(text)?;
        self.numbers.check(text)?;
        let mended = spoken::mend(text, self.aloud);
        if !mended.chars().any(char::is_alphanumeric) {
            return Err(Unfit::Empty);
        }
        spoken::markup(&mended)?;
        self.numbers.check(&mended)?;
        Ok(mended)
    }

    /// What is written letter by letter is read as the words that it spells, too.
    fn spelt(&self, text: &str) -> Result<(), Unfit> {
        let words = folded::joined(text);
        if words == text.split_whitespace().collect::<Vec<_>>().join(" ") {
            return Ok(());
        }
        let words = self.mended(&words)?;
        self.content(&words)?;
        self.sums.sentence(&words)?;
        self.language(&words, language::ENOUGH)
    }

    fn content(&self, text: &str) -> Result<(), Unfit> {
        if let Some(topic) = self.asked {
            return Err(Unfit::Unsafe(topic));
        }
        self.leak.check(text)?;
        self.dictated.check(text)?;
        self.safety.check(text)
    }

    fn language(&self, text: &str, enough: usize) -> Result<(), Unfit> {
        if self.kind == TaskKind::Route {
            return Ok(());
        }
        // The lesson in English conversation is held in English, whatever the learner's language.
        let wanted = if self.kind == TaskKind::Converse { Lang::En } else { self.lang };
        language::check(text, wanted, self.mixed, enough)
    }

    /// As many sentences as there is room for.
    fn fitted(&self, text: &str) -> Result<String, Unfit> {
        let all = sentences::split(text);
        let mut out = text.to_owned();
        if all.len() > self.sentences {
            out = all[..self.sentences].join(" ");
        }
        if out.chars().count() > self.most {
            let room = out.char_indices().nth(self.most).map_or(out.len(), |(at, _)| at);
            let end = cut::sentence(&out, room).ok_or(Unfit::Long)?;
            out.truncate(end);
        }
        if self.kind == TaskKind::Maths && out.len() < text.len() && self.sums.whole(&out).is_err()
        {
            return Err(Unfit::Long);
        }
        Ok(out.trim().to_owned())
    }
}

#[cfg(test)]
mod tests;
