//! Lines of the log that may come again and again.

use std::time::{Duration, Instant};

/// Time between two of one kind.
const INTERVAL: Duration = Duration::from_secs(10);

/// Lets one through in a while: what goes on for hours must not fill the disk with the same line.
#[derive(Debug, Default)]
pub struct Seldom(Option<Instant>);

impl Seldom {
    /// Whether it is time to say it.
    pub fn due(&mut self) -> bool {
        self.due_at(Instant::now())
    }

    fn due_at(&mut self, now: Instant) -> bool {
        let due = self.0.is_none_or(|last| now.saturating_duration_since(last) >= INTERVAL);
        if due {
            self.0 = Some(now);
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_is_said_and_then_one_in_an_interval() {
        let (mut seldom, start) = (Seldom::default(), Instant::now());
        let said: Vec<_> = (0..25).filter(|s| seldom.due_at(start + Duration::from_secs(*s))).collect();
        assert_eq!(said, [0, 10, 20]);
    }
}
