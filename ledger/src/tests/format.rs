//! The byte format: round trip, bad input, the committed fixture.

use std::collections::BTreeMap;

use custos_model::batch::Counts;
use proptest::prelude::*;

use super::support::draft;
use crate::{
    Entry, EntryType, FileRef, Keys,
    chain::{Chain, ZERO, check_entry},
    entry::State,
    envelope,
    keys::KeyRing,
};

const FIXTURE: &[u8] = include_bytes!("../../fixtures/entry_v1.json");

fn fixture() -> (Keys, Entry) {
    let entry = Entry {
        state: BTreeMap::from([
            ("availability".into(), State::Object { sha256: "ab".repeat(32), size: 70_000 }),
            ("usage".into(), State::Inline("AAEC".into())),
        ]),
        versions: BTreeMap::from([("mapping".into(), "1".into())]),
        ..entry()
    };
    (Keys::from_seed([7; 32]), entry)
}

fn entry() -> Entry {
    let draft = draft("0198c0de-0000-7000-8000-000000000001", 17);
    Entry {
        v: 1,
        seq: 2,
        prev: "0f".repeat(32),
        ts: "2026-11-23T22:00:00.000000Z".into(),
        writer: "collector-1".into(),
        kind: EntryType::Ingest,
        add: draft.add,
        remove: Vec::new(),
        wal: draft.wal,
        state: BTreeMap::new(),
        counts: draft.counts,
        versions: BTreeMap::new(),
        nonce: "00112233445566778899aabbccddeeff".into(),
        public_key: None,
    }
}

fn ring(keys: &Keys) -> KeyRing {
    let mut ring = KeyRing::default();
    ring.add(keys.public());
    ring
}

/// Prints the fixture; for the day on which a version 2 needs one of its own.
#[test]
#[ignore = "only to make a new fixture"]
fn print_fixture() {
    let (keys, entry) = fixture();
    print!("{}", String::from_utf8(envelope::seal(&entry.to_body().unwrap(), &keys)).unwrap());
}

#[test]
fn version_1_is_read_and_written_as_ever() {
    let (keys, entry) = fixture();
    assert_eq!(envelope::seal(&entry.to_body().unwrap(), &keys), FIXTURE);
    let opened = envelope::open(FIXTURE).unwrap();
    assert_eq!(opened.key_id, keys.id());
    opened.check(&ring(&keys)).unwrap();
    assert_eq!(Entry::parse(opened.body).unwrap(), entry);
    let mut chain = Chain { seq: 1, head: "0f".repeat(32), ..Chain::default() };
    assert_eq!(chain.apply(FIXTURE, &ring(&keys)).unwrap(), entry);
}

#[test]
fn every_changed_byte_is_refused() {
    let keys = ring(&fixture().0);
    let chain = Chain { seq: 1, head: "0f".repeat(32), ..Chain::default() };
    assert!(chain.check(FIXTURE, &keys).1.is_empty());
    for at in 0..FIXTURE.len() {
        let mut bytes = FIXTURE.to_vec();
        bytes[at] ^= 1;
        assert!(!chain.check(&bytes, &keys).1.is_empty(), "byte {at} can be changed");
        assert!(!chain.check(&FIXTURE[..at], &keys).1.is_empty(), "{at} bytes are taken for an entry");
    }
    assert!(!chain.check(&[FIXTURE, b"\n"].concat(), &keys).1.is_empty());
}

#[test]
fn another_version_and_unknown_fields_are_refused() {
    let body = entry().to_body().unwrap();
    assert!(Entry::parse(body.replace("\"v\":1", "\"v\":2").as_bytes()).unwrap_err().contains("version 2"));
    assert!(Entry::parse(body.replace("\"seq\"", "\"x\":0,\"seq\"").as_bytes()).is_err());
    assert!(Entry::parse(body.replace("\"path\"", "\"x\":0,\"path\"").as_bytes()).is_err());
    assert!(Entry::parse(b"").is_err());
    assert!(Entry::parse(b"[1]").is_err());
}

