//! Values as stores, drivers of databases, programs for mail and browsers write them down.

use super::{becomes, redact, stay};

#[test]
fn values_below_their_type_are_what_the_key_above_says() {
    becomes(&[
        (
            r#"{"phone":{"S":"4155552671"},"dob":{"S":"1985-04-12"},"password":{"S":"hunter2x!"},"ssn":{"N":"123456789"}}"#,
            r#"{"phone":{"S":"[PHONE]"},"dob":{"S":"[DATE_OF_BIRTH]"},"password":{"S":"[SECRET]"},"ssn":{"N":"[US_SSN]"}}"#,
        ),
        (
            r#"{"full_name": {"S": "Jane Roe"}, "address": {"M": {"city": {"S": "Springfield"}}}, "phones": {"L": [{"S": "4155552672"}]}}"#,
            r#"{"full_name": {"S": "[PERSON]"}, "address": {"M": {"city": {"S": "[ADDRESS]"}}}, "phones": {"L": [{"S": "[PHONE]"}]}}"#,
        ),
        (
            r#"{"dob":{"$date":"1985-04-12T00:00:00Z"},"created":{"$date":"2024-04-12T00:00:00Z"}}"#,
            r#"{"dob":{"$date":"[DATE_OF_BIRTH]"},"created":{"$date":"2024-04-12T00:00:00Z"}}"#,
        ),
        (
            r#"{"fields":{"full_name":{"stringValue":"Jane Roe"},"pin":{"integerValue":"4821"}}}"#,
            r#"{"fields":{"full_name":{"stringValue":"[PERSON]"},"pin":{"integerValue":"[SECRET]"}}}"#,
        ),
    ]);
    stay(&[
        r#"{"count":{"N":"4155552673"},"created_at":{"N":"1717171717"},"title":{"S":"Nightly Build"}}"#,
        r#"{"sizes":{"S":"small","M":"medium","L":"large"}}"#,
        r#"{"phone":{"type":"string","S":"see the manual"}}"#,
    ]);
}

