//! Numbers of no known form that a word names.

use super::{Rule::*, Spec, strict};
use crate::redact::types::Type::*;

/// Forms that documents of many states have.
const DOCUMENTS: &[&str] = &[
    "A9999999",
    "A99999999",
    "A999999",
    "AA999999",
    "AA9999999",
    "AA99999",
    "999999999",
    "99999999",
    "9999999",
    "AAA999999",
    "99AA99999",
    "AAXXXXXX9",
    "XXXXXXXXX",
    "9999999999",
    "A99999999A",
    "AA9999999A",
];

/// Forms that identity and tax numbers of many states have.
const NUMBERS: &[&str] = &[
    "9999999",
    "99999999",
    "999999999",
    "9999999999",
    "99999999999",
    "999999999999",
    "9999999999999",
    "99999999999999",
    "A9999999",
    "A99999999",
    "99999999A",
    "AA9999999",
    "AAA999999",
    "AA99999AA",
    "99-9999999",
    "999_999_999",
    "999-99-9999",
];

/// Enough digits for a number.
fn digits(c: &[u8]) -> bool {
    c.iter().filter(|b| b.is_ascii_digit()).count() >= 5
}

pub(super) const SPECS: &[Spec] = &[
    strict(Passport, DOCUMENTS, Exact, digits),
    strict(DriverLicense, DOCUMENTS, Exact, digits),
    strict(NationalId, NUMBERS, Exact, digits),
    strict(TaxId, NUMBERS, Exact, digits),
    strict(BankAccount, NUMBERS, Exact, digits),
];
