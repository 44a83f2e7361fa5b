//! Connection strings whose credentials are neither a URL's nor an assignment: `jdbc:oracle:thin:user/password@host`.

use crate::redact::{
    bytes::{at, back, part, run},
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
