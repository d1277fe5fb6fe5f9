//! Free talk from outside: a conversation that needs no provider, on every channel, in both languages.

mod support;

use support::lesson::Lesson;
use support::{CALL, DEAF_CALL, TEXT, thought};
use toneline::content::Library;
use toneline::content::english::Topic;
use toneline::domain::lang::Lang;
use toneline::domain::task::TaskKind;
use toneline::domain::turn::{Expect, Then};
use toneline::modules::english::{Memory, Part};
use toneline::modules::{Asking, Can, Step};

const CHANNELS: [(Can, Lang); 5] =
    [(CALL, Lang::En), (CALL, Lang::Rw), (DEAF_CALL, Lang::En), (TEXT, Lang::En), (TEXT, Lang::Rw)];
/// Right sentences that fit wherever they stand.
const ANSWERS: [&str; 6] = [
    "I like it because it is good for my family.",
    "My brother helps me every day.",
    "We do it together in the evening.",
    "I learned it from my mother.",
    "It was hard at first, but now it is easy.",
    "I would tell my friends to try it.",
];

fn memory(lesson: &Lesson) -> Memory {
    lesson.slot.load()
}

fn topic(lesson: &Lesson) -> Topic {
    let id = memory(lesson).task.expect("a topic is in hand").id;
    let library = Library::shipped();
    library.english.topics.iter().find(|topic| topic.id == id).expect("a shipped topic").clone()
}

fn begin(can: Can, lang: Lang) -> Lesson {
    let mut lesson = Lesson::begin("english", can, lang);
    lesson.play("5");
    lesson
}

fn say(lesson: &mut Lesson, text: &str) -> Step {
    lesson.play(&format!("~{text}")).expect("something was said")
}

#[test]
fn there_are_thirty_topics_and_six_of_each_level() {
    let topics = &Library::shipped().english.topics;
    assert!(topics.len() >= 30);
    for level in 1..=5 {
        assert!(topics.iter().filter(|topic| topic.level == level).count() >= 6);
    }
}

#[test]
fn a_talk_leads_on_question_by_question_and_ends_with_how_it_went() {
    for (can, lang) in CHANNELS {
        let mut lesson = begin(can, lang);
        let about = topic(&lesson);
        assert!(lesson.said.contains(&about.question.en), "{}", lesson.said);
        for (at, answer) in ANSWERS.iter().enumerate() {
            let step = say(&mut lesson, answer);
            if let Some(next) = about.follow.get(at) {
                assert!(lesson.said.contains(&next.en), "{}", lesson.said);
            }
            let last = at + 1 == ANSWERS.len();
            assert_eq!(thought(&step).is_some(), !last, "the end is ours");
            assert_eq!(memory(&lesson).resting, last);
        }
        assert!(lesson.said.contains(about.title.get(lang)), "{}", lesson.said);
        assert_eq!(lesson.notes.len(), 6);
        assert!(lesson.notes.iter().all(|note| note.skill == "free" && note.correct));
        lesson.play("1");
        assert_ne!(topic(&lesson).id, about.id, "another topic");
    }
}

#[test]
fn a_mistake_is_mended_at_once_and_remembered_at_the_end() {
    for (can, lang) in CHANNELS {
        let mut lesson = begin(can, lang);
        say(&mut lesson, "My brother work in a bank.");
        assert!(lesson.said.contains("My brother works in a bank."), "{}", lesson.said);
        assert_eq!(lesson.notes.last().and_then(|note| note.score), Some(50));
        say(&mut lesson, "I like it because it is good for my family.");
        assert!(!lesson.said.contains("works in a bank"));
        lesson.play(if lang == Lang::Rw { "~birahagije" } else { "~enough" });
        assert!(memory(&lesson).resting);
        assert!(lesson.said.contains("My brother works in a bank."), "{}", lesson.said);
        assert_eq!(memory(&lesson).mends, Vec::<String>::new());
    }
}

