//! Why a value was removed: found out by asking the engine again with less around it, so it cannot say anything else
//! than what the engine does.

use std::sync::Arc;

use super::{Found, RedactEngine, Type, cache::Cache, context::Context, ids, numbers::cards, secrets, value::Scrubber};

/// Text before a value that is shown to the engine again, bytes: more than any detector looks back for words.
const BEFORE: usize = 96;
/// Text behind it.
const BEHIND: usize = 24;

/// What was enough to remove a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// Its own form.
    Form,
    /// Its form and the words around it.
    Words,
    /// Its form and this key.
    Key(String),
    /// Its place in the document: a view of escapes, what was removed around it, or what another value of its trace has
    /// taught.
    Place,
}

/// One decision.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// The value, in bytes of the input.
    pub found: Found,
    /// Name of the rule.
    pub rule: &'static str,
    /// Whether the checksum of its type is right, or what else its digits must be; `None` where its type has none.
    pub checksum: Option<bool>,
    /// What was enough.
    pub evidence: Evidence,
    /// 0.5 for a form that needs its surroundings, 0.75 for one that does not; 0.25 more for a right checksum.
    pub score: f64,
}

impl RedactEngine {
    /// Explains what [`Self::inspect`] found in `text`.
    pub fn explain(&self, text: &str, found: &[Found]) -> Vec<Decision> {
        found.iter().map(|f| self.decision(text, f)).collect()
    }

    fn decision(&self, text: &str, found: &Found) -> Decision {
        let value = text.get(found.start..found.end).unwrap_or_default();
        let from = text.floor_char_boundary(found.start.saturating_sub(BEFORE));
        let to = text.ceil_char_boundary(text.len().min(found.end + BEHIND));
        let window = text.get(from..to).unwrap_or_default();
        let same = |text: &str, at: usize, json: bool| {
            let spans = self.spans(text, json);
            spans.iter().any(|s| s.kind == found.kind && s.start <= at && s.end >= at + value.len())
        };
        let by_key = |key: &String| {
            let before = format!("{{{}:\"", serde_json::Value::from(key.as_str()));
            same(&format!("{before}{value}\"}}"), before.len(), true)
        };
        let evidence = if same(value, 0, false) {
            Evidence::Form
        } else if let Some(key) = found.key.clone().filter(by_key) {
            Evidence::Key(key)
        } else if same(window, found.start - from, false) {
            Evidence::Words
        } else {
            Evidence::Place
        };
        let checksum = checksum(found.kind, value);
        let rule = self.rule(found.kind, window, found.start - from, value.len());
        let form = if evidence == Evidence::Form { 0.75 } else { 0.5 };
        let score = form + if checksum == Some(true) { 0.25 } else { 0.0 };
        Decision { found: found.clone(), rule, checksum, evidence, score }
    }

    /// Name of the rule that finds a value in a text, or else of its type.
    fn rule(&self, kind: Type, text: &str, at: usize, len: usize) -> &'static str {
        let mut scrubber =
            Scrubber::new(Arc::clone(&self.scanner), Arc::new(Cache::new(0)), self.config.policy.clone());
        let hits = scrubber.hits_of(text.as_bytes(), Context::default());
        let hit = hits.iter().find(|h| h.kind == kind && h.start < at + len && at < h.end && !h.rule.is_empty());
        hit.map_or_else(|| rule(kind), |h| h.rule)
    }
}

/// Name of the rule of a type.
fn rule(kind: Type) -> &'static str {
    match kind {
        Type::Card => "card: issuer range, length, grouping, Luhn",
        Type::Iban => "iban: length by country, mod 97",
        Type::UsSsn => "us_ssn: area, group, serial",
        Type::Email => "email: local part and domain",
        Type::Phone => "phone: numbering plan or words",
        Type::IpAddress => "ip: octets or groups",
        Type::Secret => "secret: key name and shape, or vendor prefix",
        Type::UrlCredentials => "url: user and password",
        Type::Jwt => "jwt: header, payload, signature",
        Type::PrivateKey => "pem: private key",
        Type::RedactionFailed => "failed closed",
        other => other.name(),
    }
}

/// The checksum of a value of this type.
fn checksum(kind: Type, value: &str) -> Option<bool> {
    let digits = || value.bytes().filter(u8::is_ascii_digit).map(|b| b - b'0').collect::<Vec<_>>();
    match kind {
        Type::Card => Some(cards::luhn(&digits())),
        Type::Iban => Some(mod97(value)),
        Type::GithubToken | Type::NpmToken => secrets::checksum(value.as_bytes()),
        other => ids::check(other, value),
    }
}

/// ISO 7064 mod 97-10 over an account number, letters as two digits, its first four characters last.
fn mod97(value: &str) -> bool {
    let clean: Vec<u8> = value.bytes().filter(u8::is_ascii_alphanumeric).collect();
    let (head, tail) = clean.split_at(clean.len().min(4));
    let remainder = tail.iter().chain(head).fold(0u32, |r, b| match b {
        b'0'..=b'9' => (r * 10 + u32::from(b - b'0')) % 97,
        _ => (r * 100 + u32::from(b.to_ascii_uppercase() - b'A') + 10) % 97,
    });
    remainder == 1
}
