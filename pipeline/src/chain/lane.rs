//! One thread a shard: reads its log, shows each group to the observers, encodes it.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    time::{Duration, Instant, SystemTime},
};

use arrow::{
    array::{AsArray, RecordBatch},
    datatypes::TimestampMicrosecondType,
};
use crossbeam_channel::Sender;
use custos_model::{
    batch::{Counts, Group},
    component::{BoxError, EncodedFile, Encoder},
    schema::Table,
};
use parking_lot::{Condvar, Mutex};

use super::Shared;
use crate::{Seldom, scheduling, wal::Cursor};

/// What a lane brings to the barrier.
#[derive(Debug)]
pub(super) struct Deposit {
    pub(super) shard: u32,
    pub(super) files: Vec<EncodedFile>,
    /// First sequence number that is not in these or earlier files.
    pub(super) position: u64,
    pub(super) counts: Counts,
}

#[derive(Debug)]
struct Barrier {
    until: u64,
    reply: Sender<Deposit>,
}

#[derive(Debug)]
struct State {
    /// First sequence number that is not durable.
    durable: u64,
    /// First that the ledger does not have, as far as this process has committed.
    committed: u64,
    barrier: Option<Barrier>,
    /// Stands at the barrier.
    held: bool,
    /// What is durable may be read at once below this sequence number; above it more may gather first.
    gathered: u64,
    /// The lane has no time set to look again: the next group is to wake it.
    idle: bool,
    stop: bool,
}

/// How long groups may gather before a lane takes them in: a thread that wakes for each small one takes more from those
/// on which clients wait than it does for itself.
const GATHER: Duration = Duration::from_millis(20);

/// Until the log is read again after an error that passes.
const PAUSE: Duration = Duration::from_millis(if cfg!(test) { 10 } else { 500 });

/// The handle of a lane: for the shard that writes, and for the committer.
#[derive(Debug)]
pub(crate) struct Lane {
    pub(super) shard: u32,
    state: Mutex<State>,
    wake: Condvar,
}

enum Step {
    Read,
    Arrive(Sender<Deposit>),
    Stop,
}

impl Lane {
    pub(crate) fn new(shard: u32, durable: u64) -> Arc<Self> {
        let (committed, gathered) = (0, durable);
        let state = State { durable, committed, barrier: None, held: false, gathered, idle: false, stop: false };
        Arc::new(Self { shard, state: Mutex::new(state), wake: Condvar::new() })
    }

    /// Frames below `durable` may be read.
    pub(crate) fn advance(&self, durable: u64) {
        let mut state = self.state.lock();
        state.durable = durable;
        let wake = std::mem::take(&mut state.idle);
        drop(state);
        if wake {
            self.wake.notify_all();
        }
    }

    /// Shard and first sequence number that is not durable.
    pub(crate) fn durable(&self) -> (u32, u64) {
        (self.shard, self.state.lock().durable)
    }

    /// Everything below `committed` is in the ledger.
    pub(super) fn commit(&self, committed: u64) {
        self.state.lock().committed = committed;
    }

    /// First sequence number that the ledger may not have.
    pub(crate) fn committed(&self) -> u64 {
        self.state.lock().committed
    }

    /// Asks the lane to stand still, after everything below `until` unless the encoders are full before.
    pub(super) fn draw_barrier(&self, until: u64, reply: Sender<Deposit>) {
        let mut state = self.state.lock();
        if !state.stop {
            state.barrier = Some(Barrier { until, reply });
        }
        drop(state);
        self.wake.notify_all();
    }

    /// Lets the lane go on.
    pub(super) fn release(&self) {
        self.state.lock().held = false;
        self.wake.notify_all();
    }

    /// Waits before another try, unless it is to stop.
    fn pause(&self) {
        let mut state = self.state.lock();
        if !state.stop {
            self.wake.wait_for(&mut state, PAUSE);
        }
    }

    pub(super) fn stop(&self) {
        let mut state = self.state.lock();
        state.stop = true;
        // Whoever waits for the deposit must see that none will come.
        state.barrier = None;
        drop(state);
        self.wake.notify_all();
    }

