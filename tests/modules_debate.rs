//! Debates from outside: a motion, a side, arguments and answers, by key, by voice and by text, in both languages.

mod support;

use std::collections::BTreeMap;

use support::lesson::Lesson;
use support::{CALL, DEAF_CALL, TEXT, thought};
use toneline::content::Library;
use toneline::content::debate::Motion;
use toneline::domain::lang::Lang;
use toneline::domain::manner::Mood;
use toneline::domain::task::TaskKind;
use toneline::domain::turn::{Expect, Then};
use toneline::modules::debate::{Memory, Piece, Side, Stage};
use toneline::modules::{Asking, Can, Step};

const DEBATE: &str = "debate";

fn begin(can: Can, lang: Lang) -> Lesson {
    Lesson::begin(DEBATE, can, lang)
}

fn memory(lesson: &Lesson) -> Memory {
    lesson.slot.load()
}

fn motion<'a>(library: &'a Library, lesson: &Lesson) -> &'a Motion {
    let id = memory(lesson).motion.expect("a motion");
    library.motions.iter().find(|m| m.id == id).expect("a shipped motion")
}

/// The number beside which these words are offered.
fn number_of(lesson: &Lesson, words: &str) -> &'static str {
    let offered = |n: &&str| lesson.said.contains(&format!("{n}: {words}"));
    ["1", "2", "3"].into_iter().find(|n| offered(n)).expect("it is offered")
}

const WHOLE: [(Lang, &str); 2] = [
    (Lang::En, "I think hens are good because they give eggs, for example my neighbour sells eggs"),
    (
        Lang::Rw,
        "Ndatekereza ko inkoko ari nziza kuko zitanga amagi, urugero umuturanyi wacu agurisha amagi",
    ),
];

#[test]
fn a_motion_is_read_with_its_background_and_a_side_is_chosen_in_many_ways() {
    let library = Library::shipped();
    for (given, side) in [
        ("1", Side::For),
        ("2", Side::Against),
        ("I am against it", Side::Against),
        ("I agree", Side::For),
        ("ndabirwanya", Side::Against),
        ("ndabishyigikiye", Side::For),
    ] {
        let mut lesson = begin(TEXT, Lang::En);
        let read = motion(&library, &lesson);
        assert!(lesson.said.contains(&read.motion.en) && lesson.said.contains(&read.background.en));
        lesson.text(given);
        assert_eq!(memory(&lesson).side, Some(side), "{given}");
        assert_eq!(memory(&lesson).stage, Stage::Argue);
    }
}

#[test]
fn another_motion_or_one_of_a_topic_can_be_had() {
    let library = Library::shipped();
    let mut lesson = begin(CALL, Lang::En);
    let first = motion(&library, &lesson).id.clone();
    lesson.press("3");
    assert_ne!(motion(&library, &lesson).id, first);
    lesson.speak("tourism");
    assert_eq!(motion(&library, &lesson).topic, "tourism");
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..library.motions.len() {
        seen.insert(motion(&library, &lesson).id.clone());
        lesson.speak("indi ngingo");
    }
    assert_eq!(seen.len(), library.motions.len());
}

#[test]
fn a_whole_argument_is_told_its_parts_and_the_other_side_answers() {
    let library = Library::shipped();
    for (lang, whole) in WHOLE {
        for can in [CALL, TEXT] {
            let mut lesson = begin(can, lang);
            lesson.play("1");
            let read = motion(&library, &lesson);
            lesson.play(&format!("~{whole}"));
            let note = lesson.notes.last().expect("a note");
            assert_eq!(
                (note.skill.as_str(), note.correct, note.score),
                ("argument", true, Some(100))
            );
            assert!(lesson.said.contains(read.counter_for[0].get(lang)), "{}", lesson.said);
            if can.speak {
                assert!(lesson.said.contains(read.against[0].claim.get(lang)), "{}", lesson.said);
                assert!(lesson.said.contains(read.against[0].reason.get(lang)), "{}", lesson.said);
            }
        }
    }
}

