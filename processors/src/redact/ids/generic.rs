//! Numbers of no known form that a word names.

use super::{
    Rule::*,
    Spec,
    checksums::{ddmmyy, num, sum},
    strict,
};
use crate::redact::types::Type::*;

/// Forms that documents of many states have.
const DOCUMENTS: &[&str] = &[
    "A9999999", "A99999999", "A999999", "AA999999", "AA9999999", "AA99999", "999999999", "99999999", "9999999",
    "AAA999999", "99AA99999", "AAXXXXXX9", "XXXXXXXXX", "9999999999", "A99999999A", "AA9999999A",
];

/// Forms that identity and tax numbers of many states have.
const NUMBERS: &[&str] = &[
    "9999999", "99999999", "999999999", "9999999999", "99999999999", "999999999999", "9999999999999", "99999999999999",
    "A9999999", "A99999999", "99999999A", "AA9999999", "AAA999999", "AA99999AA", "99-9999999", "999_999_999",
    "999-99-9999",
];

/// Enough digits for a number.
fn digits(c: &[u8]) -> bool {
    c.iter().filter(|b| b.is_ascii_digit()).count() >= 5
}

pub(super) const SPECS: &[Spec] = &[
    strict(Passport, DOCUMENTS, Exact, digits),
    // `passport AB 1234567`, but `PASSPORT NO 1234567`
    strict(Passport, &["AA 9999999", "AA 999999", "A 9999999", "A 99999999"], Named, |c| {
        ![&b"NO"[..], b"NR", b"ID", b"IS"].iter().any(|word| c.starts_with(word))
    }),
    strict(DriverLicense, DOCUMENTS, Exact, digits),
    strict(NationalId, NUMBERS, Exact, digits),
    // Brazil: registro geral.
    strict(NationalId, &["99.999.999-X", "9.999.999-X", "99.999.999", "9.999.999"], Named, |c| {
        c.split_last()
            .is_some_and(|(last, body)| body.iter().all(u8::is_ascii_digit) && (last.is_ascii_digit() || *last == b'X'))
    }),
    // Sri Lanka: year and day of birth, 500 more for women.
    strict(NationalId, &["999999999A"], Named, |c| {
        matches!(num(c, 2, 5), 1..=366 | 501..=866) && matches!(c.last(), Some(b'V' | b'X'))
    }),
    strict(NationalId, &["999999999999"], Named, |c| {
        matches!(num(c, 0, 2), 19 | 20) && matches!(num(c, 4, 7), 1..=366 | 501..=866)
    }),
    // England: check letter, authority, school, year, pupil.
    strict(NationalId, &["A999999999999"], Named, |c| {
        let weights = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13];
        let total = sum(c.get(1..).unwrap_or_default(), &weights) as usize;
        c.first() == b"ABCDEFGHJKLMNPQRTUVWXYZ".get(total % 23)
    }),
    // Mauritius: initial, date of birth, six digits and a check character.
    strict(NationalId, &["A9999999999999", "A999999999999A"], Named, |c| ddmmyy(c, 1)),
    strict(TaxId, NUMBERS, Exact, digits),
    strict(BankAccount, NUMBERS, Exact, digits),
];
