//! Accepts connections, serves HTTP/1.1 and HTTP/2 on them, and drains.
//!
//! ```text
//!   accept ── permit? ──yes── sniff ── HTTP/1.1 ─┐
//!                └─no── same, but every request   ├─ handler ─ answer
//!                       is told to retry, closed  ┘
//!   shutdown: requests that run finish, new ones get 503; when none runs (or drain_timeout is over)
//!             the connections close and the server returns
//! ```

use std::{
    convert::Infallible,
    future::Future,
    io,
    panic::AssertUnwindSafe,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use futures::FutureExt;
use http::{Request, Response};
use hyper::{
    body::Incoming,
    server::conn::{http1, http2},
    service::service_fn,
};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Notify, Semaphore},
    task::JoinSet,
    time::Instant,
};
use tokio_util::sync::CancellationToken;

use super::{
    body::RequestBody,
    io::{LINGER_TIME, Watched},
    reply::Reply,
};
use crate::Seldom;

/// Connections over the limit that are still answered, with a request to come back.
const OVERFLOW_CONNECTIONS: usize = 64;
/// Pause after an error of `accept`, such as too many open files.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
/// Share of the drain time that connections have at least to close, in which the last answers get through.
const CLOSE_SHARE: u32 = 10;
/// How often an idle HTTP/2 connection is asked whether its client still lives.
const PING_INTERVAL: Duration = Duration::from_secs(30);
/// How long it may take to answer that.
const PING_TIMEOUT: Duration = Duration::from_secs(20);
/// Streams of one HTTP/2 connection.
const MAX_STREAMS: u32 = 256;
/// HTTP/2 windows: one message of usual size needs no window update.
const STREAM_WINDOW: u32 = 2 << 20;
const CONNECTION_WINDOW: u32 = 4 << 20;
/// Largest frame, bytes: a message that comes in one is used where it was read. No more than may be under way on a
/// stream.
const MAX_FRAME: u32 = 512 << 10;
/// Largest set of request headers over HTTP/2, bytes.
const MAX_HEADERS: u32 = 32 << 10;

/// Read at once from a connection of HTTP/1, bytes, and so the largest head of a request. An idle connection keeps
/// twice as much: by default it would be half a megabyte, which no budget counts.
const READ_BUFFER: usize = 64 << 10;

/// What the connections of one listener may do.
#[derive(Clone, Debug)]
pub(super) struct ServerConfig {
    pub(super) max_connections: usize,
    pub(super) request_timeout: Duration,
    pub(super) keep_alive_timeout: Duration,
    pub(super) drain_timeout: Duration,
}

/// Whether a request may be served, or why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Serve,
    /// The connection is one too many.
    Overflow,
    /// The server is stopping.
    Draining,
}

pub(super) type Answer = Pin<Box<dyn Future<Output = Response<Reply>> + Send>>;

/// Answers requests; never fails.
pub(super) trait Handler: Send + Sync + 'static {
    fn handle(self: Arc<Self>, request: Request<RequestBody>, mode: Mode) -> Answer;
    /// The answer when the handler panicked.
    fn broken(&self) -> Response<Reply>;
}

/// Requests that run.
#[derive(Debug, Default)]
struct Running {
    count: AtomicUsize,
    idle: Notify,
}

struct Guard(Arc<Running>);

impl Guard {
    fn new(running: &Arc<Running>) -> Self {
        running.count.fetch_add(1, Ordering::SeqCst);
        Self(Arc::clone(running))
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        if self.0.count.fetch_sub(1, Ordering::SeqCst) == 1 {
            self.0.idle.notify_one();
        }
    }
}

impl Running {
    async fn wait_idle(&self) {
        while self.count.load(Ordering::SeqCst) > 0 {
            self.idle.notified().await;
        }
    }
}

/// Tokens of the two steps of a shutdown.
#[derive(Clone, Debug)]
struct Stop {
    /// Refuse new requests.
    draining: CancellationToken,
    /// Close connections after the request that runs.
    close: CancellationToken,
}

