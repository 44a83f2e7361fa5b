//! The writer's side: open, commit.
//!
//! Object storage gives one primitive, put-if-absent, and it lies in two ways: an answer may be lost after the put took
//! effect, and "exists already" may be said of our own put. So after anything but a plain success the entry is read
//! back and compared with ours. Every attempt at the same draft carries the same nonce, also in a later call of
//! [`Ledger::commit`], so a put that arrives late is known as ours and the draft is committed once.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{Arc, Mutex as StdMutex, PoisonError},
    time::{SystemTime, UNIX_EPOCH},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use chrono::{DateTime, SecondsFormat, Utc};
use custos_model::{batch::Counts, component::Resume};
use object_store::{ObjectStore, ObjectStoreExt, PutMode};
use tokio::sync::Mutex;

use crate::{
    Draft, Entry, EntryRef, EntryType, Keys, LedgerError,
    chain::{Chain, hex, sha256_hex},
    entry::{MAX_INLINE_STATE, State, VERSION},
    envelope,
    keys::KeyRing,
    layout,
    note::{Note, Noted},
    probe, reader, snapshot,
};

/// Attempts at one commit before the caller is told to come back: each lost to another writer or to an error.
const MAX_ATTEMPTS: usize = 1000;
/// Errors in a row within one commit before the caller is told to come back.
const MAX_ERRORS: usize = 3;

/// A ledger, open for writing.
#[derive(Debug)]
pub struct Ledger {
    store: Arc<dyn ObjectStore>,
    keys: Keys,
    writer: String,
    resume: StdMutex<Resume>,
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    chain: Chain,
    ring: KeyRing,
    /// The draft that was begun last and is not known to be committed.
    pending: Option<Pending>,
    /// Where commits are noted before they are made.
    note: Option<Note>,
}

#[derive(Clone, Debug)]
struct Pending {
    fingerprint: String,
    nonce: String,
    ts: String,
}

/// What became of one put.
enum Put {
    Won,
    Lost,
}

impl Ledger {
    /// Opens a ledger, or begins one: probes the store, publishes the public key, replays the chain.
    ///
    /// `writer` names this process; two at once must not share a name.
    ///
    /// # Errors
    /// When the store cannot be reached, ignores put-if-absent, or holds a chain that is not in order.
    pub async fn open(store: Arc<dyn ObjectStore>, keys: Keys, writer: String) -> Result<Self, LedgerError> {
        Self::open_with(store, keys, writer, None).await
    }

    /// As [`Self::open`]. Notes each commit in a file, and refuses a ledger in which another process has committed
    /// under this writer's name since the last note. The file belongs to the write-ahead log: it must be copied,
    /// restored and deleted with it. Blocks for an fsync a commit.
    ///
    /// # Errors
    /// [`LedgerError::WriterInUse`]; [`LedgerError::Gone`] when the ledger does not have what was noted as committed; when the file
    /// cannot be read; as [`Self::open`].
    pub async fn open_noted(
        store: Arc<dyn ObjectStore>,
        keys: Keys,
        writer: String,
        file: PathBuf,
    ) -> Result<Self, LedgerError> {
        let note = Note::read(file)?;
        Self::open_with(store, keys, writer, Some(note)).await
    }

