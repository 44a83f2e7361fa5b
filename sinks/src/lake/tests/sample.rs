//! Batches for tests and benches: every kind of value, and agent conversations that repeat their history.

use std::sync::Arc;

use arrow::{
    array::{
        ArrayRef, BooleanArray, Float64Array, Int64Array, ListBuilder, RecordBatch, StringArray,
        StringDictionaryBuilder, TimestampMicrosecondArray, new_null_array,
    },
    datatypes::Int32Type,
};
use custos_model::schema::{Kind, Table, list_item};

/// 2026-11-23 00:00 UTC, microseconds.
pub(crate) const MONDAY: i64 = 1_795_392_000_000_000;

/// A batch with the given columns; the others are null.
pub(crate) fn batch(table: Table, rows: usize, columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    let schema = table.schema();
    let mut arrays: Vec<ArrayRef> = schema.fields().iter().map(|f| new_null_array(f.data_type(), rows)).collect();
    for (name, array) in columns {
        arrays[table.index(name).unwrap()] = array;
    }
    RecordBatch::try_new(schema, arrays).unwrap()
}

pub(crate) fn dict<'a>(values: impl IntoIterator<Item = Option<&'a str>>) -> ArrayRef {
    let mut builder = StringDictionaryBuilder::<Int32Type>::new();
    values.into_iter().for_each(|value| builder.append_option(value));
    Arc::new(builder.finish())
}

pub(crate) fn dict_list<'a>(rows: impl IntoIterator<Item = Option<Vec<Option<&'a str>>>>) -> ArrayRef {
    let field = Kind::Dict.data_type();
    let mut builder = ListBuilder::new(StringDictionaryBuilder::<Int32Type>::new()).with_field(list_item(field));
    for row in rows {
        let valid = row.is_some();
        row.into_iter().flatten().for_each(|value| builder.values().append_option(value));
        builder.append(valid);
    }
    Arc::new(builder.finish())
}

pub(crate) fn times(values: impl IntoIterator<Item = Option<i64>>) -> ArrayRef {
    Arc::new(values.into_iter().collect::<TimestampMicrosecondArray>().with_timezone("UTC"))
}

/// Every column of a table filled with values, nulls, empty texts and empty lists.
pub(crate) fn every_kind(table: Table, rows: usize) -> RecordBatch {
    let texts = ["", "a", "Grüße 🌍", "{\"role\":\"user\"}", "long ".repeat(50).leak()];
    let columns = table.columns().iter().enumerate().map(|(c, column)| {
        let text = |row: usize| (!(row + c).is_multiple_of(4)).then(|| texts[(row + c) % texts.len()]);
        let number = |row: usize| (!(row + c).is_multiple_of(3)).then_some(row as i64 * 1000 - 7);
        let array: ArrayRef = match column.kind {
            _ if column.name == "tenant" => dict((0..rows).map(|_| Some("acme"))),
            _ if column.name == "received_at" => times((0..rows).map(|row| Some(MONDAY + row as i64))),
            Kind::Text => Arc::new((0..rows).map(text).collect::<StringArray>()),
            Kind::Dict => dict((0..rows).map(text)),
            Kind::DictList => dict_list((0..rows).map(|row| match row % 4 {
                0 => None,
                1 => Some(Vec::new()),
                n => Some((0..n).map(|i| text(row + i)).collect()),
            })),
            Kind::Int => Arc::new((0..rows).map(number).collect::<Int64Array>()),
            Kind::Double => {
                Arc::new((0..rows).map(|row| number(row).map(|n| n as f64 / 8.0)).collect::<Float64Array>())
            }
            Kind::Timestamp => times((0..rows).map(number)),
            Kind::Bool => Arc::new((0..rows).map(|row| number(row).map(|n| n % 2 == 0)).collect::<BooleanArray>()),
        };
        (column.name, array)
    });
    batch(table, rows, columns.collect())
}

/// A message of about `bytes` bytes of words, the same for the same `seed`.
pub(crate) fn message(role: &str, seed: u64, bytes: usize) -> String {
    const WORDS: &[&str] = &[
        "the", "agent", "should", "first", "look", "up", "order", "status", "and", "then", "answer", "customer",
        "refund", "policy", "of", "thirty", "days", "applies", "when", "item", "is", "unused", "shipping", "label",
        "was", "sent", "please", "confirm", "address", "before", "we", "continue", "tool", "returned", "no", "result",
        "for", "this", "query", "retry", "with", "another", "index", "because", "timeout", "in", "database", "replica",
        "at", "midnight",
    ];
    let mut text = format!("{{\"role\":\"{role}\",\"parts\":[{{\"type\":\"text\",\"content\":\"");
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    while text.len() < bytes {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        text.push_str(WORDS[(state >> 33) as usize % WORDS.len()]);
        text.push(' ');
        if state.is_multiple_of(11) {
            text.push_str(&format!("{:x} ", state >> 40));
        }
    }
    text + "\"}]}"
}

