//! The settings of a simulated subscriber: who calls whom, through which gateway, with which token.

use std::path::PathBuf;
use std::time::Duration;

use url::Url;
use uuid::Uuid;

use super::PhoneError;

/// How time passes outside media streams. Streams always run in real time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pace {
    /// Prompts and pauses take no time, and a question waits until it is answered (or
    /// [`Line::patience`] is over). For tests and scripts.
    #[default]
    Instant,
    /// Prompts take as long as a voice needs, pauses last, questions time out.
    Real,
}

/// A phone line: everything that stays the same from call to call.
#[derive(Debug, Clone)]
pub struct Line {
    /// The gateway's base, such as `http://127.0.0.1:8080`. A path in it is kept in front of the routes.
    pub base_url: String,
    /// The base under which the gateway knows itself, if it is not `base_url`: requests are signed with this,
    /// and URLs that the gateway hands out under it are requested at `base_url`.
    pub public_url: Option<String>,
    /// `AC` and 32 hexadecimal digits.
    pub account_sid: String,
    /// Signs every request; without one, no signature is sent.
    pub auth_token: Option<String>,
    /// The caller, E.164.
    pub from: String,
    /// The number dialled, E.164.
    pub to: String,
    /// Route of the first voice request.
    pub voice_path: String,
    /// Route of the status callback; `None` sends none.
    pub status_path: Option<String>,
    /// Route of an incoming text.
    pub sms_path: String,
    /// How time passes.
    pub pace: Pace,
    /// How long a question waits at [`Pace::Instant`] before the call fails.
    pub patience: Duration,
    /// The recogniser's certainty, as sent with speech; `None` sends none.
    pub confidence: Option<String>,
    /// Every webhook is delivered a second time, with the same idempotency token, and a different answer is
    /// reported as an error.
    pub deliver_twice: bool,
    /// Headers to add to every request, such as those of a proxy.
    pub extra_headers: Vec<(String, String)>,
    /// Where recordings of `<Record>` are written, as `RE….wav`; the gateway is then given a `file:` URL.
    /// Without it the URL has the form of Twilio's, and nothing is there.
    pub recordings: Option<PathBuf>,
}

impl Line {
    /// A line from a Rwandan number to the gateway at `base_url`, without a token.
    #[must_use]
    pub fn new(base_url: &str) -> Self {
        Self {
            base_url: base_url.to_owned(),
            public_url: None,
            account_sid: format!("AC{:032x}", 0x00c0_ffee_u32),
            auth_token: None,
            from: "+250788123456".to_owned(),
            to: "+250730000000".to_owned(),
            voice_path: "/webhook/call".to_owned(),
            status_path: Some("/webhook/voice/status".to_owned()),
            sms_path: "/webhook/sms".to_owned(),
            pace: Pace::Instant,
            patience: Duration::from_secs(60),
            confidence: Some("0.92".to_owned()),
            deliver_twice: false,
            extra_headers: Vec::new(),
            recordings: None,
        }
    }

    /// The same line with this token.
    #[must_use]
    pub fn with_token(mut self, token: &str) -> Self {
        self.auth_token = Some(token.to_owned());
        self
    }

    /// The same line with this caller.
    #[must_use]
    pub fn with_from(mut self, from: &str) -> Self {
        self.from = from.to_owned();
        self
    }

    /// The URL of a route, as the gateway knows it and as it is signed.
    pub(super) fn route(&self, path: &str) -> Result<Url, PhoneError> {
        let base = self.public_url.as_deref().unwrap_or(&self.base_url);
        http_url(&format!("{}/{}", base.trim_end_matches('/'), path.trim_start_matches('/')))
    }

    /// Where a URL of the gateway is really requested: the public authority becomes that of `base_url`.
    pub(super) fn physical(&self, logical: &Url) -> Result<Url, PhoneError> {
        let Some(public) = &self.public_url else { return Ok(logical.clone()) };
        let (public, base) = (http_url(public)?, http_url(&self.base_url)?);
        if logical.host() != public.host()
            || logical.port_or_known_default() != public.port_or_known_default()
        {
            return Ok(logical.clone());
        }
        let mut physical = base.clone();
        physical.set_path(logical.path());
        physical.set_query(logical.query());
        Ok(physical)
    }

