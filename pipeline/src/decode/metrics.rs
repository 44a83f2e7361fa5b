//! The rows of `metrics`: one a data point.
//!
//! What only some kinds of points have is in the column `point`, a JSON object whose members are named as in
//! OTLP/JSON's protobuf: `bucket_counts`, `explicit_bounds`; `scale`, `zero_count`, `zero_threshold`, `positive` and
//! `negative` (`{"offset","bucket_counts"}`); `quantile_values` (`[{"quantile","value"}]`); `exemplars`
//! (`[{"time_unix_nano","value","trace_id","span_id","attributes"}]`).

use arrow::{array::RecordBatch, error::ArrowError};
use custos_model::{
    ingest::Request,
    schema::{METRICS, Table},
};

use super::{
    columns::{DictKey, Rows, index_of, micros, nanos},
    tail::{Object, Origin, Origins, give_back, pairs, write_attributes, write_list},
};
use crate::otlp::{
    value::{write_double, write_int},
    wire::{
        Buckets, Data, Exemplar, ExponentialHistogramPoint, GoesOn, HistogramPoint, KeyValue, Metric, Number,
        NumberPoint, OfResource, SummaryPoint,
    },
};

const NAME: usize = index_of(METRICS, "name");
const DESCRIPTION: usize = index_of(METRICS, "description");
const UNIT: usize = index_of(METRICS, "unit");
const TYPE: usize = index_of(METRICS, "type");
const TEMPORALITY: usize = index_of(METRICS, "temporality");
const IS_MONOTONIC: usize = index_of(METRICS, "is_monotonic");
const TIME: usize = index_of(METRICS, "time");
const START_UNIX_NANO: usize = index_of(METRICS, "start_unix_nano");
const TIME_UNIX_NANO: usize = index_of(METRICS, "time_unix_nano");
const FLAGS: usize = index_of(METRICS, "flags");
const VALUE: usize = index_of(METRICS, "value");
const VALUE_INT: usize = index_of(METRICS, "value_int");
const COUNT: usize = index_of(METRICS, "count");
const SUM: usize = index_of(METRICS, "sum");
const MIN: usize = index_of(METRICS, "min");
const MAX: usize = index_of(METRICS, "max");
const POINT: usize = index_of(METRICS, "point");
const ATTRIBUTES: usize = index_of(METRICS, "attributes");
const METADATA: usize = index_of(METRICS, "metadata");

/// Builds the batch of `metrics`.
#[derive(Debug)]
pub(super) struct MetricBuilder {
    rows: Rows,
    origins: Origins,
    scratch: String,
}

/// What all points of a metric share.
#[derive(Debug)]
struct Shared {
    origin: Origin,
    keys: [(usize, Option<DictKey>); 6],
    is_monotonic: Option<bool>,
}

