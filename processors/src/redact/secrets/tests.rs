//! Secrets of vendors in the texts that carry them, passwords by key, and what is none.

use super::super::RedactEngine;

/// Examples by vendor; where they come from is told beside.
const EXAMPLES: &str = include_str!("../../../tests/fixtures/kingfisher_secrets.jsonl");

/// Rules of that set whose capture is no secret: hosts of tenants, names of users, machines, fields; and passwords that
/// are plain words, which no surroundings but a key can tell.
const NO_TOKENS: &[&str] = &[
    "artifactory.2", "auth0.3", "azureopenai.host.1", "databricks.3", "eagleeyenetworks.2", "ftp.1", "generic.4",
    "generic.5", "gradle.1", "jira.1", "linkedin.1", "mongodb.2", "netrc.1", "reactapp.1", "salesforce.2",
    "snowflake.2", "sonarqube.2", "weak_password.1",
];

struct Example {
    vendor: String,
    secret: String,
    text: String,
}

fn examples() -> Vec<Example> {
    let examples =
        EXAMPLES.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()).filter_map(|v| {
            let text = |key: &str| v[key].as_str().unwrap().to_owned();
            let rule = text("rule");
            let vendor = rule.split('.').next().unwrap_or_default().to_owned();
            (!NO_TOKENS.contains(&rule.as_str())).then(|| Example {
                vendor,
                secret: text("secret"),
                text: text("text"),
            })
        });
    examples.collect()
}

fn redact(engine: &RedactEngine, text: &str) -> String {
    engine.redact_text(text, false).unwrap_or_else(|| text.to_owned())
}

fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A secret in a query: letters that stay and the others escaped.
fn percent(text: &str) -> String {
    text.bytes()
        .map(|b| match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(b).to_string(),
            _ => format!("%{b:02X}"),
        })
        .collect()
}

fn string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Carriers: name, text, and the secret as it is written there.
fn carriers(e: &Example) -> Vec<(&'static str, String, String)> {
    let (v, s) = (&e.vendor, &e.secret);
    let upper = v.to_uppercase();
    let escaped = string(s).trim_matches('"').to_owned();
    let query = percent(s);
    let plain = |name, text: String| (name, text, s.clone());
    vec![
        plain("bare", e.text.clone()),
        ("bare in JSON", format!("{{\"role\":\"user\",\"content\":{}}}", string(&e.text)), escaped.clone()),
        ("bare in a log", format!("2026-08-10T07:21:58.603Z INFO [agent] loaded: {}", spaced(&e.text)), spaced(s)),
        ("JSON", format!("{{\"{v}_api_key\":{}}}", string(s)), escaped.clone()),
        ("env", format!("{upper}_API_KEY={s}\nDEBUG=true"), s.clone()),
        plain("curl", format!("curl -H \"Authorization: Bearer {s}\" https://api.{v}.com/v1/items")),
        plain("YAML", format!("{v}:\n  api_key: {s}\n  region: eu")),
        plain("log", format!("2026-08-10T07:21:58.603Z DEBUG [http] using {v} token {s} for request 17")),
        plain("Python", format!("client = Client(api_key=\"{s}\", timeout=3)")),
        plain("JavaScript", format!("const {v}Secret = '{s}';")),
        plain("Go", format!("cfg := Config{{APIKey: \"{s}\", Region: \"eu\"}}")),
        ("query", format!("https://api.{v}.com/v1/items?limit=3&api_key={query}&x=1"), query.clone()),
        ("token in a query", format!("https://api.{v}.com/v1/items?token={query}"), query),
        plain("connection string", format!("Server=db.example.com;Database=app;User Id=svc;Password={s};Encrypt=true")),
        plain("Markdown", format!("Set the {v} API key to `{s}` and restart.")),
    ]
}

