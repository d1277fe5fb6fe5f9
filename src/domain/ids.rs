//! Identifiers, parsed once. Compatible services do not use Twilio's `CA` + 32 hex, so the shape is loose.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

/// Why a text is no identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier: 1 to 80 letters, digits, or one of . _ : -")]
pub struct IdError;

fn checked(text: &str) -> Result<&str, IdError> {
    let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | ':' | '-');
    if (1..=80).contains(&text.len()) && text.chars().all(good) { Ok(text) } else { Err(IdError) }
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Checks and keeps an identifier.
            ///
            /// # Errors
            /// [`IdError`] unless it is 1 to 80 ASCII letters, digits, dots, underscores, colons or hyphens.
            pub fn parse(text: &str) -> Result<Self, IdError> {
                checked(text).map(|t| Self(t.to_owned()))
            }

            /// The identifier as it came.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id!(
    /// One leg of one telephone call (`CA…` at Twilio).
    CallSid
);
id!(
    /// One message (`SM…` or `MM…` at Twilio).
    MessageSid
);
id!(
    /// One media stream (`MZ…` at Twilio).
    StreamSid
);
id!(
    /// A telephony account (`AC…` at Twilio).
    AccountSid
);

/// A learner without the number: the first 16 bytes of a keyed hash of it. Safe to log.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LearnerId(pub [u8; 16]);

impl LearnerId {
    /// Reads the 32 hex digits that `Display` writes.
    ///
    /// # Errors
    /// [`IdError`] for anything else.
    pub fn parse(text: &str) -> Result<Self, IdError> {
        if text.len() != 32 || !text.is_ascii() {
            return Err(IdError);
        }
        let mut bytes = [0; 16];
        for (byte, at) in bytes.iter_mut().zip((0..32).step_by(2)) {
            *byte = u8::from_str_radix(&text[at..at + 2], 16).map_err(|_| IdError)?;
        }
        Ok(Self(bytes))
    }
}

impl fmt::Display for LearnerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for LearnerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LearnerId({self})")
    }
}

/// The name of a module: lower-case ASCII, as in folders, metrics and the journal.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ModuleName(Cow<'static, str>);

impl ModuleName {
    /// A name fixed in the code.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ModuleName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sids_of_compatible_services_are_accepted() {
        for sid in ["CA0123456789abcdef0123456789abcdef", "v3:abc-DEF_1", "9e107d9d-372b"] {
            assert_eq!(CallSid::parse(sid).expect(sid).as_str(), sid);
        }
    }

    #[test]
    fn what_could_break_a_log_or_a_key_is_refused() {
        for sid in ["", "a b", "a\nb", "é", &"x".repeat(81)] {
            assert_eq!(CallSid::parse(sid), Err(IdError), "{sid:?}");
        }
    }

    #[test]
    fn learner_ids_survive_printing() {
        let id = LearnerId([7, 0, 255, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
        assert_eq!(LearnerId::parse(&id.to_string()), Ok(id));
        assert_eq!(LearnerId::parse("zz"), Err(IdError));
    }
}
