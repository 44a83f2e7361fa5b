//! The observer's state, byte by byte.
//!
//! ```text
//! version 2, little-endian
//!  0  magic "CUSU"
//!  4  version u8 = 2, zeros to 8
//!  8  number of responses u32, number of calls u32
//! 16  responses, oldest first, 8 bytes each: u64 FNV-1a of tenant, 0xFF, response id
//!     calls, oldest first, 24 bytes each:
//!       span u64, the next span around it u64 (0: none): FNV-1a of tenant, 0xFF, trace id, 0xFF, span id
//!       input tokens u32
//!       output tokens u32: below bit 30; bit 30: has a response id; bit 31: counted for what is within
//! ```
//!
//! Version 1 has responses from byte 8 to its end.

use super::{
    REMEMBERED,
    calls::{Call, Calls, Tokens},
    seen::Seen,
};

const MAGIC: [u8; 8] = *b"CUSU\x02\0\0\0";
const MAGIC_V1: [u8; 8] = *b"CUSU\x01\0\0\0";
const CALL: usize = 24;
const KNOWN: u32 = Tokens::END;
const COUNTED: u32 = 1 << 31;

/// Why bytes are not a state.
#[derive(Debug, thiserror::Error)]
pub(super) enum StateError {
    #[error("not a state of usage, or of another version")]
    Magic,
    #[error("the state of usage has a wrong length")]
    Length,
}

pub(super) fn to_bytes(seen: &Seen, calls: &Calls) -> Vec<u8> {
    let (responses, calls) = (seen.iter(), calls.iter());
    let mut bytes = Vec::with_capacity(MAGIC.len() + 8 + 8 * responses.len() + CALL * calls.len());
    bytes.extend_from_slice(&MAGIC);
    // At most `REMEMBERED` each.
    for count in [responses.len(), calls.len()] {
        bytes.extend_from_slice(&u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes());
    }
    for hash in responses {
        bytes.extend_from_slice(&hash.to_le_bytes());
    }
    for Call { span, around, tokens, known, counted } in calls {
        let flags = if *known { KNOWN } else { 0 } | if *counted { COUNTED } else { 0 };
        bytes.extend_from_slice(&span.to_le_bytes());
        bytes.extend_from_slice(&around.to_le_bytes());
        bytes.extend_from_slice(&tokens.input.to_le_bytes());
        bytes.extend_from_slice(&(tokens.output | flags).to_le_bytes());
    }
    bytes
}

pub(super) fn from_bytes(bytes: &[u8]) -> Result<(Seen, Calls), StateError> {
    if let Some(responses) = bytes.strip_prefix(&MAGIC_V1) {
        return Ok((responses_of(responses)?, Calls::default()));
    }
    let rest = bytes.strip_prefix(&MAGIC).ok_or(StateError::Magic)?;
    let ([responses, calls], rest) = counts(rest).ok_or(StateError::Length)?;
    let (responses, calls) = (responses.saturating_mul(8), calls.saturating_mul(CALL));
    if rest.len() != responses.saturating_add(calls) {
        return Err(StateError::Length);
    }
    let (responses, calls) = rest.split_at_checked(responses).ok_or(StateError::Length)?;
    Ok((responses_of(responses)?, calls_of(calls)?))
}

fn counts(bytes: &[u8]) -> Option<([usize; 2], &[u8])> {
    let (responses, rest) = bytes.split_first_chunk()?;
    let (calls, rest) = rest.split_first_chunk()?;
    Some(([responses, calls].map(|n| u32::from_le_bytes(*n) as usize), rest))
}

fn responses_of(bytes: &[u8]) -> Result<Seen, StateError> {
    let (hashes, rest) = bytes.as_chunks::<8>();
    if !rest.is_empty() || hashes.len() > REMEMBERED {
        return Err(StateError::Length);
    }
    let mut seen = Seen::default();
    for hash in hashes {
        seen.push(u64::from_le_bytes(*hash));
    }
    Ok(seen)
}

