//! `toneline score`: judges recordings as a call would be judged.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::PathBuf;

use anyhow::{Context, ensure};
use clap::Args;
use serde::Serialize;

use super::manifest;
use super::reading::Reader;
use crate::domain::assessment::{Assessment, RejectReason, Scored};
use crate::domain::lang::Lang;
use crate::domain::pinyin::Pinyin;
use crate::modules::mandarin::{advice_line, rejection_line};
use crate::speech::pitch::LOOK_AHEAD_MS;
use crate::speech::sketch;
use crate::speech::tone::{SpeakerRange, ToneScorer};
use crate::speech::utterance::Utterance;
use crate::speech::wav;
use crate::wording::Catalogue;

/// Score recordings of Mandarin words, or of English read aloud.
#[derive(Debug, Args)]
pub struct ScoreArgs {
    /// WAV files: PCM, float, mu-law or A-law, any rate, mono or stereo; at most 12 s with --expect, 24 s with --text.
    #[arg(required_unless_present = "manifest")]
    files: Vec<PathBuf>,
    /// What was to be said, in pinyin: ma1, "ni3 hao3", "nǐ hǎo".
    #[arg(long, required_unless_present_any = ["manifest", "text"])]
    expect: Option<String>,
    /// What was to be read, in English.
    #[arg(long, conflicts_with = "expect")]
    text: Option<String>,
    /// A CSV with the columns file and pinyin, or file and text, paths relative to it; a column speaker joins
    /// the recordings of one voice, so that its range is learnt from row to row. A row that cannot be judged is
    /// told as rejected, and the command fails at the end.
    #[arg(long, conflicts_with_all = ["files", "expect", "text"])]
    manifest: Option<PathBuf>,
    /// All files are of one voice: learn its range from file to file.
    #[arg(long)]
    same_speaker: bool,
    /// Print one JSON object a line.
    #[arg(long)]
    json: bool,
    /// The language of the advice: en or rw.
    #[arg(long, default_value = "en", value_parser = lang)]
    lang: Lang,
    /// Draw each contour against the model's.
    #[arg(long)]
    picture: bool,
    /// Write the contours as SVG to this file (of the last recording, if there are several).
    #[arg(long)]
    svg: Option<PathBuf>,
}

/// One recording to judge.
#[derive(Debug)]
pub(super) struct Job {
    /// Its name as the user wrote it.
    pub(super) shown: String,
    /// Where it is listed, if it is.
    pub(super) place: Option<String>,
    pub(super) path: PathBuf,
    /// What was to be said, as it was written.
    pub(super) wanted: String,
    pub(super) expected: Result<Expected, RowFault>,
    pub(super) speaker: Option<String>,
}

/// What was to be said.
#[derive(Debug, Clone)]
pub(super) enum Expected {
    Tones(Pinyin),
    Text(String),
}

impl Expected {
    pub(super) fn tones(pinyin: &str) -> Result<Self, RowFault> {
        let parsed = pinyin.parse::<Pinyin>().map(Self::Tones);
        parsed.map_err(|error| RowFault { reason: "bad_pinyin", error: error.to_string() })
    }
}

/// Why a row cannot be judged, whatever its recording holds.
#[derive(Debug, Clone)]
pub(super) struct RowFault {
    reason: &'static str,
    error: String,
}

impl RowFault {
    pub(super) fn unreadable(error: impl ToString) -> Self {
        Self { reason: "unreadable", error: error.to_string() }
    }

    pub(super) fn nothing_expected() -> Self {
        let error = "nothing stands under pinyin or text".to_owned();
        Self { reason: "nothing_expected", error }
    }

    pub(super) fn both() -> Self {
        let error = "both pinyin and text are filled in: one of them counts".to_owned();
        Self { reason: "nothing_expected", error }
    }

    pub(super) fn bad_text(error: impl ToString) -> Self {
        Self { reason: "bad_text", error: error.to_string() }
    }
}

/// Runs `toneline score`. A row that cannot be judged is told as rejected, and the next one follows.
///
/// # Errors
/// When the manifest or the pinyin of the command line cannot be read, and, at the end, when a row could not be judged.
pub fn run(args: &ScoreArgs) -> anyhow::Result<()> {
    let jobs = jobs(args)?;
    let mut desk = Desk {
        args,
        voices: BTreeMap::new(),
        utterance: Utterance::new(),
        reader: Reader::default(),
        out: std::io::stdout().lock(),
    };
    let mut faults = 0;
    for job in &jobs {
        let Err(error) = desk.judge(job) else { continue };
        let fault = error.downcast::<Unjudged>()?.0;
        faults += 1;
        desk.refuse(job, &fault)?;
    }
    ensure!(faults == 0, "{faults} of {} recordings could not be judged", jobs.len());
    Ok(())
}

