//! TwiML as the simulated phone reads it.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| toneline::phone::twiml::fuzz_entry(data));
