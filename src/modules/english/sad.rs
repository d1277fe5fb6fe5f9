//! Sad news: a death, an illness, a loss, hunger. It is answered with a word of sympathy, and never corrected or marked.

use crate::text::replies::plain;

/// People and things of one's own: without one of them the news is of others.
const OWN: [&str; 11] = ["i", "im", "my", "our", "me", "we", "us", "his", "her", "he", "she"];
/// What is sad whoever says it of their own people.
const LOSS: &[&str] = &[
    "died",
    "dead",
    "killed",
    "murdered",
    "passed away",
    "funeral",
    "buried",
    "accident",
    "orphan",
    "miscarriage",
    "divorced",
    "lost my",
    "lost our",
    "lost his",
    "lost her",
    "was raped",
    "beats me",
    "beat me",
    "was burnt",
    "burned down",
    "in prison",
    "in the war",
];
/// What is sad as it stands, and ordinary after "if" or "when".
const ILLNESS: &[&str] = &[
    "is sick",
    "am sick",
    "im sick",
    "are sick",
    "was sick",
    "very sick",
    "fell sick",
    "got sick",
    "is ill",
    "am ill",
    "im ill",
    "very ill",
    "fell ill",
    "has cancer",
    "have cancer",
    "has malaria",
    "have malaria",
    "is in hospital",
    "is in the hospital",
    "was in hospital",
    "am in hospital",
    "am hungry",
    "im hungry",
    "are hungry",
    "very hungry",
    "nothing to eat",
    "no food",
];
/// The same in Kinyarwanda; each says of itself whose it is.
const KINYARWANDA: &[&str] = &[
    "yapfuye",
    "barapfuye",
    "bapfuye",
    "yarapfuye",
    "yitabye imana",
    "napfushije",
    "twapfushije",
    "yishwe",
    "barishwe",
    "impanuka",
    "ndi imfubyi",
    "mfite inzara",
    "dufite inzara",
    "ndashonje",
    "turashonje",
    "ararwaye",
    "ndarwaye",
    "ndwaye",
    "arwaye",
    "arwariye",
    "mu bitaro",
    "twatandukanye",
    "natakaje",
    "nirukanywe",
];
/// Words of machines, which die and are killed without grief.
const THINGS: [&str; 7] =
    ["battery", "phone", "telefone", "radio", "mosquito", "mosquitoes", "plants"];

/// Whether a text tells sad news of one's own.
pub(super) fn is(text: &str) -> bool {
    let said = format!(" {} ", plain(text));
    let has = |part: &str| said.contains(&format!(" {part} "));
    if THINGS.iter().any(|thing| has(thing)) {
        return false;
    }
    let supposed = ["if", "when", "whenever"].iter().any(|word| has(word));
    let own = OWN.iter().any(|word| has(word));
    KINYARWANDA.iter().any(|word| has(word))
        || own && LOSS.iter().any(|word| has(word))
        || own && !supposed && ILLNESS.iter().any(|word| has(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grief_is_told_from_ordinary_talk() {
        for text in [
            "my brother was killed in an accident",
            "my father was died last year",
            "My mother is very sick",
            "I lost my job",
            "I am hungry",
            "mfite inzara",
            "papa wanjye yarapfuye",
        ] {
            assert!(is(text), "{text}");
        }
        for text in [
            "My phone died yesterday.",
            "When I am sick, I drink tea.",
            "I work in the hospital.",
            "My sister lost the match.",
            "I like my school.",
            "Nkunda ishuri ryanjye",
        ] {
            assert!(!is(text), "{text}");
        }
    }
}
