//! The engine over a real ledger.

use custos_ledger::{Keys, Ledger};
use serde_json::json;

use super::*;

#[tokio::test]
async fn sees_what_is_committed_and_no_more() {
    let dir = tempfile::tempdir().unwrap();
    let keys = Keys::load_or_create(&dir.path().join("key.pem")).unwrap();
    let mut lake = Lake::default();
    let store: Arc<dyn ObjectStore> = Arc::clone(&lake.store) as _;
    let engine = Engine::new(Arc::clone(&store), QueryConfig::default());
    assert_eq!(one(&engine, "SELECT count(*) FROM spans").await, 0, "no ledger yet");

    let ledger = Ledger::open(Arc::clone(&store), keys, "test".to_owned()).await.unwrap();
    let row = json!({"trace_id": "00", "start_time": "2026-11-01T00:00:00Z", "agent_name": "a"});
    lake.add(Table::Spans, &rows(Table::Spans, &[row.clone(), row.clone()])).await;
    assert_eq!(one(&engine, "SELECT count(*) FROM spans").await, 0, "uploaded is not committed");
    lake.commit(&ledger).await;
    assert_eq!(one(&engine, "SELECT count(*) FROM spans WHERE agent_name = 'a'").await, 2);

    let mut more = Lake { store: Arc::clone(&lake.store), files: Vec::new() };
    let log = json!({"time": "2026-11-01T00:00:00Z", "body": "x"});
    more.add(Table::Logs, &rows(Table::Logs, &[log])).await;
    more.commit(&ledger).await;
    assert_eq!(one(&engine, "SELECT body FROM logs").await, "x");
    let seq = engine.query("SELECT 1").await.unwrap().ledger_seq();
    assert!(seq >= 3, "genesis and two commits: {seq}");
}
