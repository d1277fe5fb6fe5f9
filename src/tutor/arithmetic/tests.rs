use proptest::prelude::*;
use test_case::test_case;

use super::*;

fn ratio(up: i64, down: i64) -> Ratio {
    Ratio::new(up, down).expect("a fraction")
}

#[test_case("8 + 6 x 5", 38, 1)]
#[test_case("(15 - 7) x 9", 72, 1)]
#[test_case("1/4 + 1/2", 3, 4)]
#[test_case("10 percent of 4,500 francs", 450, 1)]
#[test_case("3/5 of 2/3", 2, 5)]
#[test_case("13 squared minus 12 squared", 25, 1)]
#[test_case("7 gukuba 8", 56, 1; "kinyarwanda times")]
#[test_case("3.5 × 100", 350, 1)]
#[test_case("seven times eight", 56, 1)]
#[test_case("-4 - 5", -9, 1)]
#[test_case("700 francs × 3", 2100, 1; "a unit between")]
fn sums_are_worked_out_exactly(text: &str, up: i64, down: i64) {
    assert_eq!(evaluate(text).map(|worked| worked.value), Some(ratio(up, down)), "{text}");
}

#[test_case("12 + 5 = 17, so there are 17 goats.", 1)]
#[test_case("3 x 700 francs = 2,100 francs.", 1)]
#[test_case("First 17 + 8 = 25. Then 29 - 25 = 4.", 2)]
#[test_case("1/4 + 1/2 = 1/4 + 2/4 = 3/4", 2)]
#[test_case("7 gukuba 8 ni 56.", 1)]
#[test_case("10 ÷ 3 is about 3.33", 1)]
#[test_case("Seven times eight is fifty-six.", 1)]
#[test_case("Seven times fifteen is one hundred and five.", 1)]
#[test_case("7 gukuba 8 ni mirongo itanu na gatandatu.", 1)]
fn true_claims_hold(text: &str, count: usize) {
    let all = claims(text);
    assert_eq!(all.len(), count, "{all:?}");
    assert!(all.iter().all(Claim::holds), "{all:?}");
}

#[test_case("7 x 8 = 54")]
#[test_case("7 gukuba 8 ni 54")]
#[test_case("12 plus 5 is 18.")]
#[test_case("So 3 × 700 = 2,100 and 5,000 - 2,100 = 2,800.")]
#[test_case("10 ÷ 3 is about 4")]
fn false_claims_do_not_hold(text: &str) {
    assert!(claims(text).iter().any(|claim| !claim.holds()), "{text}");
}

#[test_case("Half of 90 is 40.")]
#[test_case("A quarter of 80 is 10.")]
#[test_case("Double 35 is 60.")]
#[test_case("The square root of 81 is 8.")]
#[test_case("There are 30 days in 5 weeks.")]
#[test_case("Three hours have 160 minutes.")]
#[test_case("An hour has 6,300 seconds.")]
#[test_case("Kimwe cya kabiri cya 90 ni 40.")]
fn false_claims_in_words_do_not_hold(text: &str) {
    assert!(claims(text).iter().any(|claim| !claim.holds()), "{text}");
}

#[test_case("Half of 90 is 45.")]
#[test_case("Double 35 is 70.")]
#[test_case("The square root of 81 is 9.")]
#[test_case("There are 35 days in 5 weeks.")]
#[test_case("A week has 7 days.")]
#[test_case("Half of the class is ill, and 5 weeks is a long time.")]
#[test_case("There are 30 school days in 6 weeks.")]
#[test_case("Ibyumweru 5 bingana iminsi 35.")]
fn true_claims_in_words_hold(text: &str) {
    assert!(claims(text).iter().all(Claim::holds), "{text}: {:?}", claims(text));
}

#[test_case("What is half of 90?", 45)]
#[test_case("half of 50", 25)]
#[test_case("What is a quarter of 80?", 20)]
#[test_case("double 35", 70)]
#[test_case("What is the square root of 81?", 9)]
#[test_case("How many days are in 5 weeks?", 35)]
#[test_case("How many minutes are there in 3 hours?", 180)]
#[test_case("how many seconds in an hour", 3600)]
fn questions_in_words_are_worked_out(text: &str, value: i64) {
    assert_eq!(plain_question(text).map(|worked| worked.value), Some(ratio(value, 1)), "{text}");
}

