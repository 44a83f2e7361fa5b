//! Dates of birth: how dates are written, and the years in which people who live were born.

use std::sync::LazyLock;

use ahash::AHashMap;

use super::bytes::{at, digit, part, run};

/// Years of birth that are believed.
const YEARS: std::ops::RangeInclusive<u32> = 1900..=2035;

/// First letters of the names of months; any case. English, German, French, Spanish, Portuguese, Italian, Dutch,
/// Polish, Swedish, Czech, Finnish, Turkish, Russian, Arabic, Hindi.
#[rustfmt::skip]
const MONTHS: &[&str] = &[
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mär", "mai", "okt", "dez",
    "fév", "fev", "avr", "juin", "juil", "aoû", "aou", "déc", "ene", "abr", "ago", "dic", "set", "out", "gen", "mag",
    "giu", "lug", "ott", "mrt", "mei", "maj", "sty", "lut", "kwi", "cze", "lip", "sie", "wrz", "paź", "lis", "gru",
    "led", "úno", "bře", "dub", "kvě", "čer", "srp", "zář", "říj", "pro", "tam", "hel", "maa", "huh", "tou", "kes",
    "hei", "elo", "syy", "lok", "mar", "jou", "oca", "şub", "nis", "haz", "tem", "ağu", "eyl", "eki", "kas", "ara",
    "ian", "iun", "iul", "noi", "tra", "lip", "svi", "sij", "vel", "ožu", "kol", "ruj", "stu", "pro", "okt", "sze",
    "szep", "ápr", "máj", "jún", "júl", "aŭg", "avg", "sep", "geg", "bir", "lie", "rgp", "vas", "kov", "bal", "des",
    "agu", "ags", "ágú", "maí", "απρ", "ιαν", "φεβ", "μαρ", "μαΐ", "μαϊ", "ιου", "αυγ", "σεπ", "οκτ", "νοε", "δεκ",
    "січ", "лют", "бер", "кві", "тра", "чер", "лип", "сер", "вер", "жов", "янв", "фев", "мар", "апр", "мая", "май",
    "июн", "июл", "авг", "сен", "окт", "ноя", "дек", "ينا", "فبر", "مار", "أبر", "ابر", "ماي", "يون", "يول", "أغس",
    "اغس", "سبت", "أكت", "اكت", "نوف", "ديس", "जनव", "फ़र", "फर", "मार्च", "अप्र", "मई", "जून", "जुल", "अग", "सित", "अक्",
    "नव", "दिस",
];

fn number(t: &[u8], i: usize, n: usize) -> u32 {
    part(t, i, i + n).iter().fold(0, |x, b| x.wrapping_mul(10).wrapping_add(u32::from(b.wrapping_sub(b'0'))))
}

/// Day and month in either order.
fn day_and_month(a: u32, b: u32) -> bool {
    (1..=31).contains(&a) && (1..=31).contains(&b) && a.min(b) <= 12
}

/// End of a date written with digits that starts at `p`: `1984-03-12`, `12.03.1984`, `3/12/84`, `19840312`.
pub(super) fn numeric(t: &[u8], p: usize) -> Option<usize> {
    let n = run(t, p, 9, digit);
    let separator = at(t, p + n);
    if n == 8 {
        let (year, month, day) = (number(t, p, 4), number(t, p + 4, 2), number(t, p + 6, 2));
        let reversed = YEARS.contains(&number(t, p + 4, 4)) && day_and_month(number(t, p, 2), number(t, p + 2, 2));
        return (YEARS.contains(&year) && day_and_month(month, day) || reversed).then_some(p + 8);
    }
    if !matches!(n, 1 | 2 | 4) || !matches!(separator, b'-' | b'/' | b'.' | b' ') {
        return None;
    }
    let mut i = p + n + 1;
    // `12. 3. 1984`
    let wide = separator == b'.' && at(t, i) == b' ';
    i += usize::from(wide);
    let m = run(t, i, 3, digit);
    if !matches!(m, 1 | 2) || at(t, i + m) != separator {
        return None;
    }
    let mut j = i + m + 1;
    j += usize::from(wide && at(t, j) == b' ');
    let k = run(t, j, 5, digit);
    let (a, b, c) = (number(t, p, n), number(t, i, m), number(t, j, k));
    let fits = match (n, k) {
        (4, 1 | 2) => YEARS.contains(&a) && day_and_month(b, c),
        (1 | 2, 4) => YEARS.contains(&c) && day_and_month(a, b),
        (1 | 2, 2) => separator != b' ' && day_and_month(a, b),
        _ => false,
    };
    // A time may follow.
    fits.then_some(j + k)
}

