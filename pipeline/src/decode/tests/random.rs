//! Random log records and data points: what was sent can be read from the row.

use std::{collections::BTreeMap, sync::Arc};

use arrow::array::RecordBatch;
use custos_model::{
    ingest::{Request, Signal},
    schema::Table,
};
use opentelemetry_proto::tonic::{
    collector::{logs::v1::ExportLogsServiceRequest, metrics::v1::ExportMetricsServiceRequest},
    common::v1::{InstrumentationScope, KeyValue},
    logs::v1::{LogRecord, ResourceLogs, ScopeLogs},
    metrics::v1::{
        Exemplar, Gauge, Metric, NumberDataPoint, ResourceMetrics, ScopeMetrics, exemplar, metric, number_data_point,
    },
    resource::v1::Resource,
};
use proptest::prelude::*;
use prost::Message;
use serde_json::value::RawValue;

use super::{double, int, only, text};
use crate::{
    decode::{
        BatchBuilder,
        spans::tests::random::{config, mean::any_attributes},
    },
    otlp::{
        value::{self, key_of},
        wire::{self, Value},
    },
};

fn batch(signal: Signal, table: Table, body: Vec<u8>) -> RecordBatch {
    let request = Request {
        signal,
        body: body.into(),
        tenant: Arc::from("default"),
        client: Arc::from("test"),
        received_unix_nano: 1,
    };
    let mut builder = BatchBuilder::new();
    builder.append(&request).unwrap();
    only(&mut builder, table)
}

/// Attributes as they were sent: as text, for no number that is not one equals itself.
fn sent(attributes: &[KeyValue]) -> Vec<String> {
    // A record of its own, read by the same reader.
    let record = LogRecord { attributes: attributes.to_vec(), ..LogRecord::default() };
    let scope_logs = vec![ScopeLogs { log_records: vec![record], ..ScopeLogs::default() }];
    let resource_logs = vec![ResourceLogs { scope_logs, ..ResourceLogs::default() }];
    let body = ExportLogsServiceRequest { resource_logs }.encode_to_vec();
    let groups = wire::logs(&body).unwrap();
    groups[0].scopes[0].items[0].attributes.iter().map(|kv| format!("{}={:?}", kv.key, kv.value)).collect()
}

/// The same of an object in a tail.
fn stored(object: &str) -> Vec<String> {
    let pairs = value::read_object(object).unwrap();
    pairs.iter().filter_map(|kv| Some(format!("{}={:?}", key_of(&kv.key)?, kv.value))).collect()
}

fn of_row(batch: &RecordBatch, column: &str) -> Vec<String> {
    text(batch, column).map(|object| stored(&object)).unwrap_or_default()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn log_records_lose_nothing(
        lists in (any_attributes(), any_attributes(), any_attributes(), any_attributes()),
        ids in (prop::collection::vec(any::<u8>(), 0..18), prop::collection::vec(any::<u8>(), 0..10)),
        times in (any::<u64>(), any::<u64>()),
    ) {
        let (of_record, of_scope, of_resource, body) = lists;
        let body = body.into_iter().find_map(|kv| kv.value);
        let record = LogRecord {
            attributes: of_record.clone(),
            body: body.clone(),
            trace_id: ids.0,
            span_id: ids.1,
            time_unix_nano: times.0,
            observed_time_unix_nano: times.1,
            ..LogRecord::default()
        };
        let scope = InstrumentationScope { attributes: of_scope.clone(), ..InstrumentationScope::default() };
        let scope_logs = vec![ScopeLogs { scope: Some(scope), log_records: vec![record], ..ScopeLogs::default() }];
        let resource = Some(Resource { attributes: of_resource.clone(), ..Resource::default() });
        let resource_logs = vec![ResourceLogs { resource, scope_logs, ..ResourceLogs::default() }];
        let row = batch(Signal::Logs, Table::Logs, ExportLogsServiceRequest { resource_logs }.encode_to_vec());
        prop_assert_eq!(of_row(&row, "attributes"), sent(&of_record));
        prop_assert_eq!(of_row(&row, "resource"), sent(&of_resource));
        let scope = text(&row, "scope").unwrap_or_else(|| "{}".to_owned());
        let scope: BTreeMap<&str, &RawValue> = serde_json::from_str(&scope).unwrap();
        let of_row = scope.get("attributes").map(|object| stored(object.get())).unwrap_or_default();
        prop_assert_eq!(of_row, sent(&of_scope));
        let body = sent(&[KeyValue { value: body, ..KeyValue::default() }]).remove(0);
        let found = match (text(&row, "body"), text(&row, "body_type").as_deref()) {
            (Some(body), Some("string")) => Value::Str(body.into()),
            (Some(body), _) => value::read_value(&body).unwrap(),
            (None, _) => Value::Empty,
        };
        prop_assert_eq!(format!("={found:?}"), body);
    }

    #[test]
    fn data_points_lose_nothing(
        lists in (any_attributes(), any_attributes(), any_attributes()),
        n in any::<i64>(),
        bits in any::<u64>(),
        is_int: bool,
    ) {
        let (of_point, of_metric, of_exemplar) = lists;
        let number = f64::from_bits(bits);
        let exemplar = Exemplar {
            filtered_attributes: of_exemplar.clone(),
            value: Some(exemplar::Value::AsInt(n)),
            ..Exemplar::default()
        };
        let point = NumberDataPoint {
            attributes: of_point.clone(),
            exemplars: vec![exemplar],
            value: Some(if is_int { number_data_point::Value::AsInt(n) } else { number_data_point::Value::AsDouble(number) }),
            ..NumberDataPoint::default()
        };
        let metric = Metric {
            name: "m".to_owned(),
            metadata: of_metric.clone(),
            data: Some(metric::Data::Gauge(Gauge { data_points: vec![point] })),
            ..Metric::default()
        };
        let scope_metrics = vec![ScopeMetrics { metrics: vec![metric], ..ScopeMetrics::default() }];
        let resource_metrics = vec![ResourceMetrics { scope_metrics, ..ResourceMetrics::default() }];
        let body = ExportMetricsServiceRequest { resource_metrics }.encode_to_vec();
        let row = batch(Signal::Metrics, Table::Metrics, body);
        prop_assert_eq!(of_row(&row, "attributes"), sent(&of_point));
        prop_assert_eq!(of_row(&row, "metadata"), sent(&of_metric));
        let point = text(&row, "point").unwrap();
        let point: BTreeMap<&str, Vec<BTreeMap<&str, &RawValue>>> = serde_json::from_str(&point).unwrap();
        let exemplar = &point["exemplars"][0];
        prop_assert_eq!(exemplar["value"].get(), n.to_string());
        let of_row = exemplar.get("attributes").map(|object| stored(object.get())).unwrap_or_default();
        prop_assert_eq!(of_row, sent(&of_exemplar));
        if is_int {
            prop_assert_eq!(int(&row, "value_int"), Some(n));
        } else {
            prop_assert_eq!(format!("{:?}", double(&row, "value").unwrap()), format!("{number:?}"));
        }
    }
}
