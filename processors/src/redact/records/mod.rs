//! Records in text: what the head of a table, the columns of an `INSERT`, the tags of a document or the property of a
//! card say about values that stand elsewhere. A value is judged as the member of a JSON object under that key would
//! be.
//!
//! | file | what |
//! |---|---|
//! | `delimited`, `aligned`, `drawn`, `sheets`, `listed` | tables of text, by separators, blanks, lines; labels and values; numbers below a heading |
//! | `arrays` | tables in JSON |
//! | `sql`, `selected` | rows of statements, rows that a driver returns |
//! | `rejected`, `validation` | values that validators and databases show |
//! | `markup`, `cards`, `directory` | elements, cards of people and dates, entries of directories |
//! | `segments`, `banking`, `travel` | messages of health care, of banks, of airlines |
//!
//! Most are asked for once, where a text begins, from its first lines on; tables also at the rule below their head.

mod aligned;
mod arrays;
mod banking;
mod cards;
mod delimited;
mod directory;
mod drawn;
mod listed;
mod markup;
mod rejected;
mod segments;
mod selected;
mod sheets;
mod sql;
#[cfg(test)]
mod tests;
mod travel;
mod validation;

use super::{
    bytes::{at, back, digit, looked, mentions, part},
    context::{Context, classify},
    people,
    scan::{
        Hit, at_place,
        classes::{BLOCK, Cuts, Seen},
        heads::Lists,
    },
    secrets,
    types::{Type, mark_at},
};

pub(super) use self::{
    arrays::{Cells, Part, Tables},
    delimited::below_rule,
    listed::behind,
    rejected::{REJECTIONS, before as rejected_before, separator},
    selected::STATEMENTS,
    travel::TRAVEL,
    validation::input_value,
};

/// Bytes of a text in which a record has to begin.
const HEAD: usize = 1024;
/// Lines of a text in which a record has to begin.
const LINES: usize = 8;
/// Lines of a transcript of a shell or of a script.
const COMMANDS: usize = 128;
/// Longest value, bytes.
const LONGEST: usize = 256;
/// Most columns of a table, and fields of a document.
const COLUMNS: usize = 64;
/// Longest name of a column, bytes.
const LABEL: usize = 40;

/// Asks where a text begins. `seen`: what it may hold.
pub(super) fn opening(t: &[u8], seen: Seen, hits: &mut Vec<Hit>) {
    people::line(t, 0, hits);
    // Most texts are short, or one line of prose.
    if t.len() < 12 {
        return;
    }
    if at(t, 0) == b'|' {
        hits.extend(secrets::row(t));
    }
    if seen.tags() {
        markup::find(t, hits);
        banking::ofx(t, hits);
    }
    if seen.high() {
        drawn::find(t, hits);
    }
    rejected::small(t, 0, hits);
    sql::find(t, hits);
    if at(t, 3) == b'*' {
        segments::x12(t, hits);
    }
    if seen.escapes() {
        segments::logged(t, hits);
    }
    if at(t, 3) == b'|' {
        segments::hl7(t, 0, part(t, 0, 4), hits);
    }
    if seen.lines() {
        lines(t, seen, hits);
    }
}

/// Asks at a place where a rule below a head or the first word of a message may stand.
#[inline]
pub(super) fn literal(t: &[u8], p: usize, lists: Lists, hits: &mut Vec<Hit>) {
    below_rule(t, p, hits);
    if lists.has(Lists::RECORDS) {
        rejected::head(t, p, hits);
        selected::verify(t, p, hits);
        travel::verify(t, p, hits);
    }
}

/// A line of the beginning of a text, as far as it is read.
#[derive(Clone, Copy)]
struct Line {
    from: usize,
    to: usize,
    /// Whether its end was found, at `to`.
    ended: bool,
    commas: u32,
    /// Whether it holds a tab, `|` or `;`.
    barred: bool,
    /// Whether two blanks stand between its words.
    spaced: bool,
}

/// Reads the lines of a text, 64 bytes at a time.
struct Lines<'a> {
    t: &'a [u8],
    read: fn(&[u8]) -> Cuts,
    /// Where the 64 bytes begin of which these are the bits.
    base: usize,
    cuts: Cuts,
}

