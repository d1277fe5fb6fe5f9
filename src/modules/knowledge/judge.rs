//! Which answer is meant: by its number or letter, by its words, or in the learner's own words.

use super::figures;
use crate::content::Pair;
use crate::content::general::Item;
use crate::modules::answers::number;
use crate::text::needs;
use crate::text::numbers;
use crate::text::replies::plain;

/// What an answer is worth: right, wrong, or no answer to this question (`None`), as where two choices are named, all is
/// denied, or what must not be said stands beside what must.
pub(super) fn check(text: &str, item: &Item) -> Option<bool> {
    let by_number = number(text, item.choices.len()).map(|number| number == item.answer);
    if refuses(text, item) {
        return Some(true);
    }
    if disowned(text) {
        return by_number;
    }
    let kept = affirmed(text, item);
    if kept.is_empty() || (either(&kept) && !item.choices.iter().any(|c| either(&plain(&c.en)))) {
        return by_number;
    }
    // The words of a choice are that choice, whatever they say.
    if let (None, Some(choice)) = (by_number, exactly(&kept, item)) {
        return Some(choice == item.answer);
    }
    // Without its marks 37.5 is two figures: only what denies something is cut.
    let counted = if needs::denies(text) { &kept } else { text };
    match (figures::check(counted, item), by_number) {
        // "4" may be the fourth choice or the choice that says 4: it is right if either is.
        (Some(counted), Some(second)) => return Some(counted == Some(true) || second),
        (Some(Some(true)), None) if forbidden(&kept, item) => return None,
        (Some(counted), None) => return counted,
        (None, _) => {}
    }
    let named = by_words(&kept, item);
    if by_number.is_none() && forbidden(&kept, item) {
        let needed = free(&kept, item).is_some();
        let chosen = matches!(named, Named::One(choice) if choice == item.answer);
        return (!needed && !chosen).then_some(false);
    }
    match (named, by_number) {
        (Named::One(first), Some(second)) => Some(first == item.answer || second),
        (Named::One(first), None) => Some(first == item.answer),
        (_, Some(second)) => Some(second),
        (Named::Several, None) => None,
        // "Germs do not cause it" holds the germs: whoever denies something is asked to choose, unless it is turned.
        (Named::None, None) => free(&kept, item).filter(|_| !in_part(text)),
    }
}

/// Whether an answer denies just what is to be denied: "no alcohol", "do not give it".
fn refuses(text: &str, item: &Item) -> bool {
    let lists = [&item.needs_en, &item.needs_rw].into_iter().filter(|needs| needs.len() == 1);
    let denials: Vec<String> =
        lists.flatten().flatten().filter(|phrase| needs::denies(phrase)).cloned().collect();
    !denials.is_empty()
        && needs::forbidden(text, &denials).is_some()
        && !forbidden(&plain(text), item)
}

/// Whether what was said is called wrong or needless afterwards: "boiling it is not necessary".
fn disowned(text: &str) -> bool {
    const DENIED: [&str; 8] = ["not", "isnt", "doesnt", "dont", "never", "no", "ntabwo", "nta"];
    const WORTH: [&str; 14] = [
        "necessary",
        "needed",
        "need",
        "good",
        "important",
        "right",
        "true",
        "help",
        "helpful",
        "work",
        "useful",
        "matter",
        "ngombwa",
        "akamaro",
    ];
    let said = plain(text);
    let words: Vec<&str> = said.split(' ').collect();
    words.windows(2).any(|at| DENIED.contains(&at[0]) && WORTH.contains(&at[1]))
}

/// Whether a part of what was said is denied, and nothing said in its place.
fn in_part(text: &str) -> bool {
    const DENIED: [&str; 11] = [
        "not", "never", "isnt", "wasnt", "dont", "doesnt", "cant", "cannot", "wont", "ntabwo",
        "atari",
    ];
    let said = plain(text);
    let mut words = said.split(' ');
    words.clone().any(|word| DENIED.contains(&word)) && !words.any(|word| TURNS.contains(&word))
}

/// The number of the choice that was said word for word, in either language.
fn exactly(said: &str, item: &Item) -> Option<usize> {
    let same = |choice: &Pair| said == plain(&choice.en) || said == plain(&choice.rw);
    item.choices.iter().position(same).map(|at| at + 1)
}

/// Whether an answer affirms what it must not say.
fn forbidden(kept: &str, item: &Item) -> bool {
    let said = needs::affirmed(kept);
    [&item.not_en, &item.not_rw].iter().any(|not| needs::forbidden(&said, not).is_some())
}

