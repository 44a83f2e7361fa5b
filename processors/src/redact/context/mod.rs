//! What the key of a value says about it: decided once for each distinct key, then cached by the caller.
//!
//! A key is split into words (`camelCase`, `snake_case`, dots, dashes) and only whole words count: `max_tokens` is no
//! token, `public` holds no `lic`.

use std::cell::RefCell;

use super::{
    hints::{self, Hints},
    lookup::memo::Memo,
    people,
    policy::Place,
    secrets::secrecy,
    types::Type,
};

/// What is known about a value before it is read: a set of flags, the types that its key names, and where policies see it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Context {
    flags: u64,
    hints: Hints,
    /// Those of `hints` that a word names which means little else.
    exact: Hints,
    place: Place,
}

impl Context {
    /// The value is a password, key or token whatever it looks like.
    pub(super) const SECRET: Self = Self::flag(1);
    /// The value is a secret if it looks random.
    pub(super) const MAYBE_SECRET: Self = Self::flag(2);
    /// Addresses of infrastructure: IP addresses stay.
    pub(super) const KEEP_IP: Self = Self::flag(4);
    /// Numbers may be cards although they are unusual ones.
    pub(super) const CARD: Self = Self::flag(8);
    /// Numbers may be phones although they are bare.
    pub(super) const PHONE: Self = Self::flag(16);
    /// Nine digits are a social security number.
    pub(super) const SSN: Self = Self::flag(32);
    /// Account numbers with a wrong checksum are IBANs too.
    pub(super) const IBAN: Self = Self::flag(64);
    /// An id: bare digits are neither card nor phone.
    pub(super) const ID: Self = Self::flag(128);
    /// The key itself holds something to remove.
    pub(super) const DIRTY_KEY: Self = Self::flag(256);
    /// The value is base64 of bytes (key `$bytes`).
    pub(super) const BYTES: Self = Self::flag(512);
    /// Latitude or longitude, or both.
    pub(super) const COORDINATE: Self = Self::flag(1 << 11);
    /// The key is of a place: of a person's, its members are the person's too.
    pub(super) const PLACE_KEY: Self = Self::flag(1 << 12);
    /// The key is of the place of a person, or is a member of such an object.
    pub(super) const OF_PLACE: Self = Self::flag(1 << 13);
    /// AWS secret access key.
    pub(super) const AWS: Self = Self::flag(1024);
    /// Four numbers are a version, if they can be one.
    pub(super) const VERSION: Self = Self::flag(1 << 47);
    /// The key names a vendor of secrets.
    pub(super) const VENDOR: Self = Self::flag(1 << 48);
    /// With [`Self::SECRET`]: a password, which may be a plain word.
    pub(super) const PASSWORD: Self = Self::flag(1 << 49);
    /// A key around this one names a vendor of secrets.
    pub(super) const UNDER_VENDOR: Self = Self::flag(1 << 50);
    /// The key names a secret when a vendor is named around it.
    pub(super) const KEYISH: Self = Self::flag(1 << 51);
    /// With [`Self::MAYBE_SECRET`]: the key says token, and a UUID is one too.
    pub(super) const TOKEN: Self = Self::flag(1 << 52);
    /// With [`Self::MAYBE_SECRET`]: a variable of the environment.
    pub(super) const ENVIRONMENT: Self = Self::flag(1 << 53);
    /// The key is a parameter of a query.
    pub(super) const QUERY: Self = Self::flag(1 << 54);

    /// The key names several secrets; its members are such whatever their names.
    pub(super) const SECRETS_KEY: Self = Self::flag(1 << 55);
    /// Member of an object whose key names a secret, or several. With [`Self::PASSWORD`]: that of passwords.
    pub(super) const OF_SECRETS: Self = Self::flag(1 << 56);
    /// The key names what is none, as an id, a hash or a path: also among secrets.
    pub(super) const NO_SECRET: Self = Self::flag(1 << 57);

    /// The key says of what kind numbers are.
    pub(super) const NUMBERS: Self =
        Self::flag(Self::CARD.flags | Self::PHONE.flags | Self::SSN.flags | Self::IBAN.flags);

    /// Any sign that the whole value may be a secret.
    pub(super) const MAY_BE_SECRET: Self = Self::flag(
        Self::SECRET.flags
            | Self::MAYBE_SECRET.flags
            | Self::VENDOR.flags
            | Self::KEYISH.flags
            | Self::PASSWORD.flags
            | Self::OF_SECRETS.flags,
    );

