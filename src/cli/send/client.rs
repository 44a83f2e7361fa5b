//! One connection that exports OTLP: gRPC over h2c, or HTTP/1.1.

use std::time::Duration;

use anyhow::{Context, bail};
use bytes::{BufMut, Bytes, BytesMut};
use custos_pipeline::receivers::{GRPC_PORT, HTTP_PORT};
use http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::{http1, http2};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::net::TcpStream;
use url::Url;

/// How requests travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Protocol {
    /// OTLP/gRPC (port 4317).
    Grpc,
    /// OTLP/HTTP with protobuf bodies (port 4318).
    Http,
    /// OTLP/HTTP with JSON bodies (port 4318).
    HttpJson,
}

/// Which export service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Signal {
    /// Spans.
    Traces,
    /// Log records.
    Logs,
    /// Metric data points.
    Metrics,
}

/// What the collector answered.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// Stored; some spans may have been refused (partial success).
    Accepted {
        /// Whether the answer carries a partial success.
        partial: bool,
    },
    /// To be sent again.
    Retry {
        /// When, if it said.
        after: Option<Duration>,
        /// Status, for the summary.
        status: String,
    },
    /// Not to be sent again.
    Refused {
        /// Status, for the summary.
        status: String,
    },
}

enum Sender {
    Http1(http1::SendRequest<Full<Bytes>>),
    Http2(http2::SendRequest<Full<Bytes>>),
}

/// An open connection.
pub(crate) struct Client {
    endpoint: Url,
    authority: String,
    protocol: Protocol,
    sender: Option<Sender>,
}

impl Client {
    /// A client for `http://host:port[/path]`; connects with the first request.
    pub(crate) fn new(endpoint: &Url, protocol: Protocol) -> anyhow::Result<Self> {
        if endpoint.scheme() != "http" {
            bail!("--endpoint: only http:// is supported, not {}://", endpoint.scheme());
        }
        if !endpoint.username().is_empty() || endpoint.password().is_some() {
            bail!("--endpoint: holds a user name or password, which a collector does not ask for; remove it");
        }
        let host = endpoint.host_str().context("--endpoint: no host")?;
        let default = if protocol == Protocol::Grpc { GRPC_PORT } else { HTTP_PORT };
        let authority = format!("{host}:{}", endpoint.port().unwrap_or(default));
        Ok(Self { endpoint: endpoint.clone(), authority, protocol, sender: None })
    }

    /// Opens the connection, so that the first request does not have to wait for it.
    pub(crate) async fn open(&mut self) -> anyhow::Result<()> {
        self.sender = Some(self.connect().await?);
        Ok(())
    }

    /// Sends one export request and waits for the answer. Reconnects when the connection was lost.
    pub(crate) async fn export(&mut self, signal: Signal, body: Bytes) -> anyhow::Result<Answer> {
        let request = self.request(signal, body)?;
        if self.sender.is_none() {
            self.sender = Some(self.connect().await?);
        }
        let answer = match self.sender.as_mut() {
            Some(Sender::Http1(sender)) => {
                sender.ready().await?;
                sender.send_request(request).await
            }
            Some(Sender::Http2(sender)) => {
                sender.ready().await?;
                sender.send_request(request).await
            }
            None => bail!("not connected"),
        };
        let read = async {
            let response = answer?;
            let (head, body) = response.into_parts();
            anyhow::Ok((head, body.collect().await?))
        };
        let (head, body) = match read.await {
            Ok(parts) => parts,
            Err(error) => {
                self.sender = None;
                return Err(error);
            }
        };
        if head.headers.get(header::CONNECTION).is_some_and(|v| v.as_bytes().eq_ignore_ascii_case(b"close")) {
            self.sender = None;
        }
        let trailers = body.trailers().cloned().unwrap_or_default();
        let body = body.to_bytes();
        Ok(match self.protocol {
            Protocol::Grpc => grpc_answer(head.status, &head.headers, &trailers, &body),
            Protocol::Http | Protocol::HttpJson => http_answer(head.status, &head.headers, &body),
        })
    }

