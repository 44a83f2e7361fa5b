//! Documents inside a text are read as documents are.

use serde_json::Value;

use super::{RedactEngine, becomes, redact, stay};

#[test]
fn documents_behind_the_prefix_of_a_line() {
    becomes(&[
        (r#"INFO {"card": 4111111111111111, "n": 1}"#, r#"INFO {"card": "[CARD]", "n": 1}"#),
        (
            r#"body={"customer": {"first": "Jane", "last": "Roe"}, "address": {"street": "12 Elm Street", "city": "Leeds"}} took 3 ms"#,
            r#"body={"customer": {"first": "[PERSON]", "last": "[PERSON]"}, "address": {"street": "[ADDRESS]", "city": "[ADDRESS]"}} took 3 ms"#,
        ),
        (
            "Here:\n```json\n{\n  \"patient\": {\n    \"name\": \"Jane Roe\",\n    \"mrn\": 1234567\n  }\n}\n```",
            "Here:\n```json\n{\n  \"patient\": {\n    \"name\": \"[PERSON]\",\n    \"mrn\": \"[MEDICAL_RECORD_NUMBER]\"\n  }\n}\n```",
        ),
        (
            r#"rows [{"columns":["name","ssn"],"rows":[["Jane Roe",123456789]]}]."#,
            r#"rows [{"columns":["name","ssn"],"rows":[["[PERSON]","[US_SSN]"]]}]."#,
        ),
        // Escapes, and a text inside the document with another.
        (
            r#"got {"full_name": "Jane \u0052oe", "log": "x {\"ssn\": 123456789}"} here"#,
            r#"got {"full_name": "[PERSON]", "log": "x {\"ssn\": \"[US_SSN]\"}"} here"#,
        ),
        // The name before it counts.
        (r#"user={"name": "Jane Roe"}"#, r#"user={"name": "[PERSON]"}"#),
        (r#"Customer: {"name": "Jane Roe"}"#, r#"Customer: {"name": "[PERSON]"}"#),
        (r#"odbc {"PWD": "/Xk9#home2q"}"#, r#"odbc {"PWD": "[SECRET]"}"#),
        (r#"cut {"user": {"card": 4111111111111111}"#, r#"cut {"user": {"card": "[CARD]"}"#),
        // What is cut off is text; what is whole in it is none.
        (
            r#"cut {"a": {"first": "Jane", "last": "Roe"}, "b": "x"#,
            r#"cut {"a": {"first": "[PERSON]", "last": "[PERSON]"}, "b": "x"#,
        ),
    ]);
}

#[test]
fn one_document_a_line() {
    becomes(&[(
        "{\"name\": \"Search Web\"}\n{\"full_name\": \"Jane Roe\", \"ssn\": 123456789}\n",
        "{\"name\": \"Search Web\"}\n{\"full_name\": \"[PERSON]\", \"ssn\": \"[US_SSN]\"}\n",
    )]);
}

#[test]
fn documents_of_things_and_braces_of_code_stay() {
    stay(&[
        r#"tool: {"name": "Search Web", "id": 123456789}"#,
        r#"call {"name": "get_weather", "arguments": {"city": "Leeds", "days": 3}} now"#,
        r#"x := []string{"first", "last"}; y := map[string]int{"card": 1}"#,
        r#"format!("{}{", a) {" and {"#,
        // Directories.
        r#"env {"PWD": "/home/dev/my-app2", "OLDPWD": "/usr/src/app_1"} of it"#,
        r#"by {"author":{"@type":"NewsMediaOrganization","name":"Leeds Daily News"}}"#,
    ]);
}

#[test]
fn a_document_in_a_text_stays_one() {
    for text in [
        r#"a {"card":4111111111111111,"l":[1,{"phone":"415-555-0132"}]} b jane@example.com {"ssn":123456789} c"#,
        "x [{\"email\":\"a@b.com\"},\n {\"pin\":4821,\"card\":\"4111 1111 1111 1111\"}] y",
    ] {
        let new = redact(text);
        assert_ne!(new, text);
        let mut from = 0;
        while let Some(n) = new[from..].find(['{', '[']).filter(|n| new[from + n..].starts_with(['{', '['])) {
            let mut read = serde_json::Deserializer::from_str(&new[from + n..]).into_iter::<Value>();
            match read.next() {
                Some(Ok(_)) => from += n + read.byte_offset(),
                // A mark in the text.
                _ if new[from + n..].starts_with("[EMAIL]") => from += n + 7,
                _ => panic!("{new}"),
            }
        }
    }
}

#[test]
fn it_is_told_where_values_stood() {
    let text = r#"to jane@example.com: {"ssn": 123456789, "x": "\u006aane@example.org"} from 203.0.113.42"#;
    let found = RedactEngine::default().spans(text, false);
    let stood: Vec<_> = found.iter().map(|f| &text[f.start..f.end]).collect();
    assert_eq!(stood, ["jane@example.com", "123456789", r"\u006aane@example.org", "203.0.113.42"]);
    assert_eq!(found[1].key.as_deref(), Some("ssn"));
}

#[test]
fn documents_behind_many_brackets_that_never_close() {
    let document = r#"{"customer": {"first": "Jane", "last": "Roe"}}"#;
    let expected = r#"{"customer": {"first": "[PERSON]", "last": "[PERSON]"}}"#;
    for cut in [
        r#"{"a":{"b":[{"c":{"d":{"e":{"f":{"g": "#,
        r#"[{"a":[{"b":[{"c":[{"d":[{"x \" { ": 1}, {"e":[{"f": "#,
        // The end of a line ends what it cuts off.
        "{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":{\"f\": \"x\n",
        "{\"a\": {\"b\": 1 ",
    ] {
        for text in [format!("{cut}{document}, \"more\": 1"), format!("x {}{document} y", cut.repeat(200))] {
            let new = redact(&text);
            assert!(new.contains(expected), "{cut}: {}", &new[new.len().saturating_sub(200)..]);
        }
    }
}

#[test]
fn brackets_that_never_close_cost_little() {
    for piece in ["{\"a\":", "[{\"a\":", "{\"a\":[", "{\"", "{\"a\":\"b\",", "[{\"a\":1},"] {
        let text = piece.repeat(100_000);
        assert!(!redact(&text).contains("REDACTION_FAILED"), "{piece}");
    }
}

#[test]
fn members_under_a_secret_are_secrets_by_their_shape() {
    becomes(&[
        (
            r#"{"password":{"old":"hunter2x!","new":"Tr0ub4dor&3"}}"#,
            r#"{"password":{"old":"[SECRET]","new":"[SECRET]"}}"#,
        ),
        (
            r#"{"api_key":{"prod":"Kq7vZ2mX9pL4Kq7vZ2mX9pL4","dev":"Zq7vZ2mX9pL4Kq7vZ2mX9pL4"}}"#,
            r#"{"api_key":{"prod":"[SECRET]","dev":"[SECRET]"}}"#,
        ),
        (
            r#"{"secret":{"name":"db","data":"Kq7vZ2mX9pL4Kq7vZ2mX9pL4"}}"#,
            r#"{"secret":{"name":"db","data":"[SECRET]"}}"#,
        ),
        // One that is traded is none.
        (
            r#"{"token":{"symbol":"USDC","address":"0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48","decimals":6}}"#,
            r#"{"token":{"symbol":"USDC","address":"[CRYPTO]","decimals":6}}"#,
        ),
        (r#"user={"name": "Jane Roe"}"#, r#"user={"name": "[PERSON]"}"#),
    ]);
    stay(&[
        r#"{"password":{"type":"string","minLength":8,"description":"At least 8 letters","changed_at":"2024-05-01T10:11:12Z"}}"#,
        r#"{"apiKey":{"shape":"SensitiveString2048","id":"a1b2c3d4e5f6g7h8i9j0"}}"#,
        r#"{"PasswordFlow":{"properties":{"type":{"enum":["oauth2"]}}}}"#,
    ]);
}

#[test]
fn words_before_a_document_count_in_it() {
    becomes(&[
        (r#"My phone number is {"n": "4155552671"}"#, r#"My phone number is {"n": "[PHONE]"}"#),
        (r#"phones {"home": "4155552671", "n": 3}"#, r#"phones {"home": "[PHONE]", "n": 3}"#),
        (r#"SSN of the customer {"value": "123456789"}"#, r#"SSN of the customer {"value": "[US_SSN]"}"#),
        (r#"a {"x": "bcdefg"} DOB {"v": "1985-04-12"}"#, r#"a {"x": "bcdefg"} DOB {"v": "[DATE_OF_BIRTH]"}"#),
        (
            "{\"role\":\"assistant\",\"content\":\"What is your SSN?\"}\n{\"role\":\"user\",\"content\":\"123456789\"}",
            "{\"role\":\"assistant\",\"content\":\"What is your SSN?\"}\n{\"role\":\"user\",\"content\":\"[US_SSN]\"}",
        ),
    ]);
    stay(&[
        r#"request {"value": "123456789"}"#,
        "{\"content\":\"Your SSN is known.\"}\n{\"content\":\"123456789\"}",
        r#"phone {"a":"bcdefgh","i":"jklmnop","q":"rstuvwx","y":"zabcdef","n":"4155552671"}"#,
    ]);
}

#[test]
fn a_document_that_is_none_any_more_is_text() {
    for text in [
        r#"Q: your phone? A: {"result": 4155552671} done- {"phone": [], "name": "533380006", "email": "x"} password: hunter2x!"#,
        r#"phone: DE89370400440532013000 password: hunter2x! {"name": "4155552671", "n": 1}"#,
        r#"phone {"result": 4155552671, "ssn": {"created": "4111111111111112"}, "phone": "x", "token": ["533380006"]}"#,
    ] {
        let once = redact(text);
        assert_ne!(once, text);
        assert_eq!(redact(&once), once);
    }
}
