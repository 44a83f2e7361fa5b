//! Walks a JSON document, redacts its strings and numbers, and copies nothing until something changes.
//!
//! | file | what |
//! |---|---|
//! | `syntax`, `escape` | where numbers, strings and colons end; escapes of strings |
//! | `around`, `object`, `said_before` | what keys, the members of an object, and the string before say of a value |
//!
//! Only whole strings and whole numbers are replaced, so the result is JSON with the same structure. Objects under a
//! key inherit what kind of number to expect; arrays inherit all but that the key names a thing with a number: each
//! element has its own.

pub(super) mod around;
pub(super) mod escape;
pub(super) mod object;
pub(super) mod said_before;
pub(super) mod syntax;

use custos_model::limits::MAX_DEPTH;

use self::{
    around::{among, hear, inside, own},
    syntax::{behind_colon, number_len, string_end},
};
use super::{
    bytes::{at, digit, part},
    context::Context,
    find::Recorder,
    people,
    policy::Whole,
    records::{Cells, Part, Tables},
    scan::{Hit, Known},
    secrets,
    types::Type,
    value::Scrubber,
};

/// Why a document was not finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// It is no JSON; read it as text.
    NotJson,
    /// Deeper than is followed, or too many keys to rename; drop it.
    TooDeep,
}

/// Most keys renamed in one document: each needs a search for a free name.
const MAX_RENAMED: usize = 1000;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Expect {
    Value,
    ValueOrEnd,
    Key,
    KeyOrEnd,
    Next,
}

/// The member that is being read.
struct Member {
    /// What is known of its value.
    says: Context,
    /// What its value may be if that is an array; of what is in that, nothing.
    part: Part,
    /// Whether other members say nothing of its value.
    silent: bool,
}

pub(super) struct Frame {
    object: bool,
    context: Context,
    /// Of an array, or of a row.
    cells: Cells,
    /// What its own key says.
    key: Context,
}

impl Frame {
    /// What its element at `i` knows.
    #[inline]
    fn element(&self, tables: &Tables, src: &[u8], i: usize) -> Context {
        self.cells
            .says(tables, src, i)
            .map_or(self.context, |column| column.with(self.context).at(self.context.place()))
    }
}

/// An attribute that is being read, and how far the output had come before it.
struct Attribute {
    start: usize,
    depth: usize,
    written: usize,
    copied: usize,
}

/// Output that begins with the first change.
struct Output<'a> {
    src: &'a [u8],
    out: Option<Vec<u8>>,
    copied: usize,
    renamed: usize,
    attribute: Option<Attribute>,
}

impl Output<'_> {
    /// Replaces a token by a string.
    fn replace(&mut self, from: usize, to: usize, text: &[u8]) {
        let out = self.out.get_or_insert_with(|| Vec::with_capacity(self.src.len()));
        out.extend_from_slice(self.src.get(self.copied..from).unwrap_or_default());
        out.push(b'"');
        escape::encode(text, out);
        out.push(b'"');
        self.copied = to;
    }

    /// Takes out an attribute that ends before `end`, and one of the commas around it. Returns where to go on.
    fn remove(&mut self, attribute: &Attribute, end: usize) -> usize {
        let out = self.out.get_or_insert_with(Vec::new);
        out.truncate(attribute.written);
        out.extend_from_slice(self.src.get(attribute.copied..attribute.start).unwrap_or_default());
        let comma = at(self.src, end) == b',';
        self.copied = end + usize::from(comma);
        if !comma {
            let kept = out.trim_ascii_end();
            let kept = kept.strip_suffix(b",").unwrap_or(kept).len();
            out.truncate(kept);
        }
        self.copied
    }

    fn finish(mut self) -> Option<Vec<u8>> {
        if let Some(out) = &mut self.out {
            out.extend_from_slice(self.src.get(self.copied..).unwrap_or_default());
        }
        self.out
    }
}

impl Scrubber {
    /// Redacts a document. `level` counts the strings around it.
    pub(super) fn document(&mut self, src: &[u8], context: Context, level: usize) -> Result<Option<Vec<u8>>, Stop> {
        let mut known = Known::new(self.take_search());
        let mut stack = self.frames.pop().unwrap_or_default();
        stack.clear();
        let result = self.walk(src, context, level, &mut known, &mut stack);
        self.frames.push(stack);
        self.give_search(known.into_search());
        result
    }

