//! Operations that some instrumentations call by another's name: what the span's own name tells is right there.

use super::{infer, paths, resolve::Input};
use crate::otlp::wire::{Value, attribute};

/// The operation of a span that was sent as another; `None` where it is what was sent.
pub(super) fn operation(input: Input<'_, '_>, sent: &str) -> Option<&'static str> {
    let (scope, name) = (input.scope, input.name);
    match (scope, sent) {
        (scope, _) if OPENAI_AGENTS.contains(&scope) => of_openai_agents(input, sent),
        // The trace around the agents of OpenTelemetry's, before it had a package of its own.
        ("opentelemetry.instrumentation.openai_agents", "invoke_agent") if !name.starts_with("invoke_agent") => {
            let is_agent = attribute(input.attributes, "gen_ai.agent.name").is_some();
            (!is_agent && input.root).then_some("invoke_workflow")
        }
        // The task of a rail, for which it calls a model: `self_check_input gpt-4o`.
        ("nemo_guardrails", task) if !OPERATIONS.contains(&task) => {
            let model = attribute(input.attributes, "gen_ai.request.model").and_then(Value::as_str)?;
            let named = name.strip_prefix(task).and_then(|rest| rest.strip_prefix(' ')) == Some(model);
            named.then_some("chat")
        }
        // What happens within a call or a run of BeeAI, as a span of the same kind.
        ("openinference.instrumentation.beeai", _) => is_event_of_beeai(input).then_some("event"),
        // It has one name for all that is sent to a model as it is.
        ("opentelemetry.instrumentation.botocore.bedrock-runtime", "text_completion") => {
            let model = attribute(input.attributes, "gen_ai.request.model").and_then(Value::as_str)?;
            model.contains("embed").then_some("embeddings")
        }
        (infer::LAMINAR, "chat") => name.ends_with(".embeddings").then_some("embeddings"),
        // The answer to several calls at once, each of which has a span.
        (infer::ADK, "execute_tool") => (name == "execute_tool (merged)").then_some("chain"),
        // Where a call failed, CrewAI's own tracing gives the agent and the task around it the operation of the call.
        ("crewai", "chat") => match name {
            "execute agent" => Some("invoke_agent"),
            "execute task" => Some("execute_task"),
            "execute crew" | "execute flow" => Some("invoke_workflow"),
            _ => None,
        },
        // A crew and its tasks are no agents: these are in them.
        (_, "invoke_agent") if scope.starts_with("opentelemetry.instrumentation.crewai") => match name {
            "crewai.workflow" => Some("invoke_workflow"),
            _ => name.ends_with(".task").then_some("task"),
        },
        // Mastra's steps are around the calls, and pieces of an answer within; to OpenInference all are calls of a
        // model.
        ("@mastra/otel-exporter", "chat") => {
            match attribute(input.attributes, "mastra.span.type").and_then(Value::as_str)? {
                "model_step" => Some("agent_step"),
                "model_chunk" => Some("model_chunk"),
                _ => None,
            }
        }
        (OPENLIT_BEFORE, _) => of_openlit_before(input, sent),
        (_, "invoke_agent") if scope.starts_with(infer::OPENLIT) => of_openlit(input),
        ("opentelemetry.instrumentation.llamaindex", "task") => (name == "FunctionTool.task").then_some("execute_tool"),
        ("openinference.instrumentation.llama_index", "chain" | "invoke_workflow") => {
            is_llama_agent(name.strip_suffix(".run")?).then_some("invoke_agent")
        }
        ("opentelemetry.instrumentation.llamaindex", "invoke_workflow") => match name.strip_suffix(".workflow")? {
            "FunctionTool" => Some("execute_tool"),
            class => is_llama_agent(class).then_some("invoke_agent"),
        },
        ("openinference.instrumentation.haystack", "chain" | "invoke_workflow") => {
            (name == "Agent.run").then_some("invoke_agent")
        }
        // It makes the request ready and sends nothing, or it is around the call.
        ("openinference.instrumentation.llama_index", "chat") => {
            is_around_call(name.rsplit('.').next()?).then_some("chain")
        }
        // Its first name for every call.
        ("opentelemetry.instrumentation.vertexai", "text_completion") => match name {
            "vertexai.generate_content" | "vertexai.send_message" => Some("chat"),
            _ => None,
        },
        // The programs of DSPy, in which MLflow sees calls of a model.
        (_, "chat") if matches!(name, "Predict.forward" | "Predict.aforward") => Some("chain"),
        _ => of_langchain(input, sent).or_else(|| of_clients(input, sent)),
    }
}

