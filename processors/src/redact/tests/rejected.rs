//! Values that messages show before the name of their field; tables that are drawn; formats whose fields are told by
//! their place.

use super::{RedactEngine, becomes, redact, stay};

#[test]
fn values_before_their_field() {
    becomes(&[
        ("invalid value \"hunter2x!\" for field \"password\"", "invalid value \"[SECRET]\" for field \"password\""),
        (
            "error: invalid value 'hunter2x!' for '--password <PASSWORD>': too short",
            "error: invalid value '[SECRET]' for '--password <PASSWORD>': too short",
        ),
        ("'hunter2x!' is not a valid password", "'[SECRET]' is not a valid password"),
        ("got \"hunter2x!\" for password", "got \"[SECRET]\" for password"),
        ("Value 'hunter2x!' at 'password' failed", "Value '[SECRET]' at 'password' failed"),
        ("argument --password: invalid choice: 'hunter2x!'", "argument --password: invalid choice: '[SECRET]'"),
        ("field password has invalid value hunter2x!", "field password has invalid value [SECRET]"),
        (
            "Duplicate entry 'Jane Roe' for key 'customers.full_name'",
            "Duplicate entry '[PERSON]' for key 'customers.full_name'",
        ),
        (
            "Incorrect date value: '1980-13-45' for column 'birth_date' at row 1",
            "Incorrect date value: '[DATE_OF_BIRTH]' for column 'birth_date' at row 1",
        ),
        (
            "DETAIL:  Key (full_name, ssn)=(Jane Roe, 123-45-6789) already exists.",
            "DETAIL:  Key (full_name, ssn)=([PERSON], [US_SSN]) already exists.",
        ),
    ]);
    stay(&[
        "invalid value \"auto\" for field \"mode\"",
        "Invalid value 'abc123' for parameter 'filter'",
        "error: invalid value 'x86_64' for '--target <TRIPLE>'",
        "Duplicate entry '42' for key 'orders.PRIMARY'",
        "Key (id)=(42) already exists.",
        "\"hunter2x!\" is not in the list of passwords",
        "the column \"utf8mb4\" of the password table",
        "argument --level: invalid choice: 'debug2' (choose from 'info', 'warn')",
    ]);
}

#[test]
fn cards_in_odd_groups() {
    becomes(&[
        ("paid with 4111_1111_1111_1111 today", "paid with [CARD] today"),
        ("4111~1111~1111~1111", "[CARD]"),
        ("card=4111\u{0}1111\u{0}1111\u{0}1111", "card=[CARD]"),
        ("scan_3782_822463_10005.pdf", "scan_[CARD].pdf"),
    ]);
    stay(&[
        // No check digit, no issuer, a longer row, columns.
        "4111_1111_1111_1112",
        "1111_2222_3333_4444",
        "4111_1111_1111_1111_1111",
        "x4111_1111_1111_1111",
        "4111\t1111\t1111\t1111",
        "4111|1111|1111|1111",
        "0x4111_1111_1111_1111",
    ]);
}

#[test]
fn tables_that_are_drawn() {
    for (head, row) in [
        ("┏━━━━━┳━━━━━┓\n┃ name ┃ ssn ┃\n┡━━━━━╇━━━━━┩\n", "│ NAME │ SSN │\n└─────┴─────┘\n"),
        ("┌─────┬─────┐\n│ name │ ssn │\n│ varchar │ int64 │\n├─────┼─────┤\n", "│ NAME │ SSN │\n└─────┴─────┘\n"),
        ("╭─────┬─────╮\n│ name │ ssn │\n│-----+-----│\n", "│ NAME │ SSN │\n╰─────┴─────╯\n"),
        ("   ┌─name──┬─ssn──┐\n", "1. │ NAME │ SSN │\n   └───────┴──────┘\n"),
        ("╔══════╦═════╗\n║ name ║ ssn ║\n╠══════╬═════╣\n", "║ NAME ║ SSN ║\n╚══════╩═════╝\n"),
        (" name │ ssn \n──────┼─────\n", " NAME │ SSN \n"),
        ("> | name | ssn |\n> |---|---|\n", "> | NAME | SSN |\n"),
        ("\t| name | ssn |\n\t|---|---|\n", "\t| NAME | SSN |\n"),
        (" * | name | ssn |\n * |------|-----|\n", " * | NAME | SSN |\n"),
        ("| name | count(*) | ssn |\n|---|---|---|\n", "| NAME | 3 | SSN |\n"),
        ("name,count(*),ssn\n", "NAME,3,SSN\n"),
    ] {
        for before in ["", "The result:\n\n"] {
            let with =
                |name: &str, ssn: &str| format!("{before}{head}{}", row.replace("NAME", name).replace("SSN", ssn));
            becomes(&[(&with("Jane Roe", "123456789"), &with("[PERSON]", "[US_SSN]"))]);
        }
    }
    stay(&[
        "src\n├── name\n│   ├── Jane Roe\n│   └── ssn 12\n└── main.rs\n",
        "┌──────┬─────────┐\n│ name │ version │\n├──────┼─────────┤\n│ Serde Json │ 123456789 │\n└──────┴─────────┘\n",
        "> | Name | Type |\n> |---|---|\n> | Phone Number | string |\n",
    ]);
}

