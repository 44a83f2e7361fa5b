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
    /// What the kinds of these problems mean, and what can be done.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub advice: BTreeMap<Fault, &'static str>,
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
    /// Its kind; `None` of a warning.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<Fault>,
}

/// Kinds of problems: faults of one kind mean the same and are mended in the same way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// An entry was deleted.
    EntryMissing,
    /// The bytes of an entry are not those that were committed.
    EntryChanged,
    /// The chain is not that of an earlier check.
    History,
    /// A public key is absent or exchanged.
    KeyMissing,
    /// An entry is signed by a key that is not trusted.
    KeyUntrusted,
    /// A data file was deleted.
    FileMissing,
    /// The bytes of a data file are not those that were committed.
    FileChanged,
    /// Well signed, but against the rules of a ledger.
    Unsound,
    /// What a collector goes on from is absent or changed.
    State,
    /// Well signed, but not what the chain says.
    Snapshot,
}

impl Fault {
    /// What it means for the evidence, and what can be done.
    pub fn advice(self) -> &'static str {
        match self {
            Self::EntryMissing => {
                "An entry of the ledger was deleted. Which files it added, with which rows, is proven by nothing now, and queries and \
                 collectors refuse the lake. Put the object back from a backup or an older version in the bucket: nothing but its own \
                 bytes fits between its neighbours."
            }
            Self::EntryChanged => {
                "An entry has other bytes than were signed, or stands in the place of another. What it says is no evidence, and queries \
                 and collectors refuse the lake. Put the object back from a backup or an older version in the bucket, or delete it if the \
                 chain never had one of this number. Where only `prev` is wrong, it is the entry before that was exchanged."
            }
            Self::History => {
                "The chain was cut off or written anew after the expected head was noted. Compare ledger/entries with a backup or older \
                 versions in the bucket, and find out who may delete there and who holds the signing key."
            }
            Self::KeyMissing => {
                "What this key signed cannot be checked. A collector that has the key publishes it when it starts; or give a copy that \
                 was kept elsewhere with --public-key."
            }
            Self::KeyUntrusted => {
                "Somebody whose key you do not trust signed this. If it is a collector of yours, ask there for its public key and give \
                 it with a further --public-key; if not, what these entries add is forged."
            }
            Self::FileMissing => {
                "The rows of this file are gone, and queries over it fail; the ledger still proves how many there were, and when. Put \
                 the file back from a backup or an older version in the bucket."
            }
            Self::FileChanged => {
                "The rows of this file are not those that were committed: what queries read there is no evidence. Put the file back from \
                 a backup or an older version in the bucket; the right one has the size and SHA-256 that its entry names."
            }
            Self::Unsound => {
                "The signature is right, so this was not damaged later: whoever signed it wrote it so, by a fault of the program or on \
                 purpose. Keep the entry and its files, and ask who runs its writer."
            }
            Self::State => {
                "A collector goes on from this object with sums of minutes, and does not start without it; no row is in it. Put it back \
                 from a backup or an older version in the bucket. If it is gone because the chain was cut off behind this entry, rows \
                 are gone too: --expect-head with a head that was noted earlier shows it."
            }
            Self::Snapshot => {
                "Queries start from it, so they may read other files than the chain names. Delete it: it is a copy, and is made again. \
                 Find out who holds the key that signed it."
            }
        }
    }
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
            advice: BTreeMap::new(),
            warnings: Vec::new(),
            more: 0,
            max,
            failed: false,
        }
    }

    pub(super) fn problem(
        &mut self,
        kind: Fault,
        seq: Option<u64>,
        path: Option<String>,
        field: &str,
        what: impl Into<String>,
    ) {
        self.failed = true;
        self.advice.entry(kind).or_insert_with(|| kind.advice());
        let field = (!field.is_empty()).then(|| field.to_owned());
        if self.problems.len() < self.max {
            self.problems.push(Problem { seq, path, field, what: what.into(), kind: Some(kind) });
        } else {
            self.more += 1;
        }
    }

    pub(super) fn warning(&mut self, seq: Option<u64>, path: Option<String>, what: impl Into<String>) {
        if self.warnings.len() < self.max {
            self.warnings.push(Problem { seq, path, field: None, what: what.into(), kind: None });
        } else {
            self.more += 1;
        }
    }

    pub(super) fn finish(&mut self) {
        self.problems.sort_by(|a, b| (a.seq, &a.path, &a.field).cmp(&(b.seq, &b.path, &b.field)));
        self.ok = !self.failed;
    }
}
