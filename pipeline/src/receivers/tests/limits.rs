//! Points 26 to 34: compression and limits; and clients that are slow, too many, or hostile.

use std::{sync::Arc, time::Duration};

use custos_model::{ingest::Accepted, limits};
use http::{Method, StatusCode};
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceResponse;
use proptest::prelude::*;
use prost::Message;
use tokio::{io::AsyncWriteExt, net::TcpStream, sync::Semaphore};

use super::support::*;
use crate::receivers::{Budget, ReceiverConfig};

async fn small(max_request_bytes: usize) -> Server {
    http_with(ReceiverConfig { max_request_bytes, ..ReceiverConfig::default() }).await
}

/// Sends packed traces and checks that they arrive whole.
async fn round_trip(server: &Server, encoding: &str, body: &[u8], packed: Vec<u8>) {
    let got = server.traces(&[("content-encoding", encoding)], packed).await;
    assert_eq!(got.status, 200, "{encoding} {}", body.len());
    assert_eq!(server.ingest.take().body, body);
}

#[tokio::test]
async fn c26_gzip() {
    let server = http().await;
    for size in [0, 100, 40_000, 3_000_000] {
        let body = random_traces(size);
        round_trip(&server, "gzip", &body, gzip(&body)).await;
        round_trip(&server, "GZIP", &body, gzip(&body)).await;
    }
    let got = server.post(TRACES, &[("content-type", JSON), ("content-encoding", "gzip")], gzip(b"{}")).await;
    assert_eq!((got.status, &*got.body), (StatusCode::OK, &b"{}"[..]));
}

#[tokio::test]
async fn c27_identity_or_none() {
    let server = http().await;
    for encoding in ["identity", "none", ""] {
        round_trip(&server, encoding, &one_span(), one_span()).await;
    }
}

#[tokio::test]
async fn c28_gzip_of_many_members() {
    let server = http().await;
    let body = random_traces(400_000);
    let members: Vec<u8> = body.chunks(1000).flat_map(gzip).collect();
    round_trip(&server, "gzip", &body, members).await;
    let frames: Vec<u8> = body.chunks(1000).flat_map(zstd_stream).collect();
    round_trip(&server, "zstd", &body, frames).await;
}

#[tokio::test]
async fn c29_corrupt_or_truncated_is_400() {
    let server = http().await;
    let body = random_traces(10_000);
    let packers: [(&str, fn(&[u8]) -> Vec<u8>); 4] =
        [("gzip", gzip), ("deflate", zlib), ("zstd", zstd_stream), ("zstd", zstd_sized)];
    for (encoding, pack) in packers {
        let packed = pack(&body);
        let mut flipped = packed.clone();
        flipped[packed.len() / 2] ^= 0x55;
        let mut longer = packed.clone();
        longer.extend(b"trailing");
        let mut wrong = vec![longer, b"plain".to_vec()];
        if encoding != "zstd" {
            // These frames have no checksum: what is flipped may be text.
            wrong.push(flipped);
        }
        wrong.extend([1, 5, 12, packed.len() / 2, packed.len() - 1].map(|end| packed[..end].to_vec()));
        for bytes in wrong {
            let got = server.traces(&[("content-encoding", encoding)], bytes.clone()).await;
            assert_eq!(got.status, 400, "{encoding} {} of {}", bytes.len(), packed.len());
            assert_eq!(got.rpc_status().code, 3);
        }
    }
    assert_eq!(server.ingest.count(), 0);
}

