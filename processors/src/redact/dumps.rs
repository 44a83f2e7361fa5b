//! Rows of a dump: an offset, and bytes or words in hexadecimal behind it, as `xxd`, `hexdump`, `od`, `objdump` and `tcpdump` write them.
//! Their figures are no numbers.

use super::bytes::{at, back, digit, part, run};

/// Bytes of a row before its last group, at most.
const ROW: usize = 96;

/// Whether the figures at `p` are of a row of a dump.
pub(super) fn inside(t: &[u8], p: usize) -> bool {
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
    row(t, line).is_some_and(|end| p < end)
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
