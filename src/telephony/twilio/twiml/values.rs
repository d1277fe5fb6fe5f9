//! Attribute values, checked once.

use std::fmt;
use std::num::NonZeroU16;

use url::Url;

/// Why a text is no such value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ValueError {
    /// Neither `http(s)://…` nor a path that begins with one `/`.
    #[error("not an http, https or root-relative URL")]
    Url,
    /// Neither `wss://…` nor such a path, or it has a query, which would be dropped on the way.
    #[error("not a wss or root-relative URL without a query")]
    StreamUrl,
    /// No voice name.
    #[error("not the name of a voice")]
    Voice,
    /// No BCP 47 tag.
    #[error("not a language tag")]
    LangTag,
    /// Name and value of a stream's parameter together hold 500 characters or more, or the name is empty.
    #[error("a stream's parameter needs a name, and fewer than 500 characters")]
    Parameter,
    /// More parameters than a stream of ours may have.
    #[error("too many parameters on one stream")]
    TooManyParameters,
}

/// The longest URL that is written, bytes.
const URL_LIMIT: usize = 1024;

/// Twilio refuses host names with `_`; white space and anything that is not ASCII must come percent-encoded.
fn is_plain(url: &str) -> bool {
    url.len() <= URL_LIMIT && url.bytes().all(|b| b.is_ascii_graphic())
}

fn is_rooted(url: &str) -> bool {
    url.starts_with('/') && !url.starts_with("//") && !url.starts_with("/\\")
}

fn is_absolute(url: &str, schemes: &[&str]) -> bool {
    // A third slash is an empty host, which `Url` would mend.
    let written = schemes.iter().any(|s| {
        let host = url.strip_prefix(s).and_then(|rest| rest.strip_prefix("://"));
        host.is_some_and(|h| !h.starts_with(['/', '\\']))
    });
    written
        && Url::parse(url).is_ok_and(|parsed| {
            parsed.host_str().is_some_and(|h| !h.is_empty() && !h.contains('_'))
        })
}

macro_rules! text_value {
    ($(#[$doc:meta])* $name:ident, $error:ident, $check:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub struct $name(String);

        impl $name {
            /// Checks and keeps it.
            ///
            /// # Errors
            #[doc = concat!("[`ValueError::", stringify!($error), "`] for anything else.")]
            pub fn parse(text: &str) -> Result<Self, ValueError> {
                let check: fn(&str) -> bool = $check;
                if check(text) {
                    Ok(Self(text.to_owned()))
                } else {
                    Err(ValueError::$error)
                }
            }

            /// It as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_value!(
    /// Where the next request goes, or what to play: `https://…`, or `/…` relative to the document's host.
    ActionUrl,
    Url,
    |url| is_plain(url) && (is_rooted(url) || is_absolute(url, &["https", "http"]))
);
text_value!(
    /// An attachment for a message: `https://…`, absolute.
    MediaUrl,
    Url,
    |url| is_plain(url) && is_absolute(url, &["https", "http"])
);
text_value!(
    /// Where audio is streamed to: `wss://…`, or `/…` relative to the document's host. Secrets go into parameters.
    StreamUrl,
    StreamUrl,
    |url| is_plain(url) && !url.contains(['?', '#']) && (is_rooted(url) || is_absolute(url, &["wss"]))
);
text_value!(
    /// A voice: `man`, `woman`, `alice`, `Polly.…` or `Google.…`.
    VoiceName,
    Voice,
    |name| {
        let listed = |rest: &str| {
            (1..=60).contains(&rest.len()) && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        };
        let brand = name.strip_prefix("Polly.").or_else(|| name.strip_prefix("Google."));
        matches!(name, "man" | "woman" | "alice") || brand.is_some_and(listed)
    }
);
text_value!(
    /// A language tag of BCP 47: `en-GB`, `cmn-Hans-CN`.
    LangTag,
    LangTag,
    |tag| {
        let mut parts = tag.split('-');
        let part = |p: &str, least, most| {
            (least..=most).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric())
        };
        let first = parts.next().unwrap_or_default();
        part(first, 2, 3)
            && first.bytes().all(|b| b.is_ascii_lowercase())
            && tag.len() <= 20
            && parts.all(|p| part(p, 2, 8))
    }
);

impl VoiceName {
    /// The most characters that this voice takes in one `<Say>`: Polly 3,000, the others 4,096 (Twilio error 13521).
    #[must_use]
    pub fn char_limit(&self) -> usize {
        if self.0.starts_with("Polly.") { 3000 } else { 4096 }
    }
}

/// A telephone address for a message: `+250…`, `whatsapp:+250…`. Never printed by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Address(String);

impl Address {
    /// The address of a party that can be written to, as `Party::address` gives it.
    #[must_use]
    pub fn of(party: &crate::domain::party::Party) -> Option<Self> {
        party.address().map(Self)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Address(…)")
    }
}

/// A whole number of seconds, at least one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Seconds(NonZeroU16);

impl Seconds {
    /// So many seconds; none becomes one, since Twilio refuses 0 where we use this.
    #[must_use]
    pub fn at_least_one(seconds: u16) -> Self {
        Self(NonZeroU16::new(seconds).unwrap_or(NonZeroU16::MIN))
    }
}

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// How a URL is requested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Method {
    /// With the parameters in the body.
    #[default]
    Post,
    /// With the parameters in the query.
    Get,
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Method::Post => "POST",
            Method::Get => "GET",
        })
    }
}

#[cfg(test)]
mod tests {
    use test_case::test_case;

    use super::*;

    #[test_case("/webhook/voice/process?step=3", true; "a rooted path with a query")]
    #[test_case("https://line.example.org/a?b=1&c=2", true; "an absolute url")]
    #[test_case("http://127.0.0.1:8080/x", true; "a loopback url")]
    #[test_case("//evil.example/x", false; "a host without a scheme")]
    #[test_case("ftp://x/y", false; "another scheme")]
    #[test_case("https://my_host/x", false; "a host name with an underscore")]
    #[test_case("https:///x", false; "no host")]
    #[test_case("/a b", false; "white space")]
    #[test_case("", false; "nothing")]
    fn action_urls(url: &str, good: bool) {
        assert_eq!(ActionUrl::parse(url).is_ok(), good);
    }

    #[test_case("wss://line.example.org/media", true; "a wss url")]
    #[test_case("/media", true; "a path")]
    #[test_case("ws://line.example.org/media", false; "no tls")]
    #[test_case("wss://line.example.org/media?t=1", false; "a query")]
    #[test_case("/media#x", false; "a fragment")]
    fn stream_urls(url: &str, good: bool) {
        assert_eq!(StreamUrl::parse(url).is_ok(), good);
    }

    #[test]
    fn voices_and_languages_are_checked() {
        for good in ["man", "Polly.Zhiyu-Neural", "Google.en-US-Chirp3-HD-Aoede"] {
            assert!(VoiceName::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "Polly.", "Polly.A\"b", "robot"] {
            assert_eq!(VoiceName::parse(bad), Err(ValueError::Voice), "{bad}");
        }
        for good in ["en", "en-GB", "cmn-Hans-CN", "sw-KE"] {
            assert!(LangTag::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "E", "en_GB", "en-", "english"] {
            assert_eq!(LangTag::parse(bad), Err(ValueError::LangTag), "{bad}");
        }
    }
}
