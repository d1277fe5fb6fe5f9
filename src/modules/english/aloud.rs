//! Lines to say after the line, or to read aloud: judged by the ear on a call or in a voice note.

use super::answer::leave;
use super::exercise::{choose, fresh_seed};
use super::memory::{Memory, Outcome, Part, Task};
use super::names::wants_change;
use super::{English, reading, say};
use crate::content::Library;
use crate::content::english::ReadAloud;
use crate::domain::effect::Effect;
use crate::domain::event::Words;
use crate::domain::reading::{Reading, ReadingAssessment, ReadingReject, ReadingScore};
use crate::domain::turn::{Ask, Expect, Line, Listen, Turn, Utter};
use crate::modules::answers::utters;
use crate::modules::{Asking, Cx, Input, Step, english, manner, told};
use crate::text::replies::{self, Reply, plain};

/// Seconds of silence that count as no answer.
const WAIT_S: u8 = 10;
/// Readings in a row that could not be judged before the line is passed over.
const UNHEARD: u8 = 3;
/// From this level on, a line is read as a text: heard, heard once more slowly, then read as a whole.
const TEXTS: u8 = 3;
/// Words between two rests of a slow reading, and the rest, ms.
const BREATH: usize = 2;
const REST_MS: u32 = 350;

fn find<'a>(library: &'a Library, task: &Task) -> Option<&'a ReadAloud> {
    library.english.lines.iter().find(|line| line.id == task.id)
}

/// Whether the packs still hold the line.
pub(super) fn holds(library: &Library, task: &Task) -> bool {
    find(library, task).is_some()
}

/// What a reading is held against.
pub(super) fn expects(library: &Library, task: &Task) -> Option<Expect> {
    find(library, task).map(|line| Expect::Reading { read: line.text.clone() })
}

/// What the line trains.
pub(super) fn focus(library: &Library, task: &Task) -> Option<Line> {
    find(library, task).map(|line| told(&line.focus))
}

pub(super) fn next(cx: &Cx<'_>, library: &Library, memory: &mut Memory) -> Option<Task> {
    let all = &library.english.lines;
    let line = choose(all, memory, cx.seed, |line| (line.level, line.id.as_str()))?;
    memory.asked(&line.id);
    Some(Task { part: Part::Aloud, id: line.id.clone(), turn: 0, seed: fresh_seed(cx) })
}

/// The line word group by word group, with rests between.
fn slowly(text: &str) -> Vec<Utter> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut say = Vec::new();
    for group in words.chunks(BREATH) {
        if !say.is_empty() {
            say.push(Utter::Pause { ms: REST_MS });
        }
        say.push(english(&group.join(" ")).into());
    }
    say
}

/// Waits for the reading, by whatever this channel has.
fn wait(cx: &Cx<'_>, line: &ReadAloud, say: Vec<Utter>) -> Turn {
    if cx.can.hear {
        let expect = Expect::Reading { read: line.text.clone() };
        return Turn::listen(say, Listen { expect, timeout_s: WAIT_S, heard_out: false });
    }
    Turn::ask(say, Ask { timeout_s: WAIT_S, ..Ask::choice() })
}

/// The line after a few words, at the usual pace or slowly.
fn once_more(cx: &Cx<'_>, line: &ReadAloud, lead: &'static str, slow: bool) -> Turn {
    let mut ask = vec![Line::new(lead).into()];
    if slow && cx.can.speak {
        ask.extend(slowly(&line.text));
    } else {
        ask.push(english(&line.text).into());
    }
    wait(cx, line, ask)
}

/// The line for the first time.
fn presented(cx: &Cx<'_>, line: &ReadAloud) -> Turn {
    if line.level < TEXTS {
        return once_more(cx, line, "english-aloud-after", false);
    }
    let mut say: Vec<Utter> =
        vec![Line::new("english-aloud-listen").into(), english(&line.text).into()];
    say.push(Line::new("english-aloud-slowly").into());
    say.extend(slowly(&line.text));
    say.push(Line::new("english-aloud-now-you").into());
    wait(cx, line, say)
}

/// The line as it is asked for; `None` where the packs no longer hold it.
pub(super) fn question(cx: &Cx<'_>, library: &Library, task: &Task, how: Asking) -> Option<Turn> {
    let line = find(library, task)?;
    Some(match (cx.can.speak, how) {
        (false, _) => {
            let say = vec![
                Line::new("english-aloud-text"),
                english(&line.text),
                Line::new("english-aloud-text-keys"),
            ];
            wait(cx, line, utters(say))
        }
        (true, Asking::Plain) => presented(cx, line),
        (true, Asking::Rephrased) => once_more(cx, line, "english-aloud-clearly", false),
        (true, Asking::KeysOnly) => {
            let ask = Ask { speech: false, ..Ask::choice() };
            Turn::ask(utters([Line::new("english-aloud-keys")]), ask)
        }
    })
}

