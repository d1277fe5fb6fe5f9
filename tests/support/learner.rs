//! A learner's voice: syllables made by espeak-ng, or recordings that lie beside the project.
#![allow(dead_code, reason = "tests use parts of it")]

use std::path::{Path, PathBuf};

use toneline::domain::lang::Lang;
use toneline::phone::{g711, wav};
use toneline::ports::voice::{Script, Voice as _};
use toneline::providers::espeak::Espeak;

/// A syllable in numbered pinyin as mu-law; nothing, and a word about it, without espeak-ng.
pub(crate) async fn made(pinyin: &str) -> Option<Vec<u8>> {
    let Some(voice) = Espeak::find().await else {
        eprintln!("skipped: espeak-ng is missing");
        return None;
    };
    let script = Script::Mandarin { pinyin: pinyin.parse().expect("pinyin"), slow: false };
    Some(voice.speak(&script).await.expect("espeak-ng speaks").to_vec())
}

/// A sentence as mu-law; nothing, and a word about it, without espeak-ng.
pub(crate) async fn read_aloud(text: &str, lang: Lang) -> Option<Vec<u8>> {
    let Some(voice) = Espeak::find().await else {
        eprintln!("skipped: espeak-ng is missing");
        return None;
    };
    let script = Script::Text { text: text.to_owned(), lang };
    Some(voice.speak(&script).await.expect("espeak-ng speaks").to_vec())
}

/// A file beside the project, or beside the folder of its working trees; nothing where it is not there.
pub(crate) fn beside(path: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let places = [root.join("..").join(path), root.join("../..").join(path)];
    places.into_iter().find(|place| place.exists())
}

/// A recorded syllable as mu-law.
pub(crate) fn recorded(pinyin: &str) -> Option<Vec<u8>> {
    let Some(folder) = beside("shared/data") else {
        eprintln!("skipped: ../shared/data is missing");
        return None;
    };
    let samples = wav::read(&folder.join(format!("tone/davin/{pinyin}.wav"))).expect("a recording");
    Some(g711::encode_all(&samples))
}
