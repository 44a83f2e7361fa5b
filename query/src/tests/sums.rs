//! Sums of integers are right, or an error.

use serde_json::json;

use super::*;
use crate::ErrorKind;

#[tokio::test]
async fn a_sum_that_is_too_large_is_an_error() {
    let engine = engine(3);
    let rows = format!("(SELECT {MAX} - value % 2 AS n, value % 3 AS g, value FROM generate_series(1, 9))");
    for sql in [
        format!("SELECT sum(n) FROM {rows}"),
        format!("SELECT sum(n + 0) FROM {rows}"),
        format!("SELECT sum(DISTINCT n) FROM {rows}"),
        format!("SELECT sum(DISTINCT n), count(*) FROM {rows}"),
        format!("SELECT sum(-n) FROM {rows}"),
        format!("SELECT sum(arrow_cast(n, 'UInt64')) FROM {rows}"),
        format!("SELECT sum(arrow_cast(n, 'Duration(Nanosecond)')) FROM {rows}"),
        format!("SELECT g, sum(n) FROM {rows} GROUP BY g"),
        format!("SELECT g, sum(DISTINCT n), sum(value) FROM {rows} GROUP BY g"),
        format!("SELECT g FROM {rows} GROUP BY g HAVING sum(n) > 0"),
        format!("SELECT sum(n) OVER () FROM {rows}"),
        format!("SELECT sum(n) OVER (PARTITION BY g) FROM {rows}"),
        format!("SELECT sum(n) OVER (ORDER BY value) FROM {rows}"),
        format!("SELECT sum(n) OVER (ORDER BY value ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM {rows}"),
        format!("SELECT sum(n) FILTER (WHERE value > 3) FROM {rows}"),
    ] {
        let error = fails(&engine, &sql).await;
        assert_eq!(error.kind(), ErrorKind::Invalid, "{sql}: {error}");
        assert!(error.to_string().starts_with("a sum "), "{sql}: {error}");
    }
    let wide = format!("SELECT sum(CAST(n AS DECIMAL(38, 0)))::TEXT FROM {rows}");
    assert_eq!(one(&engine, &wide).await, "83010348331692982258", "as the error says");
}

#[tokio::test]
async fn sums_of_decimals_are_right_or_an_error() {
    let engine = engine(3);
    let of = |kind: &str, n: &str| {
        format!("(SELECT arrow_cast('{n}', '{kind}') AS n, value % 3 AS g, value FROM generate_series(1, 9))")
    };
    let nines = |digits: usize| "9".repeat(digits);
    for (kind, digits) in
        [("Decimal128(38, 0)", 38), ("Decimal256(76, 0)", 76), ("Decimal64(18, 0)", 18), ("Decimal32(9, 0)", 9)]
    {
        let rows = of(kind, &nines(digits));
        for sql in [
            format!("SELECT sum(n) FROM {rows}"),
            format!("SELECT g, sum(n) FROM {rows} GROUP BY g"),
            format!("SELECT sum(n) OVER (ORDER BY value) FROM {rows}"),
            format!("SELECT sum(n) OVER (ORDER BY value ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM {rows}"),
        ] {
            let error = fails(&engine, &sql).await;
            assert_eq!(error.kind(), ErrorKind::Invalid, "{kind} {sql}: {error}");
            assert!(error.to_string().starts_with("a sum "), "{sql}: {error}");
        }
        // A part that is too large where the whole is not.
        let signs = format!(
            "SELECT sum(CASE value WHEN 9 THEN n WHEN 8 THEN n WHEN 7 THEN -n WHEN 6 THEN -n END)::TEXT FROM {rows}"
        );
        if digits < 76 {
            assert_eq!(one(&engine, &signs).await, json!("0"), "{kind}");
        }
        assert_eq!(one(&engine, &format!("SELECT sum(DISTINCT n)::TEXT FROM {rows}")).await, json!(nines(digits)));
    }
    let money = of("Decimal128(10, 2)", "12.25");
    for (sql, expected) in [
        (format!("SELECT sum(n)::TEXT FROM {money}"), json!("110.25")),
        (format!("SELECT arrow_typeof(sum(n)) FROM {money}"), json!("Decimal128(20, 2)")),
        (format!("SELECT sum(n + g)::TEXT FROM {money}"), json!("119.25")),
        (format!("SELECT max(s)::TEXT FROM (SELECT sum(n) AS s FROM {money} GROUP BY g)"), json!("36.75")),
        (format!("SELECT sum(DISTINCT n + g)::TEXT FROM {money}"), json!("39.75")),
        (format!("SELECT avg(n)::TEXT FROM {money}"), json!("12.250000")),
        (
            format!(
                "SELECT max(s)::TEXT FROM (SELECT sum(n) OVER (ORDER BY value ROWS 1 PRECEDING) AS s FROM {money})"
            ),
            json!("24.50"),
        ),
        (format!("SELECT sum(n) FROM {money} WHERE value < 0"), Value::Null),
    ] {
        assert_eq!(one(&engine, &sql).await, expected, "{sql}");
    }
    let nine = of("Decimal128(38, 0)", &nines(38));
    let error = fails(&engine, &format!("SELECT avg(n) FROM {nine}")).await;
    assert_eq!(error.kind(), ErrorKind::Invalid, "{error}");
    assert!(error.to_string().contains("double"), "{error}");
}

