//! Files of cookies as Netscape wrote them and `curl -c` does: seven fields between tabs, the last of which is the value.

use super::shape::Shape;
use crate::redact::{
    bytes::{looked, part},
    scan::Hit,
    types::{Type, mark_at},
};

/// What such a file begins with, behind a `#`.
pub(super) const HEAD: &str = "Netscape HTTP Cookie File";
/// Longest line, and file, bytes.
const LINE: usize = 8192;
const LONGEST: usize = 256 << 10;

/// The values that look random, in the lines behind the head at `p`.
pub(super) fn values(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    let text = part(t, p, p + LONGEST);
    let mut from = p;
    for line in text.split(|b| *b == b'\n') {
        looked(line.len());
        hits.extend(value(t, from, line));
        from += line.len() + 1;
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
    if line.len() > LINE || !flagged || !drawn || fields.next().is_some() || mark_at(value, 0).is_some() {
        return None;
    }
    let end = from + text.len();
    (part(t, end - value.len(), end) == value).then(|| Hit::ruled(end - value.len(), end, Type::Secret, "cookie-jar"))
}
