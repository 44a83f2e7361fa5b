//! Requests that wait for a shard. Bounded in bytes over all shards; never waits for room.

use std::{
    collections::VecDeque,
    fmt,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use custos_model::ingest::{Accepted, Refusal, Request};
use parking_lot::{Condvar, Mutex};
use tokio::sync::oneshot;

use crate::metrics;

/// What a request costs beside its body, bytes: bounds the number of tiny ones.
const OVERHEAD: usize = 512;

/// Bytes that may be queued or in work, over all shards.
#[derive(Debug)]
pub(crate) struct Budget {
    limit: usize,
    bytes: AtomicUsize,
    requests: AtomicUsize,
}

impl Budget {
    pub(crate) fn new(limit: usize) -> Arc<Self> {
        Arc::new(Self { limit, bytes: AtomicUsize::new(0), requests: AtomicUsize::new(0) })
    }

    /// Bytes in use.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes.load(Ordering::Relaxed)
    }

    /// Takes room for a request. One that is alone always gets it, however large.
    pub(super) fn take(self: &Arc<Self>, body: usize, queue: &Arc<Queue>) -> Option<Permit> {
        let bytes = body.saturating_add(OVERHEAD);
        self.bytes
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |used| {
                let after = used.saturating_add(bytes);
                (used == 0 || after <= self.limit).then_some(after)
            })
            .ok()?;
        self.requests.fetch_add(1, Ordering::Relaxed);
        queue.load.fetch_add(bytes, Ordering::Relaxed);
        let permit = Permit { budget: Arc::clone(self), queue: Arc::clone(queue), bytes };
        self.report();
        Some(permit)
    }

    fn report(&self) {
        metrics::ingest_queue(self.bytes(), self.requests.load(Ordering::Relaxed));
    }
}

/// Room taken by one request, given back when dropped.
#[derive(Debug)]
pub(super) struct Permit {
    budget: Arc<Budget>,
    queue: Arc<Queue>,
    bytes: usize,
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.budget.bytes.fetch_sub(self.bytes, Ordering::Relaxed);
        self.budget.requests.fetch_sub(1, Ordering::Relaxed);
        self.queue.load.fetch_sub(self.bytes, Ordering::Relaxed);
        self.budget.report();
    }
}

/// A request with who waits for its answer.
pub(super) struct Job {
    pub(super) request: Request,
    pub(super) answer: oneshot::Sender<Result<Accepted, Refusal>>,
    pub(super) permit: Permit,
}

impl fmt::Debug for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Job({:?})", self.request)
    }
}

/// The queue of one shard.
#[derive(Debug, Default)]
pub(crate) struct Queue {
    state: Mutex<State>,
    ready: Condvar,
    load: AtomicUsize,
}

#[derive(Debug, Default)]
struct State {
    jobs: VecDeque<Job>,
    closed: bool,
}

impl Queue {
    /// Bytes queued here or in work.
    pub(super) fn load(&self) -> usize {
        self.load.load(Ordering::Relaxed)
    }

    /// Adds a request, unless the queue is closed.
    pub(super) fn push(&self, job: Job) -> Result<(), Job> {
        let mut state = self.state.lock();
        if state.closed {
            return Err(job);
        }
        state.jobs.push_back(job);
        self.ready.notify_one();
        Ok(())
    }

    /// Takes what is queued, up to `max_bytes` of bodies but at least one request; waits for one. `None` when closed
    /// and empty.
    pub(super) fn take(&self, max_bytes: usize) -> Option<Vec<Job>> {
        let mut state = self.state.lock();
        while state.jobs.is_empty() {
            if state.closed {
                return None;
            }
            self.ready.wait(&mut state);
        }
        let mut bytes = 0_usize;
        let mut count = 0;
        for job in &state.jobs {
            bytes = bytes.saturating_add(job.request.body.len());
            if count > 0 && bytes > max_bytes {
                break;
            }
            count += 1;
        }
        Some(state.jobs.drain(..count).collect())
    }

    /// Takes no more; what is queued is still done.
    pub(crate) fn close(&self) {
        self.state.lock().closed = true;
        self.ready.notify_all();
    }

    /// Takes no more and drops what is queued.
    pub(crate) fn abandon(&self) {
        let dropped = {
            let mut state = self.state.lock();
            state.closed = true;
            std::mem::take(&mut state.jobs)
        };
        self.ready.notify_all();
        drop(dropped);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::request;

    #[test]
    fn a_group_is_what_fits_and_at_least_one_request() {
        let (budget, queue) = (Budget::new(1 << 20), Arc::<Queue>::default());
        for bytes in [10, 5, 5, 30, 1] {
            let (answer, _) = oneshot::channel();
            let (request, permit) = (request(&"x".repeat(bytes)), budget.take(bytes, &queue).unwrap());
            queue.push(Job { request, answer, permit }).unwrap();
        }
        let take = || queue.take(20).unwrap().iter().map(|job| job.request.body.len()).collect::<Vec<_>>();
        assert_eq!([take(), take(), take()], [vec![10, 5, 5], vec![30], vec![1]]);
        assert_eq!((budget.bytes(), queue.load()), (0, 0), "all was given back");
    }
}
