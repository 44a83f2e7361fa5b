//! Time, memory, rows, concurrency.

use std::time::{Duration, Instant};

use super::*;
use crate::ErrorKind;

fn engine(config: QueryConfig) -> Engine {
    Lake::default().engine(config)
}

fn within(timeout: Duration) -> QueryConfig {
    QueryConfig { timeout, ..QueryConfig::default() }
}

#[tokio::test]
async fn endless_queries_time_out() {
    let engine = engine(within(Duration::from_millis(500)));
    for sql in [
        "SELECT count(*) FROM generate_series(1, 17000) a CROSS JOIN generate_series(1, 17000) b WHERE a.value % 7 = b.value % 5",
        "SELECT sum(a.value * b.value) FROM generate_series(1, 1000000) a CROSS JOIN generate_series(1, 1000000) b",
        "SELECT count(*) FROM generate_series(1, 9000000000000000000)",
        "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r",
    ] {
        let begin = Instant::now();
        let error = fails(&engine, sql).await;
        assert!(matches!(error.kind(), ErrorKind::Timeout | ErrorKind::ResourcesExhausted), "{sql}: {error}");
        assert!(begin.elapsed() < Duration::from_secs(5), "{sql}: {:?}", begin.elapsed());
    }
    // The threads are free again.
    assert_eq!(one(&engine, "SELECT 1").await, 1);
}

#[tokio::test]
async fn a_reader_that_does_not_read_is_timed_out() {
    let engine =
        engine(QueryConfig { timeout: Duration::from_millis(300), max_concurrent: 1, ..QueryConfig::default() });
    let mut stream = engine.query("SELECT * FROM generate_series(1, 10000000)").await.unwrap();
    stream.next_batch().await.unwrap().unwrap();
    tokio::time::sleep(Duration::from_millis(400)).await;
    assert_eq!(one(&engine, "SELECT 1").await, 1, "its permit is free");
    let error = loop {
        match stream.next_batch().await {
            Ok(Some(_)) => {}
            Ok(None) => panic!("ended well"),
            Err(error) => break error,
        }
    };
    assert_eq!(error.kind(), ErrorKind::Timeout);
    let told = error.to_string();
    assert!(told.contains("300ms (query.timeout)") && told.contains("raise query.timeout"), "{told}");
    assert!(stream.next_batch().await.unwrap().is_none());
}

#[tokio::test]
async fn memory_is_bounded() {
    let engine = engine(QueryConfig { memory_bytes: 8 << 20, ..within(Duration::from_secs(30)) });
    for sql in [
        "SELECT count(DISTINCT value * 7 % 5000011) FROM generate_series(1, 5000000)",
        "SELECT value FROM generate_series(1, 5000000) ORDER BY value % 1000 OFFSET 3000000",
        "SELECT array_agg(value) FROM generate_series(1, 5000000)",
        "SELECT array_agg(repeat('x', 1000) || value) FROM generate_series(1, 100000)",
        "SELECT array_agg(arrow_cast(repeat('x', 1000), 'Utf8View')) FROM generate_series(1, 100000)",
        "SELECT array_agg(named_struct('a', repeat('x', 1000) || value)) FROM generate_series(1, 100000)",
        "SELECT value % 10, array_agg(repeat('x', 1000) || value) FROM generate_series(1, 100000) GROUP BY 1",
        "SELECT array_agg(repeat('x', 1000) || value ORDER BY value) FROM generate_series(1, 100000)",
    ] {
        let error = fails(&engine, sql).await;
        assert_eq!(error.kind(), ErrorKind::ResourcesExhausted, "{sql}: {error}");
        assert!(error.to_string().contains("8 MiB"), "{error}");
    }
    assert_eq!(one(&engine, "SELECT 1").await, 1);
}

