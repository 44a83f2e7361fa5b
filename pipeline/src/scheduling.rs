//! Who goes first when threads want the same core: those on which a client waits for its acknowledgement.
//!
//! On Linux, where both settings are of one thread; elsewhere nothing is asked for.

/// A shard: it runs for a millisecond between two waits for the disk. With a slice shorter than that of who runs, a
/// thread that wakes up gets the core at once and not at the end of the other's slice (0.7 to 2.8 ms). Linux takes
/// slices of 0.1 to 100 ms since 6.12 (`sched_setattr(2)`, `PREEMPT_SHORT`); older ones take no notice.
pub(crate) fn go_first() {
    #[cfg(target_os = "linux")]
    linux::ask(0, 100_000);
}

/// A lane: it works for long on what nobody waits for. Its share of a core that others want is a quarter, so that it keeps
/// up with shards that are always busy.
pub(crate) fn step_back() {
    #[cfg(target_os = "linux")]
    linux::ask(5, 20_000_000);
}

#[cfg(target_os = "linux")]
mod linux {
    use std::io;

    use rustix::process::{getpriority_process, setpriority_process};

    /// Asks for a slice in nanoseconds, and for `nicer` steps below the priority of the process.
    pub(super) fn ask(nicer: i32, slice: u64) {
        if let Err(error) = set(nicer, slice) {
            tracing::debug!(%error, "threads run with slices of the system's length");
            // Some sandboxes know the older call alone.
            let nice = || getpriority_process(None).map_or(nicer, |own| lower(own, nicer));
            if nicer > 0
                && let Err(error) = setpriority_process(None, nice())
            {
                tracing::debug!(%error, "encoding runs at the priority of receiving");
            }
        }
    }

    fn lower(own: i32, nicer: i32) -> i32 {
        own.saturating_add(nicer).min(19)
    }

    /// A slice of this thread, and a priority `nicer` steps below its own. Who runs custos under another policy (batch, real time) means it: an error.
    fn set(nicer: i32, slice: u64) -> io::Result<()> {
        let mut attributes = get()?;
        if attributes.sched_policy != libc::SCHED_OTHER.cast_unsigned() {
            return Err(io::Error::other("another scheduling policy was chosen"));
        }
        (attributes.sched_nice, attributes.sched_runtime) = (lower(attributes.sched_nice, nicer), slice);
        // SAFETY: the kernel reads `size` bytes of a struct that lives until it returns; 0 is this thread.
        #[expect(unsafe_code, reason = "no library asks for slices")]
        let done = unsafe { libc::syscall(libc::SYS_sched_setattr, 0, &raw const attributes, 0) };
        if done == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
    }

    /// What this thread has. Its slice is 0 before Linux 6.12.
    fn get() -> io::Result<libc::sched_attr> {
        let size = u32::try_from(size_of::<libc::sched_attr>()).unwrap_or_default();
        let mut attributes = libc::sched_attr {
            size,
            sched_policy: 0,
            sched_flags: 0,
            sched_nice: 0,
            sched_priority: 0,
            sched_runtime: 0,
            sched_deadline: 0,
            sched_period: 0,
        };
        // SAFETY: the kernel writes at most `size` bytes to a struct that lives until it returns; 0 is this thread.
        #[expect(unsafe_code, reason = "no library asks for slices")]
        let done = unsafe { libc::syscall(libc::SYS_sched_getattr, 0, &raw mut attributes, size, 0) };
        if done == 0 { Ok(attributes) } else { Err(io::Error::last_os_error()) }
    }

    #[cfg(test)]
    mod tests {
        use std::thread;

        use super::*;

        #[test]
        fn a_thread_alone_steps_back() {
            let before = get().unwrap();
            let (first, back) = thread::spawn(|| {
                super::super::go_first();
                let first = get().unwrap();
                super::super::step_back();
                (first, get().unwrap())
            })
            .join()
            .unwrap();
            assert_eq!((first.sched_nice, back.sched_nice), (before.sched_nice, (before.sched_nice + 5).min(19)));
            // Older kernels have no slices of threads.
            if before.sched_runtime > 0 {
                assert_eq!((first.sched_runtime, back.sched_runtime), (100_000, 20_000_000));
            }
            let after = get().unwrap();
            assert_eq!((after.sched_nice, after.sched_runtime), (before.sched_nice, before.sched_runtime));
        }
    }
}
