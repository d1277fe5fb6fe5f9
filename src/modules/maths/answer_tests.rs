use super::*;
use crate::domain::turn::Line;
use crate::modules::maths::problem::{Op, Skill, Text};

fn problem(answer: i64, unit: Unit) -> Problem {
    Problem {
        question: Text::Line(Line::new("maths-q-add")),
        answer,
        operation: Skill::Measures,
        over: 1,
        choices: Vec::new(),
        unit,
        steps: vec![Op::Add(answer - 1, 1)],
        way: None,
        template: None,
        level: 3,
        digits: 3,
    }
}

fn choice(up: i64, over: i64, choices: &[(i64, i64)]) -> Problem {
    Problem { over, choices: choices.to_vec(), ..problem(up, Unit::Plain) }
}

#[test]
fn equivalent_answers_are_right() {
    for (text, answer, unit) in [
        ("90", 90, Unit::Minutes),
        ("1 hour 30 minutes", 90, Unit::Minutes),
        ("one and a half hours", 90, Unit::Minutes),
        ("1:30", 90, Unit::Minutes),
        ("isaha 1 n'iminota 30", 90, Unit::Minutes),
        ("isaha imwe n'iminota mirongo itatu", 90, Unit::Minutes),
        ("ni isaha imwe n'iminota mirongo itatu", 90, Unit::Minutes),
        ("1h30min", 90, Unit::Minutes),
        ("two hours", 2, Unit::Hours),
        ("120 minutes", 2, Unit::Hours),
        ("amasaha abiri", 2, Unit::Hours),
        ("3 weeks", 21, Unit::Days),
        ("2.5 kg", 2500, Unit::Grams),
        ("2 kg and 500 g", 2500, Unit::Grams),
        ("1.500 kg", 1500, Unit::Grams),
        ("3 m", 300, Unit::Centimetres),
        ("2,000 metres", 2, Unit::Kilometres),
        ("1,500 Frw", 1500, Unit::Francs),
        ("22 francs", 22, Unit::Francs),
        ("amafaranga 1500", 1500, Unit::Francs),
        ("igihumbi na magana atanu", 1500, Unit::Francs),
        ("20%", 20, Unit::Percent),
        ("twenty percent", 20, Unit::Percent),
        ("20 ku ijana", 20, Unit::Percent),
        ("it's twenty two", 22, Unit::Plain),
        ("two two", 22, Unit::Plain),
        ("44/2", 22, Unit::Plain),
        ("22 eggs", 22, Unit::Plain),
        ("quarter past eight", 815, Unit::Clock),
        ("8:15", 815, Unit::Clock),
        ("0815", 815, Unit::Clock),
        ("saa mbiri n'iminota cumi n'itanu", 815, Unit::Clock),
    ] {
        assert_eq!(check(text, &problem(answer, unit)), Some(true), "{text}");
    }
}

#[test]
fn fractions_are_right_in_every_writing_and_by_the_number_of_the_choice() {
    let three_quarters = choice(3, 4, &[(2, 4), (3, 4), (5, 4)]);
    for text in [
        "3/4",
        "6/8",
        "0.75",
        "75%",
        "three quarters",
        "three over four",
        "bitatu bya kane",
        "2",
        "two",
    ] {
        assert_eq!(check(text, &three_quarters), Some(true), "{text}");
    }
    for text in ["1", "3", "4", "1/2", "0.7", "kimwe cya kabiri"] {
        assert_eq!(check(text, &three_quarters), Some(false), "{text}");
    }
    let seven_halves = choice(7, 2, &[(7, 2), (5, 2), (9, 2)]);
    for text in
        ["3 1/2", "three and a half", "three point five", "3.5", "7/2", "bitatu n'igice", "1"]
    {
        assert_eq!(check(text, &seven_halves), Some(true), "{text}");
    }
}

#[test]
fn wrong_is_wrong_and_no_number_is_no_answer() {
    assert_eq!(check("23", &problem(22, Unit::Plain)), Some(false));
    assert_eq!(check("1 hour", &problem(90, Unit::Minutes)), Some(false));
    assert_eq!(check("1 hour 30 minutes", &problem(30, Unit::Minutes)), Some(false));
    assert_eq!(check("5 kg", &problem(5, Unit::Grams)), Some(false));
    assert_eq!(check("20:15", &problem(715, Unit::Clock)), Some(false));
    assert_eq!(check("banana", &problem(22, Unit::Plain)), None);
    assert_eq!(check("", &problem(22, Unit::Plain)), None);
}
