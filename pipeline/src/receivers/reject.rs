//! Why a request was not stored, and how that is said in HTTP and in gRPC.

use std::time::Duration;

use custos_model::{ingest::Refusal, limits};
use http::StatusCode;

/// Codes of `google.rpc.Code` that the receivers use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub(super) enum Code {
    Ok = 0,
    InvalidArgument = 3,
    DeadlineExceeded = 4,
    NotFound = 5,
    PermissionDenied = 7,
    ResourceExhausted = 8,
    Unimplemented = 12,
    Internal = 13,
    Unavailable = 14,
    Unauthenticated = 16,
}

impl Code {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Ok => "OK",
            Self::InvalidArgument => "INVALID_ARGUMENT",
            Self::DeadlineExceeded => "DEADLINE_EXCEEDED",
            Self::NotFound => "NOT_FOUND",
            Self::PermissionDenied => "PERMISSION_DENIED",
            Self::ResourceExhausted => "RESOURCE_EXHAUSTED",
            Self::Unimplemented => "UNIMPLEMENTED",
            Self::Internal => "INTERNAL",
            Self::Unavailable => "UNAVAILABLE",
            Self::Unauthenticated => "UNAUTHENTICATED",
        }
    }
}

/// A request that is answered with an error. No variant holds content of a body.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Reject {
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error("body does not decompress: {0}")]
    Corrupt(&'static str),
    #[error("body ended before it was complete")]
    Aborted,
    #[error("request took longer than {} s to arrive", .0.as_secs_f32())]
    Timeout(Duration),
    #[error("content type must be application/x-protobuf or application/json")]
    MediaType,
    #[error("content type must be application/grpc or application/grpc+proto: messages are read as protobuf only")]
    Subtype,
    #[error("content encoding must be one of gzip, zstd, deflate, identity")]
    Encoding,
    #[error("method not allowed; use POST")]
    Method,
    #[error("no such path; unless receivers.otlp.http names others they are /v1/traces, /v1/logs and /v1/metrics")]
    NotFound,
    #[error("no such service or method")]
    Unimplemented,
    #[error("credential missing or not valid")]
    Unauthenticated,
    #[error("credential does not allow this")]
    Denied,
    #[error("{0}")]
    Framing(&'static str),
    #[error("internal error")]
    Internal,
}

impl Reject {
    pub(super) fn busy(reason: &'static str) -> Self {
        Refusal::Busy { reason, retry_after: limits::RETRY_AFTER }.into()
    }

    /// Answer of OTLP/HTTP. 429 and 503 are retried by clients, everything else loses the batch.
    pub(super) fn http(&self) -> StatusCode {
        match self {
            Self::Refused(Refusal::Malformed(_)) | Self::Corrupt(_) | Self::Aborted | Self::Framing(_) => {
                StatusCode::BAD_REQUEST
            }
            Self::Refused(Refusal::TooLarge { .. }) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Refused(Refusal::Busy { .. }) => StatusCode::TOO_MANY_REQUESTS,
            // Not 408, which clients do not retry: the network may be better next time.
            Self::Refused(Refusal::Draining) | Self::Timeout(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::MediaType | Self::Subtype | Self::Encoding => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::NotFound | Self::Unimplemented => StatusCode::NOT_FOUND,
            Self::Unauthenticated => StatusCode::UNAUTHORIZED,
            Self::Denied => StatusCode::FORBIDDEN,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Answer of OTLP/gRPC, and `code` of the `google.rpc.Status` in an HTTP body.
    pub(super) fn code(&self) -> Code {
        match self {
            Self::Refused(Refusal::Malformed(_)) | Self::Corrupt(_) | Self::Aborted | Self::MediaType => {
                Code::InvalidArgument
            }
            Self::Refused(Refusal::TooLarge { .. }) => Code::ResourceExhausted,
            Self::Refused(Refusal::Busy { .. } | Refusal::Draining) => Code::Unavailable,
            Self::Timeout(_) => Code::DeadlineExceeded,
            Self::Subtype | Self::Encoding | Self::Method | Self::Unimplemented => Code::Unimplemented,
            Self::NotFound => Code::NotFound,
            Self::Unauthenticated => Code::Unauthenticated,
            Self::Denied => Code::PermissionDenied,
            Self::Framing(_) | Self::Internal => Code::Internal,
        }
    }

    /// When the client should send the same request again; absent when that cannot help.
    pub(super) fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Refused(Refusal::Busy { retry_after, .. }) => Some(*retry_after),
            Self::Refused(Refusal::Draining) | Self::Timeout(_) => Some(limits::RETRY_AFTER),
            _ => None,
        }
    }

    /// Whether the data itself is wrong: such an answer carries a `BadRequest` detail.
    pub(super) fn is_bad_data(&self) -> bool {
        matches!(self, Self::Refused(Refusal::Malformed(_)) | Self::Corrupt(_) | Self::Aborted)
    }

    /// Metric label `reason`.
    pub(super) fn reason(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.reason(),
            Self::Corrupt(_) => "corrupt",
            Self::Aborted => "aborted",
            Self::Timeout(_) => "timeout",
            Self::MediaType | Self::Subtype => "media_type",
            Self::Encoding => "encoding",
            Self::Method => "method",
            Self::NotFound | Self::Unimplemented => "not_found",
            Self::Unauthenticated => "unauthenticated",
            Self::Denied => "denied",
            Self::Framing(_) => "framing",
            Self::Internal => "internal",
        }
    }
}