/// The question again, slowly, for a learner who asked for it.
pub(super) fn slower(cx: &Cx<'_>, library: &Library, task: &Task) -> Option<Turn> {
    let line = find(library, task).filter(|_| cx.can.speak)?;
    Some(once_more(cx, line, "english-aloud-slowly", true))
}

/// How a reading went.
struct Heard {
    /// 0 to 100.
    total: u8,
    /// A word was left out.
    lacks: bool,
    /// What is said of it.
    say: Vec<Line>,
}

/// How many of a line's words a recogniser understood, in percent, and the others.
fn understood<'a>(line: &'a ReadAloud, said: &str) -> (u8, Vec<&'a str>) {
    let said = plain(said);
    let heard: Vec<&str> = said.split(' ').collect();
    let words: Vec<&str> = line.text.split_whitespace().collect();
    let lost: Vec<&str> = words
        .iter()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty() && !heard.contains(&plain(word).as_str()))
        .collect();
    let share = 100 * (words.len() - lost.len()) / words.len().max(1);
    (u8::try_from(share).unwrap_or_default(), lost)
}

fn outcome(total: u8) -> Outcome {
    match total {
        reading::WELL.. => Outcome::Right,
        reading::BADLY.. => Outcome::Second,
        _ => Outcome::Wrong,
    }
}

fn go(turn: Turn, effects: Vec<Effect>) -> Step {
    Step::Go { turn, effects }
}

impl English {
    /// A reading, a key or a command, while a line waits to be read.
    pub(super) fn read_aloud(
        &self,
        cx: &Cx<'_>,
        memory: &mut Memory,
        task: &Task,
        input: &Input,
    ) -> Step {
        let Some(line) = find(&self.library, task) else { return self.to_menu(cx, memory) };
        match input {
            Input::Read(read) => self.read(cx, memory, task, line, read),
            Input::Heard(_) => Step::NotUnderstood,
            Input::Keys(keys) => {
                let key = keys.as_str().trim_end_matches('#');
                self.aloud_key(cx, memory, task, line, key)
            }
            Input::Speech(words) if !cx.can.hear => self.recognised(cx, memory, task, line, words),
            Input::Speech(words) => self.aloud_command(cx, memory, task, line, &words.text),
            Input::Text(text) => self.aloud_command(cx, memory, task, line, text),
        }
    }

    /// A key: 1 the line again, 2 slowly, 3 another one.
    fn aloud_key(
        &self,
        cx: &Cx<'_>,
        memory: &mut Memory,
        task: &Task,
        line: &ReadAloud,
        key: &str,
    ) -> Step {
        match key {
            "1" => self.again(cx, memory, line),
            "2" => go(once_more(cx, line, "english-aloud-slowly", true), Vec::new()),
            "3" => self.pass(cx, memory, task, Line::new("english-skipped")),
            _ => Step::NotUnderstood,
        }
    }

    /// The same line again: by text with what can be done about it.
    fn again(&self, cx: &Cx<'_>, memory: &Memory, line: &ReadAloud) -> Step {
        if cx.can.speak {
            return go(once_more(cx, line, "english-aloud-after", false), Vec::new());
        }
        self.stay(cx, memory, Vec::new())
    }

    fn aloud_command(
        &self,
        cx: &Cx<'_>,
        memory: &mut Memory,
        task: &Task,
        line: &ReadAloud,
        text: &str,
    ) -> Step {
        match replies::read(text) {
            Some(Reply::Repeat | Reply::Yes) => self.again(cx, memory, line),
            Some(Reply::Slower) => self.aloud_key(cx, memory, task, line, "2"),
            Some(Reply::Skip | Reply::DontKnow) => self.aloud_key(cx, memory, task, line, "3"),
            Some(Reply::Menu | Reply::Stop | Reply::No) => leave(),
            Some(Reply::Help) => {
                let say = vec![say::help_aloud(cx), told(&line.focus)];
                go(say::before(say, self.short(cx, memory, line)), Vec::new())
            }
            Some(Reply::Progress) => {
                let say = say::progress(memory).into_iter().collect();
                go(say::before(say, self.short(cx, memory, line)), Vec::new())
            }
            None if wants_change(text) => self.to_menu(cx, memory),
            None => self.aloud_key(cx, memory, task, line, text.trim()),
        }
    }

    /// The line once more without its introduction.
    fn short(&self, cx: &Cx<'_>, memory: &Memory, line: &ReadAloud) -> Turn {
        if cx.can.speak {
            return once_more(cx, line, "english-aloud-once-more", false);
        }
        self.question(cx, memory, Asking::Plain)
    }

