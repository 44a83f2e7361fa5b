//! A table for people: widths from the first rows, then a row at a time. Of one that is wider than the terminal each
//! column of a row is a line of its own.
//!
//! Control characters are shown escaped, so that what an agent said cannot steer the terminal.

use std::fmt::Write as _;
use std::io::Write;

use arrow::datatypes::SchemaRef;
use arrow::record_batch::RecordBatch;

use super::{BatchWriter, FormatError, FormatOptions, value};

/// Rows that are held back to find the widths.
const HELD_ROWS: usize = 1_000;
/// Widest column, characters, that shorter values are filled up to: one long text or name would else cost its length in
/// every row, and `format!` panics at a width past 65,535.
const MAX_PADDED: usize = 200;
/// Bytes of rows held back at most.
const HELD_BYTES: usize = 4 << 20;

#[derive(Debug)]
pub(super) struct TableWriter<W> {
    out: W,
    max_width: Option<usize>,
    line_width: Option<usize>,
    /// Rows written so far, where each column is a line of its own.
    tall: Option<u64>,
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
    pub(super) fn new(schema: &SchemaRef, out: W, options: &FormatOptions) -> Self {
        let names: Vec<String> = schema.fields().iter().map(|field| cell(field.name(), None).0).collect();
        let plans = names == ["plan_type", "plan"];
        let right = schema.fields().iter().map(|field| field.data_type().is_numeric()).collect();
        let FormatOptions { max_width, line_width, .. } = *options;
        let (held, held_bytes, widths) = (Vec::new(), 0, None);
        Self { out, max_width, line_width, tall: None, cut: false, names, right, held, held_bytes, widths, plans }
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
        let line = widths.iter().map(|width| width + 3).sum::<usize>() + 1;
        if !self.held.is_empty() && self.line_width.is_some_and(|most| line > most) {
            self.tall = Some(0);
            for row in std::mem::take(&mut self.held) {
                self.row(&row, &widths)?;
            }
            return Ok(widths);
        }
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
        if let Some(rows) = &mut self.tall {
            *rows += 1;
            writeln!(self.out, "-- row {rows} --")?;
            let width = self.names.iter().map(|name| name.chars().count()).max().unwrap_or_default().min(MAX_PADDED);
            // Most columns of a wide table have no value.
            for (name, cell) in self.names.iter().zip(cells).filter(|(_, cell)| !cell.is_empty()) {
                writeln!(self.out, "{name:<width$}  {cell}")?;
            }
            return Ok(());
        }
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
        if self.tall.is_some() {
            return Ok(self.out.flush()?);
        }
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
        let options = FormatOptions { max_width: Some(4), ..FormatOptions::default() };
        let mut writer = Box::new(TableWriter::new(&batch.schema(), &mut out, &options));
        writer.write(&batch).unwrap();
        writer.finish().unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "logical_plan\n  A\n    B\nphysical_plan\n  C\\u{1b}\n");
    }

    #[test]
    fn a_table_wider_than_the_terminal_has_a_line_for_each_column() {
        let of = |texts: [&str; 2]| Arc::new(StringArray::from_iter_values(texts)) as ArrayRef;
        let columns = [("id", of(["1", "2"])), ("name", of(["Ann", ""])), ("x", of(["a\nb", "c"]))];
        let batch = RecordBatch::try_from_iter(columns).unwrap();
        let written = |rows: usize, line_width: usize| {
            let mut out = Vec::new();
            let options = FormatOptions { line_width: Some(line_width), ..FormatOptions::default() };
            let mut writer = Box::new(TableWriter::new(&batch.schema(), &mut out, &options));
            writer.write(&batch.slice(0, rows)).unwrap();
            writer.finish().unwrap();
            String::from_utf8(out).unwrap()
        };
        let tall = "-- row 1 --\nid    1\nname  Ann\nx     a\\nb\n-- row 2 --\nid    2\nx     c\n";
        assert_eq!(written(2, 19), tall);
        let lines = written(2, 20);
        assert!(lines.starts_with("+----+") && lines.lines().all(|line| line.chars().count() == 20), "{lines}");
        assert!(written(0, 3).starts_with("+----+"), "nothing to show but the names");
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