/// Serves until `shutdown`, then drains.
pub(super) async fn serve<H: Handler>(
    listener: TcpListener,
    config: ServerConfig,
    handler: Arc<H>,
    shutdown: CancellationToken,
) -> io::Result<()> {
    let stop = Stop { draining: shutdown, close: CancellationToken::new() };
    let running = Arc::new(Running::default());
    let permits = Arc::new(Semaphore::new(config.max_connections));
    let overflow = Arc::new(Semaphore::new(OVERFLOW_CONNECTIONS));
    let mut connections = JoinSet::new();
    let (mut full, mut failed) = (Seldom::default(), Seldom::default());
    let accepting = async {
        loop {
            while connections.try_join_next().is_some() {}
            let (permit, mode) = match Arc::clone(&permits).try_acquire_owned() {
                Ok(permit) => (permit, Mode::Serve),
                // A full overflow waits in the backlog of the kernel.
                Err(_) => tokio::select! {
                    Ok(permit) = Arc::clone(&permits).acquire_owned() => (permit, Mode::Serve),
                    Ok(permit) = Arc::clone(&overflow).acquire_owned() => (permit, Mode::Overflow),
                    // Closed semaphores do not occur.
                    else => return,
                },
            };
            match listener.accept().await {
                Ok((stream, _)) => {
                    // A permit may have come free while this waited in `accept`.
                    let (permit, mode) = match (mode, Arc::clone(&permits).try_acquire_owned()) {
                        (Mode::Overflow, Ok(permit)) => (permit, Mode::Serve),
                        _ => (permit, mode),
                    };
                    if mode == Mode::Overflow && full.due() {
                        let limit = config.max_connections;
                        tracing::warn!(limit, "limits.max_connections is reached: further clients are told to retry");
                    }
                    let connection =
                        Connection { config: config.clone(), mode, stop: stop.clone(), running: Arc::clone(&running) };
                    let handler = Arc::clone(&handler);
                    connections.spawn(async move {
                        connection.serve(stream, handler).await;
                        drop(permit);
                    });
                }
                Err(error) => {
                    if failed.due() {
                        tracing::warn!(%error, "cannot accept connections; trying again");
                    }
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            }
        }
    };
    let drained = async {
        stop.draining.cancelled().await;
        let end = Instant::now() + config.drain_timeout;
        let _ = tokio::time::timeout_at(end, running.wait_idle()).await;
        end
    };
    let end = tokio::select! {
        () = accepting => Instant::now(),
        end = drained => end,
    };
    drop(listener);
    stop.close.cancel();
    let closed = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout_at(end.max(Instant::now() + config.drain_timeout / CLOSE_SHARE), closed).await.is_err() {
        tracing::warn!(connections = connections.len(), "closing connections that did not drain");
        connections.shutdown().await;
    }
    Ok(())
}

fn http2() -> http2::Builder<TokioExecutor> {
    let mut builder = http2::Builder::new(TokioExecutor::new());
    builder
        .timer(TokioTimer::new())
        .keep_alive_interval(PING_INTERVAL)
        .keep_alive_timeout(PING_TIMEOUT)
        .max_concurrent_streams(MAX_STREAMS)
        .initial_stream_window_size(STREAM_WINDOW)
        .initial_connection_window_size(CONNECTION_WINDOW)
        .max_frame_size(MAX_FRAME)
        .max_header_list_size(MAX_HEADERS);
    builder
}

fn http1(keep_alive: Duration) -> http1::Builder {
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(keep_alive).max_buf_size(READ_BUFFER).half_close(true);
    builder
}

struct Connection {
    config: ServerConfig,
    mode: Mode,
    stop: Stop,
    running: Arc<Running>,
}

impl Connection {
    async fn serve<H: Handler>(self, stream: TcpStream, handler: Arc<H>) {
        let _ = stream.set_nodelay(true);
        let watched = Watched::new(stream, self.config.request_timeout);
        let requests = watched.requests();
        let sniffed = tokio::select! {
            sniffed = tokio::time::timeout(self.config.request_timeout, watched.sniff()) => sniffed,
            () = self.stop.close.cancelled() => return,
        };
        let Ok(Ok((io, is_http2))) = sniffed else { return };
        let (mode, stop, running) = (self.mode, self.stop.clone(), Arc::clone(&self.running));
        let close = stop.close.child_token();
        let told = close.clone();
        let service = service_fn(move |request: Request<Incoming>| {
            let guard = Guard::new(&running);
            let seen = requests.begin();
            let request = request.map(|body| RequestBody::new(body, requests.clone()));
            let mode = if stop.draining.is_cancelled() { Mode::Draining } else { mode };
            let handler = Arc::clone(&handler);
            let told = told.clone();
            async move {
                let answer = AssertUnwindSafe(Arc::clone(&handler).handle(request, mode)).catch_unwind().await;
                let answer = answer.unwrap_or_else(|_| {
                    tracing::error!("a request handler panicked");
                    handler.broken()
                });
                drop((seen, guard));
                if mode == Mode::Overflow {
                    told.cancel();
                }
                Ok::<_, Infallible>(answer)
            }
        });
        let io = TokioIo::new(io);
        let result = if is_http2 {
            let mut connection = std::pin::pin!(http2().serve_connection(io, service));
            tokio::select! {
                result = &mut connection => result,
                () = self.closing(&close) => {
                    connection.as_mut().graceful_shutdown();
                    self.ended(connection).await
                }
            }
        } else {
            let http1 = http1(self.config.keep_alive_timeout);
            let mut connection = std::pin::pin!(http1.serve_connection(io, service));
            tokio::select! {
                result = &mut connection => result,
                () = self.closing(&close) => {
                    connection.as_mut().graceful_shutdown();
                    self.ended(connection).await
                }
            }
        };
        if let Err(error) = result {
            tracing::debug!(%error, "connection ended");
        }
    }

    /// Until the connection is to close. One too many is when it has been told so, or says nothing: its client is to
    /// come back on another, for which there may be a place, and HTTP/2 knows no other way to say that.
    async fn closing(&self, close: &CancellationToken) {
        match self.mode {
            Mode::Overflow => drop(tokio::time::timeout(self.config.request_timeout, close.cancelled()).await),
            Mode::Serve | Mode::Draining => close.cancelled().await,
        }
    }

    /// Until the last answers are read. At shutdown the time for that is the server's.
    async fn ended(&self, connection: impl Future<Output = hyper::Result<()>>) -> hyper::Result<()> {
        match self.mode {
            Mode::Overflow => {
                let time = self.config.request_timeout.min(LINGER_TIME);
                tokio::time::timeout(time, connection).await.unwrap_or(Ok(()))
            }
            Mode::Serve | Mode::Draining => connection.await,
        }
    }
}
