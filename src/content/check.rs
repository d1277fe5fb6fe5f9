//! What a pack must keep to so that it can be spoken, texted and judged: ids, lengths, letters, answers.

mod items;
mod motions;
mod sums;

use std::collections::BTreeSet;

use super::english::{English, Topic};
use super::fault::Fault;
use super::general::Item;
use super::library::Library;
use super::maths::Template;
use super::pack::{Choices, Pair};
use super::place::Places;
use super::stories::{Question, QuestionKind, Story};
use crate::text::{needs, sms};

use sums::slots;

/// Characters of a message that fits two segments with a little to spare.
const MESSAGE: usize = 290;
/// Characters of a reason, a fact, an explanation.
const REASON: usize = 200;
/// A right sentence in other words has at least so much of its length, per cent: less is only a part of it.
const ALSO: usize = 55;
/// Characters of an argument's claim, reason or example.
const ARGUMENT: usize = 140;
/// Characters of a line to read aloud: feedback stands beside it.
const ALOUD: usize = 110;
/// Characters of a question of free talk: a correction stands beside it.
const QUESTION: usize = 90;
/// Characters of a word that helps.
const WORD: usize = 30;
/// Follow-up questions, and words, that a topic has at least.
const FOLLOW: usize = 3;
/// English words that a story may have.
const STORY_WORDS: std::ops::RangeInclusive<usize> = 100..=260;
/// What word problems train.
const SKILLS: [&str; 12] = [
    "add",
    "subtract",
    "multiply",
    "divide",
    "money",
    "change",
    "fractions",
    "percent",
    "measures",
    "time",
    "rate",
    "average",
];

/// What has a fault, by its kind and id.
pub(super) type Bad = BTreeSet<(String, String)>;

/// Everything that is wrong in what was read, and what it is wrong in.
pub(super) fn library(library: &Library, places: &Places<'_>) -> (Vec<Fault>, Bad) {
    let mut check = Check {
        places,
        kind: "rule",
        id: String::new(),
        faults: Vec::new(),
        bad: Bad::new(),
        seen: BTreeSet::new(),
    };
    check.english(&library.english);
    library.stories.iter().for_each(|story| check.story(story));
    check.motions(library);
    library.items.iter().for_each(|item| check.item(item));
    library.maths.problems.iter().for_each(|problem| check.problem(problem));
    check.units(library);
    (check.faults, check.bad)
}

struct Check<'a> {
    places: &'a Places<'a>,
    /// What is looked at.
    kind: &'static str,
    id: String,
    faults: Vec<Fault>,
    bad: Bad,
    seen: BTreeSet<(&'static str, String)>,
}

/// The question and its choices as one text message.
fn asked(ask: &str, choices: &[&str]) -> usize {
    ask.chars().count() + choices.iter().map(|c| c.chars().count() + 3).sum::<usize>()
}

