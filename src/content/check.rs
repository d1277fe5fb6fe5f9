//! What a pack must keep to so that it can be spoken, texted and judged: ids, lengths, letters, answers.

use std::collections::{BTreeMap, BTreeSet};

use super::english::{English, Topic};
use super::fault::Fault;
use super::formula;
use super::library::Library;
use super::maths::Template;
use super::pack::Pair;
use super::source::File;
use super::stories::{QuestionKind, Story};
use crate::text::sms;

/// Characters of a message that fits two segments with a little to spare.
const MESSAGE: usize = 290;
/// Characters of a reason, a fact, an explanation.
const REASON: usize = 200;
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
/// Answers of a word problem that are tried.
const DRAWS: i64 = 300;

/// Everything that is wrong in what was read.
pub(super) fn library(library: &Library, files: &[File]) -> Vec<Fault> {
    let mut check = Check { files, faults: Vec::new(), seen: BTreeSet::new() };
    check.english(&library.english);
    library.stories.iter().for_each(|story| check.story(story));
    check.motions(library);
    check.items(library);
    library.maths.problems.iter().for_each(|problem| check.problem(problem));
    check.units(library);
    check.faults
}

struct Check<'a> {
    files: &'a [File],
    faults: Vec<Fault>,
    seen: BTreeSet<String>,
}

/// The question and its choices as one text message.
fn asked(ask: &str, choices: &[&str]) -> usize {
    ask.chars().count() + choices.iter().map(|c| c.chars().count() + 3).sum::<usize>()
}

fn folded(text: &str) -> String {
    let kept = text.chars().filter(|c| c.is_alphanumeric() || *c == ' ');
    kept.collect::<String>().to_lowercase()
}

