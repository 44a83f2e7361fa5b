//! The listeners: bound first, open once there is something behind them, or while a start waits for its lake.

use std::{
    net::SocketAddr,
    sync::{Arc, OnceLock},
    time::{Duration, Instant},
};

use anyhow::anyhow;
use async_trait::async_trait;
use custos_model::{
    ingest::{Accepted, Ingest, Refusal, Request},
    limits::RETRY_AFTER,
};
use custos_pipeline::receivers::{Budget, Cors, HttpConfig, Paths, ReceiverConfig, serve_grpc, serve_http};
use custos_query::Engine;
use tokio::{
    net::{TcpListener, TcpSocket},
    task::{JoinHandle, JoinSet},
};
use tokio_util::sync::CancellationToken;

use super::Addresses;
use crate::{
    config::Config,
    http::{Api, Early, Metrics, PATIENCE, PipelineSlot, Queries, ServerConfig, Waits, router, serve},
};

/// Time for the last answers and scrapes to be read, after everything else has ended.
const HTTP_DRAIN: Duration = Duration::from_secs(2);
/// Shares of `limits.drain_timeout`: one after the other, and the receivers a tenth of theirs more to close
/// connections.
const RECEIVERS_SHARE: f64 = 0.3;
pub(super) const PIPELINE_SHARE: f64 = 0.6;
pub(super) const HTTP_SHARE: f64 = 0.06;

/// Listeners on which nobody is served yet.
#[derive(Debug)]
pub(super) struct Doors {
    grpc: Option<TcpListener>,
    otlp_http: Option<TcpListener>,
    http: Option<TcpListener>,
}

impl Doors {
    pub(super) async fn bind(config: &Config) -> anyhow::Result<Self> {
        let otlp = &config.receivers.otlp;
        Ok(Self {
            grpc: bind("receivers.otlp.grpc.listen", otlp.grpc.enabled, otlp.grpc.listen.0).await?,
            otlp_http: bind("receivers.otlp.http.listen", otlp.http.enabled, otlp.http.listen.0).await?,
            http: bind("http.listen", config.http.enabled, config.http.listen.0).await?,
        })
    }
}

/// What receivers hand requests to. Until the pipeline is there it tells clients to retry.
#[derive(Default)]
pub(super) struct LateIngest(OnceLock<Arc<dyn Ingest>>);

impl LateIngest {
    /// Once; later calls do nothing.
    pub(super) fn set(&self, ingest: Arc<dyn Ingest>) {
        let _ = self.0.set(ingest);
    }
}

impl std::fmt::Debug for LateIngest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LateIngest")
    }
}

#[async_trait]
impl Ingest for LateIngest {
    async fn submit(&self, request: Request) -> Result<Accepted, Refusal> {
        match self.0.get() {
            Some(ingest) => ingest.submit(request).await,
            None => Err(Refusal::Busy { reason: "starting", retry_after: RETRY_AFTER }),
        }
    }
}

/// The servers of all listeners.
#[derive(Debug)]
pub(super) struct Servers {
    pub(super) addresses: Addresses,
    doors: Option<Doors>,
    api: Api,
    pub(super) ingest: Arc<LateIngest>,
    pub(super) pipeline: PipelineSlot,
    pub(super) waits: Waits,
    pub(super) early: Early,
    pub(super) queries: Queries,
    /// Cancelled when requests are no longer taken.
    pub(super) receivers: CancellationToken,
    pub(super) tasks: JoinSet<(&'static str, std::io::Result<()>)>,
    pub(super) admin: CancellationToken,
    pub(super) http: Option<JoinHandle<()>>,
    pub(super) upkeep: Option<JoinHandle<()>>,
}

impl Servers {
    pub(super) fn new(doors: Doors, config: &Config, engine: Arc<Engine>, metrics: Metrics) -> Self {
        let address =
            |listener: &Option<TcpListener>| listener.as_ref().and_then(|listener| listener.local_addr().ok());
        let addresses = Addresses {
            otlp_grpc: address(&doors.grpc),
            otlp_http: address(&doors.otlp_http),
            http: address(&doors.http),
        };
        let (pipeline, queries, waits, early): (PipelineSlot, Queries, Waits, Early) = Default::default();
        let receivers = CancellationToken::new();
        *waits.lock() = Some("the lake is being opened".into());
        let api = Api {
            engine,
            pipeline: Arc::clone(&pipeline),
            waits: Arc::clone(&waits),
            early: Arc::clone(&early),
            metrics,
            started: Instant::now(),
            addresses,
            allowed_hosts: config.http.allowed_hosts.clone().into(),
            stopping: receivers.clone(),
            queries: Arc::clone(&queries),
        };
        let (ingest, tasks, admin) = (Arc::default(), JoinSet::new(), CancellationToken::new());
        let (doors, http, upkeep) = (Some(doors), None, None);
        Self { addresses, doors, api, ingest, pipeline, waits, early, queries, receivers, tasks, admin, http, upkeep }
    }

