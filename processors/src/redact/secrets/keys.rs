//! What a key says about the secrecy of its value.
//!
//! A key is split into words (`camelCase`, `snake_case`, dots, dashes) and only whole words count: `max_tokens` is no
//! token.

use super::{
    roles::Roles,
    words::{self, Words},
};
use crate::redact::{
    context::{Context, words},
    lexicon::{MAYBE_PASSWORDS, PASSWORDS as FOREIGN},
};

/// Words for a password in the languages of most users; each is matched as a whole word.
const PASSWORDS: &[&str] = &[
    "password",
    "passwords",
    "passwd",
    "pwd",
    "passphrase",
    "passcode",
    "userpassword",
    "dbpassword",
    "passw",
    "userpwd",
    "rootpassword",
    "mypassword",
    "pw",
    "requirepass",
    "storepass",
    "keypass",
    // German, Dutch, Scandinavian
    "passwort",
    "kennwort",
    "wachtwoord",
    "lösenord",
    "losenord",
    "adgangskode",
    "passord",
    "salasana",
    "lykilorð",
    // Romance
    "contraseña",
    "contrasena",
    "clave",
    "senha",
    "palavra-passe",
    "motdepasse",
    "mdp",
    "parola",
    "contrasenya",
    // Slavic, Baltic, Hungarian, Turkish, Greek
    "пароль",
    "парола",
    "лозинка",
    "hasło",
    "haslo",
    "heslo",
    "lozinka",
    "geslo",
    "jelszó",
    "jelszo",
    "şifre",
    "sifre",
    "parolă",
    "slaptažodis",
    "parool",
    "κωδικός",
    "συνθηματικό",
    // Asia, Middle East
    "密码",
    "密碼",
    "口令",
    "パスワード",
    "暗証番号",
    "비밀번호",
    "암호",
    "รหัสผ่าน",
    "पासवर्ड",
    "sandi",
    "katasandi",
    "mậtkhẩu",
    "khẩu",
    "סיסמה",
    "סיסמא",
    "المرور",
    "رمز",
];

/// Two last words that together name a password.
const PASSWORD_PAIRS: &[(&str, &str)] = &[
    ("de", "passe"),
    ("palavra", "passe"),
    ("kata", "sandi"),
    ("mật", "khẩu"),
    ("пароль", "для"),
    ("pass", "word"),
    ("pass", "phrase"),
];

/// What stands before `pass`, `pw` and `pwd`, as a word of its own or run together (`SSHPASS`, `dbpw`); `bypass` and `compass` are
/// none.
const OWNERS: &[&str] = &[
    "user",
    "usr",
    "db",
    "database",
    "smtp",
    "mail",
    "email",
    "ftp",
    "sftp",
    "mysql",
    "pg",
    "postgres",
    "pgsql",
    "redis",
    "mongo",
    "admin",
    "adm",
    "root",
    "api",
    "ldap",
    "proxy",
    "http",
    "https",
    "basic",
    "auth",
    "become",
    "ssh",
    "sudo",
    "wifi",
    "wlan",
    "fi",
    "wpa",
    "key",
    "keystore",
    "truststore",
    "store",
    "trust",
    "cert",
    "ssl",
    "tls",
    "pfx",
    "login",
    "service",
    "svc",
    "bind",
    "jdbc",
    "amqp",
    "rabbit",
    "rabbitmq",
    "default",
    "vpn",
    "imap",
    "pop",
    "mssql",
    "sql",
    "oracle",
    "ora",
    "mariadb",
    "elastic",
    "es",
    "kafka",
    "mqtt",
    "registry",
    "docker",
    "git",
    "app",
    "application",
    "backend",
    "frontend",
    "server",
    "host",
    "client",
    "worker",
    "vault",
    "master",
    "my",
    "new",
    "old",
    "sa",
    "system",
    "sys",
    "os",
    "vnc",
    "rdp",
    "zip",
    "pdf",
    "jenkins",
    "nexus",
    "tomcat",
    "wp",
    "account",
    "acc",
    "bot",
    "sip",
    "radius",
    "snmp",
    "enc",
    "encryption",
    "gpg",
    "node",
    "staging",
    "prod",
    "dev",
    "site",
    "web",
];

/// Last words after which a key is about a secret and does not hold it.
const ABOUT: &[&str] = &[
    "policy",
    "length",
    "min",
    "max",
    "strength",
    "expiry",
    "expires",
    "expired",
    "reset",
    "url",
    "uri",
    "field",
    "hint",
    "required",
    "changed",
    "at",
    "count",
    "type",
    "name",
    "id",
    "ids",
    "label",
    "description",
    "version",
    "enabled",
    "status",
    "title",
    "error",
    "endpoint",
    "path",
    "file",
    "usage",
    "limit",
    "ttl",
    "in",
    "scope",
    "algorithm",
    "format",
    "manager",
    "arn",
    "prefix",
    "present",
    "valid",
    "rotation",
    "invalid",
    "visible",
    "placeholder",
    "hasher",
    "hashers",
    "validator",
    "validators",
];

