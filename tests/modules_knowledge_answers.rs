//! Answers to general knowledge in the learner's own words: what is right is praised, what is wrong never is, and neither
//! loses the question.

mod support;

use std::collections::BTreeMap;

use support::telephone::{Phone, has};
use support::{CALL, TEXT, cx, keys, turn, words};
use toneline::content::Library;
use toneline::content::general::Item;
use toneline::domain::effect::Effect;
use toneline::domain::event::Words;
use toneline::domain::lang::Lang;
use toneline::modules::knowledge::{Knowledge, Memory, Stage, Topic};
use toneline::modules::registry::Registry;
use toneline::modules::{Can, Input, Module, Slot, Step};

/// A lesson in which this question stands.
fn asked(id: &str) -> Slot {
    let item = item(id);
    let mut memory = Memory { topic: Some(Topic::from(item.topic.clone())), ..Memory::default() };
    memory.ask(&item);
    let mut slot = Slot::default();
    slot.store(&memory);
    slot
}

fn item(id: &str) -> Item {
    let library = Library::shipped();
    library.items.iter().find(|item| item.id == id).expect("a shipped item").clone()
}

struct Line {
    registry: Registry,
    module: Knowledge,
}

impl Line {
    fn new() -> Self {
        Self { registry: Registry::shipped(), module: Knowledge::new() }
    }

    fn give(&self, slot: &mut Slot, can: Can, text: &str) -> Step {
        let cx = cx(&self.registry, can, Lang::En, 7);
        let input = if can.speak {
            Input::Speech(Words::typed(text))
        } else {
            Input::Text(text.to_owned())
        };
        let step = self.module.step(&cx, slot, &input);
        support::sound_step(&cx, &step);
        step
    }
}

/// Whether an answer was right; `None` where it was not counted.
fn verdict(step: &Step) -> Option<bool> {
    let Step::Go { effects, .. } = step else { return None };
    effects.iter().find_map(|effect| match effect {
        Effect::Note(attempt) => Some(attempt.correct),
        _ => None,
    })
}

fn answers() -> Vec<(&'static str, bool, &'static str)> {
    let list = include_str!("data/knowledge-answers.tsv");
    let rows = list.lines().filter(|line| !line.starts_with('#'));
    let row = |line: &'static str| {
        let mut parts = line.split('\t');
        let mut part = || parts.next().expect("an item, a verdict and an answer");
        (part(), part() == "right", part())
    };
    rows.map(row).collect()
}

#[test]
fn answers_in_own_words_are_praised_only_where_they_are_right() {
    let line = Line::new();
    let mut unlike = Vec::new();
    for (id, right, answer) in answers() {
        let step = line.give(&mut asked(id), CALL, answer);
        let told = verdict(&step);
        if (told == Some(true)) != right {
            unlike.push(format!("{id}: {answer}: {told:?}"));
        }
    }
    assert!(unlike.is_empty(), "{}: {unlike:#?}", unlike.len());
}

#[test]
fn each_question_of_health_has_two_right_and_two_wrong_answers_in_the_list() {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (id, right, _) in answers() {
        let (good, bad) = counts.entry(id).or_default();
        if right { *good += 1 } else { *bad += 1 }
    }
    let library = Library::shipped();
    for item in library.items.iter().filter(|item| item.topic == "health") {
        let (good, bad) = counts.get(item.id.as_str()).copied().unwrap_or_default();
        assert!(good >= 2 && bad >= 2, "{}: {good} right, {bad} wrong", item.id);
    }
    assert!(counts.values().all(|(good, bad)| *good >= 2 && *bad >= 2));
}

#[test]
fn a_word_that_is_also_a_topic_or_a_lesson_keeps_the_question() {
    let line = Line::new();
    for (id, answer) in [
        ("most-people-africa", "uganda"),
        ("kilimanjaro-country", "rwanda"),
        ("lake-victoria-share", "kenya and uganda"),
        ("make-water-safe", "food"),
        ("lungs-job", "the body"),
        ("insulin-diabetes", "animals"),
    ] {
        for can in [CALL, TEXT] {
            let mut slot = asked(id);
            let before: Memory = slot.load();
            let step = line.give(&mut slot, can, answer);
            let after: Memory = slot.load();
            let judged = verdict(&step);
            assert_ne!(judged, Some(true), "{id}: {answer}");
            assert!(judged.is_some() || after.current == before.current, "{id}: {answer}");
            assert_eq!(after.topic, before.topic, "{id}: {answer}");
        }
    }
}

