//! Pseudonyms (HMAC-SHA256, RFC 2104) and reversible tokens (AES-SIV, RFC 5297), and the keys for both.
//!
//! A key is 32 random bytes with an id. From it come, by HMAC over a label, the keys that are used: so one key may
//! serve both purposes. The id is in every mark: joins survive a change of the key knowingly, and `custos reveal` knows
//! what it needs.

use std::hash::{BuildHasher, Hasher};

use aes_siv::{KeyInit as _, siv::Aes256Siv};
use ahash::RandomState;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::marks::{self, Form, Mark, PSEUDONYM_DIGITS, is_key_id};
use crate::redact::{bytes::part, json::syntax::string_end, types::Type};

/// Longest value that becomes a token, bytes; a longer one is masked.
pub const MAX_TOKEN_VALUE: usize = 1024;
/// Pseudonyms remembered by each redactor.
const MEMO: usize = 512;

/// A key with its id. Shows only its id.
#[derive(Clone, PartialEq, Eq)]
pub struct Key {
    id: String,
    material: Zeroizing<[u8; 32]>,
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Key({})", self.id)
    }
}

impl Key {
    /// Reads a key: 64 hex digits, white space around them aside, as `openssl rand -hex 32` writes them.
    ///
    /// # Errors
    /// What is wrong and what to do; never a part of the key.
    pub fn new(id: &str, text: &str) -> Result<Self, &'static str> {
        if !is_key_id(id.as_bytes()) {
            return Err(
                "the key id must be a lower-case letter and up to 15 letters, digits, `-` or `_`, and not \"t\", such as \"k1\"",
            );
        }
        let text = text.trim();
        let mut material = Zeroizing::new([0u8; 32]);
        let digits = || text.bytes().map(|b| char::from(b).to_digit(16));
        if text.len() != 64 || digits().any(|d| d.is_none()) {
            return Err("the key must be 64 hex digits; make one with `openssl rand -hex 32`");
        }
        for (i, digit) in digits().flatten().enumerate() {
            if let Some(byte) = material.get_mut(i / 2) {
                *byte = *byte << 4 | digit as u8;
            }
        }
        if material.iter().all(|b| Some(b) == material.first()) {
            return Err("the key is no random one; make one with `openssl rand -hex 32`");
        }
        Ok(Self { id: id.to_owned(), material })
    }

    /// Its id.
    pub fn id(&self) -> &str {
        &self.id
    }

    fn derive(&self, label: &str) -> [u8; 32] {
        Hmac::new(&self.material).tag(label.as_bytes())
    }

    /// What tells one token from another in an audit trail, without its value: 20 hex digits that only a holder of the
    /// key can compute.
    pub fn fingerprint(&self, token: &[u8]) -> String {
        let tag = Hmac::new(&self.derive("custos token fingerprint")).tag(token);
        String::from_utf8_lossy(&hex(&tag)).into_owned()
    }
}

/// HMAC-SHA256 with one key (RFC 2104), the key's blocks hashed once.
#[derive(Clone)]
struct Hmac {
    inner: Sha256,
    outer: Sha256,
}

impl Hmac {
    /// Keys are hashes or as long as one: shorter than the block of 64 bytes.
    fn new(key: &[u8; 32]) -> Self {
        let padded = |pad: u8| {
            let mut block = Zeroizing::new([pad; 64]);
            block.iter_mut().zip(key).for_each(|(b, k)| *b ^= k);
            Sha256::new_with_prefix(*block)
        };
        Self { inner: padded(0x36), outer: padded(0x5C) }
    }

    fn tag(&self, message: &[u8]) -> [u8; 32] {
        let inner = self.inner.clone().chain_update(message).finalize();
        self.outer.clone().chain_update(inner).finalize().into()
    }
}

fn hex(bytes: &[u8]) -> [u8; PSEUDONYM_DIGITS] {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut out = [b'0'; PSEUDONYM_DIGITS];
    for (pair, byte) in out.as_chunks_mut::<2>().0.iter_mut().zip(bytes) {
        *pair = [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]];
    }
    out
}

/// Encrypts and decrypts tokens with one key.
pub struct TokenKey {
    id: String,
    siv: Aes256Siv,
}

impl std::fmt::Debug for TokenKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TokenKey({})", self.id)
    }
}

