//! Telephone numbers: international, North American, national.
//!
//! A plus sign and a country's own length is a number whoever wrote it. National numbers are told by the trunk zero and
//! the groups that people write; anything else needs a word or key.
//!
//! Sources: NANP numbering rules, ITU-T E.123 (notation).

use super::{
    Groups, alone,
    called::{asked_to_call, on_a_side, pronoun_to_call},
    country_codes::country,
    digits,
    figures::{amount, compact, coordinate, counted, dated, figures, measured, of_call, of_software, of_volume, years},
    parted,
};
use crate::redact::{
    bytes::{alnum, at, back, digit, part, run, run_back, word, word_before},
    context::Context,
    hints,
    scan::Hit,
    types::Type,
};

/// What may stand between groups of digits.
fn separator(b: u8) -> bool {
    matches!(b, b' ' | b'-' | b'.' | b'(' | b')' | b'/')
}

/// Digits that a formatted number may have, country code included (E.164).
const FORMATTED: std::ops::RangeInclusive<usize> = 8..=15;

/// Whether an element of a list ends before `end`: `e[1]+3545052371` is a sum.
fn indexed(t: &[u8], end: usize) -> bool {
    let close = end.saturating_sub(1);
    let open = close - run_back(t, close, 8, word);
    back(t, open, 1) == b'[' && word(back(t, open, 2))
}

/// Number behind a `+`, whose digits start at `p`.
pub(in crate::redact) fn international(t: &[u8], p: usize, context: Context) -> Option<Hit> {
    let plus = back(t, p, 2);
    if alnum(plus) || plus == b'+' || at(t, p) == b'0' || plus == b']' && indexed(t, p - 1) {
        return None;
    }
    if geographic(t, p) {
        return None;
    }
    let to = with_country(t, p, p).or_else(|| of_any_length(t, p, context))?;
    let bracket = plus == b'('
        && part(t, p, to).iter().filter(|b| **b == b')').count()
            > part(t, p, to).iter().filter(|b| **b == b'(').count();
    Some(Hit::new(if bracket { p - 2 } else { p - 1 }, extension(t, to), Type::Phone))
}

/// `+4024-00341`, `+513030-0000731`, `+5024-10439`: latitude and longitude (ISO 6709).
fn geographic(t: &[u8], p: usize) -> bool {
    let n = run(t, p, 7, digit);
    let (long, to) = (p + n + 1, p + 2 * n + 2);
    // Degrees of two digits and of three, minutes, seconds.
    let sixty = (p + 2..p + n).chain(long + 3..to).step_by(2).all(|i| at(t, i) < b'6');
    let fits = matches!(n, 4 | 6) && at(t, p + n) == b'-' && sixty && run(t, long, 8, digit) == n + 1;
    // Numbers of telephones begin with 1 as well, `+4930-12345`, but in no column of a table of places.
    let column = matches!(at(t, to), b'\t' | b'/') || part(t, to, to + 2) == b"\\t";
    fits && (at(t, long) == b'0' || column && at(t, long) == b'1' && at(t, long + 1) < b'8')
}

/// End of a number behind a `+` that a word or key names, of a length that its country does not know.
fn of_any_length(t: &[u8], p: usize, context: Context) -> Option<usize> {
    let g = Groups::read(t, p, separator, true);
    let to = *g.end.get(g.count.checked_sub(1)?)?;
    let named = || context.exact().has(Type::Phone) || hints::before(t, p - 1).last.has(Type::Phone);
    (FORMATTED.contains(&g.total) && alone(t, p, to) && named()).then_some(to)
}

/// Whether a country code stands before `p`: `+61 `, `(+61) `, `+44 (0)`.
pub(in crate::redact) fn behind_country(t: &[u8], p: usize) -> bool {
    let before = part(t, p.saturating_sub(12), p);
    let Some(plus) = memchr::memrchr(b'+', before) else { return false };
    let code = part(before, plus + 1, before.len());
    let digits = code.iter().filter(|b| digit(**b)).count();
    (1..=4).contains(&digits)
        && code.first().is_some_and(|b| digit(*b))
        && code.iter().all(|b| digit(*b) || separator(*b))
}