#[test]
fn in_a_question_another_topic_wants_a_wish_or_its_title() {
    let line = Line::new();
    for (text, topic) in [
        ("ask me about farming", Topic::Farming),
        ("questions about Rwanda please", Topic::Rwanda),
        ("topic health", Topic::Health),
        ("science", Topic::Science),
        ("mbaza ku buhinzi", Topic::Farming),
    ] {
        let mut slot = asked("capital");
        let said = keys(&turn(line.give(&mut slot, CALL, text)));
        assert_eq!(said[0], "knowledge-going", "{text}");
        assert_eq!(slot.load::<Memory>().topic, Some(topic), "{text}");
    }
}

#[test]
fn another_thing_of_the_same_kind_is_wrong_and_a_try_hears_the_choices_again_as_often_as_it_comes()
{
    let line = Line::new();
    for (id, answer) in [
        ("kidneys-job", "the heart"),
        ("kidneys-job", "the stomach"),
        ("kilimanjaro-country", "burundi"),
    ] {
        assert_eq!(verdict(&line.give(&mut asked(id), CALL, answer)), Some(false), "{answer}");
    }
    for can in [CALL, TEXT] {
        let mut slot = asked("kidneys-job");
        for answer in ["the skin of the body", "it is the water", "my mother", "amazi meza"] {
            let step = line.give(&mut slot, can, answer);
            assert_eq!(verdict(&step), None, "{answer}");
            let turn = turn(step);
            assert!(keys(&turn)[0].starts_with("knowledge-unfound"), "{answer}: {turn:?}");
            let choice = &item("kidneys-job").choices[1].en;
            assert_eq!(words(Lang::En, &turn).contains(choice), can.speak, "{answer}");
        }
        for text in ["qwxz bnmp", "can we do maths now?", "let us do some english"] {
            assert_eq!(line.give(&mut slot, can, text), Step::NotUnderstood, "{text}");
        }
        assert_eq!(slot.load::<Memory>().stage, Stage::Question);
    }
}

#[test]
fn the_name_of_the_module_opens_its_topics_and_not_one_of_them() {
    let line = Line::new();
    for (text, going) in [
        ("ubumenyi rusange", false),
        ("ndashaka kwiga ubumenyi rusange", false),
        ("general knowledge", false),
        ("siyansi", true),
        ("ask me about health", true),
    ] {
        let mut slot = Slot::default();
        let cx = cx(&line.registry, CALL, Lang::Rw, 7);
        let said = keys(&line.module.open_at(&cx, &mut slot, text));
        assert_eq!(said[0] == "knowledge-going", going, "{text}: {said:?}");
    }
}

#[test]
fn on_a_call_no_number_of_tries_offers_to_end_it() {
    let mut phone = Phone::new(Registry::shipped(), Lang::En);
    phone.dial();
    phone.press("5");
    let asked = phone.press("2");
    has(&asked, "Good: health.");
    for try_ in ["my mother likes goats", "the goats like my mother", "a goat", "my mother"] {
        let reply = phone.say(try_);
        has(&reply, "I did not find the answer in that. Listen again:");
        has(&reply, "Number 1:");
        assert!(!reply.contains("end the call"), "{reply}");
    }
}

#[test]
fn on_a_call_the_name_of_the_module_in_kinyarwanda_opens_its_topics() {
    for words in ["ubumenyi rusange", "ndashaka kwiga ubumenyi rusange"] {
        let mut phone = Phone::new(Registry::shipped(), Lang::Rw);
        let reply = phone.text(words);
        assert!(!reply.contains("siyansi.") && reply.contains("1 siyansi"), "{reply}");
    }
}
