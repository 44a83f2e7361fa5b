//! Secrets known by the key before them: `key=value`, `key: value`, `"key": "value"`, `key := "value"`, `?sig=value`.

use super::{
    beside, calls, captions, connection, dumped,
    extent::{cut_short, escaped, grouped, question, special, strewn, unquoted, whole_line},
    headers,
    key_before::{Key, key_before},
    logins,
    no_assignment::{label, no_value, pattern, pinned, spoken_of},
    pem,
    shape::{self, Shape},
    values::{Written, accepted},
};
use crate::redact::{
    bytes::{at, back, base64, blanks, part, run, run_back, word},
    context::Context,
    scan::Hit,
    types::{Type, mark_at},
};

/// Bytes of what a string literal has before its quote.
fn before_quote(t: &[u8], i: usize) -> usize {
    match part(t, i, i + 3) {
        // `b"…"`, `f"…"`, `@"…"`
        [b'b' | b'f' | b'r' | b'u' | b'@' | b'N' | b'L', b'"' | b'\'', ..] => 1,
        // `<<"x">>` of Erlang.
        b"<<\"" => 2,
        _ => 0,
    }
}

/// Value of an assignment whose key names a secret; `p` is the separator.
pub(super) fn key_value(t: &[u8], p: usize) -> Option<Hit> {
    let separator = at(t, p);
    if !matches!(separator, b':' | b'=') {
        return None;
    }
    if let Some(hit) = unnamed(t, p) {
        return Some(hit);
    }
    // What was found before.
    if separator == b'=' && at(t, p + 1) == b'[' && mark_at(t, p + 1).is_some() {
        return None;
    }
    let key = key_before(t, if separator == b'=' { operator(t, p) } else { p - defined(t, p) })?;
    let (mut i, path) = value_start(t, p);
    if let Some(hit) = header(t, p, i, &key) {
        return Some(hit);
    }
    if pattern(t, i) {
        return None;
    }
    i += before_quote(t, i);
    if let Some(range) = inside(t, i, separator) {
        return fallback(t, &key, range);
    }
    let escapes = run(t, i, 4, |b| b == b'\\');
    let quote = at(t, i + escapes);
    let quoted = matches!(quote, b'"' | b'\'' | b'`');
    if no_value(t, p, i, &key) || quoted && escapes == 0 && !key.quoted && label(t, key.start, i) {
        return None;
    }
    let (from, to) = if quoted {
        // `"""x"""` of Python.
        if escapes == 0 && at(t, i + 1) == quote && at(t, i + 2) == quote {
            i += 2;
        }
        i += escapes + 1;
        let from = scheme(t, i);
        (from, cut_short(t, from, i + run(t, i, 4096, |b| b != quote && b != b'\n' && b != b'\\')))
    } else {
        let from = scheme(t, i);
        (from, from + unquoted(t, from))
    };
    if from >= to || mark_at(t, from).is_some() {
        return None;
    }
    let to = if quoted { to } else { question(t, &key, from, to) };
    if !quoted && captions::shown(t, from, to, key.says) {
        return None;
    }
    if let Some(hit) = longer(t, &key, from, (quoted && escapes == 0).then_some(quote)) {
        return Some(hit);
    }
    if separator == b':' && !quoted && part(t, to, to + 3) == b" / " && part(t, p - 1, p) == b"s" {
        return pair(t, to + 3);
    }
    let written = if quoted { Written::Quoted } else { written(t, p, from, to, &key) };
    let to = if quoted { to } else { strewn(t, &key, from, grouped(t, &key, from, to)) };
    let value = part(t, from, to);
    // `token::Kind2`: a path of code; its hash, as Rust writes it behind.
    let of_code = || !Shape::of(value).random(true) && !value.iter().all(u8::is_ascii_digit) || shape::mangled(value);
    if path && !quoted && of_code() || !quoted && pinned(t, p, &key, value) {
        return None;
    }
    let text = if quoted { quote } else { 0 };
    // PASSWORD=`cat file` of a shell.
    let command = quoted && quote == b'`' && key.capitals && value.contains(&b' ');
    if command || spoken_of(t, p, &key, (from, to), text, written) {
        return None;
    }
    let fine = accepted(value, key.says, written, from > i) || key.capitals && phrase(value, &key, written);
    if !fine {
        return None;
    }
    let kind = if key.says.has(Context::AWS) && value.len() == 40 { Type::AwsKey } else { Type::Secret };
    Some(Hit::ruled(from, to, kind, if key.query { "query" } else { "assigned" }))
}