/// End of the number with a country code that starts at `p`.
fn with_country(t: &[u8], start: usize, p: usize) -> Option<usize> {
    let g = Groups::read(t, p, separator, true);
    let (d, k) = digits(t, p, *g.end.get(g.count.checked_sub(1)?)?);
    let (code, min, max) = country(d.get(..k)?)?;
    // `(0)` is written and not dialled.
    let trunk = usize::from(memchr::memmem::find(part(t, start, p + 8), b"(0)").is_some());
    let formatted = g.count > 1;
    // Neither an area nor an exchange of North America begins with 0 or 1; where digits are grouped it may be a slip.
    let north = code == 1 && d.first() == Some(&1);
    if north && (!formatted || g.sep[1] == b'.') && [1, 4].iter().any(|i| d.get(*i).is_some_and(|x| *x < 2)) {
        return None;
    }
    if figures(t, p, &g, (code, min, max)) {
        return None;
    }
    let mut total = 0;
    let mut to = None;
    for i in 0..g.count {
        // `+35236450.6` is a decimal, `+2.0.20230101` a version: a digit alone is an area behind the whole code.
        if g.sep[i] == b'.' && g.len[i] == 1 && (i + 1 == g.count || code == 1 || g.len[0] != code) {
            break;
        }
        total += g.len[i];
        let end = g.end[i];
        let fits = (code + min..=code + max + trunk).contains(&total);
        let loose =
            formatted && i > 0 && FORMATTED.contains(&(total - trunk.min(total))) && total <= code + max + trunk + 1;
        // `+493012345678_2026.wav`
        // A number behind it may be a decimal: `+1 415 555 2671 3.5`.
        let broken = at(t, end) == b'.' && digit(at(t, end + 1));
        if (fits || loose) && !broken && (!alnum(at(t, end)) || extension(t, end) > end) {
            to = Some(end);
        }
    }
    to
}

/// Whether the `n` digits at `p` are one of the bytes of a program, `48 8d 05 56 00 00 00`, the first of a range,
/// `from 1000-1199`, or a round figure, `let i = 1000000;`.
fn of_code(t: &[u8], p: usize, n: usize) -> bool {
    let byte = [back(t, p, 3), back(t, p, 2)];
    let of_bytes = n == 2
        && back(t, p, 1) == b' '
        && !word(back(t, p, 4))
        && matches!(byte, [b'0'..=b'9', b'a'..=b'f' | b'A'..=b'F'] | [b'a'..=b'f' | b'A'..=b'F', b'0'..=b'9']);
    let hundreds = || part(t, p + 2, p + 5) == b"00-" && part(t, p + 7, p + 9) == b"99" && !word(at(t, p + 9));
    // Behind a word that says telephone only what is written as code is.
    let round =
        part(t, p.saturating_sub(2), p) == b"= " && at(t, p + n) == b';' && part(t, p, p + n).ends_with(b"00000");
    let said = || hints::before(t, p);
    matches!(n, 7 | 8) && round && !said().last.has(Type::Phone)
        || (of_bytes || n == 4 && hundreds()) && !said().near.has(Type::Phone)
}

