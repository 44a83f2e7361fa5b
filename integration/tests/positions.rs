//! Promise 2, by position: every text that OTLP can carry holds a value, over every transport, and none of them is in
//! any byte that the program wrote, logged at its most talkative, or answered. What no form of a value is stays.

use std::path::Path;

use bytes::Bytes;
use custos_integration::{
    Collector,
    collector::{run, write_config},
    http,
};
use http_body_util::{BodyExt, Full};
use hyper_util::rt::{TokioExecutor, TokioIo};
use opentelemetry_proto::tonic::collector::{
    logs::v1::ExportLogsServiceRequest, metrics::v1::ExportMetricsServiceRequest, trace::v1::ExportTraceServiceRequest,
};
use prost::Message;
use serde_json::{Value, json};

/// What every planted value but cards begins with, and what cards do.
const LETTERS: &str = "zqvkxwbj";
const DIGITS: &str = "49927398";

/// Kinds of values that their form gives away. `n` makes each its own.
const KINDS: &[fn(usize) -> String] = &[
    |n| format!("{LETTERS}{n:05}@firma-nord.de"),
    |n| format!("sk-proj-{LETTERS}{n:05}Qb7T3BlbkFJ9fITWuLubJkWHI73tvcn"),
    |n| format!("postgres://bot:{LETTERS}{n:05}@db.internal:5432/app"),
    |n| with_check_digit(&format!("{DIGITS}{n:07}")),
];

fn with_check_digit(digits: &str) -> String {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(i, b)| {
            let d = u32::from(b - b'0') * if i % 2 == 0 { 2 } else { 1 };
            d / 10 + d % 10
        })
        .sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

/// What must be there afterwards.
const SURVIVES: &[&str] = &[
    "0af7651916cd43dd8448eb211c80319c",
    "gpt-4o-2024-08-06",
    "deepseek-r1-distill-llama-70b",
    "550e8400-e29b-41d4-a716-446655440000",
    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "1764380000123456789",
    "chatcmpl-9xYzAbCd",
];

/// Attributes in every dress. `@` is a value; `@base64` its bytes, `@broken` beside bytes that are no UTF-8.
fn attributes() -> Value {
    let nested = (0..10).fold(json!({"stringValue": "so @ it is"}), |value, i| match i % 2 {
        0 => json!({"kvlistValue": {"values": [{"key": format!("level{i}"), "value": value}]}}),
        _ => json!({"arrayValue": {"values": [{"intValue": "7"}, value]}}),
    });
    json!([
        {"key": "note", "value": {"stringValue": "so @ it is"}},
        {"key": "", "value": {"stringValue": "@"}},
        {"key": "@", "value": {"intValue": "1"}},
        {"key": "twice", "value": {"stringValue": "@"}},
        {"key": "twice", "value": {"stringValue": "@"}},
        {"key": "$odd", "value": {"stringValue": "@"}},
        {"key": "deep", "value": nested},
        {"key": "map", "value": {"kvlistValue": {"values": [{"key": "$@", "value": {"boolValue": true}}]}}},
        {"key": "bytes", "value": {"bytesValue": "@base64"}},
        {"key": "broken", "value": {"bytesValue": "@broken"}},
        {"key": "json", "value": {"stringValue": "{\"a\": [\"@\"], \"b\": \"{\\\"c\\\": \\\"@\\\"}\"}"}},
        {"key": "cut", "value": {"stringValue": "{\"a\": \"@\", \"b\": ["}},
        {"key": "password", "value": {"bytesValue": "@secret64"}},
        {"key": "password", "value": {"kvlistValue": {"values": [{"key": "value", "value": {"stringValue": "@secret"}}]}}},
        {"key": "user.name", "value": {"stringValue": "@person"}},
        {"key": "user.name", "value": {"bytesValue": "@person64"}},
        {"key": "uuid", "value": {"stringValue": SURVIVES[3]}},
        {"key": "digest", "value": {"stringValue": SURVIVES[4]}}
    ])
}

