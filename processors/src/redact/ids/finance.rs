//! Banking and securities. Sources: ABA routing number policy (3-7-1), EPC 262-08 (SEPA creditor identifier, mod 97),
//! ISO 6166 (ISIN), ISO 17442 (LEI), CUSIP Global Services.

use super::{
    Rule::*,
    Spec,
    checksums::*,
    reading::{Best, apart},
    spec, strict,
};
use crate::redact::{
    bytes::{alnum, at, digit, part, run},
    scan::Hit,
    types::Type::{self, *},
};

pub(super) const SPECS: &[Spec] = &[
    spec(AbaRoutingNumber, &["999999999", "9999-9999-9"], Hinted, |c| {
        matches!(num(c, 0, 2), 1..=12 | 21..=32 | 61..=72 | 80)
            && sum(c, &[3, 7, 1, 3, 7, 1, 3, 7, 1]).is_multiple_of(10)
    }),
    spec(UkBankAccount, &["99-99-99 99999999", "99-99-99, 99999999", "999999 99999999", "99-99-99"], Named, |_| true),
    // ISO 17442, check digits of ISO 7064 mod 97-10.
    spec(TaxId, &["9999XXXXXXXXXXXXXX99"], Hinted, |c| {
        c.iter().any(u8::is_ascii_alphabetic) && mod97(c.iter().copied()) == 1
    }),
    // Spain: bank and branch, account, a check digit of each before the account.
    spec(
        BankAccount,
        &["9999 9999 99 9999999999", "9999-9999-99-9999999999", "99999999999999999999"],
        Grouped,
        spanish_account,
    ),
    spec(SecurityId, &["AAXXXXXXXXX9"], Hinted, luhn),
    spec(SecurityId, &["XXXXXXXX9"], Hinted, cusip),
    strict(
        UsBankNumber,
        &[
            "99999999", "999999999", "9999999999", "99999999999", "999999999999", "9999999999999", "99999999999999",
            "999999999999999", "9999999999999999", "99999999999999999",
        ],
        Named,
        varied,
    ),
];

/// Mod 11 of powers of two, over bank and branch, and over the account.
fn spanish_account(c: &[u8]) -> bool {
    let check = |from: usize, weights: &[u32]| match 11 - sum(part(c, from, c.len()), weights) % 11 {
        11 => 0,
        10 => 1,
        x => x,
    };
    check(0, &[4, 8, 5, 10, 9, 7, 3, 6]) == d(c, 8)
        && check(10, &[1, 2, 4, 8, 5, 10, 9, 7, 3, 6]) == d(c, 9)
        && varied(c)
}

/// Odd places once, even places twice, digits summed.
fn cusip(c: &[u8]) -> bool {
    let total: u32 = c
        .iter()
        .take(8)
        .enumerate()
        .map(|(i, b)| {
            let v = base36(*b) * (1 + i as u32 % 2);
            v / 10 + v % 10
        })
        .sum();
    (10 - total % 10) % 10 == d(c, 8)
}

/// `DE98ZZZ09999999999`: country, check digits, business code (not checked), national id.
pub(super) fn creditor(t: &[u8], p: usize, letters: usize, best: &mut Best) {
    if letters != 2 || !digit(at(t, p + 1)) || digit(at(t, p + 2)) || !at(t, p + 2).is_ascii_uppercase() {
        return;
    }
    let from = p - 2;
    let n = run(t, from, 36, alnum);
    let text = part(t, from, from + n);
    if !(12..=35).contains(&n) || text.iter().any(u8::is_ascii_lowercase) || !apart(t, from, from + n, true) {
        return;
    }
    let rearranged = part(text, 7, n).iter().chain(part(text, 0, 4)).copied();
    if part(text, 4, 7).iter().all(|b| alnum(*b)) && mod97(rearranged) == 1 && best.is_none_or(|(s, _)| s < 8) {
        *best = Some((8, Hit::new(from, from + n, Type::SepaCreditorId)));
    }
}