fn calls_of(bytes: &[u8]) -> Result<Calls, StateError> {
    let (parts, rest) = bytes.as_chunks::<CALL>();
    if !rest.is_empty() || parts.len() > REMEMBERED {
        return Err(StateError::Length);
    }
    let mut calls = Calls::default();
    for part in parts {
        calls.push(call_of(part).ok_or(StateError::Length)?);
    }
    Ok(calls)
}

fn call_of(bytes: &[u8]) -> Option<Call> {
    let (span, rest) = bytes.split_first_chunk()?;
    let (around, rest) = rest.split_first_chunk()?;
    let (input, rest) = rest.split_first_chunk()?;
    let output = u32::from_le_bytes(*rest.first_chunk()?);
    let tokens = Tokens { input: u32::from_le_bytes(*input), output: output & (Tokens::END - 1) };
    let [span, around] = [span, around].map(|n| u64::from_le_bytes(*n));
    Some(Call { span, around, tokens, known: output & KNOWN != 0, counted: output & COUNTED != 0 })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_the_state_of_version_1() {
        let fixture = include_bytes!("../../tests/fixtures/usage-v1.bin");
        let (mut seen, calls) = from_bytes(fixture).unwrap();
        assert!(!seen.insert("default", "resp_1"));
        assert!(!seen.insert("default", "resp_2"));
        assert!(seen.insert("other", "resp_1"));
        assert!(calls.is_empty());
    }

    #[test]
    fn reads_and_writes_the_state_of_version_2() {
        let fixture = include_bytes!("../../tests/fixtures/usage-v2.bin");
        let (mut seen, calls) = from_bytes(fixture).unwrap();
        assert_eq!(to_bytes(&seen, &calls), fixture);
        assert!(!seen.insert("default", "resp_1"));
        let [inner, outer] = calls.iter().collect::<Vec<_>>()[..] else { panic!("two calls") };
        assert_eq!((inner.tokens, inner.known, inner.counted), (Tokens { input: 10, output: 5 }, true, true));
        assert_eq!((outer.span, outer.known, outer.counted), (inner.around, false, false));
    }

    fn some_call() -> impl Strategy<Value = Call> {
        let tokens = (0..Tokens::END, 0..Tokens::END).prop_map(|(input, output)| Tokens { input, output });
        (1..9_u64, 0..9_u64, tokens, any::<bool>(), any::<bool>())
            .prop_map(|(span, around, tokens, known, counted)| Call { span, around, tokens, known, counted })
    }

    proptest! {
        #[test]
        fn round_trips(ids in proptest::collection::vec("[a-z]{0,8}", 0..50), all in proptest::collection::vec(some_call(), 0..50)) {
            let (mut seen, mut calls) = (Seen::default(), Calls::default());
            for id in &ids {
                seen.insert("t", id);
            }
            for call in &all {
                calls.push(*call);
            }
            let bytes = to_bytes(&seen, &calls);
            let (seen_back, calls_back) = from_bytes(&bytes).unwrap();
            prop_assert_eq!(to_bytes(&seen_back, &calls_back), bytes);
            prop_assert!(calls_back.iter().eq(&all));
            for span in 1..9 {
                prop_assert_eq!(calls_back.of(span), calls.of(span));
                prop_assert_eq!(calls_back.sum_within(span), calls.sum_within(span));
            }
        }

        #[test]
        fn other_bytes_do_not_panic(bytes: Vec<u8>, counts in (0..9_u32, 0..9_u32), cut in 0..64_usize) {
            let _ = from_bytes(&bytes);
            let first = [MAGIC_V1.as_slice(), &bytes].concat();
            prop_assert_eq!(from_bytes(&first).is_ok(), bytes.len() % 8 == 0);
            let second = [MAGIC.as_slice(), &counts.0.to_le_bytes(), &counts.1.to_le_bytes(), &bytes].concat();
            let length = 8 * counts.0 as usize + CALL * counts.1 as usize;
            prop_assert_eq!(from_bytes(&second).is_ok(), bytes.len() == length);
            let whole = [&second[..16], &vec![7; length]].concat();
            prop_assert!(from_bytes(&whole).is_ok());
            prop_assert!(from_bytes(&whole[..cut.min(whole.len() - 1)]).is_err());
        }
    }
}
