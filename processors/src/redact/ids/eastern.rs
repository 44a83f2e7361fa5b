//! Central and eastern Europe. Sources: the weights published by the registers (PESEL, NIP, REGON, rodné číslo, EGN,
//! CNP, JMBG, OIB, davčna številka, adóazonosító, TAJ, INN, SNILS, RNOKPP).

use super::{Rule::*, Spec, checksums::*, spec, strict};
use crate::redact::types::Type::*;

pub(super) const SPECS: &[Spec] = &[
    // Serbian tax number.
    strict(TaxId, &["999999999"], Named, |c| mod11_10(c) && varied(c)),
    // Czech and Slovak numbers of firms.
    strict(TaxId, &["99999999"], Named, |c| (11 - sum(c, &[8, 7, 6, 5, 4, 3, 2]) % 11) % 10 == d(c, 7) && varied(c)),
    spec(PlPesel, &["99999999999"], Hinted, |c| {
        // The century is added to the month in twenties.
        day_exists(num(c, 2, 4) % 20, num(c, 4, 6)) && sum(c, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]).is_multiple_of(10)
    }),
    spec(PlNip, &["999-999-99-99", "999-99-99-999", "9999999999", "999 999 99 99"], Grouped, |c| {
        let rest = sum(c, &[6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11;
        rest == d(c, 9) && d(c, 0) > 0
    }),
    spec(PlRegon, &["999999999", "99999999999999"], Hinted, |c| {
        let nine = sum(c, &[8, 9, 2, 3, 4, 5, 6, 7]) % 11 % 10 == d(c, 8);
        nine && (c.len() == 9 || sum(c, &[2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8]) % 11 % 10 == d(c, 13))
    }),
    spec(PlIdCard, &["AAA999999", "AAA 999999"], Lone, |c| {
        let total: u32 = c.iter().zip([7, 3, 1, 9, 7, 3, 1, 7, 3]).map(|(b, w)| base36(*b) * w).sum();
        total.is_multiple_of(10)
    }),
    spec(CzRc, &["999999/9999"], Alone, birth_number),
    spec(CzRc, &["9999999999", "999999 9999"], Hinted, birth_number),
    spec(CzRc, &["999999/999"], Hinted, |c| day_exists(num(c, 2, 4) % 50, num(c, 4, 6))),
    spec(BgEgn, &["9999999999"], Hinted, |c| {
        let month = num(c, 2, 4);
        let check = sum(c, &[2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10;
        month <= 52 && day_exists(month % 20, num(c, 4, 6)) && check == d(c, 9)
    }),
    spec(RoCnp, &["9999999999999"], Hinted, |c| {
        let rest = sum(c, &[2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
        d(c, 0) > 0
            && yymmdd(c, 1)
            && matches!(num(c, 7, 9), 1..=52 | 70 | 80..=83)
            && (if rest == 10 { 1 } else { rest }) == d(c, 12)
    }),
    spec(RsJmbg, &["9999999999999"], Hinted, |c| {
        let rest = 11 - sum(c, &[7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
        ddmmyy(c, 0) && (if rest > 9 { 0 } else { rest }) == d(c, 12)
    }),
    spec(HrOib, &["99999999999"], Hinted, mod11_10),
    spec(SiTin, &["99999999"], Hinted, |c| {
        let check = 11 - sum(c, &[8, 7, 6, 5, 4, 3, 2]) % 11;
        d(c, 0) > 0 && check % 10 == d(c, 7) && check < 11
    }),
    spec(HuTin, &["9999999999"], Hinted, |c| d(c, 0) == 8 && sum(c, &[1, 2, 3, 4, 5, 6, 7, 8, 9]) % 11 == d(c, 9)),
    spec(HuTaj, &["999999999", "999_999_999"], Hinted, |c| sum(c, &[3, 7, 3, 7, 3, 7, 3, 7]) % 10 == d(c, 8)),
    spec(RuInn, &["9999999999", "999999999999"], Hinted, |c| match c.len() {
        10 => sum(c, &[2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10 == d(c, 9),
        _ => {
            sum(c, &[7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10 == d(c, 10)
                && sum(c, &[3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10 == d(c, 11)
        }
    }),
    spec(RuSnils, &["999-999-999 99", "999-999-999-99"], Alone, snils),
    spec(RuSnils, &["99999999999"], Hinted, snils),
    spec(RuPassport, &["9999 999999", "99 99 999999", "99 9999999", "9999999999"], Named, |_| true),
    spec(UaRnokpp, &["9999999999"], Hinted, |c| {
        let total = sum(c, &[0, 5, 7, 9, 4, 6, 10, 5, 7]) + d(c, 0) * 10;
        // The first weight is -1, which is 10 by the modulus.
        total % 11 % 10 == d(c, 9)
    }),
];

/// Birthday (+50 for women, +20 or +70 when the day's numbers ran out), divisible by 11.
fn birth_number(c: &[u8]) -> bool {
    let month = match num(c, 2, 4) {
        m @ 1..=12 => m,
        m @ 21..=32 => m - 20,
        m @ 51..=62 => m - 50,
        m @ 71..=82 => m - 70,
        _ => return false,
    };
    day_exists(month, num(c, 4, 6)) && num64(c).is_multiple_of(11)
}

fn snils(c: &[u8]) -> bool {
    let rest = sum(c, &[9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101 % 100;
    rest == num(c, 9, 11) && varied(c)
}
