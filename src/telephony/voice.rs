//! The voice webhooks: a call begins, an answer was gathered, a call ended.

use std::time::Instant;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::router::Desk;
use super::speak::{self, AFTER_STREAM, AFTER_THOUGHT, Speaker};
use super::thoughts::{self, Spoken};
use super::twilio::extract::Signed;
use super::twilio::form::{StatusWebhook, VoiceWebhook};
use super::twilio::twiml::{End, VoiceResponse};
use crate::domain::event::Event;
use crate::domain::lang::Lang;
use crate::ivr::driver::Talk;
use crate::session::dialogue::Channel;
use crate::telemetry::names;
use crate::web::idempotency::{self, Key};
use crate::web::panic::Apology;

/// `POST /webhook/call`: a call comes in.
pub(super) async fn call(State(desk): State<Desk>, request: Signed<VoiceWebhook>) -> Response {
    let began = Instant::now();
    let talk = talk_of(&request.webhook);
    known(&desk, &talk);
    let key = key_of(&request);
    let text = idempotency::once(&desk.house.once, &key, answer_call(&desk, &request, &talk)).await;
    measured("call", began);
    xml(text)
}

async fn answer_call(desk: &Desk, request: &Signed<VoiceWebhook>, talk: &Talk) -> String {
    if request.webhook.status.is_final() {
        hang_up(desk, talk).await;
        return nothing();
    }
    let base = base_of(desk, request);
    let speaker = speaker(desk, &base);
    if !desk.house.calls.knows(&talk.id)
        && let Some((lang, sorry)) = turned_away(desk, talk).await
    {
        return speaker.last_words(lang, sorry).render();
    }
    desk.house.calls.touch(talk);
    let answer = desk.house.driver.on_event(talk, None, Event::Opened).await;
    speaker.render(talk, &answer).render()
}

/// What a caller hears for whom there is no room; who can be texted is, once there is.
async fn turned_away(desk: &Desk, talk: &Talk) -> Option<(Lang, &'static str)> {
    let house = &desk.house;
    let why = if house.calls.draining() {
        "draining"
    } else if house.switchboard.busy() {
        "load"
    } else if house.room.left(house.calls.count(), false) == 0 {
        "full"
    } else {
        house.room.got_through(talk);
        return None;
    };
    metrics::counter!(names::CALLS_TURNED_AWAY, "why" => why).increment(1);
    tracing::warn!(why, "turned a call away");
    let (lang, can_text) = house.driver.reach(talk).await;
    // A process that is being stopped remembers nobody.
    let told = why != "draining" && can_text && house.room.turn_away(talk.clone(), Instant::now());
    Some((lang, if told { "line-full" } else { "line-busy" }))
}

/// `POST /webhook/voice/process`: what a `<Gather>` gathered, a redirect, or the end of a stream.
pub(super) async fn process(State(desk): State<Desk>, request: Signed<VoiceWebhook>) -> Response {
    let began = Instant::now();
    let talk = talk_of(&request.webhook);
    known(&desk, &talk);
    let asked = Asked::of(&request.target);
    let handle = answer_process(&desk, &request, &talk, &asked, began);
    // Without a step or a token two deliveries cannot be told from two equal answers.
    let text = if asked.step.is_some() || request.retry_token.is_some() {
        idempotency::once(&desk.house.once, &key_of(&request), handle).await
    } else {
        handle.await
    };
    measured("process", began);
    xml(text)
}

async fn answer_process(
    desk: &Desk,
    request: &Signed<VoiceWebhook>,
    talk: &Talk,
    asked: &Asked,
    began: Instant,
) -> String {
    let mut event = request.webhook.event();
    if event == Event::HungUp {
        hang_up(desk, talk).await;
        return nothing();
    }
    if asked.after_stream && event == Event::Silence {
        // The stream brought the conversation on, or it never got going: the step tells, and the driver knows it.
        event = Event::StreamLost;
    }
    desk.house.calls.touch(talk);
    let base = base_of(desk, request);
    let speaker = speaker(desk, &base);
    let picked = match (asked.after_thought, asked.step) {
        (true, Some(step)) => thoughts::picked_up(desk, talk, step).await,
        _ => None,
    };
    let spoken = match picked {
        Some(answer) => Spoken::Turn(answer),
        None => {
            let answer = desk.house.driver.on_event(talk, asked.step, event).await;
            thoughts::on_call(desk, talk, answer, began).await
        }
    };
    let response = match spoken {
        Spoken::Turn(answer) => speaker.render(talk, &answer),
        Spoken::Hold(answer) => speaker.hold(&answer),
    };
    if response.end == End::Hangup {
        // The service hangs up now; its callback may come late or never.
        hang_up(desk, talk).await;
    }
    response.render()
}