/// Two last words that together name a secret.
const PAIRS: &[(&str, &str)] = &[
    ("api", "key"),
    ("api", "keys"),
    ("access", "key"),
    ("secret", "key"),
    ("private", "key"),
    ("signing", "key"),
    ("encryption", "key"),
    ("master", "key"),
    ("account", "key"),
    ("auth", "key"),
    ("subscription", "key"),
    ("shared", "key"),
    ("service", "key"),
    ("app", "key"),
    ("application", "key"),
    ("deploy", "key"),
    ("storage", "key"),
    ("admin", "key"),
    ("preshared", "key"),
    ("consumer", "key"),
    ("license", "key"),
    ("client", "key"),
    ("functions", "key"),
    ("webhook", "key"),
    ("server", "key"),
    ("access", "token"),
    ("refresh", "token"),
    ("auth", "token"),
    ("session", "token"),
    ("bearer", "token"),
    ("api", "token"),
    ("csrf", "token"),
    ("xsrf", "token"),
    ("security", "token"),
    ("oauth", "token"),
    ("bot", "token"),
    ("personal", "token"),
    ("deploy", "token"),
    ("id", "token"),
    ("user", "token"),
    ("registration", "token"),
    ("service", "token"),
    ("connection", "string"),
    ("session", "cookie"),
    ("set", "cookie"),
    ("client", "secret"),
    ("secret", "value"),
    ("access", "signature"),
    ("amz", "signature"),
    ("amz", "credential"),
    ("goog", "signature"),
    ("goog", "credential"),
    ("jwt", "key"),
    ("hmac", "key"),
    ("aes", "key"),
    ("cipher", "key"),
    ("crypto", "key"),
    ("cookie", "key"),
    ("auth", "salt"),
    ("key", "salt"),
    ("in", "salt"),
    ("nonce", "salt"),
    ("cookie", "salt"),
    ("encryption", "salt"),
    ("key", "base"),
    ("access", "code"),
    ("security", "code"),
    ("recovery", "key"),
    ("enc", "key"),
    ("crypt", "key"),
    ("priv", "key"),
    ("unseal", "key"),
    ("activation", "key"),
    ("tacacs", "key"),
    ("sas", "token"),
    ("secret", "token"),
    ("recovery", "code"),
    ("backup", "code"),
    ("activation", "code"),
    ("secret", "string"),
    ("wifi", "key"),
    ("wpa", "key"),
    ("network", "key"),
    ("wpa", "psk"),
    ("wifi", "psk"),
    ("psk", "key"),
    ("otp", "seed"),
    ("totp", "seed"),
    ("mfa", "seed"),
    ("snmp", "community"),
];

/// Words that alone, at the end, name a secret.
const WORDS: &[&str] = &[
    "secret",
    "secrets",
    "apikey",
    "apikeys",
    "authorization",
    "cookie",
    "cookies",
    "credential",
    "credentials",
    "accesstoken",
    "refreshtoken",
    "authtoken",
    "secretkey",
    "privatekey",
    "clientsecret",
    "connectionstring",
    "accountkey",
    "accesskey",
    "sharedaccesskey",
    "apitoken",
    "authkey",
    "appsecret",
    "apisecret",
    "licensekey",
    "authpassword",
    "appkey",
    "privkey",
    "sshkey",
    "psk",
    "presharedkey",
    "creds",
    "cred",
    "csrftoken",
    "xsrftoken",
    "secretstring",
    "otpseed",
];

/// Words before `token` or `key` that make it a place in a list, a piece of text, a column.
const NOT_CREDENTIAL: &[&str] = &[
    "next",
    "page",
    "paging",
    "pagination",
    "continuation",
    "cursor",
    "sync",
    "resume",
    "max",
    "min",
    "prompt",
    "completion",
    "input",
    "output",
    "eos",
    "bos",
    "pad",
    "stop",
    "special",
    "unk",
    "cls",
    "sep",
    "mask",
    "first",
    "last",
    "per",
    "cache",
    "cached",
    "total",
    "reasoning",
    "count",
    "nonce",
    "idempotency",
    "request",
    "client",
    "primary",
    "foreign",
    "sort",
    "partition",
    "public",
    "index",
    "row",
    "hash",
    "range",
    "lookup",
    "map",
    "dict",
    "dedup",
    "dedupe",
    "deduplication",
    "routing",
    "group",
    "object",
    "unique",
    "composite",
    "natural",
    "surrogate",
    "join",
    "shard",
    "message",
    "file",
    "s3",
    "redis",
    "translation",
    "i18n",
    "locale",
    "json",
    "config",
    "column",
    "field",
    "state",
    "start",
    "end",
    "change",
    "delta",
    "scroll",
    "watermark",
    "resource",
    "thread",
    "item",
    "record",
    "event",
    "correlation",
    "trace",
    "trial",
    "new",
    "this",
    "each",
    "any",
    "the",
    "a",
    "every",
    "generated",
    "predicted",
];

