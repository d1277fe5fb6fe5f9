//! `toneline bench dtmf`: keys heard on a grid of levels, twists, offsets, lengths and noise, and speech taken for keys.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};

use crate::speech::dtmf::{Detector, trial};
use crate::speech::units::{FRAME_SAMPLES, SAMPLE_RATE_HZ};
use crate::speech::wav;

/// What `toneline bench dtmf` is told.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Times that each key is sent in each cell of the grid
    #[arg(long, default_value_t = 30)]
    rounds: u32,
    /// Folder of recordings of speech: all WAV files below it are listened to, as they are and altered
    #[arg(long)]
    speech: Option<PathBuf>,
    /// A noise to add to the speech in one more pass
    #[arg(long, requires = "speech")]
    noise: Option<PathBuf>,
}

/// Gains of the passes over the speech, dB.
const GAINS_DB: [f32; 3] = [0.0, 8.0, -12.0];
/// How loud the noise is in its pass, as a share of its recording.
const NOISE_GAIN: f32 = 0.3;

pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    ensure!(args.rounds > 0, "at least one round");
    println!("what                                       wanted  heard/sent  reported besides");
    for row in trial::grid(args.rounds) {
        let wanted = if row.wanted { "yes" } else { "no" };
        println!("{:42} {wanted:6}  {}/{}  {}", row.what, row.heard, row.sent, row.extra);
    }
    let Some(folder) = &args.speech else {
        return Ok(());
    };
    let files = wav::below(folder).context("the folder of speech cannot be read")?;
    ensure!(!files.is_empty(), "no WAV file below {}", folder.display());
    for gain_db in GAINS_DB {
        listen(&files, &format!("speech at {gain_db:+} dB"), gain_db, &[])?;
    }
    if let Some(path) = &args.noise {
        listen(&files, "speech and noise", 0.0, &wav::read_8k(path)?)?;
    }
    Ok(())
}

/// Prints how many keys are heard where there are none.
fn listen(files: &[PathBuf], what: &str, gain_db: f32, noise: &[i16]) -> anyhow::Result<()> {
    let mut detector = Detector::new();
    let (mut samples, mut keys, mut spent) = (0, 0, Duration::ZERO);
    for file in files {
        let sound = trial::altered(&wav::read_8k(file)?, gain_db, noise, NOISE_GAIN);
        samples += sound.len();
        let began = Instant::now();
        detector.push(&sound, |_| keys += 1);
        spent += began.elapsed();
    }
    let hours = samples as f64 / f64::from(SAMPLE_RATE_HZ) / 3_600.0;
    let frames = samples as f64 / FRAME_SAMPLES as f64;
    println!(
        "{what:42} {keys} false keys in {hours:.2} h; {:.2} us a frame of 20 ms",
        spent.as_secs_f64() * 1e6 / frames.max(1.0)
    );
    Ok(())
}
