//! What the demo shows. Every figure is read back from the lake by SQL, or from the signed ledger.

use std::{fmt::Write as _, io, time::Duration};

use custos_ledger::{Report, VerifyOptions};
use custos_pipeline::receivers::HTTP_PORT;
use custos_query::format::{Format, FormatOptions, write_all};

use super::{
    super::{
        send::Protocol,
        verify::{bytes as size, check, number},
    },
    captures::Capture,
    paint::Screen,
};
use crate::{
    app::{Addresses, Running},
    config::Config,
};

/// The largest twelve, and all others in one row. Not wider than a terminal of 80 columns, as everything here.
const BY_AGENT: &str = "\
WITH all_of AS (
  SELECT coalesce(agent_name, '-') AS agent, coalesce(model, '-') AS model, sum(spans) AS spans,
         sum(input_tokens) AS input_tokens, sum(output_tokens) AS output_tokens, sum(cost_usd) AS cost_usd, sum(errors) AS errors
  FROM usage GROUP BY 1, 2),
ranked AS (
  SELECT *, least(row_number() OVER (ORDER BY input_tokens DESC NULLS LAST, spans DESC, agent, model), 13) AS place
  FROM all_of),
placed AS (
  SELECT place, CASE WHEN place < 13 THEN agent END AS who, CASE WHEN place < 13 THEN model END AS what, count(*) AS rows,
         sum(spans) AS spans, sum(input_tokens) AS input_tokens, sum(output_tokens) AS output_tokens,
         round(sum(cost_usd), 5) AS cost_usd, sum(errors) AS errors
  FROM ranked GROUP BY 1, 2, 3)
SELECT CASE WHEN who IS NULL THEN '(' || rows || ' others)' WHEN length(who) > 13 THEN substr(who, 1, 12) || '…' ELSE who END AS agent,
       CASE WHEN length(what) > 17 THEN substr(what, 1, 16) || '…' ELSE coalesce(what, '') END AS model, spans,
       input_tokens AS \"in\", output_tokens AS \"out\", cost_usd AS usd, errors AS err
FROM placed ORDER BY place";

/// Questions and their SQL.
const QUESTIONS: &[(&str, &str)] = &[
    (
        "What fails, and where?",
        "SELECT error_class, operation, count(*) AS spans FROM spans\n\
         WHERE status_code = 'error' GROUP BY 1, 2 ORDER BY spans DESC, 1, 2 LIMIT 6",
    ),
    (
        "Which tools do agents call, and which of them break?",
        "SELECT tool_name, count(*) AS calls,\n       \
         count(*) FILTER (WHERE status_code = 'error') AS errors,\n       \
         round(avg(duration_ms), 1) AS avg_ms\n\
         FROM spans WHERE operation = 'execute_tool'\n\
         GROUP BY 1 ORDER BY calls DESC, 1 LIMIT 6",
    ),
    (
        "What did a tool tell the agent about a customer?",
        "SELECT tool_result->>'email' AS email, tool_result->>'phone' AS phone,\n       \
         tool_result->>'ssn' AS ssn, tool_result->>'iban' AS iban\n\
         FROM spans\n\
         WHERE tool_name = 'lookup_customer' AND tool_result->>'ssn' IS NOT NULL\n\
         LIMIT 1",
    ),
];

pub(super) fn opening(screen: Screen, running: &Running, config: &Config) -> io::Result<()> {
    let Addresses { otlp_grpc, otlp_http, http } = running.addresses;
    screen.line(format_args!("{} {}", screen.bold("custos"), screen.dim(env!("CARGO_PKG_VERSION"))))?;
    screen.line("A collector runs on this machine. It redacts, stores, signs, and answers SQL.\n")?;
    for (label, address) in [("OTLP/gRPC", otlp_grpc), ("OTLP/HTTP", otlp_http), ("SQL, metrics", http)] {
        if let Some(address) = address {
            screen.line(format_args!("  {label:<14}{}", screen.code(format!("http://{address}"))))?;
        }
    }
    screen.line(format_args!("  {:<14}{}", "data", screen.code(config.data_dir.display())))
}

pub(super) fn sent(screen: Screen, capture: &Capture, took: Duration) -> io::Result<()> {
    let bytes: usize = capture.bodies.iter().map(|(_, body)| body.len()).sum();
    let protocol = match capture.protocol {
        Protocol::Grpc => "gRPC",
        Protocol::Http => "HTTP protobuf",
        Protocol::HttpJson => "HTTP JSON",
    };
    let count = capture.bodies.len();
    let requests = format!("{count} {}", if count == 1 { "request" } else { "requests" });
    screen.line(format_args!(
        "  {} {:<29}{protocol:<14}{requests:<11}{:>10}  {:>7.1} ms",
        screen.good("✓"),
        capture.name,
        size(bytes as u64),
        took.as_secs_f64() * 1e3,
    ))
}

