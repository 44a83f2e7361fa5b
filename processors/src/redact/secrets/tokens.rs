//! Finds tokens, at a cost that does not depend on the number of vendors.
//!
//! Nearly every token holds [`MIN_RUN`] bytes without a space, quote or bracket, and such runs are rare in prose: the pass over a
//! text tells where they begin. What a run holds is looked up by its first letters ([`VENDORS`]) or weighed by the words before
//! it ([`words`]).
//!
//! Passwords and PEM blocks have spaces; they are found by two neighbouring letters (`--`, `sw`, `ph`).

use std::sync::LazyLock;

use super::{
    beside, checksum,
    class::{
        ALNUM, ALPHA, B64, DASH, DIGIT, DOT, EQUAL, HEX, HEX_LOWER, LOWER, PLUS, TILDE, TOKEN, UNDERSCORE, UPPER,
        class, is,
    },
    elements, headers, jwt, logins, options, phrases, shape,
    shape::Shape,
    special, url,
    vendors::{Check, VENDORS, Vendor},
    vendors_more::MORE,
    words::{self, Evidence, Words},
};
use crate::redact::{
    bytes::{Letters, at, back, looked, part, run, run_back},
    ids,
    scan::Hit,
    types::Type,
};

/// Shortest run that is looked at, bytes.
pub(in crate::redact) const MIN_RUN: usize = 16;
/// First byte that a run may hold: `+`. Up to `DEL`.
const FIRST: u8 = b'+';
/// Longest word before a dash that is taken for a part of a token, with the dash.
const PREFIX: usize = 12;
/// Longest text that may be a token.
const MAX_TOKEN: usize = 2048;

/// Whether a byte may stand in a run.
#[inline]
pub(in crate::redact) fn in_run(b: u8) -> bool {
    (FIRST..0x80).contains(&b)
}

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

/// Finds the secrets of the run or pair of letters that begins at `p`. Anything else finds nothing.
pub(in crate::redact) fn verify(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    if in_run(at(t, p)) && !in_run(back(t, p, 1)) {
        let n = run_len(part(t, p, t.len()));
        looked(n);
        if n >= MIN_RUN {
            candidate(t, p, p + n, hits);
        }
    }
    if options::pair(at(t, p), at(t, p + 1)) {
        let old = hits.len();
        options::verify(t, p, hits);
        if hits.len() > old {
            logins::keep(t, old, hits);
        }
    }
    hits.extend(phrases::verify(t, p));
}

/// Bytes at the beginning that may stand in a run.
fn run_len(t: &[u8]) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * ONES;
    let mut n = 0;
    for word in t.as_chunks::<8>().0 {
        let w = u64::from_le_bytes(*word);
        let out = !((w & !HIGH) + (0x80 - FIRST as u64) * ONES) & HIGH | w & HIGH;
        if out != 0 {
            return n + out.trailing_zeros() as usize / 8;
        }
        n += 8;
    }
    n + t.as_chunks::<8>().1.iter().take_while(|b| in_run(**b)).count()
}

/// One run: literals of vendors, secrets in URLs, and tokens told by the words before them.
pub(super) fn candidate(t: &[u8], start: usize, end: usize, hits: &mut Vec<Hit>) {
    let run = part(t, start, end);
    if memchr::memchr(b'<', run).is_some() {
        elements(t, start, end, hits);
        ids::machine_lines(t, start, end, hits);
    }
    match at(t, end) {
        b'(' => hits.extend(beside::call(t, start, end)),
        b'!' => hits.extend(special::salesforce(t, start, end)),
        b'$' => hits.extend(special::paypal(t, start, end)),
        b' ' if run == b"ConvertTo-SecureString" => hits.extend(options::secure_string(t, end)),
        _ => {}
    }
    if !varied(part(run, 0, 4096)) && !long_word(run) || ordinary(t, start, end) {
        return;
    }
    let found = hits.len();
    literals(t, start, end, hits);
    if memchr::memchr_iter(b':', part(run, 0, 4096)).any(|i| part(run, i + 1, i + 3) == b"//") {
        url::secrets(t, start, end, hits);
        return;
    }
    special::verify(t, start, end, hits);
    let mut from = start;
    while from < end {
        let n = part(t, from, end).iter().take_while(|b| !divides(**b)).count();
        let covered = hits.get(found..).unwrap_or_default().iter().any(|h| h.start < from + n && h.end > from);
        if n >= MIN_RUN && !covered {
            segment(t, from, from + n, hits);
        }
        from += n + 1;
    }
}

