//! Secrets known by the key before them: `key=value`, `key: value`, `"key": "value"`, `key := "value"`, `?sig=value`.

use super::{
    beside, captions, connection, dumped,
    extent::{escaped, names, special, unquoted},
    headers,
    key_before::{Key, key_before},
    lines, pem, shape,
    shape::Shape,
    values::{Written, accepted},
};
use crate::redact::{
    bytes::{at, back, base64, blanks, part, run, run_back, word, word_before},
    context::Context,
    scan::Hit,
    types::{Type, mark_at},
};

/// Longest value, with what is said of its rest, that may have been cut short, bytes.
const LONGEST_CUT: usize = 512;

/// Value of an assignment whose key names a secret; `p` is the separator.
pub(in crate::redact) fn key_value(t: &[u8], p: usize) -> Option<Hit> {
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
    // Prefixes of string literals: `b"…"`, `f"…"`, `@"…"`.
    if matches!(at(t, i), b'b' | b'f' | b'r' | b'u' | b'@' | b'N' | b'L') && matches!(at(t, i + 1), b'"' | b'\'') {
        i += 1;
    }
    // `<<"x">>` of Erlang.
    i += if part(t, i, i + 3) == b"<<\"" { 2 } else { 0 };
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

/// Where the operator begins whose last sign is the `=` at `p`: `||=`, `??=`, `PASSWORD ?= x` of make, `$password .= "x"` of PHP.
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

/// The end of a value in quotes that none closes before `to`, as where a tool cut its output: `"password": "x... [truncated]`,
/// `"token": "x…(2031 more characters)`. `to` where nothing says so.
fn cut_short(t: &[u8], from: usize, to: usize) -> usize {
    if !matches!(at(t, to), 0 | b'\n') || to - from > LONGEST_CUT {
        return to;
    }
    let value = part(t, from, to);
    let n = run(value, 0, value.len(), |b| b > b' ');
    let first = part(value, 0, n);
    // A password may hold them, too.
    let cut = |(i, n): (usize, usize)| matches!(at(first, i + n), 0 | b'[' | b'(' | b'<').then_some(i);
    let dots = memchr::memmem::find(first, b"...").map(|i| (i, run(first, i, first.len(), |b| b == b'.')));
    let dots = dots.or_else(|| memchr::memmem::find(first, "…".as_bytes()).map(|i| (i, "…".len()))).and_then(cut);
    let bracket = matches!(at(value, n + 1), b'[' | b'(' | b'<' | b'.')
        || value.get(n + 1..).is_some_and(|r| r.starts_with("…".as_bytes()));
    match dots {
        Some(end) => from + end,
        None if n < value.len() && bracket => from + n,
        None => to,
    }
}

/// `auth=("user", "x")`, `auth = HTTPBasicAuth("user", "x")`.
fn authentication(t: &[u8], p: usize) -> Option<Hit> {
    let end = p - usize::from(back(t, p, 1) == b' ');
    if back(t, end, 1) != b'h' || part(t, end.saturating_sub(4), end) != b"auth" {
        return None;
    }
    let i = p + 1 + usize::from(at(t, p + 1) == b' ');
    if at(t, i) == b'(' { beside::arguments(t, i + 1, 1) } else { beside::short_call(t, i) }
}

/// Whether a value only names something: a type, or itself (`credentials: OAuth2Client`, `x.credential = credential`), the code of an
/// error, the text of a query (`?text=Hello%20there`), an entry of a cache. `quote`: around it, or 0.
fn spoken_of(t: &[u8], p: usize, key: &Key, (from, to): (usize, usize), quote: u8, written: Written) -> bool {
    let value = part(t, from, to);
    let bare = quote == 0;
    if bare && (member_of(part(t, key.start, p), value) || at(t, p) == b'=' && part(t, key.start, p) == value) {
        return true;
    }
    if key.says.has(Context::PASSWORD) {
        let declared = at(t, p) == b':' && bare && at(t, to) == b';' && shape::type_name(value);
        // `idrac_password: "idrac_password"`
        let itself = value.len() >= 8 && value.contains(&b'_') && part(t, key.start, p).trim_ascii_end() == value;
        let shell = bare && shape::cmdlet(value) && at(t, to) == b' ';
        return declared
            || itself
            || shell
            || written == Written::Line && value.len() <= 3 && value.iter().all(u8::is_ascii_digit);
    }
    (bare || quote == b'`') && shape::type_name(value)
        || itself(part(t, key.start, p), value)
        || key.query && !key.says.has(Context::SECRET) && memchr::memmem::find_iter(value, b"%20").count() > 2
        || of_cache(t, p)
        || part(t, p.saturating_sub(17), p).eq_ignore_ascii_case(b"sec-websocket-key")
}

/// Whether a value is the member of something that is called as the key is, or ends so: `args?.kmsEncryptionKey`, `!!options.password`,
/// `t.client_secret??null`.
fn member_of(key: &[u8], value: &[u8]) -> bool {
    let value = value.strip_suffix(b"??null").unwrap_or(value);
    let value = value.strip_suffix(b"!").unwrap_or(value);
    let value = part(value, value.iter().take_while(|b| **b == b'!').count(), value.len());
    let Some(dot) = memchr::memrchr(b'.', value) else { return false };
    let (owner, member) = (part(value, 0, dot), part(value, dot + 1, value.len()));
    let owner = owner.strip_suffix(b"?").unwrap_or(owner);
    let named = at(owner, 0).is_ascii_alphabetic() && owner.iter().all(|b| word(*b) || matches!(b, b'.' | b'?'));
    let name = key.iter().rposition(|b| !word(*b)).map_or(key, |i| part(key, i + 1, key.len()));
    let name = if name.is_empty() { key.trim_ascii_end() } else { name };
    let name = name.strip_suffix(b"\"]").or_else(|| name.strip_suffix(b"']")).unwrap_or(name);
    named
        && member.len() >= 4
        && name.len() >= member.len()
        && part(name, name.len() - member.len(), name.len()) == member
}

/// Whether a value is the key or its end, letter for letter: `const setCookie2 = "Set-Cookie2"`.
fn itself(key: &[u8], value: &[u8]) -> bool {
    let letters = |text: &[u8]| {
        text.iter().rev().filter(|b| b.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect::<Vec<_>>()
    };
    (8..=key.len() + 8).contains(&value.len())
        && value.iter().all(|b| word(*b) || *b == b'-')
        && letters(key).starts_with(&letters(value))
}

/// `Cache restored from key: Linux-cargo-e357…`
fn of_cache(t: &[u8], p: usize) -> bool {
    part(t, p.saturating_sub(3), p).eq_ignore_ascii_case(b"key") && word_before(t, p, 32, &[b"cache"])
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

/// `hash = bcrypt.hash("x", 10)`, `digest = await argon2.hash("x")`: the calls of [`beside::hashed`] that are too short for a run.
fn hashed_value(t: &[u8], p: usize) -> Option<Hit> {
    let i = p + 1 + usize::from(at(t, p + 1) == b' ');
    let i = i + if part(t, i, i + 6) == b"await " { 6 } else { 0 };
    match part(t, i, i + 4) {
        b"bcry" | b"BCry" | b"argo" | b"hash" | b"cryp" | b"md5." | b"sha2" | b"SHA2" | b"Dige" => {
            beside::short_call(t, i)
        }
        _ => None,
    }
}

/// Whether a value is the version of a package or an image, `django-password==1.4.2`, `example.com/reset-password:2.1.0-rc.1`, or a word
/// of the report on a resource, `x["db-password"]: Creation complete`.
fn pinned(t: &[u8], p: usize, key: &Key, value: &[u8]) -> bool {
    let named = at(t, p) == b'=' && (at(t, p + 1) == b'=' || back(t, p, 1) == b'=') || back(t, key.start, 1) == b'/';
    named && shape::tagged(value) || back(t, p, 1) == b']' && value.iter().all(u8::is_ascii_alphabetic)
}

/// The value that a call or a type holds: of a password it may be a word.
fn fallback(t: &[u8], key: &Key, (from, to): (usize, usize)) -> Option<Hit> {
    let value = part(t, from, to);
    let word = || key.says.has(Context::PASSWORD) && value.len() >= 6 && beside::password(value);
    ((beside::varied(value) || word()) && accepted(value, key.says, Written::Quoted, false))
        .then(|| Hit::ruled(from, to, Type::Secret, "assigned"))
}

/// The end of a value that ends at `to`: a question does not end with a password, so that the sign is one of its letters.
fn question(t: &[u8], key: &Key, from: usize, to: usize) -> usize {
    let ends = at(t, to) == b'?' && matches!(at(t, to + 1), 0 | b'\n' | b'\r' | b';');
    let more = ends && key.says.has(Context::PASSWORD) && beside::varied(part(t, from, to));
    to + usize::from(more)
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

/// `MAIL_PASSWORD=abcd efgh ijkl mnop`: the end of four groups of four letters, as Google gives passwords for programs.
fn grouped(t: &[u8], key: &Key, from: usize, to: usize) -> usize {
    if to != from + 4
        || at(t, to) != b' '
        || !key.says.has(Context::PASSWORD)
        || back(t, from, 1) == b' ' && !key.capitals
    {
        return to;
    }
    let text = part(t, from, from + 19);
    let groups = text.len() == 19
        && text.iter().enumerate().all(|(i, b)| if i % 5 == 4 { *b == b' ' } else { b.is_ascii_lowercase() });
    let ends = matches!(at(t, from + 19), 0 | b'\n' | b'\r' | b'"' | b'\'' | b'\\' | b',' | b';');
    if groups && ends { from + 19 } else { to }
}

/// `SECRET_KEY=x7#k2m!q9v@w4z$t8r&n…`: the end of a key that a generator made of signs, too.
fn strewn(t: &[u8], key: &Key, from: usize, to: usize) -> usize {
    if !key.says.has(Context::SECRET) || !matches!(at(t, to), b'&' | b')') {
        return to;
    }
    let n = run(t, from, 129, |b| b > b' ' && !beside::is_quote(b));
    if shape::strewn(part(t, from, from + n)) { from + n } else { to }
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

/// What is no assignment though it has the form of one: an ARN (`arn:aws:…:secret:name`), a result of a test (`--- PASS: name`), a
/// tag of YAML (`!Ref name`), and a type before its value (`KEY: TYPE = 1`).
fn no_value(t: &[u8], p: usize, i: usize, key: &Key) -> bool {
    if at(t, p) != b':' {
        return false;
    }
    let arn = || {
        back(t, key.start, 1) == b':'
            && memchr::memmem::find(part(t, key.start.saturating_sub(96), p), b"arn:").is_some()
    };
    let passed = || part(t, key.start, p) == b"PASS";
    // `"AWS::IVS::StreamKey": "…"`: of a type.
    let of_type = || {
        key.quoted
            && part(t, key.start.saturating_sub(2), key.start) == b"::"
            && run(t, i + 1, 17, |b| b.is_ascii_hexdigit()) == 16
    };
    let tag = || {
        let n = run(t, i, 48, |b| word(b) || matches!(b, b'!' | b':' | b'.' | b'/' | b'-'));
        let name = part(t, i + 1, i + n);
        n > 2 && matches!(at(t, i + n), b' ' | b'\t') && !name.iter().any(u8::is_ascii_digit)
    };
    let kind = || {
        let n = run(t, i, 64, |b| word(b) || matches!(b, b':' | b'&' | b'*'));
        part(t, i + n, i + n + 3) == b" = "
    };
    // `EncodePrivateKey::to_pkcs8_der`: a method of a type.
    let method = || {
        let n = run(t, i, 48, word);
        let name = part(t, i, i + n);
        let piece = |w: &[u8]| w.iter().rev().skip_while(|b| b.is_ascii_digit()).all(u8::is_ascii_lowercase);
        at(t, p + 1) == b':'
            && at(t, key.start).is_ascii_uppercase()
            && part(t, key.start, p).iter().any(u8::is_ascii_lowercase)
            && name.split(|b| *b == b'_').count() > 1
            && name.split(|b| *b == b'_').all(|w| w.first().is_some_and(u8::is_ascii_lowercase) && w.len() < 12)
            && name.split(|b| *b == b'_').filter(|w| !piece(w)).count() < 2
            && name.iter().filter(|b| b.is_ascii_digit()).count() < 4
    };
    arn() || passed() || of_type() || method() || at(t, i) == b'!' && tag() || kind()
}

/// Whether the quote at `i` ends the text in which the key stands: `label: "Password:", x`, `env("PWD=" + dir)`.
fn label(t: &[u8], key: usize, i: usize) -> bool {
    let quote = at(t, i);
    let next = i + 1 + run(t, i + 1, 4, |b| b == b' ');
    // `placeholder="Password:" required>`
    let attribute = || {
        let n = run(t, next, 24, |b| b.is_ascii_lowercase() || b == b'-');
        next > i + 1 && n > 0 && matches!(at(t, next + n), b'=' | b'>' | b'/')
    };
    let ends = matches!(at(t, next), 0 | b'\n' | b'\r' | b'+' | b',' | b')' | b'.' | b'%' | b';' | b']' | b'}' | b'>')
        || part(t, next, next + 2) == b"/>"
        || attribute();
    if !ends {
        return false;
    }
    // The quotes of a tag are its own.
    let line = part(t, key - run_back(t, key, 256, |b| b != b'\n'), key);
    let tag = memchr::memrchr(b'<', line).filter(|_| at(t, next) == b'>' || attribute());
    let line = part(line, tag.unwrap_or(0), line.len());
    line.iter().filter(|b| **b == quote).count() % 2 == 1
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

/// A password that a generator strewed, from `from` to the end of a line that its key begins.
fn whole_line(t: &[u8], key: &Key, from: usize) -> Option<usize> {
    let indent = run_back(t, key.start, 24, |b| matches!(b, b' ' | b'\t' | b'-'));
    if !matches!(back(t, key.start - indent, 1), 0 | b'\n') {
        return None;
    }
    let n = run(t, from, 65, |b| b > b' ');
    let ends = matches!(at(t, from + n), 0 | b'\n' | b'\r');
    let n = n - usize::from(matches!(back(t, from + n, 1), b',' | b';'));
    let value = part(t, from, from + n);
    // `password=x&next=1`
    let next = |(i, b): (usize, &u8)| matches!(b, b'&' | b';' | b',' | b'?') && names(part(value, i + 1, n));
    (ends && shape::generated(value) && !value.iter().enumerate().any(next)).then_some(n)
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
        .or_else(|| lines::pair(t, p))
}

/// A value that is not written directly behind the separator before `i`: in a call, behind a type, in a fence of Markdown.
fn inside(t: &[u8], i: usize, separator: u8) -> Option<(usize, usize)> {
    if at(t, i) == b'\n' && separator == b':' && part(t, i + 1, i + 4) == b"```" {
        let from = i + 4 + run(t, i + 4, 16, |b| b.is_ascii_alphabetic());
        let n = run(t, from + 1, 256, |b| b > b' ');
        return (at(t, from) == b'\n' && at(t, from + 1 + n) == b'\n').then_some((from + 1, from + 1 + n));
    }
    match at(t, i) {
        b'<' => dumped::heredoc(t, i),
        b'\n' | b'\\' if back(t, i, 1) == b'>' => dumped::shown(t, i),
        _ => beside::wrapped(t, i, separator),
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
        b"bearer",
        b"basic",
        b"token",
        b"digest",
        b"apikey",
        b"api-key",
        b"api-token",
        b"bot",
        b"key",
        b"genie-key",
        b"ssws",
        b"splunk",
        b"negotiate",
        b"hawk",
        b"hmac",
        b"aws4-hmac-sha256",
        b"sharedaccesssignature",
        b"sharedkey",
        b"sharedkeylite",
    ];
    if SCHEMES.iter().any(|s| word.eq_ignore_ascii_case(s)) { i + n + 1 } else { i }
}