impl TokenKey {
    /// The token key that comes from a key.
    pub fn new(key: &Key) -> Self {
        let mut siv = Zeroizing::new([0u8; 64]);
        let (mac, cipher) = siv.split_at_mut(32);
        mac.copy_from_slice(&key.derive("custos token key, authentication"));
        cipher.copy_from_slice(&key.derive("custos token key, encryption"));
        Self { id: key.id.clone(), siv: Aes256Siv::new((&*siv).into()) }
    }

    /// Deterministic: equal values of one type give equal tokens.
    fn encrypt(&mut self, kind: Type, value: &[u8], out: &mut Vec<u8>) -> bool {
        if value.is_empty() || value.len() > MAX_TOKEN_VALUE {
            return false;
        }
        let headers = [b"custos token 1", kind.name().as_bytes(), self.id.as_bytes()];
        let Ok(sealed) = self.siv.encrypt(headers, value) else { return false };
        let text = format!("[{}:t:{}:{}]", kind.name(), self.id, URL_SAFE_NO_PAD.encode(sealed));
        out.extend_from_slice(text.as_bytes());
        true
    }

    /// The value of a token of this key; `None` for one that is not, or that was changed.
    pub(super) fn decrypt(&mut self, t: &[u8], mark: &Mark) -> Option<Vec<u8>> {
        let (Form::Token { key, payload }, Some(kind)) = (mark.form, mark.kind) else { return None };
        if part(t, key.0, key.1) != self.id.as_bytes() {
            return None;
        }
        let sealed = URL_SAFE_NO_PAD.decode(part(t, payload.0, payload.1)).ok()?;
        let headers = [b"custos token 1", kind.name().as_bytes(), self.id.as_bytes()];
        self.siv.decrypt(headers, &sealed).ok()
    }
}

/// The keys of one redactor, ready for use.
#[derive(Default)]
pub(in crate::redact) struct Keyring {
    pseudonyms: Option<Pseudonyms>,
    tokens: Option<TokenKey>,
}

impl std::fmt::Debug for Keyring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keyring")
    }
}

impl Keyring {
    pub(super) fn new(pseudonym: Option<&Key>, token: Option<&Key>) -> Self {
        Self { pseudonyms: pseudonym.map(Pseudonyms::new), tokens: token.map(TokenKey::new) }
    }

    #[cfg(test)]
    pub(super) fn for_tests() -> Self {
        let key = Key::new("k1", &"0123456789abcdef".repeat(4)).unwrap();
        Self::new(Some(&key), Some(&key))
    }

    /// Writes a pseudonym; `false` without a key.
    pub(super) fn pseudonym(&mut self, kind: Type, value: &[u8], out: &mut Vec<u8>) -> bool {
        let Some(keys) = &mut self.pseudonyms else { return false };
        let digits = keys.of(kind, value);
        for piece in [b"[", kind.name().as_bytes(), b":", keys.id.as_bytes(), b":", &digits, b"]"] {
            out.extend_from_slice(piece);
        }
        true
    }

    /// Writes a token; `false` without a key, or where the value is too long.
    pub(super) fn token(&mut self, kind: Type, value: &[u8], out: &mut Vec<u8>) -> bool {
        self.tokens.as_mut().is_some_and(|keys| keys.encrypt(kind, value, out))
    }

    /// Whether a mark is what it looks like: a token must have been made with this key.
    pub(super) fn authentic(&mut self, t: &[u8], mark: &Mark) -> bool {
        !matches!(mark.form, Form::Token { .. })
            || self.tokens.as_mut().is_some_and(|keys| keys.decrypt(t, mark).is_some())
    }
}

/// Pseudonyms of one key, the last ones remembered by hash: no value is kept.
struct Pseudonyms {
    id: String,
    mac: Hmac,
    hash: [RandomState; 2],
    memo: Vec<(u128, [u8; PSEUDONYM_DIGITS])>,
    normal: Vec<u8>,
}

impl Pseudonyms {
    fn new(key: &Key) -> Self {
        Self {
            id: key.id.clone(),
            mac: Hmac::new(&key.derive("custos pseudonym key")),
            hash: [RandomState::new(), RandomState::new()],
            memo: Vec::new(),
            normal: Vec::new(),
        }
    }

