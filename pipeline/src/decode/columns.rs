//! Arrow builders for the column kinds of [`custos_model::schema`], and a [`Rows`] of them for one table.
//!
//! Values repeat from row to row, so dictionary columns compare with the last value before they hash. Rows are written
//! column by column in any order; what a row does not set is null. Nulls are appended when a later row sets the column or
//! the batch ends, many at once, so a row costs what it sets and not the width of its table. Texts get as much room as
//! the last batch took, when the first of them comes: by then the last batch is mostly freed.

use std::sync::Arc;

use ahash::RandomState;
use arrow::{
    array::{
        ArrayBuilder, ArrayRef, BooleanBuilder, DictionaryArray, Float64Builder, Int32Array, Int64Builder, ListArray,
        NullBufferBuilder, RecordBatch, StringArray, StringBuilder, TimestampMicrosecondBuilder,
    },
    buffer::{OffsetBuffer, ScalarBuffer},
    datatypes::Int32Type,
    error::ArrowError,
};
use custos_model::schema::{Column, Kind, Table, list_item};
use hashbrown::HashTable;

use super::nulls::Nulls;

/// Key of a value in a dictionary column, valid until the batch is finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DictKey(i32);

/// Most that is allocated for a text column because the last batch took that much, bytes.
const MAX_EXPECTED: usize = 4 << 20;

/// Texts one after the other, with room for about as many as the last time.
#[derive(Debug)]
struct Texts {
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

