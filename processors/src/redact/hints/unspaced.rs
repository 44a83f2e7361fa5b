//! Words of scripts that put no spaces between them.

use std::sync::LazyLock;

use super::{Hints, dictionary::WORDS};
use crate::redact::{
    bytes::{at, back, part, run_back},
    lexicon::UNSPACED,
};

/// Words that are written without spaces between, sorted: all types named, those named beyond doubt.
static RUN_TOGETHER: LazyLock<Vec<(&[u8], Hints, Hints)>> = LazyLock::new(|| {
    let words = UNSPACED.iter().copied().flatten().flat_map(|(types, words)| {
        let hints = Hints::of(types);
        let exact = if types.len() <= 2 { hints } else { Hints::NONE };
        words.split_ascii_whitespace().map(move |w| (w.as_bytes(), hints, exact))
    });
    let mut words: Vec<_> = words.collect();
    words.sort_unstable_by_key(|(word, ..)| *word);
    words
});

/// What words say that are written without spaces between: all types, and those named beyond doubt.
pub(super) fn said(text: &[u8]) -> (Hints, Hints) {
    let words = &*RUN_TOGETHER;
    let (mut all, mut exact) = (Hints::NONE, Hints::NONE);
    for (i, b) in text.iter().enumerate() {
        // Neither the middle of a letter nor a mark of punctuation.
        if *b < 0xE0 || *b == 0xE2 {
            continue;
        }
        let (rest, letter) = (part(text, i, text.len()), part(text, i, i + 3));
        let first = words.partition_point(|(word, ..)| part(word, 0, 3) < letter);
        for (word, hints, sure) in words.iter().skip(first).take_while(|(word, ..)| word.starts_with(letter)) {
            if rest.starts_with(word) {
                (all, exact) = (all.or(*hints), exact.or(*sure));
            }
        }
    }
    (all, exact)
}

/// Longest part of a sentence before the text that is read, bytes.
const FARTHER: usize = 48;

/// The text from `from` to `p`, and what is of one sentence with its beginning in the scripts of South and South-East
/// Asia, whose letters have three bytes: `หมายเลขบัตรประชาชนของฉันคือ`.
pub(super) fn whole(t: &[u8], from: usize, p: usize) -> &[u8] {
    let begun = from - run_back(t, from, FARTHER, |b| b == 0xE0 || (0x80..0xC0).contains(&b));
    part(t, begun, p)
}

/// Longest abbreviation among letters of other scripts.
const ABBREVIATION: usize = 8;

/// The same of Latin abbreviations between letters of East Asia: `我的CPF是`.
pub(super) fn abbreviated(text: &[u8]) -> (Hints, Hints) {
    let (mut all, mut exact) = (Hints::NONE, Hints::NONE);
    let mut i = 0;
    while i < text.len() {
        let n = part(text, i, text.len()).iter().take_while(|b| b.is_ascii_alphabetic()).count();
        let word = part(text, i, i + n);
        // Behind it a letter or a mark of three bytes, before it one, too, or nothing.
        let among = || at(text, i + n) >= 0xE3 && (i == 0 || back(text, i, 1) >= 0x80 || back(text, i, 1) == b' ');
        if (2..=ABBREVIATION).contains(&n) && among() {
            let entry = WORDS.entry(WORDS.find(word, true));
            (all, exact) = (all.or(entry.hints), exact.or(entry.exact));
        }
        i += n.max(1);
    }
    (all, exact)
}
