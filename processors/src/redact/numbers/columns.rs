//! Bare numbers of a column or a list: one in ten of any has the check digit of a card, nearly all cards have.

use super::cards::may_be_valid;
use crate::redact::{
    bytes::{alnum, at, back, digit, looked, part, run, run_back, word},
    context::{self, Context},
    hints,
    types::{Type, mark_at},
};

/// Digits of an id that stands beside one with as many as a card has.
const DIGITS: std::ops::RangeInclusive<usize> = 13..=20;
/// Longest text between two numbers of a list, and longest row, bytes.
const GAP: usize = 48;
const ROW: usize = 512;
/// Longest label that is compared, and how far on each side others are looked for, bytes.
const LABEL: usize = 16;
const NEAR: usize = 2 << 10;
/// Rows that are looked at on each side, and bytes above in which the head of a table is looked for.
const ROWS: usize = 4;
const ABOVE: usize = 8 << 10;
/// Fewest numbers beside one that tell what they are; those on its own line may be of other columns.
const BESIDE: usize = 3;
const BESIDE_IN_LINE: usize = 5;

/// Whether the bare digits from `p` to `to` stand among others few of which are cards, or in a column whose head says
/// that it holds ids.
pub(super) fn of_ids(t: &[u8], p: usize, to: usize) -> bool {
    twin(t, p, to) || beside(t, p, to).unwrap_or_else(|| of_column(t, p, to))
}

/// Whether a cell beside it in a row that blanks align is another offset of a log, with the difference of the two
/// behind both: `4539148803436467  4539148803436490  23`. Cards of one bank differ in their last digits, too.
fn twin(t: &[u8], p: usize, to: usize) -> bool {
    let number = |from: usize, end: usize| std::str::from_utf8(part(t, from, end)).ok()?.parse::<u64>().ok();
    // The cell behind the one that ends at `i`.
    let cell = |i: usize| {
        let from = i + run(t, i, 32, |b| b == b' ');
        (from > i + 1).then(|| (from, from + run(t, from, 20, digit)))
    };
    let lag = |first: (usize, usize), second: (usize, usize)| {
        let third = cell(second.1).filter(|(_, end)| !alnum(at(t, *end)))?;
        let behind = number(second.0, second.1)?.checked_sub(number(first.0, first.1)?)?;
        (first.1 - first.0 == second.1 - second.0 && number(third.0, third.1)? == behind).then_some(())
    };
    let before = p - run_back(t, p, 32, |b| b == b' ');
    let own = (p, to);
    cell(to).and_then(|next| lag(own, next)).is_some()
        || before + 1 < p && lag((before - run_back(t, before, 20, digit), before), own).is_some()
}

/// Whether the digits from `p` to `to`, an element or a member of a document, stand among such.
pub(in crate::redact) fn in_document(t: &[u8], p: usize, to: usize) -> bool {
    beside(t, p, to).or_else(|| of_rows(t, p, to)).unwrap_or_else(|| of_series(t, p, to))
}

/// Whether the string from `p` to `to` is a sample behind its time, as Prometheus answers:
/// `"value":[1435781451.781,"1"]`.
fn of_series(t: &[u8], p: usize, to: usize) -> bool {
    if back(t, p, 1) != b'"' || at(t, to) != b'"' {
        return false;
    }
    let blank = |end: usize| end - run_back(t, end, 16, |b| b.is_ascii_whitespace());
    let comma = blank(p - 1);
    let time = comma.saturating_sub(1);
    let n = run_back(t, time, 15, |b| digit(b) || b == b'.');
    let open = blank(time - n);
    let seconds = n == 10 || n > 10 && at(t, time - n + 10) == b'.';
    if back(t, comma, 1) != b',' || !seconds || at(t, time - n) != b'1' || back(t, open, 1) != b'[' {
        return false;
    }
    let before = part(t, 0, blank(open - 1));
    // The first of several, or one behind another.
    let before = before.strip_suffix(b"[").map_or(before, <[u8]>::trim_ascii_end);
    [&b"\"value\":"[..], b"\"value\" :", b"\"values\":", b"\"values\" :", b"\"],"].iter().any(|w| before.ends_with(w))
}

