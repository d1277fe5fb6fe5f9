//! `toneline demo`: a gateway on embedded defaults, a whole call with real audio and a text lesson against it, narrated.

mod call;
mod narrate;
mod texts;

use std::process::ExitCode;

use crate::app::{self, Overrides, Running};
use crate::config::Settings;
use crate::phone::Line;
use crate::telemetry::init;
use narrate::{Narrator, heading, note};

/// What `toneline demo` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// End after the show instead of staying up for more
    #[arg(long)]
    once: bool,
}

/// The number that calls and texts.
const LEARNER: &str = "+250788000111";

/// Shows the line at work, and stays up until Ctrl-C.
///
/// # Errors
/// Where the gateway cannot start, or the call or a text fails: the demo is a test of the whole as well.
pub async fn run(args: Args) -> anyhow::Result<ExitCode> {
    init::logs("warn", false);
    init::metrics();
    let folder = std::env::temp_dir().join(format!("toneline-demo-{}", std::process::id()));
    let narrator = Narrator::new();
    let shown = show(&folder, &narrator, args.once).await;
    // The demo's learners are nobody: nothing of them is kept.
    let _ = std::fs::remove_dir_all(&folder);
    shown.map(|()| ExitCode::SUCCESS)
}

async fn show(folder: &std::path::Path, narrator: &Narrator, once: bool) -> anyhow::Result<()> {
    let gateway = start(folder, narrator).await?;
    let url = format!("http://{}", gateway.address);
    heading("The gateway");
    note(&format!("listening on {url}, on embedded defaults: no account, no Redis, no Postgres"));
    let line = Line::new(&url).with_from(LEARNER);
    call::place(&line, narrator).await?;
    texts::converse(&line).await?;
    if once {
        gateway.stop();
        return gateway.wait().await;
    }
    heading("Your turn");
    note("the gateway stays up; in another terminal, from this folder:");
    let own = "cargo run --quiet --";
    note(&format!(
        "  {own} call --url {url} --keys \"1,1\" --real-time     dial it: English, maths"
    ));
    note(&format!("  {own} text --url {url} MATHS                        text it"));
    note(&format!("  curl {url}/healthz                                  ask how it is"));
    note("Ctrl-C ends it.");
    super::serve::stop_signal().await;
    gateway.stop();
    gateway.wait().await
}

async fn start(folder: &std::path::Path, narrator: &Narrator) -> anyhow::Result<Running> {
    let folder = folder.display().to_string();
    let setting = |port: &'static str| {
        let folder = folder.clone();
        move |name: &str| match name {
            "PORT" => Some(port.to_owned()),
            "DATA_DIR" => Some(folder.clone()),
            "SHUTDOWN_GRACE_SECONDS" => Some("1".to_owned()),
            _ => None,
        }
    };
    let overrides = || Overrides { observer: Some(narrator.observer()), ..Overrides::default() };
    match app::start(Settings::read(setting("8080"))?, overrides()).await {
        Ok(gateway) => Ok(gateway),
        // The usual port is taken: any other will do.
        Err(_) => app::start(Settings::read(setting("0"))?, overrides()).await,
    }
}
