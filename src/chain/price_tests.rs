use proptest::prelude::*;

use super::*;

fn model(provider: &str, model: &str) -> Model {
    Model { provider: provider.to_owned(), model: model.to_owned() }
}

#[test]
fn the_shipped_list_names_every_model_that_a_key_alone_configures() {
    let prices = Prices::shipped();
    for (provider, name) in [
        ("groq", "llama-3.3-70b-versatile"),
        ("groq", "whisper-large-v3-turbo"),
        ("openai", "gpt-4o-mini"),
        ("openai", "whisper-1"),
        ("openai", "gpt-4o-mini-tts"),
        ("gemini", "gemini-2.5-flash"),
        ("deepgram", "nova-3"),
        ("elevenlabs", "eleven_flash_v2_5"),
        ("huggingface", "openai/whisper-large-v3"),
        ("google", "standard"),
        ("ollama", "llama3.2"),
        ("espeak", "espeak-ng"),
    ] {
        assert!(prices.names(&model(provider, name)), "{provider} {name}");
    }
}

#[test]
fn what_nobody_wrote_down_is_charged_as_the_default_and_never_nothing() {
    let prices = Prices::shipped();
    let usage =
        Usage { input_tokens: 1, output_tokens: 1, characters: 1, audio_ms: 1, ..Usage::default() };
    let unknown = prices.of(&model("new", "model")).cost(&usage);
    assert!(unknown > Nanodollars::ZERO);
    assert!(!prices.names(&model("new", "model")));
    let speaks = Usage { characters: 1_000_000, ..Usage::default() };
    let chat = prices.of(&model("openai", "gpt-4o-mini")).cost(&speaks);
    assert_eq!(chat, prices.of(&model("new", "model")).cost(&speaks));
}

#[test]
fn a_list_of_ones_own_goes_before_the_shipped_one() {
    let own = "[default]\noutput = \"1\"\n[[model]]\nprovider = \"groq\"\nmodel = \"*\"\ninput = \"0.5\"\n\
               [[model]]\nprovider = \"openai\"\nmodel = \"gpt-4o-mini\"\ninput = \"0.1\"";
    let prices = Prices::read(Some(own)).expect("a list");
    let million = Usage { input_tokens: 1_000_000, ..Usage::default() };
    let cost = |provider, name| prices.of(&model(provider, name)).cost(&million);
    assert_eq!(cost("openai", "gpt-4o-mini"), Nanodollars(100_000_000));
    assert_eq!(cost("groq", "anything"), Nanodollars(500_000_000));
    assert_eq!(cost("groq", "llama-3.1-8b-instant"), Nanodollars(50_000_000), "exact names first");
    let cached = Usage { cached_tokens: 1_000_000, ..million };
    let price = prices.of(&model("openai", "gpt-4o-mini"));
    assert_eq!(price.cost(&cached), Nanodollars(100_000_000), "no lower price was said");
}

#[test]
fn a_list_that_cannot_be_read_is_refused_with_the_place() {
    let bad = "[[model]]\nprovider = \"x\"\nmodel = \"y\"\ninput = \"0,5\"";
    let error = Prices::read(Some(bad)).expect_err("a comma");
    assert!(error.to_string().contains("x y: input"), "{error}");
    assert!(Prices::read(Some("[default]\ninptu = \"1\"")).is_err());
}

prop_compose! {
    fn a_price()(input in 0..10_i64.pow(12), cached in 0..10_i64.pow(12), output in 0..10_i64.pow(12),
                 characters in 0..10_i64.pow(12), minute in 0..10_i64.pow(12)) -> Price {
        let of = Nanodollars;
        Price { input: of(input), cached: of(cached), output: of(output), characters: of(characters), minute: of(minute) }
    }
}

prop_compose! {
    fn a_usage()(input_tokens in 0..10_u64.pow(7), cached_tokens in 0..10_u64.pow(7), output_tokens in 0..10_u64.pow(7),
                 characters in 0..10_u64.pow(7), audio_ms in 0..10_u64.pow(8)) -> Usage {
        Usage { input_tokens, cached_tokens, output_tokens, characters, audio_ms, estimated: false }
    }
}

proptest! {
    #[test]
    fn a_cost_is_the_exact_one_and_less_than_five_billionths_above_it(price in a_price(), usage in a_usage()) {
        // In units of 1/60,000,000 of a billionth everything is whole.
        let cached = usage.cached_tokens.min(usage.input_tokens);
        let millionths = |n: u64, p: Nanodollars| i128::from(n) * i128::from(p.0) * 60;
        let exact = millionths(usage.input_tokens - cached, price.input)
            + millionths(cached, price.cached)
            + millionths(usage.output_tokens, price.output)
            + millionths(usage.characters, price.characters)
            + i128::from(usage.audio_ms) * i128::from(price.minute.0) * 1_000;
        let charged = i128::from(price.cost(&usage).0) * 60_000_000;
        prop_assert!(charged >= exact);
        prop_assert!(charged - exact < 5 * 60_000_000);
    }

    #[test]
    fn parts_of_a_usage_never_cost_less_than_the_whole(price in a_price(), a in a_usage(), b in a_usage()) {
        let (a, b) = (Usage { cached_tokens: 0, ..a }, Usage { cached_tokens: 0, ..b });
        let both = Usage {
            input_tokens: a.input_tokens + b.input_tokens,
            output_tokens: a.output_tokens + b.output_tokens,
            characters: a.characters + b.characters,
            audio_ms: a.audio_ms + b.audio_ms,
            ..Usage::default()
        };
        prop_assert!(price.cost(&a) + price.cost(&b) >= price.cost(&both));
    }

    #[test]
    fn the_sound_that_a_limit_buys_costs_no_more_than_it(price in a_price(), limit in 0..10_i64.pow(13)) {
        let heard = |audio_ms| price.cost(&Usage { audio_ms, ..Usage::default() });
        match price.ms_for(Nanodollars(limit)) {
            u64::MAX => prop_assert_eq!(price.minute, Nanodollars::ZERO),
            ms => {
                prop_assert!(heard(ms) <= Nanodollars(limit));
                prop_assert!(heard(ms + 1) > Nanodollars(limit));
            }
        }
    }

    #[test]
    fn the_tokens_that_a_limit_buys_cost_no_more_than_it_and_one_more_would(
        price in a_price(), limit in 0..10_i64.pow(13), input_tokens in 0..10_u64.pow(6),
    ) {
        let limit = Nanodollars(limit);
        let cost = |output_tokens| price.cost(&Usage { input_tokens, output_tokens, ..Usage::default() });
        match price.tokens_for(limit, input_tokens) {
            None => prop_assert!(cost(0) > limit),
            Some(u64::MAX) => prop_assert_eq!(price.output, Nanodollars::ZERO),
            Some(tokens) => {
                prop_assert!(cost(tokens) <= limit);
                prop_assert!(cost(tokens + 1) > limit);
            }
        }
    }
}
