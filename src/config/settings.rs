//! The settings, parsed.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use secrecy::SecretString;
use url::Url;

use super::fault::{Fault, Faults};
use super::reader::Reader;
use super::recordings::{self, Recordings};
use super::table::TABLE;
use super::tutor::{self, Tutor};
use crate::domain::ids::AccountSid;
use crate::domain::party::E164;

/// How logs are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// One JSON object a line.
    Json,
    /// For people.
    Text,
}

/// Which voice speaks inside live streams.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VoiceChoice {
    /// espeak-ng where it is installed, else none.
    Auto,
    /// espeak-ng; starting without it is a fault.
    Espeak,
    /// None: prompts are spoken by TwiML around the stream.
    None,
}

/// Whether live streams are listened to for the tones of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeysInBand {
    /// Until the stream brings its first key message.
    Auto,
    /// Always; a key that is heard and told counts once.
    On,
    /// Never: only messages count.
    Off,
}

/// The telephony account.
#[derive(Debug, Clone)]
pub struct Twilio {
    /// The account, if one is set.
    pub account_sid: Option<AccountSid>,
    /// Tokens that signatures are checked with; the first also authorises the REST API.
    pub auth_tokens: Vec<SecretString>,
    /// Shared keys by id.
    pub shared_keys: Vec<(String, SecretString)>,
    /// The line's own number.
    pub phone_number: Option<E164>,
    /// Base of the REST API.
    pub api_url: Url,
    /// Hosts to which the API may redirect for attachments, lower case.
    pub media_hosts: Vec<String>,
}

/// Everything that can be set.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where to listen.
    pub listen: SocketAddr,
    /// The public base URL, without a trailing slash.
    pub public_url: Option<Url>,
    /// Whether forwarded headers are believed.
    pub trust_proxy: bool,
    /// The telephony account.
    pub twilio: Twilio,
    /// Redis, if any.
    pub redis_url: Option<SecretString>,
    /// Postgres or SQLite.
    pub database_url: SecretString,
    /// The local folder.
    pub data_dir: PathBuf,
    /// Packs of lessons besides the shipped ones.
    pub content_dir: Option<PathBuf>,
    /// The master key, if set.
    pub encryption_key: Option<SecretString>,
    /// The voice inside streams.
    pub embedded_voice: VoiceChoice,
    /// Keys heard in live streams.
    pub keys_in_band: KeysInBand,
    /// How far ahead of real time audio is sent in live streams, ms.
    pub lead_ms: u32,
    /// How long a live stream may go on, minutes.
    pub longest_stream_minutes: u32,
    /// Texts a minute and learner.
    pub messages_per_minute: u32,
    /// Calls at once; `None`: only the load decides.
    pub max_live_calls: Option<usize>,
    /// How long live calls may go on after a stop signal.
    pub shutdown_grace: Duration,
    /// Recordings of calls.
    pub recordings: Recordings,
    /// Who thinks, hears and speaks for the tutor.
    pub tutor: Tutor,
    /// Which logs are written.
    pub log_level: String,
    /// How.
    pub log_format: LogFormat,
}

