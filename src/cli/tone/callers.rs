//! `toneline tone callers`: where the judge that tells callers from other sounds comes from, and how good it is.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use super::{entries, noises};
use crate::speech::train::solo::gather::{self, Sources};
use crate::speech::train::solo::{self, Outcomes};
use crate::speech::wav;

#[derive(Debug, Args)]
pub(super) struct CallersArgs {
    /// Folder with manifest.csv and the recordings that it lists.
    #[arg(long)]
    data: PathBuf,
    /// Folder of recorded noises, WAV.
    #[arg(long)]
    noise: PathBuf,
    /// Folder of sentences by other speakers, the speaker's number in front of each name.
    #[arg(long)]
    sentences: Option<PathBuf>,
    /// Speakers to test with: beginnings of their names, separated by commas.
    #[arg(long, value_delimiter = ',')]
    hold_out: Vec<String>,
    /// Share of the callers in quiet whom it may refuse.
    #[arg(long, default_value_t = 0.003)]
    refuse: f32,
    /// Everything random follows from it.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Where to write the weights.
    #[arg(long, default_value = "models/callers.bin")]
    out: PathBuf,
}

/// Trains, writes the weights, and prints what became of each kind of sound.
///
/// # Errors
/// When a recording cannot be read or the weights cannot be written.
pub(super) fn run(args: &CallersArgs) -> anyhow::Result<()> {
    let sentences = match &args.sentences {
        Some(folder) => {
            wav::below(folder).with_context(|| format!("cannot read {}", folder.display()))?
        }
        None => Vec::new(),
    };
    let sources = Sources {
        tones: args.data.clone(),
        entries: entries(&args.data)?,
        hold_out: args.hold_out.clone(),
        sentences,
    };
    let examples = gather::gather(&sources, &noises(Some(&args.noise))?, args.seed)?;
    let trained = solo::train(&examples, args.refuse, args.seed);
    let mut bytes = Vec::new();
    trained.forest.write(&mut bytes);
    std::fs::write(&args.out, &bytes)
        .with_context(|| format!("cannot write {}", args.out.display()))?;
    print("by trees that never heard the speaker, the noise or the instrument", &trained.crossed);
    print("kept for the test: other parts of the noises, other speakers", &trained.tested);
    Ok(())
}

fn print(title: &str, outcomes: &Outcomes) {
    println!("{title}");
    println!("{:12} {:>6} {:>8} {:>8} {:>8}", "kind", "n", "others %", "judge %", "count %");
    for (kind, o) in outcomes {
        let share = |n: usize| 100.0 * n as f64 / o.all.max(1) as f64;
        let (before, gate, refused) = (share(o.before), share(o.gate), share(o.refused));
        println!("{kind:12} {:6} {before:8.1} {gate:8.1} {refused:8.1}", o.all);
    }
}
