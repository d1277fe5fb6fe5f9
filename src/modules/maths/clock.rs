//! Times of day as people write and say them: "2:30", "half past two", "saa munani n'igice".
//!
//! In Kinyarwanda, hours in words count from six: `saa munani`, "eight", is two o'clock. Hours in figures are those of
//! the clock.

use crate::text::numbers;

/// Minutes on a clock face.
const FACE: i64 = 12 * 60;

/// Every time of the twelve-hour clock that `text` can mean, in minutes after twelve. Empty where it is no time; a bare
/// number is none.
pub(super) fn read(text: &str) -> Vec<i64> {
    let text = text.to_lowercase().replace(['\u{2019}', '\u{2018}', '`'], "'");
    let found = if let Some(after) = after_saa(&text) {
        from_six(&after).or_else(|| figures(&after))
    } else {
        figures(&text).or_else(|| spoken(&text))
    };
    found.map(|minutes| minutes.rem_euclid(FACE)).into_iter().collect()
}

/// What stands after the word `saa`, "hour".
fn after_saa(text: &str) -> Option<String> {
    let at = text.find("saa ")?;
    let whole_word = at == 0 || text[..at].ends_with([' ', '\'']);
    whole_word.then(|| text[at + 4..].to_owned())
}

fn whole(text: &str) -> Option<i64> {
    numbers::read(text).first()?.integer()
}

fn time(hour: i64, minute: i64) -> Option<i64> {
    ((0..=24).contains(&hour) && (0..60).contains(&minute)).then_some(hour * 60 + minute)
}

/// "8:15", "8.15", "8h15", "08 h 15".
fn figures(text: &str) -> Option<i64> {
    let joined: String = text.replace(" h ", "h").replace(": ", ":");
    let word = joined.split_whitespace().find(|word| {
        word.starts_with(|c: char| c.is_ascii_digit()) && word.contains([':', '.', 'h'])
    })?;
    let (hour, rest) = word.split_once([':', '.', 'h'])?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    if hour.len() > 2 || digits.len() != 2 {
        return None;
    }
    time(hour.parse().ok()?, digits.parse().ok()?)
}

/// Words around a time that say nothing more.
const AROUND: [&str; 15] = [
    "at", "it", "is", "its", "it's", "about", "am", "pm", "a.m.", "p.m.", "in", "the", "morning",
    "minutes", "minute",
];

/// "half past two", "twenty to nine", "eight fifteen", "eight o'clock".
fn spoken(text: &str) -> Option<i64> {
    let bare = text.replace(['.', ',', '!', '?'], " ");
    let kept: Vec<&str> = bare.split_whitespace().filter(|word| !AROUND.contains(word)).collect();
    let at = |names: &[&str]| kept.iter().position(|word| names.contains(word));
    if let Some(past) = at(&["past", "after"]) {
        let hour = whole(&kept[past + 1..].join(" "))?;
        return time(hour, part_of_hour(&kept[..past].join(" "))?);
    }
    if let Some(to) = at(&["to", "before"]) {
        let hour = whole(&kept[to + 1..].join(" "))?;
        return Some(time(hour, 0)? - part_of_hour(&kept[..to].join(" "))?);
    }
    if let Some(hours) = at(&["hours", "hour"]) {
        let minute = kept[hours + 1..].iter().filter(|word| **word != "and").copied();
        let minute = minute.collect::<Vec<_>>().join(" ");
        let minute = if minute.is_empty() { 0 } else { whole(&minute)? };
        return time(whole(&kept[..hours].join(" "))?, minute);
    }
    if let Some(sharp) = at(&["o'clock", "oclock"]) {
        return time(whole(&kept[..sharp].join(" "))?, 0);
    }
    side_by_side(&kept)
}

fn part_of_hour(text: &str) -> Option<i64> {
    match text {
        "half" | "a half" => Some(30),
        "quarter" | "a quarter" => Some(15),
        _ => whole(text).filter(|n| (1..60).contains(n)),
    }
}

