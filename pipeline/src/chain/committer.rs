//! Decides when to commit, draws the barrier, commits, cuts the log.

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use custos_model::{
    batch::WalPositions,
    component::{BoxError, Checkpoint, Committed, Lake, LakeError},
    fault,
};
use tokio::runtime::Handle;

use super::{Lane, Shared, shared::Work};
use crate::{
    metrics,
    wal::{NO_SPARES, WalSize, delete_below, remove_drained, shard_dir},
};

const FIRST_PAUSE: Duration = Duration::from_millis(if cfg!(test) { 1 } else { 100 });
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// The thread that commits.
#[derive(Debug)]
pub(crate) struct Committer {
    pub(crate) shared: Arc<Shared>,
    pub(crate) lanes: Vec<Arc<Lane>>,
    pub(crate) lake: Arc<dyn Lake>,
    pub(crate) runtime: Handle,
    pub(crate) wal_dir: PathBuf,
    pub(crate) wal_size: Arc<WalSize>,
    /// Size of whole segments of the log.
    pub(crate) segment_bytes: u64,
    /// Shards below this one are written, the others only drained.
    pub(crate) writing: u32,
    pub(crate) versions: BTreeMap<String, String>,
    /// What the ledger has.
    pub(crate) positions: WalPositions,
}

/// The chain stops. The reason, if there is one, was already told.
struct Stopped;

impl Committer {
    /// Works until it is stopped or something fails.
    pub(crate) fn run(mut self) {
        let shared = Arc::clone(&self.shared);
        let lanes = self.lanes.clone();
        if catch_unwind(AssertUnwindSafe(|| while self.work().is_ok() {})).is_err() {
            shared.fail("an observer or the lake panicked", None);
        }
        shared.stop(&lanes);
    }

    fn work(&mut self) -> Result<(), Stopped> {
        match self.shared.next_work() {
            Work::Stop => Err(Stopped),
            Work::Due => self.commit(&BTreeMap::new()),
            Work::Flush(requests) => {
                for request in requests {
                    while request.until.iter().any(|(shard, until)| self.position(*shard) < *until) {
                        self.commit(&request.until)?;
                    }
                    // Whoever asked may have stopped waiting.
                    let _ = request.done.send(());
                }
                Ok(())
            }
        }
    }

    fn position(&self, shard: u32) -> u64 {
        self.positions.get(&shard).copied().unwrap_or_default()
    }

    fn advances(&self, checkpoint: &Checkpoint) -> bool {
        checkpoint.wal.iter().any(|(shard, position)| *position > self.position(*shard))
    }

    /// Takes a checkpoint and commits it.
    fn commit(&mut self, until: &BTreeMap<u32, u64>) -> Result<(), Stopped> {
        let checkpoint = match self.collect(until) {
            Ok(Some(checkpoint)) => checkpoint,
            Ok(None) => return Err(Stopped),
            Err(error) => {
                self.shared.fail("cannot take a checkpoint", Some(&*error));
                return Err(Stopped);
            }
        };
        if !self.advances(&checkpoint) {
            return Ok(());
        }
        self.until_committed(&checkpoint)?;
        self.positions = checkpoint.wal;
        for lane in &self.lanes {
            lane.commit(self.position(lane.shard));
        }
        self.shared.committed();
        fault::point("before_truncate");
        self.cut();
        Ok(())
    }

