//! Runs that look drawn by chance and are no secret though a word for one stands near by: names of code, commits,
//! digests, telephone numbers.

use super::{
    class::{ALNUM, DASH, DIGIT, DOT, HEX, LOWER, UNDERSCORE, UPPER, is},
    known::stage,
    shape::{self, Shape},
    tokens::in_run,
};
use crate::redact::bytes::{at, back, part, run, run_back};

/// A name of code, `GoogleCloudStorageClient`, `Ed25519PublicKey`, `P256_SHA256_FIXED`: most of its letters are words
/// that each begin with a capital, which a generator's do not.
pub(super) fn identifier(value: &[u8]) -> bool {
    if assigned(value) {
        return true;
    }
    // `KeyLength2.RSA_1024=`: a member that is set.
    let value = value.strip_suffix(b"=").filter(|name| name.contains(&b'.') && !name.ends_with(b"=")).unwrap_or(value);
    // `v1beta2.Document.Page.Token`: behind the version of an interface.
    let staged = memchr::memchr(b'.', value).filter(|n| stage(part(value, 0, *n)));
    let value = part(value, staged.map_or(0, |n| n + 1), value.len());
    let titled = at(value, 0).is_ascii_uppercase() && part(value, 1, value.len()).iter().all(u8::is_ascii_lowercase);
    if titled && value.len() <= 32 {
        return true;
    }
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

/// A name and what is set to it: `io/instance=k8s-alloy-logs`, a label of Kubernetes behind the first dots of its name;
/// `AuthType2.POSTGRES_SCRAM_SHA_256=`, a member of scripts.
fn assigned(value: &[u8]) -> bool {
    let Some(n) = memchr::memchr(b'=', value) else { return false };
    let (name, rest) = (part(value, 0, n), part(value, n + 1, value.len()));
    let label = || {
        let domain = name.contains(&b'/') && name.iter().all(|b| is(*b, LOWER) || matches!(b, b'/' | b'.' | b'-'));
        domain && rest.iter().all(|b| is(*b, LOWER | DIGIT) || matches!(b, b'-' | b'.' | b'_'))
    };
    let member = || {
        let dot = memchr::memrchr(b'.', name).filter(|dot| *dot > 0);
        dot.is_some_and(|dot| {
            let (object, constant) = (part(name, 0, dot), part(name, dot + 1, n));
            object.iter().all(|b| is(*b, ALNUM | UNDERSCORE))
                && constant.contains(&b'_')
                && constant.iter().all(|b| is(*b, UPPER | DIGIT | UNDERSCORE))
        })
    };
    if rest.is_empty() { member() } else { label() }
}

/// A telephone number with its extension: `415-555-0132x47524`.
pub(super) fn telephone(value: &[u8]) -> bool {
    let Some(x) = memchr::memchr(b'x', value) else { return false };
    let (number, extension) = (part(value, 0, x), part(value, x + 1, value.len()));
    let digits = number.iter().filter(|b| b.is_ascii_digit()).count();
    (10..=15).contains(&digits)
        && number.iter().all(|b| matches!(b, b'0'..=b'9' | b'-' | b'.' | b'+'))
        && (1..=6).contains(&extension.len())
        && extension.iter().all(u8::is_ascii_digit)
}

/// What is no secret though a key is spoken of: the commit that an action is pinned to, the id of a key of OpenPGP,
/// also under the name that images give it, `GPG_KEY=A035…`.
pub(super) fn public(t: &[u8], from: usize, value: &[u8]) -> bool {
    let hex = value.iter().all(|b| is(*b, HEX));
    let pinned = back(t, from, 1) == b'@' && value.len() == 40;
    let openpgp = || {
        let before = part(t, from.saturating_sub(12), from);
        let kind = [&b"SA key "[..], b"key ID ", b"keyid ", b"gpg: key ", b"-recv-keys ", b"-recv-key "]
            .iter()
            .any(|w| before.ends_with(w));
        let signs = before.iter().rev().take_while(|b| matches!(b, b'=' | b':' | b'"' | b'\'' | b' ' | b'\\')).count();
        let key = part(before, 0, before.len() - signs);
        let named = [&b"GPG_KEY"[..], b"GPG_KEYS", b"PGP_KEY"].iter().any(|w| signs > 0 && key.ends_with(w))
            && !value.iter().any(u8::is_ascii_lowercase);
        (kind || named) && matches!(value.len(), 16 | 40)
    };
    // `checkout: moving from fix-api-key to 635b76be…`
    let moved = || {
        let line = from - run_back(t, from, 160, |b| b != b'\n');
        value.len() == 40 && memchr::memmem::find(part(t, line, from), b" moving from ").is_some()
    };
    hex && (pinned || openpgp() || moved())
        || shape::known_id(value)
        || anchor(t, from, value)
        || of_name(t, from, value)
        || of_type(t, from, value)
        || of_arn(t, from)
        || of_checksums(t, from, value)
        || part(t, from.saturating_sub(19), from).eq_ignore_ascii_case(b"sec-websocket-key: ")
        || part(t, from.saturating_sub(15), from) == b"PublicKeyToken="
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
        && matches!(back(t, from, n + 2), b'/' | b'(' | b'l' | b'd' | b'o')
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

/// `h1:QZ4M…=` of `go.sum`, ` /etc/app.d/README ad61…` of a package: what a file has to be.
fn of_checksums(t: &[u8], from: usize, value: &[u8]) -> bool {
    if matches!(value.len(), 43 | 44) && part(t, from.saturating_sub(3), from) == b"h1:" {
        return true;
    }
    let path = || {
        let n = run_back(t, from - 1, 200, |b| b > b' ');
        let file = part(t, from - 1 - n, from - 1);
        at(file, 0) == b'/' && back(t, from, n + 2) == b' ' && matches!(back(t, from, n + 3), b'\n' | 0)
    };
    let digest = matches!(value.len(), 32 | 40 | 64) && value.iter().all(|b| is(*b, HEX));
    digest && back(t, from, 1) == b' ' && matches!(at(t, from + value.len()), b'\n' | 0) && path()
}

/// The name of a resource, whatever it is of.
fn of_arn(t: &[u8], from: usize) -> bool {
    let n = run_back(t, from, 128, in_run);
    let before = part(t, from - n, from);
    memchr::memmem::rfind(before, b"arn:aws")
        .is_some_and(|i| !part(before, i, n).iter().any(|b| matches!(b, b',' | b';' | b'=' | b'?')))
}
