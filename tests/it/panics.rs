//! A module that panics costs its own caller one call, with an apology, and nobody else anything.

use std::sync::Arc;

use toneline::domain::ids::ModuleName;
use toneline::domain::lang::Lang;
use toneline::domain::turn::{Line as Words, Turn};
use toneline::modules::general::General;
use toneline::modules::maths::Maths;
use toneline::modules::registry::Registry;
use toneline::modules::{Asking, Card, Cx, Input, Module, Slot, Step};

use crate::caller::{Caller, says};
use crate::test_app::{TestApp, until};

/// Breaks as soon as it is opened.
struct Broken(Card);

impl Broken {
    fn new() -> Self {
        Self(Card {
            name: ModuleName::new("broken"),
            key: Some('9'),
            title: "title-maths",
            keywords: &[(Lang::En, &["broken"])],
            more: Vec::new(),
            needs_voice: false,
        })
    }
}

impl Module for Broken {
    fn card(&self) -> &Card {
        &self.0
    }

    fn open(&self, _: &Cx<'_>, _: &mut Slot) -> Turn {
        panic!("made to fail")
    }

    fn prompt(&self, _: &Cx<'_>, _: &Slot, _: Asking) -> Turn {
        panic!("made to fail")
    }

    fn step(&self, _: &Cx<'_>, _: &mut Slot, _: &Input) -> Step {
        panic!("made to fail")
    }

    fn help(&self, _: &Cx<'_>, _: &Slot) -> Vec<Words> {
        Vec::new()
    }

    fn progress(&self, _: &Cx<'_>, _: &Slot) -> Option<Words> {
        None
    }
}

fn registry() -> Registry {
    let modules: Vec<Arc<dyn Module>> =
        vec![Arc::new(General::new()), Arc::new(Maths::new()), Arc::new(Broken::new())];
    Registry::new(modules).expect("names and keys of their own")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_is_apologised_for_closed_once_and_never_touches_another_call() {
    let app =
        TestApp::builder().with_modules(registry()).with_redis().with_postgres().start().await;
    let other = app.line();
    let (mut bystander, _) = Caller::greeted(&other).await;
    bystander.press("1").await;
    bystander.press("2").await;
    let line = app.line();
    let (mut caller, _) = Caller::greeted(&line).await;
    caller.press("1").await;
    caller.call.press("9").await.expect("the call goes on");
    let report = caller.finish().await;
    says(&report.said(), "Sorry, something went wrong on our side.");
    let right = app.sum(&other.from).await.to_string();
    bystander.press(&right).await;
    says(&bystander.speech("how am I doing").await, "you solved 1 of 1 problem");
    bystander.hang_up().await;
    until("both calls are closed", async || app.counts().await.calls == 2).await;
    // The learner whom it hit is answered as before.
    let (mut caller, hello) = Caller::greeted(&line).await;
    says(&hello, "What would you like to learn?");
    says(&caller.press("2").await, "Let us do some maths.");
    caller.hang_up().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_by_text_is_answered_with_an_apology() {
    let app = TestApp::builder().with_modules(registry()).start().await;
    let line = app.line();
    line.text("LANG EN").await.expect("a reply");
    let broken = line.text("9").await.expect("a reply");
    says(&broken.replies[0].body, "Sorry, something went wrong on our side.");
    let menu = line.text("MENU").await.expect("a reply");
    says(&menu.replies[0].body, "What would you like to learn?");
}
