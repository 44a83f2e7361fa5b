//! Answers that are given before the request has ended reach a client that sends all before it reads.

use std::{sync::Arc, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::support::*;
use crate::receivers::{AuthError, Authenticate, ReceiverConfig};

/// More than the buffers of a loopback connection hold, and far more than the servers here accept.
const BODY_BYTES: usize = 12 << 20;

#[derive(Debug)]
struct Nobody;

impl Authenticate for Nobody {
    fn tenant(&self, _: Option<&http::HeaderValue>) -> Result<Arc<str>, AuthError> {
        Err(AuthError::Unauthenticated)
    }
}

/// Sends a whole request, whatever the server does meanwhile, and only then reads. Returns the first line of the
/// answer.
async fn stubborn(server: &Server, head: &str) -> String {
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    let chunk = vec![b'0'; 0x10000];
    for _ in 0..BODY_BYTES / chunk.len() {
        stream.write_all(&chunk).await.expect("the server reads what it does not want");
    }
    let mut answer = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(20), stream.read_to_end(&mut answer)).await;
    read.expect("the server closes").expect("without a reset");
    String::from_utf8_lossy(&answer).lines().next().unwrap_or_default().to_owned()
}

fn post(path: &str, more: &str) -> String {
    format!("POST {path} HTTP/1.1\r\nHost: h\r\n{more}Content-Length: {BODY_BYTES}\r\n\r\n")
}

const JSON_HEADER: &str = "Content-Type: application/json\r\n";

#[tokio::test]
async fn early_answers_reach_clients_that_still_send() {
    let config = || ReceiverConfig { max_request_bytes: 10_000, ..ReceiverConfig::default() };
    let server = http_with(config()).await;
    assert_eq!(stubborn(&server, &post(TRACES, JSON_HEADER)).await, "HTTP/1.1 413 Payload Too Large");
    assert_eq!(stubborn(&server, &post("/elsewhere", JSON_HEADER)).await, "HTTP/1.1 404 Not Found");
    assert_eq!(stubborn(&server, &post(TRACES, "")).await, "HTTP/1.1 415 Unsupported Media Type");
    let put = post(TRACES, JSON_HEADER).replace("POST", "PUT");
    assert_eq!(stubborn(&server, &put).await, "HTTP/1.1 405 Method Not Allowed");
    let options = post(TRACES, JSON_HEADER).replace("POST", "OPTIONS");
    assert_eq!(stubborn(&server, &options).await, "HTTP/1.1 405 Method Not Allowed");
    // No request at all: hyper's own answer.
    assert_eq!(stubborn(&server, "POST \0\r\n\r\n").await, "HTTP/1.1 400 Bad Request");
    // Pipelined behind a request that closes.
    let close = "POST /v1/traces HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";
    assert_eq!(stubborn(&server, close).await, "HTTP/1.1 200 OK");

    let server = http_with(ReceiverConfig { auth: Some(Arc::new(Nobody)), ..config() }).await;
    assert_eq!(stubborn(&server, &post(TRACES, JSON_HEADER)).await, "HTTP/1.1 401 Unauthorized");
    let server = http_with(ReceiverConfig { max_connections: 0, ..config() }).await;
    assert_eq!(stubborn(&server, &post(TRACES, JSON_HEADER)).await, "HTTP/1.1 429 Too Many Requests");
    let server = grpc_with(ReceiverConfig::default()).await;
    assert_eq!(stubborn(&server, &post(TRACES, JSON_HEADER)).await, "HTTP/1.1 505 HTTP Version Not Supported");
}

#[tokio::test]
async fn a_client_that_never_stops_is_cut() {
    let server =
        http_with(ReceiverConfig { max_request_bytes: 1000, max_connections: 1, ..ReceiverConfig::default() }).await;
    let mut endless = TcpStream::connect(server.address).await.unwrap();
    endless.write_all(post(TRACES, JSON_HEADER).as_bytes()).await.unwrap();
    let chunk = vec![0; 0x10000];
    let sending = async { while endless.write_all(&chunk).await.is_ok() {} };
    tokio::time::timeout(Duration::from_secs(20), sending).await.expect("the client is cut");

    // One that neither sends nor closes gives its place back too.
    let mut silent = TcpStream::connect(server.address).await.unwrap();
    silent.write_all(post("/elsewhere", "").as_bytes()).await.unwrap();
    let served = async {
        while server.json("{}").await.status != 200 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), served).await.expect("the place comes free");
    assert!(read_to_close(&mut silent).await.starts_with("HTTP/1.1 404"));
}
