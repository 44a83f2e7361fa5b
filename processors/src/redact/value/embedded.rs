//! Documents inside a text: `INFO request {"card": 4111111111111111, "user": {"name": "Jane Roe"}} took 3 ms`, one a
//! line, or cut off behind the last that is whole. Each is read as a value that is a document is, so that keys say what
//! stands under them.

use serde::de::IgnoredAny;

use super::Scrubber;
use crate::redact::{
    bytes::{at, back, count, digit, looked, part, run, run_back},
    context::Context,
    find::Recorder,
    hints,
    scan::WINDOW,
    views::seams,
};

/// Bytes read for each byte of a text to tell what is a document. More is read only of brackets that open and never
/// close.
const READ: usize = 4;
/// Longest name before a document: `user={…}`.
const NAME: usize = 40;
/// Fewest digits of what words before a document name in it.
const FEWEST_DIGITS: usize = 4;
/// Shortest document that holds anything.
const SHORTEST: usize = 8;

impl Scrubber {
    /// A text with the documents in it redacted. `None`: there is nothing to remove from them. `read`: where
    /// they lie in it, and how far into each words before it count.
    pub(super) fn documents_in(
        &mut self,
        t: &[u8],
        context: Context,
        level: usize,
        read: &mut Vec<(usize, usize, usize)>,
    ) -> Option<Vec<u8>> {
        read.clear();
        let mut documents = Documents::of(t);
        let (mut from, mut to) = documents.next()?;
        // Of the text itself, which is read behind them.
        let prepared = self.prepared.take();
        let depth = self.recorder.as_ref().map_or(0, Recorder::depth);
        let (mut out, mut copied, mut edits) = (Vec::new(), 0, Vec::new());
        let mut behind = 0;
        loop {
            let around = self.key_before(t, from, context);
            let document = part(t, from, to);
            self.note(|r| r.enter(from));
            let new = self.document_under(document, around, level.max(1), true);
            self.note(|r| r.leave(depth));
            let start = out.len() + (from - copied);
            read.push((start, start + new.as_ref().map_or(to - from, Vec::len), named_before(t, behind, (from, to))));
            behind = to;
            if let Some(new) = new {
                out.extend_from_slice(part(t, copied, from));
                if self.recorder.is_some() {
                    let changed = seams::differences(document, &new).unwrap_or_default();
                    let start = out.len();
                    edits.extend(changed.iter().map(|[a, b, c, d]| [start + a, start + b, from + c, from + d]));
                }
                out.extend_from_slice(&new);
                copied = to;
                self.give_buffer(new);
            }
            match documents.next() {
                Some(next) => (from, to) = next,
                None => break,
            }
        }
        self.prepared = prepared;
        if copied == 0 {
            return None;
        }
        out.extend_from_slice(part(t, copied, t.len()));
        self.note(|r| r.changed(edits));
        Some(out)
    }

    /// What the name before the document at `from` says of its members: `"user={"`, `Customer: {`.
    fn key_before(&mut self, t: &[u8], from: usize, context: Context) -> Context {
        let around = context.inherited().at(context.place());
        let sign = from - run_back(t, from, 2, |b| b == b' ');
        if !matches!(at(t, sign.wrapping_sub(1)), b':' | b'=') {
            return around;
        }
        let end = sign - 1 - run_back(t, sign - 1, 2, |b| matches!(b, b' ' | b'"' | b'\''));
        let name = run_back(t, end, NAME, |b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'));
        if name == 0 {
            return around;
        }
        let key = self.key(part(t, end - name, end)).says;
        key.without(Context::DIRTY_KEY).with(around).at(context.place())
    }
}

/// How far words before the document at `from` count in it: `My phone number is {"n": "…"}`, and behind the document
/// that ends at `behind`, what it asked: `{"content":"Your SSN?"}\n{"content":"…"}`. So far it is read as text, too.
fn named_before(t: &[u8], behind: usize, (from, to): (usize, usize)) -> usize {
    // What words name has digits.
    let begins = part(t, from, to.min(from + hints::BEFORE + WINDOW));
    if count(begins, digit) < FEWEST_DIGITS {
        return 0;
    }
    let near = from.saturating_sub(hints::BEFORE);
    let gap = part(t, behind.max(near), from);
    let text = if gap.iter().any(|b| b.is_ascii_alphabetic() || *b >= 0x80) {
        gap
    } else if asks(part(t, near.min(behind), behind)) {
        part(t, near, from)
    } else {
        return 0;
    };
    if hints::may_name(text, text.len()).is_empty() { 0 } else { hints::BEFORE }
}

/// Whether the last string of a document ends in a question mark.
fn asks(t: &[u8]) -> bool {
    let closes = |b: u8| b.is_ascii_whitespace() || matches!(b, b'}' | b']' | b'"');
    back(t, t.len() - run_back(t, t.len(), t.len(), closes), 1) == b'?'
}

/// Whether two texts have the same documents, and the same before each of them: then nothing is found in the second
/// that was not in the first.
pub(super) fn same_documents(a: &[u8], b: &[u8]) -> bool {
    fn each(t: &[u8]) -> impl Iterator<Item = &[u8]> {
        Documents::of(t).map(move |(from, to)| part(t, from.saturating_sub(NAME + 8), to))
    }
    each(a).eq(each(b))
}

/// Finds documents in a text, in order: objects, and arrays that begin with one.
struct Documents<'a> {
    t: &'a [u8],
    /// Where to go on.
    from: usize,
    /// Bytes that may still be read.
    left: usize,
    /// Up to where a document was read that was none.
    failed: usize,
    /// Brackets in it that do not close, those behind last first.
    unclosed: Vec<usize>,
}

