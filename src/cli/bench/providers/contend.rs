//! Each item asked of each contender, as a learner's question would be.

use std::time::{Duration, Instant};

use futures_util::StreamExt as _;
use uuid::Uuid;

use super::Contender;
use super::golden::{Item, Set};
use super::score::{Score, score};
use crate::domain::manner::Manner;
use crate::domain::money::Nanodollars;
use crate::ports::chat::{Delta, Message, Prompt, Role};
use crate::ports::errand::{Errand, Meter, ProviderError, Usage};
use crate::tutor::guard::{Checker, Unfit};
use crate::tutor::offline::Offline;
use crate::tutor::prompts::{About, BUDGET, Brief, Nonce, Speaker, Written, build};

/// Times of a question in a benchmark: generous, so that slowness shows in its own column.
const FIRST: Duration = Duration::from_secs(20);
const WHOLE: Duration = Duration::from_secs(60);

/// The most that one question may cost: 10 cents.
const LIMIT: Nanodollars = Nanodollars(100_000_000);

/// Characters of an answer.
const MOST: usize = 600;

/// What came of one item.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The task of its set.
    pub task: String,
    /// The item's id.
    pub id: String,
    /// What a learner would have got; `None` where nothing was fit or nothing came.
    pub answer: Option<String>,
    pub(super) score: Score,
    pub(super) failed: Option<&'static str>,
    pub(super) unfit: Option<Unfit>,
    pub(super) first: Option<Duration>,
    pub(super) took: Duration,
    pub(super) cost: Nanodollars,
}

/// What came of all items with one contender.
#[derive(Debug, Clone)]
pub struct Run {
    /// The contender's name.
    pub name: String,
    /// In the order of the sets and their items.
    pub outcomes: Vec<Outcome>,
}

/// The offline tutor. Its answers are ours and go through no check, as on the line.
pub(super) fn offline(tutor: &Offline, sets: &[Set]) -> Run {
    let ask = |set: &Set, item: &Item| {
        let from = Instant::now();
        let answer = tutor.answer(&item.task, item.lang);
        let took = from.elapsed();
        Outcome {
            task: set.task.clone(),
            id: item.id.clone(),
            score: answer.as_deref().map(|answer| score(&item.want, answer)).unwrap_or_default(),
            failed: None,
            unfit: None,
            first: answer.is_some().then_some(took),
            answer,
            took,
            cost: Nanodollars::ZERO,
        }
    };
    let outcomes = sets.iter().flat_map(|set| set.items.iter().map(move |item| ask(set, item)));
    Run { name: "offline".to_owned(), outcomes: outcomes.collect() }
}

/// A provider, one question at a time.
pub(super) async fn asked(contender: &Contender, sets: &[Set]) -> Run {
    let mut outcomes = Vec::new();
    for set in sets {
        for item in &set.items {
            outcomes.push(one(contender, &set.task, item).await);
        }
    }
    Run { name: contender.name.clone(), outcomes }
}

async fn one(contender: &Contender, task: &str, item: &Item) -> Outcome {
    let request = Uuid::new_v4();
    let pupil =
        About { name: None, lang: item.lang, manner: Manner::default(), aloud: false, most: MOST };
    let brief = Brief {
        task: &item.task,
        pupil,
        history: &[],
        summary: None,
        budget: BUDGET,
        nonce: Nonce::new(request.as_u64_pair().1),
        version: None,
    };
    let written = build(&brief);
    let from = Instant::now();
    let reply = ask(contender, &prompt(&written), request).await;
    let mut outcome = Outcome {
        task: task.to_owned(),
        id: item.id.clone(),
        answer: None,
        score: Score::default(),
        failed: None,
        unfit: None,
        first: None,
        took: from.elapsed(),
        cost: Nanodollars::ZERO,
    };
    let usage = match reply {
        Err(error) => {
            outcome.failed = Some(error.fault.label());
            error.usage
        }
        Ok((text, first, usage)) => {
            outcome.first = Some(first);
            match Checker::new(&brief, &written).whole(&text) {
                Ok(answer) => {
                    outcome.score = score(&item.want, &answer);
                    outcome.answer = Some(answer);
                }
                Err(unfit) => outcome.unfit = Some(unfit),
            }
            usage
        }
    };
    outcome.cost = Nanodollars::of(usage.input_tokens, contender.reading)
        + Nanodollars::of(usage.output_tokens, contender.writing);
    outcome
}

/// A prompt as providers take it.
pub(super) fn prompt(written: &Written) -> Prompt {
    let role = |speaker: &Speaker| match speaker {
        Speaker::System => Role::System,
        Speaker::Learner => Role::User,
        Speaker::Tutor => Role::Assistant,
    };
    Prompt {
        messages: written
            .messages
            .iter()
            .map(|(speaker, text)| Message { role: role(speaker), text: text.clone() })
            .collect(),
        max_tokens: written.max_tokens,
        temperature: written.temperature,
    }
}

async fn ask(
    contender: &Contender,
    prompt: &Prompt,
    request: Uuid,
) -> Result<(String, Duration, Usage), ProviderError> {
    whole(contender.chat.as_ref(), prompt, request).await
}

/// All of an answer, the time to its first piece, and what was used.
pub(super) async fn whole(
    chat: &dyn crate::ports::chat::Chat,
    prompt: &Prompt,
    request: Uuid,
) -> Result<(String, Duration, Usage), ProviderError> {
    let now = tokio::time::Instant::now();
    let errand = Errand {
        request,
        first_by: now + FIRST,
        whole_by: now + WHOLE,
        cost_limit: LIMIT,
        meter: Meter::default(),
    };
    let mut deltas = chat.ask(&errand, prompt).await?;
    let (mut text, mut first, mut usage) = (String::new(), None, None);
    while let Some(delta) = deltas.next().await {
        match delta? {
            Delta::Text(piece) => {
                first.get_or_insert_with(|| now.elapsed());
                text.push_str(&piece);
            }
            Delta::Done(used) => usage = Some(used),
        }
    }
    let cut =
        || ProviderError::new(crate::ports::errand::Fault::Malformed, "the answer was cut short");
    Ok((text, first.unwrap_or_else(|| now.elapsed()), usage.ok_or_else(cut)?))
}
