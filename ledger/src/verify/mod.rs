//! The check by someone who does not trust the writer: from the stored bytes alone.
//!
//! | checked | by |
//! |---|---|
//! | every entry: form, number, hash of the one before, signature, rules of the chain, counts that reconcile, files replaced by as many rows | [`entries`] |
//! | every observer state object: hash, size | [`entries`] |
//! | every live file: size, SHA-256 of its bytes, row count in its Parquet footer | [`files`] |
//! | files under `tables/` that no entry names: a warning, a crash may leave them | [`files`] |
//!
//! What the chain alone cannot show: that its tail was not cut off, or that all of it was not written anew by the
//! holder of a key. For that the caller gives what it learnt on another way: [`VerifyOptions::expect_head`] and
//! [`VerifyOptions::trusted_keys`].

mod entries;
mod files;
mod report;

use std::{slice, sync::Arc};

use object_store::ObjectStore;

pub use report::{Fault, Problem, Report, TableTotals};

use crate::{EntryRef, LedgerError, keys};

/// What to check, and against what.
#[derive(Clone, Debug)]
pub struct VerifyOptions {
    /// Ids of the keys that are trusted ([`keys::key_id`]). Empty: every key published in the bucket is taken, and the
    /// report warns that this shows only that the chain is consistent in itself.
    pub trusted_keys: Vec<String>,
    /// Public keys as PEM, trusted as well; they need not be published in the bucket.
    pub public_keys: Vec<String>,
    /// Id of the caller's own key: trusted where no other is given, and no other has signed. Others may write to the lake
    /// with keys of their own, which is no fault of the evidence.
    pub own_key: Option<String>,
    /// An entry that was the head when the caller last looked: it must still be there, unchanged.
    pub expect_head: Option<EntryRef>,
    /// Whether to read the data files; without it only the ledger is checked.
    pub files: bool,
    /// Files read at once.
    pub at_once: usize,
    /// Problems and warnings listed in full; further ones are only counted.
    pub max_problems: usize,
}

impl Default for VerifyOptions {
    fn default() -> Self {
        Self {
            trusted_keys: Vec::new(),
            public_keys: Vec::new(),
            own_key: None,
            expect_head: None,
            files: true,
            at_once: 8,
            max_problems: 1000,
        }
    }
}

/// Checks a lake. Never writes.
///
/// # Errors
/// Only when storage cannot be read or an option is not understood; whatever is wrong with the lake is in the [`Report`].
pub async fn verify(store: &Arc<dyn ObjectStore>, options: &VerifyOptions) -> Result<Report, LedgerError> {
    let own = options.own_key.as_ref().filter(|_| options.trusted_keys.is_empty() && options.public_keys.is_empty());
    let (chain, mut report) = match own {
        Some(own) => match check_entries(store, options, slice::from_ref(own)).await? {
            (_, report) if report.key_ids.keys().any(|id| id != own) => check_entries(store, options, &[]).await?,
            checked => checked,
        },
        None => check_entries(store, options, &options.trusted_keys).await?,
    };
    files::strangers(store.as_ref(), &mut report).await?;
    if options.files {
        files::check(store.as_ref(), options, chain, &mut report).await?;
    }
    report.finish();
    Ok(report)
}

async fn check_entries(
    store: &Arc<dyn ObjectStore>,
    options: &VerifyOptions,
    trusted: &[String],
) -> Result<(entries::Checked, Report), LedgerError> {
    let mut trusted = trusted.to_vec();
    let mut ring = keys::KeyRing::default();
    for pem in &options.public_keys {
        trusted.push(ring.add(keys::parse_public("given", pem)?));
    }
    let mut report = Report::new(options.max_problems);
    if trusted.is_empty() {
        report.warning(
            None,
            None,
            "no trusted key was given: keys are taken from the bucket itself, so this shows only \
             that the chain is consistent in itself; give --public-key, from a copy that was kept elsewhere",
        );
    }
    let chain = entries::check(store.as_ref(), options, &trusted, &mut ring, &mut report).await?;
    Ok((chain, report))
}
