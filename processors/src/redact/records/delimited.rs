//! Tables: comma-separated values (RFC 4180), also with semicolons, tabs and bars; tables of Markdown, of `psql` and
//! `mysql`; lists of two columns, a label and its value.

use super::{COLUMNS, LABEL, drawn, joined, label, says, short, trimmed, value};
use crate::redact::{
    bytes::{at, back, looked, part, run_back},
    context::Context,
    scan::Hit,
};

/// Longest row, bytes.
const ROW: usize = 4096;
/// Rows of a list that are read to tell that it is one.
const SAMPLE: usize = 12;
/// Most rows of one column.
const ROWS: usize = 4096;

/// Reads the table whose head may be `line`, which begins at `from`. Gives where it ends. `strong`: there is a
/// delimiter other than a comma.
pub(super) fn table(t: &[u8], from: usize, line: &[u8], strong: bool, hits: &mut Vec<Hit>) -> Option<usize> {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let by = delimiter(line, strong)?;
    if by == b',' && is_prose(line) {
        return None;
    }
    // The first row of a table whose head said nothing is none itself.
    if by == b'|' && line_before(t, from).is_some_and(|(_, rule)| rule.contains(&b'|') && is_rule(rule)) {
        return None;
    }
    let next = from + memchr::memchr(b'\n', part(t, from, t.len()))? + 1;
    let mut rows = next;
    let barred = by == b'|';
    let mut second = row(t, next)?;
    if barred && is_rule(second) {
        rows = next + second.len() + 1;
        second = row(t, rows)?;
    }
    let delimiters = |line: &[u8]| memchr::memchr_iter(by, line).count();
    let quoted = || [line, second].iter().any(|l| memchr::memchr(b'"', l).is_some());
    if !barred && delimiters(line) != delimiters(second) && !quoted() {
        return None;
    }
    let mut cells = Vec::new();
    split(line, by, &mut cells);
    let count = cells.len();
    // Of one column a table has bars and a rule.
    let ruled = rows > next;
    let fine = |c: &&[u8]| named(c) || is_call(c) || ruled && short(trimmed(c));
    // What is no head costs nothing more; a list of two columns has none.
    if count != 2 && !cells.first().is_some_and(fine) {
        return None;
    }
    let mut other = Vec::new();
    split(second, by, &mut other);
    let least = if barred && ruled { 1 } else { 2 };
    if !(least..=COLUMNS).contains(&count) || other.len() != count {
        return None;
    }
    // One item a line, as in `"log",`.
    if by == b',' && matches!(cells[..], [_, []]) {
        return None;
    }
    // `no errors, so we continue`
    if by == b',' && count == 2 && cells.iter().any(|c| matches!(c, [b' ', b'a'..=b'z', ..])) {
        return None;
    }
    if count == 2
        && let Some(end) = pairs(t, from, by, hits)
    {
        return Some(end);
    }
    if !cells.iter().all(fine) || !barred && second.iter().all(|b| !b.is_ascii_digit()) && !headed(&cells) {
        return None;
    }
    let mut columns = super::head(cells.iter().copied())?;
    super::without_counts(&mut columns, sample(t, rows, by, count));
    Some(below_head(t, rows, by, &columns, hits))
}

/// The cells of the rows from `rows` on.
fn sample(t: &[u8], mut rows: usize, by: u8, count: usize) -> impl Iterator<Item = Vec<&[u8]>> {
    std::iter::from_fn(move || {
        let line = row(t, rows).filter(|r| !r.trim_ascii().is_empty())?;
        looked(line.len());
        rows += line.len() + 1;
        let mut cells = Vec::new();
        split(line, by, &mut cells);
        Some(cells)
    })
    .take_while(move |cells| cells.len() == count)
}

/// Judges the rows of a table from `rows` on. Gives where it ends.
fn below_head(t: &[u8], mut rows: usize, by: u8, columns: &[Option<Context>], hits: &mut Vec<Hit>) -> usize {
    let barred = by == b'|';
    let mut cells = Vec::new();
    let mut misfits = 0;
    while let Some(line) = row(t, rows).filter(|r| !r.trim_ascii().is_empty()) {
        looked(line.len());
        let rule = barred && is_rule(line);
        // Behind it there may be another, with its own head.
        let below = || row(t, rows + line.len() + 1).filter(|r| r.contains(&b'|') && is_rule(r));
        if barred && !rule && (!line.contains(&b'|') || below().is_some()) {
            break;
        }
        if !rule {
            split(line, by, &mut cells);
            if cells.len() == columns.len() {
                misfits = 0;
                for (cell, context) in cells.iter().zip(columns) {
                    if let Some(context) =
                        context.filter(|c| says(*c) || c.has(Context::NAME.with(Context::ADDRESS_PART)))
                    {
                        value(t, cell, context, hits);
                    }
                }
            } else {
                misfits += 1;
            }
        }
        rows += line.len() + 1;
        if misfits > 2 {
            break;
        }
    }
    rows
}