    /// Forgets the connection, so that the next request opens a new one.
    pub(crate) fn disconnect(&mut self) {
        self.sender = None;
    }

    async fn connect(&self) -> anyhow::Result<Sender> {
        let stream = TcpStream::connect(&self.authority)
            .await
            .with_context(|| format!("cannot connect to {}", self.authority))?;
        stream.set_nodelay(true)?;
        let io = TokioIo::new(stream);
        Ok(if self.protocol == Protocol::Grpc {
            let (sender, connection) = http2::Builder::new(TokioExecutor::new())
                .initial_stream_window_size(4 << 20)
                .initial_connection_window_size(8 << 20)
                .max_frame_size(256 << 10)
                .handshake(io)
                .await?;
            tokio::spawn(connection);
            Sender::Http2(sender)
        } else {
            let (sender, connection) = http1::handshake(io).await?;
            tokio::spawn(connection);
            Sender::Http1(sender)
        })
    }

    fn request(&self, signal: Signal, body: Bytes) -> anyhow::Result<Request<Full<Bytes>>> {
        let user_agent = concat!("custos-send/", env!("CARGO_PKG_VERSION"));
        let builder = Request::builder().method(Method::POST).header(header::USER_AGENT, user_agent);
        if self.protocol == Protocol::Grpc {
            let (package, service) = match signal {
                Signal::Traces => ("trace", "TraceService"),
                Signal::Logs => ("logs", "LogsService"),
                Signal::Metrics => ("metrics", "MetricsService"),
            };
            let uri = format!("http://{}/opentelemetry.proto.collector.{package}.v1.{service}/Export", self.authority);
            let mut framed = BytesMut::with_capacity(body.len() + 5);
            framed.put_u8(0);
            framed.put_u32(u32::try_from(body.len()).context("request is larger than 4 GiB")?);
            framed.put(body);
            let builder =
                builder.uri(uri).header(header::CONTENT_TYPE, "application/grpc").header(header::TE, "trailers");
            return Ok(builder.body(Full::new(framed.freeze()))?);
        }
        let path = match (self.endpoint.path(), signal) {
            ("" | "/", Signal::Traces) => "/v1/traces",
            ("" | "/", Signal::Logs) => "/v1/logs",
            ("" | "/", Signal::Metrics) => "/v1/metrics",
            (path, _) => path,
        };
        let content_type =
            if self.protocol == Protocol::HttpJson { "application/json" } else { "application/x-protobuf" };
        let builder =
            builder.uri(path).header(header::HOST, &self.authority).header(header::CONTENT_TYPE, content_type);
        Ok(builder.body(Full::new(body))?)
    }
}

fn http_answer(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Answer {
    let after = headers
        .get(header::RETRY_AFTER)
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.trim().parse().ok())
        .map(Duration::from_secs);
    match status.as_u16() {
        200..=299 => Answer::Accepted { partial: !body.is_empty() && body != b"{}" },
        // OTLP: these four are retryable, no others.
        429 | 502 | 503 | 504 => Answer::Retry { after, status: status.to_string() },
        _ => {
            let told = with_message(status.to_string(), &message(headers, body));
            // What a server answers that speaks gRPC only, or has no such path.
            let elsewhere = matches!(status.as_u16(), 404 | 405 | 415 | 426 | 505);
            Answer::Refused { status: if elsewhere { format!("{told}; {NOT_HTTP}") } else { told } }
        }
    }
}

/// Hints when the answer is not that of the protocol.
const NOT_HTTP: &str = "is this the OTLP/HTTP port (4318)? To a gRPC port (4317) send with --protocol grpc";
const NOT_GRPC: &str = "is this the gRPC port (4317)? To an OTLP/HTTP port (4318) send with --protocol http";

