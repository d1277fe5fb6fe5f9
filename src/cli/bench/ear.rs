//! `toneline bench pitch` and `toneline bench score`: what the ear costs, in processor time, instructions and memory.

use std::hint::black_box;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use rustix::time::{ClockId, clock_gettime};

use crate::domain::pinyin::Pinyin;
use crate::phone::learner::Learner;
use crate::speech::pitch::{LOOK_AHEAD_MS, Tracker};
use crate::speech::tone::{SpeakerRange, ToneScorer};
use crate::speech::units::{FRAME_SAMPLES, HOP_SAMPLES, SAMPLE_RATE_HZ};
use crate::speech::utterance::Utterance;

/// What `toneline bench pitch` is told.
#[derive(Debug, clap::Args)]
pub(super) struct PitchArgs {
    /// Seconds of audio to follow.
    #[arg(long, default_value_t = 600)]
    seconds: u32,
    /// Only follow them, and print nothing: what the counting of instructions runs.
    #[arg(long, hide = true)]
    silent: bool,
}

/// What `toneline bench score` is told.
#[derive(Debug, clap::Args)]
pub(super) struct ScoreArgs {
    /// Utterances to judge.
    #[arg(long, default_value_t = 500)]
    utterances: u32,
}

/// Processor time of the tracker for a second of audio.
const PITCH_TARGET: Duration = Duration::from_micros(500);
/// Processor time after the endpoint, for an utterance of two seconds.
const SCORE_TARGET: Duration = Duration::from_millis(20);
/// Calls whose memory is measured.
const CALLS: usize = 500;
/// Middles of the voices that are heard: men, women and children.
const VOICES_HZ: [f32; 4] = [105.0, 150.0, 210.0, 290.0];

/// Runs `toneline bench pitch`.
pub(super) fn pitch(args: &PitchArgs) -> anyhow::Result<()> {
    ensure!(args.seconds > 0, "at least one second");
    let audio = speech();
    let hops = args.seconds as usize * SAMPLE_RATE_HZ as usize / HOP_SAMPLES;
    if args.silent {
        follow(&audio, hops);
        return Ok(());
    }
    follow(&audio, hops / 10);
    let began = cpu();
    follow(&audio, hops);
    let second = (cpu() - began) / args.seconds;
    println!(
        "audio                {} s of synthesised speech, {} voices",
        args.seconds,
        VOICES_HZ.len()
    );
    println!(
        "tracker CPU          {:.3} ms a second of audio    target at most {:.1} ms: {}",
        ms(second),
        ms(PITCH_TARGET),
        verdict(second <= PITCH_TARGET)
    );
    println!("look-ahead           {LOOK_AHEAD_MS} ms");
    match instructions_per_hop() {
        Ok(count) => println!("instructions         {count} a frame of 10 ms (valgrind)"),
        Err(error) => println!("instructions         not counted: {error:#}"),
    }
    println!(
        "memory a call        {:.1} KiB for the tracker",
        resident_each(Tracker::new, warm_tracker)?
    );
    Ok(())
}

/// Runs `toneline bench score`.
pub(super) fn score(args: &ScoreArgs) -> anyhow::Result<()> {
    ensure!(args.utterances > 0, "at least one utterance");
    let clips = two_second_clips();
    let expected: Pinyin = "ma1 ma2 ma4".parse()?;
    let scorer = ToneScorer::load();
    let mut utterance = Utterance::new();
    let (mut heard, mut after) = (Duration::ZERO, Vec::new());
    for i in 0..args.utterances as usize {
        let began = cpu();
        utterance.clear();
        let (frames, _) = clips[i % clips.len()].as_chunks::<FRAME_SAMPLES>();
        for frame in frames {
            utterance.push(frame, false);
        }
        let endpoint = cpu();
        utterance.finish();
        let judged = scorer.assess_utterance(&utterance, &expected, &mut SpeakerRange::new());
        black_box(judged);
        heard += endpoint - began;
        after.push(cpu() - endpoint);
    }
    after.sort();
    let at = |share: f64| after[((after.len() - 1) as f64 * share) as usize];
    let seconds = args.utterances * 2;
    println!("utterances           {} of 2 s, three syllables each", args.utterances);
    println!("while it is spoken   {:.3} ms CPU a second of audio", ms(heard / seconds));
    println!(
        "after the endpoint   p50 {:.2} ms, p95 {:.2} ms CPU    target at most {} ms: {}",
        ms(at(0.5)),
        ms(at(0.95)),
        SCORE_TARGET.as_millis(),
        verdict(at(0.95) <= SCORE_TARGET)
    );
    let each = (heard + after.iter().sum::<Duration>()) / args.utterances;
    println!("a thousand of them   {:.1} s CPU", each.as_secs_f64() * 1_000.0);
    println!(
        "memory a call        {:.1} KiB for the utterance",
        resident_each(Utterance::new, warm_utterance)?
    );
    Ok(())
}

