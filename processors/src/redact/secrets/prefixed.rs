//! Tokens whose vendor nobody knows, told by how vendors write theirs: short words, one of them `sk`, `pat` or `live`,
//! and behind them letters that only a generator writes; and values behind a name that is run together with `API` or
//! `Access`.

use super::{
    class::{ALNUM, ALPHA, DASH, DOT, EQUAL, HEX, LOWER, UNDERSCORE, is},
    shape::{self, Shape},
};
use crate::redact::bytes::{at, back, part, run, run_back};

/// Pieces that say that a secret follows.
const MARKS: &[&[u8]] =
    &[b"sk", b"pat", b"sec", b"secret", b"tok", b"token", b"key", b"apikey", b"rk", b"pk", b"sak", b"whsec"];
/// Pieces that say so where the letters behind them are of both cases.
const STAGES: &[&[u8]] = &[
    b"live", b"prod", b"production", b"sandbox", b"test", b"dev", b"api", b"oauth", b"auth", b"access", b"refresh",
    b"svc", b"sa", b"user", b"org", b"svcacct", b"admin", b"at", b"rt",
];
/// Longest piece before the letters of a generator.
const PIECE: usize = 12;

/// Whether a run of letters, digits, `_` and `-` is a token as vendors write them: `acme_pat_…`, `acme-live-…`,
/// `acmek_` and forty letters.
pub(super) fn token(text: &[u8]) -> bool {
    if text.len() < 22 || memchr::memchr2(b'_', b'-', part(text, 0, PIECE + 1)).is_none() {
        return false;
    }
    let (mut i, mut marked, mut staged, mut pieces) = (0, false, false, 0);
    loop {
        let n = run(text, i, PIECE + 1, |b| is(b, ALNUM));
        let piece = part(text, i, i + n);
        let word = n <= 3 && is(at(piece, 0), ALPHA) || piece.iter().all(|b| is(*b, LOWER));
        if !(1..=PIECE).contains(&n) || !word || !matches!(at(text, i + n), b'_' | b'-') || pieces == 4 {
            break;
        }
        marked |= MARKS.contains(&piece);
        staged |= STAGES.contains(&piece);
        pieces += 1;
        i += n + 1;
    }
    let body = part(text, i, text.len());
    if pieces == 0 || body.len() < 20 || !body.iter().all(|b| is(*b, ALNUM | DASH | UNDERSCORE | DOT | EQUAL)) {
        return false;
    }
    let shape = Shape::of(body);
    let mixed = shape.digits >= 2 && shape.upper >= 2 && shape.lower >= 2;
    let generated = mixed && shape.cases * 5 >= body.len() && shape.switches >= 2 && !shape::name(body);
    let whole = shape.longest == body.len();
    if !generated {
        // Of one case: an id may be written so, too.
        return marked && whole && body.len() >= 32 && shape.digits >= 4 && shape.switches >= 6;
    }
    marked && shape.longest >= 8
        || staged && body.len() >= 24 && shape.longest >= 12
        || whole && body.len() >= 36 && back(text, i, 1) == b'_'
}

/// Whether a value is no hash and no id: long, and of more letters than those of hexadecimal digits.
pub(super) fn generated(value: &[u8]) -> bool {
    let shape = Shape::of(value);
    let letters = value.iter().all(|b| is(*b, ALNUM | DASH | UNDERSCORE | EQUAL));
    let rich = shape.upper > 2 && shape.lower > 2 && shape.cases * 5 >= value.len()
        || shape.len >= 32 && shape.longest == shape.len && shape.switches >= 6;
    let hex = value.iter().all(|b| is(*b, HEX | DASH));
    // `0xa02b…` is a number, and `eyJ…` an object.
    let other = value.starts_with(b"0x") || value.starts_with(b"eyJ");
    !other
        && letters
        && shape.len >= 24
        && shape.digits >= 2
        && shape.longest >= 16
        && rich
        && !hex
        && !shape::name(value)
}

