//! The syllables of Standard Mandarin, by initial and final, and how a word without spaces falls into them.

/// Initials, two letters before one, with the finals that each takes. The zero initial stands last.
const SYLLABLES: [(&str, &str); 24] = [
    ("zh", "a e i ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang"),
    ("ch", "a e i ai ao ou an en ang eng ong u ua uo uai ui uan un uang"),
    ("sh", "a e i ai ei ao ou an en ang eng u ua uo uai ui uan un uang"),
    ("b", "a o ai ei ao an en ang eng i ie iao ian in ing u"),
    ("p", "a o ai ei ao ou an en ang eng i ia ie iao ian in ing u"),
    ("m", "a o e ai ei ao ou an en ang eng i ie iao iu ian in ing u"),
    ("f", "a o ei iao ou an en ang eng u"),
    ("d", "a e ai ei ao ou an en ang eng ong i ia ie iao iu ian in ing u uo ui uan un"),
    ("t", "a e ai ei ao ou an ang eng ong i ie iao ian ing u uo ui uan un"),
    ("n", "a e ai ei ao ou an en ang eng ong i ia ie iao iu ian in iang ing u uo uan un v ve ue"),
    ("l", "a o e ai ei ao ou an ang eng ong i ia ie iao iu ian in iang ing u uo uan un v ve ue"),
    ("g", "a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang"),
    ("k", "a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang"),
    ("h", "a e ai ei ao ou an en ang eng ong m ng u ua uo uai ui uan un uang"),
    ("j", "i ia ie iao iu ian in iang ing iong u ue uan un"),
    ("q", "i ia ie iao iu ian in iang ing iong u ue uan un"),
    ("x", "i ia ie iao iu ian in iang ing iong u ue uan un"),
    ("r", "e i ao ou an en ang eng ong u ua uo ui uan un"),
    ("z", "a e i ai ei ao ou an en ang eng ong u uo ui uan un"),
    ("c", "a e i ai ei ao ou an en ang eng ong u uo ui uan un"),
    ("s", "a e i ai ei ao ou an en ang eng ong u uo ui uan un"),
    ("y", "a ai ao an ang e i in ing o ong ou u ue uan un"),
    ("w", "a o ai ei an en ang eng u"),
    ("", "a o e ai ei ao ou an en ang eng er m n ng"),
];

/// The longest syllable with its r, letters.
const LONGEST: usize = 7;

/// Whether `letters` (ASCII lower case, `v` for ü) are a syllable.
fn plain(letters: &str) -> bool {
    let as_written = |letters: &str| {
        SYLLABLES.iter().any(|(initial, finals)| {
            let rest = letters.strip_prefix(initial);
            rest.is_some_and(|rest| finals.split(' ').any(|part| part == rest))
        })
    };
    // After j, q, x and y a u is an ü, and some write it so.
    let rounded = letters.starts_with(['j', 'q', 'x', 'y']) && letters.contains('v');
    as_written(letters) || (rounded && as_written(&letters.replace('v', "u")))
}

/// Whether `letters` could be a syllable: an initial, vowels, a nasal, an r. Teachers of phonetics also say such as no
/// dictionary has, and a number behind it leaves no doubt where it ends.
pub(super) fn possible(letters: &str) -> bool {
    let initial = SYLLABLES.iter().find(|(initial, _)| letters.starts_with(initial));
    let rest = &letters[initial.map_or(0, |(initial, _)| initial.len())..];
    let end = rest.trim_start_matches(['a', 'e', 'i', 'o', 'u', 'v']);
    let vowels = rest.len() - end.len();
    plain(letters)
        || ((1..=3).contains(&vowels) && ["", "n", "ng", "r", "nr", "ngr"].contains(&end))
}

/// How odd `letters` are as a syllable, 0 for an ordinary one; `None` if they are none. `first` of its word, it may
/// well begin with a vowel; later in the word an apostrophe would stand before it.
fn oddity(letters: &str, first: bool) -> Option<u32> {
    let vowel = u32::from(!first && letters.starts_with(['a', 'e', 'o']));
    if plain(letters) {
        return Some(vowel);
    }
    letters.strip_suffix('r').filter(|stem| plain(stem)).map(|_| vowel + 2)
}

/// Where the syllables of `letters` end: as few as can be, at most one of `marks` (places of tone marks) in each.
/// `None` where they do not fall into syllables.
pub(super) fn split(letters: &str, marks: &[usize]) -> Option<Vec<usize>> {
    let mut best: Vec<Option<(u32, Vec<usize>)>> = vec![None; letters.len() + 1];
    best[0] = Some((0, Vec::new()));
    for end in 1..=letters.len() {
        for start in end.saturating_sub(LONGEST)..end {
            let Some((cost, ends)) = best[start].clone() else { continue };
            if marks.iter().filter(|at| (start..end).contains(*at)).count() > 1 {
                continue;
            }
            let Some(odd) = oddity(&letters[start..end], start == 0) else { continue };
            let cost = cost + 10 + odd;
            if best[end].as_ref().is_none_or(|(least, _)| cost < *least) {
                let ends = ends.into_iter().chain([end]).collect();
                best[end] = Some((cost, ends));
            }
        }
    }
    best.pop().flatten().map(|(_, ends)| ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_fall_into_as_few_syllables_as_can_be() {
        for (word, ends) in [
            ("xian", vec![4]),
            ("nihao", vec![2, 5]),
            ("fangan", vec![3, 6]),
            ("zhuangr", vec![7]),
            ("haizi", vec![3, 5]),
        ] {
            assert_eq!(split(word, &[]), Some(ends), "{word}");
        }
        assert_eq!(split("xian", &[1, 2]), Some(vec![2, 4]), "two marks are two syllables");
    }

    #[test]
    fn before_a_number_all_that_could_be_a_syllable_counts() {
        for syllable in ["ma", "luun", "fe", "diang", "zhuangr", "er", "ng", "lvan"] {
            assert!(possible(syllable), "{syllable}");
        }
        for other in ["zzz", "nihao", "hello", "mang\u{e9}", "", "b", "r", "aaaa"] {
            assert!(!possible(other), "{other}");
        }
    }

    #[test]
    fn what_no_syllable_is_does_not_fall_into_any() {
        for word in ["zzz", "qwrt", "hello", "fuzz", "v", "r"] {
            assert_eq!(split(word, &[]), None, "{word}");
        }
    }
}
