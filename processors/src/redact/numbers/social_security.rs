//! Social security numbers of the United States. Source: the rules of the SSA for area, group and serial.

use super::{Groups, alone, digits, number, phones};
use crate::redact::{
    bytes::{at, back, digit, part, word_before},
    context::Context,
    hints,
    scan::Hit,
    types::Type,
};

const SSN_WORDS: &[&[u8]] = &[b"ssn", b"social"];
fn valid_ssn(d: &[u8]) -> bool {
    d.len() == 9 && {
        let area = number(part(d, 0, 3));
        area != 0 && area != 666 && area < 900 && number(part(d, 3, 5)) != 0 && number(part(d, 5, 9)) != 0
    }
}

pub(super) fn ssn(t: &[u8], p: usize, context: Context) -> Option<Hit> {
    if !digit(at(t, p + 4)) || digit(at(t, p + 6)) || phones::behind_country(t, p) {
        return None;
    }
    let g = Groups::read(t, p, |b| matches!(b, b' ' | b'-' | b'.'), false);
    if !matches!(g.lens(), [3, 2, 4, ..]) || !g.same_separator(3) {
        return None;
    }
    let to = g.end[2];
    let (d, k) = digits(t, p, to);
    if !alone(t, p, to) {
        return None;
    }
    if !valid_ssn(d.get(..k)?) {
        return ssn_named(t, p, context).then_some(Hit::new(p, to, Type::UsSsn));
    }
    // One of a list of figures.
    let more = |stop: u8, gap: u8, next: u8| gap == b' ' && matches!(stop, b';' | b',') && digit(next);
    let spaced_on = g.sep[1] == b' '
        && (digit(back(t, p, 2)) && back(t, p, 1) == b' '
            || at(t, to) == b' ' && digit(at(t, to + 1))
            || more(at(t, to), at(t, to + 1), at(t, to + 2))
            || more(back(t, p, 2), back(t, p, 1), back(t, p, 3)));
    let sure = g.sep[1] == b'-' || (g.sep[1] == b' ' && !spaced_on);
    (sure || context.has(Context::SSN) || word_before(t, p, 40, SSN_WORDS)).then_some(Hit::new(p, to, Type::UsSsn))
}

/// Whether a word for a social security number stands before `p`, also one that digits touch.
pub(super) fn is_social(t: &[u8], p: usize) -> bool {
    word_before(t, p, 30, SSN_WORDS)
}

pub(super) fn bare_ssn(t: &[u8], p: usize, context: Context) -> Option<Hit> {
    let (d, k) = digits(t, p, p + 9);
    // `ssn_hash=`
    let hash = || {
        let found = hints::before(t, p);
        found.negative && found.far.is_empty()
    };
    let hinted = || context.has(Context::SSN) || is_social(t, p) && !hash();
    let said = || if d.get(..k).is_some_and(valid_ssn) { hinted() } else { ssn_named(t, p, context) };
    (alone(t, p, p + 9) && said()).then_some(Hit::new(p, p + 9, Type::UsSsn))
}

/// Whether the key, or a word close by which means nothing else, names a social security number.
fn ssn_named(t: &[u8], p: usize, context: Context) -> bool {
    let found = hints::before(t, p);
    context.has(Context::SSN) && !context.has(Context::ID) || found.exact.has(Type::UsSsn) && !found.negative
}
