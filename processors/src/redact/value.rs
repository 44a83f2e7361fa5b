//! One value: plain text, JSON, or JSON in a string.
//!
//! Fails closed: a panic, too many rounds or too deep a nesting drops the value, leaves a mark and a count.
//! Works on bytes, because a panic of `str` slicing would print its text.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use ahash::AHashMap;
use custos_model::limits::MAX_JSON_IN_STRING;

use super::{
    bytes::back,
    cache::Clean,
    context::{Context, classify},
    escape::Lenient,
    json::Stop,
    scan::{Hit, Scanner},
    secrets::secret_value,
    types::{Tally, Type},
};

/// Most rounds until a text must have become stable.
const MAX_ROUNDS: usize = 6;
/// Distinct keys whose classification is remembered.
const MAX_KEYS: usize = 8192;

/// What became of a value.
pub(super) enum Outcome {
    /// Nothing to remove.
    Clean,
    /// The text to store instead, and what was removed.
    Changed(String, Tally),
}

/// The state of one redactor: scratch buffers and caches.
pub(super) struct Scrubber {
    scanner: Arc<Scanner>,
    keys: AHashMap<Box<[u8]>, Context>,
    clean: Clean,
    pool: Vec<Vec<u8>>,
    hits: Vec<Hit>,
    pub(super) tally: Tally,
    #[cfg(test)]
    pub(super) panic_on: Option<&'static [u8]>,
}

impl std::fmt::Debug for Scrubber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Keys and scratch hold text that is not redacted.
        write!(f, "Scrubber({} keys)", self.keys.len())
    }
}

impl Scrubber {
    pub(super) fn new(scanner: Arc<Scanner>, cache_bytes: usize) -> Self {
        Self {
            scanner,
            keys: AHashMap::new(),
            clean: Clean::new(cache_bytes),
            pool: Vec::new(),
            hits: Vec::new(),
            tally: Tally::default(),
            #[cfg(test)]
            panic_on: None,
        }
    }

    /// Redacts a value of a column. `json`: the column holds JSON documents.
    pub(super) fn value(&mut self, value: &str, context: Context, json: bool) -> Outcome {
        let bytes = value.as_bytes();
        if bytes.len() < 3 {
            return Outcome::Clean;
        }
        let hash = self.clean.hash(bytes, context, json);
        if hash.is_some_and(|h| self.clean.contains(h)) {
            return Outcome::Clean;
        }
        self.tally = Tally::default();
        let result = catch_unwind(AssertUnwindSafe(|| self.any(bytes, context, 0, json)));
        match result {
            Ok(None) => {
                if let Some(h) = hash {
                    self.clean.insert(h);
                }
                Outcome::Clean
            }
            Ok(Some(new)) => match String::from_utf8(new) {
                Ok(text) => Outcome::Changed(text, self.tally),
                Err(_) => failed(bytes, json),
            },
            Err(_) => {
                // What was half done is not trusted.
                self.pool.clear();
                self.hits.clear();
                failed(bytes, json)
            }
        }
    }

    /// Text or JSON; `level` counts the strings around it; `json`: it is a document whatever it looks like.
    pub(super) fn any(&mut self, t: &[u8], context: Context, level: usize, json: bool) -> Option<Vec<u8>> {
        #[cfg(test)]
        assert!(self.panic_on.is_none_or(|p| !t.starts_with(p)), "planted");
        if (context.has(Context::SECRET) || context.has(Context::MAYBE_SECRET)) && secret_value(t, context) {
            let kind = if context.has(Context::AWS) { Type::AwsKey } else { Type::Secret };
            self.tally.add(kind);
            return Some(kind.mark().into());
        }
        if json || looks_like_json(t) {
            let before = self.tally;
            if level > MAX_JSON_IN_STRING {
                // Not followed any further: as text, escapes read leniently.
                return self.plain(t, context);
            }
            match self.document(t, context, level) {
                Ok(result) => return result,
                Err(Stop::NotJson) => self.tally = before,
                Err(Stop::TooDeep) => {
                    self.tally = before;
                    self.tally.add(Type::RedactionFailed);
                    return Some(failed_text(t, json));
                }
            }
        }
        self.plain(t, context)
    }

