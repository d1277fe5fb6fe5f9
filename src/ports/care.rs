//! Words for a learner who may be in danger, as the conversation sees them: of the tutor's lists, with or without a model.

use crate::domain::lang::Lang;

/// What is said to these words instead of going on with any lesson; `None` to nearly all words. The flag tells whether
/// sentences are being practised, of which somebody's illness may be one.
pub type Care = fn(&str, Lang, bool) -> Option<&'static str>;
