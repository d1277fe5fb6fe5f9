//! What is meant for the line and not for the lesson: silence, names, languages, courtesy.

mod support;

use support::telephone::{Phone, has};
use toneline::domain::lang::Lang;
use toneline::modules::registry::Registry;

fn phone(lang: Lang, texts: &[&str]) -> Phone {
    let mut phone = Phone::new(Registry::shipped(), lang);
    for text in texts {
        phone.text(text);
    }
    phone
}

#[test]
fn who_asks_for_silence_in_other_words_gets_it_in_any_lesson() {
    let lessons: [&[&str]; 5] =
        [&[], &["maths"], &["debate", "1", "1", "1"], &["story", "1"], &["english", "5"]];
    for texts in lessons {
        for words in
            ["stop sending me messages", "do not text me again", "STOP ALL", "unsubscribe me"]
        {
            let mut phone = phone(Lang::En, texts);
            has(&phone.text(words), "You will get no more messages");
            assert!(phone.context.messages_stopped, "{words} after {texts:?}");
            assert_eq!(phone.text("1"), "", "{words} after {texts:?}");
        }
        let mut phone = phone(Lang::Rw, texts);
        has(&phone.text("ntukongere kunyandikira"), "Ntuzongera kwakira ubutumwa");
        assert!(phone.context.messages_stopped);
    }
}

#[test]
fn who_may_have_meant_it_so_is_told_the_keywords() {
    for words in ["delete my account", "please remove my number from this thing"] {
        for texts in [&[][..], &["debate", "1", "1", "1"], &["english", "5"]] {
            let mut phone = phone(Lang::En, texts);
            has(&phone.text(words), "To end messages, send STOP.");
            assert!(!phone.context.messages_stopped);
        }
    }
}

#[test]
fn an_unknown_learner_is_told_who_is_there_and_it_is_no_answer() {
    for texts in [&["maths"][..], &["english", "5"], &["debate", "1", "1", "1"]] {
        for words in ["WHO 7", "who Peter", "DELETE 9", "DELETE Bob"] {
            let mut alone = phone(Lang::En, texts);
            has(&alone.text(words), "Only you learn on this phone.");
            let mut phone = phone(Lang::En, &["NAME Aline", "LEARNER Eric"]);
            texts.iter().for_each(|text| drop(phone.text(text)));
            let before = phone.context.user_state.clone();
            has(
                &phone.text(words),
                "Nobody of that name or number is on this phone: 1 Aline and 2 Eric.",
            );
            assert_eq!(phone.context.user_state, before, "{words} after {texts:?}");
        }
    }
}

#[test]
fn after_who_a_bare_number_or_name_chooses_and_only_then() {
    let mut phone = phone(Lang::En, &["NAME Aline", "LEARNER Eric", "maths"]);
    has(&phone.text("WHO"), "1 Aline and 2 Eric");
    has(&phone.text("1"), "Hello Aline");
    has(&phone.text("who"), "1 Aline and 2 Eric");
    has(&phone.text("eric"), "Hello Eric");
    phone.text("WHO");
    phone.text("repeat");
    assert!(!phone.text("1").contains("Aline"), "the list is forgotten");
}

#[test]
fn a_keyword_alone_takes_its_value_from_the_next_text() {
    let mut phone = phone(Lang::En, &["maths"]);
    has(&phone.text("NAME"), "NAME Aline");
    has(&phone.text("Keza"), "I will call you Keza");
    has(&phone.text("NAME"), "NAME Aline");
    phone.text("12345");
    assert_eq!(phone.context.user_name.as_deref(), Some("Keza"), "a number is an answer");
    has(&phone.text("LANG"), "LANG RW");
    has(&phone.text("rw"), "Kinyarwanda");
    assert_eq!(phone.context.language, Some(Lang::Rw));
    phone.text("ururimi");
    phone.text("Icyongereza");
    assert_eq!(phone.context.language, Some(Lang::En), "the language, and not the lesson");
    has(&phone.text("learner"), "LEARNER Eric");
    has(&phone.text("Diane"), "Welcome, Diane!");
}

#[test]
fn long_names_are_names_and_unreadable_ones_are_told_so() {
    let mut phone = phone(Lang::En, &["maths"]);
    has(&phone.text("NAME Jean de Dieu Habimana"), "Jean de Dieu Habimana");
    has(&phone.text("name jean de dieu habimana"), "jean de dieu habimana");
    has(&phone.text("NAME a"), "call you a");
    for bad in ["NAME 123", "NAME the one that my mother gave me long ago", "LEARNER 77"] {
        has(&phone.text(bad), "could not read that name");
    }
}