#[tokio::test]
async fn averages_of_durations_do_not_wrap() {
    let engine = engine(3);
    let rows = "(SELECT arrow_cast(9223372036854775807 - value % 3, 'Duration(Microsecond)') AS d, value % 2 AS g, value FROM generate_series(1, 9))";
    let text = |d: &str| format!("arrow_cast({d}, 'Int64')");
    let mean = 9_223_372_036_854_775_806_i64;
    for sql in [
        format!("SELECT {} FROM {rows}", text("avg(d)")),
        format!("SELECT max({}) FROM (SELECT avg(d) AS s FROM {rows} GROUP BY g)", text("s")),
        format!(
            "SELECT min({}) FROM (SELECT mean(d) OVER (ORDER BY value ROWS 2 PRECEDING) AS s, value FROM {rows}) WHERE value > 2",
            text("s")
        ),
    ] {
        assert_eq!(one(&engine, &sql).await, json!(mean), "{sql}");
    }
    assert_eq!(one(&engine, &format!("SELECT avg(d) FROM {rows} WHERE value < 0")).await, Value::Null);
    assert_eq!(one(&engine, &format!("SELECT avg(g) FROM {rows} WHERE value < 9")).await, json!(0.5));
}

#[tokio::test]
async fn sums_are_what_they_were() {
    let engine = engine(3);
    let rows =
        "(SELECT value, value % 3 AS g, CASE WHEN value % 4 > 0 THEN value END AS n FROM generate_series(1, 20000))";
    for (sql, expected) in [
        (format!("SELECT sum(n) FROM {rows}"), json!(150_000_000)),
        (format!("SELECT sum(n + 1) FROM {rows}"), json!(150_015_000)),
        (format!("SELECT sum(DISTINCT n % 7) FROM {rows}"), json!(21)),
        (format!("SELECT sum(n) FILTER (WHERE n < 10) FROM {rows}"), json!(33)),
        (format!("SELECT sum(n) FROM {rows} WHERE value < 0"), Value::Null),
        (format!("SELECT sum(n) FROM {rows} WHERE value = 4"), Value::Null),
        (format!("SELECT sum(n::DOUBLE) FROM {rows}"), json!(150_000_000.0)),
        (format!("SELECT sum(1.5) FROM {rows}"), json!(30_000.0)),
        (format!("SELECT sum(arrow_cast(n, 'UInt64')) FROM {rows}"), json!(150_000_000)),
        (format!("SELECT arrow_typeof(sum(n)) FROM {rows}"), json!("Int64")),
        (
            format!("SELECT array_agg(s ORDER BY s) FROM (SELECT sum(n) AS s FROM {rows} GROUP BY g)"),
            json!([49_999_999, 50_000_000, 50_000_001]),
        ),
        (format!("SELECT max(s) FROM (SELECT sum(n) AS s FROM {rows} GROUP BY value)"), json!(19_999)),
        (
            format!("SELECT count(*) FROM (SELECT value, sum(n) AS s FROM {rows} GROUP BY value) WHERE s IS NULL"),
            json!(5_000),
        ),
        (
            format!(
                "SELECT max(s) FROM (SELECT sum(n) OVER (ORDER BY value ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS s FROM {rows})"
            ),
            json!(39_997),
        ),
        (
            format!(
                "SELECT count(*) FROM (SELECT sum(n) OVER (ORDER BY value ROWS BETWEEN CURRENT ROW AND CURRENT ROW) AS s FROM {rows}) WHERE s IS NULL"
            ),
            json!(5_000),
        ),
        (
            format!(
                "SELECT max(s) FROM (SELECT sum(DISTINCT n % 5) OVER (ORDER BY value ROWS BETWEEN 3 PRECEDING AND CURRENT ROW) AS s FROM {rows})"
            ),
            json!(9),
        ),
        // A part that is too large where the whole is not.
        (format!("SELECT sum(n) FROM (SELECT unnest([{MAX}, {MAX}, -{MAX}, 5, -{MAX}]) AS n)"), json!(5)),
    ] {
        assert_eq!(one(&engine, &sql).await, expected, "{sql}");
    }
    let named = ask(&engine, "SELECT sum(n) FROM (SELECT 1 AS n)").await.unwrap().remove(0);
    assert_eq!(named, json!({"sum(n)": 1}), "the column keeps its name");
}

/// A row of a window costs the same however many values are before it.
#[tokio::test]
async fn distinct_sums_of_windows_are_not_counted_anew() {
    let engine = engine(3);
    for frame in ["", " ROWS BETWEEN 100000 PRECEDING AND CURRENT ROW"] {
        let sql = format!(
            "SELECT max(s) FROM (SELECT sum(DISTINCT value) OVER (ORDER BY value{frame}) AS s FROM generate_series(1, 100000))"
        );
        let begun = std::time::Instant::now();
        assert_eq!(one(&engine, &sql).await, json!(5_000_050_000_i64), "{sql}");
        assert!(begun.elapsed().as_secs() < 15, "{sql}: {:?}", begun.elapsed());
    }
}
