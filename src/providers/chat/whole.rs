//! An answer that comes in one piece of JSON although a stream was asked for: some servers of OpenAI's protocol, and proxies
//! before them, know no other. It was paid for, and it is an answer.

use futures_util::stream;

use super::stream::{CHARS_PER_TOKEN, LIMIT, Read, Told};
use crate::ports::chat::{Delta, Deltas};
use crate::ports::errand::{Errand, Fault, ProviderError, Usage};
use crate::providers::{exchange, fault};

/// Reads it. `asked` is what the question is thought to cost, for a provider that does not say.
///
/// # Errors
/// By [`fault`]; what makes no sense was paid for, too.
pub(super) async fn answer(
    errand: &Errand,
    response: reqwest::Response,
    read: Read,
    asked: Usage,
) -> Result<Deltas, ProviderError> {
    let paid = |error: ProviderError| match error.fault {
        Fault::Malformed | Fault::Timeout | Fault::Network => {
            ProviderError { usage: asked, ..error }
        }
        _ => error,
    };
    let body = exchange::body(response, LIMIT, errand.whole_by).await.map_err(paid)?;
    let text = String::from_utf8(body).map_err(|_| fault::malformed("not UTF-8")).map_err(paid)?;
    let told = read(&text).map_err(paid)?;
    let usage = used(&told, asked);
    if told.refused {
        let refused = ProviderError::new(Fault::ContentRefused, "the model declined to answer");
        return Err(ProviderError { usage, ..refused });
    }
    if told.text.trim().is_empty() {
        return Err(ProviderError { usage, ..fault::malformed("an empty answer") });
    }
    Ok(Box::pin(stream::iter([Ok(Delta::Text(told.text)), Ok(Delta::Done(usage))])))
}

fn used(told: &Told, asked: Usage) -> Usage {
    let output_tokens = (told.text.chars().count() as u64).div_ceil(CHARS_PER_TOKEN);
    told.usage.unwrap_or(Usage { output_tokens, ..asked })
}
