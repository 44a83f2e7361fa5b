//! Tokens as Langfuse counts them: kinds that leave each other out, whose sum is the whole.
//!
//! ```text
//! {"input":59,"input_cached_tokens":64,"output":15,"output_reasoning_tokens":8,"total":146}
//! {"prompt_tokens":123,"completion_tokens":23}
//! ```

use super::{
    scan::{self, Member},
    shapes::get,
};

/// The input tokens that Langfuse sends: OpenAI's `prompt_tokens`, which has all of them, or its own `input` or
/// Anthropic's `input_tokens`, which leave out what stands beside them.
pub(super) fn input(json: &str) -> Option<i64> {
    const CACHE: [&str; 2] = ["cache_read_input_tokens", "cache_creation_input_tokens"];
    let mut members = Vec::new();
    scan::members(json, &mut members)?;
    let int = |key: &str| get(&members, key)?.parse::<i64>().ok();
    int("prompt_tokens").or_else(|| {
        let cache = CACHE.iter().filter_map(|key| int(key));
        Some(match int("input") {
            // `input_cached_tokens`, `input_cache_read`, `input_audio`, …
            Some(part) => kinds(&members, "input").chain(cache).fold(part, i64::saturating_add),
            None => cache.chain(int("input_cached_tokens")).fold(int("input_tokens")?, i64::saturating_add),
        })
    })
}

/// The output tokens that Langfuse sends: the whole, or what `output` and the kinds beside it have.
pub(super) fn output(json: &str) -> Option<i64> {
    let mut members = Vec::new();
    scan::members(json, &mut members)?;
    let int = |key: &str| get(&members, key)?.parse::<i64>().ok();
    ["completion_tokens", "output_tokens"].iter().find_map(|key| int(key)).or_else(|| {
        let part = int("output")?;
        Some(kinds(&members, "output").fold(part, i64::saturating_add))
    })
}

/// Counts of the kinds of tokens that go into a model or come out, beside the part that has its name.
fn kinds<'m>(members: &'m [Member<'_>], part: &'m str) -> impl Iterator<Item = i64> + 'm {
    let is_kind = move |key: &str| {
        key.strip_prefix(part).and_then(|rest| rest.strip_prefix('_')).is_some_and(|kind| kind != "tokens")
    };
    members.iter().filter(move |(key, _)| is_kind(key)).filter_map(|(_, value)| value.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_of_all_kinds() {
        for (json, expected) in [
            (r#"{"input":59,"output":15,"total":146,"input_cached_tokens":64,"output_reasoning_tokens":8}"#, (123, 23)),
            // LangChain's handler.
            (
                r#"{"input":100,"input_cache_read":64,"input_cache_creation":10,"output":15,"output_reasoning":8}"#,
                (174, 23),
            ),
            (r#"{"input":50,"cache_read_input_tokens":64,"cache_creation_input_tokens":10,"output":20}"#, (124, 20)),
            (r#"{"input_tokens":50,"cache_read_input_tokens":64,"output_tokens":20}"#, (114, 20)),
            (r#"{"input_tokens":124,"input_tokens_details":{"cached_tokens":64},"output_tokens":20}"#, (124, 20)),
            (r#"{"prompt_tokens":123,"prompt_tokens_details":{"cached_tokens":64},"completion_tokens":23}"#, (123, 23)),
            (r#"{"input":1,"input_tokens":2,"output":3,"output_tokens":3}"#, (1, 3)),
            (r#"{"input":9223372036854775807,"input_audio":9,"output":0}"#, (i64::MAX, 0)),
        ] {
            assert_eq!((input(json).unwrap(), output(json).unwrap()), expected, "{json}");
        }
        assert_eq!((input("{}"), output("[]")), (None, None));
    }
}
