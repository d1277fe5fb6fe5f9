//! What can go wrong on a call, in the words that an operator of the gateway needs.

use thiserror::Error;

/// A fault that ends the call or the exchange of texts. The numbers in the messages are those of
/// Twilio's error dictionary, so that they can be looked up there.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PhoneError {
    /// The URL cannot be parsed, or has a scheme other than http and https.
    #[error("{url} is not a URL that can be dialled: {reason} (Twilio error 11100)")]
    BadUrl {
        /// As given.
        url: String,
        /// What is wrong with it.
        reason: String,
    },
    /// No connection, or it broke.
    #[error("could not reach {url}: {reason} (Twilio error 11205)")]
    Unreachable {
        /// What was requested.
        url: String,
        /// What the network said.
        reason: String,
    },
    /// No complete answer within Twilio's limit.
    #[error("{url} did not answer within {seconds} s (Twilio error 11205)")]
    TimedOut {
        /// What was requested.
        url: String,
        /// The limit.
        seconds: u64,
    },
    /// The gateway answered 403: it does not believe our signature.
    #[error(
        "{url} refused the request with 403: the signature was not accepted; is the auth token the gateway's? (Twilio error 11217)"
    )]
    Refused {
        /// What was requested.
        url: String,
    },
    /// Any other status that is neither 2xx nor 3xx.
    #[error("{url} answered {status} (Twilio error 11217)")]
    Status {
        /// What was requested.
        url: String,
        /// The HTTP status.
        status: u16,
    },
    /// More redirections than Twilio follows, or one without a usable `Location`.
    #[error("{url} was redirected in a way that cannot be followed: {reason} (Twilio error 11215)")]
    Redirection {
        /// What was requested.
        url: String,
        /// Too many, or no usable address.
        reason: String,
    },
    /// An answer whose type is neither XML nor text nor sound.
    #[error("{url} answered with content type {content_type:?}, not XML (Twilio error 12300)")]
    ContentType {
        /// What was requested.
        url: String,
        /// The header as it came; empty if there was none.
        content_type: String,
    },
    /// An answer over 64 kB.
    #[error("{url} answered with more than 65536 bytes (Twilio error 11750)")]
    TooLarge {
        /// What was requested.
        url: String,
    },
    /// A 2xx answer without a body where TwiML was due.
    #[error("{url} answered with an empty body (Twilio error 11770)")]
    Empty {
        /// What was requested.
        url: String,
    },
    /// The document is not well-formed XML, or its root is not `<Response>`.
    #[error("the document from {url} cannot be read: line {line}: {reason} (Twilio error 12100)")]
    BrokenTwiml {
        /// Where it came from.
        url: String,
        /// Line, counted from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// The documents lead round in a circle that nobody's input breaks.
    #[error(
        "{documents} documents in a row without any input; the last was {url}: the call is going round in circles"
    )]
    Loop {
        /// How many.
        documents: usize,
        /// The last one.
        url: String,
    },
    /// The line waited for input, and whoever holds the [`Call`](super::Call) gave none.
    #[error("the call waited {seconds} s for input, and none came")]
    Idle {
        /// The limit.
        seconds: u64,
    },
    /// Something was asked of a call that is over, or it ended before what was awaited came.
    #[error("the call is over")]
    Over,
    /// A sound file cannot be read.
    #[error("not a sound file that can be played: {0}")]
    Sound(String),
    /// A file could not be written.
    #[error("{path}: {reason}")]
    File {
        /// Which.
        path: String,
        /// What the system said.
        reason: String,
    },
}
