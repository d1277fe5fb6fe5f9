//! The table of settings. `docs/SETTINGS.md` and `.env.example` are checked against it by a test.

/// One setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// The name of the environment variable.
    pub name: &'static str,
    /// What it is where nothing is set, in words.
    pub default: &'static str,
    /// What it is for.
    pub what: &'static str,
}

const fn row(name: &'static str, default: &'static str, what: &'static str) -> Row {
    Row { name, default, what }
}

/// Every setting there is.
pub const TABLE: [Row; 60] = [
    row("PORT", "8080", "TCP port to listen on; 0 picks a free one"),
    row(
        "BIND_ADDR",
        "127.0.0.1",
        "address to listen on; beyond loopback only with TWILIO_AUTH_TOKEN set",
    ),
    row(
        "PUBLIC_URL",
        "from the request's Host",
        "the URL at which the telephony service reaches this server; signatures cover it",
    ),
    row(
        "TRUST_PROXY",
        "false",
        "true: believe X-Forwarded-Proto and X-Forwarded-Host of the proxy in front",
    ),
    row(
        "TWILIO_ACCOUNT_SID",
        "none",
        "the account whose calls are answered; needed to send messages",
    ),
    row("TWILIO_AUTH_TOKEN", "none", "secret; checks signatures and authorises the REST API"),
    row(
        "TWILIO_AUTH_TOKEN_NEXT",
        "none",
        "secret; a second token accepted while tokens are rotated",
    ),
    row(
        "TWILIO_SHARED_KEYS",
        "none",
        "secret; ID=SECRET pairs, separated by commas, for webhooks signed with shared keys",
    ),
    row(
        "TWILIO_PHONE_NUMBER",
        "none",
        "the line's own number in international form; needed to send messages",
    ),
    row(
        "TWILIO_API_URL",
        "https://api.twilio.com",
        "base of the REST API, for compatible services and tests",
    ),
    row(
        "TWILIO_MEDIA_HOSTS",
        "mms.twiliocdn.com,media.twiliocdn.com",
        "hosts to which the REST API may redirect for attachments, over https",
    ),
    row(
        "REDIS_URL",
        "none: in the process",
        "where contexts are kept: redis://, rediss:// or redis+unix://",
    ),
    row(
        "DATABASE_URL",
        "sqlite:DATA_DIR/toneline.db",
        "where the journal is kept: postgres://… or sqlite:PATH",
    ),
    row(
        "DATA_DIR",
        "data",
        "folder for what is kept locally: the embedded journal, its spool, the generated key",
    ),
    row(
        "ENCRYPTION_KEY",
        "generated into DATA_DIR",
        "secret; 32 bytes as 64 hex digits or base64; all instances share it",
    ),
    row(
        "CONTENT_DIR",
        "none: the shipped packs",
        "folder of packs of lessons, taught besides the shipped ones",
    ),
    row("EMBEDDED_VOICE", "auto", "voice inside live streams: auto, espeak or none"),
    row(
        "LIVE_KEYS_IN_BAND",
        "auto",
        "keys heard in live streams: auto (until the first key message), on or off",
    ),
    row(
        "LIVE_LEAD_MS",
        "160",
        "how far ahead of real time live streams are sent, 100 to 500 ms: more for a network that jitters",
    ),
    row("LIVE_STREAM_MINUTES", "30", "how long one live stream may go on, 1 to 240 minutes"),
    row("MESSAGES_PER_MINUTE", "30", "texts answered for each learner; more get one polite line"),
    row(
        "MAX_LIVE_CALLS",
        "none: only the load decides",
        "calls at once; more hear that the lines are busy, and get a text once there is room",
    ),
    row("SHUTDOWN_GRACE_SECONDS", "30", "how long live calls may go on after a stop signal"),
    row(
        "RECORDINGS",
        "off",
        "on: learners are asked whether their calls may be recorded; those of who agrees are",
    ),
    row("RECORDING_DAYS", "30", "after so many days a recording is deleted"),
    row(
        "S3_BUCKET",
        "none: the folder recordings in DATA_DIR",
        "an S3 bucket for recordings; it must exist",
    ),
    row("S3_ENDPOINT", "https://s3.REGION.amazonaws.com", "base of the S3-compatible service"),
    row("S3_REGION", "us-east-1", "region of the bucket; many services take any"),
    row("S3_ACCESS_KEY_ID", "none", "id of the key for the bucket"),
    row("S3_SECRET_ACCESS_KEY", "none", "secret; the key for the bucket"),
    row(
        "ADMIN_TOKEN",
        "none: no admin routes",
        "secret; at least 16 characters; opens the admin routes as a bearer token",
    ),
    row(
        "TUTOR_CHAT",
        "whichever have a key",
        "who thinks, in order: NAME, NAME:MODEL or NAME=KIND:MODEL@URL, separated by commas; or none",
    ),
    row(
        "TUTOR_EARS",
        "whichever have a key",
        "who writes down speech, in order, as in TUTOR_CHAT; or none",
    ),
    row(
        "TUTOR_VOICES",
        "whichever have a key",
        "who speaks in live conversations, in order, as in TUTOR_CHAT; or none",
    ),
    row(
        "TUTOR_KEYS",
        "none",
        "secret; NAME=KEY pairs, separated by commas, for providers that have no setting of their own",
    ),
    row(
        "TUTOR_LANGS",
        "as each kind is known for",
        "NAME=en+rw pairs: the languages that a provider hears or speaks",
    ),
    row(
        "TUTOR_VOICE_IDS",
        "each provider's own",
        "NAME=VOICE pairs: the voice of a provider that speaks",
    ),
    row("GROQ_API_KEY", "none", "secret; groq thinks and hears"),
    row("OPENAI_API_KEY", "none", "secret; openai thinks, hears and speaks"),
    row("GEMINI_API_KEY", "none", "secret; gemini thinks"),
    row("DEEPGRAM_API_KEY", "none", "secret; deepgram hears while the learner speaks"),
    row(
        "ELEVENLABS_API_KEY",
        "none",
        "secret; elevenlabs speaks, and hears through an agent that TUTOR_EARS names",
    ),
    row("HF_TOKEN", "none", "secret; huggingface hears"),
    row("GOOGLE_API_KEY", "none", "secret; google speaks"),
    row(
        "TUTOR_TIMES_LIVE",
        "1200/6000/700",
        "thinking in a live call, ms: first piece, all of it, and when the next provider is asked as well",
    ),
    row(
        "TUTOR_TIMES_TEXT",
        "1200/2500",
        "thinking for texts and keys within a webhook, ms, as in TUTOR_TIMES_LIVE",
    ),
    row(
        "TUTOR_TIMES_LATE",
        "5500/20000",
        "the same, ms, where the answer may come after the webhook's: to a call that hears a filler, and by a text of its own",
    ),
    row(
        "TUTOR_TIMES_HEAR",
        "1200/2500",
        "hearing, ms from the end of the utterance, as in TUTOR_TIMES_LIVE",
    ),
    row("TUTOR_TIMES_SPEAK", "1200/2500", "speaking a sentence, ms, as in TUTOR_TIMES_LIVE"),
    row("TUTOR_BUDGET_DAY", "10", "US dollars that all may spend in a day, UTC; or none"),
    row("TUTOR_BUDGET_LEARNER", "0.25", "US dollars that one learner may spend in a day; or none"),
    row("TUTOR_BUDGET_GROUP", "none", "US dollars that one group may spend in a day"),
    row(
        "TUTOR_BUDGET_SUMMARIES",
        "0.50",
        "US dollars in a day for shortening long conversations in the background; or none",
    ),
    row(
        "TUTOR_BUDGET_PROVIDERS",
        "none",
        "NAME=DOLLARS pairs: what may be spent with a provider in a day",
    ),
    row(
        "TUTOR_AB",
        "none",
        "TRIAL=NAME:SHARE,NAME:SHARE: which provider of TUTOR_CHAT a learner is given first, by lot and for good",
    ),
    row("TUTOR_COST_LIMIT", "0.01", "US dollars that one request may cost; or none"),
    row(
        "TUTOR_PRICES",
        "none: the shipped list",
        "a TOML file of prices that goes before the shipped list",
    ),
    row("TUTOR_CACHE_DAYS", "7", "how long answers that suit everybody are kept; 0: not at all"),
    row("LOG_LEVEL", "info", "a level, or directives such as info,toneline=debug"),
    row("LOG_FORMAT", "json", "json or text"),
];
