//! The debate itself: the learner's argument, piece by piece or at once, the other side, the answers, the close.

use super::super::answers::{likeness, number, room, senseless, utters};
use super::arguing::stay;
use super::memory::{Memory, Piece, Side, Stage};
use super::{NAME, relevance, say};
use crate::content::Library;
use crate::content::debate::Motion;
use crate::domain::effect::{Attempt, Effect};
use crate::domain::manner::Mood;
use crate::domain::task::{Task, TaskKind};
use crate::domain::turn::{Line, Turn};
use crate::modules::reasoning::{Parts, parts};
use crate::modules::{Asking, Cx, Step, told};
use crate::text::replies::{self, Reply};

/// Answers to the other side before the close.
const ROUNDS: u8 = 2;
/// Times that a missing part of an argument is asked for.
const ASKED: u8 = 2;
/// An argument or answer has at least so many words.
pub(super) const WORDS: usize = 3;

/// Characters that the question for an example takes, its numbers, and what is said before it.
const BESIDE: usize = 90;

/// Where everything of a debate in hand is.
pub(super) struct Debate<'a> {
    pub(super) cx: &'a Cx<'a>,
    pub(super) library: &'a Library,
    pub(super) motion: &'a Motion,
    pub(super) side: Side,
    /// What the learner said just now.
    pub(super) said: &'a str,
}

pub(super) fn go(turn: Turn, effects: Vec<Effect>) -> Step {
    Step::Go { turn, effects }
}

fn note(debate: &Debate<'_>, skill: &str, correct: bool, score: u8) -> Effect {
    Effect::Note(Attempt {
        module: NAME,
        skill: skill.to_owned(),
        level: debate.motion.level,
        correct,
        score: Some(score.min(100)),
    })
}

/// The part of an argument that is asked for, where one is.
pub(super) fn asked_part(memory: &Memory) -> Option<usize> {
    let begun = memory.tries > 0 && memory.has != [false; 3];
    memory.has.iter().position(|had| !had).filter(|_| begun)
}

/// What an argument is worth: a claim 40, a reason 30, an example 30.
fn worth(has: [bool; 3]) -> u8 {
    has.iter().zip([40, 30, 30]).map(|(has, points)| if *has { points } else { 0 }).sum()
}