/// Number without a plus sign: told by its groups, or by a word or key.
pub(in crate::redact) fn national(t: &[u8], p: usize, n: usize, context: Context) -> Option<Hit> {
    let next = at(t, p + n);
    // Seconds of a time of day. `00000000 fd:01 2147212`: a device and a file of a map of memory.
    let of_time = back(t, p, 1) == b':'
        && (digit(back(t, p, 2)) || back(t, p, 4) == b' ' && run_back(t, p - 4, 9, |b| b.is_ascii_hexdigit()) == 8);
    if n > 15
        || of_time
        || of_code(t, p, n) && !context.has(Context::PHONE)
        || back(t, p, 1) == b'+'
        || n < 7 && !separator(next)
        || digit(back(t, p, 2)) && separator(back(t, p, 1))
    {
        return None;
    }
    let g = Groups::read(t, p, separator, true);
    // Countries of few people have six digits.
    let least = if n == 6 && context.exact().has(Type::Phone) { 6 } else { 7 };
    if g.total < least || g.total > 24 {
        return None;
    }
    let mut total = 0;
    let mut end = None;
    for i in 0..g.count {
        total += g.len[i];
        if (least..=15).contains(&total) && (!word(at(t, g.end[i])) || extension(t, g.end[i]) > g.end[i]) {
            end = Some((g.end[i], i + 1));
        }
    }
    let (digits_end, count) = end?;
    // `.05-.06-.06-.08`: of the path of a picture. `0230 -02`: a number with its sign.
    let has = |text: &[u8]| memchr::memmem::find(part(t, p.saturating_sub(1), digits_end), text).is_some();
    let named = || context.has(Context::PHONE) || hints::before(t, p).near.has(Type::Phone);
    let signed = has(b" -") && !has(b" - ") || digit(back(t, p, 3)) && part(t, p.saturating_sub(2), p) == b" -";
    if has(b"-.") || signed && !named() {
        return None;
    }
    let to = extension(t, digits_end);
    let bracket = back(t, p, 1) == b'(' && part(t, p, to).contains(&b')');
    // `Chrome/80.0.3987.162 Mobile Safari`: a version.
    let labelled = back(t, p, 1) != b'/' && labelled_after(t, to);
    if dated(t, p, &g) || !(alone(t, p, to) || labelled && parted(t, p)) || context.has(Context::ID) {
        return None;
    }
    if bracket && back(t, p, 2) == b'+' {
        return with_country(t, p, p).map(|end| Hit::new(p - 2, extension(t, end), Type::Phone));
    }
    let start = if bracket { p - 1 } else { p };
    // `0645 0645 064A`: the last group goes on.
    let whole = |end: usize| !word(at(t, end)) || extension(t, end) > end;
    if let Some(end) = written(t, p, &g, bracket, context).filter(|end| whole(*end) && !denied(t, start, *end, context))
    {
        return Some(Hit::new(start, extension(t, end), Type::Phone));
    }
    // `[0483042](https://…)`: a commit.
    if back(t, start, 1) == b'[' && part(t, to, to + 2) == b"](" || of_software(t, start, to) {
        return None;
    }
    let found = hints::before(t, start).with_key(context.hints(), context.exact());
    // `.mobile-pull-66 { left: 66.66667%; }`, `20041023`
    let said = context.has(Context::PHONE) || found.last.has(Type::Phone);
    let day = n == 8 && to == p + 8 && compact(part(t, p, to)) || years(part(t, p, to));
    if at(t, to) == b'%' || !said && (day || coordinate(t, start, to, &g)) || amount(t, p, &g) || measured(t, p, &g) {
        return None;
    }
    if count == 1 && (7..=8).contains(&n) && !context.has(Context::PHONE) && counted(t, start, to) {
        return None;
    }
    let named = context.has(Context::PHONE) || found.near.has(Type::Phone) && !found.negative;
    let hinted = named
        || labelled && (9..=11).contains(&n) && at(t, to) == b'-'
        || labelled && (7..=11).contains(&n) && label_ends(t, to)
        || count > 2 && (8..=11).contains(&g.total) && word_before(t, p, 5, &[b"call", b"dial"]) && paired(&g)
        || (9..=13).contains(&n) && word_before(t, p, 14, &[b"answering", b"voicemail", b"hotline"])
        || count > 1
            && (asked_to_call(t, p) && !wide(t, start, to) && g.lens().iter().skip(1).all(|n| *n > 1) || labelled)
        || pronoun_to_call(t, p) && (8..=15).contains(&n)
        || count == 1 && on_a_side(t, p, n);
    hinted.then(|| Hit::new(start, to, Type::Phone))
}

/// Whether a number that is written as a telephone number is that of a thing, or figures with signs between that no
/// word explains.
fn denied(t: &[u8], start: usize, end: usize, context: Context) -> bool {
    // `(312) 223-4190`: things are not numbered so.
    let area = at(t, start) == b'(' && at(t, start + 4) == b')';
    if area && (at(t, start + 8) == b'-' || at(t, start + 9) == b'-') {
        return false;
    }
    if context.of_goods(t.len(), end - start) {
        return true;
    }
    let found = hints::before(t, start);
    if found.near.has(Type::Phone) {
        return false;
    }
    // `041.549751` is a decimal, and so is the end of `0345 33.500`.
    let mut signs = part(t, start, end).iter().filter(|b| !digit(**b));
    let decimal = signs.next_back() == Some(&b'.') && signs.all(|b| *b == b' ');
    // `/008/009/637/2472/1.jpg`, `/02272/02280`
    let path = back(t, start, 1) == b'/' && part(t, start, end).contains(&b'/');
    found.goods || wide(t, start, end) || decimal || path || of_volume(t, start) || of_call(t, start)
}

/// Whether signs with blanks around stand between figures.
fn wide(t: &[u8], start: usize, end: usize) -> bool {
    [&b" / "[..], b" - ", b"  "].iter().any(|gap| memchr::memmem::find(part(t, start, end), gap).is_some())
}

