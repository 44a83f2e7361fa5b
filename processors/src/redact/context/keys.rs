//! What a key says: its words, and what they name together. Each thread remembers what common keys say.

use std::cell::RefCell;

use super::Context;
use crate::redact::{
    hints::{self, Hints},
    lookup::memo::Memo,
    people,
    secrets::secrecy,
    types::Type,
};

/// Key prefixes and names whose addresses belong to machines. `client.*` and `net.peer.*` are not among them: on server
/// spans these are people. Neither is `host.*`: an agent may run on somebody's own machine.
const INFRASTRUCTURE: &[&str] = &[
    "server.", "net.host.", "net.sock.host.", "network.local.", "k8s.", "container.", "cloud.", "service.",
    "telemetry.", "process.", "os.", "faas.", "db.", "messaging.", "rpc.",
];

/// Words for the other side of a machine, whose addresses may be those of people: `db.client_address`.
const PEERS: &[&str] = &["client", "user", "peer", "remote", "visitor", "customer", "caller"];

/// Last words of keys of ids, times and counts.
const IDS: &[&str] = &[
    "id", "ids", "nano", "nanos", "timestamp", "time", "hash", "seed", "fingerprint", "seq", "sequence", "etag",
    "offset", "lsn", "created", "count", "tokens", "span", "spans", "trace", "traces", "sku", "skus", "gtin", "ean",
    "upc", "mpn", "barcode", "partno",
];

/// Things whose number is an id, before a word for a number: `part_no`.
pub(in crate::redact) const NUMBERED: &[&str] =
    &["part", "serial", "batch", "lot", "article", "material", "catalog", "product", "stock"];

/// Last words of keys under which any text stands, as it would without a key.
const TEXTS: &[&str] = &[
    "content", "contents", "text", "value", "message", "body", "input", "output", "delta", "arguments", "result",
    "response", "answer", "prompt", "completion", "query", "question", "transcript", "thinking", "reasoning", "chunk",
];

/// Words of keys under which any number is one of a telephone.
const PHONES: &[&str] = &[
    "phone", "phones", "tel", "telephone", "mobile", "fax", "phonenumber", "msisdn", "whatsapp", "cellphone",
    "mobilephone", "homephone", "workphone", "faxnumber",
];

/// Splits a key into lower-case words, at most the last 8.
pub(in crate::redact) fn words(key: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut current = String::new();
    let mut previous = ' ';
    for c in key.chars().take(256) {
        // `Driver's license`
        if matches!(c, '\'' | '’') && previous.is_alphanumeric() {
            continue;
        }
        if !c.is_ascii_alphanumeric() && c.is_ascii() {
            words.push(std::mem::take(&mut current));
        } else {
            if c.is_ascii_uppercase() && previous.is_ascii_lowercase() {
                words.push(std::mem::take(&mut current));
            }
            current.extend(c.to_lowercase());
        }
        previous = c;
    }
    words.push(current);
    words.retain(|w| !w.is_empty());
    // `account_numbers`, of which each is one.
    if let Some(last) = words.last_mut().filter(|w| matches!(w.as_str(), "numbers" | "holders")) {
        last.pop();
    }
    let cut = words.len().saturating_sub(8);
    words.split_off(cut)
}

/// Whether a key is a message in the language of the program, whose value is its translation:
/// `"Set password: %s": "…"`.
pub(in crate::redact) fn is_message(key: &str) -> bool {
    let filled = || ["%s", "%(", "{", "<", "%d"].iter().any(|w| key.contains(w));
    // `sin(x)`
    let function = || {
        let mut tail = key.bytes().rev();
        tail.next() == Some(b')')
            && tail.next().is_some_and(|b| b.is_ascii_lowercase())
            && tail.next() == Some(b'(')
            && tail.all(|b| b.is_ascii_lowercase())
    };
    key.contains(' ') && (key.ends_with('.') && key.split(' ').count() > 2 || filled()) || function()
}

/// Whether a word ends in one figure, which numbers it.
fn numbered(word: &str) -> bool {
    let mut tail = word.bytes().rev();
    tail.next().is_some_and(|b| matches!(b, b'1'..=b'4')) && tail.next().is_some_and(|b| b.is_ascii_lowercase())
}

/// Whether a key names an id, a time or a count: `event_id`, `part_no`.
fn of_id(words: &[String]) -> bool {
    let word =
        |from_end: usize| words.len().checked_sub(from_end).and_then(|i| words.get(i)).map_or("", String::as_str);
    let numbered = || matches!(word(1), "no" | "nr" | "number" | "num") && NUMBERED.contains(&word(2));
    IDS.contains(&word(1)) || numbered()
}

