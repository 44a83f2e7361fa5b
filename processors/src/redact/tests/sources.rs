//! The fingerprint of the rules, which stands in every entry of the ledger.

use std::path::{Path, PathBuf};

/// Sources that decide nothing, and tests.
const NO_RULES: &[&str] = &[
    "mod.rs", "secrets/mod.rs", "batch.rs", "cache.rs", "explain.rs", "find.rs", "lookup/mod.rs", "lookup/suffixes.rs",
    "lookup/wordmap.rs",
];

fn sources(under: &Path, all: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(under).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { sources(&path, all) } else { all.push(path) }
    }
}

#[test]
fn every_source_of_rules_is_in_the_fingerprint() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/redact");
    let lists: String = ["mod.rs", "lexicon/mod.rs", "people/free_text/mod.rs", "secrets/mod.rs", "policy/mod.rs"]
        .map(|list| {
            let text = std::fs::read_to_string(root.join(list)).unwrap();
            let folder = list.strip_suffix("mod.rs").unwrap_or("");
            text.replace("include_str!(\"", &format!("include_str!(\"{folder}"))
        })
        .concat();
    let mut all = Vec::new();
    sources(&root, &mut all);
    let names = all.iter().map(|path| path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/"));
    let rules = names.filter(|n| {
        !n.ends_with(".md") && !n.starts_with("tests") && !n.ends_with("tests.rs") && !n.starts_with("score")
    });
    let missing: Vec<_> = rules
        .filter(|n| !NO_RULES.contains(&n.as_str()) && !lists.contains(&format!("include_str!(\"{n}\")")))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
