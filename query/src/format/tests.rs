//! Every format, parsed back by a reader that shares no code with its writer where there is one.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, AsArray, BinaryArray, BooleanArray, DictionaryArray, Float64Array, Int64Array, ListArray, StringArray,
    StringViewArray, StructArray, TimestampMicrosecondArray, TimestampNanosecondArray,
};
use arrow::datatypes::{Field, Int32Type};
use serde_json::{Value, json};

use super::*;

fn sample() -> RecordBatch {
    let text = StringViewArray::from(vec![Some("plain"), Some("a,\"b\"\r\nc é\u{1F600}"), Some(""), None]);
    let ints = Int64Array::from(vec![Some(i64::MAX), Some(i64::MIN), Some(0), None]);
    let floats = Float64Array::from(vec![Some(0.1), Some(f64::NAN), Some(f64::INFINITY), None]);
    let micros = TimestampMicrosecondArray::from(vec![Some(1_700_000_000_123_456), Some(0), Some(-1), None]);
    let nanos = TimestampNanosecondArray::from(vec![Some(1_700_000_000_123_456_789), Some(0), Some(1_000), None]);
    let lists = ListArray::from_iter_primitive::<Int32Type, _, _>(vec![
        Some(vec![Some(1), None]),
        Some(vec![]),
        None,
        Some(vec![Some(3)]),
    ]);
    let dictionary: DictionaryArray<Int32Type> = vec![Some("x"), Some("y"), Some("x"), None].into_iter().collect();
    let structs = StructArray::from(vec![(
        Arc::new(Field::new("k \"q\"", arrow::datatypes::DataType::Boolean, true)),
        Arc::new(BooleanArray::from(vec![Some(true), None, Some(false), Some(true)])) as ArrayRef,
    )]);
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("text", Arc::new(text)),
        ("ints", Arc::new(ints)),
        ("floats", Arc::new(floats)),
        ("micros", Arc::new(micros.with_timezone("UTC"))),
        ("nanos", Arc::new(nanos)),
        ("lists", Arc::new(lists)),
        ("dictionary", Arc::new(dictionary)),
        ("structs", Arc::new(structs)),
        ("bytes", Arc::new(BinaryArray::from(vec![Some(&b"\x00\xff"[..]), None, Some(b""), None]))),
        ("text", Arc::new(StringArray::from(vec![Some("again"), None, None, Some("=1+1")]))),
    ];
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, column)| (name, column, true))).unwrap()
}

fn write(format: Format, batches: &[RecordBatch], options: &FormatOptions) -> Vec<u8> {
    let mut out = Vec::new();
    let mut writer = writer(format, &batches[0].schema(), &mut out, options).unwrap();
    for batch in batches {
        writer.write(batch).unwrap();
    }
    writer.finish().unwrap();
    out
}

fn expected() -> Vec<Value> {
    vec![
        json!({"text": "plain", "ints": i64::MAX, "floats": 0.1, "micros": "2023-11-14T22:13:20.123456Z",
            "nanos": "2023-11-14T22:13:20.123456789Z", "lists": [1, null], "dictionary": "x",
            "structs": {"k \"q\"": true}, "bytes": "00ff", "text_2": "again"}),
        json!({"text": "a,\"b\"\r\nc é\u{1F600}", "ints": i64::MIN, "floats": null, "micros": "1970-01-01T00:00:00.000000Z",
            "nanos": "1970-01-01T00:00:00.000000Z", "lists": [], "dictionary": "y", "structs": {"k \"q\"": null},
            "bytes": null, "text_2": null}),
        json!({"text": "", "ints": 0, "floats": null, "micros": "1969-12-31T23:59:59.999999Z",
            "nanos": "1970-01-01T00:00:00.000001Z", "lists": null, "dictionary": "x", "structs": {"k \"q\"": false},
            "bytes": "", "text_2": null}),
        json!({"text": null, "ints": null, "floats": null, "micros": null, "nanos": null, "lists": [3],
            "dictionary": null, "structs": {"k \"q\"": true}, "bytes": null, "text_2": "=1+1"}),
    ]
}

