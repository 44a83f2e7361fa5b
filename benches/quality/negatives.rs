//! Track N: technical text without anything to remove.

use super::{
    case::Case,
    checks::{base64, luhn, text},
    rng::{ALNUM, BASE64URL, HEX, LOWER, Rng},
};

/// Words that say nothing about a value beside them.
const NEUTRAL: &[&str] = &[
    "cache", "index", "stream", "buffer", "worker", "queue", "vector", "prompt", "schema", "segment", "batch", "model",
    "shard", "chunk", "replica", "tensor", "layer", "window",
];

/// Words that are names in code, and mean nothing there.
const WORDS: &[&str] = &[
    "cache", "token", "index", "stream", "buffer", "session", "worker", "queue", "vector", "prompt", "schema", "key",
    "card", "phone", "account", "secret", "segment", "batch", "routing", "model", "client", "order", "password",
    "policy", "license",
];

fn word(r: &mut Rng) -> &'static str {
    r.word(WORDS)
}

fn plain(r: &mut Rng) -> &'static str {
    r.word(NEUTRAL)
}

fn uuid(r: &mut Rng) -> String {
    let h = r.text(HEX, 32);
    format!("{}-{}-4{}-a{}-{}", &h[..8], &h[8..12], &h[13..16], &h[17..20], &h[20..])
}

fn epoch(r: &mut Rng) -> String {
    let seconds = r.range(1_500_000_000, 1_900_000_000);
    match r.below(4) {
        0 => seconds.to_string(),
        1 => format!("{seconds}{}", r.digits(3)),
        2 => format!("{seconds}{}", r.digits(6)),
        _ => format!("{seconds}{}", r.digits(9)),
    }
}

fn ids_of_llms(r: &mut Rng) -> String {
    let form = *r.pick(&[
        "chatcmpl-{a29}", "call_{a24}", "toolu_01{a22}", "msg_01{a22}", "resp_{h48}", "run_{a24}", "thread_{a24}",
        "asst_{a24}", "req_{h32}", "fp_{h10}", "file-{a22}", "step_{a24}", "batch_{h32}", "gen-{d10}-{a20}",
        "evt_{a24}",
    ]);
    r.token(form)
}

fn code(r: &mut Rng) -> String {
    let (a, b) = (word(r), word(r));
    match r.below(8) {
        0 => format!("def {a}_{b}(x: int) -> int:\n    return x % {} + {}", r.digits(5), r.digits(3)),
        1 => format!("const {a} = process.env.{}_KEY;", b.to_uppercase()),
        2 => format!("let {a}: Vec<{}> = self.{b}.iter().map(|t| t.len()).collect();", super::values::capital(b)),
        3 => format!("api_key = os.environ[\"{}_API_KEY\"]", a.to_uppercase()),
        4 => format!("password = getpass.getpass(\"{a} {b}: \")"),
        5 => format!("self.{a}_token = {b}_token or self.get_token()"),
        6 => format!("@{a}.{b}(timeout={}, max_tokens={})", r.range(1, 99), r.range(100, 9999)),
        _ => format!("#define {}_{} 0x{}", a.to_uppercase(), b.to_uppercase(), r.text(HEX, 8)),
    }
}

