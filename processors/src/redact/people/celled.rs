//! Codes and dates of birth in the cell behind their label, `| PIN | 4821 |`, `<td>CVV</td><td>482</td>`, or behind a
//! dash or an arrow, `OTP → 482913`, `DOB - April 12, 1985`.

use super::{edges, field_values, labels, names, roles};
use crate::redact::{
    bytes::{at, back, digit, part, run, run_back, word, word_before},
    dates,
    scan::{Hit, heads},
    types::Type,
};
/// Labels, as tables and forms write them.
pub(in crate::redact) const LABELS: &[&str] = &[
    "PIN", "OTP", "CVV", "CVC", "DOB", "Date of birth", "Date of Birth", "Birth date", "Birth Date", "Birthdate",
    "Birthday",
];
/// Labels of names and addresses, as forms write them.
#[rustfmt::skip]
pub(in crate::redact) const FORMS: &[&str] = &[
    "Full name", "Full Name", "FULL NAME", "First name", "First Name", "Last name", "Last Name", "Customer name", "Customer Name", "Patient name",
    "Patient Name", "Cardholder name", "Cardholder Name", "Employee name", "Employee Name", "Contact name", "Contact Name", "Account holder",
    "Account Holder", "Address", "Home address", "Home Address", "Shipping address", "Shipping Address", "Billing address", "Billing Address",
    "Street address", "Street Address", "Mailing address", "Mailing Address",
];
/// Signs between a label and its value that need a blank on both sides.
const SIGNS: &[&str] = &["->", "-", "–", "—", "→", "|"];
/// The same without.
const DIVIDERS: &[&str] = &["\t", "|", ";", "→"];

/// Asks the label that begins at `p`.
pub(super) fn verify(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    if let Some(label) = heads::find(FORMS, part(t, p, p + 24), |w| w) {
        hits.extend(in_form(t, p, p + label.len()));
        return;
    }
    let Some(label) = heads::find(LABELS, part(t, p, p + 16), |w| w) else { return };
    let security = label.starts_with("CV");
    let end = p + label.len() + usize::from(security && at(t, p + label.len()) == b'2');
    let below = || below(t, p, end).map(|from| (from, false));
    let Some((from, tight)) = divided(t, end).or_else(below).or_else(|| beside(t, p, end)) else { return };
    let n = run(t, from, 9, digit);
    let fits = match *label {
        "PIN" => (4..=6).contains(&n),
        "OTP" => (4..=8).contains(&n),
        _ if security => matches!(n, 3 | 4),
        _ => {
            let date = dates::any(t, from).filter(|to| !word(at(t, *to)));
            return hits.extend(date.map(|to| Hit::ruled(from, to, Type::DateOfBirth, "celled")));
        }
    };
    let year = || n == 4 && !tight && matches!(part(t, from, from + 2), b"19" | b"20");
    if fits && ends(t, from + n) && !year() {
        let kind = if security { Type::CardDetail } else { Type::Secret };
        hits.push(Hit::ruled(from, from + n, kind, "celled"));
    }
}

/// Words before a code: whose it is, or what for.
const WHOSE: &[&[u8]] = &[
    b"my", b"your", b"his", b"her", b"their", b"our", b"card", b"alarm", b"debit", b"credit", b"sim", b"atm", b"bank",
    b"phone", b"voicemail", b"door", b"gate", b"safe", b"account", b"banking", b"unlock", b"security",
];

/// Where the code begins directly behind its label: `debit card PIN 9920`, `my PIN code 9920`.
fn beside(t: &[u8], p: usize, end: usize) -> Option<(usize, bool)> {
    let filler = if part(t, end, end + 6) == b" code " { 6 } else { 1 };
    (at(t, end) == b' ' && digit(at(t, end + filler)) && word_before(t, p, 16, WHOSE)).then_some((end + filler, true))
}

