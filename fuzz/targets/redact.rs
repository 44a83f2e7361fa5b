//! Any text through redaction, as text and as JSON: never a panic or a value that cannot be settled, the same again
//! changes nothing, and JSON stays JSON.
#![no_main]

use custos_processors::redact::RedactEngine;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static ENGINE: LazyLock<RedactEngine> = LazyLock::new(RedactEngine::default);

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    for json in [false, true] {
        let Some(once) = ENGINE.redact_text(text, json) else { continue };
        // Only what is nested too deep may be dropped, or cost too much.
        let nested = data.iter().filter(|b| matches!(b, b'[' | b'{' | b'\\')).count() > 100;
        assert!(nested || text.contains("REDACTION_FAILED") || !once.contains("[REDACTION_FAILED]"), "dropped");
        assert_eq!(ENGINE.redact_text(&once, json), None, "not stable");
        let is_json = |t: &str| serde_json::from_str::<serde_json::Value>(t).is_ok();
        if json && is_json(text) {
            assert!(is_json(&once), "no JSON any more");
        }
    }
});
