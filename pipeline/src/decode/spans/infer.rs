//! What follows from other columns and the span's name, where a dialect sends no attribute for it.

use std::borrow::Cow;

use super::{
    convert::{parts, to_count},
    dialect::Seen,
    mapped::Mapped,
    misnamed::{NODES, OPENLIT_BEFORE, RUNNABLE},
    named, normal, paths,
    resolve::Input,
    scan, shapes,
    table::{Conv, Field, LOOKUP, Rule, When},
};
use crate::otlp::{
    value,
    wire::{Value, attribute},
};

/// The operation of a span that names none, by what else it says. Runs before the sources that are believed only under
/// some operation are read.
#[cold]
pub(super) fn operation(input: Input<'_, '_>, hits: &[(u16, u32)], seen: &Seen, mapped: &mut Mapped<'_>) {
    if seen.mcp {
        return;
    }
    let said = || {
        hits.iter()
            .filter_map(|(rule, at)| Some((LOOKUP.rules.get(usize::from(*rule))?, input.attributes.get(*at as usize)?)))
    };
    let has = |key: &str| said().any(|(_, kv)| kv.key == key);
    let model = said().find_map(|(rule, kv)| is_model(rule).then(|| kv.value.as_str())?.filter(|m| !m.is_empty()));
    let counted = said().any(|(rule, kv)| is_usage(rule) && to_count(rule.source.conv, &kv.value).is_some());
    let operation = if let Some(operation) = named::operation(input) {
        operation
    } else if seen.langfuse && is_tool_of_langchain(input) {
        "execute_tool"
    } else if (seen.pydantic || input.scope == PYDANTIC) && has("agent_name") && is_pydantic_agent(has)
        || input.scope.starts_with("@voltagent/") && has("agent.messages")
        || is_agent_of_langchain(input)
    {
        "invoke_agent"
    } else if let (Some(model), true) =
        (model, counted || is_completion(input.name) && said().any(|(rule, _)| rule.field == Field::Provider))
    {
        normal::operation_of_model(model)
    } else if model.is_none() && !counted && seen.tool_name && said().any(|(rule, _)| is_of_tool(rule)) {
        "execute_tool"
    } else {
        return;
    };
    mapped.set_text(Field::Operation, Cow::Borrowed(operation));
}

/// What Google ADK sends as the id of a call that has none.
pub(super) const NO_ID: &str = "<not specified>";
/// Name of the scope of Google ADK.
pub(super) const ADK: &str = "gcp.vertex.agent";
/// Name of the scope of OpenAI Agents in Logfire.
pub(super) const LOGFIRE_AGENTS: &str = "logfire.openai_agents";
/// What the names of OpenLIT's scopes begin with.
pub(super) const OPENLIT: &str = "openlit.";
/// Name of the scope of Quarkus, whose spans of LangChain4j have nothing but a name.
pub(super) const QUARKUS: &str = "io.quarkus.opentelemetry";
/// What it begins with for a tool.
pub(super) const QUARKUS_TOOL: &str = "langchain4j.tools.";
/// What the name of the scope of Claude Code begins with: it counts as Anthropic does.
pub(super) const CLAUDE_CODE: &str = "com.anthropic.claude_code";
/// What the names of the scopes of Codex begin with; where it was started from follows.
pub(super) const CODEX: &str = "codex_";
/// Name of the scope of Mastra 0's exporter.
const MASTRA: &str = "@mastra/otel";
/// Name of the scope of Mastra's exporters since.
const MASTRA_EXPORTER: &str = "@mastra/otel-exporter";
/// Name of the scope of Laminar.
pub(super) const LAMINAR: &str = "lmnr.tracer";
/// Name of the scope of AgentOps, whose spans of functions have their kind behind their name.
const AGENTOPS: &str = "agentops";
/// Name of the scope of CrewAI's own tracing.
pub(super) const CREWAI: &str = "crewai";
/// Name of the scope of Pydantic AI.
pub(super) const PYDANTIC: &str = "pydantic-ai";

