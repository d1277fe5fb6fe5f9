//! The tables: the id of the explaining rule, a pattern, and what replaces it. Earlier ones win where two overlap.

mod agreement;
mod articles;
mod clauses;
mod nouns;
mod phrases;
mod prepositions;
mod questions;
mod spelling;
mod tense;
mod verbs;

/// A rule: id, pattern, replacement.
pub(super) type Row = (&'static str, &'static str, &'static str);

/// Every rule, in the order of their precedence.
pub(super) fn all() -> impl Iterator<Item = Row> {
    let tables: [&[Row]; 10] = [
        spelling::ROWS,
        questions::ROWS,
        clauses::ROWS,
        phrases::ROWS,
        verbs::ROWS,
        tense::ROWS,
        agreement::ROWS,
        nouns::ROWS,
        prepositions::ROWS,
        articles::ROWS,
    ];
    tables.into_iter().flatten().copied()
}