    fn walk(
        &mut self,
        src: &[u8],
        context: Context,
        level: usize,
        known: &mut Known,
        stack: &mut Vec<Frame>,
    ) -> Result<Option<Vec<u8>>, Stop> {
        let mut output = Output { src, out: None, copied: 0, renamed: 0, attribute: None };
        let mut tables = Tables::default();
        let mut expect = Expect::Value;
        let mut member = Member { says: context, part: Part::Other, silent: false };
        let mut i = 0;
        loop {
            while matches!(at(src, i), b' ' | b'\n' | b'\r' | b'\t') {
                i += 1;
            }
            if expect == Expect::Next
                && let Some(next) = self.end_attribute(i, stack.len(), &mut output)
            {
                (i, expect) = (next, Expect::Key);
                continue;
            }
            let Some(b) = src.get(i) else {
                let whole = stack.is_empty() && expect == Expect::Next;
                return if whole { Ok(output.finish()) } else { Err(Stop::NotJson) };
            };
            match (b, expect) {
                (b'{' | b'[', Expect::Value | Expect::ValueOrEnd) => {
                    let part = std::mem::take(&mut member.part);
                    let frame = opened(src, i, (member.says, part), stack, &mut tables)?;
                    expect = if frame.object { Expect::KeyOrEnd } else { Expect::ValueOrEnd };
                    stack.push(frame);
                    i += 1;
                }
                (b'}', Expect::KeyOrEnd | Expect::Next) | (b']', Expect::ValueOrEnd | Expect::Next) => {
                    let object = *b == b'}';
                    if stack.pop().is_none_or(|f| f.object != object) {
                        return Err(Stop::NotJson);
                    }
                    self.note(|r| r.under(None));
                    tables.close(object, stack.len());
                    expect = Expect::Next;
                    i += 1;
                }
                (b',', Expect::Next) => {
                    let frame = stack.last_mut().ok_or(Stop::NotJson)?;
                    frame.cells.advance();
                    expect = if frame.object { Expect::Key } else { Expect::Value };
                    i += 1;
                }
                (b'"', Expect::Key | Expect::KeyOrEnd) => {
                    let (to, escaped) = string_end(src, i)?;
                    let frame = stack.last().ok_or(Stop::NotJson)?;
                    if level == 0 {
                        self.begin_attribute(i, (frame, stack.len()), &mut output);
                    }
                    member = self.member_key((i, to), escaped, frame, &mut output)?;
                    expect = Expect::Value;
                    i = behind_colon(src, to)?;
                }
                (_, Expect::Value | Expect::ValueOrEnd) => {
                    member.part = Part::Other;
                    let here = stack.last().filter(|f| !f.object).map_or(member.says, |f| f.element(&tables, src, i));
                    i = if *b == b'"' {
                        self.string(i, (here, member.silent), level, known, &mut output)?
                    } else {
                        self.scalar(i, here, &mut output)?
                    };
                    expect = Expect::Next;
                }
                _ => return Err(Stop::NotJson),
            }
        }
    }

    /// A key at `i` begins a member of a frame, perhaps an attribute that has to go. `depth`: of the frame.
    #[inline]
    fn begin_attribute(&mut self, i: usize, (frame, depth): (&Frame, usize), output: &mut Output<'_>) {
        if self.enforcer.holds_attributes(frame.context.place()) {
            let written = output.out.as_ref().map_or(0, Vec::len);
            output.attribute = Some(Attribute { start: i, depth, written, copied: output.copied });
            self.enforcer.drop_attribute = false;
        }
    }

    /// Takes out the attribute that ended before `i`, if it has to go. Returns where the next key is, if its comma went
    /// too.
    fn end_attribute(&mut self, i: usize, depth: usize, output: &mut Output<'_>) -> Option<usize> {
        let whole = output.attribute.take_if(|a| a.depth == depth)?;
        let goes = std::mem::take(&mut self.enforcer.drop_attribute);
        goes.then(|| output.remove(&whole, i)).filter(|next| *next > i)
    }

