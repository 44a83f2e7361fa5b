//! Numbers that only a word tells: codes of any form of types that have none, and VAT numbers by the letters of their
//! state.

use super::reading::{Best, Place, apart};
use crate::redact::{
    bytes::{alnum, at, back, digit, part, run, word},
    dates,
    hints::{self, Hints},
    scan::Hit,
    types::Type::{self, *},
};

/// Types without a form of their own, and the fewest digits of their numbers.
const FREE: &[(Type, usize)] = &[
    (HealthInsuranceId, 4),
    (MedicalRecordNumber, 4),
    (Passport, 5),
    (DriverLicense, 5),
    (TaxId, 6),
    (NationalId, 6),
    (BankAccount, 6),
];
/// Most letters and digits of a code of any form.
const LONGEST: usize = 28;
/// Longest group of digits behind which a blank does not end the code.
const LONGEST_GROUP: usize = 6;

/// A code of any form directly behind a word that names its type beyond doubt.
pub(super) fn coded(place: &mut Place<'_>, best: &mut Best) {
    let found = place.found();
    let Some((kind, least)) = FREE.iter().find(|(k, _)| found.exact.has(*k)).filter(|_| !found.negative) else {
        return;
    };
    let (t, start) = (place.t, place.p - place.letters);
    let before = [back(t, start, 1), back(t, start, 2)];
    if matches!(before, [b' ' | b'-' | b'.' | b'/', b] if digit(b)) {
        return;
    }
    let first = prefixed(place, start, *kind);
    let last = if first == start { found.last } else { hints::before(t, first).last };
    if !place.context.exact().has(*kind) && !last.has(*kind) {
        return;
    }
    let Some(to) = extent(t, start, *least, first < start).filter(|to| apart(t, first, *to, true)) else { return };
    let grouped = part(t, start, to).iter().any(|b| !alnum(*b));
    if grouped && dates::any(t, start).is_some() || amount(part(t, start, to)) {
        return;
    }
    if best.is_none_or(|(s, hit)| s & 8 == 0 && hit.end < to) {
        let account = *kind == BankAccount && to - first > 14;
        let iban = matches!(part(t, first, first + 4), [a, b, c, d] if [a, b].iter().all(|b| b.is_ascii_uppercase()) && digit(*c) && digit(*d));
        *best = Some((16, Hit::new(first, to, if account && iban { Iban } else { *kind })));
    }
}

/// The same for more digits than any form has.
pub(super) fn long(place: &mut Place<'_>) -> Option<Hit> {
    let mut best = None;
    if run(place.t, place.p, LONGEST + 1, digit) <= LONGEST {
        coded(place, &mut best);
    }
    best.map(|(_, hit)| hit)
}

/// Where the code whose first digits stand behind `start` begins: capitals may be parted from it, as in `FP-1234`,
/// `AL J 9140`.
fn prefixed(place: &Place<'_>, start: usize, kind: Type) -> usize {
    let t = place.t;
    let mut first = start;
    for _ in 0..2 {
        if !matches!(back(t, first, 1), b' ' | b'-' | b'.' | b'/') {
            break;
        }
        let n = part(t, first.saturating_sub(6), first - 1).iter().rev().take_while(|b| b.is_ascii_uppercase()).count();
        let Some(from) = first.checked_sub(n + 1).filter(|from| (1..=4).contains(&n) && !word(back(t, *from, 1)))
        else {
            break;
        };
        // The word itself is no part of the code.
        let named = hints::before(t, from).with_key(place.context.hints(), place.context.exact()).exact.has(kind);
        if !named || back(t, first, 1) == b' ' && hints::known(part(t, from, first - 1)) {
            break;
        }
        first = from;
    }
    first
}

/// End of the groups of capitals and digits from `start` on, if these have so many digits. `lettered`: a letter may be
/// the last.
fn extent(t: &[u8], start: usize, least: usize, lettered: bool) -> Option<usize> {
    let (mut i, mut total, mut digits, mut to) = (start, 0, 0, None);
    loop {
        let n = run(t, i, LONGEST + 1, alnum);
        let group = part(t, i, i + n);
        let figures = group.iter().filter(|b| digit(**b)).count();
        let last = n <= 2 && total > 0 && (lettered || back(t, i, 1) != b' ');
        total += n;
        digits += figures;
        if n == 0 || total > LONGEST || group.iter().any(u8::is_ascii_lowercase) || figures == 0 && !last {
            break;
        }
        i += n;
        to = Some(i);
        let separator = at(t, i);
        let next = at(t, i + 1);
        // Behind a long group a blank ends the code, but for a check digit.
        let ends = matches!(at(t, i + 2), 0 | b' ' | b',' | b';' | b')' | b'"' | b'\'' | b'<' | b'\n' | b'\r');
        let check = ends && (digit(next) || lettered && next.is_ascii_uppercase());
        let goes_on = match separator {
            b'-' | b'/' => alnum(next),
            b'.' => digit(next),
            b' ' => (n <= LONGEST_GROUP || check) && (digit(next) || next.is_ascii_uppercase()),
            _ => false,
        };
        if !goes_on {
            break;
        }
        i += 1;
    }
    to.filter(|_| digits >= least && digits * 3 >= total)
}

/// `1234.56`, `1.234.56`
fn amount(text: &[u8]) -> bool {
    matches!(text, [.., b'.', a, b] if digit(*a) && digit(*b)) && text.iter().all(|b| digit(*b) || *b == b'.')
}

