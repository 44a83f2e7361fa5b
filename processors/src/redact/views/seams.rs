//! Values split over neighbouring strings of one document: the parts of a message, the deltas of a stream.
//!
//! Strings under the same names in the elements of arrays follow each other
//! (`[{"content":"…4111 1111"},{"content":" 1111 1111"}]`). Their ends are put together, with and without a space
//! between, and searched. What crosses from one string into another is removed from all of them; the first gets the
//! mark.
//!
//! A stream of short deltas is put together before its strings are looked at alone, because a delta may hold a part of
//! a value that is a value itself; whole sentences after it, so that the last word of one is not taken for the
//! beginning of an address.

use std::ops::Range;

use crate::redact::{
    bytes::{at, back, base64url, part, run},
    context::Context,
    find::Recorder,
    json::{escape, syntax::string_end},
    scan::Hit,
    secrets::known_id,
    types::{Type, mark_at},
    value::Scrubber,
};

/// Bytes of each side of a seam that are read.
const OVERLAP: usize = 128;
/// Longest string of a stream of deltas, bytes.
const DELTA: usize = 64;
/// Most rounds until a document must have become stable.
const MAX_ROUNDS: usize = 16;
/// Most sequences of one document that are looked at.
const MAX_SEQUENCES: usize = 64;
/// Deepest nesting that is followed.
const MAX_DEPTH: usize = 256;

/// Whether a text is a stream of server-sent events (WHATWG HTML, 9.2), each with a document.
pub(in crate::redact) fn is_stream(t: &[u8]) -> bool {
    t.starts_with(b"data: {")
        || t.starts_with(b"event: ")
        || t.starts_with(b"id: ") && memchr::memchr(b'{', part(t, 0, 256)).is_some()
}

/// Which sequences are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::redact) enum Of {
    /// Streams of short strings.
    Deltas,
    /// All others.
    Parts,
}

/// Strings that follow each other: the ranges between their quotes.
struct Sequence {
    name: u64,
    strings: Vec<Range<usize>>,
    /// The objects that they are members of.
    objects: Vec<usize>,
}

impl Sequence {
    fn new(name: u64, string: Range<usize>, object: usize) -> Self {
        Self { name, strings: vec![string], objects: vec![object] }
    }

    fn push(&mut self, string: Range<usize>, object: usize) {
        self.strings.push(string);
        self.objects.push(object);
    }
}

/// Objects by the order in which they open: which is around it, and the `role` it has.
struct Objects(Vec<(usize, Option<Range<usize>>)>);

impl Objects {
    /// Who says what stands in an object: its role, or that of one around it.
    fn role<'a>(&self, doc: &'a [u8], mut object: usize) -> Option<&'a [u8]> {
        loop {
            let (around, role) = self.0.get(object)?;
            match role {
                Some(role) => return doc.get(role.clone()),
                None if *around == object => return None,
                None => object = *around,
            }
        }
    }

    /// Parts a sequence where somebody else goes on: a message of the assistant is no part of the user's.
    fn part(&self, doc: &[u8], sequence: Sequence) -> Vec<Sequence> {
        let Sequence { name, strings, objects } = sequence;
        let mut parts: Vec<Sequence> = Vec::new();
        let mut last = None;
        for (string, object) in strings.into_iter().zip(objects) {
            let role = self.role(doc, object);
            let same = role.is_none() || last.is_none() || role == last;
            last = role.or(last);
            match parts.last_mut().filter(|_| same) {
                Some(part) => part.push(string, object),
                None => parts.push(Sequence::new(name, string, object)),
            }
        }
        parts
    }
}

/// Sequences of at least two strings.
pub(in crate::redact) struct Sequences(Vec<Sequence>);

impl Sequences {
    /// Finds them in a document. What is no JSON has none.
    pub(in crate::redact) fn of(doc: &[u8]) -> Self {
        // An array of objects is needed, or one a line.
        let several = memchr::memchr_iter(b'}', doc).any(|i| {
            matches!(part(doc, i + 1, i + 3), [b',', ..] | [b'\n', b'{' | b'\n' | b'd' | b'e'] | [b'\r', b'\n'])
        });
        let mut found = if several { walk(doc).unwrap_or_default() } else { Vec::new() };
        found.retain(|s| s.strings.len() > 1);
        Self(found)
    }

