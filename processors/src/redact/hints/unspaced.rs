//! Words of scripts that put no spaces between them.

use std::sync::LazyLock;

use super::Hints;
use crate::redact::{bytes::part, lexicon::UNSPACED};

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
