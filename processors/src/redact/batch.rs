//! Walks a batch by the table's columns. Columns without a hit keep their buffers; the others are written anew.
//!
//! Dictionary columns are scanned once for each distinct value, also for those that no row refers to, so that no buffer
//! of the result holds anything that was removed. Slices and null slots that hide text are compacted.

use std::{
    collections::hash_map::Entry,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use ahash::AHashMap;
use arrow::{
    array::{
        Array, ArrayRef, AsArray, DictionaryArray, ListArray, RecordBatch, RecordBatchOptions, StringArray,
        StringBuilder, StringDictionaryBuilder, new_null_array,
    },
    datatypes::{DataType, Int32Type, SchemaRef},
    error::ArrowError,
};
use custos_model::{
    batch::Counts,
    component::{Redactor, RuleSet},
    schema::{Column, Kind, Redact, Table},
};

use super::{
    context::Context,
    policy::tenants,
    propagate::{self, Learned, Traces},
    types::{Tally, Type},
    value::{Outcome, Scrubber},
};

/// Redacts batches; one for each ingest shard.
pub(super) struct BatchRedactor {
    scrubber: Scrubber,
    rule_set: RuleSet,
    /// Index of the column at hand.
    column: usize,
    learned: Learned,
    /// Memory of [`Self::seen`].
    seen: Vec<(Option<u128>, bool)>,
}

impl std::fmt::Debug for BatchRedactor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "BatchRedactor({})", self.rule_set.version)
    }
}

/// What was removed from each row. Rows without anything are absent.
#[derive(Default)]
struct Rows(AHashMap<usize, Tally>);

impl Rows {
    fn add(&mut self, row: usize, tally: &Tally) {
        match self.0.entry(row) {
            Entry::Occupied(mut e) => e.get_mut().merge(tally),
            Entry::Vacant(e) => drop(e.insert(tally.clone())),
        }
    }
}

/// Which values of a column are JSON documents.
enum Documents {
    All(bool),
    /// By row.
    Rows(Vec<bool>),
}

impl Documents {
    /// As the table says, or the column beside it: the body of a log record is text or the JSON of another kind of
    /// value.
    fn of(column: &Column, batch: &RecordBatch) -> Self {
        let kinds = (column.name == "body").then(|| batch.column_by_name("body_type")).flatten();
        let Some(kinds) = kinds.and_then(|k| k.as_dictionary_opt::<Int32Type>()) else {
            return Self::All(column.redact == Redact::Json);
        };
        let Some(values) = kinds.values().as_string_opt::<i32>() else { return Self::All(false) };
        let json: Vec<_> = values.iter().map(|v| v == Some("json")).collect();
        let row = |row| kinds.key(row).and_then(|k| json.get(k)).is_some_and(|json| *json);
        Self::Rows((0..kinds.len()).map(row).collect())
    }

    fn json(&self, i: usize) -> bool {
        match self {
            Self::All(json) => *json,
            Self::Rows(rows) => rows.get(i).is_some_and(|json| *json),
        }
    }
}

/// What was removed, by position in an array, in order.
type Tallies = Vec<(usize, Tally)>;

impl BatchRedactor {
    pub(super) fn new(scrubber: Scrubber, rule_set: RuleSet) -> Self {
        Self { scrubber, rule_set, column: 0, learned: Learned::default(), seen: Vec::new() }
    }

    fn column(
        &mut self,
        column: &Column,
        variant: usize,
        json: &Documents,
        array: &ArrayRef,
        rows: &mut Rows,
    ) -> Result<ArrayRef, ArrowError> {
        let place = self.scrubber.enforcer.column(variant, column.name);
        let context = self.scrubber.key(column.name.as_bytes()).says.at(place);
        if array.data_type() != &column.kind.data_type() {
            return Err(ArrowError::SchemaError("column has another type than its table says".to_owned()));
        }
        match (column.redact, column.kind) {
            (Redact::Skip, _) | (_, Kind::Int | Kind::Double | Kind::Timestamp | Kind::Bool) => Ok(Arc::clone(array)),
            (_, Kind::Text) => {
                let (new, tallies) = self.texts(array.as_string::<i32>(), context, json)?;
                for (row, tally) in &tallies {
                    rows.add(*row, tally);
                }
                Ok(new.map_or_else(|| Arc::clone(array), |a| Arc::new(a) as ArrayRef))
            }
            (_, Kind::Dict) => {
                let dict = array.as_dictionary::<Int32Type>();
                let (new, tallies) = self.dictionary(dict, context, json)?;
                by_key(dict, 0..dict.len(), &tallies, |row, tally| rows.add(row, tally));
                Ok(new.map_or_else(|| Arc::clone(array), |a| Arc::new(a) as ArrayRef))
            }
            (_, Kind::DictList) => {
                let list = array.as_list::<i32>();
                let dict = list.values().as_dictionary::<Int32Type>();
                let (new, tallies) = self.dictionary(dict, context, json)?;
                if !tallies.is_empty() {
                    for (row, range) in list.value_offsets().array_windows::<2>().enumerate() {
                        let [from, to] = range.map(|o| usize::try_from(o).unwrap_or(0));
                        if list.is_valid(row) {
                            by_key(dict, from..to, &tallies, |_, tally| rows.add(row, tally));
                        }
                    }
                }
                let Some(new) = new else { return Ok(Arc::clone(array)) };
                let DataType::List(field) = list.data_type() else { return Ok(Arc::clone(array)) };
                let new = ListArray::try_new(
                    Arc::clone(field),
                    list.offsets().clone(),
                    Arc::new(new),
                    list.nulls().cloned(),
                )?;
                Ok(Arc::new(new))
            }
        }
    }

