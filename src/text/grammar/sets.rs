//! The words of the classes that are short lists.

/// Named sets of words.
pub(super) const SETS: &[(&str, &str)] = &[
    ("he", "he she it"),
    ("they", "i you we they"),
    ("we", "you we they"),
    ("sub", "i you he she it we they"),
    ("obj", "me you him her it us them"),
    ("poss", "my your his her its our their"),
    ("the", "the this that these those my your his her its our their"),
    ("be", "am is are was were"),
    (
        "aux",
        "am is are was were be been do does did have has had will would can could shall should may might must isn't aren't wasn't weren't don't doesn't didn't haven't hasn't hadn't won't wouldn't can't cannot couldn't shouldn't mustn't",
    ),
    (
        "modal",
        "can could will would shall should may might must can't cannot couldn't won't wouldn't shouldn't mustn't",
    ),
    ("do", "do does did don't doesn't didn't"),
    ("wh", "what where when why how who which whose"),
    ("day", "monday tuesday wednesday thursday friday saturday sunday"),
    (
        "month",
        "january february march april may june july august september october november december",
    ),
    (
        "unit",
        "minute hour day week month year night weekend term century second morning evening afternoon",
    ),
    ("units", "minutes hours days weeks months years nights weekends terms centuries seconds"),
    (
        "every",
        "everybody everyone everything somebody someone something nobody anyone anybody nothing",
    ),
    (
        "num",
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand",
    ),
    // Verbs that tell what someone says or thinks.
    (
        "telling",
        "think thinks know knows believe believes hope hopes wish wishes say says feel feels guess guesses suppose supposes remember remembers understand understands regret regrets mean means",
    ),
    // Verbs that are never taken for nouns.
    (
        "plainverb",
        "see go eat come write take make give know speak forget lose meet send bring choose grow hear sell teach tell understand become receive arrive learn listen decide explain forgive finish",
    ),
    (
        "state",
        "know want like love hate need believe understand own belong prefer remember forget mean seem cost contain hear see agree possess resemble doubt deserve owe",
    ),
    ("play", "football basketball volleyball tennis cards chess handball cricket"),
    ("meal", "breakfast lunch dinner supper"),
    (
        "subject",
        "mathematics maths physics geography history biology chemistry english french swahili kinyarwanda economics",
    ),
    ("language", "english french swahili kinyarwanda kiswahili chinese german spanish"),
    (
        "place",
        "kigali huye butare musanze rwanda uganda kenya tanzania burundi congo goma nairobi kampala bukavu rubavu gisenyi rusizi kayonza nyagatare karongi kibuye gicumbi kibungo muhanga nyanza nyamasheke africa europe america england france china paris london addis bugarama nyabugogo kamembe gisagara bujumbura dodoma",
    ),
    ("unique", "sun moon sky world earth president government internet"),
    (
        "job",
        "teacher doctor nurse farmer driver engineer student pupil carpenter mechanic tailor lawyer banker barber builder baker mason pilot singer cook cashier receptionist accountant trader shopkeeper soldier judge manager secretary journalist artist writer actor potter fisherman waiter guard cleaner programmer photographer midwife pastor welder hunter headteacher scientist dentist guide footballer",
    ),
    ("ill", "headache toothache stomachache cold fever cough backache"),
    (
        "person",
        "who man woman boy girl teacher doctor nurse driver farmer friend child student pupil brother sister uncle aunt mother father neighbour person people men women children boys girls teachers friends lady policeman",
    ),
    ("how", "quickly slowly well badly carefully loudly quietly"),
    (
        "gerund",
        "enjoy enjoys enjoyed finish finishes finished avoid avoids avoided mind keep keeps kept suggest suggests suggested practise practises practised dislike dislikes imagine consider considers considered deny denied risk admit admitted postpone postponed",
    ),
    (
        "infinitive",
        "want wants wanted hope hopes hoped decide decides decided plan plans planned refuse refuses refused promise promises promised agree agrees agreed need needs needed expect expects expected learn learns learned manage manages managed afford offer offers offered wish wishes wished choose chooses chose pretend pretended",
    ),
    (
        "human",
        "mother father brother sister uncle aunt son daughter grandmother grandfather wife husband friend teacher neighbour cousin doctor boss",
    ),
    ("conj", "because when if that so although though while but whether unless until as where why"),
    (
        "link",
        "look seem sound smell taste feel looks seems sounds smells tastes feels looked seemed felt become became get",
    ),
    ("freq", "always usually often sometimes never rarely seldom"),
    ("quant", "many several few various both these those"),
];

/// Times that are over.
pub(super) const PAST: &[&str] = &[
    "yesterday morning|evening|afternoon",
    "yesterday",
    "last {unit}|{day}|{month}|time|summer|season",
    "{number}|a|an {units}|{unit} ago",
    "a few|long {units}|time ago",
    "in {year}",
    "the day before yesterday",
    "long ago",
    "two days ago",
];
/// Times to come.
pub(super) const FUTURE: &[&str] =
    &["tomorrow morning|evening|afternoon", "tomorrow", "next {unit}|{day}|{month}", "next time"];
/// How long.
pub(super) const SPAN: &[&str] = &[
    "{number} {units}",
    "a {unit}",
    "an hour",
    "many|several|a {units}",
    "a long time",
    "a few {units}",
];
/// Since when.
pub(super) const POINT: &[&str] = &[
    "{year}",
    "{day}",
    "{month}",
    "morning",
    "yesterday",
    "last {unit}|{day}",
    "childhood",
    "birth",
    "the morning|beginning|start",
    "january",
    "this morning",
    "noon",
    "2 o'clock",
];
