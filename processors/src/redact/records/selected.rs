//! Rows that a driver returns as tuples: `[('Jane Roe', '4155552671')]` behind the `SELECT` that names their columns,
//! or without one; the row that PostgreSQL shows when it fails a check.

use super::{COLUMNS, LONGEST, head, label, says, sql, value};
use crate::redact::{
    bytes::{at, back, digit, looked, part, run, run_back},
    context::Context,
    people,
    scan::Hit,
    types::Type,
};

/// What begins a statement or a message that rows stand behind.
pub(in crate::redact) const STATEMENTS: &[&str] = &["SELECT ", SHOWN];
const SHOWN: &str = "Failing row contains (";
/// Longest list of columns, bytes.
const NAMES: usize = 1024;
/// Between a list of columns and its rows, bytes.
const BETWEEN: usize = 2048;
/// Most rows.
const ROWS: usize = 4096;
/// The last year of which a date beside a name and a telephone number is more likely of a birth than of an event.
const BORN: &[u8] = b"2007";

/// Asks the word at `p`, which begins with a capital.
#[inline]
pub(super) fn verify(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    match (at(t, p), at(t, p + 1)) {
        (b'S', b'E') if part(t, p, p + 7) == b"SELECT " => select(t, p + 7, hits),
        (b'F', b'a') if part(t, p, p + SHOWN.len()) == SHOWN.as_bytes() => failed(t, p + SHOWN.len() - 1, hits),
        _ => {}
    }
}

/// Reads the rows behind the statement whose list of columns begins at `i`.
fn select(t: &[u8], i: usize, hits: &mut Vec<Hit>) {
    let list = part(t, i, i + NAMES);
    let Some((names, n)) = columns(list) else { return };
    looked(n);
    let Some(columns) = head(names.iter().copied()) else { return };
    rows_of(t, i + n, &columns, hits);
}

/// Words before a list of columns.
const LISTS: &[&[u8]] = &[b"columns", b"cols", b"headers", b"header", b"fields", b"column_names", b"field_names"];

/// Reads the rows behind the list of columns that a word before the separator at `p` names: `columns: ['id', 'ssn']`,
/// `rows: [(1, …`.
pub(super) fn listed(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    let open = p + 1 + run(t, p + 1, 2, |b| b == b' ');
    if !matches!(at(t, open), b'[' | b'(') || !matches!(at(t, open + 1), b'\'' | b'"') {
        return;
    }
    let end = p - run_back(t, p, 3, |b| matches!(b, b' ' | b'"' | b'\''));
    let word = part(t, end - run_back(t, end, 16, |b| b.is_ascii_alphabetic() || b == b'_'), end);
    let list = part(t, open + 1, open + NAMES);
    let close = memchr::memchr2(b']', b')', list).filter(|_| LISTS.iter().any(|w| word.eq_ignore_ascii_case(w)));
    let Some(close) = close else { return };
    looked(close);
    let names = part(list, 0, close).split(|b| *b == b',').map(super::trimmed);
    if let Some(columns) = head(names).filter(|columns| columns.len() <= COLUMNS) {
        rows_of(t, open + close, &columns, hits);
    }
}

/// Judges the rows that stand in a list behind `i`.
fn rows_of(t: &[u8], i: usize, columns: &[Option<Context>], hits: &mut Vec<Hit>) {
    let text = part(t, i, i + BETWEEN);
    // Rows stand in a list; those behind another statement are its own.
    let text = part(text, 0, memchr::memmem::find(text, b"SELECT ").unwrap_or(text.len()));
    looked(text.len());
    let Some(open) = memchr::memmem::find_iter(text, b"[(").find(|k| begins(at(text, k + 2))) else { return };
    rows(
        t,
        i + open + 1,
        |cells, hits| {
            if cells.len() != columns.len() {
                return;
            }
            for (cell, context) in cells.iter().zip(columns) {
                if let Some(context) = context {
                    judge(t, cell, *context, hits);
                }
            }
        },
        hits,
    );
}

