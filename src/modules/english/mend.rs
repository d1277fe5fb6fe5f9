//! Sentences to mend: said, typed, or chosen from two or three.

use super::exercise::{Exercise, Judged, choose, fresh_seed, shuffled};
use super::memory::{Memory, Part, Task};
use super::{check, say, sentence};
use crate::content::Library;
use crate::content::english::Sentence;
use crate::domain::lang::Lang;
use crate::domain::turn::Line;
use crate::modules::{Cx, english, told};
use crate::text::numbers::spell;
use crate::text::{grammar, replies};

/// Words of time, which stand as well at the end as at the beginning.
const TIMES: [&str; 5] = ["yesterday", "today", "tomorrow", "now", "tonight"];
/// Words that carry little of what a sentence says.
const SMALL: [&str; 24] = [
    "a", "an", "the", "some", "any", "to", "of", "in", "on", "at", "for", "is", "are", "was",
    "were", "be", "been", "do", "does", "did", "has", "have", "had", "that",
];

/// Edits that are looked at for a third choice: each costs a run of the corrector.
const TRIED: usize = 5;

/// Short forms and what they stand for, as they are after punctuation is dropped.
const SHORT: [(&str, &str); 33] = [
    ("dont", "do not"),
    ("doesnt", "does not"),
    ("didnt", "did not"),
    ("isnt", "is not"),
    ("arent", "are not"),
    ("wasnt", "was not"),
    ("werent", "were not"),
    ("cant", "can not"),
    ("cannot", "can not"),
    ("wont", "will not"),
    ("havent", "have not"),
    ("hasnt", "has not"),
    ("hadnt", "had not"),
    ("shouldnt", "should not"),
    ("couldnt", "could not"),
    ("wouldnt", "would not"),
    ("mustnt", "must not"),
    ("im", "i am"),
    ("youre", "you are"),
    ("theyre", "they are"),
    ("its", "it is"),
    ("ive", "i have"),
    ("hes", "he is"),
    ("shes", "she is"),
    ("youll", "you will"),
    ("itll", "it will"),
    ("theyll", "they will"),
    ("ill", "i will"),
    ("hell", "he will"),
    ("shell", "she will"),
    ("well", "we will"),
    ("thats", "that is"),
    ("lets", "let us"),
];

fn find<'a>(library: &'a Library, task: &Task) -> Option<&'a Sentence> {
    by_id(library, &task.id)
}

fn by_id<'a>(library: &'a Library, id: &str) -> Option<&'a Sentence> {
    library.english.sentences.iter().find(|sentence| sentence.id == id)
}

pub(super) fn next(cx: &Cx<'_>, library: &Library, memory: &mut Memory) -> Option<Task> {
    let all = &library.english.sentences;
    let sentence = choose(all, memory, cx.seed, |s| (s.level, s.id.as_str()))?;
    memory.asked(&sentence.id);
    Some(Task { part: Part::Mend, id: sentence.id.clone(), turn: 0, seed: fresh_seed(cx) })
}

pub(super) fn exercise(library: &Library, task: &Task) -> Option<Exercise> {
    let sentence = find(library, task)?;
    let (options, right) = shuffled(sentence.right.clone(), wrong_ways(sentence), task.seed);
    Some(Exercise {
        lead: vec![Line::new("english-mend"), english(&sentence.wrong)],
        setting: Vec::new(),
        options,
        right,
        english: true,
        closed: false,
    })
}

/// The sentence as it is, and another way to get it wrong, where there is one that is surely wrong.
fn wrong_ways(sentence: &Sentence) -> Vec<String> {
    let known = |way: &String| *way == sentence.wrong || sentence.also.contains(way);
    let other = spoiled(&sentence.right, &sentence.wrong)
        .into_iter()
        .take(TRIED)
        .find(|way| !known(way) && is_surely_wrong(way, &sentence.right));
    std::iter::once(sentence.wrong.clone()).chain(other).collect()
}

/// Whether the corrector finds a mistake in it, and mends it back to the right sentence.
fn is_surely_wrong(way: &str, right: &str) -> bool {
    !grammar::correct(way).is_empty()
        && replies::plain(&grammar::mend(way)) == replies::plain(right)
}

