//! What a database's error means: worth trying again, or never going to work.

use sqlx::Error;
use sqlx::error::DatabaseError;
use sqlx::migrate::MigrateError;

use crate::ports::PortError;

/// Sorts an error. Only faults of the data itself are final: everything else (down, full, failing over, not migrated,
/// password changed) an operator can mend while entries wait.
pub(super) fn port_error(service: &'static str, error: &Error) -> PortError {
    let refused = match error {
        Error::Database(fault) => is_fault_of_the_data(service, &**fault),
        Error::Encode(_) | Error::Decode(_) | Error::ColumnDecode { .. } => true,
        _ => false,
    };
    let detail = described(error);
    if refused {
        PortError::Refused { service, detail }
    } else {
        PortError::Unavailable { service, detail }
    }
}

/// Sorts an error of a migration; one that was changed or has vanished is final.
pub(super) fn migration_error(service: &'static str, error: &MigrateError) -> PortError {
    match error {
        MigrateError::Execute(inner) => port_error(service, inner),
        other => PortError::Refused { service, detail: other.to_string() },
    }
}

/// `SQLSTATE` class 22 (data exception) or 23 (integrity); the same of `SQLite`'s primary result codes.
fn is_fault_of_the_data(service: &str, fault: &dyn DatabaseError) -> bool {
    let code = fault.code().unwrap_or_default();
    if service == "sqlite" {
        const TOO_BIG: u32 = 18;
        const CONSTRAINT: u32 = 19;
        const MISMATCH: u32 = 20;
        let primary = code.parse::<u32>().map(|code| code & 0xff);
        matches!(primary, Ok(TOO_BIG | CONSTRAINT | MISMATCH))
    } else {
        code.starts_with("22") || code.starts_with("23")
    }
}

/// A database quotes values in some messages; its code and the constraint say as much without them.
fn described(error: &Error) -> String {
    match error {
        Error::Database(fault) => format!(
            "error {} {}",
            fault.code().unwrap_or_default(),
            fault.constraint().unwrap_or_default()
        )
        .trim_end()
        .to_owned(),
        other => other.to_string(),
    }
}
