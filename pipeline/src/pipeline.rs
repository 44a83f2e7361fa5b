//! The pipeline as a whole: recovery, threads, status, shutdown.

use std::{
    collections::BTreeMap,
    fmt,
    path::PathBuf,
    sync::Arc,
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use custos_model::{
    component::{BoxError, Lake, Observer, RedactorFactory, Resume},
    ingest::Ingest,
    limits,
};
use tokio::runtime::Handle;

use crate::{
    chain::{Committer, Lane, LaneReader, Limits, Shared},
    ingest::{DecoderFactory, Front, Health},
    wal::{Cursor, DirectoryLock, Disk, RealDisk, WalError, first_in, recover, remove_drained, shard_dir, shards_in},
};

mod intake;

pub use intake::{Intake, Watch};

/// How a pipeline works.
#[derive(Clone, Debug)]
pub struct PipelineConfig {
    /// Directory of the write-ahead log; created if missing.
    pub wal_dir: PathBuf,
    /// Ingest shards, each with a thread for the log and one for the chain. At least 1 is used.
    pub shards: usize,
    /// Size of the log over all shards at which clients are told to retry, bytes. What is already queued may come on
    /// top.
    pub max_wal_bytes: u64,
    /// Raw OTLP bytes that close a group.
    pub max_group_bytes: usize,
    /// Raw OTLP bytes that may wait for or be inside the shards. A single request may be larger.
    pub max_inflight_bytes: usize,
    /// Age of the oldest row at which a commit begins.
    pub flush_interval: Duration,
    /// Memory of the encoders at which a commit begins, bytes. While one is under way as much again may gather.
    pub flush_bytes: usize,
    /// Time for the final commit at shutdown. What is not committed then stays in the log for the next start.
    pub drain_timeout: Duration,
    /// Recorded in every ledger entry.
    pub versions: BTreeMap<String, String>,
    /// The log was begun under another name in the ledger. Until there is a commit under this one, all of it is to be
    /// committed, wherever it begins.
    pub renamed: bool,
}

impl Default for PipelineConfig {
    fn default() -> Self {
        Self {
            wal_dir: PathBuf::from("custos-data/wal"),
            shards: thread::available_parallelism().map_or(1, usize::from),
            max_wal_bytes: limits::MAX_WAL_BYTES,
            max_group_bytes: limits::MAX_GROUP_BYTES,
            max_inflight_bytes: limits::MAX_INFLIGHT_BYTES,
            flush_interval: limits::FLUSH_INTERVAL,
            flush_bytes: limits::FLUSH_BYTES,
            drain_timeout: Duration::from_secs(20),
            versions: BTreeMap::new(),
            renamed: false,
        }
    }
}

impl PipelineConfig {
    /// Shards below this number are written.
    fn writing(&self) -> u32 {
        u32::try_from(self.shards.max(1)).unwrap_or(u32::MAX)
    }
}

/// Why a pipeline cannot start or went wrong.
#[derive(Debug, thiserror::Error)]
pub enum PipelineError {
    /// The write-ahead log.
    #[error(transparent)]
    Wal(#[from] WalError),
    /// An observer does not know its state in the ledger.
    #[error("observer {name} cannot continue from its state in the ledger")]
    Restore {
        /// Its name.
        name: &'static str,
        /// The cause.
        #[source]
        source: BoxError,
    },
    /// The lake gives no encoder.
    #[error("cannot build an encoder for the lake")]
    Encoder(#[source] BoxError),
    /// A thread cannot be started.
    #[error("cannot start a thread")]
    Thread(#[source] std::io::Error),
    /// Committing stopped; the log keeps what is not committed.
    #[error("committing to the lake stopped: {0}")]
    Stopped(Arc<str>),
}

/// How a pipeline does, for `/readyz` and `/metrics`.
#[derive(Clone, Debug)]
pub struct Status {
    /// Size of the log, bytes.
    pub wal_bytes: u64,
    /// Size at which clients are told to retry, bytes.
    pub max_wal_bytes: u64,
    /// Request bytes that wait for or are inside the shards.
    pub queue_bytes: usize,
    /// Age of the last commit of this process; `None` before the first.
    pub last_commit_age: Option<Duration>,
    /// Age of the oldest durable row that is not in the lake.
    pub oldest_uncommitted_age: Option<Duration>,
    /// For how long the current commit has been failing and retried.
    pub commit_failing_for: Option<Duration>,
    /// Shards whose log cannot be written until a restart.
    pub poisoned_shards: Vec<u32>,
    /// Shards whose log could not be written within the last seconds, because the disk is full.
    pub full_shards: Vec<u32>,
    /// Why nothing is committed until the lake is brought back: what was committed to it is not there.
    pub lake_gone: Option<Arc<str>>,
    /// Why nothing is committed until a restart.
    pub failure: Option<Arc<str>>,
    /// Shutdown has begun.
    pub draining: bool,
}

impl Status {
    /// Whether new requests are taken and will reach the lake. A lake that is away for a while does not count against
    /// it: the log takes over until it is full.
    pub fn is_ready(&self) -> bool {
        self.poisoned_shards.is_empty()
            && self.full_shards.is_empty()
            && self.lake_gone.is_none()
            && self.failure.is_none()
            && !self.draining
            && self.wal_bytes < self.max_wal_bytes
    }
}

/// Receives requests, makes them durable, takes them to the lake.
///
/// Dropping it without [`Pipeline::shutdown`] is like a crash: nothing acknowledged is lost, the rest is for the next
/// start.
pub struct Pipeline {
    front: Arc<Front>,
    shared: Arc<Shared>,
    lanes: Vec<Arc<Lane>>,
    shards: Vec<JoinHandle<()>>,
    chain: Vec<JoinHandle<()>>,
    drain_timeout: Duration,
}

impl fmt::Debug for Pipeline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pipeline").field("status", &self.status()).finish_non_exhaustive()
    }
}

/// What tests replace.
pub(crate) struct Parts {
    pub(crate) decoders: DecoderFactory,
    pub(crate) disk: Arc<dyn Disk>,
    pub(crate) segment_bytes: u64,
}

impl Pipeline {
    /// Recovers the write-ahead log and starts the threads. To be called inside a Tokio runtime with I/O and time
    /// enabled.
    ///
    /// `lock` is that of `config.wal_dir`, taken before the lake was opened: otherwise a process that is about to end
    /// may commit rows of the log after this one has read how far the ledger is.
    ///
    /// # Errors
    /// When the log is damaged or not that of this lake; or an observer's state cannot be restored.
    pub async fn start(
        config: PipelineConfig,
        lock: impl Into<Arc<DirectoryLock>>,
        redactors: Arc<dyn RedactorFactory>,
        observers: Vec<Box<dyn Observer>>,
        lake: Arc<dyn Lake>,
    ) -> Result<Self, PipelineError> {
        let parts = parts_of(&config);
        Self::start_with(config, lock, redactors, observers, lake, parts).await
    }

    pub(crate) async fn start_with(
        config: PipelineConfig,
        lock: impl Into<Arc<DirectoryLock>>,
        redactors: Arc<dyn RedactorFactory>,
        observers: Vec<Box<dyn Observer>>,
        lake: Arc<dyn Lake>,
        parts: Parts,
    ) -> Result<Self, PipelineError> {
        let (runtime, lock) = (Handle::current(), lock.into());
        // Reads the whole log.
        let started = tokio::task::spawn_blocking(move || {
            let positions = resume_of(&config, &*lake)?.wal;
            let intake = Intake::open_at(config, lock, &redactors, &parts, &positions)?;
            start(intake, observers, &lake, runtime)
        });
        finished(started.await)
    }

    /// As [`Self::start`], with a log that takes requests already, and goes on to whatever comes of it. Where this
    /// fails, what it took stays in the log.
    ///
    /// # Errors
    /// As [`Self::start`].
    pub async fn start_on(
        intake: Intake,
        observers: Vec<Box<dyn Observer>>,
        lake: Arc<dyn Lake>,
    ) -> Result<Self, PipelineError> {
        let runtime = Handle::current();
        finished(tokio::task::spawn_blocking(move || start(intake, observers, &lake, runtime)).await)
    }

    /// Starts the threads behind the log.
    fn run(
        &mut self,
        readers: Vec<LaneReader>,
        committer: Committer,
        lock: &Arc<DirectoryLock>,
    ) -> Result<(), PipelineError> {
        for reader in readers {
            self.chain.push(spawn("custos-lane", lock, move || reader.run())?);
        }
        self.chain.push(spawn("custos-commit", lock, move || committer.run())?);
        Ok(())
    }

    /// Where receivers hand requests in.
    pub fn ingest(&self) -> Arc<dyn Ingest> {
        Arc::clone(&self.front) as Arc<dyn Ingest>
    }

    /// How it does. Cheap.
    pub fn status(&self) -> Status {
        let info = self.shared.info();
        let now = Instant::now();
        let age = |at: Option<Instant>| at.map(|at| now.saturating_duration_since(at));
        Status {
            last_commit_age: age(info.last),
            oldest_uncommitted_age: info.oldest_received().map(|at| at.elapsed().unwrap_or_default()),
            commit_failing_for: age(info.failing_since),
            lake_gone: info.gone,
            failure: info.failure,
            ..status_of(&self.front)
        }
    }

    /// Commits everything that was acknowledged before the call. Waits as long as the lake is away.
    ///
    /// # Errors
    /// When committing has stopped for good.
    pub async fn flush(&self) -> Result<(), PipelineError> {
        let until = self.lanes.iter().map(|lane| lane.durable()).collect();
        let done = self.shared.request_flush(until);
        done.await.map_err(|_| self.stopped())
    }

    fn stopped(&self) -> PipelineError {
        PipelineError::Stopped(self.shared.info().failure.unwrap_or_else(|| "the pipeline has been stopped".into()))
    }

    /// Refuses new requests, finishes those that are queued, commits. When the lake does not take the final commit in
    /// time, the rows stay in the log for the next start; that is logged and no error.
    ///
    /// # Errors
    /// When committing has stopped for good.
    pub async fn shutdown(mut self) -> Result<(), PipelineError> {
        self.front.close();
        join(std::mem::take(&mut self.shards)).await;
        let result = match tokio::time::timeout(self.drain_timeout, self.flush()).await {
            Ok(result) => result,
            Err(_) => {
                tracing::warn!(
                    "the final commit did not succeed in time; the rows stay in the write-ahead log for the next start"
                );
                self.abort();
                return Ok(());
            }
        };
        self.abort();
        join(std::mem::take(&mut self.chain)).await;
        result
    }

    fn abort(&self) {
        self.front.close();
        for (queue, _) in &self.front.shards {
            queue.abandon();
        }
        self.shared.stop(&self.lanes);
    }

    /// Like a crash, but when this returns no thread touches the directory any more.
    #[cfg(test)]
    pub(crate) async fn crash(mut self) {
        self.abort();
        join(std::mem::take(&mut self.shards)).await;
        join(std::mem::take(&mut self.chain)).await;
    }
}

impl Drop for Pipeline {
    fn drop(&mut self) {
        self.abort();
    }
}

async fn join(threads: Vec<JoinHandle<()>>) {
    let joined = tokio::task::spawn_blocking(move || {
        for thread in threads {
            // A panic has already poisoned its shard or stopped the chain.
            let _ = thread.join();
        }
    });
    let _ = joined.await;
}

/// How the way into the log does.
fn status_of(front: &Front) -> Status {
    let shards = |which: fn(&Health) -> bool| {
        let all = front.shards.iter().enumerate();
        all.filter(|(_, (_, health))| which(health)).map(|(shard, _)| shard as u32).collect()
    };
    Status {
        wal_bytes: front.wal_size.get(),
        max_wal_bytes: front.max_wal_bytes,
        queue_bytes: front.budget.bytes(),
        last_commit_age: None,
        oldest_uncommitted_age: None,
        commit_failing_for: None,
        poisoned_shards: shards(|health| !health.is_good()),
        full_shards: shards(Health::is_full),
        lake_gone: None,
        failure: None,
        draining: front.draining.load(std::sync::atomic::Ordering::Acquire),
    }
}

/// When a commit begins.
fn limits_of(config: &PipelineConfig) -> Limits {
    let (flush_bytes, flush_interval) = (config.flush_bytes, config.flush_interval);
    // Half, so that the other half takes what comes while the commit runs.
    Limits { flush_bytes, flush_interval, wal_bytes: config.max_wal_bytes / 2 }
}

/// What is used where no test replaces it.
fn parts_of(config: &PipelineConfig) -> Parts {
    // Small logs need small segments: only whole ones are freed.
    let share = config.max_wal_bytes / (4 * config.shards.max(1) as u64);
    let segment_bytes = share.clamp(64 << 10, limits::WAL_SEGMENT_BYTES);
    let decoders: DecoderFactory = Arc::new(|| Box::new(crate::decode::BatchBuilder::new()));
    Parts { decoders, disk: Arc::new(RealDisk), segment_bytes }
}

/// The result of a task of its own.
fn finished<T>(ended: Result<Result<T, PipelineError>, tokio::task::JoinError>) -> Result<T, PipelineError> {
    ended.unwrap_or_else(|error| match error.try_into_panic() {
        Ok(panic) => std::panic::resume_unwind(panic),
        Err(_) => Err(PipelineError::Stopped("the runtime is shutting down".into())),
    })
}

fn start(
    mut intake: Intake,
    mut observers: Vec<Box<dyn Observer>>,
    lake: &Arc<dyn Lake>,
    runtime: Handle,
) -> Result<Pipeline, PipelineError> {
    let resume = resume_of(&intake.config, &**lake)?;
    restore(&mut observers, &resume)?;
    intake.confirm(&resume.wal)?;
    let (config, lock, wal_size) = (intake.config.clone(), Arc::clone(&intake.lock), Arc::clone(&intake.wal_size));
    let shared = Shared::new(observers, limits_of(&config), Arc::clone(&wal_size));
    let mut lanes = intake.lanes.clone();
    let mut readers = Vec::new();
    let position = |number: u32| resume.wal.get(&number).copied().unwrap_or_default();
    // The number of shards may have been larger in an earlier run.
    for number in shards_in(&config.wal_dir)?.into_iter().filter(|number| *number >= config.writing()) {
        let (dir, position) = (shard_dir(&config.wal_dir, number), position(number));
        let durable = recover(&*intake.disk, &dir, number, position, &wal_size)?;
        if durable == position {
            // A failure costs disk only and is tried again at the next start.
            if let Err(error) = remove_drained(&dir, position, &wal_size) {
                tracing::warn!(shard = number, %error, "cannot delete the write-ahead log of a shard that no longer writes");
            }
            continue;
        }
        lanes.push(Lane::new(number, durable));
    }
    for lane in &lanes {
        let (number, _) = lane.durable();
        let cursor = Cursor::new(shard_dir(&config.wal_dir, number), position(number));
        let encoder = lake.encoder().map_err(PipelineError::Encoder)?;
        readers.push(LaneReader::new(Arc::clone(lane), Arc::clone(&shared), cursor, encoder));
    }
    let committer = Committer {
        shared: Arc::clone(&shared),
        lanes: lanes.clone(),
        lake: Arc::clone(lake),
        runtime,
        wal_dir: config.wal_dir.clone(),
        wal_size,
        segment_bytes: intake.segment_bytes,
        writing: config.writing(),
        versions: config.versions,
        positions: resume.wal,
    };
    let (front, shards) = (Arc::clone(&intake.front), std::mem::take(&mut intake.shards));
    // From here on the drop of the pipeline stops what runs.
    let mut pipeline = Pipeline { front, shared, lanes, shards, chain: vec![], drain_timeout: config.drain_timeout };
    pipeline.run(readers, committer, &lock)?;
    Ok(pipeline)
}

/// Where the lake left off.
fn resume_of(config: &PipelineConfig, lake: &dyn Lake) -> Result<Resume, WalError> {
    let mut resume = lake.resume();
    if config.renamed && resume.wal.is_empty() {
        for number in shards_in(&config.wal_dir)? {
            let first = first_in(&shard_dir(&config.wal_dir, number))?;
            resume.wal.extend(first.map(|first| (number, first)));
        }
    }
    Ok(resume)
}

/// Lets observers continue where the ledger's last commit left them.
fn restore(observers: &mut [Box<dyn Observer>], resume: &Resume) -> Result<(), PipelineError> {
    for observer in observers {
        let name = observer.name();
        if let Some(state) = resume.state.get(name) {
            observer.restore(state).map_err(|source| PipelineError::Restore { name, source })?;
        }
    }
    Ok(())
}

/// Starts a thread. Each holds the directory's lock: the directory is free when the last one has ended.
fn spawn(
    name: &str,
    lock: &Arc<DirectoryLock>,
    work: impl FnOnce() + Send + 'static,
) -> Result<JoinHandle<()>, PipelineError> {
    let lock = Arc::clone(lock);
    let work = move || {
        work();
        drop(lock);
    };
    thread::Builder::new().name(name.to_owned()).spawn(work).map_err(PipelineError::Thread)
}

#[cfg(test)]
mod tests;
