//! Maths: problems made to measure and from the packs, in sets of five, harder or easier as the learner goes.

mod answer;
mod bands;
mod card;
mod clock;
mod content;
mod days;
mod explain;
mod generate;
mod measures;
mod memory;
mod money;
mod pack;
mod parts;
mod problem;
mod say;
mod why;

use std::sync::Arc;

use super::answers::asks_why;
use super::{Asking, Card, Cx, Input, Module, Slot, Step};
use crate::content::Library;
use crate::domain::effect::{Attempt, Effect};
use crate::domain::event::Words;
use crate::domain::manner::Mood;
use crate::domain::turn::{Line, Turn};
use crate::text::replies::{self, Reply};

use say::{help, praise, progress, question, summary, utters};

pub use generate::generate;
pub use memory::{LADDER, Level, Memory, Moved, Outcome, Practice, SET, Tally};
pub use problem::{Op, Problem, Skill, Text, Unit, digits};

/// Whether `text` is the right answer to `problem`, in whatever writing.
#[must_use]
pub fn accepts(problem: &Problem, text: &str) -> bool {
    answer::check(text, problem) == Some(true)
}

/// The maths lessons.
pub struct Maths {
    card: Card,
    library: Arc<Library>,
}

impl Maths {
    /// The module with the content that comes with the program.
    #[must_use]
    pub fn new() -> Self {
        Self::teaching(Library::shipped())
    }

    /// The module with the word problems of `library`.
    #[must_use]
    pub fn teaching(library: Arc<Library>) -> Self {
        Self { card: card::card(), library }
    }
}

impl Default for Maths {
    fn default() -> Self {
        Self::new()
    }
}

/// Draws until a problem comes that was not asked lately.
const DRAWS: u64 = 30;

fn leave() -> Step {
    Step::Leave { say: vec![Line::new("maths-leave").into()], effects: Vec::new() }
}

/// The same question with something said first; nothing has changed.
fn stay(cx: &Cx<'_>, memory: &Memory, first: Vec<Line>) -> Step {
    Step::Go { turn: question(cx, memory, Asking::Plain).after(utters(first)), effects: Vec::new() }
}

impl Maths {
    /// Sets the next problem, one that was not asked lately. By text it must fit beside what is said before it.
    fn set_problem(&self, cx: &Cx<'_>, memory: &mut Memory, said: &[Line]) {
        let skill = memory.next_skill(cx.seed);
        let level = memory.level_of(skill, cx.manner.mood);
        let room = if cx.can.speak { usize::MAX } else { say::room(said) };
        let draw = |n: u64| {
            let seed = cx.seed.wrapping_add(n.wrapping_mul(0x9e37_79b9_7f4a_7c15));
            generate::generate_short(&self.library.maths, skill, level, seed, room)
        };
        let fresh = |problem: &Problem| !memory.lately.contains(&Memory::mark_of(problem));
        let problem = (0..DRAWS).map(draw).find(fresh).unwrap_or_else(|| draw(DRAWS));
        memory.ask(problem, cx.now);
    }

    fn attempt(&self, problem: &Problem, outcome: Outcome) -> Effect {
        let score = match outcome {
            Outcome::Quick | Outcome::Right | Outcome::Slow => 100,
            Outcome::Second => 50,
            Outcome::Wrong => 0,
        };
        Effect::Note(Attempt {
            module: self.card.name.clone(),
            skill: problem.operation.label().to_owned(),
            level: problem.level.clamp(1, 5),
            correct: outcome != Outcome::Wrong,
            score: Some(score),
        })
    }

    /// Closes the problem in hand and goes on to the next, or to the end of the set.
    fn close(
        &self,
        cx: &Cx<'_>,
        memory: &mut Memory,
        mut say: Vec<Line>,
        outcome: Outcome,
    ) -> Step {
        let Some(problem) = memory.current_math_problem.take() else {
            return Step::NotUnderstood;
        };
        let note = self.attempt(&problem, outcome);
        memory.last = Some(problem.clone());
        match memory.count(problem.operation, outcome) {
            Moved::Up => say.push(Line::new("maths-harder")),
            Moved::Down => say.push(Line::new("maths-easier")),
            Moved::No => {}
        }
        self.advance(cx, memory, say, vec![note])
    }

