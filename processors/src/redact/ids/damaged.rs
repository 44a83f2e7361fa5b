//! Values that are not as they should be: a word that means nothing else names their type.

use super::{
    INDEX, Rule, Spec,
    reading::{Best, Chars, GENERAL, MAX_CHARS, Place, apart, inside, of_class},
};
use crate::redact::{
    bytes::{alnum, at, back, digit, part, run, run_back},
    dates,
    hints::{self, Found, Hints},
    iban,
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
    if found.exact.and(INDEX.types).is_empty() || denied(&found) || inside(place.t, place.p - place.letters) {
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
                    || of_calendar(part(place.t, start, to))
                    || !apart(place.t, start, to, true)
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

/// Whether a text is no number but a time of day with the year before, or two years: `2020 17:19:40`, `1620-1705`.
fn of_calendar(text: &[u8]) -> bool {
    let colons = text.iter().filter(|b| **b == b':').count();
    let year = |y: &[u8]| matches!(y, [b'1', _, _, _] | [b'2', b'0', _, _]) && y.iter().all(|b| digit(*b));
    let years =
        || matches!(text, [a @ .., b'-', _, _, _, _] if year(a) && year(part(text, 5, 9)) && *a < *part(text, 5, 9));
    let clock = || matches!(text, [.., a, b, b':', c, d, b':', e, f] if [a, b, c, d, e, f].iter().all(|b| digit(**b)));
    colons == 2 && text.len() > 8 && clock() && year(part(text, 0, 4)) || text.len() == 9 && years()
}

/// Whether a text is the number of a document and of a part of it, `7518 6.2.1.2`: numbers of taxpayers in Mexico have
/// letters.
fn of_document(kind: Type, text: &[u8]) -> bool {
    kind == Type::MxRfc && !text.iter().any(u8::is_ascii_alphabetic)
}

/// Whether a text is a row of decimals: `0.1982 0.1667`. Six digits before a dot may be a date of birth.
fn decimals(text: &[u8]) -> bool {
    text.split(|b| *b == b' ').all(|number| {
        let mut halves = number.split(|b| *b == b'.');
        let (whole, fraction) = (halves.next().unwrap_or_default(), halves.next().unwrap_or_default());
        halves.next().is_none()
            && !matches!(whole.len(), 0 | 6)
            && fraction.len() >= 4
            && whole.iter().chain(fraction).all(|b| digit(*b))
    })
}

/// Whether a text is a row of bytes in hexadecimal, `D6 65 D7 93 F3 95`, whose `CF` and `AB` say nothing.
fn bytes(text: &[u8]) -> bool {
    let byte = |group: &[u8]| group.len() == 2 && group.iter().all(u8::is_ascii_hexdigit);
    text.len() > 10
        && text.iter().any(u8::is_ascii_alphabetic)
        && text.contains(&b' ')
        && text.split(|b| *b == b' ').all(byte)
}

/// Types of numbers outside the tables, and how many digits they have.
const OTHERS: &[(Type, usize)] = &[(Type::UsSsn, 9)];
/// Digits of the social security numbers of other states, each with one more or less.
const FOREIGN: &[usize] = &[11, 13, 15, 18];
/// Fewest digits of a code of mostly letters that only its name tells.
const MIN_MIXED: usize = 2;
/// Fewest digits of a value that only its name tells.
const MIN_DAMAGED: usize = 5;

/// Types whose word is common in other senses: only as a label does it name malformed values.
const LABELLED: &[Type] = &[Type::UsEin, Type::InVoter, Type::CoNit];

/// Digits that a value must have.
#[derive(Clone, Copy)]
struct Digits {
    least: usize,
    /// Whether more than half of its characters are digits.
    most: bool,
}

const MOSTLY: Digits = Digits { least: MIN_DAMAGED, most: true };

/// What the key, or the label directly before a value, names: `EIN: `, `voter_id=`.
fn labels(place: &Place<'_>) -> Hints {
    let start = place.p - place.letters;
    let gap = run_back(place.t, start, 4, |b| matches!(b, b' ' | b':' | b'=' | b'"' | b'#'));
    let parted = part(place.t, start - gap, start).iter().any(|b| matches!(b, b':' | b'='));
    let label = if parted { hints::label(place.t, start - gap) } else { Hints::NONE };
    label.or(place.context.exact())
}

/// Whether the nearest word says that a value is something else, and no state is named whose id it is: `Icelandic id`.
fn denied(found: &Found) -> bool {
    found.negative && found.nation.and(found.exact).is_empty()
}

/// Types that a word names, with a character missing or too many and in any groups.
pub(super) fn damaged(place: &mut Place<'_>, best: &mut Best) {
    let found = place.found();
    if found.exact.and(INDEX.told).is_empty() || denied(&found) || inside(place.t, place.p - place.letters) {
        return;
    }
    let labelled = LABELLED.iter().any(|k| found.exact.has(*k)).then(|| labels(place));
    let damaged = |s: &Spec| found.exact.has(s.kind) && (s.malformed || labelled.is_some_and(|l| l.has(s.kind)));
    let tabled = INDEX.specs.iter().filter(|s| damaged(s)).flat_map(|s| {
        s.layouts.iter().map(move |l| {
            let of = |class: u8| l.bytes().filter(|b| *b == class).count();
            let chars = l.bytes().filter(|b| alnum(*b)).count();
            // What may be a digit or a letter tells nothing.
            let letters = of(b'A') + of(b'X');
            let digits = if letters * 2 > chars { of(b'9').max(MIN_MIXED + 1) - 1 } else { MIN_DAMAGED };
            (s.kind, chars, Digits { least: digits, most: letters * 2 <= chars }, l.starts_with(['A', 'X']))
        })
    });
    if found.exact.has(Type::Iban)
        && let Some(hit) = iban::named_account(place.t, place.p, place.letters)
    {
        *best = Some((16, hit));
        return;
    }
    let general = INDEX.specs.iter().filter(|s| GENERAL.contains(&s.kind) && found.exact.has(s.kind)).flat_map(|s| {
        s.layouts.iter().filter(|l| l.bytes().all(|b| b == b'9')).map(move |l| (s.kind, l.len(), MOSTLY, false))
    });
    // `ssn` is what many call the number of any state.
    let foreign = (found.exact.has(Type::UsSsn) && labels(place).has(Type::UsSsn)).then_some(FOREIGN);
    let foreign = foreign.into_iter().flatten().map(|n| (Type::UsSsn, *n, MOSTLY, false));
    let others = OTHERS.iter().filter(|(k, _)| found.exact.has(*k)).map(|(k, n)| (*k, *n, MOSTLY, false));
    for (kind, chars, digits, prefixed) in tabled.chain(general).chain(others).chain(foreign) {
        let start = if prefixed { place.p - place.letters } else { place.p };
        if !prefixed && place.letters > 0 {
            continue;
        }
        if let Some(to) = extent(place.t, start, chars.saturating_sub(1)..=chars + 1, digits)
            && best.is_none_or(|(_, hit)| to > hit.end)
            && !of_document(kind, part(place.t, start, to))
        {
            *best = Some((16, Hit::new(start, to, kind)));
        }
    }
}

/// End of the longest row of groups from `start` that has so many characters: digits, capitals among them.
fn extent(t: &[u8], start: usize, chars: std::ops::RangeInclusive<usize>, wanted: Digits) -> Option<usize> {
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
            && digits >= wanted.least
            && (digits * 2 > total || !wanted.most)
            && apart(t, start, i, true)
            && !of_calendar(part(t, start, i))
            && !decimals(part(t, start, i))
            && !bytes(part(t, start, i))
            && !(part(t, start, i).contains(&b'/') && dates::any(t, start).is_some())
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
