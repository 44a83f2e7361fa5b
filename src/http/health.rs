//! `/healthz`: whether a restart would help. `/readyz`: whether data is taken, and if not, why.

use std::time::Duration;

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use custos_pipeline::Status;
use serde_json::{Value, json};

use super::Api;

/// For how long commits may fail before it is worth a warning.
const LAKE_AWAY: Duration = Duration::from_secs(10);

pub(super) async fn healthz(State(api): State<Api>) -> Response {
    let mut reasons = Vec::new();
    if let Some(status) = &api.status().await {
        lasting(status, &mut reasons);
    }
    respond("ok", "failed", reasons, json!({"version": env!("CARGO_PKG_VERSION")}))
}

pub(super) async fn readyz(State(api): State<Api>) -> Response {
    let waits = api.waits.lock().clone();
    let Some(status) = api.status().await else {
        let reason = waits.unwrap_or_else(|| "it is stopping".to_owned());
        return respond("ready", "not ready", vec![reason], json!({}));
    };
    let mut reasons = Vec::new();
    if let Some(reason) = waits {
        reasons.push(format!("{reason}; meanwhile the write-ahead log keeps what comes"));
    }
    lasting(&status, &mut reasons);
    if status.draining || api.stopping.is_cancelled() {
        reasons.push("it is stopping".to_owned());
    }
    if let Some(cause) = &status.lake_gone {
        reasons.push(format!(
            "the lake is not the one that was committed to; the write-ahead log keeps what comes: {cause}"
        ));
    }
    if status.wal_bytes >= status.max_wal_bytes {
        reasons
            .push("the write-ahead log is full: clients are told to retry until the lake takes commits again".into());
    }
    if !status.full_shards.is_empty() {
        reasons.push(format!(
            "the disk of the write-ahead log is full (shards {:?}): clients are told to retry until it has room",
            status.full_shards
        ));
    }
    let seconds = |age: Option<Duration>| age.map(|age| age.as_secs_f64());
    // The log takes over meanwhile: a warning, and no reason to send clients elsewhere.
    let failing = status.commit_failing_for.filter(|age| *age >= LAKE_AWAY);
    let warnings: Vec<_> = failing
        .map(|age| format!("the lake has taken no commit for {} s; see the log for the cause", age.as_secs()))
        .into_iter()
        .collect();
    let details = json!({
        "warnings": warnings,
        "wal_bytes": status.wal_bytes,
        "max_wal_bytes": status.max_wal_bytes,
        "queue_bytes": status.queue_bytes,
        "last_commit_age_seconds": seconds(status.last_commit_age),
        "oldest_uncommitted_age_seconds": seconds(status.oldest_uncommitted_age),
        "commit_failing_for_seconds": seconds(status.commit_failing_for),
    });
    respond("ready", "not ready", reasons, details)
}

/// What only a restart can change.
fn lasting(status: &Status, reasons: &mut Vec<String>) {
    if !status.poisoned_shards.is_empty() {
        reasons.push(format!(
            "the write-ahead log of shards {:?} cannot be written; see the log, then restart",
            status.poisoned_shards
        ));
    }
    if let Some(failure) = &status.failure {
        reasons.push(format!("nothing is committed to the lake until a restart: {failure}"));
    }
}

fn respond(good: &str, bad: &str, reasons: Vec<String>, mut body: Value) -> Response {
    let (code, status) =
        if reasons.is_empty() { (StatusCode::OK, good) } else { (StatusCode::SERVICE_UNAVAILABLE, bad) };
    body["status"] = status.into();
    if !reasons.is_empty() {
        body["reasons"] = reasons.into();
    }
    (code, Json(body)).into_response()
}
