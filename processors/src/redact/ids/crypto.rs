//! Addresses of crypto wallets. Sources: base58check (double SHA-256; Bitcoin, Litecoin, Dogecoin, Dash, Zcash, Tron,
//! Tezos, and XRP with an alphabet of its own), BIP-173 and BIP-350 (bech32, bech32m; also Cardano and chains of
//! Cosmos), CashAddr, SEP-0023 (Stellar, CRC-16), EIP-55 (Ethereum; Keccak is not computed: forty hex digits after `0x`
//! in mixed case are an address), Monero base58 (length and network byte). Solana and others have no check: a word has
//! to name them.

use sha2::{Digest, Sha256};

use crate::redact::{
    bytes::{alnum, at, back, digit, part, run, word},
    context::Context,
    hints,
    scan::Hit,
    types::Type,
};

/// Shortest address, characters.
pub(super) const SHORTEST: usize = 26;
/// Longest run that is looked at.
const LONGEST_RUN: usize = 192;

/// Address whose first digits are at `p`. True when the text is one.
pub(super) fn verify(t: &[u8], p: usize, letters: usize, context: Context, hits: &mut Vec<Hit>) -> bool {
    let from = p - letters;
    if !alnum(at(t, from + SHORTEST - 1)) {
        return false;
    }
    let to = address(t, from, context);
    hits.extend(to.map(|to| Hit::new(from, to, Type::Crypto)));
    to.is_some()
}

/// Address with few digits in a run of visible characters: at its beginning, or behind its last `=` or `:`.
pub(super) fn wallet(t: &[u8], start: usize, end: usize, hits: &mut Vec<Hit>) {
    if end - start > LONGEST_RUN {
        return;
    }
    let last = memchr::memrchr3(b'=', b':', b'>', part(t, start, end)).map(|i| start + i + 1);
    // Brackets and quotes of code are of the run.
    let first = start + run(t, start, 3, |b| !alnum(b));
    for from in [Some(first), last.filter(|last| *last > first)].into_iter().flatten() {
        if let Some(to) = address(t, from, Context::default()) {
            let named = part(t, start, from).ends_with(CASH);
            hits.push(Hit::new(if named { from - CASH.len() } else { from }, to, Type::Crypto));
        }
    }
}

/// Whether a text that is named as an address of a wallet may be one, whatever its chain.
pub(in crate::redact) fn named(text: &[u8]) -> bool {
    address(text, 0, Context::default().naming(Type::Crypto)) == Some(text.len())
}

/// End of the address at `from`.
fn address(t: &[u8], from: usize, context: Context) -> Option<usize> {
    if word(back(t, from, 1)) {
        return None;
    }
    if at(t, from) == b'0' && at(t, from + 1) == b'x' {
        return ethereum(t, from, context);
    }
    let n = run(t, from, 110, alnum);
    let text = part(t, from, from + n);
    if !(SHORTEST..110).contains(&n) || word(at(t, from + n)) {
        return None;
    }
    let lower = text.iter().any(u8::is_ascii_lowercase);
    let upper = text.iter().any(u8::is_ascii_uppercase);
    let proven =
        if lower && upper { base58_checked(text) || monero(text) } else { segwit(text) || cash(text) || stellar(text) };
    // Base64 has letters that base58 has not: `h1:…=`, `…+…`.
    let longer = matches!(at(t, from + n), b'+' | b'/' | b'=')
        || matches!(back(t, from, 1), b'+' | b'/') && alnum(back(t, from, 2));
    let said = || {
        !longer
            && (32..=48).contains(&n)
            && lower
            && upper
            && text.iter().any(|b| digit(*b))
            && text.iter().all(|b| BASE58[usize::from(*b)] < 58)
            && hints::before(t, from).with_key(context.hints(), context.exact()).near.has(Type::Crypto)
    };
    (proven || said()).then_some(from + n)
}

