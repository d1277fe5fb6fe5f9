//! What comes in: an answer, a choice, a wish, or a sentence to check.

use super::exercise::{self, Exercise, Judged};
use super::memory::{Because, Memory, Moved, Outcome, Part, SET, Tally, Task};
use super::names::{meant, named, number, wants_change, wished};
use super::{English, asked, check, sad, say, talk};
use crate::domain::effect::{Attempt, Effect};
use crate::domain::turn::Line;
use crate::modules::answers::{asks_why, text_of};
use crate::modules::{Asking, Cx, Input, Step, manner};
use crate::text::replies::{self, Reply};

/// The key that asks for answers to choose from.
const CHOICES: char = '9';

pub(super) fn leave() -> Step {
    Step::Leave { say: vec![Line::new("english-leave").into()], effects: Vec::new() }
}

/// What "why?" is about once a task is done.
fn about(task: &Task) -> Option<Because> {
    match task.part {
        Part::Words => Some(Because::Word(task.id.clone())),
        Part::Mend => Some(Because::Sentence(task.id.clone())),
        Part::Talk | Part::Aloud | Part::Free => None,
    }
}

/// What is said about a level that moved.
pub(super) fn moved(moved: Moved) -> Option<Line> {
    match moved {
        Moved::Up => Some(Line::new("english-harder")),
        Moved::Down => Some(Line::new("english-easier")),
        Moved::No => None,
    }
}

impl English {
    pub(super) fn answer(&self, cx: &Cx<'_>, memory: &mut Memory, input: &Input) -> Step {
        if text_of(input).is_some_and(|text| self.asks_why(cx, memory, text)) {
            return self.why(cx, memory);
        }
        if memory.resting {
            return match text_of(input) {
                Some(text) => self.after_set(cx, memory, text),
                None => Step::NotUnderstood,
            };
        }
        match memory.task.clone() {
            Some(task) if task.part == Part::Aloud => self.read_aloud(cx, memory, &task, input),
            Some(task) if task.part == Part::Free => self.talked(cx, memory, &task, input),
            task => self.exercised(cx, memory, task, input),
        }
    }

    /// Whether "why?" is asked of the line: in a dialogue it may be the answer.
    fn asks_why(&self, cx: &Cx<'_>, memory: &Memory, text: &str) -> bool {
        let talk = memory.task.as_ref().filter(|task| task.part == Part::Talk && !memory.resting);
        let answers = |task| exercise::judge(cx, &self.library, task, text);
        asks_why(text) && !talk.is_some_and(|task| matches!(answers(task), Judged::Right(_)))
    }

    /// What stands in the packs as an exercise, or nothing yet.
    fn exercised(
        &self,
        cx: &Cx<'_>,
        memory: &mut Memory,
        task: Option<Task>,
        input: &Input,
    ) -> Step {
        let Some(text) = text_of(input) else { return Step::NotUnderstood };
        let keyed = matches!(input, Input::Keys(_));
        let Some(task) = task else { return self.at_menu(cx, memory, text) };
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
        if let Some(told) = asked::word(cx, &self.library, text) {
            return self.stay(cx, memory, told);
        }
        if let Some(part) = wished(text) {
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
            None if wants_change(text) => self.to_menu(cx, memory),
            None if asked::is_greeting(text) => {
                self.stay(cx, memory, vec![Line::new("english-hello")])
            }
            None if sad::is(text) => self.stay(cx, memory, vec![Line::new("english-sorry")]),
            None => match check::feedback(cx, &self.library, text) {
                Some(told) => self.checked(cx, memory, text, told),
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
                None if wants_change(text) => self.to_menu(cx, memory),
                None => Step::NotUnderstood,
            },
        }
    }

