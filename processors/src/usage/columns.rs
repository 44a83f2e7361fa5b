//! The columns of a batch of spans that are read.

use arrow::{
    array::{
        Array, AsArray, DictionaryArray, Float64Array, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray,
    },
    datatypes::{Float64Type, Int32Type, Int64Type, TimestampMicrosecondType},
};
use custos_model::schema::Table;

const MINUTE: i64 = 60_000_000;

/// A dictionary column.
#[derive(Debug)]
struct Dict<'a> {
    keys: &'a DictionaryArray<Int32Type>,
    values: &'a StringArray,
}

impl<'a> Dict<'a> {
    fn key(&self, row: usize) -> Option<usize> {
        self.keys.key(row).filter(|key| self.values.is_valid(*key))
    }

    fn get(&self, row: usize) -> Option<&'a str> {
        self.key(row).map(|key| self.values.value(key))
    }
}

/// Typed views of one batch.
#[derive(Debug)]
pub(super) struct Columns<'a> {
    rows: usize,
    start_time: &'a TimestampMicrosecondArray,
    received_at: &'a TimestampMicrosecondArray,
    tenant: Dict<'a>,
    agent_name: Dict<'a>,
    provider: Dict<'a>,
    request_model: Dict<'a>,
    response_model: Dict<'a>,
    operation: Dict<'a>,
    status_code: Dict<'a>,
    error_class: Dict<'a>,
    response_id: &'a StringArray,
    trace_id: &'a StringArray,
    span_id: &'a StringArray,
    parent_span_id: &'a StringArray,
    input_tokens: &'a Int64Array,
    output_tokens: &'a Int64Array,
    cost_usd: &'a Float64Array,
}

/// Dictionaries that keys of rollups come from.
pub(super) const DICTIONARIES: usize = 5;

/// A text of a batch by its place: which of the dictionaries, and its key there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) dictionary: usize,
    pub(super) key: usize,
}

/// What a rollup is kept for: minute (microseconds), tenant, agent, provider, model.
pub(super) type Key = (Option<i64>, [Option<Place>; 4]);

impl<'a> Columns<'a> {
    /// `None` when the batch is not one of spans; the engine never gives such a batch.
    pub(super) fn of(batch: &'a RecordBatch) -> Option<Self> {
        let column = |name| Table::Spans.index(name).and_then(|i| batch.columns().get(i));
        let dict = |name| {
            let keys = column(name)?.as_dictionary_opt::<Int32Type>()?;
            Some(Dict { keys, values: keys.values().as_string_opt::<i32>()? })
        };
        let time = |name| column(name)?.as_primitive_opt::<TimestampMicrosecondType>();
        let int = |name| column(name)?.as_primitive_opt::<Int64Type>();
        let text = |name| column(name)?.as_string_opt::<i32>();
        Some(Self {
            rows: batch.num_rows(),
            start_time: time("start_time")?,
            received_at: time("received_at")?,
            tenant: dict("tenant")?,
            agent_name: dict("agent_name")?,
            provider: dict("provider")?,
            request_model: dict("request_model")?,
            response_model: dict("response_model")?,
            operation: dict("operation")?,
            status_code: dict("status_code")?,
            error_class: dict("error_class")?,
            response_id: text("response_id")?,
            trace_id: text("trace_id")?,
            span_id: text("span_id")?,
            parent_span_id: text("parent_span_id")?,
            input_tokens: int("input_tokens")?,
            output_tokens: int("output_tokens")?,
            cost_usd: column("cost_usd")?.as_primitive_opt::<Float64Type>()?,
        })
    }

    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    pub(super) fn key(&self, row: usize) -> Key {
        let time = value(self.start_time, row).or_else(|| self.received_at(row));
        let minute = time.map(|time| time.div_euclid(MINUTE).saturating_mul(MINUTE));
        let place = |dictionary| self.dictionary(dictionary).key(row).map(|key| Place { dictionary, key });
        (minute, [place(0), place(1), place(2), place(3).or_else(|| place(4))])
    }

    fn dictionary(&self, number: usize) -> &Dict<'a> {
        match number {
            0 => &self.tenant,
            1 => &self.agent_name,
            2 => &self.provider,
            3 => &self.response_model,
            _ => &self.request_model,
        }
    }

    /// Texts in one of the dictionaries.
    pub(super) fn distinct(&self, dictionary: usize) -> usize {
        self.dictionary(dictionary).values.len()
    }

    /// The text at a place that [`Self::key`] gave.
    pub(super) fn text(&self, place: Place) -> &'a str {
        self.dictionary(place.dictionary).values.value(place.key)
    }

    pub(super) fn tenant(&self, row: usize) -> Option<&'a str> {
        self.tenant.get(row)
    }

    pub(super) fn received_at(&self, row: usize) -> Option<i64> {
        value(self.received_at, row)
    }

    pub(super) fn is_error(&self, row: usize) -> bool {
        self.status_code.get(row) == Some("error") || self.error_class.get(row).is_some()
    }

    pub(super) fn is_model_call(&self, row: usize) -> bool {
        matches!(self.operation.get(row), Some("chat" | "generate_content" | "text_completion" | "embeddings"))
    }

    pub(super) fn is_agent_or_tool(&self, row: usize) -> bool {
        matches!(self.operation.get(row), Some("invoke_agent" | "execute_tool"))
    }

    /// Whether it is a model call with tokens.
    pub(super) fn is_counted(&self, row: usize) -> bool {
        (self.input_tokens.is_valid(row) || self.output_tokens.is_valid(row)) && self.is_model_call(row)
    }

    pub(super) fn response_id(&self, row: usize) -> Option<&'a str> {
        text(self.response_id, row)
    }

    pub(super) fn trace_id(&self, row: usize) -> Option<&'a str> {
        text(self.trace_id, row)
    }

    pub(super) fn span_id(&self, row: usize) -> Option<&'a str> {
        text(self.span_id, row)
    }

    pub(super) fn parent_span_id(&self, row: usize) -> Option<&'a str> {
        text(self.parent_span_id, row)
    }

    /// In and out; what is negative is none.
    pub(super) fn tokens(&self, row: usize) -> [i64; 2] {
        [self.input_tokens, self.output_tokens].map(|column| value(column, row).unwrap_or_default().max(0))
    }

    pub(super) fn cost_usd(&self, row: usize) -> Option<f64> {
        value(self.cost_usd, row)
    }
}

fn text(array: &StringArray, row: usize) -> Option<&str> {
    array.is_valid(row).then(|| array.value(row)).filter(|text| !text.is_empty())
}

fn value<T: arrow::datatypes::ArrowPrimitiveType>(
    array: &arrow::array::PrimitiveArray<T>,
    row: usize,
) -> Option<T::Native> {
    array.is_valid(row).then(|| array.value(row))
}
