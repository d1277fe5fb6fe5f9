use chrono::TimeZone as _;
use proptest::prelude::*;
use reqwest::header::HeaderValue;

use super::*;

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 1, 12, 0, 0).single().expect("a time")
}

fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
    let value = |text: &str| HeaderValue::from_str(text).expect("a value");
    pairs.iter().map(|(name, text)| (name.parse().expect("a name"), value(text))).collect()
}

fn of(status: u16, body: &str) -> Fault {
    of_answer(status, &HeaderMap::new(), body.as_bytes(), now()).fault
}

const BUSY: Fault = Fault::RateLimited { retry_after: None };

#[test]
fn each_companys_words_give_the_fault_that_they_mean() {
    for (status, body, fault) in [
        (
            429,
            r#"{"error":{"type":"insufficient_quota","code":"insufficient_quota"}}"#,
            Fault::Quota,
        ),
        (429, r#"{"error":{"type":"tokens","code":"rate_limit_exceeded"}}"#, BUSY),
        (429, "", BUSY),
        (401, r#"{"error":{"code":"invalid_api_key"}}"#, Fault::Auth),
        (403, r#"{"error":{"code":"unsupported_country_region_territory"}}"#, Fault::Auth),
        (400, r#"{"error":{"code":"context_length_exceeded"}}"#, Fault::BadRequest),
        (400, r#"{"error":{"code":"content_filter"}}"#, Fault::ContentRefused),
        (404, r#"{"error":{"code":"model_not_found"}}"#, Fault::BadRequest),
        (429, r#"{"error":{"type":null,"code":"credit_balance_exhausted"}}"#, Fault::Quota),
        (503, r#"{"error":{"code":"slow_down"}}"#, BUSY),
        (498, r#"{"error":{"code":"capacity_exceeded"}}"#, BUSY),
        (413, r#"{"error":{"type":"tokens","code":"rate_limit_exceeded"}}"#, Fault::BadRequest),
        (402, "{}", Fault::Quota),
        (401, r#"{"detail":{"status":"quota_exceeded"}}"#, Fault::Quota),
        (429, r#"{"detail":{"status":"too_many_concurrent_requests"}}"#, BUSY),
        (422, r#"{"detail":[{"loc":["body"],"type":"missing"}]}"#, Fault::BadRequest),
        (402, r#"{"err_code":"ASR_PAYMENT_REQUIRED"}"#, Fault::Quota),
        (
            400,
            r#"{"error":{"status":"INVALID_ARGUMENT","details":[{"reason":"API_KEY_INVALID"}]}}"#,
            Fault::Auth,
        ),
        (503, r#"{"error":{"code":503,"status":"UNAVAILABLE"}}"#, Fault::Server),
        (
            503,
            r#"{"error":{"message":"Loading model","code":503}}"#,
            Fault::Loading { ready_in: None },
        ),
        (504, "", Fault::Timeout),
        (500, "<html>", Fault::Server),
        (302, "", Fault::Malformed),
    ] {
        assert_eq!(of(status, body), fault, "{status} {body}");
    }
}

#[test]
fn a_daily_quota_of_google_is_spent_and_one_by_the_minute_says_when_to_come_back() {
    let body = |id: &str| {
        format!(
            r#"[{{"error":{{"code":429,"status":"RESOURCE_EXHAUSTED","details":[
                {{"violations":[{{"quotaId":"{id}"}}]}},{{"retryDelay":"34.5s"}}]}}}}]"#
        )
    };
    assert_eq!(of(429, &body("GenerateRequestsPerDayPerProject")), Fault::Quota);
    let wait = Some(Duration::from_millis(34_500));
    assert_eq!(of(429, &body("PerMinute")), Fault::RateLimited { retry_after: wait });
}

#[test]
fn a_model_that_is_loading_says_when_it_will_be_there() {
    let body = r#"{"error":"Model x is currently loading","estimated_time":20.5}"#;
    let ready_in = Some(Duration::from_millis(20_500));
    assert_eq!(of(503, body), Fault::Loading { ready_in });
}

#[test]
fn a_wait_is_read_in_seconds_in_milliseconds_and_as_a_date() {
    let wait = |pairs: &[(&'static str, &str)]| told_wait(&headers(pairs), now());
    assert_eq!(wait(&[("retry-after", "7")]), Some(Duration::from_secs(7)));
    assert_eq!(wait(&[("retry-after", "0.5")]), Some(Duration::from_millis(500)));
    let both = [("retry-after", "7"), ("retry-after-ms", "250")];
    assert_eq!(wait(&both), Some(Duration::from_millis(250)), "the finer one");
    let date = [("retry-after", "Sun, 01 Mar 2026 12:00:30 GMT")];
    assert_eq!(wait(&date), Some(Duration::from_secs(30)));
    let past = [("retry-after", "Sun, 01 Mar 2026 11:00:00 GMT")];
    assert_eq!(wait(&past), Some(Duration::ZERO));
    assert_eq!(wait(&[("retry-after", "99999999999999")]), Some(LONGEST), "no more than a day");
    for bad in ["soon", "-1", "NaN", ""] {
        assert_eq!(wait(&[("retry-after", bad)]), None, "{bad}");
    }
}

#[test]
fn an_error_in_the_middle_of_a_stream_is_read_by_its_code() {
    let busy = serde_json::json!({ "error": { "code": "rate_limit_exceeded" } });
    assert_eq!(of_event(&busy).fault, BUSY);
    let failed = serde_json::json!({ "error": { "message": "it broke" } });
    assert_eq!(of_event(&failed).fault, Fault::Server);
    let spent = serde_json::json!({ "error": { "code": 402 } });
    assert_eq!(of_event(&spent).fault, Fault::Quota);
}

/// JSON of any shape, with the names that are looked at more often than chance would have them.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "[a-z_ ]{0,12}".prop_map(Value::from),
        Just(Value::from("insufficient_quota")),
        Just(Value::from("3.5s")),
    ];
    let name = prop_oneof![
        Just("error"),
        Just("detail"),
        Just("details"),
        Just("code"),
        Just("type"),
        Just("status"),
        Just("message"),
        Just("violations"),
        Just("quotaId"),
        Just("retryDelay"),
        Just("estimated_time"),
        Just("reason"),
    ];
    leaf.prop_recursive(4, 32, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map(name.clone().prop_map(str::to_owned), inner, 0..5)
                .prop_map(Value::from_iter),
        ]
    })
}

proptest! {
    #[test]
    fn any_body_gives_a_fault_and_none_of_its_words(
        status in 100_u16..1_000,
        body in prop_oneof![
            prop::collection::vec(any::<u8>(), 0..200),
            any_json().prop_map(|value| value.to_string().into_bytes()),
        ],
        wait in "[ -~]{0,30}",
    ) {
        let error = of_answer(status, &headers(&[("retry-after", &wait)]), &body, now());
        prop_assert_eq!(error.detail, format!("status {status}"));
        if let Fault::RateLimited { retry_after: Some(wait) } = error.fault {
            prop_assert!(wait <= LONGEST);
        }
    }

    #[test]
    fn any_event_gives_a_fault(event in any_json()) {
        prop_assert_eq!(of_event(&event).detail, "an error in the stream");
    }
}
