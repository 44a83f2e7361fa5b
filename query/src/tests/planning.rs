//! Whatever a query says, planning ends: in time, and with a plan of bounded size.

use std::time::{Duration, Instant};

use super::*;
use crate::ErrorKind;

fn nested(depth: usize, inner: &str, around: impl Fn(&str) -> String) -> String {
    (0..depth).fold(inner.to_owned(), |inner, _| around(&inner))
}

/// Each `a` reads the one before as `step` says.
fn chain(length: usize, first: &str, step: impl Fn(usize) -> String, last: &str) -> String {
    let steps: Vec<String> = (1..length).map(|n| format!("a{n} AS ({})", step(n - 1))).collect();
    format!("WITH a0 AS ({first}), {} {last} a{}", steps.join(", "), length - 1)
}

/// Each of these took twice as long with every level: hours, or all memory.
#[tokio::test]
async fn time_does_not_double_with_every_level() {
    let engine = engine(2);
    let from = "FROM generate_series(1, 3)";
    let list: Vec<String> = (0..20_000).map(|n| n.to_string()).collect();
    let list = list.join(",");
    for sql in [
        format!("SELECT {} {from}", nested(50, "value", |x| format!("abs({x})"))),
        format!("SELECT {}", nested(50, "1", |x| format!("make_array({x})"))),
        format!("SELECT {}", nested(50, "1 1", |x| format!("abs({x})"))),
        format!("SELECT {}", nested(30, "1 1", |x| format!("CAST({x} AS bigint)"))),
        format!("SELECT count(*) {from} WHERE {}", nested(40, "value > 1", |x| format!("NOT (({x}) AND value > 2)"))),
        format!("SELECT ('{{}}'{})::text", " -> 'a'".repeat(200)),
        format!("SELECT max((value::text{})::text) {from}", " -> 'a'".repeat(60)),
        format!("SELECT count(*) FROM spans WHERE attributes{} = 'x'", " ->> 'a'".repeat(40)),
        nested(40, "SELECT 1", |x| format!("WITH a AS ({x}) SELECT * FROM a")),
        nested(20, "SELECT 1", |x| format!("SELECT * FROM (WITH a AS ({x}) SELECT * FROM a)")),
        chain(
            60,
            "SELECT 1 AS x",
            |n| format!("SELECT a.x FROM a{n} a JOIN a{n} b ON a.x = b.x"),
            "SELECT count(*) FROM",
        ),
        chain(
            60,
            "SELECT 1 AS x",
            |n| format!("SELECT x FROM a{n} UNION ALL SELECT x FROM a{n}"),
            "SELECT count(*) FROM",
        ),
        chain(
            60,
            "SELECT 1 AS x",
            |n| format!("SELECT (SELECT max(x) FROM a{n}) + (SELECT min(x) FROM a{n}) AS x"),
            "SELECT * FROM",
        ),
        chain(60, &format!("SELECT value AS x {from}"), |n| format!("SELECT x + x AS x FROM a{n}"), "SELECT * FROM")
            + " WHERE x > 0",
        format!("SELECT count(*) {from} WHERE {}", nested(50, "value", |x| format!("coalesce({x}, value)")) + " > 1"),
        format!("SELECT count(*) {from} WHERE (value > 1) {}", "BETWEEN (value > 2) AND (value > 3) ".repeat(60)),
        format!("SELECT CASE {} ELSE false END {from}", "WHEN value = 1 THEN false ".repeat(900)),
        format!(
            "SELECT count(*) {from} WHERE {}",
            nested(25, "value > 1", |x| format!("CASE WHEN {x} THEN value > 2 ELSE value > 3 END"))
        ),
        format!(
            "SELECT count(*) {from} WHERE {} > 1",
            nested(25, "value", |x| format!("floor(CASE WHEN {x} = 1 THEN 2.5 ELSE 1.5 END)"))
        ),
        format!(
            "SELECT count(*) {from} WHERE {} = 'x'",
            nested(25, "value", |x| format!("CASE WHEN {x} ~ 'a|b|c' THEN 'x' ELSE 'y' END"))
        ),
        nested(14, "SELECT 1", |x| format!("SELECT coalesce(({x}), 1)")),
        nested(15, "SELECT 1", |x| format!("SELECT value {from} WHERE EXISTS ({x})")),
        format!(
            "SELECT count(*) FROM ({}) WHERE d IN ({list})",
            vec!["SELECT duration_ms AS d FROM spans"; 400].join(" UNION ALL ")
        ),
    ] {
        let begun = Instant::now();
        // An answer, or a limit with its remedy.
        if let Err(error) = ask(&engine, &sql).await {
            assert_eq!(error.kind(), ErrorKind::Invalid, "{sql}: {error}");
            let told = error.to_string();
            assert!(told.contains("; ") || told.starts_with("syntax error"), "{sql}: {told}");
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "{:?}: {sql}", begun.elapsed());
    }
}

