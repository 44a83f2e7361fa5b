//! JSON web tokens.

use super::broken;
use crate::redact::{
    bytes::{at, back, base64url, part, run, run_back},
    scan::Hit,
    types::Type,
};

/// Longest header that is decoded, letters.
const MAX_HEADER: usize = 4096;

/// `eyJ….eyJ….signature`: the header decodes to JSON that names an algorithm, or the second part is JSON too. The third
/// part may be empty, or missing where the text was cut off.
pub(super) fn verify(t: &[u8], p: usize) -> Option<Hit> {
    if matches!(back(t, p, 1), b'-' | b'.') {
        return None;
    }
    let header = p + run(t, p, MAX_HEADER, base64url);
    if header < p + 10 || at(t, header) != b'.' {
        return None;
    }
    let named = names_algorithm(part(t, p, header));
    let json = part(t, header + 1, header + 4).starts_with(b"ey");
    if !named && !json {
        return None;
    }
    let claims = header + 1 + run(t, header + 1, 65536, base64url);
    if claims < header + 8 {
        return None;
    }
    let mut to = claims;
    // Five parts where it is encrypted.
    let mut parts = 0;
    while at(t, to) == b'.' && parts < 3 {
        let n = run(t, to + 1, 65536, base64url);
        if n == 0 && parts > 0 {
            break;
        }
        to += 1 + n;
        parts += 1;
    }
    if parts == 0 && !named {
        return None;
    }
    // A full stop after a token without a signature belongs to the sentence only when the header proves nothing.
    Some(Hit::ruled(p, broken::end(t, p, to), Type::Jwt, "jwt"))
}

/// Whether base64url decodes to text with `"alg"` or `"enc"`.
fn names_algorithm(header: &[u8]) -> bool {
    let mut decoded = [0; 384];
    let mut n = 0;
    for four in header.chunks(4).take(128) {
        let bits = four.iter().fold(0u32, |bits, b| bits << 6 | sextet(*b)) << (6 * (4 - four.len()) as u32);
        for b in bits.to_be_bytes().into_iter().skip(1) {
            if let Some(to) = decoded.get_mut(n) {
                *to = b;
                n += 1;
            }
        }
    }
    let text = part(&decoded, 0, n);
    memchr::memmem::find(text, b"\"alg\"").is_some() || memchr::memmem::find(text, b"\"enc\"").is_some()
}

/// How far from a member of a key its `"kty"` may be: four numbers of 4,096 bits.
const KEY: usize = 4096;

/// Whether the quote before `end` ends the name of a member of a JSON web key that is secret (RFC 7518, 6): `d`, `k`,
/// `p`, `q`, `dp`, `dq`, `qi`.
pub(super) fn secret_member(t: &[u8], end: usize) -> bool {
    matches!(
        part(t, end.saturating_sub(4), end),
        [.., b'"', b'd' | b'k' | b'p' | b'q', b'"'] | [b'"', b'd', b'p' | b'q', b'"'] | [b'"', b'q', b'i', b'"']
    )
}

/// The secret part of a JSON web key in a text that is no document; the string is from `start` to `end`.
pub(super) fn key_part(t: &[u8], start: usize, end: usize) -> Option<Hit> {
    let quote = start.checked_sub(1)?;
    let colon = quote - run_back(t, quote, 4, |b| b == b' ');
    let name = colon.checked_sub(1)? - run_back(t, colon.checked_sub(1)?, 4, |b| b == b' ');
    if back(t, colon, 1) != b':' || !secret_member(t, name) || end - start < 22 {
        return None;
    }
    let has = |from, to| memchr::memmem::find(part(t, from, to), b"\"kty\"").is_some();
    let whole = part(t, start, end).iter().all(|b| base64url(*b) || *b == b'=');
    (whole && (has(start.saturating_sub(KEY), start) || has(end, end + KEY)))
        .then(|| Hit::ruled(start, end, Type::PrivateKey, "jwk"))
}

/// Value of a letter of base64; others count as 63.
pub(super) fn sextet(b: u8) -> u32 {
    u32::from(match b {
        b'A'..=b'Z' => b - b'A',
        b'a'..=b'z' => b - b'a' + 26,
        b'0'..=b'9' => b - b'0' + 52,
        b'+' | b'-' => 62,
        _ => 63,
    })
}