fn resource() -> Value {
    json!({"attributes": attributes(), "entityRefs":
        [{"type": "@", "schemaUrl": "https://x.example/@", "idKeys": ["@"], "descriptionKeys": ["@"]}]})
}

fn scope() -> Value {
    json!({"name": "lib @", "version": "1 @", "attributes": attributes()})
}

/// Every mapped column that a client's text gets into, and some that hold content.
const MAPPED: &[&str] = &[
    "gen_ai.agent.name",
    "gen_ai.agent.id",
    "gen_ai.conversation.id",
    "user.id",
    "gen_ai.provider.name",
    "gen_ai.request.model",
    "gen_ai.response.model",
    "gen_ai.response.id",
    "gen_ai.tool.name",
    "gen_ai.tool.type",
    "gen_ai.tool.call.id",
    "gen_ai.data_source.id",
    "gen_ai.response.finish_reasons",
    "error.type",
    "server.address",
    "cloud.region",
    "gen_ai.system_instructions",
    "gen_ai.input.messages",
    "gen_ai.output.messages",
    "gen_ai.tool.definitions",
    "gen_ai.tool.call.arguments",
    "gen_ai.tool.call.result",
    "gen_ai.retrieval.documents",
    "gen_ai.prompt.name",
    "llm.model_name",
    "openinference.span.kind",
    "langfuse.observation.type",
    "mlflow.spanType",
    "traceloop.entity.name",
    "input.value",
    "output.value",
    "llm.invocation_parameters",
];

fn traces() -> Value {
    let ids = || (SURVIVES[0], "b7ad6b7169203331");
    let span = |attributes: Value| {
        let (trace, span) = ids();
        json!({"traceId": trace, "spanId": span, "traceState": "a=@", "name": "call @", "kind": 3,
            "startTimeUnixNano": SURVIVES[5], "endTimeUnixNano": "1764380001123456789", "attributes": attributes,
            "status": {"code": 2, "message": "so @ it is"},
            "events": [{"timeUnixNano": SURVIVES[5], "name": "ev @", "attributes": self::attributes()}],
            "links": [{"traceId": trace, "spanId": span, "traceState": "a=@", "attributes": self::attributes()}]})
    };
    let mut spans = vec![span(attributes())];
    for operation in ["chat", "execute_tool", "retrieval"] {
        for key in MAPPED {
            // Bare digits under keys of ids are ids.
            let value = if key.ends_with("id") { "card @" } else { "@" };
            spans.push(json!({"traceId": ids().0, "spanId": ids().1, "name": "x", "startTimeUnixNano": SURVIVES[5],
                "attributes": [{"key": "gen_ai.operation.name", "value": {"stringValue": operation}},
                    {"key": key, "value": {"stringValue": value}}]}));
        }
    }
    let models = [
        ("gen_ai.request.model", SURVIVES[1]),
        ("gen_ai.response.model", SURVIVES[2]),
        ("gen_ai.response.id", SURVIVES[6]),
    ];
    let models = models.map(|(key, text)| json!({"key": key, "value": {"stringValue": text}}));
    spans.push(
        json!({"traceId": ids().0, "spanId": ids().1, "name": format!("chat {}", SURVIVES[2]), "attributes": models}),
    );
    json!({"resourceSpans": [{"resource": resource(), "schemaUrl": "https://x.example/@", "scopeSpans":
        [{"scope": scope(), "schemaUrl": "https://x.example/@", "spans": spans}]}]})
}

fn logs() -> Value {
    let body = |body: Value| {
        json!({"timeUnixNano": SURVIVES[5], "severityText": "INFO @", "eventName": "ev @", "body": body,
            "attributes": attributes()})
    };
    let values: Vec<_> = attributes().as_array().unwrap().iter().take(9).map(|a| a["value"].clone()).collect();
    let bodies = [
        json!({"stringValue": "so @ it is"}),
        json!({"bytesValue": "@base64"}),
        json!({"kvlistValue": {"values": attributes()}}),
        json!({"arrayValue": {"values": values}}),
    ];
    json!({"resourceLogs": [{"resource": resource(), "schemaUrl": "https://x.example/@", "scopeLogs":
        [{"scope": scope(), "schemaUrl": "https://x.example/@", "logRecords": bodies.map(body)}]}]})
}

