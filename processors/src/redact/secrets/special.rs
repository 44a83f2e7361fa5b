//! Secrets told by letters in their middle or at their end, and hashes of passwords.

use super::class::{ALNUM, DIGIT, DOT, EQUAL, HEX, PLUS, TOKEN, UPPER36, is};
use crate::redact::{
    bytes::{at, back, part, run, run_back},
    scan::Hit,
    types::Type,
};

/// Looks for each form in a run. The run is cut to a length that bounds the work.
pub(super) fn verify(t: &[u8], start: usize, end: usize, hits: &mut Vec<Hit>) {
    if back(t, start, 1) == b'$' {
        hits.extend(password_hash(t, start, end));
    }
    if end - start < 30 || end - start > 4096 {
        return;
    }
    let text = part(t, start, end);
    let mut add = |from: usize, to: usize, kind: Type, rule: &'static str| hits.push(Hit::ruled(from, to, kind, rule));
    for (i, b) in text.iter().enumerate() {
        let p = start + i;
        match b {
            // Azure AD client secrets: `abc8Q~` and 31 to 34 more.
            b'~' if at(t, p.wrapping_sub(1)) == b'Q' && is(back(t, p, 2), DIGIT) => {
                let n = run(t, p + 1, 36, |b| is(b, TOKEN | DOT) || b == b'~');
                let from = p.saturating_sub(5);
                if (30..=35).contains(&n) && part(t, from, p).iter().all(|b| is(*b, TOKEN | DOT)) {
                    add(from, p + 1 + n, Type::Secret, "azure-ad");
                }
            }
            // Telegram bots: 8 to 10 digits, then `:AA` and 33 letters.
            b':' if part(t, p, p + 3) == b":AA" => {
                let digits = run_back(t, p, 11, |b| is(b, DIGIT));
                let n = run(t, p + 1, 37, |b| is(b, TOKEN));
                if (7..=10).contains(&digits) && (34..=36).contains(&n) {
                    add(p - digits, p + 1 + n, Type::Secret, "telegram");
                }
            }
            // Firebase cloud messaging.
            b':' if part(t, p, p + 7) == b":APA91b" => {
                let before = run_back(t, p, 40, |b| is(b, TOKEN));
                let n = run(t, p + 1, 300, |b| is(b, TOKEN));
                if before >= 11 && n >= 100 {
                    add(p - before, p + 1 + n, Type::Secret, "firebase");
                }
            }
            // Terraform cloud: 14 letters, `.atlasv1.`, 60 to 70.
            b'.' if part(t, p, p + 9) == b".atlasv1." => {
                let before = run_back(t, p, 16, |b| is(b, ALNUM));
                let n = run(t, p + 9, 80, |b| is(b, TOKEN));
                if before >= 13 && n >= 50 {
                    add(p - before, p + 9 + n, Type::Secret, "terraform");
                }
            }
            // Discord bots: the id in base64, time, signature.
            b'.' => {
                let before = run_back(t, p, 30, |b| is(b, TOKEN));
                let time = run(t, p + 1, 8, |b| is(b, TOKEN));
                let n = run(t, p + time + 2, 46, |b| is(b, TOKEN));
                let first = at(t, p - before);
                if (24..=28).contains(&before)
                    && (5..=7).contains(&time)
                    && at(t, p + 1 + time) == b'.'
                    && (27..=45).contains(&n)
                    && matches!(first, b'M' | b'N' | b'O')
                {
                    add(p - before, p + time + 2 + n, Type::Secret, "discord");
                }
                if part(t, p, p + 27) == b".apps.googleusercontent.com" {
                    let id = run_back(t, p, 33, |b| is(b, ALNUM));
                    let digits = run_back(t, p.saturating_sub(id + 1), 14, |b| is(b, DIGIT));
                    if id == 32 && digits >= 10 {
                        add(p - id - 1 - digits, p, Type::GoogleKey, "google-client-id");
                    }
                }
            }
            // MaxMind ends with `_mmk`; Mailchimp with `-us` and a number.
            b'_' if part(t, p, p + 4) == b"_mmk" => {
                let n = run_back(t, p, 40, |b| is(b, ALNUM) || b == b'_');
                if (34..=38).contains(&n) {
                    add(p - n, p + 4, Type::Secret, "maxmind");
                }
            }
            b'-' if part(t, p, p + 3) == b"-us" && is(at(t, p + 3), DIGIT) => {
                let hex = run_back(t, p, 33, |b| is(b, HEX));
                let digits = run(t, p + 3, 3, |b| is(b, DIGIT));
                if (31..=32).contains(&hex) && digits <= 2 && !is(at(t, p + 3 + digits), TOKEN) {
                    add(p - hex, p + 3 + digits, Type::Secret, "mailchimp");
                }
            }
            // Keys of Azure that say what they are: `JQQJ9` at 52 of 84, `AZDO`, and marks before the checksum.
            b'J' if part(t, p, p + 5) == b"JQQJ9" => {
                let before = run_back(t, p, 53, |b| is(b, ALNUM | PLUS));
                let n = run(t, p, 34, |b| is(b, ALNUM | PLUS | EQUAL));
                if before == 52 && n >= 30 {
                    add(p - before, p + n, Type::Secret, "azure-key");
                }
            }
            b'A' | b'+' if AZURE.iter().any(|m| part(t, p, p + 4) == *m) => {
                let before = run_back(t, p, 90, |b| is(b, ALNUM | PLUS));
                let n = run(t, p + 4, 12, |b| is(b, ALNUM | EQUAL));
                if matches!(before, 33 | 42 | 76) && (4..=8).contains(&n) {
                    add(p - before, p + 4 + n, Type::Secret, "azure-key");
                }
            }
            // New Relic licences end with `NRAL`; Twilio's keys are `SK` and 32 digits of hex.
            b'N' if part(t, p, p + 4) == b"NRAL" => {
                let hex = run_back(t, p, 41, |b| is(b, HEX));
                if (32..=40).contains(&hex) && !is(at(t, p + 4), ALNUM) {
                    add(p - hex, p + 4, Type::Secret, "newrelic");
                }
            }
            b'S' | b'A' if matches!(part(t, p, p + 2), b"SK" | b"AC") && !is(back(t, p, 1), ALNUM) => {
                let hex = run(t, p + 2, 33, |b| is(b, DIGIT) || (b'a'..=b'f').contains(&b));
                if hex == 32 && !is(at(t, p + 34), ALNUM) {
                    add(p, p + 34, Type::Secret, "twilio");
                }
            }
            // Asana: `1/1200000000000000:` and 32 digits of hex; Facebook: app id, `|`, secret.
            b':' | b'|' => {
                let digits = run_back(t, p, 20, |b| is(b, DIGIT));
                let hex = run(t, p + 1, 40, |b| is(b, ALNUM));
                if (15..=17).contains(&digits) && (27..=34).contains(&hex) {
                    add(p - digits, p + 1 + hex, Type::Secret, "asana-facebook");
                }
            }
            // reCAPTCHA.
            b'6' if part(t, p, p + 2) == b"6L" && !is(back(t, p, 1), TOKEN) => {
                let n = run(t, p, 41, |b| is(b, TOKEN));
                if n == 40 && part(t, p, p + 16).windows(4).any(|w| w == b"AAAA" || w == b"BBBB") {
                    add(p, p + 40, Type::Secret, "recaptcha");
                }
            }
            // 1Password's secret keys.
            _ => {}
        }
    }
}

