//! Conversations of forty turns in maths and general knowledge, by voice and by text, in both languages: answers right and
//! wrong, wishes, nonsense, silence and the other language. Nothing is a dead end, no answer is lost, and no reply is over
//! its budget.

mod support;

use support::{CALL, TEXT, at, cx, keys, sound, sound_step, words};
use toneline::content::Library;
use toneline::domain::effect::Effect;
use toneline::domain::event::{Keys, Words};
use toneline::domain::lang::Lang;
use toneline::domain::manner::Mood;
use toneline::modules::knowledge::{Knowledge, Memory as KnowledgeMemory, Stage};
use toneline::modules::maths::{Maths, Memory as MathsMemory};
use toneline::modules::registry::Registry;
use toneline::modules::{Asking, Can, Input, Module, Slot, Step};
use toneline::text::numbers::spell;

/// What the learner does at a turn.
#[derive(Debug, Clone, Copy)]
enum Act {
    /// The right answer by key, or typed.
    Right,
    /// The right answer in words of English.
    RightWords,
    /// The right answer in words of Kinyarwanda.
    RightRw,
    /// A wrong answer.
    Wrong,
    /// Words as they are.
    Say(&'static str),
    /// Nothing, or noise: the line asks again, more plainly each time.
    Silence,
    /// The other channel, as after a dropped call.
    Switch,
}

use Act::{Right, RightRw, RightWords, Say, Silence, Switch, Wrong};

/// Forty turns; where a set ends, the offer to go on is taken.
const SCRIPT: [Act; 40] = [
    Right,
    Wrong,
    Right,
    RightWords,
    Silence,
    Right,
    Say("asdfgh"),
    Wrong,
    Wrong,
    Say("help"),
    RightWords,
    Say("again"),
    Say("mu gitondo cyiza cyane"),
    Right,
    Say("skip"),
    RightRw,
    Say("ongera"),
    Wrong,
    Say("mfasha"),
    Right,
    Silence,
    Silence,
    RightRw,
    Say("progress"),
    Right,
    Say("\u{1f410}"),
    Say(""),
    Right,
    Wrong,
    Say("i don't know"),
    Right,
    Switch,
    Right,
    Say("yes"),
    Right,
    Say("simbuka"),
    RightRw,
    RightWords,
    Switch,
    Right,
];

trait Lesson {
    fn module(&self) -> &dyn Module;
    /// The right answer in digits, or in words of a language; `None` between the sets.
    fn right(&self, slot: &Slot, spoken: Option<Lang>) -> Option<String>;
    fn wrong(&self, slot: &Slot) -> Option<String>;
    /// What is being asked.
    fn asked(&self, slot: &Slot) -> String;
    /// Answers counted so far.
    fn counted(&self, slot: &Slot) -> u32;
    /// What gets from the opening to the first question.
    fn first(&self) -> Option<&'static str>;
}

struct OfMaths(Maths);

impl Lesson for OfMaths {
    fn module(&self) -> &dyn Module {
        &self.0
    }
    fn right(&self, slot: &Slot, spoken: Option<Lang>) -> Option<String> {
        let memory: MathsMemory = slot.load();
        let made = memory.current_math_problem?;
        if made.over > 1 {
            let place = made.choices.iter().position(|c| *c == (made.answer, made.over));
            return Some((place.expect("a choice") + 1).to_string());
        }
        let n = u32::try_from(made.answer).expect("small");
        Some(spoken.map_or(n.to_string(), |lang| spell(n, lang)))
    }
    fn wrong(&self, slot: &Slot) -> Option<String> {
        let memory: MathsMemory = slot.load();
        let made = memory.current_math_problem?;
        let place = made.choices.iter().position(|c| *c != (made.answer, made.over));
        Some(place.map_or(made.answer + 1, |at| i64::try_from(at).expect("small") + 1).to_string())
    }
    fn asked(&self, slot: &Slot) -> String {
        format!("{:?}", slot.load::<MathsMemory>().current_math_problem)
    }
    fn counted(&self, slot: &Slot) -> u32 {
        slot.load::<MathsMemory>().math_problems_attempted
    }
    fn first(&self) -> Option<&'static str> {
        None
    }
}

struct OfKnowledge(Knowledge);

impl OfKnowledge {
    fn item(slot: &Slot) -> Option<toneline::content::general::Item> {
        let id = slot.load::<KnowledgeMemory>().current?;
        Library::shipped().items.iter().find(|item| item.id == id).cloned()
    }
}

impl Lesson for OfKnowledge {
    fn module(&self) -> &dyn Module {
        &self.0
    }
    fn right(&self, slot: &Slot, spoken: Option<Lang>) -> Option<String> {
        let item = Self::item(slot)?;
        let choice = &item.choices[item.answer - 1];
        Some(spoken.map_or(item.answer.to_string(), |lang| choice.get(lang).to_owned()))
    }
    fn wrong(&self, slot: &Slot) -> Option<String> {
        let item = Self::item(slot)?;
        Some((item.answer % item.choices.len() + 1).to_string())
    }
    fn asked(&self, slot: &Slot) -> String {
        format!("{:?}", slot.load::<KnowledgeMemory>().current)
    }
    fn counted(&self, slot: &Slot) -> u32 {
        slot.load::<KnowledgeMemory>().total().asked
    }
    fn first(&self) -> Option<&'static str> {
        Some("7")
    }
}