#[test]
fn names_behind_a_dash() {
    becomes(&[
        ("Patient - Jane Roe", "Patient - [PERSON]"),
        ("* **Full name** – Jane Roe, age 42", "* **Full name** – [PERSON], age 42"),
        ("Customer name - Jane Roe", "Customer name - [PERSON]"),
        ("Name (customer): Jane Roe", "Name (customer): [PERSON]"),
    ]);
    stay(&["Customer - Order History", "Patient - centred care", "Employee - Handbook", "A Patient - Jane Roe"]);
}

#[test]
fn directories_and_banks() {
    becomes(&[
        (
            "dn: cn=Jane Roe,ou=People\ncn: Jane Roe\nsn:: UsO2c2No\nmail: a@b.org\n\ndn: cn=web01,ou=Hosts\ncn: web01\n",
            "dn: cn=[PERSON],ou=People\ncn: [PERSON]\nsn:: [PERSON]\nmail: [EMAIL]\n\ndn: cn=web01,ou=Hosts\ncn: web01\n",
        ),
        ("User CN=Jane Roe,OU=Users,DC=corp not found", "User CN=[PERSON],OU=Users,DC=corp not found"),
        ("Parsed ATTENDEE;CN=Jane Roe;PARTSTAT=ACCEPTED", "Parsed ATTENDEE;CN=[PERSON];PARTSTAT=ACCEPTED"),
        (
            ":20:REF\n:25:37040044/0532013000\n:86:166?20INV?310532013000?32JANE ROE\n:62F:C1\n",
            ":20:REF\n:25:[BANK_ACCOUNT]\n:86:166?20INV?31[BANK_ACCOUNT]?32[PERSON]\n:62F:C1\n",
        ),
        (
            "{4:\n:20:REF\n:50K:/0532013000\nJOHN POE\n1 HIGH STREET\n:59:/1234567\nJANE ROE\n-}",
            "{4:\n:20:REF\n:50K:/[BANK_ACCOUNT]\n[PERSON]\n[ADDRESS]\n:59:/[BANK_ACCOUNT]\n[PERSON]\n-}",
        ),
        (
            "<Cdtr><Nm>Jane Roe</Nm><PstlAdr><AdrLine>12 Elm Street</AdrLine></PstlAdr></Cdtr><Id><Othr><Id>123456</Id></Othr></Id>",
            "<Cdtr><Nm>[PERSON]</Nm><PstlAdr><AdrLine>[ADDRESS]</AdrLine></PstlAdr></Cdtr><Id><Othr><Id>[BANK_ACCOUNT]</Id></Othr></Id>",
        ),
        (
            "<OFX>\n<BANKACCTFROM>\n<ACCTID>A-0532\n<ACCTTYPE>CHECKING\n<NAME>Jane Roe\n</OFX>\n",
            "<OFX>\n<BANKACCTFROM>\n<ACCTID>[BANK_ACCOUNT]\n<ACCTTYPE>CHECKING\n<NAME>[PERSON]\n</OFX>\n",
        ),
        (
            "in: MSH|^~\\&|A|B\rPID|1||12345^^^H||ROE^JANE\rPV1|1|O|||||1234^SMITH^ADAM\r",
            "in: MSH|^~\\&|A|B\rPID|1||[MEDICAL_RECORD_NUMBER]^^^H||[PERSON]\rPV1|1|O|||||[PERSON]\r",
        ),
        // What stands behind is read as ever.
        (
            "PID|1||12345^^^H||ROE^JANE\nname\tphone\nJane Roe\t4155550132\n",
            "PID|1||[MEDICAL_RECORD_NUMBER]^^^H||[PERSON]\nname\tphone\n[PERSON]\t[PHONE]\n",
        ),
        (
            "ATTENDEE;CN=Jane Roe:mailto:a@b.org\nname\tphone\nJane Roe\t4155550132\n",
            "ATTENDEE;CN=[PERSON]:mailto:[EMAIL]\nname\tphone\n[PERSON]\t[PHONE]\n",
        ),
        (
            "begin:vcard\nfn:Jane Roe\nitem1.ADR:;;12 Elm Street;Leeds;;;\nend:vcard\n",
            "begin:vcard\nfn:[PERSON]\nitem1.ADR:;;[ADDRESS];;;\nend:vcard\n",
        ),
    ]);
    stay(&[
        "Subject: C=US, O=Acme, CN=www.example.com",
        "CN=Domain Admins,OU=Groups,DC=corp",
        "dn: cn=Backup Operators,ou=Groups\ncn: Backup Operators\nmember: cn=x\n",
        ":20: the twentieth\n",
    ]);
}

