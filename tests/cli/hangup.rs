//! SIGHUP: another configuration, or a terminal that was closed.

use std::{
    fs,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use super::support::{Collector, PATIENCE, config, custos, run, text, until};

/// Keys that listen on any port.
const LISTENERS: [&str; 3] =
    ["CUSTOS__HTTP__LISTEN", "CUSTOS__RECEIVERS__OTLP__GRPC__LISTEN", "CUSTOS__RECEIVERS__OTLP__HTTP__LISTEN"];

/// As it tells them: nobody else may look.
#[cfg(target_os = "linux")]
fn open_files(collector: &Collector) -> u64 {
    let answer = collector.request("GET", "/metrics", &[], "");
    let line = text(&answer.body).lines().find_map(|line| line.strip_prefix("process_open_fds "));
    line.and_then(|count| count.parse().ok()).unwrap()
}

/// The program is started by a link, as of a package, which an upgrade then exchanges for a program that tells of it.
#[cfg(target_os = "linux")]
#[test]
fn a_right_configuration_is_begun_with_and_a_wrong_one_is_told() {
    let links = tempfile::tempdir().unwrap();
    let link = links.path().join("custos");
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_custos"), &link).unwrap();
    let mut program = Command::new(&link);
    program.stdin(Stdio::null()).env("NO_COLOR", "1");
    let mut collector = Collector::start_by(program, "");
    collector.send(10);
    let files = open_files(&collector);

    config(collector.dir.path(), "query.max_rowss = 1");
    collector.signal("-HUP");
    until(|| collector.log().contains("goes on with the configuration that it has"), || collector.log());
    let log = collector.log();
    assert!(log.contains("did you mean `query.max_rows`?") && log.contains("custos.toml:6:7"), "{log}");
    collector.send(10);

    config(collector.dir.path(), "log.format = \"json\"");
    let upgrade = links.path().join("upgrade");
    let script = format!(
        "#!/bin/sh\necho $1 >> {}/begun\nexec {} \"$@\"\n",
        links.path().display(),
        env!("CARGO_BIN_EXE_custos")
    );
    fs::write(&upgrade, script).unwrap();
    fs::set_permissions(&upgrade, std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
    fs::rename(&upgrade, &link).unwrap();
    collector.signal("-HUP");
    collector.began_anew();
    assert_eq!(fs::read_to_string(links.path().join("begun")).unwrap(), "check\nrun\n");
    collector.committed(20);
    let log = collector.log();
    let is_json = |line: &&str| serde_json::from_str::<serde_json::Value>(line).is_ok();
    assert!(log.lines().rfind(|line| !line.is_empty()).is_some_and(|line| is_json(&line)), "the new format: {log}");
    collector.send(10);
    collector.committed(30);
    // Without those of connections to come and go.
    assert!(open_files(&collector) < files + 8, "{files} {}", open_files(&collector));

    collector.signal("-TERM");
    assert_eq!(collector.wait().code(), Some(0), "{}", collector.log());
    assert!(run(&["verify", "--config", collector.config()]).status.success());
    let log = collector.log();
    assert_eq!(log.matches("custos has stopped").count(), 2, "{log}");
}

#[test]
fn a_program_that_cannot_be_started_again_goes_on() {
    let links = tempfile::tempdir().unwrap();
    let link = links.path().join("custos");
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_custos"), &link).unwrap();
    let mut collector = Collector::start_by(Command::new(&link), "");
    fs::remove_file(&link).unwrap();
    collector.signal("-HUP");
    until(|| collector.log().contains("goes on with the configuration"), || collector.log());
    assert!(collector.log().contains("cannot start"), "{}", collector.log());
    collector.send(10);
    collector.signal("-TERM");
    assert_eq!(collector.wait().code(), Some(0), "{}", collector.log());
}

/// As of those who look after a file and tell of each change of it.
#[test]
fn many_hangups_do_not_end_it_whenever_they_come() {
    let mut collector = Collector::start("");
    let began = Instant::now();
    while collector.log().matches("custos starts version").count() < 6 {
        collector.signal("-HUP");
        assert_eq!(collector.child.try_wait().unwrap(), None, "{}", collector.log());
        assert!(began.elapsed() < PATIENCE, "{}", collector.log());
    }
    // The last one may not have been seen yet.
    std::thread::sleep(Duration::from_millis(200));
    until(
        || {
            let log = collector.log();
            log.rfind("custos is ready") > log.rfind("SIGHUP:")
        },
        || collector.log(),
    );
    collector.signal("-TERM");
    assert_eq!(collector.wait().code(), Some(0), "{}", collector.log());
}

#[test]
fn one_that_is_told_to_stop_while_it_is_to_begin_anew_stops() {
    let mut collector = Collector::start("limits.drain_timeout = \"5m\"");
    let running = super::run::large_answer(&collector);
    collector.signal("-HUP");
    until(|| collector.log().contains("starts again with it"), || collector.log());
    collector.signal("-TERM");
    until(|| collector.log().contains("does not start again"), || collector.log());
    assert_eq!(collector.child.try_wait().unwrap(), None, "the query still runs");
    drop(running);
    assert_eq!(collector.wait().code(), Some(0), "{}", collector.log());
    assert!(!collector.log().contains("custos starts again"), "{}", collector.log());
}

/// Starts one without a configuration file.
fn without_file(mut command: Command, dir: &std::path::Path) -> Child {
    for listener in LISTENERS {
        command.env(listener, "127.0.0.1:0");
    }
    let log = fs::File::create(dir.join("log")).unwrap();
    command.env("CUSTOS__DATA_DIR", dir.join("data")).stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
    let child = command.spawn().unwrap();
    until(|| dir.join("data/listen.json").exists(), || fs::read_to_string(dir.join("log")).unwrap());
    child
}

fn hang_up(child: &Child) {
    assert!(Command::new("kill").args(["-HUP", &child.id().to_string()]).status().unwrap().success());
}

/// The program as a terminal starts it. Whoever runs the tests may ignore SIGHUP (`nohup`), and their children would
/// too.
fn of_a_terminal() -> Command {
    if cfg!(not(target_os = "linux")) {
        return custos();
    }
    let mut command = Command::new("env");
    command.args(["--default-signal=HUP", env!("CARGO_BIN_EXE_custos")]).stdin(Stdio::null());
    command
}

#[test]
fn a_closed_terminal_ends_it_in_order() {
    let dir = tempfile::tempdir().unwrap();
    let mut command = of_a_terminal();
    command.arg("run");
    let mut child = without_file(command, dir.path());
    let listen: serde_json::Value =
        serde_json::from_slice(&fs::read(dir.path().join("data/listen.json")).unwrap()).unwrap();
    let endpoint = format!("http://{}", listen["otlp_grpc"].as_str().unwrap());
    assert!(run(&["send", "--endpoint", &endpoint, "--spans", "10", "--batch", "10"]).status.success());
    hang_up(&child);
    hang_up(&child);
    assert_eq!(child.wait().unwrap().code(), Some(0));
    let lake = dir.path().join("data/lake");
    let count = "SELECT count(*) AS n FROM spans";
    let output = run(&["query", "--lake", lake.to_str().unwrap(), "--format", "csv", count]);
    assert_eq!(text(&output.stdout).lines().last(), Some("10"), "{}", text(&output.stderr));
}

#[test]
fn a_closed_terminal_ends_a_demo_in_order() {
    let dir = tempfile::tempdir().unwrap();
    let mut command = of_a_terminal();
    command.args(["demo", "--keep-running", "--data-dir"]).arg(dir.path().join("data"));
    let mut child = without_file(command, dir.path());
    hang_up(&child);
    // 1 when the show was not over yet.
    assert!(matches!(child.wait().unwrap().code(), Some(0 | 1)));
    assert!(!dir.path().join("data/listen.json").exists(), "it was drained");
}

#[cfg(target_os = "linux")]
#[test]
fn one_that_was_started_to_outlive_its_terminal_does() {
    let dir = tempfile::tempdir().unwrap();
    let mut shell = Command::new("sh");
    shell.args(["-c", "trap '' HUP && exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_custos"), "run"]);
    let mut child = without_file(shell, dir.path());
    hang_up(&child);
    std::thread::sleep(Duration::from_secs(1));
    assert_eq!(child.try_wait().unwrap(), None);
    assert!(Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
