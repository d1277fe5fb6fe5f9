//! General knowledge from outside: topics, questions, reasons, results; by key, by voice and by text.

mod support;

use proptest::prelude::*;
use support::{CALL, TEXT, at, cx, keys, said, sound, sound_step, thought, turn, words};
use toneline::content::Library;
use toneline::content::general::Item;
use toneline::domain::effect::Effect;
use toneline::domain::event::{Keys, Words};
use toneline::domain::lang::Lang;
use toneline::domain::turn::{KeyRule, Then, Turn};
use toneline::modules::knowledge::{Knowledge, Memory, SET, Stage, Topic};
use toneline::modules::registry::Registry;
use toneline::modules::{Asking, Can, Input, Module, Slot, Step};

struct Lesson {
    registry: Registry,
    slot: Slot,
    can: Can,
    lang: Lang,
    seed: u64,
    seconds: i64,
}

impl Lesson {
    fn begin(can: Can, lang: Lang) -> (Self, Turn) {
        let mut lesson = Self {
            registry: Registry::shipped(),
            slot: Slot::default(),
            can,
            lang,
            seed: 5,
            seconds: 0,
        };
        let turn = lesson.open();
        (lesson, turn)
    }

    fn open(&mut self) -> Turn {
        let mut cx = cx(&self.registry, self.can, self.lang, self.seed);
        cx.now = at(self.seconds);
        let turn = Knowledge::new().open(&cx, &mut self.slot);
        sound(&cx, &turn);
        turn
    }

    fn memory(&self) -> Memory {
        self.slot.load()
    }

    fn item(&self) -> Item {
        let id = self.memory().current.expect("a question");
        let library = Library::shipped();
        library.items.iter().find(|item| item.id == id).expect("a shipped item").clone()
    }

    fn give(&mut self, input: &Input) -> Step {
        self.seed += 1;
        self.seconds += 20;
        let mut cx = cx(&self.registry, self.can, self.lang, self.seed);
        cx.now = at(self.seconds);
        let step = Knowledge::new().step(&cx, &mut self.slot, input);
        sound_step(&cx, &step);
        step
    }

    fn text(&mut self, text: &str) -> Step {
        self.give(&Input::Text(text.to_owned()))
    }

    fn press(&mut self, key: &str) -> Step {
        self.give(&Input::Keys(Keys::parse(key).expect("a key")))
    }

    fn speak(&mut self, text: &str) -> Step {
        self.give(&Input::Speech(Words::typed(text)))
    }

    fn right(&mut self) -> Step {
        let answer = self.item().answer.to_string();
        self.press(&answer)
    }

    fn wrong(&mut self) -> Step {
        let item = self.item();
        self.press(&(item.answer % item.choices.len() + 1).to_string())
    }
}

fn notes(step: &Step) -> Vec<(String, bool)> {
    let Step::Go { effects, .. } = step else {
        return Vec::new();
    };
    let notes = effects.iter().filter_map(|effect| match effect {
        Effect::Note(attempt) => Some((attempt.skill.clone(), attempt.correct)),
        _ => None,
    });
    notes.collect()
}

#[test]
fn a_topic_is_chosen_by_key_by_voice_and_by_text_in_either_language() {
    for (input, topic) in [
        (Input::Keys(Keys::parse("1").expect("key")), Topic::Science),
        (Input::Keys(Keys::parse("7").expect("key")), Topic::Mixed),
        (Input::Speech(Words::typed("health please")), Topic::Health),
        (Input::Speech(Words::typed("ubuhinzi")), Topic::Farming),
        (Input::Text("5".into()), Topic::Rwanda),
        (Input::Text("agriculure".into()), Topic::Farming),
        (Input::Text("akarere kacu".into()), Topic::Region),
        (Input::Text("sience".into()), Topic::Science),
        (Input::Text("yes".into()), Topic::Mixed),
    ] {
        for can in [CALL, TEXT] {
            let (mut lesson, _) = Lesson::begin(can, Lang::En);
            let said = keys(&turn(lesson.give(&input)));
            assert_eq!(said[0], "knowledge-going", "{input:?}");
            assert_eq!(lesson.memory().topic, Some(topic.clone()), "{input:?}");
            assert!(topic.holds(&lesson.item().topic));
        }
    }
}

#[test]
fn a_right_answer_is_noted_with_its_reason_and_the_next_question_comes() {
    let (mut lesson, _) = Lesson::begin(TEXT, Lang::En);
    lesson.text("health");
    let item = lesson.item();
    let step = lesson.right();
    assert_eq!(notes(&step), [("health".to_owned(), true)]);
    assert!(words(Lang::En, &turn(step)).contains(&item.fact.en));
    assert_ne!(lesson.item().id, item.id);
}

