//! The answer to a message.

use super::DOCUMENT_LIMIT;
use super::node::{self, Element, element_text, escaped_len};
use crate::text::{cut, sms};

/// Messages in one answer; more would flood a learner.
const MOST_MESSAGES: usize = 10;
/// Bytes of the document around its messages.
const FRAME_BYTES: usize = 256;
/// Bytes of the tags around one message.
const TAG_BYTES: usize = "<Message></Message>".len();

/// Replies to a message, sent in order. None is an answer too: nothing is sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MessagingResponse {
    bodies: Vec<String>,
}

impl MessagingResponse {
    /// Replies with these texts. What XML cannot hold is dropped, and a text of nothing else with it; one longer than
    /// [`sms::MESSAGE_LIMIT`] is cut, at most ten are sent, and the last ones are cut where all would not fit a document.
    #[must_use]
    pub fn new(bodies: impl IntoIterator<Item = String>) -> Self {
        let mut room = DOCUMENT_LIMIT - FRAME_BYTES;
        let bodies = bodies.into_iter().map(|body| element_text(&body));
        let some = bodies.filter(|body| !body.trim().is_empty()).take(MOST_MESSAGES);
        let fitted = some.map(|body| fitted(body, &mut room));
        Self { bodies: fitted.filter(|body| !body.trim().is_empty()).collect() }
    }

    /// The document, in one line; never longer than [`DOCUMENT_LIMIT`].
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

/// A body cut to a message's length and to what is left of the document, from which it is taken.
fn fitted(mut body: String, room: &mut usize) -> String {
    body.truncate(sms::within_message(&body));
    let left = room.saturating_sub(TAG_BYTES);
    if escaped_len(&body) > left {
        let fits = node::escaped_prefix(&body, left);
        body.truncate(cut::best(&body, fits));
    }
    *room = left.saturating_sub(escaped_len(&body));
    body
}
