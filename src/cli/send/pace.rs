//! When requests are due at a given rate.

use std::{
    thread,
    time::{Duration, Instant},
};

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// An even rate over several connections, open loop: a request is due at its time whatever happened to the others, and its
/// latency counts from then. A thread keeps the time, since timers of the runtime fire up to two milliseconds late,
/// which would count as latency of the collector.
pub(super) struct Pace {
    lanes: Vec<UnboundedSender<Instant>>,
}

impl Pace {
    /// For so many connections; each takes its times from one of the receivers.
    pub(super) fn new(lanes: usize) -> (Self, Vec<UnboundedReceiver<Instant>>) {
        let (lanes, receivers) = (0..lanes).map(|_| unbounded_channel()).unzip();
        (Self { lanes }, receivers)
    }

    /// Starts: one request every `interval`, until `end` or until a connection has stopped.
    pub(super) fn start(self, begin: Instant, end: Option<Instant>, interval: Duration) -> std::io::Result<()> {
        let run = move || {
            for (n, lane) in (0_u32..).zip(self.lanes.iter().cycle()) {
                let due = begin + interval.mul_f64(f64::from(n));
                thread::sleep(due.saturating_duration_since(Instant::now()));
                if end.is_some_and(|end| due >= end) || lane.send(due).is_err() {
                    return;
                }
            }
        };
        thread::Builder::new().name("pace".to_owned()).spawn(run).map(drop)
    }
}
