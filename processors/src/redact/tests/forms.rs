//! Secrets told by a form of their own: values offered as a password, compared with one, set by a statement, sent by a
//! protocol.

use super::{RedactEngine, becomes, stay};

#[test]
fn values_offered_as_a_password() {
    becomes(&[
        ("Use Kq7!vZ2mPx41 como senha do banco.", "Use [SECRET] como senha do banco."),
        (
            "Depois do deploy defina Kq7!vZ2mPx41 como a nova senha.",
            "Depois do deploy defina [SECRET] como a nova senha.",
        ),
        ("No servidor antigo a senha do banco e Kq7!vZ2mPx41", "No servidor antigo a senha do banco e [SECRET]"),
        ("Usa Kq7!vZ2mPx41 como clave de acceso.", "Usa [SECRET] como clave de acceso."),
        ("Usa Kq7!vZ2mPx41 como password.", "Usa [SECRET] como password."),
        ("Utilisez Kq7!vZ2mPx41 comme mot de passe.", "Utilisez [SECRET] comme mot de passe."),
        (
            "Pour la base, mets Kq7!vZ2mPx41 comme nouveau mot de passe.",
            "Pour la base, mets [SECRET] comme nouveau mot de passe.",
        ),
        ("Bitte Kq7!vZ2mPx41 als Kennwort eintragen.", "Bitte [SECRET] als Kennwort eintragen."),
        ("Nimm Kq7!vZ2mPx41 als neues Passwort.", "Nimm [SECRET] als neues Passwort."),
        ("Gebruik Kq7!vZ2mPx41 als wachtwoord.", "Gebruik [SECRET] als wachtwoord."),
        ("Imposta Kq7!vZ2mPx41 come parola d'ordine.", "Imposta [SECRET] come parola d'ordine."),
    ]);
    stay(&[
        "Use SHA256 como senha hash",
        "Usa o campo como senha",
        "Minha senha nova funciona, tenho a senha",
        "Verwende das Feld als Kennwort",
        "Il sert comme mot de passe et comme clé",
        "Use bcrypt como senha",
    ]);
}

#[test]
fn literals_that_a_password_is_compared_with() {
    becomes(&[
        ("if (pwd.equals(\"Velvet6110\")) {", "if (pwd.equals(\"[SECRET]\")) {"),
        ("if (\"Velvet6110\".equals(password)) {", "if (\"[SECRET]\".equals(password)) {"),
        ("if \"Velvet6110\" == password:", "if \"[SECRET]\" == password:"),
        ("return 'Velvet6110' === req.body.password;", "return '[SECRET]' === req.body.password;"),
        ("if (strcmp(password, \"Velvet6110\") == 0)", "if (strcmp(password, \"[SECRET]\") == 0)"),
        ("bcrypt.compare('Kq7!vZ2mPx41', user.password)", "bcrypt.compare('[SECRET]', user.password)"),
        ("conn.setPwd(\"Velvet6110\")", "conn.setPwd(\"[SECRET]\")"),
    ]);
    stay(&[
        "if (type.equals(\"password\")) {",
        "if (\"confirmPassword\".equals(field)) {",
        "if pwd.equals(other) || \"Base64\" == name",
        "assertEquals(\"Sha256\", algorithm); check(pwd)",
        "strcmp(key, \"password2\") == 0",
        "$ pwd\n/home/build7/Project2\n",
        "os.chdir(pwd); print(\"Build42\")",
        "if \"pwd\" in names and \"Utf8\" == encoding:",
    ]);
}

#[test]
fn statements_that_set_a_password() {
    becomes(&[
        ("SET PASSWORD FOR 'app'@'%' = 'Kq7!vZ2mPx41';", "SET PASSWORD FOR 'app'@'%' = '[SECRET]';"),
        (
            "SET PASSWORD FOR app@localhost = PASSWORD('tigers');",
            "SET PASSWORD FOR app@localhost = PASSWORD('[SECRET]');",
        ),
        (
            "ALTER USER app IDENTIFIED BY \"Kq7vZ2mPx41\" REPLACE \"Ab3dEf7hJk2\";",
            "ALTER USER app IDENTIFIED BY \"[SECRET]\" REPLACE \"[SECRET]\";",
        ),
        ("CREATE ROLE app LOGIN PASSWORD 'Velvet6110';", "CREATE ROLE app LOGIN PASSWORD '[SECRET]';"),
    ]);
    stay(&[
        "SET PASSWORD FOR 'app'@'%' = '<password>';",
        "SELECT REPLACE(name, 'a1', 'b2') FROM t",
        "CREATE OR REPLACE FUNCTION Fn42x() RETURNS int",
        "Password policy, version 2: MinLength12",
        "password rules were changed to Level3",
    ]);
}

