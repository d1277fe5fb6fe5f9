//! The signature of a request.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| toneline::telephony::twilio::signature::fuzz_entry(data));
