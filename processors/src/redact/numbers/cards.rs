//! Numbers of payment cards, in groups and bare, and the data of magnetic stripes.
//!
//! Sources: ISO/IEC 7812 (issuer ranges as published by the schemes), Luhn (ISO/IEC 7812-1 annex B), ISO/IEC 7813
//! (stripes).

use super::{Groups, alone, columns, digits, figures, measures, named_id, number, parted};
use crate::redact::{
    bytes::{alnum, at, back, digit, part, run, run_back, word, word_before},
    context::Context,
    hints,
    scan::Hit,
    types::Type,
};

pub(super) const CARD_WORDS: &[&[u8]] =
    &[b"card", b"visa", b"mastercard", b"amex", b"credit", b"debit", b"pan", b"payment"];
/// Issuer ranges by length. `Some(true)`: common; `Some(false)`: only with context.
pub(in crate::redact) fn issuer(d: &[u8]) -> Option<bool> {
    let n = d.len();
    let (p2, p3, p4) = (number(d.get(..2)?), number(d.get(..3)?), number(d.get(..4)?));
    match (p2, n) {
        (40..=49, 16) | (51..=55, 16) | (34 | 37, 15) | (65, 16) => Some(true),
        // Mir and Mastercard; Troy.
        (22..=27, 16) => ((2200..=2204).contains(&p4) || (2221..=2720).contains(&p4)).then_some(true),
        (97, 16) => (p4 == 9792).then_some(true),
        (60, 16) => Some(p4 == 6011),
        (64, 16) => (644..=649).contains(&p3).then_some(true),
        // JCB has 3528 to 3589; those around are common in data made for tests.
        (35, 16) => Some(true),
        (30, 14) => (p3 <= 305 || p3 == 309).then_some(true),
        (36 | 38 | 39, 14) => Some(true),
        (62, 16) => Some(true),
        (18 | 21, 15) => matches!(p4, 1800 | 2131).then_some(true),
        (40..=49, 13 | 19) | (62, 17..=19) | (50 | 56..=58 | 60..=69, 12..=19) | (35 | 36, 16..=19) => Some(false),
        _ => None,
    }
}

