//! Finds tokens, at a cost that does not depend on the number of vendors.
//!
//! Nearly every token holds [`MIN_RUN`] bytes without a space, quote or bracket, and such runs are rare in prose: the
//! pass over a text tells where they begin. What a run holds is looked up by its first letters ([`VENDORS`]) or weighed
//! by the words before it ([`words`]).
//!
//! Passwords and PEM blocks have spaces; they are found by two neighbouring letters (`--`, `sw`, `ph`).

use super::{
    arguments, calls,
    class::{ALNUM, ALPHA, B64, DASH, DIGIT, DOT, EQUAL, HEX, LOWER, PLUS, TILDE, TOKEN, UNDERSCORE, UPPER, class, is},
    elements, headers, jars, jwt, labels, logins,
    no_tokens::{identifier, public, telephone},
    options, ordinary, phrases, prefixed,
    roles::vendor,
    shape::{self, Shape},
    special, url, values, vendor_lookup,
    words::{self, Evidence, Words},
};
use crate::redact::{
    bytes::{Letters, at, back, looked, part, run},
    context::Context,
    ids,
    scan::{Hit, heads::Lists},
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

/// Finds the secrets of the run, pair of letters or phrase that begins at `p`, where something of `lists` may begin.
/// Anything else finds nothing.
#[inline(always)]
pub(in crate::redact) fn verify(t: &[u8], p: usize, lists: Lists, hits: &mut Vec<Hit>) {
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
    hits.extend(phrases::verify(t, p, lists));
    if lists.has(Lists::PHRASES) && at(t, p) == b'N' && part(t, p, p + jars::HEAD.len()) == jars::HEAD.as_bytes() {
        jars::values(t, p, hits);
    }
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
        b'(' => {
            hits.extend(calls::call(t, start, end).or_else(|| arguments::stored(t, start, end)));
        }
        b'!' => hits.extend(special::salesforce(t, start, end)),
        b'"' if back(t, start, 1) == b'"' => hits.extend(jwt::key_part(t, start, end)),
        b'$' => hits.extend(special::paypal(t, start, end)),
        b' ' if run == b"ConvertTo-SecureString" => hits.extend(options::secure_string(t, end)),
        _ => {}
    }
    if back(t, start, 1) == b'!' {
        hits.extend(special::salesforce_session(t, start));
    }
    if !varied(part(run, 0, 4096)) && !long_word(run) || ordinary::run(t, start, end) {
        return;
    }
    tokens(t, start, end, hits);
}

fn tokens(t: &[u8], start: usize, end: usize, hits: &mut Vec<Hit>) {
    let run = part(t, start, end);
    let found = hits.len();
    vendor_lookup::find(t, start, end, hits);
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
    let run = part(run, 0, 4096);
    // Twenty letters that begin in the first 45 bytes of 64 end in them.
    (0..run.len()).step_by(45).any(|i| {
        let one = Letters::of(part(run, i, i + 64)).ascii;
        let two = one & one >> 1;
        let four = two & two >> 2;
        let eight = four & four >> 4;
        eight & eight >> 8 & four >> 16 != 0
    })
}

/// What ends a token inside a run.
fn divides(b: u8) -> bool {
    !is(b, TOKEN | DOT | PLUS | EQUAL | TILDE)
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
    let names = keys(body);
    if names > 0 {
        return segment_after(t, from, from + names, to, hits);
    }
    segment_after(t, from, from, to, hits);
}

/// Length of the `key=` before a token, and of those before it: `Options=acme=…`.
fn keys(body: &[u8]) -> usize {
    let mut end = 0;
    for i in memchr::memchr_iter(b'=', body).take(4) {
        let name = part(body, end, i);
        // Letters of a token change their case more often than words do.
        let wordy = name.len() < 8 || shape::case_changes(name) * 4 <= name.len() + 3;
        let first = end == 0 && i < 48 && wordy && !name.iter().any(|b| is(*b, PLUS));
        let further = end > 0
            && wordy
            && (2..32).contains(&name.len())
            && name.iter().all(|b| is(*b, ALPHA | UNDERSCORE | DASH | DOT));
        if !first && !further {
            break;
        }
        end = i + 1;
    }
    end
}

/// The token of a segment begins at `from` or after words that are joined to it by dashes, as `coda-token-1f…`.
fn segment_after(t: &[u8], start: usize, mut from: usize, to: usize, hits: &mut Vec<Hit>) {
    from += run(t, from, to - from, |b| b == b'=');
    let text = part(t, from, to);
    if text.len() < 12 || text.len() > MAX_TOKEN {
        return;
    }
    let seen = text.iter().fold(0, |seen, b| seen | class(*b));
    if seen & DIGIT == 0 && (seen & UPPER == 0 || seen & LOWER == 0) && text.len() < 20 {
        return;
    }
    // Part of a longer text of base64, or of a path.
    if is(back(t, start, 1), PLUS) || is(back(t, start, 1), DIGIT | ALPHA) && start == from || shape::known_id(text) {
        return;
    }
    let body = from + joined_words(text);
    let mut labelled = false;
    let evidence = || {
        let label = if body > from { inside(part(t, from, body)) } else { Evidence::default() };
        labelled = label.strong() || label.bare;
        if labelled {
            return label;
        }
        let before = words::before(t, body);
        // `token is itk_…`: what stands before the prefix counts.
        let short = !before.adjacent && body - from <= 6 && back(t, body, 1) == b'_';
        if short && prefixed::generated(part(t, body, to)) { words::before(t, from) } else { before }
    };
    let Some(mut hit) = judge(t, body, to, evidence) else {
        if prefixed::token(text)
            && !words::told_other(t, from)
            && !public(t, from, text)
            && !matches!(at(t, to), b'(' | b'[' | b'{')
        {
            hits.push(Hit::ruled(from, to, Type::Secret, "prefixed"));
        }
        return;
    };
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
        let n = word_len(part(text, i, text.len()));
        let next = i + n;
        let ends = matches!(at(text, next), b'-' | b'_' | b'.' | b':');
        // Groups of capitals and digits, all of one length, are the token itself.
        let group = || run(text, next + 1, n + 1, |b| is(b, UPPER | DIGIT)) == n && at(text, next + 1 + n) == b'-';
        if n >= 5 && at(text, next) == b'-' && is(at(text, i), UPPER) && group() {
            return i;
        }
        // Letters of a token change their case more often than words do.
        let wordy = || shape::case_changes(part(text, i, next)) * 4 <= n + 3;
        if n == 0 || n > 24 || text.len() - next < 9 || !ends || !wordy() {
            return i;
        }
        i = next + 1;
    }
}

