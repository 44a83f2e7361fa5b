//! Text without structure: what is found is replaced, until nothing is found.

use custos_model::limits::MAX_JSON_IN_STRING;

use super::{MAX_POOL, Scrubber};
use crate::redact::{
    classes::Seen,
    context::Context,
    escape::{Escape, Lenient},
    find::Recorder,
    propagate, records,
    scan::{AROUND_ESCAPE, Hit, Overrun, Search},
    secrets::{self, WEAK_PASSWORD},
    types::{DROPPED, Type},
    views,
};

/// Most rounds until a text must have become stable.
const MAX_ROUNDS: usize = 6;
/// How far before a change a verifier may stand that sees it, bytes: rules read to the end of a line of at most this length.
const BEFORE_CHANGE: usize = 320;
/// How far behind a change a verifier may stand that sees it, bytes: the context before a value.
const BEHIND_CHANGE: usize = 160;
impl Scrubber {
    /// Text without structure.
    pub(in crate::redact) fn plain(&mut self, t: &[u8], context: Context) -> Option<Vec<u8>> {
        let prepared = self.prepared.take_if(|p| (p.address, p.len) == (t.as_ptr().addr(), t.len()));
        let mut search = prepared.map(|p| p.search).unwrap_or_else(|| {
            let mut search = self.take_search();
            self.scanner.search(t, &mut search);
            search
        });
        let depth = self.recorder.as_ref().map_or(0, Recorder::depth);
        let result = self.settle(t, context, &mut search);
        self.note(|r| r.leave(depth));
        self.give_search(search);
        result
    }

    /// Redacts a text whose places are known. Repeats until nothing is found, so that redacting again changes nothing.
    fn settle(&mut self, t: &[u8], context: Context, search: &mut Search) -> Option<Vec<u8>> {
        let mut text: Option<Vec<u8>> = None;
        for _ in 0..MAX_ROUNDS {
            let current = text.as_deref().unwrap_or(t);
            if self.find(current, context, search).is_err() {
                self.overrun = true;
                break;
            }
            if search.hits.is_empty() {
                self.enforcer.count();
                return text;
            }
            let mut new = self.take_buffer();
            if self.replace(current, context, search, &mut new) {
                let len = current.len();
                self.note(|r| r.replaced_with(0, len, Type::Redacted, DROPPED.as_bytes()));
                return Some(DROPPED.into());
            }
            if let Some(old) = text.replace(new) {
                self.give_buffer(old);
            }
        }
        self.removed.add(Type::RedactionFailed);
        let len = text.as_deref().unwrap_or(t).len();
        self.note(|r| r.replaced(0, len, Type::RedactionFailed));
        Some(Type::RedactionFailed.mark().into())
    }

    /// Writes a text with what takes the place of the hits, and searches it. Returns whether the text goes as a whole.
    fn replace(&mut self, t: &[u8], context: Context, search: &mut Search, new: &mut Vec<u8>) -> bool {
        let place = context.place();
        new.clear();
        new.reserve(t.len());
        let (mut from, mut dropped) = (0, false);
        for hit in &mut search.hits {
            new.extend_from_slice(t.get(from..hit.start).unwrap_or_default());
            let start = new.len();
            let value = t.get(hit.start..hit.end).unwrap_or_default();
            dropped |= self.enforcer.replace(place, hit.kind, value, new);
            self.removed.add(hit.kind);
            propagate::literals(hit.kind, value, |literal| self.learned.push(literal));
            if let Some(recorder) = &mut self.recorder {
                recorder.edited(start..new.len(), hit.start..hit.end, hit.kind, new.get(start..).unwrap_or_default());
            }
            from = hit.end;
            (hit.start, hit.end) = (start, new.len());
        }
        new.extend_from_slice(t.get(from..).unwrap_or_default());
        self.note(Recorder::next_round);
        self.search_changes(new, search);
        dropped
    }

    /// The places of a text around what the last round put into it, where its hits lie now: elsewhere nothing was found, and nothing
    /// will be.
    fn search_changes(&self, t: &[u8], search: &mut Search) {
        // Escapes are read in all of the text, and their places come from all of it.
        let seen = search.seen;
        let whole = seen.escapes() && memchr::memchr(b'\\', t).is_some();
        #[cfg(test)]
        let whole = whole || self.exhaustive;
        if whole {
            self.scanner.search(t, search);
            return;
        }
        let changes = std::mem::take(&mut search.hits);
        search.clear();
        // Elsewhere nothing is new.
        search.seen = seen;
        let mut next = changes.iter().peekable();
        while let Some(change) = next.next() {
            let from = change.start.saturating_sub(BEFORE_CHANGE);
            let mut to = change.end + BEHIND_CHANGE;
            while let Some(near) = next.next_if(|c| c.start < to + BEFORE_CHANGE) {
                to = near.end + BEHIND_CHANGE;
            }
            self.scanner.search_range(t, from, to.min(t.len()), search);
        }
        search.hits = changes;
        search.hits.clear();
    }

