//! Values split over strings of a document, and values known from elsewhere.

use arrow::array::{ArrayRef, AsArray, RecordBatch, StringArray, new_null_array};
use custos_model::{batch::Counts, schema::Table};
use serde_json::{Value, json};

use super::*;

const SECRETS: &[&str] = &[
    "maria.gonzalez@example.com",
    "4111 1111 1111 1111",
    "123-45-6789",
    "ghp_0123456789abcdefghijABCDEFGHIJ012345",
    "203.0.113.42",
];

/// All texts under `content`, put together.
fn contents(v: &Value) -> String {
    match v {
        Value::Object(o) => o
            .iter()
            .map(|(k, v)| if k == "content" { v.as_str().unwrap_or_default().to_owned() } else { contents(v) })
            .collect(),
        Value::Array(a) => a.iter().map(contents).collect(),
        _ => String::new(),
    }
}

fn redacted(document: &Value) -> Value {
    let text = redact(&document.to_string());
    assert_eq!(redact(&text), text, "not stable");
    serde_json::from_str(&text).unwrap()
}

#[test]
fn values_split_over_parts_and_deltas_are_removed() {
    for secret in SECRETS {
        for at in 3..secret.len() - 2 {
            let (a, b) = secret.split_at(at);
            let long =
                "So the customer wrote to us again about the order that we had refunded within days, and she said: ";
            let parts = json!({"role": "user", "parts": [
                {"type": "text", "content": format!("{long}{a}")}, {"type": "text", "content": format!("{b} as before")}]});
            let events = json!([{"name": "delta", "attributes": {"content": format!("it is {a}")}},
                {"name": "delta", "attributes": {"content": format!("{b}, ok")}}]);
            for document in [parts, events] {
                let got = contents(&redacted(&document));
                // A half may be taken for a value by itself; no more than the other is left.
                assert!(!got.contains(secret) && got.contains('['), "{document} -> {got}");
            }
        }
        let deltas: Vec<_> =
            secret.as_bytes().chunks(3).map(|c| json!({"content": std::str::from_utf8(c).unwrap()})).collect();
        let mut all = vec![json!({"content": "this: "})];
        all.extend(deltas);
        all.push(json!({"content": " and more"}));
        let got = contents(&redacted(&json!({ "events": all })));
        assert!(got.starts_with("this: [") && got.ends_with("] and more"), "{got}");
    }
}

#[test]
fn values_split_inside_documents_in_strings_are_removed() {
    let engine = RedactEngine::default();
    let inner = json!([{"delta": {"content": "\"card\" 4111 11"}}, {"delta": {"content": "11 1111"}}, {"delta": {"content": " 1111, ok"}}]);
    let message = json!([{"role": "user", "parts": [{"type": "text", "content": inner.to_string()}]}]);
    for document in [json!({ "body": inner.to_string() }), json!({ "input": message.to_string() })] {
        let text = document.to_string();
        let new = redact(&text);
        assert!(new.contains("card") && new.contains(" [CARD]") && new.contains(", ok"), "{new}");
        assert!(!new.contains("1111") && !new.contains("4111"), "{new}");
        assert_eq!(redact(&new), new, "not stable");
        // Every piece is told, where it is.
        let (shown, spans) = engine.inspect(&text, false);
        assert_eq!(shown.as_deref(), Some(new.as_str()));
        let pieces: Vec<_> = spans.iter().map(|s| &text[s.start..s.end]).collect();
        assert_eq!(pieces, ["4111 11", "11 1111", " 1111"], "{text}");
    }
}

#[test]
fn values_split_over_documents_one_a_line_are_removed() {
    let lines =
        "{\"delta\":{\"content\":\"card 4111 11\"}}\n{\"delta\":{\"content\":\"11 1111 1111\"}}\n{\"done\":true}";
    let new = redact(lines);
    assert_eq!(new, "{\"delta\":{\"content\":\"card [CARD]\"}}\n{\"delta\":{\"content\":\"\"}}\n{\"done\":true}");
    assert_eq!(redact(&new), new);
}

