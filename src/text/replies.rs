//! The short replies that mean the same in every lesson: yes, no, skip, menu. Pure.

/// What a short reply means, whatever was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reply {
    /// Agreement.
    Yes,
    /// Refusal.
    No,
    /// Pass this exercise over.
    Skip,
    /// Back to the list of lessons.
    Menu,
    /// End the conversation.
    Stop,
    /// Say it again.
    Repeat,
    /// Say it slower.
    Slower,
    /// What can be done here.
    Help,
    /// How am I doing.
    Progress,
    /// Does not know the answer.
    DontKnow,
}

/// Whole replies, in both languages. A reply is matched after punctuation, courtesy and case are dropped.
const TABLE: &[(Reply, &[&str])] = &[
    (
        Reply::Yes,
        &[
            "yes",
            "y",
            "yeah",
            "yea",
            "yep",
            "yup",
            "ok",
            "okay",
            "sure",
            "of course",
            "go on",
            "continue",
            "again yes",
            "more",
            "next",
            "one more",
            "another",
            "another one",
            "lets go",
            "carry on",
            "i do",
            "yego",
            "ego",
            "yee",
            "cyane",
            "nibyo",
            "ni byo",
            "komeza",
            "dukomeze",
            "ndabishaka",
            "ndashaka",
            "ndashaka gukomeza",
            "sawa",
            "ngaho",
            "ikindi",
            "indi",
            "oui",
        ],
    ),
    (
        Reply::No,
        &[
            "no",
            "n",
            "nope",
            "nah",
            "no more",
            "not now",
            "enough",
            "later",
            "oya",
            "oyaa",
            "hoya",
            "ashwi",
            "nta",
            "sinshaka",
            "simbishaka",
            "birahagije",
            "ntabwo mbishaka",
            "ubutaha",
            "non",
        ],
    ),
    (
        Reply::Skip,
        &[
            "skip",
            "skip it",
            "skip this",
            "skip this one",
            "pass",
            "next one",
            "next question",
            "move on",
            "simbuka",
            "gisimbuke",
            "simbuka iki",
            "rekaho",
            "ikindi kibazo",
            "ikikurikira",
            "igikurikira",
            "tambuka",
        ],
    ),
    (
        Reply::Menu,
        &[
            "menu",
            "main menu",
            "the menu",
            "go to menu",
            "back to menu",
            "back to the menu",
            "lessons",
            "home",
            "go back",
            "something else",
            "another lesson",
            "leave",
            "exit",
            "menyu",
            "urutonde",
            "ku rutonde",
            "urutonde rw amasomo",
            "subira ku rutonde",
            "irindi somo",
            "gusohoka",
            "sohoka",
            "ikindi kintu",
        ],
    ),
    (
        Reply::Stop,
        &[
            "stop",
            "quit",
            "end",
            "finish",
            "im done",
            "i am done",
            "done",
            "bye",
            "goodbye",
            "good bye",
            "bye bye",
            "hang up",
            "thats all",
            "that is all",
            "stop now",
            "hagarika",
            "rekeraho",
            "murabeho",
            "mwirirwe",
            "muramuke",
            "nasoje",
            "ndasoje",
            "ndarangije",
            "reka",
            "turekere aho",
            "turekeraho",
            "ndahagaritse",
        ],
    ),
    (
        Reply::Repeat,
        &[
            "repeat",
            "again",
            "say again",
            "say it again",
            "say that again",
            "repeat please",
            "what",
            "pardon",
            "sorry",
            "i didnt hear",
            "one more time",
            "subiramo",
            "ongera",
            "ongera uvuge",
            "ongera ubivuge",
            "sinumvise",
            "bisubiremo",
            "ngo iki",
            "ngwiki",
        ],
    ),
    (
        Reply::Slower,
        &[
            "slow",
            "slower",
            "slowly",
            "say it slower",
            "more slowly",
            "slow down",
            "too fast",
            "buhoro",
            "buhoro buhoro",
            "gahoro",
            "gahoro gahoro",
            "genda buhoro",
            "vuga buhoro",
        ],
    ),
    (
        Reply::Help,
        &[
            "help",
            "help me",
            "hint",
            "a hint",
            "give me a hint",
            "clue",
            "info",
            "ubufasha",
            "mfasha",
            "umfashe",
            "nfasha",
            "fasha",
            "nkeneye ubufasha",
        ],
    ),
    (
        Reply::Progress,
        &[
            "progress",
            "my progress",
            "score",
            "my score",
            "how did i do",
            "how am i doing",
            "results",
            "amanota",
            "amanota yanjye",
            "aho ngeze",
            "ngeze he",
            "nakoze nte",
        ],
    ),
    (
        Reply::DontKnow,
        &[
            "i dont know",
            "dont know",
            "i do not know",
            "no idea",
            "idk",
            "not sure",
            "i give up",
            "give up",
            "simbizi",
            "sinzi",
            "simbyumva",
            "byananiye",
            "simbimenye",
            "ntabyo nzi",
            "tell me",
            "the answer",
            "answer",
            "igisubizo",
            "mbwira igisubizo",
        ],
    ),
];

