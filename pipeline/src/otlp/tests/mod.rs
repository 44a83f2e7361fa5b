//! The wire views, the JSON transcoder and the tail values against `opentelemetry-proto`.

mod random;
mod views;

use opentelemetry_proto::tonic::collector::{
    logs::v1::ExportLogsServiceRequest, metrics::v1::ExportMetricsServiceRequest, trace::v1::ExportTraceServiceRequest,
};
use proptest::prelude::*;
use prost::Message;

use self::random::Random;
use super::{
    json::{from_protobuf, to_protobuf},
    value::{read_object, read_value, write_object, write_value},
    wire::{self, Metric, OfResource, Span, Value},
};
use custos_model::{ingest::Signal, limits::MAX_DEPTH};

fn seed() -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(any::<u8>(), 0..3000)
}

/// Requests of random content, as `opentelemetry-proto` has them. NaN has no JSON there, so that it is left out on
/// demand.
fn random(bytes: &[u8], nan: bool) -> Random<'_> {
    Random::new(bytes, nan)
}

proptest! {
    #[test]
    fn views_show_what_was_encoded(bytes in seed()) {
        let mut r = random(&bytes, true);
        let traces = ExportTraceServiceRequest { resource_spans: r.list(Random::resource_spans) };
        let logs = ExportLogsServiceRequest { resource_logs: r.list(Random::resource_logs) };
        let metrics = ExportMetricsServiceRequest { resource_metrics: r.list(Random::resource_metrics) };

        let body = traces.encode_to_vec();
        let resource_spans = wire::traces(&body).unwrap().iter().map(views::resource_spans).collect();
        prop_assert_eq!(ExportTraceServiceRequest { resource_spans }.encode_to_vec(), body);

        let body = logs.encode_to_vec();
        let resource_logs = wire::logs(&body).unwrap().iter().map(views::resource_logs).collect();
        prop_assert_eq!(ExportLogsServiceRequest { resource_logs }.encode_to_vec(), body);

        let body = metrics.encode_to_vec();
        let resource_metrics = wire::metrics(&body).unwrap().iter().map(views::resource_metrics).collect();
        prop_assert_eq!(ExportMetricsServiceRequest { resource_metrics }.encode_to_vec(), body);
    }

    #[test]
    fn pieces_hold_all_of_a_request(bytes in seed(), piece_bytes in 0..2000usize, cut in 0..3000usize) {
        let mut r = random(&bytes, true);
        let traces = ExportTraceServiceRequest { resource_spans: r.list(Random::resource_spans) }.encode_to_vec();
        let mut pieces = Vec::new();
        wire::read_pieces(&traces, piece_bytes, |piece, _| pieces.extend(flat(piece))).unwrap();
        // NaN is not equal to itself: compared as written.
        let shown = |items: &[(String, Span<'_>)]| {
            items.iter().map(|(around, span)| (around.clone(), views::span(span).encode_to_vec())).collect::<Vec<_>>()
        };
        prop_assert_eq!(shown(&pieces), shown(&flat(&wire::traces(&traces).unwrap())));

        let metrics = ExportMetricsServiceRequest { resource_metrics: r.list(Random::resource_metrics) }.encode_to_vec();
        let mut count = 0;
        wire::read_pieces(&metrics, piece_bytes, |piece: &mut [OfResource<'_, Metric<'_>>], _| count += flat(piece).len()).unwrap();
        prop_assert_eq!(count, flat(&wire::metrics(&metrics).unwrap()).len());

        // Both take and refuse the same bytes.
        let cut = &traces[..cut.min(traces.len())];
        let by_pieces = wire::read_pieces(cut, piece_bytes, |_: &mut [OfResource<'_, Span<'_>>], _| {});
        prop_assert_eq!(by_pieces.is_ok(), wire::traces(cut).is_ok());
    }

    /// NaN, infinities, -0.0, the ends of integers, empty messages, enums that are not known.
    #[test]
    fn protobuf_becomes_json_and_the_same_message(bytes in seed(), kind: i32, code: i32) {
        let mut r = random(&bytes, true);
        let mut traces = ExportTraceServiceRequest { resource_spans: r.list(Random::resource_spans) };
        let logs = ExportLogsServiceRequest { resource_logs: r.list(Random::resource_logs) };
        let metrics = ExportMetricsServiceRequest { resource_metrics: r.list(Random::resource_metrics) };
        for span in traces.resource_spans.iter_mut().flat_map(|r| &mut r.scope_spans).flat_map(|s| &mut s.spans) {
            span.kind = kind;
            if let Some(status) = &mut span.status {
                status.code = code;
            }
        }
        let back = |signal, body: &[u8]| {
            let tree = from_protobuf(signal, body).unwrap();
            assert_eq!(tree.unknown, 0);
            to_protobuf(signal, &serde_json::to_vec(&tree.value).unwrap()).unwrap()
        };
        // NaN is not equal to itself: compared as shown. `prost` does not write -0.0 where 0.0 is the default.
        macro_rules! same {
            ($signal:ident, $request:ident, $message:ty) => {
                let body = $request.encode_to_vec();
                let got = <$message>::decode(&*back(Signal::$signal, &body)).unwrap();
                prop_assert_eq!(format!("{got:?}"), format!("{:?}", <$message>::decode(&*body).unwrap()));
            };
        }
        same!(Traces, traces, ExportTraceServiceRequest);
        same!(Logs, logs, ExportLogsServiceRequest);
        same!(Metrics, metrics, ExportMetricsServiceRequest);
    }

    #[test]
    fn json_becomes_the_same_message(bytes in seed()) {
        let mut r = random(&bytes, false);
        let traces = ExportTraceServiceRequest { resource_spans: r.list(Random::resource_spans) };
        let logs = ExportLogsServiceRequest { resource_logs: r.list(Random::resource_logs) };
        let metrics = ExportMetricsServiceRequest { resource_metrics: r.list(Random::resource_metrics) };

        let proto = to_protobuf(Signal::Traces, &serde_json::to_vec(&traces).unwrap()).unwrap();
        prop_assert_eq!(ExportTraceServiceRequest::decode(&*proto).unwrap(), traces);
        let proto = to_protobuf(Signal::Logs, &serde_json::to_vec(&logs).unwrap()).unwrap();
        prop_assert_eq!(ExportLogsServiceRequest::decode(&*proto).unwrap(), logs);
        let proto = to_protobuf(Signal::Metrics, &serde_json::to_vec(&metrics).unwrap()).unwrap();
        prop_assert_eq!(ExportMetricsServiceRequest::decode(&*proto).unwrap(), metrics);
    }

    #[test]
    fn values_come_back(bytes in seed()) {
        let body = random(&bytes, true).key_values().iter().flat_map(|kv| {
            let kv = kv.encode_to_vec();
            [vec![0x0a], varint(kv.len()), kv].concat()
        }).collect::<Vec<_>>();
        // The attributes of a resource, read from the wire.
        let body = [vec![0x0a], varint(body.len()), body].concat();
        let body = [vec![0x0a], varint(body.len()), body].concat();
        let groups = wire::traces(&body).unwrap();
        let attributes = groups[0].resource.as_ref().map_or(&[][..], |r| &r.attributes);
        let mut json = String::new();
        write_object(&mut json, attributes.iter().map(|kv| (&*kv.key, &kv.value)));
        serde_json::from_str::<serde_json::Value>(&json).unwrap();
        let back = read_object(&json).unwrap();
        prop_assert_eq!(back.len(), attributes.len());
        for (back, sent) in back.iter().zip(attributes) {
            prop_assert_eq!(super::value::key_of(&back.key), Some(&*sent.key));
            prop_assert!(same(&back.value, &sent.value), "{}", json);
            let mut one = String::new();
            write_value(&mut one, &sent.value);
            prop_assert!(same(&read_value(&one).unwrap(), &sent.value));
        }
    }

    #[test]
    fn nothing_panics(bytes in seed(), cut in 0..3000usize, flip in 0..3000usize) {
        let mut r = random(&bytes, true);
        let traces = ExportTraceServiceRequest { resource_spans: r.list(Random::resource_spans) };
        let mut body = traces.encode_to_vec();
        if let Some(byte) = body.get_mut(flip) {
            *byte ^= 0x55;
        }
        body.truncate(cut);
        let mut json = serde_json::to_vec(&traces).unwrap();
        if let Some(byte) = json.get_mut(flip) {
            *byte ^= 0x15;
        }
        json.truncate(cut.max(1));
        for body in [&bytes, &body, &json] {
            for signal in [Signal::Traces, Signal::Logs, Signal::Metrics] {
                let _ = from_protobuf(signal, body);
            }
            let _ = wire::traces(body);
            let _ = wire::logs(body);
            let _ = wire::metrics(body);
            for signal in [Signal::Traces, Signal::Logs, Signal::Metrics] {
                let _ = to_protobuf(signal, body);
            }
            let _ = read_value(&String::from_utf8_lossy(body));
        }
    }
}

fn varint(n: usize) -> Vec<u8> {
    let mut out = Vec::new();
    prost::encode_length_delimiter(n, &mut out).unwrap();
    out
}

/// Equality that takes any NaN for any other.
fn same(a: &Value<'_>, b: &Value<'_>) -> bool {
    match (a, b) {
        (Value::Double(a), Value::Double(b)) => a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan()),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Map(a), Value::Map(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.key == b.key && same(&a.value, &b.value))
        }
        (a, b) => a == b,
    }
}

