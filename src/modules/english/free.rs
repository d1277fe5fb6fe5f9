//! Free talk about a topic: the learner speaks, the line mends one sentence, takes it up and asks on.

use super::answer::{leave, moved};
use super::exercise::{choose, fresh_seed};
use super::memory::{Because, Memory, Outcome, Part, Tally, Task};
use super::names::wants_change;
use super::{English, asked, check, sad, say, sentence};
use crate::content::Library;
use crate::content::english::Topic;
use crate::domain::effect::Effect;
use crate::domain::lang::Lang;
use crate::domain::task::{Task as Thought, TaskKind};
use crate::domain::turn::{Ask, Expect, Line, Listen, Turn};
use crate::modules::answers::{text_of, utters};
use crate::modules::{Asking, Cx, Input, Step, english};
use crate::text::replies::{self, Reply, plain};

/// Exchanges of one talk.
pub(super) const EXCHANGES: usize = 6;
/// Seconds to think and speak.
const WAIT_S: u8 = 15;
/// Corrections that are kept for the end.
const KEPT: usize = 2;
/// Words from which an answer is a sentence.
const SENTENCE: usize = 4;
/// Questions that fit every topic, once its own are asked.
const MORE: [&str; 2] = ["english-free-more-1", "english-free-more-2"];
/// Ways to take up what was said.
const TAKEN_UP: [&str; 3] =
    ["english-free-heard-1", "english-free-heard-2", "english-free-heard-3"];

fn find<'a>(library: &'a Library, task: &Task) -> Option<&'a Topic> {
    library.english.topics.iter().find(|topic| topic.id == task.id)
}

/// Whether the packs still hold the topic.
pub(super) fn holds(library: &Library, task: &Task) -> bool {
    find(library, task).is_some()
}

pub(super) fn next(cx: &Cx<'_>, library: &Library, memory: &mut Memory) -> Option<Task> {
    let all = &library.english.topics;
    let topic = choose(all, memory, cx.seed, |topic| (topic.level, topic.id.as_str()))?;
    memory.asked(&topic.id);
    memory.mends.clear();
    memory.set = Tally::default();
    Some(Task { part: Part::Free, id: topic.id.clone(), turn: 0, seed: fresh_seed(cx) })
}

/// The question of an exchange, in English.
fn asked(topic: &Topic, turn: usize) -> Line {
    let own = match turn {
        0 => Some(&topic.question),
        _ => topic.follow.get(turn - 1),
    };
    match own {
        Some(pair) => english(&pair.en),
        None => Line::new(MORE[turn % MORE.len()]).in_lang(Lang::En),
    }
}

/// The same in the learner's language, where it is not English.
fn meant(cx: &Cx<'_>, topic: &Topic, turn: usize) -> Option<Line> {
    let pair = if turn == 0 { Some(&topic.question) } else { topic.follow.get(turn - 1) };
    pair.filter(|_| cx.lang != Lang::En)
        .map(|pair| Line::new("content").with("text", pair.get(cx.lang)))
}

/// Words that help; by text in Kinyarwanda with what they mean.
fn help_words(cx: &Cx<'_>, topic: &Topic) -> Line {
    let both = cx.lang != Lang::En && !cx.can.speak;
    let word = |pair: &crate::content::Pair| {
        if both { format!("{} ({})", pair.en, pair.get(cx.lang)) } else { pair.en.clone() }
    };
    let words: Vec<String> = topic.words.iter().map(word).collect();
    Line::new("english-free-words").with("words", words.join(", "))
}

/// Said before the first question of a topic.
pub(super) fn setting(cx: &Cx<'_>, library: &Library, task: &Task) -> Vec<Line> {
    let Some(topic) = find(library, task).filter(|_| task.turn == 0) else { return Vec::new() };
    let title = Line::new("english-free-topic").with("title", topic.title.get(cx.lang));
    let how = if cx.can.speak { Line::new("english-free-how") } else { help_words(cx, topic) };
    vec![title, how]
}

