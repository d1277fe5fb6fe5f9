//! `toneline english train`, `eval` and `lexicon`: where the weights and the dictionary of the English scorer
//! come from, and how well it agrees with experts on speakers that it never heard.

use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use clap::{Args, Subcommand};

use crate::speech::english::{acoustic, lexicon, weights};
use crate::speech::net::{self, Net};
use crate::speech::train::english::cross::{self, Crossed};
use crate::speech::train::english::data::{self, Reading};
use crate::speech::train::english::figures::{self, Counted, Line};
use crate::speech::train::english::fit::Plan;
use crate::speech::train::english::voices;

/// Train and measure the English scorer.
#[derive(Debug, Args)]
pub struct EnglishArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Train the networks and the heads, and write their weights.
    Train(TrainArgs),
    /// Measure on speakers that networks and heads never heard.
    Eval(EvalArgs),
    /// Pack a pronouncing dictionary in the form of the CMU dictionary.
    Lexicon(LexiconArgs),
}

#[derive(Debug, Args)]
struct DataArgs {
    /// Folder with scores.json, text-phone and the recordings in train/.
    #[arg(long)]
    data: PathBuf,
    /// Networks: each is trained without its part of the speakers, and heard on that part.
    #[arg(long, default_value_t = 3)]
    networks: usize,
    /// Groups of speakers that heads are fitted without, for the figures.
    #[arg(long, default_value_t = 5)]
    folds: usize,
    /// Passes over the recordings.
    #[arg(long, default_value_t = 6)]
    epochs: usize,
    /// Values of a hidden row; a multiple of eight.
    #[arg(long, default_value_t = 80)]
    hidden: usize,
    /// Everything random follows from it.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// File of trained networks: read if it exists, else written. They take most of the time. If it holds
    /// fewer than there are parts, heads and figures go by the speakers of those parts alone.
    #[arg(long)]
    nets: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct TrainArgs {
    #[command(flatten)]
    data: DataArgs,
    /// Where to write the weights.
    #[arg(long, default_value = "models/english.bin")]
    out: PathBuf,
}

#[derive(Debug, Args)]
struct EvalArgs {
    #[command(flatten)]
    data: DataArgs,
    /// Print mean scores beside the experts', by tenths.
    #[arg(long)]
    calibration: bool,
}

#[derive(Debug, Args)]
struct LexiconArgs {
    /// The dictionary: a word and its phones a line.
    #[arg(long)]
    dictionary: PathBuf,
    /// Where to write it.
    #[arg(long, default_value = "models/english_words.bin")]
    out: PathBuf,
}

/// Runs `toneline english`.
///
/// # Errors
/// When the data cannot be read or a file cannot be written.
pub fn run(args: &EnglishArgs) -> anyhow::Result<()> {
    match &args.command {
        Command::Train(args) => {
            let (nets, crossed) = learn(&args.data, false)?;
            write(&args.out, &weights::to_bytes(&nets, &crossed.heads))
        }
        Command::Eval(args) => learn(&args.data, args.calibration).map(|_| ()),
        Command::Lexicon(args) => {
            let text = std::fs::read_to_string(&args.dictionary)
                .with_context(|| format!("cannot read {}", args.dictionary.display()))?;
            write(&args.out, &lexicon::pack(&text))
        }
    }
}

fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    std::fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
    println!("{}: {} bytes", path.display(), bytes.len());
    Ok(())
}

