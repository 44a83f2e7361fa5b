//! Memory that requests made to take it really take: each is decoded in a process of its own, whose peak the kernel
//! keeps.

use std::process::Command;

use bytes::Bytes;
use custos_model::ingest::{Request, Signal};

use crate::{decode::BatchBuilder, testing};

const BODY_BYTES: usize = 8 << 20;
/// Peak of a whole process that holds one such body, bytes: the body, four times as much for its views or rows, and
/// what does not grow with it.
const MOST: usize = 5 * BODY_BYTES + (96 << 20);

const VARIABLE: &str = "CUSTOS_TEST_HOSTILE";

/// What is repeated, and the fields around it, the innermost first.
const BODIES: &[(&str, Signal, &[u8], &[u8])] = &[
    ("empty resources", Signal::Traces, &[0x0a, 0], &[]),
    ("empty scopes", Signal::Logs, &[0x12, 0], &[0x0a]),
    ("empty spans", Signal::Traces, &[0x12, 0], &[0x12, 0x0a]),
    ("span attributes", Signal::Traces, &[0x4a, 0], &[0x12, 0x12, 0x0a]),
    ("span events", Signal::Traces, &[0x5a, 0], &[0x12, 0x12, 0x0a]),
    ("span links", Signal::Traces, &[0x6a, 0], &[0x12, 0x12, 0x0a]),
    ("empty log records", Signal::Logs, &[0x12, 0], &[0x12, 0x0a]),
    ("values of a log body", Signal::Logs, &[0x0a, 0], &[0x2a, 0x2a, 0x12, 0x12, 0x0a]),
    ("scope attributes", Signal::Logs, &[0x1a, 0], &[0x0a, 0x12, 0x0a]),
    ("resource attributes", Signal::Metrics, &[0x0a, 0], &[0x0a, 0x0a]),
    ("entities", Signal::Metrics, &[0x1a, 0], &[0x0a, 0x0a]),
    ("empty metrics", Signal::Metrics, &[0x12, 0], &[0x12, 0x0a]),
    ("empty points", Signal::Metrics, &[0x0a, 0], &[0x2a, 0x12, 0x12, 0x0a]),
    ("histogram points", Signal::Metrics, &[0x0a, 0], &[0x4a, 0x12, 0x12, 0x0a]),
    ("exemplars", Signal::Metrics, &[0x2a, 0], &[0x0a, 0x2a, 0x12, 0x12, 0x0a]),
    ("packed counts", Signal::Metrics, &[0], &[0x12, 0x42, 0x0a, 0x52, 0x12, 0x12, 0x0a]),
    // As many rows as can be had for their bytes.
    ("least spans", Signal::Traces, LEAST_SPAN, &[0x12, 0x0a]),
];

/// A span with ids and nothing else, as a field of its scope.
const LEAST_SPAN: &[u8] =
    &[0x12, 28, 0x0a, 16, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 0x12, 8, 1, 2, 3, 4, 5, 6, 7, 8];

fn body(unit: &[u8], around: &[u8], bytes: usize) -> Vec<u8> {
    let length = bytes / unit.len() * unit.len();
    let mut body = Vec::with_capacity(bytes + 64);
    let mut lengths = vec![length];
    let encoded = |n: usize| {
        let mut out = Vec::new();
        prost::encode_length_delimiter(n, &mut out).unwrap();
        out
    };
    for _ in around.iter().skip(1) {
        let inner = lengths[lengths.len() - 1];
        lengths.push(inner + encoded(inner).len() + 1);
    }
    for (field, length) in around.iter().zip(&lengths).rev() {
        body.push(*field);
        body.extend(encoded(*length));
    }
    (0..length / unit.len()).for_each(|_| body.extend_from_slice(unit));
    body
}

/// Peak of this process, bytes.
fn peak() -> Option<usize> {
    told("VmHWM:")
}

fn told(name: &str) -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with(name))?;
    line.split_whitespace().nth(1)?.parse::<usize>().ok().map(|kib| kib << 10)
}

/// A test of this file in a process of its own; what it prints after `word`.
fn child(test: &str, name: &str, word: &str) -> (usize, String) {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", &format!("decode::tests::memory::{test}"), "--ignored", "--nocapture"])
        .env(VARIABLE, name)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{name}: {text}{}", String::from_utf8_lossy(&output.stderr));
    let told = text.lines().find_map(|line| line.strip_prefix(word)).expect("the child tells its memory");
    let (bytes, rest) = told.trim().split_once(' ').unwrap();
    (bytes.parse().unwrap(), rest.to_owned())
}

#[test]
fn hostile_requests_take_little_memory() {
    if peak().is_none() {
        eprintln!("skipped: this system does not tell the peak of a process");
        return;
    }
    for (name, ..) in BODIES {
        let (peak, rest) = child("one_hostile_request", name, "peak ");
        println!("{name}: {} MiB, {rest}", peak >> 20);
        assert!(peak < MOST, "{name}: {} MiB for a body of {} MiB", peak >> 20, BODY_BYTES >> 20);
    }
}