fn wait(cx: &Cx<'_>, topic: &Topic, lines: Vec<Line>, how: Asking) -> Turn {
    if cx.can.hear && how != Asking::KeysOnly {
        let about = topic.words.iter().map(|pair| pair.en.clone()).collect();
        let expect = Expect::Talk { about };
        let listen = Listen { expect, timeout_s: WAIT_S, heard_out: false };
        return Turn::listen(utters(lines), listen);
    }
    let ask = Ask { speech: how != Asking::KeysOnly, timeout_s: WAIT_S, ..Ask::choice() };
    Turn::ask(utters(lines), ask)
}

/// The question as it stands; `None` where the packs no longer hold the topic.
pub(super) fn question(cx: &Cx<'_>, library: &Library, task: &Task, how: Asking) -> Option<Turn> {
    let topic = find(library, task)?;
    let ask = asked(topic, task.turn);
    let lines = match how {
        Asking::Plain => vec![ask],
        Asking::Rephrased => {
            let mut lines = vec![help_words(cx, topic), ask];
            lines.extend(meant(cx, topic, task.turn).filter(|_| !cx.can.speak));
            lines
        }
        Asking::KeysOnly => {
            let key = if cx.can.speak { "english-free-keys" } else { "english-free-keys-text" };
            vec![ask, Line::new(key)]
        }
    };
    Some(wait(cx, topic, lines, how))
}

/// A short text that asks for another topic: "Can we change the topic?"
fn wants_another(text: &str) -> bool {
    let said = plain(text);
    let asks = [
        "another topic",
        "other topic",
        "new topic",
        "change topic",
        "change the topic",
        "different topic",
        "next topic",
        "indi ngingo",
        "iyindi ngingo",
        "hindura ingingo",
    ];
    said.split(' ').count() <= 8 && asks.iter().any(|asked| said.contains(asked))
}

/// Words that end a talk.
fn wants_end(text: &str) -> bool {
    let said = plain(text);
    [
        "enough",
        "that is enough",
        "thats enough",
        "finish",
        "finished",
        "i am finished",
        "im finished",
        "end",
        "the end",
        "that is all",
        "thats all",
        "birahagije",
        "ndarangije",
        "turangize",
    ]
    .contains(&said.as_str())
}

/// Something short that takes up what was said; its English is praised only where it is `clean`.
fn taken_up(topic: &Topic, turn: usize, said: &str, clean: bool) -> Line {
    let said = plain(said);
    let padded = format!(" {said} ");
    let helped = topic.words.iter().find(|pair| padded.contains(&format!(" {} ", plain(&pair.en))));
    if padded.contains(" because ") || padded.contains(" so that ") {
        return Line::new(if clean { "english-free-reason" } else { "english-free-reason-only" });
    }
    match helped.filter(|_| clean) {
        Some(pair) => Line::new("english-free-used").with("word", pair.en.as_str()),
        None => Line::new(TAKEN_UP[(turn + topic.id.len()) % TAKEN_UP.len()]),
    }
}

fn words_in(text: &str) -> usize {
    plain(text).split(' ').filter(|word| word.chars().any(char::is_alphabetic)).count()
}

