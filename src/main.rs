//! The `toneline` binary: parses the command line and hands over.

use clap::Parser;
use toneline::cli;

#[derive(Debug, Parser)]
enum Toneline {
    /// Score recordings.
    Score(cli::score::ScoreArgs),
    /// Follow the pitch of recordings.
    Pitch(cli::pitch::PitchArgs),
    /// Train and measure the tone scorer.
    Tone(cli::tone::ToneArgs),
}

fn main() -> anyhow::Result<()> {
    match Toneline::parse() {
        Toneline::Score(args) => cli::score::run(&args),
        Toneline::Pitch(args) => cli::pitch::run(&args),
        Toneline::Tone(args) => cli::tone::run(&args),
    }
}
