//! The settings of the tutor: who thinks, hears and speaks, in which order, how long it may take and what it may cost.
//!
//! One key alone is enough: each company that has one is put into the chains it can serve, the quickest first.

mod grammar;
mod known;
mod trial;

use std::path::PathBuf;
use std::time::Duration;

use secrecy::SecretString;
use url::Url;

use super::reader::Reader;
use crate::domain::lang::Lang;
use crate::domain::money::Nanodollars;

pub use trial::Trial;

/// How a service that writes is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChatKind {
    /// `OpenAI`'s chat completions, which many speak.
    OpenAi,
    /// Gemini's own.
    Gemini,
}

/// How a service that writes down speech is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EarKind {
    /// `OpenAI`'s audio transcriptions.
    OpenAi,
    /// Deepgram's streaming.
    Deepgram,
    /// Hugging Face's inference.
    HuggingFace,
    /// An agent of `ElevenLabs`; the model is its id.
    ElevenLabs,
}

/// How a service that speaks is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VoiceKind {
    /// `OpenAI`'s audio speech.
    OpenAi,
    /// `ElevenLabs`.
    ElevenLabs,
    /// Google's text to speech; the voice decides, and the model is what prices go by: `standard`, `neural2`.
    Google,
    /// espeak-ng on this machine.
    Espeak,
}

/// One provider of a chain.
#[derive(Debug, Clone)]
pub struct Provider<K> {
    /// What it is called here: in metrics, in the journal, in the price list.
    pub name: String,
    /// How it is spoken to.
    pub kind: K,
    /// The model, as the provider calls it.
    pub model: String,
    /// The voice, as the provider calls it: that of the settings, else the kind's own; `None` for kinds that have none.
    pub voice: Option<String>,
    /// The base of its API; `None` for what runs on this machine without one.
    pub base: Option<Url>,
    /// Its key; `None` for services that want none.
    pub key: Option<SecretString>,
    /// The languages it is asked for. Means nothing for chat.
    pub langs: Vec<Lang>,
}

/// How long one use of the tutor may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// One provider's first piece, from when it is asked.
    pub first: Duration,
    /// All of it, whoever answers, from when the tutor is asked.
    pub whole: Duration,
    /// With no first piece after so long, the next provider is asked as well; `None`: only after a failure.
    pub hedge: Option<Duration>,
}

/// How long an answer may take that comes after the webhook's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Late {
    /// On a call, which hears a filler and picks it up.
    pub call: Duration,
    /// By text, which gets it as a message of its own.
    pub text: Duration,
}

/// What may be spent in a day, UTC, and at once. `None`: no limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Budgets {
    /// By all.
    pub day: Option<Nanodollars>,
    /// By one learner.
    pub learner: Option<Nanodollars>,
    /// By one group.
    pub group: Option<Nanodollars>,
    /// For summaries of long conversations, by all.
    pub summaries: Option<Nanodollars>,
    /// By provider, for those that are named.
    pub providers: Vec<(String, Nanodollars)>,
    /// By one request to one provider.
    pub request: Nanodollars,
}

/// The tutor's settings.
#[derive(Debug, Clone)]
pub struct Tutor {
    /// Who thinks, in order.
    pub chats: Vec<Provider<ChatKind>>,
    /// Who hears, in order.
    pub ears: Vec<Provider<EarKind>>,
    /// Who speaks, in order.
    pub voices: Vec<Provider<VoiceKind>>,
    /// Thinking in a live call.
    pub live: Times,
    /// Thinking for a text or a webhook.
    pub text: Times,
    /// The same, where the answer may come after the webhook's.
    pub late: Late,
    /// Hearing, counted from the end of the utterance.
    pub hear: Times,
    /// Speaking a sentence.
    pub speak: Times,
    /// What may be spent.
    pub budgets: Budgets,
    /// A price list to be read besides the shipped one.
    pub prices: Option<PathBuf>,
    /// How long answers that suit everybody are kept; `None`: not at all.
    pub cache: Option<Duration>,
    /// Which of those who think a learner is given first, by lot; `None`: the first of the chain.
    pub trial: Option<Trial>,
}

