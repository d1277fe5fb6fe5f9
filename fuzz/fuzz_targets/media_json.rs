//! The messages of a media stream.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| toneline::telephony::media::fuzz_entry(data));
