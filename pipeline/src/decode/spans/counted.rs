//! Counts that leave something out: input tokens without those of the cache, output tokens without those of thoughts.

use super::{
    convert::to_count,
    infer::{ADK, CLAUDE_CODE},
    mapped::Mapped,
    normal,
    resolve::Input,
    table::{Conv, Field},
};
use crate::otlp::wire::{KeyValue, Value, attribute};

/// Name of the scope of OpenLIT over the Gemini API. Who answers it over other interfaces counts the thoughts himself.
const OPENLIT_GEMINI: &str = "openlit.instrumentation.google_ai_studio";

/// Whether the input tokens leave out those of the cache, as Anthropic and Bedrock count and some SDKs pass on: more
/// came from the cache than were sent, or the total has them once more.
pub(super) fn input_leaves_out_cache(input: Input<'_, '_>, mapped: &Mapped<'_>) -> bool {
    let count = |field| mapped.count(field).filter(|n| *n >= 0).unwrap_or(0);
    let cached = count(Field::CacheRead).saturating_add(count(Field::CacheWrite));
    let Some(sent) = mapped.count(Field::InputTokens).filter(|n| *n >= 0) else { return false };
    if cached == 0 || cached > sent {
        return cached > sent;
    }
    let is_anthropic = |kv: &KeyValue<'_>| match &*kv.key {
        "output.value" | "response_data" => is_count_of_anthropic(&kv.value, sent),
        "judgment.usage.non_cached_input_tokens" => to_count(Conv::Int, &kv.value) == Some(sent),
        "input_tokens" => input.scope.starts_with(CLAUDE_CODE) && to_count(Conv::Int, &kv.value) == Some(sent),
        "ai.usage.promptTokens" | "ai.usage.inputTokens" => {
            to_count(Conv::Int, &kv.value) == Some(sent) && vercel_counts_apart(input)
        }
        _ => false,
    };
    if input.attributes.iter().any(is_anthropic) {
        return true;
    }
    let Some(all) = sent.checked_add(count(Field::OutputTokens)).and_then(|n| n.checked_add(cached)) else {
        return false;
    };
    totals(input).any(|total| total == all)
}

/// Whether the Vercel AI SDK before its sixth version passes on what Anthropic or Bedrock count, who leave out the
/// cache.
fn vercel_counts_apart(input: Input<'_, '_>) -> bool {
    const APART: &[&str] = &[
        "anthropic.cacheReadInputTokens",
        "anthropic.cacheCreationInputTokens",
        "anthropic.usage.cache_read_input_tokens",
        "bedrock.usage.cacheReadInputTokens",
    ];
    let metadata = attribute(input.attributes, "ai.response.providerMetadata");
    metadata.is_some_and(|json| to_count(Conv::JsonInt(APART), json).is_some())
        && !input.attributes.iter().any(|kv| kv.key.starts_with("ai.usage.inputTokenDetails."))
}

/// Whether this response of Anthropic, which counts what came from a cache apart, counts this input.
fn is_count_of_anthropic(response: &Value<'_>, input: i64) -> bool {
    let count = |member| to_count(Conv::JsonInt(member), response);
    count(&["usage.input_tokens"]) == Some(input) && count(&["usage.cache_read_input_tokens"]).is_some()
}

/// The totals of tokens that a span says.
fn totals(input: Input<'_, '_>) -> impl Iterator<Item = i64> {
    const KEYS: &[&str] = &["gen_ai.usage.total_tokens", "llm.usage.total_tokens", "llm.token_count.total"];
    input.attributes.iter().filter_map(|kv| match &*kv.key {
        key if KEYS.contains(&key) => to_count(Conv::Int, &kv.value),
        "genkit:output" => to_count(Conv::JsonInt(&["usage.totalTokens"]), &kv.value),
        "mlflow.chat.tokenUsage" => to_count(Conv::JsonInt(&["total_tokens"]), &kv.value),
        _ => None,
    })
}

/// The total of a response of the Gemini API, in whose input the cache always is.
fn total_of_gemini(input: Input<'_, '_>) -> Option<i64> {
    let metadata = attribute(input.attributes, "ai.response.providerMetadata")?;
    to_count(Conv::JsonInt(&["google.usageMetadata.totalTokenCount"]), metadata)
}

