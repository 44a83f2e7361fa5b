//! The real program, run in a directory of its own on ports of its own.

use std::{
    io::Read,
    net::SocketAddr,
    os::unix::process::ExitStatusExt,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Output, Stdio},
    sync::OnceLock,
    time::{Duration, Instant},
};

use anyhow::{Context, bail};
use http::Method;

/// How long the program may take to start or stop on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// Where one that is ready says where it listens, in its directory.
const PORTS: &str = "data/listen.json";

/// A running collector. Killed when dropped.
#[derive(Debug)]
pub struct Collector {
    child: Child,
    dir: PathBuf,
    /// OTLP/gRPC.
    pub grpc: SocketAddr,
    /// OTLP/HTTP.
    pub otlp_http: SocketAddr,
    /// SQL, health and metrics.
    pub http: SocketAddr,
}

/// The program: `CUSTOS_BIN`, or the one that `cargo test --workspace` built beside this test (built now when it is not
/// there).
pub fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        if let Some(path) = std::env::var_os("CUSTOS_BIN") {
            return path.into();
        }
        let program = profile().join("custos");
        if !program.exists() {
            build();
        }
        program
    })
}

/// Where this test or bench and the program beside it are built to.
fn profile() -> PathBuf {
    let test = std::env::current_exe().unwrap_or_default();
    test.ancestors().nth(2).unwrap_or(Path::new(".")).to_owned()
}