#[test]
fn lines_of_devices_and_protocols() {
    becomes(&[
        ("username admin privilege 15 secret 0 Velvet6110", "username admin privilege 15 secret 0 [SECRET]"),
        ("hostname r1\nusername ops password 7 094F471A1A0A", "hostname r1\nusername ops password 7 [SECRET]"),
        ("line vty 0 4\n password 7 094F471A1A0A\n login", "line vty 0 4\n password 7 [SECRET]\n login"),
        ("set snmp community Corp2read authorization read-only", "set snmp community [SECRET] authorization read-only"),
        ("127.0.0.1:6379> AUTH Kq7!vZ2mPx41\nOK", "127.0.0.1:6379> AUTH [SECRET]\nOK"),
        ("USER app\n331 Password required\nPASS Kq7!vZ2mPx41\n", "USER app\n331 Password required\nPASS [SECRET]\n"),
        ("a1 LOGIN ann Kq7!vZ2mPx41", "a1 LOGIN ann [SECRET]"),
        ("WIFI:T:WPA;S:Guest;P:blue canoe 7;;", "WIFI:T:WPA;S:Guest;P:[SECRET];;"),
        (
            "rclone config create box sftp user app pass Velvet6110",
            "rclone config create box sftp user app pass [SECRET]",
        ),
        (
            "define( 'SECURE_AUTH_SALT', '=9nX>~zv(G1*K#[+B?R!nb_SI+@4MmD&JI' );",
            "define( 'SECURE_AUTH_SALT', '[SECRET]' );",
        ),
    ]);
    stay(&[
        "username and password combination is needed",
        "username is optional, the password can be Null2",
        "password 8 characters1 or more",
        "PASS src/tests/login2.test.ts\nPASS Suite2x",
        "ok 1 LOGIN form renders Page2x",
        "LOGIN page v2 is done by Team42x",
        "AUTH method is Oauth2x",
        "WIFI: on; P: low",
        "define('AUTH_SALT', 'put your unique phrase here');",
        "pick a user name pass Level2x and go on",
    ]);
}

#[test]
fn answers_by_their_questions() {
    becomes(&[
        (
            "Agent: Could you confirm your date of birth?\nCustomer: 18 January 1973\nAgent: And your phone?\nCustomer: 0664 1234567",
            "Agent: Could you confirm your date of birth?\nCustomer: [DATE_OF_BIRTH]\nAgent: And your phone?\nCustomer: [PHONE]",
        ),
        ("Agent: your birthday? Ann: it's 3/12/84, yes", "Agent: your birthday? Ann: it's [DATE_OF_BIRTH], yes"),
        (
            "[10:04] Bo: your password?\n[10:05] Ann: sure, it's Kq7vZ2mP!",
            "[10:04] Bo: your password?\n[10:05] Ann: sure, it's [SECRET]",
        ),
        (
            "Agent: the security code on your card?\nCaller: 485",
            "Agent: the security code on your card?\nCaller: [CARD_DETAIL]",
        ),
        ("Agent: and the security code?\nCustomer: 485", "Agent: and the security code?\nCustomer: [CARD_DETAIL]"),
        ("Agent: last four of your social?\nCaller: 7741", "Agent: last four of your social?\nCaller: [US_SSN]"),
        ("Agent: What is your full name?\nCaller: Mei Tanaka.", "Agent: What is your full name?\nCaller: [PERSON]."),
        (
            "Agent: your account number please?\nCaller: 66135051687",
            "Agent: your account number please?\nCaller: [BANK_ACCOUNT]",
        ),
    ]);
    stay(&[
        "Q: what is your password?\nA: I forgot it",
        "Q: What is the password length?\nA: Min12chars",
        "Q: When was it born?\nA: version 1.2.3",
        "User: What is your name?\nAssistant: Claude Code, an assistant",
        "How does your verification code check work?\nAnn: 200404 lines",
        "Did you run it?\nAnn: yes, 2024-05-06",
        "Can you give the date of birth a default?\nAnn: it is null",
    ]);
}