/// The names between braces.
fn slots(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

impl Check<'_> {
    fn fault(&mut self, id: &str, what: impl Into<String>) {
        let found = self
            .files
            .iter()
            .find(|file| file.line_of(id) > 1 || file.text.starts_with(&format!("id = \"{id}\"")));
        let (path, line) =
            found.map_or_else(|| (String::new(), 1), |f| (f.path.clone(), f.line_of(id)));
        self.faults.push(Fault { path, line, what: format!("{id}: {}", what.into()) });
    }

    fn id(&mut self, kind: &str, id: &str, level: u8) {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if id.is_empty() || !id.chars().all(plain) {
            self.fault(id, "an id is lower-case letters, digits and hyphens");
        }
        if !self.seen.insert(format!("{kind} {id}")) {
            self.fault(id, format!("there is another {kind} with this id"));
        }
        if !(1..=5).contains(&level) {
            self.fault(id, "levels are 1 to 5");
        }
    }

    fn text(&mut self, id: &str, what: &str, text: &str, most: usize) {
        if text.trim().is_empty() {
            self.fault(id, format!("{what} is empty"));
        }
        let long = text.chars().count();
        if long > most {
            self.fault(id, format!("{what} has {long} characters; {most} fit"));
        }
        if let Some(odd) = text.chars().find(|c| !sms::is_gsm(*c)) {
            self.fault(id, format!("{what} has {odd:?}, which no plain text message can carry"));
        }
    }

    fn pair(&mut self, id: &str, what: &str, pair: &Pair, most: usize) {
        self.text(id, &format!("{what} (en)"), &pair.en, most);
        self.text(id, &format!("{what} (rw)"), &pair.rw, most);
    }

    fn question(&mut self, id: &str, ask: &Pair, choices: &[Pair], answer: usize, least: usize) {
        self.pair(id, "ask", ask, MESSAGE);
        choices.iter().for_each(|choice| self.pair(id, "a choice", choice, MESSAGE));
        let en: Vec<&str> = choices.iter().map(|c| c.en.as_str()).collect();
        let rw: Vec<&str> = choices.iter().map(|c| c.rw.as_str()).collect();
        if asked(&ask.en, &en).max(asked(&ask.rw, &rw)) > MESSAGE {
            self.fault(id, "the question and its choices do not fit two segments");
        }
        if !(2..=4).contains(&choices.len()) || !(least..=choices.len()).contains(&answer) {
            self.fault(id, "two to four choices, and `answer` is one of them");
        }
        if en.iter().collect::<BTreeSet<_>>().len() < en.len() {
            self.fault(id, "two choices are the same");
        }
    }

    fn english(&mut self, english: &English) {
        for rule in &english.rules {
            self.id("rule", &rule.id, 1);
            self.pair(&rule.id, "why", &rule.why, REASON);
        }
        for sentence in &english.sentences {
            self.id("sentence", &sentence.id, sentence.level);
            self.text(&sentence.id, "wrong", &sentence.wrong, ARGUMENT);
            self.text(&sentence.id, "right", &sentence.right, ARGUMENT);
            if sentence.wrong == sentence.right {
                self.fault(&sentence.id, "right is no other than wrong");
            }
            if !english.rules.iter().any(|rule| rule.id == sentence.rule) {
                self.fault(&sentence.id, format!("there is no rule {}", sentence.rule));
            }
        }
        for dialogue in &english.dialogues {
            self.id("dialogue", &dialogue.id, dialogue.level);
            self.pair(&dialogue.id, "setting", &dialogue.setting, MESSAGE);
            for turn in &dialogue.turns {
                self.pair(&dialogue.id, "task", &turn.task, MESSAGE);
                let model = folded(&turn.model);
                let absent =
                    |group: &&Vec<String>| !group.iter().any(|word| model.contains(word.as_str()));
                if let Some(group) = turn.needs.iter().find(absent) {
                    self.fault(&dialogue.id, format!("the model answer lacks {group:?}"));
                }
            }
        }
        for word in &english.words {
            self.id("word", &word.id, word.level);
            if word.distractors.contains(&word.rw)
                || word.meaning_distractors.contains(&word.meaning)
            {
                self.fault(&word.id, "a wrong answer is the right one");
            }
            if word.distractors.len() < 3 || word.meaning_distractors.len() < 3 {
                self.fault(&word.id, "three wrong glosses and three wrong meanings are needed");
            }
        }
        for line in &english.lines {
            self.id("line", &line.id, line.level);
            self.text(&line.id, "text", &line.text, ALOUD);
        }
        english.topics.iter().for_each(|topic| self.topic(topic));
    }

    fn topic(&mut self, topic: &Topic) {
        let id = &topic.id;
        self.id("topic", id, topic.level);
        self.pair(id, "title", &topic.title, QUESTION);
        self.pair(id, "question", &topic.question, QUESTION);
        topic.follow.iter().for_each(|ask| self.pair(id, "a follow-up question", ask, QUESTION));
        topic.words.iter().for_each(|word| self.pair(id, "a word", word, WORD));
        if topic.follow.len() < FOLLOW || topic.words.len() < FOLLOW {
            self.fault(id, "three follow-up questions and three words are needed");
        }
    }

    fn story(&mut self, story: &Story) {
        self.id("story", &story.id, story.level);
        story.parts.iter().for_each(|part| self.pair(&story.id, "a part", part, MESSAGE));
        let words: usize = story.parts.iter().map(|p| p.en.split_whitespace().count()).sum();
        if !STORY_WORDS.contains(&words) {
            self.fault(&story.id, format!("the story has {words} words; 100 to 260 are good"));
        }
        for kind in [QuestionKind::Fact, QuestionKind::Inference, QuestionKind::Opinion] {
            if !story.questions.iter().any(|q| q.kind == kind) {
                self.fault(&story.id, format!("there is no {kind:?} question"));
            }
        }
        for question in &story.questions {
            let least = usize::from(question.kind != QuestionKind::Opinion);
            self.question(&story.id, &question.ask, &question.choices, question.answer, least);
            self.pair(&story.id, "why", &question.why, REASON);
        }
    }

    fn motions(&mut self, library: &Library) {
        for motion in &library.motions {
            let id = &motion.id;
            self.id("motion", id, motion.level);
            self.pair(id, "motion", &motion.motion, ARGUMENT);
            self.pair(id, "background", &motion.background, MESSAGE);
            self.pair(id, "common", &motion.common, MESSAGE);
            for argument in motion.in_favour.iter().chain(&motion.against) {
                self.pair(id, "claim", &argument.claim, ARGUMENT);
                self.pair(id, "reason", &argument.reason, ARGUMENT);
                self.pair(id, "example", &argument.example, ARGUMENT);
            }
            for side in [
                motion.in_favour.len(),
                motion.against.len(),
                motion.counter_for.len(),
                motion.counter_against.len(),
            ] {
                if side < 2 {
                    self.fault(id, "each side needs two arguments and two counter-questions");
                }
            }
        }
    }

    fn items(&mut self, library: &Library) {
        for item in &library.items {
            self.id("item", &item.id, item.level);
            self.question(&item.id, &item.ask, &item.choices, item.answer, 1);
            self.pair(&item.id, "fact", &item.fact, REASON);
        }
    }

    fn problem(&mut self, problem: &Template) {
        let id = &problem.id;
        self.id("problem", id, problem.level);
        self.pair(id, "text", &problem.text, MESSAGE);
        self.pair(id, "steps", &problem.steps, MESSAGE);
        let known = |name: &str| {
            ["name", "other", "place", "thing"].contains(&name) || problem.vars.contains_key(name)
        };
        let (en, rw) = (slots(&problem.text.en), slots(&problem.text.rw));
        if en != rw {
            self.fault(id, "the two languages have different slots");
        }
        if let Some(unknown) = en.iter().find(|name| !known(name)) {
            self.fault(id, format!("there is no slot {unknown}"));
        }
        if let Some(range) = problem.vars.values().find(|r| r.step < 1 || r.to < r.from) {
            self.fault(id, format!("{range:?} is no range"));
            return;
        }
        if let Err(what) = answers(problem) {
            self.fault(id, what);
        }
    }

    fn units(&mut self, library: &Library) {
        for (at, unit) in library.units.iter().enumerate() {
            self.id("unit", &unit.id, 1);
            self.pair(&unit.id, "teach", &unit.teach, MESSAGE);
            if usize::from(unit.number) != at + 1 {
                self.fault(&unit.id, "units are numbered from 1 on without gaps");
            }
            for item in &unit.items {
                if !(1..=6).contains(&item.pinyin.syllables().len()) {
                    self.fault(&unit.id, format!("{} has not one to six syllables", item.hanzi));
                }
                self.text(&unit.id, "en", &item.en, ARGUMENT);
                self.text(&unit.id, "rw", &item.rw, ARGUMENT);
            }
        }
    }
}

/// Tries the formula over its ranges: every draw must come to a whole number, zero or more and below a million.
fn answers(problem: &Template) -> Result<(), String> {
    for draw in 0..DRAWS {
        let mut slots = BTreeMap::new();
        for (at, (name, range)) in problem.vars.iter().enumerate() {
            let count = (range.to - range.from) / range.step + 1;
            // The ends first, then steps that do not keep pace with each other.
            let place = match draw {
                0 => 0,
                1 => count - 1,
                _ => (draw * (2 * at as i64 + 3) + draw / 7) % count,
            };
            slots.insert(name.clone(), range.from + place * range.step);
        }
        match formula::whole(&problem.answer, &slots) {
            Ok(0..1_000_000) => {}
            Ok(answer) => return Err(format!("with {slots:?} the answer is {answer}")),
            Err(error) => return Err(format!("with {slots:?}: {error}")),
        }
    }
    Ok(())
}
