//! Text of two bytes a character: UTF-16 among bytes, and text in whose middle each letter has a zero beside it.

use super::Layer;
use crate::redact::bytes::{at, looked};

/// Bytes by which text in UTF-16 is told.
const PROBE: usize = 256;
/// Shortest text, characters.
const SHORTEST: usize = 6;

/// Bytes read as UTF-16.
pub(in crate::redact) struct Utf16 {
    pub(in crate::redact) text: String,
    /// Where each byte of the text came from, and its end.
    pub(in crate::redact) origins: Vec<usize>,
    big: bool,
    marked: bool,
    /// What was left over.
    odd: Option<u8>,
}

impl Utf16 {
    /// Bytes that begin with a byte order mark, or of which every second is zero.
    pub(in crate::redact) fn read(bytes: &[u8]) -> Option<Self> {
        let (big, marked) = order(bytes)?;
        let from = if marked { 2 } else { 0 };
        let (pairs, odd) = bytes.get(from..)?.as_chunks::<2>();
        if pairs.len() < SHORTEST {
            return None;
        }
        let units = pairs.iter().map(|pair| if big { u16::from_be_bytes(*pair) } else { u16::from_le_bytes(*pair) });
        // Other bytes may begin with those of a mark; what is looked for has letters or digits of ASCII.
        if !pairs.iter().any(|pair| pair[usize::from(!big)] == 0) {
            return None;
        }
        let (mut text, mut origins, mut i) = (String::with_capacity(pairs.len()), Vec::new(), from);
        for c in char::decode_utf16(units) {
            let c = c.ok()?;
            text.push(c);
            origins.resize(text.len(), i);
            i += 2 * c.len_utf16();
        }
        origins.push(i);
        Some(Self { text, origins, big, marked, odd: odd.first().copied() })
    }

    /// What takes the place of the bytes.
    pub(in crate::redact) fn write(&self, text: &[u8]) -> Vec<u8> {
        let text = String::from_utf8_lossy(text);
        let mark = self.marked.then_some(0xFEFF);
        let units = mark.into_iter().chain(text.encode_utf16());
        units.flat_map(|unit| if self.big { unit.to_be_bytes() } else { unit.to_le_bytes() }).chain(self.odd).collect()
    }
}

/// Whether the higher byte stands first, and whether a mark says so.
fn order(bytes: &[u8]) -> Option<(bool, bool)> {
    match bytes {
        [0xFF, 0xFE, ..] => return Some((false, true)),
        [0xFE, 0xFF, ..] => return Some((true, true)),
        _ => {}
    }
    let (pairs, _) = bytes.get(..PROBE.min(bytes.len()))?.as_chunks::<2>();
    let zeros = |k: usize| pairs.iter().filter(|pair| pair.get(k) == Some(&0)).count();
    let (first, second) = (zeros(0), zeros(1));
    let most = |n: usize| n * 4 >= pairs.len() * 3 && n > 0;
    match (first, second) {
        (0, n) if most(n) => Some((false, false)),
        (n, 0) if most(n) => Some((true, false)),
        _ => None,
    }
}

/// Reads what stands between zeros, letter by letter: `J␀a␀n␀e␀`.
pub(super) fn apart(t: &[u8]) -> Layer {
    let mut layer = Layer::default();
    let mut i = 0;
    while let Some(n) = memchr::memchr(0, t.get(i..).unwrap_or_default()) {
        let from = (i + n).saturating_sub(1).max(i);
        let mut to = from + usize::from(at(t, from) == 0);
        let first = to;
        while letter(at(t, to)) && t.get(to + 1) == Some(&0) {
            to += 2;
        }
        let count = (to - first) / 2;
        looked(to - i);
        // The last may have none behind.
        let last = usize::from(letter(at(t, to)) && (to + 1 == t.len() || !letter(at(t, to + 1))));
        if count >= SHORTEST {
            for k in 0..count + last {
                layer.copy(t, first + 2 * k, first + 2 * k + 1);
            }
            let end = (to + last).min(t.len());
            layer.bound(end);
            layer.stand(b"\0", end, end);
        }
        i = (to + last).max(i + n + 1);
    }
    layer
}

fn letter(b: u8) -> bool {
    matches!(b, b' '..=b'~' | b'\n' | b'\r' | b'\t')
}
