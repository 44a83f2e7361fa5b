//! Values that only something beside them tells: another member of their object, the head of their table, the label of
//! a form, who speaks.

use super::{RedactEngine, becomes, redact, stay};

#[test]
fn a_member_beside_says_what_a_value_is() {
    becomes(&[
        (r#"{"cmd":["export","API_KEY","hunter2x9!"]}"#, r#"{"cmd":["export","API_KEY","[SECRET]"]}"#),
        (r#"["API_KEY","9F3KQ81MZX74HD2P"]"#, r#"["API_KEY","[SECRET]"]"#),
        (r#"{"env":["DB_PASSWORD","48213377"]}"#, r#"{"env":["DB_PASSWORD","[SECRET]"]}"#),
        (
            r#"{"variable":"OPENAI_API_KEY","content":"zq81kdm2xp"}"#,
            r#"{"variable":"OPENAI_API_KEY","content":"[SECRET]"}"#,
        ),
        (r#"[{"param":"db_password","data":"Tr0ub4dor&3"}]"#, r#"[{"param":"db_password","data":"[SECRET]"}]"#),
        (r#"[{"header":"X-Api-Key","value":"zq81kdm2xp"}]"#, r#"[{"header":"X-Api-Key","value":"[SECRET]"}]"#),
        (r#"{"parameter":"full_name","val":"Jane Roe"}"#, r#"{"parameter":"full_name","val":"[PERSON]"}"#),
        (r#"[{"value":"hunter2x9","name":"DB_PASSWORD"}]"#, r#"[{"value":"[SECRET]","name":"DB_PASSWORD"}]"#),
        (r#"[{"value": "4155550132", "label": "Phone"}]"#, r#"[{"value": "[PHONE]", "label": "Phone"}]"#),
        (r#"{"credentials":{"db":"hunter2x!"}}"#, r#"{"credentials":{"db":"[SECRET]"}}"#),
    ]);
    stay(&[
        r#"{"cmd":["export","API_KEY","DB_PASSWORD_2"]}"#,
        r#"{"required":["API_KEY","S3_BUCKET","retries"]}"#,
        r#"{"cmd":["env","NODE_ENV","v20.1"]}"#,
        r#"{"variable":"REGION","content":"eu-west-12"}"#,
        r#"{"credentials":{"type":"oauth2","region":"eu-west-12","file":"/etc/app/creds.json"}}"#,
        r#"[{"value":"4155550132","name":"bytes_read"},{"value":"x","name":"phone"}]"#,
        r#"[{"value":12,"name":"password_policy"}]"#,
    ]);
}

#[test]
fn members_of_types_stand_beside_each_other() {
    becomes(&[
        (
            r#"{"Item":{"name":{"S":"Jane Roe"},"phone":{"S":"4155550132"}}}"#,
            r#"{"Item":{"name":{"S":"[PERSON]"},"phone":{"S":"[PHONE]"}}}"#,
        ),
        (
            r#"{"Item":{"email":{"S":"a@b.co"},"active":{"BOOL":true},"tags":{"L":[{"S":"x"}]},"name":{"S":"Jane Roe"}}}"#,
            r#"{"Item":{"email":{"S":"[EMAIL]"},"active":{"BOOL":true},"tags":{"L":[{"S":"x"}]},"name":{"S":"[PERSON]"}}}"#,
        ),
        (
            r#"{"fields": {"name": {"stringValue": "Jane Roe"}, "phone": {"stringValue": "4155550132"}}}"#,
            r#"{"fields": {"name": {"stringValue": "[PERSON]"}, "phone": {"stringValue": "[PHONE]"}}}"#,
        ),
    ]);
    stay(&[
        r#"{"Item":{"name":{"S":"Blue Chair"},"price":{"N":"129"}}}"#,
        r#"[{"name":{"S":"Blue Chair"}},{"phone":{"S":""}}]"#,
    ]);
}

#[test]
fn heads_stand_behind_rows_and_in_objects() {
    becomes(&[
        (
            r#"{"rows":[[1,"Jane Roe","536904399"]],"total":1,"columns":["id","name","ssn"]}"#,
            r#"{"rows":[[1,"[PERSON]","[US_SSN]"]],"total":1,"columns":["id","name","ssn"]}"#,
        ),
        (
            r#"{"schema":{"fields":[{"name":"id"},{"name":"full_name"}]},"rows":[{"f":[{"v":"1"},{"v":"Jane Roe"}]}]}"#,
            r#"{"schema":{"fields":[{"name":"id"},{"name":"full_name"}]},"rows":[{"f":[{"v":"1"},{"v":"[PERSON]"}]}]}"#,
        ),
        (
            r#"{"Rows":[{"Data":[{"VarCharValue":"1"},{"VarCharValue":"Jane Roe"}]}],"ResultSetMetadata":{"ColumnInfo":[{"Name":"id"},{"Name":"full_name"}]}}"#,
            r#"{"Rows":[{"Data":[{"VarCharValue":"1"},{"VarCharValue":"[PERSON]"}]}],"ResultSetMetadata":{"ColumnInfo":[{"Name":"id"},{"Name":"full_name"}]}}"#,
        ),
        (
            r#"{"resultSetMetaData":{"rowType":[{"name":"ID"},{"name":"PHONE"}]},"data":[["1","4155550132"]]}"#,
            r#"{"resultSetMetaData":{"rowType":[{"name":"ID"},{"name":"PHONE"}]},"data":[["1","[PHONE]"]]}"#,
        ),
        (
            "columns: ['id', 'full_name', 'ssn']\nrows: [(1, 'Jane Roe', '536904399')]",
            "columns: ['id', 'full_name', 'ssn']\nrows: [(1, '[PERSON]', '[US_SSN]')]",
        ),
    ]);
    stay(&[
        // Neither of another list, nor of another number of columns, nor of objects that have names themselves.
        r#"{"tables":[{"columns":["id","phone"]}],"rows":[[1,"4155550132"]]}"#,
        r#"{"rows":[[1,"4155550132",3]],"columns":["id","phone"]}"#,
        r#"{"columns":["id","phone"],"rows":[{"tags":["a","b","4155550132"]}]}"#,
        r#"{"rows":[[1,"Blue Chair"]],"columns":["id","title"]}"#,
        "columns: ['id', 'title']\nrows: [(1, 'Blue Chair')]",
    ]);
}

#[test]
fn both_sides_of_calls_and_messages() {
    becomes(&[
        (
            r#"{"to":"4155550132","from":"+14155550199","body":"hi","sid":"SM12"}"#,
            r#"{"to":"[PHONE]","from":"[PHONE]","body":"hi","sid":"SM12"}"#,
        ),
        (
            r#"{"from":4155550132,"to":4155550199,"call_sid":"x"}"#,
            r#"{"from":"[PHONE]","to":"[PHONE]","call_sid":"x"}"#,
        ),
        ("From: 4155550132\nTo: 4155550199\nBody: hello", "From: [PHONE]\nTo: [PHONE]\nBody: hello"),
    ]);
    stay(&[
        r#"{"from":"1700000000","to":"1700003600","body":"x"}"#,
        r#"{"from":4155550132,"to":4155550199,"step":60}"#,
        r#"{"from":20260101000000000,"to":4155550199,"unit":"ms"}"#,
        "From: 1700000000\nTo: 1700003600\nBody: hello",
        "copied from: 4155550132\nto: 4155550199 bytes",
    ]);
}

#[test]
fn who_speaks_in_a_chat() {
    becomes(&[
        (
            "[10:31] Jane Roe: hi there\n[10:32] Tom Alvarez: hello",
            "[10:31] [PERSON]: hi there\n[10:32] [PERSON]: hello",
        ),
        (
            "12/03/24, 10:31 - Jane Roe: hey\n12/03/24, 10:32 - Bob Stone: yo",
            "12/03/24, 10:31 - [PERSON]: hey\n12/03/24, 10:32 - [PERSON]: yo",
        ),
        ("Jane Roe (customer): it does not work", "[PERSON] (customer): it does not work"),
        ("Customer Jane Roe said hello", "Customer [PERSON] said hello"),
    ]);
    stay(&[
        "[10:31] INFO: started\n[10:32] WARN: slow",
        "[10:31:05] Build Server: started\n[10:31:09] Build Server: ended",
        "[10:31] Jane Roe: one line tells nothing",
        "Priority (Candidate): 5",
        "Retry (user): 5",
        "TLS Handshake (client): failed",
        "Note (host): unused",
        "Customer Service Team said hello",
    ]);
}

#[test]
fn codes_for_cameras_and_pairs() {
    becomes(&[
        ("MECARD:N:Roe,Jane;TEL:4155550132;EMAIL:j@x.co;;", "MECARD:N:[PERSON];TEL:[PHONE];EMAIL:[EMAIL];;"),
        ("WIFI:T:WPA;S:net;P:hunter2x;;", "WIFI:T:WPA;S:net;P:[SECRET];;"),
        ("otpauth://totp/Acme?secret=JBSWY3DPEHPK3PXP&issuer=Acme", "otpauth://totp/Acme?secret=[SECRET]&issuer=Acme"),
        ("login: jane / hunter2x", "login: jane / [SECRET]"),
        ("cvv;482", "cvv;[CARD_DETAIL]"),
        ("name;Jane Roe\ncvv;482\n", "name;Jane Roe\ncvv;[CARD_DETAIL]\n"),
    ]);
    stay(&[
        "login: oauth / saml",
        "login: google / oauth2",
        "login: docs / guide2.md",
        "cvv;4820193",
        "cvv;482.5",
        "pin;12",
        "MECARD:N:;;",
        "a MECARD: see below",
    ]);
}

#[test]
fn a_label_of_a_form_tells_one_value() {
    becomes(&[
        (
            "| Field | Value |\n|---|---|\n| Id | 5 |\n| Full name | Jane Roe |\n",
            "| Field | Value |\n|---|---|\n| Id | 5 |\n| Full name | [PERSON] |\n",
        ),
        (
            "-[ RECORD 1 ]---\nid        | 1\nfull_name | Jane Roe\nstatus    | ok\n",
            "-[ RECORD 1 ]---\nid        | 1\nfull_name | [PERSON]\nstatus    | ok\n",
        ),
        ("Full name ........ Jane Roe\nStatus ........ open", "Full name ........ [PERSON]\nStatus ........ open"),
        ("CVV ........ 482\n", "CVV ........ [CARD_DETAIL]\n"),
        ("Full name\nJane Roe\n\nStatus\nopen\n", "Full name\n[PERSON]\n\nStatus\nopen\n"),
        ("Home address → 12 High Street, Leeds", "Home address → [ADDRESS]"),
        ("- name: FULL_NAME\n  value: \"Jane Roe\"\n", "- name: FULL_NAME\n  value: \"[PERSON]\"\n"),
        (
            "User {\n    full_name: Some(\n        \"Jane Roe\",\n    ),\n}",
            "User {\n    full_name: Some(\n        \"[PERSON]\",\n    ),\n}",
        ),
        (
            "User {\n    password: Some(\n        \"hunter2x9\",\n    ),\n}",
            "User {\n    password: Some(\n        \"[SECRET]\",\n    ),\n}",
        ),
        ("Full name: Jane Roe: engineer", "Full name: [PERSON]: engineer"),
        ("map[full_name:Jane Roe status:ok]", "map[full_name:[PERSON] status:ok]"),
        ("first_name=Katarzyna status=ok", "first_name=[PERSON] status=ok"),
        ("U{id=5, address=742 Evergreen Terrace, Springfield, active=true}", "U{id=5, address=[ADDRESS], active=true}"),
        ("birth_date: 12 March 1984", "birth_date: [DATE_OF_BIRTH]"),
        (
            "./cli --cvv '482' --street-address '12 High Street'",
            "./cli --cvv '[CARD_DETAIL]' --street-address '[ADDRESS]'",
        ),
    ]);
    stay(&[
        "| Field | Type |\n|---|---|\n| full_name | Text |\n",
        "| Field | Value |\n|---|---|\n| password | none |\n| name | Blue Chair |\n",
        "First Name\nLast Name\nEmail Address\n",
        "Full name ........ Required Field",
        "Address → Settings → Network",
        "Address\nAll of these\n",
        "- name: NODE_ENV\n  value: \"production\"\n",
        "- name: REGION\n  value: Frankfurt Main\n",
        "./cli --current-expiry-year 2020 --cvv-retries 3",
        "label_date: 12 March 2024",
    ]);
}

#[test]
fn what_validators_and_pages_say_of_a_value() {
    becomes(&[
        (
            r#"{"detail":[{"loc":["body","phone"],"msg":"bad","input":"4155550132"}]}"#,
            r#"{"detail":[{"loc":["body","phone"],"msg":"bad","input":"[PHONE]"}]}"#,
        ),
        (
            r#"[{"code":"invalid","path":["user","full_name"],"received":"Jane Roe"}]"#,
            r#"[{"code":"invalid","path":["user","full_name"],"received":"[PERSON]"}]"#,
        ),
        (
            "Field error in object 'user' on field 'fullName': rejected value [Jane Roe]; codes [x]",
            "Field error in object 'user' on field 'fullName': rejected value [[PERSON]]; codes [x]",
        ),
        (
            r#"{"fields":[{"name":"Full name","type":"textbox","ref":"e3","value":"Jane Roe"}]}"#,
            r#"{"fields":[{"name":"Full name","type":"textbox","ref":"e3","value":"[PERSON]"}]}"#,
        ),
        (
            r#"{"fields":[{"name":"Password","type":"textbox","ref":"e3","value":"hunter2x9!"}]}"#,
            r#"{"fields":[{"name":"Password","type":"textbox","ref":"e3","value":"[SECRET]"}]}"#,
        ),
        (
            r#"{"element":"API key field","ref":"e3","text":"zq81kdm2xp"}"#,
            r#"{"element":"API key field","ref":"e3","text":"[SECRET]"}"#,
        ),
        (
            "- textbox \"Full name\" [active] [ref=e12]: Jane Roe\n",
            "- textbox \"Full name\" [active] [ref=e12]: [PERSON]\n",
        ),
        ("- textbox \"Password\" [ref=e12]: hunter2x9!\n", "- textbox \"Password\" [ref=e12]: [SECRET]\n"),
        (
            r#"{"changes":{"full_name":{"from":null,"to":"Jane Roe"}}}"#,
            r#"{"changes":{"full_name":{"from":null,"to":"[PERSON]"}}}"#,
        ),
        (
            "INSERT INTO users (id, full_name) VALUES ($1, $2)\nDETAIL:  parameters: $1 = '5', $2 = 'Jane Roe'",
            "INSERT INTO users (id, full_name) VALUES ($1, $2)\nDETAIL:  parameters: $1 = '5', $2 = '[PERSON]'",
        ),
    ]);
    stay(&[
        r#"{"detail":[{"loc":["body","count"],"msg":"bad","input":"4155550132"}]}"#,
        r#"{"loc":["body","phone"],"msg":"bad","input":"abc"}"#,
        // What was removed from a label names nothing.
        r#"{"element":"[CARD]","content":"8123456789012345"}"#,
        r#"{"path":["[PHONE]"],"input":"4155550132"}"#,
        "- textbox \"[PHONE]\" [ref=e12]: 4155550132\n",
        "on field '[PHONE]': rejected value [4155550132]",
        r#"[{"path":["full_name"]},{"received":"Jane Roe"}]"#,
        "on field 'status': rejected value [Jane Roe];",
        r#"{"fields":[{"name":"Search","type":"textbox","ref":"e3","value":"Jane Roe"}]}"#,
        r#"{"name":"Full name","type":"column","value":"Jane Roe"}"#,
        "- button \"Full name\" [ref=e12]: Jane Roe\n",
        r#"{"changes":{"title":{"from":null,"to":"Jane Roe"}}}"#,
        "INSERT INTO items (id, title) VALUES ($1, $2)\nDETAIL:  parameters: $1 = '5', $2 = 'Jane Roe'",
    ]);
}

#[test]
fn elements_and_blocks_tell_a_value() {
    becomes(&[
        (
            "<dict>\n  <key>full_name</key>\n  <string>Jane Roe</string>\n</dict>",
            "<dict>\n  <key>full_name</key>\n  <string>[PERSON]</string>\n</dict>",
        ),
        (
            "<member><name>full_name</name><value><string>Jane Roe</string></value></member>",
            "<member><name>full_name</name><value><string>[PERSON]</string></value></member>",
        ),
        (
            r#"<div><span class="label">Password</span><span class="value">hunter2x9!</span></div>"#,
            r#"<div><span class="label">Password</span><span class="value">[SECRET]</span></div>"#,
        ),
        (r#"<textarea name="full_name">Jane Roe</textarea>"#, r#"<textarea name="full_name">[PERSON]</textarea>"#),
        ("<li>Full name: <b>Jane Roe</b></li>", "<li>Full name: <b>[PERSON]</b></li>"),
        ("full_name: |\n  Jane Roe\nother: 1\n", "full_name: |\n  [PERSON]\nother: 1\n"),
        ("[\"full_name\"]=>\n  string(8) \"Jane Roe\"", "[\"full_name\"]=>\n  string(8) \"[PERSON]\""),
        ("User(fullName: Optional(\"Jane Roe\"))", "User(fullName: Optional(\"[PERSON]\"))"),
    ]);
    stay(&[
        "<dict><key>CFBundleName</key><string>Blue Chair</string></dict>",
        "<member><name>title</name><value><string>Jane Roe</string></value></member>",
        r#"<div><span class="label">Password</span><span class="hint">hunter2x9!</span></div>"#,
        r#"<textarea name="comment">Jane Roe</textarea>"#,
        "title: |\n  Jane Roe\n",
    ]);
}

#[test]
fn labels_of_many_languages() {
    becomes(&[
        ("Vollständiger Name: Katarzyna Oduya", "Vollständiger Name: [PERSON]"),
        ("Koko nimi: Katarzyna Oduya", "Koko nimi: [PERSON]"),
        ("Name on card: Katarzyna Oduya", "Name on card: [PERSON]"),
        ("Next of kin: Katarzyna Oduya", "Next of kin: [PERSON]"),
        ("Teljes név: Katarzyna Oduya", "Teljes név: [PERSON]"),
        ("Adresse de livraison: 5 Rue Mayor, 28013 Madrid", "Adresse de livraison: [ADDRESS]"),
        ("Toimitusosoite: Mayor 5, 28013 Madrid", "Toimitusosoite: [ADDRESS]"),
        (r#"{"Lieferadresse": "Mayor 5, 28013 Madrid"}"#, r#"{"Lieferadresse": "[ADDRESS]"}"#),
        (r#"{"Volledige naam": "Katarzyna Oduya"}"#, r#"{"Volledige naam": "[PERSON]"}"#),
        ("Numéro de carte : 4111111111111112", "Numéro de carte : [CARD]"),
        ("Kart numarası: 4111111111111112", "Kart numarası: [CARD]"),
        ("カード番号: 4111111111111112", "カード番号: [CARD]"),
        (r#"{"Código de seguridad": "482"}"#, r#"{"Código de seguridad": "[CARD_DETAIL]"}"#),
        ("Säkerhetskod: 482", "Säkerhetskod: [CARD_DETAIL]"),
        ("Número da conta: 000123456789", "Número da conta: [BANK_ACCOUNT]"),
        ("Kodeord: hunter2x9!", "Kodeord: [SECRET]"),
    ]);
    stay(&[
        "Código de error: 482",
        "Numéro de version : 4111111111111112",
        "Toimitusaika: 5 päivää",
        "Alamat: IP",
        "Gata: release 12",
    ]);
}

/// The number of a document goes, and the document is one as before.
#[test]
fn numbers_of_documents_in_texts_leave_documents() {
    let engine = RedactEngine::default();
    becomes(&[
        (r#"My phone number is {"n": 4155550132}"#, r#"My phone number is {"n": "[PHONE]"}"#),
        (r#"ssn {"a": {"x": 536904399, "y": [1, 2]}}"#, r#"ssn {"a": {"x": "[US_SSN]", "y": [1, 2]}}"#),
        (r#"got {\"phone\": 4155550132, \"a\": 1} ok"#, r#"got {\"phone\": \"[PHONE]\", \"a\": 1} ok"#),
        (r#"cut {"phones": [4155550132, 4155550133], "x""#, r#"cut {"phones": ["[PHONE]", "[PHONE]"], "x""#),
        (
            r#"got {\"phone\": [[\"a: b\", 1], [4155550132]]} ok"#,
            r#"got {\"phone\": [[\"a: b\", 1], [\"[PHONE]\"]]} ok"#,
        ),
        (
            r#"got {\"phone\": [{\"a\": \"b: c\"}, 4155550132]} ok"#,
            r#"got {\"phone\": [{\"a\": \"b: c\"}, \"[PHONE]\"]} ok"#,
        ),
        (r#"{"text":"phone {\"n\": 4155550132} x"}"#, r#"{"text":"phone {\"n\": \"[PHONE]\"} x"}"#),
    ]);
    // Numbers of texts that are no documents stay without quotes.
    becomes(&[("phone: 4155550132, ok", "phone: [PHONE], ok"), ("f(card=4111111111111111)", "f(card=[CARD])")]);
    let numbers = ["4155550132", "4111111111111111", "536904399", "-4155550132", "4155550132.0"];
    for head in ["my phone number is ", "SSN ", "card numbers: ", "call ", "dob "] {
        for n in numbers {
            for document in [
                format!(r#"{{"a": {n}}}"#),
                format!(r#"{{"a":[{n},{n}],"b":{n}}}"#),
                format!(r#"[{{"ssn": {n}, "phone":{n}}}, {n}]"#),
                format!("{{\n  \"phones\" : [\n    {n},\n    {n}\n  ]\n}}"),
            ] {
                let new = engine.redact_text(&format!("{head}{document} and on"), false);
                let new = new.unwrap_or_else(|| format!("{head}{document} and on"));
                let inner = new.strip_prefix(head).and_then(|t| t.strip_suffix(" and on")).unwrap();
                let parsed: serde_json::Value = serde_json::from_str(inner).unwrap_or_else(|e| panic!("{e}: {new}"));
                let old: serde_json::Value = serde_json::from_str(&document).unwrap();
                assert_eq!(keys(&parsed), keys(&old), "{new}");
                assert_eq!(redact(&new), new);
            }
        }
    }
}

/// Keys of a document in order.
fn keys(value: &serde_json::Value) -> Vec<String> {
    match value {
        serde_json::Value::Object(o) => o.iter().flat_map(|(k, v)| [vec![k.clone()], keys(v)].concat()).collect(),
        serde_json::Value::Array(a) => a.iter().flat_map(keys).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn dates_of_birth_are_told_behind_them() {
    for (text, date) in [
        ("Ich wurde am 20.07.1993 geboren.", "20.07.1993"),
        ("Ich bin am 20.07.1993 in Bonn geboren", "20.07.1993"),
        ("on 1993-07-20 I was born", "1993-07-20"),
        ("20/07/1993 is my birthday", "20/07/1993"),
        ("El 20/07/1993 nació mi hija", "20/07/1993"),
        ("Em 20/07/1993 nasceu a minha filha", "20/07/1993"),
        ("Il 20/07/1993 è nato Marco", "20/07/1993"),
        ("Den 20.07.1993 föddes hon", "20.07.1993"),
        ("Dnia 20.07.1993 urodził się", "20.07.1993"),
        ("20.07.1993 tarihinde doğdum", "20.07.1993"),
        ("20.07.1993. napján született", "20.07.1993"),
        ("20.07.1993 года рождения", "20.07.1993"),
        ("1993/07/20生まれです", "1993/07/20"),
    ] {
        assert_eq!(redact(text), text.replace(date, "[DATE_OF_BIRTH]"));
    }
    stay(&[
        "Am 20.07.1993 wurde der Vertrag unterschrieben.",
        "1993-07-20 is a Tuesday, NATO was there",
        "1993-07-20 the new-born service was released",
        "2026-01-02 03:04:05 INFO born again",
        "on 2024-01-02 it was built",
        "合同自2024-01-02生效",
        "until 2024-01-02. He was born somewhere else.",
    ]);
}

#[test]
fn both_sides_of_a_call() {
    becomes(&[
        ("call from 4155550132 to 4155550199", "call from [PHONE] to [PHONE]"),
        ("calls 4155550132 -> 4155550199", "calls [PHONE] -> [PHONE]"),
        ("called from 4155550132 and then 4155550199", "called from [PHONE] and then [PHONE]"),
        ("SMS from 4155550132, then 4155550199", "SMS from [PHONE], then [PHONE]"),
    ]);
    stay(&[
        "the range goes from 4155550132 to 4155550199",
        "call from 1755550132 to 1755550199",
        "system call from 3221225472 to 3221229568",
        "called with values from 0 to 2147483647",
        "the call graph goes from 4294967296 to 8589934592",
        "a call from 2147483648 to 4294967296",
        "tool call 2345678901 and 4567890123",
        "rpc call by 2345678901",
        "forwarded 2345678901 packets",
    ]);
}

#[test]
fn titles_behind_roles() {
    becomes(&[
        ("the attending Dr Jane Roe signed", "the attending Dr [PERSON] signed"),
        ("la patiente Mme Roe dit", "la patiente Mme [PERSON] dit"),
        ("el cliente Sr. Roe llama", "el cliente Sr. [PERSON] llama"),
        ("il cliente Sig. Roe chiama", "il cliente Sig. [PERSON] chiama"),
        ("Client Jane Roe called twice", "Client [PERSON] called twice"),
    ]);
    stay(&[
        "742 Evergreen Dr Springfield",
        "Oak Dr Apartments",
        "Sr. Software Engineer wanted",
        "Client Error Handling needs work",
        "Client Certificate Authority reported an error",
        "Client Hello Message said so",
        "Client Side Rendering wants a node",
    ]);
}
