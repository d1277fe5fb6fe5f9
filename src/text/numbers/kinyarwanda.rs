//! Kinyarwanda number words, with the prefixes of every noun class.

use super::Ratio;
use super::tokens::Token;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Atom {
    /// 1 to 9, in words or written.
    Unit(i64),
    /// 10 to 99, written, or a word that needs no more.
    Pair(i64),
    /// 10 or 20, or a contraction such as `mirongwitatu`: a unit may follow.
    Ten(i64),
    /// 100 to 999, written.
    Hundreds(i64),
    /// `mirongo`: tens, the count follows.
    Tens,
    /// `ijana`.
    Hundred,
    /// `magana`: hundreds, the count follows.
    ManyHundreds,
    /// `igihumbi`.
    Thousand,
    /// `ibihumbi`: thousands, the count follows.
    Thousands,
    /// `miliyoni`, with or without a count after it.
    Million,
    /// `na`, `n'`.
    And,
}

/// The value of a word that is a number by itself, from zero to twenty.
pub(super) fn simple(word: &str) -> Option<i64> {
    Some(match word {
        "zeru" | "ubusa" => 0,
        "rimwe" | "kimwe" | "imwe" | "umwe" | "bumwe" | "kamwe" | "rumwe" => 1,
        "kabiri" | "bibiri" | "abiri" | "ebyiri" | "babiri" | "bubiri" | "tubiri" | "ibiri"
        | "habiri" => 2,
        "gatatu" | "bitatu" | "atatu" | "eshatu" | "batatu" | "butatu" | "dutatu" | "itatu"
        | "hatatu" => 3,
        "kane" | "bine" | "ane" | "enye" | "bane" | "bune" | "tune" | "ine" | "hane" => 4,
        "gatanu" | "bitanu" | "atanu" | "eshanu" | "batanu" | "butanu" | "dutanu" | "itanu"
        | "hatanu" => 5,
        "gatandatu" | "bitandatu" | "atandatu" | "esheshatu" | "batandatu" | "butandatu"
        | "itandatu" => 6,
        "karindwi" | "birindwi" | "arindwi" | "zirindwi" | "ndwi" | "indwi" | "barindwi"
        | "irindwi" => 7,
        "umunani" | "munani" | "inani" => 8,
        "icyenda" | "cyenda" => 9,
        "icumi" | "cumi" => 10,
        "makumyabiri" => 20,
        _ => return None,
    })
}

fn contraction(word: &str) -> Option<i64> {
    Some(match word {
        "mirongwitatu" => 30,
        "mirongwine" => 40,
        "mirongwitanu" => 50,
        "mirongwitandatu" => 60,
        "mirongwirindwi" => 70,
        "mirongwinani" => 80,
        "mirongwicyenda" => 90,
        _ => return None,
    })
}

fn atom_of_word(word: &str) -> Option<Atom> {
    if let Some(n) = simple(word) {
        return sized(n).map(|atom| match atom {
            Atom::Pair(n @ (10 | 20)) => Atom::Ten(n),
            other => other,
        });
    }
    if let Some(n) = contraction(word) {
        return Some(Atom::Ten(n));
    }
    Some(match word {
        "mirongo" => Atom::Tens,
        "ijana" => Atom::Hundred,
        "magana" => Atom::ManyHundreds,
        "igihumbi" => Atom::Thousand,
        "ibihumbi" => Atom::Thousands,
        "miliyoni" | "miriyoni" => Atom::Million,
        "na" | "n" => Atom::And,
        _ => return None,
    })
}

/// Whether a word can be part of a Kinyarwanda number, the joining `na` aside.
pub(super) fn knows(word: &str) -> bool {
    simple(word).is_some()
        || contraction(word).is_some()
        || matches!(
            word,
            "mirongo"
                | "ijana"
                | "magana"
                | "igihumbi"
                | "ibihumbi"
                | "miliyoni"
                | "miriyoni"
                | "igice"
                | "inusu"
                | "nusu"
        )
}

fn sized(n: i64) -> Option<Atom> {
    Some(match n {
        1..=9 => Atom::Unit(n),
        10..=99 => Atom::Pair(n),
        100..=999 => Atom::Hundreds(n),
        _ => return None,
    })
}

fn atoms(run: &[Token]) -> Option<Vec<Atom>> {
    run.iter()
        .map(|token| match token {
            Token::Word(word) => atom_of_word(word),
            Token::Written { values, plain: Some(_) } => sized(values.first()?.integer()?),
            Token::Written { .. } | Token::Minus | Token::Percent => None,
        })
        .collect()
}

fn word(token: &Token) -> Option<&str> {
    match token {
        Token::Word(word) => Some(word),
        Token::Written { .. } | Token::Minus | Token::Percent => None,
    }
}

/// The most tokens that a number in words has; more are no number, and would take long to sort out.
const LONGEST: usize = 32;

/// Every Kinyarwanda reading of a run. "Ibihumbi cumi na bitanu" can be 15,000 and 10,005: both are given.
pub(super) fn readings(run: &[Token]) -> Vec<Ratio> {
    let spoken = run.iter().any(|t| word(t).is_some_and(knows));
    if !spoken || run.len() > LONGEST {
        return Vec::new();
    }
    if let [only] = run
        && word(only).is_some_and(|w| simple(w) == Some(0))
    {
        return vec![Ratio::whole(0)];
    }
    if let Some(found) = fraction(run).or_else(|| decimal(run)) {
        return vec![found];
    }
    whole(run)
}

