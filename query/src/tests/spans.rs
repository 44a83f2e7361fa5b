//! Spans of time.

use serde_json::json;

use super::*;
use crate::ErrorKind;

/// Differences of times of 1.5 s, 25 h and 6 days, in each unit.
fn rows(unit: &str) -> String {
    let time = |seconds: &str| format!("arrow_cast(to_timestamp({seconds}), 'Timestamp({unit}, None)')");
    let rows: Vec<String> =
        ["1.5", "90000", "518400"].map(|s| format!("SELECT {} - {} AS d", time(s), time("0"))).into();
    format!("({})", rows.join(" UNION ALL "))
}

#[tokio::test]
async fn a_span_of_days_is_compared_by_its_length() {
    let engine = engine(2);
    for unit in ["Millisecond", "Microsecond", "Nanosecond"] {
        let rows = rows(unit);
        for (condition, count) in [
            ("d > interval '5 days'", 1),
            ("d >= interval '6 days'", 1),
            ("d = interval '6 days'", 1),
            ("interval '1 day' < d", 2),
            ("d > interval '1 day 2 hours'", 1),
            ("d < interval '2 seconds'", 1),
            ("d > interval '1 second'", 3),
            ("d BETWEEN interval '1 day' AND interval '2 days'", 1),
            ("d NOT BETWEEN interval '1 day' AND interval '2 days'", 2),
            ("d IN (interval '25 hours', interval '6 days')", 2),
            ("NOT d > interval '1 week'", 3),
            ("d > -interval '1 day'", 3),
            ("d > interval '200000 days'", 0),
            ("d IS DISTINCT FROM interval '6 days'", 2),
            ("d > '5 days'", 1),
            ("'2 seconds' > d", 1),
            ("d BETWEEN '1 day' AND '2 days'", 1),
            ("d IN ('25 hours', interval '6 days')", 2),
        ] {
            assert_eq!(
                one(&engine, &format!("SELECT count(*) FROM {rows} WHERE {condition}")).await,
                json!(count),
                "{condition} of {unit}"
            );
        }
        let error = fails(&engine, &format!("SELECT count(*) FROM {rows} WHERE d > interval '1 month'")).await;
        assert_eq!(error.kind(), ErrorKind::Invalid);
        assert!(error.to_string().contains("interval '30 days'"), "{error}");
        let error = fails(&engine, &format!("SELECT count(*) FROM {rows} WHERE d > 'long'")).await;
        assert_eq!(error.kind(), ErrorKind::Invalid);
        let seconds = format!("SELECT array_agg(extract(epoch FROM d) ORDER BY d) FROM {rows}");
        assert_eq!(one(&engine, &seconds).await, json!([1.5, 90_000.0, 518_400.0]), "{unit}");
    }
}

#[tokio::test]
async fn a_format_of_another_database_is_not_taken_for_text() {
    let engine = engine(2);
    let error = fails(&engine, "SELECT to_char(now(), 'YYYY-MM-DD')").await;
    assert_eq!(error.kind(), ErrorKind::Invalid);
    assert!(error.to_string().contains("'%Y-%m-%d"), "{error}");
    assert_eq!(one(&engine, "SELECT to_char(timestamp '2026-11-23', '%d.%m.%Y')").await, json!("23.11.2026"));
}
