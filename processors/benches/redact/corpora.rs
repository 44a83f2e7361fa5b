//! Generated texts, and rules of users, for benches of redaction.

use std::{fmt::Write as _, sync::Arc};

use arrow::{
    array::{ArrayRef, RecordBatch, StringArray, new_null_array},
    datatypes::Schema,
};
use custos_model::schema::Table;
use custos_processors::redact::policy::{Policy, PolicySettings, RuleRow};

const WORDS: &[&str] = &[
    "the", "agent", "should", "first", "check", "whether", "order", "was", "refunded", "within", "14", "days", "and",
    "then", "call", "lookup_customer", "with", "an", "identifier", "from", "previous", "step:", "result", "of", "tool",
    "shows", "no", "errors,", "so", "we", "continue", "(see", "section", "3.2)", "at", "10:30", "on", "2026-08-10.",
    "Summarise", "it",
];

/// A small linear congruential generator: the same corpus in every run.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }

    fn prose(&mut self, words: usize) -> String {
        let mut text = String::new();
        for _ in 0..words {
            text.push_str(WORDS[self.next(WORDS.len())]);
            text.push(if self.next(14) == 0 { '\n' } else { ' ' });
        }
        text
    }
}

pub(crate) fn corpus(name: &str) -> Vec<String> {
    let mut r = Random(7);
    let mut texts = Vec::new();
    let mut bytes = 0;
    while bytes < 1 << 20 {
        let mut text = String::new();
        match name {
            "agent" => text = r.prose(130),
            "json" => {
                let content = serde_json::to_string(&r.prose(80)).unwrap_or_default();
                let _ = write!(
                    text,
                    r#"{{"role":"user","parts":[{{"type":"text","content":{content}}},{{"type":"tool_call","id":"call_PJa7X722deKcNbwT34eiyvwK","name":"lookup","arguments":{{"id":"A-1007","limit":20}}}}]}}"#
                );
            }
            "attributes" => {
                let (system, question) = (r.prose(60), r.prose(25));
                let system = serde_json::to_string(&system).unwrap_or_default();
                let question = serde_json::to_string(&question).unwrap_or_default();
                let _ = write!(
                    text,
                    r#"{{"openinference.span.kind":"LLM","llm.provider":"openai","llm.model_name":"gpt-4o-mini","llm.input_messages.0.message.role":"system","llm.input_messages.0.message.content":{system},"llm.input_messages.1.message.role":"user","llm.input_messages.1.message.content":{question},"llm.token_count.prompt":{},"llm.token_count.completion":{},"llm.invocation_parameters":"{{\"temperature\": 0.{}, \"max_tokens\": 1024, \"model\": \"gpt-4o-mini\"}}","input.mime_type":"application/json","session.id":"sess-{}","metadata.run_id":"550e8400-e29b-41d4-a716-4466554{:05}","tags":["a","b"],"stream":false}}"#,
                    r.next(4000),
                    r.next(900),
                    r.next(10),
                    r.next(10_000),
                    r.next(99_999),
                );
            }
            "technical" => {
                let _ = write!(
                    text,
                    "2026-08-10T07:21:58.{:03}Z ERROR [retriever] trace_id=52cc5023d8319aea1181f76f3adcbdc1 span_id=89941acf780de956 DELETE /internal/jobs status=204 bytes={} dur_ms={}.{} start_time_unix_nano=17099625265900{:05} v9.{}.8-rc.2+build.{}",
                    r.next(1000),
                    r.next(9_999_999),
                    r.next(999),
                    r.next(999),
                    r.next(99_999),
                    r.next(30),
                    r.next(99_999_999)
                );
            }
            "logs" => text = (0..6).map(|_| log_line(&mut r)).collect(),
            "dense" => {
                let _ = write!(
                    text,
                    "{} maria{}@example.com, +1 (415) 555-{:04}; {} card 4111 1111 1111 1111 from 203.0.113.{} {} password=hunter{}! {}",
                    r.prose(8),
                    r.next(999),
                    r.next(9999),
                    r.prose(9),
                    r.next(255),
                    r.prose(8),
                    r.next(99),
                    r.prose(10)
                );
            }
            _ => return file(),
        }
        bytes += text.len();
        texts.push(text);
    }
    texts
}

