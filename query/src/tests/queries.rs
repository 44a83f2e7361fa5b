//! Answers: columns, tails, lists, joins, pruning, evolution.

use serde_json::json;

use super::*;

fn span(n: u64, time: &str) -> Value {
    json!({
        "trace_id": format!("{n:032x}"), "span_id": format!("{n:016x}"), "start_time": time,
        "start_unix_nano": 1_700_000_000_000_000_000u64 + n, "duration_ms": n as f64 / 2.0,
        "name": "chat gpt-4o", "operation": if n.is_multiple_of(2) { "chat" } else { "execute_tool" }, "agent_name": format!("agent-{}", n % 3),
        "request_model": "gpt-4o", "input_tokens": 10 * n, "output_tokens": n, "cost_usd": 0.5,
        "input_messages": [
            json!({"role": "user", "parts": [{"type": "text", "content": format!("question {n}")}]}).to_string(),
            json!({"role": "assistant", "parts": []}).to_string(),
        ],
        "attributes": json!({"gen_ai.request.temperature": 0.5, "nested": {"a": [1, 2]}, "n": n}).to_string(),
        "tenant": "default",
    })
}

/// Spans 0..6 in two files of one day each, the second written with the types of memory; one log for span 2.
async fn lake() -> Lake {
    let mut lake = Lake::default();
    let first: Vec<Value> = (0..3).map(|n| span(n, &format!("2026-11-01T00:00:0{n}Z"))).collect();
    let second: Vec<Value> = (3..6).map(|n| span(n, &format!("2026-11-02T00:00:0{n}Z"))).collect();
    lake.add(Table::Spans, &rows(Table::Spans, &first)).await;
    lake.add(Table::Spans, &in_memory_types(Table::Spans, &rows(Table::Spans, &second))).await;
    let log = json!({"trace_id": format!("{:032x}", 2), "span_id": format!("{:016x}", 2), "time": "2026-11-01T00:00:02Z",
        "event_name": "gen_ai.client.inference.operation.details", "body": "hello", "body_type": "string"});
    lake.add(Table::Logs, &rows(Table::Logs, &[log])).await;
    lake
}

#[tokio::test]
async fn empty_lake_has_empty_tables() {
    let engine = Lake::default().engine(QueryConfig::default());
    for table in Table::ALL {
        assert_eq!(one(&engine, &format!("SELECT count(*) FROM {}", table.name())).await, 0);
        assert!(ask(&engine, &format!("SELECT * FROM {}", table.name())).await.unwrap().is_empty());
        let stream = engine.query(&format!("SELECT * FROM {}", table.name())).await.unwrap();
        assert_eq!(stream.schema().fields().len(), table.columns().len());
    }
}

#[tokio::test]
async fn times_are_told_as_their_zone_shows_them() {
    let engine = Lake::default().engine(QueryConfig::default());
    let time = |text: &str| format!("arrow_cast('{text}', 'Timestamp(Microsecond, Some(\"UTC\"))')");
    for (sql, told) in [
        (time("2026-07-01T12:00:00Z"), "2026-07-01T12:00:00.000000Z"),
        (format!("{} AT TIME ZONE 'Europe/Berlin'", time("2026-07-01T12:00:00Z")), "2026-07-01T14:00:00.000000+02:00"),
        (
            format!("date_trunc('day', {} AT TIME ZONE 'Europe/Berlin')", time("2026-07-01T23:00:00Z")),
            "2026-07-02T00:00:00.000000+02:00",
        ),
    ] {
        assert_eq!(one(&engine, &format!("SELECT {sql}")).await, told, "{sql}");
    }
}