    pub(in crate::redact) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[derive(Clone, Copy)]
struct Frame {
    object: bool,
    /// The object it is, or that is around it.
    id: usize,
    /// Of the names around.
    names: u64,
    /// The name of the member at hand, if this is an object; is it one for text?
    member: (usize, usize),
    text: bool,
}

impl Frame {
    /// Of the names around what stands in it.
    fn inside(&self, doc: &[u8]) -> u64 {
        if self.object { mixed(self.names, part(doc, self.member.0, self.member.1)) } else { self.names }
    }
}

/// Names that collide are taken for the same.
fn mixed(around: u64, name: &[u8]) -> u64 {
    name.chunks(8).fold(around ^ 0xCBF2_9CE4_8422_2325, |hash, chunk| {
        let mut word = [0; 8];
        word.iter_mut().zip(chunk).for_each(|(to, from)| *to = *from);
        (hash.rotate_left(5) ^ u64::from_le_bytes(word)).wrapping_mul(0x9E37_79B9_7F4A_7C15)
    })
}

/// Whether text is sent in parts under this name: by its last word.
fn is_text(name: &[u8]) -> bool {
    // Most names end with other letters.
    let end = (back(name, name.len(), 2), back(name, name.len(), 1));
    if !matches!(
        end,
        (b'n' | b't' | b'x' | b'u' | b'p', b't')
            | (b't' | b'k' | b'a', b's')
            | (b't', b'a')
            | (b'n', b'k' | b'g')
            | (b'g' | b's', b'e')
            | (b'd', b'y')
            | (b'o' | b'e', b'n')
            | (b'e', b'r')
    ) {
        return false;
    }
    let last = name.rsplit(|b| matches!(b, b'.' | b'-')).next().unwrap_or_default();
    matches!(
        last,
        b"content"
            | b"contents"
            | b"text"
            | b"delta"
            | b"deltas"
            | b"chunk"
            | b"chunks"
            | b"message"
            | b"arguments"
            | b"body"
            | b"completion"
            | b"output"
            | b"input"
            | b"partial_json"
            | b"thinking"
            | b"reasoning"
            | b"transcript"
            | b"token"
            | b"response"
            | b"answer"
    )
}

fn walk(doc: &[u8]) -> Option<Vec<Sequence>> {
    let mut found: Vec<Sequence> = Vec::new();
    // Documents one a line are a list.
    let mut stack = Vec::with_capacity(16);
    stack.push(Frame { object: false, id: 0, names: 0, member: (0, 0), text: false });
    let mut objects = Objects(vec![(0, None)]);
    let mut roles = false;
    let mut i = 0;
    while let Some(b) = doc.get(i) {
        match b {
            b'{' | b'[' => {
                let frame = *stack.last()?;
                if stack.len() >= MAX_DEPTH {
                    return None;
                }
                let names = frame.inside(doc);
                let id = if *b == b'{' { objects.0.len() } else { frame.id };
                if *b == b'{' {
                    objects.0.push((frame.id, None));
                }
                stack.push(Frame { object: *b == b'{', id, names, member: (0, 0), text: frame.text });
            }
            b'}' | b']' if stack.len() > 1 => drop(stack.pop()),
            b'"' => {
                let (end, _) = string_end(doc, i).ok()?;
                let inner = i + 1..end - 1;
                let frame = stack.last_mut()?;
                i = end;
                while at(doc, i).is_ascii_whitespace() {
                    i += 1;
                }
                if frame.object && at(doc, i) == b':' {
                    frame.member = (inner.start, inner.end);
                    frame.text = is_text(doc.get(inner)?);
                } else if frame.text {
                    let name = frame.inside(doc);
                    match found.iter().position(|s| s.name == name) {
                        Some(k) => found.get_mut(k)?.push(inner, frame.id),
                        None if found.len() < MAX_SEQUENCES => found.push(Sequence::new(name, inner, frame.id)),
                        None => {}
                    }
                } else if frame.object
                    // Parts that go on with what one began may say an empty one.
                    && !inner.is_empty()
                    && doc.get(frame.member.0..frame.member.1) == Some(&b"role"[..])
                {
                    objects.0.get_mut(frame.id)?.1 = Some(inner);
                    roles = true;
                }
                continue;
            }
            _ => {}
        }
        i += 1;
    }
    Some(if roles { found.into_iter().flat_map(|sequence| objects.part(doc, sequence)).collect() } else { found })
}

/// Whether something was removed from a string: it was longer, perhaps.
fn marked(s: &[u8]) -> bool {
    memchr::memchr_iter(b'[', s).any(|i| mark_at(s, i).is_some())
}

/// The ends of strings put together.
#[derive(Default)]
struct Joined {
    text: Vec<u8>,
    /// Stretches: from here on, bytes of that string from there on.
    stretches: Vec<(usize, usize, usize)>,
}

impl Joined {
    fn new(strings: &[Vec<u8>], between: &[u8]) -> Self {
        let mut joined = Self::default();
        for (n, s) in strings.iter().enumerate() {
            if n > 0 {
                joined.text.extend_from_slice(between);
            }
            if s.len() <= 2 * OVERLAP {
                joined.add(n, s, 0..s.len());
                continue;
            }
            joined.add(n, s, 0..OVERLAP);
            joined.text.push(0);
            joined.add(n, s, s.len() - OVERLAP..s.len());
        }
        joined
    }

