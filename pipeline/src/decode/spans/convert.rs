//! The value of one attribute as the value of a column: text, count, milliseconds.

use std::borrow::Cow;

use super::{dialect::Seen, langfuse, lists, normal, parts as blocks, paths, python, scan, shapes, table::Conv};
use crate::otlp::{value, wire::Value};

/// The text, and whether it is all that was sent.
pub(super) fn to_text<'v>(conv: Conv, value: &'v Value<'_>, root: bool, seen: &Seen) -> Option<(Cow<'v, str>, bool)> {
    match conv {
        Conv::Finish => return finish(value),
        Conv::Parts => return parts(value),
        _ => {}
    }
    if let (Conv::Body, Value::Array(_) | Value::Map(_)) = (conv, value) {
        return Some((Cow::Owned(json(value)), true));
    }
    // A tool may give a number; it comes back as one from the tail.
    if let (Conv::Body, Value::Int(_) | Value::Double(_) | Value::Bool(_)) = (conv, value) {
        return Some((Cow::Owned(json(value)), false));
    }
    if let Conv::Is(text) = conv {
        return Some((Cow::Borrowed(text), false));
    }
    let sent = value.as_str().filter(|sent| !sent.is_empty())?;
    let normalised = match conv {
        Conv::Text | Conv::Body => return Some((Cow::Borrowed(sent), true)),
        Conv::JsonMember(member) => return paths::json_member(sent, member).map(|t| (t, false)),
        Conv::JsonHas(member, then) => {
            return paths::json_has(sent, member).then_some((Cow::Borrowed(then), false));
        }
        Conv::JsonBody(paths) => return paths::json_body(sent, paths).map(|t| (t, false)),
        Conv::JsonFinish(_) | Conv::ReplyFinish(_) | Conv::JsonProvider(_) => {
            return in_json(conv, sent).map(|text| (Cow::Owned(text), false));
        }
        Conv::Response(members) => return paths::response_text(sent, members).map(|t| (t, false)),
        Conv::OtelOperation if sent == "completion" && seen.litellm => Some(Cow::Borrowed("chat")),
        // The kind tells a retriever from an embedder, and a root.
        Conv::OtelOperation if matches!(sent, "chain" | "embeddings") && seen.langsmith_kind => None,
        Conv::OtelOperation => normal::otel_operation(sent),
        // The Vercel AI SDK's agents have the settings of their calls.
        Conv::OpenInferenceKind if sent == "AGENT" && seen.invocation && !seen.vercel => Some(Cow::Borrowed("chat")),
        Conv::OpenInferenceKind => normal::openinference_kind(sent, root),
        Conv::TraceloopKind => normal::traceloop_kind(sent),
        Conv::LangfuseType => normal::langfuse_type(sent, root),
        Conv::VercelOperation => normal::vercel_operation(sent),
        Conv::VercelFunction => {
            let (operation, function) = sent.split_once(' ')?;
            return (operation.starts_with("ai.") && !function.is_empty()).then_some((Cow::Borrowed(function), false));
        }
        Conv::MlflowType => normal::mlflow_type(sent, root),
        Conv::LangsmithKind => normal::langsmith_kind(sent, root),
        Conv::HaystackType => normal::haystack_type(sent),
        Conv::GenkitType => normal::genkit_type(sent),
        Conv::Component => normal::component(sent, root),
        // Braintrust's is in JSON.
        Conv::SpanType if sent.starts_with('{') => {
            normal::span_type(&paths::json_member(sent, "type")?).map(Cow::Borrowed)
        }
        Conv::SpanType => normal::span_type(sent).map(Cow::Borrowed),
        Conv::Headed => {
            let (head, text) = sent.split_once("]\n")?;
            return (head.starts_with('[') && !text.is_empty()).then_some((Cow::Borrowed(text), false));
        }
        Conv::JsonText => paths::unquote(sent).or(Some(Cow::Borrowed(sent))).filter(|text| !text.is_empty()),
        Conv::Host => Some(Cow::Borrowed(normal::host(sent))),
        Conv::ErrorType => Some(Cow::Borrowed(normal::class_name(sent))),
        // Transport spans of MCP SDKs have the method but no tool: the call is the span around them.
        Conv::McpMethod => (sent == "tools/call" && seen.tool_name).then_some(Cow::Borrowed("execute_tool")),
        // MLflow sends JSON strings.
        Conv::Provider => normal::provider(sent.trim_matches('"')),
        Conv::ProviderAfter(prefix) => normal::provider(sent.strip_prefix(prefix)?),
        Conv::ProviderInModel => normal::provider_in_model(sent).map(Cow::Borrowed),
        _ => None,
    }?;
    let exact = normalised == sent;
    if names_operation(conv) {
        // What a dialect calls an operation may be a name that has another in the conventions.
        let normalised = match normalised {
            Cow::Borrowed(name) => normal::otel_operation(name)?,
            Cow::Owned(name) => Cow::Owned(normal::otel_operation(&name)?.into_owned()),
        };
        return Some((normalised, false));
    }
    Some((normalised, exact))
}

/// The name of a reason or of a provider that stands in a JSON object.
fn in_json(conv: Conv, sent: &str) -> Option<String> {
    Some(match conv {
        Conv::JsonFinish(members) => normal::finish_reason(&paths::json_text(sent, members)?).into_owned(),
        Conv::ReplyFinish(members) => {
            normal::finish_reason(&paths::json_text(&python::meta_of_reply(sent)?, members)?).into_owned()
        }
        Conv::JsonProvider(member) => normal::provider(&paths::json_member(sent, member)?)?.into_owned(),
        _ => return None,
    })
}

