//! Sums by minute, tenant, agent, provider and model.
//!
//! Texts are kept once each and known by number: the spans of a trace have the name of its agent from one of them, so
//! that a name of a megabyte may stand in many thousand keys of one request.

use std::sync::Arc;

use ahash::AHashMap;
use arrow::array::{
    ArrayRef, DictionaryArray, Float64Array, Int32Array, Int64Array, RecordBatch, StringArray,
    TimestampMicrosecondArray,
};
use arrow::datatypes::Int32Type;
use custos_model::schema::Table;

use super::columns::{Columns, DICTIONARIES};

/// Minute, and numbers of texts.
type Key = (Option<i64>, [Option<u32>; 4]);

/// What is summed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Sums {
    pub(super) spans: i64,
    pub(super) errors: i64,
    pub(super) model_calls: i64,
    pub(super) input_tokens: i64,
    pub(super) output_tokens: i64,
    /// `None` until something had a price.
    pub(super) cost_usd: Option<f64>,
    pub(super) unpriced_tokens: i64,
    /// The newest, microseconds.
    pub(super) received_at: Option<i64>,
}

impl Sums {
    fn add(&mut self, other: &Self) {
        for (into, from) in [
            (&mut self.spans, other.spans),
            (&mut self.errors, other.errors),
            (&mut self.model_calls, other.model_calls),
            (&mut self.input_tokens, other.input_tokens),
            (&mut self.output_tokens, other.output_tokens),
            (&mut self.unpriced_tokens, other.unpriced_tokens),
        ] {
            // Counts come from clients.
            *into = into.saturating_add(from);
        }
        if let Some(cost) = other.cost_usd {
            self.cost_usd = Some(self.cost_usd.unwrap_or_default() + cost);
        }
        self.received_at = self.received_at.max(other.received_at);
    }
}

/// Distinct texts by number.
#[derive(Debug, Default)]
struct Texts {
    numbers: AHashMap<Arc<str>, u32>,
    texts: Vec<Arc<str>>,
    bytes: usize,
}

impl Texts {
    fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.bytes += text.len();
        let text: Arc<str> = text.into();
        self.texts.push(Arc::clone(&text));
        self.numbers.insert(text, number);
        number
    }

    fn get(&self, number: u32) -> &str {
        self.texts.get(number as usize).map_or("", |text| text)
    }

    /// The place of each in their order.
    fn ranks(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..).take(self.texts.len()).collect();
        order.sort_unstable_by_key(|number| self.get(*number));
        let mut ranks = vec![0; order.len()];
        for (rank, number) in (0..).zip(order) {
            if let Some(place) = ranks.get_mut(number as usize) {
                *place = rank;
            }
        }
        ranks
    }
}

/// Numbers of the texts in the dictionaries of one batch, as far as they were asked for.
#[derive(Debug)]
pub(super) struct Known([Vec<Option<u32>>; DICTIONARIES]);

impl Known {
    pub(super) fn of(columns: &Columns<'_>) -> Self {
        Self(std::array::from_fn(|dictionary| vec![None; columns.distinct(dictionary)]))
    }
}

/// The sums since the last commit.
#[derive(Debug, Default)]
pub(super) struct Rollup {
    texts: Texts,
    sums: AHashMap<Key, Sums>,
}

impl Rollup {
    /// Adds a row of a batch, to which `known` belongs.
    pub(super) fn add(&mut self, columns: &Columns<'_>, known: &mut Known, row: usize, sums: &Sums) {
        let (minute, places) = columns.key(row);
        let key = places.map(|place| {
            let place = place?;
            let number = known.0.get_mut(place.dictionary)?.get_mut(place.key)?;
            Some(*number.get_or_insert_with(|| self.texts.number(columns.text(place))))
        });
        self.sums.entry((minute, key)).or_default().add(sums);
    }

    /// Bytes held, but for what the maps have to spare.
    pub(super) fn memory(&self) -> usize {
        // A text stands in a map and a list, behind its counts.
        const TEXT: usize = size_of::<(Arc<str>, u32)>() + size_of::<Arc<str>>() + 16;
        self.texts.bytes + self.texts.texts.len() * TEXT + self.sums.len() * size_of::<(Key, Sums)>()
    }

    /// The sums as rows of `usage`, in the order of their keys; `None` when there are none.
    pub(super) fn take(&mut self) -> Option<RecordBatch> {
        let Self { texts, sums } = std::mem::take(self);
        if sums.is_empty() {
            return None;
        }
        let ranks = texts.ranks();
        let rank = |number: Option<u32>| number.and_then(|number| ranks.get(number as usize));
        let mut sums: Vec<(Key, Sums)> = sums.into_iter().collect();
        sums.sort_unstable_by_key(|((minute, key), _)| (*minute, key.map(rank)));
        let text = |i: usize| {
            let mut keys = vec![None; texts.texts.len()];
            let mut values: Vec<&str> = Vec::new();
            let mut of = |number: u32| {
                let key = keys.get_mut(number as usize)?;
                if key.is_none() {
                    *key = i32::try_from(values.len()).ok();
                    values.push(texts.get(number));
                }
                *key
            };
            let rows: Int32Array =
                sums.iter().map(|((_, key), _)| key.get(i).copied().flatten().and_then(&mut of)).collect();
            DictionaryArray::<Int32Type>::try_new(rows, Arc::new(StringArray::from(values))).ok()
        };
        let text = |i| -> Option<ArrayRef> { Some(Arc::new(text(i)?)) };
        let int = |of: fn(&Sums) -> i64| -> ArrayRef {
            Arc::new(Int64Array::from_iter_values(sums.iter().map(|(_, sums)| of(sums))))
        };
        let time = |array: TimestampMicrosecondArray| -> ArrayRef { Arc::new(array.with_timezone("UTC")) };
        let columns = vec![
            time(sums.iter().map(|((minute, _), _)| *minute).collect()),
            text(0)?,
            text(1)?,
            text(2)?,
            text(3)?,
            int(|s| s.spans),
            int(|s| s.errors),
            int(|s| s.model_calls),
            int(|s| s.input_tokens),
            int(|s| s.output_tokens),
            Arc::new(sums.iter().map(|(_, s)| s.cost_usd).collect::<Float64Array>()),
            int(|s| s.unpriced_tokens),
            time(sums.iter().map(|(_, s)| s.received_at).collect()),
        ];
        // The columns above are those of the table; a test holds it.
        RecordBatch::try_new(Table::Usage.schema(), columns).ok()
    }
}
