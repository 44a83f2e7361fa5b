//! Connection strings whose credentials are neither a URL's nor an assignment: `jdbc:oracle:thin:user/password@host`.

use super::{beside, calls, shape};
use crate::redact::{
    bytes::{alnum, at, back, part, run, run_back, word},
    scan::Hit,
    types::{Type, mark_at},
};
/// `user/password` after `jdbc:oracle:thin:` or `oci:`; `p` is the last colon.
pub(super) fn oracle(t: &[u8], p: usize) -> Option<Hit> {
    if !matches!(back(t, p, 1) | 0x20, b'n' | b'i') || !matches!(back(t, p, 2) | 0x20, b'i' | b'c') {
        return None;
    }
    let before = part(t, p.saturating_sub(16), p);
    if !before.eq_ignore_ascii_case(b"jdbc:oracle:thin") && !before.to_ascii_lowercase().ends_with(b"jdbc:oracle:oci") {
        return None;
    }
    let from = p + 1;
    let n = run(t, from, 128, |b| b > b' ' && !matches!(b, b'@' | b'"' | b'\'' | b'`'));
    let slash = memchr::memchr(b'/', part(t, from, from + n))?;
    (slash > 0 && at(t, from + n) == b'@' && slash + 1 < n && mark_at(t, from).is_none())
        .then(|| Hit::ruled(from, from + n, Type::UrlCredentials, "jdbc-oracle"))
}

/// `userid=scott/x@db` of Oracle's programs; `p` is the separator.
pub(super) fn userid(t: &[u8], p: usize) -> Option<Hit> {
    if back(t, p, 1) | 0x20 != b'd' || !part(t, p.saturating_sub(6), p).eq_ignore_ascii_case(b"userid") {
        return None;
    }
    let (from, to) = slashed(t, p + 1)?;
    Some(Hit::ruled(from, to, Type::Secret, "oracle-user"))
}

/// The second of `scott/x@db` or `scott/x` at `from`.
pub(super) fn slashed(t: &[u8], from: usize) -> Option<(usize, usize)> {
    let from = from + usize::from(beside::is_quote(at(t, from)));
    let n = run(t, from, 40, |b| word(b) || matches!(b, b'$' | b'#'));
    let value = from + n + 1;
    let m = run(t, value, 64, |b| b > b' ' && !beside::is_quote(b) && !matches!(b, b'@' | b'/' | b';' | b'\\'));
    let (text, next) = (part(t, value, value + m), at(t, value + m));
    // A path has more pieces; a database is named behind the sign.
    let named = next == b'@' && (alnum(at(t, value + m + 1)) || at(t, value + m + 1) == b'/');
    let ends = matches!(next, 0 | b' ' | b'\n' | b'\r' | b'"' | b'\'' | b';' | b'\\') && beside::varied(text);
    let fine = n > 0 && at(t, value - 1) == b'/' && m >= 3 && (named || ends) && !text.contains(&b'.');
    (fine && !shape::template(text) && mark_at(t, value).is_none()).then_some((value, value + m))
}

/// What has a password between two colons, or behind the second: `host:5432:db:user:x` of `.pgpass`, `user:x@tcp(host)`
/// of Go, `PDO('mysql:host=db', 'user', 'x')`; `p` is a colon.
pub(super) fn positional(t: &[u8], p: usize) -> Option<Hit> {
    if at(t, p + 5) == b':' && part(t, p + 1, p + 5).iter().all(u8::is_ascii_digit) {
        return pgpass(t, p + 5);
    }
    if back(t, p, 1) == b'l' && part(t, p.saturating_sub(4), p) == b"ysql"
        || part(t, p.saturating_sub(5), p) == b"pgsql"
    {
        // `PDO("mysql:`, `DBI->connect("dbi:mysql:`.
        let open = p - run_back(t, p, 12, |b| b != b'(');
        if back(t, open, 1) == b'(' {
            return calls::arguments(t, open, 2);
        }
    }
    if !word(back(t, p, 1)) || !alnum(at(t, p + 1)) {
        return None;
    }
    let n = run(t, p + 1, 64, |b| b > b' ' && !beside::is_quote(b) && !matches!(b, b'@' | b'/' | b':' | b'(' | b','));
    let host = [&b"@tcp("[..], b"@unix("].iter().any(|h| part(t, p + 1 + n, p + 1 + n + h.len()) == *h);
    (host && n >= 3).then(|| Hit::ruled(p + 1, p + 1 + n, Type::UrlCredentials, "dsn"))
}

/// The last of five fields of a line; `p` is the colon behind the port.
fn pgpass(t: &[u8], p: usize) -> Option<Hit> {
    let field = |b: u8| word(b) || matches!(b, b'-' | b'.' | b'*');
    let database = run(t, p + 1, 64, field);
    let user = p + 2 + database;
    let n = run(t, user, 64, field);
    let from = user + n + 1;
    if database == 0 || n == 0 || at(t, user - 1) != b':' || at(t, from - 1) != b':' {
        return None;
    }
    let m = run(t, from, 256, |b| b > b' ' && b != b'\\' && b != b'"');
    let value = part(t, from, from + m);
    // Else it is an IPv6 address.
    let named = part(t, p, from).iter().any(|b| field(*b) && !b.is_ascii_hexdigit());
    let ends = named && matches!(at(t, from + m), 0 | b'\n' | b'\r' | b'\\' | b'"');
    (ends && m >= 4 && beside::varied(value) && !shape::code(value) && mark_at(value, 0).is_none())
        .then(|| Hit::ruled(from, from + m, Type::Secret, "pgpass"))
}