#[test]
fn what_is_asked_of_a_tutor_holds_the_topic_the_correction_and_our_next_question() {
    let mut lesson = begin(CALL, Lang::En);
    let about = topic(&lesson);
    let step = say(&mut lesson, "My brother work in a bank.");
    let task = thought(&step).expect("a tutor may answer");
    assert_eq!((task.kind, task.said.as_str()), (TaskKind::Converse, "My brother work in a bank."));
    assert_eq!(task.facts["topic"], about.title.en);
    assert_eq!(task.facts["correction"], "My brother works in a bank.");
    assert_eq!(task.facts["question"], about.follow[0].en);
    assert!(task.facts["words"].contains(&about.words[0].en));
    let last = task.instead_of.last().expect("lines");
    assert!(task.instead_of.len() >= 3 && format!("{last:?}").contains(&about.follow[0].en));
}

#[test]
fn a_call_that_hears_listens_at_length_and_others_ask() {
    let mut lesson = begin(CALL, Lang::En);
    let turn = lesson.prompt(Asking::Plain);
    let Then::Listen(listen) = &turn.then else { panic!("it listens") };
    let Expect::Talk { about } = &listen.expect else { panic!("to talk") };
    assert_eq!(about.len(), topic(&lesson).words.len());
    let keys_only = lesson.prompt(Asking::KeysOnly);
    assert!(matches!(&keys_only.then, Then::Ask(ask) if !ask.speech));
    let mut deaf = begin(DEAF_CALL, Lang::En);
    assert!(matches!(&deaf.prompt(Asking::Plain).then, Then::Ask(ask) if ask.speech));
}

#[test]
fn short_answers_and_other_languages_are_asked_for_once_more_and_then_taken() {
    let mut lesson = begin(CALL, Lang::En);
    let before = memory(&lesson).task;
    say(&mut lesson, "yes");
    assert!(lesson.said.starts_with("Please say it in a whole sentence."), "{}", lesson.said);
    assert_eq!(memory(&lesson).task, before);
    say(&mut lesson, "yes");
    assert_ne!(memory(&lesson).task, before);
    let mut lesson = begin(TEXT, Lang::Rw);
    let before = memory(&lesson).task;
    lesson.text("nkunda kurya ibishyimbo cyane");
    assert!(lesson.said.contains("Gerageza mu cyongereza."), "{}", lesson.said);
    assert_eq!(memory(&lesson).task, before);
    lesson.text("nkunda kurya ibishyimbo cyane");
    assert_ne!(memory(&lesson).task, before);
}

#[test]
fn keys_and_commands_are_no_answers() {
    for (can, lang) in CHANNELS {
        let mut lesson = begin(can, lang);
        let task = memory(&lesson).task;
        for given in ["1", "2", "~help", "~again", "~progress", "~ongera", "~sinzi"] {
            lesson.play(given);
            assert_eq!(memory(&lesson).task, task, "{given}");
        }
        let about = topic(&lesson);
        lesson.play("2");
        assert!(lesson.said.contains(&about.words[0].en), "{}", lesson.said);
        lesson.play("~skip");
        assert_eq!(topic(&lesson).id, about.id);
        assert_eq!(memory(&lesson).task.map(|task| task.turn), Some(1), "the next question");
        lesson.play("3");
        assert_ne!(topic(&lesson).id, about.id);
        lesson.play("~indi ngingo");
        assert_eq!(lesson.notes.len(), 0);
        lesson.play("~change");
        assert_eq!(memory(&lesson).task, None);
        lesson.play(if lang == Lang::Rw { "~tuganire" } else { "~free talk" });
        assert_eq!(memory(&lesson).part, Some(Part::Free));
        assert!(matches!(lesson.play("~menu"), Some(Step::Leave { .. })));
    }
}

#[test]
fn a_dropped_call_goes_on_with_the_same_question_on_either_channel() {
    let mut lesson = begin(CALL, Lang::En);
    say(&mut lesson, ANSWERS[0]);
    let (about, task) = (topic(&lesson), memory(&lesson).task);
    for (can, lang) in CHANNELS {
        let again = Lesson::resume("english", can, lang, lesson.slot.clone());
        assert_eq!(memory(&again).task, task);
        assert!(again.said.contains(&about.follow[0].en), "{}", again.said);
    }
}

#[test]
fn long_talk_is_corrected_in_its_first_wrong_sentence_and_stays_within_a_text() {
    let long = "Yesterday I went to the market with my mother and we bought many things for the whole family. \
                My brother work in a bank. He lives far away, but he comes home for every holiday that there is.";
    for (can, lang) in CHANNELS {
        let mut lesson = begin(can, lang);
        say(&mut lesson, long);
        assert!(lesson.said.contains("My brother works in a bank."), "{}", lesson.said);
    }
}

