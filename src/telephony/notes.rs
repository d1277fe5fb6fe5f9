//! Voice notes: an attachment is fetched, decoded and judged by the lesson that waits for it, and answered by text.
//!
//! The webhook waits for it only so long; after that it is answered with nothing, and the answer goes out by itself.

use std::sync::Arc;
use std::time::Duration;

use tracing::Instrument as _;

use super::messages::line_text;
use super::router::Desk;
use super::speak;
use super::twilio::form::Attachment;
use super::twilio::twiml::MessagingResponse;
use crate::domain::assessment::Assessment;
use crate::domain::event::Event;
use crate::domain::pinyin::Pinyin;
use crate::domain::reading::Reading;
use crate::domain::turn::Expect;
use crate::ivr::driver::Talk;
use crate::ports::attachments::{Attachments, FetchError, FetchLimits};
use crate::speech::english::listen::Listener;
use crate::speech::english::score::{EnglishScorer, Sentence};
use crate::speech::opus::{self, Limits, OpusError, OutputRate};
use crate::speech::tone::{SpeakerRange, ToneScorer};
use crate::telemetry::names;

/// How long the webhook waits: the budget for any reply is 2.5 s.
const AT_ONCE: Duration = Duration::from_millis(2_000);
/// How long fetching may take where the answer can follow later.
const LATER: Duration = Duration::from_secs(12);
/// Longest file: half a minute at 250 kbit/s.
const MAX_BYTES: usize = 1 << 20;
/// Longest note. A word takes a second or two.
const MAX_MS: u32 = 30_000;
/// Media types that are taken for Ogg Opus; the file itself decides.
const TYPES: [&str; 4] = ["audio/ogg", "audio/opus", "application/ogg", "audio/x-opus+ogg"];

/// Why a note was not judged, as a key of the catalogues and a label.
type Fault = (&'static str, &'static str);

/// The first attachment that may be a voice note.
pub(super) fn find(attachments: &[Attachment]) -> Option<&Attachment> {
    attachments.iter().find(|a| TYPES.contains(&a.media_type.as_str()))
}

/// Whether the lesson waits for what a note can be judged by.
pub(super) async fn awaited(desk: &Desk, talk: &Talk) -> bool {
    let expected = desk.house.driver.expected(talk).await;
    matches!(expected, Some(Expect::Tones(_) | Expect::Reading { .. }))
}

/// The answer to a voice note.
pub(super) async fn answer(desk: &Desk, talk: &Talk, note: &Attachment) -> MessagingResponse {
    let later = desk.house.driver.can_send() && talk.party.address().is_some();
    let (desk, talk, note) = (desk.clone(), talk.clone(), note.clone());
    let patience = if later { LATER } else { AT_ONCE };
    let mut work = {
        let (desk, talk) = (desk.clone(), talk.clone());
        let tasks = desk.house.tasks.clone();
        let work = async move { replies(&desk, &talk, &note, patience).await };
        tasks.spawn(work.in_current_span())
    };
    let budget = if later { AT_ONCE } else { AT_ONCE + Duration::from_millis(400) };
    match tokio::time::timeout(budget, &mut work).await {
        Ok(Ok(bodies)) => MessagingResponse::new(bodies),
        Ok(Err(error)) => {
            tracing::error!(%error, "a voice note was not answered");
            speak::text_apology()
        }
        Err(_) if later => {
            let driver = desk.house.driver.clone();
            let follow = async move {
                match work.await {
                    Ok(bodies) => driver.send_late(&talk, bodies),
                    Err(error) => tracing::error!(%error, "a voice note was not answered"),
                }
            };
            desk.house.tasks.spawn(follow.in_current_span());
            MessagingResponse::default()
        }
        Err(_) => {
            // Nothing can follow: what was begun must not be answered a second time.
            work.abort();
            MessagingResponse::new([line_text(&desk, &talk, "line-note-unreachable").await])
        }
    }
}