#[test]
fn vendors_are_found_in_every_carrier() {
    let engine = RedactEngine::default();
    let examples = examples();
    assert!(examples.len() > 600);
    let mut found: Vec<(&str, usize)> = Vec::new();
    for example in &examples {
        for (name, text, secret) in carriers(example) {
            let got = redact(&engine, &text);
            let there = got.contains(&secret) || spaced(&got).contains(&spaced(&secret));
            match found.iter_mut().find(|f| f.0 == name) {
                Some(f) => f.1 += usize::from(!there),
                None => found.push((name, usize::from(!there))),
            }
        }
    }
    let poor: Vec<_> = found.iter().filter(|f| f.1 * 100 < examples.len() * 95).collect();
    assert!(poor.is_empty(), "of {}: {poor:?} (all: {found:?})", examples.len());
}

const PASSWORDS: &[&str] = &[
    "hunter2!", "Tr0ub4dor&3", "changeme", "letmein", "S3cr3t!Pass", "qwerty123", "P@ssw0rd", "thisismypassword",
    "MyDogRex", "x9$kLm2#", "summer2024", "geheim", "open_sesame", "monkey", "12345678", "correct-horse",
];

/// What stands before and behind a password.
const AROUND: &[(&str, &str)] = &[
    ("password: ", ""),
    ("PASSWORD=", ""),
    ("DB_PASSWORD=", "\nX=1"),
    ("password=\"", "\""),
    ("password = '", "'"),
    ("{\"password\": \"", "\"}"),
    ("{\"pwd\":\"", "\"}"),
    ("{\"user\":\"a\",\"userPassword\":\"", "\"}"),
    ("--password ", ""),
    ("mysql --password=", " db"),
    ("passphrase: ", ""),
    ("Passwort: ", ""),
    ("contraseña: ", ""),
    ("mot de passe : ", ""),
    ("senha: ", ""),
    ("пароль: ", ""),
    ("密码: ", ""),
    ("パスワード: ", ""),
    ("hasło: ", ""),
    ("şifre: ", ""),
    ("비밀번호: ", ""),
    ("spring.datasource.password=", "\n"),
    ("user: x\npassword: ", "\n"),
    ("const password = \"", "\";"),
    ("Server=x;Password=", ";"),
    ("https://x.com/login?user=a&password=", "&b=1"),
    ("INFO login user=bob password=", " ok"),
    ("db_pass: ", ""),
    ("SMTP_PASS=", ""),
    ("**Password:** ", ""),
    ("curl -u bob:", " https://x.com"),
    ("machine x.com login bob password ", "\n"),
    ("\"passwd\" => \"", "\""),
];

#[test]
fn passwords_are_found_by_their_keys() {
    let engine = RedactEngine::default();
    let mut left = Vec::new();
    for (before, behind) in AROUND {
        for password in PASSWORDS {
            let text = format!("{before}{password}{behind}");
            let got = redact(&engine, &text);
            if got.contains(password) {
                left.push(text);
            } else {
                assert_eq!(redact(&engine, &got), got, "not stable: {text}");
            }
        }
    }
    let all = AROUND.len() * PASSWORDS.len();
    assert!(left.len() * 100 <= all * 2, "{} of {all}: {left:#?}", left.len());
}

/// Texts and what becomes of them.
const CHANGED: &[(&str, &str)] = &[
    ("the password is hunter2!", "the password is [SECRET]"),
    ("Set-Cookie: sid=abc123def456; Path=/; HttpOnly", "Set-Cookie: sid=[SECRET]; Path=/; HttpOnly"),
    ("Cookie: a=1; session=abc123def456", "Cookie: a=[SECRET]"),
    (
        "Authorization: Digest username=\"bob\", realm=\"x\", response=\"6629fae49393a05397450978507c4ef1\"",
        "Authorization: Digest [SECRET]",
    ),
    (
        "jdbc:oracle:thin:scott/tiger@//db.example.com:1521/x",
        "jdbc:oracle:thin:[URL_CREDENTIALS]@//db.example.com:1521/x",
    ),
    (
        "https://b.s3.amazonaws.com/k?X-Amz-Signature=fe5f80f77d5fa3beca038a248ff027d0445342fe2855ddc963176630326f1024",
        "https://b.s3.amazonaws.com/k?X-Amz-Signature=[SECRET]",
    ),
    (
        "https://a.blob.core.windows.net/c?sv=2022-11-02&sig=Z%2FRHIX5Xcg0Mq2rqI3OlWTjEg2tYkboXr1P9ZUXDtkk%3D",
        "https://a.blob.core.windows.net/c?sv=2022-11-02&sig=[SECRET]",
    ),
    ("https://hooks.zapier.com/hooks/catch/123456/abcd12/", "https://hooks.zapier.com/hooks/catch/[SECRET]"),
    ("MIIEvQIBADANBgkqhkiG9w0\n-----END PRIVATE KEY-----", "[PRIVATE_KEY]"),
    ("-----BEGIN PGP PRIVATE KEY BLOCK-----\nlQOYBF\n-----END PGP PRIVATE KEY BLOCK-----", "[PRIVATE_KEY]"),
    ("$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW", "[SECRET]"),
    ("glpat-abcDEF123456789xyzAB", "[GITLAB_TOKEN]"),
];

