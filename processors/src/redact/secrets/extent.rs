//! Where the value of an assignment ends: escapes and spaces in it, groups of letters, values that were cut short.

use std::cell::LazyCell;

use super::{
    beside::{self, varied},
    key_before::{Key, may_end_key},
    shape::{self, Shape},
};
use crate::redact::{
    bytes::{alnum, at, back, looked, part, run, run_back, word},
    context::Context,
};

/// Longest password with bytes that else end a value.
const LONGEST: usize = 128;
/// So much of a line is read before a key and behind a value.
pub(super) const LINE: usize = 256;
/// Longest value.
const VALUE: usize = 4096;

const BRACKETS: [(u8, u8); 3] = [(b'(', b')'), (b'[', b']'), (b'{', b'}')];

/// Bytes that end most values without quotes.
fn ends(b: u8) -> bool {
    matches!(b, b',' | b';' | b'&' | b'"' | b'\'' | b'`' | b'<' | b'>' | b')' | b'}' | b']' | b'\\' | b'|')
}

/// Length of a value without quotes.
pub(super) fn unquoted(t: &[u8], i: usize) -> usize {
    let mut n = 0;
    for b in part(t, i, i + VALUE) {
        // `1308742762612587|rhoK1cbv0DOU_RTX_87O4MkX7AI`: an id and the token behind it.
        let of_id = *b == b'|' && n > 0 && part(t, i, i + n).iter().all(u8::is_ascii_digit) && token(t, i + n + 1);
        if *b <= b' ' || ends(*b) && !of_id {
            break;
        }
        // `a=b=c`: padding may end a value, an assignment inside begins another, as does the next secret key.
        if (*b == b'=' && alnum(at(t, i + n + 1)) && n < 32 && part(t, i, i + n).iter().all(|b| word(*b)))
            || (matches!(b, b'=' | b':') && may_end_key(t, i + n))
        {
            break;
        }
        n += 1;
    }
    n - stops(part(t, i, i + n))
}

/// Whether so many letters and figures stand at `i` that they are a token.
fn token(t: &[u8], i: usize) -> bool {
    let n = run(t, i, 64, |b| word(b) || b == b'-');
    n >= 20 && varied(part(t, i, i + n))
}

/// How many signs of a sentence stand at the end of a value without quotes: `password is x.`
pub(super) fn signs_behind(value: &[u8]) -> usize {
    value.iter().rev().take_while(|b| matches!(b, b'.' | b':' | b'?')).count()
}

/// Bytes at the end that belong to the sentence around a value.
fn stops(value: &[u8]) -> usize {
    let quoted = &part(value, 0, value.len() - closing(value));
    value.len() - quoted.len() + signs_behind(quoted)
}

/// Length of the quotation mark at the end of a value.
pub(super) fn closing(value: &[u8]) -> usize {
    ["”", "»", "’", "」"].iter().find(|mark| value.ends_with(mark.as_bytes())).map_or(0, |mark| mark.len())
}

/// Length of a value in quotes, which begins at `i`, with what is escaped in it; `None` where nothing is, or no quote
/// ends it.
pub(super) fn escaped(t: &[u8], i: usize, quote: u8) -> Option<usize> {
    let mut n = 0;
    let mut any = false;
    while n < LINE {
        match at(t, i + n) {
            0 | b'\n' => break,
            b'\\' if at(t, i + n + 1) > b' ' => (n, any) = (n + 2, true),
            // `'it''s'` of SQL.
            b if b == quote && n > 0 && at(t, i + n + 1) == quote && alnum(at(t, i + n + 2)) => {
                (n, any) = (n + 2, true)
            }
            b if b == quote => {
                looked(n);
                return any.then_some(n);
            }
            _ => n += 1,
        }
    }
    looked(n);
    None
}