/// Whether a key names an account of a cloud, which is nobody's: `AWS:SourceAccount`, `awsAccountNumber`,
/// `aws_account_id`.
fn of_cloud(words: &[String]) -> bool {
    let account = match words {
        [.., last] if last == "account" => true,
        [.., account, last] => account == "account" && matches!(last.as_str(), "id" | "ids" | "number" | "no"),
        _ => false,
    };
    account && words.iter().any(|word| word == "aws")
}

thread_local! {
    /// What keys say: most have been asked before.
    static SAID: RefCell<Memo<Context>> = const { RefCell::new(Memo::new()) };
}

/// What a key says about its value.
pub(in crate::redact) fn classify(key: &str) -> Context {
    SAID.with_borrow_mut(|said| said.get(key.as_bytes(), || read(key)))
}

fn read(key: &str) -> Context {
    if is_message(key) {
        return Context::default().with(Context::KEYED);
    }
    let mut context = secrecy(key);
    if key == "$bytes" {
        return Context::BYTES;
    }
    context = context.with(match key {
        "scripts" => Context::SCRIPTS_KEY,
        "versions" => Context::SCRIPTS_KEY.with(Context::VERSION),
        _ => Context::default(),
    });
    let lower = key.to_ascii_lowercase();
    let mut words = words(key);
    // `phone1`, `mobile2`; parts of an address have numbers of their own.
    let digit = words.last_mut().filter(|w| w.len() > 5 && numbered(w)).and_then(String::pop);
    let has = |list: &[&str]| words.iter().any(|w| list.contains(&w.as_str()));
    let machine = INFRASTRUCTURE.iter().any(|p| lower.starts_with(p)) || lower == "server_address";
    if machine && !has(PEERS) {
        context = context.with(Context::KEEP_IP);
    }
    if has(&["version", "ver", "release", "build", "revision", "rev", "firmware", "tag", "useragent"])
        && !matches!(words.last().map(String::as_str), Some("ip" | "ips" | "addr" | "address"))
        || lower.ends_with("user_agent")
        || lower.ends_with("user_agent.original")
    {
        context = context.with(Context::VERSION);
    }
    context = context.with(of_numbers(&words));
    (context.hints, context.exact) = if of_cloud(&words) { Default::default() } else { hints::of_key(&words) };
    // Codes of countries and states, `{"CF": 4829767, "NE": 1961504}`: no proof whatever the form.
    if key.len() == 2 && key.bytes().all(|b| b.is_ascii_uppercase()) {
        context.exact = Hints::NONE;
    }
    if context.hints.is_empty() && hints::of_goods(&words) {
        context = context.with(Context::GOODS);
    }
    if let (Some(digit), Some(last)) = (digit, words.last_mut()) {
        last.push(digit);
    }
    let last = words.last().map_or("", String::as_str);
    if words.len() == 1 && matches!(last, "mfa" | "2fa" | "totp") {
        context = context.naming(Type::Secret).with(Context::NAMED);
    }
    if of_id(&words) {
        context = context.with(Context::ID);
    }
    if !TEXTS.contains(&last) {
        context = context.with(Context::KEYED);
    }
    people::classify(&words, context)
}

/// Cards, telephones, social security numbers and accounts that the words of a key name.
fn of_numbers(words: &[String]) -> Context {
    let has = |list: &[&str]| words.iter().any(|w| list.contains(&w.as_str()));
    let mut context = Context::default();
    for (list, flag) in [
        (&["card", "cardnumber", "cc", "pan", "creditcard", "creditcardnumber", "ccnumber"][..], Context::CARD),
        (PHONES, Context::PHONE),
        (&["ssn", "ssns", "ssnumber"][..], Context::SSN),
        (&["iban", "ibans"][..], Context::IBAN),
    ] {
        // `id_card`
        let identity = flag == Context::CARD && has(&["id", "identity", "identification", "citizen"]);
        if has(list) && !identity {
            context = context.with(flag);
        }
    }
    // Of calls and messages.
    let line = |w: &str| matches!(w, "from" | "to" | "caller" | "callee" | "called" | "calling");
    let called = match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [.., "caller" | "callee" | "ani" | "dnis"] => true,
        [.., side, "number" | "no"] => line(side),
        _ => false,
    };
    if called {
        context = context.with(Context::PHONE);
    }
    if words.windows(2).any(|w| w == ["social", "security"]) {
        context = context.with(Context::SSN);
    }
    context
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
