//! Values in messages of validation, told by the line above, as Pydantic writes them:
//!
//! ```text
//! 1 validation error for User
//! account.password
//!   String should have at least 12 characters [type=string_too_short, input_value='…', input_type=str]
//! ```

use super::{LONGEST, judge, label, says};
use crate::redact::{
    bytes::{at, looked, part},
    scan::Hit,
};

/// Longest line, bytes.
const LINE: usize = 512;
/// What stands before the value.
const NAME: &[u8] = b"input_value";

/// The value behind the equals sign at `p`.
#[inline]
pub(in crate::redact) fn input_value(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    if part(t, p.saturating_sub(NAME.len()), p) == NAME {
        below(t, p, hits);
    }
}

fn below(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    looked(LINE);
    let before = part(t, p.saturating_sub(LINE), p);
    let mut lines = before.rsplit(|b| *b == b'\n').skip(1);
    let path = lines.next().unwrap_or_default();
    let path = path.strip_suffix(b"\r").unwrap_or(path);
    let fine = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-' | b'[' | b']');
    // Behind the name there may be a number, and the type of a union: `guests.0.password.str`.
    let mut pieces = path.rsplit(|b| matches!(b, b'.' | b'[' | b']'));
    let context = pieces.find_map(|piece| label(piece).filter(|c| says(*c)));
    let quote = at(t, p + 1);
    let Some(context) = context.filter(|_| path.iter().all(fine)) else { return };
    let text = part(t, p + 2, p + 2 + LONGEST);
    if matches!(quote, b'\'' | b'"')
        && let Some(n) = memchr::memchr(quote, text)
    {
        judge(t, part(text, 0, n), context, hits);
    }
}
