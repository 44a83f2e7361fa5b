//! What the rows of a request share is written once, however many pieces the request is read by.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use arrow::{array::AsArray, compute::cast, datatypes::DataType};
use bytes::Bytes;
use custos_model::ingest::{Request, Signal};
use prost::encoding::encode_varint;

use crate::{decode::BatchBuilder, testing};

fn field(number: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![number << 3 | 2];
    encode_varint(content.len() as u64, &mut out);
    out.extend_from_slice(content);
    out
}

/// Attributes of a resource or a scope: one text that grows sixfold as JSON.
fn large(bytes: usize) -> Vec<u8> {
    let text = vec![1; bytes];
    [field(1, b"k"), field(2, &field(1, &text))].concat()
}

fn decoded(signal: Signal, body: Vec<u8>) -> (Duration, usize) {
    let request = Request { signal, body: Bytes::from(body), ..testing::request("") };
    let begin = Instant::now();
    let mut builder = BatchBuilder::new();
    builder.append(&request).unwrap();
    let (tables, _) = builder.finish();
    (begin.elapsed(), tables.iter().map(|(_, batch)| batch.num_rows()).sum())
}

#[test]
fn a_large_resource_is_written_once() {
    const LARGE: usize = 512 << 10;
    let metrics = [0x12, 0].repeat(1 << 20);
    let point = field(2, &field(5, &field(1, &[])));
    let body = |resource: usize, scope: usize, metrics: &[u8]| {
        let scope = if scope > 0 { field(1, &field(3, &large(scope))) } else { Vec::new() };
        let resource = if resource > 0 { field(1, &field(1, &large(resource))) } else { Vec::new() };
        field(1, &[resource, field(2, &[scope, metrics.to_vec(), point.clone()].concat())].concat())
    };
    let (empty, rows) = decoded(Signal::Metrics, body(0, 0, &metrics));
    assert_eq!(rows, 1);
    for (resource, scope) in [(LARGE, 0), (0, LARGE)] {
        let (alone, _) = decoded(Signal::Metrics, body(resource, scope, &[]));
        let (both, rows) = decoded(Signal::Metrics, body(resource, scope, &metrics));
        assert_eq!(rows, 1);
        assert!(both < 2 * empty + 8 * alone, "{empty:?} without, {alone:?} alone, {both:?} both");
    }
}

/// Rows of several resources and scopes, some of them without any, read by pieces of which some begin within a scope:
/// each row has its own resource and scope.
#[test]
fn pieces_keep_what_their_rows_share_apart() {
    const SPANS: usize = 60_000;
    let span = |valid: bool| {
        let id = u8::from(valid);
        field(2, &[field(1, &[id; 16]), field(2, &[id; 8])].concat())
    };
    let named = |name: &str| field(1, &field(1, name.as_bytes()));
    let scope = |name: &str, spans: &[u8]| field(2, &[named(name), spans.to_vec()].concat());
    let resource = |name: &str, scopes: &[Vec<u8>]| {
        let attribute = [field(1, b"service.name"), field(2, &field(1, name.as_bytes()))].concat();
        field(1, &[field(1, &field(1, &attribute)), scopes.concat()].concat())
    };
    let many = span(true).repeat(SPANS);
    let invalid = span(false).repeat(SPANS);
    // Empty ones make the request too large for its views, so that it is read by pieces.
    let padding = resource("none", &[scope("none", &[0x12, 0].repeat(400_000))]);
    let body = [
        padding,
        resource("one", &[scope("a", &many), scope("b", &invalid), scope("c", &span(true))]),
        resource("two", &[scope("d", &[]), scope("e", &invalid), scope("f", &many)]),
        resource("three", &[scope("g", &span(true))]),
    ]
    .concat();
    let request = Request { body: Bytes::from(body), ..testing::request("") };
    assert!(crate::otlp::wire::traces(&request.body).unwrap_err().is_too_many());
    let mut builder = BatchBuilder::new();
    builder.append(&request).unwrap();
    let (tables, _) = builder.finish();
    let batch = &tables[0].1;
    let column = |name: &str| cast(batch.column_by_name(name).unwrap(), &DataType::Utf8).unwrap();
    let (services, scopes) = (column("service_name"), column("scope_name"));
    let mut counts = BTreeMap::new();
    for (service, scope) in services.as_string::<i32>().iter().zip(scopes.as_string::<i32>()) {
        *counts.entry((service.unwrap(), scope.unwrap())).or_insert(0) += 1;
    }
    let expected = [(("one", "a"), SPANS), (("one", "c"), 1), (("two", "f"), SPANS), (("three", "g"), 1)];
    assert_eq!(counts, BTreeMap::from(expected));
}
