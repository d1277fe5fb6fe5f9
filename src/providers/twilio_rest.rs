//! Sending messages over Twilio's REST API (`POST /2010-04-01/Accounts/{sid}/Messages.json`), or a compatible one.
//!
//! Creating a message is not idempotent: a try whose outcome is unknown is not repeated. 429 means that the request was not
//! processed, so that one is, with a growing, jittered wait.

use std::time::Duration;

use async_trait::async_trait;
use rand::Rng as _;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use url::Url;

use super::client;
use crate::domain::ids::{AccountSid, MessageSid};
use crate::domain::party::E164;
use crate::ports::PortError;
use crate::ports::messaging::{Messaging, Outgoing};

/// Tries while the service says that it is busy.
const TRIES: u32 = 4;
/// The first wait, ms; it doubles.
const FIRST_WAIT_MS: u64 = 400;
/// The longest `Retry-After` that is honoured.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// An account that can send.
pub struct TwilioRest {
    client: reqwest::Client,
    messages: Url,
    account: AccountSid,
    token: SecretString,
    from: E164,
    patience: Duration,
}

impl std::fmt::Debug for TwilioRest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TwilioRest").field("account", &self.account).finish_non_exhaustive()
    }
}

/// What the API answers; every field is missing in one case or another.
#[derive(Debug, Default, Deserialize)]
struct Answer {
    sid: Option<String>,
    code: Option<u32>,
}

impl TwilioRest {
    /// An account behind the API at `base`.
    ///
    /// # Errors
    /// [`PortError::Refused`] if the credentials would travel in the clear, or the base cannot carry a path.
    pub fn new(
        base: &Url,
        account: AccountSid,
        token: SecretString,
        from: E164,
    ) -> Result<Self, PortError> {
        if !client::is_safe_for_credentials(base) {
            return Err(refused("credentials are sent over https, or to this machine, only"));
        }
        let path = format!(
            "{}/2010-04-01/Accounts/{account}/Messages.json",
            base.path().trim_end_matches('/')
        );
        let mut messages = base.clone();
        messages.set_path(&path);
        let patience = client::TOTAL;
        Ok(Self { client: client::build()?, messages, account, token, from, patience })
    }

    /// The same with another time limit for a whole exchange; 10 s otherwise.
    #[must_use]
    pub fn answered_within(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    async fn try_once(&self, message: &Outgoing) -> Result<Tried, PortError> {
        // A WhatsApp number is answered from a WhatsApp number.
        let prefix = if message.to.starts_with("whatsapp:") { "whatsapp:" } else { "" };
        let from = format!("{prefix}{}", self.from.reveal());
        let form = [("To", message.to.as_str()), ("From", &from), ("Body", &message.body)];
        let sent = self
            .client
            .post(self.messages.clone())
            .basic_auth(self.account.as_str(), Some(self.token.expose_secret()))
            .form(&form)
            .timeout(self.patience)
            .send()
            .await;
        // reqwest's own text would show the URL.
        let response = sent.map_err(|error| {
            unavailable(if error.is_timeout() { "no answer in time" } else { "no connection" })
        })?;
        let status = response.status();
        let wait = response
            .headers()
            .get(reqwest::header::RETRY_AFTER)
            .and_then(|value| value.to_str().ok()?.parse().ok())
            .map(Duration::from_secs);
        let answer: Answer = response.json().await.unwrap_or_default();
        if status.as_u16() == 429 {
            return Ok(Tried::Busy(wait));
        }
        if status.is_success() {
            let sid = answer.sid.and_then(|sid| MessageSid::parse(&sid).ok());
            return Ok(Tried::Sent(sid));
        }
        let code = answer.code.map_or(String::new(), |code| format!(", code {code}"));
        let detail = format!("status {}{code}", status.as_u16());
        Err(if status.is_server_error() { unavailable(&detail) } else { refused(&detail) })
    }
}

/// How long to wait after a try if the service does not say.
fn own_wait(attempt: u32) -> Duration {
    let wait = Duration::from_millis(FIRST_WAIT_MS << (attempt - 1));
    wait.mul_f64(rand::rng().random_range(0.5..1.5))
}

enum Tried {
    Sent(Option<MessageSid>),
    Busy(Option<Duration>),
}

#[async_trait]
impl Messaging for TwilioRest {
    async fn send(&self, message: &Outgoing) -> Result<Option<MessageSid>, PortError> {
        for attempt in 1..=TRIES {
            match self.try_once(message).await? {
                Tried::Sent(sid) => return Ok(sid),
                Tried::Busy(told) if attempt < TRIES => {
                    tokio::time::sleep(told.unwrap_or_else(|| own_wait(attempt)).min(LONGEST_WAIT))
                        .await;
                }
                Tried::Busy(_) => {}
            }
        }
        Err(unavailable("too many requests"))
    }

    fn configured(&self) -> bool {
        true
    }
}

/// Where no account can send: messages are noted as unsent.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoMessaging;

#[async_trait]
impl Messaging for NoMessaging {
    async fn send(&self, _: &Outgoing) -> Result<Option<MessageSid>, PortError> {
        Ok(None)
    }

    fn configured(&self) -> bool {
        false
    }
}

fn unavailable(detail: &str) -> PortError {
    PortError::Unavailable { service: "twilio", detail: detail.to_owned() }
}

fn refused(detail: &str) -> PortError {
    PortError::Refused { service: "twilio", detail: detail.to_owned() }
}
