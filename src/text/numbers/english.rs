//! English number words.

use super::Ratio;
use super::tokens::Token;

/// What a token means in the grammar of English numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Atom {
    /// 0, which stands only alone.
    Zero,
    /// 1 to 9.
    Unit(i64),
    /// 20, 30 … 90, which a unit may follow.
    Ten(i64),
    /// 10 to 99 with nothing to follow.
    Pair(i64),
    /// A written number from 100 to 999.
    Hundreds(i64),
    /// The word "hundred".
    Hundred,
    /// A power of a thousand.
    Scale(i64),
    And,
}

/// The value of a word that is a number by itself, from zero to ninety.
pub(super) fn simple(word: &str) -> Option<i64> {
    Some(match word {
        "zero" | "oh" | "nought" | "nil" => 0,
        "one" => 1,
        "two" => 2,
        "three" | "thre" => 3,
        "four" => 4,
        "five" | "fife" => 5,
        "six" => 6,
        "seven" => 7,
        "eight" | "eigth" | "eght" => 8,
        "nine" => 9,
        "ten" => 10,
        "eleven" => 11,
        "twelve" | "twelf" | "twelfe" => 12,
        "thirteen" => 13,
        "fourteen" | "forteen" => 14,
        "fifteen" | "fiveteen" => 15,
        "sixteen" => 16,
        "seventeen" => 17,
        "eighteen" | "eightteen" => 18,
        "nineteen" | "ninteen" => 19,
        "twenty" | "twenti" => 20,
        "thirty" => 30,
        "forty" | "fourty" => 40,
        "fifty" | "fivety" => 50,
        "sixty" => 60,
        "seventy" => 70,
        "eighty" | "eightty" => 80,
        "ninety" | "ninty" => 90,
        _ => return None,
    })
}

fn scale(word: &str) -> Option<Atom> {
    Some(match word {
        "hundred" | "hundreds" | "hundered" => Atom::Hundred,
        "thousand" | "thousands" | "tousand" => Atom::Scale(1_000),
        "million" | "millions" => Atom::Scale(1_000_000),
        _ => return None,
    })
}

/// "half", "fifths", "twentieth", "20ths": what a fraction is counted in.
fn denominator(word: &str) -> Option<i64> {
    match word {
        "half" | "halves" => return Some(2),
        "quarter" | "quarters" => return Some(4),
        _ => {}
    }
    if let Some(of) = word.strip_suffix("ths").and_then(|of| of.parse().ok()) {
        return (2..=1_000).contains(&of).then_some(of);
    }
    // "first" and "second" are counted in only after a ten, and [`super::joined`] has seen to that.
    ordinal(word).filter(|n| *n > 2)
}

/// "first" to "nineteenth", the tens to "ninetieth", and "hundredth", one or many.
fn ordinal(word: &str) -> Option<i64> {
    Some(match word.strip_suffix('s').unwrap_or(word) {
        "first" => 1,
        "second" => 2,
        "third" => 3,
        "fourth" => 4,
        "fifth" => 5,
        "sixth" => 6,
        "seventh" => 7,
        "eighth" | "eigth" => 8,
        "ninth" => 9,
        "tenth" => 10,
        "eleventh" => 11,
        "twelfth" | "twelveth" => 12,
        "thirteenth" => 13,
        "fourteenth" => 14,
        "fifteenth" => 15,
        "sixteenth" => 16,
        "seventeenth" => 17,
        "eighteenth" => 18,
        "nineteenth" => 19,
        "twentieth" => 20,
        "thirtieth" => 30,
        "fortieth" | "fourtieth" => 40,
        "fiftieth" => 50,
        "sixtieth" => 60,
        "seventieth" => 70,
        "eightieth" => 80,
        "ninetieth" => 90,
        "hundredth" => 100,
        _ => return None,
    })
}

/// Whether a word can be part of an English number.
pub(super) fn knows(word: &str) -> bool {
    simple(word).is_some()
        || scale(word).is_some()
        || denominator(word).is_some()
        || matches!(word, "dozen" | "dozens" | "over" | "dividedby" | "double" | "triple")
}

