//! `toneline bench vad`: frame errors of the voice activity detector on labelled streams, and what a frame costs; also where
//! its weights come from.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context as _, ensure};

use crate::speech::activity::Detector;
use crate::speech::train::vad::corpus::{self, Corpus};
use crate::speech::train::vad::data::Stream;
use crate::speech::train::vad::{Errors, decide, decide_with};
use crate::speech::units::FRAME_SAMPLES;

/// What `toneline bench vad` is told.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Folder of recordings, with `english`, `tone`, `pitch` and `noise` below it
    #[arg(long)]
    data: PathBuf,
    /// Train fresh weights on this many batches first, and write them
    #[arg(long, requires = "out")]
    train: Option<usize>,
    /// Where to write the weights; they are measured once they are built into the program
    #[arg(long, requires = "train")]
    out: Option<PathBuf>,
    /// Everything random follows from it
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Streams of each condition, one a speaker
    #[arg(long, default_value_t = 60)]
    streams: usize,
    /// Write each condition's samples (`.raw`, 16 bits) and labels (`.lab`, a byte for 10 ms) here, for another detector
    #[arg(long)]
    dump: Option<PathBuf>,
}

/// Probability over which a frame counts as speech.
const THRESHOLD: f32 = 0.5;
/// Seed of the streams that are measured, so that training cannot move them.
const TEST_SEED: u64 = 1_000;

pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    ensure!(args.streams > 0, "at least one stream");
    if let (Some(rounds), Some(out)) = (args.train, &args.out) {
        return train(args, rounds, out);
    }
    let corpus = Corpus::open(&args.data, true).context("the recordings cannot be read")?;
    println!("condition      streams  frame errors  missed  false  (share of steps of 10 ms)");
    let noises = corpus.noises.iter().map(|(name, _)| Some(name.as_str()));
    for noise in std::iter::once(None).chain(noises) {
        let streams = corpus.streams(noise, args.streams, TEST_SEED);
        let errors = corpus::measure(&streams, |stream| decide(stream, THRESHOLD));
        let name = noise.unwrap_or("clean");
        print_row(name, streams.len(), errors);
        if let Some(folder) = &args.dump {
            dump(folder, name, &streams)?;
        }
        if noise.is_none() {
            println!("cost           {:.2} us a frame of 20 ms", cost_us(&streams));
        }
    }
    Ok(())
}

fn print_row(name: &str, streams: usize, errors: Errors) {
    let percent = |n: usize| 100.0 * n as f64 / errors.steps.max(1) as f64;
    println!(
        "{name:14} {streams:7}  {:10.2} %  {:4.2} %  {:4.2} %",
        100.0 * errors.share(),
        percent(errors.missed),
        percent(errors.false_alarms),
    );
}

/// Microseconds a frame in the stream that took least: what else runs on the machine can only add to it.
fn cost_us(streams: &[Stream]) -> f64 {
    let mut detector = Detector::new();
    let costs = streams.iter().map(|stream| {
        let (frames, _) = stream.samples.as_chunks::<FRAME_SAMPLES>();
        let began = Instant::now();
        for frame in frames {
            std::hint::black_box(detector.push(frame));
        }
        began.elapsed().as_secs_f64() * 1e6 / frames.len().max(1) as f64
    });
    costs.fold(f64::INFINITY, f64::min)
}

fn train(args: &Args, rounds: usize, out: &Path) -> anyhow::Result<()> {
    let practice = Corpus::open(&args.data, false).context("the recordings cannot be read")?;
    let streams = Corpus::open(&args.data, true)?.streams(Some("babble"), 12, TEST_SEED);
    let weights = corpus::train(&practice, rounds, args.seed, |round, loss| {
        println!("batch {round}: mean cross-entropy {loss:.4}");
    });
    let errors = corpus::measure(&streams, |stream| decide_with(&weights, stream));
    print_row("babble", streams.len(), errors);
    let mut file = std::fs::File::create(out).context("the weights cannot be written")?;
    file.write_all(&weights.to_bytes())?;
    Ok(())
}

fn dump(folder: &Path, name: &str, streams: &[Stream]) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder)?;
    let samples = streams.iter().flat_map(|s| &s.samples).flat_map(|s| s.to_le_bytes());
    let labels = streams.iter().flat_map(|s| &s.labels).map(|l| u8::from(*l));
    std::fs::write(folder.join(format!("{name}.raw")), samples.collect::<Vec<u8>>())?;
    std::fs::write(folder.join(format!("{name}.lab")), labels.collect::<Vec<u8>>())?;
    Ok(())
}
