//! Text without structure: what is found is replaced, until nothing is found.

use custos_model::limits::MAX_JSON_IN_STRING;

use super::{MAX_POOL, Scrubber, embedded::same_documents, scalars};
use crate::redact::{
    bytes::{at, back, digit, run_back},
    context::Context,
    find::Recorder,
    json::escape::Lenient,
    propagate, records,
    scan::{Hit, Overrun, Search},
    secrets::{self, WEAK_PASSWORD},
    sentences::mine,
    types::{DROPPED, Type},
    views,
};

/// Most rounds until a text must have become stable. A word before a list names its first number, then the one behind
/// the mark of that, and so on: seven marks fit into the text before a value in which words count.
const MAX_ROUNDS: usize = 10;
/// Bytes that may be read in rounds of a text that is short: each row of a table may be named by the mark in the one
/// before.
const READ_IN_ROUNDS: usize = 128 << 10;
/// Most rounds of such a text.
const MOST_ROUNDS: usize = 64;
/// How far before a change a verifier may stand that sees it, bytes: rules read to the end of a line of at most this
/// length.
const BEFORE_CHANGE: usize = 320;
/// How far behind a change a verifier may stand that sees it, bytes: the fields before one that is a person's.
const BEHIND_CHANGE: usize = 208;
/// Longest word, or row of numbers, that is searched as a whole, bytes.
const WORD: usize = 256;

/// The ranges of a text in which a verifier may stand that sees one of these changes, in order. They begin with a word
/// or a row of numbers: what is found in it may tell what is not looked for in its rest.
fn around(t: &[u8], changes: impl Iterator<Item = (usize, usize)>) -> Vec<(usize, usize)> {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for (start, end) in changes {
        let (from, to) = (start.saturating_sub(BEFORE_CHANGE), (end + BEHIND_CHANGE).min(t.len()));
        match ranges.last_mut() {
            Some(last) if from <= last.1 => last.1 = to.max(last.1),
            last => {
                let least = last.map_or(0, |last| last.1);
                ranges.push((word_start(t, from).max(least), to));
            }
        }
    }
    ranges
}

/// Where the word around `i` begins, or the row of numbers.
fn word_start(t: &[u8], i: usize) -> usize {
    let least = i.saturating_sub(WORD);
    let mut from = i;
    while from > least {
        let next = from - run_back(t, from, from - least, |b| b > b' ');
        let row = back(t, next, 1) == b' ' && digit(at(t, next)) && digit(back(t, next, 2));
        if !row {
            return next;
        }
        from = next - 1;
    }
    from
}

/// Whether words before count as far in the same documents.
fn same_words(before: &[(usize, usize, usize)], now: &[(usize, usize, usize)]) -> bool {
    before.iter().map(|d| d.2).eq(now.iter().map(|d| d.2))
}

/// What lies in these ranges beside documents that were read, where no words before count in them. Both are in order.
fn beside(ranges: Vec<(usize, usize)>, read: &[(usize, usize, usize)]) -> Vec<(usize, usize)> {
    if read.is_empty() {
        return ranges;
    }
    let ends = read.iter().map(|r| r.1);
    let starts = read.iter().map(|(from, to, near)| (from + near).min(*to));
    let between: Vec<_> =
        std::iter::once(0).chain(ends).zip(starts.chain([usize::MAX])).filter(|(a, b)| a < b).collect();
    both(&ranges, &between)
}

/// What lies in ranges of both lists, which are in order.
fn both(a: &[(usize, usize)], b: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let (mut i, mut k, mut ranges) = (0, 0, Vec::new());
    while let (Some(x), Some(y)) = (a.get(i), b.get(k)) {
        let (from, to) = (x.0.max(y.0), x.1.min(y.1));
        if from < to {
            ranges.push((from, to));
        }
        if x.1 < y.1 { i += 1 } else { k += 1 }
    }
    ranges
}

impl Scrubber {
    /// Text that may hold documents. Repeats until nothing is found in either, so that redacting again changes nothing.
    pub(super) fn mixed(&mut self, t: &[u8], context: Context, level: usize) -> Option<Vec<u8>> {
        if level > MAX_JSON_IN_STRING || memchr::memchr(b'{', t).is_none() {
            return self.plain(t, context);
        }
        let settled = self.settled;
        let new = self.mixed_in_rounds(t, context, level);
        self.settled = settled;
        new
    }