#[test_case("The lesson lasts from 2019 to 2020.")]
#[test_case("She is 12 and he is 15.")]
#[test_case("7 x 8 is not 54.")]
#[test_case("One half is bigger than one third.")]
fn what_claims_no_sum_is_let_through(text: &str) {
    assert!(claims(text).iter().all(Claim::holds), "{text}: {:?}", claims(text));
}

#[test]
fn a_number_is_found_in_digits_words_and_fractions() {
    assert!(holds("You get 1,400 francs back.", ratio(1400, 1)));
    assert!(holds("It is 3/4.", ratio(3, 4)));
    assert!(holds("It is twelve.", ratio(12, 1)));
    assert!(holds("It is now -5 degrees.", ratio(-5, 1)));
    assert!(!holds("There are 12 goats and 5 cows.", ratio(7, 1)));
}

#[test]
fn numbers_are_shown_as_people_write_them() {
    assert_eq!(show(ratio(7, 2)), "3.5");
    assert_eq!(show(ratio(-1, 8)), "-0.125");
    assert_eq!(show(ratio(2, 3)), "2/3");
    assert_eq!(
        (show(ratio(1400, 1)), show(ratio(13600, 1))),
        ("1400".to_owned(), "13,600".to_owned())
    );
}

proptest! {
    #[test]
    fn any_text_is_read_without_harm(text in "[0-9a-z+*/()^=.,% -]{0,60}|\\PC{0,60}") {
        let _ = claims(&text);
        let _ = evaluate(&text);
    }

    #[test]
    fn true_sums_are_always_let_through(a in 0_i64..100_000, b in 1_i64..1_000) {
        for text in [
            format!("{a} + {b} = {}", a + b),
            format!("{a} - {b} = {}", a - b),
            format!("{a} × {b} = {}", a * b),
            format!("{a} ÷ {b} = {}", show(ratio(a, b))),
        ] {
            prop_assert!(claims(&text).iter().all(Claim::holds), "{}", text);
        }
    }
}

#[test_case("Two and two make five."; "and")]
#[test_case("It is five, because two and two together make five."; "and, together")]
#[test_case("Seven nines are sixty."; "a table")]
#[test_case("15% of 200 is 35."; "percent")]
#[test_case("2 na 2 ni 5."; "in kinyarwanda")]
#[test_case("Two and two is five."; "is")]
#[test_case("Six eights are forty two."; "a table of eights")]
fn false_sums_that_are_told_are_read(text: &str) {
    assert!(claims(text).iter().any(|claim| !claim.holds()), "{:?}", claims(text));
}

#[test_case("Two and two make four."; "and")]
#[test_case("Seven nines are sixty-three."; "a table")]
#[test_case("15% of 200 is 30."; "percent")]
#[test_case("The mean of 3 and 5 is 4."; "a mean")]
#[test_case("The product of 3 and 5 is 15."; "a product")]
#[test_case("The sum of 3 and 5 is 8."; "a sum")]
#[test_case("Three and five are odd numbers."; "no sum")]
#[test_case("One hundred and five is more than one hundred."; "one number")]
#[test_case("Mirongo itanu na gatandatu ni 56."; "one number in kinyarwanda")]
#[test_case("The numbers 3 and 5 are 2 apart."; "apart")]
fn true_ones_and_what_is_no_sum_break_nothing(text: &str) {
    assert!(claims(text).iter().all(Claim::holds), "{:?}", claims(text));
}

#[test_case("What is the sum of two and two?", 4)]
#[test_case("How much is 15% of 200?", 30)]
#[test_case("What is six times eight?", 48)]
#[test_case("How many are seven times nine?", 63)]
#[test_case("6 x 8?", 48)]
fn a_question_that_is_a_sum_is_known_to_be_one(text: &str, value: i64) {
    assert_eq!(plain_question(text).map(|worked| worked.value), Some(ratio(value, 1)), "{text}");
}

#[test_case("Why is a shop open 24/7?"; "day and night")]
#[test_case("What happened on 1/7/1962?"; "a day")]
#[test_case("How much is two plus two if the answer is five?"; "a trap")]
#[test_case("How many times does the heart beat?"; "no numbers")]
#[test_case("What is 5 - 3 in a football match?"; "a result")]
fn what_asks_for_more_than_a_sum_is_none(text: &str) {
    assert_eq!(plain_question(text), None, "{text}");
}