#[tokio::test]
async fn promoted_columns_and_json_tails() {
    let engine = lake().await.engine(QueryConfig::default());
    let by_agent = "SELECT agent_name, count(*) AS n, sum(input_tokens) AS t FROM spans GROUP BY agent_name ORDER BY 1";
    assert_eq!(
        ask(&engine, by_agent).await.unwrap(),
        [
            json!({"agent_name": "agent-0", "n": 2, "t": 30}),
            json!({"agent_name": "agent-1", "n": 2, "t": 50}),
            json!({"agent_name": "agent-2", "n": 2, "t": 70}),
        ]
    );
    assert_eq!(one(&engine, "SELECT count(*) FROM spans WHERE operation = 'chat'").await, 3);
    assert_eq!(one(&engine, "SELECT count(*) FROM spans WHERE attributes ? 'n'").await, 6);
    assert_eq!(one(&engine, "SELECT attributes ->> 'n' FROM spans WHERE input_tokens = 50").await, "5");
    assert_eq!(
        one(&engine, "SELECT attributes -> 'nested' FROM spans WHERE input_tokens = 50").await,
        json!({"a": [1, 2]})
    );
    assert_eq!(one(&engine, "SELECT attributes -> 'nested' -> 'a' ->> 1 FROM spans LIMIT 1").await, "2");
    assert_eq!(one(&engine, "SELECT sum(json_get_int(attributes, 'n')) FROM spans").await, 15);
    assert_eq!(one(&engine, "SELECT sum((attributes -> 'n')::bigint) FROM spans").await, 15);
    assert_eq!(
        one(&engine, "SELECT count(*) FROM spans WHERE (attributes ->> 'gen_ai.request.temperature')::double = 0.5")
            .await,
        6
    );
    assert_eq!(
        one(&engine, "SELECT start_time FROM spans ORDER BY start_time LIMIT 1").await,
        "2026-11-01T00:00:00.000000Z"
    );
    assert_eq!(one(&engine, "SELECT round(avg(duration_ms), 2) FROM spans").await, 1.25);
    assert_eq!(one(&engine, "SELECT approx_percentile_cont(duration_ms, 0.5) IS NOT NULL FROM spans").await, true);
}

#[tokio::test]
async fn lists_of_messages() {
    let engine = lake().await.engine(QueryConfig::default());
    for filter in ["input_tokens = 10", "input_tokens = 40"] {
        let ask_one = async |select: &str| one(&engine, &format!("SELECT {select} FROM spans WHERE {filter}")).await;
        assert_eq!(ask_one("input_messages[1] ->> 'role'").await, "user");
        assert_eq!(ask_one("input_messages[-1] ->> 'role'").await, "assistant");
        assert_eq!(ask_one("cardinality(input_messages)").await, 2);
        let content = ask_one("input_messages[1] -> 'parts' -> 0 ->> 'content'").await;
        assert!(content.as_str().unwrap().starts_with("question "));
        assert!(ask_one("array_to_string(input_messages, ' ')").await.as_str().unwrap().contains("assistant"));
        assert!(ask_one("input_messages").await.is_array());
    }
    let roles = "SELECT m ->> 'role' AS role, count(*) AS n FROM (SELECT unnest(input_messages) AS m FROM spans) GROUP BY 1 ORDER BY 1";
    assert_eq!(
        ask(&engine, roles).await.unwrap(),
        [json!({"role": "assistant", "n": 6}), json!({"role": "user", "n": 6})]
    );
    let found = "SELECT count(*) FROM spans WHERE array_to_string(input_messages, ' ') LIKE '%question 4%'";
    assert_eq!(one(&engine, found).await, 1);
    assert_eq!(one(&engine, "SELECT count(*) FROM spans WHERE output_messages IS NULL").await, 6);
}

