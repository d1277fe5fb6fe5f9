use std::convert::Infallible;

use super::*;
use crate::ports::chat::{Message, Role};
use proptest::prelude::*;

const OPENAI: &str = concat!(
    ": comment\r\n\r\n",
    "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}]}\n\n",
    "event: message\nid: 3\ndata: {\"choices\":[{\"delta\":{\"content\":\"Ça va, 你好 \"},\"finish_reason\":null}]}\n\n",
    "data: {\"choices\":[{\"delta\":\r\ndata: {\"content\":\"😀!\"},\"finish_reason\":null}]}\r\n\r\n",
    "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":null}\n\n",
    "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":4,",
    "\"prompt_tokens_details\":{\"cached_tokens\":5}}}\n\n",
    "data: [DONE]\n\n",
);

fn far() -> Instant {
    Instant::now() + Duration::from_secs(600)
}

fn asked() -> Usage {
    Usage { input_tokens: 50, estimated: true, ..Usage::default() }
}

fn answer() -> Answer {
    Answer::new(asked(), Meter::default())
}

/// Runs work that waits for nothing but its deadline.
fn run<T, F: Future<Output = T>>(work: impl FnOnce() -> F) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
    runtime.expect("a runtime").block_on(async { work().await })
}

/// All pieces of a body that is there at once, cut up so.
fn pieces(body: &[u8], sizes: &[usize], read: Read) -> Vec<Result<Delta, ProviderError>> {
    let mut rest = body;
    let mut chunks = Vec::new();
    for size in sizes.iter().cycle() {
        if rest.is_empty() {
            break;
        }
        let (head, tail) = rest.split_at(rest.len().min((*size).max(1)));
        chunks.push(Ok::<_, Infallible>(head.to_vec()));
        rest = tail;
    }
    let deltas = deltas(stream::iter(chunks), |never| match never {}, read, answer(), far());
    run(|| deltas.collect())
}

fn openai(body: &str) -> Vec<Result<Delta, ProviderError>> {
    pieces(body.as_bytes(), &[7], super::super::openai::read)
}

fn gemini(body: &str) -> Vec<Result<Delta, ProviderError>> {
    pieces(body.as_bytes(), &[7], super::super::gemini::read)
}

fn text(deltas: &[Result<Delta, ProviderError>]) -> String {
    let text = |delta: &Result<Delta, ProviderError>| match delta {
        Ok(Delta::Text(text)) => text.clone(),
        _ => String::new(),
    };
    deltas.iter().map(text).collect()
}

fn error(deltas: &[Result<Delta, ProviderError>]) -> ProviderError {
    deltas.last().cloned().expect("an end").expect_err("an error")
}

#[test]
fn an_answer_comes_with_its_text_and_what_it_used() {
    let deltas = openai(OPENAI);
    assert_eq!(text(&deltas), "Ça va, 你好 😀!");
    let usage = Usage { input_tokens: 9, cached_tokens: 5, output_tokens: 4, ..Usage::default() };
    assert_eq!(deltas.last(), Some(&Ok(Delta::Done(usage))));
}

#[test]
fn an_answer_that_was_complete_when_the_stream_stopped_counts_and_its_usage_is_an_estimate() {
    let deltas = openai(
        "data: {\"choices\":[{\"delta\":{\"content\":\"seven\"},\"finish_reason\":\"stop\"}]}\n\n",
    );
    let usage = Usage { output_tokens: 2, ..asked() };
    assert_eq!(deltas.last(), Some(&Ok(Delta::Done(usage))));
}

#[test]
fn a_stream_that_stops_before_the_answer_does_is_an_error_that_says_what_was_used() {
    let deltas = openai("data: {\"choices\":[{\"delta\":{\"content\":\"seven\"}}]}\n\n");
    assert_eq!(text(&deltas), "seven");
    let cut = error(&deltas);
    assert_eq!((cut.fault, cut.usage), (Fault::Malformed, Usage { output_tokens: 2, ..asked() }));
    assert_eq!(error(&openai("")).fault, Fault::Malformed);
}

#[test]
fn an_error_in_the_stream_and_a_refusal_end_it() {
    let body = "data: {\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"secret\"}}\n\ndata: [DONE]\n\n";
    let deltas = openai(body);
    assert_eq!(deltas.len(), 1);
    assert_eq!(error(&deltas).fault, Fault::RateLimited { retry_after: None });
    assert!(!error(&deltas).to_string().contains("secret"));
    let refusal = "data: {\"choices\":[{\"delta\":{\"refusal\":\"no\"}}]}\n\ndata: [DONE]\n\n";
    assert_eq!(error(&openai(refusal)).fault, Fault::ContentRefused);
}

#[test]
fn a_question_that_gemini_blocks_is_refused_and_charged_as_told() {
    let body = "data: {\"promptFeedback\":{\"blockReason\":\"SAFETY\"},\"usageMetadata\":{\"promptTokenCount\":8}}\r\n\r\n";
    let refused = error(&gemini(body));
    assert_eq!(refused.fault, Fault::ContentRefused);
    assert_eq!(refused.usage, Usage { input_tokens: 8, ..Usage::default() });
}

#[test]
fn thoughts_of_gemini_are_charged_and_not_said() {
    let body = "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"hm\",\"thought\":true},{\"text\":\"Yes.\"}]},\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":8,\"candidatesTokenCount\":2,\"thoughtsTokenCount\":30}}\n\n";
    let deltas = gemini(body);
    assert_eq!(text(&deltas), "Yes.");
    let usage = Usage { input_tokens: 8, output_tokens: 32, ..Usage::default() };
    assert_eq!(deltas.last(), Some(&Ok(Delta::Done(usage))));
}

