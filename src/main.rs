//! `custos`: see [`custos::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    custos::cli::main()
}
