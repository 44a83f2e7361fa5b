//! What counts, and that it is the same with a restart at any place.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, Float64Array, Int64Array, StringArray, StringDictionaryBuilder,
    TimestampMicrosecondArray, new_null_array,
};
use arrow::datatypes::{Float64Type, Int32Type, Int64Type, TimestampMicrosecondType};
use proptest::prelude::*;

use super::*;

mod requests;

const MINUTE: i64 = 60_000_000;

#[derive(Clone, Debug, Default)]
struct Span {
    start: Option<i64>,
    agent: Option<&'static str>,
    operation: Option<&'static str>,
    response_id: Option<String>,
    /// Ids of the span and of its parent, in one trace.
    ids: Option<(&'static str, &'static str)>,
    model: Option<&'static str>,
    status: Option<&'static str>,
    class: Option<&'static str>,
    input: Option<i64>,
    output: Option<i64>,
    cost: Option<f64>,
}

fn call(id: &str) -> Span {
    Span {
        start: Some(90_000_000),
        agent: Some("guide"),
        operation: Some("chat"),
        response_id: Some(id.to_owned()),
        model: Some("m1"),
        input: Some(10),
        output: Some(5),
        cost: Some(0.25),
        ..Span::default()
    }
}

fn dict<'a>(values: impl Iterator<Item = Option<&'a str>>) -> ArrayRef {
    let mut builder = StringDictionaryBuilder::<Int32Type>::new();
    values.for_each(|value| builder.append_option(value));
    Arc::new(builder.finish())
}

fn group(spans: &[Span]) -> Group {
    let schema = Table::Spans.schema();
    let columns = schema.fields().iter().map(|field| -> ArrayRef {
        let times = |array: TimestampMicrosecondArray| Arc::new(array.with_timezone("UTC"));
        match field.name().as_str() {
            "start_time" => times(spans.iter().map(|s| s.start).collect()),
            "received_at" => times(spans.iter().map(|_| Some(500_000_000)).collect()),
            "tenant" => dict(spans.iter().map(|_| Some("default"))),
            "agent_name" => dict(spans.iter().map(|s| s.agent)),
            "operation" => dict(spans.iter().map(|s| s.operation)),
            "request_model" => dict(spans.iter().map(|_| Some("asked"))),
            "response_model" => dict(spans.iter().map(|s| s.model)),
            "status_code" => dict(spans.iter().map(|s| s.status)),
            "error_class" => dict(spans.iter().map(|s| s.class)),
            "trace_id" => Arc::new(spans.iter().map(|s| s.ids.map(|_| "t")).collect::<StringArray>()),
            "span_id" => Arc::new(spans.iter().map(|s| Some(s.ids?.0)).collect::<StringArray>()),
            "parent_span_id" => Arc::new(spans.iter().map(|s| Some(s.ids?.1)).collect::<StringArray>()),
            "response_id" => Arc::new(spans.iter().map(|s| s.response_id.as_deref()).collect::<StringArray>()),
            "input_tokens" => Arc::new(spans.iter().map(|s| s.input).collect::<Int64Array>()),
            "output_tokens" => Arc::new(spans.iter().map(|s| s.output).collect::<Int64Array>()),
            "cost_usd" => Arc::new(spans.iter().map(|s| s.cost).collect::<Float64Array>()),
            _ => new_null_array(field.data_type(), spans.len()),
        }
    });
    let batch = RecordBatch::try_new(Arc::clone(&schema), columns.collect()).unwrap();
    Group { tables: vec![(Table::Spans, batch)], ..Group::default() }
}

/// Rows as text, `time/agent/model spans errors calls input output cost unpriced`.
fn rows(emitted: &[(Table, RecordBatch)]) -> Vec<String> {
    let mut rows = Vec::new();
    for (table, batch) in emitted {
        assert_eq!(*table, Table::Usage);
        assert_eq!(batch.schema(), Table::Usage.schema());
        let column = |name| batch.column(Table::Usage.index(name).unwrap());
        for row in 0..batch.num_rows() {
            let text = |name| {
                let dict = column(name).as_dictionary::<Int32Type>();
                dict.key(row).map_or("-".to_owned(), |k| dict.values().as_string::<i32>().value(k).to_owned())
            };
            let int = |name| column(name).as_primitive::<Int64Type>().value(row);
            let cost = column("cost_usd").as_primitive::<Float64Type>();
            rows.push(format!(
                "{}/{}/{} {} {} {} {} {} {} {}",
                column("time").as_primitive::<TimestampMicrosecondType>().value(row),
                text("agent_name"),
                text("model"),
                int("spans"),
                int("errors"),
                int("model_calls"),
                int("input_tokens"),
                int("output_tokens"),
                cost.is_valid(row).then(|| cost.value(row)).map_or("-".to_owned(), |c| c.to_string()),
                int("unpriced_tokens"),
            ));
        }
    }
    rows
}

