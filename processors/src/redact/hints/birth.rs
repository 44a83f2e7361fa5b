//! Whether a date may be one of birth, asked at every date: cheaper than what the words before it say.

use std::sync::LazyLock;

use super::{BEFORE, dictionary::WORDS};
use crate::redact::{
    bytes::{Letters, at, back, part},
    suffixes::Suffixes,
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
