//! Views back to the messages of `opentelemetry-proto`, for comparison.

use opentelemetry_proto::tonic::{
    common::v1 as common, logs::v1 as logs, metrics::v1 as metrics, resource::v1 as resource, trace::v1 as trace,
};

use crate::otlp::wire::{
    Buckets, Data, EntityRef, Exemplar, KeyValue, LogRecord, Metric, Number, NumberPoint, OfResource, Resource, Scope,
    Span, Value,
};

fn value(v: &Value<'_>) -> common::AnyValue {
    use common::any_value::Value as Any;
    common::AnyValue {
        value: match v {
            Value::Empty => None,
            Value::Str(text) => Some(Any::StringValue(text.to_string())),
            Value::Bool(b) => Some(Any::BoolValue(*b)),
            Value::Int(n) => Some(Any::IntValue(*n)),
            Value::Double(n) => Some(Any::DoubleValue(*n)),
            Value::Bytes(bytes) => Some(Any::BytesValue(bytes.to_vec())),
            Value::Array(items) => {
                Some(Any::ArrayValue(common::ArrayValue { values: items.iter().map(value).collect() }))
            }
            Value::Map(pairs) => Some(Any::KvlistValue(common::KeyValueList { values: attributes(pairs) })),
        },
    }
}

fn attributes(pairs: &[KeyValue<'_>]) -> Vec<common::KeyValue> {
    pairs
        .iter()
        .map(|kv| common::KeyValue { key: kv.key.to_string(), value: Some(value(&kv.value)), key_strindex: 0 })
        .collect()
}

fn entity(e: &EntityRef<'_>) -> common::EntityRef {
    common::EntityRef {
        schema_url: e.schema_url.to_string(),
        r#type: e.kind.to_string(),
        id_keys: e.id_keys.iter().map(ToString::to_string).collect(),
        description_keys: e.description_keys.iter().map(ToString::to_string).collect(),
    }
}

pub(super) fn from_resource(r: &Resource<'_>) -> resource::Resource {
    resource::Resource {
        attributes: attributes(&r.attributes),
        dropped_attributes_count: r.dropped_attributes_count,
        entity_refs: r.entity_refs.iter().map(entity).collect(),
    }
}

pub(super) fn scope(s: &Scope<'_>) -> common::InstrumentationScope {
    common::InstrumentationScope {
        name: s.name.to_string(),
        version: s.version.to_string(),
        attributes: attributes(&s.attributes),
        dropped_attributes_count: s.dropped_attributes_count,
    }
}

pub(super) fn resource_spans(g: &OfResource<'_, Span<'_>>) -> trace::ResourceSpans {
    trace::ResourceSpans {
        resource: g.resource.as_ref().map(from_resource),
        scope_spans: g
            .scopes
            .iter()
            .map(|s| trace::ScopeSpans {
                scope: s.scope.as_ref().map(scope),
                spans: s.items.iter().map(span).collect(),
                schema_url: s.schema_url.to_string(),
            })
            .collect(),
        schema_url: g.schema_url.to_string(),
    }
}

pub(super) fn span(s: &Span<'_>) -> trace::Span {
    trace::Span {
        trace_id: s.trace_id.to_vec(),
        span_id: s.span_id.to_vec(),
        trace_state: s.trace_state.to_string(),
        parent_span_id: s.parent_span_id.to_vec(),
        flags: s.flags,
        name: s.name.to_string(),
        kind: s.kind,
        start_time_unix_nano: s.start_time_unix_nano,
        end_time_unix_nano: s.end_time_unix_nano,
        attributes: attributes(&s.attributes),
        dropped_attributes_count: s.dropped_attributes_count,
        events: s
            .events
            .iter()
            .map(|e| trace::span::Event {
                time_unix_nano: e.time_unix_nano,
                name: e.name.to_string(),
                attributes: attributes(&e.attributes),
                dropped_attributes_count: e.dropped_attributes_count,
            })
            .collect(),
        dropped_events_count: s.dropped_events_count,
        links: s
            .links
            .iter()
            .map(|l| trace::span::Link {
                trace_id: l.trace_id.to_vec(),
                span_id: l.span_id.to_vec(),
                trace_state: l.trace_state.to_string(),
                attributes: attributes(&l.attributes),
                dropped_attributes_count: l.dropped_attributes_count,
                flags: l.flags,
            })
            .collect(),
        dropped_links_count: s.dropped_links_count,
        status: s.has_status.then(|| trace::Status { message: s.status_message.to_string(), code: s.status_code }),
    }
}

pub(super) fn resource_logs(g: &OfResource<'_, LogRecord<'_>>) -> logs::ResourceLogs {
    logs::ResourceLogs {
        resource: g.resource.as_ref().map(from_resource),
        scope_logs: g
            .scopes
            .iter()
            .map(|s| logs::ScopeLogs {
                scope: s.scope.as_ref().map(scope),
                log_records: s.items.iter().map(log_record).collect(),
                schema_url: s.schema_url.to_string(),
            })
            .collect(),
        schema_url: g.schema_url.to_string(),
    }
}

fn log_record(r: &LogRecord<'_>) -> logs::LogRecord {
    logs::LogRecord {
        time_unix_nano: r.time_unix_nano,
        observed_time_unix_nano: r.observed_time_unix_nano,
        severity_number: r.severity_number,
        severity_text: r.severity_text.to_string(),
        body: r.body.as_ref().map(value),
        attributes: attributes(&r.attributes),
        dropped_attributes_count: r.dropped_attributes_count,
        flags: r.flags,
        trace_id: r.trace_id.to_vec(),
        span_id: r.span_id.to_vec(),
        event_name: r.event_name.to_string(),
    }
}

pub(super) fn resource_metrics(g: &OfResource<'_, Metric<'_>>) -> metrics::ResourceMetrics {
    metrics::ResourceMetrics {
        resource: g.resource.as_ref().map(from_resource),
        scope_metrics: g
            .scopes
            .iter()
            .map(|s| metrics::ScopeMetrics {
                scope: s.scope.as_ref().map(scope),
                metrics: s.items.iter().map(metric).collect(),
                schema_url: s.schema_url.to_string(),
            })
            .collect(),
        schema_url: g.schema_url.to_string(),
    }
}

#[expect(clippy::too_many_lines, reason = "one arm for each kind of metric")]
fn metric(m: &Metric<'_>) -> metrics::Metric {
    use metrics::metric::Data as To;
    let aggregation_temporality = m.aggregation_temporality;
    metrics::Metric {
        name: m.name.to_string(),
        description: m.description.to_string(),
        unit: m.unit.to_string(),
        metadata: attributes(&m.metadata),
        data: m.data.as_ref().map(|data| match data {
            Data::Gauge(points) => To::Gauge(metrics::Gauge { data_points: points.iter().map(number_point).collect() }),
            Data::Sum(points) => To::Sum(metrics::Sum {
                data_points: points.iter().map(number_point).collect(),
                aggregation_temporality,
                is_monotonic: m.is_monotonic,
            }),
            Data::Histogram(points) => To::Histogram(metrics::Histogram {
                data_points: points
                    .iter()
                    .map(|p| metrics::HistogramDataPoint {
                        attributes: attributes(&p.attributes),
                        start_time_unix_nano: p.start_time_unix_nano,
                        time_unix_nano: p.time_unix_nano,
                        count: p.count,
                        sum: p.sum,
                        bucket_counts: p.bucket_counts.clone(),
                        explicit_bounds: p.explicit_bounds.clone(),
                        exemplars: p.exemplars.iter().map(exemplar).collect(),
                        flags: p.flags,
                        min: p.min,
                        max: p.max,
                    })
                    .collect(),
                aggregation_temporality,
            }),
            Data::ExponentialHistogram(points) => To::ExponentialHistogram(metrics::ExponentialHistogram {
                data_points: points
                    .iter()
                    .map(|p| metrics::ExponentialHistogramDataPoint {
                        attributes: attributes(&p.attributes),
                        start_time_unix_nano: p.start_time_unix_nano,
                        time_unix_nano: p.time_unix_nano,
                        count: p.count,
                        sum: p.sum,
                        scale: p.scale,
                        zero_count: p.zero_count,
                        positive: p.positive.as_ref().map(buckets),
                        negative: p.negative.as_ref().map(buckets),
                        flags: p.flags,
                        exemplars: p.exemplars.iter().map(exemplar).collect(),
                        min: p.min,
                        max: p.max,
                        zero_threshold: p.zero_threshold,
                    })
                    .collect(),
                aggregation_temporality,
            }),
            Data::Summary(points) => To::Summary(metrics::Summary {
                data_points: points
                    .iter()
                    .map(|p| metrics::SummaryDataPoint {
                        attributes: attributes(&p.attributes),
                        start_time_unix_nano: p.start_time_unix_nano,
                        time_unix_nano: p.time_unix_nano,
                        count: p.count,
                        sum: p.sum,
                        quantile_values: p
                            .quantile_values
                            .iter()
                            .map(|q| metrics::summary_data_point::ValueAtQuantile {
                                quantile: q.quantile,
                                value: q.value,
                            })
                            .collect(),
                        flags: p.flags,
                    })
                    .collect(),
            }),
        }),
    }
}

fn number_point(p: &NumberPoint<'_>) -> metrics::NumberDataPoint {
    use metrics::number_data_point::Value as To;
    metrics::NumberDataPoint {
        attributes: attributes(&p.attributes),
        start_time_unix_nano: p.start_time_unix_nano,
        time_unix_nano: p.time_unix_nano,
        exemplars: p.exemplars.iter().map(exemplar).collect(),
        flags: p.flags,
        value: p.value.map(|v| match v {
            Number::Int(n) => To::AsInt(n),
            Number::Double(n) => To::AsDouble(n),
        }),
    }
}

fn exemplar(e: &Exemplar<'_>) -> metrics::Exemplar {
    use metrics::exemplar::Value as To;
    metrics::Exemplar {
        filtered_attributes: attributes(&e.filtered_attributes),
        time_unix_nano: e.time_unix_nano,
        span_id: e.span_id.to_vec(),
        trace_id: e.trace_id.to_vec(),
        value: e.value.map(|v| match v {
            Number::Int(n) => To::AsInt(n),
            Number::Double(n) => To::AsDouble(n),
        }),
    }
}

fn buckets(b: &Buckets) -> metrics::exponential_histogram_data_point::Buckets {
    metrics::exponential_histogram_data_point::Buckets { offset: b.offset, bucket_counts: b.bucket_counts.clone() }
}
