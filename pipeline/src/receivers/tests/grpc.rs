//! Points 35 to 43 of the conformance list: gRPC, with tonic's client.

use std::{sync::Arc, time::Duration};

use bytes::{Buf, BufMut, Bytes};
use custos_model::ingest::{Accepted, Refusal, Signal};
use futures::future::join_all;
use http::uri::PathAndQuery;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceResponse;
use prost::Message;
use tokio::sync::Semaphore;
use tonic::{
    Code, Status,
    client::Grpc,
    codec::{Codec, CompressionEncoding, DecodeBuf, Decoder, EncodeBuf, Encoder},
    transport::{Channel, Endpoint},
};

use super::support::*;
use crate::receivers::{Budget, ReceiverConfig};

const EXPORT: &str = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";

/// Messages as they are on the wire.
#[derive(Clone, Copy, Default)]
struct Raw;

impl Codec for Raw {
    type Encode = Vec<u8>;
    type Decode = Bytes;
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        Self
    }

    fn decoder(&mut self) -> Self {
        Self
    }
}

impl Encoder for Raw {
    type Item = Vec<u8>;
    type Error = Status;

    fn encode(&mut self, item: Vec<u8>, buffer: &mut EncodeBuf<'_>) -> Result<(), Status> {
        buffer.put_slice(&item);
        Ok(())
    }
}

impl Decoder for Raw {
    type Item = Bytes;
    type Error = Status;

    fn decode(&mut self, buffer: &mut DecodeBuf<'_>) -> Result<Option<Bytes>, Status> {
        Ok(Some(buffer.copy_to_bytes(buffer.remaining())))
    }
}

async fn channel(server: &Server) -> Channel {
    Endpoint::from_shared(format!("http://{}", server.address)).unwrap().connect().await.unwrap()
}

async fn call(
    channel: &Channel,
    path: &'static str,
    packing: Option<CompressionEncoding>,
    body: Vec<u8>,
) -> Result<Bytes, Status> {
    let mut client = Grpc::new(channel.clone());
    if let Some(packing) = packing {
        client = client.send_compressed(packing);
    }
    client.ready().await.unwrap();
    let path = PathAndQuery::from_static(path);
    client.unary(tonic::Request::new(body), path, Raw).await.map(tonic::Response::into_inner)
}

async fn export(server: &Server, body: Vec<u8>) -> Result<Bytes, Status> {
    call(&channel(server).await, EXPORT, None, body).await
}

fn rpc_status(status: &Status) -> RpcStatus {
    RpcStatus::decode(status.details()).unwrap()
}

fn retry_info(status: &Status) -> Option<Bytes> {
    status.metadata().get_bin("google.rpc.retryinfo-bin").map(|value| value.to_bytes().unwrap())
}

#[tokio::test]
async fn c35_three_export_services() {
    let server = grpc().await;
    let channel = channel(&server).await;
    for (signal, path) in SIGNALS.into_iter().zip([
        EXPORT,
        "/opentelemetry.proto.collector.logs.v1.LogsService/Export",
        "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export",
    ]) {
        let body = if signal == Signal::Traces { one_span() } else { Vec::new() };
        assert!(call(&channel, path, None, body.clone()).await.unwrap().is_empty());
        let request = server.ingest.take();
        assert_eq!((request.signal, &*request.body, &*request.tenant), (signal, &*body, "default"));
        assert!(request.client.starts_with("tonic/"));
    }
    let large = random_traces(9_000_000);
    assert!(call(&channel, EXPORT, None, large.clone()).await.unwrap().is_empty());
    assert_eq!(server.ingest.take().body, large);
}

#[tokio::test]
async fn c36_gzip_zstd_deflate() {
    let server = grpc().await;
    let channel = channel(&server).await;
    for packing in [CompressionEncoding::Gzip, CompressionEncoding::Zstd, CompressionEncoding::Deflate] {
        for size in [0, 40_000, 3_000_000] {
            let body = random_traces(size);
            call(&channel, EXPORT, Some(packing), body.clone()).await.unwrap();
            assert_eq!(server.ingest.take().body, body);
        }
    }
}

