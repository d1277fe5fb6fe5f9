//! Sentences that learners send to be checked, and what they are told about them: by text, from outside.

mod support;

use support::lesson::Lesson;
use support::{CALL, TEXT, as_sent, keys, turn, words};
use toneline::content::Library;
use toneline::domain::lang::Lang;
use toneline::modules::english::{Memory, Part};
use toneline::text::grammar;

fn begin(lang: Lang) -> Lesson {
    Lesson::begin("english", TEXT, lang)
}

fn memory(lesson: &Lesson) -> Memory {
    lesson.slot.load()
}

/// The first two columns of a list of sentences; commas inside quotes do not divide.
fn rows(list: &str) -> Vec<(String, String)> {
    let mut reader = csv::Reader::from_reader(list.as_bytes());
    let records = reader.records().map(|record| record.expect("a row"));
    records.map(|row| (row[0].to_owned(), row.get(1).unwrap_or_default().to_owned())).collect()
}

#[test]
fn mistakes_of_the_kind_that_learners_make_are_mended_as_they_should_be() {
    let all = rows(include_str!("data/grammar_learners.csv"));
    assert!(all.len() >= 180);
    for (wrong, right) in all {
        let mended = grammar::written(&grammar::mend(&wrong));
        assert!(right.split(" | ").any(|way| way == mended), "{wrong} => {mended}, not {right}");
    }
}

#[test]
fn right_sentences_that_learners_send_are_let_through_with_and_without_their_full_stop() {
    let all = rows(include_str!("data/grammar_learners_correct.csv"));
    assert!(all.len() >= 300);
    for (right, _) in all {
        for text in [right.as_str(), right.trim_end_matches('.')] {
            assert_eq!(grammar::mend(text), text);
        }
    }
}

#[test]
fn ordinary_sentences_are_checked_and_none_is_called_perfect() {
    for text in [
        "Children play football.",
        "Mukamana sells tomatoes.",
        "Yesterday Keza bought bananas.",
        "Farmers plant beans every season.",
        "He's been working here since 2015.",
        "it's raining today",
        "I'm happy today.",
        "He's happy.",
    ] {
        let mut lesson = begin(Lang::En);
        let said = words(Lang::En, &turn(lesson.text(text)));
        assert!(said.starts_with("I see no mistake here. Another sentence?"), "{text}: {said}");
        let menu = words(Lang::En, &turn(lesson.text("change")));
        assert!(menu.contains("1 mend sentences"), "{menu}");
    }
}

#[test]
fn a_right_sentence_that_is_not_the_one_to_mend_is_called_another_and_is_no_try() {
    for (lang, other) in
        [(Lang::En, "That is another sentence."), (Lang::Rw, "Iyo ni indi nteruro.")]
    {
        let mut lesson = begin(lang);
        lesson.text("1");
        let before = memory(&lesson).task;
        let said = words(lang, &turn(lesson.text("He is an honest man")));
        assert!(said.starts_with(other), "{said}");
        assert_eq!((memory(&lesson).task, memory(&lesson).tries), (before, 0));
    }
}

#[test]
fn a_correction_by_text_has_its_reason_and_why_gives_an_example() {
    for (lang, sent, better, example) in [
        (
            Lang::En,
            "He go to school every day.",
            "Better: He goes to school every day. When",
            "Not: ",
        ),
        (Lang::En, "I am farmer.", "Better: I am a farmer. One countable thing", "Not: "),
        (Lang::Rw, "I have 20 years old.", "Ibyiza ni: I am 20 years old. Mu Cyongereza", "Si: "),
    ] {
        let mut lesson = begin(lang);
        let said = as_sent(lang, &turn(lesson.text(sent)));
        assert!(said.starts_with(better), "{said}");
        let why = as_sent(lang, &turn(lesson.text("why")));
        assert!(why.contains(example), "{why}");
    }
}

#[test]
fn a_missed_word_is_shown_in_its_sentence_and_then_told_by_text() {
    for lang in Lang::ALL {
        let mut lesson = begin(lang);
        lesson.text("2");
        let id = memory(&lesson).task.expect("a word").id;
        let library = Library::shipped();
        let word = library.english.words.iter().find(|word| word.id == id).expect("known");
        let meaning = if lang == Lang::Rw { &word.rw } else { &word.meaning };
        let wrong = if lesson.said.contains(&format!("1. {meaning}")) { "2" } else { "1" };
        let first = as_sent(lang, &turn(lesson.text(wrong)));
        assert!(first.contains(&word.example), "{first}");
        let second = as_sent(lang, &turn(lesson.text(wrong)));
        assert!(second.contains(meaning.as_str()), "{second}");
        let why = as_sent(lang, &turn(lesson.text(if lang == Lang::Rw { "kuki" } else { "why" })));
        assert!(why.contains(meaning.as_str()), "{why}");
    }
}

