use secrecy::ExposeSecret as _;

use super::super::{Faults, Settings};
use super::*;

fn read(pairs: &[(&str, &str)]) -> Result<Tutor, Faults> {
    let found = |name: &str| pairs.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned());
    Settings::read(found).map(|settings| settings.tutor)
}

fn names<K>(chain: &[Provider<K>]) -> Vec<String> {
    chain.iter().map(|provider| provider.name.clone()).collect()
}

fn fault(pairs: &[(&str, &str)]) -> (&'static str, String) {
    let faults = read(pairs).expect_err("a fault");
    assert_eq!(faults.0.len(), 1, "{faults}");
    (faults.0[0].name, faults.0[0].what.clone())
}

#[test]
fn without_a_key_nobody_thinks_hears_or_speaks() {
    let tutor = read(&[]).expect("defaults");
    assert!(tutor.chats.is_empty() && tutor.ears.is_empty() && tutor.voices.is_empty());
    assert_eq!(tutor.text.first, Duration::from_millis(1_200));
    assert_eq!(tutor.budgets.learner, Nanodollars::parse_dollars("0.25"));
}

#[test]
fn a_key_alone_puts_its_company_into_every_chain_it_can_serve() {
    let tutor = read(&[("OPENAI_API_KEY", "sk-1"), ("GROQ_API_KEY", "gsk-2")]).expect("settings");
    assert_eq!(names(&tutor.chats), ["groq", "openai"]);
    assert_eq!(names(&tutor.ears), ["groq", "openai"]);
    assert_eq!(names(&tutor.voices), ["openai"]);
    let key = tutor.chats[0].key.as_ref().expect("a key");
    assert_eq!(key.expose_secret(), "gsk-2");
}

#[test]
fn an_agent_that_only_the_operator_knows_is_not_guessed() {
    let tutor = read(&[("ELEVENLABS_API_KEY", "k")]).expect("settings");
    assert!(tutor.ears.is_empty());
    assert_eq!(names(&tutor.voices), ["elevenlabs"]);
    let tutor = read(&[("ELEVENLABS_API_KEY", "k"), ("TUTOR_EARS", "elevenlabs:agent_7")]);
    assert_eq!(tutor.expect("settings").ears[0].model, "agent_7");
}

#[test]
fn a_chain_is_read_in_its_order_with_models_addresses_and_keys() {
    let tutor = read(&[
        (
            "TUTOR_CHAT",
            "groq:llama-3.1-8b-instant, home=openai:llama3.2:3b@https://llama.example/v1,gemini",
        ),
        ("TUTOR_KEYS", "home=h-key"),
        ("GROQ_API_KEY", "g"),
        ("GEMINI_API_KEY", "m"),
    ])
    .expect("settings");
    assert_eq!(names(&tutor.chats), ["groq", "home", "gemini"]);
    assert_eq!(tutor.chats[0].model, "llama-3.1-8b-instant");
    let home = &tutor.chats[1];
    assert_eq!((home.kind, home.model.as_str()), (ChatKind::OpenAi, "llama3.2:3b"));
    assert_eq!(home.base.as_ref().map(Url::as_str), Some("https://llama.example/v1"));
    assert_eq!(home.key.as_ref().map(|k| k.expose_secret()), Some("h-key"));
}

#[test]
fn a_service_on_this_machine_needs_no_key() {
    let tutor = read(&[("TUTOR_CHAT", "ollama"), ("TUTOR_VOICES", "espeak")]).expect("settings");
    assert!(tutor.chats[0].key.is_none());
    assert!(tutor.voices[0].base.is_none());
}

#[test]
fn languages_and_voices_are_said_by_name() {
    let tutor = read(&[
        ("HF_TOKEN", "h"),
        ("OPENAI_API_KEY", "o"),
        ("TUTOR_LANGS", "huggingface=rw,openai=en+rw"),
        ("TUTOR_VOICE_IDS", "openai=nova"),
    ])
    .expect("settings");
    assert_eq!(tutor.ears[1].langs, [Lang::Rw]);
    assert_eq!(tutor.voices[0].langs, [Lang::En, Lang::Rw]);
    assert_eq!(tutor.voices[0].voice.as_deref(), Some("nova"));
    let tutor = read(&[("OPENAI_API_KEY", "o")]).expect("settings");
    assert_eq!(tutor.voices[0].voice.as_deref(), Some("alloy"), "each kind's own");
    assert_eq!(tutor.chats[0].voice, None);
}

/// What is set, and the name and a part of what is said about it.
type Slip<'a> = (&'a [(&'a str, &'a str)], &'a str, &'a str);

