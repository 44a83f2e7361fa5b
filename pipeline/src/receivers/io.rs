//! A TCP stream that cuts slow clients.
//!
//! hyper has one timer for the wait between two requests and for the head of a request. Exporters are idle for a
//! minute, so that timer is long; here the head alone has a shorter one. The second timer is for clients that do not
//! read their answers.
//!
//! It also closes with patience. A socket that is closed while bytes of the client are unread is reset, and the reset
//! makes the client's kernel throw away the answer that came before it. So a connection that ends early (a body too
//! large, a wrong path, one connection too many) first sends its end of stream, then reads and drops what still comes.

use std::{
    future::Future,
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    },
    task::{Context, Poll, ready},
    time::Duration,
};

use bytes::{Buf, BytesMut};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::{Instant, Sleep},
};

use crate::Reading;

/// First bytes of an HTTP/2 connection.
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// Longest wait for another byte of a client whose connection is closing.
const LINGER_IDLE: Duration = Duration::from_secs(2);
/// Longest time that a closing connection reads on, and most that it reads: a client that goes on is reset.
pub(super) const LINGER_TIME: Duration = Duration::from_secs(10);
const LINGER_BYTES: usize = 64 << 20;
/// Read at once while closing, bytes.
const LINGER_BUFFER: usize = 4 << 10;

/// Requests of one connection: how many began, how many run.
#[derive(Clone, Debug, Default)]
pub(super) struct Requests(Arc<Counts>);

#[derive(Debug, Default)]
struct Counts {
    begun: AtomicU64,
    running: AtomicUsize,
    /// The client may still be sending the body of the last request.
    abandoned: AtomicBool,
}

impl Requests {
    /// The head of a request is complete.
    pub(super) fn begin(&self) -> RunningRequest {
        self.0.begun.fetch_add(1, Ordering::Relaxed);
        self.0.running.fetch_add(1, Ordering::Relaxed);
        // HTTP/1 reads the next head only when it has dealt with the body before it.
        self.0.abandoned.store(false, Ordering::Relaxed);
        RunningRequest(self.clone())
    }

    /// A request is answered although its body has not ended.
    pub(super) fn abandon(&self) {
        self.0.abandoned.store(true, Ordering::Relaxed);
    }
}

/// Until it is dropped a request runs.
pub(super) struct RunningRequest(Requests);

