//! Batches into Parquet and back.

use std::sync::Arc;

use arrow::{
    array::{Array, AsArray, RecordBatch, StringArray},
    compute::{cast, concat_batches},
    datatypes::{DataType, Field, Schema},
};
use bytes::Bytes;
use custos_model::{
    component::{EncodedFile, Encoder},
    schema::{Kind, Store, Table},
};
use parquet::{
    arrow::{
        ArrowWriter,
        arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReaderBuilder, RowSelection, RowSelector},
    },
    basic::{Compression, Encoding, PageType, ZstdLevel},
    file::{
        metadata::{PageIndexPolicy, ParquetMetaData, ParquetMetaDataReader},
        properties::WriterProperties,
        reader::{FileReader, SerializedFileReader},
    },
};

use super::sample::{MONDAY, batch, conversations, dict, dict_list, every_kind, times};
use crate::lake::{Codec, LakeConfig, ParquetEncoder};

fn encoder() -> ParquetEncoder {
    ParquetEncoder::new(LakeConfig::default())
}

/// The whole file.
fn joined(file: &EncodedFile) -> Bytes {
    file.pieces.concat().into()
}

fn read(bytes: &Bytes) -> RecordBatch {
    let reader = ParquetRecordBatchReaderBuilder::try_new(bytes.clone()).unwrap();
    let schema = Arc::clone(reader.schema());
    let batches: Vec<_> = reader.build().unwrap().map(Result::unwrap).collect();
    concat_batches(&schema, &batches).unwrap()
}

/// Some rows, found by where the file says that their pages lie.
fn rows_by_page_index(bytes: &Bytes, from: usize, rows: usize) -> RecordBatch {
    let options = ArrowReaderOptions::new().with_page_index_policy(PageIndexPolicy::Required);
    let reader = ParquetRecordBatchReaderBuilder::try_new_with_options(bytes.clone(), options).unwrap();
    let selection = RowSelection::from(vec![RowSelector::skip(from), RowSelector::select(rows)]);
    let schema = Arc::clone(reader.schema());
    let batches: Vec<_> = reader.with_row_selection(selection).build().unwrap().map(Result::unwrap).collect();
    concat_batches(&schema, &batches).unwrap()
}

/// The batch as SQL shows it.
fn plain(table: Table, batch: &RecordBatch) -> RecordBatch {
    let schema = table.sql_schema();
    let columns = batch.columns().iter().zip(schema.fields()).map(|(c, f)| cast(c, f.data_type()).unwrap()).collect();
    RecordBatch::try_new(schema, columns).unwrap()
}

#[test]
fn every_kind_of_column_of_every_table_comes_back() {
    for codec in [Codec::None, Codec::Lz4, Codec::Zstd(1)] {
        for table in Table::ALL {
            let mut encoder = ParquetEncoder::new(LakeConfig { codec, row_group_rows: 64, ..LakeConfig::default() });
            let batch = every_kind(*table, 100);
            encoder.append(*table, &batch.slice(0, 37)).unwrap();
            encoder.append(*table, &batch.slice(37, 0)).unwrap();
            encoder.append(*table, &batch.slice(37, 63)).unwrap();
            assert!(encoder.memory() > 0);
            let files = encoder.finish().unwrap();
            assert_eq!(files.len(), 1);
            let file = &files[0];
            assert_eq!(
                (file.table, file.rows, file.tenant.as_str(), file.day.as_str()),
                (*table, 100, "acme", "2026-11-23")
            );
            let back = read(&joined(file));
            assert_eq!(back.schema().fields(), table.sql_schema().fields(), "readers must see plain text");
            assert_eq!(back.columns(), plain(*table, &batch).columns());
            assert!(encoder.finish().unwrap().is_empty());
            assert_eq!(encoder.memory(), 0);
        }
    }
}

