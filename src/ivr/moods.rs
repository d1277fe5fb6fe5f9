//! What a lesson does when it is too hard or too easy: a hint, the answer, another exercise.

use super::asides::{Verdict, judged, stay};
use super::lesson;
use super::machine::{Outcome, Work};
use crate::domain::ids::ModuleName;
use crate::domain::manner::Mood;
use crate::domain::turn::{Line, Turn, Utter};
use crate::modules::registry::Registry;
use crate::modules::{Asking, Input, Step};

/// A mood told in words: something kind, then a hint; another exercise where a hint was not enough.
pub(super) fn felt(work: &mut Work<'_>, module: &ModuleName, mood: Mood) -> Outcome {
    work.context.profile.feel(mood);
    if mood == Mood::Bored {
        return another(work, module, mood);
    }
    let hint = quietly(work, module, "hint");
    let again = hint.as_ref().is_some_and(|hint| was_said(work, hint));
    if (again || work.mood_before == Mood::Frustrated)
        && let Some(outcome) = eased(work, module, mood)
    {
        return outcome;
    }
    let turn = hint.unwrap_or_else(|| lesson::prompt(work, module, Asking::Plain));
    Outcome::turn(turn.after(vec![Line::new("line-mood-hard").into()]))
}

/// Another exercise: the mood makes it an easier or a harder one.
pub(super) fn another(work: &mut Work<'_>, module: &ModuleName, mood: Mood) -> Outcome {
    work.context.profile.feel(mood);
    // Who is bored finishes what was tried.
    let stays = mood == Mood::Bored && work.slot(module).tries() > 0;
    if !stays && let Some(outcome) = eased(work, module, mood) {
        return outcome;
    }
    let line = match mood {
        Mood::Bored if *module != Registry::MENU => "line-mood-harder-next",
        Mood::Bored => "line-mood-bored",
        _ => "line-mood-hard",
    };
    Outcome::turn(stay(work, module, vec![Line::new(line)]))
}

/// Passes the exercise over, and says what the mood changes, if it changes anything here.
fn eased(work: &mut Work<'_>, module: &ModuleName, mood: Mood) -> Option<Outcome> {
    let tried = work.slot(module).tries() > 0;
    let follows = work.registry.get(module)?.follows_mood();
    let mut outcome = passed(work, module)?;
    let turn = outcome.turn.take()?;
    let turn = match (follows, mood) {
        (true, Mood::Bored) => before_question(turn, "line-mood-harder"),
        (true, _) => before_question(turn, "line-mood-easier"),
        (false, _) => turn,
    };
    outcome.turn = Some(match (follows, tried) {
        (_, true) => turn.after(vec![Line::new("line-mood-hard").into()]),
        (false, _) => turn.after(vec![Line::new("line-mood-on").into()]),
        (true, _) => turn,
    });
    Some(outcome)
}

/// Puts a line where the next question begins.
fn before_question(mut turn: Turn, key: &'static str) -> Turn {
    let at = if turn.question == 0 { 0 } else { turn.say.len().saturating_sub(turn.question) };
    turn.say.insert(at, Line::new(key).into());
    turn
}

/// The hint to the exercise, unless it has just been given.
pub(super) fn hinted(work: &mut Work<'_>, module: &ModuleName) -> Option<Turn> {
    let hint = quietly(work, module, "hint")?;
    (!was_said(work, &hint)).then_some(hint)
}

/// Whether the turn that stands said everything of this one.
fn was_said(work: &mut Work<'_>, turn: &Turn) -> bool {
    let said: Vec<Utter> =
        work.leg().last_turn.as_ref().map_or(Vec::new(), |turn| turn.say.clone());
    turn.say.iter().all(|utter| said.contains(utter))
}

/// Passes the exercise over and tells its answer. After a wrong answer that counts, as giving up does.
pub(super) fn passed(work: &mut Work<'_>, module: &ModuleName) -> Option<Outcome> {
    let input = Input::Text("skip".to_owned());
    let counts = work.slot(module).tries() > 0;
    let fits = match judged(work, module, &input) {
        Verdict::Known => true,
        Verdict::Wrong => counts,
        _ => false,
    };
    if *module == Registry::MENU || !fits {
        return None;
    }
    let mut slot = work.slot(module);
    match work.registry.get(module)?.step(&work.cx(), &mut slot, &input) {
        Step::Go { turn, effects } => {
            work.keep(module, slot);
            Some(Outcome::turn(turn).with(effects))
        }
        _ => None,
    }
}

/// Gives the lesson a short reply in the learner's place, if it costs the learner nothing.
pub(super) fn quietly(work: &mut Work<'_>, module: &ModuleName, reply: &str) -> Option<Turn> {
    let input = Input::Text(reply.to_owned());
    if *module == Registry::MENU || judged(work, module, &input) != Verdict::Known {
        return None;
    }
    let mut slot = work.slot(module);
    match work.registry.get(module)?.step(&work.cx(), &mut slot, &input) {
        Step::Go { turn, .. } => {
            work.keep(module, slot);
            Some(turn)
        }
        _ => None,
    }
}
