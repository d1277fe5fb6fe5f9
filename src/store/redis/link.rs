//! The connection: made in the background, made again when it breaks, and never waited for longer than the deadline.

use std::sync::Arc;
use std::time::Duration;

use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{Cmd, ErrorKind, FromRedisValue, RedisError, ScriptInvocation, ServerErrorKind};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::ports::PortError;

/// Between attempts to connect: short, because a call is waiting and the server is near.
const RETRY_FROM: Duration = Duration::from_millis(20);
const RETRY_UP_TO: Duration = Duration::from_millis(250);
/// Commands that may wait for the connection at once.
const PIPELINE: usize = 1_000;

/// A shared connection with a deadline on everything.
#[derive(Clone)]
pub(super) struct Link {
    manager: ConnectionManager,
    deadline: Duration,
    _connecting: Arc<Connecting>,
}

/// The first connection is only driven by those who wait for it, and they give up early; so one task waits to the end.
struct Connecting(JoinHandle<()>);

impl Drop for Connecting {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Link {
    pub(super) fn open(url: &str, deadline: Duration) -> Result<Self, RedisError> {
        let config = ConnectionManagerConfig::new()
            .set_connection_timeout(Some(deadline.max(Duration::from_secs(1))))
            .set_response_timeout(Some(deadline))
            .set_number_of_retries(usize::MAX)
            .set_min_delay(RETRY_FROM)
            .set_max_delay(RETRY_UP_TO)
            .set_pipeline_buffer_size(PIPELINE);
        let manager = ConnectionManager::new_lazy_with_config(redis::Client::open(url)?, config)?;
        let mut first = manager.clone();
        let connecting = tokio::spawn(async move {
            // Whether it answers is found out by whoever asks next.
            let _ = redis::cmd("PING").query_async::<()>(&mut first).await;
        });
        Ok(Self { manager, deadline, _connecting: Arc::new(Connecting(connecting)) })
    }

    /// One command.
    pub(super) async fn ask<T: FromRedisValue>(&self, command: &Cmd) -> Result<T, PortError> {
        let mut manager = self.manager.clone();
        self.within(command.query_async(&mut manager)).await
    }

    /// One script, loaded first if the server doesn't know it.
    pub(super) async fn run<T: FromRedisValue>(
        &self,
        script: &ScriptInvocation<'_>,
    ) -> Result<T, PortError> {
        let mut manager = self.manager.clone();
        self.within(script.invoke_async(&mut manager)).await
    }

    async fn within<T>(
        &self,
        asking: impl Future<Output = Result<T, RedisError>>,
    ) -> Result<T, PortError> {
        match timeout(self.deadline, asking).await {
            Ok(answer) => answer.map_err(|error| port_error(&error)),
            Err(_) => Err(PortError::Unavailable {
                service: "redis",
                detail: format!("no answer within {} ms", self.deadline.as_millis()),
            }),
        }
    }
}

/// The server's refusals that pass by themselves are unavailability: loading, failing over, full.
fn port_error(error: &RedisError) -> PortError {
    let lasting = match error.kind() {
        ErrorKind::Server(kind) => {
            matches!(kind, ServerErrorKind::ResponseError | ServerErrorKind::NoPerm)
        }
        ErrorKind::Extension => !matches!(
            error.code(),
            Some("OOM" | "MISCONF" | "NOREPLICAS" | "NOAUTH" | "UNKILLABLE" | "BUSY")
        ),
        ErrorKind::UnexpectedReturnType | ErrorKind::Parse => true,
        _ => false,
    };
    let (service, detail) = ("redis", error.to_string());
    if lasting {
        PortError::Refused { service, detail }
    } else {
        PortError::Unavailable { service, detail }
    }
}