/// A batch of a long conversation is as large as its distinct messages, not as its text.
#[tokio::test]
async fn recurring_messages_share_memory() {
    let mut lake = Lake::default();
    let message = json!({"role": "user", "parts": [{"type": "text", "content": "x".repeat(20_000)}]}).to_string();
    let turns: Vec<Value> = (0..200)
        .map(|n| json!({"trace_id": n.to_string(), "start_time": "2026-11-01T00:00:00Z", "input_messages": vec![&message; 10]}))
        .collect();
    let batch = rows(Table::Spans, &turns);
    lake.add(Table::Spans, &in_memory_types(Table::Spans, &batch)).await;
    lake.add(Table::Spans, &batch).await;
    let engine = lake.engine(QueryConfig { target_partitions: 1, ..QueryConfig::default() });
    let mut stream = engine.query("SELECT input_messages FROM spans").await.unwrap();
    let batches = stream.collect_batches().await.unwrap();
    let held: usize = batches.iter().map(RecordBatch::get_array_memory_size).sum();
    assert!(held < 4_000_000, "{held} bytes for 80 MB of text");
    let text = "SELECT sum(length(m)) FROM (SELECT unnest(input_messages) AS m FROM spans)";
    assert_eq!(one(&engine, text).await, message.len() * 4_000);
    for (sql, expected) in [
        ("SELECT count(*) FROM spans WHERE array_has(input_messages, 'x')", json!(0)),
        ("SELECT count(*) FROM spans WHERE input_messages[1] LIKE '%xx%'", json!(400)),
        ("SELECT cardinality(array_distinct(input_messages)) FROM spans LIMIT 1", json!(1)),
        ("SELECT count(DISTINCT input_messages[1]) FROM spans", json!(1)),
        ("SELECT array_length(array_concat(input_messages, input_messages)) FROM spans LIMIT 1", json!(20)),
        ("SELECT cardinality(input_messages[2:4]) FROM spans LIMIT 1", json!(3)),
        ("SELECT count(*) FROM (SELECT input_messages FROM spans GROUP BY 1)", json!(1)),
        ("SELECT cardinality(array_agg(input_messages[1])) FROM spans WHERE trace_id = '7'", json!(2)),
    ] {
        assert_eq!(one(&engine, sql).await, expected, "{sql}");
    }
}

#[tokio::test]
async fn distinct_values_are_collected_in_their_order() {
    let engine = lake().await.engine(QueryConfig::default());
    let agents = |sql: &str| format!("SELECT {sql} FROM spans");
    for (sql, expected) in [
        ("array_agg(DISTINCT agent_name ORDER BY agent_name)", json!(["agent-0", "agent-1", "agent-2"])),
        ("array_agg(DISTINCT agent_name ORDER BY agent_name DESC)", json!(["agent-2", "agent-1", "agent-0"])),
        ("array_agg(DISTINCT right(agent_name, 1) ORDER BY right(agent_name, 1))", json!(["0", "1", "2"])),
        ("array_agg(DISTINCT output_tokens % 2 ORDER BY output_tokens % 2 DESC)", json!([1, 0])),
        (
            "array_agg(DISTINCT agent_name ORDER BY agent_name) FILTER (WHERE output_tokens > 3)",
            json!(["agent-1", "agent-2"]),
        ),
        (
            "array_agg(DISTINCT nullif(agent_name, 'agent-1') ORDER BY nullif(agent_name, 'agent-1'))",
            json!(["agent-0", "agent-2", null]),
        ),
        ("string_agg(DISTINCT agent_name, ', ' ORDER BY agent_name DESC)", json!("agent-2, agent-1, agent-0")),
    ] {
        assert_eq!(one(&engine, &agents(sql)).await, expected, "{sql}");
    }
    // The order of numbers is not that of their texts.
    for (values, cast) in [("(10), (9)", "text"), ("('10'), ('9')", "bigint")] {
        let error =
            fails(&engine, &format!("SELECT array_agg(DISTINCT n::{cast} ORDER BY n) FROM (VALUES {values}) AS t(n)"))
                .await;
        assert!(error.to_string().contains("ordered by themselves alone"), "{error}");
    }
    let by = "SELECT operation, array_agg(DISTINCT agent_name ORDER BY agent_name) AS a, count(DISTINCT agent_name) AS n \
              FROM spans WHERE agent_name <> 'agent-1' OR operation = 'chat' GROUP BY operation ORDER BY operation";
    assert_eq!(
        json!(ask(&engine, by).await.unwrap()),
        json!([
            {"operation": "chat", "a": ["agent-0", "agent-1", "agent-2"], "n": 3},
            {"operation": "execute_tool", "a": ["agent-0", "agent-2"], "n": 2},
        ])
    );
}