/// A fault of one row on its way to [`run`].
#[derive(Debug, thiserror::Error)]
#[error("{}", self.0.error)]
struct Unjudged(RowFault);

/// Judges one recording after another.
struct Desk<'a> {
    args: &'a ScoreArgs,
    voices: BTreeMap<String, SpeakerRange>,
    utterance: Utterance,
    reader: Reader,
    out: std::io::StdoutLock<'static>,
}

impl Desk<'_> {
    fn judge(&mut self, job: &Job) -> anyhow::Result<()> {
        let expected = job.expected.as_ref().map_err(|fault| Unjudged(fault.clone()))?;
        let samples =
            wav::read_8k(&job.path).map_err(|error| Unjudged(RowFault::unreadable(error)))?;
        match expected {
            Expected::Tones(expected) => self.tones(job, expected, &samples),
            Expected::Text(text) => {
                let verdict = self.reader.judge(
                    text,
                    &samples,
                    self.args.json,
                    (&job.shown, self.args.lang),
                )?;
                let told = verdict.map_err(|error| Unjudged(RowFault::bad_text(error)))?;
                Ok(self.out.write_all(told.as_bytes())?)
            }
        }
    }

    fn tones(&mut self, job: &Job, expected: &Pinyin, samples: &[i16]) -> anyhow::Result<()> {
        self.utterance.read(samples, &[]);
        let mut stranger = SpeakerRange::new();
        let speaker = match &job.speaker {
            Some(name) => self.voices.entry(name.clone()).or_default(),
            None => &mut stranger,
        };
        let verdict = ToneScorer::load().assess_utterance(&self.utterance, expected, speaker);
        if self.args.json {
            writeln!(
                self.out,
                "{}",
                serde_json::to_string(&line(&job.shown, expected, &verdict))?
            )?;
        } else {
            let told = report((&job.shown, expected), &verdict, self.args);
            self.out.write_all(told.as_bytes())?;
        }
        if let (Some(path), Assessment::Scored(scored)) = (&self.args.svg, &verdict) {
            std::fs::write(path, sketch::svg(&panels(scored)))
                .with_context(|| format!("cannot write {}", path.display()))?;
        }
        Ok(())
    }

    /// Tells of a row that cannot be judged: a rejected line, and to the person why.
    fn refuse(&mut self, job: &Job, fault: &RowFault) -> anyhow::Result<()> {
        let place = job.place.as_ref().map(|place| format!("{place}: ")).unwrap_or_default();
        eprintln!("toneline: {place}{}: {}", job.shown, fault.error);
        if self.args.json {
            let line = refused(&job.shown, job.wanted.clone(), fault.reason);
            writeln!(self.out, "{}", serde_json::to_string(&line)?)?;
        }
        Ok(())
    }
}

fn jobs(args: &ScoreArgs) -> anyhow::Result<Vec<Job>> {
    if let Some(path) = &args.manifest {
        return manifest::read(path);
    }
    let wanted = args.expect.as_deref().or(args.text.as_deref()).unwrap_or_default();
    let expected = match &args.text {
        Some(text) => Expected::Text(text.clone()),
        None => Expected::Tones(wanted.parse()?),
    };
    let speaker = args.same_speaker.then(String::new);
    let job = |path: &PathBuf| Job {
        shown: path.display().to_string(),
        place: None,
        path: path.clone(),
        wanted: wanted.to_owned(),
        expected: Ok(expected.clone()),
        speaker: speaker.clone(),
    };
    Ok(args.files.iter().map(job).collect())
}

/// One line of `--json`; what does not apply is null.
#[derive(Debug, Serialize)]
struct Line<'a> {
    file: &'a str,
    expected: String,
    status: &'static str,
    reason: Option<Reason>,
    syllables: Option<Vec<Syllable<'a>>>,
    overall: Option<Overall>,
    words: Option<()>,
    pitch: Pitch,
}

