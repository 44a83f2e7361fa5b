//! `custos check`: is this configuration right?

use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;

use super::{ConfigArgs, Failure, output};
use crate::config;

#[derive(Args, Debug)]
#[command(after_help = "\
Each mistake is one line: file:line:column: key: what is wrong; what to do.

Examples:
  custos check --config custos.toml
  custos check --config custos.toml --print   every key with its value, too
  CUSTOS__LAKE__URL=s3://bucket/path custos check --print")]
pub(super) struct CheckArgs {
    #[command(flatten)]
    config: ConfigArgs,
    /// Print the resulting configuration; secrets, and literal values of redaction, hidden
    #[arg(long)]
    print: bool,
}

pub(super) fn run(args: &CheckArgs) -> Result<ExitCode, Failure> {
    let loaded = match config::load(args.config.path()) {
        Ok(loaded) => loaded,
        Err(mistakes) => {
            let count = mistakes.0.len();
            output::error(&mistakes.to_string());
            output::error(&format!("{count} {}", if count == 1 { "mistake" } else { "mistakes" }));
            return Ok(ExitCode::from(2));
        }
    };
    for warning in &loaded.warnings {
        output::error(&format!("warning: {warning}"));
    }
    if args.print {
        output::line(config::print(&loaded.config).context("cannot print the configuration")?.trim_end())?;
    } else {
        let name = args.config.path().map_or("defaults".into(), |path| path.display().to_string());
        output::line(&format!("{name}: ok"))?;
    }
    Ok(ExitCode::SUCCESS)
}
