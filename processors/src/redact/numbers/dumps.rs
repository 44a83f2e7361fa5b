//! Figures that are no numbers: of the rows of a dump (an offset, and bytes or words in hexadecimal behind it, as
//! `xxd`, `hexdump`, `od`, `objdump` and `tcpdump` write them), of UUIDs, of long base64.

use crate::redact::{
    bytes::{at, back, base64, count, digit, part, run, run_back, uuid},
    secrets::{begins_id, drawn_id},
};

/// Bytes of a row before its last group, at most.
const ROW: usize = 96;

/// Whether the figures at `p` are of a row of a dump.
pub(in crate::redact) fn inside(t: &[u8], p: usize) -> bool {
    // A group is of two or four; an offset is longer.
    let (n, before) = (run(t, p, 17, |b| b.is_ascii_hexdigit()), back(t, p, 1));
    if !matches!(n, 2 | 4..=16) || before > b' ' && before != b'x' {
        return false;
    }
    let from = p.saturating_sub(ROW);
    let line = match memchr::memrchr(b'\n', part(t, from, p)) {
        Some(i) => from + i + 1,
        None if from == 0 => 0,
        None => return false,
    };
    row(t, line).is_some_and(|end| p < end) || numbered(t, line)
}

/// Whether the number of an object (ITU-T X.660) begins at `p`, of five parts or more: `1.3.6.1.5.5.7.3.3`.
pub(in crate::redact) fn of_object(t: &[u8], p: usize) -> bool {
    if !matches!(at(t, p), b'0'..=b'2') || !matches!([at(t, p + 1), at(t, p + 2)], [b'.', _] | [_, b'.']) {
        return false;
    }
    const ARCS: [&[u8]; 7] = [b"1.2.", b"1.3.", b"2.5.", b"2.16.", b"2.23.", b"0.4.", b"0.9."];
    let n = run(t, p, 64, |b| digit(b) || b == b'.');
    let number = part(t, p, p + n);
    let number = number.strip_suffix(b".").unwrap_or(number);
    let mut parts = number.split(|b| *b == b'.');
    ARCS.iter().any(|arc| number.starts_with(arc))
        && !matches!(back(t, p, 1), b'.' | b'+' | b'-')
        && !(back(t, p, 1) == b' ' && digit(back(t, p, 2)))
        && parts.clone().count() > 4
        && parts.clone().skip(1).any(|n| n.len() != 2)
        && parts.all(|n| !n.is_empty() && (n.len() == 1 || n.first() != Some(&b'0')))
}

/// Whether the line at `line` is a row of `od` with numbers: behind an offset to the base of eight, which is sixteen
/// bytes from that of the row beside it.
fn numbered(t: &[u8], line: usize) -> bool {
    let offset = |i: usize| {
        let digits = part(t, i, i + 7);
        let fits = digits.len() == 7 && digits.iter().all(|b| matches!(b, b'0'..=b'7')) && at(t, i + 7) == b' ';
        fits.then(|| digits.iter().fold(0u32, |n, b| n * 8 + u32::from(b - b'0')))
    };
    let Some(here) = offset(line) else { return false };
    let to = line + run(t, line, ROW * 2, |b| digit(b) || matches!(b, b' ' | b'-'));
    let above = || line.checked_sub(1).map(|end| end - run_back(t, end, ROW * 2, |b| b != b'\n')).and_then(offset);
    at(t, to) == b'\n' && (offset(to + 1) == Some(here + 16) || above().is_some_and(|above| above + 16 == here))
}