/// What the list says that holds the number, or those with the same label; in quotes or not, as marks of numbers are.
fn beside(t: &[u8], p: usize, to: usize) -> Option<bool> {
    let quote = usize::from(back(t, p, 1) == b'"' && at(t, to) == b'"');
    let (p, to) = (p - quote, to + quote);
    of_list(t, p, to).or_else(|| of_label(t, p, to))
}

/// An element of an array among arrays, as databases answer: `[[4539…, "a"], [8312…, "b"]]`. Those that stand at the
/// same place count.
fn of_rows(t: &[u8], p: usize, to: usize) -> Option<bool> {
    let start = row_start(t, p);
    if back(t, start, 1) != b'[' {
        return None;
    }
    let column = part(t, start, p).iter().filter(|b| **b == b',').count();
    let blank = |b: u8| b.is_ascii_whitespace() || b == b',';
    let mut beside = Beside::default();
    let mut add = |row: &[u8]| row.split(|b| *b == b',').nth(column).map(|cell| beside.add(cell.trim_ascii()));
    let mut end = start - 1;
    for _ in 0..ROWS {
        let close = end - run_back(t, end, 16, blank);
        let Some(last) = close.checked_sub(1).filter(|i| at(t, *i) == b']') else { break };
        let first = row_start(t, last);
        if back(t, first, 1) != b'[' {
            break;
        }
        add(part(t, first, last));
        end = first - 1;
    }
    let mut close = row_end(t, to);
    for _ in 0..ROWS {
        let open = close + 1 + run(t, close + 1, 16, blank);
        if at(t, close) != b']' || at(t, open) != b'[' {
            break;
        }
        close = row_end(t, open + 1);
        add(part(t, open + 1, close));
    }
    looked(2 * ROWS * ROW);
    beside.are_ids(BESIDE)
}

/// Where the elements of the array begin that hold what ends at `i`; marks are none of its brackets.
fn row_start(t: &[u8], mut i: usize) -> usize {
    let least = i.saturating_sub(ROW);
    while i > least {
        i -= match back(t, i, 1) {
            b']' => match mark_before(t, i) {
                0 => break,
                n => n,
            },
            b'[' | b'{' => break,
            _ => 1,
        };
    }
    i
}

/// Where they end.
fn row_end(t: &[u8], mut i: usize) -> usize {
    let most = t.len().min(i + ROW);
    while i < most {
        i += match at(t, i) {
            b'[' => match mark_at(t, i) {
                Some(n) => n,
                None => break,
            },
            b']' | b'{' => break,
            _ => 1,
        };
    }
    i
}

/// Marks of values that have letters or signs: in a list they were no numbers.
const OTHERS: &[&[u8]] = &[b"[EMAIL]", b"[PERSON]", b"[ADDRESS]", b"[IP_ADDRESS]", b"[IBAN]", b"[URL_CREDENTIALS]"];
/// Such of numbers with fewer digits than a card.
const SHORTER: &[&[u8]] = &[b"[US_SSN]", b"[DATE_OF_BIRTH]", b"[AGE]", b"[CARD_DETAIL]"];

/// Whether a mark may be of bare digits.
fn of_digits(mark: &[u8]) -> bool {
    !OTHERS.contains(&mark)
}

/// What stands beside a number: how many others, and how many of these are cards or may be.
#[derive(Default)]
struct Beside {
    count: usize,
    cards: usize,
}

impl Beside {
    /// Adds what a cell holds, if it is a number that may be an id, or the mark of one that was removed.
    fn add(&mut self, text: &[u8]) {
        let text = unquoted(text);
        if mark_at(text, 0) == Some(text.len()) {
            self.count += usize::from(of_digits(text) && !SHORTER.contains(&text));
            self.cards += usize::from(text.starts_with(b"[CARD]"));
        } else if DIGITS.contains(&text.len()) && text.iter().all(|b| digit(*b)) {
            self.count += 1;
            self.cards += usize::from(may_be_valid(text));
        }
    }

    /// Whether they are ids, or else cards; `None` where they tell neither.
    fn are_ids(&self, least: usize) -> Option<bool> {
        let (few, most) = (self.cards * 3 < self.count, self.cards * 3 >= self.count * 2);
        (self.count >= least && (few || most)).then_some(few)
    }
}

