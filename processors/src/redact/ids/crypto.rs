//! Addresses of crypto wallets. Sources: Bitcoin base58check (double SHA-256), BIP-173 and BIP-350 (bech32, bech32m), EIP-55 (Ethereum;
//! Keccak is not computed: forty hex digits after `0x` in mixed case are an address), Monero base58 (length and network byte).

use sha2::{Digest, Sha256};

use crate::redact::{
    bytes::{alnum, at, back, part, run, word},
    context::Context,
    hints,
    scan::Hit,
    types::Type,
};

/// Address that begins with the digits at `p` (`1…`, `3…`, `0x…`, Monero's `4…`, `8…`) or whose prefix ends there (`bc1`).
/// True when the text is one.
pub(super) fn verify(t: &[u8], p: usize, letters: usize, context: Context, hits: &mut Vec<Hit>) -> bool {
    let from = p - letters;
    if word(back(t, from, 1)) || !at(t, p + 1).is_ascii_alphanumeric() {
        return false;
    }
    let to = match at(t, p) {
        b'0' if letters == 0 && at(t, p + 1) == b'x' => ethereum(t, p, context),
        b'1' | b'3' if letters == 0 => base58(t, p),
        b'1' if matches!(letters, 2..=3) => bech32(t, from, p),
        b'4' | b'8' if letters == 0 => monero(t, p),
        _ => None,
    };
    to.is_some_and(|to| {
        hits.push(Hit::new(from, to, Type::Crypto));
        true
    })
}

/// Address of Bitcoin or Ethereum with few digits, where a run of letters and digits begins.
pub(in crate::redact) fn wallet(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    let to = match at(t, p) {
        b'0' if at(t, p + 1) == b'x' => ethereum(t, p, Context::default()),
        b'1' | b'3' => base58(t, p),
        _ => None,
    };
    hits.extend(to.map(|to| Hit::new(p, to, Type::Crypto)));
}

const BASE58: &[u8] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

fn base58(t: &[u8], p: usize) -> Option<usize> {
    let n = run(t, p, 36, alnum);
    if !(26..=35).contains(&n) {
        return None;
    }
    let mut bytes = [0u8; 25];
    for b in part(t, p, p + n) {
        let mut carry = BASE58.iter().position(|x| x == b)?;
        for slot in bytes.iter_mut().rev() {
            carry += usize::from(*slot) * 58;
            *slot = (carry & 0xFF) as u8;
            carry >>= 8;
        }
        if carry != 0 {
            return None;
        }
    }
    let (body, check) = bytes.split_at(21);
    let hash = Sha256::digest(Sha256::digest(body));
    (matches!(body.first(), Some(0 | 5)) && hash.starts_with(check)).then_some(p + n)
}

/// Segregated witness address: `bc`, `tb`, `ltc`.
fn bech32(t: &[u8], from: usize, p: usize) -> Option<usize> {
    let prefix = part(t, from, p).to_ascii_lowercase();
    if !matches!(prefix.as_slice(), b"bc" | b"tb" | b"ltc") {
        return None;
    }
    let n = run(t, p + 1, 80, alnum);
    let text = part(t, p + 1, p + 1 + n);
    let mixed = text.iter().any(u8::is_ascii_lowercase) && text.iter().any(u8::is_ascii_uppercase);
    if !(38..=75).contains(&n) || mixed {
        return None;
    }
    let mut check = 1u32;
    let mut step = |v: u32| {
        let top = check >> 25;
        check = (check & 0x1FF_FFFF) << 5 ^ v;
        for (i, g) in [0x3B6A_57B2, 0x2650_8E6D, 0x1EA1_19FA, 0x3D42_33DD, 0x2A14_62B3].iter().enumerate() {
            if top >> i & 1 == 1 {
                check ^= g;
            }
        }
    };
    prefix.iter().for_each(|b| step(u32::from(b >> 5)));
    step(0);
    prefix.iter().for_each(|b| step(u32::from(b & 31)));
    for b in text {
        step(b"qpzry9x8gf2tvdw0s3jn54khce6mua7l".iter().position(|x| *x == b.to_ascii_lowercase())? as u32);
    }
    matches!(check, 1 | 0x2BC8_30A3).then_some(p + 1 + n)
}

/// `0x` and forty hex digits: in mixed case an address; in one case the text must say so, because hashes look the same.
fn ethereum(t: &[u8], p: usize, context: Context) -> Option<usize> {
    let n = run(t, p + 2, 41, |b| b.is_ascii_hexdigit());
    let text = part(t, p + 2, p + 42);
    if n != 40 || word(at(t, p + 42)) {
        return None;
    }
    let mixed = text.iter().any(u8::is_ascii_lowercase) && text.iter().any(u8::is_ascii_uppercase);
    let named = || hints::before(t, p).with_key(context.hints(), context.exact()).far.has(Type::Crypto);
    (mixed || named()).then_some(p + 42)
}

fn monero(t: &[u8], p: usize) -> Option<usize> {
    let n = run(t, p, 107, |b| BASE58.contains(&b));
    let second = at(t, p + 1);
    (matches!(n, 95 | 106) && !word(at(t, p + n)) && matches!(second, b'1'..=b'9' | b'A' | b'B')).then_some(p + n)
}