    fn string(
        &mut self,
        i: usize,
        (mut context, silent): (Context, bool),
        level: usize,
        known: &mut Known,
        output: &mut Output<'_>,
    ) -> Result<usize, Stop> {
        let (to, escaped) = string_end(output.src, i)?;
        let raw = output.src.get(i + 1..to - 1).unwrap_or_default();
        hear(output.src, (i, to), raw, silent, &mut context);
        // What base64 stands for may be a document.
        let plain = !escaped && !context.has(Context::BYTES);
        if plain && self.is_known_clean(raw, &context) {
            return Ok(to);
        }
        if plain && self.is_form(raw, &context) {
            #[cfg(debug_assertions)]
            self.assert_clean(raw, context, level + 1);
            return Ok(to);
        }
        let dry = self.enforcer.dry_hits();
        let depth = self.recorder.as_ref().map_or(0, Recorder::depth);
        let new = if context.has(Context::BYTES) {
            self.bytes(raw, i + 1, context, level)
        } else if escaped {
            self.note(|r| r.enter_escaped(i + 1, raw));
            let mut buffer = self.take_buffer();
            let new = escape::decode(raw, &mut buffer).map(|()| self.any(&buffer, context, level + 1, false));
            self.give_buffer(buffer);
            new.ok_or(Stop::NotJson)?
        } else {
            self.note(|r| r.enter(i + 1));
            self.part(output.src, (i + 1, to - 1), known, context, level + 1)
        };
        self.note(|r| r.leave(depth));
        if let Some(new) = new {
            output.replace(i, to, &new);
            self.give_buffer(new);
        } else if plain {
            self.remember_clean(raw, context, dry);
        }
        Ok(to)
    }

    /// Number, `true`, `false`, `null`.
    fn scalar(&mut self, i: usize, mut context: Context, output: &mut Output<'_>) -> Result<usize, Stop> {
        let src = output.src;
        let word = match at(src, i) {
            b't' => Some(&b"true"[..]),
            b'f' => Some(&b"false"[..]),
            b'n' => Some(&b"null"[..]),
            _ => None,
        };
        let word = word.filter(|word| src.get(i..).is_some_and(|r| r.starts_with(word)));
        let n = word.map(<[u8]>::len).or_else(|| number_len(src, i)).ok_or(Stop::NotJson)?;
        let text = src.get(i..i + n).unwrap_or_default();
        among(src, (i, i + n), (i, i + n), text, &mut context);
        people::without_counts(src, i, i + n, &mut context);
        people::with_calls(src, i, i + n, &mut context);
        let new = match self.enforcer.whole(context.place()) {
            Whole::Do(action) if text != b"null" => self.whole(text, action).map(|new| (Type::Redacted, new)),
            Whole::Scan if word.is_none() => {
                self.number(text, context).or_else(|| self.known_number(text, context)).map(|kind| {
                    self.removed.add(kind);
                    let mut new = self.take_buffer();
                    new.clear();
                    self.enforcer.replace(context.place(), kind, text, &mut new);
                    (kind, new)
                })
            }
            _ => None,
        };
        if let Some((kind, new)) = new {
            self.note(|r| r.replaced_with(i, i + n, kind, &new));
            output.replace(i, i + n, &new);
            self.give_buffer(new);
        }
        Ok(i + n)
    }

    fn number(&mut self, text: &[u8], context: Context) -> Option<Type> {
        let mut hits: Vec<Hit> = Vec::new();
        if let Some(kind) = people::whole(text, context) {
            hits.push(Hit::new(0, text.len(), kind));
        } else if text.iter().all(|b| digit(*b)) {
            if context.has(Context::SECRET) && text.len() >= 4 && secrets::secret_value(text, context) {
                hits.push(Hit::new(0, text.len(), Type::Secret));
            } else if (7..=19).contains(&text.len()) {
                super::numbers::verify(text, 0, context, &mut hits);
                super::ids::verify(text, 0, context, &mut hits);
                hits.retain(|h| h.start == 0 && h.end == text.len());
            }
        }
        // `"share": {"phone": 0.5423, …`
        if !hits.is_empty() && super::records::measure(text) {
            hits.retain(|h| matches!(h.kind, Type::Address | Type::Age | Type::Salary));
        }
        // Of a number no part can be replaced: what is found in it takes all of it.
        self.enforcer.judge(context.place(), text, &mut hits);
        self.enforcer.unite(context.place(), &mut hits);
        if hits.is_empty() {
            self.enforcer.count();
        }
        hits.iter().map(|h| h.kind).max()
    }

