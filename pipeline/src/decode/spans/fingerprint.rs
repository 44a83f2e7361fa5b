//! `prompt_fingerprint`: which prompt a model was given, apart from the conversation.
//!
//! The first 16 hex digits of SHA-256 over, each followed by a zero byte: the request model, the system instructions
//! (or, where they are sent as messages, the leading messages of role `system` or `developer`), then the tool
//! definitions in order, all as they are stored. Null when there are neither instructions nor tools.
//!
//! As they are stored means after redaction: beside a prompt with a mark in it, the hash of the prompt as it was sent
//! would tell anybody who tries all numbers of that kind which one was removed.

use std::hash::{BuildHasher, Hash, Hasher};
use std::sync::Arc;

use ahash::AHashMap;
use arrow::{
    array::{Array, AsArray, DictionaryArray, RecordBatch, StringArray, StringDictionaryBuilder},
    datatypes::Int32Type,
    error::ArrowError,
};
use custos_model::schema::SPANS;
use sha2::{Digest, Sha256};

use crate::decode::{columns::index_of, tail::write_hex};

const FINGERPRINT: usize = index_of(SPANS, "prompt_fingerprint");
const MODEL: usize = index_of(SPANS, "request_model");
const SYSTEM: usize = index_of(SPANS, "system_instructions");
const INPUT: usize = index_of(SPANS, "input_messages");
const TOOLS: usize = index_of(SPANS, "tool_definitions");

/// Fingerprints found so far, by a hash of what they are of.
#[derive(Debug, Default)]
pub(crate) struct Fingerprints {
    hasher: ahash::RandomState,
    known: AHashMap<u64, Box<str>>,
}

/// Entries held at most.
const MAX_ENTRIES: usize = 4096;

impl Fingerprints {
    /// Fills the column of redacted `spans`.
    pub(crate) fn fill(&mut self, batch: &RecordBatch) -> Result<RecordBatch, ArrowError> {
        let (model, system) = (Texts::of(batch, MODEL)?, Texts::of(batch, SYSTEM)?);
        let (input, tools) = (Texts::of(batch, INPUT)?, Texts::of(batch, TOOLS)?);
        let mut prints = StringDictionaryBuilder::<Int32Type>::new();
        for row in 0..batch.num_rows() {
            let system = system.at(row).next();
            let leading = || input.at(row).take_while(|m| is_system(m)).filter(|_| system.is_none());
            let texts = || {
                std::iter::once(model.at(row).next().unwrap_or("")).chain(system).chain(leading()).chain(tools.at(row))
            };
            prints.append_option(self.of(texts));
        }
        let mut columns = batch.columns().to_vec();
        if let Some(column) = columns.get_mut(FINGERPRINT) {
            *column = Arc::new(prints.finish());
        }
        RecordBatch::try_new(batch.schema(), columns)
    }

    /// The fingerprint of a model and of what it was told.
    fn of<'t, T: Iterator<Item = &'t str>>(&mut self, texts: impl Fn() -> T) -> Option<&str> {
        texts().nth(1)?;
        let mut state = self.hasher.build_hasher();
        texts().for_each(|text| text.hash(&mut state));
        let key = state.finish();
        if self.known.len() >= MAX_ENTRIES {
            self.known.clear();
        }
        let fingerprint = self.known.entry(key).or_insert_with(|| {
            let mut hash = Sha256::new();
            for text in texts() {
                hash.update(text.as_bytes());
                hash.update([0]);
            }
            let mut hex = String::with_capacity(16);
            write_hex(&mut hex, hash.finalize().first_chunk::<8>().map_or(&[], |bytes| bytes.as_slice()));
            hex.into_boxed_str()
        });
        Some(fingerprint)
    }
}

/// A column of dictionary texts, one or a list a row.
struct Texts<'a> {
    keys: &'a DictionaryArray<Int32Type>,
    values: &'a StringArray,
    list: Option<&'a arrow::array::ListArray>,
}

impl<'a> Texts<'a> {
    fn of(batch: &'a RecordBatch, column: usize) -> Result<Self, ArrowError> {
        let array = batch.columns().get(column).ok_or_else(other_type)?;
        let list = array.as_list_opt::<i32>();
        let keys = list.map_or(array, |l| l.values()).as_dictionary_opt::<Int32Type>().ok_or_else(other_type)?;
        let values = keys.values().as_string_opt::<i32>().ok_or_else(other_type)?;
        Ok(Self { keys, values, list })
    }

    /// The texts of a row.
    fn at(&self, row: usize) -> impl Iterator<Item = &'a str> {
        let range = match self.list {
            None => row..row + 1,
            Some(list) if list.is_null(row) => 0..0,
            Some(list) => {
                let at = |i: usize| list.value_offsets().get(i).map_or(0, |o| usize::try_from(*o).unwrap_or(0));
                at(row)..at(row + 1)
            }
        };
        let (keys, values) = (self.keys, self.values);
        range.filter_map(move |i| keys.key(i).filter(|k| values.is_valid(*k)).map(|k| values.value(k)))
    }
}

fn other_type() -> ArrowError {
    ArrowError::SchemaError("column has another type than its table says".to_owned())
}

/// Whether a message begins with the role of instructions, as SDKs and this mapping write it.
fn is_system(message: &str) -> bool {
    let mut rest = message;
    for word in ["{", "\"role\"", ":"] {
        match rest.strip_prefix(word) {
            Some(after) => rest = after.trim_start(),
            None => return false,
        }
    }
    rest.starts_with("\"system\"") || rest.starts_with("\"developer\"")
}