#[tokio::test]
async fn logs_join_their_span() {
    let engine = lake().await.engine(QueryConfig::default());
    let sql = "SELECT s.name, l.body, l.trace_id, s.trace_id FROM logs l JOIN spans s USING (trace_id, span_id)";
    let sql2 = "SELECT l.body FROM logs l JOIN spans s ON l.trace_id = s.trace_id AND l.span_id = s.span_id";
    assert_eq!(ask(&engine, sql).await.unwrap()[0]["body"], "hello");
    assert_eq!(one(&engine, sql2).await, "hello");
}

#[tokio::test]
async fn describes_itself() {
    let engine = lake().await.engine(QueryConfig::default());
    let tables = ask(&engine, "SHOW TABLES").await.unwrap();
    for table in Table::ALL {
        assert!(tables.iter().any(|row| row["table_name"] == table.name()));
        let described = ask(&engine, &format!("DESCRIBE {}", table.name())).await.unwrap();
        assert_eq!(described.len(), table.columns().len());
    }
    assert_eq!(ask(&engine, "SHOW COLUMNS FROM spans").await.unwrap().len(), Table::Spans.columns().len());
    let columns = "SELECT count(*) FROM information_schema.columns WHERE table_name = 'spans'";
    assert_eq!(one(&engine, columns).await, Table::Spans.columns().len());
    for sql in ["EXPLAIN SELECT * FROM spans", "EXPLAIN ANALYZE SELECT count(*) FROM spans WHERE input_tokens > 3"] {
        assert!(!ask(&engine, sql).await.unwrap().is_empty());
    }
    assert_eq!(engine.query("SELECT 1").await.unwrap().ledger_seq(), 7);
}

#[tokio::test]
async fn counts_and_time_bounds_read_no_file() {
    let lake = lake().await;
    let engine = lake.engine(QueryConfig::default());
    assert_eq!(one(&engine, "SELECT count(*) FROM spans").await, 6);
    assert_eq!(one(&engine, "SELECT max(start_time) FROM spans").await, "2026-11-02T00:00:05.000000Z");
    assert_eq!(lake.store.take(), BTreeSet::new());
}

#[tokio::test]
async fn files_outside_the_time_range_are_not_read() {
    let lake = lake().await;
    let engine = lake.engine(QueryConfig::default());
    let second = BTreeSet::from(["tables/spans/tenant=default/day=2026-11-23/1.parquet".to_owned()]);
    for filter in [
        "start_time >= '2026-11-02'",
        "start_time > TIMESTAMP '2026-11-01 12:00:00'",
        "start_time BETWEEN '2026-11-02T00:00:00Z' AND '2026-11-03T00:00:00Z'",
        "start_time > now() - (now() - TIMESTAMP '2026-11-01T12:00:00Z')",
        "input_tokens > 0 AND start_time >= '2026-11-02'",
    ] {
        let sql = format!("SELECT count(input_tokens) FROM spans WHERE {filter}");
        assert_eq!(one(&engine, &sql).await, 3, "{filter}");
        assert_eq!(lake.store.take(), second, "{filter}");
    }
    let later = "SELECT agent_name FROM spans WHERE start_time > '2027-01-01'";
    assert!(ask(&engine, later).await.unwrap().is_empty());
    let nanos = "SELECT agent_name FROM spans WHERE start_unix_nano > 1800000000000000000";
    assert!(ask(&engine, nanos).await.unwrap().is_empty());
    assert_eq!(lake.store.take(), BTreeSet::new());
    // In older files instants after 2262 are negative, and NULL in the time column.
    let beyond = "SELECT count(*) FROM spans WHERE start_unix_nano < 0";
    assert_eq!(one(&engine, beyond).await, 0);
    assert_ne!(lake.store.take(), BTreeSet::new());
}

