//! What both receivers do with a body once it has come: unpack, transcode, submit.

use std::{
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use bytes::Bytes;
use custos_model::ingest::{Accepted, Ingest, Refusal, Request, Signal};
use http::{HeaderMap, header};
use http_body::Body;
use tokio::sync::Semaphore;

use super::{
    auth::{AuthError, Authenticate},
    budget::{Budget, Hold},
    gather::{self, Gather},
    metrics,
    reject::Reject,
    unpack::{Encoding, Unpack},
};
use crate::otlp::json::to_protobuf_within;

/// Body size, unpacked, from which CPU work leaves the network thread, bytes.
const OFFLOAD_BYTES: usize = 256 << 10;
/// Longest `User-Agent` that is kept, bytes.
const MAX_CLIENT_BYTES: usize = 256;

/// Shared by all requests of one receiver.
pub(super) struct Intake {
    pub(super) ingest: Arc<dyn Ingest>,
    pub(super) budget: Arc<Budget>,
    pub(super) auth: Option<Arc<dyn Authenticate>>,
    pub(super) tenant: Arc<str>,
    pub(super) max_request_bytes: usize,
    pub(super) request_timeout: Duration,
    pub(super) transport: &'static str,
    /// For CPU work beside the network threads.
    pub(super) heavy: Arc<Semaphore>,
}

/// A request whose body is still to be read.
pub(super) struct Arrival {
    pub(super) signal: Signal,
    pub(super) tenant: Arc<str>,
    pub(super) client: Arc<str>,
    received_unix_nano: u64,
}

/// A body as it came.
pub(super) struct Packed {
    pub(super) bytes: Bytes,
    pub(super) hold: Hold,
    pub(super) encoding: Encoding,
    pub(super) json: bool,
}

impl Intake {
    /// Checks the credential and notes who sent it, and when.
    pub(super) fn arrive(&self, signal: Signal, headers: &HeaderMap) -> Result<Arrival, Reject> {
        let tenant = match &self.auth {
            None => Arc::clone(&self.tenant),
            Some(auth) => auth.tenant(headers.get(header::AUTHORIZATION)).map_err(|error| match error {
                AuthError::Unauthenticated => Reject::Unauthenticated,
                AuthError::Denied => Reject::Denied,
            })?,
        };
        let agent = headers.get(header::USER_AGENT).map_or(&b""[..], |agent| agent.as_bytes());
        let client = String::from_utf8_lossy(agent.get(..MAX_CLIENT_BYTES).unwrap_or(agent)).into();
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let received_unix_nano = u64::try_from(since_epoch.as_nanos()).unwrap_or(u64::MAX);
        Ok(Arrival { signal, tenant, client, received_unix_nano })
    }

    /// Reads a body under the limits of size, memory and time. `look` sees what has come after each frame.
    pub(super) async fn gather<B>(
        &self,
        body: &mut B,
        limit: usize,
        expected: usize,
        mut look: impl FnMut(&mut Gather) -> Result<(), Reject>,
    ) -> Result<(Bytes, Hold), Reject>
    where
        B: Body<Data = Bytes> + Unpin,
    {
        let mut gathered = Gather::new(limit, expected, Hold::new(&self.budget));
        let read = async {
            while let Some(data) = gather::next(body).await? {
                gathered.push(data)?;
                look(&mut gathered)?;
            }
            Ok(gathered.finish())
        };
        tokio::time::timeout(self.request_timeout, read).await.unwrap_or(Err(Reject::Timeout(self.request_timeout)))
    }

    /// Unpacks, transcodes and stores a body; answers when it is durable. The memory stays charged until then.
    pub(super) async fn store(&self, arrival: Arrival, packed: Packed) -> Result<Accepted, Reject> {
        let (mut body, mut hold) = self.unpacked(packed.bytes, packed.hold, packed.encoding).await?;
        metrics::bytes(arrival.signal, self.transport, body.len());
        if packed.json {
            (body, hold) = self.transcoded(arrival.signal, body, hold).await?;
        }
        let request = Request {
            signal: arrival.signal,
            body,
            tenant: arrival.tenant,
            client: arrival.client,
            received_unix_nano: arrival.received_unix_nano,
        };
        let answer = self.ingest.submit(request).await;
        drop(hold);
        Ok(answer?)
    }

    /// Counts an answered request.
    pub(super) fn count(&self, signal: Signal, status: &'static str, reject: Option<&Reject>) {
        metrics::request(signal, self.transport, status);
        if let Some(reject) = reject {
            metrics::refused(signal, reject.reason());
        }
    }

    async fn unpacked(&self, bytes: Bytes, hold: Hold, encoding: Encoding) -> Result<(Bytes, Hold), Reject> {
        if encoding == Encoding::Identity || bytes.is_empty() {
            return Ok((bytes, hold));
        }
        let mut unpack = Unpack::new(bytes, encoding, self.max_request_bytes, hold)?;
        if !unpack.step(OFFLOAD_BYTES)? {
            unpack = self
                .offload(move || {
                    while !unpack.step(usize::MAX)? {}
                    Ok(unpack)
                })
                .await?;
        }
        Ok(unpack.finish())
    }

    async fn transcoded(&self, signal: Signal, body: Bytes, mut hold: Hold) -> Result<(Bytes, Hold), Reject> {
        let small = body.len() <= OFFLOAD_BYTES;
        let limit = self.max_request_bytes;
        let transcode = move || -> Result<(Bytes, Hold), Reject> {
            let protobuf = to_protobuf_within(signal, &body, limit).map_err(|error| match error.is_too_large() {
                true => Refusal::TooLarge { limit },
                false => Refusal::Malformed(error.to_string()),
            })?;
            hold.shrink(body.len());
            hold.grow(protobuf.len())?;
            Ok((Bytes::from(protobuf), hold))
        };
        if small { transcode() } else { self.offload(transcode).await }
    }

    /// Runs CPU work beside the network threads, no more of it at once than there are cores. What it works on is
    /// charged, and it counts, also when the client has gone and nobody waits for it.
    pub(super) async fn offload<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Reject> + Send + 'static,
    ) -> Result<T, Reject> {
        let permit = Arc::clone(&self.heavy).acquire_owned().await.map_err(|_| Reject::Internal)?;
        let work = move || {
            let done = work();
            drop(permit);
            done
        };
        tokio::task::spawn_blocking(work).await.unwrap_or(Err(Reject::Internal))
    }
}