/// One where the colon at `p` begins the line of what is defined, in Markdown and YAML: the key is the line above.
fn defined(t: &[u8], p: usize) -> usize {
    usize::from(back(t, p, 1) == b'\n' && at(t, p + 1) == b' ')
}

/// Where the operator begins whose last sign is the `=` at `p`: `||=`, `??=`, `PASSWORD ?= x` of make,
/// `$password .= "x"` of PHP.
fn operator(t: &[u8], p: usize) -> usize {
    let before = back(t, p, 2);
    match back(t, p, 1) {
        b'|' if before == b'|' => p - 2,
        b'?' if before == b'?' => p - 2,
        b'?' if before == b' ' || before.is_ascii_uppercase() => p - 1,
        // `password += string.digits`
        b'.' | b'+' if before == b' ' && beside::is_quote(at(t, p + 1 + blanks(t, p + 1))) => p - 1,
        _ => p,
    }
}

/// `auth=("user", "x")`, `auth = HTTPBasicAuth("user", "x")`.
fn authentication(t: &[u8], p: usize) -> Option<Hit> {
    let end = p - usize::from(back(t, p, 1) == b' ');
    if back(t, end, 1) != b'h' || part(t, end.saturating_sub(4), end) != b"auth" {
        return None;
    }
    let i = p + 1 + usize::from(at(t, p + 1) == b' ');
    if at(t, i) == b'(' { calls::arguments(t, i + 1, 1) } else { calls::short_call(t, i) }
}

/// What a separator parts though no key that names a secret stands before it.
fn unnamed(t: &[u8], p: usize) -> Option<Hit> {
    if at(t, p) == b':' {
        return credentials(t, p);
    }
    authentication(t, p)
        .or_else(|| login_name(t, p))
        .or_else(|| connection::userid(t, p))
        .or_else(|| hashed_value(t, p))
}

/// `hash = bcrypt.hash("x", 10)`, `digest = await argon2.hash("x")`: the calls of [`beside::hashed`] that are too short
/// for a run.
fn hashed_value(t: &[u8], p: usize) -> Option<Hit> {
    let i = p + 1 + usize::from(at(t, p + 1) == b' ');
    let i = i + if part(t, i, i + 6) == b"await " { 6 } else { 0 };
    match part(t, i, i + 4) {
        b"bcry" | b"BCry" | b"argo" | b"hash" | b"cryp" | b"md5." | b"sha2" | b"SHA2" | b"Dige" => {
            calls::short_call(t, i)
        }
        _ => None,
    }
}

/// The value that a call or a type holds: of a password it may be a word.
fn fallback(t: &[u8], key: &Key, (from, to): (usize, usize)) -> Option<Hit> {
    let value = part(t, from, to);
    let word = || key.says.has(Context::PASSWORD) && value.len() >= 6 && beside::password(value);
    ((beside::varied(value) || word()) && accepted(value, key.says, Written::Quoted, false))
        .then(|| Hit::ruled(from, to, Type::Secret, "assigned"))
}

/// Where what stands behind the separator at `p` begins, and whether it parts a path (`::`).
fn value_start(t: &[u8], p: usize) -> (usize, bool) {
    let mut i = p + 1;
    // `:=`, `=>`, `===`, `::`.
    i += run(t, i, 3, |b| matches!(b, b'=' | b'>' | b':'));
    let path = at(t, p + 1) == b':' && back(t, i, 1) == b':';
    i += blanks(t, i);
    // Tags and anchors of YAML: `!!str x`, `&pw x`.
    if matches!(at(t, i), b'!' | b'&') && at(t, p) == b':' {
        i = dumped::tagged(t, i);
    }
    // Emphasis of Markdown: `**Password:** x`.
    if at(t, i) == b'*' {
        i += run(t, i, 3, |b| b == b'*');
        i += run(t, i, 3, |b| b == b' ');
    }
    (i, path)
}

/// `JWT_SECRET=my-super-jwt-signing-phrase`: words as the secret of a variable of the environment, and no name of one.
fn phrase(value: &[u8], key: &Key, written: Written) -> bool {
    let lower = value.iter().all(|b| b.is_ascii_lowercase() || matches!(b, b'-' | b'_'));
    if written != Written::Tight || !key.says.has(Context::SECRET) || key.says.has(Context::SECRETS_KEY) || !lower {
        return false;
    }
    let words = value.split(|b| !b.is_ascii_lowercase()).filter(|w| w.len() > 1).count();
    let noun =
        [&b"secret"[..], b"secrets", b"key", b"keys", b"token", b"credentials", b"creds", b"name", b"tls", b"here"];
    let thing = noun.iter().any(|n| value.ends_with(n));
    let fine = match words {
        1 => value.len() >= 10 && !thing && key.ends_in_secret,
        2 => false,
        3 => value.len() >= 16 && !thing,
        _ => value.len() >= 16,
    };
    fine && !shape::placeholder(value)
}

