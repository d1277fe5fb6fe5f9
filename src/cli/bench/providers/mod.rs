//! `toneline bench providers`: how good, how fast and how dear each provider's tutor is, over the golden sets.
//!
//! Every answer goes through the checks that a learner's answer goes through; what they refuse scores nothing, for nobody
//! would hear it. The offline tutor is always in the table.

mod contend;
mod golden;
mod judge;
mod score;
mod table;

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;

use crate::app::tutor::contenders;
use crate::config::Settings;
use crate::content::Library;
use crate::domain::money::Nanodollars;
use crate::modules::general;
use crate::modules::registry::Registry;
use crate::ports::chat::Chat;
use crate::tutor::offline::Offline;

pub use contend::Run;
pub use golden::{Item, Set, Want};

/// What `toneline bench providers` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Golden sets; all that come with the line where none is named
    #[arg(long = "set", value_name = "FILE", num_args = 1..)]
    sets: Vec<PathBuf>,
    /// Only so many items of each set, from its beginning
    #[arg(long)]
    first: Option<usize>,
    /// The provider of `TUTOR_CHAT` that compares the answers in pairs, by its name
    #[arg(long, value_name = "NAME")]
    judge: Option<String>,
    /// Prints each answer that did not pass, with the reason
    #[arg(long)]
    wrong: bool,
}

/// A provider in the comparison.
#[derive(Clone)]
pub struct Contender {
    /// Its name in the table.
    pub name: String,
    /// Who answers.
    pub chat: Arc<dyn Chat>,
    /// What a million tokens read cost.
    pub reading: Nanodollars,
    /// What a million tokens written cost.
    pub writing: Nanodollars,
}

/// Who is compared, and who judges.
pub type Compared = (Vec<Contender>, Option<Arc<dyn Chat>>);

/// The providers of the settings, and the one of them that judges.
///
/// # Errors
/// Where the settings are faulty, or name no such judge.
pub fn configured(args: &Args) -> anyhow::Result<Compared> {
    let settings = Settings::from_env()?;
    let named = |chat: &dyn Chat| format!("{} {}", chat.model().provider, chat.model().model);
    let contenders: Vec<Contender> = contenders(&settings.tutor)?
        .into_iter()
        .map(|it| Contender {
            name: named(it.chat.as_ref()),
            reading: it.price.input,
            writing: it.price.output,
            chat: it.chat,
        })
        .collect();
    let judge = args.judge.as_ref().map(|name| {
        let found = contenders.iter().find(|it| it.chat.model().provider == *name);
        let found = found.map(|it| Arc::clone(&it.chat));
        found.with_context(|| format!("--judge: {name} is not in TUTOR_CHAT"))
    });
    Ok((contenders, judge.transpose()?))
}

/// Runs the offline tutor, then each contender, then the judge where there are two to compare.
///
/// # Errors
/// A set that cannot be read.
pub async fn run(
    args: Args,
    contenders: Vec<Contender>,
    judge: Option<Arc<dyn Chat>>,
) -> anyhow::Result<()> {
    let mut sets = golden::read(&args.sets)?;
    for set in &mut sets {
        set.items.truncate(args.first.unwrap_or(usize::MAX));
    }
    let mut runs = vec![contend::offline(&offline(), &sets)];
    for contender in &contenders {
        runs.push(contend::asked(contender, &sets).await);
    }
    println!("{}", table::quality(&runs, &sets));
    if args.wrong {
        print!("{}", table::wrong(&runs));
    }
    if let Some(judge) = judge {
        println!("{}", table::judged(&judge::all(judge.as_ref(), &runs, &sets).await));
    }
    if contenders.is_empty() {
        println!("no provider is configured: the offline tutor alone");
    }
    Ok(())
}

/// The offline tutor with the menu's own router.
fn offline() -> Offline {
    let library = Library::shipped();
    let registry = Registry::teaching(&library);
    // What the menu would ask back is no route.
    let route = move |said: &str| {
        Some(general::given(registry.cards(), said)).filter(|to| !to.contains(' '))
    };
    Offline::new(library).with_router(Arc::new(route))
}

#[cfg(test)]
mod tests;