#[test]
fn long_records_are_read_to_their_end() {
    let name = "Bartholomew Featherstonehaugh";
    let rows = |head: &str, row: &str, foot: &str| format!("{head}{}{foot}", row.replace('@', name).repeat(2500));
    let drawn = "┌──────┬─────┐\n│ name │ ssn │\n├──────┼─────┤\n";
    for (text, left) in [
        (rows(drawn, "│ @ │ 123456789 │\n", "└──────┴─────┘\n"), "123456789"),
        (rows("", &format!("{drawn}│ @ │ 123456789 │\n└──────┴─────┘\n\n"), ""), "123456789"),
        (rows("> | name | ssn |\n> |---|---|\n", "> | @ | 123456789 |\n", ""), "123456789"),
        (rows(":20:REF\n:50K:/12345678\nJANE ROE\n", ":61:2008100810D1,00NTRF\n:86:?32@\n", ""), "JANE ROE"),
        (rows("<OFX>", "<STMTTRN><NAME>@<ACCTID>12345678901\n", ""), "12345678901"),
        (rows("MSH|^~\\&|A|B\n", "PID|1||12345||@\n", ""), "12345|"),
        (rows("ISA*00*~", "NM1*IL*1*Featherstonehaugh*Jane****MI*12345678901~", ""), "12345678901"),
        (
            rows("<table><tr><th>name</th><th>ssn</th></tr>", "<tr><td>@</td><td>123456789</td></tr>", "</table>"),
            "123456789",
        ),
        (rows("Phone\n", "2162391\n2162392\n", ""), "21623"),
    ] {
        let new = redact(&text);
        let kind = text.get(..24).unwrap_or_default();
        assert!(!new.contains("REDACTION_FAILED"), "{kind}");
        assert!(!new.contains("Featherstonehaugh") && !new.contains(left), "{kind}");
        assert_eq!(redact(&new), new, "{kind}");
    }
}

#[test]
fn heads_of_a_table_that_hold_no_text() {
    becomes(&[
        (
            "<table><tr><th>#</th><th>Name</th><th>DOB</th></tr><tr><td>1</td><td>Jane Roe</td><td>1984-03-12</td></tr></table>",
            "<table><tr><th>#</th><th>Name</th><th>DOB</th></tr><tr><td>1</td><td>[PERSON]</td><td>[DATE_OF_BIRTH]</td></tr></table>",
        ),
        (
            "<table><tr><th></th><th><input/></th><th>Name</th><th>SSN</th></tr><tr><td></td><td></td><td>Jane Roe</td><td>123456789</td></tr></table>",
            "<table><tr><th></th><th><input/></th><th>Name</th><th>SSN</th></tr><tr><td></td><td></td><td>[PERSON]</td><td>[US_SSN]</td></tr></table>",
        ),
    ]);
    stay(&["<table><tr><th>Phone</th><td>none</td></tr><tr><th>Total</th><td>2162391</td></tr></table>"]);
}

