//! `toneline bench vad`: frame errors of the voice activity detector on labelled streams, and what a frame costs; what the
//! endpointer that uses it finds of utterances; also where its weights come from.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context as _, ensure};

use crate::speech::activity::Detector;
use crate::speech::endpoint::ListenFor;
use crate::speech::train::vad::corpus::{self, Corpus};
use crate::speech::train::vad::data::Stream;
use crate::speech::train::vad::ends::{self, Figures};
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
    /// Measure the endpointer instead: utterances found, cut and missed, and those made up of noise
    #[arg(long)]
    ends: bool,
}

/// Probability over which a frame counts as speech.
const THRESHOLD: f32 = 0.5;
/// Seed of the streams that are measured, so that training cannot move them.
const TEST_SEED: u64 = 1_000;
/// Seed of the calls that the endpointer is measured with.
const ENDS_SEED: u64 = 77;
/// Noises under those calls, and how far under the speech they lie.
const NOISES: [&str; 4] = ["babble", "street", "car", "restaurant"];
const SNRS_DB: [f32; 4] = [20.0, 15.0, 10.0, 5.0];
/// Levels of a noise that is alone.
const ALONE_DBFS: [f32; 3] = [-46.0, -36.0, -26.0];

pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    ensure!(args.streams > 0, "at least one stream");
    if let (Some(rounds), Some(out)) = (args.train, &args.out) {
        return train(args, rounds, out);
    }
    let corpus = Corpus::open(&args.data, true).context("the recordings cannot be read")?;
    if args.ends {
        ends(&corpus, args.streams);
        return Ok(());
    }
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

/// The endpointer over calls, clean and under noise, and over noise alone.
fn ends(corpus: &Corpus, most: usize) {
    println!(
        "condition         utterances  found   cut     missed  split   beheaded  made up/min  opens p50  p95  closes p50  p95"
    );
    print_ends("clean", &ends::measure(&ends::calls(corpus, None, most, ENDS_SEED)));
    for name in NOISES {
        let Some(noise) = corpus.noise(name) else { continue };
        for snr_db in SNRS_DB {
            let calls = ends::calls(corpus, Some((noise, snr_db)), most, ENDS_SEED);
            print_ends(&format!("{name} {snr_db} dB"), &ends::measure(&calls));
        }
    }
    println!("\nnoise alone, a minute each      begun  taken for an utterance");
    for (name, noise) in &corpus.noises {
        for level in ALONE_DBFS {
            let minute = ends::minute_of(noise, level);
            let (begun, found) = ends::made_up(&minute, ListenFor::syllables(2));
            println!("{:30}  {begun:5}  {found}", format!("{name} {level} dBFS"));
        }
    }
}

fn print_ends(name: &str, figures: &Figures) {
    let percent = |n: usize| 100.0 * n as f32 / figures.utterances.max(1) as f32;
    let [opens, opens_late] = [0.5, 0.95].map(|share| Figures::percentile(&figures.opened, share));
    let [closes, closes_late] =
        [0.5, 0.95].map(|share| Figures::percentile(&figures.closed, share));
    println!(
        "{name:17} {:10}  {:4.1} %  {:4.1} %  {:4.1} %  {:4.1} %  {:6.1} %  {:11.2}  {opens:6.0} ms  {opens_late:.0} ms  {closes:4.0} ms  {closes_late:.0} ms",
        figures.utterances,
        percent(figures.found),
        percent(figures.cut),
        percent(figures.missed),
        percent(figures.split),
        percent(figures.beheaded),
        figures.made_up as f32 / figures.minutes.max(1e-3),
    );
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