pub(super) fn committed(screen: Screen, requests: usize, bytes: usize, took: Duration) -> io::Result<()> {
    screen.line(screen.dim(format!(
        "  {requests} requests, {}: redacted and fsynced before each answer;\n  in the lake {:.0} ms later",
        size(bytes as u64),
        took.as_secs_f64() * 1e3
    )))
}

/// What came in, what was redacted, what SQL says, whether it checks.
pub(super) async fn told(screen: Screen, running: &Running, config: &Config) -> anyhow::Result<bool> {
    let report = check(config, &VerifyOptions::default()).await?;

    screen.heading("What came in, by agent and model")?;
    screen.block(&ask(running, BY_AGENT).await?)?;
    for line in reconciled(&report) {
        screen.line(screen.dim(format!("  {line}")))?;
    }

    screen.heading("What was redacted before anything touched the disk")?;
    screen.block(&redactions(&report))?;

    for (question, sql) in QUESTIONS {
        screen.heading(question)?;
        screen.code_block(sql)?;
        screen.line("")?;
        screen.block(&ask(running, sql).await?)?;
    }

    screen.heading("Can anybody check it?")?;
    evidence(screen, &report)?;
    Ok(report.ok)
}

async fn ask(running: &Running, sql: &str) -> anyhow::Result<String> {
    let mut text = Vec::new();
    let mut stream = running.engine.query(sql).await?;
    let options = FormatOptions { max_width: Some(72), ..FormatOptions::default() };
    write_all(&mut stream, Format::Table, &mut text, &options).await?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// `received = stored + refused`, by table.
fn reconciled(report: &Report) -> impl Iterator<Item = String> {
    report.counts.received.iter().map(|(table, received)| {
        let stored = report.counts.stored.get(table).copied().unwrap_or(0);
        format!("{table}: {} received, {} stored", number(*received), number(stored))
    })
}

fn redactions(report: &Report) -> String {
    let mut found: Vec<_> = report.counts.redactions.iter().collect();
    found.sort_by_key(|(kind, count)| (std::cmp::Reverse(**count), *kind));
    let most = found.first().map_or(1, |(_, count)| **count).max(1);
    let mut text = String::new();
    for (kind, count) in found {
        let bar = "▇".repeat(usize::try_from(count.saturating_mul(32).div_ceil(most)).unwrap_or(32));
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{kind:<18}{:>6}  {bar}", number(*count));
    }
    text
}

fn evidence(screen: Screen, report: &Report) -> io::Result<()> {
    let (entries, files) = (number(report.entries), number(report.files));
    if report.ok {
        let what = format!(
            "{entries} signed entries, {files} files, {}:\n    every signature, hash and count is right",
            size(report.bytes)
        );
        return screen.line(format_args!("  {} {what}", screen.good("✓")));
    }
    for problem in &report.problems {
        screen.line(format_args!("  {} {}", screen.bad("✗"), problem.what))?;
    }
    Ok(())
}

pub(super) fn ending(screen: Screen, running: &Running, config: &Config, stays: bool) -> io::Result<()> {
    let (dir, lake) = (config.data_dir.display(), config.data_dir.join("lake").display().to_string());
    screen.heading("Where everything is")?;
    for (path, what) in [
        (format!("{lake}/tables/"), "Parquet, for DuckDB, Spark, pandas, ..."),
        (format!("{lake}/ledger/"), "signed, hash-chained commits"),
        (format!("{dir}/wal/"), "the write-ahead log"),
    ] {
        screen.line(format_args!("  {}  {}", screen.code(format!("{path:<34}")), screen.dim(what)))?;
    }

    screen.heading("Ask and check it yourself")?;
    screen.code_block(&format!("custos query --lake {lake} \"DESCRIBE spans\"\ncustos verify --lake {lake}"))?;

    let port = running.addresses.otlp_http.filter(|_| stays).map_or(HTTP_PORT, |address| address.port());
    screen.heading("Point your agents at it")?;
    if !stays {
        screen.line(format_args!("  {}", screen.code("custos run")))?;
        screen.line("")?;
    }
    let mut text = format!(
        "export OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:{port}\n\
         export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf\n"
    );
    let _ = write!(
        text,
        "\n# Python:      opentelemetry-instrument python agent.py\
         \n# JavaScript:\
         \n#   node --import @opentelemetry/auto-instrumentations-node/register agent.js\n"
    );
    screen.code_block(&text)?;
    if stays {
        screen.line(format_args!("\n{}", screen.bold("Running until Ctrl-C.")))?;
    }
    Ok(())
}