/// Names of secrets beside what is none.
const HARMLESS: &[&str] = &[
    "password = get_password()",
    "password: str",
    "password: Optional[str] = None",
    "token_count: 17",
    "key: \"name\"",
    "def login(self, username: str, password: str) -> bool:",
    "if not user.check_password(password):",
    "user.set_password(form.password)",
    "dataSource.setPassword(config.getPassword());",
    "const password = req.body.password;",
    "let token = lexer.next_token();",
    "password=args.password, user=args.user",
    "api_key=os.getenv(\"API_KEY\")",
    "password: ${{ secrets.DB_PASSWORD }}",
    "POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:-}",
    "password = var.db_password",
    "IDENTIFIED BY '${DB_PASSWORD}'",
    "mysql -u root -p shop < dump.sql",
    "docker run -p 8080:80 -e DEBUG=1 nginx:1.27",
    "mkdir -p /tmp/build && cp -a src dst",
    "tar -xzf a.tar.gz -C /opt && ssh -p 2222 web1",
    "The password must contain 8 characters and a digit.",
    "Enter your password to continue.",
    "the password is incorrect",
    "use the token as the password field of the request",
    "Please use environment variables as the password source",
    "credentials: same-origin",
    "credentials: include/omit",
    "login page/form is broken",
    "log in / sign up",
    "password reset link expired after 24 hours",
    "| password | string | required |",
    "- password: the password of the user",
    "* API key: required for all requests",
    "<input type=\"password\" name=\"password\" id=\"password\" />",
    "<label for=\"password\">Password</label>",
    "await page.fill('#username', username);",
    "await page.fill('#password', password);",
    "curl -u $USER:$PASS https://api.example.com",
    "echo $PASSWORD | docker login -u $USER --password-stdin",
    "openssl rsa -passin env:KEY_PASS -in key.pem",
    "redis-cli -h cache -a \"$REDIS_PASSWORD\" PING",
    "CREATE USER app WITH PASSWORD :password;",
    "SELECT password_hash FROM users WHERE id = $1",
    "INSERT INTO users (username, password) VALUES (?, ?)",
    "INSERT INTO users (username, password) VALUES ($1, $2)",
    "requests.get(url, auth=(user, password), timeout=30)",
    "req.SetBasicAuth(cfg.User, cfg.Password)",
    "new NetworkCredential(user, password)",
    "define('DB_PASSWORD', getenv('DB_PASSWORD'));",
    "map.put(\"key\", \"value\"); map.get(\"token\");",
    "headers.set('content-type', 'application/json')",
    "os.environ[\"TOKENIZERS_PARALLELISM\"] = \"false\"",
    "localStorage.getItem('token')",
    "assert password != \"\" and len(password) >= 8",
    "{\"name\": \"password\", \"type\": \"string\", \"description\": \"The user's password\"}",
    "{\"type\": \"object\", \"properties\": {\"token\": {\"type\": \"string\"}}, \"required\": [\"token\"]}",
    "{\"key\": \"value\", \"sort_key\": \"created_at\", \"primary_key\": \"id\"}",
    "use this key to sort: created_at",
    "the secret is to keep functions small",
    "the key is to use 4096-token windows",
    "my password manager is broken",
    "user: alice pwd: /home/alice/projects",
    "pwd: /srv/app",
    "AUTH failed for user alice",
    "auth: bearer token missing",
    "net user commands need admin rights",
    "zip -r out.zip src && 7z x out.7z",
    "keytool -list -keystore app.jks",
    "token, err := client.GetToken(ctx)",
    "client_id=web grant_type=authorization_code",
    "username: alice, password: required",
    "Settings(host='db', password=None, port=5432)",
    "Config{host=db, password=null, port=5432}",
    "pass = False; fail = True; total_pass: 12 passed",
    "test pass: 12/12",
    "the password field of the login form is empty",
    "passwords are hashed with bcrypt",
    "password -> hash -> compare",
    "with password authentication disabled",
    "key_id=main version=3 key=users/42/profile",
];

/// One of them, alone or among other lines.
fn harmless(r: &mut Rng) -> String {
    let (a, b) = (plain(r), plain(r));
    let form = r.word(HARMLESS);
    match r.below(3) {
        0 => format!("{form}\n{a}_{b} = {}", r.digits(4)),
        1 => format!("{a} {b}\n{form}"),
        _ => form.to_owned(),
    }
}

fn sql(r: &mut Rng) -> String {
    let (a, b) = (word(r), word(r));
    match r.below(3) {
        0 => format!(
            "SELECT {a}_id, count(*) FROM {b}s WHERE {a}_id IN ({}, {}, {}) GROUP BY 1",
            r.digits(7),
            r.digits(8),
            r.digits(9)
        ),
        1 => format!(
            "INSERT INTO {a}s (id, {b}, price) VALUES ({}, '{}', {}.{})",
            r.digits(6),
            word(r),
            r.digits(3),
            r.digits(2)
        ),
        _ => format!(
            "UPDATE {a}s SET {b} = {b} + 1 WHERE updated_at < '2026-0{}-1{}' AND shard = {}",
            r.range(1, 9),
            r.range(0, 9),
            r.digits(4)
        ),
    }
}

