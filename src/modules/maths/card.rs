//! What the registry and the menu know of maths.

use crate::domain::ids::ModuleName;
use crate::domain::lang::Lang;
use crate::modules::Card;

/// Words that call for maths.
const KEYWORDS: &[(Lang, &[&str])] = &[
    (
        Lang::En,
        &[
            "maths",
            "math",
            "mathematics",
            "arithmetic",
            "numbers",
            "sums",
            "calculate",
            "calculation",
            "calculations",
            "counting",
            "count",
            "add",
            "addition",
            "subtract",
            "subtraction",
            "multiply",
            "multiplication",
            "times tables",
            "divide",
            "division",
            "fractions",
            "algebra",
            "francs",
            "money",
            "change",
        ],
    ),
    (
        Lang::Rw,
        &[
            "imibare",
            "mibare",
            "kubara",
            "kubarura",
            "guteranya",
            "gukuramo",
            "gukuba",
            "kugabanya",
            "amafaranga",
            "umubare",
            "matematike",
            "ibiharuro",
        ],
    ),
];

pub(super) fn card() -> Card {
    Card {
        name: ModuleName::new("maths"),
        key: Some('2'),
        title: "title-maths",
        keywords: KEYWORDS,
        more: Vec::new(),
        needs_voice: false,
    }
}
