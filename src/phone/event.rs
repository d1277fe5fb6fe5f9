//! What the phone hears and does, one value a happening.

use std::sync::Arc;
use std::time::Duration;

use super::PhoneError;
use super::twiml::{Finding, Gather, Method};

/// An [`Event`] and when it happened.
#[derive(Debug, Clone)]
pub struct Moment {
    /// Since the number was dialled.
    pub at: Duration,
    /// What happened.
    pub event: Event,
}

/// One happening on a call, in the order in which a caller would notice them.
#[derive(Debug, Clone)]
pub enum Event {
    /// The gateway answered a webhook.
    Answered {
        /// How it was asked.
        method: Method,
        /// Which URL.
        url: String,
        /// From the request to the last byte of the answer.
        took: Duration,
    },
    /// The line said something through `<Say>`.
    Said {
        /// The words.
        text: String,
        /// BCP-47.
        language: String,
        /// As the document named it.
        voice: String,
    },
    /// The line played a file through `<Play>`.
    Played {
        /// The file, resolved.
        url: String,
        /// Its length; `None` for a format that the phone cannot measure.
        seconds: Option<f32>,
    },
    /// The line played keys.
    Tones {
        /// Which.
        digits: String,
    },
    /// The line was silent through `<Pause>`.
    Paused {
        /// For so long.
        seconds: u32,
    },
    /// The line asks and waits: [`Call::press`](super::Call::press),
    /// [`Call::say_speech`](super::Call::say_speech) or [`Call::silence`](super::Call::silence) answers.
    Gathering(Arc<Gather>),
    /// Keys were pressed at a question or in a stream.
    Pressed {
        /// Which.
        keys: String,
    },
    /// Words were spoken at a question.
    Spoke {
        /// The transcript that goes to the gateway.
        text: String,
    },
    /// A question, or a recording, got nothing.
    NoInput,
    /// The line goes on with another document.
    Redirected {
        /// Resolved.
        url: String,
    },
    /// The line records and waits: [`Call::speak`](super::Call::speak), a key or silence answers.
    Recording {
        /// Seconds at most.
        max_seconds: u32,
    },
    /// A recording ended and was handed over.
    Recorded {
        /// Its length, rounded up.
        seconds: u32,
        /// What the gateway is told.
        url: String,
    },
    /// A media stream is open and `start` has been sent.
    StreamOpened {
        /// As signed, `wss://…`.
        url: String,
        /// `MZ` and 32 hexadecimal digits.
        stream_sid: String,
        /// What `start.customParameters` carried.
        parameters: Vec<(String, String)>,
    },
    /// The stream could not be opened, or broke. The call goes on.
    StreamFailed {
        /// Why.
        reason: String,
    },
    /// The line begins to play sound into the stream.
    LineSpeaking,
    /// The line has played nothing for 300 ms and nothing waits to be played. Also comes once when a fresh
    /// stream stays silent for a second.
    LineQuiet {
        /// What was heard since the last `LineQuiet`: 8 kHz samples, without the silence at the end.
        samples: Arc<[i16]>,
    },
    /// A mark was handed back: everything before it was played, or cleared.
    Mark {
        /// Its name.
        name: String,
        /// `true` when it came back because of a `clear`.
        cleared: bool,
    },
    /// The line took back what it had not played yet.
    Cleared {
        /// How much sound was dropped.
        dropped: Duration,
    },
    /// The caller's sound has gone out to its end.
    Spoken {
        /// How long it was.
        length: Duration,
    },
    /// The stream is over.
    StreamClosed {
        /// `true` when the gateway closed it.
        by_gateway: bool,
        /// How long it was open.
        open: Duration,
    },
    /// Something that Twilio would log about the gateway.
    Finding(Finding),
    /// The call is over.
    HungUp {
        /// `true` when the gateway ended it.
        by_gateway: bool,
    },
    /// The call was not answered.
    Rejected {
        /// The reason was `busy`.
        busy: bool,
    },
    /// The call failed; nothing follows.
    Failed(PhoneError),
}
