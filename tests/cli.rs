//! The real program, as its users meet it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "cli/redact.rs"]
mod redact;

use std::{
    fs,
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Output, Stdio},
    time::{Duration, Instant},
};

use serde_json::Value;
use tempfile::TempDir;

/// How long anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

fn custos() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_custos"));
    command.stdin(Stdio::null()).env("NO_COLOR", "1");
    command
}

fn run(args: &[&str]) -> Output {
    custos().args(args).output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

fn config(dir: &Path, more: &str) -> PathBuf {
    let path = dir.join("custos.toml");
    let any = "\"127.0.0.1:0\"";
    let text = format!(
        "data_dir = {:?}\nreceivers.otlp.grpc.listen = {any}\nreceivers.otlp.http.listen = {any}\nhttp.listen = {any}\n\
         lake.flush_interval = \"100ms\"\n{more}\n",
        dir.join("data")
    );
    fs::write(&path, text).unwrap();
    path
}

/// A running collector; killed when dropped.
struct Collector {
    child: Child,
    dir: TempDir,
    config: PathBuf,
    http: SocketAddr,
    grpc: SocketAddr,
}

struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| panic!("not JSON: {}", String::from_utf8_lossy(&self.body)))
    }
}

impl Collector {
    fn start(more: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let config = config(dir.path(), more);
        let log = fs::File::create(dir.path().join("log")).unwrap();
        let mut child = custos().arg("run").arg("--config").arg(&config).stderr(log).spawn().unwrap();
        let listen = dir.path().join("data/listen.json");
        let began = Instant::now();
        let addresses: Value = loop {
            if let Some(addresses) = fs::read(&listen).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()) {
                break addresses;
            }
            let log = || fs::read_to_string(dir.path().join("log")).unwrap();
            assert!(child.try_wait().unwrap().is_none(), "{}", log());
            assert!(began.elapsed() < PATIENCE, "{}", log());
            std::thread::sleep(Duration::from_millis(5));
        };
        let address = |name: &str| addresses[name].as_str().unwrap().parse().unwrap();
        Self { child, http: address("http"), grpc: address("otlp_grpc"), dir, config }
    }

    fn config(&self) -> &str {
        self.config.to_str().unwrap()
    }

    fn request(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let host = self.http.to_string();
        let mut stream = TcpStream::connect(self.http).unwrap();
        let mut head = format!("{method} {path} HTTP/1.1\r\nconnection: close\r\ncontent-length: {}\r\n", body.len());
        if !headers.iter().any(|(name, _)| *name == "host") {
            head += &format!("host: {host}\r\n");
        }
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        stream.write_all(format!("{head}\r\n{body}").as_bytes()).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let end = bytes.windows(4).position(|w| w == b"\r\n\r\n").unwrap();
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap().to_lowercase();
        let status = head[9..12].parse().unwrap();
        Answer { status, head, body: bytes[end + 4..].to_vec() }
    }

    fn sql(&self, sql: &str, headers: &[(&str, &str)]) -> Answer {
        self.request("POST", "/api/v1/sql", headers, sql)
    }

    fn send(&self, spans: u64) {
        let (endpoint, spans) = (format!("http://{}", self.grpc), spans.to_string());
        let output = run(&["send", "--endpoint", &endpoint, "--spans", &spans, "--batch", "10", "--connections", "2"]);
        assert!(output.status.success(), "{}", text(&output.stderr));
    }

    /// Waits until the lake has this many spans.
    fn committed(&self, spans: u64) {
        let began = Instant::now();
        loop {
            let answer = self.sql("SELECT count(*) AS n FROM spans", &[]);
            assert_eq!(answer.status, 200, "{}", text(&answer.body));
            if answer.json()[0]["n"].as_u64() == Some(spans) {
                return;
            }
            assert!(began.elapsed() < PATIENCE, "{}", text(&answer.body));
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([name, &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    fn wait(&mut self) -> ExitStatus {
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(began.elapsed() < PATIENCE, "it does not stop");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn log(&self) -> String {
        fs::read_to_string(self.dir.path().join("log")).unwrap()
    }
}

impl Drop for Collector {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn files_below(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}

#[test]
fn check_tells_every_mistake_and_exits_2() {
    let dir = tempfile::tempdir().unwrap();
    let path = config(dir.path(), "lake.flush_byte = \"1 MiB\"\nquery.max_rows = 0");
    let file = path.to_str().unwrap();
    let output = run(&["check", "--config", file]);
    assert_eq!(output.status.code(), Some(2));
    let told = text(&output.stderr);
    assert!(
        told.contains(&format!("{file}:6:6: lake.flush_byte: unknown key; did you mean `lake.flush_bytes`?")),
        "{told}"
    );
    assert!(told.contains(&format!("{file}:7:18: query.max_rows: 0 is out of range")), "{told}");
    assert!(told.contains("2 mistakes"), "{told}");

    let path = config(dir.path(), "");
    let output = run(&["check", "--config", path.to_str().unwrap()]);
    assert_eq!((output.status.code(), text(&output.stdout).trim()), (Some(0), &*format!("{}: ok", path.display())));
    let output = run(&["check", "--config", path.to_str().unwrap(), "--print"]);
    assert!(text(&output.stdout).contains("flush_interval = \"100ms\""), "{}", text(&output.stdout));
    assert!(!dir.path().join("data").exists(), "check must not make directories");

    let output = custos().arg("check").env("CUSTOS__DATA_DIR", "").output().unwrap();
    assert!(text(&output.stderr).contains("data_dir: is empty; name a directory"), "{}", text(&output.stderr));
    let output = custos().arg("check").env("CUSTOS__INGEST__SHARD", "2").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("did you mean `CUSTOS__INGEST__SHARDS`?"), "{}", text(&output.stderr));
}

#[test]
fn a_wrong_configuration_starts_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let path = config(dir.path(), "lake.urll = \"x\"");
    for command in ["run", "query", "verify"] {
        let mut args = vec![command, "--config", path.to_str().unwrap()];
        args.extend((command == "query").then_some("SELECT 1"));
        let output = run(&args);
        assert_eq!(output.status.code(), Some(2), "{command}");
        assert!(text(&output.stderr).contains("did you mean `lake.url`?"), "{command}: {}", text(&output.stderr));
    }
}

#[test]
fn a_lake_that_is_not_there_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let lake = dir.path().join("none");
    for args in [vec!["query", "SELECT 1"], vec!["verify"]] {
        let output = custos().args(&args).arg("--lake").arg(&lake).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert!(text(&output.stderr).contains("there is no lake at"), "{}", text(&output.stderr));
        assert!(!lake.exists());
    }
}

#[test]
fn an_address_in_use_names_the_key() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let dir = tempfile::tempdir().unwrap();
    let path = config(dir.path(), "");
    let output = custos()
        .args(["run", "--config", path.to_str().unwrap()])
        .env("CUSTOS__HTTP__LISTEN", taken.local_addr().unwrap().to_string())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let told = text(&output.stderr);
    assert!(told.contains("http.listen") && told.contains("CUSTOS__HTTP__LISTEN"), "{told}");
    assert!(told.contains("stop what listens there"), "{told}");
    // An address of documentation (RFC 5737), which no machine has.
    let output = custos()
        .args(["run", "--config", path.to_str().unwrap()])
        .env("CUSTOS__HTTP__LISTEN", "192.0.2.1:8080")
        .output()
        .unwrap();
    let told = text(&output.stderr);
    assert!(told.contains("no such address") && !told.contains("stop what listens"), "{told}");
}

#[test]
fn an_empty_lake_answers_and_checks() {
    let mut collector = Collector::start("");
    assert_eq!(collector.sql("SELECT count(*) AS n FROM usage", &[]).json()[0]["n"], 0);
    collector.signal("-INT");
    assert_eq!(collector.wait().code(), Some(0), "{}", collector.log());
    let output = run(&["query", "--config", collector.config(), "--format", "csv", "SELECT count(*) AS n FROM spans"]);
    assert_eq!(text(&output.stdout).trim(), "n\r\n0", "{}", text(&output.stderr));
    let output = run(&["verify", "--config", collector.config(), "--public-key", collector.config()]);
    let told = text(&output.stderr);
    assert!(told.contains("custos.toml") && told.contains("is not an ed25519 public key"), "{told}");
    let output = run(&["verify", "--config", collector.config(), "--json"]);
    assert!(output.status.success());
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&report["ok"], &report["rows"]), (&Value::Bool(true), &Value::from(0)));
}

