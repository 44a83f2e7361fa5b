//! What the receivers have in common.

use std::{sync::Arc, time::Duration};

use custos_model::{ingest::Ingest, limits};
use tokio::sync::Semaphore;

use super::{Authenticate, Budget, intake::Intake, server::ServerConfig};

/// How long an idle connection of HTTP/1 stays open. Metric exporters send once a minute.
const KEEP_ALIVE_TIMEOUT: Duration = Duration::from_secs(150);
/// How long requests that run may take to finish at shutdown.
const DRAIN_TIMEOUT: Duration = Duration::from_secs(5);

/// Configuration of a receiver, OTLP/gRPC or OTLP/HTTP.
#[derive(Clone, Debug)]
pub struct ReceiverConfig {
    /// Largest request, bytes, packed and unpacked; above it 413, or `RESOURCE_EXHAUSTED`, not to be retried.
    pub max_request_bytes: usize,
    /// Time for the head, and again for the body, of a request to arrive; then 503 and the connection is closed, or
    /// `DEADLINE_EXCEEDED`. Also how long a client may leave an answer unread.
    pub request_timeout: Duration,
    /// How long an idle connection of HTTP/1 stays open.
    pub keep_alive_timeout: Duration,
    /// Connections at once. A few more are answered with 429 or `UNAVAILABLE`; the rest waits in the kernel.
    pub max_connections: usize,
    /// How long requests that run may take to finish at shutdown.
    pub drain_timeout: Duration,
    /// Owner of all data, when `auth` is not set.
    pub tenant: Arc<str>,
    /// Finds the owner by credential.
    pub auth: Option<Arc<dyn Authenticate>>,
    /// Memory for requests in flight; give the same to every receiver.
    pub budget: Arc<Budget>,
}

impl Default for ReceiverConfig {
    fn default() -> Self {
        Self {
            max_request_bytes: limits::MAX_REQUEST_BYTES,
            request_timeout: limits::REQUEST_TIMEOUT,
            keep_alive_timeout: KEEP_ALIVE_TIMEOUT,
            max_connections: limits::MAX_CONNECTIONS,
            drain_timeout: DRAIN_TIMEOUT,
            tenant: "default".into(),
            auth: None,
            budget: Budget::new(limits::MAX_INFLIGHT_BYTES),
        }
    }
}

impl ReceiverConfig {
    /// What concerns connections, and what concerns requests.
    pub(super) fn split(self, ingest: Arc<dyn Ingest>, transport: &'static str) -> (ServerConfig, Intake) {
        let server = ServerConfig {
            max_connections: self.max_connections,
            request_timeout: self.request_timeout,
            keep_alive_timeout: self.keep_alive_timeout,
            drain_timeout: self.drain_timeout,
        };
        let intake = Intake {
            ingest,
            budget: self.budget,
            auth: self.auth,
            tenant: self.tenant,
            max_request_bytes: self.max_request_bytes,
            request_timeout: self.request_timeout,
            transport,
            heavy: Arc::new(Semaphore::new(std::thread::available_parallelism().map_or(1, std::num::NonZero::get))),
        };
        (server, intake)
    }
}
