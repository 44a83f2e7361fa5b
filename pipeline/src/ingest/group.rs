//! Several requests as one frame.

use std::{
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use custos_model::{
    batch::{Counts, Group},
    component::{Redactor, RedactorFactory},
    ingest::{Accepted, Refusal, Request},
    schema::Table,
};

use super::{Decode, DecoderFactory};
use crate::{decode::Fingerprints, wal::FrameBuffer};

/// What became of the requests of a group.
#[derive(Debug)]
pub(super) struct Built {
    /// One a request, in their order.
    pub(super) outcomes: Vec<Result<Accepted, Refusal>>,
    /// Counts of the group.
    pub(super) counts: Counts,
    /// Whether there is anything to store.
    pub(super) stores: bool,
}

/// Decodes and redacts, and keeps the buffers for the next time.
pub(super) struct Grouper {
    decoders: DecoderFactory,
    redactors: Arc<dyn RedactorFactory>,
    decoder: Box<dyn Decode>,
    redactor: Box<dyn Redactor>,
    fingerprints: Fingerprints,
    /// The last group that was built.
    pub(super) frame: FrameBuffer,
}

impl fmt::Debug for Grouper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The decoder may hold unredacted rows.
        f.write_str("Grouper")
    }
}

impl Grouper {
    pub(super) fn new(decoders: DecoderFactory, redactors: Arc<dyn RedactorFactory>) -> Self {
        let (decoder, redactor) = (decoders(), redactors.create());
        let (fingerprints, frame) = (Fingerprints::default(), FrameBuffer::default());
        Self { decoders, redactors, decoder, redactor, fingerprints, frame }
    }

    /// Fills the frame with the rows of these requests. `None` when that panics or gives something that cannot be
    /// stored; nothing is said about why, since the reason may quote content.
    pub(super) fn build(&mut self, requests: &[&Request]) -> Option<Built> {
        let built = catch_unwind(AssertUnwindSafe(|| self.try_build(requests))).ok().flatten();
        if built.is_none() {
            // What is left in them is unknown.
            self.decoder = (self.decoders)();
            self.redactor = self.redactors.create();
            self.frame = FrameBuffer::default();
        }
        built
    }

    fn try_build(&mut self, requests: &[&Request]) -> Option<Built> {
        let outcomes = requests.iter().map(|request| self.decoder.append(request)).collect();
        let (tables, mut counts) = self.decoder.finish();
        let mut redacted = Vec::with_capacity(tables.len());
        for (table, batch) in tables {
            let rows = batch.num_rows();
            if rows == 0 {
                continue;
            }
            let batch = self.redactor.redact(table, batch, &mut counts);
            if batch.num_rows() != rows || batch.schema() != table.schema() {
                return None;
            }
            // Of what is left: a hash of what was removed would give it away.
            let batch = if table == Table::Spans { self.fingerprints.fill(&batch).ok()? } else { batch };
            redacted.push((table, batch));
        }
        // A request whose every row was refused has counts that belong into the ledger.
        let stores = !redacted.is_empty() || counts != Counts::default();
        let group = Group { tables: redacted, counts };
        if stores {
            self.frame.encode(&group).ok()?;
        }
        Some(Built { outcomes, counts: group.counts, stores })
    }
}
