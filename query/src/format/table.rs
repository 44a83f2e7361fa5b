//! A table for people: widths from the first rows, then a row at a time.
//!
//! Control characters are shown escaped, so that what an agent said cannot steer the terminal.

use std::fmt::Write as _;
use std::io::Write;

use arrow::datatypes::SchemaRef;
use arrow::record_batch::RecordBatch;

use super::{BatchWriter, FormatError, value};

/// Rows that are held back to find the widths.
const HELD_ROWS: usize = 1_000;
/// Widest column, characters, that shorter values are filled up to: one long text or name would else cost its length in every row, and
/// `format!` panics at a width past 65,535.
const MAX_PADDED: usize = 200;
/// Bytes of rows held back at most.
const HELD_BYTES: usize = 4 << 20;

#[derive(Debug)]
pub(super) struct TableWriter<W> {
    out: W,
    max_width: Option<usize>,
    /// Whether a value was cut.
    cut: bool,
    names: Vec<String>,
    right: Vec<bool>,
    held: Vec<Vec<String>>,
    held_bytes: usize,
    /// Set once the head is written.
    widths: Option<Vec<usize>>,
    /// The answer to `EXPLAIN`: texts of many lines, which stand below their name.
    plans: bool,
}

impl<W: Write> TableWriter<W> {
    pub(super) fn new(schema: &SchemaRef, out: W, max_width: Option<usize>) -> Self {
        let names: Vec<String> = schema.fields().iter().map(|field| cell(field.name(), None).0).collect();
        let plans = names == ["plan_type", "plan"];
        let right = schema.fields().iter().map(|field| field.data_type().is_numeric()).collect();
        Self { out, max_width, cut: false, names, right, held: Vec::new(), held_bytes: 0, widths: None, plans }
    }

    fn plan(&mut self, batch: &RecordBatch, row: usize) -> Result<(), FormatError> {
        let mut text = [String::new(), String::new()];
        for (text, column) in text.iter_mut().zip(batch.columns()) {
            value::text(text, column.as_ref(), row);
        }
        let [name, plan] = text;
        writeln!(self.out, "{}", cell(&name, None).0)?;
        for line in plan.lines() {
            writeln!(self.out, "  {}", cell(line, None).0)?;
        }
        Ok(())
    }

    /// Fixes the widths, writes the head and what was held back.
    fn begin(&mut self) -> Result<Vec<usize>, FormatError> {
        let mut widths: Vec<usize> = self.names.iter().map(|name| name.chars().count()).collect();
        for row in &self.held {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.chars().count());
            }
        }
        widths.iter_mut().for_each(|width| *width = (*width).min(MAX_PADDED));
        let rule: Vec<String> = widths.iter().map(|width| "-".repeat(width + 2)).collect();
        let rule = format!("+{}+\n", rule.join("+"));
        let names = std::mem::take(&mut self.names);
        self.out.write_all(rule.as_bytes())?;
        self.row(&names, &widths)?;
        self.out.write_all(rule.as_bytes())?;
        for row in std::mem::take(&mut self.held) {
            self.row(&row, &widths)?;
        }
        Ok(widths)
    }

    fn row(&mut self, cells: &[String], widths: &[usize]) -> Result<(), FormatError> {
        let mut line = String::from("|");
        for ((cell, width), right) in cells.iter().zip(widths).zip(&self.right) {
            let _ = if *right { write!(line, " {cell:>width$} |") } else { write!(line, " {cell:<width$} |") };
        }
        line.push('\n');
        Ok(self.out.write_all(line.as_bytes())?)
    }
}

/// Text for one line of a terminal, cut to a width; whether it was cut.
fn cell(text: &str, max_width: Option<usize>) -> (String, bool) {
    let limit = max_width.unwrap_or(usize::MAX).max(1);
    let mut out = String::with_capacity(text.len().min(limit));
    let mut width = 0;
    for c in text.chars() {
        let before = out.len();
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() || is_direction(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
        width += out.get(before..).map_or(0, |added| added.chars().count());
        if width > limit {
            let end = out.char_indices().nth(limit - 1).map_or(out.len(), |(index, _)| index);
            out.truncate(end);
            out.push('…');
            return (out, true);
        }
    }
    (out, false)
}

/// Marks that change the direction of text: they could make a line look like another.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

impl<W: Write + Send> BatchWriter for TableWriter<W> {
    fn write(&mut self, batch: &RecordBatch) -> Result<(), FormatError> {
        let mut text = String::new();
        for row in 0..batch.num_rows() {
            if self.plans {
                self.plan(batch, row)?;
                continue;
            }
            let mut cells = Vec::with_capacity(batch.num_columns());
            for column in batch.columns() {
                text.clear();
                value::text(&mut text, column.as_ref(), row);
                let (cell, cut) = cell(&text, self.max_width);
                self.cut |= cut;
                cells.push(cell);
            }
            if let Some(widths) = self.widths.take() {
                self.row(&cells, &widths)?;
                self.widths = Some(widths);
                continue;
            }
            self.held_bytes += cells.iter().map(String::len).sum::<usize>();
            self.held.push(cells);
            if self.held.len() >= HELD_ROWS || self.held_bytes >= HELD_BYTES {
                self.widths = Some(self.begin()?);
            }
        }
        Ok(())
    }

    fn has_cut(&self) -> bool {
        self.cut
    }

    fn finish(mut self: Box<Self>) -> Result<(), FormatError> {
        if self.plans {
            return Ok(self.out.flush()?);
        }
        let widths = match self.widths.take() {
            Some(widths) => widths,
            None => self.begin()?,
        };
        let rule: Vec<String> = widths.iter().map(|width| "-".repeat(width + 2)).collect();
        self.out.write_all(format!("+{}+\n", rule.join("+")).as_bytes())?;
        Ok(self.out.flush()?)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{ArrayRef, StringArray};

    use super::*;

    #[test]
    fn plans_keep_their_lines() {
        let of = |texts: [&str; 2]| Arc::new(StringArray::from_iter_values(texts)) as ArrayRef;
        let columns = [("plan_type", of(["logical_plan", "physical_plan"])), ("plan", of(["A\n  B", "C\u{1b}"]))];
        let batch = RecordBatch::try_from_iter(columns).unwrap();
        let mut out = Vec::new();
        let mut writer = Box::new(TableWriter::new(&batch.schema(), &mut out, Some(4)));
        writer.write(&batch).unwrap();
        writer.finish().unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "logical_plan\n  A\n    B\nphysical_plan\n  C\\u{1b}\n");
    }

    #[test]
    fn cells_are_one_line_cut_and_harmless() {
        let whole = |text: &str| (text.to_owned(), false);
        let cut = |text: &str| (text.to_owned(), true);
        assert_eq!(cell("a\nb\u{1b}[2J", None), whole("a\\nb\\u{1b}[2J"));
        assert_eq!(cell("abcdef", Some(4)), cut("abc…"));
        assert_eq!(cell("abcd", Some(4)), whole("abcd"));
        assert_eq!(cell("ab\n\n", Some(4)), cut("ab\\…"));
        assert_eq!(cell("x\u{202e}y", None), whole("x\\u{202e}y"));
    }
}
