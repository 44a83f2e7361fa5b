//! `custos verify`.

use serde_json::Value;

use super::support::{Collector, custos, run, text};

#[test]
fn a_lake_that_is_not_there_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let lake = dir.path().join("none");
    for args in [vec!["query", "SELECT 1"], vec!["verify"]] {
        let output = custos().args(&args).arg("--lake").arg(&lake).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert!(text(&output.stderr).contains("there is no lake at"), "{}", text(&output.stderr));
        assert!(!lake.exists());
    }
}

#[test]
fn an_empty_lake_answers_and_checks() {
    let mut collector = Collector::start("");
    assert_eq!(collector.sql("SELECT count(*) AS n FROM usage", &[]).json()[0]["n"], 0);
    collector.signal("-INT");
    assert_eq!(collector.wait().code(), Some(0), "{}", collector.log());
    let output = run(&["query", "--config", collector.config(), "--format", "csv", "SELECT count(*) AS n FROM spans"]);
    assert_eq!(text(&output.stdout).trim(), "n\r\n0", "{}", text(&output.stderr));
    let output = run(&["verify", "--config", collector.config(), "--public-key", collector.config()]);
    let told = text(&output.stderr);
    assert!(told.contains("custos.toml") && told.contains("is not an ed25519 public key"), "{told}");
    let output = run(&["verify", "--config", collector.config(), "--json"]);
    assert!(output.status.success());
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&report["ok"], &report["rows"]), (&Value::Bool(true), &Value::from(0)));
}