/// The name or address behind the label of a form from `p` to `end`: `Full name → Jane Roe`,
/// `Address ..... 12 High Street`, or below.
fn in_form(t: &[u8], p: usize, end: usize) -> Option<Hit> {
    let from = divided(t, end).map(|d| d.0).or_else(|| below(t, p, end))?;
    let label = part(t, p, end);
    let to = if label.to_ascii_lowercase().ends_with(b"address") {
        // `Address - see Section 4`
        let told = at(t, from).is_ascii_lowercase();
        field_values::address(t, from, 2)
            .filter(|to| !told && (edges::line_ends(t, *to) || matches!(at(t, *to), b'|' | b'<')))?
    } else {
        let (to, count) = names::name(t, from, 4)?;
        let text = part(t, from, to);
        // `First Name | Last Name`
        let single = label.starts_with(b"First") || label.starts_with(b"Last");
        let ends = edges::line_ends(t, to) || matches!(at(t, to + run(t, to, 24, |b| b == b' ')), b'|' | b'<');
        let fine = (count > 1 || single) && ends && !labels::caption(text) && !roles::of_firm(text);
        fine.then_some(to)?
    };
    let kind = if label.to_ascii_lowercase().ends_with(b"address") { Type::Address } else { Type::Person };
    Some(Hit::ruled(from, to, kind, "celled"))
}

/// Asks a line, which may be a label in small letters and its code: `cvv;482`.
pub(in crate::redact) fn line(t: &[u8], from: usize, hits: &mut Vec<Hit>) {
    let code = part(t, from, from + 3);
    let kind = match code {
        b"cvv" | b"cvc" => Type::CardDetail,
        b"pin" | b"otp" => Type::Secret,
        _ => return,
    };
    let start = from + 4;
    let n = run(t, start, 9, digit);
    let fits = if kind == Type::Secret { (4..=8).contains(&n) } else { matches!(n, 3 | 4) };
    if matches!(at(t, from + 3), b';' | b'|' | b'\t') && fits && matches!(at(t, start + n), 0 | b'\n' | b'\r' | b';') {
        hits.push(Hit::ruled(start, start + n, kind, "celled"));
    }
}

/// Where the line below the label from `p` to `end` begins, which stands alone on its own.
fn below(t: &[u8], p: usize, end: usize) -> Option<usize> {
    let line = p - run_back(t, p, 8, |b| matches!(b, b' ' | b'*' | b'#' | b'-'));
    let from = end + run(t, end, 2, |b| matches!(b, b'*' | b'\r'));
    (at(t, from) == b'\n' && matches!(back(t, line, 1), 0 | b'\n')).then_some(from + 1)
}

/// Where the value begins behind what divides it from its label, which ends at `end`; whether that is a border of
/// cells.
fn divided(t: &[u8], end: usize) -> Option<(usize, bool)> {
    let marks = end + run(t, end, 2, |b| b == b'*');
    let blanks = marks + run(t, marks, 24, |b| b == b' ');
    if at(t, blanks) == b'<' {
        return cell(t, blanks).map(|from| (from, true));
    }
    // `PIN ........ 4821`
    let dots = run(t, blanks, 64, |b| b == b'.' || b == b'_');
    if dots > 2 {
        return Some((blanks + dots + run(t, blanks + dots, 24, |b| b == b' '), true));
    }
    let starts = |w: &&&str| part(t, blanks, blanks + w.len()) == w.as_bytes();
    let divider = DIVIDERS.iter().find(starts);
    let sign =
        divider.or_else(|| SIGNS.iter().find(starts).filter(|w| blanks > marks && at(t, blanks + w.len()) == b' '))?;
    let to = blanks + sign.len();
    Some((to + run(t, to, 24, |b| matches!(b, b' ' | b'`' | b'*')), divider.is_some_and(|w| *w != "→")))
}

/// Where the next cell of HTML begins: `</td><td>`, `</th>\n  <td class="x">`, `</dt><dd>`.
fn cell(t: &[u8], i: usize) -> Option<usize> {
    let closes = matches!(part(t, i, i + 5), b"</td>" | b"</th>" | b"</dt>").then_some(i + 5)?;
    let open = closes + run(t, closes, 32, |b| b.is_ascii_whitespace());
    if !matches!(part(t, open, open + 3), b"<td" | b"<dd") {
        return None;
    }
    let n = run(t, open, 96, |b| b != b'>' && b != b'\n');
    (at(t, open + n) == b'>').then(|| open + n + 1 + run(t, open + n + 1, 32, |b| b.is_ascii_whitespace()))
}

/// Whether a number that ends at `i` is all of its cell, or ends its part of the sentence.
fn ends(t: &[u8], i: usize) -> bool {
    let next = i + run(t, i, 24, |b| matches!(b, b' ' | b'`' | b'*'));
    matches!(at(t, next), 0 | b'\n' | b'\r' | b'|' | b'\t' | b';' | b'<' | b',' | b'"' | b'\\' | b')')
        || at(t, next) == b'.' && !digit(at(t, next + 1)) && back(t, next, 1) != b' '
}
