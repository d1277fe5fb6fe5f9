//! Who is at the other end: a number, a client, or nobody that can be named.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A telephone number in E.164 form: `+` and 7 to 15 digits (ITU-T E.164, 2010-11).
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct E164(String);

impl E164 {
    /// Reads an international number. Spaces, dots, hyphens and brackets are passed over.
    ///
    /// # Errors
    /// [`NumberError`] unless what remains is `+` and 7 to 15 digits, the first not 0.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        let plain: String =
            text.chars().filter(|c| !matches!(c, ' ' | '.' | '-' | '(' | ')')).collect();
        let digits = plain.strip_prefix('+').ok_or(NumberError)?;
        let shaped = (7..=15).contains(&digits.len())
            && digits.bytes().all(|b| b.is_ascii_digit())
            && !digits.starts_with('0');
        if shaped { Ok(Self(plain)) } else { Err(NumberError) }
    }

    /// The number itself. Not for logs.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for E164 {
    type Error = NumberError;
    fn try_from(text: String) -> Result<Self, NumberError> {
        Self::parse(&text)
    }
}

impl From<E164> for String {
    fn from(number: E164) -> String {
        number.0
    }
}

/// Country code and last two digits at most: enough to recognise, not to dial.
impl fmt::Display for E164 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}…{}", &self.0[..3], &self.0[self.0.len() - 2..])
    }
}

impl fmt::Debug for E164 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "E164({self})")
    }
}

/// Not an international number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a number in international form, such as +250788123456")]
pub struct NumberError;

/// Whoever called or texted.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Party {
    /// A telephone number, by voice or SMS.
    Phone(E164),
    /// The same number over WhatsApp: the same learner, another way back.
    WhatsApp(E164),
    /// A SIP address, a client name or another service's user.
    Other(String),
    /// The number is withheld: nothing can be kept beyond this call.
    Withheld,
}

impl Party {
    /// Reads the `From` of a webhook. Never fails: what cannot be read is [`Party::Withheld`].
    #[must_use]
    pub fn parse(from: &str) -> Self {
        let from = from.trim();
        let (whatsapp, rest) = match from.strip_prefix("whatsapp:") {
            Some(rest) => (true, rest),
            None => (false, from),
        };
        // An unescaped '+' in a hand-written form arrives as a space, trimmed above.
        let number = E164::parse(rest).or_else(|_| E164::parse(&format!("+{rest}")));
        match number {
            Ok(n) if is_withheld(n.reveal()) => Party::Withheld,
            Ok(n) if whatsapp => Party::WhatsApp(n),
            Ok(n) => Party::Phone(n),
            Err(_) if rest.is_empty() || is_withheld(rest) || rest.len() > 200 => Party::Withheld,
            Err(_) => Party::Other(rest.to_owned()),
        }
    }

    /// What identifies the learner, the same over every channel; `None` if withheld. Not for logs.
    #[must_use]
    pub fn identity(&self) -> Option<&str> {
        match self {
            Party::Phone(n) | Party::WhatsApp(n) => Some(n.reveal()),
            Party::Other(name) => Some(name),
            Party::Withheld => None,
        }
    }

    /// The address that a message can be sent to, in Twilio's form; `None` if there is none. Not for logs.
    #[must_use]
    pub fn address(&self) -> Option<String> {
        match self {
            Party::Phone(n) => Some(n.reveal().to_owned()),
            Party::WhatsApp(n) => Some(format!("whatsapp:{}", n.reveal())),
            Party::Other(_) | Party::Withheld => None,
        }
    }
}

impl fmt::Debug for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Party::Phone(n) => write!(f, "Phone({n})"),
            Party::WhatsApp(n) => write!(f, "WhatsApp({n})"),
            Party::Other(_) => f.write_str("Other(…)"),
            Party::Withheld => f.write_str("Withheld"),
        }
    }
}

/// The ways in which services write "no caller id"; +266696687 spells ANONYMOUS on the keys.
fn is_withheld(from: &str) -> bool {
    const WORDS: [&str; 6] =
        ["anonymous", "unknown", "restricted", "private", "unavailable", "+266696687"];
    WORDS.iter().any(|w| from.eq_ignore_ascii_case(w))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_one_learner_by_sms_and_by_whatsapp() {
        let sms = Party::parse("+250788123456");
        let whatsapp = Party::parse("whatsapp:+250788123456");
        assert_eq!(sms.identity(), whatsapp.identity());
        assert_ne!(sms.address(), whatsapp.address());
    }

    #[test]
    fn withheld_numbers_have_no_identity() {
        for from in ["", "anonymous", "Unknown", "+266696687", "266696687"] {
            assert_eq!(Party::parse(from), Party::Withheld, "{from:?}");
        }
    }

    #[test]
    fn a_plus_lost_to_form_decoding_is_restored() {
        assert_eq!(Party::parse(" 250788123456"), Party::parse("+250788123456"));
    }

    #[test]
    fn neither_display_nor_debug_shows_the_number() {
        let party = Party::parse("+250788123456");
        assert!(!format!("{party:?}").contains("788123"));
        let number = E164::parse("+250788123456").expect("number");
        assert_eq!(number.to_string(), "+25…56");
    }
}
