//! Batches: every kind of column, and what lies in their buffers.

use arrow::{
    array::{
        Array, ArrayRef, AsArray, DictionaryArray, Int32Array, ListArray, RecordBatch, StringArray, new_null_array,
    },
    buffer::OffsetBuffer,
    datatypes::{DataType, Int32Type},
    ipc::writer::StreamWriter,
};
use custos_model::{
    batch::Counts,
    schema::{Table, list_item},
};

use super::*;

const MAIL: &str = "maria.gonzalez@example.com";
const SSN: &str = "123-45-6789";

/// A batch of `spans` with the given columns, the others null.
fn batch(rows: usize, columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    let schema = Table::Spans.schema();
    let mut all: Vec<ArrayRef> = schema.fields().iter().map(|f| new_null_array(f.data_type(), rows)).collect();
    for (name, array) in columns {
        all[Table::Spans.index(name).unwrap()] = array;
    }
    RecordBatch::try_new(schema, all).unwrap()
}

fn text(values: Vec<Option<&str>>) -> ArrayRef {
    Arc::new(StringArray::from(values))
}

fn dict(values: Vec<&str>, keys: Vec<Option<i32>>) -> DictionaryArray<Int32Type> {
    DictionaryArray::new(Int32Array::from(keys), Arc::new(StringArray::from(values)))
}

fn list(values: Vec<&str>, keys: Vec<Option<i32>>, lengths: Vec<usize>) -> ArrayRef {
    let field = list_item(DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8)));
    Arc::new(ListArray::new(field, OffsetBuffer::from_lengths(lengths), Arc::new(dict(values, keys)), None))
}

fn run(batch: RecordBatch) -> (RecordBatch, Counts) {
    let mut counts = Counts::default();
    let out = RedactEngine::default().create().redact(Table::Spans, batch.clone(), &mut counts);
    assert_eq!((out.schema(), out.num_rows()), (batch.schema(), batch.num_rows()));
    (out, counts)
}

/// Every byte of every buffer, and the batch as Arrow IPC.
fn bytes(batch: &RecordBatch) -> Vec<u8> {
    fn collect(data: &arrow::array::ArrayData, out: &mut Vec<u8>) {
        data.buffers().iter().for_each(|b| out.extend_from_slice(b.as_slice()));
        data.child_data().iter().for_each(|d| collect(d, out));
    }
    let mut out = Vec::new();
    batch.columns().iter().for_each(|c| collect(&c.to_data(), &mut out));
    let mut ipc = StreamWriter::try_new(&mut out, &batch.schema()).unwrap();
    ipc.write(batch).unwrap();
    ipc.finish().unwrap();
    drop(ipc);
    out
}

fn assert_gone(batch: &RecordBatch, needle: &str) {
    assert!(memchr::memmem::find(&bytes(batch), needle.as_bytes()).is_none(), "{needle} is still there");
}

fn redactions(batch: &RecordBatch) -> Vec<Option<String>> {
    let array = batch.column_by_name("redactions").unwrap().as_dictionary::<Int32Type>().clone();
    let array = array.downcast_dict::<StringArray>().unwrap();
    array.into_iter().map(|v| v.map(str::to_owned)).collect()
}

#[test]
fn each_kind_of_column_is_redacted_and_counted_by_row() {
    let message = format!("{{\"role\":\"user\",\"parts\":[{{\"type\":\"text\",\"content\":\"{MAIL} {SSN}\"}}]}}");
    let (out, counts) = run(batch(
        3,
        vec![
            ("status_message", text(vec![None, Some(&format!("no mailbox {MAIL}")), Some("fine")])),
            ("user_id", Arc::new(dict(vec![MAIL, "user-42"], vec![Some(0), Some(1), Some(0)]))),
            ("input_messages", list(vec!["{}", &message], vec![Some(1), Some(0), Some(1), Some(1)], vec![2, 2, 0])),
            ("server_address", Arc::new(dict(vec!["203.0.113.42"], vec![Some(0), None, None]))),
        ],
    ));
    assert_gone(&out, MAIL);
    assert_gone(&out, SSN);
    let expected = [
        Some("{\"EMAIL\":2,\"US_SSN\":1}".to_owned()),
        Some("{\"EMAIL\":3,\"US_SSN\":2}".to_owned()),
        Some("{\"EMAIL\":1}".to_owned()),
    ];
    assert_eq!(redactions(&out), expected);
    assert_eq!(counts.redactions.get("EMAIL"), Some(&6));
    assert_eq!(counts.redactions.get("US_SSN"), Some(&3));
    let kept = out.column_by_name("server_address").unwrap().as_dictionary::<Int32Type>();
    assert_eq!(kept.values().as_string::<i32>().value(0), "203.0.113.42");
}

#[test]
fn clean_columns_keep_their_buffers() {
    let input = batch(
        2,
        vec![
            ("tool_result", text(vec![Some("ok"), None])),
            ("input_messages", list(vec!["{}"], vec![Some(0)], vec![1, 0])),
        ],
    );
    let (out, counts) = run(input.clone());
    for (a, b) in input.columns().iter().zip(out.columns()).filter(|(a, _)| a.null_count() < 2) {
        assert!(Arc::ptr_eq(a, b));
    }
    assert_eq!(counts, Counts::default());
    assert_eq!(redactions(&out), vec![None, None]);
}

