//! The key before a separator: what may be one, where it begins, what it names.

use std::sync::LazyLock;

use super::{key_ends::ENDINGS, key_words::PASSWORDS, keys::secrecy, siblings};
use crate::redact::{
    bytes::{at, back, blanks_before, part, run, run_back, word},
    context::Context,
    lexicon::{MAYBE_PASSWORDS, PASSWORDS as FOREIGN},
    lookup::suffixes::Suffixes,
};

static KEY_ENDS: LazyLock<Suffixes> = LazyLock::new(|| {
    let words = || ENDINGS.iter().chain(PASSWORDS).chain(FOREIGN).chain(MAYBE_PASSWORDS).copied();
    // Words that have letters beyond ASCII also with a capital and in capitals.
    let capitals = words().filter(|w| !w.is_ascii()).flat_map(|w| {
        let rest = w.chars().skip(1);
        [w.chars().take(1).flat_map(char::to_uppercase).chain(rest).collect::<String>(), w.to_uppercase()]
    });
    Suffixes::new(words().map(str::to_owned).chain(capitals))
});

/// Words before `token` or `key` in the parameters of lists.
const PAGING: &[&str] = &[
    "next", "prev", "previous", "page", "paging", "pagination", "continuation", "cursor", "sync", "resume", "starting",
];

/// Cheap test before a separator: may a key that names a secret end here?
pub(super) fn may_end_key(t: &[u8], mut end: usize) -> bool {
    // `password1`, `API_KEY_2`.
    let digits = run_back(t, end, 3, |b| b.is_ascii_digit());
    if digits < 3 {
        end -= digits;
        end -= usize::from(digits > 0 && back(t, end, 1) == b'_');
    }
    KEY_ENDS.ends(t, end)
}

/// What a key that ends before `p` names.
pub(super) fn named(t: &[u8], p: usize) -> Context {
    key_before(t, p).map_or(Context::default(), |key| key.says)
}

/// Whether a key that ends before `p` names a password.
pub(super) fn names_password(t: &[u8], p: usize) -> bool {
    named(t, p).has(Context::PASSWORD)
}

/// Whether a key that ends before `p` names a secret for certain.
pub(super) fn names_secret(t: &[u8], p: usize) -> bool {
    named(t, p).has(Context::SECRET)
}

/// The key before a separator.
pub(super) struct Key {
    pub(super) says: Context,
    pub(super) start: usize,
    /// It stands in quotes.
    pub(super) quoted: bool,
    /// It follows `?` or `&`: a parameter of a query.
    pub(super) query: bool,
    /// All its letters are capitals.
    pub(super) capitals: bool,
    /// Its last word is `secret`.
    pub(super) ends_in_secret: bool,
}

/// Reads the key that ends before the separator at `p`; with up to two words before it (`API key`, `mot de passe`).
pub(super) fn key_before(t: &[u8], p: usize) -> Option<Key> {
    let mut end = p - blanks_before(t, p);
    let mut quoted = false;
    let separator = end;
    while matches!(back(t, end, 1), b'"' | b'\'' | b'`' | b'\\' | b']' | b':' | b'*') && separator - end < 12 {
        quoted |= matches!(back(t, end, 1), b'"' | b'\'');
        end -= 1;
    }
    if !may_end_key(t, end) {
        return None;
    }
    let in_key = |b: u8| word(b) || matches!(b, b'-' | b'.') || b >= 0x80;
    let n = run_back(t, end, 64, in_key);
    let mut start = end - n;
    // A word of a script without blanks, or a quotation mark, parts a key as a blank does.
    let own = run_back(t, end, n, |b| b < 0x80);
    if own < n && own >= 3 && parts_words(t, end - own) {
        start = end - own;
    }
    let query = matches!(back(t, start, 1), b'?' | b'&') && at(t, p) == b'=';
    let text = part(t, start, end);
    let digits = run_back(text, text.len(), 3, |b| b.is_ascii_digit());
    let text = part(text, 0, text.len() - digits);
    // `password_default`, `PasswordText`: about one.
    let last = |w: &[u8]| text.len() > w.len() && part(text, text.len() - w.len(), text.len()).eq_ignore_ascii_case(w);
    if [&b"default"[..], b"text", b"content"].iter().any(|w| last(w)) {
        return None;
    }
    let mut says = std::str::from_utf8(text).map(secrecy).ok()?;
    if siblings::is_value(text) {
        says = siblings::sibling(t, start).unwrap_or(says);
    } else if !known(says) || !says.has(Context::PASSWORD) {
        for _ in 0..2 {
            let space = matches!(back(t, start, 1), b' ');
            let m = if space { run_back(t, start - 1, 24, in_key) } else { 0 };
            if m == 0 {
                break;
            }
            let wider = part(t, start - 1 - m, end);
            let more = std::str::from_utf8(wider).map(secrecy).unwrap_or_default();
            start -= 1 + m;
            if known(more) {
                says = more;
            }
        }
    }
    if query {
        says = says.with(Context::QUERY);
        // `?next_token=` goes on with a list.
        let words = crate::redact::context::words(std::str::from_utf8(text).unwrap_or_default());
        let paging = words.len() > 1 && words.iter().rev().nth(1).is_some_and(|w| PAGING.contains(&w.as_str()));
        if !known(says) && !paging {
            says = says.with(Context::MAYBE_SECRET);
        }
    }
    if says.has(Context::PASSWORD) && !says.has(Context::SECRET) && after_user(t, start) {
        says = says.with(Context::SECRET);
    }
    let capitals = !text.iter().any(u8::is_ascii_lowercase);
    if capitals && says.has(Context::MAYBE_SECRET) {
        // A variable of the environment: no column and no id.
        says = says.with(Context::TOKEN).with(Context::ENVIRONMENT);
    }
    let ends_in_secret = last(b"secret");
    known(says).then_some(Key { says, start, quoted, query, capitals, ends_in_secret })
}

/// Whether the character beyond ASCII that ends at `i` is a sign, or of a script whose words are written together.
fn parts_words(t: &[u8], i: usize) -> bool {
    let first = (1..=4).map(|n| back(t, i, n)).find(|b| b & 0xC0 != 0x80).unwrap_or(0);
    matches!(first, 0xC2 | 0xE2..=0xED | 0xEF)
}

/// Whether the name of a user is given shortly before the key at `start`: `User: "ann", Pass: "x"`, `user=ann pass=x`.
fn after_user(t: &[u8], start: usize) -> bool {
    let before = part(t, start.saturating_sub(48), start).to_ascii_lowercase();
    [&b"user"[..], b"username", b"login"].iter().any(|w| {
        memchr::memmem::rfind(&before, w).is_some_and(|i| {
            let end = i + w.len();
            let end = end + run(&before, end, 2, |b| matches!(b, b'"' | b'\'' | b' '));
            matches!(at(&before, end), b':' | b'=')
        })
    })
}

pub(super) fn known(says: Context) -> bool {
    says.has(Context::SECRET)
        || says.has(Context::MAYBE_SECRET)
        || says.has(Context::VENDOR)
        || says.has(Context::PASSWORD)
}