/// Why there is no score: what the ear says, or what is wrong with the row.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Reason {
    Heard(RejectReason),
    Row(&'static str),
}

#[derive(Debug, Serialize)]
struct Syllable<'a> {
    pinyin: String,
    expected_tone: u8,
    heard_tone: u8,
    tone_probabilities: &'a [f32; 5],
    score: u8,
    start_ms: u32,
    end_ms: u32,
}

#[derive(Debug, Serialize)]
struct Overall {
    score: u8,
    tone: u8,
    accuracy: Option<u8>,
    fluency: Option<u8>,
    completeness: Option<u8>,
    prosody: Option<u8>,
}

#[derive(Debug, Serialize)]
struct Pitch {
    look_ahead_ms: u32,
    median_hz: Option<f32>,
}

fn line<'a>(file: &'a str, expected: &Pinyin, verdict: &'a Assessment) -> Line<'a> {
    let (status, reason, scored) = match verdict {
        Assessment::Scored(scored) => ("scored", None, Some(scored)),
        Assessment::Rejected { reason } => ("rejected", Some(Reason::Heard(*reason)), None),
    };
    Line {
        file,
        expected: expected.to_string(),
        status,
        reason,
        syllables: scored.map(syllables),
        overall: scored.map(|s| Overall {
            score: s.overall,
            tone: s.overall,
            accuracy: None,
            fluency: None,
            completeness: None,
            prosody: None,
        }),
        words: None,
        pitch: Pitch {
            look_ahead_ms: LOOK_AHEAD_MS,
            median_hz: scored.map(|s| (s.median_hz * 10.0).round() / 10.0),
        },
    }
}

/// The line of a row that cannot be judged.
fn refused<'a>(file: &'a str, expected: String, reason: &'static str) -> Line<'a> {
    Line {
        file,
        expected,
        status: "rejected",
        reason: Some(Reason::Row(reason)),
        syllables: None,
        overall: None,
        words: None,
        pitch: Pitch { look_ahead_ms: LOOK_AHEAD_MS, median_hz: None },
    }
}

fn syllables(scored: &Scored) -> Vec<Syllable<'_>> {
    let names = scored.expected.syllables().iter();
    names
        .zip(&scored.syllables)
        .map(|(name, s)| Syllable {
            pinyin: name.to_string(),
            expected_tone: s.expected_tone.number(),
            heard_tone: s.heard_tone.number(),
            tone_probabilities: &s.tone_probabilities,
            score: s.score,
            start_ms: s.start_ms,
            end_ms: s.end_ms,
        })
        .collect()
}

fn panels(scored: &Scored) -> Vec<(String, Vec<f32>, crate::domain::pinyin::Tone)> {
    let names = scored.expected.syllables().iter().zip(&scored.syllables);
    names
        .map(|(name, s)| {
            let label = format!("{name}: {} of 100, heard {}", s.score, s.heard_tone.number());
            (label, s.contour_st.clone(), s.expected_tone)
        })
        .collect()
}

fn lang(text: &str) -> Result<Lang, String> {
    match text {
        "en" => Ok(Lang::En),
        "rw" => Ok(Lang::Rw),
        _ => Err("the languages are en and rw".to_owned()),
    }
}

/// What a person reads.
fn report((file, expected): (&str, &Pinyin), verdict: &Assessment, args: &ScoreArgs) -> String {
    let say = |line| Catalogue::shipped().render(args.lang, &line);
    let scored = match verdict {
        Assessment::Rejected { reason } => {
            return format!("{file}: {expected} not judged: {}\n", say(rejection_line(*reason)));
        }
        Assessment::Scored(scored) => scored,
    };
    let mut out = format!("{file}: {expected} {} of 100\n", scored.overall);
    for (name, s) in scored.expected.syllables().iter().zip(&scored.syllables) {
        let advice = s.advice.map(|_| format!(": {}", say(advice_line(s)))).unwrap_or_default();
        out.push_str(&format!(
            "  {name}: tone {} expected, {} heard ({:.0} %), {} of 100, {} to {} ms{advice}\n",
            s.expected_tone.number(),
            s.heard_tone.number(),
            100.0 * s.tone_probabilities[s.heard_tone.index()],
            s.score,
            s.start_ms,
            s.end_ms,
        ));
        if args.picture {
            out.push_str(&sketch::sketch(&s.contour_st, s.expected_tone));
        }
    }
    out
}
