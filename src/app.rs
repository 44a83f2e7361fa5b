//! The collector put together: [`App::build`] binds and opens everything, [`App::start`] runs it, [`Running::drain`] stops it.
//!
//! ```text
//! drain:  receivers stop taking -> running requests are answered -> pipeline commits -> running queries end -> the HTTP listener
//! ```

use std::{
    fs,
    io::Write as _,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context as _, anyhow};
use custos_ledger::{Keys, Ledger, StoreConfig, open_store};
use custos_model::component::RedactorFactory;
use custos_pipeline::{Pipeline, PipelineConfig, decode::MAPPING_VERSION, wal::DirectoryLock};
use custos_processors::{
    redact::{RedactConfig, RedactEngine, policy::Policy},
    usage::Usage,
};
use custos_query::{Engine, QueryConfig};
use custos_sinks::lake::{Codec, LakeConfig, ParquetLake};
use object_store::ObjectStore;
use serde::Serialize;

mod servers;

use self::servers::{Doors, HTTP_SHARE, PIPELINE_SHARE, Servers};
use crate::{
    config::{Compression, Config},
    http::Metrics,
};

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

/// A collector that is bound and opened.
#[derive(Debug)]
pub(crate) struct App {
    config: Config,
    servers: Servers,
    pipeline: Pipeline,
    engine: Arc<Engine>,
}

impl App {
    /// Binds the listeners, opens the lake, recovers the write-ahead log.
    ///
    /// # Errors
    /// When any of it fails; the message names the key to change.
    pub(crate) async fn build(config: Config, metrics: Metrics) -> anyhow::Result<Self> {
        let doors = Doors::bind(&config).await?;
        private_dir(&config.data_dir)
            .with_context(|| format!("cannot make {} (data_dir)", config.data_dir.display()))?;
        let wal_dir = config.wal_dir();
        private_dir(&wal_dir).with_context(|| format!("cannot make {} (wal.dir)", wal_dir.display()))?;
        if let Some(lake) = config.lake_dir() {
            private_dir(&lake).with_context(|| format!("cannot make {} (lake.url)", lake.display()))?;
        }

        // Before anything is read of the log's name, and how far the ledger has it: a process that ends may still commit.
        let lock = DirectoryLock::acquire(&wal_dir)?;
        // One that was killed has left it.
        let _ = fs::remove_file(config.data_dir.join(LISTEN_FILE));
        let store = store(&config)?;
        let engine = Arc::new(engine(&config, Arc::clone(&store)));
        let writer = writer_name(&wal_dir)?;
        let mut servers = Servers::new(doors, &config, Arc::clone(&engine), metrics);
        let pipeline = {
            let waits = Arc::clone(&servers.waits);
            let opening = open(&config, lock, store, &writer, |reason| *waits.lock() = Some(reason));
            tokio::pin!(opening);
            match tokio::time::timeout(PROMPT, &mut opening).await {
                Ok(pipeline) => pipeline?,
                Err(_) => {
                    // Whoever asks gets an answer meanwhile. A store that swallows requests would be silent for a minute.
                    tracing::info!("the start takes longer: clients are told to retry, /readyz says why");
                    servers.open(&config);
                    opening.await?
                }
            }
        };
        Ok(Self { config, servers, pipeline, engine })
    }

    /// Starts to take requests.
    ///
    /// # Errors
    /// When the file that says where it listens cannot be written.
    pub(crate) async fn start(self) -> anyhow::Result<Running> {
        let Self { config, mut servers, pipeline, engine } = self;
        servers.ingest.set(pipeline.ingest());
        *servers.pipeline.write().await = Some(pipeline);
        *servers.waits.lock() = None;
        servers.open(&config);
        let listen_file = config.data_dir.join(LISTEN_FILE);
        write_listen(&listen_file, &servers.addresses)
            .with_context(|| format!("cannot write {}", listen_file.display()))?;
        let (addresses, drain) = (servers.addresses, config.limits.drain_timeout.0);
        Ok(Running { addresses, engine, servers, listen_file, drain })
    }
}

/// Within this time most starts are done. Clients that come before wait for it; after it they are told to retry.
const PROMPT: Duration = Duration::from_secs(2);
/// Between two tries to open a lake that cannot be reached. The store itself tries for some seconds each time.
const PAUSE: Duration = Duration::from_secs(2);

/// Opens the lake and recovers the log. `waits` gets what it is at.
async fn open(
    config: &Config,
    lock: DirectoryLock,
    store: Arc<dyn ObjectStore>,
    writer: &str,
    waits: impl Fn(String),
) -> anyhow::Result<Pipeline> {
    let ledger = open_ledger(config, &store, writer, |cause| waits(format!("it waits for the lake: {cause}"))).await?;
    if let Some(lake) = config.lake_dir() {
        remove_staged(lake);
    }
    waits("the write-ahead log is being read".into());
    let lake = ParquetLake::open(store, ledger, LakeConfig { codec: codec(config), ..LakeConfig::default() });
    let redactor = RedactEngine::new(redact_config(config)?);
    let pipeline = pipeline_config(config, &redactor);
    Pipeline::start(pipeline, lock, Arc::new(redactor), vec![Box::new(Usage::default())], Arc::new(lake))
        .await
        .context("cannot start the pipeline")
}

