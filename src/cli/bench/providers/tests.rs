use std::sync::Arc;

use async_trait::async_trait;

use super::*;
use crate::ports::chat::{Delta, Deltas, Prompt};
use crate::ports::errand::{Errand, Fault, Model, ProviderError, Usage};

/// A model whose answer follows from its prompt.
struct Scripted {
    model: Model,
    answer: fn(&Prompt) -> Result<String, Fault>,
}

impl Scripted {
    fn new(answer: fn(&Prompt) -> Result<String, Fault>) -> Arc<Self> {
        let model = Model { provider: "test".to_owned(), model: "scripted".to_owned() };
        Arc::new(Self { model, answer })
    }
}

#[async_trait]
impl Chat for Scripted {
    fn model(&self) -> &Model {
        &self.model
    }

    async fn ask(&self, _: &Errand, prompt: &Prompt) -> Result<Deltas, ProviderError> {
        let text = (self.answer)(prompt).map_err(|fault| ProviderError::new(fault, "scripted"))?;
        let usage = Usage { input_tokens: 1_000, output_tokens: 100, ..Usage::default() };
        let pieces: Vec<_> =
            text.split_inclusive(' ').map(|piece| Ok(Delta::Text(piece.to_owned()))).collect();
        let done = std::iter::once(Ok(Delta::Done(usage)));
        Ok(Box::pin(futures_util::stream::iter(pieces.into_iter().chain(done))))
    }
}

fn sets() -> Vec<Set> {
    let mut sets = golden::read(&[]).expect("the shipped sets are read");
    sets.retain(|set| set.task == "maths" || set.task == "routing");
    for set in &mut sets {
        set.items.truncate(10);
    }
    sets
}

fn contender(answer: fn(&Prompt) -> Result<String, Fault>) -> Contender {
    let price = |text| Nanodollars::parse_dollars(text).expect("a price");
    Contender {
        name: "scripted".to_owned(),
        chat: Scripted::new(answer),
        reading: price("1"),
        writing: price("2"),
    }
}

#[tokio::test]
async fn good_failed_and_unfit_answers_are_counted_apart_and_paid_for() {
    let sets = sets();
    // It routes by a system prompt that speaks of lessons, and writes a link otherwise.
    let run = contend::asked(
        &contender(|prompt| {
            let routes = prompt.messages[0].text.contains("You choose the lesson");
            Ok(if routes { "english".to_owned() } else { "See www.answers.com".to_owned() })
        }),
        &sets,
    )
    .await;
    let of = |task: &str| {
        run.outcomes.iter().filter(|outcome| outcome.task == task).cloned().collect::<Vec<_>>()
    };
    assert!(of("maths").iter().all(|outcome| outcome.unfit.is_some() && outcome.answer.is_none()));
    assert_eq!(
        of("routing").iter().filter(|outcome| outcome.score.good).count(),
        7,
        "the first seven are english"
    );
    // 1,000 tokens at a dollar and 100 at two dollars a million.
    assert!(run.outcomes.iter().all(|outcome| outcome.cost == Nanodollars(1_200_000)));
    let failing = contend::asked(&contender(|_| Err(Fault::Timeout)), &sets).await;
    assert!(failing.outcomes.iter().all(|outcome| outcome.failed == Some("timeout")));
    let table = table::quality(&[run, failing], &sets);
    assert!(table.contains("scripted"), "{table}");
}

#[tokio::test]
async fn a_judge_that_prefers_a_place_decides_nothing() {
    let sets = sets();
    let runs = [
        contend::asked(&contender(|_| Ok("english".to_owned())), &sets).await,
        contend::offline(&offline(), &sets),
    ];
    let swayed = Scripted::new(|_| Ok("first".to_owned()));
    let pairs = judge::all(swayed.as_ref(), &runs, &sets).await;
    assert_eq!((pairs[0].wins[0], pairs[0].wins[1]), (0, 0));
    assert_eq!(pairs[0].swayed, pairs[0].wins[2]);
    assert!(pairs[0].swayed > 0);
    // One that reads the answers: it prefers a short one, wherever it stands.
    let fair = Scripted::new(|prompt| {
        let data = &prompt.messages[1].text;
        let inner = &data[data.find('{').expect("facts")..=data.rfind('}').expect("facts")];
        let facts: serde_json::Value = serde_json::from_str(inner).expect("JSON");
        let length = |name: &str| facts[name].as_str().map_or(0, str::len);
        Ok(if length("first") == length("second") {
            "same"
        } else if length("first") < length("second") {
            "first"
        } else {
            "second"
        }
        .to_owned())
    });
    let pairs = judge::all(fair.as_ref(), &runs, &sets).await;
    assert_eq!((pairs[0].swayed, pairs[0].silent), (0, 0));
    assert!(pairs[0].wins[0] + pairs[0].wins[1] > 0);
}

#[test]
fn the_offline_tutor_is_scored_out_of_the_box() {
    let run = contend::offline(&offline(), &sets());
    assert_eq!(run.outcomes.len(), 20);
    assert!(run.outcomes.iter().any(|outcome| outcome.score.good));
}
