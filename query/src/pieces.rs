//! Batches of an answer in pieces of limited size.
//!
//! In a batch a text that many rows share is there once, and conversations repeat theirs in each span. Every writer of
//! an answer makes plain text of it: of a batch of some hundred MiB gigabytes.

use arrow::array::{Array, ArrayRef, AsArray, OffsetSizeTrait};
use arrow::datatypes::{DataType, Int32Type};
use arrow::record_batch::RecordBatch;

/// Size of a piece, bytes as plain text; one row is never cut.
const MAX_PIECE_BYTES: u64 = 8 << 20;

/// The rows of a batch in order, in pieces that share its memory.
pub(crate) fn pieces(batch: RecordBatch) -> Vec<RecordBatch> {
    let mut pieces = Vec::with_capacity(1);
    // The last one first.
    let mut left = vec![batch];
    while let Some(batch) = left.pop() {
        let rows = batch.num_rows();
        if rows > 1 && batch.columns().iter().map(plain_bytes).fold(0, u64::saturating_add) > MAX_PIECE_BYTES {
            left.push(batch.slice(rows / 2, rows - rows / 2));
            left.push(batch.slice(0, rows / 2));
        } else {
            pieces.push(batch);
        }
    }
    pieces
}

/// Bytes of the values as plain texts and numbers, each as often as it is there.
pub(crate) fn plain_bytes(array: &ArrayRef) -> u64 {
    match array.data_type() {
        DataType::Utf8 => between(array.as_string::<i32>().value_offsets()),
        DataType::LargeUtf8 => between(array.as_string::<i64>().value_offsets()),
        DataType::Binary => between(array.as_binary::<i32>().value_offsets()),
        DataType::LargeBinary => between(array.as_binary::<i64>().value_offsets()),
        DataType::Utf8View => array.as_string_view().lengths().map(u64::from).sum(),
        DataType::BinaryView => array.as_binary_view().lengths().map(u64::from).sum(),
        DataType::List(_) => plain_bytes(&items::<i32>(array)),
        DataType::LargeList(_) => plain_bytes(&items::<i64>(array)),
        DataType::Struct(_) => array.as_struct().columns().iter().map(plain_bytes).fold(0, u64::saturating_add),
        DataType::Dictionary(key, _) if **key == DataType::Int32 => {
            let texts = array.as_dictionary::<Int32Type>();
            let average = plain_bytes(texts.values()) / (texts.values().len().max(1) as u64);
            average.saturating_mul(array.len() as u64)
        }
        _ => 8 * array.len() as u64,
    }
}

/// The elements of all lists, in order.
pub(crate) fn items<O: OffsetSizeTrait>(array: &ArrayRef) -> ArrayRef {
    let list = array.as_list::<O>();
    let (from, to) = (list.value_offsets().first(), list.value_offsets().last());
    let (from, to) = (from.map_or(0, |n| n.as_usize()), to.map_or(0, |n| n.as_usize()));
    list.values().slice(from, to - from)
}

fn between<O: OffsetSizeTrait>(offsets: &[O]) -> u64 {
    let at = |n: Option<&O>| n.map_or(0, |n| n.as_usize() as u64);
    at(offsets.last()).saturating_sub(at(offsets.first()))
}
