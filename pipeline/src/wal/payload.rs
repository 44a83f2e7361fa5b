//! A group as the payload of a frame, version 2. Version 1 (`payload_v1`) is still read.
//!
//! ```text
//! 0  version     u8 = 2
//! 1  tables      u8
//! 2  zero        u16
//! 4  counts      u32: length of the JSON
//! 8  counts as JSON, then for each table, each part padded with zeros to a multiple of 64:
//!    number u8, zero u8, columns u16, rows u32, length u64: of what follows; descriptors and buffers of the columns (`columns`)
//! ```
//! Everything that Arrow reads is aligned, so decoding copies nothing. A batch of an older program has fewer columns; those
//! added since are null.

use arrow::{
    array::{ArrayRef, RecordBatch, RecordBatchOptions, new_null_array},
    buffer::Buffer,
    datatypes::SchemaRef,
};
use custos_model::{
    batch::{Counts, Group},
    component::BoxError,
    limits::MAX_GROUP_BYTES,
    schema::Table,
};

use super::{
    columns::{self, Columns, DESCRIPTOR},
    format::{FRAME_HEADER, FrameHeader, MAX_PAYLOAD},
    payload_v1,
};

const VERSION: u8 = 2;
const FIXED: usize = 8;
pub(super) const ALIGNMENT: usize = 64;
/// What stands before the columns of a table.
const TABLE_HEAD: usize = 16;
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
        encode_table(*table, batch, out)?;
        pad(out, start);
    }
    Ok(())
}

fn encode_table(table: Table, batch: &RecordBatch, out: &mut Vec<u8>) -> Result<(), PayloadError> {
    let known = table.schema();
    let prefix = batch.num_columns() <= known.fields().len()
        && batch.schema_ref().fields().iter().zip(known.fields()).all(|(is, should)| is == should);
    if !prefix {
        return Err(PayloadError::Malformed("columns that the table does not have"));
    }
    let columns = u16::try_from(batch.num_columns()).map_err(|_| PayloadError::TooLarge)?;
    let rows = u32::try_from(batch.num_rows()).map_err(|_| PayloadError::TooLarge)?;
    let head = out.len();
    out.extend_from_slice(&[table as u8, 0]);
    out.extend_from_slice(&columns.to_le_bytes());
    out.extend_from_slice(&rows.to_le_bytes());
    let descriptors = head + TABLE_HEAD;
    let body = descriptors + usize::from(columns) * DESCRIPTOR;
    out.resize(body, 0);
    for (i, (column, array)) in table.columns().iter().zip(batch.columns()).enumerate() {
        let descriptor = columns::encode(column.kind, array, out)?;
        out[descriptors + i * DESCRIPTOR..][..DESCRIPTOR].copy_from_slice(&descriptor);
    }
    let length = (out.len() - descriptors) as u64;
    out[head + 8..head + TABLE_HEAD].copy_from_slice(&length.to_le_bytes());
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
    if !matches!(version, 1 | VERSION) {
        return Err(malformed("another version"));
    }
    let counts_end = (u32::from_le_bytes(counts_len) as usize).saturating_add(FIXED);
    let counts = payload.get(FIXED..counts_end).ok_or(malformed("counts are cut"))?;
    let counts: Counts = serde_json::from_slice(counts).map_err(|_| malformed("counts are not JSON"))?;
    let mut at = counts_end.next_multiple_of(ALIGNMENT);
    let mut group = Group { tables: Vec::with_capacity(usize::from(tables)), counts };
    for _ in 0..tables {
        let (table, batch, next) =
            if version == 1 { payload_v1::decode(payload, at)? } else { decode_table(payload, at)? };
        group.tables.push((table, batch));
        at = next;
    }
    if at != payload.len() {
        return Err(malformed("bytes after the last table"));
    }
    Ok(group)
}

/// Reads one table at `at`; gives it and where the next begins.
fn decode_table(payload: &Buffer, at: usize) -> Result<(Table, RecordBatch, usize), PayloadError> {
    let cut = || PayloadError::Malformed("a table is cut");
    let head = payload.get(at..).and_then(<[u8]>::first_chunk::<TABLE_HEAD>).ok_or_else(cut)?;
    let [table, _, c0, c1, r0, r1, r2, r3, l0, l1, l2, l3, l4, l5, l6, l7] = *head;
    let table = Table::from_number(table).ok_or(PayloadError::Malformed("an unknown table"))?;
    let count = usize::from(u16::from_le_bytes([c0, c1]));
    let rows = u32::from_le_bytes([r0, r1, r2, r3]) as usize;
    let length = usize::try_from(u64::from_le_bytes([l0, l1, l2, l3, l4, l5, l6, l7])).map_err(|_| cut())?;
    let descriptors = at + TABLE_HEAD;
    let end = descriptors.checked_add(length).filter(|end| *end <= payload.len()).ok_or_else(cut)?;
    let known = table.columns();
    if count > known.len() {
        return Err(PayloadError::Malformed("columns that this program does not know"));
    }
    // Every row has a tenant and so some bytes; what claims more would only claim memory.
    if rows == 0 || rows > payload.len() {
        return Err(PayloadError::Malformed("a number of rows that cannot be"));
    }
    let body = descriptors + count * DESCRIPTOR;
    let (descriptors, _) = payload.get(descriptors..body).ok_or_else(cut)?.as_chunks::<DESCRIPTOR>();
    let mut reader = Columns::new(payload, body, rows);
    let mut arrays = Vec::with_capacity(known.len());
    for (column, descriptor) in known.iter().zip(descriptors) {
        arrays.push(reader.decode(column.kind, descriptor)?);
    }
    if reader.end() != end {
        return Err(PayloadError::Malformed("bytes after the last column"));
    }
    let schema = table.schema();
    let arrays = widen(&schema, arrays, rows);
    let options = RecordBatchOptions::new().with_row_count(Some(rows));
    let batch =
        RecordBatch::try_new_with_options(schema, arrays, &options).map_err(|e| PayloadError::Arrow(e.into()))?;
    Ok((table, batch, end.next_multiple_of(ALIGNMENT)))
}

/// Adds the columns that an older program did not have: those are added last and never renamed.
pub(super) fn widen(schema: &SchemaRef, mut columns: Vec<ArrayRef>, rows: usize) -> Vec<ArrayRef> {
    let missing = schema.fields().iter().skip(columns.len());
    columns.extend(missing.map(|field| new_null_array(field.data_type(), rows)));
    columns
}
