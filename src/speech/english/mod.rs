//! How well a known English text was read aloud: accuracy, fluency, completeness, prosody.
//!
//! `listen` gathers 10 ms hops while the learner speaks; `text`, `lexicon` and `letters` say how the words
//! sound; `rows` and `acoustic` give each 20 ms the probabilities of the phones; `align` places the phones;
//! `omission` tells what speaks for each word; `goodness`, `flow` and `profile` measure; `heads` turn measures into scores; `gate` refuses what cannot
//! be judged. `score` is the whole. Weights come from `models/english.bin`.

pub mod acoustic;
pub mod align;
pub mod flow;
pub mod gate;
pub mod goodness;
pub mod heads;
pub mod kernel;
pub mod letters;
pub mod lexicon;
pub mod listen;
pub mod matmul;
pub mod omission;
pub mod pace;
pub mod phone;
pub mod profile;
pub mod rows;
pub mod score;
pub mod study;
pub mod text;
pub mod weights;
