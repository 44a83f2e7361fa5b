//! `custos run`.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::TcpStream,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::Value;

use super::support::{Collector, PATIENCE, config, custos, files_below, run, text};

#[test]
fn a_wrong_configuration_starts_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let path = config(dir.path(), "lake.urll = \"x\"");
    for command in ["run", "query", "verify"] {
        let mut args = vec![command, "--config", path.to_str().unwrap()];
        args.extend((command == "query").then_some("SELECT 1"));
        let output = run(&args);
        assert_eq!(output.status.code(), Some(2), "{command}");
        assert!(text(&output.stderr).contains("did you mean `lake.url`?"), "{command}: {}", text(&output.stderr));
    }
}

/// What comes in is in memory before it is redacted.
#[cfg(target_os = "linux")]
#[test]
fn a_crash_leaves_no_core_dump() {
    use std::os::unix::process::ExitStatusExt as _;
    let dir = tempfile::tempdir().unwrap();
    let shell = |script: &str| {
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("ulimit -c unlimited; {script}")]).current_dir(dir.path());
        shell
    };
    if !shell("kill -ABRT $$").status().unwrap().core_dumped() {
        eprintln!("left out: this system dumps no core");
        return;
    }
    let mut program = shell("exec \"$0\" \"$@\"");
    program.arg(env!("CARGO_BIN_EXE_custos")).stdin(Stdio::null());
    let mut collector = Collector::start_by(program, "");
    collector.signal("-ABRT");
    let ended = collector.wait();
    assert!(ended.signal().is_some() && !ended.core_dumped(), "{ended}");
}

#[test]
fn an_address_in_use_names_the_key() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let dir = tempfile::tempdir().unwrap();
    let path = config(dir.path(), "");
    let output = custos()
        .args(["run", "--config", path.to_str().unwrap()])
        .env("CUSTOS__HTTP__LISTEN", taken.local_addr().unwrap().to_string())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let told = text(&output.stderr);
    assert!(told.contains("http.listen") && told.contains("CUSTOS__HTTP__LISTEN"), "{told}");
    assert!(told.contains("stop what listens there"), "{told}");
    // An address of documentation (RFC 5737), which no machine has.
    let output = custos()
        .args(["run", "--config", path.to_str().unwrap()])
        .env("CUSTOS__HTTP__LISTEN", "192.0.2.1:8080")
        .output()
        .unwrap();
    let told = text(&output.stderr);
    assert!(told.contains("no such address") && !told.contains("stop what listens"), "{told}");
}

#[cfg(target_os = "linux")]
#[test]
fn it_takes_as_many_open_files_as_it_may_have() {
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", "ulimit -Sn 200 && exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_custos")]);
    let collector = Collector::start_by(shell, "");
    let metrics = collector.request("GET", "/metrics", &[], "");
    let metrics = text(&metrics.body);
    let files = metrics.lines().find_map(|line| line.strip_prefix("process_max_fds ")).unwrap();
    assert_ne!(files, "200");
}

/// A full disk under the log file, or the end of the program behind a pipe.
#[cfg(target_os = "linux")]
#[test]
fn a_log_that_cannot_be_written_ends_nothing() {
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", "exec \"$0\" \"$@\" 2> /dev/full", env!("CARGO_BIN_EXE_custos")]);
    let mut collector = Collector::start_by(shell, "");
    collector.send(10);
    collector.committed(10);
    collector.signal("-TERM");
    assert_eq!(collector.wait().code(), Some(0));
}