    fn mixed_in_rounds(&mut self, t: &[u8], context: Context, level: usize) -> Option<Vec<u8>> {
        let depth = self.recorder.as_ref().map_or(0, Recorder::depth);
        let mut text: Option<Vec<u8>> = None;
        let mut documents = Vec::new();
        let mut kept = true;
        for _ in 0..MAX_ROUNDS {
            self.settled &= text.is_none();
            let before = std::mem::take(&mut documents);
            let read = self.documents_in(text.as_deref().unwrap_or(t), context, level, &mut documents);
            // What was read before is text in which nothing is found, but for documents that are no more, or that words
            // came nearer to.
            let settled = read.is_none() && text.is_some() && kept && same_words(&before, &documents);
            text = read.or(text);
            self.settled &= text.is_none();
            let current = text.as_deref().unwrap_or(t);
            let new = if settled { None } else { self.rest(current, context, &documents) };
            let Some((new, all)) = new else {
                self.note(|r| r.leave(depth));
                return text;
            };
            let same = same_documents(current, &new);
            (text, kept) = (Some(new), all);
            if same {
                self.note(|r| r.leave(depth));
                return text;
            }
        }
        self.removed.add(Type::RedactionFailed);
        let len = text.as_deref().unwrap_or(t).len();
        self.note(|r| {
            r.replaced(0, len, Type::RedactionFailed);
            r.leave(depth);
        });
        Some(Type::RedactionFailed.mark().into())
    }

    /// Text without structure.
    pub(in crate::redact) fn plain(&mut self, t: &[u8], context: Context) -> Option<Vec<u8>> {
        let depth = self.recorder.as_ref().map_or(0, Recorder::depth);
        let result = self.rest(t, context, &[]);
        self.note(|r| r.leave(depth));
        result.map(|(text, _)| text)
    }

    /// Text without structure, and whether nothing was removed from documents in it that were read; the recorder stays
    /// in what became of it.
    fn rest(&mut self, t: &[u8], context: Context, read: &[(usize, usize, usize)]) -> Option<(Vec<u8>, bool)> {
        if self.settled {
            #[cfg(debug_assertions)]
            self.assert_settled(t, context, read);
            if !propagate::holds_any(t, &self.known) {
                return None;
            }
        }
        let prepared = self.prepared.take_if(|p| (p.address, p.len) == (t.as_ptr().addr(), t.len()));
        let mut search = prepared.filter(|_| read.is_empty()).map(|p| p.search).unwrap_or_else(|| {
            let mut search = self.take_search();
            search.read.extend_from_slice(read);
            self.search_all(t, &mut search);
            search
        });
        let result = self.settle(t, context, &mut search);
        let kept = search.read.len() == read.len();
        self.give_search(search);
        result.map(|text| (text, kept))
    }

    #[cfg(debug_assertions)]
    fn assert_settled(&mut self, t: &[u8], context: Context, read: &[(usize, usize, usize)]) {
        let known = std::mem::take(&mut self.known);
        let new = self.unsettled(|all| all.rest(t, context, read));
        assert!(new.is_none(), "{} under {context:?}", t.escape_ascii());
        self.known = known;
    }

    /// The places of a text, but for those in documents that were read as such.
    fn search_all(&self, t: &[u8], search: &mut Search) {
        search.clear();
        if search.read.is_empty() {
            self.scanner.search_range(t, 0, t.len(), search);
            return;
        }
        let ranges = beside(vec![(0, t.len())], &search.read);
        for (from, to) in &ranges {
            self.scanner.search_range(t, *from, *to, search);
        }
        search.ranges = Some(ranges);
    }

