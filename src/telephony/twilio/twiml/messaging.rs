//! The answer to a message.

use super::node::{self, Element};

/// The most characters of one message (Twilio error 21617 above).
pub(super) const MESSAGE_LIMIT: usize = 1600;
/// Messages in one answer; more would flood a learner.
const MOST_MESSAGES: usize = 10;

/// Replies to a message, sent in order. None is an answer too: nothing is sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MessagingResponse {
    bodies: Vec<String>,
}

impl MessagingResponse {
    /// Replies with these texts. Empty ones are left out; one longer than 1,600 characters is cut, and
    /// at most ten are sent.
    #[must_use]
    pub fn new(bodies: impl IntoIterator<Item = String>) -> Self {
        let cut = |body: String| body.chars().take(MESSAGE_LIMIT).collect::<String>();
        let bodies = bodies.into_iter().filter(|body| !body.trim().is_empty());
        Self { bodies: bodies.take(MOST_MESSAGES).map(cut).collect() }
    }

    /// The document, in one line.
    #[must_use]
    pub fn render(&self) -> String {
        node::document(&self.root(), false)
    }

    /// The document, indented for people.
    #[must_use]
    pub fn pretty(&self) -> String {
        node::document(&self.root(), true)
    }

    fn root(&self) -> Element {
        let message = |body: &String| Element::new("Message").text(body);
        Element::new("Response").children(self.bodies.iter().map(message))
    }
}
