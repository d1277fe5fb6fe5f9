//! Documents that answer a call.

use super::fit::{Rendered, render};
use super::gather::Gather;
use super::messaging::split_body;
use super::node::Element;
use super::say::Say;
use super::values::{ActionUrl, Address, Method, Seconds, StreamUrl, ValueError};

/// The most parameters of one stream, and the characters that name and value of one stay below.
const PARAMETERS: usize = 8;
const PARAMETER_CHARS: usize = 500;

/// The answer to a voice webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VoiceResponse {
    /// Picks up, does something, and ends on purpose.
    Answer(Answer),
    /// Does not pick up, which costs nothing. Works only as the first answer of a call.
    Reject(RejectReason),
    /// Says nothing: for requests whose answer is not run.
    Empty,
}

/// Verbs in the order in which they run, and what comes after the last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// What is done.
    pub verbs: Vec<Verb>,
    /// What then.
    pub end: End,
}

/// How a document ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// The call is over.
    Hangup,
    /// The next document comes from there.
    Redirect(Redirect),
}

/// Fetches the next document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// From where.
    pub url: ActionUrl,
    /// How.
    pub method: Method,
}

/// Why a call is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RejectReason {
    /// The caller hears that the number is not in service.
    #[default]
    Rejected,
    /// The caller hears the busy tone.
    Busy,
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verb {
    /// Speaks.
    Say(Say),
    /// Plays a recording.
    Play(Play),
    /// Waits.
    Pause(Seconds),
    /// Waits for an answer.
    Gather(Gather),
    /// Records the caller.
    Record(Record),
    /// Opens a live stream, and blocks until it ends.
    Connect(Connect),
    /// Sends a text message.
    Sms(Sms),
}

/// A recording to play.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Play {
    /// Where it is.
    pub url: ActionUrl,
}

/// Records the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Who is told that it is there.
    pub action: ActionUrl,
    /// Silence that ends it.
    pub timeout: Seconds,
    /// The longest that it may be.
    pub max_length: Seconds,
    /// Whether a beep tells the caller to begin.
    pub beep: bool,
}

/// Opens a live stream, both ways.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connect {
    /// Where to.
    pub stream: Stream,
    /// Who gives the next document when it ends; otherwise the next verb runs.
    pub action: Option<ActionUrl>,
}

/// A stream and what it carries in its first message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stream {
    url: StreamUrl,
    status_callback: Option<ActionUrl>,
    parameters: Vec<(String, String)>,
}

/// A text message sent from within a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sms {
    /// Whom to; the caller otherwise.
    pub to: Option<Address>,
    /// What. More than 1,600 characters become several messages.
    pub body: String,
}

impl Stream {
    /// A stream to `url`.
    #[must_use]
    pub fn new(url: StreamUrl) -> Self {
        Self { url, status_callback: None, parameters: Vec::new() }
    }

    /// The same, telling `url` when it starts, stops or fails.
    #[must_use]
    pub fn with_status_callback(mut self, url: ActionUrl) -> Self {
        self.status_callback = Some(url);
        self
    }

    /// The same with one more parameter, which arrives in the stream's `start` message.
    ///
    /// # Errors
    /// [`ValueError::Parameter`] if the name is empty or both hold 500 characters or more;
    /// [`ValueError::TooManyParameters`] beyond eight.
    pub fn with_parameter(mut self, name: &str, value: &str) -> Result<Self, ValueError> {
        let chars = name.encode_utf16().count() + value.encode_utf16().count();
        if name.is_empty() || chars >= PARAMETER_CHARS {
            return Err(ValueError::Parameter);
        }
        if self.parameters.len() == PARAMETERS {
            return Err(ValueError::TooManyParameters);
        }
        self.parameters.push((name.to_owned(), value.to_owned()));
        Ok(self)
    }

    fn element(&self) -> Element {
        let parameters = self
            .parameters
            .iter()
            .map(|(name, value)| Element::new("Parameter").with("name", name).with("value", value));
        Element::new("Stream")
            .with("url", &self.url)
            .with_opt("statusCallback", self.status_callback.as_ref())
            .children(parameters)
    }
}

impl Play {
    pub(super) fn element(&self) -> Element {
        Element::new("Play").text(self.url.as_str())
    }
}

impl Redirect {
    pub(super) fn element(&self) -> Element {
        Element::new("Redirect").with("method", self.method).text(self.url.as_str())
    }
}

impl Verb {
    fn elements(&self) -> Vec<Element> {
        match self {
            Verb::Say(say) => say.elements(),
            Verb::Play(play) => vec![play.element()],
            Verb::Pause(length) => vec![Element::new("Pause").with("length", length)],
            Verb::Gather(gather) => vec![gather.element()],
            Verb::Record(record) => vec![record.element()],
            Verb::Connect(connect) => vec![connect.element()],
            Verb::Sms(sms) => sms.elements(),
        }
    }
}

impl Record {
    fn element(&self) -> Element {
        // By default any key would end the recording; only # should.
        Element::new("Record")
            .with("action", &self.action)
            .with("timeout", self.timeout)
            .with("maxLength", self.max_length)
            .with("finishOnKey", "#")
            .with("playBeep", self.beep)
    }
}

impl Connect {
    fn element(&self) -> Element {
        Element::new("Connect")
            .with_opt("action", self.action.as_ref())
            .child(self.stream.element())
    }
}

impl Sms {
    fn elements(&self) -> Vec<Element> {
        let message = |body: &str| Element::new("Sms").with_opt("to", self.to.as_ref()).text(body);
        split_body(&self.body).map(message).filter(Element::has_text).collect()
    }
}

impl VoiceResponse {
    /// Does `verbs`, then hangs up.
    #[must_use]
    pub fn hang_up_after(verbs: Vec<Verb>) -> Self {
        let end = End::Hangup;
        VoiceResponse::Answer(Answer { verbs, end })
    }

    /// Does `verbs`, then fetches the next document from `url`.
    #[must_use]
    pub fn redirect_after(verbs: Vec<Verb>, url: ActionUrl) -> Self {
        let method = Method::Post;
        let end = End::Redirect(Redirect { url, method });
        VoiceResponse::Answer(Answer { verbs, end })
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
        let root = Element::new("Response");
        match self {
            VoiceResponse::Empty => root,
            VoiceResponse::Reject(reason) => {
                let word = match reason {
                    RejectReason::Rejected => "rejected",
                    RejectReason::Busy => "busy",
                };
                root.child(Element::new("Reject").with("reason", word))
            }
            VoiceResponse::Answer(answer) => {
                let end = match &answer.end {
                    End::Hangup => Element::new("Hangup"),
                    End::Redirect(redirect) => redirect.element(),
                };
                root.children(answer.verbs.iter().flat_map(Verb::elements)).child(end)
            }
        }
    }
}
