//! Base64, base64url and hex of text: whole tokens whose decoding is UTF-8 without control characters.
//!
//! Images, archives and protobuf fail within their first bytes, so they cost no more than a look at the beginning.

use std::ops::Range;

use super::{Layer, look::MIN_RUN};
use crate::redact::bytes::{at, back, base64, part, run, run_back, word};

/// Shortest hex token, digits: ten bytes of text.
const MIN_HEX: usize = 20;
/// Bytes decoded to tell whether the rest is worth it.
const PROBE: usize = 12;
/// Bytes before a token that may say what it is, of tokens of at most [`SHORT`] bytes of text.
const CONTEXT: usize = 48;
const SHORT: usize = 256;
/// Lines of a token that is wrapped: the longest, and the shortest that is full.
const WIDEST: usize = 128;
const NARROWEST: usize = 40;

/// Reads the tokens around the given positions. Those that the budget does not allow are `unread`: positions of the
/// source.
pub(super) fn read(t: &[u8], runs: &[u32], budget: &mut usize, unread: &mut Vec<Range<usize>>) -> Layer {
    let mut layer = Layer::default();
    let (mut done, mut tried) = (0, 0);
    for p in runs.iter().map(|p| *p as usize) {
        if p < done {
            continue;
        }
        // The pass stops at the sixteenth byte of a run, unless it began in the middle of it.
        let mut start = (p + 1).saturating_sub(MIN_RUN).max(done);
        while start > done && base64(back(t, start, 1)) {
            start -= 1;
        }
        let mut slash = t.get(start..p).unwrap_or_default().contains(&b'/');
        let mut end = p;
        while let Some(b) = t.get(end).filter(|b| sextet(**b).is_some()) {
            slash |= *b == b'/';
            end += 1;
        }
        done = end;
        if start >= tried
            && let Some((letters, last)) = lines(t, start, end)
        {
            // Lines that are no text together are not put together again from the next on.
            tried = last;
            if token(t, start, last, &letters, &mut layer, budget, unread) {
                done = last;
            }
            // The next line may be a word of the text.
        }
        // A path: `/verify/<token>/done`. Text seldom makes a `/` in base64, only `?` does.
        if token(t, start, end, part(t, start, end), &mut layer, budget, unread) || !slash {
            continue;
        }
        let mut from = start;
        for name in part(t, start, end).split(|b| *b == b'/') {
            token(t, from, from + name.len(), name, &mut layer, budget, unread);
            from += name.len() + 1;
        }
    }
    layer
}

/// The letters of a token that goes on over lines as mail and tools wrap base64 (RFC 2045: 76 letters, RFC 7468: 64),
/// and where it ends. The first line is from `start` to `end`.
fn lines(t: &[u8], start: usize, end: usize) -> Option<(Vec<u8>, usize)> {
    let gap = |i: usize| run(t, i, 2, |b| matches!(b, b'\r' | b'\n'));
    let indent = |i: usize| run(t, i, 16, |b| matches!(b, b' ' | b'\t'));
    let letters = |i: usize| run(t, i, WIDEST + 1, |b| sextet(b).is_some());
    // What stands before the token is of its line.
    let line = part(t, start, end);
    if line.len() < MIN_RUN
        || !part(t, end, end + gap(end)).contains(&b'\n')
        || !begins_text(line, line)
        || !probe(line, false)
    {
        return None;
    }
    let first = end - start + run_back(t, start, WIDEST, |b| b != b'\n');
    let mut out = Vec::new();
    let (mut to, mut width) = (end, 0);
    loop {
        let next = to + gap(to);
        let from = next + indent(next);
        let n = letters(from);
        let closed = from + n + run(t, from + n, 2, |b| b == b'=');
        let ends = matches!(at(t, closed), 0 | b'\r' | b'\n' | b'"' | b'\'' | b' ' | b'<' | b'\\');
        // Lines are as long as each other, but for the last, and for the first behind its key.
        let fits = if width == 0 { n <= first.max(end - start) && first >= NARROWEST } else { n <= width };
        if next == to || n == 0 || n > WIDEST || !ends || !fits {
            break;
        }
        if out.is_empty() {
            out.extend_from_slice(line);
        }
        out.extend_from_slice(part(t, from, from + n));
        (to, width) = (from + n, if width == 0 { n } else { width });
        if n < width || closed > to {
            break;
        }
    }
    (!out.is_empty()).then_some((out, to))
}

