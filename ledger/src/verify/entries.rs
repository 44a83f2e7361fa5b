//! The chain: every entry, every signature, every state object, every count.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, FixedOffset, TimeDelta};
use futures::StreamExt;
use object_store::{Error, ObjectStore};

use super::{Fault, Report, VerifyOptions};
use crate::{
    Entry, EntryRef, EntryType, FileRef, LedgerError,
    chain::{Chain, Refusal, printable, sha256_hex},
    entry::State,
    envelope,
    keys::{self, KeyRing},
    layout, reader, snapshot, writer,
};

/// By how much clocks of writers may differ.
const MAX_CLOCK_SKEW: TimeDelta = TimeDelta::minutes(1);

/// What the check of the files needs.
pub(super) struct Checked {
    /// Live files, each with the entry that added it and its place in `add`.
    pub(super) live: HashMap<String, (u64, usize, FileRef)>,
    /// Every path that an entry ever added.
    pub(super) known: HashSet<String>,
    /// Entries whose bytes are not those that were signed.
    pub(super) changed: HashSet<u64>,
}

impl Checked {
    /// Kind of a problem with what an entry says. What was changed afterwards, its signer did not say.
    fn unsound(&self, seq: u64) -> Fault {
        if self.changed.contains(&seq) { Fault::EntryChanged } else { Fault::Unsound }
    }
}

pub(super) async fn check(
    store: &dyn ObjectStore,
    options: &VerifyOptions,
    trusted: &[String],
    ring: &mut KeyRing,
    report: &mut Report,
) -> Result<Checked, LedgerError> {
    let mut chain = Chain::default();
    let mut checked = Checked { live: HashMap::new(), known: HashSet::new(), changed: HashSet::new() };
    let mut signers = Signers { trusted, seen: HashSet::new() };
    let (mut expected, mut is_whole, mut last_time) = (false, true, None);
    let seqs = reader::list_entries(store, 0).await?;
    let snapshots = snapshot::list(store).await?;
    let mut entries = futures::stream::iter(seqs)
        .map(|seq| async move { (seq, reader::entry(store, seq).await) })
        .buffered(reader::READ_AT_ONCE);
    while let Some((seq, found)) = entries.next().await {
        let path = layout::entry(seq).to_string();
        if seq != chain.seq + 1 {
            let missing = chain.seq + 1;
            let what = format!("is missing, though entry {seq} exists");
            report.problem(Fault::EntryMissing, Some(missing), Some(layout::entry(missing).to_string()), "", what);
            is_whole = false;
            go_on_behind(&mut chain, seq - 1);
        }
        let head = options.expect_head.as_ref().filter(|head| head.seq == seq);
        expected |= head.is_some();
        let bytes = match found {
            Ok(bytes) => bytes,
            Err(LedgerError::Damaged { what, .. }) => {
                report.problem(Fault::EntryChanged, Some(seq), Some(path), "", what);
                is_whole = false;
                go_on_behind(&mut chain, seq);
                continue;
            }
            Err(e) => return Err(e),
        };
        reader::fetch_key(store, &bytes, ring).await?;
        let (entry, refusals) = chain.check(&bytes, ring);
        if tell_refusals(refusals, envelope::open(&bytes).is_ok(), &chain, &path, report) {
            checked.changed.insert(seq);
        }
        let sha256 = sha256_hex(&bytes);
        signers.check(store, ring, &bytes, seq, &path, report).await?;
        if let Some(head) = head {
            check_expected(head, &sha256, &path, report);
        }
        report.entries += 1;
        let Some(entry) = entry else {
            is_whole = false;
            (chain.seq, chain.head) = (seq, sha256);
            continue;
        };
        check_counts(&checked, &entry, &path, report);
        check_replaced(&checked, &entry, &path, report);
        check_wal(&chain, &entry, &path, report);
        check_time(&mut last_time, &entry, &path, report);
        remember(&entry, &mut checked);
        chain.advance(&entry, sha256);
        report.counts.merge(&entry.counts);
        *report.writers.entry(printable(&entry.writer)).or_default() += 1;
        if is_whole && snapshots.contains(&seq) {
            check_snapshot(store, &chain, ring, report).await?;
        }
    }
    check_states(store, &chain, report).await?;
    add_up(&checked, report);
    if !chain.head.is_empty() && chain.seq > 0 {
        report.head = Some(EntryRef { seq: chain.seq, sha256: chain.head });
    }
    if let Some(head) = options.expect_head.as_ref().filter(|_| !expected) {
        let what = "is missing: it was expected, so the end of the chain was cut off";
        report.problem(Fault::History, Some(head.seq), Some(layout::entry(head.seq).to_string()), "", what);
    }
    Ok(checked)
}

