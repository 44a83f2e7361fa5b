//! `custos reveal`.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use serde_json::Value;

use super::support::{Collector, files_below, run, text};

/// A key file that only its owner can read.
fn key_file(dir: &Path, name: &str, digits: &str) -> PathBuf {
    let path = dir.join(name);
    fs::write(&path, digits.repeat(4)).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    path
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn tokens_are_stored_and_revealed_with_the_key_and_an_audit_trail() {
    let keys = tempfile::tempdir().unwrap();
    let key = key_file(keys.path(), "token.key", "0123456789abcdef");
    let settings = format!(
        "[redaction.token]\nkey_file = {key:?}\n[[redaction.policies]]\ntypes = [\"EMAIL\"]\naction = \"token\"\n\
         [[redaction.policies]]\nkeys = [\"app.badge\"]\naction = \"drop_attribute\""
    );
    let mut collector = Collector::start(&settings);
    let listen: Value =
        serde_json::from_slice(&fs::read(collector.dir.path().join("data/listen.json")).unwrap()).unwrap();
    let address: SocketAddr = listen["otlp_http"].as_str().unwrap().parse().unwrap();
    let span = serde_json::json!({"resourceSpans": [{"scopeSpans": [{"spans": [{
        "traceId": "5b8efff798038103d269b633813fc60c", "spanId": "eee19b7ec3c1b174", "name": "chat",
        "startTimeUnixNano": "1544712660000000000", "endTimeUnixNano": "1544712661000000000",
        "attributes": [
            {"key": "app.contact", "value": {"stringValue": "mail maria@example.org, please"}},
            {"key": "app.badge", "value": {"intValue": "4711"}},
        ],
    }]}]}]});
    let body = span.to_string();
    let mut stream = TcpStream::connect(address).unwrap();
    let head = format!(
        "POST /v1/traces HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(format!("{head}{body}").as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    collector.committed(1);
    let attributes =
        collector.sql("SELECT attributes FROM spans", &[]).json()[0]["attributes"].as_str().unwrap().to_owned();
    collector.signal("-TERM");
    assert_eq!(collector.wait().code(), Some(0), "{}", collector.log());
    assert!(attributes.contains("[EMAIL:t:k1:") && !attributes.contains("app.badge"), "{attributes}");

    let data = collector.dir.path().join("data");
    for file in files_below(&data) {
        let bytes = fs::read(&file).unwrap();
        assert!(!bytes.windows(5).any(|w| w == b"maria"), "{}", file.display());
    }
    let revealed = |args: &[&str]| {
        let mut all = vec!["reveal", "--config", collector.config()];
        all.extend(args);
        run(&all)
    };
    let output = revealed(&[&attributes]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), "{\"app.contact\":\"mail maria@example.org, please\"}\n");
    let audit = data.join("audit/reveal.jsonl");
    let lines = || {
        fs::read_to_string(&audit).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect::<Vec<Value>>()
    };
    let segment = files_below(&data.join("wal/000")).remove(0);
    assert_eq!([&audit, &segment, &data].map(|path| mode(path)), [0o600, 0o600, 0o700], "for their owner only");
    let line = &lines()[0];
    assert_eq!((&line["key_id"], &line["tokens"], &line["unread"]), (&"k1".into(), &1.into(), &0.into()));
    assert_eq!(line["fingerprints"][0].as_str().map(str::len), Some(20));
    assert!(
        line["uid"].is_u64() && line["time"].as_str().unwrap().ends_with('Z') && !line.to_string().contains("maria")
    );

    // Another key, no token, and an audit trail that cannot be written.
    let other = key_file(keys.path(), "other.key", "fedcba9876543210");
    let output = revealed(&["--key", other.to_str().unwrap(), &attributes]);
    let left = format!("{attributes}\n");
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(1), &*left), "as it is");
    assert_eq!((&lines()[1]["tokens"], &lines()[1]["unread"]), (&0.into(), &1.into()));
    assert!(text(&revealed(&["nothing here"]).stderr).contains("no token"));
    fs::remove_dir_all(data.join("audit")).unwrap();
    fs::write(data.join("audit"), "").unwrap();
    let output = revealed(&["--key", key.to_str().unwrap(), &attributes]);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(1), ""));
    assert!(text(&output.stderr).contains("nothing is revealed"), "{}", text(&output.stderr));
}
