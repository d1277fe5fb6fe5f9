//! Words for a learner who may be in danger, as the conversation sees them: of the tutor's lists, with or without a model.

use crate::domain::lang::Lang;

/// What is said to these words instead of going on with any lesson; `None` to nearly all words.
pub type Care = fn(&str, Lang) -> Option<&'static str>;
