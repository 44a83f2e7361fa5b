//! What code, configuration, forms and interfaces write where a secret would stand, and secrets in the same places.

use super::{RedactEngine, becomes, stay};

fn json(text: &str) -> Option<String> {
    RedactEngine::default().redact_text(text, true)
}

#[test]
fn references_and_expressions_are_no_secrets() {
    stay(&[
        "api_key: os.environ/AZURE_API_KEY_2\n",
        "- CLICKHOUSE_PASSWORD=${CLICKHOUSE_PASSWORD:-password}\n",
        "f({accessToken:s?.key??null,token:n?l:null,password:e?t:null})",
        "user_pass = '%s:%s' % (user, password)",
        "<td>%(reqcookie)s</td><tr><th>Request Cookie</th><td>%(reqcookie)s</td>",
        "x = `{\"access_token\": \"` + tokenValue + `\", \"expires_in\": 0}`",
        "        passphrase = _ffi.NULL\n",
        "def f(self, private_key: ed25519.Ed25519PrivateKey, data):",
        "            'private_key': self._private_key_pkcs8_pem,\n            'client_id': x",
        "        envKey: OPENINFERENCE_BASE64_IMAGE_MAX_LENGTH,\n",
        "Secret(secret1=secret1, secret2=secret2)",
        "input LoginInput { password: String!, otp: Int, apiKey: ApiKey }",
        "    passwordHash: Uint8Array;\n",
        "postgres://USER:PASSWORD@HOST:5432/DB",
        "--secret=projects/my-project/secrets/my-secret/versions/2 --x",
        "password: vault:secret/data/db#password\npassword: ref+awsssm://db/password\nupdate_password: on_create\n",
        "PGPASSWORD=\"$DB_PASSWORD\" pg_dump -h x\nPGPASSWORD=${DB_PASSWORD} pg_dump -h x\n",
        "document.cookie=\"token=\"+c",
        "auth.py:4: error: Argument \"password\" to \"login\" has incompatible type",
        "Adds a --password arg to the given parser",
    ]);
    becomes(&[
        ("api_key: os.environ/Kq7vZ2m9xPw4Tb8n\n", "api_key: [SECRET]\n"),
        ("PASSWORD=${PASSWORD:-Kq7vZ2m9}\n", "PASSWORD=${PASSWORD:[SECRET]}\n"),
        ("password: why?not:me\n", "password: [SECRET]\n"),
        ("password: Sunshine!\n", "password: [SECRET]\n"),
        ("password: Qwe?.asd12\n", "password: [SECRET]\n"),
        ("token: ab9?.Kq7vZ2m9xPw4Tb8n\n", "token: [SECRET]\n"),
        ("password = 'Kq7%s9vZ2m'", "password = '[SECRET]'"),
        ("pass1=Hunter2x, pass2=Hunter3x", "pass1=[SECRET], pass2=[SECRET]"),
        ("postgres://USER:Hunter2x@HOST:5432/DB", "postgres://[URL_CREDENTIALS]@HOST:5432/DB"),
        ("postgres://app:PASSWORD@db/app", "postgres://[URL_CREDENTIALS]@db/app"),
        ("PGPASSWORD=\"Kq7vZ2m9\" pg_dump -h x", "PGPASSWORD=\"[SECRET]\" pg_dump -h x"),
        ("set the password to \"login22x\"", "set the password to \"[SECRET]\""),
        ("--password argus77 to", "--password [SECRET] to"),
        ("private_key: 9f3kq81mzx74hd2pw0ra65tu.x", "private_key: [SECRET]"),
    ]);
}

