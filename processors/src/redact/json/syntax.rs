//! Where the parts of a document end, as JSON (RFC 8259) writes them.

use super::{Stop, escape};
use crate::redact::bytes::{at, digit, run};

/// Where the colon behind the key that ends before `i` ends.
#[inline]
pub(super) fn behind_colon(src: &[u8], mut i: usize) -> Result<usize, Stop> {
    while matches!(at(src, i), b' ' | b'\n' | b'\r' | b'\t') {
        i += 1;
    }
    if at(src, i) == b':' { Ok(i + 1) } else { Err(Stop::NotJson) }
}

/// Length of the JSON number at `i`. Exact, because what merely looks like a number may be one of a person.
pub(super) fn number_len(src: &[u8], i: usize) -> Option<usize> {
    let mut j = i + usize::from(at(src, i) == b'-');
    let whole = run(src, j, usize::MAX, digit);
    if whole == 0 || (whole > 1 && at(src, j) == b'0') {
        return None;
    }
    j += whole;
    if at(src, j) == b'.' {
        let n = run(src, j + 1, usize::MAX, digit);
        if n == 0 {
            return None;
        }
        j += 1 + n;
    }
    if matches!(at(src, j), b'e' | b'E') {
        let sign = usize::from(matches!(at(src, j + 1), b'+' | b'-'));
        let n = run(src, j + 1 + sign, usize::MAX, digit);
        if n == 0 {
            return None;
        }
        j += 1 + sign + n;
    }
    Some(j - i)
}

/// End of the string that starts at `i`, past its quote, and whether it holds escapes.
#[inline(always)]
pub(in crate::redact) fn string_end(src: &[u8], i: usize) -> Result<(usize, bool), Stop> {
    let (quote, escaped) = escape::end(src, i + 1).ok_or(Stop::NotJson)?;
    Ok((quote + 1, escaped))
}
