//! Italy, Spain, Portugal, Greece. Sources: Agenzia delle Entrate (codice fiscale, partita IVA), Ministerio del
//! Interior (DNI, NIE, mod 23), AEAT (CIF), Seguridad Social (NUSS, 97), Autoridade Tributária (NIF), IRN (cartão de
//! cidadão), IDIKA (AMKA).

use super::{Rule::*, Spec, checksums::*, spec, strict};
use crate::redact::types::Type::*;

pub(super) const SPECS: &[Spec] = &[
    spec(ItFiscalCode, &["AAAAAAXXAXXAXXXA"], Alone, fiscal_code),
    strict(ItFiscalCode, &["AAA AAA 99A99 A999A", "AAA AAA 99 A 99 A999A"], Hinted, fiscal_code),
    spec(ItVatCode, &["99999999999"], Hinted, |c| luhn(c) && varied(c)),
    spec(ItVatCode, &["AA99999999999"], Alone, |c| {
        c.starts_with(b"IT") && luhn(c.get(2..).unwrap_or_default()) && varied(c.get(2..).unwrap_or_default())
    }),
    spec(ItDriverLicense, &["AA9999999A"], Named, |_| true),
    spec(ItDriverLicense, &["A9XXXXXXXA"], Named, |c| c.starts_with(b"U1")),
    spec(ItIdentityCard, &["AA99999AA", "AA9999999", "9999999AA"], Named, |_| true),
    spec(ItPassport, &["AA9999999"], Exact, |_| true),
    spec(EsNif, &["99999999A", "99999999-A", "99999999 A", "99.999.999-A", "9999999A", "9999999-A"], Whole, |c| {
        letter_of(num64(c.get(..c.len() - 1).unwrap_or_default())) == c.last().copied()
    }),
    spec(EsNie, &["A9999999A", "A9999999-A", "A-9999999-A"], Whole, nie),
    spec(EsCif, &["A9999999X"], Lone, cif),
    spec(EsNuss, &["99_99999999_99", "99/99999999/99", "99_9999999_99", "999999999999"], Grouped, |c| {
        let (area, body, check) =
            (num(c, 0, 2), num64(c.get(2..c.len() - 2).unwrap_or_default()), num(c, c.len() - 2, c.len()));
        let value =
            if body < 10_000_000 { body + u64::from(area) * 10_000_000 } else { body + u64::from(area) * 100_000_000 };
        (1..=66).contains(&area) && value % 97 == u64::from(check)
    }),
    spec(EsPassport, &["AAA999999", "AA999999"], Named, |_| true),
    spec(PtNif, &["999999999", "999_999_999"], Hinted, |c| {
        matches!(d(c, 0), 1..=3 | 5 | 6 | 8 | 9) && weighted_11(c, &[9, 8, 7, 6, 5, 4, 3, 2])
    }),
    spec(PtCc, &["99999999 9 AA9", "999999999AA9", "99999999-9-AA9"], Alone, luhn_of_card),
    spec(PtNiss, &["99999999999"], Hinted, |c| {
        let total = sum(c, &[29, 23, 19, 17, 13, 11, 7, 5, 3, 2]);
        matches!(d(c, 0), 1 | 2) && 9 - total % 10 == d(c, 10)
    }),
    spec(GrAfm, &["999999999"], Hinted, |c| sum(c, &[256, 128, 64, 32, 16, 8, 4, 2]) % 11 % 10 == d(c, 8) && varied(c)),
    spec(GrAmka, &["99999999999", "999999 99999"], Grouped, |c| ddmmyy(c, 0) && luhn(c)),
];

/// Letter by the remainder by 23.
fn letter_of(n: u64) -> Option<u8> {
    b"TRWAGMYFPDXBNJZSQVHLCKE".get(usize::try_from(n % 23).ok()?).copied()
}

fn nie(c: &[u8]) -> bool {
    let first = match c.first() {
        Some(b'X') => 0,
        Some(b'Y') => 10_000_000,
        Some(b'Z') => 20_000_000,
        _ => return false,
    };
    letter_of(first + num64(c.get(1..8).unwrap_or_default())) == c.last().copied()
}

fn cif(c: &[u8]) -> bool {
    let digits = c.get(1..8).unwrap_or_default();
    let total: u32 = digits
        .iter()
        .enumerate()
        .map(|(i, b)| {
            let x = u32::from(b - b'0');
            if i % 2 == 1 { x } else { x * 2 / 10 + x * 2 % 10 }
        })
        .sum();
    let check = ((10 - total % 10) % 10) as u8;
    c.first().is_some_and(|b| b"ABCDEFGHJNPQRSUVW".contains(b))
        && c.last().is_some_and(|b| *b == b'0' + check || b"JABCDEFGHI".get(usize::from(check)) == Some(b))
}

/// Mod 11 where a remainder below 2 gives 0.
fn weighted_11(c: &[u8], weights: &[u32]) -> bool {
    let rest = sum(c, weights) % 11;
    (if rest < 2 { 0 } else { 11 - rest }) == d(c, weights.len())
}

/// Surname, name, year, month, day (+40 for women), place, check letter. Digits may be replaced by letters where two
/// people would share a code.
fn fiscal_code(c: &[u8]) -> bool {
    let digit = |i: usize| match c.get(i).copied() {
        Some(b @ b'0'..=b'9') => Some(u32::from(b - b'0')),
        Some(b) => b"LMNPQRSTUV".iter().position(|x| *x == b).and_then(|n| u32::try_from(n).ok()),
        None => None,
    };
    let Some(day) = digit(9).zip(digit(10)).map(|(a, b)| a * 10 + b) else { return false };
    [6, 7, 12, 13, 14].iter().all(|i| digit(*i).is_some())
        && c.get(8).is_some_and(|b| b"ABCDEHLMPRST".contains(b))
        && matches!(day, 1..=31 | 41..=71)
}

/// Portuguese citizen card: Luhn over letters and digits, doubling from the second on the right.
fn luhn_of_card(c: &[u8]) -> bool {
    let total: u32 = c
        .iter()
        .rev()
        .enumerate()
        .map(|(i, b)| {
            let v = base36(*b);
            if i % 2 == 0 {
                v
            } else if v * 2 > 9 {
                v * 2 - 9
            } else {
                v * 2
            }
        })
        .sum();
    total.is_multiple_of(10)
}
