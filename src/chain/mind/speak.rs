//! Speaking a sentence. One that is spoken twice in a day is kept.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::Stream;
use uuid::Uuid;

use super::House;
use super::kept::Hash;
use crate::chain::ledger::{Tab, aside};
use crate::chain::race::{Begun, Race, Runner, Start};
use crate::domain::manner::Pace;
use crate::ports::errand::{Fault, ProviderError, Usage};
use crate::ports::speaking::{Sentence, Sound, Sounds};
use crate::ports::tutor::{NoAnswer, Pupil};
use crate::telemetry::names;

/// Longer sound is not kept, bytes: a minute.
const LONGEST: usize = 480_000;
/// A cache that takes longer than this to answer is passed by: somebody waits for the sentence.
const LOOK: Duration = Duration::from_millis(150);
/// In which a sentence must be spoken twice to be kept.
const DAY: Duration = Duration::from_secs(24 * 3_600);

pub(super) async fn speak(
    house: &Arc<House>,
    pupil: &Pupil,
    request: Uuid,
    text: &str,
    pace: Pace,
) -> Result<Sounds, NoAnswer> {
    let sentence = Sentence { text: text.to_owned(), lang: pupil.lang, pace };
    let mut rules = house.rules("speak", house.terms.speak, house.terms.speak.whole);
    let usage = Usage { characters: text.chars().count() as u64, ..Usage::default() };
    let voices = house.voices.iter().enumerate().filter(|(_, voice)| voice.speaks(pupil.lang));
    let mut runners: Vec<Runner> =
        voices.map(|(nth, voice)| House::runner(nth, voice.model(), usage, usage)).collect();
    if runners.is_empty() {
        return Err(NoAnswer::NotConfigured);
    }
    let key = key(house, &sentence);
    if let Some(bytes) = kept(house, key.as_deref()).await {
        let sounds = [Ok(Sound::Mulaw(bytes)), Ok(Sound::Done(Usage::default()))];
        return Ok(Box::pin(futures_util::stream::iter(sounds)));
    }
    house.by_purse(pupil, &mut runners, &mut rules).await?;
    let bill = House::bill(pupil, request, "speak", "");
    let mut race = Race::new(&house.ledger, bill, rules, runners, start(house, sentence));
    let Begun { runner, piece, tab } = race.next().await?;
    // Another voice for the same sentence is another sound: what is kept is the first choice's.
    let key = key.filter(|_| runner.nth == first_voice(house, pupil));
    let house = Arc::clone(house);
    Ok(Box::pin(Spoken {
        sounds: piece,
        tab: Some(tab),
        sound: Vec::new(),
        key,
        house,
        used: usage,
    }))
}

fn first_voice(house: &House, pupil: &Pupil) -> usize {
    house.voices.iter().position(|voice| voice.speaks(pupil.lang)).unwrap_or(0)
}

fn start(house: &Arc<House>, sentence: Sentence) -> Start<Sounds> {
    let (house, sentence) = (Arc::clone(house), Arc::new(sentence));
    Arc::new(move |nth, errand| {
        let (house, sentence) = (Arc::clone(&house), Arc::clone(&sentence));
        Box::pin(async move { house.voices[nth].speak(&errand, &sentence).await })
    })
}

fn key(house: &House, sentence: &Sentence) -> Option<String> {
    house.terms.cache?;
    let voice = house.voices.iter().find(|voice| voice.speaks(sentence.lang))?.model();
    let hash = Hash::default()
        .part(&voice.provider)
        .part(&voice.model)
        .part(sentence.lang.tag())
        .part(&format!("{:?}", sentence.pace))
        .part(&sentence.text);
    Some(hash.key("sound"))
}

async fn kept(house: &House, key: Option<&str>) -> Option<Vec<u8>> {
    let found = tokio::time::timeout(LOOK, house.cache.get(key?)).await;
    let found = found.ok().and_then(Result::ok).flatten().filter(|bytes| !bytes.is_empty());
    let outcome = if found.is_some() { "hit" } else { "miss" };
    metrics::counter!(names::TUTOR_CACHE, "what" => "sound", "outcome" => outcome).increment(1);
    found
}

/// Sound on its way through, with its account.
struct Spoken {
    sounds: Sounds,
    tab: Option<Tab>,
    sound: Vec<u8>,
    key: Option<String>,
    house: Arc<House>,
    used: Usage,
}

impl Stream for Spoken {
    type Item = Result<Sound, ProviderError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let piece = std::task::ready!(self.sounds.as_mut().poll_next(context));
        Poll::Ready(match piece {
            Some(piece) => Some(self.passes(piece)),
            None => self.tab.take().map(|tab| {
                let cut = ProviderError::new(Fault::Network, "the sound was cut");
                tab.failed(&cut);
                Err(cut)
            }),
        })
    }
}

impl Spoken {
    fn passes(&mut self, piece: Result<Sound, ProviderError>) -> Result<Sound, ProviderError> {
        match &piece {
            Ok(Sound::Mulaw(bytes)) => {
                if self.key.is_some() && self.sound.len() + bytes.len() <= LONGEST {
                    self.sound.extend_from_slice(bytes);
                } else {
                    self.key = None;
                }
            }
            Ok(Sound::Done(usage)) => {
                let said = *usage != Usage::default();
                let used = if said { *usage } else { Usage { estimated: true, ..self.used } };
                if let Some(tab) = self.tab.take() {
                    tab.ended(used);
                }
                self.keep();
            }
            Err(error) => {
                if let Some(tab) = self.tab.take() {
                    tab.failed(error);
                }
            }
        }
        piece
    }

    fn keep(&mut self) {
        let (Some(key), Some(keep)) = (self.key.take(), self.house.terms.cache) else { return };
        let (house, bytes) = (Arc::clone(&self.house), std::mem::take(&mut self.sound));
        aside(async move {
            let spoken = house.tallies.add(&format!("spoken:{key}"), 1, DAY).await;
            if spoken.is_ok_and(|times| times >= 2) {
                let _ = house.cache.put(&key, &bytes, keep).await;
            }
        });
    }
}