#[tokio::test]
async fn c30_other_encodings() {
    let server = http().await;
    for encoding in ["snappy", "lz4", "br", "gzip, gzip", "x"] {
        let got = server.traces(&[("content-encoding", encoding)], one_span()).await;
        assert_eq!(got.status, 415, "{encoding}");
        assert!(got.header("accept-encoding").contains("zstd"));
    }
    let two = [("content-encoding", "gzip"), ("content-encoding", "gzip")];
    assert_eq!(server.traces(&two, gzip(&gzip(&one_span()))).await.status, 415);
    for size in [100, 40_000, 3_000_000] {
        let body = random_traces(size);
        round_trip(&server, "deflate", &body, zlib(&body)).await;
        round_trip(&server, "deflate", &body, deflate(&body)).await;
        round_trip(&server, "zstd", &body, zstd_stream(&body)).await;
        round_trip(&server, "zstd", &body, zstd_sized(&body)).await;
    }
    // A frame of known size has that size as its window, beyond the 8 MiB that are allowed otherwise.
    let body = random_traces(12 << 20);
    round_trip(&server, "zstd", &body, zstd_sized(&body)).await;
}

#[tokio::test]
async fn c31_bombs_are_413_without_their_memory() {
    let budget = Budget::new(8 << 20);
    let config =
        ReceiverConfig { max_request_bytes: 1 << 20, budget: Arc::clone(&budget), ..ReceiverConfig::default() };
    let server = http_with(config).await;
    let zeros = vec![0; 24 << 20];
    let doubled = [gzip(&zeros), gzip(&zeros)].concat();
    let bombs = [
        ("gzip", gzip(&zeros)),
        ("gzip", doubled),
        ("deflate", zlib(&zeros)),
        ("zstd", zstd_stream(&zeros)),
        ("zstd", zstd_sized(&zeros)),
    ];
    for (encoding, bomb) in bombs {
        assert!(bomb.len() < 1 << 20);
        let got = server.traces(&[("content-encoding", encoding)], bomb).await;
        assert_eq!((got.status, got.rpc_status().code), (StatusCode::PAYLOAD_TOO_LARGE, 8), "{encoding}");
    }
    until(|| budget.used() == 0).await;
    server.assert_alive().await;
}

/// What is small as JSON and within the limit may be four times as large as protobuf.
#[tokio::test]
async fn c31_the_limit_holds_for_what_json_becomes() {
    let server = small(64 << 10).await;
    let of = |bounds: usize| {
        let bounds = vec!["1"; bounds].join(",");
        format!(
            "{{\"resourceMetrics\":[{{\"scopeMetrics\":[{{\"metrics\":[{{\"name\":\"m\",\"histogram\":{{\"dataPoints\":[{{\"explicitBounds\":[{bounds}]}}]}}}}]}}]}}]}}"
        )
    };
    let got = server.post("/v1/metrics", &[("content-type", JSON)], of(20_000)).await;
    assert_eq!((got.status, got.rpc_status().code), (StatusCode::PAYLOAD_TOO_LARGE, 8));
    let got = server.post("/v1/metrics", &[("content-type", JSON)], of(8_000)).await;
    assert_eq!(got.status, 200);
}

#[tokio::test]
async fn c32_limit_is_configurable_and_64_mib_by_default() {
    assert_eq!(ReceiverConfig::default().max_request_bytes, 64 << 20);
    let body = random_traces(5_000);
    let server = small(body.len()).await;
    for (encoding, packed) in [("identity", body.clone()), ("gzip", gzip(&body)), ("zstd", zstd_sized(&body))] {
        round_trip(&server, encoding, &body, packed).await;
    }
    let server = small(body.len() - 1).await;
    let packers: [(&str, fn(&[u8]) -> Vec<u8>); 4] =
        [("identity", <[u8]>::to_vec), ("gzip", gzip), ("zstd", zstd_stream), ("deflate", zlib)];
    for (encoding, pack) in packers {
        let got = server.traces(&[("content-encoding", encoding)], pack(&body)).await;
        assert_eq!(got.status, 413, "{encoding}");
    }
    // Chunked, so that only counting can tell; far more than socket buffers hold.
    let mut chunked = b"POST /v1/traces HTTP/1.1\r\nHost: h\r\nContent-Type: application/x-protobuf\r\n\
        Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
        .to_vec();
    for _ in 0..100 {
        chunked.extend(b"10000\r\n");
        chunked.extend(vec![0; 0x10000]);
        chunked.extend(b"\r\n");
    }
    let server = small(8 << 20).await;
    let whole = [&chunked[..], b"0\r\n\r\n"].concat();
    assert!(server.raw(&whole).await.starts_with("HTTP/1.1 400"), "under the limit: decoded, and nonsense");
    let server = small(1 << 20).await;
    assert!(server.raw(&whole).await.starts_with("HTTP/1.1 413"));
}

