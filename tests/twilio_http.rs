//! The extractors over HTTP: what is let in, what is refused, and with which answer.

use std::convert::Infallible;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode};
use axum::routing::{get, post};
use base64::Engine as _;
use hmac::{Hmac, Mac as _};
use secrecy::SecretString;
use sha2::Digest as _;
use toneline::telephony::twilio::extract::{BODY_LIMIT, Edge, Signed, SignedHandshake};
use toneline::telephony::twilio::form::{Form, VoiceWebhook};
use toneline::telephony::twilio::public_url::PublicUrl;
use toneline::telephony::twilio::signature::Verifier;
use tower::ServiceExt as _;

const TOKEN: &str = "an auth token";
const BASE: &str = "https://line.example.org";
const FORM: &str = "CallSid=CA1&From=%2B250788123456&To=%2B250788000111&CallStatus=ringing&ToZip=";
/// The fields of `FORM` as they are signed: sorted, decoded, the empty one by its name.
const FIELDS: &str = "CallSidCA1CallStatusringingFrom+250788123456To+250788000111ToZip";

async fn call(request: Signed<VoiceWebhook>) -> String {
    let token = request.retry_token.as_deref().unwrap_or("-");
    format!("{} {} {} {token}", request.webhook.call_sid, request.base, request.target)
}

async fn any_form(request: Signed<Form>) -> String {
    request.form.encode()
}

async fn media(_: SignedHandshake) -> &'static str {
    "in"
}

fn app(public_url: PublicUrl, trust_proxy: bool) -> Router {
    let verifier = Verifier::new(SecretString::from(TOKEN), None);
    mounted(Edge::new(Some(verifier), public_url, trust_proxy))
}

fn mounted(edge: Edge) -> Router {
    Router::new()
        .route("/webhook/call", post(call).get(call))
        .route("/form", post(any_form))
        .route("/media", get(media))
        .with_state(Arc::new(edge))
}

fn fixed() -> Router {
    app(PublicUrl::fixed(BASE), false)
}

/// The signature by the rule of Twilio's page, without our code.
fn sign(url: &str, fields: &str) -> String {
    let mut mac = <Hmac<sha1::Sha1>>::new_from_slice(TOKEN.as_bytes()).expect("any key");
    mac.update(url.as_bytes());
    mac.update(fields.as_bytes());
    base64::engine::general_purpose::STANDARD.encode(mac.finalize().into_bytes())
}

fn form(signature: &str) -> axum::http::request::Builder {
    Request::post("/webhook/call")
        .header("content-type", "application/x-www-form-urlencoded; charset=UTF-8")
        .header("x-twilio-signature", signature)
}

async fn send(app: Router, request: Request<Body>) -> Response<Body> {
    app.oneshot(request).await.expect("an answer")
}

