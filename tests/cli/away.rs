//! `custos run` whose object storage is away when it starts.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::Child,
};

use super::support::{PATIENCE, config, custos, run, text, until};

/// A server that answers everything with one status.
fn storage(answers: &'static str) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    answer(listener, answers);
    address
}

fn answer(listener: TcpListener, answers: &'static str) {
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let _ = stream.read(&mut [0; 16 << 10]);
            let _ = write!(stream, "HTTP/1.1 {answers}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        }
    });
}

fn bucket(endpoint: SocketAddr, patience: &str) -> String {
    format!(
        "[lake]\nurl = \"s3://bucket/x\"\nstartup_timeout = \"{patience}\"\n[lake.options]\n\
         aws_endpoint = \"http://{endpoint}\"\naws_allow_http = \"true\"\naws_region = \"x\"\n\
         aws_access_key_id = \"id\"\naws_secret_access_key = \"secret\""
    )
}

/// A collector that waits for its lake; killed when dropped.
struct Waiting {
    child: Child,
    dir: PathBuf,
    http: SocketAddr,
    otlp: SocketAddr,
}

impl Waiting {
    /// Starts one in a directory, with this more of a configuration.
    fn start(dir: &Path, more: &str) -> Self {
        let ports = [(); 2].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
        let [http, otlp] = ports.map(|port| port.local_addr().unwrap());
        let child = custos()
            .args(["run", "--config", write_config(dir, more).to_str().unwrap()])
            .env("CUSTOS__HTTP__LISTEN", http.to_string())
            .env("CUSTOS__RECEIVERS__OTLP__HTTP__LISTEN", otlp.to_string())
            .stderr(fs::File::create(dir.join("log")).unwrap())
            .spawn()
            .unwrap();
        Self { child, dir: dir.to_owned(), http, otlp }
    }

    fn get(&self, path: &str) -> Option<String> {
        let mut stream = TcpStream::connect(self.http).ok()?;
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", self.http).ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        Some(answer)
    }

    /// The answer to a request with one span.
    fn send(&self) -> Option<String> {
        let span = r#"{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203331","name":"x"}]}]}]}"#;
        let (mut stream, otlp, length) = (TcpStream::connect(self.otlp).ok()?, self.otlp, span.len());
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let head = format!("POST /v1/traces HTTP/1.1\r\nhost: {otlp}\r\ncontent-type: application/json\r\n");
        write!(stream, "{head}connection: close\r\ncontent-length: {length}\r\n\r\n{span}").ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        Some(answer)
    }

    fn until(&self, what: impl Fn() -> bool) {
        until(what, || self.log());
    }

    /// Waits until it takes requests.
    fn takes(&self) {
        self.until(|| self.log().contains("the write-ahead log takes what comes"));
        self.until(|| self.send().is_some_and(|answer| answer.starts_with("HTTP/1.1 200")));
    }

    fn log(&self) -> String {
        fs::read_to_string(self.dir.join("log")).unwrap()
    }

