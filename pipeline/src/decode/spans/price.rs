//! What a model call cost, from the prices that come with the `genai-prices` crate, as of the span's start.
//!
//! Finding a model takes the crate microseconds of pattern matching, far more than decoding the rest of a span. Prices
//! are almost always linear in tokens, so each (provider, models, half hour) is probed once and then costs a few
//! multiplications. Where rates depend on the length of the context they are probed when a call falls between lengths
//! of which they are known; where a call has a price of its own, every one asks the crate.

use std::time::{Duration, UNIX_EPOCH};

use ahash::AHashMap;
use genai_prices::{Calculator, PriceRequest, Usage, UsageKey};

use super::normal;

/// One model call.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Call<'a> {
    /// Well-known provider name, if known.
    pub(super) provider: Option<&'a str>,
    /// Model that answered.
    pub(super) response_model: Option<&'a str>,
    /// Model that was asked for.
    pub(super) request_model: Option<&'a str>,
    /// Start, nanoseconds since the Unix epoch.
    pub(super) start_unix_nano: u64,
    /// Tokens: input (with cached ones), output (with reasoning), read from and written to the cache.
    pub(super) tokens: [i64; 4],
}

/// US dollars a token: input that is not cached, output, cache read, cache write.
type Rates = [f64; 4];

#[derive(Clone, Debug)]
enum Price {
    Unknown,
    Linear(Rates),
    Tiered(Tiers),
    Other(Listed),
}

/// Provider id and model under which the crate knows a price.
#[derive(Clone, Debug)]
struct Listed(Option<&'static str>, String);

/// Rates that depend on the number of input tokens, as far as they are known.
#[derive(Clone, Debug)]
struct Tiers {
    listed: Listed,
    known: Vec<Tier>,
}

/// The same rates hold for the fewest input tokens, for the most, and so for all between: they only rise with the
/// length of the context.
#[derive(Clone, Copy, Debug)]
struct Tier {
    fewest: i64,
    most: i64,
    rates: Rates,
}

#[derive(Debug)]
struct Entry {
    provider: String,
    response_model: String,
    request_model: String,
    bucket: u64,
    price: Price,
}

/// Prices found so far.
#[derive(Debug, Default)]
pub(super) struct Prices {
    hasher: ahash::RandomState,
    known: AHashMap<u64, Entry>,
}

/// Entries held at most.
const MAX_ENTRIES: usize = 4096;
/// Longest name of a provider or model that is looked up, bytes. The longest of the price list has 61.
const MAX_NAME: usize = 256;
/// How long a price is taken to hold; some providers' prices change at half hours of the day.
const BUCKET_NANOS: u64 = 1_800_000_000_000;
const KEYS: [UsageKey; 4] =
    [UsageKey::INPUT_TOKENS, UsageKey::OUTPUT_TOKENS, UsageKey::CACHE_READ_TOKENS, UsageKey::CACHE_WRITE_TOKENS];

impl Prices {
    /// US dollars, or `None` when no price is known ("unpriced"). Zero only where the price is zero.
    pub(super) fn cost(&mut self, call: &Call<'_>) -> Option<f64> {
        let (response, request) = (call.response_model.unwrap_or(""), call.request_model.unwrap_or(""));
        let [input, output, read, write] = call.tokens;
        let fresh = input.checked_sub(read)?.checked_sub(write)?;
        if (response.is_empty() && request.is_empty()) || fresh.min(output).min(read).min(write) < 0 {
            return None;
        }
        let provider = call.provider.unwrap_or("");
        if [provider, response, request].iter().any(|name| name.len() > MAX_NAME) {
            return None;
        }
        let bucket = call.start_unix_nano / BUCKET_NANOS;

        let key = self.hasher.hash_one((provider, response, request, bucket));
        let same = |entry: &&Entry| {
            entry.bucket == bucket
                && entry.provider == provider
                && entry.response_model == response
                && entry.request_model == request
        };
        if self.known.get(&key).filter(same).is_none() {
            if self.known.len() >= MAX_ENTRIES {
                self.known.clear();
            }
            let entry = Entry {
                provider: provider.to_owned(),
                response_model: response.to_owned(),
                request_model: request.to_owned(),
                bucket,
                price: find(call, bucket),
            };
            self.known.insert(key, entry);
        }
        let entry = self.known.get_mut(&key)?;
        let tokens = [fresh, output, read, write];
        match &mut entry.price {
            Price::Unknown => None,
            Price::Linear(rates) => Some(total(rates, tokens)),
            Price::Other(listed) => listed.ask(bucket, call.tokens.map(|n| n as f64)),
            Price::Tiered(tiers) => {
                if let Some(rates) = tiers.of(input) {
                    return Some(total(rates, tokens));
                }
                let price = tiers.listed.ask(bucket, call.tokens.map(|n| n as f64))?;
                if tiers.learn(bucket, input, |rates| is_close(total(rates, tokens), price)) {
                    // As it will be told the next time, to the last digit.
                    return tiers.of(input).map(|rates| total(rates, tokens));
                }
                entry.price = Price::Other(tiers.listed.clone());
                Some(price)
            }
        }
    }
}

impl Listed {
    fn ask(&self, bucket: u64, tokens: [f64; 4]) -> Option<f64> {
        ask(self.0, &self.1, bucket, tokens)
    }

    /// Dollars a token for calls of so many input tokens.
    fn rates(&self, bucket: u64, input: f64) -> Option<Rates> {
        let of_input = self.ask(bucket, [input, 0.0, 0.0, 0.0])?;
        Some([
            of_input / input,
            (self.ask(bucket, [input, 1e6, 0.0, 0.0])? - of_input) / 1e6,
            self.ask(bucket, [input, 0.0, input, 0.0])? / input,
            self.ask(bucket, [input, 0.0, 0.0, input])? / input,
        ])
    }
}

/// Tiers of one model; the price list has two or three.
const MAX_TIERS: usize = 8;

impl Tiers {
    fn of(&self, input: i64) -> Option<&Rates> {
        self.known.iter().find(|tier| (tier.fewest..=tier.most).contains(&input)).map(|tier| &tier.rates)
    }

    /// Finds the rates of this many input tokens; false when there are none that `fit`.
    fn learn(&mut self, bucket: u64, input: i64, fit: impl Fn(&Rates) -> bool) -> bool {
        let Some(rates) = self.listed.rates(bucket, input.max(1) as f64).filter(fit) else { return false };
        if let Some(tier) = self.known.iter_mut().find(|tier| are_close(&tier.rates, &rates)) {
            (tier.fewest, tier.most) = (tier.fewest.min(input), tier.most.max(input));
            return true;
        }
        self.known.push(Tier { fewest: input, most: input, rates });
        self.known.len() <= MAX_TIERS
    }
}

fn total(rates: &Rates, tokens: [i64; 4]) -> f64 {
    rates.iter().zip(tokens).map(|(rate, n)| n as f64 * rate).sum()
}

fn is_close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(1e-9)
}