#[tokio::test]
async fn bloom_filters_prune_row_groups() {
    let mut lake = Lake::default();
    let spans: Vec<Value> = (0..100).map(|n| span(n * 7919 % 100, "2026-11-01T00:00:00Z")).collect();
    let properties = WriterProperties::builder()
        .set_max_row_group_row_count(Some(10))
        .set_bloom_filter_enabled(true)
        .set_statistics_enabled(parquet::file::properties::EnabledStatistics::None)
        .build();
    lake.add_with(Table::Spans, &rows(Table::Spans, &spans), properties).await;
    let engine = lake.engine(QueryConfig::default());
    let sql = format!("SELECT span_id FROM spans WHERE trace_id = '{:032x}'", 42);
    assert_eq!(one(&engine, &sql).await, format!("{:016x}", 42));
    let plan = ask(&engine, &format!("EXPLAIN ANALYZE {sql}")).await.unwrap()[0]["plan"].to_string();
    assert!(plan.contains("row_groups_pruned_bloom_filter=10 total → 1 matched"), "{plan}");
}

#[tokio::test]
async fn older_files_lack_newer_columns() {
    let mut lake = lake().await;
    let batch = rows(Table::Spans, &[span(9, "2026-10-01T00:00:00Z")]);
    let old: Vec<usize> = (0..batch.num_columns())
        .filter(|i| !["cost_usd", "links", "output_messages"].contains(&batch.schema().field(*i).name().as_str()))
        .collect();
    lake.add(Table::Spans, &batch.project(&old).unwrap()).await;
    let engine = lake.engine(QueryConfig::default());
    assert_eq!(one(&engine, "SELECT count(*) FROM spans").await, 7);
    assert_eq!(one(&engine, "SELECT count(cost_usd) FROM spans").await, 6);
    assert_eq!(one(&engine, "SELECT trace_id FROM spans WHERE cost_usd IS NULL").await, format!("{:032x}", 9));
    let row = ask(&engine, "SELECT * FROM spans WHERE input_tokens = 90").await.unwrap();
    assert_eq!(
        (&row[0]["links"], &row[0]["cost_usd"], &row[0]["output_tokens"]),
        (&Value::Null, &Value::Null, &json!(9))
    );
}

#[tokio::test]
async fn a_file_that_is_gone_is_a_storage_error() {
    let lake = lake().await;
    let engine = lake.engine(QueryConfig::default());
    lake.store.delete(&Path::from("tables/spans/tenant=default/day=2026-11-23/1.parquet")).await.unwrap();
    let error = fails(&engine, "SELECT agent_name FROM spans").await;
    assert_eq!(error.kind(), crate::ErrorKind::Storage);
}

