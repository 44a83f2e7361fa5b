//! Codes and dates of birth in the cell behind their label, `| PIN | 4821 |`, `<td>CVV</td><td>482</td>`, or behind a dash or an arrow,
//! `OTP → 482913`, `DOB - April 12, 1985`.

use crate::redact::{
    bytes::{at, back, digit, part, run, word},
    dates, heads,
    scan::Hit,
    types::Type,
};

/// Labels, as tables and forms write them.
pub(in crate::redact) const LABELS: &[&str] = &[
    "PIN",
    "OTP",
    "CVV",
    "CVC",
    "DOB",
    "Date of birth",
    "Date of Birth",
    "Birth date",
    "Birth Date",
    "Birthdate",
    "Birthday",
];
/// Signs between a label and its value that need a blank on both sides.
const SIGNS: &[&str] = &["->", "-", "–", "—", "→", "|"];
/// The same without.
const DIVIDERS: &[&str] = &["\t", "|", ";", "→"];

/// Asks the label that begins at `p`.
pub(super) fn verify(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    let Some(label) = heads::find(LABELS, part(t, p, p + 16), |w| w) else { return };
    let security = label.starts_with("CV");
    let end = p + label.len() + usize::from(security && at(t, p + label.len()) == b'2');
    let Some((from, tight)) = divided(t, end) else { return };
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

/// Where the value begins behind what divides it from its label, which ends at `end`; whether that is a border of cells.
fn divided(t: &[u8], end: usize) -> Option<(usize, bool)> {
    let marks = end + run(t, end, 2, |b| b == b'*');
    let blanks = marks + run(t, marks, 24, |b| b == b' ');
    if at(t, blanks) == b'<' {
        return cell(t, blanks).map(|from| (from, true));
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
