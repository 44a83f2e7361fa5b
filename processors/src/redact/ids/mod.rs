//! Identifiers of people, firms, devices and accounts.
//!
//! | file | what |
//! |---|---|
//! | named by a region or a field: `us`, `german`, `finance`, `health`, … | tables of types |
//! | `layouts`, `reading`, `checksums` | the tables prepared; one reading of a place by a layout, and whether it is believed; check digits |
//! | `codes` | one-time codes and PINs, what stands behind the number of a card |
//! | `crypto`, `payments`, `documents`, `device` | what no layout can say: wallets, accounts of transfers, lines that machines read, hardware addresses |
//! | `told`, `named_behind`, `damaged` | values of any form that a word names, before or behind; values that are not as they should be |
//!
//! Each type is a [`Spec`]: how it is written, its check digits, and how much these prove. A check digit that one
//! number in ten passes is evidence and no proof, so most bare numbers need a word near by or a key that names them;
//! structure plus a strong check stands alone. A word or key that names the type makes a wrong check digit or odd
//! spacing acceptable.

mod africa;
mod americas;
mod asia_pacific;
pub(super) mod checksums;
mod codes;
mod crypto;
mod damaged;
mod device;
mod documents;
mod eastern;
mod finance;
mod generic;
mod german;
mod health;
mod layouts;
mod named_behind;
mod nordic;
mod payments;
mod reading;
mod southern;
mod told;
mod us;
mod vehicle;
mod western;

pub(super) use americas::lettered_firm;
pub(super) use codes::{code_first, counts, counts_text, labelled_code, may_be_sent, told};
pub(super) use crypto::named as named_wallet;
pub(super) use device::{dashed_address, dotted_address};
pub(super) use documents::machine_lines;
pub(super) use named_behind::{ASIDE, is_somebodys, named_behind};
pub(super) use payments::{handle, is_beside_sort_code, oddly_grouped, transferred};

use self::{
    layouts::{Around, INDEX, MAX_LETTERS, MAX_RUN, behind, bucket},
    reading::{Best, Place, read},
};
use super::{
    bytes::{alnum, at, back, digit, part, run, run_back, word},
    context::Context,
    dates,
    hints::{self, Hints},
    iban, people,
    scan::Hit,
    types::Type,
};

/// What it takes to be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    /// Structure and checksum prove it. Letters must be capitals.
    Alone,
    /// The same if it is written in groups; bare it needs a word.
    Grouped,
    /// Needs a word, or to be the whole text and no bare number.
    Whole,
    /// The same, and no value of a key: its check digit, which one in ten passes by chance, is evidence and no proof.
    Lone,
    /// Needs a word.
    Hinted,
    /// Has no checksum: needs a word close by.
    Named,
    /// Has a form that anything could have: needs a word close by that names this type and no other.
    Exact,
}

/// One type of identifier.
struct Spec {
    kind: Type,
    /// How it is written: `9` digit, `A` letter, `X` either, `_` space, dash or dot (the same throughout), else itself.
    layouts: &'static [&'static str],
    /// Check over the characters in capitals without separators.
    check: fn(&[u8]) -> bool,
    rule: Rule,
    /// Whether its word makes a wrong check acceptable.
    malformed: bool,
}

const fn spec(kind: Type, layouts: &'static [&'static str], rule: Rule, check: fn(&[u8]) -> bool) -> Spec {
    Spec { kind, layouts, check, rule, malformed: true }
}

/// A type whose word is common in other senses: the check must hold.
const fn strict(kind: Type, layouts: &'static [&'static str], rule: Rule, check: fn(&[u8]) -> bool) -> Spec {
    Spec { kind, layouts, check, rule, malformed: false }
}

/// The tables, most telling first: of two equally likely readings the earlier is taken.
const TABLES: &[&[Spec]] = &[
    us::SPECS,
    western::SPECS,
    german::SPECS,
    southern::SPECS,
    nordic::SPECS,
    eastern::SPECS,
    asia_pacific::SPECS,
    americas::SPECS,
    africa::SPECS,
    health::SPECS,
    vehicle::SPECS,
    device::SPECS,
    finance::SPECS,
    generic::SPECS,
];