#[test]
fn rows_go_to_the_file_of_their_tenant_and_day() {
    let day = 86_400_000_000;
    let rows = [("a", 0, Some(5)), ("b", 0, Some(9)), ("a", day, None), ("a", day - 1, Some(-3)), ("b", day, None)];
    let spans = batch(
        Table::Spans,
        rows.len(),
        vec![
            ("tenant", dict(rows.iter().map(|r| Some(r.0)))),
            ("received_at", times(rows.iter().map(|r| Some(MONDAY + r.1)))),
            ("start_time", times(rows.iter().map(|r| r.2))),
        ],
    );
    let mut encoder = encoder();
    encoder.append(Table::Spans, &spans).unwrap();
    let files: Vec<_> =
        encoder.finish().unwrap().into_iter().map(|f| (f.tenant, f.day, f.rows, f.time_range)).collect();
    let text = |s: &str| s.to_owned();
    assert_eq!(
        files,
        [
            (text("a"), text("2026-11-23"), 2, Some((-3, 5))),
            (text("a"), text("2026-11-24"), 1, None),
            (text("b"), text("2026-11-23"), 1, Some((9, 9))),
            (text("b"), text("2026-11-24"), 1, None),
        ]
    );
}

#[test]
fn a_batch_of_another_schema_is_an_error() {
    let mut encoder = encoder();
    let logs = every_kind(Table::Logs, 3);
    assert!(encoder.append(Table::Spans, &logs).is_err());
    assert!(encoder.finish().unwrap().is_empty());
}

fn metadata(bytes: &Bytes) -> ParquetMetaData {
    ParquetMetaDataReader::new().with_page_index_policy(PageIndexPolicy::Required).parse_and_finish(bytes).unwrap()
}

#[test]
fn columns_are_stored_as_declared() {
    let mut encoder = encoder();
    for batch in conversations(20, 4, 300).batches {
        encoder.append(Table::Spans, &batch).unwrap();
    }
    let file = encoder.finish().unwrap().remove(0);
    let metadata = metadata(&joined(&file));
    assert!(metadata.file_metadata().created_by().unwrap().starts_with("custos version "));
    let keys: Vec<_> =
        metadata.file_metadata().key_value_metadata().unwrap().iter().map(|kv| kv.key.as_str()).collect();
    assert_eq!(keys, ["custos.table", "custos.version"], "ARROW:schema would show dictionaries to readers");
    let group = metadata.row_group(0);
    for (i, column) in Table::Spans.columns().iter().enumerate() {
        let chunk = group.column(i);
        assert_eq!(chunk.column_path().parts()[0], column.name);
        assert_eq!(chunk.statistics().is_some(), column.store != Store::Content, "statistics of {}", column.name);
        assert_eq!(
            chunk.bloom_filter_offset().is_some(),
            column.store == Store::Bloom,
            "Bloom filter of {}",
            column.name
        );
        assert!(chunk.offset_index_offset().is_some(), "page index of {}", column.name);
        let dictionary = matches!(column.kind, Kind::Dict | Kind::DictList) || column.store == Store::Bloom;
        assert_eq!(chunk.dictionary_page_offset().is_some(), dictionary, "dictionary of {}", column.name);
        // What readers that do not know the page index go by.
        let first = chunk.dictionary_page_offset().map_or(chunk.byte_range().0 as i64, |offset| offset + 1);
        assert!(chunk.data_page_offset() >= first, "first data page of {}", column.name);
        assert!(!dictionary || chunk.encodings().any(|e| e == Encoding::PLAIN), "encodings of {}", column.name);
    }
    let bloom: i32 = group.columns().iter().filter_map(|c| c.bloom_filter_length()).sum();
    assert!(bloom < 2000, "Bloom filters of 20 ids take {bloom} bytes");
}

/// A dictionary may grow to the size of a row group without being given up, and a row group stays within its bound.
#[test]
fn large_dictionaries_hold_and_row_groups_are_bounded() {
    let config = LakeConfig { row_group_bytes: 4 << 20, ..LakeConfig::default() };
    let bound = config.row_group_bytes;
    let mut encoder = ParquetEncoder::new(config);
    let mut most = 0;
    for batch in conversations(60, 12, 8000).batches {
        encoder.append(Table::Spans, &batch).unwrap();
        most = most.max(encoder.memory());
    }
    let file = encoder.finish().unwrap().remove(0);
    assert!(most < 3 * bound + file.size() * 2, "{most} bytes were held");
    let reader = SerializedFileReader::new(joined(&file)).unwrap();
    assert!(reader.num_row_groups() > 1);
    let column = Table::Spans.index("input_messages").unwrap();
    for group in 0..reader.num_row_groups() {
        let group = reader.get_row_group(group).unwrap();
        let mut largest = 0;
        for page in group.get_column_page_reader(column).unwrap().map(Result::unwrap) {
            assert!(
                page.page_type() == PageType::DICTIONARY_PAGE
                    || page.encoding() == parquet::basic::Encoding::RLE_DICTIONARY,
                "the dictionary was given up"
            );
            largest = largest.max(page.buffer().len());
        }
        // The limit is looked at between batches: it may be passed by what one batch holds.
        assert!(largest < bound + 60 * 24 * 8100, "dictionary of {largest} bytes");
    }
}