fn follow(audio: &[i16], hops: usize) {
    let mut tracker = Tracker::new();
    let (stretch, _) = audio.as_chunks::<HOP_SAMPLES>();
    for hop in stretch.iter().cycle().take(hops) {
        black_box(tracker.push(hop));
    }
}

/// Every voice says the four tones, with pauses between.
fn speech() -> Vec<i16> {
    let mut audio = Vec::new();
    for middle_hz in VOICES_HZ {
        let voice = Learner { middle_hz, syllable_ms: 420 };
        for tone in 1..=4 {
            audio.extend(voice.say("ma", tone));
            audio.extend([0; 1_600]);
        }
    }
    audio
}

fn two_second_clips() -> Vec<Vec<i16>> {
    VOICES_HZ
        .map(|middle_hz| {
            let voice = Learner { middle_hz, syllable_ms: 440 };
            let mut clip: Vec<i16> =
                [1, 2, 4].into_iter().flat_map(|tone| voice.say("ma", tone)).collect();
            clip.resize(2 * SAMPLE_RATE_HZ as usize, 0);
            clip
        })
        .to_vec()
}

/// Instructions of one hop: the difference of two runs of different length, each counted by valgrind.
fn instructions_per_hop() -> anyhow::Result<u64> {
    const SHORT_S: u64 = 2;
    const LONG_S: u64 = 12;
    let (short, long) = (instructions(SHORT_S)?, instructions(LONG_S)?);
    let hops = (LONG_S - SHORT_S) * u64::from(SAMPLE_RATE_HZ) / HOP_SAMPLES as u64;
    Ok(long.saturating_sub(short) / hops)
}

fn instructions(seconds: u64) -> anyhow::Result<u64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(std::env::current_exe()?)
        .args(["bench", "pitch", "--silent", "--seconds", &seconds.to_string()])
        .output()
        .context("valgrind is not installed")?;
    let said = String::from_utf8_lossy(&output.stderr);
    let line =
        said.lines().find_map(|l| l.split_once("Collected :")).context("valgrind did not count")?;
    line.1.trim().parse().context("valgrind counts in another form")
}

fn warm_tracker(tracker: &mut Tracker) {
    for _ in 0..50 {
        black_box(tracker.push(&[100; HOP_SAMPLES]));
    }
}

fn warm_utterance(utterance: &mut Utterance) {
    for _ in 0..100 {
        utterance.push(&[100; FRAME_SAMPLES], false);
    }
}

/// Resident memory of one of [`CALLS`] things, after each has been used, KiB.
fn resident_each<T>(make: impl Fn() -> T, warm: impl Fn(&mut T)) -> anyhow::Result<f64> {
    let before = resident_kib()?;
    let mut things: Vec<T> = (0..CALLS).map(|_| make()).collect();
    things.iter_mut().for_each(warm);
    let grown = resident_kib()?.saturating_sub(before);
    drop(black_box(things));
    Ok(grown as f64 / CALLS as f64)
}

fn resident_kib() -> anyhow::Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")
        .context("memory is read from /proc, which this system does not have")?;
    let line =
        status.lines().find_map(|l| l.strip_prefix("VmRSS:")).context("no VmRSS in /proc")?;
    Ok(line.split_whitespace().next().unwrap_or_default().parse()?)
}

/// Processor time of this thread so far.
fn cpu() -> Duration {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(now.tv_sec.unsigned_abs(), u32::try_from(now.tv_nsec).unwrap_or(0))
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

fn verdict(met: bool) -> &'static str {
    if met { "met" } else { "missed" }
}
