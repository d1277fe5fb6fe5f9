//! STOP in other words. The law of the carriers has whole-message keywords, which their service sees itself; people write
//! sentences, and whoever asks for silence must get it.

use super::commands::plain;

/// Politeness before the wish.
const POLITE: &[&str] = &["please", "kindly", "can you", "could you", "nyabuneka", "mbabarira"];
/// Wishes, after which messages must be named: "I want to stop" ends a lesson.
const WISHED: &[&str] = &[
    "i want to",
    "i want you to",
    "i would like to",
    "i need to",
    "ndashaka",
    "nshaka",
    "ndashaka ko",
];
/// What ends something.
const ENDS: &[&str] = &[
    "stop",
    "unsubscribe",
    "cancel",
    "end",
    "quit",
    "hagarika",
    "guhagarika",
    "uhagarike",
    "muhagarike",
    "mpagarikira",
];
/// What asks that something is not done.
const NEVER: &[&str] = &[
    "do not",
    "dont",
    "don't",
    "never",
    "no more",
    "i do not want",
    "i dont want",
    "i don't want",
    "ntukongere",
    "ntimukongere",
    "ntuzongere",
    "ntimuzongere",
    "ntukanyandikire",
    "ntimukanyandikire",
    "sinshaka",
    "sinkishaka",
    "simbishaka",
    "reka",
    "mureke",
];
/// What is sent to a telephone.
const MESSAGES: &[&str] = &[
    "text",
    "texts",
    "texting",
    "message",
    "messages",
    "messaging",
    "messeging",
    "mesaje",
    "sms",
    "kunyandikira",
    "kunyoherereza",
    "unyandikira",
    "ubutumwa",
    "subscription",
];
/// Words that mean the same where it says to whom.
const WRITES: &[&str] = &["write", "writing"];
/// Words that may stand around these.
const AROUND: &[&str] = &[
    "me",
    "my",
    "us",
    "the",
    "your",
    "these",
    "this",
    "all",
    "any",
    "more",
    "now",
    "again",
    "please",
    "anymore",
    "it",
    "to",
    "from",
    "on",
    "of",
    "phone",
    "number",
    "send",
    "sending",
    "getting",
    "receiving",
    "toneline",
    "at",
    "once",
    "today",
    "for",
    "ever",
    "forever",
    "and",
    "i",
    "want",
    "bwa",
    "bwanyu",
    "bwawe",
    "bwose",
    "na",
    "kuri",
    "ubu",
    "nonaha",
    "rwose",
    "nyabuneka",
    "murakoze",
    "urakoze",
    "thanks",
    "thank",
    "you",
    "with",
    "kwakira",
    "kohereza",
    "up",
];
/// Words after which STOP is no less a whole message.
const ALONE: &[&str] =
    &["now", "all", "please", "stop", "hagarika", "nonaha", "byose", "rwose", "me"];
/// Whole texts that say the same.
const WHOLE: &[&str] = &[
    "remove me",
    "take me off",
    "remove my number",
    "remove this number",
    "take my number off",
    "unsubscribe me",
    "leave me alone",
    "opt out",
    "opt me out",
    "stop all",
    "nkuramo",
    "munkuremo",
    "nkura ku rutonde",
    "kuramo nimero yanjye",
    "ndambiwe ubutumwa",
];

/// What removes what is kept.
const REMOVES: &[&str] =
    &["delete", "erase", "remove", "close", "siba", "gusiba", "usibe", "musibe"];
/// What is kept.
const KEPT: &[&str] = &[
    "account",
    "data",
    "number",
    "records",
    "konti",
    "nimero",
    "numero",
    "amakuru",
    "umwirondoro",
];
/// Who asks.
const MINE: &[&str] = &["me", "my", "mine", "us", "our", "yanjye", "wanjye", "ibyanjye"];

/// The longest text in which such a wish is looked for, words.
const LONGEST: usize = 12;

