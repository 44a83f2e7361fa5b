//! Values that are not as they should be: a word that means nothing else names their type.

use super::{Best, Chars, GENERAL, INDEX, MAX_CHARS, Place, Rule, apart, inside, of_class};
use crate::redact::{
    bytes::{alnum, at, back, digit, part, run},
    hints, net,
    scan::Hit,
    types::Type,
};

/// Reads a layout with any spacing.
fn read_loosely(t: &[u8], i: usize, layout: &[u8]) -> Option<(Chars, usize)> {
    let mut chars = Chars::new();
    let mut j = i;
    for class in layout.iter().filter(|b| alnum(**b)) {
        if chars.len > 0 {
            j += run(t, j, 2, |b| matches!(b, b' ' | b'-' | b'.' | b'/' | b':' | b'_'));
        }
        if !of_class(*class, at(t, j))? {
            return None;
        }
        chars.push(at(t, j));
        j += 1;
    }
    Some((chars, j))
}

/// Types that a word names, with any spacing and any check digit.
pub(super) fn loosely(place: &mut Place<'_>, best: &mut Best) {
    let found = place.found();
    if found.negative || inside(place.t, place.p - place.letters) {
        return;
    }
    for spec in INDEX.specs.iter().filter(|s| s.malformed && found.exact.has(s.kind)) {
        for text in spec.layouts.iter().map(|l| l.as_bytes()) {
            let first = text.iter().filter(|b| alnum(**b)).take_while(|b| **b == b'A').count();
            let open = text.first() == Some(&b'X');
            // Letters may be parted from the digits by one separator.
            let starts = if open || first == place.letters {
                [place.p.checked_sub(place.letters), None]
            } else if place.letters == 0 && first > 0 && matches!(back(place.t, place.p, 1), b' ' | b'-' | b'.') {
                [place.p.checked_sub(first + 1), None]
            } else {
                [None, None]
            };
            for start in starts.into_iter().flatten() {
                let Some((chars, to)) = read_loosely(place.t, start, text) else { continue };
                // The word itself, as in `RFC 2373`, is no part of a number that it names.
                let named = start + place.letters == place.p
                    || hints::before(place.t, start)
                        .with_key(place.context.hints(), place.context.exact())
                        .exact
                        .has(spec.kind);
                let mixed = chars.lower && part(place.t, start, to).iter().any(u8::is_ascii_uppercase);
                if !named
                    || mixed
                    || !apart(place.t, start, to)
                    || spec.rule == Rule::Exact && !(spec.check)(chars.get())
                {
                    continue;
                }
                let longer = best.is_none_or(|(s, hit)| s < 16 || hit.end < to);
                if longer {
                    *best = Some((16, Hit::new(start, to, spec.kind)));
                }
            }
        }
    }
}

/// Types of numbers outside the tables, and how many digits they have.
const OTHERS: &[(Type, usize)] = &[(Type::UsSsn, 9)];
/// Fewest digits of a code of mostly letters that only its name tells.
const MIN_MIXED: usize = 2;
/// Fewest digits of a value that only its name tells.
const MIN_DAMAGED: usize = 5;

/// Types that a word names, with a character missing or too many and in any groups.
pub(super) fn damaged(place: &mut Place<'_>, best: &mut Best) {
    let found = place.found();
    if found.negative || inside(place.t, place.p - place.letters) {
        return;
    }
    let tabled = INDEX.specs.iter().filter(|s| s.malformed && found.exact.has(s.kind)).flat_map(|s| {
        s.layouts.iter().map(move |l| {
            let of = |class: u8| l.bytes().filter(|b| *b == class).count();
            let chars = l.bytes().filter(|b| alnum(*b)).count();
            // What may be a digit or a letter tells nothing.
            let letters = of(b'A') + of(b'X');
            let digits = if letters * 2 > chars { of(b'9').max(MIN_MIXED + 1) - 1 } else { MIN_DAMAGED };
            (s.kind, chars, digits, l.starts_with(['A', 'X']))
        })
    });
    if found.exact.has(Type::Iban)
        && let Some(hit) = net::named_account(place.t, place.p, place.letters)
    {
        *best = Some((16, hit));
        return;
    }
    let general = INDEX.specs.iter().filter(|s| GENERAL.contains(&s.kind) && found.exact.has(s.kind)).flat_map(|s| {
        s.layouts.iter().filter(|l| l.bytes().all(|b| b == b'9')).map(move |l| (s.kind, l.len(), MIN_DAMAGED, false))
    });
    let others = OTHERS.iter().filter(|(k, _)| found.exact.has(*k)).map(|(k, n)| (*k, *n, MIN_DAMAGED, false));
    for (kind, chars, digits, prefixed) in tabled.chain(general).chain(others) {
        let start = if prefixed { place.p - place.letters } else { place.p };
        if !prefixed && place.letters > 0 {
            continue;
        }
        if let Some(to) = extent(place.t, start, chars.saturating_sub(1)..=chars + 1, digits)
            && best.is_none_or(|(_, hit)| to > hit.end)
        {
            *best = Some((16, Hit::new(start, to, kind)));
        }
    }
}

/// End of the longest row of groups from `start` that has so many characters: digits, capitals among them.
fn extent(t: &[u8], start: usize, chars: std::ops::RangeInclusive<usize>, least: usize) -> Option<usize> {
    let (mut i, mut total, mut digits, mut to) = (start, 0, 0, None);
    while total <= *chars.end() {
        let n = run(t, i, MAX_CHARS + 1, alnum);
        let group = part(t, i, i + n);
        let figures = group.iter().filter(|b| digit(**b)).count();
        if n == 0 || figures == 0 && n > 2 || group.iter().any(u8::is_ascii_lowercase) {
            break;
        }
        total += n;
        digits += figures;
        i += n;
        if chars.contains(&total)
            && digits >= least
            && (digits * 2 > total || least < MIN_DAMAGED)
            && apart(t, start, i)
        {
            to = Some(i);
        }
        if !matches!(at(t, i), b' ' | b'-' | b'.' | b'/') {
            break;
        }
        i += 1;
    }
    to
}
