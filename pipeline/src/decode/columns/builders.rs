//! Builders of the column kinds.

use std::sync::Arc;

use ahash::RandomState;
use arrow::{
    array::{
        ArrayBuilder, ArrayRef, BooleanBuilder, DictionaryArray, Float64Builder, Int32Array, Int64Builder, ListArray,
        NullBufferBuilder, StringArray, StringBuilder, TimestampMicrosecondBuilder,
    },
    buffer::{OffsetBuffer, ScalarBuffer},
    datatypes::Int32Type,
    error::ArrowError,
};
use custos_model::schema::{Kind, list_item};
use hashbrown::HashTable;

/// Most that is allocated for a text column because the last batch took that much, bytes.
const MAX_EXPECTED: usize = 4 << 20;

/// Texts one after the other, with room for about as many as the last time.
#[derive(Debug)]
pub(super) struct Texts {
    builder: StringBuilder,
    /// Items and bytes of the last array.
    expected: (usize, usize),
}

impl Texts {
    fn new() -> Self {
        Self { builder: StringBuilder::with_capacity(0, 0), expected: (0, 0) }
    }

    fn make_room(&mut self) {
        if self.builder.is_empty() && self.expected.0 > 0 {
            let (items, bytes) = std::mem::take(&mut self.expected);
            self.builder = StringBuilder::with_capacity(items, bytes);
        }
    }

    pub(super) fn append_value(&mut self, text: &str) {
        self.make_room();
        self.builder.append_value(text);
    }

    fn append_nulls(&mut self, n: usize) {
        self.make_room();
        self.builder.append_nulls(n);
    }

    fn finish(&mut self) -> StringArray {
        let (items, bytes) = (self.builder.len(), self.builder.values_slice().len());
        let more = |n: usize| n + n / 8;
        self.expected = (more(items).min(MAX_EXPECTED / 8), more(bytes).min(MAX_EXPECTED));
        self.builder.finish()
    }
}

/// Distinct texts with their keys.
#[derive(Debug)]
pub(super) struct Interner {
    values: Texts,
    /// Hash and key: growing does not hash texts again.
    table: HashTable<(u64, i32)>,
    hasher: RandomState,
    recent: i32,
    pub(super) count: i32,
}

impl Interner {
    fn new() -> Self {
        Self { values: Texts::new(), table: HashTable::new(), hasher: RandomState::new(), recent: 0, count: 0 }
    }

    fn get(values: &Texts, key: i32) -> &[u8] {
        let values = &values.builder;
        let at = usize::try_from(key).unwrap_or(usize::MAX);
        let offsets = values.offsets_slice();
        match (offsets.get(at), offsets.get(at.saturating_add(1))) {
            (Some(&from), Some(&to)) => values.values_slice().get(from as usize..to as usize).unwrap_or_default(),
            _ => &[],
        }
    }

    pub(super) fn intern(&mut self, text: &str) -> i32 {
        let bytes = text.as_bytes();
        if self.count > 0 && Self::get(&self.values, self.recent) == bytes {
            return self.recent;
        }
        let hash = self.hasher.hash_one(bytes);
        let Self { values, table, .. } = self;
        let same = |(known, key): &(u64, i32)| *known == hash && Self::get(values, *key) == bytes;
        let found = table.find(hash, same).map(|(_, key)| *key);
        self.recent = found.unwrap_or_else(|| {
            let key = self.count;
            values.append_value(text);
            table.insert_unique(hash, (hash, key), |(hash, _)| *hash);
            self.count += 1;
            key
        });
        self.recent
    }

    fn finish(
        &mut self,
        keys: Vec<i32>,
        nulls: &mut NullBufferBuilder,
    ) -> Result<DictionaryArray<Int32Type>, ArrowError> {
        self.table.clear();
        (self.recent, self.count) = (0, 0);
        let keys = Int32Array::try_new(ScalarBuffer::from(keys), nulls.finish())?;
        DictionaryArray::try_new(keys, Arc::new(self.values.finish()))
    }
}

/// Builder of a [`Kind::Dict`] column.
#[derive(Debug)]
pub(super) struct DictBuilder {
    pub(super) interner: Interner,
    keys: Vec<i32>,
    nulls: NullBufferBuilder,
}

impl DictBuilder {
    fn new() -> Self {
        Self { interner: Interner::new(), keys: Vec::new(), nulls: NullBufferBuilder::new(0) }
    }

