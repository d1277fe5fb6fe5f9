//! A sound file.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| toneline::speech::wav::fuzz_entry(data));
