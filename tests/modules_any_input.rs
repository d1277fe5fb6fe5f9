//! Whatever comes in, lessons stay sound.

mod support;

use std::sync::LazyLock;

use proptest::prelude::*;
use support::verdicts::{ADVICE, READING_REASONS, REASONS, reading, refused, verdict};
use support::{CALL, DEAF_CALL, TEXT, cx, sound, sound_step};
use toneline::content::Library;
use toneline::domain::assessment::{Assessment, RejectReason};
use toneline::domain::event::{Keys, Words};
use toneline::domain::ids::ModuleName;
use toneline::domain::lang::Lang;
use toneline::domain::pinyin::{Pinyin, Tone};
use toneline::domain::turn::Expect;
use toneline::modules::mandarin::{Course, Mandarin, Memory as MandarinMemory};
use toneline::modules::maths::{Maths, Memory as MathsMemory};
use toneline::modules::registry::Registry;
use toneline::modules::{Asking, Input, Module, Slot};
use toneline::text::numbers::spell;

/// The module and its course, put together once.
fn mandarin() -> &'static Mandarin {
    static ONE: LazyLock<Mandarin> = LazyLock::new(|| Mandarin::new(&Library::shipped()));
    &ONE
}

fn course() -> &'static Course {
    static ONE: LazyLock<Course> = LazyLock::new(|| Course::new(&Library::shipped()));
    &ONE
}

