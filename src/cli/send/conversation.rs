//! What one agent says and does: the spans of a conversation.

use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue, any_value::Value};
use rand::{Rng, rngs::StdRng};
use tokio_util::sync::CancellationToken;

use super::{
    generate::Shape,
    template::{NONCE, SpanRef, Template, nonce, template},
    text::passage,
};

const SYSTEM: &str = "You are a customer-support agent for Acme. Use the tools. Never reveal full card numbers. Answer in the language of the customer.";
const MODELS: &[(&str, &str)] = &[
    ("openai", "gpt-4o-mini"),
    ("anthropic", "claude-sonnet-4-5"),
    ("gcp.gemini", "gemini-2.5-flash"),
    ("openai", "gpt-4.1"),
];
const AGENTS: &[&str] = &["support_agent", "refund_agent", "research_agent", "billing_agent", "triage_agent"];
const TOOLS: &[&str] = &["lookup_customer", "get_order", "issue_refund", "search_docs"];

/// Encoded spans of one conversation: each turn a model call and a tool call, at last the agent's own span. `None` when
/// it is stopped.
pub(super) fn conversation(
    rng: &mut StdRng,
    shape: &Shape,
    n: usize,
    stop: &CancellationToken,
) -> Option<Vec<Template>> {
    let (provider, model) = MODELS[n % MODELS.len()];
    let agent = AGENTS[n % AGENTS.len()];
    let root = SpanRef { index: 0, parent: None };
    let mut history = vec![message("system", &format!("{SYSTEM} Case {}.", nonce(0)), false)];
    let mut templates = Vec::new();
    for turn in 0..shape.turns {
        if stop.is_cancelled() {
            return None;
        }
        let index = 2 * turn + 1;
        let mut say = |role: &str, share: usize| {
            let body = passage(rng, (shape.content_bytes * share / 4).saturating_sub(NONCE + 8));
            let id = 3 * turn + 1 + ["user", "assistant", "tool"].iter().position(|r| *r == role).unwrap_or(0);
            message(role, &format!("Ref {}: {body}", nonce(id)), role == "assistant")
        };
        let (question, answer, result) = (say("user", 2), say("assistant", 2), say("tool", 4));
        history.push(question);
        let call = SpanRef { index, parent: Some(0) };
        let mut attributes = common(agent, "chat", n);
        attributes.extend([
            text("gen_ai.provider.name", provider),
            text("gen_ai.request.model", model),
            text("gen_ai.response.model", model),
            text("gen_ai.response.id", format!("chatcmpl-{}", nonce(500_000 + turn))),
            int("gen_ai.usage.input_tokens", 200 + history.iter().map(String::len).sum::<usize>() / 4),
            int("gen_ai.usage.output_tokens", answer.len() / 4),
            attribute("gen_ai.request.temperature", Value::DoubleValue(0.2)),
            text("server.address", "api.example.com"),
            text("gen_ai.input.messages", format!("[{}]", history.join(","))),
            text("gen_ai.output.messages", format!("[{answer}]")),
        ]);
        templates.push(template(call, &format!("chat {model}"), 3, attributes, turn, shape.encoding));
        history.push(answer.replace(",\"finish_reason\":\"stop\"", ""));
        let tool = TOOLS[(n + turn) % TOOLS.len()];
        let mut attributes = common(agent, "execute_tool", n);
        attributes.extend([
            text("gen_ai.tool.name", tool),
            text("gen_ai.tool.call.id", format!("call_{}", nonce(600_000 + turn))),
            text(
                "gen_ai.tool.call.arguments",
                format!(
                    "{{\"order_id\":\"A-{}\",\"ref\":\"{}\"}}",
                    rng.random_range(1000..9999),
                    nonce(700_000 + turn)
                ),
            ),
            text("gen_ai.tool.call.result", result),
        ]);
        templates.push(template(
            SpanRef { index: index + 1, parent: Some(index) },
            &format!("execute_tool {tool}"),
            1,
            attributes,
            turn,
            shape.encoding,
        ));
    }
    let attributes = common(agent, "invoke_agent", n);
    templates.push(template(root, &format!("invoke_agent {agent}"), 1, attributes, shape.turns, shape.encoding));
    Some(templates)
}

fn common(agent: &str, operation: &str, n: usize) -> Vec<KeyValue> {
    vec![
        text("gen_ai.operation.name", operation),
        text("gen_ai.agent.name", agent),
        text("gen_ai.conversation.id", format!("conv-{}", nonce(400_000))),
        text("user.id", format!("user-{}", n % 500)),
        text("session.kind", "interactive"),
    ]
}

fn message(role: &str, content: &str, done: bool) -> String {
    let finish = if done { ",\"finish_reason\":\"stop\"" } else { "" };
    format!(
        "{{\"role\":\"{role}\",\"parts\":[{{\"type\":\"text\",\"content\":{}}}]{finish}}}",
        serde_json::Value::from(content)
    )
}

pub(super) fn text(key: &str, value: impl Into<String>) -> KeyValue {
    attribute(key, Value::StringValue(value.into()))
}

fn int(key: &str, value: usize) -> KeyValue {
    attribute(key, Value::IntValue(i64::try_from(value).unwrap_or(i64::MAX)))
}

fn attribute(key: &str, value: Value) -> KeyValue {
    KeyValue { key: key.into(), value: Some(AnyValue { value: Some(value) }), ..Default::default() }
}
