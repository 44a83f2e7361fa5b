//! `custos verify`: is every byte of the evidence what was signed?

use std::{
    fmt::Write as _,
    fs,
    io::{self, IsTerminal as _},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::{Context as _, bail};
use clap::Args;
use custos_ledger::{
    EntryRef, Keys, Report, VerifyOptions, verify,
    verify::{Fault, Problem},
};

use super::{
    Failure,
    lake::{self, LakeArgs},
    output, runtime,
};
use crate::{app, config::Config};

#[derive(Args, Debug)]
#[command(after_help = "\
Checks from the stored bytes alone: the chain of entries, every signature, the size and hash of every file, \
and that counts reconcile. Exit 1 and the exact places if anything is wrong, or if there is no lake.

The chain alone cannot show that its end was not cut off, or that all of it was not rewritten with another key: \
give --expect-head and --public-key, kept somewhere else, to check that too.

Examples:
  custos verify
  custos verify --lake s3://bucket/path --public-key custos.pub.pem --json
  custos verify --expect-head 41:9f2c...")]
pub(super) struct VerifyArgs {
    #[command(flatten)]
    lake: LakeArgs,
    /// Print the report as JSON, and what failed: {"ok": false, "error": {"kind", "message"}}
    #[arg(long)]
    json: bool,
    /// Trust only this public key (PEM file); may be given several times
    #[arg(long, value_name = "FILE")]
    public_key: Vec<PathBuf>,
    /// Head that an earlier check printed: it must still be in the chain, unchanged
    #[arg(long, value_name = "SEQ:HASH", value_parser = parse_head)]
    expect_head: Option<EntryRef>,
    /// Check the ledger only, without reading the data files
    #[arg(long)]
    ledger_only: bool,
}

fn parse_head(text: &str) -> Result<EntryRef, String> {
    let wrong = || "write SEQ:HASH, as `custos verify` prints it".to_owned();
    let (seq, hash) = text.split_once(':').ok_or_else(wrong)?;
    let seq = seq.parse().map_err(|_| wrong())?;
    if hash.len() != 64 || !hash.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(wrong());
    }
    Ok(EntryRef { seq, sha256: hash.to_ascii_lowercase() })
}

