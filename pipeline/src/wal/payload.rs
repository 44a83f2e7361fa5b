//! A group as the payload of a frame, version 1.
//!
//! ```text
//! 0  version     u8 = 1
//! 1  tables      u8
//! 2  zero        u16
//! 4  counts      u32: length of the JSON
//! 8  counts as JSON, then for each table, each part padded with zeros to a multiple of 64:
//!    number u64, length u64: of the stream, zeros to 64, Arrow IPC stream (schema, dictionaries, one batch, end)
//! ```
//! Everything that Arrow reads is aligned to 64 bytes, so decoding copies nothing.
//! A batch of an older program has fewer columns; those added since are null.

use std::sync::Arc;

use arrow::{
    array::{RecordBatch, RecordBatchOptions, new_null_array},
    buffer::Buffer,
    datatypes::SchemaRef,
    ipc::{reader::StreamDecoder, writer::StreamWriter},
};
use custos_model::{
    batch::{Counts, Group},
    component::BoxError,
    limits::MAX_GROUP_BYTES,
    schema::Table,
};

use super::format::{FRAME_HEADER, FrameHeader, MAX_PAYLOAD};

const VERSION: u8 = 1;
const FIXED: usize = 8;
const ALIGNMENT: usize = 64;
/// Above this the buffer is given back after use.
const KEEP_BYTES: usize = 4 * MAX_GROUP_BYTES;