/// Texts that stay.
const KEPT: &[&str] = &[
    "password: string",
    "password: required",
    "password: please reset it",
    "password = getpass()",
    "connect(user=user, password=pw, host=h)",
    "The password must be at least 8 characters",
    "password reset link sent",
    "--password is required",
    "use --password to set",
    "token = get_token()",
    "api_key=YOUR_API_KEY",
    "api_key=\"<your-api-key>\"",
    "Authorization: Bearer <token>",
    "Authorization: Bearer ${TOKEN}",
    "password: ${DB_PASSWORD}",
    "password: \"{{ secret }}\"",
    "primary_key=id",
    "cache_key=user:123",
    "sort_key: created_at_desc_20240101",
    "next_page_token: CAUQAA1234567890abcdef",
    "git commit 9fceb02d0ae598e95dc970b74767f19372d61af8",
    "github commit 9fceb02d0ae598e95dc970b74767f19372d61af8",
    "sha256:6dc9bd78aabbccddeeff00112233445566778899aabbccddeeff001122334455",
    "OpenAI API key for gpt-4o-mini-2024-07-18 models",
    "toolu_01A09q90qw90lq917835lq9",
    "{\"id\":\"resp_67ccd2bed1ec8190b14f964abc0542670bb6a6b452d3795b\"}",
    "idempotency_key=550e8400-e29b-41d4-a716-446655440000",
    "the secret of success is persistence",
    "def check_password(self, raw_password):",
    "password = forms.CharField(widget=forms.PasswordInput)",
    "if password != confirm_password:",
    "password: str = Field(...)",
    "token: Optional[str] = None",
    "secretName: my-secret",
    "sorted(items, key=operator.itemgetter(1))",
    "auth: basic",
    "Bearer token authentication",
    "Basic understanding of Python",
    "cookie: the browser stores it",
    "Cookies: we use cookies",
    "password-protected zip",
    "response_code: 200",
    "-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQsw\n-----END CERTIFICATE-----",
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ",
    "key RecursiveCharacterTextSplitterV2",
    "etag: \"33a64df551425fcc55e4d42a148795d9f25f89d4\"",
    "X-Request-Id: 7f3c9b1e-aaaa-bbbb-cccc-1234567890ab",
    "trace_id=52cc5023d8319aea1181f76f3adcbdc1 span_id=89941acf780de956",
    "arn:aws:iam::123456789012:role/MyRole",
    "docker run -u 1000:1000 img",
    "curl -u \"$USER:$PASS\" https://x",
    "password: ********",
    "const passwordInput = document.getElementById(\"password\")",
    "\"token_type\": \"bearer\"",
];