async fn replies(desk: &Desk, talk: &Talk, note: &Attachment, patience: Duration) -> Vec<String> {
    let (outcome, bodies) = match heard(desk, talk, note, patience).await {
        Ok(event) => {
            let answer = desk.house.driver.on_event(talk, None, event).await;
            ("judged", speak::texts(desk.house.catalogue, &answer))
        }
        Err((key, outcome)) => (outcome, vec![line_text(desk, talk, key).await]),
    };
    metrics::counter!(names::VOICE_NOTES, "outcome" => outcome).increment(1);
    bodies
}

async fn heard(
    desk: &Desk,
    talk: &Talk,
    note: &Attachment,
    patience: Duration,
) -> Result<Event, Fault> {
    let driver = &desk.house.driver;
    let Some(expect) = driver.expected(talk).await else {
        return Err(("line-note-no-exercise", "no_exercise"));
    };
    let Some(attachments) = &desk.attachments else {
        tracing::warn!("a voice note came, and there are no credentials to fetch it with");
        return Err(("line-note-unreachable", "unreachable"));
    };
    let expect = match expect {
        Expect::Tones(pinyin) => pinyin,
        Expect::Reading { read } => {
            let file = fetch(attachments, note, patience).await?;
            return off_the_path(move || judge_reading(&file, read)).await?;
        }
        Expect::Talk { .. } => return Err(("line-note-no-exercise", "no_exercise")),
    };
    let file = fetch(attachments, note, patience).await?;
    let range = driver.voice_range(talk).await;
    let range = range.and_then(|value| serde_json::from_value(value).ok()).unwrap_or_default();
    let (assessment, range) = off_the_path(move || judge(&file, &expect, range)).await??;
    if let (Assessment::Scored(_), Ok(range)) = (&assessment, serde_json::to_value(range)) {
        driver.keep_voice_range(talk, range).await;
    }
    Ok(Event::Heard(Box::new(assessment)))
}

/// Judging takes some tens of milliseconds: not for a task that others wait for.
async fn off_the_path<T: Send + 'static>(
    judge: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Fault> {
    tokio::task::spawn_blocking(judge).await.map_err(|error| {
        tracing::error!(%error, "judging a voice note failed");
        ("line-error-text", "failed")
    })
}

async fn fetch(
    attachments: &Arc<dyn Attachments>,
    note: &Attachment,
    patience: Duration,
) -> Result<Vec<u8>, Fault> {
    let limits = FetchLimits { max_bytes: MAX_BYTES, patience };
    attachments.fetch(&note.url, limits).await.map_err(|error| {
        tracing::warn!(%error, "a voice note was not fetched");
        match error {
            FetchError::TooLarge => ("line-note-too-long", "too_long"),
            FetchError::Forbidden | FetchError::Refused(_) | FetchError::Unavailable => {
                ("line-note-unreachable", "unreachable")
            }
        }
    })
}

/// Decodes and scores a reading.
fn judge_reading(file: &[u8], text: String) -> Result<Event, Fault> {
    let samples = decode(file)?;
    let failed = |error: &dyn std::fmt::Display| {
        tracing::error!(%error, "a reading cannot be judged");
        ("line-error-text", "failed")
    };
    let sentence = Sentence::parse(&text).map_err(|error| failed(&error))?;
    let scorer = EnglishScorer::load().map_err(|error| failed(&error))?;
    let mut listener = Listener::new();
    listener.read(&samples);
    let verdict = scorer.assess(&listener, &sentence);
    Ok(Event::Read(Box::new(Reading { text, verdict })))
}

fn decode(file: &[u8]) -> Result<Vec<i16>, Fault> {
    let limits = Limits { max_bytes: MAX_BYTES, max_ms: MAX_MS };
    let clip = opus::decode(file, OutputRate::Line, limits).map_err(|error| match error {
        OpusError::TooLong(_) => ("line-note-too-long", "too_long"),
        _ => ("line-note-unreadable", "unreadable"),
    })?;
    Ok(clip.samples)
}

/// Decodes and scores tones.
fn judge(
    file: &[u8],
    expect: &Pinyin,
    mut range: SpeakerRange,
) -> Result<(Assessment, SpeakerRange), Fault> {
    let assessment = ToneScorer::load().assess(&decode(file)?, &[], expect, &mut range);
    Ok((assessment, range))
}