    fn of(&mut self, kind: Type, value: &[u8]) -> [u8; PSEUDONYM_DIGITS] {
        self.normal.clear();
        self.normal.extend_from_slice(kind.name().as_bytes());
        self.normal.push(0);
        normalise(kind, value, &mut self.normal);
        let one = |state: &RandomState| {
            let mut hasher = state.build_hasher();
            hasher.write(&self.normal);
            u128::from(hasher.finish())
        };
        let hash = (one(&self.hash[0]) << 64 | one(&self.hash[1])).max(1);
        if self.memo.is_empty() {
            self.memo = vec![(0, [b'0'; PSEUDONYM_DIGITS]); MEMO];
        }
        let slot = self.memo.get_mut(hash as usize % MEMO);
        if let Some((known, digits)) = &slot
            && *known == hash
        {
            return *digits;
        }
        let digits = hex(&self.mac.tag(&self.normal));
        if let Some(slot) = slot {
            *slot = (hash, digits);
        }
        digits
    }
}

/// One spelling for the same value: numbers without separators, e-mail addresses in lower case.
fn normalise(kind: Type, value: &[u8], out: &mut Vec<u8>) {
    let separator = |b: &u8| matches!(b, b' ' | b'-' | b'.' | b'(' | b')' | b'/' | b'+' | b'\t' | b'\n');
    if kind == Type::Email {
        out.extend(value.iter().map(u8::to_ascii_lowercase));
    } else if !kind.is_secret() && kind != Type::IpAddress && value.iter().any(u8::is_ascii_digit) {
        out.extend(value.iter().filter(|b| !separator(b)).map(u8::to_ascii_uppercase));
    } else {
        out.extend_from_slice(value);
    }
}

/// A token that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Id of its key.
    pub key_id: String,
    /// As it stood in the text.
    pub text: Vec<u8>,
}

/// What `custos reveal` found in a text.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Revealed {
    /// The text with the values in place of the tokens that could be read.
    pub text: Vec<u8>,
    /// Each token that was read.
    pub tokens: Vec<Token>,
    /// Key ids of tokens that could not be read: of another key, or changed.
    pub unread: Vec<String>,
}

impl std::fmt::Debug for Revealed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Revealed({} tokens, {} unread)", self.tokens.len(), self.unread.len())
    }
}

/// Puts values back in place of the reversible tokens of these keys. A document or a line that is JSON stays JSON.
pub fn reveal(text: &[u8], keys: &mut [TokenKey]) -> Revealed {
    let mut revealed = Revealed { text: Vec::with_capacity(text.len()), ..Revealed::default() };
    revealed.document(text, keys);
    revealed
}

/// Whether there may be a token in a text.
fn may_hold(text: &[u8]) -> bool {
    memchr::memmem::find(text, b":t:").is_some()
}

fn is_json(text: &[u8]) -> bool {
    matches!(text.trim_ascii_start().first(), Some(b'{' | b'[' | b'"'))
        && serde_json::from_slice::<serde::de::IgnoredAny>(text).is_ok()
}

impl Revealed {
    fn document(&mut self, text: &[u8], keys: &mut [TokenKey]) {
        if !may_hold(text) {
            return self.text.extend_from_slice(text);
        }
        if is_json(text) {
            return self.json(text, keys);
        }
        for line in text.split_inclusive(|b| *b == b'\n') {
            if may_hold(line) && is_json(line) { self.json(line, keys) } else { self.plain(line, keys, false) }
        }
    }

    /// Outside its strings JSON has no tokens.
    fn json(&mut self, text: &[u8], keys: &mut [TokenKey]) {
        let mut i = 0;
        while let Some(n) = memchr::memchr(b'"', part(text, i, text.len())) {
            let start = i + n;
            let end = string_end(text, start).map_or(text.len(), |(end, _)| end);
            self.text.extend_from_slice(part(text, i, start));
            self.string(part(text, start, end), keys);
            i = end;
        }
        self.text.extend_from_slice(part(text, i, text.len()));
    }

    /// A JSON string, in which there may be JSON again. Each level of it doubles the length of its escapes.
    fn string(&mut self, literal: &[u8], keys: &mut [TokenKey]) {
        if !may_hold(literal) {
            return self.text.extend_from_slice(literal);
        }
        let Ok(inner) = serde_json::from_slice::<String>(literal) else {
            // Half a surrogate pair.
            return self.plain(literal, keys, true);
        };
        let mut of_inner = Self::default();
        of_inner.document(inner.as_bytes(), keys);
        if of_inner.tokens.is_empty() {
            self.text.extend_from_slice(literal);
        } else {
            self.text.extend_from_slice(&quoted(&of_inner.text));
        }
        self.tokens.append(&mut of_inner.tokens);
        self.unread.append(&mut of_inner.unread);
    }