#[tokio::test]
async fn large_constants_are_not_written_out_for_thousands_of_rows() {
    let engine = engine(QueryConfig { memory_bytes: 64 << 20, ..within(Duration::from_secs(60)) });
    for sql in [
        "SELECT length(string_agg(repeat('x', 1000000), '')) FROM generate_series(1, 3000)",
        "SELECT array_length(array_agg(repeat('x', 1000000))) FROM generate_series(1, 3000)",
        "SELECT array_length(array_agg(range(1, 100000))) FROM generate_series(1, 1000)",
    ] {
        let error = fails(&engine, sql).await;
        assert_eq!(error.kind(), ErrorKind::ResourcesExhausted, "{sql}: {error}");
    }
    let joined =
        "SELECT max(length(x) + value) FROM (SELECT repeat('x', 1000000) AS x) CROSS JOIN generate_series(1, 500)";
    assert_eq!(one(&engine, joined).await, 1_000_500);
    assert!(peak() < 2 << 30, "{} MiB", peak() >> 20);
}

/// The scan gives batches of its own, of up to 8,192 rows where content is short: beside a constant of 100 KB 800 MB.
#[tokio::test]
async fn a_scan_of_content_keeps_to_the_rows_beside_large_constants() {
    const ROWS: usize = 4_000;
    let spans: Vec<Value> = (0..ROWS)
        .map(|n| serde_json::json!({"trace_id": format!("{n:032x}"), "span_name": "s", "start_time": "2026-11-23T10:00:00Z", "tool_result": "hello"}))
        .collect();
    let mut lake = Lake::default();
    lake.add(Table::Spans, &rows(Table::Spans, &spans)).await;
    let sessions = crate::session::Sessions::new(&QueryConfig::default()).unwrap();
    let largest = async |sql: &str| {
        let mut state = sessions.open(Arc::clone(&lake.store) as _, &lake.snapshot()).unwrap();
        let plan = state.optimize(&state.create_logical_plan(sql).await.unwrap()).unwrap();
        crate::session::fit(&mut state, &plan);
        let physical = state.query_planner().create_physical_plan(&plan, &state).await.unwrap();
        let batches = datafusion::physical_plan::collect(physical, state.task_ctx()).await.unwrap();
        assert_eq!(batches.iter().map(RecordBatch::num_rows).sum::<usize>(), ROWS, "{sql}");
        batches.iter().map(RecordBatch::num_rows).max().unwrap()
    };
    assert_eq!(largest("SELECT tool_result FROM spans").await, ROWS, "without a constant");
    let with = |column: &str| format!("SELECT octet_length(concat({column}, repeat('x', 100000))) FROM spans");
    for column in ["tool_result", "trace_id"] {
        let rows = largest(&with(column)).await;
        assert!(rows <= (32 << 20) / 100_000, "{column}: {rows} rows");
    }
}

/// The most memory that this process has had.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches("kB").trim().parse::<u64>().unwrap() << 10
}

#[tokio::test]
async fn pairs_and_lists_are_counted_in_little_memory() {
    let engine = engine(QueryConfig { memory_bytes: 16 << 20, ..within(Duration::from_secs(30)) });
    for (what, expected) in [
        ("struct(value % 5000, value % 3)", 15_000),
        ("struct(repeat('x', 40) || value % 5000, 'y')", 5_000),
        ("CASE WHEN value <= 10 THEN struct(value, 1) END", 10),
        ("struct(nullif(value % 4, 0), nullif(value % 2, 0))", 4),
        ("(value, 1)", 20_000),
        ("[value % 10]", 10),
        ("value % 7", 7),
    ] {
        let sql = format!("SELECT count(DISTINCT {what}) AS n, count(*) AS all FROM generate_series(1, 20000)");
        assert_eq!(ask(&engine, &sql).await.unwrap(), [serde_json::json!({"n": expected, "all": 20_000})], "{sql}");
        let alone = format!("SELECT count(DISTINCT {what}) FROM generate_series(1, 20000) GROUP BY value > 0");
        assert_eq!(one(&engine, &alone).await, expected, "{alone}");
    }
    let named = ask(&engine, "SELECT count(DISTINCT (1, 2)), count(*)").await.unwrap().remove(0);
    assert!(named.as_object().unwrap().keys().all(|name| !name.contains("key")), "{named}");
}