    /// Redacts a text whose places are known. Repeats until nothing is found, so that redacting again changes nothing.
    fn settle(&mut self, t: &[u8], context: Context, search: &mut Search) -> Option<Vec<u8>> {
        let mut text: Option<Vec<u8>> = None;
        for _ in 0..(READ_IN_ROUNDS / t.len().max(1)).clamp(MAX_ROUNDS, MOST_ROUNDS) {
            let current = text.as_deref().unwrap_or(t);
            if self.settled && text.is_none() {
                propagate::find(current, &self.known, &mut search.hits);
                self.enforcer.judge(context.place(), current, &mut search.hits);
                self.enforcer.unite(context.place(), &mut search.hits);
            } else if self.find(current, context, search).is_err() {
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
        let (mut places, mut quotes) = (Vec::new(), Vec::new());
        scalars::widen(t, &mut search.hits, &mut quotes);
        for (hit, escapes) in search.hits.iter_mut().zip(quotes) {
            new.extend_from_slice(t.get(from..hit.start).unwrap_or_default());
            let start = new.len();
            let value = t.get(hit.start..hit.end).unwrap_or_default();
            let quote = |new: &mut Vec<u8>| {
                new.extend(escapes.into_iter().flat_map(|n| std::iter::repeat_n(b'\\', n).chain([b'"'])));
            };
            quote(new);
            dropped |= self.enforcer.replace(place, hit.kind, value, new);
            quote(new);
            self.removed.add(hit.kind);
            propagate::literals(hit.kind, value, |literal| self.learned.push(literal));
            if let Some(recorder) = &mut self.recorder {
                recorder.edited(start..new.len(), hit.start..hit.end, hit.kind, new.get(start..).unwrap_or_default());
            }
            from = hit.end;
            places.push([hit.start, hit.end, start, new.len()]);
            (hit.start, hit.end) = (start, new.len());
        }
        new.extend_from_slice(t.get(from..).unwrap_or_default());
        search.shift_read(&places);
        self.note(Recorder::next_round);
        self.search_changes(new, search);
        dropped
    }

    /// The places of a text around what the last round put into it, where its hits lie now: elsewhere nothing was
    /// found, and nothing will be.
    fn search_changes(&self, t: &[u8], search: &mut Search) {
        #[cfg(test)]
        if self.exhaustive {
            return self.search_all(t, search);
        }
        let seen = search.seen;
        let changes = std::mem::take(&mut search.hits);
        let ranges = beside(around(t, changes.iter().map(|c| (c.start, c.end))), &search.read);
        if seen.escapes() && memchr::memchr(b'\\', t).is_some() {
            self.search_within(t, ranges, search);
        } else {
            search.clear();
            // Elsewhere nothing is new.
            search.seen = seen;
            for (from, to) in ranges {
                self.scanner.search_range(t, from, to, search);
            }
        }
        search.hits = changes;
        search.hits.clear();
    }

    /// The places in these ranges of a text, and all that is in disguise: what it is read as depends on what stands
    /// before.
    fn search_within(&self, t: &[u8], ranges: Vec<(usize, usize)>, search: &mut Search) {
        self.scanner.search(t, search);
        for places in [&mut search.places, &mut search.secrets] {
            let mut ranges = ranges.iter().peekable();
            places.retain(|p| {
                while ranges.next_if(|(_, to)| *to <= *p as usize).is_some() {}
                ranges.peek().is_some_and(|(from, _)| *from <= *p as usize)
            });
        }
        search.ranges = Some(ranges);
    }

    /// Hits in a text whose places are known, also in what its escapes stand for.
    fn find(&mut self, t: &[u8], context: Context, search: &mut Search) -> Result<(), Overrun> {
        let place = context.place();
        secrets::opening(t, &mut search.hits);
        records::opening(t, search.seen, &mut search.hits);
        mine::opening(t, &mut search.hits);
        search.collect(t, context, &self.budget)?;
        records::behind(t, &mut search.hits);
        if !self.known.is_empty() {
            propagate::find(t, &self.known, &mut search.hits);
        }
        search.disguised.look_for_zeros(t);
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
            result = inner.collect(&next.text, context, &self.budget);
            records::behind(&next.text, &mut inner.hits);
            result = result.and_then(|()| self.find_disguised(&next.text, context, &mut inner));
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

    /// The places of a text that was unescaped, around what was an escape: elsewhere it reads as the original does.
    fn search_unescaped(&self, level: &Lenient, original: &Search, search: &mut Search) {
        let t = &level.text;
        let forward = |(from, to): &(usize, usize)| (level.forward(*from), level.forward(*to));
        search.read.extend(original.read.iter().map(|(from, to, near)| {
            let (start, end) = forward(&(*from, *to));
            (start, end, level.forward((from + near).min(*to)) - start)
        }));
        let read = level.escapes.iter().map(|e| (e.to as usize, e.to as usize + usize::from(e.bytes)));
        let ranges = match &original.ranges {
            // What is as far away there is nearer here.
            Some(searched) => both(&around(t, read), &around(t, searched.iter().map(forward))),
            None => around(t, read),
        };
        #[cfg(test)]
        let ranges = if self.exhaustive { vec![(0, t.len())] } else { ranges };
        let ranges = beside(ranges, &search.read);
        self.search_within(t, ranges, search);
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

    /// What it means for a key that something would be removed from it. `password10` is the name of a field there, and
    /// a password elsewhere.
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
