//! The ear on real recordings. They lie beside the project, not in it; without them these tests say so
//! and pass.

use std::path::PathBuf;

use toneline::domain::assessment::Assessment;
use toneline::speech::pitch::Tracker;
use toneline::speech::tone::{SpeakerRange, ToneScorer};
use toneline::speech::train::data;
use toneline::speech::units::HOP_SAMPLES;
use toneline::speech::wav;

fn recordings() -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    if path.is_dir() {
        return Some(path);
    }
    eprintln!("skipped: no recordings beside the project");
    None
}

#[test]
fn recorded_syllables_are_scored_and_their_tones_heard() {
    let Some(root) = recordings().map(|r| r.join("tone")) else { return };
    let entries = data::manifest(&root.join("manifest.csv")).expect("a manifest");
    let (mut said, mut scored, mut right) = (0, 0, 0);
    for entry in entries.iter().filter(|e| e.tones.len() == 1).step_by(40) {
        let samples = wav::read_8k(&root.join(&entry.file)).expect("a recording");
        let expected = entry.pinyin.parse().expect("pinyin");
        let verdict = ToneScorer::load().assess(&samples, &[], &expected, &mut SpeakerRange::new());
        said += 1;
        if let Assessment::Scored(verdict) = verdict {
            scored += 1;
            right += usize::from(verdict.syllables[0].heard_tone.number() == entry.tones[0]);
        }
    }
    assert!(said > 50 && scored * 100 >= said * 95, "{scored} of {said} were scored");
    assert!(right * 100 >= scored * 95, "{right} of {scored} were heard right");
}

#[test]
fn street_noise_is_never_scored() {
    let Some(root) = recordings().map(|r| r.join("noise/phone")) else { return };
    for name in ["car", "street", "train"] {
        let samples = wav::read_8k(&root.join(format!("{name}.wav"))).expect("a noise");
        for part in samples.chunks_exact(12_000).take(6) {
            let expected = "ma1".parse().expect("pinyin");
            let verdict = ToneScorer::load().assess(part, &[], &expected, &mut SpeakerRange::new());
            assert!(matches!(verdict, Assessment::Rejected { .. }), "{name}: {verdict:?}");
        }
    }
}

#[test]
fn the_pitch_stays_within_a_fifth_of_the_laryngograph() {
    let Some(root) = recordings().map(|r| r.join("pitch")) else { return };
    for (folder, most) in [("clean", 1.0), ("clean_tel", 2.5)] {
        let (mut voiced, mut gross) = (0_u32, 0_u32);
        for name in ["rl001", "rl013", "rl025", "sb001", "sb013", "sb025"] {
            let samples = wav::read_8k(&root.join(format!("{folder}/{name}.wav"))).expect("speech");
            let mut tracker = Tracker::new();
            let (hops, _) = samples.as_chunks::<HOP_SAMPLES>();
            let mut frames: Vec<_> = hops.iter().filter_map(|h| tracker.push(h)).collect();
            while let Some(frame) = tracker.flush(hops.len()) {
                frames.push(frame);
            }
            let text = std::fs::read_to_string(root.join(format!("ref/{name}.f0"))).expect("truth");
            for line in text.lines() {
                let mut fields = line.split_whitespace().filter_map(|f| f.parse::<f32>().ok());
                let (Some(time), Some(hz)) = (fields.next(), fields.next()) else { continue };
                let Some(frame) = frames.get((time * 100.0) as usize) else { continue };
                if hz > 0.0 && frame.voiced > 0.5 {
                    voiced += 1;
                    gross += u32::from((frame.hz / hz - 1.0).abs() > 0.2);
                }
            }
        }
        let share = 100.0 * f64::from(gross) / f64::from(voiced);
        assert!(voiced > 300 && share <= most, "{folder}: {share:.2} % of {voiced}");
    }
}