/// What the columns of a list are called, and where it ends: before `FROM`.
fn columns(list: &[u8]) -> Option<(Vec<&[u8]>, usize)> {
    let (mut names, mut depth, mut from) = (Vec::new(), 0usize, 0);
    for (i, b) in list.iter().enumerate() {
        let ends = depth == 0 && b.is_ascii_whitespace() && part(list, i + 1, i + 6).eq_ignore_ascii_case(b"from ");
        match b {
            b'(' => depth += 1,
            b')' => depth = depth.checked_sub(1)?,
            b';' => return None,
            // Of another statement.
            b'S' if part(list, i, i + 7) == b"SELECT " => return None,
            _ if ends || *b == b',' && depth == 0 => {
                names.push(called(part(list, from, i)));
                from = i + 1;
            }
            _ => {}
        }
        if ends {
            return (names.len() <= COLUMNS).then_some((names, i));
        }
    }
    None
}

/// What a column is called: the last word, `u.phone`, `max(dob) AS dob`.
fn called(column: &[u8]) -> &[u8] {
    let column = column.trim_ascii();
    let word = column.rsplit(|b| b.is_ascii_whitespace() || *b == b'.').next().unwrap_or_default();
    let inner = word.strip_prefix(b"\"").or_else(|| word.strip_prefix(b"`")).unwrap_or(word);
    inner.strip_suffix(b"\"").or_else(|| inner.strip_suffix(b"`")).unwrap_or(inner)
}

/// Whether a row may begin so.
fn begins(first: u8) -> bool {
    matches!(first, b'\'' | b'"' | b'N' | b'U' | b'D' | b'd') || digit(first)
}

/// Judges a cell as the value of its column.
fn judge(t: &[u8], cell: &[u8], context: Context, hits: &mut Vec<Hit>) {
    const DATE: &[u8] = b"datetime.date(";
    if cell.starts_with(DATE) && context.exact().has(Type::DateOfBirth) {
        let from = super::origin(t, cell) + DATE.len();
        let to = from + run(t, from, 16, |b| digit(b) || matches!(b, b',' | b' '));
        if to > from && at(t, to) == b')' {
            hits.push(Hit::ruled(from, to, Type::DateOfBirth, "record"));
        }
    } else if says(context) || context.has(Context::NAME.with(Context::ADDRESS_PART)) {
        value(t, cell, context, hits);
    }
}

/// Reads rows from the bracket of the first at `open` on.
fn rows(t: &[u8], mut open: usize, mut f: impl FnMut(&[&[u8]], &mut Vec<Hit>), hits: &mut Vec<Hit>) {
    for _ in 0..ROWS {
        let Some((cells, end)) = cells(t, open) else { return };
        looked(end - open);
        f(&cells, hits);
        let next = end + run(t, end, 16, |b| b == b',' || b.is_ascii_whitespace());
        if next == end || at(t, next) != b'(' {
            return;
        }
        open = next;
    }
}

/// The cells of the row whose bracket is at `open`, and where it ends.
fn cells(t: &[u8], open: usize) -> Option<(Vec<&[u8]>, usize)> {
    let (mut cells, mut i) = (Vec::new(), open + 1);
    while cells.len() <= COLUMNS {
        i += run(t, i, 16, |b| b.is_ascii_whitespace());
        let from = i;
        i = match at(t, i) {
            quote @ (b'\'' | b'"') => sql::literal(t, i, quote)?,
            _ => {
                let n = run(t, i, LONGEST, |b| !matches!(b, b',' | b')' | b'\n' | b'('));
                // `Decimal('1.5')`, `datetime.date(1985, 4, 12)`
                let call = i + n;
                if at(t, call) == b'(' {
                    call + 2 + run(t, call + 1, LONGEST, |b| !matches!(b, b')' | b'\n'))
                } else {
                    call
                }
            }
        };
        cells.push(part(t, from, i));
        i += run(t, i, 16, |b| b.is_ascii_whitespace());
        match at(t, i) {
            // `('Jane Roe',)`
            b',' if at(t, i + 1) == b')' => return Some((cells, i + 2)),
            b',' => i += 1,
            b')' => return Some((cells, i + 1)),
            _ => return None,
        }
    }
    None
}

