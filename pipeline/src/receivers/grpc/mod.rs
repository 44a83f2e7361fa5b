//! OTLP/gRPC: the three Export methods over HTTP/2 without TLS.

mod handler;

use std::{io, sync::Arc, time::Duration};

use custos_model::{ingest::Ingest, limits};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use self::handler::GrpcHandler;
use super::{
    Authenticate, Budget, DRAIN_TIMEOUT, KEEP_ALIVE_TIMEOUT, heavy_permits,
    intake::Intake,
    server::{self, ServerConfig},
};

/// Configuration of the OTLP/gRPC receiver.
#[derive(Clone, Debug)]
pub struct GrpcConfig {
    /// Largest message, bytes, packed and unpacked; above it `RESOURCE_EXHAUSTED`, not to be retried.
    pub max_request_bytes: usize,
    /// Time for a message to arrive; then `DEADLINE_EXCEEDED`.
    pub request_timeout: Duration,
    /// Connections at once. A few more are answered with `UNAVAILABLE`; the rest waits in the kernel.
    pub max_connections: usize,
    /// How long calls that run may take to finish at shutdown.
    pub drain_timeout: Duration,
    /// Owner of all data, when `auth` is not set.
    pub tenant: Arc<str>,
    /// Finds the owner by credential.
    pub auth: Option<Arc<dyn Authenticate>>,
    /// Memory for requests in flight; give the same to every receiver.
    pub budget: Arc<Budget>,
}

impl Default for GrpcConfig {
    fn default() -> Self {
        Self {
            max_request_bytes: limits::MAX_REQUEST_BYTES,
            request_timeout: limits::REQUEST_TIMEOUT,
            max_connections: limits::MAX_CONNECTIONS,
            drain_timeout: DRAIN_TIMEOUT,
            tenant: "default".into(),
            auth: None,
            budget: Budget::new(limits::MAX_INFLIGHT_BYTES),
        }
    }
}

/// Receives OTLP/gRPC on `listener` until `shutdown`; returns when the running calls are answered.
///
/// # Errors
/// None today: errors of single connections are logged.
pub async fn serve_grpc(
    listener: TcpListener,
    config: GrpcConfig,
    ingest: Arc<dyn Ingest>,
    shutdown: CancellationToken,
) -> io::Result<()> {
    let server = ServerConfig {
        max_connections: config.max_connections,
        request_timeout: config.request_timeout,
        keep_alive_timeout: KEEP_ALIVE_TIMEOUT,
        drain_timeout: config.drain_timeout,
    };
    let intake = Intake {
        ingest,
        budget: config.budget,
        auth: config.auth,
        tenant: config.tenant,
        max_request_bytes: config.max_request_bytes,
        request_timeout: config.request_timeout,
        transport: "grpc",
        heavy: heavy_permits(),
    };
    server::serve(listener, server, Arc::new(GrpcHandler { intake }), shutdown).await
}
