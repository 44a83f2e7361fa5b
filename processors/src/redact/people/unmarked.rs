//! Number plates, codes of banks and cards, and dates of birth behind a label with a capital that no separator parts
//! from them.

use super::scripts;
use crate::redact::{
    bytes::{self, at, back, digit, ends_in_any_case, mentions, part, run, word},
    dates, hints,
    scan::{Hit, heads},
    types::Type,
};

/// Words before numbers that have no separator behind.
pub(in crate::redact) const LABELS: &[&str] = &[
    "License plate ", "License Plate ", "Licence plate ", "Number plate ", "Plate number ", "Registration plate ",
    "Kennzeichen ", "Kfz-Kennzeichen ", "KFZ-Kennzeichen ", "Nummernschild ", "Matrícula ", "Immatriculation ", "BIC ",
    "SWIFT ", "Swift code ", "Date of birth ", "Date of Birth ", "Geburtsdatum ", "Geboren ", "Geb. ", "Geb.: ",
    "CVC ", "CVV ", "CVC2 ", "CVV2 ",
];

/// Asks the words that begin at `p`.
pub(super) fn verify(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    if let Some(label) = heads::find(LABELS, part(t, p, p + 24), |w| w) {
        hits.extend(labelled(t, label, p + label.len()));
    }
}

fn labelled(t: &[u8], label: &str, mut i: usize) -> Option<Hit> {
    if label.starts_with("Ge") || label.starts_with("Da") {
        for filler in [&b"is "[..], b"ist ", b"der ", b"am ", b"den "] {
            i += if part(t, i, i + filler.len()) == filler { filler.len() } else { 0 };
        }
        return dates::any(t, i).filter(|to| !word(at(t, *to))).map(|to| Hit::new(i, to, Type::DateOfBirth));
    }
    for filler in [&b"code "[..], b"number ", b"no. ", b"is ", b"ist ", b"es ", b"est "] {
        i += if part(t, i, i + filler.len()) == filler { filler.len() } else { 0 };
    }
    match label.as_bytes() {
        [b'C', b'V', ..] => {
            let n = run(t, i, 5, digit);
            let goes_on = word(at(t, i + n)) || matches!(at(t, i + n), b'.' | b'-' | b'/') && digit(at(t, i + n + 1));
            (matches!(n, 3 | 4) && !goes_on).then(|| Hit::new(i, i + n, Type::CardDetail))
        }
        [b'B', ..] | [b'S', ..] => bank_code(t, i).map(|to| Hit::new(i, to, Type::SwiftCode)),
        _ => plate(t, i).map(|to| Hit::new(i, to, Type::LicensePlate)),
    }
}

/// End of the code of a bank at `i`, behind a word for it.
fn bank_code(t: &[u8], i: usize) -> Option<usize> {
    let n = run(t, i, 12, |b| b.is_ascii_uppercase() || digit(b));
    let code = part(t, i, i + n);
    let fine = matches!(n, 8 | 11) && part(code, 0, 6).iter().all(u8::is_ascii_uppercase) && !word(at(t, i + n));
    // Of eight capitals most are a word: `SWIFT COMPILER`.
    let state = STATES.chunks(2).any(|s| s == part(code, 4, 6));
    let place = part(code, 6, 8);
    let vowel = |b: &u8| matches!(b, b'A' | b'E' | b'I' | b'O' | b'U');
    (fine && state && (!place.iter().any(vowel) || PLACES.contains(&place))).then_some(i + n)
}

/// States of banks that are written of most (ISO 3166).
const STATES: &[u8] = b"DEFRGBESITNLBECHATUSCAAUNZJPCNHKSGINIEPTPLCZSEDKNOFIGRROHUTRRUUAAESAQAILZABRMXARCLCOPETHMYIDPHVNKRTWLULTLVEEBGHRSISKRSMTCY";

/// Number plate at `p`, behind `plate is `, or code of a bank, behind `swift code is `.
pub(super) fn code_told(t: &[u8], p: usize) -> Option<Hit> {
    if back(t, p, 2) != b's' {
        return None;
    }
    let verb = [&b" is "[..], b" was ", b" es "].into_iter().find(|v| part(t, p.saturating_sub(v.len()), p) == *v)?;
    let named = |kind: Type| hints::label(t, p - verb.len()).has(kind) || hints::label(t, p - 1).has(kind);
    let told = |kind: Type, to: Option<usize>| to.filter(|_| named(kind)).map(|to| Hit::new(p, to, kind));
    told(Type::SwiftCode, bank_code(t, p)).or_else(|| told(Type::LicensePlate, plate(t, p)))
}

