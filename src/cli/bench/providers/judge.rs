//! Answers side by side before a judge, in both orders: a judge that prefers a place, not an answer, decides nothing.

use uuid::Uuid;

use super::contend::{Run, prompt, whole};
use super::golden::{Item, Set};
use crate::ports::chat::Chat;
use crate::tutor::prompts::{Comparison, Nonce, Verdict, judge, verdict};

/// What a judge made of two contenders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pair {
    pub one: String,
    pub other: String,
    /// Items that the one won, the other won, and neither.
    pub wins: [u32; 3],
    /// Items on which the verdict followed the place.
    pub swayed: u32,
    /// Items without a verdict that can be read.
    pub silent: u32,
}

/// Every pair of contenders, on every item that both answered.
pub(super) async fn all(chat: &dyn Chat, runs: &[Run], sets: &[Set]) -> Vec<Pair> {
    let items: Vec<(&Set, &Item)> =
        sets.iter().flat_map(|set| set.items.iter().map(move |item| (set, item))).collect();
    let mut out = Vec::new();
    for (at, one) in runs.iter().enumerate() {
        for other in &runs[at + 1..] {
            let mut pair = Pair {
                one: one.name.clone(),
                other: other.name.clone(),
                wins: [0; 3],
                swayed: 0,
                silent: 0,
            };
            for ((set, item), (left, right)) in
                items.iter().zip(one.outcomes.iter().zip(&other.outcomes))
            {
                if let (Some(left), Some(right)) = (&left.answer, &right.answer) {
                    compare(chat, set, item, (left, right), &mut pair).await;
                }
            }
            out.push(pair);
        }
    }
    out
}

async fn compare(
    chat: &dyn Chat,
    set: &Set,
    item: &Item,
    (left, right): (&str, &str),
    pair: &mut Pair,
) {
    let straight = asked(chat, set, item, left, right).await;
    let crossed = asked(chat, set, item, right, left).await;
    match (straight, crossed) {
        (Some(Verdict::First), Some(Verdict::Second)) => pair.wins[0] += 1,
        (Some(Verdict::Second), Some(Verdict::First)) => pair.wins[1] += 1,
        (Some(Verdict::Same), Some(Verdict::Same)) => pair.wins[2] += 1,
        (Some(one), Some(other)) => {
            pair.wins[2] += 1;
            pair.swayed += u32::from(one == other);
        }
        _ => pair.silent += 1,
    }
}

async fn asked(
    chat: &dyn Chat,
    set: &Set,
    item: &Item,
    first: &str,
    second: &str,
) -> Option<Verdict> {
    let request = Uuid::new_v4();
    let expected = item.want.told();
    let comparison = Comparison {
        task: &set.task,
        question: &item.task.said,
        expected: &expected,
        first,
        second,
    };
    let written = judge(&comparison, Nonce::new(request.as_u64_pair().1));
    let (text, _, _) = whole(chat, &prompt(&written), request).await.ok()?;
    verdict(&text)
}
