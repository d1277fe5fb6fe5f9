//! A batch of entries sorted into tables: what is superseded within the batch is dropped here, so that one statement never
//! touches a row twice. Pure.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::domain::effect::Attempt;
use crate::domain::lang::Lang;
use crate::domain::line_report::LineReport;
use crate::ports::PortError;
use crate::ports::journal::{Entry, LearnerIdText, Record};
use crate::ports::runs::PromptRun;

/// A row of `users` as far as one batch knows it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Seen<'a> {
    pub(super) learner: String,
    pub(super) phone: &'a [u8],
    pub(super) name: Option<&'a [u8]>,
    pub(super) language: Option<&'static str>,
    pub(super) first: DateTime<Utc>,
    pub(super) last: DateTime<Utc>,
}

/// What every logged row has.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Logged<T> {
    pub(super) id: Uuid,
    pub(super) learner: String,
    pub(super) at: DateTime<Utc>,
    pub(super) row: T,
}

/// A row of `user_sessions`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Turn<'a> {
    pub(super) session: &'a str,
    pub(super) module: Option<&'a str>,
    pub(super) interaction: &'a str,
    pub(super) input: &'a [u8],
    pub(super) response: &'a [u8],
    pub(super) took_ms: i64,
}

/// A change to a row of `user_sessions`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Said<'a> {
    pub(super) turn: Uuid,
    pub(super) learner: String,
    pub(super) response: &'a [u8],
}

/// A row of `calls`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Call<'a> {
    pub(super) sid: &'a str,
    pub(super) outcome: &'a str,
    pub(super) seconds: i64,
    pub(super) turns: i64,
}

/// A row of `messages`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Message<'a> {
    pub(super) sid: Option<&'a str>,
    pub(super) status: &'a str,
    pub(super) error: Option<&'a str>,
}

/// A row of `lines`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line<'a> {
    pub(super) call: &'a str,
    pub(super) ended: &'a str,
    pub(super) report: &'a LineReport,
}

/// A row of `checkpoints`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Checkpoint<'a> {
    pub(super) learner: String,
    pub(super) version: i64,
    pub(super) sealed: &'a [u8],
    pub(super) at: DateTime<Utc>,
}

/// Turns to add to a row of `module_usage`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Usage {
    pub(super) learner: String,
    pub(super) module: String,
    pub(super) turns: i64,
    pub(super) total_ms: i64,
    pub(super) last: DateTime<Utc>,
}

/// The batch by table; rows that are updated in place are in the order of their keys, so that two writers never
/// wait for each other in a ring.
#[derive(Debug, Default)]
pub(super) struct Batch<'a> {
    pub(super) seen: Vec<Seen<'a>>,
    pub(super) turns: Vec<Logged<Turn<'a>>>,
    /// What was said in turns, of this batch or of earlier ones, in the end.
    pub(super) said: Vec<Said<'a>>,
    pub(super) attempts: Vec<Logged<(&'a str, &'a Attempt)>>,
    pub(super) calls: Vec<Logged<Call<'a>>>,
    pub(super) messages: Vec<Logged<Message<'a>>>,
    pub(super) lines: Vec<Logged<Line<'a>>>,
    pub(super) runs: Vec<Logged<&'a PromptRun>>,
    pub(super) checkpoints: Vec<Checkpoint<'a>>,
    /// Learners to forget before the rest is written.
    pub(super) forgotten: Vec<String>,
}

impl<'a> Batch<'a> {
    /// Sorts entries into tables.
    ///
    /// # Errors
    /// [`PortError::Refused`] for a checkpoint's version that no signed 64-bit integer holds.
    pub(super) fn sort(entries: &'a [Entry], service: &'static str) -> Result<Self, PortError> {
        let mut batch = Self::default();
        let mut seen = BTreeMap::new();
        let mut checkpoints = BTreeMap::new();
        let forgotten = forgotten(entries);
        batch.forgotten = forgotten.keys().map(|learner| learner.0.to_string()).collect();
        for (at, entry) in entries.iter().enumerate() {
            if forgotten.get(&entry.learner).is_some_and(|last| at <= *last) {
                batch.nobodys(entry);
                continue;
            }
            match &entry.record {
                Record::Seen { .. } => merge_seen(&mut seen, entry),
                Record::Checkpoint { version, sealed } => {
                    let row = checkpoint(entry, *version, sealed, service)?;
                    newest(&mut checkpoints, row);
                }
                record => batch.log(entry, record),
            }
        }
        batch.seen = seen.into_values().collect();
        batch.checkpoints = checkpoints.into_values().collect();
        Ok(batch)
    }

    /// Of one who asked to be forgotten only what was charged is kept, and not for whom.
    fn nobodys(&mut self, entry: &'a Entry) {
        if let Record::PromptRun(run) = &entry.record {
            let learner = String::new();
            self.runs.push(Logged { id: entry.id, learner, at: entry.at, row: run });
        }
    }

    fn log(&mut self, entry: &Entry, record: &'a Record) {
        match record {
            Record::Turn {
                session_id,
                module,
                interaction_type,
                user_input_sealed,
                ai_response_sealed,
                took_ms,
            } => {
                let row = Turn {
                    session: session_id,
                    module: module.as_ref().map(|m| m.as_str()),
                    interaction: interaction_type,
                    input: user_input_sealed,
                    response: ai_response_sealed,
                    took_ms: i64::from(*took_ms),
                };
                self.turns.push(logged(entry, row));
            }
            Record::Said { turn, ai_response_sealed } => {
                let learner = entry.learner.0.to_string();
                self.said.push(Said { turn: *turn, learner, response: ai_response_sealed });
            }
            Record::Attempt { session_id, attempt } => {
                self.attempts.push(logged(entry, (session_id, attempt)))
            }
            Record::CallClosed { call_sid, outcome, seconds, turns } => {
                let row = Call {
                    sid: call_sid,
                    outcome,
                    seconds: i64::from(*seconds),
                    turns: i64::from(*turns),
                };
                self.calls.push(logged(entry, row));
            }
            Record::Message { message_sid, status, error_code } => {
                let row =
                    Message { sid: message_sid.as_deref(), status, error: error_code.as_deref() };
                self.messages.push(logged(entry, row));
            }
            Record::Line { call_sid, ended, report } => {
                self.lines.push(logged(entry, Line { call: call_sid, ended, report }));
            }
            Record::PromptRun(run) => self.runs.push(logged(entry, run)),
            Record::Seen { .. } | Record::Checkpoint { .. } | Record::Forgotten => {}
        }
    }
}

