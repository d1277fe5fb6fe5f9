//! What comes in: an answer, a choice, a wish, or a sentence to check.

use super::exercise::{self, Exercise, Judged};
use super::memory::{Memory, Moved, Outcome, Part, SET, Tally, Task};
use super::{English, check, say, talk};
use crate::domain::effect::{Attempt, Effect};
use crate::domain::turn::Line;
use crate::modules::{Asking, Cx, Input, Step, manner};
use crate::text::replies::{self, Reply};

/// The key that asks for answers to choose from.
const CHOICES: char = '9';

/// Words that name a part, in both languages.
const NAMES: [(Part, &[&str]); 3] = [
    (
        Part::Mend,
        &[
            "mend",
            "mending",
            "grammar",
            "sentence",
            "sentences",
            "correct",
            "correction",
            "fix",
            "gukosora",
            "kosora",
            "interuro",
            "ikibonezamvugo",
        ],
    ),
    (
        Part::Words,
        &["word", "words", "vocabulary", "new words", "amagambo", "ijambo", "amagambo mashya"],
    ),
    (
        Part::Talk,
        &[
            "talk",
            "conversation",
            "dialogue",
            "dialog",
            "speak",
            "speaking",
            "chat",
            "ikiganiro",
            "kuganira",
            "ibiganiro",
        ],
    ),
];

/// Words that lead back to the choice of parts.
const CHANGE: [&str; 10] = [
    "change",
    "other",
    "other english",
    "something different",
    "english",
    "hindura",
    "ibindi",
    "icyongereza",
    "ibindi by icyongereza",
    "guhindura",
];

fn leave() -> Step {
    Step::Leave { say: vec![Line::new("english-leave").into()], effects: Vec::new() }
}

/// The part that a short text names, by number or by word.
fn named(text: &str) -> Option<Part> {
    let plain = replies::plain(text);
    let plain = plain.strip_prefix("number ").unwrap_or(&plain);
    let by_word = NAMES.iter().find(|(_, names)| names.contains(&plain)).map(|(part, _)| *part);
    by_word.or_else(|| number(plain).and_then(|n| Part::ALL.get(n - 1).copied()))
}

/// A choice of 1 to 3, as a digit or a word, and nothing else.
fn number(text: &str) -> Option<usize> {
    let plain = replies::plain(text);
    Some(match plain.as_str() {
        "1" | "one" | "first" | "rimwe" | "mbere" | "the first" | "number one" => 1,
        "2" | "two" | "to" | "too" | "second" | "kabiri" | "the second" | "number two" => 2,
        "3" | "three" | "tree" | "third" | "gatatu" | "the third" | "number three" => 3,
        _ => return None,
    })
}

impl English {
    pub(super) fn answer(&self, cx: &Cx<'_>, memory: &mut Memory, input: &Input) -> Step {
        let (text, keyed) = match input {
            Input::Keys(keys) => (keys.as_str().trim_end_matches('#'), true),
            Input::Speech(words) => (words.text.as_str(), false),
            Input::Text(text) => (text.as_str(), false),
            Input::Heard(_) | Input::Read(_) => return Step::NotUnderstood,
        };
        if memory.resting {
            return self.after_set(cx, memory, text);
        }
        let Some(task) = memory.task.clone() else { return self.at_menu(cx, memory, text) };
        let Some(made) = exercise::of(cx, &self.library, &task) else {
            memory.begin(None);
            return self.stay(cx, memory, Vec::new());
        };
        if keyed {
            return self.by_key(cx, memory, &task, &made, text);
        }
        self.by_words(cx, memory, &task, &made, text)
    }

    fn at_menu(&self, cx: &Cx<'_>, memory: &mut Memory, text: &str) -> Step {
        if let Some(part) = named(text) {
            return self.begin(cx, memory, part, Vec::new());
        }
        match replies::read(text) {
            Some(Reply::Yes | Reply::Skip) => {
                let part = memory.part.unwrap_or(Part::Mend);
                self.begin(cx, memory, part, Vec::new())
            }
            Some(Reply::No | Reply::Menu | Reply::Stop) => leave(),
            Some(Reply::Progress) => {
                self.stay(cx, memory, say::progress(memory).into_iter().collect())
            }
            Some(Reply::Repeat | Reply::Slower | Reply::Help) => self.stay(cx, memory, Vec::new()),
            Some(Reply::DontKnow) => Step::NotUnderstood,
            None => match check::feedback(&self.library, text) {
                Some(told) => self.stay(cx, memory, told),
                None => Step::NotUnderstood,
            },
        }
    }

