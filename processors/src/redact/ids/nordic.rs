//! The Nordic and Baltic states. Sources: Skatteverket (SE), Skatteetaten (NO), CPR-kontoret (DK), DVV (FI), Þjóðskrá
//! (IS), EVS 585 (EE, LT), PMLP (LV).

use super::{Rule::*, Spec, checksums::*, spec};
use crate::redact::types::Type::*;

pub(super) const SPECS: &[Spec] = &[
    spec(SePersonnummer, &["99999999-9999", "999999999999", "99999999+9999", "99999999 9999"], Alone, |c| {
        personal(c.get(2..).unwrap_or_default()) && matches!(num(c, 0, 2), 18..=20) && !clock(c)
    }),
    spec(SePersonnummer, &["99999999-9999", "999999999999"], Hinted, |c| {
        personal(c.get(2..).unwrap_or_default()) && matches!(num(c, 0, 2), 18..=20)
    }),
    spec(SePersonnummer, &["999999-9999", "999999+9999"], Alone, |c| personal(c) && !clock(c)),
    spec(SePersonnummer, &["999999-9999", "9999999999", "999999 - 9999", "99999999 - 9999"], Hinted, |c| {
        personal(c.get(c.len() - 10..).unwrap_or_default())
    }),
    spec(SeOrganisationsnummer, &["999999-9999", "9999999999"], Lone, |c| d(c, 2) >= 2 && luhn(c) && varied(c)),
    spec(NoFnr, &["99999999999", "999999 99999"], Alone, |c| ddmmyy(c, 0) && norwegian(c)),
    // D numbers add 40 to the day, test numbers 40 or 80 to the month: too many numbers look like one.
    spec(NoFnr, &["99999999999", "999999 99999"], Hinted, |c| {
        let day = num(c, 0, 2);
        day_exists(num(c, 2, 4) % 40, if day > 40 { day - 40 } else { day }) && norwegian(c)
    }),
    spec(DkCpr, &["999999-9999", "9999999999", "999999 9999"], Lone, |c| ddmmyy(c, 0) && !clock(c)),
    spec(DkCpr, &["999999-9999", "9999999999"], Hinted, |c| ddmmyy(c, 0)),
    spec(FiPersonalIdentityCode, &["999999-999X", "999999A999X", "999999+999X"], Alone, |c| {
        let digits: Vec<u8> = c.iter().copied().filter(|b| b.is_ascii_digit()).take(9).collect();
        let century = c.get(6).is_none_or(|b| b.is_ascii_digit() || b"ABCDEFUVWXY".contains(b));
        let serial = num(&digits, 6, 9);
        century
            && ddmmyy(c, 0)
            && (2..=999).contains(&serial)
            && b"0123456789ABCDEFHJKLMNPRSTUVWXY".get((num(&digits, 0, 9) % 31) as usize) == c.last()
    }),
    spec(IsKennitala, &["999999-9999", "9999999999"], Grouped, |c| {
        let day = num(c, 0, 2);
        let check = 11 - sum(c, &[3, 2, 7, 6, 5, 4, 3, 2]) % 11;
        day_exists(num(c, 2, 4), if day > 40 { day - 40 } else { day })
            && check % 11 == d(c, 8)
            && matches!(d(c, 9), 0 | 8 | 9)
            && !clock(c)
    }),
    spec(EeIk, &["99999999999"], Hinted, baltic),
    spec(LtAk, &["99999999999"], Hinted, baltic),
    spec(LvPk, &["999999-99999", "99999999999"], Grouped, |c| {
        let born = ddmmyy(c, 0) && d(c, 6) <= 2;
        let total = sum(c, &[1, 6, 3, 7, 9, 10, 5, 8, 4, 2]);
        c.starts_with(b"32") || born && (1101 - total) % 11 % 10 == d(c, 10)
    }),
];

/// Both check digits.
fn norwegian(c: &[u8]) -> bool {
    let first = 11 - sum(c, &[3, 7, 6, 1, 8, 9, 4, 5, 2]) % 11;
    let second = 11 - sum(c, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
    first % 11 == d(c, 9) && second % 11 == d(c, 10)
}

/// Birthday (+60 for coordination numbers), serial, Luhn.
fn personal(c: &[u8]) -> bool {
    let day = num(c, 4, 6);
    day_exists(num(c, 2, 4), if day > 60 { day - 60 } else { day }) && luhn(c)
}

/// Whether the last four digits may be hours and minutes: then it may be a time stamp.
fn clock(c: &[u8]) -> bool {
    c.len() >= 10 && num(c, c.len() - 4, c.len() - 2) < 24 && num(c, c.len() - 2, c.len()) < 60
}

/// Sex and century, birthday, serial, check digit by two series of weights.
fn baltic(c: &[u8]) -> bool {
    let first = sum(c, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
    let second = sum(c, &[3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11 % 10;
    matches!(d(c, 0), 1..=8) && yymmdd(c, 1) && (if first == 10 { second } else { first }) == d(c, 10)
}
