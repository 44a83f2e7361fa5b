//! Elements of XML and HTML that hold a text and nothing else, judged by their tag: `<lastName>…</lastName>`; fields of
//! forms: `<input name="phone" value="…">`.

use ahash::AHashMap;

use super::{COLUMNS, HEAD, LABEL, delimited::mail, joined, of_address, of_person, origin, says, short, value};
use crate::redact::{
    bytes::{alnum, at, looked, mentions, part, run},
    context::{Context, classify},
    people,
    scan::Hit,
    types::Type,
};

/// Longest text of an element, bytes.
const LONGEST: usize = 256;
/// Most tags that are told apart.
const TAGS: usize = 256;
/// Bytes around an element in which others tell that it is of a person or of an address.
const BESIDE: usize = 400;

/// What was read of a document so far.
#[derive(Default)]
struct Elements<'a> {
    /// Those whose meaning others tell: their text, and what their tag or the element before says.
    open: Vec<(usize, usize, Context)>,
    /// Where elements of people and of addresses are, in order.
    people: Vec<usize>,
    addresses: Vec<usize>,
    /// What the last two elements around say.
    parents: [Context; 2],
    /// Where the last element that is a label ends, and what it says.
    told: Option<Told<'a>>,
    /// Texts that may be labels.
    labels: AHashMap<&'a [u8], Option<Context>>,
    /// What the cells of the last row of heads say, and the number of the cell that was read last.
    columns: Columns,
}

/// The head of a table.
#[derive(Default)]
struct Columns {
    heads: Vec<Option<Context>>,
    /// Whether the cell that was read last is the last of them.
    begun: bool,
    cell: usize,
    mailed: bool,
    joined: bool,
}

impl Columns {
    /// A tag that begins a table, a row, or a cell.
    fn tag(&mut self, tag: &[u8]) {
        let is = |name: &[u8]| tag.eq_ignore_ascii_case(name);
        if is(b"table") {
            *self = Self::default();
        } else if is(b"tr") {
            self.cell = 0;
        } else if is(b"td") || is(b"th") {
            self.cell += 1;
            // Heads beside rows name no columns. One may hold nothing, a sign or other elements: `<th>#</th>`.
            self.begun = is(b"th") && self.cell == self.heads.len() + 1 && self.cell <= COLUMNS;
            if self.begun {
                self.heads.push(None);
            }
        }
    }

    /// The text of a head.
    fn head(&mut self, text: &[u8], says: Option<Context>) {
        if let Some(head) = self.heads.last_mut().filter(|_| self.begun) {
            *head = says;
            self.mailed |= mail(text);
        }
    }

    /// What the head says of the cell that was read last.
    fn says(&mut self) -> Option<Context> {
        if self.heads.len() < 2 {
            return None;
        }
        if !std::mem::replace(&mut self.joined, true) {
            joined(&mut self.heads, self.mailed);
        }
        self.heads.get(self.cell.checked_sub(1)?).copied().flatten()
    }
}

/// What an element that is a label says about the one behind it.
struct Told<'a> {
    tag: &'a [u8],
    behind: usize,
    says: Context,
}

/// Reads a document that begins near the beginning of a text.
pub(super) fn find(t: &[u8], hits: &mut Vec<Hit>) {
    let Some(first) = memchr::memchr(b'<', part(t, 0, HEAD / 4)) else { return };
    if !(at(t, first + 1).is_ascii_alphabetic() || matches!(at(t, first + 1), b'?' | b'!')) {
        return;
    }
    let mut tags: AHashMap<&[u8], Context> = AHashMap::new();
    let mut elements = Elements::default();
    for i in memchr::memchr_iter(b'<', t) {
        let n = run(t, i + 1, LABEL, |b| alnum(b) || matches!(b, b'_' | b'-' | b':' | b'.'));
        if n == 0 || n == 1 && at(t, i + 1) | 0x20 != b'b' || tags.len() > TAGS {
            continue;
        }
        let tag = part(t, i + 1, i + 1 + n);
        elements.columns.tag(tag);
        if at(t, i + 1 + n) == b' ' && tag.eq_ignore_ascii_case(b"input") {
            elements.input(t, i, hits);
            continue;
        }
        let Some(close) = closes(t, i + 1 + n) else { continue };
        let Some(end) = memchr::memchr(b'<', part(t, close, close + LONGEST)).map(|n| close + n) else { continue };
        let text = part(t, close, end);
        let leaf = at(t, end + 1) == b'/' && part(t, end + 2, end + 2 + n) == tag;
        if !leaf && !text.trim_ascii().is_empty() || leaf && text.len() < 2 {
            continue;
        }
        let context = *tags.entry(tag).or_insert_with(|| {
            let local = tag.rsplit(|b| *b == b':').next().unwrap_or(tag);
            of_payments(local).unwrap_or_else(|| std::str::from_utf8(local).map(classify).unwrap_or_default())
        });
        if !leaf {
            elements.parents = [elements.parents[1], context];
            continue;
        }
        looked(text.len());
        let context = match named(t, i + 1 + n, tag, close) {
            Some(named) => context.with(named),
            None => context,
        };
        // An account that has no IBAN.
        let other = tag.ends_with(b"Id") && part(t, 0, i).trim_ascii_end().ends_with(b"Othr>");
        let context = if other { context.naming(Type::BankAccount).with(Context::NAMED) } else { context };
        let says = elements.label(tag, text);
        if tag.eq_ignore_ascii_case(b"th") {
            elements.columns.head(text, says);
        }
        match says {
            Some(says) => elements.heading(t, Told { tag, behind: end + n + 3, says }, hits),
            None => elements.leaf(t, (i, tag), (close, end), context, hits),
        }
    }
    elements.finish(t, hits);
}

