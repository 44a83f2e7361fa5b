//! The operation that a span's name tells, of instrumentations that say it nowhere else, and agents that few say.

use super::{
    infer::{ADK, CREWAI, LAMINAR, LOGFIRE_AGENTS, OPENLIT, PYDANTIC, QUARKUS, QUARKUS_TOOL},
    llama_index,
    resolve::Input,
};
use crate::otlp::wire::{Value, attribute};

/// Name of the scope of the Mistral SDK's own spans, which have the names of its functions.
const MISTRAL: &str = "mistralai_sdk_tracer";
/// Name of the scope of PromptLayer's tracing of OpenAI Agents.
const PROMPTLAYER: &str = "promptlayer.integrations.openai_agents";
/// Name of the scope of n8n.
const N8N: &str = "n8n-workflow";
/// Name of the scope of Strands before its first version, which knew no operations.
const STRANDS: &str = "strands-agents";
/// What the names of its scopes begin with since then.
const STRANDS_MODULES: &str = "strands.";

/// Names of the scopes of Logfire and OpenLIT over MCP.
const MCP_OF_LOGFIRE: &str = "logfire.mcp";
const MCP_OF_OPENLIT: &str = "openlit.instrumentation.mcp";

/// Name of the spans of Effect's AI package around calls of tools, below whatever scope its user gives it.
pub(super) const TOOL_OF_EFFECT: &str = "Toolkit.handle";

/// The operation that the name of a span tells, of instrumentations that say it nowhere else.
pub(super) fn operation(input: Input<'_, '_>) -> Option<&'static str> {
    match input.scope {
        ADK => operation_of_adk(input.name),
        LOGFIRE_AGENTS => operation_of_logfire(input.name),
        "logfire.openai" | "logfire.anthropic" => operation_of_client(input.name),
        MCP_OF_LOGFIRE => input.name.starts_with("MCP request: tools/call ").then_some("execute_tool"),
        MCP_OF_OPENLIT => is_call_of_mcp(input).then_some("execute_tool"),
        // It says nothing of what failed.
        scope if scope.starts_with(OPENLIT) => {
            const NAMES: &[&str] = &["chat", "embeddings", "invoke_workflow", "invoke_agent", "execute_tool"];
            let operation = input.name.split_once(' ').map(|(operation, _)| operation);
            // In its first versions: `openai.chat.completions`.
            let first = input.name.ends_with(".chat.completions").then_some("chat");
            let whole = if input.root { "invoke_workflow" } else { "chain" };
            let graph = || input.name.starts_with("graph_execution ").then_some(whole);
            NAMES.iter().find(|name| Some(**name) == operation).copied().or(first).or_else(graph)
        }
        MISTRAL => operation_of_mistral(input.name),
        PROMPTLAYER => (input.name == "LLM call").then_some("chat"),
        llama_index::SCOPE => llama_index::operation(input),
        scope if is_strands(scope) => operation_of_strands(input),
        QUARKUS => input.name.starts_with(QUARKUS_TOOL).then_some("execute_tool"),
        N8N => operation_of_n8n(input),
        // browser-use's.
        LAMINAR => (input.name == "agent.run").then_some("invoke_agent"),
        PYDANTIC => input.name.starts_with("model request").then_some("chat"),
        scope if is_agent_framework(scope) => {
            matches!(input.name, "workflow.run" | "workflow_invoke").then_some("invoke_workflow")
        }
        // Haystack's tracer has the name that its user gives it. An agent within a pipeline is in the span of its
        // component.
        _ => match input.name {
            // Ax's.
            name if name.starts_with("Tool: ") => {
                let named = attribute(input.attributes, "tool.name").and_then(Value::as_str);
                (named.is_some() && named == name.strip_prefix("Tool: ")).then_some("execute_tool")
            }
            // ADK for Rust names its spans so, below whatever scope its user gives it, and Upsonic.
            "tool.execute" | "agent.run" => {
                let has = |key| attribute(input.attributes, key).and_then(Value::as_str).is_some_and(|v| !v.is_empty());
                match input.name {
                    "tool.execute" => (has("tool.name") || has("upsonic.tool.name")).then_some("execute_tool"),
                    _ => (has("agent.name") || has("upsonic.agent.name")).then_some("invoke_agent"),
                }
            }
            // TanStack AI's loop around its calls.
            name if name.starts_with("chat ") && attribute(input.attributes, "tanstack.ai.iterations").is_some() => {
                Some("invoke_agent")
            }
            // vLLM's, which does not always name the model.
            "llm_request" => attribute(input.attributes, "gen_ai.latency.e2e").map(|_| "chat"),
            TOOL_OF_EFFECT => attribute(input.attributes, "tool").map(|_| "execute_tool"),
            "haystack.pipeline.run" if input.root => Some("invoke_workflow"),
            "haystack.agent.run" if input.root => Some("invoke_agent"),
            "haystack.agent.run" => Some("chain"),
            "haystack.agent.step.llm" => Some("chat"),
            "haystack.agent.step.tool" => Some("execute_tool"),
            _ => None,
        },
    }
}

/// Whether this is the scope of Strands.
pub(super) fn is_strands(scope: &str) -> bool {
    scope == STRANDS || scope.starts_with(STRANDS_MODULES)
}

