//! Requests to the gateway, with the headers, limits and redirections that Twilio has.

use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, LOCATION};
use reqwest::{Client, Response, redirect};
use url::{Url, form_urlencoded};
use uuid::Uuid;

use super::PhoneError;
use super::line::Line;
use super::signature;
use super::twiml::Method;

/// Twilio's whole budget for one webhook.
const TOTAL: Duration = Duration::from_secs(15);
const CONNECT: Duration = Duration::from_secs(5);
/// Largest document.
const DOCUMENT_BYTES: usize = 64 * 1024;
/// Largest file that `<Play>` downloads here; over half an hour of mu-law.
const FILE_BYTES: usize = 16 * 1024 * 1024;
const REDIRECTIONS: usize = 10;

/// Which of Twilio's senders asks: they sign the port of an https URL differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Channel {
    Voice,
    Messaging,
}

/// The client of one line.
#[derive(Debug, Clone)]
pub(super) struct Gateway {
    client: Client,
    line: Line,
    channel: Channel,
}

/// One request, before it is signed.
#[derive(Debug, Clone)]
pub(super) struct Request {
    pub(super) method: Method,
    /// As the gateway knows it.
    pub(super) url: Url,
    pub(super) params: Vec<(String, String)>,
}

/// A 2xx answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    /// After redirections; relative URLs in the document resolve against it.
    pub(super) url: Url,
    pub(super) status: u16,
    /// In lower case and without its parameters.
    pub(super) content_type: String,
    pub(super) body: Vec<u8>,
}

impl Gateway {
    pub(super) fn new(line: &Line, channel: Channel) -> Result<Self, PhoneError> {
        // Fails only when another part of the process was first, which is just as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let fault = |reason: String| PhoneError::BadUrl { url: line.base_url.clone(), reason };
        let client = Client::builder()
            .user_agent("TwilioProxy/1.1")
            .connect_timeout(CONNECT)
            .timeout(TOTAL)
            .redirect(redirect::Policy::none())
            .default_headers(headers(&line.extra_headers).map_err(fault)?)
            .build()
            .map_err(|e| fault(e.to_string()))?;
        Ok(Self { client, line: line.clone(), channel })
    }

    /// Sends a webhook and reads its answer, at most 64 kB. Follows redirections as Twilio does: by GET,
    /// without the parameters.
    pub(super) async fn send(&self, request: Request) -> Result<Answer, PhoneError> {
        let token = Uuid::new_v4().to_string();
        self.follow(request, &token, DOCUMENT_BYTES).await
    }

    /// Sends the same delivery again: same parameters, same idempotency token. Returns both answers.
    pub(super) async fn send_twice(
        &self,
        request: Request,
    ) -> Result<(Answer, Answer), PhoneError> {
        let token = Uuid::new_v4().to_string();
        let first = self.follow(request.clone(), &token, DOCUMENT_BYTES).await?;
        Ok((first, self.follow(request, &token, DOCUMENT_BYTES).await?))
    }

    /// Downloads a file for `<Play>`: GET, no standard parameters.
    pub(super) async fn download(&self, url: Url) -> Result<Answer, PhoneError> {
        let request = Request { method: Method::Get, url, params: Vec::new() };
        self.follow(request, &Uuid::new_v4().to_string(), FILE_BYTES).await
    }

    async fn follow(
        &self,
        mut request: Request,
        token: &str,
        limit: usize,
    ) -> Result<Answer, PhoneError> {
        for _ in 0..=REDIRECTIONS {
            let url = request.target();
            let response = self.once_or_again(&request, &url, token).await?;
            if !response.status().is_redirection() {
                return read(response, url, limit).await;
            }
            let next = location(&response, &url)?;
            request = Request { method: Method::Get, url: next, params: Vec::new() };
        }
        Err(PhoneError::Redirection {
            url: request.url.into(),
            reason: "more than 10 in a row".into(),
        })
    }