    /// Brings every lane to a stand, takes what they have, lets them go. `None` when a lane has stopped.
    fn collect(&self, until: &BTreeMap<u32, u64>) -> Result<Option<Checkpoint>, BoxError> {
        let (reply, deposits) = crossbeam_channel::bounded(self.lanes.len());
        for lane in &self.lanes {
            lane.draw_barrier(until.get(&lane.shard).copied().unwrap_or_default(), reply.clone());
        }
        drop(reply);
        let mut checkpoint =
            Checkpoint { wal: self.positions.clone(), versions: self.versions.clone(), ..Checkpoint::default() };
        for _ in &self.lanes {
            // Stopped lanes have dropped their sender.
            let Ok(deposit) = deposits.recv() else { return Ok(None) };
            checkpoint.files.extend(deposit.files);
            checkpoint.wal.insert(deposit.shard, deposit.position);
            checkpoint.counts.merge(&deposit.counts);
        }
        self.shared.collected();
        // Observers show nothing when nothing came.
        if self.advances(&checkpoint) {
            self.observers(&mut checkpoint)?;
        }
        for lane in &self.lanes {
            lane.release();
        }
        Ok(Some(checkpoint))
    }

    fn observers(&self, checkpoint: &mut Checkpoint) -> Result<(), BoxError> {
        let mut encoder = None;
        let mut observers = self.shared.observers.lock();
        for observer in observers.iter_mut() {
            for (table, batch) in observer.emit() {
                if batch.num_rows() > 0 {
                    let encoder = match &mut encoder {
                        Some(encoder) => encoder,
                        none => none.insert(self.lake.encoder()?),
                    };
                    encoder.append(table, &batch)?;
                }
            }
            checkpoint.state.insert(observer.name().to_owned(), observer.snapshot());
        }
        self.shared.observed(&observers);
        drop(observers);
        if let Some(mut encoder) = encoder {
            checkpoint.files.extend(encoder.finish()?);
        }
        Ok(())
    }

    /// Commits, again and again while that can help.
    fn until_committed(&self, checkpoint: &Checkpoint) -> Result<(), Stopped> {
        let mut pause = FIRST_PAUSE;
        loop {
            let begin = Instant::now();
            let error = match self.runtime.block_on(self.lake.commit(checkpoint)) {
                Ok(Committed { seq, files, bytes }) => {
                    metrics::lake_commit(bytes, begin.elapsed());
                    tracing::debug!(seq, files, bytes, "committed to the lake");
                    if pause > FIRST_PAUSE {
                        tracing::info!(seq, "the lake takes commits again");
                    }
                    return Ok(());
                }
                Err(error) => error,
            };
            metrics::lake_commit_error();
            self.shared.commit_failed(error.gone.map(|gone| gone.then(|| custos_model::with_causes(&error).into())));
            if !error.is_retryable() {
                self.shared.fail("the lake refused a commit", Some(&error));
                return Err(Stopped);
            }
            log_retry(&error, pause);
            if !self.shared.pause(jitter(pause)) {
                return Err(Stopped);
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// Deletes what the ledger has. A failure costs disk only and is tried again after the next commit and at start.
    fn cut(&self) {
        for (shard, position) in &self.positions {
            let dir = shard_dir(&self.wal_dir, *shard);
            if !dir.is_dir() {
                continue;
            }
            let result = if *shard < self.writing {
                delete_below(&dir, *position, self.segment_bytes, &self.wal_size)
            } else if self.lanes.iter().any(|lane| lane.durable() == (*shard, *position)) {
                remove_drained(&dir, *position, &self.wal_size)
            } else {
                delete_below(&dir, *position, NO_SPARES, &self.wal_size)
            };
            if let Err(error) = result {
                tracing::warn!(shard, %error, "cannot delete committed segments of the write-ahead log");
            }
        }
    }
}

fn log_retry(error: &LakeError, pause: Duration) {
    let cause = error.source.as_deref().map(|source| custos_model::with_causes(source)).unwrap_or_default();
    tracing::warn!(%error, cause, retry_in_ms = pause.as_millis() as u64, "commit to the lake failed");
}

/// Between half and all of the time, so that collectors that failed together do not come back together.
fn jitter(pause: Duration) -> Duration {
    use std::hash::{BuildHasher, RandomState};
    let random = RandomState::new().hash_one(pause) % 1024;
    pause / 2 + pause / 2 * random as u32 / 1024
}