/// Luhn checksum.
pub(in crate::redact) fn luhn(d: &[u8]) -> bool {
    let sum: u32 = d
        .iter()
        .rev()
        .enumerate()
        .map(|(i, x)| {
            let x = u32::from(*x);
            if i % 2 == 0 {
                x
            } else if x > 4 {
                x * 2 - 9
            } else {
                x * 2
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

/// Whether the `n` digits at `p` begin as the numbers of a card of some issuer do.
pub(in crate::redact) fn may_be_card(t: &[u8], p: usize, n: usize) -> bool {
    let (d, k) = digits(t, p, p + n);
    issuer(part(&d, 0, k)).is_some()
}

/// Whether digits are those of a card by their issuer and check digit.
pub(in crate::redact) fn may_be_valid(text: &[u8]) -> bool {
    let (d, k) = digits(text, 0, text.len());
    let d = part(&d, 0, k);
    luhn(d) && issuer(d).is_some()
}

/// Whether a word for a card stands before `p`, which may be the mark of one.
pub(in crate::redact) fn is_behind_card(t: &[u8], p: usize) -> bool {
    word_before(t, p, 40, CARD_WORDS)
}

fn card_hinted(t: &[u8], p: usize, context: Context) -> bool {
    let found = || hints::before(t, p).with_key(context.hints(), context.exact());
    context.has(Context::CARD) || is_behind_card(t, p) || found().near.has(Type::Card)
}

/// Card with odd groups, next to a word or under a key that names it.
pub(super) fn spaced_card(t: &[u8], p: usize, context: Context) -> Option<Hit> {
    // Seconds of a time of day, and what follows it.
    if back(t, p, 1) == b':' && digit(back(t, p, 2)) {
        return None;
    }
    let g = Groups::read(t, p, |b| matches!(b, b' ' | b'-' | b'.' | b'/'), true);
    let to = *g.end.get(g.count.checked_sub(1)?)?;
    let shaped = (2..=8).contains(&g.count) && (13..=20).contains(&g.total);
    let grouped = g.lens().iter().all(|n| *n >= 2);
    let issued = matches!(at(t, p), b'2'..=b'6');
    if !shaped || !alone(t, p, to) || of_span(t, p, true) || figures::amount(t, p, &g) {
        return None;
    }
    let told =
        grouped && issued && g.count <= 6 && g.total <= 19 && card_hinted(t, p, context) || card_named(t, p, context);
    (told && !figures::in_row(t, p, to)).then(|| Hit::new(p, to, Type::Card))
}

/// Whether the key, or the words directly before, name a card: then a number of its length is one, whatever its issuer
/// and its checksum.
fn card_named(t: &[u8], p: usize, context: Context) -> bool {
    if context.has(Context::ID) {
        return false;
    }
    // `"card": "`, `card number (`, `<card_no>`.
    let gap = part(t, p.saturating_sub(6), p).iter().rev().take_while(|b| !word(**b) && **b < 0x80 && **b != b'\n');
    let end = p - gap.count();
    // Members of a card have times too.
    let key = context.exact().has(Type::Card) || context.has(Context::CARD) && at(t, p) != b'1';
    key || hints::label(t, end).has(Type::Card) && !hints::before(t, p).negative
}

pub(super) fn card(t: &[u8], p: usize, n: usize, context: Context) -> Option<Hit> {
    if n < 12 && !(5..9).all(|k| digit(at(t, p + n - 4 + k))) {
        return None;
    }
    let (to, grouped) = if n >= 12 {
        (p + n, false)
    } else {
        let g = Groups::read(t, p, |b| matches!(b, b' ' | b'-' | b'.' | b'/'), false);
        let groups = match g.lens() {
            [4, 4, 4, 4, 3, ..] => 5,
            // A digit too many.
            [4, 4, 4, 4, 1..=2] if g.same_separator(5) && card_named(t, p, context) => {
                return alone(t, p, g.end[4]).then(|| Hit::new(p, g.end[4], Type::Card));
            }
            [4, 4, 4, 4, ..] => 4,
            [4, 6, 5, ..] | [4, 6, 4, ..] | [6, 13, ..] => {
                g.lens().iter().take(3).count().min(if g.len[0] == 6 { 2 } else { 3 })
            }
            _ => return None,
        };
        // A three-digit group after sixteen digits may be the security code instead.
        let groups = if groups == 5 && !is_of_nineteen(t, p, g.end[4], context) { 4 } else { groups };
        if !g.same_separator(groups) {
            return None;
        }
        (*g.end.get(groups.checked_sub(1)?)?, true)
    };
    let set_apart = grouped && at(t, to) != b'.' && !word(at(t, to)) && !word(back(t, p, 1));
    let floated = || floated(t, to) && parted(t, p) && (card_named(t, p, context) || card_hinted(t, p, context));
    if !alone(t, p, to) && !set_apart && (grouped || !floated()) {
        return None;
    }
    if of_span(t, p, grouped) || figures::drawn(t, p) {
        return None;
    }
    let (d, k) = digits(t, p, to);
    let d = d.get(..k)?;
    let hinted = || card_hinted(t, p, context);
    let valid = luhn(d) && d.iter().any(|x| *x != d[0]);
    // Other numbers have the same check digit.
    let other = || {
        let found = hints::before(t, p).with_key(context.hints(), context.exact());
        found.exact.has(Type::Imei) && !found.near.has(Type::Card)
    };
    if valid && (k == 15 && other() || grouped && (in_account(t, p) || counted(t, p, to) || figures::in_row(t, p, to)))
    {
        return None;
    }
    let hit = Hit::new(p, to, Type::Card);
    match issuer(d) {
        Some(true) if valid && grouped => Some(hit),
        Some(true) if valid => {
            let id = || context.has(Context::ID) || named_id(t, p) || counted_by_a_tool(t, p);
            // The mark of a card above names none of a column of ids.
            let named = || {
                let found = hints::before(t, p).with_key(context.hints(), context.exact());
                context.has(Context::CARD) || found.near.has(Type::Card)
            };
            let among = || columns::of_ids(t, p, to) && !named();
            (!id() && !among() || id() && hinted() || expires(t, to)).then_some(hit)
        }
        // A wrong checksum or a rare issuer: only where the text says that it is a card.
        Some(common) => {
            let behind = || valid && hints::after(t, to).has(Type::Card) && !hints::before(t, p).negative;
            ((valid || (common && k >= 15)) && hinted() || k >= 13 && card_named(t, p, context) || behind())
                .then_some(hit)
        }
        // Thirteen digits that begin with 1 are milliseconds.
        None if !valid && k == 13 && d.first() == Some(&1) => None,
        None => (k >= 13 && (valid && hinted() || card_named(t, p, context))).then_some(hit),
    }
}

/// Longest array before one of its numbers, bytes.
const ARRAY: usize = 512;

/// Beginnings of the names of counters of PostgreSQL and Redis. `num_carte` is none.
const COUNTERS: &[&[u8]] =
    &[b"n_tup_", b"n_live_", b"n_dead_", b"total_commands_", b"total_connections_", b"total_net_"];

/// Whether the number at `p` is an element of an array of NumPy or PyTorch, or stands behind the name of a counter:
/// `array([4539148803436467`, `bytes_total 4001919257537193`, `n_tup_ins | 4917484589897107`.
fn counted_by_a_tool(t: &[u8], p: usize) -> bool {
    let array = || {
        let n = run_back(t, p, ARRAY, |b| digit(b) || matches!(b, b' ' | b',' | b'\n' | b'[' | b']' | b'-' | b'.'));
        [&b"array("[..], b"tensor(", b"NumberLong(", b"Index("].iter().any(|call| part(t, 0, p - n).ends_with(call))
    };
    let end = p - run_back(t, p, 24, |b| matches!(b, b' ' | b'|' | b':' | b'='));
    let name = part(t, end - run_back(t, end, 48, word), end);
    let counter = || measures::counts(t, end) || COUNTERS.iter().any(|first| name.starts_with(first));
    end < p && name.contains(&b'_') && counter() || back(t, p, 1) != b'"' && array()
}

/// Whether the digits between are one number of nineteen. One in ten of sixteen and a security code has a right check
/// digit as well.
fn is_of_nineteen(t: &[u8], p: usize, to: usize, context: Context) -> bool {
    let (d, k) = digits(t, p, to);
    let (d, sixteen) = (part(&d, 0, k), part(&d, 0, 16));
    let is_sixteen = || luhn(sixteen) && issuer(sixteen) == Some(true);
    luhn(d) && (issuer(d) == Some(true) || !is_sixteen() || card_hinted(t, p, context))
}

/// Whether sixteen digits in groups of four stand at `p`, of a common issuer and with their check digit.
pub(in crate::redact) fn is_grouped_card(t: &[u8], p: usize) -> bool {
    let Some(&[a, b, c, d, s1, e, f, g, h, s2, i, j, k, l, s3, m, n, o, q]) = t.get(p..p + 19) else { return false };
    if !(matches!(s1, b' ' | b'-') && s1 == s2 && s2 == s3) {
        return false;
    }
    let digits = [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, q].map(|b| b.wrapping_sub(b'0'));
    digits.iter().all(|d| *d < 10) && !digit(at(t, p + 19)) && luhn(&digits) && issuer(&digits) == Some(true)
}

/// Whether a table made a decimal of the number that ends at `to`: `4111111111111111.0`.
fn floated(t: &[u8], to: usize) -> bool {
    let zeros = run(t, to + 1, 3, |b| b == b'0');
    let next = at(t, to + 1 + zeros);
    at(t, to) == b'.' && matches!(zeros, 1..=2) && !word(next) && !(next == b'.' && digit(at(t, to + 2 + zeros)))
}

/// Whether what stands directly before digits makes them the id of a trace or span, which some write in decimals, or
/// the second half of a range of commits: `trace_id=8414000990764271125`, `bb916be..2654264`.
fn of_span(t: &[u8], p: usize, grouped: bool) -> bool {
    let gap = run_back(t, p, 4, |b| matches!(b, b'=' | b':' | b'"' | b'\'' | b' '));
    let name = part(t, p.saturating_sub(gap + 8), p - gap);
    const NAMES: &[&[u8]] = &[b"trace_id", b"span_id", b"trace-id", b"span-id", b"traceid", b"spanid"];
    // `span 4910561313670129 started`
    let alone = || !grouped && word_before(t, p, 6 + gap, &[b"span", b"trace"]);
    part(t, p.saturating_sub(2), p) == b".."
        || gap > 0 && alone()
        || gap > 0
            && NAMES
                .iter()
                .any(|n| name.len() >= n.len() && part(name, name.len() - n.len(), name.len()).eq_ignore_ascii_case(n))
}

/// Data of a magnetic stripe (ISO/IEC 7813) whose card number begins at `p`: `%B4111…^DOE/JANE^2904101…?`,
/// `;4111…=2904101…?`, or its equivalent in a chip, with `D` for the sign of equality.
pub(in crate::redact) fn track(t: &[u8], p: usize) -> Option<Hit> {
    if !(0..12).all(|n| digit(at(t, p + n))) {
        return None;
    }
    let n = run(t, p, 20, digit);
    let mut i = p + n;
    let from = match at(t, i) {
        b'^' if back(t, p, 1) | 0x20 == b'b' => {
            i += 1 + run(t, i + 1, 32, |b| b != b'^' && b >= b' ');
            p - 1 - usize::from(back(t, p, 2) == b'%')
        }
        b'=' | b'D' => p - usize::from(back(t, p, 1) == b';'),
        _ => return None,
    };
    let (d, k) = digits(t, p, p + n);
    let d = d.get(..k)?;
    let data = run(t, i + 1, 40, digit);
    let month = matches!((at(t, i + 3), at(t, i + 4)), (b'0', b'1'..=b'9') | (b'1', b'0'..=b'2'));
    let to = i + 1 + data;
    let to = to + usize::from(at(t, to) == b'F');
    let to = to + usize::from(at(t, to) == b'?');
    let framed = at(t, i) == b'^' || back(t, from + 1, 1) == b';';
    let proven = framed || luhn(d) && issuer(d).is_some();
    let fits = (12..=19).contains(&n) && data >= 7 && month && proven && !word(back(t, from, 1)) && !word(at(t, to));
    fits.then(|| Hit::new(from, to, Type::Card))
}

/// Whether the month and year to which a card is valid follow it: `|04|29`, ` exp 04/2029`.
fn expires(t: &[u8], to: usize) -> bool {
    let i = to + run(t, to, 12, |b| b.is_ascii_alphabetic() || matches!(b, b' ' | b',' | b';' | b'|' | b':' | b'.'));
    let month = matches!((at(t, i), at(t, i + 1)), (b'0', b'1'..=b'9') | (b'1', b'0'..=b'2'));
    let year = run(t, i + 3, 5, digit);
    i > to && month && matches!(at(t, i + 2), b'/' | b'|' | b'-') && matches!(year, 2 | 4)
}

/// Whether the groups of digits from `p` to `to` count up by one, as codes of characters in a list do.
fn counted(t: &[u8], p: usize, to: usize) -> bool {
    let groups =
        || part(t, p, to).split(|b| !digit(*b)).map(|g| g.iter().fold(0u64, |n, b| n * 10 + u64::from(b - b'0')));
    groups().zip(groups().skip(1)).all(|(a, b)| a + 1 == b)
}

/// Whether groups of four before `p` begin with those of an IBAN: `DE89 3704 …`.
fn in_account(t: &[u8], p: usize) -> bool {
    let mut i = p;
    for _ in 0..7 {
        let group = part(t, i.saturating_sub(5), i);
        let [a, b, c, d, b' '] = group else { return false };
        if a.is_ascii_uppercase() && b.is_ascii_uppercase() && digit(*c) && digit(*d) {
            return !word(back(t, i, 6));
        }
        if !group.iter().take(4).all(|b| alnum(*b)) {
            return false;
        }
        i -= 5;
    }
    false
}
