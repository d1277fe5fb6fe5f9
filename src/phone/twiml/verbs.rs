//! The verbs that the phone can carry out, as values, with Twilio's defaults filled in.

/// A voice document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoiceDocument {
    /// What to do, in order.
    pub verbs: Vec<Verb>,
    /// What Twilio would warn of. Whatever was wrong has been left out of `verbs`.
    pub findings: Vec<Finding>,
}

/// A messaging document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessagingDocument {
    /// The replies and redirections, in order.
    pub nouns: Vec<MessagingVerb>,
    /// As in [`VoiceDocument`].
    pub findings: Vec<Finding>,
}

/// How much a [`Finding`] matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Allowed, but the writer should know; or something that this phone cannot do.
    Notice,
    /// Twilio would log a warning and carry on without the faulty part.
    Warning,
    /// A fault of the gateway that the call survived.
    Error,
}

/// Something that Twilio would log about what the gateway sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How bad.
    pub severity: Severity,
    /// Number in Twilio's error dictionary; 0 for what Twilio has no number for.
    pub code: u32,
    /// Line of the document, from 1; 0 outside a document.
    pub line: usize,
    /// One sentence.
    pub message: String,
}

/// POST, unless the document says GET.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Method {
    /// Parameters in the query.
    Get,
    /// Parameters in the body.
    #[default]
    Post,
}

/// One voice verb.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verb {
    /// Speak.
    Say(Say),
    /// Play a file, or keys.
    Play(Play),
    /// Wait so many seconds.
    Pause(u32),
    /// Ask.
    Gather(Gather),
    /// Record the caller.
    Record(Record),
    /// Go on with another document; an empty URL is the current one.
    Redirect(Action),
    /// End the call.
    Hangup,
    /// Do not answer.
    Reject {
        /// `true` for reason `busy`, `false` for `rejected`.
        busy: bool,
    },
    /// Hand the call to a stream, or to something that the phone does not have.
    Connect(Connect),
    /// A verb that exists at Twilio and not here.
    Unsupported {
        /// Its name.
        name: String,
        /// Its `action`, if it has one.
        action: Option<Action>,
    },
}

/// Where to go on, as written: relative URLs are not resolved yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// The URL as in the document; may be relative or empty.
    pub url: String,
    /// How to request it.
    pub method: Method,
}

/// `<Say>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Say {
    /// The words, white space folded, inner tags left out.
    pub text: String,
    /// BCP-47; `en-US` if the document names none.
    pub language: String,
    /// As given; `man` if the document names none.
    pub voice: String,
    /// How often, 1 or more; 0 in the document means 1000.
    pub times: u32,
}

/// `<Play>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Play {
    /// The file's URL as written; empty when only keys are played.
    pub url: String,
    /// Keys to play, if any.
    pub digits: Option<String>,
    /// How often, 1 or more; 0 in the document means 1000.
    pub times: u32,
}

/// `<Gather>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gather {
    /// Keys are taken.
    pub dtmf: bool,
    /// Speech is taken.
    pub speech: bool,
    /// Where the result goes; `None` is the current document.
    pub action: Option<Action>,
    /// For the absent `action`, too.
    pub method: Method,
    /// Seconds of quiet before it gives up.
    pub timeout: u32,
    /// Seconds of quiet after speech; `None` is `auto`.
    pub speech_timeout: Option<u32>,
    /// Ends at so many keys.
    pub num_digits: Option<u32>,
    /// Ends at this key; `None` for none.
    pub finish_on_key: Option<char>,
    /// An empty result is posted too.
    pub action_on_empty_result: bool,
    /// Expected words, comma-separated.
    pub hints: String,
    /// BCP-47.
    pub language: String,
    /// As given; `default` if the document names none.
    pub speech_model: String,
    /// Say, Play and Pause inside, in order.
    pub prompts: Vec<Verb>,
}

/// `<Record>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Where the result goes; `None` is the current document.
    pub action: Option<Action>,
    /// For the absent `action`, too.
    pub method: Method,
    /// Seconds of silence that end it; 0 for never.
    pub timeout: u32,
    /// Any of these keys ends it.
    pub finish_on_key: String,
    /// Seconds at most.
    pub max_length: u32,
    /// Beep first.
    pub play_beep: bool,
    /// Where to say that the file is ready.
    pub status_callback: Option<Action>,
}

/// `<Connect>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connect {
    /// The stream, if that is what it connects to.
    pub stream: Option<Stream>,
    /// Name of the noun that the phone does not have, otherwise.
    pub other: Option<String>,
    /// Where to go when it is over; the next verb if absent.
    pub action: Option<Action>,
}

/// `<Stream>` inside `<Connect>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stream {
    /// As written.
    pub url: String,
    /// `name`, if given.
    pub name: Option<String>,
    /// Name and value of each `<Parameter>`, in order.
    pub parameters: Vec<(String, String)>,
    /// Where stream events are posted.
    pub status_callback: Option<Action>,
}

/// One messaging verb.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MessagingVerb {
    /// A reply.
    Message {
        /// The text.
        body: String,
        /// URLs of media.
        media: Vec<String>,
        /// Recipient, if it is not the sender.
        to: Option<String>,
    },
    /// Go on with another document.
    Redirect(Action),
}
