//! Writers of answers: batches in, bytes out, one batch in memory at a time. How they write values (Parquet and Arrow
//! are in `columnar.rs`):
//!
//! | format | nested values | time | null | not a number |
//! |---|---|---|---|---|
//! | `table` | JSON text | RFC 3339 | empty | `NaN` |
//! | `csv` (RFC 4180) | JSON text | RFC 3339 | empty, unquoted (`""` is an empty text) | `NaN` |
//! | `json`, `jsonl` | JSON | RFC 3339 text | `null` | `null` |
//! | `parquet`, `arrow` | as they are | timestamp | null | as it is |
//!
//! Times are UTC with microseconds (with nanoseconds where a value has them). Whole numbers are JSON numbers in full
//! (a JavaScript reader loses digits past 2^53).

mod columnar;
mod csv;
mod json;
mod table;
mod value;

use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use std::io::{self, Write};

use crate::error::QueryError;
use crate::stream::QueryStream;

/// How an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Lines and columns for people.
    Table,
    /// RFC 4180, with a header.
    Csv,
    /// One array of objects.
    Json,
    /// One object a line.
    Jsonl,
    /// Parquet, zstd.
    Parquet,
    /// Arrow IPC stream.
    Arrow,
}

impl Format {
    /// All formats.
    pub const ALL: &[Self] = &[Self::Table, Self::Csv, Self::Json, Self::Jsonl, Self::Parquet, Self::Arrow];

    /// Name, as in `--format`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Parquet => "parquet",
            Self::Arrow => "arrow",
        }
    }

    /// Media type, for HTTP.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Table => "text/plain; charset=utf-8",
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Json => "application/json",
            Self::Jsonl => "application/jsonl",
            Self::Parquet => "application/vnd.apache.parquet",
            Self::Arrow => "application/vnd.apache.arrow.stream",
        }
    }

    /// Whether the bytes are no text for a terminal.
    pub fn is_binary(self) -> bool {
        matches!(self, Self::Parquet | Self::Arrow)
    }
}

/// Choices of a writer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormatOptions {
    /// `table`: characters that a value may take before it is cut with `…`; nothing is cut without it, and a very long
    /// value stands out of its column.
    pub max_width: Option<usize>,
    /// `table`: characters of a line; of a table that is wider each column of a row is a line of its own, those without
    /// a value are left out. Any width without it.
    pub line_width: Option<usize>,
    /// `csv`: put `'` before a value that a spreadsheet would take for a formula.
    pub guard_formulas: bool,
}

/// Why an answer could not be written.
#[derive(Debug, thiserror::Error)]
pub enum FormatError {
    /// The output failed: a closed pipe, a full disk.
    #[error("the answer could not be written")]
    Io(#[from] io::Error),
    /// Arrow or Parquet could not encode a batch.
    #[error("the answer could not be encoded")]
    Encode(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The query failed half way.
    #[error(transparent)]
    Query(#[from] QueryError),
}

impl From<ArrowError> for FormatError {
    fn from(error: ArrowError) -> Self {
        match error {
            ArrowError::IoError(_, error) => Self::Io(error),
            other => Self::Encode(Box::new(other)),
        }
    }
}

impl From<parquet::errors::ParquetError> for FormatError {
    fn from(error: parquet::errors::ParquetError) -> Self {
        Self::Encode(Box::new(error))
    }
}

/// Takes batches, writes bytes. What is written is only whole after [`BatchWriter::finish`].
pub trait BatchWriter: Send {
    /// Writes one batch.
    ///
    /// # Errors
    /// Output or encoding failed; the writer is of no use after that.
    fn write(&mut self, batch: &RecordBatch) -> Result<(), FormatError>;

    /// Whether a value was cut to [`FormatOptions::max_width`].
    fn has_cut(&self) -> bool {
        false
    }

    /// Writes what comes last, and flushes.
    ///
    /// # Errors
    /// As [`BatchWriter::write`].
    fn finish(self: Box<Self>) -> Result<(), FormatError>;
}

/// The writer of a format.
///
/// # Errors
/// The head of the format could not be written.
pub fn writer<'a, W: Write + Send + 'a>(
    format: Format,
    schema: &SchemaRef,
    out: W,
    options: &FormatOptions,
) -> Result<Box<dyn BatchWriter + 'a>, FormatError> {
    Ok(match format {
        Format::Table => Box::new(table::TableWriter::new(schema, out, options)),
        Format::Csv => Box::new(csv::CsvWriter::new(schema, out, options.guard_formulas)?),
        Format::Json => Box::new(json::JsonWriter::new(schema, out, json::Layout::Array)?),
        Format::Jsonl => Box::new(json::JsonWriter::new(schema, out, json::Layout::Lines)?),
        Format::Parquet => Box::new(columnar::ParquetWriter::new(schema, out)?),
        Format::Arrow => Box::new(columnar::ArrowWriter::new(schema, out)?),
    })
}

/// What was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// Rows.
    pub rows: u64,
    /// Whether a value was cut to [`FormatOptions::max_width`].
    pub cut: bool,
}

/// Writes a whole answer. Blocks on `out` between batches: meant for files and pipes.
///
/// # Errors
/// The query or the output failed.
pub async fn write_all<W: Write + Send>(
    stream: &mut QueryStream,
    format: Format,
    out: W,
    options: &FormatOptions,
) -> Result<Written, FormatError> {
    let mut writer = writer(format, &stream.schema(), out, options)?;
    while let Some(batch) = stream.next_batch().await? {
        writer.write(&batch)?;
    }
    let cut = writer.has_cut();
    writer.finish()?;
    Ok(Written { rows: stream.rows(), cut })
}

/// Column names, each once: a second `trace_id` becomes `trace_id_2`.
fn unique_names(schema: &SchemaRef) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(schema.fields().len());
    for field in schema.fields() {
        let mut name = field.name().clone();
        let mut number = 2;
        while names.contains(&name) {
            name = format!("{}_{number}", field.name());
            number += 1;
        }
        names.push(name);
    }
    names
}

#[cfg(test)]
mod tests;
