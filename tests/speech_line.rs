//! The parts of the ear that repair the line, on real recordings: concealment, keys in the sound, voice activity, rates, and
//! Opus. The recordings lie beside the project, not in it; without them those tests say so and pass.

use std::path::{Path, PathBuf};

use toneline::domain::assessment::Assessment;
use toneline::speech::bands::BandMeter;
use toneline::speech::conceal::{Concealer, DELAY_SAMPLES};
use toneline::speech::dtmf::{Detector, synth, trial};
use toneline::speech::opus::{self, Limits, OggEncoder, OutputRate};
use toneline::speech::resample::Stream;
use toneline::speech::tone::{SpeakerRange, ToneScorer};
use toneline::speech::train::vad::corpus::{self, Corpus};
use toneline::speech::train::vad::decide;
use toneline::speech::units::FRAME_SAMPLES;
use toneline::speech::wav;

fn recordings() -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    if path.is_dir() {
        return Some(path);
    }
    eprintln!("skipped: no recordings beside the project");
    None
}

/// Every `step`th sentence of the learners of English.
fn sentences(root: &Path, step: usize) -> Vec<Vec<i16>> {
    let files = wav::below(&root.join("english/train")).expect("sentences");
    files.iter().step_by(step).map(|file| wav::read_8k(file).expect("a recording")).collect()
}

/// The sound of `sent` with these frames lost, without the concealer's delay.
fn through_losses(sent: &[i16], is_lost: impl Fn(usize) -> bool) -> Vec<i16> {
    let mut concealer = Concealer::new();
    let mut heard = Vec::new();
    for (n, chunk) in sent.as_chunks::<FRAME_SAMPLES>().0.iter().enumerate() {
        let mut frame = *chunk;
        if is_lost(n) {
            concealer.lost(&mut frame);
        } else {
            concealer.came(&mut frame);
        }
        heard.extend(frame);
    }
    heard.split_off(DELAY_SAMPLES)
}

fn energy(samples: impl Iterator<Item = f64>) -> f64 {
    samples.map(|s| s * s).sum()
}

/// How far `heard` is from `sent`, dB under it.
fn distance_db(sent: &[i16], heard: &[i16]) -> f64 {
    let pairs = sent.iter().zip(heard).map(|(a, b)| f64::from(*a) - f64::from(*b));
    10.0 * (energy(sent.iter().map(|s| f64::from(*s))) / energy(pairs).max(1.0)).log10()
}

fn as_opus(samples: &[i16]) -> Vec<u8> {
    let mut encoder = OggEncoder::new(7).expect("an encoder");
    let mut file = Vec::new();
    for piece in samples.chunks(333) {
        encoder.push(piece, &mut file).expect("it is encoded");
    }
    encoder.finish(&mut file).expect("it is ended");
    file
}

/// Mean difference of the band levels of frames that were lost in loud speech, dB.
fn band_distance_db(sent: &[i16], heard: &[i16], is_lost: impl Fn(usize) -> bool) -> (f64, u32) {
    let (mut a, mut b) = (BandMeter::new(), BandMeter::new());
    let (mut sum, mut frames) = (0.0, 0);
    let pairs = sent.as_chunks::<FRAME_SAMPLES>().0.iter().zip(heard.as_chunks().0);
    for (n, (sent, heard)) in pairs.enumerate() {
        let (truth, got) = (a.push_frame(sent), b.push_frame(heard));
        if is_lost(n) && truth.total_db > -35.0 {
            let apart = truth.bands_db.iter().zip(got.bands_db).map(|(t, g)| (t - g).abs());
            sum += f64::from(apart.sum::<f32>()) / truth.bands_db.len() as f64;
            frames += 1;
        }
    }
    (sum, frames)
}

#[test]
fn concealed_speech_is_nearer_to_what_was_said_than_silence_in_its_place() {
    let Some(root) = recordings() else { return };
    // One frame in twenty, never two together.
    let is_lost = |n: usize| n % 20 == 13;
    let (mut filled_db, mut silent_db, mut count) = (0.0, 0.0, 0);
    for sent in sentences(&root, 60) {
        let mut silent = sent.clone();
        for (n, frame) in silent.as_chunks_mut::<FRAME_SAMPLES>().0.iter_mut().enumerate() {
            if is_lost(n) {
                frame.fill(0);
            }
        }
        let filled = through_losses(&sent, is_lost);
        let (filled_sum, frames) = band_distance_db(&sent, &filled, is_lost);
        let (silent_sum, _) = band_distance_db(&sent, &silent, is_lost);
        (filled_db, silent_db, count) =
            (filled_db + filled_sum, silent_db + silent_sum, count + frames);
    }
    let (filled_db, silent_db) = (filled_db / f64::from(count), silent_db / f64::from(count));
    eprintln!("filled {filled_db:.1} dB, silent {silent_db:.1} dB, {count} frames");
    assert!(count > 100 && filled_db < 0.5 * silent_db, "{filled_db:.1} {silent_db:.1}");
}