    async fn open_with(
        store: Arc<dyn ObjectStore>,
        keys: Keys,
        writer: String,
        note: Option<Note>,
    ) -> Result<Self, LedgerError> {
        if writer.is_empty() || writer.len() > 128 || !writer.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(LedgerError::Draft { what: "a writer name is 1 to 128 printable ASCII characters".into() });
        }
        probe::probe(store.as_ref()).await?;
        let is_new_key = publish(store.as_ref(), &keys).await?;
        let mut ring = KeyRing::default();
        ring.add(keys.public());
        let mut chain = reader::replay(store.as_ref(), &mut ring).await?;
        // Before anything is begun in the wrong place.
        if let Some(noted) = note.as_ref().and_then(Note::noted) {
            check_noted(store.as_ref(), &chain, &writer, noted).await?;
        }
        if chain.seq == 0 {
            begin(store.as_ref(), &keys, &writer, &mut chain, &mut ring).await?;
        } else if is_new_key {
            tracing::warn!(
                key_id = keys.id(),
                seq = chain.seq,
                "the signing key is new to this ledger: those who verify need its public key, and if another was meant, its file is lost"
            );
        }
        let resume = load_resume(store.as_ref(), &chain, &writer).await?;
        tracing::info!(writer, seq = chain.seq, files = chain.live.len(), key_id = keys.id(), "ledger is open");
        let inner = Mutex::new(Inner { chain, ring, pending: None, note });
        Ok(Self { store, keys, writer, resume: StdMutex::new(resume), inner })
    }

    /// Where this writer's last commit left off; empty before the first.
    pub fn resume(&self) -> Resume {
        self.resume.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The id of the key that signs.
    pub fn key_id(&self) -> &str {
        self.keys.id()
    }

    /// Number of the last entry that this process knows, and the number of live files then.
    pub async fn position(&self) -> (u64, usize) {
        let inner = self.inner.lock().await;
        (inner.chain.seq, inner.chain.live.len())
    }

    /// Looks whether the first and the last entry that this process knows are still there: a directory that was deleted
    /// is made again by the next put, and what is then committed nobody can read.
    ///
    /// # Errors
    /// [`LedgerError::Gone`]; when the store cannot be reached.
    pub async fn check_present(&self) -> Result<(), LedgerError> {
        let (seq, head) = {
            let inner = self.inner.lock().await;
            (inner.chain.seq, inner.chain.head.clone())
        };
        if seq == 0 {
            return Ok(());
        }
        let first = layout::entry(1);
        let (first, last) = futures::join!(self.store.head(&first), reader::try_entry(self.store.as_ref(), seq));
        match first {
            Ok(_) => {}
            Err(object_store::Error::NotFound { .. }) => {
                return Err(LedgerError::Gone { seq: 1, what: "is missing" });
            }
            Err(error) => return Err(LedgerError::store("look for ledger entry 1")(error)),
        }
        match last? {
            Some(bytes) if sha256_hex(&bytes) == head => Ok(()),
            Some(_) => Err(LedgerError::Gone { seq, what: "has other bytes" }),
            None => Err(LedgerError::Gone { seq, what: "is missing" }),
        }
    }

    /// Writes an entry. Exactly one entry comes of a draft, also when the same draft is given again after an error.
    ///
    /// # Errors
    /// Retryable when the store cannot be reached; the draft is then committed or not, and giving it again settles it.
    pub async fn commit(&self, draft: Draft) -> Result<EntryRef, LedgerError> {
        let mut inner = self.inner.lock().await;
        let state = self.put_state(&inner.chain, &draft.state).await?;
        let template = self.template(&mut inner, &draft, state)?;
        let Inner { chain, note, .. } = &mut *inner;
        if let Some(note) = note {
            note.write(chain.writers.get(&self.writer).map_or(0, |last| last.seq), &template.nonce)?;
        }
        let mut errors = 0;
        for _ in 0..MAX_ATTEMPTS {
            let entry = Entry { seq: inner.chain.seq + 1, prev: inner.chain.head.clone(), ..template.clone() };
            let bytes = sealed(&entry, &self.keys)?;
            if let Some(refusal) = inner.chain.check(&bytes, &inner.ring).1.into_iter().next() {
                return Err(LedgerError::Draft { what: refusal.to_string() });
            }
            match put_entry(self.store.as_ref(), entry.seq, &bytes).await {
                Ok(Put::Won) => return Ok(self.won(&mut inner, &entry, &bytes, draft).await),
                Ok(Put::Lost) => {
                    if let Some((entry, bytes)) = self.take_in_others(&mut inner, &template.nonce).await? {
                        return Ok(self.won(&mut inner, &entry, &bytes, draft).await);
                    }
                }
                Err(e) if e.is_retryable() && errors < MAX_ERRORS => {
                    errors += 1;
                    tracing::warn!(seq = entry.seq, error = %e, "ledger entry put failed; trying again");
                }
                Err(e) => return Err(e),
            }
        }
        Err(LedgerError::Store {
            what: format!("commit lost {MAX_ATTEMPTS} races against other writers"),
            source: object_store::Error::Generic { store: "ledger", source: "contention".into() },
        })
    }

    /// An entry of the draft but for its place in the chain. The same draft gets the same nonce and time again.
    fn template(&self, inner: &mut Inner, draft: &Draft, state: BTreeMap<String, State>) -> Result<Entry, LedgerError> {
        let mut entry = Entry {
            v: VERSION,
            seq: 0,
            prev: String::new(),
            ts: String::new(),
            writer: self.writer.clone(),
            kind: draft.kind,
            add: draft.add.clone(),
            remove: draft.remove.clone(),
            wal: draft.wal.clone(),
            state,
            counts: draft.counts.clone(),
            versions: draft.versions.clone(),
            nonce: String::new(),
            public_key: None,
        };
        let fingerprint = sha256_hex(body(&entry)?.as_bytes());
        let pending = match inner.pending.take() {
            Some(pending) if pending.fingerprint == fingerprint => pending,
            _ => Pending { fingerprint, nonce: random_hex()?, ts: now() },
        };
        entry.nonce.clone_from(&pending.nonce);
        entry.ts.clone_from(&pending.ts);
        inner.pending = Some(pending);
        Ok(entry)
    }

    /// Replays what others wrote. Gives the entry with our nonce if it is among them.
    async fn take_in_others(&self, inner: &mut Inner, nonce: &str) -> Result<Option<(Entry, Bytes)>, LedgerError> {
        let store = self.store.as_ref();
        while let Some(bytes) = reader::try_entry(store, inner.chain.seq + 1).await? {
            reader::fetch_key(store, &bytes, &mut inner.ring).await?;
            let (entry, refusals) = inner.chain.check(&bytes, &inner.ring);
            let entry = match (entry, refusals.into_iter().next()) {
                (Some(entry), None) => entry,
                (_, Some(refusal)) => return Err(LedgerError::Refused { seq: inner.chain.seq + 1, refusal }),
                (None, None) => return Ok(None),
            };
            if entry.writer == self.writer {
                if entry.nonce == nonce {
                    return Ok(Some((entry, bytes)));
                }
                return Err(LedgerError::WriterInUse { seq: entry.seq, writer: self.writer.clone() });
            }
            inner.chain.advance(&entry, sha256_hex(&bytes));
        }
        Ok(None)
    }

    async fn won(&self, inner: &mut Inner, entry: &Entry, bytes: &[u8], draft: Draft) -> EntryRef {
        let sha256 = sha256_hex(bytes);
        let before = inner.chain.writers.get(&self.writer).map(|last| last.state.clone()).unwrap_or_default();
        inner.chain.advance(entry, sha256.clone());
        inner.pending = None;
        self.delete_superseded(&inner.chain, before).await;
        {
            let mut resume = self.resume.lock().unwrap_or_else(PoisonError::into_inner);
            if draft.kind == EntryType::Ingest {
                resume.wal.extend(draft.wal);
                resume.state = draft.state;
            }
        }
        if inner.chain.seq.is_multiple_of(layout::SNAPSHOT_EVERY) {
            // A cache: without it readers replay more entries.
            if let Err(e) = snapshot::write(self.store.as_ref(), &inner.chain, &self.keys).await {
                tracing::warn!(seq = inner.chain.seq, error = %e, "ledger snapshot could not be written");
            }
        }
        EntryRef { seq: inner.chain.seq, sha256 }
    }

    /// Deletes state objects that no writer's last entry names. State is a checkpoint, not evidence: only the last one
    /// is ever read, and at one object a commit the old ones would outgrow the data of a quiet collector.
    async fn delete_superseded(&self, chain: &Chain, before: BTreeMap<String, State>) {
        for state in before.values() {
            let State::Object { sha256, .. } = state else { continue };
            if chain.writers.values().any(|last| last.state.values().any(|s| s == state)) {
                continue;
            }
            if let Err(e) = crate::store::delete(&*self.store, &layout::state(sha256)).await {
                tracing::warn!(seq = chain.seq, error = %e, "superseded observer state could not be deleted");
            }
        }
    }

    /// Uploads large observer state. Content-addressed, so doing it again is harmless.
    async fn put_state(
        &self,
        chain: &Chain,
        state: &BTreeMap<String, Vec<u8>>,
    ) -> Result<BTreeMap<String, State>, LedgerError> {
        let last = chain.writers.get(&self.writer);
        let mut refs = BTreeMap::new();
        for (name, bytes) in state {
            let value = if bytes.len() <= MAX_INLINE_STATE {
                State::Inline(STANDARD.encode(bytes))
            } else if bytes.len() as u64 > layout::MAX_STATE_BYTES {
                return Err(LedgerError::Draft { what: format!("state of {name} has {} bytes", bytes.len()) });
            } else {
                let sha256 = sha256_hex(bytes);
                let value = State::Object { sha256: sha256.clone(), size: bytes.len() as u64 };
                if last.and_then(|last| last.state.get(name)) != Some(&value) {
                    let what = LedgerError::store(format!("upload state of {name}"));
                    self.store.put(&layout::state(&sha256), bytes.clone().into()).await.map_err(what)?;
                }
                value
            };
            refs.insert(name.clone(), value);
        }
        Ok(refs)
    }
}

