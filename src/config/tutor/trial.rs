//! A trial: which of the providers that think a learner is given first, by lot, and always the same.

use super::super::reader::Reader;
use super::grammar::entry;
use super::{ChatKind, Provider};

/// The largest share: shares are most often written as parts of a hundred.
const MOST: u32 = 10_000;
const FORM: &str = "not TRIAL=NAME:SHARE,NAME:SHARE with shares of 1 to 10000";

/// A comparison of providers on the line itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    /// What it is called in the journal. Another name draws lots anew.
    pub name: String,
    /// The provider of each arm, by its name in `TUTOR_CHAT`, and its share of the learners.
    pub arms: Vec<(String, u32)>,
}

impl Trial {
    /// The arm at `at`, as it stands in the journal: `autumn=groq`.
    #[must_use]
    pub fn label(&self, at: usize) -> String {
        let arm = self.arms.get(at).map_or("", |(name, _)| name.as_str());
        format!("{}={arm}", self.name)
    }
}

/// `TUTOR_AB`. Each arm is a provider that stands in the chain once.
pub(super) fn read(reader: &mut Reader<'_>, chats: &[Provider<ChatKind>]) -> Option<Trial> {
    let name = "TUTOR_AB";
    let text = reader.text(name)?;
    let Some(trial) = parse(&text) else {
        reader.fault(name, FORM);
        return None;
    };
    if trial.arms.len() < 2 {
        reader.fault(name, "a trial has two arms at least");
    }
    for (at, (arm, _)) in trial.arms.iter().enumerate() {
        match chats.iter().filter(|chat| chat.name == *arm).count() {
            _ if trial.arms[..at].iter().any(|(other, _)| other == arm) => {
                reader.fault(name, format!("{arm} is there twice"));
            }
            1 => {}
            0 => reader.fault(name, format!("{arm} is not in TUTOR_CHAT")),
            _ => reader.fault(name, format!("{arm} is in TUTOR_CHAT with several models")),
        }
    }
    Some(trial)
}

fn parse(text: &str) -> Option<Trial> {
    let (name, arms) = text.trim().split_once('=')?;
    let is_name =
        |text: &str| entry(text).is_some_and(|entry| entry.name == text && !text.is_empty());
    let arm = |part: &str| {
        let (arm, share) = part.trim().split_once(':')?;
        let share = share.parse().ok().filter(|share| (1..=MOST).contains(share))?;
        is_name(arm).then(|| (arm.to_owned(), share))
    };
    let arms: Option<Vec<_>> = arms.split(',').map(arm).collect();
    is_name(name).then_some(Trial { name: name.to_owned(), arms: arms? })
}