/// Tells the rules that the next entry breaks; says whether its bytes are others than were signed. `is_whole`: it can
/// be taken apart.
fn tell_refusals(refusals: Vec<Refusal>, is_whole: bool, chain: &Chain, path: &str, report: &mut Report) -> bool {
    let seq = chain.seq + 1;
    // One that stands in the place of another breaks all rules of that place.
    let is_elsewhere = refusals.iter().any(|refusal| refusal.field == "seq");
    let is_unknown = |refusal: &Refusal| refusal.field == "sig" && refusal.what.contains(envelope::UNKNOWN_KEY);
    let is_changed =
        !is_whole || is_elsewhere || refusals.iter().any(|refusal| refusal.field == "sig" && !is_unknown(refusal));
    for refusal in refusals {
        let is_of_place = matches!(&*refusal.field, "sig" | "prev" | "seq");
        // Of an entry that is not there nobody knows the hash.
        if is_elsewhere && !is_of_place || refusal.field == "prev" && chain.head.is_empty() {
            continue;
        }
        let fault = match is_unknown(&refusal) {
            true => Fault::KeyMissing,
            false if is_changed || is_of_place => Fault::EntryChanged,
            false => Fault::Unsound,
        };
        report.problem(fault, Some(seq), Some(path.to_owned()), &refusal.field, refusal.what);
    }
    is_changed
}

/// Passes over what cannot be read, so that all that is wrong is told at once, and each fault once.
fn go_on_behind(chain: &mut Chain, seq: u64) {
    chain.seq = seq;
    chain.head.clear();
}

fn check_expected(head: &EntryRef, sha256: &str, path: &str, report: &mut Report) {
    if head.sha256 != sha256 {
        let what = "is not the entry that was expected here: history was rewritten";
        report.problem(Fault::History, Some(head.seq), Some(path.into()), "", what);
    }
}

/// How a key comes back to where it is published.
const PUBLISH: &str = "A collector that has the key publishes it when it starts";

/// Who signed the entries.
struct Signers<'a> {
    trusted: &'a [String],
    /// Ids of keys that were looked for where they are published, once each.
    seen: HashSet<String>,
}

impl Signers<'_> {
    /// Counts the key of an entry, and tells one that is not trusted. Of a key that is not known the fault is its file,
    /// not the entries that it signed: it names that.
    async fn check(
        &mut self,
        store: &dyn ObjectStore,
        ring: &KeyRing,
        bytes: &[u8],
        seq: u64,
        path: &str,
        report: &mut Report,
    ) -> Result<(), LedgerError> {
        let Ok(envelope) = envelope::open(bytes) else { return Ok(()) };
        let id = envelope.key_id;
        let shown = printable(&id);
        if !self.trusted.is_empty() && !self.trusted.contains(&id) {
            let what = format!("is signed with key {shown}, which is not trusted");
            report.problem(Fault::KeyUntrusted, Some(seq), Some(path.into()), "key_id", what);
        }
        if self.seen.insert(id.clone())
            && let Err(what) = keys::published(store, &id).await?
        {
            let key = Some(layout::key(&shown).to_string());
            if ring.get(&id).is_none() {
                report.problem(Fault::KeyMissing, None, key, "", what);
            } else {
                let what = format!("{what}, so queries refuse the lake; the key that was given is right. {PUBLISH}");
                report.warning(None, key, what);
            }
        }
        *report.key_ids.entry(shown).or_default() += 1;
        Ok(())
    }
}