/// Longest piece of an identifier before digits at which the first pass may stop.
const MAX_BEFORE: usize = 18;

/// The first digits of the letters and digits around `p`, and the letters before them: the first pass stops at later
/// digits of codes in capitals.
fn first_digits(t: &[u8], p: usize) -> (usize, usize) {
    let letters = run_back(t, p, MAX_LETTERS + 1, |b| b.is_ascii_alphabetic());
    if letters == 0 || !digit(back(t, p, letters + 1)) || !back(t, p, 1).is_ascii_uppercase() {
        return (p, letters);
    }
    let n = run_back(t, p, MAX_BEFORE, alnum);
    if n == MAX_BEFORE {
        return (p, letters);
    }
    let first = p - n + run(t, p - n, n, |b| b.is_ascii_alphabetic());
    (first, first - (p - n))
}

/// Numbers that are told by others beside them: what stands behind a card, series and number of a passport, routing
/// number and account, sort code and account. Whether the run of `n` digits at `p` is one.
fn beside_others(t: &[u8], p: usize, n: usize, hits: &mut Vec<Hit>) -> bool {
    codes::card_details(t, p, n, hits);
    let parted = match n {
        2 => payments::sort_code(t, p, hits),
        6 => matches!(back(t, p, 1), b' ' | b':' | b'\n') && documents::series(t, p, hits),
        8 => payments::account(t, p, hits),
        9 => at(t, p + 9) == b'/' && payments::routed(t, p, hits),
        _ => false,
    };
    let account = if n == 2 && !parted { iban::parted_account(t, p) } else { None };
    hits.extend(account);
    parted || account.is_some()
}

/// All identifiers whose first run of digits starts at `p`.
pub(super) fn verify(t: &[u8], p: usize, context: Context, hits: &mut Vec<Hit>) {
    if !digit(at(t, p)) || digit(back(t, p, 1)) {
        return;
    }
    let (p, letters) = first_digits(t, p);
    let n = run(t, p, MAX_RUN + 1, digit);
    let before = back(t, p, letters + 1);
    // Inside an identifier, a time, a decimal: only its beginning is looked at.
    if letters > MAX_LETTERS || digit(before) || before == b'_' {
        return;
    }
    if n > MAX_RUN {
        hits.extend(told::long(&mut Place::new(t, p, letters, context)));
        return;
    }
    if letters == 0
        && (matches!(before, b'-' | b'.' | b':' | b'/' | b'+') || before == b',' && !in_groups(t, p + n))
        && digit(back(t, p, 2))
    {
        return;
    }
    if matches!(n, 1 | 2 | 4 | 8) && !word(back(t, p, 1)) && dates::any(t, p).is_some() && born(t, p, context, hits) {
        return;
    }
    if letters == 0 && beside_others(t, p, n, hits) {
        return;
    }
    if device::hardware_address(t, p, letters, context, hits) || crypto::verify(t, p, letters, context, hits) {
        return;
    }
    if letters == 0
        && let Some(hit) = payments::numbered(t, p, n)
    {
        hits.push(hit);
        return;
    }
    let mut place = Place::new(t, p, letters, context);
    if letters == 0
        && codes::DIGITS.contains(&n)
        && let Some(hit) = codes::one_time(t, p, n, |kind| place.may().has(kind) && place.found().exact.has(kind))
    {
        hits.push(hit);
        return;
    }
    let mut best = None;
    tabled(&mut place, n, &mut best);
    finance::creditor(t, p, letters, &mut best);
    untabled(&mut place, &mut best);
    hits.extend(best.into_iter().flat_map(|(_, hit)| with_beside(t, hit)));
}