fn whole(run: &[Token]) -> Vec<Ratio> {
    let Some(atoms) = atoms(run) else {
        return Vec::new();
    };
    if atoms.first() == Some(&Atom::And) {
        return Vec::new();
    }
    any(&atoms).into_iter().map(Ratio::whole).collect()
}

fn single(run: &[Token]) -> Option<Ratio> {
    whole(run).first().copied()
}

/// "kimwe cya kabiri", "bitatu bya kane", "igice", "bibiri n'igice".
fn fraction(run: &[Token]) -> Option<Ratio> {
    if let Some(at) = run.iter().position(|t| matches!(word(t), Some("cya" | "bya"))) {
        let (top, bottom) = (single(&run[..at])?, single(&run[at + 1..])?);
        return Ratio::new(top.integer()?, bottom.integer()?);
    }
    let (last, rest) = run.split_last()?;
    if !matches!(word(last)?, "igice" | "inusu" | "nusu") {
        return None;
    }
    let half = Ratio::new(1, 2)?;
    match rest {
        [] => Some(half),
        [head @ .., and] if matches!(word(and), Some("na" | "n")) => single(head)?.plus(half),
        _ => None,
    }
}

/// "rimwe virigule gatanu".
fn decimal(run: &[Token]) -> Option<Ratio> {
    let at = run.iter().position(|t| matches!(word(t), Some("virigule" | "akitso" | "point")))?;
    let zero = [Token::Word("zeru".into())];
    let head = if at == 0 || run[..at] == zero { Ratio::whole(0) } else { single(&run[..at])? };
    let mut value = head;
    let mut place = 1_i64;
    let tail = &run[at + 1..];
    if tail.is_empty() || tail.len() > 6 {
        return None;
    }
    for token in tail {
        let figure = simple(word(token)?).filter(|n| *n < 10)?;
        place *= 10;
        value = value.plus(Ratio::new(figure, place)?)?;
    }
    Some(value)
}

fn after_and(atoms: &[Atom]) -> &[Atom] {
    match atoms {
        [Atom::And, rest @ ..] => rest,
        _ => atoms,
    }
}

/// 1 to 99, the whole slice.
fn below_hundred(atoms: &[Atom]) -> Option<i64> {
    let (ten, rest) = match atoms {
        [Atom::Unit(n) | Atom::Pair(n)] => return Some(*n),
        [Atom::Ten(n), rest @ ..] => (*n, rest),
        [Atom::Tens, Atom::Unit(n @ 2..=9), rest @ ..] => (n * 10, rest),
        [Atom::Pair(n), Atom::And, rest @ ..] if n % 10 == 0 && !rest.is_empty() => (*n, rest),
        _ => return None,
    };
    match rest {
        [] => Some(ten),
        [Atom::Unit(n)] | [Atom::And, Atom::Unit(n)] => Some(ten + n),
        _ => None,
    }
}

/// 1 to 999, the whole slice.
fn below_thousand(atoms: &[Atom]) -> Option<i64> {
    let (hundreds, rest) = match atoms {
        [Atom::Hundreds(n)] => return Some(*n),
        [Atom::Hundred, rest @ ..] => (100, rest),
        [Atom::ManyHundreds, Atom::Unit(n), rest @ ..] => (n * 100, rest),
        _ => return below_hundred(atoms),
    };
    if rest.is_empty() {
        return Some(hundreds);
    }
    below_hundred(after_and(rest)).map(|n| hundreds + n)
}

/// 1 to 999,999: every way to share the words between the count of thousands and the rest.
fn below_million(atoms: &[Atom]) -> Vec<i64> {
    match atoms {
        [Atom::Thousand] => vec![1_000],
        [Atom::Thousand, rest @ ..] => below_thousand(after_and(rest))
            .map(|n| 1_000 + n)
            .into_iter()
            .chain((rest == [Atom::Unit(1)]).then_some(1_000))
            .collect(),
        [Atom::Thousands, rest @ ..] => {
            shares(rest, 1_000, |rest| below_thousand(rest).into_iter().collect())
        }
        _ => below_thousand(atoms).into_iter().collect(),
    }
}

fn any(atoms: &[Atom]) -> Vec<i64> {
    match atoms {
        [Atom::Million] => vec![1_000_000],
        [Atom::Million, rest @ ..] => {
            let mut all = shares(rest, 1_000_000, below_million);
            if rest.first() == Some(&Atom::And) {
                all.extend(below_million(after_and(rest)).iter().map(|n| 1_000_000 + n));
            }
            all
        }
        _ => below_million(atoms),
    }
}

fn shares(atoms: &[Atom], by: i64, rest_of: impl Fn(&[Atom]) -> Vec<i64>) -> Vec<i64> {
    let mut all = Vec::new();
    for cut in (1..=atoms.len()).rev() {
        let Some(count) = below_thousand(&atoms[..cut]) else {
            continue;
        };
        if cut == atoms.len() {
            all.push(count * by);
        } else {
            let rest = after_and(&atoms[cut..]);
            all.extend(rest_of(rest).into_iter().map(|n| count * by + n));
        }
    }
    all
}
