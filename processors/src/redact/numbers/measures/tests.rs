//! Labels, values and what is none.

use super::words::{WORDS, last_word};
use super::*;
use crate::redact::{RedactEngine, hints, secrets::secrecy};

#[test]
fn no_word_of_a_label_names_anything_of_a_person() {
    let words = || WORDS.iter().flat_map(|(_, words)| words.split_ascii_whitespace());
    assert!(words().all(|word| kind_of(last_word(word.as_bytes(), word.len()).0) != 0));
    let names = |word: &&str| !hints::label(word.as_bytes(), word.len()).is_empty();
    let secret = |word: &&str| secrecy(word).has(Context::MAY_BE_SECRET);
    // Ends of files' names count behind a dot only.
    let file = |word: &&str| kind_of(last_word(word.as_bytes(), word.len()).0) == FILE;
    let wrong: Vec<_> = words().filter(|word| !file(word) && (names(word) || secret(word))).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn measures_end_where_their_values_do() {
    for text in [
        "bytes=1234567",
        "total_net_input_bytes:4111111111111111",
        "bytes_sent=4111111111111111",
        "rowsProcessed=4111111111111111",
        "duration_ns=4012888888881881",
        "tid=140235467892480",
        "\"latency_ms\": 48.213",
        "\\\"total\\\": 1234567",
        "endTimeUnixNano: 1709962526590012345",
        "offset=-12345678",
        "rss: 1234567KiB",
        "trace_id=52cc5023d8319aea1181f76f3adcbdc1",
        "parentSpanId: 89941ACF780DE956",
        "traceid=52cc5023d8319aea1181f76f3adcbdc1",
        "cached=true",
        "elapsed=\"48.213\u{b5}s",
        "step: 12/1000",
        "status_code=404",
        "http code: 404",
        "latency_us=1234567",
        "Sink.java:123",
        "sha256:52cc5023d8319aea1181f76f3adcbdc152cc5023d8319aea1181f76f3adcbdc1",
        "digest=52cc5023d8319aea1181f76f3adcbdc1",
    ] {
        let separator = memchr::memchr2(b'=', b':', text.as_bytes()).unwrap();
        for behind in ["", " x", ",", "\n", "\"", "}", "\\n"] {
            let whole = format!("{text}{behind}");
            assert_eq!(at_separator(whole.as_bytes(), separator), Label::Of(text.len()), "{whole}");
        }
        for behind in ["\u{e9}", "_x", " 5", "-5", "@", "zzzzzz"] {
            let whole = format!("{text}{behind}");
            assert!(!matches!(at_separator(whole.as_bytes(), separator), Label::Of(_)), "{whole}");
        }
    }
}

#[test]
fn other_numbers_are_none() {
    for text in [
        "passport=12345678",
        "phone_count_no=12345678",
        "records=123456789012",
        "sent=4111111111111111",
        "cards_processed=4111111111111111",
        "num_tokens=4111111111111111",
        "bytes=01761234567",
        "tid=185057800608491",
        "ts=4111111111111111",
        "id=89941acf780de956",
        "userid=89941acf780de956",
        "span_id=89941acf780de95",
        "32bytes=1234567",
        "\u{e9}bytes=1234567",
        "bytes=abc",
        "bytes=",
        "bytes=1:1",
        "code=493021",
        "code=493",
        "security_code=493",
        "contact_us=4155550132",
        "num_sec=123456789",
        "tax_id_max=123456789",
        "max=01761234567",
        "ts=185057800608491",
        "password md5=52cc5023d8319aea1181f76f3adcbdc1",
        "javac=123",
        "sha256=52cc5023d8319aea1181f76f3adcbdc",
        "key256=52cc5023d8319aea1181f76f3adcbdc1",
        "=1234567",
    ] {
        let separator = memchr::memchr(b'=', text.as_bytes()).unwrap();
        assert!(!matches!(at_separator(text.as_bytes(), separator), Label::Of(_)), "{text}");
    }
}

#[test]
fn places_inside_are_told_alone() {
    for (text, at) in [
        ("bytes=1234567", 6),
        ("loss: 0.1234567", 8),
        ("\"ms\": \"-1234567.12345678", 16),
        ("v1.24.8-rc.2", 1),
        ("rc.2+build.48213077", 11),
        ("build-48213077 x", 6),
        ("offset 48213077, x", 7),
        ("took 4821307.123456 s", 13),
        ("(48213077 ms", 1),
        ("48.2130771s, x", 3),
        ("x 0.918273645,", 4),
        ("[12345.678901] usb", 7),
        ("[12345.678901] usb", 1),
        ("[app-2.31.48213.jar", 5),
    ] {
        assert!(at_number(text.as_bytes(), at), "{text}");
    }
    for (text, at) in [
        ("v1.24.8.5", 1),
        ("v1.24", 1),
        ("mv1.24.8", 2),
        ("no.48213077", 3),
        ("build.48213077-5", 6),
        ("bytes: 1234567 8", 7),
        ("port, 48213077", 6),
        ("offset 48213077 55", 7),
        ("+48213077 ms", 1),
        ("a-0.918273645", 4),
        ("48213077 m\u{e9}s", 0),
        ("48213077 msx", 0),
        ("call us 4155550132", 8),
        ("Phone Max 4155550132", 10),
        ("Max 01761234567", 4),
        ("01761234567 items", 0),
        ("SSN 123456789 records", 4),
        ("post.536 22 8713", 5),
        ("48213077s", 0),
        ("12.345678-9", 3),
        ("RG-12.345.67890", 3),
        ("cpf-123.456.789-09", 4),
        ("cpf-123.456.789", 4),
        ("1,0.918273645", 4),
    ] {
        assert!(!at_number(text.as_bytes(), at), "{text}");
    }
}

#[test]
fn words_of_measures_say_other_things_in_sentences() {
    for (text, value) in [
        ("Contact us: 4155550132 or by mail", "4155550132"),
        ("Telefon Max: 01761234567", "01761234567"),
        ("call me any time 4155550132", "4155550132"),
        ("Agent: What is your PIN?\nMax: 4821", "4821"),
        ("Card security code: 493", "493"),
        ("\"cvv_code\": 493,", "493"),
        ("Account number: 12345678 items", "12345678"),
        ("Konto total 12345678", "12345678"),
        ("no sec: 185057800608491", "185057800608491"),
        ("password md5: 5f4dcc3b5aa765d61d8327deb882cf99", "5f4dcc3b5aa765d61d8327deb882cf99"),
        ("password: \"true love waits forever\"", "love waits"),
        ("items=\"493021 is your login code\"", "493021"),
        ("10:30:59,415-555-0132", "415-555-0132"),
        ("10:30,123-45-6789", "123-45-6789"),
        ("T10:30:59,203.0.113.77,GET", "203.0.113.77"),
        ("from /2001:4860:4860::8888", "2001:4860:4860::8888"),
    ] {
        let redacted = RedactEngine::default().redact_text(text, false);
        assert!(redacted.is_some_and(|new| !new.contains(value)), "{text}");
    }
}

#[test]
fn what_a_key_names_is_not_left_to_labels() {
    let redact = |text: &str| RedactEngine::default().redact_text(text, true);
    assert_eq!(redact("{\"note\":\"count: 4155550132\"}"), None);
    assert!(redact("{\"phone\":\"count: 4155550132\"}").is_some());
    // The run goes on behind the measure.
    assert!(redact("{\"note\":\"bytes=1,api_key=Kq7vZ2mX9pL4sT8wB3nD6fG1\"}").is_some());
    assert!(redact("{\"note\":\"bytes=1 api_key=Kq7vZ2mX9pL4sT8wB3nD6fG1\"}").is_some());
}