pub(super) fn read(reader: &mut Reader<'_>) -> Tutor {
    let sources = grammar::Sources::read(reader);
    let chats = sources.chain(reader, "TUTOR_CHAT");
    let ears = sources.chain(reader, "TUTOR_EARS");
    let voices = sources.chain(reader, "TUTOR_VOICES");
    let mentioned = grammar::mentioned(reader);
    sources.names_are_used(reader, &mentioned);
    let days = reader.parsed("TUTOR_CACHE_DAYS", 7_u16, "a number of days");
    Tutor {
        live: times(reader, "TUTOR_TIMES_LIVE", (1_200, 6_000, Some(700))),
        text: times(reader, "TUTOR_TIMES_TEXT", (1_200, 2_500, None)),
        late: late(reader),
        hear: times(reader, "TUTOR_TIMES_HEAR", (1_200, 2_500, None)),
        speak: times(reader, "TUTOR_TIMES_SPEAK", (1_200, 2_500, None)),
        budgets: budgets(reader, &mentioned),
        prices: reader.text("TUTOR_PRICES").map(PathBuf::from),
        trial: trial::read(reader, &chats),
        cache: (days > 0).then(|| Duration::from_secs(u64::from(days) * 86_400)),
        chats,
        ears,
        voices,
    }
}

/// `FIRST/WHOLE` or `FIRST/WHOLE/HEDGE`, milliseconds.
fn times(reader: &mut Reader<'_>, name: &'static str, default: (u64, u64, Option<u64>)) -> Times {
    let of = |(first, whole, hedge): (u64, u64, Option<u64>)| Times {
        first: Duration::from_millis(first),
        whole: Duration::from_millis(whole),
        hedge: hedge.map(Duration::from_millis),
    };
    let Some(text) = reader.text(name) else {
        return of(default);
    };
    let parts: Option<Vec<u64>> = text.split('/').map(|part| part.trim().parse().ok()).collect();
    let good = match parts.as_deref() {
        Some(&[first, whole]) => Some((first, whole, None)),
        Some(&[first, whole, hedge]) => Some((first, whole, Some(hedge))),
        _ => None,
    };
    match good {
        Some((first, whole, _)) if first == 0 || whole < first || whole > 60_000 => {
            reader.fault(name, "the first piece takes at least 1 ms, all of it no less than that and at most 60000");
            of(default)
        }
        Some(good) => of(good),
        None => {
            reader.fault(name, "not FIRST/WHOLE or FIRST/WHOLE/HEDGE, whole milliseconds");
            of(default)
        }
    }
}

/// `CALL/TEXT`, milliseconds.
fn late(reader: &mut Reader<'_>) -> Late {
    let name = "TUTOR_TIMES_LATE";
    let of =
        |call, text| Late { call: Duration::from_millis(call), text: Duration::from_millis(text) };
    let text = reader.text(name).unwrap_or_else(|| "5500/20000".to_owned());
    let parts: Option<Vec<u64>> = text.split('/').map(|part| part.trim().parse().ok()).collect();
    match parts.as_deref() {
        Some(&[call, text]) if call <= 5_500 && text <= 60_000 => of(call, text),
        _ => {
            reader.fault(name, "not CALL/TEXT, whole milliseconds, at most 5500 and 60000");
            of(0, 0)
        }
    }
}

fn budgets(reader: &mut Reader<'_>, names: &[String]) -> Budgets {
    Budgets {
        day: dollars(reader, "TUTOR_BUDGET_DAY", "10"),
        learner: dollars(reader, "TUTOR_BUDGET_LEARNER", "0.25"),
        group: dollars(reader, "TUTOR_BUDGET_GROUP", "none"),
        summaries: dollars(reader, "TUTOR_BUDGET_SUMMARIES", "0.50"),
        providers: provider_budgets(reader, names),
        request: dollars(reader, "TUTOR_COST_LIMIT", "0.01").unwrap_or(Nanodollars::MAX),
    }
}

/// A decimal number of dollars, or `none`.
fn dollars(reader: &mut Reader<'_>, name: &'static str, default: &str) -> Option<Nanodollars> {
    let text = reader.text(name).unwrap_or_else(|| default.to_owned());
    if text.eq_ignore_ascii_case("none") {
        return None;
    }
    let amount = Nanodollars::parse_dollars(&text);
    if amount.is_none() {
        reader.fault(name, "not an amount in US dollars such as 2.50, nor none");
    }
    amount
}

fn provider_budgets(reader: &mut Reader<'_>, names: &[String]) -> Vec<(String, Nanodollars)> {
    let name = "TUTOR_BUDGET_PROVIDERS";
    let pairs = grammar::pairs(reader, name);
    let mut budgets = Vec::new();
    for (provider, amount) in pairs {
        match Nanodollars::parse_dollars(&amount) {
            Some(_) if !names.contains(&provider) => {
                reader.fault(name, format!("{provider} is in none of the tutor's chains"));
            }
            Some(amount) => budgets.push((provider, amount)),
            None => reader
                .fault(name, format!("for {provider}: not an amount in US dollars such as 2.50")),
        }
    }
    budgets
}

#[cfg(test)]
mod tests;
