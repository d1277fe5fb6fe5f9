//! What exercises are worth: points, a word of celebration, and the account of it all.

use super::machine::Work;
use super::thinking::place;
use crate::domain::effect::{Attempt, Effect};
use crate::domain::turn::{Line, Turn, Utter};
use crate::modules::registry::Registry;
use crate::session::play::Feat;

impl Work<'_> {
    /// Counts the exercises noted among the effects, and what was earned by them.
    pub(super) fn count(&mut self, effects: &[Effect]) -> Vec<Feat> {
        let attempts: Vec<&Attempt> = effects
            .iter()
            .filter_map(|effect| match effect {
                Effect::Note(attempt) => Some(attempt),
                _ => None,
            })
            .collect();
        let now = self.scene.now;
        let mut feats = Vec::new();
        for attempt in attempts {
            let seconds = self.leg().asked_at.map(|asked| (now - asked).num_seconds());
            let done = &mut self.leg().done;
            done.0 += 1;
            done.1 += u32::from(attempt.correct);
            let row = &mut self.leg().row;
            row.0 = if attempt.correct { row.0 + 1 } else { 0 };
            row.1 = row.1.max(row.0);
            self.leg().subjects.insert(attempt.module.clone());
            self.context.profile.note_answer(attempt.correct, seconds);
            feats.extend(self.context.play.count(attempt, now));
        }
        feats
    }

    /// How the learner is doing, to be said; one line if nothing was done yet.
    pub(super) fn progress_told(&self) -> Vec<Line> {
        let mut lines = self.progress();
        if lines.is_empty() {
            let begun =
                self.context.current_module.as_ref().is_some_and(|at| *at != Registry::MENU);
            return vec![Line::new(if begun {
                "line-progress-begun"
            } else {
                "line-progress-none"
            })];
        }
        let intro = match &self.context.user_name {
            Some(name) => Line::new("line-progress-intro-name").with("name", name.as_str()),
            None => Line::new("line-progress-intro"),
        };
        lines.insert(0, intro);
        lines.push(self.score_told());
        lines.extend(self.improvement());
        lines.extend(self.next());
        lines
    }

    /// Points, level and streak.
    fn score_told(&self) -> Line {
        let play = &self.context.play;
        Line::new("play-score")
            .with("points", i64::from(play.points))
            .with("level", i64::from(play.level()))
            .with("days", i64::from(play.streak(self.scene.now)))
            .with("badges", i64::try_from(play.badges()).unwrap_or(0))
    }

    /// What became better since the week before.
    fn improvement(&self) -> Option<Line> {
        let (now, before) = self.context.play.weeks();
        let (now, before) = (now.percent()?, before.percent()?);
        (now > before).then(|| {
            Line::new("play-improved").with("now", i64::from(now)).with("before", i64::from(before))
        })
    }

    /// What to practise next: from the lesson at hand, else from any in which something was done.
    pub(super) fn next(&self) -> Option<Line> {
        let cx = self.cx();
        let of = |name: &crate::domain::ids::ModuleName| {
            self.registry.get(name)?.next(&cx, &self.slot(name))
        };
        let at_hand = self.context.current_module.as_ref().and_then(of);
        at_hand.or_else(|| self.registry.cards().iter().find_map(|card| of(&card.name)))
    }

    /// What was done in this conversation, for the text after the call: counts, best, next, when to call again.
    pub(super) fn summary(&mut self) -> Vec<Line> {
        let (done, right) = self.leg().done;
        let counts = Line::new("line-summary-attempts")
            .with("done", i64::from(done))
            .with("right", i64::from(right));
        let mut lines = vec![counts];
        let (_, best) = self.leg().row;
        if best > 1 {
            lines.push(Line::new("line-summary-best").with("row", i64::from(best)));
        }
        let subjects = self.leg().subjects.clone();
        lines.extend(self.progress_in(|name| subjects.contains(name)));
        lines.extend(self.next());
        lines.push(match self.context.play.streak(self.scene.now) {
            0 | 1 => Line::new("line-summary-again"),
            days => Line::new("line-summary-streak").with("days", i64::from(days)),
        });
        lines
    }
}

/// Puts the greatest feat after the verdict, where it is heard as part of it. One is enough: airtime costs money.
///
/// It never parts a line from the words of a pack that it leads to ("Better:"), nor `bettered`, the lines that a tutor may
/// answer in the place of.
pub(super) fn celebrate(mut turn: Turn, feats: &[Feat], bettered: &[Line]) -> Turn {
    let Some(feat) = feats.first() else { return turn };
    let line = match *feat {
        Feat::Badge(name) => Line::new(format!("badge-{name}")),
        Feat::Level(level) => Line::new("play-level").with("level", i64::from(level)),
        Feat::Streak(days) => Line::new("play-streak").with("days", i64::from(days)),
    };
    let parts = place(&turn.say, bettered).is_some_and(|run| run.contains(&0) && run.contains(&1));
    // Nor the question from its choices.
    let before = match turn.question {
        0 => turn.say.len(),
        question => turn.say.len().saturating_sub(question),
    };
    // What stands in the question belongs to it, and to no verdict.
    let alone = turn.question > 0 && before == 1;
    let leads = !alone && !is_verdict(&turn) && turn.say.get(1).is_none_or(is_taught);
    turn.say.insert(usize::from(!leads && !parts).min(before), line.into());
    turn
}

/// Whether a turn begins with a whole verdict, which leads to nothing.
fn is_verdict(turn: &Turn) -> bool {
    matches!(turn.say.first(), Some(Utter::Line(line))
        if turn.say.len() > 1 && (line.key.starts_with("manner-right-") || line.key.ends_with("-right")))
}

/// Whether it is what a lesson teaches, and not the line's own words around it.
fn is_taught(utter: &Utter) -> bool {
    match utter {
        Utter::Line(line) => line.key.starts_with("content"),
        Utter::Model { .. } | Utter::Pause { .. } => true,
    }
}

/// Whether a turn praises.
pub(super) fn praises(turn: &Turn) -> bool {
    turn.say.iter().any(|utter| match utter {
        Utter::Line(line) => line.key.starts_with("manner-right-"),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::turn::Ask;

    fn celebrated(say: &[&'static str], bettered: &[&'static str]) -> Vec<String> {
        let say = say.iter().map(|key| Line::new(*key).into()).collect();
        let bettered: Vec<Line> = bettered.iter().map(|key| Line::new(*key)).collect();
        let turn = celebrate(Turn::ask(say, Ask::choice()), &[Feat::Badge("first")], &bettered);
        let key = |utter: &Utter| match utter {
            Utter::Line(line) => line.key.to_string(),
            Utter::Model { .. } | Utter::Pause { .. } => "sound".to_owned(),
        };
        turn.say.iter().map(key).collect()
    }

    #[test]
    fn a_feat_follows_the_verdict() {
        assert_eq!(celebrated(&["right", "next"], &[]), ["right", "badge-first", "next"]);
        assert_eq!(celebrated(&["next"], &[]), ["badge-first", "next"]);
        assert_eq!(celebrated(&["right", "a", "b"], &["a", "b"])[1], "badge-first");
    }

    #[test]
    fn a_feat_parts_nothing_that_belongs_together() {
        assert_eq!(celebrated(&["better", "content", "next"], &[])[0], "badge-first");
        assert_eq!(celebrated(&["a", "b", "next"], &["a", "b"])[0], "badge-first");
        assert_eq!(celebrated(&["a", "b"], &["a"]), ["a", "badge-first", "b"]);
    }
}
