//! Numbers that are spoken: `four one five, five five five, oh one three two`, as transcripts of calls have them. Only where a question or a
//! word before says what they are.

use super::{
    bytes::{at, back, looked, part, run},
    scan::Hit,
    types::Type,
};

/// Bytes of other words before the first digit.
const BEFORE: usize = 48;
/// Fewest digits.
const LEAST: usize = 7;
/// Longest word of a number, bytes.
const LONGEST: usize = 9;

/// How many digits a word stands for; `double` and `and` stand for none.
fn digits(word: &[u8]) -> Option<usize> {
    const ONE: &[&[u8]] = &[
        b"zero", b"oh", b"o", b"one", b"two", b"three", b"four", b"five", b"six", b"seven", b"eight", b"nine", b"niner",
    ];
    const TWO: &[&[u8]] = &[
        b"ten",
        b"eleven",
        b"twelve",
        b"thirteen",
        b"fourteen",
        b"fifteen",
        b"sixteen",
        b"seventeen",
        b"eighteen",
        b"nineteen",
        b"twenty",
        b"thirty",
        b"forty",
        b"fifty",
        b"sixty",
        b"seventy",
        b"eighty",
        b"ninety",
        b"hundred",
    ];
    const NONE: &[&[u8]] = &[b"double", b"triple", b"and", b"dash", b"space"];
    let is = |list: &[&[u8]]| list.iter().any(|w| w.eq_ignore_ascii_case(word));
    if is(ONE) {
        Some(1)
    } else if is(TWO) {
        Some(2)
    } else {
        is(NONE).then_some(0)
    }
}

/// A number that begins within a few words behind `from`.
pub(super) fn number(t: &[u8], from: usize, kind: Type) -> Option<Hit> {
    let letter = |b: u8| b.is_ascii_alphabetic();
    let (mut start, mut end, mut count) = (None, from, 0);
    let mut i = from;
    loop {
        let gap = run(t, i, 4, |b| matches!(b, b' ' | b',' | b'-' | b'.' | b':' | b'\'' | b'"' | b'='));
        let word = i + gap;
        let n = run(t, word, LONGEST + 1, letter);
        if n == 0 || start.is_some() && gap == 0 {
            break;
        }
        match digits(part(t, word, word + n)) {
            Some(d) => {
                let begins = d > 0 && !letter(back(t, word, 1));
                start = start.or(begins.then_some(word));
                if start.is_some() {
                    count += d;
                    end = if d > 0 { word + n } else { end };
                }
            }
            None if count >= 3 || word > from + BEFORE => break,
            // `one moment`
            None => (start, count) = (None, 0),
        }
        i = word + n;
        i += if start.is_none() { run(t, i, BEFORE, letter) } else { 0 };
    }
    looked(i - from);
    let start = start.filter(|_| count >= LEAST && !letter(at(t, end)))?;
    Some(Hit::ruled(start, end, kind, "spoken"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read() {
        for (text, expected) in [
            (
                " number is four one five, five five five, zero one three two ok",
                "four one five, five five five, zero one three two",
            ),
            (": four-one-five double five five oh one three two.", "four-one-five double five five oh one three two"),
            (" it's Two one nine zero nine ninety-nine ninety-nine", "Two one nine zero nine ninety-nine ninety-nine"),
        ] {
            let hit = number(text.as_bytes(), 0, Type::Phone).unwrap();
            assert_eq!(text.get(hit.start..hit.end), Some(expected));
        }
        for text in [
            " one moment please",
            " one two three",
            " and one of the seven calls took five minutes",
            " four\nfive six seven eight nine one two",
        ] {
            assert_eq!(number(text.as_bytes(), 0, Type::Phone), None, "{text}");
        }
    }
}
