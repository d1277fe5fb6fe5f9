//! Why a stream ended.

/// A closed set, for logs, metrics and the close frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The turn that stands does not listen, or cannot be spoken here: TwiML carries on.
    Turn,
    /// The service said so: the caller hung up, or the call was moved.
    Stop,
    /// The socket broke off.
    Gone,
    /// It never said which call it is.
    Unnamed,
    /// It showed no good ticket.
    Refused,
    /// Too many messages, too many bytes, or too many that nobody can read.
    Flood,
    /// A message longer than any of the protocol.
    TooBig,
    /// It broke the protocol of its socket.
    Protocol,
    /// It takes nothing of what is sent.
    Stalled,
    /// It went on too long.
    TooLong,
    /// Work for it failed on our side.
    Fault,
    /// The service is being stopped, and the time to finish is over.
    Shutdown,
}

impl Reason {
    /// The label in metrics and logs, and the reason in the close frame.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Reason::Turn => "turn",
            Reason::Stop => "stop",
            Reason::Gone => "gone",
            Reason::Unnamed => "unnamed",
            Reason::Refused => "refused",
            Reason::Flood => "flood",
            Reason::TooBig => "too_big",
            Reason::Protocol => "protocol",
            Reason::Stalled => "stalled",
            Reason::TooLong => "too_long",
            Reason::Fault => "fault",
            Reason::Shutdown => "shutdown",
        }
    }

    /// The status code of the close frame (RFC 6455, section 7.4.1).
    #[must_use]
    pub fn close_code(self) -> u16 {
        match self {
            Reason::Refused | Reason::Unnamed | Reason::Flood => 1_008,
            Reason::Protocol => 1_002,
            Reason::TooBig => 1_009,
            Reason::Fault => 1_011,
            Reason::Shutdown => 1_001,
            _ => 1_000,
        }
    }

    /// Whether the call may be over with it, though nobody has said so.
    #[must_use]
    pub fn is_unasked(self) -> bool {
        matches!(self, Reason::Stop | Reason::Gone | Reason::Stalled)
    }
}
