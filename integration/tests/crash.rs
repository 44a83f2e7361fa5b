//! Acknowledged means on disk: the program is killed again and again at random moments while clients send; at the end
//! every acknowledged span is in the lake exactly once, no other span twice, the rollups agree, and `verify` passes.

use std::{
    collections::HashMap,
    net::SocketAddr,
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use custos_integration::{
    Collector,
    collector::{self, write_config},
    http::send,
    proxy::{Proxy, Way},
    stores::{Kind, StoreServer},
};
use http::Method;
use opentelemetry_proto::tonic::{
    collector::trace::v1::ExportTraceServiceRequest,
    common::v1::{AnyValue, KeyValue, any_value::Value},
    trace::v1::{ResourceSpans, ScopeSpans, Span},
};
use prost::Message;
use rand::{Rng, SeedableRng, rngs::StdRng};

const SENDERS: u64 = 4;
/// After a request that was not taken.
const PAUSE: Duration = Duration::from_millis(10);

/// What clients know: span number to whether it was acknowledged.
#[derive(Default)]
struct Sent {
    spans: Mutex<HashMap<u64, bool>>,
    next: AtomicU64,
    acknowledged: AtomicU64,
}

fn attribute(key: &str, value: Value) -> KeyValue {
    KeyValue { key: key.into(), value: Some(AnyValue { value: Some(value) }), ..Default::default() }
}

fn span(number: u64) -> Span {
    Span {
        trace_id: [&[7; 8][..], &number.to_be_bytes()].concat(),
        span_id: (number + 1).to_be_bytes().to_vec(),
        name: "chat gpt-4o-mini".into(),
        start_time_unix_nano: 1_800_000_000_000_000_000 + number,
        end_time_unix_nano: 1_800_000_001_000_000_000 + number,
        attributes: vec![
            attribute("gen_ai.operation.name", Value::StringValue("chat".into())),
            attribute("gen_ai.provider.name", Value::StringValue("openai".into())),
            attribute("gen_ai.request.model", Value::StringValue("gpt-4o-mini".into())),
            attribute("gen_ai.response.id", Value::StringValue(format!("r-{number}"))),
            attribute("gen_ai.usage.input_tokens", Value::IntValue(3)),
            attribute("gen_ai.usage.output_tokens", Value::IntValue(2)),
            attribute(
                "gen_ai.input.messages",
                Value::StringValue(format!(
                    r#"[{{"role":"user","parts":[{{"type":"text","content":"question {number} {}"}}]}}]"#,
                    "and more words ".repeat(20)
                )),
            ),
        ],
        ..Default::default()
    }
}

fn request(numbers: &[u64]) -> Vec<u8> {
    ExportTraceServiceRequest {
        resource_spans: vec![ResourceSpans {
            scope_spans: vec![ScopeSpans { spans: numbers.iter().map(|n| span(*n)).collect(), ..Default::default() }],
            ..Default::default()
        }],
    }
    .encode_to_vec()
}

/// Sends requests with new spans until told to stop. A request without an answer is not repeated: its spans may be
/// stored or not.
async fn sender(seed: u64, to: SocketAddr, sent: Arc<Sent>, stop: Arc<AtomicBool>) {
    let mut rng = StdRng::seed_from_u64(seed);
    while !stop.load(Ordering::Relaxed) {
        let count = rng.random_range(1..=20);
        let first = sent.next.fetch_add(count, Ordering::Relaxed);
        let numbers: Vec<_> = (first..first + count).collect();
        sent.spans.lock().unwrap().extend(numbers.iter().map(|n| (*n, false)));
        let headers = [("content-type", "application/x-protobuf")];
        match send(to, Method::POST, "/v1/traces", &headers, request(&numbers)).await {
            Ok((status, body)) if status.as_u16() == 200 => {
                assert!(body.is_empty(), "a partial success for good spans");
                sent.acknowledged.fetch_add(count, Ordering::Relaxed);
                sent.spans.lock().unwrap().extend(numbers.iter().map(|n| (*n, true)));
            }
            Ok((status, _)) => {
                assert!(matches!(status.as_u16(), 429 | 503), "{status}");
                tokio::time::sleep(PAUSE).await;
            }
            // It does not listen yet, or not any more.
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}

async fn one_life(dir: &Path, sent: &Arc<Sent>, rng: &mut StdRng) {
    let collector = Collector::start(dir).await.unwrap();
    let stop = Arc::new(AtomicBool::new(false));
    let senders: Vec<_> = (0..SENDERS)
        .map(|_| tokio::spawn(sender(rng.random(), collector.otlp_http, Arc::clone(sent), Arc::clone(&stop))))
        .collect();
    // Half of the lives end whenever it is, also in recovery, the others in the middle of their work: on a slow machine
    // nothing may be acknowledged in the first half second.
    let working = rng.random::<bool>();
    let pause = Duration::from_millis(rng.random_range(5..500));
    let before = sent.acknowledged.load(Ordering::Relaxed);
    let deadline = Instant::now() + Duration::from_secs(60);
    while working && sent.acknowledged.load(Ordering::Relaxed) == before {
        assert!(Instant::now() < deadline, "nothing is acknowledged");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    tokio::time::sleep(pause).await;
    collector.kill9().unwrap();
    stop.store(true, Ordering::Relaxed);
    for sender in senders {
        sender.await.unwrap();
    }
}

async fn survive(dir: &Path, lake: &str, lives: u32, seed: u64) {
    write_config(dir, lake, "[query]\nmax_rows = 10000000").unwrap();
    let sent = Arc::new(Sent::default());
    let mut rng = StdRng::seed_from_u64(seed);
    for _ in 0..lives {
        one_life(dir, &sent, &mut rng).await;
    }
    check(dir, &sent, lives).await;
}

/// Drains, then compares the lake with what clients know.
async fn check(dir: &Path, sent: &Sent, lives: u32) {
    // A slow machine may need more than one drain for what has gathered while the lake was away.
    for drain in 1.. {
        let log = dir.join("log");
        let before = std::fs::metadata(&log).unwrap().len() as usize;
        let collector = Collector::start(dir).await.unwrap();
        assert!(collector.terminate().unwrap().success(), "a drain after a crash must end well");
        let log = std::fs::read(&log).unwrap();
        if !String::from_utf8_lossy(&log[before..]).contains("the final commit did not succeed in time") {
            break;
        }
        assert!(drain < 5, "drains do not end: {}", String::from_utf8_lossy(&log[before..]));
    }

    let config = dir.join("custos.toml");
    let config = config.to_str().unwrap();
    let rows = query(config, "SELECT trace_id, span_id, count(*) AS n FROM spans GROUP BY trace_id, span_id");
    let mut stored = HashMap::new();
    for row in &rows {
        let number = u64::from_str_radix(&row["trace_id"].as_str().unwrap()[16..], 16).unwrap();
        stored.insert(number, row["n"].as_u64().unwrap());
    }
    let spans = sent.spans.lock().unwrap();
    let lost: Vec<_> = spans.iter().filter(|(n, acked)| **acked && !stored.contains_key(n)).collect();
    let twice: Vec<_> = stored.iter().filter(|(_, n)| **n > 1).collect();
    assert!(lost.is_empty(), "{} acknowledged spans are lost, such as {:?}", lost.len(), &lost[..lost.len().min(3)]);
    assert!(twice.is_empty(), "{} spans are there twice, such as {:?}", twice.len(), &twice[..twice.len().min(3)]);
    assert!(stored.keys().all(|n| spans.contains_key(n)), "a span that nobody sent");

    // Rollups are exact: they went through the same crashes.
    let total = stored.len() as u64;
    assert!(total > 0, "nothing was stored in {lives} lives");
    let usage =
        query(config, "SELECT sum(spans) AS spans, sum(model_calls) AS calls, sum(input_tokens) AS tokens FROM usage");
    assert_eq!(usage[0]["spans"].as_u64(), Some(total));
    assert_eq!(usage[0]["calls"].as_u64(), Some(total));
    assert_eq!(usage[0]["tokens"].as_u64(), Some(3 * total));

    let verify = collector::run(&["verify", "--config", config]).unwrap();
    assert!(verify.status.success(), "{}", String::from_utf8_lossy(&verify.stdout));
    eprintln!(
        "{lives} kills: {} spans acknowledged, {total} stored, {} sent",
        sent.acknowledged.load(Ordering::Relaxed),
        spans.len()
    );
    assert!(
        sent.acknowledged.load(Ordering::Relaxed) > u64::from(lives),
        "nothing was acknowledged: the test proves nothing"
    );
}

fn query(config: &str, sql: &str) -> Vec<serde_json::Value> {
    let output = collector::run(&["query", "--config", config, "--format", "jsonl", sql]).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout.split(|b| *b == b'\n').filter(|l| !l.is_empty()).map(|l| serde_json::from_slice(l).unwrap()).collect()
}

/// Where the program aborts itself: before the log is written, when it is written and not durable, when it is durable and
/// nobody knows, before a file goes up, when all files are up, when they are committed and nobody knows, and before the
/// log is cut.
#[cfg(feature = "fault-injection")]
const PLACES: &[&str] = &[
    "before_append",
    "before_fsync",
    "between_append_and_answer",
    "upload",
    "between_upload_and_entry",
    "after_entry",
    "before_truncate",
];

/// A life that ends at a place, for the given time that it is reached.
#[cfg(feature = "fault-injection")]
async fn one_fault(dir: &Path, sent: &Arc<Sent>, rng: &mut StdRng, fault: &str) {
    use std::os::unix::process::ExitStatusExt;
    let collector = match Collector::start_with(dir, &[("CUSTOS_FAULT", fault)]).await {
        Ok(collector) => collector,
        // Recovery commits as well.
        Err(error) if error.to_string().contains("stopped with signal: 6") => return,
        Err(error) => panic!("{fault}: {error:#}"),
    };
    let stop = Arc::new(AtomicBool::new(false));
    let senders: Vec<_> = (0..SENDERS)
        .map(|_| tokio::spawn(sender(rng.random(), collector.otlp_http, Arc::clone(sent), Arc::clone(&stop))))
        .collect();
    let status = collector.ended().await.unwrap_or_else(|error| panic!("{fault} is never reached: {error:#}"));
    assert_eq!(status.signal(), Some(libc::SIGABRT), "{fault}");
    stop.store(true, Ordering::Relaxed);
    for sender in senders {
        sender.await.unwrap();
    }
}

#[cfg(feature = "fault-injection")]
#[tokio::test(flavor = "multi_thread")]
async fn no_acknowledged_span_is_lost_or_doubled_by_a_crash_at_the_worst_places() {
    let dir = tempfile::tempdir().unwrap();
    write_config(dir.path(), "", "").unwrap();
    let sent = Arc::new(Sent::default());
    let mut rng = StdRng::seed_from_u64(3);
    for hits in [1, 2, 5] {
        for place in PLACES {
            one_fault(dir.path(), &sent, &mut rng, &format!("{place}:{hits}")).await;
        }
    }
    check(dir.path(), &sent, 21).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_acknowledged_span_is_lost_or_doubled_by_kill_9() {
    let dir = tempfile::tempdir().unwrap();
    survive(dir.path(), "", 60, 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_acknowledged_span_is_lost_or_doubled_by_kill_9_on_s3() {
    let Some(program) = Kind::S3.program() else { return };
    let dir = tempfile::tempdir().unwrap();
    let server = StoreServer::start(Kind::S3, &program, dir.path()).unwrap();
    survive(dir.path(), &server.lake_config(), 50, 2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_acknowledged_span_is_lost_or_doubled_by_kill_9_on_azure() {
    let Some(program) = Kind::Azure.program() else { return };
    let dir = tempfile::tempdir().unwrap();
    let server = StoreServer::start(Kind::Azure, &program, dir.path()).unwrap();
    survive(dir.path(), &server.lake_config(), 50, 5).await;
}

/// Where nobody listens, below the ports that systems give to clients: one that tries again and again would connect to
/// itself.
fn free_address() -> String {
    let first = 20_000 + (std::process::id() % 10_000) as u16;
    let mut addresses = (first..).map(|port| SocketAddr::from(([127, 0, 0, 1], port)));
    addresses.find(|address| std::net::TcpListener::bind(address).is_ok()).unwrap().to_string()
}

fn some<T: Copy>(rng: &mut StdRng, of: &[T]) -> T {
    of[rng.random_range(0..of.len())]
}

/// A life whose lake is there, away, or comes and goes; with a number of shards and a size of the log of its own. It is
/// killed whenever it is, some also have begun anew before.
async fn life_with_and_without_lake(dir: &Path, sent: &Arc<Sent>, rng: &mut StdRng, proxy: &Proxy, otlp: &str) {
    const WAYS: [Way; 6] = [Way::Open, Way::Cut, Way::Cut, Way::Silent, Way::Busy, Way::Late];
    proxy.set(some(rng, &WAYS));
    let settings = [
        ("CUSTOS__RECEIVERS__OTLP__HTTP__LISTEN", otlp),
        ("CUSTOS__INGEST__SHARDS", some(rng, &["1", "2", "2", "3"])),
        ("CUSTOS__LIMITS__MAX_REQUEST_BYTES", "16MiB"),
        ("CUSTOS__LIMITS__MAX_INFLIGHT_BYTES", "16MiB"),
        ("CUSTOS__WAL__MAX_BYTES", some(rng, &["16MiB", "1GiB"])),
        ("CUSTOS__LIMITS__DRAIN_TIMEOUT", "1s"),
    ];
    let collector = Collector::spawn(dir, &settings).unwrap();
    let stop = Arc::new(AtomicBool::new(false));
    let to = otlp.parse().unwrap();
    let senders: Vec<_> =
        (0..SENDERS).map(|_| tokio::spawn(sender(rng.random(), to, Arc::clone(sent), Arc::clone(&stop)))).collect();
    for _ in 0..rng.random_range(1..4) {
        tokio::time::sleep(Duration::from_millis(rng.random_range(0..3000))).await;
        match rng.random_range(0..6) {
            0 => collector.signal("-HUP").unwrap(),
            1..=3 => proxy.set(Way::Open),
            _ => proxy.set(some(rng, &WAYS)),
        }
    }
    tokio::time::sleep(Duration::from_millis(rng.random_range(0..1500))).await;
    collector.kill9().unwrap();
    stop.store(true, Ordering::Relaxed);
    for sender in senders {
        sender.await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_acknowledged_span_is_lost_or_doubled_by_kill_9_while_the_lake_comes_and_goes() {
    const LIVES: u32 = 15;
    let Some(program) = Kind::S3.program() else { return };
    let dir = tempfile::tempdir().unwrap();
    let server = StoreServer::start(Kind::S3, &program, dir.path()).unwrap();
    let proxy = Proxy::start(server.port()).await.unwrap();
    let lake = format!("startup_timeout = \"1h\"\n{}", server.lake_config_at(proxy.address.port()));
    write_config(dir.path(), &lake, "[query]\nmax_rows = 10000000").unwrap();
    let (sent, otlp) = (Arc::new(Sent::default()), free_address());
    let mut rng = StdRng::seed_from_u64(4);
    for _ in 0..LIVES {
        life_with_and_without_lake(dir.path(), &sent, &mut rng, &proxy, &otlp).await;
    }
    proxy.set(Way::Open);
    check(dir.path(), &sent, LIVES).await;
}