#[test]
fn what_was_sent_is_answered_drained_and_verified() {
    let mut collector = Collector::start("log.format = \"json\"");
    collector.send(100);
    collector.signal("-TERM");
    assert_eq!(collector.wait().code(), Some(0), "{}", collector.log());
    for line in collector.log().lines() {
        serde_json::from_str::<Value>(line).unwrap();
    }
    assert!(!collector.dir.path().join("data/listen.json").exists());

    let config = collector.config();
    let count = "SELECT count(*) AS n FROM spans";
    let output = run(&["query", "--config", config, "--format", "jsonl", count]);
    assert_eq!(text(&output.stdout).trim(), r#"{"n":100}"#, "{}", text(&output.stderr));
    // The lake alone is enough.
    let lake = collector.dir.path().join("data/lake");
    let mut child = custos()
        .args(["query", "--lake", lake.to_str().unwrap(), "--format", "json", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(count.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(serde_json::from_slice::<Value>(&output.stdout).unwrap()[0]["n"], 100);
    let output = run(&["query", "--config", config, "SELECT span_idd FROM spans"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("span_id"), "{}", text(&output.stderr));
    let parquet = collector.dir.path().join("out.parquet");
    let output = run(&["query", "--config", config, "--format", "parquet", "-o", parquet.to_str().unwrap(), count]);
    assert!(output.status.success() && fs::read(&parquet).unwrap().starts_with(b"PAR1"));

    let output = run(&["verify", "--config", config]);
    let told = text(&output.stdout);
    assert!(output.status.success() && told.contains("ok: every signature"), "{told}");
    let head = told.lines().find_map(|line| line.strip_prefix("head")).unwrap().trim().to_owned();
    assert!(run(&["verify", "--config", config, "--expect-head", &head]).status.success());
    let other = format!("{}:{}", head.split(':').next().unwrap(), "0".repeat(64));
    assert_eq!(run(&["verify", "--config", config, "--expect-head", &other]).status.code(), Some(1));
    // Not a lake, or one whose ledger is gone, is no evidence.
    let above = run(&["verify", "--lake", collector.dir.path().join("data").to_str().unwrap()]);
    assert!(!above.status.success() && text(&above.stderr).contains("has no ledger"), "{}", text(&above.stderr));
    let entries = lake.join("ledger/entries");
    fs::rename(&entries, lake.join("../entries")).unwrap();
    let gone = run(&["verify", "--config", config]);
    assert!(!gone.status.success() && text(&gone.stderr).contains("was its ledger removed"), "{}", text(&gone.stderr));
    fs::rename(lake.join("../entries"), &entries).unwrap();
    let file = files_below(&lake.join("tables")).into_iter().find(|f| f.to_str().unwrap().contains("spans")).unwrap();
    let mut bytes = fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&file, bytes).unwrap();
    let output = run(&["verify", "--config", config]);
    let told = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1));
    assert!(told.contains(file.file_name().unwrap().to_str().unwrap()) && told.contains("FAILED: 1 problem"), "{told}");
}

#[test]
#[expect(clippy::too_many_lines, reason = "one session with one server, told in order")]
fn http_answers_in_many_formats_and_refuses_with_reasons() {
    let collector = Collector::start("query.max_rows = 50");
    collector.send(100);
    collector.committed(100);
    let select = "SELECT span_id FROM spans ORDER BY span_id";

    let answer = collector.sql(select, &[]);
    assert_eq!((answer.status, answer.json().as_array().unwrap().len()), (200, 50));
    assert!(
        answer.head.contains("x-custos-rows: 50") && answer.head.contains("x-custos-truncated: true"),
        "{}",
        answer.head
    );
    let answer = collector.sql("SELECT 1 AS a", &[("accept", "text/csv")]);
    assert_eq!(text(&answer.body), "a\r\n1\r\n");
    assert!(answer.head.contains("content-type: text/csv"));
    let answer = collector.sql("SELECT 1 AS a", &[("accept", "application/x-ndjson")]);
    assert_eq!(text(&answer.body), "{\"a\":1}\n");
    let answer = collector.sql("SELECT 1 AS a", &[("accept", "application/vnd.apache.arrow.stream")]);
    assert!(answer.status == 200 && answer.body.starts_with(&[0xff; 4]));
    let json = [("content-type", "application/json")];
    // More than is sent whole: the counts come as trailers.
    let wide = "SELECT span_id, repeat('x', 20000) AS wide FROM spans";
    let answer = collector.sql(wide, &[("te", "trailers"), ("accept", "text/csv")]);
    assert!(
        answer.status == 200 && !answer.head.contains("x-custos-rows:") && answer.body.len() > 1_000_000,
        "{}",
        answer.head
    );
    let end = String::from_utf8_lossy(&answer.body[answer.body.len() - 100..]).to_lowercase();
    assert!(
        end.contains("0\r\n") && end.contains("x-custos-rows: 50") && end.contains("x-custos-truncated: true"),
        "{end}"
    );
    assert_eq!(collector.sql(r#"{"query": "SELECT 7 AS a"}"#, &json).json()[0]["a"], 7);

    for (sql, headers, status, kind) in [
        ("SELEC 1", &[][..], 400, "invalid"),
        ("SELECT nothing FROM spans", &[], 400, "invalid"),
        ("INSERT INTO spans VALUES (1)", &[], 403, "refused"),
        ("SET x = 1", &[], 403, "refused"),
        ("SELECT 1", &[("accept", "image/png")], 406, "not_acceptable"),
        ("{}", &json, 400, "invalid"),
        ("SELECT 1", &[("host", "evil.example")], 403, "host"),
        ("SELECT 1", &[("origin", "http://evil.example")], 403, "origin"),
    ] {
        let answer = collector.sql(sql, headers);
        assert_eq!((answer.status, answer.json()["error"]["kind"].as_str()), (status, Some(kind)), "{sql} {headers:?}");
        assert!(!answer.json()["error"]["message"].as_str().unwrap().is_empty());
    }
    let hint = collector.sql("SELECT span_idd FROM spans", &[]).json()["error"]["hint"].to_string();
    assert!(hint.contains("span_id"), "{hint}");
    let long = collector.sql(&format!("SELECT '{}'", "x".repeat(2 << 20)), &[]);
    assert_eq!(long.status, 413);

    assert_eq!(collector.request("GET", "/api/v1/sql", &[], "").status, 405);
    assert_eq!(collector.request("GET", "/nothing", &[], "").status, 404);
    let page = collector.request("GET", "/", &[], "");
    assert!(page.status == 200 && text(&page.body).contains("<title>custos</title>"));
    assert_eq!(collector.request("GET", "/healthz", &[], "").json()["status"], "ok");
    let ready = collector.request("GET", "/readyz", &[], "");
    assert_eq!((ready.status, &ready.json()["status"]), (200, &"ready".into()));
    let metrics = collector.request("GET", "/metrics", &[("host", "localhost")], "");
    let metrics = text(&metrics.body);
    let value = |name: &str| -> f64 {
        metrics.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')).unwrap().parse().unwrap()
    };
    // The first entry of a ledger begins it; each of the others is one commit.
    assert!((value("custos_lake_commits_total") - (value("custos_lake_ledger_seq") - 1.0)).abs() < 0.5, "{metrics}");
    for line in [
        "custos_rows_total{table=\"spans\"} 100",
        "custos_wal_fsync_seconds_bucket{le=\"0.001\"}",
        "process_resident_memory_bytes ",
        "custos_build_info{version=",
        "custos_ready 1",
        "custos_query_requests_total{status=\"ok\"}",
    ] {
        assert!(metrics.contains(line), "no {line} in\n{metrics}");
    }
}

#[test]
fn queries_may_begin_with_a_comment_and_no_query_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let config = config(dir.path(), "");
    let config = config.to_str().unwrap();
    fs::create_dir_all(dir.path().join("data/lake")).unwrap();
    let output = run(&["query", "--config", config, "--format", "csv", "-- how many\nSELECT 1 AS n"]);
    assert_eq!(text(&output.stdout).trim(), "n\r\n1", "{}", text(&output.stderr));
    let output = run(&["query", "--config", config]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("<SQL"), "{}", text(&output.stderr));
    for words in [&["--fomat", "csv"][..], &["--fomat=csv"]] {
        let output = run(&[&["query", "--config", config][..], words, &["SELECT 1"]].concat());
        assert_eq!(output.status.code(), Some(2));
        let told = text(&output.stderr);
        assert!(told.contains("'--fomat'") && told.contains("'--format'"), "{told}");
    }
}

#[test]
fn a_key_file_may_be_named_without_a_directory() {
    let dir = tempfile::tempdir().unwrap();
    let config = config(dir.path(), "");
    let output = custos()
        .args(["check", "--config", config.to_str().unwrap()])
        .env("CUSTOS__LEDGER__KEY_FILE", "key.pem")
        .current_dir(dir.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
}

#[test]
fn load_stops_when_it_should_and_tells_why_nothing_came() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap().to_string();
    drop(free);
    let begin = Instant::now();
    let output = run(&["send", "--endpoint", &address, "--duration", "1s", "--connections", "1"]);
    assert!(begin.elapsed() < Duration::from_secs(20), "{:?}", begin.elapsed());
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("cannot connect"), "{}", text(&output.stderr));

    let collector = Collector::start("");
    let to = format!("http://{}", collector.grpc);
    let output = run(&["send", "--endpoint", &to, "--spans", "10", "--content-bytes", "1 kB", "--json"]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["spans"], 10, "{report}");
    // Far more than one connection can send: what was due and never sent is told.
    let load = ["--rate", "5000000", "--duration", "1s", "--connections", "1", "--json"];
    let output = run(&[&["send", "--endpoint", &to][..], &load].concat());
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(report["unsent_requests"].as_u64() > Some(0), "{report}");
    for rate in ["1e-300", "1e300", "NaN", "0"] {
        let output = run(&["send", "--endpoint", &to, "--rate", rate, "--spans", "1"]);
        assert!(text(&output.stderr).contains("--rate divided by --batch"), "{}", text(&output.stderr));
    }
    let body = collector.dir.path().join("bad.pb");
    fs::write(&body, [0xFF; 40]).unwrap();
    let output = run(&["send", "--endpoint", &to, body.to_str().unwrap()]);
    let told = text(&output.stdout);
    assert!(output.status.code() == Some(1) && told.contains("INVALID_ARGUMENT: "), "{told}");
    fs::write(&body, b"{\"resourceSpans\":[]}").unwrap();
    let output = run(&["send", "--endpoint", &to, body.to_str().unwrap()]);
    assert!(text(&output.stderr).contains("add --protocol http-json"), "{}", text(&output.stderr));
}

#[test]
fn load_that_is_interrupted_reports_what_it_sent() {
    for json in [false, true] {
        let collector = Collector::start("");
        let to = format!("http://{}", collector.grpc);
        let mut command = custos();
        // Spans for hours.
        command.args([
            "send",
            "--endpoint",
            &to,
            "--rate",
            "64",
            "--batch",
            "1",
            "--spans",
            "1000000",
            "--content-bytes",
            "99",
        ]);
        command.args(json.then_some("--json")).stdout(Stdio::piped()).stderr(Stdio::piped());
        let child = command.spawn().unwrap();
        let began = Instant::now();
        while collector.sql("SELECT count(*) AS n FROM spans", &[]).json()[0]["n"] == 0 {
            assert!(began.elapsed() < PATIENCE);
            std::thread::sleep(Duration::from_millis(20));
        }
        assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
        let output = child.wait_with_output().unwrap();
        let told = text(&output.stdout);
        assert!(output.status.success(), "{told}{}", text(&output.stderr));
        if json {
            let report: Value = serde_json::from_slice(&output.stdout).unwrap();
            assert!(report["spans"].as_u64() > Some(0), "{report}");
        } else {
            assert!(told.contains("sent ") && told.contains("latency   p50 "), "{told}");
        }
    }
    // Nothing answers there: the signal does not wait for the tries to end.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = silent.local_addr().unwrap().to_string();
    let mut command = custos();
    command
        .args(["send", "--endpoint", &address, "--connections", "1", "--content-bytes", "99"])
        .stdout(Stdio::piped());
    let child = command.spawn().unwrap();
    let _connection = silent.accept().unwrap();
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("latency   p50 -,"), "{}", text(&output.stdout));
}

#[test]
fn load_to_the_wrong_port_is_told_which_is_right() {
    let collector = Collector::start("");
    let listen: Value =
        serde_json::from_slice(&fs::read(collector.dir.path().join("data/listen.json")).unwrap()).unwrap();
    for (port, protocol, right) in
        [("otlp_http", "grpc", "--protocol http"), ("otlp_grpc", "http", "--protocol grpc"), ("http", "http", "4318")]
    {
        let address = listen[port].as_str().unwrap();
        let output = run(&["send", "--endpoint", address, "--protocol", protocol, "--spans", "1", "--duration", "1s"]);
        let told = text(&output.stdout);
        assert_eq!(output.status.code(), Some(1), "{told}");
        assert!(told.contains(right) && told.contains("1 request, 1 span;"), "{port}: {told}");
    }
}

#[test]
fn a_pipe_that_closes_is_no_error() {
    let dir = tempfile::tempdir().unwrap();
    let lake = dir.path().join("lake");
    fs::create_dir(&lake).unwrap();
    let many = "SELECT * FROM generate_series(1, 100000)";
    let mut child = custos()
        .args(["query", "--lake", lake.to_str().unwrap(), "--format", "csv", many])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 1];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
}