pub(super) fn run(args: &VerifyArgs) -> Result<ExitCode, Failure> {
    let config = args.lake.load()?;
    let report = runtime()?.block_on(args.report(&config))?;
    if args.json {
        output::line(&serde_json::to_string_pretty(&report)?)?;
    } else {
        let width = terminal_size::terminal_size().filter(|_| io::stdout().is_terminal());
        let width = width.map_or(usize::MAX, |(width, _)| usize::from(width.0));
        output::line(summary(&report, width).trim_end())?;
    }
    Ok(if report.ok { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

impl VerifyArgs {
    pub(super) fn json(&self) -> bool {
        self.json
    }

    async fn report(&self, config: &Config) -> anyhow::Result<Report> {
        let mut options = VerifyOptions {
            expect_head: self.expect_head.clone(),
            files: !self.ledger_only,
            ..VerifyOptions::default()
        };
        for path in &self.public_key {
            let pem = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
            let name = path.display().to_string();
            custos_ledger::keys::parse_public(&name, &pem).context(
                "--public-key takes a copy of ledger/keys/<key id>.pub.pem, as openssl pkey -pubout writes it",
            )?;
            options.public_keys.push(pem);
        }
        check(config, &options).await
    }
}

/// Checks the lake. Without a trusted key, entries that were all signed by the key of this configuration are as good as
/// checked against it.
pub(super) async fn check(config: &Config, options: &VerifyOptions) -> anyhow::Result<Report> {
    let store = app::store(config)?;
    let key_file = config.key_file();
    let mut options = options.clone();
    if key_file.is_file() {
        options.own_key = Some(Keys::load(&key_file)?.id().to_owned());
    }
    let report = verify(&store, &options).await?;
    if report.entries == 0 && report.problems.is_empty() {
        lake::begun(config, store.as_ref()).await?;
        // Keys are written before the first entry.
        if options.expect_head.is_some() || !options.public_keys.is_empty() {
            let url = config.lake_url();
            bail!("the lake {url} is empty: it has no ledger that the given head or key could belong to");
        }
    }
    Ok(report)
}

/// Characters before the values of the report.
const INDENT: usize = 11;

/// Breaks a text between words, so that lines of a report take no more than `width` characters where words let them.
fn wrap(text: &str, width: usize) -> String {
    let width = width.saturating_sub(INDENT).max(20);
    let (mut wrapped, mut line) = (String::with_capacity(text.len()), 0);
    for word in text.split(' ') {
        if line > 0 && line + 1 + word.len() > width {
            let _ = write!(wrapped, "\n{:INDENT$}", "");
            line = 0;
        } else if !wrapped.is_empty() {
            wrapped.push(' ');
            line += 1;
        }
        wrapped.push_str(word);
        line += word.len();
    }
    wrapped
}

/// The report for people, in lines of `width` characters.
fn summary(report: &Report, width: usize) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let mut line = |label: &str, value: String| {
        let _ = writeln!(text, "{label:<INDENT$}{}", wrap(&value, width));
    };
    line("entries", number(report.entries));
    let checked = if report.files_checked { "size, hash and rows of each checked" } else { "not read (--ledger-only)" };
    line(
        "files",
        format!("{}, {}, {} ({checked})", many(report.files, "file"), many(report.rows, "row"), bytes(report.bytes)),
    );
    for (table, totals) in &report.tables {
        let what = format!("{}, {}, {}", many(totals.files, "file"), many(totals.rows, "row"), bytes(totals.bytes));
        line("", format!("{table:<9}{what}"));
    }
    for (id, entries) in &report.key_ids {
        line("key", format!("{id} signed {} {}", number(*entries), if *entries == 1 { "entry" } else { "entries" }));
    }
    if let Some(head) = &report.head {
        line("head", format!("{}:{}", head.seq, head.sha256));
    }
    for warning in &report.warnings {
        line("warning", place(warning));
    }
    for (problem, last) in runs(&report.problems) {
        line("PROBLEM", last.map_or_else(|| place(problem), |last| place(&over(problem, last))));
    }
    if report.more > 0 {
        line("", format!("and {} more", number(report.more)));
    }
    for advice in report.advice.values() {
        line("what to do", (*advice).to_owned());
    }
    let count = report.problems.len();
    let result = match (report.ok, report.entries) {
        (true, 0) => "ok: the lake is empty".to_owned(),
        (true, _) if !report.files_checked => {
            "ok: every signature and hash of the ledger is right; files were not read".to_owned()
        }
        (true, _) => "ok: every signature, hash and count is right".to_owned(),
        (false, _) if report.more > 0 => format!("FAILED: {} problems and more", number(count as u64)),
        (false, _) => format!("FAILED: {count} {}", if count == 1 { "problem" } else { "problems" }),
    };
    line("result", result);
    text
}

/// Problems, of which those that say the same of one entry after the other are one, with the last of these entries.
fn runs(problems: &[Problem]) -> Vec<(&Problem, Option<u64>)> {
    let mut runs: Vec<(&Problem, Option<u64>)> = Vec::new();
    for problem in problems {
        if let Some((first, last)) = runs.last_mut()
            && let (Some(before), Some(seq)) = (last.or(first.seq), problem.seq)
            && before + 1 == seq
            && (first.kind, &first.field, &first.what) == (problem.kind, &problem.field, &problem.what)
            && matches!(problem.kind, Some(Fault::KeyMissing | Fault::KeyUntrusted))
        {
            *last = Some(seq);
        } else {
            runs.push((problem, None));
        }
    }
    runs
}

/// The problem of a run.
fn over(first: &Problem, last: u64) -> Problem {
    let what = format!("{}; so are all entries to {last}", first.what);
    Problem { what, ..first.clone() }
}

fn place(problem: &Problem) -> String {
    let entry = problem.seq.map(|seq| format!("entry {seq}"));
    let parts: Vec<_> = [entry, problem.path.clone(), problem.field.clone()].into_iter().flatten().collect();
    let text = if parts.is_empty() { problem.what.clone() } else { format!("{}: {}", parts.join(", "), problem.what) };
    // Who is not trusted gave the names: they must not write lines of this report, or steer the terminal.
    text.chars().fold(String::with_capacity(text.len()), |mut shown, c| {
        match c {
            ' '..='~' => shown.push(c),
            c => shown.extend(c.escape_unicode()),
        }
        shown
    })
}

/// `1234567` as `1,234,567`.
pub(super) fn number(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `1 row`, `1,234 rows`.
fn many(n: u64, what: &str) -> String {
    format!("{} {what}{}", number(n), if n == 1 { "" } else { "s" })
}

/// A size as people say it.
pub(super) fn bytes(n: u64) -> String {
    bytesize::ByteSize(n).display().iec().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        for (n, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(number(n), text);
        }
        assert_eq!([many(1, "row"), many(1000, "row")], ["1 row", "1,000 rows"]);
    }

    #[test]
    fn lines_break_between_words() {
        let text = "the rows of this file are gone, and queries over it fail";
        assert_eq!(wrap(text, usize::MAX), text);
        assert_eq!(wrap(text, 40), "the rows of this file are\n           gone, and queries over it\n           fail");
        let path = "tables/spans/tenant=default/day=2026-11-30/01a22d7d.parquet: file is missing";
        assert_eq!(wrap(path, 40), path.replace(": file", ":\n           file"));
        assert_eq!(wrap("spans    3 files", 80), "spans    3 files");
    }

    #[test]
    fn what_is_said_of_many_entries_is_said_once() {
        let of = |seq: u64, what: &str, kind: Fault| Problem {
            seq: Some(seq),
            path: Some(format!("ledger/entries/{seq:012}.json")),
            field: Some("key_id".into()),
            what: what.into(),
            kind: Some(kind),
        };
        let untrusted = |seq| of(seq, "is not trusted", Fault::KeyUntrusted);
        let problems = [
            untrusted(1),
            untrusted(2),
            untrusted(3),
            of(4, "is another", Fault::KeyUntrusted),
            untrusted(5),
            untrusted(7),
            of(8, "x", Fault::EntryChanged),
            of(9, "x", Fault::EntryChanged),
        ];
        let runs: Vec<_> = runs(&problems).into_iter().map(|(first, last)| (first.seq.unwrap(), last)).collect();
        assert_eq!(runs, [(1, Some(3)), (4, None), (5, None), (7, None), (8, None), (9, None)]);
        let line = place(&over(&problems[0], 3));
        assert!(line.ends_with("000000000001.json, key_id: is not trusted; so are all entries to 3"), "{line}");
    }

    #[test]
    fn names_in_a_report_are_harmless() {
        let path = Some("tables/x\u{1b}[2J\nresult     ok\u{202e}.parquet".to_owned());
        let problem = custos_ledger::verify::Problem {
            seq: Some(2),
            path,
            field: None,
            what: "file is missing".into(),
            kind: None,
        };
        let line = place(&problem);
        assert_eq!(line, "entry 2, tables/x\\u{1b}[2J\\u{a}result     ok\\u{202e}.parquet: file is missing");
    }

    #[test]
    fn heads_are_read() {
        let hash = "AB".repeat(32);
        let head = parse_head(&format!("12:{hash}")).unwrap();
        assert_eq!((head.seq, head.sha256), (12, "ab".repeat(32)));
        for bad in ["", "12", "12:xyz", ":", "x:abc"] {
            assert!(parse_head(bad).is_err(), "{bad}");
        }
    }
}
