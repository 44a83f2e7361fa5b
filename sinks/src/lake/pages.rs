//! Pages of text columns: levels, dictionary keys, compression, and the metadata of a column chunk.
//!
//! The `parquet` crate writes page headers, footers and numbers. Texts are encoded here, because its dictionary encoder
//! hashes a message again for every span that repeats it, and because each of its column writers has a compressor of its own (62 of
//! them, half a megabyte each). The format is that of Apache Parquet, data pages version 1.
//!
//! ```text
//! page   = [u32 length, repetition levels], [u32 length, definition levels], values      (compressed as one)
//! levels = RLE / bit-packing hybrid
//! values = u32 length + bytes each (PLAIN), or bit width + hybrid of keys (RLE_DICTIONARY)
//! ```

use std::io::Write;

use bytes::Bytes;
use custos_model::component::BoxError;
use parquet::{
    basic::{Encoding, PageType, Type},
    column::{
        page::{CompressedPage, Page, PageWriter},
        writer::ColumnCloseResult,
    },
    data_type::ByteArray,
    file::{
        metadata::{ColumnChunkMetaData, ColumnIndexBuilder, OffsetIndexBuilder, PageEncodingStats},
        statistics::{Statistics, ValueStatistics},
        writer::{SerializedPageWriter, TrackedWrite},
    },
    schema::types::ColumnDescPtr,
};

use super::{
    Codec,
    pieces::{Closed, Pieces},
    properties::compression,
};

/// Longest text that is stored as a minimum or maximum, bytes: what is longer helps no search.
const LONGEST_STATISTIC: usize = 64;

/// Compresses pages, one after another with the same memory.
pub(super) enum Compressor {
    None,
    Lz4,
    Zstd(Box<zstd::bulk::Compressor<'static>>),
}

impl Compressor {
    pub(super) fn new(codec: Codec) -> std::io::Result<Self> {
        Ok(match codec {
            Codec::None => Self::None,
            Codec::Lz4 => Self::Lz4,
            Codec::Zstd(level) => Self::Zstd(Box::new(zstd::bulk::Compressor::new(level)?)),
        })
    }

    fn compress(&mut self, bytes: &[u8]) -> std::io::Result<Vec<u8>> {
        match self {
            Self::None => Ok(bytes.to_vec()),
            Self::Lz4 => Ok(lz4_flex::block::compress(bytes)),
            Self::Zstd(zstd) => zstd.compress(bytes),
        }
    }

    /// Whether a page may be compressed in parts, one behind the other: Zstandard data may be several frames (RFC 8878,
    /// section 3), an LZ4 page is one block.
    pub(super) fn takes_parts(&self) -> bool {
        !matches!(self, Self::Lz4)
    }
}

/// The first texts of a dictionary, compressed before the last are known.
#[derive(Default)]
pub(super) struct Packed {
    frames: Pieces,
    uncompressed: usize,
}

impl Packed {
    /// Adds PLAIN texts.
    pub(super) fn add(&mut self, values: &[u8], compressor: &mut Compressor) -> std::io::Result<()> {
        self.uncompressed += values.len();
        self.frames.write_all(&compressor.compress(values)?)
    }

    pub(super) fn memory(&self) -> usize {
        self.frames.memory()
    }

    /// Bytes before compression.
    pub(super) fn uncompressed(&self) -> usize {
        self.uncompressed
    }
}

/// Smallest and largest text of a page or chunk.
#[derive(Clone, Debug, Default)]
pub(super) struct Range {
    bounds: Option<(Vec<u8>, Vec<u8>)>,
    /// A text was too long to be kept: nothing is known.
    long: bool,
}

impl Range {
    pub(super) fn add(&mut self, text: &[u8]) {
        if text.len() > LONGEST_STATISTIC {
            self.long = true;
        }
        if self.long {
            return;
        }
        match &mut self.bounds {
            None => self.bounds = Some((text.to_vec(), text.to_vec())),
            Some((min, max)) => {
                if text < min.as_slice() {
                    min.clear();
                    min.extend_from_slice(text);
                } else if text > max.as_slice() {
                    max.clear();
                    max.extend_from_slice(text);
                }
            }
        }
    }

    fn merge(&mut self, other: &Self) {
        self.long |= other.long;
        if let Some((min, max)) = &other.bounds {
            self.add(min);
            self.add(max);
        }
    }

    fn get(self) -> Option<(Vec<u8>, Vec<u8>)> {
        self.bounds.filter(|_| !self.long)
    }
}

/// What a data page holds.
#[derive(Debug, Default)]
pub(super) struct DataPage<'a> {
    /// Repetition levels, for lists.
    pub(super) repetition: Option<&'a [u8]>,
    /// Definition levels.
    pub(super) definition: &'a [u8],
    pub(super) max_definition: u8,
    pub(super) rows: usize,
    pub(super) encoding: ValueEncoding,
    /// Encoded values.
    pub(super) values: &'a [u8],
    /// `None` where the column has no statistics.
    pub(super) range: Option<Range>,
}

