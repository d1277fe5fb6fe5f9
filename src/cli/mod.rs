//! The command line: one file a command.

pub mod bench;
pub mod call;
pub mod content;
pub mod costs;
pub mod demo;
pub mod english;
mod manifest;
pub mod migrate;
pub mod pitch;
pub mod prompts;
mod reading;
pub mod score;
pub mod serve;
pub mod text;
pub mod tone;
pub mod transcript;

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
    /// Starts a gateway, places a call and a text conversation against it, shows both, and stays up.
    Demo(demo::Args),
    /// Dials a gateway as the telephony service would.
    Call(call::Args),
    /// Texts a gateway as the telephony service would.
    Text(text::Args),
    /// Scores recordings.
    Score(score::ScoreArgs),
    /// Prints the pitch of recordings.
    Pitch(pitch::PitchArgs),
    /// Trains and evaluates the tone model.
    Tone(tone::ToneArgs),
    /// Trains and evaluates the model of English pronunciation.
    English(english::EnglishArgs),
    /// Checks packs of lessons.
    Content(content::ContentArgs),
    /// Checks the line's sentences, and makes placeholders of their recordings.
    Prompts(prompts::PromptsArgs),
    /// Measures speed, with its target beside each figure.
    Bench(bench::Args),
    /// Prints what providers charged.
    Costs(costs::Args),
    /// Brings the journal's tables up to this release.
    Migrate(migrate::Args),
}

/// Runs the command that the process was given.
#[must_use]
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    // The only provider of cryptography in the tree; installed before anything opens a connection.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let finished = |()| ExitCode::SUCCESS;
    let done = match cli.command {
        Command::Score(args) => score::run(&args).map(finished),
        Command::Pitch(args) => pitch::run(&args).map(finished),
        Command::Tone(args) => tone::run(&args).map(finished),
        Command::English(args) => english::run(&args).map(finished),
        Command::Content(args) => content::run(&args).map(finished),
        other => runtime().and_then(|runtime| runtime.block_on(serving(other))),
    };
    done.unwrap_or_else(|error| {
        if closed(&error) {
            return ExitCode::SUCCESS;
        }
        eprintln!("toneline: {error:#}");
        ExitCode::FAILURE
    })
}

/// Whether whoever read our output had enough of it, as `head` has.
fn closed(error: &anyhow::Error) -> bool {
    let io = |cause: &(dyn std::error::Error + 'static)| {
        let kind = cause.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
        kind == Some(std::io::ErrorKind::BrokenPipe)
    };
    error.chain().any(io)
}

fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}

async fn serving(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve => serve::run().await,
        Command::Demo(args) => demo::run(args).await,
        Command::Bench(args) => bench::run(args).await,
        Command::Call(args) => call::run(args).await,
        Command::Text(args) => text::run(args).await,
        Command::Migrate(args) => {
            migrate::run(args).await?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Costs(args) => {
            costs::run(args).await?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Prompts(args) => {
            prompts::run(args).await?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Score(_)
        | Command::Pitch(_)
        | Command::Tone(_)
        | Command::English(_)
        | Command::Content(_) => {
            unreachable!("these need no runtime and were run without one")
        }
    }
}
