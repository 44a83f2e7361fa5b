//! JSON: one array of objects, or one object a line.

use std::io::Write;

use arrow::datatypes::SchemaRef;
use arrow::record_batch::RecordBatch;

use super::{BatchWriter, FormatError, unique_names, value};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    Array,
    Lines,
}

#[derive(Debug)]
pub(super) struct JsonWriter<W> {
    out: W,
    layout: Layout,
    /// `"name":` of every column.
    keys: Vec<String>,
    first: bool,
    line: String,
}

impl<W: Write> JsonWriter<W> {
    pub(super) fn new(schema: &SchemaRef, mut out: W, layout: Layout) -> Result<Self, FormatError> {
        let keys = unique_names(schema).into_iter().map(|name| {
            let mut key = String::new();
            value::quote(&mut key, &name);
            key.push(':');
            key
        });
        if layout == Layout::Array {
            out.write_all(b"[")?;
        }
        Ok(Self { out, layout, keys: keys.collect(), first: true, line: String::new() })
    }
}

impl<W: Write + Send> BatchWriter for JsonWriter<W> {
    fn write(&mut self, batch: &RecordBatch) -> Result<(), FormatError> {
        for row in 0..batch.num_rows() {
            self.line.clear();
            if self.layout == Layout::Array {
                self.line.push_str(if self.first { "\n" } else { ",\n" });
            }
            self.first = false;
            self.line.push('{');
            for (count, (key, column)) in self.keys.iter().zip(batch.columns()).enumerate() {
                if count > 0 {
                    self.line.push(',');
                }
                self.line.push_str(key);
                value::json(&mut self.line, column.as_ref(), row);
            }
            self.line.push('}');
            if self.layout == Layout::Lines {
                self.line.push('\n');
            }
            self.out.write_all(self.line.as_bytes())?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), FormatError> {
        if self.layout == Layout::Array {
            self.out.write_all(if self.first { b"]\n" } else { b"\n]\n" })?;
        }
        Ok(self.out.flush()?)
    }
}