    /// Classifies a key, and renames it when it holds something to remove.
    fn member_key(
        &mut self,
        (i, to): (usize, usize),
        escaped: bool,
        frame: &Frame,
        output: &mut Output<'_>,
    ) -> Result<Member, Stop> {
        let raw = output.src.get(i + 1..to - 1).unwrap_or_default();
        let mut decoded = None;
        if escaped {
            let mut buffer = self.take_buffer();
            escape::decode(raw, &mut buffer).ok_or(Stop::NotJson)?;
            decoded = Some(buffer);
        }
        let key: &[u8] = decoded.as_deref().unwrap_or(raw);
        let named = self.key(key);
        if named.says.has(Context::DIRTY_KEY) {
            output.renamed += 1;
            if output.renamed > MAX_RENAMED {
                return Err(Stop::TooDeep);
            }
            let depth = self.recorder.as_ref().map_or(0, Recorder::depth);
            self.note(|r| {
                r.under(None);
                if escaped { r.enter_escaped(i + 1, raw) } else { r.enter(i + 1) }
            });
            let new = self
                .unsettled(|all| all.plain(key, Context::default()))
                .unwrap_or_else(|| Type::RedactionFailed.mark().into());
            self.note(|r| r.leave(depth));
            let new = free_name(output.src, new, output.renamed);
            output.replace(i, to, &new);
            // The new name decides, as it would if this were redacted again.
            let place = self.enforcer.enter(frame.context.place(), &new);
            let says = self.key(&new).says.without(Context::DIRTY_KEY).with(frame.context).at(place);
            return Ok(Member { says, part: Tables::part(raw), silent: false });
        }
        self.note(|r| r.under(Some(key)));
        let place = self.enforcer.enter(frame.context.place(), key);
        if let Some(buffer) = decoded {
            self.give_buffer(buffer);
        }
        let mut says = named.says.with(frame.context).at(place);
        if escaped {
            return Ok(Member { says, part: Tables::part(raw), silent: false });
        }
        if named.of_value || named.of_type {
            says = says.with(own(frame, named, output.src, i));
        }
        Ok(Member { says, part: named.part, silent: named.silent })
    }
}

/// What the bracket at `i` opens. `key`: what the key before says, and what an array under it may be.
fn opened(
    src: &[u8],
    i: usize,
    (key, may_be): (Context, Part),
    stack: &[Frame],
    tables: &mut Tables,
) -> Result<Frame, Stop> {
    let object = at(src, i) == b'{';
    if stack.len() >= MAX_DEPTH * 2 {
        return Err(Stop::TooDeep);
    }
    // Elements of an array know what the array's key says.
    let array = stack.last().filter(|f| !f.object);
    let here = array.map_or(key, |f| f.element(tables, src, i));
    let around = stack.last().map(|f| f.cells).unwrap_or_default();
    let cells = match around {
        // A row that is an object holds its cells in one list.
        Cells::Rows { .. } if object => around,
        _ if object => Cells::Any,
        _ => tables.array(src, i, (around, may_be), stack.len()),
    };
    Ok(Frame { object, context: inside(part(src, i, src.len()), here), cells, key: here })
}

/// A name that no other key has: numbered from the second on, and past names that the document holds already.
fn free_name(src: &[u8], name: Vec<u8>, nth: usize) -> Vec<u8> {
    let mut n = nth;
    loop {
        let mut candidate = name.clone();
        if n > 1 {
            candidate.extend_from_slice(format!(" #{n}").as_bytes());
        }
        let mut quoted = vec![b'"'];
        escape::encode(&candidate, &mut quoted);
        quoted.push(b'"');
        if n > nth + 64 * MAX_RENAMED || memchr::memmem::find(src, &quoted).is_none() {
            return candidate;
        }
        n += MAX_RENAMED;
    }
}