fn metrics() -> Value {
    let point = |mut point: Value| {
        let exemplar = json!({"timeUnixNano": SURVIVES[5], "asDouble": 1.5, "filteredAttributes": attributes()});
        point["attributes"] = attributes();
        point["timeUnixNano"] = SURVIVES[5].into();
        if point.get("quantileValues").is_none() {
            point["exemplars"] = json!([exemplar]);
        }
        json!([point])
    };
    let counted = || json!({"count": "3", "sum": 4.5});
    let data = [
        ("gauge", json!({"dataPoints": point(json!({"asInt": "5"}))})),
        ("sum", json!({"dataPoints": point(json!({"asDouble": 5.5})), "aggregationTemporality": 2})),
        ("histogram", json!({"dataPoints": point(counted()), "aggregationTemporality": 1})),
        ("exponentialHistogram", json!({"dataPoints": point(counted()), "aggregationTemporality": 1})),
        ("summary", json!({"dataPoints": point(json!({"count": "3", "sum": 4.5, "quantileValues": []}))})),
    ];
    let metric = |(kind, data): (&str, Value)| {
        let mut metric = json!({"name": "m @", "description": "so @ it is", "unit": "{x} @", "metadata": attributes()});
        metric[kind] = data;
        metric
    };
    json!({"resourceMetrics": [{"resource": resource(), "schemaUrl": "https://x.example/@", "scopeMetrics":
        [{"scope": scope(), "schemaUrl": "https://x.example/@", "metrics": data.map(metric)}]}]})
}

/// Puts a value of its own in every place. Returns how many there are by now.
fn plant(template: &mut Value, kind: fn(usize) -> String, mut n: usize) -> usize {
    let mut fresh = || {
        n += 1;
        n
    };
    let mut fill = |text: &mut String| match text.as_str() {
        "@base64" => *text = base64(format!("so {} it is", kind(fresh())).as_bytes()),
        "@broken" => *text = base64(&[b"\xff\xfe so ", kind(fresh()).as_bytes(), b" it is \xc3("].concat()),
        "@secret" => *text = format!("{LETTERS}{:05}!", fresh()),
        "@secret64" => *text = base64(format!("{LETTERS}{:05}!", fresh()).as_bytes()),
        "@person" => *text = "Zqvkxwbjina Petersen".to_owned(),
        "@person64" => *text = base64(b"Zqvkxwbjina Petersen"),
        _ => {
            while text.contains('@') {
                // Mail addresses have one themselves.
                *text = text.replacen('@', &kind(fresh()).replace('@', "\u{1}"), 1);
            }
            *text = text.replace('\u{1}', "@");
        }
    };
    fn walk(value: &mut Value, fill: &mut impl FnMut(&mut String)) {
        match value {
            Value::String(text) => fill(text),
            Value::Array(items) => items.iter_mut().for_each(|item| walk(item, fill)),
            Value::Object(members) => members.values_mut().for_each(|member| walk(member, fill)),
            _ => {}
        }
    }
    walk(template, &mut fill);
    n
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let four = |three: &[u8]| {
        let bits = three.iter().chain(&[0, 0]).take(3).fold(0u32, |bits, b| bits << 8 | u32::from(*b));
        let letter = |i: usize| char::from(LETTERS[(bits >> (18 - 6 * i) & 63) as usize]);
        (0..4).map(|i| if i <= three.len() { letter(i) } else { '=' }).collect::<String>()
    };
    bytes.chunks(3).map(four).collect()
}