#[test]
fn a_token_that_goes_on_over_long_strings_goes_whole() {
    let token = format!(
        "eyJhbGciOiJIUzI1NiJ9.{}.{}",
        "eyJzdWIiOiI0NDIxIiwicm9sZXMiOlsiYWRtaW4iLCJhdWRpdCJdLCJzY29wZSI6InJlYWQgd3JpdGUiLCJpYXQiOjE3NzI0MTYwMDB9",
        "Qm9nQ3J5cHQtU2lnbmF0dXJlLW9mLXRoaXMtdG9rZW4"
    );
    for n in [66, 80, 100, 130] {
        let pieces: Vec<_> = token.as_bytes().chunks(n).map(|c| std::str::from_utf8(c).unwrap()).collect();
        let mut parts: Vec<_> = pieces.iter().map(|c| json!({"type": "text", "content": c})).collect();
        let mut ends = parts.clone();
        ends.push(json!({"type": "text", "content": " was refused by the gateway, and the customer has to log in once more."}));
        parts.push(
            json!({"type": "text", "content": "Understood. The next message explains how the gateway checks a token."}),
        );
        for (parts, last) in [(parts, "Understood."), (ends, " was refused")] {
            let got = contents(&redacted(&json!({ "parts": parts })));
            assert!(got.starts_with("[JWT]") && got.contains(last) && !got.contains("eyJ"), "{n}: {got}");
            assert!(pieces.iter().all(|c| !got.contains(c)), "{n}: {got}");
        }
    }
}

#[test]
fn a_token_whose_first_part_is_one_goes_on_in_the_next() {
    let before = "The deployment failed again, and the log of the runner shows the token that it used: ";
    let (first, rest) = ("ghp_k4Tz9QwLm2XvBn7RcYpD5sHj", "Fg8Ua3WeN6iKo1Zt0VxMq7BdRy");
    for behind in [".", " was refused", ""] {
        let document = json!([{"content": format!("{before}{first}")}, {"content": format!("{rest}{behind}")}]);
        let got = redacted(&document);
        assert_eq!(got, json!([{"content": format!("{before}[GITHUB_TOKEN]")}, {"content": behind}]));
    }
    // What a server calls something does not go on a token.
    for next in ["call_k4Tz9QwLm2XvBn7RcYpD5sHj", "Understood", "ConversationSummary"] {
        let document = json!([{"content": format!("{before}{first}")}, {"content": next}]);
        assert_eq!(redacted(&document)[1]["content"], next);
    }
}

#[test]
fn neighbours_that_split_nothing_stay() {
    for document in [
        json!([{"content": "in 2024"}, {"content": "10 of 20"}]),
        json!({"parts": [{"type": "text", "content": "See the end."}, {"type": "text", "content": "example.com is down"}]}),
        json!([{"id": "41111111", "n": 1}, {"id": "11111111", "n": 2}]),
        json!([{"content": "a"}, {"content": ["b", {"text": "c"}]}, 1, null]),
    ] {
        assert_eq!(redacted(&document), document);
    }
}

#[test]
fn who_says_something_else_does_not_go_on_a_value() {
    let other = json!([{"role": "user", "content": "the password is hunter2"}, {"role": "assistant", "content": "Thanks, noted"}]);
    assert_eq!(redacted(&other)[1]["content"], "Thanks, noted");
    // Whatever stands first, and whatever is between.
    let other = json!([{"content": [{"text": "I am jane@example.museum"}], "role": "user"}, {"content": [{"text": "Hello Jane"}], "role": "assistant"}]);
    assert_eq!(redacted(&other)[1]["content"][0]["text"], "Hello Jane");
    // The next of the same one may.
    let same = json!([{"role": "user", "content": "card 4111 1111"}, {"role": "user", "content": " 1111 1111"}]);
    assert_eq!(contents(&redacted(&same)), "card [CARD]");
    let deltas =
        json!([{"delta": {"role": "assistant", "content": "card 4111 1111"}}, {"delta": {"content": " 1111 1111"}}]);
    assert_eq!(contents(&redacted(&deltas)), "card [CARD]");
    let deltas = json!([{"role": "assistant", "content": "card 4111 1111"}, {"role": "", "content": " 1111 1111"}]);
    assert_eq!(contents(&redacted(&deltas)), "card [CARD]");
}

