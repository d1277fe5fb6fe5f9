//! `toneline bench`: speed and errors, measured.

mod chaos;
mod dtmf;
mod ear;
mod lessons;
pub mod providers;
mod scrape;
mod server;
mod streams;
mod talk;
mod vad;
mod webhooks;

use std::process::ExitCode;

use clap::Subcommand;

/// What `toneline bench` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Signed calls through the webhooks of a gateway in a process of its own.
    Webhooks(webhooks::Args),
    /// Live calls at once, each with a paced media stream, against a gateway in a process of its own.
    Streams(streams::Args),
    /// Turns of learners while part of the providers' answers fail: who gets what, when, and what it costs.
    Chaos(chaos::Args),
    /// Live conversations against providers of known slowness: how long the answer takes.
    Talk(talk::Args),
    /// Frame errors of the voice activity detector; trains it too.
    Vad(vad::Args),
    /// Keys heard in the sound, and speech taken for keys.
    Dtmf(dtmf::Args),
    /// Routing, correction of English, answers to problems: on the labelled lists of the tests.
    Lessons,
    /// The tutors: quality, times and cost over the golden sets. The offline tutor runs out of the box.
    Providers(providers::Args),
    /// The pitch tracker: processor time, instructions, memory.
    Pitch(ear::PitchArgs),
    /// The tone scorer: processor time while an utterance is spoken and after its end, memory.
    Score(ear::ScoreArgs),
}

/// Runs a benchmark and prints its table.
///
/// # Errors
/// Where the gateway cannot start or answers wrongly.
pub async fn run(args: Args) -> anyhow::Result<ExitCode> {
    match args.what {
        What::Webhooks(args) => webhooks::run(args).await?,
        What::Streams(args) => streams::run(args).await?,
        What::Talk(args) => talk::run(args).await?,
        What::Chaos(args) => return chaos::run(args).await,
        What::Vad(args) => vad::run(&args)?,
        What::Dtmf(args) => dtmf::run(&args)?,
        What::Lessons => lessons::run(),
        What::Providers(args) => {
            let (contenders, judge) = providers::configured(&args)?;
            providers::run(args, contenders, judge).await?;
        }
        What::Pitch(args) => ear::pitch(&args)?,
        What::Score(args) => ear::score(&args)?,
    }
    Ok(ExitCode::SUCCESS)
}
