//! The ledger: a signed, hash-chained, append-only list of commits in object storage. It says which Parquet files are
//! live, how far each writer's write-ahead log is covered, and lets a third party check every byte of it.
//!
//! ```text
//! <lake url>/
//!   tables/<table>/tenant=<tenant>/day=<YYYY-MM-DD>/<uuid7>.parquet   data, immutable, up before its entry
//!   ledger/entries/<seq:012>.json        one commit each, written once (put-if-absent); 1 is the genesis
//!   ledger/state/<sha256>                observer state too large for an entry
//!   ledger/keys/<key id>.pub.pem         public keys of the writers
//!   ledger/snapshots/<seq:012>.json      live-file list: a cache, rebuilt from the chain when absent or damaged
//! ```
//!
//! | module | what |
//! |---|---|
//! | [`entry`] | the byte format of an entry |
//! | [`envelope`] | body + signature, as entries and snapshots are stored |
//! | [`keys`] | signing keys, key ids, published keys |
//! | `chain` | replay: the rules that make a list of entries a ledger |
//! | `snapshot` | the cache of the replayed state |
//! | `reader` | [`live_files`] for queries |
//! | `writer` | [`Ledger`]: open, probe, commit |
//! | `note` | what a writer keeps to know its own entries again |
//! | [`mod@verify`] | the check by someone who does not trust the writer |
//! | [`store`] | [`open_store`]: an object store of a URL; a local one that fsyncs |
//!
//! Invariants: an entry is never overwritten, removed or changed; a file in `add` was uploaded before its entry; no
//! entry holds personal data or a text of a span; nothing but the bytes in storage is needed to replay or verify.

pub mod entry;
pub mod envelope;
pub mod keys;
pub mod store;
pub mod verify;

mod chain;
mod error;
mod layout;
mod note;
mod probe;
mod reader;
mod snapshot;
mod writer;

#[cfg(test)]
mod tests;

pub use chain::{Refusal, check_entry, file_sha256};
pub use entry::{Draft, Entry, EntryRef, EntryType, FileRef};
pub use error::LedgerError;
pub use keys::Keys;
pub use layout::{MAX_ENTRY_BYTES, file_path};
pub use reader::{LiveFiles, live_files};
pub use store::{StoreConfig, has_userinfo, hide_userinfo, open_store, setting_fault};
pub use verify::{Report, VerifyOptions, verify};
pub use writer::Ledger;
