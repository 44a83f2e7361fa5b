//! Secrets known by their surroundings: `key=value`, `"key": "value"`, authorization headers, URL credentials, JWT, PEM.

use super::{
    bytes::{alnum, at, back, base64, base64url, digit, part, run, run_back, word},
    context::{Context, secrecy},
    scan::Hit,
    types::{Type, mark_at},
};

/// Longest PEM block that is looked at: an RSA key of 16,384 bits takes 13 KB.
const MAX_PEM: usize = 16 << 10;

/// `eyJ…​.eyJ…​.signature`: two base64url parts and a third that may be empty.
pub(super) fn jwt(t: &[u8], p: usize) -> Option<Hit> {
    if matches!(back(t, p, 1), b'-' | b'.') {
        return None;
    }
    let header = p + run(t, p, 4096, base64url);
    if header < p + 10 || at(t, header) != b'.' || !part(t, header + 1, header + 4).starts_with(b"ey") {
        return None;
    }
    let claims = header + 1 + run(t, header + 1, 65536, base64url);
    if claims < header + 8 || at(t, claims) != b'.' {
        return None;
    }
    Some(Hit::new(p, claims + 1 + run(t, claims + 1, 4096, base64url), Type::Jwt))
}

/// From `-----BEGIN … PRIVATE KEY` to the end marker, or to the end of what can be key material when that is cut off.
pub(super) fn pem(t: &[u8], p: usize) -> Option<Hit> {
    let line = part(t, p, p + 64);
    let label = line.get(11..)?;
    let end = memchr::memmem::find(label, b"-----")?;
    let name = label.get(..end)?;
    memchr::memmem::find(name, b"PRIVATE KEY")?;
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
    Some(Hit::new(p, to, Type::PrivateKey))
}

/// Token after `Bearer `.
pub(super) fn bearer(t: &[u8], from: usize) -> Option<Hit> {
    let n = run(t, from, 8192, |b| base64(b) || matches!(b, b'.' | b'~' | b'=' | b':'));
    let token = part(t, from, from + n);
    (n >= 12 && token.iter().any(|b| digit(*b)) && token.iter().any(u8::is_ascii_alphabetic)).then_some(Hit::new(
        from,
        from + n,
        Type::Secret,
    ))
}

/// `user:password` in base64 after `Basic `.
pub(super) fn basic(t: &[u8], from: usize) -> Option<Hit> {
    let n = run(t, from, 1024, |b| base64(b) || b == b'=');
    let value = part(t, from, from + n);
    let letters = value.iter().filter(|b| **b != b'=').count();
    let mut bits = 0u32;
    let colon = value.iter().take(letters).enumerate().any(|(i, b)| {
        bits = bits << 6 | sextet(*b);
        match i % 4 {
            1 => (bits >> 4) as u8 == b':',
            2 => (bits >> 2) as u8 == b':',
            3 => bits as u8 == b':',
            _ => false,
        }
    });
    let mixed = value.iter().any(u8::is_ascii_lowercase) && value.iter().any(u8::is_ascii_uppercase);
    (letters >= 7 && colon && mixed).then_some(Hit::new(from, from + n, Type::Secret))
}

fn sextet(b: u8) -> u32 {
    u32::from(match b {
        b'A'..=b'Z' => b - b'A',
        b'a'..=b'z' => b - b'a' + 26,
        b'0'..=b'9' => b - b'0' + 52,
        b'+' | b'-' => 62,
        _ => 63,
    })
}

/// `user:password` of `scheme://user:password@host`; `p` is the colon of `://`. A long token as the user counts too.
pub(super) fn url_credentials(t: &[u8], p: usize) -> Option<Hit> {
    if part(t, p, p + 3) != b"://" || run_back(t, p, 32, |b| alnum(b) || matches!(b, b'+' | b'.' | b'-')) == 0 {
        return None;
    }
    let from = p + 3;
    let n = run(t, from, 256, |b| {
        b > b' '
            && !matches!(
                b,
                b'/' | b'?'
                    | b'#'
                    | b'@'
                    | b'"'
                    | b'\''
                    | b'<'
                    | b'>'
                    | b'`'
                    | b'\\'
                    | b'{'
                    | b'}'
                    | b'('
                    | b')'
                    | b','
            )
    });
    if at(t, from + n) != b'@' || mark_at(t, from).is_some() {
        return None;
    }
    let info = part(t, from, from + n);
    let colon = memchr::memchr(b':', info);
    let secret = match colon {
        Some(i) => i + 1 < info.len() && mark_at(info, i + 1).is_none(),
        None => n >= 16 && info.iter().any(|b| digit(*b)),
    };
    secret.then_some(Hit::new(from, from + n, Type::UrlCredentials))
}

