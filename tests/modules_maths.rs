//! Maths lessons from outside: inputs in, turns out; every problem checked by an evaluator that reads the question.

mod support;

use support::{CALL, TEXT, at, cx, keys, said, sound, sound_step, turn, words};
use toneline::domain::effect::Effect;
use toneline::domain::event::{Keys, Words};
use toneline::domain::lang::Lang;
use toneline::domain::manner::Mood;
use toneline::domain::turn::{KeyRule, Line, Then};
use toneline::modules::maths::{Level, Maths, Memory, Skill};
use toneline::modules::registry::Registry;
use toneline::modules::{Asking, Input, Module, Slot, Step};

/// A lesson in the middle of which a test stands.
struct Lesson {
    registry: Registry,
    slot: Slot,
    can: toneline::modules::Can,
    lang: Lang,
    seed: u64,
    seconds: i64,
}

impl Lesson {
    fn begin(can: toneline::modules::Can, lang: Lang) -> Self {
        let mut lesson = Self {
            registry: Registry::shipped(),
            slot: Slot::default(),
            can,
            lang,
            seed: 11,
            seconds: 0,
        };
        let mut cx = cx(&lesson.registry, can, lang, lesson.seed);
        cx.now = at(0);
        let turn = Maths::new().open(&cx, &mut lesson.slot);
        sound(&cx, &turn);
        lesson
    }

    fn memory(&self) -> Memory {
        self.slot.load()
    }

    fn answer(&self) -> i64 {
        self.memory().current_math_problem.expect("a problem").answer
    }

    fn give(&mut self, input: Input) -> Step {
        self.seed += 1;
        self.seconds += 20;
        let mut cx = cx(&self.registry, self.can, self.lang, self.seed);
        cx.now = at(self.seconds);
        let step = Maths::new().step(&cx, &mut self.slot, &input);
        sound_step(&cx, &step);
        step
    }

    fn text(&mut self, text: &str) -> Step {
        self.give(Input::Text(text.to_owned()))
    }

    fn right(&mut self) -> Step {
        let answer = self.answer();
        self.text(&answer.to_string())
    }

    fn wrong(&mut self) -> Step {
        let answer = self.answer();
        self.text(&(answer + 1).to_string())
    }
}

fn notes(step: &Step) -> Vec<(bool, Option<u8>)> {
    let Step::Go { effects, .. } = step else {
        return Vec::new();
    };
    let notes = effects.iter().filter_map(|effect| match effect {
        Effect::Note(attempt) => Some((attempt.correct, attempt.score)),
        _ => None,
    });
    notes.collect()
}

#[test]
fn a_right_answer_is_noted_and_the_next_problem_comes() {
    let mut lesson = Lesson::begin(TEXT, Lang::En);
    let before = lesson.memory().current_math_problem;
    let step = lesson.right();
    assert_eq!(notes(&step), [(true, Some(100))]);
    assert!(keys(&turn(step))[0].starts_with("maths-right-"));
    assert_ne!(lesson.memory().current_math_problem, before);
    assert_eq!(lesson.memory().math_problems_attempted, 1);
    assert_eq!(lesson.memory().math_problems_correct, 1);
}

#[test]
fn a_wrong_answer_gets_a_hint_and_a_second_wrong_one_the_worked_way() {
    let mut lesson = Lesson::begin(CALL, Lang::En);
    let first = lesson.wrong();
    assert!(notes(&first).is_empty(), "the problem is still open");
    let said = keys(&turn(first));
    assert_eq!(said[0], "maths-not-yet");
    assert!(said[1].starts_with("maths-hint-"), "{said:?}");
    assert!(said.last().expect("a question").starts_with("maths-q-"));
    let answer = lesson.answer();
    let second = lesson.wrong();
    assert_eq!(notes(&second), [(false, Some(0))]);
    let turn = turn(second);
    let said = keys(&turn);
    assert_eq!(said[0], "maths-wrong");
    assert!(said.iter().any(|k| k.starts_with("maths-work-")), "{said:?}");
    assert!(words(Lang::En, &turn).contains(&format!("The answer is {answer}")));
}

