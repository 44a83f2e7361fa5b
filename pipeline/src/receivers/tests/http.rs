//! Points 1 to 25 of the conformance list: transport, answers, errors.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use custos_model::ingest::{Accepted, Refusal, Signal};
use futures::{StreamExt, stream};
use http::{HeaderValue, Method, StatusCode};
use http_body_util::StreamBody;
use hyper_util::{client::legacy::Client, rt::TokioExecutor};
use opentelemetry_proto::tonic::{
    collector::{
        logs::v1::ExportLogsServiceResponse,
        metrics::v1::ExportMetricsServiceResponse,
        trace::v1::{ExportTraceServiceRequest, ExportTraceServiceResponse},
    },
    trace::v1::{ResourceSpans, ScopeSpans},
};
use prost::Message;
use tokio::{io::AsyncWriteExt, net::TcpStream, sync::Semaphore};

use super::support::*;
use crate::receivers::{
    AuthError, Authenticate, GRPC_PORT, HTTP_PORT, HttpConfig, Paths, ReceiverConfig, reject::Reject,
};

#[tokio::test]
async fn c01_default_and_configured_paths() {
    let server = http().await;
    for prefix in ["/v1/", "/api/public/otel/v1/"] {
        for signal in SIGNALS {
            let path = format!("{prefix}{}", signal.name());
            let got = server.post(&path, &[("content-type", PROTOBUF), ("user-agent", "sdk/1")], "").await;
            assert_eq!(got.status, 200, "{path}");
            let request = server.ingest.take();
            assert_eq!((request.signal, &*request.client, &*request.tenant), (signal, "sdk/1", "default"));
            assert!(request.received_unix_nano > 1_700_000_000_000_000_000);
        }
    }
    let paths = Paths { traces: vec!["/team/v1/traces".into()], ..Paths::default() };
    let common = ReceiverConfig { tenant: "acme".into(), ..ReceiverConfig::default() };
    let server = http_of(common, HttpConfig { paths, ..HttpConfig::default() }).await;
    let headers = [("content-type", PROTOBUF)];
    assert_eq!(server.post("/team/v1/traces", &headers, one_span()).await.status, 200);
    assert_eq!(&*server.ingest.take().tenant, "acme");
    assert_eq!(server.post(TRACES, &headers, one_span()).await.status, 404);
}

#[test]
fn c02_default_ports() {
    assert_eq!((GRPC_PORT, HTTP_PORT), (4317, 4318));
}

#[tokio::test]
async fn c03_http1_and_http2_on_one_port() {
    let server = http().await;
    for is_http2 in [false, true] {
        let client = client(is_http2);
        for _ in 0..3 {
            let got = server.send(&client, Method::POST, TRACES, &[("content-type", PROTOBUF)], one_span()).await;
            assert_eq!(got.status, 200);
        }
    }
    assert_eq!(server.ingest.count(), 6);
}

#[tokio::test]
async fn c04_keep_alive_pipelined_and_concurrent() {
    let server = http().await;
    let one = "POST /v1/traces HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";
    let last = one.replace("Host: h\r\n", "Host: h\r\nConnection: close\r\n");
    let answers = server.raw(format!("{one}{one}{last}").as_bytes()).await;
    assert_eq!(answers.matches("HTTP/1.1 200").count(), 3, "{answers}");
    let client = client(false);
    let sends = (0..64).map(|_| server.send(&client, Method::POST, TRACES, &[("content-type", JSON)], "{}"));
    let all: Vec<Got> = stream::iter(sends).buffer_unordered(32).collect().await;
    assert!(all.iter().all(|got| got.status == 200));
    assert_eq!(server.ingest.count(), 67);
}

#[tokio::test]
async fn c05_chunked_without_content_length() {
    let server = http().await;
    let body = random_traces(300_000);
    let chunks: Vec<_> = body
        .chunks(7_000)
        .map(|chunk| Ok::<_, std::io::Error>(http_body::Frame::data(bytes::Bytes::copy_from_slice(chunk))))
        .collect();
    let request = http::Request::post(format!("http://{}{TRACES}", server.address))
        .header("content-type", PROTOBUF)
        .body(StreamBody::new(stream::iter(chunks)))
        .unwrap();
    let answer = Client::builder(TokioExecutor::new()).build_http().request(request).await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(server.ingest.take().body, body);
}