    /// The next problem, or the summary of a full set.
    fn advance(
        &self,
        cx: &Cx<'_>,
        memory: &mut Memory,
        mut say: Vec<Line>,
        effects: Vec<Effect>,
    ) -> Step {
        if memory.set.attempted >= SET {
            say.push(summary(memory.set));
            memory.set = Tally::default();
            memory.between_sets = true;
            memory.current_math_problem = None;
        } else {
            self.set_problem(cx, memory, &say);
        }
        Step::Go { turn: question(cx, memory, Asking::Plain).after(utters(say)), effects }
    }

    fn judged(&self, cx: &Cx<'_>, memory: &mut Memory, problem: &Problem, right: bool) -> Step {
        match (right, memory.tries) {
            (true, 0) => {
                let outcome = speed(cx, memory);
                self.close(cx, memory, praise(cx), outcome)
            }
            (true, _) => {
                let say = vec![Line::new("maths-right-second")];
                self.close(cx, memory, say, Outcome::Second)
            }
            (false, 0) => {
                memory.tries = 1;
                stay(cx, memory, say::not_yet(cx, problem))
            }
            (false, _) => {
                let say = say::wrong(cx, problem);
                self.close(cx, memory, say, Outcome::Wrong)
            }
        }
    }

    /// Passes the problem over. After a wrong answer it counts as wrong; untried it does not count.
    fn skip(&self, cx: &Cx<'_>, memory: &mut Memory, problem: &Problem) -> Step {
        let say = vec![Line::new("maths-skipped"), explain::answer(problem)];
        if memory.tries > 0 {
            return self.close(cx, memory, say, Outcome::Wrong);
        }
        memory.last = Some(problem.clone());
        self.set_problem(cx, memory, &say);
        Step::Go {
            turn: question(cx, memory, Asking::Plain).after(utters(say)),
            effects: Vec::new(),
        }
    }

    fn answered(&self, cx: &Cx<'_>, memory: &mut Memory, problem: &Problem, text: &str) -> Step {
        match answer::check(text, problem) {
            Some(right) => self.judged(cx, memory, problem, right),
            None => Step::NotUnderstood,
        }
    }

    fn words(&self, cx: &Cx<'_>, memory: &mut Memory, problem: &Problem, text: &str) -> Step {
        if asks_why(text) {
            return self.why(cx, memory, text);
        }
        if why::wants_answer(text) {
            return self.skip(cx, memory, problem);
        }
        match replies::read(text) {
            Some(Reply::Skip | Reply::DontKnow) => self.skip(cx, memory, problem),
            Some(Reply::Menu | Reply::Stop) => leave(),
            Some(Reply::Repeat | Reply::Slower) => stay(cx, memory, Vec::new()),
            Some(Reply::Help) => {
                stay(cx, memory, explain::hint(problem, cx.manner.mood == Mood::Frustrated))
            }
            Some(Reply::Progress) => stay(cx, memory, progress(memory).into_iter().collect()),
            Some(Reply::Yes | Reply::No) => Step::NotUnderstood,
            None => self.answered(cx, memory, problem, text),
        }
    }

    fn in_problem(
        &self,
        cx: &Cx<'_>,
        memory: &mut Memory,
        problem: &Problem,
        input: &Input,
    ) -> Step {
        match input {
            Input::Keys(keys) => match keys.as_str().trim_end_matches('#') {
                "0" => stay(cx, memory, help(cx, Some(problem))),
                typed => self.answered(cx, memory, problem, typed),
            },
            Input::Speech(words) => self.words(cx, memory, problem, &words.text),
            Input::Text(text) => self.words(cx, memory, problem, text),
            Input::Heard(_) | Input::Read(_) => Step::NotUnderstood,
        }
    }

