//! Servers on port 0, clients, and an ingest that answers as told.

use std::{
    io::Write,
    net::SocketAddr,
    sync::{Arc, atomic::AtomicUsize},
    time::Duration,
};

use async_trait::async_trait;
use bytes::Bytes;
use custos_model::ingest::{Accepted, Ingest, Refusal, Request, Signal};
use http::{HeaderMap, Method, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use opentelemetry_proto::tonic::{
    collector::trace::v1::ExportTraceServiceRequest,
    trace::v1::{ResourceSpans, ScopeSpans, Span},
};
use parking_lot::Mutex;
use prost::Message;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    task::JoinHandle,
};
use tokio_util::sync::CancellationToken;

use crate::{
    decode::BatchBuilder,
    receivers::{HttpConfig, ReceiverConfig, serve_grpc, serve_http},
};

pub(super) const PROTOBUF: &str = "application/x-protobuf";
pub(super) const JSON: &str = "application/json";
pub(super) const TRACES: &str = "/v1/traces";

/// What the ingest does with a request.
pub(super) enum Behaviour {
    /// Answers as given.
    Answer(Result<Accepted, Refusal>),
    /// Decodes as the real shards do.
    Decode,
    Panic,
    /// Waits for a permit, then accepts.
    Wait(Arc<Semaphore>),
}

/// Keeps what it gets.
pub(super) struct Recorder {
    pub(super) requests: Mutex<Vec<Request>>,
    pub(super) begun: AtomicUsize,
    behaviour: Mutex<Behaviour>,
}

impl Recorder {
    pub(super) fn new(behaviour: Behaviour) -> Arc<Self> {
        Arc::new(Self { requests: Mutex::default(), begun: AtomicUsize::new(0), behaviour: Mutex::new(behaviour) })
    }

    pub(super) fn set(&self, behaviour: Behaviour) {
        *self.behaviour.lock() = behaviour;
    }

    pub(super) fn count(&self) -> usize {
        self.requests.lock().len()
    }

    /// The only request so far, forgotten.
    pub(super) fn take(&self) -> Request {
        let mut requests = self.requests.lock();
        assert_eq!(requests.len(), 1);
        requests.pop().unwrap()
    }

    pub(super) fn take_spans(&self) -> Vec<Span> {
        spans_of(&self.take().body)
    }
}

#[async_trait]
impl Ingest for Recorder {
    async fn submit(&self, request: Request) -> Result<Accepted, Refusal> {
        self.begun.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        let (answer, wait) = match &*self.behaviour.lock() {
            Behaviour::Answer(answer) => (answer.clone(), None),
            Behaviour::Decode => (BatchBuilder::new().append(&request), None),
            Behaviour::Panic => panic!("asked for"),
            Behaviour::Wait(permits) => (Ok(Accepted::default()), Some(Arc::clone(permits))),
        };
        if let Some(permits) = wait {
            permits.acquire().await.unwrap().forget();
        }
        if answer.is_ok() {
            self.requests.lock().push(request);
        }
        answer
    }
}

/// A running receiver.
pub(super) struct Server {
    pub(super) address: SocketAddr,
    pub(super) ingest: Arc<Recorder>,
    pub(super) shutdown: CancellationToken,
    pub(super) task: JoinHandle<std::io::Result<()>>,
}

pub(super) async fn http_of(config: ReceiverConfig, http: HttpConfig) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, shutdown) = (listener.local_addr().unwrap(), CancellationToken::new());
    let ingest = Recorder::new(Behaviour::Decode);
    let task = tokio::spawn(serve_http(listener, config, http, Arc::<Recorder>::clone(&ingest), shutdown.clone()));
    Server { address, ingest, shutdown, task }
}

pub(super) async fn http_with(config: ReceiverConfig) -> Server {
    http_of(config, HttpConfig::default()).await
}

pub(super) async fn http() -> Server {
    http_with(ReceiverConfig::default()).await
}

pub(super) async fn grpc_with(config: ReceiverConfig) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, shutdown) = (listener.local_addr().unwrap(), CancellationToken::new());
    let ingest = Recorder::new(Behaviour::Decode);
    let task = tokio::spawn(serve_grpc(listener, config, Arc::<Recorder>::clone(&ingest), shutdown.clone()));
    Server { address, ingest, shutdown, task }
}

pub(super) async fn grpc() -> Server {
    grpc_with(ReceiverConfig::default()).await
}