#[test]
fn numbers_of_a_list_that_a_label_names() {
    let digits =
        |n: usize, k: usize| (0..n).map(|i| char::from(b'1' + ((i * 7 + k * k * 3 + k) % 9) as u8)).collect::<String>();
    for (label, n) in [("SSN", 9), ("phone", 7), ("passport number", 9), ("account number", 10), ("MRN", 7), ("DNI", 8)]
    {
        for sign in [", ", "; ", " | ", "\n", "\n- ", " and ", "\t", "\\n", "\\\\n"] {
            let numbers: Vec<_> = (0..40).map(|k| digits(n, k)).collect();
            for text in [
                format!("{label}: {}", numbers.join(sign)),
                format!("the {label} {}.", numbers.join(sign)),
                format!("x\n{label}{}{}{sign}end", if sign.ends_with('n') { sign } else { "\n" }, numbers.join(sign)),
            ] {
                let new = redact(&text);
                assert!(!new.contains("REDACTION_FAILED"), "{text}");
                assert!(numbers.iter().all(|number| !new.contains(number)), "{text}\n{new}");
            }
        }
    }
    stay(&["job 2162391, 2162398, 2162405"]);
    becomes(&[(
        "phones: 2162391, 2162398, 12 of them; it took a while to read the rows of last week, which were 1234567",
        "phones: [PHONE], [PHONE], 12 of them; it took a while to read the rows of last week, which were 1234567",
    )]);
}

#[test]
fn cards_behind_the_mark_of_one() {
    becomes(&[("a 4111111111111111, 7290248085342 b", "a [CARD], [CARD] b")]);
    stay(&["a 1111111111111, 7290248085342 b"]);
}

#[test]
fn labels_before_a_blank_that_does_not_break() {
    for blank in ["\u{a0}", "\u{202f}"] {
        let cases = [
            (format!("Téléphone{blank}: 06 12 34 56 78"), format!("Téléphone{blank}: [PHONE]")),
            (format!("mot de passe{blank}: Xk9qZ7!a"), format!("mot de passe{blank}: [SECRET]")),
            (format!("Nom{blank}: Jane Roe\n"), format!("Nom{blank}: [PERSON]\n")),
        ];
        for (text, expected) in cases {
            becomes(&[(&text, &expected)]);
        }
        stay(&[&format!("Total{blank}: 1234567, et ensuite{blank}: rien")]);
    }
}

#[test]
fn what_stands_in_brackets_behind_a_label_or_a_name() {
    becomes(&[
        ("tel(home): 4155550132", "tel(home): [PHONE]"),
        ("cell(work) 4155550132", "cell(work) [PHONE]"),
        ("cpf(titular): 52998224725", "cpf(titular): [BR_CPF]"),
        ("mrn(hosp): 1234567", "mrn(hosp): [MEDICAL_RECORD_NUMBER]"),
        ("Patient: Jane Roe(female)", "Patient: [PERSON](female)"),
        ("Full name: Jane Roe(42)", "Full name: [PERSON](42)"),
    ]);
    stay(&["full_name = Word(text)", "driver_name: StrictStr = Field(1)", "y = sin(x) 046454286"]);
}

#[test]
fn long_words_are_read_alike_whatever_stands_before() {
    let long = "overinfoqueueserrorkeyresponse".repeat(7);
    for before in ["", "phone 4155550510\n", "phone [PHONE]\n"] {
        let new = redact(&format!("{before}{long}toCards\n4844212309920261\n"));
        assert!(new.ends_with("toCards\n[CARD]\n"), "{new}");
    }
}

#[test]
fn text_in_utf_16() {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    let le = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let be = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    let doc = |bytes: &[u8]| format!(r#"{{"$bytes":"{}"}}"#, STANDARD.encode(bytes));
    let (text, left) = ("an jürgen@example.org, {\"ssn\": 123456789}", "an [EMAIL], {\"ssn\": \"[US_SSN]\"}");
    let engine = RedactEngine::default();
    for (from, to) in [
        (le(text), le(left)),
        (be(text), be(left)),
        (le(&format!("\u{feff}{text}")), le(&format!("\u{feff}{left}"))),
        (be(&format!("\u{feff}{text}")), be(&format!("\u{feff}{left}"))),
    ] {
        assert_eq!(engine.redact_text(&doc(&from), true), Some(doc(&to)));
        assert_eq!(engine.redact_text(&doc(&to), true), None);
    }
    // No text: numbers of two bytes.
    let samples: Vec<u8> = (0..600u16).flat_map(|n| (n * 109).to_le_bytes()).collect();
    assert_eq!(engine.redact_text(&doc(&samples), true), None);
    // In a string each letter has a zero beside it.
    let wide: String = "jane@example.org".chars().flat_map(|c| [c, '\0']).collect();
    becomes(&[(&format!("to {wide} now"), "to [EMAIL] now")]);
    stay(&["PATH=/bin\u{0}A=1\u{0}B=2\u{0}", "1\u{0}2\u{0}3"]);
}
