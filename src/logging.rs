//! What the program says about itself: log lines and panics, on standard error.

use std::{io, panic, thread};

use anyhow::anyhow;
use tracing_subscriber::EnvFilter;

use crate::config::{Log, LogFormat};

/// Starts logging. Once a process.
///
/// # Errors
/// When the level is not one (the configuration was checked) or logging was started before.
pub(crate) fn start(log: &Log) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&log.level)?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    let result = match log.format {
        LogFormat::Text => builder.with_ansi(io::IsTerminal::is_terminal(&io::stderr())).try_init(),
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
    };
    result.map_err(|error| anyhow!("cannot start logging: {error}"))
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
