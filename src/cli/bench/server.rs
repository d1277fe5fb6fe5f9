//! A gateway in a process of its own, and what the system says of it.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

/// A running gateway; ends when dropped.
pub(super) struct Server {
    child: Child,
    /// Where it listens.
    pub(super) url: String,
    folder: PathBuf,
}

/// Processor time and memory of a process.
#[derive(Debug, Clone, Copy)]
pub(super) struct Usage {
    /// User and system time so far.
    pub(super) cpu: Duration,
    /// Resident memory, KiB.
    pub(super) resident_kib: u64,
}

impl Server {
    /// Starts this very program as `serve` on embedded defaults, with these settings besides.
    pub(super) async fn start(settings: &[(&str, &str)]) -> anyhow::Result<Self> {
        let folder = std::env::temp_dir().join(format!("toneline-bench-{}", std::process::id()));
        let mut command = Command::new(std::env::current_exe()?);
        command
            .arg("serve")
            .env_clear()
            .env("PORT", "0")
            .env("DATA_DIR", &folder)
            .env("LOG_LEVEL", "error");
        // espeak-ng is looked for along it.
        if let Some(path) = std::env::var_os("PATH") {
            command.env("PATH", path);
        }
        command.envs(settings.iter().copied());
        // No `.env` of this folder must reach it.
        std::fs::create_dir_all(&folder)?;
        command.current_dir(&folder);
        let mut child = command
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .context("cannot start the gateway")?;
        let stdout = child.stdout.take().context("the gateway has no output")?;
        let mut lines = BufReader::new(stdout).lines();
        let line = lines.next_line().await?.context("the gateway ended at once")?;
        let url = line
            .strip_prefix("listening on ")
            .context("the gateway said something else")?
            .to_owned();
        Ok(Self { child, url, folder })
    }

    /// What it has used so far.
    pub(super) fn usage(&self) -> anyhow::Result<Usage> {
        let pid = self.child.id().context("the gateway has ended")?;
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat"))
            .context("processor time is read from /proc, which this system does not have")?;
        // The second field is a name in brackets that may hold spaces; utime and stime are the 14th and 15th.
        let fields: Vec<&str> =
            stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        ensure!(fields.len() > 13, "/proc/{pid}/stat has another form");
        // The kernel counts in hundredths of a second for every program.
        let ticks: u64 = fields[11].parse::<u64>()? + fields[12].parse::<u64>()?;
        let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
        let resident = status.lines().find_map(|l| l.strip_prefix("VmRSS:")).unwrap_or("0");
        let resident_kib = resident.split_whitespace().next().unwrap_or("0").parse()?;
        Ok(Usage { cpu: Duration::from_millis(ticks * 10), resident_kib })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.start_kill();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
