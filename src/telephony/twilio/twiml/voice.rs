//! The answer to a call: what is said or played, and then exactly one thing that carries the call on or ends it.

use super::DOCUMENT_LIMIT;
use super::node::{self, Element, attribute_text, element_text, escaped_len};
use super::values::{ActionUrl, Seconds, StreamUrl, ValueError};
use crate::domain::manner::Pace;
use crate::text::cut;

/// Characters that one `<Say>` holds with every voice (Polly's limit; Twilio error 13521 above).
const SAY_LIMIT: usize = 3000;
/// Bytes that one `<Say>` holds once its text is percent-encoded (Twilio, `<Say>`): 500 Chinese characters.
const SAY_ENCODED_LIMIT: usize = 4500;
/// Bytes that a verb's tags take at most, whatever it holds.
const TAG_BYTES: usize = 64;
/// Bytes of hints, once escaped: they share the document with the texts.
const HINT_BYTES: usize = 6 * 1024;
/// Entries that a recogniser takes as hints, and the characters of each (Twilio, `<Gather>`).
const HINTS: (usize, usize) = (500, 100);
/// Characters of a parameter's name and value together (Twilio, `<Parameter>`).
const PARAMETER_LIMIT: usize = 500;

/// A language that `<Say>` has voices for. Kinyarwanda is not among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SayLang {
    /// `en-GB`: the English taught in the region's schools.
    English,
    /// `cmn-CN`.
    Mandarin,
}

impl SayLang {
    fn tag(self) -> &'static str {
        match self {
            SayLang::English => "en-GB",
            SayLang::Mandarin => "cmn-CN",
        }
    }
}

/// A language that `<Gather>` recognises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GatherLang {
    /// `en-KE`: the nearest to how English is spoken in the region.
    English,
}

impl GatherLang {
    fn tag(self) -> &'static str {
        match self {
            GatherLang::English => "en-KE",
        }
    }
}

/// Spoken text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Say {
    /// In which language.
    pub lang: SayLang,
    /// What. Split over several verbs where one cannot hold it.
    pub text: String,
    /// How fast, as SSML `prosody`; a voice without SSML says it at its own pace.
    pub pace: Pace,
}

/// SSML `rate` of a pace; none for the voice's own.
fn rate(pace: Pace) -> Option<&'static str> {
    match pace {
        Pace::Slow => Some("80%"),
        Pace::Normal => None,
        Pace::Fast => Some("115%"),
    }
}

/// Something heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Prompt {
    /// Spoken by the service.
    Say(Say),
    /// A recording.
    Play(ActionUrl),
    /// Silence.
    Pause(Seconds),
}

/// How many keys make an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyInput {
    /// Exactly one, whichever: `#` and `*` too.
    One,
    /// Up to so many; `#` sends them.
    UpTo(u8),
}

/// Waiting for an answer while prompts are heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gather {
    /// Heard, and interrupted by the answer.
    pub prompts: Vec<Prompt>,
    /// Where the answer goes.
    pub action: ActionUrl,
    /// Which keys.
    pub keys: KeyInput,
    /// Whether speech is taken too, and in which language.
    pub speech: Option<GatherLang>,
    /// Words likely to be said.
    pub hints: Vec<String>,
    /// Silence that counts as no answer.
    pub timeout: Seconds,
}

/// A bidirectional media stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stream {
    url: StreamUrl,
    parameters: Vec<(&'static str, String)>,
}

impl Stream {
    /// A stream without parameters.
    #[must_use]
    pub fn new(url: StreamUrl) -> Self {
        Self { url, parameters: Vec::new() }
    }

    /// The same with one more parameter.
    ///
    /// # Errors
    /// [`ValueError::Parameter`] where name and value hold 500 characters or more.
    pub fn with(mut self, name: &'static str, value: String) -> Result<Self, ValueError> {
        if name.is_empty() || name.chars().count() + value.chars().count() >= PARAMETER_LIMIT {
            return Err(ValueError::Parameter);
        }
        self.parameters.push((name, value));
        Ok(self)
    }
}

/// What carries the call on, or ends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// Waits for an answer; without one, asks `otherwise` what to do.
    Gather(Gather, ActionUrl),
    /// Opens a stream; when it has ended, asks the URL what to do.
    Stream(Stream, ActionUrl),
    /// Asks the URL what to do.
    Redirect(ActionUrl),
    /// Ends the call.
    Hangup,
}

/// The answer to a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoiceResponse {
    /// Heard first, not to be interrupted.
    pub prompts: Vec<Prompt>,
    /// And then.
    pub end: End,
}

impl VoiceResponse {
    /// The document, in one line; never longer than [`DOCUMENT_LIMIT`].
    #[must_use]
    pub fn render(&self) -> String {
        let text = node::document(&self.root(), false);
        debug_assert!(text.len() <= DOCUMENT_LIMIT, "{} bytes", text.len());
        text
    }

    /// The document, indented for people.
    #[must_use]
    pub fn pretty(&self) -> String {
        node::document(&self.root(), true)
    }

