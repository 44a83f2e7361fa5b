//! Texts that are, as a whole, what only programs write: names of code, ids that are drawn by chance, times of day.
//! Nearly every span has some, all of them different, and under a key that names nothing no rule removes any. So none
//! is asked.
//!
//! In builds with assertions the rules are asked all the same, and must find nothing.

use super::Scrubber;
use crate::redact::{
    bytes::{at, back, count, digit, part, run, run_back, uuid},
    context::Context,
    secrets::drawn_id,
};

/// What a key may say under which such a text means nothing else.
const SILENT: Context =
    Context::KEYED.or(Context::ID).or(Context::GOODS).or(Context::KEEP_IP).or(Context::VERSION).or(Context::NO_SECRET);

impl Scrubber {
    /// Whether a text is such a form, and neither its key nor a policy asks for it.
    #[inline]
    pub(in crate::redact) fn is_form(&self, t: &[u8], context: &Context) -> bool {
        (3..=64).contains(&t.len())
            && self.known.is_empty()
            && context.says_only(SILENT)
            && is_form(t)
            && self.enforcer.asks_nothing_of(context.place())
    }

    /// Asks all rules of a text that is a form.
    #[cfg(debug_assertions)]
    pub(in crate::redact) fn assert_clean(&mut self, t: &[u8], context: Context, level: usize) {
        let new = self.any(t, context, level, false);
        assert!(new.is_none(), "{} under {context:?}", t.escape_ascii());
    }
}

fn is_form(t: &[u8]) -> bool {
    match t.len() {
        ..16 => is_name(t),
        36 if uuid(t) => true,
        16 | 32 | 40 | 64 if is_hex(t) => true,
        19..=35 if at(t, 4) == b'-' => is_time(t),
        _ => drawn_id(t),
    }
}

/// A short word in small letters, perhaps with at most four digits behind a sign: `user_4821`. No address, number or
/// token has so little; `password10` may be what it says.
fn is_name(t: &[u8]) -> bool {
    let digits = count(t, digit);
    let apart = || run_back(t, t.len(), 4, digit) == digits && matches!(back(t, t.len() - digits, 1), b'_' | b'-');
    digits + count(t, |b| b.is_ascii_lowercase() || matches!(b, b'_' | b'-')) == t.len() && (digits == 0 || apart())
}

/// Digits and small letters of hexadecimal, mixed: an id of a trace or a span, a hash. Sixteen may be an account number
/// with the letters of its state before, or an Italian tax code.
fn is_hex(t: &[u8]) -> bool {
    let letters = |t: &[u8]| count(t, |b| b.is_ascii_lowercase());
    count(t, |b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) == t.len()
        && letters(part(t, 2, t.len())) > 0
        && letters(part(t, 0, 6)) < 6
}

/// A date and a time of day (RFC 3339).
fn is_time(t: &[u8]) -> bool {
    const PATTERN: &[u8; 19] = b"0000-00-00T00:00:00";
    let head = part(t, 0, 19);
    let fits = head.iter().zip(PATTERN).all(|(b, p)| match p {
        b'0' => digit(*b),
        b'T' => matches!(b, b'T' | b' '),
        p => b == p,
    });
    let fraction = if at(t, 19) == b'.' { 1 + run(t, 20, 9, digit) } else { 0 };
    let zone = part(t, 19 + fraction, t.len());
    let numeric = || match zone {
        [b'+' | b'-', a, b, b':', c, d] => [a, b, c, d].iter().all(|b| digit(**b)),
        _ => false,
    };
    fits && head.len() == 19 && fraction != 1 && (zone.is_empty() || zone == b"Z" || numeric())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::RedactEngine;

    #[test]
    fn forms_are_told_as_a_whole() {
        for text in [
            "0f8fad5b-d9cb-469f-a165-70867728950e",
            "0F8FAD5B-D9CB-469F-A165-70867728950E",
            "4bf92f3577b34da6a3ce929d0e0e4736",
            "00f067aa0ba902b7",
            "2026-08-10T07:21:58Z",
            "2026-08-10 07:21:58.123456+02:00",
            "chatcmpl-BZ3kTq8LmN5pXw2RvYj7Hs4D",
            "call_9fKq2LmX7pTn4RvW8sYb3Zc",
            "user_4821",
            "get-order",
        ] {
            assert!(is_form(text.as_bytes()), "{text}");
        }
        for text in [
            "12345678-1234-1234-1234-123456789012",
            "be71096123456769",
            "41111111111111111111111111111111",
            "2026-08-10T07:21:58 415-555-0132",
            "2026-08-10T07:21:58.",
            "1984-03-12",
            "12345",
            "password10",
            "ssn-123456789",
            "AB123456C",
            "a@b.cd",
            "1.2.3.4",
            "chatcmpl-1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
            "call_AKIAIOSFODNN7EXAMPLE",
            "call_jane@example.com",
            "call_AIzaSyDaGmWKa4JsXZHjGw7ISLn3namBGewQe12",
        ] {
            assert!(!is_form(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn a_key_that_asks_for_a_form_gets_it() {
        let engine = RedactEngine::default();
        for text in [
            r#"{"api_key":"0f8fad5b-d9cb-469f-a165-70867728950e"}"#,
            r#"{"client_secret":"4bf92f3577b34da6a3ce929d0e0e4736"}"#,
            r#"{"birth_date":"1984-08-10T00:00:00Z"}"#,
        ] {
            assert!(engine.redact_text(text, true).is_some(), "{text}");
        }
    }
}
