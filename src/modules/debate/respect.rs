//! Words that hurt. A debate is about the matter, never about the person.

use crate::text::replies::plain;

/// Insults by themselves, whole words.
const INSULTS: &[&str] = &[
    "idiot",
    "idiots",
    "moron",
    "morons",
    "imbecile",
    "dumbass",
    "asshole",
    "bastard",
    "bitch",
    "fuck",
    "fucking",
    "shit",
    "bullshit",
    "igicucu",
    "ibicucu",
    "injiji",
    "ikigoryi",
    "ibigoryi",
    "ikijuju",
    "umupfayongo",
    "imbwakazi",
];
/// Insults to somebody, as phrases.
const PHRASES: &[&str] = &[
    "shut up",
    "you are stupid",
    "youre stupid",
    "you stupid",
    "stupid people",
    "they are stupid",
    "you are dumb",
    "you fool",
    "you are a fool",
    "go to hell",
    "i hate you",
    "you are useless",
    "useless people",
    "you are ugly",
    "you are mad",
    "you are crazy",
    "ceceka",
    "wa mbwa we",
    "uri imbwa",
    "uri umusazi",
    "uri umupfu",
    "uri igicucu",
    "ndakwanga",
    "nta bwenge ugira",
    "genda uko",
];

/// Whether a text insults somebody.
#[must_use]
pub fn is_rude(text: &str) -> bool {
    let said = format!(" {} ", plain(text));
    let holds = |form: &&&str| said.contains(&format!(" {form} "));
    INSULTS.iter().chain(PHRASES).any(|form| holds(&form))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn insults_are_noticed_and_hard_words_about_the_matter_are_not() {
        for rude in ["You are stupid!", "shut up", "those idiots", "Uri igicucu", "ceceka wowe"] {
            assert!(is_rude(rude), "{rude}");
        }
        for fair in [
            "This is a foolish law",
            "I hate walking in the rain",
            "imbwa zirinda urugo",
            "No, you are wrong about this",
            "",
        ] {
            assert!(!is_rude(fair), "{fair}");
        }
    }
}