fn are_close(a: &Rates, b: &Rates) -> bool {
    a.iter().zip(b).all(|(a, b)| is_close(*a, *b))
}

fn find(call: &Call<'_>, bucket: u64) -> Price {
    let sent = [call.response_model, call.request_model];
    let is_local = |provider: &str| LOCAL.contains(&provider);
    let mut named = sent.into_iter().flatten().filter_map(normal::provider_in_model);
    if call.provider.is_some_and(is_local) || named.any(is_local) {
        return Price::Unknown;
    }
    let provider = call.provider.and_then(price_provider);
    // A model of nobody knows whom: a tag is of one that runs here, and a path may be anyone's.
    let models = sent.map(|model| model.filter(|name| provider.is_some() || !name.contains(':')));
    let models = if models[0] == models[1] { [models[0], None] } else { models };
    let dated = models.map(|model| model.and_then(without_date));
    let bare = models.map(|model| model.filter(|_| provider.is_some()).and_then(without_provider));
    let bare_dated = bare.map(|model| model.and_then(without_date));
    for model in
        models.into_iter().chain(dated).chain(bare).chain(bare_dated).flatten().filter(|model| !model.is_empty())
    {
        if ask(provider, model, bucket, [1e3, 1e3, 0.0, 0.0]).is_none() {
            continue;
        }
        return match rates(provider, model, bucket) {
            Some(rates) => Price::Linear(rates),
            None => Price::Tiered(Tiers { listed: Listed(provider, model.to_owned()), known: Vec::new() }),
        };
    }
    Price::Unknown
}

/// Dollars a token, if they are the same for short and for very long contexts.
fn rates(provider: Option<&'static str>, model: &str, bucket: u64) -> Option<Rates> {
    let probe = |scale: f64| {
        let ask = |tokens: [f64; 4]| ask(provider, model, bucket, tokens.map(|n| n * scale)).map(|price| price / scale);
        Some([
            ask([1.0, 0.0, 0.0, 0.0])?,
            ask([0.0, 1.0, 0.0, 0.0])?,
            ask([1.0, 0.0, 1.0, 0.0])?,
            ask([1.0, 0.0, 0.0, 1.0])?,
        ])
    };
    let (short, long) = (probe(1e3)?, probe(1e8)?);
    let same = short.iter().zip(&long).all(|(a, b)| (a - b).abs() <= 1e-12 * a.abs().max(1e-9));
    same.then_some(short)
}

