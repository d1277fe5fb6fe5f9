//! What the caller does, on its way from the [`Call`](super::Call) to whatever the line is doing.

use std::collections::VecDeque;

use tokio::sync::mpsc;
use tokio::time::Instant;

/// One act of the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Command {
    Keys(String),
    Speech(String),
    Silence,
    /// Mu-law, 8 kHz.
    Sound(Vec<u8>),
    HangUp,
}

impl Command {
    /// Whether it cuts a prompt short.
    pub(super) fn interrupts(&self) -> bool {
        matches!(self, Self::Keys(_) | Self::Speech(_))
    }
}

/// What came of waiting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Waited {
    Got(Command),
    Elapsed,
    HungUp,
}

/// Commands in order of arrival; each waits until something on the line takes it.
#[derive(Debug)]
pub(super) struct Input {
    commands: mpsc::Receiver<Command>,
    waiting: VecDeque<Command>,
    hung_up: bool,
}

impl Input {
    pub(super) fn new(commands: mpsc::Receiver<Command>) -> Self {
        Self { commands, waiting: VecDeque::new(), hung_up: false }
    }

    /// Whether the caller has hung up, or has gone away altogether.
    pub(super) fn hung_up(&mut self) -> bool {
        loop {
            match self.commands.try_recv() {
                Ok(command) => self.keep(Some(command)),
                Err(mpsc::error::TryRecvError::Empty) => return self.hung_up,
                Err(mpsc::error::TryRecvError::Disconnected) => {
                    self.hung_up = true;
                    return true;
                }
            }
        }
    }

    /// The first waiting command that `wanted` takes.
    pub(super) fn take(&mut self, wanted: impl Fn(&Command) -> bool) -> Option<Command> {
        let at = self.waiting.iter().position(wanted)?;
        self.waiting.remove(at)
    }

    /// Puts a command back to the front, for the next one who asks.
    pub(super) fn put_back(&mut self, command: Command) {
        self.waiting.push_front(command);
    }

    /// Waits for the next command to arrive, of whatever kind; see [`Input::take`].
    pub(super) async fn arrival(&mut self) {
        let command = self.commands.recv().await;
        self.keep(command);
    }

    /// Waits until `wanted` takes a command, the caller hangs up, or the deadline passes.
    pub(super) async fn wait(
        &mut self,
        deadline: Instant,
        wanted: impl Fn(&Command) -> bool,
    ) -> Waited {
        loop {
            if self.hung_up() {
                return Waited::HungUp;
            }
            if let Some(command) = self.take(&wanted) {
                return Waited::Got(command);
            }
            if tokio::time::timeout_at(deadline, self.arrival()).await.is_err() {
                return Waited::Elapsed;
            }
        }
    }

    fn keep(&mut self, command: Option<Command>) {
        match command {
            None | Some(Command::HangUp) => self.hung_up = true,
            Some(command) => self.waiting.push_back(command),
        }
    }
}
