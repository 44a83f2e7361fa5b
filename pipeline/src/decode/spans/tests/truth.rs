//! What the rows say against what the provider really served: tokens, models, finish reasons, tools, failures.

use std::{collections::BTreeMap, fs};

use serde_json::Value as Json;

use super::{
    super::normal,
    support::{Row, clients, decode, requests, root, rows},
};

/// Runs whose spans do not carry the tokens: streams without usage, streams cut, SDKs that leave them out.
const WITHOUT_TOKENS: &[(&str, &str)] = &[
    ("openinference-langchain-0.1.80", "rag"),
    ("openinference-llama-index-4.6.1", "rag"),
    ("openinference-llama-index-4.6.1", "rag_error"),
    ("openinference-llama-index-4.6.1", "rag_stream"),
    ("openinference-openai-0.1.66", "stream_abort"),
    ("openinference-openai-0.1.66", "stream_nousage"),
    ("otel-genai-openai-1.3b0", "stream_abort"),
    ("otel-genai-openai-1.3b0", "stream_nousage"),
    ("otel-openai-v2-2.4b0", "responses"),
    ("otel-openai-v2-2.4b0", "stream_abort"),
    ("otel-openai-v2-2.4b0", "stream_nousage"),
    ("traceloop-sdk-0.40.14", "responses"),
    ("traceloop-sdk-0.40.14", "stream"),
    ("traceloop-sdk-0.40.14", "stream_abort"),
    ("traceloop-sdk-0.62.4", "stream_abort"),
];

struct Run {
    client: String,
    scenario: String,
    calls: Vec<Json>,
    rows: Vec<Row>,
}

fn runs() -> Vec<Run> {
    let mut runs = Vec::new();
    for client in clients() {
        for (scenario, bodies) in requests(&client) {
            let truth = fs::read_to_string(root().join(&client).join(format!("{scenario}.truth.json"))).unwrap();
            let truth: Json = serde_json::from_str(&truth).unwrap();
            let calls = truth["provider_calls"].as_array().cloned().unwrap_or_default();
            runs.push(Run { rows: rows(&decode(&bodies)), client: client.clone(), scenario, calls });
        }
    }
    runs
}

fn get<'r>(row: &'r Row, column: &str) -> &'r str {
    row.get(column).map_or("", String::as_str)
}

/// Tokens by the rule of the reference: the innermost span that has them counts, an ancestor only when both are model
/// calls with a tool or agent between them; then each response once.
fn counted(rows: &[Row], column: &str) -> i64 {
    let id = |row: &Row, parent: &str| (get(row, "trace_id").to_owned(), get(row, parent).to_owned());
    let by_id: BTreeMap<_, _> = rows.iter().map(|row| (id(row, "span_id"), row)).collect();
    let has = |row: &Row| row.contains_key("input_tokens");
    let mut covered = Vec::new();
    for row in rows.iter().filter(|row| has(row)) {
        let (mut at, mut crossed) = (id(row, "parent_span_id"), false);
        while let Some(ancestor) = by_id.get(&at) {
            let operation = get(ancestor, "operation");
            if !(normal::is_inference(operation) && crossed) {
                covered.push(at.clone());
            }
            crossed |= matches!(operation, "execute_tool" | "invoke_agent");
            at = id(ancestor, "parent_span_id");
        }
    }
    let mut by_response: BTreeMap<&str, i64> = BTreeMap::new();
    for (at, row) in by_id.iter().filter(|(at, row)| has(row) && !covered.contains(at)) {
        let response = row.get("response_id").map_or(at.1.as_str(), String::as_str);
        let count = get(row, column).parse().unwrap_or(0);
        let slot = by_response.entry(response).or_default();
        *slot = count.max(*slot);
    }
    by_response.values().sum()
}

fn sum(usage: &Json, keys: &[&str]) -> i64 {
    keys.iter().filter_map(|key| usage[*key].as_i64()).sum()
}

