//! Ranges that are told are those that are replaced, in the input.

use proptest::prelude::*;

use std::sync::LazyLock;

use super::*;

fn found(text: &str) -> Vec<(String, &'static str)> {
    let spans = RedactEngine::default().spans(text, false);
    spans.iter().map(|f| (text[f.start..f.end].to_owned(), f.kind.name())).collect()
}

#[test]
fn ranges_are_of_the_input() {
    for (text, expected) in [
        ("é mail maria@example.com now", vec![("maria@example.com", "EMAIL")]),
        (
            "{\"a\": \"é maria@example.com\", \"b\": 4111111111111111}",
            vec![("maria@example.com", "EMAIL"), ("4111111111111111", "CARD")],
        ),
        // Escapes before and inside the value.
        (r#"{"a": "x\n\"\u00e9 \u006daria@example.com\t."}"#, vec![(r"\u006daria@example.com", "EMAIL")]),
        // JSON in a string, twice.
        (r#"{"a": "{\"b\": \"{\\\"c\\\": \\\"maria@example.com\\\"}\"}"}"#, vec![("maria@example.com", "EMAIL")]),
        (r#"{"password": "hunter2!x"}"#, vec![("hunter2!x", "SECRET")]),
        // A key.
        (r#"{"x": 1, "a@b.com": 1}"#, vec![("a@b.com", "EMAIL")]),
        // Bytes: `maria@example.com`.
        (r#"{"$bytes":"bWFyaWFAZXhhbXBsZS5jb20="}"#, vec![("bWFyaWFAZXhhbXBsZS5jb20", "EMAIL")]),
        // No JSON after all: what was found until then does not count twice.
        (r#"{"a": "maria@example.com", }"#, vec![("maria@example.com", "EMAIL")]),
        (r"cut maria@example.com\n{\u0022k", vec![("maria@example.com", "EMAIL")]),
        ("nothing here", vec![]),
    ] {
        let expected: Vec<_> = expected.into_iter().map(|(v, k)| (v.to_owned(), k)).collect();
        assert_eq!(found(text), expected, "{text}");
    }
}

#[test]
fn a_card_that_a_table_made_a_decimal_of_is_one() {
    let card = vec![("4111111111111111".to_owned(), "CARD")];
    for text in [
        "card 4111111111111111.0",
        "| card | 4111111111111111.0 |",
        "card 4111111111111111.00, x",
        "card: 4111111111111111.0.",
    ] {
        assert_eq!(found(text), card, "{text}");
    }
    for text in [
        "ratio 4111111111111111.0",
        "card 4111111111111111.25",
        "card 4111111111111111.0.3",
        "card 4111111111111111.0e3",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn keys_are_told() {
    let spans = RedactEngine::default().spans(r#"{"to": ["maria@example.com"], "x": "y"}"#, true);
    assert_eq!(spans[0].key.as_deref(), Some("to"));
}

#[test]
fn later_rounds_are_mapped_back() {
    let changed = CHANGED.iter().map(|(t, _)| *t).chain(["password=maria@example.com", "api_key: 203.0.113.42:x1y2z3"]);
    for text in changed {
        let engine = RedactEngine::default();
        let (new, spans) = engine.inspect(text, false);
        assert!(new.is_some() && !spans.is_empty(), "{text}");
        // What lies outside the ranges is in the result, in order.
        if !text.contains('\\') {
            let new = new.unwrap();
            let (mut from, mut at) = (0, 0);
            for (start, end) in spans.iter().map(|f| (f.start, f.end)).chain([(text.len(), text.len())]) {
                let kept = &text[from..start];
                at += new[at..].find(kept).unwrap_or_else(|| panic!("{kept:?} of {text:?} is not in {new:?}"))
                    + kept.len();
                from = end;
            }
        }
    }
}

#[test]
fn decisions_say_what_was_enough() {
    let engine = RedactEngine::default();
    let explain = |text: &str| {
        let found = engine.spans(text, false);
        engine.explain(text, &found).remove(0)
    };
    let card = explain("pay 4111 1111 1111 1111 now");
    assert_eq!((card.checksum, card.evidence, card.score), (Some(true), Evidence::Form, 1.0));
    let iban = explain("IBAN DE89370400440532013001.");
    assert_eq!((iban.checksum, iban.evidence, iban.score), (Some(false), Evidence::Words, 0.5));
    let id = explain("DNI 12345678Z");
    assert_eq!((id.checksum, id.found.kind), (Some(true), Type::from_name("ES_NIF").unwrap()));
    assert_eq!(explain("NHS number 943 476 5919").checksum, Some(true));
    assert_eq!(explain("NHS number 943 476 5918").checksum, Some(false));
    // A layout is no checksum.
    assert_eq!(explain("passport number X1234567").checksum, None);
    let token = explain("glpat-7Kd93mXq0Zw5Tn2Bk8Lp");
    assert_eq!((token.rule, token.checksum), ("gitlab", None));
    assert_eq!(explain("ghp_0123456789abcdefghijABCDEFGHIJ012345").checksum, Some(false));
    assert_eq!(explain("db_password=tiger-x9").rule, "assigned");
    let key = explain(r#"{"ssn": "123456789"}"#);
    assert_eq!((key.checksum, key.evidence), (None, Evidence::Key("ssn".to_owned())));
}

static ENGINE: LazyLock<RedactEngine> = LazyLock::new(RedactEngine::default);

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(miri) { 4 } else { 256 }))]

    #[test]
    fn ranges_and_text_agree_across_strings(
        parts in prop::collection::vec("(4111 1111|1111 1111|maria@|example\\.com|[a-z \"é]{0,6}|a@b\\.com ){0,2}", 0..6),
        nested in 0..3usize,
    ) {
        let engine = &*ENGINE;
        let mut text = serde_json::json!({"parts": parts.iter().map(|p| serde_json::json!({"content": p})).collect::<Vec<_>>()}).to_string();
        for _ in 0..nested {
            text = serde_json::json!([{"content": text}, {"content": "and more"}]).to_string();
        }
        let (new, spans) = engine.inspect(&text, false);
        prop_assert_eq!(&new, &engine.redact_text(&text, false));
        prop_assert_eq!(new.is_some(), !spans.is_empty());
        let mut from = 0;
        for f in &spans {
            prop_assert!(f.start >= from && text.get(f.start..f.end).is_some_and(|v| !v.is_empty()));
            from = f.end;
        }
        if let Some(new) = new {
            prop_assert_eq!(engine.redact_text(&new, false), None);
            prop_assert!(serde_json::from_str::<serde_json::Value>(&new).is_ok());
        }
    }

    #[test]
    fn ranges_and_text_agree(text in "([a-z{}\"\\\\: é]{0,6}|maria@example\\.com|\\\\u0040|4111111111111111|password=|hunter2!x){0,8}") {
        let engine = &*ENGINE;
        let (new, spans) = engine.inspect(&text, false);
        prop_assert_eq!(&new, &engine.redact_text(&text, false));
        prop_assert_eq!(new.is_some(), !spans.is_empty());
        for pair in spans.windows(2) {
            prop_assert!(pair[0].end <= pair[1].start);
        }
        for f in &spans {
            prop_assert!(text.get(f.start..f.end).is_some_and(|v| !v.is_empty()));
        }
    }
}