    fn add(&mut self, n: usize, s: &[u8], range: Range<usize>) {
        let Range { mut start, mut end } = range;
        while at(s, start) & 0xC0 == 0x80 {
            start += 1;
        }
        while at(s, end) & 0xC0 == 0x80 {
            end += 1;
        }
        self.stretches.push((self.text.len(), n, start));
        self.text.extend_from_slice(s.get(start..end).unwrap_or_default());
    }

    /// The parts of a range that lie in strings: string and range, at least two strings.
    fn crossing(&self, hit: &Hit) -> Option<Vec<(usize, Range<usize>)>> {
        let mut parts = Vec::new();
        let first = self.stretches.partition_point(|s| s.0 <= hit.start).saturating_sub(1);
        for (k, (from, n, offset)) in self.stretches.iter().enumerate().skip(first) {
            if *from >= hit.end {
                break;
            }
            // What stands between strings belongs to none.
            let next = self.stretches.get(k + 1).map_or(self.text.len(), |s| s.0);
            let (a, b) = (hit.start.max(*from), hit.end.min(next));
            if a < b {
                parts.push((*n, offset + a - from..offset + b - from));
            }
        }
        let first = parts.first()?.0;
        parts.iter().any(|p| p.0 != first).then_some(parts)
    }
}

/// Whether what looks like an address of mail over strings is one that ends the first of them, `jane@example.com`, and
/// a word that begins the next: `comHello` is no top-level domain.
fn ends_before(hit: &Hit, text: &[u8], first: &[u8]) -> bool {
    const TOPS: &[&str] = &[
        "com", "org", "net", "edu", "gov", "mil", "int", "info", "biz", "name", "pro", "dev", "app", "cloud", "tech",
        "online", "shop", "site", "store", "xyz", "email", "health", "care", "bank", "agency", "group", "world",
        "academy", "example", "test", "invalid", "local",
    ];
    let top = |address: &[u8]| {
        let label = address.rsplit(|b| matches!(b, b'.' | b'@')).next().unwrap_or_default();
        label.len() == 2 && label.is_ascii() || TOPS.iter().any(|top| label.eq_ignore_ascii_case(top.as_bytes()))
    };
    hit.kind == Type::Email && first.contains(&b'@') && top(first) && !top(part(text, hit.start, hit.end))
}

/// What to cut from which string, its type, and whether its mark goes there.
type Cut = (usize, Range<usize>, Type, bool);

/// Strings that go on with a token whose first part, found alone, ended the string before.
fn rest_of_tokens(strings: &[Vec<u8>]) -> Option<Vec<Cut>> {
    let mut cuts = Vec::new();
    // The type of what the string before ended with, and whether that was a part and nothing else.
    let mut open: Option<(Type, bool)> = None;
    for (n, s) in strings.iter().enumerate() {
        let to = open.map_or(0, |(kind, inside)| token(s, kind == Type::Jwt, inside));
        let goes_on = open.filter(|_| to > 0);
        cuts.extend(goes_on.map(|(kind, _)| (n, 0..to, kind, false)));
        open = goes_on.filter(|_| to == s.len()).map(|(kind, _)| (kind, true));
        open = open.or_else(|| last_secret(s).map(|kind| (kind, false)));
    }
    (!cuts.is_empty()).then_some(cuts)
}

/// The type of the secret whose mark ends a string.
fn last_secret(s: &[u8]) -> Option<Type> {
    let i = memchr::memrchr(b'[', s)?;
    mark_at(s, i).filter(|n| i + n == s.len())?;
    let name = part(s, i + 1, i + 1 + run(s, i + 1, s.len(), |b| b.is_ascii_uppercase() || b == b'_'));
    std::str::from_utf8(name).ok().and_then(Type::from_name).filter(|kind| kind.is_secret())
}

/// Letters of base64url at the beginning of a string that are no word: long, or, of the `last` part, all of it.
fn token(s: &[u8], dotted: bool, last: bool) -> usize {
    let n = run(s, 0, s.len(), |b| base64url(b) || dotted && b == b'.');
    let letters = part(s, 0, n);
    let inner = letters.iter().skip(1).any(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let mixed = inner && letters.iter().any(u8::is_ascii_lowercase) && !known_id(letters);
    if mixed && (n >= 20 || last && n >= 4 && n == s.len()) { n } else { 0 }
}

/// The tokens in which two forms of one document differ: `(new start, new end, old start, old end)`.
pub(in crate::redact) fn differences(old: &[u8], new: &[u8]) -> Option<Vec<[usize; 4]>> {
    let token = |doc: &[u8], i: usize| match at(doc, i) {
        b'"' => string_end(doc, i).ok().map(|(end, _)| end),
        b'{' | b'}' | b'[' | b']' | b',' | b':' => Some(i + 1),
        b if b.is_ascii_whitespace() => Some(i + run(doc, i, usize::MAX, |b| b.is_ascii_whitespace())),
        _ => Some(i + run(doc, i, usize::MAX, |b| !matches!(b, b'"' | b'}' | b']' | b',') && b > b' ').max(1)),
    };
    let mut edits = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < old.len() && j < new.len() {
        let (a, b) = (token(old, i)?, token(new, j)?);
        let (before, after) = (old.get(i..a)?, new.get(j..b)?);
        if before != after {
            let shortest = before.len().min(after.len());
            let head = before.iter().zip(after).take_while(|(a, b)| a == b).count();
            let tail = before.iter().rev().zip(after.iter().rev()).take(shortest - head);
            let tail = tail.take_while(|(a, b)| a == b).count();
            edits.push([j + head, b - tail, i + head, a - tail]);
        }
        (i, j) = (a, b);
    }
    (i >= old.len() && j >= new.len()).then_some(edits)
}

impl Scrubber {
    /// A document with strings that may share a value: looked at together and one by one.
    pub(in crate::redact) fn across(
        &mut self,
        t: &[u8],
        sequences: &Sequences,
        context: Context,
        level: usize,
        json: bool,
    ) -> Option<Vec<u8>> {
        let depth = self.recorder.as_ref().map_or(0, Recorder::depth);
        let deltas = self.seams(t, sequences, Of::Deltas, context);
        let doc = deltas.as_deref().unwrap_or(t);
        let alone = self.apart(doc, context, level, json);
        if let Some(alone) = alone.as_deref() {
            self.note(|r| r.changed(differences(doc, alone).unwrap_or_default()));
        }
        let alone = alone.or(deltas);
        let parts = match alone.as_deref() {
            Some(doc) => self.seams(doc, &Sequences::of(doc), Of::Parts, context),
            None => self.seams(t, sequences, Of::Parts, context),
        };
        let result = parts.or(alone);
        self.note(|r| r.leave(depth));
        result
    }

    /// Removes what is split over strings of the document. `None`: nothing is.
    fn seams(&mut self, doc: &[u8], first: &Sequences, of: Of, context: Context) -> Option<Vec<u8>> {
        // What the document's name says of its strings is not known of what lies across them.
        let context = Context::default().at(context.place());
        let mut result: Option<Vec<u8>> = None;
        // Those of the result.
        let mut changed: Option<Sequences> = None;
        let (mut rounds, mut done) = (0, 0);
        while let Some(sequence) = changed.as_ref().unwrap_or(first).0.get(done) {
            let Some(new) = self.sequence(result.as_deref().unwrap_or(doc), sequence, of, context) else {
                done += 1;
                rounds = 0;
                continue;
            };
            if rounds == MAX_ROUNDS {
                self.removed.add(Type::RedactionFailed);
                let len = result.as_deref().unwrap_or(doc).len();
                self.note(|r| r.replaced(0, len, Type::RedactionFailed));
                return Some(format!("\"{}\"", Type::RedactionFailed.mark()).into_bytes());
            }
            rounds += 1;
            changed = Some(Sequences::of(&new));
            result = Some(new);
        }
        result
    }

    fn sequence(&mut self, doc: &[u8], sequence: &Sequence, of: Of, context: Context) -> Option<Vec<u8>> {
        let short = |s: &Range<usize>| s.len() <= DELTA && !doc.get(s.clone()).is_some_and(marked);
        let short = sequence.strings.iter().all(short);
        if short != (of == Of::Deltas) {
            return None;
        }
        let mut strings = Vec::with_capacity(sequence.strings.len());
        for range in &sequence.strings {
            let mut text = Vec::new();
            escape::decode(doc.get(range.clone())?, &mut text)?;
            strings.push(text);
        }
        let cuts = [&b""[..], b" "].into_iter().find_map(|between| self.crossing(&strings, between, context));
        let cuts = cuts.or_else(|| (of == Of::Parts).then(|| rest_of_tokens(&strings)).flatten())?;
        let mut out = Vec::with_capacity(doc.len());
        let mut from = 0;
        for (n, range) in sequence.strings.iter().enumerate() {
            let mut cuts = cuts.iter().filter(|c| c.0 == n).peekable();
            if cuts.peek().is_none() {
                continue;
            }
            let origins = escape::origins(doc.get(range.clone())?);
            for (_, cut, kind, first) in cuts {
                let (start, end) = (range.start + origins.get(cut.start)?, range.start + origins.get(cut.end)?);
                out.extend_from_slice(doc.get(from..start)?);
                let written = out.len();
                if *first {
                    out.extend_from_slice(kind.mark().as_bytes());
                }
                let new = written..out.len();
                self.note(|r| r.edited(new.clone(), start..end, *kind, out.get(new).unwrap_or_default()));
                from = end;
            }
        }
        self.note(Recorder::next_round);
        out.extend_from_slice(doc.get(from..)?);
        Some(out)
    }

    /// What to cut from which string.
    fn crossing(&mut self, strings: &[Vec<u8>], between: &[u8], context: Context) -> Option<Vec<Cut>> {
        let joined = Joined::new(strings, between);
        let mut cuts = Vec::new();
        for hit in self.hits_of(&joined.text, context) {
            let Some(parts) = joined.crossing(&hit) else { continue };
            let first = parts.first().and_then(|(n, range)| strings.get(*n)?.get(range.clone())).unwrap_or_default();
            if ends_before(&hit, &joined.text, first) {
                continue;
            }
            self.removed.add(hit.kind);
            cuts.extend(parts.into_iter().enumerate().map(|(k, (n, range))| (n, range, hit.kind, k == 0)));
        }
        (!cuts.is_empty()).then_some(cuts)
    }
}