#[test]
fn the_demo_tells_the_whole_story_and_no_secret() {
    let dir = tempfile::tempdir().unwrap();
    let output = custos().arg("demo").current_dir(dir.path()).output().unwrap();
    let told = text(&output.stdout);
    assert!(output.status.success(), "{told}{}", text(&output.stderr));
    for part in
        ["OTLP/gRPC", "LangChain", "gpt-4o-mini", "EMAIL", "every signature, hash and count is right", "custos query"]
    {
        assert!(told.contains(part), "no {part} in\n{told}");
    }
    for line in told.lines() {
        assert!(line.chars().count() <= 80, "too wide: {line}");
    }
    // Another one may add to it, but to nothing else.
    let own = dir.path().join("own");
    fs::create_dir(&own).unwrap();
    let demo = |dir: &Path| custos().args(["demo", "--data-dir", dir.to_str().unwrap()]).output().unwrap();
    assert!(demo(&own).status.success() && demo(&own).status.success());
    let other = dir.path().join("other");
    fs::create_dir(&other).unwrap();
    fs::write(other.join("mine"), "").unwrap();
    let refused = demo(&other);
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("not of a demo"), "{}", text(&refused.stderr));
    assert_eq!(files_below(&other).len(), 1);
    assert!(!told.contains('\x1b'), "colours although it is not a terminal");
    for planted in ["maria.gonzalez@example.com", "4111 1111 1111 1111", "123-45-6789", "AKIAIOSFODNN7EXAMPLE"] {
        assert!(!told.contains(planted), "{planted}");
        for file in files_below(dir.path()) {
            let bytes = fs::read(&file).unwrap();
            assert!(!bytes.windows(planted.len()).any(|w| w == planted.as_bytes()), "{planted} in {}", file.display());
        }
    }
}