/// received = stored + refused, and stored = rows of the files added, for each table, in each entry.
fn check_counts(checked: &Checked, entry: &Entry, path: &str, report: &mut Report) {
    if entry.kind != EntryType::Ingest {
        return;
    }
    let fault = checked.unsound(entry.seq);
    let mut rows: BTreeMap<&str, u64> = BTreeMap::new();
    for file in &entry.add {
        let sum = rows.entry(&file.table).or_default();
        *sum = sum.saturating_add(file.rows);
    }
    let mut refused: BTreeMap<&str, u64> = BTreeMap::new();
    for (key, n) in &entry.counts.refused {
        let sum = refused.entry(key.split('/').next().unwrap_or_default()).or_default();
        *sum = sum.saturating_add(*n);
    }
    let get = |map: &BTreeMap<String, u64>, table: &str| map.get(table).copied().unwrap_or_default();
    let mut tables: Vec<&str> =
        entry.counts.received.keys().chain(entry.counts.stored.keys()).map(String::as_str).collect();
    tables.extend(refused.keys());
    // Tables that observers fill are not received, so they have no counts.
    tables.extend(rows.keys().filter(|table| matches!(**table, "spans" | "logs" | "metrics")));
    tables.sort_unstable();
    tables.dedup();
    for table in tables {
        let (received, stored) = (get(&entry.counts.received, table), get(&entry.counts.stored, table));
        let refused = refused.get(table).copied().unwrap_or_default();
        let added = rows.get(table).copied().unwrap_or_default();
        let table = printable(table);
        if received != stored.saturating_add(refused) {
            let what = format!("{table}: {received} received is not {stored} stored + {refused} refused");
            report.problem(fault, Some(entry.seq), Some(path.into()), "counts", what);
        }
        if stored != added {
            let what = format!("{table}: {stored} stored, but the files added have {added} rows");
            report.problem(fault, Some(entry.seq), Some(path.into()), "counts.stored", what);
        }
    }
}

/// Compaction replaces files by others with the same rows; and no path ever comes back, with whatever bytes.
fn check_replaced(checked: &Checked, entry: &Entry, path: &str, report: &mut Report) {
    let fault = checked.unsound(entry.seq);
    for (i, file) in entry.add.iter().enumerate() {
        if checked.known.contains(&file.path) && !checked.live.contains_key(&file.path) {
            let what = "was removed by an earlier entry: a path that was used never comes back";
            report.problem(fault, Some(entry.seq), Some(path.into()), &format!("add[{i}].path"), what);
        }
    }
    if entry.kind != EntryType::Compact {
        return;
    }
    let mut rows: BTreeMap<(&str, &str), (u64, u64)> = BTreeMap::new();
    for (_, _, file) in entry.remove.iter().filter_map(|path| checked.live.get(path)) {
        let (removed, _) = rows.entry((&file.table, &file.tenant)).or_default();
        *removed = removed.saturating_add(file.rows);
    }
    for file in &entry.add {
        let (_, added) = rows.entry((&file.table, &file.tenant)).or_default();
        *added = added.saturating_add(file.rows);
    }
    for ((table, tenant), (removed, added)) in rows {
        if removed != added {
            let (table, tenant) = (printable(table), printable(tenant));
            let what = format!("{table} of {tenant}: {removed} rows were removed and {added} put in their place");
            report.problem(fault, Some(entry.seq), Some(path.into()), "remove", what);
        }
    }
}

fn add_up(checked: &Checked, report: &mut Report) {
    for (_, _, file) in checked.live.values() {
        let table = report.tables.entry(file.table.clone()).or_default();
        table.files += 1;
        table.rows = table.rows.saturating_add(file.rows);
        table.bytes = table.bytes.saturating_add(file.size);
        report.files += 1;
        report.rows = report.rows.saturating_add(file.rows);
        report.bytes = report.bytes.saturating_add(file.size);
    }
}

