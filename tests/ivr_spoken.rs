//! What is said aloud in the middle of a lesson and is no answer to it.

mod support;

use support::telephone::{Phone, has};
use toneline::domain::lang::Lang;
use toneline::modules::registry::Registry;

/// One question of every lesson that takes words.
const LESSONS: [&[&str]; 7] = [
    &["1", "1"],
    &["maths"],
    &["general knowledge", "1"],
    &["english", "mend sentences"],
    &["english", "conversation", "1"],
    &["english", "free talk"],
    &["debate", "1", "1", "1"],
];

/// A call, in which these were said or keyed.
fn call(steps: &[&str]) -> Phone {
    let mut phone = Phone::new(Registry::shipped(), Lang::En);
    phone.dial();
    for step in steps {
        let digit = step.chars().all(|c| c.is_ascii_digit());
        let _ = if digit { phone.press(step) } else { phone.say(step) };
    }
    phone
}

#[test]
fn who_needs_time_is_waited_for_in_any_lesson() {
    for steps in LESSONS {
        for words in ["let me think", "wait a minute", "give me a second", "reka ntekereze", "tuza"]
        {
            let mut phone = call(steps);
            let before = phone.context.user_state.clone();
            has(&phone.say(words), "I will wait.");
            assert_eq!(phone.context.user_state, before, "{words} after {steps:?}");
        }
    }
}

#[test]
fn something_else_is_the_menu_and_a_level_is_no_answer() {
    for steps in LESSONS {
        has(&call(steps).say("can we do something else"), "maths");
        let mut phone = call(steps);
        let before = phone.context.play.clone();
        let told = phone.say("what level am I");
        assert!(!told.contains("badge") && !told.contains("Not quite"), "{told}");
        assert_eq!(phone.context.play, before, "after {steps:?}");
    }
}

#[test]
fn kinyarwanda_words_for_the_line_are_understood_everywhere() {
    for steps in LESSONS {
        for (words, wanted) in [
            ("nakoze gute", "exercise"),
            ("vuba", "aster"),
            ("byihuse", "aster"),
            ("subiramo buhoro", "low"),
            ("hagarara", "Goodbye"),
        ] {
            let said = call(steps).say(words);
            assert!(said.contains(wanted), "{words} after {steps:?}: {said}");
        }
    }
}

#[test]
fn who_finds_it_too_hard_never_gets_the_same_hint_twice() {
    for wrong in [false, true] {
        let mut phone = call(&["maths"]);
        if wrong {
            has(&phone.press("999999"), "Try once more.");
        }
        let mut said = Vec::new();
        for _ in 0..4 {
            said.push(phone.say("this is too hard"));
        }
        said.dedup();
        assert_eq!(said.len(), 4, "{said:?}");
        assert!(said[1..].iter().all(|reply| reply.contains("The answer is")), "{said:?}");
    }
    has(&call(&["maths"]).say("I am frustrated, I don't understand anything"), "I hear you");
}

#[test]
fn the_same_words_pass_an_exercise_over_in_every_lesson() {
    for steps in &LESSONS[..5] {
        for words in ["next", "another one", "tell me the answer", "skip"] {
            let mut phone = call(steps);
            has(&phone.say(words), "e leave that one.");
        }
        let mut phone = call(steps);
        let hint = phone.say("what is the answer");
        assert!(!hint.contains("leave that one"), "{hint}");
        has(&phone.say("what is the answer"), "e leave that one.");
    }
}

#[test]
fn a_mood_promises_only_what_the_lesson_does() {
    let mut story = call(&["story", "1"]);
    story.say("this is difficult for me");
    let said = story.say("this is boring");
    assert!(said.starts_with("I hear you. ") && !said.contains("ready for more"), "{said}");
    let mut english = call(&["english", "mend sentences"]);
    assert!(!english.say("this is boring").contains("harder now"));
    let mut maths = call(&["maths"]);
    let said = maths.say("this is boring");
    has(&said, "It gets a little harder now. ");
    assert!(said.starts_with("We leave that one."), "{said}");
}

#[test]
fn in_a_lesson_that_has_begun_nobody_is_sent_to_the_menu_for_a_score() {
    has(&call(&["maths"]).say("how did I do"), "We have just begun");
    has(&call(&[]).say("how did I do"), "Choose a lesson from the menu");
}

#[test]
fn a_level_asked_for_is_no_answer_though_its_number_is_right() {
    let mut phone = Phone::new(Registry::shipped(), Lang::En);
    phone.dial();
    phone.say("maths");
    for _ in 0..40 {
        has(&phone.say("level 1"), "Level 1. ");
    }
}

#[test]
fn a_practice_of_english_is_reached_from_the_menu_in_a_sentence() {
    for (words, wanted) in [
        ("free talk", "Let us talk about"),
        ("I want to talk freely", "Let us talk about"),
        ("I want a conversation in English", "Answer in English."),
        ("english conversation", "Answer in English."),
        ("what is my profile", "I teach you"),
    ] {
        has(&call(&[]).say(words), wanted);
    }
    for words in ["read aloud", "I want to read aloud in English"] {
        let said = call(&[]).say(words);
        assert!(!said.contains("The story:") && !said.contains("To mend sentences"), "{said}");
    }
    has(&call(&[]).say("I want to read"), "The story:");
}
