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
         write-ahead log. Stop one, remove the files `writer` and `commit` in its wal.dir and start it again: it gets a name of its own and commits all \
         that is in its log; what was in it when it was copied may then be stored twice"
    )]
    WriterInUse {
        /// The entry.
        seq: u64,
        /// The name.
        writer: String,
    },
    /// What this process committed, or knows to be committed, is not there any more.
    #[error(
        "ledger entry {seq}, which was committed, {what}: the lake was deleted, cut, exchanged, or is not mounted. Bring it back; \
         nothing is committed to what is there now. If it is to be another lake, give that one a new \
         wal.dir; what is in this log and not committed is only there"
    )]
    Gone {
        /// The entry.
        seq: u64,
        /// What was found in its place.
        what: &'static str,
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
    /// Whether trying the same again can help: network, throttling, a full disk, rights and credentials that are put
    /// right meanwhile, and what is not found, as an upload that had ended when its end was tried again after a lost
    /// answer.
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
            // A file system may be mounted again.
            Self::Note { .. } | Self::Gone { .. } => true,
            _ => false,
        }
    }

    /// Whether the store did not answer, or only that it cannot now. What it answers of credentials, rights and names
    /// stays so until somebody changes it.
    pub fn is_unreachable(&self) -> bool {
        let Self::Store { source: object_store::Error::Generic { source, .. }, .. } = self else { return false };
        let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&**source);
        while let Some(error) = cause {
            if error.is::<object_store::client::HttpError>() {
                return true;
            }
            cause = error.source();
        }
        answered(&**source, &["500", "502", "503", "504", "429", "408"])
    }

    /// Whether the store refused who asked, or has no such bucket.
    pub fn is_refused(&self) -> bool {
        use object_store::Error as E;
        match self {
            // To the first put nothing else can be missing.
            Self::Store { what, source: E::NotFound { .. } } => what.starts_with("probe"),
            Self::Store { source: E::PermissionDenied { .. } | E::Unauthenticated { .. }, .. } => true,
            // Of lists nothing is told apart.
            Self::Store { source: E::Generic { source, .. }, .. } => answered(&**source, &["401", "403", "404"]),
            _ => false,
        }
    }

    pub(crate) fn store(what: impl Into<String>) -> impl FnOnce(object_store::Error) -> Self {
        let what = what.into();
        move |source| Self::Store { what, source }
    }
}

/// Whether a server answered with one of these statuses. object_store's own error for it has no public name.
fn answered(error: &(dyn std::error::Error + 'static), statuses: &[&str]) -> bool {
    let text = custos_model::with_causes(error);
    statuses.iter().any(|status| text.contains(&format!("Server returned non-2xx status code: {status} ")))
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};

    use futures::TryStreamExt;
    use object_store::{ObjectStore, ObjectStoreExt, aws::AmazonS3Builder};

    use super::*;

    async fn asked(endpoint: &str, list: bool) -> LedgerError {
        let store = AmazonS3Builder::new()
            .with_bucket_name("b")
            .with_endpoint(endpoint)
            .with_allow_http(true)
            .with_access_key_id("id")
            .with_secret_access_key("secret")
            .with_retry(object_store::RetryConfig { max_retries: 0, ..Default::default() })
            .build()
            .unwrap();
        match list {
            true => LedgerError::store("ask")(store.list(None).try_next().await.unwrap_err()),
            false => LedgerError::store("ask")(store.head(&"x".into()).await.unwrap_err()),
        }
    }

    #[tokio::test]
    async fn a_store_that_cannot_answer_is_told_from_one_that_refuses() {
        let nowhere = asked("http://127.0.0.1:1", false).await;
        assert!(nowhere.is_unreachable() && !nowhere.is_refused(), "{nowhere:?}");
        // Status, unreachable, refused when an object is asked for, refused when a list is.
        let statuses = [
            (503, true, false, false),
            (429, true, false, false),
            (500, true, false, false),
            (400, false, false, false),
            (401, false, true, true),
            (403, false, true, true),
            (404, false, false, true),
        ];
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let server = std::thread::spawn(move || {
            for status in statuses.iter().flat_map(|(status, ..)| [status; 2]) {
                let (mut stream, _) = listener.accept().unwrap();
                let _ = stream.read(&mut [0; 4096]).unwrap();
                let head = format!("HTTP/1.1 {status} X\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
                stream.write_all(head.as_bytes()).unwrap();
            }
        });
        for (status, unreachable, of_object, of_list) in statuses {
            for (list, refused) in [(false, of_object), (true, of_list)] {
                let error = asked(&endpoint, list).await;
                assert_eq!((error.is_unreachable(), error.is_refused()), (unreachable, refused), "{status}: {error:?}");
            }
        }
        server.join().unwrap();
        let denied = std::io::Error::from(std::io::ErrorKind::PermissionDenied);
        let local = LedgerError::store("put")(object_store::Error::Generic { store: "file", source: denied.into() });
        assert!(!local.is_unreachable() && !local.is_refused());
    }
}