/// Adds the text of one token, which stands from `start` to `end` and has these letters. Whether it was one.
fn token(
    t: &[u8],
    start: usize,
    end: usize,
    letters: &[u8],
    layer: &mut Layer,
    budget: &mut usize,
    unread: &mut Vec<Range<usize>>,
) -> bool {
    if letters.len() < MIN_RUN {
        return false;
    }
    let hex = letters.strip_prefix(b"0x").unwrap_or(letters);
    // Most tokens are told by the first byte that they would stand for.
    if !begins_text(letters, hex) {
        return false;
    }
    let is_hex = hex.len() >= MIN_HEX && hex.len().is_multiple_of(2) && probe(hex, true);
    let is_hex = is_hex && hex.iter().all(u8::is_ascii_hexdigit);
    let letters = if is_hex { hex } else { letters };
    // `powershell -EncodedCommand …`
    let wide = !is_hex && !probe(letters, false);
    if wide && !begins_wide(letters) {
        return false;
    }
    let decode: fn(&[u8]) -> Option<Vec<u8>> = if is_hex { from_hex } else { from_base64 };
    let size = if is_hex { letters.len() / 2 } else { letters.len() / 4 * 3 };
    if size > *budget {
        unread.push(start..end);
        return true;
    }
    *budget -= size;
    let text = decode(letters).and_then(|bytes| if wide { narrow(&bytes) } else { Some(bytes) });
    let Some(text) = text.filter(|b| readable(b, false)) else { return false };
    let padding = t.get(end..).unwrap_or_default().iter().take(2).take_while(|b| !is_hex && **b == b'=').count();
    if text.len() <= SHORT {
        // What announces it stands before the token.
        let mut from = start.saturating_sub(CONTEXT);
        while at(t, from) & 0xC0 == 0x80 {
            from += 1;
        }
        if word(back(t, from, 1)) && word(at(t, from)) {
            layer.stand(b"_", from, from);
        }
        layer.copy(t, from, start);
    }
    layer.stand(&text, start, end + padding);
    layer.stand(b"\0", end, end);
    true
}

/// Whether the first byte, read as base64 or hex, can begin a text.
fn begins_text(letters: &[u8], hex: &[u8]) -> bool {
    let begins = |b: u8| matches!(b, b' '..=b'~' | b'\n' | b'\r' | b'\t' | 0xC2..=0xF4);
    let base64 = sextet(at(letters, 0)).zip(sextet(at(letters, 1))).is_some_and(|(a, b)| begins(a << 2 | b >> 4));
    base64 || {
        let digit = |i: usize| char::from(at(hex, i)).to_digit(16).and_then(|d| u8::try_from(d).ok());
        digit(0).zip(digit(1)).is_some_and(|(a, b)| begins(a << 4 | b))
    }
}

/// Whether the first letters stand for text in UTF-16, as Windows has it.
fn begins_wide(letters: &[u8]) -> bool {
    let seen = |b: u8| (b' '..=b'~').contains(&b);
    letters.len() >= 2 * MIN_RUN
        && from_base64(part(letters, 0, 8))
            .is_some_and(|b| matches!(b[..], [x, 0, y, 0, z, 0] if seen(x) && seen(y) && seen(z)))
}

/// ASCII that is written as UTF-16.
fn narrow(t: &[u8]) -> Option<Vec<u8>> {
    let (pairs, _) = t.as_chunks::<2>();
    pairs.iter().map(|[low, high]| (*high == 0).then_some(*low)).collect()
}

/// Whether the first bytes are text.
fn probe(letters: &[u8], is_hex: bool) -> bool {
    let value = |b: u8| if is_hex { char::from(b).to_digit(16) } else { sextet(b).map(u32::from) };
    let (digits, bits, bytes) = if is_hex { (2, 4, 1) } else { (4, 6, 3) };
    let mut text = [0; PROBE];
    let mut used = 0;
    for group in letters.chunks_exact(digits).take(PROBE / bytes) {
        let Some(n) = group.iter().try_fold(0u32, |n, b| Some(n << bits | value(*b)?)) else { return false };
        for b in n.to_be_bytes().into_iter().skip(4 - bytes) {
            // What neither begins nor goes on a character of text: random bytes seldom get further.
            if (b < b' ' && !matches!(b, b'\n' | b'\r' | b'\t'))
                || b >= 0xF5
                || (used == 0 && (0x7F..0xC2).contains(&b))
            {
                return false;
            }
            if let Some(slot) = text.get_mut(used) {
                *slot = b;
            }
            used += 1;
        }
    }
    // A character may be cut at the end.
    readable(text.get(..used).unwrap_or_default(), true)
}

/// UTF-8 without control characters other than those of white space.
fn readable(t: &[u8], cut: bool) -> bool {
    let control = t.iter().any(|b| (*b < b' ' && !matches!(b, b'\n' | b'\r' | b'\t')) || *b == 0x7F);
    !control
        && match std::str::from_utf8(t) {
            Ok(_) => true,
            Err(e) => cut && e.error_len().is_none() && e.valid_up_to() > 0,
        }
}