/// `POST /webhook/voice/status`: how the call stands. Order is not guaranteed; only the end matters, once.
pub(super) async fn status(State(desk): State<Desk>, request: Signed<StatusWebhook>) -> StatusCode {
    let webhook = &request.webhook;
    if webhook.status.is_final() {
        let talk = Talk {
            party: webhook.learner.clone(),
            channel: Channel::Voice,
            id: webhook.call_sid.to_string(),
            can_hear: true,
        };
        known(&desk, &talk);
        hang_up(&desk, &talk).await;
    }
    StatusCode::NO_CONTENT
}

/// Tells the request's log lines which call this is, and of which learner.
fn known(desk: &Desk, talk: &Talk) {
    let span = tracing::Span::current();
    span.record("call.sid", talk.id.as_str());
    span.record("learner", tracing::field::display(desk.house.driver.learner(talk)));
}

async fn hang_up(desk: &Desk, talk: &Talk) {
    desk.house.calls.ended(&talk.id);
    desk.house.driver.on_event(talk, None, Event::HungUp).await;
}

/// The apology after a panic in a voice webhook.
pub(super) fn apology() -> Apology {
    Apology::new(|| xml(speak::call_apology().render()))
}

fn speaker<'a>(desk: &'a Desk, base: &'a str) -> Speaker<'a> {
    Speaker {
        catalogue: desk.house.catalogue,
        in_stream: desk.house.speaks(),
        writes_down: desk.house.writes_down(),
        keyring: &desk.house.keyring,
        now: desk.house.clock.now(),
        clips: &desk.clips,
        base,
    }
}

/// What our own action URL says.
#[derive(Debug, Default, PartialEq, Eq)]
struct Asked {
    step: Option<u32>,
    after_stream: bool,
    after_thought: bool,
}

impl Asked {
    fn of(target: &str) -> Self {
        let query = target.split_once('?').map_or("", |(_, query)| query);
        let mut asked = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match name.as_ref() {
                "step" => asked.step = value.parse().ok(),
                "after" => {
                    asked.after_stream = value == AFTER_STREAM;
                    asked.after_thought = value == AFTER_THOUGHT;
                }
                _ => {}
            }
        }
        asked
    }
}

fn talk_of(webhook: &VoiceWebhook) -> Talk {
    Talk {
        party: webhook.learner().clone(),
        channel: Channel::Voice,
        id: webhook.call_sid.to_string(),
        can_hear: true,
    }
}

/// A delivery is its call, where it went and all it said: a retry repeats every one of them.
fn key_of(request: &Signed<VoiceWebhook>) -> Key {
    let said = request.form.encode();
    Key::of([request.webhook.call_sid.as_str(), &request.target, &said])
}

fn base_of(desk: &Desk, request: &Signed<VoiceWebhook>) -> String {
    match &desk.base {
        Some(base) => base.to_string(),
        None => request.base.clone(),
    }
}

fn nothing() -> String {
    VoiceResponse { prompts: Vec::new(), end: End::Hangup }.render()
}

pub(super) fn measured(route: &'static str, began: Instant) {
    metrics::counter!(names::WEBHOOKS, "route" => route, "status" => "200").increment(1);
    let took = began.elapsed();
    metrics::histogram!(names::WEBHOOK_SECONDS, "route" => route).record(took);
    tracing::info!(route, took_us = took.as_micros(), "webhook answered");
}

pub(super) fn xml(document: String) -> Response {
    ([(header::CONTENT_TYPE, "text/xml; charset=utf-8")], document).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_urls_read_back() {
        let asked = Asked::of("/webhook/voice/process?step=7&after=stream");
        assert_eq!(asked, Asked { step: Some(7), after_stream: true, after_thought: false });
        let asked = Asked::of("/webhook/voice/process?step=8&after=thought");
        assert_eq!(asked, Asked { step: Some(8), after_stream: false, after_thought: true });
        assert_eq!(Asked::of("/webhook/voice/process"), Asked::default());
        assert_eq!(Asked::of("/x?step=-1&step=x"), Asked::default());
    }
}
