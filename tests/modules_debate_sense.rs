//! What a debate takes for an argument and for an answer: sense, not only form.

mod support;

use support::TEXT;
use support::lesson::Lesson;
use toneline::content::Library;
use toneline::domain::lang::Lang;
use toneline::modules::Step;
use toneline::modules::debate::{Memory, Piece, Side, Stage};

fn memory(lesson: &Lesson) -> Memory {
    lesson.slot.load()
}

/// A debate about hens, for them, where the learner's argument is wanted.
fn hens() -> Lesson {
    let mut lesson = Lesson::begin("debate", TEXT, Lang::En);
    assert_eq!(memory(&lesson).motion.as_deref(), Some("every-home-keeps-hens"));
    lesson.text("1");
    lesson
}

fn has(lesson: &Lesson, part: &str) {
    assert!(lesson.said.contains(part), "{part:?} is not in {:?}", lesson.said);
}

#[test]
fn the_form_of_an_argument_without_its_matter_is_not_called_whole() {
    let mut lesson = hens();
    lesson.text("Bananas are yellow because the sun is hot, for example Monday");
    has(
        &lesson,
        "I do not see what that has to do with the motion: Every home should keep a few hens.",
    );
    assert!(lesson.notes.is_empty() && memory(&lesson).stage == Stage::Argue);
    lesson.text("Hens are good because they give eggs, for example my neighbour sells ten a week");
    has(&lesson, "That is a whole argument.");
}

#[test]
fn words_beside_the_motion_lead_to_an_argument_built_together_and_never_round_in_circles() {
    let mut lesson = hens();
    for _ in 0..3 {
        lesson.text("the sky is blue because it is blue, for example up there");
    }
    assert!(matches!(memory(&lesson).stage, Stage::Build(_)));
    has(&lesson, "Let us build it together.");
}

#[test]
fn an_argument_for_the_other_side_is_told_and_the_side_can_be_changed() {
    let mut lesson = hens();
    lesson.text("I disagree with the motion because hens are dirty, for example they smell");
    has(&lesson, "That speaks against it, and you speak for it.");
    lesson.text("other side");
    assert_eq!(memory(&lesson).side, Some(Side::Against));
    lesson.text(
        "I disagree with this because hens are dirty and bring disease, for example my uncle's hens died",
    );
    has(&lesson, "That is a whole argument.");
}

#[test]
fn only_the_answer_to_the_question_is_a_fair_one() {
    let library = Library::shipped();
    let hens_motion = library.motions.iter().find(|m| m.id == "every-home-keeps-hens");
    let reply = &hens_motion.expect("hens").reply_for[0].en;
    for chosen in ["1", "2"] {
        let mut lesson = hens();
        lesson.text("Hens are good because they give eggs, for example my neighbour sells ten");
        has(&lesson, "Who will feed the hens");
        let apt = lesson.said.contains(&format!("{chosen}: {reply}"));
        lesson.text(chosen);
        if apt {
            has(&lesson, "A fair answer.");
            assert_eq!(lesson.notes.last().map(|note| note.correct), Some(true));
            continue;
        }
        has(&lesson, "That is another point. The question was: Who will feed the hens");
        lesson.text(chosen);
        has(&lesson, &format!("One could answer: {reply}"));
        assert_eq!(lesson.notes.last().map(|note| note.correct), Some(false));
    }
}

#[test]
fn a_free_answer_must_touch_the_question() {
    let mut lesson = hens();
    lesson.text("Hens are good because they give eggs, for example my neighbour sells ten");
    lesson.text("because the moon is round, for example last year");
    has(&lesson, "That is another point. The question was:");
    lesson.text("Because the child will feed them at dawn");
    has(&lesson, "You answer with a reason.");
}

#[test]
fn every_question_of_the_other_side_has_an_answer_to_choose_that_fits_a_text() {
    let library = Library::shipped();
    for lang in Lang::ALL {
        for motion in &library.motions {
            for (questions, replies) in [
                (&motion.counter_for, &motion.reply_for),
                (&motion.counter_against, &motion.reply_against),
            ] {
                for (question, reply) in questions.iter().zip(replies) {
                    assert!(reply.get(lang).chars().count() <= 85, "{}", reply.get(lang));
                    assert_ne!(question, reply);
                }
            }
        }
    }
}

#[test]
fn empty_texts_and_keys_struck_at_random_end_no_debate() {
    let mut lesson = hens();
    lesson.text("Hens are good because they give eggs, for example my neighbour sells ten");
    let before = memory(&lesson);
    assert_eq!(before.stage, Stage::Reply);
    for text in ["", "qqqq"] {
        assert_eq!(lesson.text(text), Step::NotUnderstood);
        has(&lesson, "1: ");
    }
    assert_eq!((memory(&lesson).stage, memory(&lesson).round), (Stage::Reply, before.round));
    lesson.text("the children");
    has(&lesson, "I hear you.");
}

