//! How good the corrector is, on lists of sentences: for the table of `toneline bench lessons` and its test.

use crate::text::grammar;
use crate::text::replies;

/// One line of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What was measured.
    pub measure: String,
    /// What came out, percent.
    pub value: f64,
    /// What it should be: at least for catches, at most for false alarms; `None` where there is no target.
    pub target: Option<f64>,
}

/// Catches should reach this, percent.
pub const CATCH: f64 = 80.0;
/// False alarms should stay below this, percent.
pub const ALARM: f64 = 5.0;

/// Which half of a list a sentence is in: the rules were written with the first in sight, and not with the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Half {
    /// Seen while the rules were written.
    Tuning,
    /// Not seen.
    HeldOut,
}

/// The half of a sentence: the low bit of its FNV-1a hash.
#[must_use]
pub fn half(sentence: &str) -> Half {
    let fold = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = sentence.bytes().fold(0xcbf2_9ce4_8422_2325, fold);
    if hash & 1 == 0 { Half::Tuning } else { Half::HeldOut }
}

/// The fields of a line of CSV: commas inside quotes do not divide.
fn fields(line: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match (c, all.last_mut()) {
            ('"', _) => quoted = !quoted,
            (',', _) if !quoted => all.push(String::new()),
            (_, Some(field)) => field.push(c),
            (_, None) => {}
        }
    }
    all
}

#[derive(Default)]
struct Count {
    all: u32,
    expected: u32,
    other: u32,
    sound: u32,
    alarms: u32,
}

fn percent(part: u32, all: u32) -> f64 {
    if all == 0 { 0.0 } else { 100.0 * f64::from(part) / f64::from(all) }
}

/// The table: `wrong` has the columns wrong, right (several, divided by ` | `) and kind; `right` has correct sentences,
/// one a line; both with a heading.
#[must_use]
pub fn bench_table(wrong: &str, right: &str) -> Vec<Row> {
    let mut counts = [Count::default(), Count::default()];
    for line in wrong.lines().skip(1) {
        let fields = fields(line);
        let [sentence, wanted, ..] = fields.as_slice() else { continue };
        let count = &mut counts[half(sentence) as usize];
        count.all += 1;
        let mended = replies::plain(&grammar::mend(sentence));
        if wanted.split(" | ").any(|way| replies::plain(way) == mended) {
            count.expected += 1;
        } else if mended != replies::plain(sentence) {
            count.other += 1;
        }
    }
    for line in right.lines().skip(1) {
        let Some(sentence) = fields(line).into_iter().next() else { continue };
        let count = &mut counts[half(&sentence) as usize];
        count.sound += 1;
        count.alarms += u32::from(!grammar::correct(&sentence).is_empty());
    }
    let halves = ["tuning half", "second half"].iter().zip(&counts);
    halves.flat_map(|(name, count)| rows(name, count)).collect()
}

fn rows(name: &str, count: &Count) -> Vec<Row> {
    let row = |what: &str, part: u32, all: u32, target: Option<f64>| Row {
        measure: format!("grammar, {name}: {what} ({part} of {all})"),
        value: percent(part, all),
        target,
    };
    vec![
        row("corrected as expected", count.expected, count.all, Some(CATCH)),
        row("flagged, other correction", count.other, count.all, None),
        row("false alarms", count.alarms, count.sound, Some(ALARM)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_counts_what_was_expected_what_was_not_and_false_alarms() {
        let wrong = "wrong,right,kind\nHe have three goats.,He has three goats.,agreement\n";
        let rows = bench_table(wrong, "sentence\n\"Yes, I am ready.\"\n");
        let total: f64 =
            rows.iter().filter(|r| r.measure.contains("expected")).map(|r| r.value).sum();
        assert!((total - 100.0).abs() < 1e-9, "{rows:?}");
        assert!(rows.iter().filter(|r| r.measure.contains("alarms")).all(|r| r.value == 0.0));
    }
}
