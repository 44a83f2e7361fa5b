//! The command line: one file a subcommand.
//!
//! Answers go to standard output, everything else to standard error. Exit codes: 0 done, 1 failed, 2 wrong usage or
//! configuration. Where the answer is one JSON document, so is a failure: `{"ok":false,"error":{"kind","message"}}`,
//! besides the text for people.

mod check;
mod demo;
mod lake;
mod output;
mod query;
mod redact;
mod renewal;
mod reveal;
mod run;
mod send;
mod signals;
mod verify;

use std::{
    ffi::OsString,
    io,
    path::{Path, PathBuf},
    process::ExitCode,
    time::{SystemTime, UNIX_EPOCH},
};

use anyhow::Context as _;
use clap::{
    Args, Parser, Subcommand,
    error::{ContextKind, ContextValue, ErrorKind},
};
use custos_ledger::LedgerError;
use custos_query::QueryError;
use tokio::runtime::{Builder, Runtime};

use crate::{
    app,
    config::{Loaded, Mistakes, load},
};

/// The OpenTelemetry collector for AI agents: redacted, durable, signed, queryable.
#[derive(Debug, Parser)]
#[command(name = "custos", version, arg_required_else_help = true, max_term_width = 110, after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  custos demo                        see all of it in a few seconds
  custos run                         collect on this machine, into ./custos-data
  custos query \"SELECT agent_name, sum(spans) FROM usage GROUP BY agent_name\"
  custos verify                      check every signature and every file's hash
  custos redact --explain FILE       what would be removed, and why
  custos check --config custos.toml  every mistake in a configuration, at once
  custos send --spans 100000         make load for a collector on this machine

Each command has its own --help, with examples.";

#[derive(Debug, Subcommand)]
enum Command {
    /// See everything in a few seconds: real agent traces received, redacted, signed, queried
    Demo(demo::DemoArgs),
    /// Run the collector
    Run(run::RunArgs),
    /// Check a configuration: every mistake at once, each with its place and remedy; exit 2 if there is any
    Check(check::CheckArgs),
    /// Query the lake with SQL, whether a collector is running or not
    Query(query::QueryArgs),
    /// Check the evidence: chain, signatures, hash of every file; exit 1 and the exact place if anything is wrong
    Verify(verify::VerifyArgs),
    /// Redact a file as the collector would, explain each decision, or score a labelled file
    Redact(redact::RedactArgs),
    /// Show the values behind reversible tokens, given their key; every use is recorded
    Reveal(reveal::RevealArgs),
    /// Send generated agent traces, or replay recorded OTLP, and report rates and latencies
    Send(send::SendArgs),
}

/// Where the configuration is.
#[derive(Args, Clone, Debug)]
struct ConfigArgs {
    /// Configuration file (TOML); the defaults without one. CUSTOS__SECTION__KEY environment variables override both
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
    /// Arguments that cannot be: exit 2.
    Usage(anyhow::Error),
    /// Anything else: exit 1.
    Other(anyhow::Error),
    /// The same, with a part of the answer written already.
    HalfWay(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Other(error.into())
    }
}

impl Failure {
    /// Tells it, as JSON too where the answer would have been; gives the exit code.
    fn tell(&self, json: bool) -> ExitCode {
        let (code, kind, text) = match self {
            Self::Config(mistakes) => (2, "configuration", mistakes.to_string()),
            Self::Usage(error) => (2, "usage", told(error)),
            // The reader of a pipe had enough (`| head`): nothing to complain about.
            Self::Other(error) | Self::HalfWay(error) if is_broken_pipe(error) => return ExitCode::SUCCESS,
            Self::Other(error) | Self::HalfWay(error) => {
                let query = error.chain().find_map(|e| e.downcast_ref::<QueryError>());
                (1, query.map_or("failed", |query| query.kind().as_str()), told(error))
            }
        };
        if json && !matches!(self, Self::HalfWay(_)) {
            output::failure(kind, &text);
        }
        output::error(&if matches!(self, Self::Config(_)) { text } else { format!("custos: {text}") });
        ExitCode::from(code)
    }
}

impl Command {
    /// Whether its answer is one JSON document.
    fn json(&self) -> bool {
        match self {
            Self::Verify(args) => args.json(),
            Self::Send(args) => args.json(),
            Self::Query(args) => args.json(),
            Self::Demo(_) | Self::Run(_) | Self::Check(_) | Self::Redact(_) | Self::Reveal(_) => false,
        }
    }

    /// Whether it writes times, or speaks HTTP or SQL.
    fn needs_clock(&self) -> bool {
        !matches!(self, Self::Check(_) | Self::Redact(_))
    }
}

/// Whether arguments that are not understood ask for a JSON document.
fn asks_for_json(words: impl Iterator<Item = OsString>) -> bool {
    let words: Vec<_> = words.map(|word| word.to_string_lossy().into_owned()).take_while(|word| word != "--").collect();
    let has = |wanted: &str| words.iter().any(|word| word == wanted);
    match words.get(1).map(String::as_str) {
        Some("verify" | "send") => has("--json"),
        Some("query") => has("--format=json") || words.windows(2).any(|two| two == ["--format", "json"]),
        _ => false,
    }
}

/// The error of a configuration that was given as an argument, with how it is given.
fn with_tip(mut error: clap::Error) -> clap::Error {
    if error.kind() == ErrorKind::UnknownArgument
        && let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidArg)
        && word.ends_with(".toml")
    {
        let tip = format!("a configuration is given as '--config {word}'");
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
    }
    error
}

