//! What operators and monitors see.

use serde_json::Value;

use crate::caller::Caller;
use crate::test_app::{TestApp, number};

async fn health(app: &TestApp) -> Value {
    let (status, page) = app.get("/healthz").await;
    assert_eq!(status, 200);
    serde_json::from_str(&page).expect("JSON")
}

#[tokio::test(flavor = "multi_thread")]
async fn healthz_names_each_service_and_its_state() {
    let app = TestApp::start().await;
    let page = health(&app).await;
    assert_eq!(page["status"], "healthy");
    assert_eq!(page["version"], env!("CARGO_PKG_VERSION"));
    assert!(
        chrono::DateTime::parse_from_rfc3339(page["timestamp"].as_str().expect("text")).is_ok()
    );
    let services = &page["services"];
    assert_eq!(
        (&services["contexts"]["status"], &services["journal"]["status"]),
        (&"up".into(), &"up".into())
    );
    assert_eq!(services["journal"]["kind"], "sqlite");
    assert_eq!(services["telephony"]["status"], "open");
    assert_eq!(services["tutor"]["status"], "offline");
    let real = TestApp::builder()
        .with_redis()
        .with_postgres()
        .with_token("0123456789abcdef0123456789abcdef");
    let services = health(&real.start().await).await["services"].clone();
    assert_eq!(
        (&services["contexts"]["kind"], &services["journal"]["kind"]),
        (&"redis".into(), &"postgres".into())
    );
    assert_eq!(services["telephony"]["status"], "configured");
}

#[tokio::test(flavor = "multi_thread")]
async fn healthz_is_degraded_without_redis_and_postgres_and_the_line_still_ready() {
    let app = TestApp::builder()
        .with("REDIS_URL", "redis://127.0.0.1:1/0")
        .with("DATABASE_URL", "postgres://nobody:hunter2@127.0.0.1:1/none")
        .start()
        .await;
    let page = health(&app).await;
    assert_eq!(page["status"], "degraded");
    for service in ["contexts", "journal"] {
        assert_eq!(page["services"][service]["status"], "down", "{page}");
        assert!(page["services"][service]["detail"].is_string());
    }
    assert!(!page.to_string().contains("hunter2"), "a secret is shown: {page}");
    assert_eq!(app.get("/readyz").await, (200, "ready\n".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scrape_after_a_call_and_a_text_has_the_named_metrics_and_nobodys_number() {
    let app = TestApp::start().await;
    let line = app.line();
    let (mut caller, _) = Caller::greeted(&line).await;
    caller.press("1").await;
    caller.call.press("6").await.expect("the call goes on");
    caller.call.until_stream().await.expect("a stream");
    caller.call.press("#").await.expect("the stream is open");
    caller.listen().await;
    let sid = caller.hang_up().await.call_sid;
    line.text("MENU").await.expect("a reply");
    app.post("/webhook/status-of-nothing", &[("From", number().as_str())]).await;
    let (status, page) = app.get("/metrics").await;
    assert_eq!(status, 200);
    for name in [
        "toneline_webhooks_total{",
        "toneline_webhook_seconds_bucket{",
        "toneline_turns_total{",
        "toneline_live_calls ",
        "toneline_live_streams ",
        "toneline_media_messages_total{",
        "toneline_streams_ended_total{",
    ] {
        assert!(page.lines().any(|l| l.starts_with(name)), "{name} is not in:\n{page}");
    }
    for secret in
        [line.from.as_str(), line.from.trim_start_matches('+'), sid.as_str(), "CA0", "+250"]
    {
        assert!(!page.contains(secret), "{secret} is in:\n{page}");
    }
}
