//! Messages by language and key.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use rust_embed::RustEmbed;
use unic_langid::LanguageIdentifier;

use crate::domain::lang::Lang;
use crate::domain::turn::{Arg, Line};

#[derive(RustEmbed)]
#[folder = "prompts/en"]
struct English;

#[derive(RustEmbed)]
#[folder = "prompts/rw"]
struct Kinyarwanda;

/// Why a set of messages cannot be read. File names are relative to the language's folder.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CatalogueError {
    /// Not a Fluent file.
    #[error("{lang}/{file}: {fault}")]
    Syntax {
        /// The language's folder.
        lang: Lang,
        /// The file in it.
        file: String,
        /// What the parser says.
        fault: String,
    },
    /// A key stands in two files, or twice in one.
    #[error("{lang}/{file}: a key is defined twice: {fault}")]
    Twice {
        /// The language's folder.
        lang: Lang,
        /// The file in it.
        file: String,
        /// Which key.
        fault: String,
    },
}

/// Every message of every language.
pub struct Catalogue {
    english: FluentBundle<FluentResource>,
    kinyarwanda: FluentBundle<FluentResource>,
    missing: AtomicU64,
}

/// A message of a catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its key.
    pub key: String,
    /// Whether it says something else each time, so that no clip can hold it.
    pub has_variables: bool,
}

/// The messages of a Fluent file: a key stands at the beginning of a line, what continues it is indented.
fn messages_of(text: &str) -> Vec<Message> {
    let mut messages: Vec<Message> = Vec::new();
    for line in text.lines() {
        let begins = line.starts_with(|c: char| c.is_ascii_lowercase());
        if let Some((key, _)) = line.split_once(" =").filter(|_| begins) {
            messages.push(Message { key: key.to_owned(), has_variables: false });
        }
        if let Some(last) = messages.last_mut().filter(|_| !line.starts_with('#')) {
            last.has_variables |= line.contains('$');
        }
    }
    messages
}

static SHIPPED: LazyLock<Catalogue> = LazyLock::new(|| {
    Catalogue::parse(files_of).expect("the shipped messages are read by a test of this crate")
});

fn files_of(lang: Lang) -> Vec<(String, String)> {
    fn read<E: RustEmbed>() -> Vec<(String, String)> {
        E::iter()
            .filter(|name| name.ends_with(".ftl"))
            .filter_map(|name| {
                let file = E::get(&name)?;
                let text = String::from_utf8_lossy(&file.data).into_owned();
                Some((name.into_owned(), text))
            })
            .collect()
    }
    match lang {
        Lang::En => read::<English>(),
        Lang::Rw => read::<Kinyarwanda>(),
    }
}

fn identifier(lang: Lang) -> LanguageIdentifier {
    lang.tag().parse().expect("every language's tag is a BCP 47 tag")
}

