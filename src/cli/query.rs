//! `custos query`: SQL over what is committed, beside a running collector or without one.

use std::{
    ffi::OsString,
    fs,
    io::{self, BufWriter, IsTerminal as _, Read as _, Write},
    path::PathBuf,
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use anyhow::Context as _;
use clap::{Args, ValueEnum, error::ErrorKind};
use custos_query::format::{Format, FormatError, FormatOptions, Written, write_all};

use super::{
    Failure,
    lake::{self, LakeArgs},
    output, runtime,
};
use crate::app;

/// Characters of a value that a terminal shows in a table. Pipes and files get all of it.
const MAX_CELL: usize = 80;

/// Bytes of a JSON answer that wait before the first is written.
const MAX_HELD: usize = 256 << 10;

#[derive(Args, Debug)]
#[command(after_help = "\
Tables: spans, logs, metrics, and usage, which counts tokens and cost of each model call once. Columns without a \
fixed form (attributes, resource, scope, events, links) are JSON: attributes->>'key'. Only reading is allowed; \
memory, rows and time are bounded by query.memory, query.max_rows and query.timeout. On a terminal, tables cut \
values of more than 80 characters, and of one that is wider each column of a row is a line of its own.

Examples:
  custos query \"SELECT agent_name, sum(spans) FROM usage GROUP BY agent_name\"
  custos query --format jsonl \"SELECT * FROM spans WHERE status_code = 'error'\"
  custos query --format parquet \"SELECT * FROM usage\" > usage.parquet
  custos query -f report.sql --format csv --guard-formulas > report.csv
  echo 'SELECT count(*) FROM logs' | custos query -
  custos query --lake s3://bucket/path \"DESCRIBE spans\"")]
pub(super) struct QueryArgs {
    #[command(flatten)]
    lake: LakeArgs,
    /// Format of the answer
    #[arg(long, value_enum, default_value_t = Shape::Table, hide_possible_values = false)]
    format: Shape,
    /// With --format csv: put ' before texts that a spreadsheet would run as formulas (=, +, -, @); programs want them
    /// as they are
    #[arg(long)]
    guard_formulas: bool,
    /// Read the SQL from a file; `-` is standard input
    #[arg(short, long, value_name = "FILE", conflicts_with = "sql")]
    file: Option<PathBuf>,
    /// Write the answer to a file
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The query; `-` reads it from standard input
    #[arg(value_name = "SQL", required_unless_present = "file", allow_hyphen_values = true)]
    sql: Option<String>,
}

/// Formats, as they are named on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Shape {
    /// Rows and columns for people
    Table,
    /// RFC 4180 with a header, nested values as JSON
    Csv,
    /// One array of objects, one per row; if the query fails {"ok": false, "error": {"kind", "message"}}, or, after
    /// 256 KiB of answer, an array without its end
    Json,
    /// One object per line
    Jsonl,
    /// Parquet file
    Parquet,
    /// Arrow IPC stream
    Arrow,
}

impl From<Shape> for Format {
    fn from(shape: Shape) -> Self {
        match shape {
            Shape::Table => Self::Table,
            Shape::Csv => Self::Csv,
            Shape::Json => Self::Json,
            Shape::Jsonl => Self::Jsonl,
            Shape::Parquet => Self::Parquet,
            Shape::Arrow => Self::Arrow,
        }
    }
}

/// A misspelt option of this command is taken for a query, which may begin with dashes: a comment of SQL. The error
/// that names the right one, if that is what the arguments of the program hold.
pub(super) fn misspelt(words: impl Iterator<Item = OsString>) -> Option<clap::Error> {
    let mut words = words.map(|word| word.to_string_lossy().into_owned()).skip_while(|word| word != "query").skip(1);
    let command = QueryArgs::augment_args(clap::Command::new("custos query"));
    let longs: Vec<&str> = command.get_arguments().filter_map(clap::Arg::get_long).collect();
    let option = |word: &String| word.starts_with("--") && word.len() > 2 && !word.contains(char::is_whitespace);
    let wrong = words.find(|word| {
        let name = word.trim_start_matches('-').split('=').next().unwrap_or_default();
        option(word) && name != "help" && !longs.contains(&name)
    })?;
    let name = wrong.trim_start_matches('-').split('=').next().unwrap_or_default().to_owned();
    let likeness = |long: &str| strsim::jaro_winkler(&name, long);
    let nearest = longs.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b))).filter(|long| likeness(long) > 0.7);
    let tip = nearest.map(|long| format!("\n\n  tip: a similar argument exists: '--{long}'")).unwrap_or_default();
    let message = format!("unexpected argument '--{name}' found{tip}");
    Some(command.bin_name("custos query").error(ErrorKind::UnknownArgument, message))
}

