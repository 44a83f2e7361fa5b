//! Whether a date may be one of birth, asked at every date: cheaper than what the words before it say.

use std::sync::LazyLock;

use super::{BEFORE, dictionary::WORDS};
use crate::redact::{
    bytes::{Letters, at, back, digit, looked, part, run},
    lookup::suffixes::Suffixes,
    types::Type,
};

/// Whether the words before `p` may name a date of birth: right for all that do, and wrong for few others.
pub(in crate::redact) fn may_name_birth(t: &[u8], p: usize) -> bool {
    // Ends of the words that name one, and the words of two letters.
    static WORDS_OF_BIRTH: LazyLock<(Suffixes, Vec<[u8; 2]>)> = LazyLock::new(|| {
        let forms = || WORDS.all().filter(|(_, entry)| entry.hints.has(Type::DateOfBirth)).map(|(word, _)| word);
        let pairs = forms().filter_map(|w| <[u8; 2]>::try_from(w).ok());
        (Suffixes::new(forms().filter(|w| w.len() >= 3)), pairs.collect())
    });
    let (suffixes, pairs) = &*WORDS_OF_BIRTH;
    let text = part(t, p.saturating_sub(BEFORE), p);
    let Letters { ascii, high, .. } = Letters::of(text);
    let letters = ascii | high;
    let mut ends = letters & !(letters >> 1);
    if high & ends != 0 {
        return true;
    }
    let long = letters & letters << 1 & letters << 2;
    // The letters before that one, none of which need be of the same word.
    let before = |i: usize| (letters & !(u64::MAX << i)).checked_ilog2().map(|i| i as usize);
    while ends != 0 {
        let last = ends.trailing_zeros() as usize;
        ends &= ends - 1;
        if long >> last & 1 != 0 {
            let plural = at(text, last) | 0x20 == b's';
            if (suffixes.may_end(text, last + 1) || plural && suffixes.may_end(text, last))
                && long_birth(suffixes, text, letters, last)
            {
                return true;
            }
            continue;
        }
        let letter = |i: Option<usize>| i.map_or(0, |i| at(text, i));
        let second = before(last);
        let third = second.and_then(before);
        let tail = [letter(third), letter(second), at(text, last)];
        if suffixes.may_end(&tail, 3) || pairs.contains(&[tail[1] | 0x20, tail[2] | 0x20]) {
            return true;
        }
    }
    false
}

/// Whether a word that ends with the letter at `last` ends one of the words, or does so with those before it.
fn long_birth(suffixes: &Suffixes, text: &[u8], letters: u64, last: usize) -> bool {
    let mut joined = [0; BEFORE + 1];
    let mut n = 0;
    let mut rest = letters & u64::MAX >> (63 - last);
    while rest != 0 {
        if let Some(to) = joined.get_mut(n) {
            *to = at(text, rest.trailing_zeros() as usize);
        }
        n += 1;
        rest &= rest - 1;
    }
    suffixes.ends(&joined, n) || back(&joined, n, 1) | 0x20 == b's' && suffixes.ends(&joined, n - 1)
}

/// Words behind a date that make it one of birth, small letters: `am 20.07.1993 geboren`.
const BEHIND: &[&str] = &[
    "geboren", "né", "née", "nací", "nació", "nacio", "nasci", "nasceu", "naquit", "nacque", "född", "föddes", "født",
    "fødd", "urodził", "urodziła", "urodziłem", "urodziłam", "urodzony", "urodzona", "narodil", "narodila", "narozen",
    "narozena", "narodený", "narodená", "született", "születtem", "doğdum", "doğdu", "doğumlu", "doğumluyum",
    "родился", "родилась", "рождения", "народився", "народилася", "народження", "роден", "родена", "syntyi", "synnyin",
    "syntynyt", "rođen", "rođena", "rodjen", "rodjena", "rojen", "rojena", "născut", "născută", "γεννήθηκα",
    "γεννήθηκε",
];
/// What stands directly behind one, in scripts without blanks and as abbreviations.
const JOINED: &[&str] =
    &["生まれ", "に生まれ", "出生", "에 태어", "에 출생", "생입니다", "생이", " г.р", " г. р", " р.н."];
/// Words between a date and such a word.
const MOST: usize = 4;
/// Bytes in which they stand.
const AHEAD: usize = 64;

/// Fewest bytes of a date in digits, with the dot behind it: `3/12/84.`.
const WHOLE: usize = 8;

