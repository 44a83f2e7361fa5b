//! The tables of a payload of version 1, which logs from before may still hold.
//!
//! ```text
//! for each table, each part padded with zeros to a multiple of 64:
//!    number u64, length u64: of the stream, zeros to 64, Arrow IPC stream (schema, dictionaries, one batch, end)
//! ```

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use arrow::{
    array::{RecordBatch, RecordBatchOptions},
    buffer::Buffer,
    datatypes::SchemaRef,
    ipc::reader::StreamDecoder,
};
use custos_model::schema::Table;

use super::payload::{ALIGNMENT, PayloadError, widen};

/// Reads one table at `at`; gives it and where the next begins.
pub(super) fn decode(payload: &Buffer, at: usize) -> Result<(Table, RecordBatch, usize), PayloadError> {
    let malformed = PayloadError::Malformed;
    let head = payload.get(at..).and_then(<[u8]>::first_chunk::<ALIGNMENT>).ok_or(malformed("a table is cut"))?;
    let [table, _, _, _, _, _, _, _, l0, l1, l2, l3, l4, l5, l6, l7, ..] = *head;
    let table = Table::from_number(table).ok_or(malformed("an unknown table"))?;
    let length = usize::try_from(u64::from_le_bytes([l0, l1, l2, l3, l4, l5, l6, l7]))
        .map_err(|_| malformed("a table is cut"))?;
    let at = at + ALIGNMENT;
    if length > payload.len() - at {
        return Err(malformed("a table is cut"));
    }
    // Arrow panics on schemas of types that it does not know: behind a good checksum only somebody wrote one.
    let stream = payload.slice_with_length(at, length);
    let batch = catch_unwind(AssertUnwindSafe(|| decode_table(table, stream)))
        .unwrap_or(Err(malformed("a table that Arrow cannot read")))?;
    Ok((table, batch, (at + length).next_multiple_of(ALIGNMENT)))
}

fn decode_table(table: Table, mut stream: Buffer) -> Result<RecordBatch, PayloadError> {
    let mut decoder = StreamDecoder::new();
    let batch = decoder.decode(&mut stream).map_err(|e| PayloadError::Arrow(e.into()))?;
    let batch = batch.ok_or(PayloadError::Malformed("a table without rows"))?;
    match decoder.decode(&mut stream).map_err(|e| PayloadError::Arrow(e.into()))? {
        None => named(table.schema(), batch),
        Some(_) => Err(PayloadError::Malformed("a table with two batches")),
    }
}

/// Brings a batch of an older program to today's columns.
fn named(schema: SchemaRef, batch: RecordBatch) -> Result<RecordBatch, PayloadError> {
    let (old, columns, rows) = batch.into_parts();
    let same =
        old.fields().iter().zip(schema.fields()).all(|(o, n)| o.name() == n.name() && o.data_type() == n.data_type());
    if !same || old.fields().len() > schema.fields().len() {
        return Err(PayloadError::Malformed("columns that this program does not know"));
    }
    let columns = widen(&schema, columns, rows);
    let options = RecordBatchOptions::new().with_row_count(Some(rows));
    RecordBatch::try_new_with_options(Arc::clone(&schema), columns, &options).map_err(|e| PayloadError::Arrow(e.into()))
}

#[cfg(test)]
mod tests {
    use arrow::buffer::Buffer;

    use crate::wal::payload;

    #[test]
    fn a_panic_of_arrow_is_an_error() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/wal-v1/000/00000000000000000007.wal");
        let segment = std::fs::read(file).unwrap();
        let length = u64::from_le_bytes(segment[48..56].try_into().unwrap()) as usize;
        let mut group = segment[64..64 + length].to_vec();
        assert!(payload::decode(&Buffer::from_slice_ref(&group)).is_ok());
        // The type of a column.
        group[196] ^= 0xc4;
        assert!(payload::decode(&Buffer::from_slice_ref(&group)).is_err());
    }
}
