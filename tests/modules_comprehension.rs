//! Story lessons from outside: a story in parts, its words, its questions, in both languages, by every channel.

mod support;

use std::collections::BTreeMap;

use support::lesson::Lesson;
use support::{CALL, DEAF_CALL, TEXT, thought};
use toneline::content::Library;
use toneline::content::stories::{Question, QuestionKind, Story};
use toneline::domain::lang::Lang;
use toneline::domain::manner::Mood;
use toneline::domain::task::TaskKind;
use toneline::modules::comprehension::{Memory, Stage, Verdict, judge};
use toneline::modules::{Asking, Can, Step};

const STORIES: &str = "comprehension";

fn begin(can: Can, lang: Lang) -> Lesson {
    Lesson::begin(STORIES, can, lang)
}

fn memory(lesson: &Lesson) -> Memory {
    lesson.slot.load()
}

fn story<'a>(library: &'a Library, id: &str) -> &'a Story {
    library.stories.iter().find(|s| s.id == id).unwrap_or_else(|| panic!("no story {id}"))
}

/// The story in hand.
fn in_hand<'a>(library: &'a Library, lesson: &Lesson) -> &'a Story {
    story(library, &memory(lesson).story.expect("a story"))
}

/// Goes on to the first question.
fn to_questions(lesson: &mut Lesson) {
    for _ in 0..12 {
        if memory(lesson).stage == Stage::Question {
            return;
        }
        lesson.play("1");
    }
    panic!("no question came: {}", lesson.said);
}

fn question<'a>(library: &'a Library, lesson: &Lesson) -> &'a Question {
    &in_hand(library, lesson).questions[memory(lesson).at]
}

/// Answers the question in hand by number: rightly, or with the first wrong choice.
fn by_number(lesson: &mut Lesson, right: bool) -> Step {
    let library = Library::shipped();
    let answer = question(&library, lesson).answer.max(1);
    let n = if right {
        answer
    } else if answer == 1 {
        2
    } else {
        1
    };
    lesson.play(&n.to_string()).expect("a step")
}

#[test]
fn a_story_is_told_part_by_part_and_then_asked_about() {
    let library = Library::shipped();
    for can in [CALL, DEAF_CALL, TEXT] {
        for lang in Lang::ALL {
            let mut lesson = begin(can, lang);
            let told = in_hand(&library, &lesson);
            assert_eq!(told.level, 1);
            assert!(lesson.said.contains(told.title.get(lang)), "{}", lesson.said);
            for part in &told.parts {
                lesson.play("1");
                assert!(lesson.said.contains(part.get(lang)), "{}", lesson.said);
            }
            lesson.play("1");
            let first = &told.questions[0];
            assert!(lesson.said.contains(first.ask.get(lang)), "{}", lesson.said);
            assert!(lesson.said.contains(&format!("2: {}.", first.choices[1].get(lang))));
        }
    }
}

#[test]
fn another_story_can_be_had_and_all_come_round() {
    let library = Library::shipped();
    let mut lesson = begin(TEXT, Lang::En);
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..library.stories.len() {
        seen.insert(memory(&lesson).story.expect("a story"));
        lesson.text("another story");
    }
    assert_eq!(seen.len(), library.stories.len());
    lesson.text("1");
    lesson.text("indi nkuru");
    assert_eq!(memory(&lesson).stage, Stage::Title);
}

#[test]
fn a_part_is_told_again_and_its_hard_words_are_explained() {
    let library = Library::shipped();
    let mut lesson = begin(CALL, Lang::En);
    lesson.press("1");
    let part = lesson.said.clone();
    lesson.press("2");
    assert_eq!(lesson.said, part);
    lesson.press("9");
    let gloss = &in_hand(&library, &lesson).words[0];
    assert!(lesson.said.contains(&gloss.en), "{}", lesson.said);
    assert_eq!(memory(&lesson).at, 0, "the place is kept");
    lesson.speak(&format!("what does {} mean", gloss.word));
    assert!(lesson.said.contains(&gloss.en), "{}", lesson.said);
    let mut lesson = begin(TEXT, Lang::Rw);
    lesson.text("1");
    lesson.text("amagambo");
    assert!(lesson.said.contains(&in_hand(&library, &lesson).words[0].rw), "{}", lesson.said);
}

