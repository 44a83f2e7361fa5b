//! The columns of a batch as bytes and back, for payloads of version 2.
//!
//! ```text
//! for each column a descriptor of 16 bytes:
//!   0  kind    u8      0 text, 1 dictionary, 2 list of dictionary, 3 int, 4 double, 5 timestamp, 6 bool
//!   1  flags   u8      1: every row is null and nothing follows; 2: bitmap of rows; 4: bitmap of list items
//!   2  zero    u16
//!   4  bytes   u32     of text
//!   8  distinct u32    texts in the dictionary
//!  12  items   u32     of all lists
//! then for each column its buffers, each padded with zeros to a multiple of 8, as Arrow lays them out:
//!   bitmap, list offsets, item bitmap, keys, text offsets, text     (text and dictionaries)
//!   bitmap, values                                                  (numbers)
//! ```
//! Most columns of most batches are null throughout and cost their descriptor. Decoding copies nothing and trusts nothing: every
//! length, offset, key and text is checked.

use std::sync::Arc;

use arrow::{
    array::{
        Array, ArrayRef, AsArray, BooleanArray, DictionaryArray, Float64Array, Int32Array, Int64Array, ListArray,
        StringArray, TimestampMicrosecondArray,
    },
    buffer::{BooleanBuffer, Buffer, NullBuffer, OffsetBuffer, ScalarBuffer},
    datatypes::{ArrowNativeType, Float64Type, Int32Type, Int64Type, TimestampMicrosecondType, ToByteSlice},
    error::ArrowError,
};
use custos_model::schema::{Kind, list_item};

use super::payload::PayloadError;
use crate::decode::nulls::Nulls;

/// Length of a descriptor, bytes.
pub(super) const DESCRIPTOR: usize = 16;
const ALIGNMENT: usize = 8;

const NULL: u8 = 1;
const ROW_BITMAP: u8 = 2;
const ITEM_BITMAP: u8 = 4;

fn number(kind: Kind) -> u8 {
    match kind {
        Kind::Text => 0,
        Kind::Dict => 1,
        Kind::DictList => 2,
        Kind::Int => 3,
        Kind::Double => 4,
        Kind::Timestamp => 5,
        Kind::Bool => 6,
    }
}

fn length(n: usize) -> Result<u32, PayloadError> {
    u32::try_from(n).map_err(|_| PayloadError::TooLarge)
}

/// Appends the buffers of a column and gives its descriptor. The column has the type of its kind.
pub(super) fn encode(kind: Kind, array: &ArrayRef, out: &mut Vec<u8>) -> Result<[u8; DESCRIPTOR], PayloadError> {
    let mut descriptor = Descriptor { kind: number(kind), ..Descriptor::default() };
    if array.null_count() == array.len() {
        descriptor.flags = NULL;
        return Ok(descriptor.bytes());
    }
    if put_bitmap(array.nulls(), out) {
        descriptor.flags |= ROW_BITMAP;
    }
    match kind {
        Kind::Text => descriptor.bytes = put_texts(array.as_string(), out)?,
        Kind::Dict => put_dictionary(array.as_dictionary(), &mut descriptor, out)?,
        Kind::DictList => {
            let lists = array.as_list::<i32>();
            let (from, to) = put_offsets(lists.offsets(), out);
            descriptor.items = length(to - from)?;
            let items = lists.values().as_dictionary::<Int32Type>().slice(from, to - from);
            if put_bitmap(items.nulls(), out) {
                descriptor.flags |= ITEM_BITMAP;
            }
            put_dictionary(&items, &mut descriptor, out)?;
        }
        Kind::Int => put(array.as_primitive::<Int64Type>().values(), out),
        Kind::Double => put(array.as_primitive::<Float64Type>().values(), out),
        Kind::Timestamp => put(array.as_primitive::<TimestampMicrosecondType>().values(), out),
        Kind::Bool => put_bits(array.as_boolean().values(), out),
    }
    Ok(descriptor.bytes())
}

#[derive(Default)]
struct Descriptor {
    kind: u8,
    flags: u8,
    bytes: u32,
    distinct: u32,
    items: u32,
}

