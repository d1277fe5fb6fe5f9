//! `<Gather>`: waits for keys, for speech, or for whichever comes first.

use super::node::Element;
use super::say::Say;
use super::values::{ActionUrl, LangTag, Method, Seconds};
use super::verbs::Play;

/// The most hints, and the most characters of one (Twilio error 13330).
const HINTS: usize = 500;
const HINT_CHARS: usize = 100;

/// The most bytes of all hints together: keeps any one `<Gather>` far below the limit of a document.
const HINT_BYTES: usize = 4096;

/// Waits for an answer. With `action`, always: without one the same document would be fetched again, for ever.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gather {
    /// What makes an answer.
    pub input: Input,
    /// Who gets it.
    pub action: ActionUrl,
    /// How `action` is requested.
    pub method: Method,
    /// Silence that counts as no answer, counted from the end of the prompts.
    pub timeout: Seconds,
    /// Whether no answer goes to `action` too, instead of on to the next verb.
    pub action_on_empty: bool,
    /// What is said meanwhile; keys and speech interrupt it.
    pub prompts: Vec<Prompt>,
}

/// What may stand in a `<Gather>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Prompt {
    /// Speech.
    Say(Say),
    /// A recording.
    Play(Play),
    /// Nothing, for a while.
    Pause(Seconds),
}

/// What makes an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Keys alone.
    Keys(KeyInput),
    /// Speech alone.
    Speech(SpeechInput),
    /// Whichever comes first.
    Either(KeyInput, SpeechInput),
}

/// How keys make an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct KeyInput {
    /// As many keys end the answer; no limit otherwise.
    pub digits: Option<std::num::NonZeroU8>,
    /// This key ends it sooner.
    pub finish: FinishKey,
}

/// The key that ends an answer and is no part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FinishKey {
    /// `#`.
    #[default]
    Pound,
    /// `*`.
    Star,
    /// None: every key is part of the answer.
    None,
}

/// How speech makes an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpeechInput {
    /// In which language.
    pub language: LangTag,
    /// Words and phrases to expect. Those past Twilio's limits are left out.
    pub hints: Vec<String>,
    /// When it is over.
    pub end: SpeechEnd,
    /// Whether swearing is masked; Twilio does so unless told otherwise.
    pub profanity_filter: bool,
}

/// When speech is over. A model and Twilio's own judgement do not go together (error 13335).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpeechEnd {
    /// When the recogniser thinks so.
    Auto,
    /// After so much silence.
    Silence(Seconds),
    /// After so much silence, heard by this model.
    Model(SpeechModel, Seconds),
}

/// A recogniser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpeechModel {
    /// Any language of the service.
    Default,
    /// Short answers; few languages.
    NumbersAndCommands,
    /// Telephone speech; few languages.
    PhoneCall,
    /// Google's second generation, short answers.
    GoogleV2Short,
    /// Google's second generation, long answers.
    GoogleV2Long,
}

impl Gather {
    /// Waits 5 s for `input` and sends it to `action`, silence included.
    #[must_use]
    pub fn new(input: Input, action: ActionUrl) -> Self {
        Self {
            input,
            action,
            method: Method::Post,
            timeout: Seconds::at_least_one(5),
            action_on_empty: true,
            prompts: Vec::new(),
        }
    }

    pub(super) fn element(&self) -> Element {
        let (word, keys, speech) = match &self.input {
            Input::Keys(keys) => ("dtmf", Some(keys), None),
            Input::Speech(speech) => ("speech", None, Some(speech)),
            Input::Either(keys, speech) => ("dtmf speech", Some(keys), Some(speech)),
        };
        let mut element = Element::new("Gather")
            .with("input", word)
            .with("action", &self.action)
            .with("method", self.method)
            .with("timeout", self.timeout)
            .with("actionOnEmptyResult", self.action_on_empty);
        if let Some(keys) = keys {
            element = keys.add_to(element);
        }
        if let Some(speech) = speech {
            element = speech.add_to(element);
        }
        element.children(self.prompts.iter().flat_map(Prompt::elements))
    }
}

impl Prompt {
    fn elements(&self) -> Vec<Element> {
        match self {
            Prompt::Say(say) => say.elements(),
            Prompt::Play(play) => vec![play.element()],
            Prompt::Pause(length) => vec![Element::new("Pause").with("length", length)],
        }
    }
}

impl KeyInput {
    fn add_to(self, element: Element) -> Element {
        let finish = match self.finish {
            FinishKey::Pound => "#",
            FinishKey::Star => "*",
            FinishKey::None => "",
        };
        element.with_opt("numDigits", self.digits).with("finishOnKey", finish)
    }
}

impl SpeechInput {
    /// Speech in `language`, over when the recogniser thinks so.
    #[must_use]
    pub fn new(language: LangTag) -> Self {
        Self { language, hints: Vec::new(), end: SpeechEnd::Auto, profanity_filter: true }
    }

    fn add_to(&self, element: Element) -> Element {
        let (timeout, model) = match self.end {
            SpeechEnd::Auto => ("auto".to_owned(), None),
            SpeechEnd::Silence(s) => (s.to_string(), None),
            SpeechEnd::Model(model, s) => (s.to_string(), Some(model.value())),
        };
        let hints = self.hint_list();
        element
            .with("language", &self.language)
            .with("speechTimeout", timeout)
            .with_opt("speechModel", model)
            .with_opt("hints", (!hints.is_empty()).then_some(hints))
            .with("profanityFilter", self.profanity_filter)
    }

    fn hint_list(&self) -> String {
        let mut list = String::new();
        let clean = self.hints.iter().map(|hint| hint.replace(',', " "));
        let short = clean.filter(|hint| hint.chars().count() <= HINT_CHARS);
        for hint in short.take(HINTS) {
            let hint = hint.trim();
            if hint.is_empty() || list.len() + hint.len() + 1 > HINT_BYTES {
                continue;
            }
            if !list.is_empty() {
                list.push(',');
            }
            list.push_str(hint);
        }
        list
    }
}

impl SpeechModel {
    fn value(self) -> &'static str {
        match self {
            SpeechModel::Default => "default",
            SpeechModel::NumbersAndCommands => "numbers_and_commands",
            SpeechModel::PhoneCall => "phone_call",
            SpeechModel::GoogleV2Short => "googlev2_short",
            SpeechModel::GoogleV2Long => "googlev2_long",
        }
    }
}
