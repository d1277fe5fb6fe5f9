//! Checked elements to verbs. Values that did not fit have been dropped, so every absence is a default.

use super::tree::{Content, Node};
use super::verbs::{
    Action, Connect, Gather, MessagingVerb, Method, Play, Record, Say, Stream, Verb,
};

/// What `loop="0"` comes to.
const LOOP_FOREVER: u32 = 1000;

pub(super) fn verb(node: &Node) -> Option<Verb> {
    Some(match node.name.as_str() {
        "Say" => Verb::Say(say(node)),
        "Play" => Verb::Play(play(node)),
        "Pause" => Verb::Pause(number(node, "length").unwrap_or(1)),
        "Gather" => Verb::Gather(gather(node)),
        "Record" => Verb::Record(record(node)),
        "Redirect" => Verb::Redirect(Action {
            url: node.all_text().trim().to_owned(),
            method: method(node, "method"),
        }),
        "Hangup" => Verb::Hangup,
        "Reject" => Verb::Reject { busy: node.attribute("reason") == Some("busy") },
        "Connect" => Verb::Connect(connect(node)),
        name => {
            Verb::Unsupported { name: name.to_owned(), action: action(node, "action", "method") }
        }
    })
}

pub(super) fn messaging_verb(node: &Node) -> Option<MessagingVerb> {
    match node.name.as_str() {
        "Message" => Some(message(node)),
        "Redirect" => {
            let url = node.all_text().trim().to_owned();
            Some(MessagingVerb::Redirect(Action { url, method: method(node, "method") }))
        }
        _ => None,
    }
}

fn message(node: &Node) -> MessagingVerb {
    let of = |name: &'static str| node.children().filter(move |n| n.name == name);
    let body = match of("Body").next() {
        Some(_) => of("Body").map(Node::all_text).collect::<String>(),
        None => own_text(node),
    };
    MessagingVerb::Message {
        body: body.trim().to_owned(),
        media: of("Media").map(|n| n.all_text().trim().to_owned()).collect(),
        to: node.attribute("to").map(str::to_owned),
    }
}

fn say(node: &Node) -> Say {
    let text = node.all_text();
    Say {
        text: text.split_whitespace().collect::<Vec<_>>().join(" "),
        language: node.attribute("language").unwrap_or("en-US").to_owned(),
        voice: node.attribute("voice").unwrap_or("man").to_owned(),
        times: times(node),
    }
}

fn play(node: &Node) -> Play {
    Play {
        url: node.all_text().trim().to_owned(),
        digits: node.attribute("digits").map(str::to_owned),
        times: times(node),
    }
}

fn gather(node: &Node) -> Gather {
    let input = node.attribute("input").unwrap_or("dtmf");
    let takes = |kind| input.split_whitespace().any(|word| word == kind);
    let timeout = number(node, "timeout").unwrap_or(5);
    Gather {
        dtmf: takes("dtmf"),
        speech: takes("speech"),
        action: action(node, "action", "method"),
        method: method(node, "method"),
        timeout,
        speech_timeout: match node.attribute("speechTimeout") {
            Some("auto") => None,
            _ => Some(number(node, "speechTimeout").unwrap_or(timeout)),
        },
        num_digits: number(node, "numDigits"),
        finish_on_key: match node.attribute("finishOnKey") {
            Some(key) => key.chars().next(),
            None => Some('#'),
        },
        action_on_empty_result: node.attribute("actionOnEmptyResult") == Some("true"),
        hints: node.attribute("hints").unwrap_or_default().to_owned(),
        language: node.attribute("language").unwrap_or("en-US").to_owned(),
        speech_model: node.attribute("speechModel").unwrap_or("default").to_owned(),
        prompts: node.children().filter_map(verb).collect(),
    }
}

fn record(node: &Node) -> Record {
    Record {
        action: action(node, "action", "method"),
        method: method(node, "method"),
        timeout: number(node, "timeout").unwrap_or(5),
        finish_on_key: node.attribute("finishOnKey").unwrap_or("1234567890*#").to_owned(),
        max_length: number(node, "maxLength").unwrap_or(3600),
        play_beep: node.attribute("playBeep") != Some("false"),
        status_callback: action(node, "recordingStatusCallback", "recordingStatusCallbackMethod"),
    }
}

fn connect(node: &Node) -> Connect {
    let noun = node.children().next();
    Connect {
        stream: noun.filter(|n| n.name == "Stream").map(stream),
        other: noun.filter(|n| n.name != "Stream").map(|n| n.name.clone()),
        action: action(node, "action", "method"),
    }
}

fn stream(node: &Node) -> Stream {
    let value = |node: &Node, name| node.attribute(name).unwrap_or_default().to_owned();
    Stream {
        url: value(node, "url"),
        name: node.attribute("name").map(str::to_owned),
        parameters: node.children().map(|p| (value(p, "name"), value(p, "value"))).collect(),
        status_callback: action(node, "statusCallback", "statusCallbackMethod"),
    }
}

fn action(node: &Node, name: &str, method_name: &str) -> Option<Action> {
    let url = node.attribute(name)?.to_owned();
    Some(Action { url, method: method(node, method_name) })
}

fn method(node: &Node, name: &str) -> Method {
    match node.attribute(name) {
        Some("GET") => Method::Get,
        _ => Method::Post,
    }
}

fn number(node: &Node, name: &str) -> Option<u32> {
    node.attribute(name)?.parse().ok()
}

fn times(node: &Node) -> u32 {
    match number(node, "loop") {
        None => 1,
        Some(0) => LOOP_FOREVER,
        Some(times) => times.min(LOOP_FOREVER),
    }
}

/// The element's own words, those of its children left out.
fn own_text(node: &Node) -> String {
    node.content
        .iter()
        .filter_map(|piece| match piece {
            Content::Text(text) => Some(text.as_str()),
            Content::Element(_) => None,
        })
        .collect()
}
