//! Numbers with as many digits as cards have in columns, lists and under names of ids, and cards in the same places.

use super::{RedactEngine, becomes, stay};

fn json(text: &str) -> Option<String> {
    RedactEngine::default().redact_text(text, true)
}

#[test]
fn numbers_among_ids_are_no_cards() {
    stay(&[
        "1234567890123456\n4240839784317243\n2234567890123457\n3234567890123458\n",
        "[\n    4320419353804412,\n    4218074731744053,\n    951748200930411,\n    2184719283749184,\n]",
        "seq=8123456789012345 ok\nseq=4240839784317243 ok\nseq=9123456789012346 ok\nseq=7123456789012347 ok\n",
        "x [{\"pos\": 8123456789012345, \"n\": 4}, {\"pos\": 4240839784317243}, {\"pos\": 9123456789012346}, {\"pos\": 7123456789012347}]",
        "a,8123456789012345,x\nb,4240839784317243,y\nc,9123456789012346,z\nd,7123456789012347,w\n",
        "0047200       -7005477535225   141475318829174849\n0047220       378885062346752   101893941569566785\n0047240  1552976611349890232    41886891892664052\n",
    ]);
    becomes(&[
        ("4111111111111111\n5500000000000004\n4242424242424242\n", "[CARD]\n[CARD]\n[CARD]\n"),
        (
            "1234567890123456,4111111111111111\n1234567890123457,5500000000000004\n1234567890123458,4242424242424242\n1234567890123459,4000056655665556\n",
            "1234567890123456,[CARD]\n1234567890123457,[CARD]\n1234567890123458,[CARD]\n1234567890123459,[CARD]\n",
        ),
        (
            "id,card\n8123456789012345,4240839784317243\n9123456789012346,4111111111111112\n7123456789012347,4111111111111113\n6123456789012348,4111111111111114\n",
            "id,card\n8123456789012345,[CARD]\n9123456789012346,[CARD]\n7123456789012347,[CARD]\n6123456789012348,[CARD]\n",
        ),
        (
            "id: 8123456789012345\nid: 9123456789012346\nid: 7123456789012347\ncard: 4111111111111111\n",
            "id: 8123456789012345\nid: 9123456789012346\nid: 7123456789012347\ncard: [CARD]\n",
        ),
        ("4111111111111111\nid,value\n5271020718636615,23\n", "[CARD]\nid,value\n5271020718636615,23\n"),
        ("8123456789012345, 9123456789012346, 4111111111111111", "8123456789012345, 9123456789012346, [CARD]"),
    ]);
}