#[test]
fn a_right_answer_is_told_why_and_the_next_question_comes() {
    let library = Library::shipped();
    for can in [CALL, TEXT] {
        let mut lesson = begin(can, Lang::En);
        to_questions(&mut lesson);
        let first = question(&library, &lesson);
        by_number(&mut lesson, true);
        assert!(lesson.said.contains("That is right."), "{}", lesson.said);
        assert!(lesson.said.contains(&first.why.en), "{}", lesson.said);
        assert_eq!(memory(&lesson).at, 1);
        let note = lesson.notes.last().expect("a note");
        assert_eq!((note.skill.as_str(), note.correct, note.score), ("fact", true, Some(100)));
    }
}

#[test]
fn a_wrong_answer_gets_the_sentence_again_then_the_answer() {
    let library = Library::shipped();
    let mut lesson = begin(CALL, Lang::En);
    to_questions(&mut lesson);
    let first = question(&library, &lesson);
    by_number(&mut lesson, false);
    assert!(lesson.said.contains("The story says:"), "{}", lesson.said);
    assert!(lesson.notes.is_empty(), "the question is still open");
    assert_eq!(memory(&lesson).at, 0);
    by_number(&mut lesson, false);
    let answer = &first.choices[first.answer - 1];
    assert!(lesson.said.contains(&format!("The answer is: {}", answer.en)), "{}", lesson.said);
    assert!(lesson.said.contains(&first.why.en));
    assert_eq!(lesson.notes.len(), 1);
    assert!(!lesson.notes[0].correct);
}

#[test]
fn a_second_try_counts_half() {
    let mut lesson = begin(TEXT, Lang::Rw);
    to_questions(&mut lesson);
    by_number(&mut lesson, false);
    by_number(&mut lesson, true);
    assert_eq!(lesson.notes[0].score, Some(50));
}

#[test]
fn half_an_answer_is_told_what_is_missing() {
    let mut lesson = begin(TEXT, Lang::En);
    let mut kept = memory(&lesson);
    kept.story = Some("the-honest-jerrycan".into());
    kept.stage = Stage::Question;
    kept.at = 0;
    lesson.slot.store(&kept);
    lesson.text("something about a litre of water");
    assert!(lesson.said.starts_with("Part of that is right"), "{}", lesson.said);
    assert!(lesson.said.contains("Think of: kilo"), "{}", lesson.said);
    lesson.text("it weighs a kilo, the litre of water");
    assert!(lesson.said.starts_with("Yes, now you have it."), "{}", lesson.said);
}

/// Answers all questions up to the one of opinion.
fn to_opinion(lesson: &mut Lesson) {
    let library = Library::shipped();
    to_questions(lesson);
    while question(&library, lesson).kind != QuestionKind::Opinion {
        by_number(lesson, true);
    }
}

#[test]
fn an_opinion_is_taken_with_a_reason_and_asked_for_one_without() {
    for (lang, bare, reasoned) in [
        (Lang::En, "the stone I think", "the stone, because it broke the beak"),
        (Lang::Rw, "ndatekereza ibuye", "ni ibuye kuko ryavunnye umunwa w'igikona"),
    ] {
        for can in [CALL, TEXT] {
            let mut lesson = begin(can, lang);
            to_opinion(&mut lesson);
            let before = lesson.notes.len();
            lesson.play(&format!("~{bare}"));
            assert_eq!(lesson.notes.len(), before, "a reason is asked for: {}", lesson.said);
            lesson.play(&format!("~{reasoned}"));
            let note = lesson.notes.last().expect("a note");
            assert_eq!((note.skill.as_str(), note.correct), ("opinion", true));
            let mut again = begin(can, lang);
            to_opinion(&mut again);
            again.play("2");
            assert!(again.notes.last().is_some_and(|n| n.skill == "opinion"), "a key will do");
        }
    }
}

