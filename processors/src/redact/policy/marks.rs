//! The grammar of what stands in place of a value, so that it is recognised and left alone.
//!
//! | form | written by |
//! |---|---|
//! | `[TYPE]`, `[DROPPED]` | mask; drop |
//! | `[TYPE***]` | same-length mask, where the name fits |
//! | `[TYPE:1234]` | partial, year, postcode: at most four letters or digits |
//! | `[EMAIL:example.com]` | partial of an e-mail address |
//! | `[TYPE:30-39]`, `[TYPE:90+]` | age band |
//! | `[TYPE:203.0.113.0/24]`, `[TYPE:2001:db8:1::/48]` | network of an address |
//! | `[TYPE:KEY:20 hex digits]` | pseudonym |
//! | `[TYPE:t:KEY:base64url]` | reversible token |
//!
//! Each form is as narrow as what is written, so that a value in brackets is not taken for a mark.

use std::{
    net::{Ipv4Addr, Ipv6Addr},
    sync::LazyLock,
};

use ahash::AHashMap;

use crate::redact::{
    bytes::{alnum, at, base64url, digit, part, run},
    types::Type,
};

/// What stands in place of a dropped value.
pub(in crate::redact) const DROPPED: &str = "[DROPPED]";
/// Hex digits of a pseudonym: 80 bits, so a billion values collide with a chance of 4 in 10 million (birthday bound).
pub(super) const PSEUDONYM_DIGITS: usize = 20;
/// Longest token payload, base64url letters: 16 bytes of SIV and 1,024 of the value.
pub(super) const MAX_TOKEN: usize = 1387;
/// Longest name of a type, bytes.
const MAX_NAME: usize = 48;
/// Longest key id, bytes.
const MAX_KEY_ID: usize = 16;
/// Longest mark.
const MAX_MARK: usize = MAX_NAME + MAX_KEY_ID + MAX_TOKEN + 8;
/// Longest domain kept of an e-mail address, bytes.
const MAX_DOMAIN: usize = 100;

/// What a mark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// No part of the value.
    Mask,
    /// A part of the value that its policy leaves.
    Part,
    /// Keyed; where its key id stands, and where its payload.
    Pseudonym,
    /// Reversible; byte ranges of key id and payload within the text.
    Token { key: (usize, usize), payload: (usize, usize) },
}

/// A mark in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) start: usize,
    pub(super) end: usize,
    /// `None`: dropped.
    pub(super) kind: Option<Type>,
    pub(super) form: Form,
}

static TYPES: LazyLock<AHashMap<&[u8], Type>> =
    LazyLock::new(|| Type::ALL.iter().map(|kind| (kind.name().as_bytes(), *kind)).collect());

/// The mark that starts at `i`.
pub(super) fn parse(t: &[u8], i: usize) -> Option<Mark> {
    if at(t, i) != b'[' {
        return None;
    }
    let name_end = i + 1 + run(t, i + 1, MAX_NAME, |b| b.is_ascii_uppercase() || digit(b) || b == b'_');
    let name = part(t, i + 1, name_end);
    if at(t, name_end) == b']' && name == b"DROPPED" {
        return Some(Mark { start: i, end: name_end + 1, kind: None, form: Form::Mask });
    }
    if name.len() < 2 || !matches!(at(t, name_end), b']' | b':' | b'*') {
        return None;
    }
    let kind = *TYPES.get(name)?;
    let mark = |end, form| Some(Mark { start: i, end: end + 1, kind: Some(kind), form });
    if at(t, name_end) != b':' {
        let stars = name_end + run(t, name_end, usize::MAX, |b| b == b'*');
        return if at(t, stars) == b']' { mark(stars, Form::Mask) } else { None };
    }
    let from = name_end + 1;
    let end = from + run(t, from, MAX_MARK, |b| alnum(b) || matches!(b, b'.' | b':' | b'/' | b'-' | b'_' | b'+'));
    if at(t, end) != b']' {
        return None;
    }
    let payload = part(t, from, end);
    if is_part(payload) {
        return mark(end, Form::Part);
    }
    let mut fields = payload.split(|b| *b == b':');
    match (fields.next(), fields.next(), fields.next(), fields.next()) {
        (Some(key), Some(hex), None, None) if is_key_id(key) && is_pseudonym(hex) => mark(end, Form::Pseudonym),
        (Some(b"t"), Some(key), Some(text), None) if is_key_id(key) && is_token(text) => {
            let key_start = from + 2;
            let text_start = end - text.len();
            mark(end, Form::Token { key: (key_start, key_start + key.len()), payload: (text_start, end) })
        }
        _ => None,
    }
}

/// Length of the mark that starts at `i`.
pub(in crate::redact) fn len_at(t: &[u8], i: usize) -> Option<usize> {
    parse(t, i).map(|mark| mark.end - i)
}

/// The mark in which the byte at `i` lies.
pub(super) fn around(t: &[u8], i: usize) -> Option<Mark> {
    let from = i.saturating_sub(MAX_MARK);
    let start = from + memchr::memrchr(b'[', part(t, from, i.saturating_add(1)))?;
    parse(t, start).filter(|m| i < m.end)
}

