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

/// Text with escapes read leniently, and where its bytes came from.
#[derive(Debug)]
pub(super) struct Lenient {
    pub(super) text: Vec<u8>,
    /// Stretches: from this byte of `text` on, bytes came from that position of the original and onwards.
    stretches: Vec<(usize, usize)>,
    len: usize,
}

impl Lenient {
    /// Reads one level. What is no escape stays.
    pub(super) fn read(t: &[u8]) -> Self {
        let mut text = Vec::with_capacity(t.len());
        let mut stretches = vec![(0, 0)];
        let mut from = 0;
        while let Some(n) = t.get(from..).and_then(|rest| memchr::memchr(b'\\', rest)) {
            let i = from + n;
            text.extend_from_slice(t.get(from..i).unwrap_or_default());
            let mut utf8 = [0; 4];
            let (bytes, len): (&[u8], usize) = match t.get(i + 1) {
                Some(b'n' | b'r') => (b"\n", 2),
                Some(b't') => (b"\t", 2),
                Some(c @ (b'"' | b'\\' | b'/' | b'\'')) => (std::slice::from_ref(c), 2),
                Some(b'u') => match unicode(t, i) {
                    Some((c, len)) => (c.encode_utf8(&mut utf8).as_bytes(), len),
                    None => (b"\\", 1),
                },
                _ => (b"\\", 1),
            };
            // Each byte of the escape stands for all of it.
            for b in bytes {
                stretches.push((text.len(), i));
                text.push(*b);
            }
            from = i + len;
            stretches.push((text.len(), from));
        }
        text.extend_from_slice(t.get(from..).unwrap_or_default());
        Self { text, stretches, len: t.len() }
    }

    /// Where a byte came from. For the end of a range use the origin of the byte behind it.
    pub(super) fn origin(&self, i: usize) -> usize {
        if i >= self.text.len() {
            return self.len;
        }
        let k = self.stretches.partition_point(|(at, _)| *at <= i).saturating_sub(1);
        self.stretches.get(k).map_or(i, |(at, from)| from + (i - at))
    }
}
