//! What lanes and committer tell each other.

use std::{
    collections::BTreeMap,
    error::Error,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant, SystemTime},
};

use custos_model::component::Observer;
use parking_lot::{Condvar, Mutex};
use tokio::sync::oneshot;

use super::Lane;
use crate::wal::WalSize;

/// Who asked for everything up to some positions to be committed.
#[derive(Debug)]
pub(super) struct FlushRequest {
    /// For each shard the sequence number below which everything is to be committed.
    pub(super) until: BTreeMap<u32, u64>,
    pub(super) done: oneshot::Sender<()>,
}

/// What the committer is to do next.
#[derive(Debug)]
pub(super) enum Work {
    /// Rows are old enough, or the encoders are full.
    Due,
    /// Somebody waits.
    Flush(Vec<FlushRequest>),
    /// No more.
    Stop,
}

/// How committing goes, for the status.
#[derive(Clone, Debug, Default)]
pub(crate) struct CommitInfo {
    /// When the last commit succeeded.
    pub(crate) last: Option<Instant>,
    /// When a lane took in the oldest row that is neither committed nor in a commit under way.
    oldest: Option<Instant>,
    /// When that row was received. It may have come long before: a restart reads the log again.
    received: Option<SystemTime>,
    /// The same of the rows in the commit under way.
    committing: Option<SystemTime>,
    /// Since when the commit under way fails.
    pub(crate) failing_since: Option<Instant>,
    /// Why what was committed is not there any more.
    pub(crate) gone: Option<Arc<str>>,
    /// Why the chain stopped for good.
    pub(crate) failure: Option<Arc<str>>,
}

impl CommitInfo {
    /// When the oldest row was received that is not committed.
    pub(crate) fn oldest_received(&self) -> Option<SystemTime> {
        [self.committing, self.received].into_iter().flatten().min()
    }
}

#[derive(Debug, Default)]
struct State {
    info: CommitInfo,
    flushes: Vec<FlushRequest>,
    stop: bool,
}

/// Shared by lanes, committer and the pipeline.
#[derive(Debug)]
pub(crate) struct Shared {
    /// Behind one lock, so that each sees one group at a time.
    pub(super) observers: Mutex<Vec<Box<dyn Observer>>>,
    state: Mutex<State>,
    wake: Condvar,
    memory: AtomicUsize,
    /// Of `memory`, what lanes at the barrier have handed over.
    deposited: AtomicUsize,
    /// What the observers hold.
    observed: AtomicUsize,
    wal_size: Arc<WalSize>,
    limits: Limits,
}

/// When a commit begins.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Memory of the encoders and observers, bytes.
    pub(crate) flush_bytes: usize,
    /// Age of the oldest row.
    pub(crate) flush_interval: Duration,
    /// Size of the log, bytes.
    pub(crate) wal_bytes: u64,
}

/// Shortest time between two commits that only make room in the log: what is written meanwhile stays in it.
const BETWEEN_CUTS: Duration = Duration::from_millis(if cfg!(test) { 1 } else { 1000 });

impl Shared {
    pub(crate) fn new(observers: Vec<Box<dyn Observer>>, limits: Limits, wal_size: Arc<WalSize>) -> Arc<Self> {
        Arc::new(Self {
            observers: Mutex::new(observers),
            state: Mutex::default(),
            wake: Condvar::new(),
            memory: AtomicUsize::new(0),
            deposited: AtomicUsize::new(0),
            observed: AtomicUsize::new(0),
            wal_size,
            limits: Limits { flush_bytes: limits.flush_bytes.max(1), ..limits },
        })
    }

    /// Whether encoders and observers are full: then it is time to commit, and until that has begun lanes wait.
    pub(super) fn is_full(&self) -> bool {
        let memory = self.memory.load(Ordering::Relaxed).saturating_add(self.observed.load(Ordering::Relaxed));
        memory >= self.limits.flush_bytes
    }

    /// Observers have seen a group, or emitted rows. They may hold more than encoders do: those compress.
    pub(super) fn observed(&self, observers: &[Box<dyn Observer>]) {
        let memory = observers.iter().map(|observer| observer.memory()).sum();
        self.observed.store(memory, Ordering::Relaxed);
    }

    /// Whether the log needs room, which only a commit makes: full, it would refuse clients.
    fn is_log_full(&self) -> bool {
        self.wal_size.get() >= self.limits.wal_bytes
    }

    /// A lane's encoder changed from `before` to `after` bytes.
    pub(super) fn encoder_memory(&self, before: usize, after: usize) {
        self.memory.fetch_add(after, Ordering::Relaxed);
        self.memory.fetch_sub(before, Ordering::Relaxed);
    }

    /// A lane stands at the barrier with so much. It counts until all stand, so that the others do not fill the room
    /// again.
    pub(super) fn deposit(&self, bytes: usize) {
        self.deposited.fetch_add(bytes, Ordering::Relaxed);
    }

    /// A lane took a frame in, the oldest of whose rows was received at some time.
    pub(super) fn consumed(&self, received: SystemTime) {
        let mut state = self.state.lock();
        let first = state.info.oldest.is_none();
        if first {
            state.info.oldest = Some(Instant::now());
        }
        state.info.received = Some(state.info.received.map_or(received, |oldest| oldest.min(received)));
        if first || self.is_full() || self.is_log_full() {
            self.wake.notify_all();
        }
    }

