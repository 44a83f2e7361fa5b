//! Why a ledger operation failed.

use crate::chain::Refusal;

/// Why a ledger operation failed. No variant holds content of a span.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// Object storage could not be reached or refused.
    #[error("{what}")]
    Store {
        /// What was being done.
        what: String,
        /// Cause.
        #[source]
        source: object_store::Error,
    },
    /// The store does not honour put-if-absent.
    #[error(
        "the object store does not honour put-if-absent (`If-None-Match: *`): {why}. Two collectors could overwrite each other's \
         ledger entries, so custos refuses to write here. Remedy: use a server that supports conditional writes (Amazon S3, \
         Google Cloud Storage, Azure Blob Storage, MinIO, versitygw, Cloudflare R2), or upgrade this one"
    )]
    NoConditionalPut {
        /// What the probe saw.
        why: String,
    },
    /// An entry breaks the rules of the chain.
    #[error("ledger entry {seq} is refused: {refusal}")]
    Refused {
        /// Its number.
        seq: u64,
        /// Why.
        refusal: Refusal,
    },
    /// An object has other bytes than the chain says, or is too large to be one.
    #[error("{path} is damaged: {what}")]
    Damaged {
        /// Its path.
        path: String,
        /// What is wrong.
        what: String,
    },
    /// Somebody else commits under our writer name, so our write-ahead log positions are stale.
    #[error(
        "ledger entry {seq} was written by another process under the writer name `{writer}`: one of the two runs on a copy of the other's \
         write-ahead log. Stop one, remove the file `writer` in its wal.dir and start it again: it gets a name of its own and commits all \
         that is in its log; what was in it when it was copied may then be stored twice"
    )]
    WriterInUse {
        /// The entry.
        seq: u64,
        /// The name.
        writer: String,
    },
    /// What was noted of the last commit cannot be read or written.
    #[error("{path} {what}; it must be a file that this process may write")]
    Note {
        /// The file.
        path: String,
        /// What is wrong.
        what: String,
    },
    /// What was to be committed cannot be.
    #[error("commit is refused: {what}")]
    Draft {
        /// Why.
        what: String,
    },
    /// A key file cannot be read, written or parsed.
    #[error("key {name}: {what}")]
    Key {
        /// File path or key id.
        name: String,
        /// What is wrong; never a part of the key.
        what: String,
    },
    /// The lake's URL or an option is wrong.
    #[error("lake url {url}: {what}")]
    Config {
        /// The URL.
        url: String,
        /// What is wrong and what would be right.
        what: String,
    },
}

impl LedgerError {
    /// Whether trying the same again can help: network, throttling, a full disk, rights and credentials that are put right meanwhile, and
    /// what is not found, as an upload that had ended when its end was tried again after a lost answer.
    pub fn is_retryable(&self) -> bool {
        use object_store::Error as E;
        match self {
            Self::Store { source, .. } => !matches!(
                source,
                E::InvalidPath { .. }
                    | E::NotSupported { .. }
                    | E::NotImplemented { .. }
                    | E::UnknownConfigurationKey { .. }
            ),
            Self::Note { .. } => true,
            _ => false,
        }
    }

    pub(crate) fn store(what: impl Into<String>) -> impl FnOnce(object_store::Error) -> Self {
        let what = what.into();
        move |source| Self::Store { what, source }
    }
}