/// Whether a ledger has what was noted of a writer, and nothing else under its name.
async fn check_noted(store: &dyn ObjectStore, chain: &Chain, writer: &str, noted: &Noted) -> Result<(), LedgerError> {
    let last = chain.writers.get(writer).map_or(0, |last| last.seq);
    if noted.committed > last {
        // A listing may run behind the objects, a name does not.
        let found = reader::try_entry(store, noted.committed).await?;
        if found.as_deref().and_then(parsed).is_none_or(|entry| entry.writer != writer) {
            return Err(LedgerError::Gone { seq: noted.committed, what: "is missing" });
        }
    }
    if last > 0 {
        let bytes = reader::entry(store, last).await?;
        if !parsed(&bytes).is_some_and(|entry| noted.knows(last, &entry.nonce)) {
            return Err(LedgerError::WriterInUse { seq: last, writer: writer.to_owned() });
        }
    }
    Ok(())
}

/// Puts an entry if absent; after anything but success looks what is there.
async fn put_entry(store: &dyn ObjectStore, seq: u64, bytes: &Bytes) -> Result<Put, LedgerError> {
    let path = layout::entry(seq);
    let put = || store.put_opts(&path, bytes.clone().into(), PutMode::Create.into());
    let error = match put().await {
        Ok(_) => return Ok(Put::Won),
        Err(error) => error,
    };
    match reader::try_entry(store, seq).await? {
        Some(found) if found == bytes => {
            // That it can be read does not say that it lasts: a directory may have the name and not have it on disk.
            // What the write-ahead log holds is given up for it, so the store has to say it.
            if exists(&error) {
                return Ok(Put::Won);
            }
            match put().await {
                Ok(_) => Ok(Put::Won),
                Err(again) if exists(&again) => Ok(Put::Won),
                Err(again) => Err(LedgerError::store(format!("make ledger entry {seq} last"))(again)),
            }
        }
        Some(_) => Ok(Put::Lost),
        // Two uploads at once may both be told "exists" while neither has won; another error may have come before the
        // put.
        None => Err(LedgerError::Store {
            what: format!("write ledger entry {seq}"),
            source: match error {
                e if exists(&e) => object_store::Error::Generic { store: "ledger", source: e.into() },
                e => e,
            },
        }),
    }
}