/// End of a number that is written as people write numbers: with a trunk zero and in groups, or with its area in
/// brackets.
fn written(t: &[u8], p: usize, g: &Groups, bracket: bool, context: Context) -> Option<usize> {
    let zero = at(t, p) == b'0' && matches!(at(t, p + 1), b'1'..=b'9');
    let international = part(t, p, p + 2) == b"00" && matches!(at(t, p + 2), b'1'..=b'9');
    if international
        && (g.count > 1 || (13..=15).contains(&g.total) && !article(t, p, g.total) && in_prose(t, p, g.end[0]))
    {
        // `004159-5635`: dates of birth and serial numbers are written so.
        if four_by_four(t, p, g) || g.lens() == [6, 4] && g.sep[1] == b'-' {
            return None;
        }
        return with_country(t, p, p + 2);
    }
    if let Some(end) = mixed(t, p, g) {
        return Some(end);
    }
    let first = *g.len.first()?;
    if bracket {
        let closed = at(t, p + first) == b')';
        let rest = g.total - first;
        let shaped = (2..=5).contains(&first) && (5..=9).contains(&rest) && g.count <= 4 && g.total >= 8;
        // `(12) 345` counts something; a zero or a second group tells a number.
        let told =
            zero || g.count >= 3 && g.lens().iter().skip(1).all(|n| *n >= 2) && matches!(at(t, g.end[1]), b'-' | b' ');
        return (closed && shaped && told).then(|| g.end[g.count - 1]);
    }
    // Mobile numbers of Indonesia: `0812-3456-7890`.
    if matches!(g.lens(), [4, 4, 3..=5]) && g.same_separator(3) && g.sep[1] == b'-' && indonesian(t, p) {
        return Some(g.end[2]);
    }
    // Austria has areas of four and five digits before numbers of up to nine.
    let longest = if first >= 4 && g.len[1] >= 5 { 13 } else { 11 };
    if !zero || !(9..=longest).contains(&g.total) {
        return None;
    }
    if g.count == 1 {
        // Mobile numbers of eleven digits: 05 (Turkey), 07 (Britain), 09 (Philippines).
        let mobile = g.total == 11 && matches!(at(t, p + 1), b'5' | b'7' | b'9');
        // A number that is all of a value is what its key says.
        let keyed = p == 0 && g.end[0] == t.len() && context.has(Context::KEYED);
        let told =
            mobile && !keyed && !hints::before(t, p).negative && !matches!(back(t, p, 1), b'"' | b'\'' | b'=' | b'#');
        return (told || matches!(g.total, 10 | 11) && in_prose(t, p, g.end[0])).then(|| g.end[0]);
    }
    let separators = g.sep.get(2..g.count)?;
    let same =
        separators.windows(2).all(|w| w[0] == w[1]) && separators.iter().all(|b| matches!(b, b' ' | b'-' | b'.'));
    let lengths = (2..=5).contains(&first) && g.lens().iter().skip(1).all(|n| (2..=8).contains(n));
    let pairs = g.lens().iter().all(|n| *n == 2);
    let series = pairs && {
        let (d, k) = digits(t, p, g.end[g.count - 1]);
        let pairs: Vec<_> = part(&d, 0, k).chunks(2).map(|c| c.iter().fold(0, |n, x| n * 10 + u32::from(*x))).collect();
        pairs.windows(2).all(|w| w[0] < w[1])
    };
    let spaced_on = at(t, g.end[g.count - 1]) == b' ' && digit(at(t, g.end[g.count - 1] + 1));
    // A ZIP code with four more digits.
    let zip = g.lens() == [5, 4] && g.sep[1] == b'-';
    (same && lengths && !series && !spaced_on && !zip && (!pairs || g.count == 5)).then(|| g.end[g.count - 1])
}

/// Whether the mobile prefix at `p` is one of Indonesia, and no word before says that it is of an article or account.
fn indonesian(t: &[u8], p: usize) -> bool {
    const ARTICLES: &[&[u8]] = &[
        b"pn", b"sn", b"part", b"serial", b"model", b"modell", b"modellnr", b"item", b"sku", b"coupon", b"voucher",
        b"code", b"kode", b"konto", b"account", b"rekening", b"order", b"ticket",
    ];
    let prefix = part(t, p, p + 2) == b"08" && matches!(at(t, p + 2), b'1'..=b'3' | b'5'..=b'9');
    let near = || hints::before(t, p).near;
    // `P/N: `, `S/N `
    let label = p - run_back(t, p, 3, |b| matches!(b, b' ' | b':' | b'.' | b'#'));
    let article = part(t, label.saturating_sub(2), label).eq_ignore_ascii_case(b"/n");
    prefix && !article && !word_before(t, p, 24, ARTICLES) && (near().is_empty() || near().has(Type::Phone))
}

