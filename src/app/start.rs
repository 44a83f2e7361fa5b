//! The start: listeners are bound, the ledger is opened, the write-ahead log recovered.
//!
//! ```text
//! bind -> lock of the log -> ledger -> log -> ready
//!                              '-- not there after 2 s: requests are taken into the log, as far as it knows where it goes on
//! ```

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context as _, anyhow};
use custos_ledger::{Keys, Ledger};
use custos_model::component::{Lake, Observer, RedactorFactory};
use custos_pipeline::{Intake, Pipeline, PipelineConfig, PipelineError, decode::MAPPING_VERSION, wal::DirectoryLock};
use custos_processors::{redact::RedactEngine, usage::Usage};
use custos_query::Engine;
use custos_sinks::lake::{Codec, LakeConfig, ParquetLake};
use object_store::ObjectStore;

use super::{
    Addresses, LISTEN_FILE, Running, engine, private_dir, redact_config,
    servers::{Doors, PIPELINE_SHARE, Servers},
    store, without_credentials,
};
use crate::{
    config::{Compression, Config},
    http::Metrics,
};

/// Within this time most starts are done. Clients that come before wait for it.
const PROMPT: Duration = Duration::from_secs(2);
/// Between two tries to open a lake that cannot be reached. The store itself tries for some seconds each time.
const PAUSE: Duration = Duration::from_secs(2);

/// A collector that is bound, and has its write-ahead log for itself.
#[derive(Debug)]
pub(crate) struct Starting {
    config: Config,
    servers: Servers,
    engine: Arc<Engine>,
    store: Arc<dyn ObjectStore>,
    lock: Arc<DirectoryLock>,
    writer: Writer,
    /// Takes requests while the ledger is not there.
    intake: Option<Intake>,
}

impl Starting {
    /// Binds the listeners, makes the directories, locks the log.
    ///
    /// # Errors
    /// When any of it fails; the message names the key to change.
    pub(crate) async fn new(config: Config, metrics: Metrics) -> anyhow::Result<Self> {
        let doors = Doors::bind(&config).await?;
        private_dir(&config.data_dir)
            .with_context(|| format!("cannot make {} (data_dir)", config.data_dir.display()))?;
        let wal_dir = config.wal_dir();
        private_dir(&wal_dir).with_context(|| format!("cannot make {} (wal.dir)", wal_dir.display()))?;
        if let Some(lake) = config.lake_dir() {
            private_dir(&lake).with_context(|| format!("cannot make {} (lake.url)", lake.display()))?;
        }

        // Before anything is read of the log's name, and how far the ledger has it: a process that ends may still
        // commit.
        let lock = Arc::new(DirectoryLock::acquire(&wal_dir)?);
        // One that was killed has left it.
        let _ = fs::remove_file(config.data_dir.join(LISTEN_FILE));
        let store = store(&config)?;
        let engine = Arc::new(engine(&config, Arc::clone(&store)));
        let writer = writer_name(&wal_dir)?;
        let servers = Servers::new(doors, &config, Arc::clone(&engine), metrics);
        Ok(Self { config, servers, engine, store, lock, writer, intake: None })
    }

    /// Opens the lake and recovers the log. It may be dropped at any time; then [`Self::close`].
    ///
    /// # Errors
    /// When any of it fails; the message names the key to change.
    pub(crate) async fn open(&mut self) -> anyhow::Result<Pipeline> {
        let redactor = Arc::new(RedactEngine::new(redact_config(&self.config)?));
        let renamed = self.writer.name.ends_with(RENAMED);
        let config = PipelineConfig { renamed, ..pipeline_config(&self.config, &redactor) };
        let ledger = self.ledger(&config, &redactor).await?;
        if let Some(lake) = self.config.lake_dir() {
            remove_staged(lake);
        }
        self.waits("the write-ahead log is being read".into());
        let lake = LakeConfig { codec: codec(&self.config), ..LakeConfig::default() };
        let lake: Arc<dyn Lake> = Arc::new(ParquetLake::open(Arc::clone(&self.store), ledger, lake).await);
        let observers: Vec<Box<dyn Observer>> = vec![Box::new(Usage::default())];
        let (intake, lock) = (self.intake.take(), Arc::clone(&self.lock));
        let starting = async move {
            match intake {
                Some(intake) => Pipeline::start_on(intake, observers, lake).await,
                None => Pipeline::start(config, lock, redactor, observers, lake).await,
            }
        };
        tokio::pin!(starting);
        let pipeline = match tokio::time::timeout(PROMPT, &mut starting).await {
            Ok(pipeline) => pipeline,
            Err(_) => {
                if self.servers.open(&self.config) {
                    tracing::info!("the start takes longer: clients are told to retry, /readyz says why");
                }
                starting.await
            }
        };
        pipeline.context("cannot start the pipeline")
    }

