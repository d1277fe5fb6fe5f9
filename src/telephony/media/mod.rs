//! The live audio socket: Twilio Media Streams, both ways.
//!
//! [`protocol`] names the messages, and `quick` reads the one that comes fifty times a second; [`inbound`] puts audio where
//! its timestamp says; [`playout`] keeps what is sent a small lead ahead of real time; [`barge`] tells a caller from a cough; `keypad`
//! counts each key once, told or heard; [`engine`] joins them into one call, pure and stepped by 20 ms ticks.
//!
//! `conduit` is the way between a socket's bytes and the engine. The shell: [`opening`] takes a socket up to its ticket ([`ticket`]: proof that a stream belongs to a call that we
//! answered), `shard` is a thread that serves its share of the calls every 20 ms, `live` one call on it, [`switchboard`] the
//! shards together. [`stage`] stands behind a call: whose it is, the driver, the voice.
//!
//! Parts of these: [`order`] tells where a message belongs, `starving` what takes the place of audio that does not come, `onset` who
//! speaks while a prompt ends, `echo` what the line returns of it, `stops` which of them
//! were stopped for nothing. `levelling` evens the level of what is written down and recorded, `hint` says what was wrong with it.

pub mod barge;
pub mod clip;
mod conduit;
mod echo;
pub mod engine;
mod filler;
mod gathering;
mod given;
mod hint;
pub mod inbound;
mod judging;
mod keypad;
mod levelling;
pub mod limits;
mod live;
pub mod load;
mod onset;
pub mod opening;
pub mod order;
pub mod playout;
pub mod pool;
pub mod protocol;
pub mod quality;
pub mod quick;
pub mod reason;
mod recorder;
pub mod repair;
mod saying;
pub mod scoring;
mod shard;
pub mod shelf;
mod signals;
pub mod sound;
mod speech;
pub mod stage;
mod starving;
mod stops;
pub mod switchboard;
pub mod take;
mod talking;
mod tallies;
pub mod ticket;
pub mod websocket;

/// What the fuzzer runs: any bytes as the messages of one stream, a line each. Nothing panics, no message floods the ear,
/// and audio and marks that are written read back.
///
/// # Panics
/// If one of these does not hold.
pub fn fuzz_entry(data: &[u8]) {
    let stream = crate::domain::ids::StreamSid::parse("MZ1").expect("a sid");
    let mut ear = inbound::Inbound::default();
    let (mut audio, mut again, mut written) = (Vec::new(), Vec::new(), String::new());
    for line in String::from_utf8_lossy(data).lines() {
        match protocol::parse(line) {
            Ok(protocol::Inbound::Media { stamp, payload, .. }) => {
                if protocol::decode_payload(&payload, &mut audio).is_err() {
                    continue;
                }
                let mut frames = 0;
                ear.push(stamp, &audio, |_| frames += 1);
                assert!(
                    frames <= 506 + audio.len() / crate::speech::units::FRAME_SAMPLES,
                    "a flood"
                );
                protocol::write_media(&stream, &audio, &mut written);
                let Ok(protocol::Inbound::Media { payload, .. }) = protocol::parse(&written) else {
                    panic!("what was written is no media message");
                };
                assert_eq!(protocol::decode_payload(&payload, &mut again), Ok(()));
                assert_eq!(audio, again, "audio changed by being written and read");
            }
            Ok(protocol::Inbound::Mark(name)) => {
                let Some(number) = protocol::mark_number(&name) else { continue };
                protocol::write_mark(&stream, number, &mut written);
                let Ok(protocol::Inbound::Mark(name)) = protocol::parse(&written) else {
                    panic!("what was written is no mark");
                };
                assert_eq!(protocol::mark_number(&name), Some(number));
            }
            Ok(_) | Err(_) => {}
        }
    }
}