#[test]
fn a_sentence_missed_twice_comes_with_its_rule_by_text() {
    let mut lesson = begin(Lang::En);
    lesson.text("1");
    let (library, id) = (Library::shipped(), memory(&lesson).task.expect("a sentence").id);
    let sentence = library.english.sentences.iter().find(|one| one.id == id).expect("known");
    let (wrong, right) = (sentence.wrong.clone(), sentence.right.clone());
    lesson.text(&wrong);
    let hint = as_sent(Lang::En, &turn(lesson.text("explain")));
    assert!(!hint.contains(&right) && memory(&lesson).tries == 1, "it stays open: {hint}");
    let step = turn(lesson.text(&wrong));
    assert!(as_sent(Lang::En, &step).contains(&format!("We say: {right}")));
    assert!(keys(&step).iter().any(|key| key == "content-both" || key.starts_with("english-why")));
    let why = as_sent(Lang::En, &turn(lesson.text("WHY")));
    assert!(why.contains(&right), "{why}");
}

#[test]
fn the_reason_given_is_the_reason_of_the_mistake() {
    for (sent, reason) in [
        ("Does she likes tea?", "Do and does come first"),
        ("He doesn't likes milk", "Do and does come first"),
        ("I am boring in this class", "What you feel ends in -ed"),
        ("She is more beautiful that me.", "The second thing follows than."),
        ("I goed to the market.", "This verb makes its past in its own way"),
        ("I didn't went to school.", "Did already shows the past"),
    ] {
        let mut lesson = begin(Lang::En);
        let said = words(Lang::En, &turn(lesson.text(sent)));
        assert!(said.contains(reason), "{sent}: {said}");
    }
}

#[test]
fn a_word_is_told_where_its_english_or_its_meaning_is_asked() {
    let mut lesson = begin(Lang::En);
    let said = words(Lang::En, &turn(lesson.text("how do you say isoko in English?")));
    assert!(said.starts_with("isoko in English: market."), "{said}");
    let said = words(Lang::En, &turn(lesson.text("what does market mean?")));
    assert!(said.starts_with("market means: a place"), "{said}");
}

#[test]
fn a_greeting_at_the_list_is_returned_and_not_marked_as_a_sentence() {
    for (lang, hello) in [(Lang::En, "Hello! I am well"), (Lang::Rw, "Muraho! Meze neza.")] {
        let mut lesson = begin(lang);
        let said = words(lang, &turn(lesson.text("hello how are you")));
        assert!(said.starts_with(hello), "{said}");
    }
}

#[test]
fn a_wish_for_a_part_is_no_sentence_to_check() {
    for (wish, part) in [
        ("free talk please", Part::Free),
        ("let us talk", Part::Free),
        ("I want new words", Part::Words),
        ("I want to mend sentences", Part::Mend),
        ("ndashaka ikiganiro", Part::Talk),
    ] {
        let mut lesson = begin(Lang::En);
        lesson.text(wish);
        assert_eq!(memory(&lesson).part, Some(part), "{wish}");
    }
}

#[test]
fn a_bare_answer_in_a_dialogue_is_asked_for_in_a_whole_sentence_and_is_no_try() {
    let english = &Library::shipped().english;
    for (asked, bare, whole) in [
        ("What is your name?", "Eric", "My name is Eric"),
        ("When did it start?", "yesterday", "It started yesterday"),
    ] {
        let places = english.dialogues.iter().flat_map(|dialogue| {
            dialogue.turns.iter().enumerate().map(|(at, turn)| (&dialogue.id, at, &turn.hear))
        });
        let found = places.into_iter().find(|(_, _, hear)| hear.contains(asked));
        let (id, at, _) = found.expect("a dialogue that asks so");
        let mut lesson = Lesson::begin("english", CALL, Lang::En);
        lesson.play("3");
        let mut known = memory(&lesson);
        let task = known.task.as_mut().expect("a dialogue");
        (task.id, task.turn) = (id.clone(), at);
        lesson.slot.store(&known);
        lesson.play(&format!("~{bare}"));
        assert!(lesson.said.starts_with("Please say it in a whole sentence."), "{}", lesson.said);
        assert_eq!((memory(&lesson).tries, memory(&lesson).all.done), (0, 0));
        lesson.play(&format!("~{whole}"));
        assert_eq!((memory(&lesson).all.done, memory(&lesson).all.right), (1, 1), "{whole}");
    }
}