#[tokio::test]
async fn a_mistake_in_a_condition_is_not_a_storage_error() {
    let engine = lake().await.engine(QueryConfig::default());
    for (sql, expected) in [
        ("SELECT name FROM spans WHERE attributes ->> 'gen_ai.request.temperature' = 1", "cannot cast string '0.5'"),
        ("SELECT name FROM spans WHERE cast(name AS int) > 0.5", "cannot cast string 'chat gpt-4o'"),
        ("SELECT name FROM spans WHERE cast(name AS int) > 0.5", "try_cast(value AS type) is NULL"),
        ("SELECT name FROM spans WHERE 1 / 0 = 1", "division by zero"),
        ("SELECT name FROM spans WHERE 1 / (output_tokens - output_tokens) = 1", "nullif(divisor, 0)"),
        ("SELECT name FROM spans WHERE 1 % (output_tokens - 2) = 1", "division by zero"),
        ("SELECT 1 / (output_tokens - 2) FROM spans", "division by zero"),
        ("SELECT cast(name AS int) FROM spans", "try_cast(value AS type) is NULL"),
        ("SELECT name FROM spans WHERE name::timestamp > now()", "chat gpt-4o"),
        ("SELECT name FROM spans WHERE name ~ agent_name || '('", "unclosed group"),
    ] {
        let error = fails(&engine, sql).await;
        assert_eq!(error.kind(), crate::ErrorKind::Invalid, "{sql}: {error}");
        assert!(error.to_string().contains(expected), "{sql}: {error}");
    }
    let sql = "SELECT count(*) FROM spans WHERE try_cast(name AS int) > 0.5";
    assert_eq!(one(&engine, sql).await, 0);
}

#[tokio::test]
async fn a_damaged_file_is_a_storage_error() {
    let lake = lake().await;
    let path = Path::from("tables/spans/tenant=default/day=2026-11-23/1.parquet");
    let mut bytes = lake.store.get(&path).await.unwrap().bytes().await.unwrap().to_vec();
    let footer =
        bytes.len() - 8 - u32::from_le_bytes(bytes[bytes.len() - 8..bytes.len() - 4].try_into().unwrap()) as usize;
    bytes[4..footer].fill(0xa5);
    lake.store.put(&path, bytes.into()).await.unwrap();
    let engine = lake.engine(QueryConfig::default());
    for sql in ["SELECT agent_name FROM spans", "SELECT name FROM spans WHERE cast(substr(agent_name, 7) AS int) >= 0"]
    {
        assert_eq!(fails(&engine, sql).await.kind(), crate::ErrorKind::Storage, "{sql}");
    }
}

