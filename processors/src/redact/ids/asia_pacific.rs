//! Asia and the Pacific. Sources: UIDAI (Verhoeff), Income Tax Department (PAN), GSTN, GB 11643-1999 (CN), HK
//! Immigration, MOI (TW), MOIS (KR), J-LIS (My Number), DOPA (TH), ICA and ACRA (SG), JPN (MY), Dukcapil (ID), BIR
//! (PH), NADRA (PK), ATO and ASIC (AU), Services Australia, Inland Revenue (NZ).

use super::{Rule::*, Spec, checksums::*, spec, strict};
use crate::redact::types::Type::*;

pub(super) const SPECS: &[Spec] = &[
    // The virtual id that stands for one.
    spec(InAadhaar, &["9999_9999_9999_9999", "9999999999999999"], Exact, verhoeff),
    spec(InAadhaar, &["9999_9999_9999", "999999999999", "9999:9999:9999"], Lone, |c| {
        d(c, 0) > 1 && verhoeff(c) && !c.iter().eq(c.iter().rev())
    }),
    spec(InPan, &["AAAAA9999A"], Alone, |c| c.get(3).is_some_and(|b| b"ABCFGHJLKPT".contains(b))),
    spec(InGstin, &["99AAAAA9999AXAX"], Alone, |c| {
        matches!(num(c, 0, 2), 1..=37 | 97 | 99) && c.get(13) == Some(&b'Z')
    }),
    strict(InVoter, &["AAA9999999"], Named, |_| true),
    strict(InPassport, &["A9999999"], Exact, |c| c.get(1) != Some(&b'0')),
    spec(CnResidentId, &["99999999999999999X"], Alone, |c| {
        matches!(num(c, 0, 2), 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83)
            && matches!(num(c, 6, 8), 18..=20)
            && day_exists(num(c, 10, 12), num(c, 12, 14))
            && mod11_2(c)
    }),
    spec(HkId, &["A999999(X)", "AA999999(X)"], Alone, hong_kong),
    spec(HkId, &["A999999X", "AA999999X"], Hinted, hong_kong),
    spec(TwId, &["A999999999"], Lone, |c| {
        let letter = b"ABCDEFGHJKLMNPQRSTUVXYWZIO".iter().position(|b| Some(b) == c.first()).unwrap_or(0) as u32 + 10;
        let total = letter / 10 + letter % 10 * 9 + sum(c.get(1..).unwrap_or_default(), &[8, 7, 6, 5, 4, 3, 2, 1, 1]);
        matches!(d(c, 1), 1 | 2 | 8 | 9) && total.is_multiple_of(10)
    }),
    spec(KrRrn, &["999999-9999999"], Alone, |c| yymmdd(c, 0) && matches!(d(c, 6), 1..=4)),
    spec(KrRrn, &["9999999999999", "999999 - 9999999", "999999 9999999"], Named, |c| {
        yymmdd(c, 0) && matches!(d(c, 6), 1..=4)
    }),
    spec(KrFrn, &["999999-9999999"], Alone, |c| yymmdd(c, 0) && matches!(d(c, 6), 5..=8)),
    spec(KrFrn, &["9999999999999"], Named, |c| yymmdd(c, 0) && matches!(d(c, 6), 5..=8)),
    spec(KrBrn, &["999-99-99999", "9999999999"], Grouped, |c| {
        let total = sum(c, &[1, 3, 7, 1, 3, 7, 1, 3, 5]) + d(c, 8) * 5 / 10;
        (10 - total % 10) % 10 == d(c, 9)
    }),
    strict(KrPassport, &["A999A9999", "A99999999"], Exact, |c| c.first().is_some_and(|b| b"MSRODG".contains(b))),
    spec(KrDriverLicense, &["99-99-999999-99"], Alone, |c| matches!(num(c, 0, 2), 11..=28)),
    spec(JpMyNumber, &["9999_9999_9999", "999999999999"], Hinted, |c| {
        let rest = sum(c, &[6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
        (if rest <= 1 { 0 } else { 11 - rest }) == d(c, 11) && varied(c)
    }),
    spec(ThTnin, &["9-9999-99999-99-9", "9_9999_99999_99_9", "9999999999999"], Grouped, |c| {
        let rest = sum(c, &[13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11;
        d(c, 0) > 0 && (11 - rest) % 10 == d(c, 12)
    }),
    spec(SgNricFin, &["A9999999A"], Whole, nric),
    spec(SgUen, &["99999999A", "999999999A", "A99AA9999A"], Lone, uen),
    spec(MyNric, &["999999-99-9999"], Alone, |c| yymmdd(c, 0) && matches!(num(c, 6, 8), 1..=16 | 21..=59 | 82)),
    spec(MyNric, &["999999999999"], Hinted, |c| yymmdd(c, 0)),
    spec(IdNik, &["9999999999999999", "999999_999999_9999"], Hinted, |c| {
        let day = num(c, 6, 8);
        matches!(num(c, 0, 2), 11..=21 | 31..=36 | 51..=53 | 61..=65 | 71..=76 | 81 | 82 | 91..=97)
            && day_exists(num(c, 8, 10), if day > 40 { day - 40 } else { day })
    }),
    spec(PhTin, &["999-999-999-999", "999-999-999", "999-999-999-99999", "999999999", "999999999999"], Hinted, |_| {
        true
    }),
    spec(PhUmid, &["9999-9999999-9", "99-9999999-9"], Named, |_| true),
    spec(VnCccd, &["999999999999"], Hinted, |c| matches!(num(c, 0, 3), 1..=96) && d(c, 3) < 10),
    spec(PkCnic, &["99999-9999999-9"], Alone, |c| matches!(d(c, 0), 1..=8)),
    spec(PkCnic, &["9999999999999"], Named, |c| matches!(d(c, 0), 1..=8)),
    spec(AuTfn, &["999_999_999", "999999999"], Lone, |c| {
        sum(c, &[1, 4, 3, 7, 5, 8, 6, 9, 10]).is_multiple_of(11) && varied(c)
    }),
    spec(AuAbn, &["99_999_999_999", "99999999999"], Grouped, |c| {
        let total = sum(c, &[10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]);
        d(c, 0) > 0 && (total - 10).is_multiple_of(89)
    }),
    spec(AuAcn, &["999_999_999", "999999999"], Lone, |c| {
        (10 - sum(c, &[8, 7, 6, 5, 4, 3, 2, 1]) % 10) % 10 == d(c, 8) && varied(c)
    }),
    spec(AuMedicare, &["9999_99999_9", "9999999999", "9999 99999 9-9", "99999999999"], Grouped, |c| {
        matches!(d(c, 0), 2..=6) && sum(c, &[1, 3, 7, 9, 1, 3, 7, 9]) % 10 == d(c, 8)
    }),
    spec(NzIrd, &["99_999_999", "999_999_999", "99999999", "999999999"], Hinted, ird),
    spec(NzNhi, &["AAA9999", "AAA99AX"], Exact, |_| true),
];

fn hong_kong(c: &[u8]) -> bool {
    let Some((last, body)) = c.split_last() else { return false };
    let letters = body.iter().take_while(|b| b.is_ascii_uppercase()).count();
    let weights = if letters == 2 { [9, 8, 7, 6, 5, 4, 3, 2] } else { [8, 7, 6, 5, 4, 3, 2, 0] };
    let total: u32 = body.iter().zip(weights).map(|(b, w)| base36(*b) * w).sum();
    let total = if letters == 1 { total + 36 * 9 } else { total };
    (11 - total % 11) % 11 == if *last == b'A' { 10 } else { base36(*last) }
}

/// Singapore NRIC (S, T) and FIN (F, G, M).
fn nric(c: &[u8]) -> bool {
    let rest = sum(c.get(1..).unwrap_or_default(), &[2, 7, 6, 5, 4, 3, 2]) as usize;
    let letter = match c.first() {
        Some(b'S') => b"JZIHGFEDCBA".get(rest % 11),
        Some(b'T') => b"JZIHGFEDCBA".get((rest + 4) % 11),
        Some(b'F') => b"XWUTRQPNMLK".get(rest % 11),
        Some(b'G') => b"XWUTRQPNMLK".get((rest + 4) % 11),
        Some(b'M') => b"KLJNPQRTUWX".get((rest + 3) % 11),
        _ => None,
    };
    letter.is_some() && letter == c.last()
}

/// Businesses, local companies, other entities.
fn uen(c: &[u8]) -> bool {
    let check = match c.len() {
        9 => b"XMKECAWLJDB".get((sum(c, &[10, 4, 9, 3, 8, 2, 7, 1]) % 11) as usize),
        10 if c.first().is_some_and(u8::is_ascii_digit) => {
            let year = matches!(num(c, 0, 4), 1900..=2099);
            b"ZKCMDNERGWH".get((sum(c, &[10, 8, 6, 4, 9, 7, 5, 3, 1]) % 11) as usize).filter(|_| year)
        }
        10 => {
            const ALPHABET: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWX0123456789";
            let place = |b: &u8| ALPHABET.iter().position(|x| x == b).unwrap_or(0);
            let total: usize = c.iter().zip([4, 3, 5, 3, 10, 2, 2, 5, 7]).map(|(b, w)| place(b) * w).sum();
            ALPHABET.get((total + 11 * 8 - 5) % 11).filter(|_| matches!(c.first(), Some(b'R' | b'S' | b'T')))
        }
        _ => None,
    };
    check.is_some() && check == c.last()
}

/// Inland Revenue number of eight or nine digits, by one of two series of weights.
fn ird(c: &[u8]) -> bool {
    let mut full = [b'0'; 9];
    let from = 9 - c.len().min(9);
    full.iter_mut().skip(from).zip(c).for_each(|(to, b)| *to = *b);
    let check = |weights: &[u32]| (11 - sum(&full, weights) % 11) % 11;
    let first = check(&[3, 2, 7, 6, 5, 4, 3, 2]);
    let value = if first == 10 { check(&[7, 4, 3, 2, 5, 2, 7, 6]) } else { first };
    (10_000_000..=150_000_000).contains(&num(&full, 0, 9)) && value == d(&full, 8)
}
