//! OTLP/HTTP: HTTP/1.1 and HTTP/2 without TLS on one port, protobuf and JSON on one path.

mod cors;
mod handler;

use std::{collections::HashMap, io, sync::Arc};

use custos_model::ingest::{Ingest, Signal};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

pub use self::cors::Cors;
use self::handler::HttpHandler;
use super::{ReceiverConfig, server};

/// Configuration of the OTLP/HTTP receiver beside what all receivers have.
#[derive(Clone, Debug, Default)]
pub struct HttpConfig {
    /// Paths of the signals.
    pub paths: Paths,
    /// For browsers; off by default.
    pub cors: Cors,
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
    config: ReceiverConfig,
    http: HttpConfig,
    ingest: Arc<dyn Ingest>,
    shutdown: CancellationToken,
) -> io::Result<()> {
    let (server, intake) = config.split(ingest, "http");
    let handler = HttpHandler { intake, paths: http.paths.into_map(), cors: http.cors };
    server::serve(listener, server, Arc::new(handler), shutdown).await
}
