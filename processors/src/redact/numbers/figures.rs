//! Digits in groups that are no telephone number: decimals, terms, years, dates, pages.

use super::{Groups, bare_point};
use crate::redact::bytes::{Letters, alnum, at, back, digit, looked, part, run, run_back, word};

/// Numbers beside those of a card, of at most seven digits, that make a row of any.
const BESIDE: usize = 8;

/// Whether groups behind a `+` are figures: a decimal (`+48.162899`, `+2.6097574011`), terms (`+1/40320)-1/720`),
/// coordinates of the sky (`+32 34 45.6 12.38`), a year (`+10594-01-01`).
pub(in crate::redact) fn figures(t: &[u8], p: usize, g: &Groups, (code, min, max): (usize, usize, usize)) -> bool {
    let to = g.end[g.count - 1];
    let seps = g.sep.get(1..g.count).unwrap_or_default();
    let decimal = seps == b"." && to == p + g.total + 1 && (g.len[0] != code || !(min..=max).contains(&g.len[1]));
    // `+49.30 1234.567`: points part the groups of a number, too.
    let fraction = seps.windows(2).position(|pair| pair == b". ").filter(|i| *i > 0);
    let fractions = fraction.is_some_and(|i| part(seps, i + 2, seps.len()).contains(&b'.'));
    // A year beyond the fourth figure has a sign (ISO 8601).
    let day = |i: usize| at(t, i) == b'-' && run(t, i + 1, 3, digit) == 2;
    let dated = (5..=7).contains(&g.len[0]) && day(p + g.len[0]) && day(p + g.len[0] + 3);
    decimal || fractions || dated || term(t, p, to)
}

/// Whether a bracket closes between `p` and `to` that was not opened there or directly before.
fn term(t: &[u8], p: usize, to: usize) -> bool {
    let mut open = i32::from(back(t, p, 1) == b'(' || back(t, p, 2) == b'(');
    part(t, p, to).iter().any(|b| {
        open += i32::from(*b == b'(') - i32::from(*b == b')');
        open < 0
    })
}

/// `Physica A 388 (2009) 764-774`: the year of a volume, and pages.
pub(super) fn of_volume(t: &[u8], start: usize) -> bool {
    at(t, start) == b'(' && matches!(part(t, start + 1, start + 3), b"19" | b"20") && at(t, start + 5) == b')'
}

/// `y(4)g(20)349 4499`: an argument of what a letter stands for.
pub(super) fn of_call(t: &[u8], start: usize) -> bool {
    at(t, start) == b'(' && alnum(back(t, start, 1)) && back(t, start, 2) == b')'
}

/// `2017-2022`
pub(in crate::redact) fn years(text: &[u8]) -> bool {
    let century = |i: usize| matches!(part(text, i, i + 2), b"19" | b"20");
    text.len() == 9 && at(text, 4) == b'-' && century(0) && century(5)
}

/// Whether eight digits are a date: year, month, day.
pub(super) fn compact(d: &[u8]) -> bool {
    let pair = |i: usize| part(d, i, i + 2).iter().fold(0, |n, b| n * 10 + u32::from(b - b'0'));
    matches!(pair(0), 19 | 20) && (1..=12).contains(&pair(4)) && (1..=31).contains(&pair(6))
}

/// Whether the groups are a date.
pub(in crate::redact) fn dated(t: &[u8], p: usize, g: &Groups) -> bool {
    let l = g.lens();
    let century = |i: usize| matches!(part(t, i, i + 2), b"19" | b"20");
    // `3 (2024-09-17)`.
    let behind = matches!(l, [_, .., 4, 2, 2]) && {
        let year = g.count - 3;
        g.sep.get(year + 1) == Some(&b'-') && g.end.get(year).is_some_and(|end| century(end - 4))
    };
    matches!(l, [4, 2, 2, ..]) && century(p) && g.sep[1] != b' '
        || matches!(l, [1..=2, 1..=2, 4, ..]) && century(g.end[2] - 4)
        || behind
}

/// `Mobile,AL,30.69141667`, `"SMS", "lon": "49.816666"`: a coordinate behind the name of a place, or a cell of a row.
pub(super) fn coordinate(t: &[u8], start: usize, to: usize, g: &Groups) -> bool {
    matches!(g.lens(), [1..=3, n] if *n >= 5)
        && g.sep[1] == b'.'
        && to == start + g.total + 1
        && matches!(back(t, start, 1), b',' | b'-' | b'"')
        && matches!(at(t, to), b',' | b'\n' | b'\r' | b'"' | 0)
}

