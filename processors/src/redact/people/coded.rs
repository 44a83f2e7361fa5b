//! Dates of birth, ages and codes behind a field word that has no other meaning, where the first pass would not stop.

use super::{
    beside_fields::{form, near, record},
    keys::ITALIAN,
};
use crate::redact::{
    bytes::{at, back, digit, ends_in_any_case, part, run, run_back, word},
    context::Context,
    dates, hints, ids,
    people::{names, scripts, unmarked},
    scan::Hit,
    types::Type,
};

/// A date of birth at `from`, perhaps in a call.
fn born(t: &[u8], from: usize, hits: &mut Vec<Hit>) {
    // `dob: ISODate("1984-03-12T00:00:00Z")`
    let call = [&b"ISODate("[..], b"new Date(", b"Date("].into_iter().find(|c| part(t, from, from + c.len()) == *c);
    // `datetime.date(1984, 3, 12)`
    const PARTS: &[&[u8]] = &[
        b"datetime.date(", b"datetime.datetime(", b"datetime(", b"date(", b"LocalDate.of(", b"Date.new(", b"new Date(",
    ];
    if let Some(call) = PARTS.iter().find(|c| part(t, from, from + c.len()) == **c) {
        let from = from + call.len();
        let n = run(t, from, 12, |b| digit(b) || matches!(b, b',' | b' '));
        let parts = part(t, from, from + n).split(|b| *b == b',').filter(|w| !w.trim_ascii().is_empty()).count();
        let to = from + part(t, from, from + n).trim_ascii_end().len();
        if parts == 3 && run(t, from, 5, digit) == 4 && matches!(at(t, to), b')' | b',') {
            hits.push(Hit::new(from, to, Type::DateOfBirth));
            return;
        }
    }
    let from = from + call.map_or(0, |c| c.len() + run(t, from + c.len(), 1, |b| matches!(b, b'"' | b'\'')));
    let timed = |to: usize| at(t, to) == b'T' && digit(at(t, to + 1));
    if let Some(to) = dates::any(t, from).filter(|to| (!word(at(t, *to)) || timed(*to)) && !dates::of_file(t, *to)) {
        hits.push(Hit::new(from, to, Type::DateOfBirth));
        names::before_birth(t, from, hits);
    }
}

/// An age at `from` among fields about a person: caches and branches have one, too.
fn age(t: &[u8], from: usize) -> Option<Hit> {
    let n = run(t, from, 4, digit);
    let years = part(t, from, from + n).iter().fold(0u32, |x, b| x * 10 + u32::from(b - b'0'));
    let next = at(t, from + n);
    let alone = matches!(next, 0 | b'\n' | b'\r' | b';' | b',' | b'|' | b'"' | b'\'' | b'<' | b')' | b'}')
        || next == b' ' && !matches!(at(t, from + n + 1), b'-' | b'/' | b'*' | b'+' | b'%' | b'=' | b'<' | b'>');
    // `max-age=30`, `password_age: 90`: of things.
    let end = from - run_back(t, from, 4, |b| matches!(b, b' ' | b':' | b'=' | b'"' | b'\''));
    let key = part(t, end - run_back(t, end, 24, |b| word(b) || b == b'-'), end).to_ascii_lowercase();
    let of_thing =
        [&b"max"[..], b"min", b"cache", b"password", b"token", b"session", b"cookie", b"key", b"file", b"log"]
            .iter()
            .any(|thing| key.strip_prefix(*thing).is_some_and(|rest| matches!(rest, b"-age" | b"_age" | b"age")));
    let fits = (1..=3).contains(&n) && (1..=120).contains(&years) && alone && !of_thing;
    (fits && (form(t, from) || record(near(t, from)))).then(|| Hit::new(from, from + n, Type::Age))
}

