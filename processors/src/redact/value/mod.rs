//! One value: plain text, JSON, or JSON in a string.
//!
//! Fails closed: a panic, too many rounds or too deep a nesting drops the value, leaves a mark and a count.
//! Works on bytes, because a panic of `str` slicing would print its text.

mod binary;
mod embedded;
mod forms;
mod keys;
mod rounds;
mod scalars;

use custos_model::limits::MAX_JSON_IN_STRING;
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use self::keys::Keys;
use super::{
    bytes::Budget,
    cache::{Cache, Short},
    context::{Context, classify},
    find::Recorder,
    json::{Frame, Stop, around, escape::Lenient, object},
    people,
    policy::{Action, Enforcer, Policy, Whole},
    propagate::{self, Literal},
    records::Tables,
    scan::{Known, Scanner, Search},
    secrets::{self, secret_value},
    types::{Removed, Tally, Type},
    views::seams,
};

pub(super) use self::keys::Key;
/// Scratch memory kept of one kind, entries and bytes each.
const MAX_POOL: (usize, usize) = (8, 1 << 20);

/// What became of a value.
pub(super) enum Outcome {
    /// Nothing to remove.
    Clean,
    /// The text to store instead, which is UTF-8, and what was removed. The buffer may be given back.
    Changed(Vec<u8>, Tally),
}

/// The places of one text, which is known by its address and length.
struct Prepared {
    address: usize,
    len: usize,
    search: Search,
}

/// The state of one redactor: scratch buffers and caches.
pub(super) struct Scrubber {
    scanner: Arc<Scanner>,
    keys: Keys,
    cache: Arc<Cache>,
    short: Short,
    /// Of its hashes: places of policies have numbers of their own in each redactor.
    salt: u64,
    pool: Vec<Vec<u8>>,
    searches: Vec<Search>,
    lenient: Vec<Lenient>,
    /// Of the objects and arrays that are open.
    pub(super) frames: Vec<Vec<Frame>>,
    /// Places of the text that comes next, when they are known already.
    prepared: Option<Prepared>,
    /// Of the value at hand.
    budget: Budget,
    overrun: bool,
    pub(super) enforcer: Enforcer,
    pub(super) removed: Removed,
    /// Where values are removed, if anybody asks.
    pub(super) recorder: Option<Recorder>,
    /// What the value at hand has taught.
    pub(super) learned: Vec<Literal>,
    /// What is known of its trace.
    known: Vec<Literal>,
    /// Whether the text at hand is a part of a value as redaction left it: beside what is known nothing is found in it.
    settled: bool,
    #[cfg(test)]
    pub(super) panic_on: Option<&'static [u8]>,
    /// Searches every text anew and as a whole.
    #[cfg(test)]
    pub(super) exhaustive: bool,
    #[cfg(test)]
    pub(super) work_limit: Option<u64>,
}

impl std::fmt::Debug for Scrubber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Keys and scratch hold text that is not redacted.
        write!(f, "Scrubber({} keys)", self.keys.len())
    }
}

impl Scrubber {
    pub(super) fn new(scanner: Arc<Scanner>, cache: Arc<Cache>, policy: Policy) -> Self {
        let enforcer = Enforcer::new(policy);
        Self {
            scanner,
            keys: Keys::default(),
            salt: if enforcer.numbers_places() { cache.salt() } else { 0 },
            cache,
            short: Short::default(),
            pool: Vec::new(),
            searches: Vec::new(),
            lenient: Vec::new(),
            frames: Vec::new(),
            prepared: None,
            budget: Budget::of(0),
            overrun: false,
            enforcer,
            removed: Removed::default(),
            recorder: None,
            learned: Vec::new(),
            known: Vec::new(),
            settled: false,
            #[cfg(test)]
            panic_on: None,
            #[cfg(test)]
            exhaustive: false,
            #[cfg(test)]
            work_limit: None,
        }
    }

    /// Forgets what no longer holds.
    pub(super) fn begin_batch(&mut self) {
        if self.enforcer.begin() && self.enforcer.numbers_places() {
            // They have other numbers now.
            self.salt = self.cache.salt();
            self.short.clear();
        }
    }

