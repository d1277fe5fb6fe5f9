//! `toneline tone train` and `toneline tone eval`: where the weights of the tone scorer come from, and how
//! good they are on speakers that they never heard.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use clap::{Args, Subcommand};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use crate::speech::tone::ear::{Ear, Shape};
use crate::speech::tone::{ToneScorer, ear_file};
use crate::speech::train::data::{self, Entry, Item};
use crate::speech::train::eval::{self, Caller, Tally};
use crate::speech::train::fit::{self, Plan};
use crate::speech::train::noise::{Noises, Part};
use crate::speech::utterance::Utterance;
use crate::speech::wav;

mod callers;

/// Copies with noise of each recording that is trained on.
const NOISY_COPIES: usize = 3;

/// Train and measure the tone scorer.
#[derive(Debug, Args)]
pub struct ToneArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Train the networks and write their weights.
    Train(TrainArgs),
    /// Measure weights by speaker and by number of syllables.
    Eval(EvalArgs),
    /// Train the judge that tells a caller's voice from crowds, streets and instruments, and measure it.
    Callers(callers::CallersArgs),
}

#[derive(Debug, Args)]
struct DataArgs {
    /// Folder with manifest.csv and the recordings that it lists.
    #[arg(long)]
    data: PathBuf,
    /// Folder of recorded noises, WAV; without it nothing is mixed in.
    #[arg(long)]
    noise: Option<PathBuf>,
    /// Threads.
    #[arg(long, default_value_t = 1)]
    threads: usize,
    /// Everything random follows from it.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

#[derive(Debug, Args)]
struct TrainArgs {
    #[command(flatten)]
    data: DataArgs,
    /// Speakers to leave out: beginnings of their names, separated by commas.
    #[arg(long, value_delimiter = ',')]
    hold_out: Vec<String>,
    /// Passes over the recordings.
    #[arg(long, default_value_t = 10)]
    epochs: usize,
    /// Networks whose probabilities are averaged.
    #[arg(long, default_value_t = 2)]
    networks: u64,
    /// Values of the recurrent state, each way.
    #[arg(long, default_value_t = Shape::TONES.state)]
    state: usize,
    /// Examples a step.
    #[arg(long, default_value_t = 64)]
    batch: usize,
    /// Highest learning rate.
    #[arg(long, default_value_t = 3e-3)]
    rate: f32,
    /// Synthetic words a pass.
    #[arg(long, default_value_t = 4_000)]
    synthetic: usize,
    /// Rows of recordings said one after another, a pass.
    #[arg(long, default_value_t = 800)]
    rows_of_words: usize,
    /// Where to write the weights.
    #[arg(long, default_value = "models/tone.bin")]
    out: PathBuf,
}

#[derive(Debug, Args)]
struct EvalArgs {
    #[command(flatten)]
    data: DataArgs,
    /// Weights to measure; those of this program if not given.
    #[arg(long)]
    weights: Option<PathBuf>,
    /// Speakers to measure: beginnings of their names, separated by commas; all if not given.
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// Mix in noise at this ratio, dB.
    #[arg(long, requires = "noise", allow_negative_numbers = true)]
    snr: Option<f32>,
    /// The noise to mix in, by name; all in turn if not given.
    #[arg(long)]
    noise_name: Option<String>,
    /// Judge as if five words of the speaker had been heard before.
    #[arg(long)]
    known: bool,
    /// Print the confusion matrix of each group: rows are said, columns heard.
    #[arg(long)]
    confusion: bool,
    /// Print how often right and wrong counts of syllables are refused, by margin.
    #[arg(long)]
    counts: bool,
    /// Print how often a tone was said, by its probability.
    #[arg(long)]
    calibration: bool,
}

/// Runs `toneline tone`.
///
/// # Errors
/// When the data cannot be read or the weights cannot be written.
pub fn run(args: &ToneArgs) -> anyhow::Result<()> {
    match &args.command {
        Command::Train(args) => train(args),
        Command::Eval(args) => evaluate(args),
        Command::Callers(args) => callers::run(args),
    }
}

fn starts_with_any(name: &str, beginnings: &[String]) -> bool {
    beginnings.iter().any(|b| name.starts_with(b.as_str()))
}

fn entries(data: &Path) -> anyhow::Result<Vec<Entry>> {
    let path = data.join("manifest.csv");
    let entries =
        data::manifest(&path).with_context(|| format!("cannot read {}", path.display()))?;
    ensure!(!entries.is_empty(), "{} lists no recordings", path.display());
    Ok(entries)
}

fn noises(folder: Option<&Path>) -> anyhow::Result<Noises> {
    folder.map_or_else(
        || Ok(Noises::default()),
        |f| Noises::open(f).with_context(|| format!("cannot read {}", f.display())),
    )
}

fn train(args: &TrainArgs) -> anyhow::Result<()> {
    let DataArgs { data, noise, threads, seed } = &args.data;
    let mut entries = entries(data)?;
    entries.retain(|e| !starts_with_any(&e.speaker, &args.hold_out));
    let copies = if noise.is_some() { NOISY_COPIES } else { 0 };
    let noises = noises(noise.as_deref())?;
    eprintln!("reading {} recordings", entries.len());
    let items = data::extract(data, &entries, &noises, copies, (*seed, *threads));
    ensure!(!items.is_empty(), "no recording could be read");
    let mut ears = Vec::new();
    for network in 0..args.networks {
        let plan = Plan {
            epochs: args.epochs,
            shape: Shape { state: args.state, ..Shape::TONES },
            batch: args.batch,
            rate: args.rate,
            dropout: 0.2,
            synthetic: args.synthetic,
            rows_of_words: args.rows_of_words,
            seed: seed.wrapping_add(network),
            threads: *threads,
        };
        ears.push(fit::fit(&items, &plan, &mut |epoch, loss| {
            eprintln!("network {network} epoch {epoch} loss {loss:.4}");
        }));
        // After each network, so that a long training that is stopped leaves those that were finished.
        write(&args.out, &ears)?;
    }
    Ok(())
}

fn write(path: &Path, ears: &[Ear]) -> anyhow::Result<()> {
    let bytes = ear_file::write(ears);
    std::fs::write(path, &bytes).with_context(|| format!("cannot write {}", path.display()))?;
    let parameters: usize = ears.iter().map(|e| e.numbers().len()).sum();
    println!("{}: {parameters} parameters, {} bytes", path.display(), bytes.len());
    Ok(())
}

fn evaluate(args: &EvalArgs) -> anyhow::Result<()> {
    let DataArgs { data, noise, threads, seed } = &args.data;
    let mut entries = entries(data)?;
    if !args.only.is_empty() {
        entries.retain(|e| starts_with_any(&e.speaker, &args.only));
    }
    let scorer = match &args.weights {
        Some(path) => {
            let bytes =
                std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
            ToneScorer::with_ears(ear_file::read(&bytes)?)
        }
        None => ToneScorer::with_ears(ToneScorer::load().ears().to_vec()),
    };
    let noises = noises(noise.as_deref())?;
    let mut items = data::extract(data, &entries, &noises, 0, (*seed, *threads));
    if let Some(snr) = args.snr {
        add_noise(data, &mut items, &noises, args.noise_name.as_deref(), (snr, *seed));
    }
    let caller = if args.known { Caller::Known } else { Caller::Stranger };
    print(&eval::tally(&scorer, &items, 0, caller), args);
    Ok(())
}

/// Replaces each recording's take by one with noise.
fn add_noise(
    root: &Path,
    items: &mut [Item],
    noises: &Noises,
    name: Option<&str>,
    (snr, seed): (f32, u64),
) {
    let mut utterance = Utterance::new();
    for (i, item) in items.iter_mut().enumerate() {
        let mut rng = ChaCha8Rng::seed_from_u64(seed ^ (i as u64) << 20);
        let Ok(samples) = wav::read_8k(&root.join(&item.entry.file)) else { continue };
        let mixed = noises.mix(&samples, name, Part::Test, snr, &mut rng);
        if let Some(take) = data::take(&mut utterance, &mixed) {
            item.takes[0] = take;
        }
    }
}

fn print(groups: &BTreeMap<String, Tally>, args: &EvalArgs) {
    println!(
        "{:20} {:>6} {:>9} {:>9} {:>7} {:>7}",
        "group", "n", "tones %", "words %", "EER %", "count %"
    );
    let mut all = Tally::default();
    for (name, tally) in groups {
        row(name, tally);
        if args.confusion {
            tally.confusion.iter().for_each(|r| println!("    {r:5?}"));
        }
        all.add(tally);
    }
    row("all", &all);
    if args.counts {
        groups.iter().for_each(|(name, tally)| counts(name, tally));
    }
    if args.calibration {
        calibration(&all);
    }
    let mean = groups.values().map(Tally::accuracy).sum::<f64>() / groups.len().max(1) as f64;
    println!("mean over groups: {mean:.2} % of tones");
}

fn counts(name: &str, tally: &Tally) {
    println!("{name}: margin, right counts refused %, wrong counts refused %");
    for margin in [-2.0, -1.0, 0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0] {
        let (right, wrong) = tally.refused(margin);
        println!("    {margin:4.1} {right:6.1} {wrong:6.1}");
    }
}

fn calibration(tally: &Tally) {
    println!("probability: n, mean, share said");
    for (i, (n, said, right)) in tally.reliability().iter().enumerate() {
        println!("    {:.1} {n:6} {said:.3} {right:.3}", i as f64 / 10.0);
    }
}

fn row(name: &str, t: &Tally) {
    let count = 100.0 * t.count_right as f64 / t.words.max(1) as f64;
    println!(
        "{name:20} {:6} {:9.2} {:9.2} {:7.2} {count:7.1}",
        t.words,
        t.accuracy(),
        t.word_accuracy(),
        t.equal_error_rate(),
    );
}
