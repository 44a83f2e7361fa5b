//! Tests of redaction as a whole: tables here, batches and properties beside.

mod abroad;
mod batch;
mod beside;
mod broken;
mod carried;
mod carriers;
mod clean;
mod columns;
mod commands;
mod configs;
mod described;
mod differential;
mod embedded;
mod evasion;
mod families;
mod field;
mod find;
mod forms;
mod free_text;
mod ids;
mod interfaces;
mod keys;
mod labels;
mod led;
mod letters;
mod mine;
mod more_ids;
mod named_behind;
mod national;
mod neighbours;
mod places;
mod policies;
mod properties;
mod records;
mod rejected;
mod rows;
mod said;
mod sentences;
mod sheets;
mod software;
mod sources;
mod split;
mod tables;
mod technical;
mod things;
mod told;
mod told_by_words;
mod tools;
mod unmarked;
mod written;

use super::*;

/// Each text becomes what stands beside it, and then stays.
#[track_caller]
fn becomes(cases: &[(&str, &str)]) {
    let wrong: Vec<_> =
        cases.iter().map(|(text, expected)| (text, *expected, redact(text))).filter(|(_, a, b)| a != b).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    for (_, expected) in cases {
        assert_eq!(redact(expected), *expected);
    }
}

/// Each JSON document becomes what stands beside it, and then stays.
#[track_caller]
fn documents(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        let new = RedactEngine::default().redact_text(text, true).unwrap_or_else(|| (*text).to_owned());
        assert_eq!(new, *expected, "{text}");
        assert_eq!(RedactEngine::default().redact_text(expected, true), None, "{expected}");
    }
}

/// JSON documents in which nothing is found.
#[track_caller]
fn kept(texts: &[&str]) {
    documents(&texts.iter().map(|text| (*text, *text)).collect::<Vec<_>>());
}