    fn plain(&mut self, text: &[u8], keys: &mut [TokenKey], escape: bool) {
        let mut copied = 0;
        for i in memchr::memchr_iter(b'[', text) {
            let Some(mark) = marks::parse(text, i) else { continue };
            let Form::Token { key, .. } = mark.form else { continue };
            let key_id = String::from_utf8_lossy(part(text, key.0, key.1)).into_owned();
            match keys.iter_mut().find_map(|k| k.decrypt(text, &mark)) {
                Some(value) => {
                    self.text.extend_from_slice(part(text, copied, mark.start));
                    if escape {
                        let quoted = quoted(&value);
                        self.text.extend_from_slice(part(&quoted, 1, quoted.len().saturating_sub(1)));
                    } else {
                        self.text.extend_from_slice(&value);
                    }
                    self.tokens.push(Token { key_id, text: part(text, mark.start, mark.end).to_vec() });
                    copied = mark.end;
                }
                None => self.unread.push(key_id),
            }
        }
        self.text.extend_from_slice(part(text, copied, text.len()));
    }
}

/// A text as a JSON string.
fn quoted(text: &[u8]) -> Vec<u8> {
    // A string can always be written.
    serde_json::to_vec(&String::from_utf8_lossy(text)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(id: &str, digit: &str) -> Key {
        Key::new(id, &format!("{}0", digit.repeat(63))).unwrap()
    }

    fn pseudonym(keys: &mut Keyring, kind: Type, value: &str) -> String {
        let mut out = Vec::new();
        assert!(keys.pseudonym(kind, value.as_bytes(), &mut out));
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn keys_are_read_and_not_shown() {
        let text = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
        let key = Key::new("k1", &format!(" {text}\n")).unwrap();
        assert_eq!(&key.material[..3], [0, 0x11, 0x22]);
        assert!(!format!("{key:?}").contains("0011"));
        for (id, text) in
            [("k1", ""), ("k1", "zz"), ("k1", &*"g".repeat(64)), ("k1", &*"0".repeat(64)), ("K1", text), ("t", text)]
        {
            let error = Key::new(id, text).unwrap_err();
            assert!(!error.contains(text) || text.is_empty(), "{error}");
        }
    }

    #[test]
    fn pseudonyms_are_stable_by_key_type_and_normal_form() {
        let mut one = Keyring::new(Some(&key("k1", "1")), None);
        let mut again = Keyring::new(Some(&key("k1", "1")), None);
        let mut two = Keyring::new(Some(&key("k2", "2")), None);
        let a = pseudonym(&mut one, Type::Email, "maria@example.com");
        assert!(a.starts_with("[EMAIL:k1:"), "{a}");
        // The second time it is remembered.
        assert_eq!(pseudonym(&mut one, Type::Email, "maria@example.com"), a);
        assert_eq!(pseudonym(&mut again, Type::Email, "Maria@Example.com"), a);
        assert_ne!(pseudonym(&mut one, Type::Email, "mario@example.com"), a);
        assert_ne!(pseudonym(&mut two, Type::Email, "maria@example.com")[10..], a[10..]);
        assert_eq!(
            pseudonym(&mut one, Type::Card, "4111 1111 1111 1111"),
            pseudonym(&mut one, Type::Card, "4111-1111-1111-1111")
        );
        assert_ne!(pseudonym(&mut one, Type::Card, "4111")[6..], pseudonym(&mut one, Type::Phone, "4111")[7..]);
        assert_ne!(pseudonym(&mut one, Type::Secret, "ab-1"), pseudonym(&mut one, Type::Secret, "ab1"));
    }

    /// RFC 4231, test case 1, its key of 20 bytes padded with zeros as HMAC pads it.
    #[test]
    fn hmac_is_that_of_the_rfc() {
        let mut key = [0; 32];
        key[..20].fill(0x0b);
        let tag: String = Hmac::new(&key).tag(b"Hi There").iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(tag, "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    }

    /// What is stored must be computable by others who hold the key, now and later.
    #[test]
    fn the_pseudonym_is_an_hmac_that_others_can_compute() {
        let derived = Hmac::new(&[0x11; 32]).tag(b"custos pseudonym key");
        let tag: String =
            Hmac::new(&derived).tag(b"EMAIL\0maria@example.com").iter().map(|b| format!("{b:02x}")).collect();
        let material = Zeroizing::new([0x11; 32]);
        let mut keys = Keyring::new(Some(&Key { id: "k1".to_owned(), material }), None);
        assert_eq!(pseudonym(&mut keys, Type::Email, "maria@example.com"), format!("[EMAIL:k1:{}]", &tag[..20]));
    }

    #[test]
    fn tokens_are_read_back_with_their_key_only() {
        let mut keys = Keyring::new(None, Some(&key("t1", "7")));
        let mut token = Vec::new();
        assert!(keys.token(Type::Email, "márïa@example.com".as_bytes(), &mut token));
        let mut again = Vec::new();
        keys.token(Type::Email, "márïa@example.com".as_bytes(), &mut again);
        assert_eq!(token, again);
        let text = [b"a [x] [EMAIL] ", &token[..], b" b"].concat();
        let mut right = [TokenKey::new(&key("t0", "5")), TokenKey::new(&key("t1", "7"))];
        let revealed = reveal(&text, &mut right);
        assert_eq!(String::from_utf8(revealed.text).unwrap(), "a [x] [EMAIL] márïa@example.com b");
        assert_eq!(
            (revealed.tokens, revealed.unread),
            (vec![Token { key_id: "t1".to_owned(), text: token.clone() }], vec![])
        );
        // Another key of the same id, another type, a changed payload.
        let mut changed = token.clone();
        let last = changed.len() - 3;
        changed[last] = if changed[last] == b'A' { b'B' } else { b'A' };
        let retyped = String::from_utf8(token.clone()).unwrap().replace("EMAIL", "PHONE").into_bytes();
        for (text, key) in [(&token, key("t1", "8")), (&changed, key("t1", "7")), (&retyped, key("t1", "7"))] {
            let revealed = reveal(text, &mut [TokenKey::new(&key)]);
            assert_eq!((&revealed.text, revealed.unread), (text, vec!["t1".to_owned()]));
            let mark = marks::parse(text, 0).unwrap();
            assert!(!Keyring::new(None, Some(&key)).authentic(text, &mark));
        }
        assert!(keys.authentic(&token, &marks::parse(&token, 0).unwrap()));
        let mut out = Vec::new();
        assert!(!keys.token(Type::Secret, &[b'x'; MAX_TOKEN_VALUE + 1], &mut out) && out.is_empty());
        assert!(keys.token(Type::Secret, &[b'x'; MAX_TOKEN_VALUE], &mut out));
        assert_eq!(marks::parse(&out, 0).map(|m| m.end), Some(out.len()));
    }

    #[test]
    fn json_stays_json_when_values_come_back() {
        let value = "a \"quoted\"\nline \\ end";
        let mut token = Vec::new();
        assert!(Keyring::new(None, Some(&key("t1", "7"))).token(Type::Secret, value.as_bytes(), &mut token));
        let token = String::from_utf8(token).unwrap();
        let revealed = |text: &str| {
            let revealed = reveal(text.as_bytes(), &mut [TokenKey::new(&key("t1", "7"))]);
            (String::from_utf8(revealed.text).unwrap(), revealed.tokens.len())
        };
        let escaped = r#"a \"quoted\"\nline \\ end"#;
        let line = |inner: &str| format!("{{ \"n\":1.0,\"x\":\"[y\\u00e9\", \"a\":\"v {inner}, {inner}\"}}\n");
        assert_eq!(revealed(&line(&token)), (line(escaped), 2));
        // A document of several lines, lines of which only some are JSON, and text that is none.
        let document = line(&token).replace(", \"a\"", ",\n\"a\"");
        assert_eq!(revealed(&document), (line(escaped).replace(", \"a\"", ",\n\"a\""), 2));
        let lines = |json: &str, plain: &str| format!("{}x {plain}\n", line(json));
        assert_eq!(revealed(&lines(&token, &token)), (lines(escaped, value), 3));
        assert_eq!(revealed(&format!("{{\"a: {token}")), (format!("{{\"a: {value}"), 1));
        // JSON in a string of JSON, and a string that cannot be read.
        let nested = serde_json::json!({"attributes": serde_json::json!({"k": token}).to_string()}).to_string();
        let (text, _) = revealed(&nested);
        let outer: serde_json::Value = serde_json::from_str(&text).unwrap();
        let inner: serde_json::Value = serde_json::from_str(outer["attributes"].as_str().unwrap()).unwrap();
        assert_eq!(inner["k"], value);
        let half = |inner: &str| format!(r#"{{"a":"\ud800 {inner}"}}"#);
        assert_eq!(revealed(&half(&token)), (half(escaped), 1));
    }
}
