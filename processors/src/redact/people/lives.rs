//! Where somebody lives, in sentences that have a street and no postal code: `wohnt Birkenweg 12 in Soest`,
//! `mieszkam przy ul. Piotrkowskiej 104`.

use super::{address_lines::is_street, postal};
use crate::redact::{
    bytes::{at, back, digit, part, run, run_back, word},
    scan::Hit,
    types::Type,
};

/// What stands before the name of a street.
pub(super) const BEFORE: &[&str] = &["wohnt", "wohne", "wohnhaft", " ul.", " al.", " os."];

/// End of a number of a house at `i`: `12`, `12a`, `104/5`.
fn house(t: &[u8], i: usize) -> Option<usize> {
    let n = run(t, i, 5, digit);
    let letter = usize::from(at(t, i + n).is_ascii_alphabetic() && !word(at(t, i + n + 1)));
    let mut to = i + n + letter;
    if at(t, to) == b'/' {
        to += 1 + run(t, to + 1, 4, digit);
    }
    ((1..=4).contains(&n) && !word(at(t, to)) && !matches!(at(t, to), b'.' | b':' | b'%' if digit(at(t, to + 1))))
        .then_some(to)
}

/// End of the town behind an address that ends at `to`: ` in Soest`, `, Łódź`, ` w Łodzi`.
fn town(t: &[u8], to: usize) -> usize {
    let joint = [&b" in "[..], b" w ", b" we ", b", "].into_iter().find(|j| part(t, to, to + j.len()) == *j);
    let Some(from) = joint.map(|j| to + j.len()) else { return to };
    let n = run(t, from, 32, |b| b.is_ascii_alphabetic() || b >= 0x80 || b == b'-');
    let capital = std::str::from_utf8(part(t, from, from + n)).is_ok_and(|w| w.starts_with(char::is_uppercase));
    if capital && n >= 3 { from + n } else { to }
}

/// Address whose street begins at `p`, behind one of [`BEFORE`] and a blank. Returns whether there is one.
pub(super) fn verify(t: &[u8], p: usize, hits: &mut Vec<Hit>) -> bool {
    let before = part(t, p.saturating_sub(10), p - 1);
    let Some(word) = BEFORE.iter().find(|w| before.ends_with(w.as_bytes())) else { return false };
    let found = if word.ends_with('.') { behind_kind(t, p) } else { one_word(t, p) };
    let is = found.is_some();
    hits.extend(found);
    is
}

/// `Birkenweg 12`: the name tells that it is a street.
fn one_word(t: &[u8], p: usize) -> Option<Hit> {
    is_street(part(t, p, p + 64)).then_some(())?;
    let blank = memchr::memchr(b' ', part(t, p, p + 64))?;
    Some(Hit::ruled(p, town(t, house(t, p + blank + 1)?), Type::Address, "lives"))
}

/// `ul. Piotrkowskiej 104`: somebody must live there.
fn behind_kind(t: &[u8], p: usize) -> Option<Hit> {
    let start = p - 4;
    let mut i = p;
    for _ in 0..4 {
        let n = run(t, i, 24, |b| b.is_ascii_alphabetic() || b >= 0x80 || b == b'-');
        if n == 0 || at(t, i + n) != b' ' {
            return None;
        }
        i += n + 1;
        if digit(at(t, i)) {
            let to = town(t, house(t, i)?);
            return postal::is_told(t, start, to).then(|| Hit::ruled(start, to, Type::Address, "lives"));
        }
    }
    None
}

/// `wohnt in der Birkenstraße 12`: the number of the house is at `p`, behind a street whose name ends with `e`.
pub(super) fn numbered(t: &[u8], p: usize) -> Option<Hit> {
    let n = run_back(t, p - 1, 40, |b| b.is_ascii_alphabetic() || b >= 0x80 || b == b'-');
    let start = p - 1 - n;
    let named = back(t, start, 1) == b' ' && at(t, start).is_ascii_uppercase() && is_street(part(t, start, p + 8));
    let before = part(t, start.saturating_sub(24), start);
    let told = || ["ohne ", "ohnt ", "ohnhaft "].iter().any(|w| memchr::memmem::find(before, w.as_bytes()).is_some());
    if !named || !told() {
        return None;
    }
    Some(Hit::ruled(start, town(t, house(t, p)?), Type::Address, "lives"))
}
