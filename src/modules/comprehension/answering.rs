//! How an answer to a question on a story is taken: judged, tried again, closed with the reason why.

use std::collections::BTreeMap;

use super::super::answers::{room, senseless, utters};
use super::judge::{self, Verdict};
use super::memory::{Memory, Moved, label};
use super::{NAME, say};
use crate::content::stories::{Question, QuestionKind, Story};
use crate::domain::effect::{Attempt, Effect};
use crate::domain::manner::Mood;
use crate::domain::task::{Task, TaskKind};
use crate::domain::turn::{Line, Turn};
use crate::modules::reasoning::parts;
use crate::modules::{Asking, Cx, Step, manner, told};

/// An opinion of so many words needs no joining word to be a reasoned one.
const REASONED: usize = 9;

fn go(turn: Turn) -> Step {
    Step::Go { turn, effects: Vec::new() }
}

/// The learner asked for the answer.
pub(super) fn given(cx: &Cx<'_>, memory: &mut Memory, story: &Story, question: &Question) -> Step {
    close(cx, memory, story, question, vec![Line::new("comprehension-skipped")], Closed::Given)
}

/// Takes an answer, by number or in words.
pub(super) fn answered(
    cx: &Cx<'_>,
    memory: &mut Memory,
    story: &Story,
    question: &Question,
    text: &str,
) -> Step {
    if senseless(text) && judge::choice(text, question).is_none() {
        return Step::NotUnderstood;
    }
    if question.kind == QuestionKind::Opinion {
        return opinion(cx, memory, story, question, text);
    }
    let verdict = match judge::judge(story, question, text) {
        Verdict::Unclear if !memory.unclear => {
            memory.unclear = true;
            return Step::NotUnderstood;
        }
        Verdict::Unclear => Verdict::Wrong,
        clear => clear,
    };
    match (verdict, memory.tries) {
        (Verdict::Right, 0) => {
            let mut say = vec![Line::new("comprehension-right")];
            say.extend(manner::praise(cx).filter(|_| cx.can.speak));
            close(cx, memory, story, question, say, Closed::Right)
        }
        (Verdict::Right, _) => close(
            cx,
            memory,
            story,
            question,
            vec![Line::new("comprehension-right-second")],
            Closed::Second,
        ),
        (Verdict::Partly(word), 0) => {
            memory.tries = 1;
            let first = Line::new("comprehension-partly").with("word", word);
            go(say::question_after(cx, memory, question, vec![first], &[]))
        }
        (Verdict::Partly(_), _) => close(
            cx,
            memory,
            story,
            question,
            vec![Line::new("comprehension-nearly")],
            Closed::Wrong,
        ),
        (_, 0) => retry(cx, memory, story, question),
        _ => close(
            cx,
            memory,
            story,
            question,
            vec![Line::new("comprehension-wrong")],
            Closed::Wrong,
        ),
    }
}

/// A first answer was wrong: the sentence to listen to again, and for the frustrated only two choices.
fn retry(cx: &Cx<'_>, memory: &mut Memory, story: &Story, question: &Question) -> Step {
    memory.tries = 1;
    let mut say = vec![Line::new("comprehension-not-yet")];
    say.extend(manner::comfort(cx).filter(|_| cx.can.speak));
    if cx.manner.mood == Mood::Frustrated && question.choices.len() > 2 {
        let other = if question.answer == 1 { 2 } else { 1 };
        say.push(Line::new("comprehension-narrow"));
        let mut two = [question.answer, other];
        two.sort_unstable();
        say.extend(two.map(|n| say::option(cx, question, n)));
        let ask = say::question(cx, memory.at, question, Asking::Plain, 0).then;
        return go(Turn::new(utters(say), ask));
    }
    let clue = judge::clue(story, question, |part| part.get(cx.lang));
    let fits = clue
        .as_deref()
        .filter(|clue| clue.len() + question.ask.get(cx.lang).len() + 120 < room(cx, &[]));
    if let Some(clue) = fits {
        say.push(Line::new("comprehension-look").with("text", clue));
    }
    let texts: Vec<&str> = fits.into_iter().collect();
    go(say::question_after(cx, memory, question, say, &texts))
}

/// How a question was closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Closed {
    Right,
    Second,
    Wrong,
    /// The learner asked for the answer.
    Given,
}

