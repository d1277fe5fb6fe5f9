//! What a reader of TOML says of a file, in words for whoever wrote the lesson.

/// A message of the reader, without the terms of a programming language.
pub(super) fn told(message: &str) -> String {
    let message = message.lines().next().unwrap_or_default();
    let after = |opening: &str| message.strip_prefix(opening);
    if let Some(rest) = after("missing field ") {
        return format!("{} is missing", rest.trim());
    }
    if let Some(rest) = after("unknown field ") {
        let (name, known) = parted(rest);
        return format!("{name} is not known here; what may stand here: {known}");
    }
    if let Some(rest) = after("unknown variant ") {
        let (name, known) = parted(rest);
        return format!("{name} is none of what may stand here: {known}");
    }
    for opening in ["invalid type: ", "invalid value: "] {
        if let Some((found, wanted)) =
            after(opening).and_then(|rest| rest.split_once(", expected "))
        {
            return format!("{} stands where {} is wanted", thing(found), kind(wanted));
        }
    }
    if let Some((found, wanted)) =
        after("invalid length ").and_then(|rest| rest.split_once(", expected "))
    {
        return format!("there are {found} of what is wanted here: {}", kind(wanted));
    }
    if let Some(name) = after("duplicate field ").or_else(|| after("duplicate key")) {
        return format!(
            "{} stands here twice",
            if name.is_empty() { "a name" } else { name.trim() }
        );
    }
    // Faults of form, and words of our own.
    message.to_owned()
}

/// The name, and what is known in its place.
fn parted(rest: &str) -> (&str, String) {
    let (name, known) = rest.split_once(", ").unwrap_or((rest, "nothing"));
    let known = known.trim_start_matches("expected ").trim_start_matches("one of ");
    (name, known.replace(" or ", ", "))
}

/// What stands in the file: `string "five"`.
fn thing(found: &str) -> String {
    let (what, value) = found.split_once(' ').unwrap_or((found, ""));
    match what {
        "string" => format!("the text {value}"),
        "integer" => format!("the number {}", value.trim_matches('`')),
        "floating" => "a number with a point".to_owned(),
        "boolean" => format!("the word {}", value.trim_matches('`')),
        "sequence" => "a list".to_owned(),
        "map" => "a group of names".to_owned(),
        _ => "something else".to_owned(),
    }
}

/// What is wanted: `usize`, `a string`, `struct Pair`.
fn kind(wanted: &str) -> &'static str {
    match wanted {
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number from 0 on",
        "i8" | "i16" | "i32" | "i64" | "isize" => "a whole number",
        "a string" | "a borrowed string" | "string or table" => "text between quotation marks",
        "struct Pair" => "the text in both languages, { en = \"...\", rw = \"...\" },",
        "a sequence" => "a list between [ and ]",
        "an array of length 2" => "two numbers, [1, 5],",
        "a map" => "a group between { and }",
        "a boolean" => "true or false",
        _ => "an entry with its own names",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_term_of_a_programming_language_reaches_a_teacher() {
        for (message, wanted) in [
            ("missing field `rw`", "`rw` is missing"),
            (
                "unknown field `nedes_en`, expected one of `id`, `ask`",
                "`nedes_en` is not known here; what may stand here: `id`, `ask`",
            ),
            (
                "invalid type: string \"two\", expected usize",
                "the text \"two\" stands where a whole number from 0 on is wanted",
            ),
            (
                "invalid value: integer `-1`, expected u8",
                "the number -1 stands where a whole number from 0 on is wanted",
            ),
            (
                "invalid type: string \"x\", expected struct Pair",
                "the text \"x\" stands where the text in both languages, { en = \"...\", rw = \"...\" }, is wanted",
            ),
            (
                "unknown variant `guess`, expected one of `fact`, `opinion`",
                "`guess` is none of what may stand here: `fact`, `opinion`",
            ),
        ] {
            assert_eq!(told(message), wanted);
        }
    }
}
