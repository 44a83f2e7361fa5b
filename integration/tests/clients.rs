//! Real, unmodified SDKs over every transport and compression that they offer.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use custos_integration::{Collector, collector::write_config};

fn installed() -> Option<PathBuf> {
    let dir = std::env::var_os("CUSTOS_TEST_CLIENTS").map(PathBuf::from).filter(|d| d.join("stamp").exists());
    if dir.is_none() {
        assert!(std::env::var_os("CUSTOS_TEST_REQUIRE_SERVERS").is_none(), "run scripts/otel-clients install");
        eprintln!(
            "skipped: needs OpenTelemetry SDKs; `scripts/otel-clients install DIR`, then set CUSTOS_TEST_CLIENTS=DIR"
        );
    }
    dir
}

#[tokio::test(flavor = "multi_thread")]
async fn real_sdks_deliver_over_every_transport() {
    let Some(clients) = installed() else { return };
    let dir = tempfile::tempdir().unwrap();
    write_config(dir.path(), "", "").unwrap();
    let collector = Collector::start(dir.path()).await.unwrap();
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("clients");
    let (grpc, http) = (format!("http://{}", collector.grpc), format!("http://{}", collector.otlp_http));
    let python = [("grpc", "none"), ("grpc", "gzip"), ("http", "none"), ("http", "gzip"), ("http", "deflate")];
    let javascript =
        [("grpc", "none"), ("grpc", "gzip"), ("json", "none"), ("json", "gzip"), ("proto", "none"), ("proto", "gzip")];
    let mut services = Vec::new();
    for (protocol, compression) in python {
        let mut command = Command::new(clients.join("python/bin/python"));
        command.arg(scripts.join("send.py")).args([
            protocol,
            compression,
            if protocol == "grpc" { &grpc } else { &http },
        ]);
        deliver(command);
        services.push(format!("python-{protocol}-{compression}"));
    }
    for (protocol, compression) in javascript {
        let mut command = Command::new("node");
        command.current_dir(clients.join("node")).arg(scripts.join("send.mjs"));
        command.args([protocol, compression, if protocol == "grpc" { &grpc } else { &http }]);
        deliver(command);
        services.push(format!("javascript-{protocol}-{compression}"));
    }
    let config = dir.path().join("custos.toml");
    assert!(collector.terminate().unwrap().success());
    let sql = "SELECT service_name, count(*) AS spans, sum(input_tokens) AS tokens, count(DISTINCT trace_id) AS traces, \
               min(agent_name) AS agent, max(input_messages[1]) AS message FROM spans GROUP BY service_name";
    let output =
        custos_integration::collector::run(&["query", "--config", config.to_str().unwrap(), "--format", "jsonl", sql])
            .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    for service in services {
        let row = text
            .lines()
            .find(|l| l.contains(&format!("\"{service}\"")))
            .unwrap_or_else(|| panic!("nothing of {service}"));
        let row: serde_json::Value = serde_json::from_str(row).unwrap();
        assert_eq!((row["spans"].as_u64(), row["tokens"].as_u64()), (Some(10), Some(90)), "{service}");
        assert_eq!((row["traces"].as_u64(), row["agent"].as_str()), (Some(1), Some("helper")), "{service}");
        let message = row["message"].as_str().unwrap();
        assert!(message.contains("Привет") && message.contains("[EMAIL]"), "{service}: {message}");
    }
}

fn deliver(mut command: Command) {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}
