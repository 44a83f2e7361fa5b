//! Bodies of answers: `google.rpc.Status` with its details, and `Export*ServiceResponse`, as protobuf and as JSON.
//!
//! All three response messages have the same shape on the wire, `partial_success = 1 { rejected = 1,
//! error_message = 2 }`; only the JSON name of the count differs.

use std::time::Duration;

use custos_model::ingest::{Accepted, Signal};
use prost::Message;
use serde_json::json;

use super::reject::{Code, Reject};

/// Longest `error_message` sent, bytes. OTLP wants a response under 4 MiB; nobody reads that much.
const MAX_MESSAGE_BYTES: usize = 16 << 10;

const BAD_REQUEST: &str = "type.googleapis.com/google.rpc.BadRequest";
const RETRY_INFO: &str = "type.googleapis.com/google.rpc.RetryInfo";

#[derive(Clone, PartialEq, Message)]
struct StatusMessage {
    #[prost(int32, tag = "1")]
    code: i32,
    #[prost(string, tag = "2")]
    message: String,
    #[prost(message, repeated, tag = "3")]
    details: Vec<AnyMessage>,
}

#[derive(Clone, PartialEq, Message)]
struct AnyMessage {
    #[prost(string, tag = "1")]
    type_url: String,
    #[prost(bytes = "vec", tag = "2")]
    value: Vec<u8>,
}

#[derive(Clone, PartialEq, Message)]
struct RetryInfo {
    #[prost(message, optional, tag = "1")]
    retry_delay: Option<DurationMessage>,
}

#[derive(Clone, PartialEq, Message)]
struct DurationMessage {
    #[prost(int64, tag = "1")]
    seconds: i64,
    #[prost(int32, tag = "2")]
    nanos: i32,
}

#[derive(Clone, PartialEq, Message)]
struct BadRequest {
    #[prost(message, repeated, tag = "1")]
    field_violations: Vec<FieldViolation>,
}

#[derive(Clone, PartialEq, Message)]
struct FieldViolation {
    #[prost(string, tag = "1")]
    field: String,
    #[prost(string, tag = "2")]
    description: String,
}

#[derive(Clone, PartialEq, Message)]
struct ExportResponse {
    #[prost(message, optional, tag = "1")]
    partial_success: Option<PartialSuccess>,
}

#[derive(Clone, PartialEq, Message)]
struct PartialSuccess {
    #[prost(int64, tag = "1")]
    rejected: i64,
    #[prost(string, tag = "2")]
    error_message: String,
}

/// `google.rpc.Status` of a rejected request, protobuf. `code` is the gRPC code.
pub(super) fn status_protobuf(reject: &Reject) -> Vec<u8> {
    let message = message_of(reject);
    let mut details = Vec::new();
    if reject.is_bad_data() {
        let violation = FieldViolation { field: "body".into(), description: message.clone() };
        let detail = BadRequest { field_violations: vec![violation] };
        details.push(AnyMessage { type_url: BAD_REQUEST.into(), value: detail.encode_to_vec() });
    }
    if let Some(delay) = reject.retry_after() {
        details.push(AnyMessage { type_url: RETRY_INFO.into(), value: retry_info(delay) });
    }
    StatusMessage { code: reject.code() as i32, message, details }.encode_to_vec()
}

/// The same as JSON.
pub(super) fn status_json(reject: &Reject) -> Vec<u8> {
    let message = message_of(reject);
    let mut details = Vec::new();
    if reject.is_bad_data() {
        let violations = json!([{"field": "body", "description": message}]);
        details.push(json!({"@type": BAD_REQUEST, "fieldViolations": violations}));
    }
    if let Some(delay) = reject.retry_after() {
        details.push(json!({"@type": RETRY_INFO, "retryDelay": format!("{}s", delay.as_secs_f64())}));
    }
    let mut status = json!({"code": reject.code() as i32, "message": message});
    if !details.is_empty() {
        status["details"] = details.into();
    }
    status.to_string().into_bytes()
}

/// `google.rpc.RetryInfo`, protobuf.
pub(super) fn retry_info(delay: Duration) -> Vec<u8> {
    let seconds = i64::try_from(delay.as_secs()).unwrap_or(i64::MAX);
    let nanos = i32::try_from(delay.subsec_nanos()).unwrap_or_default();
    RetryInfo { retry_delay: Some(DurationMessage { seconds, nanos }) }.encode_to_vec()
}

/// `Export*ServiceResponse`, protobuf: no bytes at all when everything was accepted.
pub(super) fn response_protobuf(accepted: &Accepted) -> Vec<u8> {
    let partial_success = is_partial(accepted).then(|| PartialSuccess {
        rejected: i64::try_from(accepted.rejected).unwrap_or(i64::MAX),
        error_message: shortened(&accepted.message).to_owned(),
    });
    ExportResponse { partial_success }.encode_to_vec()
}

/// `Export*ServiceResponse` as JSON: `{}` when everything was accepted. A 64-bit count is a string there.
pub(super) fn response_json(signal: Signal, accepted: &Accepted) -> Vec<u8> {
    if !is_partial(accepted) {
        return b"{}".to_vec();
    }
    let count = match signal {
        Signal::Traces => "rejectedSpans",
        Signal::Logs => "rejectedLogRecords",
        Signal::Metrics => "rejectedDataPoints",
    };
    let mut partial = json!({"errorMessage": shortened(&accepted.message)});
    if accepted.rejected > 0 {
        partial[count] = accepted.rejected.to_string().into();
    }
    json!({"partialSuccess": partial}).to_string().into_bytes()
}

/// A rejected count or, with nothing rejected, a warning.
fn is_partial(accepted: &Accepted) -> bool {
    accepted.rejected > 0 || !accepted.message.is_empty()
}

fn message_of(reject: &Reject) -> String {
    let mut message = reject.to_string();
    message.truncate(shortened(&message).len());
    message
}

/// At most [`MAX_MESSAGE_BYTES`] of `text`, cut between characters.
pub(super) fn shortened(text: &str) -> &str {
    let mut end = text.len().min(MAX_MESSAGE_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// `grpc-status` as header text.
pub(super) fn grpc_status(code: Code) -> http::HeaderValue {
    http::HeaderValue::from(code as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_success_is_empty() {
        assert!(response_protobuf(&Accepted::default()).is_empty());
        assert_eq!(response_json(Signal::Logs, &Accepted::default()), b"{}");
    }

    #[test]
    fn long_messages_are_cut_between_characters() {
        let text = "ё".repeat(MAX_MESSAGE_BYTES);
        let accepted = Accepted { rejected: 1, message: format!("a{text}") };
        assert!(response_protobuf(&accepted).len() < MAX_MESSAGE_BYTES + 32);
        assert!(response_json(Signal::Traces, &accepted).len() < MAX_MESSAGE_BYTES + 64);
    }

    #[test]
    fn retry_delay_in_both_forms() {
        let reject = Reject::busy("queue_full");
        assert!(String::from_utf8(status_json(&reject)).unwrap().contains("\"retryDelay\":\"1s\""));
        let status = StatusMessage::decode(&*status_protobuf(&reject)).unwrap();
        let info = RetryInfo::decode(&*status.details[0].value).unwrap();
        assert_eq!(info.retry_delay, Some(DurationMessage { seconds: 1, nanos: 0 }));
    }
}
