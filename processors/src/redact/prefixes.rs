//! Secrets that begin with a literal of their vendor. One table; all literals are searched in one packed pass.
//!
//! Formats as documented by the vendors; a literal alone is never enough: length, letters and neighbours must fit.

use super::{
    bytes::{at, back, base64url, digit, part, run, word},
    scan::Hit,
    secrets,
    types::Type,
};

/// What follows the literal.
#[derive(Clone, Copy, Debug)]
enum Body {
    /// Letters and digits of base64url, `min..=max` of them, with a digit.
    Url(usize, usize),
    /// Letters and digits.
    Alnum(usize, usize),
    /// Upper-case letters and digits.
    Upper(usize, usize),
    /// Letters of base64 and dots.
    Dotted(usize, usize),
    Jwt,
    Pem,
    Bearer,
    Basic,
    Path,
}

/// Literal, what follows, type.
const TABLE: &[(&str, Body, Type)] = &[
    ("AKIA", Body::Upper(16, 16), Type::AwsKey),
    ("ASIA", Body::Upper(16, 16), Type::AwsKey),
    ("ghp_", Body::Alnum(36, 255), Type::GithubToken),
    ("gho_", Body::Alnum(36, 255), Type::GithubToken),
    ("ghu_", Body::Alnum(36, 255), Type::GithubToken),
    ("ghs_", Body::Alnum(36, 255), Type::GithubToken),
    ("ghr_", Body::Alnum(36, 255), Type::GithubToken),
    ("github_pat_", Body::Url(22, 255), Type::GithubToken),
    ("sk-ant-", Body::Url(20, 255), Type::AnthropicKey),
    ("sk-", Body::Url(20, 255), Type::OpenaiKey),
    ("xoxb-", Body::Url(10, 255), Type::SlackToken),
    ("xoxp-", Body::Url(10, 255), Type::SlackToken),
    ("xoxa-", Body::Url(10, 255), Type::SlackToken),
    ("xoxr-", Body::Url(10, 255), Type::SlackToken),
    ("xoxs-", Body::Url(10, 255), Type::SlackToken),
    ("xoxe-", Body::Url(10, 255), Type::SlackToken),
    ("xoxe.", Body::Url(10, 255), Type::SlackToken),
    ("xapp-", Body::Url(10, 255), Type::SlackToken),
    ("hooks.slack.com/", Body::Path, Type::SlackToken),
    ("sk_live_", Body::Alnum(16, 255), Type::StripeKey),
    ("sk_test_", Body::Alnum(16, 255), Type::StripeKey),
    ("rk_live_", Body::Alnum(16, 255), Type::StripeKey),
    ("rk_test_", Body::Alnum(16, 255), Type::StripeKey),
    ("whsec_", Body::Dotted(24, 255), Type::StripeKey),
    ("AIza", Body::Url(35, 35), Type::GoogleKey),
    ("ya29.", Body::Dotted(20, 2048), Type::GoogleKey),
    ("GOCSPX-", Body::Url(20, 64), Type::GoogleKey),
    ("eyJ", Body::Jwt, Type::Jwt),
    ("-----BEGIN ", Body::Pem, Type::PrivateKey),
    ("Bearer ", Body::Bearer, Type::Secret),
    ("bearer ", Body::Bearer, Type::Secret),
    ("BEARER ", Body::Bearer, Type::Secret),
    ("Basic ", Body::Basic, Type::Secret),
    ("basic ", Body::Basic, Type::Secret),
    ("glpat-", Body::Url(20, 64), Type::Secret),
    ("npm_", Body::Alnum(36, 36), Type::Secret),
    ("pypi-AgE", Body::Url(40, 255), Type::Secret),
    ("hf_", Body::Alnum(30, 40), Type::Secret),
    ("SG.", Body::Dotted(40, 80), Type::Secret),
    ("dop_v1_", Body::Alnum(64, 64), Type::Secret),
    ("shpat_", Body::Alnum(32, 32), Type::Secret),
    ("gsk_", Body::Alnum(40, 64), Type::Secret),
    ("AGE-SECRET-KEY-1", Body::Upper(58, 58), Type::Secret),
];

/// All literals.
pub(super) fn literals() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|row| row.0)
}

/// The first row whose literal stands at `p`, verified.
pub(super) fn verify(t: &[u8], p: usize) -> Option<Hit> {
    let rest = t.get(p..)?;
    let (literal, body, kind) = TABLE.iter().find(|row| rest.starts_with(row.0.as_bytes()))?;
    let from = p + literal.len();
    let before = back(t, p, 1);
    // An escape that was not decoded (`\nAKIA`) is no letter.
    let escaped = matches!(before, b'n' | b'r' | b't') && back(t, p, 2) == b'\\';
    if word(before) && !escaped && !matches!(body, Body::Pem) {
        return None;
    }
    let body_of = |min: usize, max: usize, f: fn(u8) -> bool| {
        let n = run(t, from, max + 1, f);
        let body = part(t, from, from + n);
        (n >= min && n <= max && body.iter().any(|b| digit(*b))).then_some(Hit::new(p, from + n, *kind))
    };
    match *body {
        Body::Url(min, max) => body_of(min, max, base64url).filter(|h| random(part(t, from, h.end))),
        Body::Alnum(min, max) => body_of(min, max, |b| b.is_ascii_alphanumeric()),
        Body::Upper(min, max) => {
            let n = run(t, from, max + 1, |b| b.is_ascii_uppercase() || digit(b));
            (n >= min && n <= max && !at(t, from + n).is_ascii_lowercase()).then_some(Hit::new(p, from + n, *kind))
        }
        Body::Dotted(min, max) => body_of(min, max, |b| base64url(b) || matches!(b, b'.' | b'+' | b'/' | b'=')),
        Body::Jwt => secrets::jwt(t, p),
        Body::Pem => secrets::pem(t, p),
        Body::Bearer => secrets::bearer(t, from),
        Body::Basic => secrets::basic(t, from),
        Body::Path => {
            let n = run(t, from, 255, |b| base64url(b) || b == b'/');
            (n >= 20).then_some(Hit::new(p, from + n, *kind))
        }
    }
}

/// Not a run of words with dashes: in some stretch of eight letters there are letters and digits.
fn random(body: &[u8]) -> bool {
    body.split(|b| *b == b'-')
        .any(|w| w.len() >= 8 && w.iter().any(|b| digit(*b)) && w.iter().any(u8::is_ascii_alphabetic))
        || body.iter().filter(|b| digit(**b)).count() >= 6
}
