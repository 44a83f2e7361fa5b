//! SQL over HTTP, health and metrics.

use std::fs;

use serde_json::Value;

use super::{
    run::large_answer,
    support::{Collector, run, text, until},
};

#[test]
#[expect(clippy::too_many_lines, reason = "one session with one server, told in order")]
fn http_answers_in_many_formats_and_refuses_with_reasons() {
    let collector = Collector::start("query.max_rows = 50");
    collector.send(100);
    collector.committed(100);
    let select = "SELECT span_id FROM spans ORDER BY span_id";

    let answer = collector.sql(select, &[]);
    assert_eq!((answer.status, answer.json().as_array().unwrap().len()), (200, 50));
    assert!(
        answer.head.contains("x-custos-rows: 50") && answer.head.contains("x-custos-truncated: true"),
        "{}",
        answer.head
    );
    let answer = collector.sql("SELECT 1 AS a", &[("accept", "text/csv")]);
    assert_eq!(text(&answer.body), "a\r\n1\r\n");
    assert!(answer.head.contains("content-type: text/csv"));
    let answer = collector.sql("SELECT 1 AS a", &[("accept", "application/x-ndjson")]);
    assert_eq!(text(&answer.body), "{\"a\":1}\n");
    let answer = collector.sql("SELECT 1 AS a", &[("accept", "application/vnd.apache.arrow.stream")]);
    assert!(answer.status == 200 && answer.body.starts_with(&[0xff; 4]));
    let json = [("content-type", "application/json")];
    // More than is sent whole: the counts come as trailers.
    let wide = "SELECT span_id, repeat('x', 20000) AS wide FROM spans";
    let answer = collector.sql(wide, &[("te", "trailers"), ("accept", "text/csv")]);
    assert!(
        answer.status == 200 && !answer.head.contains("x-custos-rows:") && answer.body.len() > 1_000_000,
        "{}",
        answer.head
    );
    let end = String::from_utf8_lossy(&answer.body[answer.body.len() - 100..]).to_lowercase();
    assert!(
        end.contains("0\r\n") && end.contains("x-custos-rows: 50") && end.contains("x-custos-truncated: true"),
        "{end}"
    );
    assert_eq!(collector.sql(r#"{"query": "SELECT 7 AS a"}"#, &json).json()[0]["a"], 7);

    for (sql, headers, status, kind) in [
        ("SELEC 1", &[][..], 400, "invalid"),
        ("SELECT nothing FROM spans", &[], 400, "invalid"),
        ("INSERT INTO spans VALUES (1)", &[], 403, "refused"),
        ("SET x = 1", &[], 403, "refused"),
        ("SELECT 1", &[("accept", "image/png")], 406, "not_acceptable"),
        ("SELECT 1", &[("content-encoding", "gzip")], 415, "encoding"),
        ("SELECT 1", &[("content-encoding", "identity"), ("content-encoding", "br")], 415, "encoding"),
        ("{}", &json, 400, "invalid"),
        ("SELECT 1", &[("host", "evil.example")], 403, "host"),
        ("SELECT 1", &[("origin", "http://evil.example")], 403, "origin"),
    ] {
        let answer = collector.sql(sql, headers);
        assert_eq!((answer.status, answer.json()["error"]["kind"].as_str()), (status, Some(kind)), "{sql} {headers:?}");
        assert!(!answer.json()["error"]["message"].as_str().unwrap().is_empty());
    }
    let untold = collector.sql(r#"{"query": "SELECT 7"}"#, &[("content-type", "application/x-www-form-urlencoded")]);
    assert_eq!(untold.status, 400);
    assert!(untold.json()["error"]["hint"].as_str().unwrap().contains("Content-Type: application/json"));
    let hint = collector.sql("SELECT span_idd FROM spans", &[]).json()["error"]["hint"].to_string();
    assert!(hint.contains("span_id"), "{hint}");
    let long = collector.sql(&format!("SELECT '{}'", "x".repeat(2 << 20)), &[]);
    assert_eq!(long.status, 413);

    let packed = collector.sql("SELECT 1", &[("content-encoding", "zstd")]);
    assert!(packed.head.contains("\r\naccept-encoding: identity"), "{}", packed.head);
    assert_eq!(collector.sql("SELECT 1", &[("content-encoding", "identity")]).status, 200);
    for (method, path, allowed) in [
        ("GET", "/api/v1/sql", "post"),
        ("HEAD", "/api/v1/sql", "post"),
        ("OPTIONS", "/api/v1/sql", "post"),
        ("POST", "/healthz", "get,head"),
        ("DELETE", "/", "get,head"),
    ] {
        let answer = collector.request(method, path, &[], "");
        assert_eq!(answer.status, 405, "{method} {path}");
        assert!(answer.head.contains(&format!("\r\nallow: {allowed}")), "{method} {path}: {}", answer.head);
    }
    let head = collector.request("HEAD", "/metrics", &[], "");
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(collector.request("GET", "/nothing", &[], "").status, 404);
    let page = collector.request("GET", "/", &[], "");
    assert!(page.status == 200 && text(&page.body).contains("<title>custos</title>"));
    assert_eq!(collector.request("GET", "/healthz", &[], "").json()["status"], "ok");
    let ready = collector.request("GET", "/readyz", &[], "");
    assert_eq!((ready.status, &ready.json()["status"]), (200, &"ready".into()));
    let metrics = collector.request("GET", "/metrics", &[("host", "localhost")], "");
    let metrics = text(&metrics.body);
    let value = |name: &str| -> f64 {
        metrics.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')).unwrap().parse().unwrap()
    };
    // The first entry of a ledger begins it; each of the others is one commit.
    assert!((value("custos_lake_commits_total") - (value("custos_lake_ledger_seq") - 1.0)).abs() < 0.5, "{metrics}");
    for line in [
        "custos_rows_total{table=\"spans\"} 100",
        "custos_wal_fsync_seconds_bucket{le=\"0.001\"}",
        "process_resident_memory_bytes ",
        "custos_build_info{version=",
        "custos_ready 1",
        "custos_query_requests_total{status=\"ok\"}",
    ] {
        assert!(metrics.contains(line), "no {line} in\n{metrics}");
    }
}

/// Its end would be that of the connection, as that of an answer that fails half way.
#[test]
fn a_streamed_answer_needs_http_1_1() {
    let collector = Collector::start("");
    let asked = |sql: &str| collector.request_by("HTTP/1.0", "POST", "/api/v1/sql", &[("accept", "text/csv")], sql);
    let answer = asked("SELECT 1 AS a");
    assert_eq!((answer.status, text(&answer.body)), (200, "a\r\n1\r\n"));
    let answer = asked("SELECT value, 1 / (value - 90000) AS z FROM generate_series(1, 99999)");
    assert_eq!((answer.status, answer.json()["error"]["kind"].as_str()), (505, Some("http_version")));
}

/// The metrics that the README says to watch, and the signal that `custos send` names.
#[test]
fn what_is_to_be_watched_is_counted_by_signal_and_reason() {
    let collector = Collector::start("");
    let listen: Value =
        serde_json::from_slice(&fs::read(collector.dir.path().join("data/listen.json")).unwrap()).unwrap();
    let begun = collector.request("GET", "/metrics", &[], "");
    assert!(text(&begun.body).contains("custos_lake_ledger_seq 1\n"), "alerts on it would be silent until a commit");
    assert!(text(&begun.body).contains("custos_lake_files 0\n"));
    let body = collector.dir.path().join("body.json");
    let send = |json: &str| {
        fs::write(&body, json).unwrap();
        let to = ["send", "--endpoint", listen["otlp_http"].as_str().unwrap(), "--protocol", "http-json"];
        run(&[&to[..], &["--signal", "logs", body.to_str().unwrap()]].concat()).status.code()
    };
    let record = r#"{"body":{"stringValue":"write to ann@example.com"}}"#;
    assert_eq!(send(&format!(r#"{{"resourceLogs":[{{"scopeLogs":[{{"logRecords":[{record}]}}]}}]}}"#)), Some(0));
    assert_eq!(send("{"), Some(1));
    let metrics = collector.request("GET", "/metrics", &[], "");
    let metrics = text(&metrics.body);
    for line in [
        "custos_ready 1",
        "custos_wal_bytes ",
        "custos_wal_max_bytes ",
        "custos_wal_fsync_seconds_count ",
        "custos_lake_oldest_uncommitted_age_seconds ",
        "custos_lake_commit_errors_total 0",
        "custos_receiver_requests_total{signal=\"logs\",transport=\"http\",status=\"200\"} 1",
        "custos_receiver_refused_total{signal=\"logs\",reason=\"malformed\"} 1",
        "custos_redactions_total{type=\"EMAIL\"} 1",
    ] {
        assert!(metrics.contains(line), "no {line} in\n{metrics}");
    }
}

#[test]
fn a_query_whose_client_left_is_counted() {
    let collector = Collector::start("");
    drop(large_answer(&collector));
    let counted = || {
        let metrics = collector.request("GET", "/metrics", &[], "");
        text(&metrics.body).contains("custos_query_requests_total{status=\"cancelled\"} 1")
    };
    until(counted, || collector.log());
}

#[test]
fn a_query_that_takes_too_long_is_not_to_be_repeated() {
    let collector = Collector::start("query.timeout = \"700ms\"");
    let endless =
        "SELECT sum(a.value * b.value) FROM generate_series(1, 1000000) a CROSS JOIN generate_series(1, 1000000) b";
    let answer = collector.sql(endless, &[]);
    let told = text(&answer.body);
    assert_eq!(answer.status, 422, "{told}");
    assert!(!answer.head.contains("retry-after"), "{}", answer.head);
    let error = &answer.json()["error"];
    assert_eq!(error["kind"], "timeout");
    assert!(error["message"].as_str().unwrap().contains("700ms (query.timeout)"), "{told}");
    assert!(error["hint"].as_str().unwrap().contains("CUSTOS__QUERY__TIMEOUT"), "{told}");
}
