//! Sentences to mend: said, typed, or chosen from three.

use super::exercise::{Exercise, Judged, choose, fresh_seed, shuffled};
use super::memory::{Memory, Part, Task};
use crate::content::Library;
use crate::content::english::Sentence;
use crate::domain::turn::Line;
use crate::modules::{Cx, english, told};
use crate::text::replies;

/// Short forms and what they stand for, as they are after punctuation is dropped.
const SHORT: [(&str, &str); 24] = [
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
];

fn find<'a>(library: &'a Library, task: &Task) -> Option<&'a Sentence> {
    library.english.sentences.iter().find(|sentence| sentence.id == task.id)
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

/// The sentence as it is, and other ways to spoil it that are no way to mend it.
fn wrong_ways(sentence: &Sentence) -> Vec<String> {
    let mut ways = spoiled(&sentence.right, &sentence.wrong);
    ways.retain(|way| {
        *way != sentence.right && *way != sentence.wrong && !sentence.also.contains(way)
    });
    let mut all = vec![sentence.wrong.clone()];
    all.extend(ways);
    all
}

/// Single edits of a right sentence: the first word that differs is left out, put in twice, or changed in its ending.
fn spoiled(right: &str, wrong: &str) -> Vec<String> {
    let (good, bad): (Vec<&str>, Vec<&str>) =
        (right.split(' ').collect(), wrong.split(' ').collect());
    let at =
        good.iter().zip(&bad).take_while(|(a, b)| a == b).count().min(good.len().saturating_sub(1));
    let mut ways = Vec::new();
    let with = |word: String| {
        let mut words: Vec<String> = good.iter().map(|w| (*w).to_owned()).collect();
        words[at] = word;
        words.join(" ")
    };
    let body = good[at].trim_end_matches(|c: char| c.is_ascii_punctuation());
    let mark = &good[at][body.len()..];
    ways.push(with(match body.strip_suffix('s') {
        Some(stem) if stem.len() > 2 => format!("{stem}{mark}"),
        _ => format!("{body}s{mark}"),
    }));
    if at > 0 && at + 1 < good.len() {
        let mut swapped = good.clone();
        swapped.swap(at - 1, at);
        if at > 1 {
            ways.push(swapped.join(" "));
        }
        let left: Vec<&str> =
            good.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, w)| *w).collect();
        ways.push(left.join(" "));
    }
    ways.push(with(format!("{body}ing{mark}")));
    ways
}

/// The words of an answer, with short forms written out.
fn words(text: &str) -> Vec<String> {
    let plain = replies::plain(text);
    let full = plain
        .split(' ')
        .map(|word| SHORT.iter().find(|(short, _)| *short == word).map_or(word, |(_, full)| *full));
    full.flat_map(|part| part.split(' ')).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

pub(super) fn judge(library: &Library, task: &Task, said: &str) -> Judged {
    let Some(sentence) = find(library, task) else { return Judged::Nothing };
    let answer = words(said);
    let right = std::iter::once(&sentence.right).chain(&sentence.also);
    if right.clone().any(|way| words(way) == answer) {
        return Judged::Right(Vec::new());
    }
    let wanted = words(&sentence.right);
    let shared = answer.iter().filter(|word| wanted.contains(word)).count();
    if shared * 5 < wanted.len() * 2 || answer.len() > wanted.len() * 3 {
        return Judged::Nothing;
    }
    Judged::Wrong(why(library, task))
}

pub(super) fn why(library: &Library, task: &Task) -> Vec<Line> {
    let Some(sentence) = find(library, task) else { return Vec::new() };
    let rule = library.english.rules.iter().find(|rule| rule.id == sentence.rule);
    rule.map(|rule| told(sentence.note.as_ref().unwrap_or(&rule.why))).into_iter().collect()
}

pub(super) fn shown(library: &Library, task: &Task) -> Vec<Line> {
    let Some(sentence) = find(library, task) else { return Vec::new() };
    vec![Line::new("english-say-it-so"), english(&sentence.right)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentence_has_three_choices_and_one_of_them_is_right() {
        let library = Library::shipped();
        for sentence in &library.english.sentences {
            let task = Task { part: Part::Mend, id: sentence.id.clone(), turn: 0, seed: 7 };
            let made = exercise(&library, &task).expect("a sentence of the pack");
            assert_eq!(made.options.len(), 3, "{}: {:?}", sentence.id, made.options);
            assert_eq!(made.options[made.right], sentence.right);
        }
    }

    #[test]
    fn short_forms_are_the_same_as_long_ones() {
        assert_eq!(words("She doesn't like it."), words("she does not like it"));
    }
}
