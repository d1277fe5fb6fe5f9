//! What the learner gets: lines to say, then exactly one of ask, listen, end.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::lang::Lang;
use super::manner::Pace;
use super::pinyin::Pinyin;

/// One sentence or two, by their key in the catalogues.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The message's key, such as `maths-right`.
    pub key: Cow<'static, str>,
    /// What the message's variables stand for.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<Cow<'static, str>, Arg>,
    /// Said in this language whatever the learner's is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<Lang>,
}

impl Line {
    /// A message without arguments.
    #[must_use]
    pub fn new(key: impl Into<Cow<'static, str>>) -> Self {
        Self { key: key.into(), args: BTreeMap::new(), lang: None }
    }

    /// The same with one more argument.
    #[must_use]
    pub fn with(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Arg>) -> Self {
        self.args.insert(name.into(), value.into());
        self
    }

    /// The same in a fixed language.
    #[must_use]
    pub fn in_lang(mut self, lang: Lang) -> Self {
        self.lang = Some(lang);
        self
    }
}

/// What a message's variable stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Arg {
    /// A whole number, for plurals and digits.
    Number(i64),
    /// Text that is the same in every language: a name, a formula.
    Text(String),
    /// Another message, for parts that are translated themselves.
    Line(Box<Line>),
    /// Several messages, joined as a list.
    List(Vec<Line>),
}

impl From<i64> for Arg {
    fn from(n: i64) -> Self {
        Arg::Number(n)
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Arg::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Arg::Text(text)
    }
}

impl From<Line> for Arg {
    fn from(line: Line) -> Self {
        Arg::Line(Box::new(line))
    }
}

impl From<Vec<Line>> for Arg {
    fn from(lines: Vec<Line>) -> Self {
        Arg::List(lines)
    }
}

/// One thing to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Utter {
    /// A line of the catalogues.
    Line(Line),
    /// Mandarin, as a model to repeat. Texts show it as numbered pinyin.
    Model {
        /// What to say.
        pinyin: Pinyin,
        /// The same in characters, for voices that read characters.
        hanzi: String,
        /// Slower than usual.
        slow: bool,
    },
    /// Nothing, for a while. Dropped in texts.
    Pause {
        /// How long, ms.
        ms: u32,
    },
}

impl From<Line> for Utter {
    fn from(line: Line) -> Self {
        Utter::Line(line)
    }
}

/// One turn of the line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    /// In this order.
    pub say: Vec<Utter>,
    /// And then.
    pub then: Then,
    /// How fast it is said.
    #[serde(default, skip_serializing_if = "is_normal")]
    pub pace: Pace,
    /// The learner asked for all of it: a text may take more segments than usual.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub whole: bool,
    /// So many utterances at the end are the question itself, with its choices; 0 where nothing was put before it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub question: usize,
}

fn is_zero(n: &usize) -> bool {
    *n == 0
}

fn is_normal(pace: &Pace) -> bool {
    *pace == Pace::Normal
}

/// What happens once everything is said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Then {
    /// Wait for an answer by key, by voice or by text.
    Ask(Ask),
    /// Hear an utterance in the live stream.
    Listen(Listen),
    /// Say no more: end the call. A text conversation just rests.
    HangUp,
}

/// How an answer is waited for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// Which keys make an answer.
    pub keys: KeyRule,
    /// Whether a spoken answer is taken too.
    pub speech: bool,
    /// Words likely to be said, to help the recogniser; message keys whose text is a comma-separated list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hints: Vec<Line>,
    /// Seconds of silence that count as no answer, 1 to 30.
    pub timeout_s: u8,
    /// What is said first must be heard out: only then is an answer taken. For what nobody may agree to unheard.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub heard_out: bool,
}

impl Ask {
    /// One key, or a few spoken words.
    #[must_use]
    pub fn choice() -> Self {
        Self { keys: KeyRule::One, speech: true, hints: Vec::new(), timeout_s: 6, heard_out: false }
    }

    /// A number of up to `digits` digits, or the same spoken.
    #[must_use]
    pub fn number(digits: u8) -> Self {
        Self {
            keys: KeyRule::UpTo(digits),
            speech: true,
            hints: Vec::new(),
            timeout_s: 8,
            heard_out: false,
        }
    }
}

/// Which keys make an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyRule {
    /// A single key.
    One,
    /// Up to so many digits; `#` ends early.
    UpTo(u8),
}

/// What an utterance is held against.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Expect {
    /// Mandarin, for its tones.
    Tones(Pinyin),
    /// English, read aloud or said after the line.
    Reading {
        /// The text, as it is written.
        read: String,
    },
    /// Whatever the learner has to say: it is written down, where somebody configured can do that.
    Talk {
        /// Words that are likely: names, what the lesson is about.
        about: Vec<String>,
    },
}

/// What is listened for in the stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listen {
    /// What the learner is asked to say.
    pub expect: Expect,
    /// Seconds of silence that count as no answer, 1 to 30.
    pub timeout_s: u8,
    /// What is said first must be heard out: neither keys nor speech stop it. A key that was pressed meanwhile counts at its
    /// end, and who has begun to speak by then is heard.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub heard_out: bool,
}

impl Turn {
    /// Says `say`, then does `then`, at the usual pace.
    #[must_use]
    pub fn new(say: Vec<Utter>, then: Then) -> Self {
        Self { say, then, pace: Pace::Normal, whole: false, question: 0 }
    }

    /// Says `say`, then asks.
    #[must_use]
    pub fn ask(say: Vec<Utter>, ask: Ask) -> Self {
        Self::new(say, Then::Ask(ask))
    }

    /// Says `say`, then listens in the stream.
    #[must_use]
    pub fn listen(say: Vec<Utter>, listen: Listen) -> Self {
        Self::new(say, Then::Listen(listen))
    }

    /// Says `say`, then ends.
    #[must_use]
    pub fn end(say: Vec<Utter>) -> Self {
        Self::new(say, Then::HangUp)
    }

    /// The same with something said first. What it said until then is the question, which is never shortened.
    #[must_use]
    pub fn after(mut self, mut first: Vec<Utter>) -> Self {
        if self.question == 0 {
            self.question = self.say.len();
        }
        first.append(&mut self.say);
        self.say = first;
        self
    }
}
