//! From an HTTP request to parameters that are known to come from the service.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, FromRef, FromRequest, FromRequestParts, Request};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use futures_util::StreamExt as _;

use super::form::{Form, FormError, FromForm};
use super::public_url::{PublicUrl, Purpose};
use super::signature::{
    SETTINGS_HEADER, SIGNATURE_HEADER, SignatureError, SignedRequest, Verifier, is_form,
};
use crate::web::error::EdgeError;
use crate::web::limit::{BAD_SIGNATURES, Limiter, address_key};

/// The most that is read of a webhook's body, bytes. Real ones stay below 16 KB.
pub const BODY_LIMIT: usize = 64 * 1024;

/// Counts refused webhooks, by `reason`.
pub const REFUSED_METRIC: &str = "toneline_webhooks_refused_total";

/// What tells retries of one request apart, if the service sends it.
const IDEMPOTENCY_HEADER: &str = "i-twilio-idempotency-token";

/// What the extractors need. Put it into the router's state as `Arc<Edge>`.
#[derive(Debug)]
pub struct Edge {
    verifier: Option<Verifier>,
    public_url: PublicUrl,
    trust_proxy: bool,
    strangers: Limiter<IpAddr>,
}

impl Edge {
    /// An edge that believes what `verifier` believes. Without one everything is believed: then bind loopback only.
    #[must_use]
    pub fn new(verifier: Option<Verifier>, public_url: PublicUrl, trust_proxy: bool) -> Self {
        Self { verifier, public_url, trust_proxy, strangers: Limiter::new(BAD_SIGNATURES) }
    }

    /// The URL of a request as its sender knew it.
    #[must_use]
    pub fn url_of(&self, parts: &Parts, purpose: Purpose) -> String {
        self.public_url.of(parts, purpose)
    }

    fn verify(&self, parts: &Parts, body: &[u8], purpose: Purpose) -> Result<(), EdgeError> {
        let Some(verifier) = &self.verifier else {
            return Ok(());
        };
        let check = |url: &str| {
            verifier.verify(&SignedRequest {
                method: parts.method.as_str(),
                url,
                content_type: header(&parts.headers, CONTENT_TYPE.as_str()),
                body,
                signature: header(&parts.headers, SIGNATURE_HEADER),
                // A settings header that cannot be read must not count as none.
                settings: parts
                    .headers
                    .contains_key(SETTINGS_HEADER)
                    .then(|| header(&parts.headers, SETTINGS_HEADER).unwrap_or_default()),
            })
        };
        let url = self.url_of(parts, purpose);
        let verdict = match (purpose, url.strip_prefix("ws://")) {
            // TwiML only ever names wss; whether TLS ended before us, a request alone does not tell.
            (Purpose::WebSocket, Some(rest)) => {
                check(&format!("wss://{rest}")).or_else(|_| check(&url))
            }
            _ => check(&url),
        };
        verdict.map_err(|error| self.refuse(parts, error))
    }

    /// Every bad signature is refused and counted; of a flood from one address only the first are logged.
    fn refuse(&self, parts: &Parts, error: SignatureError) -> EdgeError {
        metrics::counter!(REFUSED_METRIC, "reason" => error.metric_label()).increment(1);
        let address = client_address(parts, self.trust_proxy);
        if address.is_none_or(|a| self.strangers.check(&address_key(a)).is_ok()) {
            tracing::warn!(reason = error.metric_label(), "refused a webhook: {error}");
        }
        EdgeError::BadSignature
    }
}

/// The one value of a header; of several none can be trusted.
fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let only = values.next()?;
    values.next().is_none().then(|| only.to_str().ok())?
}

/// Who is at the other end of the connection; with a trusted proxy, whom the proxy saw.
fn client_address(parts: &Parts, trust_proxy: bool) -> Option<IpAddr> {
    let forwarded = || {
        let list = parts.headers.get("x-forwarded-for")?.to_str().ok()?;
        list.rsplit(',').next()?.trim().parse().ok()
    };
    let peer = || {
        let info = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        info.map(|ConnectInfo(address)| address.ip())
    };
    trust_proxy.then(forwarded).flatten().or_else(peer)
}

/// A webhook that the service signed. An extractor; refusals are problem documents: 403, 413, 400.
#[derive(Debug)]
pub struct Signed<T> {
    /// What it says.
    pub webhook: T,
    /// All its parameters, for keys of idempotency.
    pub form: Form,
    /// Path and query as requested.
    pub target: String,
    /// The base under which the service knows us: scheme and host.
    pub base: String,
    /// What tells its retries apart, if the service said.
    pub retry_token: Option<String>,
}

impl<S, T> FromRequest<S> for Signed<T>
where
    S: Send + Sync,
    T: FromForm,
    Arc<Edge>: FromRef<S>,
{
    type Rejection = EdgeError;

    async fn from_request(request: Request, state: &S) -> Result<Self, EdgeError> {
        let edge = Arc::<Edge>::from_ref(state);
        let (parts, body) = request.into_parts();
        let body = read_body(&parts.headers, body).await?;
        edge.verify(&parts, &body, Purpose::Webhook)?;
        let form = parameters(&parts, &body);
        Ok(Self {
            webhook: T::from_form(&form)?,
            form,
            target: parts
                .uri
                .path_and_query()
                .map_or_else(|| "/".to_owned(), |target| target.as_str().to_owned()),
            base: edge.public_url.base(&parts),
            retry_token: header(&parts.headers, IDEMPOTENCY_HEADER).map(str::to_owned),
        })
    }
}

/// A WebSocket handshake that the service signed. An extractor without contents.
#[derive(Debug, Clone, Copy)]
pub struct SignedHandshake;

impl<S> FromRequestParts<S> for SignedHandshake
where
    S: Send + Sync,
    Arc<Edge>: FromRef<S>,
{
    type Rejection = EdgeError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, EdgeError> {
        let edge = Arc::<Edge>::from_ref(state);
        edge.verify(parts, &[], Purpose::WebSocket).map(|()| Self)
    }
}

impl From<FormError> for EdgeError {
    fn from(error: FormError) -> Self {
        metrics::counter!(REFUSED_METRIC, "reason" => "form").increment(1);
        EdgeError::BadRequest(error.to_string().into())
    }
}

fn parameters(parts: &Parts, body: &[u8]) -> Form {
    let content_type = header(&parts.headers, CONTENT_TYPE.as_str());
    if parts.method == Method::GET {
        Form::decode(parts.uri.query().unwrap_or_default().as_bytes())
    } else if is_form(content_type) {
        Form::decode(body)
    } else {
        Form::default()
    }
}

async fn read_body(headers: &HeaderMap, body: Body) -> Result<Bytes, EdgeError> {
    let announced = header(headers, CONTENT_LENGTH.as_str()).and_then(|n| n.parse().ok());
    if announced.is_some_and(|n: u64| n > BODY_LIMIT as u64) {
        return Err(too_large());
    }
    let mut read = Vec::new();
    let mut chunks = body.into_data_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| EdgeError::BadRequest("the body broke off".into()))?;
        if read.len() + chunk.len() > BODY_LIMIT {
            return Err(too_large());
        }
        read.extend_from_slice(&chunk);
    }
    Ok(read.into())
}

fn too_large() -> EdgeError {
    metrics::counter!(REFUSED_METRIC, "reason" => "too_large").increment(1);
    EdgeError::TooLarge { limit: BODY_LIMIT }
}