/// Whether a text may name a key: a lower-case letter, then letters, digits, `-` or `_`. Not `t`, which begins tokens.
pub(super) fn is_key_id(id: &[u8]) -> bool {
    id.first().is_some_and(u8::is_ascii_lowercase)
        && id.len() <= MAX_KEY_ID
        && id != b"t"
        && id.iter().all(|b| b.is_ascii_lowercase() || digit(*b) || matches!(b, b'-' | b'_'))
        && id.windows(5).all(|w| !w.iter().all(|b| digit(*b)))
}

fn is_pseudonym(hex: &[u8]) -> bool {
    hex.len() == PSEUDONYM_DIGITS && hex.iter().all(|b| digit(*b) || matches!(b, b'a'..=b'f'))
}

fn is_token(text: &[u8]) -> bool {
    // 16 bytes of SIV and at least one of the value.
    (23..=MAX_TOKEN).contains(&text.len()) && text.iter().all(|b| base64url(*b))
}

/// What partial and generalise leave of a value.
fn is_part(payload: &[u8]) -> bool {
    let short = (1..=4).contains(&payload.len()) && payload.iter().all(|b| alnum(*b));
    short || is_band(payload) || is_network(payload) || is_domain(payload)
}

fn is_band(payload: &[u8]) -> bool {
    match payload {
        [a @ .., b'+'] => (2..=3).contains(&a.len()) && a.iter().all(|b| digit(*b)),
        [a, b'-', b] => digit(*a) && digit(*b),
        [a, b, b'-', c, d] => [a, b, c, d].iter().all(|b| digit(**b)),
        _ => false,
    }
}

fn is_network(payload: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(payload) else { return false };
    match text.split_once('/') {
        Some((net, "24")) => net.parse::<Ipv4Addr>().is_ok_and(|a| a.octets()[3] == 0),
        Some((net, "48")) => net.parse::<Ipv6Addr>().is_ok_and(|a| a.segments()[3..] == [0; 5]),
        _ => false,
    }
}

/// A domain that holds no number of a person.
pub(super) fn is_domain(payload: &[u8]) -> bool {
    let labels = || payload.split(|b| *b == b'.');
    payload.len() <= MAX_DOMAIN
        && labels().count() >= 2
        && labels().all(|l| !l.is_empty() && l.iter().all(|b| b.is_ascii_lowercase() || digit(*b) || *b == b'-'))
        && labels().next_back().is_some_and(|l| l.len() >= 2 && l.iter().all(u8::is_ascii_lowercase))
        && payload.windows(5).all(|w| !w.iter().all(|b| digit(*b) || *b == b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_recognised() {
        for (text, form) in [
            ("[EMAIL]", Form::Mask),
            ("[DROPPED]", Form::Mask),
            ("[CARD**********]", Form::Mask),
            ("[CARD:1111]", Form::Part),
            ("[EMAIL:example.com]", Form::Part),
            ("[EMAIL:30-39]", Form::Part),
            ("[EMAIL:90+]", Form::Part),
            ("[EMAIL:0-9]", Form::Part),
            ("[IP_ADDRESS:203.0.113.0/24]", Form::Part),
            ("[IP_ADDRESS:2001:db8:1::/48]", Form::Part),
            ("[EMAIL:k1:0123456789abcdef0123]", Form::Pseudonym),
        ] {
            let mark = parse(text.as_bytes(), 0).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((mark.start, mark.end, mark.form), (0, text.len(), form), "{text}");
            let padded = format!("x[ {text} ]");
            assert_eq!(around(padded.as_bytes(), 6), parse(padded.as_bytes(), 3), "{text}");
        }
        let text = b"a [US_SSN:t:k-1:AAAAAAAAAAAAAAAAAAAAAAAA]";
        let mark = parse(text, 2).unwrap();
        let Form::Token { key, payload } = mark.form else { panic!("no token") };
        assert_eq!((part(text, key.0, key.1), payload.1 - payload.0), (&b"k-1"[..], 24));
        assert_eq!(mark.kind, Some(Type::UsSsn));
    }

    #[test]
    fn values_in_brackets_are_no_marks() {
        for text in [
            "[EMAIL:maria@example.com]",
            "[CARD:4111111111111111]",
            "[CARD:4111 1111]",
            "[PHONE:k1:4915112345678]",
            "[PHONE:4915112345678:0123456789abcdef0123]",
            "[US_SSN:123-45-6789.com]",
            "[IP_ADDRESS:203.0.113.42]",
            "[IP_ADDRESS:203.0.113.42/24]",
            "[IP_ADDRESS:2001:db8:1:2::/48]",
            "[SECRET:hunter2]",
            "[SECRET:t:k1:hunter2]",
            "[SECRET",
            "[NOTHING]",
            "[EMAIL:]",
            "[EMAIL: a]",
            "[]",
            "",
        ] {
            assert_eq!(parse(text.as_bytes(), 0), None, "{text}");
        }
    }
}
