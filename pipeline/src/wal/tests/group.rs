//! Groups as bytes and back.

use std::sync::Arc;

use arrow::{
    array::{
        Array, ArrayRef, BooleanArray, Float64Array, Int64Array, ListBuilder, RecordBatch, StringArray,
        StringDictionaryBuilder, TimestampMicrosecondArray,
    },
    buffer::Buffer,
    datatypes::{Int32Type, Schema},
    ipc::writer::StreamWriter,
};
use custos_model::{
    batch::{Counts, Group},
    schema::{Kind, Table, list_item},
};
use proptest::prelude::*;

use super::super::{
    FrameBuffer, delete_below,
    format::{FRAME_HEADER, FRAME_MAGIC},
    payload::decode,
    read_segment,
};
use super::{numbered, shard};

/// A column of a kind from texts.
fn column(kind: Kind, texts: &[Option<String>]) -> ArrayRef {
    let number = |text: &Option<String>| text.as_ref().map(|t| t.len() as i64);
    match kind {
        Kind::Text => Arc::new(StringArray::from(texts.to_vec())),
        Kind::Dict => {
            let mut builder = StringDictionaryBuilder::<Int32Type>::new();
            texts.iter().for_each(|text| builder.append_option(text.as_deref()));
            Arc::new(builder.finish())
        }
        Kind::DictList => {
            let values = StringDictionaryBuilder::<Int32Type>::new();
            let mut builder = ListBuilder::new(values).with_field(list_item(Kind::Dict.data_type()));
            for text in texts {
                if let Some(text) = text {
                    text.split('a').for_each(|part| builder.values().append_value(part));
                }
                builder.append(text.is_some());
            }
            Arc::new(builder.finish())
        }
        Kind::Int => Arc::new(texts.iter().map(number).collect::<Int64Array>()),
        Kind::Double => Arc::new(texts.iter().map(|t| number(t).map(|n| n as f64 / 3.0)).collect::<Float64Array>()),
        Kind::Timestamp => {
            Arc::new(texts.iter().map(number).collect::<TimestampMicrosecondArray>().with_timezone("UTC"))
        }
        Kind::Bool => Arc::new(texts.iter().map(|t| t.as_ref().map(String::is_empty)).collect::<BooleanArray>()),
    }
}

fn batch(table: Table, texts: &[Option<String>]) -> RecordBatch {
    let columns = table.columns().iter().enumerate().map(|(i, c)| {
        let mut texts = texts.to_vec();
        let rows = texts.len().max(1);
        texts.rotate_left(i % rows);
        column(c.kind, &texts)
    });
    RecordBatch::try_new(table.schema(), columns.collect()).unwrap()
}

fn payload(group: &Group) -> Buffer {
    let mut frame = FrameBuffer::default();
    frame.encode(group).unwrap();
    Buffer::from(&frame.seal(1, 2)[FRAME_HEADER..])
}

fn texts() -> impl Strategy<Value = Vec<Option<String>>> {
    proptest::collection::vec(proptest::option::of("[a-cé]{0,6}"), 1..6)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn round_trips(rows in proptest::collection::vec((0..4_usize, texts()), 0..3), received: u64, reason in "[a-z/]{1,9}") {
        let mut counts = Counts::default();
        counts.refused.insert(reason, received);
        let tables: Vec<_> = rows.iter().map(|(t, texts)| (Table::ALL[*t], batch(Table::ALL[*t], texts))).collect();
        let group = Group { tables, counts };
        let back = decode(&payload(&group)).unwrap();
        prop_assert_eq!(back.tables, group.tables);
        prop_assert_eq!(back.counts, group.counts);
    }

    #[test]
    fn slices_round_trip(texts in proptest::collection::vec(proptest::option::of("[a-cé]{0,6}"), 12..20), from in 0..9_usize, len in 1..4_usize) {
        for table in Table::ALL {
            let slice = batch(*table, &texts).slice(from, len);
            let group = Group { tables: vec![(*table, slice)], counts: Counts::default() };
            prop_assert_eq!(&decode(&payload(&group)).unwrap().tables[0].1, &group.tables[0].1);
        }
    }

    /// Behind a valid checksum any bytes may stand: an error or a group, never a panic.
    #[test]
    fn a_changed_payload_is_a_group_or_an_error(texts in texts(), changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6), cut: prop::sample::Index) {
        let group = Group { tables: vec![(Table::Spans, batch(Table::Spans, &texts))], counts: Counts::default() };
        let mut bytes = payload(&group).to_vec();
        let _ = decode(&Buffer::from(&bytes[..cut.index(bytes.len())]));
        for (at, to) in changes {
            let at = at.index(bytes.len());
            bytes[at] = to;
        }
        let _ = decode(&Buffer::from(bytes));
    }

    #[test]
    fn random_bytes_are_refused(bytes: Vec<u8>) {
        prop_assert!(read_segment(&bytes).is_err());
        prop_assert!(decode(&Buffer::from(bytes)).is_err());
    }

    #[test]
    fn a_changed_segment_is_refused(changes in proptest::collection::vec((any::<prop::sample::Index>(), 1..=255_u8), 1..4), cut: prop::sample::Index) {
        let image = image();
        let mut changed = image.clone();
        for (at, flip) in changes {
            let at = at.index(changed.len());
            changed[at] ^= flip;
        }
        if changed != image {
            prop_assert!(read_segment(&changed).is_err());
        }
        let _ = read_segment(&image[..cut.index(image.len())]);
    }
}

