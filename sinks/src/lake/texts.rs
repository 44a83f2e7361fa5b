//! Text columns of an open row group.
//!
//! Rows arrive in batches with a dictionary each. A text is hashed once a batch and not once a row:
//! [`DictionaryColumn`] keeps the dictionary of the whole row group, and what a batch calls key 3 is looked up when the
//! batch first uses it.

use arrow::{
    array::{Array, ArrayRef, AsArray, DictionaryArray, StringArray},
    datatypes::Int32Type,
};
use custos_model::{
    component::BoxError,
    keyed_hash::KeyedHash,
    schema::{Column, Kind, Store},
};
use hashbrown::HashTable;
use parquet::{bloom_filter::Sbbf, file::writer::SerializedRowGroupWriter, schema::types::ColumnDescPtr};

use super::{
    Codec,
    pages::{Chunk, Compressor, DataPage, Packed, Range, ValueEncoding, keys, plain},
    pieces::Pieces,
};

/// Size at which plain texts are compressed: a page, or a part of a dictionary; bytes.
const PAGE_BYTES: usize = 1 << 20;
/// Rows at which a page is closed.
const PAGE_ROWS: usize = 20_000;
/// False positives of a Bloom filter: one row group in a hundred is read in vain.
const BLOOM_FPP: f64 = 0.01;

/// Texts that are stored one by one.
pub(super) struct PlainColumn {
    values: Vec<u8>,
    definition: Vec<u8>,
    range: Option<Range>,
    chunk: Chunk,
}

impl PlainColumn {
    pub(super) fn new(column: &Column, descriptor: ColumnDescPtr) -> Self {
        let statistics = column.store != Store::Content;
        Self {
            values: Vec::new(),
            definition: Vec::new(),
            range: statistics.then(Range::default),
            chunk: Chunk::new(descriptor, statistics),
        }
    }

    pub(super) fn append(&mut self, array: &ArrayRef, compressor: &mut Compressor) -> Result<(), BoxError> {
        let array = array.as_string::<i32>();
        if array.null_count() == array.len() {
            self.definition.resize(self.definition.len() + array.len(), 0);
        } else {
            for text in array {
                self.definition.push(u8::from(text.is_some()));
                if let Some(text) = text {
                    plain(text.as_bytes(), &mut self.values)?;
                    if let Some(range) = &mut self.range {
                        range.add(text.as_bytes());
                    }
                }
                if self.values.len() >= PAGE_BYTES {
                    self.close_page(compressor)?;
                }
            }
        }
        if self.definition.len() >= PAGE_ROWS {
            self.close_page(compressor)?;
        }
        Ok(())
    }

    pub(super) fn memory(&self) -> usize {
        self.values.len() + self.definition.len() + self.chunk.memory()
    }

    fn close_page(&mut self, compressor: &mut Compressor) -> Result<(), BoxError> {
        let range = self.range.as_mut().map(std::mem::take);
        let page = DataPage {
            definition: &self.definition,
            max_definition: 1,
            rows: self.definition.len(),
            values: &self.values,
            range,
            ..DataPage::default()
        };
        self.chunk.page(page, compressor)?;
        self.values.clear();
        self.definition.clear();
        Ok(())
    }

    pub(super) fn close(
        mut self,
        group: &mut SerializedRowGroupWriter<'_, Pieces>,
        compressor: &mut Compressor,
        codec: Codec,
    ) -> Result<(), BoxError> {
        if !self.definition.is_empty() {
            self.close_page(compressor)?;
        }
        let (bytes, close) = self.chunk.close(codec)?;
        Ok(group.append_column(&bytes, close)?)
    }
}

/// Distinct texts, in PLAIN encoding. Those of content are compressed part by part as they come: a text is known by its
/// hash.
struct Dictionary {
    packed: Packed,
    values: Vec<u8>,
    /// Where each text begins in `values`, behind its length; of texts that are not packed.
    starts: Option<Vec<usize>>,
    table: HashTable<(u128, u32)>,
    hash: KeyedHash,
}

impl Dictionary {
    /// `kept`: whether texts are asked for when all are there.
    fn new(kept: bool) -> Self {
        Self {
            packed: Packed::default(),
            values: Vec::new(),
            starts: kept.then(Vec::new),
            table: HashTable::new(),
            hash: KeyedHash::default(),
        }
    }

    /// Distinct texts.
    fn count(&self) -> usize {
        self.table.len()
    }

    /// A text that was kept.
    fn get(&self, key: u32) -> &[u8] {
        let starts = self.starts.as_deref().unwrap_or_default();
        let start = starts.get(key as usize).copied().unwrap_or_default();
        let end = starts.get(key as usize + 1).map_or(self.values.len(), |next| next - 4);
        self.values.get(start..end).unwrap_or_default()
    }

