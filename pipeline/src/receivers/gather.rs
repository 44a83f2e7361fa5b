//! A request body from its frames: one frame is used as it is, more are copied once into one buffer.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use custos_model::ingest::Refusal;
use http_body::Body;
use http_body_util::BodyExt;

use super::{budget::Hold, reject::Reject};

/// Most that is allocated for what a client merely announces, bytes; beyond it the buffer follows what has come.
const MAX_TRUST: usize = 1 << 20;

/// Bytes received so far.
pub(super) struct Gather {
    parts: Parts,
    limit: usize,
    expected: usize,
    hold: Hold,
}

enum Parts {
    One(Bytes),
    Many(BytesMut),
}

impl Gather {
    /// For at most `limit` bytes, of which the client announced `expected` (0 when it did not).
    pub(super) fn new(limit: usize, expected: usize, hold: Hold) -> Self {
        Self { parts: Parts::One(Bytes::new()), limit, expected, hold }
    }

    /// Adds a frame.
    pub(super) fn push(&mut self, data: Bytes) -> Result<(), Reject> {
        if data.is_empty() {
            return Ok(());
        }
        let length = self.bytes().len().saturating_add(data.len());
        if length > self.limit {
            return Err(Refusal::TooLarge { limit: self.limit }.into());
        }
        self.hold.grow(data.len())?;
        match &mut self.parts {
            Parts::One(first) if first.is_empty() => self.parts = Parts::One(data),
            Parts::One(first) => {
                let mut all = BytesMut::with_capacity(self.expected.min(MAX_TRUST).max(length));
                all.extend_from_slice(first);
                all.extend_from_slice(&data);
                self.parts = Parts::Many(all);
            }
            Parts::Many(all) => all.extend_from_slice(&data),
        }
        Ok(())
    }

    /// What the client announced, learned after the start.
    pub(super) fn expect(&mut self, expected: usize) {
        self.expected = expected;
    }

    /// What has come so far.
    pub(super) fn bytes(&self) -> &[u8] {
        match &self.parts {
            Parts::One(bytes) => bytes,
            Parts::Many(bytes) => bytes,
        }
    }

    /// The body and its charge.
    pub(super) fn finish(self) -> (Bytes, Hold) {
        let bytes = match self.parts {
            Parts::One(bytes) => bytes,
            Parts::Many(bytes) => bytes.freeze(),
        };
        (bytes, self.hold)
    }
}

/// The next piece of a body; `None` at its end. Trailers are skipped.
pub(super) async fn next<B>(body: &mut B) -> Result<Option<Bytes>, Reject>
where
    B: Body<Data = Bytes> + Unpin,
{
    while let Some(frame) = body.frame().await {
        if let Ok(data) = frame.map_err(|_| Reject::Aborted)?.into_data() {
            return Ok(Some(data));
        }
    }
    Ok(None)
}

/// Reads and drops what is left of a refused body. A connection of HTTP/1 that is closed on a client which still
/// sends is reset, and the client may lose the answer; so it may finish, within `limit` bytes and `time`.
pub(super) async fn discard<B>(body: &mut B, limit: usize, time: Duration)
where
    B: Body<Data = Bytes> + Unpin,
{
    let read = async {
        let mut length = 0usize;
        while let Ok(Some(data)) = next(body).await {
            length = length.saturating_add(data.len());
            if length > limit {
                break;
            }
        }
    };
    let _ = tokio::time::timeout(time, read).await;
}