#[test]
fn what_is_missing_is_asked_for_piece_by_piece() {
    let mut lesson = begin(CALL, Lang::En);
    lesson.press("1");
    lesson.speak("every home should keep some hens");
    assert!(lesson.said.starts_with("You say what you think. Why?"), "{}", lesson.said);
    lesson.speak("because children need eggs");
    assert!(lesson.said.contains("Where did you see it?"), "{}", lesson.said);
    lesson.speak("in our home we eat two eggs every week");
    assert_eq!(lesson.notes.last().expect("a note").score, Some(100));
    assert_eq!(memory(&lesson).stage, Stage::Reply);
    let mut lesson = begin(TEXT, Lang::Rw);
    lesson.text("2");
    lesson.text("kuko inkoko zirwara vuba");
    assert!(lesson.said.starts_with("Utanze impamvu. Wowe wemeza iki?"), "{}", lesson.said);
    lesson.text("sinshaka inkoko mu rugo rwanjye");
    lesson.text("simbizi neza rwose mbabarira");
    assert_eq!(memory(&lesson).stage, Stage::Reply, "it is asked twice at most: {}", lesson.said);
}

#[test]
fn an_argument_can_be_built_by_key_alone() {
    let library = Library::shipped();
    for lang in Lang::ALL {
        for can in [CALL, DEAF_CALL, TEXT] {
            let mut lesson = begin(can, lang);
            let read = motion(&library, &lesson);
            lesson.play("2");
            lesson.play("1");
            assert_eq!(memory(&lesson).stage, Stage::Build(Piece::Claim));
            lesson.play("3");
            assert_eq!(memory(&lesson).pick, 2);
            for piece in [Piece::Reason, Piece::Example] {
                assert_eq!(memory(&lesson).stage, Stage::Build(piece));
                let argument = &read.against[2];
                let wanted =
                    if piece == Piece::Reason { &argument.reason } else { &argument.example };
                let n =
                    (1..=3).find(|n| lesson.said.contains(&format!("{n}: {}", wanted.get(lang))));
                lesson.play(&n.expect("the right piece is offered").to_string());
            }
            let note = lesson.notes.last().expect("a note");
            assert_eq!((note.skill.as_str(), note.score), ("build", Some(100)));
            for reply in &read.reply_against[..2] {
                lesson.play(number_of(&lesson, reply.get(lang)));
            }
            assert!(lesson.said.contains(read.common.get(lang)), "{}", lesson.said);
            assert!(lesson.said.contains(read.proverb.get(lang)), "{}", lesson.said);
            assert_eq!(memory(&lesson).done[&read.id], 2);
        }
    }
}

#[test]
fn a_piece_that_does_not_fit_is_tried_again_and_then_given() {
    let library = Library::shipped();
    let mut lesson = begin(CALL, Lang::En);
    lesson.press("1");
    lesson.press("1");
    lesson.press("1");
    let right = motion(&library, &lesson).in_favour[0].reason.en.clone();
    let wrong =
        (1..=3).find(|n| !lesson.said.contains(&format!("{n}: {right}"))).expect("a wrong one");
    lesson.press(&wrong.to_string());
    assert!(lesson.said.starts_with("That belongs to another argument."), "{}", lesson.said);
    lesson.press(&wrong.to_string());
    assert_eq!(memory(&lesson).stage, Stage::Build(Piece::Example));
    assert!(lesson.said.starts_with("I give you the one that fits."), "{}", lesson.said);
}

#[test]
fn a_debate_closes_with_what_both_share_and_a_proverb_and_is_remembered() {
    let library = Library::shipped();
    let mut lesson = begin(CALL, Lang::En);
    let read = motion(&library, &lesson);
    lesson.press("1");
    lesson.speak(WHOLE[0].1);
    lesson.speak("the children can feed them before school because it takes five minutes");
    assert!(lesson.said.starts_with("You answer with a reason."), "{}", lesson.said);
    assert!(lesson.said.contains(&read.counter_for[1].en), "{}", lesson.said);
    lesson.speak("you are right, one sick hen is a danger");
    assert!(lesson.said.starts_with("You see what is true on the other side."), "{}", lesson.said);
    assert!(lesson.said.contains("I am because we are."), "{}", lesson.said);
    assert!(lesson.said.contains(&read.common.en) && lesson.said.contains(&read.proverb.en));
    assert_eq!(memory(&lesson).done[&read.id], 1);
    lesson.press("1");
    assert_ne!(motion(&library, &lesson).id, read.id);
    let mut over = Lesson::resume(DEBATE, CALL, Lang::En, lesson.slot.clone());
    over.slot.store(&Memory { motion: None, side: None, stage: Stage::Offer, ..memory(&lesson) });
    assert!(matches!(over.press("2"), Step::Leave { .. }));
}

