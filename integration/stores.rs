//! Real servers of object stores, each started for one test.

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
    /// versitygw: S3 that honours `If-None-Match`.
    S3,
    /// s3rver: S3 that overwrites whatever `If-None-Match` says.
    CarelessS3,
    /// Azurite: Microsoft's emulator of Azure's blobs.
    Azure,
}

impl Kind {
    fn variable(self) -> &'static str {
        match self {
            Self::S3 => "CUSTOS_TEST_S3_SERVER",
            Self::CarelessS3 => "CUSTOS_TEST_CARELESS_S3_SERVER",
            Self::Azure => "CUSTOS_TEST_AZURE_SERVER",
        }
    }

    fn remedy(self) -> &'static str {
        match self {
            Self::S3 => "`scripts/object-stores install-s3 DIR`, then set CUSTOS_TEST_S3_SERVER=DIR/versitygw",
            Self::CarelessS3 => {
                "`scripts/object-stores install-careless DIR`, then set CUSTOS_TEST_CARELESS_S3_SERVER=DIR/s3rver"
            }
            Self::Azure => {
                "`scripts/object-stores install-azure DIR`, then set CUSTOS_TEST_AZURE_SERVER=DIR/azurite-blob"
            }
        }
    }

    /// Key id, or account, and secret.
    fn credentials(self) -> (&'static str, &'static str) {
        match self {
            Self::S3 => ("custos-test", "custos-test-secret"),
            // These know no others. Azurite's are in its documentation.
            Self::CarelessS3 => ("S3RVER", "S3RVER"),
            Self::Azure => (
                "devstoreaccount1",
                "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==",
            ),
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
            eprintln!("skipped: needs the server of an object store; {}", self.remedy());
        }
        path
    }

    /// What runs it over `data`, with the bucket where the server makes it itself.
    fn command(self, program: &Path, data: &Path, port: u16) -> anyhow::Result<Command> {
        let mut command = Command::new(program);
        std::fs::create_dir_all(data)?;
        match self {
            Self::S3 => {
                // The bucket of a posix gateway is a directory.
                std::fs::create_dir_all(data.join("custos"))?;
                let (id, secret) = self.credentials();
                command.args(["--port", &format!("127.0.0.1:{port}"), "posix"]).arg(data);
                command.env("ROOT_ACCESS_KEY", id).env("ROOT_SECRET_KEY", secret);
            }
            Self::CarelessS3 => {
                command.args(["--address", "127.0.0.1", "--port", &port.to_string(), "--configure-bucket", "custos"]);
                command.arg("--directory").arg(data);
            }
            Self::Azure => {
                command.args(["--blobHost", "127.0.0.1", "--blobPort", &port.to_string(), "--silent", "--location"]);
                command.arg(data);
            }
        }
        Ok(command)
    }
}

/// A running server with one bucket, `custos`. Stopped when dropped.
#[derive(Debug)]
pub struct StoreServer {
    kind: Kind,
    child: Child,
    port: u16,
    dir: PathBuf,
}

impl StoreServer {
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
        let log = std::fs::File::create(dir.join("server.log"))?;
        let mut command = kind.command(program, &dir.join("data"), port)?;
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
                bail!("the server did not start: {}", std::fs::read_to_string(dir.join("server.log"))?);
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        if kind == Kind::Azure {
            server.make_container()?;
        }
        Ok(server)
    }

    /// Azurite makes none at start.
    fn make_container(&self) -> anyhow::Result<()> {
        let (account, key) = self.kind.credentials();
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("clients/azure-container.mjs");
        let mut command = Command::new("node");
        command.arg(script).args([&self.port.to_string(), "custos", account, key]);
        let output = command.output().context("run node")?;
        if !output.status.success() {
            bail!("no container was made: {}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(())
    }

    /// The `[lake]` section of a config that uses this server.
    pub fn lake_config(&self) -> String {
        self.lake_config_at(self.port)
    }

    /// The same, by way of something that listens before it.
    pub fn lake_config_at(&self, port: u16) -> String {
        let (id, secret) = self.kind.credentials();
        let endpoint = format!("http://127.0.0.1:{port}");
        match self.kind {
            Kind::S3 | Kind::CarelessS3 => format!(
                "url = \"s3://custos/evidence\"\n\
                 [lake.options]\naws_endpoint = \"{endpoint}\"\naws_allow_http = \"true\"\naws_region = \"us-east-1\"\n\
                 aws_access_key_id = \"{id}\"\naws_secret_access_key = \"{secret}\"\n"
            ),
            Kind::Azure => format!(
                "url = \"az://custos/evidence\"\n\
                 [lake.options]\nazure_endpoint = \"{endpoint}/{id}\"\nazure_allow_http = \"true\"\n\
                 azure_storage_account_name = \"{id}\"\nazure_storage_account_key = \"{secret}\"\n"
            ),
        }
    }

    /// Where it listens, on this machine.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Where the bucket's objects lie as files (S3).
    pub fn bucket(&self) -> PathBuf {
        self.dir.join("data/custos")
    }
}

impl Drop for StoreServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
