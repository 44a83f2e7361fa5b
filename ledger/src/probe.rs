//! The start-up probe: does this store honour put-if-absent?
//!
//! Some S3 servers ignore `If-None-Match` and silently overwrite; on them two writers would destroy each other's
//! entries.

use object_store::{Error, ObjectStore, PutMode, PutPayload};

use crate::{LedgerError, layout, writer::random_hex};

/// Creates the same key twice; the second must fail. Cleans up behind itself.
///
/// # Errors
/// [`LedgerError::NoConditionalPut`] when the second succeeds or the store cannot do it at all.
pub(crate) async fn probe(store: &dyn ObjectStore) -> Result<(), LedgerError> {
    let path = layout::probe(&random_hex()?);
    let result = create_twice(store, &path).await;
    if let Err(error) = crate::store::delete(store, &path).await
        && !matches!(error, Error::NotFound { .. })
    {
        // A store that cannot be reached is told once, by its caller.
        if !matches!(result, Err(LedgerError::Store { .. })) {
            tracing::warn!(%path, %error, "probe object could not be removed");
        }
    }
    result
}

async fn create_twice(store: &dyn ObjectStore, path: &object_store::path::Path) -> Result<(), LedgerError> {
    let create =
        |text: &'static str| store.put_opts(path, PutPayload::from_static(text.as_bytes()), PutMode::Create.into());
    match create("1").await {
        // The key is new: when it exists already, an answer to this very request was lost and the store tried again.
        Ok(_) | Err(Error::AlreadyExists { .. } | Error::Precondition { .. }) => {}
        Err(e @ (Error::NotImplemented { .. } | Error::NotSupported { .. })) => {
            return Err(LedgerError::NoConditionalPut { why: e.to_string() });
        }
        Err(e) => return Err(LedgerError::store("probe the object store with a conditional put")(e)),
    }
    match create("2").await {
        Err(Error::AlreadyExists { .. } | Error::Precondition { .. }) => Ok(()),
        Ok(_) => Err(LedgerError::NoConditionalPut { why: "a second put of the same key succeeded".into() }),
        Err(e) => Err(LedgerError::store("probe the object store with a second conditional put")(e)),
    }
}