#[test]
fn tokens_are_those_that_were_billed() {
    let mut wrong = Vec::new();
    let mut billed_runs = 0;
    for run in runs().iter().filter(|run| !run.client.starts_with("otlp-python")) {
        let input = ["prompt_tokens", "input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens"];
        let billed: i64 = run.calls.iter().map(|call| sum(&call["usage"], &input)).sum();
        let counted_input = counted(&run.rows, "input_tokens");
        billed_runs += usize::from(billed > 0);
        assert!(counted_input <= billed || billed == 0, "{}/{} counts too much", run.client, run.scenario);
        let known = WITHOUT_TOKENS.contains(&(run.client.as_str(), run.scenario.as_str()));
        if billed > 0 && (counted_input == billed) == known {
            wrong.push(format!("{}/{} input {counted_input} billed {billed}", run.client, run.scenario));
        }
        let billed: i64 =
            run.calls.iter().map(|call| sum(&call["usage"], &["completion_tokens", "output_tokens"])).sum();
        let counted_output = counted(&run.rows, "output_tokens");
        if billed > 0 && counted_output != billed && !known {
            wrong.push(format!("{}/{} output {counted_output} billed {billed}", run.client, run.scenario));
        }
    }
    assert!(billed_runs > 90, "{billed_runs}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn responses_have_their_model_provider_and_finish_reason() {
    let (mut wrong, mut checked) = (Vec::new(), 0);
    for run in runs() {
        for call in &run.calls {
            let Some(id) = call["response_id"].as_str() else { continue };
            for row in run.rows.iter().filter(|row| get(row, "response_id") == id) {
                if !normal::is_inference(get(row, "operation")) {
                    continue;
                }
                checked += 1;
                let name = format!("{}/{} {id}", run.client, run.scenario);
                let model = call["response_model"].as_str().unwrap_or("");
                if get(row, "response_model") != model {
                    wrong.push(format!("{name} model {:?} not {model}", row.get("response_model")));
                }
                let provider = if call["path"] == "/v1/messages" { "anthropic" } else { "openai" };
                if get(row, "provider") != provider {
                    wrong.push(format!("{name} provider {:?} not {provider}", row.get("provider")));
                }
                let reason = call["finish_reasons"][0].as_str().map(|r| normal::finish_reason(r).into_owned());
                let got = row.get("finish_reason");
                // The client cut the stream: the SDK says so, the provider does not know.
                if let (Some(reason), Some(got)) = (reason, got)
                    && reason != *got
                    && !(run.scenario == "stream_abort" && got == "error")
                {
                    wrong.push(format!("{name} finish {got} not {reason}"));
                }
            }
        }
    }
    assert!(checked > 150, "{checked}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Strands sends no response id: its calls are those of the truth in the order they began.
#[test]
fn calls_of_strands_have_provider_finish_reason_and_content() {
    let mut checked = 0;
    for run in runs().iter().filter(|run| run.client.starts_with("strands")) {
        let mut chats: Vec<_> = run.rows.iter().filter(|row| get(row, "operation") == "chat").collect();
        chats.sort_by_key(|row| get(row, "start_unix_nano").parse::<i64>().unwrap());
        assert_eq!(chats.len(), run.calls.len(), "{}", run.scenario);
        for (row, call) in chats.iter().zip(&run.calls) {
            assert_eq!(get(row, "provider"), "openai", "{}", run.scenario);
            if call["status"] != 200 {
                continue;
            }
            checked += 1;
            let reason = call["finish_reasons"][0].as_str().map(normal::finish_reason).unwrap();
            assert_eq!(get(row, "finish_reason"), reason, "{}", run.scenario);
            assert!(row.contains_key("input_messages") && row.contains_key("output_messages"), "{}", run.scenario);
            assert!(row.contains_key("cost_usd"), "{}", run.scenario);
            assert_eq!(row.contains_key("system_instructions"), run.scenario.starts_with("latest"));
        }
    }
    assert_eq!(checked, 15);
}

#[test]
fn executed_tools_are_those_that_the_model_called() {
    let (mut wrong, mut seen) = (Vec::new(), 0);
    for run in runs() {
        let called: Vec<_> = run.calls.iter().filter_map(|call| call["tool_calls"].as_array()).flatten().collect();
        for row in run.rows.iter().filter(|row| get(row, "operation") == "execute_tool") {
            // The OpenAI Agents SDK names the span of a hand-over, not the tool behind it.
            if get(row, "name").starts_with("handoff to ") {
                continue;
            }
            seen += 1;
            if !row.contains_key("tool_name") {
                wrong.push(format!("{}/{} {} has no tool name", run.client, run.scenario, get(row, "name")));
            } else if !called.is_empty() && !called.iter().any(|tool| *tool == get(row, "tool_name")) {
                wrong.push(format!("{}/{} {} was not called", run.client, run.scenario, get(row, "tool_name")));
            }
            let failed = get(row, "status_code") == "error";
            if failed && get(row, "error_class") != "tool_error" {
                wrong.push(format!("{}/{} {:?}", run.client, run.scenario, row.get("error_class")));
            }
        }
    }
    assert!(seen > 60, "{seen}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn failures_have_the_class_of_what_the_provider_did() {
    let (mut wrong, mut seen) = (Vec::new(), 0);
    for run in runs() {
        for row in run.rows.iter().filter(|row| normal::is_inference(get(row, "operation"))) {
            let model = get(row, "request_model");
            let class = match model.rsplit('-').next().unwrap_or("") {
                "429" => "rate_limit",
                "500" | "503" => "provider_5xx",
                "529" => "overloaded",
                "401" => "auth",
                "ctx400" => "client",
                "timeout" => "timeout",
                _ => continue,
            };
            seen += 1;
            if get(row, "error_class") != class {
                let said = (get(row, "error_type"), get(row, "status_message"));
                wrong.push(format!("{}/{} {model} {:?} {said:?}", run.client, run.scenario, row.get("error_class")));
            }
        }
    }
    assert!(seen > 50, "{seen}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_client_has_the_dialect_it_speaks() {
    for (client, dialect) in [
        ("fastmcp", "mcp/1"),
        ("langfuse", "langfuse/1"),
        ("openinference", "openinference/1"),
        ("openlit", "openlit/1"),
        ("otel-", "otel_genai/1"),
        ("pydantic", "pydantic_ai/1"),
        ("strands", "strands/1"),
        ("traceloop", "openllmetry/1"),
        ("vercel-ai-5", "vercel_ai/1"),
        ("vercel-ai-7", "otel_genai/1"),
    ] {
        let mut seen = false;
        for run in runs().iter().filter(|run| run.client.starts_with(client)) {
            for row in &run.rows {
                let got = get(row, "dialect");
                assert!(got == dialect || got == "none/1", "{}/{} {got}", run.client, run.scenario);
                seen |= got == dialect;
            }
        }
        assert!(seen, "{client}");
    }
}
