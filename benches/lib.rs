//! What the benches share: load and what it costs a process, the raw speed of this machine, and cases for the quality
//! of redaction.

pub mod load;
pub mod quality;

use std::{
    fs::{File, read_to_string},
    io::Write,
    path::Path,
    time::{Duration, Instant},
};

/// CPU time (user and system) that a process has used, or `None` when it is gone.
///
/// Linux: fields 14 and 15 of `/proc/PID/stat`, in ticks of 10 ms.
pub fn cpu_time(pid: u32) -> Option<Duration> {
    let stat = read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let fields: Vec<_> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks: u64 = fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?;
    Some(Duration::from_millis(ticks * 10))
}

/// A line of `/proc/PID/status` in MiB: `VmRSS` (now) or `VmHWM` (peak).
pub fn memory_mib(pid: u32, field: &str) -> Option<f64> {
    let status = read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix(field)?.strip_prefix(':'))?;
    Some(line.trim().trim_end_matches(" kB").trim().parse::<f64>().ok()? / 1024.0)
}

/// Waits until a process has used no CPU time for `quiet`: it has finished what it was given.
pub fn wait_until_idle(pid: u32, quiet: Duration) {
    let mut last = cpu_time(pid);
    let mut since = Instant::now();
    while since.elapsed() < quiet {
        std::thread::sleep(Duration::from_millis(50));
        let now = cpu_time(pid);
        // A background timer may use a tick or two.
        if now.zip(last).is_some_and(|(now, last)| now > last + Duration::from_millis(20)) {
            (last, since) = (now, Instant::now());
        }
    }
}

/// Bytes a second that one core copies, on buffers larger than its caches.
pub fn memcpy_speed() -> f64 {
    let from = vec![7_u8; 256 << 20];
    let mut to = vec![0_u8; from.len()];
    to.copy_from_slice(&from);
    let begin = Instant::now();
    for _ in 0..4 {
        to.copy_from_slice(std::hint::black_box(&from));
        std::hint::black_box(&mut to);
    }
    4.0 * from.len() as f64 / begin.elapsed().as_secs_f64()
}

/// Bytes a second of `write` + `fdatasync` in pieces of `piece` bytes, and the time of each sync, sorted.
///
/// # Errors
/// When the file cannot be written.
pub fn fsync_speed(dir: &Path, piece: usize, total: usize) -> std::io::Result<(f64, Vec<Duration>)> {
    let path = dir.join("fsync-speed");
    let mut file = File::create(&path)?;
    let bytes: Vec<u8> = (0..piece).map(|n| (n * 31 % 251) as u8).collect();
    let mut times = Vec::new();
    let begin = Instant::now();
    for _ in 0..(total / piece).clamp(20, 500) {
        let one = Instant::now();
        file.write_all(&bytes)?;
        file.sync_data()?;
        times.push(one.elapsed());
    }
    let speed = (times.len() * piece) as f64 / begin.elapsed().as_secs_f64();
    std::fs::remove_file(path)?;
    times.sort();
    Ok((speed, times))
}