/// A key file that only its owner can read.
fn key_file(dir: &Path, name: &str, digits: &str) -> PathBuf {
    use std::os::unix::fs::PermissionsExt as _;
    let path = dir.join(name);
    fs::write(&path, digits.repeat(4)).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    path
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
    let line = &lines()[0];
    assert_eq!((&line["key_id"], &line["tokens"], &line["unread"]), (&"k1".into(), &1.into(), &0.into()));
    assert_eq!(line["fingerprints"][0].as_str().map(str::len), Some(20));
    assert!(
        line["uid"].is_u64() && line["time"].as_str().unwrap().ends_with('Z') && !line.to_string().contains("maria")
    );

    // Another key, no token, and an audit trail that cannot be written.
    let other = key_file(keys.path(), "other.key", "fedcba9876543210");
    let output = revealed(&["--key", other.to_str().unwrap(), &attributes]);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(1), ""));
    assert_eq!((&lines()[1]["tokens"], &lines()[1]["unread"]), (&0.into(), &1.into()));
    assert!(text(&revealed(&["nothing here"]).stderr).contains("no token"));
    fs::remove_dir_all(data.join("audit")).unwrap();
    fs::write(data.join("audit"), "").unwrap();
    let output = revealed(&["--key", key.to_str().unwrap(), &attributes]);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(1), ""));
    assert!(text(&output.stderr).contains("nothing is revealed"), "{}", text(&output.stderr));
}
