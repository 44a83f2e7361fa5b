//! Files into the bucket.

use bytes::Bytes;
use futures::{StreamExt, TryStreamExt};
use object_store::{Error, ObjectStore, ObjectStoreExt, PutPayload, Result, path::Path};

/// Parts of one file in flight.
const PARTS_AT_ONCE: usize = 4;

/// Puts a file; one larger than `multipart_bytes` goes up in parts. Doing it again gives the same object.
///
/// `pieces`: all but the last of one size, so that the parts are, too, as some stores demand.
pub(crate) async fn upload(
    store: &dyn ObjectStore,
    path: &Path,
    pieces: &[Bytes],
    multipart_bytes: usize,
) -> Result<()> {
    let payload = |pieces: &[Bytes]| pieces.iter().cloned().collect::<PutPayload>();
    if pieces.iter().map(Bytes::len).sum::<usize>() <= multipart_bytes {
        store.put(path, payload(pieces)).await?;
        return Ok(());
    }
    // S3 takes at most 10,000 parts of at least 5 MiB.
    let part = (multipart_bytes / 2).max(5 << 20);
    let piece = pieces.first().map_or(part, Bytes::len).max(1);
    let mut upload = store.put_multipart(path).await?;
    let mut parts = Vec::new();
    for pieces in pieces.chunks(part.div_ceil(piece)) {
        parts.push(upload.put_part(payload(pieces)));
    }
    let sent = futures::stream::iter(parts).buffer_unordered(PARTS_AT_ONCE).try_collect::<Vec<()>>().await;
    let done = match sent {
        Ok(_) => upload.complete().await.map(|_| ()),
        Err(error) => Err(error),
    };
    if done.is_err() {
        match upload.abort().await {
            // It had ended, and the answer was lost.
            Ok(()) | Err(Error::NotFound { .. }) => {}
            Err(error) => tracing::warn!(%path, %error, "multipart upload could not be aborted"),
        }
    }
    done
}
