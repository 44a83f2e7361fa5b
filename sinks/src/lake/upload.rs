//! Files into the bucket.

use bytes::Bytes;
use futures::{StreamExt, TryStreamExt};
use object_store::{ObjectStore, ObjectStoreExt, Result, path::Path};

/// Parts of one file in flight.
const PARTS_AT_ONCE: usize = 4;

/// Puts a file; one larger than `multipart_bytes` goes up in parts. Doing it again gives the same object.
pub(crate) async fn upload(store: &dyn ObjectStore, path: &Path, bytes: &Bytes, multipart_bytes: usize) -> Result<()> {
    if bytes.len() <= multipart_bytes {
        store.put(path, bytes.clone().into()).await?;
        return Ok(());
    }
    // S3 takes at most 10,000 parts of at least 5 MiB.
    let part = (multipart_bytes / 2).max(5 << 20);
    let mut upload = store.put_multipart(path).await?;
    let mut parts = Vec::new();
    for start in (0..bytes.len()).step_by(part) {
        let end = start.saturating_add(part).min(bytes.len());
        parts.push(upload.put_part(bytes.slice(start..end).into()));
    }
    let sent = futures::stream::iter(parts).buffer_unordered(PARTS_AT_ONCE).try_collect::<Vec<()>>().await;
    match sent {
        Ok(_) => upload.complete().await.map(|_| ()),
        Err(error) => {
            if let Err(abort) = upload.abort().await {
                tracing::warn!(%path, error = %abort, "multipart upload could not be aborted");
            }
            Err(error)
        }
    }
}
