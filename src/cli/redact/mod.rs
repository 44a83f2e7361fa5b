//! `custos redact`: the redaction of the collector on a file, to see it, to tune it, to score it.
//!
//! | file | what |
//! |---|---|
//! | `compressed.rs`, `encoding.rs` | inputs that are unpacked, or are no UTF-8 |
//! | `format.rs` | which format an input has |
//! | `stream.rs`, `lines.rs`, `document.rs` | text, lines, a JSON document |
//! | `otlp.rs`, `traces.rs` | an export request, and what its traces tell |
//! | `explain.rs`, `test.rs` | each decision; scores |

mod compressed;
mod document;
mod encoding;
mod explain;
mod format;
mod lines;
mod otlp;
mod stream;
mod test;
mod traces;

use std::{
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, Read, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context as _, bail};
use clap::{Args, error::ErrorKind};
use custos_pipeline::otlp::json::Tree;
use custos_processors::redact::RedactEngine;

use self::{
    explain::Explainer,
    format::{Detected, Format},
};
use super::{ConfigArgs, Failure, output};
use crate::config::load_to_read;

/// Largest document that is read as a whole, bytes. Text and lines have no limit.
const MAX_DOCUMENT: usize = 256 << 20;

#[derive(Args, Debug)]
#[command(after_help = "\
Reads a file, or standard input (`-` or nothing), and writes it redacted to standard output in the same format. JSON \
stays JSON, OTLP stays OTLP; protobuf that was recognised by its content is written as OTLP/JSON, with --format as protobuf. \
What is compressed with gzip or Zstandard is unpacked first, whatever its name; the output is not compressed. \
UTF-16 is written as UTF-8, without a byte order mark. \
Text is written once what follows it is known, 64 KiB later, or when the input ends: a line may be told by the next ones. \
With --line-buffered each line is written as soon as it is whole, for logs that are followed; what was before it is seen, \
what follows is not.
A name that one attribute of a trace says is one goes from the other texts of that trace in the same request, as in the collector.

With --explain it writes one line a decision instead: place, type, first and last character of the value, rule, checksum, \
what was enough (the form of the value, the words around it, its key), score.

