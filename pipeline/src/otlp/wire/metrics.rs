//! `ExportMetricsServiceRequest`.

use std::borrow::Cow;

use super::{Item, KeyValue, OfResource, WireError, key_value, opaque_debug, read};
use crate::otlp::reader::{Key, Reader};

/// `Metric`.
#[derive(Clone, Default, PartialEq)]
pub struct Metric<'a> {
    /// Name.
    pub name: Cow<'a, str>,
    /// Description.
    pub description: Cow<'a, str>,
    /// Unit (UCUM).
    pub unit: Cow<'a, str>,
    /// Metadata.
    pub metadata: Vec<KeyValue<'a>>,
    /// Points, where some were sent.
    pub data: Option<Data<'a>>,
    /// `AggregationTemporality` of sums and histograms, any number.
    pub aggregation_temporality: i32,
    /// Of sums.
    pub is_monotonic: bool,
}

/// Points of a metric.
#[derive(Clone, PartialEq)]
pub enum Data<'a> {
    /// `Gauge`
    Gauge(Vec<NumberPoint<'a>>),
    /// `Sum`
    Sum(Vec<NumberPoint<'a>>),
    /// `Histogram`
    Histogram(Vec<HistogramPoint<'a>>),
    /// `ExponentialHistogram`
    ExponentialHistogram(Vec<ExponentialHistogramPoint<'a>>),
    /// `Summary`
    Summary(Vec<SummaryPoint<'a>>),
}

impl Data<'_> {
    /// Number of points.
    pub fn len(&self) -> usize {
        match self {
            Self::Gauge(points) | Self::Sum(points) => points.len(),
            Self::Histogram(points) => points.len(),
            Self::ExponentialHistogram(points) => points.len(),
            Self::Summary(points) => points.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A number as it was sent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// `as_int`
    Int(i64),
    /// `as_double`
    Double(f64),
}

/// `NumberDataPoint`.
#[derive(Clone, Default, PartialEq)]
pub struct NumberPoint<'a> {
    /// Attributes.
    pub attributes: Vec<KeyValue<'a>>,
    /// Start, nanoseconds since the Unix epoch; 0 is unknown.
    pub start_time_unix_nano: u64,
    /// When, nanoseconds since the Unix epoch.
    pub time_unix_nano: u64,
    /// Value.
    pub value: Option<Number>,
    /// Exemplars.
    pub exemplars: Vec<Exemplar<'a>>,
    /// Bit 0: no recorded value.
    pub flags: u32,
}

/// `HistogramDataPoint`.
#[derive(Clone, Default, PartialEq)]
pub struct HistogramPoint<'a> {
    /// Attributes.
    pub attributes: Vec<KeyValue<'a>>,
    /// Start, nanoseconds since the Unix epoch; 0 is unknown.
    pub start_time_unix_nano: u64,
    /// When, nanoseconds since the Unix epoch.
    pub time_unix_nano: u64,
    /// Number of values.
    pub count: u64,
    /// Their sum.
    pub sum: Option<f64>,
    /// Values in each bucket.
    pub bucket_counts: Vec<u64>,
    /// Upper bounds of all buckets but the last.
    pub explicit_bounds: Vec<f64>,
    /// Exemplars.
    pub exemplars: Vec<Exemplar<'a>>,
    /// Bit 0: no recorded value.
    pub flags: u32,
    /// Smallest value.
    pub min: Option<f64>,
    /// Largest value.
    pub max: Option<f64>,
}

/// `ExponentialHistogramDataPoint`.
#[derive(Clone, Default, PartialEq)]
pub struct ExponentialHistogramPoint<'a> {
    /// Attributes.
    pub attributes: Vec<KeyValue<'a>>,
    /// Start, nanoseconds since the Unix epoch; 0 is unknown.
    pub start_time_unix_nano: u64,
    /// When, nanoseconds since the Unix epoch.
    pub time_unix_nano: u64,
    /// Number of values.
    pub count: u64,
    /// Their sum.
    pub sum: Option<f64>,
    /// Buckets grow by the factor `2^(2^-scale)`.
    pub scale: i32,
    /// Values in the bucket around zero.
    pub zero_count: u64,
    /// Width of that bucket.
    pub zero_threshold: f64,
    /// Buckets above zero.
    pub positive: Option<Buckets>,
    /// Buckets below zero.
    pub negative: Option<Buckets>,
    /// Exemplars.
    pub exemplars: Vec<Exemplar<'a>>,
    /// Bit 0: no recorded value.
    pub flags: u32,
    /// Smallest value.
    pub min: Option<f64>,
    /// Largest value.
    pub max: Option<f64>,
}

/// `ExponentialHistogramDataPoint.Buckets`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Buckets {
    /// Index of the first bucket.
    pub offset: i32,
    /// Values in each bucket.
    pub bucket_counts: Vec<u64>,
}

/// `SummaryDataPoint`.
#[derive(Clone, Default, PartialEq)]
pub struct SummaryPoint<'a> {
    /// Attributes.
    pub attributes: Vec<KeyValue<'a>>,
    /// Start, nanoseconds since the Unix epoch; 0 is unknown.
    pub start_time_unix_nano: u64,
    /// When, nanoseconds since the Unix epoch.
    pub time_unix_nano: u64,
    /// Number of values.
    pub count: u64,
    /// Their sum.
    pub sum: f64,
    /// Quantiles.
    pub quantile_values: Vec<Quantile>,
    /// Bit 0: no recorded value.
    pub flags: u32,
}