impl Descriptor {
    fn bytes(&self) -> [u8; DESCRIPTOR] {
        let mut bytes = [0; DESCRIPTOR];
        bytes[0..2].copy_from_slice(&[self.kind, self.flags]);
        bytes[4..8].copy_from_slice(&self.bytes.to_le_bytes());
        bytes[8..12].copy_from_slice(&self.distinct.to_le_bytes());
        bytes[12..16].copy_from_slice(&self.items.to_le_bytes());
        bytes
    }

    fn parse(bytes: &[u8; DESCRIPTOR]) -> Self {
        let [kind, flags, _, _, b0, b1, b2, b3, d0, d1, d2, d3, i0, i1, i2, i3] = *bytes;
        let number = u32::from_le_bytes;
        Self {
            kind,
            flags,
            bytes: number([b0, b1, b2, b3]),
            distinct: number([d0, d1, d2, d3]),
            items: number([i0, i1, i2, i3]),
        }
    }

    fn has(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }
}

fn pad(out: &mut Vec<u8>) {
    out.resize(out.len().next_multiple_of(ALIGNMENT), 0);
}

fn put<T: ArrowNativeType>(values: &[T], out: &mut Vec<u8>) {
    out.extend_from_slice(values.to_byte_slice());
    pad(out);
}

fn put_bits(bits: &BooleanBuffer, out: &mut Vec<u8>) {
    let bytes = bits.len().div_ceil(8);
    // A buffer that begins within a byte is shifted into place.
    let sliced = bits.sliced();
    out.extend(sliced.iter().take(bytes));
    pad(out);
}

/// Appends the bitmap if any row is null.
fn put_bitmap(nulls: Option<&NullBuffer>, out: &mut Vec<u8>) -> bool {
    let nulls = nulls.filter(|nulls| nulls.null_count() > 0);
    if let Some(nulls) = nulls {
        put_bits(nulls.inner(), out);
    }
    nulls.is_some()
}

/// Appends offsets so that they begin at 0; gives where they began and end.
fn put_offsets(offsets: &OffsetBuffer<i32>, out: &mut Vec<u8>) -> (usize, usize) {
    let (first, last) = (offsets.first().copied().unwrap_or_default(), offsets.last().copied().unwrap_or_default());
    if first == 0 {
        put(offsets, out);
    } else {
        let moved: Vec<i32> = offsets.iter().map(|offset| offset - first).collect();
        put(&moved, out);
    }
    (first.as_usize(), last.as_usize())
}

fn put_texts(array: &StringArray, out: &mut Vec<u8>) -> Result<u32, PayloadError> {
    let (from, to) = put_offsets(array.offsets(), out);
    out.extend_from_slice(array.value_data().get(from..to).unwrap_or_default());
    pad(out);
    length(to - from)
}

fn put_dictionary(
    array: &DictionaryArray<Int32Type>,
    descriptor: &mut Descriptor,
    out: &mut Vec<u8>,
) -> Result<(), PayloadError> {
    let values = array.values().as_string::<i32>();
    if values.null_count() > 0 {
        return Err(PayloadError::Malformed("a dictionary with nulls"));
    }
    put(array.keys().values(), out);
    descriptor.distinct = length(values.len())?;
    descriptor.bytes = put_texts(values, out)?;
    Ok(())
}

/// Reads buffers one behind the other.
pub(super) struct Columns<'a> {
    payload: &'a Buffer,
    at: usize,
    rows: usize,
    nulls: Nulls,
}

const CUT: PayloadError = PayloadError::Malformed("a column is cut");

impl<'a> Columns<'a> {
    /// Columns of `rows` rows whose first buffer stands at `at`, a multiple of 8.
    pub(super) fn new(payload: &'a Buffer, at: usize, rows: usize) -> Self {
        Self { payload, at, rows, nulls: Nulls::default() }
    }

    /// Where the last column ended.
    pub(super) fn end(&self) -> usize {
        self.at
    }