    /// The key names a person's data, or a code with no other meaning: the value may go as a whole.
    pub(super) const NAMED: Self = Self::flag(1 << 40);
    /// The key is `name` and nothing else.
    pub(super) const NAME: Self = Self::flag(1 << 41);
    /// The key is of a person; its members' `name` is the person's.
    pub(super) const PERSON_KEY: Self = Self::flag(1 << 42);
    /// Member of an object whose key is of a person.
    pub(super) const OF_PERSON: Self = Self::flag(1 << 43);
    /// The key is of an address; its members are parts of it.
    pub(super) const ADDRESS_KEY: Self = Self::flag(1 << 44);
    /// Member of an object whose key is of an address.
    pub(super) const OF_ADDRESS: Self = Self::flag(1 << 45);
    /// The key is of a part of an address, if it is in one.
    pub(super) const ADDRESS_PART: Self = Self::flag(1 << 46);

    /// The key is of a person and of nothing else: a name under it is the person's.
    pub(super) const A_PERSON: Self = Self::flag(1 << 58);
    /// Half of a name as FHIR has it: `given`, `family`; a person's where both are there.
    pub(super) const HALF_A_NAME: Self = Self::flag(1 << 59);

    /// The key names a thing that is numbered.
    pub(super) const GOODS: Self = Self::flag(1 << 60);

    /// The value has a key, and it is none under which any text stands.
    pub(super) const KEYED: Self = Self::flag(1 << 61);

    /// The key is that of the scripts of a package: its members are commands, whatever their names.
    pub(super) const SCRIPTS_KEY: Self = Self::flag(1 << 62);
    /// Member of an object of scripts.
    pub(super) const OF_SCRIPTS: Self = Self::flag(1 << 63);

    /// Flags of both, for constants.
    pub(super) const fn or(self, other: Self) -> Self {
        Self::flag(self.flags | other.flags)
    }

    const fn flag(flags: u64) -> Self {
        Self { flags, hints: Hints::NONE, exact: Hints::NONE, place: Place::GENERAL }
    }

    /// Where policies see the value.
    pub(super) fn place(self) -> Place {
        self.place
    }

    /// The same at another place.
    pub(super) fn at(self, place: Place) -> Self {
        Self { place, ..self }
    }

    pub(super) fn has(self, flag: Self) -> bool {
        self.flags & flag.flags != 0
    }

    /// Whether the key says nothing but what is among these.
    #[inline]
    pub(super) fn says_only(self, flags: Self) -> bool {
        self.flags & !flags.flags == 0 && self.hints.or(self.exact).is_empty()
    }

    /// Whether the key names a thing that is numbered, and `number` bytes of the `whole` value are its number: a sentence under it
    /// (`{"task":"Call Anna at …"}`) may hold any.
    pub(super) fn of_goods(self, whole: usize, number: usize) -> bool {
        self.has(Self::GOODS) && whole <= number + 6
    }

    /// Whether the key says what numbers in the value are.
    #[inline]
    pub(super) fn names_numbers(self) -> bool {
        self.has(Self::NUMBERS) || !self.hints.or(self.exact).is_empty()
    }

    pub(super) fn with(self, other: Self) -> Self {
        Self {
            flags: self.flags | other.flags,
            hints: self.hints.or(other.hints),
            exact: self.exact.or(other.exact),
            ..self
        }
    }

    pub(super) fn without(self, flag: Self) -> Self {
        Self { flags: self.flags & !flag.flags, ..self }
    }

    /// Names a type beyond doubt.
    pub(super) fn naming(self, kind: Type) -> Self {
        self.naming_all(Hints::of(&[kind]))
    }

    pub(super) fn naming_all(self, kinds: Hints) -> Self {
        Self { hints: self.hints.or(kinds), exact: self.exact.or(kinds), ..self }
    }

    pub(super) fn not_naming(self, kind: Type) -> Self {
        Self { hints: self.hints.without(kind), exact: self.exact.without(kind), ..self }
    }

    /// Types that the key names.
    pub(super) fn hints(self) -> Hints {
        self.hints
    }

    /// Types that the key names by a word which means little else.
    pub(super) fn exact(self) -> Hints {
        self.exact
    }