#[tokio::test]
async fn one_step_values_are_bounded() {
    let engine = engine(within(Duration::from_secs(20)));
    for sql in [
        "SELECT length(repeat('x', 2000000000))",
        "SELECT length(lpad('x', 2000000000, 'y'))",
        "SELECT length(rpad('x', 2000000000))",
        "SELECT cardinality(range(1, 1000000000000))",
        "SELECT cardinality(range(1000000000000))",
        "SELECT cardinality(generate_series(-9223372036854775808, 9223372036854775807, 1))",
        "SELECT cardinality(list_repeat('x', 1000000000))",
        "SELECT cardinality(array_repeat([1, 2, 3], 1000000000))",
        "SELECT cardinality(array_resize([1], 1000000000, 0))",
        "SELECT repeat('x', value * 1000000000) FROM generate_series(1, 10)",
        "SELECT length(repeat(repeat('x', 30000000), value)) FROM generate_series(1, 8000)",
        "SELECT range(DATE '0001-01-01', DATE '9999-01-01', INTERVAL '1 day')",
        "SELECT length(replace(repeat('a', 10000), 'a', repeat('b', 10000)))",
        "SELECT length(replace(repeat('a', 10000), '', repeat('b', 10000)))",
        "SELECT length(regexp_replace(repeat('a', 100000), 'a', repeat('b', 10000), 'g'))",
        "SELECT length(regexp_replace(repeat('a', 100000), '(.*)', repeat('\\1', 10000)))",
        "SELECT length(array_to_string(range(1, 100000), repeat('x', 10000)))",
        "SELECT length(array_join(range(1, 100000), repeat('x', 10000)))",
        "SELECT levenshtein(repeat('a', 1000000), repeat('b', 1000000))",
        "SELECT array_append(range(1, 4000000), value) FROM generate_series(1, 8000)",
        "SELECT array_length(array_repeat(1, 4000000))",
        // Views share their texts until they are written out.
        "SELECT length(repeat(arrow_cast(repeat('x', 3000) || value, 'Utf8View'), 100)) FROM generate_series(1, 8000)",
        "SELECT length(array_to_string(array_repeat(arrow_cast(repeat('x', 3000) || value, 'Utf8View'), 100), ',')) FROM generate_series(1, 8000)",
    ] {
        let begin = Instant::now();
        let error = fails(&engine, sql).await;
        assert_eq!(error.kind(), ErrorKind::Invalid, "{sql}: {error}");
        assert!(begin.elapsed() < Duration::from_secs(2), "{sql}");
    }
    assert_eq!(one(&engine, "SELECT repeat('ab', 3)").await, "ababab");
    assert_eq!(one(&engine, "SELECT lpad('7', 3, '0')").await, "007");
    assert_eq!(one(&engine, "SELECT range(3)").await, serde_json::json!([0, 1, 2]));
    assert_eq!(one(&engine, "SELECT generate_series(1, 7, 3)").await, serde_json::json!([1, 4, 7]));
    assert_eq!(one(&engine, "SELECT array_repeat('x', 2)").await, serde_json::json!(["x", "x"]));
    let shared = "SELECT max(cardinality(array_repeat(arrow_cast(repeat('x', 3000) || value, 'Utf8View'), 100))) FROM generate_series(1, 8000)";
    assert_eq!(one(&engine, shared).await, 100);
    assert_eq!(one(&engine, "SELECT replace('aXbX', 'X', 'yy')").await, "ayybyy");
    assert_eq!(
        one(&engine, "SELECT regexp_replace('abc', 'b', '[something longer than that]', 'g')").await,
        "a[something longer than that]c"
    );
    assert_eq!(one(&engine, "SELECT concat('a', 1, NULL, 'b')").await, "a1b");
    assert_eq!(one(&engine, "SELECT concat_ws('-', 'a', value) FROM generate_series(7, 7)").await, "a-7");
    assert_eq!(one(&engine, "SELECT array_to_string([1, NULL, 2], '-', 'x')").await, "1-x-2");
    assert_eq!(one(&engine, "SELECT levenshtein('kitten', 'sitting')").await, 3);
    // A batch has fewer rows where a constant is large.
    for text in ["concat(repeat('x', 100000), value)", "concat_ws('', value, repeat('x', 100000))"] {
        let sql = format!("SELECT sum(length({text})) FROM generate_series(1, 800)");
        assert_eq!(one(&engine, &sql).await, 80_002_292, "{sql}");
    }
    let whole = "SELECT sum(length(concat(s, s, s))) FROM (SELECT repeat('x', 2000) || value AS s FROM generate_series(1, 8000))";
    assert!(one(&engine, whole).await.is_number(), "columns may be put together");
    assert_eq!(one(&engine, "SELECT range(NULL)").await, Value::Null);
    assert_eq!(one(&engine, "SELECT repeat(NULL, 3)").await, Value::Null);
}