/// The age of `Age/Sex: 45/M`, `Age / Gender : 45 Y / Male`: the label ends at `end`, the value begins at `from`.
pub(super) fn age_and_sex(t: &[u8], end: usize, from: usize) -> Option<Hit> {
    const LABELS: &[&[u8]] = &[b"age/sex", b"age / sex", b"age/gender", b"age / gender"];
    let stands = |w: &&[u8]| ends_in_any_case(part(t, 0, end), w) && !word(back(t, end, w.len() + 1));
    if !matches!(back(t, end, 1) | 0x20, b'x' | b'r') || !LABELS.iter().any(stands) {
        return None;
    }
    let n = run(t, from, 4, digit);
    let years = part(t, from, from + n).iter().fold(0u32, |x, b| x * 10 + u32::from(b - b'0'));
    let whole = |list: &[&'static [u8]], i: usize| {
        let stands = |w: &&&[u8]| part(t, i, i + w.len()).eq_ignore_ascii_case(w) && !word(at(t, i + w.len()));
        list.iter().find(stands).map_or(0, |w| w.len())
    };
    let blanks = |i: usize| i + run(t, i, 1, |b| b == b' ');
    // `45Y`, `45 Y / Male`, `45/M`, but not `20-29`, `24 groups`, `1.32`
    let unit = blanks(from + n);
    let years_told = whole(&[b"years", b"year", b"yrs", b"yr", b"y"], unit);
    let parted = blanks(unit + years_told);
    let sex = blanks(parted + run(t, parted, 1, |b| matches!(b, b'/' | b'-' | b',' | b'|')));
    let sexes: [&[u8]; 8] = [b"m", b"f", b"male", b"female", b"man", b"woman", b"other", b"x"];
    let fits = years_told > 0 || whole(&sexes, sex) > 0;
    ((1..=3).contains(&n) && (1..=120).contains(&years) && fits).then(|| Hit::ruled(from, from + n, Type::Age, "aged"))
}

/// Who says or is said to be of an age.
const AGED: &[&str] = &[
    "i'm ", "i’m ", "i am ", "he is ", "she is ", "he's ", "she's ", "who is ", "patient is ", "caller is ",
    "client is ", "customer is ", "wife is ", "husband is ", "daughter is ", "son is ", "mother is ", "father is ",
    "ich bin ",
];

/// An age at `p` in a sentence about somebody: `I'm 43 years old`.
pub(super) fn aged(t: &[u8], p: usize) -> Option<Hit> {
    let n = run(t, p, 4, digit);
    if n > 3 || !matches!([at(t, p + n), at(t, p + n + 1)], [b' ' | b'-', b'y' | b'Y' | b'J']) {
        return None;
    }
    let unit = part(t, p + n + 1, p + n + 12);
    let old = [&b"years old"[..], b"year old", b"yrs old", b"years-old", b"year-old", b"yo", b"y/o", b"Jahre alt"]
        .into_iter()
        .find(|w| part(unit, 0, w.len()).eq_ignore_ascii_case(w) && !word(at(unit, w.len())))?;
    let behind = p + n + 1 + old.len() + 1;
    if at(t, behind - 1) == b' ' && old.starts_with(b"year") && of_somebody(t, behind) {
        return Some(Hit::ruled(p, p + n, Type::Age, "aged"));
    }
    let before = String::from_utf8_lossy(part(t, p.saturating_sub(16), p)).to_lowercase();
    let whose = |w: &&str| before.strip_suffix(*w).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric));
    AGED.iter().any(whose).then(|| Hit::ruled(p, p + n, Type::Age, "aged"))
}

/// Whether a word for somebody stands at `from`, perhaps behind another: `a 72-year-old White woman`.
fn of_somebody(t: &[u8], from: usize) -> bool {
    const PEOPLE: &[&[u8]] = &[b"male", b"female", b"woman", b"gentleman", b"lady", b"boy", b"girl", b"widow"];
    /// In front of other nouns as well: `man page`, `patient database`.
    const ALSO_OTHERS: &[&[u8]] = &[b"man", b"patient", b"caller"];
    const GOES_ON: &[&[u8]] = &[
        b"with", b"who", b"was", b"is", b"has", b"had", b"in", b"on", b"at", b"from", b"of", b"and", b"or", b"to",
        b"for", b"by", b"living", b"named", b"called", b"presents", b"presented", b"presenting", b"admitted", b"came",
        b"comes", b"complains", b"complaining", b"reports", b"reported", b"says", b"said", b"whose", b"without",
    ];
    let word_at = |i: usize| part(t, i, i + run(t, i, 12, |b| b.is_ascii_alphabetic()));
    let is = |i: usize| {
        let noun = word_at(i);
        let to = i + noun.len();
        let any = |list: &[&[u8]]| list.iter().any(|w| noun.eq_ignore_ascii_case(w));
        let ends = || at(t, to) != b' ' || GOES_ON.contains(&word_at(to + 1));
        !word(at(t, to)) && at(t, to) != b'-' && (any(PEOPLE) || any(ALSO_OTHERS) && ends())
    };
    is(from) || at(t, from + word_at(from).len()) == b' ' && is(from + word_at(from).len() + 1)
}

