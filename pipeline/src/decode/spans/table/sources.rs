//! The table itself. To support another name, add a line.
//!
//! The first source of a field is its canonical name in the OpenTelemetry GenAI conventions (semantic-conventions-genai, main
//! of August 2026); rebuilding writes that name. Lists: the conventions' registry, OpenInference 0.1.42, OpenLLMetry 0.40 and
//! 0.62, Langfuse 5, Vercel AI SDK 5 and 7, Pydantic AI 2, Strands 1.62, OpenLIT 1.45, Google ADK 2.13, MCP
//! (semantic-conventions 1.41); the older names of OpenLIT, Semantic Kernel, Azure AI Inference and Pydantic AI; MLflow 3, LangSmith,
//! Haystack 2, Agno, Genkit 1, Mastra 0 and 1, Logfire 5, CrewAI 1, Spring AI 2, AG2 1, VoltAgent 2, LiveKit Agents 1, Pipecat 1, Laminar 0.7,
//! LangWatch 1, Claude Code 2.

use super::{
    Conv::{
        self, AnswerDocuments, Body, Documents, EventMessages, Finish, Headed, Indexed, JsonFinish, JsonHas, JsonInt,
        JsonMember, JsonMessages, JsonSum, JsonText, Messages, Millis, Parts, RequestTools, Response, Seconds, Tools,
    },
    Field, Group, Source,
    When::{self, Agent, Model, NotTool, Retrieval, Talk, Tool},
};

const fn source(key: &'static str, conv: Conv) -> Source {
    Source { key, conv, when: When::Always, keep: false }
}

const fn text(key: &'static str) -> Source {
    source(key, Conv::Text)
}

const fn int(key: &'static str) -> Source {
    source(key, Conv::Int)
}

impl Source {
    const fn when(mut self, when: When) -> Self {
        self.when = when;
        self
    }

    const fn keep(mut self) -> Self {
        self.keep = true;
        self
    }
}

/// Where responses of models have the reason why they ended: OpenAI's, Anthropic's, the Gemini API's.
const ENDS: &[&str] = &[
    "choices.0.finish_reason",
    "stop_reason",
    "finish_reason",
    "candidates.0.finish_reason",
    "candidates.0.finishReason",
    "generations.0.0.generation_info.finish_reason",
    "generations.0.0.message.kwargs.response_metadata.finish_reason",
    "generations.0.0.message.kwargs.response_metadata.stop_reason",
];
/// Where they have the model.
const MODELS: &[&str] = &["model", "model_version", "modelVersion", "llm_output.model_name", LANGCHAIN_MODEL];
const LANGCHAIN_MODEL: &str = "generations.0.0.message.kwargs.response_metadata.model_name";
/// Where they have their id.
const IDS: &[&str] =
    &["id", "response_id", "responseId", "llm_output.id", "generations.0.0.message.kwargs.response_metadata.id"];
/// Where they count tokens: OpenAI's interfaces, Haystack's embedders, the Gemini API.
const INPUT: &[&str] =
    &["usage.prompt_tokens", "usage.input_tokens", "meta.usage.prompt_tokens", "usageMetadata.promptTokenCount"];
const OUTPUT: &[&str] = &["usage.completion_tokens", "usage.output_tokens", "meta.usage.completion_tokens"];
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
const CACHE_WRITTEN: &[&str] =
    &["cache_creation_input_tokens", "input_token_details.cache_creation", "input_cache_creation"];

