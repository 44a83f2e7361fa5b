//! What follows from other columns and the span's name, where a dialect sends no attribute for it.

use std::borrow::Cow;

use super::{
    normal,
    resolve::{Input, Mapped, Seen, to_count},
    table::{Conv, Field, LOOKUP, Rule, When},
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
    let operation = if (seen.pydantic || input.scope == PYDANTIC) && has("agent_name") && is_pydantic_agent(has) {
        "invoke_agent"
    } else if let (Some(model), true) = (model, counted) {
        normal::operation_of_model(model)
    } else if model.is_none() && !counted && seen.tool_name && said().any(|(rule, _)| is_of_tool(rule)) {
        "execute_tool"
    } else {
        return;
    };
    mapped.set_text(Field::Operation, Cow::Borrowed(operation));
}

/// Name of the scope of Pydantic AI.
pub(super) const PYDANTIC: &str = "pydantic-ai";

/// Spans of agents of Pydantic AI before it knew operations.
fn is_pydantic_agent(has: impl Fn(&str) -> bool) -> bool {
    has("model_name") || has("all_messages_events") || has("final_result")
}

/// A model named outright: not in a JSON text, which may be about anything.
fn is_model(rule: &Rule) -> bool {
    matches!(rule.field, Field::RequestModel | Field::ResponseModel)
        && rule.source.conv == Conv::Text
        && rule.source.when == When::Always
}

fn is_usage(rule: &Rule) -> bool {
    matches!(rule.field, Field::InputTokens | Field::OutputTokens)
}

/// An attribute that only calls of tools have.
fn is_of_tool(rule: &Rule) -> bool {
    let general = ["input.value", "output.value"];
    matches!(rule.field, Field::ToolArguments | Field::ToolResult | Field::ToolCallId)
        && !general.contains(&rule.source.key)
}

/// What is still missing when attributes and events were read.
pub(super) fn rest<'v>(input: Input<'v, '_>, seen: &Seen, mapped: &mut Mapped<'v>) {
    let inference = mapped.text(Field::Operation).is_some_and(normal::is_inference);
    if inference && mapped.text(Field::Provider).is_none() {
        let model = mapped.text(Field::ResponseModel).or_else(|| mapped.text(Field::RequestModel));
        if let Some(provider) = model.and_then(normal::provider_of_model) {
            mapped.set_text(Field::Provider, Cow::Borrowed(provider));
        }
    }
    if inference && mapped.text(Field::FinishReason).is_none() {
        let sent = mapped.list(Field::Output).iter().find_map(|message| {
            let json = message.as_str();
            json.contains("\"finish_reason\"").then(|| super::content::json_member(json, "finish_reason")).flatten()
        });
        if let Some(reason) = sent.map(Cow::into_owned) {
            mapped.set_text(Field::FinishReason, Cow::Owned(normal::finish_reason(&reason).into_owned()));
        }
    }
    let by_name = seen.langfuse || seen.openinference || seen.mlflow || seen.langsmith;
    if !by_name || input.name.is_empty() {
        return;
    }
    match mapped.text(Field::Operation) {
        Some("execute_tool") if mapped.text(Field::ToolName).is_none() => {
            let name = input.name.strip_prefix("execute_tool ").unwrap_or(input.name);
            mapped.set_text(Field::ToolName, Cow::Borrowed(name));
        }
        Some("invoke_agent") if mapped.text(Field::AgentName).is_none() => {
            let name = input.name.strip_suffix(".run").unwrap_or(input.name);
            mapped.set_text(Field::AgentName, Cow::Borrowed(name));
        }
        _ => {}
    }
}
