//! `toneline score`: judges recordings as a call would be judged.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use clap::Args;
use serde::Serialize;

use super::reading::Reader;
use crate::domain::assessment::{Assessment, RejectReason, Scored};
use crate::domain::pinyin::Pinyin;
use crate::speech::pitch::LOOK_AHEAD_MS;
use crate::speech::sketch;
use crate::speech::tone::{SpeakerRange, ToneScorer};
use crate::speech::train::data::split_csv;
use crate::speech::utterance::Utterance;
use crate::speech::wav;

/// Score recordings of Mandarin words, or of English read aloud.
#[derive(Debug, Args)]
pub struct ScoreArgs {
    /// WAV files: PCM, float, mu-law or A-law, any rate, mono or stereo.
    #[arg(required_unless_present = "manifest")]
    files: Vec<PathBuf>,
    /// What was to be said, in numbered pinyin: ma1, "ni3 hao3".
    #[arg(long, required_unless_present_any = ["manifest", "text"])]
    expect: Option<String>,
    /// What was to be read, in English.
    #[arg(long, conflicts_with = "expect")]
    text: Option<String>,
    /// A CSV with the columns file and pinyin, or file and text, paths relative to it; a column speaker joins
    /// the recordings of one voice, so that its range is learnt from row to row.
    #[arg(long, conflicts_with_all = ["files", "expect", "text"])]
    manifest: Option<PathBuf>,
    /// All files are of one voice: learn its range from file to file.
    #[arg(long)]
    same_speaker: bool,
    /// Print one JSON object a line.
    #[arg(long)]
    json: bool,
    /// Draw each contour against the model's.
    #[arg(long)]
    picture: bool,
    /// Write the contours as SVG to this file (of the last recording, if there are several).
    #[arg(long)]
    svg: Option<PathBuf>,
}

/// One recording to judge.
#[derive(Debug)]
struct Job {
    shown: String,
    path: PathBuf,
    expected: Expected,
    speaker: Option<String>,
}

/// What was to be said.
#[derive(Debug, Clone)]
enum Expected {
    Tones(Pinyin),
    Text(String),
}

impl Expected {
    fn parse(pinyin: Option<&str>, text: Option<&str>) -> anyhow::Result<Self> {
        match (pinyin.filter(|p| !p.is_empty()), text.filter(|t| !t.is_empty())) {
            (None, Some(text)) => Ok(Self::Text(text.to_owned())),
            (pinyin, _) => Ok(Self::Tones(pinyin.unwrap_or_default().parse()?)),
        }
    }
}

/// Runs `toneline score`.
///
/// # Errors
/// When the manifest, a file or the pinyin cannot be read.
pub fn run(args: &ScoreArgs) -> anyhow::Result<()> {
    let mut voices: BTreeMap<String, SpeakerRange> = BTreeMap::new();
    let mut utterance = Utterance::new();
    let mut reader = Reader::default();
    for job in jobs(args)? {
        let samples = wav::read_8k(&job.path)
            .with_context(|| format!("cannot read {}", job.path.display()))?;
        let expected = match &job.expected {
            Expected::Tones(expected) => expected,
            Expected::Text(text) => {
                reader.print((&job.shown, text), &samples, args.json)?;
                continue;
            }
        };
        utterance.read(&samples, &[]);
        let mut stranger = SpeakerRange::new();
        let speaker = match &job.speaker {
            Some(name) => voices.entry(name.clone()).or_default(),
            None => &mut stranger,
        };
        let verdict = ToneScorer::load().assess_utterance(&utterance, expected, speaker);
        if args.json {
            println!("{}", serde_json::to_string(&line(&job.shown, expected, &verdict))?);
        } else {
            print!("{}", report((&job.shown, expected), &verdict, args.picture));
        }
        if let (Some(path), Assessment::Scored(scored)) = (&args.svg, &verdict) {
            std::fs::write(path, sketch::svg(&panels(scored)))
                .with_context(|| format!("cannot write {}", path.display()))?;
        }
    }
    Ok(())
}

fn jobs(args: &ScoreArgs) -> anyhow::Result<Vec<Job>> {
    if let Some(path) = &args.manifest {
        return manifest(path);
    }
    let expected = Expected::parse(args.expect.as_deref(), args.text.as_deref())?;
    let speaker = args.same_speaker.then(String::new);
    let job = |path: &PathBuf| Job {
        shown: path.display().to_string(),
        path: path.clone(),
        expected: expected.clone(),
        speaker: speaker.clone(),
    };
    Ok(args.files.iter().map(job).collect())
}

fn manifest(path: &Path) -> anyhow::Result<Vec<Job>> {
    let list =
        std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut lines = list.trim_start_matches('\u{feff}').lines();
    let header = split_csv(lines.next().unwrap_or_default());
    let column = |name: &str| header.iter().position(|h| h.trim() == name);
    let (pinyin, text) = (column("pinyin"), column("text"));
    let Some(file) = column("file").filter(|_| pinyin.or(text).is_some()) else {
        bail!("{} has no columns file and pinyin (or text) in its first line", path.display());
    };
    let speaker = column("speaker");
    let mut jobs = Vec::new();
    for (i, line) in lines.enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let fields = split_csv(line);
        let field = |at: usize| fields.get(at).map(|f| f.trim());
        let place = || format!("{} line {}", path.display(), i + 2);
        let name = field(file).unwrap_or_default();
        ensure!(!name.is_empty(), "{}: no file", place());
        jobs.push(Job {
            shown: name.to_owned(),
            path: folder.join(name),
            expected: Expected::parse(pinyin.and_then(field), text.and_then(field))
                .with_context(place)?,
            speaker: speaker.and_then(field).filter(|s| !s.is_empty()).map(str::to_owned),
        });
    }
    Ok(jobs)
}

/// One line of `--json`; what does not apply is null.
#[derive(Debug, Serialize)]
struct Line<'a> {
    file: &'a str,
    expected: String,
    status: &'static str,
    reason: Option<RejectReason>,
    syllables: Option<Vec<Syllable<'a>>>,
    overall: Option<Overall>,
    words: Option<()>,
    pitch: Pitch,
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
        Assessment::Rejected { reason } => ("rejected", Some(*reason), None),
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

/// What a person reads.
fn report((file, expected): (&str, &Pinyin), verdict: &Assessment, picture: bool) -> String {
    let scored = match verdict {
        Assessment::Rejected { reason } => {
            return format!("{file}: {expected} not judged: {reason:?}\n");
        }
        Assessment::Scored(scored) => scored,
    };
    let mut out = format!("{file}: {expected} {} of 100\n", scored.overall);
    for (name, s) in scored.expected.syllables().iter().zip(&scored.syllables) {
        let advice = s.advice.map(|a| format!(", {a:?}")).unwrap_or_default();
        out.push_str(&format!(
            "  {name}: tone {} expected, {} heard ({:.0} %), {} of 100, {} to {} ms{advice}\n",
            s.expected_tone.number(),
            s.heard_tone.number(),
            100.0 * s.tone_probabilities[s.heard_tone.index()],
            s.score,
            s.start_ms,
            s.end_ms,
        ));
        if picture {
            out.push_str(&sketch::sketch(&s.contour_st, s.expected_tone));
        }
    }
    out
}
