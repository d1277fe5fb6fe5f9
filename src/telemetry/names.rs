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
/// Stages of a live conversation, from their beginning to their first piece, by `stage`.
pub const DIALOGUE_SECONDS: &str = "toneline_dialogue_seconds";
/// Of the time from the end of an utterance to the first sound of the answer, what was in our own hands.
pub const OWN_SHARE_SECONDS: &str = "toneline_dialogue_own_seconds";
/// Turns that the tutor was asked about, by `outcome`.
pub const THOUGHTS: &str = "toneline_thoughts_total";
/// Voice notes that came by message, by `outcome`.
pub const VOICE_NOTES: &str = "toneline_voice_notes_total";
/// Tracks of chunks of recordings, and seconds left out of them, by `what`.
pub const RECORDINGS: &str = "toneline_recordings_total";
/// Seconds from the endpointer's decision to the first frame of feedback.
pub const FEEDBACK_SECONDS: &str = "toneline_feedback_seconds";

/// Processor seconds of the threads that carry live calls.
pub const LIVE_CPU_SECONDS: &str = "toneline_live_cpu_seconds_total";
/// Pieces of audio that were due to be sent at an absolute deadline.
pub const SENDS_DUE: &str = "toneline_sends_due_total";
/// Of those, sent over 20 ms late.
pub const SENDS_MISSED: &str = "toneline_sends_missed_total";

/// Prompts that callers stopped, by `kind`.
pub const INTERRUPTIONS: &str = "toneline_interruptions_total";
/// Keys that counted because their tones were heard in the sound of a stream.
pub const KEYS_HEARD: &str = "toneline_keys_heard_total";
/// Clips that came after what they belong to was stopped, and were never said.
pub const STALE_CLIPS: &str = "toneline_stale_clips_total";

/// Calls for which there was no room, by `why`: the setting, the load, or a process that is being stopped.
pub const CALLS_TURNED_AWAY: &str = "toneline_calls_turned_away_total";
/// Of each stream: how far arrivals strayed from their timestamps, seconds.
pub const JITTER_SECONDS: &str = "toneline_line_jitter_seconds";
/// Of each stream: share of frames that the line lost.
pub const LOSS_RATIO: &str = "toneline_line_loss_ratio";
/// Of each stream: share of frames in which the caller spoke.
pub const VOICED_RATIO: &str = "toneline_line_voiced_ratio";
/// Of each stream: level of the caller's voice, dBFS.
pub const LEVEL_DBFS: &str = "toneline_line_level_dbfs";
/// Samples of callers that stood at full scale.
pub const CLIPPED_SAMPLES: &str = "toneline_clipped_samples_total";

