//! Literals among the arguments of calls that take a password or read one by its name: `setBasicAuth("ann", "x")`,
//! `getenv("DB_PASS", "x")`.

use super::{
    beside::{behind, fallback, hit, is_quote, literal, password, varied},
    keys::secrecy,
    mailed,
};
use crate::redact::{
    bytes::{at, mentions, part, run, run_back, word},
    context::Context,
    scan::Hit,
};

/// What takes a user and a password, or an address before them, as its ends; which argument the password is, from 0.
const CALLS: &[(&[u8], usize)] = &[
    (b"BasicAuth", 1),
    (b"basic_auth", 1),
    (b"basicAuth", 1),
    (b"Credential", 1),
    (b"Credentials", 1),
    (b"AuthenticationToken", 1),
    (b"getConnection", 2),
    (b"create_user", 2),
    (b"create_superuser", 2),
    (b"WiFi.begin", 1),
    (b"db.auth", 1),
    (b"PlainAuth", 2),
];

/// Calls that log somebody in by a name and a password behind it.
const LOGINS: &[&[u8]] =
    &[b"login", b"Login", b"logIn", b"LoginAsync", b"signIn", b"SignIn", b"sign_in", b"authenticate", b"Authenticate"];

/// `client.login("bob", "x")`, `ftp_login($conn, "bob", "x")`: what is called ends at the bracket at `open`.
pub(super) fn logged_in(t: &[u8], name: &[u8], open: usize) -> Option<Hit> {
    LOGINS.iter().find(|c| name.ends_with(c))?;
    // `Authenticate("Cookies", "ApiKey2Scheme")`: ways to log in.
    const WAYS: &[&[u8]] =
        &[b"Scheme", b"ApiKey", b"Cookie", b"Bearer", b"Policy", b"Provider", b"Handler", b"Strategy"];
    let fine = |hit: &Hit| {
        let value = part(t, hit.start, hit.end);
        let camel = at(value, 0).is_ascii_uppercase() && value.iter().all(u8::is_ascii_alphanumeric);
        varied(value) && !(camel && WAYS.iter().any(|way| value.ends_with(way)))
    };
    // `login(page, "bob", "x")`, where the user is a literal behind a variable.
    let page = || !is_quote(at(t, open + 1)) && third_literal(t, open + 1);
    let n = if name.ends_with(b"ftp_login") || page() { 2 } else { 1 };
    arguments(t, open + 1, n).or_else(|| if page() { None } else { arguments(t, open + 1, 1) }).filter(fine)
}

/// Whether the arguments at `i` are a variable and two literals, or a literal and what is none behind a page.
fn third_literal(t: &[u8], i: usize) -> bool {
    let n = run(t, i, 40, |b| word(b) || matches!(b, b'$' | b'.'));
    let second = if at(t, i + n) == b',' { literal(t, i + n + 1) } else { None };
    let Some(next) = second.map(|(_, to)| behind(t, to)).filter(|next| at(t, *next) == b',') else { return false };
    matches!(part(t, i, i + n), b"page" | b"client" | b"driver" | b"browser" | b"request")
        || literal(t, next + 1).is_some()
}

/// Whether a call takes a password behind so many arguments.
pub(super) fn takes(name: &[u8], before: usize) -> bool {
    CALLS.iter().any(|(call, n)| *n == before && name.ends_with(call))
}

/// `SetBasicAuth("user", "x")`: the run before the bracket at `open` names what is called.
pub(super) fn call(t: &[u8], start: usize, open: usize) -> Option<Hit> {
    let name = part(t, start, open);
    // `os.environ.setdefault("DB_PASS", "x")`.
    let last = name.rsplit(|b| !word(*b)).next().unwrap_or_default();
    if GETTERS.contains(&last) || SETTERS.contains(&last) {
        let (a, b) = literal(t, open + 1)?;
        let says = std::str::from_utf8(part(t, a, b)).map(secrecy).ok()?;
        let next = behind(t, b);
        let range = (says.has(Context::SECRET) && at(t, next) == b',').then(|| literal(t, next + 1)).flatten()?;
        let value = part(t, range.0, range.1);
        return (varied(value) && password(value)).then(|| hit(range, "password-argument"));
    }
    match CALLS.iter().find(|(c, _)| name.ends_with(c)) {
        Some((_, n)) => arguments(t, open + 1, *n),
        None => super::arguments::hashed(t, name, open).or_else(|| logged_in(t, name, open)),
    }
}

/// `auth = HTTPBasicAuth("user", "x")`: what is called begins at `i`, too short for a run.
pub(super) fn short_call(t: &[u8], i: usize) -> Option<Hit> {
    let open = i + run(t, i, 32, |b| word(b) || b == b'.');
    if at(t, open) == b'(' { call(t, i, open) } else { None }
}