/// The table, anywhere in a text, whose rule (`|---|---|`, `----+----`, `+====+====+`) has its first two signs at `p`.
#[inline]
pub(in crate::redact) fn below_rule(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    if matches!(at(t, p), b'-' | b'=')
        && at(t, p + 1) == at(t, p)
        && matches!(back(t, p, 1), 0 | b'\n' | b'|' | b'+' | b' ' | b':')
    {
        hits.extend(headed_by(t, p).into_iter().flatten());
    }
}

/// What is found below the rule of which the first dash may stand at `p`.
fn headed_by(t: &[u8], p: usize) -> Option<Vec<Hit>> {
    let start = p - run_back(t, p, 6, |b| matches!(b, b'|' | b'+' | b' ' | b':'));
    if start > 0 && back(t, start, 1) != b'\n' {
        return drawn::behind_signs(t, start);
    }
    let rule = row(t, start)?;
    looked(rule.len());
    if !is_rule(rule) {
        return None;
    }
    let (from, head) = line_before(t, start)?;
    if !rule.iter().any(|b| matches!(b, b'|' | b'+')) {
        return lone_column(t, head, start + rule.len() + 1);
    }
    let barred = |line: &[u8]| memchr::memchr(b'|', line).is_some();
    // Rules between the rows are none below a head.
    let mut above = line_before(t, from);
    if let Some((rule, _)) = above.filter(|(_, line)| line.starts_with(b"+") && is_rule(line)) {
        above = line_before(t, rule);
    }
    if !barred(head) || is_rule(head) || above.is_some_and(|(_, line)| barred(line)) {
        return None;
    }
    let mut hits = Vec::new();
    table(t, from, head, true, &mut hits);
    Some(hits)
}

/// What is found in the one column that `psql` prints, with blanks before each value: ` full_name`, `-----------`,
/// ` Ada Lovelace`.
fn lone_column(t: &[u8], head: &[u8], mut rows: usize) -> Option<Vec<Hit>> {
    let cell = |line: &[u8]| line.first() == Some(&b' ');
    if !cell(head) || head.trim_ascii().contains(&b' ') {
        return None;
    }
    let [Some(context)] = super::head([head].into_iter())?[..] else { return None };
    let mut hits = Vec::new();
    for _ in 0..ROWS {
        let Some(line) = row(t, rows).filter(|line| cell(line)) else { break };
        looked(line.len());
        value(t, line, context, &mut hits);
        rows += line.len() + 1;
    }
    Some(hits)
}

/// The line before the one that begins at `start`, and where it begins.
fn line_before(t: &[u8], start: usize) -> Option<(usize, &[u8])> {
    let end = start.checked_sub(1)?;
    let text = part(t, end.saturating_sub(ROW), end);
    looked(64);
    let line = memchr::memrchr(b'\n', text).map_or(text, |i| part(text, i + 1, text.len()));
    Some((end - line.len(), line))
}

/// A line that begins at `from`, without its end; `None` behind the last.
fn row(t: &[u8], from: usize) -> Option<&[u8]> {
    let rest = t.get(from..).filter(|r| !r.is_empty())?;
    let rest = part(rest, 0, ROW);
    Some(part(rest, 0, memchr::memchr(b'\n', rest).unwrap_or(rest.len())))
}

/// What parts the cells of a line, whose first is no longer than a label.
fn delimiter(line: &[u8], strong: bool) -> Option<u8> {
    let all = [b'\t', b'|', b';', b','];
    let by = all.into_iter().skip(if strong { 0 } else { 3 });
    // Most lines are prose. A bar stands before the first cell, too; quotes and blanks stand around it.
    let first = |by: u8| if by == b'|' { LABEL + 8 } else { LABEL + 4 };
    let near = part(line, 0, LABEL + 8);
    if memchr::memchr3(b'\t', b'|', b';', near).is_none() && memchr::memchr(b',', near).is_none() {
        return None;
    }
    by.into_iter()
        .find(|b| memchr::memchr(*b, line).is_some())
        .filter(|by| memchr::memchr(*by, part(line, 0, first(*by))).is_some())
}

/// Whether more stands between two commas of a line than the name of a column: most lines with commas are prose.
fn is_prose(line: &[u8]) -> bool {
    let mut from = 0;
    memchr::memchr_iter(b',', line).chain([line.len()]).any(|i| {
        let cell = part(line, from, i);
        from = i + 1;
        !short(cell) && !short(trimmed(cell))
    })
}

/// `|---|:--|`, `----+----`.
pub(super) fn is_rule(line: &[u8]) -> bool {
    line.len() >= 3 && line.iter().all(|b| matches!(b, b'-' | b'|' | b'+' | b':' | b'=' | b' ' | b'\r'))
}