/// Words before a plate that is told by its own form as well, and what makes the first of them one of something else.
const PLATED: &[&str] = &[
    "plate ", "plates ", "plate no. ", "vehicle ", "registration ", "reg ", "immatriculation ", "kenteken ",
    "kennzeichen ", "targa ", "placa ", "placas ", "matricula ",
];
const OTHER_PLATES: &[&str] =
    &["well", "base", "back", "face", "steel", "name", "assay", "culture", "source", "dest", "target", "cover"];
/// Forms of plates of the Americas, Great Britain, Ireland, France, Italy, Spain and Germany: `A` for letters, `0` for
/// digits. Behind words that other things have as well only the first.
const FORMS: (&[&[u8]], &[&[u8]]) = (
    &[b"AA00 AAA", b"AA00AAA", b"0AAA000", b"0000 AAA", b"AA-000-AA"],
    &[
        b"AAA0000", b"AAA 0000", b"AAA-0000", b"AAA000", b"AAA 000", b"AAA-000", b"000AAA", b"000 AAA", b"000-AAA",
        b"0000AAA", b"AA 000 AA", b"AA000AA", b"A000 AAA", b"A-AA 0000", b"A-AA 000", b"AA-AA 000", b"AA-AA 0000",
        b"AAA0A00", b"AAA-00-00",
    ],
);
/// Those of them behind a word that boards, bills and courses have as well: `placa RTX 3060`, `matrícula MBA 2025`.
const ROMANCE_FORMS: &[&[u8]] = &[b"AAA0A00", b"AA000AA", b"AA 000 AA"];
/// What makes that word one of a car.
const CARS: &[&[u8]] = &[b"carro ", b"coche ", b"auto ", b"moto ", "veículo ".as_bytes(), "vehículo ".as_bytes()];

/// Whether a plate has one of the first forms. `vehicle 2021 BMW`, `1500 GBP`; plates of Spain have no vowels.
fn sure(plate: &[u8], form: &[u8]) -> bool {
    let other = || {
        matches!(part(plate, 0, 2), b"19" | b"20")
            || plate.iter().any(|b| b"AEIOU".contains(b))
            || [&b"MXN"[..], b"GBP", b"CHF", b"BRL", b"CLP"].iter().any(|money| plate.ends_with(money))
    };
    FORMS.0.contains(&form) && !(form == b"0000 AAA" && other())
}

/// Number plate at `p`, behind one of [`PLATED`]: `the plate 7XKL203 was seen`.
pub(super) fn behind_word(t: &[u8], p: usize) -> Option<Hit> {
    let may_be = match [back(t, p, 3), back(t, p, 2)] {
        [b'e', b's'] => back(t, p, 4) == b't',
        [b'o', b'n'] => back(t, p, 4) == b'i',
        [b'e', b'n'] => matches!(back(t, p, 4), b'k' | b'h'),
        [b'o', b'.'] => digit(at(t, p)),
        _ => may_be_plated(t, p),
    };
    if !may_be {
        return None;
    }
    let before = part(t, p.saturating_sub(20), p);
    let whole = |w: &&&str| ends_in_any_case(before, w.as_bytes()) && !word(back(before, before.len(), w.len() + 1));
    let label = PLATED.iter().find(whole)?;
    let to = plate_of(t, p, |b| b.is_ascii_uppercase())?;
    let form = form(part(t, p, to));
    let sure = sure(part(t, p, to), &form);
    let head = part(t, 0, p - label.len()).trim_ascii_end();
    let other = || OTHER_PLATES.iter().any(|w| head.ends_with(w.as_bytes()));
    // Nothing else has one.
    let only = matches!(*label, "immatriculation " | "kenteken " | "kennzeichen ");
    let romance = ["placa", "targa", "matr"].iter().any(|w| label.starts_with(w));
    let plate = label.starts_with("plate") || romance && mentions(part(t, p.saturating_sub(64), p), CARS);
    let fine = sure || only || plate && FORMS.1.contains(&&form[..]) || romance && ROMANCE_FORMS.contains(&&form[..]);
    (fine && !other()).then(|| Hit::ruled(p, to, Type::LicensePlate, "plate"))
}

