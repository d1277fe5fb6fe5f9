//! Words that call for a lesson besides those on its card, by how much they say. The lessons are looked up by name: words
//! for one that is not there are simply never found.

/// How much a word says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// The lesson's own name, or as good as that.
    Name,
    /// Enough where nothing stronger is said.
    Topic,
    /// Not enough alone.
    Hint,
}

impl Weight {
    /// What an exact word of this weight scores.
    pub(super) fn score(self) -> f64 {
        match self {
            Self::Name => 1.0,
            Self::Topic => 0.8,
            Self::Hint => 0.5,
        }
    }
}

use Weight::{Hint, Name, Topic};

/// Words of one weight for one lesson, in both languages.
type Row = (&'static str, Weight, &'static [&'static str]);

/// Every word.
pub(super) const WORDS: &[Row] = &[
    (
        "english",
        Name,
        &[
            "english",
            "inglish",
            "englis",
            "icyongereza",
            "cyongereza",
            "icongereza",
            "ikingereza",
            "igicyongereza",
            "free talk",
            "free conversation",
            "talk freely",
            "read aloud",
            "reading aloud",
        ],
    ),
    (
        "english",
        Topic,
        &[
            "grammar",
            "vocabulary",
            "dialogue",
            "dialogues",
            "spelling",
            "sentences",
            "conversation",
            "tenses",
            "verbs",
            "new words",
            "ikibonezamvugo",
            "amagambo mashya",
            "interuro",
        ],
    ),
    ("english", Hint, &["speak", "words", "language", "talk", "kuvuga", "amagambo", "ururimi"]),
    (
        "maths",
        Name,
        &["maths", "math", "mathematics", "arithmetic", "imibare", "mibare", "matematike"],
    ),
    (
        "maths",
        Topic,
        &[
            "francs",
            "numbers",
            "count",
            "counting",
            "amafaranga",
            "ibiciro",
            "percent",
            "percentage",
            "fractions",
            "fraction",
            "algebra",
            "sums",
            "sum",
            "tables",
            "calculator",
            "plus",
            "minus",
            "average",
            "measure",
            "measures",
            "decimals",
            "geometry",
            "ijanisha",
            "imigabane",
            "ibipimo",
            "kugarura",
        ],
    ),
    (
        "maths",
        Hint,
        &[
            "money",
            "change",
            "share",
            "price",
            "prices",
            "equally",
            "number",
            "igiciro",
            "isoko",
            "problems",
            "exercises",
        ],
    ),
    (
        "comprehension",
        Name,
        &[
            "comprehension",
            "story",
            "stories",
            "reading",
            "inkuru",
            "umugani",
            "imigani",
            "gusoma",
            "folk tale",
            "folktale",
            "tale",
            "tales",
            "fable",
            "fables",
            "nsomera",
            "umwandiko",
            "imyandiko",
        ],
    ),
    (
        "comprehension",
        Topic,
        &["read", "book", "books", "passage", "igitabo", "ibitabo", "soma", "dusome", "nsome"],
    ),
    ("comprehension", Hint, &["listen", "understanding", "text", "kumva", "gusobanukirwa", "kera"]),
    (
        "debate",
        Name,
        &[
            "debate",
            "debates",
            "debating",
            "impaka",
            "mpaka",
            "argue",
            "arguing",
            "argument",
            "arguments",
            "point of view",
        ],
    ),
    (
        "debate",
        Topic,
        &[
            "opinion",
            "opinions",
            "discuss",
            "discussion",
            "persuade",
            "convince",
            "motion",
            "public speaking",
            "defend",
            "ibitekerezo",
            "igitekerezo",
            "kuvugira mu ruhame",
            "ikiganiro",
            "kuganira",
            "disagree",
            "speech",
            "speeches",
            "kuburana",
            "ibiganiro",
            "guhangana",
        ],
    ),
    ("debate", Hint, &["competition", "topic", "ingingo", "side", "uruhande"]),
    (
        "knowledge",
        Name,
        &["general knowledge", "knowledge", "ubumenyi rusange", "rusange", "quiz", "trivia"],
    ),
    (
        "knowledge",
        Topic,
        &[
            "general",
            "science",
            "health",
            "farming",
            "agriculture",
            "civics",
            "history",
            "geography",
            "facts",
            "fact",
            "questions",
            "question",
            "rwanda",
            "africa",
            "animals",
            "country",
            "body",
            "nature",
            "crops",
            "culture",
            "diseases",
            "siyansi",
            "ubuzima",
            "ubuhinzi",
            "ubworozi",
            "amateka",
            "ibibazo",
            "ubumenyi",
            "igihugu",
            "isuku",
            "indwara",
            "umuco",
            "inyamaswa",
            "afurika",
            "mboneragihugu",
            "akarere",
            "guhinga",
            "ibimera",
            "umubiri",
        ],
    ),
    ("knowledge", Hint, &["world", "learn about", "isi", "kumenya", "ikibazo", "test"]),
    ("mandarin", Name, &["mandarin", "chinese", "igishinwa", "gishinwa", "abashinwa", "pinyin"]),
    ("mandarin", Topic, &["tones", "tone", "china", "ubushinwa", "amasaku", "shinwa"]),
];

/// Common words that look like a keyword with a letter wrong, and are not.
pub(super) const OTHERS: &[&str] = &[
    "match", "matches", "month", "months", "mouth", "moth", "path", "store", "stores", "storm",
    "bead", "bread", "ready", "red", "road", "head", "lead", "dead", "phone", "time", "times",
    "done", "gone", "stone", "bone", "change", "chance", "some", "come", "same", "song", "add",
    "and", "account", "town", "tired", "wealth", "thanks", "state", "stage", "sure", "sides",
    "text", "next", "taste", "table", "take", "talk", "walk", "tall", "world", "word", "work",
    "book", "look", "cook", "note", "kumwe", "ubwo", "imyaka", "imbere", "inkoko", "ingurube",
    "umugabo", "umugore", "inzara", "isaha", "isoko", "umusozi", "kumara", "kubana", "kubaza",
    "gusura", "gusaba", "umuganga", "imodoka", "kubera", "kubaka", "kubaha", "gukura", "gukora",
    "inkura", "inkuba", "isomero", "umuhinzi", "abahinzi", "umworozi", "gusoza", "gukira",
    "gukunda", "kugabana", "gutera", "kubabara", "ubuhinde", "ubuzimu", "umuhanda",
];

/// The lesson whose name is often only the language of another: "a story in English", "maths in English".
pub(super) const YIELDS: &str = "english";
/// Words that put two lessons side by side.
pub(super) const JOINS: &[&str] = &["or", "and", "cyangwa", "na", "n"];