async fn text(response: Response<Body>) -> String {
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.expect("a body");
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// Asserts that an answer is a problem document with this status and code.
async fn assert_problem(response: Response<Body>, status: u16, code: &str) {
    assert_eq!(response.status().as_u16(), status);
    assert_eq!(response.headers()["content-type"], "application/problem+json");
    let body = text(response).await;
    let problem: serde_json::Value = serde_json::from_str(&body).expect("JSON");
    assert_eq!(problem["status"], status, "{body}");
    assert_eq!(problem["code"], code, "{body}");
    assert!(!body.contains("788123456"), "a number shows: {body}");
}

async fn status(app: Router, request: Request<Body>) -> u16 {
    send(app, request).await.status().as_u16()
}

#[tokio::test]
async fn a_signed_form_comes_in_with_where_it_went() {
    let signature = sign(&format!("{BASE}/webhook/call"), FIELDS);
    let request = form(&signature).header("i-twilio-idempotency-token", "t-1").body(FORM.into());
    let response = send(fixed(), request.expect("a request")).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(text(response).await, format!("CA1 {BASE} /webhook/call t-1"));
}

#[tokio::test]
async fn what_is_not_signed_by_the_service_is_refused_with_a_problem_document() {
    let good = sign(&format!("{BASE}/webhook/call"), FIELDS);
    let unsigned = Request::post("/webhook/call").body(FORM.into()).expect("a request");
    let changed = form(&good).body(FORM.replace("ringing", "busy").into()).expect("a request");
    let twice =
        form(&good).header("x-twilio-signature", &good).body(FORM.into()).expect("a request");
    let elsewhere = form(&sign("https://other.example/webhook/call", FIELDS));
    let elsewhere = elsewhere.body(FORM.into()).expect("a request");
    let settings = form(&good).header("x-twilio-webhooks-signature-settings", "nonsense");
    let settings = settings.body(FORM.into()).expect("a request");
    for request in [unsigned, changed, twice, elsewhere, settings] {
        assert_problem(send(fixed(), request).await, 403, "bad_signature").await;
    }
}

#[tokio::test]
async fn a_body_that_is_too_long_is_refused_before_anything_else_announced_or_not() {
    let long = "a".repeat(BODY_LIMIT + 1);
    let announced = form("x").header("content-length", long.len()).body(long.clone().into());
    assert_problem(send(fixed(), announced.expect("a request")).await, 413, "too_large").await;
    let chunks = long
        .into_bytes()
        .chunks(1_000)
        .map(|c| Ok::<_, Infallible>(c.to_vec()))
        .collect::<Vec<_>>();
    let streamed = Body::from_stream(futures_util::stream::iter(chunks));
    let streamed = form("x").body(streamed).expect("a request");
    assert_problem(send(fixed(), streamed).await, 413, "too_large").await;
}

#[tokio::test]
async fn a_body_of_just_the_limit_is_read() {
    let filler = "a".repeat(BODY_LIMIT - FORM.len() - "&Z=".len());
    let signature = sign(&format!("{BASE}/webhook/call"), &format!("{FIELDS}Z{filler}"));
    let request = form(&signature).body(format!("{FORM}&Z={filler}").into()).expect("a request");
    assert_eq!(status(fixed(), request).await, 200);
}

#[tokio::test]
async fn a_body_that_breaks_off_is_a_bad_request() {
    let chunks = [Ok(FORM.as_bytes().to_vec()), Err(std::io::Error::other("cut"))];
    let broken = Body::from_stream(futures_util::stream::iter(chunks));
    let request = form("x").body(broken).expect("a request");
    assert_problem(send(fixed(), request).await, 400, "bad_request").await;
}

#[tokio::test]
async fn a_signed_form_without_its_call_is_a_bad_request() {
    let signature = sign(&format!("{BASE}/webhook/call"), "From+250788123456");
    let request = form(&signature).body("From=%2B250788123456".into()).expect("a request");
    assert_problem(send(fixed(), request).await, 400, "bad_request").await;
}

#[tokio::test]
async fn a_get_is_signed_by_its_url_and_read_from_its_query() {
    let target = format!("/webhook/call?{FORM}");
    let request =
        Request::get(&target).header("x-twilio-signature", sign(&format!("{BASE}{target}"), ""));
    let response = send(fixed(), request.body(Body::empty()).expect("a request")).await;
    assert_eq!(text(response).await, format!("CA1 {BASE} {target} -"));
    let other = Request::get(target.replace("CA1", "CA2"));
    let other = other.header("x-twilio-signature", sign(&format!("{BASE}{target}"), ""));
    assert_eq!(status(fixed(), other.body(Body::empty()).expect("a request")).await, 403);
}

#[tokio::test]
async fn json_is_believed_by_the_hash_in_its_signed_url() {
    let body = "{\"type\":\"event\"}";
    let hash: String = sha2::Sha256::digest(body).iter().map(|b| format!("{b:02x}")).collect();
    let target = format!("/form?bodySHA256={hash}");
    let json = |target: &str, body: &str| {
        Request::post(target)
            .header("content-type", "application/json")
            .header("x-twilio-signature", sign(&format!("{BASE}{target}"), ""))
            .body(Body::from(body.to_owned()))
            .expect("a request")
    };
    let response = send(fixed(), json(&target, body)).await;
    assert_eq!(response.status(), 200);
    assert_eq!(text(response).await, "", "JSON has no fields");
    assert_problem(send(fixed(), json(&target, "{}")).await, 403, "bad_signature").await;
    assert_problem(send(fixed(), json("/form", body)).await, 403, "bad_signature").await;
}

#[tokio::test]
async fn the_port_may_be_signed_or_not() {
    for (base, signed_as) in [
        ("https://line.example.org", "https://line.example.org"),
        ("https://line.example.org", "https://line.example.org:443"),
        ("https://line.example.org:8443", "https://line.example.org:8443"),
        ("https://line.example.org:8443", "https://line.example.org"),
        ("http://line.example.org", "http://line.example.org:80"),
    ] {
        let request = form(&sign(&format!("{signed_as}/webhook/call"), FIELDS)).body(FORM.into());
        let got = status(app(PublicUrl::fixed(base), false), request.expect("a request")).await;
        assert_eq!(got, 200, "{base} signed as {signed_as}");
    }
    let request =
        form(&sign("https://line.example.org:444/webhook/call", FIELDS)).body(FORM.into());
    assert_eq!(status(fixed(), request.expect("a request")).await, 403);
}

#[tokio::test]
async fn a_proxy_is_believed_only_where_it_is_configured() {
    let forwarded = |signed_as: &str| {
        form(&sign(&format!("{signed_as}/webhook/call"), FIELDS))
            .header("host", "10.0.0.7:8080")
            .header("x-forwarded-proto", "https")
            .header("x-forwarded-host", "line.example.org")
            .body(Body::from(FORM))
            .expect("a request")
    };
    let outside = "https://line.example.org";
    let inside = "http://10.0.0.7:8080";
    for (trust, signed_as, expected) in
        [(true, outside, 200), (true, inside, 403), (false, outside, 403), (false, inside, 200)]
    {
        let app = app(PublicUrl::from_requests(trust), trust);
        assert_eq!(status(app, forwarded(signed_as)).await, expected, "trust {trust}, {signed_as}");
    }
}

fn handshake(signed_as: &str) -> Request<Body> {
    Request::get("/media")
        .header("host", "10.0.0.7:8080")
        .header("upgrade", "websocket")
        .header("x-twilio-signature", sign(signed_as, ""))
        .body(Body::empty())
        .expect("a request")
}

#[tokio::test]
async fn a_handshake_is_signed_over_its_wss_url() {
    for (signed_as, expected) in [
        ("wss://line.example.org/media", 200),
        ("wss://line.example.org/media/", 200),
        ("https://line.example.org/media", 403),
        ("wss://other.example.org/media", 403),
    ] {
        assert_eq!(status(fixed(), handshake(signed_as)).await, expected, "{signed_as}");
    }
    let unsigned = Request::get("/media").body(Body::empty()).expect("a request");
    assert_problem(send(fixed(), unsigned).await, 403, "bad_signature").await;
}

#[tokio::test]
async fn without_a_configured_base_a_handshake_is_known_by_its_host_and_wss() {
    let app = || app(PublicUrl::from_requests(false), false);
    assert_eq!(status(app(), handshake("wss://10.0.0.7:8080/media")).await, 200);
    assert_eq!(status(app(), handshake("wss://10.0.0.8:8080/media")).await, 403);
}

#[tokio::test]
async fn without_a_token_everything_is_believed() {
    let app = mounted(Edge::new(None, PublicUrl::from_requests(false), false));
    let request =
        Request::post("/webhook/call").header("content-type", "application/x-www-form-urlencoded");
    assert_eq!(status(app, request.body(FORM.into()).expect("a request")).await, 200);
}