    /// Serves whoever comes. Once; later calls do nothing, and give `false`.
    pub(super) fn open(&mut self, config: &Config) -> bool {
        let Some(doors) = self.doors.take() else { return false };
        let budget = Budget::new(config.limits.max_inflight_bytes.bytes());
        let ingest = || Arc::clone(&self.ingest) as Arc<dyn Ingest>;
        if let Some(listener) = doors.grpc {
            let server = serve_grpc(listener, receiver_config(config, &budget), ingest(), self.receivers.clone());
            self.tasks.spawn(async move { ("OTLP/gRPC", server.await) });
        }
        if let Some(listener) = doors.otlp_http {
            let config = (receiver_config(config, &budget), http_config(config));
            let server = serve_http(listener, config.0, config.1, ingest(), self.receivers.clone());
            self.tasks.spawn(async move { ("OTLP/HTTP", server.await) });
        }
        self.upkeep = Some(tokio::spawn(self.api.metrics.clone().upkeep()));
        self.http = doors.http.map(|listener| {
            let drain_timeout = HTTP_DRAIN.min(config.limits.drain_timeout.0.mul_f64(HTTP_SHARE));
            let max_connections = config.limits.max_connections;
            let server = ServerConfig { max_connections, drain_timeout, patience: PATIENCE };
            tokio::spawn(serve(listener, router(self.api.clone()), server, self.admin.clone()))
        });
        true
    }

    /// Takes no more requests; returns when those that run are answered.
    pub(super) async fn close_receivers(&mut self, patience: Duration) {
        self.receivers.cancel();
        let receivers = async { while self.tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(patience, receivers).await.is_err() {
            tracing::warn!("some clients did not finish in time");
        }
    }

    /// Ends the listener for people and their tools.
    pub(super) async fn close_http(&mut self) {
        self.admin.cancel();
        if let Some(http) = self.http.take() {
            let _ = http.await;
        }
        if let Some(upkeep) = self.upkeep.take() {
            upkeep.abort();
        }
    }
}

/// Connections that wait to be accepted: after a restart all clients come at once, and one that finds no room waits a
/// second for its next try.
const BACKLOG: u32 = 1024;

fn listen(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

async fn bind(key: &str, enabled: bool, address: SocketAddr) -> anyhow::Result<Option<TcpListener>> {
    if !enabled {
        return Ok(None);
    }
    match listen(address) {
        Ok(listener) => Ok(Some(listener)),
        Err(error) => {
            let remedy = match error.kind() {
                std::io::ErrorKind::AddrInUse => "stop what listens there, or change",
                std::io::ErrorKind::AddrNotAvailable => "this machine has no such address; change",
                std::io::ErrorKind::PermissionDenied => "ports below 1024 need the right to; grant it, or change",
                _ => "change",
            };
            Err(anyhow!(
                "cannot listen on {address}: {error}; {remedy} {key} ({}{})",
                crate::config::ENV_PREFIX,
                key.to_uppercase().replace('.', "__"),
            ))
        }
    }
}

fn receiver_config(config: &Config, budget: &Arc<Budget>) -> ReceiverConfig {
    ReceiverConfig {
        max_request_bytes: config.limits.max_request_bytes.bytes(),
        request_timeout: config.limits.request_timeout.0,
        max_connections: config.limits.max_connections,
        drain_timeout: config.limits.drain_timeout.0.mul_f64(RECEIVERS_SHARE),
        budget: Arc::clone(budget),
        ..ReceiverConfig::default()
    }
}

fn http_config(config: &Config) -> HttpConfig {
    let http = &config.receivers.otlp.http;
    HttpConfig {
        paths: Paths {
            traces: http.traces_paths.clone(),
            logs: http.logs_paths.clone(),
            metrics: http.metrics_paths.clone(),
        },
        cors: Cors {
            allowed_origins: http.cors.allowed_origins.clone(),
            allowed_headers: http.cors.allowed_headers.clone(),
            max_age: http.cors.max_age.0,
        },
    }
}
