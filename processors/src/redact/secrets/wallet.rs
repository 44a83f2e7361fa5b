//! Words of a wallet's phrase, `seed phrase is …`: as many as one has, each of a length that the words of BIP 39 have.

use super::beside;
use crate::redact::{
    bytes::{at, back, part, run, word},
    scan::Hit,
    types::Type,
};

/// Whether `phrase` is at `p`, and not in `passphrase`.
pub(super) fn is_phrase(t: &[u8], p: usize) -> bool {
    at(t, p) | 0x20 == b'p' && back(t, p, 1) | 0x20 != b's' && part(t, p + 2, p + 6).eq_ignore_ascii_case(b"rase")
}

/// Words of a wallet behind `seed phrase is`; `phrase` is at `p`.
pub(super) fn wallet(t: &[u8], p: usize) -> Option<Hit> {
    let before = part(t, p.saturating_sub(9), p);
    let ends = |w: &&&[u8]| part(before, before.len().saturating_sub(w.len()), before.len()).eq_ignore_ascii_case(w);
    [&b"seed "[..], b"recovery ", b"mnemonic ", b"backup ", b"secret ", b"wallet ", b"seed-", b"seed_"]
        .iter()
        .find(ends)?;
    let blank = |b: u8| b.is_ascii_whitespace() || beside::is_quote(b) || matches!(b, b':' | b'=' | b'-' | b'*' | b'>');
    let mut i = p + 6;
    i += run(t, i, 12, blank);
    let verb = [&b"is"[..], b"was"].into_iter().find(|v| part(t, i, i + v.len()) == *v && blank(at(t, i + v.len())));
    i += verb.map_or(0, |v| v.len() + run(t, i + v.len(), 12, blank));
    let to = wallet_words(t, i)?;
    Some(Hit::ruled(i, to, Type::Secret, "wallet-words"))
}

/// Whether a text is as many words as the phrase of a wallet has.
pub(super) fn words(text: &[u8]) -> bool {
    let count = text.split(|b| *b == b' ').count();
    let word = |w: &[u8]| (3..=8).contains(&w.len()) && w.iter().all(u8::is_ascii_lowercase);
    matches!(count, 12 | 15 | 18 | 21 | 24) && text.split(|b| *b == b' ').all(word)
}

/// Where the words of a wallet's phrase that begin at `i` end: one after the other, on lines of their own, numbered.
pub(super) fn wallet_words(t: &[u8], mut i: usize) -> Option<usize> {
    // Of prose, and not on the list of the words (BIP 39).
    const PROSE: &[&[u8]] =
        &[b"the", b"and", b"for", b"your", b"with", b"from", b"are", b"was", b"has", b"not", b"but", b"any", b"into"];
    let mut end = None;
    for count in 1..=24 {
        let number = run(t, i, 2, |b| b.is_ascii_digit());
        if number > 0 {
            i += number + run(t, i + number, 1, |b| matches!(b, b'.' | b')' | b':'));
            i += run(t, i, 2, |b| b == b' ');
        }
        let n = run(t, i, 9, |b| b.is_ascii_lowercase());
        if !(3..=8).contains(&n) || PROSE.contains(&part(t, i, i + n)) || word(at(t, i + n)) {
            break;
        }
        i += n;
        if matches!(count, 12 | 15 | 18 | 21 | 24) {
            end = Some(i);
        }
        let gap = run(t, i, 4, |b| matches!(b, b' ' | b',' | b'\n' | b'\r' | b'\t'));
        if gap == 0 {
            break;
        }
        i += gap;
    }
    end
}
