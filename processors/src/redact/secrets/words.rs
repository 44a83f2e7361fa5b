//! What the words before a token say: a vendor, a secret, or that it is an id or a hash.
//!
//! Most vendors' secrets have no literal of their own. Their names are looked up only backwards from a token or an
//! assignment, in at most [`WINDOW`] bytes and in the path of keys; the text is never searched for them.
//!
//! Names as the public rule sets list them (gitleaks, Kingfisher, TruffleHog: facts only).

use std::sync::LazyLock;

use super::{
    class::{ALPHA, DIGIT, LOWER, UPPER, class},
    keys::secrecy,
    roles::{Roles, vendor},
};
use crate::redact::{
    bytes::{Letters, at, back, part, run_back},
    context::Context,
    lookup::suffixes::Suffixes,
    types::mark_at,
};

/// Bytes looked at before a token.
pub(super) const WINDOW: usize = 64;
/// Words of that window that are kept.
const MAX_WORDS: usize = 16;
/// The nearest of them, of which [`weigh`] asks.
const WEIGHED: usize = 8;

/// Words of a text, lower case, in order; a copy of bounded size.
#[derive(Debug)]
pub(super) struct Words {
    text: [u8; 96],
    ends: [(u8, u8); MAX_WORDS],
    count: usize,
    used: usize,
}

impl Words {
    pub(super) const fn new() -> Self {
        Self { text: [0; 96], ends: [(0, 0); MAX_WORDS], count: 0, used: 0 }
    }

    fn clear(&mut self) {
        self.count = 0;
        self.used = 0;
    }

    fn push(&mut self, word: &[u8]) {
        if self.count == MAX_WORDS || self.used + word.len() > self.text.len() {
            // The nearest words count: forget the farther ones.
            self.clear();
        }
        let from = self.used;
        let Some(room) = self.text.get_mut(from..from + word.len()) else { return };
        room.copy_from_slice(word);
        room.make_ascii_lowercase();
        self.used += word.len();
        if let Some(end) = self.ends.get_mut(self.count) {
            *end = (from as u8, self.used as u8);
            self.count += 1;
        }
    }

    /// Splits a text into words: where letters end, before a capital after a small letter.
    pub(super) fn read(&mut self, text: &[u8]) {
        self.read_last(text, MAX_WORDS);
    }

    /// As [`Self::read`], at least the last `most` words.
    fn read_last(&mut self, text: &[u8], most: usize) {
        if text.len() <= 64 && memchr::memchr(b'[', text).is_none() {
            self.read_short(text, most);
            return;
        }
        let mut from = None;
        let mut before = 0;
        let mut i = 0;
        while i < text.len() {
            let b = at(text, i);
            let c = class(b);
            if let Some(n) = mark_at(text, i) {
                // What was removed says nothing about what follows.
                self.clear();
                (from, before) = (None, 0);
                i += n;
                continue;
            }
            let letter = c & (ALPHA | DIGIT) != 0;
            let edge =
                from.is_some() && (!letter || (c & UPPER != 0 && before & LOWER != 0) || capital_end(text, i, before));
            if edge && let Some(f) = from.take() {
                self.push_bounded(part(text, f, i));
            }
            if letter && from.is_none() {
                from = Some(i);
            }
            before = c;
            i += 1;
        }
        if let Some(f) = from {
            self.push_bounded(part(text, f, text.len()));
        }
    }

    /// [`Self::read`] for at most 64 bytes without a mark: the last words, by operations on bits.
    fn read_short(&mut self, text: &[u8], most: usize) {
        let Letters { ascii, upper, digits, .. } = Letters::of(text);
        let (letters, lower) = (ascii | digits, ascii & !upper);
        let edges = upper & (lower << 1) | upper & upper << 1 & upper << 2 & lower >> 1;
        let mut starts = letters & (!(letters << 1) | edges);
        while starts.count_ones() as usize > most {
            starts &= starts - 1;
        }
        while starts != 0 {
            let from = starts.trailing_zeros();
            starts &= starts - 1;
            let ends = (!letters | starts) & u64::MAX.checked_shl(from + 1).unwrap_or(0);
            let to = ends.trailing_zeros() as usize;
            self.push_bounded(part(text, from as usize, to.min(text.len())));
        }
    }

    fn push_bounded(&mut self, word: &[u8]) {
        if word.len() <= 32 {
            self.push(word);
        } else {
            self.clear();
        }
    }

    /// The `n`th word from the end.
    fn nth(&self, n: usize) -> &[u8] {
        let Some((from, to)) = self.count.checked_sub(n + 1).and_then(|i| self.ends.get(i)) else { return &[] };
        part(&self.text, usize::from(*from), usize::from(*to))
    }

