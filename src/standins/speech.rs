//! Services that speak: a tone of 440 Hz, 40 ms for each character.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::body::{Answer, Visit, send};
use super::failures;
use super::script::{Act, Endpoint};
use super::server::Shared;

/// Sound for a character, ms.
const MS_PER_CHARACTER: usize = 40;
/// The longest sound, characters.
const LONGEST: usize = 500;
/// Bytes that a service sends at a time.
const PIECE: usize = 4_096;

/// `POST …/audio/speech`.
pub(super) async fn openai(
    State(shared): State<Arc<Shared>>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    speak(&shared, Endpoint::OpenAiSpeech, &uri, &headers, &body, |request, _| {
        let text = request.get("input")?.as_str()?;
        request.get("voice")?.as_str()?;
        let model = request.get("model")?.as_str()?.to_owned();
        (request.get("response_format")? == "pcm").then_some(())?;
        let bytes = tone(text, 24_000).flat_map(i16::to_le_bytes).collect();
        Some((model, text.to_owned(), sound("audio/pcm", bytes)))
    })
    .await
}

/// `POST …/v1/text-to-speech/{voice}/stream`.
pub(super) async fn elevenlabs(
    State(shared): State<Arc<Shared>>,
    Path(_voice): Path<String>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let ulaw = uri.query() == Some("output_format=ulaw_8000");
    speak(&shared, Endpoint::ElevenLabsSpeech, &uri, &headers, &body, |request, _| {
        ulaw.then_some(())?;
        let text = request.get("text")?.as_str()?;
        let speed = request.pointer("/voice_settings/speed").and_then(Value::as_f64)?;
        (0.7..=1.2).contains(&speed).then_some(())?;
        let model = request.get("model_id")?.as_str()?.to_owned();
        let sound = sound("audio/basic", tone(text, 8_000).map(mulaw).collect());
        Some((model, text.to_owned(), sound))
    })
    .await
}

/// `POST …/v1/text:synthesize`.
pub(super) async fn google(
    State(shared): State<Arc<Shared>>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    speak(&shared, Endpoint::GoogleSpeech, &uri, &headers, &body, |request, _| {
        let text = request.pointer("/input/text")?.as_str()?;
        let voice = request.pointer("/voice/name")?.as_str()?.to_owned();
        request.pointer("/voice/languageCode")?.as_str()?;
        let config = request.get("audioConfig")?;
        (config.get("audioEncoding")? == "MULAW" && config.get("sampleRateHertz")? == 8_000)
            .then_some(())?;
        let file = wav(tone(text, 8_000).map(mulaw).collect());
        let content = json!({ "audioContent": STANDARD.encode(file) });
        Some((voice, text.to_owned(), Answer::json(&content)))
    })
    .await
}

/// What all three have in common. `answer` gives the model, the text and the sound, or nothing for a request that is wrong.
async fn speak(
    shared: &Shared,
    at: Endpoint,
    uri: &Uri,
    headers: &HeaderMap,
    body: &[u8],
    answer: impl Fn(&Value, &Act) -> Option<(String, String, Answer)>,
) -> Response {
    let (visit, act) = Visit::begin(shared, at, uri, headers, body, None);
    let mut visit = match failures::or_go_on(at, visit, &act).await {
        Ok(visit) => visit,
        Err(response) => return *response,
    };
    let request: Option<Value> = serde_json::from_slice(body).ok();
    let Some((model, text, answer)) = request.and_then(|request| answer(&request, &act)) else {
        visit.end();
        return (StatusCode::BAD_REQUEST, Json(json!({ "error": { "message": "not a request" } })))
            .into_response();
    };
    visit.charge(&model).characters = text.chars().count() as u64;
    send(visit, &act, answer)
}

fn sound(content_type: &'static str, bytes: Vec<u8>) -> Answer {
    let natural = (1..).map(|n| n * PIECE).take_while(|end| *end < bytes.len()).collect();
    Answer { content_type, bytes, natural, marks: None }
}

/// A tone as long as the text, at half of full scale.
fn tone(text: &str, rate_hz: usize) -> impl Iterator<Item = i16> {
    let count = text.chars().count().clamp(1, LONGEST) * MS_PER_CHARACTER * rate_hz / 1_000;
    (0..count).map(move |n| {
        let phase = std::f64::consts::TAU * 440.0 * n as f64 / rate_hz as f64;
        (16_384.0 * phase.sin()) as i16
    })
}

/// One sample by ITU-T G.711, table 2a: sign, exponent and mantissa of the biased magnitude, all inverted.
pub(super) fn mulaw(sample: i16) -> u8 {
    let magnitude = u32::from(sample.unsigned_abs().min(32_635)) + 132;
    let exponent = 31 - magnitude.leading_zeros() - 7;
    let mantissa = (magnitude >> (exponent + 3)) & 0xF;
    let sign = if sample < 0 { 0x80 } else { 0 };
    !(sign | (exponent << 4) as u8 | mantissa as u8)
}

/// mu-law in a WAV file, with the chunk of facts that the format asks for.
fn wav(sound: Vec<u8>) -> Vec<u8> {
    let length = (sound.len() as u32).to_le_bytes();
    let mut file =
        b"RIFF\0\0\0\0WAVEfmt \x12\0\0\0\x07\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0\0\0"
            .to_vec();
    file.extend_from_slice(b"fact\x04\0\0\0");
    file.extend_from_slice(&length);
    file.extend_from_slice(b"data");
    file.extend_from_slice(&length);
    file.extend_from_slice(&sound);
    let size = (file.len() as u32 - 8).to_le_bytes();
    file[4..8].copy_from_slice(&size);
    file
}