impl<'a> Documents<'a> {
    fn of(t: &'a [u8]) -> Self {
        Self { t, from: 0, left: t.len().saturating_mul(READ), failed: 0, unclosed: Vec::new() }
    }

    /// The end of the document that begins at `from`.
    fn end(&mut self, from: usize) -> Option<usize> {
        let rest = part(self.t, from, self.t.len().min(from + self.left));
        let mut read = serde_json::Deserializer::from_slice(rest).into_iter::<IgnoredAny>();
        let error = read.next()?.err();
        let n = match &error {
            None => read.byte_offset(),
            Some(e) if e.is_eof() => rest.len(),
            Some(e) => {
                // Only as far as it was read: most fail in their first line.
                let line = e.line().checked_sub(2).and_then(|n| memchr::memchr_iter(b'\n', rest).nth(n));
                line.map_or(0, |i| i + 1) + e.column()
            }
        };
        looked(n);
        self.left = self.left.saturating_sub(n);
        if error.is_some() && from + n > self.failed {
            // What it holds and does not close fails where it failed: at the last byte that was read, or behind it.
            self.failed = from + n;
            let eof = error.is_some_and(|e| e.is_eof());
            self.unclosed = unclosed(self.t, from + 1, self.failed - usize::from(!eof));
            return None;
        }
        error.is_none().then_some(from + n)
    }

    /// Whether the bracket at `i`, which is behind those asked about before, is known not to close.
    fn is_unclosed(&mut self, i: usize) -> bool {
        while self.unclosed.pop_if(|next| *next < i).is_some() {}
        self.unclosed.last() == Some(&i)
    }
}

/// The brackets that open from `from` up to `to` and do not close there, the last first. All before `to` is the
/// beginning of a document.
fn unclosed(t: &[u8], from: usize, to: usize) -> Vec<usize> {
    let (mut open, mut i) = (Vec::new(), from);
    while i < to {
        match at(t, i) {
            b'{' | b'[' => open.push(i),
            b'}' | b']' => drop(open.pop()),
            b'"' => {
                i += 1;
                while i < to && at(t, i) != b'"' {
                    i += memchr::memchr2(b'"', b'\\', part(t, i, to)).unwrap_or(to);
                    i += if at(t, i) == b'\\' { 2 } else { 0 };
                }
            }
            _ => {}
        }
        i += 1;
    }
    looked(to.saturating_sub(from));
    open.reverse();
    open
}

impl Iterator for Documents<'_> {
    type Item = (usize, usize);

    fn next(&mut self) -> Option<(usize, usize)> {
        loop {
            let open = self.from + memchr::memchr(b'{', part(self.t, self.from, self.t.len()))?;
            self.from = open + 1;
            let key = open + 1 + run(self.t, open + 1, NAME, |b| b.is_ascii_whitespace());
            if at(self.t, key) != b'"' {
                continue;
            }
            let array = open - run_back(self.t, open, NAME, |b| b.is_ascii_whitespace());
            let array = array.checked_sub(1).filter(|i| at(self.t, *i) == b'[' && !self.is_unclosed(*i));
            let found = array.and_then(|i| Some((i, self.end(i)?)));
            let found = found.or_else(|| if self.is_unclosed(open) { None } else { Some((open, self.end(open)?)) });
            if let Some((from, to)) = found.filter(|(from, to)| to - from >= SHORTEST) {
                self.from = to;
                return Some((from, to));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// As [`Documents`], but each bracket is tried.
    fn each_tried(t: &[u8]) -> Vec<(usize, usize)> {
        let end = |i: usize| Some((i, Documents { left: usize::MAX >> 1, ..Documents::of(t) }.end(i)?));
        let (mut found, mut from) = (Vec::new(), 0);
        for open in memchr::memchr_iter(b'{', t) {
            let key = open + 1 + run(t, open + 1, NAME, |b| b.is_ascii_whitespace());
            if open < from || at(t, key) != b'"' {
                continue;
            }
            let array = (open - run_back(t, open, NAME, |b| b.is_ascii_whitespace())).checked_sub(1);
            let array = array.filter(|i| at(t, *i) == b'[').and_then(end);
            if let Some((start, to)) = array.or_else(|| end(open)).filter(|(start, to)| to - start >= SHORTEST) {
                found.push((start, to));
                from = to;
            }
        }
        found
    }

    proptest! {
        #[test]
        fn brackets_known_not_to_close_do_not(text in r#"(\{"a":|\[|\]|\}|"b"|\{|,|:|"|\\"| |1|\{"c": "d"\}|\[\{"e":2\}|\n){0,40}"#) {
            let t = text.as_bytes();
            let found: Vec<_> = Documents { left: usize::MAX >> 1, ..Documents::of(t) }.collect();
            prop_assert_eq!(found, each_tried(t), "{}", text);
        }
    }
}