/// Words of courtesy at either end, which mean nothing by themselves.
const COURTESY: &[&str] = &[
    "please",
    "thanks",
    "thank",
    "you",
    "sir",
    "madam",
    "teacher",
    "murakoze",
    "urakoze",
    "nyabuneka",
    "mwarimu",
    "oh",
    "um",
    "uh",
    "well",
];

/// Lower case, letters and digits only, one space between words, no apostrophes.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            '\'' | '\u{2019}' | '\u{2018}' if !out.ends_with(' ') => {
                // "don't" is one word; "rw'amasomo" is two.
                if out.ends_with(" n") || out.ends_with('w') || out.ends_with('y') {
                    out.push(' ');
                }
            }
            c if c.is_alphanumeric() => out.push(c),
            _ if !out.is_empty() && !out.ends_with(' ') => out.push(' '),
            _ => {}
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// The meaning of a whole short reply; `None` if it is anything else. A single long word may have one letter wrong.
#[must_use]
pub fn read(text: &str) -> Option<Reply> {
    if text.len() > 80 {
        return None;
    }
    let plain = plain(text);
    exact(&plain).or_else(|| {
        let words: Vec<&str> = plain.split(' ').collect();
        let kept = without_courtesy(&words);
        let shorter = kept.join(" ");
        exact(&shorter).or_else(|| match kept {
            [word] => near(word),
            _ => None,
        })
    })
}

/// The answer to an offer of "1 for yes, 2 for the menu": by number, or by word.
#[must_use]
pub fn choice(text: &str) -> Option<Reply> {
    read(text).or_else(|| match super::numbers::read(text).first()?.integer()? {
        1 => Some(Reply::Yes),
        2 => Some(Reply::No),
        _ => None,
    })
}

fn exact(plain: &str) -> Option<Reply> {
    TABLE.iter().find(|(_, forms)| forms.contains(&plain)).map(|(reply, _)| *reply)
}

fn without_courtesy<'a, 'b>(mut words: &'b [&'a str]) -> &'b [&'a str] {
    while let [first, rest @ ..] = words
        && COURTESY.contains(first)
    {
        words = rest;
    }
    while let [rest @ .., last] = words
        && COURTESY.contains(last)
    {
        words = rest;
    }
    words
}

fn near(word: &str) -> Option<Reply> {
    if word.chars().count() < 6 {
        return None;
    }
    TABLE.iter().find_map(|(reply, forms)| {
        let close = |form: &&str| {
            form.len() >= 6 && !form.contains(' ') && strsim::osa_distance(word, form) == 1
        };
        forms.iter().any(|f| close(f)).then_some(*reply)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replies_are_read_in_both_languages() {
        for (text, reply) in [
            ("Yes!", Reply::Yes),
            ("yego", Reply::Yes),
            ("Oya, murakoze.", Reply::No),
            ("skip please", Reply::Skip),
            ("simbuka", Reply::Skip),
            ("urutonde rw'amasomo", Reply::Menu),
            ("that's all", Reply::Stop),
            ("Murabeho", Reply::Stop),
            ("I don't know", Reply::DontKnow),
            ("hagarka", Reply::Stop),
            ("Say it slower, please", Reply::Slower),
        ] {
            assert_eq!(read(text), Some(reply), "{text}");
        }
    }

    #[test]
    fn answers_are_no_replies() {
        for text in ["22", "twenty two", "mirongo itatu", "", "maths", "no, 22", "ma3"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