    /// Scans every distinct value. Tallies by key.
    fn dictionary(
        &mut self,
        dict: &DictionaryArray<Int32Type>,
        context: Context,
        json: &Documents,
    ) -> Result<(Option<DictionaryArray<Int32Type>>, Tallies), ArrowError> {
        let (new, tallies) = self.texts(dict.values().as_string::<i32>(), context, json)?;
        let new = new.map(|values| DictionaryArray::try_new(dict.keys().clone(), Arc::new(values))).transpose()?;
        Ok((new, tallies))
    }

    /// Scans every text. `None` when the array may stay as it is. Tallies by position.
    fn texts(
        &mut self,
        array: &StringArray,
        context: Context,
        json: &Documents,
    ) -> Result<(Option<StringArray>, Tallies), ArrowError> {
        let mut tallies = Vec::new();
        if array.null_count() == array.len() && array.values().is_empty() {
            return Ok((None, tallies));
        }
        let mut gather = Gather::new(array);
        let mut seen = self.seen(array, context, json);
        for (i, (hash, clean)) in seen.drain(..).enumerate() {
            if clean {
                continue;
            }
            if array.is_null(i) {
                gather.empty(i)?;
            } else if let Outcome::Changed(text, tally) =
                self.scrubber.hashed_value(array.value(i), context, json.json(i), hash)
            {
                if !self.scrubber.learned.is_empty() {
                    self.learned.take(self.column, i, &mut self.scrubber.learned);
                }
                gather.replace(i, &text)?;
                self.scrubber.give_buffer(text);
                tallies.push((i, tally));
            }
        }
        self.seen = seen;
        Ok((gather.finish()?, tallies))
    }

    /// Hashes of texts, and whether they were found clean before. The cache is asked of all together: each answer waits
    /// for memory, and here many wait at once.
    fn seen(&mut self, array: &StringArray, context: Context, json: &Documents) -> Vec<(Option<u128>, bool)> {
        let mut seen = std::mem::take(&mut self.seen);
        let hash =
            |(i, text): (usize, Option<&str>)| text.and_then(|text| self.scrubber.hash(text, context, json.json(i)));
        seen.extend(array.iter().enumerate().map(|text| (hash(text), false)));
        for (hash, clean) in &mut seen {
            *clean = self.scrubber.is_clean(*hash);
        }
        seen
    }
}

impl BatchRedactor {
    /// Removes what the batch has taught from the values of the same traces. A column in which that fails is dropped.
    fn propagate(
        &mut self,
        table: Table,
        variant: usize,
        batch: &RecordBatch,
        learned: &Learned,
        (columns, rows): (&mut [ArrayRef], &mut Rows),
    ) {
        let traces = Traces::new(table, batch, learned);
        for (index, (field, array)) in batch.schema().fields().iter().zip(columns).enumerate() {
            let Some(column) = declared(table, index, field.name()) else { continue };
            if !propagate::is_text(column.kind, column.redact) {
                continue;
            }
            let result = catch_unwind(AssertUnwindSafe(|| {
                let json = Documents::of(column, batch);
                let place = self.scrubber.enforcer.column(variant, column.name);
                let context = self.scrubber.key(column.name.as_bytes()).says.at(place);
                self.propagate_in((column, context), &json, array, &traces, learned, rows)
            }));
            match result {
                Ok(Ok(None)) => {}
                Ok(Ok(Some(new))) => *array = new,
                Ok(Err(_)) | Err(_) => {
                    let mut failed = Tally::default();
                    failed.add(Type::RedactionFailed);
                    (0..batch.num_rows()).filter(|row| array.is_valid(*row)).for_each(|row| rows.add(row, &failed));
                    *array = new_null_array(field.data_type(), batch.num_rows());
                }
            }
        }
    }

