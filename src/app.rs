//! The collector put together: [`Starting`] binds and opens everything, [`Running`] is at work, [`Running::drain`] stops it.
//!
//! ```text
//! drain:  receivers stop taking -> running requests are answered -> pipeline commits -> running queries end -> the HTTP listener
//! ```

use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context as _, anyhow};
use custos_ledger::{StoreConfig, open_store};
use custos_processors::redact::{RedactConfig, policy::Policy};
use custos_query::{Engine, QueryConfig};
use object_store::ObjectStore;
use serde::Serialize;

mod servers;
mod start;

use self::servers::{HTTP_SHARE, Servers};
pub(crate) use self::start::Starting;
use crate::config::Config;

/// Name of the file in `data_dir` that says where a running collector listens.
pub(crate) const LISTEN_FILE: &str = "listen.json";

/// Where the collector listens; absent when switched off.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(crate) struct Addresses {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) otlp_grpc: Option<SocketAddr>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) otlp_http: Option<SocketAddr>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) http: Option<SocketAddr>,
}

/// The store of the lake as configured.
pub(crate) fn store(config: &Config) -> anyhow::Result<Arc<dyn ObjectStore>> {
    let options = config.lake.options.iter().map(|(k, v)| (k.to_ascii_lowercase(), v.reveal().to_owned())).collect();
    Ok(open_store(&StoreConfig { url: config.lake_url(), options })?)
}

/// The query engine as configured.
pub(crate) fn engine(config: &Config, store: Arc<dyn ObjectStore>) -> Engine {
    let query = QueryConfig {
        memory_bytes: config.query.memory.bytes(),
        max_rows: config.query.max_rows,
        timeout: config.query.timeout.0,
        max_concurrent: config.query.max_concurrent,
        ..QueryConfig::default()
    };
    Engine::new(store, query)
}

/// What to do if this is an error of a store that looked for credentials where a machine of a cloud would give them.
pub(crate) fn without_credentials(error: &str) -> Option<&'static str> {
    error.contains("http://169.254.169.254/").then_some(
        "There were no credentials for the bucket: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or lake.options",
    )
}

/// A collector at work.
#[derive(Debug)]
pub(crate) struct Running {
    pub(crate) addresses: Addresses,
    pub(crate) engine: Arc<Engine>,
    servers: Servers,
    listen_file: PathBuf,
    drain: Duration,
}

impl Running {
    /// Commits everything that was acknowledged before the call.
    ///
    /// # Errors
    /// When committing has stopped for good.
    pub(crate) async fn flush(&self) -> anyhow::Result<()> {
        match self.servers.pipeline.read().await.as_ref() {
            Some(pipeline) => Ok(pipeline.flush().await?),
            None => Err(anyhow!("the collector is stopping")),
        }
    }

    /// Waits until a receiver ends by itself, which it should not.
    pub(crate) async fn failed(&mut self) -> anyhow::Error {
        match self.servers.tasks.join_next().await {
            Some(Ok((name, Err(error)))) => anyhow::Error::new(error).context(format!("the {name} receiver stopped")),
            Some(Ok((name, Ok(())))) => anyhow!("the {name} receiver stopped"),
            Some(Err(_)) | None => anyhow!("a receiver stopped"),
        }
    }

    /// Stops taking requests, answers those that run, commits what is durable, lets running queries end, and ends. When
    /// the lake does not take the last commit in time, the rows stay in the write-ahead log for the next start.
    ///
    /// # Errors
    /// When committing has stopped for good.
    pub(crate) async fn drain(mut self) -> anyhow::Result<()> {
        let _ = fs::remove_file(&self.listen_file);
        let last = Instant::now() + self.drain.mul_f64(1.0 - HTTP_SHARE);
        let servers = &mut self.servers;
        servers.close_receivers(self.drain).await;
        let pipeline = servers.pipeline.write().await.take();
        let result = match pipeline {
            Some(pipeline) => pipeline.shutdown().await.context("the pipeline did not stop cleanly"),
            None => Ok(()),
        };
        if tokio::time::timeout_at(last.into(), servers.queries.write()).await.is_err() {
            tracing::warn!("queries did not end within limits.drain_timeout, and are cut");
        }
        servers.close_http().await;
        result
    }
}

/// Makes a directory that only its owner may enter, and those above it, each durably known to the one above; one that
/// exists stays as it is.
pub(crate) fn private_dir(dir: &Path) -> std::io::Result<()> {
    if dir.is_dir() {
        return Ok(());
    }
    let parent = dir.parent().map(|parent| if parent.as_os_str().is_empty() { Path::new(".") } else { parent });
    if let Some(parent) = parent {
        private_dir(parent)?;
    }
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(dir) {
        Err(error) if !(error.kind() == std::io::ErrorKind::AlreadyExists && dir.is_dir()) => return Err(error),
        _ => {}
    }
    #[cfg(unix)]
    if let Some(parent) = parent {
        // One that may not be read cannot be synced.
        fs::File::open(parent).map_or(Ok(()), |parent| parent.sync_all())?;
    }
    Ok(())
}

/// Settings of redaction.
///
/// # Errors
/// When a key cannot be read.
pub(crate) fn redact_config(config: &Config) -> anyhow::Result<RedactConfig> {
    let redaction = &config.redaction;
    let key = |name: &str, source: &crate::config::KeySource| {
        source.read().map_err(|what| anyhow!("redaction.{name}.key_file: {what}"))
    };
    let policy =
        Policy::new(redaction.settings(), key("pseudonym", &redaction.pseudonym)?, key("token", &redaction.token)?)?;
    Ok(RedactConfig { cache_bytes: redaction.cache_bytes.bytes(), policy })
}

#[cfg(test)]
mod tests {
    use super::private_dir;

    #[test]
    fn directories_are_made_with_those_above_them() {
        let dir = tempfile::tempdir().unwrap();
        let (deep, file) = (dir.path().join("a/b/c"), dir.path().join("file"));
        private_dir(&deep).unwrap();
        private_dir(&deep).unwrap();
        #[cfg(unix)]
        for dir in [&*deep, deep.parent().unwrap()] {
            let mode = std::os::unix::fs::PermissionsExt::mode(&dir.metadata().unwrap().permissions());
            assert_eq!(mode & 0o777, 0o700);
        }
        std::fs::write(&file, "").unwrap();
        assert!(private_dir(&file).is_err() && private_dir(&file.join("d")).is_err());
    }
}
