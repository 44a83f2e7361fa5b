//! Any bytes as a stored ledger entry, and as the body of one: never a panic, never taken without a known key, and what
//! is parsed is written back as the same entry.
#![no_main]

use custos_ledger::{Entry, check_entry, envelope, keys::KeyRing};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let keys = KeyRing::default();
    let (entry, refusals) = check_entry(data, 2, &"0".repeat(64), &keys);
    assert!(!refusals.is_empty());
    let bodies = [Some(data), envelope::open(data).ok().map(|opened| opened.body)];
    for parsed in bodies.into_iter().flatten().filter_map(|body| Entry::parse(body).ok()).chain(entry) {
        let body = parsed.to_body().expect("an entry can be written");
        assert_eq!(Entry::parse(body.as_bytes()).as_ref(), Ok(&parsed));
        // With a signature line that is well formed, so that every rule behind it is reached.
        let sealed = format!("{body}\n{{\"key_id\":\"0\",\"sig\":\"{}==\"}}\n", "A".repeat(86));
        assert!(!check_entry(sealed.as_bytes(), parsed.seq, &parsed.prev, &keys).1.is_empty());
    }
});
