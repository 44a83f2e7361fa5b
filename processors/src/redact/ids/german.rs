//! Germany, Austria, Switzerland. Sources: BZSt (tax id, ISO 7064), Deutsche Rentenversicherung (VSNR),
//! GKV-Spitzenverband (KVNR), KBV (LANR), BMI/ICAO (documents), BMF (VAT), Dachverband der Sozialversicherungsträger
//! (AT), BSV (AHV), BFS (UID).

use super::{Rule::*, Spec, checksums::*, spec, strict};
use crate::redact::types::Type::*;

pub(super) const SPECS: &[Spec] = &[
    spec(DeTaxId, &["99999999999", "99 999 999 999"], Grouped, tax_id),
    spec(DeSocialSecurity, &["99999999A999", "99 999999 A 999", "99 999999 A999"], Alone, pension),
    spec(DeHealthInsurance, &["A999999999"], Lone, |c| {
        let letter = u32::from(c.first().map_or(0, |b| b.wrapping_sub(b'A') + 1));
        let mut digits = [letter / 10, letter % 10, 0, 0, 0, 0, 0, 0, 0, 0];
        digits.iter_mut().skip(2).enumerate().for_each(|(i, x)| *x = d(c, i + 1));
        let total: u32 = digits.iter().zip([1, 2].iter().cycle()).map(|(x, w)| x * w / 10 + x * w % 10).sum();
        total % 10 == d(c, 9)
    }),
    spec(DePassport, &["XXXXXXXXX", "XXXXXXXXXX"], Lone, |c| {
        document(c, |b| matches!(b, b'C' | b'F' | b'G' | b'H' | b'J' | b'K'))
    }),
    strict(DePassport, &["XXXXXXXXX"], Exact, |c| {
        c.first().is_some_and(u8::is_ascii_uppercase) && c.iter().filter(|b| b.is_ascii_digit()).count() > 4
    }),
    spec(DeIdCard, &["XXXXXXXXXX", "XXXXXXXXX"], Hinted, |c| {
        document(c, |b| matches!(b, b'L' | b'M' | b'N' | b'P' | b'R' | b'T' | b'V' | b'W' | b'X' | b'Y'))
    }),
    spec(DeVatId, &["AA999999999", "AA 999 999 999", "AA-999-999-999", "AA 999-999.999", "AA 999999999"], Alone, |c| {
        c.starts_with(b"DE") && mod11_10(c.get(2..).unwrap_or_default())
    }),
    spec(DeLanr, &["999999999"], Hinted, |c| {
        let total: u32 = c.iter().take(6).zip([4, 9].iter().cycle()).map(|(b, w)| u32::from(b - b'0') * w).sum();
        (10 - total % 10) % 10 == d(c, 6) && varied(c)
    }),
    spec(DeBsnr, &["999999999"], Exact, |_| true),
    spec(DeTaxNumber, &["999/999/99999", "99/999/99999", "999/9999/9999", "99/999/9999"], Hinted, |_| true),
    spec(DeTaxNumber, &["9999999999999"], Exact, |c| matches!(num(c, 0, 2), 1..=32)),
    spec(DeTaxNumber, &["99999999999", "9999999999"], Exact, |_| true),
    spec(DeDriverLicense, &["AA99999999X", "X99XXXXXXXX"], Named, |c| {
        c.iter().filter(|b| b.is_ascii_digit()).count() > 4
    }),
    spec(AtSsn, &["9999999999", "9999 999999"], Grouped, |c| {
        let total = sum(c, &[3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11;
        d(c, 0) > 0 && total == d(c, 3) && ddmmyy(c, 4)
    }),
    spec(AtVat, &["AAA99999999"], Alone, |c| c.starts_with(b"ATU")),
    spec(ChAhv, &["999.9999.9999.99", "999_9999_9999_99", "9999999999999"], Alone, |c| {
        let total: u32 = c.iter().take(12).zip([1, 3].iter().cycle()).map(|(b, w)| u32::from(b - b'0') * w).sum();
        c.starts_with(b"756") && (10 - total % 10) % 10 == d(c, 12)
    }),
    spec(ChUid, &["AAA-999.999.999", "AAA 999 999 999", "AAA999999999"], Alone, |c| {
        let digits = c.get(3..).unwrap_or_default();
        c.starts_with(b"CHE") && (11 - sum(digits, &[5, 4, 3, 2, 7, 6, 5, 4]) % 11) % 11 == d(digits, 8)
    }),
    strict(ChUid, &["AAA999999999AAA", "AAA999999999AAAA"], Alone, |c| {
        c.starts_with(b"CHE") && [&b"IVA"[..], b"TVA", b"TPV", b"MWST"].iter().any(|tax| c.get(12..) == Some(*tax))
    }),
    // Nothing else is written so.
    strict(ChUid, &["AAA-999.999.999"], Alone, |c| c.starts_with(b"CHE")),
];

/// Ten digits of which exactly one occurs twice or three times, and a check digit.
fn tax_id(c: &[u8]) -> bool {
    let mut counts = [0u8; 10];
    for b in c.iter().take(10) {
        if let Some(n) = counts.get_mut(usize::from(b - b'0')) {
            *n += 1;
        }
    }
    let repeated = counts.iter().filter(|n| **n > 1).count();
    // The published example has ten different digits.
    d(c, 0) > 0 && repeated <= 1 && counts.iter().all(|n| *n <= 3) && mod11_10(c)
}

/// Area, birthday, initial of the surname, serial, check digit.
fn pension(c: &[u8]) -> bool {
    let letter = u32::from(c.get(8).map_or(0, |b| b.wrapping_sub(b'A') + 1));
    let mut digits = [0; 12];
    for (i, slot) in digits.iter_mut().enumerate() {
        *slot = match i {
            8 => letter / 10,
            9 => letter % 10,
            0..8 => d(c, i),
            _ => d(c, i - 1),
        };
    }
    let total: u32 =
        digits.iter().zip([2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1]).map(|(x, w)| x * w / 10 + x * w % 10).sum();
    let area =
        matches!(num(c, 0, 2), 2..=4 | 8..=21 | 23..=26 | 28 | 29 | 38..=40 | 42..=44 | 48..=54 | 56 | 58..=82 | 89);
    let day = num(c, 2, 4);
    area && day_exists(num(c, 4, 6), if day > 50 { day - 50 } else { day }) && total % 10 == d(c, 11)
}

/// Serial number of a document: a letter of its kind, no vowels and no look-alikes, check digit last.
fn document(c: &[u8], kind: impl Fn(u8) -> bool) -> bool {
    c.first().is_some_and(|b| kind(*b))
        && c.iter()
            .all(|b| b.is_ascii_digit() || !matches!(b, b'A' | b'B' | b'D' | b'E' | b'I' | b'O' | b'Q' | b'S' | b'U'))
        && c.iter().filter(|b| b.is_ascii_digit()).count() > 3
        && icao(c)
}