    /// Hits in a text whose places are known, also in what its escapes stand for.
    fn find(&mut self, t: &[u8], context: Context, search: &mut Search) -> Result<(), Overrun> {
        let place = context.place();
        secrets::opening(t, &mut search.hits);
        records::opening(t, search.seen, &mut search.hits);
        search.collect(t, context, &self.budget)?;
        if !self.known.is_empty() {
            propagate::find(t, &self.known, &mut search.hits);
        }
        self.find_disguised(t, context, search)?;
        self.enforcer.judge(place, t, &mut search.hits);
        if !search.seen.escapes() || memchr::memchr(b'\\', t).is_none() {
            self.enforcer.unite(place, &mut search.hits);
            return Ok(());
        }
        let mut levels: Vec<(Lenient, Search)> = Vec::new();
        let mut result = Ok(());
        for _ in 0..MAX_JSON_IN_STRING {
            let (source, places) = levels.last().map_or((t, &*search), |(l, s)| (&l.text, s));
            let mut next = self.lenient.pop().unwrap_or_default();
            if !next.read(source) {
                self.lenient.push(next);
                break;
            }
            let mut inner = self.take_search();
            self.search_unescaped(&next, places, &mut inner);
            result = inner
                .collect(&next.text, context, &self.budget)
                .and_then(|()| self.find_disguised(&next.text, context, &mut inner));
            self.enforcer.judge(place, &next.text, &mut inner.hits);
            levels.push((next, inner));
            if result.is_err() {
                break;
            }
            let origin = |i: usize| levels.iter().rev().fold(i, |i, (level, _)| level.origin(i));
            if let Some((_, inner)) = levels.last() {
                let hits = inner.hits.iter().map(|h| Hit { start: origin(h.start), end: origin(h.end), ..*h });
                search.hits.extend(hits.filter(|h| h.start < h.end));
            }
        }
        for (level, inner) in levels {
            self.give_search(inner);
            if level.text.capacity() <= MAX_POOL.1 && self.lenient.len() < MAX_POOL.0 {
                self.lenient.push(level);
            }
        }
        for hit in &mut search.hits {
            // Never leave the backslash of an escape whose letter goes.
            let slashes = t.get(..hit.start).unwrap_or_default().iter().rev().take_while(|b| **b == b'\\').count();
            if slashes % 2 == 1 && t.get(hit.start).is_some_and(|b| !b.is_ascii_digit()) {
                hit.start -= 1;
            }
        }
        self.enforcer.unite(place, &mut search.hits);
        result
    }

    /// Adds the hits in what encodings stand for, and look-alikes.
    fn find_disguised(&mut self, t: &[u8], context: Context, search: &mut Search) -> Result<(), Overrun> {
        if !search.disguised.any() {
            return Ok(());
        }
        let mut inner = self.take_search();
        let mut result = Ok(());
        let Search { disguised, hits, .. } = search;
        views::each(t, disguised, &mut |view| {
            hits.extend(view.unread().map(|r| Hit::new(r.start, r.end, Type::RedactionFailed)));
            self.scanner.search(view.text, &mut inner);
            result = result.and_then(|()| inner.collect(view.text, context, &self.budget));
            self.enforcer.judge(context.place(), view.text, &mut inner.hits);
            hits.extend(inner.hits.iter().filter_map(|h| {
                let range = view.origin(h.start..h.end);
                (!range.is_empty()).then(|| Hit::new(range.start, range.end, h.kind))
            }));
            if result.is_ok() { std::mem::take(&mut inner.disguised) } else { views::Found::default() }
        });
        self.give_search(inner);
        result
    }

    /// The places of a text that was unescaped: those of the original, and new ones around what was an escape.
    fn search_unescaped(&self, level: &Lenient, original: &Search, search: &mut Search) {
        let t = &level.text;
        search.clear();
        search.seen = Seen::ALL;
        let dense = level.escapes.len() * 2 * AROUND_ESCAPE > t.len() / 2 || original.disguised.any();
        #[cfg(test)]
        let dense = dense || self.exhaustive;
        if dense {
            self.scanner.search(t, search);
            return;
        }
        search.places.extend(level.forward(&original.places));
        search.secrets.extend(level.forward(&original.secrets));
        let mut escapes = level.escapes.iter().peekable();
        while let Some(escape) = escapes.next() {
            let from = (escape.to as usize).saturating_sub(AROUND_ESCAPE);
            let end = |e: &Escape| e.to as usize + usize::from(e.bytes) + 4;
            let mut to = end(escape);
            while let Some(next) = escapes.next_if(|e| (e.to as usize) < to + AROUND_ESCAPE) {
                to = end(next);
            }
            self.scanner.search_range(t, from, to.min(t.len()), search);
        }
        search.only_places(t);
    }

    /// Everything found in a text.
    pub(in crate::redact) fn hits_of(&mut self, t: &[u8], context: Context) -> Vec<Hit> {
        let mut search = self.take_search();
        self.scanner.search(t, &mut search);
        self.overrun |= self.find(t, context, &mut search).is_err();
        let hits = std::mem::take(&mut search.hits);
        self.give_search(search);
        hits
    }

    /// What it means for a key that something would be removed from it. `password10` is the name of a field there, and a password
    /// elsewhere.
    pub(super) fn held_by_key(&mut self, t: &[u8]) -> Context {
        let mut search = self.take_search();
        self.scanner.search(t, &mut search);
        let name = |h: &Hit| h.rule == WEAK_PASSWORD && (h.start, h.end) == (0, t.len());
        let held = match self.find(t, Context::default(), &mut search) {
            Ok(_) if search.hits.is_empty() => Context::default(),
            Ok(_) if search.hits.iter().all(name) => Context::SECRET,
            _ => Context::DIRTY_KEY,
        };
        self.give_search(search);
        held
    }
}