    /// The next column.
    pub(super) fn decode(&mut self, kind: Kind, descriptor: &[u8; DESCRIPTOR]) -> Result<ArrayRef, PayloadError> {
        let descriptor = Descriptor::parse(descriptor);
        if descriptor.kind != number(kind) {
            return Err(PayloadError::Malformed("a column of another kind"));
        }
        if descriptor.has(NULL) {
            return Ok(self.nulls.of(kind, self.rows));
        }
        let rows = self.rows;
        let nulls = self.bitmap(descriptor.has(ROW_BITMAP), rows)?;
        let array: Result<ArrayRef, ArrowError> = match kind {
            Kind::Text => self.texts(rows, descriptor.bytes, nulls).map(|array| Ok(Arc::new(array) as ArrayRef))?,
            Kind::Dict => self.dictionary(rows, &descriptor, nulls).map(|array| Ok(Arc::new(array) as ArrayRef))?,
            Kind::DictList => {
                let items = descriptor.items as usize;
                let offsets = self.offsets(rows, items)?;
                let item_nulls = self.bitmap(descriptor.has(ITEM_BITMAP), items)?;
                let values = self.dictionary(items, &descriptor, item_nulls)?;
                let field = list_item(Kind::Dict.data_type());
                ListArray::try_new(field, offsets, Arc::new(values), nulls).map(|array| Arc::new(array) as ArrayRef)
            }
            Kind::Int => Int64Array::try_new(self.values(rows)?, nulls).map(|array| Arc::new(array) as ArrayRef),
            Kind::Double => Float64Array::try_new(self.values(rows)?, nulls).map(|array| Arc::new(array) as ArrayRef),
            Kind::Timestamp => TimestampMicrosecondArray::try_new(self.values(rows)?, nulls)
                .map(|array| Arc::new(array.with_timezone("UTC")) as ArrayRef),
            Kind::Bool => {
                let bits = self.bits(rows)?;
                Ok(Arc::new(BooleanArray::new(bits, nulls)))
            }
        };
        array.map_err(|error| PayloadError::Arrow(error.into()))
    }

    fn buffer(&mut self, bytes: usize) -> Result<Buffer, PayloadError> {
        let end = self.at.checked_add(bytes).filter(|end| *end <= self.payload.len()).ok_or(CUT)?;
        let buffer = self.payload.slice_with_length(self.at, bytes);
        self.at = end.next_multiple_of(ALIGNMENT);
        Ok(buffer)
    }

    fn values<T: ArrowNativeType>(&mut self, count: usize) -> Result<ScalarBuffer<T>, PayloadError> {
        let bytes = count.checked_mul(size_of::<T>()).ok_or(CUT)?;
        let buffer = self.buffer(bytes)?;
        if buffer.as_ptr().align_offset(align_of::<T>()) != 0 {
            return Err(PayloadError::Malformed("a payload that is not aligned"));
        }
        Ok(ScalarBuffer::new(buffer, 0, count))
    }

    fn bits(&mut self, count: usize) -> Result<BooleanBuffer, PayloadError> {
        Ok(BooleanBuffer::new(self.buffer(count.div_ceil(8))?, 0, count))
    }

    fn bitmap(&mut self, there: bool, count: usize) -> Result<Option<NullBuffer>, PayloadError> {
        there.then(|| self.bits(count).map(NullBuffer::new)).transpose()
    }

    /// Offsets from 0 to `end`.
    fn offsets(&mut self, count: usize, end: usize) -> Result<OffsetBuffer<i32>, PayloadError> {
        let offsets: ScalarBuffer<i32> = self.values(count.checked_add(1).ok_or(CUT)?)?;
        let ordered = offsets.array_windows::<2>().all(|[a, b]| a <= b);
        let last = offsets.last().and_then(|last| usize::try_from(*last).ok());
        if offsets.first() != Some(&0) || last != Some(end) || !ordered {
            return Err(PayloadError::Malformed("offsets that do not fit"));
        }
        Ok(OffsetBuffer::new(offsets))
    }

    fn texts(&mut self, count: usize, bytes: u32, nulls: Option<NullBuffer>) -> Result<StringArray, PayloadError> {
        let offsets = self.offsets(count, bytes as usize)?;
        let text = self.buffer(bytes as usize)?;
        StringArray::try_new(offsets, text, nulls).map_err(|error| PayloadError::Arrow(error.into()))
    }

    fn dictionary(
        &mut self,
        count: usize,
        descriptor: &Descriptor,
        nulls: Option<NullBuffer>,
    ) -> Result<DictionaryArray<Int32Type>, PayloadError> {
        let keys = self.values(count)?;
        let values = self.texts(descriptor.distinct as usize, descriptor.bytes, None)?;
        Int32Array::try_new(keys, nulls)
            .and_then(|keys| DictionaryArray::try_new(keys, Arc::new(values)))
            .map_err(|error| PayloadError::Arrow(error.into()))
    }
}
