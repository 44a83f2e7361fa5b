//! Secrets told by sentences, labels, lists, lines and columns.

use super::{becomes, redact, stay};

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
        ("ID/PW: master/Ihq(Sb1Gg", "ID/PW: master/[SECRET]"),
        ("ID/PW: master/Ihq/Sb1Gg#2", "ID/PW: master/[SECRET]"),
        ("ID/PW: master/Ihq2Sb1G/8080", "ID/PW: master/[SECRET]/8080"),
        ("(ID/PW: master/Ihq2Sb1G)", "(ID/PW: master/[SECRET])"),
    ]);
    stay(&[
        "username/password: see docs/setup2.md",
        "validate_password(data2) and set_password(newPw1)",
        "User/Password: string/string",
        "id/name: users/v2",
        "login / password: Basic / OAuth2",
        "the checks let this and pass `code2` on",
        "snmpwalk -v2c -c public host",
        "password changed from md5crypt to sha512crypt",
        "hydra -p 8080 -l admin ssh",
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

#[test]
fn keys_of_wallets_products_and_volumes() {
    becomes(&[
        ("WIF: 5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ", "WIF: [SECRET]"),
        (
            "BitLocker recovery key: 123456-234567-345678-456789-567890-678901-789012-890123",
            "BitLocker recovery key: [SECRET]",
        ),
        ("Windows product key: VK7JG-NPHTM-C97JM-9MPGT-3V66T", "Windows product key: [SECRET]"),
        (
            "Administrator:500:aad3b435b51404eeaad3b435b51404ee:8846f7eaee8fb117ad06bdd830b7586c:::",
            "Administrator:500:[SECRET]:::",
        ),
        (
            "xprv: xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi",
            "xprv: [SECRET]",
        ),
    ]);
    stay(&["WIF: 5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTK", "order VK7JG-NPHTM-C97JM-9MPGT-3V66T"]);
}

#[test]
fn tokens_with_a_prefix_of_their_vendor() {
    let hex = "72ed0b1faa5178bb6a4c6591d5dca5eff96e7b952e353d0ed7b89c5681e54b00";
    for token in [
        format!("dtn_{hex}"),
        format!("signkey-prod-{hex}"),
        "ramp_sec_PA622hshbAzGdR2ew3UL8IFQfHujhMCgq0v9PQCIopai44Py".to_owned(),
        "alcht_ogSTSrI2WZ6oIkdU0y8Js2Wp1yC2wV".to_owned(),
        "APP_USR-9334057164273143-010122-d5781117da67228aa773bed97d0489ae".to_owned(),
        "retool_1xxk9x9s5mo21e6tzdbd01iupk".to_owned(),
        "tr_prod_7aw2Opl9xzZGfDbb0Y2o".to_owned(),
        "sk_live_BaKAPdYxGKLwRqYtAHqDQVLuNKyjWFghWSMoDcLUTt".to_owned(),
        "A3-ASWWYB-798JRY-LJVD4-23DC2-86TVM-H43EB".to_owned(),
        "fnAZQKO4FMj49HcO0MpJADwDyTQoml0sA6kjP9d3".to_owned(),
    ] {
        let new = redact(&format!("I tried {token} twice"));
        assert!(new.starts_with("I tried [") && new.ends_with("] twice"), "{new}");
    }
}

#[test]
fn lines_of_configurations_and_commands() {
    becomes(&[
        ("enable password 7 094F471A1A0A464058", "enable password 7 [SECRET]"),
        ("hostname r1\nenable password 7 094F471A1A0A464058", "hostname r1\nenable password 7 [SECRET]"),
        ("username admin privilege 15 password 0 C1sc0Pw9", "username admin privilege 15 password 0 [SECRET]"),
        ("snmp-server community Pr1v4teC0mm RW", "snmp-server community [SECRET] RW"),
        ("tacacs-server key T4cK3y99", "tacacs-server key [SECRET]"),
        ("crypto isakmp key V9nPskX2 address 203.0.113.9", "crypto isakmp key [SECRET] address [IP_ADDRESS]"),
        ("port 6379\nmasterauth R3d1sPw9\n", "port 6379\nmasterauth [SECRET]\n"),
        ("bindpw Ld4pB1ndPw", "bindpw [SECRET]"),
        ("*:*:*:postgres:Pgp4ssF1le", "*:*:*:postgres:[SECRET]"),
        ("curl -u \":d2LkV78zLx!t\" https://localhost:9200", "curl -u \":[SECRET]\" https://localhost:9200"),
        ("curl --user  'johns:h0pk1ns~21s' https://x", "curl --user  'johns:[SECRET]' https://x"),
        ("gh secret set DB_PASS --body \"Qm4nX8zP\"", "gh secret set DB_PASS --body \"[SECRET]\""),
        ("wrangler secret put API_TOKEN <<< \"q8Zk2nLm4pXw7v\"", "wrangler secret put API_TOKEN <<< \"[SECRET]\""),
        ("xfreerdp /v:host /u:admin /p:Rdp4Pass", "xfreerdp /v:host /u:admin /p:[SECRET]"),
        ("twine upload -u __token__ -p pz-AgEIcHlw dist/*", "twine upload -u __token__ -p [SECRET] dist/*"),
        ("snmpwalk -v2c -c Pr1v4teComm host1", "snmpwalk -v2c -c [SECRET] host1"),
        ("vault operator unseal jC3Xk0jnUTPx1e1vQx2F9P6Q2lLQ0fPp8b0dQ0sS0mY=", "vault operator unseal [SECRET]"),
    ]);
    stay(&[
        "curl -u \"$USER:$PASS\" https://localhost:9200",
        "curl -u user:$TOKEN https://api.example.com/v1/items",
        "snmp-server community public RO",
        "enable password encryption",
        "*: text: of: a: list",
        "PASS [100%] 12 tests",
    ]);
}

#[test]
fn what_a_command_prints() {
    becomes(&[
        ("$ printenv OPENAI_API_KEY\nq8Zk2nLm4pXw7vB1cD3eF5gH6jK8", "$ printenv OPENAI_API_KEY\n[SECRET]"),
        ("$ cat /run/secrets/db_password\nZx8qLm2n", "$ cat /run/secrets/db_password\n[SECRET]"),
        ("$ echo \"$API_TOKEN\"\nq8Zk2nLm4pXw7vB1", "$ echo \"$API_TOKEN\"\n[SECRET]"),
        ("$ gh auth token\nq8Zk2nLm4pXw7vB1cD3e\n$ ls", "$ gh auth token\n[SECRET]\n$ ls"),
        ("vault kv get -field=password secret/db\nZx8qLm2n", "vault kv get -field=password secret/db\n[SECRET]"),
    ]);
    stay(&[
        "$ echo $HOME\n/home/user1",
        "$ cat config2.json\nversion2a",
        "echo token\ntoken22x",
        "$ cat token_test.go\npackage1",
    ]);
}

#[test]
fn strings_told_by_other_members() {
    let json =
        |text: &str| crate::redact::RedactEngine::default().redact_text(text, true).unwrap_or_else(|| text.to_owned());
    for (text, expected) in [
        (
            r#"{"db_password":{"sensitive":true,"type":"string","value":"Zx8qLm2n"}}"#,
            r#"{"db_password":{"sensitive":true,"type":"string","value":"[SECRET]"}}"#,
        ),
        (
            r##"{"action":"type","selector":"#password","text":"hunt3r2x"}"##,
            r##"{"action":"type","selector":"#password","text":"[SECRET]"}"##,
        ),
        (
            r#"{"name":"browser_type","arguments":{"element":"Password textbox","ref":"e12","text":"hunt3r2x"}}"#,
            r#"{"name":"browser_type","arguments":{"element":"Password textbox","ref":"e12","text":"[SECRET]"}}"#,
        ),
        (
            r#"{"name":"li_at","value":"AQEDARXNaAkFmk9sAAABZc2uR6IAAAFl8brLolYAOiWA9jJm4x","domain":".linkedin.com"}"#,
            r#"{"name":"li_at","value":"[SECRET]","domain":".linkedin.com"}"#,
        ),
        (
            r#"{"apiVersion":"v1","data":{"license":"WngxcUxtMm5LcDRWYjZOdw=="},"kind":"Secret"}"#,
            r#"{"apiVersion":"v1","data":{"license":"[SECRET]"},"kind":"Secret"}"#,
        ),
        (r#"{"recovery_codes":["4f2a-9c1e","8b7d-3e5f"]}"#, r#"{"recovery_codes":["[SECRET]","[SECRET]"]}"#),
        (r#"{"backupCodes":["83921047","55182093"]}"#, r#"{"backupCodes":["[SECRET]","[SECRET]"]}"#),
        (
            r#"{"mnemonic":"legal winner thank year wave sausage worth useful legal winner thank yellow"}"#,
            r#"{"mnemonic":"[SECRET]"}"#,
        ),
        (
            r#"{"ParameterKey":"MasterUserPassword","ParameterValue":"Zx8qLm2n"}"#,
            r#"{"ParameterKey":"MasterUserPassword","ParameterValue":"[SECRET]"}"#,
        ),
        (
            r#"{"Parameter":{"Name":"/prod/db/password","Type":"SecureString","Value":"Zx8qLm2nKp","Version":1}}"#,
            r#"{"Parameter":{"Name":"/prod/db/password","Type":"SecureString","Value":"[SECRET]","Version":1}}"#,
        ),
    ] {
        assert_eq!(json(text), expected);
        assert_eq!(json(expected), expected);
    }
    for text in [
        r#"{"password":{"type":"string","description":"x","value":"required"}}"#,
        r##"{"action":"type","selector":"#search","text":"hunt3r2x"}"##,
        r#"{"apiVersion":"v1","data":{"license":"WngxcUxtMm5LcDRWYjZOdw=="},"kind":"ConfigMap"}"#,
        r#"{"status_codes":["4f2a-9c1e"],"x":["83921047"]}"#,
        r#"{"name":"version","value":"2024.11.02-alpha","domain":"x.org"}"#,
    ] {
        assert_eq!(json(text), text);
    }
}

#[test]
fn a_secret_of_kubernetes() {
    becomes(&[
        (
            "apiVersion: v1\nkind: Secret\ntype: Opaque\nstringData:\n  license: Zx8qLm2nKp4Vb6Nw\n  smtp: Sm7pPw2x\nmetadata:\n  name: app-1",
            "apiVersion: v1\nkind: Secret\ntype: Opaque\nstringData:\n  license: [SECRET]\n  smtp: [SECRET]\nmetadata:\n  name: app-1",
        ),
        ("data:\n  license: WngxcUxtMm5LcDRWYjZOdw==\nkind: Secret\n", "data:\n  license: [SECRET]\nkind: Secret\n"),
        (
            "seed phrase: legal winner thank year wave sausage worth useful legal winner thank yellow",
            "seed phrase: [SECRET]",
        ),
        ("PHPSESSID=el4ukv0kqbvoirg7nkp4dncpk3", "PHPSESSID=[SECRET]"),
        ("  ~ password = \"old9qLm2x\" -> \"new9qLm2x\"", "  ~ password = \"[SECRET]\" -> \"[SECRET]\""),
    ]);
    stay(&[
        "kind: ConfigMap\ndata:\n  license: WngxcUxtMm5LcDRWYjZOdw==\n",
        "kind: Secret\nmetadata:\n  name: app-secret-v1\n  uid: a1b2c3d4\n",
        "the kind: Secret sauce of data:\n  everything",
        "mnemonic: remember the letters of this",
    ]);
}

#[test]
fn values_end_where_what_holds_them_does() {
    becomes(&[
        (
            r#"result: {"yaml":"apiVersion: v1\nkind: Secret\ndata:\n  a: S3E3dloybTk=","next":"keep","n":2} done"#,
            r#"result: {"yaml":"apiVersion: v1\nkind: Secret\ndata:\n  a: [SECRET]","next":"keep","n":2} done"#,
        ),
        ("kind: Secret\r\ndata:\r\n  pin: S3E3dloybTk=\r\n", "kind: Secret\r\ndata:\r\n  pin: [SECRET]\r\n"),
        ("kind: Secret\nstringData:\n  y: \"quoted: v\"\n", "kind: Secret\nstringData:\n  y: \"[SECRET]\"\n"),
        (
            "data:\n  tls.crt: |\n    TUlJQ2RUQ0NB\n    ZDJFQ0FRRT0=\n  n: x\nkind: Secret\n",
            "data:\n  tls.crt: |\n    [SECRET]\n    [SECRET]\n  n: x\nkind: Secret\n",
        ),
        (
            r#"curl -H "Authorization: Hawk id=\"a\", mac=\"6R4rV5iE5dq5\"" http://x --data "hello""#,
            r#"curl -H "Authorization: Hawk [SECRET]" http://x --data "hello""#,
        ),
        ("Password (admin): Kq7vZ2,m9xx", "Password (admin): [SECRET]"),
        ("DefaultPassword    REG_SZ    Kq7 vZ2m9", "DefaultPassword    REG_SZ    [SECRET]"),
    ]);
}

#[test]
fn what_only_looks_like_a_secret_stays() {
    stay(&[
        "PASS tests/unit/foo2.test.js",
        "kind: Secret\napiVersion: v1\n```\n\nAnd the ConfigMap:\n```yaml\nkind: ConfigMap\ndata:\n  LOG_LEVEL: debug\n  REGION: eu-west-1",
        r#"{"items":[{"kind":"ConfigMap","data":{"MODE":"Producti"}},{"kind":"Secret","data":{"x":"y"}}]}"#,
        "La clave es usar React18 y TypeScript5 para esto.",
        "clave foránea es orders.id2",
        "La clave primaria es user_id2",
        "heslo je v LastPass2",
        "密码错误，code=40001",
        "Passwords:\n  min_length: 12\n  max_age: 90days",
        "passwords:\n- bcrypt-cost=12\n- scrypt-N=2^15",
        "on my Mac: docker rm 3f786850e387",
        "on macOS abcdef123456",
        "Serial: 11111-22222-33333-44444-55555",
    ]);
}

#[test]
fn numbers_in_documents_are_told_by_the_string_before() {
    let engine = super::RedactEngine::default();
    for (text, value, mark) in [
        (r#"{"name":"lookup_ssn","arguments":{"q":"123456789"}}"#, "123456789", "[US_SSN]"),
        (r#"{"tool":"get_date_of_birth","output":"1985-04-12"}"#, "1985-04-12", "[DATE_OF_BIRTH]"),
        (r#"{"element":"Phone number field","ref":"e12","text":"4155552671"}"#, "4155552671", "[PHONE]"),
        (
            r#"[{"role":"assistant","content":"What is your SSN?"},{"role":"user","content":"123456789"}]"#,
            "123456789",
            "[US_SSN]",
        ),
        (
            r#"[{"parts":[{"type":"text","content":"Your \"mobile\" phone number?"}]},{"role":"user","parts":[{"type":"text","content":"4155552671"}]}]"#,
            "4155552671",
            "[PHONE]",
        ),
    ] {
        let expected = text.replace(value, mark);
        assert_eq!(engine.redact_text(text, true), Some(expected.clone()), "{text}");
        assert_eq!(engine.redact_text(&expected, true), None, "{text}");
    }
    for text in [
        r#"{"name":"get_order","arguments":{"q":"4155552671"}}"#,
        r#"{"name":"lookup_ssn","arguments":{"order":"4155552671"}}"#,
        r#"{"metric":"phone calls","value":"4155552671"}"#,
        r#"{"q":"phone sales in Q3?","result":"4155552671"}"#,
        r#"{"q":"[US_SSN]","result":"4155552671"}"#,
        r#"[{"role":"assistant","content":"Thanks for your SSN."},{"role":"user","content":"4155552671"}]"#,
    ] {
        assert_eq!(engine.redact_text(text, true), None, "{text}");
    }
}