#[tokio::test]
async fn copies_of_constants_are_bounded() {
    let engine = engine(within(Duration::from_secs(60)));
    for (sql, expected) in [
        ("SELECT sum(octet_length(value || repeat('x', 200000))) FROM generate_series(1, 8000)", 1_600_030_893),
        (
            "SELECT sum(octet_length(CASE WHEN value % 2 = 0 THEN repeat('x', 200000) END)) FROM generate_series(1, 8000)",
            800_000_000,
        ),
        (
            "SELECT sum(octet_length(coalesce(nullif(value::text, '7'), repeat('x', 200000)))) FROM generate_series(1, 8000)",
            230_892,
        ),
        (
            "SELECT max(octet_length(overlay(value::text placing repeat('x', 200000) from 1))) FROM generate_series(1, 8000)",
            200_000,
        ),
        ("SELECT count(*) FROM generate_series(1, 8000) GROUP BY repeat('x', 200000)", 8000),
        (
            "SELECT max(octet_length(concat(arrow_cast(repeat('x', 200000), 'LargeUtf8'), value))) FROM generate_series(1, 8000)",
            200_004,
        ),
        ("SELECT max(cardinality(array_append(range(1, 30000), value))) FROM generate_series(1, 8000)", 30_000),
        (
            "SELECT count(*) FROM generate_series(1, 8000) WHERE octet_length(value || repeat('x', 200000)) > 200003",
            7001,
        ),
        ("SELECT (SELECT max(octet_length(repeat('x', 200000) || value)) FROM generate_series(1, 8000))", 200_004),
    ] {
        assert_eq!(one(&engine, sql).await, expected, "{sql}");
    }
    for sql in [
        "SELECT first_value(repeat('x', 200000)) OVER (ORDER BY value) FROM generate_series(1, 8000)",
        "SELECT lag(value::text, 1, repeat('x', 200000)) OVER (ORDER BY value) FROM generate_series(1, 8000)",
    ] {
        let error = fails(&engine, sql).await;
        assert_eq!(error.kind(), ErrorKind::Invalid, "{sql}: {error}");
        assert!(error.to_string().contains("would be copied for every row; take few rows beside it"), "{sql}: {error}");
    }
    let many: Vec<String> = (0..10).map(|n| format!("repeat(repeat('x', 1000), 30000 - {n})")).collect();
    let error = fails(&engine, &format!("SELECT {}", many.join(", "))).await;
    assert!(error.to_string().starts_with("the constants of the query would be larger than 64 MiB"), "{error}");
    let far =
        "SELECT cardinality(generate_series(timestamp '1970-01-01', timestamp '2026-01-01', interval '1 second'))";
    let error = fails(&engine, far).await.to_string();
    assert!(error.contains("of generate_series would be larger") && error.contains("take larger steps"), "{error}");
    assert_eq!(
        one(&engine, "SELECT length(repeat(repeat('x', 1000), 30000))").await,
        30_000_000,
        "the next query has all of it"
    );
    let compared = "SELECT count(*) FROM generate_series(1, 8000) WHERE value::text = repeat('1', 200000)
        OR value::text IN (repeat('1', 100000), '7') OR value::text LIKE repeat('1', 20000) OR value = length(repeat('x', 200000))";
    assert_eq!(one(&engine, compared).await, 1);
    assert!(peak() < 2 << 30, "{} MiB", peak() >> 20);
}

