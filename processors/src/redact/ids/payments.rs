//! What names who is paid: handles of India's UPI (NPCI, list of handles), sort codes of the United Kingdom with the
//! account beside, cards in odd groups.

use super::reading::apart;
use crate::redact::{
    bytes::{alnum, at, back, digit, part, run, run_back, word_before},
    numbers::{self, cards},
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

/// Those that are words of English or of other things: a machine may have such a name.
const WORDS: &[&[u8]] =
    &[b"federal", b"indus", b"pockets", b"airtel", b"postbank", b"allbank", b"icici", b"kotak", b"idbi", b"amazonpay"];

/// Card whose groups one sign parts that parts no values: `4111_1111_1111_1111`, `3782_822463_10005`. `p` is its first
/// digit, or that of its group of six. Only by its issuer and its check digit.
pub(in crate::redact) fn oddly_grouped(t: &[u8], p: usize) -> Option<Hit> {
    const SIGNS: &[u8] = b"_~#:\0";
    if at(t, p + 2) == b' ' && at(t, p + 7) == b' ' {
        return polish(t, p);
    }
    let four = digit(at(t, p + 3)) && !digit(at(t, p + 4));
    let (from, sign, lens) =
        if four { (p, *t.get(p + 4)?, &[4, 4, 4, 4][..]) } else { (p.checked_sub(5)?, *t.get(p - 1)?, &[4, 6, 5][..]) };
    if !SIGNS.contains(&sign) {
        return None;
    }
    let mut to = from;
    for n in lens {
        if run(t, to, 8, digit) != *n || to > from && at(t, to - 1) != sign {
            return None;
        }
        to += n + 1;
    }
    to -= 1;
    // Of a longer row, or of a word.
    let (before, behind) = (back(t, from, 1), at(t, to));
    let joined = |sign: u8, next: u8| SIGNS.contains(&sign) && digit(next);
    if from > 0 && (alnum(before) || joined(before, back(t, from, 2))) || alnum(behind) || joined(behind, at(t, to + 1))
    {
        return None;
    }
    let (d, k) = numbers::digits(t, from, to);
    let d = d.get(..k)?;
    let repeated = d.chunks(4).all(|group| d.starts_with(group));
    (cards::luhn(d) && cards::issuer(d) == Some(true) && !repeated).then(|| Hit::new(from, to, Type::Card))
}

/// Words around an account from or to which money goes.
#[rustfmt::skip]
const MONEY: &[&[u8]] = &[
    b"transfer", b"transferred", b"transferring", b"wire", b"wired", b"deposit", b"deposited", b"withdraw", b"withdrew", b"withdrawn", b"funds",
    b"fund", b"refund", b"refunded", b"overdrawn", b"overdraft", b"debited", b"credited", b"remit",
];
/// How far behind an account they may stand, bytes.
const MONEY_BEHIND: usize = 40;

/// Account at `p` that a sentence about money names: `wire it to account 483920117`, `account 483920117 is overdrawn`.
pub(in crate::redact) fn transferred(t: &[u8], p: usize) -> Option<Hit> {
    if back(t, p, 1) != b' ' || back(t, p, 2) | 0x20 != b't' {
        return None;
    }
    let n = run(t, p, 18, digit);
    let named = [&b"account "[..], b"acct "].iter().any(|w| {
        let start = p.saturating_sub(w.len());
        part(t, start, p).eq_ignore_ascii_case(w) && !alnum(back(t, start, 1))
    });
    // `AWS account 123456789012`
    const NO_BANKS: &[&[u8]] =
        &[b"aws", b"azure", b"gcp", b"google", b"github", b"user", b"service", b"storage", b"stripe", b"cloud"];
    let other = word_before(t, p.saturating_sub(5), 10, NO_BANKS);
    if other || !named || !(7..=17).contains(&n) || !apart(t, p, p + n, true) {
        return None;
    }
    let end = (p + n + MONEY_BEHIND).min(t.len());
    let money = word_before(t, p, 64, MONEY) || word_before(t, end, end - p - n, MONEY);
    money.then(|| Hit::new(p, p + n, Type::BankAccount))
}

/// Account of Poland, which is an IBAN without its country: `61 1090 1014 0000 0712 1981 2874`.
fn polish(t: &[u8], p: usize) -> Option<Hit> {
    let to = p + 32;
    let group = |n: usize| run(t, p + 5 * n - 2, 5, digit) == 4 && at(t, p + 5 * n - 3) == b' ';
    let joined = alnum(back(t, p, 1)) || alnum(at(t, to));
    let of_row = back(t, p, 1) == b' ' && digit(back(t, p, 2)) || at(t, to) == b' ' && digit(at(t, to + 1));
    let apart = !joined && !of_row;
    if run(t, p, 3, digit) != 2 || !(1..=6).all(group) || !apart {
        return None;
    }
    // ISO 13616: the country, 25 and 21, and its check digits behind the account.
    let digits = part(t, p + 2, to).iter().chain(b"2521").chain(part(t, p, p + 2)).filter(|b| **b != b' ');
    let rest = digits.fold(0, |r, b| (r * 10 + u32::from(b - b'0')) % 97);
    let from = if part(t, p.saturating_sub(3), p) == b"PL " { p - 3 } else { p };
    (rest == 1).then(|| Hit::new(from, to, Type::Iban))
}

/// The address of an account around the `@` at `p`: `ravi.kumar@okhdfcbank`.
pub(in crate::redact) fn handle(t: &[u8], p: usize) -> Option<Hit> {
    if at(t, p) != b'@' {
        return None;
    }
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
    let told = n > 4 && !WORDS.contains(&part(t, p + 1, to))
        || matches!(part(t, p + 1, to), b"ybl" | b"ibl" | b"axl")
        || part(t, from, p).iter().any(|b| digit(*b) || *b == b'.');
    let fine = told && m >= 3 && at(t, from).is_ascii_alphanumeric() && !matches!(before, b'/' | b'@' | b'$');
    fine.then(|| Hit::new(from, to, Type::BankAccount))
}

/// Words that may stand between a sort code and the number of its account; the first name an account.
#[rustfmt::skip]
const BETWEEN: &[&[u8]] = &[
    b"account", b"acc", b"acct", b"a", b"ac", b"number", b"no", b"num", b"c", b"and", b"is", b"my", b"the", b"with",
];
/// How many of them name an account.
const ACCOUNT: usize = 5;
/// Most bytes between them.
const APART: usize = 32;

fn separates(b: u8) -> bool {
    matches!(b, b' ' | b',' | b':' | b'.' | b'/' | b'#' | b';' | b'-' | b'|')
}

/// Whether a sort code stands at `p`.
fn grouped(t: &[u8], p: usize) -> bool {
    let two = |i: usize| digit(at(t, i)) && digit(at(t, i + 1));
    at(t, p + 2) == b'-' && at(t, p + 5) == b'-' && two(p) && two(p + 3) && two(p + 6) && apart(t, p, p + 8, true)
}

/// Sort code at `p` with the account behind it: `20-00-00, a/c 55779911`.
pub(super) fn sort_code(t: &[u8], p: usize, hits: &mut Vec<Hit>) -> bool {
    if !grouped(t, p) {
        return false;
    }
    let i = p + 8 + run(t, p + 8, APART, |b| separates(b) || b.is_ascii_alphabetic());
    let n = run(t, i, 9, digit);
    let to = if n == 4 && at(t, i + 4) == b' ' && run(t, i + 5, 5, digit) == 4 { i + 9 } else { i + n };
    let fine = matches!(to - i, 8 | 9) && apart(t, i, to, true) && joins(part(t, p + 8, i));
    if fine {
        hits.push(Hit::new(p, p + 8, Type::UkBankAccount));
        hits.push(Hit::new(i, to, Type::UkBankAccount));
    }
    fine
}

/// Account of eight digits at `p` with the sort code before it, further than the first pass looks, or behind it.
pub(super) fn account(t: &[u8], p: usize, hits: &mut Vec<Hit>) -> bool {
    let Some(code) = code_beside(t, p) else { return false };
    hits.push(Hit::new(code, code + 8, Type::UkBankAccount));
    hits.push(Hit::new(p, p + 8, Type::UkBankAccount));
    true
}

/// Whether eight digits at `p` are an account beside its sort code.
pub(in crate::redact) fn is_beside_sort_code(t: &[u8], p: usize) -> bool {
    code_beside(t, p).is_some()
}

/// Where the sort code stands whose account may be at `p`.
fn code_beside(t: &[u8], p: usize) -> Option<usize> {
    // What ends a sort code or a word that names an account, and what begins the words behind.
    if !separates(back(t, p, 1)) || !apart(t, p, p + 8, true) {
        return None;
    }
    let n = run_back(t, p, APART, |b| separates(b) || b.is_ascii_alphabetic());
    let before = (p - n).checked_sub(8).filter(|i| grouped(t, *i) && joins(part(t, p - n, p)));
    let behind = || {
        let m = run(t, p + 8, APART, |b| separates(b) || b.is_ascii_alphabetic());
        let words = part(t, p + 8, p + 8 + m);
        let named =
            memchr::memmem::find(words, b"ort code").is_some() || memchr::memmem::find(words, b"ORT CODE").is_some();
        (named && grouped(t, p + 8 + m)).then_some(p + 8 + m)
    };
    before.or_else(behind)
}

/// Words around the number of an account that stands beside a routing number.
#[rustfmt::skip]
const BESIDE: &[&[u8]] = &[
    b"account", b"acct", b"acc", b"checking", b"savings", b"routing", b"rtn", b"aba", b"transit", b"number", b"no", b"num", b"nr", b"and",
    b"is", b"my", b"the", b"with", b"for", b"ach", b"wire",
];
/// How many of them name an account.
const ACCOUNTS: usize = 5;
/// Digits of an account.
const DIGITS: std::ops::RangeInclusive<usize> = 6..=17;

/// The accounts beside a routing number: `RTN 121000358 / 12345678901`, `account 99713858822, routing 121000358`.
pub(super) fn beside_routing(t: &[u8], hit: Hit) -> impl Iterator<Item = Hit> {
    let routing = hit.kind == Type::AbaRoutingNumber;
    let behind = routing.then(|| behind_routing(t, hit.end)).flatten();
    let before = routing.then(|| before_routing(t, hit.start)).flatten();
    behind.into_iter().chain(before)
}

/// Routing number at `p` and account, parted by a slash behind words for both:
/// `routing/account: 121000358/12345678901`.
pub(super) fn routed(t: &[u8], p: usize, hits: &mut Vec<Hit>) -> bool {
    let from = p + 10;
    let to = from + run(t, from, 18, digit);
    let label = part(t, p - run_back(t, p, APART, |b| between(b) && b != b'\n'), p);
    let last: Vec<_> = words(label).collect();
    let last = last.iter().rev().take_while(|w| is_any(w, BESIDE));
    let (routing, account) = last.fold((false, false), |(routing, account), w| {
        (routing || is_any(w, &[b"routing", b"rtn", b"aba", b"transit"]), account || names_account(w))
    });
    let fine = at(t, p + 9) == b'/' && routing && account && DIGITS.contains(&(to - from)) && !alnum(at(t, to));
    if fine {
        hits.push(Hit::new(p, p + 9, Type::AbaRoutingNumber));
        hits.push(Hit::new(from, to, Type::UsBankNumber));
    }
    fine
}

/// Account at `p` behind a word for it and a sign for its number: `Account #: 4247883714`, `acct no. 12345678`.
pub(super) fn numbered(t: &[u8], p: usize, n: usize) -> Option<Hit> {
    let end = p - run_back(t, p, 8, |b| matches!(b, b' ' | b':' | b'#' | b'*' | b'"' | b'.' | b'='));
    if !DIGITS.contains(&n) || end == p || !apart(t, p, p + n, true) {
        return None;
    }
    let signed = part(t, end, p).contains(&b'#');
    let word = run_back(t, end, 8, |b| b.is_ascii_alphabetic());
    let is = |word: &[u8], list: &[&[u8]]| is_any(word, list);
    let last = part(t, end - word, end);
    const ACCOUNT: &[&[u8]] = &[b"account", b"acct", b"konto", b"compte", b"cuenta", b"conta", b"conto"];
    let named = signed && is(last, ACCOUNT);
    (named && !super::hints::before(t, p).goods).then(|| Hit::new(p, p + n, Type::BankAccount))
}

fn between(b: u8) -> bool {
    separates(b) || b.is_ascii_alphabetic() || matches!(b, b'(' | b')' | b'\'' | b'"' | b'=' | b'\n')
}

fn is_account(t: &[u8], from: usize, to: usize) -> bool {
    DIGITS.contains(&(to - from)) && apart(t, from, to, true)
}

fn behind_routing(t: &[u8], end: usize) -> Option<Hit> {
    let from = end + run(t, end, 2 * APART, between);
    let to = from + run(t, from, 18, digit);
    // Without a word only a sign may part them.
    let text = part(t, end, from);
    let sign = || text.len() > 1 && text.iter().all(|b| matches!(b, b' ' | b'/' | b'-' | b'|'));
    let fine = is_account(t, from, to) && (sign() || known(text) && words(text).any(names_account));
    fine.then(|| Hit::new(from, to, Type::UsBankNumber))
}

fn before_routing(t: &[u8], start: usize) -> Option<Hit> {
    let to = start - run_back(t, start, 2 * APART, between);
    let from = to - run_back(t, to, 18, digit);
    let label = part(t, from - run_back(t, from, APART, |b| between(b) && b != b'\n'), from);
    let fine = is_account(t, from, to) && known(part(t, to, start)) && of_account(label);
    fine.then(|| Hit::new(from, to, Type::UsBankNumber))
}

fn words(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|b| !b.is_ascii_alphabetic()).filter(|w| !w.is_empty())
}

fn is_any(word: &[u8], list: &[&[u8]]) -> bool {
    list.iter().any(|w| word.eq_ignore_ascii_case(w))
}

/// Whether a text has no other words than those of [`BESIDE`].
fn known(text: &[u8]) -> bool {
    words(text).all(|w| is_any(w, BESIDE))
}

fn names_account(word: &[u8]) -> bool {
    is_any(word, BESIDE.get(..ACCOUNTS).unwrap_or_default())
}

/// Whether the last words of a text name an account: `my account is `.
fn of_account(text: &[u8]) -> bool {
    let last: Vec<_> = words(text).collect();
    last.iter().rev().take_while(|w| is_any(w, BESIDE)).any(|w| names_account(w))
}

/// Whether a text is of words of [`BETWEEN`], one of which names an account.
fn joins(text: &[u8]) -> bool {
    let mut named = false;
    text.split(|b| !b.is_ascii_alphabetic()).filter(|w| !w.is_empty()).all(|word| {
        let k = BETWEEN.iter().position(|w| word.eq_ignore_ascii_case(w));
        named |= k.is_some_and(|k| k < ACCOUNT);
        k.is_some()
    }) && named
}
