//! Where somebody is: latitude and longitude behind words or under keys that say whose they are. Those of anything else
//! stay.

use super::words::PERSONS;
use crate::redact::{
    bytes::{at, digit, looked, part, run},
    scan::Hit,
    types::Type,
};

/// Text before the numbers in which words count, bytes.
const BEFORE: usize = 56;
/// Fewest decimals: a street, and no town.
const DECIMALS: usize = 3;

/// Last words of keys and fields of places.
pub(super) const PLACES: &[&str] = &[
    "location", "position", "coordinates", "coords", "geo", "geolocation", "gps", "latlng", "latlong", "latlon", "home",
];
/// Keys of one of the two.
pub(super) const HALVES: &[&str] = &["lat", "latitude", "lng", "lon", "long", "longitude"];
/// Words beside one of [`PLACES`] that make it one of a person, as [`PERSONS`] do.
const WHOSE: &[&str] = &["home", "his", "her", "my", "their", "person", "lives", "residence", "residential", "caller"];

/// End of a number of degrees at `i`.
fn degrees(t: &[u8], i: usize) -> Option<usize> {
    let from = i + usize::from(matches!(at(t, i), b'-' | b'+'));
    let n = run(t, from, 4, digit);
    let m = run(t, from + n + 1, 16, digit);
    let whole = part(t, from, from + n).iter().fold(0u32, |x, b| x * 10 + u32::from(b - b'0'));
    let to = from + n + 1 + m;
    let fine = (1..=3).contains(&n) && at(t, from + n) == b'.' && (DECIMALS..=15).contains(&m) && whole <= 180;
    (fine && !at(t, to).is_ascii_alphanumeric() && !(at(t, to) == b'.' && digit(at(t, to + 1)))).then_some(to)
}

/// End of latitude and longitude at `i`.
fn pair(t: &[u8], i: usize) -> Option<usize> {
    let to = degrees(t, i)?;
    let sign = to + run(t, to, 4, |b| matches!(b, 0xC2 | 0xB0 | b'N' | b'S' | b' '));
    let next = if at(t, sign) == b',' { sign + 1 } else { return None };
    degrees(t, next + run(t, next, 2, |b| b == b' '))
}

/// Whether a text is a number of degrees, or two.
pub(super) fn whole(text: &[u8]) -> bool {
    let text = text.trim_ascii();
    [degrees, pair].iter().any(|read| read(text, 0) == Some(text.len()))
}

/// Whether the words of a key name the place of a person.
pub(super) fn of_person(words: &[&str]) -> bool {
    let Some((last, before)) = words.split_last() else { return false };
    PLACES.contains(last)
        && (*last == "home" && before.is_empty() || before.iter().any(|w| PERSONS.contains(w) || WHOSE.contains(w)))
}

/// Latitude and longitude at `from` behind a field or a verb that ends at `end`: `home: 52.52000, 13.40495`.
pub(super) fn told(t: &[u8], end: usize, from: usize, hits: &mut Vec<Hit>) {
    let from = from + run(t, from, 2, |b| matches!(b, b'(' | b'['));
    if !(digit(at(t, from)) || matches!(at(t, from), b'-' | b'+')) {
        return;
    }
    let Some(to) = pair(t, from) else { return };
    let before = part(t, end.saturating_sub(BEFORE), end).to_ascii_lowercase();
    looked(before.len());
    let sentence = before.rsplit(|b| matches!(b, b'\n' | b'.' | b';')).next().unwrap_or_default();
    let words = || sentence.split(|b| !b.is_ascii_alphabetic()).filter_map(|w| std::str::from_utf8(w).ok());
    let place = words().any(|w| PLACES.contains(&w));
    let person = words().any(|w| PERSONS.contains(&w) || WHOSE.contains(&w));
    if place && person {
        hits.push(Hit::ruled(from, to, Type::Address, "coordinates"));
    }
}
