//! The conversation machine and its driver.
//!
//! [`machine`] is pure: a context and an event give a context, a turn and effects. It knows no XML, HTTP, SQL or
//! clock. [`driver`] is the async shell: it loads, calls the machine, saves conditionally, and performs the effects through
//! ports. Imports `modules`, `session`, `ports`, `wording`, `text`, `domain`, `telemetry`.

mod afterwards;
mod asides;
mod changes;
mod comfort;
pub mod commands;
pub mod consent;
mod courtesy;
pub mod driver;
mod feats;
mod history;
mod household;
mod keeper;
mod keyed;
pub mod keywords;
mod leaving;
mod lesson;
pub mod machine;
mod moods;
mod names;
mod notes;
mod offers;
mod opening;
mod options;
mod phrases;
mod routing;
pub mod standing;
mod stopping;
mod texting;
pub mod thinking;
mod wishes;