    /// Two neighbouring words as one: the text of words has no gaps.
    fn joined(&self, n: usize) -> &[u8] {
        let first = self.count.checked_sub(n + 2).and_then(|i| self.ends.get(i));
        let second = self.count.checked_sub(n + 1).and_then(|i| self.ends.get(i));
        match (first, second) {
            (Some((from, _)), Some((_, to))) => part(&self.text, usize::from(*from), usize::from(*to)),
            _ => &[],
        }
    }
}

/// `APIKey`: a word ends before the last capital of several that a small letter follows.
fn capital_end(text: &[u8], i: usize, before: u16) -> bool {
    before & UPPER != 0
        && class(at(text, i)) & UPPER != 0
        && class(at(text, i + 1)) & LOWER != 0
        && i > 1
        && class(at(text, i - 2)) & UPPER != 0
}

/// What words say about the token after them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Evidence {
    /// A word that names a secret stands near.
    pub(super) secret: bool,
    /// It is the last word.
    pub(super) adjacent: bool,
    /// It is the last word or the last but one.
    pub(super) near: bool,
    /// A vendor is named.
    pub(super) vendor: bool,
    /// A vendor whose name may stand alone.
    pub(super) bare: bool,
    /// The last word is another vendor.
    pub(super) named: bool,
}

impl Evidence {
    /// A vendor and a word for a secret.
    pub(super) fn strong(self) -> bool {
        self.vendor && self.secret
    }
}

/// Splits a word for a secret from the end of a run-together one: `codatoken`, `uclassifykey`.
fn head(word: &[u8]) -> Option<&[u8]> {
    static ENDS: LazyLock<Suffixes> = LazyLock::new(|| Suffixes::new(TAILS.iter().copied()));
    if !ENDS.may_end(word, word.len()) {
        return None;
    }
    TAILS.iter().find_map(|t| word.strip_suffix(t.as_bytes())).filter(|h| h.len() >= 2)
}

/// Words for a secret that may be run together with what stands before, longest first.
const TAILS: &[&str] =
    &["secretkey", "privatekey", "accesskey", "apikey", "token", "secret", "key", "access", "private", "api", "pat"];

/// Weighs the words before a token, the nearest first.
pub(super) fn weigh(words: &Words) -> Evidence {
    let mut evidence = Evidence::default();
    let last = words.nth(0);
    // Half of a pair of credentials: the rule sets of others count it too.
    let client =
        last == b"id" && matches!(words.nth(1), b"client" | b"app" | b"application" | b"consumer" | b"reporter");
    if client {
        // `CC_TEST_REPORTER_ID` names its vendor by two letters.
        let named =
            words.nth(1) == b"reporter" && words.nth(2) == b"test" || (2..5).any(|n| vendor(words.nth(n)).is_some());
        return Evidence { secret: named, vendor: named, adjacent: named, ..Evidence::default() };
    }
    // The second half of a login to Vault, in the tables that it prints.
    if last == b"id" && words.nth(1) == b"secret" && words.nth(2) != b"client" {
        return Evidence { secret: true, adjacent: true, near: true, ..Evidence::default() };
    }
    if last.is_empty() || Roles::of(last).has(Roles::OTHER) {
        return evidence;
    }
    let mut half = false;
    // `key to`, `token is`: the word before counts.
    let fill = (0..2)
        .take_while(|n| matches!(words.nth(*n), b"to" | b"is" | b"as" | b"was" | b"of" | b"with" | b"equals"))
        .count();
    for n in 0..6.min(words.count) {
        let word = words.nth(n);
        let roles = Roles::of(word);
        if roles.has(Roles::SECRET) && !evidence.secret && n < 5 {
            if Roles::of(words.nth(n + 1)).has(Roles::NOT_CREDENTIAL) {
                return Evidence::default();
            }
            evidence.secret = true;
            evidence.adjacent = n == fill;
            evidence.near = n <= fill + 1;
        }
        half |= roles.has(Roles::HALF) && n < 4;
        let mut found = roles.vendor().or_else(|| vendor(words.joined(n)));
        if found.is_none()
            && let Some(h) = head(word)
        {
            found = vendor(h);
            evidence.adjacent |= n == 0 && found.is_some();
            evidence.secret |= found.is_some();
            half |= n < 3 && h.len() <= 12;
        }
        if let Some(bare) = found {
            evidence.vendor = true;
            evidence.bare |= bare && n < 3;
            evidence.named |= !bare && n == 0;
        }
    }
    if evidence.vendor && half && !evidence.secret {
        evidence.secret = true;
        evidence.adjacent = Roles::of(last).has(Roles::HALF);
        evidence.near = evidence.adjacent;
    }
    evidence
}

