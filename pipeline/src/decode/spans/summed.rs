//! Tokens that Spring AI 1 sums: each call of its loop around a model and its tools counts those of the calls before it again.
//!
//! ```text
//! sent          100, 250, 450    of three calls below one span, all but the last of which ended in calls of tools
//! columns       100, 150, 200
//! ```

use ahash::AHashMap;

use super::{mapped::Mapped, table::Field};
use crate::{
    decode::parent_of,
    otlp::wire::{Scope, Span},
};

/// Name of the scope of Spring Boot, below which Micrometer has all spans.
const SCOPE: &str = "org.springframework.boot";
/// What its version begins with where Spring AI is one that sums: later ones have another loop.
const VERSION: &str = "3.";

/// Input and output tokens.
pub(super) type Tokens = [i64; 2];

/// A call of a model.
struct Call<'v> {
    /// Trace, and the span around it.
    around: (&'v [u8], &'v [u8]),
    start: u64,
    /// Which of the spans of the request it is.
    at: usize,
    sent: Tokens,
    /// What the columns have: something else than was sent where a row comes back that was counted right.
    mapped: Tokens,
    ended_in_calls: bool,
}

/// The calls of a request that may have sums.
#[derive(Default)]
pub(super) struct Summed<'v> {
    calls: Vec<Call<'v>>,
}

impl<'v> Summed<'v> {
    /// Adds the span with this number, if it is such a call.
    pub(super) fn add(&mut self, at: usize, scope: Option<&Scope<'_>>, span: &Span<'v>, one: &Mapped<'_>) {
        let boot = scope.is_some_and(|scope| scope.name == SCOPE && scope.version.starts_with(VERSION));
        if !boot || parent_of(span).is_empty() || one.text(Field::Operation) != Some("chat") {
            return;
        }
        // Micrometer sends texts.
        let text = |key| {
            let mut of_key = span.attributes.iter().filter(|kv| kv.key == key);
            of_key.find_map(|kv| kv.value.as_str())?.parse().ok()
        };
        let sent = (text("gen_ai.usage.input_tokens"), text("gen_ai.usage.output_tokens"));
        let mapped = (one.count(Field::InputTokens), one.count(Field::OutputTokens));
        if let ((Some(input), Some(output)), (Some(mapped_input), Some(mapped_output))) = (sent, mapped) {
            self.calls.push(Call {
                around: (span.trace_id, parent_of(span)),
                start: span.start_time_unix_nano,
                at,
                sent: [input, output],
                mapped: [mapped_input, mapped_output],
                ended_in_calls: one.text(Field::FinishReason) == Some("tool_call"),
            });
        }
    }

    /// The tokens of the calls that sent sums, by the number of their span.
    pub(super) fn own(mut self) -> AHashMap<usize, Tokens> {
        let mut own = AHashMap::new();
        self.calls.sort_by_key(|call| (call.around, call.start));
        for loop_of in self.calls.chunk_by(|a, b| a.around == b.around) {
            let mut before: Option<(&Call<'_>, Tokens)> = None;
            for call in loop_of {
                let as_sent = before.filter(|_| call.mapped == call.sent);
                let counted = as_sent.and_then(|(last, tokens)| less(call, last, tokens));
                own.extend(counted.map(|tokens| (call.at, tokens)));
                before = Some((call, counted.unwrap_or(call.mapped)));
            }
        }
        own
    }
}

/// What a call counts beyond the one before, if it has the sum of both. A model is told all of what it was told before,
/// and more: without sums the input would have to double within one call of a tool.
fn less(call: &Call<'_>, last: &Call<'_>, counted: Tokens) -> Option<Tokens> {
    let [input, output] = [0, 1].map(|n| call.sent.get(n)?.checked_sub(*last.sent.get(n)?));
    let (input, output) = (input?, output?);
    (last.ended_in_calls && input >= counted[0] && output > 0).then_some([input, output])
}
