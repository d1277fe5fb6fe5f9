//! The menu: routing measured on labelled utterances, keys, and new modules that appear by themselves.

mod support;

use std::sync::Arc;

use proptest::prelude::*;
use support::{CALL, TEXT, cx, keys, sound, sound_step, turn, words};
use toneline::domain::event::{Keys, Words};
use toneline::domain::ids::ModuleName;
use toneline::domain::lang::Lang;
use toneline::domain::turn::{Line, Turn};
use toneline::modules::general::{Confusion, General, given};
use toneline::modules::registry::Registry;
use toneline::modules::{Asking, Card, Cx, Input, Module, Slot, Step};

fn step(cx: &Cx<'_>, input: &Input) -> Step {
    General::new().step(cx, &mut Slot::default(), input)
}

fn label(cx: &Cx<'_>, text: &str) -> String {
    given(cx.cards, text)
}

const ROUTING: &str = include_str!("data/routing.csv");
const MORE: &str = include_str!("data/routing_more.csv");

#[test]
fn at_least_95_percent_of_the_labelled_utterances_are_routed_rightly() {
    let registry = Registry::shipped();
    let cards = registry.cards();
    let first = Confusion::measured(cards, ROUTING, |_| true);
    // The words of the router were chosen with an eye on the first table and on the odd rows of the second; the even
    // rows were not looked at.
    let seen = Confusion::measured(cards, MORE, |row| row % 2 == 1);
    let unseen = Confusion::measured(cards, MORE, |row| row % 2 == 0);
    println!("routing.csv: {:.1} %", first.percent());
    println!(
        "routing_more.csv, odd rows: {} of {}, {:.1} %",
        seen.right(),
        seen.total(),
        seen.percent()
    );
    println!(
        "routing_more.csv, even rows: {} of {}, {:.1} %",
        unseen.right(),
        unseen.total(),
        unseen.percent()
    );
    for (want, got, text) in first.wrong.iter().chain(&seen.wrong) {
        println!("{text:?}: wanted {want}, given {got}");
    }
    let all = first.and(seen).and(unseen);
    println!("{all}");
    assert!(all.total() >= 350);
    assert!(all.percent() >= 95.0, "{:.1} %", all.percent());
}

#[test]
fn a_menu_of_six_lessons_fits_a_text_in_both_languages() {
    let registry = Registry::shipped();
    for lang in Lang::ALL {
        let cx = cx(&registry, TEXT, lang, 1);
        for how in [Asking::Plain, Asking::Rephrased, Asking::KeysOnly] {
            let turn = General::new().prompt(&cx, &Slot::default(), how);
            let text = words(lang, &turn);
            assert!(text.len() <= 306, "{} characters: {text}", text.len());
        }
        sound_step(&cx, &step(&cx, &Input::Text("help".into())));
        sound_step(&cx, &step(&cx, &Input::Text("maths or mandarin".into())));
    }
}

#[test]
fn the_language_of_the_learner_does_not_bind_the_language_of_the_wish() {
    let registry = Registry::shipped();
    for lang in Lang::ALL {
        let cx = cx(&registry, CALL, lang, 1);
        for text in ["maths", "imibare"] {
            let said = Input::Speech(Words::typed(text));
            assert!(matches!(step(&cx, &said), Step::Switch { to, .. } if to.as_str() == "maths"));
        }
    }
}

#[test]
fn keys_choose_the_lesson_that_stands_on_them() {
    let registry = Registry::shipped();
    let cx = cx(&registry, CALL, Lang::En, 1);
    let press = |keys| step(&cx, &Input::Keys(Keys::parse(keys).expect("keys")));
    assert!(matches!(press("2"), Step::Switch { to, .. } if to.as_str() == "maths"));
    assert!(matches!(press("6"), Step::Switch { to, .. } if to.as_str() == "mandarin"));
    assert_eq!(press("9"), Step::NotUnderstood);
    assert_eq!(press("12"), Step::NotUnderstood);
}

#[test]
fn a_question_that_the_packs_answer_is_answered_whatever_lesson_its_words_name() {
    let registry = Registry::shipped();
    let cx = cx(&registry, TEXT, Lang::En, 1);
    for asked in ["Which colours are on the flag of Rwanda?", "What is the capital of Kenya?"] {
        let turn = turn(step(&cx, &Input::Text(asked.into())));
        assert!(keys(&turn).contains(&"knowledge-answer".into()), "{asked}: {:?}", keys(&turn));
    }
    let wish = step(&cx, &Input::Text("Can we do Rwanda?".into()));
    assert!(matches!(wish, Step::Switch { .. }), "{wish:?}");
}

