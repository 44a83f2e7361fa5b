//! The half of a pipeline that needs no lake: it takes requests into the log.
//!
//! Where a shard's log goes on is told by its segments: a position of the ledger is never beyond their end, or the log
//! is not that of the ledger, and the start fails. So what comes may be appended before the ledger was seen, unless a
//! shard has no segment, which is where only the ledger knows. What of the log the ledger has, and whether the two
//! belong together, is found out when it is there ([`Intake::confirm`]); until then nothing is deleted, read back or
//! committed, and [`ahead`] keeps where the log stood.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, atomic::AtomicBool},
    thread::JoinHandle,
};

use custos_model::{batch::WalPositions, component::RedactorFactory, ingest::Ingest};

use super::{Parts, PipelineConfig, PipelineError, Status, join, limits_of, parts_of, spawn, status_of};
use crate::{
    chain::Lane,
    ingest::{Budget, Front, Shard},
    wal::{Ahead, DirectoryLock, Disk, WalSize, Writer, ahead, has_log, recover, recover_ahead, shard_dir},
};

/// Takes requests into the log while nobody knows yet how far the ledger has it.
///
/// Dropping it is like a crash: what was acknowledged is for the next start.
pub struct Intake {
    pub(super) config: PipelineConfig,
    pub(super) lock: Arc<DirectoryLock>,
    pub(super) front: Arc<Front>,
    pub(super) wal_size: Arc<WalSize>,
    /// Those that are written, by number.
    pub(super) lanes: Vec<Arc<Lane>>,
    pub(super) shards: Vec<JoinHandle<()>>,
    /// How the log of each was found, where the ledger was not asked.
    ahead: BTreeMap<u32, Ahead>,
    pub(super) disk: Arc<dyn Disk>,
    pub(super) segment_bytes: u64,
}

impl fmt::Debug for Intake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Intake").field("shards", &self.front.shards.len()).finish_non_exhaustive()
    }
}

impl Intake {
    /// Recovers the log and starts to take requests. `is_new` says that the log's name is: then the ledger has nothing
    /// of it. `None` when only the ledger knows where the log goes on, which is so when there are more shards than
    /// before; and for a log that has lost its name.
    ///
    /// # Errors
    /// When the log cannot be read, or not be written.
    pub async fn open(
        config: PipelineConfig,
        lock: Arc<DirectoryLock>,
        redactors: Arc<dyn RedactorFactory>,
        is_new: bool,
    ) -> Result<Option<Self>, PipelineError> {
        let parts = parts_of(&config);
        Self::open_with(config, lock, redactors, parts, is_new).await
    }

    pub(crate) async fn open_with(
        config: PipelineConfig,
        lock: Arc<DirectoryLock>,
        redactors: Arc<dyn RedactorFactory>,
        parts: Parts,
        is_new: bool,
    ) -> Result<Option<Self>, PipelineError> {
        let opened = tokio::task::spawn_blocking(move || {
            let size = Arc::new(WalSize::default());
            // A log that has lost its name. Somebody who did not mean that may find it again before more is taken.
            if is_new && has_log(&config.wal_dir)? {
                return Ok(None);
            }
            let mut ahead = BTreeMap::new();
            for number in 0..config.writing() {
                let dir = shard_dir(&config.wal_dir, number);
                let found = if is_new { Some(Ahead::NEW) } else { recover_ahead(&*parts.disk, &dir, number, &size)? };
                let Some(found) = found else { return Ok(None) };
                ahead.insert(number, found);
            }
            let ends: WalPositions = ahead.iter().map(|(shard, found)| (*shard, found.end)).collect();
            // Before anything that would hide how far it went.
            ahead::note(&config.wal_dir, &ends)?;
            for number in ahead.keys().filter(|_| is_new) {
                recover(&*parts.disk, &shard_dir(&config.wal_dir, *number), *number, 0, &size)?;
            }
            Self::run(config, lock, &redactors, &parts, size, &ends, ahead).map(Some)
        });
        super::finished(opened.await)
    }

