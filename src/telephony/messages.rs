//! The messaging webhooks: a text came in; what became of one that we sent.

use std::time::Instant;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::notes;
use super::router::Desk;
use super::speak;
use super::thoughts;
use super::twilio::extract::Signed;
use super::twilio::form::{DeliveryWebhook, MessageWebhook, OptOut};
use super::twilio::twiml::MessagingResponse;
use super::voice::{measured, xml};
use crate::domain::event::Event;
use crate::domain::turn::Line;
use crate::ivr::driver::Talk;
use crate::ivr::keywords::{self, Keyword};
use crate::session::dialogue::Channel;
use crate::text::plain;
use crate::web::idempotency::{self, Key};
use crate::web::panic::Apology;

/// `POST /webhook/sms`: a text, or a WhatsApp message.
pub(super) async fn message(State(desk): State<Desk>, request: Signed<MessageWebhook>) -> Response {
    let began = Instant::now();
    let webhook = &request.webhook;
    let key = Key::of(["message", webhook.message_sid.as_str()]);
    let handle = answer_message(&desk, webhook, began);
    let text = idempotency::once(&desk.house.once, &key, handle).await;
    measured("sms", began);
    xml(text)
}

async fn answer_message(desk: &Desk, webhook: &MessageWebhook, began: Instant) -> String {
    let talk = Talk {
        party: webhook.from.clone(),
        channel: Channel::Text,
        id: webhook.message_sid.to_string(),
        can_hear: false,
    };
    let learner = desk.house.driver.learner(&talk);
    tracing::Span::current().record("learner", tracing::field::display(learner));
    if !passes_always(webhook) && desk.texts.check(&learner).is_err() {
        if desk.notices.check(&learner).is_err() {
            return MessagingResponse::default().render();
        }
        return one_line(desk, &talk, "line-slow-down").await;
    }
    let wordless = webhook.body.trim().is_empty();
    if let Some(note) = notes::find(&webhook.attachments)
        && (wordless || outranks(desk, &talk, webhook).await)
    {
        return notes::answer(desk, &talk, note).await.render();
    }
    if wordless && !webhook.attachments.is_empty() {
        return one_line(desk, &talk, "line-text-only").await;
    }
    let body = match webhook.opt_out {
        Some(OptOut::Stop) => "STOP".to_owned(),
        Some(OptOut::Start) => "START".to_owned(),
        Some(OptOut::Help) | None => webhook.body.clone(),
    };
    let answer = desk.house.driver.on_event(&talk, None, Event::Text(body)).await;
    // What the service answered itself is not answered again.
    let bodies = if webhook.opt_out.is_some() {
        Vec::new()
    } else {
        thoughts::on_text(desk, &talk, answer, began).await
    };
    MessagingResponse::new(bodies).render()
}

/// Who wants no more messages, or wants them again, is heard however much was sent before.
fn passes_always(webhook: &MessageWebhook) -> bool {
    let keyword = keywords::keyword(&webhook.body, false);
    webhook.opt_out.is_some()
        || matches!(
            keyword,
            Some(Keyword::Stop | Keyword::Start | Keyword::Help | Keyword::Delete(_))
        )
}

/// Whether a voice note goes before the words beside it: they are no keyword, and the lesson waits for a voice.
async fn outranks(desk: &Desk, talk: &Talk, webhook: &MessageWebhook) -> bool {
    webhook.opt_out.is_none()
        && keywords::keyword(&webhook.body, false).is_none()
        && notes::awaited(desk, talk).await
}

/// A reply outside any lesson, in the learner's language.
async fn one_line(desk: &Desk, talk: &Talk, key: &'static str) -> String {
    MessagingResponse::new([line_text(desk, talk, key).await]).render()
}

/// A line of the catalogues as a text, in the learner's language.
pub(super) async fn line_text(desk: &Desk, talk: &Talk, key: &'static str) -> String {
    let lang = desk.house.driver.language(talk).await;
    plain::plain(&desk.house.catalogue.render(lang, &Line::new(key)))
}

/// `POST /webhook/sms/status`: what became of a message that we sent.
pub(super) async fn status(
    State(desk): State<Desk>,
    request: Signed<DeliveryWebhook>,
) -> StatusCode {
    let webhook = &request.webhook;
    let code = webhook.error_code.map(|code| code.to_string());
    let (sid, to) = (&webhook.message_sid, webhook.to.as_ref());
    desk.house.driver.note_delivery(sid, to, webhook.status.as_str(), code);
    StatusCode::NO_CONTENT
}

/// The apology after a panic in the messaging webhook.
pub(super) fn apology() -> Apology {
    Apology::new(|| xml(speak::text_apology().render()))
}
