//! Ten thousand problems of maths: every answer worked out again from the question, every spelling of it accepted, and no
//! other number.

#[path = "support/evaluator.rs"]
mod evaluator;
mod support;

use std::collections::{BTreeMap, BTreeSet};

use evaluator::evaluate;
use support::{TEXT, at, cx, said, sound_step};
use toneline::content::Library;
use toneline::domain::lang::Lang;
use toneline::domain::manner::{Amount, Mood, Persona};
use toneline::domain::turn::KeyRule;
use toneline::modules::maths::{
    Level, Maths, Memory, Op, Problem, Skill, Text, Unit, digits, generate,
};
use toneline::modules::registry::Registry;
use toneline::modules::{Asking, Input, Module, Slot, Step};
use toneline::text::numbers::spell;
use toneline::text::sms;

/// A problem by its number: every skill and level comes round.
fn problem(seed: u64) -> Problem {
    let skill = Skill::ALL[usize::try_from(seed % 12).expect("small")];
    let level = u8::try_from(seed / 12 % 5 + 1).expect("small");
    let made = generate(&Library::shipped().maths, skill, level, seed);
    assert_eq!((made.operation, made.level), (skill, level));
    made
}

fn words(problem: &Problem, lang: Lang) -> String {
    said(lang, &problem.question.line(lang))
}

#[test]
fn ten_thousand_problems_have_the_right_answer() {
    let mut kinds: BTreeMap<Skill, BTreeSet<String>> = BTreeMap::new();
    for seed in 0..10_000 {
        let made = problem(seed);
        assert_eq!(evaluate(&made), (made.answer, made.over), "{made:?}");
        assert!(made.answer > 0, "0 alone means help: {made:?}");
        assert_eq!(made, problem(seed), "the same seed gives the same problem");
        let kind = match &made.question {
            Text::Line(line) => line.key.to_string(),
            Text::Both { .. } => made.template.clone().expect("a template"),
        };
        kinds.entry(made.operation).or_default().insert(kind);
    }
    let counts: Vec<String> =
        kinds.iter().map(|(skill, kinds)| format!("{} {}", skill.label(), kinds.len())).collect();
    println!("kinds of problem by skill: {}", counts.join(", "));
    assert_eq!(kinds.len(), 12);
    let templates = kinds.values().flatten().filter(|kind| !kind.starts_with("maths-q-")).count();
    assert_eq!(templates, Library::shipped().maths.problems.len(), "every template is asked");
}

#[test]
fn every_question_and_its_way_is_a_plain_text_of_two_segments_in_both_languages() {
    for seed in 0..10_000 {
        let made = problem(seed);
        for lang in Lang::ALL {
            let text = words(&made, lang);
            assert!(text.chars().all(sms::is_gsm) && text.len() <= 240, "{text}");
            assert!(!text.contains(['{', '}']), "{text}");
            assert!(!said(lang, &made.amount()).is_empty());
            if let Some(way) = &made.way {
                let way = said(lang, &way.line(lang));
                assert!(way.chars().all(sms::is_gsm) && way.len() <= 160, "{way}");
            }
        }
    }
}

#[test]
fn the_steps_are_of_positive_numbers_and_the_last_one_gives_the_answer() {
    for seed in 0..10_000 {
        let made = problem(seed);
        for op in &made.steps {
            let (Op::Add(a, b) | Op::Subtract(a, b) | Op::Multiply(a, b) | Op::Divide(a, b)) = *op;
            assert!(a > 0 && b > 0 && op.result() > 0, "{made:?}");
            if let Op::Divide(a, b) = *op {
                assert_eq!(a % b, 0, "{made:?}");
            }
        }
        if made.way.is_none() {
            assert_eq!(made.steps.last().map(|op| op.result()), Some(made.answer), "{made:?}");
        }
    }
}