#[test]
fn errors_name_position_and_field_but_no_content() {
    // resource_spans { scope_spans { spans { name: truncated "secret" } } }
    let body = [0x0a, 0x0a, 0x12, 0x08, 0x12, 0x06, 0x2a, 0x09, b's', b'e', b'c', b'r'];
    let error = wire::traces(&body).unwrap_err();
    assert_eq!(error.to_string(), "truncated field at byte 8 in resource_spans.scope_spans.spans.name");
    let error = wire::traces(&[0x08, 0x01]).unwrap_err();
    assert_eq!(error.to_string(), "wrong wire type at byte 1 in resource_spans");
}

#[test]
fn a_small_body_cannot_take_much_memory() {
    // Two bytes an empty span.
    let spans = [0x12, 0x00].repeat(2 << 20);
    let scope = [vec![0x12], varint(spans.len()), spans].concat();
    let body = [vec![0x0a], varint(scope.len()), scope].concat();
    assert!(wire::traces(&body).unwrap_err().is_too_many());
    // By pieces it can be read.
    let (mut pieces, mut spans) = (0, 0);
    let count = |piece: &mut [OfResource<'_, Span<'_>>], _| {
        pieces += 1;
        spans += piece[0].scopes[0].items.len();
    };
    wire::read_pieces(&body, 1 << 20, count).unwrap();
    assert_eq!(spans, 2 << 20);
    assert!(pieces > 100);
    // One item is a piece at least: 16 MiB of attributes of one span, two bytes each.
    let attributes = [0x4a, 0x00].repeat(8 << 20);
    let span = [vec![0x12], varint(attributes.len()), attributes].concat();
    let scope = [vec![0x12], varint(span.len()), span].concat();
    let body = [vec![0x0a], varint(scope.len()), scope].concat();
    assert!(wire::read_pieces(&body, 1 << 20, |_: &mut [OfResource<'_, Span<'_>>], _| {}).unwrap_err().is_too_many());
    // A byte of a packed list becomes eight.
    let counts = vec![0; 8 << 20];
    let buckets = [vec![0x12], varint(counts.len()), counts].concat();
    let point = [vec![0x42], varint(buckets.len()), buckets].concat();
    let mut body = [vec![0x0a], varint(point.len()), point].concat();
    for field in [0x52, 0x12, 0x12, 0x0a] {
        body = [vec![field], varint(body.len()), body].concat();
    }
    assert!(wire::metrics(&body).unwrap_err().is_too_many());
}