#[test]
fn the_end_of_a_story_tells_the_score_and_offers_another() {
    let library = Library::shipped();
    let mut lesson = begin(CALL, Lang::En);
    let read = in_hand(&library, &lesson);
    to_opinion(&mut lesson);
    by_number(&mut lesson, true);
    assert!(
        lesson.said.contains("That was the story. You answered 3 of 3 well."),
        "{}",
        lesson.said
    );
    assert!(lesson.said.ends_with("Another story? For yes, press 1. For the menu, press 2."));
    assert!(memory(&lesson).read.contains_key(&read.id));
    lesson.press("1");
    assert_ne!(in_hand(&library, &lesson).id, read.id);
    let mut done = Lesson::resume(STORIES, CALL, Lang::En, lesson.slot.clone());
    done.slot.store(&Memory { stage: Stage::Offer, story: None, ..memory(&lesson) });
    assert!(matches!(done.press("2"), Step::Leave { .. }));
}

#[test]
fn two_good_stories_lead_to_a_harder_one() {
    let library = Library::shipped();
    let mut lesson = begin(TEXT, Lang::En);
    for _ in 0..2 {
        to_opinion(&mut lesson);
        by_number(&mut lesson, true);
        lesson.text("1");
    }
    assert_eq!(memory(&lesson).level(), 2);
    assert_eq!(in_hand(&library, &lesson).level, 2);
}

#[test]
fn the_frustrated_get_an_easier_story_and_fewer_choices() {
    let library = Library::shipped();
    let mut lesson = begin(CALL, Lang::En);
    lesson.manner.mood = Mood::Frustrated;
    to_questions(&mut lesson);
    by_number(&mut lesson, false);
    assert!(lesson.said.contains("It is one of these two."), "{}", lesson.said);
    assert_eq!(lesson.said.matches(": ").count(), 2, "{}", lesson.said);
    let mut kept = memory(&lesson);
    kept.level = 3;
    kept.story = None;
    kept.stage = Stage::Offer;
    lesson.slot.store(&kept);
    lesson.press("1");
    assert_eq!(in_hand(&library, &lesson).level, 2);
}

#[test]
fn a_story_that_was_left_goes_on_at_the_same_part_and_the_same_question_on_either_channel() {
    let library = Library::shipped();
    let mut lesson = begin(CALL, Lang::En);
    lesson.press("1");
    lesson.press("1");
    let part = &in_hand(&library, &lesson).parts[1];
    let by_text = Lesson::resume(STORIES, TEXT, Lang::Rw, lesson.slot.clone());
    assert!(by_text.said.contains(&part.rw), "{}", by_text.said);
    to_questions(&mut lesson);
    by_number(&mut lesson, true);
    let asked = question(&library, &lesson);
    let back = Lesson::resume(STORIES, TEXT, Lang::En, lesson.slot.clone());
    assert!(
        back.said.starts_with("Welcome back to our story.") && back.said.contains(&asked.ask.en)
    );
}

#[test]
fn nonsense_is_asked_again_and_then_counts() {
    let mut lesson = begin(CALL, Lang::En);
    to_questions(&mut lesson);
    assert_eq!(lesson.speak("xylofon"), Step::NotUnderstood);
    assert!(matches!(lesson.speak("wugglepop"), Step::Go { .. }));
    assert_eq!(memory(&lesson).tries, 1);
}

#[test]
fn every_prompt_can_be_asked_three_ways() {
    let mut lesson = begin(CALL, Lang::Rw);
    for stage in 0..3 {
        for how in [Asking::Plain, Asking::Rephrased, Asking::KeysOnly] {
            drop(lesson.prompt(how));
        }
        if stage == 0 {
            lesson.press("1");
        } else {
            to_questions(&mut lesson);
        }
    }
}