#[test]
fn json_and_jsonl_read_back() {
    let batches = [sample(), sample()];
    let twice = [expected(), expected()].concat();
    let array = write(Format::Json, &batches, &FormatOptions::default());
    assert_eq!(serde_json::from_slice::<Vec<Value>>(&array).unwrap(), twice);
    let lines = String::from_utf8(write(Format::Jsonl, &batches, &FormatOptions::default())).unwrap();
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines, twice);
    let empty = write(Format::Json, &[sample().slice(0, 0)], &FormatOptions::default());
    assert_eq!(serde_json::from_slice::<Vec<Value>>(&empty).unwrap(), Vec::<Value>::new());
}

#[test]
fn csv_reads_back() {
    let bytes = write(Format::Csv, &[sample()], &FormatOptions::default());
    let rows = parse_csv(&String::from_utf8(bytes).unwrap());
    assert_eq!(rows.len(), 5);
    assert_eq!(rows[0][0], Some("text".into()));
    let cell = |row: usize, column: usize| rows[row][column].as_deref();
    assert_eq!(cell(2, 0), Some("a,\"b\"\r\nc é\u{1F600}"));
    assert_eq!((cell(3, 0), cell(4, 0)), (Some(""), None), "an empty text is not null");
    assert_eq!((cell(1, 1), cell(2, 2), cell(3, 2)), (Some("9223372036854775807"), Some("NaN"), Some("Infinity")));
    assert_eq!((cell(1, 5), cell(2, 5), cell(1, 7)), (Some("[1,null]"), Some("[]"), Some(r#"{"k \"q\"":true}"#)));
    assert_eq!(cell(1, 3), Some("2023-11-14T22:13:20.123456Z"));
    assert_eq!(cell(4, 9), Some("=1+1"));
    let guarded = write(Format::Csv, &[sample()], &FormatOptions { guard_formulas: true, ..FormatOptions::default() });
    let guarded = parse_csv(&String::from_utf8(guarded).unwrap());
    assert_eq!(guarded[4][9].as_deref(), Some("'=1+1"));
    assert_eq!(guarded[2][1].as_deref(), Some("-9223372036854775808"), "a number is no formula");
    let texts = ["@SUM(A1)", "\n=1", "\u{ff1d}1+1", "-2+3", "-2", "+1.5e3", "a=1", "'=1", ""];
    let texts: ArrayRef = Arc::new(StringArray::from(texts.to_vec()));
    let batch = RecordBatch::try_from_iter([("text", texts)]).unwrap();
    let guarded = write(Format::Csv, &[batch], &FormatOptions { guard_formulas: true, ..FormatOptions::default() });
    let guarded = parse_csv(&String::from_utf8(guarded).unwrap());
    let guarded: Vec<&str> = guarded[1..].iter().map(|row| row[0].as_deref().unwrap()).collect();
    let expected = ["'@SUM(A1)", "'\n=1", "'\u{ff1d}1+1", "'-2+3", "-2", "+1.5e3", "a=1", "'=1", ""];
    assert_eq!(guarded, expected);
}

#[test]
fn csv_read_by_arrow_agrees() {
    let batch = sample().project(&[0, 1]).unwrap();
    let bytes = write(Format::Csv, std::slice::from_ref(&batch), &FormatOptions::default());
    let schema = Arc::new(arrow::datatypes::Schema::new(vec![
        Field::new("text", arrow::datatypes::DataType::Utf8, true),
        Field::new("ints", arrow::datatypes::DataType::Int64, true),
    ]));
    let mut reader = arrow::csv::ReaderBuilder::new(schema).with_header(true).build(bytes.as_slice()).unwrap();
    let read = reader.next().unwrap().unwrap();
    assert_eq!(read.column(1), batch.column(1));
}

/// RFC 4180, by hand; an unquoted empty field is none.
fn parse_csv(text: &str) -> Vec<Vec<Option<String>>> {
    let (mut rows, mut row, mut field, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    let mut was_quoted = false;
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                field.push('"');
            }
            '"' => {
                quoted = !quoted;
                was_quoted = true;
            }
            ',' | '\r' if !quoted => {
                let value = std::mem::take(&mut field);
                row.push((was_quoted || !value.is_empty()).then_some(value));
                was_quoted = false;
                if c == '\r' {
                    assert_eq!(chars.next(), Some('\n'));
                    rows.push(std::mem::take(&mut row));
                }
            }
            c => field.push(c),
        }
    }
    assert!(row.is_empty() && field.is_empty(), "the last line ends");
    rows
}

#[test]
fn arrow_and_parquet_read_back() {
    let batch = sample();
    let stream = write(Format::Arrow, &[batch.clone(), batch.clone()], &FormatOptions::default());
    let batches: Vec<RecordBatch> =
        arrow::ipc::reader::StreamReader::try_new(stream.as_slice(), None).unwrap().map(Result::unwrap).collect();
    let file = write(Format::Parquet, &[batch.clone(), batch], &FormatOptions::default());
    let reader = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(file));
    let parquet: Vec<RecordBatch> = reader.unwrap().build().unwrap().map(Result::unwrap).collect();
    for read in [batches, parquet] {
        assert_eq!(read.iter().map(RecordBatch::num_rows).sum::<usize>(), 8);
        let schema = read[0].schema();
        assert_eq!(schema.field_with_name("text").unwrap().data_type(), &arrow::datatypes::DataType::Utf8);
        assert_eq!(schema.field_with_name("dictionary").unwrap().data_type(), &arrow::datatypes::DataType::Utf8);
        let again: Vec<Value> = serde_json::from_slice(&write(Format::Json, &read, &FormatOptions::default())).unwrap();
        assert_eq!(again, [expected(), expected()].concat());
    }
}