#[test]
fn checks_of_forms_and_states_are_no_secrets() {
    for text in [
        r#"{"errors": {"password": ["can't be blank", "is too short (minimum is 8 characters)"]}}"#,
        r#"{"password": ["This field is required."], "token": ["must be a valid UUID"]}"#,
        r#"{"password": "incorrect", "secret": "missing"}"#,
        r#"{"Sid": "Stmt1469123904194", "Effect": "Allow"}"#,
        r#"{"StringEquals": {"AWS:SourceAccount": "123456789012"}}"#,
        r#"{"awsAccountNumber": "123456789101"}"#,
        r#"{"encryptionKey": "arn:aws:kms:us-east-1:123456789012:alias/aws/s3"}"#,
        r#"{"secret": "Geheimnis", "password": "Passwort"}"#,
        r#"{"versions": {"secret": "9.0", "token": "4.7", "auth": "206.5.51.6"}}"#,
        r#"{"password": 2253, "login": 380, "the": 36, "of": 99}"#,
        r#"{"first_name": "Prénom", "last_name": "Nom"}"#,
        r#"{"phone_calls": 5551234, "x": "y"}"#,
        r#"{"facets": {"card": 812, "password": 48213, "token": 5120, "secret": 9012}}"#,
    ] {
        assert_eq!(json(text), None, "{text}");
    }
    for (text, secret) in [
        (r#"{"password": "must love dogs 99x"}"#, "dogs"),
        (r#"{"password": "please let me in"}"#, "please"),
        (r#"{"password": "is too Hunter22"}"#, "Hunter22"),
        (r#"{"errors": {"password": ["Kq7vZ2m9xPw4"]}}"#, "Kq7vZ2m9xPw4"),
        (r#"{"password": "123456789012"}"#, "123456789012"),
        (r#"{"aws_password": "123456789012"}"#, "123456789012"),
        (r#"{"password": "1.2"}"#, "1.2"),
        (r#"{"password": 48213, "count": 5}"#, "48213"),
        (r#"{"id": 7, "role": 2, "password": 48213, "x": 5}"#, "48213"),
        (r#"{"user": 71234, "level": 2, "password": 48213, "x": 5}"#, "48213"),
        (r#"{"phone": 5551234, "x": "y"}"#, "5551234"),
        (r#"{"last_name": "Noman"}"#, "Noman"),
        (r#"{"pin": 4821, "password": 48213, "x": 5, "y": 7}"#, "48213"),
        (r#"{"door": 1, "floor": 2, "building": 7, "password": 48213}"#, "48213"),
        (r#"{"versions": {"password": "123456"}}"#, "123456"),
        (r#"{"aws_account_tax_id": "536904399"}"#, "536904399"),
        (r#"{"name": "ann", "password": 48213, "x": 5, "y": 7}"#, "48213"),
        (r#"{"versions": [{"host": "93.184.216.34"}]}"#, "93.184.216.34"),
        (r#"{"token": "Stmt1469123904194x9fK"}"#, "Stmt1469123904194x9fK"),
    ] {
        assert!(json(text).is_some_and(|new| !new.contains(secret)), "{text}");
    }
}

#[test]
fn tokens_are_not_found_inside_base64() {
    let before = "ZEzPjfysOEAAGxzat0x86NIWQ2Xl07AruuDCx0O84QMRGGYrVBqGByCGELGLP0MZUMWB";
    let token =
        "EAAGyP4QAAbJHhAABskwA7MAEAAQAAkAABABkAIwAiPwEAdT8CABxJAACTTAMAr0wEAGdYkAI7wAiPwEAdT8CABxJAACTTAMAr0wEAGdY";
    for sign in ["+", "/"] {
        let text = format!("x=\"{before}{sign}{token}\"");
        assert!(!super::redact(&text).contains("x=\"ZEz[") && super::redact(&text).contains(token), "{text}");
    }
    becomes(&[(&format!("/me?t={token}"), "/me?t=[SECRET]"), (&format!("/v1/{token}"), "/v1/[SECRET]")]);
    // A path is of words.
    for folder in ["/home/Jane/Projects2024/customerdata/keys", "/Customer2024PortalAdministrationLogin"] {
        becomes(&[(&format!("{folder}/{token}"), &format!("{folder}/[SECRET]"))]);
    }
}

#[test]
fn firms_and_roles_are_no_people() {
    stay(&[
        "Kunde: Musterfirma GmbH\n",
        "Customer: Globex Holdings\n",
        "| Customer | Plan |\n|---|---|\n| Acme Corp | Pro |\n",
    ]);
    for text in [
        r#"{"assignee": {"displayName": "Unassigned"}, "reporter": {"displayName": "Automation"}}"#,
        r#"{"user": {"id": 1}, "author": {"name": "github-actions[bot]"}}"#,
        r#"{"customer_name": "Acme Industries"}"#,
    ] {
        let new = json(text).unwrap_or_else(|| text.to_owned());
        assert!(!new.contains(": \"[PERSON]\"}"), "{new}");
    }
    becomes(&[
        ("Kunde: Erika Mustermann\n", "Kunde: [PERSON]\n"),
        (
            "| Customer | Plan |\n|---|---|\n| Ada Lovelace | Pro |\n",
            "| Customer | Plan |\n|---|---|\n| [PERSON] | Pro |\n",
        ),
    ]);
    assert!(json(r#"{"assignee": {"displayName": "Ada Lovelace"}}"#).is_some_and(|new| new.contains("[PERSON]")));
}

#[test]
fn cookies_in_quotes_go() {
    becomes(&[
        ("Set-Cookie: session=\"Kq7vZ2m9xPw4Tb8n\"; Path=/", "Set-Cookie: session=\"[SECRET]\"; Path=/"),
        ("Set-Cookie: session=Kq7vZ2m9xPw4Tb8n; Path=/", "Set-Cookie: session=[SECRET]; Path=/"),
    ]);
    stay(&["print(\"Set-Cookie: session=\" + value1)"]);
}