/// Spans of agents of Pydantic AI before it knew operations.
fn is_pydantic_agent(has: impl Fn(&str) -> bool) -> bool {
    has("model_name") || has("all_messages_events") || has("final_result")
}

/// A model named outright: not in a JSON object, which may be about anything.
fn is_model(rule: &Rule) -> bool {
    matches!(rule.field, Field::RequestModel | Field::ResponseModel)
        && matches!(rule.source.conv, Conv::Text | Conv::JsonText)
        && rule.source.when == When::Always
}

fn is_usage(rule: &Rule) -> bool {
    matches!(rule.field, Field::InputTokens | Field::OutputTokens)
}

/// An attribute that only calls of tools have.
fn is_of_tool(rule: &Rule) -> bool {
    // Of a tool only where something else says that there is one.
    let general = ["input.value", "output.value", "gen_ai.input.messages", "gen_ai.output.messages"];
    matches!(rule.field, Field::ToolArguments | Field::ToolResult | Field::ToolCallId)
        && !general.contains(&rule.source.key)
}

/// Whether the span has the name of a call without saying what it is, as OpenLLMetry for JavaScript has
/// `bedrock.completion`, and that for Python what failed: `openai.response`.
fn is_completion(name: &str) -> bool {
    matches!(name.rsplit_once('.'), Some((_, "completion" | "chat" | "response")))
}