#[tokio::test]
async fn c37_too_large_is_resource_exhausted_without_retry_info() {
    let budget = Budget::new(8 << 20);
    let config =
        ReceiverConfig { max_request_bytes: 1 << 20, budget: Arc::clone(&budget), ..ReceiverConfig::default() };
    let server = grpc_with(config).await;
    let channel = channel(&server).await;
    let zeros = vec![0; 24 << 20];
    let sent = [(None, zeros[..(1 << 20) + 1].to_vec()), (None, zeros[..20 << 20].to_vec())].into_iter();
    let bombs = [CompressionEncoding::Gzip, CompressionEncoding::Zstd, CompressionEncoding::Deflate];
    for (packing, body) in sent.chain(bombs.map(|packing| (Some(packing), zeros.clone()))) {
        let status = call(&channel, EXPORT, packing, body).await.unwrap_err();
        assert_eq!(status.code(), Code::ResourceExhausted, "{packing:?}");
        assert_eq!(retry_info(&status), None);
        assert!(rpc_status(&status).details.is_empty());
    }
    until(|| budget.used() == 0).await;
    let fits = random_traces((1 << 20) - 200);
    call(&channel, EXPORT, None, fits).await.unwrap();
}

#[tokio::test]
async fn c38_bad_data_is_invalid_argument() {
    let server = grpc().await;
    for body in [b"nonsense".to_vec(), one_span()[..20].to_vec()] {
        let status = export(&server, body).await.unwrap_err();
        assert_eq!(status.code(), Code::InvalidArgument);
        let rpc = rpc_status(&status);
        assert_eq!((rpc.code, &*rpc.details[0].type_url), (3, "type.googleapis.com/google.rpc.BadRequest"));
        assert_eq!(rpc.message, status.message());
    }
}

#[tokio::test]
async fn c39_pressure_is_unavailable_with_retry_info_in_both_places() {
    let server = grpc().await;
    let retry_after = Duration::from_secs(1);
    for refusal in [Refusal::Busy { reason: "wal_full", retry_after }, Refusal::Draining] {
        server.ingest.set(Behaviour::Answer(Err(refusal)));
        let status = export(&server, one_span()).await.unwrap_err();
        assert_eq!(status.code(), Code::Unavailable);
        assert_eq!(retry_info(&status).as_deref(), Some(RETRY_ONE_SECOND));
        let detail = &rpc_status(&status).details[0];
        assert_eq!((&*detail.type_url, &*detail.value), ("type.googleapis.com/google.rpc.RetryInfo", RETRY_ONE_SECOND));
    }
}

#[tokio::test]
async fn c39_draining_finishes_what_runs() {
    let server = grpc().await;
    let permits = Arc::new(Semaphore::new(0));
    server.ingest.set(Behaviour::Wait(Arc::clone(&permits)));
    let channel = channel(&server).await;
    let drain = async {
        server.wait_begun(1).await;
        server.shutdown.cancel();
        let status = call(&channel, EXPORT, None, one_span()).await.unwrap_err();
        assert_eq!((status.code(), retry_info(&status).is_some()), (Code::Unavailable, true));
        permits.add_permits(1);
    };
    let (running, ()) = tokio::join!(call(&channel, EXPORT, None, one_span()), drain);
    running.unwrap();
    server.task.await.unwrap().unwrap();
}

#[tokio::test]
async fn c40_unknown_service_or_method_is_unimplemented() {
    let server = grpc().await;
    let channel = channel(&server).await;
    for path in ["/opentelemetry.proto.collector.trace.v1.TraceService/Import", "/grpc.health.v1.Health/Check", "/x"] {
        let status = call(&channel, path, None, Vec::new()).await.unwrap_err();
        assert_eq!(status.code(), Code::Unimplemented, "{path}");
    }
    call(&channel, EXPORT, None, one_span()).await.unwrap();
}

#[tokio::test]
async fn c41_concurrent_streams_on_one_connection() {
    let server = grpc_with(ReceiverConfig { max_connections: 1, ..ReceiverConfig::default() }).await;
    let permits = Arc::new(Semaphore::new(0));
    server.ingest.set(Behaviour::Wait(Arc::clone(&permits)));
    let channel = channel(&server).await;
    let release = async {
        // All fifty run at once.
        server.wait_begun(50).await;
        permits.add_permits(50);
    };
    let calls = (0..50).map(|_| call(&channel, EXPORT, None, one_span()));
    let (answers, ()) = tokio::join!(join_all(calls), release);
    assert!(answers.iter().all(Result::is_ok));
}

#[tokio::test]
async fn c42_partial_success() {
    let server = grpc().await;
    server.ingest.set(Behaviour::Answer(Ok(Accepted { rejected: 3, message: "bad ids".into() })));
    let answer = ExportTraceServiceResponse::decode(export(&server, one_span()).await.unwrap()).unwrap();
    let partial = answer.partial_success.unwrap();
    assert_eq!((partial.rejected_spans, &*partial.error_message), (3, "bad ids"));
}

