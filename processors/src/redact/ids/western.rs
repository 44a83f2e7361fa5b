//! Britain, Ireland, France, Belgium, the Netherlands, Luxembourg. Sources: NHS data dictionary (mod 11), HMRC (NINO
//! prefixes, UTR weights), DfE (TRN), DVLA driver number, Irish PPS (mod 23), INSEE (NIR, 97), SPF Intérieur (NRN, 97),
//! RvIG (BSN, 11-test), CTIE (LU NIN).

use super::{Rule::*, Spec, checksums::*, spec, strict};
use crate::redact::types::Type::*;

pub(super) const SPECS: &[Spec] = &[
    spec(UkNhs, &["999_999_9999", "9999999999"], Hinted, nhs),
    spec(UkNino, &["AA999999A"], Alone, |c| nino(c) && !disk(c)),
    spec(UkNino, &["AA999999A"], Hinted, nino),
    spec(UkNino, &["AA_99_99_99_A", "AA_999999_A", "AA 999999A", "AA999999 A", "AA_999_999_A"], Alone, nino),
    spec(UkUtr, &["9999999999", "99999_99999"], Hinted, |c| {
        let rest = sum(c.get(1..).unwrap_or_default(), &[6, 7, 8, 9, 10, 5, 4, 3, 2]) % 11;
        b"21987654321".get(rest as usize) == c.first()
    }),
    spec(UkTrn, &["9999999", "99/99999"], Named, |_| true),
    spec(UkPassport, &["AA9999999", "999999999"], Exact, |_| true),
    spec(UkDrivingLicence, &["AAAAA999999XX9AA", "AXXXX999999XXXAA"], Alone, driver_number),
    spec(IePpsn, &["9999999A", "9999999AA"], Whole, |c| {
        let second = c.get(8).map_or(0, |b| u32::from(b - b'A' + 1));
        let value = (sum(c, &[8, 7, 6, 5, 4, 3, 2]) + 9 * second) % 23;
        second <= 9 && b"WABCDEFGHIJKLMNOPQRSTUV".get(value as usize) == c.get(7)
    }),
    spec(FrNir, &["9_99_99_99_999_999_99", "9999999999999_99", "9 99 99 9A 999 999 99", "999999A99999999"], Alone, nir),
    // Of fifteen digits too many look like one that was given for a time, or whose month is unknown.
    spec(FrNir, &["999999999999999"], Alone, |c| matches!(d(c, 0), 1 | 2) && num(c, 3, 5) <= 42 && nir(c)),
    spec(FrNir, &["999999999999999"], Hinted, nir),
    spec(FrNir, &["9999999999999", "9_99_99_99_999_999"], Named, |c| {
        matches!(d(c, 0), 1 | 2) && matches!(num(c, 3, 5), 1..=12 | 20..=42 | 50..=99)
    }),
    spec(FrSpi, &["9999999999999", "99_99_999_999_999"], Hinted, |c| {
        d(c, 0) < 4 && num64(c.get(..10).unwrap_or_default()) % 511 == num64(c.get(10..).unwrap_or_default())
    }),
    spec(FrSiren, &["999999999", "999_999_999", "99999999999999", "999_999_999_99999"], Hinted, |c| {
        luhn(c) && varied(c)
    }),
    spec(BeNrn, &["99.99.99-999.99", "99_99_99_999_99", "99999999999"], Alone, |c| {
        let (body, check) = (num64(c.get(..9).unwrap_or_default()), u64::from(num(c, 9, 11)));
        let two_thousands = 2_000_000_000 + body;
        (97 - body % 97 == check || 97 - two_thousands % 97 == check) && yymmdd(c, 0)
    }),
    spec(NlBsn, &["999999999", "9999.99.999", "999_999_999"], Hinted, |c| {
        sum(c, &[9, 8, 7, 6, 5, 4, 3, 2, 10]).is_multiple_of(11) && varied(c)
    }),
    strict(NlPassport, &["AAXXXXXX9"], Named, |c| !c.contains(&b'O')),
    spec(LuNin, &["9999999999999", "9999_99_99_99999"], Alone, |c| {
        let twelve = c.get(..12).unwrap_or_default();
        let mut other: Vec<u8> = c.get(..11).unwrap_or_default().to_vec();
        other.extend(c.last());
        matches!(num(c, 0, 2), 18..=20) && yymmdd(c, 2) && luhn(twelve) && verhoeff(&other)
    }),
];

fn nhs(c: &[u8]) -> bool {
    let check = 11 - sum(c, &[10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11;
    check != 10 && check % 11 == d(c, 9) && varied(c)
}

fn nino(c: &[u8]) -> bool {
    let [a, b, .., last] = c else { return false };
    !matches!(a, b'D' | b'F' | b'I' | b'Q' | b'U' | b'V')
        && !matches!(b, b'D' | b'F' | b'I' | b'O' | b'Q' | b'U' | b'V')
        && !matches!(&[*a, *b], b"BG" | b"GB" | b"KN" | b"NK" | b"NT" | b"TN" | b"ZZ")
        && matches!(last, b'A'..=b'D')
}

/// `ST380021A`: how a maker of disks calls them.
fn disk(c: &[u8]) -> bool {
    c.starts_with(b"ST") && c.ends_with(b"A")
}

/// Surname, decade, month (+50 for women), day, year, initials, two check characters.
fn driver_number(c: &[u8]) -> bool {
    let month = num(c, 6, 8);
    let day = num(c, 8, 10);
    let surname = c.get(..5).unwrap_or_default();
    let padded = surname.iter().skip_while(|b| b.is_ascii_uppercase()).all(|b| *b == b'9');
    c.len() == 16
        && padded
        && c.get(5..11).is_some_and(|x| x.iter().all(u8::is_ascii_digit))
        && matches!(month, 1..=12 | 51..=62)
        && day_exists(month % 50, day)
        && c.get(11..13).is_some_and(|x| x.iter().all(|b| b.is_ascii_uppercase() || *b == b'9'))
}

fn nir(c: &[u8]) -> bool {
    let mut body = c.get(..13).unwrap_or_default().to_vec();
    // Corsica: 2A and 2B count as 19 and 18.
    match (body.get(5).copied(), body.get(6).copied()) {
        (Some(b'2'), Some(letter @ (b'A' | b'B'))) => {
            let pair = if letter == b'A' { b"19" } else { b"18" };
            body.splice(5..7, pair.iter().copied());
        }
        (_, Some(b'0'..=b'9')) => {}
        _ => return false,
    }
    matches!(d(c, 0), 1..=4 | 7 | 8)
        && matches!(num(c, 3, 5), 1..=12 | 20..=42 | 50..=99)
        && 97 - num64(&body) % 97 == u64::from(num(c, 13, 15))
}
