//! What a model is asked: instructions from templates, the learner's words as fenced data, and as much of the history as
//! the token budget holds.

pub mod check;
mod fence;
mod history;
mod judge;
mod summary;
mod template;

use std::ops::Range;

use serde_json::json;

use super::tokens;
use crate::domain::lang::Lang;
use crate::domain::manner::{Amount, Manner, Mood};
use crate::domain::task::{Task, TaskKind};
use crate::session::context::Exchange;

pub use fence::{Nonce, clean_name, fenced, harmless};
pub use history::{KEPT_FIRST, Kept, fit};
pub use judge::{Comparison, Verdict, judge, verdict};
pub use summary::{beside, due, fit_to_keep, older, summary};
pub use template::{Part, TemplateError, Templates};

/// The token budget of a prompt that leaves more than 10,000 tokens to the history.
pub const BUDGET: usize = 14_000;

/// Bytes of a learner's words that are passed on; a turn on a call has a few hundred.
const LONGEST_SAID: usize = 2_000;

/// Bytes of one fact that are passed on: a story has up to five thousand.
const LONGEST_FACT: usize = 8_000;

/// Who says a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speaker {
    /// Our instructions, and the facts in their fence.
    System,
    /// The learner: always fenced.
    Learner,
    /// The tutor, earlier.
    Tutor,
}

/// What is known of the learner and the channel.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// How the learner wants to be called. Data: cleaned and fenced here.
    pub name: Option<&'a str>,
    /// In which language to answer.
    pub lang: Lang,
    /// How to speak to this learner now.
    pub manner: Manner,
    /// It will be spoken; else it is a text.
    pub aloud: bool,
    /// The most characters that the answer may have.
    pub most: usize,
}

/// Everything that a prompt is built from.
#[derive(Debug, Clone, Copy)]
pub struct Brief<'a> {
    /// What is asked. Its facts `level`, `performance`, `goals` and those of the module go in as they are, fenced.
    pub task: &'a Task,
    /// By whom.
    pub pupil: About<'a>,
    /// The conversation so far, oldest first.
    pub history: &'a [Exchange],
    /// What the turns that are no longer sent came to, from [`summary`].
    pub summary: Option<&'a str>,
    /// Tokens of the whole prompt, by [`tokens::estimate`]: [`BUDGET`] unless the model takes less.
    pub budget: usize,
    /// The marks of the fences: new for each call or learner, so that the turns before stay the same for a provider that keeps
    /// them; never told to anybody.
    pub nonce: Nonce,
    /// The version of the task's template; `None` for the newest.
    pub version: Option<u32>,
}

/// A prompt, ready to be sent.
#[derive(Clone, PartialEq)]
pub struct Written {
    /// In order: system, the turns of the history, the learner's words.
    pub messages: Vec<(Speaker, String)>,
    /// Name and version of the task's template, such as `converse/1`.
    pub rubric: String,
    /// The most tokens to write.
    pub max_tokens: u32,
    /// 0 (the likeliest) to 1.
    pub temperature: f32,
    /// What it takes, by our own estimate.
    pub tokens: usize,
    /// The exchanges of the history that did not fit: a summary of them is [`due`] if there is none yet.
    pub left_out: Range<usize>,
}

impl std::fmt::Debug for Written {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Written({}, {} messages, {} tokens)",
            self.rubric,
            self.messages.len(),
            self.tokens
        )
    }
}

impl Written {
    /// The instructions, to see whether an answer repeats them.
    #[must_use]
    pub fn system(&self) -> &str {
        self.messages.first().map_or("", |(_, text)| text)
    }
}

/// Writes the prompt by the templates that come with the program.
#[must_use]
pub fn build(brief: &Brief<'_>) -> Written {
    Templates::shipped().build(brief)
}

/// Sentences of an answer of this kind, by how long this learner likes it.
#[must_use]
pub fn most_sentences(kind: TaskKind, length: Amount) -> usize {
    let usual = match kind {
        TaskKind::Route => 1,
        TaskKind::Grammar | TaskKind::Story => 3,
        TaskKind::Converse | TaskKind::Ask => 4,
        TaskKind::Debate => 5,
        TaskKind::Maths => 7,
    };
    match length {
        Amount::Low => (usual - usual / 4).max(1),
        Amount::Medium => usual,
        Amount::High => usual + 1,
    }
}

/// Whether English stands beside Kinyarwanda in answers of this kind: the lessons that teach English.
#[must_use]
pub fn is_mixed(kind: TaskKind, lang: Lang) -> bool {
    lang == Lang::Rw && matches!(kind, TaskKind::Converse | TaskKind::Grammar)
}