#[test]
fn forty_turns_of_talk_end_nowhere() {
    for (can, lang) in CHANNELS {
        let mut lesson = begin(can, lang);
        for n in 0..40_usize {
            let before = memory(&lesson);
            match n % 9 {
                _ if before.resting => drop(lesson.play("1")),
                2 => drop(say(&mut lesson, "My brother work in a bank")),
                4 => drop(lesson.play("1")),
                5 => drop(say(&mut lesson, "no")),
                7 => drop(say(&mut lesson, "???")),
                8 => lesson.silence(),
                _ => drop(say(&mut lesson, ANSWERS[n % ANSWERS.len()])),
            }
            let after = memory(&lesson);
            assert!(after.all.done <= before.all.done + 1 && after.mends.len() <= 2);
            assert!(after.task.as_ref().is_none_or(|task| task.turn < 6));
        }
        assert!(memory(&lesson).all.done >= 12, "{}", memory(&lesson).all.done);
    }
}

#[test]
fn a_long_answer_is_checked_clause_by_clause_and_wrong_english_is_not_praised() {
    let long = "Yesterday I goed to the market and I buyed tomatoes and my mother she was happy because the price was \
                more cheaper than before and we eated together with all our neighbours and friends in the evening";
    let mut lesson = begin(TEXT, Lang::En);
    lesson.text(long);
    assert!(lesson.said.contains("I went to the market and I bought"), "{}", lesson.said);
    assert!(!lesson.said.contains("good English"), "{}", lesson.said);
    assert!(lesson.notes.iter().all(|note| !note.correct), "no badge for it");
    let mut lesson = begin(TEXT, Lang::En);
    lesson.text("My mother she was happy because the price was more cheaper.");
    assert!(lesson.said.contains("You gave a reason.") && !lesson.said.contains("good English"));
    lesson.text("I like it because it is good for my family.");
    assert!(lesson.said.contains("That is good English."), "{}", lesson.said);
}

#[test]
fn a_question_to_the_line_is_answered_or_put_off_and_never_counted() {
    for lang in Lang::ALL {
        let mut lesson = begin(TEXT, lang);
        let task = memory(&lesson).task;
        for (question, answer) in [
            ("What is your name?", "Toneline"),
            ("how do you say isoko in English?", "market"),
            ("what does market mean?", "market"),
            ("Where do you come from?", "MENU"),
            ("Can you help me?", "MENU"),
        ] {
            lesson.text(question);
            assert!(lesson.said.contains(answer), "{question}: {}", lesson.said);
            assert_eq!(memory(&lesson).task, task, "{question}");
        }
        assert_eq!((lesson.notes.len(), memory(&lesson).all.done), (0, 0));
        let about = topic(&lesson).id;
        lesson.text("Can we change the topic?");
        assert_ne!(topic(&lesson).id, about);
    }
}

#[test]
fn grief_is_answered_with_sympathy_and_neither_corrected_nor_marked() {
    for (lang, sorry) in [(Lang::En, "I am sorry to hear that."), (Lang::Rw, "Mbabajwe n'ibyo")] {
        for told in [
            "my brother was killed in an accident",
            "my father was died last year",
            "my mother is very sick",
            "I lost my job",
            "mfite inzara",
        ] {
            for can in [CALL, TEXT] {
                let mut lesson = begin(can, lang);
                let before = memory(&lesson).level();
                say(&mut lesson, told);
                assert!(lesson.said.starts_with(sorry), "{told}: {}", lesson.said);
                assert!(!lesson.said.contains("good to know"), "{told}: {}", lesson.said);
                assert_eq!((lesson.notes.len(), memory(&lesson).all.done), (0, 0), "{told}");
                let memory = memory(&lesson);
                assert_eq!((memory.level(), memory.task.expect("it goes on").turn), (before, 1));
            }
        }
    }
}

#[test]
fn two_words_of_another_language_are_asked_for_in_english() {
    let mut lesson = begin(CALL, Lang::En);
    say(&mut lesson, "ndi umuhinzi");
    assert!(lesson.said.starts_with("Try it in English."), "{}", lesson.said);
}
