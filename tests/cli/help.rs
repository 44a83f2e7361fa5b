//! Help of every command.

use super::support::{run, text};

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
        }
    }
}
