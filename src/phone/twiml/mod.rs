//! TwiML as a stranger would read it: XML, then the table of elements, then verbs.
//!
//! Shares nothing with the gateway's writer. What Twilio would refuse is an error, what it would warn of and
//! skip is a [`Finding`] and is skipped.

mod rules;
mod schema;
mod tree;
mod typed;
mod verbs;

pub use verbs::{
    Action, Connect, Finding, Gather, MessagingDocument, MessagingVerb, Method, Play, Record, Say,
    Severity, Stream, Verb, VoiceDocument,
};

/// The document is not XML, or not TwiML at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct BrokenTwiml {
    /// From 1.
    pub line: usize,
    /// What is wrong.
    pub reason: String,
}

/// Reads the answer to a voice request.
///
/// # Errors
///
/// When the text is not well-formed XML 1.0 or its root is not `<Response>`.
pub fn parse_voice(xml: &str) -> Result<VoiceDocument, BrokenTwiml> {
    let (root, mut findings) = read(xml, "Response")?;
    rules::check_voice(&root, &mut findings);
    let verbs = root.children().filter_map(typed::verb).collect();
    Ok(VoiceDocument { verbs, findings })
}

/// Reads the answer to a messaging request.
///
/// # Errors
///
/// As [`parse_voice`].
pub fn parse_messaging(xml: &str) -> Result<MessagingDocument, BrokenTwiml> {
    let (root, mut findings) = read(xml, "Response@messaging")?;
    rules::check_messaging(&root, &mut findings);
    let nouns = root.children().filter_map(typed::messaging_verb).collect();
    Ok(MessagingDocument { nouns, findings })
}

fn read(xml: &str, key: &str) -> Result<(tree::Node, Vec<Finding>), BrokenTwiml> {
    let root = tree::read(xml)
        .map_err(|broken| BrokenTwiml { line: broken.line, reason: broken.reason })?;
    if root.name != "Response" {
        let reason = format!("the root is <{}>, not <Response>", root.name);
        return Err(BrokenTwiml { line: root.line, reason });
    }
    let mut findings = Vec::new();
    let root = schema::prune(root, key, &mut findings);
    Ok((root, findings))
}

/// What the fuzzer runs: any bytes as the answer to a call and to a message. Nothing panics, and what is read is read the
/// same again.
///
/// # Panics
/// If the same text is read in two ways.
pub fn fuzz_entry(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (voice, again) = (parse_voice(&text), parse_voice(&text));
    assert_eq!(format!("{voice:?}"), format!("{again:?}"));
    let (message, again) = (parse_messaging(&text), parse_messaging(&text));
    assert_eq!(format!("{message:?}"), format!("{again:?}"));
}
