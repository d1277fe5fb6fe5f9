//! XML to a tree of elements: well-formedness and nothing else.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// Deeper documents are refused: no TwiML needs a tenth of it.
const MAX_DEPTH: usize = 32;

/// One element with what it holds, in document order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) content: Vec<Content>,
    /// Line of the start tag, from 1.
    pub(super) line: usize,
}

/// A piece of an element's content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Content {
    Element(Node),
    Text(String),
}

/// Where and why a document is not XML, or not XML that Twilio takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Broken {
    pub(super) line: usize,
    pub(super) reason: String,
}

impl Node {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn children(&self) -> impl Iterator<Item = &Node> {
        self.content.iter().filter_map(|piece| match piece {
            Content::Element(node) => Some(node),
            Content::Text(_) => None,
        })
    }

    /// All character data inside, that of nested elements included.
    pub(super) fn all_text(&self) -> String {
        self.content
            .iter()
            .map(|piece| match piece {
                Content::Element(node) => node.all_text(),
                Content::Text(text) => text.clone(),
            })
            .collect()
    }
}

/// Reads a document. Depth is bounded; entities other than the five of XML and character references are
/// refused, as is a document type.
pub(super) fn read(xml: &str) -> Result<Node, Broken> {
    let xml = xml.strip_prefix('\u{feff}').unwrap_or(xml);
    let mut builder = Builder { xml, open: Vec::new(), root: None };
    let mut reader = Reader::from_str(xml);
    loop {
        let from = usize::try_from(reader.buffer_position()).unwrap_or(xml.len());
        let event = reader.read_event().map_err(|e| {
            let at = usize::try_from(reader.error_position()).unwrap_or(from);
            builder.broken(at, e.to_string())
        })?;
        if matches!(event, Event::Eof) {
            return builder.finish();
        }
        builder.take(event, from)?;
    }
}

struct Builder<'x> {
    xml: &'x str,
    open: Vec<Node>,
    root: Option<Node>,
}

impl Builder<'_> {
    fn broken(&self, at: usize, reason: impl Into<String>) -> Broken {
        Broken { line: self.line(at), reason: reason.into() }
    }

    fn line(&self, at: usize) -> usize {
        let before = self.xml.as_bytes().get(..at).unwrap_or(self.xml.as_bytes());
        1 + before.split(|&b| b == b'\n').count() - 1
    }

    fn take(&mut self, event: Event<'_>, at: usize) -> Result<(), Broken> {
        match event {
            Event::Start(tag) => self.start(&tag, at),
            Event::Empty(tag) => {
                self.start(&tag, at)?;
                self.close();
                Ok(())
            }
            Event::End(_) => {
                self.close();
                Ok(())
            }
            Event::Text(text) => self.text(&text.xml10_content(), at),
            Event::CData(text) => self.text(&text.xml10_content(), at),
            Event::GeneralRef(reference) => {
                let text = resolve(&reference).ok_or_else(|| {
                    self.broken(
                        at,
                        format!("the entity &{}; is not defined", reference.xml10_content()),
                    )
                })?;
                self.text(&text, at)
            }
            Event::Decl(declaration) => {
                if at != 0 {
                    return Err(self.broken(at, "the XML declaration must be the very first thing"));
                }
                match declaration.version() {
                    Ok(version) if version == "1.0" => Ok(()),
                    _ => Err(self.broken(at, "only XML 1.0 is accepted (Twilio error 12101)")),
                }
            }
            Event::DocType(_) => Err(self.broken(at, "a document type is not part of TwiML")),
            Event::Comment(_) | Event::PI(_) | Event::Eof => Ok(()),
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>, at: usize) -> Result<(), Broken> {
        if self.root.is_some() {
            return Err(self.broken(at, "a second root element"));
        }
        if self.open.len() >= MAX_DEPTH {
            return Err(self.broken(at, "elements are nested too deep"));
        }
        let mut attributes = Vec::new();
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|e| self.broken(at, e.to_string()))?;
            let name = attribute.key.as_ref().to_owned();
            let value = attribute
                .normalized_value(XmlVersion::Explicit1_0)
                .map_err(|e| self.broken(at, format!("attribute {name}: {e}")))?;
            let raw: &str = attribute.value.as_ref();
            if raw.contains('<') || !value.chars().all(is_xml_char) || !is_name(&name) {
                return Err(self.broken(at, format!("attribute {name:?} is not well-formed")));
            }
            attributes.push((name, value.into_owned()));
        }
        let name = tag.name().as_ref().to_owned();
        if !is_name(&name) {
            return Err(self.broken(at, format!("{name:?} is not an element name")));
        }
        self.open.push(Node { name, attributes, content: Vec::new(), line: self.line(at) });
        Ok(())
    }

    /// Closes the innermost element; the reader has checked that the names agree.
    fn close(&mut self) {
        let Some(node) = self.open.pop() else { return };
        match self.open.last_mut() {
            Some(parent) => parent.content.push(Content::Element(node)),
            None => self.root = Some(node),
        }
    }

    fn text(&mut self, text: &str, at: usize) -> Result<(), Broken> {
        if !text.chars().all(is_xml_char) {
            return Err(self.broken(at, "a character that XML does not allow"));
        }
        if let Some(parent) = self.open.last_mut() {
            match parent.content.last_mut() {
                Some(Content::Text(before)) => before.push_str(text),
                _ => parent.content.push(Content::Text(text.to_owned())),
            }
            return Ok(());
        }
        if text.trim().is_empty() {
            return Ok(());
        }
        Err(self.broken(at, "text outside the root element"))
    }

    fn finish(mut self) -> Result<Node, Broken> {
        let end = self.xml.len();
        if let Some(node) = self.open.last() {
            return Err(self.broken(end, format!("<{}> is never closed", node.name)));
        }
        self.root.take().ok_or_else(|| self.broken(end, "no element at all"))
    }
}

