//! The configuration: one TOML file and the environment, checked as a whole before anything starts.
//!
//! | file | what |
//! |---|---|
//! | `schema` | the keys, their types and defaults |
//! | `units` | sizes, durations, addresses, secrets |
//! | `keys` | the set of keys; the nearest right name |
//! | `load` | file and environment to a [`Config`], all mistakes at once |
//! | `check` | values that make no sense, alone or together |
//! | `room` | a log that can fill the disk of the lake |
//! | `mistake` | a mistake, and the place it is at |
//!
//! Nothing else in the program reads a configuration file, or the environment but for the credentials of object stores.

mod check;
mod keys;
mod load;
mod mistake;
#[cfg(unix)]
mod room;
mod schema;
#[cfg(test)]
mod tests;
mod units;

use std::path::Path;

pub use load::ENV_PREFIX;
pub use mistake::{Mistake, Mistakes, Origin, Origins};
pub use schema::*;
pub use units::{Compression, Listen, Period, Secret, Size};

/// A configuration without mistakes.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// Resolved: every key has a value.
    pub config: Config,
    /// Where values come from.
    pub origins: Origins,
    /// What is allowed but should be known.
    pub warnings: Vec<Mistake>,
}

/// Reads the file, if there is one, and the environment of the process.
///
/// # Errors
/// Every mistake there is.
pub fn load(path: Option<&Path>) -> Result<Loaded, Mistakes> {
    read(path, true)
}

/// As [`load`], for a program that only reads the lake: directories need not be writable.
///
/// # Errors
/// Every mistake there is.
pub fn load_to_read(path: Option<&Path>) -> Result<Loaded, Mistakes> {
    read(path, false)
}

/// Arms the place that `CUSTOS_FAULT=<place>:<hits>` names, for crash tests.
#[cfg(feature = "fault-injection")]
pub(crate) fn arm_fault() {
    if let Ok(fault) = std::env::var("CUSTOS_FAULT") {
        let (place, hits) = fault.rsplit_once(':').unwrap_or((&fault, "1"));
        custos_model::fault::arm(place, hits.parse().unwrap_or(1));
    }
}

/// Whether the user wants no colours (<https://no-color.org>).
pub(crate) fn no_colour() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}

fn read(path: Option<&Path>, disk: bool) -> Result<Loaded, Mistakes> {
    let mut loading = load::Loading::default();
    if let Some(path) = path {
        loading.file(path);
    }
    let mut variables = Vec::new();
    for (name, value) in std::env::vars_os() {
        match (name.into_string(), value.into_string()) {
            (Ok(name), Ok(value)) => variables.push((name, value)),
            // A setting that is meant must not be left out in silence.
            (Ok(name), Err(_)) => loading.not_text(&name),
            (Err(_), _) => {}
        }
    }
    loading.environment(variables);
    finish(loading, disk)
}

/// Reads text instead of a file and a process: for tests and fuzzing. Does not touch the disk.
///
/// # Errors
/// Every mistake there is.
pub fn load_text(
    name: &str,
    text: &str,
    environment: impl IntoIterator<Item = (String, String)>,
) -> Result<Loaded, Mistakes> {
    let mut loading = load::Loading::default();
    loading.text(name, text);
    loading.environment(environment);
    finish(loading, false)
}

fn finish(loading: load::Loading, disk: bool) -> Result<Loaded, Mistakes> {
    let (config, origins, mut mistakes) = loading.finish()?;
    let mut findings = check::Findings::new(&origins);
    findings.values(&config);
    // What is no TOML has no key, and may have left a path half read.
    if disk && mistakes.iter().all(|m| !m.key.is_empty()) {
        findings.disk(&config);
    }
    // A value that could not be read stands at its default here; what is said of that default is noise.
    let known: Vec<String> = mistakes.iter().map(|m| m.key.clone()).collect();
    mistakes.extend(findings.mistakes.into_iter().filter(|m| !known.contains(&m.key)));
    let warnings = findings.warnings;
    mistakes.sort_by_key(|m| match &m.origin {
        Origin::WholeFile(_) => (0, 0, 0),
        Origin::File { line, column, .. } => (1, *line, *column),
        Origin::Environment(_) => (2, 0, 0),
        Origin::Default => (3, 0, 0),
    });
    if mistakes.is_empty() { Ok(Loaded { config, origins, warnings }) } else { Err(Mistakes(mistakes)) }
}

/// The configuration as TOML, without secrets and without the literal values of `redaction.deny` and `redaction.allow`,
/// which are what nobody is to read.
///
/// # Errors
/// When a path in it is not UTF-8.
pub fn print(config: &Config) -> Result<String, toml::ser::Error> {
    let mut config = config.clone().resolve();
    let redaction = &mut config.redaction;
    for values in redaction.deny.iter_mut().map(|row| &mut row.values).chain([&mut redaction.allow.values]) {
        if !values.is_empty() {
            *values = vec![format!("[{} hidden]", values.len())];
        }
    }
    toml::to_string(&config)
}

/// Whether [`print`] wrote this instead of literal values.
fn is_hidden(value: &str) -> bool {
    let count = value.strip_prefix('[').and_then(|rest| rest.strip_suffix(" hidden]"));
    count.is_some_and(|count| count.parse::<usize>().is_ok())
}
