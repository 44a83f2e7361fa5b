//! OTLP/gRPC: the three Export methods over HTTP/2 without TLS.

mod handler;

use std::{io, sync::Arc};

use custos_model::ingest::Ingest;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use self::handler::GrpcHandler;
use super::{ReceiverConfig, server};

/// Receives OTLP/gRPC on `listener` until `shutdown`; returns when the running calls are answered.
///
/// # Errors
/// None today: errors of single connections are logged.
pub async fn serve_grpc(
    listener: TcpListener,
    config: ReceiverConfig,
    ingest: Arc<dyn Ingest>,
    shutdown: CancellationToken,
) -> io::Result<()> {
    let (server, intake) = config.split(ingest, "grpc");
    server::serve(listener, server, Arc::new(GrpcHandler { intake }), shutdown).await
}
