//! JSON string escapes, both ways, and a lenient reading of text that holds escapes without being JSON.

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

/// For every byte that [`decode`] gives, and for the end, where it came from.
pub(super) fn origins(t: &[u8]) -> Vec<usize> {
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
pub(super) fn encode(t: &[u8], out: &mut Vec<u8>) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    out.reserve(t.len());
    let mut from = 0;
    for (i, b) in t.iter().enumerate().filter(|(_, b)| matches!(b, 0..0x20 | b'"' | b'\\')) {
        out.extend_from_slice(t.get(from..i).unwrap_or_default());
        match b {
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', *b]),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            _ => out.extend_from_slice(&[b'\\', b'u', b'0', b'0', HEX[usize::from(b >> 4)], HEX[usize::from(b & 15)]]),
        }
        from = i + 1;
    }
    out.extend_from_slice(t.get(from..).unwrap_or_default());
}

/// Text with escapes read leniently, and where its bytes came from.
#[derive(Debug, Default)]
pub(super) struct Lenient {
    pub(super) text: Vec<u8>,
    /// In order of position.
    pub(super) escapes: Vec<Escape>,
    len: usize,
}

/// One escape that was read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Escape {
    /// Position in the text that was read, and length.
    from: u32,
    len: u8,
    /// Position of what it stands for, and its length.
    pub(super) to: u32,
    pub(super) bytes: u8,
}

impl Lenient {
    /// Reads one level into `self`. What is no escape stays. False when there are none.
    pub(super) fn read(&mut self, t: &[u8]) -> bool {
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

    /// Where a byte came from. Each byte of an escape stands for all of it; for the end of a range use the origin of the
    /// byte behind it.
    pub(super) fn origin(&self, i: usize) -> usize {
        if i >= self.text.len() {
            return self.len;
        }
        let k = self.escapes.partition_point(|e| e.to as usize <= i);
        let Some(e) = k.checked_sub(1).and_then(|k| self.escapes.get(k)) else { return i };
        let past = i - e.to as usize;
        let bytes = usize::from(e.bytes);
        if past < bytes { e.from as usize } else { e.from as usize + usize::from(e.len) + (past - bytes) }
    }

    /// Where the places of the original, in order, came to be. Those inside an escape are none any more.
    pub(super) fn forward<'a>(&'a self, places: &'a [u32]) -> impl Iterator<Item = u32> + 'a {
        let mut k = 0;
        places.iter().filter_map(move |p| {
            while self.escapes.get(k).is_some_and(|e| e.from + u32::from(e.len) <= *p) {
                k += 1;
            }
            if self.escapes.get(k).is_some_and(|e| e.from <= *p) {
                return None;
            }
            let Some(e) = k.checked_sub(1).and_then(|k| self.escapes.get(k)) else { return Some(*p) };
            Some(*p - e.from - u32::from(e.len) + e.to + u32::from(e.bytes))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_go_both_ways() {
        let t = br#"ab\n\u00e9\\cd\x\t"#;
        let mut lenient = Lenient::default();
        assert!(lenient.read(t));
        assert_eq!(lenient.text, "ab\né\\cd\\x\t".as_bytes());
        let origins: Vec<_> = (0..=lenient.text.len()).map(|i| lenient.origin(i)).collect();
        assert_eq!(origins, [0, 1, 2, 4, 4, 10, 12, 13, 14, 15, 16, 18]);
        let places: Vec<u32> = (0..18).collect();
        let forward: Vec<_> = lenient.forward(&places).collect();
        assert_eq!(forward, [0, 1, 6, 7, 8, 9]);
        assert!(!lenient.read(br"C:\Windows\x"));
    }
}