    /// Of a ledger that is open: recovers the log from its positions on.
    pub(super) fn open_at(
        config: PipelineConfig,
        lock: Arc<DirectoryLock>,
        redactors: &Arc<dyn RedactorFactory>,
        parts: &Parts,
        positions: &WalPositions,
    ) -> Result<Self, PipelineError> {
        let size = Arc::new(WalSize::default());
        ahead::check(&config.wal_dir, positions)?;
        let mut ends = WalPositions::new();
        for number in 0..config.writing() {
            let position = positions.get(&number).copied().unwrap_or_default();
            let dir = shard_dir(&config.wal_dir, number);
            ends.insert(number, recover(&*parts.disk, &dir, number, position, &size)?);
        }
        ahead::forget(&config.wal_dir)?;
        Self::run(config, lock, redactors, parts, size, &ends, BTreeMap::new())
    }

    fn run(
        config: PipelineConfig,
        lock: Arc<DirectoryLock>,
        redactors: &Arc<dyn RedactorFactory>,
        parts: &Parts,
        wal_size: Arc<WalSize>,
        ends: &WalPositions,
        ahead: BTreeMap<u32, Ahead>,
    ) -> Result<Self, PipelineError> {
        let (group, crowded_at) = (config.max_group_bytes, limits_of(&config).wal_bytes);
        let (mut lanes, mut shards) = (Vec::new(), Vec::new());
        for (&number, &end) in ends {
            let (disk, size, dir) =
                (Arc::clone(&parts.disk), Arc::clone(&wal_size), shard_dir(&config.wal_dir, number));
            let writer = Writer::open(disk, dir, number, end, parts.segment_bytes, size)?;
            let (decoders, redactors) = (Arc::clone(&parts.decoders), Arc::clone(redactors));
            let lane = Lane::new(number, end);
            shards.push(Shard::new(number, writer, Arc::clone(&lane), decoders, redactors, group, crowded_at));
            lanes.push(lane);
        }
        let front = Arc::new(Front {
            shards: shards.iter().map(Shard::handles).collect(),
            budget: Budget::new(config.max_inflight_bytes),
            wal_size: Arc::clone(&wal_size),
            max_wal_bytes: config.max_wal_bytes,
            draining: AtomicBool::new(false),
            turn: 0.into(),
            told: parking_lot::Mutex::default(),
        });
        let (disk, segment_bytes) = (Arc::clone(&parts.disk), parts.segment_bytes);
        // From here on its drop stops what runs.
        let mut intake = Self { config, lock, front, wal_size, lanes, shards: vec![], ahead, disk, segment_bytes };
        for shard in shards {
            intake.shards.push(spawn("custos-shard", &intake.lock, move || shard.run())?);
        }
        Ok(intake)
    }

    /// Finds the log in order with the positions of the ledger, or that it is not its log. Before a commit moves the
    /// positions.
    pub(super) fn confirm(&self, positions: &WalPositions) -> Result<(), PipelineError> {
        if self.ahead.is_empty() {
            return Ok(());
        }
        ahead::check(&self.config.wal_dir, positions)?;
        for (&number, found) in &self.ahead {
            let position = positions.get(&number).copied().unwrap_or_default();
            found.confirm(&shard_dir(&self.config.wal_dir, number), position, &self.wal_size)?;
        }
        ahead::forget(&self.config.wal_dir)?;
        Ok(())
    }

    /// Where receivers hand requests in, now and when it has become a pipeline.
    pub fn ingest(&self) -> Arc<dyn Ingest> {
        Arc::clone(&self.front) as Arc<dyn Ingest>
    }

    /// How it does, also after it has become a pipeline.
    pub fn watch(&self) -> Watch {
        Watch(Arc::clone(&self.front))
    }

    /// Refuses new requests and finishes those that are queued. What is in the log is for the next start.
    pub async fn close(mut self) {
        self.front.close();
        join(std::mem::take(&mut self.shards)).await;
    }
}

/// Tells how an [`Intake`] does.
#[derive(Clone, Debug)]
pub struct Watch(Arc<Front>);

impl Watch {
    /// How it does; nothing of commits. Cheap.
    pub fn status(&self) -> Status {
        status_of(&self.0)
    }
}

impl Drop for Intake {
    fn drop(&mut self) {
        // Those of a pipeline have been taken out.
        if !self.shards.is_empty() {
            self.front.close();
            for (queue, _) in &self.front.shards {
                queue.abandon();
            }
        }
    }
}