    pub(super) fn push(&mut self, key: i32) {
        self.keys.push(key);
        self.nulls.append_non_null();
    }

    pub(super) fn push_n(&mut self, key: i32, n: usize) {
        self.keys.resize(self.keys.len() + n, key);
        self.nulls.append_n_non_nulls(n);
    }

    fn append_nulls(&mut self, n: usize) {
        self.keys.resize(self.keys.len() + n, 0);
        self.nulls.append_n_nulls(n);
    }

    fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
        // As many as before, unless the last batch was a giant.
        let next = Vec::with_capacity(self.keys.len().min(MAX_EXPECTED / 256));
        Ok(Arc::new(self.interner.finish(std::mem::replace(&mut self.keys, next), &mut self.nulls)?))
    }
}

/// Builder of a [`Kind::DictList`] column.
#[derive(Debug)]
pub(super) struct DictListBuilder {
    pub(super) items: DictBuilder,
    offsets: Vec<i32>,
    nulls: NullBufferBuilder,
    /// Whether the list of the open row has begun.
    pub(super) open: bool,
}

impl DictListBuilder {
    fn new() -> Self {
        Self { items: DictBuilder::new(), offsets: vec![0], nulls: NullBufferBuilder::new(0), open: false }
    }

    /// Where the last item ends.
    fn offset(&self) -> i32 {
        i32::try_from(self.items.keys.len()).unwrap_or(i32::MAX)
    }

    /// Closes the list of the open row, if it has begun.
    pub(super) fn close(&mut self) {
        if std::mem::take(&mut self.open) {
            self.offsets.push(self.offset());
            self.nulls.append_non_null();
        }
    }

    fn append_nulls(&mut self, n: usize) {
        self.offsets.resize(self.offsets.len() + n, self.offset());
        self.nulls.append_n_nulls(n);
    }

    fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
        let items = self.items.finish()?;
        let offsets = OffsetBuffer::new(ScalarBuffer::from(std::mem::replace(&mut self.offsets, vec![0])));
        let field = list_item(Kind::Dict.data_type());
        Ok(Arc::new(ListArray::try_new(field, offsets, items, self.nulls.finish())?))
    }
}

#[derive(Debug)]
pub(super) enum Builder {
    Text(Texts),
    Dict(DictBuilder),
    DictList(DictListBuilder),
    Int(Int64Builder),
    Double(Float64Builder),
    Timestamp(TimestampMicrosecondBuilder),
    Bool(BooleanBuilder),
}

impl Builder {
    pub(super) fn new(kind: Kind) -> Self {
        match kind {
            Kind::Text => Self::Text(Texts::new()),
            Kind::Dict => Self::Dict(DictBuilder::new()),
            Kind::DictList => Self::DictList(DictListBuilder::new()),
            Kind::Int => Self::Int(Int64Builder::new()),
            Kind::Double => Self::Double(Float64Builder::new()),
            Kind::Timestamp => Self::Timestamp(TimestampMicrosecondBuilder::new().with_timezone("UTC")),
            Kind::Bool => Self::Bool(BooleanBuilder::new()),
        }
    }

    pub(super) fn kind(&self) -> Kind {
        match self {
            Self::Text(_) => Kind::Text,
            Self::Dict(_) => Kind::Dict,
            Self::DictList(_) => Kind::DictList,
            Self::Int(_) => Kind::Int,
            Self::Double(_) => Kind::Double,
            Self::Timestamp(_) => Kind::Timestamp,
            Self::Bool(_) => Kind::Bool,
        }
    }

    pub(super) fn append_nulls(&mut self, n: usize) {
        match self {
            Self::Text(b) => b.append_nulls(n),
            Self::Dict(b) => b.append_nulls(n),
            Self::DictList(b) => b.append_nulls(n),
            Self::Int(b) => b.append_nulls(n),
            Self::Double(b) => b.append_nulls(n),
            Self::Timestamp(b) => b.append_nulls(n),
            Self::Bool(b) => b.append_nulls(n),
        }
    }

    pub(super) fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
        Ok(match self {
            Self::Text(b) => Arc::new(b.finish()),
            Self::Dict(b) => b.finish()?,
            Self::DictList(b) => b.finish()?,
            Self::Int(b) => Arc::new(b.finish()),
            Self::Double(b) => Arc::new(b.finish()),
            Self::Timestamp(b) => Arc::new(b.finish()),
            Self::Bool(b) => Arc::new(b.finish()),
        })
    }
}
