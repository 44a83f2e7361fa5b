//! Random OTLP messages, drawn from bytes so that they shrink with them.

use opentelemetry_proto::tonic::{
    common::v1::{AnyValue, ArrayValue, EntityRef, InstrumentationScope, KeyValue, KeyValueList, any_value::Value},
    logs::v1::{LogRecord, ResourceLogs, ScopeLogs},
    metrics::v1::{
        Exemplar, ExponentialHistogram, ExponentialHistogramDataPoint, Gauge, Histogram, HistogramDataPoint, Metric,
        NumberDataPoint, ResourceMetrics, ScopeMetrics, Sum, Summary, SummaryDataPoint, exemplar,
        exponential_histogram_data_point::Buckets, metric::Data, number_data_point,
        summary_data_point::ValueAtQuantile,
    },
    resource::v1::Resource,
    trace::v1::{
        ResourceSpans, ScopeSpans, Span, Status,
        span::{Event, Link},
    },
};

pub(super) struct Random<'a> {
    bytes: &'a [u8],
    nan: bool,
}

impl<'a> Random<'a> {
    pub(super) fn new(bytes: &'a [u8], nan: bool) -> Self {
        Self { bytes, nan }
    }

    fn byte(&mut self) -> u8 {
        match self.bytes.split_first() {
            Some((byte, rest)) => {
                self.bytes = rest;
                *byte
            }
            None => 0,
        }
    }

    fn u64(&mut self) -> u64 {
        match self.byte() % 4 {
            0 => 0,
            1 => self.byte().into(),
            2 => u64::MAX - u64::from(self.byte()),
            _ => u64::from_le_bytes(std::array::from_fn(|_| self.byte())),
        }
    }

    fn i32(&mut self) -> i32 {
        self.u64() as i32
    }

    fn f64(&mut self) -> f64 {
        let n = match self.byte() % 5 {
            0 => 1.0,
            1 => -0.0,
            2 if self.nan => [f64::NAN, f64::INFINITY, f64::NEG_INFINITY][usize::from(self.byte() % 3)],
            _ => f64::from_bits(self.u64()),
        };
        if n.is_finite() || self.nan { n } else { 0.5 }
    }