#[test]
fn a_wrong_answer_tells_the_right_one_and_why_and_comes_back() {
    let (mut lesson, _) = Lesson::begin(CALL, Lang::Rw);
    lesson.press("4");
    let item = lesson.item();
    let step = lesson.wrong();
    assert_eq!(notes(&step), [("civics".to_owned(), false)]);
    let said = words(Lang::Rw, &turn(step));
    assert!(said.contains(&item.choices[item.answer - 1].rw) && said.contains(&item.fact.rw));
    for _ in 1..SET {
        lesson.right();
    }
    assert_eq!(lesson.memory().stage, Stage::Between);
    lesson.press("1");
    assert_eq!(lesson.item().id, item.id, "what was missed is asked first in the next set");
}

#[test]
fn free_answers_are_taken_in_either_language_and_nonsense_is_none() {
    let (mut lesson, _) = Lesson::begin(TEXT, Lang::En);
    lesson.text("science");
    let item = lesson.item();
    let right = &item.choices[item.answer - 1];
    for text in
        [right.en.to_uppercase(), format!("{}!", right.rw), format!("number {}", item.answer)]
    {
        let slot = lesson.slot.clone();
        assert_eq!(notes(&lesson.text(&text)), [("science".to_owned(), true)], "{text}");
        lesson.slot = slot;
    }
    assert_eq!(lesson.text("qwxz bnmp"), Step::NotUnderstood);
    assert_eq!(lesson.text(""), Step::NotUnderstood);
    assert_eq!(lesson.text("9"), Step::NotUnderstood);
    assert_eq!(lesson.item(), item);
}

#[test]
fn why_a_fact_a_topic_skip_and_help_are_no_answers() {
    let (mut lesson, _) = Lesson::begin(CALL, Lang::En);
    lesson.speak("civics");
    assert_eq!(lesson.speak("why"), Step::NotUnderstood, "nothing was answered yet");
    let first = lesson.item();
    lesson.right();
    assert!(words(Lang::En, &turn(lesson.speak("why?"))).contains(&first.fact.en));
    assert!(keys(&turn(lesson.speak("help"))).contains(&"knowledge-hint".to_owned()));
    assert!(keys(&turn(lesson.speak("skip"))).contains(&"knowledge-passed".to_owned()));
    assert_eq!(keys(&turn(lesson.speak("another topic")))[0], "knowledge-topics");
    assert_eq!(keys(&turn(lesson.press("8")))[0], "knowledge-did-you-know");
    assert_eq!(lesson.memory().total().asked, 1);
    assert!(matches!(lesson.speak("menu"), Step::Leave { .. }));
}

#[test]
fn a_set_ends_with_its_result_and_goes_on_as_wished() {
    let (mut lesson, _) = Lesson::begin(TEXT, Lang::En);
    lesson.text("7");
    lesson.wrong();
    for _ in 2..SET {
        lesson.right();
    }
    let last = turn(lesson.right());
    assert!(words(Lang::En, &last).contains("That was 5 questions. You got 4 right."));
    assert!(matches!(&last.then, Then::Ask(ask) if ask.keys == KeyRule::One));
    let ended = lesson.slot.clone();
    assert!(lesson.memory().current.is_none());
    turn(lesson.text("yego"));
    assert_eq!(lesson.memory().stage, Stage::Question);
    lesson.slot = ended.clone();
    assert_eq!(keys(&turn(lesson.text("2")))[0], "knowledge-topics-text");
    lesson.slot = ended;
    assert!(matches!(lesson.text("oya"), Step::Leave { .. }));
}

#[test]
fn a_lesson_that_was_left_goes_on_with_the_same_question_on_the_other_channel() {
    let (mut lesson, _) = Lesson::begin(CALL, Lang::En);
    lesson.press("2");
    let item = lesson.item();
    lesson.can = TEXT;
    lesson.lang = Lang::Rw;
    let turn = lesson.open();
    assert_eq!(keys(&turn)[0], "knowledge-welcome-back");
    assert!(words(Lang::Rw, &turn).contains(&item.ask.rw));
}

#[test]
fn progress_next_tips_and_level_are_told() {
    let (mut lesson, _) = Lesson::begin(TEXT, Lang::En);
    let registry = Registry::shipped();
    let cx = cx(&registry, TEXT, Lang::En, 1);
    let module = Knowledge::new();
    assert_eq!(module.progress(&cx, &lesson.slot), None);
    assert_eq!(module.next(&cx, &lesson.slot), None);
    lesson.text("health");
    lesson.right();
    lesson.wrong();
    let line = module.progress(&cx, &lesson.slot).expect("some");
    assert_eq!(said(Lang::En, &line), "In general knowledge you got 1 of 2 right.");
    let next = module.next(&cx, &lesson.slot).expect("some");
    assert_eq!(said(Lang::En, &next), "Next in general knowledge: health.");
    assert!(!module.tips(&cx, &lesson.slot).is_empty());
    assert!(module.set_level(&cx, &mut lesson.slot, 5));
    assert_eq!(lesson.memory().level, 5);
}