#[test]
fn forms_are_found_and_others_stay() {
    let engine = RedactEngine::default();
    let mut wrong = Vec::new();
    for (text, expected) in CHANGED.iter().copied().chain(KEPT.iter().map(|t| (*t, *t))) {
        let got = redact(&engine, text);
        if got != expected {
            wrong.push(format!("{text}\n   got  {got}\n   want {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn literals_of_vendors_are_told_apart() {
    let all = || super::vendors::VENDORS.iter().chain(super::vendors_more::MORE);
    for (i, a) in all().enumerate() {
        assert!(a.min <= a.max && a.literal.is_ascii() && a.literal.len() >= 2, "{}", a.literal);
        let twice = all().skip(i + 1).any(|b| a.literal == b.literal && a.body == b.body && a.min == b.min);
        assert!(!twice, "{} is listed twice", a.literal);
    }
}

#[test]
fn elements_of_xml_that_are_named_for_a_secret() {
    let engine = RedactEngine::default();
    for (text, secret) in [
        ("<config><password>Mueller!2</password></config>", "Mueller!2"),
        ("<db><userPassword>geheim</userPassword></db>", "geheim"),
        ("<passwd>Ab#9</passwd>", "Ab#9"),
        ("<ns:Password>&amp;Tr0ub4dor</ns:Password>", "&amp;Tr0ub4dor"),
        ("<client_secret>_!x9-ab</client_secret>", "_!x9-ab"),
        ("<password encrypted=\"false\">hunter22</password>", "hunter22"),
        ("<password><![CDATA[ab>9!]]></password>", "ab>9!"),
        ("<password>\n    tiger-7\n</password>", "tiger-7"),
        ("<key>api_key</key>\n<string>qwe98rty</string>", "qwe98rty"),
        ("<name>hadoop.ssl.password</name><value>tiger</value>", "tiger"),
        ("<wsse:Password Type=\"http://docs.oasis-open.org/wss#PasswordText\">tiger</wsse:Password>", "tiger"),
    ] {
        let got = redact(&engine, text);
        assert_eq!(got, text.replacen(secret, "[SECRET]", 1));
    }
    for text in [
        "<label>Password</label><input type=\"password\"/>",
        "<password>${db.password}</password>",
        "<password></password>",
        "<key>name</key><string>Anna</string>",
        "<token>identifier</token>",
        "<li><strong>password</strong>: must be long</li>",
        "Vec<Password> = vec![]",
        "if a<secret_count && b>secret_max",
    ] {
        assert_eq!(redact(&engine, text), text);
    }
}

#[test]
fn operators_of_assignments_and_headers_in_quotes() {
    let engine = RedactEngine::default();
    for (text, secret) in [
        ("api_key::4111111111111111", "4111111111111111"),
        ("api_key::7Kd93mXq0Zw5Tn2B", "7Kd93mXq0Zw5Tn2B"),
        ("authToken :::= \"7Kd93mXq0Zw5Tn2B\"", "7Kd93mXq0Zw5Tn2B"),
        ("client_secret := \"7Kd93mXq0Zw5Tn2B\"", "7Kd93mXq0Zw5Tn2B"),
        ("'db_password' => 'tiger-x'", "tiger-x"),
        ("if password === \"tiger-x9\" {", "tiger-x9"),
        ("curl -H 'userPassword: _tPDmb_t_' https://example.com", "_tPDmb_t_"),
        ("curl --header \"db_password: tigerly\" https://example.com", "tigerly"),
        (
            "{\"params\":[\"8-Lp22ov7halMBLUpG97Wg4y7fibQi3CW19VJiZcCu746zgCs0mdDdTCoOcpgEucgu\"]}",
            "8-Lp22ov7halMBLUpG97Wg4y7fibQi3CW19VJiZcCu746zgCs0mdDdTCoOcpgEucgu",
        ),
    ] {
        assert_eq!(redact(&engine, text), text.replacen(secret, "[SECRET]", 1));
    }
    for text in [
        "use auth_token::Token2;",
        "let kind = api_key::V2::new();",
        "password::hash",
        "1-0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9",
        "printf('password: %s', x)",
    ] {
        assert_eq!(redact(&engine, text), text);
    }
}

#[test]
fn a_checksum_proves_tokens_that_letters_touch() {
    let engine = RedactEngine::default();
    let (github, npm) = ("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", "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");
    let atlassian = "ATATT3xFfGF0aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1abc=96A3515E";
    for token in [github, npm, atlassian] {
        // Alone, behind an escape that was not decoded, glued; beside another token in the same run.
        for before in ["", "\\n", "x", "Token9", "AKIA", "x,glpat-7Kd93mXq0Zw5Tn2Bk8Lp,x"] {
            let got = redact(&engine, &format!("{before}{token}"));
            assert!(!got.contains(&token[6..30]), "{before}: {got}");
        }
        let got = redact(&engine, &format!("x{token},glpat-7Kd93mXq0Zw5Tn2Bk8Lp"));
        assert!(!got.contains(&token[6..30]) && !got.contains("7Kd93"), "{got}");
    }
    // The last digit is wrong, so that it is a part of a name.
    let wrong = format!("x{}-", &github[..39]);
    assert!(redact(&engine, &wrong).contains(&github[4..30]), "{wrong}");
}

#[test]
fn documents_of_xml_without_a_blank_are_read_to_their_end() {
    let engine = RedactEngine::default();
    let many = "<item><name>a</name><value>b</value></item>".repeat(200);
    let text = format!("<config>{many}<client_secret>_!x9-ab</client_secret></config>");
    assert_eq!(redact(&engine, &text), text.replace("_!x9-ab", "[SECRET]"));
}

/// Passwords whose name stands elsewhere than directly before them; `x9Tiger!` is the password.
const ELSEWHERE: &[&str] = &[
    "- name: DB_PASSWORD\n  value: x9Tiger!\n",
    "<add key=\"DbPassword\" value=\"x9Tiger!\"/>",
    "variable \"db_password\" {\n  type = string\n  default = \"x9Tiger!\"\n}",
    "parser.add_argument('--password', default='x9Tiger!')",
    "{\"env\": [{\"name\": \"DB_PASSWORD\", \"value\": \"x9Tiger!\"}]}",
    "{\"headers\": [[\"x-api-key\", \"x9Tiger!\"]]}",
    "<property name=\"db.password\">x9Tiger!</property>",
    "dataSource.setPassword(\"x9Tiger!\");",
    "props.setProperty(\"password\", \"x9Tiger!\");",
    "await page.fill('#password', 'x9Tiger!');",
    "cy.get('[name=password]').type('x9Tiger!')",
    "const password = process.env.DB_PASSWORD ?? \"x9Tiger!\";",
    "password = os.getenv(\"DB_PASSWORD\", \"x9Tiger!\")",
    "password: str = \"x9Tiger!\"",
    "$password = ConvertTo-SecureString \"x9Tiger!\" -AsPlainText -Force",
    "req.SetBasicAuth(\"app\", \"x9Tiger!\")",
    "requests.get(url, auth=(\"app\", \"x9Tiger!\"))",
    "DriverManager.getConnection(\"jdbc:postgresql://db/app\", \"app\", \"x9Tiger!\");",
    "INSERT INTO users (username, password) VALUES ('app', 'x9Tiger!');",
    "| user | password |\n|---|---|\n| app | x9Tiger! |\n",
    "Password:\n```\nx9Tiger!\n```\n",
    "Please use x9Tiger! as the password.",
    "The password for app was changed to x9Tiger!",
    "name=\"password\"; form-data; name=\"password\"\r\n\r\nx9Tiger!\r\n--x",
    "mysql -h db1 -u app -px9Tiger! shop",
    "docker login -u app -p x9Tiger! registry.example.com",
    "sshpass -p 'x9Tiger!' ssh web1",
    "openssl rsa -in key.pem -passin pass:x9Tiger! -out plain.pem",
    "echo x9Tiger! | docker login -u app --password-stdin",
    "echo 'x9Tiger!' | sudo -S id",
    "echo \"app:x9Tiger!\" | chpasswd",
    "htpasswd -bc .htpasswd app x9Tiger!",
    "redis-cli -h cache -a x9Tiger! PING",
    "CREATE USER 'app'@'%' IDENTIFIED BY 'x9Tiger!';",
    "db.example.com:5432:app:app:x9Tiger!\n",
    "dsn := \"app:x9Tiger!@tcp(127.0.0.1:3306)/app\"",
    "rabbitmqctl add_user app x9Tiger!",
    "La contraseña es x9Tiger!",
    "密码是x9Tiger!",
    "pw: x9Tiger!",
    "PGPASSWORD=x9Tiger! psql -h db1",
    "Credentials: app / x9Tiger!",
];

/// Texts of the same forms without one.
const NOTHING_ELSEWHERE: &[&str] = &[
    "- name: LOG_LEVEL\n  value: x9Tiger!\n",
    "{\"env\": [{\"name\": \"PASSWORD_POLICY\", \"value\": \"strict-2\"}]}",
    "[\"password\", \"email\", \"name\"]",
    "fields = (\"password\", \"email\", \"name\")",
    "append(\"password\", password)",
    "dataSource.setPassword(config.getPassword());",
    "get_password(\"orders-db1\")",
    "password = os.getenv(\"DB_PASSWORD\")",
    "const password = process.env.DB_PASSWORD ?? fallback;",
    "password: str = Field(min_length=8)",
    "req.SetBasicAuth(cfg.User, cfg.Password)",
    "INSERT INTO users (username, password) VALUES ($1, $2)",
    "| password | string | required |\n|---|---|---|\n| a | b2 | c3 |\n",
    "use the header as the password",
    "mysql -h db1 -u app -p shop",
    "docker run -p 8080:80 nginx:1.27",
    "mkdir -p /tmp/build2 && cp -p a1 b2",
    "echo $PASSWORD | docker login -u app --password-stdin",
    "CREATE USER app IDENTIFIED BY ${DB_PASSWORD};",
    "redis-cli -h cache INFO",
    "pwd: /srv/app/current2",
    "pass: 12 of 14 tests",
    "{\"kty\": \"RSA\", \"n\": \"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc\"}",
];

#[test]
fn passwords_are_found_by_names_that_stand_elsewhere() {
    let engine = RedactEngine::default();
    let mut wrong = Vec::new();
    for text in ELSEWHERE {
        let got = redact(&engine, text);
        if got.contains("x9Tiger!") || redact(&engine, &got) != got {
            wrong.push(format!("left: {text}\n   got {got}"));
        }
    }
    for text in NOTHING_ELSEWHERE.iter().filter(|t| redact(&engine, t) != **t) {
        wrong.push(format!("removed: {text}\n   got {}", redact(&engine, text)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn cookies_of_variables_and_beside_other_signs() {
    let engine = RedactEngine::default();
    for (text, expected) in [
        ("COOKIE=sid=9f8e7d6c5b4a39281706\nPATH=/bin", "COOKIE=sid=[SECRET]\nPATH=/bin"),
        ("HTTP_COOKIE=\"sid=9f8e7d6c5b4a; theme=dark\"", "HTTP_COOKIE=\"sid=[SECRET]\""),
        ("COOKIE=sid=9f8e7d6c5b4a39281706 level=info", "COOKIE=sid=[SECRET] level=info"),
        ("请求头Cookie: sid=9f8e7d6c5b4a39281706", "请求头Cookie: sid=[SECRET]"),
        ("“Cookie: sid=9f8e7d6c5b4a39281706”", "“Cookie: sid=[SECRET]”"),
        ("«Cookie: sid=9f8e7d6c5b4a39281706»", "«Cookie: sid=[SECRET]»"),
        ("client_secret: WxQrTd_vkkmBnz", "client_secret: [SECRET]"),
    ] {
        assert_eq!(redact(&engine, text), expected);
        assert_eq!(redact(&engine, expected), expected);
    }
    for text in [
        "COOKIE=enabled",
        "COOKIE=name of the cookie",
        "client_secret: my_client_secret",
        "client_secret: useOAuthForXMLApi",
        "the client_secret: required parameter",
        "token usage chatcmpl-9xKq2LmNpQrStUvWxYzAbCdEf of the run",
        "Version=4.1.0.0, Culture=neutral, PublicKeyToken=51f6546301ed033c",
    ] {
        assert_eq!(redact(&engine, text), text);
    }
}