pub(super) fn run(args: &QueryArgs) -> Result<ExitCode, Failure> {
    let config = args.lake.load()?;
    let format = Format::from(args.format);
    if format.is_binary() && args.output.is_none() && io::stdout().is_terminal() {
        let error = anyhow::anyhow!("{} is not for a terminal; add --output FILE or > FILE", format.name());
        return Err(Failure::Usage(error));
    }
    if args.guard_formulas && args.format != Shape::Csv {
        let error = anyhow::anyhow!("--guard-formulas is for spreadsheets: add --format csv, or leave it out");
        return Err(Failure::Usage(error));
    }
    let sql = args.sql()?;
    runtime()?.block_on(async {
        let store = app::store(&config)?;
        let engine = app::engine(&config, Arc::clone(&store));
        let mut stream = engine.query(&sql).await?;
        if stream.ledger_seq() == 0 {
            lake::begun(&config, store.as_ref()).await?;
        }
        let told = || format!("cannot write {}", args.output.clone().unwrap_or_default().display());
        // A query may fail half way: the file of the last answer stays until this one is whole.
        let part = args.output.as_deref().map(output::Part::create).transpose().with_context(told)?;
        let begun = Arc::new(AtomicBool::new(false));
        let out: Box<dyn Write + Send> = match &part {
            Some(part) => Box::new(BufWriter::new(part.writer().with_context(told)?)),
            None if args.json() => Box::new(Held { out: io::stdout(), held: Vec::new(), begun: Arc::clone(&begun) }),
            None => Box::new(BufWriter::new(io::stdout())),
        };
        let terminal = part.is_none() && io::stdout().is_terminal();
        let width = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        let options = FormatOptions {
            max_width: terminal.then_some(MAX_CELL),
            line_width: terminal.then(width).flatten(),
            guard_formulas: args.guard_formulas,
        };
        let written = write_all(&mut stream, format, out, &options).await.map_err(|error| match error {
            FormatError::Query(error) => anyhow::Error::from(error),
            other => other.into(),
        });
        let half_way = |error| if begun.load(Ordering::Relaxed) { Failure::HalfWay(error) } else { Failure::Other(error) };
        let Written { rows, cut } = written.map_err(half_way)?;
        if let Some(part) = part {
            part.finish().with_context(told)?;
        }
        if cut {
            output::error(&format!(
                "values of more than {MAX_CELL} characters are cut (…); --format csv, --format json or a pipe (| less -S) has them whole"
            ));
        }
        if stream.truncated() {
            output::error(&format!(
                "cut at {rows} rows (query.max_rows); add LIMIT, or raise it: CUSTOS__QUERY__MAX_ROWS={}",
                rows.saturating_mul(10)
            ));
        }
        Ok(ExitCode::SUCCESS)
    })
}

/// Holds the beginning of an answer back, so that one which fails soon leaves nothing of itself.
struct Held<W> {
    out: W,
    held: Vec<u8>,
    /// Something was written.
    begun: Arc<AtomicBool>,
}

impl<W: Write> Held<W> {
    fn release(&mut self) -> io::Result<()> {
        self.begun.store(true, Ordering::Relaxed);
        self.out.write_all(&self.held)?;
        self.held.clear();
        Ok(())
    }
}

impl<W: Write> Write for Held<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.held.extend_from_slice(bytes);
        if self.held.len() >= MAX_HELD {
            self.release()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.release()?;
        self.out.flush()
    }
}

impl QueryArgs {
    pub(super) fn json(&self) -> bool {
        self.format == Shape::Json
    }

    fn sql(&self) -> Result<String, Failure> {
        let usage = |text: String| Err(Failure::Usage(anyhow::anyhow!(text)));
        let stdin = || {
            let mut sql = String::new();
            io::stdin().read_to_string(&mut sql).context("cannot read the query from standard input")?;
            Ok(sql)
        };
        match (&self.file, self.sql.as_deref()) {
            (Some(path), _) if path.as_os_str() == "-" => stdin(),
            (Some(path), _) => {
                let text = fs::read_to_string(path);
                Ok(text.with_context(|| format!("cannot read the query from {}", path.display()))?)
            }
            (None, Some("-")) => stdin(),
            // A comment of SQL is two dashes, too.
            (None, Some(word)) if word.starts_with('-') && !word.contains(char::is_whitespace) => {
                usage(format!("{word} is no option of this command and no query; see custos query --help"))
            }
            (None, Some(sql)) => Ok(sql.to_owned()),
            (None, None) => usage("no query was given".to_owned()),
        }
    }
}
