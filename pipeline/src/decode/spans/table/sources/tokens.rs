//! What was counted: tokens, and the time to the first.

use super::super::{
    Conv::{self, JsonInt, JsonSum, Millis, PythonInt, ReplyInt, Seconds},
    Field, Source,
    When::{Agent, Model, Talk},
};
use super::{int, source};

/// Where responses count tokens: OpenAI's interfaces, Haystack's embedders, the Gemini API.
const INPUT: &[&str] = &[
    "usage.prompt_tokens",
    "usage.input_tokens",
    "meta.usage.prompt_tokens",
    "usageMetadata.promptTokenCount",
    OF_COHERE,
];
const OF_COHERE: &str = "meta.billed_units.input_tokens";
const OUTPUT: &[&str] = &["usage.completion_tokens", "usage.output_tokens", "meta.usage.completion_tokens"];
/// Where responses of OpenAI, LangChain's of them and Anthropic's have those read from a cache, and those of reasoning.
const OF_CACHE: &[&str] = &[
    "usage.prompt_tokens_details.cached_tokens",
    "usage.input_tokens_details.cached_tokens",
    "llm_output.token_usage.prompt_tokens_details.cached_tokens",
    "usage.cache_read_input_tokens",
    "usage.cacheReadInputTokens",
    "usage_metadata.cached_content_token_count",
    "usageMetadata.cachedContentTokenCount",
];
const OF_REASONING: &[&str] = &[
    "usage.completion_tokens_details.reasoning_tokens",
    "usage.output_tokens_details.reasoning_tokens",
    "llm_output.token_usage.completion_tokens_details.reasoning_tokens",
    "usage_metadata.thoughts_token_count",
    "usageMetadata.thoughtsTokenCount",
];
/// Where objects that count tokens have those of reasoning, and those read from a cache.
const REASONING: &[&str] = &[
    "completion_tokens_details.reasoning_tokens",
    "output_tokens_details.reasoning_tokens",
    "output_token_details.reasoning",
    "output_reasoning_tokens",
    "output_reasoning",
    "thoughtsTokens",
];
const CACHED: &[&str] = &[
    "prompt_tokens_details.cached_tokens",
    "input_tokens_details.cached_tokens",
    "input_token_details.cache_read",
    "input_cached_tokens",
    "cache_read_input_tokens",
    "input_cache_read",
];
/// Where Genkit has them: its own, and those of a provider with the interface of OpenAI.
const GENKIT_CACHED: &[&str] = &[
    "usage.cachedContentTokens",
    "raw.usage.prompt_tokens_details.cached_tokens",
    "custom.usage.prompt_tokens_details.cached_tokens",
];
const GENKIT_REASONING: &[&str] = &[
    "usage.thoughtsTokens",
    "raw.usage.completion_tokens_details.reasoning_tokens",
    "custom.usage.completion_tokens_details.reasoning_tokens",
];
/// Where the metadata of a provider has them in the Vercel AI SDK before its fifth version.
const CACHED_OF_PROVIDER: &[&str] = &[
    "openai.cachedPromptTokens",
    "anthropic.cacheReadInputTokens",
    "anthropic.usage.cache_read_input_tokens",
    "bedrock.usage.cacheReadInputTokens",
    "deepseek.promptCacheHitTokens",
    "google.usageMetadata.cachedContentTokenCount",
];
const WRITTEN_OF_PROVIDER: &[&str] = &[
    "anthropic.cacheCreationInputTokens",
    "anthropic.usage.cache_creation_input_tokens",
    "bedrock.usage.cacheWriteInputTokens",
];
const REASONING_OF_PROVIDER: &[&str] = &["openai.reasoningTokens", "google.usageMetadata.thoughtsTokenCount"];
const CACHE_WRITTEN: &[&str] =
    &["cache_creation_input_tokens", "input_token_details.cache_creation", "input_cache_creation"];

/// Where LangWatch counts tokens: in Python, and in a value with its type for JavaScript.
const LANGWATCH_INPUT: &[&str] = &["prompt_tokens", "value.promptTokens", "value.prompt_tokens"];
const LANGWATCH_OUTPUT: &[&str] = &["completion_tokens", "value.completionTokens", "value.completion_tokens"];

