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
    /// Name and value of a stream's parameter together hold 500 characters or more, or the name is empty.
    #[error("a stream's parameter needs a name, and fewer than 500 characters")]
    Parameter,
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
    /// Where audio is streamed to: `wss://…`, or `/…` relative to the document's host. Secrets go into parameters.
    StreamUrl,
    StreamUrl,
    |url| is_plain(url) && !url.contains(['?', '#']) && (is_rooted(url) || is_absolute(url, &["wss"]))
);
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
}
