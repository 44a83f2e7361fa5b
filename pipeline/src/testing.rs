//! Simple components for the tests of wal, ingest and chain: requests are comma-separated span ids, the lake is memory.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, atomic::AtomicBool, atomic::Ordering},
};

use arrow::array::{ArrayRef, AsArray, RecordBatch, StringArray, new_null_array};
use async_trait::async_trait;
use bytes::Bytes;
use custos_model::{
    batch::{Counts, Group},
    component::{
        BoxError, Checkpoint, Committed, EncodedFile, Encoder, Lake, LakeError, Observer, Redactor, RedactorFactory,
        Resume, RuleSet,
    },
    ingest::{Accepted, Refusal, Request, Signal},
    schema::Table,
};
use parking_lot::Mutex;

use crate::ingest::{Decode, DecoderFactory};

pub(crate) fn request(body: &str) -> Request {
    Request {
        signal: Signal::Traces,
        body: Bytes::copy_from_slice(body.as_bytes()),
        tenant: "default".into(),
        client: "test".into(),
        received_unix_nano: 1,
    }
}

/// A batch of spans that have nothing but ids.
pub(crate) fn spans(ids: &[&str]) -> RecordBatch {
    let schema = Table::Spans.schema();
    let columns = schema.fields().iter().map(|field| match field.name().as_str() {
        "span_id" => Arc::new(StringArray::from(ids.to_vec())) as ArrayRef,
        _ => new_null_array(field.data_type(), ids.len()),
    });
    RecordBatch::try_new(Arc::clone(&schema), columns.collect()).unwrap()
}

pub(crate) fn group(ids: &[&str]) -> Group {
    let counts = Counts {
        received: [("spans".to_owned(), ids.len() as u64)].into(),
        stored: [("spans".to_owned(), ids.len() as u64)].into(),
        ..Counts::default()
    };
    Group { tables: vec![(Table::Spans, spans(ids))], counts }
}

pub(crate) fn ids(batch: &RecordBatch) -> Vec<String> {
    let column = batch.column(Table::Spans.index("span_id").unwrap());
    column.as_string::<i32>().iter().map(|id| id.unwrap().to_owned()).collect()
}

/// `bad` is refused as a row, `malformed` refuses the request, `panic` panics.
#[derive(Default)]
pub(crate) struct IdDecoder {
    ids: Vec<String>,
    bad: u64,
}

pub(crate) fn id_decoders() -> DecoderFactory {
    Arc::new(|| Box::new(IdDecoder::default()))
}

impl Decode for IdDecoder {
    fn append(&mut self, request: &Request) -> Result<Accepted, Refusal> {
        let body = std::str::from_utf8(&request.body).unwrap();
        if body == "malformed" {
            return Err(Refusal::Malformed("test".to_owned()));
        }
        let mut accepted = Accepted::default();
        for id in body.split(',') {
            match id {
                "panic" => panic!("test"),
                "bad" => accepted.rejected += 1,
                id => self.ids.push(id.to_owned()),
            }
        }
        self.bad += accepted.rejected;
        Ok(accepted)
    }

    fn finish(&mut self) -> (Vec<(Table, RecordBatch)>, Counts) {
        let ids = std::mem::take(&mut self.ids);
        let bad = std::mem::take(&mut self.bad);
        let mut counts = Counts::default();
        if ids.len() as u64 + bad > 0 {
            counts.received.insert("spans".to_owned(), ids.len() as u64 + bad);
            counts.stored.insert("spans".to_owned(), ids.len() as u64);
        }
        if bad > 0 {
            counts.refused.insert("spans/bad".to_owned(), bad);
        }
        (vec![(Table::Spans, spans(&ids.iter().map(String::as_str).collect::<Vec<_>>()))], counts)
    }
}

/// Redacts nothing.
#[derive(Debug)]
pub(crate) struct Plain;

impl RedactorFactory for Plain {
    fn create(&self) -> Box<dyn Redactor> {
        Box::new(Self)
    }
}

impl Redactor for Plain {
    fn redact(&mut self, _: Table, batch: RecordBatch, _: &mut Counts) -> RecordBatch {
        batch
    }

    fn rule_set(&self) -> RuleSet {
        RuleSet { version: "0".to_owned(), sha256: String::new() }
    }
}

/// Counts spans ever seen; its state and what it emits must agree with the rows.
#[derive(Debug, Default)]
pub(crate) struct Counter {
    total: u64,
    fresh: u64,
    /// Memory of what it knows of each span until the next commit, bytes.
    bytes_each: usize,
}

impl Counter {
    pub(crate) fn of(bytes_each: usize) -> Self {
        Self { bytes_each, ..Self::default() }
    }
}

impl Observer for Counter {
    fn name(&self) -> &'static str {
        "counter"
    }

    fn observe(&mut self, group: &Group) {
        let rows = group.table(Table::Spans).map_or(0, RecordBatch::num_rows) as u64;
        self.total += rows;
        self.fresh += rows;
    }

    fn memory(&self) -> usize {
        self.fresh as usize * self.bytes_each
    }

    fn emit(&mut self) -> Vec<(Table, RecordBatch)> {
        let schema = Table::Usage.schema();
        let columns = schema.fields().iter().map(|field| match field.name().as_str() {
            "spans" => Arc::new(arrow::array::Int64Array::from(vec![self.fresh as i64])) as ArrayRef,
            _ => new_null_array(field.data_type(), 1),
        });
        let batch = RecordBatch::try_new(Arc::clone(&schema), columns.collect()).unwrap();
        self.fresh = 0;
        vec![(Table::Usage, batch)]
    }

    fn snapshot(&self) -> Vec<u8> {
        self.total.to_string().into_bytes()
    }

    fn restore(&mut self, state: &[u8]) -> Result<(), BoxError> {
        self.total = std::str::from_utf8(state)?.parse()?;
        Ok(())
    }
}

