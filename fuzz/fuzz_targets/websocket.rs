//! A client's end of a media socket.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| toneline::telephony::media::websocket::fuzz_entry(data));
