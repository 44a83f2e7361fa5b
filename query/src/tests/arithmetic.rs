//! `+`, `-`, `*` and the minus before a value are right, or an error.

use serde_json::json;

use super::*;
use crate::ErrorKind;

#[tokio::test]
async fn a_result_that_does_not_fit_is_an_error() {
    let engine = engine(2);
    let rows =
        format!("(SELECT {MAX} - value % 2 AS n, value, 1 - {MAX} - 2 - value AS low FROM generate_series(0, 9))");
    let wide = "arrow_cast('99999999999999999999999999999999999999', 'Decimal128(38, 0)')";
    for sql in [
        // Constants, which the planner folds.
        format!("SELECT {MAX} + 1"),
        format!("SELECT -{MAX} - 2"),
        format!("SELECT {MAX} * 2"),
        format!("SELECT -(-{MAX} - 1)"),
        format!("SELECT {wide} * {wide}"),
        "SELECT 2147483647::int * 2::int".into(),
        // Rows.
        format!("SELECT n + 1 FROM {rows}"),
        format!("SELECT n + value FROM {rows}"),
        format!("SELECT low - value FROM {rows} WHERE value < 1 OR low - value < 0"),
        format!("SELECT n * value FROM {rows}"),
        format!("SELECT -low FROM (SELECT -n - 1 AS low FROM {rows})"),
        format!("SELECT {wide} + value + {wide} FROM {rows}"),
        // Everywhere that an expression may stand.
        format!("SELECT count(*) FROM {rows} WHERE n + value > 0"),
        format!("SELECT max(n + value) FROM {rows}"),
        format!("SELECT n + value AS s, count(*) FROM {rows} GROUP BY 1"),
        format!("SELECT value FROM {rows} ORDER BY n + value"),
        format!("SELECT lag(n + value) OVER (ORDER BY value) FROM {rows}"),
        format!("SELECT a.value FROM {rows} a JOIN {rows} b ON a.n + a.value = b.n"),
        format!("SELECT (SELECT max(n + value) FROM {rows})"),
        format!("SELECT CASE WHEN value > 3 THEN n + value END FROM {rows}"),
        format!("WITH RECURSIVE up AS (SELECT {MAX} - 3 AS n UNION ALL SELECT n + 1 FROM up) SELECT count(*) FROM up"),
    ] {
        let error = fails(&engine, &sql).await;
        assert_eq!(error.kind(), ErrorKind::Invalid, "{sql}: {error}");
        let text = error.to_string();
        assert!(text.contains("verflow") && text.contains("cast to a larger type first"), "{sql}: {text}");
    }
}

#[tokio::test]
async fn results_that_fit_are_what_they_were() {
    let engine = engine(2);
    for (sql, expected) in [
        ("SELECT 9223372036854775806 + 1", json!(9_223_372_036_854_775_807_i64)),
        ("SELECT -9223372036854775808", json!(i64::MIN)),
        ("SELECT -value FROM generate_series(5, 5)", json!(-5)),
        ("SELECT sum(value * 2 - 1) FROM generate_series(1, 1000)", json!(1_000_000)),
        ("SELECT sum(value * 0.5) FROM generate_series(1, 4)", json!(5.0)),
        ("SELECT 1.25::decimal(10, 2) * 2::decimal(10, 2)", json!(2.5)),
        ("SELECT arrow_typeof(1 + 2.0)", json!("Float64")),
        ("SELECT arrow_typeof(1::int + 2::int)", json!("Int32")),
        ("SELECT arrow_typeof(1.2::decimal(9, 1) * 2::decimal(9, 0))", json!("Decimal128(19, 1)")),
        ("SELECT NULL + 1", Value::Null),
        ("SELECT count(*) FROM generate_series(1, 4) WHERE value + NULL IS NULL", json!(4)),
        // Times and spans of time.
        ("SELECT timestamp '2026-01-31 00:00:00' + interval '1 month'", json!("2026-02-28T00:00:00.000000Z")),
        ("SELECT date '2026-03-01' - date '2026-02-01'", json!(28)),
        ("SELECT date '2026-03-01' - interval '1 day'", json!("2026-02-28")),
        ("SELECT time '23:30:00' + interval '1 hour'", json!("00:30:00")),
        ("SELECT arrow_typeof(now() - interval '1 hour' - now())", json!("Duration(ns)")),
        ("SELECT -interval '1 day'", json!("-1 days")),
        ("SELECT [1] + 1", Value::Null),
    ] {
        match ask(&engine, sql).await {
            Ok(rows) => assert_eq!(rows[0].as_object().unwrap().values().next(), Some(&expected), "{sql}"),
            Err(error) => assert_eq!(expected, Value::Null, "{sql}: {error}"),
        }
    }
    let named = ask(&engine, "SELECT value + 1 * 2, -value, max(value) + 1 FROM generate_series(7, 7) GROUP BY value");
    let named = named.await.unwrap().remove(0);
    let expected = json!({"value + 1 * 2": 9, "(- generate_series().value)": -7, "max(value) + 1": 8});
    assert_eq!(named, expected, "columns keep their names");
}

/// Each term is a level of a tree.
#[tokio::test]
async fn a_long_sum_is_planned_in_time() {
    let engine = engine(2);
    for (op, term, expected) in [(" + ", "value", json!(600)), (" || ", "value::text", json!("1".repeat(600)))] {
        let sql = format!("SELECT {} FROM generate_series(1, 1)", vec![term; 600].join(op));
        let begun = std::time::Instant::now();
        assert_eq!(one(&engine, &sql).await, expected);
        println!("{op} {:?}", begun.elapsed());
        assert!(begun.elapsed().as_secs() < 30, "{:?}", begun.elapsed());
    }
}
