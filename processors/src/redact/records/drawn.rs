//! Tables drawn with lines (`│ name │`, `┃ name ┃`), and tables behind a sign at the beginning of each line
//! (`> | name |`). Both are read from a copy of the same length: there ASCII stands for the lines, and blanks for the
//! signs.

use super::delimited;
use crate::redact::{
    bytes::{at, looked, part, run, run_back},
    scan::Hit,
};

/// Longest row, bytes.
const ROW: usize = 4096;
/// Longest sign at the beginning of a line, bytes.
const SIGN: usize = 16;

/// First byte of all characters that lines are drawn with, U+2500 to U+257F.
const FIRST: u8 = 0xE2;

/// Whether a character of a drawing begins at `i`.
fn drawing(t: &[u8], i: usize) -> bool {
    at(t, i) == FIRST && matches!(at(t, i + 1), 0x94 | 0x95)
}

/// What a character of a drawing is, by its last two bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Upright,
    Level,
    Corner,
}

fn part_of(second: u8, third: u8) -> Part {
    match (second, third) {
        (0x94, 0x80 | 0x81 | 0x84 | 0x85 | 0x88 | 0x89) | (0x95, 0x8C | 0x8D | 0x90 | 0xB4 | 0xB6 | 0xB8 | 0xBA) => {
            Part::Level
        }
        (0x94, 0x82 | 0x83 | 0x86 | 0x87 | 0x8A | 0x8B) | (0x95, 0x8E | 0x8F | 0x91 | 0xB5 | 0xB7 | 0xB9 | 0xBB) => {
            Part::Upright
        }
        _ => Part::Corner,
    }
}

/// Whether a character is where the line between two columns begins, ends or is crossed. Trees have none.
fn joint(second: u8, third: u8) -> bool {
    matches!((second, third), (0x94, 0xAC..=0xBF) | (0x95, 0x80..=0x8B | 0xA4..=0xAC))
}

/// Reads the tables of a text that has characters beyond ASCII.
pub(super) fn find(t: &[u8], hits: &mut Vec<Hit>) {
    let mut from = 0;
    while let Some(n) = memchr::memchr_iter(FIRST, part(t, from, t.len())).find(|n| drawing(t, from + n)) {
        let first = from + n;
        let start = first - run_back(t, first, 256, |b| b != b'\n');
        let end = block(t, first);
        looked(end - start);
        let text = part(t, start, end);
        if joined(text) {
            let old = hits.len();
            read(text, hits);
            moved(hits, old, start);
        }
        from = end;
    }
}

/// Where the lines end that have characters of a drawing, from the one around `i` on.
fn block(t: &[u8], mut i: usize) -> usize {
    while let Some(n) = memchr::memchr(b'\n', part(t, i, t.len())) {
        let next = i + n + 1;
        let line = part(t, next, next + ROW);
        let line = part(line, 0, memchr::memchr(b'\n', line).unwrap_or(line.len()));
        if !memchr::memchr_iter(FIRST, line).any(|i| drawing(line, i)) {
            return next;
        }
        i = next;
    }
    t.len()
}

/// Whether lines of several columns meet in a drawing.
fn joined(text: &[u8]) -> bool {
    memchr::memchr_iter(FIRST, text).any(|i| joint(at(text, i + 1), at(text, i + 2)) && drawing(text, i))
}

fn moved(hits: &mut [Hit], old: usize, by: usize) {
    for hit in hits.iter_mut().skip(old) {
        (hit.start, hit.end) = (hit.start + by, hit.end + by);
    }
}

/// What the last line of a drawing was.
#[derive(Clone, Copy)]
enum Line {
    /// There was none, or the upper edge of a table: a head may follow.
    Edge,
    /// A row that begins here; whether it may be the head.
    Row(usize, bool),
    Rule,
}

/// Reads one drawing.
fn read(text: &[u8], hits: &mut Vec<Hit>) {
    let mut copy = Vec::with_capacity(text.len());
    let mut heads = Vec::new();
    let mut last = Line::Edge;
    for line in text.split_inclusive(|b| *b == b'\n') {
        let from = copy.len();
        let titled = in_ascii(line, &mut copy);
        let here = part(&copy, from, copy.len()).trim_ascii_end();
        let head = if let Line::Row(head, true) = last { Some(head) } else { None };
        last = if titled {
            heads.push(from);
            Line::Rule
        } else if delimited::is_rule(here) {
            heads.extend(head);
            if opens(line) { Line::Edge } else { Line::Rule }
        } else if head.is_some() && of_types(here) {
            // Types of columns stand below their names: they and the rule are one.
            heads.extend(head);
            copy.iter_mut().skip(from).for_each(|b| *b = b'-');
            Line::Rule
        } else {
            Line::Row(from, matches!(last, Line::Edge))
        };
    }
    for (k, from) in heads.iter().enumerate() {
        // A table ends where the next begins.
        let table = part(&copy, 0, heads.get(k + 1).copied().unwrap_or(copy.len()));
        let line = part(table, *from, table.len());
        let line = part(line, 0, memchr::memchr(b'\n', line).unwrap_or(line.len()));
        delimited::table(table, *from, line, true, hits);
    }
}