/// Whether groups of digits from `p` to `to` are numbers of a row of a table: those of four rise or fall with one
/// beside them, `8432 8476 8520 8565 8609`, or many of other lengths stand beside.
pub(in crate::redact) fn in_row(t: &[u8], p: usize, to: usize) -> bool {
    let four = |i: usize| run(t, i, 5, digit) == 4;
    let before = usize::from(back(t, p, 1) == b' ' && run_back(t, p - 1, 5, digit) == 4);
    let behind = at(t, to) == b' ' && four(to + 1);
    if before == 0 && !behind {
        return among(t, p, to);
    }
    let groups = (to + 1 - p) / 5;
    let (mut i, mut last, mut rises, mut falls) = (p - 5 * before, 0, 0, 0);
    while four(i) && i <= to + 1 {
        let number = part(t, i, i + 4).iter().fold(0, |n, b| n * 10 + u32::from(b - b'0'));
        rises = if number > last { rises + 1 } else { 1 };
        falls = if number < last { falls + 1 } else { 1 };
        if (i + 4 == to || i == to + 1) && rises.max(falls) > groups {
            return true;
        }
        (last, i) = (number, i + 5);
    }
    among(t, p, to)
}

/// Whether many numbers stand beside those from `p` to `to` on their line, with a blank between any two.
fn among(t: &[u8], p: usize, to: usize) -> bool {
    let (mut from, mut end, mut count, mut others) = (p, to, 0, false);
    while count < BESIDE && back(t, from, 1) == b' ' && digit(back(t, from, 2)) {
        let n = run_back(t, from - 1, 8, digit);
        if word(back(t, from - 1, n + 1)) || n > 7 {
            break;
        }
        (from, count, others) = (from - 1 - n, count + 1, others || n != 4);
    }
    while count < BESIDE && at(t, end) == b' ' && digit(at(t, end + 1)) {
        let n = run(t, end + 1, 8, digit);
        if word(at(t, end + 1 + n)) || n > 7 {
            break;
        }
        (end, count, others) = (end + 1 + n, count + 1, others || n != 4);
    }
    // Groups of four are of other cards.
    count >= BESIDE && others || bracketed(t, p, to)
}

/// Whether the groups of four from `p` to `to` are numbers of a row in brackets, `[4811 3871 4845 5738 8377 2240]`:
/// more than a card and what belongs to it, and not several.
fn bracketed(t: &[u8], p: usize, to: usize) -> bool {
    let before = run_back(t, p, 80, |b| digit(b) || b == b' ');
    let behind = run(t, to, 80, |b| digit(b) || b == b' ');
    let row = part(t, p - before, to + behind);
    let count = row.len() / 5 + 1;
    back(t, p - before, 1) == b'['
        && at(t, to + behind) == b']'
        && count > 5
        && !count.is_multiple_of(4)
        && row.len() % 5 == 4
        && row.split(|b| *b == b' ').all(|n| n.len() == 4)
}

/// Whether the digits at `p` are a fraction, `[.4444444444444448`, of a drawing as those behind it: `.4453.3593.7023`.
pub(in crate::redact) fn drawn(t: &[u8], p: usize) -> bool {
    let (b2, b3) = (back(t, p, 2), back(t, p, 3));
    let n = run(t, p, 20, digit);
    back(t, p, 1) == b'.'
        && (n >= 12 || at(t, p + n) == b'.')
        && (!(word(b2) || b2 == b'.') || digit(b2) || bare_point(b2, b3))
}

/// Whether groups are a decimal, or two: `35378223252.02`, `cost=922.32..381330.93`.
pub(in crate::redact) fn amount(t: &[u8], p: usize, g: &Groups) -> bool {
    let to = g.end[g.count - 1];
    let cents = g.count == 2 && g.sep[1] == b'.' && to == p + g.total + 1 && g.len[1] <= 2 && at(t, p) != b'0';
    cents || memchr::memmem::find(part(t, p, to), b"..").is_some()
}

/// What is counted in logs and reports.
const COUNTED: &[&[u8]] = &[
    b"records", b"rows", b"bytes", b"sessions", b"users", b"calls", b"requests", b"events", b"items", b"messages",
    b"visits", b"views", b"clicks", b"hits", b"lines", b"units", b"packets", b"files", b"entries", b"tokens",
    b"iterations", b"jobs", b"pages", b"orders", b"count", b"total", b"ms", b"us", b"ns",
];

/// Ways of contact and devices that no telephone number stands behind.
const WAYS: &[&[u8]] = &[b"email", b"web", b"chat", b"desktop", b"tablet"];

/// Whether the digits from `p` to `to` count something: `1234567 records`, `mobile_users=5551234`, or are one of
/// several counts, `phone: 1234567` beside `email: 345678`.
pub(in crate::redact) fn counted(t: &[u8], p: usize, to: usize) -> bool {
    let is = |w: &[u8]| COUNTED.iter().any(|c| w.eq_ignore_ascii_case(c));
    if at(t, to) == b' ' && is(part(t, to + 1, to + 1 + run(t, to + 1, 12, |b| b.is_ascii_alphabetic()))) {
        return true;
    }
    let label = p - run_back(t, p, 2, |b| matches!(b, b' ' | b':' | b'='));
    let n = run_back(t, label, 12, |b| b.is_ascii_alphabetic());
    if label < p && matches!(back(t, label, n + 1), b'_' | b'.') && is(part(t, label - n, label)) {
        return true;
    }
    // A chat may be one of WhatsApp.
    let way = label < p && WAYS.iter().any(|w| *w != b"chat" && part(t, label - n, label).eq_ignore_ascii_case(w));
    at(t, p) != b'0' && (way || beside_count(part(t, p.saturating_sub(40), p)) || beside_count(part(t, to, to + 40)))
}