/// What goes wrong with one commit.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fault {
    /// Nothing was written; a retry helps.
    Away,
    /// Nobody can tell whether what was committed is there.
    Unseen,
    /// What was committed is not there.
    Gone,
    /// It was written but the answer is lost.
    AnswerLost,
    /// A retry does not help.
    Refused,
}

#[derive(Debug, Default)]
pub(crate) struct LakeState {
    pub(crate) ids: Vec<String>,
    pub(crate) observed: u64,
    pub(crate) counts: Counts,
    pub(crate) commits: u64,
    pub(crate) attempts: u64,
    pub(crate) largest: usize,
    pub(crate) resume: Resume,
    pub(crate) faults: VecDeque<Fault>,
}

/// A lake in memory.
#[derive(Debug, Default)]
pub(crate) struct MemoryLake {
    pub(crate) state: Mutex<LakeState>,
    /// While set every commit fails.
    pub(crate) away: AtomicBool,
    /// While set appending fails.
    pub(crate) encoder_fails: Arc<AtomicBool>,
}

impl MemoryLake {
    pub(crate) fn sorted_ids(&self) -> Vec<String> {
        let mut ids = self.state.lock().ids.clone();
        ids.sort_unstable();
        ids
    }

    pub(crate) fn fail_next(&self, fault: Fault) {
        self.state.lock().faults.push_back(fault);
    }
}

#[async_trait]
impl Lake for MemoryLake {
    fn resume(&self) -> Resume {
        self.state.lock().resume.clone()
    }

    fn encoder(&self) -> Result<Box<dyn Encoder>, BoxError> {
        Ok(Box::new(MemoryEncoder { fails: Arc::clone(&self.encoder_fails), ..MemoryEncoder::default() }))
    }

    async fn commit(&self, checkpoint: &Checkpoint) -> Result<Committed, LakeError> {
        let error = |retryable| LakeError { context: "test".to_owned(), retryable, gone: Some(false), source: None };
        let mut state = self.state.lock();
        state.attempts += 1;
        let fault = state.faults.pop_front();
        match fault {
            Some(Fault::Refused) => return Err(error(false)),
            Some(Fault::Away) => return Err(error(true)),
            Some(Fault::Unseen) => return Err(LakeError { gone: None, ..error(true) }),
            Some(Fault::Gone) => return Err(LakeError { gone: Some(true), ..error(true) }),
            _ if self.away.load(Ordering::Relaxed) => return Err(error(true)),
            _ => {}
        }
        if state.resume.wal != checkpoint.wal {
            for (shard, position) in &state.resume.wal {
                assert!(checkpoint.wal[shard] >= *position, "a position went back");
            }
            for file in &checkpoint.files {
                let text = String::from_utf8(file.pieces.concat()).unwrap();
                match file.table {
                    Table::Spans => state.ids.extend(text.lines().map(str::to_owned)),
                    _ => state.observed += text.lines().map(|n| n.parse::<u64>().unwrap()).sum::<u64>(),
                }
            }
            let files = checkpoint.files.iter().map(|f| f.rows as usize).sum();
            state.largest = state.largest.max(files);
            state.counts.merge(&checkpoint.counts);
            state.commits += 1;
            state.resume = Resume { wal: checkpoint.wal.clone(), state: checkpoint.state.clone() };
            // State, emitted rows and rows agree at every commit.
            assert_eq!(state.ids.len() as u64, state.observed);
            assert_eq!(state.resume.state["counter"], state.observed.to_string().into_bytes());
            assert_eq!(state.counts.stored.get("spans").copied().unwrap_or_default(), state.observed);
        }
        match fault {
            Some(Fault::AnswerLost) => Err(error(true)),
            _ => Ok(Committed { seq: state.commits, files: checkpoint.files.len(), bytes: 0 }),
        }
    }
}

/// One line a row; memory is the number of rows.
#[derive(Debug, Default)]
struct MemoryEncoder {
    lines: BTreeMap<Table, Vec<String>>,
    fails: Arc<AtomicBool>,
}

impl Encoder for MemoryEncoder {
    fn append(&mut self, table: Table, batch: &RecordBatch) -> Result<(), BoxError> {
        if self.fails.load(Ordering::Relaxed) {
            return Err("test".into());
        }
        let lines = self.lines.entry(table).or_default();
        if table == Table::Spans {
            lines.extend(ids(batch));
        } else {
            let spans = batch.column(Table::Usage.index("spans").unwrap());
            lines.extend(spans.as_primitive::<arrow::datatypes::Int64Type>().iter().map(|n| n.unwrap().to_string()));
        }
        Ok(())
    }

    fn memory(&self) -> usize {
        self.lines.values().map(Vec::len).sum()
    }

    fn finish(&mut self) -> Result<Vec<EncodedFile>, BoxError> {
        let files = std::mem::take(&mut self.lines).into_iter().map(|(table, lines)| EncodedFile {
            table,
            tenant: "default".to_owned(),
            day: "1970-01-01".to_owned(),
            rows: lines.len() as u64,
            time_range: None,
            sha256: String::new(),
            pieces: vec![lines.join("\n").into()],
        });
        Ok(files.collect())
    }
}
