//! Development only.
use super::super::{RedactEngine, context::Context, scan};

#[test]
fn tool() {
    let (Ok(from), Ok(to)) = (std::env::var("SECRETS_IN"), std::env::var("SECRETS_OUT")) else { return };
    let engine = RedactEngine::default();
    let mut out = String::new();
    for line in std::fs::read_to_string(from).unwrap().lines() {
        let v: serde_json::Value = serde_json::from_str(line).unwrap();
        let Some(text) = v.get("text").or(v.get("content")).and_then(|t| t.as_str()) else { continue };
        let got = engine.redact_text(text, false).unwrap_or_else(|| text.to_owned());
        let hits = scan::Scanner::new_shared().scan(text.as_bytes(), Context::default());
        let hits: Vec<_> = hits
            .iter()
            .map(|h| {
                serde_json::json!([h.kind.name(), h.rule, String::from_utf8_lossy(&text.as_bytes()[h.start..h.end])])
            })
            .collect();
        out.push_str(&serde_json::json!({"got": got, "hits": hits}).to_string());
        out.push('\n');
    }
    std::fs::write(to, out).unwrap();
}
