//! What a model call cost, from the prices that come with the `genai-prices` crate, as of the span's start.
//!
//! Finding a model takes the crate microseconds of pattern matching, far more than decoding the rest of a span. Prices
//! are almost always linear in tokens, so each (provider, models, half hour) is probed once and then costs a few
//! multiplications; where price depends on the length of the context, every call asks the crate.

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
    /// Provider id and model under which the crate knows it.
    Other(Option<&'static str>, String),
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
        match &self.known.get(&key)?.price {
            Price::Unknown => None,
            Price::Linear([of_input, of_output, of_read, of_write]) => Some(
                fresh as f64 * of_input + output as f64 * of_output + read as f64 * of_read + write as f64 * of_write,
            ),
            Price::Other(provider, model) => ask(*provider, model, bucket, call.tokens.map(|n| n as f64)),
        }
    }
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
            None => Price::Other(provider, model.to_owned()),
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

/// `gpt-4o-mini` of `gpt-4o-mini-2026-08-06`, `claude-sonnet-4-5` of `claude-sonnet-4-5-20250929`, `gemini-2.5-flash` of
/// `gemini-2.5-flash-001`.
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