    /// What the members of an object under this key know: kinds of number and vendors, not secrecy.
    pub(super) fn inherited(self) -> Self {
        let mut flags = self.flags & Self::NUMBERS.flags;
        for (key, member) in [
            (Self::PERSON_KEY, Self::OF_PERSON),
            (Self::ADDRESS_KEY, Self::OF_ADDRESS),
            (Self::SCRIPTS_KEY, Self::OF_SCRIPTS),
        ] {
            if self.has(key) {
                flags |= member.flags;
            }
        }
        if self.flags & Self::SCRIPTS_KEY.or(Self::VERSION).flags == Self::SCRIPTS_KEY.or(Self::VERSION).flags {
            flags |= Self::VERSION.flags;
        }
        if self.has(Self::PLACE_KEY) && self.has(Self::OF_PERSON.with(Self::OF_PLACE).with(Self::OF_ADDRESS)) {
            flags |= Self::OF_PLACE.flags;
        }
        if self.has(Self::SECRETS_KEY.with(Self::SECRET).with(Self::OF_SECRETS)) {
            flags |= Self::OF_SECRETS.flags;
        }
        // `{"password": {"old": …, "new": …}}`
        if self.has(Self::SECRET) {
            flags |= self.flags & Self::PASSWORD.flags;
        }
        if self.has(Self::VENDOR) || self.has(Self::UNDER_VENDOR) {
            flags |= Self::UNDER_VENDOR.flags;
        }
        // What names a whole value names none of its members.
        let hints = [Type::Person, Type::Address, Type::Organization, Type::DateOfBirth, Type::Age, Type::PostalCode]
            .into_iter()
            .fold(self.hints, Hints::without);
        Self { flags, hints, exact: Hints::NONE, ..self }
    }

    /// What the value of an object under this key knows besides: that it is a person's.
    pub(super) fn of_value(self) -> Self {
        let flags = self.flags & (Self::NAMED.flags | Self::A_PERSON.flags | Self::KEYED.flags);
        // `"Payments":{"value":"…"}` is any id.
        Self { flags, ..self }.not_naming(Type::Card)
    }

    /// A part of what it says, to mix into a hash.
    pub(super) fn flags(&self) -> u64 {
        self.flags
    }

    /// All that it says, to tell equal texts under different keys apart.
    pub(super) fn bits(self) -> [u64; 10] {
        let ([a, b, c, d], [e, f, g, h]) = (self.hints.words(), self.exact.words());
        [self.flags, a, b, c, d, e, f, g, h, self.place.bits()]
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

/// Words for the other side of a machine, whose addresses may be those of people: `db.client_address`.
const PEERS: &[&str] = &["client", "user", "peer", "remote", "visitor", "customer", "caller"];

/// Last words of keys of ids, times and counts.
const IDS: &[&str] = &[
    "id",
    "ids",
    "nano",
    "nanos",
    "timestamp",
    "time",
    "hash",
    "seed",
    "fingerprint",
    "seq",
    "sequence",
    "etag",
    "offset",
    "lsn",
    "created",
    "count",
    "tokens",
    "span",
    "spans",
    "trace",
    "traces",
    "sku",
    "skus",
    "gtin",
    "ean",
    "upc",
    "mpn",
    "barcode",
    "partno",
];

/// Things whose number is an id, before a word for a number: `part_no`.
pub(super) const NUMBERED: &[&str] =
    &["part", "serial", "batch", "lot", "article", "material", "catalog", "product", "stock"];

/// Last words of keys under which any text stands, as it would without a key.
const TEXTS: &[&str] = &[
    "content",
    "contents",
    "text",
    "value",
    "message",
    "body",
    "input",
    "output",
    "delta",
    "arguments",
    "result",
    "response",
    "answer",
    "prompt",
    "completion",
    "query",
    "question",
    "transcript",
    "thinking",
    "reasoning",
    "chunk",
];

/// Words of keys under which any number is one of a telephone.
const PHONES: &[&str] = &[
    "phone",
    "phones",
    "tel",
    "telephone",
    "mobile",
    "fax",
    "phonenumber",
    "msisdn",
    "whatsapp",
    "cellphone",
    "mobilephone",
    "homephone",
    "workphone",
    "faxnumber",
];

/// Splits a key into lower-case words, at most the last 8.
pub(super) fn words(key: &str) -> Vec<String> {
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

/// Whether a key is a message in the language of the program, whose value is its translation: `"Set password: %s": "…"`.
pub(super) fn is_message(key: &str) -> bool {
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

thread_local! {
    /// What keys say: most have been asked before.
    static SAID: RefCell<Memo<Context>> = const { RefCell::new(Memo::new()) };
}

/// Whether a key names an account of a cloud, which is nobody's: `AWS:SourceAccount`, `awsAccountNumber`, `aws_account_id`.
fn of_cloud(words: &[String]) -> bool {
    let account = match words {
        [.., last] if last == "account" => true,
        [.., account, last] => account == "account" && matches!(last.as_str(), "id" | "ids" | "number" | "no"),
        _ => false,
    };
    account && words.iter().any(|word| word == "aws")
}

/// What a key says about its value.
pub(super) fn classify(key: &str) -> Context {
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
    if of_id(&words) {
        context = context.with(Context::ID);
    }
    if !TEXTS.contains(&last) {
        context = context.with(Context::KEYED);
    }
    people::classify(&words, context)
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
