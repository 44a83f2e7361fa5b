//! Nearest names, for messages.

/// Names told in one hint.
const MAX_NAMES: usize = 3;

/// The candidates most like `name`, best first; empty when none is near.
///
/// A candidate that holds the name as a whole word part counts as near (`model` finds `request_model`), else the
/// Jaro-Winkler similarity has to pass 0.8.
pub(crate) fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let name = name.to_lowercase();
    let mut scored: Vec<(f64, &str)> = candidates
        .into_iter()
        .map(|candidate| (score(&name, &candidate.to_lowercase()), candidate))
        .filter(|(score, _)| *score > 0.8)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    scored.dedup_by_key(|(_, candidate)| *candidate);
    scored.into_iter().take(MAX_NAMES).map(|(_, candidate)| candidate).collect()
}

fn score(name: &str, candidate: &str) -> f64 {
    if name == candidate {
        return 2.0;
    }
    let part = candidate.split('_').any(|part| part == name || part.strip_suffix('s') == Some(name));
    let likeness = strsim::jaro_winkler(name, candidate);
    if part { 1.0 + likeness } else { likeness }
}

/// `did you mean "a", "b" or "c"?`, or nothing.
pub(crate) fn did_you_mean(names: &[&str]) -> Option<String> {
    let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    let (last, rest) = quoted.split_last()?;
    Some(if rest.is_empty() {
        format!("did you mean {last}?")
    } else {
        format!("did you mean {} or {last}?", rest.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_typos_parts_and_nothing() {
        let columns = ["agent_name", "agent_id", "request_model", "response_model", "trace_id", "input_tokens"];
        assert_eq!(nearest("agentname", columns)[0], "agent_name");
        assert_eq!(nearest("traceid", columns), ["trace_id"]);
        assert_eq!(nearest("model", columns), ["request_model", "response_model"]);
        assert_eq!(nearest("TRACE_ID", columns)[0], "trace_id");
        assert!(nearest("zzzz", columns).is_empty());
        assert_eq!(did_you_mean(&["a", "b", "c"]).unwrap(), r#"did you mean "a", "b" or "c"?"#);
        assert_eq!(did_you_mean(&[]), None);
    }
}
