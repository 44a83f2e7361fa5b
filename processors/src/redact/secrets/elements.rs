//! Values of elements of XML whose name says a secret, and of those that follow one with such a text.

use super::{
    key_before::known,
    keys::secrecy,
    shape,
    shape::Shape,
    values::{Written, accepted},
};
use crate::redact::{
    bytes::{at, back, base64, part, run, run_back, word},
    context::Context,
    scan::Hit,
    types::{Type, mark_at},
};

/// Longest opening tag of an element that is read, bytes.
const TAG: usize = 128;

/// Value of an XML element whose name says a secret, `<password>…</password>`, or that follows one with such a text, as
/// property lists and settings in XML have it: `<key>password</key> <string>…</string>`. `p` is the `>` of the opening
/// tag.
pub(super) fn element(t: &[u8], p: usize) -> Option<Hit> {
    let tag = part(t, p.saturating_sub(TAG), p);
    let tag = tag.get(memchr::memrchr(b'<', tag)? + 1..)?;
    let n = run(tag, 0, 64, |b| word(b) || matches!(b, b'-' | b'.' | b':') || b >= 0x80);
    let attributes = part(tag, n, tag.len());
    if n == 0 || matches!(attributes.first(), Some(b) if *b != b' ') || attributes.last() == Some(&b'/') {
        return None;
    }
    let name = part(tag, 0, n);
    let name = name.get(memchr::memchr(b':', name).map_or(0, |i| i + 1)..)?;
    let says = std::str::from_utf8(name).map(secrecy).ok()?;
    if known(says) {
        return content(t, p + 1, says);
    }
    // The secret numbers of a key of RSA (XML Signature, `RSAKeyValue`, as .NET writes it).
    if [&b"D"[..], b"P", b"Q", b"DP", b"DQ", b"InverseQ"].contains(&name) {
        let m = run(t, p + 1, 4096, |b| base64(b) || b == b'=');
        let closed = m >= 40 && part(t, p + 1 + m, p + 3 + m) == b"</" && Shape::of(part(t, p + 1, p + 1 + m)).mixed();
        return closed.then(|| Hit::ruled(p + 1, p + 1 + m, Type::PrivateKey, "rsa-key-value"));
    }
    if ![&b"key"[..], b"name", b"string", b"id", b"field"].iter().any(|n| name.eq_ignore_ascii_case(n)) {
        return None;
    }
    let m = run(t, p + 1, 64, |b| word(b) || matches!(b, b'-' | b'.'));
    let says = std::str::from_utf8(part(t, p + 1, p + 1 + m)).map(secrecy).ok()?;
    if m < 3 || !known(says) || part(t, p + 1 + m, p + 3 + m) != b"</" {
        return None;
    }
    // `</key>`, space, `<string>`.
    let close = p + 3 + m + run(t, p + 3 + m, 64, |b| word(b) || matches!(b, b'-' | b':'));
    let open = close + 1 + run(t, close + 1, 64, |b| matches!(b, b' ' | b'\t' | b'\n' | b'\r'));
    if at(t, close) != b'>' || at(t, open) != b'<' || at(t, open + 1) == b'/' {
        return None;
    }
    let end = open + run(t, open, TAG, |b| b != b'>' && b != b'\n');
    if at(t, end) == b'>' && back(t, end, 1) != b'/' { content(t, end + 1, says) } else { None }
}

/// The text of the next cell, where the one that the closing tag at `p` ends names a password:
/// `<td>Password</td><td>x</td>`.
pub(super) fn beside(t: &[u8], p: usize) -> Option<Hit> {
    let tag =
        [&b"</td>"[..], b"</th>", b"</dt>", b"</b></td>"].into_iter().find(|tag| part(t, p, p + tag.len()) == *tag)?;
    let open = p + tag.len() + run(t, p + tag.len(), 24, |b| b.is_ascii_whitespace());
    let known = matches!(part(t, open, open + 3), b"<td" | b"<dd");
    let end = open + run(t, open, TAG, |b| b != b'>' && b != b'\n');
    let end = end + inline(t, end + 1);
    (known && at(t, end) == b'>').then(|| content(t, end + 1, Context::SECRET.with(Context::PASSWORD))).flatten()
}