/// Dictionaries of content are compressed in parts, where the codec allows it; every text comes back, repeated ones
/// too.
#[test]
fn dictionaries_in_parts_come_back() {
    let long = |n: usize| format!("{n} {}", "a long text, ".repeat(20_000 + 100 * n));
    let texts: Vec<_> = (0..24).map(|n| long(n % 16)).collect();
    let lists: Vec<_> = texts.chunks(3).collect();
    let spans = batch(
        Table::Spans,
        lists.len(),
        vec![
            ("tenant", dict(lists.iter().map(|_| Some("a")))),
            ("received_at", times(lists.iter().map(|_| Some(MONDAY)))),
            ("input_messages", dict_list(lists.iter().map(|l| Some(l.iter().map(|t| Some(t.as_str())).collect())))),
        ],
    );
    for codec in [Codec::None, Codec::Lz4, Codec::Zstd(1)] {
        let mut encoder = ParquetEncoder::new(LakeConfig { codec, ..LakeConfig::default() });
        encoder.append(Table::Spans, &spans).unwrap();
        encoder.append(Table::Spans, &spans).unwrap();
        let held = encoder.memory();
        let file = encoder.finish().unwrap().remove(0);
        let back = read(&joined(&file));
        assert_eq!(back.slice(0, lists.len()).columns(), plain(Table::Spans, &spans).columns());
        assert_eq!(back.slice(lists.len(), lists.len()).columns(), plain(Table::Spans, &spans).columns());
        let distinct: usize = texts.iter().take(16).map(String::len).sum();
        if codec == Codec::Zstd(1) {
            assert!(held < distinct / 2, "{held} of {distinct} bytes were held");
        } else if codec == Codec::None {
            assert!(file.size() < distinct * 3 / 2, "a text was stored twice");
        }
    }
}

/// Prints what the list layout saves: `cargo test -p custos-sinks repeated_history -- --nocapture`.
#[test]
fn repeated_history_is_stored_once() {
    let sample = conversations(50, 20, 1000);
    let rows: usize = sample.batches.iter().map(RecordBatch::num_rows).sum();
    let mut encoder = encoder();
    for batch in &sample.batches {
        encoder.append(Table::Spans, batch).unwrap();
    }
    let ours = encoder.finish().unwrap().remove(0);

    let column = Table::Spans.index("input_messages").unwrap();
    let chunk: i64 = metadata(&joined(&ours)).row_groups().iter().map(|g| g.column(column).compressed_size()).sum();
    let field = Field::new("input_messages", DataType::Utf8, true);
    let schema = Arc::new(Schema::new(vec![field]));
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1).unwrap()))
        .set_dictionary_enabled(false)
        .build();
    let mut writer = ArrowWriter::try_new(Vec::new(), Arc::clone(&schema), Some(properties)).unwrap();
    for text in &sample.naive {
        let batch = RecordBatch::try_new(Arc::clone(&schema), vec![Arc::new(text.clone())]).unwrap();
        writer.write(&batch).unwrap();
    }
    let naive = writer.into_inner().unwrap().len();
    let per_span = |bytes: usize| bytes as f64 / rows as f64;
    println!("50 interleaved conversations of 20 turns, messages of 1 KB, {rows} spans, zstd 1, bytes a span:");
    println!("  content as sent             {:>9.0}", per_span(sample.content_bytes));
    println!("  one JSON text a span        {:>9.0}", per_span(naive));
    println!("  list of messages (column)   {:>9.0}", per_span(chunk as usize));
    println!("  whole row, every column     {:>9.0}", per_span(ours.size()));
    assert!(naive > 4 * chunk as usize, "{naive} bytes against {chunk}");

    let back = read(&joined(&ours));
    let last = back.column(column).as_list::<i32>().value(rows - 1);
    let last: Vec<_> = last.as_any().downcast_ref::<StringArray>().unwrap().iter().map(Option::unwrap).collect();
    assert_eq!(format!("[{}]", last.join(",")), sample.naive[19].value(49));
}