/// Builds the program anew, unless `CUSTOS_BIN` names one: `cargo bench` builds none, and one of an earlier build may
/// lie there.
pub fn build() {
    if std::env::var_os("CUSTOS_BIN").is_some() {
        return;
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."));
    let mut build = Command::new(option_env!("CARGO").unwrap_or("cargo"));
    build.current_dir(root).args(["build", "--quiet", "--package", "custos", "--bin", "custos"]);
    if profile().ends_with("release") {
        build.arg("--release");
    }
    let built = build.status().is_ok_and(|s| s.success());
    assert!(built, "the custos binary does not build");
}

/// Writes `<dir>/custos.toml` with ports of its own, short flushes and `extra` sections.
///
/// # Errors
/// When the file cannot be written.
pub fn write_config(dir: &Path, lake: &str, extra: &str) -> anyhow::Result<PathBuf> {
    let data = dir.join("data");
    let path = dir.join("custos.toml");
    let text = format!(
        "data_dir = {data:?}\n\
         [receivers.otlp.grpc]\nlisten = \"127.0.0.1:0\"\n[receivers.otlp.http]\nlisten = \"127.0.0.1:0\"\n\
         [http]\nlisten = \"127.0.0.1:0\"\n[lake]\nflush_interval = \"200ms\"\n{lake}\n{extra}\n"
    );
    std::fs::write(&path, text)?;
    Ok(path)
}

/// Runs a subcommand of the program to its end.
///
/// # Errors
/// When it cannot be started.
pub fn run(args: &[&str]) -> anyhow::Result<Output> {
    Ok(Command::new(binary()).args(args).stdin(Stdio::null()).output()?)
}

impl Collector {
    /// Starts the program with `<dir>/custos.toml` (see [`write_config`]) and waits until it is ready.
    /// Its log goes to `<dir>/log`.
    ///
    /// # Errors
    /// When it stops, or is not ready within a minute; the error holds the log.
    pub async fn start(dir: &Path) -> anyhow::Result<Self> {
        Self::start_with(dir, &[]).await
    }

    /// As [`Self::start`], with variables in its environment.
    ///
    /// # Errors
    /// As [`Self::start`].
    pub async fn start_with(dir: &Path, variables: &[(&str, &str)]) -> anyhow::Result<Self> {
        let mut this = Self::spawn(dir, variables)?;
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = this.child.try_wait()? {
                bail!("custos stopped with {status}:\n{}", this.log());
            }
            if this.read_ports() && this.is_ready().await {
                return Ok(this);
            }
            if Instant::now() > deadline {
                bail!("custos is not ready:\n{}", this.log());
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// As [`Self::start_with`], without waiting; where it listens is not known then.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn spawn(dir: &Path, variables: &[(&str, &str)]) -> anyhow::Result<Self> {
        let _ = std::fs::remove_file(dir.join(PORTS));
        let log = std::fs::OpenOptions::new().create(true).append(true).open(dir.join("log"))?;
        // Before the program handles SIGHUP, one would end it.
        let child = Command::new("sh")
            .args(["-c", "trap '' HUP && exec \"$0\" \"$@\""])
            .arg(binary())
            .args(["run", "--config"])
            .arg(dir.join("custos.toml"))
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .context("start custos")?;
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        Ok(Self { child, dir: dir.to_owned(), grpc: any, otlp_http: any, http: any })
    }

    fn read_ports(&mut self) -> bool {
        let read = || -> Option<[SocketAddr; 3]> {
            let ports: serde_json::Value = serde_json::from_slice(&std::fs::read(self.dir.join(PORTS)).ok()?).ok()?;
            let port = |name: &str| ports.get(name)?.as_str()?.parse().ok();
            Some([port("otlp_grpc")?, port("otlp_http")?, port("http")?])
        };
        let Some(ports) = read() else { return false };
        [self.grpc, self.otlp_http, self.http] = ports;
        true
    }

    async fn is_ready(&self) -> bool {
        crate::http::send(self.http, Method::GET, "/readyz", &[], "").await.is_ok_and(|(status, _)| status.is_success())
    }

    /// Everything it logged so far, over all starts in this directory.
    pub fn log(&self) -> String {
        let mut text = String::new();
        if let Ok(mut file) = std::fs::File::open(self.dir.join("log")) {
            let _ = file.read_to_string(&mut text);
        }
        text
    }

    /// Process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Answer of `POST /api/v1/sql` as rows of JSON objects.
    ///
    /// # Errors
    /// When the answer is not 200.
    pub async fn sql(&self, sql: &str) -> anyhow::Result<Vec<serde_json::Value>> {
        let headers = [("content-type", "text/plain"), ("accept", "application/json")];
        let (status, body) =
            crate::http::send(self.http, Method::POST, "/api/v1/sql", &headers, sql.to_owned()).await?;
        if !status.is_success() {
            bail!("{status}: {}", String::from_utf8_lossy(&body));
        }
        Ok(serde_json::from_slice(&body)?)
    }

    /// Sends an OTLP body over HTTP; the signal is in `path`.
    ///
    /// # Errors
    /// When no answer came: the request may or may not be stored.
    pub async fn export(
        &self,
        path: &str,
        content_type: &str,
        body: impl Into<bytes::Bytes>,
    ) -> anyhow::Result<(http::StatusCode, bytes::Bytes)> {
        crate::http::send(self.otlp_http, Method::POST, path, &[("content-type", content_type)], body).await
    }

    /// `kill -9`.
    ///
    /// # Errors
    /// When it was not running any more, which is a crash of its own.
    pub fn kill9(mut self) -> anyhow::Result<()> {
        if let Some(status) = self.child.try_wait()? {
            bail!("custos had stopped by itself with {status}:\n{}", self.log());
        }
        self.child.kill()?;
        let status = self.child.wait()?;
        if status.signal() != Some(9) {
            bail!("custos ended with {status} instead of the kill");
        }
        Ok(())
    }

    /// SIGTERM; waits until it has drained.
    ///
    /// # Errors
    /// When it does not end within a minute.
    pub fn terminate(mut self) -> anyhow::Result<ExitStatus> {
        self.signal("-TERM")?;
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status);
            }
            if Instant::now() > deadline {
                bail!("custos does not stop:\n{}", self.log());
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Sends a signal, named as for `kill`.
    ///
    /// # Errors
    /// When it cannot be sent.
    pub fn signal(&self, name: &str) -> anyhow::Result<()> {
        let sent = Command::new("kill").arg(name).arg(self.child.id().to_string()).status()?;
        if !sent.success() {
            bail!("cannot send {name}");
        }
        Ok(())
    }

    /// Waits until it ends by itself.
    ///
    /// # Errors
    /// When it does not within a minute.
    pub async fn ended(mut self) -> anyhow::Result<ExitStatus> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status);
            }
            if Instant::now() > deadline {
                bail!("custos goes on:\n{}", self.log());
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

impl Drop for Collector {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
