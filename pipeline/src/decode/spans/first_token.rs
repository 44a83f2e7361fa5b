//! The time to the first token where no attribute counts it: an event tells when it came, or Langfuse a time.

use chrono::DateTime;

use super::{mapped::Mapped, normal, paths::unquote, table::Field};
use crate::otlp::wire::{Span, Value, attribute};

/// Events at the first piece of an answer: of OpenInference, and of OpenLLMetry, which has one for each.
const EVENTS: &[&str] =
    &["First Token Stream Event", "llm.content.completion.chunk", "gen_ai.content.completion.chunk"];
/// Langfuse's attribute: a time as text, or as a JSON string.
const LANGFUSE: &str = "langfuse.observation.completion_start_time";
/// Mastra's.
const MASTRA: &str = "mastra.completion_start_time";

/// Milliseconds from the start of a call of a model to its first token.
pub(super) fn milliseconds(span: &Span<'_>, one: &Mapped<'_>) -> Option<f64> {
    // Most spans have neither.
    if span.events.is_empty() && !matches!(one.dialect, "langfuse/1" | "otel_genai/1" | "openinference/1")
        || span.start_time_unix_nano == 0
        || !one.text(Field::Operation).is_some_and(normal::is_inference)
    {
        return None;
    }
    let event = span.events.iter().find(|event| EVENTS.contains(&&*event.name));
    let came = match event {
        Some(event) => i128::from(event.time_unix_nano),
        None => {
            let key = if one.dialect == "langfuse/1" { LANGFUSE } else { MASTRA };
            let sent = attribute(&span.attributes, key).and_then(Value::as_str)?;
            unix_nanos(unquote(sent).as_deref().unwrap_or(sent))?
        }
    };
    let nanos = came - i128::from(span.start_time_unix_nano);
    // What is no time within the call says nothing.
    let within = came <= i128::from(span.end_time_unix_nano);
    (nanos >= 0 && within).then_some(nanos as f64 / 1e6)
}

/// A time as RFC 3339 writes it: `2026-11-23T01:22:59.896832Z`, `2026-11-23T01:22:59+01:00`.
fn unix_nanos(text: &str) -> Option<i128> {
    let time = DateTime::parse_from_rfc3339(text).ok()?;
    Some(i128::from(time.timestamp()) * 1_000_000_000 + i128::from(time.timestamp_subsec_nanos()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times() {
        for (text, expected) in [
            ("1970-01-01T00:00:00Z", Some(0)),
            ("2000-03-01T00:00:00Z", Some(951_868_800_000_000_000)),
            ("2024-02-29T12:00:00.5+01:00", Some(1_709_204_400_500_000_000)),
            ("2026-11-23T01:22:59.896832Z", Some(1_795_396_979_896_832_000)),
            ("2026-11-23 01:22:59.896832123999Z", Some(1_795_396_979_896_832_123)),
            ("2026-11-23T01:22:59", None),
            ("2026-13-23T01:22:59Z", None),
            ("2026-11-23T01:22Z", None),
            ("2026-11-23T01:22:59.Z", None),
            ("\u{e9}T\u{e9}Z", None),
            ("", None),
        ] {
            assert_eq!(unix_nanos(text), expected, "{text}");
        }
    }
}
