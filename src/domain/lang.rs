//! Languages of the interface.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A language in which the line speaks to learners.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Kinyarwanda.
    Rw,
}

impl Lang {
    /// Every language, in the order of its key on the first menu.
    pub const ALL: [Lang; 2] = [Lang::En, Lang::Rw];

    /// The BCP 47 tag: also the folder name under `prompts/`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Rw => "rw",
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

/// Not a language that the line speaks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a language of this line: en or rw")]
pub struct LangError;

impl FromStr for Lang {
    type Err = LangError;

    /// Reads a tag or a name in either language, in any case.
    fn from_str(text: &str) -> Result<Self, LangError> {
        match text.trim().to_lowercase().as_str() {
            "en" | "eng" | "english" | "icyongereza" => Ok(Lang::En),
            "rw" | "kin" | "kinyarwanda" | "ikinyarwanda" | "rwanda" => Ok(Lang::Rw),
            _ => Err(LangError),
        }
    }
}