fn usage_of(spans: &[Span]) -> Vec<String> {
    let mut usage = Usage::new();
    usage.observe(&group(spans));
    rows(&usage.emit())
}

/// Memory of this process, bytes.
fn resident() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse::<usize>().ok().map(|kib| kib << 10)
}

/// A trace has the name of its agent from one span: a request of two megabytes may be twenty thousand minutes of it.
#[test]
fn a_long_name_is_kept_once_however_many_minutes_it_has() {
    const MINUTES: i64 = 2_000;
    let name: &'static str = Box::leak("n".repeat(1 << 20).into_boxed_str());
    let spans: Vec<Span> =
        (0..MINUTES).map(|n| Span { start: Some(n * MINUTE), agent: Some(name), ..Span::default() }).collect();
    let group = group(&spans);
    let before = resident();
    let mut usage = Usage::new();
    usage.observe(&group);
    if let (Some(before), Some(after)) = (before, resident()) {
        let grown = after.saturating_sub(before) >> 20;
        assert!(grown < 500, "{grown} MiB for a name of one");
    }
    let emitted = usage.emit();
    let names =
        emitted[0].1.column(Table::Usage.index("agent_name").unwrap()).as_dictionary::<Int32Type>().values().len();
    assert_eq!((emitted[0].1.num_rows() as i64, names), (MINUTES, 1));
}

#[test]
fn model_calls_are_summed_by_minute_agent_and_model() {
    assert_eq!(usage_of(&[call("r1"), call("r2")]), ["60000000/guide/m1 2 0 2 20 10 0.5 0"]);
    let later = Span { start: Some(120_000_000), ..call("r3") };
    let other = Span { model: None, ..call("r4") };
    assert_eq!(
        usage_of(&[call("r1"), later, other]),
        [
            "60000000/guide/asked 1 0 1 10 5 0.25 0",
            "60000000/guide/m1 1 0 1 10 5 0.25 0",
            "120000000/guide/m1 1 0 1 10 5 0.25 0"
        ]
    );
}

#[test]
fn a_response_is_counted_once() {
    assert_eq!(usage_of(&[call("r1"), call("r1")]), ["60000000/guide/m1 2 0 1 10 5 0.25 0"]);
    // The outer span without counts does not take the place of the one that has them.
    let outer = Span { input: None, output: None, cost: None, ..call("r1") };
    assert_eq!(usage_of(&[outer, call("r1")]), ["60000000/guide/m1 2 0 1 10 5 0.25 0"]);
    // Without an id there is nothing to tell them apart by.
    let bare = Span { response_id: None, ..call("") };
    assert_eq!(usage_of(&[bare.clone(), bare]), ["60000000/guide/m1 2 0 2 20 10 0.5 0"]);
}