/// Encoding of values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum ValueEncoding {
    #[default]
    Plain,
    Dictionary,
}

impl ValueEncoding {
    fn parquet(self) -> Encoding {
        match self {
            Self::Plain => Encoding::PLAIN,
            Self::Dictionary => Encoding::RLE_DICTIONARY,
        }
    }
}

/// A column chunk under construction: pages are compressed as they come.
pub(super) struct Chunk {
    column: ColumnDescPtr,
    sink: TrackedWrite<Pieces>,
    uncompressed: usize,
    compressed: usize,
    values: i64,
    nulls: i64,
    rows: u64,
    dictionary: Option<i64>,
    first_data: Option<i64>,
    pages: i32,
    encoding: ValueEncoding,
    offsets: OffsetIndexBuilder,
    index: ColumnIndexBuilder,
    range: Option<Range>,
}

impl Chunk {
    /// `statistics`: whether minimum and maximum are stored.
    pub(super) fn new(column: ColumnDescPtr, statistics: bool) -> Self {
        Self {
            column,
            sink: TrackedWrite::new(Pieces::default()),
            uncompressed: 0,
            compressed: 0,
            values: 0,
            nulls: 0,
            rows: 0,
            dictionary: None,
            first_data: None,
            pages: 0,
            encoding: ValueEncoding::Plain,
            offsets: OffsetIndexBuilder::new(),
            index: ColumnIndexBuilder::new(Type::BYTE_ARRAY),
            range: statistics.then(Range::default),
        }
    }

    /// Bytes of compressed pages.
    pub(super) fn memory(&self) -> usize {
        self.sink.bytes_written()
    }

    fn write(&mut self, page: Page, uncompressed: usize) -> Result<(i64, i32), BoxError> {
        let spec = SerializedPageWriter::new(&mut self.sink).write_page(CompressedPage::new(page, uncompressed))?;
        self.uncompressed += spec.uncompressed_size;
        self.compressed += spec.compressed_size;
        Ok((i64::try_from(spec.offset)?, i32::try_from(spec.compressed_size)?))
    }

    /// The dictionary, before the pages that use it: what is packed, and the PLAIN texts behind it.
    pub(super) fn dictionary(
        &mut self,
        mut packed: Packed,
        values: &[u8],
        count: u32,
        compressor: &mut Compressor,
    ) -> Result<(), BoxError> {
        // A dictionary without texts is a frame, too.
        if !values.is_empty() || packed.uncompressed == 0 {
            packed.add(values, compressor)?;
        }
        let uncompressed = packed.uncompressed;
        let page = Page::DictionaryPage {
            buf: packed.frames.joined(),
            num_values: count,
            encoding: Encoding::PLAIN,
            is_sorted: false,
        };
        let (offset, _) = self.write(page, uncompressed)?;
        self.dictionary = Some(offset);
        Ok(())
    }

    /// A data page.
    pub(super) fn page(&mut self, page: DataPage<'_>, compressor: &mut Compressor) -> Result<(), BoxError> {
        let mut bytes = Vec::with_capacity(page.values.len() + page.definition.len() / 4 + 64);
        if let Some(levels) = page.repetition {
            level_bytes(levels, 1, &mut bytes)?;
        }
        let width = 8 - page.max_definition.leading_zeros();
        level_bytes(page.definition, width, &mut bytes)?;
        bytes.extend_from_slice(page.values);
        let uncompressed = bytes.len();
        let parquet = Page::DataPage {
            buf: Bytes::from(compressor.compress(&bytes)?),
            num_values: u32::try_from(page.definition.len())?,
            encoding: page.encoding.parquet(),
            def_level_encoding: Encoding::RLE,
            rep_level_encoding: Encoding::RLE,
            statistics: None,
        };
        let (offset, size) = self.write(parquet, uncompressed)?;
        self.first_data.get_or_insert(offset);
        self.pages += 1;
        self.encoding = page.encoding;
        self.rows += page.rows as u64;
        self.values += i64::try_from(page.definition.len())?;
        let nulls = page.definition.iter().filter(|level| **level < page.max_definition).count();
        self.nulls += i64::try_from(nulls)?;
        self.offsets.append_row_count(i64::try_from(page.rows)?);
        self.offsets.append_offset_and_size(offset, size);
        if let (Some(range), Some(all)) = (page.range, &mut self.range) {
            all.merge(&range);
            let only_nulls = nulls == page.definition.len();
            match range.get() {
                Some((min, max)) => self.index.append(false, min, max, i64::try_from(nulls)?),
                None if only_nulls => self.index.append(true, Vec::new(), Vec::new(), i64::try_from(nulls)?),
                None => self.index.to_invalid(),
            }
        }
        Ok(())
    }