#[tokio::test]
async fn the_concatenation_operator_is_bounded_and_as_it_was() {
    let engine = engine(within(Duration::from_secs(60)));
    let grown = "WITH a AS (SELECT repeat(repeat('x', 1000), 4000 + least(value, 0)) AS s FROM generate_series(1, 4)),
        b AS (SELECT s || s || s || s AS s FROM a), c AS (SELECT s || s || s || s || s AS s FROM b) SELECT max(length(s)) FROM c";
    for sql in [grown, "SELECT repeat(repeat('x', 1000), 20000) || repeat(repeat('y', 1000), 20000)"] {
        let error = fails(&engine, sql).await;
        assert_eq!(error.kind(), ErrorKind::Invalid, "{sql}: {error}");
        let told = error.to_string();
        assert!(
            told.starts_with("the result of || would be larger than 32 MiB") && told.contains("left(text, 1000)"),
            "{told}"
        );
    }
    for (sql, expected) in [
        ("SELECT 'a' || 'b'", serde_json::json!("ab")),
        ("SELECT 'a' || 1 || NULL", Value::Null),
        ("SELECT value || 'x' FROM generate_series(7, 7)", serde_json::json!("7x")),
        ("SELECT value::text || NULL FROM generate_series(7, 7)", Value::Null),
        ("SELECT true || 'x'", serde_json::json!("truex")),
        ("SELECT 'a' || 'b' || value || 'é' || value::text FROM generate_series(7, 7)", serde_json::json!("ab7é7")),
        ("SELECT 'a' || value || NULL || 'b' FROM generate_series(7, 7)", Value::Null),
        (
            "SELECT string_agg(coalesce(s, '-'), ',' ORDER BY n) FROM (SELECT value AS n, \
             nullif(value::text, '2') || ':' || value || arrow_cast('x', 'Utf8View') || 'y' AS s FROM generate_series(1, 3))",
            serde_json::json!("1:1xy,-,3:3xy"),
        ),
        ("SELECT [1] || [2] || [3]", serde_json::json!([1, 2, 3])),
        ("SELECT 'a' || ('b' || 'c') || ('d' || 'e' || 'f')", serde_json::json!("abcdef")),
        ("SELECT [1] || [2]", serde_json::json!([1, 2])),
        ("SELECT [1] || 2", serde_json::json!([1, 2])),
        (
            "SELECT count(*) FROM (SELECT value % 2 || 'x' FROM generate_series(1, 9) GROUP BY value % 2 || 'x')",
            serde_json::json!(2),
        ),
        (
            "SELECT value || 'x' AS s FROM generate_series(1, 9) ORDER BY value || 'x' DESC LIMIT 1",
            serde_json::json!("9x"),
        ),
    ] {
        assert_eq!(one(&engine, sql).await, expected, "{sql}");
    }
    // Each of many columns is held in whole, as one is.
    let columns = ["s"; 9].join(" || ");
    let wide = format!(
        "SELECT sum(length({columns})) FROM (SELECT repeat('x', 2000) || value AS s FROM generate_series(1, 8000))"
    );
    assert_eq!(one(&engine, &wide).await, 9 * (8_000 * 2_000 + 30_893));
    let named = ask(&engine, "SELECT name || '!' FROM (SELECT 'n' AS name)").await.unwrap().remove(0);
    assert_eq!(named, serde_json::json!({"name || '!'": "n!"}), "the column keeps its name");
    let error = fails(&engine, "SELECT now() || [1, 2]").await;
    assert_eq!(error.kind(), ErrorKind::Invalid, "{error}");
}

