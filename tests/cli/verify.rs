//! `custos verify`.

use std::{fs, path::Path};

use serde_json::Value;

use super::support::{Collector, begin_lake, custos, files_below, run, text};

#[test]
fn a_lake_that_is_not_there_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let (missing, empty, begun) = (dir.path().join("none"), dir.path().join("empty"), dir.path().join("begun"));
    fs::create_dir(&empty).unwrap();
    begin_lake(&begun);
    let ask = |lake: &Path| {
        let json = ["--format", "json"];
        [
            vec!["query", "SELECT 1"],
            vec!["verify"],
            vec!["verify", "--json"],
            [&["query", "SELECT 1"][..], &json].concat(),
        ]
        .map(|args| {
            let output = custos().args(&args).arg("--lake").arg(lake).output().unwrap();
            let (code, told) = (output.status.code(), text(&output.stderr).to_owned());
            let mut out = text(&output.stdout).to_owned();
            if code == Some(1) && (args.contains(&"--json") || args.contains(&"json")) {
                let failure: Value = serde_json::from_str(&out).unwrap();
                let message = failure["error"]["message"].as_str().unwrap();
                assert_eq!((&failure["ok"], format!("custos: {message}\n")), (&false.into(), told.clone()));
                out = String::new();
            }
            (args.join(" "), code, out, told)
        })
    };
    for lake in [&missing, &empty] {
        for (command, code, out, told) in ask(lake) {
            assert_eq!((code, out.as_str()), (Some(1), ""), "{command}: {told}");
            assert!(told.contains("there is no lake at") && told.contains("--lake or lake.url"), "{command}: {told}");
            assert!(told.contains(lake.to_str().unwrap()), "{command}: {told}");
        }
    }
    assert!(!missing.exists());
    for (command, code, _, told) in ask(&begun) {
        assert_eq!(code, Some(0), "{command}: {told}");
    }
    // Something else than a lake.
    fs::write(empty.join("notes.txt"), "mine").unwrap();
    for (command, code, _, told) in ask(&empty.join("notes.txt")) {
        assert!(code == Some(1) && told.contains("notes.txt: it is a file"), "{command}: {told}");
    }
    // The directory around it.
    let data_dir = dir.path().join("data");
    begin_lake(&data_dir.join("lake"));
    fs::write(data_dir.join("ledger.key.pem"), "").unwrap();
    for (command, code, _, told) in ask(&data_dir) {
        assert!(
            code == Some(1) && told.contains("is a data_dir, and its lake is ") && told.contains("data/lake"),
            "{command}: {told}"
        );
    }
    // One that is there and cannot be read, as of another user.
    let unreadable = empty.parent().unwrap().join("around");
    std::os::unix::fs::symlink(&unreadable, &unreadable).unwrap();
    for (command, code, _, told) in ask(&unreadable) {
        assert!(code == Some(1) && told.contains("around cannot be read: "), "{command}: {told}");
    }
    for (command, code, _, told) in ask(&empty) {
        assert_eq!(code, Some(1), "{command}: {told}");
        assert!(told.contains("has no ledger, but holds notes.txt"), "{command}: {told}");
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

/// What an auditor has: the lake, and a public key that was kept elsewhere.
#[test]
fn a_lake_is_checked_against_a_trusted_key_and_by_its_ledger_alone() {
    let mut collector = Collector::start("");
    collector.send(20);
    collector.signal("-TERM");
    assert_eq!(collector.wait().code(), Some(0), "{}", collector.log());
    let lake = collector.dir.path().join("data/lake");
    let verify = |args: &[&str]| {
        let output = run(&[&["verify", "--lake", lake.to_str().unwrap()][..], args].concat());
        (output.status.code(), text(&output.stdout).to_owned())
    };
    let key_of = |lake: &Path| files_below(&lake.join("ledger/keys")).remove(0).to_str().unwrap().to_owned();
    let (code, told) = verify(&["--public-key", &key_of(&lake)]);
    assert!(code == Some(0) && told.contains("ok: every signature"), "{told}");
    let other = Collector::start("");
    let (code, told) = verify(&["--public-key", &key_of(&other.dir.path().join("data/lake"))]);
    assert!(code == Some(1) && told.contains("not trusted"), "{told}");

    let file = files_below(&lake.join("tables")).remove(0);
    fs::remove_file(&file).unwrap();
    assert_eq!(verify(&[]).0, Some(1));
    let (code, told) = verify(&["--ledger-only"]);
    assert_eq!(code, Some(0), "{told}");
    // An entry that is gone is seen without the files.
    let mut entries = files_below(&lake.join("ledger/entries"));
    entries.sort();
    fs::remove_file(&entries[0]).unwrap();
    let (code, told) = verify(&["--ledger-only"]);
    assert!(code == Some(1) && told.contains("000000000001.json"), "{told}");
}

#[test]
fn under_json_every_failure_is_json() {
    let dir = tempfile::tempdir().unwrap();
    let bad = dir.path().join("bad.toml");
    fs::write(&bad, "colour = 1").unwrap();
    let lake = dir.path().join("lake");
    begin_lake(&lake);
    let (bad, lake) = (bad.to_str().unwrap(), lake.to_str().unwrap());
    let late = "SELECT 1 / (value - 5) AS x FROM generate_series(1, 9)";
    for (args, code, kind, part) in [
        (vec!["verify", "--json", "--config", bad], 2, "configuration", "colour"),
        (vec!["verify", "--json", "--config", "/no/such.toml"], 2, "configuration", "/no/such.toml"),
        (vec!["verify", "--json", "--expect-head", "x"], 2, "usage", "SEQ:HASH"),
        (vec!["verify", "--json", "--lake", lake, "--public-key", bad], 1, "failed", "bad.toml"),
        (vec!["verify", "--json", "--lake", "ftp://x/y"], 1, "failed", "scheme `ftp`"),
        (vec!["send", "--json", "--batch", "0"], 2, "usage", "--batch"),
        (vec!["send", "--json", "--spans", "many"], 2, "usage", "many"),
        (vec!["send", "--json", "/no/such.pb"], 1, "failed", "/no/such.pb"),
        (vec!["query", "--format", "json", "--lake", lake, "SELEC 1"], 1, "invalid", "SELEC"),
        (vec!["query", "--format=json", "--lake", lake, late], 1, "invalid", "divi"),
        (vec!["query", "--format", "json", "--colour", "SELECT 1"], 2, "usage", "--colour"),
        (vec!["query", "--format", "json"], 2, "usage", "<SQL"),
    ] {
        let output = run(&args);
        assert_eq!(output.status.code(), Some(code), "{args:?}: {}", text(&output.stderr));
        let failure: Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{args:?}: {error}: {}", text(&output.stdout)));
        let message = failure["error"]["message"].as_str().unwrap();
        assert_eq!((&failure["ok"], &failure["error"]["kind"]), (&false.into(), &kind.into()), "{args:?}: {message}");
        assert!(message.contains(part), "{args:?}: {message}");
        assert!(text(&output.stderr).contains(part), "who reads the terminal sees it: {args:?}");
    }
    let output = run(&["verify", "--json", "--help"]);
    assert!(output.status.success() && text(&output.stdout).contains("Examples:"));
    // What the reader of rows asks for is no document.
    let output = run(&["query", "--format", "jsonl", "--lake", lake, late]);
    assert!(!text(&output.stdout).contains("error"), "{}", text(&output.stdout));
}
