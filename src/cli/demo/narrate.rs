//! Tells the terminal who says what, and draws what was heard.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::{Mutex, mpsc};

use crate::domain::assessment::{Assessment, SyllableScore};
use crate::domain::pinyin::Pinyin;
use crate::domain::turn::{Expect, Listen, Then, Turn};
use crate::ports::observer::Observer;
use crate::speech::sketch;

/// What the observer saw in a stream.
#[derive(Debug)]
pub(super) enum Seen {
    /// The line says this, then listens for the pinyin.
    Performing { said: Vec<String>, expect: Option<Pinyin> },
    /// An utterance was assessed.
    Assessed(Assessment),
}

/// Where the demo reads what happens in the stream.
pub(super) struct Narrator {
    eye: Arc<Eye>,
    seen: Mutex<mpsc::Receiver<Seen>>,
}

struct Eye {
    send: mpsc::Sender<Seen>,
    closed: AtomicBool,
}

impl Observer for Eye {
    fn performing(&self, _: &str, turn: &Turn, said: &[String]) {
        let expect = match &turn.then {
            Then::Listen(Listen { expect: Expect::Tones(pinyin), .. }) => Some(pinyin.clone()),
            Then::Listen(_) | Then::Ask(_) | Then::HangUp => None,
        };
        self.tell(Seen::Performing { said: said.to_vec(), expect });
    }

    fn assessed(&self, _: &str, verdict: &Assessment) {
        self.tell(Seen::Assessed(verdict.clone()));
    }
}

impl Eye {
    /// Once the show is over nobody reads any more.
    fn tell(&self, seen: Seen) {
        if !self.closed.load(Ordering::Relaxed) {
            let _ = self.send.try_send(seen);
        }
    }
}

impl Narrator {
    pub(super) fn new() -> Self {
        let (send, seen) = mpsc::channel(64);
        Self { eye: Arc::new(Eye { send, closed: AtomicBool::new(false) }), seen: Mutex::new(seen) }
    }

    pub(super) fn observer(&self) -> Arc<dyn Observer> {
        Arc::clone(&self.eye) as Arc<dyn Observer>
    }

    /// The next thing seen.
    pub(super) async fn next(&self) -> Option<Seen> {
        self.seen.lock().await.recv().await
    }

    pub(super) fn close(&self) {
        self.eye.closed.store(true, Ordering::Relaxed);
    }
}

pub(super) fn heading(text: &str) {
    println!("\n── {text} {}", "─".repeat(74_usize.saturating_sub(text.chars().count())));
}

pub(super) fn note(text: &str) {
    println!("   {text}");
}

pub(super) fn line_says(text: &str) {
    println!("   line    │ {text}");
}

pub(super) fn learner_does(text: &str) {
    println!("   learner │ {text}");
}

/// The verdict, with the contour drawn against the model's.
pub(super) fn verdict(verdict: &Assessment) {
    match verdict {
        Assessment::Scored(scored) => scored.syllables.iter().for_each(syllable),
        Assessment::Rejected { reason } => println!("   ear     │ not judged: {reason:?}"),
    }
}

fn syllable(s: &SyllableScore) {
    let sure = s.tone_probabilities[s.heard_tone.index()] * 100.0;
    println!(
        "   ear     │ heard tone {} ({sure:.0} % sure), expected tone {}: {} of 100",
        s.heard_tone.number(),
        s.expected_tone.number(),
        s.score
    );
    for row in sketch::sketch(&s.contour_st, s.expected_tone).lines() {
        println!("           │ {row}");
    }
}