/// Whether a time with nanoseconds follows a date that ends at `to`, as that of the birth of a file:
/// `Birth: 2026-01-02 03:04:05.678901234`.
pub(super) fn of_file(t: &[u8], to: usize) -> bool {
    let clock = part(t, to, to + 10);
    let shaped = clock.len() == 10
        && clock.iter().zip(b" 00:00:00.").all(|(b, form)| if *form == b'0' { digit(*b) } else { b == form });
    shaped && run(t, to + 10, 10, digit) == 9
}

/// A bit for each hash of the first three letters of [`MONTHS`] that are ASCII, and for each first letter of the
/// others.
static HEADS: ([u64; 16], u32) = {
    let (mut bits, mut first, mut k) = ([0; 16], 0, 0);
    while k < MONTHS.len() {
        match MONTHS[k].as_bytes() {
            [a @ 0..0x80, b @ 0..0x80, c @ 0..0x80, ..] => {
                let hash = hash([*a, *b, *c]);
                bits[hash >> 6] |= 1 << (hash & 63);
            }
            [a @ 0..0x80, ..] => first |= 1 << (*a & 31),
            _ => {}
        }
        k += 1;
    }
    (bits, first)
};

/// 10 bits wide; the same for letters in any case.
const fn hash([a, b, c]: [u8; 3]) -> usize {
    (u32::from_le_bytes([a | 0x20, b | 0x20, c | 0x20, 0]).wrapping_mul(0x9E37_79B1) >> 22) as usize
}

/// Whether the name of a month may begin at `i`: right for all that do, and wrong for few other words.
fn may_be_month(t: &[u8], i: usize) -> bool {
    match part(t, i, i + 3) {
        [a, b, c] if *a < 0x80 && *b < 0x80 && *c < 0x80 => {
            let hash = hash([*a, *b, *c]);
            HEADS.0.get(hash >> 6).is_some_and(|bits| bits >> (hash & 63) & 1 != 0)
        }
        [a @ 0..0x80, ..] => a.is_ascii_alphabetic() && HEADS.1 >> (a & 31) & 1 != 0,
        text => text.len() == 3,
    }
}

/// End of the name of a month at `i`.
pub(super) fn month(t: &[u8], i: usize) -> Option<usize> {
    static BY_HEAD: LazyLock<AHashMap<[u8; 3], Vec<&[u8]>>> = LazyLock::new(|| {
        let mut months = AHashMap::<_, Vec<_>>::new();
        for month in MONTHS.iter().map(|m| m.as_bytes()) {
            months.entry(month.first_chunk().copied().unwrap_or_default()).or_default().push(month);
        }
        months
    });
    if !may_be_month(t, i) {
        return None;
    }
    let n = run(t, i, 24, |b| b.is_ascii_alphabetic() || b >= 0x80);
    let word = part(t, i, i + n);
    let begins = |lower: &[u8]| {
        let months = lower.first_chunk().and_then(|head| BY_HEAD.get(head));
        months.is_some_and(|months| months.iter().any(|m| lower.starts_with(m)))
    };
    let known = match word.first_chunk::<4>() {
        Some(head) if head.is_ascii() => begins(&head.to_ascii_lowercase()),
        None if word.is_ascii() => begins(&word.to_ascii_lowercase()),
        _ => std::str::from_utf8(word).is_ok_and(|w| begins(w.to_lowercase().as_bytes())),
    };
    known.then_some(i + n + usize::from(at(t, i + n) == b'.'))
}

