//! A caller who listens to what the line says between two questions.
#![allow(dead_code, reason = "tests use parts of it")]

use toneline::phone::{Call, CallReport, Event, Line, PhoneError};

/// A call, and what was said since the last question.
pub(crate) struct Caller {
    /// The call itself.
    pub(crate) call: Call,
}

impl Caller {
    /// Dials.
    pub(crate) fn dial(line: &Line) -> Self {
        Self { call: line.dial().expect("a good line") }
    }

    /// Dials and listens to the first question.
    pub(crate) async fn greeted(line: &Line) -> (Self, String) {
        let mut caller = Self::dial(line);
        let said = caller.listen().await;
        (caller, said)
    }

    /// What the line says until it asks.
    pub(crate) async fn listen(&mut self) -> String {
        self.try_listen().await.expect("the line asks")
    }

    /// The same, of a call that may end instead.
    pub(crate) async fn try_listen(&mut self) -> Result<String, PhoneError> {
        let mut said = String::new();
        self.call
            .until(|event| {
                match event {
                    Event::Said { text, .. } => said = format!("{said} {text}").trim().to_owned(),
                    Event::Gathering(_) => return Some(()),
                    _ => {}
                }
                None
            })
            .await?;
        Ok(said)
    }

    /// Presses keys and listens to the next question.
    pub(crate) async fn press(&mut self, keys: &str) -> String {
        self.call.press(keys).await.expect("the call goes on");
        self.listen().await
    }

    /// Says words and listens to the next question.
    pub(crate) async fn speech(&mut self, words: &str) -> String {
        self.call.say_speech(words).await.expect("the call goes on");
        self.listen().await
    }

    /// Says nothing and listens to the next question.
    pub(crate) async fn silence(&mut self) -> String {
        self.call.silence().await.expect("the call goes on");
        self.listen().await
    }

    /// Hangs up. The call must have been clean.
    pub(crate) async fn hang_up(self) -> CallReport {
        clean(self.call.end().await)
    }

    /// Listens to the end. The call must have been clean.
    pub(crate) async fn finish(self) -> CallReport {
        clean(self.call.finish().await)
    }
}

fn clean(report: CallReport) -> CallReport {
    let findings: Vec<_> = report.findings().collect();
    assert!(report.is_clean(), "{:?}: {findings:?}", report.ending);
    report
}

/// What is asserted of a sentence.
#[track_caller]
pub(crate) fn says(said: &str, part: &str) {
    assert!(said.contains(part), "{part:?} is not in: {said}");
}