/// Where agentUniverse counts: its sums have what was cached or thought twice.
const AGENT_UNIVERSE: &str = "au.llm.usage.detail_tokens";
const AGENT_UNIVERSE_INPUT: &[&str] =
    &["prompt_tokens_details.text_tokens", "prompt_tokens_details.image_tokens", "prompt_tokens_details.audio_tokens"];
const AGENT_UNIVERSE_OUTPUT: &[&str] = &[
    "completion_tokens_details.text_tokens",
    "completion_tokens_details.image_tokens",
    "completion_tokens_details.audio_tokens",
];

/// Where Mirascope has what it counts beside input and output.
const MIRASCOPE: &str = "mirascope.response.usage";

/// Fields from [`Field::InputTokens`] to [`Field::Ttft`].
pub(super) const TOKENS: &[(Field, &[Source])] = &[
    (
        Field::InputTokens,
        &[
            int("gen_ai.usage.input_tokens"),
            int("gen_ai.usage.prompt_tokens"),
            int("gen_ai.response.prompt_tokens"),
            int("llm.token_count.prompt"),
            int("ai.usage.inputTokens"),
            int("ai.usage.promptTokens"),
            int("ai.usage.tokens"),
            int("llm.usage.prompt_tokens"),
            int("usage.prompt_tokens").when(Agent).keep(),
            source("braintrust.metrics", JsonInt(&["prompt_tokens"])).when(Model).keep(),
            source("langfuse.observation.usage_details", Conv::LangfuseInput).keep(),
            source(
                "gcp.vertex.agent.llm_response",
                JsonInt(&["usage_metadata.prompt_token_count", "usageMetadata.promptTokenCount"]),
            )
            .keep(),
            source("mlflow.chat.tokenUsage", JsonInt(&["input_tokens"])).keep(),
            source("mlflow.spanOutputs", JsonInt(&["usage.prompt_tokens"])).when(Model).keep(),
            source("genkit:output", JsonInt(&["usage.inputTokens"])).when(Model).keep(),
            source("langsmith.metadata.usage_metadata", JsonInt(&["input_tokens"])).keep(),
            source(
                "haystack.component.output",
                JsonInt(&[
                    "replies.0.meta.usage.prompt_tokens",
                    "meta.0.usage.prompt_tokens",
                    "meta.usage.prompt_tokens",
                ]),
            )
            .when(Model)
            .keep(),
            source("output.value", JsonInt(INPUT)).when(Model).keep(),
            source("gen_ai.completion", JsonInt(INPUT)).when(Model).keep(),
            source("response_data", JsonInt(INPUT)).when(Model).keep(),
            int("ai.observability.cost.num_prompt_tokens").when(Model).keep(),
            int("confident.llm.input_token_count").when(Model),
            int("input_tokens").when(Model).keep(),
            int("codex.turn.token_usage.input_tokens").when(Agent),
            int("gen_ai.response.input_tokens"),
            int("tfy.model.metric.input_tokens").when(Model),
            source(AGENT_UNIVERSE, JsonSum(AGENT_UNIVERSE_INPUT)).when(Model).keep(),
            int("au.llm.usage.prompt_tokens").when(Model).keep(),
            int("n8n.node.custom.llm.tokens.in"),
            source("langwatch.metrics", JsonInt(LANGWATCH_INPUT)).when(Model).keep(),
            int("judgment.usage.non_cached_input_tokens").when(Model).keep(),
            source("usage", JsonInt(&["request_tokens"])).when(Talk).keep(),
            // What a response of Anthropic has at its beginning: all but the output is known by then.
            int("gen_ai.usage.partial.input_tokens").keep(),
        ],
    ),
    (
        Field::OutputTokens,
        &[
            int("gen_ai.usage.output_tokens"),
            int("gen_ai.usage.completion_tokens"),
            int("gen_ai.response.completion_tokens"),
            int("llm.token_count.completion"),
            int("ai.usage.outputTokens"),
            int("ai.usage.completionTokens"),
            int("llm.usage.completion_tokens"),
            int("usage.completion_tokens").when(Agent).keep(),
            source("braintrust.metrics", JsonInt(&["completion_tokens"])).when(Model).keep(),
            source("langfuse.observation.usage_details", Conv::LangfuseOutput).keep(),
            // The candidates leave out the thoughts, which are billed as output too.
            source(
                "gcp.vertex.agent.llm_response",
                JsonSum(&[
                    "usage_metadata.candidates_token_count",
                    "usage_metadata.thoughts_token_count",
                    "usageMetadata.candidatesTokenCount",
                    "usageMetadata.thoughtsTokenCount",
                ]),
            )
            .keep(),
            source("mlflow.chat.tokenUsage", JsonInt(&["output_tokens"])).keep(),
            source("genkit:output", JsonInt(&["usage.outputTokens"])).when(Model).keep(),
            source("langsmith.metadata.usage_metadata", JsonInt(&["output_tokens"])).keep(),
            source(
                "haystack.component.output",
                JsonInt(&["replies.0.meta.usage.completion_tokens", "meta.0.usage.completion_tokens"]),
            )
            .when(Model)
            .keep(),
            source("output.value", JsonInt(OUTPUT)).when(Model).keep(),
            source("mlflow.spanOutputs", JsonInt(&["usage.completion_tokens"])).when(Model).keep(),
            source("gen_ai.completion", JsonInt(OUTPUT)).when(Model).keep(),
            source("response_data", JsonInt(OUTPUT)).when(Model).keep(),
            int("ai.observability.cost.num_completion_tokens").when(Model).keep(),
            int("confident.llm.output_token_count").when(Model),
            int("output_tokens").when(Model).keep(),
            int("codex.turn.token_usage.output_tokens").when(Agent),
            int("gen_ai.response.output_tokens"),
            int("tfy.model.metric.output_tokens").when(Model),
            source(AGENT_UNIVERSE, JsonSum(AGENT_UNIVERSE_OUTPUT)).when(Model).keep(),
            int("au.llm.usage.completion_tokens").when(Model).keep(),
            int("n8n.node.custom.llm.tokens.out"),
            source("langwatch.metrics", JsonInt(LANGWATCH_OUTPUT)).when(Model).keep(),
            int("judgment.usage.output_tokens").when(Model).keep(),
            source("usage", JsonInt(&["response_tokens"])).when(Talk).keep(),
        ],
    ),
    (
        Field::CacheRead,
        &[
            int("gen_ai.usage.cache_read.input_tokens"),
            int("gen_ai.usage.cache_read_input_tokens"),
            int("llm.token_count.prompt_details.cache_read"),
            int("llm.token_count.prompt_details.cache_input"),
            int("ai.usage.cachedInputTokens"),
            int("ai.usage.inputTokenDetails.cacheReadTokens"),
            int("gen_ai.usage.details.cache_read_tokens"),
            int("gen_ai.usage.details.cached_tokens"),
            int("gen_ai.usage.input_cached_tokens"),
            int("gen_ai.usage.cached_tokens"),
            int("llm.usage.cached_tokens"),
            int("gen_ai.usage.cached_input_tokens"),
            int("gen_ai.usage.input_tokens.cache_read"),
            int("gen_ai.usage.cache_read_tokens"),
            int("gen_ai.usage.input_tokens.cached"),
            int("gen_ai.usage.prompt_token_details.cached_read_tokens"),
            int("gen_ai.usage.prompt_tokens_details.cache_read"),
            int("agentscope.usage.cache_input_tokens"),
            int("tfy.model.metric.cache_read_input_tokens").when(Model),
            source(AGENT_UNIVERSE, JsonInt(CACHED)).when(Model).keep(),
            int("n8n.node.custom.llm.tokens.cache_read"),
            int("judgment.usage.cache_read_input_tokens").when(Model).keep(),
            int("metadata.usage.cached_prompt_tokens").when(Model).keep(),
            int("cache_read_tokens").when(Model).keep(),
            int("codex.turn.token_usage.cached_input_tokens").when(Agent),
            int("usage.cached_tokens").when(Agent).keep(),
            source("braintrust.metrics", JsonInt(&["prompt_cached_tokens"])).when(Model).keep(),
            source("langfuse.observation.usage_details", JsonInt(CACHED)).keep(),
            source("metadata.usage_object", PythonInt(CACHED)).keep(),
            source("output.value", JsonInt(OF_CACHE)).when(Model).keep(),
            source("output", JsonInt(OF_CACHE)).when(Model).keep(),
            source("response_data", JsonInt(OF_CACHE)).when(Model).keep(),
            source("gen_ai.completion_json", JsonInt(OF_CACHE)).when(Model).keep(),
            source("output.value", ReplyInt(OF_CACHE)).when(Model).keep(),
            source("gen_ai.usage.input_token_details", PythonInt(&["cache_read"])).keep(),
            source("mlflow.chat.tokenUsage", JsonInt(CACHED)).keep(),
            source("langsmith.metadata.usage_metadata", JsonInt(CACHED)).keep(),
            source("genkit:output", JsonInt(GENKIT_CACHED)).when(Model).keep(),
            source("ai.response.providerMetadata", JsonInt(CACHED_OF_PROVIDER)).when(Model).keep(),
            source(
                "haystack.component.output",
                JsonInt(&[
                    "replies.0.meta.usage.prompt_tokens_details.cached_tokens",
                    "replies.0.meta.usage.cache_read_input_tokens",
                ]),
            )
            .when(Model)
            .keep(),
            source(MIRASCOPE, JsonInt(&["cache_read_tokens"])).when(Model).keep(),
            source("usage", JsonInt(&["details.cached_tokens", "input_tokens_details.cached_tokens"]))
                .when(Talk)
                .keep(),
            int("gen_ai.usage.partial.cache_read.input_tokens").keep(),
            source(
                "gcp.vertex.agent.llm_response",
                JsonInt(&["usage_metadata.cached_content_token_count", "usageMetadata.cachedContentTokenCount"]),
            )
            .keep(),
        ],
    ),
    (
        Field::CacheWrite,
        &[
            int("gen_ai.usage.cache_write.input_tokens"),
            int("gen_ai.usage.cache_creation.input_tokens"),
            int("gen_ai.usage.cache_creation_input_tokens"),
            int("gen_ai.usage.cache_write_input_tokens"),
            int("llm.token_count.prompt_details.cache_write"),
            int("gen_ai.usage.input_tokens.cache_write"),
            int("gen_ai.usage.cache_write_tokens"),
            int("gen_ai.usage.cache_creation_tokens"),
            int("gen_ai.usage.input_tokens.cache_creation"),
            int("gen_ai.usage.prompt_token_details.cached_write_tokens"),
            int("agentscope.usage.cache_creation_input_tokens"),
            int("tfy.model.metric.cache_creation_input_tokens").when(Model),
            int("n8n.node.custom.llm.tokens.cache_write"),
            int("judgment.usage.cache_creation_input_tokens").when(Model).keep(),
            int("metadata.usage.cached_creation_tokens").when(Model).keep(),
            source("braintrust.metrics", JsonInt(&["prompt_cache_creation_tokens"])).when(Model).keep(),
            int("ai.usage.inputTokenDetails.cacheWriteTokens"),
            int("cache_creation_tokens").when(Model).keep(),
            int("codex.turn.token_usage.cache_write_input_tokens").when(Agent),
            source("langfuse.observation.usage_details", JsonInt(CACHE_WRITTEN)).keep(),
            source("metadata.usage_object", PythonInt(CACHE_WRITTEN)).keep(),
            source("output.value", JsonInt(&["usage.cache_creation_input_tokens", "usage.cacheWriteInputTokens"]))
                .when(Model)
                .keep(),
            source("output.value", ReplyInt(&["usage.cache_creation_input_tokens"])).when(Model).keep(),
            source("response_data", JsonInt(&["usage.cache_creation_input_tokens"])).when(Model).keep(),
            source("gen_ai.usage.input_token_details", PythonInt(&["cache_creation"])).keep(),
            source("mlflow.chat.tokenUsage", JsonInt(CACHE_WRITTEN)).keep(),
            source("langsmith.metadata.usage_metadata", JsonInt(CACHE_WRITTEN)).keep(),
            source("ai.response.providerMetadata", JsonInt(WRITTEN_OF_PROVIDER)).when(Model).keep(),
            source(MIRASCOPE, JsonInt(&["cache_write_tokens"])).when(Model).keep(),
            int("gen_ai.usage.partial.cache_creation.input_tokens").keep(),
        ],
    ),
    (
        Field::Reasoning,
        &[
            int("gen_ai.usage.reasoning.output_tokens"),
            int("gen_ai.usage.reasoning_tokens"),
            int("gen_ai.usage.reasoning_output_tokens"),
            int("gen_ai.usage.completion_token_details.reasoning_tokens"),
            int("gen_ai.usage.completion_tokens_details.reasoning"),
            int("llm.token_count.completion_details.reasoning"),
            int("ai.usage.reasoningTokens"),
            int("ai.usage.outputTokenDetails.reasoningTokens"),
            int("gen_ai.usage.details.reasoning_tokens"),
            int("gen_ai.usage.details.thoughts_tokens"),
            int("gen_ai.usage.thinking_tokens"),
            int("gen_ai.usage.experimental.reasoning_tokens"),
            int("n8n.node.custom.llm.tokens.reasoning"),
            source(AGENT_UNIVERSE, JsonInt(REASONING)).when(Model).keep(),
            int("gen_ai.usage.output_tokens.reasoning"),
            int("llm.usage.reasoning_tokens"),
            int("codex.usage.reasoning_output_tokens"),
            int("codex.turn.token_usage.reasoning_output_tokens").when(Agent),
            int("usage.reasoning_tokens").when(Agent).keep(),
            source("braintrust.metrics", JsonInt(&["completion_reasoning_tokens"])).when(Model).keep(),
            source("langwatch.metrics", JsonInt(&["reasoning_tokens", "value.reasoningTokens"])).keep(),
            source("langfuse.observation.usage_details", JsonInt(REASONING)).keep(),
            source("metadata.usage_object", PythonInt(REASONING)).keep(),
            source("output.value", JsonInt(OF_REASONING)).when(Model).keep(),
            source("output", JsonInt(OF_REASONING)).when(Model).keep(),
            source("response_data", JsonInt(OF_REASONING)).when(Model).keep(),
            source("gen_ai.completion_json", JsonInt(OF_REASONING)).when(Model).keep(),
            source("output.value", ReplyInt(OF_REASONING)).when(Model).keep(),
            source("mlflow.spanOutputs", JsonInt(OF_REASONING)).when(Model).keep(),
            source("gen_ai.usage.output_token_details", PythonInt(&["reasoning"])).keep(),
            source("langsmith.metadata.usage_metadata", JsonInt(REASONING)).keep(),
            source("gen_ai.usage.raw", JsonInt(REASONING)).keep(),
            source("genkit:output", JsonInt(GENKIT_REASONING)).when(Model).keep(),
            source("ai.response.providerMetadata", JsonInt(REASONING_OF_PROVIDER)).when(Model).keep(),
            source(
                "haystack.component.output",
                JsonInt(&["replies.0.meta.usage.completion_tokens_details.reasoning_tokens"]),
            )
            .when(Model)
            .keep(),
            source(MIRASCOPE, JsonInt(&["reasoning_tokens"])).when(Model).keep(),
            int("ai.observability.cost.num_reasoning_tokens").when(Model).keep(),
            // Microsoft's Agent 365, which has the other counts under the conventions' names.
            int("llm_token_count_completion_details_reasoning").keep(),
            source("usage", JsonInt(&["details.reasoning_tokens", "output_tokens_details.reasoning_tokens"]))
                .when(Talk)
                .keep(),
            source(
                "gcp.vertex.agent.llm_response",
                JsonInt(&["usage_metadata.thoughts_token_count", "usageMetadata.thoughtsTokenCount"]),
            )
            .keep(),
        ],
    ),
    (
        Field::Ttft,
        &[
            source("gen_ai.response.time_to_first_chunk", Seconds).keep(),
            source("gen_ai.client.operation.time_to_first_chunk", Seconds).keep(),
            source("ai.response.msToFirstChunk", Millis).keep(),
            source("ai.stream.msToFirstChunk", Millis).keep(),
            source("gen_ai.server.time_to_first_token", Conv::SecondsOrMillis).keep(),
            source("gen_ai.latency.time_to_first_token", Seconds).keep(),
            source("gen_ai.performance.time_to_first_token", Seconds).keep(),
            source("gen_ai.streaming.time_to_first_token", Seconds).keep(),
            source("ttft_ms", Millis).when(Model).keep(),
            source("tfy.model.metric.time_to_first_token_in_ms", Millis).when(Model).keep(),
            source("lk.response.ttft", Seconds).keep(),
            source("trpc_agent_go.client.time_to_first_token", Seconds).keep(),
            source("ai.observability.generation.time_to_first_token_ms", Millis).when(Model).keep(),
            source("metrics.ttfb", Seconds).when(Model).keep(),
            source("braintrust.metrics", Conv::JsonSeconds("time_to_first_token")).when(Model).keep(),
        ],
    ),
];
