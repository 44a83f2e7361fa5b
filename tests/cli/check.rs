//! `custos check`.

use std::{ffi::OsStr, fs, os::unix::ffi::OsStrExt};

use super::support::{config, custos, run, text};

#[test]
fn check_tells_every_mistake_and_exits_2() {
    let dir = tempfile::tempdir().unwrap();
    let path = config(dir.path(), "lake.flush_byte = \"1 MiB\"\nquery.max_rows = 0");
    let file = path.to_str().unwrap();
    let output = run(&["check", "--config", file]);
    assert_eq!(output.status.code(), Some(2));
    let told = text(&output.stderr);
    assert!(
        told.contains(&format!("{file}:6:6: lake.flush_byte: unknown key; did you mean `lake.flush_bytes`?")),
        "{told}"
    );
    assert!(told.contains(&format!("{file}:7:18: query.max_rows: 0 is out of range")), "{told}");
    assert!(told.contains("2 mistakes"), "{told}");

    let path = config(dir.path(), "");
    let output = run(&["check", "--config", path.to_str().unwrap()]);
    assert_eq!((output.status.code(), text(&output.stdout).trim()), (Some(0), &*format!("{}: ok", path.display())));
    let output = run(&["check", "--config", path.to_str().unwrap(), "--print"]);
    assert!(text(&output.stdout).contains("flush_interval = \"100ms\""), "{}", text(&output.stdout));
    assert!(!dir.path().join("data").exists(), "check must not make directories");

    let output = custos().arg("check").env("CUSTOS__DATA_DIR", "").output().unwrap();
    assert!(text(&output.stderr).contains("data_dir: is empty; name a directory"), "{}", text(&output.stderr));
    let output = custos().arg("check").env("CUSTOS__INGEST__SHARD", "2").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("did you mean `CUSTOS__INGEST__SHARDS`?"), "{}", text(&output.stderr));
}

#[test]
fn a_key_file_may_be_named_without_a_directory() {
    let dir = tempfile::tempdir().unwrap();
    let config = config(dir.path(), "");
    let output = custos()
        .args(["check", "--config", config.to_str().unwrap()])
        .env("CUSTOS__LEDGER__KEY_FILE", "key.pem")
        .current_dir(dir.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
}

#[test]
fn a_variable_that_is_no_text_is_a_mistake() {
    let bytes: &OsStr = OsStrExt::from_bytes(b"/var/lib/\xff");
    let output = custos().arg("check").env("CUSTOS__DATA_DIR", bytes).env("OTHER", bytes).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stdout));
    let told = text(&output.stderr);
    assert!(told.contains("environment CUSTOS__DATA_DIR: is not UTF-8 text; ") && told.contains("1 mistake"), "{told}");
}

#[test]
fn an_empty_path_is_one_mistake() {
    for (key, remedy) in [("WAL__DIR", "name a directory"), ("LEDGER__KEY_FILE", "name a file")] {
        let output = custos().arg("check").env(format!("CUSTOS__{key}"), "").output().unwrap();
        let told = text(&output.stderr);
        assert!(told.contains(&format!("is empty; {remedy}")) && told.contains("1 mistake"), "{told}");
    }
}

/// They are names of customers and projects, and a configuration is printed into tickets.
#[test]
fn printing_a_configuration_shows_no_literal_values() {
    let dir = tempfile::tempdir().unwrap();
    let more = "[[redaction.deny]]\nvalues = [\"Project Bluebird\", \"Acme Holding\"]\ntype = \"CUSTOM\"\n\
                [redaction.allow]\nvalues = [\"jane@example.com\"]\ndomains = [\"example.com\"]";
    let path = config(dir.path(), more);
    let output = run(&["check", "--config", path.to_str().unwrap(), "--print"]);
    let told = text(&output.stdout);
    assert!(told.contains("[2 hidden]") && told.contains("[1 hidden]") && told.contains("\"CUSTOM\""), "{told}");
    assert!(!["Bluebird", "Acme", "jane@"].iter().any(|value| told.contains(value)), "{told}");
    // Taken for a configuration, it would remove nothing of them.
    fs::write(&path, told).unwrap();
    let output = run(&["check", "--config", path.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    let told = text(&output.stderr);
    assert!(told.contains("redaction.deny[0].values: ") && told.contains("redaction.allow.values: "), "{told}");
    assert!(told.contains("write the values"), "{told}");
}

#[test]
fn a_path_that_only_a_shell_understands_is_told() {
    for path in ["~/custos", "$HOME/custos", "${HOME}/custos"] {
        for key in ["DATA_DIR", "WAL__DIR", "LEDGER__KEY_FILE"] {
            let output = custos().arg("check").env(format!("CUSTOS__{key}"), path).output().unwrap();
            assert_eq!(output.status.code(), Some(2), "{key} {path}");
            let told = text(&output.stderr);
            assert!(told.contains("write the whole path") && told.contains("1 mistake"), "{told}");
        }
    }
    let output = custos().arg("check").env("CUSTOS__DATA_DIR", "a~b/$c").output().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
}