fn isbn(r: &mut Rng) -> String {
    let d = r.numbers(9);
    let sum: u32 = d.iter().zip((2..=10).rev()).map(|(d, w)| d * w).sum();
    let check = (11 - sum % 11) % 11;
    let check = if check == 10 { "X".to_owned() } else { check.to_string() };
    let d = text(&d);
    format!("ISBN {}-{}-{}-{check}", &d[..1], &d[1..4], &d[4..])
}

type Make = fn(&mut Rng) -> String;

/// Categories. The first rows are what OTLP itself carries.
pub const CATEGORIES: &[(&str, Make)] = &[
    ("OTLP ids", |r| format!("trace_id={} span_id={} parent={}", r.text(HEX, 32), r.text(HEX, 16), r.text(HEX, 16))),
    ("OTLP ids", |r| {
        format!("{{\"traceId\": \"{}\", \"spanId\": \"{}\", \"flags\": 1}}", r.text(HEX, 32), r.text(HEX, 16))
    }),
    ("OTLP ids", |r| format!("00-{}-{}-01", r.text(HEX, 32), r.text(HEX, 16))),
    ("OTLP ids", |r| {
        format!("{{\"startTimeUnixNano\": \"17{}\", \"endTimeUnixNano\": \"17{}\"}}", r.digits(17), r.digits(17))
    }),
    ("OTLP ids", |r| {
        format!("{{\"service.instance.id\": \"{}\", \"process.pid\": {}}}", uuid(r), r.range(1, 4_194_304))
    }),
    ("uuid", |r| format!("{} {}", plain(r), uuid(r))),
    ("uuid", |r| format!("{{\"{}_id\": \"{}\"}}", plain(r), uuid(r))),
    ("epoch", |r| format!("{}_at={} ttl={}", plain(r), epoch(r), r.range(1, 86400))),
    ("epoch", |r| format!("{{\"timestamp\": {}, \"created\": {}}}", epoch(r), epoch(r))),
    ("hash", |r| format!("sha256:{} md5 {} commit {}", r.text(HEX, 64), r.text(HEX, 32), r.text(HEX, 40))),
    ("hash", |r| format!("{} {}", r.text(HEX, 7), plain(r))),
    ("integrity", |r| {
        format!(
            "\"integrity\": \"sha512-{}==\"",
            r.text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 86)
        )
    }),
    ("version", |r| {
        format!(
            "{}=={}.{}.{} chrome/{}.0.{}.{}",
            plain(r),
            r.range(0, 30),
            r.range(0, 99),
            r.range(0, 99),
            r.range(90, 140),
            r.range(1000, 9999),
            r.range(10, 250)
        )
    }),
    ("version", |r| format!("version {}.{}.{}.{}", r.range(1, 20), r.range(0, 30), r.range(0, 255), r.range(0, 255))),
    ("float", |r| {
        format!(
            "loss={}.{} lr={}e-0{} [{}.{}, -{}.{}]",
            r.range(0, 9),
            r.digits(8),
            r.range(1, 9),
            r.range(3, 8),
            r.range(0, 1),
            r.digits(16),
            r.range(0, 1),
            r.digits(15)
        )
    }),
    ("number", |r| format!("{} rows, {} bytes, offset {}", r.digits(6), r.digits(10), r.digits(9))),
    ("number", |r| {
        format!(
            "{{\"order_id\": {}, \"invoice\": \"{}\", \"qty\": {}}}",
            r.range(100_000_000, 999_999_999),
            r.digits(8),
            r.range(1, 99)
        )
    }),
    ("code", code),
    ("names of secrets", harmless),
    ("SQL", sql),
    ("k8s", |r| {
        format!(
            "{}-{}-{}-{}",
            plain(r),
            plain(r),
            r.text("bcdfghjklmnpqrstvwxz2456789", 9),
            r.text("bcdfghjklmnpqrstvwxz2456789", 5)
        )
    }),
    ("k8s", |r| {
        format!(
            "ip-10-{}-{}-{}.ec2.internal pod/{}-{}:{}",
            r.range(0, 255),
            r.range(0, 255),
            r.range(1, 254),
            plain(r),
            r.range(0, 9),
            r.range(1024, 65535)
        )
    }),
    ("base64 image", |r| {
        let bytes: Vec<u8> = (0..r.range(120, 600)).map(|_| r.below(256) as u8).collect();
        format!("data:image/png;base64,iVBORw0KGgo{}", base64(&bytes, false))
    }),
    ("cursor", |r| {
        format!(
            "{{\"next_cursor\": \"{}\", \"next_page_token\": \"{}\", \"has_more\": true}}",
            r.text(BASE64URL, 32),
            r.text(ALNUM, 24)
        )
    }),
    ("LLM ids", ids_of_llms),
    ("LLM ids", |r| {
        format!(
            "{{\"id\": \"{}\", \"model\": \"gpt-4o-2026-0{}-{}\", \"system_fingerprint\": \"fp_{}\"}}",
            ids_of_llms(r),
            r.range(1, 9),
            r.range(10, 28),
            r.text(HEX, 10)
        )
    }),
    ("LLM usage", |r| {
        format!(
            "{{\"max_tokens\": {}, \"prompt_tokens\": {}, \"completion_tokens\": {}, \"top_p\": 0.{}}}",
            r.range(1, 99999),
            r.range(1, 99999),
            r.range(1, 9999),
            r.digits(2)
        )
    }),
    ("ISBN", isbn),
    ("ISBN", |r| {
        format!("DOI 10.{}/{}.{}.{}", r.range(1000, 9999), r.text(LOWER, 5), r.range(1990, 2026), r.digits(6))
    }),
    ("price", |r| {
        format!(
            "${}.{} + EUR {},{:03}.{} ({} %)",
            r.range(1, 999),
            r.digits(2),
            r.range(1, 99),
            r.range(0, 999),
            r.digits(2),
            r.range(1, 99)
        )
    }),
    ("date", |r| {
        format!(
            "2026-{:02}-{:02}T{:02}:{:02}:{:02}.{}Z {:02}/{:02}/2026",
            r.range(1, 12),
            r.range(1, 28),
            r.range(0, 23),
            r.range(0, 59),
            r.range(0, 59),
            r.digits(6),
            r.range(1, 12),
            r.range(1, 28)
        )
    }),
    ("log", |r| {
        format!(
            "2026-03-01T10:{:02}:{:02}Z INFO [{}] GET /v1/{}/{} status={} bytes={} dur_ms={}.{}",
            r.range(0, 59),
            r.range(0, 59),
            plain(r),
            plain(r),
            r.digits(6),
            r.pick(&[200, 404, 500]),
            r.digits(7),
            r.digits(3),
            r.digits(3)
        )
    }),
    ("tracking", |r| {
        format!(
            "1Z{} SKU-{}-{} batch {}",
            r.text("ABCDEFGHJKLMNPRSTUVWXYZ0123456789", 16),
            r.digits(5),
            r.digits(4),
            r.digits(10)
        )
    }),
    ("almost a card", |r| {
        let mut d = r.numbers(15);
        d[0] = 7;
        d.push((luhn(&d) + 1 + r.below(8) as u32) % 10);
        format!("{} {}", plain(r), text(&d))
    }),
    ("geometry", |r| {
        format!(
            "<path d=\"M{}.{} {}.{}L{} {}\"/> bbox {},{},{},{}",
            r.digits(2),
            r.digits(3),
            r.digits(2),
            r.digits(3),
            r.digits(3),
            r.digits(3),
            r.digits(3),
            r.digits(3),
            r.digits(4),
            r.digits(4)
        )
    }),
    ("regex", |r| format!("^\\d{{3}}-\\d{{2}}-\\d{{4}}$ [A-Z]{{2}}\\d{{{}}} {}@{{host}}", r.range(2, 20), plain(r))),
];

/// `n` texts of each row.
pub fn cases(r: &mut Rng, n: usize) -> Vec<Case> {
    let mut cases = Vec::new();
    for (group, make) in CATEGORIES {
        for _ in 0..n {
            let text = make(r);
            let json = text.starts_with("{\"");
            cases.push(Case { text, json, ..Case::new(group) });
        }
    }
    cases
}