#[tokio::test]
async fn limits_are_told_with_their_remedy() {
    let engine = engine(2);
    let from = "FROM generate_series(1, 3)";
    let columns: Vec<String> = (0..2_001).map(|n| format!("{n} AS c{n}")).collect();
    let tested = nested(18, "value", |x| format!("CASE WHEN {x} IS NULL THEN 1 ELSE value END"));
    for (sql, limit, remedy) in [
        (
            chain(30, "SELECT 1 AS x", |n| format!("SELECT a.x FROM a{n} a, a{n} b"), "SELECT count(*) FROM"),
            "reads tables more than 1000 times",
            "read them less often",
        ),
        (format!("SELECT 1 FROM {}", joins(51)), "joins more than 50 tables", "sub-query that names its columns"),
        (
            format!("SELECT 1 FROM (SELECT * FROM {}) a, (SELECT * FROM {}) b", joins(30), joins(30)),
            "joins more than 50 tables",
            "without *",
        ),
        (format!("SELECT {}", columns.join(", ")), "more than 2000 columns", "one after the other"),
        (format!("VALUES ({}1)", "1, ".repeat(2_000)), "more than 2000 columns", "one after the other"),
        (nested(11, "SELECT 1", |x| format!("WITH a AS ({x}) SELECT * FROM a")), "more than ten times", "WITH a AS"),
        (
            format!("SELECT {} {from}", nested(30, "value", |x| format!("abs({x})"))),
            "takes the parser too long",
            "ten within",
        ),
        (format!("SELECT count(*) {from} WHERE {tested} > 1"), "more than 250000 parts", "use them less often"),
        (
            nested(14, "SELECT 1", |x| format!("SELECT coalesce(({x}), 1)")),
            "more than 10000 operators",
            "use them less often",
        ),
    ] {
        let error = fails(&engine, &sql).await;
        let told = error.to_string();
        assert_eq!(error.kind(), ErrorKind::Invalid, "{sql}: {told}");
        assert!(told.contains(limit) && told.contains(remedy), "{sql}: {told}");
    }
}

/// Spans, joined as often.
fn joins(tables: usize) -> String {
    let more = (1..tables).map(|n| format!(" JOIN spans s{n} ON s{n}.span_id = s{}.span_id", n - 1));
    format!("spans s0{}", more.collect::<String>())
}

