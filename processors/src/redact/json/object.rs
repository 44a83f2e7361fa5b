//! The members of its object around a string of a document.
//!
//! How far one looks is counted in members: redaction changes how long they are, and a document that is redacted again
//! must show the same.

use crate::redact::bytes::{at, looked, part, run_back, word};

/// Longest stretch between two strings: blanks, numbers.
const GAP: usize = 1024;

/// Longest text of a user interface that is compared with its key.
const CAPTION: usize = 48;

/// Whether a string at `i`, whose content is `raw`, is its key as one shows it, of texts of a user interface:
/// `"createdBy": "Created By"`.
pub(super) fn names_its_key(src: &[u8], i: usize, raw: &[u8]) -> bool {
    let shown = |b: &u8| b.is_ascii_alphabetic() || *b == b' ';
    if raw.len() > CAPTION || !raw.first().is_some_and(u8::is_ascii_uppercase) || !raw.iter().all(shown) {
        return false;
    }
    let end = i - run_back(src, i, 8, |b| b == b':' || b.is_ascii_whitespace());
    let Some(end) = end.checked_sub(1).filter(|end| *end + 1 < i && at(src, *end) == b'"') else { return false };
    let n = run_back(src, end, CAPTION, |b| word(b) || b == b'-');
    let letters = |text: &[u8]| text.iter().filter(|b| b.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect();
    let (key, value): (Vec<u8>, Vec<u8>) = (letters(part(src, end - n, end)), letters(raw));
    key == value
}

/// What stands before a position.
pub(in crate::redact) enum Piece<'a> {
    /// A key and its value, empty if that is no string.
    Member(&'a [u8], &'a [u8]),
    /// The bracket that opens the object.
    Open(usize),
}

impl Piece<'_> {
    /// Whether it is a member with this key and this string.
    pub(in crate::redact) fn is(&self, name: &[u8], text: &[u8]) -> bool {
        matches!(self, Self::Member(key, value) if *key == name && *value == text)
    }
}

/// Walks back over members and opening brackets, until a bracket closes or so many separators were passed.
pub(in crate::redact) struct Before<'a> {
    t: &'a [u8],
    i: usize,
    separators: usize,
    /// The string behind `i`, and whether nothing but blanks stands between.
    value: Option<(usize, usize)>,
}

impl<'a> Before<'a> {
    /// `i` is the quote that begins a key or value.
    pub(in crate::redact) fn new(t: &'a [u8], i: usize, separators: usize) -> Self {
        Self { t, i, separators, value: None }
    }

    /// Where what was walked over begins.
    pub(in crate::redact) fn reached(&self) -> usize {
        self.i
    }
}

impl<'a> Iterator for Before<'a> {
    type Item = Piece<'a>;

    #[inline(always)]
    fn next(&mut self) -> Option<Piece<'a>> {
        loop {
            let (mut i, mut key) = (self.i, false);
            let least = i.saturating_sub(GAP);
            let end = loop {
                if i == least {
                    return None;
                }
                i -= 1;
                match at(self.t, i) {
                    b'"' => break i,
                    b'}' => return None,
                    b'{' => {
                        looked(self.i - i);
                        self.i = i;
                        self.value = None;
                        return Some(Piece::Open(i));
                    }
                    b @ (b':' | b',') => {
                        self.separators = self.separators.checked_sub(1)?;
                        key = b == b':' && i < self.i;
                    }
                    b'[' => self.value = None,
                    b if b > b' ' => {
                        // A number: a value that is no string.
                        self.value = None;
                    }
                    _ => {}
                }
            };
            let open = opening(self.t, end)?;
            looked(self.i - open);
            self.i = open;
            let text = (open + 1, end);
            if key {
                let (from, to) = self.value.take().unwrap_or_default();
                return Some(Piece::Member(part(self.t, text.0, text.1), part(self.t, from, to)));
            }
            self.value = Some(text);
        }
    }
}

/// The quote that opens the string that ends at `end`.
pub(in crate::redact) fn opening(t: &[u8], end: usize) -> Option<usize> {
    memchr::memrchr_iter(b'"', part(t, 0, end)).find(|q| {
        let escapes = part(t, 0, *q).iter().rev().take_while(|b| **b == b'\\').count();
        looked(escapes);
        escapes % 2 == 0
    })
}

/// The first bracket behind `i`, which is in no string; or where so many separators were passed.
pub(in crate::redact) fn behind(t: &[u8], mut i: usize, mut separators: usize) -> usize {
    let start = i;
    let mut gap = 0;
    while i < t.len() && gap < GAP {
        match at(t, i) {
            b'{' | b'}' => break,
            b'"' => {
                i = closing(t, i);
                gap = 0;
            }
            b':' | b',' => match separators.checked_sub(1) {
                Some(left) => separators = left,
                None => break,
            },
            _ => gap += 1,
        }
        i += 1;
    }
    looked(i - start);
    i.min(t.len())
}

