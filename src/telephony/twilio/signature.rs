//! `X-Twilio-Signature`: did the holder of our auth token send this request?
//!
//! The signature is base64(HMAC(key, URL as requested + sorted form fields)). Pure: bytes in, verdict out. Source: Twilio,
//! "Webhooks security" and "Sign webhooks with shared keys", read November 2026; vectors in `tests/data`.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use subtle::{Choice, ConstantTimeEq};

/// The header that carries the signature.
pub const SIGNATURE_HEADER: &str = "x-twilio-signature";

/// The header that names another key and hash. Where it is missing: the auth token and SHA-1.
pub const SETTINGS_HEADER: &str = "x-twilio-webhooks-signature-settings";

/// Why a request is not believed. The HTTP answer is the same for all; the label is for metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// There is no signature.
    #[error("the request carries no signature")]
    Missing,
    /// The settings header cannot be read, or names a hash that we do not know.
    #[error("the signature settings cannot be read")]
    Settings,
    /// The settings header names a key that we were not given.
    #[error("the signature names a key that is not configured")]
    UnknownKey,
    /// The body is no form, and the URL does not carry its hash.
    #[error("the body is no form and its hash is missing from the URL")]
    BodyHashMissing,
    /// The hash in the URL is not that of the body.
    #[error("the body is not the one that was signed")]
    BodyHashWrong,
    /// The signature is somebody else's, or the request was changed on the way.
    #[error("the signature does not fit the request")]
    Mismatch,
}

impl SignatureError {
    /// A label for metrics, from a closed set.
    #[must_use]
    pub fn metric_label(self) -> &'static str {
        match self {
            SignatureError::Missing => "missing",
            SignatureError::Settings => "settings",
            SignatureError::UnknownKey => "unknown_key",
            SignatureError::BodyHashMissing => "body_hash_missing",
            SignatureError::BodyHashWrong => "body_hash_wrong",
            SignatureError::Mismatch => "mismatch",
        }
    }
}

/// What of a request the signature depends on.
#[derive(Debug, Clone, Copy)]
pub struct SignedRequest<'a> {
    /// `POST`, `GET`, …; only a POST, PUT or PATCH has a body that counts.
    pub method: &'a str,
    /// The URL that the sender used, byte for byte; `wss://…` for a WebSocket handshake.
    pub url: &'a str,
    /// The `Content-Type`, if any.
    pub content_type: Option<&'a str>,
    /// The body as it came.
    pub body: &'a [u8],
    /// The value of [`SIGNATURE_HEADER`], if there is exactly one.
    pub signature: Option<&'a str>,
    /// The value of [`SETTINGS_HEADER`], if any.
    pub settings: Option<&'a str>,
}

/// Holds the keys and checks requests against them.
pub struct Verifier {
    tokens: Vec<SecretString>,
    shared_keys: HashMap<String, SecretString>,
}

impl Verifier {
    /// Trusts the auth token, and during a rotation also the one that is going or coming.
    #[must_use]
    pub fn new(token: SecretString, other_token: Option<SecretString>) -> Self {
        Self {
            tokens: std::iter::once(token).chain(other_token).collect(),
            shared_keys: HashMap::new(),
        }
    }

    /// Trusts a shared key as well, under the id that the settings header gives it.
    #[must_use]
    pub fn with_shared_key(mut self, id: impl Into<String>, secret: SecretString) -> Self {
        self.shared_keys.insert(id.into(), secret);
        self
    }

    /// Checks one request. Every candidate URL and key is computed and compared in constant time, whichever fits.
    ///
    /// # Errors
    /// [`SignatureError`] by reason; none says how near the signature came.
    pub fn verify(&self, request: &SignedRequest<'_>) -> Result<(), SignatureError> {
        let given = request.signature.filter(|s| !s.is_empty()).ok_or(SignatureError::Missing)?;
        let (hash, keys) = self.keys(request.settings)?;
        let fields = signed_fields(request)?;
        let mut fits = Choice::from(0);
        for url in candidate_urls(request.url) {
            for key in &keys {
                let expected = sign(hash, key.expose_secret(), &url, &fields);
                fits |= expected.as_bytes().ct_eq(given.as_bytes());
            }
        }
        if bool::from(fits) { Ok(()) } else { Err(SignatureError::Mismatch) }
    }