/// Names of the scopes over OpenAI Agents.
const OPENAI_AGENTS: [&str; 3] = [
    "openinference.instrumentation.openai_agents",
    "@arizeai/openinference-instrumentation-openai-agents",
    "traceai_openai_agents",
];

/// The same of the instrumentations of OpenAI Agents.
fn of_openai_agents(input: Input<'_, '_>, sent: &str) -> Option<&'static str> {
    match sent {
        // The trace around the agents, which have a name of their own.
        "invoke_agent" => {
            let is_agent = ["agent.name", "graph.node.id"].iter().any(|key| attribute(input.attributes, key).is_some());
            (!is_agent).then_some("invoke_workflow")
        }
        // What the model called is another tool: `transfer_to_booker`.
        "execute_tool" => input.name.starts_with("handoff to ").then_some("handoff"),
        _ => None,
    }
}

/// The same of those of LangChain.
fn of_langchain(input: Input<'_, '_>, sent: &str) -> Option<&'static str> {
    let name = input.name;
    match (input.scope, sent) {
        // The node of an agent that calls the model.
        (_, "invoke_agent") if name == "agent" && is_node(input) => Some("chain"),
        // A sequence is no agent.
        ("opentelemetry.instrumentation.langchain", "invoke_agent") => {
            let is_runnable = name.starts_with(RUNNABLE) && name.ends_with(".workflow");
            is_runnable.then_some(if input.root { "invoke_workflow" } else { "chain" })
        }
        ("@traceloop/instrumentation-langchain", "invoke_workflow") => {
            let is_runnable = name.strip_prefix("workflow ").is_some_and(|class| class.starts_with(RUNNABLE));
            (is_runnable && !input.root).then_some("chain")
        }
        (_, "chain" | "invoke_workflow") if infer::is_agent_of_langchain(input) => Some("invoke_agent"),
        // Its first versions called an agent what had `agent` in its name: `RunnableAssign<agent_scratchpad>`.
        ("openinference.instrumentation.langchain", "invoke_agent") => {
            [RUNNABLE, "ChannelWrite<"].iter().any(|class| name.starts_with(class)).then_some("chain")
        }
        _ => None,
    }
}

/// Whether this is a node of LangGraph that has the name of its span, by the metadata that OpenInference and Langfuse
/// pass on.
fn is_node(input: Input<'_, '_>) -> bool {
    let text = |key| attribute(input.attributes, key).and_then(Value::as_str);
    text("langfuse.observation.metadata.langgraph_node").is_some_and(|node| node.trim_matches('"') == input.name)
        || text("metadata")
            .and_then(|json| paths::json_member(json, "langgraph_node"))
            .is_some_and(|node| node == input.name)
}

