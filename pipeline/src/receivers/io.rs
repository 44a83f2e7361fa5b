//! A TCP stream that cuts slow clients.
//!
//! hyper has one timer for the wait between two requests and for the head of a request. Exporters are idle for a
//! minute, so that timer is long; here the head alone has a shorter one. The second timer is for clients that do not
//! read their answers.

use std::{
    future::Future,
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering},
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

/// First bytes of an HTTP/2 connection.
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// Requests of one connection: how many began, how many run.
#[derive(Clone, Debug, Default)]
pub(super) struct Requests(Arc<Counts>);

#[derive(Debug, Default)]
struct Counts {
    begun: AtomicU64,
    running: AtomicUsize,
}

impl Requests {
    /// The head of a request is complete.
    pub(super) fn begin(&self) -> RunningRequest {
        self.0.begun.fetch_add(1, Ordering::Relaxed);
        self.0.running.fetch_add(1, Ordering::Relaxed);
        RunningRequest(self.clone())
    }
}

/// Until it is dropped a request runs.
pub(super) struct RunningRequest(Requests);

impl Drop for RunningRequest {
    fn drop(&mut self) {
        self.0.0.running.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The stream.
pub(super) struct Watched {
    stream: TcpStream,
    prefix: BytesMut,
    timeout: Duration,
    watch_head: bool,
    head: Option<(u64, Pin<Box<Sleep>>)>,
    stalled: Option<Pin<Box<Sleep>>>,
    requests: Requests,
}

impl Watched {
    pub(super) fn new(stream: TcpStream, timeout: Duration) -> Self {
        Self {
            stream,
            prefix: BytesMut::new(),
            timeout,
            watch_head: true,
            head: None,
            stalled: None,
            requests: Requests::default(),
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

    fn poll_stalled(&mut self, cx: &mut Context<'_>) -> Poll<io::Error> {
        let timer = self.timeout;
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(tokio::time::sleep(timer)));
        ready!(stalled.as_mut().poll(cx));
        Poll::Ready(io::ErrorKind::TimedOut.into())
    }

    fn written<T>(&mut self, result: Poll<io::Result<T>>, cx: &mut Context<'_>) -> Poll<io::Result<T>> {
        if result.is_pending() {
            return self.poll_stalled(cx).map(Err);
        }
        self.stalled = None;
        result
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
        let this = self.get_mut();
        let result = Pin::new(&mut this.stream).poll_write(cx, data);
        this.written(result, cx)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        data: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let result = Pin::new(&mut this.stream).poll_write_vectored(cx, data);
        this.written(result, cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(cx)
    }
}
