//! Numbers of both sides of calls and messages, under names that anything has: `{"to":"4155550132","body":"…"}`,
//! `From: 4155550132`. What stands beside tells that it is a call or a message.

use super::members;
use crate::redact::{
    bytes::{at, back, digit, looked, mentions, part, run, run_back, word},
    context::Context,
    scan::Hit,
    types::Type,
};

/// Names of both sides.
const SIDES: &[&[u8]] = &[b"to", b"from", b"sender", b"recipient", b"destination", b"originator"];
/// Keys of calls and messages.
const KEYS: &[&[u8]] = &[
    b"\"body\"", b"\"sid\"", b"call_sid\"", b"callsid\"", b"message_sid\"", b"messagesid\"", b"smssid\"",
    b"num_segments\"", b"numsegments\"", b"\"call_id\"", b"\"callid\"", b"\"call_status\"", b"\"callstatus\"",
    b"\"call_duration\"", b"\"sms",
];
/// Words of lines about calls and messages.
const WORDS: &[&[u8]] = &[
    b"body:", b"body=", b"sms", b"message:", b"text:", b"call ", b"call:", b"calls", b"caller", b"voicemail", b"sid:",
    b"sid=", b"whatsapp",
];
/// Separators around a member among which such a key counts.
const AROUND: usize = 32;
/// How far around a line such a word counts, bytes.
const NEAR: usize = 160;

/// Whether all of a text is a telephone number, bare or behind a plus sign.
fn bare(text: &[u8]) -> bool {
    let digits = text.strip_prefix(b"+").unwrap_or(text);
    let north = || {
        let national = digits.strip_prefix(b"1").filter(|_| digits.len() == 11).unwrap_or(digits);
        matches!(at(national, 0), b'2'..=b'9') && matches!(at(national, 3), b'2'..=b'9')
    };
    digits.iter().all(|b| digit(*b))
        && at(digits, 0) != b'0'
        && match digits.len() {
            10 => north(),
            11..=15 => at(digits, 0) != b'1' || digits.len() == 11 && north(),
            _ => false,
        }
}

/// Adds to what the key of the value from `i` to `to` says what its neighbours say of it.
#[inline(always)]
pub(in crate::redact) fn with_calls(src: &[u8], i: usize, to: usize, context: &mut Context) {
    let quote = usize::from(at(src, i) == b'"');
    let may_be = (10..=18).contains(&(to - i)) && matches!(at(src, i + quote), b'+' | b'0'..=b'9');
    if may_be {
        *context = called(src, (i, to), part(src, i + quote, to - quote), *context);
    }
}

fn called(src: &[u8], (i, to): (usize, usize), text: &[u8], context: Context) -> Context {
    if !(10..=16).contains(&text.len()) || !context.says_only(Context::KEYED) || !bare(text) {
        return context;
    }
    let end = i - run_back(src, i, 8, |b| b.is_ascii_whitespace() || b == b':');
    let key = part(src, end.saturating_sub(13), end.saturating_sub(1));
    let key = key.iter().rposition(|b| *b == b'"').map_or(key, |open| part(key, open + 1, key.len()));
    if back(src, end, 1) != b'"' || !SIDES.iter().any(|side| key.eq_ignore_ascii_case(side)) {
        return context;
    }
    let around = members::around(src, i, to, AROUND);
    looked(around.iter().map(|text| text.len()).sum());
    let told = around.iter().any(|text| mentions(text, KEYS));
    if told { context.with(Context::PHONE).naming(Type::Phone).with(Context::NAMED) } else { context }
}

/// The number at `from`, the value of a field whose last word stands from `word.0` to `word.1`: `From: 4155550132`, and
/// below `Body: …`.
pub(super) fn line(t: &[u8], label: (usize, usize), from: usize) -> Option<Hit> {
    let n = run(t, from, 16, |b| digit(b) || b == b'+');
    let text = part(t, from, from + n);
    let name = part(t, label.0, label.1);
    if n < 10 || !bare(text) || word(at(t, from + n)) || !SIDES.iter().any(|side| name.eq_ignore_ascii_case(side)) {
        return None;
    }
    looked(2 * NEAR);
    let near = part(t, label.0.saturating_sub(NEAR), label.0);
    let told = mentions(near, WORDS) || mentions(part(t, from, from + NEAR), WORDS);
    told.then(|| Hit::ruled(from, from + n, Type::Phone, "called"))
}
