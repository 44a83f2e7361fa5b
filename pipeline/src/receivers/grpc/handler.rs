//! One gRPC call: five bytes of prefix and one message in, a status in the trailers out.
//!
//! ```text
//!   request body   | packed? 1 byte | length, 4 bytes big-endian | message |
//!   success        headers, | 0 | length | response |, trailers grpc-status: 0
//!   error          headers only: grpc-status, grpc-message, grpc-status-details-bin, google.rpc.retryinfo-bin
//! ```

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use bytes::{BufMut, Bytes, BytesMut};
use custos_model::ingest::{Accepted, Refusal, Signal};
use http::{
    HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, Version, header, request::Parts,
};

use crate::receivers::{
    body::RequestBody,
    intake::{Intake, Packed},
    reject::{Code, Reject},
    reply::Reply,
    server::{Answer, Handler, Mode},
    status,
    unpack::{ACCEPTED, Encoding},
};

const TRACES: &str = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
const LOGS: &str = "/opentelemetry.proto.collector.logs.v1.LogsService/Export";
const METRICS: &str = "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export";

const PREFIX_BYTES: usize = 5;

const GRPC_STATUS: HeaderName = HeaderName::from_static("grpc-status");
const GRPC_MESSAGE: HeaderName = HeaderName::from_static("grpc-message");
const GRPC_DETAILS: HeaderName = HeaderName::from_static("grpc-status-details-bin");
const GRPC_ENCODING: HeaderName = HeaderName::from_static("grpc-encoding");
const GRPC_ACCEPT_ENCODING: HeaderName = HeaderName::from_static("grpc-accept-encoding");
/// The Python exporter reads the delay from this key and not from the details.
const RETRY_INFO: HeaderName = HeaderName::from_static("google.rpc.retryinfo-bin");

const WRONG_PORT: &str = "this port speaks gRPC over HTTP/2; OTLP/HTTP has a port of its own, usually 4318\n";

/// The OTLP/gRPC receiver.
pub(super) struct GrpcHandler {
    pub(super) intake: Intake,
}

impl Handler for GrpcHandler {
    fn handle(self: Arc<Self>, request: Request<RequestBody>, mode: Mode) -> Answer {
        Box::pin(async move {
            let (head, mut body) = request.into_parts();
            if let Some(status) = not_grpc(&head) {
                let mut answer = Response::new(Reply::new(WRONG_PORT));
                *answer.status_mut() = status;
                return answer;
            }
            let signal = match head.uri.path() {
                TRACES => Signal::Traces,
                LOGS => Signal::Logs,
                METRICS => Signal::Metrics,
                _ => return refusal(&Reject::Unimplemented),
            };
            match self.export(&head.headers, &mut body, signal, mode).await {
                Ok(accepted) => {
                    self.intake.count(signal, Code::Ok.name(), None);
                    success(&accepted)
                }
                Err(reject) => {
                    self.intake.count(signal, reject.code().name(), Some(&reject));
                    refusal(&reject)
                }
            }
        })
    }

    fn broken(&self) -> Response<Reply> {
        refusal(&Reject::Internal)
    }
}

impl GrpcHandler {
    async fn export(
        &self,
        headers: &HeaderMap,
        body: &mut RequestBody,
        signal: Signal,
        mode: Mode,
    ) -> Result<Accepted, Reject> {
        match mode {
            Mode::Serve => {}
            Mode::Overflow => return Err(Reject::busy("connections_full")),
            Mode::Draining => return Err(Refusal::Draining.into()),
        }
        let arrival = self.intake.arrive(signal, headers)?;
        if !is_protobuf(headers) {
            return Err(Reject::Subtype);
        }
        let encoding = headers.get(GRPC_ENCODING).map_or(Some(Encoding::Identity), |v| Encoding::parse(v.as_bytes()));
        let encoding = encoding.ok_or(Reject::Encoding)?;
        let limit = self.intake.max_request_bytes;
        let (bytes, hold) = self
            .intake
            .gather(body, limit.saturating_add(PREFIX_BYTES), 0, |gathered| {
                let Some(prefix) = gathered.bytes().first_chunk::<PREFIX_BYTES>() else { return Ok(()) };
                let length = message_length(prefix);
                gathered.expect(length.saturating_add(PREFIX_BYTES));
                if length > limit { Err(Refusal::TooLarge { limit }.into()) } else { Ok(()) }
            })
            .await?;
        let (message, is_packed) = unframed(&bytes)?;
        let encoding = match (is_packed, encoding) {
            (false, _) => Encoding::Identity,
            (true, Encoding::Identity) => return Err(Reject::Framing("message is packed, but no grpc-encoding")),
            (true, encoding) => encoding,
        };
        drop(bytes);
        let packed = Packed { bytes: message, hold, encoding, json: false };
        self.intake.store(arrival, packed).await
    }
}

