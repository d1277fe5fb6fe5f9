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