/// An opinion is never wrong; one without a reason is asked for it once.
fn opinion(
    cx: &Cx<'_>,
    memory: &mut Memory,
    story: &Story,
    question: &Question,
    text: &str,
) -> Step {
    let chosen = judge::choice(text, question);
    let said = parts(text);
    let reasoned = said.reason || said.words >= REASONED || said.example;
    if chosen.is_none()
        && !reasoned
        && judge::judge(story, question, text) == Verdict::Unclear
        && !memory.unclear
        && said.words < 2
    {
        memory.unclear = true;
        return Step::NotUnderstood;
    }
    if !reasoned && memory.tries == 0 && chosen.is_none() {
        memory.tries = 1;
        return go(say::question_after(
            cx,
            memory,
            question,
            vec![Line::new("comprehension-why-ask")],
            &[],
        ));
    }
    let first = match chosen.and_then(|n| question.choices.get(n - 1)) {
        Some(choice) => Line::new("comprehension-chosen").with("text", choice.get(cx.lang)),
        None if reasoned => Line::new("comprehension-reasoned"),
        None => Line::new("comprehension-thanks"),
    };
    let think = thought(cx, story, text, Some(question), vec![first.clone()]);
    let step = close(cx, memory, story, question, vec![first], Closed::Right);
    match step {
        Step::Go { turn, mut effects } if chosen.is_none() => {
            effects.push(think);
            Step::Go { turn, effects }
        }
        step => step,
    }
}

/// What a tutor is asked: on a question about the story, or on what the learner thinks of one of ours.
pub(super) fn thought(
    cx: &Cx<'_>,
    story: &Story,
    said: &str,
    question: Option<&Question>,
    instead_of: Vec<Line>,
) -> Effect {
    let parts: Vec<&str> = story.parts.iter().map(|part| part.get(cx.lang)).collect();
    let mut facts = BTreeMap::from([
        ("story".into(), parts.join(" ")),
        ("level".into(), story.level.to_string()),
    ]);
    if let Some(question) = question {
        facts.insert("question".into(), question.ask.get(cx.lang).to_owned());
        facts.insert("answer".into(), question.why.get(cx.lang).to_owned());
        facts.insert("verdict".into(), "an opinion: no answer is wrong".to_owned());
    }
    let (kind, said) = (TaskKind::Story, said.to_owned());
    Effect::Think(Task { kind, said, facts, instead_of })
}

fn note(story: &Story, question: &Question, how: Closed) -> Effect {
    let score = match how {
        Closed::Right => 100,
        Closed::Second => 50,
        Closed::Wrong | Closed::Given => 0,
    };
    Effect::Note(Attempt {
        module: NAME,
        skill: label(question.kind).to_owned(),
        level: story.level,
        correct: score > 0,
        score: (question.kind != QuestionKind::Opinion).then_some(score),
    })
}

/// Says why, and goes on to the next question or the end of the story.
fn close(
    cx: &Cx<'_>,
    memory: &mut Memory,
    story: &Story,
    question: &Question,
    mut say: Vec<Line>,
    how: Closed,
) -> Step {
    let right = matches!(how, Closed::Right | Closed::Second);
    let mut texts: Vec<&str> = Vec::new();
    let answer = question.answer.checked_sub(1).and_then(|at| question.choices.get(at));
    if let Some(answer) = answer.filter(|_| !right) {
        texts.push(answer.get(cx.lang));
        say.push(Line::new("comprehension-answer").with("text", answer.get(cx.lang)));
    }
    texts.push(question.why.get(cx.lang));
    say.push(told(&question.why));
    memory.count(question.kind, right);
    memory.fresh();
    memory.at += 1;
    let effects = vec![note(story, question, how)];
    if let Some(next) = story.questions.get(memory.at) {
        return Step::Go { turn: say::question_after(cx, memory, next, say, &texts), effects };
    }
    let set = memory.set;
    say.push(
        Line::new("comprehension-done")
            .with("right", i64::from(set.right))
            .with("asked", i64::from(set.asked)),
    );
    match memory.finish() {
        Moved::Up => say.push(Line::new("comprehension-harder")),
        Moved::Down => say.push(Line::new("comprehension-easier")),
        Moved::No => {}
    }
    Step::Go { turn: say::offer(cx, Asking::Plain).after(utters(say)), effects }
}