/// The table, in the order of [`Field`].
pub(in crate::decode::spans) const TABLE: &[(Field, &[Source])] = &[
    (
        Field::Operation,
        &[
            source("gen_ai.operation.name", Conv::OtelOperation),
            source("openinference.span.kind", Conv::OpenInferenceKind).keep(),
            source("langfuse.observation.type", Conv::LangfuseType).keep(),
            source("ai.operationId", Conv::VercelOperation).keep(),
            source("operation.name", Conv::VercelOperation).keep(),
            source("traceloop.span.kind", Conv::TraceloopKind).keep(),
            source("llm.request.type", Conv::OtelOperation).keep(),
            source("mcp.method.name", Conv::McpMethod).keep(),
            source("gcp.vertex.agent.llm_request", JsonHas("contents", "generate_content")).keep(),
            source("mlflow.spanType", Conv::MlflowType).keep(),
            source("langsmith.span.kind", Conv::LangsmithKind).keep(),
            source("haystack.component.type", Conv::HaystackType).keep(),
            source("genkit:metadata:subtype", Conv::GenkitType).keep(),
            source("span.type", Conv::SpanType).keep(),
            source("mastra.span.type", Conv::SpanType).keep(),
            source("ag2.span.type", Conv::SpanType).keep(),
            source("spring.ai.kind", Conv::SpanType).keep(),
            source("lmnr.span.type", Conv::SpanType).keep(),
            source("langwatch.span.type", Conv::SpanType).keep(),
            source("agentops.span.kind", Conv::SpanType).keep(),
            source("braintrust.span_attributes", Conv::SpanType).keep(),
        ],
    ),
    (
        Field::AgentName,
        &[
            text("gen_ai.agent.name"),
            text("agent.name").keep(),
            text("traceloop.entity.name").when(Agent).keep(),
            text("graph.node.id").when(Agent).keep(),
            text("agent_name").when(Agent).keep(),
            text("crewai.task.agent").when(Agent).keep(),
            text("ai.telemetry.functionId").keep(),
            source("operation.name", Conv::VercelFunction).keep(),
            text("langsmith.metadata.lc_agent_name").keep(),
            text("genkit:name").when(Agent).keep(),
            text("entity.name").when(Agent).keep(),
            text("agentops.entity.name").when(Agent).keep(),
        ],
    ),
    (Field::AgentId, &[text("gen_ai.agent.id"), text("agno.agent.id"), text("agno.team.id")]),
    (Field::AgentVersion, &[text("gen_ai.agent.version")]),
    (
        Field::Conversation,
        &[
            text("gen_ai.conversation.id"),
            text("session.id").keep(),
            text("langfuse.session.id").keep(),
            text("traceloop.association.properties.session_id").keep(),
            text("traceloop.association.properties.thread_id").keep(),
            text("traceloop.association.properties.chat_id").keep(),
            text("ai.telemetry.metadata.sessionId").keep(),
            source("metadata", JsonMember("thread_id")).keep(),
            source("metadata", JsonMember("session_id")).keep(),
            source("metadata", JsonMember("conversation_id")).keep(),
            text("langsmith.metadata.session_id").keep(),
            text("langsmith.metadata.thread_id").keep(),
            text("langsmith.metadata.conversation_id").keep(),
            source("mlflow.trace.session", JsonText).keep(),
            text("gcp.vertex.agent.session_id").keep(),
            text("conversation.id").keep(),
            text("voltagent.conversation_id").keep(),
            text("spring.ai.chat.client.conversation.id").keep(),
            text("lmnr.association.properties.session_id").keep(),
            text("threadId").when(Agent).keep(),
        ],
    ),
    (
        Field::User,
        &[
            text("user.id"),
            text("enduser.id").keep(),
            text("langfuse.user.id").keep(),
            text("traceloop.association.properties.user_id").keep(),
            text("gen_ai.user"),
            text("llm.user"),
            text("ai.telemetry.metadata.userId").keep(),
            text("gen_ai.request.user"),
            text("langsmith.metadata.user_id").keep(),
            source("mlflow.trace.user", JsonText).keep(),
            source("metadata", JsonMember("user_id")).keep(),
            text("lmnr.association.properties.user_id").keep(),
        ],
    ),
    (
        Field::Provider,
        &[
            source("gen_ai.provider.name", Conv::Provider),
            source("gen_ai.system", Conv::Provider),
            source("llm.provider", Conv::Provider),
            source("llm.system", Conv::Provider),
            source("ai.model.provider", Conv::Provider),
            source("mlflow.llm.provider", Conv::Provider),
            source("langsmith.metadata.ls_provider", Conv::Provider).keep(),
            source("langfuse.observation.metadata.ls_provider", Conv::Provider).keep(),
        ],
    ),
    (
        Field::RequestModel,
        &[
            text("gen_ai.request.model"),
            text("llm.request.model_name"),
            source("langfuse.observation.metadata.ls_model_name", JsonText).when(Model).keep(),
            text("langfuse.observation.model.name"),
            text("ai.model.id"),
            source("llm.invocation_parameters", JsonMember("model")).keep(),
            source("embedding.invocation_parameters", JsonMember("model")).keep(),
            text("model_name").when(Agent).keep(),
            text("reranker.model_name"),
            source("mlflow.spanInputs", JsonMember("model")).when(Model).keep(),
            source("mlflow.llm.model", JsonText),
            source("input.value", JsonMember("model")).when(Model).keep(),
            text("langsmith.metadata.ls_model_name").when(Model).keep(),
            text("genkit:name").when(Model).keep(),
            text("llm.model_name").when(Model),
            text("embedding.model_name").when(Model),
            text("llm.model").when(Model),
            text("ai.model.name").when(Agent).keep(),
            source("braintrust.metadata", JsonMember("model")).when(Model).keep(),
        ],
    ),
    (
        Field::ResponseModel,
        &[
            text("gen_ai.response.model"),
            text("llm.response.model_name"),
            source("output.value", Response(MODELS)).when(Model).keep(),
            source("output.value", JsonMember("meta.model")).when(Model).keep(),
            text("llm.model_name"),
            text("embedding.model_name"),
            text("langfuse.observation.model.name"),
            text("ai.response.model"),
            source("mlflow.spanOutputs", Response(MODELS)).when(Model).keep(),
            source("gen_ai.completion", Response(MODELS)).when(Model).keep(),
            source("genkit:output", JsonMember("raw.model")).when(Model).keep(),
            source("genkit:output", JsonMember("custom.model")).when(Model).keep(),
            source("haystack.component.output", JsonMember("replies.0.meta.model")).when(Model).keep(),
            source("haystack.component.output", JsonMember("meta.0.model")).when(Model).keep(),
        ],
    ),
    (
        Field::ResponseId,
        &[
            text("gen_ai.response.id"),
            text("ai.response.id"),
            source("output.value", Response(IDS)).when(Model).keep(),
            source("mlflow.spanOutputs", Response(IDS)).when(Model).keep(),
            source("gen_ai.completion", Response(IDS)).when(Model).keep(),
            source("genkit:output", JsonMember("raw.id")).when(Model).keep(),
            source("genkit:output", JsonMember("custom.id")).when(Model).keep(),
        ],
    ),
    (Field::PromptName, &[text("gen_ai.prompt.name"), text("langfuse.observation.prompt.name")]),
    (
        Field::ToolName,
        &[
            text("gen_ai.tool.name").when(Tool),
            text("tool.name").when(Tool),
            text("ai.toolCall.name").when(Tool),
            text("traceloop.entity.name").when(Tool).keep(),
            source("mlflow.spanFunctionName", JsonText).when(Tool).keep(),
            text("genkit:name").when(Tool).keep(),
            text("spring.ai.tool.definition.name").when(Tool),
        ],
    ),
    (Field::ToolType, &[text("gen_ai.tool.type").when(Tool)]),
    (
        Field::ToolCallId,
        &[
            text("gen_ai.tool.call.id").when(Tool),
            text("ai.toolCall.id").when(Tool),
            text("tool.id").when(Tool),
            text("tool.call.id").when(Tool),
            text("spring.ai.tool.call.id").when(Tool),
        ],
    ),
    (Field::DataSource, &[text("gen_ai.data_source.id")]),
    (
        Field::FinishReason,
        &[
            source("gen_ai.response.finish_reasons", Finish),
            source("gen_ai.response.finish_reason", Finish),
            source("llm.finish_reason", Finish),
            source("ai.response.finishReason", Finish),
            source("gen_ai.completion.", Indexed(Group::OpenLlmetryFinish)).keep(),
            source("langfuse.observation.metadata.finish_reason", Finish).keep(),
            source("anthropic.message.stop_reason", Finish).keep(),
            source("gcp.vertex.agent.llm_response", JsonFinish(&["finish_reason", "finishReason"])).keep(),
            source("output.value", JsonFinish(ENDS)).when(Model).keep(),
            source("mlflow.spanOutputs", JsonFinish(ENDS)).when(Model).keep(),
            source("gen_ai.completion", JsonFinish(ENDS)).when(Model).keep(),
            source("genkit:output", JsonFinish(&["finishReason"])).when(Model).keep(),
            source("haystack.component.output", JsonFinish(&["replies.0.meta.finish_reason", "meta.0.finish_reason"]))
                .when(Model)
                .keep(),
        ],
    ),
    (Field::ErrorType, &[text("error.type")]),
    (Field::ServerAddress, &[source("server.address", Conv::Host)]),
    (
        Field::System,
        &[source("gen_ai.system_instructions", Parts), source("user_system_prompt", Parts).when(Model).keep()],
    ),
    (
        Field::ToolArguments,
        &[
            source("gen_ai.tool.call.arguments", Body).when(Tool),
            source("ai.toolCall.args", Body).when(Tool),
            source("gen_ai.tool.args", Body).when(Tool),
            source("tool_arguments", Body).when(Tool),
            source("gcp.vertex.agent.tool_call_args", Body).when(Tool),
            source("input.value", Body).when(Tool),
            source("traceloop.entity.input", Body).when(Tool),
            source("langfuse.observation.input", Body).when(Tool),
            source("mlflow.spanInputs", Body).when(Tool),
            source("haystack.component.input", Body).when(Tool),
            source("genkit:input", Body).when(Tool),
            source("gen_ai.prompt", Body).when(Tool),
            source("gen_ai.tool.input", Body).when(Tool),
            source("spring.ai.tool.call.arguments", Body).when(Tool),
            source("lmnr.span.input", Body).when(Tool),
            source("agentops.entity.input", Body).when(Tool),
            source("braintrust.input_json", Body).when(Tool),
            source("tool_input", Headed).when(Tool).keep(),
            source("input", Body).when(Tool).keep(),
        ],
    ),
    (
        Field::ToolResult,
        &[
            source("gen_ai.tool.call.result", Body).when(Tool),
            source("ai.toolCall.result", Body).when(Tool),
            source("tool_response", Body).when(Tool),
            source("gcp.vertex.agent.tool_response", Body).when(Tool),
            source("output.value", Body).when(Tool),
            source("traceloop.entity.output", Body).when(Tool),
            source("langfuse.observation.output", Body).when(Tool),
            source("mlflow.spanOutputs", Body).when(Tool),
            source("haystack.component.output", Body).when(Tool),
            source("genkit:output", Body).when(Tool),
            source("gen_ai.completion", Body).when(Tool),
            source("code.function.return.value", Body).when(Tool),
            source("gen_ai.tool.output", Body).when(Tool),
            source("spring.ai.tool.call.result", Body).when(Tool),
            source("lmnr.span.output", Body).when(Tool),
            source("agentops.entity.output", Body).when(Tool),
            source("braintrust.output_json", Body).when(Tool),
            source("new_context", Headed).when(Tool).keep(),
            source("output", Body).when(Tool).keep(),
        ],
    ),
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
                JsonInt(&["replies.0.meta.usage.prompt_tokens", "meta.0.usage.prompt_tokens"]),
            )
            .when(Model)
            .keep(),
            source("output.value", JsonInt(INPUT)).when(Model).keep(),
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
            int("gen_ai.usage.input_cached_tokens"),
            int("gen_ai.usage.cached_tokens"),
            int("llm.usage.cached_tokens"),
            int("usage.cached_tokens").when(Agent).keep(),
            source("braintrust.metrics", JsonInt(&["prompt_cached_tokens"])).when(Model).keep(),
            source("langfuse.observation.usage_details", JsonInt(CACHED)).keep(),
            source("mlflow.chat.tokenUsage", JsonInt(CACHED)).keep(),
            source("langsmith.metadata.usage_metadata", JsonInt(CACHED)).keep(),
            source("genkit:output", JsonInt(&["usage.cachedContentTokens"])).when(Model).keep(),
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
            source("braintrust.metrics", JsonInt(&["prompt_cache_creation_tokens"])).when(Model).keep(),
            int("ai.usage.inputTokenDetails.cacheWriteTokens"),
            source("langfuse.observation.usage_details", JsonInt(CACHE_WRITTEN)).keep(),
            source("mlflow.chat.tokenUsage", JsonInt(CACHE_WRITTEN)).keep(),
            source("langsmith.metadata.usage_metadata", JsonInt(CACHE_WRITTEN)).keep(),
        ],
    ),
    (
        Field::Reasoning,
        &[
            int("gen_ai.usage.reasoning.output_tokens"),
            int("gen_ai.usage.reasoning_tokens"),
            int("llm.token_count.completion_details.reasoning"),
            int("ai.usage.reasoningTokens"),
            int("ai.usage.outputTokenDetails.reasoningTokens"),
            int("gen_ai.usage.details.reasoning_tokens"),
            int("gen_ai.usage.thinking_tokens"),
            int("llm.usage.reasoning_tokens"),
            int("usage.reasoning_tokens").when(Agent).keep(),
            source("braintrust.metrics", JsonInt(&["completion_reasoning_tokens"])).when(Model).keep(),
            source("langwatch.metrics", JsonInt(&["reasoning_tokens"])).keep(),
            source("langfuse.observation.usage_details", JsonInt(REASONING)).keep(),
            source("langsmith.metadata.usage_metadata", JsonInt(REASONING)).keep(),
            source("gen_ai.usage.raw", JsonInt(REASONING)).keep(),
            source("genkit:output", JsonInt(&["usage.thoughtsTokens"])).when(Model).keep(),
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
            source("gen_ai.server.time_to_first_token", Conv::SecondsOrMillis).keep(),
            source("ttft_ms", Millis).when(Model).keep(),
            source("metrics.ttfb", Seconds).when(Model).keep(),
        ],
    ),
    (
        Field::Input,
        &[
            source("gen_ai.input.messages", Messages("user")),
            source("gen_ai.prompt.", Indexed(Group::OpenLlmetry("user"))),
            source("gen_ai.prompt", JsonMessages("user")).when(NotTool),
            source("gen_ai.content.prompt", Messages("user")),
            source("ai.prompt.messages", Messages("user")),
            source("ai.prompt", Messages("user")),
            source("llm.input_messages.", Indexed(Group::OpenInference("user"))),
            source("llm.prompts.", Indexed(Group::Texts("user", "prompt.text"))),
            source("pydantic_ai.all_messages", Messages("user")),
            source("all_messages_events", Messages("user")),
            source("events", EventMessages(false)).keep(),
            source("gcp.vertex.agent.llm_request", Messages("user")),
            source("langfuse.observation.input", JsonMessages("user")).when(Talk),
            source("langfuse.trace.input", Messages("user")),
            source("traceloop.entity.input", JsonMessages("user")).when(Talk),
            source("mlflow.spanInputs", JsonMessages("user")).when(Talk),
            source("haystack.component.input", Messages("user")).when(Model),
            source("genkit:input", JsonMessages("user")).when(Talk),
            source("mastra.agent_run.input", Messages("user")).when(Talk),
            source("mastra.model_generation.input", Messages("user")).when(Talk),
            source("mastra.model_step.input", Messages("user")).when(Talk),
            source("mastra.workflow_run.input", Messages("user")).when(Talk),
            source("crewai.task.description", Messages("user")).when(Talk).keep(),
            source("request_data", Messages("user")).when(Model).keep(),
            source("input.value", Messages("user")).when(Talk),
            source("llm.messages", Messages("user")).when(Model),
            source("agent.messages", Messages("user")).when(Agent),
            source("lk.pii.user_input", Messages("user")).when(Agent),
            source("lk.user_input", Messages("user")).when(Agent),
            source("user_prompt", Messages("user")).when(Agent),
            source("lmnr.span.input", JsonMessages("user")).when(Talk),
            source("agentops.entity.input", JsonMessages("user")).when(Talk),
            source("braintrust.input_json", JsonMessages("user")).when(Talk),
            source("input", JsonMessages("user")).when(Talk).keep(),
        ],
    ),
    (
        Field::Output,
        &[
            source("gen_ai.output.messages", Messages("assistant")),
            source("gen_ai.completion.", Indexed(Group::OpenLlmetry("assistant"))),
            source("gen_ai.completion", JsonMessages("assistant")).when(NotTool),
            source("gen_ai.content.completion", Messages("assistant")),
            source("llm.output_messages.", Indexed(Group::OpenInference("assistant"))),
            source("llm.choices.", Indexed(Group::Texts("assistant", "completion.text"))),
            source("ai.response.", Indexed(Group::Vercel)),
            source("final_result", Messages("assistant")).when(Agent),
            source("events", EventMessages(true)).keep(),
            source("gcp.vertex.agent.llm_response", Messages("assistant")),
            source("langfuse.observation.output", Messages("assistant")).when(Talk),
            source("langfuse.trace.output", Messages("assistant")),
            source("traceloop.entity.output", JsonMessages("assistant")).when(Talk),
            source("mlflow.spanOutputs", JsonMessages("assistant")).when(Talk),
            source("haystack.component.output", Messages("assistant")).when(Model),
            source("genkit:output", JsonMessages("assistant")).when(Talk),
            source("mastra.agent_run.output", Messages("assistant")).when(Talk),
            source("mastra.model_generation.output", Messages("assistant")).when(Talk),
            source("mastra.model_step.output", Messages("assistant")).when(Talk),
            source("mastra.workflow_run.output", Messages("assistant")).when(Talk),
            source("crewai.crew.result", Messages("assistant")).when(Talk).keep(),
            source("response_data", Messages("assistant")).when(Model).keep(),
            source("output.value", Messages("assistant")).when(Talk),
            source("lk.pii.response.text", Messages("assistant")).when(Agent),
            source("lk.response.text", Messages("assistant")).when(Agent),
            source("response.model_output", Messages("assistant")).when(Model),
            source("lmnr.span.output", JsonMessages("assistant")).when(Talk),
            source("agentops.entity.output", JsonMessages("assistant")).when(Talk),
            source("braintrust.output_json", JsonMessages("assistant")).when(Talk),
            source("output", JsonMessages("assistant")).when(Talk).keep(),
        ],
    ),
    (
        Field::ToolDefinitions,
        &[
            source("gen_ai.tool.definitions", Tools),
            source("llm.tools.", Indexed(Group::OpenInferenceTools)),
            source("llm.request.functions.", Indexed(Group::OpenLlmetryTools)),
            source("ai.prompt.tools", Tools),
            source("llm.invocation_parameters", RequestTools).when(Model).keep(),
            source("langfuse.observation.input", RequestTools).when(Model).keep(),
            source("mlflow.chat.tools", Tools).when(Model).keep(),
            source("gen_ai.prompt", RequestTools).when(Model).keep(),
            source("genkit:input", RequestTools).when(Model).keep(),
            source("request_data", RequestTools).when(Model).keep(),
            source("tools", Tools).when(Model).keep(),
        ],
    ),
    (
        Field::Documents,
        &[
            source("gen_ai.retrieval.documents", Documents),
            source("retrieval.documents.", Indexed(Group::Documents)),
            source("reranker.output_documents.", Indexed(Group::Documents)),
            source("langfuse.observation.output", Documents).when(Retrieval),
            source("traceloop.entity.output", AnswerDocuments).when(Retrieval).keep(),
            source("haystack.component.output", AnswerDocuments).when(Retrieval).keep(),
            source("genkit:output", AnswerDocuments).when(Retrieval).keep(),
            source("mlflow.spanOutputs", Documents).when(Retrieval).keep(),
        ],
    ),
];