/// `pgpassword`, `keystorepasswd`, `sshpass`, `dbpw`.
fn run_together(word: &str) -> bool {
    word.len() > 8 && ["password", "passwd", "passwort"].iter().any(|w| word.ends_with(w))
        || ["pass", "pw", "pwd"].iter().any(|w| word.strip_suffix(w).is_some_and(|owner| OWNERS.contains(&owner)))
}

/// Whether a key names a secret.
pub(in crate::redact) fn secrecy(key: &str) -> Context {
    let says = named(key);
    // `password1`, `API_KEY_2`.
    let name = key.trim_end_matches(|c: char| c.is_ascii_digit());
    if matches!(key.len() - name.len(), 1..=2) && !says.has(Context::SECRET) {
        let numbered = named(name);
        return if numbered.has(Context::SECRET) { numbered } else { says };
    }
    says
}

/// Last words that may name a secret.
fn is_keyish(last: &str) -> bool {
    matches!(
        last,
        "token"
            | "auth"
            | "jwt"
            | "sessionid"
            | "sid"
            | "bearer"
            | "key"
            | "pat"
            | "sig"
            | "signature"
            | "sas"
            | "pin"
            | "pass"
            | "csrf"
            | "xsrf"
    )
}

fn named(key: &str) -> Context {
    let words = words(key);
    let Some(last) = words.last().map(String::as_str) else { return Context::default() };
    let before = words.len().checked_sub(2).and_then(|i| words.get(i)).map_or("", String::as_str);
    if ABOUT.contains(&last) {
        return Context::NO_SECRET;
    }
    if words.iter().any(|w| PASSWORDS.contains(&w.as_str()) || FOREIGN.contains(&w.as_str()) || run_together(w))
        || PASSWORD_PAIRS.contains(&(before, last))
        || last == "pass" && OWNERS.contains(&before)
    {
        return Context::SECRET.with(Context::PASSWORD);
    }
    if PAIRS.contains(&(before, last)) || WORDS.contains(&last) {
        let aws = words.iter().any(|w| w == "aws")
            || (words.iter().any(|w| w == "secret") && words.iter().any(|w| w == "access"));
        let several =
            matches!(last, "secrets" | "credentials" | "creds" | "apikeys") || (before, last) == ("api", "keys");
        let says = if several { Context::SECRET.with(Context::SECRETS_KEY) } else { Context::SECRET };
        return if aws { says.with(Context::AWS) } else { says };
    }
    if MAYBE_PASSWORDS.contains(&last) {
        return Context::SECRET;
    }
    let variable = || last == "pass" && !before.is_empty() && !key.bytes().any(|b| b.is_ascii_lowercase());
    if words.len() == 1 && last == "pass" || variable() && !NOT_CREDENTIAL.contains(&before) {
        // Also what tests and loops do: only a value that is no word.
        return Context::PASSWORD;
    }
    let mut weighed = Words::new();
    weighed.read(key.as_bytes());
    let evidence = words::weigh(&weighed);
    let keyish = is_keyish(last) && !NOT_CREDENTIAL.contains(&before);
    // Alone these words say too little.
    let alone = words.len() == 1 && matches!(last, "key" | "signature" | "pin" | "sig" | "pass");
    let mut context =
        if Roles::of(last.as_bytes()).has(Roles::OTHER) { Context::NO_SECRET } else { Context::default() };
    if (before, last) == ("string", "data") {
        // Of a secret of Kubernetes.
        context = context.with(Context::SECRETS_KEY);
    }
    if keyish {
        context = context.with(Context::KEYISH);
    }
    if keyish && !alone {
        context = context.with(Context::MAYBE_SECRET);
        if last == "token" {
            context = context.with(Context::TOKEN);
        }
    }
    if key == "primaryKey" {
        // Of a table, or one of two of an account of Azure, which are long.
        context = context.with(Context::MAYBE_SECRET).with(Context::ID);
    }
    if evidence.vendor {
        context = context.with(Context::UNDER_VENDOR);
    }
    if evidence.strong() {
        context = context.with(Context::VENDOR).with(Context::MAYBE_SECRET);
    } else if evidence.bare {
        context = context.with(Context::VENDOR);
    }
    context
}
