//! A choice as people say it: "2", "number two please", "the second one", "the last", "b", "icya kabiri".

use super::numbers;
use super::replies::plain;

/// Words around a choice, which mean nothing by themselves.
const AROUND: &[&str] = &[
    "number",
    "no",
    "option",
    "answer",
    "choice",
    "letter",
    "press",
    "reply",
    "key",
    "the",
    "is",
    "it",
    "its",
    "i",
    "im",
    "ill",
    "id",
    "think",
    "guess",
    "say",
    "choose",
    "chose",
    "pick",
    "take",
    "want",
    "will",
    "would",
    "like",
    "go",
    "with",
    "for",
    "my",
    "please",
    "ok",
    "okay",
    "yes",
    "umubare",
    "igisubizo",
    "nimero",
    "nomero",
    "numero",
    "cya",
    "icya",
    "ya",
    "iya",
    "ni",
    "uwa",
    "wa",
    "nahisemo",
    "mpisemo",
    "mpitamo",
    "ndahitamo",
    "murakoze",
    "kanda",
];

/// The choice, from 1 to `most`, that a whole text names by its number, letter or place. `None` for a sentence that only
/// holds a number, and for a number that is not offered.
#[must_use]
pub fn number(text: &str, most: usize) -> Option<usize> {
    let said = plain(text);
    let kept: Vec<&str> = said.split(' ').filter(|word| !AROUND.contains(word)).collect();
    let at = match kept[..] {
        [word, "one"] => place(word, most)?,
        [word] => letter(word).or_else(|| place(word, most)).or_else(|| counted(word))?,
        _ => return None,
    };
    (1..=most).contains(&at).then_some(at)
}

fn letter(word: &str) -> Option<usize> {
    ["a", "b", "c", "d", "e"].iter().position(|letter| *letter == word).map(|at| at + 1)
}

fn counted(word: &str) -> Option<usize> {
    usize::try_from(numbers::read(word).first()?.integer()?).ok()
}

/// "first", "2nd", "last", in either language.
fn place(word: &str, most: usize) -> Option<usize> {
    Some(match word {
        "first" | "1st" | "mbere" => 1,
        "second" | "2nd" => 2,
        "third" | "3rd" => 3,
        "fourth" | "4th" => 4,
        "fifth" | "5th" => 5,
        "last" | "nyuma" => most,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_read_as_people_say_them() {
        for (text, most, expected) in [
            ("2", 3, Some(2)),
            ("Number two.", 3, Some(2)),
            ("icya kabiri", 3, Some(2)),
            ("b", 3, Some(2)),
            ("the second one", 4, Some(2)),
            ("second", 4, Some(2)),
            ("number one please", 4, Some(1)),
            ("I choose number 1", 4, Some(1)),
            ("the last one", 4, Some(4)),
            ("I think the answer is number two", 4, Some(2)),
            ("the 3rd one", 3, Some(3)),
            ("icya nyuma", 3, Some(3)),
            ("the first answer", 3, Some(1)),
            ("one", 3, Some(1)),
            ("the fourth one", 3, None),
            ("4", 3, None),
            ("two goats came", 3, None),
            ("not two", 3, None),
            ("one or two", 3, None),
            ("", 3, None),
            ("0", 3, None),
        ] {
            assert_eq!(number(text, most), expected, "{text}");
        }
    }
}