/// Requests to the tutor's providers, by `provider`, `model`, `purpose` and `outcome`.
pub const TUTOR_REQUESTS: &str = "toneline_tutor_requests_total";
/// Seconds to a provider's first piece, by `provider`, `model` and `purpose`.
pub const TUTOR_FIRST_SECONDS: &str = "toneline_tutor_first_seconds";
/// Seconds to the end of what a provider gave, by `provider`, `model` and `purpose`.
pub const TUTOR_WHOLE_SECONDS: &str = "toneline_tutor_whole_seconds";
/// What providers charged, billionths of a US dollar, by `provider` and `model`.
pub const TUTOR_COST: &str = "toneline_tutor_cost_nanodollars_total";
/// Where a provider's breaker stands: 0 closed, 1 half-open, 2 open, 3 out; by `provider` and `model`.
pub const TUTOR_BREAKER: &str = "toneline_tutor_breaker";
/// Breakers that opened, by `provider` and `model`.
pub const TUTOR_TRIPS: &str = "toneline_tutor_trips_total";
/// Share of a day's budget that is spent or reserved, by `scope`: of learners and groups the last that was looked at.
pub const TUTOR_BUDGET: &str = "toneline_tutor_budget_share";
/// What somebody should look at, by `what`.
pub const TUTOR_ALARMS: &str = "toneline_tutor_alarms_total";
/// Questions that the tutor was asked, by `kind` and `outcome`.
pub const TUTOR_ANSWERS: &str = "toneline_tutor_answers_total";
/// Looks into the cache of answers, by `what` and `outcome`.
pub const TUTOR_CACHE: &str = "toneline_tutor_cache_total";
/// Answers and sounds that were kept, by `place`: `cache`, or `object` for what is large.
pub const TUTOR_CACHE_KEPT: &str = "toneline_tutor_cache_kept_total";
/// Answers, or sentences, that did not pass the checks, by `why`.
pub const TUTOR_UNFIT: &str = "toneline_tutor_unfit_total";
/// Requests that were begun because another was slow, by `use`.
pub const TUTOR_HEDGES: &str = "toneline_tutor_hedges_total";

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
    describe_counter!(LIVE_CPU_SECONDS, "Processor seconds of the threads that carry live calls");
    describe_counter!(SENDS_DUE, "Pieces of audio that were due at a deadline");
    describe_counter!(SENDS_MISSED, "Pieces of audio sent over 20 ms after their deadline");
    describe_counter!(INTERRUPTIONS, "Prompts that callers stopped, by kind");
    describe_counter!(KEYS_HEARD, "Keys heard in the sound of streams");
    describe_counter!(STALE_CLIPS, "Clips that came too late and were never said");
    describe_counter!(CALLS_TURNED_AWAY, "Calls for which there was no room, by why");
    describe_counter!(CLIPPED_SAMPLES, "Samples of callers at full scale");
    describe_histogram!(JITTER_SECONDS, Unit::Seconds, "Jitter of a stream");
    describe_histogram!(LOSS_RATIO, "Share of a stream's frames that the line lost");
    describe_histogram!(VOICED_RATIO, "Share of a stream's frames in which the caller spoke");
    describe_histogram!(LEVEL_DBFS, "Level of the caller's voice in a stream, dBFS");
    describe_histogram!(DIALOGUE_SECONDS, Unit::Seconds, "Hearing, thinking and speaking");
    describe_histogram!(
        OWN_SHARE_SECONDS,
        Unit::Seconds,
        "End of speech to the answer's first sound, without what providers took"
    );
    describe_counter!(THOUGHTS, "Turns that the tutor was asked about, by outcome");
    describe_counter!(VOICE_NOTES, "Voice notes that came by message, by outcome");
    describe_counter!(RECORDINGS, "Chunks of recordings stored and lost, seconds left out");
    describe_histogram!(
        FEEDBACK_SECONDS,
        Unit::Seconds,
        "From the endpointer's decision to the first feedback frame"
    );
    describe_counter!(TUTOR_REQUESTS, "Requests to the tutor's providers, by outcome");
    describe_histogram!(TUTOR_FIRST_SECONDS, Unit::Seconds, "To a provider's first piece");
    describe_histogram!(TUTOR_WHOLE_SECONDS, Unit::Seconds, "To the end of what a provider gave");
    describe_counter!(TUTOR_COST, "What providers charged, billionths of a US dollar");
    describe_gauge!(TUTOR_BREAKER, "0 closed, 1 half-open, 2 open, 3 out");
    describe_counter!(TUTOR_TRIPS, "Breakers that opened");
    describe_gauge!(TUTOR_BUDGET, "Share of a day's budget that is spent or reserved");
    describe_counter!(TUTOR_ALARMS, "What somebody should look at");
    describe_counter!(TUTOR_ANSWERS, "Questions that the tutor was asked, by outcome");
    describe_counter!(TUTOR_CACHE, "Looks into the cache of answers, by outcome");
    describe_counter!(TUTOR_CACHE_KEPT, "Answers and sounds that were kept, by place");
    describe_counter!(TUTOR_UNFIT, "Answers that did not pass the checks, by why");
    describe_counter!(TUTOR_HEDGES, "Requests that were begun because another was slow");
}