#[tokio::test]
async fn computed_texts_beside_many_rows_are_bounded() {
    let engine = engine(within(Duration::from_secs(20)));
    let long = "SELECT string_agg(repeat('x', 1000) || value, ',') AS s FROM generate_series(1, 10000)";
    let list = "SELECT array_agg(repeat('x', 1000) || value) AS s FROM generate_series(1, 10000)";
    let short = "SELECT string_agg(repeat('x', 1000) || value, ',') AS s FROM generate_series(1, 100)";
    for sql in [
        format!("SELECT max(length(a.s) + b.value) FROM ({long}) a CROSS JOIN generate_series(1, 8000) b"),
        format!("SELECT max(cardinality(a.s) + b.value) FROM ({list}) a CROSS JOIN generate_series(1, 8000) b"),
        format!(
            "SELECT max(length(a.s) + b.value) FROM ({long}) a JOIN generate_series(1, 8000) b ON length(a.s) > b.value"
        ),
        format!("SELECT max(length(s)) FROM (SELECT s, unnest(range(1, 8000)) AS n FROM ({short}))"),
        format!(
            "SELECT max(length(s)) FROM (SELECT ({long}) AS s, value FROM generate_series(1, 8000) ORDER BY value % 7)"
        ),
        format!("SELECT max(length(value || ({long}))) FROM generate_series(1, 8000)"),
    ] {
        let error = fails(&engine, &sql).await;
        assert_eq!(error.kind(), ErrorKind::Invalid, "{sql}: {error}");
        assert!(error.to_string().contains("would be copied for every row; take few rows beside it"), "{sql}: {error}");
    }
    for (sql, expected) in [
        (format!("SELECT max(length(a.s) + b.value) FROM ({short}) a CROSS JOIN generate_series(1, 8000) b"), 108_291),
        (format!("SELECT max(length(({short})) + value) FROM generate_series(1, 8000)"), 108_291),
        (format!("SELECT max(length(value || (SELECT left(s, 9000) FROM ({short})))) FROM generate_series(1, 8000)"), 9_004),
        (format!("SELECT count(*) FROM (SELECT s, unnest(range(0, 100)) AS n FROM ({short}))"), 100),
        ("SELECT max(length(s)) FROM (SELECT repeat('x', 1000) || value AS s, unnest(range(0, 20)) AS n FROM generate_series(1, 8000))".to_owned(), 1_004),
        (format!("SELECT count(*) FROM generate_series(1, 8000) WHERE value::text < ({short})"), 8000),
        (format!("SELECT length(a.s) FROM ({short}) a JOIN ({short}) b ON a.s = b.s"), 100_291),
        (format!("SELECT count(*) FROM (SELECT unnest(s) FROM ({list}))"), 10_000),
    ] {
        assert_eq!(one(&engine, &sql).await, expected, "{sql}");
    }
}

/// Each of these reserved what it says at once; where that failed, the process ended.
#[tokio::test]
async fn sizes_that_a_query_names_are_bounded() {
    let engine = engine(within(Duration::from_secs(20)));
    for sql in [
        "SELECT approx_percentile_cont(value, 0.5, 20000000000000) FROM generate_series(1, 8000)",
        "SELECT approx_percentile_cont(0.5, 4 * 5000000000000) WITHIN GROUP (ORDER BY value) FROM generate_series(1, 8000)",
        "SELECT approx_percentile_cont_with_weight(value, 1, 0.5, 20000000000000) FROM generate_series(1, 8000)",
        "SELECT approx_percentile_cont(value, 0.5, 20000000000000) OVER () FROM generate_series(1, 8000)",
        "SELECT arrow_try_cast(make_array(1), 'FixedSizeList(200000000, Int64)')",
        "SELECT arrow_try_cast(make_array(value), 'FixedSizeList(2000000, Int64)') FROM generate_series(1, 8000)",
        "SELECT try_cast([1] AS bigint[200000000])",
        "SELECT try_cast([value] AS bigint[200000000]) FROM generate_series(1, 8000)",
    ] {
        let error = fails(&engine, sql).await;
        assert_eq!(error.kind(), ErrorKind::Invalid, "{sql}: {error}");
        assert!(error.to_string().contains("; "), "a remedy: {error}");
    }
    assert_eq!(one(&engine, "SELECT approx_percentile_cont(value, 0.5, 200) FROM generate_series(1, 9)").await, 5.0);
    assert_eq!(one(&engine, "SELECT arrow_cast([1, 2], 'FixedSizeList(2, Int64)')").await, serde_json::json!([1, 2]));
    assert_eq!(one(&engine, "SELECT cast([1, 2] AS bigint[])").await, serde_json::json!([1, 2]));
}

