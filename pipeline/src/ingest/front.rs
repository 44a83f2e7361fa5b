//! What the receivers talk to: admission, choice of shard, waiting for the answer.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use async_trait::async_trait;
use custos_model::{
    ingest::{Accepted, Ingest, Refusal, Request},
    limits::RETRY_AFTER,
};
use parking_lot::Mutex;
use tokio::sync::oneshot;

use super::{
    Health, Queue,
    queue::{Budget, Job},
};
use crate::{Seldom, wal::WalSize};

/// The way in.
#[derive(Debug)]
pub(crate) struct Front {
    pub(crate) shards: Vec<(Arc<Queue>, Arc<Health>)>,
    pub(crate) budget: Arc<Budget>,
    pub(crate) wal_size: Arc<WalSize>,
    pub(crate) max_wal_bytes: u64,
    pub(crate) draining: AtomicBool,
    pub(crate) turn: AtomicUsize,
    /// Of the line that says that the log is full.
    pub(crate) told: Mutex<Seldom>,
}

/// A refusal that asks for a retry.
pub(super) fn busy(reason: &'static str) -> Refusal {
    Refusal::Busy { reason, retry_after: RETRY_AFTER }
}

impl Front {
    /// From now on every new request is refused as draining; what is queued is still done.
    pub(crate) fn close(&self) {
        self.draining.store(true, Ordering::Release);
        for (queue, _) in &self.shards {
            queue.close();
        }
    }

    /// Tells that clients are refused, now and then.
    fn warn_full(&self) {
        if self.told.lock().due() {
            tracing::warn!(
                wal_bytes = self.wal_size.get(),
                max_bytes = self.max_wal_bytes,
                "the write-ahead log is full: clients are told to retry until a commit makes room"
            );
        }
    }

    /// The least loaded of the shards that work, in turns among equals.
    fn choose(&self) -> Option<&Arc<Queue>> {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        (0..self.shards.len())
            .filter_map(|i| self.shards.get(turn.wrapping_add(i) % self.shards.len()))
            .filter(|(_, health)| health.is_good())
            .map(|(queue, _)| queue)
            .min_by_key(|queue| queue.load())
    }
}

#[async_trait]
impl Ingest for Front {
    async fn submit(&self, request: Request) -> Result<Accepted, Refusal> {
        if self.draining.load(Ordering::Acquire) {
            return Err(Refusal::Draining);
        }
        if self.wal_size.get() >= self.max_wal_bytes {
            self.warn_full();
            return Err(busy("wal_full"));
        }
        let queue = self.choose().ok_or_else(|| busy("wal_failed"))?;
        let permit = self.budget.take(request.body.len(), queue).ok_or_else(|| busy("queue_full"))?;
        let (answer, answered) = oneshot::channel();
        queue.push(Job { request, answer, permit }).map_err(|_| Refusal::Draining)?;
        // Dropped without an answer: the shard is gone.
        answered.await.unwrap_or_else(|_| Err(busy("wal_failed")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_loaded_of_the_shards_that_work_is_chosen() {
        let shards: Vec<(Arc<Queue>, Arc<Health>)> = (0..3).map(|_| Default::default()).collect();
        let budget = Budget::new(1 << 20);
        let front = Front {
            shards: shards.clone(),
            budget: Arc::clone(&budget),
            wal_size: Arc::default(),
            max_wal_bytes: u64::MAX,
            draining: AtomicBool::default(),
            turn: AtomicUsize::default(),
            told: Mutex::default(),
        };
        let chosen = || {
            let is = |queue: &Arc<Queue>| shards.iter().position(|(other, _)| Arc::ptr_eq(queue, other));
            (0..6).map(|_| front.choose().and_then(is)).collect::<Vec<_>>()
        };
        assert_eq!(chosen(), [0, 1, 2, 0, 1, 2].map(Some), "in turns among equals");
        let _held = [(0, 20), (1, 10)].map(|(shard, bytes)| budget.take(bytes, &shards[shard].0));
        assert_eq!(chosen(), [Some(2); 6]);
        shards[2].1.poison();
        assert_eq!(chosen(), [Some(1); 6]);
        shards.iter().for_each(|(_, health)| health.poison());
        assert_eq!(chosen(), [None; 6]);
    }
}