#[test]
fn courtesy_is_returned_and_costs_nothing() {
    for texts in [
        &["maths"][..],
        &["english", "5"],
        &["debate"],
        &["debate", "1", "1", "1"],
        &["story", "1"],
    ] {
        for (words, wanted) in [
            ("thank you", "You are welcome."),
            ("Thanks teacher", "You are welcome."),
            ("murakoze cyane", "You are welcome."),
            ("hello", "Hello!"),
            ("good morning teacher", "Hello!"),
            ("muraho", "Hello!"),
        ] {
            let mut phone = phone(Lang::En, texts);
            let before = phone.context.user_state.clone();
            let reply = phone.text(words);
            has(&reply, wanted);
            assert!(reply.len() > wanted.len() + 10, "the question stands: {reply}");
            assert_eq!(phone.context.user_state, before, "{words} after {texts:?}");
        }
    }
    has(&phone(Lang::Rw, &["imibare"]).text("murakoze"), "Murakoze namwe.");
}

#[test]
fn stop_and_start_speak_the_language_of_their_keyword_and_ask_for_one() {
    // The test's telephone renders in English where no language is chosen: what a line is bound to shows.
    let mut phone = phone(Lang::Rw, &["imibare", "SIBA"]);
    has(&phone.text("HAGARIKA"), "Ntuzongera kwakira ubutumwa");
    let asked = phone.text("TANGIRA");
    has(&asked, "Murakaza neza kuri Toneline.");
    has(&asked, "For English, reply 1.");
    has(&asked, "Niba ushaka Ikinyarwanda, subiza 2.");
    has(&phone.text("2"), "Twishimiye");
    let mut new = Phone::new(Registry::shipped(), Lang::En);
    new.context.language = None;
    new.text("STOP");
    has(&new.text("START"), "For English, reply 1.");
}

#[test]
fn start_comes_back_to_the_open_question_and_help_says_how() {
    let mut phone = phone(Lang::En, &["maths"]);
    let question = phone.text("repeat");
    phone.text("hagarika");
    let help = phone.text("HELP");
    has(&help, "Text START to begin again.");
    assert!(!help.contains("PROGRESS"), "{help}");
    let started = phone.text("START");
    has(&started, "Welcome back to Toneline.");
    has(&started, &question);
}

#[test]
fn change_means_something_else_of_the_same_lesson() {
    for (texts, lesson, wanted) in [
        (&["GENERAL", "1"][..], "knowledge", "What shall I ask about?"),
        (&["maths"], "maths", ""),
        (&["mandarin"], "mandarin", ""),
        (&["debate", "1"], "debate", ""),
        (&["story", "1"], "comprehension", ""),
    ] {
        for word in ["CHANGE", "hindura"] {
            let mut phone = phone(Lang::En, texts);
            let reply = phone.text(word);
            assert_eq!(phone.context.current_module.as_ref().expect("a lesson").as_str(), lesson);
            assert!(!reply.contains("did not understand"), "{word} in {lesson}: {reply}");
            has(&reply, wanted);
        }
    }
}

#[test]
fn a_question_inside_a_lesson_is_answered_and_the_open_one_follows() {
    has(&phone(Lang::En, &["story", "1"]).text("who are you?"), "I am Toneline");
    for texts in [&["maths"][..], &["mandarin"], &["quiz on science"]] {
        for (words, wanted) in [
            ("who are you?", "I am Toneline"),
            ("are you a robot?", "not a person"),
            ("how much is 500 and 700?", "1200"),
            ("What kind of body is the Sun?", "star"),
            ("how much does it cost?", "I do not know that yet."),
        ] {
            let mut phone = phone(Lang::En, texts);
            let question = phone.text("repeat");
            let reply = phone.text(words);
            has(&reply, wanted);
            assert!(!reply.contains("MENU"), "{reply}");
            assert!(
                reply.ends_with(&question) || texts == ["quiz on science"],
                "{reply}\n{question}"
            );
            assert_eq!(phone.context.text.done.0, 0);
        }
    }
    has(&phone(Lang::Rw, &["imibare"]).text("uri nde?"), "Ndi Toneline");
    has(&phone(Lang::Rw, &[]).text("ni angahe 12 na 30?"), "42");
    has(&phone(Lang::En, &[]).text("who are you"), "I am Toneline");
}

#[test]
fn a_quiz_says_its_question_again_where_it_fits() {
    for (words, wanted) in [("how much is 5 plus 7?", "12"), ("What is the Sun?", "A star")] {
        let mut phone = phone(Lang::En, &["quiz on science"]);
        let question = phone.text("repeat");
        let reply = phone.text(words);
        has(&reply, wanted);
        assert!(reply.ends_with(&question) && reply.len() <= 306, "{reply}");
    }
}

#[test]
fn who_asks_for_the_answer_gets_a_hint_and_the_question_stays() {
    for words in ["what is the answer?", "how do I do it?"] {
        let mut phone = phone(Lang::En, &["maths"]);
        let question = phone.text("repeat");
        let reply = phone.text(words);
        assert!(reply.ends_with(&question) && !reply.contains("do not know"), "{reply}");
        assert_eq!(phone.context.text.done.0, 0);
    }
}
