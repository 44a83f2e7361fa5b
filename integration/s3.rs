//! A real S3 server, started for one test.

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, bail};

/// A running versitygw with one bucket, `custos`. Stopped when dropped.
#[derive(Debug)]
pub struct S3Server {
    child: Child,
    port: u16,
    dir: PathBuf,
}

/// The server's program, or `None` (said on standard error) where it is not installed.
///
/// # Panics
/// When `CUSTOS_TEST_REQUIRE_SERVERS` is set and it is missing: then nothing may be skipped.
pub fn program() -> Option<PathBuf> {
    let path = std::env::var_os("CUSTOS_TEST_S3_SERVER").map(PathBuf::from).filter(|p| p.exists());
    if path.is_none() {
        assert!(
            std::env::var_os("CUSTOS_TEST_REQUIRE_SERVERS").is_none(),
            "CUSTOS_TEST_S3_SERVER does not name a versitygw: run scripts/s3-server install"
        );
        eprintln!(
            "skipped: needs an S3 server; `scripts/s3-server install DIR`, then set CUSTOS_TEST_S3_SERVER=DIR/versitygw"
        );
    }
    path
}

impl S3Server {
    /// Starts the server over `dir` and creates the bucket.
    ///
    /// # Errors
    /// When it does not start within ten seconds.
    pub fn start(program: &Path, dir: &Path) -> anyhow::Result<Self> {
        // The bucket of a posix gateway is a directory.
        std::fs::create_dir_all(dir.join("data/custos"))?;
        let log = std::fs::File::create(dir.join("s3.log"))?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let child = Command::new(program)
            .args(["--port", &format!("127.0.0.1:{port}"), "posix"])
            .arg(dir.join("data"))
            .env("ROOT_ACCESS_KEY", "custos-test")
            .env("ROOT_SECRET_KEY", "custos-test-secret")
            .stdout(log.try_clone()?)
            .stderr(log)
            .stdin(Stdio::null())
            .spawn()
            .context("start versitygw")?;
        let server = Self { child, port, dir: dir.to_owned() };
        let deadline = Instant::now() + Duration::from_secs(10);
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            if Instant::now() > deadline {
                bail!("versitygw did not start: {}", std::fs::read_to_string(dir.join("s3.log"))?);
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(server)
    }

    /// The `[lake]` section of a config that uses this server.
    pub fn lake_config(&self) -> String {
        format!(
            "url = \"s3://custos/evidence\"\n\
             [lake.options]\naws_endpoint = \"http://127.0.0.1:{}\"\naws_allow_http = \"true\"\naws_region = \"us-east-1\"\n\
             aws_access_key_id = \"custos-test\"\naws_secret_access_key = \"custos-test-secret\"\n",
            self.port
        )
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