/// End of a number that mixes separators, or groups digits as nothing else does.
fn mixed(t: &[u8], p: usize, g: &Groups) -> Option<usize> {
    let seps = g.sep.get(1..g.count)?;
    let dashed = seps.iter().all(|b| *b == b'-');
    let (d, k) = digits(t, p, *g.end.get(g.count.checked_sub(1)?)?);
    let d = part(&d, 0, k);
    let fits = match (g.lens(), seps) {
        // Russia's trunk 8: `8 (912) 345-67-89`, `8-800-555-35-35`.
        ([1, 3, 3, 4] | [1, 3, 3, 2, 2], [b' ' | b'-', ..]) => {
            let bracket = at(t, p + 2) == b'(' && at(t, p + 6) == b')';
            let area = matches!(d.get(1), Some(3 | 4 | 8 | 9));
            d.first() == Some(&8) && (bracket || area && (dashed || seps.last() == Some(&b'-')))
        }
        // `916 123-45-67`, `532-123-45-67`.
        ([3, 3, 2, 2], [_, b'-', b'-']) => d.first() != Some(&0),
        // Brazil: `11 98765-4321`; of four digits they may be the first and last of a row.
        ([2, 5, 4], [b' ', b'-']) => d.first() != Some(&0),
        ([2, 4, 4], [b' ', b'-']) => {
            let group = |from| d.iter().skip(from).take(4).fold(0, |n, x| n * 10 + u32::from(*x));
            d.first() != Some(&0) && !(group(2)..group(2) + 300).contains(&group(6))
        }
        ([2, 4..=5, 4], _) => dashed && d.first() != Some(&0) && in_prose(t, p, g.end[2]),
        // Thailand: `0-3316-4903`. An ISBN ends in one digit.
        ([1, 4, 4] | [1, 2..=3, 3..=4, 3..=4], _) => dashed && d.first() == Some(&0) && d.get(1) != Some(&0),
        // Sweden: `08-95 51 02`; Hungary: `06-1/828 7559`.
        ([2, 2, 2, 2] | [2, 3, 2, 2], [b'-' | b'/', b' ', b' ']) => d.first() == Some(&0) && d.get(1) != Some(&0),
        ([2, 1..=2, 3, 3..=4], [b'-' | b' ', b'/', b' ' | b'-']) => d.starts_with(&[0, 6]),
        _ => false,
    };
    let to = g.end[g.count - 1];
    (fits && !(at(t, to) == b' ' && digit(at(t, to + 1)))).then_some(to)
}

/// Whether bare digits from `p` to `to` stand between blanks or marks of a sentence, and nothing near says what they
/// are.
fn in_prose(t: &[u8], p: usize, to: usize) -> bool {
    // Of a text that is a number and nothing else only its key tells.
    let whole = p == 0 && to == t.len();
    let opens = !whole && matches!(back(t, p, 1), 0 | b' ' | b'\t' | b'\n' | b'(' | b'>' | b';');
    let closes = matches!(at(t, to), 0 | b' ' | b'\t' | b'\r' | b'\n' | b')' | b'<' | b';' | b',' | b'!' | b'?')
        || at(t, to) == b'.' && !word(at(t, to + 1));
    let figures = back(t, p, 1) == b' ' && digit(back(t, p, 2)) || at(t, to) == b' ' && digit(at(t, to + 1));
    let series = part(t, p, to).windows(2).filter(|w| w[0].abs_diff(w[1]) < 2).count() > 6;
    if !opens || !closes || figures || series {
        return false;
    }
    let found = hints::before(t, p);
    !found.negative && !found.goods && (found.far.is_empty() || found.near.has(Type::Phone))
}

/// Whether all groups are of four digits and begin with a zero, as in `0043 0301`: codes of characters.
fn four_by_four(t: &[u8], p: usize, g: &Groups) -> bool {
    at(t, p) == b'0' && g.lens().iter().zip(&g.end).all(|(n, end)| *n == 4 && at(t, end - 4) == b'0')
}