impl MetricBuilder {
    pub(super) fn new() -> Self {
        Self { rows: Rows::new(Table::Metrics), origins: Origins::default(), scratch: String::new() }
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Adds all points of a request, or of a piece of one.
    pub(super) fn append(&mut self, request: &Request, groups: &[OfResource<'_, Metric<'_>>], mut goes_on: GoesOn) {
        for group in groups {
            for scope in &group.scopes {
                self.origins.next(goes_on);
                goes_on = GoesOn { resource: true, scope: false };
                if scope.items.is_empty() {
                    continue;
                }
                let origin = self.origins.of(&mut self.rows, Table::Metrics, request, group, scope);
                for metric in &scope.items {
                    self.metric(origin, metric);
                }
            }
            goes_on = GoesOn::default();
        }
    }

    fn metric(&mut self, origin: Origin, metric: &Metric<'_>) {
        let Some(data) = metric.data.as_ref().filter(|d| !d.is_empty()) else { return };
        let (kind, has_temporality) = match data {
            Data::Gauge(_) => ("gauge", false),
            Data::Sum(_) => ("sum", true),
            Data::Histogram(_) => ("histogram", true),
            Data::ExponentialHistogram(_) => ("exponential_histogram", true),
            Data::Summary(_) => ("summary", false),
        };
        let temporality = has_temporality.then_some(match metric.aggregation_temporality {
            1 => "delta",
            2 => "cumulative",
            _ => "unspecified",
        });
        let Self { rows, scratch, .. } = self;
        scratch.clear();
        let metadata = write_attributes(scratch, pairs(&metric.metadata), &[], &[]).then_some(scratch.as_str());
        let keys = [
            (NAME, Some(&*metric.name)),
            (DESCRIPTION, Some(&*metric.description).filter(|t| !t.is_empty())),
            (UNIT, Some(&*metric.unit).filter(|t| !t.is_empty())),
            (TYPE, Some(kind)),
            (TEMPORALITY, temporality),
            (METADATA, metadata),
        ]
        .map(|(column, text)| (column, text.and_then(|t| rows.intern(column, t))));
        let is_monotonic = matches!(data, Data::Sum(_)).then_some(metric.is_monotonic);
        let shared = Shared { origin, keys, is_monotonic };
        match data {
            Data::Gauge(points) | Data::Sum(points) => points.iter().for_each(|p| self.number(&shared, p)),
            Data::Histogram(points) => points.iter().for_each(|p| self.histogram(&shared, p)),
            Data::ExponentialHistogram(points) => points.iter().for_each(|p| self.exponential(&shared, p)),
            Data::Summary(points) => points.iter().for_each(|p| self.summary(&shared, p)),
        }
    }

    /// Sets what every point has; the caller adds the rest and ends the row.
    fn begin(&mut self, shared: &Shared, start: u64, time: u64, flags: u32, attributes: &[KeyValue<'_>]) {
        let Self { rows, scratch, .. } = self;
        shared.origin.set(rows);
        for (column, key) in shared.keys {
            rows.key(column, key);
        }
        rows.bool(IS_MONOTONIC, shared.is_monotonic);
        rows.timestamp(TIME, micros(time));
        rows.int(START_UNIX_NANO, nanos(start));
        rows.int(TIME_UNIX_NANO, nanos(time));
        rows.int(FLAGS, i64::from(flags));
        scratch.clear();
        let times = [("$start_unix_nano", start), ("$time_unix_nano", time)];
        if write_attributes(scratch, pairs(attributes), &[], &times) {
            rows.text(ATTRIBUTES, scratch.as_str());
        }
        scratch.clear();
    }

    /// Writes the column `point` and ends the row.
    fn end(&mut self, point: impl FnOnce(&mut Object<'_>)) {
        let mut object = Object::new(&mut self.scratch);
        point(&mut object);
        if object.end() {
            self.rows.text(POINT, self.scratch.as_str());
        }
        self.rows.end_row();
    }

    fn number(&mut self, shared: &Shared, p: &NumberPoint<'_>) {
        self.begin(shared, p.start_time_unix_nano, p.time_unix_nano, p.flags, &p.attributes);
        match p.value {
            Some(Number::Int(n)) => {
                self.rows.double(VALUE, n as f64);
                self.rows.int(VALUE_INT, n);
            }
            Some(Number::Double(n)) => self.rows.double(VALUE, n),
            None => {}
        }
        self.end(|point| exemplars(point, &p.exemplars));
    }

    fn histogram(&mut self, shared: &Shared, p: &HistogramPoint<'_>) {
        self.begin(shared, p.start_time_unix_nano, p.time_unix_nano, p.flags, &p.attributes);
        self.aggregate(p.count, p.sum, p.min, p.max);
        self.end(|point| {
            counts(point, &p.bucket_counts);
            if !p.explicit_bounds.is_empty() {
                write_list(point.key("explicit_bounds"), &p.explicit_bounds, |out, n| write_double(out, *n));
            }
            exemplars(point, &p.exemplars);
        });
    }

    fn exponential(&mut self, shared: &Shared, p: &ExponentialHistogramPoint<'_>) {
        self.begin(shared, p.start_time_unix_nano, p.time_unix_nano, p.flags, &p.attributes);
        self.aggregate(p.count, p.sum, p.min, p.max);
        self.end(|point| {
            write_int(point.key("scale"), p.scale);
            point.number("zero_count", p.zero_count);
            if p.zero_threshold != 0.0 {
                write_double(point.key("zero_threshold"), p.zero_threshold);
            }
            buckets(point, "positive", p.positive.as_ref());
            buckets(point, "negative", p.negative.as_ref());
            exemplars(point, &p.exemplars);
        });
    }

    fn summary(&mut self, shared: &Shared, p: &SummaryPoint<'_>) {
        self.begin(shared, p.start_time_unix_nano, p.time_unix_nano, p.flags, &p.attributes);
        self.aggregate(p.count, Some(p.sum), None, None);
        self.end(|point| {
            if !p.quantile_values.is_empty() {
                write_list(point.key("quantile_values"), &p.quantile_values, |out, q| {
                    let mut object = Object::new(out);
                    write_double(object.key("quantile"), q.quantile);
                    write_double(object.key("value"), q.value);
                    object.close();
                });
            }
        });
    }

    fn aggregate(&mut self, count: u64, sum: Option<f64>, min: Option<f64>, max: Option<f64>) {
        // Wraps beyond 2^63; read back as `u64`.
        self.rows.int(COUNT, count as i64);
        self.rows.double(SUM, sum);
        self.rows.double(MIN, min);
        self.rows.double(MAX, max);
    }

    pub(super) fn finish(&mut self) -> Result<RecordBatch, ArrowError> {
        give_back(&mut self.scratch);
        self.rows.finish()
    }
}

fn counts(object: &mut Object<'_>, counts: &[u64]) {
    if !counts.is_empty() {
        write_list(object.key("bucket_counts"), counts, |out, n| write_int(out, n));
    }
}

fn buckets(point: &mut Object<'_>, name: &str, buckets: Option<&Buckets>) {
    if let Some(buckets) = buckets {
        let mut object = Object::new(point.key(name));
        write_int(object.key("offset"), buckets.offset);
        counts(&mut object, &buckets.bucket_counts);
        object.close();
    }
}

fn exemplars(point: &mut Object<'_>, exemplars: &[Exemplar<'_>]) {
    if exemplars.is_empty() {
        return;
    }
    write_list(point.key("exemplars"), exemplars, |out, exemplar| {
        let mut object = Object::new(out);
        object.number("time_unix_nano", exemplar.time_unix_nano);
        match exemplar.value {
            Some(Number::Int(n)) => write_int(object.key("value"), n),
            Some(Number::Double(n)) => write_double(object.key("value"), n),
            None => {}
        }
        object.hex("trace_id", exemplar.trace_id);
        object.hex("span_id", exemplar.span_id);
        object.attributes("attributes", &exemplar.filtered_attributes);
        object.close();
    });
}
