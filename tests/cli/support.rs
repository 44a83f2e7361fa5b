//! What the tests of all commands use.

use std::{
    fs,
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Output, Stdio},
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tempfile::TempDir;

/// How long anything may take on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// Waits for something, and tells why it did not come.
pub(crate) fn until(what: impl Fn() -> bool, why: impl Fn() -> String) {
    let began = Instant::now();
    while !what() {
        assert!(began.elapsed() < PATIENCE, "{}", why());
        std::thread::sleep(Duration::from_millis(20));
    }
}

pub(crate) fn custos() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_custos"));
    command.stdin(Stdio::null()).env("NO_COLOR", "1");
    command
}

pub(crate) fn run(args: &[&str]) -> Output {
    custos().args(args).output().unwrap()
}

pub(crate) fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

pub(crate) fn config(dir: &Path, more: &str) -> PathBuf {
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
pub(crate) struct Collector {
    pub(crate) child: Child,
    pub(crate) dir: TempDir,
    pub(crate) config: PathBuf,
    pub(crate) http: SocketAddr,
    pub(crate) grpc: SocketAddr,
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| panic!("not JSON: {}", String::from_utf8_lossy(&self.body)))
    }
}

impl Collector {
    pub(crate) fn start(more: &str) -> Self {
        Self::start_by(custos(), more)
    }

    /// By a command that takes the arguments of the program.
    pub(crate) fn start_by(mut command: Command, more: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let config = config(dir.path(), more);
        let log = fs::File::create(dir.path().join("log")).unwrap();
        let mut child = command.arg("run").arg("--config").arg(&config).stderr(log).spawn().unwrap();
        let addresses = addresses(&mut child, dir.path());
        let address = |name: &str| addresses[name].as_str().unwrap().parse().unwrap();
        Self { child, http: address("http"), grpc: address("otlp_grpc"), dir, config }
    }

    /// Waits until it has begun anew for the first time, in the same process, and listens.
    pub(crate) fn began_anew(&mut self) {
        let began = Instant::now();
        while self.log().matches("custos is ready").count() < 2 {
            assert!(self.child.try_wait().unwrap().is_none() && began.elapsed() < PATIENCE, "{}", self.log());
            std::thread::sleep(Duration::from_millis(5));
        }
        let addresses = addresses(&mut self.child, self.dir.path());
        let address = |name: &str| addresses[name].as_str().unwrap().parse().unwrap();
        (self.http, self.grpc) = (address("http"), address("otlp_grpc"));
    }

    pub(crate) fn config(&self) -> &str {
        self.config.to_str().unwrap()
    }

    pub(crate) fn request(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        self.request_by("HTTP/1.1", method, path, headers, body)
    }

    pub(crate) fn request_by(
        &self,
        version: &str,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        let host = self.http.to_string();
        let mut stream = TcpStream::connect(self.http).unwrap();
        let mut head = format!("{method} {path} {version}\r\nconnection: close\r\ncontent-length: {}\r\n", body.len());
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

    pub(crate) fn sql(&self, sql: &str, headers: &[(&str, &str)]) -> Answer {
        self.request("POST", "/api/v1/sql", headers, sql)
    }

    pub(crate) fn send(&self, spans: u64) {
        let (endpoint, spans) = (format!("http://{}", self.grpc), spans.to_string());
        let output = run(&["send", "--endpoint", &endpoint, "--spans", &spans, "--batch", "10", "--connections", "2"]);
        assert!(output.status.success(), "{}", text(&output.stderr));
    }

    /// Waits until the lake has this many spans.
    pub(crate) fn committed(&self, spans: u64) {
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

    pub(crate) fn signal(&self, name: &str) {
        let signal = match name {
            "-ABRT" => Signal::ABORT,
            "-HUP" => Signal::HUP,
            "-INT" => Signal::INT,
            "-TERM" => Signal::TERM,
            _ => panic!("{name}"),
        };
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    pub(crate) fn wait(&mut self) -> ExitStatus {
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(began.elapsed() < PATIENCE, "it does not stop");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.dir.path().join("log")).unwrap()
    }
}

/// Where one listens, once it does.
fn addresses(child: &mut Child, dir: &Path) -> Value {
    let began = Instant::now();
    loop {
        if let Some(addresses) =
            fs::read(dir.join("data/listen.json")).ok().and_then(|b| serde_json::from_slice(&b).ok())
        {
            return addresses;
        }
        let log = || fs::read_to_string(dir.join("log")).unwrap();
        assert!(child.try_wait().unwrap().is_none(), "{}", log());
        assert!(began.elapsed() < PATIENCE, "{}", log());
        std::thread::sleep(Duration::from_millis(5));
    }
}

impl Drop for Collector {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) fn files_below(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}

/// A lake as a collector leaves it that has only just begun: its key is there, and no entry yet.
pub(crate) fn begin_lake(dir: &Path) {
    fs::create_dir_all(dir.join("ledger/keys")).unwrap();
    fs::write(dir.join("ledger/keys/0123456789abcdef.pub.pem"), "").unwrap();
}