/// Length of a password without quotes at `i` in which bytes stand that else end a value or make it code (`Kq7&vZ2m`);
/// its key begins at `key`. `None` where it has none, or they mean what they mean elsewhere.
pub(super) fn special(t: &[u8], key: usize, i: usize) -> Option<usize> {
    let token = part(t, i, i + run(t, i, LONGEST, |b| b > b' '));
    let opens = |b: u8| matches!(b, b'(' | b'[' | b'{');
    if !token.iter().any(|b| ends(*b) || opens(*b) || *b == b'=') {
        return None;
    }
    let first = at(token, 0);
    if !alnum(first) && first < 0x80 && !matches!(first, b'!' | b'#' | b'%' | b'^' | b'*' | b'@' | b'+' | b'~' | b'_') {
        return None;
    }
    // Most signs are asked about without it.
    let line = LazyCell::new(|| Line::before(t, key));
    let rest = part(t, i, i + LINE);
    let rest = part(rest, 0, memchr::memchr(b'\n', rest).unwrap_or(rest.len()));
    looked(rest.len());
    let mut first_piece = None;
    let mut n = 0;
    while let Some(b) = token.get(n) {
        if ends(*b) || opens(*b) || *b == b'=' {
            if !goes_on(&line, rest, n) {
                break;
            }
            first_piece = first_piece.or(Some(n));
        } else if *b == b':' && may_end_key(token, n) {
            break;
        }
        n += 1;
    }
    let value = part(token, 0, n - stops(part(token, 0, n)));
    let word = part(value, 0, first_piece?);
    let fine = value.len() >= 6
        && varied(value)
        && (word.len() < 2 || !shape::placeholder(word))
        && !shape::expression(value)
        && memchr::memmem::find(value, b"://").is_none()
        && (shape::bracketed(value) || !evaluated(value, part(rest, n, rest.len())));
    fine.then_some(value.len())
}

/// Whether brackets in a value are those of code: all closed, if only behind it, or without a digit behind the last.
pub(super) fn evaluated(value: &[u8], behind: &[u8]) -> bool {
    BRACKETS.iter().any(|(open, close)| {
        memchr::memchr(*open, value)
            .is_some_and(|i| memchr::memchr(*close, part(value, i, value.len())).is_some() || behind.contains(close))
    }) || value
        .iter()
        .rposition(|b| matches!(b, b'(' | b'[' | b'{'))
        .is_some_and(|i| !part(value, i, value.len()).iter().any(u8::is_ascii_digit))
}

/// What stands on a line before a key.
struct Line<'a> {
    text: &'a [u8],
    /// It is the text in an open quote.
    quote: Option<u8>,
}

impl<'a> Line<'a> {
    fn before(t: &'a [u8], key: usize) -> Self {
        let text = part(t, key.saturating_sub(LINE), key);
        let text = part(text, memchr::memrchr(b'\n', text).map_or(0, |i| i + 1), text.len());
        looked(text.len());
        let open = |q: u8| memchr::memchr_iter(q, text).count() % 2 == 1;
        let quote = [b'"', b'\'', b'`'].into_iter().filter(|q| open(*q)).max_by_key(|q| memchr::memrchr(*q, text));
        let from = quote.and_then(|q| memchr::memrchr(q, text)).map_or(0, |i| i + 1);
        Self { text: part(text, from, text.len()), quote }
    }

    fn count(&self, b: u8) -> usize {
        memchr::memchr_iter(b, self.text).count()
    }

    fn is_open(&self, (open, close): (u8, u8)) -> bool {
        self.count(open) > self.count(close)
    }
}

/// Whether the byte at `e` of the `rest` of a line, which begins with the value, belongs to it. `line`: what stands
/// before the key.
fn goes_on<'a>(line: &LazyCell<Line<'a>, impl FnOnce() -> Line<'a>>, rest: &[u8], e: usize) -> bool {
    let (b, next) = (at(rest, e), at(rest, e + 1));
    if !alnum(next) && next < 0x80 && !matches!(next, b'!' | b'#' | b'$' | b'%' | b'^' | b'*' | b'@' | b'_') {
        return false;
    }
    let behind = part(rest, e + 1, rest.len());
    match b {
        b'"' | b'\'' | b'`' => line.quote != Some(b) && !line.text.contains(&b) && !behind.contains(&b),
        b')' | b']' | b'}' => !BRACKETS.iter().any(|pair| pair.1 == b && line.is_open(*pair)),
        b'<' => !behind.contains(&b'>'),
        b'>' => !line.text.contains(&b'<'),
        b'\\' => !matches!(next, b'n' | b'r' | b't' | b'u' | b'x' | b'0'),
        // An assignment inside begins another: unless no name stands before.
        b'=' => {
            let name = Shape::of(part(rest, 0, e));
            name.digits > 0 && (name.cases > 0 || name.switches > 1 || name.longest < e)
        }
        b',' | b';' | b'&' | b'|' => {
            let parts = back(line.text, line.text.len(), 1) == b || b == b'|' && line.text.contains(&b);
            let members = b == b',' && BRACKETS.iter().any(|pair| line.is_open(*pair));
            !parts && !members && !names(behind)
        }
        _ => true,
    }
}

