//! A turn for its channel: as TwiML, what a call hears and what it waits for; as texts, what a message is answered with.

use chrono::{DateTime, Utc};

use crate::domain::ids::CallSid;
use crate::domain::lang::Lang;
use crate::domain::manner::Pace;
use crate::domain::turn::{Ask, Expect, KeyRule, Line, Listen, Then, Turn, Utter};
use crate::ivr::driver::{Answer, Talk};
use crate::session::codec::Keyring;
use crate::telephony::media::ticket::{self, Ticket};
use crate::telephony::twilio::twiml::{
    ActionUrl, End, Gather, GatherLang, KeyInput, MessagingResponse, Prompt, Say, SayLang, Seconds,
    Stream, StreamUrl, VoiceResponse,
};
use crate::text::sms::Need;
use crate::text::{plain, sms};
use crate::wording::Catalogue;
use crate::wording::clips::Clips;

/// Where gathered input, redirects and ended streams go.
pub const PROCESS: &str = "/webhook/voice/process";
/// The query of a redirect that picks up what was still being thought about.
pub const AFTER_THOUGHT: &str = "thought";
/// What is said while it is.
pub const HOLD: &str = "line-thinking";
/// The query that tells that a stream ended.
pub const AFTER_STREAM: &str = "stream";

/// Segments that a reply to a text should fit.
const SEGMENTS: usize = 2;
/// Segments of a reply that was asked for whole (MORE).
const WHOLE: usize = 6;

/// Renders turns for one request: the URLs depend on how the request came.
pub struct Speaker<'a> {
    /// The messages.
    pub catalogue: &'a Catalogue,
    /// Whether turns that listen are spoken inside their stream; else TwiML speaks before it.
    pub in_stream: bool,
    /// Whether speech inside a stream can be written down; else the service gathers it.
    pub writes_down: bool,
    /// Seals the tickets of streams.
    pub keyring: &'a Keyring,
    /// When the answer is given.
    pub now: DateTime<Utc>,
    /// Recorded prompts.
    pub clips: &'a Clips,
    /// The line's own base as the service knows it: `https://host`.
    pub base: &'a str,
}

impl Speaker<'_> {
    /// The document for a turn of a call.
    #[must_use]
    pub fn render(&self, talk: &Talk, answer: &Answer) -> VoiceResponse {
        let Some(turn) = &answer.turn else {
            return VoiceResponse { prompts: Vec::new(), end: End::Hangup };
        };
        match &turn.then {
            Then::Ask(ask) => self.ask(answer, turn, ask),
            Then::Listen(listen) if self.gathers(answer, listen) => {
                let ask = Ask { timeout_s: listen.timeout_s, ..Ask::choice() };
                self.ask(answer, turn, &ask)
            }
            Then::Listen(_) => self.listen(talk, answer, turn),
            Then::HangUp => VoiceResponse {
                prompts: self.prompts(answer.lang, turn.pace, &turn.say),
                end: End::Hangup,
            },
        }
    }

    /// A filler, and a redirect that comes back for the turn itself.
    #[must_use]
    pub fn hold(&self, answer: &Answer) -> VoiceResponse {
        let say = answer.turn.as_ref().map(|turn| turn.say.as_slice()).unwrap_or_default();
        let end = End::Redirect(self.process(answer.step, Some(AFTER_THOUGHT)));
        VoiceResponse { prompts: self.prompts(answer.lang, Pace::Normal, say), end }
    }

    /// One line and the end of the call: for what happens outside any conversation.
    #[must_use]
    pub fn last_words(&self, lang: Lang, key: &'static str) -> VoiceResponse {
        let say = [Utter::Line(Line::new(key))];
        VoiceResponse { prompts: self.prompts(lang, Pace::Normal, &say), end: End::Hangup }
    }

    fn ask(&self, answer: &Answer, turn: &Turn, ask: &Ask) -> VoiceResponse {
        let hints = ask.hints.iter().map(|line| self.catalogue.render(Lang::En, line));
        // What is said inside the verb is cut short by the first key.
        let said = self.prompts(answer.lang, turn.pace, &turn.say);
        let (prompts, inside) = if ask.heard_out { (said, Vec::new()) } else { (Vec::new(), said) };
        let gather = Gather {
            prompts: inside,
            action: self.process(answer.step, None),
            keys: match ask.keys {
                KeyRule::One => KeyInput::One,
                KeyRule::UpTo(n) => KeyInput::UpTo(n),
            },
            speech: ask.speech.then_some(GatherLang::English),
            hints: hints.flat_map(|list| split(&list)).collect(),
            timeout: Seconds::at_least_one(ask.timeout_s.into()),
        };
        VoiceResponse { prompts, end: End::Gather(gather, self.process(answer.step, None)) }
    }

    /// Whether the telephony service is to write down what is said: the last resort.
    fn gathers(&self, answer: &Answer, listen: &Listen) -> bool {
        let talk = matches!(listen.expect, Expect::Talk { .. });
        talk && (answer.gather || !self.writes_down || !self.in_stream)
    }

    /// A turn that listens: spoken inside the stream where there is a voice, else before it.
    fn listen(&self, talk: &Talk, answer: &Answer, turn: &Turn) -> VoiceResponse {
        let spoken = !self.in_stream;
        let prompts =
            if spoken { self.prompts(answer.lang, turn.pace, &turn.say) } else { Vec::new() };
        let after = self.process(answer.step, Some(AFTER_STREAM));
        let end = match self.stream(talk, spoken) {
            Some(stream) => End::Stream(stream, after),
            // Without a usable address there is no stream: the machine hears of it and does without.
            None => End::Redirect(after),
        };
        VoiceResponse { prompts, end }
    }

    fn stream(&self, talk: &Talk, spoken: bool) -> Option<Stream> {
        let host = self.base.split_once("://").map_or(self.base, |(_, rest)| rest);
        let url = StreamUrl::parse(&format!("wss://{host}/media")).ok()?;
        let call = CallSid::parse(&talk.id).ok()?;
        let ticket = Ticket::new(talk.party.clone(), spoken, self.now);
        Stream::new(url).with(ticket::PARAMETER, ticket.seal(self.keyring, &call)).ok()
    }

    fn process(&self, step: u32, after: Option<&str>) -> ActionUrl {
        let after = after.map_or(String::new(), |after| format!("&after={after}"));
        ActionUrl::parse(&format!("{PROCESS}?step={step}{after}")).expect("a path of our own")
    }

    fn prompts(&self, lang: Lang, pace: Pace, say: &[Utter]) -> Vec<Prompt> {
        say.iter().map(|utter| self.prompt(lang, pace, utter)).collect()
    }

    fn prompt(&self, lang: Lang, pace: Pace, utter: &Utter) -> Prompt {
        match utter {
            Utter::Line(line) => self.line(lang, pace, line),
            Utter::Model { hanzi, slow, .. } => {
                // Characters with commas between them are read one by one.
                let text = if *slow {
                    hanzi.chars().map(String::from).collect::<Vec<_>>().join("，")
                } else {
                    hanzi.clone()
                };
                Prompt::Say(Say { lang: SayLang::Mandarin, text, pace: Pace::Normal })
            }
            Utter::Pause { ms } => {
                let seconds = u16::try_from(ms.div_ceil(1_000)).unwrap_or(1);
                Prompt::Pause(Seconds::at_least_one(seconds))
            }
        }
    }

    /// A recording in the learner's language where there is one; else the service speaks, and has no Kinyarwanda:
    /// such lines are spoken in English, but for those that must be in their own language.
    fn line(&self, lang: Lang, pace: Pace, line: &Line) -> Prompt {
        let wanted = line.lang.unwrap_or(lang);
        if line.args.is_empty()
            && let Some(path) = self.clips.path(wanted, &line.key)
            && let Ok(url) = ActionUrl::parse(&path)
        {
            return Prompt::Play(url);
        }
        let text = match (line.lang, lang) {
            (Some(fixed), _) => self.catalogue.render(fixed, line),
            (None, _) => self.catalogue.render(Lang::En, line),
        };
        Prompt::Say(Say { lang: SayLang::English, text, pace })
    }
}