impl<'a> Lines<'a> {
    fn of(t: &'a [u8]) -> Self {
        let read = Cuts::reader();
        Self { t, read, base: 0, cuts: read(t) }
    }

    /// The line that begins at `from`.
    #[inline(always)]
    fn at(&mut self, from: usize) -> Line {
        let to = self.t.len().min(from + HEAD);
        let mut line = Line { from, to: to.max(from), ended: false, commas: 0, barred: false, spaced: false };
        let (mut i, mut words, mut blank) = (from, false, 0);
        while i < to {
            let base = i & !(BLOCK - 1);
            if base != self.base {
                self.cuts = (self.read)(part(self.t, base, base + BLOCK));
                self.base = base;
            }
            // Behind the end of the text are zeros.
            let wanted = u64::MAX << (i - base);
            let end = self.cuts.lines & wanted;
            // Up to the first end, or all.
            let wanted = wanted & (end ^ end.wrapping_sub(1));
            line.barred |= self.cuts.bars & wanted != 0;
            let commas = self.cuts.commas & wanted;
            if commas != 0 {
                line.commas += commas.count_ones();
            }
            let blanks = self.cuts.blanks & wanted;
            let pairs = blanks & (blanks << 1 | blank);
            if pairs != 0 {
                let indent = if words { 0 } else { (wanted & !blanks).trailing_zeros() };
                line.spaced |= pairs.checked_shr(indent).is_some_and(|behind| behind != 0);
            }
            (words, blank) = (words || wanted & !blanks != 0, blanks >> (BLOCK - 1));
            if end != 0 {
                let at = base + end.trailing_zeros() as usize;
                (line.to, line.ended) = (at.min(to), at < to);
                break;
            }
            i = base + BLOCK;
        }
        line
    }
}

impl Line {
    /// Whether it may be the head of a table whose first row is `next`: most lines are prose.
    fn heads(&self, t: &[u8], next: &Self, quotes: bool) -> bool {
        if self.barred {
            // Below may be a rule: `----+----`.
            let rule = matches!(at(t, next.from), b'-' | b'+' | b'=' | b':' | b' ');
            return next.barred || rule || quotes || !next.ended;
        }
        if self.commas == 0 || !(quotes || self.commas == next.commas || !next.ended) {
            return false;
        }
        // Blanks may stand around a name. Commas in quotes part nothing.
        let line = part(t, self.from, self.to);
        let mut from = 0;
        let short = |to: usize| to - std::mem::replace(&mut from, to + 1) < LABEL * 4;
        memchr::memchr_iter(b',', line).chain([line.len()]).all(short) && (quotes || !self.is_prose(t))
    }

    /// `no errors, so we continue`
    fn is_prose(&self, t: &[u8]) -> bool {
        let comma = || memchr::memchr(b',', part(t, self.from, self.to));
        self.commas == 1
            && comma()
                .is_some_and(|n| at(t, self.from + n + 1) == b' ' && at(t, self.from + n + 2).is_ascii_lowercase())
    }
}

/// Asks the first lines of a text.
fn lines(t: &[u8], seen: Seen, hits: &mut Vec<Hit>) {
    let shell = matches!(t, [b'$', b' ', ..] | [b'#', b' ' | b'!', ..]);
    let mut reader = Lines::of(t);
    let mut line = reader.at(0);
    for _ in 0..LINES {
        if !line.ended || line.from >= HEAD {
            // A transcript ends with a command.
            if !shell && line.from > 0 && line.from < line.to {
                hits.extend(secrets::line(t, line.from));
            }
            break;
        }
        let Line { from, to, .. } = line;
        let (text, next) = (part(t, from, to), reader.at(to + 1));
        looked(text.len());
        let mut read = sheets::find(t, from, text, line.spaced, hits);
        if read.is_none() && line.heads(t, &next, seen.quotes()) {
            read = delimited::table(t, from, text, line.barred, hits);
        }
        if read.is_none() && line.spaced {
            read = aligned::table(t, from, text, hits);
        }
        let read = read.or_else(|| told(t, from, text, hits));
        line = read.map_or(next, |end| reader.at(end));
    }
    if shell && line.from > 0 {
        commands(t, line.from, hits);
    }
}