/// Single edits of a right sentence, as learners make them: a word with or without its s, a small word left out. What
/// stands near the mistake comes first; the first word stays.
fn spoiled(right: &str, wrong: &str) -> Vec<String> {
    let (good, bad): (Vec<&str>, Vec<&str>) =
        (right.split(' ').collect(), wrong.split(' ').collect());
    let at = good.iter().zip(&bad).take_while(|(a, b)| a == b).count();
    let mut places: Vec<usize> = (1..good.len()).collect();
    places.sort_by_key(|place| place.abs_diff(at));
    places.into_iter().flat_map(|place| edits(&good, place)).collect()
}

/// The edits of one word of a sentence.
fn edits(good: &[&str], at: usize) -> Vec<String> {
    let body = good[at].trim_end_matches(|c: char| c.is_ascii_punctuation());
    let mark = &good[at][body.len()..];
    if SMALL.contains(&body) {
        let left = good.iter().enumerate().filter(|(place, _)| *place != at && mark.is_empty());
        return vec![left.map(|(_, word)| *word).collect::<Vec<_>>().join(" ")];
    }
    let forms = [format!("{body}s"), body.trim_end_matches('s').to_owned()];
    let real = forms.into_iter().filter(|form| form != body && grammar::knows(form));
    real.map(|form| {
        let new = format!("{form}{mark}");
        let words = good.iter().enumerate();
        words
            .map(|(place, word)| if place == at { new.as_str() } else { word })
            .collect::<Vec<_>>()
            .join(" ")
    })
    .collect()
}

/// The words of an answer, with short forms written out.
fn words(text: &str) -> Vec<String> {
    let plain = replies::plain(text);
    let full = plain.split(' ').map(|word| {
        let short =
            SHORT.iter().find(|(short, _)| *short == word).map(|(_, full)| (*full).to_owned());
        let figure = || word.parse().ok().map(|n| spell(n, Lang::En));
        short.or_else(figure).unwrap_or_else(|| word.to_owned())
    });
    let all = full.flat_map(|part| part.split(' ').map(str::to_owned).collect::<Vec<_>>());
    all.filter(|w| !w.is_empty()).collect()
}

/// Whether two sentences are the same but for where their words of time stand.
fn same_but_for_time(one: &[String], other: &[String]) -> bool {
    let part = |words: &[String], times: bool| {
        let is_time = |word: &&String| TIMES.contains(&word.as_str());
        let mut kept: Vec<String> =
            words.iter().filter(|word| is_time(word) == times).cloned().collect();
        if times {
            kept.sort();
        }
        kept
    };
    part(one, true) == part(other, true) && part(one, false) == part(other, false)
}

/// Whether an answer says what the right sentence says, without the mistake, in words of its own: the corrector knows the
/// mistake of the sentence, and finds none in the answer.
fn mended_otherwise(sentence: &Sentence, said: &str, answer: &[String], wanted: &[String]) -> bool {
    let says = |words: &[String]| -> Vec<String> {
        words.iter().filter(|w| !SMALL.contains(&w.as_str())).cloned().collect()
    };
    let (theirs, ours) = (says(answer), says(wanted));
    let shared = ours.iter().filter(|word| theirs.contains(word)).count();
    let near = shared + 1 >= ours.len() && theirs.len() <= ours.len() + 1 && ours.len() >= 2;
    let known = |rule: &str| grammar::correct(&sentence.wrong).iter().any(|f| f.rule == rule);
    near && known(&sentence.rule)
        && answer != words(&sentence.wrong)
        && grammar::correct(&ended(said)).is_empty()
        && grammar::correct(said).is_empty()
}

/// With a capital and a full stop, as the corrector expects a sentence.
fn ended(said: &str) -> String {
    let said = said.trim();
    let mut chars = said.chars();
    let first: String = chars.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    let mark = if said.ends_with(['.', '?', '!']) { "" } else { "." };
    format!("{first}{}{mark}", chars.as_str())
}

/// What an answer is, before anything is said about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Right,
    /// Right in words of the learner's own.
    Otherwise,
    /// A sentence, but not this one.
    Other,
    Wrong,
    Nothing,
}