/// What the tables know of a run of `n` digits.
fn tabled(place: &mut Place<'_>, n: usize, best: &mut Best) {
    let Place { t, p, letters, .. } = *place;
    let class = behind(at(t, p + n));
    let Some(bucket) = INDEX.buckets.get(bucket(n, letters, class)).filter(|b| !b.is_empty()) else { return };
    let around = Around::of(t, p);
    // Most forms of a bucket begin at the same place.
    let mut begun = (letters, around.at(p - letters));
    let layouts = bucket.iter().filter_map(|form| {
        let before = form.prefix.map_or(letters, usize::from);
        let start = p.checked_sub(before)?;
        if begun.0 != before {
            begun = (before, around.at(start));
        }
        let fits = begun.1.is_none_or(|here| here.may_fit(&form.classes));
        Some((fits.then(|| INDEX.layouts.get(usize::from(form.layout)))??, start))
    });
    let len = t.trim_ascii().len();
    let mut mentioned = None;
    for (layout, start) in layouts {
        // Most can only be believed with a word.
        let asked = layout.provable(len) || mentioned.get_or_insert_with(|| mentions(place)).has(layout.spec.kind);
        if !asked {
            continue;
        }
        if let Some((chars, to)) = read(t, start, layout.text) {
            place.judge(layout.spec, &chars, start, to, layout, best);
        }
    }
}

/// Whether the check digits of a number that is nothing but digits prove it without a word, in a text that holds more.
pub(super) fn is_proven(number: &[u8]) -> bool {
    INDEX.alone.get(number.len()).is_some_and(|specs| specs.iter().any(|spec| (spec.check)(number)))
}

/// What stands behind the number of a payment card that begins at `p`.
pub(super) fn card_details(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    codes::card_details(t, p, run(t, p, MAX_RUN, digit), hits);
}

/// A hit with what stands beside it.
fn with_beside(t: &[u8], hit: Hit) -> impl Iterator<Item = Hit> {
    payments::beside_routing(t, hit).chain([told::with_tax(t, hit)])
}

/// Whether signs and words around the `n` digits at `p` tell what they are, which name nothing by themselves.
pub(super) fn is_told_by_signs(t: &[u8], p: usize, n: usize) -> bool {
    n == 6 && documents::series_before(t, p).is_some() || payments::numbered(t, p, n).is_some()
}

/// Whether other digits follow behind a dash, or three behind a dot and more behind the next: no decimal is written so.
fn in_groups(t: &[u8], end: usize) -> bool {
    match at(t, end) {
        b'-' => digit(at(t, end + 1)),
        b'.' => run(t, end + 1, 4, digit) == 3 && matches!(at(t, end + 4), b'.' | b'-'),
        _ => false,
    }
}

/// What no layout says but a word does.
fn untabled(place: &mut Place<'_>, best: &mut Best) {
    // A telephone number, a card and others have their own verifiers.
    if place.may().and(INDEX.told).is_empty() {
        return;
    }
    let exact = !place.found().exact.is_empty();
    if best.is_none() && exact {
        damaged::loosely(place, best);
        if best.is_none() {
            damaged::damaged(place, best);
        }
    }
    if !place.found().far.is_empty() {
        told::vat(place, best);
        told::bare_vat(place, best);
        if exact {
            told::coded(place, best);
        }
    }
}

/// Codes that the first pass does not stop at, in a run of visible characters: accounts and addresses of wallets with
/// few digits, and codes of people in small letters behind their word.
pub(super) fn in_run(t: &[u8], start: usize, end: usize, hits: &mut Vec<Hit>) {
    if matches!(end - start, 15..=48) {
        hits.extend(iban::lettered(t, start));
    }
    if end - start >= crypto::SHORTEST {
        crypto::wallet(t, start, end, hits);
    } else if matches!(end - start, 16..=19) && matches!(at(t, start), b'a'..=b'z' | b'0'..=b'9') {
        let letters = run(t, start, MAX_LETTERS + 1, |b| b.is_ascii_lowercase());
        let named = || !hints::may_name(t, start).is_empty() && !hints::before(t, start).exact.is_empty();
        if letters <= MAX_LETTERS && digit(at(t, start + letters)) && named() {
            verify(t, start + letters, Context::default(), hits);
        }
    }
}