fn split(list: &str) -> Vec<String> {
    list.split(',').map(|hint| hint.trim().to_owned()).filter(|hint| !hint.is_empty()).collect()
}

/// The messages of a turn: plain letters, and two segments where the turn can be that short. The question and its choices
/// stay whole; where something else was left out, the reply says how to have it.
#[must_use]
pub fn texts(catalogue: &Catalogue, answer: &Answer) -> Vec<String> {
    let Some(turn) = &answer.turn else { return Vec::new() };
    let parts = turn.say.iter().enumerate().filter_map(|(at, utter)| {
        let text = match utter {
            Utter::Line(line) => catalogue.render(answer.lang, line),
            Utter::Model { pinyin, hanzi, .. } => format!("{hanzi} ({pinyin})"),
            Utter::Pause { .. } => return None,
        };
        Some((plain::plain(&text), need(turn, at, utter)))
    });
    let mut parts: Vec<(String, Need)> = parts.collect();
    if turn.whole {
        return sms::fit(&parts, WHOLE);
    }
    let most = SEGMENTS;
    let told: Vec<_> = parts.iter().filter(|(_, need)| *need > Need::Spare).cloned().collect();
    if sms::fit(&told, most).concat() != sms::fit(&told, usize::MAX).concat() {
        let more = catalogue.render(answer.lang, &Line::new("line-more"));
        parts.push((more, Need::Much));
    }
    sms::fit(&parts, most)
}

/// What a learner can do without, and what not: the question itself, and a first remark.
fn need(turn: &Turn, at: usize, utter: &Utter) -> Need {
    let last = turn.say.len().saturating_sub(1);
    let asks = turn.say.len().saturating_sub(turn.question);
    let is_help = matches!(utter, Utter::Line(line) if line.key == "line-help-text");
    match at {
        _ if turn.question > 0 && at >= asks => Need::Must,
        _ if turn.question > 0 && is_help => Need::Spare,
        0 if turn.question > 0 => Need::Much,
        _ if turn.question == 0 && (at == 0 || at == last) => Need::Must,
        _ => Need::Some,
    }
}

/// What a call hears when a handler panicked.
#[must_use]
pub fn call_apology() -> VoiceResponse {
    let text = Catalogue::shipped().render(Lang::En, &Line::new("line-sorry-fault"));
    let say = Say { lang: SayLang::English, text, pace: Pace::Normal };
    VoiceResponse { prompts: vec![Prompt::Say(say)], end: End::Hangup }
}

/// What a text is answered with when a handler panicked.
#[must_use]
pub fn text_apology() -> MessagingResponse {
    MessagingResponse::new([Catalogue::shipped().render(Lang::En, &Line::new("line-error-text"))])
}