/// Splits a line into its cells; a delimiter in quotes parts nothing.
fn split<'a>(line: &'a [u8], by: u8, cells: &mut Vec<&'a [u8]>) {
    cells.clear();
    let mut line = line.strip_suffix(b"\r").unwrap_or(line);
    if by == b'|' {
        line = line.trim_ascii();
        line = line.strip_prefix(b"|").unwrap_or(line);
        line = line.strip_suffix(b"|").unwrap_or(line);
    }
    let (mut from, mut quoted) = (0, false);
    for (i, b) in line.iter().enumerate() {
        if *b == b'"' && by != b'|' {
            quoted = !quoted;
        } else if *b == by && !quoted {
            cells.push(part(line, from, i));
            from = i + 1;
            if cells.len() > COLUMNS {
                return;
            }
        }
    }
    cells.push(part(line, from, line.len()));
}

/// Whether a cell may be the name of a column.
pub(super) fn named(cell: &[u8]) -> bool {
    let cell = trimmed(cell);
    cell.is_empty()
        || short(cell)
            && !cell.first().is_some_and(u8::is_ascii_digit)
            && !cell
                .iter()
                .any(|b| matches!(b, b'{' | b'}' | b'=' | b'<' | b'>' | b'(' | b')' | b'[' | b'@' | b':' | b'!' | b'?'))
}

/// Whether a cell names a column by what was computed: `count(*)`, `max(birth_date)`.
fn is_call(cell: &[u8]) -> bool {
    let cell = trimmed(cell);
    let name = cell.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
    let arguments = part(cell, name, cell.len());
    let inner = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'*' | b' ' | b'(' | b')');
    cell.len() <= LABEL
        && name > 0
        && arguments.first() == Some(&b'(')
        && arguments.last() == Some(&b')')
        && cell.first().is_some_and(u8::is_ascii_alphabetic)
        && arguments.iter().all(inner)
}

/// Whether all names are written as those of columns are: prose has words of its own between commas.
fn headed(cells: &[&[u8]]) -> bool {
    cells.iter().all(|c| trimmed(c).iter().all(|b| *b != b' '))
}

/// The column of e-mail addresses, which are found by themselves.
pub(super) fn mail(cell: &[u8]) -> bool {
    let lower = trimmed(cell).to_ascii_lowercase();
    [&b"email"[..], b"e-mail", b"mail", b"e_mail", b"email_address", b"email address"].contains(&lower.as_slice())
}

/// Whether a cell is the name of a second column and no value: `| Name | Type |`.
fn is_heading(cell: &[u8]) -> bool {
    const HEADINGS: &[&[u8]] = &[
        b"type", b"value", b"description", b"default", b"example", b"format", b"required", b"meaning", b"notes",
        b"details",
    ];
    HEADINGS.iter().any(|h| trimmed(cell).eq_ignore_ascii_case(h))
}

/// How many labels of a list must say something.
fn least(headed: bool) -> usize {
    if headed { 1 } else { 2 }
}

/// A list of labels and values from `from` on. Gives where it ends, if it is one.
fn pairs(t: &[u8], mut from: usize, by: u8, hits: &mut Vec<Hit>) -> Option<usize> {
    let mut rows: Vec<(&[u8], Option<Context>)> = Vec::new();
    let (mut told, mut mailed) = (0, false);
    let mut cells = Vec::new();
    // `| Field | Value |`; `-[ RECORD 1 ]---` of `psql`.
    let mut headed = by == b'|' && line_before(t, from).is_some_and(|(_, line)| line.starts_with(b"-[ RECORD"));
    while let Some(line) = row(t, from).filter(|r| !r.is_empty()) {
        split(line, by, &mut cells);
        let rule = by == b'|' && is_rule(line);
        let &[name, text] = &cells[..] else {
            if rule {
                from += line.len() + 1;
                continue;
            }
            break;
        };
        from += line.len() + 1;
        if rule {
            continue;
        }
        if rows.is_empty() && by == b'|' && is_heading(text) {
            headed = trimmed(text).eq_ignore_ascii_case(b"value");
            continue;
        }
        // `MRN-0048213` is a value.
        let numbered = name.iter().filter(|b| b.is_ascii_digit()).count() > 3;
        let context = if named(name) && !numbered { label(name) } else { None };
        told += usize::from(context.is_some_and(|c| says(c) || c.has(Context::NAME) && !headed));
        mailed |= mail(name);
        rows.push((text, context));
        // What names nothing in its first rows is another table.
        if rows.len() == SAMPLE && told < least(headed) || rows.len() > SAMPLE * 16 {
            break;
        }
    }
    looked(rows.len() * 16);
    // The second column of a head has a name itself.
    let head = rows.first().and_then(|(text, _)| label(text)).is_some_and(says);
    if told < least(headed) || head && !headed {
        return None;
    }
    let mut columns: Vec<_> = rows.iter().map(|(_, context)| *context).collect();
    joined(&mut columns, mailed);
    for ((text, _), context) in rows.iter().zip(&columns) {
        if let Some(context) = context {
            value(t, text, *context, hits);
        }
    }
    Some(from)
}
