//! `toneline bench lessons`: how well the menu routes, the corrector corrects and maths takes answers.

use crate::content::Library;
use crate::modules::bench;
use crate::modules::english::measure;
use crate::modules::registry::Registry;

/// The labelled lists that the tests use too.
const ROUTING: [(&str, &str); 2] = [
    ("routing.csv", include_str!("../../../tests/data/routing.csv")),
    ("routing_more.csv", include_str!("../../../tests/data/routing_more.csv")),
];
const WRONG: &str = include_str!("../../../tests/data/grammar.csv");
const RIGHT: &str = include_str!("../../../tests/data/grammar_correct.csv");

pub(super) fn run() {
    let library = Library::shipped();
    let registry = Registry::teaching(&library);
    println!("{:<64} {:>7} {:>9}", "what", "percent", "target");
    for figure in bench::lessons(&registry, &library, &ROUTING) {
        println!("{:<64} {:>7.1} {:>9.1}", figure.measure, figure.value, figure.target);
    }
    for row in measure::bench_table(WRONG, RIGHT) {
        let target = row.target.map_or("-".to_owned(), |target| format!("{target:.1}"));
        println!("{:<64} {:>7.1} {target:>9}", row.measure, row.value);
    }
}