    /// Redacts a value of a column. `json`: the column holds JSON documents.
    pub(super) fn value(&mut self, value: &str, context: Context, json: bool) -> Outcome {
        let hash = self.hash(value, context, json);
        self.hashed_value(value, context, json, hash)
    }

    /// What a long value is known by in the cache; `None` for one that is not worth it.
    pub(super) fn hash(&self, value: &str, context: Context, json: bool) -> Option<u128> {
        // What is known changes what a text becomes.
        if self.known.is_empty() { self.cache.hash(value.as_bytes(), context, json, self.salt) } else { None }
    }

    /// Whether a value with this hash was found clean.
    pub(super) fn is_clean(&self, hash: Option<u128>) -> bool {
        hash.is_some_and(|h| self.cache.is_clean(h))
    }

    /// Redacts a value of this [hash](Self::hash).
    pub(super) fn hashed_value(&mut self, value: &str, context: Context, json: bool, hash: Option<u128>) -> Outcome {
        let bytes = value.as_bytes();
        self.learned.clear();
        // Of a value that failed.
        self.prepared = None;
        if bytes.len() < 3 && !matches!(self.enforcer.whole(context.place()), Whole::Do(_)) {
            return Outcome::Clean;
        }
        if !json && self.is_known_clean(bytes, &context) {
            return Outcome::Clean;
        }
        if !json && self.is_form(bytes, &context) {
            #[cfg(debug_assertions)]
            self.assert_clean(bytes, context, 0);
            return Outcome::Clean;
        }
        let dry = self.enforcer.dry_hits();
        if let Some(h) = hash {
            if self.cache.is_clean(h) {
                return Outcome::Clean;
            }
            if let Some((text, tally, taught)) = self.cache.repeat(h) {
                self.learned = taught;
                return Outcome::Changed(text, tally);
            }
        }
        self.removed.clear();
        self.budget = Budget::of(bytes.len());
        #[cfg(test)]
        if let Some(limit) = self.work_limit {
            self.budget = Budget::limited(limit);
        }
        self.overrun = u32::try_from(bytes.len()).is_err();
        let result = catch_unwind(AssertUnwindSafe(|| self.any(bytes, context, 0, json)));
        match result {
            _ if self.overrun => self.failed(bytes, json),
            Ok(None) => {
                // What was only counted is to be counted again.
                if let Some(h) = hash.filter(|_| dry == self.enforcer.dry_hits()) {
                    self.cache.insert_clean(h);
                }
                if !json {
                    self.remember_clean(bytes, context, dry);
                }
                Outcome::Clean
            }
            Ok(Some(new)) if simdutf8::basic::from_utf8(&new).is_ok() => {
                let tally = self.removed.tally();
                // What it taught is taught to each trace.
                if let Some(h) = hash.filter(|_| dry == self.enforcer.dry_hits()) {
                    self.cache.insert_repeat(h, &new, &tally, &self.learned);
                }
                Outcome::Changed(new, tally)
            }
            Ok(Some(_)) => self.failed(bytes, json),
            Err(_) => {
                // What was half done is not trusted.
                self.pool.clear();
                self.searches.clear();
                self.lenient.clear();
                self.failed(bytes, json)
            }
        }
    }

    /// Redacts a value with literals known from elsewhere. `settled`: it was redacted already under this context.
    pub(super) fn value_with(
        &mut self,
        value: &str,
        context: Context,
        json: bool,
        (known, settled): (Vec<Literal>, bool),
    ) -> Outcome {
        (self.known, self.settled) = (known, settled);
        let dry = self.enforcer.dry_hits();
        let outcome = self.value(value, context, json);
        // Counted the first time.
        self.enforcer.forget_dry(dry);
        self.known.clear();
        self.settled = false;
        self.learned.clear();
        outcome
    }

    /// Whether a text, which is not known to be a document, is one that was found clean before under such a key.
    #[inline]
    pub(super) fn is_known_clean(&self, t: &[u8], context: &Context) -> bool {
        self.known.is_empty() && self.recorder.is_none() && self.short.is_clean(t, context)
    }