/// The `n`th argument of a call, itself a literal, those before it such or names; `i` is behind the bracket.
pub(super) fn arguments(t: &[u8], mut i: usize, n: usize) -> Option<Hit> {
    for _ in 0..n {
        // A variable, as that of an address, may stand before.
        i = match literal(t, i) {
            Some((_, to)) => behind(t, to),
            None => {
                let from = i + run(t, i, 3, |b| b == b' ');
                from + Some(run(t, from, 40, |b| word(b) || matches!(b, b'$' | b'.'))).filter(|n| *n > 0)?
            }
        };
        if at(t, i) != b',' {
            return None;
        }
        i += 1;
    }
    i += run(t, i, 3, |b| b == b' ');
    if part(t, i, i + 5) == b"Some(" {
        i += 5;
    }
    let range = literal(t, i)?;
    password(part(t, range.0, range.1)).then(|| hit(range, "password-argument"))
}

/// `login("ann@example.com", "x")`; `p` is the at sign.
pub(in crate::redact) fn login(t: &[u8], p: usize) -> Option<Hit> {
    let n = run(t, p + 1, 64, |b| word(b) || matches!(b, b'.' | b'-'));
    let quote = at(t, p + 1 + n);
    if !is_quote(quote) || at(t, p + 2 + n) != b',' {
        return mailed::verify(t, p);
    }
    let open = p - run_back(t, p, 64, |b| b != b'(' && b > b' ');
    let name = part(t, open.saturating_sub(12), open).to_ascii_lowercase();
    let takes = [&b"login("[..], b"signin(", b"sign_in(", b"authenticate(", b"auth("].iter().any(|w| name.ends_with(w));
    takes.then(|| arguments(t, p + 3 + n, 0)).flatten()
}

/// Calls that give what they are given, and such that read a name and else give their second argument.
const WRAPPERS: &[&[u8]] =
    &[b"byte", b"bytes", b"Some", b"Optional", b"String", b"SecretStr", b"Secret", b"from", b"new", b"N", b"PASSWORD"];
const GETTERS: &[&[u8]] =
    &[b"get", b"getenv", b"env", b"fetch", b"getOrDefault", b"getProperty", b"config", b"setdefault"];
/// Calls that set a variable of the environment.
const SETTERS: &[&[u8]] = &[b"Setenv", b"setenv", b"set_var", b"SetEnvironmentVariable"];

/// The literal inside what is assigned: `os.getenv("X", "x")`, `process.env.X || "x"`, `[]byte("x")`,
/// `ConvertTo-SecureString "x"`, and after a type: `str = "x"`.
pub(super) fn wrapped(t: &[u8], mut i: usize, separator: u8) -> Option<(usize, usize)> {
    if part(t, i, i + 4) == b"<%= " {
        i += 4;
    }
    let n = run(t, i, 48, |b| {
        word(b) || matches!(b, b'.' | b'[' | b']' | b'-' | b'&' | b':' | b'?' | b'|' | b'<' | b'>' | b'*')
    });
    let head = part(t, i, i + n);
    let last = head.rsplit(|b| !word(*b)).find(|w| !w.is_empty()).unwrap_or(head);
    let end = i + n;
    if n == 0 {
        return None;
    }
    match at(t, end) {
        b'(' => {
            // `Some(` of Rust, and below the value.
            let first = literal(t, end + 1 + run(t, end + 1, 64, |b| b.is_ascii_whitespace()))?;
            let next = behind(t, first.1);
            let below = next + run(t, next, 64, |b| b == b',' || b.is_ascii_whitespace());
            if head == b"Some" && at(t, below) == b')' {
                return Some(first);
            }
            if at(t, next) == b',' && GETTERS.contains(&last) {
                literal(t, next + 1)
            } else {
                (at(t, next) == b')' && WRAPPERS.contains(&last)).then_some(first)
            }
        }
        b' ' if head == b"ConvertTo-SecureString" => literal(t, end + 1),
        b' ' if separator == b':' && part(t, end, end + 3) == b" = " => literal(t, end + 3),
        // A type with a space: `&'static str`, `const char *`, is behind the lifetime.
        b' ' if mentions(head, &[b"env"]) => fallback(t, end),
        b' ' if part(head, 0, 1) == b"&" => {
            let m = run(t, end + 1, 16, word);
            (part(t, end + 1 + m, end + 4 + m) == b" = ").then(|| literal(t, end + 4 + m)).flatten()
        }
        _ => None,
    }
}
