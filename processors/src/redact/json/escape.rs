//! JSON string escapes, both ways, and a lenient reading of text that holds escapes without being JSON.

use crate::redact::{
    bytes::{part, run_back},
    scan::classes::{BLOCK, Quoting},
};

/// Four hex digits at `i`.
fn hex4(t: &[u8], i: usize) -> Option<u32> {
    let digits = t.get(i..i + 4)?;
    digits.iter().try_fold(0, |n, b| Some(n << 4 | char::from(*b).to_digit(16)?))
}

/// The character of `\uXXXX` whose backslash is at `i`, surrogate pairs joined, and the length of the escape.
/// A lone surrogate becomes U+FFFD.
fn unicode(t: &[u8], i: usize) -> Option<(char, usize)> {
    let high = hex4(t, i + 2)?;
    if (0xD800..0xDC00).contains(&high)
        && t.get(i + 6..i + 8) == Some(b"\\u")
        && let Some(low @ 0xDC00..0xE000) = hex4(t, i + 8)
    {
        let c = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
        return Some((char::from_u32(c).unwrap_or(char::REPLACEMENT_CHARACTER), 12));
    }
    Some((char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER), 6))
}

/// The highest bit of the first byte of a word that is `b`, and perhaps of others behind it.
fn equal(word: u64, b: u8) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let x = word ^ (ONES * u64::from(b));
    x.wrapping_sub(ONES) & !x & (0x80 * ONES)
}

/// Where the string of a document ends whose content begins at `from`: the position of its closing quote, and whether
/// there are escapes before. `None` when it does not end.
#[inline(always)]
pub(in crate::redact) fn end(t: &[u8], from: usize) -> Option<(usize, bool)> {
    // Most strings of most documents are short.
    let (words, _) = t.get(from..)?.as_chunks::<8>();
    for (k, word) in words.iter().take(5).enumerate() {
        let [quotes, slashes] = [b'"', b'\\'].map(|b| equal(u64::from_le_bytes(*word), b));
        if quotes | slashes != 0 {
            let first = quotes.trailing_zeros();
            if first < slashes.trailing_zeros() {
                return Some((from + 8 * k + first as usize / 8, false));
            }
            break;
        }
    }
    // In others quotes are seldom.
    let quote = from + memchr::memchr(b'"', part(t, from, t.len()))?;
    let slashes = run_back(t, quote, quote - from, |b| b == b'\\');
    if slashes % 2 == 0 {
        return Some((quote, slashes > 0 || memchr::memchr(b'\\', part(t, from, quote)).is_some()));
    }
    let (mut base, mut next, mut escaped) = (quote + 1, quote + 1, true);
    while base < t.len() {
        let Quoting { quotes, slashes, .. } = Quoting::of(part(t, base, base + BLOCK));
        let mut signs = quotes | slashes;
        while signs != 0 {
            let i = base + signs.trailing_zeros() as usize;
            signs &= signs - 1;
            // What is escaped is no sign.
            if i < next {
                continue;
            }
            if t.get(i) == Some(&b'"') {
                return Some((i, escaped));
            }
            (next, escaped) = (i + 2, true);
        }
        base += BLOCK;
    }
    None
}

/// Appends `t[from..to]`, which is short mostly: copies of one length need no call.
#[inline]
fn append(out: &mut Vec<u8>, t: &[u8], from: usize, to: usize) -> Option<()> {
    const SHORT: usize = 32;
    let n = to.checked_sub(from)?;
    match t.get(from..from + SHORT) {
        Some(more) if n <= SHORT => {
            let len = out.len() + n;
            out.extend_from_slice(more);
            out.truncate(len);
        }
        _ => out.extend_from_slice(t.get(from..to)?),
    }
    Some(())
}