/// Trains, and prints how well the scores of strangers agree with the experts'.
fn learn(args: &DataArgs, calibration: bool) -> anyhow::Result<(Vec<Net>, Crossed)> {
    ensure!(args.networks >= 2 && args.folds >= 2, "at least two parts and two groups are needed");
    ensure!(args.hidden > 0 && args.hidden.is_multiple_of(8), "hidden must be a multiple of eight");
    let about = || format!("cannot read the recordings of {}", args.data.display());
    let parts = data::groups(&args.data, args.networks, args.seed).with_context(about)?;
    let folds =
        data::groups(&args.data, args.folds, args.seed.wrapping_add(1)).with_context(about)?;
    let kept = kept_nets(args)?;
    let limit = kept.as_ref().map_or(args.networks, Vec::len);
    let readings = data::open(&args.data, &|speaker| parts[speaker] < limit)?;
    ensure!(!readings.is_empty(), "no recording could be read");
    let parts: Vec<usize> = readings.iter().map(|r| parts[&r.speaker]).collect();
    let folds: Vec<usize> = readings.iter().map(|r| folds[&r.speaker]).collect();
    let nets = match kept {
        Some(nets) => nets,
        None => networks(args, &readings, &parts)?,
    };
    // What is measured is what will be read from the file.
    let nets: Vec<Net> = nets.iter().map(weights::rounded).collect();
    let voices = voices::read(&readings, voices::TEXTS, args.seed)?;
    let crossed = cross::heads((&readings, &voices), (&parts, &nets), &folds, args.seed);
    print(&figures::lines(&readings, &folds, &crossed, Counted::Scored), calibration);
    println!("had nothing been refused or taken off:");
    print(&figures::lines(&readings, &folds, &crossed, Counted::All), false);
    let said = figures::said(&crossed);
    print_said(&said);
    Ok((nets, crossed))
}

fn print_said(said: &figures::Said) {
    let percent = |share: f64| 100.0 * share;
    println!(
        "words said {:.2} % of the right text, {:.2} % of others; readings refused: {:.2} % of the right text, \
         {:.2} % of another of like length, {:.2} % of which are refused or at most half complete; mean total \
         {:.1} against {:.1}",
        percent(said.own),
        percent(said.others),
        percent(said.own_refused),
        percent(said.others_refused),
        percent(said.others_caught),
        said.totals.0,
        said.totals.1,
    );
    let [truth, told, complete, total] = said.longer;
    println!(
        "texts longer than their readings: {:.2} % of the words said, {:.2} % told so, {:.2} % of the readings told \
         complete, mean total {total:.1}",
        percent(truth),
        percent(told),
        percent(complete),
    );
    let [words, refused] = said.voices;
    println!(
        "synthetic readers: {:.2} % of their words said, {:.2} % of their readings refused",
        percent(words),
        percent(refused),
    );
    for (own, others) in &said.trade {
        println!(
            "refusing {:.1} % refuses {:.1} % of wrong texts",
            percent(*own),
            percent(*others)
        );
    }
}

fn kept_nets(args: &DataArgs) -> anyhow::Result<Option<Vec<Net>>> {
    let Some(path) = args.nets.as_deref().filter(|p| p.exists()) else { return Ok(None) };
    let nets = net::from_bytes(&std::fs::read(path)?)
        .with_context(|| format!("cannot read {}", path.display()))?;
    let fit = (1..=args.networks).contains(&nets.len()) && nets.iter().all(acoustic::fits);
    ensure!(fit, "{} does not hold networks for {} parts", path.display(), args.networks);
    Ok(Some(nets))
}

fn networks(args: &DataArgs, readings: &[Reading], parts: &[usize]) -> anyhow::Result<Vec<Net>> {
    let plan =
        Plan { epochs: args.epochs, hidden: args.hidden, realign: vec![1, 3], seed: args.seed };
    let nets = cross::networks(readings, parts, &plan, &mut |part, epoch, classes, marks| {
        eprintln!("network {part} epoch {epoch} classes {classes:.3} marks {marks:.4}");
    });
    if let Some(path) = &args.nets {
        std::fs::write(path, net::to_bytes(&nets))?;
    }
    Ok(nets)
}

fn print(lines: &[Line], calibration: bool) {
    println!(
        "{:10} {:>6} {:>7} {:>15} {:>6} {:>12} {:>14}",
        "score", "n", "r", "r by group", "MAE", "length alone", "beyond length"
    );
    for l in lines {
        println!(
            "{:10} {:6} {:7.3} {:7.3} {:7.3} {:6.1} {:12.3} {:14.3}",
            l.name,
            l.count,
            l.r,
            l.folds.0,
            l.folds.1,
            l.error,
            l.length_r.abs(),
            l.beyond_length_r.abs(),
        );
        if calibration {
            let tenth = |(score, expert): &(f64, f64)| format!("{score:.0}/{expert:.0}");
            let tenths: Vec<String> = l.calibration.iter().map(tenth).collect();
            println!("    score/experts by tenth: {}", tenths.join(" "));
        }
    }
}
