//! Promise 2, tested on bytes: the real program gets every capture, over every transport, and afterwards none of the
//! planted values is in any byte it wrote, logged or answered, while what must survive is there.

use std::path::{Path, PathBuf};

use custos_integration::{
    Collector,
    collector::{run, write_config},
};

/// The planted values that no form gives away, and others of the same lengths: whoever removes only the ones that were
/// planted fails.
const OTHERS: &[(&str, &str)] = &[
    ("maria.gonzalez@", "helga.andersen@"),
    ("ivan.petrov@", "oleg.zaicev@"),
    ("1984-02-29", "1971-11-23"),
    ("X12345678", "K90417253"),
    ("742 Evergreen Terrace", "618 Larchwood Parkway"),
    ("Springfield, IL 62704", "Bakersfield, CA 93301"),
    ("Maria Gonzalez", "Helga Andersen"),
    ("John Smith", "Omar Reyes"),
    ("Иван Петров", "Олег Зайцев"),
];

fn captures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/captures")
}

fn files_below(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files_below(&path, found) } else { found.push(path) }
    }
}

/// The value as it may be spelled in bytes: plain, JSON-escaped, percent-encoded, in hex.
fn spellings(value: &str) -> Vec<Vec<u8>> {
    let json = serde_json::to_string(value).unwrap();
    let escaped: String = value
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c.to_string() } else { format!("\\u{:04x}", c as u32) })
        .collect();
    let percent: String = value
        .bytes()
        .map(|b| if b.is_ascii_alphanumeric() { (b as char).to_string() } else { format!("%{b:02X}") })
        .collect();
    let mut all = vec![
        value.as_bytes().to_vec(),
        json.trim_matches('"').as_bytes().to_vec(),
        escaped.into_bytes(),
        percent.into_bytes(),
    ];
    all.sort();
    all.dedup();
    all
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|w| w == needle)
}

/// Puts the other values in the place of the planted ones, however they are spelled.
fn exchange(body: &[u8]) -> Vec<u8> {
    let mut body = body.to_vec();
    for (from, to) in OTHERS {
        for (from, to) in written(from).into_iter().zip(written(to)) {
            assert_eq!(from.len(), to.len(), "lengths are fields of protobuf");
            let mut i = 0;
            while let Some(n) = body[i..].windows(from.len()).position(|w| w == from) {
                body[i + n..i + n + to.len()].copy_from_slice(&to);
                i += n + to.len();
            }
        }
    }
    body
}

/// A value as exporters write it: plain, and with escapes beyond ASCII.
fn written(value: &str) -> [Vec<u8>; 2] {
    let escape = |c: char| if c.is_ascii() { c.to_string() } else { format!("\\u{:04x}", c as u32) };
    [value.as_bytes().to_vec(), value.chars().map(escape).collect::<String>().into_bytes()]
}

fn planted() -> (Vec<(String, String)>, Vec<String>) {
    let truth: serde_json::Value =
        serde_json::from_slice(&std::fs::read(captures().join("pii_truth.json")).unwrap()).unwrap();
    let pii = truth["pii"].as_object().unwrap().iter().map(|(v, t)| (v.clone(), t.as_str().unwrap().to_owned()));
    let survive = truth["must_survive_redaction"].as_array().unwrap().iter().map(|v| v.as_str().unwrap().to_owned());
    (pii.collect(), survive.collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn no_planted_value_survives_in_any_byte() {
    let (pii, survive) = planted();
    none_survives(&pii, &survive, <[u8]>::to_vec).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_other_value_in_their_place_survives() {
    let (pii, survive) = planted();
    let other =
        |(value, kind): (String, String)| (OTHERS.iter().fold(value, |v, (from, to)| v.replace(from, to)), kind);
    none_survives(&pii.into_iter().map(other).collect::<Vec<_>>(), &survive, exchange).await;
}

async fn none_survives(pii: &[(String, String)], survive: &[String], change: fn(&[u8]) -> Vec<u8>) {
    let dir = tempfile::tempdir().unwrap();
    // Uncompressed Parquet, so that a search of bytes is a search of everything in them. A long flush first, so that
    // the write-ahead log is looked at too.
    let config = write_config(dir.path(), "compression = \"none\"", "").unwrap();
    let text = std::fs::read_to_string(&config).unwrap();
    std::fs::write(&config, text.replace("flush_interval = \"200ms\"", "flush_interval = \"1h\"")).unwrap();
    let collector = Collector::start(dir.path()).await.unwrap();
    let mut files = Vec::new();
    files_below(&captures(), &mut files);
    let mut sent = 0;
    let mut unsent: Vec<&String> = pii.iter().map(|(value, _)| value).collect();
    for file in &files {
        let name = file.file_name().unwrap().to_str().unwrap();
        let content_type = if name.ends_with(".pb") {
            "application/x-protobuf"
        } else if name.ends_with(".otlp.json") {
            "application/json"
        } else {
            continue;
        };
        let signal = ["logs", "metrics"].into_iter().find(|s| name.contains(&format!(".{s}."))).unwrap_or("traces");
        let body = change(&std::fs::read(file).unwrap());
        unsent.retain(|value| !written(value).iter().any(|spelling| contains(&body, spelling)));
        let (status, _) = collector.export(&format!("/v1/{signal}"), content_type, body).await.unwrap();
        assert_eq!(status.as_u16(), 200, "{name}");
        sent += 1;
    }
    assert!(sent > 200, "only {sent} captures were found");
    assert!(unsent.is_empty(), "never sent: {unsent:?}");

    let mut seen: Vec<(String, Vec<u8>)> = Vec::new();
    // The log as it is before the lake takes over, and everything after.
    collect(dir.path(), "before the commit: ", &mut seen);
    let logged: usize = seen.iter().filter(|(place, _)| place.ends_with(".wal")).map(|(_, bytes)| bytes.len()).sum();
    assert!(logged > 1 << 20, "the write-ahead log has only {logged} bytes");
    let metrics =
        custos_integration::http::send(collector.http, http::Method::GET, "/metrics", &[], "").await.unwrap().1;
    seen.push(("/metrics".into(), metrics.to_vec()));
    assert!(collector.terminate().unwrap().success());
    collect(dir.path(), "", &mut seen);
    for table in ["spans", "logs", "metrics", "usage"] {
        let sql = format!("SELECT * FROM {table}");
        let answer = run(&["query", "--config", config.to_str().unwrap(), "--format", "jsonl", &sql]).unwrap();
        assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
        assert!(table == "usage" || answer.stdout.len() > 10_000, "{table} is empty");
        seen.push((sql, answer.stdout));
    }

    let mut leaks = Vec::new();
    for (value, kind) in pii {
        for spelling in spellings(value) {
            for (place, bytes) in &seen {
                if contains(bytes, &spelling) {
                    leaks.push(format!("{kind} {value:?} in {place}"));
                }
            }
        }
    }
    assert!(leaks.is_empty(), "{} leaks:\n{}", leaks.len(), leaks.join("\n"));
    for value in survive {
        let found = seen.iter().any(|(place, bytes)| place.starts_with("SELECT") && contains(bytes, value.as_bytes()));
        assert!(found, "{value:?} was removed although it must survive");
    }
}

pub(crate) fn collect(dir: &Path, when: &str, seen: &mut Vec<(String, Vec<u8>)>) {
    let mut files = Vec::new();
    files_below(dir, &mut files);
    for file in files {
        // A file may be gone by now: the lake took over.
        if let Ok(bytes) = std::fs::read(&file) {
            seen.push((format!("{when}{}", file.strip_prefix(dir).unwrap().display()), bytes));
        }
    }
}
