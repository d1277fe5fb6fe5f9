//! The names of the metrics that the edges and the driver keep, with what they mean.

use metrics::{Unit, describe_counter, describe_gauge, describe_histogram};

/// Webhooks answered, by `route` and `status`.
pub const WEBHOOKS: &str = "toneline_webhooks_total";
/// Seconds from a webhook's arrival to its answer, by `route`.
pub const WEBHOOK_SECONDS: &str = "toneline_webhook_seconds";
/// Turns given, by `channel`, `event` and `module`.
pub const TURNS: &str = "toneline_turns_total";
/// Calls that are going on.
pub const LIVE_CALLS: &str = "toneline_live_calls";
/// Media streams that are open.
pub const LIVE_STREAMS: &str = "toneline_live_streams";
/// Media messages, by `kind`; `malformed` and `refused` among them.
pub const MEDIA_MESSAGES: &str = "toneline_media_messages_total";
/// Frames of audio that were late, filled or out of place, by `what`.
pub const MEDIA_ODDITIES: &str = "toneline_media_oddities_total";
/// Streams that ended, by `reason`.
pub const STREAMS_ENDED: &str = "toneline_streams_ended_total";
/// Utterances assessed, by `verdict`.
pub const ASSESSMENTS: &str = "toneline_assessments_total";
/// Voice notes that came by message, by `outcome`.
pub const VOICE_NOTES: &str = "toneline_voice_notes_total";
/// Tracks of chunks of recordings, and seconds left out of them, by `what`.
pub const RECORDINGS: &str = "toneline_recordings_total";
/// Seconds from the endpointer's decision to the first frame of feedback.
pub const FEEDBACK_SECONDS: &str = "toneline_feedback_seconds";

/// Tells the recorder what each metric means.
pub fn describe() {
    describe_counter!(WEBHOOKS, "Webhooks answered, by route and status");
    describe_histogram!(WEBHOOK_SECONDS, Unit::Seconds, "From a webhook's arrival to its answer");
    describe_counter!(TURNS, "Turns given, by channel and event");
    describe_gauge!(LIVE_CALLS, "Calls that are going on");
    describe_gauge!(LIVE_STREAMS, "Media streams that are open");
    describe_counter!(MEDIA_MESSAGES, "Media messages, by kind");
    describe_counter!(MEDIA_ODDITIES, "Late, filled or misplaced audio frames");
    describe_counter!(STREAMS_ENDED, "Streams that ended, by reason");
    describe_counter!(ASSESSMENTS, "Utterances assessed, by verdict");
    describe_counter!(VOICE_NOTES, "Voice notes that came by message, by outcome");
    describe_counter!(RECORDINGS, "Chunks of recordings stored and lost, seconds left out");
    describe_histogram!(
        FEEDBACK_SECONDS,
        Unit::Seconds,
        "From the endpointer's decision to the first feedback frame"
    );
}