#[test]
fn a_call_that_repeats_the_one_within_it_is_not_counted() {
    let of = |ids, id: &str, input| Span {
        ids: Some(ids),
        response_id: Some(id.to_owned()).filter(|id| !id.is_empty()),
        input: Some(input),
        ..call("")
    };
    let calls = |spans: &[Span]| {
        usage_of(spans).iter().map(|row| row.split(' ').nth(3).unwrap().to_owned()).collect::<Vec<_>>()
    };
    // Which is first does not matter, nor how many there are.
    for (inner, outer) in [("", ""), ("r1", ""), ("", "r1")] {
        let (a, b) = (of(("2", "1"), inner, 10), of(("1", "0"), outer, 10));
        assert_eq!(calls(&[a.clone(), b.clone()]), ["1"], "{inner:?} {outer:?}");
        assert_eq!(calls(&[b, a]), ["1"]);
    }
    assert_eq!(calls(&[of(("3", "2"), "r", 10), of(("2", "1"), "", 10), of(("1", ""), "", 10)]), ["1"]);
    // Other tokens, other ids, or beside each other: another call.
    assert_eq!(calls(&[of(("2", "1"), "", 9), of(("1", ""), "", 10)]), ["2"]);
    assert_eq!(calls(&[of(("2", "1"), "a", 10), of(("1", ""), "b", 10), of(("9", ""), "", 10)]), ["3"]);
    assert_eq!(calls(&[of(("2", "1"), "", 10), of(("3", "1"), "", 10)]), ["2"]);
    // Another with the id of the one that is left out, before it or behind it, and the same ones again.
    let [inner, outer, other] = [of(("2", "1"), "", 10), of(("1", "0"), "r", 10), of(("5", "4"), "r", 10)];
    assert_eq!(calls(&[inner.clone(), outer.clone(), other.clone()]), ["1"]);
    assert_eq!(calls(&[other, outer.clone(), inner.clone()]), ["1"]);
    let within = of(("3", "2"), "", 10);
    assert_eq!(calls(&[within, inner.clone(), outer.clone(), of(("6", "0"), "r", 10)]), ["1"]);
    let mut usage = Usage::new();
    usage.observe(&group(&[inner.clone(), outer.clone()]));
    usage.observe(&group(&[inner, outer]));
    let batch = usage.emit().remove(0).1;
    let counted = batch.column_by_name("model_calls").unwrap().as_primitive::<Int64Type>();
    assert_eq!(counted.iter().flatten().sum::<i64>(), 1, "a request that is sent again");
    // One that is its own parent is counted.
    assert_eq!(calls(&[of(("1", "1"), "", 10)]), ["1"]);
    // Around each other: nothing is lost.
    assert_eq!(calls(&[of(("1", "2"), "", 10), of(("2", "1"), "", 10)]), ["2"]);
    assert_eq!(calls(&[of(("1", "2"), "", 10), of(("2", "3"), "", 10), of(("3", "1"), "", 10)]), ["3"]);
}

#[test]
fn a_call_that_is_the_sum_of_those_within_it_is_not_counted() {
    let of = |ids, operation, id: &str, input| Span {
        ids: Some(ids),
        operation,
        response_id: Some(id.to_owned()).filter(|id| !id.is_empty()),
        input: Some(input),
        output: Some(input / 2),
        ..call("")
    };
    let sums = |spans: &[Span]| {
        let rows = usage_of(spans);
        let row: Vec<_> = rows[0].split(' ').skip(3).take(2).map(ToOwned::to_owned).collect();
        (row[0].clone(), row[1].clone())
    };
    let of_two = |between, id, all| {
        [
            of(("1", "0"), Some("chat"), id, all),
            of(("2", "1"), between, "", 0),
            of(("3", "2"), Some("chat"), "r1", 10),
            of(("4", "1"), Some("chat"), "r2", 20),
        ]
    };
    let expected = |calls: &str, input: &str| (calls.to_owned(), input.to_owned());
    assert_eq!(sums(&of_two(None, "", 30)), expected("2", "30"));
    // Another sum, or an id of its own, is another call; so is what a tool calls.
    assert_eq!(sums(&of_two(None, "", 32)), expected("3", "62"));
    assert_eq!(sums(&of_two(None, "r3", 30)), expected("3", "60"));
    assert_eq!(sums(&of_two(Some("execute_tool"), "", 30)), expected("3", "60"));
    // A span between two that report one call.
    let around =
        [of(("1", "0"), Some("chat"), "", 10), of(("2", "1"), None, "", 0), of(("3", "2"), Some("chat"), "r", 10)];
    assert_eq!(sums(&around), expected("1", "10"));
    // Around each other: nothing is lost.
    let circle = [
        of(("1", "2"), Some("chat"), "", 10),
        of(("2", "1"), Some("chat"), "", 10),
        of(("3", "2"), Some("chat"), "", 0),
    ];
    assert_eq!(sums(&circle), expected("3", "20"));
}

#[test]
fn tokens_of_agents_are_not_counted() {
    let agent = Span { operation: Some("invoke_agent"), ..call("r1") };
    assert_eq!(usage_of(&[agent, call("r1")]), ["60000000/guide/m1 2 0 1 10 5 0.25 0"]);
}

#[test]
fn tokens_without_a_price_are_told_apart_from_free_ones() {
    let unpriced = Span { cost: None, ..call("r1") };
    assert_eq!(usage_of(std::slice::from_ref(&unpriced)), ["60000000/guide/m1 1 0 1 10 5 - 15"]);
    let free = Span { cost: Some(0.0), ..call("r2") };
    assert_eq!(usage_of(&[unpriced, free]), ["60000000/guide/m1 2 0 2 20 10 0 15"]);
}

