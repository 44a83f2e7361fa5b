//! What `verify` finds.

use std::{collections::BTreeMap, sync::Arc};

use futures::TryStreamExt;
use object_store::{ObjectStore, ObjectStoreExt, path::Path};

use super::support::{counts, draft, memory, open, read, stored};
use crate::{EntryRef, Keys, Ledger, Report, VerifyOptions, chain::sha256_hex, layout, verify, verify::Fault};

/// Four entries with one file each, and a large state.
async fn lake() -> (Arc<dyn ObjectStore>, Ledger, EntryRef) {
    let store = memory();
    let ledger = open(&store, "a").await;
    for n in 0..3 {
        ledger.commit(stored(&store, &format!("f{n}"), n).await).await.unwrap();
    }
    let mut last = stored(&store, "f3", 3).await;
    last.state.insert("big".into(), vec![1; 9000]);
    last.counts.received.insert("spans".into(), 5);
    last.counts.refused = BTreeMap::from([("spans/bad_id".into(), 2)]);
    let head = ledger.commit(last).await.unwrap();
    (store, ledger, head)
}

async fn check(store: &Arc<dyn ObjectStore>) -> Report {
    verify(store, &VerifyOptions::default()).await.unwrap()
}

/// The only problem, as `seq path field: what`.
fn only(report: &Report) -> String {
    assert!(!report.ok);
    assert_eq!(report.problems.len(), 1, "{:#?}", report.problems);
    told(report).remove(0)
}

fn told(report: &Report) -> Vec<String> {
    let text = |p: &crate::verify::Problem| {
        let (path, field) = (p.path.as_deref().unwrap_or("-"), p.field.as_deref().unwrap_or("-"));
        format!("{} {path} {field}: {}", p.seq.unwrap_or_default(), p.what)
    };
    report.problems.iter().map(text).collect()
}

fn data(name: &str) -> Path {
    Path::parse(&draft(name, 0).add[0].path).unwrap()
}

#[tokio::test]
async fn a_sound_lake_is_ok() {
    let (store, ledger, head) = lake().await;
    let options = VerifyOptions {
        trusted_keys: vec![ledger.key_id().to_owned()],
        expect_head: Some(head.clone()),
        ..VerifyOptions::default()
    };
    let report = verify(&store, &options).await.unwrap();
    assert!(report.ok, "{:#?}", report.problems);
    assert!(report.warnings.is_empty(), "{:#?}", report.warnings);
    assert_eq!((report.entries, report.files, report.rows), (5, 4, 12));
    assert_eq!(report.head, Some(head));
    assert_eq!(report.key_ids, BTreeMap::from([(ledger.key_id().to_owned(), 5)]));
    assert_eq!((report.counts.received["spans"], report.counts.stored["spans"]), (14, 12));
    assert_eq!(report.tables["spans"].files, 4);
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["ok"], true);

    // As the collector does it, on another thread.
    let there = Arc::clone(&store);
    let task = tokio::spawn(async move {
        let live = crate::live_files(&there).await.unwrap().refresh(&there).await.unwrap();
        (live.seq, verify(&there, &VerifyOptions::default()).await.unwrap().ok)
    });
    assert_eq!(task.await.unwrap(), (5, true));

    let empty = check(&memory()).await;
    assert!(empty.ok && empty.head.is_none());
}

#[tokio::test]
async fn data_files_that_changed_are_found_at_their_place() {
    let (store, _, _) = lake().await;
    let path = data("f1");
    let bytes = read(&store, &path).await;
    for at in [0, bytes.len() / 2, bytes.len() - 1] {
        let mut flipped = bytes.to_vec();
        flipped[at] ^= 1;
        store.put(&path, flipped.into()).await.unwrap();
        assert!(only(&check(&store).await).starts_with(&format!("3 {path} add[0].sha256: ")));
    }
    store.put(&path, bytes.slice(1..).into()).await.unwrap();
    assert!(only(&check(&store).await).starts_with(&format!("3 {path} add[0].size: ")));
    store.delete(&path).await.unwrap();
    assert_eq!(only(&check(&store).await), format!("3 {path} add[0]: file is missing"));
    store.put(&path, bytes.into()).await.unwrap();
    store.put(&data("extra"), "x".into()).await.unwrap();
    let report = check(&store).await;
    assert!(report.ok);
    assert!(report.warnings.iter().any(|w| w.what.starts_with("orphan") && w.path == Some(data("extra").to_string())));
    for name in ["000000000000.json", "3.json", "000000000003.json.bak"] {
        let path = Path::from(format!("ledger/entries/{name}"));
        store.put(&path, "{}".into()).await.unwrap();
        let report = check(&store).await;
        let told = report.warnings.iter().any(|w| w.what.contains("no entry") && w.path == Some(path.to_string()));
        assert!(report.ok && told, "{name}: {:#?}", report.warnings);
    }
}