/// `SummaryDataPoint.ValueAtQuantile`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Quantile {
    /// 0 to 1.
    pub quantile: f64,
    /// Value at the quantile.
    pub value: f64,
}

/// `Exemplar`.
#[derive(Clone, Default, PartialEq)]
pub struct Exemplar<'a> {
    /// Attributes that the aggregation dropped.
    pub filtered_attributes: Vec<KeyValue<'a>>,
    /// When, nanoseconds since the Unix epoch.
    pub time_unix_nano: u64,
    /// Value.
    pub value: Option<Number>,
    /// Span of the measurement, empty when none.
    pub span_id: &'a [u8],
    /// Trace of the measurement, empty when none.
    pub trace_id: &'a [u8],
}

opaque_debug!(Metric, Data, NumberPoint, HistogramPoint, ExponentialHistogramPoint, SummaryPoint, Exemplar);

/// Reads an `ExportMetricsServiceRequest`.
///
/// # Errors
/// When the bytes are not one, nest beyond the limit, or would take more memory than is granted. Says where, never what.
pub fn metrics(body: &[u8]) -> Result<Vec<OfResource<'_, Metric<'_>>>, WireError> {
    read(body)
}

impl<'a> Item<'a> for Metric<'a> {
    const FIELDS: [&'static str; 3] = ["resource_metrics", "scope_metrics", "metrics"];

    fn read(&mut self, r: Reader<'a, '_>) -> Result<(), WireError> {
        *self = metric(r)?;
        Ok(())
    }
}

/// Takes the points of `Data::$kind` out of the metric to add to them: a repeated member of a oneof merges, another
/// member replaces it with everything that belonged to it.
macro_rules! points {
    ($metric:ident, $kind:ident) => {
        match $metric.data.take() {
            Some(Data::$kind(points)) => points,
            _ => {
                $metric.aggregation_temporality = 0;
                $metric.is_monotonic = false;
                Vec::new()
            }
        }
    };
}