    fn after_set(&self, cx: &Cx<'_>, memory: &mut Memory, input: &Input) -> Step {
        if let Input::Speech(Words { text, .. }) | Input::Text(text) = input
            && asks_why(text)
        {
            return self.why(cx, memory, text);
        }
        let wish = match input {
            Input::Keys(keys) => replies::choice(keys.as_str()),
            Input::Speech(words) => replies::choice(&words.text),
            Input::Text(text) => replies::choice(text),
            Input::Heard(_) | Input::Read(_) => None,
        };
        match wish {
            Some(Reply::Yes) => {
                let say = vec![Line::new("maths-new-set")];
                self.advance(cx, memory, say, Vec::new())
            }
            Some(Reply::No | Reply::Menu | Reply::Stop | Reply::Skip) => leave(),
            Some(Reply::Progress) => stay(cx, memory, progress(memory).into_iter().collect()),
            Some(Reply::Repeat | Reply::Slower) => stay(cx, memory, Vec::new()),
            Some(Reply::Help | Reply::DontKnow) | None => Step::NotUnderstood,
        }
    }
}

/// How fast a right answer was. Only a call says: a text may wait for hours.
fn speed(cx: &Cx<'_>, memory: &Memory) -> Outcome {
    let Some(asked) = memory.asked_at.filter(|_| cx.can.speak) else {
        return Outcome::Right;
    };
    match (cx.now - asked).num_seconds() {
        s if s < 0 => Outcome::Right,
        s if s <= LADDER.quick_s => Outcome::Quick,
        s if s > LADDER.slow_s => Outcome::Slow,
        _ => Outcome::Right,
    }
}

impl Module for Maths {
    fn card(&self) -> &Card {
        &self.card
    }

    fn open(&self, cx: &Cx<'_>, slot: &mut Slot) -> Turn {
        let mut memory: Memory = slot.load();
        let key = match (&memory.current_math_problem, cx.can.speak) {
            (Some(_), _) => "maths-welcome-back",
            (None, true) => "maths-welcome",
            (None, false) => "maths-welcome-text",
        };
        if memory.current_math_problem.is_none() {
            self.set_problem(cx, &mut memory, &[Line::new(key)]);
        }
        memory.asked_at = Some(cx.now);
        slot.store(&memory);
        question(cx, &memory, Asking::Plain).after(vec![Line::new(key).into()])
    }

    fn prompt(&self, cx: &Cx<'_>, slot: &Slot, how: Asking) -> Turn {
        question(cx, &slot.load(), how)
    }

    fn step(&self, cx: &Cx<'_>, slot: &mut Slot, input: &Input) -> Step {
        let mut memory: Memory = slot.load();
        let step = match memory.current_math_problem.clone() {
            Some(problem) if !memory.between_sets => {
                self.in_problem(cx, &mut memory, &problem, input)
            }
            _ => self.after_set(cx, &mut memory, input),
        };
        slot.store(&memory);
        step
    }

    fn help(&self, cx: &Cx<'_>, slot: &Slot) -> Vec<Line> {
        let memory: Memory = slot.load();
        help(cx, memory.current_math_problem.as_ref())
    }

    fn progress(&self, _cx: &Cx<'_>, slot: &Slot) -> Option<Line> {
        progress(&slot.load())
    }

    fn next(&self, _cx: &Cx<'_>, slot: &Slot) -> Option<Line> {
        let memory: Memory = slot.load();
        let weakest = memory.weakest()?;
        Some(Line::new("maths-next").with("skill", explain::named(weakest)))
    }

    fn tips(&self, _cx: &Cx<'_>, slot: &Slot) -> Vec<Line> {
        let memory: Memory = slot.load();
        let here = memory.current_math_problem.as_ref().map(explain::tip_for);
        here.or_else(|| memory.weakest().map(explain::tip)).into_iter().collect()
    }

    fn set_level(&self, cx: &Cx<'_>, slot: &mut Slot, level: u8) -> bool {
        let mut memory: Memory = slot.load();
        memory.math_level = Level::of(level);
        memory.ladder = 0;
        if memory.current_math_problem.is_some() && !memory.between_sets {
            self.set_problem(cx, &mut memory, &[]);
        }
        slot.store(&memory);
        true
    }
}