/// Its owner may be about to write its name into it, or to commit its rows.
#[test]
fn a_log_in_use_is_neither_named_nor_looked_up_in_the_ledger() {
    let dir = tempfile::tempdir().unwrap();
    let path = config(dir.path(), "");
    let wal = dir.path().join("data/wal");
    fs::create_dir_all(&wal).unwrap();
    let lock = fs::File::create(wal.join("lock")).unwrap();
    lock.lock().unwrap();
    let output = run(&["run", "--config", path.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("in use by another process"), "{}", text(&output.stderr));
    assert!(!wal.join("writer").exists() && !dir.path().join("data/lake/ledger").exists());
}

#[test]
fn what_was_sent_is_answered_drained_and_verified() {
    let mut collector = Collector::start("log.format = \"json\"");
    collector.send(100);
    collector.signal("-TERM");
    assert_eq!(collector.wait().code(), Some(0), "{}", collector.log());
    for line in collector.log().lines() {
        serde_json::from_str::<Value>(line).unwrap();
    }
    assert!(!collector.dir.path().join("data/listen.json").exists());

    let config = collector.config();
    let count = "SELECT count(*) AS n FROM spans";
    let output = run(&["query", "--config", config, "--format", "jsonl", count]);
    assert_eq!(text(&output.stdout).trim(), r#"{"n":100}"#, "{}", text(&output.stderr));
    // The lake alone is enough.
    let lake = collector.dir.path().join("data/lake");
    let mut child = custos()
        .args(["query", "--lake", lake.to_str().unwrap(), "--format", "json", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(count.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(serde_json::from_slice::<Value>(&output.stdout).unwrap()[0]["n"], 100);
    let output = run(&["query", "--config", config, "SELECT span_idd FROM spans"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("span_id"), "{}", text(&output.stderr));
    let parquet = collector.dir.path().join("out.parquet");
    let output = run(&["query", "--config", config, "--format", "parquet", "-o", parquet.to_str().unwrap(), count]);
    assert!(output.status.success() && fs::read(&parquet).unwrap().starts_with(b"PAR1"));

    let output = run(&["verify", "--config", config]);
    let told = text(&output.stdout);
    assert!(output.status.success() && told.contains("ok: every signature"), "{told}");
    let head = told.lines().find_map(|line| line.strip_prefix("head")).unwrap().trim().to_owned();
    assert!(run(&["verify", "--config", config, "--expect-head", &head]).status.success());
    let other = format!("{}:{}", head.split(':').next().unwrap(), "0".repeat(64));
    assert_eq!(run(&["verify", "--config", config, "--expect-head", &other]).status.code(), Some(1));
    // Not a lake, or one whose ledger is gone, is no evidence.
    let above = run(&["verify", "--lake", collector.dir.path().join("data").to_str().unwrap()]);
    assert!(!above.status.success() && text(&above.stderr).contains("has no ledger"), "{}", text(&above.stderr));
    let entries = lake.join("ledger/entries");
    fs::rename(&entries, lake.join("../entries")).unwrap();
    let gone = run(&["verify", "--config", config]);
    assert!(!gone.status.success() && text(&gone.stderr).contains("was its ledger removed"), "{}", text(&gone.stderr));
    fs::rename(lake.join("../entries"), &entries).unwrap();
    let file = files_below(&lake.join("tables")).into_iter().find(|f| f.to_str().unwrap().contains("spans")).unwrap();
    let mut bytes = fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&file, bytes).unwrap();
    let output = run(&["verify", "--config", config]);
    let told = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1));
    assert!(told.contains(file.file_name().unwrap().to_str().unwrap()) && told.contains("FAILED: 1 problem"), "{told}");
}

#[test]
fn it_is_not_ready_while_it_waits_for_running_requests() {
    let mut collector = Collector::start("");
    let listen = fs::read(collector.dir.path().join("data/listen.json")).unwrap();
    let otlp = serde_json::from_slice::<Value>(&listen).unwrap()["otlp_http"].as_str().unwrap().to_owned();
    let mut running = TcpStream::connect(otlp).unwrap();
    running.set_read_timeout(Some(PATIENCE)).unwrap();
    let head = "POST /v1/traces HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 2\r\nexpect: 100-continue\r\n\r\n";
    running.write_all(head.as_bytes()).unwrap();
    // Said when the body is asked for: from then on the request runs.
    let mut begun = [0; 25];
    running.read_exact(&mut begun).unwrap();
    assert_eq!(text(&begun), "HTTP/1.1 100 Continue\r\n\r\n");
    assert_eq!(collector.request("GET", "/readyz", &[], "").status, 200);
    collector.signal("-TERM");
    let began = Instant::now();
    let answer = loop {
        let answer = collector.request("GET", "/readyz", &[], "");
        if answer.status != 200 {
            break answer;
        }
        assert!(began.elapsed() < PATIENCE, "{}", collector.log());
    };
    assert_eq!((answer.status, &answer.json()["reasons"][0]), (503, &"it is stopping".into()));
    assert!(text(&collector.request("GET", "/metrics", &[], "").body).contains("custos_ready 0"));
    running.write_all(b"{}").unwrap();
    let mut answer = [0; 12];
    running.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 200");
    assert_eq!(collector.wait().code(), Some(0), "{}", collector.log());
}

/// Begins a query whose answer is larger than what sockets hold, and reads its head.
pub(crate) fn large_answer(collector: &Collector) -> TcpStream {
    let sql = "SELECT value, repeat('x', 1000) AS x FROM generate_series(1, 20000)";
    let mut stream = TcpStream::connect(collector.http).unwrap();
    let (host, length) = (collector.http, sql.len());
    let head =
        format!("POST /api/v1/sql HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\ncontent-length: {length}\r\n");
    stream.write_all(format!("{head}accept: text/csv\r\n\r\n{sql}").as_bytes()).unwrap();
    let mut begin = [0; 15];
    stream.read_exact(&mut begin).unwrap();
    assert_eq!(text(&begin), "HTTP/1.1 200 OK");
    stream
}

#[test]
fn a_query_that_runs_is_answered_before_the_end_and_a_new_one_is_refused() {
    let mut collector = Collector::start("limits.drain_timeout = \"5m\"");
    let mut stream = large_answer(&collector);
    collector.signal("-TERM");
    let began = Instant::now();
    // Longer than all else takes to end.
    while began.elapsed() < Duration::from_secs(4) {
        std::thread::sleep(Duration::from_millis(500));
        let refused = collector.sql("SELECT 1", &[]);
        assert_eq!(refused.status, 503, "{}", text(&refused.body));
        assert_eq!(refused.json()["error"]["kind"], "stopping");
        assert!(refused.head.contains("\r\nretry-after: 1"), "{}", refused.head);
        assert_eq!(collector.child.try_wait().unwrap(), None);
    }
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let answer = text(&answer);
    assert!(answer.contains("\r\n20000,xxx") && answer.ends_with("\r\n0\r\n\r\n"), "{} bytes", answer.len());
    assert_eq!(collector.wait().code(), Some(0), "{}", collector.log());
    assert!(began.elapsed() < 2 * PATIENCE, "nothing waits for longer than the query");
}

#[test]
fn a_query_that_does_not_end_keeps_nothing() {
    let mut collector = Collector::start("limits.drain_timeout = \"2s\"");
    let stream = large_answer(&collector);
    collector.signal("-TERM");
    let began = Instant::now();
    assert_eq!(collector.wait().code(), Some(0), "{}", collector.log());
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    assert!(collector.log().contains("queries did not end"), "{}", collector.log());
    drop(stream);
}

/// `timeout` and npm send what went to all processes of a group to their child again.
#[test]
fn a_signal_that_comes_twice_at_once_is_one_and_a_later_one_ends_it() {
    let mut collector = Collector::start("limits.drain_timeout = \"5m\"");
    let stream = large_answer(&collector);
    collector.signal("-TERM");
    collector.signal("-INT");
    std::thread::sleep(Duration::from_secs(1));
    assert_eq!(collector.child.try_wait().unwrap(), None, "the query still runs: {}", collector.log());
    collector.signal("-INT");
    assert_eq!(collector.wait().code(), Some(130), "{}", collector.log());
    assert!(collector.log().contains("a second signal"), "{}", collector.log());
    drop(stream);
}

/// A directory that was deleted, or a mount that went away: the next put would make it anew, and nobody could read what
/// is in it.
#[test]
fn a_lake_that_disappears_is_told_and_nothing_is_committed_to_what_is_there_instead() {
    let mut collector = Collector::start("");
    collector.send(10);
    collector.committed(10);
    let (lake, away) = (collector.dir.path().join("data/lake"), collector.dir.path().join("away"));
    fs::rename(&lake, &away).unwrap();
    collector.send(10);
    let began = Instant::now();
    let ready = loop {
        let ready = collector.request("GET", "/readyz", &[], "");
        if ready.status == 503 {
            break ready;
        }
        assert!(began.elapsed() < PATIENCE, "{}", collector.log());
        std::thread::sleep(Duration::from_millis(20));
    };
    assert!(text(&ready.body).contains("which was committed, is missing"), "{}", text(&ready.body));
    let metrics = collector.request("GET", "/metrics", &[], "");
    assert!(text(&metrics.body).contains("\ncustos_ready 0\n"));
    assert_eq!(collector.request("GET", "/healthz", &[], "").status, 200, "a restart does not help");
    assert!(!lake.exists() || files_below(&lake).is_empty(), "{:?}", files_below(&lake));

    let _ = fs::remove_dir_all(&lake);
    fs::rename(&away, &lake).unwrap();
    collector.committed(20);
    assert_eq!(collector.request("GET", "/readyz", &[], "").status, 200);

    // Another start does not begin a ledger of its own either.
    collector.signal("-TERM");
    assert_eq!(collector.wait().code(), Some(0));
    fs::remove_dir_all(&lake).unwrap();
    let output = run(&["run", "--config", collector.config()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("which was committed, is missing"), "{}", text(&output.stderr));
}

/// As a mount whose server is gone: a call of the system that does not return cannot be given up.
#[cfg(unix)]
#[test]
fn a_start_on_a_disk_that_does_not_answer_is_told_and_can_be_ended() {
    for (dir, told) in
        [("lake/ledger/keys", "the lake is being opened"), ("wal/000", "the write-ahead log is being read")]
    {
        let mut collector = Collector::start("");
        collector.signal("-TERM");
        assert_eq!(collector.wait().code(), Some(0));
        let found = files_below(&collector.dir.path().join("data").join(dir));
        fs::remove_file(&found[0]).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(&found[0]).status().unwrap().success());

        // As one leaves it that was killed.
        let listen = collector.dir.path().join("data/listen.json");
        fs::write(&listen, "{}").unwrap();
        let log = fs::File::create(collector.dir.path().join("log")).unwrap();
        let mut again = custos();
        again.args(["run", "--config", collector.config()]).env("CUSTOS__HTTP__LISTEN", collector.http.to_string());
        collector.child = again.stderr(log).spawn().unwrap();
        let began = Instant::now();
        while !collector.log().contains("the start takes longer") {
            assert!(began.elapsed() < PATIENCE && collector.child.try_wait().unwrap().is_none(), "{}", collector.log());
            std::thread::sleep(Duration::from_millis(20));
        }
        assert!(!listen.exists(), "nobody listens yet");
        assert_eq!(collector.request("GET", "/healthz", &[], "").status, 200);
        let ready = collector.request("GET", "/readyz", &[], "");
        assert!(ready.status == 503 && text(&ready.body).contains(told), "{}", text(&ready.body));
        collector.signal("-TERM");
        assert_eq!(collector.wait().code(), Some(0), "{told}");
    }
}