/// Length of the number or the mark at `i`, with its quotes.
fn item(t: &[u8], i: usize) -> usize {
    let quote = usize::from(at(t, i) == b'"');
    let n = match run(t, i + quote, 24, digit) {
        0 => mark_at(t, i + quote).filter(|n| of_digits(part(t, i + quote, i + quote + n))).unwrap_or(0),
        n => n,
    };
    if n > 0 && (quote == 0 || at(t, i + 1 + n) == b'"') { n + 2 * quote } else { 0 }
}

/// Length of the number or the mark that ends at `end`, with its quotes.
fn item_before(t: &[u8], end: usize) -> usize {
    let quote = usize::from(back(t, end, 1) == b'"');
    let to = end - quote;
    let n = match run_back(t, to, 24, digit) {
        0 => Some(mark_before(t, to)).filter(|n| of_digits(part(t, to - n, to))).unwrap_or(0),
        n => n,
    };
    if n > 0 && (quote == 0 || back(t, to - n, 1) == b'"') { n + 2 * quote } else { 0 }
}

/// Length of the mark that ends at `end`.
fn mark_before(t: &[u8], end: usize) -> usize {
    let from = end.saturating_sub(GAP);
    let open = if back(t, end, 1) == b']' { memchr::memrchr(b'[', part(t, from, end)) } else { None };
    open.map(|n| from + n).filter(|i| mark_at(t, *i) == Some(end - i)).map_or(0, |i| end - i)
}

/// A number of a list: the same stands between any two, `[4539…, 8312…]`, `seq=4539…\nseq=8312…`.
fn of_list(t: &[u8], p: usize, to: usize) -> Option<bool> {
    let behind = (0..GAP).find(|n| item(t, to + n) > 0).map(|n| part(t, to, to + n));
    let before = (0..GAP.min(p)).find(|n| item_before(t, p - n) > 0).map(|n| part(t, p - n, p));
    let fits = |gap: &&[u8]| !matches!(gap, [] | [b'-' | b'.' | b'/' | b':']);
    [behind, before].into_iter().flatten().filter(fits).find_map(|gap| of_list_with(t, (p, to), gap))
}

/// [`of_list`] of numbers that are parted by `gap`.
fn of_list_with(t: &[u8], (p, to): (usize, usize), gap: &[u8]) -> Option<bool> {
    let mut beside = Beside::default();
    let (mut start, mut end) = (p, to);
    for _ in 0..ROWS {
        let from = end + gap.len();
        let n = item(t, from);
        if part(t, end, from) != gap || n == 0 || word(at(t, from + n)) {
            break;
        }
        beside.add(part(t, from, from + n));
        end = from + n;
    }
    let before = |start: usize| {
        let end = start.checked_sub(gap.len())?;
        let n = item_before(t, end);
        (part(t, end, start) == gap && n > 0 && !word(back(t, end, n + 1))).then_some((end - n, end))
    };
    for _ in 0..ROWS {
        let Some((from, end)) = before(start) else { break };
        beside.add(part(t, from, end));
        start = from;
    }
    let ids = beside.are_ids(if gap.contains(&b'\n') { BESIDE } else { BESIDE_IN_LINE })?;
    // What stands above all of them tells what they are: `Cards:`.
    while ids && p - start < NEAR {
        let Some((from, _)) = before(start) else { break };
        start = from;
    }
    Some(ids && !hints::before(t, start).near.has(Type::Card))
}

/// A number behind the same words as others near by: `"pos": 4539…`, `seq 4539…`.
fn of_label(t: &[u8], p: usize, to: usize) -> Option<bool> {
    let n = run_back(t, p, LABEL, |b| b != b'\n' && !digit(b));
    let label = part(t, p - n, p);
    // Of a key its name.
    let opens = |b: &u8| matches!(b, b'{' | b'[' | b'(' | b',' | b';' | b'|' | b'\t');
    let label = part(label, label.iter().rposition(opens).map_or(0, |i| i + 1), label.len()).trim_ascii_start();
    let letters = label.iter().filter(|b| b.is_ascii_alphabetic()).count();
    if letters < if memchr::memchr2(b'"', b'=', label).is_some() { 1 } else { 3 } {
        return None;
    }
    let mut beside = Beside::default();
    let from = p.saturating_sub(NEAR);
    let before = memchr::memmem::rfind_iter(part(t, from, p - label.len()), label).take(ROWS).map(|i| from + i);
    let behind = memchr::memmem::find_iter(part(t, to, to + NEAR), label).take(ROWS).map(|i| to + i);
    for i in before.chain(behind) {
        let i = i + label.len();
        let n = item(t, i);
        if !word(at(t, i + n)) {
            beside.add(part(t, i, i + n));
        }
    }
    looked(2 * NEAR);
    beside.are_ids(BESIDE)
}