/// An answer.
#[derive(Debug)]
pub(super) struct Got {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Got {
    pub(super) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The `Status` in the body, checked to be in the format of the content type.
    pub(super) fn rpc_status(&self) -> RpcStatus {
        match self.header("content-type") {
            PROTOBUF => RpcStatus::decode(self.body.clone()).unwrap(),
            JSON => {
                let json: serde_json::Value = serde_json::from_slice(&self.body).unwrap();
                let detail = |detail: &serde_json::Value| RpcAny {
                    type_url: detail["@type"].as_str().unwrap().into(),
                    value: Vec::new(),
                };
                RpcStatus {
                    code: json["code"].as_i64().unwrap().try_into().unwrap(),
                    message: json["message"].as_str().unwrap().into(),
                    details: json["details"].as_array().map(|all| all.iter().map(detail).collect()).unwrap_or_default(),
                }
            }
            other => panic!("content type {other}"),
        }
    }
}

/// `google.rpc.Status`, declared a second time: the tests must not share a mistake with the code.
#[derive(Clone, PartialEq, Message)]
pub(super) struct RpcStatus {
    #[prost(int32, tag = "1")]
    pub(super) code: i32,
    #[prost(string, tag = "2")]
    pub(super) message: String,
    #[prost(message, repeated, tag = "3")]
    pub(super) details: Vec<RpcAny>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct RpcAny {
    #[prost(string, tag = "1")]
    pub(super) type_url: String,
    #[prost(bytes = "vec", tag = "2")]
    pub(super) value: Vec<u8>,
}

/// `google.rpc.RetryInfo { retry_delay: 1 s }`
pub(super) const RETRY_ONE_SECOND: &[u8] = &[0x0a, 0x02, 0x08, 0x01];

pub(super) type HttpClient = Client<HttpConnector, Full<Bytes>>;

pub(super) fn client(is_http2: bool) -> HttpClient {
    Client::builder(TokioExecutor::new()).http2_only(is_http2).build_http()
}

impl Server {
    pub(super) async fn send(
        &self,
        client: &HttpClient,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Bytes>,
    ) -> Got {
        let mut request = http::Request::builder().method(method).uri(format!("http://{}{path}", self.address));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = client.request(request.body(Full::new(body.into())).unwrap()).await.unwrap();
        let (head, body) = answer.into_parts();
        Got { status: head.status, headers: head.headers, body: body.collect().await.unwrap().to_bytes() }
    }

    /// POST over HTTP/1.1.
    pub(super) async fn post(&self, path: &str, headers: &[(&str, &str)], body: impl Into<Bytes>) -> Got {
        self.send(&client(false), Method::POST, path, headers, body).await
    }

    /// POST of traces in protobuf.
    pub(super) async fn traces(&self, headers: &[(&str, &str)], body: impl Into<Bytes>) -> Got {
        let headers = [&[("content-type", PROTOBUF)], headers].concat();
        self.post(TRACES, &headers, body).await
    }

    /// POST of traces in JSON.
    pub(super) async fn json(&self, body: impl Into<Bytes>) -> Got {
        self.post(TRACES, &[("content-type", JSON)], body).await
    }

    /// Writes bytes on a new connection and reads until the server closes it.
    pub(super) async fn raw(&self, bytes: &[u8]) -> String {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        // The server may close while this still writes.
        let _ = stream.write_all(bytes).await;
        read_to_close(&mut stream).await
    }

    /// The server still works.
    pub(super) async fn assert_alive(&self) {
        self.ingest.set(Behaviour::Decode);
        assert_eq!(self.traces(&[], one_span()).await.status, 200);
    }

    pub(super) async fn wait_begun(&self, count: usize) {
        until(|| self.ingest.begun.load(std::sync::atomic::Ordering::SeqCst) >= count).await;
    }
}

pub(super) async fn read_to_close(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(20), stream.read_to_end(&mut answer));
    // A reset also ends it.
    let _ = read.await.expect("the server closes the connection");
    String::from_utf8_lossy(&answer).into_owned()
}

/// Waits for a condition.
pub(super) async fn until(condition: impl Fn() -> bool) {
    let wait = async {
        while !condition() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), wait).await.expect("condition holds in time");
}

pub(super) fn span(name: &str) -> Span {
    Span {
        trace_id: vec![1; 16],
        span_id: vec![2; 8],
        name: name.into(),
        start_time_unix_nano: 1_700_000_000_000_000_000,
        end_time_unix_nano: 1_700_000_001_000_000_000,
        ..Default::default()
    }
}

pub(super) fn traces_of(spans: Vec<Span>) -> ExportTraceServiceRequest {
    ExportTraceServiceRequest {
        resource_spans: vec![ResourceSpans {
            scope_spans: vec![ScopeSpans { spans, ..Default::default() }],
            ..Default::default()
        }],
    }
}

pub(super) fn one_span() -> Vec<u8> {
    traces_of(vec![span("chat")]).encode_to_vec()
}

/// Traces whose encoding has about `bytes` bytes that do not compress.
pub(super) fn random_traces(bytes: usize) -> Vec<u8> {
    let mut state = 1u64;
    let mut text = String::with_capacity(bytes);
    while text.len() < bytes {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        text.push_str(&format!("{:016x}", state ^ state >> 29));
    }
    traces_of(vec![span(&text)]).encode_to_vec()
}

pub(super) fn spans_of(body: &[u8]) -> Vec<Span> {
    let request = ExportTraceServiceRequest::decode(body).unwrap();
    let scopes = request.resource_spans.into_iter().flat_map(|resource| resource.scope_spans);
    scopes.flat_map(|scope| scope.spans).collect()
}

pub(super) fn gzip(data: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

pub(super) fn zlib(data: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

pub(super) fn deflate(data: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

/// Without the size in the frame, as streaming encoders write it.
pub(super) fn zstd_stream(data: &[u8]) -> Vec<u8> {
    zstd::stream::encode_all(data, 1).unwrap()
}

/// With the size in the frame.
pub(super) fn zstd_sized(data: &[u8]) -> Vec<u8> {
    zstd::bulk::compress(data, 1).unwrap()
}

pub(super) const SIGNALS: [Signal; 3] = [Signal::Traces, Signal::Logs, Signal::Metrics];