/// What most runs of logs are: a time, a version, or a number or hash whose own name tells it (`trace_id=4bf9…`).
fn ordinary(t: &[u8], start: usize, end: usize) -> bool {
    let run = part(t, start, end);
    if version(run) {
        return true;
    }
    if let [a, b, c, d, b'-', e, f, b'-', g, h, b'T', rest @ ..] = run
        && [a, b, c, d, e, f, g, h].iter().all(|b| is(**b, DIGIT))
    {
        return rest.len() < 24 && rest.iter().all(|b| is(*b, DIGIT | DOT) || matches!(b, b':' | b'+' | b'-' | b'Z'));
    }
    let Some(n) = memchr::memchr(b'=', part(run, 0, 32)) else { return false };
    let (name, value) = (part(run, 0, n), part(run, n + 1, run.len()));
    value.iter().all(|b| is(*b, DIGIT | HEX_LOWER))
        && name.iter().all(|b| is(*b, LOWER | UNDERSCORE | DASH | DOT))
        && words::told_other(t, start + n + 1)
}

/// `v1.24.8-rc.2+build.48213077`: three numbers and short words behind them (Semantic Versioning 2.0.0).
fn version(run: &[u8]) -> bool {
    let run = run.strip_prefix(b"v").unwrap_or(run);
    let short = |n: usize, most: usize| (1..=most).contains(&n);
    let core = run.iter().take_while(|b| is(**b, DIGIT | DOT)).count();
    let (numbers, rest) = run.split_at(core);
    core > 0
        && matches!(rest.first(), None | Some(b'-' | b'+'))
        && numbers.split(|b| *b == b'.').count() == 3
        && numbers.split(|b| *b == b'.').all(|n| short(n.len(), 4))
        && rest.iter().all(|b| is(*b, DIGIT | LOWER | DOT | DASH | PLUS))
        && rest.split(|b| !is(*b, DIGIT | LOWER)).all(|piece| piece.len() <= 8)
}

/// Whether there are digits, or letters of both cases.
fn varied(run: &[u8]) -> bool {
    let (mut small, mut upper) = (0, 0);
    run.chunks(64).any(|chunk| {
        let here = Letters::of(chunk);
        small |= here.ascii & !here.upper;
        upper |= here.upper;
        here.digits != 0 || small != 0 && upper != 0
    })
}

/// Elements of XML that begin in a run, which may be a whole document.
fn elements(t: &[u8], start: usize, end: usize, hits: &mut Vec<Hit>) {
    for i in memchr::memchr_iter(b'>', part(t, start, end)) {
        // Most tags that close are the end of an element, or a part of an arrow.
        if class(back(t, start + i, 1)) & (ALNUM | DASH) != 0 || matches!(back(t, start + i, 1), b'"' | b'_') {
            hits.extend(elements::element(t, start + i));
        }
    }
}

/// Whether twenty letters stand together: more than in any word.
fn long_word(run: &[u8]) -> bool {
    let mut n = 0;
    run.iter().take(4096).any(|b| {
        n = if is(*b, ALPHA) { n + 1 } else { 0 };
        n >= 20
    })
}

/// What ends a token inside a run.
fn divides(b: u8) -> bool {
    !is(b, TOKEN | DOT | PLUS | EQUAL | TILDE)
}

