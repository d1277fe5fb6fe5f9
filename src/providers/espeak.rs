//! The embedded voice: espeak-ng as a process, one for each sentence, its results kept.
//!
//! Text goes in by standard input, so nothing that a learner types can become an option. The voices: `en` for English,
//! `cmn-latn-pinyin` for Mandarin from numbered pinyin. There is none for Kinyarwanda; a line that must be said in it is
//! read by `sw`, whose letters sound alike.

use std::collections::HashMap;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;
use tokio::sync::Semaphore;

use crate::domain::lang::Lang;
use crate::domain::manner::Pace;
use crate::ports::PortError;
use crate::ports::voice::{Script, Voice};
use crate::speech::g711::{self, Law};
use crate::speech::wav;

/// A sentence takes espeak-ng some 10 to 50 ms; this is a stuck process.
const PATIENCE: Duration = Duration::from_secs(5);
/// Processes at a time.
const AT_ONCE: usize = 4;
/// Sentences kept, each some 16 KB a second.
const KEPT: usize = 400;
/// The level that speech is brought to: its loudest sample, of 32,767.
const PEAK: f32 = 20_000.0;

/// What a sentence is kept by.
type Key = (Script, Pace);

/// espeak-ng.
#[derive(Debug)]
pub struct Espeak {
    permits: Semaphore,
    kept: Mutex<HashMap<Key, Arc<[u8]>>>,
}

impl Espeak {
    /// The voice, if espeak-ng is installed.
    pub async fn find() -> Option<Self> {
        let found = Command::new("espeak-ng")
            .arg("--version")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .await;
        found
            .is_ok_and(|status| status.success())
            .then(|| Self { permits: Semaphore::new(AT_ONCE), kept: Mutex::new(HashMap::new()) })
    }

    /// Speaks at a learner's pace. The pace of Mandarin is the script's own.
    ///
    /// # Errors
    /// [`PortError::Unavailable`] if the process fails, takes too long, or gives no sound.
    pub async fn speak_at(&self, script: &Script, pace: Pace) -> Result<Arc<[u8]>, PortError> {
        let key = (script.clone(), pace);
        if let Some(audio) = self.cached(&key) {
            return Ok(audio);
        }
        let _permit = self.permits.acquire().await.map_err(|_| failed("closed"))?;
        let (voice, words_per_minute, text) = match script {
            Script::Text { text, lang: Lang::En } => ("en", paced(150, pace), text.clone()),
            Script::Text { text, lang: Lang::Rw } => ("sw", paced(140, pace), text.clone()),
            Script::Mandarin { pinyin, slow } => {
                ("cmn-latn-pinyin", if *slow { 70 } else { 110 }, pinyin.to_string())
            }
        };
        let wav = tokio::time::timeout(PATIENCE, run(voice, words_per_minute, &text))
            .await
            .map_err(|_| failed("took too long"))??;
        // Resampling is work for a thread that may block.
        let audio = tokio::task::spawn_blocking(move || telephone(&wav))
            .await
            .map_err(|_| failed("conversion stopped"))??;
        self.keep(key, &audio);
        Ok(audio)
    }

    fn cached(&self, key: &Key) -> Option<Arc<[u8]>> {
        self.kept.lock().ok()?.get(key).cloned()
    }

    fn keep(&self, key: Key, audio: &Arc<[u8]>) {
        if let Ok(mut kept) = self.kept.lock() {
            if kept.len() >= KEPT {
                kept.clear();
            }
            kept.insert(key, Arc::clone(audio));
        }
    }
}

#[async_trait]
impl Voice for Espeak {
    async fn speak(&self, script: &Script) -> Result<Arc<[u8]>, PortError> {
        self.speak_at(script, Pace::Normal).await
    }

    fn speaks(&self, lang: Lang) -> bool {
        lang == Lang::En
    }

    fn kind(&self) -> &'static str {
        "espeak-ng"
    }
}

/// Words a minute at a learner's pace.
fn paced(normal: u32, pace: Pace) -> u32 {
    match pace {
        Pace::Slow => normal * 4 / 5,
        Pace::Normal => normal,
        Pace::Fast => normal * 6 / 5,
    }
}

async fn run(voice: &str, words_per_minute: u32, text: &str) -> Result<Vec<u8>, PortError> {
    let words_per_minute = words_per_minute.to_string();
    let mut child = Command::new("espeak-ng")
        .args(["-v", voice, "-s", &words_per_minute, "--stdout", "--stdin"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| failed(&error.kind().to_string()))?;
    let mut stdin = child.stdin.take().ok_or_else(|| failed("no standard input"))?;
    stdin.write_all(text.as_bytes()).await.map_err(|error| failed(&error.kind().to_string()))?;
    drop(stdin);
    let output =
        child.wait_with_output().await.map_err(|error| failed(&error.kind().to_string()))?;
    if output.status.success() { Ok(output.stdout) } else { Err(failed("exit code is not 0")) }
}

/// Any WAV to mu-law at 8 kHz, brought to a steady level.
fn telephone(bytes: &[u8]) -> Result<Arc<[u8]>, PortError> {
    let parsed = wav::parse(bytes).map_err(|error| failed(&error.to_string()))?;
    let mut samples = wav::to_8k(&parsed).map_err(|error| failed(&error.to_string()))?;
    let loudest = samples.iter().map(|s| s.unsigned_abs()).max().unwrap_or(0);
    if loudest > 0 {
        let gain = PEAK / f32::from(loudest);
        for sample in &mut samples {
            *sample = (f32::from(*sample) * gain) as i16;
        }
    }
    let mut audio = vec![0; samples.len()];
    g711::encode_into(Law::Mu, &samples, &mut audio);
    Ok(audio.into())
}

fn failed(detail: &str) -> PortError {
    PortError::Unavailable { service: "voice", detail: format!("espeak-ng: {detail}") }
}