/// What the text before, the key, or the text behind names.
fn mentions(place: &mut Place<'_>) -> Hints {
    let far = if place.may().and(INDEX.told).is_empty() { Hints::NONE } else { place.found().far };
    let n = run(place.t, place.p, 32, |b| alnum(b) || matches!(b, b' ' | b'-' | b'.' | b'/'));
    let digits = part(place.t, place.p, place.p + n).iter().rposition(|b| digit(*b)).map_or(n, |i| i + 1);
    far.or(hints::after(place.t, place.p + digits))
}

/// Whether a date that begins at `p` is one of birth, because a word or the key says so.
pub(super) fn born(t: &[u8], p: usize, context: Context, hits: &mut Vec<Hit>) -> bool {
    // Most dates are none of a birth.
    if word(back(t, p, 1)) {
        return false;
    }
    let named = context.exact().has(Type::DateOfBirth) || hints::may_name_birth(t, p);
    let behind = hints::may_be_behind(t, p);
    if !named && !behind {
        return false;
    }
    let Some(to) = dates::any(t, p).filter(|to| !alnum(at(t, *to)) || at(t, *to) == b'T') else { return false };
    let before = || hints::before(t, p).with_key(context.exact(), context.exact()).near.has(Type::DateOfBirth);
    let told = named && before() || behind && hints::is_behind(t, to);
    if !told {
        return false;
    }
    hits.push(Hit::new(p, to, Type::DateOfBirth));
    people::before_birth(t, p, hits);
    true
}

/// The type of a text that is one identifier of these types and nothing else.
pub(super) fn whole(text: &[u8], named: Hints) -> Option<Type> {
    let context = Context::default().naming_all(named);
    let mut hits = Vec::new();
    for p in 0..text.len().min(40) {
        verify(text, p, context, &mut hits);
        if let Some(hit) = hits.pop() {
            return (hit.start == 0 && hit.end == text.len()).then_some(hit.kind);
        }
    }
    None
}

/// The type of a code of any form under a name of these types.
pub(super) fn of_code(named: Hints) -> Option<Type> {
    let others = [Type::UsSsn, Type::Iban, Type::Card, Type::Phone];
    INDEX.specs.iter().map(|s| s.kind).filter(|k| *k != Type::SecurityId).chain(others).find(|k| named.has(*k))
}

/// Whether the check digits of a value of a type are right; `None` where the type has none, or the value no length of
/// it.
pub(super) fn check(kind: Type, value: &str) -> Option<bool> {
    let chars: Vec<u8> = value.bytes().filter(u8::is_ascii_alphanumeric).map(|b| b.to_ascii_uppercase()).collect();
    let long = |s: &Spec| s.layouts.iter().any(|l| l.bytes().filter(u8::is_ascii_alphanumeric).count() == chars.len());
    let mut checks = INDEX.specs.iter().filter(|s| s.kind == kind && long(s)).map(|s| (s.check)(&chars)).peekable();
    checks.peek()?;
    let right = checks.any(|holds| holds);
    (!right || is_checked(kind, &chars)).then_some(right)
}

/// Whether a value that holds would not with most of its digits another: a layout alone, or a plausible date, holds
/// still.
fn is_checked(kind: Type, chars: &[u8]) -> bool {
    let holds = |chars: &[u8]| INDEX.specs.iter().any(|s| s.kind == kind && (s.check)(chars));
    let (mut digits, mut broken, mut other) = (0, 0, chars.to_vec());
    for i in 0..chars.len() {
        let Some(digit) = chars.get(i).filter(|b| digit(**b)) else { continue };
        other[i] = b'0' + (digit - b'0' + 1) % 10;
        digits += 1;
        broken += usize::from(!holds(&other));
        other[i] = *digit;
    }
    broken * 2 > digits
}
