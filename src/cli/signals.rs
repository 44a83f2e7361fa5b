//! The signals that ask the program to end, or to begin anew.

use std::time::Duration;

use anyhow::Context as _;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// Exit code of a process that SIGINT ended, as shells give it.
pub(super) const INTERRUPTED: i32 = 130;
/// Within this time further signals are taken for the one before.
const SAME_SIGNAL: Duration = Duration::from_millis(500);

/// What a signal asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// SIGTERM or SIGINT.
    Stop,
    /// SIGHUP: the terminal was closed, or somebody wants another configuration.
    Hangup,
}

#[derive(Debug)]
pub(super) struct Signals {
    terminate: Signal,
    interrupt: Signal,
    /// None where whoever started the program wants it to be ignored (`nohup`).
    hangup: Option<Signal>,
}

impl Signals {
    /// `always` takes SIGHUP also where it was ignored at start: it then does not end the program.
    pub(super) fn new(always: bool) -> anyhow::Result<Self> {
        let hangup = (always || !is_hangup_ignored()).then(|| signal(SignalKind::hangup()));
        Ok(Self {
            terminate: signal(SignalKind::terminate()).context("cannot handle SIGTERM")?,
            interrupt: signal(SignalKind::interrupt()).context("cannot handle SIGINT")?,
            hangup: hangup.transpose().context("cannot handle SIGHUP")?,
        })
    }

    /// The next signal. Of several at once the one that stops: service managers send SIGHUP after SIGTERM.
    pub(super) async fn asked(&mut self) -> Asked {
        let hangup = async {
            match &mut self.hangup {
                Some(hangup) => hangup.recv().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            _ = self.terminate.recv() => Asked::Stop,
            _ = self.interrupt.recv() => Asked::Stop,
            _ = hangup => Asked::Hangup,
        }
    }

    /// Waits for SIGTERM or SIGINT.
    pub(super) async fn stopped(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }

    /// Waits for a further signal to stop. `timeout`, npm and others that pass signals on send one that went to the
    /// whole group of processes again, at once: that is not a second one. Nor is SIGHUP: who closes a terminal sends it
    /// several times.
    pub(super) async fn again(&mut self) {
        let twice = tokio::time::sleep(SAME_SIGNAL);
        tokio::pin!(twice);
        loop {
            tokio::select! {
                () = self.stopped() => {}
                () = &mut twice => break,
            }
        }
        self.stopped().await;
    }
}

/// Whether SIGHUP was ignored when the program was started. Where the system does not tell, it was not.
fn is_hangup_ignored() -> bool {
    std::fs::read_to_string("/proc/self/status").is_ok_and(|status| ignores_hangup(&status))
}

/// SIGHUP is signal 1, the lowest bit of the mask.
fn ignores_hangup(status: &str) -> bool {
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_some_and(|mask| mask & 1 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hangup_that_was_ignored_is_known() {
        assert!(ignores_hangup("Name:\tcustos\nSigBlk:\t0000000000000001\nSigIgn:\t0000000000001001\n"));
        for other in ["", "SigIgn:\t0000000000001000\nSigCgt:\t0000000000000001", "SigIgn:\tx"] {
            assert!(!ignores_hangup(other), "{other}");
        }
    }
}