impl Catalogue {
    /// The messages that come with the line.
    #[must_use]
    pub fn shipped() -> &'static Catalogue {
        &SHIPPED
    }

    /// Reads the messages that `files` gives for each language as (file name, text).
    ///
    /// # Errors
    /// [`CatalogueError`] at the first file that is no Fluent, or that repeats a key.
    pub fn parse(files: impl Fn(Lang) -> Vec<(String, String)>) -> Result<Self, CatalogueError> {
        Ok(Self {
            english: bundle(Lang::En, files(Lang::En))?,
            kinyarwanda: bundle(Lang::Rw, files(Lang::Rw))?,
            missing: AtomicU64::new(0),
        })
    }

    /// The files that come with the line, as (name, text) in a language; for checks of the wording.
    #[must_use]
    pub fn shipped_files(lang: Lang) -> Vec<(String, String)> {
        files_of(lang)
    }

    /// Every message that comes with the line in a language, in order of their keys.
    #[must_use]
    pub fn messages(lang: Lang) -> Vec<Message> {
        let mut all: Vec<Message> =
            files_of(lang).iter().flat_map(|(_, text)| messages_of(text)).collect();
        all.sort_by(|a, b| a.key.cmp(&b.key));
        all
    }

    fn bundle(&self, lang: Lang) -> &FluentBundle<FluentResource> {
        match lang {
            Lang::En => &self.english,
            Lang::Rw => &self.kinyarwanda,
        }
    }

    /// Whether a language has a message.
    #[must_use]
    pub fn has(&self, lang: Lang, key: &str) -> bool {
        self.bundle(lang).get_message(key).is_some_and(|message| message.value().is_some())
    }

    /// How many messages were wanted and not found, or lacked a variable, since the start.
    #[must_use]
    pub fn missing(&self) -> u64 {
        self.missing.load(Ordering::Relaxed)
    }

    /// The sentence for a line, in the line's own language or else in `lang`. A message that the language lacks is
    /// given in English and counted; one that nobody has is empty and counted, for a key must never be spoken.
    #[must_use]
    pub fn render(&self, lang: Lang, line: &Line) -> String {
        let lang = line.lang.unwrap_or(lang);
        if self.has(lang, &line.key) {
            return self.format(lang, line);
        }
        self.missing.fetch_add(1, Ordering::Relaxed);
        if self.has(Lang::En, &line.key) {
            return self.format(Lang::En, line);
        }
        String::new()
    }

    fn format(&self, lang: Lang, line: &Line) -> String {
        let bundle = self.bundle(lang);
        let Some(pattern) = bundle.get_message(&line.key).and_then(|message| message.value())
        else {
            return String::new();
        };
        let mut args = FluentArgs::new();
        for (name, arg) in &line.args {
            args.set(name.as_ref(), self.value(lang, arg));
        }
        let mut faults = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&args), &mut faults);
        if !faults.is_empty() {
            self.missing.fetch_add(1, Ordering::Relaxed);
        }
        text.into_owned()
    }

    fn value(&self, lang: Lang, arg: &Arg) -> FluentValue<'static> {
        match arg {
            Arg::Number(n) => FluentValue::from(*n),
            Arg::Text(text) => FluentValue::from(text.clone()),
            Arg::Line(line) => FluentValue::from(self.render(lang, line)),
            Arg::List(lines) => FluentValue::from(self.join(lang, lines)),
        }
    }

    /// A list as it is said: "a", "a and b", "a, b and c".
    fn join(&self, lang: Lang, lines: &[Line]) -> String {
        let mut parts: Vec<String> = lines.iter().map(|l| self.render(lang, l)).collect();
        let Some(last) = parts.pop() else {
            return String::new();
        };
        if parts.is_empty() {
            return last;
        }
        // Kinyarwanda "na" loses its vowel before another.
        let before_vowel = last.starts_with(|c: char| "aeiouAEIOU".contains(c));
        let key = if before_vowel { "list-and-vowel" } else { "list-and" };
        let joined = Line::new(key).with("first", parts.join(", ")).with("last", last);
        self.render(lang, &joined)
    }
}