#[test]
fn the_second_try_counts_half() {
    let mut lesson = Lesson::begin(TEXT, Lang::Rw);
    lesson.wrong();
    let step = lesson.right();
    assert_eq!(notes(&step), [(true, Some(50))]);
    assert_eq!(keys(&turn(step))[0], "maths-right-second");
}

#[test]
fn after_five_problems_there_is_a_summary_and_an_offer() {
    let mut lesson = Lesson::begin(TEXT, Lang::En);
    for _ in 0..4 {
        lesson.right();
    }
    let turn_five = turn(lesson.right());
    let said = keys(&turn_five);
    assert!(said.contains(&"maths-set-perfect".to_owned()), "{said:?}");
    assert_eq!(said.last().map(String::as_str), Some("maths-go-on-text"));
    assert!(matches!(&turn_five.then, Then::Ask(ask) if ask.keys == KeyRule::One));
    assert_eq!(lesson.text("banana"), Step::NotUnderstood);
    let again = keys(&turn(lesson.text("yego")));
    assert!(again.last().expect("a question").starts_with("maths-q-"), "{again:?}");
}

#[test]
fn the_offer_is_answered_by_key_by_word_and_by_voice() {
    for (input, goes_on) in [
        (Input::Keys(Keys::parse("1").expect("key")), true),
        (Input::Keys(Keys::parse("2").expect("key")), false),
        (Input::Speech(Words::typed("yes please")), true),
        (Input::Speech(Words::typed("Oya.")), false),
        (Input::Text("one".into()), true),
        (Input::Text("menu".into()), false),
        (Input::Text("stop".into()), false),
    ] {
        let mut lesson = Lesson::begin(CALL, Lang::En);
        (0..5).for_each(|_| drop(lesson.right()));
        let step = lesson.give(input.clone());
        assert_eq!(matches!(step, Step::Go { .. }), goes_on, "{input:?}");
        assert_eq!(matches!(step, Step::Leave { .. }), !goes_on, "{input:?}");
    }
}

#[test]
fn levels_rise_with_right_answers_and_fall_with_wrong_ones() {
    let mut lesson = Lesson::begin(TEXT, Lang::En);
    let start = lesson.memory().math_level.number();
    lesson.right();
    lesson.right();
    let said = keys(&turn(lesson.right()));
    assert!(said.contains(&"maths-harder".to_owned()), "{said:?}");
    assert_eq!(lesson.memory().math_level.number(), start + 1);
    lesson.wrong();
    lesson.wrong();
    lesson.text("skip");
    lesson.text("skip");
    assert_eq!(lesson.memory().math_level.number(), start + 1, "untried problems do not count");
    for _ in 0..2 {
        if lesson.memory().between_sets {
            lesson.text("1");
        }
        lesson.wrong();
        lesson.wrong();
    }
    assert!(lesson.memory().math_level.number() <= start + 1);
    assert_eq!(
        lesson.memory().skills.values().map(|t| t.attempted).sum::<u32>(),
        lesson.memory().math_problems_attempted
    );
}

#[test]
fn quick_answers_lead_up_sooner_on_a_call_but_not_by_text() {
    let level_after_two = |can| {
        let mut lesson = Lesson::begin(can, Lang::En);
        for _ in 0..2 {
            lesson.seconds -= 15;
            lesson.right();
        }
        lesson.memory().math_level.number()
    };
    assert_eq!(level_after_two(CALL), level_after_two(TEXT) + 1);
}

#[test]
fn zero_alone_is_help_and_keeps_the_problem() {
    let mut lesson = Lesson::begin(CALL, Lang::En);
    let before = lesson.memory();
    let said = keys(&turn(lesson.give(Input::Keys(Keys::parse("0").expect("key")))));
    assert_eq!(said[0], "maths-help");
    assert_eq!(lesson.memory(), before);
}