#[tokio::test]
async fn entries_that_changed_are_found_at_their_place() {
    let (store, _, _) = lake().await;
    let (three, four) = (read(&store, &layout::entry(3)).await, read(&store, &layout::entry(4)).await);

    store.put(&layout::entry(3), four.clone().into()).await.unwrap();
    store.put(&layout::entry(4), three.clone().into()).await.unwrap();
    let report = check(&store).await;
    assert!(!report.ok);
    assert!(told(&report)[0].starts_with("3 ledger/entries/000000000003.json prev"), "{:#?}", report.problems);

    store.put(&layout::entry(4), four.into()).await.unwrap();
    let edited = String::from_utf8(three.to_vec()).unwrap().replace("\"0\":1", "\"0\":2");
    store.put(&layout::entry(3), edited.into()).await.unwrap();
    let report = check(&store).await;
    assert_eq!(told(&report).len(), 2, "{:#?}", report.problems);
    assert!(told(&report)[0].starts_with("3 ledger/entries/000000000003.json sig: has a wrong signature"));
    assert!(told(&report)[1].starts_with("4 ledger/entries/000000000004.json prev: "));

    // Its counts are no longer right either, which is not what was signed.
    let edited =
        String::from_utf8(three.to_vec()).unwrap().replace("\"stored\":{\"spans\":", "\"stored\":{\"spans\":9");
    store.put(&layout::entry(3), edited.into()).await.unwrap();
    let report = check(&store).await;
    let counts =
        report.problems.iter().filter(|problem| problem.field.as_deref() == Some("counts.stored")).collect::<Vec<_>>();
    assert!(!counts.is_empty() && counts.iter().all(|p| p.kind == Some(Fault::EntryChanged)), "{:#?}", report.problems);

    store.delete(&layout::entry(3)).await.unwrap();
    assert!(only(&check(&store).await).contains("is missing, though entry 4 exists"));
}

#[tokio::test]
async fn an_own_key_is_trusted_where_no_other_has_signed() {
    let (store, ledger, _) = lake().await;
    let by = async |own: String| {
        let report = verify(&store, &VerifyOptions { own_key: Some(own), ..VerifyOptions::default() }).await.unwrap();
        assert!(report.ok, "{:#?}", report.problems);
        assert_eq!(report.files, 4);
        report.warnings.iter().filter(|warning| warning.what.contains("no trusted key was given")).count()
    };
    assert_eq!(by(ledger.key_id().to_owned()).await, 0);
    assert_eq!(by("0".repeat(32)).await, 1, "of another collector");
}

#[tokio::test]
async fn a_cut_tail_shows_only_against_an_expected_head() {
    let (store, _, head) = lake().await;
    store.delete(&layout::entry(5)).await.unwrap();
    assert!(check(&store).await.ok, "nothing in the bucket can show it");
    let options = VerifyOptions { expect_head: Some(head), ..VerifyOptions::default() };
    assert!(only(&verify(&store, &options).await.unwrap()).contains("cut off"));
}

#[tokio::test]
async fn a_history_written_anew_shows_against_a_trusted_key_or_head() {
    let (_, ledger, head) = lake().await;
    let (forged, _, _) = lake().await;
    let trusted = VerifyOptions { trusted_keys: vec![ledger.key_id().to_owned()], ..VerifyOptions::default() };
    let report = verify(&forged, &trusted).await.unwrap();
    assert_eq!(report.problems.len(), 5);
    assert!(report.problems[0].what.contains("not trusted"));
    let expected = VerifyOptions { expect_head: Some(head), ..VerifyOptions::default() };
    assert!(only(&verify(&forged, &expected).await.unwrap()).contains("rewritten"));
    let given = VerifyOptions {
        public_keys: vec![Keys::generate().unwrap().public_pem().unwrap()],
        ..VerifyOptions::default()
    };
    assert!(!verify(&forged, &given).await.unwrap().ok);
}