#[test]
fn table_is_aligned_and_cut() {
    let batch = sample().project(&[0, 1, 5]).unwrap();
    let text =
        String::from_utf8(write(Format::Table, std::slice::from_ref(&batch), &FormatOptions::default())).unwrap();
    let widths: Vec<usize> = text.lines().map(|line| line.chars().count()).collect();
    assert!(widths.iter().all(|width| *width == widths[0]), "{text}");
    assert!(text.contains(r#"| a,"b"\r\nc é"#) && text.contains("| [1,null] |"), "{text}");
    let narrow = FormatOptions { max_width: Some(6), ..FormatOptions::default() };
    let text = String::from_utf8(write(Format::Table, std::slice::from_ref(&batch), &narrow)).unwrap();
    assert!(text.lines().all(|line| line.chars().count() <= 3 * 9 + 1) && text.contains('…'), "{text}");
    let many: Vec<RecordBatch> = vec![batch; 600];
    let text = String::from_utf8(write(Format::Table, &many, &narrow)).unwrap();
    assert_eq!(text.lines().count(), 2_400 + 4);
}

#[test]
fn one_long_value_does_not_widen_all_rows_and_is_whole() {
    let (long, column) = ("x".repeat(100_000), |long: &str| StringArray::from_iter_values([long, "short"]));
    let batch = RecordBatch::try_from_iter([("a", Arc::new(column(&long)) as ArrayRef)]).unwrap();
    let text =
        String::from_utf8(write(Format::Table, std::slice::from_ref(&batch), &FormatOptions::default())).unwrap();
    assert!(text.contains(&long) && text.len() < long.len() + 2_000, "{}", text.len());
    // Nor does a long name.
    let batch = RecordBatch::try_from_iter([(&*long, Arc::new(column("y")) as ArrayRef)]).unwrap();
    let text = String::from_utf8(write(Format::Table, &[batch], &FormatOptions::default())).unwrap();
    assert!(text.contains(&long) && text.len() < long.len() + 2_000, "{}", text.len());
}

#[test]
fn an_empty_text_in_a_union_is_no_null() {
    use arrow::array::UnionArray;
    use arrow::datatypes::{DataType, UnionFields};
    let fields = UnionFields::try_new(
        [0, 1],
        [Field::new("null", DataType::Null, true), Field::new("str", DataType::Utf8, true)],
    )
    .unwrap();
    let children: Vec<ArrayRef> =
        vec![Arc::new(arrow::array::NullArray::new(3)), Arc::new(StringArray::from(vec!["", "", "a"]))];
    let union = UnionArray::try_new(fields, vec![0_i8, 1, 1].into(), None, children).unwrap();
    let batch = RecordBatch::try_from_iter_with_nullable([("u", Arc::new(union) as ArrayRef, true)]).unwrap();
    let stream = write(Format::Arrow, &[batch], &FormatOptions::default());
    let read = arrow::ipc::reader::StreamReader::try_new(stream.as_slice(), None).unwrap().next().unwrap().unwrap();
    assert_eq!(read.column(0).as_string::<i32>().iter().collect::<Vec<_>>(), [None, Some(""), Some("a")]);
}

#[test]
fn nulls_without_a_type_are_nulls_in_every_format() {
    use arrow::array::{NullArray, new_null_array};
    use arrow::datatypes::{DataType, Fields};
    let nested = |name: &str| Arc::new(Field::new(name, DataType::Null, true));
    let lists = ListArray::new(
        nested("item"),
        arrow::buffer::OffsetBuffer::from_lengths([1, 0]),
        Arc::new(NullArray::new(1)),
        None,
    );
    let structs = StructArray::new(Fields::from(vec![nested("k")]), vec![Arc::new(NullArray::new(2))], None);
    let columns: [(&str, ArrayRef); 5] = [
        ("a", Arc::new(NullArray::new(2))),
        ("b", Arc::new(Int64Array::from(vec![1, 2]))),
        ("l", Arc::new(lists)),
        ("s", Arc::new(structs)),
        ("d", new_null_array(&DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Null)), 2)),
    ];
    let batch = RecordBatch::try_from_iter_with_nullable(columns.map(|(name, column)| (name, column, true))).unwrap();
    let options = FormatOptions::default();
    let text = |format| String::from_utf8(write(format, std::slice::from_ref(&batch), &options)).unwrap();
    assert_eq!(text(Format::Csv), "a,b,l,s,d\r\n,1,[null],\"{\"\"k\"\":null}\",\r\n,2,[],\"{\"\"k\"\":null}\",\r\n");
    let expected = json!([
        {"a": null, "b": 1, "l": [null], "s": {"k": null}, "d": null},
        {"a": null, "b": 2, "l": [], "s": {"k": null}, "d": null},
    ]);
    assert_eq!(serde_json::from_str::<Value>(&text(Format::Json)).unwrap(), expected);
    assert!(text(Format::Table).contains("|   | 1 | [null] | {\"k\":null} |   |"), "{}", text(Format::Table));
    let stream = write(Format::Arrow, std::slice::from_ref(&batch), &options);
    let arrow = arrow::ipc::reader::StreamReader::try_new(stream.as_slice(), None).unwrap().map(Result::unwrap);
    let file = bytes::Bytes::from(write(Format::Parquet, std::slice::from_ref(&batch), &options));
    let parquet = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    for read in arrow.chain(parquet.build().unwrap().map(Result::unwrap)) {
        let again: Value = serde_json::from_slice(&write(Format::Json, std::slice::from_ref(&read), &options)).unwrap();
        assert_eq!(again, expected);
        let schema = read.schema();
        let untyped = schema.fields().iter().any(|field| format!("{:?}", field.data_type()).contains("Null"));
        assert!(!untyped, "{schema}");
    }
}
