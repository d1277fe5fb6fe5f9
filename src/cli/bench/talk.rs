//! `toneline bench talk`: live conversations against providers of known slowness, from the end of what the caller says to
//! the first sound of the answer; and how much of that was in our own hands: the end of speech to the request to whoever
//! hears, the words to the request to whoever thinks, the first sentence to the request to whoever speaks, and the first
//! sound to the first frame that is sent.

use std::time::Duration;

use anyhow::{Context as _, ensure};
use tokio::task::JoinSet;

use super::scrape::Reading;
use super::server::Server;
use crate::phone::learner::Learner;
use crate::phone::{Event, Line};
use crate::standins::{Act, Endpoint, Script, Server as Companies};
use crate::telemetry::names;

/// What `toneline bench talk` is told.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Conversations at once
    #[arg(long, default_value_t = 4)]
    calls: u32,
    /// Turns of each, 1 to 5: the sixth answer of a talk is the lesson's own
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=5))]
    turns: u32,
    /// How long the one that writes speech down takes, ms
    #[arg(long, default_value_t = 300)]
    hear_ms: u64,
    /// How long the one that thinks takes to its first word, ms
    #[arg(long, default_value_t = 400)]
    think_ms: u64,
    /// How long the one that speaks takes to its first sound, ms
    #[arg(long, default_value_t = 200)]
    speak_ms: u64,
}

/// The token that signs.
const TOKEN: &str = "bench-token";
/// The way to free talk: English, English lessons, free talk.
const TO_THE_TALK: [&str; 3] = ["1", "1", "5"];
/// What the one that hears hears.
const SAID: &str = "I like football because it is a good game";
/// What the one that thinks answers.
const ANSWER: &str = "Football is a fine game. Who do you play with after school?";
/// What is no longer than this, samples, is the sound of an answer that is waited for.
const SOFT_SOUND: usize = 4_000;
/// The longest wait for anything.
const PATIENCE: Duration = Duration::from_secs(20);

pub(super) async fn run(args: Args) -> anyhow::Result<()> {
    ensure!(args.calls > 0 && args.turns > 0, "at least one call and one turn");
    let late = |ms| Act::answer().after(Duration::from_millis(ms));
    let script = Script::default()
        .always(Endpoint::OpenAiTranscription, late(args.hear_ms).saying(SAID))
        .always(Endpoint::OpenAiChat, late(args.think_ms).saying(ANSWER))
        .always(Endpoint::OpenAiSpeech, late(args.speak_ms));
    let companies = Companies::start(script).await?;
    let base = companies.base_of(Endpoint::OpenAiChat);
    let of = |model: &str| format!("bench=openai:{model}@{base}");
    let (chat, ears, voices) = (of("mind"), of("ear"), of("voice"));
    let settings = [
        ("TWILIO_AUTH_TOKEN", TOKEN),
        ("TUTOR_CHAT", chat.as_str()),
        ("TUTOR_EARS", ears.as_str()),
        ("TUTOR_VOICES", voices.as_str()),
        ("TUTOR_BUDGET_LEARNER", "none"),
        ("TUTOR_BUDGET_DAY", "none"),
        // Every sentence is spoken anew.
        ("TUTOR_CACHE_DAYS", "0"),
    ];
    let server = Server::start(&settings).await?;
    // One conversation first: pools and connections are there before anything is counted.
    converse(&server.url, 0, 2).await.context("the first conversation")?;
    let before = Reading::of(&server.url).await?;
    let mut calls = JoinSet::new();
    for caller in 1..=args.calls {
        let (url, turns) = (server.url.clone(), args.turns);
        calls.spawn(async move { converse(&url, caller, turns).await });
    }
    let mut answered = 0;
    while let Some(call) = calls.join_next().await {
        answered += call??;
    }
    let change = Reading::of(&server.url).await?.since(&before);
    print(&args, answered, &change);
    ensure!(answered == args.calls * args.turns, "a conversation ended before its last turn");
    check(answered, &change)
}

/// One conversation; how many answers were heard.
async fn converse(url: &str, caller: u32, turns: u32) -> anyhow::Result<u32> {
    let line = Line::new(url).with_token(TOKEN).with_from(&format!("+25078900{caller:04}"));
    let mut call = line.dial()?;
    for key in TO_THE_TALK {
        call.until_gather().await.context("the line asked nothing")?;
        call.press(key).await?;
    }
    call.until_stream().await.context("the line opened no stream")?;
    let voice = Learner { middle_hz: 180.0, syllable_ms: 300 };
    let mut said = Vec::new();
    for tone in [1, 4, 2] {
        said.extend(voice.say("ma", tone));
    }
    let mut answered = 0;
    for _ in 0..turns {
        if !quiet(&mut call).await? {
            break;
        }
        call.speak(&said).await?;
        answered += 1;
    }
    quiet(&mut call).await?;
    call.end().await;
    Ok(answered)
}

/// Listens until the line has said something and waits; false once the stream has ended.
async fn quiet(call: &mut crate::phone::Call) -> anyhow::Result<bool> {
    loop {
        let moment = call.next_within(PATIENCE).await.context("the line said nothing")?;
        match moment.event {
            Event::LineQuiet { samples } if samples.len() > SOFT_SOUND => return Ok(true),
            Event::Gathering(_) => return Ok(false),
            _ => {}
        }
    }
}

fn print(args: &Args, answered: u32, change: &Reading) {
    let Args { hear_ms, think_ms, speak_ms, .. } = args;
    println!(
        "conversations        {} at once, {answered} turns, providers that answer after {hear_ms}/{think_ms}/{speak_ms} ms",
        args.calls
    );
    let of = |stage: &str, share| {
        let label = format!("stage=\"{stage}\"");
        change.quantile_of(names::DIALOGUE_SECONDS, &label, share).unwrap_or(f64::NAN) * 1_000.0
    };
    for (stage, what) in
        [("hear", "written down"), ("think", "first sentence"), ("speak", "first sound")]
    {
        println!("{what:<20} p50 <= {:.0}, p95 <= {:.0} ms", of(stage, 0.5), of(stage, 0.95));
    }
    let (half, most) = (of("answer", 0.5), of("answer", 0.95));
    let verdict = if most <= 1_200.0 { "met" } else { "missed" };
    println!(
        "end of speech to first sound of the answer   p50 <= {half:.0}, p95 <= {most:.0} ms    target p95 1200 ms: {verdict}"
    );
    let of = |share| change.quantile(names::OWN_SHARE_SECONDS, share).unwrap_or(f64::NAN) * 1_000.0;
    let (half, most) = (of(0.5), of(0.95));
    let verdict = if most <= 60.0 { "met" } else { "missed" };
    println!(
        "our own share of it                          p50 <= {half:.0}, p95 <= {most:.0} ms    target p95 60 ms: {verdict}"
    );
}

/// Every turn was answered by those who were asked, and no time was counted twice.
fn check(turns: u32, change: &Reading) -> anyhow::Result<()> {
    let answers = change.sum(&format!("{}_count", names::OWN_SHARE_SECONDS));
    ensure!(
        answers >= f64::from(turns),
        "of {turns} turns only {answers} were answered by the tutor"
    );
    let bucket = format!("{}_bucket", names::OWN_SHARE_SECONDS);
    let negative = change.labelled(&bucket, "le=\"0\"");
    ensure!(
        negative == 0.0,
        "for {negative} answers the providers took longer than the answer did"
    );
    Ok(())
}
