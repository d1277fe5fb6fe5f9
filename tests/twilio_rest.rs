//! Sending messages: against a stand-in for the service, in every way that it answers.

#[path = "support/fake_twilio.rs"]
mod fake_twilio;

use std::time::{Duration, Instant};

use base64::Engine as _;
use fake_twilio::{FakeTwilio, Reply};
use toneline::domain::ids::{AccountSid, MessageSid};
use toneline::domain::party::E164;
use toneline::ports::PortError;
use toneline::ports::messaging::{Messaging as _, Outgoing};
use toneline::providers::twilio_rest::{NoMessaging, TwilioRest};
use url::Url;

const ACCOUNT: &str = "AC11111111111111111111111111111111";
const TOKEN: &str = "the-token-that-nobody-may-see";
const SID: &str = "SM22222222222222222222222222222222";
const TO: &str = "+250788123456";
const BODY: &str = "Muraho & welcome: 2 + 2 = é";

fn open(base: &Url) -> Result<TwilioRest, PortError> {
    let account = AccountSid::parse(ACCOUNT).expect("a sid");
    let from = E164::parse("+250788000111").expect("a number");
    TwilioRest::new(base, account, TOKEN.into(), from)
}

fn rest(fake: &FakeTwilio) -> TwilioRest {
    open(fake.url()).expect("an account")
}

fn message(to: &str) -> Outgoing {
    Outgoing { to: to.to_owned(), body: BODY.to_owned() }
}

async fn send(fake: &FakeTwilio) -> Result<Option<MessageSid>, PortError> {
    rest(fake).send(&message(TO)).await
}

fn is_unavailable(result: &Result<Option<MessageSid>, PortError>) -> bool {
    matches!(result, Err(PortError::Unavailable { service: "twilio", .. }))
}

fn is_refused(result: &Result<Option<MessageSid>, PortError>) -> bool {
    matches!(result, Err(PortError::Refused { service: "twilio", .. }))
}

#[tokio::test]
async fn a_message_is_sent_with_its_credentials_and_its_id_comes_back() {
    let fake = FakeTwilio::start([Reply::created(SID)]).await;
    assert_eq!(send(&fake).await, Ok(MessageSid::parse(SID).ok()));
    let asked = fake.asked();
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].method, "POST");
    assert_eq!(asked[0].path, format!("/2010-04-01/Accounts/{ACCOUNT}/Messages.json"));
    let basic = base64::engine::general_purpose::STANDARD.encode(format!("{ACCOUNT}:{TOKEN}"));
    assert_eq!(asked[0].headers["authorization"], format!("Basic {basic}"));
    let field = |name: &str| asked[0].form[name].as_str();
    assert_eq!((field("To"), field("From"), field("Body")), (TO, "+250788000111", BODY));
    assert!(rest(&fake).configured());
}

#[tokio::test]
async fn a_whatsapp_number_is_written_to_from_a_whatsapp_number() {
    let fake = FakeTwilio::start([]).await;
    let sent = rest(&fake).send(&message("whatsapp:+250788123456")).await;
    assert!(sent.is_ok());
    assert_eq!(fake.asked()[0].form["From"], "whatsapp:+250788000111");
}

#[tokio::test]
async fn a_base_with_a_path_keeps_it() {
    let fake = FakeTwilio::start([]).await;
    let base = fake.url().join("/compatible/").expect("a URL");
    assert!(open(&base).expect("an account").send(&message(TO)).await.is_ok());
    assert!(fake.asked()[0].path.starts_with("/compatible/2010-04-01/Accounts/"));
}

