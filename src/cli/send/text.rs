//! Text that looks like what agents say: sentences, lists, code and JSON, with personal data here and there.
//!
//! Everything is made from a seed, so that two runs send the same bytes. The vocabulary is small and its words are
//! drawn with a skew, which gives text that zstd 1 compresses about as well as English prose (3 to 4 times).

use rand::{Rng, rngs::StdRng, seq::IndexedRandom};

const WORDS: &[&str] = &[
    "the", "of", "and", "to", "a", "in", "is", "that", "it", "for", "was", "on", "are", "with", "as", "be", "this",
    "have", "from", "or", "order", "customer", "refund", "policy", "within", "days", "please", "could", "check",
    "status", "delivery", "account", "invoice", "agent", "model", "answer", "question", "context", "document",
    "search", "result", "because", "however", "therefore", "summary", "response", "request", "service", "latency",
    "deployment", "cluster", "version", "release", "change", "review", "approved", "pending", "shipment", "warehouse",
    "package", "carrier", "tracking", "label", "return", "exchange", "damaged", "replacement", "credit", "analysis",
    "report", "quarter", "revenue", "growth", "forecast", "estimate", "budget", "contract", "renewal", "supplier",
    "region", "temperature", "pressure", "sensor", "measurement", "calibration", "threshold", "interval", "average",
    "maximum", "minimum", "function", "variable", "parameter", "exception", "retry", "timeout", "connection", "socket",
    "thread", "memory", "storage", "index", "query", "column", "partition", "schema", "migration", "backup", "restore",
    "snapshot", "replica", "primary", "secondary", "failover", "meeting", "schedule", "tomorrow", "yesterday",
    "morning", "afternoon", "colleague", "manager", "engineer", "analyst", "auditor", "explain", "describe", "compare",
    "translate", "improve", "rewrite", "shorten", "expand", "classify", "extract", "validate",
];
const FIRST: &[&str] =
    &["maria", "john", "aisha", "wei", "olga", "pedro", "nina", "tomas", "yuki", "fatima", "lars", "chloe"];
const LAST: &[&str] = &[
    "gonzalez", "smith", "khan", "zhang", "petrova", "silva", "novak", "berg", "tanaka", "haddad", "nielsen", "martin",
];

/// About `bytes` bytes of text. One text in ten holds personal data or a secret.
pub(super) fn passage(rng: &mut StdRng, bytes: usize) -> String {
    let mut out = String::with_capacity(bytes + 80);
    if rng.random_ratio(1, 10) {
        personal(rng, &mut out);
    }
    while out.len() < bytes {
        match rng.random_range(0..12u8) {
            0 => code(rng, &mut out),
            1 => json(rng, &mut out),
            2 => {
                out.push_str("\n- ");
                sentence(rng, &mut out);
            }
            _ => sentence(rng, &mut out),
        }
    }
    let mut end = bytes.min(out.len());
    while !out.is_char_boundary(end) {
        end -= 1;
    }
    out.truncate(end);
    out
}

fn word(rng: &mut StdRng) -> &'static str {
    // The smaller of two draws: frequent words first, as in prose.
    let (a, b) = (rng.random_range(0..WORDS.len()), rng.random_range(0..WORDS.len()));
    WORDS[a.min(b)]
}

fn sentence(rng: &mut StdRng, out: &mut String) {
    let first = word(rng);
    out.push_str(&first[..1].to_uppercase());
    out.push_str(&first[1..]);
    for _ in 0..rng.random_range(5..18) {
        out.push(' ');
        out.push_str(word(rng));
        if rng.random_ratio(1, 25) {
            out.push_str(&format!(" {}", rng.random_range(1..5000)));
        }
    }
    out.push_str(". ");
}

fn code(rng: &mut StdRng, out: &mut String) {
    let (f, v) = (word(rng), word(rng));
    out.push_str(&format!(
        "\n```python\ndef {f}_{v}(x: int) -> int:\n    return x * {} + {v}\n```\n",
        rng.random_range(2..99)
    ));
}

fn json(rng: &mut StdRng, out: &mut String) {
    let (k, v) = (word(rng), word(rng));
    out.push_str(&format!("{{\"{k}\": \"{v}\", \"count\": {}, \"ok\": true}} ", rng.random_range(1..999)));
}

fn personal(rng: &mut StdRng, out: &mut String) {
    let first = FIRST.choose(rng).unwrap_or(&"ann");
    let last = LAST.choose(rng).unwrap_or(&"lee");
    match rng.random_range(0..4u8) {
        0 => out.push_str(&format!("You can reach me at {first}.{last}@example.com. ")),
        1 => out.push_str(&format!("Call +1 415 555 {:04} after lunch. ", rng.random_range(100..200))),
        2 => out.push_str("I paid with card 4111 1111 1111 1111. "),
        _ => out.push_str(&format!("The request came from 203.0.113.{}. ", rng.random_range(1..254))),
    }
}