    /// Opens the ledger. If that takes long, requests are taken into the log meanwhile.
    async fn ledger(&mut self, config: &PipelineConfig, redactor: &Arc<RedactEngine>) -> anyhow::Result<Ledger> {
        let waits = Arc::clone(&self.servers.waits);
        let waits = |cause| *waits.lock() = Some(format!("it waits for the lake: {cause}"));
        let opening = open_ledger(&self.config, &self.store, &self.writer.name, waits);
        tokio::pin!(opening);
        if let Ok(ledger) = tokio::time::timeout(PROMPT, &mut opening).await {
            return ledger;
        }
        tracing::info!("the start takes longer; /readyz says why");
        // Whoever asks gets an answer meanwhile. A store that swallows requests would be silent for a minute.
        self.servers.open(&self.config);
        let redactors: Arc<dyn RedactorFactory> = Arc::<RedactEngine>::clone(redactor);
        let early = Intake::open(config.clone(), Arc::clone(&self.lock), redactors, self.writer.is_new);
        tokio::pin!(early);
        let ledger = tokio::select! {
            intake = &mut early => {
                self.intake = taking(intake, &self.servers);
                return opening.await;
            }
            ledger = &mut opening => ledger?,
        };
        // The log is being read; a second reader would be in its way.
        self.waits("the write-ahead log is being read".into());
        self.intake = taking(early.await, &self.servers);
        Ok(ledger)
    }

    fn waits(&self, reason: String) {
        *self.servers.waits.lock() = Some(reason);
    }

    /// Takes requests from now on, and tells where.
    ///
    /// # Errors
    /// When the file that says where it listens cannot be written.
    pub(crate) async fn run(self, pipeline: Pipeline) -> anyhow::Result<Running> {
        let Self { config, mut servers, engine, .. } = self;
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

    /// Ends a start that did not come to its end: requests that run are answered, and what was taken is in the log for
    /// the next one.
    pub(crate) async fn close(mut self) {
        *self.servers.waits.lock() = None;
        let drain = self.config.limits.drain_timeout.0;
        self.servers.close_receivers(drain).await;
        if let Some(intake) = self.intake.take()
            && tokio::time::timeout(drain, intake.close()).await.is_err()
        {
            tracing::warn!(
                "the write-ahead log does not end within limits.drain_timeout; what was acknowledged is in it"
            );
        }
        self.servers.close_http().await;
    }
}

/// Lets requests in, if the log can take them.
fn taking(opened: Result<Option<Intake>, PipelineError>, servers: &Servers) -> Option<Intake> {
    match opened {
        Ok(Some(intake)) => {
            tracing::info!("until the lake is there the write-ahead log takes what comes, up to wal.max_bytes");
            let _ = servers.early.set(intake.watch());
            servers.ingest.set(intake.ingest());
            Some(intake)
        }
        Ok(None) => {
            tracing::info!(
                "where the write-ahead log goes on is known to the ledger only: clients are told to retry until it is open"
            );
            None
        }
        // What is wrong may be in the ledger already; if not, the start fails once it is open.
        Err(error) => {
            let error = custos_model::with_causes(&error);
            tracing::warn!(
                error,
                "the write-ahead log takes nothing before the lake is there: clients are told to retry"
            );
            None
        }
    }
}

/// Opens the ledger. While its store cannot be reached it is tried again, for `lake.startup_timeout`; `waits` gets the
/// cause.
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
            "the lake cannot be reached; trying again until lake.startup_timeout"
        );
        waits(cause);
        tokio::time::sleep(PAUSE).await;
    }
}

/// Age of a file that is not whole at which no collector can be at it any more.
const STAGED_AGE: Duration = Duration::from_secs(3600);

/// Of this collector or of another that writes to the same directory. Beside the start: a large lake has many
/// directories.
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

/// Who this is in the ledger.
#[derive(Clone, Debug)]
struct Writer {
    name: String,
    /// It was given just now: no ledger has anything of it.
    is_new: bool,
}

/// Ends the name of a writer whose log was begun under another.
const RENAMED: &str = "-renamed";

/// Name of this writer in the ledger. It belongs to the write-ahead log: positions in one mean nothing for another.
/// Where it was removed from a log, so that a copy is told from its original, all that the log holds is to be committed
/// under a new one.
fn writer_name(wal_dir: &Path) -> anyhow::Result<Writer> {
    let path = wal_dir.join("writer");
    match fs::read_to_string(&path) {
        Ok(name) => {
            let name = name.trim();
            anyhow::ensure!(!name.is_empty(), "{} is empty; restore it, or use a new wal.dir", path.display());
            return Ok(Writer { name: name.to_owned(), is_new: false });
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(anyhow!(error).context(format!("cannot read {}", path.display()))),
    }
    let mut name = format!("custos-{:016x}", rand::random::<u64>());
    if custos_pipeline::wal::has_log(wal_dir)? {
        anyhow::ensure!(
            !wal_dir.join("commit").exists(),
            "{} is missing, under whose name the ledger has what is committed of this log; restore it. If the log is a copy that another \
             collector has, too, remove the file `commit` beside it: then all that is in the log is committed under a new name",
            path.display()
        );
        name += RENAMED;
        tracing::warn!(
            writer = name,
            "the write-ahead log has a new name: all that is in it is committed, also what was under another name"
        );
    }
    write_whole(&path, name.as_bytes()).with_context(|| {
        format!("cannot write {}; make room and let this user write there, or change wal.dir", path.display())
    })?;
    Ok(Writer { name, is_new: true })
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
        ..defaults
    }
}
