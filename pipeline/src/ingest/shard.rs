//! The thread of an ingest shard.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use custos_model::{
    fault,
    ingest::{Accepted, Refusal},
};

use parking_lot::Mutex;

use super::{
    Queue,
    front::busy,
    group::{Built, Grouper},
    queue::Job,
};
use crate::{
    chain::Lane,
    metrics, scheduling,
    wal::{AppendError, Writer},
};

/// For how long a refused write counts. Then requests must come again, or nobody would find out that the disk has room.
const REFUSED_FOR: Duration = Duration::from_secs(10);

/// Whether a shard can take requests.
#[derive(Debug, Default)]
pub(crate) struct Health {
    poisoned: AtomicBool,
    /// When the log was last not written, unless it was written since.
    refused: Mutex<Option<Instant>>,
}

impl Health {
    /// Whether its log can be written.
    pub(crate) fn is_good(&self) -> bool {
        !self.poisoned.load(Ordering::Relaxed)
    }

    /// Whether the disk lately took nothing more.
    pub(crate) fn is_full(&self) -> bool {
        self.refused.lock().is_some_and(|at| at.elapsed() < REFUSED_FOR)
    }

    pub(super) fn poison(&self) {
        self.poisoned.store(true, Ordering::Relaxed);
    }
}

/// Makes queued requests durable, group by group.
#[derive(Debug)]
pub(crate) struct Shard {
    number: u32,
    queue: Arc<Queue>,
    health: Arc<Health>,
    writer: Writer,
    grouper: Grouper,
    lane: Arc<Lane>,
    max_group_bytes: usize,
    /// Size of the log at which it needs room, bytes.
    crowded_at: u64,
    disk_full: bool,
    finished: bool,
}

impl Shard {
    pub(crate) fn new(
        number: u32,
        writer: Writer,
        lane: Arc<Lane>,
        decoders: super::DecoderFactory,
        redactors: Arc<dyn custos_model::component::RedactorFactory>,
        max_group_bytes: usize,
        crowded_at: u64,
    ) -> Self {
        Self {
            number,
            queue: Arc::default(),
            health: Arc::default(),
            writer,
            grouper: Grouper::new(decoders, redactors),
            lane,
            max_group_bytes,
            crowded_at,
            disk_full: false,
            finished: false,
        }
    }

    /// For the front.
    pub(crate) fn handles(&self) -> (Arc<Queue>, Arc<Health>) {
        (Arc::clone(&self.queue), Arc::clone(&self.health))
    }

    /// Works until the queue is closed and empty.
    pub(crate) fn run(mut self) {
        scheduling::go_first();
        while let Some(jobs) = self.queue.take(self.max_group_bytes) {
            self.group(jobs);
            self.grouper.frame.shrink();
            // Now nobody waits.
            self.rotate_if_full();
        }
        self.finished = true;
    }

    fn rotate_if_full(&mut self) {
        if let Err(error) = self.writer.rotate_if_full() {
            tracing::warn!(shard = self.number, %error, "cannot begin the next segment of the write-ahead log, will try again");
        }
    }

    fn group(&mut self, jobs: Vec<Job>) {
        let requests: Vec<_> = jobs.iter().map(|job| &job.request).collect();
        if let Some(built) = self.grouper.build(&requests) {
            self.store(jobs, built);
            return;
        }
        // One of them is the culprit. Each frame is fsynced alone: never more than one that is not.
        for job in jobs {
            match self.grouper.build(&[&job.request]) {
                Some(built) => self.store(vec![job], built),
                None => {
                    metrics::request_failed();
                    tracing::error!(shard = self.number, request = ?job.request, "a request could not be processed and was refused");
                    answer(job, Err(Refusal::Malformed("request could not be processed".to_owned())));
                }
            }
        }
    }

    fn store(&mut self, jobs: Vec<Job>, built: Built) {
        let stored = if built.stores { self.append() } else { Ok(()) };
        if stored.is_ok() && built.stores {
            // A commit only cuts segments that have a successor; of a log that takes nothing more there may be no later
            // one.
            if self.writer.log_bytes() >= self.crowded_at {
                self.rotate_if_full();
            }
            // Before the answers: who flushes after an answer finds the rows.
            self.lane.advance(self.writer.next_seq());
            metrics::rows(&built.counts);
        }
        for (job, outcome) in jobs.into_iter().zip(built.outcomes) {
            // What is malformed stays so; everything else depends on the disk.
            answer(job, outcome.and_then(|accepted| stored.clone().map(|()| accepted)));
        }
    }

    fn append(&mut self) -> Result<(), Refusal> {
        fault::point("before_append");
        match self.writer.append(&mut self.grouper.frame) {
            Ok(()) => {
                fault::point("between_append_and_answer");
                if std::mem::take(&mut self.disk_full) {
                    *self.health.refused.lock() = None;
                    tracing::info!(shard = self.number, "the write-ahead log can be written again");
                }
                Ok(())
            }
            Err(AppendError::NotWritten(error)) => {
                *self.health.refused.lock() = Some(Instant::now());
                if !std::mem::replace(&mut self.disk_full, true) {
                    tracing::error!(shard = self.number, %error, "cannot write the write-ahead log, clients are told to retry");
                }
                if let Err(error) = self.writer.make_room(self.lane.committed()) {
                    tracing::debug!(shard = self.number, %error, "cannot make room in the write-ahead log");
                }
                Err(busy("disk_full"))
            }
            Err(AppendError::Poisoned(error)) => {
                self.health.poison();
                tracing::error!(shard = self.number, %error, "the write-ahead log cannot be made durable; this shard takes nothing until a restart");
                Err(busy("wal_failed"))
            }
        }
    }
}

impl Drop for Shard {
    fn drop(&mut self) {
        if !self.finished {
            self.health.poison();
        }
        self.queue.abandon();
    }
}

fn answer(job: Job, outcome: Result<Accepted, Refusal>) {
    let Job { answer, permit, .. } = job;
    drop(permit);
    // Nobody listens when the client has gone.
    let _ = answer.send(outcome);
}