    fn memory(&self) -> usize {
        let starts = self.starts.as_ref().map_or(0, |starts| starts.len() * 8);
        self.packed.memory() + self.values.len() + starts + self.table.len() * 33
    }

    fn find(&self, hash: u128) -> Option<u32> {
        self.table.find(hash as u64, |(known, _)| *known == hash).map(|(_, key)| *key)
    }

    fn intern(&mut self, text: &[u8], hash: u128, compressor: &mut Compressor) -> Result<u32, BoxError> {
        if let Some(key) = self.find(hash) {
            return Ok(key);
        }
        let key = u32::try_from(self.count())?;
        plain(text, &mut self.values)?;
        match &mut self.starts {
            Some(starts) => starts.push(self.values.len() - text.len()),
            None if self.values.len() >= PAGE_BYTES && compressor.takes_parts() => {
                self.packed.add(&self.values, compressor)?;
                self.values.clear();
            }
            None => {}
        }
        self.table.insert_unique(hash as u64, (hash, key), |(hash, _)| *hash as u64);
        Ok(key)
    }
}

/// Texts that repeat: columns of kind `Dict` and `DictList`, and ids that rows share.
pub(super) struct DictionaryColumn {
    descriptor: ColumnDescPtr,
    kind: Kind,
    store: Store,
    dictionary: Dictionary,
    keys: Vec<u32>,
    definition: Vec<u8>,
    repetition: Vec<u8>,
    rows: usize,
    /// Hashes of the texts of the batch that is being appended, and their keys in the dictionary of the row group.
    hashes: Vec<u128>,
    remap: Vec<Option<u32>>,
}

/// Definition levels of a list: null, empty, a null item, an item.
const NULL_LIST: u8 = 0;
const EMPTY_LIST: u8 = 1;
const NULL_ITEM: u8 = 2;
const ITEM: u8 = 3;

impl DictionaryColumn {
    pub(super) fn new(column: &Column, descriptor: ColumnDescPtr) -> Self {
        Self {
            descriptor,
            kind: column.kind,
            store: column.store,
            dictionary: Dictionary::new(column.store != Store::Content),
            keys: Vec::new(),
            definition: Vec::new(),
            repetition: Vec::new(),
            rows: 0,
            hashes: Vec::new(),
            remap: Vec::new(),
        }
    }

    pub(super) fn memory(&self) -> usize {
        self.dictionary.memory() + self.keys.len() * 4 + self.definition.len() + self.repetition.len()
    }

    /// Bytes of texts that are held compressed, beyond what they take so.
    pub(super) fn spared(&self) -> usize {
        let packed = &self.dictionary.packed;
        packed.uncompressed().saturating_sub(packed.memory())
    }

    pub(super) fn append(&mut self, array: &ArrayRef, compressor: &mut Compressor) -> Result<(), BoxError> {
        self.rows += array.len();
        match self.kind {
            _ if array.null_count() == array.len() => {
                self.definition.resize(self.definition.len() + array.len(), 0);
                if self.kind == Kind::DictList {
                    self.repetition.resize(self.definition.len(), 0);
                }
                Ok(())
            }
            Kind::DictList => self.append_lists(array, compressor),
            Kind::Dict => self.append_dictionary(array.as_dictionary(), compressor),
            _ => {
                for text in array.as_string::<i32>() {
                    self.definition.push(u8::from(text.is_some()));
                    if let Some(text) = text {
                        let hash = self.dictionary.hash.of(text.as_bytes());
                        self.keys.push(self.dictionary.intern(text.as_bytes(), hash, compressor)?);
                    }
                }
                Ok(())
            }
        }
    }

    fn append_dictionary(
        &mut self,
        array: &DictionaryArray<Int32Type>,
        compressor: &mut Compressor,
    ) -> Result<(), BoxError> {
        let values = self.begin(array);
        for key in array.keys() {
            self.definition.push(u8::from(key.is_some()));
            if let Some(key) = key {
                self.push(key, values, compressor)?;
            }
        }
        Ok(())
    }

