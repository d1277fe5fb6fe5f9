//! English in `toneline score`: one line for each recording of a text read aloud.

use serde::Serialize;

use crate::domain::lang::Lang;
use crate::domain::reading::{
    Pause, PhoneScore, ReadingAssessment, ReadingReject, ReadingScore, WordScore,
};
use crate::modules::english::rejection_line;
use crate::speech::english::listen::Listener;
use crate::speech::english::score::{EnglishScorer, Sentence};
use crate::speech::english::text::TextError;
use crate::speech::pitch::LOOK_AHEAD_MS;
use crate::wording::Catalogue;

/// One line of `--json`; what does not apply is null.
#[derive(Debug, Serialize)]
struct Line<'a> {
    file: &'a str,
    expected: &'a str,
    status: &'static str,
    reason: Option<ReadingReject>,
    syllables: Option<()>,
    overall: Option<Overall>,
    words: Option<Vec<Word<'a>>>,
    pitch: Pitch,
    flow: Option<Flow<'a>>,
}

#[derive(Debug, Serialize)]
struct Overall {
    score: u8,
    tone: Option<u8>,
    accuracy: u8,
    fluency: u8,
    completeness: u8,
    prosody: u8,
}

#[derive(Debug, Serialize)]
struct Word<'a> {
    word: &'a str,
    accuracy: u8,
    said: bool,
    phones: &'a [PhoneScore],
    start_ms: u32,
    end_ms: u32,
}

#[derive(Debug, Serialize)]
struct Pitch {
    look_ahead_ms: u32,
    median_hz: Option<f32>,
}

/// Pauses and rate.
#[derive(Debug, Serialize)]
struct Flow<'a> {
    words_per_minute: f32,
    syllables_per_second: f32,
    pauses: &'a [Pause],
}

/// Judges recording after recording.
#[derive(Debug, Default)]
pub(super) struct Reader {
    listener: Listener,
}

impl Reader {
    /// Judges 8 kHz `samples` of `file` against `text`: the verdict as it is printed, or why the text cannot be judged.
    pub(super) fn judge(
        &mut self,
        text: &str,
        samples: &[i16],
        json: bool,
        (file, lang): (&str, Lang),
    ) -> anyhow::Result<Result<String, TextError>> {
        let sentence = match Sentence::parse(text) {
            Ok(sentence) => sentence,
            Err(error) => return Ok(Err(error)),
        };
        self.listener.read(samples);
        let verdict = EnglishScorer::load()?.assess(&self.listener, &sentence);
        if json {
            return Ok(Ok(serde_json::to_string(&line(file, text, &verdict))? + "\n"));
        }
        Ok(Ok(report(file, text, &verdict, lang)))
    }
}

fn line<'a>(file: &'a str, expected: &'a str, verdict: &'a ReadingAssessment) -> Line<'a> {
    let (status, reason, scored) = match verdict {
        ReadingAssessment::Scored(scored) => ("scored", None, Some(scored)),
        ReadingAssessment::Rejected { reason } => ("rejected", Some(*reason), None),
    };
    let tenths = |v: f32| (v * 10.0).round() / 10.0;
    Line {
        file,
        expected,
        status,
        reason,
        syllables: None,
        overall: scored.map(overall),
        words: scored.map(|s| s.words.iter().map(word).collect()),
        pitch: Pitch {
            look_ahead_ms: LOOK_AHEAD_MS,
            median_hz: scored.map(|s| tenths(s.median_hz)),
        },
        flow: scored.map(|s| Flow {
            words_per_minute: tenths(s.words_per_minute),
            syllables_per_second: tenths(s.syllables_per_second),
            pauses: &s.pauses,
        }),
    }
}

fn overall(score: &ReadingScore) -> Overall {
    Overall {
        score: score.total,
        tone: None,
        accuracy: score.accuracy,
        fluency: score.fluency,
        completeness: score.completeness,
        prosody: score.prosody,
    }
}

fn word(score: &WordScore) -> Word<'_> {
    Word {
        word: &score.word,
        accuracy: score.accuracy,
        said: score.said,
        phones: &score.phones,
        start_ms: score.start_ms,
        end_ms: score.end_ms,
    }
}

/// What a person reads. Of phones only clear faults are told.
fn report(file: &str, text: &str, verdict: &ReadingAssessment, lang: Lang) -> String {
    let score = match verdict {
        ReadingAssessment::Rejected { reason } => {
            let why = Catalogue::shipped().render(lang, &rejection_line(*reason));
            return format!("{file}: \"{text}\" not judged: {why}\n");
        }
        ReadingAssessment::Scored(score) => score,
    };
    let mut out = format!(
        "{file}: \"{text}\" {} of 100: accuracy {}, fluency {}, completeness {}, prosody {}; {:.0} words a minute, \
         {} pauses\n",
        score.total,
        score.accuracy,
        score.fluency,
        score.completeness,
        score.prosody,
        score.words_per_minute,
        score.pauses.len(),
    );
    for word in &score.words {
        let faults: Vec<&str> =
            word.phones.iter().filter(|p| p.sure).map(|p| p.phone.as_str()).collect();
        let said = if word.said { "" } else { ", not heard" };
        let faults = match faults.as_slice() {
            [] => String::new(),
            some => format!(", poor {}", some.join(" ")),
        };
        out.push_str(&format!(
            "  {}: {} of 100, {} to {} ms{said}{faults}\n",
            word.word, word.accuracy, word.start_ms, word.end_ms
        ));
    }
    out
}