#[tokio::test]
async fn a_published_key_that_is_exchanged_is_not_used() {
    let (store, ledger, _) = lake().await;
    let path = layout::key(ledger.key_id());
    let own = String::from_utf8(read(&store, &path).await.to_vec()).unwrap();
    store.put(&path, Keys::generate().unwrap().public_pem().unwrap().into()).await.unwrap();
    let place = async |what: &str| {
        let told = told(&check(&store).await);
        assert_eq!(told.len(), 6, "{told:?}");
        assert!(told.contains(&format!("0 {path} -: {what}")), "{told:?}");
        assert_eq!(told.iter().filter(|told| told.contains("key that is not known")).count(), 5, "{told:?}");
    };
    place("holds another key than its name says").await;
    store.put(&path, "nothing".into()).await.unwrap();
    place("is not an ed25519 public key as PEM").await;
    store.delete(&path).await.unwrap();
    place("is missing").await;

    let given = VerifyOptions { public_keys: vec![own], ..VerifyOptions::default() };
    let report = verify(&store, &given).await.unwrap();
    assert!(report.ok, "the evidence is right: {report:#?}");
    let [warning] = &report.warnings[..] else { panic!("{:#?}", report.warnings) };
    assert_eq!(warning.path.as_deref(), Some(&*path.to_string()));
    assert!(warning.what.contains("is missing, so queries refuse the lake"), "{warning:?}");
}

#[tokio::test]
async fn a_collector_puts_its_published_key_right() {
    let store = memory();
    let keys = || Keys::from_seed([7; 32]);
    let path = layout::key(keys().id());
    drop(Ledger::open(store.clone(), keys(), "a".into()).await.unwrap());
    let right = read(&store, &path).await;
    let other = Keys::generate().unwrap().public_pem().unwrap();
    for wrong in ["", "nothing", &other] {
        store.put(&path, wrong.to_owned().into()).await.unwrap();
        assert!(!check(&store).await.ok, "{wrong:?}");
        drop(Ledger::open(store.clone(), keys(), "a".into()).await.unwrap());
        assert_eq!(read(&store, &path).await, right, "{wrong:?}");
        assert!(check(&store).await.ok, "{wrong:?}");
    }
}

#[tokio::test]
async fn a_time_that_goes_back_is_a_warning() {
    let (store, _, _) = lake().await;
    let keys = Keys::from_seed([3; 32]);
    store.put(&layout::key(keys.id()), keys.public_pem().unwrap().into()).await.unwrap();
    let bytes = read(&store, &layout::entry(5)).await;
    let body = std::str::from_utf8(bytes.split(|b| *b == b'\n').next().unwrap()).unwrap();
    let earlier = body.replacen("\"ts\":\"20", "\"ts\":\"19", 1);
    store.put(&layout::entry(5), crate::envelope::seal(&earlier, &keys).into()).await.unwrap();
    let report = check(&store).await;
    assert!(report.ok, "{:#?}", report.problems);
    let told = report.warnings.iter().find(|w| w.what.starts_with("ts: ")).unwrap();
    assert!(told.seq == Some(5) && told.what.contains("is before that of the entry before it"), "{told:?}");
}

#[tokio::test]
async fn a_log_position_that_goes_back_is_a_warning() {
    let (store, ledger, _) = lake().await;
    let seq = ledger.commit(stored(&store, "again", 1).await).await.unwrap().seq;
    let report = check(&store).await;
    assert!(report.ok, "{:#?}", report.problems);
    let told = report.warnings.iter().find(|w| w.what.starts_with("wal.")).unwrap();
    assert!(told.seq == Some(seq) && told.what.starts_with("wal.0: the position goes back: "), "{told:?}");
}

/// Who is checked gives the entries, too.
#[tokio::test]
async fn an_entry_is_not_read_past_its_size_and_is_one_problem() {
    let large = vec![b' '; layout::MAX_ENTRY_BYTES as usize + 1];
    let wrong = format!("has {} bytes, more than {}", large.len(), layout::MAX_ENTRY_BYTES);
    let (store, _, head) = lake().await;
    let options = VerifyOptions { expect_head: Some(head), ..VerifyOptions::default() };
    let bytes = read(&store, &layout::entry(3)).await;
    store.put(&layout::entry(3), large.clone().into()).await.unwrap();
    let report = verify(&store, &options).await.unwrap();
    assert_eq!(only(&report), format!("3 {} -: {wrong}", layout::entry(3)));
    assert_eq!(report.head, options.expect_head);

    store.put(&layout::entry(3), bytes.into()).await.unwrap();
    store.put(&layout::entry(5), large.into()).await.unwrap();
    let report = verify(&store, &options).await.unwrap();
    assert_eq!(only(&report), format!("5 {} -: {wrong}", layout::entry(5)));
    assert_eq!(report.head, None, "the entry before it is not the last");
}