    /// Remembers a short text that was found clean. `dry`: values that were only counted before it.
    pub(super) fn remember_clean(&mut self, t: &[u8], context: Context, dry: usize) {
        // What is a document depends on how deep it is.
        let same = self.known.is_empty() && self.recorder.is_none() && !self.overrun;
        let document = || looks_like_json(t) || memchr::memchr(b'{', t).is_some();
        if same && Short::holds(t) && dry == self.enforcer.dry_hits() && !document() {
            self.short.insert(t, context);
        }
    }

    fn learn(&mut self, kind: Type, t: &[u8]) {
        propagate::literals(kind, t, |literal| self.learned.push(literal));
    }

    /// A number that is known from elsewhere.
    pub(super) fn known_number(&mut self, t: &[u8], context: Context) -> Option<Type> {
        if self.known.is_empty() {
            return None;
        }
        let mut hits = Vec::new();
        propagate::find(t, &self.known, &mut hits);
        hits.first().map(|h| h.kind).filter(|kind| self.enforcer.goes(context.place(), *kind, t))
    }

    /// Text or JSON; `level` counts the strings around it; `json`: it is a document whatever it looks like.
    pub(super) fn any(&mut self, t: &[u8], context: Context, level: usize, json: bool) -> Option<Vec<u8>> {
        #[cfg(test)]
        assert!(self.panic_on.is_none_or(|p| !t.starts_with(p)), "planted");
        match self.enforcer.whole(context.place()) {
            Whole::Skip => return None,
            Whole::Do(action) if !json => {
                let new = self.whole(t, action)?;
                self.note(|r| r.replaced_with(0, t.len(), Type::Redacted, &new));
                return Some(new);
            }
            // Of a document each text and number goes, so that it stays one.
            Whole::Do(_) | Whole::Scan => {}
        }
        if let Some((kind, new)) = self.named(t, context) {
            self.removed.add(kind);
            self.learn(kind, t);
            self.note(|r| r.replaced_with(0, t.len(), kind, &new));
            return Some(new);
        }
        let document = level <= MAX_JSON_IN_STRING && (json || looks_like_json(t) || seams::is_stream(t));
        if document { self.document_under(t, context, level, json) } else { self.apart(t, context, level, json) }
    }

    /// A document, or a text that looks like one, under a key: of an object or array as a whole its key says nothing.
    pub(super) fn document_under(&mut self, t: &[u8], context: Context, level: usize, json: bool) -> Option<Vec<u8>> {
        let sequences = seams::Sequences::of(t);
        if sequences.is_empty() {
            self.apart(t, context, level, json)
        } else {
            // What lies across its strings is no part of the value.
            self.unsettled(|all| all.across(t, &sequences, context, level, json))
        }
    }

    /// Looks for everything meanwhile.
    pub(super) fn unsettled<T>(&mut self, f: impl FnOnce(&mut Self) -> T) -> T {
        let settled = std::mem::take(&mut self.settled);
        let result = f(self);
        self.settled = settled;
        result
    }

    /// A text whose strings, if it is a document, are looked at one by one.
    pub(super) fn apart(&mut self, t: &[u8], context: Context, level: usize, json: bool) -> Option<Vec<u8>> {
        let (before, learned) = (self.removed.point(), self.learned.len());
        let point = self.recorder.as_ref().map(Recorder::point).unwrap_or_default();
        if json || looks_like_json(t) {
            if level > MAX_JSON_IN_STRING {
                // Not followed any further: as text, escapes read leniently.
                return self.plain(t, context);
            }
            match self.document(t, context, level) {
                Ok(result) => return result,
                Err(Stop::NotJson) => {
                    self.removed.back_to(before);
                    self.learned.truncate(learned);
                    self.note(|r| r.back_to(point));
                }
                Err(Stop::TooDeep) => {
                    self.removed.back_to(before);
                    self.removed.add(Type::RedactionFailed);
                    self.note(|r| {
                        r.back_to(point);
                        r.replaced(0, t.len(), Type::RedactionFailed);
                    });
                    return Some(failed_text(t, json));
                }
            }
        }
        let new = self.mixed(t, context, level)?;
        // What was no secret before, such as something that only looked like a mark, may be one now.
        if let Some((kind, new)) = self.named(&new, context) {
            self.removed.back_to(before);
            self.removed.add(kind);
            self.note(|r| {
                r.back_to(point);
                r.replaced_with(0, t.len(), kind, &new);
            });
            return Some(new);
        }
        Some(new)
    }