fn verdict(library: &Library, wanting: &Sentence, said: &str) -> Verdict {
    let answer = words(said);
    let mut right = std::iter::once(&wanting.right).chain(&wanting.also);
    if right.any(|way| same_but_for_time(&words(way), &answer)) {
        return Verdict::Right;
    }
    let wanted = words(&wanting.right);
    if mended_otherwise(wanting, said, &answer, &wanted) {
        return Verdict::Otherwise;
    }
    let shared = answer.iter().filter(|word| wanted.contains(word)).count();
    if shared * 5 >= wanted.len() * 2 && answer.len() <= wanted.len() * 3 {
        return Verdict::Wrong;
    }
    // A sentence of the learner's own is no attempt, and no nonsense.
    let other = answer.len() >= 3 && sentence::of(library, said).is_some();
    if other { Verdict::Other } else { Verdict::Nothing }
}

pub(super) fn judge(cx: &Cx<'_>, library: &Library, task: &Task, said: &str) -> Judged {
    let Some(wanting) = find(library, task) else { return Judged::Nothing };
    match verdict(library, wanting, said) {
        Verdict::Right => Judged::Right(Vec::new()),
        Verdict::Otherwise => Judged::Right(say::quoted(cx, "english-also", &wanting.right)),
        Verdict::Other => Judged::Other,
        Verdict::Wrong => Judged::Wrong(why(library, task)),
        Verdict::Nothing => Judged::Nothing,
    }
}

pub(super) fn why(library: &Library, task: &Task) -> Vec<Line> {
    why_of(library, &task.id)
}

/// Why the sentence of that id is wrong: in its own words, else in the closest that we have.
pub(super) fn why_of(library: &Library, id: &str) -> Vec<Line> {
    let Some(sentence) = by_id(library, id) else { return Vec::new() };
    if let Some(note) = &sentence.note {
        return vec![told(note)];
    }
    let found = grammar::correct(&sentence.wrong);
    let closer = found.iter().find(|found| found.rule == sentence.rule).map(|found| found.reason);
    check::why(library, closer.unwrap_or(&sentence.rule)).into_iter().collect()
}

pub(super) fn shown(cx: &Cx<'_>, library: &Library, task: &Task) -> Vec<Line> {
    shown_of(cx, library, &task.id)
}

/// The same for the sentence of that id.
pub(super) fn shown_of(cx: &Cx<'_>, library: &Library, id: &str) -> Vec<Line> {
    let Some(sentence) = by_id(library, id) else { return Vec::new() };
    say::quoted(cx, "english-say-it-so", &sentence.right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_but_the_right_one_is_wrong_english_and_no_word_salad() {
        let library = Library::shipped();
        let mut threes = 0;
        for sentence in &library.english.sentences {
            let task = Task { part: Part::Mend, id: sentence.id.clone(), turn: 0, seed: 7 };
            let made = exercise(&library, &task).expect("a sentence of the pack");
            assert!((2..=3).contains(&made.options.len()), "{}: {:?}", sentence.id, made.options);
            assert_eq!(made.options[made.right], sentence.right);
            threes += usize::from(made.options.len() == 3);
            for way in made.options {
                if way != sentence.right && way != sentence.wrong {
                    assert!(!grammar::correct(&way).is_empty(), "{way}");
                    assert_eq!(
                        replies::plain(&grammar::mend(&way)),
                        replies::plain(&sentence.right)
                    );
                }
            }
        }
        assert!(threes * 4 >= library.english.sentences.len(), "{threes}");
    }

    #[test]
    fn other_ways_to_mend_a_sentence_count_and_the_mistake_does_not() {
        let library = Library::shipped();
        let judged = |wrong: &str, said: &str| {
            let found = library.english.sentences.iter().find(|s| s.wrong == wrong);
            verdict(&library, found.unwrap_or_else(|| panic!("{wrong}")), said)
        };
        let right = |verdict: Verdict| matches!(verdict, Verdict::Right | Verdict::Otherwise);
        for sentence in &library.english.sentences {
            let same = verdict(&library, sentence, &sentence.wrong);
            assert!(!right(same), "{}: {}", sentence.id, sentence.wrong);
            for way in std::iter::once(&sentence.right).chain(&sentence.also) {
                assert!(right(verdict(&library, sentence, way)), "{way}");
            }
        }
        assert!(right(judged("I have two sister.", "I have 2 sisters")));
    }

    #[test]
    fn short_forms_are_the_same_as_long_ones() {
        assert_eq!(words("She doesn't like it."), words("she does not like it"));
        assert_eq!(words("She'll come tomorrow."), words("She will come tomorrow."));
    }
}
