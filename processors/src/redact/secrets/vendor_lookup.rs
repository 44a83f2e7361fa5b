//! Tokens known by the letters that they begin with: the lists of vendors, looked up by their first three letters.

use std::sync::LazyLock;

use super::{
    broken, checksum,
    class::{ALNUM, B64, DIGIT, EQUAL, TOKEN, is},
    jwt,
    shape::{self, Shape},
    vendors::{Check, VENDORS, Vendor},
    vendors_more::MORE,
};
use crate::redact::{
    bytes::{Letters, at, back, part, run, run_back},
    scan::Hit,
    types::Type,
};

/// Literals by their first three letters.
struct Index {
    /// A bit for each hash of three letters.
    bloom: [u64; 512],
    /// Sorted by letters, the longest literal first.
    by_head: Vec<([u8; 3], Vec<&'static Vendor>)>,
}

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let mut index = Index { bloom: [0; 512], by_head: Vec::new() };
    for vendor in VENDORS.iter().chain(MORE) {
        let mut head = [0; 3];
        for (to, from) in head.iter_mut().zip(vendor.literal.as_bytes()) {
            *to = *from;
        }
        // A literal of two letters is looked up by them and every third.
        let thirds = if vendor.literal.len() < 3 { 0..=255u8 } else { at(&head, 2)..=at(&head, 2) };
        for third in thirds {
            head[2] = third;
            let hash = hash(head);
            if let Some(word) = index.bloom.get_mut(hash >> 6) {
                *word |= 1 << (hash & 63);
            }
            match index.by_head.binary_search_by_key(&head, |(h, _)| *h) {
                Ok(i) => index.by_head[i].1.push(vendor),
                Err(i) => index.by_head.insert(i, (head, vec![vendor])),
            }
        }
    }
    for (_, vendors) in &mut index.by_head {
        vendors.sort_by_key(|v| std::cmp::Reverse(v.literal.len()));
    }
    index
});

fn hash(head: [u8; 3]) -> usize {
    let word = u32::from(head[0]) | u32::from(head[1]) << 8 | u32::from(head[2]) << 16;
    (word.wrapping_mul(0x9E37_79B1) >> 17) as usize
}

/// Whether a run of a text holds a literal.
pub(super) fn holds_literal(run: &[u8]) -> bool {
    let mut hits = Vec::new();
    find(run, 0, run.len(), &mut hits);
    !hits.is_empty()
}

/// Tries the literals at every place of a run where one may begin: behind what is no letter and no digit, behind an
/// escape that was not decoded (`\nAKIA`), and, glued to other letters, where [`checked`] may prove one.
pub(super) fn find(t: &[u8], start: usize, end: usize, hits: &mut Vec<Hit>) {
    let mut done = start;
    let mut at_place = |p: usize, glued: bool| {
        if p >= done && p + 8 < end {
            let hit = literal(t, p, glued);
            done = hit.map_or(done, |hit| hit.end);
            if let Some(hit) = hit.filter(|hit| hit.rule == "aws-access-key") {
                columns_behind(t, hit.end, hits);
            }
            hits.extend(hit);
        }
    };
    for base in (start..end).step_by(64) {
        let here = Letters::of(part(t, base, end.min(base + 64)));
        let alnum = here.ascii | here.digits;
        let mut starts = !(alnum << 1 | u64::from(is(back(t, base, 1), ALNUM)));
        while starts != 0 {
            let p = base + starts.trailing_zeros() as usize;
            starts &= starts - 1;
            if p >= end {
                break;
            }
            match back(t, p, 1) {
                b'_' => {
                    let four = part(t, p.saturating_sub(4), p);
                    if four == b"npm_" || four.len() == 4 && four.starts_with(b"gh") {
                        at_place(p - 4, true);
                    }
                }
                b'\\' if matches!(at(t, p), b'n' | b'r' | b't') => at_place(p + 1, false),
                _ => {}
            }
            at_place(p, false);
        }
    }
    if end - start >= 64 {
        for i in memchr::memmem::find_iter(part(t, start, end), b"TT3") {
            let p = (start + i).checked_sub(3).filter(|p| is(back(t, *p, 1), ALNUM));
            hits.extend(p.and_then(|p| literal(t, p, true)));
        }
    }
}

