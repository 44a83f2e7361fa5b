//! The set of keys, read off the default configuration, and the nearest right name of a wrong one.

use std::{collections::BTreeMap, sync::LazyLock};

use custos_processors::redact::policy::{DenyRow, PolicyRow, RuleRow};
use toml::{Table, Value};

use super::schema::Config;

/// What a key is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shape {
    /// A table of known keys.
    Section,
    /// A table whose keys are free; each value is a string.
    Open,
    /// A list of tables, each with the keys that stand below `name[]`.
    Rows,
    /// A value, with its default.
    Value(Value),
}

/// Lists of tables, and a table as it is without settings.
const ROWS: &[(&str, fn() -> Option<Table>)] = &[
    ("redaction.deny", || Table::try_from(DenyRow::default()).ok()),
    ("redaction.policies", || Table::try_from(PolicyRow::default()).ok()),
    ("redaction.rules", || Table::try_from(RuleRow::default()).ok()),
];

/// Tables whose keys are not ours.
const OPEN: &[&str] = &["lake.options"];

/// Defaults that depend on another key, as they are told to a user.
const DERIVED: &[(&str, &str)] = &[
    ("lake.url", "file://<data_dir>/lake"),
    ("ledger.key_file", "<data_dir>/ledger.key.pem"),
    ("wal.dir", "<data_dir>/wal"),
];

/// Every key by its full name.
pub(super) fn all() -> &'static BTreeMap<String, Shape> {
    static KEYS: LazyLock<BTreeMap<String, Shape>> = LazyLock::new(|| {
        let mut keys = BTreeMap::new();
        if let Ok(table) = Table::try_from(Config::default().resolve()) {
            collect(&mut keys, "", table);
        }
        keys
    });
    &KEYS
}

fn collect(keys: &mut BTreeMap<String, Shape>, section: &str, table: Table) {
    for (name, value) in table {
        let key = join(section, &name);
        match value {
            Value::Table(_) if OPEN.contains(&key.as_str()) => {
                keys.insert(key, Shape::Open);
            }
            Value::Table(inner) => {
                collect(keys, &key, inner);
                keys.insert(key, Shape::Section);
            }
            Value::Array(_) if ROWS.iter().any(|(rows, _)| *rows == key) => {
                let row = ROWS.iter().find(|(rows, _)| *rows == key).and_then(|(_, row)| row());
                collect(keys, &format!("{key}[]"), row.unwrap_or_default());
                keys.insert(key, Shape::Rows);
            }
            value => {
                let derived = DERIVED.iter().find(|(derived, _)| *derived == key);
                let value = derived.map_or(value, |(_, told)| Value::String((*told).into()));
                keys.insert(key, Shape::Value(value));
            }
        }
    }
}

/// Full name of a key in a section.
pub(super) fn join(section: &str, name: &str) -> String {
    if section.is_empty() { name.to_owned() } else { format!("{section}.{name}") }
}

/// Full names of the keys directly in a section.
fn children(section: &str) -> impl Iterator<Item = &'static str> {
    all().keys().map(String::as_str).filter(move |key| match key.rsplit_once('.') {
        Some((parent, _)) => parent == section,
        None => section.is_empty(),
    })
}

fn last(key: &str) -> &str {
    key.rsplit_once('.').map_or(key, |(_, name)| name)
}

/// The key that was probably meant: one of the same section with a similar name, else one of any section with this name
/// or a similar full name. A `_` in place of a `.`, as in `lake_url`, is told before all.
pub(super) fn nearest(key: &str) -> Option<&'static str> {
    let (section, name) = key.rsplit_once('.').unwrap_or(("", key));
    let similar = |a: &str, b: &str| {
        let (a, b) = (a.to_lowercase().replace('-', "_"), b.to_lowercase());
        strsim::jaro_winkler(&a, &b).max(strsim::normalized_damerau_levenshtein(&a, &b))
    };
    let best = |found: &mut dyn Iterator<Item = (f64, &'static str)>| {
        found.filter(|(score, _)| *score >= 0.8).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, key)| key)
    };
    run_together(key)
        .or_else(|| best(&mut children(section).map(|k| (similar(name, last(k)), k))))
        .or_else(|| {
            // Its first sections are left out.
            let end = format!(".{key}");
            all().keys().find(|k| key.contains('.') && k.ends_with(&end)).map(String::as_str)
        })
        .or_else(|| {
            // Misplaced: the only key of this name that is anywhere.
            let mut same = all().keys().filter(|k| last(k) == name);
            same.next().filter(|_| same.next().is_none()).map(String::as_str)
        })
        .or_else(|| best(&mut all().keys().map(|k| (strsim::normalized_damerau_levenshtein(key, k), k.as_str()))))
}

/// The value whose full name differs in separators only.
pub(super) fn run_together(key: &str) -> Option<&'static str> {
    let plain = |key: &str| key.to_lowercase().replace(['.', '-'], "_");
    let key = plain(key);
    all()
        .iter()
        .find(|(k, shape)| matches!(shape, Shape::Value(_) | Shape::Rows) && plain(k) == key)
        .map(|(k, _)| k.as_str())
}

/// What to say about a key that does not exist; `spell` writes a full name the way the user would.
pub(super) fn unknown(key: &str, spell: impl Fn(&str) -> String) -> String {
    if let Some(near) = nearest(key) {
        return format!("unknown key; did you mean `{}`?", spell(near));
    }
    let mut section = key;
    loop {
        section = section.rsplit_once('.').map_or("", |(parent, _)| parent);
        let names: Vec<_> = children(section).map(last).collect();
        if !names.is_empty() {
            let place = if section.is_empty() { "at the top".into() } else { format!("in `{}`", spell(section)) };
            return format!("unknown key; remove it, or use one of those {place}: {}", names.join(", "));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_found() {
        for (wrong, right) in [
            ("lake.flush_intervall", "lake.flush_interval"),
            ("lake.flush-interval", "lake.flush_interval"),
            ("lake.flushinterval", "lake.flush_interval"),
            ("datadir", "data_dir"),
            ("reciever", "receivers"),
            ("receivers.otlp.gprc", "receivers.otlp.grpc"),
            ("receivers.otlp.traces_paths", "receivers.otlp.http.traces_paths"),
            ("max_rows", "query.max_rows"),
            ("lake_url", "lake.url"),
            ("receivers_otlp.grpc_listen", "receivers.otlp.grpc.listen"),
            ("otlp.grpc.listen", "receivers.otlp.grpc.listen"),
            ("otlp.grpc", "receivers.otlp.grpc"),
        ] {
            assert_eq!(nearest(wrong), Some(right), "{wrong}");
        }
        assert_eq!(nearest("zzz"), None);
        assert!(unknown("lake.zzz", str::to_owned).contains("flush_bytes"));
        assert!(unknown("q.w.e.r", str::to_owned).contains("data_dir"));
    }

    #[test]
    fn every_key_has_a_value() {
        assert_eq!(all().get("lake.options"), Some(&Shape::Open));
        assert_eq!(all().get("receivers.otlp"), Some(&Shape::Section));
        assert!(matches!(all().get("wal.dir"), Some(Shape::Value(_))));
    }
}