/// Whether the name before the value at `from` is run together with a word for the way in: `acmeAPI`, `acme_access`.
pub(super) fn joined(t: &[u8], from: usize, value: &[u8]) -> bool {
    let gap = run_back(t, from, 5, |b| matches!(b, b' ' | b'=' | b':' | b'"' | b'\'' | b'`'));
    let end = from - gap;
    // Most names end otherwise.
    if !matches!(back(t, end, 1) | 0x20, b'i' | b's') {
        return false;
    }
    let shape = Shape::of(value);
    let random = shape.random(false) && shape.mixed() && shape.len >= 20 && shape.distinct >= 10;
    let uuid = shape::uuid(value);
    if !random && !uuid {
        return false;
    }
    let n = run_back(t, end, 40, |b| is(b, ALNUM | DASH | UNDERSCORE));
    let name = part(t, end - n, end);
    gap > 0
        && ["api", "access"].iter().any(|word| {
            let head = name.len().checked_sub(word.len()).map(|n| name.split_at(n));
            head.is_some_and(|(head, tail)| {
                // `Access` behind a small letter, `_access`, and `ACCESS` behind small letters.
                let edge = match head.last() {
                    Some(b'_' | b'-') => true,
                    Some(b) => b.is_ascii_lowercase() && at(tail, 0).is_ascii_uppercase(),
                    // A word of its own, in capitals, behind another.
                    None => {
                        tail.iter().all(u8::is_ascii_uppercase)
                            && back(t, end - n, 1) == b' '
                            && back(t, end - n, 2).is_ascii_lowercase()
                    }
                };
                // What was accessed is an id, too.
                let loud = tail.iter().all(u8::is_ascii_uppercase);
                edge && (loud || !uuid) && tail.eq_ignore_ascii_case(word.as_bytes())
            })
        })
}

#[cfg(test)]
mod tests {
    use crate::redact::RedactEngine;

    fn kept(text: &str) -> bool {
        RedactEngine::default().redact_text(text, false).is_none()
    }

    #[test]
    fn tokens_of_unknown_vendors() {
        for text in [
            "value = 'quolix_pat_Zk4Rt8Wm2Xc6Vb1Nq9Lp'",
            "it uses brilo_sk_83hf02kd84mvn5610xqzp7w3tyrbe6ad now",
            "{\"config\": {\"value\": \"dremo-live-Kd83Hs02Mv7Qz51Xn6TbRw4Y\"}}",
            "ozo_Kd83Hs02Mv7Qz51Xn6TbRw4YcLp9Gj3Fe8Va2Uk",
            "wendaAPI Kd83Hs02Mv7Qz51Xn6Tb",
            "wenda_api = 'k83s02v7q51x6t4y9j3f8a2u'",
            "wendaPrivateAccess=Kd83Hs02Mv7Qz51Xn6Tb",
            "wendaACCESS 3f1c9b0a-7d42-4e86-9c1b-5a0e8d7f6c24",
            "the key of the way in: wenda ACCESS k83s02v7q51x6t4y9j3f8a2u",
        ] {
            assert!(!kept(text), "{text}");
        }
    }

    #[test]
    fn names_ids_and_hashes_stay() {
        for text in [
            "toolu_01Kd83Hs02Mv7Qz51Xn6TbRw4Y asked",
            "resp_68a1f0c39b7d4e52a6c8f01b3d5e7a9c4b2d6f80a1c3e5d7 done",
            "evt_1Kd83Hs02Mv7Qz51Xn6TbRw4 and req_Kd83Hs02Mv7Qz51Xn6",
            "test_oauth_token_refresh_when_expired_2",
            "image registry_prod_9f86d081884c7d659a2feaa0c55ad015a3bf4f1b",
            "pkg/idna.py,sha256=vK-PdsuoxOMnWSnEkT3iUJRIkTnYgO2T6MnGxDgHI5o",
            "live-stream-2024-01-02T030405",
            "sk_buff_alloc_head_room_for_2_frames",
            "last_access: 2024-01-02T03:04:05.123456789Z",
        ] {
            assert!(kept(text), "{text}");
        }
    }

    #[test]
    fn a_vendor_that_is_a_word_needs_letters_of_a_generator() {
        assert!(!kept("copper=tw01842685nc4od1fw5ruqqnmvlr6g4n"));
        assert!(kept("github: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b"));
        assert!(kept("copper: GoogleCloudStorageClientFactoryBean2"));
    }
}