impl<'a> Elements<'a> {
    /// What an element says about what follows, if it is a label.
    fn label(&mut self, tag: &[u8], text: &'a [u8]) -> Option<Context> {
        if !short(text) || !HEADINGS.iter().any(|h| tag.eq_ignore_ascii_case(h)) {
            return None;
        }
        let text = text.trim_ascii();
        let text = text.strip_suffix(b":").unwrap_or(text);
        if self.labels.len() > TAGS && !self.labels.contains_key(text) {
            return None;
        }
        *self.labels.entry(text).or_insert_with(|| {
            looked(LONGEST);
            super::label(text).filter(|c| says(*c) || c.has(Context::NAME.with(Context::ADDRESS_PART)))
        })
    }

    /// A label, and the text behind it: `<b>Phone:</b> …<br>`.
    fn heading(&mut self, t: &'a [u8], told: Told<'a>, hits: &mut Vec<Hit>) {
        let rest = part(t, told.behind, told.behind + LONGEST);
        let text = part(rest, 0, memchr::memchr(b'<', rest).unwrap_or(rest.len()));
        looked(text.len());
        if !text.trim_ascii().is_empty() && fits(told.says, text) {
            if of_person(told.says) {
                self.people.push(told.behind);
            }
            if says(told.says) {
                value(t, text, told.says, hits);
            } else {
                self.open.push((told.behind, told.behind + text.len(), told.says));
            }
        }
        self.told = Some(told);
    }

    /// A field of a form at `i`, by its name, or by the label directly before it.
    fn input(&mut self, t: &[u8], i: usize, hits: &mut Vec<Hit>) {
        let told = self.told.take().filter(|told| blank(part(t, told.behind, i)));
        let Some((text, context)) = input(t, i, told.map(|told| told.says)) else { return };
        if of_person(context) {
            self.people.push(i);
        }
        if context.has(Context::NAME.with(Context::ADDRESS_PART)) {
            let from = origin(t, text);
            self.open.push((from, from + text.len(), context));
        }
        if says(context) {
            value(t, text, context, hits);
        }
    }

    /// An element at `i` that holds a text and nothing else.
    fn leaf(
        &mut self,
        t: &[u8],
        (i, tag): (usize, &[u8]),
        (from, to): (usize, usize),
        mut context: Context,
        hits: &mut Vec<Hit>,
    ) {
        // Of two cells in one row the first may name the second; labels beside each other do not.
        let pair = |tag: &[u8]| {
            tag.eq_ignore_ascii_case(b"td") && part(t, to + 5, to + 21).trim_ascii_start().starts_with(b"</tr")
        };
        if let Some(told) = self.told.take()
            && (!told.tag.eq_ignore_ascii_case(tag) || pair(tag) || mentions(part(t, i, from), &[b"value\""]))
            && blank(part(t, told.behind, i))
            && fits(told.says, part(t, from, to))
        {
            context = context.with(told.says);
        }
        if tag.eq_ignore_ascii_case(b"td")
            && let Some(says) = self.columns.says()
        {
            context = context.with(says);
        }
        // `<member><name>title</name><value>`: of a structure (XML-RPC).
        let of_member = || {
            part(t, to, to + 32).strip_prefix(b"</name>").is_some_and(|r| r.trim_ascii_start().starts_with(b"<value"))
        };
        if tag == b"name" && (of_project(t, i) || of_member()) {
            return;
        }
        // `<fullname>Amazon Neptune</fullname> <p>`: a heading of a text.
        let behind = part(t, to, to + 24);
        if tag == b"fullname" && [&b"</fullname> <p"[..], b"</fullname><p>"].iter().any(|end| behind.starts_with(end)) {
            return;
        }
        let inherited = self.parents[0].inherited().with(self.parents[1].inherited());
        for flag in [Context::OF_PERSON, Context::OF_ADDRESS] {
            context = if inherited.has(flag) { context.with(flag) } else { context };
        }
        if of_person(context) || tag.to_ascii_lowercase().ends_with(b"email") {
            self.people.push(i);
        }
        if of_address(context) {
            self.addresses.push(i);
        }
        if context.has(Context::NAME.with(Context::ADDRESS_PART)) {
            self.open.push((from, to, context));
        }
        if says(context) {
            value(t, part(t, from, to), context, hits);
        }
    }

