//! What problems are about: read once from the shipped table.

use std::sync::LazyLock;

use serde::Deserialize;

/// The names, places and goods of the shipped problems.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Content {
    pub(super) names: Vec<String>,
    pub(super) places: Vec<String>,
    pub(super) things: Vec<Thing>,
    pub(super) pieces: Vec<Good>,
    pub(super) kilos: Vec<Good>,
    pub(super) litres: Vec<Good>,
    pub(super) metres: Vec<Good>,
}

/// Something to count.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Thing {
    /// The end of its message keys.
    pub(super) key: String,
    /// Whether it goes into baskets.
    pub(super) carried: bool,
}

/// Something to buy.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Good {
    /// The end of its message key.
    pub(super) key: String,
    /// The least and the most that one unit costs, francs.
    pub(super) price: (i64, i64),
}

static SHIPPED: LazyLock<Content> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../prompts/content/maths.toml"))
        .expect("the shipped table is read by a test of this module")
});

/// The shipped table.
pub(super) fn shipped() -> &'static Content {
    &SHIPPED
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_table_reads_and_has_something_of_everything() {
        let content = shipped();
        assert!(content.names.len() >= 12 && content.places.len() >= 12);
        assert!(content.things.iter().filter(|t| t.carried).count() >= 4);
        for good in [&content.pieces, &content.kilos, &content.litres, &content.metres] {
            assert!(!good.is_empty());
            assert!(good.iter().all(|g| g.price.0 >= 50 && g.price.0 < g.price.1));
        }
    }
}