    /// The bytes of the chunk and what the file says about it.
    pub(super) fn close(self, codec: Codec) -> Result<(Closed, ColumnCloseResult), BoxError> {
        let mut stats = vec![PageEncodingStats {
            page_type: PageType::DATA_PAGE,
            encoding: self.encoding.parquet(),
            count: self.pages,
        }];
        let mut encodings = vec![Encoding::RLE, self.encoding.parquet()];
        if self.dictionary.is_some() {
            encodings.push(Encoding::PLAIN);
            stats.insert(
                0,
                PageEncodingStats { page_type: PageType::DICTIONARY_PAGE, encoding: Encoding::PLAIN, count: 1 },
            );
        }
        let mut metadata = ColumnChunkMetaData::builder(self.column)
            .set_compression(compression(codec)?)
            .set_encodings(encodings)
            .set_page_encoding_stats(stats)
            .set_total_compressed_size(i64::try_from(self.compressed)?)
            .set_total_uncompressed_size(i64::try_from(self.uncompressed)?)
            .set_num_values(self.values)
            .set_data_page_offset(self.first_data.unwrap_or_default())
            .set_dictionary_page_offset(self.dictionary);
        let mut column_index = None;
        if let Some(range) = self.range {
            let (min, max) = range.get().map(|(min, max)| (ByteArray::from(min), ByteArray::from(max))).unzip();
            let nulls = u64::try_from(self.nulls)?;
            let statistics = ValueStatistics::new(min, max, None, Some(nulls), false);
            metadata = metadata.set_statistics(Statistics::ByteArray(statistics));
            column_index = self.index.valid().then(|| self.index.build()).transpose()?;
        }
        let close = ColumnCloseResult {
            bytes_written: self.compressed as u64,
            rows_written: self.rows,
            metadata: metadata.build()?,
            bloom_filter: None,
            column_index,
            offset_index: Some(self.offsets.build()),
        };
        Ok((self.sink.into_inner()?.into(), close))
    }
}

fn level_bytes(levels: &[u8], width: u32, out: &mut Vec<u8>) -> Result<(), BoxError> {
    let at = out.len();
    out.extend_from_slice(&[0; 4]);
    hybrid(levels, width, out);
    let length = u32::try_from(out.len() - at - 4)?.to_le_bytes();
    if let Some(slot) = out.get_mut(at..at + 4) {
        slot.copy_from_slice(&length);
    }
    Ok(())
}

/// Appends a PLAIN text.
pub(super) fn plain(text: &[u8], out: &mut Vec<u8>) -> Result<(), BoxError> {
    out.extend_from_slice(&u32::try_from(text.len())?.to_le_bytes());
    out.extend_from_slice(text);
    Ok(())
}

/// Appends keys into a dictionary of `count` texts.
pub(super) fn keys(keys: &[u32], count: usize, out: &mut Vec<u8>) {
    let width = (usize::BITS - count.saturating_sub(1).leading_zeros()).max(1);
    out.push(width as u8);
    hybrid(keys, width, out);
}

/// RLE / bit-packing hybrid: a run of at least eight equal values becomes one pair, others are packed in eights.
fn hybrid<T: Copy + PartialEq + Into<u32>>(values: &[T], width: u32, out: &mut Vec<u8>) {
    let (mut packed_from, mut i) = (0, 0);
    while let Some(value) = values.get(i) {
        let run = values.get(i..).unwrap_or_default().iter().take_while(|v| *v == value).count();
        // Only the last group of eight may be incomplete.
        let fill = (8 - (i - packed_from) % 8) % 8;
        if run >= fill + 8 {
            pack(values.get(packed_from..i + fill).unwrap_or_default(), width, out);
            varint((run - fill) << 1, out);
            let bytes = (*value).into().to_le_bytes();
            out.extend(bytes.iter().take(width.div_ceil(8) as usize));
            packed_from = i + run;
        }
        i += run;
    }
    pack(values.get(packed_from..).unwrap_or_default(), width, out);
}

fn pack<T: Copy + Into<u32>>(values: &[T], width: u32, out: &mut Vec<u8>) {
    if values.is_empty() {
        return;
    }
    varint(values.len().div_ceil(8) << 1 | 1, out);
    let (mut word, mut bits) = (0_u64, 0);
    let padding = std::iter::repeat_n(0, values.len().next_multiple_of(8) - values.len());
    for value in values.iter().map(|v| (*v).into()).chain(padding) {
        word |= u64::from(value) << bits;
        bits += width;
        while bits >= 8 {
            out.push(word as u8);
            word >>= 8;
            bits -= 8;
        }
    }
}

fn varint(mut n: usize, out: &mut Vec<u8>) {
    while n >= 0x80 {
        out.push(n as u8 | 0x80);
        n >>= 7;
    }
    out.push(n as u8);
}
