use proptest::prelude::*;
use test_case::test_case;

use super::*;

#[test_case("It costs 3.5 francs. Pay now.", &["It costs 3.5 francs.", "Pay now."]; "decimals")]
#[test_case("Mr. Kamana is here. Sit down.", &["Mr. Kamana is here.", "Sit down."]; "an abbreviation")]
#[test_case("J. B. Habimana wrote it. Read it!", &["J. B. Habimana wrote it.", "Read it!"]; "initials")]
#[test_case("\"Stop!\" he said. She ran.", &["\"Stop!\" he said.", "She ran."]; "a quotation that goes on")]
#[test_case("He said \"stop.\" She ran.", &["He said \"stop.\"", "She ran."]; "a quotation that ends")]
#[test_case("Wait... I think so. Yes… Good.", &["Wait...", "I think so.", "Yes…", "Good."]; "dots")]
#[test_case("well... maybe not", &["well... maybe not"]; "dots that go on")]
#[test_case("1. Add them. 2. Halve it.", &["1. Add them.", "2. Halve it."]; "numbered steps")]
#[test_case("Use nouns, e.g. cow. Then verbs.", &["Use nouns, e.g. cow.", "Then verbs."]; "for example")]
#[test_case("Muraho! Witwa nde? Nitwa Keza.", &["Muraho!", "Witwa nde?", "Nitwa Keza."]; "kinyarwanda")]
#[test_case("Igiciro ni 1.500 Frw. Ishyura.", &["Igiciro ni 1.500 Frw.", "Ishyura."]; "thousands")]
#[test_case("你好。再见！", &["你好。", "再见！"]; "chinese")]
#[test_case("One line\nAnother line", &["One line", "Another line"]; "lines")]
#[test_case("Is it No. 5? No. It is six.", &["Is it No. 5?", "No.", "It is six."]; "no and number")]
#[test_case("  ", &[]; "nothing")]
fn sentences_are_cut_where_people_stop(text: &str, expected: &[&str]) {
    assert_eq!(split(text), expected);
}

#[test]
fn a_sentence_is_given_as_soon_as_the_next_has_begun() {
    let mut splitter = Splitter::new();
    assert!(splitter.push("Water boils.").is_empty());
    assert!(splitter.push(" ").is_empty());
    assert_eq!(splitter.push("I"), ["Water boils."]);
    assert_eq!(splitter.finish().as_deref(), Some("I"));
    assert_eq!(splitter.finish(), None);
}

#[test]
fn a_text_without_an_end_does_not_grow_for_ever() {
    let mut splitter = Splitter::new();
    let given = splitter.push(&"word ".repeat(1_000));
    assert!(given.iter().all(|sentence| sentence.len() <= LONGEST));
    assert!(given.len() >= 8);
}

proptest! {
    #[test]
    fn any_pieces_give_the_same_sentences(
        text in "([A-Za-z]{1,6}|[0-9]{1,3}|Mr|e\\.g|[.!?…。\"')( \n,]){0,60}",
        cuts in proptest::collection::vec(1_usize..7, 1..40),
    ) {
        let whole = split(&text);
        let chars: Vec<char> = text.chars().collect();
        let mut splitter = Splitter::new();
        let mut given = Vec::new();
        let (mut at, mut turn) = (0, 0);
        while at < chars.len() {
            let end = (at + cuts[turn % cuts.len()]).min(chars.len());
            given.extend(splitter.push(&chars[at..end].iter().collect::<String>()));
            (at, turn) = (end, turn + 1);
        }
        given.extend(splitter.finish());
        prop_assert_eq!(&given, &whole);
        // Nothing is lost but white space.
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        prop_assert_eq!(bare(&given.concat()), bare(&text));
    }
}
