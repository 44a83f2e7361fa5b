//! `custos run`: the collector, until it is told to stop.

use std::{
    path::Path,
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use clap::Args;

use super::{
    ConfigArgs, Failure,
    renewal::Renewal,
    runtime,
    signals::{Asked, INTERRUPTED, Signals},
};
use crate::{
    app::{Running, Starting},
    config::{Loaded, Origin},
    http::Metrics,
    logging,
};

/// 2026-01-01, which was before this was written.
const CLOCK_SET: Duration = Duration::from_secs(1_767_225_600);

#[derive(Args, Debug)]
#[command(after_help = "\
By default it listens on 127.0.0.1 only and keeps everything in ./custos-data:
  OTLP/gRPC 4317, OTLP/HTTP 4318, SQL and metrics 8080.

SIGTERM or SIGINT: stops taking requests, commits what it has, lets running queries end within limits.drain_timeout, \
exits 0. A second signal: exits at once; what was acknowledged is in the write-ahead log and is committed after the \
next start.
SIGHUP with --config: checks the file as custos check does. If it is right, stops as above and starts again with it, in the \
same process, by the program that is now in its place; mistakes are logged, and it goes on as it was. Without --config \
(a closed terminal): as SIGTERM.

Examples:
  custos run
  custos run --config custos.toml
  CUSTOS__LAKE__URL=s3://bucket/path custos run")]
pub(super) struct RunArgs {
    #[command(flatten)]
    config: ConfigArgs,
}

pub(super) fn run(args: &RunArgs) -> Result<ExitCode, Failure> {
    let runtime = runtime()?;
    // Before anything that takes time, and before the file is read: until then a signal ends it, and a SIGHUP that
    // follows another is ignored.
    let signals = {
        let _runtime = runtime.enter();
        Signals::new(args.config.path().is_some())?
    };
    let loaded = args.config.load()?;
    logging::start(&loaded.config.log)?;
    logging::hide_panic_messages();
    #[cfg(target_os = "linux")]
    keep_memory_private();
    #[cfg(unix)]
    open_files(&loaded.config);
    #[cfg(feature = "fault-injection")]
    crate::config::arm_fault();
    let ended = runtime.block_on(collect(loaded, args.config.path(), signals));
    // A disk or a name server that does not answer would be waited for, for ever; what is durable does not depend on
    // it.
    runtime.shutdown_background();
    match ended? {
        End::Stop => Ok(ExitCode::SUCCESS),
        End::Again(renewal) => Err(renewal.begin().into()),
    }
}

/// Why it ends.
#[derive(Debug)]
enum End {
    Stop,
    /// To begin anew, with a configuration that was checked.
    Again(Renewal),
}

/// Requests are in memory before they are redacted, and keys may be in the environment: there are no core dumps, which
/// are written to disk as a whole, and no other process of the same user reads them.
#[cfg(target_os = "linux")]
pub(super) fn keep_memory_private() {
    use rustix::process::{DumpableBehavior, set_dumpable_behavior};
    if let Err(error) = set_dumpable_behavior(DumpableBehavior::NotDumpable) {
        tracing::warn!(%error, "a crash may write the memory of this process to disk");
    }
}

/// Files of the log, the lake and its threads, beside connections.
#[cfg(unix)]
const OTHER_FILES: u64 = 256;

/// Takes as many open files as this process may have: the limit that most systems set at first is below what three
/// listeners may have of connections, and without a number for a file nothing is committed either.
#[cfg(unix)]
fn open_files(config: &crate::config::Config) {
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

async fn collect(loaded: Loaded, file: Option<&Path>, mut signals: Signals) -> anyhow::Result<End> {
    for warning in &loaded.warnings {
        let origin = if warning.origin == Origin::Default { String::new() } else { warning.origin.to_string() };
        tracing::warn!(key = warning.key, origin, warning = warning.what, "check the configuration");
    }
    let config = loaded.config;
    tracing::info!(
        version = env!("CARGO_PKG_VERSION"),
        data_dir = %config.data_dir.display(),
        lake = config.lake_url(),
        configuration = if file.is_some() { "file" } else { "defaults" },
        "custos starts"
    );
    // Without a battery a clock begins in 1970, until the network sets it.
    if std::time::SystemTime::now() < std::time::UNIX_EPOCH + CLOCK_SET {
        tracing::warn!("the clock of this machine is not set: received_at and the times in the ledger will be wrong");
    }
    let renewal = file.map(Renewal::new).transpose()?;
    let mut starting = Starting::new(config, Metrics::install()?).await?;
    let opened = tokio::select! {
        opened = starting.open() => Ok(opened),
        end = asked_to_end(&mut signals, renewal.as_ref()) => Err(end),
    };
    let mut running = match opened {
        Ok(Ok(pipeline)) => starting.run(pipeline).await?,
        Ok(Err(error)) => {
            watch(signals, &End::Stop);
            starting.close().await;
            return Err(error);
        }
        Err(end) => {
            tracing::info!("custos stops before it is ready; what was acknowledged is in the write-ahead log");
            let stopped = watch(signals, &end);
            starting.close().await;
            return Ok(end.unless(&stopped));
        }
    };
    let shown = |address: Option<std::net::SocketAddr>| address.map_or_else(|| "off".into(), |a| a.to_string());
    tracing::info!(
        otlp_grpc = shown(running.addresses.otlp_grpc),
        otlp_http = shown(running.addresses.otlp_http),
        http = shown(running.addresses.http),
        "custos is ready"
    );
    let ended = tokio::select! {
        end = asked_to_end(&mut signals, renewal.as_ref()) => Ok(end),
        error = running.failed() => Err(error),
    };
    drain(running, signals, ended).await
}

/// Waits until a signal asks for the end. After SIGHUP only a configuration without mistakes is one to end for.
async fn asked_to_end(signals: &mut Signals, renewal: Option<&Renewal>) -> End {
    loop {
        match (signals.asked().await, renewal) {
            (Asked::Stop, _) => return End::Stop,
            (Asked::Hangup, None) => {
                tracing::info!("SIGHUP, and no configuration file to read again: as SIGTERM");
                return End::Stop;
            }
            (Asked::Hangup, Some(renewal)) => {
                tracing::info!("SIGHUP: the configuration file is checked");
                let checked = tokio::select! {
                    biased;
                    () = signals.stopped() => return End::Stop,
                    checked = renewal.check() => checked,
                };
                let Err(error) = checked else {
                    tracing::info!("the configuration is right: custos stops, and starts again with it");
                    return End::Again(renewal.clone());
                };
                let error = custos_model::with_causes(error.as_ref());
                tracing::error!(error, "custos goes on with the configuration that it has");
            }
        }
    }
}

/// Meanwhile, a further signal ends it at once. One that is to start again is first told not to; whether it was is what
/// this gives.
fn watch(mut signals: Signals, end: &End) -> Arc<AtomicBool> {
    let stopped = Arc::new(AtomicBool::new(false));
    let (told, is_stop) = (Arc::clone(&stopped), matches!(end, End::Stop));
    tokio::spawn(async move {
        if !is_stop {
            signals.stopped().await;
            told.store(true, Ordering::Relaxed);
            tracing::info!("custos does not start again: it was told to stop");
        }
        signals.again().await;
        tracing::warn!("a second signal: custos exits at once");
        std::process::exit(INTERRUPTED);
    });
    stopped
}

/// Commits what is durable, and ends.
async fn drain(running: Running, signals: Signals, ended: anyhow::Result<End>) -> anyhow::Result<End> {
    tracing::info!("custos stops: no more requests are taken, what is durable is committed");
    let stopped = watch(signals, ended.as_ref().unwrap_or(&End::Stop));
    let drained = running.drain().await;
    let end = ended?.unless(&stopped);
    match (&end, drained) {
        // What stopped it may be what the new configuration is for.
        (End::Again(_), Err(error)) => {
            tracing::error!(error = custos_model::with_causes(error.as_ref()), "custos has not stopped cleanly");
        }
        (End::Stop, Err(error)) => return Err(error),
        (_, Ok(())) => tracing::info!("custos has stopped"),
    }
    if matches!(end, End::Again(_)) {
        tracing::info!("custos starts again with the new configuration");
    }
    Ok(end)
}

impl End {
    fn unless(self, stopped: &AtomicBool) -> Self {
        if stopped.load(Ordering::Relaxed) { Self::Stop } else { self }
    }
}