#[test]
fn a_word_behind_an_address_that_ends_a_text_stays() {
    for (a, b) in
        [("write to jane@example.com", "Hello"), ("jane@nordstern.io", "thanks"), ("x@example.org", "mit Gruß")]
    {
        let got = redacted(&json!([{ "text": a }, { "text": b }]));
        assert!(got[0]["text"].as_str().unwrap().ends_with("[EMAIL]"), "{got}");
        assert_eq!(got[1]["text"], b);
    }
    for (a, b) in
        [("jane@example.c", "om"), ("jane@example.co", "m, ok"), ("jane@exam", "ple.com"), ("jane@example.co", ".uk")]
    {
        let got = redacted(&json!([{ "text": a }, { "text": b }]));
        assert_eq!(got[0]["text"], "[EMAIL]", "{a} {b}");
        assert!(got[1]["text"] == "" || got[1]["text"] == ", ok", "{got}");
    }
}

#[test]
fn the_name_that_an_address_of_mail_is_made_of_goes_from_its_trace() {
    let some = |t: &str| Some(t.to_owned());
    let left = |address: &str, text: &str| {
        let columns = [
            ("trace_id", vec![some("a"), some("a"), some("b")]),
            ("attributes", vec![Some(json!({ "user.email": address }).to_string()), None, None]),
            ("tool_result", vec![None, some(text), some(text)]),
        ];
        let out = RedactEngine::default().create().redact(Table::Spans, batch(3, &columns), &mut Counts::default());
        let left = column(&out, "tool_result");
        assert_eq!(left[2], text, "of another trace");
        left[1].clone()
    };
    for (address, text, expected) in [
        ("ines.albrecht@example.com", "Ines Albrecht asked", "[PERSON] asked"),
        ("Tomasz_Kowalski84@example.com", "for Tomasz Kowalski, who", "for [PERSON], who"),
    ] {
        assert_eq!(left(address, text), expected);
    }
    for (address, text) in [
        ("customer.care@example.com", "Customer Care called"),
        ("data.protection@example.com", "the Data Protection team"),
        ("new.york@example.com", "in New York"),
        ("grace.period@example.com", "a Grace Period of 3 days"),
        ("human.resources@example.com", "Human Resources"),
        ("red.hat@example.com", "Red Hat"),
        ("jan@example.com", "Jan Albrecht"),
        ("ines.albrecht@example.com", "Albrecht Durer, Ines"),
    ] {
        assert_eq!(left(address, text), text, "{address}");
    }
}

#[test]
fn what_a_long_value_teaches_is_known_when_it_comes_again() {
    let some = |t: &str| Some(t.to_owned());
    let long = format!("{} reach me at ines.albrecht@example.com, please", "The order came late again. ".repeat(8));
    let mut redactor = RedactEngine::default().create();
    for trace in ["a", "b", "c"] {
        let columns = [
            ("trace_id", vec![some(trace), some(trace)]),
            ("tool_arguments", vec![some(&long), None]),
            ("tool_result", vec![None, some("Ines Albrecht asked")]),
        ];
        let out = redactor.redact(Table::Spans, batch(2, &columns), &mut Counts::default());
        assert!(column(&out, "tool_arguments")[0].contains("[EMAIL]"));
        assert_eq!(column(&out, "tool_result")[1], "[PERSON] asked", "{trace}");
    }
}

fn batch(rows: usize, columns: &[(&str, Vec<Option<String>>)]) -> RecordBatch {
    let schema = Table::Spans.schema();
    let mut all: Vec<ArrayRef> = schema.fields().iter().map(|f| new_null_array(f.data_type(), rows)).collect();
    for (name, values) in columns {
        all[Table::Spans.index(name).unwrap()] = Arc::new(StringArray::from(values.clone()));
    }
    RecordBatch::try_new(schema, all).unwrap()
}

fn column(batch: &RecordBatch, name: &str) -> Vec<String> {
    batch.column_by_name(name).unwrap().as_string::<i32>().iter().map(|v| v.unwrap_or_default().to_owned()).collect()
}

#[test]
fn what_a_key_names_is_removed_from_its_trace() {
    let secret = "Zx9\"kk-hunter2";
    let some = |t: &str| Some(t.to_owned());
    let input = batch(
        3,
        &[
            ("trace_id", vec![some("a"), some("a"), some("b")]),
            ("attributes", vec![Some(json!({ "db.password": secret }).to_string()), None, None]),
            ("tool_result", vec![None, Some(format!("I used {secret} there")), Some(format!("I used {secret} there"))]),
            ("events", vec![None, Some(json!([{"attributes": {"x": format!("'{secret}'")}}]).to_string()), None]),
        ],
    );
    let mut counts = Counts::default();
    let out = RedactEngine::default().create().redact(Table::Spans, input, &mut counts);
    assert_eq!(column(&out, "attributes")[0], "{\"db.password\":\"[SECRET]\"}");
    assert_eq!(
        column(&out, "tool_result"),
        ["".to_owned(), "I used [SECRET] there".to_owned(), format!("I used {secret} there")]
    );
    assert_eq!(column(&out, "events")[1], "[{\"attributes\":{\"x\":\"'[SECRET]'\"}}]");
    assert_eq!(counts.redactions.get("SECRET"), Some(&3));
}

