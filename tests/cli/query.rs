//! `custos query`.

use std::{fs, io::Read as _, process::Stdio};

use super::support::{begin_lake, config, custos, run, text};

#[test]
fn queries_may_begin_with_a_comment_and_no_query_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let config = config(dir.path(), "");
    let config = config.to_str().unwrap();
    begin_lake(&dir.path().join("data/lake"));
    let output = run(&["query", "--config", config, "--format", "csv", "-- how many\nSELECT 1 AS n"]);
    assert_eq!(text(&output.stdout).trim(), "n\r\n1", "{}", text(&output.stderr));
    let output = run(&["query", "--config", config]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("<SQL"), "{}", text(&output.stderr));
    let report = dir.path().join("report.sql");
    fs::write(&report, "-- a report\nSELECT 2 AS n;\n").unwrap();
    let output = run(&["query", "--config", config, "--format", "csv", "-f", report.to_str().unwrap()]);
    assert_eq!(text(&output.stdout).trim(), "n\r\n2", "{}", text(&output.stderr));
    for words in [&["--fomat", "csv"][..], &["--fomat=csv"]] {
        let output = run(&[&["query", "--config", config][..], words, &["SELECT 1"]].concat());
        assert_eq!(output.status.code(), Some(2));
        let told = text(&output.stderr);
        assert!(told.contains("'--fomat'") && told.contains("'--format'"), "{told}");
    }
}

#[test]
fn formulas_are_guarded_for_spreadsheets_alone() {
    let dir = tempfile::tempdir().unwrap();
    let lake = dir.path().join("lake");
    begin_lake(&lake);
    let query = |options: &[&str]| {
        let sql = "SELECT '=1+1' AS a, -1 AS b";
        run(&[&["query", "--lake", lake.to_str().unwrap()], options, &[sql]].concat())
    };
    assert_eq!(text(&query(&["--format", "csv"]).stdout), "a,b\r\n=1+1,-1\r\n");
    assert_eq!(text(&query(&["--format", "csv", "--guard-formulas"]).stdout), "a,b\r\n\"'=1+1\",-1\r\n");
    let told = query(&["--format", "json", "--guard-formulas"]);
    assert_eq!(told.status.code(), Some(2));
    assert!(text(&told.stdout).contains("add --format csv"), "{}", text(&told.stdout));
}

#[test]
fn a_pipe_that_closes_is_no_error() {
    let dir = tempfile::tempdir().unwrap();
    let lake = dir.path().join("lake");
    begin_lake(&lake);
    let many = "SELECT * FROM generate_series(1, 100000)";
    let mut child = custos()
        .args(["query", "--lake", lake.to_str().unwrap(), "--format", "csv", many])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 1];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
}

#[test]
fn a_table_is_whole_in_a_pipe_and_in_a_file() {
    let dir = tempfile::tempdir().unwrap();
    let lake = dir.path().join("lake");
    begin_lake(&lake);
    let (lake, file) = (lake.to_str().unwrap(), dir.path().join("out"));
    let sql = "SELECT repeat('x', 1000) AS a, 2 AS b";
    let output = run(&["query", "--lake", lake, sql]);
    assert!(text(&output.stdout).contains(&"x".repeat(1000)), "{}", text(&output.stdout));
    assert_eq!(text(&output.stderr), "");
    let output = run(&["query", "--lake", lake, "-o", file.to_str().unwrap(), sql]);
    assert!(output.status.success() && fs::read_to_string(&file).unwrap().contains(&"x".repeat(1000)));
}
