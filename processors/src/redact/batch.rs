//! Walks a batch by the table's columns. Columns without a hit keep their buffers; the others are written anew.
//!
//! Dictionary columns are scanned once for each distinct value, also for those that no row refers to, so that no buffer of the
//! result holds anything that was removed. Slices and null slots that hide text are compacted.

use std::{
    collections::HashMap,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

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
    context::{Context, classify},
    types::{Tally, Type},
    value::{Outcome, Scrubber},
};

/// Redacts batches; one for each ingest shard.
pub(super) struct BatchRedactor {
    scrubber: Scrubber,
    rule_set: RuleSet,
}

impl std::fmt::Debug for BatchRedactor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "BatchRedactor({})", self.rule_set.version)
    }
}

/// What was removed from each row. Rows without anything are absent.
#[derive(Default)]
struct Rows(HashMap<usize, Tally>);

impl Rows {
    fn add(&mut self, row: usize, tally: &Tally) {
        self.0.entry(row).or_default().merge(tally);
    }
}

impl BatchRedactor {
    pub(super) fn new(scrubber: Scrubber, rule_set: RuleSet) -> Self {
        Self { scrubber, rule_set }
    }

    fn column(&mut self, column: &Column, array: &ArrayRef, rows: &mut Rows) -> Result<ArrayRef, ArrowError> {
        let context = classify(column.name);
        let json = column.redact == Redact::Json;
        if array.data_type() != &column.kind.data_type() {
            return Err(ArrowError::SchemaError("column has another type than its table says".to_owned()));
        }
        match (column.redact, column.kind) {
            (Redact::Skip, _) | (_, Kind::Int | Kind::Double | Kind::Timestamp | Kind::Bool) => Ok(Arc::clone(array)),
            (_, Kind::Text) => {
                let (new, tallies) = self.texts(array.as_string::<i32>(), context, json);
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
        json: bool,
    ) -> Result<(Option<DictionaryArray<Int32Type>>, HashMap<usize, Tally>), ArrowError> {
        let (new, tallies) = self.texts(dict.values().as_string::<i32>(), context, json);
        let new = new.map(|values| DictionaryArray::try_new(dict.keys().clone(), Arc::new(values))).transpose()?;
        Ok((new, tallies))
    }

    /// Scans every text. `None` when the array may stay as it is. Tallies by position.
    fn texts(
        &mut self,
        array: &StringArray,
        context: Context,
        json: bool,
    ) -> (Option<StringArray>, HashMap<usize, Tally>) {
        let mut tallies = HashMap::new();
        let mut changed: Vec<(usize, String)> = Vec::new();
        for (i, value) in array.iter().enumerate() {
            let Some(value) = value else { continue };
            if let Outcome::Changed(text, tally) = self.scrubber.value(value, context, json) {
                tallies.insert(i, tally);
                changed.push((i, text));
            }
        }
        if changed.is_empty() && compact(array) {
            return (None, tallies);
        }
        let bytes = array.value_offsets().last().zip(array.value_offsets().first()).map_or(0, |(b, a)| b - a);
        let mut builder = StringBuilder::with_capacity(array.len(), usize::try_from(bytes).unwrap_or(0));
        let mut changed = changed.into_iter().peekable();
        for (i, value) in array.iter().enumerate() {
            match changed.next_if(|(at, _)| *at == i) {
                Some((_, text)) => builder.append_value(text),
                None => builder.append_option(value),
            }
        }
        (Some(builder.finish()), tallies)
    }
}

/// Whether the buffer holds the values of this array and nothing else.
fn compact(array: &StringArray) -> bool {
    let offsets = array.value_offsets();
    let whole =
        offsets.first() == Some(&0) && offsets.last().is_some_and(|o| usize::try_from(*o) == Ok(array.values().len()));
    let hidden = array.null_count() > 0 && (0..array.len()).any(|i| array.is_null(i) && array.value_length(i) != 0);
    whole && !hidden
}

fn by_key(
    dict: &DictionaryArray<Int32Type>,
    range: std::ops::Range<usize>,
    tallies: &HashMap<usize, Tally>,
    mut f: impl FnMut(usize, &Tally),
) {
    if tallies.is_empty() {
        return;
    }
    for row in range {
        if let Some(tally) = dict.key(row).and_then(|k| tallies.get(&k)) {
            f(row, tally);
        }
    }
}

/// The column `redactions`: JSON text, null where nothing was removed.
fn redactions(len: usize, rows: &Rows) -> ArrayRef {
    let mut builder = StringDictionaryBuilder::<Int32Type>::new();
    for row in 0..len {
        builder.append_option(rows.0.get(&row).filter(|t| !t.is_empty()).map(|t| t.to_json()));
    }
    Arc::new(builder.finish())
}

impl Redactor for BatchRedactor {
    fn redact(&mut self, table: Table, batch: RecordBatch, counts: &mut Counts) -> RecordBatch {
        let schema = batch.schema();
        let len = batch.num_rows();
        if len == 0 {
            return RecordBatch::new_empty(schema);
        }
        let mut rows = Rows::default();
        let mut columns = Vec::with_capacity(batch.num_columns());
        for (field, array) in schema.fields().iter().zip(batch.columns()) {
            let column = table.columns().iter().find(|c| c.name == field.name());
            // A column that no table knows, or that cannot be walked, is dropped: it cannot be told to be clean.
            let result =
                column.and_then(|c| catch_unwind(AssertUnwindSafe(|| self.column(c, array, &mut rows))).ok()?.ok());
            columns.push(result.unwrap_or_else(|| {
                let mut failed = Tally::default();
                failed.add(Type::RedactionFailed);
                (0..len).filter(|row| array.is_valid(*row)).for_each(|row| rows.add(row, &failed));
                new_null_array(field.data_type(), len)
            }));
        }
        if let Some(slot) = table.index("redactions").and_then(|i| columns.get_mut(i)) {
            *slot = redactions(len, &rows);
        }
        for tally in rows.0.values() {
            tally.add_to(counts);
        }
        assemble(schema, columns, len)
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