    /// Text without structure. Repeats until nothing is found, so that redacting again changes nothing.
    pub(super) fn plain(&mut self, t: &[u8], context: Context) -> Option<Vec<u8>> {
        let mut text: Option<Vec<u8>> = None;
        for _ in 0..MAX_ROUNDS {
            let current = text.as_deref().unwrap_or(t);
            let mut hits = std::mem::take(&mut self.hits);
            self.find(current, context, &mut hits);
            if hits.is_empty() {
                self.hits = hits;
                return text;
            }
            let mut new = Vec::with_capacity(current.len());
            let mut from = 0;
            for hit in &hits {
                new.extend_from_slice(current.get(from..hit.start).unwrap_or_default());
                new.extend_from_slice(hit.kind.mark().as_bytes());
                self.tally.add(hit.kind);
                from = hit.end;
            }
            new.extend_from_slice(current.get(from..).unwrap_or_default());
            self.hits = hits;
            text = Some(new);
        }
        self.tally.add(Type::RedactionFailed);
        Some(Type::RedactionFailed.mark().into())
    }

    /// Hits in a text, also in what its escapes stand for.
    fn find(&self, t: &[u8], context: Context, hits: &mut Vec<Hit>) {
        self.scanner.scan(t, context, hits);
        if memchr::memchr(b'\\', t).is_none() {
            return;
        }
        let mut inner = Vec::new();
        let mut levels: Vec<Lenient> = Vec::new();
        for _ in 0..MAX_JSON_IN_STRING {
            let source = levels.last().map_or(t, |l| &l.text);
            if memchr::memchr(b'\\', source).is_none() {
                break;
            }
            let next = Lenient::read(source);
            if next.text.len() == source.len() {
                // Backslashes that are no escapes: paths, patterns.
                break;
            }
            levels.push(next);
            let Some(last) = levels.last() else { break };
            self.scanner.scan(&last.text, context, &mut inner);
            let origin = |i: usize| levels.iter().rev().fold(i, |i, level| level.origin(i));
            hits.extend(
                inner.iter().map(|h| Hit::new(origin(h.start), origin(h.end), h.kind)).filter(|h| h.start < h.end),
            );
        }
        for hit in hits.iter_mut() {
            // Never leave the backslash of an escape whose letter goes.
            let slashes = t.get(..hit.start).unwrap_or_default().iter().rev().take_while(|b| **b == b'\\').count();
            if slashes % 2 == 1 && back(t, hit.start, 1) == b'\\' {
                hit.start -= 1;
            }
        }
        super::scan::unite(hits);
    }

    /// What a key says, remembered.
    pub(super) fn key(&mut self, key: &[u8]) -> Context {
        if let Some(context) = self.keys.get(key) {
            return *context;
        }
        let text = String::from_utf8_lossy(key);
        let mut context = classify(&text);
        let mut hits = Vec::new();
        self.find(key, Context::default(), &mut hits);
        if !hits.is_empty() {
            context = context.with(Context::DIRTY_KEY);
        }
        if self.keys.len() >= MAX_KEYS {
            self.keys.clear();
        }
        if key.len() <= 256 {
            self.keys.insert(key.into(), context);
        }
        context
    }

    pub(super) fn take_buffer(&mut self) -> Vec<u8> {
        self.pool.pop().unwrap_or_default()
    }

    pub(super) fn give_buffer(&mut self, buffer: Vec<u8>) {
        // One huge value must not hold its memory for ever.
        if buffer.capacity() <= 1 << 20 && self.pool.len() < 8 {
            self.pool.push(buffer);
        }
    }
}

/// Whether it is worth trying to read as JSON.
fn looks_like_json(t: &[u8]) -> bool {
    let t = t.trim_ascii();
    t.len() >= 2
        && matches!(
            (t.first(), t.last()),
            (Some(b'{'), Some(b'}')) | (Some(b'['), Some(b']')) | (Some(b'"'), Some(b'"'))
        )
}

fn failed(t: &[u8], json: bool) -> Outcome {
    let mut tally = Tally::default();
    tally.add(Type::RedactionFailed);
    let text = failed_text(t, json);
    Outcome::Changed(String::from_utf8(text).unwrap_or_default(), tally)
}

/// The mark, in the shape of the value that it replaces.
fn failed_text(t: &[u8], json: bool) -> Vec<u8> {
    let mark = Type::RedactionFailed.mark();
    match t.trim_ascii_start().first() {
        Some(b'{') if json => format!("{{\"{}\":null}}", mark),
        Some(b'[') if json => format!("[\"{}\"]", mark),
        _ if json => format!("\"{}\"", mark),
        _ => mark.to_owned(),
    }
    .into_bytes()
}