fn from_hex(t: &[u8]) -> Option<Vec<u8>> {
    let (pairs, rest) = t.as_chunks::<2>();
    let value = |b: u8| char::from(b).to_digit(16);
    if !rest.is_empty() {
        return None;
    }
    pairs.iter().map(|[a, b]| u8::try_from(value(*a)? << 4 | value(*b)?).ok()).collect()
}

/// Both alphabets, without padding.
fn from_base64(t: &[u8]) -> Option<Vec<u8>> {
    if t.len() % 4 == 1 {
        return None;
    }
    let mut out = Vec::with_capacity(t.len() / 4 * 3 + 2);
    for quad in t.chunks(4) {
        let mut bits = 0u32;
        for b in quad {
            bits = bits << 6 | u32::from(sextet(*b)?);
        }
        bits <<= 6 * (4 - quad.len());
        let bytes = bits.to_be_bytes();
        out.extend_from_slice(bytes.get(1..quad.len()).unwrap_or_default());
    }
    Some(out)
}

fn sextet(b: u8) -> Option<u8> {
    const NONE: u8 = 64;
    const TABLE: [u8; 256] = {
        let mut table = [NONE; 256];
        let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        let mut i = 0u8;
        while i < 62 {
            table[alphabet[i as usize] as usize] = i;
            i += 1;
        }
        table[b'+' as usize] = 62;
        table[b'-' as usize] = 62;
        table[b'/' as usize] = 63;
        table[b'_' as usize] = 63;
        table
    };
    let v = at(&TABLE, usize::from(b));
    (v != NONE).then_some(v)
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

    use super::*;

    fn texts(t: &str) -> Vec<(String, String)> {
        let found = super::super::look::look(t.as_bytes());
        let (mut budget, mut unread) = (1000, Vec::new());
        let layer = read(t.as_bytes(), &found.runs, &mut budget, &mut unread);
        let mut out = Vec::new();
        let mut from = 0;
        for (i, b) in layer.text.iter().enumerate() {
            if *b == 0 {
                let range = layer.origin(from..i);
                from = layer.map.iter().rfind(|s| s.at < i && s.to.is_some()).unwrap().at;
                let read = String::from_utf8(layer.text[from..i].to_vec()).unwrap();
                out.push((read, t.get(range).unwrap().to_owned()));
                from = i + 1;
            }
        }
        out
    }

    #[test]
    fn text_is_read_and_mapped_to_the_whole_token() {
        let plain = "mail: maria@example.com?";
        let tokens = [STANDARD.encode(plain), URL_SAFE_NO_PAD.encode(plain), hex(plain), format!("0x{}", hex(plain))];
        for token in tokens {
            for text in [token.clone(), format!("data:text/plain;base64,{token} ok"), format!("/a/verify/{token}/x")] {
                let got = texts(&text);
                if text.starts_with('/') && token.contains('/') {
                    // Its own `/` parts it: nobody puts it into a path like that.
                    continue;
                }
                let bare = token.strip_prefix("0x").unwrap_or(&token);
                assert!(got.iter().any(|(read, from)| read == plain && from.contains(bare)), "{text}: {got:?}");
            }
        }
    }

    #[test]
    fn lines_are_one_token() {
        let plain = "of a mail whose lines end within the address of maria.gonzalez@example.com and within words";
        let token = STANDARD.encode(plain);
        for (width, feed) in [(76, "\n"), (64, "\r\n"), (60, "\n    ")] {
            let wrapped: Vec<_> = token.as_bytes().chunks(width).map(|l| str::from_utf8(l).unwrap()).collect();
            let text = format!("encoding: base64\n\n{}\n\nend", wrapped.join(feed));
            assert!(texts(&text).iter().any(|(read, _)| read == plain), "{text}");
        }
        let lists = "lookup_customer_information_by_its_identification\nlookup_customer_information_by_id\n";
        assert_eq!(texts(lists), vec![]);
    }

    fn hex(t: &str) -> String {
        t.bytes().map(|b| format!("{b:02x}")).collect()
    }

    #[test]
    fn what_is_no_text_is_left() {
        for text in [
            "52cc5023d8319aea1181f76f3adcbdc1",
            "lookup_customer_information_by_id",
            "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==",
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk",
            "550e8400-e29b-41d4-a716-446655440000",
        ] {
            assert_eq!(texts(text), vec![], "{text}");
        }
    }

    #[test]
    fn the_budget_holds() {
        let token = STANDARD.encode("plain text, and more. ".repeat(10));
        let found = super::super::look::look(token.as_bytes());
        let mut unread = Vec::new();
        let layer = read(token.as_bytes(), &found.runs, &mut 100, &mut unread);
        assert!(layer.text.is_empty());
        assert_eq!(unread, vec![0..token.trim_end_matches('=').len()]);
    }
}