#[test]
fn keys_of_telephones_and_codes_run_together_or_numbered() {
    becomes(&[
        (
            r#"{"mobilephone":"4155552672","homephone":"4155552673","phone1":"4155552674","ph_no":"4155552675"}"#,
            r#"{"mobilephone":"[PHONE]","homephone":"[PHONE]","phone1":"[PHONE]","ph_no":"[PHONE]"}"#,
        ),
        (r#"{"mfa_code":"482913"}"#, r#"{"mfa_code":"[SECRET]"}"#),
        (r#"{"creditcardnumber":"4111111111111112"}"#, r#"{"creditcardnumber":"[CARD]"}"#),
        (r#"{"sessiontoken":"Zt8kWq3vLm5nAb"}"#, r#"{"sessiontoken":"[SECRET]"}"#),
        (r#"{"guarantor":"Tim Stone"}"#, r#"{"guarantor":"[PERSON]"}"#),
        ("account numbers: 12345678", "account numbers: [US_BANK_NUMBER]"),
        ("D.O.B.: 12/4/85", "D.O.B.: [DATE_OF_BIRTH]"),
    ]);
    stay(&[r#"{"cuda1":"4155552","vector2":"41555526","phoneme1":"ah","stage1":"4155552672"}"#]);
}

#[test]
fn identifiers_of_fhir_are_told_by_their_system_or_kind() {
    becomes(&[
        (
            r#"{"identifier":[{"system":"http://hl7.org/fhir/sid/us-ssn","value":"123456789"},{"system":"urn:oid:2.16.840.1.113883.4.1","value":"223456789"}]}"#,
            r#"{"identifier":[{"system":"http://hl7.org/fhir/sid/us-ssn","value":"[US_SSN]"},{"system":"urn:oid:2.16.840.1.113883.4.1","value":"[US_SSN]"}]}"#,
        ),
        (
            r#"{"identifier":[{"type":{"coding":[{"code":"MR"}]},"system":"http://hospital.example.org","value":"1032702"}]}"#,
            r#"{"identifier":[{"type":{"coding":[{"code":"MR"}]},"system":"http://hospital.example.org","value":"[MEDICAL_RECORD_NUMBER]"}]}"#,
        ),
        (r#"{"field_name":"CPF","field_value":"52998224725"}"#, r#"{"field_name":"CPF","field_value":"[BR_CPF]"}"#),
    ]);
    becomes(&[
        (
            r#"{"field":"phone number","old":"4155556535","new":"4155558959"}"#,
            r#"{"field":"phone number","old":"[PHONE]","new":"[PHONE]"}"#,
        ),
        (
            r#"{"fieldName":"DOB","oldValue":"02/12/1992","newValue":"Apr 26, 1997"}"#,
            r#"{"fieldName":"DOB","oldValue":"[DATE_OF_BIRTH]","newValue":"[DATE_OF_BIRTH]"}"#,
        ),
        ("| API key | EhjecdbrvPFR2TCxauuLx8ps |", "| API key | [SECRET] |"),
    ]);
    stay(&[
        r#"{"field":"order number","old":"4155556535","new":"4155558959"}"#,
        "| API key | required |",
        r#"{"code":[{"system":"http://loinc.example.org","value":"1032702"}]}"#,
        r#"{"field_name":"Retries","field_value":"52998224725"}"#,
    ]);
}

#[test]
fn jcards_name_their_values() {
    becomes(&[(
        r#"{"vcardArray":["vcard",[["version",{},"text","4.0"],["fn",{},"text","Jane Roe"],["n",{},"text",["Roe","Jane","","",""]],["tel",{"type":"work"},"text","4155552671"],["bday",{},"date","1985-04-12"]]]}"#,
        r#"{"vcardArray":["vcard",[["version",{},"text","4.0"],["fn",{},"text","[PERSON]"],["n",{},"text",["[PERSON]","[PERSON]","","",""]],["tel",{"type":"work"},"text","[PHONE]"],["bday",{},"date","[DATE_OF_BIRTH]"]]]}"#,
    )]);
    stay(&[r#"[["fn",{"a":1},"name"],["tag",{},"text","Jane Roe"]]"#]);
}

#[test]
fn values_that_are_bound_to_a_statement() {
    becomes(&[
        (
            "[SQL: INSERT INTO users (full_name, phone) VALUES (?, ?)]\n[parameters: ('Jane Roe', '4155552671')]",
            "[SQL: INSERT INTO users (full_name, phone) VALUES (?, ?)]\n[parameters: ('[PERSON]', '[PHONE]')]",
        ),
        (
            "INSERT INTO users (full_name, phone) VALUES (%s, %s) RETURNING id]\n[parameters: [('Jane Roe', '4155552671'), ('Bob Stone', '4155552672')]]",
            "INSERT INTO users (full_name, phone) VALUES (%s, %s) RETURNING id]\n[parameters: [('[PERSON]', '[PHONE]'), ('[PERSON]', '[PHONE]')]]",
        ),
        (
            r#"cur.execute("INSERT INTO users (full_name, phone) VALUES (?, ?)", ("Jane Roe", "4155552671"))"#,
            r#"cur.execute("INSERT INTO users (full_name, phone) VALUES (?, ?)", ("[PERSON]", "[PHONE]"))"#,
        ),
        (
            "db.query('INSERT INTO users (full_name, phone) VALUES ($1, $2)', ['Jane Roe', '4155552671'])",
            "db.query('INSERT INTO users (full_name, phone) VALUES ($1, $2)', ['[PERSON]', '[PHONE]'])",
        ),
    ]);
    stay(&[
        r#"cur.execute("INSERT INTO runs (name, model) VALUES (?, ?)", ("Nightly Build", "gpt-4o"))"#,
        r#"cur.execute("INSERT INTO users (full_name, phone) VALUES (?, ?)", row) # see ('Main Branch', 'x')"#,
    ]);
}

#[test]
fn heads_of_mails_without_addresses() {
    becomes(&[
        (
            "From: Jane Roe\nSent: Monday, May 6, 2024 9:13 AM\nTo: Bob Stone\nCc: Tim Roe; Al Stone\nSubject: Hi",
            "From: [PERSON]\nSent: Monday, May 6, 2024 9:13 AM\nTo: [PERSON]\nCc: [PERSON]; [PERSON]\nSubject: Hi",
        ),
        (
            "Von: Krüger, Sabine\nGesendet: Montag, 6. Mai 2024\nAn: Stein, Max\nBetreff: x",
            "Von: [PERSON]\nGesendet: Montag, 6. Mai 2024\nAn: [PERSON]\nBetreff: x",
        ),
        ("> From: Roe, Jane\n> Sent: Monday\n> To: Stone, Bob", "> From: [PERSON]\n> Sent: Monday\n> To: [PERSON]"),
        ("To: Stone, Bob <bob@example.com>", "To: [PERSON] <[EMAIL]>"),
        ("Name: Jane Roe (she/her)", "Name: [PERSON] (she/her)"),
        ("Given name: Jane\nFamily name: Roe", "Given name: [PERSON]\nFamily name: [PERSON]"),
    ]);
    stay(&[
        "From: Support Team\nSent: Monday\nTo: Engineering Leads",
        "From: Paris, France\nTo: Rome, Italy\nSent by rail",
        "Name: Blue Chair (new/used)",
        "Given name: see below",
    ]);
}

#[test]
fn passwords_that_are_typed_or_cut_short() {
    becomes(&[
        (
            "await page.getByRole('textbox', { name: 'Password' }).fill('hunter2x!');",
            "await page.getByRole('textbox', { name: 'Password' }).fill('[SECRET]');",
        ),
        ("I typed \"hunter2x!\" into the password field.", "I typed \"[SECRET]\" into the password field."),
        ("{\"password\": \"Xk9#mQ2v [truncated]", "{\"password\": \"[SECRET] [truncated]"),
        ("\"password\": \"Xk9#...mQ2v!zz", "\"password\": \"[SECRET]"),
        ("{\"password\": \"Xk9#mQ2v... (truncated)", "{\"password\": \"[SECRET]... (truncated)"),
    ]);
    stay(&[
        "await page.getByRole('button', { name: 'Password' }).click();",
        "I typed the query into the password field.",
        "{\"password\": \"must be set [see the manual]",
    ]);
}

#[test]
fn names_in_details_signatures_and_greetings() {
    becomes(&[
        (r#"{"billing_details":{"name":"Jane Roe"}}"#, r#"{"billing_details":{"name":"[PERSON]"}}"#),
        (
            r#"{"created_by":"Bob Stone","approvedBy":"Tim Roe","next_of_kin":"Al Stone"}"#,
            r#"{"created_by":"[PERSON]","approvedBy":"[PERSON]","next_of_kin":"[PERSON]"}"#,
        ),
        ("Nom : Dubois\nPrénom : Jean-Luc\nTél. : 06 12 34 56 78", "Nom : [PERSON]\nPrénom : [PERSON]\nTél. : [PHONE]"),
        ("Nama: Budi Santoso, NIK: 3273010101900001", "Nama: [PERSON], NIK: [ID_NIK]"),
        (
            "curl -d \"name=Jane+Roe&phone=4155552671\" https://api.example.org",
            "curl -d \"name=[PERSON]&phone=[PHONE]\" https://api.example.org",
        ),
        (
            "User { id: 42, name: \"Jane Roe\", email: \"x@example.com\" }",
            "User { id: 42, name: \"[PERSON]\", email: \"[EMAIL]\" }",
        ),
        ("Estimado Sr. García:", "Estimado Sr. [PERSON]:"),
        ("Szanowna Pani Kowalska,", "Szanowna Pani [PERSON],"),
    ]);
    stay(&[
        r#"{"clientInfo":{"name":"Claude Desktop","version":"1.0"},"serverInfo":{"name":"Weather Tool"}}"#,
        r#"{"created_by":"Terraform Cloud","updated_by":"GitHub Actions","sort_by":"Last Name","group_by":"Team Lead"}"#,
        "Sr. Software Engineer, Sr. Director",
        "Nom : Rapport",
        "search?name=Blue+Chair&color=red",
    ]);
    assert!(redact("Crate { name: \"Serde Json\", author_email: \"x@example.com\" }").contains("Serde Json"));
}
