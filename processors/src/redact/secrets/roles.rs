//! What a word beside a token may be: a vendor, a word for a secret, or one that makes the token something else.

use std::sync::LazyLock;

use crate::redact::lookup::wordmap::WordMap;

/// Vendors whose name alone, directly before a random token, is enough.
const BARE: &str = include_str!("vendors_bare.txt");
/// Vendors that are also words, or whose names stand beside hashes and ids: they need a word such as `key` as well.
const NAMED: &str = include_str!("vendors_named.txt");

/// Words that name a secret.
const SECRET: &[&[u8]] = &[
    b"secret", b"secrets", b"token", b"tokens", b"key", b"keys", b"apikey", b"apikeys", b"password", b"passwd", b"pwd",
    b"pass", b"passphrase", b"credential", b"credentials", b"pat", b"secretkey", b"accesskey", b"privatekey",
    b"accesstoken", b"authtoken", b"apitoken", b"authkey", b"appkey", b"clientsecret", b"bearer", b"authorization",
    b"tkn", b"sharedkey", b"secrettoken", b"apisecret", b"appsecret",
];
/// Words that name one when a vendor is named too.
const HALF: &[&[u8]] =
    &[b"access", b"private", b"auth", b"api", b"oauth", b"client", b"app", b"account", b"login", b"webhook", b"live"];
/// Words directly before a token that make it something else.
const OTHER: &[&[u8]] = &[
    b"id", b"ids", b"sha", b"sha1", b"sha256", b"sha384", b"sha512", b"md5", b"hash", b"hashes", b"digest", b"commit",
    b"commits", b"checksum", b"checksums", b"etag", b"uuid", b"guid", b"trace", b"traceid", b"span", b"spanid",
    b"fingerprint", b"revision", b"rev", b"ref", b"version", b"build", b"integrity", b"image", b"container", b"node",
    b"pod", b"cursor", b"page", b"file", b"filename", b"name", b"path", b"url", b"uri", b"msg", b"run", b"job",
    b"request", b"index", b"blob", b"tree", b"parent", b"branch", b"tag", b"model", b"base64", b"toolu", b"nonce",
    b"offset", b"object", b"sid", b"cid", b"message", b"thread", b"conversation", b"session", b"task", b"user",
    b"username", b"email", b"address", b"signature", b"seed", b"salt", b"time", b"date", b"count", b"size", b"type",
    b"port", b"host", b"line", b"public", b"crc32", b"oid", b"tablet", b"universe", b"doc", b"document", b"artifact",
    b"subscription", b"deployment", b"invoice", b"payment", b"order", b"customer", b"workspace", b"dataset",
    b"pipeline", b"release", b"record", b"row", b"table", b"cluster", b"instance", b"shard", b"replica", b"event",
    b"item", b"ticket", b"issue",
];
/// Words before `token` or `key` that take its meaning away.
const NOT_CREDENTIAL: &[&[u8]] = &[
    b"next", b"starting", b"lock", b"page", b"paging", b"pagination", b"continuation", b"cursor", b"sync", b"resume",
    b"max", b"min", b"prompt", b"completion", b"input", b"output", b"eos", b"bos", b"pad", b"stop", b"special", b"unk",
    b"cls", b"sep", b"mask", b"first", b"last", b"per", b"cache", b"cached", b"total", b"reasoning", b"count",
    b"nonce", b"idempotency", b"request", b"primary", b"foreign", b"sort", b"partition", b"public", b"index", b"row",
    b"hash", b"range", b"lookup", b"map", b"dict", b"dedup", b"dedupe", b"deduplication", b"routing", b"group",
    b"object", b"unique", b"composite", b"natural", b"surrogate", b"join", b"shard", b"message", b"file", b"s3",
    b"redis", b"test", b"translation", b"i18n", b"locale", b"json", b"config", b"column", b"field", b"state",
    b"continue", b"start", b"end", b"change", b"delta", b"scroll", b"watermark", b"resource", b"thread", b"item",
    b"record", b"event", b"correlation", b"trace", b"trial",
];

/// What a word (lower case) may be, as bits.
#[derive(Clone, Copy, Default)]
pub(super) struct Roles(u8);

impl Roles {
    /// A vendor whose name may stand alone.
    const BARE: u8 = 1;
    /// Another vendor.
    const NAMED: u8 = 2;
    pub(super) const SECRET: u8 = 4;
    pub(super) const HALF: u8 = 8;
    pub(super) const OTHER: u8 = 16;
    pub(super) const NOT_CREDENTIAL: u8 = 32;

    pub(super) fn of(word: &[u8]) -> Self {
        ROLES.get(word).copied().unwrap_or_default()
    }

    pub(super) fn has(self, role: u8) -> bool {
        self.0 & role != 0
    }

    /// `Some(true)`: a vendor whose name may stand alone.
    pub(super) fn vendor(self) -> Option<bool> {
        self.has(Self::BARE | Self::NAMED).then_some(self.has(Self::BARE))
    }
}

static ROLES: LazyLock<WordMap<Roles>> = LazyLock::new(|| {
    let mut map = WordMap::<Roles>::new();
    for (role, text) in [(Roles::BARE, BARE), (Roles::NAMED, NAMED)] {
        for word in text.lines().filter(|l| !l.starts_with('#')).flat_map(str::split_whitespace) {
            map.entry(word.as_bytes()).0 |= role;
        }
    }
    let lists =
        [(Roles::SECRET, SECRET), (Roles::HALF, HALF), (Roles::OTHER, OTHER), (Roles::NOT_CREDENTIAL, NOT_CREDENTIAL)];
    for (role, words) in lists {
        for word in words {
            map.entry(word).0 |= role;
        }
    }
    map
});

/// Whether a word (lower case) is the name of a vendor: `Some(true)` when it may stand alone.
pub(super) fn vendor(word: &[u8]) -> Option<bool> {
    Roles::of(word).vendor()
}