/// The field at which an entry after an empty chain is refused, each rule broken alone.
#[test]
fn every_rule_is_told_at_its_field() {
    type Break = fn(&mut Entry);
    let rules: &[(&str, Break)] = &[
        ("", |e| e.v = 2),
        ("seq", |e| e.seq = 3),
        ("prev", |e| e.prev = "ee".repeat(32)),
        ("type", |e| (e.kind, e.public_key) = (EntryType::Genesis, Some(String::new()))),
        ("remove", |e| e.remove = vec!["tables/x".into()]),
        ("remove[0]", |e| e.remove = vec!["tables/x".into()]),
        ("public_key", |e| e.public_key = Some(String::new())),
        ("ts", |e| e.ts = "yesterday".into()),
        ("nonce", |e| e.nonce.truncate(31)),
        ("nonce", |e| e.nonce = "G".repeat(32)),
        ("state.usage.sha256", |e| {
            e.state.insert("usage".into(), State::Object { sha256: "AB".repeat(32), size: 1 });
        }),
        ("add[0].table", |e| e.add[0].table = "nothing".into()),
        ("add[0].day", |e| e.add[0].day = "2026-02-30".into()),
        ("add[0].day", |e| e.add[0].day = "2026-2-3".into()),
        ("add[0].sha256", |e| e.add[0].sha256.truncate(63)),
        ("add[0].time_range", |e| e.add[0].time_range = Some((2, 1))),
        ("add[0].path", |e| e.add[0].tenant = "other".into()),
        ("add[1].path", |e| e.add.push(e.add[0].clone())),
    ];
    let (keys, sound) = (Keys::from_seed([7; 32]), entry());
    let refused = |entry: &Entry| {
        let bytes = envelope::seal(&entry.to_body().unwrap(), &keys);
        check_entry(&bytes, sound.seq, &sound.prev, &ring(&keys)).1
    };
    assert!(refused(&sound).is_empty(), "{:?}", refused(&sound));
    for (field, break_rule) in rules {
        let mut entry = sound.clone();
        break_rule(&mut entry);
        let found = refused(&entry);
        assert!(found.iter().any(|refusal| refusal.field == *field), "{field}: {found:?}");
        // Whoever only removes breaks two rules at once.
        assert!(found.len() == 1 || field.starts_with("remove"), "{field}: {found:?}");
    }

    let genesis = EntryType::Genesis;
    let first =
        Entry { seq: 1, prev: ZERO.into(), kind: genesis, add: vec![], public_key: Some("k".into()), ..sound.clone() };
    let refused = |entry: &Entry| {
        let bytes = envelope::seal(&entry.to_body().unwrap(), &keys);
        check_entry(&bytes, 1, ZERO, &ring(&keys)).1.into_iter().map(|refusal| refusal.to_string()).collect::<Vec<_>>()
    };
    assert!(refused(&first).is_empty());
    let adds = Entry { add: entry().add, ..first.clone() };
    assert_eq!(refused(&adds), ["type: genesis adds or removes files"]);
    let ingest = Entry { kind: EntryType::Ingest, public_key: None, ..first };
    assert_eq!(refused(&ingest), ["type: the first entry is not genesis"]);
}

#[test]
fn a_debug_of_keys_tells_only_the_id() {
    let keys = Keys::from_seed([7; 32]);
    assert_eq!(format!("{keys:?}"), format!("Keys {{ id: \"{}\", .. }}", keys.id()));
}

fn any_map<V: fmt::Debug>(value: impl Strategy<Value = V>) -> impl Strategy<Value = BTreeMap<String, V>> {
    prop::collection::btree_map(any::<String>(), value, 0..4)
}

use std::fmt;

prop_compose! {
    fn any_file()(path in any::<String>(), table in any::<String>(), tenant in any::<String>(), day in any::<String>(),
        rows in any::<u64>(), size in any::<u64>(), sha256 in any::<String>(), time_range in any::<Option<(i64, i64)>>()) -> FileRef {
        FileRef { path, table, tenant, day, rows, size, sha256, time_range }
    }
}

fn any_state() -> impl Strategy<Value = State> {
    prop_oneof![
        any::<String>().prop_map(State::Inline),
        (any::<String>(), any::<u64>()).prop_map(|(sha256, size)| State::Object { sha256, size }),
    ]
}

prop_compose! {
    fn any_entry()(seq in any::<u64>(), texts in any::<[String; 4]>(), add in prop::collection::vec(any_file(), 0..4),
        remove in any::<Vec<String>>(), wal in prop::collection::btree_map(any::<u32>(), any::<u64>(), 0..4),
        state in any_map(any_state()), received in any_map(any::<u64>()), refused in any_map(any::<u64>()),
        versions in any_map(any::<String>()), public_key in any::<Option<String>>(),
        kind in prop_oneof![Just(EntryType::Genesis), Just(EntryType::Ingest), Just(EntryType::Compact)]) -> Entry {
        let [prev, ts, writer, nonce] = texts;
        let counts = Counts { received, refused, ..Counts::default() };
        Entry { v: 1, seq, prev, ts, writer, kind, add, remove, wal, state, counts, versions, nonce, public_key }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn round_trip(entry in any_entry()) {
        let keys = Keys::from_seed([9; 32]);
        let bytes = envelope::seal(&entry.to_body().unwrap(), &keys);
        let opened = envelope::open(&bytes).unwrap();
        opened.check(&ring(&keys)).unwrap();
        prop_assert_eq!(Entry::parse(opened.body).unwrap(), entry);
    }

    #[test]
    fn no_entry_of_random_fields_is_taken_or_panics(entry in any_entry()) {
        let keys = Keys::from_seed([9; 32]);
        let chain = Chain { seq: entry.seq.saturating_sub(1).min(1 << 61), head: ZERO.into(), ..Chain::default() };
        let bytes = envelope::seal(&entry.to_body().unwrap(), &keys);
        prop_assert!(!chain.check(&bytes, &ring(&keys)).1.is_empty());
    }

    #[test]
    fn random_bytes_do_not_panic(bytes in any::<Vec<u8>>()) {
        let _ = Entry::parse(&bytes);
        prop_assert!(!Chain::default().check(&bytes, &KeyRing::default()).1.is_empty());
    }
}
