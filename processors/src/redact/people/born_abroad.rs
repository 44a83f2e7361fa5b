//! Dates of birth before the word that says so, where no blank or a month with a capital stands between:
//! `12 Mayıs 1970 doğumlu`, `1970年5月12日生まれ`, `1970년 5월 12일생`.

use crate::redact::{
    bytes::{back, digit},
    dates,
    scan::Hit,
    types::Type,
};

/// Words behind a date, and how many of their bytes are its last.
const BEHIND: &[(&str, usize)] =
    &[("doğumlu", 0), ("日生まれ", 3), ("日に生まれ", 3), ("日出生", 3), ("일생", 3), ("일 출생", 3), ("일에 태어", 3)];
/// Longest date, bytes.
const LONGEST: usize = 32;

/// Whether `word`, which begins at `p`, is one of them; adds the date before it.
pub(super) fn behind(t: &[u8], p: usize, word: &str, hits: &mut Vec<Hit>) -> bool {
    let Some((_, own)) = BEHIND.iter().find(|(w, _)| *w == word) else { return false };
    // Behind digits, or numerals of Chinese; most of these words are in no date.
    let before = back(t, p, 1);
    if *own > 0 && !digit(before) && !(before >= 0x80 && word.starts_with('日')) {
        return true;
    }
    let end = p + own - usize::from(*own == 0 && back(t, p, 1) == b' ');
    let begins = |i: &usize| t.get(*i).is_some_and(|b| digit(*b) || *b >= 0xE3) && !digit(back(t, *i, 1));
    let start = (p.saturating_sub(LONGEST)..p).filter(begins).find(|i| dates::any(t, *i) == Some(end));
    hits.extend(start.map(|start| Hit::new(start, end, Type::DateOfBirth)));
    true
}
