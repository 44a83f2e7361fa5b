//! PEM and PGP private keys: whole, on one line, cut off at either end.

use crate::redact::{
    bytes::{at, back, base64, part, run, run_back},
    scan::Hit,
    types::Type,
};

/// Longest PEM block that is looked at, bytes: an RSA key of 16,384 bits takes 13 KB.
const MAX_PEM: usize = 16 << 10;

/// The block whose marker begins at `p`. From `-----BEGIN … PRIVATE KEY` to the end marker, or to the end of what can
/// be key material when that is cut off; and back from an end marker whose beginning is cut off.
pub(super) fn verify(t: &[u8], p: usize) -> Option<Hit> {
    let line = part(t, p, p + 64);
    if line.starts_with(b"-----END ") {
        return end(t, p);
    }
    let label = line.strip_prefix(b"-----BEGIN ")?;
    let end = memchr::memmem::find(label, b"-----")?;
    let name = label.get(..end)?;
    secret(name)?;
    let from = p + 11 + end + 5;
    let window = part(t, from, from + MAX_PEM);
    // Another block begins where this one was cut off; it also bounds the work on text full of beginnings.
    let window = memchr::memmem::find(window, b"-----BEGIN ").map_or(window, |i| part(window, 0, i));
    let to = match memchr::memmem::find(window, b"-----END ") {
        Some(i) => {
            let tail = from + i + 9;
            tail + memchr::memmem::find(part(t, tail, tail + 64), b"-----").map_or(0, |j| j + 5)
        }
        None => {
            from + run(t, from, window.len(), |b| {
                base64(b) || b.is_ascii_whitespace() || matches!(b, b'\\' | b'=' | b':' | b',' | b'.')
            })
        }
    };
    Some(Hit::ruled(p, to, Type::PrivateKey, "pem"))
}

/// Whether the name of a block says that a key is inside: also those of OpenVPN and NATS.
fn secret(name: &[u8]) -> Option<()> {
    const NAMES: &[&[u8]] = &[b"PRIVATE KEY", b"Static key V1", b"NKEY SEED"];
    NAMES.iter().any(|n| memchr::memmem::find(name, n).is_some()).then_some(())
}

/// Lines of a key of PuTTY, behind `Private-Lines: 14`; `p` is the colon.
pub(super) fn putty(t: &[u8], p: usize) -> Option<Hit> {
    if part(t, p.checked_sub(13)?, p) != b"Private-Lines" {
        return None;
    }
    let line = p + 1 + run(t, p + 1, 8, |b| b == b' ' || b.is_ascii_digit());
    let gap = run(t, line, 4, |b| matches!(b, b'\r' | b'\n' | b'\\' | b'n' | b'r' | b' '));
    let gap = if at(t, line) == b'\\' { gap } else { run(t, line, 4, |b| b.is_ascii_whitespace()) };
    let from = line + gap;
    let n = run(t, from, MAX_PEM, |b| base64(b) && b != b'-' || b == b'=' || b == b'\\' || b.is_ascii_whitespace());
    // The next field is no part of it.
    let text = part(t, from, from + n);
    let n = if memchr::memmem::find(part(t, from, from + n + 12), b"Private-MAC").is_some() {
        memchr::memmem::rfind(text, b"Private").unwrap_or(n)
    } else {
        n
    };
    let n = n - part(t, from, from + n).iter().rev().take_while(|b| b.is_ascii_whitespace()).count();
    (gap > 0 && n >= 40).then(|| Hit::ruled(from, from + n, Type::PrivateKey, "putty"))
}

fn end(t: &[u8], p: usize) -> Option<Hit> {
    let label = part(t, p + 9, p + 64);
    let n = memchr::memmem::find(label, b"-----")?;
    secret(label.get(..n)?)?;
    // Key material has no dashes, so that other markers bound the way back.
    let material = run_back(t, p, MAX_PEM, |b| {
        (base64(b) && b != b'-' && b != b'_') || b.is_ascii_whitespace() || matches!(b, b'\\' | b'=')
    });
    let mut from = p - material;
    if back(t, from, 1) != b'-' {
        // Words of prose before the material are none of it.
        while from < p {
            let n = run(t, from, 17, |b| base64(b) || b == b'=');
            if n > 16 {
                break;
            }
            from += n.max(1);
        }
    }
    (p.saturating_sub(from) >= 16).then(|| Hit::ruled(from, p + 9 + n + 5, Type::PrivateKey, "pem-tail"))
}