/// Reads rows whose columns nothing names, from the bracket of the first at `open` on: `[('Jane Roe', '4155552671')]`,
/// or one row alone.
pub(super) fn bare(t: &[u8], open: usize, hits: &mut Vec<Hit>) {
    if (open == 0 || back(t, open, 1) == b'[') && begins(at(t, open + 1)) {
        rows(t, open, |cells, hits| of_somebody(t, cells.iter().copied().filter(|c| quoted(c)), hits), hits);
    }
}

fn quoted(cell: &[u8]) -> bool {
    matches!(cell.first(), Some(b'\'' | b'"'))
}

/// Reads the row that failed, whose bracket is at `open`. Its values have no quotes.
fn failed(t: &[u8], open: usize, hits: &mut Vec<Hit>) {
    let row = part(t, open + 1, open + 1 + NAMES);
    let Some(end) = memchr::memmem::find(row, b").").or_else(|| memchr::memchr(b')', row)) else { return };
    looked(end);
    of_somebody(t, part(row, 0, end).split(|b| *b == b',').map(<[u8]>::trim_ascii), hits);
}

/// Values of a row in which a name and a way to reach somebody stand.
fn of_somebody<'a>(t: &'a [u8], cells: impl Iterator<Item = &'a [u8]> + Clone, hits: &mut Vec<Hit>) {
    let inner = |cell: &'a [u8]| super::trimmed(cell);
    let named = |cell: &[u8]| people::person_beside(cell) && !people::of_firm(cell);
    let reached = cells.clone().any(|c| called_by(inner(c)) || mail(inner(c)));
    if !reached || !cells.clone().any(|c| named(inner(c))) {
        return;
    }
    for cell in cells.map(inner) {
        let key: &[u8] = match cell {
            _ if named(cell) => b"full_name",
            _ if called_by(cell) => b"phone",
            _ if born(cell) => b"date_of_birth",
            _ => continue,
        };
        if let Some(context) = label(key) {
            value(t, cell, context, hits);
        }
    }
}

/// Whether a value is a telephone number by its form: of North America without signs, or with them.
fn called_by(cell: &[u8]) -> bool {
    let digits = cell.iter().filter(|b| digit(**b)).count();
    let plain = |b: &u8| digit(*b) || matches!(b, b'+' | b'-' | b'(' | b')' | b' ' | b'.');
    match cell {
        [b'+', b'1'..=b'9', ..] => (8..=15).contains(&digits) && cell.iter().all(plain),
        [b'2'..=b'9', _, _, b'2'..=b'9', ..] if cell.len() == 10 => digits == 10,
        [b'(', ..] | [_, _, _, b'-' | b'.' | b' ', ..] => digits == 10 && cell.iter().all(plain),
        _ => false,
    }
}

fn mail(cell: &[u8]) -> bool {
    let dot = || memchr::memrchr(b'.', cell);
    !cell.contains(&b' ') && memchr::memchr(b'@', cell).is_some_and(|i| i > 0 && dot().is_some_and(|n| n > i + 1))
}

/// `1985-04-12`, of a year up to [`BORN`].
fn born(cell: &[u8]) -> bool {
    let form = |(i, b): (usize, &u8)| if matches!(i, 4 | 7) { *b == b'-' } else { digit(*b) };
    cell.len() == 10 && cell.iter().enumerate().all(form) && (&b"1910"[..]..=BORN).contains(&part(cell, 0, 4))
}
