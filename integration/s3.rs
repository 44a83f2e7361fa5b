//! Real S3 servers, each started for one test.

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, bail};

/// How long a server may take to start on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// Which server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// versitygw: honours `If-None-Match`.
    Careful,
    /// s3rver: overwrites whatever `If-None-Match` says.
    Careless,
}

impl Kind {
    fn variable(self) -> &'static str {
        match self {
            Self::Careful => "CUSTOS_TEST_S3_SERVER",
            Self::Careless => "CUSTOS_TEST_CARELESS_S3_SERVER",
        }
    }

    fn remedy(self) -> &'static str {
        match self {
            Self::Careful => "`scripts/s3-server install DIR`, then set CUSTOS_TEST_S3_SERVER=DIR/versitygw",
            Self::Careless => {
                "`scripts/s3-server install-careless DIR`, then set CUSTOS_TEST_CARELESS_S3_SERVER=DIR/s3rver"
            }
        }
    }

    /// Key id and secret.
    fn credentials(self) -> (&'static str, &'static str) {
        match self {
            Self::Careful => ("custos-test", "custos-test-secret"),
            // It knows no others.
            Self::Careless => ("S3RVER", "S3RVER"),
        }
    }

    /// The server's program, or `None` (said on standard error) where it is not installed.
    ///
    /// # Panics
    /// When `CUSTOS_TEST_REQUIRE_SERVERS` is set and it is missing: then nothing may be skipped.
    pub fn program(self) -> Option<PathBuf> {
        let path = std::env::var_os(self.variable()).map(PathBuf::from).filter(|p| p.exists());
        if path.is_none() {
            assert!(
                std::env::var_os("CUSTOS_TEST_REQUIRE_SERVERS").is_none(),
                "{} does not name a program: {}",
                self.variable(),
                self.remedy()
            );
            eprintln!("skipped: needs an S3 server; {}", self.remedy());
        }
        path
    }
}

/// A running server with one bucket, `custos`. Stopped when dropped.
#[derive(Debug)]
pub struct S3Server {
    kind: Kind,
    child: Child,
    port: u16,
    dir: PathBuf,
}

impl S3Server {
    /// Starts the server over `dir` and creates the bucket.
    ///
    /// # Errors
    /// When it does not start within a minute.
    pub fn start(kind: Kind, program: &Path, dir: &Path) -> anyhow::Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        Self::start_at(kind, program, dir, port)
    }

    /// Stops it, and gives what starts it again at the same port.
    pub fn stop(self) -> impl FnOnce(&Path) -> anyhow::Result<Self> + Send {
        let (kind, dir, port) = (self.kind, self.dir.clone(), self.port);
        drop(self);
        move |program| Self::start_at(kind, program, &dir, port)
    }

    fn start_at(kind: Kind, program: &Path, dir: &Path, port: u16) -> anyhow::Result<Self> {
        let data = dir.join("data");
        let log = std::fs::File::create(dir.join("s3.log"))?;
        let mut command = Command::new(program);
        match kind {
            Kind::Careful => {
                // The bucket of a posix gateway is a directory.
                std::fs::create_dir_all(data.join("custos"))?;
                let (id, secret) = kind.credentials();
                command.args(["--port", &format!("127.0.0.1:{port}"), "posix"]).arg(&data);
                command.env("ROOT_ACCESS_KEY", id).env("ROOT_SECRET_KEY", secret);
            }
            Kind::Careless => {
                std::fs::create_dir_all(&data)?;
                command.args(["--address", "127.0.0.1", "--port", &port.to_string(), "--configure-bucket", "custos"]);
                command.arg("--directory").arg(&data);
            }
        }
        let child = command
            .stdout(log.try_clone()?)
            .stderr(log)
            .stdin(Stdio::null())
            .spawn()
            .with_context(|| format!("start {}", program.display()))?;
        let mut server = Self { kind, child, port, dir: dir.to_owned() };
        let deadline = Instant::now() + PATIENCE;
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            if Instant::now() > deadline || server.child.try_wait()?.is_some() {
                bail!("the S3 server did not start: {}", std::fs::read_to_string(dir.join("s3.log"))?);
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(server)
    }

    /// The `[lake]` section of a config that uses this server.
    pub fn lake_config(&self) -> String {
        self.lake_config_at(self.port)
    }

    /// The same, by way of something that listens before it.
    pub fn lake_config_at(&self, port: u16) -> String {
        let (id, secret) = self.kind.credentials();
        format!(
            "url = \"s3://custos/evidence\"\n\
             [lake.options]\naws_endpoint = \"http://127.0.0.1:{port}\"\naws_allow_http = \"true\"\naws_region = \"us-east-1\"\n\
             aws_access_key_id = \"{id}\"\naws_secret_access_key = \"{secret}\"\n"
        )
    }

    /// Where it listens, on this machine.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Where the bucket's objects lie as files.
    pub fn bucket(&self) -> PathBuf {
        self.dir.join("data/custos")
    }
}

impl Drop for S3Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
