//! `POST /api/v1/sql`: the body is SQL, or `{"query": "..."}` with `Content-Type: application/json`.

use std::{sync::Arc, time::Duration};

use axum::{
    body::{Body, to_bytes},
    extract::State,
    http::{HeaderMap, StatusCode, Version, header},
    response::{IntoResponse, Response},
};
use custos_query::MAX_SQL_BYTES;
use serde::Deserialize;

use super::{Api, answer, error::Failure, metrics, negotiate};

/// Largest body: JSON may write a character in six.
const MAX_BODY: usize = 6 * MAX_SQL_BYTES + 1024;
/// Time for the body to arrive.
const BODY_TIMEOUT: Duration = Duration::from_secs(10);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    query: String,
}

pub(super) async fn post(State(api): State<Api>, version: Version, headers: HeaderMap, body: Body) -> Response {
    let mut counted = Some(metrics::Query::begin());
    match run(&api, version, &headers, body, &mut counted).await {
        Ok(response) => response,
        Err(failure) => {
            if let Some(query) = &mut counted {
                query.end(failure.kind());
            }
            failure.into_response()
        }
    }
}

/// `counted` is taken by an answer that goes on.
async fn run(
    api: &Api,
    version: Version,
    headers: &HeaderMap,
    body: Body,
    counted: &mut Option<metrics::Query>,
) -> Result<Response, Failure> {
    let accept: Vec<_> = headers.get_all(header::ACCEPT).iter().filter_map(|v| v.to_str().ok()).collect();
    let (format, media) = negotiate::format(Some(&accept.join(","))).ok_or_else(|| {
        Failure::new(StatusCode::NOT_ACCEPTABLE, "not_acceptable", "no format of an answer is in Accept")
            .hint(format!("the formats are {}", negotiate::known()))
    })?;
    check_coding(headers)?;
    let sql = read(headers, body).await?;
    let running = match Arc::clone(&api.queries).try_read_owned() {
        Ok(running) if !api.stopping.is_cancelled() => running,
        _ => {
            return Err(Failure::new(StatusCode::SERVICE_UNAVAILABLE, "stopping", "the collector is stopping")
                .hint("ask again once it has started anew"));
        }
    };
    let stream = api.engine.query(&sql).await?;
    answer::answer(stream, (format, media), version, counted, running).await
}

/// A query is short: it is not unpacked.
fn check_coding(headers: &HeaderMap) -> Result<(), Failure> {
    let mut codings = headers.get_all(header::CONTENT_ENCODING).iter();
    if codings.all(|coding| coding.as_bytes().trim_ascii().eq_ignore_ascii_case(b"identity")) {
        return Ok(());
    }
    Err(Failure::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "encoding", "the query is packed (Content-Encoding)")
        .hint("send it as it is, without Content-Encoding"))
}

async fn read(headers: &HeaderMap, body: Body) -> Result<String, Failure> {
    let invalid = |message: &str| Failure::new(StatusCode::BAD_REQUEST, "invalid", message);
    let bytes = match tokio::time::timeout(BODY_TIMEOUT, to_bytes(body, MAX_BODY)).await {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(_)) => {
            let message = format!("the query is longer than {} KiB, or did not arrive whole", MAX_SQL_BYTES >> 10);
            return Err(Failure::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", message));
        }
        Err(_) => return Err(Failure::new(StatusCode::REQUEST_TIMEOUT, "timeout", "the query did not arrive in time")),
    };
    let kind = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if kind.eq_ignore_ascii_case("application/json") {
        let question: Question = serde_json::from_slice(&bytes).map_err(|_| {
            invalid("the body is not {\"query\": \"...\"}").hint("or send the SQL itself as text/plain")
        })?;
        return Ok(question.query);
    }
    let sql = String::from_utf8(bytes.into()).map_err(|_| invalid("the query is not UTF-8 text"))?;
    if sql.trim_start().starts_with('{') {
        return Err(invalid("the body is JSON, and its Content-Type is not")
            .hint("send it with Content-Type: application/json, or send the SQL itself"));
    }
    Ok(sql)
}