#[test]
fn errors_are_those_of_status_or_class() {
    let status = Span { status: Some("error"), ..Span::default() };
    let class = Span { class: Some("rate_limit"), ..Span::default() };
    let ok = Span { status: Some("ok"), ..Span::default() };
    // Without a start the minute is that of `received_at`.
    assert_eq!(usage_of(&[status, class, ok]), ["480000000/-/asked 3 2 0 0 0 - 0"]);
}

#[test]
fn counts_that_no_client_should_send_do_not_panic() {
    let huge = |id| Span { start: Some(i64::MIN), input: Some(i64::MAX), cost: Some(f64::NAN), ..call(id) };
    assert_eq!(usage_of(&[huge("a"), huge("b")]).len(), 1);
    let negative = Span { input: Some(-1000), output: Some(-1), cost: None, ..call("r2") };
    assert_eq!(usage_of(&[call("r1"), negative]), ["60000000/guide/m1 2 0 2 10 5 0.25 0"]);
    // Sums of a sum are an error when they are larger than a column holds.
    let most = Span { input: Some(i64::MAX), ..call("r2") };
    assert_eq!(usage_of(&[call("r1"), most]), ["60000000/guide/m1 2 0 2 10 5 0.25 0"]);
    for cost in [-1.0, f64::NAN, f64::INFINITY, 1e300] {
        let wrong = Span { cost: Some(cost), ..call("r2") };
        assert_eq!(usage_of(&[call("r1"), wrong]), ["60000000/guide/m1 2 0 2 20 10 0.25 15"], "{cost}");
    }
}

/// Encoders compress what rollups hold as it is: these must say that they are full.
#[test]
fn memory_of_names_and_minutes_is_told() {
    let mut usage = Usage::new();
    let names: Vec<&'static str> =
        (0..8).map(|n| &*Box::leak(n.to_string().repeat(1 << 20).into_boxed_str())).collect();
    for agent in &names {
        usage.observe(&group(&[Span { agent: Some(agent), ..Span::default() }]));
    }
    assert!(usage.memory() > 8 << 20);
    usage.emit();
    assert_eq!(usage.memory(), 0);
    let spans: Vec<_> = (0..1000).map(|n| Span { start: Some(n * MINUTE), ..call("") }).collect();
    usage.observe(&group(&spans));
    assert!(usage.memory() > 1000 * 8 * 8);
}

#[test]
fn a_group_without_spans_gives_no_rows() {
    let mut usage = Usage::new();
    usage.observe(&Group::default());
    assert!(usage.emit().is_empty());
    assert!(usage.restore(b"something else").is_err());
}

/// Sums rows of the same key, as a query would.
fn total(all: &[Vec<String>]) -> std::collections::BTreeMap<String, Vec<f64>> {
    let mut sums = std::collections::BTreeMap::new();
    for row in all.iter().flatten() {
        let mut parts = row.split(' ');
        let key = parts.next().unwrap().to_owned();
        let sum = sums.entry(key).or_insert_with(|| vec![0.0; 7]);
        for (into, part) in sum.iter_mut().zip(parts) {
            *into += part.parse().unwrap_or(0.0);
        }
    }
    sums
}

proptest! {
    /// Commits at any places, and after a commit a crash that takes the work since: the sums are the same.
    #[test]
    fn exact_whatever_is_restored(ids in proptest::collection::vec(0..6_u8, 1..40), cuts in proptest::collection::vec((1..8_usize, any::<bool>()), 0..10)) {
        let spans: Vec<Span> = ids.iter().map(|id| Span { start: Some(i64::from(*id % 3) * MINUTE), ..call(&id.to_string()) }).collect();
        let expected = total(&[usage_of(&spans)]);
        let (mut usage, mut state, mut at) = (Usage::new(), Usage::new().snapshot(), 0);
        let mut committed = Vec::new();
        for (length, crash) in cuts.into_iter().chain([(spans.len(), false)]) {
            let end = spans.len().min(at + length);
            usage.observe(&group(&spans[at..end]));
            if crash {
                usage = Usage::new();
                usage.restore(&state).unwrap();
            } else {
                committed.push(rows(&usage.emit()));
                state = usage.snapshot();
                at = end;
            }
        }
        prop_assert_eq!(total(&committed), expected);
    }
}