fn image() -> Vec<u8> {
    let dir = tempfile::tempdir().unwrap();
    let dir = shard(dir.path(), 3, 3);
    std::fs::read(super::last_segment(&dir)).unwrap()
}

#[test]
fn decoding_copies_nothing() {
    let group =
        Group { tables: vec![(Table::Spans, batch(Table::Spans, &[Some("a".repeat(1000)), None]))], ..numbered(1) };
    let payload = payload(&group);
    let (from, to) = (payload.as_ptr() as usize, payload.as_ptr() as usize + payload.len());
    let back = decode(&payload).unwrap();
    for column in back.tables[0].1.columns() {
        let data = column.to_data();
        for buffer in data.buffers().iter().chain(data.child_data().iter().flat_map(|c| c.buffers())) {
            let at = buffer.as_ptr() as usize;
            assert!(buffer.is_empty() || (from..to).contains(&at), "{:?} was copied", data.data_type());
        }
    }
}

#[test]
fn columns_added_since_are_null() {
    let old = batch(Table::Usage, &[Some("a".to_owned()), None]).project(&[0, 1, 2]).unwrap();
    let mut group = Group { tables: vec![(Table::Usage, old.clone())], ..numbered(1) };
    let back = decode(&payload(&group)).unwrap();
    let wide = back.table(Table::Usage).unwrap();
    assert_eq!(wide.schema(), Table::Usage.schema());
    assert_eq!(wide.project(&[0, 1, 2]).unwrap(), old);
    assert_eq!(wide.column(3).null_count(), 2);

    let schema = Schema::new(vec![old.schema().field(1).clone()]);
    group.tables[0].1 = RecordBatch::try_new(Arc::new(schema), vec![Arc::clone(old.column(1))]).unwrap();
    assert!(FrameBuffer::default().encode(&group).is_err(), "a column of another name");
}

#[test]
fn a_giant_group_does_not_keep_its_memory() {
    let mut frame = FrameBuffer::default();
    let text = "x".repeat(40 << 20);
    let big = Group { tables: vec![(Table::Usage, batch(Table::Usage, &[Some(text)]))], ..numbered(1) };
    frame.encode(&big).unwrap();
    assert!(frame.seal(0, 0).len() > 40 << 20);
    frame.shrink();
    assert_eq!(frame.seal(0, 0).len(), FRAME_HEADER);
}

/// Bytes that Arrow would not write are an error, not a panic.
#[test]
fn a_stream_without_a_batch_is_refused() {
    let mut stream = Vec::new();
    StreamWriter::try_new(&mut stream, &Table::Usage.schema()).unwrap().finish().unwrap();
    let mut bytes = vec![1, 1, 0, 0, 2, 0, 0, 0, b'{', b'}'];
    bytes.resize(64, 0);
    bytes.extend_from_slice(&3_u64.to_le_bytes());
    bytes.extend_from_slice(&(stream.len() as u64).to_le_bytes());
    bytes.resize(128, 0);
    bytes.extend_from_slice(&stream);
    bytes.resize(bytes.len().next_multiple_of(64), 0);
    assert!(decode(&Buffer::from(bytes)).is_err());
}