/// Length of a tag at `i` that only says how its text looks.
pub(super) fn inline(t: &[u8], i: usize) -> usize {
    let tags = [&b"<code>"[..], b"<b>", b"<strong>", b"<kbd>", b"<tt>", b"<em>", b"<span>", b"<pre>"];
    tags.iter().find(|tag| part(t, i, i + tag.len()) == **tag).map_or(0, |tag| tag.len())
}

/// Whether the tag in which the attribute at `p` stands holds what a page shows about a field:
/// `<label for="password">Kennwort</label>`.
pub(super) fn labels(t: &[u8], p: usize) -> bool {
    let tag = part(t, p.saturating_sub(TAG), p);
    let Some(open) = memchr::memrchr(b'<', tag) else { return false };
    let name = part(tag, open + 1, open + 1 + run(tag, open + 1, 16, |b| b.is_ascii_alphanumeric()));
    const SHOWN: &[&[u8]] = &[b"label", b"legend", b"button", b"option", b"a", b"th", b"h1", b"h2", b"h3", b"h4"];
    SHOWN.iter().any(|shown| name.eq_ignore_ascii_case(shown))
}

/// A text that begins at `from` and ends with its element.
pub(super) fn content(t: &[u8], from: usize, says: Context) -> Option<Hit> {
    const DATA: &[u8] = b"<![CDATA[";
    let data = part(t, from, from + DATA.len()) == DATA;
    let mut from = if data { from + DATA.len() } else { from };
    from += run(t, from, 256, |b| b.is_ascii_whitespace());
    // `<Password><Value>x</Value>`.
    if !data && at(t, from) == b'<' && matches!(at(t, from + 1) | 0x20, b'v' | b's') {
        let n = run(t, from + 1, 8, |b| b.is_ascii_alphabetic());
        let name = part(t, from + 1, from + 1 + n);
        let inner = name.eq_ignore_ascii_case(b"value") || name.eq_ignore_ascii_case(b"string");
        return (inner && at(t, from + 1 + n) == b'>').then(|| text(t, from + n + 2, false, says)).flatten();
    }
    text(t, from, data, says)
}

/// What [`content`] reads, from its first byte on.
fn text(t: &[u8], mut from: usize, data: bool, says: Context) -> Option<Hit> {
    let n = run(t, from, 4096, |b| b != b'<' && b != b']' && b != b'\n' && b != b'\r');
    let n = n - run_back(t, from + n, n, |b| b.is_ascii_whitespace());
    let end = from + n + run(t, from + n, 256, |b| b.is_ascii_whitespace());
    let closed = if data { part(t, end, end + 3) == b"]]>" } else { at(t, end) == b'<' && at(t, end + 1) != b'!' };
    let closed = closed && (data || matches!(at(t, end + 1), b'/' | b'\\'));
    let mut to = from + n;
    // `{x}`, as Jenkins writes what it encrypts, and `{AQAAABAAA x}`.
    if at(t, from) == b'{' && back(t, to, 1) == b'}' && says.has(Context::SECRET) {
        let inner = part(t, from + 1, to - 1);
        let last = inner.rsplit(|b| *b == b' ').next().unwrap_or_default();
        if last.len() >= 12 && (Shape::of(last).random(true) || shape::uuid(last)) {
            to -= 1;
            from = to - last.len();
        }
    }
    let value = part(t, from, to);
    (closed && mark_at(t, from).is_none() && accepted(value, says, Written::Quoted, false))
        .then(|| Hit::ruled(from, to, Type::Secret, "element"))
}