impl Settings {
    /// Reads the settings through `lookup`. An empty value counts as none.
    ///
    /// # Errors
    /// [`Faults`] with everything that is wrong, not only the first.
    pub fn read(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, Faults> {
        let mut reader = Reader { lookup: &lookup, faults: Vec::new() };
        let settings = reader.settings();
        if reader.faults.is_empty() {
            Ok(settings)
        } else {
            let place = |f: &Fault| TABLE.iter().position(|row| row.name == f.name);
            reader.faults.sort_by_key(place);
            Err(Faults(reader.faults))
        }
    }

    /// Reads the settings from the environment, and from `.env` in the working folder for what is not in it.
    ///
    /// # Errors
    /// [`Faults`], among them a `.env` that cannot be read.
    pub fn from_env() -> Result<Self, Faults> {
        match dotenvy::dotenv() {
            Ok(_) => {}
            Err(error) if error.not_found() => {}
            // The error's own text may quote the line, and so a secret.
            Err(_) => {
                let what = "the file .env cannot be read: each line is NAME=value".to_owned();
                return Err(Faults(vec![Fault { name: ".env", what }]));
            }
        }
        Self::read(|name| std::env::var(name).ok())
    }
}

impl Reader<'_> {
    fn settings(&mut self) -> Settings {
        let port = self.parsed("PORT", 8080_u16, "a port from 0 to 65535");
        let ip =
            self.parsed("BIND_ADDR", IpAddr::from([127, 0, 0, 1]), "an IP address such as 0.0.0.0");
        let data_dir = PathBuf::from(self.text("DATA_DIR").unwrap_or_else(|| "data".to_owned()));
        let twilio = self.twilio();
        if !ip.is_loopback() && twilio.auth_tokens.is_empty() {
            self.fault(
                "BIND_ADDR",
                format!("{ip} is reachable from outside, and without TWILIO_AUTH_TOKEN nobody's signature can be \
                         checked: set the token, or listen on 127.0.0.1"),
            );
        }
        Settings {
            listen: SocketAddr::new(ip, port),
            public_url: self.public_url(),
            trust_proxy: self.parsed("TRUST_PROXY", false, "true or false"),
            twilio,
            redis_url: self.redis_url(),
            database_url: self.database_url(&data_dir),
            data_dir,
            content_dir: self.text("CONTENT_DIR").map(PathBuf::from),
            encryption_key: self.encryption_key(),
            embedded_voice: self.choice(
                "EMBEDDED_VOICE",
                &[
                    ("auto", VoiceChoice::Auto),
                    ("espeak", VoiceChoice::Espeak),
                    ("none", VoiceChoice::None),
                ],
            ),
            keys_in_band: self.choice(
                "LIVE_KEYS_IN_BAND",
                &[("auto", KeysInBand::Auto), ("on", KeysInBand::On), ("off", KeysInBand::Off)],
            ),
            lead_ms: self.within("LIVE_LEAD_MS", 160, 100..=500),
            longest_stream_minutes: self.within("LIVE_STREAM_MINUTES", 30, 1..=240),
            messages_per_minute: self.at_least_one("MESSAGES_PER_MINUTE", 30),
            max_live_calls: self.max_live_calls(),
            shutdown_grace: Duration::from_secs(
                self.parsed("SHUTDOWN_GRACE_SECONDS", 30_u32, "a number of seconds").into(),
            ),
            recordings: recordings::read(self),
            tutor: tutor::read(self),
            log_level: self.log_level(),
            log_format: self
                .choice("LOG_FORMAT", &[("json", LogFormat::Json), ("text", LogFormat::Text)]),
        }
    }

    fn twilio(&mut self) -> Twilio {
        let account_sid = self.text("TWILIO_ACCOUNT_SID").and_then(|text| {
            let sid = AccountSid::parse(&text);
            sid.map_err(|_| {
                self.fault("TWILIO_ACCOUNT_SID", "not an account SID (AC and 32 hex digits)")
            })
            .ok()
        });
        let tokens = [self.text("TWILIO_AUTH_TOKEN"), self.text("TWILIO_AUTH_TOKEN_NEXT")];
        if let [None, Some(_)] = tokens {
            self.fault(
                "TWILIO_AUTH_TOKEN_NEXT",
                "set while TWILIO_AUTH_TOKEN is not: set that first",
            );
        }
        let phone_number = self.text("TWILIO_PHONE_NUMBER").and_then(|text| {
            let number = E164::parse(&text);
            number.map_err(|error| self.fault("TWILIO_PHONE_NUMBER", error.to_string())).ok()
        });
        let hosts = self.text("TWILIO_MEDIA_HOSTS");
        let hosts = hosts.as_deref().unwrap_or("mms.twiliocdn.com,media.twiliocdn.com").split(',');
        let api_url =
            self.text("TWILIO_API_URL").unwrap_or_else(|| "https://api.twilio.com".to_owned());
        Twilio {
            account_sid,
            auth_tokens: tokens.into_iter().flatten().map(SecretString::from).collect(),
            shared_keys: self.shared_keys(),
            phone_number,
            media_hosts: hosts.map(|h| h.trim().to_lowercase()).filter(|h| !h.is_empty()).collect(),
            api_url: self
                .http_url("TWILIO_API_URL", &api_url)
                .unwrap_or_else(|| Url::parse("https://api.twilio.com").expect("a constant URL")),
        }
    }

    fn shared_keys(&mut self) -> Vec<(String, SecretString)> {
        let Some(text) = self.text("TWILIO_SHARED_KEYS") else {
            return Vec::new();
        };
        let pair = |part: &str| {
            let (id, secret) = part.trim().split_once('=')?;
            (!id.is_empty() && !secret.is_empty())
                .then(|| (id.to_owned(), SecretString::from(secret)))
        };
        let pairs: Option<Vec<_>> = text.split(',').map(pair).collect();
        pairs.unwrap_or_else(|| {
            self.fault("TWILIO_SHARED_KEYS", "not ID=SECRET pairs separated by commas");
            Vec::new()
        })
    }

    fn public_url(&mut self) -> Option<Url> {
        let text = self.text("PUBLIC_URL")?;
        let url = self.http_url("PUBLIC_URL", &text)?;
        if url.query().is_some() || url.fragment().is_some() {
            self.fault("PUBLIC_URL", "has a query or fragment: give the base only");
        }
        Some(url)
    }

    fn redis_url(&mut self) -> Option<SecretString> {
        let text = self.text("REDIS_URL")?;
        let known = ["redis://", "rediss://", "redis+unix://", "unix://"];
        if !known.iter().any(|scheme| text.starts_with(scheme)) {
            self.fault("REDIS_URL", "does not begin with redis://, rediss:// or redis+unix://");
        }
        Some(text.into())
    }