/// Whether two things are named to choose from.
fn either(said: &str) -> bool {
    said.split(' ').any(|word| matches!(word, "or" | "cyangwa"))
}

/// Words that deny all that follows, in English and in Kinyarwanda, but for what stands after one of [`TURNS`].
const DENIES: [[&str; 3]; 2] = [["not", "isnt", "wasnt"], ["si", "ntabwo", "atari"]];
/// Words after which something is affirmed again.
const TURNS: [&str; 3] = ["but", "ahubwo", "ariko"];

/// What an answer does not deny. Where a choice of that language denies something itself, all of it.
fn affirmed(text: &str, item: &Item) -> String {
    let said = plain(text);
    let words: Vec<&str> = said.split(' ').collect();
    // In Kinyarwanda "no" means "and".
    let denying =
        |rw: &str| plain(rw).split(' ').any(|word| DENIES[1].contains(&word) || word == "nta");
    let choices_deny = [
        item.choices.iter().any(|choice| needs::denies(&choice.en)),
        item.choices.iter().any(|choice| denying(&choice.rw)),
    ];
    let denied = DENIES
        .iter()
        .zip(choices_deny)
        .filter(|(_, by_choice)| !by_choice)
        .find_map(|(denies, _)| words.iter().position(|word| denies.contains(word)));
    match denied {
        Some(at) if !words[at..].iter().any(|word| TURNS.contains(word)) => words[..at].join(" "),
        None if choices_deny.contains(&true) => said,
        _ => needs::affirmed(&said),
    }
}

/// The number of a key.
pub(super) fn key(key: char, item: &Item) -> Option<bool> {
    let number = usize::try_from(key.to_digit(10)?).ok()?;
    (1..=item.choices.len()).contains(&number).then_some(number == item.answer)
}

/// The choices whose words were said.
enum Named {
    None,
    /// The number of the only one.
    One(usize),
    Several,
}

/// The choice whose words were said, in either language.
fn by_words(wanted: &str, item: &Item) -> Named {
    let likest = |choice: &Pair| {
        let texts = [&choice.en, &choice.rw];
        texts.iter().map(|text| likeness(wanted, &plain(text))).fold(0.0, f64::max)
    };
    let mut best: Vec<(f64, usize)> = item
        .choices
        .iter()
        .enumerate()
        .map(|(at, choice)| (likest(choice), at + 1))
        .filter(|(likeness, _)| *likeness >= ENOUGH)
        .collect();
    best.sort_by(|a, b| b.0.total_cmp(&a.0));
    match best.as_slice() {
        [(first, one), (second, other), ..] if first - second < CLEAR => {
            within(item, *one, *other).map_or(Named::Several, Named::One)
        }
        [(_, number), ..] => Named::One(*number),
        [] => Named::None,
    }
}

/// Of two choices the one in which the other is contained: who says "the red soil" does not say "the soil", too.
fn within(item: &Item, one: usize, other: usize) -> Option<usize> {
    let words = |number: usize| {
        let text = item.choices.get(number - 1).map_or("", |choice| &choice.en);
        plain(text).split(' ').map(str::to_owned).collect::<Vec<_>>()
    };
    let (first, second) = (words(one), words(other));
    if second.iter().all(|word| first.contains(word)) {
        Some(one)
    } else {
        first.iter().all(|word| second.contains(word)).then_some(other)
    }
}

/// The least likeness at which a choice is meant.
const ENOUGH: f64 = 0.8;
/// How far it must stand before the next.
const CLEAR: f64 = 0.05;
/// Words that carry no meaning of their own.
const SMALL: [&str; 12] = ["a", "an", "the", "of", "in", "on", "to", "it", "is", "ni", "mu", "ku"];

/// 1 for the same words; else how alike two texts are, or how much of the choice was said.
fn likeness(said: &str, choice: &str) -> f64 {
    if said == choice {
        return 1.0;
    }
    let counts = !choice.contains(' ') && !said.contains(' ');
    // "4" is "Four".
    if let ([said], [choice]) = (numbers::read(said).as_slice(), numbers::read(choice).as_slice())
        && counts
    {
        return if said == choice { 1.0 } else { 0.0 };
    }
    // Figures are never nearly right.
    if choice.chars().any(|c| c.is_ascii_digit()) {
        return 0.0;
    }
    let words: Vec<&str> = choice.split(' ').filter(|word| !SMALL.contains(word)).collect();
    let said_words: Vec<&str> = said.split(' ').collect();
    let held = words.iter().all(|word| said_words.iter().any(|other| near(other, word)));
    if held && !words.is_empty() {
        return 0.95;
    }
    let likeness = strsim::normalized_levenshtein(said, choice);
    if choice.len() >= 5 { likeness } else { 0.0 }
}

