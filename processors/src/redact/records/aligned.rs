//! Tables whose columns blanks put below each other, as terminals and data frames print them: names and values stand
//! flush left or flush right.

use super::{COLUMNS, LABEL, delimited, says, value};
use crate::redact::{
    bytes::{at, looked, part},
    context::Context,
    scan::Hit,
    types::Type,
};

/// Longest line, bytes.
const LINE: usize = 1024;

/// What columns say whose values have several words.
const PERSONAL: Context = Context::PERSON_KEY.or(Context::NAME).or(Context::ADDRESS_PART).or(Context::NAMED);

/// What stands between two gaps, from and to which column of the terminal.
struct Cell<'a> {
    text: &'a [u8],
    from: usize,
    to: usize,
}

/// Reads the table whose head may be `line`, which begins at `from`. Gives where it ends.
pub(super) fn table(t: &[u8], from: usize, line: &[u8], hits: &mut Vec<Hit>) -> Option<usize> {
    // `hi def link UserName    String` is no head.
    let short = |name: &[u8]| name.len() <= LABEL && memchr::memchr_iter(b' ', name).count() <= 1;
    let first = line.trim_ascii_start();
    // Most lines are sentences.
    let gap = memchr::memchr_iter(b' ', part(first, 0, LABEL + 1)).find(|n| at(first, n + 1) == b' ');
    if !gap.map(|n| part(first, 0, n)).is_some_and(|name| short(name) && delimited::named(name)) {
        return None;
    }
    let mut head = Vec::new();
    split(line, &mut head);
    if !(2..=COLUMNS).contains(&head.len()) || !head.iter().all(|c| short(c.text) && delimited::named(c.text)) {
        return None;
    }
    let mut columns = super::head(head.iter().map(|c| c.text))?;
    // `AGE` of pods is none of people.
    columns.iter_mut().for_each(|c| *c = c.filter(|c| c.has(Context::OF_PERSON) || !c.exact().has(Type::Age)));
    super::without_counts(&mut columns, sample(t, from + line.len() + 1, &head));
    let (titles, mut next, mut rows, mut misfits) = (line, from + line.len() + 1, 0, 0);
    let mut cells = Vec::new();
    while let Some(rest) = t.get(next..).filter(|rest| !rest.is_empty()) {
        let rest = part(rest, 0, LINE);
        let line = part(rest, 0, memchr::memchr(b'\n', rest).unwrap_or(rest.len()));
        looked(line.len());
        // Long tables are printed with their head again and again.
        if line == titles {
            next += line.len() + 1;
            continue;
        }
        split(line, &mut cells);
        let fits = cells.iter().filter(|c| below(&head, c).is_some()).count() >= 2;
        if cells.is_empty() || !fits && rows == 0 {
            break;
        }
        misfits = if fits { 0 } else { misfits + 1 };
        if misfits > 2 {
            break;
        }
        for cell in cells.iter().filter(|_| fits) {
            let Some(context) = below(&head, cell).and_then(|n| columns.get(n).copied().flatten()) else { continue };
            let words = context.has(PERSONAL);
            // Secrets of Kubernetes have names.
            let named =
                context.has(Context::MAY_BE_SECRET) && cell.text.iter().any(|b| matches!(b, b'-' | b'_' | b'/'));
            // Of two values with one blank between each is found by itself.
            if words && !mixed(cell.text) || says(context) && !named && !cell.text.contains(&b' ') {
                value(t, cell.text, context, hits);
            }
        }
        rows += 1;
        next += line.len() + 1;
    }
    (rows > 0).then_some(next)
}

/// Below which name of a head a cell stands.
fn below(head: &[Cell], cell: &Cell) -> Option<usize> {
    head.iter().position(|name| name.from == cell.from || name.to == cell.to)
}

/// The cells of the lines from `next` on, in the order of the head; none where nothing stands.
fn sample<'a>(t: &'a [u8], mut next: usize, head: &[Cell]) -> impl Iterator<Item = Vec<&'a [u8]>> {
    std::iter::from_fn(move || {
        let rest = part(t, next, next + LINE);
        let line = part(rest, 0, memchr::memchr(b'\n', rest).unwrap_or(rest.len()));
        looked(line.len());
        next += line.len() + 1;
        let mut cells = Vec::new();
        split(line, &mut cells);
        let mut row: Vec<&[u8]> = vec![&[]; head.len()];
        let mut fits = 0;
        for cell in &cells {
            if let Some(slot) = below(head, cell).and_then(|n| row.get_mut(n)) {
                *slot = cell.text;
                fits += 1;
            }
        }
        (fits >= 2).then_some(row)
    })
}

/// Whether there are numbers beside other words: `58:9c:fc:0c:f0:97 11524361`.
fn mixed(text: &[u8]) -> bool {
    let number = |w: &[u8]| w.first().is_some_and(u8::is_ascii_digit);
    let mut words = text.split(|b| *b == b' ').skip(1);
    words.any(|w| w.len() > 5 && number(w))
}

/// Splits a line where two blanks or more stand.
fn split<'a>(line: &'a [u8], cells: &mut Vec<Cell<'a>>) {
    cells.clear();
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    // Of the cell at hand where it begins and ends, in bytes and in columns.
    let (mut begins, mut ends, mut column) = ((0, 0), (0, 0), 0);
    let mut add = |begins: (usize, usize), ends: (usize, usize)| {
        if ends.0 > begins.0 {
            cells.push(Cell { text: part(line, begins.0, ends.0), from: begins.1, to: ends.1 });
        }
        cells.len() <= COLUMNS
    };
    for (i, b) in line.iter().enumerate() {
        // Bytes that go on with a character take no column.
        column += usize::from(b & 0xC0 != 0x80);
        if *b == b' ' {
            continue;
        }
        if i >= ends.0 + 2 || ends.0 == 0 {
            if !add(begins, ends) {
                return;
            }
            begins = (i, column);
        }
        ends = (i + 1, column);
    }
    add(begins, ends);
}