#[test]
#[ignore = "run by the test above"]
fn one_hostile_request() {
    let name = std::env::var(VARIABLE).unwrap_or_else(|_| BODIES[0].0.to_owned());
    let (_, signal, unit, around) = BODIES.iter().find(|(known, ..)| *known == name).unwrap();
    let request =
        Request { signal: *signal, body: Bytes::from(body(unit, around, BODY_BYTES)), ..testing::request("") };
    let start = std::time::Instant::now();
    let mut builder = BatchBuilder::new();
    let answer = builder.append(&request);
    let (tables, counts) = builder.finish();
    let rows: usize = tables.iter().map(|(_, batch)| batch.num_rows()).sum();
    // All or nothing, and every element accounted for.
    match &answer {
        Ok(accepted) => assert_eq!(counts.received.values().sum::<u64>(), rows as u64 + accepted.rejected),
        Err(_) => assert_eq!(rows, 0),
    }
    let answer = answer.map(|accepted| accepted.rejected);
    println!("\npeak {} {rows} rows, {answer:?}, {:?}", peak().unwrap_or(0), start.elapsed());
}

/// The largest request that is taken, nearly.
const LARGEST: usize = 63 << 20;
/// What the text of its only record repeats, and whether that is taken.
const TEXTS: &[(&str, &[u8], bool)] = &[
    ("control characters", &[1], false),
    ("not UTF-8", &[0xff], false),
    ("as much that is not UTF-8 as may be", b"\xff\xff\xff\xff and text beside", true),
];

#[test]
fn text_that_grows_takes_little_memory() {
    if peak().is_none() {
        return;
    }
    for (name, ..) in TEXTS {
        let (peak, rest) = child("one_growing_text", name, "peak ");
        println!("{name}: {} MiB, {rest}", peak >> 20);
        assert!(peak < 6 * LARGEST, "{name}: {} MiB for a body of {} MiB", peak >> 20, LARGEST >> 20);
    }
}

#[test]
#[ignore = "run by the test above"]
fn one_growing_text() {
    let name = std::env::var(VARIABLE).unwrap_or_else(|_| TEXTS[0].0.to_owned());
    let (_, unit, taken) = TEXTS.iter().find(|(known, ..)| *known == name).unwrap();
    let body = Bytes::from(body(unit, &[0x0a, 0x12, 0x32, 0x12, 0x12, 0x0a], LARGEST));
    let mut builder = BatchBuilder::new();
    let answer = builder.append(&Request { signal: Signal::Logs, body, ..testing::request("") });
    assert_eq!((answer.is_ok(), builder.is_empty()), (*taken, !taken), "{answer:?}");
    let (tables, _) = builder.finish();
    println!("\npeak {} {} tables", peak().unwrap_or(0), tables.len());
}

#[test]
fn a_giant_text_leaves_no_memory_behind() {
    if peak().is_none() {
        return;
    }
    // The program and what the test itself takes; what a shard had kept was 40 and more.
    for (name, most) in [("traces", 72), ("logs", 64), ("metrics", 48)] {
        let (bytes, rows) = child("one_giant_text", name, "rests ");
        assert!(bytes < most << 20, "{name}: {} MiB after {rows}", bytes >> 20);
    }
}

#[test]
#[ignore = "run by the test above"]
fn one_giant_text() {
    // In JSON four times as much.
    let text = "\u{1}\u{1}\u{1}aa".repeat(2 << 20);
    let field = |number: u8, inner: &[u8]| {
        let mut out = vec![number << 3 | 2];
        prost::encode_length_delimiter(inner.len(), &mut out).unwrap();
        out.extend_from_slice(inner);
        out
    };
    let attribute = [field(1, b"k"), field(2, &field(1, text.as_bytes()))].concat();
    let (signal, item) = match std::env::var(VARIABLE).as_deref() {
        Ok("logs") => (Signal::Logs, field(6, &attribute)),
        Ok("metrics") => (Signal::Metrics, field(5, &field(1, &field(7, &attribute)))),
        _ => (Signal::Traces, [field(1, &[1; 16]), field(2, &[1; 8]), field(9, &attribute)].concat()),
    };
    let body = field(1, &field(2, &field(2, &item)));
    let request = Request { signal, body: Bytes::from(body), ..testing::request("") };
    let mut builder = BatchBuilder::new();
    builder.append(&request).unwrap();
    let rows: usize = builder.finish().0.iter().map(|(_, batch)| batch.num_rows()).sum();
    assert_eq!(rows, 1);
    drop((request, text, attribute, item));
    println!("\nrests {} {rows} rows", told("VmRSS:").unwrap_or(0));
}