--jsonl reads {\"text\": ...} a line and writes {\"text\": <redacted>, \"spans\": [{\"type\", \"start\", \"end\"}]}; offsets are \
characters of the text that was read.

--types prints every type that redaction.policies, redaction.deny and redaction.rules may name, one a line, and what \
happens with it where no policy of a key or tenant says otherwise.

--test scores labelled lines {\"text\", \"spans\": [{\"type\", \"start\", \"end\"}]} (also the shapes of presidio-research, of \
recognizer cases, of Kingfisher's examples and of unlabelled negatives {\"cat\", \"text\"}).

Exit codes: 0 done; 1 the input cannot be read, or --test missed --min-f1, --max-leak or --max-false; 2 wrong usage or \
configuration.

Examples:
  custos redact access.log > clean.log
  custos redact access.log.1.gz | gzip > clean.log.1.gz
  kubectl logs agent | custos redact
  tail -f app.log | custos redact --line-buffered
  custos redact --explain trace.otlp.json
  custos redact --format otlp-traces < export.pb > clean.pb
  custos redact --test cases.jsonl --min-f1 0.99 --max-leak 0.002")]
pub(super) struct RedactArgs {
    #[command(flatten)]
    config: ConfigArgs,
    /// What the input is; by its content when absent
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<Format>,
    /// Write each decision instead of the redacted text
    #[arg(long, conflicts_with_all = ["jsonl", "test"])]
    explain: bool,
    /// Show whole values in --explain. They are what redaction is there to hide
    #[arg(long)]
    show_values: bool,
    /// One {"text": ...} a line in, text and spans out
    #[arg(long, conflicts_with = "format")]
    jsonl: bool,
    /// Write each line of text, NDJSON or --jsonl at once, whatever follows it
    #[arg(long, conflicts_with_all = ["explain", "test", "types"])]
    line_buffered: bool,
    /// Score the labelled lines of this file (`-`: standard input)
    #[arg(long, value_name = "FILE", conflicts_with_all = ["jsonl", "format", "file"])]
    test: Option<PathBuf>,
    /// With --test: exit 1 when the strict F1 of all types together is lower
    #[arg(long, value_name = "0..1", value_parser = share)]
    min_f1: Option<f64>,
    /// With --test: exit 1 when a larger share of labelled characters is left
    #[arg(long, value_name = "0..1", value_parser = share)]
    max_leak: Option<f64>,
    /// With --test: exit 1 when a larger share of characters without label is removed
    #[arg(long, value_name = "0..1", value_parser = share)]
    max_false: Option<f64>,
    /// With --test: print every label that was missed and every range without label, values hidden
    #[arg(long)]
    misses: bool,
    /// Print the names of all types and the action of each, and read nothing
    #[arg(long, conflicts_with_all = ["explain", "jsonl", "test", "format", "file"])]
    types: bool,
    /// File to read; standard input when absent or `-`
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

/// A share, not per cent: with `--max-leak 5` nothing would ever be too much.
fn share(text: &str) -> Result<f64, String> {
    let share = text.parse().ok().filter(|share| (0.0..=1.0).contains(share));
    share.ok_or_else(|| "write a share from 0 to 1, such as 0.05 for 5 %".to_owned())
}

impl RedactArgs {
    /// Flags that mean nothing without another. Of those that conflict with a third one clap does not ask for it.
    fn require(&self) -> Result<(), clap::Error> {
        for (flag, is_set, needed, has) in [
            ("--min-f1", self.min_f1.is_some(), "--test <FILE>", self.test.is_some()),
            ("--max-leak", self.max_leak.is_some(), "--test <FILE>", self.test.is_some()),
            ("--max-false", self.max_false.is_some(), "--test <FILE>", self.test.is_some()),
            ("--misses", self.misses, "--test <FILE>", self.test.is_some()),
            ("--show-values", self.show_values, "--explain", self.explain),
        ] {
            if is_set && !has {
                let what = format!("{flag} is for {needed}, which is not given");
                return Err(Self::wrong(ErrorKind::MissingRequiredArgument, what));
            }
        }
        if self.line_buffered && !matches!(self.format, None | Some(Format::Text | Format::Ndjson)) {
            let what = "--line-buffered is for text and lines: this format is read as a whole".to_owned();
            return Err(Self::wrong(ErrorKind::ArgumentConflict, what));
        }
        Ok(())
    }

    fn wrong(kind: ErrorKind, what: String) -> clap::Error {
        let command = Self::augment_args(clap::Command::new("custos redact"));
        command.bin_name("custos redact").error(kind, what)
    }
}

pub(super) fn run(args: &RedactArgs) -> Result<ExitCode, Failure> {
    if let Err(error) = args.require() {
        error.exit();
    }
    let loaded = load_to_read(args.config.path()).map_err(Failure::Config)?;
    let config = crate::app::redact_config(&loaded.config)?;
    if args.types {
        let lines =
            config.policy.actions().into_iter().map(|(kind, action)| format!("{}\t{}", kind.name(), action.name()));
        output::line(&lines.collect::<Vec<_>>().join("\n"))?;
        return Ok(ExitCode::SUCCESS);
    }
    let engine = RedactEngine::new(config);
    let mut out = BufWriter::with_capacity(1 << 16, output::Out);
    if let Some(path) = &args.test {
        let limits = test::Limits { min_f1: args.min_f1, max_leak: args.max_leak, max_false: args.max_false };
        let passed = test::run(&engine, open(Some(path))?, &limits, args.misses, &mut out)?;
        out.flush()?;
        return Ok(if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    if args.line_buffered && !args.jsonl {
        // Neither unpacked nor looked at any further than its first line: that would wait for more.
        live(&engine, args.format, encoding::read(plain(args.file.as_deref())?)?, &mut out)?;
        return Ok(ExitCode::SUCCESS);
    }
    let input = open(args.file.as_deref())?;
    if args.jsonl {
        lines::labelled(&engine, input, args.line_buffered, &mut out)?;
    } else {
        let explainer = args.explain.then(|| Explainer::new(&engine, args.show_values));
        redact(&engine, args.format, input, explainer.as_ref(), &mut out)?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn open(path: Option<&Path>) -> anyhow::Result<Box<dyn BufRead>> {
    encoding::read(compressed::unpack(plain(path)?)?)
}

/// The input as it is.
fn plain(path: Option<&Path>) -> anyhow::Result<Box<dyn BufRead>> {
    Ok(match path.filter(|p| *p != Path::new("-")) {
        Some(path) => {
            let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
            if file.metadata().is_ok_and(|file| file.is_dir()) {
                bail!(
                    "cannot read {}: it is a directory; name one file, or pipe several: cat {0}/* | custos redact",
                    path.display()
                );
            }
            Box::new(BufReader::with_capacity(1 << 16, file))
        }
        None => Box::new(BufReader::with_capacity(1 << 16, io::stdin().lock())),
    })
}

/// Redacts text or lines as they come; which of them the first line tells.
fn live(
    engine: &RedactEngine,
    format: Option<Format>,
    mut input: Box<dyn BufRead>,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let mut first = Vec::new();
    if format.is_none() {
        let mut begin = (&mut input).take(MAX_DOCUMENT as u64);
        // Blank lines tell nothing.
        while first.trim_ascii().is_empty() {
            if begin.read_until(b'\n', &mut first).context("cannot read the input")? == 0 {
                break;
            }
        }
    }
    let document =
        first.trim_ascii_start().starts_with(b"{") && serde_json::from_slice::<serde::de::IgnoredAny>(&first).is_ok();
    let mut input = rejoin(first, input);
    if format == Some(Format::Ndjson) || document {
        return lines::documents(engine, &mut input, None, true, out);
    }
    stream::live(engine, &mut input, out).map(warn_invalid)
}

/// Redacts an input of a known format, or of one that its content tells.
fn redact(
    engine: &RedactEngine,
    format: Option<Format>,
    mut input: Box<dyn BufRead>,
    explainer: Option<&Explainer<'_>>,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let Some(format) = format else {
        let detected = format::detect(&mut input).context("cannot read the input")?;
        return match detected {
            Detected::Text { read } => stream::text(engine, &mut rejoin(read, input), explainer, out),
            Detected::Lines { read } => lines::documents(engine, &mut rejoin(read, input), explainer, false, out),
            Detected::Json { document } => document::redact(engine, &document, explainer, out),
            Detected::Otlp { mut value, unknown } => {
                warn_unknown(unknown);
                otlp::redact(engine, &mut value, explainer, out)?;
                finish_json(&value, explainer.is_some(), out)
            }
        };
    };
    match format {
        Format::Text => stream::text(engine, &mut input, explainer, out),
        Format::Ndjson => lines::documents(engine, &mut input, explainer, false, out),
        Format::Json => {
            let bytes = whole(input)?;
            let text = String::from_utf8(bytes)
                .map_err(|e| anyhow::anyhow!("invalid UTF-8 at byte {}", e.utf8_error().valid_up_to()))?;
            format::check_json(&text)?;
            document::redact(engine, &text, explainer, out)
        }
        Format::OtlpJson => {
            let mut value = serde_json::from_slice(&whole(input)?).map_err(|e| format::json_error(&e))?;
            if !format::is_otlp(&value) {
                bail!("not OTLP/JSON: there is no resourceSpans, resourceLogs or resourceMetrics");
            }
            otlp::redact(engine, &mut value, explainer, out)?;
            finish_json(&value, explainer.is_some(), out)
        }
        Format::OtlpTraces | Format::OtlpLogs | Format::OtlpMetrics => {
            let Tree { mut value, unknown } = format::from_protobuf(format, &whole(input)?)?;
            warn_unknown(unknown);
            otlp::redact(engine, &mut value, explainer, out)?;
            if explainer.is_none() {
                out.write_all(&format::to_protobuf(format, &value)?)?;
            }
            Ok(())
        }
    }
}

fn finish_json(value: &serde_json::Value, explained: bool, out: &mut dyn Write) -> anyhow::Result<()> {
    if !explained {
        serde_json::to_writer(&mut *out, value)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// What detection has read, and the rest.
fn rejoin(read: Vec<u8>, rest: Box<dyn BufRead>) -> impl BufRead {
    io::Cursor::new(read).chain(rest)
}

/// A document, up to [`MAX_DOCUMENT`].
fn whole(input: impl Read) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    input.take(MAX_DOCUMENT as u64 + 1).read_to_end(&mut bytes).context("cannot read the input")?;
    if bytes.len() > MAX_DOCUMENT {
        bail!("the document is larger than {} MiB; split it, or use --format text", MAX_DOCUMENT >> 20);
    }
    Ok(bytes)
}

/// Tells how many fields of protobuf are not in the output.
fn warn_unknown(count: u64) {
    if count > 0 {
        let fields = output::count(count, "field");
        output::error(&format!(
            "custos: {fields} that OTLP does not have left out: nobody can tell what is in them, so they cannot be redacted"
        ));
    }
}

/// Tells how many bytes were no UTF-8 and became U+FFFD.
fn warn_invalid(count: u64) {
    if count > 0 {
        let places = output::count(count, "place");
        output::error(&format!("custos: {places} without valid UTF-8, replaced by U+FFFD"));
    }
}