    fn propagate_in(
        &mut self,
        (column, context): (&Column, Context),
        json: &Documents,
        array: &ArrayRef,
        traces: &Traces,
        learned: &Learned,
        rows: &mut Rows,
    ) -> Result<Option<ArrayRef>, ArrowError> {
        let Some(values) = propagate::texts(array) else { return Ok(None) };
        let mut gather = Gather::new(values);
        let mut tallies = AHashMap::new();
        for (i, known) in learned.places(traces, array, column.redact == Redact::Json) {
            if let Outcome::Changed(text, tally) =
                self.scrubber.value_with(values.value(i), context, json.json(i), (known, true))
            {
                gather.replace(i, &text)?;
                tallies.insert(i, tally);
            }
        }
        if tallies.is_empty() {
            return Ok(None);
        }
        for row in 0..array.len() {
            propagate::positions(array, row, |i| {
                if let Some(tally) = tallies.get(&i) {
                    rows.add(row, tally);
                }
            });
        }
        let Some(values) = gather.finish()? else { return Ok(None) };
        with_values(array, values).map(Some)
    }
}

/// The column of a table with this name, which is at `index` in most batches.
fn declared(table: Table, index: usize, name: &str) -> Option<&'static Column> {
    let columns = table.columns();
    columns.get(index).filter(|c| c.name == name).or_else(|| columns.iter().find(|c| c.name == name))
}

/// A column with other texts in the same places.
fn with_values(array: &ArrayRef, values: StringArray) -> Result<ArrayRef, ArrowError> {
    match array.data_type() {
        DataType::Dictionary(..) => {
            let keys = array.as_dictionary::<Int32Type>().keys().clone();
            Ok(Arc::new(DictionaryArray::try_new(keys, Arc::new(values))?))
        }
        DataType::List(field) => {
            let list = array.as_list::<i32>();
            let keys = list.values().as_dictionary::<Int32Type>().keys().clone();
            let dict = DictionaryArray::try_new(keys, Arc::new(values))?;
            let (offsets, nulls) = (list.offsets().clone(), list.nulls().cloned());
            Ok(Arc::new(ListArray::try_new(Arc::clone(field), offsets, Arc::new(dict), nulls)?))
        }
        _ => Ok(Arc::new(values)),
    }
}

/// Builds an array with some values replaced: the stretches between them are copied as they are.
struct Gather<'a> {
    array: &'a StringArray,
    /// From the first change on.
    new: Option<StringBuilder>,
    /// Values copied so far.
    done: usize,
}

impl<'a> Gather<'a> {
    fn new(array: &'a StringArray) -> Self {
        Self { array, new: None, done: 0 }
    }

    /// Copies up to the value `i`.
    fn copy_to(&mut self, i: usize) -> Result<&mut StringBuilder, ArrowError> {
        let Self { array, new, done } = self;
        let new = new.get_or_insert_with(|| {
            let offsets = array.value_offsets();
            let bytes = offsets.last().zip(offsets.first()).map_or(0, |(to, from)| to - from);
            StringBuilder::with_capacity(array.len(), usize::try_from(bytes).unwrap_or(0))
        });
        new.append_array(&array.slice(*done, i - *done))?;
        *done = i;
        Ok(new)
    }

    /// What hides in a null slot is not copied.
    fn empty(&mut self, i: usize) -> Result<(), ArrowError> {
        if self.array.value_length(i) > 0 {
            self.copy_to(i)?.append_null();
            self.done = i + 1;
        }
        Ok(())
    }

    fn replace(&mut self, i: usize, text: &[u8]) -> Result<(), ArrowError> {
        let text = simdutf8::basic::from_utf8(text).map_err(|e| ArrowError::ComputeError(e.to_string()))?;
        self.copy_to(i)?.append_value(text);
        self.done = i + 1;
        Ok(())
    }

    /// `None` when nothing was replaced and the buffer holds the values of this array and nothing else.
    fn finish(mut self) -> Result<Option<StringArray>, ArrowError> {
        let offsets = self.array.value_offsets();
        let all = usize::try_from(offsets.last().copied().unwrap_or_default());
        let whole = offsets.first() == Some(&0) && all.is_ok_and(|all| all == self.array.values().len());
        if self.new.is_none() && whole {
            return Ok(None);
        }
        let n = self.array.len();
        Ok(Some(self.copy_to(n)?.finish()))
    }
}

