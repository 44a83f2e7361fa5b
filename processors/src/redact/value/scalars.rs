//! Numbers of JSON that is read as text, because it is cut off, escaped, or named by words before it: what takes the
//! place of one stands in quotes, so that the text stays JSON.

use crate::redact::{
    bytes::{at, back, digit, looked, part, run, run_back},
    scan::Hit,
};

/// Longest number, and longest gap around it, bytes.
const NUMBER: usize = 32;
/// How far before an element its array may begin, bytes.
const ARRAY: usize = 1024;

/// Widens hits in such numbers to all of the number. `quotes`: how many backslashes stand before the quotes of its
/// document; `None` for other hits.
pub(super) fn widen(t: &[u8], hits: &mut Vec<Hit>, quotes: &mut Vec<Option<usize>>) {
    quotes.clear();
    let mut last: Option<Last> = None;
    hits.retain_mut(|hit| {
        if last.is_some_and(|(end, escapes)| hit.start < end && escapes.is_some()) {
            return false;
        }
        let number = number(t, hit, last);
        let escapes = number.and_then(|n| n.2);
        if let Some((from, to, _)) = number {
            last = Some((to, escapes));
            if escapes.is_some() {
                (hit.start, hit.end) = (from, to);
            }
        }
        quotes.push(escapes);
        true
    });
}

/// End of the last number, and how its document is escaped; `None` where it is of none.
type Last = (usize, Option<usize>);

/// Begin and end of the number that holds a hit, and how its document is escaped.
fn number(t: &[u8], hit: &Hit, last: Option<Last>) -> Option<(usize, usize, Option<usize>)> {
    let of_number = |b: u8| digit(b) || matches!(b, b'.' | b'-' | b'+' | b'e' | b'E');
    if !of_number(at(t, hit.start)) || !part(t, hit.start, hit.end).iter().all(|b| of_number(*b)) {
        return None;
    }
    let from = hit.start - run_back(t, hit.start, NUMBER, of_number);
    let to = hit.end + run(t, hit.end, NUMBER, of_number);
    let end = to + blanks(t, to);
    if !(digit(at(t, from)) || at(t, from) == b'-') || !matches!(at(t, end), b',' | b'}' | b']' | 0) {
        return None;
    }
    let begin = before_blanks(t, from);
    let escapes = match back(t, begin, 1) {
        b':' => key(t, begin - 1),
        b',' | b'[' => array(t, begin, last),
        _ => return None,
    };
    Some((from, to, escapes))
}

/// Blanks at `i`, also escaped ones: `\n`.
fn blanks(t: &[u8], mut i: usize) -> usize {
    let from = i;
    loop {
        let n = run(t, i, NUMBER, |b| b.is_ascii_whitespace());
        let escapes = run(t, i + n, 8, |b| b == b'\\');
        let escaped = escapes > 0 && matches!(at(t, i + n + escapes), b'n' | b'r' | b't');
        i += n + if escaped { escapes + 1 } else { 0 };
        if !escaped {
            return i - from;
        }
    }
}

/// Where blanks before `i` begin, also escaped ones.
fn before_blanks(t: &[u8], mut i: usize) -> usize {
    loop {
        i -= run_back(t, i, ARRAY, |b| b.is_ascii_whitespace());
        let escaped = matches!(back(t, i, 1), b'n' | b'r' | b't') && back(t, i, 2) == b'\\';
        if !escaped {
            return i;
        }
        i -= 1;
        i -= run_back(t, i, 8, |b| b == b'\\');
    }
}

/// Backslashes before the quote of the key that ends before the colon at `colon`.
fn key(t: &[u8], colon: usize) -> Option<usize> {
    let end = before_blanks(t, colon);
    (back(t, end, 1) == b'"').then(|| escapes(t, end - 1))
}

/// The same of the key of the array whose element ends before `i`.
fn array(t: &[u8], i: usize, last: Option<Last>) -> Option<usize> {
    let least = i.saturating_sub(ARRAY);
    let mut i = i;
    while i > least {
        if let Some((_, escapes)) = last.filter(|(end, _)| *end == i) {
            return escapes;
        }
        i = before_blanks(t, i);
        match back(t, i, 1) {
            b':' => return key(t, i - 1),
            // `[{"a": 1}, 2]`: what was quoted last is of the same document.
            b'}' => return memchr::memrchr(b'"', part(t, least, i)).map(|n| escapes(t, least + n)),
            b'"' => i = opening(t, i - 1, least)?,
            b'[' | b']' | b',' | b'.' | b'-' | b'+' | b'0'..=b'9' | b'a'..=b'z' | b'E' => i -= 1,
            _ => return None,
        }
    }
    None
}

/// Backslashes before the quote at `i`.
fn escapes(t: &[u8], i: usize) -> usize {
    run_back(t, i, 8, |b| b == b'\\')
}

/// Where the string begins, not before `least`, that the quote at `close` ends: its other quote is escaped as that is,
/// and those of documents in it more.
fn opening(t: &[u8], close: usize, least: usize) -> Option<usize> {
    let own = escapes(t, close);
    let mut end = close - own;
    loop {
        let quote = least + memchr::memrchr(b'"', part(t, least, end))?;
        looked(end - quote);
        let n = escapes(t, quote);
        end = quote - n;
        if n <= own {
            return (n == own).then_some(end);
        }
    }
}
