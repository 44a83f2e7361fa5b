//! Accepts connections up to a limit and serves them within time.

use std::{io, sync::Arc, time::Duration};

use axum::Router;
use custos_pipeline::Seldom;
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto,
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    task::JoinSet,
};
use tokio_util::sync::CancellationToken;

/// Time for the head of a request to arrive; also how long an idle connection stays.
const HEAD_TIMEOUT: Duration = Duration::from_secs(30);

/// Bounds of the listener.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ServerConfig {
    /// Connections at once; more wait in the kernel.
    pub(crate) max_connections: usize,
    /// How long requests that run may take to finish at shutdown.
    pub(crate) drain_timeout: Duration,
}

/// Serves until `shutdown`; returns when running requests are answered or their time is over.
pub(crate) async fn serve(listener: TcpListener, router: Router, config: ServerConfig, shutdown: CancellationToken) {
    let permits = Arc::new(Semaphore::new(config.max_connections));
    let mut connections = JoinSet::new();
    let (mut full, mut failed) = (Seldom::default(), Seldom::default());
    loop {
        while connections.try_join_next().is_some() {}
        if permits.available_permits() == 0 && full.due() {
            let limit = config.max_connections;
            tracing::warn!(limit, "limits.max_connections is reached on http.listen: clients of more wait");
        }
        let permit = tokio::select! {
            permit = Arc::clone(&permits).acquire_owned() => permit,
            () = shutdown.cancelled() => break,
        };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = shutdown.cancelled() => break,
        };
        match accepted {
            Ok((stream, _)) => {
                let (router, shutdown) = (router.clone(), shutdown.clone());
                connections.spawn(async move {
                    connection(stream, router, shutdown).await;
                    drop(permit);
                });
            }
            Err(error) => pause(&error, &mut failed).await,
        }
    }
    drop(listener);
    let drained = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(config.drain_timeout, drained).await.is_err() {
        connections.shutdown().await;
    }
}

/// A connection that failed before it was accepted concerns nobody else; a lack of file descriptors passes.
async fn pause(error: &io::Error, failed: &mut Seldom) {
    if !matches!(error.kind(), io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset) {
        if failed.due() {
            tracing::warn!(error = %error, "cannot accept connections; trying again");
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn connection(stream: TcpStream, router: Router, shutdown: CancellationToken) {
    let _ = stream.set_nodelay(true);
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEAD_TIMEOUT).max_buf_size(64 << 10);
    builder.http2().timer(TokioTimer::new()).max_concurrent_streams(32).keep_alive_interval(HEAD_TIMEOUT);
    let service = TowerToHyperService::new(router);
    let connection = builder.serve_connection(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    let result = tokio::select! {
        result = connection.as_mut() => result,
        () = shutdown.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.as_mut().await
        }
    };
    if result.is_err() {
        tracing::debug!("a connection ended early");
    }
}
