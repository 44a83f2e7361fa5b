//! Redaction by corpus, redacted copy included, beside `memcpy` of the same bytes and a loop over 20 patterns with
//! `regex`: decides what the engine does by itself and what it leaves to libraries.
//!
//! `cargo bench -p custos-processors --bench redact`; read the column `fastest`, 1 MB = 10^6 bytes. The corpora are
//! generated. `CUSTOS_REDACT_CORPUS=FILE` adds a file of JSON lines (`{"text": …}` or `{"content": …}`) as the corpus
//! `file`. `history` sends the same batch again: what a conversation that repeats itself costs. `hostile` is text made
//! to be slow, 1 MB in one value: it is to stay within three times of what the slowest ordinary corpus costs for each
//! byte.

use custos_model::{
    batch::Counts,
    component::{Redactor, RedactorFactory},
    schema::Table,
};
use custos_processors::redact::{
    RedactConfig, RedactEngine,
    policy::{Policy, PolicySettings},
};
use divan::{Bencher, counter::BytesCount};

use self::corpora::{batch, corpus, user_rules};

#[path = "redact/corpora.rs"]
mod corpora;

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

/// Rules of users beside all others, as many as given.
#[divan::bench(args = [0, 20, 100, 400])]
fn rules(bencher: Bencher, n: usize) {
    let texts = corpus("agent");
    let mut redactor = RedactEngine::new(RedactConfig { cache_bytes: 0, policy: user_rules(n) }).create();
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