fn maths_input() -> impl Strategy<Value = Input> {
    let words = prop::sample::select(vec![
        "yes",
        "no",
        "skip",
        "menu",
        "stop",
        "help",
        "again",
        "0",
        "1",
        "2",
        "-3",
        "1/2",
        "twenty two",
        "mirongo itanu",
        "i don't know",
        "",
        "🐐",
        "progress",
        "1 hour 30 minutes",
    ]);
    prop_oneof![
        "[0-9*#]{1,6}".prop_map(|keys| Input::Keys(Keys::parse(&keys).expect("keys"))),
        words.clone().prop_map(|text| Input::Text(text.to_owned())),
        words.prop_map(|text| Input::Speech(Words::typed(text))),
        "\\PC{0,40}".prop_map(Input::Text),
        Just(Input::Heard(Box::new(Assessment::Rejected { reason: RejectReason::Silence }))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn any_sequence_of_inputs_leaves_sound_maths(
        inputs in prop::collection::vec((maths_input(), any::<bool>(), 0..3_u8), 1..30),
        seed in 0..1_000_000_u64,
    ) {
        let registry = Registry::shipped();
        let maths = Maths::new();
        let mut slot = Slot::default();
        let _ = maths.open(&cx(&registry, CALL, Lang::En, seed), &mut slot);
        for (i, (input, by_text, right)) in inputs.into_iter().enumerate() {
            let lang = if i % 2 == 0 { Lang::En } else { Lang::Rw };
            let can = if by_text { TEXT } else { CALL };
            let cx = cx(&registry, can, lang, seed.wrapping_mul(31).wrapping_add(i as u64));
            let memory: MathsMemory = slot.load();
            let input = match memory.current_math_problem {
                // Every third answer is right, said in words, so that lessons get on.
                Some(problem) if right == 0 => {
                    let n = u32::try_from(problem.answer).expect("small");
                    Input::Speech(Words::typed(spell(n, lang)))
                }
                _ => input,
            };
            let step = maths.step(&cx, &mut slot, &input);
            sound_step(&cx, &step);
            for how in [Asking::Plain, Asking::Rephrased, Asking::KeysOnly] {
                sound(&cx, &maths.prompt(&cx, &slot, how));
            }
            let after: MathsMemory = slot.load();
            prop_assert!(after.math_problems_correct <= after.math_problems_attempted);
            prop_assert!(after.set.attempted < 5 && after.tries <= 1);
            prop_assert!(after.between_sets || after.current_math_problem.is_some());
            prop_assert!(after.math_problems_attempted >= memory.math_problems_attempted);
        }
    }

    #[test]
    fn any_maths_memory_can_be_opened(json in "\\PC{0,60}") {
        let registry = Registry::shipped();
        let cx = cx(&registry, TEXT, Lang::En, 3);
        let mut slot = Slot(serde_json::from_str(&json).unwrap_or_default());
        sound(&cx, &Maths::new().open(&cx, &mut slot));
    }
}

/// An utterance: the tone heard, if not the right one, the score, and the place of the advice.
type Said = (Option<u8>, u8, Option<usize>);

fn mandarin_input() -> impl Strategy<Value = (Option<Said>, Input)> {
    let text = prop::sample::select(vec![
        "1", "2", "3", "4", "yes", "no", "skip", "menu", "slower", "again", "help", "", "gatatu",
        "tone 2", "progress",
    ]);
    let input = prop_oneof![
        "[0-9#*]{1,3}".prop_map(|keys| Input::Keys(Keys::parse(&keys).expect("keys"))),
        text.clone().prop_map(|t| Input::Text(t.to_owned())),
        text.prop_map(|t| Input::Speech(Words::typed(t))),
        "\\PC{0,30}".prop_map(Input::Text),
        (0..REASONS.len())
            .prop_map(|i| Input::Heard(Box::new(Assessment::Rejected { reason: REASONS[i] }))),
    ];
    let said = prop::option::of((
        prop::option::of(1..=5_u8),
        any::<u8>(),
        prop::option::of(0..ADVICE.len()),
    ));
    (said, input)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn any_sequence_of_inputs_leaves_sound_mandarin(
        inputs in prop::collection::vec((mandarin_input(), 0..6_u8), 1..40),
        seed: u64,
    ) {
        let registry = Registry::shipped();
        let mandarin = mandarin();
        let course = course();
        let mut slot = Slot::default();
        let _ = mandarin.open(&cx(&registry, CALL, Lang::En, seed), &mut slot);
        for (i, ((said, input), channel)) in inputs.into_iter().enumerate() {
            let lang = if i % 2 == 0 { Lang::En } else { Lang::Rw };
            let can = match channel {
                0 => TEXT,
                1 => DEAF_CALL,
                _ => CALL,
            };
            let cx = cx(&registry, can, lang, seed.wrapping_add(i as u64));
            let memory: MandarinMemory = slot.load();
            let input = match (said, &memory.current) {
                (Some((heard, score, advice)), Some(id)) => {
                    let word: Pinyin = course.item(id).expect("a word of the course").pinyin.clone();
                    let heard = heard.and_then(|n| Tone::try_from(n).ok());
                    Input::Heard(Box::new(verdict(&word, heard, score, advice.map(|a| ADVICE[a]))))
                }
                _ => input,
            };
            let step = mandarin.step(&cx, &mut slot, &input);
            sound_step(&cx, &step);
            for how in [Asking::Plain, Asking::Rephrased, Asking::KeysOnly] {
                sound(&cx, &mandarin.prompt(&cx, &slot, how));
            }
            let after: MandarinMemory = slot.load();
            prop_assert!(after.set.done < 5 && after.tries < 3 && after.unheard < 3);
            prop_assert!(after.set.well <= after.set.done);
            prop_assert!(after.done >= memory.done);
        }
    }

    #[test]
    fn any_mandarin_memory_can_be_opened(json in "\\PC{0,60}", seed: u64) {
        let registry = Registry::shipped();
        let mut slot = Slot(serde_json::from_str(&json).unwrap_or_default());
        for can in [CALL, DEAF_CALL, TEXT] {
            let cx = cx(&registry, can, Lang::En, seed);
            sound(&cx, &mandarin().open(&cx, &mut slot));
        }
    }
}

/// What a learner may say or write in a story or a debate.
fn told_input() -> impl Strategy<Value = Input> {
    let words = prop::sample::select(vec![
        "yes",
        "no",
        "oya",
        "next",
        "komeza",
        "another",
        "indi",
        "words",
        "amagambo",
        "skip",
        "sinzi",
        "help",
        "again",
        "progress",
        "for",
        "against",
        "because it is good for the whole village",
        "shut up",
        "",
        "I think so because of rain, for example last year",
        "kuko zitanga amagi",
        "urugero iwacu",
        "the stone",
        "two",
        "9",
        "what does that mean",
        "asdf",
    ]);
    prop_oneof![
        4 => "[1-4]".prop_map(|keys| Input::Keys(Keys::parse(&keys).expect("keys"))),
        1 => "[0-9*#]{1,6}".prop_map(|keys| Input::Keys(Keys::parse(&keys).expect("keys"))),
        3 => words.clone().prop_map(|text| Input::Text(text.to_owned())),
        2 => words.prop_map(|text| Input::Speech(Words::typed(text))),
        1 => "\\PC{0,40}".prop_map(Input::Text),
        1 => Just(Input::Heard(Box::new(Assessment::Rejected { reason: RejectReason::Silence }))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_sequence_of_inputs_leaves_sound_stories_and_debates(
        inputs in prop::collection::vec((told_input(), 0..3_u8), 1..40),
        seed in 0..1_000_000_u64,
    ) {
        let registry = Registry::shipped();
        for name in ["comprehension", "debate"] {
            let module = registry.get(&ModuleName::new(name)).expect("it is registered");
            let mut slot = Slot::default();
            let _ = module.open(&cx(&registry, CALL, Lang::En, seed), &mut slot);
            for (i, (input, channel)) in inputs.iter().enumerate() {
                let lang = if i % 2 == 0 { Lang::En } else { Lang::Rw };
                let can = match channel {
                    0 => TEXT,
                    1 => DEAF_CALL,
                    _ => CALL,
                };
                let cx = cx(&registry, can, lang, seed.wrapping_add(i as u64));
                let step = module.step(&cx, &mut slot, input);
                sound_step(&cx, &step);
                for how in [Asking::Plain, Asking::Rephrased, Asking::KeysOnly] {
                    sound(&cx, &module.prompt(&cx, &slot, how));
                }
                module.progress(&cx, &slot);
                module.next(&cx, &slot);
                module.tips(&cx, &slot);
                if *channel == 2 && i % 7 == 0 {
                    prop_assert!(module.set_level(&cx, &mut slot, i as u8));
                }
                // Whatever was said, a new call goes on.
                let mut again = slot.clone();
                sound(&cx, &module.open(&cx, &mut again));
            }
        }
    }

    #[test]
    fn any_memory_of_stories_and_debates_can_be_opened(json in "\\PC{0,60}", at: usize, seed in 0..1_000_000_u64) {
        let registry = Registry::shipped();
        let odd = serde_json::json!({"story": "the-red-star", "motion": "gone", "stage": "question", "at": at, "side": "for"});
        for name in ["comprehension", "debate"] {
            let module = registry.get(&ModuleName::new(name)).expect("it is registered");
            for kept in [serde_json::from_str(&json).unwrap_or_default(), odd.clone()] {
                for can in [CALL, TEXT] {
                    let cx = cx(&registry, can, Lang::Rw, seed);
                    let mut slot = Slot(kept.clone());
                    sound(&cx, &module.prompt(&cx, &slot, Asking::Plain));
                    sound_step(&cx, &module.step(&cx, &mut slot, &Input::Text("1".into())));
                    sound(&cx, &module.open(&cx, &mut slot));
                }
            }
        }
    }
}

/// What the ear may say of whatever is in hand: a total with words left out, a refusal, or tones of a word.
#[derive(Debug, Clone)]
enum Ear {
    Read(u8, usize),
    Refused(usize),
    Late(u8),
    Tones(u8),
}

fn ear() -> impl Strategy<Value = Ear> {
    prop_oneof![
        3 => (any::<u8>(), 0..4_usize).prop_map(|(total, lost)| Ear::Read(total, lost)),
        2 => (0..READING_REASONS.len()).prop_map(Ear::Refused),
        1 => any::<u8>().prop_map(Ear::Late),
        1 => any::<u8>().prop_map(Ear::Tones),
    ]
}

/// What it says, as an input; `text` is what was to be read.
fn heard(ear: &Ear, text: &str) -> Input {
    match ear {
        Ear::Read(total, lost) => Input::Read(Box::new(reading(text, *total, *lost))),
        Ear::Refused(at) => Input::Read(Box::new(refused(text, READING_REASONS[*at]))),
        Ear::Late(total) => Input::Read(Box::new(reading("", *total, 0))),
        Ear::Tones(score) => {
            let word: Pinyin = "ma1".parse().expect("pinyin");
            Input::Heard(Box::new(verdict(&word, None, *score, None)))
        }
    }
}

fn english_words() -> impl Strategy<Value = Input> {
    let words = prop::sample::select(vec![
        "read aloud",
        "free talk",
        "conversation",
        "words",
        "mend",
        "change",
        "My brother work in a bank.",
        "I like it because it is good for my family.",
        "what is the sun?",
        "how much is 12 times 7",
        "kuki imvura igwa",
        "why",
        "enough",
        "another topic",
        "please read the letter",
        "ndashaka kuganira",
        "slower",
        "skip",
        "again",
        "?",
    ]);
    prop_oneof![
        "[1-9]{1,2}".prop_map(|keys| Input::Keys(Keys::parse(&keys).expect("keys"))),
        words.clone().prop_map(|text| Input::Text(text.to_owned())),
        words.prop_map(|text| Input::Speech(Words::typed(text))),
        "\\PC{0,80}".prop_map(Input::Text),
    ]
}

const EVERY: [&str; 7] =
    ["general", "english", "maths", "comprehension", "debate", "knowledge", "mandarin"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn any_words_and_verdicts_leave_every_lesson_sound(
        inputs in prop::collection::vec(
            (prop_oneof![english_words(), told_input()], prop::option::of(ear()), 0..3_u8),
            1..40,
        ),
        part in 1..=5_u8,
        seed in 0..1_000_000_u64,
    ) {
        let registry = Registry::shipped();
        for name in EVERY {
            let module = registry.get(&ModuleName::new(name)).expect("it is registered");
            let mut slot = Slot::default();
            let first = cx(&registry, CALL, Lang::En, seed);
            sound(&first, &module.open(&first, &mut slot));
            let key = Input::Keys(Keys::parse(&part.to_string()).expect("a key"));
            sound_step(&first, &module.step(&first, &mut slot, &key));
            for (i, (input, ear, channel)) in inputs.iter().enumerate() {
                let lang = if i % 2 == 0 { Lang::En } else { Lang::Rw };
                let can = [TEXT, DEAF_CALL, CALL][usize::from(*channel)];
                let cx = cx(&registry, can, lang, seed.wrapping_add(i as u64));
                let text = match module.expects(&cx, &slot) {
                    Some(Expect::Reading { read }) => read,
                    _ => "Please read the letter.".to_owned(),
                };
                let input = ear.as_ref().map_or(input.clone(), |ear| heard(ear, &text));
                sound_step(&cx, &module.step(&cx, &mut slot, &input));
                for how in [Asking::Plain, Asking::Rephrased, Asking::KeysOnly] {
                    sound(&cx, &module.prompt(&cx, &slot, how));
                }
                if let Some(turn) = module.slower(&cx, &mut slot) {
                    sound(&cx, &turn);
                }
                let mut again = slot.clone();
                sound(&cx, &module.open(&cx, &mut again));
                for line in module.tips(&cx, &slot).iter().chain(&module.help(&cx, &slot)) {
                    support::said(lang, line);
                }
            }
        }
    }
}