    /// Where a stream of the document is really opened. `wss` becomes `ws` when the host is this machine or a
    /// gateway that is itself reached without TLS: nothing there could answer a TLS handshake.
    pub(super) fn physical_stream(&self, logical: &Url) -> Result<Url, PhoneError> {
        let as_http = rescheme(logical, "https");
        let base = http_url(&self.base_url)?;
        let mapped = self.physical(&as_http)?;
        let same_host = mapped.host() == base.host()
            && mapped.port_or_known_default() == base.port_or_known_default();
        let plain = if self.public_url.is_some() && mapped != as_http {
            base.scheme() == "http"
        } else {
            is_loopback(logical) || (same_host && base.scheme() == "http")
        };
        Ok(rescheme(&mapped, if plain { "ws" } else { "wss" }))
    }
}

/// Parses an absolute http or https URL.
pub(super) fn http_url(text: &str) -> Result<Url, PhoneError> {
    let fault = |reason: String| PhoneError::BadUrl { url: text.to_owned(), reason };
    let url = Url::parse(text).map_err(|e| fault(e.to_string()))?;
    match url.scheme() {
        "http" | "https" => Ok(url),
        scheme => Err(fault(format!("the scheme is {scheme}, not http or https"))),
    }
}

/// The same URL under another scheme. `Url::set_scheme` refuses to go from http to ws, so it is rebuilt.
pub(super) fn rescheme(url: &Url, scheme: &str) -> Url {
    let text = url.as_str();
    let rest = text.split_once(':').map_or(text, |(_, rest)| rest);
    Url::parse(&format!("{scheme}:{rest}")).unwrap_or_else(|_| url.clone())
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => false,
    }
}

/// `prefix` and 32 random hexadecimal digits, as Twilio names its resources.
pub(super) fn new_sid(prefix: &str) -> String {
    format!("{prefix}{}", Uuid::new_v4().simple())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).expect("a URL")
    }

    #[test]
    fn a_route_is_appended_to_the_public_base_if_there_is_one() {
        let mut line = Line::new("http://127.0.0.1:9/");
        assert_eq!(
            line.route("/webhook/call").expect("valid").as_str(),
            "http://127.0.0.1:9/webhook/call"
        );
        line.public_url = Some("https://gw.example.org/base".into());
        assert_eq!(line.route("/x").expect("valid").as_str(), "https://gw.example.org/base/x");
    }

    #[test]
    fn public_urls_are_requested_at_the_base() {
        let mut line = Line::new("http://127.0.0.1:9");
        line.public_url = Some("https://gw.example.org".into());
        let at = |text: &str| line.physical(&url(text)).expect("valid").to_string();
        assert_eq!(at("https://gw.example.org/a?b=1"), "http://127.0.0.1:9/a?b=1");
        assert_eq!(at("https://cdn.example.org/a"), "https://cdn.example.org/a");
    }

    #[test]
    fn streams_drop_tls_only_where_there_is_none() {
        let mut line = Line::new("http://127.0.0.1:9");
        let at =
            |line: &Line, text: &str| line.physical_stream(&url(text)).expect("valid").to_string();
        assert_eq!(at(&line, "wss://127.0.0.1:9/media"), "ws://127.0.0.1:9/media");
        assert_eq!(at(&line, "wss://gw.example.org/media"), "wss://gw.example.org/media");
        line.public_url = Some("https://gw.example.org".into());
        assert_eq!(at(&line, "wss://gw.example.org/media"), "ws://127.0.0.1:9/media");
        let far = Line::new("https://gw.example.org");
        assert_eq!(at(&far, "wss://gw.example.org/media"), "wss://gw.example.org/media");
    }

    #[test]
    fn other_schemes_are_refused() {
        assert!(Line::new("ftp://x").route("/").is_err());
        assert!(Line::new("127.0.0.1:8080").route("/").is_err());
    }
}