impl Templates {
    /// Writes the prompt.
    #[must_use]
    pub fn build(&self, brief: &Brief<'_>) -> Written {
        let task = self.task(brief.task.kind.label(), brief.version);
        let system = self.system(task, brief);
        let said = fenced(&brief.nonce, &json!(clip(&brief.task.said, LONGEST_SAID)));
        let fixed = tokens::estimate(&system) + tokens::estimate(&said) + 2 * tokens::PER_MESSAGE;
        let kept = fit(brief.history, &brief.nonce, brief.budget.saturating_sub(fixed));
        let mut messages = vec![(Speaker::System, system)];
        let (first, last) = kept.parts(brief.history);
        for exchange in first.iter().chain(last) {
            messages.extend(history::turns(exchange, &brief.nonce));
        }
        messages.push((Speaker::Learner, said));
        Written {
            messages,
            rubric: task.rubric(),
            max_tokens: task.max_tokens.min(tokens_of(brief.pupil.most)),
            temperature: task.temperature,
            tokens: fixed + kept.tokens,
            left_out: kept.left_out(brief.history.len()),
        }
    }

    /// The instructions: what never changes first, so that a provider can keep it; then the task, what depends on the learner
    /// and the turn, and last the fence with its marks and the facts.
    fn system(&self, task: &Part, brief: &Brief<'_>) -> String {
        let values = values(brief);
        let pupil = &brief.pupil;
        let channel = if pupil.aloud { "channels/aloud" } else { "channels/text" };
        // A route is one word for the program: persona, language and manner have no say in it.
        let bare = brief.task.kind == TaskKind::Route;
        let (before, after) = match bare {
            true => (vec!["rules".to_owned()], vec!["fence"]),
            false => (
                vec![
                    "rules".to_owned(),
                    format!("personas/{}", pupil.manner.persona.label()),
                    format!("languages/{}", pupil.lang.tag()),
                ],
                vec![channel, "manner", "fence"],
            ),
        };
        let part = |name: &str| self.render(self.part(name), &values);
        let mut parts: Vec<String> = before.iter().map(|name| part(name)).collect();
        parts.push(self.render(task, &values));
        parts.extend(after.into_iter().map(part));
        parts.push(format!("The facts: {}", fenced(&brief.nonce, &facts(brief))));
        if let Some(summary) = brief.summary.filter(|text| !text.trim().is_empty()) {
            let text = fenced(&brief.nonce, &json!(clip(summary, LONGEST_FACT)));
            parts.push(format!("What was said before, in short: {text}"));
        }
        parts.join("\n\n")
    }
}

/// The facts as one JSON object: the module's, and the learner's name.
fn facts(brief: &Brief<'_>) -> serde_json::Value {
    let mut all = serde_json::Map::new();
    for (name, value) in &brief.task.facts {
        all.insert(harmless(name, &brief.nonce), json!(clip(value, LONGEST_FACT)));
    }
    if let Some(name) = brief.pupil.name.and_then(clean_name) {
        all.insert("name".to_owned(), json!(name));
    }
    serde_json::Value::Object(all)
}

/// Every variable that a template may use, with its value. None is ever missing.
fn values(brief: &Brief<'_>) -> serde_json::Value {
    let Brief { task, pupil, nonce, .. } = brief;
    let manner = &pupil.manner;
    let (open, close) = nonce.marks();
    json!({
        "language": language(pupil.lang),
        "mixed": is_mixed(task.kind, pupil.lang),
        "sentences": most_sentences(task.kind, manner.length),
        "most": pupil.most,
        "length": amount(manner.length),
        "technical": amount(manner.technical),
        "praise": amount(manner.praise),
        "mood": mood(manner.mood),
        "open": open,
        "close": close,
    })
}

/// The names of those variables.
pub(crate) const VARIABLES: [&str; 10] = [
    "language",
    "mixed",
    "sentences",
    "most",
    "length",
    "technical",
    "praise",
    "mood",
    "open",
    "close",
];

fn language(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "English",
        Lang::Rw => "Kinyarwanda",
    }
}

fn amount(amount: Amount) -> &'static str {
    match amount {
        Amount::Low => "low",
        Amount::Medium => "medium",
        Amount::High => "high",
    }
}

fn mood(mood: Mood) -> &'static str {
    match mood {
        Mood::Steady => "steady",
        Mood::Frustrated => "frustrated",
        Mood::Bored => "bored",
        Mood::Confident => "confident",
    }
}

/// Tokens that so many characters of either language take at most; Kinyarwanda takes one for about two letters.
fn tokens_of(characters: usize) -> u32 {
    u32::try_from(characters / 2 + 8).unwrap_or(u32::MAX)
}

fn clip(text: &str, most: usize) -> &str {
    &text[..crate::text::cut::floor(text, most)]
}