/// Whether the value is a dialect's name of an operation.
fn names_operation(conv: Conv) -> bool {
    matches!(
        conv,
        Conv::OpenInferenceKind
            | Conv::TraceloopKind
            | Conv::LangfuseType
            | Conv::VercelOperation
            | Conv::MlflowType
            | Conv::LangsmithKind
            | Conv::GenkitType
            | Conv::Component
            | Conv::SpanType
    )
}

fn json(value: &Value<'_>) -> String {
    let mut text = String::new();
    value::write_value(&mut text, value);
    text
}

/// System instructions: a JSON array as it is, a plain text as an array of one part.
pub(super) fn parts<'v>(value: &'v Value<'_>) -> Option<(Cow<'v, str>, bool)> {
    if matches!(value, Value::Array(_)) {
        let text = json(value);
        return scan::is_json(&text).then_some((Cow::Owned(text), true));
    }
    let sent = value.as_str().filter(|sent| !sent.is_empty())?;
    if sent.trim_start().starts_with('[') && scan::is_json(sent) {
        return Some(parts_of_blocks(sent).map_or((Cow::Borrowed(sent), true), |parts| (Cow::Owned(parts), false)));
    }
    let mut text = String::with_capacity(sent.len() + 40);
    text.push_str(r#"[{"type":"text","content":"#);
    // Gemini CLI sends a JSON string.
    if sent.starts_with('"') && scan::is_json(sent) {
        text.push_str(sent.trim_end());
    } else {
        shapes::quote(&mut text, sent);
    }
    text.push_str("}]");
    Some((Cow::Owned(text), true))
}

/// Parts of which one has blocks for its text.
fn parts_of_blocks(sent: &str) -> Option<String> {
    let is_sign = |sign: &str| memchr::memmem::find(sent.as_bytes(), sign.as_bytes()).is_some();
    [r#""content": [{"#, r#""content":[{"#].into_iter().any(is_sign).then_some(())?;
    let (mut list, mut out) = (Vec::new(), String::from("["));
    scan::elements(sent, &mut list)?;
    for part in list {
        out.push_str(if out.len() > 1 { "," } else { "" });
        blocks::named(&mut out, part);
    }
    out.push(']');
    (out != sent && scan::is_json(&out)).then_some(out)
}

/// The first finish reason of a text, a list, or a list in JSON.
pub(super) fn finish<'v>(value: &'v Value<'_>) -> Option<(Cow<'v, str>, bool)> {
    match value {
        Value::Array(list) => {
            let sent = list.first()?.as_str().filter(|sent| !sent.is_empty())?;
            let reason = normal::finish_reason(sent);
            let exact = list.len() == 1 && reason == sent;
            Some((reason, exact))
        }
        Value::Str(sent) if sent.starts_with(['[', '"']) => {
            let text = ended(sent).or_else(|| paths::first_string(sent)).or_else(|| bare_word(sent))?;
            Some((Cow::Owned(normal::finish_reason(&text).into_owned()), false))
        }
        Value::Str(sent) if !sent.is_empty() => {
            let reason = normal::finish_reason(sent);
            let exact = reason == **sent;
            Some((reason, exact))
        }
        _ => None,
    }
}

/// What follows the beginning of a stream, which Sentry has in its list: `["in_progress","completed"]`.
fn ended(list: &str) -> Option<Cow<'_, str>> {
    list.starts_with(r#"["in_progress","#).then(|| lists::texts(list)?.pop()).flatten()
}

/// The first word of a list without quotes, as Semantic Kernel for .NET writes it: `[Stop, Length]`.
fn bare_word(list: &str) -> Option<Cow<'_, str>> {
    let word = list.strip_prefix('[')?.strip_suffix(']')?.split(',').next()?.trim();
    let is_word = !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_');
    is_word.then_some(Cow::Borrowed(word))
}

#[inline]
pub(super) fn to_count(conv: Conv, value: &Value<'_>) -> Option<i64> {
    match (conv, value) {
        (Conv::Int, Value::Int(n)) => Some(*n),
        // Whole, and small enough to be exact.
        (Conv::Int, Value::Double(n)) => (n.fract() == 0.0 && n.abs() < 9e15).then_some(*n as i64),
        (Conv::Int, Value::Str(sent)) => sent.trim().parse().ok(),
        (Conv::JsonInt(members), Value::Str(json)) => paths::json_int(json, members),
        (Conv::JsonSum(members), Value::Str(json)) => {
            let counts = members.iter().filter_map(|member| paths::json_int(json, &[*member]));
            counts.reduce(i64::saturating_add)
        }
        (Conv::PythonInt(members), Value::Str(literal)) => paths::json_int(&python::json(literal)?, members),
        (Conv::ReplyInt(members), Value::Str(json)) => paths::json_int(&python::meta_of_reply(json)?, members),
        (Conv::LangfuseInput, Value::Str(json)) => langfuse::input(json),
        (Conv::LangfuseOutput, Value::Str(json)) => langfuse::output(json),
        _ => None,
    }
}

pub(super) fn milliseconds(conv: Conv, value: &Value<'_>) -> Option<f64> {
    let (number, whole) = match value {
        Value::Int(n) => (*n as f64, true),
        Value::Double(n) => (*n, false),
        Value::Str(sent) => {
            let number = match conv {
                Conv::JsonSeconds(member) => scan::is_json(sent).then(|| scan::at(sent, member)).flatten()?,
                _ => sent.trim(),
            };
            (number.parse().ok()?, false)
        }
        _ => return None,
    };
    let ms = match conv {
        Conv::Millis => number,
        Conv::SecondsOrMillis if whole => number,
        _ => number * 1e3,
    };
    (ms.is_finite() && ms >= 0.0).then_some(ms)
}
