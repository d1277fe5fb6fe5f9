//! Whether a recording may go on: asked before and after anything is kept.

use async_trait::async_trait;

/// What a recording rests on.
#[async_trait]
pub trait Consent: Send + Sync + 'static {
    /// Whether it still stands, as it was given: one that was taken back does not come to life again.
    async fn stands(&self) -> bool;
}
