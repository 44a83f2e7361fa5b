//! Help of every command.

use std::{ffi::OsStr, os::unix::ffi::OsStrExt as _};

use super::support::{custos, run, text};

#[test]
fn help_fits_terminals_and_has_examples() {
    for command in ["run", "check", "demo", "send", "query", "verify", "redact", "reveal", ""] {
        for flag in ["-h", "--help"] {
            let args: Vec<&str> = [command, flag].into_iter().filter(|arg| !arg.is_empty()).collect();
            let output = run(&args);
            let help = text(&output.stdout);
            assert!(output.status.success() && help.contains("Examples:"), "{args:?}: {help}");
            let wide: Vec<&str> = help.lines().filter(|line| line.chars().count() > 110).collect();
            assert!(wide.is_empty(), "{args:?}: {wide:#?}");
            // Examples are not wrapped: who copies one would get half of it.
            let wide: Vec<&str> = help.split("Examples:").nth(1).unwrap().lines().filter(|l| l.len() > 80).collect();
            assert!(wide.is_empty(), "{args:?}: {wide:#?}");
        }
    }
}

#[test]
fn arguments_that_are_no_text_are_wrong_usage() {
    for args in [&["check", "--bad"][..], &["query", "--lake", "x", "--bad"], &["verify", "--json", "--bad"]] {
        let output = custos().args(args).arg(OsStr::from_bytes(b"\xff")).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(2) && !told.contains("panicked"), "{args:?}: {told}");
    }
}