/// Marks near the end of keys of Azure: storage, Cosmos, DevOps, container registry, functions, search, event hub.
const AZURE: &[&[u8]] = &[
    b"AZDO", b"+ASt", b"ACDb", b"+ACR", b"AzFu", b"AzSe", b"AIoT", b"+AEh", b"+ASb", b"+ARm", b"AzCa", b"APIM", b"AMDb",
];

/// `$6$salt$hash`, `$2b$12$…`, `$argon2id$…`, `$krb5asrep$…`: the run after the last `$` is the hash, or begins inside.
fn password_hash(t: &[u8], start: usize, end: usize) -> Option<Hit> {
    const SCHEMES: &[&[u8]] = &[
        b"1",
        b"2a",
        b"2b",
        b"2x",
        b"2y",
        b"5",
        b"6",
        b"7",
        b"y",
        b"gy",
        b"apr1",
        b"sha1",
        b"md5",
        b"argon2i",
        b"argon2d",
        b"argon2id",
        b"scrypt",
        b"pbkdf2",
        b"pbkdf2-sha1",
        b"pbkdf2-sha256",
        b"pbkdf2-sha512",
        b"krb5asrep",
        b"krb5tgs",
        b"krb5pa",
        b"bcrypt-sha256",
        b"S",
        b"H",
        b"P",
        b"DCC2",
        b"mysqlna",
        b"ml",
        b"8",
        b"9",
    ];
    let from = start.saturating_sub(160);
    let window = part(t, from, start);
    // The leftmost field that is a scheme, with nothing but fields between.
    let mut at_scheme = None;
    let mut i = window.len();
    while i > 0 {
        i -= 1;
        let b = at(window, i);
        if b == b'$' {
            let name = part(window, i + 1, window.len()).split(|b| *b == b'$').next().unwrap_or_default();
            if SCHEMES.contains(&name) {
                at_scheme = Some(from + i);
            }
        } else if b <= b' ' || matches!(b, b'"' | b'\'' | b'(' | b')') {
            break;
        }
    }
    let begin = at_scheme?;
    let mut to = end;
    // Further fields.
    while at(t, to) == b'$' {
        to += 1 + run(t, to + 1, 8192, |b| b > b'$' && b < 0x7F && !matches!(b, b'"' | b'\'' | b'<' | b'>'));
    }
    let n = part(t, start, end)
        .iter()
        .take_while(|b| is(**b, TOKEN | DOT | PLUS | EQUAL | UPPER36) || matches!(b, b',' | b'@' | b':'))
        .count();
    (n >= 16).then(|| Hit::ruled(begin, if start + n < end { start + n } else { to }, Type::Secret, "password-hash"))
}