/// Writes a file to look at with other readers.
#[test]
#[ignore = "only to try other readers"]
fn write_a_sample() {
    let mut encoder = encoder();
    for batch in conversations(300, 20, 1000).batches {
        encoder.append(Table::Spans, &batch).unwrap();
    }
    encoder.append(Table::Spans, &every_kind(Table::Spans, 100)).unwrap();
    let path = std::env::temp_dir().join("custos-sample.parquet");
    std::fs::write(&path, joined(&encoder.finish().unwrap().remove(0))).unwrap();
    println!("{}", path.display());
}

/// Runs, alternations and lists of every length, over several pages and batches.
#[test]
fn levels_and_keys_of_any_pattern_come_back() {
    const ROWS: usize = 45_000;
    let mut state = 7_u64;
    let mut random = move |n: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % n
    };
    // A pattern that changes from stretch to stretch: long runs, short runs, noise.
    let mut keys: Vec<Option<u64>> = Vec::new();
    while keys.len() < ROWS {
        let distinct = [1, 2, 9, 300, 70_000][random(5) as usize];
        let run = [1, 3, 7, 8, 9, 100][random(6) as usize];
        for _ in 0..random(60) {
            let key = (random(4) > 0).then(|| random(distinct));
            keys.extend(std::iter::repeat_n(key, run));
        }
    }
    keys.truncate(ROWS);
    let texts: Vec<_> = (0..70_000).map(|n| format!("text {n}")).collect();
    let text = |key: Option<u64>| key.map(|key| texts[key as usize].as_str());
    let lists = (0..ROWS).map(|row| {
        keys[row]
            .filter(|key| *key > 0)
            .map(|key| (0..key % 5).map(|i| text(keys[(row + i as usize) % ROWS])).collect())
    });
    let all = batch(
        Table::Spans,
        ROWS,
        vec![
            ("tenant", dict((0..ROWS).map(|_| Some("acme")))),
            ("received_at", times((0..ROWS).map(|_| Some(MONDAY)))),
            ("name", dict(keys.iter().map(|key| text(*key)))),
            ("span_id", Arc::new(keys.iter().map(|key| text(*key)).collect::<StringArray>())),
            ("trace_id", Arc::new(keys.iter().map(|key| text(*key)).collect::<StringArray>())),
            ("input_messages", dict_list(lists)),
        ],
    );
    let mut encoder = encoder();
    for from in (0..ROWS).step_by(1234) {
        encoder.append(Table::Spans, &all.slice(from, 1234.min(ROWS - from))).unwrap();
    }
    let file = encoder.finish().unwrap().remove(0);
    let plain = plain(Table::Spans, &all);
    let back = read(&joined(&file));
    for name in ["name", "span_id", "trace_id", "input_messages"] {
        assert_eq!(back.column_by_name(name), plain.column_by_name(name), "{name}");
    }
    for from in [19_990, 39_995, ROWS - 10] {
        let back = rows_by_page_index(&joined(&file), from, 10);
        for name in ["name", "span_id", "trace_id", "input_messages"] {
            let expected = plain.slice(from, 10).column_by_name(name).cloned();
            assert_eq!(back.column_by_name(name), expected.as_ref(), "{name} from row {from}");
        }
    }
    let reader = ParquetRecordBatchReaderBuilder::try_new(joined(&file)).unwrap();
    let ids = reader.get_row_group_column_bloom_filter(0, Table::Spans.index("trace_id").unwrap()).unwrap().unwrap();
    assert!(keys.iter().filter_map(|key| text(*key)).all(|id| ids.check(&id)), "a query for an id would not find it");
    let nulls = all.column_by_name("name").unwrap().null_count() as u64;
    let used: Vec<_> = keys.iter().filter_map(|key| text(*key)).collect();
    let bounds = [used.iter().min(), used.iter().max()].map(|text| text.map(|text| text.as_bytes()));
    let metadata = metadata(&joined(&file));
    for name in ["name", "span_id", "trace_id"] {
        let column = Table::Spans.index(name).unwrap();
        let statistics = metadata.row_group(0).column(column).statistics().unwrap();
        assert_eq!(statistics.null_count_opt(), Some(nulls), "{name}");
        assert_eq!([statistics.min_bytes_opt(), statistics.max_bytes_opt()], bounds, "{name}");
        let pages = metadata.offset_index().unwrap()[0][column].page_locations().len();
        assert!(pages >= ROWS / 20_000, "{name} has {pages} pages");
    }
}
