//! Reading aloud from outside: on a call that hears, on one that does not, and by voice note, in both languages.

mod support;

use support::lesson::Lesson;
use support::verdicts::{READING_REASONS, reading, refused};
use support::{CALL, DEAF_CALL, TEXT, keys};
use toneline::content::Library;
use toneline::content::english::ReadAloud;
use toneline::domain::lang::Lang;
use toneline::domain::reading::ReadingReject;
use toneline::domain::turn::{Expect, Then, Turn, Utter};
use toneline::modules::english::Memory;
use toneline::modules::{Asking, Can, Input, Step};

fn memory(lesson: &Lesson) -> Memory {
    lesson.slot.load()
}

/// The line in hand.
fn line(lesson: &Lesson) -> ReadAloud {
    let id = memory(lesson).task.expect("a line waits").id;
    let library = Library::shipped();
    library.english.lines.iter().find(|line| line.id == id).expect("a shipped line").clone()
}

/// A learner of that level in the middle of reading.
fn begin(can: Can, lang: Lang, level: u8) -> Lesson {
    let mut lesson = Lesson::begin("english", can, lang);
    let mut slot = lesson.slot.clone();
    assert!(lesson.module().set_level(&lesson.cx(), &mut slot, level));
    lesson.slot = slot;
    lesson.play("4");
    lesson
}

fn read(lesson: &mut Lesson, total: u8, lost: usize) -> Step {
    let text = line(lesson).text;
    lesson.give(&Input::Read(Box::new(reading(&text, total, lost))))
}

fn heard_for(turn: &Turn) -> Option<&Expect> {
    match &turn.then {
        Then::Listen(listen) => Some(&listen.expect),
        _ => None,
    }
}

#[test]
fn a_line_is_read_into_the_call_and_the_ear_answers_with_total_and_words() {
    for lang in Lang::ALL {
        let mut lesson = begin(CALL, lang, 1);
        let first = line(&lesson);
        let turn = lesson.prompt(Asking::Plain);
        assert_eq!(heard_for(&turn), Some(&Expect::Reading { read: first.text.clone() }));
        assert!(lesson.said.contains(&first.text));
        read(&mut lesson, 91, 0);
        assert!(lesson.said.contains("91"), "{}", lesson.said);
        let note = lesson.notes.last().expect("a note");
        assert_eq!((note.skill.as_str(), note.correct, note.score), ("aloud", true, Some(91)));
        assert_eq!(note.level, first.level);
        assert_ne!(line(&lesson).id, first.id, "the next line came");
    }
}

#[test]
fn beginners_say_it_after_the_line_and_others_hear_it_a_second_time_slowly() {
    for (level, times) in [(1, 1), (2, 1), (3, 2), (4, 2), (5, 2)] {
        let mut lesson = begin(CALL, Lang::En, level);
        let turn = lesson.prompt(Asking::Plain);
        let rests = turn.say.iter().filter(|u| matches!(u, Utter::Pause { .. })).count();
        assert_eq!(rests > 0, times == 2, "level {level}: {:?}", keys(&turn));
        assert_eq!(line(&lesson).level, level);
        for word in line(&lesson).text.split_whitespace() {
            assert!(lesson.said.matches(word).count() >= times, "{word}: {}", lesson.said);
        }
    }
}

#[test]
fn a_bad_reading_is_read_once_more_and_two_bad_lines_lead_down() {
    let mut lesson = begin(CALL, Lang::En, 3);
    let first = line(&lesson);
    let step = read(&mut lesson, 45, 0);
    assert_eq!(line(&lesson).id, first.id, "once more");
    assert!(lesson.said.starts_with("That was a hard one: 45 of 100."), "{}", lesson.said);
    assert!(lesson.said.contains("was not clear") && lesson.said.contains("pauses"));
    assert!(matches!(step, Step::Go { turn, .. } if heard_for(&turn).is_some()));
    read(&mut lesson, 44, 0);
    assert_ne!(line(&lesson).id, first.id, "then the next");
    read(&mut lesson, 30, 0);
    assert!(lesson.said.contains("Mind the sound th, as in think."), "{}", lesson.said);
    read(&mut lesson, 30, 0);
    assert_eq!(memory(&lesson).level, 2);
    assert_eq!(lesson.notes.iter().filter(|note| !note.correct).count(), 4);
}

