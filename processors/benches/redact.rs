//! Redaction beside `memcpy` of the same bytes, by corpus: decides whether the first pass is worth more work.
//!
//! `cargo bench -p custos-processors --bench redact`. The corpora are generated. `CUSTOS_REDACT_CORPUS=FILE` adds a file of JSON
//! lines (`{"text": …}` or `{"content": …}`) as the corpus `file`. `history` sends the same batch again: what a conversation
//! that repeats itself costs.

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
use custos_processors::redact::{RedactConfig, RedactEngine};
use divan::{Bencher, counter::BytesCount};

fn main() {
    divan::main();
}

const CORPORA: &[&str] = &["agent", "json", "technical", "dense", "file"];

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
    while bytes < 4 << 20 {
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

fn file() -> Vec<String> {
    let Some(path) = std::env::var_os("CUSTOS_REDACT_CORPUS") else { return vec!["none".to_owned()] };
    let lines = std::fs::read_to_string(path).unwrap_or_default();
    let text = |line: &str| {
        let value: serde_json::Value = serde_json::from_str(line).ok()?;
        ["text", "content"].iter().find_map(|k| value.get(k)?.as_str().map(str::to_owned))
    };
    lines.lines().filter_map(text).collect()
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
    let mut redactor = RedactEngine::new(RedactConfig { cache_bytes: 0 }).create();
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

#[divan::bench(args = &["agent"])]
fn memcpy(bencher: Bencher, name: &str) {
    let texts = corpus(name);
    let joined = texts.concat();
    let mut to = vec![0u8; joined.len()];
    bencher
        .counter(size(&texts))
        .bench_local(|| divan::black_box(&mut to).copy_from_slice(divan::black_box(joined.as_bytes())));
}