#[test]
fn names_are_known_whatever_their_case() {
    let some = |t: &str| Some(t.to_owned());
    let removed = |name: &str, text: &str| {
        let input = batch(
            2,
            &[
                ("trace_id", vec![some("a"), some("a")]),
                ("attributes", vec![Some(json!({ "customer_name": name }).to_string()), None]),
                ("tool_result", vec![None, some(text)]),
            ],
        );
        let out = RedactEngine::default().create().redact(Table::Spans, input, &mut Counts::default());
        column(&out, "tool_result")[1].clone()
    };
    for (text, expected) in [
        ("Hi Maria, I found your order", "Hi [PERSON], I found your order"),
        ("Good morning Maria! Thanks, Maria.", "Good morning [PERSON]! Thanks, [PERSON]."),
        ("Done.\n\nSincerely, Maria", "Done.\n\nSincerely, [PERSON]"),
        ("Bom dia, Maria", "Bom dia, [PERSON]"),
        // A ship and a place, and other words.
        ("The Maria sails to Santa Maria", "The Maria sails to Santa Maria"),
        ("Hi Mariana, hi maria", "Hi Mariana, hi maria"),
        ("Delphi Maria, chi Maria", "Delphi Maria, chi Maria"),
    ] {
        assert_eq!(removed("Maria Gonzalez", text), expected);
    }
    for (name, text, expected) in [
        ("Maria Gonzalez", "Hi **Maria**, Hi there, Maria", "Hi **[PERSON]**, Hi there, [PERSON]"),
        ("Dr. Maria Gonzalez", "Thank you very much, Maria!", "Thank you very much, [PERSON]!"),
        ("Mark Roe", "Hi Mark, I found", "Hi [PERSON], I found"),
    ] {
        assert_eq!(removed(name, text), expected);
    }
    for (name, text) in [
        ("Austin Powers", "the best Austin restaurants"),
        ("Chase Miller", "Sure, Chase Bank"),
        ("Will Smith", "Sure! Will do that."),
        ("Mark Twain", "ok Mark as done; thanks Mark the row"),
        ("Grace Hopper", "Sorry! Grace period"),
        ("May Roe", "Yes! May I help?"),
        ("Bill Gates", "Thanks! Bill is attached"),
        ("New Customer", "Great New feature!"),
        ("Test User", "ok Test passed"),
        ("Acme Support", "Best Acme products"),
        ("Mme Marie Curie", "Bonjour Mme et bienvenue"),
        ("Jean Roe", "Hi Jean-Luc"),
    ] {
        assert_eq!(removed(name, text), text);
    }
    assert_eq!(removed("Frau Erika Schmidt", "Hallo Frau, hier"), "Hallo Frau, hier");
    assert_eq!(removed("Maria", "Hi Maria, I found"), "Hi Maria, I found", "one word is any word");
    let text = "MARIA GONZALEZ called, maria gonzalez wrote; Maria and the gonzalez branch stay";
    let expected = "[PERSON] called, [PERSON] wrote; Maria and the gonzalez branch stay";
    assert_eq!(removed("Maria Gonzalez", text), expected);
    let text = "Siobhan O'Neill called, siobhan o'neill wrote";
    assert_eq!(removed("SIOBHAN O'NEILL", text), "[PERSON] called, [PERSON] wrote");
}

#[test]
fn only_distinct_values_are_looked_for() {
    let learned = |t: &str| {
        let mut n = 0;
        propagate::literals(Type::Secret, t.as_bytes(), |_| n += 1);
        n
    };
    for text in ["password", "secret", "admin", "12345678", "a1", "[SECRET]", "correct horse 1", "changeme"] {
        assert_eq!(learned(text), 0, "{text}");
    }
    for text in ["hunter2!", "correctHorse", "123456789012", "s3cret"] {
        assert_eq!(learned(text), 1, "{text}");
    }
}