#[track_caller]
fn stay(texts: &[&str]) {
    let wrong: Vec<_> = texts.iter().map(|text| (text, redact(text))).filter(|(a, b)| *a != b).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn redact(text: &str) -> String {
    RedactEngine::default().redact_text(text, false).unwrap_or_else(|| text.to_owned())
}

/// Texts and what becomes of them.
const CHANGED: &[(&str, &str)] = &[
    // A card behind a long row of figures.
    (
        "2001 2002 2003 2004 2005 2006 2007 2008 2009 2010 2011 2012 2013 4111 1111 1111 1111",
        "2001 2002 2003 2004 2005 2006 2007 2008 2009 2010 2011 2012 2013 [CARD]",
    ),
    ("mail maria.gonzalez@example.com now", "mail [EMAIL] now"),
    ("ivan.petrov@example.ru", "[EMAIL]"),
    ("mailto:a.b+c@sub.example.co.uk?x", "mailto:[EMAIL]?x"),
    ("call +1 (415) 555-0132.", "call [PHONE]."),
    ("call (415) 555-0132.", "call [PHONE]."),
    ("415-555-0132", "[PHONE]"),
    ("1-415-555-0132", "[PHONE]"),
    ("+7 912 345-67-89", "[PHONE]"),
    ("+4915112345678", "[PHONE]"),
    ("+44 (0)20 7946 0958", "[PHONE]"),
    ("Fax: 345-899-3560x4587", "Fax: [PHONE]"),
    ("Phone: 410-758-0414, Ext. 2087", "Phone: [PHONE]"),
    ("Mobile: 0490 39 07 81", "Mobile: [PHONE]"),
    ("call me at 0494 92 82 32 please", "call me at [PHONE] please"),
    ("28-64-66-98 office", "[PHONE] office"),
    ("client ip 1.2.3.4", "client ip [IP_ADDRESS]"),
    ("phone: 020 7946 0958", "phone: [PHONE]"),
    ("SSN is 123-45-6789", "SSN is [US_SSN]"),
    ("ssn 123456789", "ssn [US_SSN]"),
    ("card 4111 1111 1111 1111, thanks", "card [CARD], thanks"),
    ("4111-1111-1111-1111", "[CARD]"),
    ("4111111111111111", "[CARD]"),
    ("378282246310005", "[CARD]"),
    ("3782 822463 10005", "[CARD]"),
    ("IBAN DE89370400440532013000.", "IBAN [IBAN]."),
    ("DE89 3704 0044 0532 0130 00", "[IBAN]"),
    ("GB82WEST12345698765432", "[IBAN]"),
    ("from 203.0.113.42:8080", "from [IP_ADDRESS]:8080"),
    ("http://203.0.113.42/x", "http://[IP_ADDRESS]/x"),
    ("at 2001:db8::8a2e:370:7334.", "at [IP_ADDRESS]."),
    ("AKIAIOSFODNN7EXAMPLE", "[AWS_KEY]"),
    ("aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "aws_secret_access_key = [AWS_KEY]"),
    ("token ghp_0123456789abcdefghijABCDEFGHIJ012345!", "token [GITHUB_TOKEN]!"),
    ("sk-proj-abcDEF0123456789abcDEF0123456789", "[OPENAI_KEY]"),
    ("sk-ant-api03-abcDEF0123456789abcDEF0123456789", "[ANTHROPIC_KEY]"),
    ("xoxb-123456789012-abcdefGHIJKL", "[SLACK_TOKEN]"),
    ("sk_live_0123456789abcdefABCDEF", "[STRIPE_KEY]"),
    ("AIzaSyA1234567890abcdefghijklmnopqrstuv", "[GOOGLE_KEY]"),
    ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abc-_123", "[JWT]"),
    ("a -----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- b", "a [PRIVATE_KEY] b"),
    ("a -----BEGIN PRIVATE KEY-----\\nMIIE\\n-----END PRIVATE KEY-----\\n b", "a [PRIVATE_KEY]\\n b"),
    ("postgres://app:s3cret@db.example.com/x", "postgres://[URL_CREDENTIALS]@db.example.com/x"),
    ("password=hunter2!x", "password=[SECRET]"),
    ("Authorization: Bearer abcdef0123456789", "Authorization: Bearer [SECRET]"),
    ("Authorization: Basic dXNlcjpwYXNzd29yZA==", "Authorization: Basic [SECRET]"),
    ("{'api_key': 'abc123def456'}", "{'api_key': '[SECRET]'}"),
    ("{\"password\": \"hunter2\"}", "{\"password\": \"[SECRET]\"}"),
    ("{\"card\": 4111111111111111}", "{\"card\": \"[CARD]\"}"),
    ("{\"a\": \"\\u006daria@example.com\"}", "{\"a\": \"[EMAIL]\"}"),
    ("{\"a@b.com\": 1, \"c@d.com\": 2}", "{\"[EMAIL]\": 1, \"[EMAIL] #2\": 2}"),
    ("cut {\"a\": \"x\\nmaria@example.com\\n", "cut {\"a\": \"x\\n[EMAIL]\\n"),
    ("{\"$bytes\":\"bWFyaWFAZXhhbXBsZS5jb20=\"}", "{\"$bytes\":\"W0VNQUlMXQ==\"}"),
];

/// Texts that stay.
const KEPT: &[&str] = &[
    "A-1007",
    "R-77",
    "gpt-4o-mini-2026-08-06",
    "thread-77",
    "sess-9",
    "user-42",
    "doc-2",
    "refunded within 14 days",
    "lookup_customer",
    "Rate limit reached for requests",
    "42.5",
    "",
    "2026-08-10T07:21:58.603Z",
    "2025-07-19T07:18:33+0800",
    "1709962526590003842",
    "trace_id=52cc5023d8319aea1181f76f3adcbdc1",
    "span_id=8994108478009561",
    "550e8400-e29b-41d4-a716-446655440000",
    "version 1.2.3.4",
    "chrome/120.0.0.0",
    "Open Journal Systems 3.3.0.17",
    "numba 1.11.1.2",
    "call on 2024-01-15 10:30",
    "127.0.0.1",
    "0.0.0.0:4317",
    "std::sync::Arc",
    "a[1::2]",
    "12:30:45",
    "numpy==2.5.1",
    "lodash@4.17.21",
    "tool-runner@sha256:6dc9bd78",
    "git@github.com:a/b.git",
    "@app.route",
    "max_tokens: 4096",
    "{\"max_tokens\": 4096, \"next_page_token\": \"abc123def456ghi789\"}",
    "token: the next one",
    "password: please reset it",
    "api_key = os.environ[\"OPENAI_API_KEY\"]",
    "password = getpass()",
    "task-1234567890abcdef1234567890",
    "sk-learn-something-very-long-name",
    "chatcmpl-YQGLKdhh5n77hPrlhuo4CDUmGTNVB",
    "call_PJa7X722deKcNbwT34eiyvwK",
    "000-12-3456",
    "666-12-3456",
    "4111111111111112",
    "@@ -611,3 +684,1 @@",
    "[EMAIL] [CARD] [SECRET]",
    "password=[SECRET]",
    "{\"type\": \"string\", \"password\": null}",
    "3.14159265358979",
    "{\"created\": 1737475627, \"id\": 4111111111111111}",
];

#[test]
fn removes() {
    let mut wrong = Vec::new();
    for (text, expected) in CHANGED {
        let got = redact(text);
        if got != *expected {
            wrong.push(format!("{text}\n   got  {got}\n   want {expected}"));
        }
        let again = redact(&got);
        if again != got {
            wrong.push(format!("not stable: {got} -> {again}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn keeps() {
    let wrong: Vec<_> = KEPT.iter().map(|t| (t, redact(t))).filter(|(t, got)| **t != got).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Planted in the captures of real SDKs, with the type that must be found.
const PLANTED: &[(&str, &str)] = &[
    ("maria.gonzalez@example.com", "EMAIL"),
    ("ivan.petrov@example.ru", "EMAIL"),
    ("+1 (415) 555-0132", "PHONE"),
    ("+7 912 345-67-89", "PHONE"),
    ("123-45-6789", "US_SSN"),
    ("4111 1111 1111 1111", "CARD"),
    ("DE89370400440532013000", "IBAN"),
    ("203.0.113.42", "IP_ADDRESS"),
    ("AKIAIOSFODNN7EXAMPLE", "AWS_KEY"),
    ("ghp_0123456789abcdefghijABCDEFGHIJ012345", "GITHUB_TOKEN"),
];

/// The text as JSON string, every character as `\uXXXX`.
fn all_escaped(text: &str) -> String {
    format!("\"{}\"", text.encode_utf16().map(|u| format!("\\u{u:04x}")).collect::<String>())
}

/// A JSON document whose strings are searched for `needle` after decoding, JSON in strings included.
fn holds(value: &serde_json::Value, needle: &str) -> bool {
    match value {
        serde_json::Value::String(s) => s.contains(needle) || serde_json::from_str(s).is_ok_and(|v| holds(&v, needle)),
        serde_json::Value::Array(a) => a.iter().any(|v| holds(v, needle)),
        serde_json::Value::Object(o) => o.iter().any(|(k, v)| k.contains(needle) || holds(v, needle)),
        _ => false,
    }
}

#[test]
fn planted_values_are_found_through_every_escaping() {
    for (value, kind) in PLANTED {
        for text in [(*value).to_owned(), format!("I am ({value}), ok"), format!("a\n{value}\n\"b\" c:\\d")] {
            assert!(!redact(&text).contains(value), "{text}");
            assert!(redact(&text).contains(kind), "{text}");
            let mut json = serde_json::json!({"role": "user", "content": text, "n": 1}).to_string();
            for level in 0..4 {
                let got = redact(&json);
                let parsed: serde_json::Value = serde_json::from_str(&got).unwrap();
                assert!(!holds(&parsed, value) && !got.contains(value), "level {level}: {got}");
                assert!(got.contains(kind), "level {level}: {got}");
                // Cut off, it is no JSON any more, and still nothing passes.
                let cut = json.get(..json.len() - 1).unwrap();
                assert!(!redact(cut).contains(value), "level {level} cut: {}", redact(cut));
                json = serde_json::json!({ "arguments": json }).to_string();
            }
            let escaped = format!("{{\"a\":{}}}", all_escaped(&text));
            let parsed: serde_json::Value = serde_json::from_str(&redact(&escaped)).unwrap();
            assert!(!holds(&parsed, value), "{escaped}");
            assert!(holds(&parsed, kind), "{escaped}");
        }
    }
}

#[test]
fn failing_closed_keeps_json_valid() {
    let engine = RedactEngine::default();
    let mut scrubber =
        Scrubber::new(Arc::clone(&engine.scanner), Arc::new(cache::Cache::new(1 << 16)), policy::Policy::default());
    scrubber.panic_on = Some(b"boom");
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let mut run = |text: &str, json: bool| match scrubber.value(text, context::Context::default(), json) {
        value::Outcome::Changed(text, tally) => (String::from_utf8(text).unwrap(), tally.to_json()),
        value::Outcome::Clean => panic!("passed"),
    };
    let plain = run("boom maria@example.com", false);
    let json = run("{\"a\": \"boom maria@example.com\"}", true);
    std::panic::set_hook(hook);
    assert_eq!(plain, ("[REDACTION_FAILED]".to_owned(), "{\"REDACTION_FAILED\":1}".to_owned()));
    assert_eq!(json, ("{\"[REDACTION_FAILED]\":null}".to_owned(), "{\"REDACTION_FAILED\":1}".to_owned()));
    let deep = format!("{}1{}", "[".repeat(200), "]".repeat(200));
    assert_eq!(redact(&deep), "[REDACTION_FAILED]");
}