/// Asks further lines, from `from` on, of what begins as a transcript of a shell or a script does, and as Markdown with
/// a heading.
fn commands(t: &[u8], mut from: usize, hits: &mut Vec<Hit>) {
    let end = from + COMMANDS * HEAD;
    for _ in 0..COMMANDS {
        hits.extend(secrets::line(t, from));
        let Some(feed) = memchr::memchr(b'\n', part(t, from, end)) else { break };
        from += feed + 1;
    }
}

/// Reads what a line says to begin.
fn told(t: &[u8], from: usize, line: &[u8], hits: &mut Vec<Hit>) -> Option<usize> {
    if from > 0 {
        hits.extend(secrets::line(t, from));
    }
    match line.first() {
        Some(b'B' | b'C' | b'b' | b'A' | b'O') => {
            sql::copied(t, from + line.len() + 1, line, hits).or_else(|| cards::find(t, from, line, hits))
        }
        Some(b'c' | b'p' | b'o') if from > 0 => {
            people::line(t, from, hits);
            None
        }
        Some(b'd') => directory::ldif(t, from, line, hits),
        Some(b':') => banking::swift(t, from, line, hits),
        Some(b'P' | b'N' | b'I' | b'G') if from > 0 => segments::hl7(t, from, line, hits),
        _ => None,
    }
}

/// Whether a text is no longer than a label: of letters of several bytes each counts once.
fn short(text: &[u8]) -> bool {
    text.len() <= LABEL
        || text.len() <= LABEL * 3 && text.iter().filter(|b| **b & 0xC0 != 0x80).count() <= LABEL && !text.is_ascii()
}

/// What a label says, if it may be one: a few words, no sentence and no code.
fn label(text: &[u8]) -> Option<Context> {
    let text = trimmed(text);
    let first = *text.first()?;
    // `iPhone 15`, `iMac`
    if first == b'i' && at(text, 1).is_ascii_uppercase() {
        return None;
    }
    if !short(text) || !(first.is_ascii_alphabetic() || first >= 0x80 || first == b'_') {
        return None;
    }
    let fine = |b: &u8| {
        b.is_ascii_alphanumeric() || *b >= 0x80 || matches!(b, b' ' | b'_' | b'-' | b'.' | b'/' | b'#' | b'\'')
    };
    let words = text.split(|b| *b == b' ').filter(|w| !w.is_empty()).count();
    if words > 4 || !text.iter().all(fine) {
        return None;
    }
    std::str::from_utf8(text).ok().map(classify)
}

/// Whether a context says anything that a value could be removed for.
fn says(context: Context) -> bool {
    let flags = Context::MAY_BE_SECRET.with(Context::NUMBERS).with(Context::NAMED).with(Context::PERSON_KEY);
    context.has(flags) || !context.hints().is_empty()
}

/// Whether a context says that the record is about a person: its `name` is one.
fn of_person(context: Context) -> bool {
    const KINDS: [Type; 5] = [Type::Person, Type::DateOfBirth, Type::UsSsn, Type::Passport, Type::NationalId];
    context.has(Context::PHONE.with(Context::SSN)) || KINDS.iter().any(|k| context.exact().has(*k))
}

/// Whether a context is of an address: the city beside is a part of it.
fn of_address(context: Context) -> bool {
    [Type::Address, Type::PostalCode].iter().any(|k| context.exact().has(*k))
}

/// What the names of columns say, and say of each other; `None` where none says anything.
fn head<'a>(names: impl Iterator<Item = &'a [u8]> + Clone) -> Option<Vec<Option<Context>>> {
    let mailed = names.clone().any(delimited::mail);
    let mut columns: Vec<_> = names.clone().map(label).collect();
    // `first,last,email`: halves of a name where both stand beside what is of somebody.
    let half = |name: &[u8]| ["first", "last"].into_iter().find(|w| trimmed(name).eq_ignore_ascii_case(w.as_bytes()));
    let both = ["first", "last"].into_iter().all(|w| names.clone().any(|name| half(name) == Some(w)));
    if both && (mailed || columns.iter().flatten().any(|c| of_person(*c))) {
        for (column, _) in columns.iter_mut().zip(names.clone()).filter(|(_, name)| half(name).is_some()) {
            *column = Some(classify("first_name"));
        }
    }
    if !mailed && !columns.iter().flatten().any(|c| says(*c)) {
        return None;
    }
    joined(&mut columns, mailed);
    if !mailed && !names.zip(&columns).any(|(name, column)| column.is_some_and(|c| of_somebody(name, c))) {
        // What was measured of nobody: `sex,age,income`.
        for column in columns.iter_mut().filter(|c| c.is_some_and(|c| c.exact().has(Type::Age))) {
            *column = None;
        }
    }
    Some(columns)
}