#[test]
fn what_keys_cannot_write_is_chosen_by_number() {
    let mut chosen = 0;
    for seed in 0..10_000 {
        let made = problem(seed);
        assert!(made.digits >= digits(made.answer).min(6) || made.over > 1, "{made:?}");
        if made.over == 1 {
            assert!(made.choices.is_empty());
            assert_eq!(made.ask().keys, KeyRule::UpTo(made.digits));
            continue;
        }
        chosen += 1;
        assert_eq!(made.choices.len(), 3, "{made:?}");
        assert_eq!(made.ask().keys, KeyRule::One);
        let right = made.choices.iter().filter(|choice| **choice == (made.answer, made.over));
        assert_eq!(right.count(), 1, "{made:?}");
        assert!(made.choices.iter().all(|(up, down)| up % down != 0), "{made:?}");
    }
    assert!(chosen > 100, "{chosen}");
}

#[test]
fn the_keypad_waits_for_as_many_digits_whatever_the_answer() {
    for skill in [Skill::Add, Skill::Subtract, Skill::Multiply, Skill::Divide] {
        for level in 1..=5 {
            let waits: BTreeSet<u8> = (0..300)
                .map(|seed| generate(&Library::shipped().maths, skill, level, seed).digits)
                .collect();
            assert_eq!(waits.len(), 1, "{skill:?} at level {level} waits for {waits:?}");
        }
    }
}

/// Whether the lesson takes `text` for the right answer.
fn takes(registry: &Registry, made: &Problem, lang: Lang, text: &str) -> bool {
    let memory = Memory { current_math_problem: Some(made.clone()), ..Memory::default() };
    let mut slot = Slot::default();
    slot.store(&memory);
    let mut cx = cx(registry, TEXT, lang, 7);
    cx.now = at(0);
    let step = Maths::new().step(&cx, &mut slot, &Input::Text(text.to_owned()));
    assert_ne!(step, Step::NotUnderstood, "{text} is an answer: {made:?}");
    slot.load::<Memory>().math_problems_correct == 1
}

/// The answer as learners write and say it.
fn spellings(made: &Problem) -> Vec<String> {
    if made.over > 1 {
        let (up, down) = (made.answer, made.over);
        let place = made.choices.iter().position(|c| *c == (up, down)).expect("a choice") + 1;
        let mut all =
            vec![format!("{up}/{down}"), format!("{}/{}", up * 2, down * 2), place.to_string()];
        if up > down {
            all.push(format!("{} {}/{down}", up / down, up % down));
        }
        if 1000 % down == 0 {
            let thousandths = up * 1000 / down;
            all.push(format!("{}.{:03}", thousandths / 1000, thousandths % 1000));
        }
        return all;
    }
    let n = made.answer;
    let word = |lang| spell(u32::try_from(n).expect("small"), lang);
    if made.unit == Unit::Clock {
        let (hour, minute) = (n / 100, n % 100);
        return vec![
            n.to_string(),
            format!("{n:04}"),
            format!("{hour}:{minute:02}"),
            format!("at {hour}.{minute:02}"),
        ];
    }
    let mut all = vec![
        n.to_string(),
        format!("it is {n}"),
        format!("{n}."),
        format!("ni {n}"),
        word(Lang::En),
        word(Lang::Rw),
        format!("i think {}", word(Lang::En)),
        format!("{}/2", n * 2),
    ];
    if n >= 1000 {
        all.push(format!("{},{:03}", n / 1000, n % 1000));
        all.push(format!("{} {:03}", n / 1000, n % 1000));
    }
    if (10..100).contains(&n) {
        let figures: Vec<String> = n.to_string().chars().map(String::from).collect();
        all.push(figures.join(" "));
    }
    all.extend(with_unit(made));
    all
}

