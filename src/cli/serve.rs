//! `toneline serve`.

use std::process::ExitCode;

use crate::app::{self, Overrides};
use crate::config::{LogFormat, Settings};
use crate::telemetry::init;

/// Runs the gateway until a stop signal, then drains.
pub(super) async fn run() -> anyhow::Result<ExitCode> {
    let settings = Settings::from_env()?;
    init::logs(&settings.log_level, settings.log_format == LogFormat::Json);
    init::metrics();
    let running = app::start(settings, Overrides::default()).await?;
    println!("listening on http://{}", running.address);
    let stopper = running.stopper();
    tokio::spawn(async move {
        stop_signal().await;
        stopper.cancel();
    });
    running.wait().await?;
    Ok(ExitCode::SUCCESS)
}

/// Waits for Ctrl-C or SIGTERM.
pub(super) async fn stop_signal() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
