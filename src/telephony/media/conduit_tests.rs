use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::*;
use crate::phone::learner::Learner;
use crate::speech::dtmf::synth::{self, Sound};
use crate::speech::endpoint::ListenFor;
use crate::speech::g711::{self, Law};
use crate::speech::units::{FRAME_BYTES, FRAME_SAMPLES};
use crate::telephony::media::clip::Clip;
use crate::telephony::media::engine::Found;
use crate::telephony::media::pool::Pool;

/// A masked frame, as a service sends it.
fn frame(text: &str) -> Vec<u8> {
    let length = u16::try_from(text.len()).expect("a short message");
    let mask = [3, 141, 59, 26];
    let mut bytes = if length < 126 {
        vec![0x81, 0x80 | length as u8]
    } else {
        [&[0x81, 0xFE][..], &length.to_be_bytes()].concat()
    };
    bytes.extend(mask);
    bytes.extend(text.bytes().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask));
    bytes
}

fn media(n: usize, codes: &[u8]) -> Vec<u8> {
    let payload = STANDARD.encode(codes);
    frame(&format!(
        r#"{{"event":"media","sequenceNumber":"{}","media":{{"track":"inbound","chunk":"{}","timestamp":"{}","payload":"{payload}"}},"streamSid":"MZ1"}}"#,
        n + 2,
        n + 1,
        120 + 20 * n,
    ))
}

fn mark(n: usize) -> Vec<u8> {
    frame(&format!(
        r#"{{"event":"mark","sequenceNumber":"9","streamSid":"MZ1","mark":{{"name":"t{n}"}}}}"#
    ))
}

/// What the caller sends, a tick each: `quiet` ticks of nothing, a syllable, and nothing for a second.
fn said(from: usize, quiet: usize) -> Vec<Vec<u8>> {
    let voice = Learner::default().say("ma", 4);
    let mut codes = vec![vec![0xFF; FRAME_BYTES]; quiet];
    codes.extend(voice.chunks(FRAME_SAMPLES).map(|chunk| {
        let mut frame = vec![0xFF; FRAME_BYTES];
        g711::encode_into(Law::Mu, chunk, &mut frame[..chunk.len()]);
        frame
    }));
    codes.extend(vec![vec![0xFF; FRAME_BYTES]; 50]);
    codes.iter().enumerate().map(|(n, codes)| media(from + n, codes)).collect()
}

fn prompt(seconds: usize) -> Clip {
    let mut codes = vec![0; seconds * 8_000];
    let voice = Learner::default().say("ma", 1);
    let samples: Vec<i16> = voice.iter().copied().cycle().take(codes.len()).collect();
    g711::encode_into(Law::Mu, &samples, &mut codes);
    Clip::new(codes.into())
}

struct Call {
    conduit: Conduit,
    scratch: Scratch,
    pool: Arc<Pool>,
    sent: usize,
    utterances: usize,
}

impl Call {
    fn new() -> Self {
        let pool = Arc::new(Pool::default());
        pool.make_ready();
        let stream = StreamSid::parse("MZ1").expect("a sid");
        let engine = Engine::new(Arc::clone(&pool));
        let conduit = Conduit::new(engine, Reader::default(), stream);
        Self { conduit, scratch: Scratch::default(), pool, sent: 0, utterances: 0 }
    }

    /// One tick of a call: bytes in, bytes out, and the utterance, if one ended, given back as after scoring.
    fn step(&mut self, bytes: &mut [u8]) {
        self.conduit.take(bytes, &mut self.scratch).expect("a sound stream");
        self.conduit.tick().expect("a stream within its limits");
        self.conduit.send_due(&mut self.scratch, |_, tallies| tallies.due += 1);
        self.sent += self.scratch.out.len();
        self.scratch.out.clear();
        if self.conduit.engine.take_found() == Some(Found::Utterance)
            && let Some(utterance) = self.conduit.engine.take_utterance()
        {
            self.utterances += 1;
            self.pool.give_back(utterance);
        }
    }
}

