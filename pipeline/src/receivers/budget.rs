//! One limit on the bytes that all receivers hold at once.
//!
//! Every body is charged while it is read, unpacked, transcoded and stored; the charge is given back when its
//! request is answered. So the memory of the receivers does not depend on the number of clients.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use custos_model::{ingest::Refusal, limits};

use super::reject::Reject;

/// Bytes that may be held by requests in flight, shared by all receivers.
#[derive(Debug)]
pub struct Budget {
    limit: usize,
    used: AtomicUsize,
}

impl Budget {
    /// A budget of `limit` bytes. A request that is alone may exceed it, as far as the size limit of one request
    /// allows: otherwise a body that is larger than the budget could never be sent.
    pub fn new(limit: usize) -> Arc<Self> {
        Arc::new(Self { limit, used: AtomicUsize::new(0) })
    }

    /// Bytes held now.
    pub fn used(&self) -> usize {
        self.used.load(Ordering::Relaxed)
    }
}

/// The share of one request; given back when dropped.
#[derive(Debug)]
pub(super) struct Hold {
    budget: Arc<Budget>,
    bytes: usize,
}

impl Hold {
    pub(super) fn new(budget: &Arc<Budget>) -> Self {
        Self { budget: Arc::clone(budget), bytes: 0 }
    }

    /// Takes `more` bytes, or tells the client to come back.
    pub(super) fn grow(&mut self, more: usize) -> Result<(), Reject> {
        let take = |used: usize| {
            let after = used.saturating_add(more);
            let alone = used == self.bytes;
            (alone || after <= self.budget.limit).then_some(after)
        };
        match self.budget.used.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take) {
            Ok(_) => {
                self.bytes = self.bytes.saturating_add(more);
                Ok(())
            }
            Err(_) => Err(Refusal::Busy { reason: "inflight_full", retry_after: limits::RETRY_AFTER }.into()),
        }
    }

    /// Gives back `bytes`, for a buffer that was freed.
    pub(super) fn shrink(&mut self, bytes: usize) {
        let bytes = bytes.min(self.bytes);
        self.bytes -= bytes;
        self.budget.used.fetch_sub(bytes, Ordering::Relaxed);
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        self.shrink(self.bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn over_the_limit_only_alone() {
        let budget = Budget::new(100);
        let mut first = Hold::new(&budget);
        first.grow(500).unwrap();
        let mut second = Hold::new(&budget);
        assert!(second.grow(1).is_err());
        first.shrink(450);
        second.grow(50).unwrap();
        assert!(second.grow(1).is_err());
        assert_eq!(budget.used(), 100);
        drop((first, second));
        assert_eq!(budget.used(), 0);
    }
}
