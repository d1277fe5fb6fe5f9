//! The consent that a stream's recording rests on, as its learner gave it.

use async_trait::async_trait;

use crate::ivr::consent::Consent;
use crate::ivr::driver::{Driver, Talk};
use crate::telephony::recording::consent;

/// The consent that a stream began with. Another instance may take the text that ends it: it is looked up in the learner's
/// context, which all of them see.
pub(super) struct Given {
    driver: Driver,
    talk: Talk,
    consent: Consent,
}

impl Given {
    /// The consent of this call's learner, if they gave one.
    pub(super) async fn now(driver: &Driver, talk: &Talk) -> Option<Self> {
        let consent = driver.consent(talk).await?;
        Some(Self { driver: driver.clone(), talk: talk.clone(), consent })
    }
}

#[async_trait]
impl consent::Consent for Given {
    async fn stands(&self) -> bool {
        self.driver.consent(&self.talk).await == Some(self.consent)
    }
}
