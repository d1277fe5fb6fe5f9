//! A call as lines of text, and as JSON, one happening a line.

use serde_json::{Value, json};

use crate::phone::twiml::{Finding, Gather, Method, Severity};
use crate::phone::{Event, Moment};

/// One line for a reader, without its end: the second since dialling, who acts, what happens.
#[must_use]
pub(super) fn line(moment: &Moment) -> String {
    let (who, what) = describe(&moment.event);
    format!("{:7.2}  {who:<7} {what}", moment.at.as_secs_f64())
}

fn describe(event: &Event) -> (&'static str, String) {
    match event {
        Event::Answered { method, url, took } => {
            ("webhook", format!("{} {url} answered in {} ms", verb(*method), took.as_millis()))
        }
        Event::Said { text, language, voice } => {
            ("line", format!("says ({language}, {voice}): {text}"))
        }
        Event::Played { url, seconds } => {
            let length = seconds.map(|s| format!(" ({s:.1} s)")).unwrap_or_default();
            ("line", format!("plays {url}{length}"))
        }
        Event::Tones { digits } => ("line", format!("plays keys {digits}")),
        Event::Paused { seconds } => ("line", format!("is silent for {seconds} s")),
        Event::Gathering(gather) => ("line", question(gather)),
        Event::Pressed { keys } => ("caller", format!("presses {keys}")),
        Event::Spoke { text } => ("caller", format!("says: {text}")),
        Event::NoInput => ("caller", "is silent".to_owned()),
        Event::Redirected { url } => ("line", format!("goes on at {url}")),
        Event::Recording { max_seconds } => ("line", format!("records, {max_seconds} s at most")),
        Event::Recorded { seconds, url } => ("line", format!("has recorded {seconds} s: {url}")),
        Event::StreamOpened { url, .. } => ("stream", format!("opens to {url}")),
        Event::StreamFailed { reason } => ("stream", format!("fails: {reason}")),
        Event::LineSpeaking => ("line", "speaks into the stream".to_owned()),
        Event::LineQuiet { samples } => {
            ("line", format!("is quiet after {:.2} s of sound", seconds_of(samples.len())))
        }
        Event::Mark { name, cleared: false } => ("stream", format!("mark {name} was reached")),
        Event::Mark { name, cleared: true } => ("stream", format!("mark {name} was cleared")),
        Event::Cleared { dropped } => {
            ("line", format!("takes back {} ms of sound", dropped.as_millis()))
        }
        Event::Spoken { length } => {
            ("caller", format!("has spoken for {:.2} s", length.as_secs_f64()))
        }
        Event::StreamClosed { by_gateway, open } => {
            let by = if *by_gateway { "the gateway" } else { "the caller" };
            ("stream", format!("was closed by {by} after {:.2} s", open.as_secs_f64()))
        }
        Event::Finding(finding) => ("twilio", sentence(finding)),
        Event::HungUp { by_gateway: true } => ("line", "hangs up".to_owned()),
        Event::HungUp { by_gateway: false } => ("caller", "hangs up".to_owned()),
        Event::Rejected { busy } => {
            ("line", if *busy { "is busy" } else { "does not answer" }.to_owned())
        }
        Event::Failed(error) => ("call", format!("fails: {error}")),
    }
}

/// A finding as Twilio's log would word it.
#[must_use]
pub(super) fn sentence(finding: &Finding) -> String {
    let level = match finding.severity {
        Severity::Notice => "notice",
        Severity::Warning => "warning",
        Severity::Error => "error",
    };
    let code = if finding.code == 0 { String::new() } else { format!(" {}", finding.code) };
    let line = if finding.line == 0 { String::new() } else { format!(" (line {})", finding.line) };
    format!("{level}{code}: {}{line}", finding.message)
}

fn question(gather: &Gather) -> String {
    let kinds = match (gather.dtmf, gather.speech) {
        (true, true) => "keys or words",
        (false, true) => "words",
        _ => "keys",
    };
    let mut out = format!("waits for {kinds}");
    if let Some(digits) = gather.num_digits {
        out.push_str(&format!(", {digits} at most"));
    }
    if let (true, Some(key)) = (gather.dtmf, gather.finish_on_key) {
        out.push_str(&format!(", ended by {key}"));
    }
    if gather.speech {
        out.push_str(&format!(", in {}", gather.language));
    }
    out
}

fn verb(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
    }
}

#[expect(clippy::cast_precision_loss, reason = "minutes of sound")]
fn seconds_of(samples: usize) -> f64 {
    samples as f64 / 8000.0
}

/// One happening as a JSON object: `at` in seconds, `event`, and the event's own fields.
#[must_use]
pub(super) fn to_json(moment: &Moment) -> Value {
    let mut value = fields(&moment.event);
    value["at"] = json!((moment.at.as_secs_f64() * 1000.0).round() / 1000.0);
    value
}

fn fields(event: &Event) -> Value {
    match event {
        Event::Answered { method, url, took } => {
            json!({"event": "answered", "method": verb(*method), "url": url, "took_ms": ms(took)})
        }
        Event::Said { text, language, voice } => {
            json!({"event": "said", "text": text, "language": language, "voice": voice})
        }
        Event::Played { url, seconds } => {
            json!({"event": "played", "url": url, "seconds": seconds})
        }
        Event::Tones { digits } => json!({"event": "tones", "digits": digits}),
        Event::Paused { seconds } => json!({"event": "paused", "seconds": seconds}),
        Event::Gathering(gather) => json!({
            "event": "gathering", "dtmf": gather.dtmf, "speech": gather.speech, "timeout": gather.timeout,
            "num_digits": gather.num_digits, "finish_on_key": gather.finish_on_key, "language": gather.language,
        }),
        Event::Pressed { keys } => json!({"event": "pressed", "keys": keys}),
        Event::Spoke { text } => json!({"event": "spoke", "text": text}),
        Event::NoInput => json!({"event": "no_input"}),
        Event::Redirected { url } => json!({"event": "redirected", "url": url}),
        Event::Recording { max_seconds } => {
            json!({"event": "recording", "max_seconds": max_seconds})
        }
        Event::Recorded { seconds, url } => {
            json!({"event": "recorded", "seconds": seconds, "url": url})
        }
        Event::StreamOpened { url, stream_sid, .. } => {
            json!({"event": "stream_opened", "url": url, "stream_sid": stream_sid})
        }
        Event::StreamFailed { reason } => json!({"event": "stream_failed", "reason": reason}),
        Event::LineSpeaking => json!({"event": "line_speaking"}),
        Event::LineQuiet { samples } => {
            json!({"event": "line_quiet", "heard_ms": samples.len() / 8})
        }
        Event::Mark { name, cleared } => json!({"event": "mark", "name": name, "cleared": cleared}),
        Event::Cleared { dropped } => json!({"event": "cleared", "dropped_ms": ms(dropped)}),
        Event::Spoken { length } => json!({"event": "spoken", "length_ms": ms(length)}),
        Event::StreamClosed { by_gateway, open } => {
            json!({"event": "stream_closed", "by_gateway": by_gateway, "open_ms": ms(open)})
        }
        Event::Finding(finding) => json!({
            "event": "finding", "severity": format!("{:?}", finding.severity).to_lowercase(),
            "code": finding.code, "line": finding.line, "message": finding.message,
        }),
        Event::HungUp { by_gateway } => json!({"event": "hung_up", "by_gateway": by_gateway}),
        Event::Rejected { busy } => json!({"event": "rejected", "busy": busy}),
        Event::Failed(error) => json!({"event": "failed", "error": error.to_string()}),
    }
}

fn ms(duration: &std::time::Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