/// Ends the program for arguments that are not understood, or that ask for help.
fn usage(error: &clap::Error) -> ! {
    if error.use_stderr() && asks_for_json(std::env::args_os()) {
        let text = error.render().to_string();
        output::failure("usage", text.trim_end().strip_prefix("error: ").unwrap_or(text.trim_end()));
    }
    error.exit()
}

/// Runs the program.
pub fn main() -> ExitCode {
    let cli = Cli::try_parse().unwrap_or_else(|error| match query::misspelt(std::env::args_os()) {
        Some(better) if error.kind() == ErrorKind::UnknownArgument => usage(&better),
        _ => usage(&with_tip(error)),
    });
    let json = cli.command.json();
    if cli.command.needs_clock()
        && let Err(failure) = check_clock(SystemTime::now())
    {
        return failure.tell(json);
    }
    let result = match cli.command {
        Command::Demo(args) => demo::run(&args),
        Command::Run(args) => run::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Query(args) => query::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Redact(args) => redact::run(&args),
        Command::Reveal(args) => reveal::run(&args),
        Command::Send(args) => runtime().and_then(|runtime| runtime.block_on(send::run(args))),
    };
    result.unwrap_or_else(|failure| failure.tell(json))
}

/// An error with its causes, and a remedy that they do not name.
fn told(error: &anyhow::Error) -> String {
    let mut text = custos_model::with_causes(error.as_ref());
    if let Some(remedy) = app::without_credentials(&text) {
        return format!("{text}\n{remedy}");
    }
    let ledger = error.chain().find_map(|e| e.downcast_ref::<LedgerError>());
    if ledger.is_some_and(LedgerError::is_refused) {
        text.push_str("\nThe store answered: check the bucket in lake.url, the credentials (lake.options, or the environment), and their rights");
    } else if !ledger.is_some_and(LedgerError::is_unreachable) && error.chain().any(is_of_the_lake) {
        text.push_str("\nIf the store can be reached: custos verify tells what is wrong with the lake, and what to do");
    }
    text
}

/// Whether what is stored may be at fault.
fn is_of_the_lake(error: &(dyn std::error::Error + 'static)) -> bool {
    match (error.downcast_ref::<LedgerError>(), error.downcast_ref::<QueryError>()) {
        (Some(LedgerError::Damaged { .. } | LedgerError::Refused { .. }), _) => true,
        (Some(LedgerError::Store { source, .. }), _) => matches!(source, object_store::Error::NotFound { .. }),
        (_, Some(query)) => query.kind() == custos_query::ErrorKind::Storage,
        _ => false,
    }
}

/// 1970 and 2262, between which nanoseconds since the epoch have 63 bits.
const CLOCK: std::ops::Range<u64> = 0..9_223_372_036;

/// Libraries for HTTP, SQL and time panic before 1970, and a time after 2262 would be stored as none.
fn check_clock(now: SystemTime) -> Result<(), Failure> {
    let is_usable = now.duration_since(UNIX_EPOCH).is_ok_and(|since| CLOCK.contains(&since.as_secs()));
    if is_usable {
        return Ok(());
    }
    Err(anyhow::anyhow!(
        "the clock of this machine says a time before 1970 or after 2262; set it, or wait until it is synchronised"
    )
    .into())
}

fn runtime() -> Result<Runtime, Failure> {
    Ok(Builder::new_multi_thread().enable_all().build().context("cannot start threads")?)
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|e| e.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_no_time_can_be_made_of_is_told() {
        use std::time::Duration;
        for good in [0, 1_796_023_626, 9_223_372_035] {
            assert!(check_clock(UNIX_EPOCH + Duration::from_secs(good)).is_ok(), "{good}");
        }
        for bad in [UNIX_EPOCH - Duration::from_nanos(1), UNIX_EPOCH + Duration::from_secs(9_223_372_036)] {
            assert!(matches!(check_clock(bad), Err(Failure::Other(_))));
        }
    }

    #[test]
    fn a_configuration_without_its_option_is_told_how_it_is_given() {
        for command in ["run", "check"] {
            let error = with_tip(Cli::try_parse_from(["custos", command, "my.toml"]).unwrap_err()).to_string();
            assert!(error.contains("tip: a configuration is given as '--config my.toml'"), "{error}");
            let error = with_tip(Cli::try_parse_from(["custos", command, "other"]).unwrap_err()).to_string();
            assert!(!error.contains("tip"), "{error}");
        }
    }

    #[test]
    fn a_bucket_without_credentials_is_told_where_they_belong() {
        let error = anyhow::anyhow!("refused").context("put: refused").context("cannot open the lake");
        assert_eq!(told(&error), "cannot open the lake: put: refused");
        let error = anyhow::anyhow!("PUT http://169.254.169.254/latest/api/token: refused");
        assert!(told(&error).contains("AWS_ACCESS_KEY_ID") && !told(&error).contains("The store"), "{}", told(&error));
        let what = "it is missing".to_owned();
        let error = anyhow::Error::new(LedgerError::Damaged { path: "ledger/x".into(), what }).context("cannot open");
        assert!(
            told(&error).starts_with("cannot open: ledger/x is damaged: it is missing\nIf the store"),
            "{}",
            told(&error)
        );
    }
}
