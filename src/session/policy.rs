//! What is kept of a learner's context, and how long.

use std::time::Duration;

use super::context::Exchange;

/// How long an idle context is kept in the context store. The journal's checkpoint outlives it.
pub const TTL_IDLE: Duration = Duration::from_secs(60 * 60);

/// How long a context is kept while a call is going on.
pub const TTL_ACTIVE: Duration = Duration::from_secs(24 * 60 * 60);

/// The largest document, encoded and before encryption, bytes.
pub const MAX_DOCUMENT: usize = 256 * 1024;

/// Exchanges kept in the history.
pub const MAX_HISTORY: usize = 100;

/// Exchanges kept from the beginning when the history is trimmed.
pub const KEPT_FIRST: usize = 5;

/// Bytes kept of each side of an exchange.
pub const MAX_EXCHANGE_TEXT: usize = 1_000;

/// Keeps the first [`KEPT_FIRST`] and the last exchanges, [`MAX_HISTORY`] in all.
pub fn trim_history(history: &mut Vec<Exchange>) {
    if let Some(last) = history.last_mut() {
        clip(&mut last.user);
        clip(&mut last.ai);
    }
    if history.len() > MAX_HISTORY {
        let surplus = history.len() - MAX_HISTORY;
        history.drain(KEPT_FIRST..KEPT_FIRST + surplus);
    }
}

/// Cuts a text at a character boundary.
fn clip(text: &mut String) {
    if text.len() > MAX_EXCHANGE_TEXT {
        let end = (0..=MAX_EXCHANGE_TEXT).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
        text.truncate(end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    fn exchange(n: usize) -> Exchange {
        Exchange {
            user: n.to_string(),
            ai: String::new(),
            timestamp: DateTime::UNIX_EPOCH,
            lesson: None,
        }
    }

    #[test]
    fn trimming_keeps_the_first_five_and_the_last() {
        let mut history = Vec::new();
        for n in 0..250 {
            history.push(exchange(n));
            trim_history(&mut history);
        }
        let kept: Vec<_> = history.iter().map(|e| e.user.as_str()).collect();
        assert_eq!(kept.len(), MAX_HISTORY);
        assert_eq!(&kept[..6], ["0", "1", "2", "3", "4", "155"]);
        assert_eq!(kept.last(), Some(&"249"));
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        let mut history = vec![exchange(0)];
        history[0].user = "é".repeat(MAX_EXCHANGE_TEXT);
        trim_history(&mut history);
        assert!(history[0].user.len() <= MAX_EXCHANGE_TEXT);
    }
}
