//! Digits in groups that are no telephone number: decimals, terms, years, dates, pages.

use super::{
    bytes::{alnum, at, back, part},
    numbers::Groups,
};

/// Whether groups behind a `+` are figures: a decimal (`+48.162899`, `+2.6097574011`), terms (`+1/40320)-1/720`), coordinates of the sky
/// (`+32 34 45.6 12.38`), a year (`+10594-01-01`).
pub(super) fn figures(t: &[u8], p: usize, g: &Groups, (code, min, max): (usize, usize, usize)) -> bool {
    let to = g.end[g.count - 1];
    let seps = g.sep.get(1..g.count).unwrap_or_default();
    let decimal = seps == b"." && to == p + g.total + 1 && (g.len[0] != code || !(min..=max).contains(&g.len[1]));
    // `+49.30 1234.567`: points part the groups of a number, too.
    let fraction = seps.windows(2).position(|pair| pair == b". ").filter(|i| *i > 0);
    let fractions = fraction.is_some_and(|i| part(seps, i + 2, seps.len()).contains(&b'.'));
    let dated = g.lens() == [5, 2, 2] && seps == b"--";
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
pub(super) fn years(text: &[u8]) -> bool {
    let century = |i: usize| matches!(part(text, i, i + 2), b"19" | b"20");
    text.len() == 9 && at(text, 4) == b'-' && century(0) && century(5)
}

/// Whether eight digits are a date: year, month, day.
pub(super) fn compact(d: &[u8]) -> bool {
    let pair = |i: usize| part(d, i, i + 2).iter().fold(0, |n, b| n * 10 + u32::from(b - b'0'));
    matches!(pair(0), 19 | 20) && (1..=12).contains(&pair(4)) && (1..=31).contains(&pair(6))
}

/// Whether the groups are a date.
pub(super) fn dated(t: &[u8], p: usize, g: &Groups) -> bool {
    let l = g.lens();
    let century = |i: usize| matches!(part(t, i, i + 2), b"19" | b"20");
    // `3 (2024-09-17)`.
    let behind = matches!(l, [_, 4, 2, 2]) && g.sep[2] == b'-' && century(g.end[1] - 4);
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
