//! Chains as they are written in the settings: `NAME`, `NAME:MODEL` or `NAME=KIND:MODEL@URL`, separated by commas.

use secrecy::SecretString;
use url::Url;

use super::super::reader::Reader;
use super::Provider;
use super::known::{KNOWN, Kind, Known, Preset};
use crate::domain::lang::Lang;

/// What is said of providers by name, whichever chain they are in.
pub(super) struct Sources {
    keys: Vec<(String, String)>,
    voices: Vec<(String, String)>,
    langs: Vec<(String, Vec<Lang>)>,
}

/// An entry taken apart; what is not said is empty.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Entry<'a> {
    pub(super) name: &'a str,
    pub(super) kind: &'a str,
    pub(super) model: &'a str,
    pub(super) base: &'a str,
}

/// `None` where the name is none. Models may hold `:`, `/` and `@`; the URL begins at the last `@http`.
pub(super) fn entry(text: &str) -> Option<Entry<'_>> {
    let text = text.trim();
    let (rest, base) = match text.rfind("@http") {
        Some(at) => (&text[..at], &text[at + 1..]),
        None => (text, ""),
    };
    let (head, model) = rest.split_once(':').unwrap_or((rest, ""));
    let (name, kind) = head.split_once('=').unwrap_or((head, ""));
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-');
    let named = (1..=32).contains(&name.len()) && name.chars().all(good);
    named.then_some(Entry { name, kind, model, base })
}

/// `NAME=VALUE` pairs separated by commas. The values may be secrets, and are not shown.
pub(super) fn pairs(reader: &mut Reader<'_>, name: &'static str) -> Vec<(String, String)> {
    let Some(text) = reader.text(name) else {
        return Vec::new();
    };
    let pair = |part: &str| {
        let (id, value) = part.trim().split_once('=')?;
        (!id.is_empty() && !value.is_empty()).then(|| (id.to_owned(), value.to_owned()))
    };
    let pairs: Option<Vec<_>> = text.split(',').map(pair).collect();
    pairs.unwrap_or_else(|| {
        reader.fault(name, "not NAME=VALUE pairs separated by commas");
        Vec::new()
    })
}

impl Sources {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        let mut keys = pairs(reader, "TUTOR_KEYS");
        for known in &KNOWN {
            if let Some(key) = known.key.and_then(|setting| reader.text(setting))
                && !keys.iter().any(|(name, _)| name == known.name)
            {
                keys.push((known.name.to_owned(), key));
            }
        }
        let voices = pairs(reader, "TUTOR_VOICE_IDS");
        let langs = langs(reader);
        Self { keys, voices, langs }
    }

    /// The chain that a setting names; without it, every known provider that has a key of its own.
    pub(super) fn chain<K: Kind>(
        &self,
        reader: &mut Reader<'_>,
        setting: &'static str,
    ) -> Vec<Provider<K>> {
        let Some(text) = reader.text(setting) else {
            return self.by_keys(reader, setting);
        };
        if text.eq_ignore_ascii_case("none") {
            return Vec::new();
        }
        let mut chain: Vec<Provider<K>> = Vec::new();
        for (n, part) in text.split(',').enumerate() {
            // A key may have slipped in here, so an entry that is none is not shown.
            let Some(entry) = entry(part) else {
                reader.fault(
                    setting,
                    format!("entry {} is not NAME, NAME:MODEL or NAME=KIND:MODEL@URL", n + 1),
                );
                continue;
            };
            match self.provider(reader, setting, &entry) {
                Ok(new)
                    if chain.iter().any(|old| old.name == new.name && old.model == new.model) =>
                {
                    reader
                        .fault(setting, format!("{} is there twice with the same model", new.name));
                }
                Ok(new) => chain.push(new),
                Err(what) => reader.fault(setting, format!("{}: {what}", entry.name)),
            }
        }
        chain
    }

    fn by_keys<K: Kind>(&self, reader: &mut Reader<'_>, setting: &'static str) -> Vec<Provider<K>> {
        let with_key = |known: &&Known| self.key(known.name).is_some();
        let mut chain = Vec::new();
        for known in KNOWN.iter().filter(with_key) {
            if K::preset(known).is_some_and(|preset| !preset.model.is_empty()) {
                let entry = Entry { name: known.name, kind: "", model: "", base: "" };
                match self.provider(reader, setting, &entry) {
                    Ok(provider) => chain.push(provider),
                    Err(what) => reader.fault(setting, format!("{}: {what}", known.name)),
                }
            }
        }
        chain
    }

    fn provider<K: Kind>(
        &self,
        reader: &mut Reader<'_>,
        setting: &'static str,
        entry: &Entry<'_>,
    ) -> Result<Provider<K>, String> {
        let known = KNOWN.iter().find(|known| known.name == entry.name);
        let preset = known.and_then(K::preset);
        let kind = kind::<K>(entry, preset)?;
        let say = |said: &str, preset: Option<&'static str>| match (said, preset) {
            ("", preset) => preset.unwrap_or_default().to_owned(),
            (said, _) => said.to_owned(),
        };
        let model = say(entry.model, preset.map(|p| p.model));
        if model.is_empty() && !kind.is_local() {
            return Err("needs a model: NAME=KIND:MODEL@URL".to_owned());
        }
        let base = say(entry.base, preset.map(|p| p.base));
        let base = if base.is_empty() { None } else { reader.http_url(setting, &base) };
        check_base(base.as_ref(), kind.is_local())?;
        let key = self.key(entry.name);
        if key.is_some() && base.as_ref().is_some_and(|base| !is_private(base)) {
            return Err("has a key and an address without TLS: it needs https://".to_owned());
        }
        let known_setting = known.and_then(|known| known.key);
        if let (None, Some(needed), true) = (key, known_setting, entry.base.is_empty()) {
            return Err(format!("needs a key: set {needed}, or {}=KEY in TUTOR_KEYS", entry.name));
        }
        Ok(Provider {
            name: entry.name.to_owned(),
            kind,
            model,
            voice: find(&self.voices, entry.name)
                .cloned()
                .or_else(|| kind.voice().map(str::to_owned)),
            base,
            key: key.map(|key| SecretString::from(key.to_owned())),
            langs: find(&self.langs, entry.name).cloned().unwrap_or_else(|| kind.langs().to_vec()),
        })
    }

    fn key(&self, name: &str) -> Option<&str> {
        find(&self.keys, name).map(String::as_str)
    }

    /// Whatever names a provider that no chain speaks of is a slip of the pen, or a key in the wrong place.
    pub(super) fn names_are_used(&self, reader: &mut Reader<'_>, used: &[String]) {
        let all = [
            ("TUTOR_KEYS", self.keys.iter().map(|(name, _)| name).collect::<Vec<_>>()),
            ("TUTOR_VOICE_IDS", self.voices.iter().map(|(name, _)| name).collect()),
            ("TUTOR_LANGS", self.langs.iter().map(|(name, _)| name).collect()),
        ];
        for (setting, names) in all {
            for (n, name) in names.into_iter().enumerate() {
                if !used.contains(name) {
                    let what = "names no provider of TUTOR_CHAT, TUTOR_EARS or TUTOR_VOICES";
                    reader.fault(setting, format!("pair {} {what}", n + 1));
                }
            }
        }
    }
}