fn word(token: &Token) -> Option<&str> {
    match token {
        Token::Word(word) => Some(word),
        Token::Written { .. } | Token::Minus | Token::Percent => None,
    }
}

/// Every English reading of a run.
pub(super) fn readings(run: &[Token]) -> Vec<Ratio> {
    let (run, percent) = match run {
        [rest @ .., Token::Percent] => (rest, true),
        _ => (run, false),
    };
    if run.is_empty() {
        return Vec::new();
    }
    let value = decimal(run)
        .or_else(|| over(run))
        .or_else(|| shared(run))
        .or_else(|| dozens(run))
        .or_else(|| fraction(run))
        .or_else(|| cardinal(run).map(Ratio::whole))
        .or_else(|| paired(run).map(Ratio::whole));
    let Some(value) = value else {
        return Vec::new();
    };
    let mut all = vec![value];
    if percent {
        all.extend(Ratio::new(1, 100).and_then(|h| value.times(h)));
    }
    all
}

/// "two point five", "point seven five".
fn decimal(run: &[Token]) -> Option<Ratio> {
    let at = run.iter().position(|t| word(t) == Some("point"))?;
    let head = if at == 0 { 0 } else { cardinal(&run[..at])? };
    let mut value = Ratio::whole(head);
    let mut place = 1_i64;
    let tail = &run[at + 1..];
    if tail.is_empty() || tail.len() > 6 {
        return None;
    }
    for token in tail {
        let figures = match token {
            Token::Written { plain: Some(plain), .. } if plain.len() <= 4 => plain.clone(),
            Token::Word(w) => simple(w)?.to_string(),
            Token::Written { .. } | Token::Minus | Token::Percent => return None,
        };
        for figure in figures.bytes() {
            place = place.checked_mul(10)?;
            value = value.plus(Ratio::new(i64::from(figure - b'0'), place)?)?;
        }
    }
    Some(value)
}

/// "three over four".
fn over(run: &[Token]) -> Option<Ratio> {
    let at = run.iter().position(|t| word(t) == Some("over"))?;
    Ratio::new(cardinal(&run[..at])?, cardinal(&run[at + 1..])?)
}

/// "thirteen divided by twelve", which is a fraction; "12 divided by 4" is a sum that waits to be done, and says 4.
fn shared(run: &[Token]) -> Option<Ratio> {
    let at = run.iter().position(|t| word(t) == Some(SHARED))?;
    let (top, bottom) = (cardinal(&run[..at])?, cardinal(&run[at + 1..])?);
    let value = Ratio::new(top, bottom)?;
    Some(if value.integer().is_some() { Ratio::whole(bottom) } else { value })
}

/// What "divided by" is cut to.
pub(super) const SHARED: &str = "dividedby";

/// "a dozen", "two dozen", "half a dozen".
fn dozens(run: &[Token]) -> Option<Ratio> {
    let (last, rest) = run.split_last()?;
    if !matches!(word(last)?, "dozen" | "dozens") {
        return None;
    }
    let rest = match rest.split_last() {
        Some((last, rest)) if word(last) == Some("a") => rest,
        _ => rest,
    };
    let count = if rest.is_empty() {
        Ratio::whole(1)
    } else {
        fraction(rest).or_else(|| cardinal(rest).map(Ratio::whole))?
    };
    count.times(Ratio::whole(12))
}

/// "five fifty seven", "nineteen sixty two": the hundreds, then a number of two figures, as years and prices are said.
fn paired(run: &[Token]) -> Option<i64> {
    let atoms = atoms(run)?;
    let (hundreds, rest) = match atoms[..] {
        [Atom::Ten(ten), Atom::Unit(unit), ref rest @ ..] => (ten + unit, rest),
        [Atom::Unit(n) | Atom::Ten(n) | Atom::Pair(n), ref rest @ ..] => (n, rest),
        _ => return None,
    };
    let rest = match *rest {
        [Atom::Ten(ten), Atom::Unit(unit)] => ten + unit,
        [Atom::Ten(n) | Atom::Pair(n)] => n,
        _ => return None,
    };
    Some(hundreds * 100 + rest)
}