#[test]
fn what_stands_behind_a_card_without_a_word() {
    becomes(&[
        ("4111111111111111|04|27|812", "[CARD]|[CARD_DETAIL]|[CARD_DETAIL]"),
        ("card 4111 1111 1111 1111 exp 09/27 817", "card [CARD] exp [CARD_DETAIL] [CARD_DETAIL]"),
        ("Use code 910712 to sign in. It expires", "Use code [SECRET] to sign in. It expires"),
    ]);
    stay(&["1234567890123456|04|27|812", "error code 409123 to login server", "Use code 409123 to build it"]);
}

/// With one code in ten all nineteen digits have a right check digit.
#[test]
fn a_card_goes_whatever_code_stands_behind_it() {
    let engine = RedactEngine::default();
    for code in 0..1000 {
        let text = format!("here it is: 4532 0151 1283 0366 {code:03}");
        let clean = engine.redact_text(&text, false).unwrap_or_default();
        assert!(clean.starts_with("here it is: [CARD]"), "{text} -> {clean}");
    }
    becomes(&[("card 4532 0151 1283 0366 146", "card [CARD]")]);
}

#[test]
fn a_phone_goes_whatever_decimal_stands_behind_it() {
    becomes(&[
        ("+1 415 555 2671 3.5 stars", "[PHONE] 3.5 stars"),
        ("bob +49 30 2000220 5.6", "bob [PHONE] 5.6"),
        ("x +33 1 42 68 53 00 2.3", "x [PHONE] 2.3"),
    ]);
    stay(&["+35236450.6", "+32 34 45.6 12.38", "+48.162899", "x = +2.0.20230101"]);
}

#[test]
fn messages_whose_fields_are_told_by_their_place() {
    becomes(&[
        (
            "MSH|^~\\&|EPIC|HOSP\nPID|1||55481562^^^HOSP^MR||Doe^Ann^A||19871013|F|||12 Main St^^Town^IL||(665)606-4579||M|||4805458931|771-57-8644\n",
            "MSH|^~\\&|EPIC|HOSP\nPID|1||[MEDICAL_RECORD_NUMBER]^^^HOSP^MR||[PERSON]||[DATE_OF_BIRTH]|F|||[ADDRESS]||[PHONE]||M|||[BANK_ACCOUNT]|[US_SSN]\n",
        ),
        (
            "NM1*IL*1*Doe*Ann****MI*H131316721~N3*123 MAIN ST~DMG*D8*19490423*F~REF*SY*778805655~PER*IC*BILLING*TE*6059038271~",
            "NM1*IL*1*[PERSON]*[PERSON]****MI*[HEALTH_INSURANCE_ID]~N3*[ADDRESS]~DMG*D8*[DATE_OF_BIRTH]*F~REF*SY*[US_SSN]~PER*IC*BILLING*TE*[PHONE]~",
        ),
    ]);
    stay(&[
        "PID|NAME|STATE\n17|init|S\n",
        "INS*Y*18*030~NM1*PR*2*ACME HEALTH*****PI*12345~",
        "ST*123 is a street in the town",
    ]);
}

#[test]
fn dates_of_birth_in_calls() {
    becomes(&[
        ("{ dob: ISODate(\"1984-03-12T00:00:00Z\") }", "{ dob: ISODate(\"[DATE_OF_BIRTH]T00:00:00Z\") }"),
        ("birthDate: new Date('1984-03-12')", "birthDate: new Date('[DATE_OF_BIRTH]')"),
        ("dob: 1984-03-12T00:00:00Z", "dob: [DATE_OF_BIRTH]T00:00:00Z"),
    ]);
    stay(&["created: ISODate(\"1984-03-12T00:00:00Z\")", "dob: new Date(row.dob)"]);
}

#[test]
fn deltas_of_a_stream_of_events() {
    let events = |text: &str, head: &str| -> String {
        let mut out = String::new();
        for piece in text.as_bytes().chunks(5) {
            let piece = std::str::from_utf8(piece).unwrap();
            out += &format!("{head}data: {{\"choices\":[{{\"delta\":{{\"content\":\"{piece}\"}}}}]}}\n\n");
        }
        out
    };
    for (text, value) in [
        ("call +1 415-555-0132 now", "555"),
        ("mail ann.lee@example.com ok", "@"),
        ("card 4111111111111111 x", "11111"),
    ] {
        for head in ["", "event: delta\n"] {
            let new = super::redact(&events(text, head));
            let pieces: String = new.split("content\":\"").skip(1).filter_map(|s| s.split('"').next()).collect();
            assert!(!pieces.contains(value), "{new}");
            assert_eq!(super::redact(&new), new);
        }
    }
    stay(&[events("the answer is 42 and no more", "").as_str(), "data: {\"a\": \"b\"}\n\ndata: [DONE]\n\n"]);
}