/// Why bytes are not a group. No content.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PayloadError {
    #[error("the group is larger than {MAX_PAYLOAD} bytes")]
    TooLarge,
    #[error("not a group: {0}")]
    Malformed(&'static str),
    #[error("cannot encode or decode the group")]
    Arrow(#[source] BoxError),
}

/// A frame being built. Reused from group to group.
#[derive(Debug, Default)]
pub(crate) struct FrameBuffer(Vec<u8>);

impl FrameBuffer {
    /// Fills in a group.
    pub(crate) fn encode(&mut self, group: &Group) -> Result<(), PayloadError> {
        self.0.clear();
        self.0.resize(FRAME_HEADER, 0);
        encode(group, &mut self.0)?;
        if (self.0.len() - FRAME_HEADER) as u64 > MAX_PAYLOAD {
            return Err(PayloadError::TooLarge);
        }
        Ok(())
    }

    /// Puts the header before the payload and gives the whole frame.
    pub(super) fn seal(&mut self, salt: u64, seq: u64) -> &[u8] {
        if self.0.len() < FRAME_HEADER {
            self.0.resize(FRAME_HEADER, 0);
        }
        let (head, payload) = self.0.split_at_mut(FRAME_HEADER);
        head.copy_from_slice(&FrameHeader::new(salt, seq, payload).encode());
        &self.0
    }

    /// Gives memory back after a giant group.
    pub(crate) fn shrink(&mut self) {
        if self.0.capacity() > KEEP_BYTES {
            self.0 = Vec::new();
        }
    }
}

/// Appends the payload to `out`, which holds a frame header and nothing else.
fn encode(group: &Group, out: &mut Vec<u8>) -> Result<(), PayloadError> {
    let start = out.len();
    let counts = serde_json::to_vec(&group.counts).map_err(|e| PayloadError::Arrow(e.into()))?;
    let tables = u8::try_from(group.tables.len()).map_err(|_| PayloadError::TooLarge)?;
    let counts_len = u32::try_from(counts.len()).map_err(|_| PayloadError::TooLarge)?;
    out.extend_from_slice(&[VERSION, tables, 0, 0]);
    out.extend_from_slice(&counts_len.to_le_bytes());
    out.extend_from_slice(&counts);
    pad(out, start);
    for (table, batch) in &group.tables {
        let head = out.len();
        out.extend_from_slice(&u64::from(*table as u8).to_le_bytes());
        out.resize(head + ALIGNMENT, 0);
        let mut writer =
            StreamWriter::try_new(&mut *out, &batch.schema()).map_err(|e| PayloadError::Arrow(e.into()))?;
        writer.write(batch).and_then(|()| writer.finish()).map_err(|e| PayloadError::Arrow(e.into()))?;
        drop(writer);
        let length = (out.len() - head - ALIGNMENT) as u64;
        out[head + 8..head + 16].copy_from_slice(&length.to_le_bytes());
        pad(out, start);
    }
    Ok(())
}

fn pad(out: &mut Vec<u8>, start: usize) {
    out.resize(start + (out.len() - start).next_multiple_of(ALIGNMENT), 0);
}

/// Reads a payload. The batches share its memory.
pub(crate) fn decode(payload: &Buffer) -> Result<Group, PayloadError> {
    let malformed = PayloadError::Malformed;
    let head = payload.first_chunk::<FIXED>().ok_or(malformed("too short"))?;
    let [version, tables, _, _, counts_len @ ..] = *head;
    if version != VERSION {
        return Err(malformed("another version"));
    }
    let counts_end = (u32::from_le_bytes(counts_len) as usize).saturating_add(FIXED);
    let counts = payload.get(FIXED..counts_end).ok_or(malformed("counts are cut"))?;
    let counts: Counts = serde_json::from_slice(counts).map_err(|_| malformed("counts are not JSON"))?;
    let mut at = counts_end.next_multiple_of(ALIGNMENT);
    let mut group = Group { tables: Vec::with_capacity(usize::from(tables)), counts };
    for _ in 0..tables {
        let head = payload.get(at..).and_then(<[u8]>::first_chunk::<ALIGNMENT>).ok_or(malformed("a table is cut"))?;
        let [table, _, _, _, _, _, _, _, l0, l1, l2, l3, l4, l5, l6, l7, ..] = *head;
        let table = Table::from_number(table).ok_or(malformed("an unknown table"))?;
        let length = usize::try_from(u64::from_le_bytes([l0, l1, l2, l3, l4, l5, l6, l7]))
            .map_err(|_| malformed("a table is cut"))?;
        at += ALIGNMENT;
        if length > payload.len() - at {
            return Err(malformed("a table is cut"));
        }
        group.tables.push((table, decode_table(table, payload.slice_with_length(at, length))?));
        at = (at + length).next_multiple_of(ALIGNMENT);
    }
    if at != payload.len() {
        return Err(malformed("bytes after the last table"));
    }
    Ok(group)
}

fn decode_table(table: Table, mut stream: Buffer) -> Result<RecordBatch, PayloadError> {
    let mut decoder = StreamDecoder::new();
    let batch = decoder.decode(&mut stream).map_err(|e| PayloadError::Arrow(e.into()))?;
    let batch = batch.ok_or(PayloadError::Malformed("a table without rows"))?;
    match decoder.decode(&mut stream).map_err(|e| PayloadError::Arrow(e.into()))? {
        None => widen(table.schema(), batch),
        Some(_) => Err(PayloadError::Malformed("a table with two batches")),
    }
}

/// Brings a batch of an older program to today's columns: those are added last and never renamed.
fn widen(schema: SchemaRef, batch: RecordBatch) -> Result<RecordBatch, PayloadError> {
    let (old, rows, mut columns) = {
        let (old, columns, rows) = batch.into_parts();
        (old, rows, columns)
    };
    let same =
        old.fields().iter().zip(schema.fields()).all(|(o, n)| o.name() == n.name() && o.data_type() == n.data_type());
    if !same || old.fields().len() > schema.fields().len() {
        return Err(PayloadError::Malformed("columns that this program does not know"));
    }
    for field in schema.fields().iter().skip(columns.len()) {
        columns.push(new_null_array(field.data_type(), rows));
    }
    let options = RecordBatchOptions::new().with_row_count(Some(rows));
    RecordBatch::try_new_with_options(Arc::clone(&schema), columns, &options).map_err(|e| PayloadError::Arrow(e.into()))
}
