//! The words of wishes, in every language of the interface: the vocabulary of a recogniser, not sentences of the line.

/// Openings that ask politely and mean nothing by themselves.
pub(super) const OPENINGS: &[&str] = &[
    "can you",
    "could you",
    "would you",
    "will you",
    "can i",
    "can we",
    "could i",
    "could we",
    "may i",
    "may we",
    "i want you to",
    "i want to",
    "i want",
    "i would like to",
    "i would like",
    "id like to",
    "id like",
    "i need to",
    "i need",
    "i wish to",
    "let me",
    "let us",
    "lets",
    "we want to",
    "give me",
    "tell me",
    "show me",
    "send me",
    "please",
    "kindly",
    "now",
    "ok",
    "okay",
    "hear",
    "have",
    "get",
    "ndashaka",
    "nshaka",
    "nifuza",
    "turashaka",
    "ndashaka ko",
    "washobora",
    "ushobora",
    "mpa",
    "nyabuneka",
];

/// Endings of the same kind.
pub(super) const ENDINGS: &[&str] = &[
    "please",
    "the question",
    "that question",
    "this question",
    "the sentence",
    "the problem",
    "question",
    "that",
    "it",
    "again",
    "now",
    "for me",
    "to me",
    "once more",
    "one more time",
    "a bit",
    "a little",
    "with me",
    "teacher",
    "mwarimu",
    "nyabuneka",
    "murakoze",
    "urakoze",
    "ikibazo",
];

/// What leads to a lesson.
pub(super) const GO: &[&str] = &[
    "go to",
    "go back to",
    "take me to",
    "switch to",
    "change to",
    "move to",
    "learn",
    "study",
    "teach me",
    "open",
    "practise",
    "practice",
    "try",
    "do",
    "kwiga",
    "niga",
    "nyigisha",
    "jya mu",
    "tujye mu",
    "njyana mu",
];

/// What leads to a lesson and can mean nothing else.
pub(super) const LEARN: &[&str] = &[
    "learn", "study", "practise", "practice", "teach me", "teach us", "kwiga", "niga", "nyigisha",
    "twigishe",
];

/// Another exercise, easier.
pub(super) const EASIER: &[&str] = &[
    "easier",
    "an easier one",
    "easier one",
    "an easy one",
    "easy one",
    "something easier",
    "make it easier",
    "an easier",
    "easier ones",
    "simpler",
    "icyoroshye",
    "ikindi cyoroshye",
    "icyoroshye kurushaho",
    "byoroshye kurushaho",
];

/// Another exercise, harder.
pub(super) const HARDER: &[&str] = &[
    "harder",
    "a harder one",
    "harder one",
    "a hard one",
    "something harder",
    "make it harder",
    "a harder",
    "harder ones",
    "more difficult",
    "a more difficult one",
    "challenge me",
    "a challenge",
    "igikomeye",
    "ikindi gikomeye",
    "igikomeye kurushaho",
    "gikomeye kurushaho",
];

/// Somebody else is learning.
pub(super) const WHO: &[&str] = &[
    "who is learning",
    "whos learning",
    "change learner",
    "change the learner",
    "switch learner",
    "its my turn",
    "hindura umunyeshuri",
];
/// Somebody is new on this telephone.
pub(super) const ADD: &[&str] = &[
    "new learner",
    "a new learner",
    "another learner",
    "add learner",
    "add a learner",
    "add another learner",
    "umunyeshuri mushya",
    "undi munyeshuri",
    "ongeraho umunyeshuri",
];
/// To be forgotten.
pub(super) const DELETE: &[&str] = &[
    "delete",
    "delete me",
    "delete my data",
    "delete everything",
    "delete this learner",
    "delete a learner",
    "forget me",
    "forget everything",
    "siba",
    "nsibe",
    "siba ibyanjye",
    "siba byose",
];
/// What can be set.
pub(super) const OPTIONS: &[&str] =
    &["settings", "the settings", "my settings", "options", "the options", "igenamiterere"];
/// A text after each call.
pub(super) const SUMMARY: &[&str] = &[
    "summary",
    "a summary",
    "the summary",
    "my summary",
    "a text summary",
    "text me a summary",
    "incamake",
    "nyohereza incamake",
];
/// Another style of the tutor.
pub(super) const STYLE: &[&str] = &[
    "style",
    "change your style",
    "change style",
    "change the style",
    "another style",
    "teach me differently",
    "hindura uburyo",
];
/// Another language.
pub(super) const LANGUAGE: &[&str] = &[
    "change language",
    "change the language",
    "change my language",
    "another language",
    "hindura ururimi",
];
