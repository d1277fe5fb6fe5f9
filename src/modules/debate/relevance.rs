//! Whether words belong to the motion, and on which side they stand. Form alone makes no argument.

use super::memory::Side;
use crate::content::Pair;
use crate::content::debate::Motion;
use crate::modules::answers::{content_words, likeness};
use crate::text::needs;
use crate::text::replies::plain;

/// Words that stand in many texts and belong to none.
const GLUE: &[&str] = &[
    "many", "some", "would", "could", "should", "every", "each", "more", "most", "very", "much",
    "like", "make", "makes", "take", "takes", "good", "better", "best", "well", "where", "which",
    "even", "only", "also", "first", "last", "other", "another", "give", "gives", "example",
    "think", "thing", "things", "people", "before", "after", "about", "never", "always", "must",
    "will", "day", "days", "same", "those", "these", "over", "without", "still", "there", "need",
    "needs", "your", "ours", "mine", "monday", "sunday", "ibyo", "kandi", "ariko", "nyuma",
    "mbere", "buri", "cyane", "ubwo", "abantu", "umuntu", "ibintu", "ikintu", "byose", "bose",
    "yose", "urugero", "kugira", "kuba", "gusa", "ndetse", "iyo", "uko", "ese", "nta", "kimwe",
    "umwe", "imwe",
];
/// What arguments about anything speak of; two of them together are to the point.
const VALUES: &[&str] = &[
    "money",
    "francs",
    "health",
    "children",
    "child",
    "family",
    "school",
    "work",
    "food",
    "safe",
    "danger",
    "cost",
    "expensive",
    "cheap",
    "time",
    "learn",
    "sick",
    "disease",
    "clean",
    "village",
    "teacher",
    "poor",
    "rich",
    "price",
    "help",
    "peace",
    "parents",
    "job",
    "life",
    "home",
    "amafaranga",
    "ubuzima",
    "abana",
    "umwana",
    "umuryango",
    "ishuri",
    "akazi",
    "ibiryo",
    "umutekano",
    "akaga",
    "igihe",
    "kwiga",
    "indwara",
    "isuku",
    "umudugudu",
    "mwarimu",
    "ubukene",
    "igiciro",
    "gufasha",
    "amahoro",
    "ababyeyi",
    "urugo",
];

/// How many of these words a text holds.
fn held(text: &str, words: Vec<String>) -> usize {
    let mut words = words;
    words.sort();
    words.dedup();
    let all = words.len();
    let groups: Vec<Vec<String>> = words.into_iter().map(|word| vec![word]).collect();
    all - needs::missing(text, &groups).len()
}

fn words_of<'a>(pairs: impl IntoIterator<Item = &'a Pair>) -> Vec<String> {
    let both = |pair: &'a Pair| content_words(&pair.en).into_iter().chain(content_words(&pair.rw));
    let telling = |word: &String| word.chars().count() >= 3 && !GLUE.contains(&word.as_str());
    pairs.into_iter().flat_map(both).filter(telling).collect()
}

/// Whether a text says anything of what the motion is about: a word of it; or one of its known arguments and another one of
/// them, of its examples or of what arguments about anything speak of. One word alone stands there by chance.
pub(super) fn touches(motion: &Motion, text: &str) -> bool {
    let arguments: Vec<_> = motion.in_favour.iter().chain(&motion.against).collect();
    let pieces = arguments.iter().flat_map(|a| [&a.claim, &a.reason]);
    let questions = motion.counter_for.iter().chain(&motion.counter_against);
    let replies = motion.reply_for.iter().chain(&motion.reply_against);
    let own = [&motion.motion, &motion.background, &motion.common];
    let known = words_of(own.into_iter().chain(pieces).chain(questions).chain(replies));
    let examples = words_of(arguments.iter().map(|argument| &argument.example));
    let named = held(text, words_of([&motion.motion]));
    let near = held(text, known.iter().cloned().chain(examples).chain(values()).collect());
    named > 0 || (near >= 2 && held(text, known) > 0)
}

fn values() -> impl Iterator<Item = String> {
    VALUES.iter().map(|word| (*word).to_owned())
}

fn valued(text: &str) -> bool {
    held(text, values().collect()) >= 2
}

/// Whether a text answers a question of the other side: it shares a word with the question, its answer, or the motion.
pub(super) fn answers(
    motion: &Motion,
    question: Option<&Pair>,
    reply: Option<&Pair>,
    text: &str,
) -> bool {
    let near = [Some(&motion.motion), question, reply].into_iter().flatten();
    held(text, words_of(near)) > 0 || valued(text)
}