/// Number plate at `from` behind `word` for it, which is beyond ASCII, and what may stand between: `matrícula 1234 BCD`,
/// `госномер А123ВС77`, `車牌號碼：粤B12345`.
pub(super) fn plate_abroad(t: &[u8], mut from: usize, word: &str) -> Option<Hit> {
    // What says that a plate follows.
    let mut told = word.ends_with("è ");
    for filler in ["号码", "號碼", "号", "號", "は", "是", "：", ":", " ", "es "] {
        let stands = part(t, from, from + filler.len()) == filler.as_bytes();
        from += if stands { filler.len() } else { 0 };
        told |= stands && filler != " ";
    }
    if let Some(to) = plate_of(t, from, |b| b.is_ascii_uppercase()) {
        let form = form(part(t, from, to));
        let fits = told && (FORMS.0.contains(&&form[..]) || FORMS.1.contains(&&form[..]))
            || word.ends_with("la ") && (sure(part(t, from, to), &form) || ROMANCE_FORMS.contains(&&form[..]));
        return fits.then(|| Hit::ruled(from, to, Type::LicensePlate, "plate"));
    }
    let n = run(t, from, 24, |b| b >= 0x80 || b.is_ascii_uppercase() || digit(b));
    let text = bytes::text(part(t, from, from + n));
    // `粤B12345，`: signs of a sentence end it.
    let text = text.split(|c: char| !c.is_alphanumeric() && c != '·').next()?;
    let to = from + text.len();
    let fits = scripts::chinese_plate(text) || scripts::russian_plate(text);
    fits.then(|| Hit::ruled(from, to, Type::LicensePlate, "plate"))
}

/// Form of a plate: `A` for letters, `0` for digits.
fn form(plate: &[u8]) -> Vec<u8> {
    let letter = |b: &u8| if digit(*b) { b'0' } else { b'A' };
    plate.iter().map(|b| if b.is_ascii_alphanumeric() { letter(b) } else { *b }).collect()
}

/// Whether what stands before the blank before `p` may end as those of [`PLATED`] do behind which the first pass stops
/// at no capital.
#[inline]
pub(in crate::redact) fn may_be_plated(t: &[u8], p: usize) -> bool {
    matches!([back(t, p, 3), back(t, p, 2)], [b't' | b'l', b'e'] | [b'e', b'g'] | [b'g' | b'c' | b'l', b'a'])
}

/// Places of banks that have a vowel: Istanbul, Riyadh, Jeddah, Abu Dhabi, of Israel.
const PLACES: &[&[u8]] = &[b"IS", b"RI", b"JE", b"AD", b"AA", b"IT"];

/// End of a number plate at `i`, behind a word for it.
fn plate(t: &[u8], i: usize) -> Option<usize> {
    plate_of(t, i, |b| b.is_ascii_uppercase()).or_else(|| small_plate(t, i))
}

/// The same in small letters, which ends its sentence: `b-mw 1234`, `ab12 cde`.
pub(super) fn small_plate(t: &[u8], i: usize) -> Option<usize> {
    const UNITS: &[&[u8]] = &[b"mm", b"cm", b"kg", b"in", b"well", b"th", b"st", b"nd", b"rd", b"px", b"ml", b"v"];
    let to = plate_of(t, i, |b| b.is_ascii_lowercase())?;
    let text = part(t, i, to);
    let digits = text.iter().filter(|b| digit(**b)).count();
    let letters = text.iter().filter(|b| b.is_ascii_lowercase()).count();
    let mut groups = text.split(|b| !b.is_ascii_lowercase()).filter(|g| !g.is_empty());
    let fine = digits >= 2 && letters >= 2 && letters + digits >= 5 && !groups.any(|g| UNITS.contains(&g));
    let next = part(t, to, to + 2);
    let ends = matches!(next, [] | [b'\n' | b'\r' | b'"' | b'\'' | b',' | b';' | b')' | b'|' | b'<' | b'\\', ..])
        || matches!(next, [b'.' | b'?' | b'!'] | [b'.' | b'?' | b'!', b' ' | b'\n' | b'"']);
    (fine && ends).then_some(to)
}

/// Up to three groups of letters and digits, of both some.
fn plate_of(t: &[u8], i: usize, letter: fn(u8) -> bool) -> Option<usize> {
    let (mut to, mut letters, mut digits) = (i, 0, 0);
    for group in 0..4 {
        let from = if group == 0 { to } else { to + 1 };
        if group > 0 && !matches!(at(t, to), b' ' | b'-') {
            break;
        }
        let n = run(t, from, 9, |b| letter(b) || digit(b));
        let figures = part(t, from, from + n).iter().filter(|b| digit(**b)).count();
        let total = letters + digits + n;
        if n == 0 || total > 9 || word(at(t, from + n)) || at(t, from + n) >= 0x80 {
            break;
        }
        digits += figures;
        letters += n - figures;
        to = from + n;
    }
    ((4..=9).contains(&(letters + digits)) && letters > 0 && digits > 0 && !word(at(t, to))).then_some(to)
}