/// Versions as they were first written. A new version gets a fixture of its own, and the older ones must still be read.
#[test]
fn reads_every_version() {
    for version in [1, 2] {
        let file = format!("{}/tests/fixtures/wal-v{version}/000/00000000000000000007.wal", env!("CARGO_MANIFEST_DIR"));
        if version == 2 && std::env::var_os("CUSTOS_WRITE_FIXTURE").is_some() {
            write_fixture(&file);
        }
        let groups = read_segment(&std::fs::read(file).unwrap()).unwrap();
        let (seqs, groups): (Vec<_>, Vec<_>) = groups.into_iter().unzip();
        assert_eq!(seqs, [7, 8]);
        for (group, expected) in groups.iter().zip(fixture()) {
            assert_eq!(group.counts, expected.counts);
            for ((table, batch), (t, expected)) in group.tables.iter().zip(&expected.tables) {
                assert_eq!(table, t);
                let known: Vec<_> = (0..expected.num_columns() - added(*table)).collect();
                assert_eq!(batch.project(&known).unwrap(), expected.project(&known).unwrap());
                let since = &batch.columns()[known.len()..];
                assert!(since.iter().all(|column| column.logical_null_count() == column.len()));
            }
            assert_eq!(group.tables.len(), expected.tables.len());
        }
    }
}

/// Columns that a table has got since the fixtures were written.
fn added(table: Table) -> usize {
    usize::from(table == Table::Logs)
}

fn fixture() -> [Group; 2] {
    let texts = [Some("banana".to_owned()), None, Some(String::new()), Some("\u{e9}a".to_owned())];
    let all = Table::ALL.iter().map(|table| (*table, batch(*table, &texts))).collect();
    let mut counts = numbered(4).counts;
    counts.redactions.insert("EMAIL".to_owned(), 2);
    [Group { tables: all, counts }, numbered(9)]
}

fn write_fixture(file: &str) {
    let path = std::path::Path::new(file);
    let mut writer = super::writer(path.parent().unwrap(), 7, u64::MAX, Arc::new(super::RealDisk));
    for group in fixture() {
        super::append(&mut writer, &group).unwrap();
    }
}

/// A segment with header version 2, whose file was used before: behind its frames stand the rest of a frame and whole
/// ones.
#[test]
fn reads_a_segment_with_remains() {
    let fixture = format!("{}/tests/fixtures/wal-v2-remains/000", env!("CARGO_MANIFEST_DIR"));
    let fixture = std::path::Path::new(&fixture);
    if std::env::var_os("CUSTOS_WRITE_FIXTURE").is_some() {
        write_remains(fixture);
    }
    let image = std::fs::read(super::segment_path(fixture, 7)).unwrap();
    assert_eq!(image[8..12], 2_u32.to_le_bytes());
    let frames = memchr::memmem::find_iter(&image, &FRAME_MAGIC).count();
    assert!(frames > 4, "two frames, and remains of others: {frames}");
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("000");
    std::fs::create_dir(&dir).unwrap();
    for torn in [false, true] {
        let mut image = image.clone();
        if torn {
            let last = memchr::memmem::find_iter(&image, &FRAME_MAGIC).nth(1).unwrap();
            image[last + FRAME_HEADER] ^= 1;
        }
        std::fs::write(super::segment_path(&dir, 7), image).unwrap();
        let expected = if torn { (8, vec![4]) } else { (9, vec![4, 9]) };
        assert_eq!(super::reopen(&dir, 7).unwrap(), expected);
    }
}

fn write_remains(dir: &std::path::Path) {
    let open = |seq| super::writer(dir, seq, u64::MAX, Arc::new(super::RealDisk));
    let [large, _] = fixture();
    let mut writer = open(0);
    super::append(&mut writer, &large).unwrap();
    for n in 1..6 {
        super::append(&mut writer, &numbered(n)).unwrap();
    }
    super::append(&mut open(6), &numbered(6)).unwrap();
    let used = std::fs::metadata(super::segment_path(dir, 0)).unwrap().len();
    delete_below(dir, 6, used, &super::WalSize::default()).unwrap();
    let mut writer = open(7);
    for n in [4, 9] {
        super::append(&mut writer, &numbered(n)).unwrap();
    }
    std::fs::remove_file(super::segment_path(dir, 6)).unwrap();
}
