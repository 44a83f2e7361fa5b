//! Texts of interfaces, packages and pictures that only look like secrets, names or numbers, and beside each kind what
//! has to go all the same.

use super::{RedactEngine, becomes, redact, stay};

fn json(text: &str) -> String {
    RedactEngine::default().redact_text(text, true).unwrap_or_else(|| text.to_owned())
}

#[test]
fn translations_under_the_names_of_fields_are_no_secrets() {
    for text in [
        r#"{"password": "Neues Passwort:", "confirm_password": "Bekräfta nytt lösenord"}"#,
        r#"{"password": "Your password must have at least 8 characters"}"#,
        r#"{"invalidPasswordMessage": "Mot de passe invalide : il faut {0} lettres"}"#,
        r#"{"enter_passphrase": "パスフレーズを入力"}"#,
        r#"{"session_key": "Sitzungsschlüssel:", "client_secret": "client secret"}"#,
        r#"{"Set password: %s": "Postavi lozinku: %s"}"#,
        r#"{"PT": "Portugal", "PW": "Palau"}"#,
        r#"{"formFieldLabel__password": "Skriv inn her", "forgotPassword": "Vergessen?"}"#,
        r#"{"firstName": "Vorname", "lastName": "Фамилия"}"#,
    ] {
        assert_eq!(json(text), text);
    }
    for (text, expected) in [
        (r#"{"password": "Sommer Sonne"}"#, r#"{"password": "[SECRET]"}"#),
        (r#"{"password": "passwort"}"#, r#"{"password": "[SECRET]"}"#),
        (r#"{"password": "Das Passwort lautet Sonnenschein"}"#, r#"{"password": "[SECRET]"}"#),
        (r#"{"password": "Passwort7Bahn"}"#, r#"{"password": "[SECRET]"}"#),
        (r#"{"client_secret": "Schlüssel7Bahn"}"#, r#"{"client_secret": "[SECRET]"}"#),
        (r#"{"PW": "Sommer"}"#, r#"{"PW": "[SECRET]"}"#),
        (r#"{"forgotPassword": "k7Gqz!x2"}"#, r#"{"forgotPassword": "[SECRET]"}"#),
        (r#"{"firstName": "Ada"}"#, r#"{"firstName": "[PERSON]"}"#),
    ] {
        assert_eq!(json(text), expected);
    }
    stay(&[
        "passwordNew=Nové heslo\npasswordConfirm=Bekreft passordet\n",
        "  -p, --password LÖSENORD      krypterat",
        "console-password=Neues Passwort:\n",
        "resetPassword: \"Wachtwoord resetten\",\n",
        "msgid \"Forget password _immediately\"",
        "msgstr \"--ask-password nelze zadat\"",
    ]);
    becomes(&[
        ("passwordNew=Sommer7 heslo\n", "passwordNew=[SECRET] heslo\n"),
        ("password=geheim passwort\n", "password=[SECRET] passwort\n"),
        ("login --password k7Gqz!x2 now", "login --password [SECRET] now"),
    ]);
}

#[test]
fn labels_of_pages_are_no_secrets() {
    stay(&[
        "<label for=\"password\">Kennwort hier</label><input id=\"password\" value=\"\">",
        "<label for=\"password\">Password:</label>",
        "<input type=\"text\" placeholder=\"Password:\" required>",
        "<label title=\"New password:\"><b>x</b></label>",
    ]);
    becomes(&[
        ("<field name=\"password\">hunter2x</field>", "<field name=\"password\">[SECRET]</field>"),
        ("<span class=\"password\">hunter2x</span>", "<span class=\"password\">[SECRET]</span>"),
    ]);
}

#[test]
fn what_code_evaluates_is_no_secret() {
    stay(&[
        "$secPassword = ConvertTo-SecureString $params.value -AsPlainText",
        "    $password = $null\n",
        "$user_password = $module.Params.user_password\n",
        "switch(m){case\"resetPassword\":return\"RESET\"}",
        "const h = {'x-api-key': appConfig.apiKey!,};",
        "  password: $email-password\n",
        "idrac_password: \"idrac_password\"\n",
        "    \"parse-passwd\": \"^1.0.0\"\n",
    ]);
    becomes(&[
        (
            "$secPassword = ConvertTo-SecureString \"hunter2x\" -AsPlainText",
            "$secPassword = ConvertTo-SecureString \"[SECRET]\" -AsPlainText",
        ),
        ("    $password = 'k7Gqz!x2'\n", "    $password = '[SECRET]'\n"),
        ("x-api-key: f3.Kq7Zm2Wx!,", "x-api-key: [SECRET],"),
        ("idrac_password: \"idrac_7Kq\"\n", "idrac_password: \"[SECRET]\"\n"),
        ("  password: $ummer-Rain7\n", "  password: [SECRET]\n"),
    ]);
}

#[test]
fn versions_and_members_behind_vendors_are_no_secrets() {
    stay(&[
        "google.golang.org/genproto/googleapis/api v0.0.0-20230803162519-f966b187b2e5/go.mod h1:5DZzOUPCLYL3mNkQ0ms0F3EuUNZ7py1Bqeq6sxzI7/Q=",
        "apiVersion: astra.netapp.io/v1\nkind: Backup",
        "azurerm_key_vault_access_policy.test2,",
        "[Token][google.cloud.documentai.v1beta2.Document.Page.Token].",
        "(function(SplunkLogFormat2){SplunkLogFormat2.INLINE=\"inline\"",
    ]);
    becomes(&[("netapp api key astra7f966b187b2e5Kq", "netapp api key [SECRET]")]);
}

#[test]
fn measures_coordinates_and_pictures_name_nobody() {
    stay(&[
        "name\tTc\tPc\nmethane\t469.95\t1234567.5\nethane\t792.58868\t4141061.7\n",
        "Pan_troglo                     0.1982 0.1667 0.3694 0.2658",
        "MOB,Mobile Regional,Mobile,AL,USA,30.69141667,-88.24283333\n",
        "d: \"m105.3 91.3 1.3 9.3 5 15.8.4.2-.2.4-.5.4\"",
        "64L384 338c-.04-.05-.06-.06-.08-.06a.12.12",
        "e[1]=e[1]+3545052371+(e[0]>>>0)",
        "new ASN1ObjectIdentifier(\"2.5.4.97\")",
        "FileVersion=8.7.159.3 ProductVersion=8.7.159.3",
        "error of a payment\ndd.trace_id=8414000990764271125 dd.span_id=8414000990764271125",
        "payment\nindex bb916be..2654264 100644",
        "{\"ean\": \"5903159779016\", \"isbn\": \"5015872705101\"}",
        "LCCN 0400478350",
    ]);
    becomes(&[
        ("name,tc\nAda,10000000146\n", "name,tc\nAda,[TR_NATIONAL_ID]\n"),
        ("card,n\n4111111111111111.0,1\n", "card,n\n[CARD],1\n"),
        ("pan ABCPL1234C", "pan [IN_PAN]"),
        ("Mobile: 0151 23456789", "Mobile: [PHONE]"),
        ("client 15.8.4.2", "client [IP_ADDRESS]"),
        ("version of the server at 85.77.159.3", "version of the server at [IP_ADDRESS]"),
        ("call +3545052371", "call [PHONE]"),
        ("caller [mobile]+3545052371", "caller [mobile][PHONE]"),
        ("payment 4111111111111111", "payment [CARD]"),
        (
            "{\"id\": \"5903159779016\", \"za id\": \"5903159779016\"}",
            "{\"id\": \"5903159779016\", \"za id\": \"[ZA_ID_NUMBER]\"}",
        ),
    ]);
    assert_eq!(redact("tel 05-06-06-08-06"), "tel [PHONE]");
}
