//! `toneline pitch`: the pitch of sound files, every 10 ms.

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::ensure;
use clap::Args;

use crate::speech::pitch::{LOOK_AHEAD_MS, PitchFrame, Tracker};
use crate::speech::units::{HOP_MS, HOP_SAMPLES};
use crate::speech::wav;

/// Probability from which a frame counts as voiced.
const VOICED: f32 = 0.5;

/// Follow the pitch of sound files.
#[derive(Debug, Args)]
pub struct PitchArgs {
    /// WAV files: PCM, float, mu-law or A-law, any rate, mono or stereo.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Print `time_s,f0_hz,voiced` every 10 ms, 0 Hz when unvoiced; else one line a file. Of several files, each table stands
    /// under a line with `#` and its name.
    #[arg(long)]
    csv: bool,
}

/// Runs `toneline pitch`.
///
/// # Errors
/// When a file cannot be read; the others are followed all the same.
pub fn run(args: &PitchArgs) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    let mut unread = 0;
    for path in &args.files {
        let samples = match wav::read_8k(path) {
            Ok(samples) => samples,
            Err(error) => {
                eprintln!("toneline: {}: {error}", path.display());
                unread += 1;
                continue;
            }
        };
        let frames = track(&samples);
        if args.csv {
            if args.files.len() > 1 {
                writeln!(out, "# {}", path.display())?;
            }
            out.write_all(csv(&frames).as_bytes())?;
        } else {
            let voiced: Vec<&PitchFrame> = frames.iter().filter(|f| f.voiced > VOICED).collect();
            let mut hz: Vec<f32> = voiced.iter().map(|f| f.hz).collect();
            hz.sort_by(f32::total_cmp);
            let median = hz.get(hz.len() / 2).copied().unwrap_or(0.0);
            let voiced_ms = voiced.len() * HOP_MS as usize;
            writeln!(
                out,
                "{}: {} ms, {voiced_ms} ms voiced, median {median:.1} Hz, look-ahead {LOOK_AHEAD_MS} ms",
                path.display(),
                frames.len() * HOP_MS as usize,
            )?;
        }
    }
    ensure!(unread == 0, "{unread} of {} files could not be read", args.files.len());
    Ok(())
}

/// The pitch of a whole clip, one frame every 10 ms.
#[must_use]
pub fn track(samples: &[i16]) -> Vec<PitchFrame> {
    let mut tracker = Tracker::new();
    let mut frames = Vec::new();
    let (hops, _) = samples.as_chunks::<HOP_SAMPLES>();
    frames.extend(hops.iter().filter_map(|hop| tracker.push(hop)));
    while let Some(frame) = tracker.flush(hops.len()) {
        frames.push(frame);
    }
    frames
}

/// The frames as CSV; a frame's time is that of its middle.
fn csv(frames: &[PitchFrame]) -> String {
    let mut out = String::from("time_s,f0_hz,voiced\n");
    for (i, frame) in frames.iter().enumerate() {
        let time = (i as f64 + 0.5) * f64::from(HOP_MS) / 1_000.0;
        let voiced = frame.voiced > VOICED;
        let hz = if voiced { frame.hz } else { 0.0 };
        out.push_str(&format!("{time:.3},{hz:.2},{}\n", u8::from(voiced)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_has_a_line_every_10_ms_and_no_pitch() {
        let text = csv(&track(&[0; 800]));
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 11);
        assert_eq!((lines[0], lines[1]), ("time_s,f0_hz,voiced", "0.005,0.00,0"));
    }
}