#[test]
fn every_question_and_every_fact_fits_a_text_in_both_languages() {
    let registry = Registry::shipped();
    for lang in Lang::ALL {
        let cx = cx(&registry, TEXT, lang, 1);
        for item in &Library::shipped().items {
            let mut memory = Memory { stage: Stage::Question, ..Memory::default() };
            memory.current = Some(item.id.clone());
            let mut slot = Slot::default();
            slot.store(&memory);
            for how in [Asking::Plain, Asking::Rephrased, Asking::KeysOnly] {
                sound(&cx, &Knowledge::new().prompt(&cx, &slot, how));
            }
            for answer in 1..=item.choices.len() {
                let mut slot = slot.clone();
                let input = Input::Text(answer.to_string());
                sound_step(&cx, &Knowledge::new().step(&cx, &mut slot, &input));
            }
            sound_step(
                &cx,
                &Knowledge::new().step(&cx, &mut slot.clone(), &Input::Text("skip".into())),
            );
            sound_step(&cx, &Knowledge::new().step(&cx, &mut slot, &Input::Text("help".into())));
        }
        for seed in 0..200 {
            let mut cx = cx.clone();
            cx.seed = seed;
            sound_step(
                &cx,
                &Knowledge::new().step(&cx, &mut Slot::default(), &Input::Text("fact".into())),
            );
        }
    }
}

fn input() -> impl Strategy<Value = Input> {
    let texts = prop::sample::select(vec![
        "1", "2", "3", "4", "5", "8", "yes", "no", "skip", "menu", "why", "fact", "topic", "help",
        "", "health", "ubuzima", "progress", "again", "stop", "kuki", "hindura",
    ]);
    prop_oneof![
        "[0-9#*]{1,3}".prop_map(|keys| Input::Keys(Keys::parse(&keys).expect("keys"))),
        texts.clone().prop_map(|t| Input::Text(t.to_owned())),
        texts.prop_map(|t| Input::Speech(Words::typed(t))),
        "\\PC{0,40}".prop_map(Input::Text),
    ]
}

#[test]
fn a_question_that_names_a_topic_or_a_number_is_answered_and_not_taken_for_a_choice() {
    let registry = Registry::shipped();
    let (module, cx) = (Knowledge::new(), cx(&registry, TEXT, Lang::En, 5));
    for (asked, said) in [
        ("What is six times eight?", "48"),
        ("How much is two plus two?", "4"),
        ("What is my body for?", ""),
    ] {
        let mut slot = Slot::default();
        let _ = module.open(&cx, &mut slot);
        let step = module.step(&cx, &mut slot, &Input::Text(asked.to_owned()));
        sound_step(&cx, &step);
        // What is worked out is asked of nobody.
        let wanted = said.is_empty().then_some(asked);
        assert_eq!(thought(&step).map(|task| task.said.as_str()), wanted);
        assert!(words(Lang::En, &turn(step)).contains(said), "{asked}");
        assert_eq!(slot.load::<Memory>().stage, Stage::Topics);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn any_sequence_of_inputs_leaves_a_sound_lesson(
        inputs in prop::collection::vec((input(), any::<bool>()), 1..40),
        seed in 0..1_000_000_u64,
    ) {
        let registry = Registry::shipped();
        let module = Knowledge::new();
        let mut slot = Slot::default();
        let _ = module.open(&cx(&registry, CALL, Lang::En, seed), &mut slot);
        for (i, (input, by_text)) in inputs.into_iter().enumerate() {
            let lang = if i % 2 == 0 { Lang::En } else { Lang::Rw };
            let can = if by_text { TEXT } else { CALL };
            let cx = cx(&registry, can, lang, seed.wrapping_mul(31).wrapping_add(i as u64) % 1_000_000);
            sound_step(&cx, &module.step(&cx, &mut slot, &input));
            for how in [Asking::Plain, Asking::Rephrased, Asking::KeysOnly] {
                sound(&cx, &module.prompt(&cx, &slot, how));
            }
            let memory: Memory = slot.load();
            prop_assert!(memory.set.asked < SET && memory.set.right <= memory.set.asked);
            prop_assert_eq!(memory.stage == Stage::Question, memory.current.is_some());
        }
    }

    #[test]
    fn any_memory_can_be_opened(json in "\\PC{0,60}") {
        let registry = Registry::shipped();
        let cx = cx(&registry, TEXT, Lang::En, 3);
        let mut slot = Slot(serde_json::from_str(&json).unwrap_or_default());
        sound(&cx, &Knowledge::new().open(&cx, &mut slot));
    }
}
