//! The URL that a sender used, rebuilt on our side of whatever stands between.
//!
//! The path and query are taken byte for byte from the request line: a router or `Url` that normalises them would break
//! the signature.

use axum::extract::OriginalUri;
use axum::http::header::HOST;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri};

/// How the outside reaches us.
#[derive(Debug, Clone, Default)]
pub struct PublicUrl {
    base: Option<String>,
    trust_proxy: bool,
}

/// What kind of request the URL is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A webhook: `http` or `https`.
    Webhook,
    /// A WebSocket handshake: `ws` or `wss`.
    WebSocket,
}

impl PublicUrl {
    /// Always this base (the setting `PUBLIC_URL`), whatever a request says of itself.
    #[must_use]
    pub fn fixed(base: &str) -> Self {
        Self { base: Some(base.trim_end_matches('/').to_owned()), trust_proxy: false }
    }

    /// What each request says of itself. With `trust_proxy`, `X-Forwarded-Proto` and `X-Forwarded-Host` come before
    /// `Host`: only where a proxy of ours overwrites them.
    #[must_use]
    pub fn from_requests(trust_proxy: bool) -> Self {
        Self { base: None, trust_proxy }
    }

    /// The base of a request's URL: scheme, host, and the configured path before ours.
    #[must_use]
    pub fn base(&self, parts: &Parts) -> String {
        match &self.base {
            Some(base) => base.clone(),
            None => self.told_base(&parts.headers, &parts.uri),
        }
    }

    /// The URL of a request as its sender knew it.
    #[must_use]
    pub fn of(&self, parts: &Parts, purpose: Purpose) -> String {
        let uri = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |original| &original.0);
        let base = match &self.base {
            Some(base) => base.clone(),
            None => self.told_base(&parts.headers, uri),
        };
        let target = uri.path_and_query().map_or("/", |target| target.as_str());
        format!("{}{target}", for_purpose(&base, purpose))
    }

    fn told_base(&self, headers: &HeaderMap, uri: &Uri) -> String {
        let forwarded = |name: &str| self.trust_proxy.then(|| first_of(headers, name)).flatten();
        let scheme = forwarded("x-forwarded-proto").unwrap_or("http");
        let host = forwarded("x-forwarded-host")
            .or_else(|| first_of(headers, HOST.as_str()))
            .or_else(|| uri.authority().map(|a| a.as_str()))
            .unwrap_or("localhost");
        format!("{}://{host}", scheme.to_ascii_lowercase())
    }
}

/// The first of a comma-separated list: the hop nearest to the sender.
fn first_of<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let value = headers.get(name)?.to_str().ok()?;
    value.split(',').next().map(str::trim).filter(|v| !v.is_empty())
}

fn for_purpose(base: &str, purpose: Purpose) -> String {
    match (purpose, base.split_once("://")) {
        (Purpose::WebSocket, Some(("https", rest))) => format!("wss://{rest}"),
        (Purpose::WebSocket, Some(("http", rest))) => format!("ws://{rest}"),
        _ => base.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    fn parts(target: &str, headers: &[(&str, &str)]) -> Parts {
        let mut request = Request::builder().method("POST").uri(target);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(()).expect("a request").into_parts().0
    }

    const FORWARDED: &[(&str, &str)] = &[
        ("host", "10.0.0.7:8080"),
        ("x-forwarded-proto", "HTTPS, http"),
        ("x-forwarded-host", "line.example.org, inner"),
    ];

    #[test]
    fn a_configured_base_wins_over_what_the_request_says() {
        let url = PublicUrl::fixed("https://line.example.org:8443/tone/");
        let got = url.of(&parts("/webhook/call?a=%2f&b=", FORWARDED), Purpose::Webhook);
        assert_eq!(got, "https://line.example.org:8443/tone/webhook/call?a=%2f&b=");
    }

    #[test]
    fn the_request_target_is_kept_byte_for_byte() {
        let url = PublicUrl::fixed("https://line.example.org");
        for target in ["//a//b/", "/A/../b?x=%20+&&=", "/a%2Fb?q='(x)", "/?"] {
            let got = url.of(&parts(target, &[]), Purpose::Webhook);
            assert_eq!(got, format!("https://line.example.org{target}"));
        }
    }

    #[test]
    fn forwarded_headers_count_only_where_the_proxy_is_trusted() {
        let request = parts("/x", FORWARDED);
        let told = |trust| PublicUrl::from_requests(trust).of(&request, Purpose::Webhook);
        assert_eq!(told(true), "https://line.example.org/x");
        assert_eq!(told(false), "http://10.0.0.7:8080/x");
    }

    #[test]
    fn a_handshake_is_known_by_a_websocket_scheme() {
        let request = parts("/media", FORWARDED);
        let of = |url: PublicUrl| url.of(&request, Purpose::WebSocket);
        assert_eq!(of(PublicUrl::fixed("https://l.example")), "wss://l.example/media");
        assert_eq!(of(PublicUrl::from_requests(false)), "ws://10.0.0.7:8080/media");
    }
}