fn parsed(bytes: &[u8]) -> Option<Entry> {
    envelope::open(bytes).ok().and_then(|found| serde_json::from_slice(found.body).ok())
}

/// Whether a store says that what was to be created is there.
fn exists(error: &object_store::Error) -> bool {
    matches!(error, object_store::Error::AlreadyExists { .. } | object_store::Error::Precondition { .. })
}

/// Writes the genesis entry; when another writer was faster, takes in theirs.
async fn begin(
    store: &dyn ObjectStore,
    keys: &Keys,
    writer: &str,
    chain: &mut Chain,
    ring: &mut KeyRing,
) -> Result<(), LedgerError> {
    let entry = Entry {
        v: VERSION,
        seq: 1,
        prev: chain.head.clone(),
        ts: now(),
        writer: writer.into(),
        kind: EntryType::Genesis,
        add: Vec::new(),
        remove: Vec::new(),
        wal: BTreeMap::new(),
        state: BTreeMap::new(),
        counts: Counts::default(),
        versions: BTreeMap::from([("custos".into(), env!("CARGO_PKG_VERSION").into())]),
        nonce: random_hex()?,
        public_key: Some(keys.public_pem()?),
    };
    match put_entry(store, 1, &sealed(&entry, keys)?).await? {
        Put::Won | Put::Lost => reader::catch_up(store, chain, ring).await,
    }
}