#[tokio::test]
async fn c06_other_methods_are_405_with_allow() {
    let server = http().await;
    for method in [Method::GET, Method::PUT, Method::DELETE, Method::OPTIONS] {
        let got = server.send(&client(false), method, TRACES, &[("content-type", PROTOBUF)], "").await;
        assert_eq!((got.status, got.header("allow")), (StatusCode::METHOD_NOT_ALLOWED, "POST"));
    }
    assert_eq!(server.ingest.count(), 0);
}

#[tokio::test]
async fn c07_unknown_path_is_404() {
    let server = http().await;
    for path in ["/", "/v1/profiles", "/v1/traces/", "/api/public/scores"] {
        let got = server.post(path, &[("content-type", JSON)], vec![b' '; 300_000]).await;
        assert_eq!(got.status, 404, "{path}");
        assert_eq!(got.rpc_status().code, 5);
        assert!(got.rpc_status().message.contains("they are /v1/traces"), "{}", got.rpc_status().message);
    }
    server.assert_alive().await;
}

#[tokio::test]
async fn c08_protobuf_and_json_on_one_path() {
    let server = http().await;
    assert_eq!(server.traces(&[], one_span()).await.status, 200);
    assert_eq!(server.ingest.take_spans()[0].name, "chat");
    let json = r#"{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"01010101010101010101010101010101",
        "spanId":"0202020202020202","name":"chat"}]}]}]}"#;
    assert_eq!(server.json(json).await.status, 200);
    assert_eq!(server.ingest.take_spans()[0].name, "chat");
}

#[tokio::test]
async fn c09_content_type_with_parameters_and_any_case() {
    let server = http().await;
    for (content_type, answer) in [
        ("application/json; charset=utf-8", JSON),
        ("Application/JSON ;charset=UTF-8", JSON),
        ("APPLICATION/X-PROTOBUF", PROTOBUF),
        ("application/x-protobuf;messageType=\"x\"", PROTOBUF),
    ] {
        let body = if answer == JSON { "{}" } else { "" };
        let got = server.post(TRACES, &[("content-type", content_type)], body).await;
        assert_eq!((got.status, got.header("content-type")), (StatusCode::OK, answer), "{content_type}");
    }
}

#[tokio::test]
async fn c10_other_or_missing_content_type_is_415() {
    let server = http().await;
    for headers in [&[][..], &[("content-type", "text/plain")], &[("content-type", "application/jsonp")]] {
        let got = server.post(TRACES, headers, "{}").await;
        assert_eq!(got.status, 415);
        assert!(got.rpc_status().message.contains("content type"));
    }
}

#[tokio::test]
async fn c11_answers_have_the_content_type_of_the_request() {
    let server = http().await;
    for (content_type, body) in [(PROTOBUF, ""), (JSON, "{}")] {
        let headers = [("content-type", content_type)];
        assert_eq!(server.post(TRACES, &headers, body).await.header("content-type"), content_type);
        assert_eq!(server.post(TRACES, &headers, "\u{7f}").await.header("content-type"), content_type);
        assert_eq!(server.post("/nowhere", &headers, body).await.header("content-type"), content_type);
    }
}

#[tokio::test]
async fn c12_empty_protobuf_body_is_an_empty_request() {
    let server = http().await;
    for signal in SIGNALS {
        let got = server.post(&format!("/v1/{}", signal.name()), &[("content-type", PROTOBUF)], "").await;
        assert_eq!((got.status, got.body.len()), (StatusCode::OK, 0));
    }
}