    /// Every lane stands: what they took in belongs to a checkpoint now.
    pub(super) fn collected(&self) {
        self.memory.fetch_sub(self.deposited.swap(0, Ordering::Relaxed), Ordering::Relaxed);
        let info = &mut self.state.lock().info;
        info.oldest = None;
        info.committing = info.received.take();
    }

    /// How committing goes.
    pub(crate) fn info(&self) -> CommitInfo {
        self.state.lock().info.clone()
    }

    pub(super) fn committed(&self) {
        let info = &mut self.state.lock().info;
        info.last = Some(Instant::now());
        info.failing_since = None;
        info.gone = None;
        info.committing = None;
    }

    /// `gone` is why what was committed is not there, if somebody could look: an error on the way tells nothing of it.
    pub(super) fn commit_failed(&self, gone: Option<Option<Arc<str>>>) {
        let info = &mut self.state.lock().info;
        info.failing_since.get_or_insert_with(Instant::now);
        if let Some(gone) = gone {
            info.gone = gone;
        }
    }

    /// Asks for a commit; the receiver errs when the chain stops before.
    pub(crate) fn request_flush(&self, until: BTreeMap<u32, u64>) -> oneshot::Receiver<()> {
        let (done, receiver) = oneshot::channel();
        let mut state = self.state.lock();
        if !state.stop {
            state.flushes.push(FlushRequest { until, done });
            self.wake.notify_all();
        }
        receiver
    }

    /// Waits until there is something to do.
    pub(super) fn next_work(&self) -> Work {
        let mut state = self.state.lock();
        loop {
            if state.stop {
                state.flushes.clear();
                return Work::Stop;
            }
            if !state.flushes.is_empty() {
                return Work::Flush(std::mem::take(&mut state.flushes));
            }
            let mut due = state.info.oldest.map(|oldest| oldest + self.limits.flush_interval);
            if let Some(due) = due.as_mut().filter(|_| self.is_log_full()) {
                *due = (*due).min(state.info.last.map_or_else(Instant::now, |last| last + BETWEEN_CUTS));
            }
            match due {
                Some(due) if self.is_full() || due <= Instant::now() => return Work::Due,
                Some(due) => {
                    self.wake.wait_until(&mut state, due);
                }
                None => self.wake.wait(&mut state),
            }
        }
    }

    /// Waits before the next attempt; `false` when the chain is to stop.
    pub(super) fn pause(&self, time: Duration) -> bool {
        let until = Instant::now() + time;
        let mut state = self.state.lock();
        while !state.stop {
            if self.wake.wait_until(&mut state, until).timed_out() {
                break;
            }
        }
        !state.stop
    }

    /// Ends the chain as it is; nothing more is committed.
    pub(crate) fn stop(&self, lanes: &[Arc<Lane>]) {
        {
            let mut state = self.state.lock();
            state.stop = true;
            state.flushes.clear();
        }
        self.wake.notify_all();
        for lane in lanes {
            lane.stop();
        }
    }

    /// Ends the chain because going on would lose rows. The committer sees it and stops the lanes.
    pub(super) fn fail(&self, context: &str, error: Option<&(dyn Error + 'static)>) {
        let cause = error.map(|error| format!(": {}", custos_model::with_causes(error))).unwrap_or_default();
        let message = format!("{context}{cause}");
        tracing::error!(
            reason = message,
            "committing to the lake stopped; the write-ahead log keeps everything, restart after the cause is removed"
        );
        let mut state = self.state.lock();
        state.info.failure.get_or_insert_with(|| message.into());
        state.stop = true;
        state.flushes.clear();
        drop(state);
        self.wake.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_as_old_as_when_they_were_received() {
        let limits = Limits { flush_bytes: 100, flush_interval: Duration::MAX, wal_bytes: u64::MAX };
        let shared = Shared::new(Vec::new(), limits, Arc::default());
        let oldest = || shared.info().oldest_received();
        let [first, second, third] = [1, 2, 3].map(|s| SystemTime::UNIX_EPOCH + Duration::from_secs(s));
        shared.consumed(second);
        shared.consumed(first);
        assert_eq!(oldest(), Some(first), "of another shard");
        shared.collected();
        shared.consumed(third);
        assert_eq!(oldest(), Some(first), "the commit under way may fail");
        shared.committed();
        assert_eq!(oldest(), Some(third));
        shared.collected();
        shared.committed();
        assert_eq!(oldest(), None);
    }

    #[test]
    fn what_lanes_hand_over_counts_until_all_of_them_stand() {
        let limits = Limits { flush_bytes: 100, flush_interval: Duration::MAX, wal_bytes: u64::MAX };
        let shared = Shared::new(Vec::new(), limits, Arc::default());
        shared.encoder_memory(0, 99);
        assert!(!shared.is_full());
        shared.encoder_memory(99, 120);
        shared.deposit(120);
        assert!(shared.is_full());
        shared.collected();
        assert!(!shared.is_full());
    }
}