/// What a `google.rpc.Status`, in JSON or protobuf, says.
fn message(headers: &HeaderMap, body: &[u8]) -> String {
    let json = headers.get(header::CONTENT_TYPE).is_some_and(|v| v.as_bytes().starts_with(b"application/json"));
    if json {
        let status: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
        return status["message"].as_str().unwrap_or_default().to_owned();
    }
    // Field 1 is the code, field 2 the message; both are short.
    let rest = match body {
        [0x08, code, rest @ ..] if *code < 0x80 => rest,
        rest => rest,
    };
    let text = match rest {
        [0x12, n, rest @ ..] if *n < 0x80 => rest.get(..usize::from(*n)),
        [0x12, low, high, rest @ ..] if *high < 0x80 => rest.get(..usize::from(low & 0x7F) | usize::from(*high) << 7),
        _ => None,
    };
    String::from_utf8_lossy(text.unwrap_or_default()).into_owned()
}

/// A status with the first words of its message.
fn with_message(status: String, message: &str) -> String {
    const LONGEST: usize = 200;
    if message.is_empty() {
        return status;
    }
    let short: String = message.chars().take(LONGEST).collect();
    format!("{status}: {short}{}", if short.len() < message.len() { "…" } else { "" })
}

fn grpc_answer(http: StatusCode, headers: &HeaderMap, trailers: &HeaderMap, body: &[u8]) -> Answer {
    let status = trailers.get("grpc-status").or_else(|| headers.get("grpc-status"));
    let Some(status) = status else {
        // A proxy that cannot reach the collector.
        if matches!(http.as_u16(), 429 | 502 | 503 | 504) {
            return Answer::Retry { after: None, status: http.to_string() };
        }
        return Answer::Refused { status: format!("{http}, which is no answer of gRPC; {NOT_GRPC}") };
    };
    let code: u8 = status.to_str().ok().and_then(|v| v.parse().ok()).unwrap_or(2);
    let name = match code {
        0 => return Answer::Accepted { partial: body.len() > 5 },
        1 => "CANCELLED",
        3 => "INVALID_ARGUMENT",
        4 => "DEADLINE_EXCEEDED",
        8 => "RESOURCE_EXHAUSTED",
        12 => "UNIMPLEMENTED",
        13 => "INTERNAL",
        14 => "UNAVAILABLE",
        _ => "UNKNOWN",
    };
    let told = trailers.contains_key("google.rpc.retryinfo-bin") || trailers.contains_key("grpc-status-details-bin");
    match code {
        1 | 4 | 14 => Answer::Retry { after: told.then_some(Duration::from_secs(1)), status: name.into() },
        _ => {
            let message = trailers.get("grpc-message").or_else(|| headers.get("grpc-message"));
            let message = message.map(|m| percent_encoding::percent_decode(m.as_bytes()).decode_utf8_lossy());
            Answer::Refused { status: with_message(name.into(), &message.unwrap_or_default()) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wrong_port_is_hinted_at() {
        let none = HeaderMap::new();
        let refused = |answer: Answer| match answer {
            Answer::Refused { status } => status,
            other => panic!("{other:?}"),
        };
        let told = refused(grpc_answer(StatusCode::NOT_FOUND, &none, &none, b""));
        assert!(told.contains("404") && told.contains("--protocol http"), "{told}");
        let told = refused(http_answer(StatusCode::HTTP_VERSION_NOT_SUPPORTED, &none, b""));
        assert!(told.contains("505") && told.contains("--protocol grpc"), "{told}");
        let told = refused(http_answer(StatusCode::BAD_REQUEST, &none, b""));
        assert_eq!(told, "400 Bad Request");
        let status = |code: &'static str| {
            HeaderMap::from_iter([(http::HeaderName::from_static("grpc-status"), http::HeaderValue::from_static(code))])
        };
        assert_eq!(refused(grpc_answer(StatusCode::OK, &none, &status("3"), b"")), "INVALID_ARGUMENT");
        assert_eq!(refused(grpc_answer(StatusCode::OK, &status("2"), &none, b"")), "UNKNOWN");
    }
}
