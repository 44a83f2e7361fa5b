//! Policies through the whole of redaction: text, JSON, batches.

use arrow::{
    array::{
        Array, ArrayRef, AsArray, DictionaryArray, Int32Array, ListArray, RecordBatch, StringArray, new_null_array,
    },
    buffer::OffsetBuffer,
    datatypes::{DataType, Int32Type},
};
use custos_model::{
    batch::Counts,
    schema::{Table, list_item},
};
use proptest::prelude::*;
use serde_json::Value;

use super::super::{
    policy::{AllowSettings, DenyRow, Key, Policy, PolicyRow, PolicySettings, RuleRow, TokenKey, reveal},
    *,
};

const MAIL: &str = "maria@example.org";

fn key() -> Key {
    Key::new("k1", &"0123456789abcdef".repeat(4)).unwrap()
}

fn strings(names: &[&str]) -> Vec<String> {
    names.iter().map(|n| (*n).to_owned()).collect()
}

fn row(types: &[&str], keys: &[&str], action: &str) -> PolicyRow {
    PolicyRow { types: strings(types), keys: strings(keys), action: action.to_owned(), tenants: Vec::new() }
}

fn engine(settings: PolicySettings) -> RedactEngine {
    let policy = Policy::new(settings, Some(key()), Some(key())).unwrap();
    RedactEngine::new(RedactConfig { policy, ..RedactConfig::default() })
}

fn policies(rows: Vec<PolicyRow>) -> RedactEngine {
    engine(PolicySettings { policies: rows, ..PolicySettings::default() })
}

/// The result, which must be stable and, where it was JSON, still be JSON.
fn apply(engine: &RedactEngine, text: &str, json: bool) -> String {
    let new = engine.redact_text(text, json).unwrap_or_else(|| text.to_owned());
    assert_eq!(engine.redact_text(&new, json), None, "not stable: {text} -> {new}");
    if serde_json::from_str::<Value>(text).is_ok() {
        serde_json::from_str::<Value>(&new).unwrap_or_else(|_| panic!("no JSON any more: {text} -> {new}"));
    }
    new
}