#[test]
fn three_good_readings_lead_up_and_middling_ones_leave_the_level() {
    let mut lesson = begin(CALL, Lang::En, 2);
    for _ in 0..3 {
        read(&mut lesson, 75, 0);
    }
    assert_eq!(memory(&lesson).level, 3);
    let mut lesson = begin(CALL, Lang::En, 2);
    for _ in 0..4 {
        read(&mut lesson, 65, 0);
    }
    assert_eq!((memory(&lesson).level, memory(&lesson).all.right), (2, 4));
}

#[test]
fn words_left_out_are_named_and_asked_for_once_more_however_good_the_rest_was() {
    let mut lesson = begin(CALL, Lang::En, 2);
    let first = line(&lesson);
    let lost = first.text.split_whitespace().next().expect("a word").to_owned();
    read(&mut lesson, 80, 1);
    assert!(lesson.said.contains(&format!("I did not hear: {lost}")), "{}", lesson.said);
    assert_eq!(line(&lesson).id, first.id);
    read(&mut lesson, 80, 1);
    assert_ne!(line(&lesson).id, first.id, "once is enough");
}

#[test]
fn every_refusal_has_its_sentence_and_three_in_a_row_pass_on_without_a_mark() {
    for (can, lang) in [(CALL, Lang::En), (CALL, Lang::Rw), (TEXT, Lang::En), (TEXT, Lang::Rw)] {
        let mut sentences = std::collections::BTreeSet::new();
        for reason in READING_REASONS {
            let mut lesson = begin(can, lang, 1);
            let first = line(&lesson);
            for nth in 1..=3 {
                let refusal = Input::Read(Box::new(refused(&first.text, reason)));
                lesson.give(&refusal);
                sentences.insert(lesson.said.split('.').next().expect("a sentence").to_owned());
                assert_eq!(line(&lesson).id == first.id, nth < 3, "{reason:?} {nth}");
            }
            assert!(lesson.notes.is_empty());
            assert_eq!(memory(&lesson).all.done, 0);
        }
        assert_eq!(sentences.len(), READING_REASONS.len(), "{sentences:?}");
    }
}

#[test]
fn keys_and_commands_never_count_and_work_in_both_languages() {
    for can in [CALL, DEAF_CALL] {
        let mut lesson = begin(can, Lang::En, 2);
        let first = line(&lesson).id;
        for given in ["1", "2", "~again", "~slower", "~ongera", "~help", "~progress"] {
            lesson.play(given);
            assert_eq!(line(&lesson).id, first, "{given}");
        }
        lesson.play("2");
        lesson.play("3");
        let second = line(&lesson).id;
        assert_ne!(second, first);
        lesson.play("~simbuka");
        assert_ne!(line(&lesson).id, second);
        assert_eq!((memory(&lesson).all.done, lesson.notes.len()), (0, 0));
        lesson.play("~change");
        assert!(memory(&lesson).task.is_none());
        assert!(matches!(lesson.play("~menu"), Some(Step::Leave { .. })));
    }
    let mut lesson = begin(CALL, Lang::En, 2);
    assert_eq!(lesson.press("7"), Step::NotUnderstood);
}

#[test]
fn slower_is_the_line_with_rests_in_it() {
    let lesson = begin(CALL, Lang::En, 2);
    let mut slot = lesson.slot.clone();
    let turn = lesson.module().slower(&lesson.cx(), &mut slot).expect("its own way");
    assert!(turn.say.iter().any(|utter| matches!(utter, Utter::Pause { .. })));
    assert!(heard_for(&turn).is_some());
}

#[test]
fn by_text_the_line_is_read_in_a_voice_note_and_answered_in_writing() {
    for lang in Lang::ALL {
        let mut lesson = begin(TEXT, lang, 5);
        let first = line(&lesson);
        assert!(lesson.said.contains(&first.text));
        let expected = lesson.module().expects(&lesson.cx(), &lesson.slot);
        assert_eq!(expected, Some(Expect::Reading { read: first.text.clone() }));
        read(&mut lesson, 35, 2);
        assert!(lesson.said.contains("35") && lesson.said.contains(&first.text));
        read(&mut lesson, 88, 0);
        assert!(lesson.said.contains("88"), "{}", lesson.said);
        assert_ne!(line(&lesson).id, first.id);
        let second = line(&lesson).id;
        lesson.text("3");
        assert_ne!(line(&lesson).id, second);
        assert_eq!(lesson.text("what is this about banana"), Step::NotUnderstood);
    }
    let other = Lesson::begin("english", TEXT, Lang::En);
    assert_eq!(other.module().expects(&other.cx(), &other.slot), None, "nothing to read yet");
}

