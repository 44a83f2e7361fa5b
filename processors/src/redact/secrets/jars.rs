//! Files of cookies as Netscape wrote them and `curl -c` does: seven fields between tabs, the last of which is the
//! value.

use super::shape::Shape;
use crate::redact::{
    bytes::{at, looked, part, run},
    scan::Hit,
    types::{Type, mark_at},
};

/// What such a file begins with, behind a `#`.
pub(super) const HEAD: &str = "Netscape HTTP Cookie File";
/// Longest line, bytes.
const LINE: usize = 8192;

/// The values that look random, in the lines behind the head at `p`, up to the first that is none of such a file.
pub(super) fn values(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    let mut from = p + HEAD.len();
    while let b'\r' | b'\n' = at(t, from) {
        from += run(t, from, 4, |b| matches!(b, b'\r' | b'\n'));
        let line = part(t, from, from + LINE);
        let line = part(line, 0, memchr::memchr(b'\n', line).unwrap_or(line.len()));
        looked(line.len());
        // Behind another head its own file goes on.
        let other = memchr::memmem::find(line, HEAD.as_bytes()).is_some();
        if other || !(line.starts_with(b"#") || line.contains(&b'\t')) {
            return;
        }
        hits.extend(value(t, from, line));
        from += line.len();
    }
}

/// The value of the cookie in the line that begins at `from`.
fn value(t: &[u8], from: usize, line: &[u8]) -> Option<Hit> {
    let text = line.trim_ascii_end();
    let mut fields = text.split(|b| *b == b'\t');
    let flags = [fields.nth(1)?, fields.nth(1)?];
    let value = fields.nth(2)?;
    let flagged = flags.iter().all(|f| matches!(*f, b"TRUE" | b"FALSE"));
    let drawn = value.len() >= 12 && Shape::of(value).random(true);
    if !flagged || !drawn || fields.next().is_some() || mark_at(value, 0).is_some() {
        return None;
    }
    let end = from + text.len();
    (part(t, end - value.len(), end) == value).then(|| Hit::ruled(end - value.len(), end, Type::Secret, "cookie-jar"))
}