    fn keys(&self, settings: Option<&str>) -> Result<(Hash, Vec<&SecretString>), SignatureError> {
        let Some(settings) = settings else {
            return Ok((Hash::Sha1, self.tokens.iter().collect()));
        };
        let (id, hash) = parse_settings(settings).ok_or(SignatureError::Settings)?;
        let key = self.shared_keys.get(id).ok_or(SignatureError::UnknownKey)?;
        Ok((hash, vec![key]))
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Verifier({} tokens, {} shared keys)", self.tokens.len(), self.shared_keys.len())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hash {
    Sha1,
    Sha256,
}

/// Reads `key=<id>,algorithm=<name>`, in either order; names twice, strange names and strange hashes are refused.
fn parse_settings(settings: &str) -> Option<(&str, Hash)> {
    let (mut id, mut hash) = (None, None);
    for part in settings.split(',') {
        let (name, value) = part.trim().split_once('=')?;
        let first = match name.trim() {
            "key" => id.replace(value.trim()).is_none(),
            "algorithm" => hash.replace(value.trim()).is_none(),
            _ => false,
        };
        if !first {
            return None;
        }
    }
    let hash = match hash? {
        "HMAC_SHA1" => Hash::Sha1,
        "HMAC_SHA256" => Hash::Sha256,
        _ => return None,
    };
    id.filter(|id| !id.is_empty()).map(|id| (id, hash))
}

/// What follows the URL under the signature: the sorted fields of a form, or nothing.
fn signed_fields(request: &SignedRequest<'_>) -> Result<String, SignatureError> {
    let has_body = matches!(request.method, "POST" | "PUT" | "PATCH");
    if !has_body {
        return Ok(String::new());
    }
    if is_form(request.content_type) {
        return Ok(joined_fields(request.body));
    }
    match body_hash(request.url) {
        Some(hash) => check_body_hash(&hash, request.body).map(|()| String::new()),
        // Nothing was said, so there is nothing that the signature would have to cover.
        None if request.body.is_empty() => Ok(String::new()),
        None => Err(SignatureError::BodyHashMissing),
    }
}

/// Whether a content type is that of a form, whatever its case and parameters.
#[must_use]
pub fn is_form(content_type: Option<&str>) -> bool {
    content_type
        .and_then(|value| value.split(';').next())
        .is_some_and(|media| media.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded"))
}

/// Names in order of code points, each before each of its distinct values, also in order. Rust orders strings by their
/// UTF-8 bytes, which is the order of code points.
fn joined_fields(body: &[u8]) -> String {
    let mut fields: BTreeMap<Cow<'_, str>, BTreeSet<Cow<'_, str>>> = BTreeMap::new();
    for (name, value) in form_urlencoded::parse(body) {
        fields.entry(name).or_default().insert(value);
    }
    let mut joined = String::with_capacity(body.len());
    for (name, values) in &fields {
        for value in values {
            joined.push_str(name);
            joined.push_str(value);
        }
    }
    joined
}

fn body_hash(url: &str) -> Option<Cow<'_, str>> {
    let (_, query) = url.split_once('?')?;
    form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "bodySHA256")
        .map(|(_, hash)| hash)
}

fn check_body_hash(claimed: &str, body: &[u8]) -> Result<(), SignatureError> {
    let actual: String = Sha256::digest(body).iter().map(|byte| format!("{byte:02x}")).collect();
    if bool::from(actual.as_bytes().ct_eq(claimed.as_bytes())) {
        Ok(())
    } else {
        Err(SignatureError::BodyHashWrong)
    }
}

fn sign(hash: Hash, key: &str, url: &str, fields: &str) -> String {
    match hash {
        Hash::Sha1 => mac::<Hmac<Sha1>>(key, url, fields),
        Hash::Sha256 => mac::<Hmac<Sha256>>(key, url, fields),
    }
}

fn mac<M: Mac + hmac::digest::KeyInit>(key: &str, url: &str, fields: &str) -> String {
    let mut mac =
        <M as Mac>::new_from_slice(key.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(url.as_bytes());
    mac.update(fields.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

/// The URLs that the sender may have signed: without a port and with one; a WebSocket's also with `/` at its end.
fn candidate_urls(url: &str) -> Vec<String> {
    let url = url.split('#').next().unwrap_or_default();
    let Some(parts) = UrlParts::split(url) else {
        return vec![url.to_owned()];
    };
    let mut urls = vec![parts.without_port(), parts.with_port()];
    if parts.is_websocket() {
        let slashed: Vec<String> =
            urls.iter().filter(|url| !url.ends_with('/')).map(|url| format!("{url}/")).collect();
        urls.extend(slashed);
    }
    urls
}

/// A URL in the pieces that the port variants need; the rest stays byte for byte.
struct UrlParts<'a> {
    scheme: &'a str,
    host: &'a str,
    port: Option<&'a str>,
    rest: &'a str,
}

impl<'a> UrlParts<'a> {
    fn split(url: &'a str) -> Option<Self> {
        let (scheme, after) = url.split_once("://")?;
        let end = after.find(['/', '?']).unwrap_or(after.len());
        let (authority, rest) = after.split_at(end);
        let address = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        // The colons of an IPv6 address stand in brackets, and no port begins before the closing one.
        let bracket = address.rfind(']').map_or(0, |at| at + 1);
        let (host, port) = match address[bracket..].find(':') {
            Some(at) => (&address[..bracket + at], Some(&address[bracket + at + 1..])),
            None => (address, None),
        };
        Some(Self { scheme, host, port: port.filter(|p| !p.is_empty()), rest })
    }

    fn is_websocket(&self) -> bool {
        matches!(self.scheme, "wss" | "ws")
    }

    fn without_port(&self) -> String {
        format!("{}://{}{}", self.scheme, self.host, self.rest)
    }

    fn with_port(&self) -> String {
        let usual = if matches!(self.scheme, "https" | "wss") { "443" } else { "80" };
        let port = self.port.unwrap_or(usual);
        format!("{}://{}:{port}{}", self.scheme, self.host, self.rest)
    }
}

/// What the fuzzer runs: any bytes as a request, which must never be believed and never panic.
///
/// # Panics
/// If a request is believed without the key.
pub fn fuzz_entry(data: &[u8]) {
    let mut parts = data.splitn(5, |byte| *byte == 0);
    let mut text = || std::str::from_utf8(parts.next().unwrap_or_default()).ok();
    let (url, content_type, settings, signature) = (text(), text(), text(), text());
    let request = SignedRequest {
        method: "POST",
        url: url.unwrap_or_default(),
        content_type,
        body: data,
        signature,
        settings,
    };
    let key = SecretString::from("a key that the fuzzer does not know");
    let verdict = Verifier::new(key, None).verify(&request);
    assert!(verdict.is_err(), "believed without the key");
}