impl Debate<'_> {
    fn build(&self, memory: &mut Memory, piece: Piece, first: Option<Line>) -> Step {
        memory.stage = Stage::Build(piece);
        stay(self.cx, self.library, memory, first)
    }

    /// A free argument, or the wish to build one.
    pub(super) fn argued(&self, memory: &mut Memory, text: &str, by_key: bool) -> Step {
        let wants_pieces =
            matches!(replies::read(text), Some(Reply::Skip | Reply::DontKnow | Reply::Yes));
        if number(text, 1).is_some() || wants_pieces {
            memory.fresh();
            return self.build(memory, Piece::Claim, None);
        }
        if senseless(text) {
            return Step::NotUnderstood;
        }
        let said = parts(text);
        if by_key || (said.words < WORDS && !said.reason) {
            if by_key || !memory.unclear {
                memory.unclear = true;
                return Step::NotUnderstood;
            }
            memory.fresh();
            return self.build(memory, Piece::Claim, Some(Line::new("debate-together")));
        }
        self.weighed(memory, said)
    }

    /// Asks for the part that is missing, or lets the other side speak.
    fn weighed(&self, memory: &mut Memory, said: Parts) -> Step {
        let apt = relevance::touches(self.motion, self.said);
        if let Some(step) = self.astray(memory, apt) {
            return step;
        }
        let mut has = memory.has;
        // A part that was asked for may be given without its joining word.
        let asked = asked_part(memory);
        for (had, has_now) in has.iter_mut().zip([said.claim, said.reason, said.example]) {
            *had = *had || has_now;
        }
        // Who agrees or disagrees, and says why, has said what they hold.
        has[0] |= said.reason && relevance::takes_side(self.said);
        if has == memory.has
            && let Some(missing) = asked
        {
            has[missing] = said.words >= 2 * WORDS && apt;
        }
        memory.has = has;
        // No part is asked for twice: who gives another one goes on with that.
        let missing = has.iter().position(|had| !had).filter(|part| Some(*part) != asked);
        if let Some(part) = missing.filter(|_| memory.tries < ASKED) {
            memory.tries += 1;
            return go(say::missing(self.cx, self.motion, self.side, part), Vec::new());
        }
        let first =
            vec![Line::new(if has == [true; 3] { "debate-whole" } else { "debate-enough" })];
        self.made(memory, has, "argument", worth(has), first)
    }

    /// Words that speak for the other side, or of something else, make no argument, whatever their form.
    fn astray(&self, memory: &mut Memory, apt: bool) -> Option<Step> {
        let named = relevance::side_of(self.said)
            .or_else(|| relevance::side_of_claim(self.motion, self.said));
        let other = named.is_some_and(|side| side != self.side);
        let lost = !apt && memory.has == [false; 3];
        if !(other || lost) {
            return None;
        }
        if memory.tries >= ASKED {
            memory.fresh();
            let together = Line::new("debate-together");
            return Some(self.build(memory, Piece::Claim, Some(together)));
        }
        memory.tries += 1;
        let line = match (other, self.side) {
            (true, Side::For) => Line::new("debate-wrong-side-for"),
            (true, Side::Against) => Line::new("debate-wrong-side-against"),
            (false, _) => {
                Line::new("debate-off-topic").with("text", self.motion.motion.get(self.cx.lang))
            }
        };
        memory.stage = Stage::Argue;
        let ask = say::argue(self.cx, self.motion, self.side, Asking::Rephrased).then;
        Some(go(Turn::new(utters([line]), ask), Vec::new()))
    }

    /// An argument is made: the other side speaks.
    fn made(
        &self,
        memory: &mut Memory,
        has: [bool; 3],
        skill: &str,
        score: u8,
        mut first: Vec<Line>,
    ) -> Step {
        if memory.count(has) && self.cx.can.speak {
            first.push(Line::new("debate-harder"));
        }
        let effect = note(self, skill, has[1], score);
        memory.stage = Stage::Reply;
        memory.fresh();
        self.counter(memory, has, first, effect, Some(self.words_of(memory.pick)))
    }

    /// The learner's side of an argument, in words.
    fn words_of(&self, at: usize) -> String {
        let argument = self.side.own(self.motion).get(at);
        argument.map_or_else(String::new, |a| format!("{} {}", a.claim.en, a.reason.en))
    }

    /// The other side's turn: our words, and what a tutor is asked so as to better them.
    fn counter(
        &self,
        memory: &Memory,
        has: [bool; 3],
        first: Vec<Line>,
        note: Effect,
        chosen: Option<String>,
    ) -> Step {
        let (turn, theirs) =
            say::counter(self.cx, memory, self.motion, self.side, Asking::Plain, first.len());
        let think = Effect::Think(self.thought(memory, has, theirs, chosen));
        go(turn.after(utters(first)), vec![note, think])
    }

    fn thought(
        &self,
        memory: &Memory,
        has: [bool; 3],
        theirs: Vec<Line>,
        chosen: Option<String>,
    ) -> Task {
        let side = match self.side {
            Side::For => "for",
            Side::Against => "against",
        };
        let said = [("claim", has[0]), ("reason", has[1]), ("example", has[2])];
        let given: Vec<&str> =
            said.into_iter().filter(|(_, has)| *has).map(|(name, _)| name).collect();
        let given =
            if given.is_empty() { "no whole argument".to_owned() } else { given.join(", ") };
        let others = self.side.other(self.motion);
        let ours = others.get(usize::from(memory.round) % others.len().max(1));
        let mut facts = std::collections::BTreeMap::from([
            ("motion".into(), self.motion.motion.en.clone()),
            ("side".into(), side.to_owned()),
            ("level".into(), self.motion.level.to_string()),
            ("performance".into(), format!("the learner gave: {given}")),
        ]);
        if let Some(ours) = ours {
            facts.insert("counter".into(), format!("{} {}", ours.claim.en, ours.reason.en));
        }
        // A learner who pressed a number speaks in the words of that choice.
        let said = match (number(self.said, 9), chosen) {
            (Some(_), Some(words)) => words,
            _ => self.said.to_owned(),
        };
        let kind = TaskKind::Debate;
        Task { kind, said, facts, instead_of: theirs }
    }

    /// A piece was chosen.
    pub(super) fn built(&self, memory: &mut Memory, text: &str, piece: Piece) -> Step {
        let offered = say::offered(self.cx, memory, self.motion, self.side, piece);
        let asked_to_skip = matches!(replies::read(text), Some(Reply::Skip | Reply::DontKnow));
        let chosen = match number(text, offered.len()) {
            Some(n) => offered.get(n - 1).copied(),
            None if asked_to_skip => {
                offered.first().copied().filter(|_| piece == Piece::Claim).or(Some(memory.pick))
            }
            None => self.quoted(text, &offered, piece),
        };
        let Some(chosen) = chosen else {
            // Words in place of a number: the learner would rather argue freely.
            let said = parts(text);
            if said.reason && (said.claim || said.words >= 2 * WORDS) {
                memory.stage = Stage::Argue;
                memory.fresh();
                return self.weighed(memory, said);
            }
            return Step::NotUnderstood;
        };
        match piece {
            Piece::Claim => {
                memory.pick = chosen;
                self.build(memory, Piece::Reason, None)
            }
            _ if chosen != memory.pick && memory.tries == 0 => {
                memory.tries = 1;
                self.build(memory, piece, Some(Line::new("debate-not-that")))
            }
            _ => self.fitted(memory, piece, chosen == memory.pick && !asked_to_skip),
        }
    }

    /// The piece whose words were said.
    fn quoted(&self, text: &str, offered: &[usize], piece: Piece) -> Option<usize> {
        let of = |at: usize| {
            let argument = self.side.own(self.motion).get(at)?;
            let pair = match piece {
                Piece::Claim => &argument.claim,
                Piece::Reason => &argument.reason,
                Piece::Example => &argument.example,
            };
            Some(likeness(text, &pair.en).max(likeness(text, &pair.rw)))
        };
        let best = offered.iter().copied().max_by_key(|at| of(*at))?;
        of(best).filter(|like| *like >= 60).map(|_| best)
    }

    /// The piece fits, or is given after a second miss.
    fn fitted(&self, memory: &mut Memory, piece: Piece, right: bool) -> Step {
        let key = if right { "debate-fits" } else { "debate-given" };
        let late = memory.tries > 0;
        memory.tries = 0;
        memory.has[usize::from(piece == Piece::Example) + 1] = right;
        if piece == Piece::Reason {
            let given = (!right).then(|| self.shown(memory, Piece::Reason)).flatten();
            memory.stage = Stage::Build(Piece::Example);
            return stay(self.cx, self.library, memory, [Line::new(key)].into_iter().chain(given));
        }
        let has = [true, memory.has[1], memory.has[2]];
        let own = has == [true; 3];
        let score = if own && late { 70 } else { worth(has) };
        let first = vec![Line::new(if own { "debate-built" } else { "debate-built-together" })];
        self.made(memory, has, "build", score, first)
    }

    /// The piece that fits, where there is room for it beside the next choices.
    fn shown(&self, memory: &Memory, piece: Piece) -> Option<Line> {
        let own = self.side.own(self.motion);
        let words = say::piece_of(own.get(memory.pick)?, piece);
        let next = say::offered(self.cx, memory, self.motion, self.side, Piece::Example);
        let choices =
            next.iter().filter_map(|at| own.get(*at)).map(|a| a.example.get(self.cx.lang));
        let texts: Vec<&str> = choices.chain([words.get(self.cx.lang)]).collect();
        (room(self.cx, &texts) > BESIDE).then(|| told(words))
    }

    pub(super) fn next_round(
        &self,
        memory: &mut Memory,
        first: Vec<Line>,
        (good, score): (bool, u8),
        chosen: Option<String>,
    ) -> Step {
        let note = note(self, "reply", good, score);
        memory.round = memory.round.saturating_add(1);
        memory.fresh();
        let rounds = if self.cx.manner.mood == Mood::Frustrated { 1 } else { ROUNDS };
        if memory.round < rounds {
            let said = parts(self.said);
            let has = [said.claim, said.reason, said.example];
            return self.counter(memory, has, first, note, chosen);
        }
        memory.finish();
        go(say::close(self.cx, self.motion, first), vec![note])
    }
}
