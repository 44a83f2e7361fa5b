//! Addresses and numbers as people write them to escape machines: `jane [at] example [dot] com`,
//! `jane @ example . com`, `1.2.3[.]4`, `4 1 1 1 …`.

use super::escapes::Piece;
use crate::redact::bytes::{alnum, at, back, digit, part, run, word_before};

/// Last labels of a host that are believed without brackets.
const TOP_LEVEL: &[&[u8]] = &[
    b"com", b"org", b"net", b"edu", b"gov", b"mil", b"info", b"biz", b"io", b"co", b"uk", b"de", b"fr", b"ru", b"eu",
    b"us", b"ca", b"au", b"in", b"jp", b"cn", b"br", b"it", b"es", b"nl", b"ch", b"se", b"no", b"pl", b"at", b"be",
    b"dev", b"app", b"ai",
];

/// What announces a number whose digits stand apart.
const NUMBER_WORDS: &[&[u8]] = &[
    b"card", b"visa", b"mastercard", b"amex", b"credit", b"debit", b"ssn", b"social", b"phone", b"telephone", b"tel",
    b"mobile", b"cell", b"fax", b"whatsapp", b"call", b"account", b"number", b"pan",
];

fn spaces(t: &[u8], i: usize) -> usize {
    run(t, i, 2, |b| b == b' ')
}

/// `[at]`, `( dot )`, `[.]`, with the spaces around; the sign and its length.
fn bracketed(t: &[u8], i: usize) -> Option<(u8, usize)> {
    let mut j = i + spaces(t, i);
    let close = match at(t, j) {
        b'[' => b']',
        b'(' => b')',
        b'{' => b'}',
        b'<' => b'>',
        _ => return None,
    };
    j += 1;
    j += spaces(t, j);
    let (sign, n) = name(t, j)?;
    j += n;
    j += spaces(t, j);
    if at(t, j) != close {
        return None;
    }
    j += 1;
    Some((sign, j + spaces(t, j) - i))
}

/// `at`, `@`, `dot`, `.`.
fn name(t: &[u8], i: usize) -> Option<(u8, usize)> {
    let is = |w: &[u8]| part(t, i, i + w.len()).eq_ignore_ascii_case(w);
    match at(t, i) {
        b'@' | b'.' => Some((at(t, i), 1)),
        _ if is(b"at") => Some((b'@', 2)),
        _ if is(b"dot") => Some((b'.', 3)),
        _ => None,
    }
}

/// ` at `, ` dot `, ` @ `, `@ `, ` . `: the sign and its length. Not the sign alone, and no word without spaces.
fn apart(t: &[u8], i: usize) -> Option<(u8, usize)> {
    let before = spaces(t, i);
    let (sign, n) = name(t, i + before)?;
    let after = spaces(t, i + before + n);
    let spaced = if n == 1 { before + after > 0 } else { before > 0 && after > 0 };
    spaced.then_some((sign, before + n + after))
}

/// A host that begins at `i`, its dots in any spelling, if its last label is a known one: whether a dot is spelled.
pub(super) fn host(t: &[u8], i: usize) -> Option<bool> {
    let mut j = i;
    let mut known = None;
    let mut spelled = false;
    for dots in 0..6 {
        let n = run(t, j, 63, |b| alnum(b) || b == b'-');
        if n == 0 {
            break;
        }
        let label = part(t, j, j + n);
        if dots > 0 && TOP_LEVEL.iter().any(|x| label.eq_ignore_ascii_case(x)) {
            known = Some(spelled);
        }
        j += n;
        j += match bracketed(t, j).or_else(|| apart(t, j)) {
            Some((b'.', n)) => {
                spelled = true;
                n
            }
            _ if at(t, j) == b'.' => 1,
            _ => break,
        };
    }
    known
}

/// Whether a sign may be spelled at `i`, behind the spaces: right for all that are.
#[inline]
fn may_be_sign(t: &[u8], i: usize) -> bool {
    match at(t, i) {
        b'[' | b'(' | b'{' | b'<' | b'@' | b'.' => true,
        b'a' | b'A' => at(t, i + 1) | 0x20 == b't',
        b'd' | b'D' => at(t, i + 1) | 0x20 == b'o',
        _ => false,
    }
}

