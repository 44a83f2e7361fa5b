//! The listener for people and their tools: SQL, health, metrics, and a page that says where things are.
//!
//! | path | what | file |
//! |---|---|---|
//! | `POST /api/v1/sql` | answer of a query, by `Accept` | `sql`, `answer`, `negotiate` |
//! | `GET /healthz`, `/readyz` | does it live; does it take data | `health` |
//! | `GET /metrics` | Prometheus text | `metrics`, `process` |
//! | `GET /` | the page; the console comes here | `landing.html` |
//!
//! `server` bounds connections and time, `guard` keeps other origins' web pages out. There is no access control yet.

mod answer;
mod error;
mod guard;
mod health;
mod metrics;
mod negotiate;
mod process;
mod server;
mod sql;

use std::{net::SocketAddr, sync::Arc, time::Instant};

use axum::{
    Router,
    http::{HeaderValue, header},
    middleware,
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use custos_pipeline::Pipeline;
use custos_query::Engine;
pub(crate) use metrics::Metrics;
pub(crate) use server::{ServerConfig, serve};
use tokio::sync::RwLock;

use self::error::Failure;

/// The pipeline while it runs; taken out when it drains.
pub(crate) type PipelineSlot = Arc<RwLock<Option<Pipeline>>>;

/// What the handlers share.
#[derive(Clone, Debug)]
pub(crate) struct Api {
    pub(crate) engine: Arc<Engine>,
    pub(crate) pipeline: PipelineSlot,
    pub(crate) metrics: Metrics,
    pub(crate) started: Instant,
    /// Where it listens, to know whether only this machine should reach it.
    pub(crate) address: SocketAddr,
}

/// All routes.
pub(crate) fn router(api: Api) -> Router {
    let local = api.address.ip().is_loopback();
    Router::new()
        .route("/", get(landing))
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/metrics", get(metrics::render))
        .route("/api/v1/sql", post(sql::post).fallback(|| async { Failure::method("POST") }))
        .method_not_allowed_fallback(|| async { Failure::method("GET") })
        .fallback(|| async { Failure::not_found() })
        .layer(middleware::from_fn_with_state(local, guard::guard))
        .with_state(api)
}

async fn landing() -> Response {
    let mut response = Html(include_str!("landing.html")).into_response();
    let policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'";
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    response
}
