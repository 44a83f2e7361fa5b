//! Addresses in lines of their own, below the name of who lives there or a label: `Ship to:`, a name, a street, a town.

use super::{edges, field_values, names, roles, signed, streets};
use crate::redact::{
    bytes::{at, back, digit, part, run, run_back, word},
    scan::Hit,
    types::Type,
};

/// Most bytes of a line.
const LINE: usize = 64;

/// Where the line behind that which ends at `i` begins, past blanks and marks of quotes.
fn next(t: &[u8], i: usize) -> Option<usize> {
    let i = i + run(t, i, 3, |b| matches!(b, b' ' | b'\r' | b','));
    (at(t, i) == b'\n').then(|| i + 1 + run(t, i + 1, 8, |b| matches!(b, b' ' | b'\t' | b'>')))
}

/// End of a line that is a town with its state and ZIP code, or its postal code: `Springfield, IL 62704`,
/// `10115 Berlin`.
pub(super) fn town(t: &[u8], from: usize) -> Option<usize> {
    let n = run(t, from, LINE, |b| !matches!(b, b'\n' | b'\r' | b'"' | b'\\' | b'|' | b'<' | b'\t' | b';'));
    let line = part(t, from, from + n).trim_ascii_end();
    if line.len() == LINE || !(at(line, 0).is_ascii_uppercase() || at(line, 0) >= 0x80 || digit(at(line, 0))) {
        return None;
    }
    let zip = |i: usize| {
        let state = at(line, i).is_ascii_uppercase() && at(line, i + 1).is_ascii_uppercase() && at(line, i + 2) == b' ';
        state && run(line, i + 3, 6, digit) == 5 && !word(at(line, i + 8))
    };
    let american = memchr::memchr_iter(b',', line)
        .chain(memchr::memchr_iter(b' ', line))
        .any(|i| zip(i + 1 + run(line, i + 1, 2, |b| b == b' ')));
    let code = run(line, 0, 6, digit);
    let place = || names::name(line, code + 1, 3).is_some_and(|(to, _)| to == line.len());
    let european = matches!(code, 4 | 5) && at(line, code) == b' ' && place();
    // `Cardiff CF24 3AA`, `Fitzroy VIC 3065`
    let lettered = || {
        let ends = |i: usize| streets::postcode(line, i).or_else(|| streets::australian(line, i)) == Some(line.len());
        memchr::memchr_iter(b' ', line).any(|i| ends(i + 1)) || ends(0)
    };
    (american || european || lettered()).then_some(from + line.len())
}

/// Whether a line that begins at `from` is a street with the number of a house, before or behind; and where it ends.
fn street(t: &[u8], from: usize) -> Option<usize> {
    let n = run(t, from, LINE, |b| {
        !matches!(b, b'\n' | b'\r' | b'"' | b'\\' | b'|' | b'<' | b'\t' | b';' | b':' | b'=' | b'@')
    });
    let line = part(t, from, from + n).trim_ascii_end();
    let ends = edges::line_ends(t, from + line.len());
    let letters = line.iter().filter(|b| b.is_ascii_alphabetic() || **b >= 0x80).count();
    // `Flat 3, 19 Crescent Rd`
    let flat = [&b"Flat "[..], b"Apt ", b"Apt. ", b"Unit ", b"Suite "].into_iter().find(|w| line.starts_with(w));
    let house = flat.and_then(|w| {
        let n = run(line, w.len(), 5, |b| b.is_ascii_alphanumeric());
        (part(line, w.len() + n, w.len() + n + 2) == b", ").then_some(w.len() + n + 2)
    });
    let whole = line;
    let line = part(line, house.unwrap_or(0), line.len());
    let first = run(line, 0, 6, digit);
    let before = (1..=5).contains(&first)
        && at(line, first) == b' '
        && (at(line, first + 1).is_ascii_uppercase() || digit(at(line, first + 1)));
    let last = line.rsplit(|b| *b == b' ').next().unwrap_or_default();
    let behind =
        at(line, 0).is_ascii_uppercase() && digit(at(last, 0)) && last.len() <= 5 && line.len() > last.len() + 4;
    (ends && letters >= 4 && (before || behind)).then_some(from + whole.len())
}

/// The lines below a label: a name, a street, a town.
pub(super) fn below(t: &[u8], from: usize, hits: &mut Vec<Hit>) -> bool {
    lines(t, from, false, hits)
}

/// The lines of which a label has the first on its own: `TO: Jane Roe`, a street, and a town.
pub(super) fn behind(t: &[u8], from: usize, hits: &mut Vec<Hit>) -> bool {
    lines(t, from, true, hits)
}

/// The street and the town below the name that ends at `to`.
pub(super) fn below_name(t: &[u8], to: usize, hits: &mut Vec<Hit>) {
    let place = |i: usize| {
        let end = street(t, i)?;
        let next = next(t, end)?;
        Some([(i, end), (next, town(t, next)?)])
    };
    let found = next(t, to).and_then(place).into_iter().flatten();
    hits.extend(found.map(|(from, to)| Hit::ruled(from, to, Type::Address, "address-block")));
}

fn lines(t: &[u8], from: usize, with_town: bool, hits: &mut Vec<Hit>) -> bool {
    let name = names::name(t, from, 4).filter(|(_, count)| *count >= 2).map(|(to, _)| to);
    let Some(to) = name.or_else(|| field_values::in_capitals(t, from)) else { return false };
    let Some(second) = next(t, to) else { return false };
    let Some(end) = street(t, second) else { return false };
    let third = next(t, end).and_then(|i| Some((i, town(t, i)?)));
    if third.is_none() && (with_town || name.is_none()) {
        return false;
    }
    // `12 Commits behind`: with no town below, each word of a street has its capital.
    let small = |w: &[u8]| w.len() > 3 && w.iter().all(u8::is_ascii_lowercase);
    let count = part(t, second, end).iter().take_while(|b| **b != b' ').all(|b| digit(*b))
        && part(t, second, end).split(|b| *b == b' ').any(small);
    if count && third.is_none() {
        return false;
    }
    let firm = roles::of_firm(part(t, from, to));
    if !firm {
        hits.push(Hit::ruled(from, to, Type::Person, "address-block"));
    }
    hits.push(Hit::ruled(second, end, Type::Address, "address-block"));
    hits.extend(third.map(|(from, to)| Hit::ruled(from, to, Type::Address, "address-block")));
    true
}

/// Name of who lives at the address that begins at `start`, if it says so: the line above, or `Jane Roe at`,
/// `Jane Roe,`.
pub(super) fn resident(t: &[u8], start: usize) -> Option<Hit> {
    let mut end = start - run_back(t, start, 8, |b| matches!(b, b' ' | b'\t' | b'>'));
    let line = back(t, end, 1) == b'\n';
    if line {
        end -= 1;
        end -= run_back(t, end, 2, |b| matches!(b, b'\r' | b' ' | b','));
    } else {
        end = [&b" at "[..], b", ", b" of ", b" lives at ", b" resides at "]
            .into_iter()
            .filter(|w| part(t, start.saturating_sub(w.len()), start) == *w)
            .map(|w| start - w.len())
            .min()?;
    }
    let from = signed::before_end(t, end)?;
    let whole = from - run_back(t, from, 8, |b| matches!(b, b' ' | b'\t' | b'>' | b'#' | b'*'));
    let begins = !line || matches!(back(t, whole, 1), 0 | b'\n' | b':' | b'"');
    (begins && !signed::of_line(part(t, from, end)) && !roles::of_firm(part(t, from, end)))
        .then(|| Hit::ruled(from, end, Type::Person, "resident"))
}
