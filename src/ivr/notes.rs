//! What goes into the journal of a turn. Texts are sealed here, before they leave the process's memory.

use std::time::Duration;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::driver::Talk;
use crate::domain::effect::{Attempt, CallEnd};
use crate::domain::ids::{LearnerId, MessageSid, ModuleName};
use crate::domain::line_report::LineReport;
use crate::ports::PortError;
use crate::ports::journal::{Entry, LearnerIdText, Notebook, Record};
use crate::session::codec::Keyring;
use crate::session::context::Context;
use crate::session::dialogue::Channel;

/// Writes the entries of one turn.
pub(super) struct Notes<'a> {
    pub(super) keyring: &'a Keyring,
    pub(super) notebook: &'a dyn Notebook,
    pub(super) learner: LearnerId,
    pub(super) talk: &'a Talk,
    pub(super) context: &'a Context,
    pub(super) now: DateTime<Utc>,
}

impl Notes<'_> {
    fn note(&self, record: Record) {
        self.notebook.note(entry(self.learner, self.now, record));
    }

    fn seal(&self, text: &str) -> Vec<u8> {
        self.keyring.seal(self.learner, text.as_bytes())
    }

    /// A session by voice is a call; by text it is what began when the context did.
    fn session_id(&self) -> String {
        match self.talk.channel {
            Channel::Voice => self.talk.id.clone(),
            Channel::Text => format!("sms-{}", self.context.session_start.timestamp()),
        }
    }

    /// The turn itself; the first of a session also refreshes the learner's row.
    pub(super) fn turn(&self, user: &str, ai: &str, module: Option<ModuleName>, took: Duration) {
        if let Some(identity) = self.context.phone_number.identity() {
            self.note(Record::Seen {
                phone_sealed: self.seal(identity),
                name_sealed: self.context.user_name.as_deref().map(|name| self.seal(name)),
                language: self.context.language,
            });
        }
        let record = Record::Turn {
            session_id: self.session_id(),
            module: self.context.current_module.clone().or(module),
            interaction_type: self.talk.channel.label().to_owned(),
            user_input_sealed: self.seal(user),
            ai_response_sealed: self.seal(ai),
            took_ms: u32::try_from(took.as_millis()).unwrap_or(u32::MAX),
        };
        let mut turn = entry(self.learner, self.now, record);
        turn.id = self.context.leg(self.talk.channel).noted.unwrap_or(turn.id);
        self.notebook.note(turn);
    }

    /// What the turn that was noted last came to.
    pub(super) fn said(&self, ai: &str) {
        if let Some(turn) = self.context.leg(self.talk.channel).noted {
            self.note(Record::Said { turn, ai_response_sealed: self.seal(ai) });
        }
    }

    pub(super) fn attempt(&self, attempt: &Attempt) {
        self.note(Record::Attempt { session_id: self.session_id(), attempt: attempt.clone() });
    }

    /// The learner asked to be forgotten: nothing else is noted of this turn.
    pub(super) fn forgotten(&self) {
        self.note(Record::Forgotten);
        tracing::info!(learner = %self.learner, "forgotten on request");
    }

    pub(super) fn call_closed(&self, call: &str, how: CallEnd, turns: u32) {
        // The start of a call that nobody told us the end of is gone by now.
        let seconds = match how {
            CallEnd::Lost => 0,
            _ => (self.now - self.context.session_start).num_seconds(),
        };
        self.note(Record::CallClosed {
            call_sid: call.to_owned(),
            outcome: how.label().to_owned(),
            seconds: u32::try_from(seconds.max(0)).unwrap_or(u32::MAX),
            turns,
        });
    }

    /// The context as it is now, so that it outlives the context store.
    pub(super) fn checkpoint(&self) {
        match self.keyring.encode(self.learner, self.context) {
            Ok(sealed) => self.note(Record::Checkpoint { version: self.context.revision, sealed }),
            Err(error) => tracing::error!(learner = %self.learner, %error, "no checkpoint"),
        }
    }
}

/// What became of a text that we sent.
pub(super) fn message_entry(
    learner: LearnerId,
    now: DateTime<Utc>,
    result: &Result<Option<MessageSid>, PortError>,
) -> Entry {
    let (message_sid, status) = match result {
        Ok(Some(sid)) => (Some(sid.to_string()), "queued"),
        Ok(None) => (None, "unsent"),
        Err(_) => (None, "failed"),
    };
    let record = Record::Message { message_sid, status: status.to_owned(), error_code: None };
    entry(learner, now, record)
}

/// What a delivery receipt says.
pub(super) fn delivery_entry(
    learner: LearnerId,
    now: DateTime<Utc>,
    sid: &MessageSid,
    status: &str,
    error_code: Option<String>,
) -> Entry {
    let message_sid = Some(sid.to_string());
    entry(learner, now, Record::Message { message_sid, status: status.to_owned(), error_code })
}

/// How the line of a stream was.
pub(super) fn line_entry(
    learner: LearnerId,
    now: DateTime<Utc>,
    call: &str,
    ended: &str,
    report: LineReport,
) -> Entry {
    let record = Record::Line { call_sid: call.to_owned(), ended: ended.to_owned(), report };
    entry(learner, now, record)
}

fn entry(learner: LearnerId, at: DateTime<Utc>, record: Record) -> Entry {
    Entry { id: Uuid::now_v7(), learner: LearnerIdText(learner), at, record }
}