/// The side for which a text says that it speaks; `None` where it says nothing of the kind.
pub(super) fn side_of(text: &str) -> Option<Side> {
    let padded = format!(" {} ", plain(text));
    let opens = |forms: &[&str]| forms.iter().any(|form| padded.contains(&format!(" {form} ")));
    if opens(&[
        "i disagree",
        "i do not agree",
        "i dont agree",
        "i am against",
        "im against",
        "i oppose",
        "i think it is bad because",
        "i think it is a bad idea",
        "sinemera",
        "sinemeranya",
        "ndabirwanya",
        "ndayirwanya",
    ]) {
        return Some(Side::Against);
    }
    opens(&[
        "i agree with the motion",
        "i agree with this motion",
        "i support",
        "i am in favour",
        "i am for this",
        "i am for the motion",
        "i think it is good because",
        "i think it is a good idea",
        "ndabishyigikiye",
        "ndayishyigikiye",
    ])
    .then_some(Side::For)
}

/// Whether a text opens by agreeing or disagreeing: a claim in two words, once a side is chosen.
pub(super) fn takes_side(text: &str) -> bool {
    let said = plain(text);
    let opens =
        ["i agree", "i disagree", "i do not agree", "i dont agree", "i support", "i oppose"];
    let rw = ["ndabyemera", "ndemera", "sinemera", "ndabishyigikiye", "ndabirwanya"];
    opens.iter().chain(&rw).any(|form| said.starts_with(form))
}

/// From this share of the motion's words on, a claim repeats it, or denies it, per cent.
const REPEATS: usize = 75;
const DENIES: usize = 50;

/// The side for which a claim speaks by what it says of the motion: "we should not keep hens", "every home should keep hens".
pub(super) fn side_of_claim(motion: &Motion, text: &str) -> Option<Side> {
    if [&motion.motion.en, &motion.motion.rw].iter().any(|motion| needs::denies(motion)) {
        return None;
    }
    let clauses = text.split([',', '.', ';', '!', '?']).map(plain);
    clauses.map(|clause| claimed(motion, &clause)).find_map(|side| side)
}

fn claimed(motion: &Motion, clause: &str) -> Option<Side> {
    let (claim, _) = ["because", "kuko", "kubera", "for example", "urugero"]
        .iter()
        .find_map(|joint| clause.split_once(joint))
        .unwrap_or((clause, ""));
    let padded = format!(" {claim} ");
    let forbids = FORBIDS.iter().any(|form| padded.contains(&format!(" {form}")));
    let like = likeness(claim, &motion.motion.en).max(likeness(claim, &motion.motion.rw));
    if forbids && like >= DENIES {
        return Some(Side::Against);
    }
    let asks =
        ["why", "if", "kuki", "niba"].iter().any(|word| padded.contains(&format!(" {word} ")));
    let doubts = forbids || asks || needs::denies(claim) || padded.contains(" nti");
    (like >= REPEATS && !doubts).then_some(Side::For)
}

/// What denies a motion: all that follows is not to be.
const FORBIDS: &[&str] = &[
    "should not ",
    "shouldnt ",
    "must not ",
    "mustnt ",
    "need not ",
    "ntibikwiye ",
    "ntidukwiye ",
    "ntirukwiye ",
    "ntibakwiye ",
    "ntitugomba ",
    "ntibagomba ",
];

/// Whether a learner wants to speak for the other side.
pub(super) fn wants_other_side(text: &str) -> bool {
    [
        "other side",
        "the other side",
        "change side",
        "change sides",
        "switch sides",
        "urundi ruhande",
        "hindura uruhande",
    ]
    .contains(&plain(text).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Library;

    #[test]
    fn words_belong_to_a_motion_by_what_they_say_and_not_by_their_form() {
        let library = Library::shipped();
        let hens = library.motions.iter().find(|m| m.id == "every-home-keeps-hens").expect("hens");
        for apt in [
            "Hens give eggs because we feed them, for example at my uncle's",
            "It is good because the family earns money",
            "Inkoko zitanga amagi kuko zirya bike",
        ] {
            assert!(touches(hens, apt), "{apt}");
        }
        for other in [
            "Bananas are yellow because the sun is hot, for example Monday",
            "I think blue is nice because it is blue, for example the sky",
        ] {
            assert!(!touches(hens, other), "{other}");
        }
        assert_eq!(
            side_of("I disagree with the motion because hens are dirty"),
            Some(Side::Against)
        );
        assert_eq!(side_of("Hens are clean"), None);
    }

    #[test]
    fn every_answer_of_the_packs_answers_its_question() {
        for motion in &Library::shipped().motions {
            for (questions, replies) in [
                (&motion.counter_for, &motion.reply_for),
                (&motion.counter_against, &motion.reply_against),
            ] {
                assert!(replies.len() >= 2, "{}", motion.id);
                for (question, reply) in questions.iter().zip(replies) {
                    assert!(
                        answers(motion, Some(question), Some(reply), &reply.en),
                        "{}",
                        reply.en
                    );
                    assert!(
                        answers(motion, Some(question), Some(reply), &reply.rw),
                        "{}",
                        reply.rw
                    );
                }
            }
        }
    }
}
