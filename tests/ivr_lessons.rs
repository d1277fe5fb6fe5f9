//! What an outsider does in the middle of lessons: names others, asks for facts, chooses what was not offered.

mod support;

use support::telephone::{Phone, has};
use toneline::domain::lang::Lang;
use toneline::modules::registry::Registry;

fn phone() -> Phone {
    Phone::new(Registry::shipped(), Lang::En)
}

#[test]
fn words_that_name_a_topic_or_a_practice_lead_there_from_any_lesson() {
    for (from, words, wanted) in [
        ("maths", "health", "Good: health."),
        ("maths", "vocabulary", "What does this word mean:"),
        ("story", "farming", "Good: farming."),
        ("maths", "I want to practice reading a storry", "The story:"),
        ("mandarin", "quiz on science please", "Good: science."),
        ("knowledge", "mend sentences", "Mend this sentence:"),
    ] {
        let mut phone = phone();
        phone.text(from);
        has(&phone.text(words), wanted);
    }
}

#[test]
fn another_practice_of_english_is_named_in_the_middle_of_one() {
    let mut phone = phone();
    phone.text("vocabulary");
    has(&phone.text("mend sentences"), "Mend this sentence:");
    has(&phone.text("vocabulary"), "What does this word mean:");
}

#[test]
fn a_number_chooses_nothing_that_was_not_offered() {
    let mut phone = phone();
    phone.text("mend sentences");
    let offered = phone.text("2");
    has(&offered, "Here is what you can choose from.");
    has(&offered, "1. ");
    let judged = phone.text("2");
    assert!(!judged.contains("Here is what you can choose from."), "{judged}");
    phone.text("menu");
    phone.dial();
    phone.press("2");
    phone.press("1");
    phone.say("conversation");
    has(&phone.press("1"), "Here is what you can choose from.");
}

#[test]
fn nonsense_in_a_conversation_costs_no_try() {
    let mut phone = phone();
    phone.text("english");
    phone.text("conversation");
    for nonsense in ["asdf", "ndabizi neza", "zzz zzz"] {
        let reply = phone.text(nonsense);
        assert!(!reply.contains("Not this time") && !reply.contains("Not quite"), "{reply}");
    }
}

#[test]
fn facts_are_told_one_after_the_other_and_of_the_topic_asked_for() {
    let mut phone = phone();
    has(&phone.text("tell me a fact about farming"), "Did you know?");
    for again in ["1", "another", "another fact", "yes"] {
        let told = phone.text(again);
        has(&told, "Did you know?");
        has(&told, "Another fact?");
    }
    phone.text("2");
    phone.text("health");
    has(&phone.text("another question"), "All right, we leave that one.");
}

#[test]
fn a_unit_of_mandarin_is_reached_by_its_number() {
    let mut phone = phone();
    phone.text("mandarin");
    has(&phone.text("unit 5"), "Unit 5:");
    has(&phone.text("go to unit twelve"), "Unit 12:");
    has(&phone.text("unit 99"), "Sorry, I did not understand.");
}

#[test]
fn who_learns_alone_is_not_asked_who_learns() {
    let mut phone = phone();
    phone.dial();
    phone.press("2");
    has(&phone.say("who is learning"), "Only you learn on this phone.");
    has(&phone.say("new learner"), "You are learner 2 on this phone.");
}

#[test]
fn a_badge_stands_after_the_verdict_that_earned_it() {
    let mut phone = phone();
    phone.text("english");
    phone.text("conversation");
    let mut said = phone.text("1");
    for _ in 0..12 {
        for choice in ["1", "2", "3"] {
            said = phone.text(choice);
            if said.contains("A badge for you") {
                assert!(!said.starts_with("A badge"), "{said}");
                return;
            }
        }
    }
    panic!("no badge: {said}");
}

#[test]
fn the_name_of_a_lesson_is_no_opinion_and_a_wish_for_harder_ones_is_kept_for_the_next() {
    let mut phone = phone();
    phone.text("story");
    let mut said = phone.text("1");
    for _ in 0..20 {
        let asks = said.contains("Question");
        if said.contains("No answer is wrong here") {
            break;
        }
        said = phone.text(if asks { "skip" } else { "1" });
        if asks && !said.contains("No answer is wrong here") {
            said = phone.text("again");
        }
    }
    assert!(said.contains("No answer is wrong here"), "{said}");
    has(&phone.text("debate"), "The motion:");
    phone.text("maths");
    phone.text("999");
    has(&phone.text("it is too easy"), "Finish this one, then comes a harder one.");
}