    fn after_set(&self, cx: &Cx<'_>, memory: &mut Memory, text: &str) -> Step {
        let part = memory.part.unwrap_or(Part::Mend);
        match replies::choice(text) {
            Some(Reply::Yes) => self.begin(cx, memory, part, Vec::new()),
            Some(Reply::No | Reply::Skip) => self.to_menu(cx, memory),
            Some(Reply::Menu | Reply::Stop) => leave(),
            Some(Reply::Progress) => {
                self.stay(cx, memory, say::progress(memory).into_iter().collect())
            }
            Some(Reply::Repeat | Reply::Slower | Reply::Help) => self.stay(cx, memory, Vec::new()),
            Some(Reply::DontKnow) | None => match named(text) {
                Some(part) => self.begin(cx, memory, part, Vec::new()),
                None if CHANGE.contains(&replies::plain(text).as_str()) => self.to_menu(cx, memory),
                None => Step::NotUnderstood,
            },
        }
    }

    fn to_menu(&self, cx: &Cx<'_>, memory: &mut Memory) -> Step {
        memory.begin(None);
        self.stay(cx, memory, Vec::new())
    }

    fn by_key(
        &self,
        cx: &Cx<'_>,
        memory: &mut Memory,
        task: &Task,
        made: &Exercise,
        keys: &str,
    ) -> Step {
        if keys.starts_with(CHOICES) && keys.len() == 1 {
            memory.choosing = true;
            return self.stay(cx, memory, Vec::new());
        }
        match number(keys).filter(|n| *n <= made.options.len()) {
            Some(chosen) => {
                memory.choosing |= cx.can.speak;
                self.chosen(cx, memory, task, made, chosen)
            }
            None => Step::NotUnderstood,
        }
    }

    fn chosen(
        &self,
        cx: &Cx<'_>,
        memory: &mut Memory,
        task: &Task,
        made: &Exercise,
        chosen: usize,
    ) -> Step {
        let right = chosen == made.right + 1;
        let judged = if right {
            Judged::Right(Vec::new())
        } else {
            Judged::Wrong(exercise::why(cx, &self.library, task))
        };
        self.judged(cx, memory, task, judged)
    }

    fn by_words(
        &self,
        cx: &Cx<'_>,
        memory: &mut Memory,
        task: &Task,
        made: &Exercise,
        text: &str,
    ) -> Step {
        // A dialogue is full of "yes", "sorry" and "goodbye": what answers it is an answer.
        let judged = exercise::judge(cx, &self.library, task, text);
        if task.part == Part::Talk && matches!(judged, Judged::Right(_)) {
            memory.choosing = false;
            return self.judged(cx, memory, task, judged);
        }
        match replies::read(text) {
            Some(Reply::Skip | Reply::DontKnow) => return self.skip(cx, memory, task),
            Some(Reply::Menu | Reply::Stop) => return leave(),
            Some(Reply::Repeat | Reply::Slower) => return self.stay(cx, memory, Vec::new()),
            Some(Reply::Help) => {
                let hint = exercise::why(cx, &self.library, task);
                return self.stay(cx, memory, hint);
            }
            Some(Reply::Progress) => {
                return self.stay(cx, memory, say::progress(memory).into_iter().collect());
            }
            Some(Reply::Yes | Reply::No) => return Step::NotUnderstood,
            None => {}
        }
        if CHANGE.contains(&replies::plain(text).as_str()) {
            return self.to_menu(cx, memory);
        }
        if let Some(chosen) = number(text).filter(|n| *n <= made.options.len()) {
            return self.chosen(cx, memory, task, made, chosen);
        }
        // A choice may be said in full.
        let plain = replies::plain(text);
        if let Some(at) = made.options.iter().position(|option| replies::plain(option) == plain) {
            return self.chosen(cx, memory, task, made, at + 1);
        }
        if judged != Judged::Nothing {
            memory.choosing = false;
        }
        self.judged(cx, memory, task, judged)
    }