/// What a request holds, item by item.
fn flat<T: Clone>(groups: &[OfResource<'_, T>]) -> Vec<(String, T)> {
    let mut out = Vec::new();
    for group in groups {
        for scope in &group.scopes {
            let around = (group.resource.as_ref().map(views::from_resource), scope.scope.as_ref().map(views::scope));
            let around = format!("{around:?} {} {}", group.schema_url, scope.schema_url);
            out.extend(scope.items.iter().map(|item| (around.clone(), item.clone())));
        }
    }
    out
}

#[test]
fn deep_values_are_refused() {
    let nested = |levels: usize| {
        let mut value = vec![0x08 | 2, 0]; // string_value: ""
        for _ in 0..levels {
            let item = [vec![0x0a], varint(value.len()), value].concat();
            value = [vec![0x2a], varint(item.len()), item].concat();
        }
        let record = [vec![0x2a], varint(value.len()), value].concat();
        let scope = [vec![0x12], varint(record.len()), record].concat();
        let group = [vec![0x12], varint(scope.len()), scope].concat();
        [vec![0x0a], varint(group.len()), group].concat()
    };
    assert!(wire::logs(&nested(63)).is_ok());
    assert_eq!(wire::logs(&nested(64)).unwrap_err().what(), "nested too deep");
    let json = |levels: usize| {
        let open = "{\"arrayValue\":{\"values\":[".repeat(levels);
        let value = format!("{open}{{}}{}", "]}}".repeat(levels));
        format!("{{\"resourceLogs\":[{{\"scopeLogs\":[{{\"logRecords\":[{{\"body\":{value}}}]}}]}}]}}")
    };
    assert!(to_protobuf(Signal::Logs, json(63).as_bytes()).is_ok());
    assert!(to_protobuf(Signal::Logs, json(64).as_bytes()).is_err());
}

/// What the specification of protobuf leaves to readers, as `prost` reads it.
#[test]
fn json_of_protobuf_is_what_other_readers_see() {
    let field = |number: u8, bytes: &[u8]| [&[number << 3 | 2, bytes.len() as u8][..], bytes].concat();
    let log = |record: &[u8]| field(1, &field(2, &field(2, record)));
    let read = |record: &[u8]| {
        let tree = from_protobuf(Signal::Logs, &log(record)).unwrap();
        let got = to_protobuf(Signal::Logs, &serde_json::to_vec(&tree.value).unwrap()).unwrap();
        let theirs = ExportLogsServiceRequest::decode(&*log(record)).unwrap();
        assert_eq!(ExportLogsServiceRequest::decode(&*got).unwrap(), theirs, "{}", tree.value);
        (tree.value.pointer("/resourceLogs/0/scopeLogs/0/logRecords/0").unwrap().to_string(), tree.unknown)
    };
    // A body that comes twice is one, and of its kinds the last one holds.
    let (text, number) = (field(1, b"a"), [3 << 3, 5]);
    let twice = [field(5, &text), field(5, &number)].concat();
    assert_eq!(read(&twice), (r#"{"body":{"intValue":"5"}}"#.to_owned(), 0));
    assert_eq!(read(&field(5, &[&number[..], &text].concat())).0, r#"{"body":{"stringValue":"a"}}"#);
    // There, and empty; there, and zero.
    assert_eq!(read(&field(5, b"")).0, r#"{"body":{}}"#);
    assert_eq!(read(&field(5, &field(1, b""))).0, r#"{"body":{"stringValue":""}}"#);
    assert_eq!(read(&field(5, &[2 << 3, 0])).0, r#"{"body":{"boolValue":false}}"#);
    // An enum that is not known, and one that comes twice.
    assert_eq!(read(&[2 << 3, 9, 2 << 3, 99]).0, r#"{"severityNumber":99}"#);
    // What is not known is left out and counted: a text, a number, a group.
    let unknown = [field(13, b"anna"), vec![14 << 3, 1], vec![15 << 3 | 3, 15 << 3 | 4], field(3, b"x")].concat();
    assert_eq!(read(&unknown), (r#"{"severityText":"x"}"#.to_owned(), 3));
    // One that is known and is something else.
    assert!(from_protobuf(Signal::Logs, &log(&[3 << 3, 1])).is_err());
    assert!(from_protobuf(Signal::Logs, &log(&field(3, b"x"))[..7]).is_err());
    let deep = (0..MAX_DEPTH + 1).fold(Vec::new(), |inner, _| {
        let nested = |number: u8, bytes: Vec<u8>| {
            let mut out = vec![number << 3 | 2];
            prost::encode_length_delimiter(bytes.len(), &mut out).unwrap();
            [out, bytes].concat()
        };
        nested(5, nested(1, inner))
    });
    let mut body = deep;
    for number in [5_u8, 2, 2, 1] {
        let mut out = vec![number << 3 | 2];
        prost::encode_length_delimiter(body.len(), &mut out).unwrap();
        body = [out, body].concat();
    }
    let told = from_protobuf(Signal::Logs, &body).err().unwrap().to_string();
    assert!(told.starts_with("nested too deep"), "{told}");
}