/// Opens the ledger. While its store cannot be reached it is tried again, for `lake.startup_timeout`; `waits` gets the cause.
async fn open_ledger(
    config: &Config,
    store: &Arc<dyn ObjectStore>,
    writer: &str,
    waits: impl Fn(String),
) -> anyhow::Result<Ledger> {
    let note = config.wal_dir().join("commit");
    let last = Instant::now() + config.lake.startup_timeout.0;
    loop {
        let keys = Keys::load_or_create(&config.key_file()).context("cannot use ledger.key_file")?;
        let opened = Ledger::open_noted(Arc::clone(store), keys, writer.to_owned(), note.clone()).await;
        let error = match opened {
            Ok(ledger) => return Ok(ledger),
            Err(error) if error.is_unreachable() && Instant::now() + PAUSE < last => error,
            Err(error) => {
                return Err(anyhow!(error).context(format!("cannot open the lake {}", config.lake_url())));
            }
        };
        let mut cause = custos_model::with_causes(&error);
        if let Some(remedy) = without_credentials(&cause) {
            cause = format!("{cause}; {remedy}");
        }
        let left = last.saturating_duration_since(Instant::now());
        tracing::warn!(
            lake = config.lake_url(),
            cause,
            gives_up_in_s = left.as_secs(),
            "the lake cannot be reached; trying again until lake.startup_timeout, clients are told to retry"
        );
        waits(cause);
        tokio::time::sleep(PAUSE).await;
    }
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

    /// Stops taking requests, answers those that run, commits what is durable, lets running queries end, and ends. When the lake does not
    /// take the last commit in time, the rows stay in the write-ahead log for the next start.
    ///
    /// # Errors
    /// When committing has stopped for good.
    pub(crate) async fn drain(mut self) -> anyhow::Result<()> {
        let _ = fs::remove_file(&self.listen_file);
        let last = Instant::now() + self.drain.mul_f64(1.0 - HTTP_SHARE);
        let servers = &mut self.servers;
        servers.receivers.cancel();
        let receivers = async { while servers.tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(self.drain, receivers).await.is_err() {
            tracing::warn!("some clients did not finish in time");
        }
        let pipeline = servers.pipeline.write().await.take();
        let result = match pipeline {
            Some(pipeline) => pipeline.shutdown().await.context("the pipeline did not stop cleanly"),
            None => Ok(()),
        };
        if tokio::time::timeout_at(last.into(), servers.queries.write()).await.is_err() {
            tracing::warn!("queries did not end within limits.drain_timeout, and are cut");
        }
        servers.admin.cancel();
        if let Some(http) = servers.http.take() {
            let _ = http.await;
        }
        if let Some(upkeep) = servers.upkeep.take() {
            upkeep.abort();
        }
        result
    }
}

/// Makes a directory that only its owner may enter, and those above it, each durably known to the one above; one that exists stays as
/// it is.
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

/// Age of a file that is not whole at which no collector can be at it any more.
const STAGED_AGE: Duration = Duration::from_secs(3600);

/// Of this collector or of another that writes to the same directory. Beside the start: a large lake has many directories.
fn remove_staged(lake: PathBuf) {
    let remove = move || {
        let (files, bytes) = custos_ledger::store::local::remove_staged(&lake, STAGED_AGE);
        if files > 0 {
            tracing::info!(files, bytes, "removed parts of files from the lake that a crash had left");
        }
    };
    // Not a task, for whose end the process would wait. Without a thread they stay until the next start.
    let _ = std::thread::Builder::new().name("staged".to_owned()).spawn(remove);
}

/// Name of this writer in the ledger. It belongs to the write-ahead log: positions in one mean nothing for another.
fn writer_name(wal_dir: &Path) -> anyhow::Result<String> {
    let path = wal_dir.join("writer");
    match fs::read_to_string(&path) {
        Ok(name) => {
            let name = name.trim();
            anyhow::ensure!(!name.is_empty(), "{} is empty; restore it, or use a new wal.dir", path.display());
            return Ok(name.to_owned());
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(anyhow!(error).context(format!("cannot read {}", path.display()))),
    }
    let name = format!("custos-{:016x}", rand::random::<u64>());
    write_whole(&path, name.as_bytes()).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(name)
}

fn write_listen(path: &Path, addresses: &Addresses) -> anyhow::Result<()> {
    write_whole(path, &serde_json::to_vec_pretty(addresses)?)?;
    Ok(())
}

/// Writes a small file so that a reader, also after a crash, sees all of it or nothing.
fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let part = path.with_extension("part");
    let mut file = fs::File::create(&part)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&part, path)?;
    match path.parent() {
        Some(dir) => fs::File::open(dir)?.sync_all(),
        None => Ok(()),
    }
}

fn codec(config: &Config) -> Codec {
    match config.lake.compression {
        Compression::None => Codec::None,
        Compression::Lz4 => Codec::Lz4,
        Compression::Zstd(level) => Codec::Zstd(level),
    }
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

fn pipeline_config(config: &Config, redactor: &RedactEngine) -> PipelineConfig {
    let defaults = PipelineConfig::default();
    let rules = redactor.create().rule_set();
    let versions = [
        ("custos", env!("CARGO_PKG_VERSION").to_owned()),
        ("mapping", MAPPING_VERSION.to_owned()),
        ("redaction", rules.version),
        ("redaction_sha256", rules.sha256),
    ];
    PipelineConfig {
        wal_dir: config.wal_dir(),
        shards: if config.ingest.shards == 0 { defaults.shards } else { config.ingest.shards },
        max_wal_bytes: config.wal.max_bytes.0,
        max_group_bytes: config.limits.max_group_bytes.bytes(),
        max_inflight_bytes: config.limits.max_inflight_bytes.bytes(),
        flush_interval: config.lake.flush_interval.0,
        flush_bytes: config.lake.flush_bytes.bytes(),
        drain_timeout: config.limits.drain_timeout.0.mul_f64(PIPELINE_SHARE),
        versions: versions.into_iter().map(|(name, version)| (name.to_owned(), version)).collect(),
    }
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
