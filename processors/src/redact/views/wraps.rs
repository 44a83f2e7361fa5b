//! Breaks of lines within a value: soft ones of quoted-printable (RFC 2045, 6.7), lines of mail and of terminals that
//! end within a number or behind an `@`, and the marks of quotes and comments before what follows (`> `, `# `).

use super::{escapes::Piece, spelled};
use crate::redact::{
    bytes::{alnum, at, back, base64, digit, part, run, run_back, word},
    hints,
};

/// Most bytes of a number before the break.
const NUMBER: usize = 40;
/// Most blanks and marks before what follows.
const INDENT: usize = 24;

/// Longest line of a calendar, bytes.
const FOLD: usize = 75;
/// Most blanks behind the sign of a soft break.
const PADDING: usize = 8;

/// How far before a break words count, bytes.
pub(super) const LOOK_BACK: usize = 128;

/// The break at the line feed `i`: where it begins and what it stands for.
pub(super) fn at_feed(t: &[u8], i: usize) -> Option<(usize, Piece)> {
    read(t, i, true)
}

/// Whether there may be one, whatever stands before.
pub(super) fn may_be(t: &[u8], i: usize) -> bool {
    read(t, i, false).is_some()
}

/// [`at_feed`]; `told`: words before have to tell a number.
fn read(t: &[u8], i: usize, told: bool) -> Option<(usize, Piece)> {
    if at(t, i) != b'\n' {
        return None;
    }
    let mut from = i - usize::from(back(t, i, 1) == b'\r');
    // Blanks that a mail server added to the line are no part of the text.
    let padding = run_back(t, from, PADDING, |b| matches!(b, b' ' | b'\t'));
    let sign = from - padding;
    if back(t, sign, 1) == b'=' && (padding == 0 || !matches!(back(t, sign, 2), b' ' | b'=')) {
        return soft_break(t, sign - 1, i + 1, told).then(|| (sign - 1, Piece::nothing(i + 2 - sign)));
    }
    from -= run_back(t, from, 2, |b| b == b' ');
    let to = i + 1 + run(t, i + 1, INDENT, |b| matches!(b, b' ' | b'\t' | b'>' | b'#' | b'*' | b'|'));
    let piece = |blank: bool| {
        let len = to - from;
        Some((from, if blank { Piece::byte(b' ', len) } else { Piece::nothing(len) }))
    };
    match back(t, from, 1) {
        b'@' if alnum(back(t, from, 2)) && spelled::host(t, to).is_some() => piece(false),
        b'0'..=b'9' | b'-' | b')' | b'.' if digit(at(t, to)) => number(t, from, to, told).and_then(piece),
        b if b > b' ' && at(t, i + 1) == b' ' && at(t, i + 2) > b' ' && folded(t, from) => {
            Some((from, Piece::nothing(i + 2 - from)))
        }
        _ => None,
    }
}

/// Whether the line that ends at `end` is one of a calendar or a card of contacts that is folded there (RFC 5545, 3.1):
/// as long as such lines are, and itself a property or the rest of one.
fn folded(t: &[u8], end: usize) -> bool {
    let n = run_back(t, end, FOLD + 1, |b| b != b'\n');
    let line = part(t, end - n, end);
    let name = run(line, 0, 32, |b| b.is_ascii_uppercase() || b == b'-');
    (FOLD - 3..=FOLD).contains(&n)
        && (name >= 2 && matches!(at(line, name), b':' | b';') || at(line, 0) == b' ' && at(line, 1) > b' ')
}

/// The break that begins at `i`, where blanks, `=` or a line feed stand.
pub(super) fn begins(t: &[u8], i: usize) -> Option<Piece> {
    let feed = i + run(t, i, PADDING + 2, |b| matches!(b, b' ' | b'\t' | b'=' | b'\r'));
    at_feed(t, feed).filter(|(from, _)| *from == i).map(|(_, piece)| piece)
}

/// Whether the `=` at `i` is one of quoted-printable before the line from `next` on: not the empty value of a variable,
/// nor the padding of base64.
fn soft_break(t: &[u8], i: usize, next: usize, told: bool) -> bool {
    let inner = |b: u8| b > b' ' && !matches!(b, b'=' | b'"' | b'\'' | b'<' | b'>' | b'{' | b'}');
    let (b, a) = (back(t, i, 1), at(t, next));
    // `let token =`
    let number = b == b' ' && digit(back(t, i, 2)) && digit(a);
    if !(inner(b) || number) || !inner(a) {
        return false;
    }
    let line = run_back(t, i, 80, |b| b != b'\n');
    let words = part(t, i - line, i);
    // A name alone, or one long token.
    const SETTERS: &[&[u8]] = &[b"export ", b"set ", b"declare ", b"local ", b"readonly ", b"env ", b"ENV ", b"ARG "];
    let name = words.trim_ascii_start();
    if SETTERS.iter().any(|s| name.strip_prefix(*s).is_some_and(|rest| !rest.contains(&b' '))) {
        return false;
    }
    // `KEY=base64:…=`, and below another variable.
    let assigns = |line: &[u8]| {
        let n = run(line, 0, 40, |b| b.is_ascii_uppercase() || digit(b) || b == b'_');
        n >= 2 && at(line, n) == b'='
    };
    if assigns(name) && assigns(part(t, next, next + 48)) {
        return false;
    }
    // `PrivateKey = 3tji…BgB3fBmk=`: padding, and below another name.
    let padded = run_back(t, i, 80, base64);
    let named = run(t, next, 40, |b| word(b) || b == b'-');
    let assigned = matches!(at(t, next + named), b'=' | b':') || part(t, next + named, next + named + 3) == b" = ";
    if padded >= 19 && padded % 4 == 3 && named > 0 && assigned {
        return false;
    }
    let text = words.iter().any(|b| matches!(b, b' ' | b'@' | b':')) || memchr::memmem::find(words, b"=3D").is_some();
    line <= 76 && (text || !told) && !words.ends_with(b"=")
}

