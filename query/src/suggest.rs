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

/// Columns that have what goes by other names elsewhere.
pub(crate) fn column_elsewhere(name: &str) -> &'static [&'static str] {
    match name.to_ascii_lowercase().as_str() {
        "prompt_tokens" | "tokens_in" => &["input_tokens"],
        "completion_tokens" | "tokens_out" => &["output_tokens"],
        "cached_tokens" => &["cache_read_tokens"],
        "total_tokens" => &["input_tokens", "output_tokens"],
        "duration" | "latency" | "latency_ms" | "elapsed_ms" => &["duration_ms"],
        "timestamp" | "ts" | "created_at" => &["time", "start_time"],
        "end_time" => &["end_unix_nano", "duration_ms"],
        "session_id" | "thread_id" | "chat_id" => &["conversation_id"],
        "status" => &["status_code"],
        "error" | "exception" => &["error_class", "error_type"],
        "price" | "cost" => &["cost_usd"],
        "vendor" | "system" => &["provider"],
        "prompt" | "input" | "messages" => &["input_messages"],
        "completion" | "response" | "output" | "answer" => &["output_messages"],
        "message" | "msg" | "text" => &["body"],
        "level" | "severity" => &["severity_text", "severity_number"],
        "tool" => &["tool_name"],
        _ => &[],
    }
}

/// How a function of another database is written here.
pub(crate) fn elsewhere(name: &str) -> Option<&'static str> {
    Some(match name.to_ascii_lowercase().as_str() {
        "json_extract" | "json_value" | "json_query" | "get_json_object" | "jsonextract" | "json_extract_scalar" => {
            "attributes -> 'a' ->> 'b'"
        }
        "json_extract_string" | "json_extract_path_text" | "jsonextractstring" | "jsonb_extract_path_text" => {
            "attributes -> 'a' ->> 'b'"
        }
        "json_array_length" | "jsonb_array_length" | "jsonlength" => "json_length(value)",
        "json_array_elements" | "jsonb_array_elements" | "json_array_elements_text" | "explode" | "arrayjoin" => {
            "unnest(json_get_array(value)), and unnest(value) of a list, in a SELECT list"
        }
        "json_each" | "jsonb_each" | "jsonb_object_keys" | "json_keys" | "jsonextractkeys" => {
            "unnest(json_object_keys(value)) in a SELECT list"
        }
        "strftime" | "formatdatetime" | "format_timestamp" | "format_date" => "to_char(time, '%Y-%m-%d %H:%M')",
        "mode" => "count(*) by value: SELECT value, count(*) … GROUP BY 1 ORDER BY 2 DESC LIMIT 1",
        "width_bucket" | "histogram" => "floor(value / 100) * 100 AS bucket, count(*) … GROUP BY 1",
        "json_typeof" | "jsonb_typeof" | "json_type" => "attributes -> 'key', whose value shows what it is",
        "try_divide" | "safe_divide" | "div0" => "a / nullif(b, 0)",
        "age" | "datediff" | "date_diff" | "timestampdiff" | "timestamp_diff" => {
            "a subtraction: received_at - start_time, or extract(epoch FROM received_at - start_time) seconds"
        }
        "dateadd" | "date_add" | "timestampadd" | "date_sub" | "adddate" => "time + interval '1 day'",
        "epoch" | "unix_timestamp" | "tounixtimestamp" => "to_unixtime(time)",
        "time_bucket" | "tostartofinterval" => "date_bin(interval '5 minutes', start_time)",
        "group_concat" | "listagg" => "string_agg(value, ',')",
        "countif" | "count_if" => "count(*) FILTER (WHERE condition)",
        "sumif" | "sum_if" => "sum(value) FILTER (WHERE condition)",
        "percentile" | "quantile" | "approx_quantile" | "approx_percentile" | "percentile_disc" => {
            "approx_percentile_cont(value, 0.95)"
        }
        "sign" => "signum(value)",
        "mod" => "a % b",
        "every" => "bool_and(condition)",
        "list" | "collect_list" | "grouparray" => "array_agg(value)",
        "split" | "string_split" | "splitbychar" => "string_to_array(text, ',')",
        "dayname" => "to_char(time, '%A')",
        "monthname" => "to_char(time, '%B')",
        "date" => "start_time::date",
        "getdate" | "sysdate" | "curdate" => "now() or current_date",
        "year" | "month" | "day" | "hour" | "minute" | "dayofweek" => "extract(hour FROM start_time)",
        "make_interval" => "interval '1 hour', or (number || ' ms')::interval",
        "max_by" | "arg_max" | "argmax" => "first_value(value ORDER BY other DESC)",
        "min_by" | "arg_min" | "argmin" => "first_value(value ORDER BY other)",
        "regexp_extract" | "regexp_substr" | "regexp_matches" => "(regexp_match(value, 'pattern'))[1]",
        "size" | "array_size" | "len" => "cardinality(list), and length(text)",
        "pg_typeof" | "typeof" => "arrow_typeof(value)",
        "if" | "iff" | "iif" => "CASE WHEN condition THEN a ELSE b END",
        "uniq" | "uniqexact" | "approx_count_distinct" => "approx_distinct(value) or count(DISTINCT value)",
        _ => return None,
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
