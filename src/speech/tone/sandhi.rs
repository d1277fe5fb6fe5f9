//! What a word's dictionary tones sound like: third tones before third tones, 一 and 不, neutral tones.
//!
//! Pinyin alone does not tell 一 from 医 or 不 from 部. Words with 医, 衣, 依, 部, 布 and 步 are few: where what follows
//! makes one of them, or 一 is a number among numbers, both readings are accepted, else the rule holds. Rules: Chao, "A Grammar of Spoken Chinese" (1968), section 1.3.

use crate::domain::pinyin::{Pinyin, Syllable, Tone};

/// What may be heard at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// The reading that the rules give.
    pub tone: Tone,
    /// Other readings that are right as well.
    pub also: Vec<Tone>,
}

impl Expected {
    fn plain(tone: Tone) -> Self {
        Self { tone, also: Vec::new() }
    }

    /// Whether `tone` is right here.
    #[must_use]
    pub fn accepts(&self, tone: Tone) -> bool {
        self.tone == tone || self.also.contains(&tone)
    }
}

/// What should be heard, one entry a syllable.
#[must_use]
pub fn surface(word: &Pinyin) -> Vec<Expected> {
    let syllables = word.syllables();
    let mut expected: Vec<Expected> =
        (0..syllables.len()).map(|i| changed_one_or_not(syllables, i)).collect();
    third_tones(&mut expected);
    expected
}

/// What makes a word with 医, 衣, 依 or 伊 of `yi1` (医院, 衣服, 依靠), or follows an 一 that counts (一月, 一二三).
const AFTER_OTHER_YI: [&str; 27] = [
    "yuan", "sheng", "liao", "xue", "wu", "yao", "zhi", "fu", "shang", "lai", "kao", "ju", "zhao",
    "ran", "lian", "yue", "er", "san", "si", "liu", "qi", "ba", "jiu", "shi", "ling", "yi", "lan",
];
/// What makes a word with 部, 布 or 步 of `bu4`: 步骤, 布置, 部落, 部位, 部署. Not 部队, for 不对 is far commoner.
const AFTER_OTHER_BU: [&str; 5] = ["zhou", "zhi", "luo", "wei", "shu"];

/// 一 before a fourth tone rises, before others falls; 不 before a fourth tone rises.
fn changed_one_or_not(syllables: &[Syllable], i: usize) -> Expected {
    let here = &syllables[i];
    let Some(next) = syllables.get(i + 1) else {
        return Expected::plain(here.tone());
    };
    let ordinal = i > 0 && syllables[i - 1].letters() == "di";
    let becomes = match (here.letters(), here.tone(), next.tone()) {
        ("yi", Tone::First, Tone::Fourth) | ("bu", Tone::Fourth, Tone::Fourth) => Tone::Second,
        // A neutral tone after 一 is mostly a faded fourth (一个), but the rule is not certain.
        ("yi", Tone::First, Tone::Neutral) => Tone::Second,
        ("yi", Tone::First, Tone::First | Tone::Second | Tone::Third) => Tone::Fourth,
        _ => return Expected::plain(here.tone()),
    };
    let other = if here.letters() == "yi" {
        ordinal || AFTER_OTHER_YI.contains(&next.letters())
    } else {
        AFTER_OTHER_BU.contains(&next.letters())
    };
    Expected { tone: becomes, also: if other { vec![here.tone()] } else { Vec::new() } }
}

/// In a run of third tones all but the last rise; a slow or left-branching reading may keep the first low.
fn third_tones(expected: &mut [Expected]) {
    let third = |e: &Expected| e.tone == Tone::Third;
    let mut i = 0;
    while i < expected.len() {
        let run = expected[i..].iter().take_while(|e| third(e)).count();
        if run >= 2 {
            for (place, slot) in expected[i..i + run - 1].iter_mut().enumerate() {
                slot.tone = Tone::Second;
                // Of three or more, any but the last two may stand before a break and stay low.
                if place + 2 < run {
                    slot.also.push(Tone::Third);
                }
            }
        }
        i += run.max(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use test_case::test_case;

    fn tones(word: &str) -> Vec<u8> {
        let word: Pinyin = word.parse().expect("pinyin");
        surface(&word).iter().map(|e| e.tone.number()).collect()
    }

    #[test_case("ni3 hao3", &[2, 3]; "two third tones")]
    #[test_case("zhan3 lan3 guan3", &[2, 2, 3]; "three third tones")]
    #[test_case("wo3 hen3 hao3 chi1", &[2, 2, 3, 1]; "a run inside")]
    #[test_case("lao3 shi1", &[3, 1]; "a half third stays a third")]
    #[test_case("yi1 ge4", &[2, 4]; "one before a fourth")]
    #[test_case("yi1 tian1", &[4, 1]; "one before a first")]
    #[test_case("yi1 qi3", &[4, 3]; "one before a third")]
    #[test_case("di4 yi1", &[4, 1]; "one at the end")]
    #[test_case("bu4 shi4", &[2, 4]; "not before a fourth")]
    #[test_case("bu4 hao3", &[4, 3]; "not before a third")]
    #[test_case("ma1 ma5", &[1, 5]; "neutral stays neutral")]
    #[test_case("jie3 jie5", &[3, 5]; "a third before a neutral stays")]
    fn the_rules_give(word: &str, expected: &[u8]) {
        assert_eq!(tones(word), expected);
    }

    #[test]
    fn where_letters_do_not_decide_both_readings_are_right() {
        let word: Pinyin = "yi1 sheng1".parse().expect("pinyin");
        let first = &surface(&word)[0];
        assert!(first.accepts(Tone::Fourth) && first.accepts(Tone::First));
        assert!(!first.accepts(Tone::Second));
    }

    #[test_case("yi1 ge4", false; "a measure word makes it one")]
    #[test_case("bu4 shi4", false; "not")]
    #[test_case("bu4 zhou4", true; "a step")]
    #[test_case("yi1 yuan4", true; "a hospital")]
    #[test_case("di4 yi1 ke4", true; "the first of lessons")]
    fn the_dictionary_tone_passes_only_where_another_word_is_meant(word: &str, passes: bool) {
        let word: Pinyin = word.parse().expect("pinyin");
        let at = usize::from(word.syllables().len() == 3);
        let said = word.syllables()[at].tone();
        assert_eq!(surface(&word)[at].accepts(said), passes);
        assert_ne!(surface(&word)[at].tone, said);
    }

    #[test]
    fn only_the_head_of_three_third_tones_may_stay_low() {
        let word: Pinyin = "xiao3 lao3 hu3".parse().expect("pinyin");
        let all = surface(&word);
        assert!(all[0].accepts(Tone::Third) && all[0].accepts(Tone::Second));
        assert!(!all[1].accepts(Tone::Third) && !all[2].accepts(Tone::Second));
    }
}