    fn database_url(&mut self, data_dir: &std::path::Path) -> SecretString {
        let Some(text) = self.text("DATABASE_URL") else {
            return format!("sqlite:{}", data_dir.join("toneline.db").display()).into();
        };
        let known = ["postgres://", "postgresql://", "sqlite:"];
        if !known.iter().any(|scheme| text.starts_with(scheme)) {
            self.fault("DATABASE_URL", "does not begin with postgres:// or sqlite:");
        }
        text.into()
    }

    fn encryption_key(&mut self) -> Option<SecretString> {
        let text = self.text("ENCRYPTION_KEY")?;
        if let Err(error) = crate::domain::key::MasterKey::parse(&text) {
            self.fault("ENCRYPTION_KEY", error.to_string());
        }
        Some(text.into())
    }

    fn log_level(&mut self) -> String {
        let text = self.text("LOG_LEVEL").unwrap_or_else(|| "info".to_owned());
        let is_word = text.bytes().all(|b| b.is_ascii_alphanumeric());
        if is_word && text.parse::<tracing_subscriber::filter::LevelFilter>().is_err() {
            // As a directive it would name a module that is not there, and silence everything.
            self.fault(
                "LOG_LEVEL",
                format!("{text:?} is no level: error, warn, info, debug, trace or off"),
            );
        } else if let Err(error) = tracing_subscriber::EnvFilter::builder().parse(&text) {
            self.fault("LOG_LEVEL", format!("not a level or directives: {error}"));
        }
        text
    }

    fn max_live_calls(&mut self) -> Option<usize> {
        self.text("MAX_LIVE_CALLS")?;
        usize::try_from(self.at_least_one("MAX_LIVE_CALLS", 1)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Settings, Faults> {
        Settings::read(|name| pairs.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned()))
    }

    #[test]
    fn nothing_set_is_embedded_on_loopback() {
        let settings = read(&[]).expect("defaults");
        assert!(settings.listen.ip().is_loopback());
        assert!(settings.redis_url.is_none());
        let defaults = read(&[("PORT", " "), ("REDIS_URL", "")]).expect("empty values");
        assert_eq!(defaults.listen, settings.listen);
    }

    #[test]
    fn the_lead_and_the_longest_stream_are_held_within_what_works() {
        let set = |lead, minutes| read(&[("LIVE_LEAD_MS", lead), ("LIVE_STREAM_MINUTES", minutes)]);
        let chosen = set("240", "90").expect("within");
        assert_eq!((chosen.lead_ms, chosen.longest_stream_minutes), (240, 90));
        for (lead, minutes) in [("99", "30"), ("501", "30"), ("160", "0"), ("160", "241")] {
            assert!(set(lead, minutes).is_err(), "{lead} {minutes}");
        }
    }

    #[test]
    fn every_fault_is_reported_by_name_in_one_go() {
        let faults = read(&[
            ("PORT", "70000"),
            ("PUBLIC_URL", "toneline.example"),
            ("TWILIO_PHONE_NUMBER", "0788"),
            ("DATABASE_URL", "mysql://x"),
            ("ENCRYPTION_KEY", "hunter2"),
            ("LOG_FORMAT", "xml"),
        ])
        .expect_err("six faults");
        let names: Vec<_> = faults.0.iter().map(|f| f.name).collect();
        let expected = [
            "PORT",
            "PUBLIC_URL",
            "TWILIO_PHONE_NUMBER",
            "DATABASE_URL",
            "ENCRYPTION_KEY",
            "LOG_FORMAT",
        ];
        assert_eq!(names, expected);
        assert!(!faults.to_string().contains("hunter2"), "a secret is shown");
    }

    #[test]
    fn without_a_token_only_loopback_is_allowed() {
        let faults = read(&[("BIND_ADDR", "0.0.0.0")]).expect_err("open without a token");
        assert_eq!(faults.0[0].name, "BIND_ADDR");
        assert!(faults.0[0].what.contains("TWILIO_AUTH_TOKEN"));
        read(&[("BIND_ADDR", "0.0.0.0"), ("TWILIO_AUTH_TOKEN", "t")]).expect("with a token");
        read(&[("BIND_ADDR", "::1")]).expect("IPv6 loopback");
    }

    #[test]
    fn debug_shows_no_secret() {
        let settings = read(&[
            ("TWILIO_AUTH_TOKEN", "tok-secret"),
            ("REDIS_URL", "redis://:pw-secret@host"),
            ("DATABASE_URL", "postgres://u:db-secret@host/x"),
        ])
        .expect("settings");
        assert!(!format!("{settings:?}").contains("secret\""));
        assert!(!format!("{settings:?}").contains("pw-secret"));
        assert!(!format!("{settings:?}").contains("db-secret"));
    }
}
