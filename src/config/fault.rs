//! What is wrong with the settings, all of it.

use std::fmt;

/// One setting that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The setting's name.
    pub name: &'static str,
    /// What is wrong and what to do. Never holds the value of a secret.
    pub what: String,
}

/// Every fault found, in the order of the table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Faults(pub Vec<Fault>);

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (n, settings) = (self.0.len(), if self.0.len() == 1 { "setting" } else { "settings" });
        write!(f, "{n} {settings} cannot be used:")?;
        for fault in &self.0 {
            write!(f, "\n  {}: {}", fault.name, fault.what)?;
        }
        Ok(())
    }
}