#[tokio::test]
async fn c43_keepalive_pings_are_tolerated() {
    let server = grpc().await;
    let endpoint = Endpoint::from_shared(format!("http://{}", server.address)).unwrap();
    let channel = endpoint
        .http2_keep_alive_interval(Duration::from_millis(10))
        .keep_alive_while_idle(true)
        .connect()
        .await
        .unwrap();
    for _ in 0..3 {
        call(&channel, EXPORT, None, one_span()).await.unwrap();
        tokio::time::sleep(Duration::from_millis(150)).await;
    }
}

/// One call with bytes of our own making; gives the gRPC status, or the HTTP status when there is none.
async fn raw_call(server: &Server, headers: &[(&str, &str)], body: Vec<u8>) -> String {
    let client = client(true);
    let got = server.send(&client, http::Method::POST, EXPORT, headers, body).await;
    match got.header("grpc-status") {
        "" => format!("HTTP {}", got.status.as_u16()),
        status => format!("grpc {status}"),
    }
}

fn framed(flag: u8, length: usize, rest: &[u8]) -> Vec<u8> {
    let length = u32::try_from(length).unwrap().to_be_bytes();
    [&[flag], &length[..], rest].concat()
}

#[tokio::test]
async fn wrong_framing_is_told() {
    let server = grpc().await;
    let grpc = ("content-type", "application/grpc");
    let body = one_span();
    for (body, answer) in [
        (Vec::new(), "grpc 13"),
        (b"ab".to_vec(), "grpc 13"),
        (framed(0, body.len() + 1, &body), "grpc 13"),
        (framed(0, body.len() - 1, &body), "grpc 13"),
        (framed(1, body.len(), &body), "grpc 13"),
        (framed(7, body.len(), &body), "grpc 13"),
        (framed(0, u32::MAX as usize, &body), "grpc 8"),
    ] {
        assert_eq!(raw_call(&server, &[grpc], body).await, answer);
    }
    let whole = framed(0, body.len(), &body);
    let packed = framed(1, body.len(), &body);
    assert_eq!(raw_call(&server, &[grpc, ("grpc-encoding", "gzip")], packed).await, "grpc 3");
    assert_eq!(raw_call(&server, &[grpc, ("grpc-encoding", "snappy")], whole.clone()).await, "grpc 12");
    assert_eq!(raw_call(&server, &[("content-type", "application/json")], whole.clone()).await, "HTTP 415");
    for other in ["application/grpc+json", "application/grpc+JSON; charset=utf-8", "application/grpc+thrift"] {
        assert_eq!(raw_call(&server, &[("content-type", other)], whole.clone()).await, "grpc 12", "{other}");
    }
    assert_eq!(server.ingest.count(), 0);
    // Not packed although an encoding is named: what gRPC clients do with small messages.
    let named =
        ["application/grpc+proto", "application/grpc+protobuf", "application/grpc; x=y", "application/grpc+proto;x=y"];
    let named = named.map(|name| vec![("content-type", name)]);
    for headers in [vec![grpc, ("grpc-encoding", "gzip")]].iter().chain(&named) {
        let got = server.send(&client(true), http::Method::POST, EXPORT, headers, whole.clone()).await;
        assert_eq!(got.status, 200);
        assert_eq!(server.ingest.take().body, body);
    }
}

#[tokio::test]
async fn http1_on_the_grpc_port_is_told_so() {
    let server = grpc().await;
    let got = server.json("{}").await;
    assert_eq!(got.status, 505);
    assert!(String::from_utf8_lossy(&got.body).contains("4318"));
}

#[tokio::test]
async fn slow_calls_are_cut() {
    let config = ReceiverConfig { request_timeout: Duration::from_millis(800), ..ReceiverConfig::default() };
    let server = grpc_with(config).await;
    let never = futures::stream::once(std::future::ready(Ok::<_, std::io::Error>(http_body::Frame::data(
        Bytes::from_static(&[0]),
    ))));
    let body = http_body_util::StreamBody::new(futures::StreamExt::chain(never, futures::stream::pending()));
    let request = http::Request::post(format!("http://{}{EXPORT}", server.address))
        .header("content-type", "application/grpc")
        .body(body)
        .unwrap();
    let client =
        hyper_util::client::legacy::Client::builder(hyper_util::rt::TokioExecutor::new()).http2_only(true).build_http();
    let answer = client.request(request).await.unwrap();
    assert_eq!(answer.headers()["grpc-status"], "4");
}