/// None of these is refused: the limits are for what doubles.
#[tokio::test]
async fn ordinary_queries_are_planned() {
    let engine = engine(2);
    let texts = "(SELECT 'a' AS name FROM generate_series(1, 3))";
    let list: Vec<String> = (0..10_000).map(|n| n.to_string()).collect();
    let ors: Vec<String> = (0..200).map(|n| format!("(value = {n} AND value < {})", n + 1)).collect();
    let cases: Vec<String> = (0..100).map(|n| format!("WHEN value = {n} THEN value < {n}")).collect();
    let unions: Vec<String> = (0..100).map(|n| format!("SELECT name, duration_ms + {n} AS d FROM spans")).collect();
    for sql in [
        format!("SELECT {} FROM {texts}", nested(8, "name", |x| format!("replace({x}, 'a', 'b')"))),
        format!("SELECT {} FROM {texts}", nested(8, "name", |x| format!("CAST(CAST({x} AS text) AS text)"))),
        format!("SELECT {} FROM generate_series(1, 3)", nested(6, "value", |x| format!("coalesce({x}, value)"))),
        format!("SELECT {}", nested(15, "1", |x| format!("CASE WHEN random() > 0.5 THEN 1 ELSE {x} END"))),
        "SELECT count(*) FROM generate_series(1, 3) WHERE value BETWEEN 1 AND 2 AND (value BETWEEN 2 AND 3)".to_owned(),
        format!("SELECT CASE {} ELSE false END FROM generate_series(1, 3)", cases.join(" ")),
        format!("SELECT count(*) FROM generate_series(1, 3) WHERE {}", ors.join(" OR ")),
        format!("SELECT count(*) FROM generate_series(1, 3) WHERE value IN ({})", list.join(",")),
        format!("SELECT name, sum(d) FROM ({}) u WHERE d > 5 GROUP BY name", unions.join(" UNION ALL ")),
        chain(
            20,
            "SELECT value AS x FROM generate_series(1, 3)",
            |n| format!("SELECT x + 1 AS x FROM a{n}"),
            "SELECT max(x) FROM",
        ),
        format!("SELECT count(*) FROM {}", joins(20)),
        chain(
            6,
            "SELECT value AS x FROM generate_series(1, 3)",
            |n| format!("SELECT a.x FROM a{n} a JOIN a{n} b ON a.x = b.x"),
            "SELECT count(*) FROM",
        ),
    ] {
        let begun = Instant::now();
        if let Err(error) = ask(&engine, &sql).await {
            panic!("{sql:.200}: {error}");
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "{:?}: {sql}", begun.elapsed());
    }
}

/// Planning waits for nothing: the thread that it is on is not one that others need, and it sees that nobody waits.
#[tokio::test]
async fn a_long_planning_ends_in_time_and_holds_nobody_up() {
    let timeout = Duration::from_secs(3);
    let engine = Lake::default().engine(QueryConfig { target_partitions: 1, timeout, ..QueryConfig::default() });
    assert_eq!(one(&engine, "SELECT 1").await, 1);
    let long = vec![format!("SELECT count(*) FROM {}", joins(30)); 20].join(" UNION ALL ");
    let begun = Instant::now();
    let (long, short) = tokio::join!(fails(&engine, &long), async {
        tokio::time::sleep(Duration::from_millis(500)).await;
        let begun = Instant::now();
        assert_eq!(one(&engine, "SELECT 2").await, 2);
        begun.elapsed()
    });
    assert_eq!(long.kind(), ErrorKind::Timeout, "{long}");
    assert!(begun.elapsed() < timeout * 2, "{:?}", begun.elapsed());
    assert!(short < timeout / 2, "{short:?}");
}

/// The planning ends with the deadline, not only the wait for it.
#[tokio::test]
async fn a_planning_that_ran_too_long_gives_its_permit_back() {
    let timeout = Duration::from_secs(1);
    let config = QueryConfig { target_partitions: 1, max_concurrent: 1, timeout, ..QueryConfig::default() };
    let engine = Lake::default().engine(config);
    assert_eq!(one(&engine, "SELECT 1").await, 1);
    let long = vec![format!("SELECT count(*) FROM {}", joins(20)); 40].join(" UNION ALL ");
    assert_eq!(fails(&engine, &long).await.kind(), ErrorKind::Timeout);
    let begun = Instant::now();
    while let Err(error) = ask(&engine, "SELECT 2").await {
        assert_eq!(error.kind(), ErrorKind::Busy, "{error}");
        assert!(begun.elapsed() < Duration::from_secs(5), "it plans on");
    }
}