    fn some<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (self.byte() % 2 == 1).then(|| make(self))
    }

    pub(super) fn list<T>(&mut self, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let len = if self.bytes.is_empty() { 0 } else { self.byte() % 4 };
        (0..len).map(|_| make(self)).collect()
    }

    fn text(&mut self) -> String {
        const PARTS: &[&str] = &[
            "a", "$", "\"", "\\", "\n", "\u{0}", "\u{1f}", "é", "🦀", "abcdefgh", " ", "\u{7f}", "key.name", "}", "'",
        ];
        let len = self.byte() % 12;
        (0..len).map(|_| PARTS[usize::from(self.byte()) % PARTS.len()]).collect()
    }

    fn id(&mut self, len: usize) -> Vec<u8> {
        let len = if self.byte().is_multiple_of(4) { 0 } else { len };
        (0..len).map(|_| self.byte()).collect()
    }

    fn any_value(&mut self, depth: u8) -> AnyValue {
        let kinds = if depth == 0 { 6 } else { 8 };
        AnyValue {
            value: match self.byte() % kinds {
                0 => None,
                1 => Some(Value::StringValue(self.text())),
                2 => Some(Value::BoolValue(self.byte() % 2 == 1)),
                3 => Some(Value::IntValue(self.u64() as i64)),
                4 => Some(Value::DoubleValue(self.f64())),
                5 => Some(Value::BytesValue(self.text().into_bytes())),
                6 => Some(Value::ArrayValue(ArrayValue { values: self.list(|r| r.any_value(depth - 1)) })),
                _ => Some(Value::KvlistValue(KeyValueList { values: self.list(|r| r.key_value(depth - 1)) })),
            },
        }
    }

    fn key_value(&mut self, depth: u8) -> KeyValue {
        KeyValue { key: self.text(), value: Some(self.any_value(depth)), key_strindex: 0 }
    }

    pub(super) fn key_values(&mut self) -> Vec<KeyValue> {
        self.list(|r| r.key_value(3))
    }

    fn resource(&mut self) -> Resource {
        Resource {
            attributes: self.key_values(),
            dropped_attributes_count: self.i32() as u32,
            entity_refs: self.list(|r| EntityRef {
                schema_url: r.text(),
                r#type: r.text(),
                id_keys: r.list(Self::text),
                description_keys: r.list(Self::text),
            }),
        }
    }

    fn scope(&mut self) -> InstrumentationScope {
        InstrumentationScope {
            name: self.text(),
            version: self.text(),
            attributes: self.key_values(),
            dropped_attributes_count: self.i32() as u32,
        }
    }

    pub(super) fn resource_spans(&mut self) -> ResourceSpans {
        ResourceSpans {
            resource: self.some(Self::resource),
            scope_spans: self.list(|r| ScopeSpans {
                scope: r.some(Self::scope),
                spans: r.list(Self::span),
                schema_url: r.text(),
            }),
            schema_url: self.text(),
        }
    }

    fn span(&mut self) -> Span {
        Span {
            trace_id: self.id(16),
            span_id: self.id(8),
            trace_state: self.text(),
            parent_span_id: self.id(8),
            flags: self.i32() as u32,
            name: self.text(),
            kind: i32::from(self.byte() % 6),
            start_time_unix_nano: self.u64(),
            end_time_unix_nano: self.u64(),
            attributes: self.key_values(),
            dropped_attributes_count: self.i32() as u32,
            events: self.list(|r| Event {
                time_unix_nano: r.u64(),
                name: r.text(),
                attributes: r.key_values(),
                dropped_attributes_count: r.i32() as u32,
            }),
            dropped_events_count: self.i32() as u32,
            links: self.list(|r| Link {
                trace_id: r.id(16),
                span_id: r.id(8),
                trace_state: r.text(),
                attributes: r.key_values(),
                dropped_attributes_count: r.i32() as u32,
                flags: r.i32() as u32,
            }),
            dropped_links_count: self.i32() as u32,
            status: self.some(|r| Status { message: r.text(), code: i32::from(r.byte() % 3) }),
        }
    }

    pub(super) fn resource_logs(&mut self) -> ResourceLogs {
        ResourceLogs {
            resource: self.some(Self::resource),
            scope_logs: self.list(|r| ScopeLogs {
                scope: r.some(Self::scope),
                log_records: r.list(Self::log_record),
                schema_url: r.text(),
            }),
            schema_url: self.text(),
        }
    }

    fn log_record(&mut self) -> LogRecord {
        LogRecord {
            time_unix_nano: self.u64(),
            observed_time_unix_nano: self.u64(),
            severity_number: i32::from(self.byte() % 25),
            severity_text: self.text(),
            body: self.some(|r| r.any_value(3)),
            attributes: self.key_values(),
            dropped_attributes_count: self.i32() as u32,
            flags: self.i32() as u32,
            trace_id: self.id(16),
            span_id: self.id(8),
            event_name: self.text(),
        }
    }

    pub(super) fn resource_metrics(&mut self) -> ResourceMetrics {
        ResourceMetrics {
            resource: self.some(Self::resource),
            scope_metrics: self.list(|r| ScopeMetrics {
                scope: r.some(Self::scope),
                metrics: r.list(Self::metric),
                schema_url: r.text(),
            }),
            schema_url: self.text(),
        }
    }

    fn metric(&mut self) -> Metric {
        let aggregation_temporality = i32::from(self.byte() % 3);
        let data = match self.byte() % 6 {
            0 => None,
            1 => Some(Data::Gauge(Gauge { data_points: self.list(Self::number_point) })),
            2 => Some(Data::Sum(Sum {
                data_points: self.list(Self::number_point),
                aggregation_temporality,
                is_monotonic: self.byte() % 2 == 1,
            })),
            3 => Some(Data::Histogram(Histogram {
                data_points: self.list(Self::histogram_point),
                aggregation_temporality,
            })),
            4 => Some(Data::ExponentialHistogram(ExponentialHistogram {
                data_points: self.list(Self::exponential_point),
                aggregation_temporality,
            })),
            _ => Some(Data::Summary(Summary { data_points: self.list(Self::summary_point) })),
        };
        Metric { name: self.text(), description: self.text(), unit: self.text(), metadata: self.key_values(), data }
    }

    fn number_point(&mut self) -> NumberDataPoint {
        NumberDataPoint {
            attributes: self.key_values(),
            start_time_unix_nano: self.u64(),
            time_unix_nano: self.u64(),
            exemplars: self.list(Self::exemplar),
            flags: self.i32() as u32,
            value: match self.byte() % 3 {
                0 => None,
                1 => Some(number_data_point::Value::AsInt(self.u64() as i64)),
                _ => Some(number_data_point::Value::AsDouble(self.f64())),
            },
        }
    }

    fn exemplar(&mut self) -> Exemplar {
        Exemplar {
            filtered_attributes: self.key_values(),
            time_unix_nano: self.u64(),
            span_id: self.id(8),
            trace_id: self.id(16),
            value: match self.byte() % 3 {
                0 => None,
                1 => Some(exemplar::Value::AsInt(self.u64() as i64)),
                _ => Some(exemplar::Value::AsDouble(self.f64())),
            },
        }
    }

    fn histogram_point(&mut self) -> HistogramDataPoint {
        HistogramDataPoint {
            attributes: self.key_values(),
            start_time_unix_nano: self.u64(),
            time_unix_nano: self.u64(),
            count: self.u64(),
            sum: self.some(Self::f64),
            bucket_counts: self.list(Self::u64),
            explicit_bounds: self.list(Self::f64),
            exemplars: self.list(Self::exemplar),
            flags: self.i32() as u32,
            min: self.some(Self::f64),
            max: self.some(Self::f64),
        }
    }

    fn buckets(&mut self) -> Buckets {
        Buckets { offset: self.i32(), bucket_counts: self.list(Self::u64) }
    }

    fn exponential_point(&mut self) -> ExponentialHistogramDataPoint {
        ExponentialHistogramDataPoint {
            attributes: self.key_values(),
            start_time_unix_nano: self.u64(),
            time_unix_nano: self.u64(),
            count: self.u64(),
            sum: self.some(Self::f64),
            scale: self.i32(),
            zero_count: self.u64(),
            positive: self.some(Self::buckets),
            negative: self.some(Self::buckets),
            flags: self.i32() as u32,
            exemplars: self.list(Self::exemplar),
            min: self.some(Self::f64),
            max: self.some(Self::f64),
            zero_threshold: self.f64(),
        }
    }

    fn summary_point(&mut self) -> SummaryDataPoint {
        SummaryDataPoint {
            attributes: self.key_values(),
            start_time_unix_nano: self.u64(),
            time_unix_nano: self.u64(),
            count: self.u64(),
            sum: self.f64(),
            quantile_values: self.list(|r| ValueAtQuantile { quantile: r.f64(), value: r.f64() }),
            flags: self.i32() as u32,
        }
    }
}
