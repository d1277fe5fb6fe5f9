//! The tutor's mind, as far as it needs nobody else: what a model is asked, what of its answer may be said, and the tutor
//! that answers when there is no model. Pure: no clock, no network; chance is handed in.
//!
//! Imports `content`, `domain`, `session` and `text`. [`prompts`] writes; [`guard`] reads what came back, sentence by
//! sentence as [`sentences`] cuts it; [`offline`] is the last of the chain. `docs/TUTOR.md` says what each promises and
//! what it does not.

pub mod ab;
pub mod arithmetic;
pub mod guard;
pub mod offline;
pub mod prompts;
pub mod sentences;
pub mod tokens;