fn ask(provider: Option<&str>, model: &str, bucket: u64, tokens: [f64; 4]) -> Option<f64> {
    let mut usage = Usage::new();
    for (key, tokens) in KEYS.into_iter().zip(tokens) {
        if tokens > 0.0 {
            usage.insert(key, tokens);
        }
    }
    let nanos = bucket.saturating_mul(BUCKET_NANOS);
    let mut request = PriceRequest::new(model, &usage).with_timestamp(UNIX_EPOCH + Duration::from_nanos(nanos));
    if let Some(provider) = provider {
        request = request.with_provider_id(provider);
    }
    let price = Calculator::bundled().calculate(&request).ok()?.total_price;
    (price.is_finite() && price >= 0.0).then_some(price)
}

/// Providers that are programs on one's own machines: what they run is nobody's to sell, whatever its name.
const LOCAL: &[&str] = &["lm_studio", "ollama", "vllm"];

/// The price list's name of a well-known provider; `None` leaves it to the model's name.
fn price_provider(provider: &str) -> Option<&'static str> {
    Some(match provider {
        "anthropic" => "anthropic",
        "aws.bedrock" => "aws",
        "azure.ai.inference" | "azure.ai.openai" => "azure",
        "cohere" => "cohere",
        "deepseek" => "deepseek",
        "gcp.gemini" | "gcp.gen_ai" | "gcp.vertex_ai" => "google",
        "groq" => "groq",
        "mistral_ai" => "mistral",
        "moonshot_ai" => "moonshotai",
        "openai" => "openai",
        "openrouter" => "openrouter",
        "perplexity" => "perplexity",
        "together_ai" => "together",
        "x_ai" => "x-ai",
        _ => return None,
    })
}

/// `gpt-4o` of `openai/gpt-4o`.
fn without_provider(model: &str) -> Option<&str> {
    model.split_once('/').map(|(_, model)| model)
}