/// Whether a span of OpenLIT over MCP is a call of a tool. Within the one that waits for the answer is another, which says
/// that there is none yet, and one of the transport.
fn is_call_of_mcp(input: Input<'_, '_>) -> bool {
    let answer = attribute(input.attributes, "mcp.response.payload").and_then(Value::as_str);
    input.name == "mcp tools/call" && !answer.is_some_and(|json| json.contains(r#""mcp_coroutine""#))
}

/// Whether this is the scope of Microsoft's Agent Framework: in Python, for .NET, for Go.
fn is_agent_framework(scope: &str) -> bool {
    scope == "agent_framework" || scope.starts_with("Microsoft.Agents.AI") || scope.contains("agent-framework-go")
}

/// The operation that the name of a span of Google ADK tells: before it knew operations, and where something failed.
fn operation_of_adk(name: &str) -> Option<&'static str> {
    match name {
        "call_llm" => Some("generate_content"),
        "invocation" => Some("invoke_workflow"),
        _ if tool_of_adk(name).is_some() => Some("execute_tool"),
        _ => agent_of_adk(name).map(|_| "invoke_agent"),
    }
}

/// The operation that the template of a span of Logfire's tracing of OpenAI Agents tells.
fn operation_of_logfire(name: &str) -> Option<&'static str> {
    const TEMPLATES: &[(&str, &str)] = &[
        ("Agent run: ", "invoke_agent"),
        ("Chat completion with ", "chat"),
        ("Function: ", "execute_tool"),
        ("Guardrail ", "guardrail"),
        ("Handoff: ", "handoff"),
        ("OpenAI Agents trace: ", "invoke_workflow"),
        ("Responses API with ", "chat"),
        ("Task: ", "task"),
        ("Turn ", "agent_step"),
    ];
    by_beginning(TEMPLATES, name)
}

/// The operation beside the first of these that a name begins with.
fn by_beginning(list: &[(&str, &'static str)], name: &str) -> Option<&'static str> {
    list.iter().find(|(begin, _)| name.starts_with(begin)).map(|(_, operation)| *operation)
}

/// The operation that the template of a span of Logfire's tracing of OpenAI's and Anthropic's clients tells, which said it
/// nowhere else before its fifth version.
fn operation_of_client(name: &str) -> Option<&'static str> {
    const TEMPLATES: &[(&str, &str)] = &[
        ("Chat Completion with ", "chat"),
        ("Completion with ", "text_completion"),
        ("Embedding Creation with ", "embeddings"),
        ("Image Generation with ", "image_generation"),
        ("Message with ", "chat"),
        ("Responses API with ", "chat"),
        ("streaming response from ", "chat"),
    ];
    by_beginning(TEMPLATES, name)
}

/// The tool in `execute_tool weather`, or in `tool_call [weather]` of its first versions.
pub(super) fn tool_of_adk(name: &str) -> Option<&str> {
    name.strip_prefix("execute_tool ").or_else(|| name.strip_prefix("tool_call [")?.strip_suffix(']'))
}

/// The operation that the name of a span of Strands tells; an agent's is its own.
fn operation_of_strands(input: Input<'_, '_>) -> Option<&'static str> {
    match input.name {
        "Model invoke" => Some("chat"),
        "execute_agent_loop_cycle" | "execute_event_loop_cycle" => Some("execute_event_loop_cycle"),
        name if name.starts_with("Tool: ") => Some("execute_tool"),
        name if name.starts_with("Cycle ") => Some("execute_event_loop_cycle"),
        // Not by the name of the conventions, which a row that inherits an agent comes back with.
        _ => attribute(input.attributes, "agent.name").map(|_| "invoke_agent"),
    }
}

/// The operation of a function of the Mistral SDK.
fn operation_of_mistral(name: &str) -> Option<&'static str> {
    const FUNCTIONS: &[(&str, &str)] = &[
        ("agents_completion", "chat"),
        ("chat_completion", "chat"),
        ("embeddings", "embeddings"),
        ("fim_completion", "text_completion"),
        ("stream_agents", "chat"),
        ("stream_chat", "chat"),
        ("stream_fim", "text_completion"),
    ];
    by_beginning(FUNCTIONS, name)
}

/// The operation of a workflow of n8n, or of one of its nodes, whose type tells it:
/// `@n8n/n8n-nodes-langchain.lmChatOpenAi`.
fn operation_of_n8n(input: Input<'_, '_>) -> Option<&'static str> {
    if input.name == "workflow.execute" {
        return Some("invoke_workflow");
    }
    let (package, kind) = attribute(input.attributes, "n8n.node.type").and_then(Value::as_str)?.rsplit_once('.')?;
    match kind {
        "agent" => Some("invoke_agent"),
        // Any node may be made a tool.
        _ if kind.ends_with("Tool") => Some("execute_tool"),
        _ if !package.ends_with("n8n-nodes-langchain") => None,
        _ if kind.starts_with("lm") => Some("chat"),
        _ if kind.starts_with("embeddings") => Some("embeddings"),
        _ => kind.starts_with("tool").then_some("execute_tool"),
    }
}

/// The agent in `agent_run [weather_agent]`.
pub(super) fn agent_of_adk(name: &str) -> Option<&str> {
    name.strip_prefix("agent_run [")?.strip_suffix(']')
}

/// The agent of a span of CrewAI's own tracing: its role, where the name is a hash. Koog's have an id alone, which may
/// be their name.
pub(super) fn agent_of_scope<'v>(input: Input<'v, '_>) -> Option<&'v str> {
    if input.scope == "koog" {
        let id = ["invoke_agent ", "create_agent "].iter().find_map(|begin| input.name.strip_prefix(begin))?;
        let is_random = id.len() == 36 && id.bytes().filter(|byte| *byte == b'-').count() == 4;
        return (!id.is_empty() && !is_random).then_some(id);
    }
    let role = (input.scope == CREWAI).then(|| attribute(input.attributes, "crewai.agent.role"))?;
    role.and_then(Value::as_str).filter(|role| !role.is_empty())
}
