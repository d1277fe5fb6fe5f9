//! `toneline migrate`: brings the journal's tables up to this release.

use std::path::PathBuf;

use anyhow::Context as _;

use crate::ports::journal::Journal as _;
use crate::store::open_journal;

/// What `toneline migrate` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The journal: postgres://… or sqlite:path; without it, the file toneline.db in the data folder
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// The data folder
    #[arg(long, env = "DATA_DIR", default_value = "data")]
    pub data_dir: PathBuf,
}

/// Runs the migrations that have not run yet, and says so. Running it again changes nothing.
///
/// # Errors
/// A DSN that is none, a database that cannot be reached, or tables that this release does not know.
pub async fn run(args: Args) -> anyhow::Result<()> {
    // An empty setting is an unset one.
    let dsn = args.database_url.as_deref().filter(|dsn| !dsn.is_empty());
    let journal = open_journal(dsn, &args.data_dir)?;
    journal.migrate().await.context("the journal could not be migrated")?;
    println!("the journal ({}) is up to date", journal.kind());
    journal.close().await;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn migrating_makes_the_file_and_doing_it_again_is_no_error() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        for _ in 0..2 {
            let args = Args { database_url: Some(String::new()), data_dir: dir.path().join("new") };
            run(args).await.expect("migrates");
        }
        assert!(dir.path().join("new/toneline.db").is_file());
    }

    #[tokio::test]
    async fn another_kind_of_database_is_refused_by_the_setting_s_name() {
        let args =
            Args { database_url: Some("mysql://nowhere/db".to_owned()), data_dir: PathBuf::new() };
        let error = run(args).await.expect_err("no such kind");
        assert!(error.to_string().contains("DATABASE_URL"), "{error}");
    }
}