/// Content of a JSON string; `None` when an escape is not JSON's.
pub(in crate::redact) fn decode(t: &[u8], out: &mut Vec<u8>) -> Option<()> {
    out.clear();
    out.reserve(t.len() + BLOCK);
    let (mut base, mut from) = (0, 0);
    while base < t.len() {
        let mut slashes = Quoting::of(part(t, base, base + BLOCK)).slashes;
        while slashes != 0 {
            let i = base + slashes.trailing_zeros() as usize;
            slashes &= slashes - 1;
            // Of an escape that was read.
            if i < from {
                continue;
            }
            append(out, t, from, i)?;
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
        base += BLOCK;
    }
    append(out, t, from, t.len())
}

/// For every byte that [`decode`] gives, and for the end, where it came from.
pub(in crate::redact) fn origins(t: &[u8]) -> Vec<usize> {
    let mut origins = Vec::with_capacity(t.len() + 1);
    let mut i = 0;
    while let Some(b) = t.get(i) {
        let (bytes, len) = match (b, t.get(i + 1)) {
            (b'\\', Some(b'u')) => unicode(t, i).map_or((1, 2), |(c, len)| (c.len_utf8(), len)),
            (b'\\', Some(_)) => (1, 2),
            _ => (1, 1),
        };
        origins.extend(std::iter::repeat_n(i, bytes));
        i += len;
    }
    origins.push(t.len());
    origins
}

/// Writes the content of a JSON string.
pub(in crate::redact) fn encode(t: &[u8], out: &mut Vec<u8>) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    out.reserve(t.len() + BLOCK);
    let (mut base, mut from) = (0, 0);
    while base < t.len() {
        let Quoting { quotes, slashes, controls } = Quoting::of(part(t, base, base + BLOCK));
        let mut signs = quotes | slashes | controls;
        while signs != 0 {
            let i = base + signs.trailing_zeros() as usize;
            signs &= signs - 1;
            let _ = append(out, t, from, i);
            match t.get(i).copied().unwrap_or_default() {
                b @ (b'"' | b'\\') => out.extend_from_slice(&[b'\\', b]),
                b'\n' => out.extend_from_slice(b"\\n"),
                b'\r' => out.extend_from_slice(b"\\r"),
                b'\t' => out.extend_from_slice(b"\\t"),
                b => {
                    let [high, low] = [b >> 4, b & 15].map(|n| HEX[usize::from(n)]);
                    out.extend_from_slice(&[b'\\', b'u', b'0', b'0', high, low]);
                }
            }
            from = i + 1;
        }
        base += BLOCK;
    }
    let _ = append(out, t, from, t.len());
}

/// Text with escapes read leniently, and where its bytes came from.
#[derive(Debug, Default)]
pub(in crate::redact) struct Lenient {
    pub(in crate::redact) text: Vec<u8>,
    /// In order of position.
    pub(in crate::redact) escapes: Vec<Escape>,
    len: usize,
}

/// One escape that was read.
#[derive(Clone, Copy, Debug)]
pub(in crate::redact) struct Escape {
    /// Position in the text that was read, and length.
    from: u32,
    len: u8,
    /// Position of what it stands for, and its length.
    pub(in crate::redact) to: u32,
    pub(in crate::redact) bytes: u8,
}

impl Lenient {
    /// Reads one level into `self`. What is no escape stays. False when there are none.
    pub(in crate::redact) fn read(&mut self, t: &[u8]) -> bool {
        self.text.clear();
        self.escapes.clear();
        self.len = t.len();
        let mut from = 0;
        let mut next = memchr::memchr(b'\\', t);
        while let Some(i) = next {
            let mut utf8 = [0; 4];
            let (bytes, len): (&[u8], usize) = match t.get(i + 1) {
                Some(b'n' | b'r') => (b"\n", 2),
                Some(b't') => (b"\t", 2),
                Some(c @ (b'"' | b'\\' | b'/' | b'\'')) => (std::slice::from_ref(c), 2),
                Some(b'u') => match unicode(t, i) {
                    Some((c, len)) => (c.encode_utf8(&mut utf8).as_bytes(), len),
                    None => (b"", 1),
                },
                _ => (b"", 1),
            };
            if !bytes.is_empty() {
                self.text.extend_from_slice(t.get(from..i).unwrap_or_default());
                let to = self.text.len() as u32;
                self.escapes.push(Escape { from: i as u32, len: len as u8, to, bytes: bytes.len() as u8 });
                self.text.extend_from_slice(bytes);
                from = i + len;
            }
            let rest = t.get(i + len..).unwrap_or_default();
            // Escapes often stand together.
            next = if rest.first() == Some(&b'\\') {
                Some(i + len)
            } else {
                memchr::memchr(b'\\', rest).map(|n| i + len + n)
            };
        }
        if self.escapes.is_empty() {
            return false;
        }
        self.text.extend_from_slice(t.get(from..).unwrap_or_default());
        true
    }