/// Conversations of agents, turn by turn, all interleaved: each model call carries all messages before it.
pub(crate) struct Conversations {
    /// One batch a turn, one row a conversation.
    pub(crate) batches: Vec<RecordBatch>,
    /// The content column as it would be with one JSON text a span.
    pub(crate) naive: Vec<StringArray>,
    /// Bytes of that text.
    pub(crate) content_bytes: usize,
}

pub(crate) fn conversations(count: usize, turns: usize, message_bytes: usize) -> Conversations {
    let mut history: Vec<Vec<String>> = vec![Vec::new(); count];
    let (mut batches, mut naive, mut content_bytes) = (Vec::new(), Vec::new(), 0);
    for turn in 0..turns {
        let mut ids = Vec::new();
        for (c, messages) in history.iter_mut().enumerate() {
            ids.push(format!("{:032x}", (c as u128 + 1) * 0x1234_5678_9abc_def1));
            messages.push(message("user", (turn * 2 * count + c) as u64, message_bytes));
        }
        let whole: StringArray = history.iter().map(|messages| Some(format!("[{}]", messages.join(",")))).collect();
        content_bytes += whole.values().len();
        naive.push(whole);
        let input = dict_list(history.iter().map(|m| Some(m.iter().map(|m| Some(m.as_str())).collect())));
        let output: Vec<String> =
            (0..count).map(|c| message("assistant", ((turn * 2 + 1) * count + c) as u64, message_bytes)).collect();
        let now = MONDAY + turn as i64 * 1_000_000;
        let spans: Vec<String> =
            (0..count).map(|c| format!("{:016x}", (turn * count + c) as u64 * 0x9E37_79B9)).collect();
        let int =
            |f: &dyn Fn(usize) -> i64| Arc::new((0..count).map(|c| Some(f(c))).collect::<Int64Array>()) as ArrayRef;
        batches.push(batch(
            Table::Spans,
            count,
            vec![
                ("trace_id", Arc::new(ids.iter().map(Some).collect::<StringArray>())),
                ("span_id", Arc::new(spans.iter().map(Some).collect::<StringArray>())),
                ("start_time", times((0..count).map(|c| Some(now + c as i64)))),
                ("start_unix_nano", int(&|c| (now + c as i64) * 1000)),
                ("end_unix_nano", int(&|c| (now + c as i64) * 1000 + 812_345_678)),
                ("name", dict((0..count).map(|_| Some("chat gpt-5")))),
                ("operation", dict((0..count).map(|_| Some("chat")))),
                ("service_name", dict((0..count).map(|_| Some("support-agent")))),
                ("agent_name", dict((0..count).map(|c| Some(["triage", "refund", "search"][c % 3])))),
                ("conversation_id", dict(ids.iter().map(|id| Some(&id[16..])))),
                ("request_model", dict((0..count).map(|_| Some("gpt-5")))),
                ("input_tokens", int(&|c| (turn * message_bytes / 4 + c) as i64)),
                ("output_tokens", int(&|c| (message_bytes / 4 + c % 17) as i64)),
                ("input_messages", input),
                ("output_messages", dict_list(output.iter().map(|m| Some(vec![Some(m.as_str())])))),
                ("tenant", dict((0..count).map(|_| Some("acme")))),
                ("received_at", times((0..count).map(|_| Some(now)))),
                (
                    "attributes",
                    Arc::new(
                        (0..count)
                            .map(|c| {
                                Some(format!("{{\"gen_ai.request.temperature\":0.{},\"thread\":{}}}", c % 10, c * turn))
                            })
                            .collect::<StringArray>(),
                    ),
                ),
                (
                    "resource",
                    dict((0..count).map(|_| Some("{\"telemetry.sdk.language\":\"python\",\"host.name\":\"agent-1\"}"))),
                ),
            ],
        ));
        for (messages, answer) in history.iter_mut().zip(output) {
            messages.push(answer);
        }
    }
    Conversations { batches, naive, content_bytes }
}