#[test]
fn cards_among_ids_are_told_by_what_stands_beside_or_above() {
    becomes(&[
        (
            "Cards:\n8123456789012345\n9123456789012346\n7123456789012347\n6123456789012341\n5823456789012342\n4240839784317243\n",
            "Cards:\n8123456789012345\n9123456789012346\n7123456789012347\n6123456789012341\n5823456789012342\n[CARD]\n",
        ),
        ("a,[EMAIL]\nb,[PERSON]\nc,[US_SSN]\nd,4111111111111111\n", "a,[EMAIL]\nb,[PERSON]\nc,[US_SSN]\nd,[CARD]\n"),
        (
            "account id\tx\n4111111111111111\t1\n5500000000000004\t2\n4242424242424242\t3\n4000056655665556\t4\n4111111111111111\t5\n",
            "account id\tx\n[CARD]\t1\n[CARD]\t2\n[CARD]\t3\n[CARD]\t4\n[CARD]\t5\n",
        ),
    ]);
    let text = r#"[{"n": 8123456789012345}, {"n": 9123456789012346}, {"n": 7123456789012347}, {"n": 4111111111111111, "cvv": "123"}]"#;
    assert!(json(text).is_some_and(|new| new.contains(r#"{"n": "[CARD]", "cvv": "[CARD_DETAIL]"}"#)), "{text}");
}

/// A list of a megabyte is one value, which must not be dropped for what it costs.
#[test]
fn long_lists_and_columns_of_cards_are_read() {
    for (row, by) in [
        ("4111111111111111", ", "),
        ("4111111111111111", "|"),
        ("a\t4111111111111111\tb", "\n"),
        ("| 4111111111111111 |", "\n"),
    ] {
        let text = vec![row; 20_000].join(by);
        let new = super::redact(&text);
        assert!(!new.contains("4111111111111111") && new.matches("[CARD]").count() == 20_000, "{row:?} {by:?}");
    }
}

#[test]
fn what_was_removed_beside_a_number_counts_as_it_did() {
    let mut list: Vec<_> = (0..40u64).map(|i| 8_123_456_789_012_345 + i * 7919).map(|n| n.to_string()).collect();
    for i in [3, 4, 6, 11, 12, 13, 14, 20, 31, 33, 34] {
        list[i] = "4111111111111111".to_owned();
    }
    let mixed: Vec<_> =
        (0..).zip(&list).map(|(i, n)| if i % 3 == 0 { format!("\"{n}\"") } else { n.clone() }).collect();
    let engine = RedactEngine::default();
    for by in ["\n", ",\n  ", " ok\nrun "] {
        let text = list.join(by);
        let once = engine.redact_text(&text, false).unwrap_or_else(|| text.clone());
        assert!(once.contains("[CARD]") && once.contains("4111111111111111"), "{once}");
        assert_eq!(engine.redact_text(&once, false), None, "{once}");
    }
    for text in [
        format!("[{}]", list.join(", ")),
        format!("[\"{}\"]", list.join("\", \"")),
        format!("[{{\"v\": {}}}]", list.join("}, {\"v\": ")),
        format!("[[{}, \"a\", 3]]", list.join(", \"a\", 3], [")),
        // Some in quotes.
        format!("[{{\"v\": {}}}]", mixed.join("}, {\"v\": ")),
        format!("[{}]", mixed.join(", ")),
        format!("[[\"DE89370400440532013000\", {}, \"a\"]]", list.join(", \"a\"], [\"jane@example.com\", ")),
    ] {
        let once = engine.redact_text(&text, true).unwrap_or_else(|| text.clone());
        assert!(once.contains("[CARD]") && once.contains("4111111111111111"), "{once}");
        assert_eq!(engine.redact_text(&once, true), None, "{once}");
    }
}

#[test]
fn names_of_goods_and_attributes_keep_their_ids() {
    stay(&[
        "part_no,qty\n4240839784317243,5\n",
        "part_no,qty\nAB81234,5\n4240839784317243,5\n",
        "4111 units\nid,value\n5271020718636615,23\n5340058144867812,49\n",
        "sku\tqty\n4240839784317243\t5\n",
        "| order_id | amount |\n|---|---|\n| 4240839784317243 | 5 |\n",
        "sku=4240839784317243 serial no: 4240839784317243",
        "req 4240839784317243 took 12 ms",
    ]);
    for text in [
        r#"{"sku": "4240839784317243"}"#,
        r#"{"partNumber": "4240839784317243"}"#,
        r#"{"key":"thread.id","value":{"intValue":"4240839784317243"}}"#,
        r#"{"ids": [8123456789012345, 4240839784317243, 9123456789012346, 7123456789012347, 6123456789012341, 5823456789012342]}"#,
        r#"[{"v": 8123456789012345}, {"v": 4240839784317243}, {"v": 9123456789012346}, {"v": 7123456789012347}]"#,
        r#"{"rows":[[8996063853274649,"a",36],[4240839784317243,"b",32],["9603434296449446","c",16],[7879259134322398,"d",1]]}"#,
        r#"["8123456789012345","4240839784317243","9123456789012346","7123456789012347","6123456789012341","5823456789012342"]"#,
    ] {
        assert_eq!(json(text), None, "{text}");
    }
    for text in [
        r#"{"sku": "4111111111111111", "cvv": "123", "expiry": "04/29"}"#,
        r#"{"key":"user.card","value":{"intValue":"4111111111111111"}}"#,
        r#"{"cards": [4111111111111111, 8123456789012345, 9123456789012346, 7123456789012347, 6123456789012341, 5823456789012342]}"#,
        r#"{"order": "4111111111111111"}"#,
        r#"{"rows":[[8996063853274649,4240839784317243],[9603434296449446,5500000000000004],[7879259134322398,4111111111111111],[6879259134322398,4242424242424242]]}"#,
        r#"[4111111111111111, 5500000000000004, 4242424242424242]"#,
    ] {
        assert!(json(text).is_some_and(|new| new.contains("[CARD]")), "{text}");
    }
    becomes(&[
        ("part_no,card\n81,4240839784317243\n", "part_no,card\n81,[CARD]\n"),
        ("reference 4240839784317243 was charged", "reference [CARD] was charged"),
    ]);
}

#[test]
fn numbers_of_objects_dumps_constants_and_sheets_are_of_nobody() {
    stay(&[
        "OGRN = ObjectIdentifier(\"1.2.643.100.1\")",
        "0057000 59388     1 34120 30153 18653 35149\n0057020 59388     1 34120 30153 18653 35149\n",
        "pub const PPS_GETCAP: u32 = 1074032803;",
        "pub const IPMI_BMC_IOCTL_SET_SMS_ATN: u32 = 536916224;",
        "Cell [17]: 3848674\n",
        "Cell B14: 3848674 and cell (3, 14): 3848674\n",
        "assert_eq!(max.to_rfc3339(), \"+262143-01-01T01:59:59\");",
        "Date32Type::parse(\"+5881580-07-12\")",
        "with handler callbacks.\n\n0.7.0 (2011-10-22)\n---",
        "href=\"../../src/alloc/rc.rs.html#3042-3047\">Source</a>",
        "644 /usr/lib/systemd/system/rc.service\n325165 976 1748538242.0",
        "<path d=\"m16.71 13.88.7.71-2.82 2.82\"/>",
        "      // 27.8.3.2 Assign and swap:\n",
    ]);
    becomes(&[
        ("const SSN: u32 = 219099999;", "const SSN: u32 = [US_SSN];"),
        ("let phone: u64 = 4155552671;", "let phone: u64 = [PHONE];"),
        ("cell: 3848674\n", "cell: [PHONE]\n"),
        ("cell (415) 555-0100", "cell [PHONE]"),
        ("Cell [4155550132]", "Cell [[PHONE]]"),
        ("cell (415, 555-0132)", "cell (415, [PHONE])"),
        ("const ADMIN_PHONE_1: u32 = 4155550132;", "const ADMIN_PHONE_1: u32 = [PHONE];"),
        ("Cell 1: 415-555-0132", "Cell 1: [PHONE]"),
        ("rc 850101/1231", "rc [CZ_RC]"),
        ("call +4930123456-12-31", "call [PHONE]"),
        ("phone\n0057000 59388\n", "phone\n[PHONE]\n"),
        ("// 10.8.3.2 Assign and swap:\n", "// [IP_ADDRESS] Assign and swap:\n"),
        ("range 13.88.7.71-13.88.7.99 x", "range [IP_ADDRESS]-[IP_ADDRESS] x"),
    ]);
}