impl Drop for RunningRequest {
    fn drop(&mut self) {
        self.0.0.running.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A connection that sent its end of stream and reads on for a while.
struct Linger {
    idle: Pin<Box<Sleep>>,
    deadline: Instant,
    left: usize,
}

impl Linger {
    fn new() -> Self {
        let now = Instant::now();
        Self {
            idle: Box::pin(tokio::time::sleep_until(now + LINGER_IDLE)),
            deadline: now + LINGER_TIME,
            left: LINGER_BYTES,
        }
    }

    /// Drops what comes; ready when the client is done, or its time or allowance is over.
    fn poll(&mut self, stream: &mut Reading, cx: &mut Context<'_>) -> Poll<()> {
        loop {
            match poll_drop(stream, cx) {
                Poll::Ready(0) => return Poll::Ready(()),
                Poll::Ready(length) => {
                    self.left = self.left.saturating_sub(length);
                    let now = Instant::now();
                    if self.left == 0 || now >= self.deadline {
                        return Poll::Ready(());
                    }
                    self.idle.as_mut().reset((now + LINGER_IDLE).min(self.deadline));
                }
                Poll::Pending => return self.idle.as_mut().poll(cx),
            }
        }
    }
}

/// Reads and drops; 0 at the end of the stream or on an error.
fn poll_drop(stream: &mut Reading, cx: &mut Context<'_>) -> Poll<usize> {
    let mut scratch = [0; LINGER_BUFFER];
    let mut buffer = ReadBuf::new(&mut scratch);
    let read = ready!(Pin::new(stream).poll_read(cx, &mut buffer));
    Poll::Ready(if read.is_ok() { buffer.filled().len() } else { 0 })
}

enum Closing {
    No,
    Linger(Linger),
    Done,
}

/// The stream.
pub(super) struct Watched {
    stream: Reading,
    prefix: BytesMut,
    timeout: Duration,
    watch_head: bool,
    head: Option<(u64, Pin<Box<Sleep>>)>,
    requests: Requests,
    closing: Closing,
}

impl Watched {
    pub(super) fn new(stream: TcpStream, timeout: Duration) -> Self {
        Self {
            stream: Reading::new(stream, timeout),
            prefix: BytesMut::new(),
            timeout,
            watch_head: true,
            head: None,
            requests: Requests::default(),
            closing: Closing::No,
        }
    }

    pub(super) fn requests(&self) -> Requests {
        self.requests.clone()
    }

    /// Reads until it is known whether the client speaks HTTP/2 (`true`); what was read is read again.
    pub(super) async fn sniff(mut self) -> io::Result<(Self, bool)> {
        let mut prefix = BytesMut::with_capacity(PREFACE.len());
        let is_http2 = loop {
            let length = prefix.len().min(PREFACE.len());
            if prefix.get(..length) != PREFACE.get(..length) {
                break false;
            }
            if length == PREFACE.len() {
                break true;
            }
            if self.stream.read_buf(&mut prefix).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        };
        self.prefix = prefix;
        self.watch_head = !is_http2;
        if self.watch_head {
            self.head = Some((0, self.timer()));
        }
        Ok((self, is_http2))
    }

    fn timer(&self) -> Pin<Box<Sleep>> {
        Box::pin(tokio::time::sleep_until(Instant::now() + self.timeout))
    }

    fn begun(&self) -> u64 {
        self.requests.0.begun.load(Ordering::Relaxed)
    }

    /// An error when the head of a request began but does not end.
    fn poll_head(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let begun = self.begun();
        match &mut self.head {
            Some((at, _)) if *at != begun => self.head = None,
            Some((_, timer)) => {
                ready!(timer.as_mut().poll(cx));
                return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
            }
            None => {}
        }
        Poll::Pending
    }
}

impl AsyncRead for Watched {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if !this.prefix.is_empty() {
            let length = this.prefix.len().min(buf.remaining());
            buf.put_slice(this.prefix.get(..length).unwrap_or_default());
            this.prefix.advance(length);
            return Poll::Ready(Ok(()));
        }
        let before = buf.filled().len();
        match Pin::new(&mut this.stream).poll_read(cx, buf) {
            Poll::Pending if this.watch_head => this.poll_head(cx),
            Poll::Ready(Ok(())) if this.watch_head && buf.filled().len() > before => {
                // Bytes while no request runs are the head of the next one. They may come with a slow drip, which is
                // never `Pending` for long: so the timer is looked at here as well.
                let begun = this.begun();
                let running = this.requests.0.running.load(Ordering::Relaxed) > 0;
                match &this.head {
                    Some((at, timer)) if *at == begun && !running && timer.is_elapsed() => {
                        return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
                    }
                    Some((at, _)) if *at == begun && !running => {}
                    _ if running => this.head = None,
                    _ => this.head = Some((begun, this.timer())),
                }
                Poll::Ready(Ok(()))
            }
            other => other,
        }
    }
}

impl AsyncWrite for Watched {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, data: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().stream).poll_write(cx, data)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        data: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().stream).poll_write_vectored(cx, data)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        loop {
            match &mut this.closing {
                Closing::No => {
                    ready!(Pin::new(&mut this.stream).poll_shutdown(cx))?;
                    // Bytes that nobody waits for also cause a reset: a pipelined request, or the rest of a bad head.
                    let unread = matches!(poll_drop(&mut this.stream, cx), Poll::Ready(1..));
                    this.closing = if unread || this.requests.0.abandoned.load(Ordering::Relaxed) {
                        Closing::Linger(Linger::new())
                    } else {
                        Closing::Done
                    };
                }
                Closing::Linger(linger) => {
                    ready!(linger.poll(&mut this.stream, cx));
                    this.closing = Closing::Done;
                }
                Closing::Done => return Poll::Ready(Ok(())),
            }
        }
    }
}
