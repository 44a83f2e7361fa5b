//! What a check found.

use std::collections::BTreeMap;

use custos_model::batch::Counts;
use serde::Serialize;

use crate::EntryRef;

/// Result of [`crate::verify()`].
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// Whether nothing is wrong. Warnings do not count.
    pub ok: bool,
    /// Entries in the chain.
    pub entries: u64,
    /// Live files.
    pub files: u64,
    /// Rows in them.
    pub rows: u64,
    /// Their size, bytes.
    pub bytes: u64,
    /// Whether the files were read and hashed, or only the ledger was checked.
    pub files_checked: bool,
    /// Last entry; `None` for an empty ledger, or when it cannot be read.
    pub head: Option<EntryRef>,
    /// Key ids and how many entries each signed.
    pub key_ids: BTreeMap<String, u64>,
    /// Writers and how many entries each wrote.
    pub writers: BTreeMap<String, u64>,
    /// Live files by table.
    pub tables: BTreeMap<String, TableTotals>,
    /// Sum of the counts of all entries: received = stored + refused.
    pub counts: Counts,
    /// Everything that is wrong.
    pub problems: Vec<Problem>,
    /// What is worth knowing but allowed.
    pub warnings: Vec<Problem>,
    /// Problems and warnings beyond those listed.
    pub more: u64,
    #[serde(skip)]
    max: usize,
    #[serde(skip)]
    failed: bool,
}

/// Live files of one table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TableTotals {
    /// Files.
    pub files: u64,
    /// Rows.
    pub rows: u64,
    /// Size, bytes.
    pub bytes: u64,
}

/// One finding, with its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The ledger entry it concerns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
    /// Path of the object.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Field of the entry, as `add[0].rows`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What is wrong.
    pub what: String,
}

impl Report {
    pub(super) fn new(max: usize) -> Self {
        Self {
            ok: false,
            entries: 0,
            files: 0,
            rows: 0,
            bytes: 0,
            files_checked: false,
            head: None,
            key_ids: BTreeMap::new(),
            writers: BTreeMap::new(),
            tables: BTreeMap::new(),
            counts: Counts::default(),
            problems: Vec::new(),
            warnings: Vec::new(),
            more: 0,
            max,
            failed: false,
        }
    }

    pub(super) fn problem(&mut self, seq: Option<u64>, path: Option<String>, field: &str, what: impl Into<String>) {
        self.failed = true;
        let field = (!field.is_empty()).then(|| field.to_owned());
        if self.problems.len() < self.max {
            self.problems.push(Problem { seq, path, field, what: what.into() });
        } else {
            self.more += 1;
        }
    }

    pub(super) fn warning(&mut self, seq: Option<u64>, path: Option<String>, what: impl Into<String>) {
        if self.warnings.len() < self.max {
            self.warnings.push(Problem { seq, path, field: None, what: what.into() });
        } else {
            self.more += 1;
        }
    }

    pub(super) fn finish(&mut self) {
        self.problems.sort_by(|a, b| (a.seq, &a.path, &a.field).cmp(&(b.seq, &b.path, &b.field)));
        self.ok = !self.failed;
    }
}