    fn append_value(&mut self, text: &str) {
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
struct Interner {
    values: Texts,
    /// Hash and key: growing does not hash texts again.
    table: HashTable<(u64, i32)>,
    hasher: RandomState,
    recent: i32,
    count: i32,
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

    fn intern(&mut self, text: &str) -> i32 {
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
pub(crate) struct DictBuilder {
    interner: Interner,
    keys: Vec<i32>,
    nulls: NullBufferBuilder,
}

impl DictBuilder {
    fn new() -> Self {
        Self { interner: Interner::new(), keys: Vec::new(), nulls: NullBufferBuilder::new(0) }
    }

    fn push(&mut self, key: i32) {
        self.keys.push(key);
        self.nulls.append_non_null();
    }

    fn push_n(&mut self, key: i32, n: usize) {
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
pub(crate) struct DictListBuilder {
    items: DictBuilder,
    offsets: Vec<i32>,
    nulls: NullBufferBuilder,
    /// Whether the list of the open row has begun.
    open: bool,
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
    fn close(&mut self) {
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
enum Builder {
    Text(Texts),
    Dict(DictBuilder),
    DictList(DictListBuilder),
    Int(Int64Builder),
    Double(Float64Builder),
    Timestamp(TimestampMicrosecondBuilder),
    Bool(BooleanBuilder),
}

impl Builder {
    fn new(kind: Kind) -> Self {
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

    fn kind(&self) -> Kind {
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

    fn append_nulls(&mut self, n: usize) {
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

    fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
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

/// Position of a column, known at compile time: a wrong name does not compile when used in a `const`.
pub(crate) const fn index_of(columns: &[Column], name: &str) -> usize {
    let mut i = 0;
    while i < columns.len() {
        if same(columns[i].name.as_bytes(), name.as_bytes()) {
            return i;
        }
        i += 1;
    }
    panic!("no such column")
}

const fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() {
        if a[i] != b[i] {
            return false;
        }
        i += 1;
    }
    true
}

/// Rows of one table under construction.
///
/// Columns are named by position ([`index_of`]). In each row a column is set at most once: setting it again, or with
/// the setter of another kind, is a mistake of the caller that debug builds catch and release builds ignore.
#[derive(Debug)]
pub(crate) struct Rows {
    table: Table,
    builders: Vec<Builder>,
    /// Rows that are in each column so far; one more than `rows` when the open row has set it.
    filled: Vec<usize>,
    nulls: Nulls,
    /// Columns whose lists the open row has begun.
    lists: Vec<usize>,
    rows: usize,
}

macro_rules! setter {
    ($(#[$doc:meta])* $name:ident, $kind:ident, $type:ty) => {
        $(#[$doc])*
        #[inline]
        pub(crate) fn $name(&mut self, column: usize, value: impl Into<Option<$type>>) {
            if let Some(value) = value.into() {
                if let Some(Builder::$kind(b)) = self.open(column) {
                    b.append_value(value);
                } else {
                    debug_assert!(false, "column {column} set twice or as another kind");
                }
            }
        }
    };
}

impl Rows {
    pub(crate) fn new(table: Table) -> Self {
        let builders: Vec<_> = table.columns().iter().map(|c| Builder::new(c.kind)).collect();
        Self { table, filled: vec![0; builders.len()], nulls: Nulls::default(), builders, lists: Vec::new(), rows: 0 }
    }

    /// Finished rows.
    pub(crate) fn len(&self) -> usize {
        self.rows
    }

    /// The builder of a column that the open row has not set yet.
    #[inline]
    fn open(&mut self, column: usize) -> Option<&mut Builder> {
        self.open_rows(column, 1)
    }

    /// The same for the open row and those behind it, `n` in all.
    #[inline]
    fn open_rows(&mut self, column: usize, n: usize) -> Option<&mut Builder> {
        let filled = self.filled.get_mut(column)?;
        let missing = self.rows.checked_sub(*filled)?;
        *filled = self.rows + n;
        let builder = self.builders.get_mut(column)?;
        if missing > 0 {
            builder.append_nulls(missing);
        }
        Some(builder)
    }

    setter!(
        /// Sets an integer.
        int, Int, i64
    );
    setter!(
        /// Sets a floating point number.
        double, Double, f64
    );
    setter!(
        /// Sets a time, microseconds since the Unix epoch.
        timestamp, Timestamp, i64
    );
    setter!(
        /// Sets a boolean.
        bool, Bool, bool
    );

    /// Sets a text in a [`Kind::Text`] or [`Kind::Dict`] column.
    #[inline]
    pub(crate) fn text<'v>(&mut self, column: usize, value: impl Into<Option<&'v str>>) {
        let Some(value) = value.into() else { return };
        match self.open(column) {
            Some(Builder::Text(b)) => b.append_value(value),
            Some(Builder::Dict(b)) => {
                let key = b.interner.intern(value);
                b.push(key);
            }
            _ => debug_assert!(false, "column {column} set twice or as another kind"),
        }
    }

    /// As [`Self::text`], with null for an empty text: the way protobuf leaves out a default.
    #[inline]
    pub(crate) fn text_or_null(&mut self, column: usize, value: &str) {
        if !value.is_empty() {
            self.text(column, value);
        }
    }

    /// Puts a value into the dictionary of a [`Kind::Dict`] column without using it yet, for [`Self::key`].
    pub(crate) fn intern(&mut self, column: usize, value: &str) -> Option<DictKey> {
        match self.builders.get_mut(column) {
            Some(Builder::Dict(b)) => Some(DictKey(b.interner.intern(value))),
            _ => {
                debug_assert!(false, "column {column} is no dictionary");
                None
            }
        }
    }

    /// Sets an interned value.
    #[inline]
    pub(crate) fn key(&mut self, column: usize, key: Option<DictKey>) {
        let Some(DictKey(key)) = key else { return };
        match self.open(column) {
            Some(Builder::Dict(b)) if key < b.interner.count => b.push(key),
            _ => debug_assert!(false, "column {column} set twice, as another kind, or with a stale key"),
        }
    }

    /// Sets an interned value in the open row and those behind it, `n` in all: so many must come.
    pub(crate) fn key_rows(&mut self, column: usize, key: Option<DictKey>, n: usize) {
        let Some(DictKey(key)) = key else { return };
        match self.open_rows(column, n) {
            Some(Builder::Dict(b)) if key < b.interner.count => b.push_n(key, n),
            _ => debug_assert!(false, "column {column} set twice, as another kind, or with a stale key"),
        }
    }

    /// The same for a time, microseconds since the Unix epoch.
    pub(crate) fn timestamp_rows(&mut self, column: usize, value: Option<i64>, n: usize) {
        let Some(value) = value else { return };
        match self.open_rows(column, n) {
            Some(Builder::Timestamp(b)) => b.append_value_n(value, n),
            _ => debug_assert!(false, "column {column} set twice or as another kind"),
        }
    }

    /// Adds an item to the list in a [`Kind::DictList`] column; [`Self::end_row`] closes the list. Several calls a row.
    pub(crate) fn item(&mut self, column: usize, value: &str) {
        if !self.lists.contains(&column) {
            let Some(Builder::DictList(b)) = self.open(column) else {
                debug_assert!(false, "column {column} is no list");
                return;
            };
            b.open = true;
            self.lists.push(column);
        }
        if let Some(Builder::DictList(b)) = self.builders.get_mut(column) {
            let key = b.items.interner.intern(value);
            b.items.push(key);
        }
    }

    /// Ends the row: what it has not set is null.
    pub(crate) fn end_row(&mut self) {
        for column in self.lists.drain(..) {
            if let Some(Builder::DictList(b)) = self.builders.get_mut(column) {
                b.close();
            }
        }
        self.rows += 1;
    }

    /// The rows as a batch with the schema of the table; starts anew.
    ///
    /// # Errors
    /// Never in practice: columns have equal lengths and the kinds of the table by construction.
    pub(crate) fn finish(&mut self) -> Result<RecordBatch, ArrowError> {
        let rows = std::mem::take(&mut self.rows);
        let mut columns = Vec::with_capacity(self.builders.len());
        for (builder, filled) in self.builders.iter_mut().zip(&mut self.filled) {
            let filled = std::mem::take(filled);
            if filled == 0 {
                columns.push(self.nulls.of(builder.kind(), rows));
                continue;
            }
            // None at all: no bitmap is made.
            if filled < rows {
                builder.append_nulls(rows - filled);
            }
            columns.push(builder.finish()?);
        }
        RecordBatch::try_new(self.table.schema(), columns)
    }
}

/// Memory of a row of a table apart from its texts, bytes.
pub(crate) fn fixed_bytes(table: Table) -> u64 {
    let width = |kind| match kind {
        Kind::Text | Kind::Dict | Kind::DictList => 4,
        Kind::Int | Kind::Double | Kind::Timestamp => 8,
        Kind::Bool => 1,
    };
    table.columns().iter().map(|column| width(column.kind)).sum()
}

/// Nanoseconds since the Unix epoch as an `Int` column keeps them: `None` for 0 (unknown) and for what it cannot hold (after
/// 2262-04-11), which the tail keeps.
pub(crate) fn nanos(unix_nano: u64) -> Option<i64> {
    i64::try_from(unix_nano).ok().filter(|nanos| *nanos != 0)
}

/// Nanoseconds since the Unix epoch as a `Timestamp` column keeps them: microseconds, `None` where [`nanos`] has
/// none: functions of SQL count in nanoseconds, and fail on the whole column for what they cannot hold.
pub(crate) fn micros(unix_nano: u64) -> Option<i64> {
    nanos(unix_nano).map(|nanos| nanos / 1000)
}

#[cfg(test)]
mod tests {
    use arrow::array::{Array, AsArray};
    use custos_model::schema::SPANS;

    use super::*;

    const NAME: usize = index_of(SPANS, "name");
    const SPAN_ID: usize = index_of(SPANS, "span_id");
    const START_TIME: usize = index_of(SPANS, "start_time");
    const INPUT_TOKENS: usize = index_of(SPANS, "input_tokens");
    const INPUT: usize = index_of(SPANS, "input_messages");

    #[test]
    fn rows_with_gaps_are_null_there_in_every_batch() {
        let mut rows = Rows::new(Table::Spans);
        // The second batch starts with the room of the first.
        for _ in 0..2 {
            for row in 0..5 {
                if row == 1 || row == 3 {
                    rows.text(NAME, "chat");
                    rows.text(SPAN_ID, row.to_string().as_str());
                    rows.int(INPUT_TOKENS, row);
                    rows.item(INPUT, "a");
                    rows.item(INPUT, "b");
                }
                rows.end_row();
            }
            let batch = rows.finish().unwrap();
            assert_eq!(batch.num_rows(), 5);
            for (column, field) in batch.columns().iter().zip(batch.schema().fields()) {
                let set = [NAME, SPAN_ID, INPUT_TOKENS, INPUT].iter().any(|c| SPANS[*c].name == field.name());
                assert_eq!(column.null_count(), if set { 3 } else { 5 }, "{}", field.name());
                assert!(!set || (column.is_valid(1) && column.is_valid(3)), "{}", field.name());
            }
            assert_eq!(batch.column(SPAN_ID).as_string::<i32>().value(3), "3");
            assert_eq!(batch.column(INPUT).as_list::<i32>().value_length(3), 2);
            assert_eq!(batch.column(INPUT).as_list::<i32>().value_length(2), 0);
        }
    }

    #[test]
    fn batches_of_any_size_share_their_nulls() {
        let mut rows = Rows::new(Table::Spans);
        for (size, set) in [(3, false), (7, true), (2, false), (7, false), (20_000, true), (1, false), (7, true)] {
            let name = rows.intern(NAME, "chat").filter(|_| set);
            rows.key_rows(NAME, name, size);
            rows.timestamp_rows(START_TIME, set.then_some(5), size);
            for _ in 0..size {
                rows.end_row();
            }
            let batch = rows.finish().unwrap();
            assert_eq!(batch.num_rows(), size);
            for (column, declared) in batch.columns().iter().zip(SPANS) {
                assert_eq!(column.data_type(), &declared.kind.data_type(), "{}", declared.name);
                let there = set && ["name", "start_time"].contains(&declared.name);
                assert_eq!(column.null_count(), if there { 0 } else { size }, "{}", declared.name);
            }
        }
    }
}