fn with_unit(made: &Problem) -> Vec<String> {
    let n = made.answer;
    match made.unit {
        Unit::Francs => vec![format!("{n} francs"), format!("{n} Frw"), format!("amafaranga {n}")],
        Unit::Minutes => {
            vec![
                format!("{n} minutes"),
                format!("iminota {n}"),
                format!("{} h {} min", n / 60, n % 60),
            ]
        }
        Unit::Hours => {
            vec![format!("{n} hours"), format!("amasaha {n}"), format!("{} minutes", n * 60)]
        }
        Unit::Days => vec![format!("{n} days"), format!("iminsi {n}")],
        Unit::Kilos => vec![format!("{n} kg"), format!("ibiro {n}"), format!("{} g", n * 1000)],
        Unit::Grams => vec![format!("{n} grams"), format!("{} kg {} g", n / 1000, n % 1000)],
        Unit::Litres => vec![format!("{n} litres"), format!("litiro {n}")],
        Unit::Metres => vec![format!("{n} metres"), format!("metero {n}")],
        Unit::Centimetres => vec![format!("{n} cm")],
        Unit::Kilometres => vec![format!("{n} km"), format!("ibirometero {n}")],
        Unit::Percent => vec![format!("{n}%"), format!("{n} percent"), format!("{n} ku ijana")],
        Unit::Plain | Unit::Clock => Vec::new(),
    }
}

#[test]
fn every_spelling_of_the_right_answer_is_taken_and_no_other_whole_number() {
    let registry = Registry::shipped();
    let mut tried = 0_u32;
    for seed in 0..1_500 {
        let made = problem(seed * 7 + 1);
        let lang = if seed % 2 == 0 { Lang::En } else { Lang::Rw };
        for text in spellings(&made) {
            assert!(takes(&registry, &made, lang, &text), "{text:?} for {made:?}");
            tried += 1;
        }
        let right = if made.over > 1 {
            let at = made.choices.iter().position(|c| *c == (made.answer, made.over));
            i64::try_from(at.expect("a choice")).expect("small") + 1
        } else {
            made.answer
        };
        let n = right;
        for other in [n - 1, n + 1, n + 10, n * 2, n * 10, n / 2, n / 10, n + 100, 1, 7, 100, 1234]
        {
            if other > 0 && other != right {
                assert!(!takes(&registry, &made, lang, &other.to_string()), "{other} for {made:?}");
                let word = spell(u32::try_from(other).expect("small"), Lang::En);
                assert!(!takes(&registry, &made, lang, &word), "{word} for {made:?}");
                tried += 2;
            }
        }
    }
    println!("{tried} answers tried");
}

#[test]
fn no_problem_comes_twice_within_a_set() {
    let registry = Registry::shipped();
    for seed in 0..120_u64 {
        let can = if seed % 2 == 0 { TEXT } else { support::CALL };
        let mut slot = Slot::default();
        let maths = Maths::new();
        let lang = if seed % 3 == 0 { Lang::Rw } else { Lang::En };
        let _ = maths.open(&cx(&registry, can, lang, seed), &mut slot);
        let mut asked: Vec<String> = Vec::new();
        for turn in 0..5 {
            let memory: Memory = slot.load();
            let made = memory.current_math_problem.expect("a problem");
            let question = words(&made, lang);
            assert!(!asked.contains(&question), "{question}");
            if let Some(id) = &made.template {
                assert!(!asked.contains(id), "{id}");
                asked.push(id.clone());
            }
            asked.push(question);
            let place = made.choices.iter().position(|c| *c == (made.answer, made.over));
            let answer = place.map_or(made.answer.to_string(), |at| (at + 1).to_string());
            let cx = cx(&registry, can, lang, seed * 1_000 + turn);
            let _ = maths.step(&cx, &mut slot, &Input::Text(answer));
        }
        assert!(slot.load::<Memory>().between_sets);
    }
}

