//! The simulated phone: plays Twilio's part against any gateway that speaks TwiML.
//!
//! A [`Line`] dials or texts. [`Line::dial`] gives a [`Call`] to drive step by step; [`Line::play`] follows a
//! [`Script`]; [`Line::text`] sends a text and reads the replies. What Twilio would refuse fails the call, what
//! it would warn of is a [`twiml::Finding`].
//!
//! Shares no code with `telephony/`, and may import only `domain`: a mistake in the gateway must not find its
//! twin here. Has therefore its own signature, its own mu-law and its own reading of TwiML.

mod call;
pub mod crowd;
mod error;
mod event;
pub mod g711;
mod gather;
mod http;
mod input;
pub mod learner;
mod line;
mod params;
mod prompts;
mod record;
mod runner;
mod script;
pub mod segments;
pub mod signature;
mod stream;
mod text;
pub mod twiml;
pub mod wav;

pub use call::{Call, CallReport, Recording};
pub use error::PhoneError;
pub use event::{Event, Moment};
pub use line::{Line, Pace};
pub use runner::Ending;
pub use script::{Act, Script};
pub use text::{Reply, TextExchange};