#[test]
fn a_question_that_names_a_lesson_is_answered_and_the_wish_for_it_leads_there() {
    let registry = Registry::shipped();
    let cx = cx(&registry, TEXT, Lang::En, 1);
    for asked in [
        "Who invented maths?",
        "Where is China?",
        "Kuki icyongereza kigoye?",
        "Explain rain to me",
        "5 x 3",
    ] {
        let turn = turn(step(&cx, &Input::Text(asked.into())));
        assert!(keys(&turn).contains(&"general-ask-more-text".into()), "{asked}: {turn:?}");
    }
    let help = turn(step(&cx, &Input::Text("explain how this works".into())));
    assert_eq!(keys(&help)[0], "general-help-text");
    for wish in ["How can I learn maths?", "maths please", "Can we do maths?"] {
        let step = step(&cx, &Input::Text(wish.into()));
        assert!(matches!(step, Step::Switch { .. }), "{wish}: {step:?}");
    }
}

#[test]
fn two_lessons_in_one_sentence_are_asked_about() {
    let registry = Registry::shipped();
    let cx = cx(&registry, TEXT, Lang::En, 1);
    let turn = turn(step(&cx, &Input::Text("maths or mandarin".into())));
    assert_eq!(keys(&turn)[0], "general-which");
}

#[test]
fn the_menu_reads_well_on_both_channels_in_both_languages() {
    let registry = Registry::shipped();
    let menu = |can, lang, how| {
        let cx = cx(&registry, can, lang, 1);
        let turn = General::new().prompt(&cx, &Slot::default(), how);
        sound(&cx, &turn);
        words(lang, &turn)
    };
    assert_eq!(
        menu(CALL, Lang::En, Asking::Plain),
        "What would you like to learn? For English, press 1. For maths, press 2. For reading, press 3. For debate, press 4. For general knowledge, press 5. For Mandarin tones, press 6. Or just say what you want."
    );
    assert_eq!(
        menu(TEXT, Lang::En, Asking::Plain),
        "What would you like to learn? Reply with a number: 1 English, 2 maths, 3 reading, 4 debate, 5 general knowledge, 6 Mandarin tones."
    );
    assert_eq!(
        menu(TEXT, Lang::Rw, Asking::Plain),
        "Urashaka kwiga iki? Subiza umubare: 1 icyongereza, 2 imibare, 3 gusoma, 4 ikiganiro mpaka, 5 ubumenyi rusange, 6 amasaku y'Igishinwa."
    );
    assert!(menu(CALL, Lang::Rw, Asking::KeysOnly).starts_with("Hitamo"));
}

/// A module of another kind, to see that the menu needs no word of it.
struct Newcomer(Card);

impl Module for Newcomer {
    fn card(&self) -> &Card {
        &self.0
    }
    fn open(&self, cx: &Cx<'_>, slot: &mut Slot) -> Turn {
        General::new().open(cx, slot)
    }
    fn prompt(&self, cx: &Cx<'_>, slot: &Slot, how: Asking) -> Turn {
        General::new().prompt(cx, slot, how)
    }
    fn step(&self, _: &Cx<'_>, _: &mut Slot, _: &Input) -> Step {
        Step::NotUnderstood
    }
    fn help(&self, _: &Cx<'_>, _: &Slot) -> Vec<Line> {
        Vec::new()
    }
    fn progress(&self, _: &Cx<'_>, _: &Slot) -> Option<Line> {
        None
    }
}

#[test]
fn a_new_module_appears_on_the_menu_by_its_card_alone() {
    let newcomer = Newcomer(Card {
        name: ModuleName::new("stories"),
        key: Some('7'),
        title: "title-general",
        keywords: &[(Lang::En, &["stories", "story"]), (Lang::Rw, &["inkuru"])],
        more: Vec::new(),
        needs_voice: false,
    });
    let registry =
        Registry::new(vec![Arc::new(General::new()), Arc::new(newcomer)]).expect("registry");
    let cx = cx(&registry, TEXT, Lang::En, 1);
    assert!(
        words(Lang::En, &General::new().open(&cx, &mut Slot::default())).contains("7 the menu")
    );
    for text in ["7", "tell me a story", "inkuru", "storys"] {
        assert_eq!(label(&cx, text), "stories", "{text}");
    }
    assert_eq!(label(&cx, "maths"), "unknown");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_gives_a_sound_step(text in "\\PC{0,200}", seed: u64) {
        let registry = Registry::shipped();
        for lang in Lang::ALL {
            for can in [CALL, TEXT] {
                let cx = cx(&registry, can, lang, seed);
                sound_step(&cx, &step(&cx, &Input::Text(text.clone())));
            }
        }
    }
}
