//! The operator's edge: health, readiness and metrics. Imports `web`, `ports`, `domain`, `telemetry`, `config`.

pub mod health;
pub mod recordings;