#[tokio::test]
async fn c13_empty_json_object() {
    let server = http().await;
    for signal in SIGNALS {
        let got = server.post(&format!("/v1/{}", signal.name()), &[("content-type", JSON)], "{}").await;
        assert_eq!((got.status, &*got.body), (StatusCode::OK, &b"{}"[..]));
        assert!(server.ingest.take().body.is_empty());
    }
}

#[tokio::test]
async fn c14_resources_without_scopes_or_spans() {
    let server = http().await;
    let bare = ExportTraceServiceRequest { resource_spans: vec![ResourceSpans::default()] };
    let mut empty = bare.clone();
    empty.resource_spans[0].scope_spans = vec![ScopeSpans::default()];
    for request in [bare, empty] {
        assert_eq!(server.traces(&[], request.encode_to_vec()).await.status, 200);
    }
    assert_eq!(server.json(r#"{"resourceSpans":[{},{"scopeSpans":[{}]}]}"#).await.status, 200);
}

#[tokio::test]
async fn c15_full_success_leaves_partial_success_unset() {
    let server = http().await;
    let got = server.traces(&[], one_span()).await;
    assert_eq!((got.status, got.body.len(), got.header("content-length")), (StatusCode::OK, 0, "0"));
    assert_eq!(&*server.json("{}").await.body, b"{}");
}

#[tokio::test]
async fn c16_partial_success() {
    let server = http().await;
    let accepted = Accepted { rejected: 2, message: "bad ids".into() };
    server.ingest.set(Behaviour::Answer(Ok(accepted)));
    for (signal, name) in SIGNALS.into_iter().zip(["rejectedSpans", "rejectedLogRecords", "rejectedDataPoints"]) {
        let path = format!("/v1/{}", signal.name());
        let got = server.post(&path, &[("content-type", PROTOBUF)], "").await;
        assert_eq!(got.status, 200);
        let (rejected, message) = match signal {
            Signal::Traces => {
                let partial = ExportTraceServiceResponse::decode(got.body).unwrap().partial_success.unwrap();
                (partial.rejected_spans, partial.error_message)
            }
            Signal::Logs => {
                let partial = ExportLogsServiceResponse::decode(got.body).unwrap().partial_success.unwrap();
                (partial.rejected_log_records, partial.error_message)
            }
            Signal::Metrics => {
                let partial = ExportMetricsServiceResponse::decode(got.body).unwrap().partial_success.unwrap();
                (partial.rejected_data_points, partial.error_message)
            }
        };
        assert_eq!((rejected, &*message), (2, "bad ids"));
        let got = server.post(&path, &[("content-type", JSON)], "{}").await;
        let json: serde_json::Value = serde_json::from_slice(&got.body).unwrap();
        assert_eq!(json, serde_json::json!({"partialSuccess": {name: "2", "errorMessage": "bad ids"}}));
    }
}

#[tokio::test]
async fn c17_warning_rejects_nothing_but_has_a_message() {
    let server = http().await;
    server.ingest.set(Behaviour::Answer(Ok(Accepted { rejected: 0, message: "old names".into() })));
    let got = server.traces(&[], one_span()).await;
    let partial = ExportTraceServiceResponse::decode(got.body).unwrap().partial_success.unwrap();
    assert_eq!((partial.rejected_spans, &*partial.error_message), (0, "old names"));
    assert_eq!(&*server.json("{}").await.body, br#"{"partialSuccess":{"errorMessage":"old names"}}"#);
}

#[tokio::test]
async fn c18_undecodable_protobuf_is_400_with_bad_request() {
    let server = http().await;
    let got = server.traces(&[], "not a protobuf message").await;
    assert_eq!(got.status, 400);
    let status = got.rpc_status();
    assert_eq!((status.code, &*status.details[0].type_url), (3, "type.googleapis.com/google.rpc.BadRequest"));
    // `field_violations { field: "body" ...`
    assert!(status.details[0].value.windows(6).any(|window| window == b"\x0a\x04body"));
    assert!(!status.message.contains("not a protobuf"), "content in {}", status.message);
}

#[tokio::test]
async fn c19_malformed_json_is_400_status_in_json() {
    let server = http().await;
    for body in ["{", "[]", "", "{\"resourceSpans\":[{]}", "{} x", "null", "{\"resourceSpans\":{}}"] {
        let got = server.json(body).await;
        assert_eq!((got.status, got.header("content-type")), (StatusCode::BAD_REQUEST, JSON), "{body}");
        let status = got.rpc_status();
        assert_eq!((status.code, &*status.details[0].type_url), (3, "type.googleapis.com/google.rpc.BadRequest"));
    }
}

#[tokio::test]
async fn c20_wrong_wire_type_or_truncated_varint_is_400() {
    let server = http().await;
    let whole = one_span();
    let mut bodies: Vec<Vec<u8>> = (1..whole.len()).map(|end| whole[..end].to_vec()).collect();
    // Field 1 as varint and as 64 bit; an unended varint; an overlong length; a group end; field number 0.
    bodies.extend([vec![0x08, 1], vec![0x09; 9], vec![0xff; 11], vec![0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f]]);
    bodies.extend([vec![0x0c], vec![0x02, 0]]);
    let client = client(false);
    for body in bodies {
        let length = body.len();
        let got = server.send(&client, Method::POST, TRACES, &[("content-type", PROTOBUF)], body.clone()).await;
        assert_eq!(got.status, 400, "{length} bytes: {body:x?}");
    }
    server.assert_alive().await;
}

#[tokio::test]
async fn c21_overload_is_429_with_retry_after() {
    let server = http().await;
    for reason in ["queue_full", "wal_full", "disk_full"] {
        let retry_after = custos_model::limits::RETRY_AFTER;
        server.ingest.set(Behaviour::Answer(Err(Refusal::Busy { reason, retry_after })));
        for content_type in [PROTOBUF, JSON] {
            let body = if content_type == JSON { "{}" } else { "" };
            let got = server.post(TRACES, &[("content-type", content_type)], body).await;
            assert_eq!((got.status, got.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "1"));
            assert_eq!(got.rpc_status().details[0].type_url, "type.googleapis.com/google.rpc.RetryInfo");
        }
    }
}

#[test]
fn c22_only_what_may_succeed_later_has_a_retryable_status() {
    let retryable = [429, 502, 503, 504];
    let all = [
        Reject::Refused(Refusal::Malformed("x".into())),
        Reject::Refused(Refusal::TooLarge { limit: 1 }),
        Reject::Corrupt("x"),
        Reject::Aborted,
        Reject::Timeout(std::time::Duration::ZERO),
        Reject::MediaType,
        Reject::Encoding,
        Reject::Method,
        Reject::NotFound,
        Reject::Unauthenticated,
        Reject::Denied,
        Reject::Framing("x"),
        Reject::Internal,
        Reject::busy("queue_full"),
        Reject::Refused(Refusal::Draining),
    ];
    for reject in all {
        assert_eq!(retryable.contains(&reject.http().as_u16()), reject.retry_after().is_some(), "{reject:?}");
    }
}

#[tokio::test]
async fn c23_draining_answers_503_finishes_what_runs_and_stops() {
    // The answers below must come while it drains, however busy the machine is.
    let patient = ReceiverConfig { drain_timeout: std::time::Duration::from_secs(60), ..ReceiverConfig::default() };
    let server = http_with(patient).await;
    let permits = Arc::new(Semaphore::new(0));
    server.ingest.set(Behaviour::Wait(Arc::clone(&permits)));
    let running = server.traces(&[], one_span());
    let drain = async {
        server.wait_begun(1).await;
        server.shutdown.cancel();
        for content_type in [PROTOBUF, JSON] {
            let got = server.post(TRACES, &[("content-type", content_type)], "{}").await;
            assert_eq!((got.status, got.header("retry-after")), (StatusCode::SERVICE_UNAVAILABLE, "1"));
            assert_eq!(got.header("connection"), "close");
            assert_eq!(got.rpc_status().code, 14);
        }
        permits.add_permits(1);
    };
    let (got, ()) = tokio::join!(running, drain);
    assert_eq!(got.status, 200);
    server.task.await.unwrap().unwrap();
    assert!(tokio::net::TcpStream::connect(server.address).await.is_err());
    assert_eq!(server.ingest.count(), 1);

    let server = http().await;
    server.ingest.set(Behaviour::Answer(Err(Refusal::Draining)));
    assert_eq!(server.traces(&[], one_span()).await.status, 503);
}

#[tokio::test]
async fn c24_all_error_bodies_are_status_messages() {
    let server = http_with(ReceiverConfig { max_request_bytes: 1000, ..ReceiverConfig::default() }).await;
    for content_type in [PROTOBUF, JSON] {
        let headers = [("content-type", content_type)];
        let encoded = [("content-type", content_type), ("content-encoding", "snappy")];
        let corrupt = [("content-type", content_type), ("content-encoding", "gzip")];
        for (status, got) in [
            (400, server.post(TRACES, &headers, "\u{7f}").await),
            (400, server.post(TRACES, &corrupt, "x").await),
            (404, server.post("/x", &headers, "").await),
            (405, server.send(&client(false), Method::GET, TRACES, &headers, "").await),
            (413, server.post(TRACES, &headers, vec![0; 1001]).await),
            (415, server.post(TRACES, &encoded, "x").await),
        ] {
            assert_eq!((got.status.as_u16(), got.header("content-type")), (status, content_type));
            assert!(!got.rpc_status().message.is_empty());
        }
    }
}

#[derive(Debug)]
struct Tokens;

impl Authenticate for Tokens {
    fn tenant(&self, authorization: Option<&HeaderValue>) -> Result<Arc<str>, AuthError> {
        match authorization.map(HeaderValue::as_bytes) {
            Some(b"Bearer good") => Ok("acme".into()),
            Some(b"Bearer reader") => Err(AuthError::Denied),
            _ => Err(AuthError::Unauthenticated),
        }
    }
}

#[tokio::test]
async fn c25_credentials_401_and_403_are_not_retryable() {
    let server = http_with(ReceiverConfig { auth: Some(Arc::new(Tokens)), ..ReceiverConfig::default() }).await;
    for (token, status, code) in [("", 401, 16), ("Bearer bad", 401, 16), ("Bearer reader", 403, 7)] {
        let got = server.traces(&[("authorization", token)], one_span()).await;
        assert_eq!((got.status.as_u16(), got.rpc_status().code), (status, code));
        assert_eq!(got.header("retry-after"), "");
    }
    assert_eq!(server.traces(&[("authorization", "Bearer good")], one_span()).await.status, 200);
    assert_eq!(&*server.ingest.take().tenant, "acme");
}

#[tokio::test]
async fn a_request_that_does_not_finish_is_waited_for_once() {
    let hasty = ReceiverConfig { drain_timeout: Duration::from_secs(2), ..ReceiverConfig::default() };
    let server = http_with(hasty).await;
    server.ingest.set(Behaviour::Wait(Arc::new(Semaphore::new(0))));
    let mut stuck = TcpStream::connect(server.address).await.unwrap();
    let body = one_span();
    let head = format!(
        "POST {TRACES} HTTP/1.1\r\nHost: h\r\nContent-Type: {PROTOBUF}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stuck.write_all(&[head.as_bytes(), &body].concat()).await.unwrap();
    server.wait_begun(1).await;
    let begin = Instant::now();
    server.shutdown.cancel();
    server.task.await.unwrap().unwrap();
    assert!((2..3).contains(&begin.elapsed().as_secs()), "{:?}", begin.elapsed());
    assert_eq!(read_to_close(&mut stuck).await, "");
}

#[tokio::test]
async fn http2_answers_have_no_connection_header() {
    let server = http().await;
    server.ingest.set(Behaviour::Answer(Err(Refusal::Draining)));
    let got = server.send(&client(true), Method::POST, TRACES, &[("content-type", PROTOBUF)], "").await;
    assert_eq!((got.status, got.header("connection")), (StatusCode::SERVICE_UNAVAILABLE, ""));
}