fn resolve(reference: &quick_xml::events::BytesRef<'_>) -> Option<String> {
    match reference.resolve_char_ref() {
        Ok(Some(c)) => return Some(c.to_string()),
        Err(_) => return None,
        Ok(None) => {}
    }
    let text = match reference.xml10_content().as_ref() {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => return None,
    };
    Some(text.to_owned())
}

fn is_xml_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

fn is_name(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|c| c.is_alphabetic() || c == '_')
        && chars.all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':' | '\u{b7}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(xml: &str) -> String {
        read(xml).expect_err("must be refused").reason
    }

    #[test]
    fn text_references_and_sections_run_together_in_order() {
        let root = read("<a>x &amp; <b>y</b>&#233;<![CDATA[<z>]]></a>").expect("well-formed");
        assert_eq!(root.all_text(), "x & yé<z>");
        assert_eq!(root.children().count(), 1);
    }

    #[test]
    fn attributes_lose_their_escapes() {
        let root = read("<a u='x?a=1&amp;b=2'/>").expect("well-formed");
        assert_eq!(root.attribute("u"), Some("x?a=1&b=2"));
    }

    #[test]
    fn what_is_not_well_formed_is_refused_with_its_line() {
        for xml in [
            "",
            "plain words",
            "<a>",
            "<a></b>",
            "<a/><b/>",
            "<a/>tail",
            "<a x=1/>",
            "<a x='1' x='2'/>",
            "<a>&nope;</a>",
            "<a>x & y</a>",
            "<a u='x?a=1&b=2'/>",
            "<a>\u{1}</a>",
            "<a u='<'/>",
            " <?xml version='1.0'?><a/>",
            "<?xml version='1.1'?><a/>",
            "<!DOCTYPE a><a/>",
            "<a><!-- ",
        ] {
            assert!(read(xml).is_err(), "{xml:?} was accepted");
        }
        assert_eq!(read("<a>\n<b>\n</a>").expect_err("mismatch").line, 3);
    }

    #[test]
    fn depth_is_bounded() {
        let xml = format!("{}{}", "<a>".repeat(40), "</a>".repeat(40));
        assert!(reason(&xml).contains("deep"));
    }
}
