//! Vehicles. Source: ISO 3779 (VIN), 49 CFR 565 (its check digit, North America and China).

use super::{Rule::*, Spec, spec, strict};
use crate::redact::types::Type::*;

pub(super) const SPECS: &[Spec] = &[
    spec(Vin, &["XXXXXXXXXXXXXXXXX"], Alone, |c| shaped(c) && check(c)),
    spec(Vin, &["XXXXXXXXXXXXXXXXX"], Named, shaped),
    strict(
        LicensePlate,
        &["AA99AA9999", "AA99A9999", "99AAA9999", "AAA9999", "AAA-9999", "99 AAA 9999", "AA 999 AA"],
        Named,
        |_| true,
    ),
];

/// No I, O, Q; letters and digits; the last four are digits.
fn shaped(c: &[u8]) -> bool {
    !c.iter().any(|b| matches!(b, b'I' | b'O' | b'Q'))
        && c.iter().filter(|b| b.is_ascii_uppercase()).count() >= 3
        && c.get(13..).is_some_and(|x| x.iter().all(u8::is_ascii_digit))
}

fn check(c: &[u8]) -> bool {
    const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
    let value = |b: u8| match b {
        b'0'..=b'9' => u32::from(b - b'0'),
        b'A'..=b'H' => u32::from(b - b'A') + 1,
        b'J'..=b'R' => u32::from(b - b'J') + 1,
        b'S'..=b'Z' => u32::from(b - b'S') + 2,
        _ => 0,
    };
    let rest = c.iter().zip(WEIGHTS).map(|(b, w)| value(*b) * w).sum::<u32>() % 11;
    c.get(8) == Some(&if rest == 10 { b'X' } else { b'0' + rest as u8 })
}