/// Cheap test before a separator: may a key that names a secret end here? By its last letters, in any case.
fn may_end_key(t: &[u8], end: usize) -> bool {
    // The last two letters tell nearly all words that end no key.
    let last = back(t, end, 1) | 0x20;
    let before = back(t, end, 2) | 0x20;
    let possible = match last {
        b'd' => matches!(before, b'r' | b'w' | b'i'),
        b'e' => matches!(before, b's' | b'd' | b'i' | b'u'),
        b't' => matches!(before, b'e' | b'w'),
        b's' => matches!(before, b't' | b'y' | b'e' | b'l'),
        b'y' | b'r' => before == b'e',
        b'n' => matches!(before, b'e' | b'o'),
        b'l' => before == b'a',
        b'h' => before == b't',
        b'g' => before == b'n',
        _ => false,
    };
    if !possible {
        return false;
    }
    let endings: &[&[u8]] = match last {
        b'd' => &[b"password", b"passwd", b"pwd", b"sessionid", b"sid"],
        b'e' => &[b"passphrase", b"passcode", b"cookie", b"value"],
        b't' => &[b"secret", b"jwt"],
        b's' => &[b"secrets", b"keys", b"cookies", b"credentials"],
        b'y' => &[b"key"],
        b'n' => &[b"token", b"authorization"],
        b'l' => &[b"credential"],
        b'h' => &[b"auth"],
        b'r' => &[b"bearer"],
        b'g' => &[b"string"],
        _ => return false,
    };
    endings.iter().any(|e| part(t, end.saturating_sub(e.len()), end).eq_ignore_ascii_case(e))
}

/// Value of `key=value`, `key: value`, `"key": "value"` where the key names a secret; `p` is the separator.
pub(super) fn key_value(t: &[u8], p: usize) -> Option<Hit> {
    if !matches!(at(t, p), b':' | b'=') {
        return None;
    }
    let mut end = p - run_back(t, p, 2, |b| b == b' ').min(p);
    let mut quoted = false;
    while matches!(back(t, end, 1), b'"' | b'\'' | b'\\' | b']') && p - end < 8 {
        end -= 1;
        quoted = true;
    }
    if !may_end_key(t, end) {
        return None;
    }
    let n = run_back(t, end, 64, |b| word(b) || matches!(b, b'-' | b'.'));
    // The last letters of a key suffice where it is long.
    let key = std::str::from_utf8(part(t, end - n, end)).ok()?;
    let says = secrecy(key);
    if !says.has(Context::SECRET) && !says.has(Context::MAYBE_SECRET) {
        return None;
    }
    let assigned = at(t, p) == b'=';
    let mut i = p + 1;
    i += usize::from(matches!(at(t, i), b'=' | b'>'));
    i += run(t, i, 3, |b| matches!(b, b' ' | b'\t'));
    let escapes = run(t, i, 4, |b| b == b'\\');
    let quote = at(t, i + escapes);
    let hit = if matches!(quote, b'"' | b'\'' | b'`') {
        i += escapes + 1;
        Hit::new(i, i + run(t, i, 4096, |b| b != quote && b != b'\n' && b != b'\\'), Type::Secret)
    } else {
        i = scheme(t, i);
        Hit::new(i, i + unquoted(t, i), Type::Secret)
    };
    let loose = !(quoted || assigned) && hit.start == i && !matches!(back(t, i, 1), b'"' | b'\'' | b'`');
    let hit = if matches!(back(t, hit.start, 1), b'"' | b'\'' | b'`') { trim_scheme(t, hit) } else { hit };
    let value = part(t, hit.start, hit.end);
    if mark_at(t, hit.start).is_some() || !secret_shape(value, says, loose) {
        return None;
    }
    let kind = if says.has(Context::AWS) && value.len() == 40 { Type::AwsKey } else { Type::Secret };
    Some(Hit::new(hit.start, hit.end, kind))
}