/// Whether a text begins with a name and `=` or `:`: `User Id=`, `amp;x=`.
pub(super) fn names(t: &[u8]) -> bool {
    let from = if t.starts_with(b"amp;") { 4 } else { 0 };
    let n = from + run(t, from, 32, |b| word(b) || matches!(b, b'-' | b'.'));
    let n = n + if at(t, n) == b' ' { 1 + run(t, n + 1, 32, word) } else { 0 };
    n > from && matches!(at(t, n), b'=' | b':') && at(t, n + 1) != b'='
}

/// Longest value, with what is said of its rest, that may have been cut short, bytes.
const LONGEST_CUT: usize = 512;

/// The end of a value in quotes that none closes before `to`, as where a tool cut its output:
/// `"password": "x... [truncated]`, `"token": "x…(2031 more characters)`. `to` where nothing says so.
pub(super) fn cut_short(t: &[u8], from: usize, to: usize) -> usize {
    if !matches!(at(t, to), 0 | b'\n') || to - from > LONGEST_CUT {
        return to;
    }
    let value = part(t, from, to);
    let n = run(value, 0, value.len(), |b| b > b' ');
    let first = part(value, 0, n);
    // A password may hold them, too.
    let cut = |(i, n): (usize, usize)| matches!(at(first, i + n), 0 | b'[' | b'(' | b'<').then_some(i);
    let dots = memchr::memmem::find(first, b"...").map(|i| (i, run(first, i, first.len(), |b| b == b'.')));
    let dots = dots.or_else(|| memchr::memmem::find(first, "…".as_bytes()).map(|i| (i, "…".len()))).and_then(cut);
    let bracket = matches!(at(value, n + 1), b'[' | b'(' | b'<' | b'.')
        || value.get(n + 1..).is_some_and(|r| r.starts_with("…".as_bytes()));
    match dots {
        Some(end) => from + end,
        None if n < value.len() && bracket => from + n,
        None => to,
    }
}

/// The end of a value that ends at `to`: a question does not end with a password, so that the sign is one of its
/// letters.
pub(super) fn question(t: &[u8], key: &Key, from: usize, to: usize) -> usize {
    let ends = at(t, to) == b'?' && matches!(at(t, to + 1), 0 | b'\n' | b'\r' | b';');
    let more = ends && key.says.has(Context::PASSWORD) && beside::varied(part(t, from, to));
    to + usize::from(more)
}

/// `MAIL_PASSWORD=abcd efgh ijkl mnop`: the end of four groups of four letters, as Google gives passwords for programs.
pub(super) fn grouped(t: &[u8], key: &Key, from: usize, to: usize) -> usize {
    if to != from + 4
        || at(t, to) != b' '
        || !key.says.has(Context::PASSWORD)
        || back(t, from, 1) == b' ' && !key.capitals
    {
        return to;
    }
    let text = part(t, from, from + 19);
    let groups = text.len() == 19
        && text.iter().enumerate().all(|(i, b)| if i % 5 == 4 { *b == b' ' } else { b.is_ascii_lowercase() });
    let ends = matches!(at(t, from + 19), 0 | b'\n' | b'\r' | b'"' | b'\'' | b'\\' | b',' | b';');
    if groups && ends { from + 19 } else { to }
}

/// `SECRET_KEY=x7#k2m!q9v@w4z$t8r&n…`: the end of a key that a generator made of signs, too.
pub(super) fn strewn(t: &[u8], key: &Key, from: usize, to: usize) -> usize {
    if !key.says.has(Context::SECRET) || !matches!(at(t, to), b'&' | b')') {
        return to;
    }
    let n = run(t, from, 129, |b| b > b' ' && !beside::is_quote(b));
    if shape::strewn(part(t, from, from + n)) { from + n } else { to }
}

/// A password that a generator strewed, from `from` to the end of a line that its key begins.
pub(super) fn whole_line(t: &[u8], key: &Key, from: usize) -> Option<usize> {
    let indent = run_back(t, key.start, 24, |b| matches!(b, b' ' | b'\t' | b'-'));
    if !matches!(back(t, key.start - indent, 1), 0 | b'\n') {
        return None;
    }
    let n = run(t, from, 65, |b| b > b' ');
    let ends = matches!(at(t, from + n), 0 | b'\n' | b'\r');
    let n = n - usize::from(matches!(back(t, from + n, 1), b',' | b';'));
    let value = part(t, from, from + n);
    // `password=x&next=1`
    let next = |(i, b): (usize, &u8)| matches!(b, b'&' | b';' | b',' | b'?') && names(part(value, i + 1, n));
    (ends && shape::generated(value) && !value.iter().enumerate().any(next)).then_some(n)
}
