//! The Americas without the United States. Sources: Receita Federal (CPF, CNPJ), RENAPO and SAT (CURP, RFC), Banxico
//! (CLABE), AFIP (CUIT), SII (RUT), DIAN (NIT), SUNAT (RUC), Registro Civil (EC), DNIC (UY), JCE (DO), Service Canada
//! (SIN).

use super::{
    Rule::*,
    Spec,
    checksums::*,
    reading::{apart, read},
    spec, strict,
};
use crate::redact::{hints, scan::Hit, types::Type::*};

pub(super) const SPECS: &[Spec] = &[
    spec(BrCpf, &["999.999.999-99", "999 999 999 99", "99999999999"], Grouped, |c| {
        let digit = |weights: &[u32]| match sum(c, weights) * 10 % 11 {
            10 => 0,
            x => x,
        };
        digit(&[10, 9, 8, 7, 6, 5, 4, 3, 2]) == d(c, 9)
            && digit(&[11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) == d(c, 10)
            && varied(c)
    }),
    spec(BrCnpj, &["99.999.999/9999-99", "99999999999999"], Grouped, cnpj),
    // Since 2026 all but the check digits may be letters.
    spec(BrCnpj, CNPJ_WITH_LETTERS, Alone, cnpj),
    spec(MxCurp, &["AAAA999999AAAAAAX9"], Alone, |c| {
        yymmdd(c, 4)
            && matches!(c.get(10), Some(b'H' | b'M' | b'X'))
            && c.get(11..13).is_some_and(|s| STATES.contains(&s))
    }),
    spec(MxRfc, &["AAAA999999XXX", "AAA999999XXX", "AAAA-999999-XXX"], Alone, |c| {
        yymmdd(c, c.len() - 9) && rfc_check(c)
    }),
    spec(MxNss, &["99999999999", "99-99-99-9999-9"], Hinted, luhn),
    spec(MxClabe, &["999999999999999999"], Hinted, |c| {
        let total: u32 =
            c.iter().take(17).zip([3, 7, 1].iter().cycle()).map(|(b, w)| u32::from(b - b'0') * w % 10).sum();
        (10 - total % 10) % 10 == d(c, 17)
    }),
    spec(ArCuit, &["99-99999999-9", "99_99999999_9", "99999999999"], Grouped, |c| {
        let check = 11 - sum(c, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
        matches!(num(c, 0, 2), 20 | 23..=27 | 30 | 33 | 34) && check % 11 == d(c, 10)
    }),
    strict(ArDni, &["99.999.999", "9.999.999", "99999999"], Named, |_| true),
    spec(ClRut, &["99.999.999-X", "9.999.999-X"], Grouped, rut),
    spec(ClRut, &["99999999-X", "9999999-X"], Hinted, rut),
    strict(CoNit, &["999.999.999-9", "999999999-9", "9999999999"], Hinted, |c| {
        let rest = sum(c, &[41, 37, 29, 23, 19, 17, 13, 7, 3]) % 11;
        (if rest < 2 { rest } else { 11 - rest }) == d(c, 9)
    }),
    strict(CoCedula, &["99.999.999", "9.999.999.999", "99999999", "9999999999"], Named, |_| true),
    strict(PeDni, &["99999999"], Exact, |_| true),
    spec(PeRuc, &["99999999999"], Hinted, |c| {
        let check = 11 - sum(c, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
        matches!(num(c, 0, 2), 10 | 15..=17 | 20) && check % 10 == d(c, 10)
    }),
    spec(EcCedula, &["9999999999", "999999999-9"], Hinted, |c| {
        let total: u32 = (0..9).map(|i| d(c, i) * (2 - i as u32 % 2)).map(|x| if x > 9 { x - 9 } else { x }).sum();
        matches!(num(c, 0, 2), 1..=24 | 30) && (10 - total % 10) % 10 == d(c, 9)
    }),
    spec(UyCi, &["9.999.999-9"], Alone, |c| (10 - sum(c, &[2, 9, 8, 7, 6, 3, 4]) % 10) % 10 == d(c, 7)),
    strict(UyCi, &["99999999", "9999999-9"], Hinted, |c| (10 - sum(c, &[2, 9, 8, 7, 6, 3, 4]) % 10) % 10 == d(c, 7)),
    spec(VeCedula, &["A-99.999.999", "A99999999", "A-99999999", "A-9.999.999"], Named, |c| {
        matches!(c.first(), Some(b'V' | b'E' | b'J' | b'G' | b'P'))
    }),
    spec(DoCedula, &["999-9999999-9", "99999999999"], Grouped, luhn),
    spec(CaSin, &["999_999_999", "999999999"], Lone, |c| !matches!(d(c, 0), 0 | 8) && luhn(c) && varied(c)),
    // Guatemala: mod 11 from the right, K for 10. El Salvador: place, date of birth or of foundation.
    strict(TaxId, &["99999999-X", "9999999-X", "999999-X"], Hinted, guatemalan),
    strict(TaxId, &["9999-999999-999-9"], Hinted, |c| ddmmyy(c, 4)),
    // Business number with the account of a program.
    spec(TaxId, &["999999999AA9999", "999999999 AA9999"], Alone, |c| {
        luhn(c.get(..9).unwrap_or_default()) && c.get(9..11).is_some_and(|w| PROGRAMS.contains(&w))
    }),
    spec(CaHealth, &["9999-999-999-AA", "9999-999-999AA", "9999999999AA"], Alone, |c| {
        luhn(c.get(..10).unwrap_or_default())
    }),
    spec(CaHealth, &["9999_999_999", "9999999999", "AAAA99999999", "AAAA 9999 9999"], Named, |_| true),
];

/// Programs of the Canada Revenue Agency: corporation, payroll, import and export, goods and services tax, information
/// returns, charity.
const PROGRAMS: &[&[u8]] = &[b"RC", b"RP", b"RM", b"RT", b"RZ", b"RR"];

const STATES: &[&[u8]] = &[
    b"AS", b"BC", b"BS", b"CC", b"CL", b"CM", b"CS", b"CH", b"DF", b"DG", b"GT", b"GR", b"HG", b"JC", b"MC", b"MN",
    b"MS", b"NT", b"NL", b"OC", b"PL", b"QT", b"QR", b"SP", b"SL", b"SR", b"TC", b"TS", b"TL", b"VZ", b"YN", b"ZS",
    b"NE",
];

/// By where the first figure stands.
const CNPJ_WITH_LETTERS: &[&str] = &[
    "XX.XXX.XXX/XXXX-99", "AA.9XX.XXX/XXXX-99", "AA.A9X.XXX/XXXX-99", "AA.AA9.XXX/XXXX-99", "AA.AAA.9XX/XXXX-99",
    "AA.AAA.A9X/XXXX-99", "AA.AAA.AA9/XXXX-99",
];

/// A number of a firm of Brazil with letters, whose first dot stands at `p`: without a word it must be written in
/// groups and its check digits must hold.
pub(in crate::redact) fn lettered_firm(t: &[u8], p: usize) -> Option<Hit> {
    let from = p.checked_sub(2)?;
    let (chars, to) = read(t, from, b"XX.XXX.XXX/XXXX-99")?;
    let lettered = chars.get().iter().any(u8::is_ascii_alphabetic) && !chars.lower;
    let fine = lettered && apart(t, from, to, false) && cnpj(chars.get());
    let denied = || {
        let found = hints::before(t, from);
        found.negative || found.goods
    };
    (fine && !denied()).then(|| Hit::ruled(from, to, BrCnpj, "lettered-firm"))
}

/// Both check digits of the CNPJ: a letter counts as its code less that of zero.
fn cnpj(c: &[u8]) -> bool {
    let digit = |weights: &[u32]| match sum(c, weights) % 11 {
        0 | 1 => 0,
        x => 11 - x,
    };
    digit(&[5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) == d(c, 12)
        && digit(&[6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) == d(c, 13)
        && varied(c)
}

/// Check character of the RFC: mod 11 over an alphabet of 37, companies padded by a space.
fn rfc_check(c: &[u8]) -> bool {
    const ALPHABET: &[u8] = b"0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ ";
    let place = |b: &u8| ALPHABET.iter().position(|x| x == b).unwrap_or(0) as u32;
    let pad: &[u8] = if c.len() == 12 { b" " } else { b"" };
    let Some((last, body)) = c.split_last() else { return false };
    let total: u32 = pad.iter().chain(body).zip((2..=13).rev()).map(|(b, w)| place(b) * w).sum();
    let check = match 11 - total % 11 {
        11 => b'0',
        10 => b'A',
        x => b'0' + x as u8,
    };
    check == *last
}

fn guatemalan(c: &[u8]) -> bool {
    let Some((last, body)) = c.split_last() else { return false };
    let total: u32 = body.iter().rev().zip(2..).map(|(b, w)| u32::from(b.wrapping_sub(b'0')) * w).sum();
    let check = match (11 - total % 11) % 11 {
        10 => b'K',
        x => b'0' + x as u8,
    };
    check == *last
}

fn rut(c: &[u8]) -> bool {
    let Some((last, body)) = c.split_last() else { return false };
    let total: u32 = body
        .iter()
        .rev()
        .zip([2, 3, 4, 5, 6, 7].iter().cycle())
        .map(|(b, w)| u32::from(b.wrapping_sub(b'0')) * w)
        .sum();
    let check = match 11 - total % 11 {
        11 => b'0',
        10 => b'K',
        x => b'0' + x as u8,
    };
    check == *last
}