    /// `pending` says whether the lane has taken in anything since the last barrier; otherwise it may always take one
    /// frame, so that it gets on however small the limits are.
    fn wait(&self, next_seq: u64, pending: bool, shared: &Shared) -> Step {
        let mut state = self.state.lock();
        let mut until = None;
        loop {
            if state.stop {
                return Step::Stop;
            }
            if !state.held {
                let full = pending && shared.is_full();
                if let Some(barrier) = state.barrier.take_if(|b| full || next_seq >= b.until) {
                    state.held = true;
                    return Step::Arrive(barrier.reply);
                }
                if !full && next_seq < state.durable {
                    let now = Instant::now();
                    let until = *until.get_or_insert(now + GATHER);
                    if state.barrier.is_some() || now >= until {
                        state.gathered = state.durable;
                    }
                    if next_seq < state.gathered {
                        return Step::Read;
                    }
                    self.wake.wait_until(&mut state, until);
                    continue;
                }
            }
            state.idle = true;
            self.wake.wait(&mut state);
            state.idle = false;
        }
    }
}

/// The thread of a lane.
#[derive(Debug)]
pub(crate) struct LaneReader {
    lane: Arc<Lane>,
    shared: Arc<Shared>,
    cursor: Cursor,
    encoder: Box<dyn Encoder>,
    counts: Counts,
    /// Bytes of the encoder that were told to the others.
    memory: usize,
    /// Whether anything was taken in since the last barrier.
    pending: bool,
    told: Seldom,
}

impl LaneReader {
    pub(crate) fn new(lane: Arc<Lane>, shared: Arc<Shared>, cursor: Cursor, encoder: Box<dyn Encoder>) -> Self {
        let (counts, told) = (Counts::default(), Seldom::default());
        Self { lane, shared, cursor, encoder, counts, memory: 0, pending: false, told }
    }

    /// Works until it is stopped or something fails.
    pub(crate) fn run(mut self) {
        scheduling::step_back();
        let (lane, shared) = (Arc::clone(&self.lane), Arc::clone(&self.shared));
        match catch_unwind(AssertUnwindSafe(|| self.work())) {
            Ok(Ok(())) => {}
            Ok(Err(error)) => shared.fail("a shard's rows cannot be taken to the lake", Some(&*error)),
            Err(_) => shared.fail("an observer or the encoder panicked", None),
        }
        lane.stop();
    }

    fn work(&mut self) -> Result<(), BoxError> {
        loop {
            match self.lane.wait(self.cursor.next_seq(), self.pending, &self.shared) {
                Step::Stop => return Ok(()),
                Step::Read => self.take_in()?,
                Step::Arrive(reply) => {
                    let files = self.encoder.finish()?;
                    self.shared.deposit(std::mem::take(&mut self.memory));
                    self.measure();
                    self.pending = false;
                    let counts = std::mem::take(&mut self.counts);
                    let position = self.cursor.next_seq();
                    // Nobody waits any more when the chain stops; the rows are in the log.
                    let _ = reply.send(Deposit { shard: self.lane.shard, files, position, counts });
                }
            }
        }
    }

    fn take_in(&mut self) -> Result<(), BoxError> {
        let group = match self.cursor.read() {
            Err(error) if error.passes() => {
                if self.told.due() {
                    tracing::warn!(shard = self.lane.shard, error = %custos_model::with_causes(&error), "cannot read the write-ahead log, will try again");
                }
                self.lane.pause();
                return Ok(());
            }
            group => group?,
        };
        self.pending = true;
        {
            let mut observers = self.shared.observers.lock();
            observers.iter_mut().for_each(|observer| observer.observe(&group));
            self.shared.observed(&observers);
        }
        for (table, batch) in &group.tables {
            self.encoder.append(*table, batch)?;
        }
        self.counts.merge(&group.counts);
        self.measure();
        self.shared.consumed(received(&group));
        Ok(())
    }

    fn measure(&mut self) {
        let memory = self.encoder.memory();
        self.shared.encoder_memory(self.memory, memory);
        self.memory = memory;
    }
}

/// When the first row of a group was received: requests are logged in the order in which they came. A group without
/// rows came just now.
fn received(group: &Group) -> SystemTime {
    let first = |(table, batch): &(Table, RecordBatch)| {
        let times = batch.column(table.index("received_at")?).as_primitive_opt::<TimestampMicrosecondType>()?;
        times.values().first().copied()
    };
    let oldest = group.tables.iter().filter_map(first).min().and_then(|micros| u64::try_from(micros).ok());
    oldest.map_or_else(SystemTime::now, |micros| SystemTime::UNIX_EPOCH + Duration::from_micros(micros))
}