/// `gpt-4o-mini` of `gpt-4o-mini-2026-08-06`, `claude-sonnet-4-5` of `claude-sonnet-4-5-20250929`, `gemini-2.5-flash`
/// of `gemini-2.5-flash-001`.
fn without_date(model: &str) -> Option<&str> {
    let digits = |text: &str, n: usize| text.len() == n && text.bytes().all(|b| b.is_ascii_digit());
    let (head, last) = model.rsplit_once('-')?;
    if digits(last, 8) || digits(last, 3) {
        return Some(head);
    }
    let (head, month) = head.rsplit_once('-')?;
    let (head, year) = head.rsplit_once('-')?;
    (digits(last, 2) && digits(month, 2) && digits(year, 4)).then_some(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    const AUGUST_2026: u64 = 1_786_000_000_000_000_000;

    fn cost(provider: Option<&str>, response: &str, request: &str, tokens: [i64; 4]) -> Option<f64> {
        let call = Call {
            provider,
            response_model: (!response.is_empty()).then_some(response),
            request_model: (!request.is_empty()).then_some(request),
            start_unix_nano: AUGUST_2026,
            tokens,
        };
        let mut prices = Prices::default();
        let first = prices.cost(&call);
        assert_eq!(prices.cost(&call), first, "the second time is the same");
        first
    }

    #[test]
    fn known_models_cost_what_the_price_list_says() {
        let usd = cost(Some("openai"), "gpt-4o-mini", "", [1_000_000, 100_000, 500_000, 0]).unwrap();
        assert!((usd - 0.1725).abs() < 1e-9, "{usd}");
        // A snapshot that the list does not have costs what the request model costs.
        let dated = cost(Some("openai"), "gpt-4o-mini-2026-08-06", "gpt-4o-mini", [1_000_000, 100_000, 500_000, 0]);
        assert!((dated.unwrap() - usd).abs() < 1e-9);
        let stripped = cost(Some("openai"), "gpt-4o-mini-2026-08-06", "", [1_000_000, 100_000, 500_000, 0]);
        assert!((stripped.unwrap() - usd).abs() < 1e-9);
        let prefixed = cost(Some("openai"), "", "openai/gpt-4o-mini-2026-08-06", [1_000_000, 100_000, 500_000, 0]);
        assert!((prefixed.unwrap() - usd).abs() < 1e-9);
    }

    #[test]
    fn linear_rates_agree_with_the_crate() {
        for (provider, model) in [
            ("openai", "gpt-4o"),
            ("anthropic", "claude-sonnet-4-5"),
            ("gcp.gemini", "gemini-2.5-pro"),
            ("x_ai", "grok-4"),
        ] {
            for tokens in [[900, 80, 100, 0], [300_000, 4_000, 200_000, 0]] {
                let id = price_provider(provider);
                let bucket = AUGUST_2026 / BUCKET_NANOS;
                let expected = ask(id, model, bucket, tokens.map(|n| n as f64)).unwrap();
                let got = cost(Some(provider), model, "", tokens).unwrap();
                assert!((got - expected).abs() <= 1e-9 * expected.max(1.0), "{model}: {got} {expected}");
            }
        }
    }

    /// Of every model of the list, with lengths on both sides of every step, in any order.
    #[test]
    fn rates_that_depend_on_the_length_agree_with_the_crate() {
        let bucket = AUGUST_2026 / BUCKET_NANOS;
        let (mut tiered, mut learned) = (0, 0);
        let lengths =
            [900, 300_000, 0, 150_000, 200_000, 200_001, 1, 128_000, 128_001, 32_000, 5_000_000, 272_001, 40_000];
        for model in Calculator::bundled().providers().flat_map(|provider| provider.models()).map(|model| model.id()) {
            let mut prices = Prices::default();
            for length in lengths.into_iter().chain(lengths) {
                let tokens = [length, length % 777, length / 3, length / 7];
                let call =
                    Call { response_model: Some(model), start_unix_nano: AUGUST_2026, tokens, ..Call::default() };
                let (got, expected) = (prices.cost(&call), ask(None, model, bucket, tokens.map(|n| n as f64)));
                match prices.known.values().next().map(|entry| &entry.price) {
                    Some(Price::Tiered(tiers)) => {
                        tiered += 1;
                        learned = learned.max(tiers.known.len());
                    }
                    Some(Price::Other(_)) => {}
                    _ => break,
                }
                let (got, expected) = (got.unwrap(), expected.unwrap());
                assert!(is_close(got, expected), "{model} {length}: {got} {expected}");
            }
        }
        assert!(tiered > 100 && learned > 1, "{tiered} {learned}");
    }

    #[test]
    fn what_runs_here_has_no_price() {
        let tokens = [1000, 100, 0, 0];
        assert!(cost(Some("deepseek"), "deepseek-r1", "", tokens).is_some());
        for (provider, response, request) in [
            (Some("ollama"), "deepseek-r1", ""),
            (Some("ollama"), "gpt-4o", "ollama/gpt-4o"),
            (Some("openai"), "gpt-4o", "ollama_chat/gpt-4o"),
            (Some("vllm"), "gpt-4o", ""),
            (None, "", "hosted_vllm/gpt-4o"),
            (None, "deepseek-r1:8b", ""),
            // Who sells it under this name is not told.
            (None, "", "my/gpt-4o"),
        ] {
            assert_eq!(cost(provider, response, request, tokens), None, "{provider:?} {response} {request}");
        }
        for (provider, model) in [
            ("openrouter", "openrouter/anthropic/claude-sonnet-4.5"),
            ("together_ai", "together_ai/meta-llama/Llama-3.3-70B-Instruct-Turbo"),
            ("groq", "groq/openai/gpt-oss-20b"),
            ("aws.bedrock", "bedrock/us.anthropic.claude-sonnet-4-20250514-v1:0"),
        ] {
            assert!(cost(Some(provider), "", model, tokens).is_some(), "{model}");
        }
    }

    #[test]
    fn long_names_are_neither_looked_up_nor_kept() {
        let mut prices = Prices::default();
        let long = "gpt-4o".repeat(100_000);
        for model in [Some(&*long), Some("gpt-4o")] {
            let call = Call { response_model: model, tokens: [10, 10, 0, 0], ..Call::default() };
            assert_eq!(prices.cost(&call).is_some(), model == Some("gpt-4o"));
        }
        assert_eq!(prices.known.len(), 1);
    }

    #[test]
    fn unknown_models_are_unpriced_not_free() {
        assert_eq!(cost(Some("openai"), "no-such-model", "", [10, 10, 0, 0]), None);
        assert_eq!(cost(Some("openai"), "", "", [10, 10, 0, 0]), None);
        assert_eq!(cost(Some("openai"), "gpt-4o", "", [10, 10, 20, 0]), None, "more cached than sent");
        assert_eq!(cost(Some("openai"), "gpt-4o", "", [i64::MIN, 0, 1, 0]), None);
        assert_eq!(cost(Some("openai"), "gpt-4o", "", [0, 0, 0, 0]), Some(0.0));
    }
}