fn by_key(
    dict: &DictionaryArray<Int32Type>,
    range: std::ops::Range<usize>,
    tallies: &[(usize, Tally)],
    mut f: impl FnMut(usize, &Tally),
) {
    if tallies.is_empty() {
        return;
    }
    for row in range {
        let at = dict.key(row).and_then(|k| tallies.binary_search_by_key(&k, |(i, _)| *i).ok());
        if let Some((_, tally)) = at.and_then(|at| tallies.get(at)) {
            f(row, tally);
        }
    }
}

/// The column `redactions`: JSON text, null where nothing was removed.
fn redactions(len: usize, rows: &Rows) -> ArrayRef {
    let mut builder = StringDictionaryBuilder::<Int32Type>::new();
    let mut texts: AHashMap<&Tally, String> = AHashMap::new();
    for row in 0..len {
        match rows.0.get(&row).filter(|t| !t.is_empty()) {
            Some(tally) => builder.append_value(texts.entry(tally).or_insert_with(|| tally.to_json())),
            None => builder.append_null(),
        }
    }
    Arc::new(builder.finish())
}

impl BatchRedactor {
    /// Redacts rows of tenants for which the same policy holds.
    fn redact_rows(&mut self, table: Table, variant: usize, batch: &RecordBatch, counts: &mut Counts) -> RecordBatch {
        let schema = batch.schema();
        let len = batch.num_rows();
        self.learned = Learned::default();
        let mut rows = Rows::default();
        let mut columns = Vec::with_capacity(batch.num_columns());
        for (index, (field, array)) in schema.fields().iter().zip(batch.columns()).enumerate() {
            self.column = index;
            let column = declared(table, index, field.name());
            // A column that no table knows, or that cannot be walked, is dropped: it cannot be told to be clean.
            let result = column.and_then(|c| {
                let json = Documents::of(c, batch);
                catch_unwind(AssertUnwindSafe(|| self.column(c, variant, &json, array, &mut rows))).ok()?.ok()
            });
            columns.push(result.unwrap_or_else(|| {
                let mut failed = Tally::default();
                failed.add(Type::RedactionFailed);
                (0..len).filter(|row| array.is_valid(*row)).for_each(|row| rows.add(row, &failed));
                new_null_array(field.data_type(), len)
            }));
        }
        let learned = std::mem::take(&mut self.learned);
        if !learned.is_empty() {
            self.propagate(table, variant, batch, &learned, (&mut columns, &mut rows));
        }
        if let Some(slot) = table.index("redactions").and_then(|i| columns.get_mut(i)) {
            *slot = redactions(len, &rows);
        }
        let mut all = Tally::default();
        rows.0.values().for_each(|tally| all.merge(tally));
        all.add_to(counts);
        self.scrubber.enforcer.take_dry().add_dry_to(counts);
        assemble(schema, columns, len)
    }
}

impl Redactor for BatchRedactor {
    fn redact(&mut self, table: Table, batch: RecordBatch, counts: &mut Counts) -> RecordBatch {
        let schema = batch.schema();
        if batch.num_rows() == 0 {
            return RecordBatch::new_empty(schema);
        }
        self.scrubber.begin_batch();
        let policy = self.scrubber.enforcer.policy().clone();
        if !policy.by_tenant() {
            return self.redact_rows(table, 0, &batch, counts);
        }
        let len = batch.num_rows();
        tenants::split(&policy, &batch)
            .and_then(|parts| {
                let parts = parts.into_iter().map(|part| {
                    let batch = self.redact_rows(table, part.variant, &part.batch, counts);
                    tenants::Part { batch, ..part }
                });
                tenants::join(parts.collect())
            })
            // What cannot be split cannot be told to be clean.
            .unwrap_or_else(|_| {
                let mut failed = Tally::default();
                failed.add(Type::RedactionFailed);
                failed.add_to(counts);
                assemble(schema, Vec::new(), len)
            })
    }

    fn rule_set(&self) -> RuleSet {
        self.rule_set.clone()
    }
}

fn assemble(schema: SchemaRef, columns: Vec<ArrayRef>, len: usize) -> RecordBatch {
    let options = RecordBatchOptions::new().with_row_count(Some(len));
    RecordBatch::try_new_with_options(Arc::clone(&schema), columns, &options).unwrap_or_else(|_| {
        // Cannot happen with columns of the batch's own types; nothing unredacted may pass if it does.
        let nulls = schema.fields().iter().map(|f| new_null_array(f.data_type(), len)).collect();
        RecordBatch::try_new_with_options(Arc::clone(&schema), nulls, &options)
            .unwrap_or_else(|_| RecordBatch::new_empty(schema))
    })
}
