//! A learner's document, sealed and plain.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| toneline::session::codec::fuzz_entry(data));
