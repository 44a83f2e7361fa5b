//! When requests are due at a given rate.

use std::{
    collections::VecDeque,
    thread,
    time::{Duration, Instant},
};

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// An even rate over several connections, open loop: a request is due at its time whatever happened to the others, and
/// its latency counts from then. A thread keeps the time, since timers of the runtime fire up to two milliseconds late,
/// which would count as latency of the collector.
pub(super) struct Pace {
    lanes: VecDeque<UnboundedSender<Instant>>,
}

impl Pace {
    /// For so many connections; each takes its times from one of the receivers.
    pub(super) fn new(lanes: usize) -> (Self, Vec<UnboundedReceiver<Instant>>) {
        let (lanes, receivers) = (0..lanes).map(|_| unbounded_channel()).unzip();
        (Self { lanes }, receivers)
    }

    /// Starts: one request every `interval`, until `end` or until all connections have stopped.
    pub(super) fn start(mut self, begin: Instant, end: Option<Instant>, interval: Duration) -> std::io::Result<()> {
        let run = move || {
            for n in 0_u64.. {
                let due = begin + interval.mul_f64(n as f64);
                thread::sleep(due.saturating_duration_since(Instant::now()));
                if end.is_some_and(|end| due >= end) || !self.send(due) {
                    return;
                }
            }
        };
        thread::Builder::new().name("pace".to_owned()).spawn(run).map(drop)
    }

    /// Gives the next connection its turn. One that has stopped leaves it to the next: others may still hold a request.
    fn send(&mut self, due: Instant) -> bool {
        while let Some(lane) = self.lanes.pop_front() {
            if lane.send(due).is_ok() {
                self.lanes.push_back(lane);
                return true;
            }
        }
        false
    }
}

/// Requests of a connection that were due and wait; it takes no more.
pub(super) fn waiting(due: &mut UnboundedReceiver<Instant>) -> u64 {
    due.close();
    let mut waiting = 0;
    while due.try_recv().is_ok() {
        waiting += 1;
    }
    waiting
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_connection_that_stops_does_not_stop_the_others() {
        let (mut pace, mut due) = Pace::new(3);
        drop(due.remove(1));
        let begin = Instant::now();
        let times: Vec<_> = (0..4).map(|n| begin + Duration::from_millis(n)).collect();
        assert!(times.iter().all(|time| pace.send(*time)));
        let got = due.iter_mut().map(|due| std::iter::from_fn(|| due.try_recv().ok()).collect::<Vec<_>>());
        assert_eq!(got.collect::<Vec<_>>(), [[times[0], times[2]], [times[1], times[3]]]);
        drop(due);
        assert!(!pace.send(begin));
    }

    #[test]
    fn what_is_due_and_not_sent_is_counted() {
        let (mut pace, mut due) = Pace::new(1);
        let begin = Instant::now();
        assert!(pace.send(begin) && pace.send(begin));
        assert_eq!(waiting(&mut due[0]), 2);
        assert!(!pace.send(begin));
    }
}
