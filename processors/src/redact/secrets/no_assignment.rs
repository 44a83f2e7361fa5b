//! What has the form of an assignment to a key that names a secret and gives none: types, members by the same name,
//! versions, captions.

use super::{key_before::Key, shape, values::Written};
use crate::redact::{
    bytes::{at, back, mentions, part, run, run_back, word, word_before},
    context::Context,
};

/// Whether a value only names something: a type, or itself (`credentials: OAuth2Client`, `x.credential = credential`),
/// the code of an error, the text of a query (`?text=Hello%20there`), an entry of a cache. `quote`: around it, or 0.
pub(super) fn spoken_of(
    t: &[u8],
    p: usize,
    key: &Key,
    (from, to): (usize, usize),
    quote: u8,
    written: Written,
) -> bool {
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
            || bare && at(t, p) == b':' && switched(part(t, key.start, p), value)
            || written == Written::Line && value.len() <= 3 && value.iter().all(u8::is_ascii_digit);
    }
    (bare || quote == b'`') && shape::type_name(value)
        || itself(part(t, key.start, p), value)
        || key.query && !key.says.has(Context::SECRET) && memchr::memmem::find_iter(value, b"%20").count() > 2
        // The program behind a link of a playground: `?code=fn+main()+%7B%0A`.
        || key.query && part(t, key.start, p) == b"code" && program(value)
        || of_cache(t, p)
        || of_dns(t, p, value)
        || part(t, p.saturating_sub(17), p).eq_ignore_ascii_case(b"sec-websocket-key")
}

/// Whether a value of a link is lines of a program.
fn program(value: &[u8]) -> bool {
    let has = |text: &[u8]| memchr::memmem::find(value, text).is_some();
    has(b"%0A") && (value.contains(&b'+') || has(b"%20") || has(b"%7B"))
}

/// Whether a value is the member of something that is called as the key is, or ends so: `args?.kmsEncryptionKey`,
/// `!!options.password`, `t.client_secret??null`.
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

/// `; COOKIE: 5a0d2a43…`, as `dig` prints those of a client and a server (RFC 7873).
fn of_dns(t: &[u8], p: usize, value: &[u8]) -> bool {
    part(t, p.saturating_sub(8), p) == b"; COOKIE"
        && matches!(value.len(), 16 | 32..=80)
        && value.iter().all(u8::is_ascii_hexdigit)
}

/// Whether a line says where the accounts of a machine are looked up: `passwd: files` of `nsswitch.conf`.
fn switched(key: &[u8], value: &[u8]) -> bool {
    const SOURCES: [&[u8]; 9] =
        [b"files", b"compat", b"systemd", b"sss", b"ldap", b"nis", b"nisplus", b"winbind", b"db"];
    matches!(key, b"passwd" | b"passwd_compat") && SOURCES.contains(&value)
}

/// Whether a literal without escapes begins at `i` that is a pattern: `r"password\s*=\s*\S+"`.
pub(super) fn pattern(t: &[u8], i: usize) -> bool {
    const CLASSES: [&[u8]; 8] = [b"\\s*", b"\\s+", b"\\S+", b"\\w+", b"\\d+", b"\\d{", b"(?:", b"(?i"];
    let quote = at(t, i + 1);
    if at(t, i) != b'r' || !matches!(quote, b'"' | b'\'') {
        return false;
    }
    let n = run(t, i + 2, 256, |b| b != quote && b != b'\n');
    mentions(part(t, i + 2, i + 2 + n), &CLASSES)
}

/// Whether a value is the version of a package or an image, `django-password==1.4.2`,
/// `example.com/reset-password:2.1.0-rc.1`, or a word of the report on a resource,
/// `x["db-password"]: Creation complete`.
pub(super) fn pinned(t: &[u8], p: usize, key: &Key, value: &[u8]) -> bool {
    let named = at(t, p) == b'=' && (at(t, p + 1) == b'=' || back(t, p, 1) == b'=') || back(t, key.start, 1) == b'/';
    named && shape::tagged(value) || back(t, p, 1) == b']' && value.iter().all(u8::is_ascii_alphabetic)
}

/// What is no assignment though it has the form of one: an ARN (`arn:aws:…:secret:name`), a result of a test
/// (`--- PASS: name`), a tag of YAML (`!Ref name`), and a type before its value (`KEY: TYPE = 1`).
pub(super) fn no_value(t: &[u8], p: usize, i: usize, key: &Key) -> bool {
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
    // `${PASSWORD:?missing}` of a shell says what is wrong.
    let wanted =
        || at(t, p) == b':' && at(t, p + 1) == b'?' && part(t, key.start.saturating_sub(2), key.start) == b"${";
    wanted() || arn() || passed() || of_type() || method() || at(t, i) == b'!' && tag() || kind()
}

/// Whether the quote at `i` ends the text in which the key stands: `label: "Password:", x`, `env("PWD=" + dir)`.
pub(super) fn label(t: &[u8], key: usize, i: usize) -> bool {
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
    // `read -s -p "Password: " pw` of a shell.
    let variable = || {
        let n = run(t, next, 32, word);
        let line = part(t, key - run_back(t, key, 64, |b| b != b'\n'), key);
        let command = line.rsplit(|b| matches!(b, b';' | b'&' | b'|')).next().unwrap_or_default().trim_ascii_start();
        let option = memchr::memrchr(quote, command).map_or(&[][..], |i| part(command, 0, i));
        let option = option.strip_suffix(b"p ").and_then(|o| o.rsplit(|b| *b == b' ').next());
        n > 0
            && matches!(at(t, next + n), 0 | b'\n' | b';' | b'&')
            && command.starts_with(b"read -")
            && option.is_some_and(|o| o.starts_with(b"-"))
    };
    if !ends && !variable() {
        return false;
    }
    // The quotes of a tag are its own.
    let line = part(t, key - run_back(t, key, 256, |b| b != b'\n'), key);
    let tag = memchr::memrchr(b'<', line).filter(|_| at(t, next) == b'>' || attribute());
    let line = part(line, tag.unwrap_or(0), line.len());
    line.iter().filter(|b| **b == quote).count() % 2 == 1
}