/// Whether the figures at `p` are of a UUID that has letters (RFC 9562, 4).
pub(in crate::redact) fn of_uuid(t: &[u8], p: usize) -> bool {
    const LEN: usize = 36;
    let inner = |b: u8| b.is_ascii_hexdigit() || b == b'-';
    if !inner(back(t, p, 1)) && at(t, p + 8) != b'-' || !goes_far(t, p, [4, 8, 12, 16], inner) {
        return false;
    }
    let start = p - run_back(t, p, LEN + 1, inner);
    let ends = |b: u8| !(b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    uuid(part(t, start, start + LEN)) && ends(back(t, start, 1)) && ends(at(t, start + LEN))
}

/// Whether a long run around `p` may be made of such bytes, by a few of them: it reaches as far on one side at least.
#[inline]
fn goes_far(t: &[u8], p: usize, steps: [usize; 4], f: impl Fn(u8) -> bool) -> bool {
    steps.iter().all(|n| f(at(t, p + n - 1))) || steps.iter().all(|n| f(back(t, p, *n)))
}

/// The run of letters of base64 that was looked at last: numbers inside are asked about in order.
#[derive(Debug, Default)]
pub(in crate::redact) struct Blob {
    end: usize,
    is: bool,
}

impl Blob {
    /// Shortest run that is taken for one, bytes: more than any number or name with its label.
    const SHORTEST: usize = 96;
    /// Bytes of an id that a model gave.
    const ID: std::ops::RangeInclusive<usize> = 20..=64;

    /// Whether the figures at `p`, which lies behind the last that was asked about, are of long base64: letters of both
    /// cases and digits, as many of each as a generator writes; or of an id that a model gave.
    pub(in crate::redact) fn has(&mut self, t: &[u8], p: usize) -> bool {
        if p < self.end {
            return self.is;
        }
        if !base64(back(t, p, 1)) {
            return false;
        }
        if !goes_far(t, p, [8, 16, 32, 48], base64) {
            return self.has_id(t, p);
        }
        let from = p - run_back(t, p, p, base64);
        let end = p + run(t, p, t.len(), base64);
        if end - from < Self::SHORTEST {
            return self.has_id(t, p);
        }
        self.end = end;
        let text = part(t, from, end);
        self.is = count(text, digit) * 12 > text.len()
            && count(text, |b| b.is_ascii_uppercase()) * 4 > text.len()
            && count(text, |b| b.is_ascii_lowercase()) * 4 > text.len();
        self.is
    }

    /// Whether the figures at `p` are of an id that a model gave: `chatcmpl-…`.
    fn has_id(&mut self, t: &[u8], p: usize) -> bool {
        let inner = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
        if !back(t, p, 1).is_ascii_alphabetic() {
            return false;
        }
        let most = *Self::ID.end() + 1;
        let from = p - run_back(t, p, most, inner);
        // Most runs are hashes, words with a number, and longer.
        if p - from == most || !begins_id(part(t, from, from + 16)) {
            return false;
        }
        let end = p + run(t, p, most, inner);
        let is = Self::ID.contains(&(end - from)) && drawn_id(part(t, from, end));
        if is {
            (self.end, self.is) = (end, true);
        }
        is
    }
}

/// Where the groups of the row that begins at `line` end.
fn row(t: &[u8], line: usize) -> Option<usize> {
    let from = line + run(t, line, 12, |b| matches!(b, b' ' | b'\t'));
    let from = from + if part(t, from, from + 2) == b"0x" { 2 } else { 0 };
    let n = run(t, from, 17, |b| b.is_ascii_hexdigit());
    let offset = part(t, from, from + n);
    if !(1..=16).contains(&n) || !offset.iter().any(|b| digit(*b)) {
        return None;
    }
    let colon = usize::from(at(t, from + n) == b':');
    let tab = colon == 1 && at(t, from + n + 1) == b'\t';
    let mut i = from + n + colon;
    let gap = run(t, i, 4, |b| matches!(b, b' ' | b'\t'));
    i += gap;
    let width = run(t, i, 5, |b| b.is_ascii_hexdigit());
    if gap == 0 || !matches!(width, 2 | 4) {
        return None;
    }
    let (mut count, mut letters, mut end) = (0, false, i);
    while count < 16 && run(t, i, 5, |b| b.is_ascii_hexdigit()) == width {
        // Behind the number of a card stands `abcd`, too.
        letters |= (count < 3 || width == 2) && part(t, i, i + width).iter().any(u8::is_ascii_alphabetic);
        count += 1;
        end = i + width;
        // `hexdump` parts the halves of a row by two blanks.
        i = end + run(t, end, if width == 2 && count == 8 { 2 } else { 1 }, |b| b == b' ');
    }
    // `1:\t06 12 34 56 78` of a list: a telephone number.
    let pairs = count == 5 && !letters && at(t, end - 14) == b'0' && matches!(at(t, end), b'\n' | b'\r' | 0);
    let code = tab
        && width == 2
        && !pairs
        && matches!(at(t, end), b' ' | b'\t' | b'\n' | 0)
        && !offset.iter().any(u8::is_ascii_uppercase);
    let full = count * width == 32 && offset.len() >= 4 && offset.last() == Some(&b'0');
    let listed = offset.len() >= 4 && count >= 4 && letters;
    (code || full || listed).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_of_uuids() {
        for text in ["550e8400-e29b-41d4-a716-446655440000", "id=550E8400-E29B-41D4-A716-446655440000,"] {
            let t = text.as_bytes();
            let places = (0..t.len()).filter(|p| digit(at(t, *p)) && !digit(back(t, *p, 1)));
            assert!(places.clone().count() > 5 && places.clone().all(|p| of_uuid(t, p)), "{text}");
        }
        for text in [
            "12345678-1234-1234-1234-123456789012",
            "550e8400-e29b-41d4-a716-4466554400001",
            "550e8400-e29b-41d4-a716",
            "a-550e8400-e29b-41d4-a716-446655440000",
            "4111-1111-1111-1111",
        ] {
            assert!((0..text.len()).all(|p| !of_uuid(text.as_bytes(), p)), "{text}");
        }
    }

    #[test]
    fn figures_of_long_base64() {
        let base64 =
            "mitHQVbNAlgpUNAUNHZW33j7V/gHF4ApSdSt3gexpFUUSFsurUREGpkkBRSddLsOKRD9wvYGwbHVtHRfgjVLqTB69Wxpa/uGxvb8t0TI";
        let asked = |text: &str| {
            let t = text.as_bytes();
            let mut blob = Blob::default();
            let inside = |p: usize| digit(at(t, p)) && back(t, p, 1) != b' ';
            (0..t.len()).filter(|p| inside(*p)).all(|p| blob.has(t, p) == Blob::default().has(t, p)).then(|| {
                let mut blob = Blob::default();
                (0..t.len()).filter(|p| inside(*p)).any(|p| blob.has(t, p))
            })
        };
        assert_eq!(asked(&format!("data:image/png;base64,{base64}==")), Some(true));
        for text in [
            part(base64.as_bytes(), 0, 60).escape_ascii().to_string(),
            "/usr/lib/python3.11/site-packages/".repeat(4),
            "DE89370400440532013000".repeat(6),
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".repeat(2),
        ] {
            assert_eq!(asked(&text), Some(false), "{text}");
        }
    }
}
