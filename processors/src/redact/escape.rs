//! JSON string escapes, both ways, and a lenient reading of text that holds escapes without being JSON.

use std::borrow::Cow;

/// Four hex digits at `i`.
fn hex4(t: &[u8], i: usize) -> Option<u32> {
    let digits = t.get(i..i + 4)?;
    digits.iter().try_fold(0, |n, b| Some(n << 4 | char::from(*b).to_digit(16)?))
}

/// The character of `\uXXXX` whose backslash is at `i`, surrogate pairs joined, and the length of the escape.
/// A lone surrogate becomes U+FFFD.
fn unicode(t: &[u8], i: usize) -> Option<(char, usize)> {
    let high = hex4(t, i + 2)?;
    if (0xD800..0xDC00).contains(&high) && t.get(i + 6..i + 8) == Some(b"\\u") {
        if let Some(low @ 0xDC00..0xE000) = hex4(t, i + 8) {
            let c = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
            return Some((char::from_u32(c).unwrap_or(char::REPLACEMENT_CHARACTER), 12));
        }
    }
    Some((char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER), 6))
}

/// Content of a JSON string; `None` when an escape is not JSON's.
pub(super) fn decode(t: &[u8], out: &mut Vec<u8>) -> Option<()> {
    out.clear();
    out.reserve(t.len());
    let mut from = 0;
    while let Some(n) = memchr::memchr(b'\\', t.get(from..)?) {
        let i = from + n;
        out.extend_from_slice(t.get(from..i)?);
        let plain = match t.get(i + 1)? {
            b @ (b'"' | b'\\' | b'/') => *b,
            b'n' => b'\n',
            b't' => b'\t',
            b'r' => b'\r',
            b'b' => 8,
            b'f' => 12,
            b'u' => {
                let (c, len) = unicode(t, i)?;
                out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                from = i + len;
                continue;
            }
            _ => return None,
        };
        out.push(plain);
        from = i + 2;
    }
    out.extend_from_slice(t.get(from..)?);
    Some(())
}

/// Writes the content of a JSON string.
pub(super) fn encode(t: &[u8], out: &mut Vec<u8>) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    for b in t {
        match b {
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', *b]),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            0..0x20 => {
                out.extend_from_slice(&[b'\\', b'u', b'0', b'0', HEX[usize::from(b >> 4)], HEX[usize::from(b & 15)]])
            }
            _ => out.push(*b),
        }
    }
}

/// Text with one level of escapes read leniently (what is no escape stays), and for each byte where it came from.
///
/// `origin` maps the bytes of `t` to the original text; it has one more entry than `t` has bytes, as has the result's.
pub(super) fn lenient(t: &[u8], origin: &Origin<'_>) -> (Vec<u8>, Vec<u32>) {
    let mut out = Vec::with_capacity(t.len());
    let mut map = Vec::with_capacity(t.len() + 1);
    let mut i = 0;
    while let Some(b) = t.get(i) {
        let here = origin.get(i);
        let mut utf8 = [0; 4];
        let (bytes, len): (Cow<'_, [u8]>, usize) = match (b, t.get(i + 1)) {
            (b'\\', Some(b'n')) => (Cow::Borrowed(b"\n"), 2),
            (b'\\', Some(b'r')) => (Cow::Borrowed(b"\r"), 2),
            (b'\\', Some(b't')) => (Cow::Borrowed(b"\t"), 2),
            (b'\\', Some(c @ (b'"' | b'\\' | b'/' | b'\''))) => (Cow::Borrowed(std::slice::from_ref(c)), 2),
            (b'\\', Some(b'u')) => match unicode(t, i) {
                Some((c, len)) => (Cow::Borrowed(c.encode_utf8(&mut utf8).as_bytes()), len),
                None => (Cow::Borrowed(b"\\"), 1),
            },
            (b, _) => (Cow::Borrowed(std::slice::from_ref(b)), 1),
        };
        out.extend_from_slice(&bytes);
        map.extend(std::iter::repeat_n(here, bytes.len()));
        i += len;
    }
    map.push(origin.get(t.len()));
    (out, map)
}

/// Where bytes came from.
#[derive(Debug)]
pub(super) enum Origin<'a> {
    /// They are the original.
    Same,
    /// By position.
    Map(&'a [u32]),
}

impl Origin<'_> {
    fn get(&self, i: usize) -> u32 {
        match self {
            Self::Same => u32::try_from(i).unwrap_or(u32::MAX),
            Self::Map(map) => map.get(i).copied().unwrap_or(u32::MAX),
        }
    }
}