/// A whole number from a thousand on, as English writes it: "1,500". Kinyarwanda texts write it without a mark.
fn grouped(value: &FluentValue<'_>) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    let bare = number.as_string().into_owned();
    if bare.len() < 4 || !bare.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut out = String::with_capacity(bare.len() + 4);
    for (at, figure) in bare.chars().enumerate() {
        if at > 0 && (bare.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(figure);
    }
    Some(out)
}

fn bundle(
    lang: Lang,
    files: Vec<(String, String)>,
) -> Result<FluentBundle<FluentResource>, CatalogueError> {
    let mut bundle = FluentBundle::new_concurrent(vec![identifier(lang)]);
    // Isolation marks would be read aloud by some voices and force UCS-2 in texts.
    bundle.set_use_isolating(false);
    if lang == Lang::En {
        bundle.set_formatter(Some(|value, _| grouped(value)));
    }
    for (file, text) in files {
        let resource =
            FluentResource::try_new(text).map_err(|(_, faults)| CatalogueError::Syntax {
                lang,
                file: file.clone(),
                fault: faults.first().map(ToString::to_string).unwrap_or_default(),
            })?;
        bundle.add_resource(resource).map_err(|faults| CatalogueError::Twice {
            lang,
            file,
            fault: faults.first().map(ToString::to_string).unwrap_or_default(),
        })?;
    }
    Ok(bundle)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> Catalogue {
        Catalogue::parse(|lang| {
            let text = match lang {
                Lang::En => {
                    "hi = Hello, { $name }.\nonly = English only\nlist-and = { $first } and { $last }\n\
                     list-and-vowel = { $first } and { $last }\n\
                     n = { $n ->\n    [one] one lesson\n   *[other] { $n } lessons\n }\n"
                }
                Lang::Rw => {
                    "hi = Muraho, { $name }.\nlist-and = { $first } na { $last }\n\
                     list-and-vowel = { $first } n'{ $last }\n\
                     n = { $n ->\n    [one] isomo 1\n   *[other] amasomo { $n }\n }\n"
                }
            };
            vec![("t.ftl".to_owned(), text.to_owned())]
        })
        .expect("catalogue")
    }

    #[test]
    fn arguments_are_filled_in_without_isolation_marks() {
        let said = small().render(Lang::Rw, &Line::new("hi").with("name", "Aline"));
        assert_eq!(said, "Muraho, Aline.");
    }

    #[test]
    fn a_missing_message_falls_back_to_english_and_is_counted() {
        let catalogue = small();
        assert_eq!(catalogue.render(Lang::Rw, &Line::new("only")), "English only");
        assert_eq!(catalogue.render(Lang::Rw, &Line::new("nobody-has-it")), "");
        assert_eq!(catalogue.missing(), 2);
    }

    #[test]
    fn a_line_may_fix_its_own_language() {
        let line = Line::new("hi").with("name", "Eric").in_lang(Lang::En);
        assert_eq!(small().render(Lang::Rw, &line), "Hello, Eric.");
    }

    #[test]
    fn lists_and_plurals_follow_the_language() {
        let catalogue = small();
        let lines = |n| -> Vec<Line> { (1..=n).map(|i| Line::new("n").with("n", i)).collect() };
        let said = |lang, n| catalogue.render(lang, &Line::new("hi").with("name", lines(n)));
        assert_eq!(said(Lang::En, 1), "Hello, one lesson.");
        assert_eq!(said(Lang::En, 3), "Hello, one lesson, 2 lessons and 3 lessons.");
        assert_eq!(said(Lang::Rw, 2), "Muraho, isomo 1 n'amasomo 2.");
    }

    #[test]
    fn thousands_are_marked_in_english_as_the_packs_write_them() {
        let catalogue = small();
        let line = |n: i64| Line::new("n").with("n", n);
        assert_eq!(catalogue.render(Lang::En, &line(999)), "999 lessons");
        assert_eq!(catalogue.render(Lang::En, &line(5_000)), "5,000 lessons");
        assert_eq!(catalogue.render(Lang::En, &line(1_234_567)), "1,234,567 lessons");
        assert_eq!(catalogue.render(Lang::Rw, &line(5_000)), "amasomo 5000");
    }

    #[test]
    fn broken_files_are_named() {
        let broken = Catalogue::parse(|_| vec![("x.ftl".into(), "= no key".into())]);
        assert!(matches!(broken, Err(CatalogueError::Syntax { file, .. }) if file == "x.ftl"));
        let twice = Catalogue::parse(|_| vec![("x.ftl".into(), "a = 1\na = 2\n".into())]);
        assert!(matches!(twice, Err(CatalogueError::Twice { .. })));
    }
}
