//! Numbers that are spoken: `four one five, five five five, oh one three two`, as transcripts of calls have them. Only
//! where a question or a word before says what they are.

use crate::redact::{
    bytes::{at, back, looked, part, run, run_back},
    dates,
    scan::{Hit, heads},
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
    #[rustfmt::skip]
    const ONE: &[&[u8]] = &[
        b"zero", b"oh", b"o", b"one", b"two", b"three", b"four", b"five", b"six", b"seven", b"eight", b"nine", b"niner",
        b"null", b"eins", b"zwei", b"zwo", b"drei", b"vier", "fünf".as_bytes(), b"sechs", b"sieben", b"acht", b"neun",
        b"cero", b"uno", b"dos", b"tres", b"cuatro", b"cinco", b"seis", b"siete", b"ocho", b"nueve",
        "zéro".as_bytes(), b"un", b"deux", b"trois", b"quatre", b"cinq", b"sept", b"huit", b"neuf",
        b"due", b"tre", b"quattro", b"cinque", b"sei", b"sette", b"otto", b"nove",
        b"um", b"dois", "três".as_bytes(), b"quatro", b"sete", b"oito", b"meia",
        b"nul", b"een", b"twee", b"drie", b"vijf", b"zes", b"zeven", b"negen",
    ];
    const TWO: &[&[u8]] = &[
        b"ten", b"eleven", b"twelve", b"thirteen", b"fourteen", b"fifteen", b"sixteen", b"seventeen", b"eighteen",
        b"nineteen", b"twenty", b"thirty", b"forty", b"fifty", b"sixty", b"seventy", b"eighty", b"ninety", b"hundred",
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
pub(in crate::redact) fn number(t: &[u8], from: usize, kind: Type) -> Option<Hit> {
    let letter = |b: u8| b.is_ascii_alphabetic() || b >= 0x80;
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

/// End of a date that is spoken at `from`: `march third nineteen eighty four`, `july fourth two thousand one`.
pub(in crate::redact) fn date(t: &[u8], from: usize) -> Option<usize> {
    #[rustfmt::skip]
    const ORDINALS: &[&[u8]] = &[
        b"first", b"second", b"third", b"fourth", b"fifth", b"sixth", b"seventh", b"eighth", b"ninth", b"tenth", b"eleventh", b"twelfth", b"thirteenth", b"fourteenth",
        b"fifteenth", b"sixteenth", b"seventeenth", b"eighteenth", b"nineteenth", b"twentieth", b"thirtieth", b"thirty", b"twenty", b"the", b"of", b"thousand",
    ];
    let mut i = dates::month(t, from)?;
    let (mut to, mut count) = (i, 0);
    while count < 8 {
        let word = i + run(t, i, 2, |b| matches!(b, b' ' | b',' | b'-'));
        let n = run(t, word, 12, |b| b.is_ascii_alphanumeric());
        let text = part(t, word, word + n);
        let ordinal = ORDINALS.iter().any(|w| w.eq_ignore_ascii_case(text));
        if word == i || !ordinal && digits(text).is_none_or(|d| d == 0) && !text.first().is_some_and(u8::is_ascii_digit)
        {
            break;
        }
        i = word + n;
        to = i;
        count += 1;
    }
    (count >= 3).then_some(to)
}

/// Words that begin with a capital behind which somebody says a number.
pub(in crate::redact) const TOLD: &[&str] = &[
    "My number", "My phone", "My cell", "My mobile", "My card", "My credit card", "My debit card", "My social",
    "My account", "Call me ", "Reach me ", "You can reach me ", "You can call me ", "The number ", "The card ",
    "Phone number", "Card number", "Account number", "Meine Nummer", "Meine Telefonnummer", "Mi número", "Mon numéro",
    "Il mio numero", "Meu número", "Mijn nummer",
];

/// Asks the words of [`TOLD`] that begin at `p`.
pub(in crate::redact) fn told(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    let Some(words) = heads::find(TOLD, part(t, p, t.len()), |w| w) else { return };
    let kind = if words.contains("ard") {
        Type::Card
    } else if words.contains("social") {
        Type::UsSsn
    } else if words.contains("ccount") {
        Type::BankAccount
    } else {
        Type::Phone
    };
    hits.extend(number(t, p + words.len(), kind));
}

/// A number before a word for it at `p`: `four one five … is my phone number`.
pub(in crate::redact) fn before(t: &[u8], p: usize, kind: Type) -> Option<Hit> {
    const BETWEEN: &[&[u8]] =
        &[b"is", b"as", b"the", b"a", b"my", b"his", b"her", b"your", b"their", b"best", b"contact"];
    let letter = |b: u8| b.is_ascii_alphabetic() || b >= 0x80;
    let (mut i, mut to, mut from, mut count) = (p, None, p, 0);
    loop {
        let gap = run_back(t, i, 3, |b| matches!(b, b' ' | b',' | b'-' | b'.'));
        let end = i - gap;
        let n = run_back(t, end, LONGEST + 1, letter);
        if gap == 0 || n == 0 {
            break;
        }
        let word = part(t, end - n, end);
        match digits(word) {
            Some(d) => {
                to = to.or(Some(end));
                if d > 0 {
                    from = end - n;
                }
                count += d;
            }
            None if to.is_none() && BETWEEN.iter().any(|w| w.eq_ignore_ascii_case(word)) => {}
            None => break,
        }
        i = end - n;
    }
    to.filter(|_| count >= LEAST).map(|to| Hit::ruled(from, to, kind, "spoken"))
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