    fn signal(&self, name: &str) {
        assert!(
            std::process::Command::new("kill").args([name, &self.child.id().to_string()]).status().unwrap().success()
        );
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn write_config(dir: &Path, more: &str) -> PathBuf {
    let path = config(dir, "");
    let common = fs::read_to_string(&path).unwrap().replace("lake.flush_interval = \"100ms\"", "");
    fs::write(&path, format!("{common}\n{more}")).unwrap();
    path
}

/// Spans in the lake of a directory, after a run that begins a lake in it.
fn spans_after_a_run(dir: &Path) -> String {
    let listen = dir.join("data/listen.json");
    // Of one that was killed.
    let _ = fs::remove_file(&listen);
    let mut collector = Waiting::start(dir, "");
    collector.until(|| listen.exists());
    collector.signal("-TERM");
    assert_eq!(collector.child.wait().unwrap().code(), Some(0), "{}", collector.log());
    let path = dir.join("custos.toml");
    let count = "SELECT count(*) AS n FROM spans";
    let output = run(&["query", "--config", path.to_str().unwrap(), "--format", "csv", count]);
    text(&output.stdout).lines().last().unwrap_or_else(|| panic!("{}", text(&output.stderr))).to_owned()
}

#[test]
fn a_start_that_waits_for_storage_keeps_what_comes_and_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let nowhere = bucket("127.0.0.1:1".parse().unwrap(), "1h");
    let mut collector = Waiting::start(dir.path(), &nowhere);
    // Before the first try ends it does not know why yet.
    collector.until(|| collector.get("/readyz").is_some_and(|ready| ready.contains("Connection refused")));
    collector.takes();
    let ready = collector.get("/readyz").unwrap();
    assert!(ready.starts_with("HTTP/1.1 503") && ready.contains("it waits for the lake"), "{ready}");
    assert!(ready.contains("the write-ahead log keeps what comes") && ready.contains("max_wal_bytes"), "{ready}");
    assert!(collector.get("/healthz").unwrap().starts_with("HTTP/1.1 200"));
    assert!(collector.get("/metrics").unwrap().contains("\ncustos_ready 0\n"));
    assert!(collector.log().contains("lake.startup_timeout"), "{}", collector.log());
    assert!(!dir.path().join("data/listen.json").exists());
    collector.child.kill().unwrap();
    collector.child.wait().unwrap();

    // Again, after a crash: it goes on where it was.
    let mut collector = Waiting::start(dir.path(), &nowhere);
    collector.takes();
    collector.signal("-TERM");
    assert_eq!(collector.child.wait().unwrap().code(), Some(0), "{}", collector.log());
    assert_eq!(spans_after_a_run(dir.path()), "2");
}

#[test]
fn what_came_before_storage_refused_stays_in_the_log() {
    let dir = tempfile::tempdir().unwrap();
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut collector = Waiting::start(dir.path(), &bucket(address, "1h"));
    collector.takes();
    answer(TcpListener::bind(address).unwrap(), "403 X");
    assert_eq!(collector.child.wait().unwrap().code(), Some(1));
    assert!(
        collector.log().contains("cannot open the lake") && collector.log().contains("credentials"),
        "{}",
        collector.log()
    );
    assert_eq!(spans_after_a_run(dir.path()), "1");
}

/// A configuration that is put right while a start waits.
#[test]
fn a_start_that_waits_begins_anew_with_another_configuration() {
    let dir = tempfile::tempdir().unwrap();
    let collector = Waiting::start(dir.path(), &bucket("127.0.0.1:1".parse().unwrap(), "1h"));
    collector.takes();
    write_config(dir.path(), "");
    collector.signal("-HUP");
    collector.until(|| dir.path().join("data/listen.json").exists());
    collector.until(|| collector.get("/readyz").is_some_and(|ready| ready.starts_with("HTTP/1.1 200")));
    drop(collector);
    assert_eq!(spans_after_a_run(dir.path()), "1");
}

/// What the message says to do where two run on copies of one log.
#[test]
fn a_log_whose_name_was_removed_is_committed_under_another() {
    let dir = tempfile::tempdir().unwrap();
    let one_more = || {
        let listen = dir.path().join("data/listen.json");
        let mut collector = Waiting::start(dir.path(), "ingest.shards = 1");
        collector.until(|| listen.exists());
        collector.until(|| collector.send().is_some_and(|answer| answer.starts_with("HTTP/1.1 200")));
        collector.signal("-TERM");
        assert_eq!(collector.child.wait().unwrap().code(), Some(0), "{}", collector.log());
    };
    (0..3).for_each(|_| one_more());
    let wal = dir.path().join("data/wal");
    assert!(!wal.join(format!("000/{:020}.wal", 0)).exists(), "it begins later");
    let name = fs::read_to_string(wal.join("writer")).unwrap();
    fs::remove_file(wal.join("writer")).unwrap();
    let output = run(&["run", "--config", dir.path().join("custos.toml").to_str().unwrap()]);
    let error = text(&output.stderr);
    assert!(output.status.code() == Some(1) && error.contains("writer is missing"), "it may be lost: {error}");
    fs::remove_file(wal.join("commit")).unwrap();
    // While its lake is away it takes nothing: that the name is gone may be a mistake.
    let waiting = Waiting::start(dir.path(), &bucket("127.0.0.1:1".parse().unwrap(), "1h"));
    waiting.until(|| waiting.log().contains("known to the ledger only"));
    drop(waiting);
    assert_ne!(fs::read_to_string(wal.join("writer")).unwrap(), name);
    one_more();
    // That of the third run was in the log, and is there twice; once only.
    assert_eq!(spans_after_a_run(dir.path()), "5");
    assert!(run(&["verify", "--config", dir.path().join("custos.toml").to_str().unwrap()]).status.success());
}

#[test]
fn a_start_gives_up_on_time_and_at_once_when_it_is_refused() {
    let nobody = "127.0.0.1:1".parse().unwrap();
    for (endpoint, patience, told) in [
        (nobody, "0s", "Connection refused"),
        (storage("403 X"), "1h", "credentials"),
        (storage("404 X"), "1h", "credentials"),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let path = write_config(dir.path(), &bucket(endpoint, patience));
        let output = run(&["run", "--config", path.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(1), "{told}");
        let error = text(&output.stderr);
        assert!(error.contains(told) && error.contains("cannot open the lake"), "{error}");
        assert_eq!(error.contains("credentials"), told == "credentials", "{error}");
    }
}
