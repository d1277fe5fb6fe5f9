//! The call: chooses Mandarin, hears a model, says a syllable well, says one badly, is corrected.

use anyhow::{Context as _, bail, ensure};

use super::narrate::{Narrator, Seen, heading, learner_does, line_says, note, verdict};
use crate::domain::pinyin::{Pinyin, Tone};
use crate::phone::learner::Learner;
use crate::phone::{Call, Event, Line};

/// A man: the fundamental of his voice does not pass the telephone.
const VOICE: Learner = Learner { middle_hz: 125.0, syllable_ms: 480 };

/// Places the call and narrates it.
pub(super) async fn place(line: &Line, narrator: &Narrator) -> anyhow::Result<()> {
    heading("A call from a feature phone");
    note("the simulated phone signs, posts and streams as a telephone service does");
    let mut call = line.dial()?;
    listen_to_menu(&mut call).await?;
    learner_does("presses 1");
    call.press("1").await?;
    listen_to_menu(&mut call).await?;
    learner_does("presses 6: Mandarin tones");
    call.press("6").await?;
    call.until_stream().await.context("the line opened no stream")?;
    note("a live audio stream opens: 8 kHz mu-law, 20 ms frames, both ways");
    let first = prompted(narrator).await?;
    say(&mut call, &first, first_tone(&first), "well").await?;
    let again = hear(narrator).await?;
    let wrong = other_than(first_tone(&again));
    say(&mut call, &again, wrong, "badly, on purpose").await?;
    let third = hear(narrator).await?;
    say(&mut call, &third, first_tone(&third), "as corrected").await?;
    hear(narrator).await?;
    narrator.close();
    learner_does("presses # to leave the drill");
    call.press("#").await?;
    listen_to_menu(&mut call).await?;
    learner_does("hangs up");
    let report = call.end().await;
    let findings: Vec<_> = report.findings().collect();
    ensure!(
        report.is_clean(),
        "a telephone service would refuse what the gateway did: {findings:?}"
    );
    Ok(())
}

/// Prints what is said until the line waits for an answer.
async fn listen_to_menu(call: &mut Call) -> anyhow::Result<()> {
    call.until(|event| match event {
        Event::Said { text, .. } => {
            line_says(text);
            None
        }
        Event::Gathering(_) => Some(()),
        _ => None,
    })
    .await
    .context("the line asked nothing")
}

/// What the line asks for, once it has been said in the stream.
async fn prompted(narrator: &Narrator) -> anyhow::Result<Pinyin> {
    loop {
        match narrator.next().await.context("the stream ended")? {
            Seen::Performing { said, expect } => {
                said.iter().for_each(|text| line_says(text));
                if let Some(expect) = expect {
                    return Ok(expect);
                }
            }
            Seen::Assessed(_) => {}
        }
    }
}

/// The verdict on what was said, then what the line asks for next.
async fn hear(narrator: &Narrator) -> anyhow::Result<Pinyin> {
    match narrator.next().await.context("the stream ended")? {
        Seen::Assessed(assessment) => verdict(&assessment),
        Seen::Performing { .. } => bail!("the line went on without hearing anything"),
    }
    prompted(narrator).await
}

/// Waits until the line is quiet, and says the syllable with a tone.
async fn say(call: &mut Call, asked: &Pinyin, tone: Tone, how: &str) -> anyhow::Result<()> {
    call.until_quiet().await.context("the line never fell quiet")?;
    let syllable = &asked.syllables()[0];
    let number = tone.number();
    learner_does(&format!("says {} with tone {number} ({how})", syllable.letters()));
    // The line listens a quarter of a second after it has spoken.
    let mut audio = vec![0; 3_200];
    audio.extend(VOICE.say(syllable.letters(), number));
    call.speak(&audio).await?;
    Ok(())
}

fn first_tone(asked: &Pinyin) -> Tone {
    asked.syllables()[0].tone()
}

/// A tone that nobody would take for this one.
fn other_than(tone: Tone) -> Tone {
    match tone {
        Tone::Fourth => Tone::Second,
        _ => Tone::Fourth,
    }
}