    fn append_lists(&mut self, array: &ArrayRef, compressor: &mut Compressor) -> Result<(), BoxError> {
        let lists = array.as_list::<i32>();
        let items = lists.values().as_dictionary::<Int32Type>();
        let values = self.begin(items);
        let keys = items.keys();
        for (row, range) in lists.value_offsets().array_windows::<2>().enumerate() {
            let [from, to] = range.map(|offset| usize::try_from(offset).unwrap_or_default());
            if lists.is_null(row) || from == to {
                self.repetition.push(0);
                self.definition.push(if lists.is_null(row) { NULL_LIST } else { EMPTY_LIST });
                continue;
            }
            for i in from..to {
                self.repetition.push(u8::from(i > from));
                let item = keys.is_valid(i);
                self.definition.push(if item { ITEM } else { NULL_ITEM });
                if item {
                    self.push(keys.value(i), values, compressor)?;
                }
            }
        }
        Ok(())
    }

    /// Looks up all texts of a batch together: each answer waits for memory, and here many wait at once.
    fn begin<'a>(&mut self, array: &'a DictionaryArray<Int32Type>) -> &'a StringArray {
        let Self { dictionary, hashes, remap, .. } = self;
        let values = array.values().as_string::<i32>();
        hashes.clear();
        hashes.extend(values.iter().map(|text| text.map_or(0, |text| dictionary.hash.of(text.as_bytes()))));
        remap.clear();
        remap.extend(hashes.iter().map(|hash| dictionary.find(*hash)));
        values
    }

    fn push(&mut self, key: i32, values: &StringArray, compressor: &mut Compressor) -> Result<(), BoxError> {
        let key = usize::try_from(key)?;
        let slot = self.remap.get_mut(key).ok_or("a key beyond its dictionary")?;
        let global = match slot {
            Some(global) => *global,
            None => {
                let hash = self.hashes.get(key).copied().unwrap_or_default();
                *slot.insert(self.dictionary.intern(values.value(key).as_bytes(), hash, compressor)?)
            }
        };
        self.keys.push(global);
        Ok(())
    }

    pub(super) fn close(
        mut self,
        group: &mut SerializedRowGroupWriter<'_, Pieces>,
        compressor: &mut Compressor,
        codec: Codec,
    ) -> Result<(), BoxError> {
        let statistics = self.store != Store::Content;
        let mut chunk = Chunk::new(std::sync::Arc::clone(&self.descriptor), statistics);
        let bloom = (self.store == Store::Bloom).then(|| self.bloom()).transpose()?;
        let count = self.dictionary.count();
        let packed = std::mem::take(&mut self.dictionary.packed);
        chunk.dictionary(packed, &self.dictionary.values, u32::try_from(count)?, compressor)?;
        let (mut level, mut key) = (0, 0);
        while level < self.definition.len() {
            let (levels, rows) = self.page_end(level);
            let max = if self.kind == Kind::DictList { ITEM } else { 1 };
            let definition = self.definition.get(level..levels).unwrap_or_default();
            let key_end = key + definition.iter().filter(|level| **level == max).count();
            let page_keys = self.keys.get(key..key_end).unwrap_or_default();
            let mut values = Vec::new();
            keys(page_keys, count, &mut values);
            let page = DataPage {
                repetition: (self.kind == Kind::DictList)
                    .then(|| self.repetition.get(level..levels).unwrap_or_default()),
                definition,
                max_definition: max,
                rows,
                encoding: ValueEncoding::Dictionary,
                values: &values,
                range: statistics.then(|| self.range(page_keys)),
            };
            chunk.page(page, compressor)?;
            (level, key) = (levels, key_end);
        }
        let (bytes, mut close) = chunk.close(codec)?;
        close.bloom_filter = bloom;
        Ok(group.append_column(&bytes, close)?)
    }

    /// Where the page that begins at a level ends, and its rows: at the beginning of a row.
    fn page_end(&self, from: usize) -> (usize, usize) {
        if self.kind != Kind::DictList {
            let to = self.definition.len().min(from + PAGE_ROWS);
            return (to, to - from);
        }
        let mut rows = 0;
        for (i, level) in self.repetition.iter().enumerate().skip(from) {
            if *level == 0 {
                if rows == PAGE_ROWS {
                    return (i, rows);
                }
                rows += 1;
            }
        }
        (self.repetition.len(), rows)
    }

    fn range(&self, keys: &[u32]) -> Range {
        let mut range = Range::default();
        let mut seen = vec![false; self.dictionary.count()];
        for key in keys {
            if let Some(slot) = seen.get_mut(*key as usize).filter(|seen| !**seen) {
                *slot = true;
                range.add(self.dictionary.get(*key));
            }
        }
        range
    }

    fn bloom(&self) -> Result<Sbbf, BoxError> {
        let count = self.dictionary.count();
        let mut filter = Sbbf::new_with_ndv_fpp(count.max(1) as u64, BLOOM_FPP)?;
        for key in 0..count {
            filter.insert(self.dictionary.get(u32::try_from(key)?));
        }
        Ok(filter)
    }
}
