//! What the key of a value says about it: decided once for each distinct key, then cached by the caller.
//!
//! A key is split into words (`camelCase`, `snake_case`, dots, dashes) and only whole words count: `max_tokens` is no
//! token, `public` holds no `lic`.

/// What is known about a value before it is read. A set of flags.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Context(u64);

impl Context {
    /// The value is a password, key or token whatever it looks like.
    pub(super) const SECRET: Self = Self(1);
    /// The value is a secret if it looks random.
    pub(super) const MAYBE_SECRET: Self = Self(2);
    /// Addresses of infrastructure and four-part versions: IP addresses stay.
    pub(super) const KEEP_IP: Self = Self(4);
    /// Numbers may be cards although they are unusual ones.
    pub(super) const CARD: Self = Self(8);
    /// Numbers may be phones although they are bare.
    pub(super) const PHONE: Self = Self(16);
    /// Nine digits are a social security number.
    pub(super) const SSN: Self = Self(32);
    /// Account numbers with a wrong checksum are IBANs too.
    pub(super) const IBAN: Self = Self(64);
    /// An id: bare digits are neither card nor phone.
    pub(super) const ID: Self = Self(128);
    /// The key itself holds something to remove.
    pub(super) const DIRTY_KEY: Self = Self(256);
    /// The value is base64 of bytes (key `$bytes`).
    pub(super) const BYTES: Self = Self(512);
    /// AWS secret access key.
    pub(super) const AWS: Self = Self(1024);

    pub(super) fn has(self, flag: Self) -> bool {
        self.0 & flag.0 != 0
    }

    pub(super) fn with(self, flag: Self) -> Self {
        Self(self.0 | flag.0)
    }

    pub(super) fn without(self, flag: Self) -> Self {
        Self(self.0 & !flag.0)
    }

    /// What the members of an object under this key know: kinds of number, not secrecy.
    pub(super) fn inherited(self) -> Self {
        Self(self.0 & (Self::CARD.0 | Self::PHONE.0 | Self::SSN.0 | Self::IBAN.0))
    }

    /// All flags, to tell equal texts under different keys apart.
    pub(super) fn bits(self) -> u64 {
        self.0
    }
}

/// Key prefixes and names whose addresses belong to machines. `client.*` and `net.peer.*` are not among them: on server
/// spans these are people. Neither is `host.*`: an agent may run on somebody's own machine.
const INFRASTRUCTURE: &[&str] = &[
    "server.",
    "net.host.",
    "net.sock.host.",
    "network.local.",
    "k8s.",
    "container.",
    "cloud.",
    "service.",
    "telemetry.",
    "process.",
    "os.",
    "faas.",
    "db.",
    "messaging.",
    "rpc.",
];

const PASSWORDS: &[&str] = &["password", "passwd", "pwd", "passphrase", "passcode", "userpassword", "dbpassword"];

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
    ("deploy", "key"),
    ("storage", "key"),
    ("admin", "key"),
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
    ("connection", "string"),
    ("session", "cookie"),
    ("set", "cookie"),
    ("client", "secret"),
    ("secret", "value"),
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
];

/// Words before `token` that make it a place in a list or a piece of text.
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
];

/// Splits a key into lower-case words, at most the last 8.
fn words(key: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut current = String::new();
    let mut previous = ' ';
    for c in key.chars().take(256) {
        if !c.is_ascii_alphanumeric() && c.is_ascii() {
            words.push(std::mem::take(&mut current));
        } else {
            if c.is_ascii_uppercase() && previous.is_ascii_lowercase() {
                words.push(std::mem::take(&mut current));
            }
            current.push(c.to_ascii_lowercase());
        }
        previous = c;
    }
    words.push(current);
    words.retain(|w| !w.is_empty());
    let cut = words.len().saturating_sub(8);
    words.split_off(cut)
}

