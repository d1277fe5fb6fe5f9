//! Redis and Postgres are killed, missing, or behind a broken line while people talk: calls go on, nothing is lost.

use std::net::SocketAddr;

use toneline::phone::Line;

use crate::caller::{Caller, says};
use crate::servers::{PostgresServer, RedisServer};
use crate::test_app::{Builder, TestApp, answer_in, until};
use crate::wire::Wire;

/// Servers of the test's own.
struct Chaos {
    redis: RedisServer,
    postgres: PostgresServer,
    database: String,
}

impl Chaos {
    async fn start() -> Self {
        // Starting servers waits; two at a time.
        let redis = tokio::task::spawn_blocking(RedisServer::start);
        let postgres = tokio::task::spawn_blocking(PostgresServer::start);
        let (redis, postgres) = (redis.await.expect("redis"), postgres.await.expect("postgres"));
        let database = postgres.empty_database().await;
        Self { redis, postgres, database }
    }

    fn builder(&self) -> Builder {
        TestApp::builder()
            .with("REDIS_URL", self.redis.url())
            .with("DATABASE_URL", self.database.clone())
    }
}

/// A call in a maths lesson, and how many problems were missed in it.
struct Lesson {
    line: Line,
    caller: Caller,
    answered: u32,
}

impl Lesson {
    async fn begin(app: &TestApp) -> Self {
        let line = app.line();
        let (mut caller, _) = Caller::greeted(&line).await;
        caller.press("1").await;
        caller.press("2").await;
        Self { line, caller, answered: 0 }
    }

    /// Two wrong answers to one problem: it counts as attempted, and the next one comes.
    async fn miss(&mut self) {
        // By voice: keys beyond the digits that are waited for would answer the next question.
        says(&self.caller.speech("99999").await, "Try once more.");
        says(&self.caller.speech("99999").await, "The answer is");
        self.answered += 1;
    }

    /// Ends the call and says how many turns the line gave: the opening, two choices, two for each problem, the end.
    async fn end(mut self) -> (Line, i64, i64) {
        let told = self.caller.speech("how am I doing").await;
        says(&told, &format!("you solved 0 of {} problem", self.answered));
        self.caller.hang_up().await;
        (self.line, i64::from(3 + 2 * self.answered + 2), i64::from(self.answered))
    }
}

async fn healthy(app: &TestApp) {
    until("everything is up again", async || {
        let (status, page) = app.get("/healthz").await;
        status == 200 && page.contains(r#""status":"healthy""#)
    })
    .await;
}

/// Everything that was acknowledged is in the journal, once, and in the context.
async fn nothing_lost(app: &TestApp, (line, turns, attempts): (Line, i64, i64)) {
    until("the journal has every turn", async || app.counts().await.turns >= turns).await;
    let counts = app.counts().await;
    assert_eq!(
        (counts.users, counts.turns, counts.attempts, counts.calls),
        (1, turns, attempts, 1)
    );
    let kept = app.checkpoint(&line.from).await.expect("a checkpoint");
    assert_eq!(kept.user_state["maths"]["math_problems_attempted"], attempts);
    let told = line.text("PROGRESS").await.expect("a reply");
    says(&told.replies[0].body, &format!("you solved 0 of {attempts} problem"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_outlives_redis_being_killed_and_coming_back_empty() {
    let mut chaos = Chaos::start().await;
    let app = chaos.builder().start().await;
    let mut lesson = Lesson::begin(&app).await;
    lesson.miss().await;
    chaos.redis.kill9();
    lesson.miss().await;
    let (status, page) = app.get("/healthz").await;
    assert_eq!(status, 200);
    says(&page, r#""status":"degraded""#);
    chaos.redis.restart();
    healthy(&app).await;
    lesson.miss().await;
    nothing_lost(&app, lesson.end().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_outlives_postgres_being_killed_and_its_journal_is_whole_afterwards() {
    let mut chaos = Chaos::start().await;
    let app = chaos.builder().start().await;
    let mut lesson = Lesson::begin(&app).await;
    lesson.miss().await;
    chaos.postgres.kill9();
    lesson.miss().await;
    lesson.miss().await;
    let ended = lesson.end().await;
    chaos.postgres.restart();
    healthy(&app).await;
    nothing_lost(&app, ended).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_outlives_both_being_killed_at_once() {
    let mut chaos = Chaos::start().await;
    let app = chaos.builder().start().await;
    let mut lesson = Lesson::begin(&app).await;
    lesson.miss().await;
    chaos.redis.kill9();
    chaos.postgres.kill9();
    lesson.miss().await;
    lesson.miss().await;
    let ended = lesson.end().await;
    chaos.redis.restart();
    chaos.postgres.restart();
    healthy(&app).await;
    nothing_lost(&app, ended).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_starts_without_either_teaches_and_finds_them_when_they_come() {
    let mut chaos = Chaos::start().await;
    chaos.redis.kill9();
    chaos.postgres.kill9();
    let app = chaos.builder().start().await;
    assert_eq!(app.get("/readyz").await.0, 200);
    let mut lesson = Lesson::begin(&app).await;
    lesson.miss().await;
    chaos.redis.restart();
    chaos.postgres.restart();
    healthy(&app).await;
    lesson.miss().await;
    nothing_lost(&app, lesson.end().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_while_both_were_down_survives_a_stop_and_a_start() {
    let mut chaos = Chaos::start().await;
    let mut app = chaos.builder().start().await;
    let mut lesson = Lesson::begin(&app).await;
    lesson.miss().await;
    chaos.redis.kill9();
    chaos.postgres.kill9();
    lesson.miss().await;
    let ended = lesson.end().await;
    app.stop().await;
    let next = app.builder_again().start().await;
    let told = next.line().with_from(&ended.0.from).text("PROGRESS").await.expect("a reply");
    says(&told.replies[0].body, "you solved 0 of 2 problem");
    chaos.redis.restart();
    chaos.postgres.restart();
    healthy(&next).await;
    // One text more than the call had turns.
    until("the journal has every turn", async || next.counts().await.turns > ended.1).await;
    let counts = next.counts().await;
    assert_eq!((counts.turns, counts.attempts, counts.calls), (ended.1 + 1, ended.2, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_to_redis_and_postgres_that_break_cost_no_turn() {
    let chaos = Chaos::start().await;
    let address = |url: &str| -> SocketAddr {
        let url = url::Url::parse(url).expect("a URL");
        let port = url.port().expect("a port");
        SocketAddr::from(([127, 0, 0, 1], port))
    };
    let redis = Wire::to(address(&chaos.redis.url())).await;
    let postgres = Wire::to(address(&chaos.database)).await;
    let through =
        |url: &str, wire: &Wire| url.replace(&address(url).to_string(), &wire.address.to_string());
    let app = TestApp::builder()
        .with("REDIS_URL", through(&chaos.redis.url(), &redis))
        .with("DATABASE_URL", through(&chaos.database, &postgres))
        .start()
        .await;
    let mut lesson = Lesson::begin(&app).await;
    for _ in 0..2 {
        lesson.miss().await;
        redis.cut();
        postgres.cut();
        lesson.miss().await;
        redis.mend();
        postgres.mend();
        healthy(&app).await;
    }
    let context = app.context(&lesson.line.from).await.expect("redis has the context again");
    assert!(answer_in(&context).is_some());
    nothing_lost(&app, lesson.end().await).await;
}
