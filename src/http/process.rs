//! Metrics of the process itself, under the names that every Prometheus client library uses.

use std::{fmt::Write as _, fs, time::Duration};

/// Ticks of `/proc/self/stat` in a second: fixed at 100 in what Linux shows to programs.
const TICKS: f64 = 100.0;

/// What the system says of this process; empty where there is no `/proc`.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Process {
    pub(super) resident_bytes: Option<u64>,
    pub(super) cpu_seconds: Option<f64>,
    pub(super) open_files: Option<usize>,
    pub(super) max_files: Option<u64>,
    pub(super) start_unix: Option<f64>,
}

impl Process {
    pub(super) fn read() -> Self {
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
        let limits = fs::read_to_string("/proc/self/limits").unwrap_or_default();
        let system = fs::read_to_string("/proc/stat").unwrap_or_default();
        Self {
            resident_bytes: resident(&status),
            cpu_seconds: cpu(&stat),
            open_files: fs::read_dir("/proc/self/fd").ok().map(Iterator::count),
            max_files: max_files(&limits),
            start_unix: start(&stat, &system),
        }
    }
}

fn resident(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()?.checked_mul(1024)
}

fn cpu(stat: &str) -> Option<f64> {
    // The name of the program, in parentheses, may hold spaces; `utime` and `stime` are the 12th and 13th after it.
    let mut fields = stat.rsplit_once(')')?.1.split_ascii_whitespace().skip(11);
    let (user, system): (u64, u64) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    Some(user.saturating_add(system) as f64 / TICKS)
}

fn max_files(limits: &str) -> Option<u64> {
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_ascii_whitespace().next()?.parse().ok()
}

/// Unix time of the start: ticks since the system's, the 20th field after the name.
fn start(stat: &str, system: &str) -> Option<f64> {
    let ticks: u64 = stat.rsplit_once(')')?.1.split_ascii_whitespace().nth(19)?.parse().ok()?;
    let boot: u64 = system.lines().find_map(|line| line.strip_prefix("btime "))?.trim().parse().ok()?;
    Some(boot as f64 + ticks as f64 / TICKS)
}

/// Adds the metrics of the process and the build to Prometheus text.
pub(super) fn append(text: &mut String, uptime: Duration) {
    let process = Process::read();
    let mut metric = |name: &str, kind: &str, help: &str, value: Option<f64>| {
        if let Some(value) = value {
            // Writing to a string cannot fail.
            let _ = write!(text, "# HELP {name} {help}\n# TYPE {name} {kind}\n{name} {value}\n");
        }
    };
    metric("process_cpu_seconds_total", "counter", "CPU time, user and system", process.cpu_seconds);
    metric("process_resident_memory_bytes", "gauge", "Resident memory", process.resident_bytes.map(|b| b as f64));
    metric("process_open_fds", "gauge", "Open files", process.open_files.map(|n| n as f64));
    metric("process_max_fds", "gauge", "Most open files", process.max_files.map(|n| n as f64));
    metric("process_start_time_seconds", "gauge", "Start of the process, Unix time", process.start_unix);
    metric("custos_uptime_seconds", "gauge", "Time since start", Some(uptime.as_secs_f64()));
    let _ = write!(
        text,
        "# HELP custos_build_info Version of the program\n# TYPE custos_build_info gauge\ncustos_build_info{{version=\"{}\"}} 1\n",
        env!("CARGO_PKG_VERSION")
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proc_files_are_read() {
        assert_eq!(resident("Name:\tx\nVmRSS:\t    12 kB\n"), Some(12 << 10));
        assert_eq!(cpu("1 (a b) c) S 1 1 1 0 -1 4194560 1 2 3 4 150 50 0 0 20 0"), Some(2.0));
        assert_eq!(
            max_files("Max processes 5 5 processes\nMax open files            1024                 4096  files\n"),
            Some(1024)
        );
        let stat = "1 (a b) c) S 1 1 1 0 -1 4194560 1 2 3 4 150 50 0 0 20 0 1 0 250 1000";
        assert_eq!(start(stat, "cpu 1 2\nbtime 1000\n"), Some(1002.5));
        assert_eq!((resident(""), cpu(""), max_files(""), start("", "")), (None, None, None, None));
    }

    #[test]
    fn every_metric_has_a_type() {
        let mut text = String::new();
        append(&mut text, Duration::from_secs(1));
        assert!(text.contains("custos_uptime_seconds 1\n"), "{text}");
        assert!(text.contains("# TYPE custos_build_info gauge\ncustos_build_info{version=\""), "{text}");
    }
}
