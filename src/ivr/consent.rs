//! What a recording of a call rests on.

use chrono::{DateTime, Utc};

use super::driver::{Driver, Talk};
use crate::ports::archive::Archive;
use crate::session::context::Context;

/// A consent to be recorded, as it was given: of whom on this telephone, and when. Two are equal if nothing was taken back
/// in between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Consent {
    learner: usize,
    since: Option<DateTime<Utc>>,
}

impl Consent {
    fn of(context: &Context) -> Option<Self> {
        let (learner, since) = (context.learning, context.recording_since);
        (context.recording == Some(true)).then_some(Self { learner, since })
    }
}

impl Driver {
    /// Where recordings of this line go, if it makes any.
    #[must_use]
    pub fn archive(&self) -> Option<Archive> {
        self.ports.archive.clone()
    }

    /// What the learner agreed to, if they may be recorded just now. Nothing is loaded: no consent.
    pub async fn consent(&self, talk: &Talk) -> Option<Consent> {
        let (context, _) = self.keeper.load(self.learner(talk), talk).await;
        Consent::of(&context)
    }
}