/// Who asked to be forgotten, and with which entry: what came before it is not written at all.
fn forgotten(entries: &[Entry]) -> BTreeMap<&LearnerIdText, usize> {
    let wishes = entries.iter().enumerate().filter(|(_, e)| matches!(e.record, Record::Forgotten));
    wishes.map(|(at, entry)| (&entry.learner, at)).collect()
}

fn logged<T>(entry: &Entry, row: T) -> Logged<T> {
    Logged { id: entry.id, learner: entry.learner.0.to_string(), at: entry.at, row }
}

/// The latest sighting counts; a name or a language once told is not untold by its absence.
fn merge_seen<'a>(seen: &mut BTreeMap<String, Seen<'a>>, entry: &'a Entry) {
    let Record::Seen { phone_sealed, name_sealed, language } = &entry.record else {
        return;
    };
    let new = Seen {
        learner: entry.learner.0.to_string(),
        phone: phone_sealed,
        name: name_sealed.as_deref(),
        language: language.map(Lang::tag),
        first: entry.at,
        last: entry.at,
    };
    let Some(old) = seen.remove(&new.learner) else {
        seen.insert(new.learner.clone(), new);
        return;
    };
    let (older, newer) = if old.last <= new.last { (old, new) } else { (new, old) };
    let merged = Seen {
        name: newer.name.or(older.name),
        language: newer.language.or(older.language),
        first: older.first.min(newer.first),
        ..newer
    };
    seen.insert(merged.learner.clone(), merged);
}

fn checkpoint<'a>(
    entry: &Entry,
    version: u64,
    sealed: &'a [u8],
    service: &'static str,
) -> Result<Checkpoint<'a>, PortError> {
    Ok(Checkpoint {
        learner: entry.learner.0.to_string(),
        version: i64::try_from(version).map_err(|_| PortError::Refused {
            service,
            detail: format!("a checkpoint's version is {version}, beyond 64-bit integers"),
        })?,
        sealed,
        at: entry.at,
    })
}

fn newest<'a>(kept: &mut BTreeMap<String, Checkpoint<'a>>, row: Checkpoint<'a>) {
    let newer = (kept.get(&row.learner)).is_none_or(|old| old.version < row.version);
    if newer {
        kept.insert(row.learner.clone(), row);
    }
}

/// Adds up turns by learner and module, in the order of the table's key.
pub(super) fn usage(
    turns: impl IntoIterator<Item = (String, Option<String>, i64, DateTime<Utc>)>,
) -> Vec<Usage> {
    let mut sums: BTreeMap<(String, String), Usage> = BTreeMap::new();
    for (learner, module, took_ms, at) in turns {
        let Some(module) = module else { continue };
        let sum = sums.entry((learner.clone(), module.clone())).or_insert(Usage {
            learner,
            module,
            turns: 0,
            total_ms: 0,
            last: at,
        });
        sum.turns += 1;
        sum.total_ms += took_ms;
        sum.last = sum.last.max(at);
    }
    sums.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::LearnerId;
    use crate::store::conformance::entry;

    fn seen(learner: u8, at: i64, name: Option<&[u8]>, language: Option<Lang>) -> Entry {
        let record =
            Record::Seen { phone_sealed: vec![1], name_sealed: name.map(<[u8]>::to_vec), language };
        let mut entry = entry(LearnerId([learner; 16]), record);
        entry.at = DateTime::from_timestamp(at, 0).expect("in range");
        entry
    }

    #[test]
    fn sightings_of_one_learner_merge_to_the_latest_and_forget_no_name() {
        let entries = [
            seen(2, 5, Some(b"new"), None),
            seen(1, 7, None, None),
            seen(2, 3, Some(b"old"), Some(Lang::Rw)),
            seen(2, 9, None, None),
        ];
        let batch = Batch::sort(&entries, "test").expect("sorts");
        let learners: Vec<_> = batch.seen.iter().map(|s| &s.learner[..2]).collect();
        assert_eq!(learners, ["01", "02"]);
        let merged = &batch.seen[1];
        assert_eq!(merged.name, Some(&b"new"[..]));
        assert_eq!(merged.language, Some("rw"));
        let span = (merged.first.timestamp(), merged.last.timestamp());
        assert_eq!(span, (3, 9));
    }

    #[test]
    fn usage_adds_up_by_learner_and_module_and_skips_turns_without_one() {
        let at = DateTime::UNIX_EPOCH;
        let turn = |learner: &str, module: Option<&str>, ms| {
            (learner.to_owned(), module.map(str::to_owned), ms, at)
        };
        let sums = usage([
            turn("b", Some("maths"), 5),
            turn("a", Some("maths"), 1),
            turn("b", None, 100),
            turn("b", Some("maths"), 7),
        ]);
        let sums: Vec<_> =
            (sums.iter()).map(|u| (u.learner.as_str(), u.turns, u.total_ms)).collect();
        assert_eq!(sums, [("a", 1, 1), ("b", 2, 12)]);
    }
}