/// A number that is the cell of a row.
fn of_column(t: &[u8], p: usize, to: usize) -> bool {
    let start = p - run_back(t, p, ROW, |b| b != b'\n');
    let end = to + run(t, to, ROW, |b| b != b'\n');
    if start + ROW <= p || to + ROW <= end {
        return false;
    }
    let before = part(t, start, p);
    let quote = usize::from(matches!(at(t, to), b'"' | b'\''));
    let next = at(t, to + quote + run(t, to + quote, 32, |b| b == b' '));
    let last = part(before, 0, before.len() - quote.min(before.len())).trim_ascii_end().last();
    let by = match *b"\t;|," {
        // Words make it a sentence, but for columns that blanks align.
        _ if at(t, to) == b' '
            && digit(next)
            && (before.ends_with(b"  ")
                || at(t, to + 1) == b' '
                || before.iter().all(|b| !b.is_ascii_alphabetic())) =>
        {
            b' '
        }
        signs => match signs.into_iter().find(|by| next == *by || last == Some(by)) {
            Some(by) => by,
            None => return false,
        },
    };
    let column = if by == b' ' { cells(before, by).count() } else { before.iter().filter(|b| **b == by).count() };
    let mut beside = Beside::default();
    let mut from = end + 1;
    for _ in 0..ROWS {
        let row = part(t, from, from + run(t, from, ROW, |b| b != b'\n'));
        let Some(cell) = cell(row, by, column).filter(|_| row.len() < ROW) else { break };
        beside.add(cell);
        from += row.len() + 1;
    }
    // Where the rows near by tell, no head does.
    if let Some(ids) = beside.are_ids(BESIDE) {
        return ids;
    }
    let (mut end, mut rows) = (start, 0);
    let least = start.saturating_sub(ABOVE);
    while end > least {
        let from = memchr::memrchr(b'\n', part(t, least, end - 1)).map_or(least, |n| least + n + 1);
        let row = part(t, from, end - 1);
        looked(row.len());
        let Some(cell) = cell(row, by, column).filter(|_| row.len() <= ROW && row.contains(&by)) else { break };
        // Ids may have letters, too.
        let named = cell.iter().any(u8::is_ascii_alphabetic) && !cell.iter().any(|b| digit(*b));
        if named && mark_at(cell, 0).is_none() {
            return beside.are_ids(BESIDE).unwrap_or_else(|| names_ids(cell));
        }
        if rows < ROWS {
            beside.add(cell);
        }
        (rows, end) = (rows + 1, from);
        if rows == ROWS
            && let Some(ids) = beside.are_ids(BESIDE)
        {
            return ids;
        }
    }
    beside.are_ids(BESIDE).unwrap_or(false)
}

/// The cells of a row; of blanks several may stand between two.
fn cells(row: &[u8], by: u8) -> impl Iterator<Item = &[u8]> {
    row.split(move |b| *b == by).filter(move |cell| by != b' ' || !cell.is_empty())
}

/// What a cell of a row holds, without its quotes.
fn cell(row: &[u8], by: u8, column: usize) -> Option<&[u8]> {
    Some(unquoted(cells(row, by).nth(column)?.trim_ascii()))
}

fn unquoted(text: &[u8]) -> &[u8] {
    text.strip_prefix(b"\"").and_then(|inner| inner.strip_suffix(b"\"")).unwrap_or(text)
}

/// Whether the head of a column names ids.
fn names_ids(head: &[u8]) -> bool {
    std::str::from_utf8(head).is_ok_and(|head| head.len() <= GAP && context::classify(head).has(Context::ID))
}
