//! Redaction by corpus, redacted copy included, beside `memcpy` of the same bytes and a loop over 20 patterns with `regex`:
//! decides what the engine does by itself and what it leaves to libraries.
//!
//! `cargo bench -p custos-processors --bench redact`; read the column `fastest`, 1 MB = 10^6 bytes. The corpora are generated.
//! `CUSTOS_REDACT_CORPUS=FILE` adds a file of JSON lines (`{"text": …}` or `{"content": …}`) as the corpus `file`.
//! `history` sends the same batch again: what a conversation that repeats itself costs. `hostile` is text made to be slow, 1 MB
//! in one value: it is to stay within three times of what the slowest ordinary corpus costs for each byte.

use std::{fmt::Write as _, sync::Arc};

use arrow::{
    array::{ArrayRef, RecordBatch, StringArray, new_null_array},
    datatypes::Schema,
};
use custos_model::{
    batch::Counts,
    component::{Redactor, RedactorFactory},
    schema::Table,
};
use custos_processors::redact::{
    RedactConfig, RedactEngine,
    policy::{Policy, PolicySettings, RuleRow},
};
use divan::{Bencher, counter::BytesCount};

fn main() {
    divan::main();
}

const CORPORA: &[&str] = &["agent", "json", "attributes", "technical", "logs", "dense", "file"];

/// Texts made to be slow: what is repeated.
const HOSTILE: &[(&str, &str)] = &[
    ("kind: Secret", "kind: Secret\ndata:\n a: bbbb\n b: cccc\n"),
    ("--password", "--password Kq7vZ2m9\n"),
    ("-p", "-p abcd "),
    ("one line of prose", "the agent then calls lookup_customer with 14 arguments "),
    ("digits", "1"),
    ("1.1.1.1", "1."),
    ("1 1 1 1", "1 "),
    ("11 11 11", "11 "),
    ("1111 1111", "1111 "),
    ("1234567 1234567", "1234567 "),
    ("2026-08-10", "2026-08-10 "),
    ("ABCDE1234F", "ABCDE1234F "),
    ("at signs", "@"),
    ("a@b@", "a@b"),
    ("colons", ":"),
    ("a:b:c", "a:b "),
    ("abcd:1:", "abcd:1:"),
    ("equals", "k=v "),
    ("password=", "password="),
    ("password: \"", "password: \""),
    ("key names", "my_api_key: "),
    ("://", "a://"),
    ("eyJ", "eyJ"),
    ("-eyJ", ".eyJhbGciOiJ"),
    ("sk-", "sk-"),
    ("BEGIN", "-----BEGIN "),
    ("Bearer", "Bearer "),
    ("rules", "-- "),
    ("rules of tables", "a|b\n-|-\n--|--\n"),
    ("heads of tables", "name  phone\n"),
    ("blanks", "password          "),
    ("backslashes", "\\"),
    ("escapes", "\\n1"),
    ("unicode escapes", "\\u0031"),
    ("nested escapes", "\\\\\\\"a\\\\\\\":"),
    ("open brackets", "["),
    ("nested objects", "{\"a\":"),
    ("unfinished documents", "{\"a\":\"b "),
];

fn hostile_text(name: &str) -> String {
    let piece = HOSTILE.iter().find(|(n, _)| *n == name).map_or("", |(_, piece)| piece);
    piece.repeat((1 << 20) / piece.len().max(1))
}

const WORDS: &[&str] = &[
    "the",
    "agent",
    "should",
    "first",
    "check",
    "whether",
    "order",
    "was",
    "refunded",
    "within",
    "14",
    "days",
    "and",
    "then",
    "call",
    "lookup_customer",
    "with",
    "an",
    "identifier",
    "from",
    "previous",
    "step:",
    "result",
    "of",
    "tool",
    "shows",
    "no",
    "errors,",
    "so",
    "we",
    "continue",
    "(see",
    "section",
    "3.2)",
    "at",
    "10:30",
    "on",
    "2026-08-10.",
    "Summarise",
    "it",
];

/// A small linear congruential generator: the same corpus in every run.
struct Random(u64);