/// Whether a column says who a row is about: by a name, a number of somebody, the id of a person.
fn of_somebody(name: &[u8], column: Context) -> bool {
    const KINDS: [Type; 9] = [
        Type::Person,
        Type::DateOfBirth,
        Type::UsSsn,
        Type::Passport,
        Type::NationalId,
        Type::Address,
        Type::DriverLicense,
        Type::MedicalRecordNumber,
        Type::HealthInsuranceId,
    ];
    let whose = || people::WHO.iter().chain(&[&b"subject"[..], b"participant"]).any(|w| mentions(name, &[*w]));
    column.has(Context::NAME.with(Context::PERSON_KEY).with(Context::NUMBERS))
        || KINDS.iter().any(|kind| column.exact().has(*kind))
        || column.has(Context::ID) && whose()
}

/// Rows of a table that are read to tell that a column counts.
const SAMPLE: usize = 24;

/// Forgets what columns say in which things are counted or numbered, as in a chart: calls by `phone`, the `pin` of a
/// chip. Telephone numbers of a table, and codes, are of about the same length. `rows`: the first rows.
fn without_counts<'a>(columns: &mut [Option<Context>], rows: impl Iterator<Item = Vec<&'a [u8]>>) {
    let pin = Context::MAY_BE_SECRET;
    let asked = |c: &Option<Context>| c.is_some_and(|c| c.has(Context::PHONE.with(pin)));
    if !columns.iter().any(asked) {
        return;
    }
    // Of each column the lengths of its numbers, and whether anything else stands there.
    let mut seen = vec![(0u32, false); columns.len()];
    for cells in rows.take(SAMPLE) {
        for ((lengths, other), cell) in seen.iter_mut().zip(cells) {
            let cell = trimmed(cell);
            *other |= !cell.iter().all(|b| digit(*b));
            *lengths |= if cell.is_empty() { 0 } else { 1 << cell.len().min(31) };
        }
    }
    for (column, (lengths, other)) in columns.iter_mut().zip(seen) {
        let (shortest, different) = (lengths.trailing_zeros(), lengths.count_ones());
        let counts = |c: &Context| {
            c.has(Context::PHONE) && shortest < 7 && different > 2 || c.has(pin) && shortest < 4 && different > 1
        };
        if !other && column.as_ref().is_some_and(counts) {
            *column = None;
        }
    }
}

/// What columns say of each other.
fn joined(columns: &mut [Option<Context>], mailed: bool) {
    let known = || columns.iter().flatten();
    let person = mailed || known().any(|c| of_person(*c));
    let holder = known().any(|c| c.has(Context::CARD.with(Context::IBAN)));
    let address = person && known().any(|c| of_address(*c));
    for column in columns.iter_mut().flatten() {
        if person || holder {
            *column = column.with(Context::OF_PERSON);
        }
        if address {
            *column = column.with(Context::OF_ADDRESS);
        }
    }
}

/// Without blanks and what quotes or marks a value.
fn trimmed(text: &[u8]) -> &[u8] {
    let mut text = text.trim_ascii();
    while let [a @ (b'"' | b'\'' | b'`' | b'*'), inner @ .., b] = text
        && a == b
    {
        text = inner.trim_ascii();
    }
    text
}

/// Where a part of a text that was cut out of it begins.
fn origin(t: &[u8], value: &[u8]) -> usize {
    value.as_ptr().addr() - t.as_ptr().addr()
}