/// Fields behind the id of a key, as the tools of Amazon print them: perhaps a time, the secret, perhaps the token of a
/// session.
fn columns_behind(t: &[u8], end: usize, hits: &mut Vec<Hit>) {
    let mut i = end;
    for _ in 0..3 {
        let gap = run(t, i, 8, |b| matches!(b, b'\t' | b' ' | b','));
        let from = i + gap;
        let n = run(t, from, 2048, |b| is(b, B64) || b == b'=');
        let value = part(t, from, from + n);
        let shape = Shape::of(value);
        if gap == 0 || at(t, from) <= b' ' {
            return;
        }
        let secret = (n == 40 || n >= 100) && shape.digits > 0 && shape.cases * 4 >= n;
        if secret {
            hits.push(Hit::ruled(from, from + n, Type::AwsKey, "aws-columns"));
        } else if !at(value, 0).is_ascii_digit() {
            return;
        }
        i = from + if secret { n } else { run(t, from, 32, |b| b > b' ' && b != b',') };
    }
}

/// Whether a checksum proves a token that other letters touch.
fn checked(t: &[u8], hit: &Hit) -> bool {
    let token = part(t, hit.start, hit.end);
    hit.rule == "atlassian" && checksum::hex_tail(token) || super::checksum(token) == Some(true)
}

/// `glued`: other letters touch the token from the left, so only a checksum proves it.
fn literal(t: &[u8], p: usize, glued: bool) -> Option<Hit> {
    let index = &*INDEX;
    let head = [at(t, p), at(t, p + 1), at(t, p + 2)];
    let hash = hash(head);
    if index.bloom.get(hash >> 6).is_none_or(|w| w >> (hash & 63) & 1 == 0) {
        return None;
    }
    let i = index.by_head.binary_search_by_key(&head, |(h, _)| *h).ok()?;
    let (_, vendors) = index.by_head.get(i)?;
    let summed = |v: &&&Vendor| !glued || matches!(v.rule, "github" | "npm" | "atlassian");
    let exact = vendors.iter().filter(summed).find_map(|v| fits(t, p, v).filter(|hit| !glued || checked(t, hit)));
    exact.or_else(|| if glued { None } else { vendors.iter().find_map(|v| other_length(t, p, v)) })
}

/// A literal that no other text begins with, and behind it letters that only a generator writes: vendors change lengths
/// and alphabets.
fn other_length(t: &[u8], p: usize, v: &Vendor) -> Option<Hit> {
    // Words, which stand before ids and names of tests too.
    const WORDS: &[&str] =
        &["api-", "key-", "key_", "test_", "live_", "access_", "sandbox_", "secret_", "sess-", "api_org_", "jira_"];
    let from = p + v.literal.len();
    let ends = matches!(v.literal.as_bytes().last(), Some(b'_' | b'-'));
    if v.literal.len() < 4 || !ends || part(t, p, from) != v.literal.as_bytes() || WORDS.contains(&v.literal) {
        return None;
    }
    let n = run(t, from, 1024, |b| is(b, TOKEN));
    let body = part(t, from, from + n);
    (n >= 20 && generated(body)).then(|| Hit::ruled(p, from + n, v.kind, v.rule))
}

/// Letters of both cases and digits that change often, or one long stretch of digits and letters of one case.
fn generated(body: &[u8]) -> bool {
    let shape = Shape::of(body);
    Check::Cased.holds(body) && shape.digits >= 2
        || shape.longest >= 24 && shape.mixed() && shape.switches >= 5 && shape.distinct >= 8
}

