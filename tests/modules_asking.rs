//! "Ask me anything" from outside: in the menu and in the middle of general knowledge.

mod support;

use support::lesson::Lesson;
use support::{CALL, DEAF_CALL, TEXT, thought};
use toneline::content::Library;
use toneline::domain::lang::Lang;
use toneline::domain::task::TaskKind;
use toneline::domain::turn::{Expect, Then};
use toneline::modules::knowledge::Memory;
use toneline::modules::{Can, Step};

const CHANNELS: [(Can, Lang); 4] =
    [(CALL, Lang::En), (DEAF_CALL, Lang::En), (TEXT, Lang::En), (TEXT, Lang::Rw)];

fn ask(lesson: &mut Lesson, text: &str) -> Step {
    lesson.play(&format!("~{text}")).expect("something was asked")
}

#[test]
fn a_question_that_a_pack_knows_is_answered_in_the_menu_with_the_answer_as_a_fact() {
    for (can, lang) in CHANNELS {
        let mut lesson = Lesson::begin("general", can, lang);
        let question = match lang {
            Lang::En => "how many legs does an ant have?",
            Lang::Rw => "intozi igira amaguru angahe?",
        };
        let step = ask(&mut lesson, question);
        let task = thought(&step).expect("a tutor may better it");
        assert_eq!((task.kind, task.said.as_str()), (TaskKind::Ask, question));
        let library = Library::shipped();
        let item = library.items.iter().find(|item| item.ask.en.contains("such as an ant"));
        let item = item.expect("a shipped item");
        let answer = &item.choices[item.answer - 1];
        assert!(task.facts["answer"].contains(&answer.en), "{:?}", task.facts);
        assert!(lesson.said.contains(answer.get(lang)), "{}", lesson.said);
    }
}

#[test]
fn a_sum_is_worked_out_and_what_nobody_knows_is_owned_to() {
    for (can, lang) in CHANNELS {
        let mut lesson = Lesson::begin("general", can, lang);
        let step = ask(&mut lesson, "how much is 23 + 19?");
        let routed = matches!(step, Step::Switch { .. });
        assert!(routed || lesson.said.contains("42"), "{}", lesson.said);
        let step = ask(&mut lesson, "who won the football match yesterday?");
        let task = thought(&step).expect("a tutor may know");
        assert_eq!(task.facts.get("answer"), None, "nothing is made up");
        assert_eq!(task.instead_of.len(), 1);
        assert_eq!(task.instead_of[0].key, "general-ask-unknown");
    }
}

#[test]
fn after_an_answer_the_keys_of_the_menu_still_work_and_a_call_hears_the_next_question() {
    let mut lesson = Lesson::begin("general", CALL, Lang::En);
    let Step::Go { turn, .. } = ask(&mut lesson, "how many legs does an ant have") else {
        panic!("an answer")
    };
    assert!(matches!(&turn.then, Then::Listen(l) if matches!(l.expect, Expect::Talk { .. })));
    assert!(matches!(lesson.press("2"), Step::Switch { to, .. } if to.as_str() == "maths"));
    assert!(matches!(ask(&mut lesson, "maths"), Step::Switch { .. }));
}

#[test]
fn commands_routes_and_plain_talk_are_not_taken_for_questions() {
    let mut lesson = Lesson::begin("general", TEXT, Lang::En);
    for text in ["what can I learn", "how does this work?", "can we do maths?", "stop", "ubufasha"]
    {
        let step = ask(&mut lesson, text);
        assert!(thought(&step).is_none(), "{text}");
    }
    assert_eq!(ask(&mut lesson, "I like bananas"), Step::NotUnderstood);
}

#[test]
fn in_general_knowledge_a_question_is_answered_and_ours_stands() {
    for (can, lang) in CHANNELS {
        let mut lesson = Lesson::begin("knowledge", can, lang);
        lesson.play("4");
        let before: Memory = lesson.slot.load();
        assert!(before.current.is_some());
        let step = ask(&mut lesson, "why do you ask me about bicycles and lions?");
        assert!(thought(&step).is_some(), "{step:?}");
        let after: Memory = lesson.slot.load();
        assert_eq!(after.current, before.current);
        assert!(lesson.notes.is_empty(), "it is no answer");
        assert_eq!(ask(&mut lesson, "can we do maths now?"), Step::NotUnderstood);
    }
}

#[test]
fn in_general_knowledge_a_call_listens_for_the_next_question_and_its_keys_choose_a_topic() {
    let mut lesson = Lesson::begin("knowledge", CALL, Lang::En);
    let Step::Go { turn, .. } = ask(&mut lesson, "who invented maths?") else {
        panic!("an answer")
    };
    assert!(matches!(&turn.then, Then::Listen(l) if matches!(l.expect, Expect::Talk { .. })));
    assert!(!lesson.said.contains("1 science"), "{}", lesson.said);
    lesson.press("3");
    let memory: Memory = lesson.slot.load();
    assert!(memory.current.is_some(), "a question on the third topic: {}", lesson.said);
}

#[test]
fn an_answer_to_our_question_that_ends_in_a_mark_is_still_an_answer() {
    let mut lesson = Lesson::begin("knowledge", TEXT, Lang::En);
    lesson.text("science");
    let memory: Memory = lesson.slot.load();
    let library = Library::shipped();
    let item = library.items.iter().find(|item| Some(&item.id) == memory.current.as_ref());
    let item = item.expect("a shipped item");
    lesson.text(&format!("{}?", item.choices[item.answer - 1].en));
    assert_eq!(lesson.notes.last().map(|note| note.correct), Some(true));
}
