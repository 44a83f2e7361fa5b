//! Authorization headers and cookies.

use super::{extent::closing, jwt::sextet, shape, shape::Shape};
use crate::redact::{
    bytes::{at, back, base64, blanks_before, digit, part, run, run_back, word},
    scan::Hit,
    types::{Type, mark_at},
};

/// A scheme of authorization.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scheme {
    Bearer,
    Basic,
}

impl Scheme {
    pub(super) fn verify(self, t: &[u8], from: usize) -> Option<Hit> {
        match self {
            Self::Bearer => bearer(t, from),
            Self::Basic => basic(t, from),
        }
    }
}

/// The scheme whose name stands directly before `from`, with blanks between.
pub(super) fn scheme_before(t: &[u8], from: usize) -> Option<Scheme> {
    if back(t, from, 1) != b' ' {
        return None;
    }
    let end = from - blanks_before(t, from);
    let ends = |w: &[u8]| part(t, end.saturating_sub(w.len()), end).eq_ignore_ascii_case(w);
    if ends(b"bearer") {
        Some(Scheme::Bearer)
    } else if ends(b"basic") {
        Some(Scheme::Basic)
    } else {
        None
    }
}

/// Token after `Bearer `.
fn bearer(t: &[u8], from: usize) -> Option<Hit> {
    let n = run(t, from, 8192, |b| base64(b) || matches!(b, b'.' | b'~' | b'=' | b':'));
    let token = part(t, from, from + n);
    let n = n - token.iter().rev().take_while(|b| matches!(b, b'.' | b':')).count();
    let shape = Shape::of(token);
    (n >= 12 && shape.mixed()).then(|| Hit::ruled(from, from + n, Type::Secret, "bearer"))
}

/// `user:password` in base64 after `Basic `.
fn basic(t: &[u8], from: usize) -> Option<Hit> {
    let n = run(t, from, 1024, |b| base64(b) || b == b'=');
    is_basic(part(t, from, from + n)).then(|| Hit::ruled(from, from + n, Type::Secret, "basic"))
}

/// Whether a value is base64 of `user:password`.
pub(super) fn is_basic(value: &[u8]) -> bool {
    let letters = value.iter().filter(|b| **b != b'=').count();
    let mut bits = 0u32;
    let mut decoded = value.iter().take(letters).enumerate().filter_map(|(i, b)| {
        bits = bits << 6 | sextet(*b);
        match i % 4 {
            1 => Some((bits >> 4) as u8),
            2 => Some((bits >> 2) as u8),
            3 => Some(bits as u8),
            _ => None,
        }
    });
    // What stands before it is a name: few other bytes make UTF-8.
    let mut name = Vec::new();
    let colon = decoded.find(|b| {
        let end = *b == b':' || *b < b' ' || *b == 0x7F;
        name.extend((!end && name.len() < 128).then_some(*b));
        end
    });
    let colon = colon == Some(b':') && (name.len() == 128 || std::str::from_utf8(&name).is_ok());
    let mixed = value.iter().any(u8::is_ascii_lowercase) && value.iter().any(u8::is_ascii_uppercase);
    letters >= 7 && colon && mixed
}

/// Most bytes of cookies that are read.
const LONGEST: usize = 4096;

/// Value of a header `Cookie:` or `Set-Cookie:` that begins at `from`, on one line: of the first, all pairs; of the
/// second, the first, because what follows are attributes.
pub(super) fn cookie(t: &[u8], from: usize, set: bool) -> Option<Hit> {
    let n = extent(t, from, set);
    let text = part(t, from, from + n);
    if set {
        let eq = memchr::memchr(b'=', text)?;
        let value = part(text, eq + 1, text.len());
        // `session="x"`
        if value.is_empty() && at(t, from + n) == b'"' {
            let start = from + n + 1;
            let n = run(t, start, LONGEST, |b| b > b' ' && !matches!(b, b'"' | b'\\'));
            let closed = at(t, start + n) == b'"' && n >= 4 && part(t, start, start + n).iter().any(|b| digit(*b));
            return (closed && mark_at(t, start).is_none())
                .then(|| Hit::ruled(start, start + n, Type::Secret, "cookie"));
        }
        let named = !eq.eq(&0) && part(text, 0, eq).iter().all(|b| *b > b' ' && *b != b'(');
        // `theme=light`, `locale=en-US`: no session is told by a word. `session=<opaque>`
        let word = value.len() <= 8 && value.iter().all(|b| b.is_ascii_alphabetic() || *b == b'-');
        let filled = value.first() == Some(&b'<') && value.last() == Some(&b'>');
        return (named && value.len() >= 4 && !word && !filled && mark_at(value, 0).is_none())
            .then(|| Hit::ruled(from + eq + 1, from + n, Type::Secret, "cookie"));
    }
    pairs(t, from, n)
}