/// Puts the public key where readers look for it; whether it was not there.
async fn publish(store: &dyn ObjectStore, keys: &Keys) -> Result<bool, LedgerError> {
    let path = layout::key(keys.id());
    let what = || LedgerError::store(format!("publish {path}"));
    match store.put_opts(&path, keys.public_pem()?.into(), PutMode::Create.into()).await {
        Ok(_) => return Ok(true),
        Err(e) if exists(&e) => {}
        Err(e) => return Err(what()(e)),
    }
    // Its name says which key it must hold, so what else lies there is nobody's; and until it is put right nobody can
    // read the lake.
    if let Err(found) = crate::keys::published(store, keys.id()).await? {
        tracing::warn!(%path, found, "the public key in the lake was damaged or exchanged; it is put right");
        store.put(&path, keys.public_pem()?.into()).await.map_err(what())?;
    }
    Ok(false)
}

async fn load_resume(store: &dyn ObjectStore, chain: &Chain, writer: &str) -> Result<Resume, LedgerError> {
    let Some(last) = chain.writers.get(writer) else { return Ok(Resume::default()) };
    let mut resume = Resume { wal: last.wal.clone(), state: BTreeMap::new() };
    for (name, state) in &last.state {
        resume.state.insert(name.clone(), load_state(store, last.seq, name, state).await?);
    }
    Ok(resume)
}

/// The bytes of an observer's state, checked against the entry.
pub(crate) async fn load_state(
    store: &dyn ObjectStore,
    seq: u64,
    name: &str,
    state: &State,
) -> Result<Vec<u8>, LedgerError> {
    match state {
        State::Inline(text) => STANDARD.decode(text).map_err(|_| LedgerError::Refused {
            seq,
            refusal: crate::Refusal { field: format!("state.{name}.inline"), what: "is not base64".into() },
        }),
        State::Object { sha256, size } => {
            let path = layout::state(sha256);
            let bytes = snapshot::get(store, &path, layout::MAX_STATE_BYTES).await?;
            if bytes.len() as u64 == *size && sha256_hex(&bytes) == *sha256 {
                Ok(bytes.into())
            } else {
                Err(LedgerError::Damaged { path: path.to_string(), what: "has other bytes than its name says".into() })
            }
        }
    }
}

fn body(entry: &Entry) -> Result<String, LedgerError> {
    entry.to_body().map_err(|e| LedgerError::Draft { what: e.to_string() })
}

fn sealed(entry: &Entry, keys: &Keys) -> Result<Bytes, LedgerError> {
    let bytes = envelope::seal(&body(entry)?, keys);
    if bytes.len() as u64 > layout::MAX_ENTRY_BYTES {
        return Err(LedgerError::Draft { what: format!("the entry would have {} bytes", bytes.len()) });
    }
    Ok(bytes.into())
}

fn now() -> String {
    timestamp(SystemTime::now())
}

/// RFC 3339. A clock before 1970 gives the epoch; chrono's own panics.
fn timestamp(time: SystemTime) -> String {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    let time = i64::try_from(since.as_micros()).ok().and_then(DateTime::from_timestamp_micros);
    time.unwrap_or(DateTime::<Utc>::UNIX_EPOCH).to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// 16 random bytes as hex.
pub(crate) fn random_hex() -> Result<String, LedgerError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)
        .map_err(|e| LedgerError::Key { name: "nonce".into(), what: format!("no randomness: {e}") })?;
    Ok(hex(&bytes))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn no_clock_is_too_early_or_too_late_for_an_entry() {
        let at = |seconds| timestamp(UNIX_EPOCH + Duration::from_secs(seconds));
        assert_eq!(at(1_796_023_626), "2026-11-30T07:27:06.000000Z");
        assert_eq!(timestamp(UNIX_EPOCH - Duration::from_secs(9)), "1970-01-01T00:00:00.000000Z");
        for far in [i64::MAX as u64, 8_300_000_000_000] {
            assert_eq!(at(far), "1970-01-01T00:00:00.000000Z", "{far}");
        }
    }
}
