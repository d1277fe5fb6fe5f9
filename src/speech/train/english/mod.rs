//! The training program of English pronunciation: recordings with experts' scores, synthetic readers beside them, a first alignment, the
//! acoustic networks, and the heads that turn measures into scores. Everything follows from the data, the
//! options and one seed.

pub mod augment;
pub mod backprop;
pub mod cases;
pub mod cross;
pub mod data;
pub mod figures;
pub mod fit;
pub mod ridge;
pub mod start;
pub mod voices;