#[tokio::test]
async fn state_rows_and_counts_are_checked() {
    let (store, ledger, _) = lake().await;
    let mut wrong = stored(&store, "rows", 4).await;
    wrong.add[0].rows = 4;
    wrong.counts = counts(4);
    ledger.commit(wrong).await.unwrap();
    let report = check(&store).await;
    assert!(only(&report).ends_with("add[0].rows: file has 3 rows, the entry says 4"), "{:?}", told(&report));

    let mut lost = stored(&store, "lost", 5).await;
    lost.counts.received.insert("spans".into(), 9);
    ledger.commit(lost).await.unwrap();
    assert!(told(&check(&store).await)[1].contains("9 received is not 3 stored + 0 refused"));
    ledger
        .commit({
            let mut hidden = stored(&store, "hidden", 6).await;
            hidden.counts = counts(0);
            hidden
        })
        .await
        .unwrap();
    assert!(told(&check(&store).await)[2].contains("0 stored, but the files added have 3 rows"));

    assert!(store.head(&layout::state(&sha256_hex(&[1; 9000]))).await.is_err(), "superseded state was kept");
    let mut big = stored(&store, "big", 7).await;
    big.state.insert("big".into(), vec![3; 9000]);
    let seq = ledger.commit(big).await.unwrap().seq;
    let told_of_state = |problems: Vec<String>| problems.into_iter().find(|p| p.contains("state.big"));
    assert_eq!(told_of_state(told(&check(&store).await)), None);
    let state = layout::state(&sha256_hex(&[3; 9000]));
    store.put(&state, vec![2; 9000].into()).await.unwrap();
    let problem = told_of_state(told(&check(&store).await)).unwrap();
    assert!(problem.starts_with(&format!("{seq} ledger/entries/{seq:012}.json state.big: ")), "{problem}");
    store.delete(&state).await.unwrap();
    assert!(told_of_state(told(&check(&store).await)).unwrap().contains(&format!("{state} is missing: ")));
}

/// The holder of a key may replace files; rows that go with it are no replacement.
#[tokio::test]
async fn rows_that_compaction_loses_are_found() {
    let (store, ledger, _) = lake().await;
    let file = |name: &str| draft(name, 0).add.remove(0);
    let compact = |remove: &[&str], add: Vec<crate::FileRef>| crate::Draft {
        kind: crate::EntryType::Compact,
        remove: remove.iter().map(|name| file(name).path).collect(),
        add,
        ..crate::Draft::default()
    };
    let (mut both, bytes) = (file("both"), super::support::parquet_file(6, "both"));
    (both.rows, both.size, both.sha256) = (6, bytes.len() as u64, sha256_hex(&bytes));
    store.put(&data("both"), bytes.into()).await.unwrap();
    ledger.commit(compact(&["f0", "f1"], vec![both])).await.unwrap();
    assert!(check(&store).await.ok, "as many rows as before");

    let seq = ledger.commit(compact(&["f2"], vec![])).await.unwrap().seq;
    let lost =
        format!("{seq} {} remove: spans of default: 3 rows were removed and 0 put in their place", layout::entry(seq));
    assert_eq!(only(&check(&store).await), lost);

    let back = stored(&store, "f0", 9).await;
    let seq = ledger.commit(back).await.unwrap().seq;
    let report = check(&store).await;
    assert_eq!(report.problems.len(), 2, "{:#?}", report.problems);
    assert!(told(&report)[1].starts_with(&format!("{seq} {} add[0].path: was removed", layout::entry(seq))));
}

/// Who is checked gives the keys: they are not read whatever their size.
#[tokio::test]
async fn a_published_key_is_not_read_past_its_size() {
    let (store, ledger, _) = lake().await;
    let path = layout::key(ledger.key_id());
    let mut pem = read(&store, &path).await.to_vec();
    pem.resize(5 << 20, b'\n');
    store.put(&path, pem.into()).await.unwrap();
    let told = told(&check(&store).await);
    assert!(told.contains(&format!("0 {path} -: is too large for a public key")), "{told:?}");
}

