//! Lines that machines read on passports and cards (ICAO 9303, parts 4 to 6).

use crate::redact::{
    bytes::{at, back, digit, part, run, run_back},
    scan::Hit,
    types::Type,
};

fn letter(b: u8) -> bool {
    b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'<'
}

/// Lines in a run from `start` to `end` that holds `<`.
pub(in crate::redact) fn machine_lines(t: &[u8], start: usize, end: usize, hits: &mut Vec<Hit>) {
    let mut i = start;
    while i < end {
        let n = part(t, i, end).iter().take_while(|b| letter(**b)).count();
        let line = part(t, i, i + n);
        if (28..=90).contains(&n)
            && !at(t, i + n).is_ascii_lowercase()
            && !back(t, i, 1).is_ascii_alphanumeric()
            && is_line(line)
        {
            hits.push(Hit::ruled(i, i + n, Type::Passport, "machine-lines"));
            // The lines of a card that hold no `<` stand beside.
            let next = i + n + run(t, i + n, 2, |b| matches!(b, b'\r' | b'\n'));
            let m = run(t, next, 45, letter);
            if next > i + n && matches!(m, 30 | 36 | 44) {
                hits.push(Hit::ruled(next, next + m, Type::Passport, "machine-lines"));
            }
        }
        i += n + 1;
    }
}

/// Words between the series of a Russian passport and its number, and words before the series.
const NUMBERED: &[&str] = &["номер", "номером", "№", "ном.", "N", "No", "nomer", "number"];
const SERIES: &[&str] =
    &["серия", "серии", "серией", "серію", "серія", "сер.", "Серия", "СЕРИЯ", "seriya", "Seriya", "series", "Series"];

/// Series and number of a Russian passport, whose six digits stand at `p`: `серия 45 09 номер 123456`.
pub(super) fn series(t: &[u8], p: usize, hits: &mut Vec<Hit>) -> bool {
    let Some((start, to)) = series_before(t, p) else { return false };
    hits.push(Hit::new(start, to, Type::RuPassport));
    hits.push(Hit::new(p, p + 6, Type::RuPassport));
    true
}

/// Where the series stands that belongs to the six digits at `p`.
pub(super) fn series_before(t: &[u8], p: usize) -> Option<(usize, usize)> {
    let blanks = |i: usize| i - run_back(t, i, 3, |b| matches!(b, b' ' | b':' | b',' | b'\n'));
    let word = |end: usize, words: &[&str]| {
        words.iter().find(|w| part(t, end.saturating_sub(w.len()), end) == w.as_bytes()).map(|w| end - w.len())
    };
    let from = word(blanks(p), NUMBERED)?;
    let to = blanks(from);
    let n = run_back(t, to, 5, |b| digit(b) || b == b' ');
    let group = part(t, to - n, to).trim_ascii_start();
    let start = to - group.len();
    let fits = matches!(group, [_, _, b' ', _, _] | [_, _, _, _]) && group.iter().filter(|b| digit(**b)).count() == 4;
    let other = to == from || digit(at(t, p + 6));
    (fits && !other && word(blanks(start), SERIES).is_some()).then_some((start, to))
}

/// Whether it is one of these lines: the names behind the state, or a number, dates of birth and expiry.
fn is_line(line: &[u8]) -> bool {
    let letters = |from: usize, to: usize| part(line, from, to).iter().all(|b| b.is_ascii_uppercase() || *b == b'<');
    let digits = |from: usize, to: usize| part(line, from, to).iter().all(u8::is_ascii_digit);
    let fill = line.iter().filter(|b| **b == b'<').count();
    // The kind, and who issued it.
    let document =
        matches!(at(line, 0), b'P' | b'V' | b'I' | b'A' | b'C') && letters(1, 5) && at(line, 2).is_ascii_uppercase();
    let named = document && letters(5, line.len()) && memchr::memmem::find(line, b"<<").is_some() && fill >= 3;
    let numbered = document && fill >= 3 && line.len() < 44 && line.iter().filter(|b| b.is_ascii_digit()).count() >= 6;
    // Where nationality, birth, sex and expiry stand.
    let dated = |birth: usize, sex: usize, expiry: usize| {
        digits(birth, birth + 7) && matches!(at(line, sex), b'M' | b'F' | b'X' | b'<') && digits(expiry, expiry + 7)
    };
    let number = letters(10, 13) && dated(13, 20, 21);
    let third = letters(15, 18) && dated(0, 7, 8);
    named || numbered || (28..=46).contains(&line.len()) && (number || third)
}