/// Whether digits are the number of an article of trade (GS1): their last digit checks the others.
fn article(t: &[u8], p: usize, n: usize) -> bool {
    let weighted = part(t, p, p + n).iter().rev().enumerate();
    let sum: u32 = weighted.map(|(i, b)| u32::from(b - b'0') * if i % 2 == 0 { 1 } else { 3 }).sum();
    matches!(n, 12..=14) && sum.is_multiple_of(10)
}

/// Whether the label directly behind a number is all that follows on its line: `21623919 office`.
fn label_ends(t: &[u8], to: usize) -> bool {
    let from = to + usize::from(matches!(at(t, to), b' ' | b'-' | b'('));
    matches!(at(t, from + run(t, from, 8, |b| b.is_ascii_alphabetic())), 0 | b'\n' | b'\r' | b',' | b'\\' | b')')
}

/// Whether no group is a digit alone.
fn paired(g: &Groups) -> bool {
    g.lens().iter().all(|n| *n >= 2)
}

/// `788-063 office`, `966-Fax`: a label directly behind.
pub(super) fn labelled_after(t: &[u8], to: usize) -> bool {
    let from = to + usize::from(matches!(at(t, to), b' ' | b'-' | b'('));
    let n = run(t, from, 8, |b| b.is_ascii_alphabetic());
    let label = part(t, from, from + n);
    [&b"office"[..], b"fax", b"mobile", b"cell", b"home", b"desk", b"work", b"tel", b"phone"]
        .iter()
        .any(|w| label.eq_ignore_ascii_case(w))
}

/// North American number: `(415) 555-0132`, `415-555-0132`, `415.555.0132`, `1 415 555 0132`.
pub(in crate::redact) fn nanp(t: &[u8], p: usize, n: usize, context: Context) -> Option<Hit> {
    let (start, area) = if n == 3 && (at(t, p) != b'0') {
        (if back(t, p, 1) == b'(' && at(t, p + 3) == b')' { p - 1 } else { p }, p)
    } else if n == 1 && at(t, p) == b'1' || n == 3 && part(t, p, p + 3) == b"001" {
        let mut i = p + n;
        i += usize::from(matches!(at(t, i), b' ' | b'-' | b'.'));
        i += usize::from(at(t, i) == b'(');
        (p, i)
    } else {
        return None;
    };
    if run(t, area, 4, digit) != 3 {
        return None;
    }
    let mut i = area + 3;
    let bracket = back(t, area, 1) == b'(' && at(t, i) == b')';
    if back(t, area, 1) == b'(' && !bracket && area != p {
        return None;
    }
    i += usize::from(bracket);
    let first = at(t, i);
    if matches!(first, b' ' | b'-' | b'.') {
        i += 1;
    } else if !bracket {
        return None;
    }
    let exchange = i;
    if run(t, i, 4, digit) != 3 {
        return None;
    }
    i += 3;
    let second = at(t, i);
    if !matches!(second, b' ' | b'-' | b'.') || (!bracket && first != second) || run(t, i + 1, 5, digit) != 4 {
        return None;
    }
    let to = i + 5;
    let ok = |i: usize| matches!(at(t, i), b'2'..=b'9') && part(t, i + 1, i + 3) != b"11";
    let spaced_on = !bracket
        && second == b' '
        && (back(t, start, 1) == b' ' && digit(back(t, start, 2)) || at(t, to) == b' ' && digit(at(t, to + 1)));
    let end = extension(t, to);
    (ok(area)
        && matches!(at(t, exchange), b'2'..=b'9')
        && alone(t, start, end)
        && !spaced_on
        && !denied(t, start, end, context))
    .then(|| Hit::new(start, end, Type::Phone))
}

/// End of an extension (` x123`, ` ext. 45`, `;ext=45` of RFC 3966) that follows a number, or the number's end.
fn extension(t: &[u8], to: usize) -> usize {
    let mut i = to + usize::from(matches!(at(t, to), b',' | b';'));
    i += usize::from(at(t, i) == b' ');
    let sign = at(t, i);
    i += match sign | 0x20 {
        b'e' if part(t, i, i + 9).eq_ignore_ascii_case(b"extension") => 9,
        b'e' if part(t, i, i + 3).eq_ignore_ascii_case(b"ext") => 3,
        b'x' if at(t, to) != b';' => 1,
        _ => return to,
    };
    i += usize::from(matches!(at(t, i), b'.' | b'=' | b':'));
    i += usize::from(at(t, i) == b' ');
    let n = run(t, i, 7, digit);
    if (1..=6).contains(&n) && !word(at(t, i + n)) { i + n } else { to }
}
