//! OTLP/HTTP: HTTP/1.1 and HTTP/2 without TLS on one port, protobuf and JSON on one path.

mod cors;
mod handler;

use std::{collections::HashMap, io, sync::Arc, time::Duration};

use custos_model::{
    ingest::{Ingest, Signal},
    limits,
};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

pub use self::cors::Cors;
use self::handler::HttpHandler;
use super::{
    Authenticate, Budget, DRAIN_TIMEOUT, KEEP_ALIVE_TIMEOUT, heavy_permits,
    intake::Intake,
    server::{self, ServerConfig},
};

/// Configuration of the OTLP/HTTP receiver.
#[derive(Clone, Debug)]
pub struct HttpConfig {
    /// Largest request, bytes, packed and unpacked; above it 413.
    pub max_request_bytes: usize,
    /// Time for the head, and again for the body, of a request to arrive; then 408 and the connection is closed.
    /// Also how long a client may leave an answer unread.
    pub request_timeout: Duration,
    /// How long an idle connection stays open.
    pub keep_alive_timeout: Duration,
    /// Connections at once. A few more are answered with 429; the rest waits in the kernel.
    pub max_connections: usize,
    /// How long requests that run may take to finish at shutdown.
    pub drain_timeout: Duration,
    /// Paths of the signals.
    pub paths: Paths,
    /// For browsers; off by default.
    pub cors: Cors,
    /// Owner of all data, when `auth` is not set.
    pub tenant: Arc<str>,
    /// Finds the owner by credential.
    pub auth: Option<Arc<dyn Authenticate>>,
    /// Memory for requests in flight; give the same to every receiver.
    pub budget: Arc<Budget>,
}

impl Default for HttpConfig {
    fn default() -> Self {
        Self {
            max_request_bytes: limits::MAX_REQUEST_BYTES,
            request_timeout: limits::REQUEST_TIMEOUT,
            keep_alive_timeout: KEEP_ALIVE_TIMEOUT,
            max_connections: limits::MAX_CONNECTIONS,
            drain_timeout: DRAIN_TIMEOUT,
            paths: Paths::default(),
            cors: Cors::default(),
            tenant: "default".into(),
            auth: None,
            budget: Budget::new(limits::MAX_INFLIGHT_BYTES),
        }
    }
}

/// Paths on which each signal is received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    /// Of `ExportTraceServiceRequest`.
    pub traces: Vec<String>,
    /// Of `ExportLogsServiceRequest`.
    pub logs: Vec<String>,
    /// Of `ExportMetricsServiceRequest`.
    pub metrics: Vec<String>,
}

impl Default for Paths {
    /// The paths of OTLP, and those of the Langfuse SDKs.
    fn default() -> Self {
        let of = |signal: Signal| {
            ["/v1/", "/api/public/otel/v1/"].map(|prefix| format!("{prefix}{}", signal.name())).to_vec()
        };
        Self { traces: of(Signal::Traces), logs: of(Signal::Logs), metrics: of(Signal::Metrics) }
    }
}

impl Paths {
    fn into_map(self) -> HashMap<String, Signal> {
        let of = |paths: Vec<String>, signal| paths.into_iter().map(move |path| (path, signal));
        of(self.traces, Signal::Traces)
            .chain(of(self.logs, Signal::Logs))
            .chain(of(self.metrics, Signal::Metrics))
            .collect()
    }
}

/// Receives OTLP/HTTP on `listener` until `shutdown`; returns when the running requests are answered.
///
/// # Errors
/// None today: errors of single connections are logged.
pub async fn serve_http(
    listener: TcpListener,
    config: HttpConfig,
    ingest: Arc<dyn Ingest>,
    shutdown: CancellationToken,
) -> io::Result<()> {
    let server = ServerConfig {
        max_connections: config.max_connections,
        request_timeout: config.request_timeout,
        keep_alive_timeout: config.keep_alive_timeout,
        drain_timeout: config.drain_timeout,
    };
    let intake = Intake {
        ingest,
        budget: config.budget,
        auth: config.auth,
        tenant: config.tenant,
        max_request_bytes: config.max_request_bytes,
        request_timeout: config.request_timeout,
        transport: "http",
        heavy: heavy_permits(),
    };
    let handler = HttpHandler { intake, paths: config.paths.into_map(), cors: config.cors };
    server::serve(listener, server, Arc::new(handler), shutdown).await
}
