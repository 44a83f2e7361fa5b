//! `custos run`: the collector, until it is told to stop.

use std::{process::ExitCode, time::Duration};

use anyhow::Context as _;
use clap::Args;
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::{ConfigArgs, Failure, runtime};
use crate::{
    app::App,
    config::{Config, Loaded, Origin},
    http::Metrics,
    logging,
};

/// Exit code of a process that SIGINT ended, as shells give it.
pub(super) const INTERRUPTED: i32 = 130;
/// Within this time further signals are taken for the one before.
const SAME_SIGNAL: Duration = Duration::from_millis(500);

/// 2026-01-01, which was before this was written.
const CLOCK_SET: Duration = Duration::from_secs(1_767_225_600);

#[derive(Args, Debug)]
#[command(after_help = "\
By default it listens on 127.0.0.1 only and keeps everything in ./custos-data:
  OTLP/gRPC 4317, OTLP/HTTP 4318, SQL and metrics 8080.

SIGTERM or SIGINT: stops taking requests, commits what it has, lets running queries end within limits.drain_timeout, \
exits 0. A second signal: exits at once; what was acknowledged is in the write-ahead log and is committed after the \
next start.

Examples:
  custos run
  custos run --config custos.toml
  CUSTOS__LAKE__URL=s3://bucket/path custos run")]
pub(super) struct RunArgs {
    #[command(flatten)]
    config: ConfigArgs,
}

pub(super) fn run(args: &RunArgs) -> Result<ExitCode, Failure> {
    let loaded = args.config.load()?;
    logging::start(&loaded.config.log)?;
    logging::hide_panic_messages();
    #[cfg(unix)]
    open_files(&loaded.config);
    #[cfg(feature = "fault-injection")]
    crate::config::arm_fault();
    let runtime = runtime()?;
    let ended = runtime.block_on(collect(loaded, args.config.path().is_some()));
    // A disk or a name server that does not answer would be waited for, for ever; what is durable does not depend on it.
    runtime.shutdown_background();
    ended?;
    Ok(ExitCode::SUCCESS)
}

/// Files of the log, the lake and its threads, beside connections.
#[cfg(unix)]
const OTHER_FILES: u64 = 256;

/// Takes as many open files as this process may have: the limit that most systems set at first is below what three listeners may have
/// of connections, and without a number for a file nothing is committed either.
#[cfg(unix)]
fn open_files(config: &Config) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let may = getrlimit(Resource::Nofile);
    let _ = setrlimit(Resource::Nofile, Rlimit { current: may.maximum, ..may });
    let Some(have) = getrlimit(Resource::Nofile).current else { return };
    let otlp = &config.receivers.otlp;
    let listeners = [otlp.grpc.enabled, otlp.http.enabled, config.http.enabled].into_iter().filter(|on| *on).count();
    let need = OTHER_FILES + listeners as u64 * config.limits.max_connections as u64;
    if have < need {
        tracing::warn!(
            have,
            need,
            "limits.max_connections may need more open files than are allowed; raise the limit (ulimit -n, LimitNOFILE) or lower it"
        );
    }
}

async fn collect(loaded: Loaded, from_file: bool) -> anyhow::Result<()> {
    let mut stop = Stop::new()?;
    for warning in &loaded.warnings {
        let origin = if warning.origin == Origin::Default { String::new() } else { warning.origin.to_string() };
        tracing::warn!(key = warning.key, origin, warning = warning.what, "check the configuration");
    }
    let config = loaded.config;
    tracing::info!(
        version = env!("CARGO_PKG_VERSION"),
        data_dir = %config.data_dir.display(),
        lake = config.lake_url(),
        configuration = if from_file { "file" } else { "defaults" },
        "custos starts"
    );
    // Without a battery a clock begins in 1970, until the network sets it.
    if std::time::SystemTime::now() < std::time::UNIX_EPOCH + CLOCK_SET {
        tracing::warn!("the clock of this machine is not set: received_at and the times in the ledger will be wrong");
    }
    let building = App::build(config, Metrics::install()?);
    let app = tokio::select! {
        app = building => app?,
        () = stop.signalled() => return Ok(()),
    };
    let mut running = app.start().await?;
    let shown = |address: Option<std::net::SocketAddr>| address.map_or_else(|| "off".into(), |a| a.to_string());
    tracing::info!(
        otlp_grpc = shown(running.addresses.otlp_grpc),
        otlp_http = shown(running.addresses.otlp_http),
        http = shown(running.addresses.http),
        "custos is ready"
    );
    let failure = tokio::select! {
        () = stop.signalled() => None,
        error = running.failed() => Some(error),
    };
    tracing::info!("custos stops: no more requests are taken, what is durable is committed");
    tokio::spawn(async move {
        stop.again().await;
        tracing::warn!("a second signal: custos exits at once");
        std::process::exit(INTERRUPTED);
    });
    running.drain().await?;
    match failure {
        Some(error) => Err(error),
        None => {
            tracing::info!("custos has stopped");
            Ok(())
        }
    }
}

/// The signals that ask the program to end.
#[derive(Debug)]
pub(super) struct Stop {
    terminate: Signal,
    interrupt: Signal,
}

impl Stop {
    pub(super) fn new() -> anyhow::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate()).context("cannot handle SIGTERM")?,
            interrupt: signal(SignalKind::interrupt()).context("cannot handle SIGINT")?,
        })
    }

    pub(super) async fn signalled(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }

    /// Waits for a further signal. `timeout`, npm and others that pass signals on send one that went to the whole group of processes again,
    /// at once: that is not a second one.
    pub(super) async fn again(&mut self) {
        let twice = tokio::time::sleep(SAME_SIGNAL);
        tokio::pin!(twice);
        loop {
            tokio::select! {
                () = self.signalled() => {}
                () = &mut twice => break,
            }
        }
        self.signalled().await;
    }
}
