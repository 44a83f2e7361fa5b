//! Rows of databases, cells behind their labels, people that a sentence names by their role, secrets that agents type.

use super::{becomes, redact, stay};

#[test]
fn rows_that_a_driver_returns() {
    becomes(&[
        (
            "SELECT u.name, u.ssn, max(b.dob) AS dob FROM users u;\n[('Jane Roe', 512447093, datetime.date(1985, 4, 12)), ('Bob Stone', None, None)]",
            "SELECT u.name, u.ssn, max(b.dob) AS dob FROM users u;\n[('[PERSON]', [US_SSN], datetime.date([DATE_OF_BIRTH])), ('[PERSON]', None, None)]",
        ),
        (
            "Action Input: SELECT \"name\", phone FROM users WHERE (id = 4)\nObservation: [('Jane Roe', '4155552671')]",
            "Action Input: SELECT \"name\", phone FROM users WHERE (id = 4)\nObservation: [('[PERSON]', '[PHONE]')]",
        ),
        // Nothing names the columns: a name and a way to reach somebody do.
        (
            "[(7, 'Jane Roe', '4155552671', '1985-04-12', '2024-05-01'), (8, 'Bob Stone', '4155552672', None, None)]",
            "[(7, '[PERSON]', '[PHONE]', '[DATE_OF_BIRTH]', '2024-05-01'), (8, '[PERSON]', '[PHONE]', None, None)]",
        ),
        ("(1, 'Jane Roe', '+14155552671')", "(1, '[PERSON]', '[PHONE]')"),
        (
            "[(UUID('c5f0d7a2-7d35-4a5e-9d3e-0d1a2b3c4d5e'), 'Jane Roe', '4155552671', datetime.datetime(2024, 1, 2))]",
            "[(UUID('c5f0d7a2-7d35-4a5e-9d3e-0d1a2b3c4d5e'), '[PERSON]', '[PHONE]', datetime.datetime(2024, 1, 2))]",
        ),
        ("[('Jane Roe', 'jane@example.com')]", "[('[PERSON]', '[EMAIL]')]"),
        (
            "DETAIL:  Failing row contains (17, Jane Roe, null, 4155552671, 1985-04-12, 2024-04-12 10:11:12).",
            "DETAIL:  Failing row contains (17, [PERSON], null, [PHONE], [DATE_OF_BIRTH], 2024-04-12 10:11:12).",
        ),
    ]);
    stay(&[
        "[('Jane Roe', 12), ('Bob Stone', 14)]",
        "[('Acme Corp', '4155552671')]",
        "[('New Order', '1985-04-12'), ('Old Order', '1991-01-02')]",
        "[('a', 4155552671), ('b', 4155552672)]",
        "SELECT name, total FROM orders;\n[('Blue Lamp', 4155552671)]",
        "SELECT count(*), max(phone_count) FROM users;\n[(12, 4155552671)]",
        // Of another statement.
        "SELECT phone FROM users; SELECT id FROM orders;\n[(4155552671,)]",
        "Failing row contains (17, New Order, 4155552671).",
        "[(",
        "SELECT a, b FROM",
        "SELECT (((, FROM [('",
        "Failing row contains (",
    ]);
}

#[test]
fn cells_behind_codes_and_dates_of_birth() {
    for between in [" | ", "\t", " - ", " – ", " → ", "→", " -> ", "; ", "</td><td>", "</th>\n  <td class=\"x\">"]
    {
        for (label, value, mark) in [
            ("PIN", "4821", "[SECRET]"),
            ("OTP", "482913", "[SECRET]"),
            ("CVV", "482", "[CARD_DETAIL]"),
            ("CVC2", "4821", "[CARD_DETAIL]"),
            ("DOB", "April 12, 1985", "[DATE_OF_BIRTH]"),
            ("Date of birth", "12 Apr 1985", "[DATE_OF_BIRTH]"),
        ] {
            let new = redact(&format!("{label}{between}{value}"));
            assert_eq!(new, format!("{label}{between}{mark}"));
            assert_eq!(redact(&new), new);
        }
    }
    becomes(&[("| PIN | 4821 |\n| City | Bonn |", "| PIN | [SECRET] |\n| City | Bonn |")]);
    stay(&[
        "PIN - 2024 edition",
        "PIN | 12 | GND",
        "PIN-4821",
        "PINS | 4821",
        "SPIN | 4821",
        "PIN - 4821 was the number of pins sold",
        "CVV - 4.21",
        "PIN; 48213 V",
        "DOB | yes",
        "Birthday -> optional",
    ]);
}

#[test]
fn people_behind_their_role() {
    becomes(&[
        (
            "The patient Jane Roe (MRN 12345678) was seen.",
            "The patient [PERSON] (MRN [MEDICAL_RECORD_NUMBER]) was seen.",
        ),
        ("Pt Jane Roe, 38 y/o F", "Pt [PERSON], 38 y/o F"),
        ("Patient Jane Roe presents with pain", "Patient [PERSON] presents with pain"),
        ("Customer John Smith called about a bill", "Customer [PERSON] called about a bill"),
        ("<p>Dear <b>Jane Roe</b>,</p>", "<p>Dear <b>[PERSON]</b>,</p>"),
    ]);
    stay(&[
        "Customer Success Manager called",
        "Customer Service asked for it",
        "Patient Access API (R4)",
        "Patient Health Questionnaire (PHQ-9)",
        "Customer Lifetime Value, 38 %",
        "Customer Journey Map reports",
        "<p>Dear <b>all</b></p>",
    ]);
}

