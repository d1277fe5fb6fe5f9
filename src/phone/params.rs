//! The parameters that Twilio sends with every voice request.

use std::time::Duration;

use chrono::Utc;

use super::PhoneError;
use super::line::Line;
use super::runner::Ending;

const STATES: [&str; 4] = ["FromState", "ToState", "CallerState", "CalledState"];
const CITIES: [&str; 4] = ["FromCity", "ToCity", "CallerCity", "CalledCity"];
const ZIPS: [&str; 4] = ["FromZip", "ToZip", "CallerZip", "CalledZip"];
const COUNTRIES: [&str; 4] = ["FromCountry", "ToCountry", "CallerCountry", "CalledCountry"];

/// What is known of a call, and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Facts {
    call_sid: String,
    account_sid: String,
    from: String,
    to: String,
    status: &'static str,
}

impl Facts {
    pub(super) fn new(line: &Line, call_sid: String) -> Self {
        Self {
            call_sid,
            account_sid: line.account_sid.clone(),
            from: line.from.clone(),
            to: line.to.clone(),
            status: "ringing",
        }
    }

    pub(super) fn call_sid(&self) -> &str {
        &self.call_sid
    }

    pub(super) fn account_sid(&self) -> &str {
        &self.account_sid
    }

    /// The first verb but `<Reject>` picks up.
    pub(super) fn answer(&mut self) {
        self.status = "in-progress";
    }

    pub(super) fn complete(&mut self) {
        self.status = "completed";
    }

    /// The parameters of a request, with `extra` at their end. Empty ones are sent, too.
    pub(super) fn params(&self, extra: &[(&str, &str)]) -> Vec<(String, String)> {
        let mut params: Vec<(String, String)> = Vec::new();
        let mut put = |name: &str, value: &str| params.push((name.to_owned(), value.to_owned()));
        put("AccountSid", &self.account_sid);
        put("ApiVersion", "2010-04-01");
        put("CallSid", &self.call_sid);
        put("CallStatus", self.status);
        put("Direction", "inbound");
        for name in ["From", "Caller"] {
            put(name, &self.from);
        }
        for name in ["To", "Called"] {
            put(name, &self.to);
        }
        for names in [CITIES, STATES, ZIPS] {
            names.iter().for_each(|name| put(name, ""));
        }
        for name in COUNTRIES {
            let number = if name.starts_with("To") || name.starts_with("Called") {
                &self.to
            } else {
                &self.from
            };
            put(name, country(number));
        }
        for (name, value) in extra {
            put(name, value);
        }
        params
    }

    /// The parameters of the last status callback.
    pub(super) fn final_params(
        &mut self,
        ending: &Result<Ending, PhoneError>,
        duration: Duration,
    ) -> Vec<(String, String)> {
        self.status = match ending {
            Ok(Ending::Rejected { busy: true }) => "busy",
            Ok(Ending::Rejected { busy: false }) => "no-answer",
            Err(_) if self.status == "ringing" => "failed",
            _ => "completed",
        };
        let seconds = if self.status == "completed" { duration.as_secs_f64().ceil() } else { 0.0 };
        let minutes = (seconds / 60.0).ceil();
        let now = Utc::now().to_rfc2822();
        self.params(&[
            ("CallDuration", &seconds.to_string()),
            ("Duration", &minutes.to_string()),
            ("Timestamp", &now),
            ("CallbackSource", "call-progress-events"),
            ("SequenceNumber", "0"),
        ])
    }
}

/// The country of a number, as far as the phone's users are concerned; empty elsewhere.
pub(super) fn country(number: &str) -> &'static str {
    [("+250", "RW"), ("+254", "KE"), ("+255", "TZ"), ("+256", "UG"), ("+1", "US")]
        .iter()
        .find(|(prefix, _)| number.starts_with(prefix))
        .map_or("", |(_, country)| country)
}
