//! CSV (RFC 4180): comma, CRLF, quotes where needed.

use std::io::Write;

use arrow::array::Array;
use arrow::datatypes::SchemaRef;
use arrow::record_batch::RecordBatch;

use super::{BatchWriter, FormatError, value};

/// What spreadsheets take for the beginning of a formula, in the width of East Asian text too, or pass over before one.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];

#[derive(Debug)]
pub(super) struct CsvWriter<W> {
    out: W,
    guard: bool,
    line: String,
    field: String,
}

impl<W: Write> CsvWriter<W> {
    pub(super) fn new(schema: &SchemaRef, out: W, guard: bool) -> Result<Self, FormatError> {
        let mut writer = Self { out, guard, line: String::new(), field: String::new() };
        for (count, field) in schema.fields().iter().enumerate() {
            if count > 0 {
                writer.line.push(',');
            }
            push_field(&mut writer.line, field.name(), guard);
        }
        writer.end_line()?;
        Ok(writer)
    }

    fn end_line(&mut self) -> Result<(), FormatError> {
        self.line.push_str("\r\n");
        self.out.write_all(self.line.as_bytes())?;
        self.line.clear();
        Ok(())
    }
}

/// Quotes a text that holds a separator, a quote or a line break, that is empty (null is nothing at all), or that a
/// reader might trim.
fn push_field(line: &mut String, field: &str, guard: bool) {
    let formula = guard && field.starts_with(FORMULA) && field.parse::<f64>().is_err();
    let quoted = formula
        || field.is_empty()
        || field.contains([',', '"', '\r', '\n'])
        || field.starts_with(char::is_whitespace)
        || field.ends_with(char::is_whitespace);
    if !quoted {
        line.push_str(field);
        return;
    }
    line.push('"');
    if formula {
        line.push('\'');
    }
    for c in field.chars() {
        if c == '"' {
            line.push('"');
        }
        line.push(c);
    }
    line.push('"');
}

impl<W: Write + Send> BatchWriter for CsvWriter<W> {
    fn write(&mut self, batch: &RecordBatch) -> Result<(), FormatError> {
        // Columns of type null, unions and dictionaries tell only so which values are null.
        let nulls: Vec<_> = batch.columns().iter().map(|column| column.logical_nulls()).collect();
        for row in 0..batch.num_rows() {
            for (count, (column, nulls)) in batch.columns().iter().zip(&nulls).enumerate() {
                if count > 0 {
                    self.line.push(',');
                }
                if nulls.as_ref().is_some_and(|nulls| nulls.is_null(row)) {
                    continue;
                }
                self.field.clear();
                value::text(&mut self.field, column.as_ref(), row);
                push_field(&mut self.line, &self.field, self.guard);
            }
            self.end_line()?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), FormatError> {
        Ok(self.out.flush()?)
    }
}
