//! Documents that answer a text message.

use super::fit::{Rendered, render};
use super::node::Element;
use super::values::{Address, MediaUrl};
use super::verbs::Redirect;
use crate::text::cut;

/// The most UTF-16 units of one message (Twilio error 21617 counts characters; this is never more).
const BODY_LIMIT: usize = 1600;

/// The most attachments of one message.
const MEDIA_LIMIT: usize = 10;

/// The answer to a messaging webhook. Without messages and redirect: no reply.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MessagingResponse {
    /// The replies, in order.
    pub messages: Vec<Message>,
    /// Where the next document comes from, if there is one.
    pub then: Option<Redirect>,
}

/// One reply.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Message {
    /// Whom to; the sender otherwise.
    pub to: Option<Address>,
    /// What. More than 1,600 characters become several messages.
    pub body: String,
    /// What is attached; ten at most are sent.
    pub media: Vec<MediaUrl>,
}

impl MessagingResponse {
    /// One plain reply.
    #[must_use]
    pub fn reply(body: impl Into<String>) -> Self {
        let message = Message { body: body.into(), ..Message::default() };
        Self { messages: vec![message], then: None }
    }

    /// The document as it is sent: compact, and never above [`super::DOCUMENT_LIMIT`].
    #[must_use]
    pub fn render(&self) -> Rendered {
        render(self.root())
    }

    /// The same, indented, for people.
    #[must_use]
    pub fn render_pretty(&self) -> String {
        super::node::document(&self.root(), true)
    }

    fn root(&self) -> Element {
        Element::new("Response")
            .children(self.messages.iter().flat_map(Message::elements))
            .children(self.then.iter().map(Redirect::element))
    }
}

impl Message {
    fn elements(&self) -> Vec<Element> {
        let mut elements: Vec<Element> = split_body(&self.body)
            .map(|text| Element::new("Body").text(text))
            .filter(Element::has_text)
            .map(|body| self.shell().child(body))
            .collect();
        let media = self.media.iter().take(MEDIA_LIMIT);
        let mut media = media.map(|url| Element::new("Media").text(url.as_str())).peekable();
        if media.peek().is_some() {
            let first = if elements.is_empty() { self.shell() } else { elements.remove(0) };
            elements.insert(0, first.children(media));
        }
        elements
    }

    fn shell(&self) -> Element {
        Element::new("Message").with_opt("to", self.to.as_ref())
    }
}

/// A text in pieces that one message can hold, cut between sentences where there are any.
pub(super) fn split_body(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut units = 0;
        let too_far = rest.char_indices().find(|(_, c)| {
            units += c.len_utf16();
            units > BODY_LIMIT
        });
        let room = too_far.map_or(rest.len(), |(at, _)| at);
        let (first, later) = rest.split_at(cut::best(rest, room));
        rest = later;
        (!first.is_empty()).then_some(first)
    })
}