    /// The line is passed over: it counts for nothing.
    fn pass(&self, cx: &Cx<'_>, memory: &mut Memory, task: &Task, why: Line) -> Step {
        self.advance(cx, memory, task, vec![why], Vec::new())
    }

    fn read(
        &self,
        cx: &Cx<'_>,
        memory: &mut Memory,
        task: &Task,
        line: &ReadAloud,
        read: &Reading,
    ) -> Step {
        match &read.verdict {
            // Another line's reading came late, or there was nothing to judge: this line is asked for again.
            _ if read.text != line.text => self.again(cx, memory, line),
            ReadingAssessment::Scored(score) if score.words.is_empty() => {
                self.again(cx, memory, line)
            }
            ReadingAssessment::Scored(score) => self.scored(cx, memory, task, line, score),
            ReadingAssessment::Rejected { reason } => self.unheard(cx, memory, task, line, *reason),
        }
    }

    fn unheard(
        &self,
        cx: &Cx<'_>,
        memory: &mut Memory,
        task: &Task,
        line: &ReadAloud,
        reason: ReadingReject,
    ) -> Step {
        memory.unheard = memory.unheard.saturating_add(1);
        let why = match reason {
            // Nobody speaks first in a chat.
            ReadingReject::Silence if !cx.can.speak => Line::new("english-note-silence"),
            reason => reading::rejected(reason),
        };
        if memory.unheard >= UNHEARD {
            let say = vec![why, Line::new("english-aloud-move-on")];
            return self.advance(cx, memory, task, say, Vec::new());
        }
        go(say::before(vec![why], self.short(cx, memory, line)), Vec::new())
    }

    fn scored(
        &self,
        cx: &Cx<'_>,
        memory: &mut Memory,
        task: &Task,
        line: &ReadAloud,
        score: &ReadingScore,
    ) -> Step {
        let heard = Heard {
            total: reading::worth(score),
            lacks: reading::lacks(score),
            say: reading::told(score),
        };
        self.judged_reading(cx, memory, task, line, heard)
    }

    /// Where the line cannot hear, a recogniser says at least which words it understood.
    fn recognised(
        &self,
        cx: &Cx<'_>,
        memory: &mut Memory,
        task: &Task,
        line: &ReadAloud,
        words: &Words,
    ) -> Step {
        let (share, lost) = understood(line, &words.text);
        let command = replies::read(&words.text).is_some() || wants_change(&words.text);
        let number = plain(&words.text).split(' ').count() == 1;
        if share < reading::BADLY && (command || number) {
            return self.aloud_command(cx, memory, task, line, &words.text);
        }
        let mut say = vec![Line::new("english-aloud-understood").with("share", i64::from(share))];
        say.extend(reading::missing_words(&lost));
        self.judged_reading(cx, memory, task, line, Heard { total: share, lacks: false, say })
    }

    /// Says what was heard; a line that went badly is read once more, then the next one comes.
    fn judged_reading(
        &self,
        cx: &Cx<'_>,
        memory: &mut Memory,
        task: &Task,
        line: &ReadAloud,
        heard: Heard,
    ) -> Step {
        let Heard { total, lacks, mut say } = heard;
        memory.unheard = 0;
        let outcome = outcome(total);
        let note = self.note(Part::Aloud, line.level, outcome, total);
        if memory.tries == 0 && (total < reading::ENOUGH || lacks) {
            memory.tries = 1;
            let turn = if cx.can.speak {
                once_more(cx, line, "english-aloud-once-more", total < reading::BADLY)
            } else {
                self.question(cx, memory, Asking::Plain)
            };
            return go(say::before(say, turn), vec![note]);
        }
        let kind = match outcome {
            Outcome::Right => manner::praise(cx),
            Outcome::Second => None,
            Outcome::Wrong => manner::comfort(cx),
        };
        say.extend(kind.filter(|_| cx.can.speak));
        self.counted(cx, memory, task, say, outcome, vec![note])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_reading_holds_every_word_and_rests_between() {
        let say = slowly("Please read the letter.");
        assert_eq!(say.len(), 3);
        assert_eq!(say[0], english("Please read").into());
        assert_eq!(say[1], Utter::Pause { ms: REST_MS });
        assert_eq!(say[2], english("the letter.").into());
    }

    #[test]
    fn what_a_recogniser_understood_is_counted_word_by_word() {
        let library = Library::shipped();
        let line = library.english.lines.iter().find(|line| line.text == "Please read the letter.");
        let line = line.expect("a shipped line");
        assert_eq!(understood(line, "please read the letter"), (100, Vec::new()));
        assert_eq!(understood(line, "please lead the letter"), (75, vec!["read"]));
        assert_eq!(understood(line, ""), (0, vec!["Please", "read", "the", "letter"]));
    }
}