#[tokio::test]
async fn a_snapshot_that_lies_is_a_problem() {
    let store = memory();
    let ledger = open(&store, "a").await;
    for n in 0..layout::SNAPSHOT_EVERY {
        ledger.commit(draft(&format!("f{n}"), n)).await.unwrap();
    }
    let chain_only = VerifyOptions { files: false, ..VerifyOptions::default() };
    assert!(verify(&store, &chain_only).await.unwrap().ok);
    let three = read(&store, &layout::entry(3)).await;
    store.delete(&layout::entry(3)).await.unwrap();
    assert!(only(&verify(&store, &chain_only).await.unwrap()).contains("is missing"), "the snapshot does not lie");
    store.put(&layout::entry(3), three.into()).await.unwrap();
    let path = layout::snapshot(layout::SNAPSHOT_EVERY);
    let bytes = read(&store, &path).await;
    store.put(&path, bytes.slice(9..).into()).await.unwrap();
    let report = verify(&store, &chain_only).await.unwrap();
    assert!(report.ok && report.warnings.len() == 2, "{:?}", report.warnings);

    let keys = Keys::from_seed([3; 32]);
    store.put(&layout::key(keys.id()), keys.public_pem().unwrap().into()).await.unwrap();
    let body = bytes.split(|b| *b == b'\n').next().unwrap();
    let lie = String::from_utf8(body.to_vec()).unwrap().replacen("\"rows\":3", "\"rows\":30", 1);
    store.put(&path, crate::envelope::seal(&lie, &keys).into()).await.unwrap();
    assert!(only(&verify(&store, &chain_only).await.unwrap()).contains("does not list what the chain says"));
}

/// The kinds of what is wrong, each told with what to do.
async fn kinds(store: &Arc<dyn ObjectStore>, options: &VerifyOptions) -> Vec<Fault> {
    let report = verify(store, options).await.unwrap();
    let mut kinds: Vec<Fault> = report.problems.iter().filter_map(|problem| problem.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    assert_eq!(kinds, report.advice.keys().copied().collect::<Vec<_>>());
    assert!(report.advice.values().all(|advice| advice.len() > 100), "{:?}", report.advice);
    kinds
}

#[tokio::test]
async fn every_problem_is_of_a_kind_that_tells_what_to_do() {
    let any = VerifyOptions::default();
    let (store, _, head) = lake().await;
    assert_eq!(kinds(&store, &any).await, []);
    let others = VerifyOptions { trusted_keys: vec!["0".repeat(32)], ..VerifyOptions::default() };
    assert_eq!(kinds(&store, &others).await, [Fault::KeyUntrusted]);
    let elsewhere = EntryRef { sha256: "0".repeat(64), ..head.clone() };
    let rewritten = VerifyOptions { expect_head: Some(elsewhere), ..VerifyOptions::default() };
    assert_eq!(kinds(&store, &rewritten).await, [Fault::History]);
    // A copy behind the end.
    let three = read(&store, &layout::entry(3)).await;
    store.put(&layout::entry(6), three.clone().into()).await.unwrap();
    assert_eq!(kinds(&store, &any).await, [Fault::EntryChanged]);
    assert_eq!(told(&check(&store).await).len(), 2, "its number, and what it follows");
    store.delete(&layout::entry(6)).await.unwrap();
    // What a changed entry says of its files is the fault of the entry.
    let edited = String::from_utf8(three.to_vec()).unwrap().replace("/f1.parquet", "/g1.parquet");
    store.put(&layout::entry(3), edited.into()).await.unwrap();
    assert_eq!(kinds(&store, &any).await, [Fault::EntryChanged]);
    assert!(told(&check(&store).await).iter().any(|told| told.contains("file is missing; but the entry itself was")));
    store.delete(&layout::entry(3)).await.unwrap();
    assert_eq!(kinds(&store, &any).await, [Fault::EntryMissing]);
    store.put(&layout::entry(3), three.into()).await.unwrap();
    let path = data("f2");
    let bytes = read(&store, &path).await;
    store.put(&path, bytes.slice(1..).into()).await.unwrap();
    assert_eq!(kinds(&store, &any).await, [Fault::FileChanged]);
    store.delete(&path).await.unwrap();
    assert_eq!(kinds(&store, &any).await, [Fault::FileMissing]);
    store.delete(&layout::state(&sha256_hex(&[1; 9000]))).await.unwrap();
    assert_eq!(kinds(&store, &any).await, [Fault::FileMissing, Fault::State]);
    let keys = store.list(Some(&Path::from("ledger/keys"))).try_collect::<Vec<_>>().await.unwrap();
    for key in keys {
        store.delete(&key.location).await.unwrap();
    }
    assert_eq!(kinds(&store, &any).await, [Fault::KeyMissing, Fault::FileMissing, Fault::State]);
}