fn metric<'a>(mut r: Reader<'a, '_>) -> Result<Metric<'a>, WireError> {
    let mut metric = Metric::default();
    while let Some(key) = r.key()? {
        match key.field {
            1 => metric.name = r.text(key, "name")?,
            2 => metric.description = r.text(key, "description")?,
            3 => metric.unit = r.text(key, "unit")?,
            5 => {
                let mut points = points!(metric, Gauge);
                r.message(key, "gauge", |r| data(r, &mut metric, &mut points, number_point))?;
                metric.data = Some(Data::Gauge(points));
                (metric.aggregation_temporality, metric.is_monotonic) = (0, false);
            }
            7 => {
                let mut points = points!(metric, Sum);
                r.message(key, "sum", |r| data(r, &mut metric, &mut points, number_point))?;
                metric.data = Some(Data::Sum(points));
            }
            9 => {
                let mut points = points!(metric, Histogram);
                r.message(key, "histogram", |r| data(r, &mut metric, &mut points, histogram_point))?;
                metric.data = Some(Data::Histogram(points));
                metric.is_monotonic = false;
            }
            10 => {
                let mut points = points!(metric, ExponentialHistogram);
                r.message(key, "exponential_histogram", |r| data(r, &mut metric, &mut points, exponential_point))?;
                metric.data = Some(Data::ExponentialHistogram(points));
                metric.is_monotonic = false;
            }
            11 => {
                let mut points = points!(metric, Summary);
                r.message(key, "summary", |r| data(r, &mut metric, &mut points, summary_point))?;
                metric.data = Some(Data::Summary(points));
                (metric.aggregation_temporality, metric.is_monotonic) = (0, false);
            }
            12 => r.add(key, "metadata", &mut metric.metadata, key_value)?,
            _ => r.skip(key)?,
        }
    }
    Ok(metric)
}

/// `Gauge`, `Sum`, `Histogram`, ...: they share their field numbers. (The two fields that a kind does not have are
/// unknown fields there; the caller resets them.)
fn data<'a, T>(
    mut r: Reader<'a, '_>,
    metric: &mut Metric<'a>,
    points: &mut Vec<T>,
    point: impl Fn(Reader<'a, '_>) -> Result<T, WireError>,
) -> Result<(), WireError> {
    while let Some(key) = r.key()? {
        match key.field {
            1 => r.push(key, "data_points", points, &point)?,
            2 => metric.aggregation_temporality = r.int32(key, "aggregation_temporality")?,
            3 => metric.is_monotonic = r.uint64(key, "is_monotonic")? != 0,
            _ => r.skip(key)?,
        }
    }
    Ok(())
}

fn as_int(r: &mut Reader<'_, '_>, key: Key) -> Result<Option<Number>, WireError> {
    Ok(Some(Number::Int(r.fixed64(key, "as_int")? as i64)))
}

fn as_double(r: &mut Reader<'_, '_>, key: Key) -> Result<Option<Number>, WireError> {
    Ok(Some(Number::Double(r.double(key, "as_double")?)))
}

fn number_point<'a>(mut r: Reader<'a, '_>) -> Result<NumberPoint<'a>, WireError> {
    let mut point = NumberPoint::default();
    while let Some(key) = r.key()? {
        match key.field {
            2 => point.start_time_unix_nano = r.fixed64(key, "start_time_unix_nano")?,
            3 => point.time_unix_nano = r.fixed64(key, "time_unix_nano")?,
            4 => point.value = as_double(&mut r, key)?,
            5 => r.push(key, "exemplars", &mut point.exemplars, exemplar)?,
            6 => point.value = as_int(&mut r, key)?,
            7 => r.add(key, "attributes", &mut point.attributes, key_value)?,
            8 => point.flags = r.uint32(key, "flags")?,
            _ => r.skip(key)?,
        }
    }
    Ok(point)
}

fn histogram_point<'a>(mut r: Reader<'a, '_>) -> Result<HistogramPoint<'a>, WireError> {
    let mut point = HistogramPoint::default();
    while let Some(key) = r.key()? {
        match key.field {
            2 => point.start_time_unix_nano = r.fixed64(key, "start_time_unix_nano")?,
            3 => point.time_unix_nano = r.fixed64(key, "time_unix_nano")?,
            4 => point.count = r.fixed64(key, "count")?,
            5 => point.sum = Some(r.double(key, "sum")?),
            6 => r.fixed64s(key, "bucket_counts", |n| point.bucket_counts.push(n))?,
            7 => r.fixed64s(key, "explicit_bounds", |n| point.explicit_bounds.push(f64::from_bits(n)))?,
            8 => r.push(key, "exemplars", &mut point.exemplars, exemplar)?,
            9 => r.add(key, "attributes", &mut point.attributes, key_value)?,
            10 => point.flags = r.uint32(key, "flags")?,
            11 => point.min = Some(r.double(key, "min")?),
            12 => point.max = Some(r.double(key, "max")?),
            _ => r.skip(key)?,
        }
    }
    Ok(point)
}

