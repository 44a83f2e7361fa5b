//! Arrow builders for the column kinds of [`custos_model::schema`], and a [`Rows`] of them for one table.
//!
//! Values repeat from row to row, so dictionary columns compare with the last value before they hash. Rows are written
//! column by column in any order; what a row does not set is null. Nulls are appended when a later row sets the column
//! or the batch ends, many at once, so a row costs what it sets and not the width of its table. Texts get as much room
//! as the last batch took, when the first of them comes: by then the last batch is mostly freed.

use arrow::{array::RecordBatch, error::ArrowError};
use custos_model::schema::{Column, Kind, Table};

use super::nulls::Nulls;

mod builders;
#[cfg(test)]
mod tests;

use builders::Builder;

/// Key of a value in a dictionary column, valid until the batch is finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DictKey(i32);

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

/// Nanoseconds since the Unix epoch as an `Int` column keeps them: `None` for 0 (unknown) and for what it cannot hold
/// (after 2262-04-11), which the tail keeps.
pub(crate) fn nanos(unix_nano: u64) -> Option<i64> {
    i64::try_from(unix_nano).ok().filter(|nanos| *nanos != 0)
}

/// Nanoseconds since the Unix epoch as a `Timestamp` column keeps them: microseconds, `None` where [`nanos`] has
/// none: functions of SQL count in nanoseconds, and fail on the whole column for what they cannot hold.
pub(crate) fn micros(unix_nano: u64) -> Option<i64> {
    nanos(unix_nano).map(|nanos| nanos / 1000)
}