#[test]
fn the_words_of_a_lesson_never_count_as_answers() {
    let mut lesson = Lesson::begin(TEXT, Lang::En);
    let problem = lesson.memory().current_math_problem;
    for word in ["again", "help", "ongera", "mfasha", "progress"] {
        turn(lesson.text(word));
        assert_eq!(lesson.memory().current_math_problem, problem, "{word}");
    }
    assert_eq!(lesson.text("banana"), Step::NotUnderstood);
    assert!(matches!(lesson.text("menu"), Step::Leave { .. }));
    assert!(matches!(lesson.text("hagarika"), Step::Leave { .. }));
    assert_eq!(lesson.memory().current_math_problem, problem, "the place is kept");
    assert_eq!(keys(&turn(lesson.text("simbuka")))[0], "maths-skipped");
    assert_ne!(lesson.memory().current_math_problem, problem);
    assert_eq!(lesson.memory().math_problems_attempted, 0);
}

#[test]
fn a_lesson_that_was_left_goes_on_with_the_same_problem_on_either_channel() {
    let lesson = Lesson::begin(CALL, Lang::En);
    let mut slot = lesson.slot.clone();
    let cx = cx(&lesson.registry, TEXT, Lang::Rw, 99);
    let turn = Maths::new().open(&cx, &mut slot);
    assert_eq!(keys(&turn)[0], "maths-welcome-back");
    let again: Memory = slot.load();
    assert_eq!(again.current_math_problem, lesson.memory().current_math_problem);
}

#[test]
fn prompts_change_with_the_misses_and_keys_only_takes_no_speech() {
    let lesson = Lesson::begin(CALL, Lang::En);
    let cx = cx(&lesson.registry, CALL, Lang::En, 5);
    let prompt = |how| Maths::new().prompt(&cx, &lesson.slot, how);
    let texts = [Asking::Plain, Asking::Rephrased, Asking::KeysOnly]
        .map(|how| words(Lang::En, &prompt(how)));
    assert!(texts[0] != texts[1] && texts[1] != texts[2]);
    assert!(matches!(prompt(Asking::KeysOnly).then, Then::Ask(ask) if !ask.speech));
}

#[test]
fn progress_is_told_once_there_is_some() {
    let mut lesson = Lesson::begin(TEXT, Lang::En);
    let line = |lesson: &Lesson| {
        let cx = cx(&lesson.registry, TEXT, Lang::En, 1);
        Maths::new().progress(&cx, &lesson.slot).map(|l| said(Lang::En, &l))
    };
    assert_eq!(line(&lesson), None);
    lesson.right();
    assert_eq!(
        line(&lesson).as_deref(),
        Some("In maths you solved 1 of 1 problem. Your level is 2 of 5, easy.")
    );
}

#[test]
fn the_memory_has_the_names_of_the_seed() {
    let mut lesson = Lesson::begin(TEXT, Lang::En);
    lesson.right();
    let json = &lesson.slot.0;
    assert_eq!(json["math_level"], "easy");
    assert_eq!(json["math_problems_attempted"], 1);
    assert_eq!(json["math_problems_correct"], 1);
    for name in ["question", "answer", "operation"] {
        assert!(!json["current_math_problem"][name].is_null(), "{name}");
    }
}

#[test]
fn the_frustrated_get_an_easier_problem_and_a_smaller_step_and_the_bored_a_harder_one() {
    let registry = Registry::shipped();
    let levels = |mood| {
        let mut slot = Slot::default();
        let mut cx = cx(&registry, TEXT, Lang::En, 8);
        cx.manner.mood = mood;
        let _ = Maths::new().open(&cx, &mut slot);
        slot.load::<Memory>().current_math_problem.expect("a problem").level
    };
    assert_eq!([Mood::Frustrated, Mood::Steady, Mood::Bored].map(levels), [1, 2, 3]);
    let mut smaller = 0;
    for seed in 0..80 {
        let mut slot = Slot::default();
        let mut memory = Memory { math_level: Level::Hard, ..Memory::default() };
        memory.math_problems_attempted = 1;
        slot.store(&memory);
        let mut cx = cx(&registry, TEXT, Lang::Rw, seed);
        cx.manner.mood = Mood::Frustrated;
        let _ = Maths::new().open(&cx, &mut slot);
        let step = Maths::new().step(&cx, &mut slot, &Input::Text("999998".into()));
        sound_step(&cx, &step);
        let said = keys(&turn(step));
        assert!(said[0].starts_with("manner-wrong-"), "{said:?}");
        smaller += usize::from(said.contains(&"maths-hint-first".to_owned()));
    }
    assert!(smaller > 10, "{smaller}");
}