#[test]
fn where_the_line_cannot_hear_a_recogniser_says_which_words_it_understood() {
    let mut lesson = begin(DEAF_CALL, Lang::En, 2);
    let first = line(&lesson);
    lesson.speak(&first.text);
    assert!(lesson.said.starts_with("I understood 100 percent"), "{}", lesson.said);
    assert_eq!(lesson.notes.last().expect("a note").score, Some(100));
    let second = line(&lesson);
    lesson.speak("purple elephants everywhere");
    assert_eq!(line(&lesson).id, second.id, "once more");
    assert!(lesson.said.contains("I did not hear:"), "{}", lesson.said);
}

#[test]
fn a_reading_that_comes_late_is_not_held_against_the_line_in_hand() {
    for can in [CALL, TEXT] {
        let mut lesson = begin(can, Lang::En, 2);
        let first = line(&lesson);
        lesson.play("3");
        let second = line(&lesson);
        lesson.give(&Input::Read(Box::new(reading(&first.text, 95, 0))));
        assert_eq!(line(&lesson).id, second.id);
        assert!(lesson.notes.is_empty() && lesson.said.contains(&second.text));
    }
}

#[test]
fn a_dropped_call_goes_on_with_the_same_line_on_either_channel() {
    let mut lesson = begin(CALL, Lang::En, 4);
    read(&mut lesson, 80, 0);
    let in_hand = line(&lesson);
    for (can, lang) in [(CALL, Lang::En), (TEXT, Lang::Rw), (DEAF_CALL, Lang::En)] {
        let again = Lesson::resume("english", can, lang, lesson.slot.clone());
        assert_eq!(line(&again).id, in_hand.id);
        assert!(again.said.contains(&in_hand.text), "{}", again.said);
    }
}

#[test]
fn help_tips_progress_and_next_know_of_reading() {
    let mut lesson = begin(CALL, Lang::En, 2);
    let keys_of = |lines: Vec<toneline::domain::turn::Line>| {
        lines.into_iter().map(|line| line.key.into_owned()).collect::<Vec<_>>()
    };
    assert_eq!(keys_of(lesson.module().help(&lesson.cx(), &lesson.slot)), ["english-help-aloud"]);
    let tips = lesson.module().tips(&lesson.cx(), &lesson.slot);
    assert_eq!(keys_of(tips), ["english-tip-aloud-focus", "content-both"]);
    assert!(lesson.module().progress(&lesson.cx(), &lesson.slot).is_none());
    read(&mut lesson, 90, 0);
    assert!(lesson.module().progress(&lesson.cx(), &lesson.slot).is_some());
    assert!(lesson.module().next(&lesson.cx(), &lesson.slot).is_some());
}

#[test]
fn forty_turns_of_reading_end_nowhere_and_count_every_line_once() {
    for (can, lang) in [
        (CALL, Lang::En),
        (CALL, Lang::Rw),
        (DEAF_CALL, Lang::En),
        (TEXT, Lang::En),
        (TEXT, Lang::Rw),
    ] {
        let mut lesson = begin(can, lang, 2);
        let mut seen = std::collections::BTreeSet::new();
        for n in 0..40_u8 {
            let before = memory(&lesson);
            if before.resting {
                lesson.play("1");
                continue;
            }
            seen.insert(line(&lesson).id);
            let text = line(&lesson).text;
            match n % 8 {
                0 | 4 if can == DEAF_CALL => drop(lesson.speak(&text)),
                0 | 4 | 5 => drop(read(&mut lesson, 70 + n / 2, 0)),
                1 => drop(read(&mut lesson, 40, 1)),
                2 => {
                    let refusal = refused(&text, ReadingReject::TooNoisy);
                    lesson.give(&Input::Read(Box::new(refusal)));
                }
                3 => drop(lesson.play("~qwerty zxcv bnm")),
                6 => drop(lesson.play("~again")),
                _ => lesson.silence(),
            }
            let after = memory(&lesson);
            assert!(after.all.done >= before.all.done && after.all.done <= before.all.done + 1);
            assert!(after.tries <= 1 && after.unheard < 3);
        }
        assert!(memory(&lesson).all.done >= 8, "{}", memory(&lesson).all.done);
        assert!(seen.len() >= 8);
    }
}
