//! What an operator may say about redaction, and what is wrong with it.

use serde::{Deserialize, Serialize};

use super::{
    action::Action,
    allow::{Builtin, Network},
    paths::Pattern,
    rules,
};
use crate::redact::types::Type;

/// Most rows of a list, and most values in one.
const MAX_ROWS: usize = 1024;
/// Most literal values in one row.
const MAX_VALUES: usize = 100_000;

/// Settings of what happens with found values. Rows that come later win.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PolicySettings {
    /// Nothing is removed anywhere; what would have been is counted.
    pub dry_run: bool,
    /// Names in free text go too, as far as lists of names tell them.
    pub free_text_names: bool,
    /// What happens, by type, key and tenant.
    pub policies: Vec<PolicyRow>,
    /// Values that stay.
    pub allow: AllowSettings,
    /// Literal values that go.
    pub deny: Vec<DenyRow>,
    /// Patterns that go.
    pub rules: Vec<RuleRow>,
    /// Longest text that slow rules read, bytes; a longer one is dropped.
    pub slow_bytes: usize,
}

impl Default for PolicySettings {
    fn default() -> Self {
        Self {
            dry_run: false,
            free_text_names: false,
            policies: Vec::new(),
            allow: AllowSettings::default(),
            deny: Vec::new(),
            rules: Vec::new(),
            slow_bytes: 1 << 20,
        }
    }
}

/// One policy.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PolicyRow {
    /// Types of found values, or `*`; empty: the whole value under `keys`, whatever is in it.
    pub types: Vec<String>,
    /// Dotted key paths with `*` for any part of a name and `**` for any names; what lies below is included. Empty:
    /// all.
    pub keys: Vec<String>,
    /// Empty: all.
    pub tenants: Vec<String>,
    /// An [`Action`], or for whole values also `skip` (never read) or `scan` (as everywhere).
    pub action: String,
}

/// Values that stay.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AllowSettings {
    /// Named lists of values that belong to nobody.
    pub builtin: Vec<String>,
    /// Exact values of any type.
    pub values: Vec<String>,
    /// Domains whose e-mail addresses stay, subdomains included.
    pub domains: Vec<String>,
    /// Networks (CIDR) whose addresses stay.
    pub networks: Vec<String>,
}

/// Literal values that go.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DenyRow {
    /// The values, three bytes and longer.
    pub values: Vec<String>,
    /// Type that they count as.
    #[serde(rename = "type")]
    pub kind: String,
    /// Not inside a longer word.
    pub whole_word: bool,
    /// Also in other case (ASCII letters).
    pub ignore_case: bool,
}

impl Default for DenyRow {
    fn default() -> Self {
        Self { values: Vec::new(), kind: Type::Denied.name().to_owned(), whole_word: true, ignore_case: true }
    }
}

/// A pattern that goes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RuleRow {
    /// Regular expression (syntax of the Rust crate `regex`, ASCII classes). Where it has a group, only the first goes.
    pub pattern: String,
    /// Type that it counts as.
    #[serde(rename = "type")]
    pub kind: String,
    /// Not inside a longer word.
    pub whole_word: bool,
    /// Also in other case (ASCII letters).
    pub ignore_case: bool,
    /// It may have no literal to search for, and then reads every text from end to end.
    pub slow: bool,
}

impl Default for RuleRow {
    fn default() -> Self {
        Self {
            pattern: String::new(),
            kind: Type::Custom.name().to_owned(),
            whole_word: true,
            ignore_case: false,
            slow: false,
        }
    }
}

/// What a policy does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Act {
    Scan,
    Skip,
    Do(Action),
}

impl Act {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        match text {
            "scan" => Ok(Self::Scan),
            "skip" => Ok(Self::Skip),
            _ => text.parse().map(Self::Do),
        }
    }
}

/// Mistakes so far: key within `redaction`, and what is wrong.
struct Found(Vec<(String, String)>);