    /// Judges what others tell.
    fn finish(self, t: &[u8], hits: &mut Vec<Hit>) {
        let near = |list: &[usize], i: usize| {
            let first = list.partition_point(|p| p + BESIDE <= i);
            list.get(first).is_some_and(|p| *p < i + BESIDE)
        };
        for (from, to, mut context) in self.open {
            if near(&self.people, from) {
                context = context.with(Context::OF_PERSON);
            }
            if near(&self.addresses, from) {
                context = context.with(Context::OF_ADDRESS);
            }
            value(t, part(t, from, to), context, hits);
        }
    }
}

/// Whether the element whose tag begins behind the bracket at `i` follows those that say which project of Maven this
/// is.
fn of_project(t: &[u8], i: usize) -> bool {
    let before = part(t, i.saturating_sub(120), i).trim_ascii_end();
    let before = before.strip_suffix(b"</parent>").map_or(before, <[u8]>::trim_ascii_end);
    looked(before.len());
    [&b"</version>"[..], b"</packaging>", b"</artifactId>", b"</relativePath>", b"<relativePath/>"]
        .iter()
        .any(|end| before.ends_with(end))
}

/// What the attribute `name` says of the text of an element that holds any value, whose tag's name ends at `i` and
/// whose bracket closes before `close`: `<parameter name="full_name">`.
fn named(t: &[u8], i: usize, tag: &[u8], close: usize) -> Option<Context> {
    // `<span class="customer-name">`
    const BLOCKS: &[&[u8]] = &[b"span", b"div", b"p", b"td", b"dd", b"li", b"h1", b"h2", b"h3", b"strong"];
    if at(t, i) == b' ' && BLOCKS.iter().any(|a| tag.eq_ignore_ascii_case(a)) {
        let attributes = part(t, i, close);
        let from = memchr::memmem::find(attributes, b" class=\"")? + 8;
        let rest = part(attributes, from, attributes.len());
        let class = part(rest, 0, memchr::memchr(b'"', rest)?);
        looked(attributes.len());
        let says = (class.len() <= LABEL && !class.contains(&b' ')).then(|| super::label(class)).flatten()?;
        let end = close + memchr::memchr(b'<', part(t, close, close + LONGEST))?;
        let person = says.exact().has(Type::Person) && people::person_beside(part(t, close, end).trim_ascii());
        return person.then_some(says);
    }
    const ANY: &[&[u8]] = &[
        b"parameter", b"param", b"arg", b"argument", b"property", b"field", b"data", b"item", b"value", b"entry",
        b"textarea",
    ];
    if tag.ends_with(b"AttributeValue") {
        return of_assertion(part(t, i.saturating_sub(tag.len() + 1 + ATTRIBUTE), i - tag.len() - 1));
    }
    if at(t, i) != b' ' || !ANY.iter().any(|a| tag.eq_ignore_ascii_case(a)) {
        return None;
    }
    let attributes = part(t, i, close);
    let from =
        [&b" name=\""[..], b" key=\""].iter().find_map(|a| Some(memchr::memmem::find(attributes, a)? + a.len()))?;
    let rest = part(attributes, from, attributes.len());
    let name = part(rest, 0, memchr::memchr(b'"', rest)?);
    looked(attributes.len());
    (name.len() <= LABEL).then(|| super::label(name)).flatten()
}

/// Bytes of a tag of SAML before the value that it names.
const ATTRIBUTE: usize = 240;

