//! The parameters of a webhook.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| toneline::telephony::twilio::form::fuzz_entry(data));
