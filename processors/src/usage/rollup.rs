//! Sums by minute, tenant, agent, provider and model.

use std::{collections::BTreeMap, sync::Arc};

use arrow::array::{
    ArrayRef, Float64Array, Int64Array, RecordBatch, StringDictionaryBuilder, TimestampMicrosecondArray,
};
use arrow::datatypes::Int32Type;
use custos_model::schema::Table;

use super::columns::{Columns, Key};

type OwnedKey = (Option<i64>, [Option<Box<str>>; 4]);

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

/// The sums since the last commit.
#[derive(Debug, Default)]
pub(super) struct Rollup {
    sums: BTreeMap<OwnedKey, Sums>,
    /// Key of the last span: neighbours are often of the same agent.
    last: Option<OwnedKey>,
}

impl Rollup {
    pub(super) fn add(&mut self, columns: &Columns<'_>, row: usize, sums: &Sums) {
        let key = columns.key(row);
        let owned = match self.last.take() {
            Some(last) if same(&last, &key) => last,
            _ => (key.0, key.1.map(|text| text.map(Into::into))),
        };
        match self.sums.get_mut(&owned) {
            Some(existing) => existing.add(sums),
            None => {
                self.sums.insert(owned.clone(), *sums);
            }
        }
        self.last = Some(owned);
    }

    /// The sums as rows of `usage`, in the order of their keys; `None` when there are none.
    pub(super) fn take(&mut self) -> Option<RecordBatch> {
        let sums = std::mem::take(&mut self.sums);
        self.last = None;
        if sums.is_empty() {
            return None;
        }
        let text = |i: usize| -> ArrayRef {
            let mut builder = StringDictionaryBuilder::<Int32Type>::new();
            for (_, texts) in sums.keys() {
                builder.append_option(texts.get(i).and_then(Option::as_deref));
            }
            Arc::new(builder.finish())
        };
        let int = |of: fn(&Sums) -> i64| -> ArrayRef { Arc::new(Int64Array::from_iter_values(sums.values().map(of))) };
        let time = |array: TimestampMicrosecondArray| -> ArrayRef { Arc::new(array.with_timezone("UTC")) };
        let columns = vec![
            time(sums.keys().map(|key| key.0).collect()),
            text(0),
            text(1),
            text(2),
            text(3),
            int(|s| s.spans),
            int(|s| s.errors),
            int(|s| s.model_calls),
            int(|s| s.input_tokens),
            int(|s| s.output_tokens),
            Arc::new(sums.values().map(|s| s.cost_usd).collect::<Float64Array>()),
            int(|s| s.unpriced_tokens),
            time(sums.values().map(|s| s.received_at).collect()),
        ];
        // The columns above are those of the table; a test holds it.
        RecordBatch::try_new(Table::Usage.schema(), columns).ok()
    }
}

fn same(owned: &OwnedKey, key: &Key<'_>) -> bool {
    owned.0 == key.0 && owned.1.iter().zip(key.1).all(|(owned, text)| owned.as_deref() == text)
}