/// Whether a word may follow the date at `p`, as none follows those of logs: right for all that [`is_behind`] knows.
pub(in crate::redact) fn may_be_behind(t: &[u8], p: usize) -> bool {
    let end = p + run(t, p, 12, |b| digit(b) || matches!(b, b'.' | b'/' | b'-'));
    let letter = |b: u8| b.is_ascii_alphabetic() || b >= 0x80;
    match at(t, end) {
        b' ' => {
            let next = at(t, end + 1);
            letter(next) && !next.is_ascii_uppercase()
                || next == b'I' && at(t, end + 2) == b' '
                // A capital behind a whole date begins another sentence.
                || back(t, end, 1) == b'.' && (end - p < WHOLE || !next.is_ascii_uppercase())
        }
        b',' => at(t, end + 1) == b' ' && letter(at(t, end + 2)),
        b => b >= 0x80,
    }
}

/// For each first letter of what is ASCII of [`BEHIND`] or said by [`is_behind`] itself, its second letters: a bit
/// each.
static FIRST_TWO: [u32; 32] = {
    let mut bits = [0u32; 32];
    let own: &[&str] = &["born", "nato", "nata", "birthday", "dob", "birthdate", "birth"];
    let lists = [BEHIND, own];
    let mut k = 0;
    while k < lists.len() {
        let mut i = 0;
        while i < lists[k].len() {
            if let [a @ 0..0x80, b @ 0..0x80, ..] = lists[k][i].as_bytes() {
                bits[(*a & 31) as usize] |= 1 << (*b & 31);
            }
            i += 1;
        }
        k += 1;
    }
    bits
};

/// Whether one of the words may stand in a text behind a date: right for all that do, and wrong for few others.
fn may_tell(text: &[u8]) -> bool {
    let Letters { ascii, high, .. } = Letters::of(text);
    // A new sentence says nothing of the date, that of a Hungarian one goes on.
    if at(text, 0) == b'.' && at(text, 1) == b' ' && at(text, 2).is_ascii_uppercase() {
        return false;
    }
    let mut starts = ascii & !(ascii << 1);
    let begins =
        |i: usize| FIRST_TWO.get(usize::from(at(text, i) & 31)).is_some_and(|b| b >> (at(text, i + 1) & 31) & 1 != 0);
    while high == 0 && starts != 0 {
        if begins(starts.trailing_zeros() as usize) {
            return true;
        }
        starts &= starts - 1;
    }
    high != 0
}

/// Whether the words behind a date that ends at `to` tell that somebody was born then.
pub(in crate::redact) fn is_behind(t: &[u8], to: usize) -> bool {
    let rest = part(t, to, to + AHEAD);
    looked(rest.len());
    if !may_tell(rest) {
        return false;
    }
    if JOINED.iter().any(|w| rest.starts_with(w.as_bytes())) {
        return true;
    }
    // A character may be cut.
    let rest = rest.utf8_chunks().next().map_or("", |chunk| chunk.valid());
    let line = rest.split(['\n', ';', ':', '"', '(', '<', '\\', '|', '=']).next().unwrap_or_default();
    // The dot of a Hungarian date ends no sentence.
    let goes_on = |rest: &&str| rest.trim_start().chars().next().is_some_and(char::is_lowercase);
    let line = line.strip_prefix('.').map_or(line, |rest| Some(rest).filter(goes_on).unwrap_or_default());
    let line = line.split(". ").next().unwrap_or_default();
    let mut words = line.split([' ', ',', '-', '.']).filter(|w| !w.is_empty());
    let mut before = "";
    for word in words.by_ref().take(MOST + 1) {
        if word.bytes().any(digit) {
            return false;
        }
        let lower = word.to_lowercase();
        let told = match lower.as_str() {
            "born" => matches!(before, "was" | "were"),
            "nato" | "nata" => matches!(before, "è" | "sono" | "sei" | "ero"),
            "birthday" | "dob" | "birthdate" | "birth" => {
                line.trim_start().starts_with("is ") || line.trim_start().starts_with("was ")
            }
            lower => BEHIND.contains(&lower),
        };
        if told {
            return true;
        }
        before = word;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tells_from_behind_is_asked() {
        for word in BEHIND {
            let text = format!("20.07.1993 {word}");
            assert!(may_be_behind(text.as_bytes(), 0) && is_behind(text.as_bytes(), 10), "{text}");
        }
        for text in [
            "was born", "è nato", "sono nata", "is my birthday", "is her dob", "was his birthdate", "is the birth date",
        ] {
            let text = format!("20.07.1993 {text}");
            assert!(may_be_behind(text.as_bytes(), 0) && is_behind(text.as_bytes(), 10), "{text}");
        }
        for text in ["shipped", "was late", "born free", "nato summit", "birthday", ". Born to run"] {
            assert!(!is_behind(format!("20.07.1993 {text}").as_bytes(), 10), "{text}");
        }
    }
}
