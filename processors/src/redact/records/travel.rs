//! Lines of bookings of airlines that hold what a passenger is reached at and travels with:
//! `SSR CTCM BA HK1/447700900123`, `SSR DOCS BA HK1/P/GBR/512345678/GBR/12MAR85/F/20JAN30/ROE/JANE` (IATA, Reservations
//! Interline Message Procedures).

use crate::redact::{
    bytes::{at, back, digit, mentions, part, run, run_back, word},
    scan::Hit,
    types::{Type, mark_at},
};

/// What the first pass stops at.
pub(in crate::redact) const TRAVEL: &[&str] =
    &["CTCM", "CTCE", "CTCH", "CTCB", "DOCS", "APIS", "MRS", "MSTR", "MR ", "MR,", "MS ", "MISS"];
/// Titles behind a passenger.
const PASSENGERS: &[&[u8]] = &[b"MRS", b"MSTR", b"MR", b"MS", b"MISS"];
/// Longest line, bytes.
const LINE: usize = 160;
/// Fields of a paper behind its kind and the state that gave it.
const FIELDS: &[(usize, Type)] =
    &[(2, Type::Passport), (4, Type::DateOfBirth), (7, Type::Person), (8, Type::Person), (9, Type::Person)];

/// Asks the code that begins at `p`.
pub(super) fn verify(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    let n = run(t, p, 5, |b| b.is_ascii_uppercase());
    if PASSENGERS.contains(&part(t, p, p + n)) {
        hits.extend(passenger(t, p));
        return;
    }
    let code = part(t, p, p + 4);
    if !TRAVEL.iter().any(|w| code == w.as_bytes()) || word(at(t, p + 4)) {
        return;
    }
    let to = p + 4 + run(t, p + 4, LINE, |b| !matches!(b, b'\n' | b'\r' | b'"' | b'\\'));
    match code {
        b"CTCE" => hits.extend(mail(t, p + 4, to)),
        b"CTCM" | b"CTCH" | b"CTCB" => hits.extend(phone(t, p + 4, to)),
        _ => paper(t, p + 4, to, hits),
    }
}

/// `1.1ROE/JANE MRS`: the passenger before the title at `p`.
fn passenger(t: &[u8], p: usize) -> Option<Hit> {
    let upper = |b: u8| b.is_ascii_uppercase() || b >= 0x80;
    let end = p.checked_sub(1).filter(|end| at(t, *end) == b' ')?;
    let first = run_back(t, end, 24, |b| upper(b) || b == b' ');
    let slash = end - first;
    let last = run_back(t, slash.saturating_sub(1), 24, upper);
    let start = slash.saturating_sub(1 + last);
    let fine =
        first >= 2 && last >= 2 && at(t, slash.wrapping_sub(1)) == b'/' && !back(t, start, 1).is_ascii_alphabetic();
    // `CACHE/MISS MS` of a profile.
    const BOOKINGS: &[&[u8]] = &[b"passenger", b"boarding", b"pnr", b"ticket", b"seat", b"booking", b"flight"];
    let unmarried = matches!(part(t, p, p + 3), b"MS " | b"MIS");
    if unmarried && !mentions(part(t, p.saturating_sub(LINE), p + LINE), BOOKINGS) {
        return None;
    }
    let capital = |c: char| c.is_uppercase() || c.is_ascii();
    let loud = || std::str::from_utf8(part(t, start, end)).is_ok_and(|name| name.chars().all(capital));
    (fine && back(t, start, 1) != b'/' && loud()).then(|| Hit::ruled(start, end, Type::Person, "travel"))
}

/// The first number of so many digits as a telephone has.
fn phone(t: &[u8], from: usize, to: usize) -> Option<Hit> {
    let start = (from..to).find(|i| digit(at(t, *i)) && !word(at(t, i - 1)) && run(t, *i, 16, digit) >= 8)?;
    Some(Hit::ruled(start, start + run(t, start, 16, digit), Type::Phone, "travel"))
}

/// `JANE.ROE//EXAMPLE.COM`: two slashes stand for the at sign.
fn mail(t: &[u8], from: usize, to: usize) -> Option<Hit> {
    let line = part(t, from, to);
    let sign = from + memchr::memmem::find(line, b"//")?;
    let letter = |b: u8| word(b) || matches!(b, b'.' | b'-' | b'+');
    let n = run_back(t, sign, 64, letter);
    let m = run(t, sign + 2, 64, letter);
    (n >= 2 && part(t, sign + 2, sign + 2 + m).contains(&b'.'))
        .then(|| Hit::ruled(sign - n, sign + 2 + m, Type::Email, "travel"))
}

/// The fields of a paper between slashes or dashes.
fn paper(t: &[u8], from: usize, to: usize, hits: &mut Vec<Hit>) {
    let upper = |i: usize| at(t, i).is_ascii_uppercase();
    let begins = |i: &usize| {
        matches!(at(t, *i), b'P' | b'I' | b'A' | b'C')
            && !word(at(t, i - 1))
            && matches!(at(t, i + 1), b'/' | b'-')
            && (2..5).all(|k| upper(i + k))
            && at(t, i + 5) == at(t, i + 1)
    };
    let Some(start) = (from..to).find(begins) else { return };
    let by = at(t, start + 1);
    let mut i = start;
    for (n, field) in part(t, start, to).split(|b| *b == by).enumerate() {
        let len = field.iter().take_while(|b| **b > b' ' && **b != b'|' && **b != b'.').count();
        if let Some((_, kind)) = FIELDS.iter().find(|(k, _)| *k == n)
            && len >= 2
            && at(t, i) != b'['
            && mark_at(t, i).is_none()
        {
            hits.push(Hit::ruled(i, i + len, *kind, "travel"));
        }
        if len < field.len() {
            break;
        }
        i += field.len() + 1;
    }
}