#[test]
fn secrets_that_agents_type_and_change() {
    becomes(&[
        ("Typed hunter2x into element \"Password\"", "Typed [SECRET] into element \"Password\""),
        ("⌨️ Input Zt8kWq3v into index 3: Password", "⌨️ Input [SECRET] into index 3: Password"),
        ("Entered 'correcthorse' into the password box", "Entered '[SECRET]' into the password box"),
        ("type \"hunter2x\" in the Password field", "type \"[SECRET]\" in the Password field"),
        (
            "browser_type(ref=\"e12\", element=\"Password textbox\", text=\"hunter2x\")",
            "browser_type(ref=\"e12\", element=\"Password textbox\", text=\"[SECRET]\")",
        ),
        ("{ element: 'Password', text: 'hunter2x' }", "{ element: 'Password', text: '[SECRET]' }"),
        ("Filled \"Password\" with \"Zt8kWq3v\"", "Filled \"Password\" with \"[SECRET]\""),
        ("localStorage.setItem('token', 'Zt8kWq3vLm5n')", "localStorage.setItem('token', '[SECRET]')"),
        ("updated password: hunter2x -> Zt8kWq3v", "updated password: [SECRET] -> [SECRET]"),
        ("my pw is tr0ub4dor", "my pw is [SECRET]"),
        ("creds are admin/Zt8kWq3v", "creds are admin/[SECRET]"),
        (r#"{"token":"Zt8kWq3vLm5n"}"#, r#"{"token":"[SECRET]"}"#),
        (
            "# Netscape HTTP Cookie File\n\n#HttpOnly_.example.com\tTRUE\t/\tTRUE\t1735689600\tSID\tZt8kWq3vLm5nPq22\nexample.com\tFALSE\t/\tFALSE\t0\tlang\ten\n",
            "# Netscape HTTP Cookie File\n\n#HttpOnly_.example.com\tTRUE\t/\tTRUE\t1735689600\tSID\t[SECRET]\nexample.com\tFALSE\t/\tFALSE\t0\tlang\ten\n",
        ),
    ]);
    stay(&[
        "Typed hunter2x into element \"Search\"",
        "Typed text into the password field",
        "fill the password field with something",
        "Filled the form and checked \"Password\" without error2",
        "localStorage.setItem('theme', 'Zt8kWq3vLm5n')",
        "localStorage.setItem('token', token2)",
        "browser_type(element=\"Search box\", text=\"hunter2x\")",
        "label=\"Password\", text=\"Enter your password\"",
        "x\" into password",
        "\" into password",
        "a in password",
        "we turned base64 into the password hash",
        "the pw is required",
        "creds are docs/guide2.md",
        "creds are in vault/prod",
        "password: [SECRET] -> String",
        r#"{"token":"nextPageItem"}"#,
        r#"{"token":"page_2024_03"}"#,
        "Netscape HTTP Cookie File",
        ".example.com\tTRUE\t/\tTRUE",
    ]);
}

#[test]
fn numbers_in_sentences_without_blanks_and_of_ones_own() {
    becomes(&[
        ("我的CPF是52998224725", "我的CPF是[BR_CPF]"),
        ("私のIBANはDE89370400440532013001です", "私のIBANは[IBAN]です"),
        ("หมายเลขบัตรประชาชนของฉันคือ 1101700230708", "หมายเลขบัตรประชาชนของฉันคือ [TH_TNIN]"),
        ("เบอร์โทรของฉันคือ 0812345678", "เบอร์โทรของฉันคือ [PHONE]"),
        ("رقم هويتي هو 1012345672", "رقم هويتي هو [SA_ID]"),
        ("رقم جوازي A12345678", "رقم جوازي [PASSPORT]"),
        ("رقم بطاقتي 4111111111111112", "رقم بطاقتي [CARD]"),
        ("תעודת הזהות שלי 123456782", "תעודת הזהות שלי [IL_ID]"),
        ("کد ملی من 0013542419", "کد ملی من [NATIONAL_ID]"),
        ("என் ஆதார் எண் 234123412346", "என் ஆதார் எண் [IN_AADHAAR]"),
    ]);
    stay(&[
        "我的API是52998224725",
        "订单号是52998224725",
        "用CPF2格式52998224726",
        "รุ่นของฉันคือ 1101700230708",
        "رقم الطلب 1012345672",
        "מספר ההזמנה 123456782",
    ]);
}

#[test]
fn the_kind_of_an_identifier_stands_before_its_value() {
    let of = |code: &str, value: &str| {
        format!(r#"{{"identifier":[{{"type":{{"coding":[{{"code":"{code}"}}]}},"value":"{value}"}}]}}"#)
    };
    becomes(&[(&of("MR", "12345678"), &of("MR", "[MEDICAL_RECORD_NUMBER]"))]);
    let other = of("XX", "12345678");
    stay(&[&other, r#"{"unit":{"code":"MB"},"value":"12345678"}"#]);
}

#[test]
fn statements_and_heads_without_end_cost_little() {
    for piece in [
        "SELECT ",
        "SELECT name,phone FROM t ",
        "SELECT (",
        "Netscape HTTP Cookie File\n",
        "# Netscape HTTP Cookie File\nx\t",
        "#\t\t\t\t\t\tNetscape HTTP Cookie File\n",
        "[(1,",
        "Failing row contains (",
    ] {
        let text = piece.repeat(40_000 / piece.len());
        let new = redact(&text);
        assert_eq!(new.len(), text.len(), "{piece}");
    }
}
