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

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::{Arc, OnceLock},
    time::Instant,
};

use axum::{
    Router,
    extract::State,
    http::{HeaderValue, header},
    middleware,
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use custos_pipeline::{Pipeline, Status, Watch};
use custos_query::Engine;
pub(crate) use metrics::Metrics;
pub(crate) use server::{PATIENCE, ServerConfig, serve};
use tokio::sync::RwLock;
use tokio_util::sync::CancellationToken;

use self::error::Failure;
use crate::app::Addresses;

/// The pipeline while it runs; taken out when it drains.
pub(crate) type PipelineSlot = Arc<RwLock<Option<Pipeline>>>;

/// Why a collector that starts takes nothing yet; none once the pipeline is there.
pub(crate) type Waits = Arc<parking_lot::Mutex<Option<String>>>;

/// What takes requests before the lake is there, once it does.
pub(crate) type Early = Arc<OnceLock<Watch>>;

/// Each query that runs reads it until its answer is sent.
pub(crate) type Queries = Arc<RwLock<()>>;

/// What the handlers share.
#[derive(Clone, Debug)]
pub(crate) struct Api {
    pub(crate) engine: Arc<Engine>,
    pub(crate) pipeline: PipelineSlot,
    pub(crate) waits: Waits,
    pub(crate) early: Early,
    pub(crate) metrics: Metrics,
    pub(crate) started: Instant,
    /// Where the collector listens: told on the page, and whether only this machine should reach this listener.
    pub(crate) addresses: Addresses,
    /// Names besides those of loopback addresses under which it may be asked.
    pub(crate) allowed_hosts: Arc<[String]>,
    /// Cancelled when requests are no longer taken.
    pub(crate) stopping: CancellationToken,
    pub(crate) queries: Queries,
}

impl Api {
    /// How what takes requests does: the pipeline, or the log alone before the lake is there. None when there is
    /// neither.
    async fn status(&self) -> Option<Status> {
        match self.pipeline.read().await.as_ref() {
            Some(pipeline) => Some(pipeline.status()),
            None => self.early.get().map(Watch::status),
        }
    }
}

/// All routes.
pub(crate) fn router(api: Api) -> Router {
    let local = api.addresses.http.is_some_and(|address| address.ip().is_loopback());
    let hosts = guard::Hosts { local, allowed: Arc::clone(&api.allowed_hosts) };
    Router::new()
        .route("/", get(landing))
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/metrics", get(metrics::render))
        .route("/api/v1/sql", post(sql::post).fallback(|| async { Failure::method("POST") }))
        .method_not_allowed_fallback(|| async { Failure::method("GET") })
        .fallback(|| async { Failure::not_found() })
        .layer(middleware::from_fn_with_state(hosts, guard::guard))
        .with_state(api)
}

async fn landing(State(api): State<Api>) -> Response {
    let mut response = Html(page(&api.addresses)).into_response();
    let policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'";
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    response
}

/// The page with the addresses of this collector.
fn page(addresses: &Addresses) -> String {
    let (otlp, protocol) = match (addresses.otlp_http, addresses.otlp_grpc) {
        (None, Some(grpc)) => (Some(grpc), "grpc"),
        (http, _) => (http, "http/protobuf"),
    };
    include_str!("landing.html")
        .replace("{sql}", &url(addresses.http))
        .replace("{otlp}", &url(otlp))
        .replace("{protocol}", protocol)
}

/// An address as a client on this machine writes it: one that stands for all is none to connect to.
fn url(address: Option<SocketAddr>) -> String {
    let Some(mut address) = address else { return String::new() };
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => address.set_ip(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(ip) if ip.is_unspecified() => address.set_ip(Ipv6Addr::LOCALHOST.into()),
        _ => {}
    }
    format!("http://{address}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_tells_the_addresses_in_use() {
        let address = |text: &str| Some(text.parse().unwrap());
        let mut addresses =
            Addresses { otlp_grpc: address("10.0.0.7:1"), otlp_http: address("0.0.0.0:2"), http: address("[::]:3") };
        let text = page(&addresses);
        assert!(text.contains("curl http://[::1]:3/api/v1/sql"), "{text}");
        assert!(
            text.contains("ENDPOINT=http://127.0.0.1:2\nexport OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf"),
            "{text}"
        );
        assert!(!text.contains("8080") && !text.contains("4318"), "{text}");
        addresses.otlp_http = None;
        let text = page(&addresses);
        assert!(text.contains("ENDPOINT=http://10.0.0.7:1\nexport OTEL_EXPORTER_OTLP_PROTOCOL=grpc"), "{text}");
    }
}