/// The sign that is spelled at `i`, where spaces, a bracket or `@` stand.
pub(super) fn sign(t: &[u8], i: usize) -> Option<Piece> {
    if !alnum(back(t, i, 1)) || !may_be_sign(t, i + spaces(t, i)) {
        return None;
    }
    if let Some((sign, n)) = bracketed(t, i) {
        return alnum(at(t, i + n)).then(|| Piece::byte(sign, n));
    }
    let (sign, n) = apart(t, i)?;
    let believed = match sign {
        // "At" is an ordinary word: "at example.com".
        b'@' => host(t, i + n).is_some_and(|spelled| spelled || part(t, i, i + n).contains(&b'@')),
        // The words before are a host, too, or the local part of an address.
        _ => host(t, i + n).is_some() || known_label(t, i + n) || address(t, i + n),
    };
    believed.then(|| Piece::byte(sign, n))
}

fn known_label(t: &[u8], i: usize) -> bool {
    let n = run(t, i, 63, alnum);
    TOP_LEVEL.iter().any(|x| part(t, i, i + n).eq_ignore_ascii_case(x))
}

/// Whether `name at host` follows.
fn address(t: &[u8], i: usize) -> bool {
    let n = run(t, i, 63, |b| alnum(b) || matches!(b, b'+' | b'-' | b'_'));
    n > 0
        && matches!(bracketed(t, i + n).or_else(|| apart(t, i + n)), Some((b'@', k)) if host(t, i + n + k) == Some(true))
}

/// Whether the letter, bracket or `@` at `i` is of a sign that is spelled.
pub(super) fn trigger(t: &[u8], i: usize) -> bool {
    if !may_be_sign(t, i) {
        return false;
    }
    let spaces = part(t, i.saturating_sub(2), i).iter().rev().take_while(|b| **b == b' ').count();
    let from = i - spaces;
    if matches!(back(t, from, 1), b'(' | b'[' | b'{' | b'<') {
        let open = from - 1;
        let spaces = part(t, open.saturating_sub(2), open).iter().rev().take_while(|b| **b == b' ').count();
        return sign(t, open - spaces).is_some();
    }
    sign(t, from).is_some()
}

/// Nine to nineteen single digits with the same sign between them, announced by a word or alone.
pub(super) fn digits(t: &[u8], i: usize) -> Option<Piece> {
    let separator = at(t, i + 1);
    if !matches!(separator, b' ' | b'-' | b'.' | b'/') || !digit(at(t, i + 2)) || alnum(back(t, i, 1)) {
        return None;
    }
    if back(t, i, 1) == separator && digit(back(t, i, 2)) {
        return None;
    }
    let mut piece = Piece::nothing(0);
    let mut j = i;
    let mut count = 0;
    while digit(at(t, j)) && !digit(at(t, j + 1)) && count < 20 {
        piece.push(at(t, j));
        count += 1;
        let n = run(t, j + 1, 3, |b| b == separator);
        piece.len = j + 1 - i;
        if n == 0 {
            break;
        }
        j += 1 + n;
    }
    let alone = i == 0 && i + piece.len == t.len();
    let ends = !alnum(at(t, i + piece.len)) && !digit(at(t, i + piece.len + 1));
    ((9..=19).contains(&count) && ends && (alone || word_before(t, i, 60, NUMBER_WORDS))).then_some(piece)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(t: &str) -> String {
        crate::redact::views::tests::replaced(t.as_bytes(), |t, i| sign(t, i).or_else(|| digits(t, i)))
    }

    #[test]
    fn signs_are_read() {
        for (text, expected) in [
            ("jane [at] example [dot] com", "jane@example.com"),
            ("jane(at)example.com", "jane@example.com"),
            ("jane.doe AT example DOT com", "jane.doe@example.com"),
            ("jane dot doe at example dot co dot uk", "jane.doe@example.co.uk"),
            ("jane @ example . com", "jane@example.com"),
            ("jane@ example.com", "jane@example.com"),
            ("203[.]0[.]113(.)42", "203.0.113.42"),
            ("card 4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1.", "card 4111111111111111."),
            ("call me: 4.1.5.5.5.5.0.1.3.2", "call me: 4155550132"),
        ] {
            assert_eq!(read(text), expected);
        }
        for text in [
            "look at the dot on the map",
            "we meet at noon. Come",
            "a @ b.T",
            "list: 1 2 3 4 5 6 7 8 9 10",
            "0 1 0 1 1 0 1 0 1 0 1 1, said he",
            "call 4-1-1",
            "release 1.2.3.4.5.6.7.8.9",
            "x[.]",
            "Tom @ home",
            "the price at example.com",
        ] {
            assert_eq!(read(text), text);
        }
    }
}