/// A line as servers, runtimes and tools print them; one of ten kinds.
fn log_line(r: &mut Random) -> String {
    let (ms, n, m, big) = (r.next(1000), r.next(60_000), r.next(9_999_999), r.next(999_999_999));
    let hex = |r: &mut Random, n: usize| (0..n).map(|_| format!("{:x}", r.next(16))).collect::<String>();
    match r.next(10) {
        0 => format!(
            "[10/Aug/2026:07:21:58 +0000] \"GET /v1/orders/{n}/items?page={ms} HTTP/1.1\" 200 {m} \"-\" 0.{ms:03}\n"
        ),
        1 => format!(
            "2026-08-10 07:21:58,{ms:03} INFO  [worker-{ms}] c.e.pipeline.Sink - flushed {m} records in {n} ms (offset {big}, lag {ms})\n"
        ),
        2 => format!(
            "{{\"ts\":1786346518.{ms:03},\"level\":\"info\",\"msg\":\"batch done\",\"rows\":{m},\"took_ms\":{n},\"request_id\":\"{}\"}}\n",
            hex(r, 24)
        ),
        3 => format!("http_request_duration_seconds_bucket{{method=\"GET\",code=\"200\",le=\"0.{ms}\"}} {big}\n"),
        4 => format!("[{n}.{m:06}] nvme nvme0: {ms}/0/0 default/read/poll queues, {m} sectors at 0x{}\n", hex(r, 16)),
        5 => format!("commit {}\n    Merge pull request #{n} from topic/fix-{ms}\n", hex(r, 40)),
        6 => format!("api-7d9c6b8f5d-x2k4p   1/1     Running   {ms} ({n}s ago)   {m}m   cpu={ms}m mem={n}Mi\n"),
        7 => format!("    at com.example.orders.OrderService.load(OrderService.java:{ms}) ~[app-2.{ms}.{n}.jar:?]\n"),
        8 => format!("epoch {ms}/1000 step {m} loss 0.{big:09} lr 3.0e-04 tok/s {n} grad_norm 1.{ms:03}\n"),
        _ => format!(
            "I0810 07:21:58.{m:07} {n} server.go:{ms}] \"Finished\" digest=\"sha256:{}\" size={big} elapsed=\"{ms}.{n}µs\"\n",
            hex(r, 64)
        ),
    }
}

fn file() -> Vec<String> {
    let Some(path) = std::env::var_os("CUSTOS_REDACT_CORPUS") else { return vec!["none".to_owned()] };
    let lines = std::fs::read_to_string(path).unwrap_or_default();
    let text = |line: &str| {
        let value: serde_json::Value = serde_json::from_str(line).ok()?;
        ["text", "content"].iter().find_map(|k| value.get(k)?.as_str().map(str::to_owned))
    };
    let mut bytes = 0;
    lines
        .lines()
        .filter_map(text)
        .take_while(|t| {
            bytes += t.len();
            bytes < 1 << 20
        })
        .collect()
}

/// A batch whose only content is `tool_result`, one text a row.
pub(crate) fn batch(texts: &[String]) -> RecordBatch {
    let schema = Table::Spans.schema();
    let columns: Vec<ArrayRef> = schema
        .fields()
        .iter()
        .map(|f| match f.name().as_str() {
            "tool_result" => Arc::new(StringArray::from_iter_values(texts)) as ArrayRef,
            _ => new_null_array(f.data_type(), texts.len()),
        })
        .collect();
    RecordBatch::try_new(Arc::new(Schema::clone(&schema)), columns).expect("the table's own columns")
}

/// Rules of a user, each with a literal and a pattern of its own, none of which a corpus holds.
pub(crate) fn user_rules(n: usize) -> Policy {
    let mut r = Random(3);
    let mut settings = PolicySettings::default();
    for i in 0..n {
        // A made-up name of four syllables, as rules have names of firms and services.
        let mut name = String::new();
        for _ in 0..4 {
            name.push(char::from(b"bcdfghklmnprstvwz"[r.next(17)]));
            name.push(char::from(b"aeiou"[r.next(5)]));
        }
        let pattern = format!("{name}[-_]{i:03}[0-9a-f]{{16,32}}");
        settings.rules.push(RuleRow { pattern, ..RuleRow::default() });
    }
    Policy::new(settings, None, None).expect("rules")
}