/// The same of clients and gateways that have one name for several operations.
fn of_clients(input: Input<'_, '_>, sent: &str) -> Option<&'static str> {
    match (input.scope, sent) {
        // Braintrust's client for Java has one type for all that is sent to a model.
        ("braintrust-java", "chat") => {
            let request = attribute(input.attributes, "braintrust.metadata").and_then(Value::as_str)?;
            let path = paths::json_member(request, "request_path")?;
            path.ends_with("/embeddings").then_some("embeddings")
        }
        // LiteLLM with the names of the conventions, of which there is none for these.
        ("litellm", "chat") => match attribute(input.attributes, "llm.request.type").and_then(Value::as_str)? {
            "rerank" | "arerank" => Some("rerank"),
            "image_generation" | "aimage_generation" => Some("image_generation"),
            _ => None,
        },
        // For Tencent's APM it calls everything a chat, beside what it is.
        ("dify.ops" | "dify-sdk", "chat" | "text_completion") => {
            match attribute(input.attributes, "gen_ai.span.kind").and_then(Value::as_str)? {
                "WORKFLOW" => Some("invoke_workflow"),
                "AGENT" => Some("invoke_agent"),
                "TOOL" => Some("execute_tool"),
                "RETRIEVER" => Some("retrieval"),
                "TASK" => Some("task"),
                _ => None,
            }
        }
        // What runs the agents of ADK.
        ("veadk", "chain") => (input.name == "invocation").then_some("invoke_workflow"),
        (infer::MLFLOW, "chain") => input.root.then_some("invoke_workflow"),
        // What runs the agents of OpenAI Agents, which have spans of their own.
        (infer::MLFLOW, "invoke_agent") => input.name.ends_with(infer::AGENT_RUNNER).then_some("invoke_workflow"),
        _ => None,
    }
}

/// What the names of LangChain's sequences and functions begin with.
pub(super) const RUNNABLE: &str = "Runnable";

/// What OpenLIT calls an agent though it is around or a part of one: turns and tasks of OpenAI Agents, steps of CrewAI's flows,
/// which name no agent, and the nodes within an agent of LangChain.
fn of_openlit(input: Input<'_, '_>) -> Option<&'static str> {
    let named = input.name.strip_prefix("invoke_agent ");
    match input.scope {
        "openlit.instrumentation.openai_agents" => (input.name == "invoke_agent").then_some("agent_step"),
        "openlit.instrumentation.crewai" => {
            // A step has that of the agent around it when its row comes back.
            let agent = attribute(input.attributes, "gen_ai.agent.name").and_then(Value::as_str);
            (named.is_some() && named != agent).then_some("task")
        }
        // What runs the agents of ADK.
        "openlit.instrumentation.google_adk" => input.root.then_some("invoke_workflow"),
        "openlit.instrumentation.langgraph" => NODES.contains(&named?).then_some("task"),
        _ => None,
    }
}

/// Name of the scope of OpenLIT before its instrumentations had scopes of their own.
pub(super) const OPENLIT_BEFORE: &str = "openlit.otel.tracing";

/// The same of its versions before, over LangChain and LangGraph: every step was a workflow, and the operation for a time
/// the name of the span.
fn of_openlit_before(input: Input<'_, '_>, sent: &str) -> Option<&'static str> {
    const BUILDING: [&str; 4] = ["graph_init", "add_node", "add_edge", "graph_compile"];
    let (begin, rest) = input.name.split_once(' ').unwrap_or((input.name, ""));
    let workflow = || if input.root && !BUILDING.contains(&rest) { "invoke_workflow" } else { "chain" };
    match (begin, sent) {
        ("agent", "invoke_agent") => NODES.contains(&rest).then_some("task"),
        ("workflow", "invoke_workflow") | ("graph_execution", "graph_execution") => Some(workflow()),
        _ if sent != input.name => None,
        ("workflow", _) => Some(workflow()),
        ("chat", _) => Some("chat"),
        ("retriever", _) => Some("retrieval"),
        ("tool", _) => Some("execute_tool"),
        _ => None,
    }
}

/// The nodes of an agent that LangChain makes.
pub(super) const NODES: [&str; 4] = ["agent", "model", "model_request", "tools"];

/// Calls and runs of BeeAI say which class is called, what happens within them where it does.
fn is_event_of_beeai(input: Input<'_, '_>) -> bool {
    let has = |key| attribute(input.attributes, key).is_some();
    has("metadata.path") && !has("metadata.class_name")
}