/// Key and string of the member that follows the string at `i` in its object; nothing where it is no string.
pub(in crate::redact) fn next_member(t: &[u8], i: usize) -> Option<(&[u8], &[u8])> {
    let blank = |i: usize| i + part(t, i, i + GAP).iter().take_while(|b| b.is_ascii_whitespace()).count();
    let comma = blank(closing(t, i) + 1);
    let key = blank(comma + 1);
    if (at(t, comma), at(t, key)) != (b',', b'"') {
        return None;
    }
    let end = closing(t, key);
    let colon = blank(end + 1);
    let value = blank(colon + 1);
    looked(value.saturating_sub(i));
    ((at(t, colon), at(t, value)) == (b':', b'"'))
        .then(|| (part(t, key + 1, end), part(t, value + 1, closing(t, value))))
}

/// Whether a key is the type of the value of the object around, as stores write them: `{"phone":{"S":"…"}}` of
/// DynamoDB, `{"birth_date":{"$date":"…"}}` of MongoDB, `{"pin":{"integerValue":"…"}}` of Firestore.
pub(in crate::redact) fn is_type(key: &[u8]) -> bool {
    const TYPES: &[&[u8]] = &[
        b"S", b"N", b"M", b"L", b"SS", b"NS", b"$date", b"$numberLong", b"$numberInt", b"$numberDouble",
        b"$numberDecimal", b"stringValue", b"integerValue", b"doubleValue", b"timestampValue",
    ];
    matches!(key.first(), Some(b'S' | b'N' | b'M' | b'L' | b'$' | b's' | b'i' | b'd' | b't')) && TYPES.contains(&key)
}

/// Begin and end of the object that holds nothing but the value from `i` to `to` under its type: `{"S":"…"}`.
pub(in crate::redact) fn typed(t: &[u8], i: usize, to: usize) -> Option<(usize, usize)> {
    let end = i - part(t, i.saturating_sub(GAP), i).iter().rev().take_while(|b| b.is_ascii_whitespace()).count();
    let key = part(t, end.saturating_sub(20), end).strip_suffix(b"\":")?;
    let open = key.iter().rposition(|b| *b == b'"')?;
    let before = part(key, 0, open).trim_ascii_end();
    let close = to + part(t, to, to + GAP).iter().take_while(|b| b.is_ascii_whitespace()).count();
    let start = end.saturating_sub(20) + before.len();
    (is_type(part(key, open + 1, key.len())) && before.ends_with(b"{") && at(t, close) == b'}')
        .then_some((start - 1, close + 1))
}

/// What stands in the same object before the value that begins at `from` and behind it where it ends, at `to`, with
/// what is in objects in it; among so many separators.
pub(in crate::redact) fn nested_around(t: &[u8], (from, to): (usize, usize), separators: usize) -> (usize, usize) {
    let (mut i, mut depth, mut left) = (from, 0, separators);
    while i > 0 && left > 0 {
        match at(t, i - 1) {
            b'"' => {
                let Some(open) = opening(t, i - 1) else { break };
                i = open + 1;
            }
            b'}' | b']' => depth += 1,
            b'{' | b'[' if depth == 0 => break,
            b'{' | b'[' => depth -= 1,
            b':' | b',' => left -= 1,
            _ => {}
        }
        i -= 1;
    }
    let (mut k, mut depth, mut left) = (to, 0, separators);
    while k < t.len() && left > 0 {
        match at(t, k) {
            b'"' => k = closing(t, k),
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth == 0 => break,
            b'}' | b']' => depth -= 1,
            b':' | b',' => left -= 1,
            _ => {}
        }
        k += 1;
    }
    looked(k.min(t.len()) - i);
    (i, k.min(t.len()))
}

/// The quote that closes the string that the quote at `i` opens.
fn closing(t: &[u8], i: usize) -> usize {
    let mut from = i + 1;
    while let Some(n) = memchr::memchr2(b'"', b'\\', part(t, from, t.len())) {
        from += n;
        if at(t, from) == b'"' {
            return from;
        }
        from += 2;
    }
    t.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_read_backwards_up_to_their_bracket() {
        let text = br#"{"z":{"a":"x\"{,","n":12,"list":["p","q"],"b":"y","c":"#;
        let walk = |separators| -> Vec<String> {
            let mut before = Before::new(text, text.len(), separators);
            before
                .by_ref()
                .map(|piece| match piece {
                    Piece::Member(key, value) => {
                        format!("{}={}", String::from_utf8_lossy(key), String::from_utf8_lossy(value))
                    }
                    Piece::Open(i) => format!("{i}"),
                })
                .collect()
        };
        assert_eq!(walk(99), ["c=", "b=y", "list=", "n=", r#"a=x\"{,"#, "5", "z=", "0"]);
        assert_eq!(walk(3), ["c=", "b=y"]);
    }

    #[test]
    fn the_end_of_an_object_is_found_behind_its_strings() {
        let text = br#""a":"}\"}","b":[1,2]},"c":1"#;
        assert_eq!(behind(text, 0, 99), 20);
        assert_eq!(behind(text, 0, 1), 10);
    }
}