#[test]
fn disrespect_gets_a_calm_word_and_the_question_stays() {
    for (lang, rude, calm) in [
        (Lang::En, "you are stupid", "Let us keep respect"),
        (Lang::Rw, "ceceka uri igicucu", "Reka twubahane"),
    ] {
        for can in [CALL, TEXT] {
            let mut lesson = begin(can, lang);
            lesson.play("1");
            let before = memory(&lesson);
            lesson.play(&format!("~{rude}"));
            assert!(lesson.said.starts_with(calm), "{}", lesson.said);
            assert_eq!(memory(&lesson), before);
        }
    }
}

#[test]
fn the_frustrated_build_with_two_choices_and_one_answer() {
    let mut lesson = begin(CALL, Lang::En);
    lesson.manner.mood = Mood::Frustrated;
    lesson.press("1");
    assert_eq!(memory(&lesson).stage, Stage::Build(Piece::Claim));
    lesson.press("1");
    assert!(!lesson.said.contains("3: "), "{}", lesson.said);
    lesson.press("1");
    lesson.press("1");
    lesson.press("1");
    lesson.press("1");
    while memory(&lesson).stage == Stage::Reply {
        lesson.press("1");
    }
    assert_eq!(memory(&lesson).done.len(), 1);
}

#[test]
fn a_debate_that_was_left_goes_on_where_it_was_on_either_channel() {
    let library = Library::shipped();
    let mut lesson = begin(CALL, Lang::En);
    lesson.press("1");
    lesson.speak(WHOLE[0].1);
    let asked = &motion(&library, &lesson).counter_for[0];
    let by_text = Lesson::resume(DEBATE, TEXT, Lang::Rw, lesson.slot.clone());
    assert!(by_text.said.starts_with("Murakaza neza, dukomeze"), "{}", by_text.said);
    assert!(by_text.said.contains(&asked.rw), "{}", by_text.said);
}

#[test]
fn three_whole_arguments_lead_up_and_progress_is_told() {
    let mut lesson = begin(TEXT, Lang::En);
    assert_eq!(lesson.module().progress(&lesson.cx(), &lesson.slot), None);
    let library = Library::shipped();
    for _ in 0..3 {
        let read = motion(&library, &lesson);
        lesson.text("1");
        let own = &read.in_favour[0];
        let argument = [own.claim.en.as_str(), &own.reason.en, &own.example.en];
        lesson
            .text(&format!("{} because {}, for example {}", argument[0], argument[1], argument[2]));
        for reply in &read.reply_for[..2] {
            lesson.text(number_of(&lesson, &reply.en));
        }
        lesson.text("1");
    }
    assert_eq!(memory(&lesson).level(), 2);
    let line = lesson.module().progress(&lesson.cx(), &lesson.slot).expect("progress");
    assert_eq!(
        support::said(Lang::En, &line),
        "You debated 3 of 34 motions. Of your 3 arguments, 3 had a claim, a reason and an example."
    );
    assert!(lesson.module().next(&lesson.cx(), &lesson.slot).is_some());
    assert!(!lesson.module().tips(&lesson.cx(), &lesson.slot).is_empty());
    let mut slot = lesson.slot.clone();
    assert!(lesson.module().set_level(&lesson.cx(), &mut slot, 5));
    let set: Memory = slot.load();
    assert_eq!(set.level, 5);
}

const CONVERSATION: [&str; 40] = [
    "-",
    "~hmm",
    "1",
    "~xyz",
    "~blah",
    "1",
    "-",
    "9",
    "2",
    "~je ne comprends pas",
    "1",
    "1",
    "2",
    "1",
    "~I think so",
    "~sinzi",
    "1",
    "3",
    "2",
    "~you are stupid",
    "~people must plant trees because the soil is washed away",
    "-",
    "~again",
    "~for example in our village",
    "~that is true but water is expensive",
    "~progress",
    "2",
    "1",
    "~against",
    "~because",
    "1",
    "~help",
    "1",
    "2",
    "1",
    "2",
    "1",
    "~skip",
    "~ndemera ariko birahenze cyane",
    "1",
];

#[test]
fn forty_turns_by_voice_and_by_text_in_both_languages_have_no_dead_end() {
    for can in [CALL, DEAF_CALL, TEXT] {
        for lang in Lang::ALL {
            let mut lesson = begin(can, lang);
            let mut said: BTreeMap<String, usize> = BTreeMap::new();
            for given in CONVERSATION {
                let step = lesson.play(given);
                assert!(!matches!(step, Some(Step::Finish)), "{given}");
                *said.entry(lesson.said.clone()).or_default() += 1;
                if matches!(step, Some(Step::Leave { .. })) {
                    lesson = Lesson::resume(DEBATE, can, lang, lesson.slot.clone());
                }
            }
            assert!(memory(&lesson).arguments >= 2, "{can:?} {lang}: {:?}", memory(&lesson));
            assert!(said.values().all(|times| *times <= 4), "said over and over: {said:#?}");
        }
    }
}