#[tokio::test]
async fn c33_accept_encoding_is_answered_plainly() {
    let server = http().await;
    let got = server.traces(&[("accept-encoding", "gzip")], "x").await;
    assert_eq!((got.status, got.header("content-encoding")), (StatusCode::BAD_REQUEST, ""));
    got.rpc_status();
}

#[tokio::test]
async fn c34_answers_stay_small() {
    let server = http().await;
    server.ingest.set(Behaviour::Answer(Ok(Accepted { rejected: 7, message: "ы".repeat(5 << 20) })));
    let got = server.traces(&[], one_span()).await;
    assert!(got.body.len() < 64 << 10);
    let partial = ExportTraceServiceResponse::decode(got.body).unwrap().partial_success.unwrap();
    assert_eq!(partial.rejected_spans, 7);
    assert!(server.json("{}").await.body.len() < 64 << 10);
    let refusal = custos_model::ingest::Refusal::Malformed("ы".repeat(5 << 20));
    server.ingest.set(Behaviour::Answer(Err(refusal)));
    assert!(server.traces(&[], one_span()).await.body.len() < 64 << 10);
}

#[tokio::test]
async fn memory_in_flight_is_bounded_and_given_back() {
    let budget = Budget::new(100_000);
    let server = http_with(ReceiverConfig { budget: Arc::clone(&budget), ..ReceiverConfig::default() }).await;
    let permits = Arc::new(Semaphore::new(0));
    server.ingest.set(Behaviour::Wait(Arc::clone(&permits)));
    let first = server.traces(&[], random_traces(90_000));
    let second = async {
        server.wait_begun(1).await;
        assert!(budget.used() >= 90_000);
        let got = server.traces(&[], random_traces(20_000)).await;
        assert_eq!((got.status, got.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "1"));
        let got = server.traces(&[("content-encoding", "gzip")], gzip(&vec![0; 20_000])).await;
        assert_eq!(got.status, 429);
        permits.add_permits(2);
    };
    assert_eq!(tokio::join!(first, second).0.status, 200);
    until(|| budget.used() == 0).await;
    // One that is alone may be larger than the budget.
    assert_eq!(server.traces(&[], random_traces(300_000)).await.status, 200);
}

const EMPTY_POST: &str =
    "POST /v1/traces HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

/// Short, and yet long enough for a busy machine that stands still between a connect and the bytes after it.
const PATIENCE: Duration = Duration::from_millis(800);

fn impatient() -> ReceiverConfig {
    ReceiverConfig { request_timeout: PATIENCE, ..ReceiverConfig::default() }
}

