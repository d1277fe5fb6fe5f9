//! How hard each level is: every range of every generator, in one table.

/// A range of whole numbers, both ends in it.
pub(super) type Range = (i64, i64);

/// The ranges of one level.
#[derive(Debug, Clone, Copy)]
pub(super) struct Band {
    /// The two parts of a sum.
    pub(super) add: (Range, Range),
    /// What is taken away, and what is left.
    pub(super) subtract: (Range, Range),
    /// The two factors; the first is the larger kind.
    pub(super) multiply: (Range, Range),
    /// The divisor, and the quotient.
    pub(super) divide: (Range, Range),
    /// How much is bought.
    pub(super) count: Range,
    /// Prices are multiples of this, francs.
    pub(super) step: i64,
    /// How many goods a purchase has: pieces and one kind below 3.
    pub(super) goods: u8,
}

/// The levels, from 1 to 5.
const BANDS: [Band; 5] = [
    Band {
        add: ((1, 9), (1, 9)),
        subtract: ((1, 9), (1, 9)),
        multiply: ((2, 5), (2, 5)),
        divide: ((2, 3), (2, 5)),
        count: (2, 3),
        step: 100,
        goods: 0,
    },
    Band {
        add: ((10, 49), (5, 40)),
        subtract: ((5, 30), (5, 40)),
        multiply: ((2, 10), (2, 5)),
        divide: ((2, 5), (2, 10)),
        count: (2, 5),
        step: 50,
        goods: 0,
    },
    Band {
        add: ((25, 99), (15, 99)),
        subtract: ((15, 90), (15, 90)),
        multiply: ((3, 10), (3, 10)),
        divide: ((3, 10), (3, 10)),
        count: (2, 5),
        step: 100,
        goods: 1,
    },
    Band {
        add: ((100, 499), (25, 250)),
        subtract: ((35, 250), (25, 400)),
        multiply: ((11, 19), (3, 9)),
        divide: ((3, 9), (11, 19)),
        count: (3, 9),
        step: 50,
        goods: 1,
    },
    Band {
        add: ((150, 900), (120, 900)),
        subtract: ((120, 800), (120, 900)),
        multiply: ((12, 49), (4, 12)),
        divide: ((4, 12), (12, 49)),
        count: (2, 6),
        step: 50,
        goods: 2,
    },
];

/// The ranges of a level; levels outside 1 to 5 count as the nearest.
pub(super) fn band(level: u8) -> &'static Band {
    &BANDS[usize::from(level.clamp(1, 5)) - 1]
}