/// Whether the word directly before a token makes it an id or a hash: most tokens of ordinary text end here.
pub(super) fn told_other(t: &[u8], token: usize) -> bool {
    let gap = run_back(t, token, 4, |b| class(b) & (ALPHA | DIGIT) == 0);
    let end = token - gap;
    let n = run_back(t, end, 16, |b| class(b) & (ALPHA | DIGIT) != 0);
    let word = part(t, end - n, end);
    let mut lower = [0; 16];
    let lower = lower.get_mut(..n).unwrap_or_default();
    lower.copy_from_slice(word);
    lower.make_ascii_lowercase();
    // `client_id` is judged with all words.
    Roles::of(lower).has(Roles::OTHER) && lower != b"id"
        || (word.eq_ignore_ascii_case(b"id") && {
            let [last, before] = [2, 3].map(|k| back(t, end - n, k) | 0x20);
            !matches!(last, b't' | b'p' | b'r') && (last, before) != (b'n', b'o')
        })
}

/// Weighs the words before a token, on its line.
pub(super) fn before(t: &[u8], token: usize) -> Evidence {
    if told_other(t, token) {
        return Evidence::default();
    }
    let from = token.saturating_sub(WINDOW);
    let mut window = part(t, from, token);
    if let Some(i) = memchr::memrchr(b'\n', window) {
        window = part(window, i + 1, window.len());
    } else if from > 0 && class(at(t, from)) & (ALPHA | DIGIT) != 0 && class(at(t, from - 1)) & (ALPHA | DIGIT) != 0 {
        // A word cut by the window's start is not whole.
        let cut = window.iter().take_while(|b| class(**b) & (ALPHA | DIGIT) != 0).count();
        window = part(window, cut, window.len());
    }
    let mut words = Words::new();
    words.read_last(window, WEIGHED);
    weigh(&words)
}

/// Whether the name before a token is that of a secret for certain, and no word of a sentence: `api_key is`,
/// `| API key |`.
pub(super) fn sure(t: &[u8], token: usize) -> bool {
    let gap = |end: usize| {
        run_back(t, end, 24, |b| b <= b' ' || matches!(b, b'"' | b'\'' | b'`' | b'|' | b':' | b'=' | b'*'))
    };
    let mut end = token - gap(token);
    for filler in [&b" is"[..], b" to", b" as", b" was"] {
        if part(t, end.saturating_sub(filler.len()), end) == filler {
            end -= filler.len();
            end -= gap(end);
            break;
        }
    }
    let name =
        |end: usize| run_back(t, end, 40, |b| class(b) & (ALPHA | DIGIT) != 0 || matches!(b, b'_' | b'-' | b'.'));
    let last = end - name(end);
    let compound = part(t, last, end).windows(2).any(|w| {
        let [a, b] = w else { return false };
        matches!(b, b'_' | b'-') || a.is_ascii_lowercase() && b.is_ascii_uppercase()
    });
    let from = if compound { last } else { last.saturating_sub(1) - name(last.saturating_sub(1)) };
    // `created secret`: a pair says more than its last word.
    let says = |from: usize| {
        std::str::from_utf8(part(t, from, end)).is_ok_and(|name| {
            let says = secrecy(name);
            says.has(Context::SECRET) || says.has(Context::MAYBE_SECRET) && name.ends_with("secret_id")
        })
    };
    let joined = compound || !says(last) && from + 1 < last && back(t, last, 1) == b' ';
    joined && says(from)
}

/// Whether the line above the one of a token speaks of the interface of a vendor: a log that tells what it does, and
/// then with which key.
pub(super) fn above(t: &[u8], token: usize) -> bool {
    let line = token - run_back(t, token, 2 * WINDOW, |b| b != b'\n');
    let end = line.saturating_sub(1);
    let text = part(t, end - run_back(t, end, WINDOW, |b| b != b'\n'), end);
    let mut words = Words::new();
    words.read(text);
    let said = |w: &[u8]| matches!(w, b"api" | b"request");
    let mut named = (0..words.count).map(|n| words.nth(n));
    named.clone().any(said) && named.any(|w| vendor(w).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(text: &str) -> Evidence {
        before(text.as_bytes(), text.len())
    }

    #[test]
    fn vendors_and_words() {
        for text in
            ["algolia_api_key = \"", "signupgeniusKEY \"", "codatoken-", "databoxPRIVATEKEY ", "CLOUDSMITH_TOKEN="]
        {
            assert!(says(text).strong(), "{text}: {:?}", says(text));
        }
        assert!(says("chartmogul ").bare);
        assert!(!says("github ").bare);
        assert!(says("token: ").adjacent);
        for text in ["github commit ", "next_page_token=", "cache key ", "trace_id=", "[GITHUB_TOKEN] "] {
            let e = says(text);
            assert!(!e.secret && !e.bare, "{text}: {e:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn short_texts_have_the_same_words(text in "[a-cA-C0-1_ .é]{0,30}") {
            let text = text.as_bytes();
            let text = part(text, 0, 64);
            let (mut short, mut long) = (Words::new(), Words::new());
            short.read(text);
            // A blank makes it long.
            long.read(&[part(&[b' '; 65], 0, 65 - text.len()), text].concat());
            for n in 0..7 {
                proptest::prop_assert_eq!(short.nth(n), long.nth(n));
            }
        }
    }
}