/// Bytes of such a value on its line, up to `: ` of the next header there, so that a line of many is read once.
fn extent(t: &[u8], from: usize, set: bool) -> usize {
    let stops = |b: u8| matches!(b, b'\n' | b'\r' | b'"' | b'\'' | b'`' | b'\\') || (set && b == b';');
    let mut n = 0;
    loop {
        n += run(t, from + n, LONGEST - n, |b| b != b':' && !stops(b));
        if n == LONGEST || at(t, from + n) != b':' || at(t, from + n + 1) == b' ' {
            return n;
        }
        n += 1;
    }
}

/// Value of a variable `COOKIE=`, as servers hand requests to programs, in quotes or to the first space that parts no
/// pairs.
pub(super) fn cookie_variable(t: &[u8], from: usize, quoted: bool) -> Option<Hit> {
    let n = run(t, from, LONGEST, |b| !matches!(b, b'\n' | b'\r' | b'"' | b'\'' | b'`' | b'\\'));
    let line = part(t, from, from + n);
    let space = memchr::memchr_iter(b' ', line).find(|i| !quoted && back(line, *i, 1) != b';');
    pairs(t, from, space.unwrap_or(n))
}

/// `a=1; b=2` of so many bytes: all behind the first name.
fn pairs(t: &[u8], from: usize, n: usize) -> Option<Hit> {
    let n = n - closing(part(t, from, from + n));
    let text = part(t, from, from + n);
    let pairs = text.split(|b| *b == b';').all(|p| {
        let p = p.trim_ascii();
        memchr::memchr(b'=', p)
            .is_some_and(|i| i > 0 && part(p, 0, i).iter().all(|b| *b > b' ' && *b < 0x7F && *b != b'('))
    });
    let value = memchr::memchr(b'=', text).map_or(0, |i| i + 1);
    let cased = text.iter().any(u8::is_ascii_lowercase) && text.iter().any(u8::is_ascii_uppercase);
    let letters = || text.len() - value >= 20 && cased && !part(text, value, text.len()).contains(&b' ');
    let long = text.len() - value >= 6 && (text.iter().any(|b| digit(*b)) || letters());
    (pairs && long && mark_at(text, value).is_none())
        .then(|| Hit::ruled(from + value, from + n, Type::Secret, "cookie"))
}

/// `Digest username="…", realm="…", response="…"`, `Hawk id="…", mac="…"`,
/// `AWS4-HMAC-SHA256 Credential=…, Signature=…`: all of it, on one line.
pub(super) fn digest(t: &[u8], from: usize) -> Option<Hit> {
    let starts = |w: &[u8]| part(t, from, from + w.len()).eq_ignore_ascii_case(w);
    let (scheme, proof, rule) = match () {
        () if starts(b"AWS4-HMAC-SHA256 ") => (17, &b"Signature="[..], "aws-signature"),
        () if starts(b"digest ") => (7, &b"response="[..], "digest"),
        () if starts(b"hawk ") => (5, &b"mac="[..], "digest"),
        () => return None,
    };
    let from = from + scheme;
    let to = parameters(t, from);
    let proof = from + memchr::memmem::find(part(t, from, to), proof)? + proof.len();
    // `Credential=$key/$date/…, Signature=$signature` of a script.
    if part(t, from, from + 12) == b"Credential=$" && at(t, proof) == b'$' {
        return None;
    }
    Some(Hit::ruled(from, to, Type::Secret, rule))
}