    /// Twilio's default: one more try, and only when no connection came about.
    async fn once_or_again(
        &self,
        request: &Request,
        url: &Url,
        token: &str,
    ) -> Result<Response, PhoneError> {
        match self.once(request, url, token).await {
            Err(e) if e.is_connect() => self.once(request, url, token).await,
            other => other,
        }
        .map_err(|e| fault(&e, url))
    }

    async fn once(
        &self,
        request: &Request,
        url: &Url,
        token: &str,
    ) -> Result<Response, reqwest::Error> {
        let physical = self.line.physical(url).unwrap_or_else(|_| url.clone());
        let builder = match request.method {
            Method::Get => self.client.get(physical),
            Method::Post => self
                .client
                .post(physical)
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded; charset=UTF-8")
                .body(form(&request.params)),
        };
        let builder =
            builder.header("I-Twilio-Idempotency-Token", token).header("x-home-region", "us1");
        let Some(auth_token) = &self.line.auth_token else { return builder.send().await };
        let signed = self.signed_url(url);
        let params = match request.method {
            Method::Get => &[][..],
            Method::Post => &request.params[..],
        };
        builder.header(signature::HEADER, signature::sign(auth_token, &signed, params)).send().await
    }

    /// The URL under the signature: no user, no password, no fragment; https voice leaves the port out.
    fn signed_url(&self, url: &Url) -> String {
        let mut url = url.clone();
        url.set_fragment(None);
        // These can only fail for URLs without a host, which `http_url` has refused.
        let _ = url.set_username("");
        let _ = url.set_password(None);
        if self.channel == Channel::Voice && url.scheme() == "https" {
            let _ = url.set_port(None);
        }
        url.into()
    }

    /// The signature of a WebSocket handshake at `url` (`wss`), if the line signs.
    pub(super) fn sign_stream(&self, url: &Url) -> Option<String> {
        self.line.auth_token.as_ref().map(|token| signature::sign(token, url.as_str(), &[]))
    }
}

impl Request {
    /// The URL to request: for GET with the parameters in its query, never with a fragment.
    fn target(&self) -> Url {
        let mut url = self.url.clone();
        url.set_fragment(None);
        if self.method == Method::Get && !self.params.is_empty() {
            url.query_pairs_mut().extend_pairs(&self.params);
        }
        url
    }
}

fn headers(pairs: &[(String, String)]) -> Result<HeaderMap, String> {
    let mut map = HeaderMap::new();
    for (name, value) in pairs {
        let name = HeaderName::try_from(name).map_err(|e| format!("header {name:?}: {e}"))?;
        let value = HeaderValue::try_from(value).map_err(|e| format!("header {name}: {e}"))?;
        map.append(name, value);
    }
    Ok(map)
}

fn form(params: &[(String, String)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(params).finish()
}

fn location(response: &Response, from: &Url) -> Result<Url, PhoneError> {
    let bad =
        |reason: &str| PhoneError::Redirection { url: from.to_string(), reason: reason.to_owned() };
    let header = response.headers().get(LOCATION).ok_or_else(|| bad("there is no Location"))?;
    let text = header.to_str().map_err(|_| bad("the Location is not text"))?;
    from.join(text).map_err(|_| bad("the Location is no URL"))
}

async fn read(mut response: Response, url: Url, limit: usize) -> Result<Answer, PhoneError> {
    let status = response.status().as_u16();
    if status == 403 {
        return Err(PhoneError::Refused { url: url.into() });
    }
    if !response.status().is_success() {
        return Err(PhoneError::Status { url: url.into(), status });
    }
    let content_type =
        response.headers().get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let content_type =
        content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|e| fault(&e, &url))? {
        body.extend_from_slice(&chunk);
        if body.len() > limit {
            return Err(PhoneError::TooLarge { url: url.into() });
        }
    }
    Ok(Answer { url, status, content_type, body })
}

fn fault(error: &reqwest::Error, url: &Url) -> PhoneError {
    let url = url.to_string();
    if error.is_timeout() && !error.is_connect() {
        return PhoneError::TimedOut { url, seconds: TOTAL.as_secs() };
    }
    let mut reason = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        reason = inner.to_string();
        source = inner.source();
    }
    PhoneError::Unreachable { url, reason }
}