/// Whether a number goes on at `to` that stops at `from`, and whether a blank stands between: told by the words before
/// it, or by how it begins.
fn number(t: &[u8], from: usize, to: usize, told: bool) -> Option<bool> {
    let inner = |b: u8| digit(b) || matches!(b, b' ' | b'-' | b'.' | b'(' | b')' | b'+' | b'/');
    let mut start = from - run_back(t, from, NUMBER, inner);
    start += run(t, start, NUMBER, |b| matches!(b, b' ' | b'.' | b'-' | b'/' | b')'));
    let before = part(t, start, from).iter().filter(|b| digit(**b)).count();
    let next = run(t, to, 20, digit);
    let behind = at(t, to + next);
    // Times, decimals, figures of a list, and words with digits.
    let other = (next == 4 && behind == b'-' && matches!(at(t, to), b'1' | b'2'))
        || matches!(behind, b':' | b'_' | b'%')
        || behind.is_ascii_alphabetic()
        || behind == b'.' && at(t, to + next + 1) == b' '
        || behind == b')';
    if other || before < 2 || next < 2 || before > 19 {
        return None;
    }
    let rest = run(t, to, NUMBER, |b| digit(b) || matches!(b, b' ' | b'-'));
    let rest = part(t, to, to + rest).iter().filter(|b| digit(**b)).count();
    let last = run_back(t, from, 20, digit);
    // `DE89 3704`
    let letters = run_back(t, start, 3, |b| b.is_ascii_uppercase());
    let account = letters == 2 && !alnum(back(t, start, 3)) && run(t, start, 3, digit) == 2;
    let whole = before + rest;
    if !(7..=24).contains(&whole) && !account {
        return None;
    }
    let plus = at(t, start) == b'+';
    let named = || {
        let found = hints::may_name(t, start);
        !found.is_empty() && {
            let said = hints::before(t, start);
            (!said.exact.is_empty() || back(t, from, 1) == b')' && !said.near.is_empty()) && !said.negative
        }
    };
    if told && !account && !plus && !named() {
        return None;
    }
    if last == 0 {
        return Some(back(t, from, 1) == b')');
    }
    // A group that was cut, or a bare number.
    let bare = last == before && next == rest;
    // `Phone`, and below it counts one a line.
    if told && bare && whole < 10 && back(t, start, 1) == b'\n' && at(t, start) != b'0' {
        return None;
    }
    Some(!bare && last + next > 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(t: &str) -> String {
        crate::redact::views::tests::replaced(t.as_bytes(), begins)
    }

    #[test]
    fn values_go_on_behind_a_break() {
        for (text, expected) in [
            ("mail jane@exa=\nmple.com", "mail jane@example.com"),
            ("mail jane@exa=\r\nmple.com", "mail jane@example.com"),
            ("mail jane@exa=  \nmple.com", "mail jane@example.com"),
            ("mail jane@exa= \t\r\nmple.com", "mail jane@example.com"),
            ("card 4111 1111 =\n1111 1111", "card 4111 1111 1111 1111"),
            ("card 4111 1111\n1111 1111", "card 4111 1111 1111 1111"),
            ("card 4111 11\n11 1111 1111", "card 4111 1111 1111 1111"),
            ("card 41111111\n11111111", "card 4111111111111111"),
            ("> card 4111 1111\n> 1111 1111", "> card 4111 1111 1111 1111"),
            ("SSN 219-\n09-9999", "SSN 219-09-9999"),
            ("phone (415)\n555-0132", "phone (415) 555-0132"),
            ("DE89 3704 0044 \r\n  0532 0130 00", "DE89 3704 0044 0532 0130 00"),
            ("write to jane@\n  example.com", "write to jane@example.com"),
            (
                "ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:jane.r\r\n oe@example.com",
                "ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:jane.roe@example.com",
            ),
        ] {
            assert_eq!(read(text), expected);
        }
        for text in [
            "DB_HOST=\nDB_PORT=5432",
            "export A=\nB",
            "DB_HOST=  \nDB_PORT=5432",
            "let token =  \nread(1)",
            "c2VjcmV0IHZhbHVl=\nYWJj",
            "12 34\n56 78",
            "PrivateKey = yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=\nAddress = 10.200.100.8/24",
            "phone 1\n2 of 3",
            "phone 555\n2026-08-10",
            "card total 120\n14:05 done",
            "at 12345\n67890",
            "import @\nexport",
            "phone of order 1234\n5678 items",
            "SUMMARY:short\n oe@example.com",
            "a line of prose that is exactly as long as those of a calendar are, namely\n this",
        ] {
            assert_eq!(read(text), text);
        }
    }
}