#[test]
fn every_slip_is_said_under_the_name_of_its_setting() {
    let cases: &[Slip<'_>] = &[
        (&[("TUTOR_CHAT", "groq")], "TUTOR_CHAT", "GROQ_API_KEY"),
        (&[("TUTOR_CHAT", "nobody")], "TUTOR_CHAT", "KIND of openai, gemini"),
        (&[("TUTOR_CHAT", "x=telepathy:m@http://h")], "TUTOR_CHAT", "its kind is none of"),
        (&[("TUTOR_CHAT", "x=openai@http://h")], "TUTOR_CHAT", "needs a model"),
        (&[("TUTOR_CHAT", "x=openai:m")], "TUTOR_CHAT", "needs an address"),
        (&[("TUTOR_CHAT", "x=openai:m@http://u:p@h")], "TUTOR_CHAT", "keys go into TUTOR_KEYS"),
        (&[("TUTOR_CHAT", "x=openai:m@http://h"), ("TUTOR_KEYS", "x=k")], "TUTOR_CHAT", "TLS"),
        (&[("TUTOR_CHAT", "ollama,ollama")], "TUTOR_CHAT", "twice"),
        (&[("TUTOR_EARS", "elevenlabs"), ("ELEVENLABS_API_KEY", "k")], "TUTOR_EARS", "model"),
        (&[("TUTOR_KEYS", "gorq=k")], "TUTOR_KEYS", "pair 1"),
        (&[("TUTOR_KEYS", "sk-1")], "TUTOR_KEYS", "pairs"),
        (&[("TUTOR_LANGS", "groq=fr")], "TUTOR_LANGS", "en or rw"),
        (&[("TUTOR_TIMES_LIVE", "fast")], "TUTOR_TIMES_LIVE", "FIRST/WHOLE"),
        (&[("TUTOR_TIMES_TEXT", "900/300")], "TUTOR_TIMES_TEXT", "no less"),
        (&[("TUTOR_TIMES_LATE", "9000/9000")], "TUTOR_TIMES_LATE", "CALL/TEXT"),
        (&[("TUTOR_BUDGET_DAY", "ten")], "TUTOR_BUDGET_DAY", "US dollars"),
        (&[("TUTOR_BUDGET_PROVIDERS", "gorq=1")], "TUTOR_BUDGET_PROVIDERS", "none of"),
        (&[("TUTOR_CACHE_DAYS", "-1")], "TUTOR_CACHE_DAYS", "days"),
    ];
    for (pairs, name, part) in cases {
        let (said, what) = fault(pairs);
        assert_eq!(said, *name, "{what}");
        assert!(what.contains(part), "{name}: {what}");
    }
}

#[test]
fn no_key_is_shown_by_faults_or_debug() {
    let (_, what) = fault(&[("TUTOR_CHAT", "SK-SECRET")]);
    assert!(!what.contains("SECRET"));
    let (_, what) = fault(&[("TUTOR_KEYS", "SK-SECRET=1")]);
    assert!(!what.contains("SECRET"));
    let tutor = read(&[("OPENAI_API_KEY", "SK-SECRET")]).expect("settings");
    assert!(!format!("{tutor:?}").contains("SECRET"));
}

#[test]
fn times_and_budgets_are_read_and_may_be_none() {
    let tutor = read(&[
        ("TUTOR_TIMES_LIVE", "800/4000/300"),
        ("TUTOR_BUDGET_DAY", "none"),
        ("TUTOR_BUDGET_PROVIDERS", "groq=1.5"),
        ("GROQ_API_KEY", "k"),
        ("TUTOR_CACHE_DAYS", "0"),
    ])
    .expect("settings");
    let hedge = Some(Duration::from_millis(300));
    assert_eq!((tutor.live.first.as_millis(), tutor.live.hedge), (800, hedge));
    assert_eq!(tutor.budgets.day, None);
    assert_eq!(tutor.budgets.providers, [("groq".to_owned(), Nanodollars(1_500_000_000))]);
    assert_eq!(tutor.cache, None);
}

#[test]
fn a_trial_names_providers_of_the_chain_with_their_shares() {
    let keys = [("GROQ_API_KEY", "g"), ("OPENAI_API_KEY", "o")];
    let with = |trial| [keys[0], keys[1], ("TUTOR_AB", trial)];
    let trial = read(&with("autumn=groq:50, openai:150")).expect("settings").trial;
    let trial = trial.expect("a trial");
    assert_eq!(trial.arms, [("groq".to_owned(), 50), ("openai".to_owned(), 150)]);
    assert_eq!(trial.label(1), "autumn=openai");
    for (wrong, why) in [
        ("groq:50,openai:50", "not TRIAL="),
        ("autumn=groq,openai", "not TRIAL="),
        ("autumn=groq:0,openai:1", "not TRIAL="),
        ("autumn=groq:50", "a trial has two arms"),
        ("autumn=groq:50,gemini:50", "gemini is not in TUTOR_CHAT"),
        ("autumn=groq:50,groq:50", "groq is there twice"),
    ] {
        let (name, what) = fault(&with(wrong));
        assert!(name == "TUTOR_AB" && what.starts_with(why), "{wrong}: {what}");
    }
    assert_eq!(read(&keys).expect("settings").trial, None);
}