    /// Where a byte came from. Each byte of an escape stands for all of it; for the end of a range use the origin of
    /// the byte behind it.
    pub(in crate::redact) fn origin(&self, i: usize) -> usize {
        if i >= self.text.len() {
            return self.len;
        }
        let k = self.escapes.partition_point(|e| e.to as usize <= i);
        let Some(e) = k.checked_sub(1).and_then(|k| self.escapes.get(k)) else { return i };
        let past = i - e.to as usize;
        let bytes = usize::from(e.bytes);
        if past < bytes { e.from as usize } else { e.from as usize + usize::from(e.len) + (past - bytes) }
    }

    /// Where a position of the original came to be; that of an escape where it lies inside one.
    pub(in crate::redact) fn forward(&self, p: usize) -> usize {
        let k = self.escapes.partition_point(|e| e.from as usize <= p);
        let Some(e) = k.checked_sub(1).and_then(|k| self.escapes.get(k)) else { return p };
        let behind = p.checked_sub(e.from as usize + usize::from(e.len));
        e.to as usize + behind.map_or(0, |n| usize::from(e.bytes) + n)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Byte by byte.
    fn obvious_end(t: &[u8], mut i: usize) -> Option<(usize, bool)> {
        let mut escaped = false;
        while t.get(i)? != &b'"' {
            let slash = t[i] == b'\\';
            escaped |= slash;
            i += 1 + usize::from(slash);
        }
        Some((i, escaped))
    }

    proptest! {
        #[test]
        fn strings_are_those_of_json(text in r#"([a-zé😀 ]{0,40}[\x00-\x1F"\\/]{0,3}){0,6}"#) {
            let mut quoted = vec![b'"'];
            encode(text.as_bytes(), &mut quoted);
            quoted.push(b'"');
            prop_assert_eq!(&serde_json::from_slice::<String>(&quoted).unwrap(), &text);
            let theirs = serde_json::to_vec(&text).unwrap();
            for quoted in [&quoted, &theirs] {
                let (to, escaped) = end(quoted, 1).unwrap();
                prop_assert_eq!(to, quoted.len() - 1);
                prop_assert_eq!(escaped, quoted.contains(&b'\\'));
                let mut decoded = vec![0; 3];
                decode(&quoted[1..to], &mut decoded).unwrap();
                prop_assert_eq!(std::str::from_utf8(&decoded).unwrap(), &text);
            }
        }

        #[test]
        fn strings_end_at_their_quote(t in prop::collection::vec(prop::sample::select(b"abc\\\\\"n".to_vec()), 0..200), from in 0usize..70) {
            prop_assert_eq!(end(&t, from), obvious_end(&t, from));
        }
    }

    #[test]
    fn positions_go_both_ways() {
        let t = br#"ab\n\u00e9\\cd\x\t"#;
        let mut lenient = Lenient::default();
        assert!(lenient.read(t));
        assert_eq!(lenient.text, "ab\né\\cd\\x\t".as_bytes());
        let origins: Vec<_> = (0..=lenient.text.len()).map(|i| lenient.origin(i)).collect();
        assert_eq!(origins, [0, 1, 2, 4, 4, 10, 12, 13, 14, 15, 16, 18]);
        let forward: Vec<_> = (0..18).map(|p| lenient.forward(p)).collect();
        assert_eq!(forward, [0, 1, 2, 2, 3, 3, 3, 3, 3, 3, 5, 5, 6, 7, 8, 9, 10, 10]);
        assert!(!lenient.read(br"C:\Windows\x"));
    }
}