#[test]
fn levels_are_set_on_request_and_progress_is_told() {
    let library = Library::shipped();
    let mut lesson = begin(TEXT, Lang::En);
    assert_eq!(lesson.module().progress(&lesson.cx(), &lesson.slot), None);
    let mut slot = lesson.slot.clone();
    assert!(lesson.module().set_level(&lesson.cx(), &mut slot, 4));
    lesson.slot = slot;
    assert_eq!(in_hand(&library, &lesson).level, 4);
    to_questions(&mut lesson);
    by_number(&mut lesson, true);
    let line = lesson.module().progress(&lesson.cx(), &lesson.slot).expect("progress");
    assert_eq!(
        support::said(Lang::En, &line),
        "You have read 0 of 33 stories, and answered 1 of 1 questions well."
    );
    let next = lesson.module().next(&lesson.cx(), &lesson.slot).expect("next");
    assert!(support::said(Lang::En, &next).contains("level 4"));
    assert!(!lesson.module().tips(&lesson.cx(), &lesson.slot).is_empty());
}

fn label(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Right => "right",
        Verdict::Partly(_) => "partly",
        Verdict::Wrong => "wrong",
        Verdict::Unclear => "unclear",
    }
}

/// Judges the labelled answers; the misjudged ones, and how many there are.
fn labelled() -> (Vec<String>, usize) {
    let library = Library::shipped();
    let list = include_str!("data/story-answers.tsv");
    let mut wrong = Vec::new();
    let rows: Vec<&str> = list.lines().filter(|line| !line.starts_with('#')).collect();
    for row in &rows {
        let fields: Vec<&str> = row.split('\t').collect();
        let [id, n, expected, answer] = fields[..] else { panic!("not four fields: {row}") };
        let told = story(&library, id);
        let at: usize = n.parse().expect("a number");
        let verdict = judge(told, &told.questions[at - 1], answer);
        if label(&verdict) != expected {
            wrong.push(format!("{row} -> {}", label(&verdict)));
        }
    }
    (wrong, rows.len())
}

#[test]
fn free_answers_are_judged_as_a_fair_teacher_would() {
    let (wrong, all) = labelled();
    println!("{} of {all} labelled answers judged as labelled; not: {wrong:#?}", all - wrong.len());
    assert!(all >= 60);
    assert!(wrong.len() * 20 <= all, "{} of {all}: {wrong:#?}", wrong.len());
}

#[test]
fn every_choice_and_every_reason_of_every_story_is_judged_rightly() {
    let library = Library::shipped();
    for told in &library.stories {
        for one in told.questions.iter().filter(|q| q.kind != QuestionKind::Opinion) {
            for (at, choice) in one.choices.iter().enumerate() {
                for lang in Lang::ALL {
                    let verdict = judge(told, one, choice.get(lang));
                    let right = at + 1 == one.answer;
                    assert_eq!(
                        verdict == Verdict::Right,
                        right,
                        "{}: {}",
                        told.id,
                        choice.get(lang)
                    );
                }
            }
        }
    }
}

/// What each conversation gives, turn by turn: keys as they are, `~` for voice, `-` for silence.
const CONVERSATION: [&str; 40] = [
    "-",
    "~blah blah",
    "1",
    "9",
    "2",
    "~komeza",
    "~qu'est-ce que c'est",
    "1",
    "-",
    "1",
    "1",
    "1",
    "~I do not know",
    "7",
    "1",
    "~zzz",
    "~3",
    "~because",
    "~again",
    "2",
    "~words",
    "1",
    "~because it is good for everybody",
    "1",
    "1",
    "~another",
    "1",
    "~next",
    "1",
    "1",
    "~sinzi",
    "1",
    "1",
    "~xx",
    "2",
    "~the people of the village",
    "~skip",
    "1",
    "~progress",
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
            }
            assert!(lesson.notes.len() >= 4, "{can:?} {lang}: {}", lesson.notes.len());
            assert!(
                said.values().all(|times| *times <= 4),
                "something was said over and over: {said:#?}"
            );
        }
    }
}