#[test]
fn nothing_hides_in_slices_null_slots_or_unused_dictionary_values() {
    let whole = batch(3, vec![("tool_result", text(vec![Some(MAIL), Some("ok"), Some(SSN)]))]);
    let (out, _) = run(whole.slice(1, 1));
    assert_gone(&out, MAIL);
    assert_gone(&out, SSN);
    // A null slot over bytes.
    let values = StringArray::from(vec![MAIL, "ok"]);
    let (offsets, buffer, _) = values.into_parts();
    let hidden = StringArray::new(offsets, buffer, Some(vec![false, true].into()));
    let (out, _) = run(batch(2, vec![("tool_result", Arc::new(hidden))]));
    assert_gone(&out, MAIL);
    assert_eq!(redactions(&out), vec![None, None]);
    // Values that no key names, alone and in a list.
    let unused = dict(vec!["a", MAIL], vec![Some(0), None]);
    let (out, _) =
        run(batch(2, vec![("name", Arc::new(unused)), ("output_messages", list(vec![SSN], vec![], vec![0, 0]))]));
    assert_gone(&out, MAIL);
    assert_gone(&out, SSN);
}

#[test]
fn a_column_that_cannot_be_walked_is_dropped_and_counted() {
    let fields = vec![
        arrow::datatypes::Field::new("surprise", DataType::Utf8, true),
        arrow::datatypes::Field::new("tool_result", DataType::LargeUtf8, true),
    ];
    let columns: Vec<ArrayRef> =
        vec![text(vec![Some(MAIL)]), Arc::new(arrow::array::LargeStringArray::from(vec![Some(MAIL)]))];
    let input = RecordBatch::try_new(Arc::new(arrow::datatypes::Schema::new(fields)), columns).unwrap();
    let (out, counts) = run(input);
    assert_gone(&out, MAIL);
    assert_eq!(counts.redactions.get("REDACTION_FAILED"), Some(&2));
}

#[test]
fn repeated_history_is_remembered_and_new_text_is_not_missed() {
    let mut redactor = RedactEngine::default().create();
    let long = "a long system prompt without anything in it. ".repeat(20);
    let dirty = format!("{long}{MAIL}");
    for _ in 0..3 {
        let mut counts = Counts::default();
        let input = batch(2, vec![("tool_result", text(vec![Some(&long), Some(&dirty)]))]);
        let out = redactor.redact(Table::Spans, input, &mut counts);
        assert_gone(&out, MAIL);
        assert_eq!(counts.redactions.get("EMAIL"), Some(&1));
    }
    assert!(!format!("{redactor:?}").contains("prompt"));
}

#[test]
fn the_json_of_a_log_body_stays_json() {
    let schema = Table::Logs.schema();
    let mut all: Vec<ArrayRef> = schema.fields().iter().map(|f| new_null_array(f.data_type(), 4)).collect();
    let bodies = vec![
        Some("4111111111111111"),
        Some("4111111111111111"),
        Some("{\"a\":4111111111111111}"),
        Some("\"maria@example.com\""),
    ];
    let kinds = dict(vec!["string", "json"], vec![Some(0), Some(1), Some(1), Some(1)]);
    all[Table::Logs.index("body").unwrap()] = text(bodies);
    all[Table::Logs.index("body_type").unwrap()] = Arc::new(kinds);
    let input = RecordBatch::try_new(schema, all).unwrap();
    let out = RedactEngine::default().create().redact(Table::Logs, input, &mut Counts::default());
    let bodies: Vec<_> = out.column_by_name("body").unwrap().as_string::<i32>().iter().flatten().collect();
    assert_eq!(bodies, ["[CARD]", "\"[CARD]\"", "{\"a\":\"[CARD]\"}", "\"[EMAIL]\""]);
}

#[test]
fn repeats_within_a_batch_are_redacted_alike() {
    let long = format!("{} {MAIL} {SSN}", "a long history that recurs. ".repeat(20));
    let other = format!("{long}!");
    let input = batch(
        4,
        vec![
            ("tool_result", text(vec![Some(&long), None, Some(&other), Some(&long)])),
            ("status_message", text(vec![None, Some(&long), Some("x"), None])),
        ],
    );
    let (out, counts) = run(input);
    assert_gone(&out, MAIL);
    assert_gone(&out, SSN);
    assert_eq!((counts.redactions.get("EMAIL"), counts.redactions.get("US_SSN")), (Some(&4), Some(&4)));
    let expected = long.replace(MAIL, "[EMAIL]").replace(SSN, "[US_SSN]");
    let results = out.column_by_name("tool_result").unwrap().as_string::<i32>();
    assert_eq!(
        results.iter().collect::<Vec<_>>(),
        [Some(expected.as_str()), None, Some(format!("{expected}!").as_str()), Some(expected.as_str())]
    );
}

#[test]
fn models_are_read_and_their_names_stay() {
    let names =
        vec!["gpt-4o-2024-08-06", "deepseek-r1-distill-llama-70b", "https://bob:Zk38dkQp2@host.example/v1", MAIL];
    let column = || Arc::new(dict(names.clone(), vec![Some(0), Some(1), Some(2), Some(3)])) as ArrayRef;
    let (out, _) = run(batch(4, vec![("request_model", column()), ("response_model", column())]));
    for name in ["request_model", "response_model"] {
        let models = out.column_by_name(name).unwrap().as_dictionary::<Int32Type>();
        let models: Vec<_> = models.values().as_string::<i32>().iter().flatten().collect();
        assert_eq!(models, [names[0], names[1], "https://[URL_CREDENTIALS]@host.example/v1", "[EMAIL]"]);
    }
}
