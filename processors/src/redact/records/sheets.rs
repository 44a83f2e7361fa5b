//! Lists of labels and values that blanks, dots or a dash part, or a line each: forms as they are printed, and pages as
//! they are copied.

use super::{LABEL, LONGEST, delimited, joined, label, says, short, value};
use crate::redact::{
    bytes::{at, looked, part, run},
    context::Context,
    scan::Hit,
};

/// Most rows of a list.
const ROWS: usize = 64;
/// How many labels must say something, and one of how many.
const LEAST: usize = 2;
const ONE_OF: usize = 3;

/// What parts a label from its value.
#[derive(Clone, Copy, PartialEq)]
enum Gap {
    Blanks,
    Dots,
    Dash,
    Line,
}

/// Reads the list whose first row may be `line`, which begins at `from`. Gives where it ends.
pub(super) fn find(t: &[u8], from: usize, line: &[u8], spaced: bool, hits: &mut Vec<Hit>) -> Option<usize> {
    let first = at(line, run(line, 0, 4, |b| matches!(b, b' ' | b'-' | b'*')));
    // Labels of forms have capitals; the names of options and of columns seldom have.
    if !(first.is_ascii_uppercase() || first >= 0x80) {
        return None;
    }
    let gap = gap(line, spaced)?;
    let (name, _) = parted(t, from, line, gap)?;
    // What says nothing here may be the name of the form, whose next line is asked as well.
    label(name).filter(|c| says(*c) || c.has(Context::NAME))?;
    let (rows, end) = rows(t, from, gap);
    looked(rows.len() * 16);
    let (mut told, mut mailed) = (0, false);
    let mut contexts = Vec::with_capacity(rows.len());
    for (name, text) in &rows {
        let context = if delimited::named(name) { label(name) } else { None };
        let tells = |c: &Context| says(*c) || c.has(Context::NAME);
        // A label in the place of a value: of a list of labels, or of a table.
        if label(text).as_ref().is_some_and(says_much) {
            return None;
        }
        told += usize::from(context.as_ref().is_some_and(tells));
        mailed |= delimited::mail(name);
        contexts.push(context);
    }
    if told < LEAST || told * ONE_OF < rows.len() {
        return None;
    }
    joined(&mut contexts, mailed);
    for ((_, text), context) in rows.iter().zip(contexts) {
        if let Some(context) = context.filter(|_| !told_of(text)) {
            value(t, text, context, hits);
        }
    }
    Some(end)
}

/// Whether a text tells what belongs there: `where the server listens, 10 at most`.
fn told_of(text: &[u8]) -> bool {
    let address = || text.contains(&b',') && text.windows(4).any(|w| w.iter().all(u8::is_ascii_digit));
    text.first().is_some_and(u8::is_ascii_lowercase) && text.contains(&b' ') && !address()
}

/// Whether a text is a label beyond doubt.
fn says_much(context: &Context) -> bool {
    context.has(Context::NAMED.with(Context::NUMBERS))
}

/// What parts the label of a line from its value, as far as the beginning of the line tells.
fn gap(line: &[u8], spaced: bool) -> Option<Gap> {
    let near = part(line, 0, LABEL * 3);
    // So short, one byte is found sooner than several are prepared for. `k`: of that which is seldom.
    let has = |sign: &[u8], k: usize| {
        memchr::memchr_iter(at(sign, k), near).any(|i| i >= k && part(near, i - k, i - k + sign.len()) == sign)
    };
    if has(b"...", 0) || has("…".as_bytes(), 0) {
        Some(Gap::Dots)
    } else if spaced {
        Some(Gap::Blanks)
    } else if has(b" - ", 1) || has("–".as_bytes(), 0) || has("—".as_bytes(), 0) {
        Some(Gap::Dash)
    } else {
        let plain = |b: &u8| b.is_ascii_alphabetic() || *b >= 0x80 || matches!(b, b' ' | b'-' | b'\'' | b'.' | b'/');
        (line.len() > 1 && short(line) && line.iter().all(plain)).then_some(Gap::Line)
    }
}

/// Label and value of the row that begins with `line`.
fn parted<'a>(t: &'a [u8], from: usize, line: &'a [u8], gap: Gap) -> Option<(&'a [u8], &'a [u8])> {
    let line = line.trim_ascii_end();
    let bullet = run(line, 0, 8, |b| b == b' ');
    let bullet = match part(line, bullet, bullet + 2) {
        b"- " | b"* " => bullet + 2,
        _ => bullet,
    };
    let line = part(line, bullet, line.len());
    let at_sign = |signs: &[&str]| {
        let near = part(line, 0, LABEL * 3);
        signs.iter().filter_map(|s| Some((memchr::memmem::find(near, s.as_bytes())?, s.len()))).min()
    };
    let (name, text) = match gap {
        Gap::Blanks => {
            let n = memchr::memmem::find(part(line, 0, LABEL * 3), b"  ")?;
            let text = part(line, n, line.len()).trim_ascii_start();
            // Three columns are those of a table.
            if memchr::memmem::find(text, b"  ").is_some() {
                return None;
            }
            (part(line, 0, n), text)
        }
        Gap::Dots => {
            let (n, _) = at_sign(&["...", "…"])?;
            let behind = part(line, n, line.len());
            let dots = behind.iter().take_while(|b| matches!(b, b'.' | b' ' | 0xE2 | 0x80 | 0xA6)).count();
            (part(line, 0, n).trim_ascii_end(), part(behind, dots, behind.len()))
        }
        Gap::Dash => {
            let (n, sign) = at_sign(&[" - ", " – ", " — "])?;
            (part(line, 0, n), part(line, n + sign, line.len()).trim_ascii_start())
        }
        Gap::Line => {
            let next = part(t, from + bullet + line.len(), from + bullet + line.len() + LONGEST);
            let begin = run(next, 0, 2, |b| matches!(b, b'\r' | b'\n'));
            if !matches!(part(next, 0, begin), b"\n" | b"\r\n") {
                return None;
            }
            let text = part(next, begin, next.len());
            (line, part(text, 0, memchr::memchr(b'\n', text).unwrap_or(text.len())).trim_ascii_end())
        }
    };
    (!name.is_empty() && short(name) && !text.is_empty()).then_some((name, text))
}

/// Labels and values of the rows from `from` on, and where they end.
fn rows(t: &[u8], mut from: usize, gap: Gap) -> (Vec<(&[u8], &[u8])>, usize) {
    let mut rows = Vec::new();
    let mut misfits = 0;
    while rows.len() < ROWS && misfits < 2 {
        let Some(rest) = t.get(from..).filter(|rest| !rest.is_empty()) else { break };
        let rest = part(rest, 0, LONGEST * 2);
        let line = part(rest, 0, memchr::memchr(b'\n', rest).unwrap_or(rest.len()));
        if line.trim_ascii().is_empty() {
            from += line.len() + 1;
            continue;
        }
        match parted(t, from, line, gap) {
            Some((name, text)) => {
                rows.push((name, text));
                misfits = 0;
                // Of a row of two lines this is the end of the second.
                from = super::origin(t, text) + text.len();
                from += memchr::memchr(b'\n', part(t, from, t.len())).map_or(t.len(), |n| n + 1);
            }
            None => {
                misfits += 1;
                from += line.len() + 1;
            }
        }
    }
    (rows, from)
}