/// Observer state of each writer's last entry: what a restart would continue from. Earlier state is deleted once it is
/// superseded.
async fn check_states(store: &dyn ObjectStore, chain: &Chain, report: &mut Report) -> Result<(), LedgerError> {
    for last in chain.writers.values() {
        let path = layout::entry(last.seq).to_string();
        for (name, state) in &last.state {
            let object = match state {
                State::Inline(_) => String::new(),
                State::Object { sha256, .. } => layout::state(&printable(sha256)).to_string(),
            };
            let field = format!("state.{}", printable(name));
            match writer::load_state(store, last.seq, name, state).await {
                Ok(_) => {}
                Err(LedgerError::Store { source: Error::NotFound { .. }, .. }) => {
                    // A collector that runs beside this has committed again since the chain was read.
                    if reader::try_entry(store, chain.seq + 1).await?.is_some() {
                        return Ok(());
                    }
                    report.problem(
                        Fault::State,
                        Some(last.seq),
                        Some(path.clone()),
                        &field,
                        format!("{object} is missing: it was deleted, or entries after this one were"),
                    );
                }
                Err(e @ (LedgerError::Damaged { .. } | LedgerError::Refused { .. })) => {
                    report.problem(Fault::State, Some(last.seq), Some(path.clone()), &field, e.to_string());
                }
                Err(e) => return Err(e),
            }
        }
    }
    Ok(())
}

/// A writer whose position goes back has lost its write-ahead log, or takes rows in twice.
fn check_wal(chain: &Chain, entry: &Entry, path: &str, report: &mut Report) {
    let Some(last) = chain.writers.get(&entry.writer) else { return };
    for (shard, next) in &entry.wal {
        if last.wal.get(shard).is_some_and(|before| before > next) {
            let what = format!(
                "wal.{shard}: the position goes back: the collector lost its log, or a copy of it is used; rows may be stored twice"
            );
            report.warning(Some(entry.seq), Some(path.into()), what);
        }
    }
}

/// Entries lie in the order in which they were written: a time that goes back is a clock that was wrong, here or
/// before.
fn check_time(last: &mut Option<DateTime<FixedOffset>>, entry: &Entry, path: &str, report: &mut Report) {
    let Ok(time) = DateTime::parse_from_rfc3339(&entry.ts) else { return };
    if let Some(before) = last.replace(time)
        && time + MAX_CLOCK_SKEW < before
    {
        let (now, before) = (time.to_rfc3339(), before.to_rfc3339());
        let what = format!("ts: {now} is before that of the entry before it, {before}: one of these clocks was wrong");
        report.warning(Some(entry.seq), Some(path.into()), what);
    }
}

fn remember(entry: &Entry, checked: &mut Checked) {
    for path in &entry.remove {
        checked.live.remove(path);
    }
    for (i, file) in entry.add.iter().enumerate() {
        checked.known.insert(file.path.clone());
        checked.live.insert(file.path.clone(), (entry.seq, i, file.clone()));
    }
}

/// A snapshot is a cache: one that is damaged is passed over by readers, but one that is well signed and wrong misleads
/// them.
async fn check_snapshot(
    store: &dyn ObjectStore,
    chain: &Chain,
    ring: &mut KeyRing,
    report: &mut Report,
) -> Result<(), LedgerError> {
    let path = layout::snapshot(chain.seq).to_string();
    match snapshot::read(store, chain.seq, ring).await {
        Ok(cached) if cached.live == chain.live && cached.writers == chain.writers => {}
        Ok(_) => {
            let what = "is signed, but does not list what the chain says";
            report.problem(Fault::Snapshot, Some(chain.seq), Some(path), "", what);
        }
        Err(LedgerError::Store { source: Error::NotFound { .. }, .. }) => {}
        Err(e @ LedgerError::Damaged { .. }) => report.warning(Some(chain.seq), Some(path), format!("is ignored: {e}")),
        Err(e) => return Err(e),
    }
    Ok(())
}