#[test]
fn what_was_told_before_the_last_text_is_only_the_least() {
    let event = |text: &str, usage: &str| {
        format!(
            "data: {{\"candidates\":[{{\"content\":{{\"parts\":[{{\"text\":\"{text}\"}}]}}}}]{usage}}}\n\n"
        )
    };
    let told = ",\"usageMetadata\":{\"promptTokenCount\":8,\"candidatesTokenCount\":1}";
    let exact = Usage { input_tokens: 8, output_tokens: 1, ..Usage::default() };
    assert_eq!(error(&gemini(&event("one", told))).usage, exact);
    let body = event("one", told) + &event("two three four", "");
    let guessed = Usage { output_tokens: 6, estimated: true, ..exact };
    assert_eq!(error(&gemini(&body)).usage, guessed);
}

#[test]
fn a_line_without_end_and_an_answer_without_end_are_cut_off() {
    let line = "data: ".to_owned() + &"x".repeat(LINE + 1);
    let comments = ": again\n".repeat(LIMIT / 8 + 1);
    for body in [line, comments] {
        let deltas = pieces(body.as_bytes(), &[1 << 14], super::super::openai::read);
        assert_eq!(error(&deltas).fault, Fault::Malformed);
        assert_eq!(error(&deltas).detail, "an answer that is too long");
    }
}

#[tokio::test]
async fn beyond_its_deadline_a_stream_ends_with_a_timeout() {
    let first = "data: {\"choices\":[{\"delta\":{\"content\":\"seven\"}}]}\n\n";
    let bytes = stream::iter([Ok::<_, Infallible>(first)]).chain(stream::pending());
    let by = Instant::now() + Duration::from_millis(30);
    let deltas = deltas(bytes, |never| match never {}, super::super::openai::read, answer(), by);
    let deltas: Vec<_> = deltas.collect().await;
    assert_eq!(text(&deltas), "seven");
    assert_eq!(error(&deltas).fault, Fault::Timeout);
    assert!(Instant::now() >= by, "not before");
}

#[tokio::test]
async fn what_was_told_is_known_to_whoever_leaves_and_is_the_last_word_only_if_it_was() {
    let gemini = "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"one\"}]}}],\"usageMetadata\":{\"promptTokenCount\":8,\"candidatesTokenCount\":1}}\n\n";
    let usage = Usage { input_tokens: 8, output_tokens: 1, estimated: true, ..Usage::default() };
    assert_eq!(left_after(gemini, 1, super::super::gemini::read).await, Some(usage));
    let told = "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":4}}\n\n";
    let text = |stop: &str| {
        format!(
            "data: {{\"choices\":[{{\"delta\":{{\"content\":\"one\"}},\"finish_reason\":{stop}}}]}}\n\n"
        )
    };
    let usage = Usage { input_tokens: 9, output_tokens: 4, ..Usage::default() };
    let whole = text("\"stop\"") + told;
    assert_eq!(left_after(&whole, 2, super::super::openai::read).await, Some(usage));
    let half = text("null") + told;
    let usage = Usage { estimated: true, ..usage };
    assert_eq!(left_after(&half, 2, super::super::openai::read).await, Some(usage));
    assert_eq!(left_after(&text("null"), 1, super::super::openai::read).await, None);
}

/// What the meter holds when a stream that goes no further is dropped while its so-manieth piece is waited for.
async fn left_after(body: &str, pieces: usize, read: Read) -> Option<Usage> {
    let meter = Meter::default();
    let bytes = stream::iter([Ok::<_, Infallible>(body.to_owned())]).chain(stream::pending());
    let answer = Answer::new(asked(), meter.clone());
    let mut deltas = Box::pin(deltas(bytes, |never| match never {}, read, answer, far()));
    for _ in 0..pieces {
        let _ = tokio::time::timeout(Duration::from_millis(10), deltas.next()).await;
    }
    meter.told()
}

#[test]
fn a_prompt_is_estimated_by_its_length() {
    let message = |text: &str| Message { role: Role::User, text: text.to_owned() };
    let messages = vec![message("four"), message("")];
    let prompt = Prompt { messages, max_tokens: 1, temperature: 0.0 };
    assert_eq!(estimate_asked(&prompt).input_tokens, 4 + 2 + 4);
}

proptest! {
    #[test]
    fn however_the_bytes_are_cut_the_same_answer_comes_out(sizes in prop::collection::vec(1_usize..90, 1..40)) {
        let whole = pieces(OPENAI.as_bytes(), &[OPENAI.len()], super::super::openai::read);
        prop_assert_eq!(pieces(OPENAI.as_bytes(), &sizes, super::super::openai::read), whole);
    }

    #[test]
    fn any_bytes_end_once_and_nothing_follows(
        lines in prop::collection::vec(prop_oneof![
            Just(OPENAI.as_bytes().to_vec()),
            prop::collection::vec(any::<u8>(), 0..60),
            "data: \\{\"(choices|candidates|error|usage)\":[0-9\\[\\]{}\",a-z:]{0,30}\\}\n\n".prop_map(String::into_bytes),
        ], 0..6),
        sizes in prop::collection::vec(1_usize..50, 1..10),
    ) {
        for read in [super::super::openai::read as Read, super::super::gemini::read] {
            let deltas = pieces(&lines.concat(), &sizes, read);
            let ends = deltas.iter().filter(|delta| !matches!(delta, Ok(Delta::Text(_)))).count();
            prop_assert_eq!(ends, 1);
            prop_assert!(!matches!(deltas.last(), Some(Ok(Delta::Text(_)))));
            prop_assert!(!deltas.iter().any(|delta| delta == &Ok(Delta::Text(String::new()))));
        }
    }
}
