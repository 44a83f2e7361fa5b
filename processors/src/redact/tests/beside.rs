//! Values beside what is no part of them: signs of emphasis, colours of terminals, brackets, times of day.

use super::{RedactEngine, becomes, redact, stay};

#[test]
fn colours_of_terminals_hide_nothing() {
    for (on, off) in [
        ("\u{1b}[36m", "\u{1b}[0m"),
        ("\u{1b}[1;38;5;208m", "\u{1b}[m\u{1b}[K"),
        ("\\x1b[36m", "\\x1b[0m"),
        ("\\033[36m", "\\033[0m"),
        ("\\e[36m", "\\e[0m"),
        ("\\u001b[36m", "\\u001b[0m"),
    ] {
        for (value, mark) in [
            ("4012888888881881", "[CARD]"),
            ("219-09-9999", "[US_SSN]"),
            ("DE89370400440532013000", "[IBAN]"),
            ("ingrid@firma.no", "[EMAIL]"),
            ("81.2.69.142", "[IP_ADDRESS]"),
        ] {
            let text = format!("it is {on}{value}{off} here");
            let new = redact(&text);
            assert_eq!(new, format!("it is {on}{mark}{off} here"));
            assert_eq!(redact(&new), new);
        }
    }
    stay(&[
        "\u{1b}[32mPASS\u{1b}[0m 12 of 2048 tests, \u{1b}[2K\u{1b}[1A 100 %",
        "a\u{1b}[",
        "\\e[0123456789012345678901234567890",
    ]);
}

#[test]
fn emphasis_is_no_part_of_a_word() {
    becomes(&[
        ("_219-09-9999_ is hers", "_[US_SSN]_ is hers"),
        ("from __81.2.69.142__ again", "from __[IP_ADDRESS]__ again"),
        ("paid with _4012888888881881_.", "paid with _[CARD]_."),
        ("invoice_DE89370400440532013000.pdf", "invoice_[IBAN].pdf"),
        ("IBANDE89370400440532013000", "IBAN[IBAN]"),
        ("id::3c:22:fb:9a:10:4e;", "id::[MAC_ADDRESS];"),
    ]);
    stay(&["span_4012888888881881_x", "v_81.2.69.142_b", "_x219-09-9999_"]);
}

#[test]
fn telephone_numbers_in_brackets_and_with_wide_gaps() {
    becomes(&[
        ("Ann (415-555-0132) called", "Ann ([PHONE]) called"),
        ("(020 7946 0958) is the phone", "([PHONE]) is the phone"),
        ("Telefon: 0221 / 998 12 34", "Telefon: [PHONE]"),
        ("Tel. +49 (0) 30 - 90 18 20", "Tel. [PHONE]"),
        ("call +(370) 18147815 now", "call [PHONE] now"),
        ("Phone: (06 1) 234 5678", "Phone: [PHONE]"),
        ("paid 2200514321290425 today", "paid [CARD] today"),
    ]);
}

#[test]
fn figures_of_things_are_no_telephone_numbers() {
    stay(&[
        "2020-01-01T03:05:07.123457-05:00",
        "2023-05-23T14:28:07.1454875 x",
        "took 00:00:01.3961945",
        "2021-06-13 12:45:06.499255-05",
        "invoice 0428-703525 posted",
        "Sendungsnummer 906 435 7884",
        "lot 097 718 590",
        "price 004993/7003",
        "it was +35236450.6 then",
        "format(1234,\"+b\") == \"+10011010010\"",
        "matrix [656 05 6338; 640 77 9951]",
        "from 001.000.008.016 on",
        "[041.549751] usb 1-1: new device",
        "contract 734 767 4926",
    ]);
    becomes(&[("order by phone 415-555-0132", "order by phone [PHONE]")]);
}