/// "half", "a half", "three quarters", "two and a half".
fn fraction(run: &[Token]) -> Option<Ratio> {
    let (last, rest) = run.split_last()?;
    let plainly = denominator(word(last)?).and_then(|bottom| parted(rest, bottom));
    plainly.or_else(|| {
        // "one twenty fifth": the denominator takes the ten before it.
        let unit = ordinal(word(last)?).filter(|n| *n < 10)?;
        let (ten, rest) = rest.split_last()?;
        let ten = simple(word(ten)?).filter(|n| *n >= 20)?;
        parted(rest, ten + unit)
    })
}

/// So many parts of one cut in `bottom`, with whole ones before "and" or before "a".
fn parted(rest: &[Token], bottom: i64) -> Option<Ratio> {
    if let Some(top) = numerator(rest) {
        return Ratio::new(top, bottom);
    }
    let and = rest.iter().rposition(|t| word(t) == Some("and"))?;
    let whole = Ratio::whole(cardinal(&rest[..and])?);
    whole.plus(Ratio::new(numerator(&rest[and + 1..])?, bottom)?)
}

fn numerator(run: &[Token]) -> Option<i64> {
    match run {
        [] => Some(1),
        [one] if matches!(word(one), Some("a" | "an")) => Some(1),
        _ if run.iter().any(|t| word(t) == Some("and")) => None,
        _ => cardinal(run),
    }
}

fn atoms(run: &[Token]) -> Option<Vec<Atom>> {
    let mut atoms = Vec::with_capacity(run.len());
    for (i, token) in run.iter().enumerate() {
        let atom = match token {
            Token::Written { plain: Some(_), values } => sized(values.first()?.integer()?)?,
            Token::Word(w) if w == "and" => Atom::And,
            Token::Word(w) if w == "a" || w == "an" => {
                let next = run.get(i + 1).and_then(word);
                match next.and_then(scale) {
                    Some(_) => Atom::Unit(1),
                    None if i == 0 => continue,
                    None => return None,
                }
            }
            Token::Word(w) => match scale(w) {
                Some(atom) => atom,
                None => sized(simple(w)?)?,
            },
            Token::Written { .. } | Token::Minus | Token::Percent => return None,
        };
        atoms.push(atom);
    }
    Some(atoms)
}

fn sized(n: i64) -> Option<Atom> {
    Some(match n {
        0 => Atom::Zero,
        1..=9 => Atom::Unit(n),
        20..=90 if n % 10 == 0 => Atom::Ten(n),
        10..=99 => Atom::Pair(n),
        100..=999 => Atom::Hundreds(n),
        _ => return None,
    })
}

/// What stood last: it rules what may follow.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Start,
    Ten,
    Full,
    Hundred,
    Scale,
    And,
}

/// A whole number in words, written out as the grammar has it.
fn cardinal(run: &[Token]) -> Option<i64> {
    let atoms = atoms(run)?;
    if atoms == [Atom::Zero] {
        return Some(0);
    }
    let (mut total, mut group, mut limit, mut last) = (0_i64, 0_i64, i64::MAX, Last::Start);
    for atom in atoms {
        let fresh = matches!(last, Last::Start | Last::Hundred | Last::Scale | Last::And);
        last = match atom {
            Atom::Unit(n) if fresh || last == Last::Ten => {
                group += n;
                Last::Full
            }
            Atom::Ten(n) if fresh => {
                group += n;
                Last::Ten
            }
            Atom::Pair(n) if fresh => {
                group += n;
                Last::Full
            }
            Atom::Hundreds(n) if group == 0 && fresh => {
                group = n;
                Last::Full
            }
            Atom::Hundred if (1..100).contains(&group) || last == Last::Start => {
                group = group.max(1) * 100;
                Last::Hundred
            }
            Atom::Scale(by) if by < limit && (group > 0 || last == Last::Start) => {
                total += group.max(1) * by;
                group = 0;
                limit = by;
                Last::Scale
            }
            Atom::And if matches!(last, Last::Hundred | Last::Scale | Last::Ten) => Last::And,
            _ => return None,
        };
    }
    let finished = !matches!(last, Last::Start | Last::And);
    // "two and three" is no number: a unit after "and" wants a hundred or a thousand before it.
    finished.then_some(total + group)
}