/// Past blanks, commas, an ordinal and `de`, `of`.
fn gap(t: &[u8], mut i: usize) -> usize {
    let ordinal = |i: usize| {
        matches!([at(t, i) | 0x20, at(t, i + 1) | 0x20], [b's', b't'] | [b'n' | b'r', b'd'] | [b't', b'h'])
            && !at(t, i + 2).is_ascii_alphabetic()
    };
    i += if ordinal(i) { 2 } else { 0 };
    i += run(t, i, 3, |b| matches!(b, b' ' | b',' | b'.' | b'-' | b'/'));
    if !matches!(at(t, i) | 0x20, b'd' | b'o') {
        return i;
    }
    for word in [&b"de "[..], b"of ", b"del "] {
        if part(t, i, i + word.len()).eq_ignore_ascii_case(word) {
            i += word.len();
        }
    }
    i
}

fn year(t: &[u8], i: usize) -> Option<usize> {
    let n = run(t, i, 5, digit);
    (n == 4 && YEARS.contains(&number(t, i, 4)) || n == 2).then_some(i + n)
}

/// End of a date at `p` that is written with the words for year, month and day of Chinese, Japanese or Korean:
/// `1985年3月12日`, `昭和58年4月2日`, `1985년 3월 12일`.
fn east_asian(t: &[u8], p: usize) -> Option<usize> {
    const ERAS: [&str; 5] = ["明治", "大正", "昭和", "平成", "令和"];
    let era = ERAS.iter().find(|e| part(t, p, p + e.len()) == e.as_bytes());
    let mut i = p + era.map_or(0, |e| e.len());
    let n = run(t, i, 5, digit);
    if era.is_none() && !(n == 4 && YEARS.contains(&number(t, i, 4))) || era.is_some() && !matches!(n, 1 | 2) {
        return None;
    }
    i += n;
    for (words, numbers) in [(["年", "년"], true), (["月", "월"], true), (["日", "일"], false)] {
        let word = words.iter().find(|w| part(t, i, i + w.len()) == w.as_bytes())?;
        i += word.len();
        if numbers {
            i += usize::from(at(t, i) == b' ');
            let n = run(t, i, 3, digit);
            if !matches!(n, 1 | 2) {
                return None;
            }
            i += n;
        }
    }
    Some(i)
}

/// Whether the name of a month, or a day and one, stands at `p`.
pub(super) fn named(t: &[u8], p: usize) -> bool {
    let n = run(t, p, 3, digit);
    n <= 2 && month(t, if n == 0 { p } else { gap(t, p + n) }).is_some()
}

/// End of a date at `p`, in digits or with the name of a month.
pub(super) fn any(t: &[u8], p: usize) -> Option<usize> {
    if let Some(to) = numeric(t, p).or_else(|| east_asian(t, p)) {
        return Some(to);
    }
    let n = run(t, p, 5, digit);
    match n {
        // `12 March 1984`, `12. März 1984`, `12 de marzo de 1984`.
        1 | 2 if (1..=31).contains(&number(t, p, n)) => year(t, gap(t, month(t, gap(t, p + n))?)),
        // `1984 March 12`
        4 if YEARS.contains(&number(t, p, 4)) => {
            let i = gap(t, month(t, gap(t, p + 4))?);
            let n = run(t, i, 3, digit);
            matches!(n, 1 | 2).then_some(i + n)
        }
        // `March 12, 1984`
        0 => {
            let i = gap(t, month(t, p)?);
            let n = run(t, i, 5, digit);
            match n {
                1 | 2 => year(t, gap(t, i + n)),
                _ => year(t, i),
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_to_write_a_date() {
        for text in [
            "1984-03-12", "1984/3/12", "12.03.1984", "12. 3. 1984", "3/12/84", "19840312", "12031984", "12 March 1984",
            "12. März 1984", "12 mars 1984", "12 de marzo de 1984", "March 12, 1984", "March 12th 1984", "Mar 12 1984",
            "12-Mar-1984", "12 марта 1984", "1984 March 12", "2nd of May 1990", "May 1990", "1985年3月12日",
            "昭和58年4月2日", "1985년 3월 12일",
        ] {
            assert_eq!(any(text.as_bytes(), 0), Some(text.len()), "{text}");
        }
        for text in [
            "1884-03-12", "32.03.1984", "13/13/1984", "3.12", "1.2.3", "12345678", "12 monkeys 1984x", "Mozart 1756",
            "", "8080",
        ] {
            assert_eq!(any(text.as_bytes(), 0), None, "{text}");
        }
    }
}