impl Found {
    fn add(&mut self, key: impl Into<String>, what: impl Into<String>) {
        self.0.push((key.into(), what.into()));
    }
}

impl PolicySettings {
    /// Every mistake: key within `redaction` (`policies[0].action`), what is wrong and what to do. `pseudonyms`,
    /// `tokens`: whether there is a key for them.
    pub fn mistakes(&self, pseudonyms: bool, tokens: bool) -> Vec<(String, String)> {
        let mut found = Found(Vec::new());
        for (name, rows) in [("policies", self.policies.len()), ("deny", self.deny.len()), ("rules", self.rules.len())]
        {
            if rows > MAX_ROWS {
                found.add(name, format!("has {rows} rows; write at most {MAX_ROWS}"));
            }
        }
        for (i, row) in self.policies.iter().enumerate() {
            self.policy(i, row, (pseudonyms, tokens), &mut found);
        }
        self.allow(&mut found);
        for (i, row) in self.deny.iter().enumerate() {
            let key = |name: &str| format!("deny[{i}].{name}");
            if row.values.is_empty() {
                found.add(key("values"), "is empty; name at least one value, or remove the row");
            }
            if row.values.len() > MAX_VALUES {
                found.add(key("values"), format!("has {} values; write at most {MAX_VALUES}", row.values.len()));
            }
            // The value itself is not told: it may be the very secret.
            if let Some(n) = row.values.iter().position(|v| v.len() < 3 || v.len() > 1024) {
                found.add(key("values"), format!("value {} is not 3 to 1024 bytes long; correct it", n + 1));
            }
            kind(&row.kind, &key("type"), &mut found);
        }
        for (i, row) in self.rules.iter().enumerate() {
            kind(&row.kind, &format!("rules[{i}].type"), &mut found);
            if let Err(what) = rules::Rule::compile(row) {
                found.add(format!("rules[{i}].pattern"), what);
            }
        }
        found.0
    }

    fn policy(&self, i: usize, row: &PolicyRow, (pseudonyms, tokens): (bool, bool), found: &mut Found) {
        let key = |name: &str| format!("policies[{i}].{name}");
        for pattern in &row.keys {
            if let Err(what) = Pattern::parse(pattern) {
                found.add(key("keys"), what);
            }
        }
        if row.keys.is_empty() && row.types.is_empty() {
            found.add(key("types"), "names neither types nor keys; name some, or types = [\"*\"] for every type");
        }
        let mut types = Vec::new();
        for name in row.types.iter().filter(|name| *name != "*") {
            types.extend(kind(name, &key("types"), found));
        }
        if row.tenants.iter().any(String::is_empty) {
            found.add(key("tenants"), "holds an empty name; remove it");
        }
        match Act::parse(&row.action) {
            Err(what) if row.action.is_empty() => {
                found.add(key("action"), what.replace("\"\" is not an action", "is missing"))
            }
            Err(what) => found.add(key("action"), what),
            Ok(Act::Scan | Act::Skip) if !row.types.is_empty() => {
                found
                    .add(key("action"), format!("\"{}\" is about whole values; remove types, or use keep", row.action));
            }
            Ok(Act::Do(Action::Pseudonym)) if !pseudonyms => {
                found.add(key("action"), "pseudonym needs a key; set redaction.pseudonym.key_file");
            }
            Ok(Act::Do(Action::Token)) if !tokens => {
                found.add(key("action"), "token needs a key; set redaction.token.key_file");
            }
            Ok(Act::Do(action @ (Action::Partial | Action::Generalise))) if row.types.is_empty() => {
                let name = action.name();
                found.add(
                    key("action"),
                    format!("\"{name}\" depends on the type; name types, or use mask, pseudonym or token"),
                );
            }
            Ok(Act::Do(action)) => {
                for kind in types {
                    if let Some(why) = action.refuses(kind) {
                        found.add(key("types"), format!("{} cannot be \"{}\": {why}", kind.name(), action.name()));
                    }
                }
            }
            Ok(_) => {}
        }
    }