impl English {
    /// An answer, a key or a command, while a topic is talked about.
    pub(super) fn talked(
        &self,
        cx: &Cx<'_>,
        memory: &mut Memory,
        task: &Task,
        input: &Input,
    ) -> Step {
        let Some(topic) = find(&self.library, task) else { return self.to_menu(cx, memory) };
        let Some(text) = text_of(input) else { return Step::NotUnderstood };
        let typed = text.trim().len() == 1;
        if typed || matches!(input, Input::Keys(_)) {
            return self.free_key(cx, memory, task, topic, text.trim());
        }
        if wants_another(text) {
            return self.free_key(cx, memory, task, topic, "3");
        }
        if wants_end(text) {
            return self.free_done(cx, memory, topic, Vec::new(), Vec::new());
        }
        match replies::read(text) {
            Some(Reply::Menu | Reply::Stop) => leave(),
            Some(Reply::Repeat | Reply::Slower) => self.stay(cx, memory, Vec::new()),
            Some(Reply::Help | Reply::DontKnow) => {
                let mut first = vec![help_words(cx, topic)];
                first.extend(meant(cx, topic, task.turn));
                self.stay(cx, memory, first)
            }
            Some(Reply::Progress) => {
                self.stay(cx, memory, say::progress(memory).into_iter().collect())
            }
            Some(Reply::Skip) => self.ask_on(cx, memory, task, topic),
            // "Yes" and "no" answer a question here.
            Some(Reply::Yes | Reply::No) | None if !wants_change(text) => {
                self.said(cx, memory, task, topic, text)
            }
            _ => self.to_menu(cx, memory),
        }
    }

    /// A key: 1 the question again, 2 words that help, 3 another topic.
    fn free_key(
        &self,
        cx: &Cx<'_>,
        memory: &mut Memory,
        task: &Task,
        topic: &Topic,
        key: &str,
    ) -> Step {
        match key {
            "1" => self.stay(cx, memory, Vec::new()),
            "2" => {
                let mut first = vec![help_words(cx, topic)];
                first.extend(meant(cx, topic, task.turn));
                self.stay(cx, memory, first)
            }
            "3" => self.begin(cx, memory, Part::Free, Vec::new()),
            _ => Step::NotUnderstood,
        }
    }

    /// After sad news: no correction, no mark, no level; then the next question.
    fn consoled(&self, cx: &Cx<'_>, memory: &mut Memory, task: &Task, topic: &Topic) -> Step {
        let sorry = vec![Line::new("english-sorry")];
        if task.turn + 1 >= EXCHANGES {
            return self.free_done(cx, memory, topic, sorry, Vec::new());
        }
        memory.begin(Some(Task { turn: task.turn + 1, ..task.clone() }));
        self.stay(cx, memory, sorry)
    }

    /// The next question, where this one is passed over.
    fn ask_on(&self, cx: &Cx<'_>, memory: &mut Memory, task: &Task, topic: &Topic) -> Step {
        if task.turn + 1 >= EXCHANGES {
            return self.free_done(cx, memory, topic, Vec::new(), Vec::new());
        }
        memory.begin(Some(Task { turn: task.turn + 1, ..task.clone() }));
        self.stay(cx, memory, vec![Line::new("english-skipped")])
    }

    /// An answer. One that is too short, or not English, is asked for once more.
    fn said(
        &self,
        cx: &Cx<'_>,
        memory: &mut Memory,
        task: &Task,
        topic: &Topic,
        text: &str,
    ) -> Step {
        let words = words_in(text);
        if words == 0 {
            return Step::NotUnderstood;
        }
        let answered = asked::word(cx, &self.library, text).or_else(|| asked::of_the_line(text));
        if let Some(answered) = answered {
            return self.stay(cx, memory, answered);
        }
        if sad::is(text) {
            return self.consoled(cx, memory, task, topic);
        }
        if memory.tries == 0 {
            let first = if words < 3 && (words == 1 || sentence::has_english(text)) {
                Some(vec![Line::new("english-free-whole")])
            } else if !sentence::is_english(text) {
                Some(vec![Line::new("english-free-english"), help_words(cx, topic)])
            } else {
                None
            };
            if let Some(first) = first {
                memory.tries = 1;
                return self.stay(cx, memory, first);
            }
        }
        self.exchange(cx, memory, task, topic, text)
    }

