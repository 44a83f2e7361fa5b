//! Places where a crash test may kill the process. Without the feature `fault-injection` nothing of it is compiled in.

/// Aborts the process when this place was armed with [`arm`] and has now been reached often enough.
#[cfg(feature = "fault-injection")]
pub fn point(name: &'static str) {
    if armed::hit(name) {
        std::process::abort();
    }
}

/// Without the feature `fault-injection`: nothing.
#[cfg(not(feature = "fault-injection"))]
#[inline(always)]
pub fn point(_name: &'static str) {}

#[cfg(feature = "fault-injection")]
pub use armed::arm;

#[cfg(feature = "fault-injection")]
mod armed {
    use std::sync::{Mutex, PoisonError};

    static ARMED: Mutex<Option<(String, u64)>> = Mutex::new(None);

    /// Arms one place: the process aborts, as after `kill -9`, when it is reached for the `hits`-th time (1 is the next
    /// time).
    pub fn arm(name: &str, hits: u64) {
        *ARMED.lock().unwrap_or_else(PoisonError::into_inner) = Some((name.to_owned(), hits.max(1)));
    }

    pub(super) fn hit(name: &str) -> bool {
        match ARMED.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
            Some((armed, left)) if armed == name => {
                *left -= 1;
                *left == 0
            }
            _ => false,
        }
    }
}