fn exponential_point<'a>(mut r: Reader<'a, '_>) -> Result<ExponentialHistogramPoint<'a>, WireError> {
    let mut point = ExponentialHistogramPoint::default();
    while let Some(key) = r.key()? {
        match key.field {
            1 => r.add(key, "attributes", &mut point.attributes, key_value)?,
            2 => point.start_time_unix_nano = r.fixed64(key, "start_time_unix_nano")?,
            3 => point.time_unix_nano = r.fixed64(key, "time_unix_nano")?,
            4 => point.count = r.fixed64(key, "count")?,
            5 => point.sum = Some(r.double(key, "sum")?),
            6 => point.scale = r.sint32(key, "scale")?,
            7 => point.zero_count = r.fixed64(key, "zero_count")?,
            8 => r.message(key, "positive", |r| buckets(r, point.positive.get_or_insert_default()))?,
            9 => r.message(key, "negative", |r| buckets(r, point.negative.get_or_insert_default()))?,
            10 => point.flags = r.uint32(key, "flags")?,
            11 => r.push(key, "exemplars", &mut point.exemplars, exemplar)?,
            12 => point.min = Some(r.double(key, "min")?),
            13 => point.max = Some(r.double(key, "max")?),
            14 => point.zero_threshold = r.double(key, "zero_threshold")?,
            _ => r.skip(key)?,
        }
    }
    Ok(point)
}

fn buckets(mut r: Reader<'_, '_>, into: &mut Buckets) -> Result<(), WireError> {
    while let Some(key) = r.key()? {
        match key.field {
            1 => into.offset = r.sint32(key, "offset")?,
            2 => r.uint64s(key, "bucket_counts", |n| into.bucket_counts.push(n))?,
            _ => r.skip(key)?,
        }
    }
    Ok(())
}

fn summary_point<'a>(mut r: Reader<'a, '_>) -> Result<SummaryPoint<'a>, WireError> {
    let mut point = SummaryPoint::default();
    while let Some(key) = r.key()? {
        match key.field {
            2 => point.start_time_unix_nano = r.fixed64(key, "start_time_unix_nano")?,
            3 => point.time_unix_nano = r.fixed64(key, "time_unix_nano")?,
            4 => point.count = r.fixed64(key, "count")?,
            5 => point.sum = r.double(key, "sum")?,
            6 => r.push(key, "quantile_values", &mut point.quantile_values, quantile)?,
            7 => r.add(key, "attributes", &mut point.attributes, key_value)?,
            8 => point.flags = r.uint32(key, "flags")?,
            _ => r.skip(key)?,
        }
    }
    Ok(point)
}

fn quantile(mut r: Reader<'_, '_>) -> Result<Quantile, WireError> {
    let mut quantile = Quantile::default();
    while let Some(key) = r.key()? {
        match key.field {
            1 => quantile.quantile = r.double(key, "quantile")?,
            2 => quantile.value = r.double(key, "value")?,
            _ => r.skip(key)?,
        }
    }
    Ok(quantile)
}

fn exemplar<'a>(mut r: Reader<'a, '_>) -> Result<Exemplar<'a>, WireError> {
    let mut exemplar = Exemplar::default();
    while let Some(key) = r.key()? {
        match key.field {
            2 => exemplar.time_unix_nano = r.fixed64(key, "time_unix_nano")?,
            3 => exemplar.value = as_double(&mut r, key)?,
            4 => exemplar.span_id = r.bytes(key, "span_id")?,
            5 => exemplar.trace_id = r.bytes(key, "trace_id")?,
            6 => exemplar.value = as_int(&mut r, key)?,
            7 => r.add(key, "filtered_attributes", &mut exemplar.filtered_attributes, key_value)?,
            _ => r.skip(key)?,
        }
    }
    Ok(exemplar)
}