/// A text that many rows share is written out for each of them.
#[tokio::test]
async fn answers_come_in_pieces_that_are_small_when_they_are_written() {
    const ROWS: usize = 1_000;
    let engine = engine(within(Duration::from_secs(20)));
    let text = "repeat(repeat('x', 1000), 20 + least(value, 0))";
    for what in [
        text.to_owned(),
        format!("arrow_cast({text}, 'Utf8View')"),
        format!("[{text}]"),
        format!("named_struct('a', {text})"),
    ] {
        let sql = format!("SELECT value, {what} AS s FROM generate_series(1, {ROWS})");
        let mut stream = engine.query(&sql).await.unwrap();
        let (mut rows, mut next) = (0, 1);
        while let Some(batch) = stream.next_batch().await.unwrap() {
            let mut written = Vec::new();
            let schema = batch.schema();
            let mut writer =
                crate::format::writer(Format::Json, &schema, &mut written, &FormatOptions::default()).unwrap();
            writer.write(&batch).unwrap();
            writer.finish().unwrap();
            assert!(written.len() < 9 << 20, "{what}: {} MiB at once", written.len() >> 20);
            let values = batch.column(0).as_primitive::<arrow::datatypes::Int64Type>();
            assert_eq!(values.value(0), next, "{what}: in order");
            next += values.len() as i64;
            rows += batch.num_rows();
        }
        assert_eq!(rows, ROWS, "{what}");
    }
}

#[tokio::test]
async fn rows_are_cut_and_flagged() {
    let engine = engine(QueryConfig { max_rows: 1_000, ..QueryConfig::default() });
    for (count, truncated) in [(999, false), (1_000, false), (1_001, true), (100_000, true)] {
        let mut stream = engine.query(&format!("SELECT * FROM generate_series(1, {count})")).await.unwrap();
        let rows: usize = stream.collect_batches().await.unwrap().iter().map(RecordBatch::num_rows).sum();
        assert_eq!((rows, stream.truncated()), (count.min(1_000), truncated), "{count}");
        assert_eq!(stream.rows(), rows as u64);
    }
}

#[tokio::test]
async fn more_queries_than_allowed_are_told_so() {
    let engine = engine(QueryConfig { max_concurrent: 1, ..QueryConfig::default() });
    let stream = engine.query("SELECT * FROM generate_series(1, 10000000)").await.unwrap();
    assert_eq!(fails(&engine, "SELECT 1").await.kind(), ErrorKind::Busy);
    drop(stream);
    assert_eq!(one(&engine, "SELECT 1").await, 1, "dropping the stream frees its place");
}

#[tokio::test]
async fn long_and_deep_queries_do_not_break_the_stack() {
    let engine = engine(within(Duration::from_secs(60)));
    let deep = [
        format!("SELECT {}", vec!["1"; 600].join(" + ")),
        format!("SELECT count(*) FROM spans WHERE {}", vec!["input_tokens = 1"; 300].join(" OR ")),
        format!("SELECT {}", vec!["'a'"; 300].join(" || ")),
        vec!["SELECT 1"; 100].join(" UNION ALL "),
        format!("SELECT {}1{}", "(".repeat(5_000), ")".repeat(5_000)),
        format!("SELECT {} 1", "NOT ".repeat(1_900)),
        format!("SELECT {}1{}", "abs(".repeat(1_000), ")".repeat(1_000)),
        format!("SELECT {}", "-".repeat(3) + &"- ".repeat(1_900) + "1"),
        format!("SELECT {}1{}", "[".repeat(900), "]".repeat(900)),
        format!("SELECT * FROM {}spans{}", "(SELECT * FROM ".repeat(900), ")".repeat(900)),
        format!("SELECT {}", vec!["1"; 100_000].join("+")),
        "SELECT '".to_owned() + &"x".repeat(300_000) + "'",
    ];
    for sql in deep {
        // Either an answer or a told limit; never a crash, never a hang.
        if let Err(error) = ask(&engine, &sql).await {
            assert_eq!(error.kind(), ErrorKind::Invalid, "{}…: {error}", &sql[..60]);
        }
    }
    let ids: Vec<String> = (0..5_000).map(|n| format!("'{n:032x}'")).collect();
    let sql = format!("SELECT count(*) FROM spans WHERE trace_id IN ({})", ids.join(","));
    assert_eq!(one(&engine, &sql).await, 0);
}

#[test]
fn an_engine_may_be_dropped_anywhere() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let engine = engine(QueryConfig::default());
        let stream = engine.query("SELECT * FROM generate_series(1, 100000000)").await.unwrap();
        drop(engine);
        drop(stream);
    });
}