/// The output tokens with those of thoughts, where those of the answer alone were sent, as the Gemini API counts them.
pub(super) fn output_with_thoughts(input: Input<'_, '_>, mapped: &Mapped<'_>) -> Option<i64> {
    let sent = mapped.count(Field::OutputTokens).filter(|n| *n >= 0)?;
    if input.scope == ADK {
        return match mapped.text(Field::RequestModel).and_then(normal::provider_in_model) {
            Some(_) => output_of_litellm(input, mapped, sent),
            None => thoughts_of_adk(input, sent),
        };
    }
    let models = [Field::RequestModel, Field::ResponseModel].into_iter().filter_map(|field| mapped.text(field));
    if !models.into_iter().any(|model| model.rsplit('/').next().is_some_and(|model| model.starts_with("gemini"))) {
        return None;
    }
    // What OpenLIT calls the total leaves them out as well.
    let thoughts = mapped.count(Field::Reasoning).filter(|n| *n > 0);
    let sum = mapped.count(Field::InputTokens).and_then(|n| n.checked_add(sent));
    if input.scope == OPENLIT_GEMINI
        && let Some(said) = attribute(input.attributes, "gen_ai.client.token.usage")
        && to_count(Conv::Int, said) == sum
    {
        return thoughts.and_then(|n| sent.checked_add(n));
    }
    // The total has them. With them it leaves nothing: who decodes the row again adds none.
    let known = mapped.count(Field::InputTokens).filter(|n| *n >= 0)?.checked_add(sent)?;
    let left = totals(input).next().or_else(|| total_of_gemini(input))?.checked_sub(known).filter(|left| *left > 0)?;
    mapped.count(Field::Reasoning).is_none_or(|thoughts| thoughts == left).then(|| sent.checked_add(left))?
}

/// The output tokens of a call that Google ADK makes through LiteLLM, which has the thoughts among them: newer versions
/// add them once more, the first sent the total.
fn output_of_litellm(input: Input<'_, '_>, mapped: &Mapped<'_>, sent: i64) -> Option<i64> {
    let thoughts = mapped.count(Field::Reasoning).unwrap_or(0).max(0);
    if let Some(response) = attribute(input.attributes, "gcp.vertex.agent.llm_response") {
        let candidates = to_count(Conv::JsonInt(CANDIDATES_OF_ADK), response)?;
        let is_sum = candidates.checked_add(thoughts) == Some(sent);
        let is_total = || to_count(Conv::JsonInt(TOTAL_OF_ADK), response) == Some(sent);
        return (sent != candidates && (is_sum || is_total())).then_some(candidates);
    }
    // Where the row is decoded again, what was sent stands beside what it became.
    let sums = input.attributes.iter().filter(|kv| kv.key == "gen_ai.usage.output_tokens").count();
    if thoughts == 0 || sums != 1 {
        return None;
    }
    sent.checked_sub(thoughts).filter(|all| *all >= thoughts)
}

/// Where its response counts.
const CANDIDATES_OF_ADK: &[&str] = &["usage_metadata.candidates_token_count", "usageMetadata.candidatesTokenCount"];
const TOTAL_OF_ADK: &[&str] = &["usage_metadata.total_token_count", "usageMetadata.totalTokenCount"];

/// The same of Google ADK, whose response says both.
fn thoughts_of_adk(input: Input<'_, '_>, sent: i64) -> Option<i64> {
    let response = input.attributes.iter().find(|kv| kv.key == "gcp.vertex.agent.llm_response")?;
    let count = |members| to_count(Conv::JsonInt(members), &response.value);
    let candidates = count(CANDIDATES_OF_ADK)?;
    let thoughts = count(&["usage_metadata.thoughts_token_count", "usageMetadata.thoughtsTokenCount"]).unwrap_or(0);
    let all = candidates.saturating_add(thoughts.max(0));
    // Its first versions sent the total for the output.
    let total = count(TOTAL_OF_ADK);
    (sent != all && (sent == candidates || Some(sent) == total)).then_some(all)
}
