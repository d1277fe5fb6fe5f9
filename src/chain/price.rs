//! What providers charge: a list by provider and model, exact to a billionth of a dollar.

use std::collections::HashMap;

use serde::Deserialize;

use crate::domain::money::Nanodollars;
use crate::ports::errand::{Model, Usage};

/// The shipped list.
const SHIPPED: &str = include_str!("../../prompts/tutor/prices.toml");
/// Milliseconds of a minute.
const MINUTE: i128 = 60_000;

/// Why a price list cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PriceError {
    /// It is not TOML, or has other fields.
    #[error("the price list cannot be read: {0}")]
    Form(#[from] toml::de::Error),
    /// A price is no number of dollars.
    #[error("{whose}: {field} is not an amount in US dollars with at most nine places")]
    Amount {
        /// Provider and model, or `default`.
        whose: String,
        /// Which price.
        field: &'static str,
    },
}

/// What one model costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Price {
    /// A million tokens read.
    pub input: Nanodollars,
    /// A million tokens read that the provider had kept.
    pub cached: Nanodollars,
    /// A million tokens written.
    pub output: Nanodollars,
    /// A million characters spoken.
    pub characters: Nanodollars,
    /// A minute heard.
    pub minute: Nanodollars,
}

impl Price {
    /// What so much costs. Each kind is rounded up, so that a sum is never short.
    #[must_use]
    pub fn cost(&self, usage: &Usage) -> Nanodollars {
        let cached = usage.cached_tokens.min(usage.input_tokens);
        Nanodollars::of(usage.input_tokens - cached, self.input)
            + Nanodollars::of(cached, self.cached)
            + Nanodollars::of(usage.output_tokens, self.output)
            + Nanodollars::of(usage.characters, self.characters)
            + self.heard(usage.audio_ms)
    }

    fn heard(&self, ms: u64) -> Nanodollars {
        let total = i128::from(ms) * i128::from(self.minute.0);
        let rounded = total.div_euclid(MINUTE) + i128::from(total.rem_euclid(MINUTE) > 0);
        Nanodollars(i64::try_from(rounded).unwrap_or(i64::MAX))
    }

    /// How much sound, ms, `limit` buys.
    #[must_use]
    pub fn ms_for(&self, limit: Nanodollars) -> u64 {
        if self.minute <= Nanodollars::ZERO {
            return u64::MAX;
        }
        let ms = i128::from(limit.0.max(0)) * MINUTE / i128::from(self.minute.0);
        u64::try_from(ms).unwrap_or(u64::MAX)
    }

    /// How many tokens may be written with `limit` after `input` are read; `None` where not even those can be paid.
    #[must_use]
    pub fn tokens_for(&self, limit: Nanodollars, input: u64) -> Option<u64> {
        let left = limit - Nanodollars::of(input, self.input);
        if left < Nanodollars::ZERO {
            return None;
        }
        if self.output <= Nanodollars::ZERO {
            return Some(u64::MAX);
        }
        let tokens = i128::from(left.0) * 1_000_000 / i128::from(self.output.0);
        Some(u64::try_from(tokens).unwrap_or(u64::MAX))
    }
}

/// The price list.
#[derive(Debug, Clone)]
pub struct Prices {
    by_model: HashMap<(String, String), Price>,
    default: Price,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    default: Option<Row>,
    #[serde(default)]
    model: Vec<Named>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    input: Option<String>,
    cached: Option<String>,
    output: Option<String>,
    characters: Option<String>,
    minute: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Named {
    provider: String,
    model: String,
    #[serde(flatten)]
    row: Row,
}

impl Prices {
    /// The list that comes with the program.
    ///
    /// # Panics
    /// Never: a test reads the list.
    #[must_use]
    pub fn shipped() -> Self {
        Self::read(None).expect("the shipped list is read by a test")
    }

    /// The shipped list, after an operator's own in the same form.
    ///
    /// # Errors
    /// [`PriceError`] where the operator's cannot be read.
    pub fn read(own: Option<&str>) -> Result<Self, PriceError> {
        let shipped: File = toml::from_str(SHIPPED)?;
        let own: Option<File> = own.map(toml::from_str).transpose()?;
        let none = Price {
            input: Nanodollars::ZERO,
            cached: Nanodollars::ZERO,
            output: Nanodollars::ZERO,
            characters: Nanodollars::ZERO,
            minute: Nanodollars::ZERO,
        };
        let mut prices = Self { by_model: HashMap::new(), default: none };
        for file in [Some(&shipped), own.as_ref()].into_iter().flatten() {
            if let Some(row) = &file.default {
                prices.default = row.over(&prices.default, "default")?;
            }
        }
        for file in [Some(shipped), own].into_iter().flatten() {
            for named in file.model {
                let whose = format!("{} {}", named.provider, named.model);
                let price = named.row.over(&prices.default, &whose)?;
                prices.by_model.insert((named.provider, named.model), price);
            }
        }
        Ok(prices)
    }

    /// The price of a model; of any model of the provider where the list says `*`; else the default, which is dear.
    #[must_use]
    pub fn of(&self, model: &Model) -> &Price {
        let named = |model: &Model, name: &str| {
            self.by_model.get(&(model.provider.clone(), name.to_owned()))
        };
        named(model, &model.model).or_else(|| named(model, "*")).unwrap_or(&self.default)
    }

    /// Whether the list names the model, or every model of its provider.
    #[must_use]
    pub fn names(&self, model: &Model) -> bool {
        !std::ptr::eq(self.of(model), &self.default)
    }
}

impl Row {
    /// What is not said is as in `base`: nothing is free because nobody wrote it down.
    fn over(&self, base: &Price, whose: &str) -> Result<Price, PriceError> {
        let read = |text: &Option<String>, or: Nanodollars, field| match text {
            None => Ok(or),
            Some(text) => Nanodollars::parse_dollars(text)
                .ok_or_else(|| PriceError::Amount { whose: whose.to_owned(), field }),
        };
        let input = read(&self.input, base.input, "input")?;
        let no_cached = if self.input.is_some() { input } else { base.cached };
        Ok(Price {
            input,
            cached: read(&self.cached, no_cached, "cached")?,
            output: read(&self.output, base.output, "output")?,
            characters: read(&self.characters, base.characters, "characters")?,
            minute: read(&self.minute, base.minute, "minute")?,
        })
    }
}

#[cfg(test)]
#[path = "price_tests.rs"]
mod tests;