/// Where the row of `name="value", name=value` that begins at `from` ends; quotes may be escaped.
fn parameters(t: &[u8], from: usize) -> usize {
    let (mut i, mut end) = (from, from);
    while i < from + 2048 {
        i += run(t, i, 8, |b| matches!(b, b' ' | b','));
        let name = run(t, i, 32, |b| word(b) || b == b'-');
        if name == 0 || at(t, i + name) != b'=' {
            break;
        }
        i += name + 1;
        let escape = run(t, i, 7, |b| b == b'\\');
        if at(t, i + escape) == b'"' {
            i += escape + 1;
            i += run(t, i, 1024, |b| !matches!(b, b'"' | b'\\' | b'\n' | b'\r'));
            i += run(t, i, 7, |b| b == b'\\');
            i += usize::from(at(t, i) == b'"');
        } else {
            i += run(t, i, 1024, |b| b > b' ' && !matches!(b, b',' | b'"' | b'\'' | b'`' | b'\\'));
        }
        end = i;
        if at(t, i) != b',' {
            break;
        }
    }
    end
}

/// Whether `-su ` or another cluster of options that ends with `u` stands before `start`.
fn clustered(t: &[u8], start: usize) -> bool {
    let n = if part(t, start.saturating_sub(2), start) == b"u " {
        run_back(t, start - 1, 6, |b| b.is_ascii_alphabetic())
    } else {
        0
    };
    n >= 2 && back(t, start - 1, n + 1) == b'-' && back(t, start - 1, n + 2) == b' '
}

/// `-u user:password` of `curl`; `p` is the colon.
pub(super) fn user_option(t: &[u8], p: usize) -> Option<Hit> {
    let n = part(t, p.saturating_sub(128), p)
        .iter()
        .rev()
        .take_while(|b| **b > b' ' && !matches!(b, b'"' | b'\'' | b':'))
        .count();
    let mut start = p - n;
    if matches!(back(t, start, 1), b'"' | b'\'') {
        start -= 1;
    }
    let option = [&b"-u "[..], b"--user ", b"--proxy-user ", b"--user=", b"-a ", b"--auth "]
        .iter()
        .any(|o| part(t, start.saturating_sub(o.len()), start) == *o)
        // `-uann:x`
        || n > 2 && part(t, start, start + 2) == b"-u" && back(t, start, 1) == b' '
        || clustered(t, start);
    if n == 0 || !option {
        return None;
    }
    let line = part(t, p.saturating_sub(512), p);
    let curl = [&b"curl"[..], b"http", b"wget"].iter().any(|c| memchr::memmem::find(line, c).is_some());
    // `kevin:'x'`
    let quote = usize::from(n > 0 && at(t, p + 1) == b'\'' && back(t, p - n, 1) == b' ');
    let m = run(t, p + 1 + quote, 256, |b| b > b' ' && !matches!(b, b'"' | b'\'' | b'`' | b'\\'));
    let p = p + quote;
    let value = part(t, p + 1, p + 1 + m);
    // `curl -u KEY:`, as many interfaces want it.
    let user = part(t, p - quote - n, p - quote);
    if curl && quote == 0 && m == 0 && n >= 16 && mark_at(user, 0).is_none() && Shape::of(user).random(true) {
        return Some(Hit::ruled(p - n, p, Type::Secret, "curl-user"));
    }
    // `-u <user:password>`
    let template = shape::template(value) && !value.iter().any(u8::is_ascii_digit);
    let filled = at(user, 0) != b'<' && at(value, m.saturating_sub(1)) != b'>' && !template;
    // `-u http://…` of a program that is given addresses.
    let address = value.starts_with(b"//") && matches!(user, b"http" | b"https" | b"ftp");
    (curl && filled && m >= 3 && at(value, 0) != b'$' && !address && mark_at(value, 0).is_none())
        .then(|| Hit::ruled(p + 1, p + 1 + m, Type::Secret, "curl-user"))
}