/// Judges a value, which must be a part of `t`. A plain word is no password: a table may only be about them.
fn value(t: &[u8], text: &[u8], context: Context, hits: &mut Vec<Hit>) {
    let value = trimmed(text);
    if context.has(Context::SECRET) && secrets::generated(value) && mark_at(value, 0).is_none() {
        let from = origin(t, value);
        hits.push(Hit::ruled(from, from + value.len(), secrets::kind_of_value(value, context), "record"));
        return;
    }
    // `Wall Street</b>, p. 75`
    let goes_on = value.starts_with(b", ") || value.starts_with(b". ");
    if value.len() < 2
        || goes_on
        || value.len() > LONGEST
        || value.contains(&b'*')
        || value.contains(&b'[') && marked(value)
    {
        return;
    }
    // A table may be about columns: `first_name   text`, and below `email`.
    let named = || label(value).is_some_and(says) || delimited::mail(value);
    if value.iter().all(|b| b.is_ascii_lowercase() || *b == b'_') && named() {
        return;
    }
    looked(value.len());
    let from = origin(t, value);
    let mut one = |kind: Type| hits.push(Hit::ruled(from, from + value.len(), kind, "record"));
    if context.has(Context::MAY_BE_SECRET)
        && secrets::secret_value(value, context)
        && secrets::varied(value)
        && !value.contains(&b' ')
    {
        return one(secrets::kind_of_value(value, context));
    }
    if decimal(value) && !(context.has(Context::PHONE) && called(value)) && !context.exact().has(Type::Age) {
        return;
    }
    if let Some(kind) = people::whole(value, context) {
        return one(kind);
    }
    if context.has(Context::PERSON_KEY) && people::person_beside(value) {
        return one(Type::Person);
    }
    if value.iter().filter(|b| digit(**b)).count() < 4 {
        return;
    }
    let old = hits.len();
    for p in 0..value.len() {
        if value.get(p).is_some_and(|b| digit(*b)) && !digit(back(value, p, 1)) {
            at_place(value, p, context, hits);
        }
    }
    for hit in hits.iter_mut().skip(old) {
        (hit.start, hit.end) = (hit.start + from, hit.end + from);
    }
}

/// Judges a part of `t` as the value of a key that says `context`: what it is as a whole, or numbers in it.
pub(super) fn judge(t: &[u8], text: &[u8], context: Context, hits: &mut Vec<Hit>) {
    let end = text.len() - text.iter().rev().take_while(|b| matches!(b, b'.' | b',' | b'!' | b' ')).count();
    value(t, part(text, 0, end), context, hits);
}

/// A measure, `-469.95`, `2.087e6`: numbers that name somebody are not written so. Six digits before a dot may be a
/// date.
fn decimal(value: &[u8]) -> bool {
    let value = value.strip_prefix(b"-").unwrap_or(value);
    let n = value.iter().take_while(|b| digit(**b)).count();
    let rest = part(value, n, value.len());
    let Some(rest) = rest.strip_prefix(b".").filter(|_| n > 0 && n != 6) else { return false };
    let m = rest.iter().take_while(|b| digit(**b)).count();
    let power = part(rest, m, rest.len());
    let power = power.strip_prefix(b"e").or_else(|| power.strip_prefix(b"E"));
    // `10000000146.0`: what a table made of a number.
    !rest.iter().all(|b| *b == b'0')
        && m > 0
        && power.map_or(m == rest.len(), |p| p.len() > 1 && p.iter().all(|b| digit(*b) || matches!(b, b'-' | b'+')))
}

/// Whether a number is a measure, and no telephone number in two groups.
pub(super) fn measure(number: &[u8]) -> bool {
    decimal(number) && !called(number)
}

/// Whether a decimal may be a telephone number in two groups, `555.1234567`, `5555.1234`, `0171.5552310`: a measurement
/// is more often of other lengths.
fn called(value: &[u8]) -> bool {
    let point = memchr::memchr(b'.', value).unwrap_or(value.len());
    let (whole, rest) = (point, value.len().saturating_sub(point + 1));
    let digits = value.iter().all(|b| digit(*b) || *b == b'.');
    digits
        && (matches!((whole, rest), (3, 4 | 7) | (4, 4) | (5, 5))
            || value.first() == Some(&b'0') && whole > 1 && whole + rest > 7)
}

/// Whether a value holds a mark.
fn marked(value: &[u8]) -> bool {
    memchr::memchr_iter(b'[', value).any(|i| mark_at(value, i).is_some())
}