/// Whether a rule is the upper edge of a table.
fn opens(line: &[u8]) -> bool {
    let line = line.trim_ascii_start();
    drawing(line, 0) && matches!((at(line, 1), at(line, 2)), (0x94, 0x8C..=0x8F) | (0x95, 0x92..=0x94 | 0xAD))
}

/// Whether a line of cells holds types of columns and nothing else.
fn of_types(line: &[u8]) -> bool {
    const TYPES: &[&[u8]] = &[
        b"varchar", b"int", b"bigint", b"smallint", b"integer", b"hugeint", b"double", b"float", b"decimal",
        b"boolean", b"date", b"time", b"timestamp", b"uuid", b"blob", b"json", b"str", b"string", b"text", b"i8",
        b"i16", b"i32", b"i64", b"u8", b"u16", b"u32", b"u64", b"f32", b"f64", b"bool", b"datetime", b"object",
        b"int32", b"int64", b"struct", b"list", b"utf",
    ];
    let mut cells = line.split(|b| *b == b'|').map(<[u8]>::trim_ascii).filter(|c| !c.is_empty()).peekable();
    cells.peek().is_some()
        && cells.all(|c| {
            let name = part(c, 0, c.iter().take_while(|b| b.is_ascii_alphanumeric()).count());
            c == b"---" || TYPES.contains(&name)
        })
}

/// Adds a line in ASCII, of the same length. Returns whether names of columns stand in its rule: `┌─name─┬─phone─┐`.
fn in_ascii(line: &[u8], copy: &mut Vec<u8>) -> bool {
    let (from, mut i) = (copy.len(), 0);
    let (mut level, mut upright, mut words) = (false, None, false);
    while let Some(b) = line.get(i) {
        if !drawing(line, i) {
            words |= b.is_ascii_alphanumeric() || *b >= 0x80;
            copy.push(*b);
            i += 1;
            continue;
        }
        let part = part_of(at(line, i + 1), at(line, i + 2));
        level |= part == Part::Level;
        if part == Part::Upright && upright.is_none() {
            upright = Some(copy.len());
        }
        copy.extend_from_slice(match part {
            Part::Upright => b"|  ",
            Part::Level => b"---",
            Part::Corner => b"+--",
        });
        i += 3;
    }
    let titled = level && words && upright.is_none();
    let new = copy.get_mut(from..).unwrap_or_default();
    if titled {
        let mut i = 0;
        while i < new.len() {
            match new.get_mut(i..i + 3) {
                Some(sign) if sign == b"+--" => sign.copy_from_slice(b"|  "),
                Some(sign) if sign == b"---" => sign.copy_from_slice(b"   "),
                _ => {}
            }
            i += if drawing(line, i) { 3 } else { 1 };
        }
    } else if let Some(bar) = upright {
        // The number of a row.
        let before = new.get_mut(..bar - from).unwrap_or_default();
        if before.iter().all(|b| b.is_ascii_digit() || matches!(b, b' ' | b'.')) {
            before.fill(b' ');
        }
    }
    titled
}

/// Whether a byte may be of the sign at the beginning of a line.
fn is_sign(b: u8) -> bool {
    matches!(b, b'>' | b'\t' | b' ' | b'#' | b'/' | b'*' | b'!' | b';' | b'%')
}

/// The line that begins at `from`, with its end.
fn line(t: &[u8], from: usize) -> &[u8] {
    let rest = part(t, from, from + ROW);
    part(rest, 0, memchr::memchr(b'\n', rest).map_or(rest.len(), |n| n + 1))
}

/// Reads the table behind signs whose rule has its first dash behind the sign that ends at `start`: `> |---|---|`.
pub(super) fn behind_signs(t: &[u8], start: usize) -> Option<Vec<Hit>> {
    let rule = start - run_back(t, start, SIGN, is_sign);
    if rule > 0 && at(t, rule - 1) != b'\n' {
        return None;
    }
    let sign = part(t, rule, start).trim_ascii_end();
    let before = |from: usize| from.checked_sub(1).map(|end| end - run_back(t, end, ROW, |b| b != b'\n'));
    let inner = |from: usize| line(t, from).strip_prefix(sign).map(<[u8]>::trim_ascii);
    let head = before(rule)?;
    let names = inner(head).filter(|names| names.contains(&b'|') && !delimited::is_rule(names))?;
    // A row below a row is no head.
    let row = before(head).and_then(inner).is_some_and(|above| above.contains(&b'|'));
    if row || names.is_empty() || !inner(rule).is_some_and(delimited::is_rule) {
        return None;
    }
    let (mut copy, mut from) = (Vec::new(), head);
    while let Some(inner) = inner(from).filter(|inner| inner.contains(&b'|') || from == rule)
        && (from <= rule || !delimited::is_rule(inner))
    {
        let line = line(t, from);
        let blank = run(line, 0, SIGN, is_sign);
        copy.resize(copy.len() + blank, b' ');
        copy.extend_from_slice(part(line, blank, line.len()));
        from += line.len();
    }
    looked(copy.len());
    let mut hits = Vec::new();
    delimited::table(&copy, 0, line(&copy, 0).trim_ascii_end(), true, &mut hits);
    moved(&mut hits, 0, head);
    Some(hits)
}