/// Length of the letters at the beginning; of letters with a digit among them where they end as names of keys do:
/// `d7acmeSECRET-`.
fn word_len(text: &[u8]) -> usize {
    let n = run(text, 0, text.len(), |b| is(b, ALPHA));
    let all = run(text, 0, 25, |b| is(b, ALNUM));
    let named = || {
        let piece = part(text, 0, all);
        piece.iter().filter(|b| b.is_ascii_digit()).count() <= 2
            && (vendor(&piece.to_ascii_lowercase()).is_some()
                || [&b"secret"[..], b"key", b"token"].iter().any(|w| {
                    piece
                        .len()
                        .checked_sub(w.len())
                        .is_some_and(|n| n >= 3 && part(piece, n, all).eq_ignore_ascii_case(w))
                }))
    };
    if all > n && n < 24 && named() { all } else { n }
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
    // A digit ends the question.
    let scrambled = shape.digits == 0 && shape::scrambled(value);
    if !(shape.random(true) || shape.long() || shape::uuid(value) || scrambled) {
        return None;
    }
    // Names of code are none whatever the words say, and cost less to tell.
    if identifier(value) {
        return None;
    }
    let evidence = evidence();
    let generated = || value.len() >= 16 && (shape.random(false) || shape.long()) && !shape::known_id(value);
    let joined = !(evidence.secret && evidence.adjacent) && generated() && labels::said(t, from, to)
        || !evidence.secret
            && !evidence.bare
            && (prefixed::joined(t, from, value)
                || evidence.named && !is(back(t, from, 1), DASH | UNDERSCORE | DOT) && prefixed::generated(value));
    if !evidence.secret && !evidence.bare && !joined {
        return None;
    }
    // A key of Amazon has two slashes by chance, and may have no digit in most of its pieces.
    let path = shape::path(value) && !(evidence.strong() && value.len() == 40 && shape.cases * 4 >= shape.len);
    let parted = value.contains(&b'_') || value.contains(&b'.');
    let name = value.len() < 16 && parted && shape.digits <= 2 && shape::name(value);
    if name
        || path
        || shape::named(value)
        || values::member_named(value, Context::default())
        || shape::placeholder(value)
        || shape::module(value)
        || shape::mangled(value) && part(t, from.saturating_sub(2), from) == b"::"
        || telephone(value)
        || public(t, from, value)
    {
        return None;
    }
    // `update README (dc76443a…)`: a commit.
    let commit =
        back(t, from, 1) == b'(' && at(t, to) == b')' && value.len() == 40 && value.iter().all(|b| is(*b, HEX));
    if commit && !evidence.secret {
        return None;
    }
    let random = if joined {
        true
    } else if evidence.strong() {
        scrambled || shape::uuid(value) || shape.random(true) && (shape.mixed() || evidence.near)
    } else if evidence.bare {
        value.len() >= 16
            && !shape::slug(value)
            && (scrambled || shape::uuid(value) || (shape.random(true) && (shape.mixed() || shape.cased())))
    } else {
        let far = evidence.near && value.len() >= 32 && !value.iter().all(|b| is(*b, HEX | DASH));
        shape::uuid(value) && evidence.adjacent && (words::above(t, from) || words::sure(t, from))
            || !shape::uuid(value)
                && ((evidence.adjacent && shape.long()) || ((evidence.adjacent || far) && shape.random(false)))
    };
    // `org/name-of-20220719043750036-9bssg.git`, `PASS: TestAddr/ipv6+zone`
    if value.ends_with(b".git") && !evidence.secret || value.starts_with(b"Test") && value.contains(&b'/') {
        return None;
    }
    // The text goes on: it was no token but the beginning of something longer.
    let open = matches!(at(t, to), b'(' | b'[' | b'{');
    if !random || open || value.len() < 12 {
        return None;
    }
    let end = to + if is(back(t, to, 1), B64) { run(t, to, 2, |b| b == b'=') } else { 0 };
    Some(Hit::ruled(from, end, Type::Secret, if evidence.vendor { "vendor-word" } else { "secret-word" }))
}

#[cfg(test)]
mod tests {
    use super::long_word;

    #[test]
    fn twenty_letters_stand_together_anywhere() {
        for (before, n, behind) in (0..140).flat_map(|i| (15..25).flat_map(move |n| [(i, n, 0), (i, n, 70)])) {
            let run = [vec![b'1'; before], vec![b'a'; n], vec![b'1'; behind]].concat();
            assert_eq!(long_word(&run), n >= 20, "{before} {n} {behind}");
        }
    }
}
