//! The tree between the typed values and the XML, and its writer.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// An element, or text within one. Names come from the code, never from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    Element(Element),
    Text(String),
}

/// An element with its attributes in the order in which they are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) name: &'static str,
    attributes: Vec<(&'static str, String)>,
    pub(super) children: Vec<Node>,
}

impl Element {
    pub(super) fn new(name: &'static str) -> Self {
        Self { name, attributes: Vec::new(), children: Vec::new() }
    }

    pub(super) fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.attributes.push((name, attribute_text(&value.to_string())));
        self
    }

    pub(super) fn with_opt(self, name: &'static str, value: Option<impl ToString>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    pub(super) fn text(mut self, text: &str) -> Self {
        self.children.push(Node::Text(element_text(text)));
        self
    }

    pub(super) fn child(mut self, child: Element) -> Self {
        self.children.push(Node::Element(child));
        self
    }

    pub(super) fn children(mut self, children: impl IntoIterator<Item = Element>) -> Self {
        self.children.extend(children.into_iter().map(Node::Element));
        self
    }
}

/// The length of a text once escaped, bytes.
pub(super) fn escaped_len(text: &str) -> usize {
    quick_xml::escape::escape(text).len()
}

/// How much of a text fits into `room` bytes once escaped, bytes; always between characters.
pub(super) fn escaped_prefix(text: &str, room: usize) -> usize {
    let mut held = 0;
    let over = text.char_indices().find(|(at, c)| {
        held += escaped_len(&text[*at..at + c.len_utf8()]);
        held > room
    });
    over.map_or(text.len(), |(at, _)| at)
}

/// A whole document: declaration and root.
pub(super) fn document(root: &Element, pretty: bool) -> String {
    let mut writer =
        if pretty { Writer::new_with_indent(Vec::new(), b' ', 2) } else { Writer::new(Vec::new()) };
    let declaration = BytesDecl::new("1.0", Some("UTF-8"), None);
    emit(&mut writer, Event::Decl(declaration));
    write(&mut writer, root);
    String::from_utf8(writer.into_inner()).expect("names and texts are UTF-8")
}

fn write(writer: &mut Writer<Vec<u8>>, element: &Element) {
    let mut start = BytesStart::new(element.name);
    for (name, value) in &element.attributes {
        start.push_attribute((*name, value.as_str()));
    }
    if element.children.is_empty() {
        return emit(writer, Event::Empty(start));
    }
    emit(writer, Event::Start(start));
    for child in &element.children {
        match child {
            Node::Element(inner) => write(writer, inner),
            Node::Text(text) => emit(writer, Event::Text(BytesText::new(text))),
        }
    }
    emit(writer, Event::End(BytesEnd::new(element.name)));
}

fn emit(writer: &mut Writer<Vec<u8>>, event: Event<'_>) {
    writer.write_event(event).expect("writing to memory cannot fail");
}

/// Whether XML 1.0 can hold a character at all (section 2.2). No escape helps the others.
fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..)
}

/// Drops what XML cannot hold, and writes line ends as a parser would read them.
pub(super) fn element_text(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars().filter(|c| is_xml(*c)).collect()
}

/// As [`element_text`], with white space as a parser would read it.
pub(super) fn attribute_text(text: &str) -> String {
    let spaced = |c: char| if matches!(c, '\t' | '\n' | '\r') { ' ' } else { c };
    text.chars().filter(|c| is_xml(*c)).map(spaced).collect()
}
