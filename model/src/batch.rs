//! What one group commit makes durable.

use std::collections::BTreeMap;

use arrow::array::RecordBatch;
use serde::{Deserialize, Serialize};

use crate::schema::Table;

/// Rows of several requests, redacted, in the order they came.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// At most one batch a table, each with exactly [`Table::schema`]. Tables without rows are left out.
    pub tables: Vec<(Table, RecordBatch)>,
    /// What came in with these rows.
    pub counts: Counts,
}

impl Group {
    /// The batch of a table, if it has rows.
    pub fn table(&self, table: Table) -> Option<&RecordBatch> {
        self.tables.iter().find(|(t, _)| *t == table).map(|(_, b)| b)
    }

    /// Rows of all tables.
    pub fn rows(&self) -> usize {
        self.tables.iter().map(|(_, b)| b.num_rows()).sum()
    }
}

/// Counts that reconcile: for each table, received = stored + refused. Merging is addition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Spans, log records, data points received, by table name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub received: BTreeMap<String, u64>,
    /// Of these, stored, by table name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub stored: BTreeMap<String, u64>,
    /// Of these, refused with an OTLP partial success, by `table/reason`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub refused: BTreeMap<String, u64>,
    /// Values redacted, by type (`EMAIL`, `CARD`, ...).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub redactions: BTreeMap<String, u64>,
}

impl Counts {
    /// Adds the counts of another group.
    pub fn merge(&mut self, other: &Self) {
        for (into, from) in [
            (&mut self.received, &other.received),
            (&mut self.stored, &other.stored),
            (&mut self.refused, &other.refused),
            (&mut self.redactions, &other.redactions),
        ] {
            for (key, n) in from {
                let sum = into.entry(key.clone()).or_default();
                *sum = sum.saturating_add(*n);
            }
        }
    }
}

/// How far each ingest shard of a writer has been committed: shard number to the first WAL sequence number that is
/// *not* covered.
pub type WalPositions = BTreeMap<u32, u64>;