/// Places in the alphabet of base58; 255 of other bytes.
static BASE58: [u8; 256] = places(b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz");
/// The same letters in the order of XRP.
static BASE58_XRP: [u8; 256] = places(b"rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz");
/// Places in the alphabet of bech32 and CashAddr, in small letters.
static BECH32: [u8; 256] = places(b"qpzry9x8gf2tvdw0s3jn54khce6mua7l");

const fn places(alphabet: &[u8]) -> [u8; 256] {
    let mut table = [255; 256];
    let mut i = 0;
    while i < alphabet.len() {
        table[alphabet[i] as usize] = i as u8;
        i += 1;
    }
    table
}

/// A version of one to three bytes, twenty bytes, four of a hash.
fn base58_checked(text: &[u8]) -> bool {
    if text.len() > 36
        || !matches!(
            text.first(),
            Some(b'1'..=b'3' | b'7' | b'9' | b'A' | b'D' | b'L' | b'M' | b'T' | b'X' | b'm' | b'n' | b'r' | b't')
        )
    {
        return false;
    }
    let table = if text.first() == Some(&b'r') { &BASE58_XRP } else { &BASE58 };
    let mut bytes = [0u8; 27];
    for b in text {
        let mut carry = usize::from(table[usize::from(*b)]);
        if carry == 255 {
            return false;
        }
        for slot in bytes.iter_mut().rev() {
            carry += usize::from(*slot) * 58;
            *slot = (carry & 0xFF) as u8;
            carry >>= 8;
        }
        if carry != 0 {
            return false;
        }
    }
    let zeros = bytes.iter().take_while(|b| **b == 0).count().min(2);
    let (body, check) = part(&bytes, zeros, 27).split_at(23 - zeros);
    Sha256::digest(Sha256::digest(body)).starts_with(check)
}

/// What stands before the `1` of bech32.
const CHAINS: &[&[u8]] = &[
    b"bc", b"tb", b"bcrt", b"ltc", b"tltc", b"addr", b"stake", b"cosmos", b"osmo", b"juno", b"terra", b"kava", b"inj",
    b"celestia", b"sei", b"akash", b"secret", b"thor", b"bnb", b"one", b"zil", b"erd", b"dydx", b"axelar", b"noble",
    b"stars",
];

/// Letters of a chain, `1`, and what the chain's letters and a check of thirty bits prove.
fn segwit(text: &[u8]) -> bool {
    let Some(one) = memchr::memchr(b'1', part(text, 0, 10)) else { return false };
    let prefix = part(text, 0, one);
    if !CHAINS.iter().any(|c| c.eq_ignore_ascii_case(prefix)) {
        return false;
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
    prefix.iter().for_each(|b| step(u32::from(b.to_ascii_lowercase() >> 5)));
    step(0);
    prefix.iter().for_each(|b| step(u32::from(b & 31)));
    for b in part(text, one + 1, text.len()) {
        let place = BECH32[usize::from(b.to_ascii_lowercase())];
        if place == 255 {
            return false;
        }
        step(u32::from(place));
    }
    matches!(check, 1 | 0x2BC8_30A3)
}

/// What may stand before an address of Bitcoin Cash.
const CASH: &[u8] = b"bitcoincash:";

/// Address of Bitcoin Cash without what may stand before: a check of forty bits.
fn cash(text: &[u8]) -> bool {
    if text.len() != 42 || !matches!(text.first(), Some(b'q' | b'p' | b'Q' | b'P')) {
        return false;
    }
    const GENERATORS: [u64; 5] = [0x98_F2BC_8E61, 0x79_B76D_99E2, 0xF3_3E5F_B3C4, 0xAE_2EAB_E2A8, 0x1E_4F43_E470];
    let mut check = 1u64;
    let mut step = |v: u64| {
        let top = check >> 35;
        check = (check & 0x07_FFFF_FFFF) << 5 ^ v;
        for (i, g) in GENERATORS.iter().enumerate() {
            if top >> i & 1 == 1 {
                check ^= g;
            }
        }
    };
    CASH.iter().take(CASH.len() - 1).for_each(|b| step(u64::from(b & 31)));
    step(0);
    for b in text {
        let place = BECH32[usize::from(b.to_ascii_lowercase())];
        if place == 255 {
            return false;
        }
        step(u64::from(place));
    }
    check == 1
}

/// Account of Stellar: `G`, a key, a check of sixteen bits, in base32.
fn stellar(text: &[u8]) -> bool {
    if text.len() != 56 || text.first() != Some(&b'G') {
        return false;
    }
    let mut bytes = [0u8; 35];
    let (mut bits, mut n, mut held) = (0u32, 0, 0);
    let mut slots = bytes.iter_mut();
    for b in text {
        let v = match b {
            b'A'..=b'Z' => b - b'A',
            b'2'..=b'7' => b - b'2' + 26,
            _ => return false,
        };
        bits = (bits << 5 | u32::from(v)) & 0xFFFF;
        held += 5;
        if held >= 8 {
            held -= 8;
            n += 1;
            if let Some(slot) = slots.next() {
                *slot = (bits >> held) as u8;
            }
        }
    }
    let (body, check) = bytes.split_at(33);
    let crc = body.iter().fold(0u16, |crc, b| {
        (0..8).fold(crc ^ u16::from(*b) << 8, |crc, _| if crc & 0x8000 == 0 { crc << 1 } else { crc << 1 ^ 0x1021 })
    });
    n == 35 && check == crc.to_le_bytes()
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

fn monero(text: &[u8]) -> bool {
    matches!(text.len(), 95 | 106)
        && matches!(text, [b'4' | b'8', b'1'..=b'9' | b'A' | b'B', ..])
        && text.iter().all(|b| BASE58[usize::from(*b)] < 58)
}
