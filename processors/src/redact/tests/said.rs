//! Secrets told by sentences, labels, lists, lines and columns.

use super::redact;

#[track_caller]
fn becomes(cases: &[(&str, &str)]) {
    let wrong: Vec<_> =
        cases.iter().map(|(text, expected)| (text, *expected, redact(text))).filter(|(_, a, b)| a != b).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    for (_, expected) in cases {
        assert_eq!(redact(expected), *expected);
    }
}

#[track_caller]
fn stay(texts: &[&str]) {
    let wrong: Vec<_> = texts.iter().map(|text| (text, redact(text))).filter(|(a, b)| *a != b).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn sentences_about_logins_hold_no_password() {
    stay(&[
        "Ensure the username and password is valid.",
        "Enter your username and password below to continue.",
        "The user changed password twice this week.",
        "fix: user login password validation",
        "Allow users to login without password entirely.",
        "Each user needs a login and password pair.",
        "Return the uri with the username and password stripped",
        "# - usenetrc: allow loading username and password from ~/.netrc file",
        "The user forgot password yesterday.",
        "Username/password: see docs/setup",
    ]);
    becomes(&[
        ("machine x.org login bob password opensaysme", "machine x.org login [SECRET] password [SECRET]"),
        ("user bob password Zx8qLm2n", "user [SECRET] password [SECRET]"),
        ("username and password Zx8qLm2n", "username and password [SECRET]"),
        ("the root password on db01 is Zx8qLm2n", "the root password on db01 is [SECRET]"),
    ]);
}

#[test]
fn names_of_code_and_public_keys_are_no_secrets() {
    stay(&[
        "use crate::gcp::client::{GoogleCloudStorageClient, GoogleCloudStorageConfig};",
        "class _X25519PrivateKey(X25519PrivateKey):",
        "class _Ed25519PublicKey(Ed25519PublicKey):",
        "`DefaultAzureCredential` or `ChainedTokenCredential`.",
        "{Key: []byte(\"kafka\"), JavaMurmur2Result: x}",
        "ReadKeyRing(readerFromHex(testKeys1And2PrivateHex))",
        "uses: codecov/codecov-action@fb8b3582c8e4def4969c97caa2f19720cb33a72f # v7.0.0",
        "gpg: using RSA key 4AEE18F83AFDEB23",
        "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
        "HostKeyAlgorithms sk-ssh-ed25519-cert-v01,sk-ecdsa-sha2-nistp256-cert-v01",
    ]);
}

#[test]
fn a_user_and_a_password_side_by_side() {
    becomes(&[
        ("ID/PW:master/IhqSb1Gg", "ID/PW:master/[SECRET]"),
        ("아이디/PW:master/IhqSb1Gg", "아이디/PW:master/[SECRET]"),
        ("username / password: admin / Zebra!77x", "username / password: admin / [SECRET]"),
        ("id(master)/pwd(IhqSb1Gg)", "id(master)/pwd([SECRET])"),
        ("PASSWORD(Prl23Db#@)", "PASSWORD([SECRET])"),
        ("password(default:IhqSb1Gg)", "password(default:[SECRET])"),
        ("Password (admin): Zx8qLm2n", "Password (admin): [SECRET]"),
        ("API key (prod): q8Zk2nLm4pXw7vB1cD3eF5", "API key (prod): [SECRET]"),
        ("user admin, pass Zebra!77x", "user admin, pass [SECRET]"),
        ("비번:Prl23Db#@", "비번:[SECRET]"),
        ("(ID&PWD):master/IhqSb1Gg", "(ID&PWD):master/[SECRET]"),
        ("ANYID(PW):master(IhqSb1Gg)", "ANYID(PW):master([SECRET])"),
        ("ID / PW : db / db23#2", "ID / PW : db / [SECRET]"),
        ("id/pass:master,IhqSb1Gg", "id/pass:master,[SECRET]"),
        ("id/pw master/IhqSb1Gg", "id/pw master/[SECRET]"),
        ("ID/PW->master/IhqSb1Gg", "ID/PW->master/[SECRET]"),
        ("login/password-master/IhqSb1Gg", "login/password-master/[SECRET]"),
        ("(ID)master/(PW)IhqSb1Gg", "(ID)master/(PW)[SECRET]"),
        ("ID-master / PASS - IhqSb1Gg", "ID-master / PASS - [SECRET]"),
        ("비밀번호(IhqSb1Gg)", "비밀번호([SECRET])"),
    ]);
    stay(&[
        "username/password: see docs/setup2.md",
        "validate_password(data2) and set_password(newPw1)",
        "User/Password: string/string",
        "id/name: users/v2",
        "login / password: Basic / OAuth2",
    ]);
}

#[test]
fn sentences_of_other_languages() {
    for text in [
        "Het wachtwoord is @!",
        "Lösenordet: @!",
        "Lösenordet är @!",
        "Heslo je @!",
        "Mật khẩu là @!",
        "mi clave es @!",
        "mon mdp est @!",
        "hasło do serwera: @",
        "Hasło to @",
        "пароль от сервера: @!",
        "Пароль @!",
        "Пароль к базе — @",
        "密码是 @",
        "密码：@",
        "パスワードは @! です",
        "비밀번호 @!",
        "Clé API : @@@",
        "API-Schlüssel: @@",
        "API密钥：@@",
        "секретный ключ: @@",
        "Klucz API: @@",
        "clave de API: @@",
        "API-nyckel: @@",
        "A senha é @!",
        "La contraseña del servidor es @.",
        "Geslo je @",
        "Lozinka je @",
        "A jelszó: @",
        "Parola sunucu için @",
        "Şifre: @",
        "şifrem @",
        "Ο κωδικός είναι @",
        "הסיסמה היא @",
        "كلمة المرور هي @",
        "पासवर्ड @ है",
        "รหัสผ่านคือ @",
        "Salasana on @",
        "Parool on @",
        "Adgangskoden er @",
        "Passordet er @",
        "Kata sandi adalah @",
        "паролата е @",
    ] {
        let text = text.replace("@", "Zx8qLm24");
        let new = redact(&text);
        assert!(!new.contains("Zx8q"), "{text}: {new}");
        assert_eq!(redact(&new), new);
    }
    stay(&[
        "Het wachtwoord is verlopen.",
        "Пароль от сервера потерян, обновите PostgreSQL14 сегодня.",
        "密码长度必须大于 8 位",
        "비밀번호는 8자 이상이어야 합니다 (SHA256 해시)",
        "ключ: значение, токен: строка",
        "Le mot de passe est requis pour API v2.",
        "La clé est client_id2024",
        "パスワードは SHA256 でハッシュ化",
        "mi clave es secreta",
    ]);
}

#[test]
fn values_below_their_label() {
    becomes(&[
        ("Password:\nZx8qLm2n", "Password:\n[SECRET]"),
        ("password: |\n  Zx8qLm2n", "password: |\n  [SECRET]"),
        ("password: >-\n  Zx8qLm2n\nuser: x", "password: >-\n  [SECRET]\nuser: x"),
        ("Your API key is:\nq8Zk2nLm4pXw7vB1cD3eF5", "Your API key is:\n[SECRET]"),
        ("Your new token is:\n\n`q8Zk2nLm4pXw7vB1cD3eF5`\n\nKeep it.", "Your new token is:\n\n`[SECRET]`\n\nKeep it."),
        ("passwords:\n  - Zx8qLm2n\n  - Qw3rty99x", "passwords:\n  - [SECRET]\n  - [SECRET]"),
        (
            "passwords:\n- \"Zx8qLm2n\"\n- Qw3rty99x\nother: a1b2c3d4",
            "passwords:\n- \"[SECRET]\"\n- [SECRET]\nother: a1b2c3d4",
        ),
        ("passwords:\n  admin: Zx8qLm2n\n  bob: Qw3rty99x", "passwords:\n  admin: [SECRET]\n  bob: [SECRET]"),
        ("passwords = [\"Zx8qLm2n\", \"Qw3rty99x\"]", "passwords = [\"[SECRET]\", \"[SECRET]\"]"),
        (
            "API_KEYS = { 'prod': 'q8Zk2nLm4pXw7vB1', 'dev': 'r9Al3oMn5qYx8wC2' }",
            "API_KEYS = { 'prod': '[SECRET]', 'dev': '[SECRET]' }",
        ),
        ("Save these recovery codes:\n4f2a-9c1e\n8b7d-3e5f", "Save these recovery codes:\n[SECRET]\n[SECRET]"),
        ("\"password\":\n    \"Zx8qLm2n\"", "\"password\":\n    \"[SECRET]\""),
    ]);
    stay(&[
        "secrets:\n  - name: regcred2\n  - name: db-secret-v2\n",
        "password:\n  type: string\n  minLength: 8\n",
        "passwords:\n  min_length: 12\n  max_age: 90d\n",
        "tokens:\n  max: 4096\n  model: gpt-4o-2024\n",
        "The password:\nmust have eight letters",
        "keys = [\"id1\", \"name2\", \"created_at\"]",
        "secrets = { path = \"a/b2\", mode = \"0600\" }",
        "api keys:\n- see https://example.org/docs2\n",
    ]);
}

#[test]
fn sentences_of_english() {
    becomes(&[
        ("The password for the user \"bob\" is \"Zx8qLm2n\".", "The password for the user \"bob\" is \"[SECRET]\"."),
        ("Ensure the password for user 'pg' is 'adm1nZx8' or", "Ensure the password for user 'pg' is '[SECRET]' or"),
        ("password for master:IhqSb1Gg", "password for master:[SECRET]"),
        ("password changed from Old8qLm2n to Zx8qLm2n", "password changed from [SECRET] to [SECRET]"),
        (
            "Incorrect API key provided: q8Zk2nLm4pXw7vB1cD3eF5. You can find your API key at",
            "Incorrect API key provided: [SECRET]. You can find your API key at",
        ),
        ("password → Zebra77x", "password → [SECRET]"),
        ("password->Zx8qLm2n", "password->[SECRET]"),
        ("password would be Zx8qLm2n", "password would be [SECRET]"),
        ("Use 482193 as your one-time password", "Use [SECRET] as your one-time password"),
        ("pwd of master is IhqSb1Gg", "pwd of master is [SECRET]"),
    ]);
    stay(&[
        "The password for the user \"bob\" is \"empty\".",
        "password changed from the settings to default2",
        "Use 12 as your password length",
        "Incorrect API key provided: see the docs",
        "password -> hash(password)",
        "The password for the \"admin\" user is set in values2.yaml",
    ]);
}

#[test]
fn columns_and_cells() {
    becomes(&[
        ("password\tZx8qLm2n", "password\t[SECRET]"),
        ("| password | Zx8qLm2n |", "| password | [SECRET] |"),
        ("password;Zx8qLm2n", "password;[SECRET]"),
        ("Admin Password.......: Zx8qLm2n", "Admin Password.......: [SECRET]"),
        ("Password ........ Zx8qLm2n", "Password ........ [SECRET]"),
        ("Ldap password               ----   H7IKC85R#@4$", "Ldap password               ----   [SECRET]"),
        (" password \n----------\n Zx8qLm2n\n(1 row)", " password \n----------\n [SECRET]\n(1 row)"),
        (
            " user | password \n------+----------\n bob  | Zx8qLm2n\n(1 row)",
            " user | password \n------+----------\n bob  | [SECRET]\n(1 row)",
        ),
    ]);
    stay(&[
        "user\tpassword\tcreated_at2",
        "| password | varchar(64) |",
        "| password | string | v2 |",
        "id;password;sha256",
        "password -- option2 of the tool",
        "password\n--------\nis required\n",
    ]);
}