#[test]
fn actions_by_type_in_text_and_json() {
    let card = "4111 1111 1111 1111";
    let text = format!("{MAIL} paid with {card} from 203.0.113.42");
    for (types, action, expected) in [
        (&["EMAIL"][..], "keep", "maria@example.org paid with [CARD] from [IP_ADDRESS]"),
        (&["EMAIL"], "mask", "[EMAIL] paid with [CARD] from [IP_ADDRESS]"),
        (&["EMAIL"], "dry_run", "maria@example.org paid with [CARD] from [IP_ADDRESS]"),
        (&["EMAIL"], "partial", "[EMAIL:example.org] paid with [CARD] from [IP_ADDRESS]"),
        (&["CARD"], "partial", "[EMAIL] paid with [CARD:1111] from [IP_ADDRESS]"),
        (&["CARD"], "mask_same_length", "[EMAIL] paid with [CARD*************] from [IP_ADDRESS]"),
        (&["*"], "mask_same_length", "[EMAIL**********] paid with [CARD*************] from [IP_ADDRESS]"),
        (&["IP_ADDRESS"], "generalise", "[EMAIL] paid with [CARD] from [IP_ADDRESS:203.0.113.0/24]"),
        (&["IP_ADDRESS"], "drop", "[DROPPED]"),
        (&["IP_ADDRESS"], "drop_attribute", "[DROPPED]"),
        (&["PHONE"], "drop", "[EMAIL] paid with [CARD] from [IP_ADDRESS]"),
    ] {
        let engine = policies(vec![row(types, &[], action)]);
        assert_eq!(apply(&engine, &text, false), expected, "{types:?} {action}");
        let json = serde_json::json!({"a": {"b": [text]}}).to_string();
        let expected = match action {
            "drop_attribute" => "{}".to_owned(),
            _ => serde_json::json!({"a": {"b": [expected]}}).to_string(),
        };
        assert_eq!(apply(&engine, &json, true), expected);
    }
    let engine = policies(vec![row(&["*"], &[], "pseudonym")]);
    let got = apply(&engine, &text, false);
    assert!(got.starts_with("[EMAIL:k1:") && got.contains("[CARD:k1:") && got.contains("[IP_ADDRESS:k1:"), "{got}");
    assert_eq!(apply(&engine, r#"{"n": 4111111111111111}"#, false).matches("[CARD:k1:").count(), 1);
}

#[test]
fn what_another_collector_wrote_stays() {
    let plain = RedactEngine::default();
    let pseudonym = "[SECRET:k1:0123456789abcdef0123]";
    for text in
        [pseudonym.to_owned(), format!("x {pseudonym}, [CARD:1111]"), format!("{{\"password\":\"{pseudonym}\"}}")]
    {
        assert_eq!(apply(&plain, &text, false), text);
    }
    // A token is known by its key only.
    let token = r#"{"password":"[SECRET:t:k1:AAAAAAAAAAAAAAAAAAAAAAAA1]"}"#;
    assert!(!apply(&plain, token, true).contains("AAAA"));
}

#[test]
fn later_policies_win() {
    let engine = policies(vec![row(&["*"], &[], "partial"), row(&["CARD"], &[], "mask"), row(&["EMAIL"], &[], "keep")]);
    assert_eq!(
        apply(&engine, &format!("{MAIL} 4111111111111111 +1 (415) 555-0132"), false),
        format!("{MAIL} [CARD] [PHONE:0132]")
    );
}

#[test]
fn a_kept_type_hides_no_other() {
    let engine = policies(vec![row(&["SECRET"], &[], "keep")]);
    assert_eq!(apply(&engine, "password=maria1@example.org", false), "password=[EMAIL]");
    assert_eq!(apply(&engine, r#"{"password": "maria1@example.org"}"#, false), r#"{"password": "[EMAIL]"}"#);
    assert_eq!(apply(&engine, r#"{"password": "hunter2!x"}"#, false), r#"{"password": "hunter2!x"}"#);
    let engine = policies(vec![row(&["SECRET"], &[], "dry_run")]);
    assert_eq!(apply(&engine, "password=maria1@example.org", false), "password=[EMAIL]");
}

#[test]
fn tokens_are_read_back_out_of_json() {
    let engine = policies(vec![row(&["*"], &[], "token")]);
    let json = serde_json::json!({"a": format!("x {MAIL}"), "password": "hunter2!x", "n": 4_111_111_111_111_111_u64});
    let sealed = apply(&engine, &json.to_string(), true);
    assert!(!sealed.contains("maria") && !sealed.contains("hunter2") && !sealed.contains("41111"), "{sealed}");
    let open = reveal(sealed.as_bytes(), &mut [TokenKey::new(&key())]);
    assert_eq!((open.tokens.len(), open.unread.len()), (3, 0));
    let open: Value = serde_json::from_slice(&open.text).unwrap();
    assert_eq!(open, serde_json::json!({"a": format!("x {MAIL}"), "password": "hunter2!x", "n": "4111111111111111"}));
    // What only looks like a token is read like any text.
    let forged = "[SECRET:t:k1:AKIAIOSFODNN7EXAMPLE0000] [SECRET:t:k1:ghp_0123456789abcdefghijABCDEFGHIJ012345]";
    let got = apply(&engine, forged, false);
    assert!(!got.contains("ghp_0123456789"), "{got}");
}

#[test]
fn key_paths_decide_inside_json_and_strings_of_json() {
    let engine = policies(vec![
        row(&["EMAIL"], &["http.request.header.*"], "keep"),
        row(&[], &["user.**", "enduser.id"], "pseudonym"),
        row(&[], &["user.role"], "scan"),
        row(&[], &["app.public.*"], "skip"),
        row(&[], &["**.salary"], "mask"),
        row(&[], &["internal.*"], "drop_attribute"),
    ]);
    let doc = serde_json::json!({
        "http.request.header.from": MAIL,
        "other": MAIL,
        "user.name": "Maria",
        "user.age": 41,
        "user.vip": true,
        "user.none": null,
        "user.role": "admin",
        "user.address": {"street": "Main St 1"},
        "app.public.contact": MAIL,
        "args": "{\"employee\": {\"salary\": 1000, \"note\": \"ok\"}}",
        "internal.x": 1,
        "internal.y": {"z": ["a"]},
        "last": 1,
    });
    let got: Value = serde_json::from_str(&apply(&engine, &doc.to_string(), true)).unwrap();
    let text = |name: &str| got[name].as_str().unwrap_or_else(|| panic!("{name} in {got}")).to_owned();
    assert_eq!(
        (text("http.request.header.from"), text("other"), text("app.public.contact")),
        (MAIL.into(), "[EMAIL]".into(), MAIL.into())
    );
    for name in ["user.name", "user.age", "user.vip"] {
        assert!(text(name).starts_with("[REDACTED:k1:"), "{got}");
    }
    assert!(got["user.address"]["street"].as_str().unwrap().starts_with("[REDACTED:k1:"));
    assert_eq!((&got["user.none"], text("user.role")), (&Value::Null, "admin".to_owned()));
    assert_eq!(text("args"), "{\"employee\": {\"salary\": \"[REDACTED]\", \"note\": \"ok\"}}");
    assert!(got.get("internal.x").is_none() && got.get("internal.y").is_none() && got["last"] == 1, "{got}");
}

#[test]
fn attributes_go_with_their_key_and_their_comma() {
    let engine = policies(vec![row(&["EMAIL"], &[], "drop_attribute")]);
    for (text, expected) in [
        (r#"{"a":"x@example.org"}"#, r#"{}"#),
        (r#"{"a":"x@example.org","b":1}"#, r#"{"b":1}"#),
        (r#"{"b":1,"a":"x@example.org"}"#, r#"{"b":1}"#),
        (r#"{ "b" : 1 , "a" : "x@example.org" , "c" : 2 }"#, r#"{ "b" : 1 ,  "c" : 2 }"#),
        (r#"{"a":"x@example.org","b":"y@example.org"}"#, r#"{}"#),
        (
            r#"{"p":"4111111111111111","a":["x@example.org"],"b":{"c":"y@example.org"},"d":"+1 (415) 555-0132"}"#,
            r#"{"p":"[CARD]","d":"[PHONE]"}"#,
        ),
        (r#"{"x@example.org":1,"b":2}"#, r#"{"b":2}"#),
        (r#"{"a":"{\"in\":\"x@example.org\"}","b":2}"#, r#"{"b":2}"#),
    ] {
        assert_eq!(apply(&engine, text, true), expected, "{text}");
    }
}

#[test]
fn lists_rules_and_marks_together() {
    let engine = engine(PolicySettings {
        policies: vec![row(&["CUSTOM"], &[], "mask_same_length")],
        allow: AllowSettings {
            builtin: strings(&["test_cards", "documentation_ips"]),
            values: strings(&["hunter2!x"]),
            domains: strings(&["acme.io"]),
            ..AllowSettings::default()
        },
        deny: vec![DenyRow { values: strings(&["Bluebird", "eve@acme.io", "203.0.113.9"]), ..DenyRow::default() }],
        rules: vec![RuleRow { pattern: r"EMP-\d{6}".to_owned(), ..RuleRow::default() }],
        ..PolicySettings::default()
    });
    for (text, expected) in [
        ("4111 1111 1111 1111 and 4532015112830366", "4111 1111 1111 1111 and [CARD]"),
        ("from 203.0.113.42 and 81.2.69.142", "from 203.0.113.42 and [IP_ADDRESS]"),
        ("ann@acme.io bob@acme.com", "ann@acme.io [EMAIL]"),
        // What is denied by name goes, whatever else is allowed.
        ("eve@acme.io ann@acme.io bluebird@acme.io", "[DENIED] ann@acme.io [DENIED]@acme.io"),
        ("from 203.0.113.9 and 203.0.113.42", "from [DENIED] and 203.0.113.42"),
        ("project bluebird, EMP-123456", "project [DENIED], [CUSTOM**]"),
        ("password=hunter2!x", "password=hunter2!x"),
        (
            r#"{"password":"hunter2!x","x":"BLUEBIRD \u0042luebird"}"#,
            r#"{"password":"hunter2!x","x":"[DENIED] [DENIED]"}"#,
        ),
        (r#"cut {"x":"\u0042luebird"#, r#"cut {"x":"[DENIED]"#),
    ] {
        assert_eq!(apply(&engine, text, false), expected, "{text}");
    }
}

#[test]
fn slow_rules_past_their_budget_drop_the_value() {
    let rules = vec![RuleRow { pattern: "[a-z]{5}[0-9]{2}".to_owned(), slow: true, ..RuleRow::default() }];
    let engine = engine(PolicySettings { rules, slow_bytes: 64, ..PolicySettings::default() });
    assert_eq!(apply(&engine, "an abcde12", false), "an [CUSTOM]");
    assert_eq!(apply(&engine, &"abcde12 ".repeat(20), false), "[REDACTION_FAILED]");
}

// Batches.

fn batch(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    let rows = columns.first().map_or(0, |(_, c)| c.len());
    let schema = Table::Spans.schema();
    let mut all: Vec<ArrayRef> = schema.fields().iter().map(|f| new_null_array(f.data_type(), rows)).collect();
    for (name, array) in columns {
        all[Table::Spans.index(name).unwrap()] = array;
    }
    RecordBatch::try_new(schema, all).unwrap()
}

fn dict(values: Vec<&str>, keys: Vec<Option<i32>>) -> DictionaryArray<Int32Type> {
    DictionaryArray::new(Int32Array::from(keys), Arc::new(StringArray::from(values)))
}

fn list(values: Vec<&str>, keys: Vec<i32>, lengths: Vec<usize>) -> ArrayRef {
    let field = list_item(DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8)));
    let values = dict(values, keys.into_iter().map(Some).collect());
    Arc::new(ListArray::new(field, OffsetBuffer::from_lengths(lengths), Arc::new(values), None))
}

fn texts(batch: &RecordBatch, column: &str) -> Vec<Option<String>> {
    let array = batch.column_by_name(column).unwrap();
    let array = arrow::compute::cast(array, &DataType::Utf8).unwrap();
    array.as_string::<i32>().iter().map(|v| v.map(str::to_owned)).collect()
}

fn raw(array: &dyn Array) -> String {
    fn collect(data: &arrow::array::ArrayData, out: &mut String) {
        data.buffers().iter().for_each(|b| out.push_str(&String::from_utf8_lossy(b.as_slice())));
        data.child_data().iter().for_each(|d| collect(d, out));
    }
    let mut out = String::new();
    collect(&array.to_data(), &mut out);
    out
}

#[test]
fn columns_are_known_by_their_attribute_names() {
    let engine = policies(vec![
        row(&[], &["user.id"], "pseudonym"),
        row(&["EMAIL"], &["gen_ai.input.messages"], "keep"),
        row(&["EMAIL"], &["status_message"], "partial"),
        row(&["EMAIL"], &["events.name"], "keep"),
        row(&["EMAIL"], &["exception.message"], "partial"),
    ]);
    let message = format!("{{\"role\":\"user\",\"parts\":[{{\"content\":\"{MAIL}\"}}]}}");
    let events =
        format!("[{{\"name\":\"{MAIL}\",\"attributes\":{{\"exception.message\":\"{MAIL}\",\"x\":\"{MAIL}\"}}}}]");
    let input = batch(vec![
        ("user_id", Arc::new(dict(vec!["7", "Maria"], vec![Some(0), Some(1)]))),
        ("input_messages", list(vec![&message], vec![0, 0], vec![1, 1])),
        ("output_messages", list(vec![&message], vec![0, 0], vec![1, 1])),
        ("status_message", Arc::new(StringArray::from(vec![MAIL, "x"]))),
        ("events", Arc::new(StringArray::from(vec![Some(&*events), None]))),
    ]);
    let mut counts = Counts::default();
    let out = engine.create().redact(Table::Spans, input, &mut counts);
    assert!(texts(&out, "user_id").iter().all(|v| v.as_ref().unwrap().starts_with("[REDACTED:k1:")));
    assert!(raw(out.column_by_name("input_messages").unwrap()).contains(MAIL));
    assert!(!raw(out.column_by_name("output_messages").unwrap()).contains(MAIL));
    assert_eq!(texts(&out, "status_message")[0].as_deref(), Some("[EMAIL:example.org]"));
    let expected = format!(
        "[{{\"name\":\"{MAIL}\",\"attributes\":{{\"exception.message\":\"[EMAIL:example.org]\",\"x\":\"[EMAIL]\"}}}}]"
    );
    assert_eq!(texts(&out, "events")[0], Some(expected));
}

#[test]
fn tenants_have_their_own_policies_and_share_no_dictionary() {
    let mut keep = row(&["EMAIL"], &[], "keep");
    keep.tenants = strings(&["open"]);
    let mut drop = row(&[], &["user.id"], "mask");
    drop.tenants = strings(&["shut"]);
    let engine = policies(vec![keep, drop]);
    let (a, b) = ("a@example.org", "b@example.org");
    let input = batch(vec![
        ("tenant", Arc::new(dict(vec!["shut", "open", "else"], vec![Some(1), Some(0), Some(1), Some(2), None]))),
        ("status_message", Arc::new(StringArray::from(vec![Some(a), Some(b), None, Some(a), Some("fine")]))),
        ("user_id", Arc::new(dict(vec![a, "u-1", b], vec![Some(0), Some(1), Some(1), Some(2), Some(1)]))),
        (
            "input_messages",
            list(vec!["\"x\"", "\"a@example.org\"", "\"b@example.org\""], vec![1, 0, 2, 1, 2, 1], vec![2, 1, 1, 1, 1]),
        ),
    ]);
    let mut counts = Counts::default();
    let out = engine.create().redact(Table::Spans, input.clone(), &mut counts);
    assert_eq!((out.schema(), out.num_rows()), (input.schema(), 5));
    let some = |values: [&str; 5]| values.map(|v| (!v.is_empty()).then(|| v.to_owned())).to_vec();
    assert_eq!(texts(&out, "tenant"), some(["open", "shut", "open", "else", ""]));
    assert_eq!(texts(&out, "status_message"), some([a, "[EMAIL]", "", "[EMAIL]", "fine"]));
    assert_eq!(texts(&out, "user_id"), some([a, "[REDACTED]", "u-1", "[EMAIL]", "u-1"]));
    let messages = out.column_by_name("input_messages").unwrap().as_list::<i32>().clone();
    let item = |row: usize| texts(&RecordBatch::try_from_iter([("m", messages.value(row))]).unwrap(), "m");
    let strings = |values: &[&str]| values.iter().map(|v| Some(format!("\"{v}\""))).collect::<Vec<_>>();
    let got: Vec<_> = (0..5).map(item).collect();
    let expected =
        [strings(&[a, "x"]), strings(&["[EMAIL]"]), strings(&[a]), strings(&["[EMAIL]"]), strings(&["[EMAIL]"])];
    assert_eq!(got, expected);
    // `b` belongs to rows of other tenants only.
    for column in out.columns() {
        assert!(!raw(column).contains(b), "{}", raw(column));
    }
    assert_eq!(counts.redactions.get("EMAIL"), Some(&6), "{counts:?}");
    assert_eq!(texts(&out, "redactions")[3].as_deref(), Some("{\"EMAIL\":3}"));
}

#[test]
fn a_dry_run_counts_and_changes_nothing() {
    let long = format!("{} {MAIL} and \\u0040 4111 1111 1111 1111", "word ".repeat(100));
    let values = || -> ArrayRef { Arc::new(StringArray::from(vec![MAIL, &long, "password=hunter2!x"])) };
    let attributes: ArrayRef = Arc::new(StringArray::from(vec![
        Some(r#"{"maria@example.org":4111111111111111,"password":"hunter2!x"}"#),
        None,
        None,
    ]));
    let engine = engine(PolicySettings {
        dry_run: true,
        policies: vec![row(&[], &["user.id"], "drop")],
        ..PolicySettings::default()
    });
    let mut redactor = engine.create();
    for _ in 0..2 {
        let input = batch(vec![
            ("status_message", values()),
            ("attributes", Arc::clone(&attributes)),
            ("user_id", Arc::new(dict(vec!["7"], vec![Some(0); 3]))),
        ]);
        let mut counts = Counts::default();
        let out = redactor.redact(Table::Spans, input.clone(), &mut counts);
        for (a, b) in input.columns().iter().zip(out.columns()).filter(|(a, _)| a.null_count() < 3) {
            assert!(Arc::ptr_eq(a, b), "changed");
        }
        let told: Vec<_> = counts.redactions.iter().map(|(k, n)| (k.as_str(), *n)).collect();
        assert_eq!(told, [("dry_run/CARD", 2), ("dry_run/EMAIL", 2), ("dry_run/REDACTED", 1), ("dry_run/SECRET", 2)]);
    }
}

#[test]
fn the_rule_set_changes_with_the_policy_and_not_with_the_key() {
    let hash = |settings: PolicySettings, key: &Key| {
        let policy = Policy::new(settings, Some(key.clone()), None).unwrap();
        RedactEngine::new(RedactConfig { policy, ..RedactConfig::default() }).create().rule_set().sha256
    };
    let plain = hash(PolicySettings::default(), &key());
    let kept =
        hash(PolicySettings { policies: vec![row(&["EMAIL"], &[], "keep")], ..PolicySettings::default() }, &key());
    let deny = DenyRow { values: strings(&["Bluebird"]), ..DenyRow::default() };
    let denied = hash(PolicySettings { deny: vec![deny], ..PolicySettings::default() }, &key());
    let other = Key::new("k1", &"fedcba9876543210".repeat(4)).unwrap();
    let renamed = Key::new("k2", &"0123456789abcdef".repeat(4)).unwrap();
    assert_eq!(plain, hash(PolicySettings::default(), &other));
    let all = [&plain, &kept, &denied, &hash(PolicySettings::default(), &renamed)];
    for (i, a) in all.iter().enumerate() {
        assert!(all.iter().skip(i + 1).all(|b| a != b), "{all:?}");
    }
    assert_eq!(plain.len(), 64);
}

#[test]
fn mistakes_are_all_told() {
    let settings = PolicySettings {
        policies: vec![
            row(&["EMIAL"], &["a..b"], "hide"),
            row(&[], &[], ""),
            row(&["GITHUB_TOKEN"], &[], "partial"),
            row(&["CARD"], &[], "generalise"),
            row(&["CARD"], &[], "skip"),
            row(&[], &["user.*"], "partial"),
            row(&["CARD"], &[], "token"),
        ],
        allow: AllowSettings {
            builtin: strings(&["test_card"]),
            values: strings(&["a"]),
            domains: strings(&["exa mple.com"]),
            networks: strings(&["10.0.0.1/8"]),
        },
        deny: vec![DenyRow { values: strings(&["ab"]), kind: "SECRETS".to_owned(), ..DenyRow::default() }],
        rules: vec![RuleRow { pattern: "[a-z]+".to_owned(), ..RuleRow::default() }],
        ..PolicySettings::default()
    };
    let mistakes = Policy::new(settings, None, None).unwrap_err().0;
    let keys: Vec<_> = mistakes.iter().map(|(key, _)| key.as_str()).collect();
    let expected = [
        "policies[0].keys", "policies[0].types", "policies[0].action", "policies[1].types", "policies[1].action",
        "policies[2].types", "policies[3].types", "policies[4].action", "policies[5].action", "policies[6].action",
        "allow.builtin", "allow.domains", "allow.networks", "allow.values", "deny[0].values", "deny[0].type",
        "rules[0].pattern",
    ];
    assert_eq!(keys, expected, "{mistakes:#?}");
    assert!(mistakes[14].1.contains("value 1") && !mistakes[14].1.contains("ab"), "{:?}", mistakes[14]);
}

/// Pieces of texts that policies look at.
const PIECES: &[&str] = &[
    "maria@example.org",
    "4111 1111 1111 1111",
    "203.0.113.42",
    "+1 (415) 555-0132",
    "password=",
    "hunter2!x",
    "DE89370400440532013000",
    "ghp_0123456789abcdefghijABCDEFGHIJ012345",
    "EMP-123456",
    "bluebird",
    "[EMAIL]",
    "[CARD:1111]",
    "[EMAIL:example.org]",
    "[DROPPED]",
    "[SECRET:k1:0123456789abcdef0123]",
    "[SECRET:",
    "****",
    "[",
    "]",
    ":",
    "=",
    " ",
    "\\u0040",
    "\\",
    "\"",
    "k1",
    "x",
    "123-45-6789",
];

fn any_settings() -> impl Strategy<Value = PolicySettings> {
    let actions = ["mask", "keep", "dry_run", "drop", "drop_attribute", "mask_same_length", "pseudonym", "token"];
    let typed = prop::sample::select(vec![
        ("EMAIL", "partial"),
        ("CARD", "partial"),
        ("IP_ADDRESS", "generalise"),
        ("PHONE", "partial"),
        ("IBAN", "partial"),
    ]);
    let general = (
        prop::sample::select(vec!["*", "EMAIL", "CARD", "SECRET", "CUSTOM", "DENIED", "GITHUB_TOKEN", "US_SSN"]),
        prop::sample::select(actions.to_vec()),
    );
    let rows =
        prop::collection::vec(prop_oneof![typed, general].prop_map(|(kind, action)| row(&[kind], &[], action)), 0..4);
    let whole = prop::option::of(
        prop::sample::select(actions.to_vec()).prop_map(|action| row(&[], &["a.**", "**.password"], action)),
    );
    (rows, whole, any::<bool>()).prop_map(|(mut rows, whole, lists)| {
        rows.extend(whole);
        let mut settings = PolicySettings { policies: rows, ..PolicySettings::default() };
        if lists {
            settings.deny = vec![DenyRow { values: strings(&["bluebird"]), ..DenyRow::default() }];
            settings.rules = vec![RuleRow { pattern: r"EMP-\d{6}".to_owned(), ..RuleRow::default() }];
        }
        settings
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_policy_redacting_twice_changes_nothing(settings in any_settings(), pieces in prop::collection::vec(prop::sample::select(PIECES), 0..10)) {
        let engine = engine(settings);
        let text = pieces.concat();
        let once = engine.redact_text(&text, false).unwrap_or_else(|| text.clone());
        prop_assert_eq!(engine.redact_text(&once, false), None, "{} -> {}", text, once);
        for json in [serde_json::json!({"a": {"b": text}, "password": text, "c": [text, 4_111_111_111_111_111_u64]}), serde_json::json!({"x": serde_json::json!({"password": text}).to_string()})] {
            let json = json.to_string();
            let once = engine.redact_text(&json, true).unwrap_or_else(|| json.clone());
            prop_assert!(serde_json::from_str::<Value>(&once).is_ok(), "{} -> {}", json, once);
            prop_assert_eq!(engine.redact_text(&once, true), None, "{} -> {}", json, once);
        }
    }
}