#[test]
fn every_reply_to_a_wrong_answer_a_right_one_and_a_skip_fits_a_text() {
    let registry = Registry::shipped();
    for seed in 0..1_200 {
        let made = problem(seed);
        let lang = if seed % 2 == 0 { Lang::En } else { Lang::Rw };
        let mut cx = cx(&registry, TEXT, lang, seed);
        cx.manner.praise = Amount::High;
        cx.manner.mood = [Mood::Steady, Mood::Frustrated, Mood::Bored][seed as usize % 3];
        cx.manner.persona = Persona::ALL[seed as usize % 5];
        for (tries, answer) in [(0, "999999"), (1, "999999"), (1, "skip"), (0, "skip"), (0, "help")]
        {
            let mut memory =
                Memory { current_math_problem: Some(made.clone()), ..Memory::default() };
            // The level moves with the next wrong answer.
            memory.tries = tries;
            memory.ladder = -4;
            memory.math_level = Level::Hard;
            let mut slot = Slot::default();
            slot.store(&memory);
            let step = Maths::new().step(&cx, &mut slot, &Input::Text(answer.to_owned()));
            assert!(matches!(step, Step::Go { .. }));
            sound_step(&cx, &step);
        }
    }
}

#[test]
fn numbers_are_as_things_are() {
    for seed in 0..10_000 {
        let made = problem(seed);
        let text = words(&made, Lang::En);
        assert!(!text.contains(" has 1 "), "{text}");
        if made.template.as_deref() == Some("avg-family-ages") {
            let ages: BTreeSet<&str> =
                text.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty()).collect();
            assert!(ages.len() > 1, "{text}");
        }
        if let Some(note) = text.contains(" notes of ").then(|| {
            let (_, after) = text.split_once(" notes of ").expect("it is there");
            let figures: String = after.chars().take_while(|c| *c != ' ').collect();
            figures.replace(',', "").parse::<i64>().expect("a note")
        }) && made.operation == Skill::Francs
            && text.contains("come")
        {
            assert!(made.answer < note, "a note too many: {text} {}", made.answer);
        }
    }
}

#[test]
fn kinyarwanda_joins_its_words_as_it_does_and_counts_hours_from_six() {
    let mut clocks = 0;
    for seed in 0..10_000 {
        let made = problem(seed);
        let text = words(&made, Lang::Rw);
        assert!(text.chars().next().is_some_and(|c| !c.is_lowercase()), "{text}");
        for wrong in [" by'amafaranga", "bingana n'ibice", "Bisi iva G", "ijya R", "ijya K"] {
            assert!(made.template.is_some() || !text.contains(wrong), "{text}");
        }
        if let Some((before, _)) = text.split_once(':').filter(|_| text.contains("ritangira")) {
            clocks += 1;
            assert!(before.ends_with(char::is_numeric) && before.contains("saa "), "{text}");
            assert!(!before.contains("saa 1") && before.contains('('), "{text}");
        }
    }
    assert!(clocks > 20, "{clocks}");
}

#[test]
fn so_many_out_of_a_hundred_is_a_percentage() {
    let registry = Registry::shipped();
    let made = (0..20_000).map(problem).find(|p| p.unit == Unit::Percent).expect("a percentage");
    let n = made.answer;
    assert!(takes(&registry, &made, Lang::En, &format!("{n}/100")));
    assert!(!takes(&registry, &made, Lang::En, &format!("{}/100", n + 1)));
    assert!(!takes(&registry, &made, Lang::En, &format!("{n}/200")));
}

#[test]
fn why_in_the_middle_of_the_next_problem_names_the_one_before_and_asks_the_open_one_again() {
    let mut full = 0;
    for (lang, why, before) in [
        (Lang::En, "can you explain?", "The one before:"),
        (Lang::Rw, "kuki", "Icyabanjirije iki:"),
    ] {
        let mut lesson = support::lesson::Lesson::begin("maths", TEXT, lang);
        for _ in 0..200 {
            lesson.text("skip");
            lesson.prompt(Asking::Plain);
            let asked = lesson.said.clone();
            lesson.text(why);
            assert!(lesson.said.starts_with(before), "{}", lesson.said);
            let (again, most) = (lesson.said.contains(&asked), lesson.said.len());
            full += usize::from(again);
            assert!(
                again || lesson.said.len() + asked.len() > 200,
                "{asked:?}: {} ({most})",
                lesson.said
            );
        }
    }
    println!("{full} of 400 asked again in full");
    assert!(full > 340);
}
