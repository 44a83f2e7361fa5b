//! Values of closed sets: whatever a dialect calls an operation, a provider, a finish reason or a failure, the name
//! that the OpenTelemetry GenAI conventions (or, for failures, this project) give it.

use std::borrow::Cow;

mod operation;
mod provider;

pub(super) use operation::{
    component, genkit_type, haystack_type, is_inference, langfuse_type, langsmith_kind, mlflow_type,
    openinference_kind, operation_of_model, otel_operation, span_type, traceloop_kind, vercel_operation,
};
#[cfg(test)]
pub(super) use provider::providers;
pub(super) use provider::{provider, provider_in_model, provider_of_model};

/// The normalised finish reason: `stop`, `tool_call`, `length`, `content_filter`, `error`; any other as sent.
pub(super) fn finish_reason(sent: &str) -> Cow<'_, str> {
    if matches!(sent, "stop" | "tool_call" | "length" | "content_filter" | "error") {
        return Cow::Borrowed(sent);
    }
    // Enumerations of Python by their name: `FinishReason.STOP`.
    let name = sent.rsplit_once('.').filter(|(class, _)| class.ends_with("Reason")).map_or(sent, |(_, name)| name);
    let lower = name.to_ascii_lowercase();
    // Those of protocol buffers and of Go: `FINISH_REASON_STOP`, `FinishReasonStop`, xAI's `REASON_STOP`.
    let bare = ["finish_reason_", "finishreason", "reason_"].iter().find_map(|class| lower.strip_prefix(class));
    Cow::Borrowed(match bare.unwrap_or(&lower) {
        "stop" | "end_turn" | "endturn" | "stop_sequence" | "stopsequence" | "completed" | "complete" | "eos"
        | "eos_token" | "finish" | "finished" => "stop",
        "tool_call" | "tool_calls" | "tool-calls" | "tool_execution" | "tool_use" | "tooluse" | "function_call"
        | "function_calls" | "toolcall" | "toolcalls" | "functioncall" => "tool_call",
        "length"
        | "max_len"
        | "max_context"
        | "max_new_tokens"
        | "token_limit"
        | "time_limit"
        | "error_limit"
        | "max_tokens"
        | "maxtokens"
        | "max_output_tokens"
        | "model_length"
        | "model_context_window_exceeded"
        | "modelcontextwindowexceeded" => "length",
        "content_filter"
        | "content-filter"
        | "content_filtered"
        | "safety"
        | "refusal"
        | "contentfiltered"
        | "contentfilter"
        | "sensitive"
        | "blocked"
        | "guardrail_intervened"
        | "guardrailintervened"
        | "error_toxic" => "content_filter",
        // FinishReason of the Gemini API.
        "recitation"
        | "blocklist"
        | "prohibited_content"
        | "spii"
        | "image_safety"
        | "image_recitation"
        | "image_prohibited_content"
        | "prohibitedcontent" => "content_filter",
        "error" | "failed" | "network_error" | "insufficient_system_resource" => "error",
        // What the model said could not be read, of the Gemini API and of Bedrock.
        "malformed_function_call"
        | "malformedfunctioncall"
        | "malformed_response"
        | "malformed_model_output"
        | "malformed_tool_use"
        | "unexpected_tool_call"
        | "too_many_tool_calls"
        | "missing_thought_signature" => "error",
        _ => return Cow::Borrowed(sent),
    })
}

/// The model at a path of Vertex AI: `projects/p/locations/l/publishers/google/models/gemini-2.5-flash`.
pub(super) fn model_of_path(sent: &str) -> Option<&str> {
    let path = sent.strip_prefix("projects/").or_else(|| sent.strip_prefix("publishers/"))?;
    let (_, model) = path.split_once("/models/")?;
    (!model.is_empty() && !model.contains('/')).then_some(model)
}

/// The name of a class that Python printed: `<class 'openai.RateLimitError'>`.
pub(super) fn class_name(sent: &str) -> &str {
    let name = sent.strip_prefix("<class '").and_then(|rest| rest.strip_suffix("'>"));
    name.filter(|name| !name.is_empty() && !name.starts_with('<')).unwrap_or(sent)
}

/// The host of an address, which some SDKs send as a URL.
pub(super) fn host(sent: &str) -> &str {
    // Most are a host: looking for one byte is cheaper than for three.
    if !sent.contains('/') {
        return sent;
    }
    let Some((_, rest)) = sent.split_once("://") else { return sent };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let address = authority.rsplit('@').next().unwrap_or(authority);
    let host = match address.strip_prefix('[') {
        Some(rest) => rest.split(']').next(),
        None => address.split(':').next(),
    };
    host.filter(|host| !host.is_empty()).unwrap_or(sent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finish_reasons() {
        for (sent, expected) in [
            ("stop", "stop"),
            ("end_turn", "stop"),
            ("stop_sequence", "stop"),
            ("tool_calls", "tool_call"),
            ("tool-calls", "tool_call"),
            ("tool_use", "tool_call"),
            ("function_call", "tool_call"),
            ("max_tokens", "length"),
            ("max_output_tokens", "length"),
            ("content-filter", "content_filter"),
            ("safety", "content_filter"),
            ("refusal", "content_filter"),
            ("FinishReason.TOOL_CALLS", "tool_call"),
            ("STOP", "stop"),
            ("COMPLETE", "stop"),
            ("TOOL_EXECUTION", "tool_call"),
            ("TOOL_CALL", "tool_call"),
            ("PROHIBITED_CONTENT", "content_filter"),
            ("FINISH_REASON_MAX_TOKENS", "length"),
            ("FinishReasonStop", "stop"),
            ("REASON_MAX_LEN", "length"),
            ("FINISH_REASON_UNSPECIFIED", "FINISH_REASON_UNSPECIFIED"),
            ("ToolCalls", "tool_call"),
            ("ContentFilter", "content_filter"),
            ("UNEXPECTED_TOOL_CALL", "error"),
            ("malformed_model_output", "error"),
            ("insufficient_system_resource", "error"),
            ("ERROR_LIMIT", "length"),
            ("sensitive", "content_filter"),
            ("error", "error"),
            ("v1.other", "v1.other"),
            ("other", "other"),
        ] {
            assert_eq!(finish_reason(sent), expected);
            assert_eq!(finish_reason(expected), expected);
        }
    }

    #[test]
    fn hosts() {
        for (sent, expected) in [
            ("api.openai.com", "api.openai.com"),
            ("127.0.0.1", "127.0.0.1"),
            ("https://api.openai.com/v1/", "api.openai.com"),
            ("http://user:secret@localhost:8080?x=1", "localhost"),
            ("https://[2001:db8::1]:443/v1", "2001:db8::1"),
            ("::1", "::1"),
            ("http://", "http://"),
        ] {
            assert_eq!(host(sent), expected);
            assert_eq!(host(expected), expected);
        }
    }
}
