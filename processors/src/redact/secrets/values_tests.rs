//! Values and the names of their keys.

use super::super::RedactEngine;

fn redact(text: &str) -> String {
    let json = text.starts_with('{') && serde_json::from_str::<serde_json::Value>(text).is_ok();
    let engine = RedactEngine::default();
    let got = engine.redact_text(text, json).unwrap_or_else(|| text.to_owned());
    assert_eq!(engine.redact_text(&got, json), None, "not stable: {text}: {got}");
    got
}

/// Texts whose secret, between `«` and `»`, goes, and nothing else.
#[track_caller]
fn goes(texts: &[&str]) {
    let mut wrong = Vec::new();
    for marked in texts {
        let (before, rest) = marked.split_once('«').unwrap();
        let (secret, behind) = rest.split_once('»').unwrap();
        let got = redact(&format!("{before}{secret}{behind}"));
        if got != format!("{before}[SECRET]{behind}") {
            wrong.push(format!("{marked}\n   got {got}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[track_caller]
fn stays(texts: &[&str]) {
    let wrong: Vec<_> = texts.iter().map(|t| (t, redact(t))).filter(|(t, got)| *t != got).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn names_of_passwords_and_keys_that_are_run_together_or_numbered() {
    goes(&[
        "DBPASS=«Zx8qLm2n»",
        "SSHPASS=«Zx8qLm2n»",
        "adminpass: «Zx8qLm2n»",
        "keystorePass=«Zx8qLm2n»",
        "dbpw=«Zx8qLm2n»",
        "bindpw = «Zx8qLm2n»",
        "backend_pass=«Zx8qLm2n»",
        "ORDERS_PASS=«Zx8qLm2n»",
        "password_confirmation=«Zx8qLm2n»",
        "passwordNew=«Zx8qLm2n»",
        "{\"password1\":\"«Zx8qLm2n»\"}",
        "{\"PASSWD2\":\"«Zx8qLm2n»\"}",
        "wpa_psk=«8f14e45fceea167a5a36dedd4bea2543f14e45fceea167a5a36dedd4bea25438»",
        "{\"SecretString\":\"«Zx8qLm2nKp4Vb6Nw»\"}",
        "creds = «kf83hNq0ZpWxR7tVyB2mLc5sJd9aGe»",
        "auth=«q8Zk2nLm4pXw7vB1cD3eF5gH6jK8lM9n»",
        "totp_seed=«JBSWY3DPEHPK3PXP»",
        "csrftoken=«q8Zk2nLm4pXw7vB1cD3eF5gH6jK8lM9n»",
        "recovery_code=«q8Zk2-nLm4p»",
        "snmp_community=«s3cr3tRW»",
        "password_hash=«q8Zk2nLm4pXw7vB1cD3eF5gH6jK8lM9n»",
        "{\"primaryKey\":\"«q8Zk2nLm4pXw7vB1cD3eF5gH6jK8lM9nq8Zk2nLm4pXw7vB1cD3eF5gH6jK8lM9n==»\"}",
        "{\"appkey\":\"«q8Zk2nLm4pXw7vB1»\"}",
    ]);
    stays(&[
        "bypass=abc123def",
        "compass: north4west",
        "pass_count=12",
        "passed=12 of 14a",
        "passthrough=eth0a1b2",
        "passport_form=ab12cd34",
        "render_pass: opaque3d1",
        "FIRST_PASS=abc123",
        "{\"primaryKey\":\"q8Zk2nLm4pXw7vB1\"}",
        "seed=1234567890",
        "community: Kubernetes 1.30",
        "PASSWORD_HASHERS = argon2id-v19",
        "{\"password_validators\":\"min8,Upper1\"}",
    ]);
}

#[test]
fn passwords_in_which_bytes_stand_that_end_other_values() {
    goes(&[
        "password: «Kq7&vZ2m9tX»",
        "Password: «vZ2m9tX,ab7»",
        "DB_PASSWORD=«Kq7(vZ2m9tX»",
        "DB_PASSWORD=«Kq7&vZ2m9tX»\nX=1",
        "DB_PASSWORD=«Kq7|vZ2m9tX»",
        "DB_PASSWORD=«Kq7'vZ2m9tX»",
        "password: «Kq7=vZ2m9tX»",
        "password: «Kq7]vZ2m9tX»",
        "password: «Kq7\\vZ2m9tX» # old",
        "Server=h;User Id=sa;Password=«Kq7,vZ2m9tX»;Database=d",
        "\"Server=h;Password=«Kq7&vZ2m9tX»;Database=d\"",
        "tool --password=«Kq7)vZ2m9tX» run",
        "DB_PASSWORD=\"«Kq7\\\"vZ2m9tX»\"",
        "password = '«Kq7\\'vZ2m9tX»';",
        "password='«Kq7''vZ2m9tX»'",
        // What stands behind is another member, or the end of what was opened before the key.
        "user=app&password=«Kq7vZ2m9tX»&next=1",
        "password=«Kq7vZ2m9tX»&next=1",
        "Password=«Kq7vZ2m9tX»;User Id=sa",
        "{user: app, password: «Kq7vZ2m9tX», host: h}",
        "{user: app,password: «Kq7vZ2m9tX»,ssl}",
        "f(host, password=«Kq7vZ2m9tX»)",
        "(password=«Kq7vZ2m9tX»).x9",
        "<b>Password=«Kq7vZ2m9tX»</b>",
        "<b>Password=«Kq7vZ2m9tX»<br>x",
        "\"password=«Kq7vZ2m9tX»\"x9",
        "password=«Kq7vZ2m9tX»\\nuser=app",
        "|user=app|password=«Kq7vZ2m9tX»|x9|",
    ]);
    stays(&[
        "f(password=x)",
        "password=get(x1)",
        "password=os.environ[\"X1\"]",
        "password = decrypt(secret1, key2)",
        "password = base64.b64decode(secret,\n    key)",
        "password: Option<Secret1>,",
        "password: required|min8|max20",
        "password: ^[A-Za-z0-9]{8,}$",
        "password=(a1,b2)",
    ]);
}

#[test]
fn passwords_with_special_bytes_in_urls_and_options() {
    goes(&[
        "tool --password '«Kq7(vZ2m9tX»' run",
        "tool --password «Kq7,vZ2m9tX» run",
        "tool --password «Kq7\\!vZ2m9tX» run",
        "the password is «Kq7,vZ2m9tX»",
        "the password is «Kq7(vZ2m9tX»",
    ]);
    for info in ["app:Kq7(vZ2m9tX", "app:Kq7#vZ2m9tX", "app:Kq7/vZ2m9tX", "app:Kq7@vZ2m9tX", "corp\\jdoe:Pr0xyPw9"] {
        assert_eq!(redact(&format!("x://{info}@db:5432/x?a=b")), "x://[URL_CREDENTIALS]@db:5432/x?a=b");
    }
    stays(&[
        "tool --password '$(get x1)' run",
        "tool --password \"{{ x1 }}\" run",
        "the password is get(x1)",
        "https://example.com:8080/p@x1",
        "http://a:80,b:81/p1@x",
        "ssh://git@host:org/repo1@v2",
        "mongodb://h1:27017,h2:27017/db1?x=a1@b",
        "\"http://\" + user + \":\" + pw1 + \"@\"",
        "https://{user}:{pw1}@host",
    ]);
}

#[test]
fn names_of_code_and_what_stands_behind_labels_are_no_values() {
    stays(&[
        "func f(password *uint16, displayName *uint16)",
        "NewPassword *string",
        "export PGPASSWORD=\"$gdcapi_db_password\"",
        "$password2 = $password;",
        "password => $this->{bindpw};",
        "log 5 \"username: $username, password: $password\"",
        "run f \"$username\" \"$password\" \"$test_file\"",
        ".\\setup.ps1 -TestPassword $randomPassword",
        "password: !Ref DBPassword",
        "password: !vault |",
        "curl --tlspassword https://localhost",
        "--private-cert-key /tmp/s3iamcerts/iam-server.key",
        "QueryCredential = \"X-Amz-Credential\"",
        "this.addPassword = \"#add-password\";",
        "IAMUserChangePassword = \"arn:aws:iam::aws:policy/IAMUserChangePassword\"",
        "secret_arn = \"arn:aws:secretsmanager:us-east-1:123456789012:secret:db-Ab12Cd\"",
        "usernameLabel:\"Username or email:\",passwordLabel:\"Password:\",rememberMeLabel:\"Remember me:\"",
        "def unix_getpass(prompt='Password: ', stream=None):",
        "env = append(env, \"PWD=\"+r.Dir2)",
        "if ar1.AccessToken == ar2.AccessToken {",
        "(\"P-256\", \"SHA256\") => &signature::ECDSA_P256_SHA256_FIXED_SIGNING",
        "WBEM_E_LOCAL_CREDENTIALS = 0x80041064",
        "pub const ERROR_NULL_LM_PASSWORD: WIN32_ERROR = 1304u32;",
        "pub credentials: AwsCredentialProvider,",
        "ClientTrafficSecret => \"CLIENT_TRAFFIC_SECRET_0\"",
        "    --- PASS: Test/Sub1 (0.00s)",
        "[set up the credentials]: https://github.com/nodejs/node-core-utils#setting-up-credentials2",
        "this._noAuthorization = !req2.headers.authorization;",
        "The username and password pair is sent",
    ]);
    goes(&[
        "PGPASSWORD=\"«$ecret77!»\"",
        "password=«$ecret_1»",
        "{\"password\":\"«$Password123»\"}",
        "{\"password\": \"«.x9Tiger!»\"}",
        "'password': '«%x9Tiger!»'",
        "API_KEY=«my2ndServiceAccess»",
    ]);
}

#[test]
fn schemes_and_types_before_a_value_stay() {
    goes(&[
        "APP_KEY=base64:«kf83hNq0ZpWxR7tVyB2mLc5sJd9aGe4uQi6oTn1rXvQ=»",
        "rootpw: {SSHA}«8f9s7d6fkLm2nOp3qRs4tUv5wXy6zAbC»",
        "    DefaultPassword    REG_SZ    «Zx8qLm2n»",
        "Authorization: Hawk «id=\"dh37fgj492je\", mac=\"6R4rV5iE+NPoym+WwjeHzjAGXUtLNIxmo1vpMofpLAE=\"»",
        "{\"wpa_key\":\"«Zx8qLm2n»\"}",
        "Authorization: SharedAccessSignature sr=h&sig=«Z%2FRHIX5Xcg0Mq2rqI3OlWTjEg2tYkboXr1P9ZUXDtkk%3D»&se=1700000000",
    ]);
    let aws = "Authorization: AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/s3/aws4_request, SignedHeaders=host, \
               Signature=fe5f80f77d5fa3beca038a248ff027d0445342fe2855ddc963176630326f1024";
    assert_eq!(redact(aws), "Authorization: AWS4-HMAC-SHA256 [AWS_KEY]");
}

#[test]
fn words_as_secrets_of_variables_of_the_environment() {
    goes(&[
        "JWT_SECRET=«my-super-jwt-signing-phrase»",
        "CLIENT_SECRET=«correcthorse»\nX=1",
        "MAIL_PASSWORD=«abcd efgh ijkl mnop»",
    ]);
    stays(&[
        "IMAGE_PULL_SECRET=registry-credentials",
        "TLS_SECRET=app-tls",
        "API_KEY=openai",
        "SORT_KEY=created-at-desc-first",
        "NEXT_TOKEN=abcdefghijk",
        "jwt_secret=my-super-jwt-signing-phrase",
    ]);
}

#[test]
fn operators_that_assign_and_values_that_begin_or_go_on_oddly() {
    goes(&[
        "DB_PASSWORD ?= «hunter2horse»\nall: build\n",
        "DB_PASSWORD?=«hunter2horse»\n",
        "$dbPassword .= \"«hunter2horse»\";",
        "MYSQL_PASSWORD += \"«hunter2horse»\"",
        "passwd => '«(ho~c3R954S_»'",
        "db_password=«4j1Y`5gtJ7»\n",
        "  password: «t6[yT9.h!\\Z»",
        "id,passwd\n1,\"«YV75-*swL.»\"\n",
        "| apiSecret |\n|---|\n| «WB{k]v?hz*» |",
        "secret => '«+@frdjQc[fEq»'",
        "Mot de passe provisoire : «Sommer2024!»",
        "Parolam: «Sommer2024!»",
        "passwordnya «Sommer2024!»",
        "https://example.com/me?access_token=«1308742762612587|rhoK1cbv0DOU_RTX_87O4MkX7AI»&x=1",
        "access_token=«1308742762612587|rhoK1cbv0DOU_RTX_87O4MkX7AI»",
    ]);
    stays(&[
        "token?=(\\w+)",
        "Mot de passe oublié : cliquez ici",
        "password ? = x",
        "password += string.digits",
        "password: Optional[List[str]]",
        "| user | password |\n|---|---|\n| ann | Optional[List[Str]] |",
        "password=Settings::Default->Pass[1]",
        "password: ${Db:Pass1}",
        "PASSWORD=%DbPass1%",
        "password = '(required)'",
        "password = '<Your1stPassword>'",
        "secret=\"$SecretB64Value\"",
        "password: '[A-Za-z0-9]+'",
        "token=12|34|56",
        "page_token=12|next-page-of-the-list-of-orders",
    ]);
}
