//! Accepts connections up to a limit and serves HTTP/1.1 within time: neither who says nothing nor who does not read keeps
//! one. HTTP/2 is not spoken: its pings would keep connections on which nobody asks for anything.

use std::{io, sync::Arc, time::Duration};

use axum::Router;
use custos_pipeline::{Reading, Seldom};
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    task::JoinSet,
};
use tokio_util::sync::CancellationToken;

/// Time for the head of a request to arrive; also how long an idle connection stays, and an answer may be left unread.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// Bounds of the listener.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ServerConfig {
    /// Connections at once; more wait in the kernel.
    pub(crate) max_connections: usize,
    /// How long requests that run may take to finish at shutdown.
    pub(crate) drain_timeout: Duration,
    /// [`PATIENCE`].
    pub(crate) patience: Duration,
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
            tracing::warn!(limit, "limits.max_connections is reached on http.listen: further clients wait");
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
                    connection(stream, router, shutdown, config.patience).await;
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

async fn connection(stream: TcpStream, router: Router, shutdown: CancellationToken, patience: Duration) {
    let _ = stream.set_nodelay(true);
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(patience).max_buf_size(64 << 10);
    let io = TokioIo::new(Reading::new(stream, patience));
    let mut connection = std::pin::pin!(builder.serve_connection(io, TowerToHyperService::new(router)));
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

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use axum::routing::get;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        time::timeout,
    };

    use super::*;

    async fn server(max_connections: usize) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router =
            Router::new().route("/", get(|| async { "here" })).route("/large", get(|| async { vec![0_u8; 64 << 20] }));
        let patience = Duration::from_millis(300);
        let config = ServerConfig { max_connections, drain_timeout: Duration::ZERO, patience };
        tokio::spawn(serve(listener, router, config, CancellationToken::new()));
        address
    }

    async fn open(address: SocketAddr, said: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(said).await.unwrap();
        stream
    }

    async fn is_answered(address: SocketAddr) -> bool {
        let mut stream = open(address, b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await;
        let mut answer = Vec::new();
        let read = timeout(Duration::from_secs(5), stream.read_to_end(&mut answer)).await;
        read.is_ok_and(|read| read.is_ok()) && answer.ends_with(b"here")
    }

    /// As many connections as are allowed, and none of them asks for anything.
    #[tokio::test]
    async fn who_says_nothing_keeps_no_connection() {
        let said: [&[u8]; 3] = [b"", b"P", b"GET / HTT"];
        for said in said {
            let address = server(1).await;
            let held = open(address, said).await;
            assert!(is_answered(address).await, "{said:?}");
            drop(held);
        }
    }

    #[tokio::test]
    async fn who_does_not_read_keeps_no_connection() {
        let address = server(2).await;
        let held = [(); 2].map(|()| open(address, b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n"));
        let held = futures::future::join_all(held).await;
        assert!(is_answered(address).await);
        drop(held);
    }
}