/// Whether a vendor's secret stands at `p`.
fn fits(t: &[u8], p: usize, v: &Vendor) -> Option<Hit> {
    let from = p + v.literal.len();
    if part(t, p, from) != v.literal.as_bytes() {
        return None;
    }
    if v.check == Check::Jwt {
        return jwt::verify(t, p);
    }
    // `sha256=-00tc…`: of a hash.
    if memchr::memmem::find(part(t, p.saturating_sub(9), p), b"sha256=").is_some() {
        return None;
    }
    // Inside long base64.
    if v.literal.len() < 4 && matches!(back(t, p, 1), b'+' | b'/') {
        let before = part(t, p - run_back(t, p, 32, |b| is(b, B64)), p);
        // Words of a path change their case less often.
        let shape = Shape::of(before);
        if before.len() == 32 && shape.cases >= 6 && shape.digits > 0 {
            return None;
        }
    }
    // `my_sk_…` is a name, unless the literal is long enough to be sure.
    if back(t, p, 1) == b'_' && v.literal.len() < 4 {
        return None;
    }
    let (min, max) = (usize::from(v.min), usize::from(v.max));
    let mut n = run(t, from, max + 1, |b| is(b, v.body));
    // A dot, dash or sign of equality at the end belongs to the sentence.
    if n <= max || min == max {
        while n > min && matches!(at(t, from + n - 1), b'.' | b'-') {
            n -= 1;
        }
    }
    if n < min && broken::next_line(t, from + n).is_some() {
        return over_lines(t, p, from + n, v);
    }
    let body = part(t, from, from + n);
    // Algorithms of OpenSSH: `sk-ssh-ed25519@openssh.com`.
    if v.literal == "sk-" && (body.starts_with(b"ssh-") || body.starts_with(b"ecdsa-")) {
        return None;
    }
    // `ghp_xxxxxxxx…`, as it is written in a manual.
    if body.len() >= 12 && body.iter().all(|b| matches!(b, b'x' | b'X' | b'*')) {
        return None;
    }
    // Letters of a wider alphabet that follow make it something else, where the length is exact.
    let open = min == max && is(at(t, from + n), ALNUM);
    (n >= min && n <= max && !open && v.check.holds(body) && !of_code(v, body)).then(|| {
        let to = match v.rule {
            "key-der" => key_lines(t, p, from + n),
            _ if min == max => from + n + rest(t, from + n, v),
            _ => broken::end(t, p, from + n + rest(t, from + n, v)),
        };
        Hit::ruled(p, to, v.kind, v.rule)
    })
}

/// Whether a literal that is a word, too, begins a name of code or a path: `test_expectedFailureGreaterThan64k`,
/// `ext_proc/processing_request_modifiers`, `api_v1.Convert_v1_EventSource_To_core_EventSource`.
fn of_code(v: &Vendor, body: &[u8]) -> bool {
    const WORDS: &[&str] = &["test_", "ext_", "sc_", "api_"];
    WORDS.contains(&v.literal)
        && body.iter().any(u8::is_ascii_lowercase)
        && (shape::module(body) || shape::name(body) || Shape::of(body).switches < 2)
}

/// A token whose line ends at `to` before it has its letters, if the next line has the others and nothing else.
fn over_lines(t: &[u8], p: usize, to: usize, v: &Vendor) -> Option<Hit> {
    let from = p + v.literal.len();
    let (min, max) = (usize::from(v.min), usize::from(v.max));
    let n = to - from;
    // One of any length may end where its line does, and the next word is no part of it.
    if min < 16 || min != max && min < 30 || n < 4 {
        return None;
    }
    let (a, b) = broken::missing(t, to, min - n..=max.min(min + 4) - n, v.body)?;
    let body = [part(t, from, to), part(t, a, b)].concat();
    let mixed = body.iter().any(u8::is_ascii_digit) && body.iter().any(u8::is_ascii_alphabetic);
    (mixed && v.check.holds(&body)).then(|| Hit::ruled(p, b, v.kind, v.rule))
}

/// Length of what goes on behind a token as it began, though its letters are not those that its vendor uses: `ghp_…_…`.
fn rest(t: &[u8], to: usize, v: &Vendor) -> usize {
    if v.body & TOKEN == TOKEN || !matches!(at(t, to), b'_' | b'-') {
        return 0;
    }
    let n = run(t, to, 512, |b| is(b, TOKEN));
    let shape = Shape::of(part(t, to, to + n));
    if shape.longest >= 6 && shape.digits > 0 && shape.upper > 0 && shape.lower > 0 { n } else { 0 }
}

/// Where the lines of a key end of which the first stands from `p` to `to`: as long as it, but for the last.
fn key_lines(t: &[u8], p: usize, mut to: usize) -> usize {
    let width = to - p;
    if !(48..=96).contains(&width) {
        return to;
    }
    for _ in 0..256 {
        let next = to + run(t, to, 24, |b| matches!(b, b'\r' | b'\n' | b' ' | b'\t'));
        let n = run(t, next, width + 1, |b| is(b, B64));
        let line = part(t, next, next + n);
        // The last is no word of what follows.
        let last = n < width && (n >= 24 || line.iter().any(|b| is(*b, DIGIT | EQUAL)));
        // Where the next key begins; it also bounds the work on text full of beginnings.
        let another = [&b"MII"[..], b"MIG", b"MHc", b"MC4", b"b3B"].iter().any(|head| line.starts_with(head));
        if !part(t, to, next).contains(&b'\n') || another || n == 0 || n != width && !last {
            break;
        }
        to = next + n;
        if last {
            break;
        }
    }
    to
}
