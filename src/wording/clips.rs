//! Recorded prompts: `prompts/audio/<language>/<key>.wav`, for lines without variables.
//!
//! Telephone services have no Kinyarwanda voice, so what is said in it is recorded. Compiled in, like the messages.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rust_embed::RustEmbed;

use crate::domain::lang::Lang;

/// Under which path clips are served.
pub const ROUTE: &str = "/audio";

#[derive(RustEmbed)]
#[folder = "prompts/audio"]
struct Shipped;

/// The clips there are, by `language/key`.
#[derive(Debug, Default)]
pub struct Clips(BTreeMap<String, Cow<'static, [u8]>>);

impl Clips {
    /// The clips that are compiled in.
    #[must_use]
    pub fn shipped() -> Self {
        let files =
            Shipped::iter().filter_map(|name| Some((name.to_string(), Shipped::get(&name)?.data)));
        Self::of(files)
    }

    /// Clips by file name: `rw/line-welcome-first.wav`. Other names are left out.
    pub fn of(files: impl IntoIterator<Item = (String, Cow<'static, [u8]>)>) -> Self {
        let named = files.into_iter().filter_map(|(name, bytes)| {
            let key = name.strip_suffix(".wav")?;
            let (lang, line) = key.split_once('/')?;
            let plain = line.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
            (Lang::ALL.iter().any(|l| l.tag() == lang) && plain).then(|| (key.to_owned(), bytes))
        });
        Self(named.collect())
    }

    /// The path at which the clip of a line is served, if there is one.
    #[must_use]
    pub fn path(&self, lang: Lang, key: &str) -> Option<String> {
        let name = format!("{}/{key}", lang.tag());
        self.0.contains_key(&name).then(|| format!("{ROUTE}/{name}.wav"))
    }

    /// The lines that have a clip in a language.
    #[must_use]
    pub fn keys(&self, lang: Lang) -> Vec<String> {
        let of = format!("{}/", lang.tag());
        self.0.keys().filter_map(|name| Some(name.strip_prefix(&of)?.to_owned())).collect()
    }

    /// The clip served at `language/key.wav`.
    #[must_use]
    pub fn get(&self, file: &str) -> Option<&[u8]> {
        self.0.get(file.strip_suffix(".wav")?).map(AsRef::as_ref)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clips_are_found_by_language_and_key_and_nothing_else_is_served() {
        let file = |name: &str| (name.to_owned(), Cow::Borrowed(b"RIFF".as_slice()));
        let clips =
            Clips::of([file("rw/line-goodbye.wav"), file("xx/a.wav"), file("rw/../key.wav")]);
        assert_eq!(
            clips.path(Lang::Rw, "line-goodbye").as_deref(),
            Some("/audio/rw/line-goodbye.wav")
        );
        assert_eq!(clips.path(Lang::En, "line-goodbye"), None);
        assert_eq!(clips.get("rw/line-goodbye.wav"), Some(b"RIFF".as_slice()));
        assert_eq!(clips.get("rw/../key.wav"), None);
    }
}