    fn exchange(
        &self,
        cx: &Cx<'_>,
        memory: &mut Memory,
        task: &Task,
        topic: &Topic,
        text: &str,
    ) -> Step {
        let checked = check::checked(text);
        let (clean, whole) = (checked.clean(), checked.whole);
        let mended = checked.mended;
        let (outcome, score) = match (&mended, clean && words_in(text) >= SENTENCE) {
            (None, true) => (Outcome::Right, 100),
            (None, false) => (Outcome::Second, 70),
            (Some(_), _) => (Outcome::Second, 50),
        };
        // A sentence that had to be mended is talked about, but it was no right answer.
        let noted = if mended.is_some() { Outcome::Wrong } else { outcome };
        // What could not be looked at is talked about, and not marked.
        let looked_at = whole || mended.is_some();
        let note = looked_at.then(|| self.note(Part::Free, topic.level, noted, score));
        let level = moved(memory.count(Part::Free, outcome));
        if mended.is_some() {
            memory.set.right = memory.set.right.saturating_sub(1);
        }
        let mut answer = Vec::new();
        if let Some(mended) = &mended {
            answer.extend(say::quoted(cx, "english-check-better", &say::ended(&mended.better)));
            answer.extend(check::why(&self.library, mended.reason));
            memory.because = Some(Because::Reason(mended.reason.to_owned()));
            memory.mends.retain(|known| *known != mended.better);
            memory.mends.push(mended.better.clone());
            let over = memory.mends.len().saturating_sub(KEPT);
            memory.mends.drain(..over);
        }
        answer.push(taken_up(topic, task.turn, text, clean));
        if task.turn + 1 >= EXCHANGES {
            answer.extend(level);
            return self.free_done(cx, memory, topic, answer, note.into_iter().collect());
        }
        let next = Task { turn: task.turn + 1, ..task.clone() };
        let ask = asked(topic, next.turn);
        memory.begin(Some(next));
        let better = mended.map(|mended| mended.better);
        let thought = self.thought(memory, topic, text, better, &ask);
        // Harder or easier is not for a tutor to leave out.
        let turn = say::before(answer.clone(), self.question(cx, memory, Asking::Plain));
        let turn = say::before(level.into_iter().collect(), turn);
        answer.push(ask);
        let think = check::think(thought, answer, &turn);
        let effects = note.into_iter().chain([think]).collect();
        Step::Go { turn, effects }
    }

    /// What a tutor is asked: to take up what was said, and to ask on.
    fn thought(
        &self,
        memory: &Memory,
        topic: &Topic,
        said: &str,
        better: Option<String>,
        ask: &Line,
    ) -> Thought {
        let words: Vec<&str> = topic.words.iter().map(|pair| pair.en.as_str()).collect();
        let mut facts = std::collections::BTreeMap::from([
            ("topic".into(), topic.title.en.clone()),
            ("level".into(), memory.level().to_string()),
            ("words".into(), words.join(", ")),
        ]);
        if let Some(crate::domain::turn::Arg::Text(question)) = ask.args.get("text") {
            facts.insert("question".into(), question.clone());
        }
        if let Some(better) = better {
            facts.insert("correction".into(), better);
        }
        Thought { kind: TaskKind::Converse, said: said.to_owned(), facts, instead_of: Vec::new() }
    }

    /// The end of a talk: how it went, and what to remember.
    fn free_done(
        &self,
        cx: &Cx<'_>,
        memory: &mut Memory,
        topic: &Topic,
        mut say: Vec<Line>,
        effects: Vec<Effect>,
    ) -> Step {
        let set = std::mem::take(&mut memory.set);
        say.push(
            Line::new("english-free-done")
                .with("title", topic.title.get(cx.lang))
                .with("total", i64::from(set.done))
                .with("right", i64::from(set.right)),
        );
        let mends = std::mem::take(&mut memory.mends);
        if !mends.is_empty() {
            say.push(Line::new("english-free-remember"));
            say.extend(mends.iter().map(|mend| english(mend)));
        }
        memory.begin(None);
        memory.resting = true;
        let turn = say::before(say, self.question(cx, memory, Asking::Plain));
        Step::Go { turn, effects }
    }
}