/// Every provider that the chains speak of, also where something is wrong with it, and the known ones.
pub(super) fn mentioned(reader: &Reader<'_>) -> Vec<String> {
    let mut names: Vec<String> = KNOWN.iter().map(|known| known.name.to_owned()).collect();
    for setting in ["TUTOR_CHAT", "TUTOR_EARS", "TUTOR_VOICES"] {
        let text = reader.text(setting).unwrap_or_default();
        names.extend(text.split(',').filter_map(entry).map(|entry| entry.name.to_owned()));
    }
    names
}

fn find<'a, T>(pairs: &'a [(String, T)], name: &str) -> Option<&'a T> {
    pairs.iter().find(|(n, _)| n == name).map(|(_, value)| value)
}

fn kind<K: Kind>(entry: &Entry<'_>, preset: Option<Preset<K>>) -> Result<K, String> {
    let words = || K::WORDS.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ");
    if entry.kind.is_empty() {
        return preset.map(|p| p.kind).ok_or_else(|| {
            format!("is not known here: say NAME=KIND:MODEL@URL, KIND of {}", words())
        });
    }
    let found = K::WORDS.iter().find(|(word, _)| *word == entry.kind);
    found.map(|(_, kind)| *kind).ok_or_else(|| format!("its kind is none of: {}", words()))
}

fn check_base(base: Option<&Url>, local: bool) -> Result<(), String> {
    let Some(base) = base else {
        return if local {
            Ok(())
        } else {
            Err("needs an address: NAME=KIND:MODEL@URL".to_owned())
        };
    };
    if !base.username().is_empty() || base.password().is_some() || base.query().is_some() {
        return Err(
            "its address holds a name, a password or a query: keys go into TUTOR_KEYS".to_owned()
        );
    }
    Ok(())
}

/// Over TLS, or on this machine.
fn is_private(base: &Url) -> bool {
    let here = match base.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    };
    here || base.scheme() == "https"
}

/// `NAME=en+rw` pairs.
fn langs(reader: &mut Reader<'_>) -> Vec<(String, Vec<Lang>)> {
    let mut all = Vec::new();
    for (name, text) in pairs(reader, "TUTOR_LANGS") {
        let langs: Result<Vec<Lang>, _> = text.split('+').map(str::parse).collect();
        match langs {
            Ok(langs) => all.push((name, langs)),
            Err(error) => reader.fault("TUTOR_LANGS", error.to_string()),
        }
    }
    all
}
