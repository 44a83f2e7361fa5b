//! Errors as JSON: `{"error":{"kind","message","hint"}}`.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use custos_query::{ErrorKind, QueryError};
use serde_json::json;

/// Why a request is not answered.
#[derive(Debug)]
pub(super) struct Failure {
    status: StatusCode,
    kind: &'static str,
    message: String,
    hint: Option<String>,
}

impl Failure {
    pub(super) fn new(status: StatusCode, kind: &'static str, message: impl Into<String>) -> Self {
        Self { status, kind, message: message.into(), hint: None }
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub(super) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "there is nothing at this path")
            .hint("POST /api/v1/sql, or GET /, /healthz, /readyz or /metrics; OTLP has listeners of its own")
    }

    pub(super) fn method(method: &str) -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "this path does not take this method")
            .hint(format!("use {method}"))
    }

    pub(super) fn kind(&self) -> &'static str {
        self.kind
    }
}

impl From<QueryError> for Failure {
    fn from(error: QueryError) -> Self {
        let status = match error.kind() {
            ErrorKind::Invalid => StatusCode::BAD_REQUEST,
            ErrorKind::Refused => StatusCode::FORBIDDEN,
            // Not 408 or 504: browsers, proxies and SDKs send such a request again by themselves, and it would take as
            // long.
            ErrorKind::Timeout => StatusCode::UNPROCESSABLE_ENTITY,
            ErrorKind::ResourcesExhausted => StatusCode::PAYLOAD_TOO_LARGE,
            ErrorKind::Busy => StatusCode::TOO_MANY_REQUESTS,
            ErrorKind::Storage => StatusCode::SERVICE_UNAVAILABLE,
            ErrorKind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        };
        if error.kind() == ErrorKind::Storage {
            // The client cannot mend it; who can, reads the log.
            let cause = std::error::Error::source(&error).map(custos_model::with_causes).unwrap_or_default();
            tracing::error!(what = error.message(), cause, "a query failed");
        }
        let message = match error.position() {
            Some(position) => format!("{} ({position})", error.message()),
            None => error.message().to_owned(),
        };
        let hint = match error.kind() {
            ErrorKind::Storage => Some("the log of the collector says more, and custos verify which object is wrong"),
            _ => error.hint(),
        };
        Self { status, kind: error.kind().as_str(), message, hint: hint.map(str::to_owned) }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut error = json!({"kind": self.kind, "message": self.message});
        if let Some(hint) = self.hint {
            error["hint"] = hint.into();
        }
        let mut response = (self.status, Json(json!({ "error": error }))).into_response();
        if matches!(self.status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        if self.status == StatusCode::UNSUPPORTED_MEDIA_TYPE {
            response.headers_mut().insert(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use custos_query::{Engine, QueryConfig};
    use object_store::{ObjectStoreExt as _, memory::InMemory};

    use super::*;
    use crate::logging::tests::logged;

    #[tokio::test]
    async fn lake_that_cannot_be_read_is_logged_with_its_cause() {
        let store = InMemory::new();
        let entry = "ledger/entries/000000000001.json";
        store.put(&entry.into(), "no entry".into()).await.unwrap();
        let engine = Engine::new(Arc::new(store), QueryConfig::default());
        let fail = async |sql: &str| engine.query(sql).await.map(|_| ()).unwrap_err();
        let (storage, invalid) = (fail("SELECT * FROM spans").await, fail("SELEC 'secret'").await);
        let mut status = Vec::new();
        let text = logged("info", || status.extend([storage, invalid].map(|error| Failure::from(error).status)));
        assert_eq!(status, [StatusCode::SERVICE_UNAVAILABLE, StatusCode::BAD_REQUEST]);
        assert!(text.lines().count() == 1 && text.contains("the ledger of the lake could not be read"), "{text}");
        assert!(text.contains("cause=") && !text.contains("cause=\"\""), "{text}");
    }
}
