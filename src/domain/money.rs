//! Money that providers charge, exact.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Sub};

use serde::{Deserialize, Serialize};

/// An amount in billionths of a US dollar: fine enough for one token, wide enough for nine milliard dollars.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct Nanodollars(pub i64);

impl Nanodollars {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// More than anything costs.
    pub const MAX: Self = Self(i64::MAX);

    /// `count` pieces of which a million cost `per_million`; rounded up, so that a sum is never short.
    #[must_use]
    pub fn of(count: u64, per_million: Self) -> Self {
        let total = i128::from(count) * i128::from(per_million.0);
        let rounded = total.div_euclid(1_000_000) + i128::from(total.rem_euclid(1_000_000) > 0);
        Self(i64::try_from(rounded).unwrap_or(i64::MAX))
    }

    /// A decimal number of US dollars, such as `0.15`: at most nine places after the point; `None` for anything else.
    #[must_use]
    pub fn parse_dollars(text: &str) -> Option<Self> {
        let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
        let digits = |s: &str| s.chars().all(|c| c.is_ascii_digit());
        if whole.is_empty() || part.len() > 9 || !digits(whole) || !digits(part) {
            return None;
        }
        let whole: i64 = whole.parse().ok()?;
        let part: i64 = format!("{part:0<9}").parse().ok()?;
        whole.checked_mul(1_000_000_000)?.checked_add(part).map(Self)
    }
}

impl fmt::Display for Nanodollars {
    /// Dollars with six places, rounded half up: `$0.001234`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let micros = (self.0.unsigned_abs() + 500) / 1_000;
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}${}.{:06}", micros / 1_000_000, micros % 1_000_000)
    }
}

impl Add for Nanodollars {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Nanodollars {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for Nanodollars {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Sum for Nanodollars {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_costs_what_the_price_list_says_and_never_less() {
        let price = Nanodollars::parse_dollars("0.15").expect("a price");
        assert_eq!(Nanodollars::of(1_000_000, price), price);
        assert_eq!(Nanodollars::of(1, price), Nanodollars(150));
        assert_eq!(Nanodollars::of(1, Nanodollars(1)), Nanodollars(1), "rounded up");
        assert_eq!(Nanodollars::of(0, price), Nanodollars::ZERO);
    }

    #[test]
    fn dollars_are_read_exactly_or_not_at_all() {
        assert_eq!(Nanodollars::parse_dollars("2"), Some(Nanodollars(2_000_000_000)));
        assert_eq!(Nanodollars::parse_dollars("0.000000001"), Some(Nanodollars(1)));
        for bad in ["", ".5", "1,5", "-1", "0.0000000001", "99999999999999999999"] {
            assert_eq!(Nanodollars::parse_dollars(bad), None, "{bad}");
        }
        assert_eq!(Nanodollars(1_234_500).to_string(), "$0.001235");
    }
}