#[test]
fn names_and_addresses_end_where_their_field_does() {
    becomes(&[
        (r#"user.name="Ada Lovelace" logged in"#, r#"user.name="[PERSON]" logged in"#),
        (r#"{"nom":"Lefèvre","prenom":"Chloé"}"#, r#"{"nom":"[PERSON]","prenom":"[PERSON]"}"#),
        (r#"{"first":"Ada","last":"Lovelace"}"#, r#"{"first":"[PERSON]","last":"[PERSON]"}"#),
        ("GET /u?full_name=Rosa%20Delgado&x=1", "GET /u?full_name=[PERSON]&x=1"),
        ("Customer{firstName=Ingrid, lastName=Sørensen}", "Customer{firstName=[PERSON], lastName=[PERSON]}"),
        ("Patient: Delgado, Rosa M.    Room 4", "Patient: [PERSON].    Room 4"),
        ("Full Name: SMITH, JOHN A", "Full Name: [PERSON]"),
        (
            "UPDATE u SET street_address = '14 Protea Close' WHERE id=1",
            "UPDATE u SET street_address = '[ADDRESS]' WHERE id=1",
        ),
        ("{'street_address': '14 Protea Close', 'n': 1}", "{'street_address': '[ADDRESS]', 'n': 1}"),
        ("{Ssn:219099999 N:1}", "{Ssn:[US_SSN] N:1}"),
        ("license_plate=7ABC123 x=1", "license_plate=[LICENSE_PLATE] x=1"),
        ("Sehr geehrter Herr Prof. Dr. Müller,", "Sehr geehrter Herr Prof. Dr. [PERSON],"),
        ("Dr. Anil Mehta called, Mr Tom Brady came", "Dr. [PERSON] called, Mr [PERSON] came"),
    ]);
    stay(&[
        "address: An integer representation of an IPv4 IP address.",
        "    allow_reuse_address = 1    # Seems to make sense in Testing",
        "street: String, city: String",
        "the prefix fe80:: is local",
        r#"{"first":"page 1","last":"page 9"}"#,
        "service.name=\"Order Intake\", model.name=\"Claude Sonnet\"",
        "STATUS: ALL GOOD",
    ]);
}

#[test]
fn numbers_of_things_by_their_word() {
    stay(&[
        "a portrait with accession number 29.100.5 of the museum",
        "Sequence 875 418 6555",
        "заказ 860 439 9714",
        "numer zamówienia 447 322 1501",
    ]);
}

#[test]
fn what_another_member_says_does_not_depend_on_how_long_it_is() {
    let engine = RedactEngine::default();
    let long = "maria.gonzalez.of.the.north@example.com and 4012888888881881 and +1 (415) 555-0132";
    for (text, expected) in [
        (
            r#"{"name":"DB_PASSWORD","note":"@","value":"Zx8qLm2nQ4"}"#,
            r#"{"name":"DB_PASSWORD","note":"@","value":"[SECRET]"}"#,
        ),
        (
            r##"{"selector":"#password","a":"@","b":"@","c":"@","text":"Zx8qLm2nQ4"}"##,
            r##"{"selector":"#password","a":"@","b":"@","c":"@","text":"[SECRET]"}"##,
        ),
        (r#"{"name":"Ada Lovelace","a":"@","b":"@","c":"@","d":"@","e":"@","email":"a@b.org"}"#, ""),
        (r#"{"first":"Ada @","last":"Lovelace"}"#, ""),
        (r#"[{"text":"@ see #password"},{"text":"12 Elm Street"}]"#, ""),
        (
            r#"{"kind":"Secret","data":{"a":"@","b":"@","c":"@","d":"@","pw":"c2VjcmV0UGFzc3cwcmQx"}}"#,
            r#"{"kind":"Secret","data":{"a":"@","b":"@","c":"@","d":"@","pw":"[SECRET]"}}"#,
        ),
    ] {
        let text = text.replace('@', long);
        let new = engine.redact_text(&text, true).unwrap();
        let marked = expected.replace('@', &engine.redact_text(long, false).unwrap());
        assert!(expected.is_empty() || new == marked, "{new}");
        assert_eq!(engine.redact_text(&new, true), None, "{new}");
    }
}

#[test]
fn accounts_stand_beside_routing_numbers() {
    becomes(&[
        ("RTN 121000358 / 12345678901", "RTN [ABA_ROUTING_NUMBER] / [US_BANK_NUMBER]"),
        (
            "wire it, routing 121000358 account 12345678901 at the bank",
            "wire it, routing [ABA_ROUTING_NUMBER] account [US_BANK_NUMBER] at the bank",
        ),
        ("my account is 45673911, routing 121000358", "my account is [US_BANK_NUMBER], routing [ABA_ROUTING_NUMBER]"),
        (
            "ACH routing: 121000358 | account: 31548993330",
            "ACH routing: [ABA_ROUTING_NUMBER] | account: [US_BANK_NUMBER]",
        ),
    ]);
    stay(&["routed 12345678 packets / 87654321 bytes", "table 5673911, routing 10 of 12"]);
}

#[test]
fn queries_and_stores_hold_passwords() {
    becomes(&[
        ("WHERE pwd IN ('tiger_3691', 'Kq7!vz2m')", "WHERE pwd IN ('[SECRET]', '[SECRET]')"),
        (
            "WHERE password = 'Kq7!vz2m' OR pwd LIKE '%tiger_36%'",
            "WHERE password = '[SECRET]' OR pwd LIKE '%[SECRET]%'",
        ),
        ("SELECT 1 FROM t WHERE \"password\" <> 'Kq7!vz2m'", "SELECT 1 FROM t WHERE \"password\" <> '[SECRET]'"),
        ("changed password from 'Winter@911' to 'Winter@89'", "changed password from '[SECRET]' to '[SECRET]'"),
        ("the pwd was changed from 'Winter@911' to 'Winter@89'", "the pwd was changed from '[SECRET]' to '[SECRET]'"),
        ("HSET user:1 pwd \"qwerty_991\"", "HSET user:1 pwd \"[SECRET]\""),
        ("db.users.find({pwd: {$in: ['hunter@365']}})", "db.users.find({pwd: {$in: ['[SECRET]']}})"),
        ("WHERE password = crypt('Kq7!vz2m', password)", "WHERE password = crypt('[SECRET]', password)"),
    ]);
    stay(&[
        "WHERE pwd IN (SELECT hash FROM old)",
        "WHERE password LIKE '$2%'",
        "WHERE password IN ('expired', 'locked')",
        "moved password from LoginForm to SignupForm",
        "renamed password from `user_pw1` to somewhere",
        "{password: {$exists: true}}",
    ]);
}