/// Whether a text holds a way of contact with a number that counts it: `email: 345678`, `web  12345678`; `Web: 1` may
/// be a wish.
fn beside_count(text: &[u8]) -> bool {
    looked(text.len());
    let digits = Letters::of(text).digits;
    if digits & digits << 1 & digits << 2 == 0 {
        return false;
    }
    let lower = text.to_ascii_lowercase();
    WAYS.iter().any(|way| {
        memchr::memmem::find_iter(&lower, way).any(|i| {
            let end = i + way.len();
            let from = end + run(&lower, end, 16, |b| matches!(b, b' ' | b'\t' | b':' | b'=' | b'|' | b'"'));
            let n = run(&lower, from, 9, digit);
            !word(back(&lower, i, 1))
                && from > end
                && (3..=8).contains(&n)
                && !matches!(at(&lower, from + n), b'@' | b'-' | b'.' | b'/')
                && !word(at(&lower, from + n))
        })
    })
}

/// Whether two groups are a decimal of a measurement, `4305.859`, and not halves of a number: `555.1234567`,
/// `5555.1234`, `98765.43210`.
pub(in crate::redact) fn measured(t: &[u8], p: usize, g: &Groups) -> bool {
    let decimal = g.count == 2 && g.sep[1] == b'.' && g.end[1] == p + g.total + 1 && at(t, p) != b'0';
    decimal && matches!((g.len[0], g.len[1]), (4, 1..=3 | 5..) | (5, 1..=4 | 6..) | (6.., _) | (3, 1..=3 | 5..=6))
}

/// Whether figures are those of a log, a program, a tree of devices, or the range of a setting.
pub(super) fn of_software(t: &[u8], start: usize, end: usize) -> bool {
    of_request(t, start) || of_range(t, start, end)
}

/// Whether the figures at `start` are what a log has behind a request, whose path may speak of mobiles, the version of
/// a program, or an address or a frequency in a tree of devices, whose `#clock-cells` are no telephones:
/// `GET /mobile HTTP/1.1" 200 64027`, `Mobile Safari/537.36 OPR/47.1.2249.129326`, `usb@13040000 {`,
/// `clock-frequency = <26000000>`.
fn of_request(t: &[u8], start: usize) -> bool {
    let before = part(t, start.saturating_sub(10), start);
    let answered = || before.ends_with(b"\" ") && before.starts_with(b"HTTP/");
    let capitals = || matches!(before, [.., a, b, c, _] if [a, b, c].iter().all(|b| b.is_ascii_uppercase()));
    let n = run(t, start, 12, |b| b.is_ascii_hexdigit());
    let behind = part(t, start + n, start + n + 2);
    match before.last() {
        Some(b' ') => n == 3 && matches!(at(t, start), b'1'..=b'5') && answered(),
        Some(b'<') => before.ends_with(b" = <") && behind == b">;",
        // Addresses have at most 32 bits.
        Some(b'@') => n <= 8 && behind == b" {",
        Some(b'/') => capitals() && n < 4 && at(t, start + n) == b'.',
        _ => false,
    }
}

/// Whether figures are the least and the most of a setting, as manuals have them: `(1-4294967295)`,
/// `(4096-2142715904)`; a telephone number may stand in brackets, too: `(1-4155550132)`.
fn of_range(t: &[u8], start: usize, end: usize) -> bool {
    let text = part(t, start, end);
    let text = text.strip_prefix(b"(").unwrap_or(text);
    let n = run(text, 0, 6, digit);
    let most = part(text, n + 1, text.len());
    back(t, end - text.len(), 1) == b'('
        && at(t, end) == b')'
        && (1..=5).contains(&n)
        && at(text, n) == b'-'
        && (8..=10).contains(&most.len())
        && most.iter().all(|b| digit(*b))
        && limit(most)
}

/// Whether digits are a number that limits settings: near a power of two, of whole pages of memory, or of one digit and
/// zeros or nines.
fn limit(digits: &[u8]) -> bool {
    let n = digits.iter().fold(0, |n, b| n * 10 + u64::from(b - b'0'));
    let decimal = digits.iter().skip(1).all(|b| *b == b'0') || digits.iter().all(|b| *b == b'9');
    let page = digits.first() != Some(&b'0') && n.is_multiple_of(4096);
    decimal || page || (0..=2).any(|k| (n + k).is_power_of_two())
}
