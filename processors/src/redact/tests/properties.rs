//! Properties over generated text and JSON.

use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::redact::{
    context::Context,
    scan::{self, classes, places},
    types::Type,
};

/// Pieces that detectors look at, whole and broken.
const PIECES: &[&str] = &[
    "maria@example.com",
    "@",
    "a@b",
    "4111 1111 1111 1111",
    "4111111111111111",
    "4111_1111_1111_1111",
    "3782_822463_10005",
    "4111",
    "_",
    "{\"card\": ",
    "{\"name\": \"Jane Roe\", \"phone\": 4155550132}",
    "\"}",
    "Patient - ",
    "Invalid value ",
    ": invalid value ",
    " for field ",
    "│",
    "├─┼─┤",
    "123-45-6789",
    "123",
    "45",
    "6789",
    "+1 (415) 555-0132",
    "+7",
    "(415)",
    "555-0132",
    "DE89370400440532013000",
    "DE",
    "89",
    "203.0.113.42",
    "203.",
    "2001:db8::1",
    "::",
    ":",
    "AKIAIOSFODNN7EXAMPLE",
    "AKIA",
    "ghp_0123456789abcdefghijABCDEFGHIJ012345",
    "sk-proj-abcDEF0123456789abcDEF",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abc",
    "eyJ",
    "-----BEGIN PRIVATE KEY-----",
    "-----END PRIVATE KEY-----",
    "https://",
    "user:pass1@",
    "password",
    "=",
    "\"",
    "'",
    "hunter2!x",
    "Bearer ",
    "Basic ",
    "token: ",
    "api_key",
    "Mr. ",
    "Jane Roe",
    "my name is ",
    "born on ",
    "March 12, 1984",
    "shipped to 12 Elm Street",
    "IDENTIFIED BY ",
    "redis-cli -a ",
    "sqlplus app/",
    "requirepass ",
    "contraseña es ",
    "：",
    "phone ",
    "ssn ",
    "card ",
    "iban ",
    "version ",
    "id=",
    " ",
    ", ",
    "\n",
    "\\n",
    "\\",
    "\\\"",
    "\\u0040",
    "[EMAIL]",
    "[",
    "]",
    "{",
    "}",
    "-",
    ".",
    "é",
    "日本",
    "0",
    "00",
    "x",
];

/// Keys that say something of their value, or of that of another.
const KEYS: &[&str] = &[
    "a", "password", "token", "phone", "card", "id", "$bytes", "name", "key", "value", "text", "label", "selector",
    "first", "last", "email", "kind", "data", "codes", "kty", "d",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![4 => prop::sample::select(PIECES).prop_map(str::to_owned), 1 => "[ -~]{0,6}", 1 => "[0-9 .-]{1,20}"];
    prop::collection::vec(piece, 0..14).prop_map(|p| p.concat())
}

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        text().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        Just(Value::from(4_111_111_111_111_111_u64)),
        Just(Value::Null),
        Just(Value::from(1.5)),
    ];
    let key = prop_oneof![prop::sample::select(KEYS).prop_map(str::to_owned), text()];
    leaf.prop_recursive(4, 24, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((key.clone(), inner.clone()), 0..4)
                .prop_map(|m| Value::Object(m.into_iter().collect())),
            inner.prop_map(|v| Value::from(v.to_string())),
        ]
    })
}

/// Same containers, same number of members; only strings, numbers under them, and names may differ.
fn same_shape(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_shape(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().filter(|(k, _)| b.contains_key(*k)).all(|(k, v)| same_shape(v, &b[k]))
        }
        (Value::String(_) | Value::Number(_), Value::String(_)) => true,
        (a, b) => a == b,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn the_fast_way_finds_what_the_obvious_way_finds(text in text()) {
        let scanner = scan::Scanner::new_shared();
        for context in [Context::default(), Context::PHONE, Context::CARD.with(Context::SSN), Context::KEEP_IP.with(Context::ID)] {
            let hits = scanner.scan(text.as_bytes(), context);
            prop_assert_eq!(&hits, &scan::reference(text.as_bytes(), context), "{:?}", text);
        }
    }

    #[test]
    fn every_way_of_classifying_finds_the_same(text in text(), from in 0..80usize, len in 0..200usize) {
        let text = text.repeat(3);
        let t = text.as_bytes();
        let (from, to) = (from.min(t.len()), (from + len).min(t.len()));
        let expected: Vec<_> = (from..to).filter(|p| places::is_place(t, *p)).map(|p| p as u32).collect();
        let secrets: Vec<_> = (from..to).filter(|p| places::is_secret_place(t, *p)).map(|p| p as u32).collect();
        for path in classes::paths() {
            let (name, scanner) = (path.name, scan::Scanner::with_pass(path.pass));
            let mut search = scan::Search::default();
            scanner.search_range(t, from, to, &mut search);
            if t.len() >= 6 {
                prop_assert_eq!(&search.places, &expected, "{} {:?} {}..{}", name, text, from, to);
            }
            if t.len() >= 8 {
                prop_assert_eq!(&search.secrets, &secrets, "{} {:?} {}..{}", name, text, from, to);
            }
        }
    }

    #[test]
    fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let scanner = scan::Scanner::new_shared();
        let hits = scanner.scan(&bytes, Context::default());
        prop_assert_eq!(&hits, &scan::reference(&bytes, Context::default()));
        let text = redact(&String::from_utf8_lossy(&bytes));
        prop_assert!(!text.contains(Type::RedactionFailed.mark()));
    }

    #[test]
    fn redacting_twice_changes_nothing(text in text()) {
        let once = redact(&text);
        prop_assert!(!once.contains(Type::RedactionFailed.mark()), "{}", text);
        prop_assert_eq!(redact(&once), once);
    }

    #[test]
    fn json_stays_json(value in json()) {
        let engine = RedactEngine::default();
        let before = value.to_string();
        let after = engine.redact_text(&before, true).unwrap_or_else(|| before.clone());
        let parsed: Value = serde_json::from_str(&after).unwrap();
        prop_assert!(same_shape(&value, &parsed), "{}\n{}", before, after);
        prop_assert_eq!(engine.redact_text(&after, true), None, "{}\n{}", before, after);
    }

    #[test]
    fn planted_values_never_survive(before in "[a-z ,.]{0,20}", after in "[a-z ,]{0,20}", which in 0..PLANTED.len(), levels in 0..4) {
        let (value, _) = PLANTED[which];
        // Words of chance may say what a value is: `ver 203.0.113.7` is a version.
        let mut text = format!("{before} and then from {value} {after}");
        for _ in 0..levels {
            text = serde_json::json!({"k": text}).to_string();
        }
        prop_assert!(!redact(&text).contains(value));
    }
}
