//! The words of the business: ids, numbers, events, turns, pinyin and verdicts.
//!
//! Pure data with parsers. No I/O, no async, no clock, no randomness. Imports nothing of ours.

pub mod assessment;
pub mod effect;
pub mod event;
pub mod ids;
pub mod interruption;
pub mod key;
pub mod lang;
pub mod line_report;
pub mod manner;
pub mod money;
pub mod numeral;
pub mod party;
pub mod pinyin;
pub mod reading;
pub mod task;
pub mod turn;
