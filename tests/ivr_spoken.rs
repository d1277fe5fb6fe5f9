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
        for words in ["let me think", "wait a minute", "give me a second", "reka ntekereze", "tuza"] {
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