/// Tries the literals at every place of a run where one may begin: behind what is no letter and no digit, behind an escape that
/// was not decoded (`\nAKIA`), and, glued to other letters, where [`checked`] may prove one.
fn literals(t: &[u8], start: usize, end: usize, hits: &mut Vec<Hit>) {
    let mut done = start;
    let mut at_place = |p: usize, glued: bool| {
        if p >= done && p + 8 < end {
            let hit = literal(t, p, glued);
            done = hit.map_or(done, |hit| hit.end);
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
    vendors.iter().filter(summed).find_map(|v| fits(t, p, v).filter(|hit| !glued || checked(t, hit)))
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
    let body = part(t, from, from + n);
    // Algorithms of OpenSSH: `sk-ssh-ed25519@openssh.com`.
    if v.literal == "sk-" && (body.starts_with(b"ssh-") || body.starts_with(b"ecdsa-")) {
        return None;
    }
    // Letters of a wider alphabet that follow make it something else, where the length is exact.
    let open = min == max && is(at(t, from + n), ALNUM);
    (n >= min && n <= max && !open && v.check.holds(body)).then(|| {
        let to = if v.rule == "key-der" { key_lines(t, p, from + n) } else { from + n };
        Hit::ruled(p, to, v.kind, v.rule)
    })
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

/// A stretch of letters of base64 and dots: is it a token, by what stands before?
fn segment(t: &[u8], mut from: usize, mut to: usize, hits: &mut Vec<Hit>) {
    while to > from && matches!(back(t, to, 1), b'.' | b'-' | b'_' | b'~') {
        to -= 1;
    }
    // An escape that was not decoded.
    if back(t, from, 1) == b'\\' && matches!(at(t, from), b'n' | b'r' | b't') {
        from += 1;
    }
    // `%2finstrumentation`: a part of a URL.
    if back(t, from, 1) == b'%' && to - from > 2 && part(t, from, from + 2).iter().all(|b| is(*b, HEX)) {
        from += 2;
    }
    // `key=value` in one run; padding stays.
    let padding = part(t, from, to).iter().rev().take_while(|b| **b == b'=').count();
    let body = part(t, from, to - padding.min(to - from));
    if let Some(i) = memchr::memchr(b'=', body) {
        let key_like = i < 48 && !body.get(..i).unwrap_or_default().iter().any(|b| is(*b, PLUS));
        if key_like {
            return segment_after(t, from, from + i + 1, to, hits);
        }
    }
    segment_after(t, from, from, to, hits);
}

/// The token of a segment begins at `from` or after words that are joined to it by dashes, as `coda-token-1f…`.
fn segment_after(t: &[u8], start: usize, mut from: usize, to: usize, hits: &mut Vec<Hit>) {
    from += run(t, from, to - from, |b| b == b'=');
    let text = part(t, from, to);
    if text.len() < 12 || text.len() > MAX_TOKEN || shape::known_id(text) {
        return;
    }
    let seen = text.iter().fold(0, |seen, b| seen | class(*b));
    if seen & DIGIT == 0 && (seen & UPPER == 0 || seen & LOWER == 0) && text.len() < 20 {
        return;
    }
    // Part of a longer text of base64, or of a path.
    if is(back(t, start, 1), PLUS) || is(back(t, start, 1), DIGIT | ALPHA) && start == from {
        return;
    }
    let body = from + joined_words(text);
    let mut labelled = false;
    let evidence = || {
        let label = if body > from { inside(part(t, from, body)) } else { Evidence::default() };
        labelled = label.strong() || label.bare;
        if labelled { label } else { words::before(t, body) }
    };
    let Some(mut hit) = judge(t, body, to, evidence) else { return };
    // `key-1f…`: a prefix is a part of the token where it does not tell what that is.
    if !labelled && body - from <= PREFIX {
        hit.start = from.min(hit.start);
    }
    hits.push(hit);
}

/// Length of the words with dashes before a token in one stretch: pieces of letters only, while something remains.
fn joined_words(text: &[u8]) -> usize {
    let mut i = 0;
    loop {
        let n = part(text, i, text.len()).iter().take_while(|b| is(**b, ALPHA)).count();
        let next = i + n;
        // Letters of a token change their case more often than words do.
        let word = Shape::of(part(text, i, next)).cases * 4 <= n + 3;
        let ends = matches!(at(text, next), b'-' | b'_' | b'.' | b':');
        if n == 0 || n > 24 || text.len() - next < 9 || !ends || !word {
            return i;
        }
        i = next + 1;
    }
}

/// What the words joined to a token say.
fn inside(text: &[u8]) -> Evidence {
    let mut words = Words::new();
    words.read(text);
    words::weigh(&words)
}

/// Decides from the shape of a token and the evidence before it.
fn judge(t: &[u8], from: usize, to: usize, evidence: impl FnOnce() -> Evidence) -> Option<Hit> {
    let value = part(t, from, to);
    let bearer = headers::scheme_before(t, from);
    if let Some(scheme) = bearer {
        return scheme.verify(t, from);
    }
    // Whatever the words say, less would not do.
    let shape = Shape::of(value);
    if !(shape.random(true) || shape.long() || shape::uuid(value)) {
        return None;
    }
    let evidence = evidence();
    if !evidence.secret && !evidence.bare {
        return None;
    }
    // A key of Amazon has two slashes by chance, and may have no digit in most of its pieces.
    let path = shape::path(value) && !(evidence.strong() && value.len() == 40 && shape.cases * 4 >= shape.len);
    let name = value.len() < 16 && value.contains(&b'_') && shape.digits <= 2 && shape::name(value);
    if name
        || path
        || shape::named(value)
        || shape::placeholder(value)
        || identifier(value)
        || telephone(value)
        || public(t, from, value)
    {
        return None;
    }
    let random = if evidence.strong() {
        shape::uuid(value) || shape.random(true) && (shape.mixed() || evidence.near)
    } else if evidence.bare {
        value.len() >= 16
            && !shape::slug(value)
            && (shape::uuid(value) || (shape.random(true) && (shape.mixed() || shape.cased())))
    } else {
        let far = evidence.near && value.len() >= 32 && !value.iter().all(|b| is(*b, HEX | DASH));
        shape::uuid(value) && evidence.adjacent && (words::above(t, from) || words::sure(t, from))
            || !shape::uuid(value)
                && ((evidence.adjacent && shape.long()) || ((evidence.adjacent || far) && shape.random(false)))
    };
    // The text goes on: it was no token but the beginning of something longer.
    let open = matches!(at(t, to), b'(' | b'[' | b'{');
    if !random || open || value.len() < 12 {
        return None;
    }
    let end = to + if is(back(t, to, 1), B64) { run(t, to, 2, |b| b == b'=') } else { 0 };
    Some(Hit::ruled(from, end, Type::Secret, if evidence.vendor { "vendor-word" } else { "secret-word" }))
}

/// A name of code, `GoogleCloudStorageClient`, `Ed25519PublicKey`, `P256_SHA256_FIXED`: most of its letters are words that each begin
/// with a capital, which a generator's do not.
fn identifier(value: &[u8]) -> bool {
    let shape = Shape::of(value);
    if shape::type_name(value) {
        return true;
    }
    if shape.digits > 6 || shape.upper == 0 || !value.iter().all(|b| is(*b, ALNUM | UNDERSCORE | DOT)) {
        return false;
    }
    if shape.lower == 0 {
        let words = value
            .split(|b| *b == b'_')
            .filter(|w| w.len() >= 5 && w.iter().all(u8::is_ascii_uppercase))
            .map(|w| if w.len() < 12 { 1 } else { 2 });
        return words.sum::<usize>() >= 2 && value.contains(&b'_');
    }
    let (mut i, mut wordy, mut longest) = (0, 0, 0);
    while i < value.len() {
        let n = run(value, i, value.len(), |b| b.is_ascii_lowercase());
        let capital = back(value, i, 1).is_ascii_uppercase();
        if n >= 3 && back(value, i, 1).is_ascii_digit() {
            return false;
        }
        wordy += if n >= 2 { n + usize::from(capital) } else { 0 };
        longest = longest.max(n);
        i += n.max(1);
    }
    (4..=14).contains(&longest) && wordy * 10 > (shape.upper + shape.lower) * 7
}

/// A telephone number with its extension: `415-555-0132x47524`.
fn telephone(value: &[u8]) -> bool {
    let Some(x) = memchr::memchr(b'x', value) else { return false };
    let (number, extension) = (part(value, 0, x), part(value, x + 1, value.len()));
    let digits = number.iter().filter(|b| b.is_ascii_digit()).count();
    (10..=15).contains(&digits)
        && number.iter().all(|b| matches!(b, b'0'..=b'9' | b'-' | b'.' | b'+'))
        && (1..=6).contains(&extension.len())
        && extension.iter().all(u8::is_ascii_digit)
}

/// What is no secret though a key is spoken of: the commit that an action is pinned to, the id of a key of OpenPGP.
fn public(t: &[u8], from: usize, value: &[u8]) -> bool {
    let hex = value.iter().all(|b| is(*b, HEX));
    let pinned = back(t, from, 1) == b'@' && value.len() == 40;
    let openpgp = || {
        let before = part(t, from.saturating_sub(12), from);
        let kind = [&b"SA key "[..], b"key ID ", b"keyid ", b"gpg: key "].iter().any(|w| before.ends_with(w));
        kind && matches!(value.len(), 16 | 40)
    };
    hex && (pinned || openpgp())
        || shape::known_id(value)
        || anchor(t, from, value)
        || of_name(t, from, value)
        || of_type(t, from, value)
        || of_arn(t, from)
        || part(t, from.saturating_sub(19), from).eq_ignore_ascii_case(b"sec-websocket-key: ")
}

/// `--s2k-calibration`, `#define GEN GEN_UTF8`: an option, and another form of the name before.
fn of_name(t: &[u8], from: usize, value: &[u8]) -> bool {
    let option = memchr::memmem::find(part(value, 0, 4), b"--").is_some()
        && part(value, 1, value.len()).iter().all(|b| is(*b, LOWER | DIGIT | DASH));
    let name = || {
        let n = run_back(t, from - 1, 48, |b| is(b, ALNUM | UNDERSCORE));
        n >= 6 && value.contains(&b'_') && value.starts_with(part(t, from - 1 - n, from - 1))
    };
    option || back(t, from, 1) == b' ' && name()
}

/// `[Sign in](#authenticate-with-token)`: the heading of a page.
fn anchor(t: &[u8], from: usize, value: &[u8]) -> bool {
    let n = run_back(t, from, 64, |b| is(b, LOWER | DIGIT | DASH));
    let slug = |b: &u8| is(*b, LOWER | DIGIT | DASH);
    back(t, from, n + 1) == b'#'
        && matches!(back(t, from, n + 2), b'/' | b'(' | b'l' | b'd')
        && value.iter().all(slug)
        && value.iter().filter(|b| is(**b, DIGIT)).count() <= 3
}

/// `"AWS::IVS::StreamKey": "70b7…"`: what belongs to a type, or to a file of code, in a table of hashes.
fn of_type(t: &[u8], from: usize, value: &[u8]) -> bool {
    let gap = run_back(t, from, 5, |b| matches!(b, b'"' | b' ' | b':' | b'['));
    let end = from - gap;
    if !part(t, end, from).starts_with(b"\":") {
        return false;
    }
    let name =
        part(t, end - run_back(t, end, 96, |b| is(b, ALNUM) || matches!(b, b':' | b'.' | b'/' | b'_' | b'-')), end);
    let file = || {
        name.contains(&b'/') && [&b".js"[..], b".ts", b".mjs", b".py", b".rs", b".go"].iter().any(|e| name.ends_with(e))
    };
    let hash = value.len() == 16 && value.iter().all(|b| is(*b, HEX));
    hash && memchr::memmem::find(name, b"::").is_some() || file()
}

/// The name of a resource, whatever it is of.
fn of_arn(t: &[u8], from: usize) -> bool {
    let n = run_back(t, from, 128, in_run);
    let before = part(t, from - n, from);
    memchr::memmem::rfind(before, b"arn:aws")
        .is_some_and(|i| !part(before, i, n).iter().any(|b| matches!(b, b',' | b';' | b'=' | b'?')))
}

#[cfg(test)]
mod tests {
    use super::version;

    #[test]
    fn versions_are_told_from_tokens() {
        for text in ["v1.24.8-rc.2+build.48213077", "10.0.1", "1.2.3-alpha.beta", "v9.999.8+20130313"] {
            assert!(version(text.as_bytes()), "{text}");
        }
        for text in
            ["", "v", "1.2", "1.2.3.4", "1.2.3/abc", "12345.1.2", "1.2.3-9f86d081884c7d65", "1.2.3-ABCdef", "eyJ.1.2"]
        {
            assert!(!version(text.as_bytes()), "{text}");
        }
    }
}