#[tokio::test]
async fn a_busy_service_is_asked_again_after_a_wait_of_our_own() {
    let fake = FakeTwilio::start([Reply::error(429, 20429), Reply::created(SID)]).await;
    let began = Instant::now();
    assert_eq!(send(&fake).await, Ok(MessageSid::parse(SID).ok()));
    assert_eq!(fake.asked().len(), 2);
    assert!(began.elapsed() >= Duration::from_millis(200), "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_busy_service_is_asked_again_when_it_said() {
    let busy = Reply::error(429, 20429).header("retry-after", "1");
    let fake = FakeTwilio::start([busy, Reply::created(SID)]).await;
    let began = Instant::now();
    assert_eq!(send(&fake).await, Ok(MessageSid::parse(SID).ok()));
    assert_eq!(fake.asked().len(), 2);
    assert!(began.elapsed() >= Duration::from_secs(1), "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_service_that_stays_busy_is_given_up_without_a_last_wait() {
    let busy = |after: &str| Reply::error(429, 20429).header("retry-after", after);
    let fake = FakeTwilio::start([busy("0"), busy("0"), busy("0"), busy("9")]).await;
    let began = Instant::now();
    assert!(is_unavailable(&send(&fake).await));
    assert_eq!(fake.asked().len(), 4);
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_learner_who_opted_out_is_a_refusal_with_its_code() {
    let fake = FakeTwilio::start([Reply::error(400, 21610)]).await;
    let got = send(&fake).await;
    assert!(is_refused(&got), "{got:?}");
    assert!(format!("{got:?}").contains("21610"), "{got:?}");
    assert_eq!(fake.asked().len(), 1);
}

#[tokio::test]
async fn a_fault_of_the_service_is_not_tried_again() {
    for status in [500, 502, 503] {
        let fake = FakeTwilio::start([Reply::new(status, "<html>oops</html>")]).await;
        let got = send(&fake).await;
        assert!(is_unavailable(&got), "{status}: {got:?}");
        assert_eq!(fake.asked().len(), 1, "the message may have gone out");
    }
}

#[tokio::test]
async fn a_service_that_does_not_answer_is_not_waited_for_and_not_asked_twice() {
    let fake = FakeTwilio::start([Reply::created(SID).after(Duration::from_secs(30))]).await;
    let began = Instant::now();
    let impatient = rest(&fake).answered_within(Duration::from_millis(300));
    let got = impatient.send(&message(TO)).await;
    assert!(is_unavailable(&got), "{got:?}");
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    assert_eq!(fake.asked().len(), 1);
}

#[tokio::test]
async fn a_service_that_is_not_there_is_unavailable() {
    let fake = FakeTwilio::start([]).await;
    let gone = fake.url().clone();
    drop(fake);
    tokio::time::sleep(Duration::from_millis(50)).await;
    let got = open(&gone).expect("an account").send(&message(TO)).await;
    assert!(is_unavailable(&got), "{got:?}");
}

#[tokio::test]
async fn a_redirect_is_not_followed_with_our_credentials() {
    let elsewhere = FakeTwilio::start([]).await;
    let away = Reply::new(307, "").header("location", elsewhere.url().as_str());
    let fake = FakeTwilio::start([away]).await;
    assert!(is_refused(&send(&fake).await));
    assert!(elsewhere.asked().is_empty());
}

#[tokio::test]
async fn a_created_message_counts_as_sent_even_if_the_answer_cannot_be_read() {
    for body in ["", "no JSON", "{\"sid\":\"\"}", "{\"sid\":7}"] {
        let fake = FakeTwilio::start([Reply::new(201, body)]).await;
        assert_eq!(send(&fake).await, Ok(None), "{body}");
    }
}

#[test]
fn credentials_never_travel_in_the_clear() {
    for base in ["http://api.example.org", "http://192.0.2.1:8080", "ftp://api.example.org"] {
        let refused = open(&Url::parse(base).expect("a URL"));
        assert!(matches!(refused, Err(PortError::Refused { .. })), "{base}");
    }
    for base in ["https://api.example.org", "http://localhost:9", "http://[::1]:9"] {
        assert!(open(&Url::parse(base).expect("a URL")).is_ok(), "{base}");
    }
}

#[tokio::test]
async fn no_secret_number_or_text_shows_in_errors_or_debug_output() {
    let replies = [Reply::error(400, 21610), Reply::error(503, 20500), Reply::new(307, TO)];
    let fake = FakeTwilio::start(replies).await;
    let mut shown = format!("{:?} {:?}", rest(&fake), message(TO));
    for _ in 0..3 {
        let error = send(&fake).await.expect_err("it failed");
        shown.push_str(&format!("{error} {error:?}"));
    }
    let slow = FakeTwilio::start([Reply::created(SID).after(Duration::from_secs(30))]).await;
    let impatient = rest(&slow).answered_within(Duration::from_millis(100));
    let error = impatient.send(&message(TO)).await.expect_err("it failed");
    shown.push_str(&format!("{error} {error:?}"));
    for secret in [TOKEN, "788123456", "788000111", "Muraho"] {
        assert!(!shown.contains(secret), "{secret} shows in {shown}");
    }
}

#[tokio::test]
async fn without_an_account_messages_are_only_noted() {
    assert_eq!(NoMessaging.send(&message(TO)).await, Ok(None));
    assert!(!NoMessaging.configured());
}
