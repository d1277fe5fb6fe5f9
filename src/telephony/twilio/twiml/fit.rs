//! Keeps a document below Twilio's limit, whatever was to be said.

use std::cmp::Reverse;

use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

use super::DOCUMENT_LIMIT;
use super::node::{Element, Node, document, escaped_len};
use crate::text::cut;

/// What had to go so that a document fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cut {
    /// Nothing: all of it is there.
    Nothing,
    /// Text, from the longest speeches or messages.
    Text,
    /// Verbs too: there were more of them than a document holds. The last, which ends the document, is there.
    Verbs,
}

/// A document ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The XML.
    pub xml: String,
    /// What had to go.
    pub cut: Cut,
}

impl IntoResponse for Rendered {
    fn into_response(self) -> Response {
        ([(CONTENT_TYPE, "text/xml; charset=utf-8")], self.xml).into_response()
    }
}

pub(super) fn render(mut root: Element) -> Rendered {
    let xml = document(&root, false);
    if xml.len() <= DOCUMENT_LIMIT {
        let cut = Cut::Nothing;
        return Rendered { xml, cut };
    }
    let mut over = xml.len() - DOCUMENT_LIMIT;
    shorten_longest(&mut root, &mut over);
    let cut = if over == 0 { Cut::Text } else { Cut::Verbs };
    drop_verbs(&mut root, over);
    let xml = document(&root, false);
    debug_assert!(xml.len() <= DOCUMENT_LIMIT);
    tracing::warn!(?cut, "a document was too long and was cut");
    Rendered { xml, cut }
}

/// Shortens the longest speeches and messages first, and drops those of which nothing can stay.
fn shorten_longest(root: &mut Element, over: &mut usize) {
    let mut lengths = Vec::new();
    each_speech(root, &mut |speech| lengths.push(speech.len()));
    let mut order: Vec<usize> = (0..lengths.len()).collect();
    order.sort_by_key(|at| Reverse(lengths[*at]));
    let mut targets = lengths.clone();
    for at in order {
        if *over == 0 {
            break;
        }
        let cut = lengths[at].min(*over);
        targets[at] -= cut;
        *over -= cut;
    }
    let mut at = 0;
    each_speech(root, &mut |speech| {
        if targets[at] < lengths[at] {
            shorten(speech, targets[at]);
        }
        at += 1;
    });
    remove_empty(root);
}

fn is_speech(element: &Element) -> bool {
    matches!(element.name, "Say" | "Body" | "Sms")
}

fn each_speech(element: &mut Element, act: &mut impl FnMut(&mut Element)) {
    for child in &mut element.children {
        match child {
            Node::Element(inner) if is_speech(inner) => act(inner),
            Node::Element(inner) => each_speech(inner, act),
            Node::Text(_) => {}
        }
    }
}

/// Makes an element at most `target` bytes long: whole pieces, then part of one text, then nothing. Empties it otherwise.
fn shorten(element: &mut Element, target: usize) {
    let mut room = target;
    let children = std::mem::take(&mut element.children);
    // With one child, so that the closing tag counts.
    element.children.push(Node::Text(String::new()));
    let shell = element.len();
    element.children.clear();
    for child in children {
        let Some(left) = room.checked_sub(shell) else {
            return;
        };
        match child {
            Node::Text(text) if escaped_len(&text) > left => {
                let part = escaped_prefix(&text, left);
                element.children.push(Node::Text(part.to_owned()));
                return;
            }
            Node::Element(inner) if inner.len() > left => {
                let mut inner = inner;
                shorten(&mut inner, left);
                if inner.has_text() {
                    element.children.push(Node::Element(inner));
                }
                return;
            }
            Node::Text(text) => {
                room -= escaped_len(&text);
                element.children.push(Node::Text(text));
            }
            Node::Element(inner) => {
                room -= inner.len();
                element.children.push(Node::Element(inner));
            }
        }
    }
}

/// The longest good beginning of a text that takes at most `room` bytes once escaped.
fn escaped_prefix(text: &str, room: usize) -> &str {
    let mut used = 0;
    let too_far = text.char_indices().find(|(_, c)| {
        used += escaped_len(c.encode_utf8(&mut [0; 4]));
        used > room
    });
    let fits = too_far.map_or(text.len(), |(at, _)| at);
    &text[..cut::best(text, fits)]
}

/// Speeches without text, and messages without contents, are none.
fn remove_empty(element: &mut Element) {
    element.children.retain_mut(|child| match child {
        Node::Element(inner) if is_speech(inner) => inner.has_text(),
        Node::Element(inner) => {
            remove_empty(inner);
            inner.name != "Message" || !inner.children.is_empty()
        }
        Node::Text(_) => true,
    });
}

/// Drops verbs from behind, but never the last, which says how the document ends, nor what runs first and asks.
fn drop_verbs(root: &mut Element, mut over: usize) {
    over = drop_children(root, over, |name| matches!(name, "Pause" | "Play"));
    for child in &mut root.children {
        if let Node::Element(gather) = child {
            over = drop_children(gather, over, |name| matches!(name, "Pause" | "Play"));
        }
    }
    while over > 0 && root.children.len() > 2 {
        let at = root.children.len() - 2;
        if let Node::Element(verb) = root.children.remove(at) {
            over = over.saturating_sub(verb.len());
        }
    }
}

fn drop_children(parent: &mut Element, mut over: usize, which: fn(&str) -> bool) -> usize {
    for at in (0..parent.children.len()).rev() {
        if over == 0 {
            break;
        }
        if let Node::Element(child) = &parent.children[at]
            && which(child.name)
        {
            over = over.saturating_sub(child.len());
            parent.children.remove(at);
        }
    }
    over
}