/// Whether a text can only mean that no more messages are wanted.
pub(super) fn stops(text: &str) -> bool {
    let said = plain(text);
    let said = without(&said, POLITE);
    if WHOLE.contains(&said.strip_suffix(" please").unwrap_or(said)) {
        return true;
    }
    let wished = without(said, WISHED);
    let (short, rest) = match (after(said, ENDS), after(wished, ENDS), after(said, NEVER)) {
        (Some(rest), _, _) => (true, rest),
        (None, Some(rest), _) | (None, None, Some(rest)) => (false, rest),
        (None, None, None) => return false,
    };
    let words: Vec<&str> = rest.split_whitespace().collect();
    let plainly = ["stop", "hagarika", "unsubscribe"].iter().any(|end| said.starts_with(end));
    if short && plainly && words.iter().all(|word| ALONE.contains(word)) {
        return true;
    }
    let to_me = words.iter().any(|word| ["me", "us"].contains(word));
    let message = |word: &&str| MESSAGES.contains(word) || (to_me && WRITES.contains(word));
    let messages = words.iter().any(message) || said.ends_with("kanyandikire");
    messages && words.iter().all(|word| message(word) || AROUND.contains(word))
}

/// Whether a text speaks of the learner's own messages or data as if they were to end: it is told the keywords.
pub(super) fn may_stop(text: &str) -> bool {
    let said = plain(text);
    let words: Vec<&str> = said.split(' ').collect();
    let has = |list: &[&str]| words.iter().any(|word| list.contains(word));
    let ends = has(ENDS) && (has(MESSAGES) || said.contains("unsubscribe"));
    let own = has(MINE) || has(&["kunyandikira", "kunyoherereza"]);
    words.len() <= LONGEST && own && (ends || (has(REMOVES) && has(KEPT)))
}

/// Whether the keyword, or the sentence in its place, is Kinyarwanda.
pub(super) fn is_kinyarwanda(text: &str) -> bool {
    const STEMS: &[&str] = &[
        "hagarik",
        "uhagarik",
        "muhagarik",
        "guhagarik",
        "mpagarik",
        "ntu",
        "ntimu",
        "sinsh",
        "sinkish",
        "simbish",
        "mureke",
        "ubutumwa",
        "kunyandik",
        "nkura",
        "munkura",
        "kuramo",
        "tangira",
        "siba",
        "nsibe",
        "ubufasha",
        "mfasha",
    ];
    plain(text).split(' ').any(|word| STEMS.iter().any(|stem| word.starts_with(stem)))
}

/// The text without the frames that it opens with.
fn without<'a>(mut text: &'a str, frames: &[&str]) -> &'a str {
    while let Some(rest) =
        frames.iter().filter_map(|frame| text.strip_prefix(frame)?.strip_prefix(' ')).next()
    {
        text = rest;
    }
    text
}

/// What follows the first of these words, if the text opens with one.
fn after<'a>(text: &'a str, list: &[&str]) -> Option<&'a str> {
    let rest = |word: &&str| {
        let rest = text.strip_prefix(word)?;
        (rest.is_empty() || rest.starts_with(' ')).then(|| rest.trim_start())
    };
    list.iter().filter_map(rest).min_by_key(|rest| rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_asks_for_silence_in_a_sentence_gets_it() {
        for text in [
            "stop sending me messages",
            "Stop texting me!",
            "do not text me again",
            "don't send me any more messages",
            "stop messages",
            "STOP STOP",
            "stop stop stop",
            "STOP ALL",
            "STOP NOW",
            "please stop texting me",
            "please stop",
            "unsubscribe me",
            "unsubscribe please",
            "remove my number",
            "I want to stop the messages",
            "no more messages please",
            "hagarika kunyandikira",
            "ntukongere kunyandikira",
            "ndashaka guhagarika ubutumwa",
            "sinshaka ubutumwa bwanyu",
            "mureke kunyandikira",
        ] {
            assert!(stops(text), "{text}");
        }
    }

    #[test]
    fn sentences_of_a_lesson_stop_nothing() {
        for text in [
            "stop the noise",
            "stop it",
            "stop the car now",
            "I want to stop",
            "ndashaka guhagarika",
            "do not write on the wall",
            "Do not write it.",
            "no",
            "no text",
            "write me a message",
            "I stop at the bus station every day",
            "never stop learning",
            "cancel the debt",
            "hagarika imodoka",
            "end of the story",
            "reka dutangire",
        ] {
            assert!(!stops(text), "{text}");
        }
    }

    #[test]
    fn what_may_be_meant_so_is_told_the_keywords() {
        for text in [
            "delete my account",
            "please remove my data from your phone",
            "how can I stop these messages coming to me",
            "siba nimero yanjye",
        ] {
            assert!(may_stop(text) && !stops(text), "{text}");
        }
        for text in ["I stop writing letters", "remove 7 from 12", "delete the last word"] {
            assert!(!may_stop(text), "{text}");
        }
    }
}