    fn judged(&self, cx: &Cx<'_>, memory: &mut Memory, task: &Task, judged: Judged) -> Step {
        match (judged, memory.tries) {
            (Judged::Nothing, _) => Step::NotUnderstood,
            (Judged::Right(more), 0) => {
                let mut say =
                    vec![manner::praise(cx).unwrap_or_else(|| Line::new("english-right"))];
                say.extend(more);
                self.close(cx, memory, task, say, Outcome::Right)
            }
            (Judged::Right(more), _) => {
                let mut say = vec![Line::new("english-right-second")];
                say.extend(more);
                self.close(cx, memory, task, say, Outcome::Second)
            }
            (Judged::Wrong(why), 0) => {
                memory.tries = 1;
                let mut say =
                    vec![manner::comfort(cx).unwrap_or_else(|| Line::new("english-not-yet"))];
                say.extend(why);
                self.stay(cx, memory, say)
            }
            (Judged::Wrong(_), _) => {
                let mut say = exercise::shown(cx, &self.library, task);
                say.insert(0, Line::new("english-wrong"));
                self.close(cx, memory, task, say, Outcome::Wrong)
            }
        }
    }

    /// Passes the exercise over and shows its answer. After a wrong answer it counts as wrong; untried it does not count.
    fn skip(&self, cx: &Cx<'_>, memory: &mut Memory, task: &Task) -> Step {
        let mut say = exercise::shown(cx, &self.library, task);
        if memory.tries > 0 {
            return self.close(cx, memory, task, say, Outcome::Wrong);
        }
        say.insert(0, Line::new("english-skipped"));
        if task.part == Part::Words {
            memory.words.mark(&task.id, false, cx.now);
        }
        self.advance(cx, memory, task, say, Vec::new())
    }

    /// Counts an exercise and goes on.
    fn close(
        &self,
        cx: &Cx<'_>,
        memory: &mut Memory,
        task: &Task,
        mut say: Vec<Line>,
        outcome: Outcome,
    ) -> Step {
        let note = self.note(memory, task.part, outcome);
        let right = outcome != Outcome::Wrong;
        match task.part {
            Part::Words => memory.words.mark(&task.id, outcome == Outcome::Right, cx.now),
            Part::Mend => self.weakness(memory, task, right),
            Part::Talk => {}
        }
        match memory.count(task.part, outcome) {
            Moved::Up => say.push(Line::new("english-harder")),
            Moved::Down => say.push(Line::new("english-easier")),
            Moved::No => {}
        }
        self.advance(cx, memory, task, say, vec![note])
    }

    fn weakness(&self, memory: &mut Memory, task: &Task, right: bool) {
        let rule =
            self.library.english.sentences.iter().find(|s| s.id == task.id).map(|s| s.rule.clone());
        if !right {
            memory.weak = rule;
        } else if memory.weak == rule {
            memory.weak = None;
        }
    }

    fn note(&self, memory: &Memory, part: Part, outcome: Outcome) -> Effect {
        let score = match outcome {
            Outcome::Right => 100,
            Outcome::Second => 50,
            Outcome::Wrong => 0,
        };
        Effect::Note(Attempt {
            module: self.card.name.clone(),
            skill: part.label().to_owned(),
            level: memory.level(),
            correct: outcome != Outcome::Wrong,
            score: Some(score),
        })
    }

    /// The next exercise: the dialogue goes on to its end before a set is closed.
    fn advance(
        &self,
        cx: &Cx<'_>,
        memory: &mut Memory,
        task: &Task,
        mut say: Vec<Line>,
        effects: Vec<Effect>,
    ) -> Step {
        let following =
            (task.part == Part::Talk).then(|| talk::following(&self.library, task)).flatten();
        if let Some(next) = following {
            memory.begin(Some(next));
        } else {
            if task.part == Part::Talk {
                say.extend(talk::close(&self.library, task));
            }
            if memory.set.done >= SET {
                say.push(say::summary(memory.set));
                memory.set = Tally::default();
                memory.begin(None);
                memory.resting = true;
            } else {
                let next = exercise::next(cx, &self.library, memory, task.part);
                memory.begin(next);
                let setting = self.current(cx, memory).map(|(_, made)| made.setting);
                say.extend(setting.unwrap_or_default());
            }
        }
        let turn = say::before(cx, say, self.question(cx, memory, Asking::Plain));
        Step::Go { turn, effects }
    }
}
