//! Queries that nobody waits for end, and windows take no more memory than there is.

use std::time::{Duration, Instant};

use serde_json::json;

use super::*;
use crate::ErrorKind;

fn engine(memory_mib: usize, timeout: Duration) -> Engine {
    let memory_bytes = memory_mib << 20;
    Lake::default().engine(QueryConfig { target_partitions: 1, memory_bytes, timeout, ..QueryConfig::default() })
}

/// The only thread of queries is free soon after one of them ran out of time.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_query_that_gives_nothing_lets_go_of_its_thread() {
    for sql in [
        "SELECT count(*) FROM generate_series(1, 1000000) a, generate_series(1, 1000000) b WHERE a.value * b.value = -1",
        "SELECT count(*) FROM generate_series(1, 300000) a JOIN generate_series(1, 300000) b ON a.value % 2 = b.value % 2 AND a.value + b.value < 0",
        "SELECT count(*) FROM generate_series(1, 300000) a LEFT JOIN generate_series(1, 300000) b ON a.value * b.value = -1",
        "SELECT max(m) FROM (SELECT median(value % 7) OVER (ORDER BY value ROWS BETWEEN UNBOUNDED PRECEDING AND 1 FOLLOWING) AS m FROM generate_series(1, 300000))",
        "WITH RECURSIVE up AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM up) SELECT count(*) FROM up",
    ] {
        let engine = engine(256, Duration::from_secs(2));
        let error = fails(&engine, sql).await;
        assert_eq!(error.kind(), ErrorKind::Timeout, "{sql}: {error}");
        let begun = Instant::now();
        while let Err(error) = ask(&engine, "SELECT 1").await {
            assert!(begun.elapsed() < Duration::from_secs(20), "{sql}: {error}");
        }
    }
}

#[tokio::test]
async fn values_of_windows_are_counted() {
    let engine = engine(16, Duration::from_secs(60));
    let rows = "generate_series(1, 50000)";
    for sql in [
        format!("SELECT string_agg(value::text, ',') OVER (ORDER BY value) FROM {rows}"),
        format!("SELECT array_agg(value) OVER (ORDER BY value) FROM {rows}"),
        format!("SELECT max(n) FROM (SELECT length(string_agg(value::text, ',') OVER (ORDER BY value)) AS n FROM {rows})"),
        format!("SELECT first_value(repeat('x', 500) || value) OVER (ORDER BY value DESC) FROM {rows}"),
        format!("SELECT nth_value(repeat('x', 500) || value, 2) OVER (ORDER BY value) FROM {rows}"),
        format!("SELECT max(repeat('x', 500) || value) OVER (ORDER BY value) FROM {rows}"),
        // Rows, of which nothing is given before the last is there.
        "SELECT max(s) FROM (SELECT count(*) OVER () AS s FROM generate_series(1, 3000000))".into(),
        "SELECT max(s) FROM (SELECT last_value(value) OVER (ORDER BY value ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS s FROM generate_series(1, 3000000))".into(),
        "SELECT max(s) FROM (SELECT lead(value, 2500000) OVER (ORDER BY value) AS s FROM generate_series(1, 3000000))".into(),
    ] {
        let error = fails(&engine, &sql).await;
        assert_eq!(error.kind(), ErrorKind::ResourcesExhausted, "{sql}: {error}");
    }
    // What is let go of is not counted any more.
    for (sql, expected) in [
        (
            "SELECT max(s) FROM (SELECT value - lag(value) OVER (ORDER BY value) AS s FROM generate_series(1, 3000000))",
            1,
        ),
        (
            "SELECT max(s) FROM (SELECT row_number() OVER (PARTITION BY value / 1000 ORDER BY value) AS s FROM generate_series(1, 300000))",
            1000,
        ),
        (
            "SELECT max(s) FROM (SELECT sum(value) OVER (ORDER BY value ROWS 2 PRECEDING) AS s FROM generate_series(1, 300000))",
            899_997,
        ),
    ] {
        assert_eq!(one(&engine, sql).await, json!(expected), "{sql}");
    }
}

#[tokio::test]
async fn windows_give_what_they_gave() {
    let engine = engine(256, Duration::from_secs(60));
    let rows = "generate_series(1, 5)";
    for (function, expected) in [
        ("first_value(value::text) OVER (ORDER BY value DESC)", json!(["5", "5", "5", "5", "5"])),
        ("lag(value, 2, 0) OVER (ORDER BY value)", json!([0, 0, 1, 2, 3])),
        ("ntile(2) OVER (ORDER BY value)", json!([1, 1, 1, 2, 2])),
        ("dense_rank() OVER (ORDER BY value / 3)", json!([1, 1, 2, 2, 2])),
        (
            "sum(value) OVER (ORDER BY value ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)",
            json!([15, 14, 12, 9, 5]),
        ),
        ("string_agg(value::text, '') OVER (ORDER BY value)", json!(["1", "12", "123", "1234", "12345"])),
        ("cume_dist() OVER (ORDER BY value)", json!([0.2, 0.4, 0.6, 0.8, 1.0])),
        ("count(*) FILTER (WHERE value > 2) OVER (PARTITION BY value % 2)", json!([2, 1, 2, 1, 2])),
    ] {
        let sql = format!("SELECT array_agg(w ORDER BY value) FROM (SELECT value, {function} AS w FROM {rows})");
        assert_eq!(one(&engine, &sql).await, expected, "{function}");
    }
    let named = ask(&engine, &format!("SELECT max(value) OVER (ORDER BY value) FROM {rows}")).await.unwrap();
    let name = "max(generate_series().value) ORDER BY [generate_series().value ASC NULLS LAST] RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW";
    assert_eq!(named[0].as_object().unwrap().keys().next().unwrap(), name);
}