#[test]
fn learners_of_english_press_no_keys_with_their_voices() {
    let Some(root) = recordings() else { return };
    let (mut samples, mut keys) = (0, 0);
    let mut detector = Detector::new();
    for sentence in sentences(&root, 12) {
        samples += sentence.len();
        detector.push(&sentence, |_| keys += 1);
    }
    // 7 in 5.5 hours are allowed; this is a quarter of an hour.
    assert!(samples > 8_000 * 600 && keys <= 1, "{keys} false keys in {} s", samples / 8_000);
}

#[test]
fn keys_over_recorded_babble_are_heard() {
    let Some(root) = recordings() else { return };
    let babble = wav::read_8k(&root.join("noise/phone/babble.wav")).expect("a noise");
    let mut dialled = Vec::new();
    for (i, key) in "0123456789*#".chars().enumerate() {
        let sound = synth::Sound { level_dbm0: -8.0, tone_ms: 80.0, ..synth::Sound::default() };
        synth::append(&mut dialled, key, &sound, 80.0, i as u32);
    }
    dialled.extend([0; 800]);
    let mut keys = String::new();
    let line = trial::altered(&dialled, 0.0, &babble, 0.15);
    Detector::new().push(&line, |press| keys.push(press.key));
    assert_eq!(keys, "0123456789*#");
}

#[test]
fn voice_activity_errs_in_few_frames_clean_and_under_babble_and_street() {
    let Some(root) = recordings() else { return };
    let corpus = Corpus::open(&root, true).expect("recordings");
    // The first twelve are students in quiet rooms of their own kind: harder than the sixty of the notes.
    for (noise, most) in [(None, 0.06), (Some("babble"), 0.15), (Some("street"), 0.17)] {
        let streams = corpus.streams(noise, 12, 77);
        let errors = corpus::measure(&streams, |stream| decide(stream, 0.5));
        assert!(errors.steps > 20_000, "{errors:?}");
        assert!(errors.share() < most, "{noise:?}: {:.4} {errors:?}", errors.share());
    }
}

#[test]
fn recorded_syllables_keep_their_tones_through_opus_and_back() {
    let Some(root) = recordings() else { return };
    let entries = toneline::speech::train::data::manifest(&root.join("tone/manifest.csv"));
    let entries = entries.expect("a manifest");
    let (mut said, mut right) = (0, 0);
    for entry in entries.iter().filter(|e| e.tones.len() == 1).step_by(80) {
        let samples = wav::read_8k(&root.join("tone").join(&entry.file)).expect("a recording");
        let note = as_opus(&samples);
        assert!(note.len() < samples.len() / 2, "{} bytes of {}", note.len(), samples.len());
        let clip = opus::decode(&note, OutputRate::Line, Limits::default()).expect("a note");
        assert!(clip.whole && clip.samples.len() == samples.len());
        let expected = entry.pinyin.parse().expect("pinyin");
        let mut range = SpeakerRange::new();
        if let Assessment::Scored(verdict) =
            ToneScorer::load().assess(&clip.samples, &[], &expected, &mut range)
        {
            right += usize::from(verdict.syllables[0].heard_tone.number() == entry.tones[0]);
        }
        said += 1;
    }
    assert!(said > 30 && right * 100 >= said * 92, "{right} of {said}");
}

#[test]
fn speech_taken_to_48_khz_and_back_in_odd_pieces_is_the_same_speech() {
    let Some(root) = recordings() else { return };
    for sent in sentences(&root, 400) {
        let mut up = Stream::new(8_000, 48_000).expect("rates");
        let mut down = Stream::new(48_000, 8_000).expect("rates");
        let (mut wide, mut back) = (Vec::new(), Vec::new());
        for piece in sent.chunks(77) {
            up.push_i16(piece, |s| wide.push(s));
        }
        up.finish_i16(|s| wide.push(s));
        for piece in wide.chunks(1_001) {
            down.push_i16(piece, |s| back.push(s));
        }
        down.finish_i16(|s| back.push(s));
        assert_eq!(back.len(), sent.len());
        // What lies over 3.5 kHz is the filters'; the line has nearly nothing there.
        let near = distance_db(&sent, &back);
        assert!(near > 20.0, "{near:.1} dB");
    }
}