impl Random {
    fn next(&mut self, below: usize) -> usize {
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

fn corpus(name: &str) -> Vec<String> {
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
fn batch(texts: &[String]) -> RecordBatch {
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

fn size(texts: &[String]) -> BytesCount {
    BytesCount::new(texts.iter().map(String::len).sum::<usize>())
}

#[divan::bench(args = CORPORA)]
fn redact(bencher: Bencher, name: &str) {
    let texts = corpus(name);
    let mut redactor = RedactEngine::new(RedactConfig { cache_bytes: 0, ..RedactConfig::default() }).create();
    let batch = batch(&texts);
    bencher.counter(size(&texts)).bench_local(|| redactor.redact(Table::Spans, batch.clone(), &mut Counts::default()));
}

#[divan::bench(args = CORPORA)]
fn history(bencher: Bencher, name: &str) {
    let texts = corpus(name);
    let mut redactor: Box<dyn Redactor> = RedactEngine::default().create();
    let batch = batch(&texts);
    redactor.redact(Table::Spans, batch.clone(), &mut Counts::default());
    bencher.counter(size(&texts)).bench_local(|| redactor.redact(Table::Spans, batch.clone(), &mut Counts::default()));
}

/// Rules of users beside all others, as many as given: each with a literal and a pattern of its own, none of which the text holds.
#[divan::bench(args = [0, 20, 100, 400])]
fn rules(bencher: Bencher, n: usize) {
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
    let policy = Policy::new(settings, None, None).expect("rules");
    let config = RedactConfig { cache_bytes: 0, policy };
    let texts = corpus("agent");
    let mut redactor = RedactEngine::new(config).create();
    let batch = batch(&texts);
    bencher.counter(size(&texts)).bench_local(|| redactor.redact(Table::Spans, batch.clone(), &mut Counts::default()));
}

/// Names in free text beside all others.
#[divan::bench(args = CORPORA)]
fn free_text_names(bencher: Bencher, name: &str) {
    let settings = PolicySettings { free_text_names: true, ..PolicySettings::default() };
    let policy = Policy::new(settings, None, None).expect("settings");
    let texts = corpus(name);
    let mut redactor = RedactEngine::new(RedactConfig { cache_bytes: 0, policy }).create();
    let batch = batch(&texts);
    bencher.counter(size(&texts)).bench_local(|| redactor.redact(Table::Spans, batch.clone(), &mut Counts::default()));
}

#[divan::bench(args = HOSTILE.iter().map(|(name, _)| *name))]
fn hostile(bencher: Bencher, name: &str) {
    let texts = [hostile_text(name)];
    let mut redactor = RedactEngine::new(RedactConfig { cache_bytes: 0, ..RedactConfig::default() }).create();
    let batch = batch(&texts);
    bencher.counter(size(&texts)).bench_local(|| redactor.redact(Table::Spans, batch.clone(), &mut Counts::default()));
}

/// What a redactor with a loop over patterns does, as several collectors have it: one pattern a line.
const PATTERNS: &str = include_str!("patterns.txt");

#[divan::bench(args = CORPORA)]
fn regex_loop(bencher: Bencher, name: &str) {
    let mut texts = corpus(name);
    // Slow: a part suffices.
    texts.truncate(texts.len() / 16 + 1);
    let patterns: Vec<_> = PATTERNS.lines().map(|p| regex::bytes::Regex::new(p).expect("a pattern")).collect();
    bencher.counter(size(&texts)).bench_local(|| {
        for text in &texts {
            let mut text = std::borrow::Cow::Borrowed(text.as_bytes());
            for pattern in &patterns {
                if let std::borrow::Cow::Owned(new) = pattern.replace_all(&text, &b"[REDACTED]"[..]) {
                    text = std::borrow::Cow::Owned(new);
                }
            }
            divan::black_box(text);
        }
    });
}

#[divan::bench(args = &["agent"])]
fn memcpy(bencher: Bencher, name: &str) {
    let texts = corpus(name);
    let joined = texts.concat();
    let mut to = vec![0u8; joined.len()];
    bencher
        .counter(size(&texts))
        .bench_local(|| divan::black_box(&mut to).copy_from_slice(divan::black_box(joined.as_bytes())));
}