    /// What takes the place of a value that goes as a whole because of what its key names.
    pub(super) fn named(&mut self, t: &[u8], context: Context) -> Option<(Type, Vec<u8>)> {
        let secret = context.has(Context::MAY_BE_SECRET) && secret_value(t, context);
        let secret = secret.then(|| secrets::kind_of_value(t, context));
        let place = context.place();
        let kind = match secret.filter(|kind| self.enforcer.goes(place, *kind, t)) {
            Some(kind) => kind,
            None => people::whole(t, context).filter(|kind| self.enforcer.goes(place, *kind, t))?,
        };
        let mut new = Vec::new();
        self.enforcer.replace(place, kind, t, &mut new);
        Some((kind, new))
    }

    /// A string of a document that has no escapes, from `from` to `to`.
    pub(super) fn part(
        &mut self,
        src: &[u8],
        (from, to): (usize, usize),
        known: &mut Known,
        context: Context,
        level: usize,
    ) -> Option<Vec<u8>> {
        let text = src.get(from..to)?;
        if self.settled {
            return self.any(text, context, level, false);
        }
        let mut search = self.take_search();
        known.part(&self.scanner, src, from, to, &mut search);
        #[cfg(test)]
        if self.exhaustive {
            self.scanner.search(text, &mut search);
        }
        self.prepared = Some(Prepared { address: text.as_ptr().addr(), len: text.len(), search });
        let new = self.any(text, context, level, false);
        // Not asked for when the whole value went.
        if let Some(left) = self.prepared.take() {
            self.give_search(left.search);
        }
        new
    }

    /// Tells the recorder, if there is one.
    pub(super) fn note(&mut self, f: impl FnOnce(&mut Recorder)) {
        if let Some(recorder) = &mut self.recorder {
            f(recorder);
        }
    }

    fn failed(&mut self, t: &[u8], json: bool) -> Outcome {
        self.note(|r| r.dropped(t.len()));
        failed(t, json)
    }

    /// What takes the place of a whole value, whatever it is; `None` when it stays.
    pub(super) fn whole(&mut self, t: &[u8], action: Action) -> Option<Vec<u8>> {
        if t.is_empty() || !self.enforcer.goes_whole(action, t) {
            return None;
        }
        self.removed.add(Type::Redacted);
        let mut new = Vec::new();
        self.enforcer.replace_by(action, Type::Redacted, t, &mut new);
        Some(new)
    }

    /// What a key says, remembered.
    pub(super) fn key(&mut self, key: &[u8]) -> Key {
        if let Some(known) = self.keys.get(key) {
            return known;
        }
        let text = String::from_utf8_lossy(key);
        let known = Key {
            says: classify(&text).with(self.held_by_key(key)),
            silent: secrets::is_silent(key),
            of_value: around::is_value(key),
            of_type: object::is_type(key),
            part: Tables::part(key),
        };
        self.keys.insert(key, known);
        known
    }

    pub(super) fn take_buffer(&mut self) -> Vec<u8> {
        self.pool.pop().unwrap_or_default()
    }

    pub(super) fn give_buffer(&mut self, buffer: Vec<u8>) {
        // One huge value must not hold its memory for ever.
        if buffer.capacity() <= MAX_POOL.1 && self.pool.len() < MAX_POOL.0 {
            self.pool.push(buffer);
        }
    }

    pub(super) fn take_search(&mut self) -> Search {
        self.searches.pop().unwrap_or_default()
    }

    pub(super) fn give_search(&mut self, mut search: Search) {
        search.read.clear();
        if search.places.capacity() <= MAX_POOL.1 / 4 && self.searches.len() < MAX_POOL.0 {
            self.searches.push(search);
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
    Outcome::Changed(text, tally)
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