#[tokio::test]
async fn slow_clients_are_cut() {
    let server = http_with(impatient()).await;
    // Nothing; half an HTTP/2 preface; half a head; half a head after a whole request.
    for half in ["", "PRI * HTTP/2", "POST /v1/tra"] {
        assert_eq!(server.raw(half.as_bytes()).await, "", "{half}");
    }
    let mut second = TcpStream::connect(server.address).await.unwrap();
    second.write_all(EMPTY_POST.as_bytes()).await.unwrap();
    second.readable().await.unwrap();
    second.write_all(b"POST /v1/tra").await.unwrap();
    assert_eq!(read_to_close(&mut second).await.matches("HTTP/1.1").count(), 1);
    let slow_body =
        "POST /v1/traces HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{";
    let answer = server.raw(slow_body.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 503") && answer.contains("connection: close"), "{answer}");
    assert!(answer.contains("retry-after: 1"), "clients send it again: {answer}");
    server.assert_alive().await;
}

#[tokio::test]
async fn a_head_that_drips_is_cut_but_an_idle_connection_is_not() {
    let server = http_with(impatient()).await;
    let mut drip = TcpStream::connect(server.address).await.unwrap();
    let dripping = async {
        for byte in b"POST /v1/traces HTTP/1.1\r\nX: ".iter().cycle() {
            if drip.write_all(&[*byte]).await.is_err() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), dripping).await.expect("the drip is cut");

    let mut idle = TcpStream::connect(server.address).await.unwrap();
    idle.write_all(EMPTY_POST.as_bytes()).await.unwrap();
    server.wait_begun(1).await;
    tokio::time::sleep(2 * PATIENCE).await;
    idle.write_all(EMPTY_POST.replace("Host: h", "Host: h\r\nConnection: close").as_bytes()).await.unwrap();
    assert_eq!(read_to_close(&mut idle).await.matches("HTTP/1.1 200").count(), 2);
}

#[tokio::test]
async fn connections_over_the_limit_are_told_to_retry() {
    let server = http_with(ReceiverConfig { max_connections: 2, ..ReceiverConfig::default() }).await;
    let kept = [client(false), client(false)];
    for client in &kept {
        let got = server.send(client, Method::POST, TRACES, &[("content-type", JSON)], "{}").await;
        assert_eq!(got.status, 200);
    }
    let got = server.json("{}").await;
    assert_eq!((got.status, got.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "1"));
    assert_eq!(got.header("connection"), "close");
    drop(kept);
    // The permits come back with the connections.
    let begin = std::time::Instant::now();
    while server.json("{}").await.status != 200 {
        assert!(begin.elapsed() < Duration::from_secs(30), "the permits did not come back");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// What a connection holds when it is idle is as large as the largest head.
#[tokio::test]
async fn connections_hold_little() {
    let server = http().await;
    let head = |bytes: usize| {
        format!("GET {TRACES} HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx: {}\r\n\r\n", "y".repeat(bytes))
    };
    assert!(server.raw(head(50 << 10).as_bytes()).await.starts_with("HTTP/1.1 405"));
    assert!(server.raw(head(100 << 10).as_bytes()).await.starts_with("HTTP/1.1 431"));
}

async fn status(server: &Server, client: &HttpClient) -> StatusCode {
    server.send(client, Method::POST, TRACES, &[("content-type", JSON)], "{}").await.status
}

/// Waits until a client that comes again and again is taken.
async fn taken(server: &Server, client: &HttpClient) {
    let taken = async {
        while status(server, client).await != 200 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), taken).await.expect("there is a place for the client");
}

/// Clients of HTTP/2 keep their connection whatever the answers on it are.
#[tokio::test]
async fn a_connection_over_the_limit_is_not_kept() {
    let server = http_with(ReceiverConfig { max_connections: 1, ..ReceiverConfig::default() }).await;
    let (within, over) = (client(true), client(true));
    assert_eq!(status(&server, &within).await, 200);
    assert_eq!(status(&server, &over).await, 429);
    drop(within);
    taken(&server, &over).await;
}

#[tokio::test]
async fn who_is_silent_over_the_limit_keeps_nobody_out() {
    let server = http_with(ReceiverConfig { max_connections: 1, ..impatient() }).await;
    let within = client(true);
    assert_eq!(status(&server, &within).await, 200);
    let mut silent = Vec::new();
    for _ in 0..100 {
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0").await.unwrap();
        silent.push(stream);
    }
    let fresh = client(true);
    let told = tokio::time::timeout(Duration::from_secs(10), status(&server, &fresh)).await.expect("an answer");
    assert_eq!(told, 429);
    drop(within);
    taken(&server, &fresh).await;
}

#[tokio::test]
async fn work_that_nobody_waits_for_still_counts() {
    let (_, intake) = ReceiverConfig::default().split(Recorder::new(Behaviour::Decode), "http");
    let all = intake.heavy.available_permits();
    let (begin, begun) = tokio::sync::oneshot::channel();
    let (end, ended) = std::sync::mpsc::channel::<()>();
    let work = intake.offload(move || {
        begin.send(()).unwrap();
        Ok(ended.recv().is_err())
    });
    // The client goes.
    tokio::select! {
        biased;
        _ = begun => {}
        done = work => panic!("{done:?}"),
    }
    assert_eq!(intake.heavy.available_permits(), all - 1);
    drop(end);
    until(|| intake.heavy.available_permits() == all).await;
}

#[tokio::test]
async fn a_panic_is_500_and_kills_nothing() {
    let server = http().await;
    server.ingest.set(Behaviour::Panic);
    for is_http2 in [false, true] {
        let client = client(is_http2);
        for _ in 0..2 {
            let got = server.send(&client, Method::POST, TRACES, &[("content-type", PROTOBUF)], one_span()).await;
            assert_eq!(got.status, 500);
        }
    }
    server.assert_alive().await;
}

#[tokio::test]
async fn clients_that_vanish_leave_nothing_behind() {
    let budget = Budget::new(limits::MAX_INFLIGHT_BYTES);
    let server = http_with(ReceiverConfig { budget: Arc::clone(&budget), ..ReceiverConfig::default() }).await;
    for _ in 0..20 {
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        let head =
            "POST /v1/traces HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 99999\r\n\r\n{";
        stream.write_all(head.as_bytes()).await.unwrap();
    }
    server.assert_alive().await;
    until(|| budget.used() == 0).await;
    assert_eq!(server.ingest.count(), 1);
}

#[test]
fn random_bytes_never_kill_the_servers() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let config = ReceiverConfig { request_timeout: Duration::from_millis(20), ..ReceiverConfig::default() };
    let grpc_config =
        crate::receivers::ReceiverConfig { request_timeout: Duration::from_millis(20), ..Default::default() };
    let (hasty, grpc) = runtime.block_on(async { (http_with(config).await, grpc_with(grpc_config).await) });
    let http = runtime.block_on(http());
    let preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec();
    let post = b"POST /v1/traces HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 40\r\n\r\n".to_vec();
    let starts =
        prop_oneof![Just(Vec::new()), Just(preface), Just(post), Just(b"POST /v1/traces HTTP/1.1\r\n".to_vec())];
    let bytes = (starts, prop::collection::vec(any::<u8>(), 0..300)).prop_map(|(start, rest)| [start, rest].concat());
    proptest!(ProptestConfig::with_cases(64), |(bytes in bytes)| {
        runtime.block_on(async {
            for server in [&hasty, &grpc] {
                let mut stream = TcpStream::connect(server.address).await.unwrap();
                let _ = stream.write_all(&bytes).await;
                let _ = stream.shutdown().await;
                read_to_close(&mut stream).await;
            }
        });
    });
    proptest!(ProptestConfig::with_cases(256), |(body in prop::collection::vec(any::<u8>(), 0..300), encoding in 0..5usize, json: bool)| {
        runtime.block_on(async {
            let encoding = ["identity", "gzip", "deflate", "zstd", "gzip"][encoding];
            let content_type = if json { JSON } else { PROTOBUF };
            let headers = [("content-type", content_type), ("content-encoding", encoding)];
            let got = http.post(TRACES, &headers, body).await;
            assert!(got.status == 400 || got.status == 200, "{}", got.status);
        });
    });
    runtime.block_on(http.assert_alive());
    assert!(!hasty.task.is_finished() && !grpc.task.is_finished());
}
