//! Points 56 and 62 of the conformance list, with the real decoder, and 67 and 68: browsers.

use std::time::Duration;

use http::{Method, StatusCode};
use opentelemetry_proto::tonic::{
    collector::trace::v1::ExportTraceServiceResponse,
    common::v1::{AnyValue, KeyValue, any_value::Value},
};
use prost::Message;

use super::support::*;
use crate::receivers::{Cors, HttpConfig, ReceiverConfig};

#[tokio::test]
async fn c56_invalid_ids_are_a_partial_success() {
    let server = http().await;
    let mut spans = vec![span("good"); 7];
    spans[1].trace_id = vec![1; 8];
    spans[2].trace_id = vec![0; 16];
    spans[3].trace_id.clear();
    spans[4].span_id = vec![0; 8];
    spans[5].span_id = vec![1; 16];
    let got = server.traces(&[], traces_of(spans).encode_to_vec()).await;
    assert_eq!(got.status, 200);
    let partial = ExportTraceServiceResponse::decode(got.body).unwrap().partial_success.unwrap();
    assert_eq!(partial.rejected_spans, 5);
    assert!(partial.error_message.contains("trace_id") && partial.error_message.contains("span_id"));

    let json = r#"{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"","spanId":"b7ad6b7169203331"},
        {"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203331"}]}]}]}"#;
    let got = server.json(json).await;
    let answer: serde_json::Value = serde_json::from_slice(&got.body).unwrap();
    assert_eq!((got.status, &answer["partialSuccess"]["rejectedSpans"]), (StatusCode::OK, &"1".into()));
}

#[tokio::test]
async fn c62_duplicate_attribute_keys_are_accepted() {
    let server = http().await;
    let mut twice = span("twice");
    for text in ["a", "b"] {
        let value = Some(AnyValue { value: Some(Value::StringValue(text.into())) });
        twice.attributes.push(KeyValue { key: "k".into(), value, ..Default::default() });
    }
    let got = server.traces(&[], traces_of(vec![twice]).encode_to_vec()).await;
    assert_eq!((got.status, got.body.len()), (StatusCode::OK, 0));
}

const PREFLIGHT: [(&str, &str); 3] = [
    ("origin", "https://app.example.com"),
    ("access-control-request-method", "POST"),
    ("access-control-request-headers", "content-type,x-team"),
];

async fn preflight(server: &Server) -> Got {
    server.send(&client(false), Method::OPTIONS, TRACES, &PREFLIGHT, "").await
}

#[tokio::test]
async fn c67_cors() {
    let off = http().await;
    let got = preflight(&off).await;
    assert_eq!((got.status, got.header("access-control-allow-origin")), (StatusCode::METHOD_NOT_ALLOWED, ""));

    let cors = Cors {
        allowed_origins: vec!["https://*.example.com".into()],
        allowed_headers: vec!["X-Team".into()],
        max_age: Duration::from_secs(60),
    };
    let server = http_of(ReceiverConfig::default(), HttpConfig { cors, ..HttpConfig::default() }).await;
    let got = preflight(&server).await;
    assert_eq!(got.status, StatusCode::NO_CONTENT);
    assert_eq!(got.header("access-control-allow-origin"), "https://app.example.com");
    assert_eq!(got.header("access-control-allow-methods"), "POST");
    assert_eq!(got.header("access-control-allow-headers"), "content-type, content-encoding, x-team");
    assert_eq!((got.header("access-control-max-age"), got.header("vary")), ("60", "origin"));
    // Errors too must be readable for the page.
    for body in ["{}", "{"] {
        let headers = [("origin", "https://app.example.com"), ("content-type", JSON), ("x-team", "t")];
        let got = server.post(TRACES, &headers, body).await;
        assert_eq!(got.header("access-control-allow-origin"), "https://app.example.com", "{}", got.status);
    }
    let got = server.post(TRACES, &[("origin", "https://evil.org"), ("content-type", JSON)], "{}").await;
    assert_eq!(got.header("access-control-allow-origin"), "");
}

#[tokio::test]
async fn c68_send_beacon() {
    let cors = Cors { allowed_origins: vec!["*".into()], ..Cors::default() };
    let server = http_of(ReceiverConfig::default(), HttpConfig { cors, ..HttpConfig::default() }).await;
    let headers = [("origin", "https://app.example.com"), ("content-type", JSON), ("accept", "*/*")];
    let got = server.post(TRACES, &headers, "{}").await;
    assert_eq!(got.status, 200);
    // A beacon is sent in credentials mode, where `*` is no valid answer.
    assert_eq!(got.header("access-control-allow-origin"), "https://app.example.com");
    assert_eq!(got.header("access-control-allow-credentials"), "true");
}
