//! `toneline prompts`: the line's sentences, the clips recorded of them, and the templates of the tutor's prompts.

mod tutor;

use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::domain::lang::Lang;
use crate::domain::turn::Line;
use crate::ports::voice::{Script, Voice as _};
use crate::providers::espeak::Espeak;
use crate::speech::g711::{self, Law};
use crate::speech::wav;
use crate::text::sms;
use crate::wording::{Catalogue, Clips, Message};

/// Segments that a message may take alone.
const SEGMENTS: usize = 2;

/// What `toneline prompts` is told.
#[derive(Debug, clap::Args)]
pub struct PromptsArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Names every sentence that can be recorded, and whether it has a clip.
    List {
        /// en or rw
        #[arg(long, default_value = "rw")]
        lang: Lang,
        /// Only those without a clip
        #[arg(long)]
        missing: bool,
    },
    /// Checks the sentences: none missing in a language, none too long for a text, no clip without a sentence. Renders
    /// every template of the tutor's prompts with every fixture.
    Check {
        /// A folder of templates that take the place of ours
        #[arg(long)]
        tutor: Option<PathBuf>,
    },
    /// Makes placeholder clips with espeak-ng for sentences that have none, to be recorded over by a person.
    Record {
        /// en or rw
        #[arg(long, default_value = "rw")]
        lang: Lang,
        /// Where to write them; files that are there stay
        #[arg(long, default_value = "prompts/audio")]
        out: PathBuf,
    },
}

/// Runs the command.
///
/// # Errors
/// Faults in the sentences; no espeak-ng; a folder that cannot be written.
pub async fn run(args: PromptsArgs) -> anyhow::Result<()> {
    match args.command {
        Command::List { lang, missing } => {
            list(lang, missing);
            Ok(())
        }
        Command::Check { tutor } => check(tutor.as_deref()),
        Command::Record { lang, out } => record(lang, &out).await,
    }
}

/// The sentences without variables: those a person can record.
fn recordable(lang: Lang) -> impl Iterator<Item = Message> {
    Catalogue::messages(lang).into_iter().filter(|message| !message.has_variables)
}

fn list(lang: Lang, only_missing: bool) {
    let clips = Clips::shipped();
    let (mut there, mut all) = (0, 0);
    for message in recordable(lang) {
        let has = clips.path(lang, &message.key).is_some();
        all += 1;
        there += usize::from(has);
        if !(has && only_missing) {
            let text = Catalogue::shipped().render(lang, &Line::new(message.key.clone()));
            println!("{:<8} {:<36} {text}", if has { "clip" } else { "missing" }, message.key);
        }
    }
    println!("{there} of {all} sentences in {lang} have a clip");
}

fn check(templates: Option<&Path>) -> anyhow::Result<()> {
    let mut faults = Vec::new();
    for lang in Lang::ALL {
        faults.extend(untold(lang));
        faults.extend(too_long(lang));
        faults.extend(stray_clips(lang));
    }
    let (wrong, counts) = tutor::check(templates)?;
    faults.extend(wrong);
    for fault in &faults {
        println!("{fault}");
    }
    anyhow::ensure!(faults.is_empty(), "{} faults in the prompts", faults.len());
    println!("{} sentences in each language, no faults", Catalogue::messages(Lang::En).len());
    println!("{counts}");
    Ok(())
}

fn untold(lang: Lang) -> Vec<String> {
    let here = Catalogue::messages(lang);
    let others = Lang::ALL.into_iter().flat_map(Catalogue::messages);
    let mut missing: Vec<String> = others
        .filter(|other| here.iter().all(|message| message.key != other.key))
        .map(|other| format!("{lang}: {} is missing", other.key))
        .collect();
    missing.dedup();
    missing
}

fn too_long(lang: Lang) -> Vec<String> {
    let over = recordable(lang).filter_map(|message| {
        let text = Catalogue::shipped().render(lang, &Line::new(message.key.clone()));
        let parts = sms::segments(&text).parts.len();
        (parts > SEGMENTS).then(|| format!("{lang}: {} takes {parts} segments", message.key))
    });
    over.collect()
}

fn stray_clips(lang: Lang) -> Vec<String> {
    let keys: Vec<String> = recordable(lang).map(|message| message.key).collect();
    let stray = Clips::shipped().keys(lang).into_iter().filter(|key| !keys.contains(key));
    stray.map(|key| format!("{lang}: the clip {key} has no sentence without variables")).collect()
}

async fn record(lang: Lang, out: &Path) -> anyhow::Result<()> {
    let voice = Espeak::find().await.context("espeak-ng is not installed")?;
    let folder = out.join(lang.tag());
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("cannot make {}", folder.display()))?;
    let (mut made, mut kept) = (0, 0);
    for message in recordable(lang) {
        let path = folder.join(format!("{}.wav", message.key));
        if path.exists() {
            kept += 1;
            continue;
        }
        let text = Catalogue::shipped().render(lang, &Line::new(message.key.clone()));
        let script = Script::Text { lang, text };
        let sound = voice.speak(&script).await.with_context(|| message.key.clone())?;
        let mut samples = vec![0; sound.len()];
        g711::decode_into(Law::Mu, &sound, &mut samples);
        wav::write_8k(&path, &samples, Some(Law::Mu))
            .with_context(|| format!("cannot write {}", path.display()))?;
        made += 1;
    }
    println!("{made} placeholders made in {}, {kept} clips left as they are", folder.display());
    Ok(())
}