/// "eight fifteen", "8 15", "eight oh five": an hour, then minutes of two figures.
fn side_by_side(words: &[&str]) -> Option<i64> {
    let (hour, rest) = words.split_first()?;
    let all_numbers = words.iter().all(|word| matches!(*word, "oh" | "o") || whole(word).is_some());
    if rest.is_empty() || rest.len() > 2 || !all_numbers {
        return None;
    }
    let minute = match rest {
        ["oh" | "o" | "zero", unit] => whole(unit).filter(|n| *n < 10)?,
        [one] if one.len() == 2 && one.starts_with('0') => whole(one)?,
        _ => whole(&rest.join(" ")).filter(|n| *n >= 10)?,
    };
    time(whole(hour).filter(|n| (1..=12).contains(n))?, minute)
}

/// The hour that a Kinyarwanda word names, by the clock, and the words it takes.
fn hour_from_six(words: &[&str]) -> Option<(i64, usize)> {
    let hour = match *words.first()? {
        "moya" => 7,
        "mbiri" => 8,
        "tatu" => 9,
        "yine" => 10,
        "tanu" => 11,
        "sita" => 12,
        "saba" => 1,
        "munani" | "umunani" => 2,
        "cyenda" | "icyenda" => 3,
        "kumi" => {
            return Some(match words.get(1..3) {
                Some(["n" | "na", "imwe" | "umwe"]) => (5, 3),
                Some(["n" | "na", "ebyiri" | "abiri"]) => (6, 3),
                _ => (4, 1),
            });
        }
        _ => return None,
    };
    Some((hour, 1))
}

/// "mbiri n'igice", "tatu n'iminota makumyabiri", "yine zibura iminota icumi".
fn from_six(text: &str) -> Option<i64> {
    let spaced = text.replace(['\'', ',', '.', '?', '!'], " ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let (hour, taken) = hour_from_six(&words)?;
    let rest: Vec<&str> = words[taken..]
        .iter()
        .copied()
        .filter(|w| !matches!(*w, "n" | "iminota" | "umunota"))
        .collect();
    match rest.as_slice() {
        [] | ["zuzuye"] => time(hour, 0),
        ["igice" | "nusu"] | ["na", "igice" | "nusu"] => time(hour, 30),
        [less, count @ ..] if less.starts_with("zibura") => Some(time(hour, 0)? - minutes(count)?),
        ["na", count @ ..] => time(hour, minutes(count)?),
        count => time(hour, minutes(count)?),
    }
}

/// Minutes in words: "cumi n'itanu" has lost its apostrophe on the way.
fn minutes(words: &[&str]) -> Option<i64> {
    let mut text = String::new();
    for (at, word) in words.iter().enumerate() {
        // The joining n' was taken out with the others; between number words it belongs.
        let joined =
            at > 0 && !matches!(*word, "na") && words[at - 1] != "na" && words[at - 1] != "mirongo";
        text.push_str(if joined { " na " } else { " " });
        text.push_str(word);
    }
    whole(&text).filter(|n| (1..60).contains(n))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_they_are_written_and_said() {
        for (text, hour, minute) in [
            ("2:30", 2, 30),
            ("14:30", 2, 30),
            ("at 8.15", 8, 15),
            ("8h05", 8, 5),
            ("half past two", 2, 30),
            ("Quarter past eight.", 8, 15),
            ("a quarter to nine", 8, 45),
            ("twenty to nine", 8, 40),
            ("ten past seven in the morning", 7, 10),
            ("eight fifteen", 8, 15),
            ("eight fifty five", 8, 55),
            ("eight oh five", 8, 5),
            ("8 05", 8, 5),
            ("nine o'clock", 9, 0),
            ("10 hours 20 minutes", 10, 20),
            ("ten hours and twenty minutes", 10, 20),
            ("saa munani n'igice", 2, 30),
            ("ni saa mbiri n'iminota cumi n'itanu", 8, 15),
            ("saa tatu n'iminota makumyabiri", 9, 20),
            ("saa mbiri n'iminota mirongo ine n'itanu", 8, 45),
            ("saa yine zibura iminota icumi", 9, 50),
            ("saa kumi n'imwe", 5, 0),
            ("saa 8:15", 8, 15),
        ] {
            assert_eq!(read(text), [(hour * 60 + minute) % FACE], "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in
            ["", "22", "815", "banana", "half", "saa", "twenty two", "25:00", "8:75", "two two"]
        {
            assert!(read(text).is_empty(), "{text}: {:?}", read(text));
        }
    }
}