/// Codes and dates whose field word has no other meaning, though the first pass would not stop at them.
pub(super) fn coded(t: &[u8], from: usize, label: hints::Hints, context: Context, hits: &mut Vec<Hit>) {
    if label.has(Type::DateOfBirth) {
        return born(t, from, hits);
    }
    if label.has(Type::Age) {
        hits.extend(age(t, from));
        return;
    }
    // `'cap': '\u2229'`
    let escape = back(t, from, 1) == b'\\' && matches!(at(t, from), b'u' | b'U' | b'x')
        || label.has(Type::PostalCode) && part(t, from, from + 2) == b"0x";
    // `exp = 309`: an exponent.
    let exponent = || run(t, from, 4, digit) == 3 && part(t, from.saturating_sub(6), from).ends_with(b"exp = ");
    if escape || exponent() || label.has(Type::PostalCode) && is_limit(t, from) {
        return;
    }
    let plate = || scripts::plate_at(t, from).or_else(|| unmarked::small_plate(t, from));
    if let Some(to) = label.has(Type::LicensePlate).then(plate).flatten() {
        hits.push(Hit::new(from, to, Type::LicensePlate));
        return;
    }
    let n = run(t, from, 40, |b| b.is_ascii_alphanumeric() || matches!(b, b' ' | b'-' | b'.' | b'/'));
    let value = code(t, from, n);
    let digits = value.iter().filter(|b| digit(**b)).count();
    let letters = value.iter().filter(|b| b.is_ascii_uppercase()).count();
    let one = |kind: Type, hits: &mut Vec<Hit>| hits.push(Hit::new(from, from + value.len(), kind));
    if label.has(Type::PostalCode)
        && ((4..=9).contains(&value.len())
            || matches!((value.len(), value.get(5)), (10, _) | (11, Some(b'-'))) && digits >= 9)
        && digits >= 2
        && digits + letters + 1 >= value.len()
    {
        one(Type::PostalCode, hits);
    } else if label.has(Type::LicensePlate)
        && (5..=12).contains(&value.len())
        && (digits >= 1 && letters >= 1 || digits >= 5)
        && digits + letters + 2 >= value.len()
    {
        one(Type::LicensePlate, hits);
    } else if label.has(Type::SwiftCode)
        && matches!(value.len(), 8 | 11)
        && letters + digits == value.len()
        && letters >= 6
    {
        one(Type::SwiftCode, hits);
    } else if label.has(Type::CardDetail)
        && (matches!(value.len(), 3 | 4) && digits == value.len()
            || matches!(value, [_, _, b'/', _, _] | [_, _, b'/', _, _, _, _] if digits + 1 == value.len()))
    {
        one(Type::CardDetail, hits);
    } else if let Some(kind) = ids::whole(value, label)
        && !(kind == Type::Secret && ids::counts_text(t, from + value.len()))
    {
        one(kind, hits);
    } else {
        for q in from..from + n {
            if digit(at(t, q)) && !digit(back(t, q, 1)) {
                ids::verify(t, q, context, hits);
            }
        }
    }
}

/// Whether the label before `from` is a limit or a value, `initial_cap: 20000`, `marketCap=14498`.
fn is_limit(t: &[u8], from: usize) -> bool {
    let end = from - run_back(t, from, 4, |b| matches!(b, b' ' | b':' | b'=' | b'"' | b'\''));
    match (part(t, end.saturating_sub(3), end), back(t, end, 4)) {
        (b"cap", b'_' | b'-') => !ITALIAN.iter().any(|w| part(t, 0, end - 4).ends_with(w.as_bytes())),
        (b"Cap", b'a'..=b'z') => !ITALIAN.iter().any(|w| part(t, 0, end - 3).ends_with(w.as_bytes())),
        _ => false,
    }
}

/// The code at `from`, of as many as `n` bytes: what comes before the first word.
fn code(t: &[u8], from: usize, n: usize) -> &[u8] {
    let mut value = part(t, from, from + n);
    // `219099999 N:1`: the next name is none of it.
    if matches!(at(t, from + n), b':' | b'=')
        && let Some(blank) = value.iter().rposition(|b| *b == b' ')
    {
        value = part(value, 0, blank);
    }
    let mut end = 0;
    for w in value.split(|b| *b == b' ') {
        if w.is_empty() || w.len() > 2 && !w.iter().any(|b| digit(*b)) && w.iter().any(u8::is_ascii_lowercase) {
            break;
        }
        end += w.len() + 1;
    }
    value = part(value, 0, end.saturating_sub(1));
    while matches!(value.last(), Some(b' ' | b'-' | b'.' | b'/')) {
        value = part(value, 0, value.len() - 1);
    }
    value
}