/// Length of a value without quotes.
fn unquoted(t: &[u8], i: usize) -> usize {
    let mut n = 0;
    for b in part(t, i, i + 4096) {
        if *b <= b' '
            || matches!(b, b',' | b';' | b'&' | b'"' | b'\'' | b'`' | b'<' | b'>' | b')' | b'}' | b']' | b'\\' | b'|')
        {
            break;
        }
        // `a=b=c`: padding may end a value, an assignment inside begins another, as does the next secret key.
        if (*b == b'=' && alnum(at(t, i + n + 1))) || (matches!(b, b'=' | b':') && may_end_key(t, i + n)) {
            break;
        }
        n += 1;
    }
    n - part(t, i, i + n).iter().rev().take_while(|b| matches!(b, b'.' | b':' | b'!' | b'?')).count()
}

/// Skips `Bearer `, `Basic `, `Token ` before a value.
fn scheme(t: &[u8], i: usize) -> usize {
    let n = run(t, i, 8, |b| b.is_ascii_alphabetic());
    let word = part(t, i, i + n);
    let known = [&b"bearer"[..], b"basic", b"token", b"digest", b"apikey"].iter().any(|s| word.eq_ignore_ascii_case(s));
    if known && at(t, i + n) == b' ' { i + n + 1 } else { i }
}

fn trim_scheme(t: &[u8], hit: Hit) -> Hit {
    let start = scheme(t, hit.start);
    if start < hit.end { Hit::new(start, hit.end, hit.kind) } else { hit }
}

/// Whether the value of a key that names a secret is one, and not a type name, a placeholder or a piece of code.
///
/// `loose`: `key: value` in prose, where the next word is often just a word.
pub(super) fn secret_shape(value: &[u8], says: Context, loose: bool) -> bool {
    let n = value.len();
    let first = at(value, 0);
    if n < 4
        || matches!(first, b'<' | b'$' | b'{' | b'%' | b'(' | b'[')
        || value.iter().all(|b| *b == first)
        || placeholder(value)
    {
        return false;
    }
    let digits = value.iter().any(|b| digit(*b));
    let letters = value.iter().any(u8::is_ascii_alphabetic);
    let spaced = value.contains(&b' ');
    let code = value.iter().any(|b| matches!(b, b'(' | b'{' | b'[')) || memchr::memmem::find(value, b"::").is_some();
    if says.has(Context::SECRET) {
        let mixed = value.iter().any(u8::is_ascii_lowercase) && value.iter().any(u8::is_ascii_uppercase);
        let symbol = value.iter().any(|b| b.is_ascii_punctuation() && !matches!(b, b'.' | b'_' | b'-' | b'/' | b':'));
        let varied = (digits && (letters || symbol))
            || (symbol && letters && !code)
            || (mixed && n >= 20 && !value.contains(&b'.'));
        return if loose {
            n >= 6 && varied && !code && !spaced
        } else {
            n >= 6 && varied && (digits || !code) && !spaced
        };
    }
    n >= 16 && digits && letters && !spaced && !code && !uuid(value)
}

/// Whether a whole JSON or attribute value under a key that names a secret is one: here every real text counts.
pub(super) fn secret_value(value: &[u8], says: Context) -> bool {
    if says.has(Context::SECRET) {
        let first = at(value, 0);
        let template = matches!(first, b'<' | b'$' | b'{') && matches!(value.last(), Some(b'>' | b'}'));
        return value.len() >= 3 && !placeholder(value) && !template && mark_at(value, 0) != Some(value.len());
    }
    says.has(Context::MAYBE_SECRET) && secret_shape(value, says, false)
}

fn placeholder(value: &[u8]) -> bool {
    const WORDS: &[&[u8]] = &[
        b"null",
        b"none",
        b"nil",
        b"true",
        b"false",
        b"undefined",
        b"string",
        b"required",
        b"optional",
        b"redacted",
        b"password",
        b"secret",
        b"token",
        b"bearer",
        b"basic",
        b"unset",
        b"empty",
        b"default",
        b"str",
        b"number",
        b"boolean",
        b"object",
        b"array",
        b"hidden",
        b"masked",
        b"[redacted]",
        b"<redacted>",
        b"text",
        b"keyword",
        b"unknown",
        b"n/a",
    ];
    WORDS.iter().any(|w| value.eq_ignore_ascii_case(w))
        || value.iter().all(|b| matches!(b, b'*' | b'x' | b'X' | b'.' | b'-' | b'_' | b' '))
}

fn uuid(value: &[u8]) -> bool {
    value.len() == 36
        && value
            .iter()
            .enumerate()
            .all(|(i, b)| if matches!(i, 8 | 13 | 18 | 23) { *b == b'-' } else { b.is_ascii_hexdigit() })
}