/// What the attribute of a SAML assertion that ends `before` its value says of that:
/// `<saml:Attribute Name="givenName">`, or the last part of a name that is an address.
fn of_assertion(before: &[u8]) -> Option<Context> {
    let before = before.trim_ascii_end();
    let tag = part(before, memchr::memrchr(b'<', before)?, before.len());
    looked(tag.len());
    let attribute = |name: &[u8]| {
        let from = memchr::memmem::find(tag, name)? + name.len();
        let rest = part(tag, from, tag.len());
        Some(part(rest, 0, memchr::memchr(b'"', rest)?))
    };
    let name = attribute(b" FriendlyName=\"").or_else(|| attribute(b" Name=\""))?;
    let last = name.rsplit(|b| matches!(b, b'/' | b':')).next()?;
    let person = Context::default().naming(Type::Person).with(Context::NAMED);
    Some(match last {
        b"sn" | b"cn" | b"displayName" | b"displayname" | b"name" => person,
        _ => std::str::from_utf8(last).map(classify).ok()?,
    })
}

/// What elements of ISO 20022 hold, whose names are shortened words: `<Nm>`, `<AdrLine>`.
fn of_payments(tag: &[u8]) -> Option<Context> {
    let named = |kind: Type| Context::default().naming(kind).with(Context::NAMED);
    Some(match tag {
        b"Nm" => Context::PERSON_KEY,
        b"AdrLine" | b"StrtNm" => named(Type::Address),
        b"PstCd" => named(Type::PostalCode),
        b"TwnNm" => Context::ADDRESS_PART.with(Context::OF_ADDRESS),
        _ => return None,
    })
}

/// Elements whose text may be the name of what follows: of a row, of a definition, of a line in a form.
const HEADINGS: &[&[u8]] = &[b"th", b"td", b"dt", b"b", b"strong", b"label", b"span", b"div", b"key", b"name"];

/// Whether a text may be what a label says: a name is one of two words or more.
fn fits(says: Context, text: &[u8]) -> bool {
    !says.exact().has(Type::Person) || people::person_beside(text.trim_ascii())
}

/// Whether nothing but blanks and tags without a text stands here, and no row of a table ends.
fn blank(text: &[u8]) -> bool {
    text.len() <= LABEL
        && memchr::memmem::find(text, b"</tr").is_none()
        && text.split(|b| *b == b'<').enumerate().all(|(k, piece)| {
            let rest =
                if k == 0 { piece } else { part(piece, memchr::memchr(b'>', piece).map_or(0, |n| n + 1), piece.len()) };
            rest.trim_ascii().is_empty()
        })
}

/// The byte behind the bracket that closes a tag whose name ends at `i`.
fn closes(t: &[u8], i: usize) -> Option<usize> {
    match at(t, i) {
        b'>' => Some(i + 1),
        b' ' => {
            let n = memchr::memchr2(b'>', b'<', part(t, i, i + LONGEST))?;
            (at(t, i + n) == b'>' && at(t, i + n - 1) != b'/').then_some(i + n + 1)
        }
        _ => None,
    }
}

/// The value of a field of a form, and what its name says of it, or the label before it, which says `before`.
fn input(t: &[u8], i: usize, before: Option<Context>) -> Option<(&[u8], Context)> {
    let tag = part(t, i, i + LONGEST * 2);
    let tag = part(tag, 0, memchr::memchr(b'>', tag).unwrap_or(tag.len()));
    looked(tag.len());
    let attribute = |name: &[u8]| {
        let from = memchr::memmem::find(tag, name)? + name.len();
        let quote = *tag.get(from).filter(|b| matches!(b, b'"' | b'\''))?;
        let rest = tag.get(from + 1..)?;
        Some(part(rest, 0, memchr::memchr(quote, rest)?))
    };
    // What a button does is no data.
    let kind = attribute(b" type=").unwrap_or_default();
    if [&b"button"[..], b"submit", b"checkbox", b"radio", b"reset", b"image"].contains(&kind) {
        return None;
    }
    let tells = |c: &Context| says(*c) || c.has(Context::NAME.with(Context::ADDRESS_PART));
    let named = || attribute(b" name=").or_else(|| attribute(b" id=")).and_then(super::label).filter(tells);
    let text = attribute(b" value=")?;
    // Whatever the field is called, nobody is to see it.
    let context = if kind == b"password" { Some(classify("password")) } else { named().or(before) };
    Some((text, context?))
}
