//! The edges, mounted.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use axum::Router;
use secrecy::ExposeSecret as _;

use crate::admin::health::{self, Watched};
use crate::config::Settings;
use crate::content::Library;
use crate::modules::registry::Registry;
use crate::ports::attachments::Attachments;
use crate::ports::messaging::Messaging;
use crate::providers::twilio_media::TwilioMedia;
use crate::providers::twilio_rest::{NoMessaging, TwilioRest};
use crate::telephony::media::stage::House;
use crate::telephony::router::{Desk, router};
use crate::telephony::twilio::extract::Edge;
use crate::telephony::twilio::public_url::PublicUrl;
use crate::telephony::twilio::signature::Verifier;
use crate::web::limit::{Limiter, Rate};
use crate::web::panic::Apology;
use crate::web::request_id;

/// Everything that is answered; `more` gets the same layers around it.
pub(super) fn all(
    settings: &Settings,
    house: House,
    watched: Watched,
    more: Router,
) -> anyhow::Result<Router> {
    let base =
        settings.public_url.as_ref().map(|url| url.as_str().trim_end_matches('/').to_owned());
    let public_url = match &base {
        Some(base) => PublicUrl::fixed(base),
        None => PublicUrl::from_requests(settings.trust_proxy),
    };
    let a_minute = settings.messages_per_minute;
    let desk = Desk {
        edge: Arc::new(Edge::new(verifier(settings), public_url, settings.trust_proxy)),
        clips: Arc::clone(&house.recordings),
        house,
        base: base.map(Arc::from),
        attachments: attachments(settings)?,
        texts: Arc::new(Limiter::new(Rate::new(a_minute, a_minute))),
        notices: Arc::new(Limiter::new(Rate::new(1, 1))),
    };
    Ok(router(desk)
        .merge(health::router(watched))
        .merge(more)
        .layer(Apology::default().layer())
        .layer(axum::middleware::from_fn(request_id::layer)))
}

fn verifier(settings: &Settings) -> Option<Verifier> {
    let mut tokens = settings.twilio.auth_tokens.iter().cloned();
    let verifier = Verifier::new(tokens.next()?, tokens.next());
    let keys = settings.twilio.shared_keys.iter();
    Some(keys.fold(verifier, |v, (id, secret)| v.with_shared_key(id, secret.clone())))
}

/// The way to voice notes, if an account and a token are set.
fn attachments(settings: &Settings) -> anyhow::Result<Option<Arc<dyn Attachments>>> {
    let twilio = &settings.twilio;
    let (Some(account), Some(token)) = (&twilio.account_sid, twilio.auth_tokens.first()) else {
        return Ok(None);
    };
    let (hosts, token) = (twilio.media_hosts.clone(), token.expose_secret().to_owned().into());
    let media = TwilioMedia::new(&twilio.api_url, hosts, account.clone(), token)
        .map_err(|error| anyhow::anyhow!("TWILIO_API_URL: {error}"))?;
    Ok(Some(Arc::new(media)))
}

/// The way out for messages, if an account, a token and a number are set.
pub(super) fn messaging(settings: &Settings) -> anyhow::Result<Arc<dyn Messaging>> {
    let twilio = &settings.twilio;
    let (Some(account), Some(token), Some(number)) =
        (&twilio.account_sid, twilio.auth_tokens.first(), &twilio.phone_number)
    else {
        return Ok(Arc::new(NoMessaging));
    };
    let token = token.expose_secret().to_owned().into();
    let rest = TwilioRest::new(&twilio.api_url, account.clone(), token, number.clone())
        .map_err(|error| anyhow::anyhow!("TWILIO_API_URL: {error}"))?;
    Ok(Arc::new(rest))
}

/// The lessons: the shipped packs, and those of the operator's folder. A fault in one of those is logged and left out.
pub(super) fn lessons(folder: Option<&Path>) -> anyhow::Result<Registry> {
    let Some(folder) = folder else { return Ok(Registry::shipped()) };
    let (library, faults) = Library::with_folder(folder).context("CONTENT_DIR")?;
    for fault in &faults {
        tracing::warn!(%fault, "a fault in a pack of lessons");
    }
    Ok(Registry::teaching(&Arc::new(library)))
}
