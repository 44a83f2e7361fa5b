//! The traits of the components. Small and object-safe; retry, limits and metrics are decorators or done by the engine.

use std::{collections::BTreeMap, error::Error, fmt::Debug};

use arrow::array::RecordBatch;
use async_trait::async_trait;
use bytes::Bytes;

use crate::{
    batch::{Counts, Group, WalPositions},
    schema::Table,
};

/// A boxed error, for seams where no caller branches on the kind.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// Removes personal data and secrets from a batch before anything of it is written.
///
/// It visits every column according to [`crate::schema::Redact`] and fills the column `redactions`. It fails closed: a
/// value that cannot be scanned is dropped and counted. Buffers of the returned batch hold no redacted text anywhere,
/// also not in ranges that no row refers to. It keeps the schema and the number of rows.
pub trait Redactor: Debug + Send {
    /// Redacts a batch of `table`, adding the number of values removed, by type, to `counts.redactions`.
    fn redact(&mut self, table: Table, batch: RecordBatch, counts: &mut Counts) -> RecordBatch;

    /// Version and hash of the rule set, recorded in every ledger entry.
    fn rule_set(&self) -> RuleSet;
}

/// Identity of a set of redaction rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleSet {
    /// Version of the rules.
    pub version: String,
    /// SHA-256 over all rules and settings, lower-case hex.
    pub sha256: String,
}

/// Makes redactors, one for each ingest shard.
pub trait RedactorFactory: Debug + Send + Sync {
    /// A new redactor with the configured rules.
    fn create(&self) -> Box<dyn Redactor>;
}

/// Sees each durable group once, in the order of its shard, and emits rows of its own. Never changes a span.
///
/// Its state is part of each ledger commit, so after a crash it continues exactly where the last commit left it.
/// Synchronous; no I/O; no clock but the data's.
pub trait Observer: Debug + Send {
    /// Name in the ledger's `state`; constant.
    fn name(&self) -> &'static str;

    /// Takes in one group.
    fn observe(&mut self, group: &Group);

    /// Memory of what was observed and not emitted yet, bytes, more or less: with that of the encoders it makes a
    /// commit due.
    fn memory(&self) -> usize;

    /// Rows to store with the commit that is about to be made. Called once a commit, before [`Observer::snapshot`].
    fn emit(&mut self) -> Vec<(Table, RecordBatch)>;

    /// The state after everything observed and emitted so far.
    fn snapshot(&self) -> Vec<u8>;

    /// Continues from a snapshot.
    ///
    /// # Errors
    /// When the bytes are not a snapshot of this observer.
    fn restore(&mut self, state: &[u8]) -> Result<(), BoxError>;
}

/// Object storage under a ledger, as the pipeline sees it.
#[async_trait]
pub trait Lake: Debug + Send + Sync {
    /// Where this writer's last commit left off: WAL positions and observer state. Empty before the first.
    fn resume(&self) -> Resume;

    /// A new encoder for the rows of one ingest shard.
    ///
    /// # Errors
    /// When the encoder cannot be built.
    fn encoder(&self) -> Result<Box<dyn Encoder>, BoxError>;

    /// Uploads files, then writes one signed ledger entry that makes them visible. Either all of it becomes visible or
    /// nothing does; after an error the same checkpoint may be given again, and is then committed once.
    ///
    /// # Errors
    /// When storage cannot be reached or refuses; [`LakeError::is_retryable`] tells.
    async fn commit(&self, checkpoint: &Checkpoint) -> Result<Committed, LakeError>;
}

/// Turns batches into files, in memory, incrementally.
pub trait Encoder: Debug + Send {
    /// Adds rows.
    ///
    /// # Errors
    /// When the batch does not have the table's schema, or encoding fails.
    fn append(&mut self, table: Table, batch: &RecordBatch) -> Result<(), BoxError>;

    /// Memory held: encoded bytes plus open pages and dictionaries, bytes.
    fn memory(&self) -> usize;

    /// Closes the files and starts anew.
    ///
    /// # Errors
    /// When encoding fails.
    fn finish(&mut self) -> Result<Vec<EncodedFile>, BoxError>;
}

/// A closed Parquet file that is not yet in the lake.
#[derive(Clone, Debug)]
pub struct EncodedFile {
    /// Table it belongs to.
    pub table: Table,
    /// Owner of all its rows.
    pub tenant: String,
    /// UTC day on which its rows were received, `YYYY-MM-DD`.
    pub day: String,
    /// Number of rows.
    pub rows: u64,
    /// Smallest and largest value of the table's time column ([`Table::time_column`]), microseconds since the Unix
    /// epoch; `None` when no row has one.
    pub time_range: Option<(i64, i64)>,
    /// SHA-256 of the file, lower-case hex.
    pub sha256: String,
    /// The file, in pieces none of which is empty; all but the last are of one size.
    pub pieces: Vec<Bytes>,
}

impl EncodedFile {
    /// Its size, bytes.
    pub fn size(&self) -> usize {
        self.pieces.iter().map(Bytes::len).sum()
    }
}

/// What one ledger entry is to record.
#[derive(Clone, Debug, Default)]
pub struct Checkpoint {
    /// New files, uploaded first.
    pub files: Vec<EncodedFile>,
    /// WAL positions that these files cover.
    pub wal: WalPositions,
    /// Observer state at these positions, by [`Observer::name`].
    pub state: BTreeMap<String, Vec<u8>>,
    /// Counts since the previous commit.
    pub counts: Counts,
    /// Versions that shaped these rows: `mapping`, `redaction`, `redaction_sha256`, `custos`.
    pub versions: BTreeMap<String, String>,
}

/// Where a writer continues.
#[derive(Clone, Debug, Default)]
pub struct Resume {
    /// WAL positions covered by its last commit.
    pub wal: WalPositions,
    /// Observer state at these positions.
    pub state: BTreeMap<String, Vec<u8>>,
}

/// A commit that is in the ledger.
#[derive(Clone, Debug)]
pub struct Committed {
    /// Number of the ledger entry.
    pub seq: u64,
    /// Files it added.
    pub files: usize,
    /// Their size, bytes.
    pub bytes: u64,
}

/// Why a commit failed.
#[derive(Debug, thiserror::Error)]
#[error("{context}")]
pub struct LakeError {
    /// What was being done; no content of a span.
    pub context: String,
    /// Whether trying again can help (network, throttling) or not (refused, corrupt).
    pub retryable: bool,
    /// Whether what was committed before is not there any more; `None` when it could not be looked for. It may come
    /// back; until then the lake is no place for more.
    pub gone: Option<bool>,
    /// The cause.
    #[source]
    pub source: Option<BoxError>,
}

impl LakeError {
    /// Whether trying again can help.
    pub fn is_retryable(&self) -> bool {
        self.retryable
    }
}
