//! Where to cut a text that is too long: after a sentence, else between words, else between characters.

/// A sentence kept must fill at least this share of the room (1 in so many); else a cut between words loses less.
const WORTHWHILE: usize = 4;

/// The best place to cut, bytes from the start, at most `room` bytes and always between characters. Everything fits: the
/// whole length. White space after the cut is the next piece's to trim.
#[must_use]
pub fn best(text: &str, room: usize) -> usize {
    if text.len() <= room {
        return text.len();
    }
    let room = floor(text, room);
    sentence(text, room)
        .filter(|at| *at * WORTHWHILE >= room)
        .or_else(|| word(text, room))
        .unwrap_or(room)
}

/// The last end of a sentence within `room` bytes, if there is one.
#[must_use]
pub fn sentence(text: &str, room: usize) -> Option<usize> {
    let room = floor(text, room);
    let ends = text[..room].char_indices().rev();
    ends.map(|(at, c)| (at + c.len_utf8(), c))
        .find(|(end, c)| match c {
            '\n' | '。' | '！' | '？' => true,
            '.' | '!' | '?' | '…' => {
                text[*end..].starts_with(char::is_whitespace) || *end == text.len()
            }
            _ => false,
        })
        .map(|(end, _)| end)
}

/// The last end of a word within `room` bytes, if there is one.
#[must_use]
pub fn word(text: &str, room: usize) -> Option<usize> {
    let room = floor(text, room);
    if text[room..].starts_with(char::is_whitespace) && room > 0 {
        return Some(room);
    }
    text[..room].rfind(char::is_whitespace).filter(|at| *at > 0)
}

/// The nearest place between characters at or before `at`.
#[must_use]
pub fn floor(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cut(text: &str, room: usize) -> &str {
        &text[..best(text, room)]
    }

    #[test]
    fn sentences_are_kept_whole_where_they_fill_the_room() {
        assert_eq!(cut("One two. Three four five.", 20), "One two.");
        assert_eq!(cut("Costs 3.50 francs today", 15), "Costs 3.50");
        assert_eq!(cut("你好。再见", 12), "你好。");
    }

    #[test]
    fn a_short_sentence_does_not_throw_the_rest_away() {
        assert_eq!(cut("Ok. A very long sentence without any end", 25), "Ok. A very long sentence");
    }

    #[test]
    fn one_long_word_is_cut_between_characters() {
        assert_eq!(cut("ééééé", 5), "éé");
        assert_eq!(cut("all of it", 100), "all of it");
    }

    proptest! {
        #[test]
        fn the_cut_is_within_the_room_and_between_characters(text in "\\PC{0,60}", room in 0_usize..80) {
            let at = best(&text, room);
            prop_assert!(at <= room.max(text.len().min(room)));
            prop_assert!(text.is_char_boundary(at));
            if room >= 4 && !text.is_empty() {
                prop_assert!(at > 0);
            }
        }
    }
}
