//! The seam between receivers and the ingest shards.

use std::{fmt, sync::Arc, time::Duration};

use async_trait::async_trait;
use bytes::Bytes;

/// An OTLP signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Signal {
    /// `ExportTraceServiceRequest`
    Traces,
    /// `ExportLogsServiceRequest`
    Logs,
    /// `ExportMetricsServiceRequest`
    Metrics,
}

impl Signal {
    /// Lower-case name, as in metric labels and in the path `/v1/{name}`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Traces => "traces",
            Self::Logs => "logs",
            Self::Metrics => "metrics",
        }
    }
}

/// One OTLP export request: decompressed, in protobuf (JSON is transcoded by the receiver), not yet decoded.
#[derive(Clone)]
pub struct Request {
    /// Which export service it was sent to.
    pub signal: Signal,
    /// The `Export*ServiceRequest` message in protobuf encoding.
    pub body: Bytes,
    /// Owner of the data; from the credential, never from a header.
    pub tenant: Arc<str>,
    /// Who sent it: the `User-Agent` of the client. No address.
    pub client: Arc<str>,
    /// When the receiver got it, nanoseconds since the Unix epoch.
    pub received_unix_nano: u64,
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The body is unredacted: only its size is shown.
        write!(f, "Request({}, {} bytes)", self.signal.name(), self.body.len())
    }
}

/// The request is redacted and on disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Accepted {
    /// Spans, log records or data points that were refused although the rest was stored.
    pub rejected: u64,
    /// Why, for `partial_success.error_message`; empty when nothing was refused. Holds no content of a span.
    pub message: String,
}

/// Nothing of the request was stored.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The bytes are not the message they should be; sending them again cannot help. Names position and field, never
    /// content.
    #[error("malformed request: {0}")]
    Malformed(String),
    /// Larger than a limit, after decompression.
    #[error("request is larger than {limit} bytes (limits.max_request_bytes)")]
    TooLarge {
        /// The limit, bytes.
        limit: usize,
    },
    /// A queue, the write-ahead log or the disk is full; the same request may succeed later.
    #[error("{reason}; retry after {} s", retry_after.as_secs())]
    Busy {
        /// What is full: one of a fixed set, used as a metric label (`queue_full`, `wal_full`, `disk_full`,
        /// `wal_failed`, `starting`).
        reason: &'static str,
        /// When to try again.
        retry_after: Duration,
    },
    /// The collector is stopping.
    #[error("shutting down")]
    Draining,
}

impl Refusal {
    /// Whether the client should send the same request again.
    pub fn is_retryable(&self) -> bool {
        matches!(self, Self::Busy { .. } | Self::Draining)
    }

    /// Value of the metric label `reason`.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::Malformed(_) => "malformed",
            Self::TooLarge { .. } => "too_large",
            Self::Busy { reason, .. } => reason,
            Self::Draining => "draining",
        }
    }
}

/// Takes requests from receivers. Answers only when the request is durable, or will never be.
#[async_trait]
pub trait Ingest: Send + Sync + 'static {
    /// Redacts and stores one request.
    ///
    /// # Errors
    /// The [`Refusal`] says whether a retry can help; nothing of the request was stored.
    async fn submit(&self, request: Request) -> Result<Accepted, Refusal>;
}