/// Each signal: its name, service, document, and the same document as protobuf.
type Encode = fn(Value) -> Vec<u8>;
const SIGNALS: &[(&str, &str, fn() -> Value, Encode)] = &[
    ("traces", "trace.v1.TraceService", traces, |d| {
        encoded(&serde_json::from_value::<ExportTraceServiceRequest>(d).unwrap())
    }),
    ("logs", "logs.v1.LogsService", logs, |d| encoded(&serde_json::from_value::<ExportLogsServiceRequest>(d).unwrap())),
    ("metrics", "metrics.v1.MetricsService", metrics, |d| {
        encoded(&serde_json::from_value::<ExportMetricsServiceRequest>(d).unwrap())
    }),
];

fn encoded(message: &impl Message) -> Vec<u8> {
    message.encode_to_vec()
}

async fn grpc(collector: &Collector, service: &str, message: Vec<u8>) -> Vec<u8> {
    let stream = tokio::net::TcpStream::connect(collector.grpc).await.unwrap();
    let handshake = hyper::client::conn::http2::handshake(TokioExecutor::new(), TokioIo::new(stream));
    let (mut sender, connection) = handshake.await.unwrap();
    let connection = tokio::spawn(connection);
    let mut body = vec![0];
    body.extend(u32::try_from(message.len()).unwrap().to_be_bytes());
    body.extend(message);
    let path = format!("http://{}/opentelemetry.proto.collector.{service}/Export", collector.grpc);
    let request = ::http::Request::post(path).header("content-type", "application/grpc").header("te", "trailers");
    let response = sender.send_request(request.body(Full::new(Bytes::from(body))).unwrap()).await.unwrap();
    let body = response.into_body().collect().await.unwrap();
    let status = body.trailers().and_then(|t| t.get("grpc-status")).cloned();
    assert_eq!(status.unwrap(), "0");
    connection.abort();
    body.to_bytes().to_vec()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_position_keeps_a_value() {
    let dir = tempfile::tempdir().unwrap();
    let config = write_config(dir.path(), "compression = \"none\"", "[log]\nlevel = \"trace\"\n").unwrap();
    let text = std::fs::read_to_string(&config).unwrap();
    std::fs::write(&config, text.replace("flush_interval = \"200ms\"", "flush_interval = \"1h\"")).unwrap();
    let collector = Collector::start(dir.path()).await.unwrap();
    let (mut n, mut seen) = (0, Vec::new());
    for kind in KINDS {
        for (signal, service, document, encode) in SIGNALS {
            let path = format!("/v1/{signal}");
            for transport in ["protobuf", "json", "grpc"] {
                let mut document = document();
                n = plant(&mut document, *kind, n);
                let answer = match transport {
                    "grpc" => grpc(&collector, service, encode(document)).await,
                    "json" => {
                        let answer = collector.export(&path, "application/json", document.to_string()).await.unwrap();
                        assert_eq!(answer.0.as_u16(), 200, "{}", String::from_utf8_lossy(&answer.1));
                        answer.1.to_vec()
                    }
                    _ => {
                        let answer = collector.export(&path, "application/x-protobuf", encode(document)).await.unwrap();
                        assert_eq!(answer.0.as_u16(), 200);
                        answer.1.to_vec()
                    }
                };
                seen.push((format!("answer of {transport}"), answer));
            }
        }
    }
    assert!(n > 5_000, "only {n} values were planted");
    super::redaction::collect(dir.path(), "before the commit: ", &mut seen);
    let metrics = http::send(collector.http, ::http::Method::GET, "/metrics", &[], "").await.unwrap().1;
    seen.push(("/metrics".into(), metrics.to_vec()));
    assert!(collector.terminate().unwrap().success());
    super::redaction::collect(dir.path(), "", &mut seen);
    let mut stored = Vec::new();
    for table in ["spans", "logs", "metrics", "usage"] {
        let sql = format!("SELECT * FROM {table}");
        let answer = run(&["query", "--config", config.to_str().unwrap(), "--format", "jsonl", &sql]).unwrap();
        assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
        stored.extend_from_slice(&answer.stdout);
        seen.push((sql, answer.stdout));
    }
    let leaks: Vec<_> = seen.iter().flat_map(|(place, bytes)| leaks(place, bytes)).collect();
    assert!(leaks.is_empty(), "{} leaks, among them:\n{}", leaks.len(), leaks[..leaks.len().min(20)].join("\n"));
    for value in SURVIVES {
        assert!(find(&stored, value.as_bytes()).next().is_some(), "{value:?} was removed although it must survive");
    }
    fingerprints(dir.path()).await;
}

/// What is the same after redaction has one fingerprint: it must not tell which value was removed.
async fn fingerprints(dir: &Path) {
    let collector = Collector::start(dir).await.unwrap();
    let span = |id: &str, system: &str| {
        let texts = [("gen_ai.operation.name", "chat"), ("gen_ai.system_instructions", system)];
        let attributes = texts.map(|(key, text)| json!({"key": key, "value": {"stringValue": text}}));
        json!({"traceId": SURVIVES[0], "spanId": id, "name": "fingerprinted", "startTimeUnixNano": SURVIVES[5],
            "attributes": attributes})
    };
    let spans = [
        span("00000000000000a1", "You help the customer with SSN 212-09-9998."),
        span("00000000000000a2", "You help the customer with SSN 417-33-1207."),
        span("00000000000000a3", "You help the customer."),
    ];
    let document = json!({"resourceSpans": [{"scopeSpans": [{"spans": spans}]}]}).to_string();
    assert_eq!(collector.export("/v1/traces", "application/json", document).await.unwrap().0.as_u16(), 200);
    assert!(collector.terminate().unwrap().success());
    let sql = "SELECT prompt_fingerprint FROM spans WHERE name = 'fingerprinted' ORDER BY span_id";
    let config = dir.join("custos.toml");
    let answer = run(&["query", "--config", config.to_str().unwrap(), "--format", "csv", sql]).unwrap();
    let answer = String::from_utf8(answer.stdout).unwrap();
    let prints: Vec<_> = answer.lines().skip(1).collect();
    assert!(prints.len() == 3 && prints.iter().all(|p| p.len() == 16), "{prints:?}");
    assert!(prints[0] == prints[1] && prints[1] != prints[2], "{prints:?}");
}

/// The planted values in these bytes: as they are, in small letters, in hex, and in base64 wherever it begins.
fn leaks(place: &str, bytes: &[u8]) -> Vec<String> {
    let hex: String = LETTERS.bytes().map(|b| format!("{b:02x}")).collect();
    let mut needles = vec![LETTERS.to_owned(), hex, DIGITS.to_owned(), format!("{} {}", &DIGITS[..4], &DIGITS[4..])];
    let lower = bytes.to_ascii_lowercase();
    let mut found: Vec<_> = needles.drain(..).flat_map(|n| around(&lower, n.as_bytes())).collect();
    for before in 0..3 {
        for value in [LETTERS, DIGITS, "Zqvkxwbj"] {
            // The groups of four that hold nothing but the value.
            let all = base64(&[&b"   "[..before], value.as_bytes()].concat());
            let whole = all.get(if before > 0 { 4 } else { 0 }..(before + value.len()) / 3 * 4).unwrap();
            // Fewer letters are met by chance.
            if whole.len() >= 8 {
                found.extend(around(bytes, whole.as_bytes()));
            }
        }
    }
    found.into_iter().map(|text| format!("{place}: {text}")).collect()
}

fn find<'h>(bytes: &'h [u8], needle: &'h [u8]) -> impl Iterator<Item = usize> + 'h {
    // The first byte first: a hundred megabytes are searched by a program that is not optimised.
    (0..bytes.len()).filter(move |i| bytes[*i] == needle[0] && bytes[*i..].starts_with(needle))
}

fn around(bytes: &[u8], needle: &[u8]) -> Vec<String> {
    let text = |i: usize| &bytes[i.saturating_sub(60)..bytes.len().min(i + 40)];
    find(bytes, needle).take(50).map(|i| String::from_utf8_lossy(text(i)).into_owned()).collect()
}