/// Letters of states before VAT numbers, the type of their numbers, and what stands behind: `9` digit, `A` letter, `X`
/// either.
const STATES: &[(&[u8; 2], Type, &[&str])] = &[
    (b"AL", TaxId, &["A99999999A"]),
    (b"AT", AtVat, &["A99999999"]),
    (b"BE", TaxId, &["9999999999", "999999999"]),
    (b"BG", TaxId, &["9999999999", "999999999"]),
    (b"CL", ClRut, &["99999999X"]),
    (b"CY", TaxId, &["99999999A"]),
    (b"CZ", TaxId, &["9999999999", "999999999", "99999999"]),
    (b"DE", DeVatId, &["999999999"]),
    (b"DK", TaxId, &["99999999"]),
    (b"EE", TaxId, &["999999999"]),
    (b"EL", GrAfm, &["999999999"]),
    (b"ES", TaxId, &["X9999999X"]),
    (b"EU", TaxId, &["999999999"]),
    (b"FI", TaxId, &["99999999"]),
    (b"FR", TaxId, &["XX999999999"]),
    (b"GB", TaxId, &["999999999999", "999999999"]),
    (b"GR", GrAfm, &["999999999"]),
    (b"HR", HrOib, &["99999999999"]),
    (b"HU", TaxId, &["99999999"]),
    (b"IE", TaxId, &["9999999AA", "9X99999A"]),
    (b"IS", TaxId, &["999999", "99999"]),
    (b"IT", ItVatCode, &["99999999999"]),
    (b"LT", TaxId, &["999999999999", "999999999"]),
    (b"LU", TaxId, &["99999999"]),
    (b"LV", TaxId, &["99999999999"]),
    (b"MT", TaxId, &["99999999"]),
    (b"NL", TaxId, &["999999999A99", "9999999A99"]),
    (b"NO", TaxId, &["999999999"]),
    (b"PL", PlNip, &["9999999999"]),
    (b"PT", PtNif, &["999999999"]),
    (b"RO", TaxId, &["9999999999", "999999999", "99999999", "9999999", "999999"]),
    (b"SE", TaxId, &["999999999999"]),
    (b"SI", SiTin, &["99999999"]),
    (b"SK", TaxId, &["9999999999"]),
    (b"XI", TaxId, &["999999999999", "999999999"]),
];

/// What words tell by themselves.
pub(super) fn types() -> Hints {
    let all = FREE.iter().map(|(kind, _)| *kind).chain(STATES.iter().map(|(_, kind, _)| *kind));
    all.chain([AtVat, EsCif, TaxId]).fold(Hints::NONE, |all, kind| all.or(Hints::of(&[kind])))
}

/// A VAT number behind the letters of its state, which stand before the digits at `p` or a letter or two before.
pub(super) fn vat(place: &mut Place<'_>, best: &mut Best) {
    let (t, start) = (place.t, place.p - place.letters);
    let from = if (2..=4).contains(&place.letters) {
        start
    } else if place.letters < 2 && matches!(back(t, start, 1), b' ' | b'-') {
        start.saturating_sub(3)
    } else {
        return;
    };
    if word(back(t, from, 1)) {
        return;
    }
    let Some((_, kind, forms)) = STATES.iter().find(|(state, ..)| part(t, from, from + 2) == &state[..]) else {
        return;
    };
    let body = from + 2 + usize::from(!alnum(at(t, from + 2)));
    let Some(to) = forms.iter().find_map(|form| reads(t, body, form.as_bytes()).filter(|to| apart(t, from, *to, true)))
    else {
        return;
    };
    let found = place.found();
    if !(found.far.has(TaxId) || found.far.has(*kind)) || found.negative || found.goods {
        return;
    }
    if best.is_none_or(|(s, hit)| hit.start >= from && hit.end <= to || s < 16) {
        *best = Some((16, Hit::new(from, to, *kind)));
    }
}

/// End of a form that is read at `i` with one separator between any two characters.
fn reads(t: &[u8], mut i: usize, form: &[u8]) -> Option<usize> {
    for (k, class) in form.iter().enumerate() {
        if k > 0 && matches!(at(t, i), b' ' | b'-' | b'.') {
            i += 1;
        }
        let b = at(t, i);
        if !super::reading::of_class(*class, b)? || b.is_ascii_lowercase() {
            return None;
        }
        i += 1;
    }
    Some(i)
}

/// A number without the letters of its state behind a word for value added tax, behind which amounts stand as well.
pub(super) fn bare_vat(place: &mut Place<'_>, best: &mut Best) {
    let found = place.found();
    let vat = [AtVat, EsCif, TaxId].into_iter().all(|kind| found.near.has(kind));
    if place.letters > 0 || !vat || found.negative {
        return;
    }
    let (t, p) = (place.t, place.p);
    let n = run(t, p, 20, |b| digit(b) || b == b' ');
    let text = part(t, p, p + n).trim_ascii_end();
    let (digits, to) = (text.iter().filter(|b| digit(**b)).count(), p + text.len());
    if (9..=12).contains(&digits) && apart(t, p, to, true) && at(t, to) != b'%' && best.is_none() {
        *best = Some((1, Hit::new(p, to, TaxId)));
    }
}

/// With the letters for the tax that may stand behind a number: `CHE-107.787.577 IVA`.
pub(super) fn with_tax(t: &[u8], hit: Hit) -> Hit {
    let rest = part(t, hit.end, hit.end + 6);
    let tax = [&b" IVA"[..], b" MVA", b" TVA", b" MWST"].into_iter().find(|w| rest.starts_with(w));
    match tax {
        Some(tax) if matches!(hit.kind, ChUid | TaxId) && !word(at(t, hit.end + tax.len())) => {
            Hit { end: hit.end + tax.len(), ..hit }
        }
        _ => hit,
    }
}
