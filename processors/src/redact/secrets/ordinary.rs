//! Runs of visible characters that logs are full of, and that are no tokens: times, versions, names and paths in words.

use super::{
    class::{ALNUM, DASH, DIGIT, DOT, HEX_LOWER, LOWER, PLUS, UNDERSCORE, is},
    headers,
    known::drawn_id,
    words,
};
use crate::redact::bytes::{Letters, at, part};

/// What most runs of logs are: a time, a version, an id that a model gave, or a number or hash whose own name tells it
/// (`trace_id=4bf9…`).
pub(super) fn run(t: &[u8], start: usize, end: usize) -> bool {
    let run = part(t, start, end);
    if version(run) || drawn_id(run) || of_words(run) && headers::scheme_before(t, start).is_none() {
        return true;
    }
    if let [a, b, c, d, b'-', e, f, b'-', g, h, b'T', rest @ ..] = run
        && [a, b, c, d, e, f, g, h].iter().all(|b| is(**b, DIGIT))
    {
        return rest.len() < 24 && rest.iter().all(|b| is(*b, DIGIT | DOT) || matches!(b, b':' | b'+' | b'-' | b'Z'));
    }
    let Some(n) = memchr::memchr(b'=', part(run, 0, 32)) else { return false };
    let (name, value) = (part(run, 0, n), part(run, n + 1, run.len()));
    value.iter().all(|b| is(*b, DIGIT | HEX_LOWER))
        && name.iter().all(|b| is(*b, LOWER | UNDERSCORE | DASH | DOT))
        && words::told_other(t, start + n + 1)
}

/// `v1.24.8-rc.2+build.48213077`: three numbers and short words behind them (Semantic Versioning 2.0.0).
fn version(run: &[u8]) -> bool {
    let run = run.strip_prefix(b"v").unwrap_or(run);
    let short = |n: usize, most: usize| (1..=most).contains(&n);
    let core = run.iter().take_while(|b| is(**b, DIGIT | DOT)).count();
    let (numbers, rest) = run.split_at(core);
    core > 0
        && matches!(rest.first(), None | Some(b'-' | b'+'))
        && numbers.split(|b| *b == b'.').count() == 3
        && numbers.split(|b| *b == b'.').all(|n| short(n.len(), 4))
        && rest.iter().all(|b| is(*b, DIGIT | LOWER | DOT | DASH | PLUS))
        && rest.split(|b| !is(*b, DIGIT | LOWER)).all(|piece| piece.len() <= 8)
}

/// `com.example.orders.OrderService.load`, `/v1/orders/48213/items`, `07:21:58.123`: words of small letters, with a
/// capital before them or of capitals alone, and short numbers, none of which touch each other. No generator writes so.
fn of_words(run: &[u8]) -> bool {
    let parted =
        |b: &u8| is(*b, ALNUM | DASH | DOT | UNDERSCORE) || matches!(b, b'/' | b':' | b',' | b'[' | b']' | b'~');
    if run.len() > 64 || !run.iter().any(|b| matches!(b, b'.' | b'/')) || !run.iter().all(parted) {
        return false;
    }
    let Letters { ascii: letters, upper, digits, .. } = Letters::of(run);
    let lower = letters & !upper;
    let row = |bits: u64, n: u32| (0..n).fold(bits, |row, k| row & bits >> k) != 0;
    // A digit may stand behind a letter alone: `v2`.
    let touching = digits & (letters >> 1 | letters << 1 & letters << 2);
    // A capital that begins a word of three letters or more, or is not beside small letters.
    let begins = upper & lower >> 1 & lower >> 2;
    let loose = upper & !begins & (lower << 1 | lower >> 1);
    // Of figures alone only a time is known to be none.
    let spelt = digits.count_ones() <= letters.count_ones() || at(run, 2) == b':' && at(run, 5) == b':';
    spelt && touching == 0 && loose == 0 && !row(digits, 8) && !row(letters, 21) && !row(upper, 11)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_paths_in_words_are_no_tokens() {
        for run in [
            "com.example.orders.OrderService.load",
            "/v1/orders/48213/items",
            "07:21:58.1234567",
            "[app-2/worker/HTTPServer]",
        ] {
            assert!(of_words(run.as_bytes()), "{run}");
        }
        for run in [
            "a1b2c3d4e5f6.g7h8", "key/9f86d081884c", "x.dXNlcjpwYXNzd29y", "api.Kq7vZ2mX9pL4", "4111.1111.1111.1111",
            "orders/482134821348", "words-without-a-sign", "user/x@example.com",
        ] {
            assert!(!of_words(run.as_bytes()), "{run}");
        }
    }

    #[test]
    fn words_behind_a_scheme_are_a_token() {
        let text = b"com.example.orders.S3/items/48213";
        assert!(of_words(text) && super::run(text, 0, text.len()));
        let sent = [&b"Authorization: Bearer "[..], text].concat();
        assert!(!super::run(&sent, sent.len() - text.len(), sent.len()));
    }

    #[test]
    fn versions_are_told_from_tokens() {
        for text in ["v1.24.8-rc.2+build.48213077", "10.0.1", "1.2.3-alpha.beta", "v9.999.8+20130313"] {
            assert!(version(text.as_bytes()), "{text}");
        }
        for text in
            ["", "v", "1.2", "1.2.3.4", "1.2.3/abc", "12345.1.2", "1.2.3-9f86d081884c7d65", "1.2.3-ABCdef", "eyJ.1.2"]
        {
            assert!(!version(text.as_bytes()), "{text}");
        }
    }
}
