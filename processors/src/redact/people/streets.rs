//! Street addresses: a house number before the name of a street, a city, state and ZIP code behind.

use super::{blocks, quoted};
use crate::redact::{
    bytes::{at, back, digit, part, run, run_back, word, word_before},
    scan::Hit,
    types::Type,
};

/// Kinds of street (USPS Publication 28, appendix C1, the frequent ones; Crescent and Close are British).
pub(in crate::redact) const KINDS: &[&str] =
    &["Street", "Avenue", "Road", "Terrace", "Boulevard", "Lane", "Parkway", "Crescent"];
/// Kinds that are as often something else, `Google Drive`, and short forms: the street must end there.
#[rustfmt::skip]
pub(in crate::redact) const OTHER_KINDS: &[&str] = &[
    "Drive", "Court", "Place", "Highway", "Close", "Way", "Circle", "Square", "Trail", "Grove", "Gardens", "Mews", "Ave", "Blvd", "Pkwy", "Hwy",
    "St,", "St.", "St ", "Rd,", "Rd.", "Dr,", "Dr.", "Ln,", "Ln.", "Ct,", "Ct.", "Cir,", "Pl,",
];
/// Boxes of a post office, which have a number and no street.
pub(in crate::redact) const BOXES: &[&str] = &["PO Box ", "P.O. Box ", "P. O. Box ", "Postfach "];

/// Words that tell where somebody lives, or is sent something: most addresses in text are of shops and museums.
const OF_A_PERSON: &[&[u8]] = &[
    b"ship", b"shipped", b"shipping", b"deliver", b"delivered", b"delivery", b"arrived", b"live", b"living", b"lived",
    b"reside", b"residing", b"resident", b"home", b"house", b"apartment", b"customer", b"patient", b"client", b"order",
    b"tenant", b"moved", b"my", b"his", b"her", b"mail", b"send", b"mailed", b"posted", b"forwarded", b"dispatched",
    b"resides", b"lives", b"relocating", b"relocated", b"sent", b"billing", b"bill", b"invoice", b"addr", b"address",
];

/// Address whose kind of street, with the blank before it, is at `p`.
pub(super) fn verify(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    let Some((hit, told)) = address(t, p) else {
        hits.extend(post_box(t, p + 1));
        return;
    };
    // Below a name there is nothing else on the line.
    let ends = matches!(at(t, hit.end), 0 | b',' | b'\n' | b'\r' | b'"') || part(t, hit.end, hit.end + 2) == b" |";
    let resident = blocks::resident(t, hit.start).filter(|name| ends || at(t, name.end) != b'\n');
    let told = told || quoted::names_address(t, hit.start, hit.end);
    if !told && resident.is_none_or(|name| back(t, hit.start, 1) != b'\n' && at(t, name.end) != b'\n') {
        return;
    }
    // `742 Maple Street`, and below the town.
    let below = hit.end + run(t, hit.end, 3, |b| matches!(b, b',' | b' ' | b'\r' | b'\n'));
    let town = part(t, hit.end, below).contains(&b'\n').then(|| blocks::town(t, below)).flatten();
    hits.extend(town.map(|to| Hit::new(below, to, Type::Address)));
    hits.extend(resident);
    hits.push(hit);
}

/// Address with the number of a box at `p`, behind a word that tells that somebody is sent something there.
fn post_box(t: &[u8], p: usize) -> Option<Hit> {
    let label = BOXES.iter().find(|b| part(t, p, p + b.len()) == b.as_bytes())?;
    let from = p + label.len();
    let n = run(t, from, 8, digit);
    let to = from + n;
    ((1..=6).contains(&n) && !word(at(t, to)) && word_before(t, p, 48, OF_A_PERSON))
        .then(|| Hit::new(p, locality(t, to), Type::Address))
}

/// Where the number of a flat begins before the house at `from`: `Flat 2, 14 Acacia Road`.
fn flat(t: &[u8], from: usize) -> usize {
    let n = run_back(t, from, 12, |b| b != b'\n');
    let text = part(t, from - n, from);
    let start = ["Flat ", "Apt ", "Apt. ", "Unit "].iter().find_map(|w| {
        let i = memchr::memmem::rfind(text, w.as_bytes())?;
        let number = part(text, i + w.len(), text.len()).strip_suffix(b", ")?;
        (!number.is_empty() && number.iter().all(u8::is_ascii_alphanumeric) && !word(back(text, i, 1))).then_some(i)
    });
    start.map_or(from, |i| from - n + i)
}