/// A password with bytes that seem to end it: in quotes, where they are escaped, and without.
fn longer(t: &[u8], key: &Key, from: usize, quote: Option<u8>) -> Option<Hit> {
    if !key.says.has(Context::PASSWORD) || !key.says.has(Context::SECRET) || key.query {
        return None;
    }
    let n = match quote {
        Some(quote) => {
            escaped(t, from, quote).filter(|n| accepted(part(t, from, from + n), key.says, Written::Quoted, false))?
        }
        None => special(t, key.start, from).or_else(|| whole_line(t, key, from))?,
    };
    Some(Hit::ruled(from, from + n, Type::Secret, "assigned"))
}

/// What a colon parts though it is no assignment: a user and a password, fields of a line; and the lines of a key.
fn credentials(t: &[u8], p: usize) -> Option<Hit> {
    // Most colons of prose have a blank behind.
    if at(t, p + 1) <= b' ' {
        let long = p >= 16 && part(t, p - 16, p).iter().all(|b| *b > b' ');
        return if long { headers::user_option(t, p) } else { pem::putty(t, p) };
    }
    headers::user_option(t, p)
        .or_else(|| dumped::serialized(t, p))
        .or_else(|| connection::oracle(t, p))
        .or_else(|| connection::positional(t, p))
        .or_else(|| pem::putty(t, p))
        .or_else(|| logins::pair(t, p))
}

/// A value that is not written directly behind the separator before `i`: in a call, behind a type, in a fence of
/// Markdown.
fn inside(t: &[u8], i: usize, separator: u8) -> Option<(usize, usize)> {
    if at(t, i) == b'\n' && separator == b':' && part(t, i + 1, i + 4) == b"```" {
        let from = i + 4 + run(t, i + 4, 16, |b| b.is_ascii_alphabetic());
        let n = run(t, from + 1, 256, |b| b > b' ');
        return (at(t, from) == b'\n' && at(t, from + 1 + n) == b'\n').then_some((from + 1, from + 1 + n));
    }
    match at(t, i) {
        b'<' => dumped::heredoc(t, i),
        b'\n' | b'\\' if back(t, i, 1) == b'>' => dumped::shown(t, i),
        _ => calls::wrapped(t, i, separator),
    }
}

/// `credentials: user / x`: the second, at `from`.
fn pair(t: &[u8], from: usize) -> Option<Hit> {
    let n = unquoted(t, from);
    let value = part(t, from, from + n);
    (n >= 5 && beside::varied(value) && !shape::code(value) && mark_at(value, 0).is_none())
        .then(|| Hit::ruled(from, from + n, Type::Secret, "assigned"))
}

/// `SMTP_USERNAME=name`: half of a pair of credentials, in a variable of the environment.
fn login_name(t: &[u8], p: usize) -> Option<Hit> {
    if back(t, p, 1) & 0xDF != back(t, p, 1) || !matches!(back(t, p, 1), b'E' | b'R') {
        return None;
    }
    let named =
        [&b"_USERNAME"[..], b"_AUTH_USER", b"_LOGIN_USER"].iter().any(|e| part(t, p.saturating_sub(e.len()), p) == *e);
    let n = run(t, p + 1, 65, |b| word(b) || matches!(b, b'-' | b'.' | b'+'));
    let whole = matches!(at(t, p + 1 + n), 0 | b'\n' | b'\r' | b' ' | b'\\' | b'"' | b'\'');
    let value = part(t, p + 1, p + 1 + n);
    (named && (2..=64).contains(&n) && whole && !shape::placeholder(value))
        .then(|| Hit::ruled(p + 1, p + 1 + n, Type::Secret, "login-name"))
}

