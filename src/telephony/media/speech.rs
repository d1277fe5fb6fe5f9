//! A turn's lines as clips: recorded, said before, or made now, one after the other, while the first is being heard.

use std::time::{Duration, Instant};

use tokio::sync::mpsc;

use super::clip::Clip;
use super::shelf::Title;
use super::stage::House;
use crate::domain::lang::Lang;
use crate::domain::turn::{Line, Utter};
use crate::ports::PortError;
use crate::ports::voice::Script;
use crate::speech::g711::{self, Law};
use crate::speech::wav;
use crate::telemetry::names;

/// Clips made ahead of what is being said.
pub(super) const AHEAD: usize = 4;

/// One thing to say.
#[derive(Debug, Clone)]
enum Part {
    Pause(u32),
    Speech(Title),
}

/// What follows of a turn that is being said already.
#[derive(Debug)]
pub(super) enum Coming {
    /// The next clip.
    Clip(Clip),
    /// The first clip of an answer that was waited for.
    First(Clip, Waited),
    /// The voice failed.
    Failed,
}

impl From<Option<Clip>> for Coming {
    fn from(made: Option<Clip>) -> Self {
        made.map_or(Self::Failed, Self::Clip)
    }
}

/// How an answer was waited for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Waited {
    /// When the end of the utterance was decided.
    pub(super) since: Instant,
    /// How long of it the answer was in a provider's hands.
    pub(super) elsewhere: Duration,
}

impl Waited {
    /// The answer goes out now: how long it took in all, and what is left of that for us to answer for.
    pub(super) fn measured(&self) {
        let took = self.since.elapsed();
        metrics::histogram!(names::DIALOGUE_SECONDS, "stage" => "answer").record(took);
        let own = took.as_secs_f64() - self.elsewhere.as_secs_f64();
        metrics::histogram!(names::OWN_SHARE_SECONDS).record(own);
    }
}

/// Clips that are there, and those that follow.
pub(super) type Prepared = (Vec<Clip>, Option<mpsc::Receiver<Coming>>);

/// Prepares what is to be said: returns as soon as the first words are there. `None`: there is no voice, or it failed.
pub(super) async fn prepare(house: &House, say: &[Utter], lang: Lang) -> Option<Prepared> {
    house.voice.as_ref()?;
    let parts: Vec<Part> = say.iter().map(|utter| part(house, utter, lang)).collect();
    let mut clips: Vec<Clip> = parts.iter().map_while(|part| at_hand(house, part)).collect();
    if clips.len() == parts.len() {
        return Some((clips, None));
    }
    if clips.is_empty() {
        clips.push(made(house, &parts[0]).await?);
    }
    let rest = parts[clips.len()..].to_vec();
    if rest.is_empty() {
        return Some((clips, None));
    }
    let (send, receive) = mpsc::channel(AHEAD);
    let maker = house.clone();
    house.tasks.spawn(async move {
        for part in rest {
            let clip = made(&maker, &part).await;
            let failed = clip.is_none();
            // Nobody takes it any more: the performance was stopped.
            if send.send(clip.into()).await.is_err() || failed {
                return;
            }
        }
    });
    Some((clips, Some(receive)))
}

/// One thing to say; `None`: the voice failed.
pub(super) async fn one(house: &House, utter: &Utter, lang: Lang) -> Option<Clip> {
    made(house, &part(house, utter, lang)).await
}

/// A sentence that no catalogue has.
pub(super) async fn spoken(house: &House, text: &str, lang: Lang) -> Option<Clip> {
    let voice = house.voice.as_ref()?;
    let lang = if voice.speaks(lang) { lang } else { Lang::En };
    let script = Script::Text { text: text.to_owned(), lang };
    // Said once: it need not be kept.
    let made = voice.speak(&script).await.map(Clip::new);
    made.inspect_err(|error| tracing::warn!(%error, "the voice failed; TwiML speaks")).ok()
}

fn part(house: &House, utter: &Utter, lang: Lang) -> Part {
    match utter {
        Utter::Pause { ms } => Part::Pause(*ms),
        Utter::Line(line) => Part::Speech(title(house, line, lang)),
        Utter::Model { pinyin, slow, .. } => {
            Part::Speech(Title::Spoken(Script::Mandarin { pinyin: pinyin.clone(), slow: *slow }))
        }
    }
}

/// A recording in the learner's language where there is one; else the voice, in English where it does not speak theirs.
fn title(house: &House, line: &Line, lang: Lang) -> Title {
    let wanted = line.lang.unwrap_or(lang);
    if line.args.is_empty() && house.recordings.path(wanted, &line.key).is_some() {
        return Title::Recording(format!("{}/{}.wav", wanted.tag(), line.key));
    }
    let speaks = house.voice.as_ref().is_some_and(|voice| voice.speaks(lang));
    let lang = if speaks { lang } else { Lang::En };
    let text = house.catalogue.render(lang, line);
    Title::Spoken(Script::Text { text, lang: line.lang.unwrap_or(lang) })
}

fn at_hand(house: &House, part: &Part) -> Option<Clip> {
    match part {
        Part::Pause(ms) => Some(Clip::pause(*ms)),
        Part::Speech(title) => house.shelf.get(title),
    }
}

async fn made(house: &House, part: &Part) -> Option<Clip> {
    let title = match part {
        Part::Pause(ms) => return Some(Clip::pause(*ms)),
        Part::Speech(title) => title,
    };
    let make = async {
        match title {
            Title::Spoken(script) => match &house.voice {
                Some(voice) => Ok(Clip::new(voice.speak(script).await?)),
                None => Err(failed("there is none")),
            },
            Title::Recording(file) => decoded(house, file),
        }
    };
    let clip = house.shelf.get_or_make(title, make).await;
    clip.inspect_err(|error| tracing::warn!(%error, "the voice failed; TwiML speaks")).ok()
}

fn decoded(house: &House, file: &str) -> Result<Clip, PortError> {
    let bytes = house.recordings.get(file).ok_or_else(|| failed("no such recording"))?;
    let parsed = wav::parse(bytes).map_err(|error| failed(&error.to_string()))?;
    let samples = wav::to_8k(&parsed).map_err(|error| failed(&error.to_string()))?;
    let mut codes = vec![0; samples.len()];
    g711::encode_into(Law::Mu, &samples, &mut codes);
    Ok(Clip::new(codes.into()))
}

fn failed(detail: &str) -> PortError {
    PortError::Unavailable { service: "voice", detail: detail.to_owned() }
}
