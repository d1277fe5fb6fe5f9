//! The commands of the `toneline` binary, one file each.

pub mod call;
pub mod text;
mod transcript;