impl Check<'_> {
    /// A fault of what is looked at, at the line that holds the first of `words` that is found.
    fn fault(&mut self, words: &[&str], what: impl Into<String>) {
        self.faults.push(self.places.fault(self.kind, &self.id, words, &what.into()));
        // Where an id stands twice, only one of the two is left out.
        if self.places.other(self.kind, &self.id).is_none() {
            self.bad.insert((self.kind.to_owned(), self.id.clone()));
        }
    }

    /// Looks at another thing.
    fn at(&mut self, kind: &'static str, id: &str, level: u8) {
        (self.kind, self.id) = (kind, id.to_owned());
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if id.is_empty() || !id.chars().all(plain) {
            self.fault(&[], "an id is lower-case letters, digits and hyphens");
        }
        if !self.seen.insert((kind, id.to_owned())) {
            let other = self.places.other(kind, id).unwrap_or_default();
            self.fault(&[], format!("there is another {kind} with this id, {other}"));
        }
        if !(1..=5).contains(&level) {
            self.fault(&["level"], "levels are 1 to 5");
        }
    }

    fn text(&mut self, what: &str, text: &str, most: usize) {
        let name = format!("{} =", what.split(' ').next().unwrap_or_default());
        if text.trim().is_empty() {
            self.fault(&[&name], format!("{what} is empty"));
        }
        if text.contains(['\n', '\r', '\t']) {
            self.fault(
                &[text, &name],
                format!("{what} has a line break or a tab; write it in one line"),
            );
            return;
        }
        let long = text.chars().count();
        if long > most {
            self.fault(&[text], format!("{what} has {long} characters; {most} fit"));
        }
        if let Some(odd) = text.chars().find(|c| !sms::is_gsm(*c)) {
            self.fault(
                &[text],
                format!("{what} has {odd:?}, which no plain text message can carry"),
            );
        }
    }

    fn pair(&mut self, what: &str, pair: &Pair, most: usize) {
        self.text(&format!("{what} (en)"), &pair.en, most);
        self.text(&format!("{what} (rw)"), &pair.rw, most);
    }

    fn question(&mut self, ask: &Pair, choices: &[Pair], answer: usize, least: usize) {
        self.pair("ask", ask, MESSAGE);
        choices.iter().for_each(|choice| self.pair("choices", choice, MESSAGE));
        let en: Vec<&str> = choices.iter().map(|c| c.en.as_str()).collect();
        let rw: Vec<&str> = choices.iter().map(|c| c.rw.as_str()).collect();
        if asked(&ask.en, &en).max(asked(&ask.rw, &rw)) > MESSAGE {
            self.fault(&[&ask.en], "the question and its choices do not fit two segments");
        }
        if !(2..=4).contains(&choices.len()) {
            self.fault(&[en.first().copied().unwrap_or(&ask.en)], "there are two to four choices");
        } else if !(least..=choices.len()).contains(&answer) {
            let what = format!(
                "answer is {answer}; it is the number of a choice, {least} to {}",
                choices.len()
            );
            self.fault(&[&format!("answer = {answer}"), "answer"], what);
        }
        for list in [&en, &rw] {
            if list.iter().collect::<BTreeSet<_>>().len() < list.len() {
                self.fault(&[list[0]], "two choices are the same");
            }
        }
    }

    /// The words that an answer must hold: there are some, and a good answer holds them.
    fn needs(&mut self, name: &str, groups: &Choices, good: Option<&str>) {
        let line = format!("{name} =");
        let first = groups.iter().flatten().map(|word| format!("\"{word}\"")).next();
        let place = [first.as_deref().unwrap_or(&line), &line];
        if groups.is_empty() {
            self.fault(&place, format!("{name} is empty: no answer could be told from another"));
        } else if groups.iter().any(|group| group.iter().all(|word| word.trim().is_empty())) {
            self.fault(
                &place,
                format!("{name} has a group without a word: no answer could hold it"),
            );
        } else if let Some(good) = good.filter(|good| !needs::met(good, groups)) {
            let lacks: Vec<String> =
                needs::missing(good, groups).iter().map(|at| groups[*at].join(" or ")).collect();
            let what = format!(
                "the right answer, \"{good}\", does not hold what {name} asks for: {}",
                lacks.join("; ")
            );
            self.fault(&place, what);
        }
    }

    fn answered(&mut self, choices: &[Pair], answer: usize, en: &Choices, rw: &Choices) {
        let right = answer.checked_sub(1).and_then(|at| choices.get(at));
        self.needs("needs_en", en, right.map(|pair| pair.en.as_str()));
        self.needs("needs_rw", rw, right.map(|pair| pair.rw.as_str()));
    }

    fn item(&mut self, item: &Item) {
        self.at("item", &item.id, item.level);
        self.question(&item.ask, &item.choices, item.answer, 1);
        self.answered(&item.choices, item.answer, &item.needs_en, &item.needs_rw);
        self.forbidden(item);
        self.pair("fact", &item.fact, REASON);
    }

    fn english(&mut self, english: &English) {
        for rule in &english.rules {
            self.at("rule", &rule.id, 1);
            self.pair("why", &rule.why, REASON);
        }
        for sentence in &english.sentences {
            self.at("sentence", &sentence.id, sentence.level);
            self.text("wrong", &sentence.wrong, ARGUMENT);
            self.text("right", &sentence.right, ARGUMENT);
            for also in &sentence.also {
                if 100 * also.chars().count() < ALSO * sentence.right.chars().count() {
                    let what =
                        format!("also has \"{also}\", which is only a part of the right sentence");
                    self.fault(&["also ="], what);
                }
            }
            if sentence.wrong == sentence.right {
                self.fault(&["right ="], "right is no other than wrong");
            }
            if !english.rules.iter().any(|rule| rule.id == sentence.rule) {
                self.fault(&["rule ="], format!("there is no rule {}", sentence.rule));
            }
        }
        for dialogue in &english.dialogues {
            self.at("dialogue", &dialogue.id, dialogue.level);
            self.pair("title", &dialogue.title, QUESTION);
            self.pair("setting", &dialogue.setting, MESSAGE);
            self.text("close", &dialogue.close, ARGUMENT);
            if dialogue.turns.is_empty() {
                self.fault(&[], "there is no [[dialogue.turn]]");
            }
            for turn in &dialogue.turns {
                self.text("hear", &turn.hear, ARGUMENT);
                self.pair("task", &turn.task, MESSAGE);
                self.text("model", &turn.model, ARGUMENT);
                self.turn_needs(&turn.needs, &turn.model);
            }
        }
        for word in &english.words {
            self.at("word", &word.id, word.level);
            self.text("word", &word.word, WORD);
            self.text("rw", &word.rw, QUESTION);
            self.text("meaning", &word.meaning, ARGUMENT);
            self.text("example", &word.example, ARGUMENT);
            if word.distractors.contains(&word.rw)
                || word.meaning_distractors.contains(&word.meaning)
            {
                self.fault(&["distractors ="], "a wrong answer is the right one");
            }
            if word.distractors.len() < 3 || word.meaning_distractors.len() < 3 {
                self.fault(
                    &["distractors ="],
                    "three wrong glosses and three wrong meanings are needed",
                );
            }
        }
        for line in &english.lines {
            self.at("line", &line.id, line.level);
            self.text("text", &line.text, ALOUD);
        }
        english.topics.iter().for_each(|topic| self.topic(topic));
    }

    fn turn_needs(&mut self, groups: &Choices, model: &str) {
        if groups.is_empty() || groups.iter().any(Vec::is_empty) {
            self.fault(&[model], "needs is empty: no answer could be told from another");
        } else if let Some(at) = needs::missing(model, groups).first() {
            let what = format!("the model answer holds none of: {}", groups[*at].join(", "));
            self.fault(&[model], what);
        }
    }

    fn topic(&mut self, topic: &Topic) {
        self.at("topic", &topic.id, topic.level);
        self.pair("title", &topic.title, QUESTION);
        self.pair("question", &topic.question, QUESTION);
        topic.follow.iter().for_each(|ask| self.pair("follow", ask, QUESTION));
        topic.words.iter().for_each(|word| self.pair("words", word, WORD));
        if topic.follow.len() < FOLLOW || topic.words.len() < FOLLOW {
            self.fault(&["follow ="], "three follow-up questions and three words are needed");
        }
    }

    fn story(&mut self, story: &Story) {
        self.at("story", &story.id, story.level);
        self.pair("title", &story.title, QUESTION);
        story.parts.iter().for_each(|part| self.pair("a part", part, MESSAGE));
        let words: usize = story.parts.iter().map(|p| p.en.split_whitespace().count()).sum();
        if !STORY_WORDS.contains(&words) {
            self.fault(&[], format!("the story has {words} words; 100 to 260 are good"));
        }
        for kind in [QuestionKind::Fact, QuestionKind::Inference, QuestionKind::Opinion] {
            if !story.questions.iter().any(|q| q.kind == kind) {
                let what = format!("there is no question of the kind {}", kind.label());
                self.fault(&["[[question]]"], what);
            }
        }
        story.questions.iter().for_each(|question| self.of_story(question));
    }

    fn of_story(&mut self, question: &Question) {
        let opinion = question.kind == QuestionKind::Opinion;
        self.question(&question.ask, &question.choices, question.answer, usize::from(!opinion));
        if !opinion {
            let (en, rw) = (&question.needs_en, &question.needs_rw);
            self.answered(&question.choices, question.answer, en, rw);
        }
        self.pair("why", &question.why, REASON);
    }

    fn problem(&mut self, problem: &Template) {
        self.at("problem", &problem.id, problem.level);
        self.pair("text", &problem.text, MESSAGE);
        self.pair("steps", &problem.steps, MESSAGE);
        if !SKILLS.contains(&problem.skill.as_str()) {
            let what =
                format!("there is no skill {}; there are {}", problem.skill, SKILLS.join(", "));
            self.fault(&["skill ="], what);
        }
        let known = |name: &str| {
            ["name", "other", "place", "thing"].contains(&name) || problem.vars.contains_key(name)
        };
        let (en, rw) = (slots(&problem.text.en), slots(&problem.text.rw));
        if en != rw {
            self.fault(&["text ="], "the two languages have different slots");
        }
        if let Some(unknown) = en.iter().find(|name| !known(name)) {
            self.fault(&["text ="], format!("there is no slot {unknown}"));
        }
        let wrong = problem.vars.iter().find(|(_, r)| r.step < 1 || r.to < r.from);
        if let Some((name, range)) = wrong {
            let what = format!(
                "{name} goes from {} to {} in steps of {}: the second must not be less than the first, and a step is 1 or more",
                range.from, range.to, range.step
            );
            self.fault(&["vars ="], what);
            return;
        }
        if let Err(what) = sums::answers(problem) {
            self.fault(&["answer ="], what);
        }
    }

    fn units(&mut self, library: &Library) {
        for (at, unit) in library.units.iter().enumerate() {
            self.at("unit", &unit.id, 1);
            self.pair("title", &unit.title, QUESTION);
            self.pair("teach", &unit.teach, MESSAGE);
            if usize::from(unit.number) != at + 1 {
                self.fault(&["number ="], "units are numbered from 1 on without gaps");
            }
            if unit.items.is_empty() {
                self.fault(&[], "there is no [[item]] in the unit");
            }
            for item in &unit.items {
                if !(1..=6).contains(&item.pinyin.syllables().len()) {
                    self.fault(
                        &[&item.hanzi],
                        format!("{} has not one to six syllables", item.hanzi),
                    );
                }
                self.text("en", &item.en, ARGUMENT);
                self.text("rw", &item.rw, ARGUMENT);
            }
        }
    }
}
