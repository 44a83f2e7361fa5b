//! The answer of a query as a response body, encoded batch by batch as the client reads.
//!
//! A small answer is sent whole, with its counts in headers, and an error half way still gets its status. A large one
//! is streamed: its counts come as trailers, and an error half way breaks the connection, so that no client takes a
//! part for the whole. Under HTTP/1.0 the end of the connection is the end of an answer, and nobody could tell.

use std::{fmt, io, sync::Arc};

use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Version, header},
    response::Response,
};
use bytes::Bytes;
use custos_query::{
    QueryError, QueryStream,
    format::{BatchWriter, Format, FormatError, FormatOptions, writer},
};
use futures::stream;
use http_body_util::StreamBody;
use hyper::body::Frame;
use std::sync::Mutex;
use tokio::sync::OwnedRwLockReadGuard;

use super::{error::Failure, metrics};

/// Bytes up to which an answer is sent whole.
const WHOLE: usize = 256 << 10;

const ROWS: HeaderName = HeaderName::from_static("x-custos-rows");
const TRUNCATED: HeaderName = HeaderName::from_static("x-custos-truncated");
/// Rows at which an answer is cut: clients that do not see trailers compare their number with it.
const MAX_ROWS: HeaderName = HeaderName::from_static("x-custos-max-rows");
const SEQ: HeaderName = HeaderName::from_static("x-custos-ledger-seq");

/// Collects what a writer writes.
#[derive(Clone, Default)]
struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Buffer {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
    }
}

impl io::Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A running query and the writer of its answer.
struct Encoding {
    stream: QueryStream,
    /// `None` once everything is written.
    writer: Option<Box<dyn BatchWriter>>,
    buffer: Buffer,
    counted: Option<metrics::Query>,
    /// Of [`Queries`](super::Queries).
    _running: OwnedRwLockReadGuard<()>,
}

impl fmt::Debug for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Encoding").field("rows", &self.stream.rows()).finish_non_exhaustive()
    }
}

impl Encoding {
    /// The next bytes; `None` after the last.
    async fn next(&mut self) -> Result<Option<Vec<u8>>, FormatError> {
        while let Some(writer) = &mut self.writer {
            match self.stream.next_batch().await? {
                Some(batch) => writer.write(&batch)?,
                None => {
                    if let Some(writer) = self.writer.take() {
                        writer.finish()?;
                    }
                }
            }
            let bytes = self.buffer.take();
            if !bytes.is_empty() {
                return Ok(Some(bytes));
            }
        }
        Ok(None)
    }

    fn end(&mut self, status: &'static str) {
        if let Some(query) = &mut self.counted {
            query.end(status);
        }
    }

    fn counts(&self) -> HeaderMap {
        HeaderMap::from_iter([
            (ROWS, HeaderValue::from(self.stream.rows())),
            (TRUNCATED, HeaderValue::from_static(if self.stream.truncated() { "true" } else { "false" })),
        ])
    }
}

/// Begins the answer, in a format under the name of its media type.
pub(super) async fn answer(
    stream: QueryStream,
    (format, media): (Format, &'static str),
    version: Version,
    counted: &mut Option<metrics::Query>,
    running: OwnedRwLockReadGuard<()>,
) -> Result<Response, Failure> {
    let buffer = Buffer::default();
    let options = FormatOptions::default();
    let (seq, max_rows) = (stream.ledger_seq(), stream.max_rows());
    let writer = writer(format, &stream.schema(), buffer.clone(), &options).map_err(failure)?;
    let mut encoding = Encoding { stream, writer: Some(writer), buffer, counted: None, _running: running };
    let mut begun: Vec<u8> = Vec::new();
    let mut ended = false;
    while begun.len() < WHOLE && !ended {
        match encoding.next().await.map_err(failure)? {
            Some(bytes) => begun.extend_from_slice(&bytes),
            None => ended = true,
        }
    }
    let mut response = if ended {
        if let Some(query) = counted {
            query.end("ok");
        }
        let mut response = Response::new(Body::from(begun));
        response.headers_mut().extend(encoding.counts());
        response
    } else if version < Version::HTTP_11 {
        let message = format!("an answer of more than {} KiB needs HTTP/1.1, which tells where it ends", WHOLE >> 10);
        return Err(Failure::new(StatusCode::HTTP_VERSION_NOT_SUPPORTED, "http_version", message)
            .hint("ask with HTTP/1.1 (a proxy, too: `proxy_http_version 1.1` in nginx), or for fewer rows"));
    } else {
        encoding.counted = counted.take();
        let mut response = Response::new(rest(begun, encoding));
        let names = HeaderValue::from_static("x-custos-rows, x-custos-truncated");
        response.headers_mut().insert(header::TRAILER, names);
        response
    };
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    response.headers_mut().insert(SEQ, HeaderValue::from(seq));
    response.headers_mut().insert(MAX_ROWS, HeaderValue::from(max_rows));
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept"));
    Ok(response)
}

/// What was encoded already, then the rest as it comes, then the counts.
fn rest(begun: Vec<u8>, encoding: Encoding) -> Body {
    enum Step {
        First(Vec<u8>, Encoding),
        More(Encoding),
        End,
    }
    Body::new(StreamBody::new(stream::unfold(Step::First(begun, encoding), |step| async move {
        let mut encoding = match step {
            Step::First(begun, encoding) => {
                return Some((Ok(Frame::data(Bytes::from(begun))), Step::More(encoding)));
            }
            Step::More(encoding) => encoding,
            Step::End => return None,
        };
        match encoding.next().await {
            Ok(Some(bytes)) => Some((Ok(Frame::data(Bytes::from(bytes))), Step::More(encoding))),
            Ok(None) => {
                encoding.end("ok");
                Some((Ok(Frame::trailers(encoding.counts())), Step::End))
            }
            Err(error) => {
                encoding.end(failure(error).kind());
                Some((Err(io::Error::other("the query failed half way")), Step::End))
            }
        }
    })))
}

fn failure(error: FormatError) -> Failure {
    match error {
        FormatError::Query(error) => QueryError::into(error),
        FormatError::Io(_) | FormatError::Encode(_) => Failure::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "the answer could not be encoded in this format",
        )
        .hint("try another Accept"),
    }
}