    fn allow(&self, found: &mut Found) {
        for name in &self.allow.builtin {
            if !Builtin::ALL.iter().any(|(known, _)| known == name) {
                let names: Vec<_> = Builtin::ALL.iter().map(|(name, _)| *name).collect();
                found.add("allow.builtin", format!("{name:?} is not a list; write some of {}", names.join(", ")));
            }
        }
        for domain in &self.allow.domains {
            let shaped = domain
                .trim_start_matches('.')
                .split('.')
                .all(|label| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-'));
            if !shaped || !domain.trim_start_matches('.').contains('.') {
                found.add("allow.domains", format!("{domain:?} is not a domain; write one such as \"example.com\""));
            }
        }
        for network in &self.allow.networks {
            if Network::parse(network).is_none() {
                let what =
                    format!("{network:?} is not a network; write its first address and length, such as \"10.0.0.0/8\"");
                found.add("allow.networks", what);
            }
        }
        if let Some(n) = self.allow.values.iter().position(|v| v.len() < 3) {
            found.add("allow.values", format!("value {} is shorter than 3 bytes; correct it", n + 1));
        }
    }
}

/// The type of a name that an operator wrote.
fn kind(name: &str, key: &str, found: &mut Found) -> Option<Type> {
    let kind = Type::from_name(name).filter(|k| *k != Type::RedactionFailed);
    if kind.is_none() {
        let remedy = match nearest(name) {
            Some(near) => format!("did you mean {}?", near.name()),
            None => "write one of those that `custos redact --types` prints".to_owned(),
        };
        found.add(key, format!("{name:?} is not a type; {remedy}"));
    }
    kind
}

/// The type that was probably meant: one whose words are all in what was written, else one of a similar name.
fn nearest(name: &str) -> Option<Type> {
    let wanted = name.trim().to_ascii_uppercase().replace(['-', ' ', '.'], "_");
    let words: Vec<_> = wanted.split('_').collect();
    let types = || Type::ALL.iter().copied().filter(|k| *k != Type::RedactionFailed);
    // How many words, and how early the first stands: EMAIL_ADDRESS is rather an EMAIL than an ADDRESS.
    let held = |k: Type| {
        let places = k.name().split('_').map(|word| words.iter().position(|w| *w == word));
        let places = places.collect::<Option<Vec<_>>>()?;
        Some((places.len(), std::cmp::Reverse(places.into_iter().min()), k))
    };
    let similar = |k: Type| strsim::normalized_damerau_levenshtein(&wanted, k.name());
    let best = types().filter_map(held).max_by_key(|(count, place, _)| (*count, *place)).map(|(_, _, k)| k);
    best.or_else(|| types().filter(|k| similar(*k) >= 0.7).max_by(|a, b| similar(*a).total_cmp(&similar(*b))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_type_that_was_meant_is_found() {
        for (wrong, right) in [
            ("EMIAL", Some("EMAIL")),
            ("email", Some("EMAIL")),
            ("EMAIL_ADDRESS", Some("EMAIL")),
            ("CREDIT_CARD", Some("CARD")),
            ("ip-address", Some("IP_ADDRESS")),
            ("IPADDRESS", Some("IP_ADDRESS")),
            ("Phone Number", Some("PHONE")),
            ("VIP", None),
            ("DE_PASSPORT_NO", Some("DE_PASSPORT")),
            ("WIDGET", None),
            ("", None),
        ] {
            assert_eq!(nearest(wrong).map(Type::name), right, "{wrong}");
        }
        let mut found = Found(Vec::new());
        assert_eq!(kind("VIP", "deny[0].type", &mut found), None);
        assert!(found.0[0].1.contains("custos redact --types"), "{:?}", found.0);
    }
}