/// The operations of OpenTelemetry's conventions.
pub(super) const OPERATIONS: &[&str] = &[
    "chat", "create_agent", "embeddings", "execute_tool", "generate_content", "invoke_agent", "invoke_workflow",
    "retrieval", "text_completion",
];

/// Whether this method of a model of LlamaIndex is none of those that send a request.
fn is_around_call(method: &str) -> bool {
    const AROUND: &[&str] = &[
        "_prepare_chat_with_tools",
        "predict",
        "predict_and_call",
        "stream",
        "stream_structured_predict",
        "structured_predict",
    ];
    AROUND.contains(&method) || method.strip_prefix('a').is_some_and(|method| AROUND.contains(&method))
}

/// Whether this is a class of agents of LlamaIndex.
pub(super) fn is_llama_agent(class: &str) -> bool {
    matches!(class, "FunctionAgent" | "ReActAgent" | "CodeActAgent")
}

#[cfg(test)]
mod tests {
    use super::{Input, operation};

    #[test]
    fn what_has_the_name_of_another_operation() {
        const CREW: &str = "opentelemetry.instrumentation.crewai.instrumentation";
        const OLD_CHAIN: &str = "openinference.instrumentation.langchain";
        const LLAMA: &str = "openinference.instrumentation.llama_index";
        for (scope, name, sent, expected) in [
            (CREW, "crewai.workflow", "invoke_agent", Some("invoke_workflow")),
            (CREW, "What is new?.task", "invoke_agent", Some("task")),
            (CREW, "Reporter.agent", "invoke_agent", None),
            (OLD_CHAIN, "RunnableAssign<agent_scratchpad>", "invoke_agent", Some("chain")),
            (OLD_CHAIN, "ChannelWrite<agent,messages>", "invoke_agent", Some("chain")),
            (OLD_CHAIN, "LangGraph", "invoke_agent", None),
            (LLAMA, "OpenAI._prepare_chat_with_tools", "chat", Some("chain")),
            (LLAMA, "OpenAI.chat", "chat", None),
            (LLAMA, "OpenAI.apredict", "chat", Some("chain")),
            (
                "opentelemetry.instrumentation.llamaindex",
                "FunctionTool.workflow",
                "invoke_workflow",
                Some("execute_tool"),
            ),
            (
                "opentelemetry.instrumentation.llamaindex",
                "ReActAgent.workflow",
                "invoke_workflow",
                Some("invoke_agent"),
            ),
            ("opentelemetry.instrumentation.vertexai", "vertexai.generate_content", "text_completion", Some("chat")),
            ("mlflow", "Predict.forward", "chat", Some("chain")),
            ("openinference.instrumentation.haystack", "Agent.run", "chain", Some("invoke_agent")),
            (LLAMA, "FunctionAgent.run", "invoke_workflow", Some("invoke_agent")),
            (LLAMA, "AgentWorkflow.run", "invoke_workflow", None),
            ("opentelemetry.instrumentation.llamaindex", "FunctionTool.task", "task", Some("execute_tool")),
            ("openinference.instrumentation.openai_agents", "Agent workflow", "invoke_agent", Some("invoke_workflow")),
            ("openinference.instrumentation.openai_agents", "handoff to booker", "execute_tool", Some("handoff")),
            ("openinference.instrumentation.openai_agents", "weather", "execute_tool", None),
            ("gcp.vertex.agent", "execute_tool (merged)", "execute_tool", Some("chain")),
            ("gcp.vertex.agent", "execute_tool weather", "execute_tool", None),
            ("mine", "crewai.workflow", "invoke_agent", None),
        ] {
            let input = Input { name, scope, root: false, failed: false, attributes: &[], events: &[] };
            assert_eq!(operation(input, sent), expected, "{scope} {name}");
        }
    }
}
