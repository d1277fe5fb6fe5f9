//! `toneline content`: packs, what is in them and what is wrong in them.

use std::path::PathBuf;

use crate::content::Library;

/// What `toneline content` is told.
#[derive(Debug, clap::Args)]
pub struct ContentArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Reads every pack and names each fault by file and line.
    Check {
        /// A folder of packs of your own, read besides the shipped ones
        folder: Option<PathBuf>,
    },
}

/// Runs the command.
///
/// # Errors
/// A folder that cannot be read, or packs with faults.
pub fn run(args: &ContentArgs) -> anyhow::Result<()> {
    let Command::Check { folder } = &args.command;
    let (library, faults) = match folder {
        Some(folder) => Library::with_folder(folder)?,
        None => Library::check_shipped(),
    };
    for fault in &faults {
        println!("{fault}");
    }
    for pack in &library.packs {
        println!("{:<20} {:<8} {}", pack.id, pack.version, pack.title.en);
    }
    print_counts(&library);
    anyhow::ensure!(faults.is_empty(), "{} faults in the packs", faults.len());
    println!("no faults");
    Ok(())
}

fn print_counts(library: &Library) {
    let questions: usize = library.stories.iter().map(|story| story.questions.len()).sum();
    let phrases: usize = library.units.iter().map(|unit| unit.items.len()).sum();
    let counts = [
        ("English sentences to mend", library.english.sentences.len()),
        ("English rules", library.english.rules.len()),
        ("English dialogues", library.english.dialogues.len()),
        ("English words", library.english.words.len()),
        ("English lines to read aloud", library.english.lines.len()),
        ("word problems", library.maths.problems.len()),
        ("stories", library.stories.len()),
        ("questions on them", questions),
        ("motions", library.motions.len()),
        ("general questions", library.items.len()),
        ("Mandarin units", library.units.len()),
        ("phrases in them", phrases),
    ];
    for (what, count) in counts {
        println!("{count:>6} {what}");
    }
}