#[test]
fn from_the_sockets_bytes_to_the_engine_and_back_a_frame_allocates_nothing() {
    let mut call = Call::new();
    // A prompt that is heard out and answered, and one that is spoken over; beside the audio, marks, and once a frame in
    // two pieces.
    let mut heard_out = said(0, 150);
    let mut spoken_over = said(heard_out.len(), 60);
    let late = media(3, &[0xFF; FRAME_BYTES]);
    heard_out[40].extend(&late);
    heard_out[60].extend(mark(1));
    let rest = heard_out[10].split_off(100);
    heard_out[11] = [rest, std::mem::take(&mut heard_out[11])].concat();
    call.conduit.engine.perform([prompt(1)], ListenFor::syllable());
    // The first message that comes in pieces takes the memory for all later ones.
    for bytes in &mut heard_out[..20] {
        call.step(bytes);
    }
    let counted = allocation_counter::measure(|| {
        for bytes in &mut heard_out[20..] {
            call.step(bytes);
        }
    });
    assert_eq!(counted.count_total, 0, "a prompt that was heard out: {counted:?}");
    assert_eq!((call.utterances, call.scratch.tallies.marks), (1, 1));
    assert!(call.sent > 10_000, "a second of audio, in base64");
    call.conduit.engine.perform([prompt(9)], ListenFor::syllable());
    let counted = allocation_counter::measure(|| {
        for bytes in &mut spoken_over {
            call.step(bytes);
        }
    });
    assert_eq!(counted.count_total, 0, "a prompt that was spoken over: {counted:?}");
    assert_eq!(call.utterances, 2);
    assert!(call.conduit.engine.take_stopped().is_some(), "it was stopped");
    assert_eq!(call.scratch.tallies.media as usize, heard_out.len() + spoken_over.len() + 1);
}

#[test]
fn a_stop_a_close_a_flood_and_a_giant_end_the_stream_each_with_its_reason() {
    let take = |bytes: Vec<u8>| Call::new().conduit.take(&mut { bytes }, &mut Scratch::default());
    assert_eq!(take(frame(r#"{"event":"stop"}"#)), Err(Reason::Stop));
    assert_eq!(take(vec![0x88, 0x80, 0, 0, 0, 0]), Err(Reason::Gone));
    assert_eq!(take(frame(r#"{"event":"x"}"#).repeat(300)), Err(Reason::Flood));
    assert_eq!(take(frame("{{{").repeat(30)), Err(Reason::Flood));
    let giant = [&[0x81, 0xFF][..], &70_000_u64.to_be_bytes(), &[0; 4]].concat();
    assert_eq!(take(giant), Err(Reason::TooBig));
    assert_eq!(take(vec![0x81, 1, b'x']), Err(Reason::Protocol));
    assert_eq!(take(mark(7)), Ok(()));
}

#[test]
fn messages_that_name_another_stream_are_dropped_and_counted() {
    let mut call = Call::new();
    call.conduit.engine.perform([prompt(2)], ListenFor::syllable());
    let dtmf = |stream: &str| {
        frame(&format!(r##"{{"event":"dtmf","streamSid":"{stream}","dtmf":{{"digit":"#"}}}}"##))
    };
    let media = String::from_utf8(vec![b'/'; 212]).expect("letters") + "/w==";
    let media =
        frame(&format!(r#"{{"event":"media","media":{{"payload":"{media}"}},"streamSid":"MZ2"}}"#));
    for mut bytes in [dtmf("MZ2"), media] {
        call.conduit.take(&mut bytes, &mut call.scratch).expect("the stream goes on");
    }
    assert_eq!((call.scratch.tallies.foreign, call.scratch.tallies.media), (2, 0));
    assert_eq!(call.conduit.engine.take_found(), None);
    call.conduit.take(&mut dtmf("MZ1"), &mut call.scratch).expect("sound");
    assert!(call.conduit.engine.take_found().is_some());
}

#[test]
fn a_ping_is_answered_with_its_own_payload() {
    let mut call = Call::new();
    let mut ping = vec![0x89, 0x82, 0, 0, 0, 0, b'h', b'i'];
    call.conduit.take(&mut ping, &mut call.scratch).expect("sound");
    assert_eq!(call.scratch.out, [0x8A, 2, b'h', b'i']);
}

#[test]
fn a_key_in_the_sound_allocates_no_more_than_the_word_for_it() {
    let mut call = Call::new();
    let (mut samples, sound) = (Vec::new(), Sound { tone_ms: 300.0, ..Sound::default() });
    synth::append(&mut samples, '5', &sound, 1_000.0, 1);
    synth::append(&mut samples, ' ', &sound, 1_000.0, 2);
    let mut messages: Vec<Vec<u8>> = samples
        .chunks(FRAME_SAMPLES)
        .enumerate()
        .map(|(n, chunk)| {
            let mut codes = [0xFF; FRAME_BYTES];
            g711::encode_into(Law::Mu, chunk, &mut codes[..chunk.len()]);
            media(n, &codes)
        })
        .collect();
    call.conduit.engine.perform([prompt(9)], ListenFor::syllable());
    messages[..20].iter_mut().for_each(|bytes| call.step(bytes));
    let counted = allocation_counter::measure(|| {
        messages[20..].iter_mut().for_each(|bytes| call.step(bytes));
    });
    assert!(call.conduit.engine.take_stopped().is_some(), "it was heard");
    // The key as it goes to the lesson.
    assert_eq!(counted.count_total, 1, "{counted:?}");
    assert_eq!((call.utterances, call.scratch.tallies.dtmf), (0, 0));
}
