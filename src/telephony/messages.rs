//! The messaging webhooks: a text came in; what became of one that we sent.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::router::Desk;
use super::twilio::extract::Signed;
use super::twilio::form::{DeliveryWebhook, MessageWebhook, OptOut};
use super::twilio::twiml::MessagingResponse;
use super::voice::{measured, xml};
use crate::domain::event::Event;
use crate::domain::lang::Lang;
use crate::domain::turn::{Line, Turn, Utter};
use crate::ivr::driver::{Answer, Talk};
use crate::session::dialogue::Channel;
use crate::text::{plain, sms};
use crate::web::idempotency::{self, Key};
use crate::web::panic::Apology;
use crate::wording::Catalogue;

/// Segments that a reply should fit.
const SEGMENTS: usize = 2;

/// `POST /webhook/sms`: a text, or a WhatsApp message.
pub(super) async fn message(State(desk): State<Desk>, request: Signed<MessageWebhook>) -> Response {
    let began = std::time::Instant::now();
    let webhook = &request.webhook;
    let key = Key::of(["message", webhook.message_sid.as_str()]);
    let handle = answer_message(&desk, webhook);
    let text = idempotency::once(desk.house.once.as_ref(), &key, handle).await;
    measured("sms", began);
    xml(text)
}

async fn answer_message(desk: &Desk, webhook: &MessageWebhook) -> String {
    let talk = Talk {
        party: webhook.from.clone(),
        channel: Channel::Text,
        id: webhook.message_sid.to_string(),
        can_hear: false,
    };
    let learner = desk.house.driver.learner(&talk);
    tracing::Span::current().record("learner", tracing::field::display(learner));
    if desk.texts.check(&learner).is_err() {
        let told = desk.notices.check(&learner).is_err();
        let line = (!told).then(|| desk.house.catalogue.render(Lang::En, &Line::new("line-slow-down")));
        return MessagingResponse::new(line).render();
    }
    if webhook.body.trim().is_empty() && !webhook.attachments.is_empty() {
        let line = desk.house.catalogue.render(Lang::En, &Line::new("line-text-only"));
        return MessagingResponse::new([plain::plain(&line)]).render();
    }
    let body = match webhook.opt_out {
        Some(OptOut::Stop) => "STOP".to_owned(),
        Some(OptOut::Start) => "START".to_owned(),
        Some(OptOut::Help) | None => webhook.body.clone(),
    };
    let answer = desk.house.driver.on_event(&talk, None, Event::Text(body)).await;
    // What the service answered itself is not answered again.
    let bodies = if webhook.opt_out.is_some() { None } else { reply(desk.house.catalogue, &answer) };
    MessagingResponse::new(bodies).render()
}

/// The text of a turn: plain letters, and two segments where the turn can be that short.
fn reply(catalogue: &Catalogue, answer: &Answer) -> Option<String> {
    let Turn { say, .. } = answer.turn.as_ref()?;
    let last = say.len().saturating_sub(1);
    let parts: Vec<(String, bool)> = say
        .iter()
        .enumerate()
        .filter_map(|(at, utter)| {
            let text = match utter {
                Utter::Line(line) => catalogue.render(answer.lang, line),
                Utter::Model { pinyin, hanzi, .. } => format!("{hanzi} ({pinyin})"),
                Utter::Pause { .. } => return None,
            };
            // The question itself, and a first remark, are what a learner cannot do without.
            Some((plain::plain(&text), at != last && at != 0))
        })
        .collect();
    let text = sms::fit(&parts, SEGMENTS);
    (!text.is_empty()).then_some(text)
}

/// `POST /webhook/sms/status`: what became of a message that we sent.
pub(super) async fn status(State(desk): State<Desk>, request: Signed<DeliveryWebhook>) -> StatusCode {
    let webhook = &request.webhook;
    let code = webhook.error_code.map(|code| code.to_string());
    let (sid, to) = (&webhook.message_sid, webhook.to.as_ref());
    desk.house.driver.note_delivery(sid, to, webhook.status.as_str(), code);
    StatusCode::NO_CONTENT
}

/// The apology after a panic in the messaging webhook.
pub(super) fn apology() -> Apology {
    Apology::new(|| {
        let text = Catalogue::shipped().render(Lang::En, &Line::new("line-error-text"));
        xml(MessagingResponse::new([text]).render())
    })
}
