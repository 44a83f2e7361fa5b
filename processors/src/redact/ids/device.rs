//! Devices. Sources: 3GPP TS 23.003 (IMEI, IMSI), ITU-T E.118 (ICCID), IEEE 802 (EUI-48).

use super::{Rule::*, Spec, checksums::*, spec};
use crate::redact::{
    bytes::{alnum, at, back, digit, part, run, run_back, word},
    context::Context,
    hints,
    scan::Hit,
    types::Type::{self, *},
};

pub(super) const SPECS: &[Spec] = &[
    spec(Imei, &["99-999999-999999-9", "99 999999 999999 9", "999999999999999"], Grouped, |c| luhn(c) && varied(c)),
    spec(Imei, &["9999999999999999"], super::Rule::Exact, |_| true),
    spec(Imsi, &["999999999999999"], Named, |c| matches!(num(c, 0, 3), 202..=750)),
    spec(Iccid, &["9999999999999999999", "99999999999999999999"], Hinted, |c| c.starts_with(b"89")),
];

/// Six pairs parted by dashes, or three groups of four parted by dots, around the digits at `p`. The separator and the
/// rest of the address tell it; colons are the trigger of `net`.
pub(super) fn hardware_address(t: &[u8], p: usize, letters: usize, context: Context, hits: &mut Vec<Hit>) -> bool {
    let hex = |b: u8| b.is_ascii_hexdigit();
    // Without separators only a name tells it.
    let start = p - letters;
    if run(t, start, 13, alnum) == 12 && part(t, start, start + 12).iter().all(|b| hex(*b)) && !word(back(t, start, 1))
    {
        let mixed = !part(t, start, start + 12).iter().all(|b| digit(*b)) || context.exact().has(MacAddress);
        // Commits and containers have such numbers: the name stands directly before.
        let gap = run_back(t, start, 4, |b| matches!(b, b' ' | b':' | b'=' | b'"' | b'\'' | b'#'));
        let told = mixed && (context.exact().has(MacAddress) || hints::label(t, start - gap).has(MacAddress));
        if told {
            hits.push(Hit::new(start, start + 12, Type::MacAddress));
        }
        return told;
    }
    let first = p - run_back(t, p, letters.min(3), hex).min(letters);
    let (width, separator) = match (at(t, first + 2), at(t, first + 4)) {
        (b'-', _) => (2, b'-'),
        (_, b'.') => (4, b'.'),
        _ => return false,
    };
    // Groups of letters only may stand before.
    let mut from = first;
    for _ in 0..12 / width - 1 {
        let Some(earlier) = from.checked_sub(width + 1) else { break };
        if at(t, from - 1) != separator || !part(t, earlier, from - 1).iter().all(|b| hex(*b)) {
            break;
        }
        from = earlier;
    }
    let found = address(t, from, width);
    hits.extend(found);
    found.is_some()
}

/// Hardware address whose first dash is at `p`: none of its pairs need be digits.
pub(in crate::redact) fn dashed_address(t: &[u8], p: usize) -> Option<Hit> {
    address(t, p.checked_sub(2)?, 2)
}

/// Hardware address in groups of four whose first dot is at `p`.
pub(in crate::redact) fn dotted_address(t: &[u8], p: usize) -> Option<Hit> {
    address(t, p.checked_sub(4)?, 4)
}

/// Hardware address from `from` on, in groups of `width`.
fn address(t: &[u8], from: usize, width: usize) -> Option<Hit> {
    let hex = |b: u8| b.is_ascii_hexdigit();
    let separator = at(t, from + width);
    let to = from + 12 + 12 / width - 1;
    let shaped = part(t, from, to).len() == to - from
        && part(t, from, to)
            .iter()
            .enumerate()
            .all(|(i, b)| if i % (width + 1) == width { *b == separator } else { hex(*b) });
    let (a1, a2) = (at(t, to), at(t, to + 1));
    let (b1, b2) = (back(t, from, 1), back(t, from, 2));
    // Weights of a collation: `[.0316.001F.0002]`.
    let weights = matches!(b1, b'*' | b'.') && b2 == b'[';
    let glued = weights
        || word(b1)
        || word(a1)
        || matches!(a1, b'-' | b'.') && alnum(a2)
        || b1 == b'.'
        || b1 == b'-' && alnum(b2);
    if !shaped || glued {
        return None;
    }
    let text = part(t, from, to);
    let same_case = !text.iter().any(u8::is_ascii_lowercase) || !text.iter().any(u8::is_ascii_uppercase);
    // Dates and prices are groups of digits; so are dotted numbers. Words may be groups of letters.
    let mixed = text.iter().any(u8::is_ascii_digit) && text.iter().any(u8::is_ascii_alphabetic);
    let told = mixed || hints::before(t, from).near.has(MacAddress);
    (told && (same_case || width == 4)).then(|| Hit::new(from, to, Type::MacAddress))
}