/// What is still missing when attributes and events were read. Returns whether the operation got another name.
pub(super) fn rest<'v>(input: Input<'v, '_>, seen: &Seen, mapped: &mut Mapped<'v>) -> bool {
    by_scope(input, mapped);
    let inference = mapped.text(Field::Operation).is_some_and(normal::is_inference);
    // Who ranks is told by the model's name as who answers is.
    if inference || mapped.text(Field::Operation) == Some("rerank") {
        provider(mapped);
    }
    if inference && seen.openinference {
        instructions(input, mapped);
    }
    if inference && mapped.text(Field::FinishReason).is_none() {
        // The second is Anthropic's, in the messages of Laminar.
        const NAMES: [(&str, &str); 2] = [("\"finish_reason\"", "finish_reason"), ("\"stop_reason\"", "stop_reason")];
        let sent = mapped.list(Field::Output).iter().find_map(|message| {
            let json = message.as_str();
            NAMES.iter().find_map(|(key, name)| json.contains(key).then(|| paths::member(json, name)).flatten())
        });
        if let Some(reason) = sent.map(Cow::into_owned) {
            mapped.set_text(Field::FinishReason, Cow::Owned(normal::finish_reason(&reason).into_owned()));
        }
    }
    if inference && mapped.text(Field::FinishReason).is_none() {
        let status = input.attributes.iter().find_map(|kv| end_of_response(&kv.key, &kv.value));
        if let Some(status) = status {
            // The responses interface has no other word for it.
            let called = mapped.list(Field::Output).iter().any(|item| item.as_str().contains(r#""type":"tool_call""#));
            let reason = if status == "stop" && called { Cow::Borrowed("tool_call") } else { status };
            mapped.set_text(Field::FinishReason, reason);
        }
    }
    if inference {
        end_of_answer(mapped);
    }
    by_name(input, seen, mapped)
}

/// How a call ended of which nobody says it: in calls of tools, if its answer does, else as a response's message of
/// OpenAI's responses interface did.
fn end_of_answer(mapped: &mut Mapped<'_>) {
    if [Field::FinishReason, Field::ErrorType].iter().any(|field| mapped.text(*field).is_some()) {
        return;
    }
    let Some(answer) = mapped.list(Field::Output).last() else { return };
    let is_response = mapped.text(Field::ResponseId).is_some_and(|id| id.starts_with("resp_"));
    let reason = if is_call(answer.as_str()) {
        are_whole(answer.as_str()).then_some(Cow::Borrowed("tool_call"))
    } else if is_response {
        // What is incomplete does not say why.
        paths::member(answer.as_str(), "status").as_deref().and_then(normalised_end)
    } else {
        None
    };
    if let Some(reason) = reason {
        mapped.set_text(Field::FinishReason, reason);
    }
}

/// Whether the arguments of the calls in a message are whole: a stream that was broken off leaves half of them.
fn are_whole(message: &str) -> bool {
    let Some(parts) = scan::at(message, "parts") else { return true };
    let mut list = Vec::new();
    if scan::elements(parts, &mut list).is_none() {
        return true;
    }
    list.iter().filter_map(|part| scan::at(part, "arguments").and_then(paths::unquote)).all(|text| {
        let begun = text.trim_start().starts_with(['{', '[']);
        !begun || scan::is_json(&text)
    })
}

/// The instructions beside the messages of a request to Anthropic, of which OpenInference for JavaScript has the
/// messages alone.
fn instructions(input: Input<'_, '_>, mapped: &mut Mapped<'_>) {
    let messages = mapped.list(Field::Input);
    let said = mapped.text(Field::System).is_some() || messages.iter().any(|item| item.as_str().starts_with(SYSTEM));
    if said || messages.is_empty() || mapped.text(Field::Provider) != Some("anthropic") {
        return;
    }
    let parameters = attribute(input.attributes, "llm.invocation_parameters").and_then(Value::as_str);
    let sent = parameters.and_then(|json| paths::json_body(json, &["system"])).map(Value::Str);
    if let Some((text, _)) = sent.as_ref().and_then(parts) {
        mapped.set_text(Field::System, Cow::Owned(text.into_owned()));
    }
}

/// What a message of the system begins with.
const SYSTEM: &str = r#"{"role":"system""#;

/// Who answered, where only the model tells it.
fn provider(mapped: &mut Mapped<'_>) {
    if mapped.text(Field::Provider).is_some() {
        return;
    }
    let (request, response) = (mapped.text(Field::RequestModel), mapped.text(Field::ResponseModel));
    // What was asked for may say who answers (`ollama/gpt-oss:20b`); the answer often has but the model's name.
    let said = [request, response].into_iter().flatten().find_map(normal::provider_in_model);
    let like = || [response, request].into_iter().flatten().find_map(normal::provider_of_model);
    if let Some(provider) = said.or_else(like) {
        mapped.set_text(Field::Provider, Cow::Borrowed(provider));
    }
}

/// Who answers by the scope: Vertex AI, where an instrumentation of its SDK says no more than Google, and vLLM itself.
pub(super) fn provider_of_scope(scope: &str, mapped: &Mapped<'_>) -> Option<&'static str> {
    let vertex = scope.ends_with("instrumentation.vertexai") && mapped.text(Field::Provider) == Some("gcp.gen_ai");
    // It runs the models of all vendors.
    let own = (scope == "vllm" || scope.starts_with("vllm.")) && mapped.text(Field::Provider) != Some("vllm");
    let vllm = own && mapped.text(Field::Operation).is_some_and(normal::is_inference);
    vertex.then_some("gcp.vertex_ai").or_else(|| vllm.then_some("vllm"))
}

/// Name of the scope of Dapr's agents.
const DAPR: &str = "dapr_agents.observability.instrumentor";
/// Name of the scope of MLflow.
pub(super) const MLFLOW: &str = "mlflow.tracing.provider";
/// The function of OpenAI Agents that MLflow takes for an agent.
pub(super) const AGENT_RUNNER: &str = "AgentRunner.run";

/// Whether the agent is none: a part of one, what OpenTelemetry's first instrumentation of OpenAI Agents has where it knows of no
/// agent, or a function that MLflow takes for one.
pub(super) fn is_no_agent(input: Input<'_, '_>, mapped: &Mapped<'_>) -> bool {
    let says = |key| attribute(input.attributes, key).and_then(Value::as_str);
    let is_runner = input.scope == MLFLOW && mapped.text(Field::AgentName) == Some(AGENT_RUNNER);
    // Beside it there is another when a row comes back that inherits one.
    let mut names = input.attributes.iter().filter(|kv| kv.key == "gen_ai.agent.name");
    let is_unknown = names.any(|kv| kv.value.as_str() == Some("OpenAI Agent"))
        && input.scope == "opentelemetry.instrumentation.openai_agents"
        && says("gen_ai.agent.description") == Some("OpenAI Agents instrumentation");
    // The nodes of an agent of LangChain, and its sequences.
    let is_part = match input.scope {
        "openlit.instrumentation.langgraph" => {
            input.name.strip_prefix("invoke_agent ").is_some_and(|name| NODES.contains(&name))
        }
        "openlit.instrumentation.google_adk" => input.root && mapped.text(Field::Operation) == Some("invoke_workflow"),
        "opentelemetry.instrumentation.langchain" => {
            input.name.starts_with(RUNNABLE) && input.name.ends_with(".workflow")
        }
        // The class of what is called.
        DAPR => matches!(mapped.text(Field::AgentName), Some("ChatClient" | "AgentToolExecutor")),
        _ => false,
    };
    is_runner || is_unknown || is_part
}

/// Whether a response of OpenAI's responses interface, which says no more than that it is complete, ended in calls of
/// tools: OpenInference and Pydantic AI make `stop` of it, and AgentScope, Genkit, Mirascope, Google ADK and OpenLIT over
/// LangChain of every end.
pub(super) fn ended_in_calls(input: Input<'_, '_>, mapped: &Mapped<'_>) -> bool {
    let sent = || attribute(input.attributes, "gen_ai.response.finish_reasons").is_some();
    // The Gemini API has no other word for it itself.
    let by_others = || mapped.text(Field::Provider).is_some_and(|provider| !provider.starts_with("gcp."));
    let makes_stop = match input.scope {
        "openinference.instrumentation.openai_agents" | "agentscope" => true,
        "openlit.instrumentation.langchain" | "@openlit/instrumentation-langchain" => true,
        ADK | "genkit-tracer" | "mirascope.llm" => by_others(),
        // Splunk's instrumentations have it in the message only where the response did not say it.
        "opentelemetry.util.genai.handler" => !sent(),
        _ => false,
    };
    let is_response = || mapped.text(Field::ResponseId).is_some_and(|id| id.starts_with("resp_"));
    mapped.text(Field::FinishReason) == Some("stop")
        && (makes_stop || is_response())
        && mapped.list(Field::Output).last().is_some_and(|item| is_call(item.as_str()))
}

/// Whether nothing answered a call: LiveKit for JavaScript says `stop` of those that failed, whose first token never
/// came.
pub(super) fn has_no_answer(input: Input<'_, '_>, mapped: &Mapped<'_>) -> bool {
    let metrics = (input.scope == "livekit-agents").then(|| attribute(input.attributes, "lk.llm_metrics")).flatten();
    let Some(metrics) = metrics.and_then(Value::as_str) else { return false };
    mapped.text(Field::FinishReason) == Some("stop")
        && mapped.list(Field::Output).is_empty()
        && paths::json_int(metrics, &["ttftMs"]) == Some(-1)
        && scan::at(metrics, "cancelled") == Some("false")
}

/// Whether a call did not end in the error that is sent: OpenTelemetry's instrumentation of LangChain says so of every
/// response of OpenAI's responses interface, whose end it does not find.
pub(super) fn ended_in_no_error(input: Input<'_, '_>, mapped: &Mapped<'_>) -> bool {
    mapped.text(Field::FinishReason) == Some("error")
        && input.scope == "opentelemetry.instrumentation.genai.langchain"
        && mapped.text(Field::ErrorType).is_none()
        && mapped.text(Field::ResponseId).is_some_and(|id| id.starts_with("resp_"))
        && (!mapped.list(Field::Output).is_empty()
            || mapped.count(Field::OutputTokens).is_some_and(|tokens| tokens > 0))
}

/// Whether a call of a tool is among the parts of a message.
pub(super) fn is_call(message: &str) -> bool {
    const CALLS: [&str; 2] = [r#""type":"tool_call""#, r#""type": "tool_call""#];
    CALLS.iter().any(|call| memchr::memmem::find(message.as_bytes(), call.as_bytes()).is_some())
}

/// The model that a span of Codex names, whose calls have none.
pub(super) fn model_of_codex<'v>(input: Input<'v, '_>) -> Option<&'v str> {
    let model = input.scope.starts_with(CODEX).then(|| attribute(input.attributes, "model"))?;
    model.and_then(Value::as_str).filter(|model| !model.is_empty())
}

/// Gives a call of Codex the model that a span around it names.
pub(super) fn adopt(mapped: &mut Mapped<'_>, model: Option<&str>) {
    let names = [Field::RequestModel, Field::ResponseModel].iter().any(|field| mapped.text(*field).is_some());
    if let Some(model) = model
        && mapped.text(Field::Operation) == Some("chat")
        && !names
    {
        mapped.set_text(Field::RequestModel, Cow::Owned(model.to_owned()));
        provider(mapped);
    }
}

/// How a response of OpenAI's responses interface ended, if the attribute holds one or says it.
fn end_of_response(key: &str, value: &Value<'_>) -> Option<Cow<'static, str>> {
    let sent = match key {
        "output.value" | "mlflow.spanOutputs" | "gen_ai.completion" | "langfuse.observation.output" => {
            value.as_str()?
        }
        "langfuse.observation.metadata.status" => return normalised_end(value.as_str()?),
        "langfuse.observation.metadata.incomplete_details" => {
            return normalised_end(&paths::json_member(value.as_str()?, "reason")?);
        }
        _ => return None,
    };
    const STATUS: &[&str] = &[
        "incomplete_details.reason",
        "status",
        "generations.0.0.message.kwargs.response_metadata.incomplete_details.reason",
        "generations.0.0.message.kwargs.response_metadata.status",
    ];
    // Some leave out what is null.
    const SIGNS: [&str; 3] = [r#""incomplete_details""#, r#""object":"response""#, r#""object": "response""#];
    let is_response = SIGNS.iter().any(|sign| memchr::memmem::find(sent.as_bytes(), sign.as_bytes()).is_some());
    let end = is_response.then(|| paths::response_text(sent, STATUS)).flatten()?;
    normalised_end(&end)
}

/// The finish reason that a status or the reason beside it is; `None` of any other word.
fn normalised_end(status: &str) -> Option<Cow<'static, str>> {
    let reason = normal::finish_reason(status.trim_matches('"'));
    let known = matches!(&*reason, "stop" | "length" | "content_filter" | "error");
    known.then(|| Cow::Owned(reason.into_owned()))
}

/// Tools and agents that only the span's name tells. Returns whether the operation got another name.
fn by_name<'v>(input: Input<'v, '_>, seen: &Seen, mapped: &mut Mapped<'v>) -> bool {
    let named = seen.langfuse && !seen.tanstack
        || seen.openinference
        || seen.mlflow
        || seen.langsmith
        || input.scope.starts_with("traceai_")
        || is_decorated(input, mapped);
    if !(named || seen.openllmetry) || input.name.is_empty() {
        return false;
    }
    match mapped.text(Field::Operation) {
        // OpenLLMetry called everything a completion that it did not know better: `anthropic.chat`.
        Some("text_completion") if seen.openllmetry && input.name.ends_with(".chat") => {
            mapped.set_text(Field::Operation, Cow::Borrowed("chat"));
            return true;
        }
        // Langfuse calls embeddings a generation, OpenInference those of Bedrock a call of a model.
        Some("chat") if seen.langfuse || seen.openinference => {
            let operation = mapped.text(Field::RequestModel).map_or("chat", normal::operation_of_model);
            if operation != "chat" {
                mapped.set_text(Field::Operation, Cow::Borrowed(operation));
                return true;
            }
        }
        _ if !named => {}
        Some("execute_tool") if mapped.text(Field::ToolName).is_none() => {
            let name = input.name.strip_prefix("execute_tool ").filter(|name| !name.is_empty()).unwrap_or(input.name);
            // DSPy's tools are objects that are called.
            let name = name.strip_suffix(".__call__").filter(|name| !name.is_empty()).unwrap_or(name);
            mapped.set_text(Field::ToolName, Cow::Borrowed(name));
        }
        Some("invoke_agent") if mapped.text(Field::AgentName).is_none() => {
            let name = [".run", ".forward"]
                .iter()
                .find_map(|end| input.name.strip_suffix(end))
                .filter(|name| !name.is_empty())
                .unwrap_or(input.name);
            // Mastra's: `agent.weather_agent`, and that of the conventions.
            let name = ["agent.", "invoke_agent "]
                .iter()
                .find_map(|begin| name.strip_prefix(begin))
                .filter(|name| !name.is_empty())
                .unwrap_or(name);
            mapped.set_text(Field::AgentName, Cow::Borrowed(name));
        }
        _ => {}
    }
    false
}

/// Whether this chain is the run of an agent of LangChain: it has its name. Its own: one from an ancestor says nothing.
pub(super) fn is_agent_of_langchain(input: Input<'_, '_>) -> bool {
    input.attributes.iter().any(|kv| {
        let Some(sent) = kv.value.as_str() else { return false };
        match &*kv.key {
            "langsmith.metadata.lc_agent_name" => sent == input.name,
            "langfuse.observation.metadata.lc_agent_name" => {
                sent == input.name || paths::unquote(sent).is_some_and(|name| name == input.name)
            }
            "metadata" => paths::json_member(sent, "lc_agent_name").is_some_and(|name| name == input.name),
            _ => false,
        }
    })
}

/// Whether Langfuse's handler before it knew tools calls this a span: LangChain starts a tool with its inputs and a
/// colour.
fn is_tool_of_langchain(input: Input<'_, '_>) -> bool {
    let text = |key| attribute(input.attributes, key).and_then(Value::as_str);
    text("langfuse.observation.metadata.color").is_some_and(|color| color.trim_matches('"') == "green")
        && text("langfuse.observation.metadata.inputs").is_some_and(|inputs| inputs.starts_with('{'))
}

/// Whether this is a tool or agent without a name, of an SDK whose spans have the names of the functions that they are
/// around.
fn is_decorated(input: Input<'_, '_>, mapped: &Mapped<'_>) -> bool {
    const KINDS: [&str; 3] = ["langwatch.span.type", "judgment.span_kind", "netra.span.type"];
    let unnamed = match mapped.text(Field::Operation) {
        Some("execute_tool") => mapped.text(Field::ToolName).is_none(),
        Some("invoke_agent") => mapped.text(Field::AgentName).is_none(),
        _ => false,
    };
    unnamed && input.attributes.iter().any(|kv| KINDS.contains(&&*kv.key))
}

/// The function or class that a span of AgentOps is around.
fn function_of_agentops<'v>(input: Input<'v, '_>) -> Option<&'v str> {
    attribute(input.attributes, "operation.name").and_then(Value::as_str)
}

/// The agent in the name that the conventions give its span. One without a name has its id there, or the model that it
/// asks, as the Vercel AI SDK has it.
fn agent_in_name<'v>(input: Input<'v, '_>, mapped: &Mapped<'_>) -> Option<&'v str> {
    let name = input.name.strip_prefix("invoke_agent ")?;
    let others = [Field::AgentId, Field::RequestModel, Field::ResponseModel];
    (!others.iter().any(|field| mapped.text(*field) == Some(name))).then_some(name)
}

/// What spans of some instrumentations say in a way of their own.
fn by_scope<'v>(input: Input<'v, '_>, mapped: &mut Mapped<'v>) {
    let operation = mapped.text(Field::Operation);
    let named = match (input.scope, operation) {
        (ADK, Some("invoke_agent")) => named::agent_of_adk(input.name).map(|name| (Field::AgentName, name)),
        (MASTRA, Some("invoke_agent")) => input.name.strip_prefix("agent.").map(|name| (Field::AgentName, name)),
        (ADK, Some("execute_tool")) => named::tool_of_adk(input.name).map(|name| (Field::ToolName, name)),
        (LAMINAR, Some("execute_tool")) => Some((Field::ToolName, input.name)),
        (AGENTOPS, Some("invoke_agent")) => function_of_agentops(input).map(|name| (Field::AgentName, name)),
        (AGENTOPS, Some("execute_tool")) => function_of_agentops(input).map(|name| (Field::ToolName, name)),
        (QUARKUS, Some("execute_tool")) => input.name.strip_prefix(QUARKUS_TOOL).map(|name| (Field::ToolName, name)),
        (OPENLIT_BEFORE, Some("execute_tool")) if input.name.starts_with("tool ") => {
            input.name.strip_prefix("tool ").map(|name| (Field::ToolName, name))
        }
        (OPENLIT_BEFORE, Some("invoke_agent")) if input.name.starts_with("agent ") => {
            input.name.strip_prefix("agent ").map(|name| (Field::AgentName, name))
        }
        // Of Haystack the name is that of a component.
        ("openlit.instrumentation.haystack", Some("chat")) => None,
        (scope, Some("chat")) if scope.starts_with(OPENLIT) => {
            let model = input.name.strip_prefix("chat ").filter(|name| mapped.text(Field::Provider) != Some(*name));
            model.map(|name| (Field::RequestModel, name))
        }
        (_, Some("execute_tool")) if input.name == named::TOOL_OF_EFFECT => {
            attribute(input.attributes, "tool").and_then(Value::as_str).map(|name| (Field::ToolName, name))
        }
        // The names that the conventions give spans.
        (_, Some("invoke_agent")) => agent_in_name(input, mapped).map(|name| (Field::AgentName, name)),
        (_, Some("execute_tool")) => input.name.strip_prefix("execute_tool ").map(|name| (Field::ToolName, name)),
        _ => None,
    };
    if let Some((field, name)) = named.filter(|(field, name)| mapped.text(*field).is_none() && !name.is_empty()) {
        mapped.set_text(field, Cow::Borrowed(name));
    }
    of_exporters(input, mapped);
    // Google Gen AI: `code.function.parameters.city.value`; Azure's agents: `code.function.parameter.city`.
    if mapped.text(Field::Operation) == Some("execute_tool") && mapped.text(Field::ToolArguments).is_none() {
        if input.name == named::TOOL_OF_EFFECT
            && let Some(sent) = attribute(input.attributes, "parameters").and_then(Value::as_str)
        {
            return mapped.set_text(Field::ToolArguments, Cow::Borrowed(sent));
        }
        let mut json = String::new();
        for kv in input.attributes {
            let name = kv.key.strip_prefix("code.function.parameters.").and_then(|rest| rest.strip_suffix(".value"));
            let Some(name) = name.or_else(|| kv.key.strip_prefix("code.function.parameter.")) else { continue };
            json.push(if json.is_empty() { '{' } else { ',' });
            shapes::quote(&mut json, name);
            json.push(':');
            value::write_value(&mut json, &kv.value);
        }
        if !json.is_empty() {
            json.push('}');
            mapped.set_text(Field::ToolArguments, Cow::Owned(json));
        }
    }
}

/// Names that Mastra's exporter and Logfire's tracing of OpenAI Agents have elsewhere.
fn of_exporters<'v>(input: Input<'v, '_>, mapped: &mut Mapped<'v>) {
    if input.scope == MASTRA_EXPORTER
        && mapped.text(Field::User).is_none()
        && let Some(json) = attribute(input.attributes, "metadata").and_then(Value::as_str)
        && let Some(user) = paths::json_member(json, "resourceId").filter(|user| !user.is_empty())
    {
        mapped.set_text(Field::User, Cow::Owned(user.into_owned()));
    }
    if input.scope == LOGFIRE_AGENTS {
        let field = match mapped.text(Field::Operation) {
            Some("invoke_agent") => Some((Field::AgentName, "name")),
            Some("execute_tool") => Some((Field::ToolName, "name")),
            Some("invoke_workflow") => Some((Field::Conversation, "group_id")),
            _ => None,
        };
        if let Some((field, key)) = field.filter(|(field, _)| mapped.text(*field).is_none())
            && let Some(name) = attribute(input.attributes, key).and_then(Value::as_str)
            // Logfire sends JSON for what is none.
            && !matches!(name, "" | "null")
        {
            mapped.set_text(field, Cow::Borrowed(name));
        }
    }
}