/// What a key says about its value.
pub(super) fn classify(key: &str) -> Context {
    let mut context = secrecy(key);
    if key == "$bytes" {
        return Context::BYTES;
    }
    let lower = key.to_ascii_lowercase();
    let words = words(key);
    let has = |list: &[&str]| words.iter().any(|w| list.contains(&w.as_str()));
    if INFRASTRUCTURE.iter().any(|p| lower.starts_with(p))
        || lower == "server_address"
        || has(&["version", "ver", "release", "useragent"])
        || lower.ends_with("user_agent")
        || lower.ends_with("user_agent.original")
    {
        context = context.with(Context::KEEP_IP);
    }
    for (list, flag) in [
        (&["card", "cardnumber", "cc", "pan", "creditcard", "ccnumber"][..], Context::CARD),
        (
            &["phone", "phones", "tel", "telephone", "mobile", "fax", "phonenumber", "msisdn", "whatsapp", "cellphone"]
                [..],
            Context::PHONE,
        ),
        (&["ssn", "ssns", "ssnumber"][..], Context::SSN),
        (&["iban", "ibans"][..], Context::IBAN),
    ] {
        if has(list) {
            context = context.with(flag);
        }
    }
    if words.windows(2).any(|w| w == ["social", "security"]) {
        context = context.with(Context::SSN);
    }
    let last = words.last().map_or("", String::as_str);
    if matches!(
        last,
        "id" | "ids"
            | "nano"
            | "nanos"
            | "timestamp"
            | "time"
            | "hash"
            | "seed"
            | "fingerprint"
            | "created"
            | "count"
            | "tokens"
    ) {
        context = context.with(Context::ID);
    }
    context
}

/// Whether a key names a secret.
pub(super) fn secrecy(key: &str) -> Context {
    let words = words(key);
    let Some(last) = words.last().map(String::as_str) else { return Context::default() };
    let before = words.len().checked_sub(2).and_then(|i| words.get(i)).map_or("", String::as_str);
    if ABOUT.contains(&last) {
        return Context::default();
    }
    if PAIRS.contains(&(before, last)) || WORDS.contains(&last) || words.iter().any(|w| PASSWORDS.contains(&w.as_str()))
    {
        let aws = words.iter().any(|w| w == "aws")
            || (words.iter().any(|w| w == "secret") && words.iter().any(|w| w == "access"));
        return if aws { Context::SECRET.with(Context::AWS) } else { Context::SECRET };
    }
    let maybe = match last {
        "token" | "auth" | "jwt" | "sessionid" | "sid" | "bearer" => !NOT_CREDENTIAL.contains(&before),
        "key" => matches!(before, "secret" | "token" | "license" | "project" | "x"),
        _ => false,
    };
    if maybe { Context::MAYBE_SECRET } else { Context::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_hold_secrets() {
        for key in [
            "password",
            "db.password",
            "userPassword",
            "DB_PASSWORD",
            "secret",
            "client_secret",
            "clientSecret",
            "api_key",
            "apiKey",
            "X-Api-Key",
            "OPENAI_API_KEY",
            "Authorization",
            "http.request.header.authorization",
            "cookie",
            "Set-Cookie",
            "access_token",
            "refreshToken",
            "aws_secret_access_key",
            "private_key",
            "connectionString",
        ] {
            assert!(classify(key).has(Context::SECRET), "{key}");
        }
        for key in ["token", "GH_TOKEN", "x_auth"] {
            assert!(classify(key).has(Context::MAYBE_SECRET), "{key}");
        }
    }

    #[test]
    fn keys_that_do_not() {
        for key in [
            "max_tokens",
            "inputTokens",
            "gen_ai.usage.input_tokens",
            "next_page_token",
            "nextToken",
            "token_type",
            "key",
            "primary_key",
            "password_policy",
            "secret_name",
            "model",
            "gen_ai.request.max_tokens",
            "author",
            "tokenizer",
            "public_key",
            "eos_token",
            "pageToken",
        ] {
            let c = classify(key);
            assert!(!c.has(Context::SECRET) && !c.has(Context::MAYBE_SECRET), "{key}");
        }
    }

    #[test]
    fn infrastructure_keeps_its_address() {
        for key in ["server.address", "server_address", "service.version", "net.host.ip"] {
            assert!(classify(key).has(Context::KEEP_IP), "{key}");
        }
        for key in ["client.address", "net.peer.ip", "user.ip", "http.client_ip", "host.ip"] {
            assert!(!classify(key).has(Context::KEEP_IP), "{key}");
        }
    }
}