#[test]
fn who_does_not_know_is_given_the_piece_and_not_told_that_it_fits() {
    for (lang, says, given, fits) in [
        (Lang::En, "I don't know", "I give you the one that fits", "That fits."),
        (Lang::Rw, "sinzi", "Dore ikijyanye na cyo.", "Birajyanye."),
    ] {
        let mut lesson = Lesson::begin("debate", TEXT, lang);
        for text in ["1", "1", "1"] {
            lesson.text(text);
        }
        assert_eq!(memory(&lesson).stage, Stage::Build(Piece::Reason));
        lesson.text(says);
        has(&lesson, given);
        assert!(!lesson.said.contains(fits), "{}", lesson.said);
        assert!(!memory(&lesson).has[1], "it was not the learner's own");
    }
}

#[test]
fn a_word_that_stands_in_an_example_by_chance_makes_no_argument() {
    for side in ["1", "2"] {
        let mut lesson = Lesson::begin("debate", TEXT, Lang::En);
        lesson.text(side);
        lesson.text("I think bananas because blue for example shoe");
        has(&lesson, "I do not see what that has to do with the motion");
    }
}

#[test]
fn a_claim_that_denies_the_motion_speaks_against_it_and_one_that_repeats_it_for_it() {
    let mut lesson = hens();
    lesson.text(
        "I think we should not keep hens because they smell. For example my neighbour hates them.",
    );
    has(&lesson, "That speaks against it, and you speak for it.");
    let mut lesson = Lesson::begin("debate", TEXT, Lang::En);
    lesson.text("2");
    lesson.text("I think every home should keep hens because they give eggs");
    has(&lesson, "That speaks for it, and you speak against it.");
    lesson.text("I think not every home should keep hens because they smell");
    has(&lesson, "Where did you see it?");
}

#[test]
fn who_only_grants_is_not_praised_for_a_reason() {
    let mut lesson = hens();
    lesson.text("Hens are good because they give eggs, for example my neighbour sells ten");
    lesson.text("I think you are right because you are right for example you");
    has(&lesson, "You see what is true on the other side.");
}

#[test]
fn honest_arguments_short_and_plain_are_heard_on_either_side() {
    for (side, text) in [
        ("1", "Hens are good because they give eggs"),
        ("1", "we get eggs because hens eat little"),
        ("1", "Hens should not be only for the rich because eggs are food"),
        ("1", "it helps the family because we sell eggs"),
        ("1", "children eat eggs and grow because of protein"),
        ("2", "hens smell because the house is dirty"),
        ("2", "We should not keep hens because they bring disease"),
        ("2", "it costs money because the food is dear"),
        ("2", "there is no room in town because houses are small"),
    ] {
        let mut lesson = Lesson::begin("debate", TEXT, Lang::En);
        lesson.text(side);
        lesson.text(text);
        for refusal in ["I do not see", "That speaks", "Sorry"] {
            assert!(!lesson.said.contains(refusal), "{text}: {}", lesson.said);
        }
    }
    for (side, text) in [
        ("1", "inkoko ni nziza kuko zitanga amagi"),
        ("2", "ntidukwiye korora inkoko kuko zanduza"),
        ("1", "zifasha umuryango kuko tugurisha amagi"),
    ] {
        let mut lesson = Lesson::begin("debate", TEXT, Lang::Rw);
        lesson.text(side);
        lesson.text(text);
        for refusal in ["Sinumva aho", "Ibyo birayi"] {
            assert!(!lesson.said.contains(refusal), "{text}: {}", lesson.said);
        }
    }
}

#[test]
fn every_argument_of_the_packs_stands_on_its_own_side() {
    for motion in &Library::shipped().motions {
        for (n, own) in [("1", &motion.in_favour), ("2", &motion.against)] {
            for argument in own {
                let mut lesson = Lesson::begin("debate", TEXT, Lang::En);
                lesson.slot.store(&Memory {
                    motion: Some(motion.id.clone()),
                    stage: Stage::Motion,
                    ..memory(&lesson)
                });
                lesson.text(n);
                lesson.text(&format!("{} because {}", argument.claim.en, argument.reason.en));
                for refusal in ["I do not see", "That speaks"] {
                    assert!(
                        !lesson.said.contains(refusal),
                        "{}: {}",
                        argument.claim.en,
                        lesson.said
                    );
                }
            }
        }
    }
}

#[test]
fn one_word_that_stands_near_a_motion_by_chance_makes_no_argument_on_it() {
    for other in [
        "the roads are dangerous because cars are fast. for example in my village a boy was hurt",
        "I think cats are nice because they are soft. For example my cat sleeps all day",
    ] {
        let mut lesson = hens();
        lesson.text(other);
        has(&lesson, "I do not see what that has to do with the motion");
    }
}

#[test]
fn who_agrees_and_says_why_is_not_asked_for_a_claim_and_no_part_is_asked_for_twice() {
    let mut lesson = hens();
    lesson.text("I agree because hens feed children");
    has(&lesson, "Where did you see it? Begin with: for example.");
    lesson.text("repeat");
    has(&lesson, "Where did you see it? Begin with: for example.");
    let mut lesson = hens();
    lesson.text("because hens give eggs");
    has(&lesson, "What do you hold?");
    lesson.text("for example my brother sells eggs");
    assert!(!lesson.said.contains("What do you hold?"), "{}", lesson.said);
}
