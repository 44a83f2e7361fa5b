//! Track S: secrets in ten carriers. Examples of vendors' rules, own tokens, and passwords and keys by their name.

use super::{
    case::{Case, escaped},
    rng::Rng,
    values::{api_key, password, vendor},
};

/// The ten carriers.
pub const CARRIERS: &[&str] =
    &["JSON", "env", "curl", "YAML", "log", "code", "URL", "connection string", "markdown", "XML"];

fn xml(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A whole example (with its own context) in a carrier; carriers of one line get it as it is, too.
pub fn carry(example: &Case, carrier: usize) -> Case {
    let carried = match CARRIERS[carrier] {
        "JSON" => example.in_json("{\"tool\": \"read_file\", \"result\": \"", "\", \"ok\": true}"),
        "env" => example.map(str::to_owned).around("# .env\n", "\nDEBUG=false\n"),
        "curl" => {
            example.map(|t| t.replace('\'', "\"")).around("curl -sS -X POST https://api.example.com/v1 -d '", "'")
        }
        "YAML" => example.map(|t| t.replace('\n', "\n    ")).around("config:\n  snippet: |\n    ", "\n  retries: 3\n"),
        "log" => example.map(str::to_owned).around("2026-03-01T10:22:11.123Z DEBUG [agent] loaded ", " in 12 ms"),
        "code" => {
            example.map(str::to_owned).around("def load():\n    # todo\n    cfg = \"\"\"", "\"\"\"\n    return cfg\n")
        }
        "URL" => example.map(str::to_owned).around("see https://ci.example.com/job/12/console: ", "\n"),
        "connection string" => example.map(str::to_owned).around("Server=db1;Database=app;Options=", ";Timeout=30"),
        "markdown" => example.map(str::to_owned).around("Here is the file:\n\n```\n", "\n```\n\nLet me know."),
        _ => example.map(xml).around("<config><value>", "</value></config>"),
    };
    Case { group: CARRIERS[carrier], ..carried }
}

/// Tokens of vendors, generated; the value stands where the carrier has values.
pub fn tokens(r: &mut Rng, n: usize) -> Vec<Case> {
    (0..n)
        .map(|i| {
            let (name, token) = vendor(r);
            let carrier = CARRIERS[i % CARRIERS.len()];
            let (before, behind) = match carrier {
                "JSON" => ("{\"config\": {\"value\": \"".to_owned(), "\", \"n\": 1}}"),
                "env" => (format!("{}_TOKEN=", name.to_uppercase()), "\nDEBUG=1\n"),
                "curl" => ("curl -H \"Authorization: Bearer ".to_owned(), "\" https://api.example.com/v1/me"),
                "YAML" => (format!("{name}:\n  value: "), "\n  retries: 3\n"),
                "log" => (format!("2026-03-01 10:22:11 INFO {name} client uses "), " now"),
                "code" => (format!("client = {}(\"", super::values::capital(name)), "\")"),
                "URL" => ("https://api.example.com/v1/items?access_token=".to_owned(), "&page=2"),
                "connection string" => ("Endpoint=https://example.com;Token=".to_owned(), ";Timeout=30"),
                "markdown" => (format!("Use the {name} token `"), "` for that."),
                _ => ("<item><value>".to_owned(), "</value></item>"),
            };
            let case = Case::new(carrier).text(&before).value("SECRET", &token).text(behind);
            Case { json: carrier == "JSON", ..case }
        })
        .collect()
}

/// Names under which passwords and keys stand.
const NAMES: &[&str] = &[
    "password", "api_key", "passwd", "client_secret", "db_password", "access_token", "DB_PASSWORD", "SECRET_KEY",
    "apiKey", "authToken", "userPassword", "PGPASSWORD", "auth_token", "private_token", "smtp_password", "x-api-key",
    "refresh_token", "encryption_key", "signing_secret", "webhook_secret",
];

/// Forms of carriers with a name and a value.
const NAMED: &[(&str, &str)] = &[
    ("JSON", "{\"{l}\": \"{V}\", \"user\": \"app\"}"),
    ("JSON", "{\"db\": {\"host\": \"db1\", \"{l}\": \"{V}\"}}"),
    ("env", "HOST=db1\n{l}={V}\nDEBUG=0\n"),
    ("env", "export {l}=\"{V}\""),
    ("curl", "curl -H '{l}: {V}' https://api.example.com/v1"),
    ("curl", "curl -d '{l}={V}' https://api.example.com/login"),
    ("YAML", "app:\n  {l}: {V}\n  retries: 3\n"),
    ("YAML", "{l}: \"{V}\"\n"),
    ("log", "10:22:11 DEBUG connecting with {l}={V} host=db1"),
    ("log", "config loaded: {'{l}': '{V}', 'n': 1}"),
    ("code", "conn = connect(user=\"app\", {l}=\"{V}\")"),
    ("code", "const {l} = '{V}';"),
    ("URL", "https://api.example.com/v1/items?{l}={V}&page=2"),
    ("URL", "GET /login?user=ann&{l}={V} HTTP/1.1"),
    ("connection string", "Server=db1;User Id=app;{l}={V};Timeout=30"),
    ("connection string", "host=db1 user=app {l}={V} sslmode=require"),
    ("markdown", "- **{l}**: `{V}`\n- host: db1"),
    ("markdown", "| {l} | {V} |"),
    ("XML", "<config><{l}>{V}</{l}></config>"),
    ("XML", "<add key=\"{l}\" value=\"{V}\" />"),
];

/// Passwords and keys that only their name gives away.
pub fn named(r: &mut Rng, side: usize, n: usize) -> Vec<Case> {
    (0..n)
        .map(|_| {
            let (group, template) = NAMED[r.below(NAMED.len() / 2) * 2 + side];
            let name = NAMES[r.below(NAMES.len() / 2) * 2 + side];
            let word = name.to_lowercase();
            let value = if word.contains("pass") || word.contains("pwd") { password(r) } else { api_key(r) };
            // What a carrier would have to escape is another carrier.
            let value = value.replace(['&', '#', '+', '%'], "_");
            let value = if group == "JSON" { escaped(&value) } else { value };
            let (before, behind) = template.split_once("{V}").unwrap_or((template, ""));
            let case = Case::new(group).text(&before.replace("{l}", name)).value("SECRET", &value);
            let case = case.text(&behind.replace("{l}", name));
            Case { json: group == "JSON", ..case }
        })
        .collect()
}

impl Case {
    /// Text before and behind.
    fn around(self, before: &str, behind: &str) -> Self {
        let shift = before.len();
        let mut case = Self { text: format!("{before}{}{behind}", self.text), ..self };
        for gold in &mut case.gold {
            gold.range = gold.range.start + shift..gold.range.end + shift;
        }
        case
    }
}
