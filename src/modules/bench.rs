//! Figures of the lessons for `toneline bench lessons`.

use super::general::Confusion;
use super::maths::{Skill, accepts, generate};
use super::registry::Registry;
use crate::content::Library;
use crate::domain::lang::Lang;
use crate::text::numbers::spell;

/// One figure with what it should be at least.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// What was measured.
    pub measure: String,
    /// What came out, percent.
    pub value: f64,
    /// The least that will do, percent.
    pub target: f64,
}

/// The share of labelled utterances that must be routed rightly, percent.
const ROUTED: f64 = 95.0;

/// Problems whose answers are given in words, for each skill and level.
const PROBLEMS: u64 = 40;

/// Routes the tables, each a name and lines of `label,utterance` after a line of headings, and answers problems of every
/// skill and level in digits and in words of both languages.
#[must_use]
pub fn lessons(registry: &Registry, library: &Library, tables: &[(&str, &str)]) -> Vec<Figure> {
    let mut figures: Vec<Figure> = tables
        .iter()
        .map(|(name, table)| {
            let confusion = Confusion::measured(registry.cards(), table, |_| true);
            Figure {
                measure: format!("routing, {name}: {} utterances", confusion.total()),
                value: confusion.percent(),
                target: ROUTED,
            }
        })
        .collect();
    figures.push(answers(library));
    figures
}

fn answers(library: &Library) -> Figure {
    let (mut tried, mut taken) = (0_u32, 0_u32);
    for skill in Skill::ALL {
        for level in 1..=5 {
            for seed in 0..PROBLEMS {
                let made = generate(&library.maths, skill, level, seed);
                let Ok(answer) = u32::try_from(made.answer) else { continue };
                let mut texts = vec![if made.over > 1 {
                    format!("{}/{}", made.answer, made.over)
                } else {
                    made.answer.to_string()
                }];
                if made.over == 1 {
                    texts.extend(Lang::ALL.map(|lang| spell(answer, lang)));
                }
                for text in texts {
                    tried += 1;
                    taken += u32::from(accepts(&made, &text));
                }
            }
        }
    }
    Figure {
        measure: format!("maths, right answers taken: {tried} in digits and words"),
        value: f64::from(taken) * 100.0 / f64::from(tried.max(1)),
        target: 100.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_measured_against_their_targets() {
        let table = "want,utterance\nmaths,imibare\nmaths,bananas";
        let found = lessons(&Registry::shipped(), &Library::shipped(), &[("two rows", table)]);
        assert_eq!(found[0].measure, "routing, two rows: 2 utterances");
        assert!((found[0].value - 50.0).abs() < 1e-9);
        assert!((found[1].value - 100.0).abs() < 1e-9, "{found:?}");
    }
}
