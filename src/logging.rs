//! What the program says about itself: log lines and panics, on standard error.

use std::{io, panic, thread};

use anyhow::anyhow;
use tracing_subscriber::{EnvFilter, filter::LevelFilter};

use crate::config::{Log, LogFormat, no_colour};

/// Libraries and the level up to which they are heard. The first two log the text of queries, and so what a query
/// searches for, below `info`; the third each of its ten tries a request, where what came of it is told by whoever
/// asked. A name is that of all targets that begin with it.
const QUIET: &[(&str, LevelFilter)] =
    &[("datafusion", LevelFilter::INFO), ("sqlparser", LevelFilter::INFO), ("object_store", LevelFilter::WARN)];

/// Starts logging. Once a process.
///
/// # Errors
/// When the level is not one (the configuration was checked) or logging was started before.
pub(crate) fn start(log: &Log) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(quiet(&log.level))?;
    // What cannot be written is told by nobody: to tell that on standard error, which is what failed, is a panic.
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).log_internal_errors(false);
    let colour = io::IsTerminal::is_terminal(&io::stderr()) && !no_colour();
    let result = match log.format {
        LogFormat::Text => builder.with_ansi(colour).try_init(),
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
    };
    result.map_err(|error| anyhow!("cannot start logging: {error}"))
}

/// The level with [`QUIET`] libraries no louder than that, except those that it names.
fn quiet(level: &str) -> String {
    let mut out = level.to_owned();
    for (name, most) in QUIET {
        // The directive of the longest target decides; one without a target is for all.
        let directives = level.split(',').map(str::trim).map(|part| match part.rsplit_once('=') {
            Some((target, level)) => (target.trim(), level.trim()),
            None => match part.parse::<LevelFilter>() {
                Ok(_) => ("", part),
                Err(_) => (part, "trace"),
            },
        });
        let deciding = directives.filter(|(target, _)| name.starts_with(target)).max_by_key(|(target, _)| target.len());
        if let Some((target, level)) = deciding
            && target != *name
            && level.parse::<LevelFilter>().is_ok_and(|level| level > *most)
        {
            out.push_str(&format!(",{name}={most}"));
        }
    }
    out
}

/// Panics are logged with their place only: a message could hold what a client sent.
pub(crate) fn hide_panic_messages() {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map_or_else(String::new, ToString::to_string);
        let thread = thread::current();
        tracing::error!(
            place,
            thread = thread.name().unwrap_or_default(),
            "a thread panicked; this is a bug in custos"
        );
    }));
}

#[cfg(test)]
pub(crate) mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// What is logged at a level meanwhile, on this thread.
    pub(crate) fn logged(level: &str, meanwhile: impl FnOnce()) -> String {
        let lines = Lines::default();
        let writer = lines.clone();
        let filter = EnvFilter::try_new(quiet(level)).unwrap();
        let logger = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false);
        tracing::subscriber::with_default(logger.with_writer(move || writer.clone()).finish(), meanwhile);
        let bytes = lines.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn literals_of_queries_are_not_logged_unless_asked_for() {
        let libraries = || {
            tracing::debug!(target: "custos::http", "ours");
            tracing::debug!(target: "sqlparser::parser", "parsed");
            tracing::trace!(target: "datafusion_sql::planner", "planned");
            tracing::debug!(target: "datafusion_optimizer::optimizer", "optimized");
            tracing::info!(target: "datafusion::execution", "told");
            tracing::info!(target: "object_store::client::retry", "retried");
        };
        for (level, expected) in [
            ("debug", ["ours", "told"].as_slice()),
            ("trace", &["ours", "told"]),
            ("warn", &[]),
            ("warn,custos=debug", &["ours"]),
            ("info,data=debug", &["told"]),
            ("trace,sqlparser=debug", &["ours", "parsed", "told"]),
            ("debug,datafusion_sql=trace", &["ours", "planned", "told"]),
            ("warn,datafusion=debug", &["optimized", "told"]),
            ("info,object_store=info", &["told", "retried"]),
        ] {
            let text = logged(level, libraries);
            let found: Vec<&str> = ["ours", "parsed", "planned", "optimized", "told", "retried"]
                .into_iter()
                .filter(|word| text.contains(&format!(": {word}\n")))
                .collect();
            assert_eq!(found, expected, "{level}: {text}");
        }
    }
}