#[test]
fn every_motion_is_argued_by_text_on_both_sides_in_two_segments() {
    let library = Library::shipped();
    for lang in Lang::ALL {
        for read in &library.motions {
            for side in ["1", "2"] {
                for (pick, wrong) in [("1", false), ("2", true), ("3", false)] {
                    let mut lesson = begin(TEXT, lang);
                    lesson.slot.store(&Memory {
                        motion: Some(read.id.clone()),
                        stage: Stage::Motion,
                        ..Memory::default()
                    });
                    for how in [Asking::Plain, Asking::Rephrased, Asking::KeysOnly] {
                        drop(lesson.prompt(how));
                    }
                    lesson.text(side);
                    lesson.text("1");
                    lesson.text(pick);
                    while matches!(memory(&lesson).stage, Stage::Build(_)) {
                        lesson.text(if wrong { "2" } else { "1" });
                    }
                    while memory(&lesson).stage == Stage::Reply {
                        for how in [Asking::Plain, Asking::Rephrased, Asking::KeysOnly] {
                            drop(lesson.prompt(how));
                        }
                        lesson.text(if wrong { "I do not think so at all" } else { "2" });
                    }
                    assert!(memory(&lesson).done.contains_key(&read.id));
                }
            }
        }
    }
}

#[test]
fn a_tutor_may_speak_for_the_other_side_and_nothing_else_of_the_turn() {
    let library = Library::shipped();
    for (lang, whole) in WHOLE {
        for can in [CALL, DEAF_CALL, TEXT] {
            let mut lesson = begin(can, lang);
            lesson.play("1");
            let read = motion(&library, &lesson);
            let step = lesson.play(&format!("~{whole}")).expect("an argument");
            let task = thought(&step).expect("the other side may be bettered");
            assert_eq!((task.kind, task.said.as_str()), (TaskKind::Debate, whole));
            assert_eq!(task.facts["motion"], read.motion.en);
            assert_eq!(task.facts["side"], "for");
            assert!(task.facts["counter"].contains(&read.against[0].claim.en));
            assert!(task.facts["performance"].ends_with("claim, reason, example"));
            let keys: Vec<&str> = task.instead_of.iter().map(|line| line.key.as_ref()).collect();
            assert!(!keys.contains(&"debate-reply") && !keys.contains(&"list-choice"), "{keys:?}");
            let step = lesson.play("~because eggs are food for children").expect("an answer");
            assert!(thought(&step).is_some(), "the second round, too");
            let step = lesson.play("~because eggs are food for children").expect("an answer");
            assert_eq!(thought(&step), None, "the close is ours");
        }
    }
}

#[test]
fn a_pressed_number_reaches_the_tutor_as_the_words_of_the_choice() {
    let library = Library::shipped();
    let mut lesson = begin(CALL, Lang::En);
    lesson.press("1");
    let read = motion(&library, &lesson);
    lesson.speak(WHOLE[0].1);
    let apt = &read.reply_for[0].en;
    let step = lesson.press(number_of(&lesson, apt));
    let task = thought(&step).expect("the other side answers");
    assert_eq!(&task.said, apt);
}

#[test]
fn arguments_are_heard_at_length_where_the_line_hears_and_keys_still_work() {
    let mut lesson = begin(CALL, Lang::En);
    assert!(matches!(lesson.prompt(Asking::Plain).then, Then::Ask(_)), "a side is a choice");
    lesson.press("1");
    let turn = lesson.prompt(Asking::Plain);
    let Then::Listen(listen) = &turn.then else { panic!("it listens: {turn:?}") };
    assert!(matches!(&listen.expect, Expect::Talk { about } if !about.is_empty()));
    assert!(matches!(&lesson.prompt(Asking::KeysOnly).then, Then::Ask(ask) if !ask.speech));
    lesson.press("1");
    assert_eq!(memory(&lesson).stage, Stage::Build(Piece::Claim));
    assert!(matches!(lesson.prompt(Asking::Plain).then, Then::Ask(_)), "pieces are chosen by key");
    let mut lesson = begin(DEAF_CALL, Lang::En);
    lesson.press("1");
    assert!(matches!(&lesson.prompt(Asking::Plain).then, Then::Ask(ask) if ask.speech));
}