fn input(can: Can, text: &str, turn: usize) -> Input {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match (can.speak, digits, turn % 2) {
        (true, true, 0) => Input::Keys(Keys::parse(text).expect("keys")),
        (true, _, _) => Input::Speech(Words::typed(text)),
        (false, _, _) => Input::Text(text.to_owned()),
    }
}

fn noted(step: &Step) -> usize {
    match step {
        Step::Go { effects, .. } => effects.iter().filter(|e| matches!(e, Effect::Note(_))).count(),
        _ => 0,
    }
}

/// Plays the script and counts what was answered.
fn play(lesson: &dyn Lesson, mut can: Can, lang: Lang, mood: Mood) -> (u32, usize) {
    let registry = Registry::shipped();
    let mut slot = Slot::default();
    let (mut notes, mut welcomes, mut misses) = (0, 0, 0);
    let mut context = cx(&registry, can, lang, 900);
    context.manner.mood = mood;
    context.now = at(0);
    let opening = lesson.module().open(&context, &mut slot);
    sound(&context, &opening);
    if let Some(first) = lesson.first() {
        sound_step(&context, &lesson.module().step(&context, &mut slot, &input(can, first, 0)));
    }
    for (n, act) in SCRIPT.into_iter().enumerate() {
        let mut context = cx(&registry, can, lang, 1_000 + n as u64);
        context.manner.mood = mood;
        context.now = at(i64::try_from(n).expect("small") * 25);
        // Where a set is over, the offer is taken before the script goes on.
        if lesson.right(&slot, None).is_none() {
            let step = lesson.module().step(&context, &mut slot, &input(can, "1", n));
            sound_step(&context, &step);
            assert!(lesson.right(&slot, None).is_some(), "{n}: the next set begins");
        }
        let before = lesson.asked(&slot);
        let text = match act {
            Right => lesson.right(&slot, None),
            RightWords => lesson.right(&slot, Some(Lang::En)),
            RightRw => lesson.right(&slot, Some(Lang::Rw)),
            Wrong => lesson.wrong(&slot),
            Say(text) => Some(text.to_owned()),
            Silence | Switch => None,
        };
        let Some(text) = text else {
            if matches!(act, Switch) {
                can = if can.speak { TEXT } else { CALL };
                context.can = can;
                let again = lesson.module().open(&context, &mut slot);
                sound(&context, &again);
                welcomes += usize::from(keys(&again)[0].ends_with("-welcome-back"));
            } else {
                misses = (misses + 1) % 3;
                let how = [Asking::Plain, Asking::Rephrased, Asking::KeysOnly][misses];
                sound(&context, &lesson.module().prompt(&context, &slot, how));
            }
            assert_eq!(lesson.asked(&slot), before, "{n}: nothing is lost");
            continue;
        };
        let step = lesson.module().step(&context, &mut slot, &input(can, &text, n));
        sound_step(&context, &step);
        notes += noted(&step);
        match (&step, act) {
            (Step::Go { turn, .. }, _) => assert!(!words(lang, turn).is_empty()),
            (Step::NotUnderstood, Say(_)) => {
                assert_eq!(lesson.asked(&slot), before, "{n}: nonsense is no answer");
                sound(&context, &lesson.module().prompt(&context, &slot, Asking::Rephrased));
            }
            other => panic!("{n}: {text:?} gave {other:?}"),
        }
    }
    assert_eq!(welcomes, 2, "each change of channel goes on with the same question");
    (lesson.counted(&slot), notes)
}

#[test]
fn forty_turns_of_maths_go_through_on_both_channels_in_both_languages() {
    let lesson = OfMaths(Maths::new());
    for can in [CALL, TEXT] {
        for lang in Lang::ALL {
            for mood in [Mood::Steady, Mood::Frustrated, Mood::Bored] {
                let (counted, notes) = play(&lesson, can, lang, mood);
                assert!(counted >= 15, "{counted} problems were answered");
                assert_eq!(usize::try_from(counted).expect("few"), notes, "each is noted once");
            }
        }
    }
}

#[test]
fn forty_turns_of_knowledge_go_through_on_both_channels_in_both_languages() {
    let lesson = OfKnowledge(Knowledge::new());
    for can in [CALL, TEXT] {
        for lang in Lang::ALL {
            let (counted, notes) = play(&lesson, can, lang, Mood::Steady);
            assert!(counted >= 18, "{counted} questions were answered");
            assert_eq!(usize::try_from(counted).expect("few"), notes, "each is noted once");
        }
    }
}

#[test]
fn a_lesson_of_knowledge_that_is_left_between_sets_begins_with_the_topics() {
    let registry = Registry::shipped();
    let module = Knowledge::new();
    let mut slot = Slot::default();
    slot.store(&KnowledgeMemory { stage: Stage::Between, ..KnowledgeMemory::default() });
    let context = cx(&registry, CALL, Lang::En, 4);
    let said = keys(&module.open(&context, &mut slot));
    assert_eq!(&said[..2], ["knowledge-welcome", "knowledge-topics"]);
}
