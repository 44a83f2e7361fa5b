//! Values that measure, by their form.

use super::words::{CLOCK, CODE, COUNT, FILE, HASH, Kind, LONG, THREAD, TRACE_ID};
use crate::redact::bytes::{at, back, digit, part, run, run_back, word};

/// Longest number of a counter: more digits may be those of a card.
pub(super) const COUNTER: usize = 11;
/// Longest number of a point in time: nanoseconds.
pub(super) const TIME: usize = 19;
/// Other digits of points in time. Cards and national numbers that begin with 1 have 15 or 18.
const TIMES: [usize; 3] = [13, 16, TIME];
/// Most digits behind the point.
pub(super) const DECIMALS: usize = 12;
/// Longest unit that is joined to its number, bytes.
const UNIT: usize = 5;

/// Whether what stands at `end` ends a value, and is not followed by more digits.
pub(super) fn ends(t: &[u8], end: usize) -> bool {
    match at(t, end) {
        // `493021 is your login code`
        b' ' => {
            !matches!(at(t, end + 1), b'0'..=b'9' | b'(' | b'-' | b'+' | b'/') && part(t, end, end + 9) != b" is your "
        }
        b',' => !(digit(at(t, end + 1)) || at(t, end + 1) == b' ' && digit(at(t, end + 2))),
        0 => end >= t.len(),
        b => matches!(b, b'\n' | b'\r' | b'\t' | b';' | b')' | b']' | b'}' | b'"' | b'\'' | b'\\' | b'|' | b'&' | b'<'),
    }
}

/// The end of the number at `from`, with its unit, if a label of this kind may have it.
#[inline]
pub(super) fn number(t: &[u8], from: usize, kind: Kind) -> Option<usize> {
    let sign = usize::from(at(t, from) == b'-');
    let from = from + sign;
    let n = run(t, from, TIME + 1, digit);
    // A nought before eight digits or more is of a telephone number.
    let short = (1..=COUNTER).contains(&n) && !(n > 8 && at(t, from) == b'0');
    // Seconds to nanoseconds of this century, and of none in which cards begin.
    let time = kind & CLOCK != 0 && TIMES.contains(&n) && at(t, from) == b'1';
    let long = kind & LONG != 0 && (COUNTER..=TIME).contains(&n) && at(t, from) != b'0';
    if !((short || long) && kind & COUNT != 0 || time || kind & THREAD != 0 && thread(t, from, n)) {
        return None;
    }
    let mut end = from + n;
    if at(t, end) == b'.' && digit(at(t, end + 1)) {
        let decimals = run(t, end + 1, DECIMALS + 1, digit);
        if decimals > DECIMALS {
            return None;
        }
        end += 1 + decimals;
    }
    // `12/100`
    let of = if at(t, end) == b'/' { run(t, end + 1, COUNTER, digit) } else { 0 };
    end += of + usize::from(of > 0);
    // The sign for a millionth is U+00B5, or U+03BC as a letter of Greek.
    end += if matches!(part(t, end, end + 3), [0xC2, 0xB5, b's'] | [0xCE, 0xBC, b's']) { 2 } else { 0 };
    let unit = run(t, end, UNIT + 1, |b| b.is_ascii_alphabetic() || b == b'%');
    (unit <= UNIT && ends(t, end + unit)).then_some(end + unit)
}

/// Whether `n` digits at `from` are an address at which Linux maps libraries and stacks: `0x7e…`, `0x7f…`.
fn thread(t: &[u8], from: usize, n: usize) -> bool {
    n == 15 && matches!(part(t, from, from + 3), b"138" | b"139" | b"140")
}

/// The end of an id or a hash in hexadecimal at `from`.
pub(super) fn hex(t: &[u8], from: usize, kind: Kind) -> Option<usize> {
    // `digest="sha256:…"`
    let named = kind == HASH && part(t, from, from + 3) == b"sha" && at(t, from + 6) == b':';
    let from = from + if named { 7 } else { 0 };
    let n = run(t, from, 129, |b| b.is_ascii_hexdigit());
    let long = match n {
        16 => kind == TRACE_ID,
        32 => true,
        40 | 56 | 64 | 96 | 128 => kind == HASH,
        _ => false,
    };
    (long && ends(t, from + n)).then_some(from + n)
}

/// The end of a code of a few digits at `from`, or of the number of a line.
pub(super) fn short(t: &[u8], from: usize, kind: Kind) -> Option<usize> {
    let n = run(t, from, 7, digit);
    let most = if kind == CODE { 3 } else { 6 };
    ((1..=most).contains(&n) && (ends(t, from + n) || kind == FILE && at(t, from + n) == b':')).then_some(from + n)
}

/// Length of the constant at `i`.
pub(super) fn constant(t: &[u8], i: usize) -> Option<usize> {
    const CONSTANTS: [&[u8]; 3] = [b"true", b"false", b"null"];
    let n = CONSTANTS.iter().find(|c| part(t, i, i + c.len()) == **c)?.len();
    // `password: "true love waits"`
    let whole = match back(t, i, 1) {
        quote @ (b'"' | b'\'') => matches!(at(t, i + n), b if b == quote || b == b'\\'),
        _ => ends(t, i + n),
    };
    whole.then_some(n)
}

/// Whether the number at `p`, or the one in whose decimals it stands, is a ratio or a clock in brackets: `0.918273645`,
/// `[  12345.678901]`.
pub(super) fn fraction(t: &[u8], whole: usize, p: usize) -> bool {
    let before = back(t, whole, 1);
    let point = if p > whole { p - 1 } else { p + run(t, p, COUNTER, digit) };
    if at(t, point) != b'.' {
        return false;
    }
    let end = point + 1 + run(t, point + 1, TIME + 1, digit);
    let ratio = whole + 1 == point && at(t, whole) == b'0' && end >= point + 3;
    let apart = !(word(before) || before >= 0x80 || matches!(before, b'.' | b'-' | b'+' | b'/' | b','));
    let clock = end == point + 7 && at(t, end) == b']' && matches!(before, b'[' | b' ');
    clock || ratio && apart && ends(t, end)
}

/// Whether the number at `p` may be that of a release, and nothing follows that such a number has not.
pub(super) fn release(t: &[u8], p: usize) -> bool {
    let n = run(t, p, COUNTER + 1, digit);
    let next = at(t, p + n);
    let goes_on = word(next) || matches!(next, b'-' | b'.' | b'@' | b'/') || next == b' ' && digit(at(t, p + n + 1));
    n <= COUNTER && !goes_on
}

/// Whether the first number of a version stands at `p`: `v1.24.8`, `app-2.31.48213.jar`.
pub(super) fn version(t: &[u8], p: usize) -> bool {
    let file = back(t, p, 1) == b'-';
    let named = if file {
        run_back(t, p - 1, 3, |b| b.is_ascii_lowercase()) == 3
    } else {
        back(t, p, 1) | 0x20 == b'v' && !word(back(t, p, 2))
    };
    if !named {
        return false;
    }
    let mut end = p;
    for k in 0..3 {
        let n = run(t, end, 6, digit);
        if !(1..=5).contains(&n) || k < 2 && at(t, end + n) != b'.' {
            return false;
        }
        end += n + usize::from(k < 2);
    }
    let more = at(t, end) == b'.' && (digit(at(t, end + 1)) || file && !at(t, end + 1).is_ascii_lowercase());
    !(word(at(t, end)) || more) && (!file || at(t, end) == b'.')
}
