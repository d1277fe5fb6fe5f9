//! What the tests of the modules share: a context, and checks that hold for every turn.
#![allow(dead_code, unreachable_pub, reason = "each test binary uses its own part")]

pub mod lesson;
pub mod telephone;
pub mod verdicts;

use chrono::{DateTime, TimeZone, Utc};
use toneline::domain::effect::Effect;
use toneline::domain::lang::Lang;
use toneline::domain::manner::Manner;
use toneline::domain::task::Task;
use toneline::domain::turn::{Arg, KeyRule, Line, Then, Turn, Utter};
use toneline::modules::registry::Registry;
use toneline::modules::{Can, Cx, Step};
use toneline::text::sms::{self, Need};
use toneline::wording::Catalogue;

/// A call that can hear tones.
pub const CALL: Can = Can { speak: true, hear: true, keys: true };
/// A call whose stream cannot be opened.
pub const DEAF_CALL: Can = Can { speak: true, hear: false, keys: true };
/// A text conversation.
pub const TEXT: Can = Can { speak: false, hear: false, keys: false };

/// Noon of a day, and `seconds` after.
pub fn at(seconds: i64) -> DateTime<Utc> {
    let noon = Utc.with_ymd_and_hms(2026, 3, 2, 12, 0, 0).single();
    noon.expect("a moment") + chrono::Duration::seconds(seconds)
}

/// A context.
pub fn cx(registry: &Registry, can: Can, lang: Lang, seed: u64) -> Cx<'_> {
    Cx {
        now: at(i64::try_from(seed % 1_000_000).expect("small") * 20),
        seed,
        lang,
        name: None,
        manner: Manner::default(),
        can,
        cards: registry.cards(),
        interrupted: None,
    }
}

/// The text of a line; panics if the catalogues lack it, or a variable of it.
pub fn said(lang: Lang, line: &Line) -> String {
    check(lang, line);
    let text = Catalogue::shipped().render(lang, line);
    assert!(!text.is_empty() && !text.contains('{') && !text.contains('$'), "{line:?}: {text}");
    text
}

fn check(lang: Lang, line: &Line) {
    assert!(
        Catalogue::shipped().has(line.lang.unwrap_or(lang), &line.key),
        "{lang} lacks {}",
        line.key
    );
    for arg in line.args.values() {
        match arg {
            Arg::Line(inner) => check(lang, inner),
            Arg::List(inner) => inner.iter().for_each(|l| check(lang, l)),
            Arg::Number(_) | Arg::Text(_) => {}
        }
    }
}

/// Everything that a turn says in words.
pub fn words(lang: Lang, turn: &Turn) -> String {
    let lines = turn.say.iter().filter_map(|utter| match utter {
        Utter::Line(line) => Some(said(lang, line)),
        Utter::Model { pinyin, .. } => Some(format!("<{pinyin}>")),
        Utter::Pause { .. } => None,
    });
    lines.collect::<Vec<_>>().join(" ")
}

/// The keys of the lines of a turn.
pub fn keys(turn: &Turn) -> Vec<String> {
    let lines = turn.say.iter().filter_map(|utter| match utter {
        Utter::Line(line) => Some(line.key.to_string()),
        Utter::Model { slow, .. } => {
            Some(if *slow { "<slow model>" } else { "<model>" }.to_owned())
        }
        Utter::Pause { .. } => None,
    });
    lines.collect()
}

/// What must hold for every turn: it says something that the catalogues have, it can be answered, and as a text it
/// fits two segments.
pub fn sound(cx: &Cx<'_>, turn: &Turn) {
    let text = words(cx.lang, turn);
    assert!(!text.is_empty(), "a turn says nothing");
    match &turn.then {
        Then::Ask(ask) => {
            assert!((1..=30).contains(&ask.timeout_s));
            ask.hints.iter().for_each(|hint| drop(said(cx.lang, hint)));
            assert!(!matches!(ask.keys, KeyRule::UpTo(0)));
        }
        Then::Listen(listen) => {
            assert!(cx.can.hear, "nothing can be listened to here");
            assert!((1..=30).contains(&listen.timeout_s));
        }
        Then::HangUp => panic!("a module never hangs up"),
    }
    if !cx.can.speak {
        let sent = as_sent(cx.lang, turn);
        let (units, limit) =
            if sent.is_ascii() { (sent.len(), 306) } else { (sent.encode_utf16().count(), 134) };
        assert!(units <= limit, "{units} of {limit}: {sent}");
    }
}

/// A turn as a text: as the line sends it, what was put before the question gives way, its later parts first.
pub fn as_sent(lang: Lang, turn: &Turn) -> String {
    let asks = turn.say.len().saturating_sub(turn.question);
    let parts = turn.say.iter().enumerate().filter_map(|(at, utter)| {
        let need = match at {
            _ if turn.question == 0 || at >= asks => Need::Must,
            0 => Need::Much,
            _ => Need::Some,
        };
        match utter {
            Utter::Line(line) => Some((said(lang, line), need)),
            Utter::Model { pinyin, .. } => Some((format!("<{pinyin}>"), need)),
            Utter::Pause { .. } => None,
        }
    });
    sms::fit(&parts.collect::<Vec<_>>(), 2).concat()
}

/// What a tutor is asked with a step, if anything.
pub fn thought(step: &Step) -> Option<&Task> {
    let Step::Go { effects, .. } = step else { return None };
    effects.iter().find_map(|effect| match effect {
        Effect::Think(task) => Some(task),
        _ => None,
    })
}

/// The same for what a step gives. The lines that a tutor may better stand in the turn, one after the other.
pub fn sound_step(cx: &Cx<'_>, step: &Step) {
    match step {
        Step::Go { turn, effects } => {
            sound(cx, turn);
            assert!(effects.iter().filter(|e| matches!(e, Effect::Think(_))).count() <= 1);
            if let Some(task) = thought(step) {
                let lines = &task.instead_of;
                let same = |(utter, line): (&Utter, &Line)| *utter == Utter::Line(line.clone());
                let stands = !lines.is_empty()
                    && turn.say.windows(lines.len()).any(|at| at.iter().zip(lines).all(same));
                assert!(stands, "{task:?} betters {lines:?}, which is not in {:?}", turn.say);
            }
        }
        Step::Switch { say, .. } | Step::Leave { say, .. } => {
            for utter in say {
                if let Utter::Line(line) = utter {
                    let _ = said(cx.lang, line);
                }
            }
        }
        Step::NotUnderstood | Step::Finish => {}
    }
}

/// The turn of a step that goes on.
pub fn turn(step: Step) -> Turn {
    match step {
        Step::Go { turn, .. } => turn,
        other => panic!("it does not go on: {other:?}"),
    }
}
