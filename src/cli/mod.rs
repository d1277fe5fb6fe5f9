//! The command line: one file a command.

pub mod call;
mod migrate;
mod serve;
pub mod text;
mod transcript;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// A telephone line that teaches: answers calls and texts, listens, and scores tones.
#[derive(Debug, Parser)]
#[command(name = "toneline", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs the gateway. Needs no settings: embedded defaults on loopback.
    Serve,
    /// Dials a gateway as the telephony service would.
    Call(call::Args),
    /// Texts a gateway as the telephony service would.
    Text(text::Args),
    /// Brings the journal's tables up to this release.
    Migrate(migrate::Args),
}

/// Runs the command that the process was given.
#[must_use]
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    // The only provider of cryptography in the tree; installed before anything opens a connection.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let done = runtime().and_then(|runtime| runtime.block_on(serving(cli.command)));
    done.unwrap_or_else(|error| {
        eprintln!("toneline: {error:#}");
        ExitCode::FAILURE
    })
}

fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}

async fn serving(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve => serve::run().await,
        Command::Call(args) => call::run(args).await,
        Command::Text(args) => text::run(args).await,
        Command::Migrate(args) => {
            migrate::run(args).await?;
            Ok(ExitCode::SUCCESS)
        }
    }
}
