//! The command line: one file a subcommand.
//!
//! Answers go to standard output, everything else to standard error. Exit codes: 0 done, 1 failed, 2 wrong usage or configuration.

mod check;
mod output;
mod send;

use std::{
    io,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use clap::{Args, Parser, Subcommand};
use tokio::runtime::{Builder, Runtime};

use crate::config::{Loaded, Mistakes, load};

/// The OpenTelemetry collector for AI agents: redacted, durable, signed, queryable.
#[derive(Debug, Parser)]
#[command(name = "custos", version, arg_required_else_help = true, max_term_width = 110, after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  custos check --config custos.toml        every mistake in a configuration, at once
  custos send --spans 100000               make load for a collector on this machine
";

#[derive(Debug, Subcommand)]
enum Command {
    /// Check a configuration: every mistake at once, with its place and remedy; exit 2 if there is one
    Check(check::CheckArgs),
    /// Send generated agent traces, or replay recorded OTLP, and report rates and latencies
    Send(send::SendArgs),
}

/// Where the configuration is.
#[derive(Args, Clone, Debug)]
pub(crate) struct ConfigArgs {
    /// Configuration file (TOML); without it the defaults hold. CUSTOS__SECTION__KEY variables override either
    #[arg(long, short, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl ConfigArgs {
    fn path(&self) -> Option<&Path> {
        self.config.as_deref()
    }

    /// The configuration; its mistakes become the error.
    fn load(&self) -> Result<Loaded, Failure> {
        load(self.path()).map_err(Failure::Config)
    }
}

/// Why a command did not do what it should.
#[derive(Debug)]
enum Failure {
    /// The configuration has mistakes: exit 2.
    Config(Mistakes),
    /// Anything else: exit 1.
    Other(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Other(error.into())
    }
}

/// Runs the program.
pub fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Check(args) => check::run(&args),
        Command::Send(args) => runtime().and_then(|runtime| Ok(runtime.block_on(send::run(args))?)),
    };
    match result {
        Ok(code) => code,
        Err(Failure::Config(mistakes)) => {
            output::error(&mistakes.to_string());
            ExitCode::from(2)
        }
        // The reader of a pipe had enough (`| head`): nothing to complain about.
        Err(Failure::Other(error)) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(Failure::Other(error)) => {
            output::error(&format!("custos: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn runtime() -> Result<Runtime, Failure> {
    Ok(Builder::new_multi_thread().enable_all().build().context("cannot start threads")?)
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|e| e.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe))
}