/// HTTP status for what is no gRPC at all, as the protocol wants it.
fn not_grpc(head: &Parts) -> Option<StatusCode> {
    if head.version != Version::HTTP_2 {
        return Some(StatusCode::HTTP_VERSION_NOT_SUPPORTED);
    }
    let content_type = head.headers.get(header::CONTENT_TYPE).map_or(&b""[..], |value| value.as_bytes());
    match content_type.strip_prefix(b"application/grpc") {
        Some([] | [b'+' | b';' | b' ', ..]) if head.method == Method::POST => None,
        Some(_) if head.method != Method::POST => Some(StatusCode::METHOD_NOT_ALLOWED),
        _ => Some(StatusCode::UNSUPPORTED_MEDIA_TYPE),
    }
}

/// Whether the messages of a call are protobuf: what `application/grpc` means with nothing behind it. A body of another
/// codec may pass for protobuf that says something else.
fn is_protobuf(headers: &HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE).map_or(&b""[..], |value| value.as_bytes());
    let Some(rest) = content_type.strip_prefix(b"application/grpc+") else { return true };
    let subtype = rest.split(|b| matches!(b, b';' | b' ')).next().unwrap_or_default();
    [&b""[..], b"proto", b"protobuf"].iter().any(|known| subtype.eq_ignore_ascii_case(known))
}

fn message_length(prefix: &[u8; PREFIX_BYTES]) -> usize {
    let [_, length @ ..] = prefix;
    u32::from_be_bytes(*length) as usize
}

/// The only message of a unary call, and whether it is packed.
fn unframed(body: &Bytes) -> Result<(Bytes, bool), Reject> {
    let Some(prefix) = body.first_chunk::<PREFIX_BYTES>() else {
        return Err(Reject::Framing("no message"));
    };
    let length = message_length(prefix);
    match (body.len() - PREFIX_BYTES).cmp(&length) {
        std::cmp::Ordering::Less => Err(Reject::Framing("message is shorter than its prefix says")),
        std::cmp::Ordering::Greater => Err(Reject::Framing("more than one message in a unary call")),
        std::cmp::Ordering::Equal => match prefix.first() {
            Some(0) => Ok((body.slice(PREFIX_BYTES..), false)),
            Some(1) => Ok((body.slice(PREFIX_BYTES..), true)),
            _ => Err(Reject::Framing("unknown flag in the message prefix")),
        },
    }
}

fn answer(body: Reply) -> Response<Reply> {
    let mut answer = Response::new(body);
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/grpc"));
    headers.insert(GRPC_ACCEPT_ENCODING, HeaderValue::from_static(ACCEPTED));
    answer
}

fn success(accepted: &Accepted) -> Response<Reply> {
    let message = status::response_protobuf(accepted);
    let mut data = BytesMut::with_capacity(PREFIX_BYTES + message.len());
    data.put_u8(0);
    data.put_u32(u32::try_from(message.len()).unwrap_or_default());
    data.put_slice(&message);
    let mut trailers = HeaderMap::with_capacity(1);
    trailers.insert(GRPC_STATUS, status::grpc_status(Code::Ok));
    answer(Reply::new(data).with_trailers(trailers))
}

fn refusal(reject: &Reject) -> Response<Reply> {
    let mut answer = answer(Reply::default());
    let headers = answer.headers_mut();
    headers.insert(GRPC_STATUS, status::grpc_status(reject.code()));
    headers.insert(GRPC_MESSAGE, percent_encoded(&reject.to_string()));
    insert_binary(headers, GRPC_DETAILS, &status::status_protobuf(reject));
    if let Some(delay) = reject.retry_after() {
        insert_binary(headers, RETRY_INFO, &status::retry_info(delay));
    }
    answer
}

fn insert_binary(headers: &mut HeaderMap, name: HeaderName, value: &[u8]) {
    // Clients limit headers to 8 KiB: a status that is longer is left out rather than losing the whole answer.
    if value.len() <= 4096
        && let Ok(value) = HeaderValue::from_str(&STANDARD_NO_PAD.encode(value))
    {
        headers.insert(name, value);
    }
}

/// `grpc-message`: printable ASCII stays, all else and `%` is percent-encoded; cut at 1 KiB.
fn percent_encoded(message: &str) -> HeaderValue {
    let mut text = String::new();
    for byte in message.bytes().take(1024) {
        match byte {
            b' '..=b'$' | b'&'..=b'~' => text.push(char::from(byte)),
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static("error"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_percent_encoded() {
        assert_eq!(percent_encoded("50% of é\n"), "50%25 of %C3%A9%0A");
    }

    #[test]
    fn one_whole_message() {
        let body = |flag: u8, length: u32, rest: &[u8]| {
            let mut body = vec![flag];
            body.extend(length.to_be_bytes());
            body.extend(rest);
            Bytes::from(body)
        };
        assert_eq!(unframed(&body(0, 2, b"ab")).unwrap(), (Bytes::from_static(b"ab"), false));
        assert!(unframed(&body(1, 0, b"")).unwrap().1);
        for wrong in [body(0, 3, b"ab"), body(0, 1, b"ab"), body(2, 2, b"ab"), Bytes::from_static(b"abc")] {
            assert!(matches!(unframed(&wrong), Err(Reject::Framing(_))));
        }
    }
}