/// Cookies and digests: headers whose value has spaces.
fn header(t: &[u8], p: usize, value: usize, key: &Key) -> Option<Hit> {
    let name = part(t, key.start, p);
    // `COOKIE="a=1; b=2"` among the variables of a request.
    if at(t, p) == b'=' && !key.quoted && name.ends_with(b"COOKIE") {
        let quoted = matches!(at(t, value), b'"' | b'\'');
        return headers::cookie_variable(t, value + usize::from(quoted), quoted);
    }
    if at(t, p) != b':' || key.quoted {
        return None;
    }
    let ends = |w: &[u8]| name.len() >= w.len() && part(name, name.len() - w.len(), name.len()).eq_ignore_ascii_case(w);
    if ends(b"set-cookie") {
        headers::cookie(t, value, true)
    } else if ends(b"cookie") {
        headers::cookie(t, value, false)
    } else if ends(b"authorization") {
        headers::digest(t, value)
    } else {
        None
    }
}

fn written(t: &[u8], p: usize, from: usize, to: usize, key: &Key) -> Written {
    let line_start =
        run_back(t, key.start, 64, |b| matches!(b, b' ' | b'\t' | b'-' | b'"' | b'\'' | b'#' | b'/' | b'*'));
    let before = back(t, key.start - line_start.min(key.start), 1);
    let begins = matches!(before, 0 | b'\n') || part(t, key.start.saturating_sub(7), key.start).ends_with(b"export ");
    let next = at(t, to);
    let ends = matches!(next, 0 | b'\n' | b'\r')
        || (next == b'\\' && matches!(at(t, to + 1), b'n' | b'r'))
        || (matches!(next, b' ' | b'\t') && {
            let n = run(t, to, 8, |b| matches!(b, b' ' | b'\t'));
            matches!(at(t, to + n), 0 | b'\n' | b'\r' | b'#')
        });
    let tight = from == p + 1 && back(t, p, 1) != b' ';
    if at(t, p) == b'=' && at(t, p + 1) != b'=' && at(t, p + 1) != b'>' {
        let around = matches!(before, b';' | b'?' | b'&')
            || matches!(back(t, key.start, 1), b';' | b'?' | b'&')
            || matches!(next, b';' | b'&');
        if tight
            && (around || begins || key.capitals || ends || (next == b' ' && back(t, key.start, 1) == b' '))
            && !matches!(next, b')' | b',')
        {
            return Written::Tight;
        }
        if begins && ends {
            return Written::Line;
        }
    }
    // `${db.password:x}` of Spring: what stands for it.
    if at(t, p) == b':' && tight && next == b'}' && part(t, key.start.saturating_sub(2), key.start) == b"${" {
        return Written::Tight;
    }
    // `12:00:01 DB_PASSWORD: x`: a variable of the environment, whatever begins the line.
    if at(t, p) == b':' && key.capitals && ends && memchr::memchr(b'_', part(t, key.start, p)).is_some() {
        return Written::Entry;
    }
    let quote = back(t, key.start, 1);
    let option = part(t, key.start.saturating_sub(12), key.start.saturating_sub(1));
    let header = matches!(quote, b'"' | b'\'')
        && next == quote
        && (option.ends_with(b"-H ") || option.ends_with(b"--header ") || option.ends_with(b"-H"));
    if at(t, p) == b':' && (begins && ends || key.quoted || header) {
        return Written::Entry;
    }
    Written::Loose
}

/// Skips `Bearer `, `Basic `, `Token `, `{SSHA}`, `base64:` before a value.
fn scheme(t: &[u8], i: usize) -> usize {
    if at(t, i) == b'{' {
        // Of a password of LDAP.
        let n = run(t, i + 1, 16, |b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-');
        let hash = run(t, i + n + 2, 16, |b| base64(b) || b == b'$') == 16;
        return if n > 2 && at(t, i + n + 1) == b'}' && hash { i + n + 2 } else { i };
    }
    if part(t, i, i + 7) == b"base64:" && (run(t, i + 7, 16, base64) == 16 || mark_at(t, i + 7).is_some()) {
        return i + 7;
    }
    let n = run(t, i, 24, |b| b.is_ascii_alphanumeric() || b == b'-');
    // Most values have no second word.
    if at(t, i + n) != b' ' || at(t, i + n + 1) <= b' ' {
        return i;
    }
    let word = part(t, i, i + n);
    const SCHEMES: &[&[u8]] = &[
        b"bearer", b"basic", b"token", b"digest", b"apikey", b"api-key", b"api-token", b"bot", b"key", b"genie-key",
        b"ssws", b"splunk", b"negotiate", b"hawk", b"hmac", b"aws4-hmac-sha256", b"sharedaccesssignature",
        b"sharedkey", b"sharedkeylite",
    ];
    if SCHEMES.iter().any(|s| word.eq_ignore_ascii_case(s)) { i + n + 1 } else { i }
}