    pub(super) fn to_menu(&self, cx: &Cx<'_>, memory: &mut Memory) -> Step {
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
            Some(chosen) => self.by_number(cx, memory, task, made, chosen),
            None => {
                memory.choosing = true;
                Step::NotUnderstood
            }
        }
    }

    /// A number. It chooses only what was offered: else the choices come first.
    fn by_number(
        &self,
        cx: &Cx<'_>,
        memory: &mut Memory,
        task: &Task,
        made: &Exercise,
        chosen: usize,
    ) -> Step {
        if made.closed || memory.choosing {
            return self.chosen(cx, memory, task, made, chosen);
        }
        memory.choosing = true;
        self.stay(cx, memory, vec![Line::new("english-choices")])
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
        if wants_change(text) {
            return self.to_menu(cx, memory);
        }
        if let Some(chosen) = number(text).filter(|n| *n <= made.options.len()) {
            return self.by_number(cx, memory, task, made, chosen);
        }
        if let Some(part) = meant(text).filter(|part| *part != task.part) {
            return self.begin(cx, memory, part, Vec::new());
        }
        // A choice may be said in full.
        let plain = replies::plain(text);
        if let Some(at) = made.options.iter().position(|option| replies::plain(option) == plain) {
            return self.chosen(cx, memory, task, made, at + 1);
        }
        // Who was not understood may choose.
        let short = judged == Judged::Short;
        let judged = if short && memory.choosing { Judged::Nothing } else { judged };
        memory.choosing = !cx.can.speak || short || judged == Judged::Nothing;
        self.judged(cx, memory, task, judged)
    }

    fn judged(&self, cx: &Cx<'_>, memory: &mut Memory, task: &Task, judged: Judged) -> Step {
        match (judged, memory.tries) {
            (Judged::Nothing, _) => Step::NotUnderstood,
            (Judged::Short, _) => self.stay(cx, memory, vec![Line::new("english-free-whole")]),
            (Judged::Other, _) => self.stay(cx, memory, vec![Line::new("english-other")]),
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
                let comfort = manner::comfort(cx);
                // Where the reason does not say that it was wrong, that is said first.
                let plain = comfort.is_none() || task.part == Part::Words;
                let mut say: Vec<Line> = comfort.into_iter().collect();
                say.extend(plain.then(|| Line::new("english-not-yet")));
                say.extend(why);
                self.stay(cx, memory, say)
            }
            (Judged::Wrong(_), _) => {
                let mut say = exercise::shown(cx, &self.library, task);
                say.insert(0, Line::new("english-wrong"));
                if task.part == Part::Mend {
                    say.extend(exercise::why(cx, &self.library, task));
                }
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
        memory.choosing &= cx.can.speak;
        say.insert(0, Line::new("english-skipped"));
        memory.because = about(task);
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
        say: Vec<Line>,
        outcome: Outcome,
    ) -> Step {
        let score = match outcome {
            Outcome::Right => 100,
            Outcome::Second => 50,
            Outcome::Wrong => 0,
        };
        let note = self.note(task.part, memory.level(), outcome, score);
        memory.because = about(task);
        match task.part {
            Part::Words => memory.words.mark(&task.id, outcome == Outcome::Right, cx.now),
            Part::Mend => self.weakness(memory, task, outcome != Outcome::Wrong),
            Part::Talk | Part::Aloud | Part::Free => {}
        }
        self.counted(cx, memory, task, say, outcome, vec![note])
    }

    /// Moves the level and goes on.
    pub(super) fn counted(
        &self,
        cx: &Cx<'_>,
        memory: &mut Memory,
        task: &Task,
        mut say: Vec<Line>,
        outcome: Outcome,
        effects: Vec<Effect>,
    ) -> Step {
        // By text each exercise begins with the learner's own words.
        memory.choosing &= cx.can.speak;
        say.extend(moved(memory.count(task.part, outcome)));
        self.advance(cx, memory, task, say, effects)
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

    pub(super) fn note(&self, part: Part, level: u8, outcome: Outcome, score: u8) -> Effect {
        Effect::Note(Attempt {
            module: self.card.name.clone(),
            skill: part.label().to_owned(),
            level,
            correct: outcome != Outcome::Wrong,
            score: Some(score),
        })
    }

    /// The next exercise: the dialogue goes on to its end before a set is closed.
    pub(super) fn advance(
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
                say.extend(self.setting(cx, memory));
            }
        }
        let turn = say::before(say, self.question(cx, memory, Asking::Plain));
        Step::Go { turn, effects }
    }
}
