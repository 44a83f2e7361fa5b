//! What names who is paid: handles of India's UPI (NPCI, list of handles), sort codes of the United Kingdom with the account beside.

use super::apart;
use crate::redact::{
    bytes::{at, back, digit, part, run, run_back},
    scan::Hit,
    types::Type,
};

/// Handles of banks and apps behind the `@`.
#[rustfmt::skip]
const HANDLES: &[&[u8]] = &[
    b"okhdfcbank", b"okicici", b"okaxis", b"oksbi", b"ybl", b"ibl", b"axl", b"paytm", b"ptsbi", b"ptyes", b"pthdfc",
    b"ptaxis", b"upi", b"apl", b"yapl", b"rapl", b"axisb", b"axisbank", b"idfcbank", b"idfcfirst", b"icici", b"sbi",
    b"hdfcbank", b"kotak", b"kotak811", b"barodampay", b"yesbank", b"yespay", b"jupiteraxis", b"waicici", b"wahdfcbank",
    b"wasbi", b"waaxis", b"naviaxis", b"superyes", b"timecosmos", b"freecharge", b"airtel", b"postbank", b"indus",
    b"federal", b"cnrb", b"unionbank", b"aubank", b"kmbl", b"ikwik", b"mbkns", b"abfspay", b"axisgo", b"pingpay", b"goaxb",
    b"tapicici", b"yescred", b"freoicici", b"pockets", b"payzapp", b"allbank", b"centralbank", b"indianbank", b"idbi", b"dlb",
    b"kbl", b"rbl", b"sib", b"uboi", b"utbi", b"jio", b"fbpe", b"hsbc", b"citi", b"scb", b"dbs", b"bandhan", b"eazypay",
    b"amazonpay",
];

/// The address of an account around the `@` at `p`: `ravi.kumar@okhdfcbank`.
pub(in crate::redact) fn handle(t: &[u8], p: usize) -> Option<Hit> {
    let n = run(t, p + 1, 13, |b| b.is_ascii_lowercase() || digit(b));
    let to = p + 1 + n;
    let next = at(t, to);
    let ends = !matches!(next, b'.' | b'-' | b':' | b'/' | b'_' | b'@' | b'(' | b'=') && !next.is_ascii_alphanumeric();
    // At the end of a sentence.
    let ends = ends || matches!(next, b'.' | b':') && at(t, to + 1) <= b' ';
    if !ends || !HANDLES.contains(&part(t, p + 1, to)) {
        return None;
    }
    let m = run_back(t, p, 64, |b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'));
    let from = p - m;
    let before = back(t, from, 1);
    // Short ones have other meanings.
    let told = n > 4
        || matches!(part(t, p + 1, to), b"ybl" | b"ibl" | b"axl")
        || part(t, from, p).iter().any(|b| digit(*b) || *b == b'.');
    let fine = told && m >= 3 && at(t, from).is_ascii_alphanumeric() && !matches!(before, b'/' | b'@' | b'$');
    fine.then(|| Hit::new(from, to, Type::BankAccount))
}

/// Words that may stand between a sort code and the number of its account; the first name an account.
#[rustfmt::skip]
const BETWEEN: &[&[u8]] = &[
    b"account", b"acc", b"acct", b"a", b"ac", b"number", b"no", b"num", b"c", b"and", b"is",
];
/// How many of them name an account.
const ACCOUNT: usize = 5;

/// Sort code at `p` with the account behind it: `20-00-00, a/c 55779911`.
pub(super) fn sort_code(t: &[u8], p: usize, hits: &mut Vec<Hit>) -> bool {
    let two = |i: usize| digit(at(t, i)) && digit(at(t, i + 1));
    if at(t, p + 2) != b'-' || at(t, p + 5) != b'-' || !two(p) || !two(p + 3) || !two(p + 6) || !apart(t, p, p + 8) {
        return false;
    }
    let (mut i, mut named) = (p + 8, false);
    while i < p + 40 {
        match at(t, i) {
            b' ' | b',' | b':' | b'.' | b'/' | b'#' | b';' | b'-' | b'|' => i += 1,
            b if b.is_ascii_alphabetic() => {
                let n = run(t, i, 9, |b| b.is_ascii_alphabetic());
                let Some(k) = BETWEEN.iter().position(|w| part(t, i, i + n).eq_ignore_ascii_case(w)) else {
                    return false;
                };
                named |= k < ACCOUNT;
                i += n;
            }
            _ => break,
        }
    }
    let n = run(t, i, 9, digit);
    let to = if n == 4 && at(t, i + 4) == b' ' && run(t, i + 5, 5, digit) == 4 { i + 9 } else { i + n };
    let fine = named && matches!(to - i, 8 | 9) && apart(t, i, to);
    if fine {
        hits.push(Hit::new(p, p + 8, Type::UkBankAccount));
        hits.push(Hit::new(i, to, Type::UkBankAccount));
    }
    fine
}
