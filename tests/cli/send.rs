//! `custos send`.

use std::{
    fs,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::Value;

use super::support::{Collector, PATIENCE, custos, run, text};

/// They overflowed, or took all memory and did not end.
#[test]
fn more_than_a_machine_has_is_refused() {
    for (flag, value) in [
        ("--turns", "1000000000"),
        ("--turns", "18446744073709551615"),
        ("--connections", "100000"),
        ("--connections", "0"),
        ("--batch", "0"),
        ("--content-bytes", "1 GiB"),
    ] {
        let output = run(&["send", "--endpoint", "127.0.0.1:9", "--spans", "1", flag, value]);
        assert!(output.status.code() == Some(2) && text(&output.stderr).contains(flag), "{}", text(&output.stderr));
    }
    let most = ["--content-bytes", "64 MiB", "--turns", "100", "--connections", "100"];
    let output = run(&[&["send", "--endpoint", "127.0.0.1:9", "--spans", "1"][..], &most].concat());
    assert!(text(&output.stderr).contains("too much together"), "{}", text(&output.stderr));
}

#[test]
fn load_stops_when_it_should_and_tells_why_nothing_came() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap().to_string();
    drop(free);
    let begin = Instant::now();
    let output = run(&["send", "--endpoint", &address, "--duration", "1s", "--connections", "1"]);
    assert!(begin.elapsed() < Duration::from_secs(20), "{:?}", begin.elapsed());
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("cannot connect"), "{}", text(&output.stderr));

    // Without an end of its own it ends too.
    let begin = Instant::now();
    let output = run(&["send", "--endpoint", &address]);
    assert!(begin.elapsed() < PATIENCE, "{:?}", begin.elapsed());
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("nothing answers there"), "{}", text(&output.stderr));

    let output = run(&["send", "--endpoint", &format!("http://root:hunter2@{address}"), "--spans", "1"]);
    let told = text(&output.stderr);
    assert!(output.status.code() == Some(2) && told.contains("a user name or password"), "{told}");
    assert!(!told.contains("hunter2"), "{told}");
    let output = run(&["send", "--endpoint", "https://127.0.0.1:9", "--json"]);
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((output.status.code(), &told["error"]["kind"]), (Some(2), &"usage".into()));
    let output = run(&["send", "--endpoint", "http://root:hunter2@127.0.0.1:9x"]);
    let told = text(&output.stderr);
    assert!(told.contains("--endpoint: invalid port number") && !told.contains("hunter2"), "{told}");

    let collector = Collector::start("");
    let to = format!("http://{}", collector.grpc);
    let output = run(&["send", "--endpoint", &to, "--spans", "10", "--content-bytes", "1 kB", "--json"]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["spans"], 10, "{report}");
    // Far more than one connection can send: what was due and never sent is told.
    let load = ["--rate", "5000000", "--duration", "1s", "--connections", "1", "--json"];
    let output = run(&[&["send", "--endpoint", &to][..], &load].concat());
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(report["unsent_requests"].as_u64() > Some(0), "{report}");
    for rate in ["1e-300", "1e300", "NaN", "0"] {
        let output = run(&["send", "--endpoint", &to, "--rate", rate, "--spans", "1"]);
        assert!(text(&output.stderr).contains("--rate divided by --batch"), "{}", text(&output.stderr));
    }
    let body = collector.dir.path().join("bad.pb");
    fs::write(&body, [0xFF; 40]).unwrap();
    let output = run(&["send", "--endpoint", &to, body.to_str().unwrap()]);
    let told = text(&output.stdout);
    assert!(output.status.code() == Some(1) && told.contains("INVALID_ARGUMENT: "), "{told}");
    fs::write(&body, b"{\"resourceSpans\":[]}").unwrap();
    let output = run(&["send", "--endpoint", &to, body.to_str().unwrap()]);
    assert!(text(&output.stderr).contains("add --protocol http-json"), "{}", text(&output.stderr));
}

#[test]
fn load_that_is_interrupted_reports_what_it_sent() {
    for json in [false, true] {
        let collector = Collector::start("");
        let to = format!("http://{}", collector.grpc);
        let mut command = custos();
        // Spans for hours.
        command.args([
            "send", "--endpoint", &to, "--rate", "64", "--batch", "1", "--spans", "1000000", "--content-bytes", "99",
        ]);
        command.args(json.then_some("--json")).stdout(Stdio::piped()).stderr(Stdio::piped());
        let child = command.spawn().unwrap();
        let began = Instant::now();
        while collector.sql("SELECT count(*) AS n FROM spans", &[]).json()[0]["n"] == 0 {
            assert!(began.elapsed() < PATIENCE);
            std::thread::sleep(Duration::from_millis(20));
        }
        assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
        let output = child.wait_with_output().unwrap();
        let told = text(&output.stdout);
        assert!(output.status.success(), "{told}{}", text(&output.stderr));
        if json {
            let report: Value = serde_json::from_slice(&output.stdout).unwrap();
            assert!(report["spans"].as_u64() > Some(0), "{report}");
        } else {
            assert!(told.contains("sent ") && told.contains("latency   p50 "), "{told}");
        }
    }
    // Nothing answers there: the signal does not wait for the tries to end.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = silent.local_addr().unwrap().to_string();
    let mut command = custos();
    command
        .args(["send", "--endpoint", &address, "--connections", "1", "--content-bytes", "99"])
        .stdout(Stdio::piped());
    let child = command.spawn().unwrap();
    let _connection = silent.accept().unwrap();
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("latency   p50 -,"), "{}", text(&output.stdout));
}

#[test]
fn load_that_is_still_being_prepared_is_interrupted() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = silent.local_addr().unwrap().to_string();
    let mut command = custos();
    // Texts of 3 GB. With a rate it connects while they are prepared.
    command.args([
        "send", "--endpoint", &address, "--rate", "1", "--batch", "1", "--content-bytes", "100 kB", "--turns", "60",
    ]);
    let child = command.stdout(Stdio::piped()).spawn().unwrap();
    let _connection = silent.accept().unwrap();
    let began = Instant::now();
    assert!(Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
    assert!(text(&output.stdout).contains("sent      0 requests"), "{}", text(&output.stdout));
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn load_to_the_wrong_port_is_told_which_is_right() {
    let collector = Collector::start("");
    let listen: Value =
        serde_json::from_slice(&fs::read(collector.dir.path().join("data/listen.json")).unwrap()).unwrap();
    for (port, protocol, right) in
        [("otlp_http", "grpc", "--protocol http"), ("otlp_grpc", "http", "--protocol grpc"), ("http", "http", "4318")]
    {
        let address = listen[port].as_str().unwrap();
        let output = run(&["send", "--endpoint", address, "--protocol", protocol, "--spans", "1", "--duration", "1s"]);
        let told = text(&output.stdout);
        assert_eq!(output.status.code(), Some(1), "{told}");
        assert!(told.contains(right) && told.contains("1 request, 1 span;"), "{port}: {told}");
    }
}