    /// What carries the call on is written whole; the prompts share what room it leaves.
    fn root(&self) -> Element {
        let frame = node::document(&self.with_room(0), false).len() + TAG_BYTES;
        self.with_room(DOCUMENT_LIMIT.saturating_sub(frame))
    }

    fn with_room(&self, mut room: usize) -> Element {
        let root = Element::new("Response").children(prompts(&self.prompts, &mut room));
        match &self.end {
            End::Gather(gather, otherwise) => {
                root.child(gather.element(&mut room)).child(redirect(otherwise))
            }
            End::Stream(stream, after) => {
                root.child(Element::new("Connect").child(stream.element())).child(redirect(after))
            }
            End::Redirect(to) => root.child(redirect(to)),
            End::Hangup => root.child(Element::new("Hangup")),
        }
    }
}

fn redirect(to: &ActionUrl) -> Element {
    Element::new("Redirect").with("method", "POST").text(to.as_str())
}

/// The elements of prompts, as far as `room` goes, bytes; the first that does not fit ends them.
fn prompts(prompts: &[Prompt], room: &mut usize) -> Vec<Element> {
    let mut elements = Vec::new();
    for prompt in prompts {
        match prompt {
            Prompt::Say(say) => say.elements(room, &mut elements),
            Prompt::Play(url) => {
                if taken(room, url.as_str()) {
                    elements.push(Element::new("Play").text(url.as_str()));
                }
            }
            Prompt::Pause(length) => {
                if taken(room, "") {
                    elements.push(Element::new("Pause").with("length", length));
                }
            }
        }
    }
    elements
}

/// Takes the room of a verb that holds `text`; where there is too little, none is left for what follows.
fn taken(room: &mut usize, text: &str) -> bool {
    let left = room.checked_sub(escaped_len(text) + TAG_BYTES);
    *room = left.unwrap_or(0);
    left.is_some()
}

/// Bytes from the start of a text that one `<Say>` holds.
fn say_prefix(text: &str) -> usize {
    let mut encoded = 0;
    let over = text.char_indices().enumerate().find(|(count, (_, c))| {
        encoded += if c.is_ascii_alphanumeric() { 1 } else { 3 * c.len_utf8() };
        *count == SAY_LIMIT || encoded > SAY_ENCODED_LIMIT
    });
    over.map_or(text.len(), |(_, (at, _))| at)
}

impl Say {
    fn elements(&self, room: &mut usize, elements: &mut Vec<Element>) {
        let text = element_text(&self.text);
        let mut rest = text.trim();
        while !rest.is_empty() {
            let piece = &rest[..cut::best(rest, say_prefix(rest))];
            if !taken(room, piece) {
                return;
            }
            let verb = Element::new("Say").with("language", self.lang.tag());
            elements.push(match rate(self.pace) {
                None => verb.text(piece.trim()),
                Some(rate) => {
                    verb.child(Element::new("prosody").with("rate", rate).text(piece.trim()))
                }
            });
            rest = rest[piece.len()..].trim_start();
        }
    }
}

impl Gather {
    fn element(&self, room: &mut usize) -> Element {
        let (digits, finish) = match self.keys {
            // No key ends a single one, so that `#` arrives as itself.
            KeyInput::One => (1, ""),
            // One more than the longest answer: `#` after it must not fall into the next question.
            KeyInput::UpTo(n) => (n.saturating_add(1).max(2), "#"),
        };
        let input = if self.speech.is_some() { "dtmf speech" } else { "dtmf" };
        let hints = self.hints();
        Element::new("Gather")
            .with("input", input)
            .with("action", &self.action)
            .with("method", "POST")
            .with("numDigits", digits)
            .with("finishOnKey", finish)
            .with("timeout", self.timeout)
            .with_opt("speechTimeout", self.speech.map(|_| "auto"))
            .with_opt("language", self.speech.map(GatherLang::tag))
            .with_opt("hints", self.speech.and(hints))
            .with("actionOnEmptyResult", "true")
            .children(prompts(&self.prompts, room))
    }

    /// The hints as Twilio takes them: those that are too long are left out, and what does not fit any more.
    fn hints(&self) -> Option<String> {
        let clean = self.hints.iter().map(|hint| attribute_text(hint).trim().to_owned());
        let fits = |hint: &String| {
            !hint.is_empty() && hint.chars().count() <= HINTS.1 && !hint.contains(',')
        };
        let mut room = HINT_BYTES;
        let within = clean.filter(fits).take(HINTS.0).take_while(|hint| {
            let left = room.checked_sub(escaped_len(hint) + 1);
            room = left.unwrap_or(0);
            left.is_some()
        });
        let joined = within.collect::<Vec<_>>().join(",");
        (!joined.is_empty()).then_some(joined)
    }
}

impl Stream {
    fn element(&self) -> Element {
        let parameter = |(name, value): &(&'static str, String)| {
            Element::new("Parameter").with("name", name).with("value", value)
        };
        Element::new("Stream")
            .with("url", &self.url)
            .children(self.parameters.iter().map(parameter))
    }
}