#[test]
fn level_tips_and_what_is_next_are_told_on_request() {
    let mut lesson = Lesson::begin(TEXT, Lang::En);
    let registry = Registry::shipped();
    let cx = cx(&registry, TEXT, Lang::En, 77);
    let maths = Maths::new();
    assert_eq!(maths.next(&cx, &lesson.slot), None);
    let tips = maths.tips(&cx, &lesson.slot);
    assert!(tips.len() == 1 && !said(Lang::En, &tips[0]).is_empty());
    assert!(maths.set_level(&cx, &mut lesson.slot, 5));
    assert_eq!(lesson.memory().math_level, Level::Expert);
    assert_eq!(lesson.memory().current_math_problem.expect("a problem").level, 5);
    lesson.wrong();
    lesson.wrong();
    let next = maths.next(&cx, &lesson.slot).expect("a skill");
    assert!(said(Lang::En, &next).starts_with("Next in maths, practise "));
}

#[test]
fn every_tip_and_every_skill_has_words_in_both_languages() {
    for lang in Lang::ALL {
        for skill in Skill::ALL {
            let label = skill.label();
            for key in [format!("maths-tip-{label}"), format!("maths-skill-{label}")] {
                assert!(said(lang, &Line::new(key)).len() <= 160);
            }
        }
    }
}

#[test]
fn why_tells_the_way_to_the_last_answer_and_gives_none_away() {
    let mut asked = 0;
    for (can, lang) in [(CALL, Lang::En), (TEXT, Lang::En), (TEXT, Lang::Rw)] {
        let mut lesson = support::lesson::Lesson::begin("maths", can, lang);
        let memory = |lesson: &support::lesson::Lesson| lesson.slot.load::<Memory>();
        for n in 0..12 {
            let before = memory(&lesson);
            if before.between_sets {
                lesson.play("~yes");
                continue;
            }
            let problem = before.current_math_problem.clone().expect("a problem");
            // Before anything was answered, and after a wrong answer, a hint is all there is.
            let first = lesson.play(if lang == Lang::Rw { "~kuki" } else { "~why?" });
            let step = first.expect("a step");
            let task = support::thought(&step);
            assert_eq!(memory(&lesson).current_math_problem, Some(problem.clone()));
            assert_eq!(memory(&lesson).math_problems_attempted, before.math_problems_attempted);
            match (&before.last, task) {
                (None, task) => assert_eq!(task, None),
                (Some(last), Some(task)) => {
                    asked += 1;
                    assert!(last.template.is_none() && last.way.is_none());
                    let result = last.steps.last().map(|op| op.result().to_string());
                    assert_eq!(task.facts.get("answer"), result.as_ref());
                }
                (Some(last), None) => assert!(last.template.is_some() || last.way.is_some()),
            }
            lesson.play(if n % 2 == 0 { "~skip" } else { "~simbuka" });
        }
    }
    assert!(asked >= 3, "some sums are explained by rote: {asked}");
}

#[test]
fn who_asks_for_the_answer_is_told_it_as_with_skip() {
    for text in ["what is the answer?", "please tell me the answer", "mbwira igisubizo"] {
        let mut lesson = Lesson::begin(TEXT, Lang::En);
        let problem = lesson.memory().current_math_problem;
        assert_eq!(keys(&turn(lesson.text(text)))[0], "maths-skipped", "{text}");
        assert_ne!(lesson.memory().current_math_problem, problem);
    }
}

#[test]
fn a_set_with_second_tries_is_not_called_all_right_at_once() {
    let mut lesson = Lesson::begin(TEXT, Lang::En);
    let mut last = Vec::new();
    for n in 0..5 {
        if n < 2 {
            turn(lesson.wrong());
        }
        last = keys(&turn(lesson.right()));
    }
    assert!(last.contains(&"maths-set-all".to_owned()), "{last:?}");
}