#[tokio::test]
async fn a_column_without_a_name_is_called_as_it_was_written() {
    let engine = Lake::default().engine(QueryConfig::default());
    for (sql, expected) in [
        ("SELECT round(avg(value), 2) FROM generate_series(1, 3)", "round(avg(value), 2)"),
        ("SELECT date_bin(interval '5 minutes', now()) IS NULL", "date_bin(INTERVAL '5 minutes', now()) IS NULL"),
        ("(SELECT 1) UNION ALL SELECT 1", "1"),
        ("WITH a AS (SELECT 1 AS b) SELECT b + 1 FROM a", "b + 1"),
        // A name is kept, and so is what has no constant in it.
        (r#"SELECT 1 AS "Int64(1)""#, "Int64(1)"),
        ("SELECT count(*) FROM generate_series(1, 3)", "count(*)"),
        ("SELECT max(value) FROM generate_series(1, 3)", "max(generate_series().value)"),
        ("SELECT * FROM (SELECT 1)", "Int64(1)"),
    ] {
        let rows = ask(&engine, sql).await.unwrap();
        assert_eq!(rows[0].as_object().unwrap().keys().next().unwrap(), expected, "{sql}");
    }
}

#[tokio::test]
async fn minutes_without_rows_can_be_filled() {
    let engine = Lake::default().engine(QueryConfig::default());
    let ends = "(SELECT timestamp '2026-11-23 10:00:00' AS lo, timestamp '2026-11-23 11:00:00' AS hi)";
    let of =
        |step: &str| format!("SELECT count(*) FROM (SELECT unnest(generate_series(lo, hi, {step})) AS t FROM {ends})");
    assert_eq!(one(&engine, &of("interval '1 minute'")).await, json!(61));
    assert_eq!(one(&engine, &of("interval '1 day'")).await, json!(1));
    let filled = "WITH minutes AS (SELECT date_trunc('minute', column1) AS t, count(*) AS n \
                  FROM (VALUES (timestamp '2026-11-23 10:00:01'), (timestamp '2026-11-23 10:02:59')) GROUP BY 1) \
                  SELECT array_agg(coalesce(n, 0) ORDER BY every.t) FROM \
                  (SELECT unnest(generate_series(first, last, interval '1 minute')) AS t \
                  FROM (SELECT min(t) AS first, max(t) AS last FROM minutes)) AS every LEFT JOIN minutes ON minutes.t = every.t";
    assert_eq!(one(&engine, filled).await, json!([1, 0, 1]));
    let error = fails(&engine, &of("interval '1 microsecond'")).await;
    assert!(error.to_string().contains("32 MiB"), "{error}");
}

#[tokio::test]
async fn a_star_can_leave_columns_out() {
    let engine = lake().await.engine(QueryConfig::default());
    let all = ask(&engine, "SELECT * FROM spans").await.unwrap();
    let has = |row: &Value, name: &str| row.as_object().unwrap().contains_key(name);
    assert!(has(&all[0], "name") && has(&all[0], "agent_name"));
    for sql in [
        "SELECT * EXCLUDE (name, kind) FROM spans",
        "SELECT * EXCEPT (name, kind) FROM spans",
        "SELECT s.* exclude (name, kind) FROM spans AS s",
    ] {
        let rows = ask(&engine, sql).await.unwrap();
        assert_eq!(rows.len(), all.len(), "{sql}");
        assert!(!has(&rows[0], "name") && !has(&rows[0], "kind") && has(&rows[0], "agent_name"), "{sql}");
    }
    let left = "SELECT count(*) FROM (SELECT name FROM spans EXCEPT SELECT name FROM spans)";
    assert_eq!(one(&engine, left).await, 0, "the set operation is still one");
}

/// `AT TIME ZONE` shows an instant on the clocks of a zone, and takes what has no zone for what stood on them.
#[tokio::test]
async fn times_of_functions_are_instants() {
    let engine = Lake::default().engine(QueryConfig::default());
    for sql in [
        "SELECT (now() AT TIME ZONE 'America/New_York') = now()",
        "SELECT current_timestamp AT TIME ZONE 'Asia/Tokyo' = now()",
        "SELECT to_timestamp(1700000000) AT TIME ZONE 'Asia/Tokyo' = '2023-11-14T22:13:20Z'",
        "SELECT timestamptz '2026-11-30 12:00:00+02:00' AT TIME ZONE 'America/New_York' = '2026-11-30T10:00:00Z'",
        "SELECT timestamp '2026-11-30 12:00:00' AT TIME ZONE 'Europe/Berlin' = '2026-11-30T11:00:00Z'",
        "SELECT to_char(to_timestamp(1700000000) AT TIME ZONE 'Asia/Tokyo', '%d %H') = '15 07'",
        "SELECT max(value) <= now() FROM (SELECT unnest(generate_series(now() - interval '1 hour', now(), interval '1 minute')) AS value)",
        "SELECT to_timestamp_nanos(1700000000000000000) - to_timestamp(1700000000) = interval '0 seconds'",
    ] {
        assert_eq!(one(&engine, sql).await, true, "{sql}");
    }
}

#[tokio::test]
async fn a_float_is_a_double() {
    let engine = Lake::default().engine(QueryConfig::default());
    for sql in [
        "SELECT '0.1'::float = 0.1",
        "SELECT cast('0.1' AS float) = 0.1",
        "SELECT bool_and(n) FROM (SELECT (SELECT try_cast('0.1' AS float)) = 0.1 AS n)",
        "SELECT arrow_typeof(1::float) = 'Float64' AND arrow_typeof(1::real) = 'Float32'",
    ] {
        assert_eq!(one(&engine, sql).await, true, "{sql}");
    }
    let plan = ask(&engine, "EXPLAIN SELECT name::float FROM spans").await.unwrap();
    assert!(json!(plan).to_string().contains("Float64"), "{plan:?}");
}
