//! Object storage that is away when the collector starts.

use std::time::{Duration, Instant};

use custos_integration::{
    collector::{Collector, write_config},
    stores::{Kind, StoreServer},
};

/// Longest wait for what has to come, a few times what a loaded machine needs.
const PATIENCE: Duration = Duration::from_secs(60);

#[tokio::test]
async fn a_start_goes_on_once_storage_is_back() {
    let Some(program) = Kind::S3.program() else { return };
    let (dir, storage) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let server = StoreServer::start(Kind::S3, &program, storage.path()).unwrap();
    write_config(dir.path(), &server.lake_config(), "").unwrap();
    let start = server.stop();
    let log = dir.path().join("log");
    let deadline = Instant::now() + PATIENCE;
    let back = async {
        while !std::fs::read_to_string(&log).is_ok_and(|log| log.contains("the lake cannot be reached")) {
            assert!(Instant::now() < deadline, "the log does not tell that the lake is away");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        start(&program).unwrap()
    };
    let (collector, _server) = tokio::join!(Collector::start(dir.path()), back);
    let collector = collector.unwrap();
    let span = r#"{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203331","name":"x"}]}]}]}"#;
    let (status, _) = collector.export("/v1/traces", "application/json", span).await.unwrap();
    assert!(status.is_success(), "{status}");
    let (mut spans, deadline) = (Vec::new(), Instant::now() + PATIENCE);
    while spans.is_empty() {
        assert!(Instant::now() < deadline, "the span is not committed");
        spans = collector.sql("SELECT name FROM spans").await.unwrap();
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(spans, [serde_json::json!({"name": "x"})]);
    assert!(collector.terminate().unwrap().success());
}
