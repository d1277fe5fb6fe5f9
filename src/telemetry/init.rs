//! Sets logs and metrics up, once a process.

use std::sync::OnceLock;

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;

use super::names;

/// Buckets for answers that should take milliseconds, seconds.
const QUICK: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1.0, 2.5, 15.0];

/// Seconds of the stages of a live conversation: steps of 50 ms about the aim.
const TALK: [f64; 26] = [
    0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7,
    0.8, 0.9, 1.0, 1.1, 1.2, 1.5, 2.0, 3.0, 5.0,
];
/// Buckets for what should take milliseconds and must never take much more, seconds.
const LIVE: [f64; 16] = [
    0.002, 0.005, 0.01, 0.015, 0.02, 0.025, 0.03, 0.035, 0.04, 0.045, 0.05, 0.075, 0.1, 0.2, 0.5,
    2.0,
];

/// Buckets for what we add to the time of others, s. What lies in the first was measured wrongly: it is never negative.
const OWN: [f64; 19] = [
    0.0, 0.005, 0.01, 0.015, 0.02, 0.025, 0.03, 0.035, 0.04, 0.045, 0.05, 0.055, 0.06, 0.07, 0.08,
    0.1, 0.15, 0.25, 1.0,
];

/// Buckets for shares.
const SHARES: [f64; 9] = [0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0];
/// Buckets for levels, dBFS.
const LEVELS: [f64; 8] = [-50.0, -40.0, -35.0, -30.0, -25.0, -20.0, -10.0, 0.0];

/// Writes logs to standard error, in JSON or for people. A second call changes nothing.
///
/// A line inside a turn carries the list of its spans: the turn's says who, the request's which request and call.
pub fn logs(directives: &str, json: bool) {
    let filter = EnvFilter::try_new(directives).unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A subscriber may be there already: another service in this process, a test.
    let _ = if json {
        builder.json().flatten_event(true).with_current_span(true).with_span_list(true).try_init()
    } else {
        builder.with_target(false).try_init()
    };
}

/// The process's metrics. Made on the first call; every service of the process shares them.
pub fn metrics() -> &'static PrometheusHandle {
    static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();
    HANDLE.get_or_init(|| {
        let builder = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &QUICK)
            .and_then(|b| {
                b.set_buckets_for_metric(Matcher::Full(names::FEEDBACK_SECONDS.to_owned()), &LIVE)
            })
            .and_then(|b| {
                b.set_buckets_for_metric(Matcher::Full(names::DIALOGUE_SECONDS.to_owned()), &TALK)
            })
            .and_then(|b| {
                b.set_buckets_for_metric(Matcher::Full(names::OWN_SHARE_SECONDS.to_owned()), &OWN)
            })
            .and_then(|b| b.set_buckets_for_metric(Matcher::Suffix("_ratio".to_owned()), &SHARES))
            .and_then(|b| b.set_buckets_for_metric(Matcher::Suffix("_dbfs".to_owned()), &LEVELS))
            .expect("the buckets are not empty");
        let recorder = builder.build_recorder();
        let handle = recorder.handle();
        // A recorder may be there already in a test binary; this one then stays empty.
        let _ = metrics::set_global_recorder(recorder);
        names::describe();
        handle
    })
}