/// The address, and whether words before tell that it is of a person.
fn address(t: &[u8], p: usize) -> Option<(Hit, bool)> {
    let rest = t.get(p + 1..)?;
    let len = |k: &str| k.trim_end_matches([',', '.', ' ']).len();
    let starts = |kinds: &[&str]| kinds.iter().find(|k| rest.starts_with(k.as_bytes())).map(|k| p + 1 + len(k));
    let (mut to, told) = starts(KINDS).map(|to| (to, true)).or_else(|| Some((starts(OTHER_KINDS)?, false)))?;
    // `She lives at 5116 Elm Drive and …`
    let goes_on = part(t, to, to + 5) == b" and ";
    if word(at(t, to)) || !told && !goes_on && !closed(t, to) {
        return None;
    }
    let short = !told && goes_on;
    // One to four capitalised words, and a number before them.
    let mut start = p;
    let mut number = None;
    for _ in 0..5 {
        let n = run_back(t, start, 24, |b| b.is_ascii_alphanumeric() || matches!(b, b'\'' | b'.' | b'-') || b >= 0x80);
        let from = start - n;
        let first = at(t, from);
        if n == 0 {
            break;
        }
        let house =
            digit(first) && n <= 6 && part(t, from, start).iter().skip(1).all(|b| digit(*b) || b.is_ascii_alphabetic());
        // `42nd` is the name of a street.
        let ordinal = part(t, from, start).iter().skip(1).any(|b| b.is_ascii_lowercase());
        if house && !ordinal {
            number = Some(from);
            break;
        }
        if !(first.is_ascii_uppercase() || digit(first) || first >= 0x80) || back(t, from, 1) != b' ' {
            break;
        }
        start = from - 1;
    }
    let from = number.filter(|from| *from < p && start < p + 1 && start > *from)?;
    if word(back(t, from, 1))
        || short && run(t, from, 6, digit) < 3
        || matches!(back(t, from, 1), b'.' | b'-' | b'/' | b'$' | b'#')
        || start == p
    {
        return None;
    }
    let from = flat(t, from);
    let told = word_before(t, from, 48, OF_A_PERSON);
    to = locality(t, to);
    Some((Hit::new(from, to, Type::Address), told))
}

/// Whether the name of a street ends here: a sentence, a line or a part of an address does.
fn closed(t: &[u8], to: usize) -> bool {
    // `Pennsylvania Ave NW`
    let to = to
        + [&b" NW"[..], b" NE", b" SW", b" SE", b" N", b" S", b" E", b" W"]
            .iter()
            .find(|d| part(t, to, to + d.len()) == **d && !word(at(t, to + d.len())))
            .map_or(0, |d| d.len());
    // `55 W 46th St Apt 12`
    let flat = || {
        [&b" Apt"[..], b" apt", b" Unit", b" unit", b" Suite", b" Ste", b" #", b" Floor", b" Flat"]
            .iter()
            .any(|w| part(t, to, to + w.len()) == *w)
    };
    matches!(at(t, to), 0 | b',' | b'.' | b';' | b'!' | b'?' | b'"' | b'\\' | b'\n' | b'\r' | b')') || flat()
}

/// End of `, Apt 4, Springfield, IL 62704` behind a street, or where the street ends.
fn locality(t: &[u8], street: usize) -> usize {
    // `Solomon Seal Dr., Springfield`
    let to = street + usize::from(part(t, street, street + 2) == b".,");
    let window = part(t, to, to + 80);
    let line =
        window.iter().position(|b| matches!(b, b'\n' | b'"' | b';' | b'\\')).map_or(window, |n| part(window, 0, n));
    if !matches!(line.first(), Some(b',' | b' ')) {
        return street;
    }
    (1..line.len())
        .find_map(|i| {
            zip(line, i).or_else(|| postcode(line, i)).or_else(|| australian(line, i)).or_else(|| pin(line, i))
        })
        .map_or(street, |n| to + n)
}

/// End of the state and ZIP code at `i`: two capitals and five digits, and four more.
fn zip(t: &[u8], i: usize) -> Option<usize> {
    let state = at(t, i).is_ascii_uppercase() && at(t, i + 1).is_ascii_uppercase() && at(t, i + 2) == b' ';
    let end = i + 8;
    if !state || word(back(t, i, 1)) || run(t, i + 3, 6, digit) != 5 {
        return None;
    }
    let plus = at(t, end) == b'-' && run(t, end + 1, 5, digit) == 4;
    Some(if plus { end + 5 } else { end })
}

/// End of the state of Australia and its postcode at `i`: `VIC 3065`.
pub(super) fn australian(t: &[u8], i: usize) -> Option<usize> {
    let n = run(t, i, 4, |b| b.is_ascii_uppercase());
    let state = [&b"NSW"[..], b"VIC", b"QLD", b"WA", b"SA", b"TAS", b"ACT", b"NT"].contains(&part(t, i, i + n));
    let end = i + n + 5;
    let code = at(t, i + n) == b' ' && run(t, i + n + 1, 5, digit) == 4 && !word(at(t, end));
    (state && code && !word(back(t, i, 1))).then_some(end)
}

/// End of the Indian PIN code at `i`, behind a town: `Bengaluru 560001`, `Delhi - 110 001`.
fn pin(t: &[u8], i: usize) -> Option<usize> {
    let first = matches!(at(t, i), b'1'..=b'8') && matches!(back(t, i, 1), b' ' | b'-') && back(t, i, 2) != b',';
    let parted = usize::from(run(t, i, 4, digit) == 3 && at(t, i + 3) == b' ');
    let n = run(t, i, 3, digit) + run(t, i + 3 + parted, 4, digit);
    (first && n == 6 && !word(at(t, i + 6 + parted))).then_some(i + 6 + parted)
}

/// End of the British postcode at `i` (BS 7666): `SW1A 2AA`, `M1 1AE`.
pub(super) fn postcode(t: &[u8], i: usize) -> Option<usize> {
    let upper = |b: u8| b.is_ascii_uppercase();
    let area = run(t, i, 3, upper);
    let mut j = i + area + 1;
    if word(back(t, i, 1)) || !matches!(area, 1 | 2) || !digit(at(t, j - 1)) {
        return None;
    }
    j += usize::from(upper(at(t, j)) || digit(at(t, j)));
    let inward = at(t, j) == b' ' && digit(at(t, j + 1)) && run(t, j + 2, 3, upper) == 2 && !word(at(t, j + 4));
    inward.then_some(j + 4)
}
