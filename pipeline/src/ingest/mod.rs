//! From a request to the write-ahead log: the shards.
//!
//! | file | what |
//! |---|---|
//! | `front` | [`Ingest`](custos_model::ingest::Ingest) for the receivers: admission, choice of shard, waiting for the answer |
//! | `queue` | requests that wait for a shard, bounded in bytes over all shards |
//! | `group` | several requests decoded and redacted into one frame; a request that panics is singled out |
//! | `shard` | the thread: take what is queued, make the frame, append, fsync, answer |
//!
//! While one fsync runs the next group gathers in the queue, so the group grows with the load by itself, and a lone
//! request waits for one fsync only.

mod front;
mod group;
mod queue;
mod shard;

use std::sync::Arc;

use arrow::array::RecordBatch;
use custos_model::{
    batch::Counts,
    ingest::{Accepted, Refusal, Request},
    schema::Table,
};

use crate::decode::BatchBuilder;

pub(crate) use front::Front;
pub(crate) use queue::{Budget, Queue};
pub(crate) use shard::{Health, Shard};

/// Turns requests into rows. A seam, so that tests can decode something simpler than OTLP.
pub(crate) trait Decode: Send {
    /// Adds the rows of a request, all or nothing.
    fn append(&mut self, request: &Request) -> Result<Accepted, Refusal>;
    /// The rows since the last call, and their counts.
    fn finish(&mut self) -> (Vec<(Table, RecordBatch)>, Counts);
}

/// Makes decoders, one for each shard.
pub(crate) type DecoderFactory = Arc<dyn Fn() -> Box<dyn Decode> + Send + Sync>;

impl Decode for BatchBuilder {
    fn append(&mut self, request: &Request) -> Result<Accepted, Refusal> {
        Self::append(self, request)
    }

    fn finish(&mut self) -> (Vec<(Table, RecordBatch)>, Counts) {
        Self::finish(self)
    }
}
