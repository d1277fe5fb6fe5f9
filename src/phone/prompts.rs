//! Say, Play and Pause; alone or inside a question.

use super::PhoneError;
use super::event::Event;
use super::http::Answer;
use super::runner::{Ending, Flow, Runner, sound_seconds};
use super::twiml::{Play, Say, Severity, Verb};

/// Types that Twilio plays.
const PLAYABLE: [&str; 13] = [
    "audio/mpeg",
    "audio/mp3",
    "audio/wav",
    "audio/wave",
    "audio/x-wav",
    "audio/vnd.wave",
    "audio/aiff",
    "audio/x-aiff",
    "audio/x-aifc",
    "audio/gsm",
    "audio/x-gsm",
    "audio/ulaw",
    "audio/basic",
];
/// No prompt is repeated oftener than this here, `loop="0"` (a thousand times) included.
const REPEATS: u32 = 3;

impl Runner {
    /// Carries out a prompt that stands alone; only hanging up cuts it short.
    pub(super) async fn prompt(&mut self, verb: &Verb) -> Result<Flow, PhoneError> {
        if self.play_prompt(verb, false).await? {
            return Ok(Flow::End(Ending::Caller));
        }
        Ok(Flow::Next)
    }

    /// Plays one prompt; `true` when it was interrupted.
    pub(super) async fn play_prompt(
        &mut self,
        verb: &Verb,
        interruptible: bool,
    ) -> Result<bool, PhoneError> {
        match verb {
            Verb::Say(say) => Ok(self.say(say, interruptible).await),
            Verb::Play(play) => self.play(play, interruptible).await,
            Verb::Pause(seconds) => {
                self.emit(Event::Paused { seconds: *seconds });
                #[expect(clippy::cast_precision_loss, reason = "a pause is seconds, not years")]
                let length = *seconds as f32;
                Ok(self.pass(length, interruptible).await)
            }
            _ => Ok(false),
        }
    }

    async fn say(&mut self, say: &Say, interruptible: bool) -> bool {
        for _ in 0..say.times.min(REPEATS) {
            self.emit(Event::Said {
                text: say.text.clone(),
                language: say.language.clone(),
                voice: say.voice.clone(),
            });
            if self.pass(spoken_seconds(&say.text), interruptible).await {
                return true;
            }
        }
        false
    }

    async fn play(&mut self, play: &Play, interruptible: bool) -> Result<bool, PhoneError> {
        if let Some(digits) = &play.digits {
            self.emit(Event::Tones { digits: digits.clone() });
        }
        if play.url.is_empty() {
            return Ok(false);
        }
        let url = self.resolve(&play.url)?;
        match self.gateway.download(url).await {
            Err(error) => {
                self.find(Severity::Error, 11_200, format!("<Play> failed: {error}"));
                Ok(false)
            }
            Ok(answer) => Ok(self.play_file(&answer, play.times, interruptible).await),
        }
    }

    async fn play_file(&mut self, answer: &Answer, times: u32, interruptible: bool) -> bool {
        if !PLAYABLE.contains(&answer.content_type.as_str()) {
            let message = format!(
                "{} is of type {:?}, which <Play> cannot play",
                answer.url, answer.content_type
            );
            self.find(Severity::Error, 13_420, message);
            return false;
        }
        let seconds = sound_seconds(&answer.content_type, &answer.body);
        if seconds.is_none() && answer.content_type.contains("wav") {
            self.find(Severity::Error, 13_420, format!("{} is no sound file", answer.url));
            return false;
        }
        for _ in 0..times.min(REPEATS) {
            self.emit(Event::Played { url: answer.url.to_string(), seconds });
            if self.pass(seconds.unwrap_or(1.0), interruptible).await {
                return true;
            }
        }
        false
    }
}

/// About how long a voice takes: some 14 letters a second, or 4 Chinese characters.
fn spoken_seconds(text: &str) -> f32 {
    text.chars().map(|c| if ('\u{2e80}'..='\u{9fff}').contains(&c) { 0.25 } else { 0.07 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_voice_needs_longer_for_a_character_than_for_a_letter() {
        assert!((spoken_seconds("abc") - 0.21).abs() < 1e-6);
        assert!((spoken_seconds("妈妈") - 0.5).abs() < 1e-6);
    }
}