#[test]
fn every_story_reads_to_its_end_by_text_in_two_segments_whatever_is_answered() {
    let library = Library::shipped();
    for lang in Lang::ALL {
        for told in &library.stories {
            for wrong in [false, true] {
                let mut lesson = begin(TEXT, lang);
                lesson.slot.store(&Memory {
                    story: Some(told.id.clone()),
                    stage: Stage::Title,
                    ..Memory::default()
                });
                to_questions(&mut lesson);
                while memory(&lesson).stage == Stage::Question {
                    by_number(&mut lesson, !wrong);
                }
                assert!(memory(&lesson).read.contains_key(&told.id));
            }
        }
    }
}

#[test]
fn a_question_on_the_story_is_a_tutors_and_the_story_goes_on_where_it_stood() {
    for can in [CALL, DEAF_CALL, TEXT] {
        let mut lesson = begin(can, Lang::En);
        lesson.play("1");
        let before = memory(&lesson);
        assert_eq!(before.stage, Stage::Part);
        let step = lesson.play("~Why did they do that?").expect("it is taken");
        let task = thought(&step).expect("a tutor may know");
        assert_eq!((task.kind, task.said.as_str()), (TaskKind::Story, "Why did they do that?"));
        let library = Library::shipped();
        assert!(task.facts["story"].contains(&in_hand(&library, &lesson).parts[0].en));
        assert_eq!(memory(&lesson), before);
        to_questions(&mut lesson);
        let step = lesson.play("~Who told you all of that?").expect("it is taken");
        assert!(thought(&step).is_some_and(|task| !task.facts.contains_key("question")));
        assert_eq!(memory(&lesson).tries, 0, "it was no answer");
    }
}

#[test]
fn of_an_opinion_a_tutor_says_what_speaks_for_it() {
    let mut lesson = begin(TEXT, Lang::En);
    lesson.play("1");
    to_opinion(&mut lesson);
    let said = "I would share the food because everybody was hungry";
    let step = lesson.play(&format!("~{said}")).expect("an opinion");
    let task = thought(&step).expect("a tutor may say more");
    assert_eq!((task.kind, task.said.as_str()), (TaskKind::Story, said));
    assert!(task.facts["verdict"].contains("no answer is wrong"));
    assert_eq!(task.instead_of[0].key, "comprehension-reasoned");
}

#[test]
fn an_empty_or_senseless_text_is_never_an_attempt() {
    for lang in Lang::ALL {
        let mut lesson = begin(TEXT, lang);
        to_questions(&mut lesson);
        let before = memory(&lesson);
        for text in ["", "qqqq"] {
            assert_eq!(lesson.text(text), Step::NotUnderstood);
            assert!(lesson.said.contains("3: "), "the choices come again: {}", lesson.said);
        }
        assert_eq!(memory(&lesson), before);
        assert!(lesson.notes.is_empty());
    }
}

/// A lesson at the first question of a story.
fn at_question(id: &str, lang: Lang) -> Lesson {
    let mut lesson = begin(TEXT, lang);
    lesson.slot.store(&Memory {
        story: Some(id.to_owned()),
        stage: Stage::Question,
        ..memory(&lesson)
    });
    lesson.prompt(Asking::Plain);
    lesson
}

#[test]
fn nine_is_an_answer_where_things_are_counted_and_else_the_key_for_hard_words() {
    let mut lesson = at_question("the-slow-hunter", Lang::En);
    lesson.text("9");
    assert!(lesson.said.starts_with("That is right."), "{}", lesson.said);
    let mut lesson = at_question("two-drops", Lang::En);
    lesson.text("9");
    let library = Library::shipped();
    let gloss = &story(&library, "two-drops").words[0];
    assert!(lesson.said.contains(&gloss.en), "{}", lesson.said);
}

#[test]
fn no_sentence_of_a_story_is_quoted_with_half_of_its_marks() {
    let library = Library::shipped();
    for lang in Lang::ALL {
        for told in &library.stories {
            for at in 0..told.questions.len() {
                let mut lesson = at_question(&told.id, lang);
                let mut kept = memory(&lesson);
                kept.at = at;
                lesson.slot.store(&kept);
                by_number(&mut lesson, false);
                assert_eq!(lesson.said.matches('"').count() % 2, 0, "{}", lesson.said);
                assert!(!lesson.said.contains(": \" "), "{}", lesson.said);
            }
        }
    }
}