fn near(said: &str, word: &str) -> bool {
    said == word
        || (word.len() >= 6
            && said.chars().next() == word.chars().next()
            && strsim::osa_distance(said, word) <= 1)
}

/// An answer in the learner's own words, in either language. What holds nothing of the answer is no answer, not a wrong
/// one: the learner may have meant anything.
fn free(text: &str, item: &Item) -> Option<bool> {
    let met = needs::met(text, &item.needs_en) || needs::met(text, &item.needs_rw);
    met.then_some(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Library;

    fn item(id: &str) -> Item {
        let library = Library::shipped();
        library.items.iter().find(|item| item.id == id).expect("a shipped item").clone()
    }

    #[test]
    fn an_answer_is_known_by_number_by_its_words_and_in_own_words() {
        let star = item("sun-is-a-star");
        for text in [
            "2",
            "two",
            "number 2",
            "B",
            "a star",
            "star",
            "Inyenyeri",
            "it is a big star",
            "kabiri",
        ] {
            assert_eq!(check(text, &star), Some(true), "{text}");
        }
        for text in ["1", "a planet", "umubumbe", "the moon", "c"] {
            assert_eq!(check(text, &star), Some(false), "{text}");
        }
        for text in ["", "4", "banana", "I like goats"] {
            assert_eq!(check(text, &star), None, "{text}");
        }
        let capital = item("capital");
        assert_eq!(check("kigari", &capital), Some(true));
        assert_eq!(check("Musanze", &capital), Some(false));
    }

    #[test]
    fn what_is_denied_or_said_twice_is_not_right() {
        let library = Library::shipped();
        let mut taken = Vec::new();
        for item in &library.items {
            let right = &item.choices[item.answer - 1];
            let wrong = &item.choices[item.answer % item.choices.len()];
            if item.choices.iter().any(|choice| needs::denies(&choice.en)) {
                continue;
            }
            for text in [
                format!("it is not {}", right.en),
                format!("not {}", right.en),
                format!("{} or {}", right.en, wrong.en),
            ] {
                if check(&text, item) == Some(true) {
                    taken.push(text);
                }
            }
        }
        assert!(taken.is_empty(), "{taken:#?}");
        let capital = item("capital");
        assert_eq!(check("not Musanze but Kigali", &capital), Some(true));
        assert_eq!(check("it is the second one", &item("sun-is-a-star")), Some(true));
        assert_eq!(check("boiling it is not necessary", &item("make-water-safe")), None);
        assert_eq!(check("never go to the hospital", &item("snake-bite")), None);
    }

    #[test]
    fn a_figure_is_the_choice_that_says_it_in_words() {
        let items = &Library::shipped().items;
        let four = |item: &&Item| item.choices.get(item.answer - 1).is_some_and(|c| c.en == "Four");
        let stomach = items.iter().find(four).expect("a shipped item");
        assert_eq!(check("4", stomach), Some(true));
        assert_eq!(check("3", stomach), Some(stomach.answer == 3));
    }

    #[test]
    fn figures_are_read_as_figures() {
        let year = item("year-on-earth");
        assert_eq!(check("365 days", &year), Some(true));
        assert_eq!(check("365", &year), Some(true));
        assert_eq!(check("three hundred and sixty five", &year), Some(true));
        assert_eq!(check("100", &year), Some(false));
    }

    #[test]
    fn every_shipped_item_knows_its_own_choices_in_both_languages() {
        for item in &Library::shipped().items {
            for (at, choice) in item.choices.iter().enumerate() {
                let right = at + 1 == item.answer;
                for text in [&choice.en, &choice.rw] {
                    // "One" is the first choice, too.
                    let also = number(text, item.choices.len()) == Some(item.answer);
                    assert_eq!(check(text, item), Some(right || also), "{}: {text}", item.id);
                }
                let number = char::from_digit(u32::try_from(at + 1).expect("few"), 10);
                assert_eq!(key(number.expect("a digit"), item), Some(right));
            }
        }
    }
}
