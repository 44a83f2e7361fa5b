//! Words of labels: what the last of them says.
//!
//! Words: units of the Prometheus naming conventions and of UCUM as OpenTelemetry's metrics use them, and the
//! attributes of its semantic conventions that count or measure.

use crate::redact::{
    bytes::{at, back, digit, looked, part, run, run_back},
    context::Context,
    hints, secrets,
};

/// What a word at the end of a label says: bits.
pub(super) type Kind = u16;
/// It counts, or measures.
pub(super) const COUNT: Kind = 1;
/// It is a time, in any unit, or how long something took.
pub(super) const CLOCK: Kind = 2;
/// A unit, which may also stand behind its number.
pub(super) const BEHIND: Kind = 4;
/// The part of a version: `+build.48213077`.
pub(super) const RELEASE: Kind = 8;
/// With `id` behind it, of a trace or span.
const TRACE: Kind = 16;
/// `id`.
const ID: Kind = 32;
/// Both words in one: `traceid`.
pub(super) const TRACE_ID: Kind = 64;
/// What stands under it is no field of a form.
pub(super) const NO_FIELD: Kind = 128;
/// A code of few digits.
pub(super) const CODE: Kind = 256;
/// Behind a dot the end of a file's name, before the number of its line: `Sink.java:123`.
pub(super) const FILE: Kind = 512;
/// A hash in hexadecimal.
pub(super) const HASH: Kind = 1024;
/// With `code` behind it, what a program or a protocol tells.
const STATE: Kind = 2048;
/// Only behind another of these words: `latency_us`, but `contact_us`.
const JOINED: Kind = 4096;
/// Of a machine alone, so that its number may be as long as that of a card.
pub(super) const LONG: Kind = 8192;
/// A thread, which the C library numbers by its address.
pub(super) const THREAD: Kind = 16384;
/// What became of what the word before counts: `bytes_sent`, `rowsProcessed`.
const DONE: Kind = 32768;

pub(super) const WORDS: &[(Kind, &str)] = &[
    (COUNT | BEHIND | LONG, "bytes byte rows tokens"),
    (
        COUNT | BEHIND,
        "kb mb gb tb kib mib gib tib requests records items entries retries errors warnings \
         failures hits misses events messages msgs chunks pages batches threads connections iterations epochs steps \
         qps rps tps percent",
    ),
    (
        COUNT,
        "size length len count counts cnt total sum avg mean median max min limit offset row cols columns attempt \
         attempts page batch shards partitions partition workers conns depth level pid ppid fd priority \
         width height rate ratio pct score loss lr epoch step iteration iter seq generation memory mem heap \
         cpu capacity used free throughput bps mbps hz fps temperature quota threshold cost",
    ),
    (COUNT | LONG, "lsn rss usage"),
    (COUNT | THREAD, "tid"),
    (DONE, "sent received read written processed examined scanned affected"),
    (COUNT | STATE, "status"),
    (STATE, "exit error http response return result grpc"),
    (COUNT | CLOCK | BEHIND | JOINED, "us"),
    (
        COUNT | CLOCK | BEHIND | LONG,
        "ms ns sec secs seconds millis milliseconds micros microseconds nanos nanoseconds nano",
    ),
    (
        COUNT | CLOCK,
        "duration dur elapsed latency took time ts timestamp uptime delay interval ttl timeout minutes hours",
    ),
    (COUNT | RELEASE, "build rev revision"),
    (BEHIND, "s"),
    (RELEASE, "alpha beta dev post snapshot patch"),
    (TRACE, "trace span parent"),
    (ID, "id"),
    (TRACE_ID, "traceid spanid"),
    (CODE, "code"),
    (FILE, "java go py rs js c cc cpp h hpp cs rb php kt scala swift"),
    (HASH, "commit digest checksum sha md etag"),
    (NO_FIELD, "severity lvl method logger thread module event msg phase stage quantile le"),
];

/// Slots of [`TABLE`]: a power of 2, several times as many as there are words.
const SLOTS: usize = 2048;
/// Longest word, bytes.
const LONGEST: usize = 16;

/// The words, each at the first free slot from its hash on: its letters, the last one highest, and its kind.
static TABLE: [(u128, Kind); SLOTS] = {
    let mut table = [(0, 0); SLOTS];
    let mut line = 0;
    while line < WORDS.len() {
        let (kind, words) = (WORDS[line].0, WORDS[line].1.as_bytes());
        let (mut i, mut letters) = (0, 0u128);
        while i <= words.len() {
            if i == words.len() || words[i] == b' ' {
                if letters != 0 {
                    let mut slot = slot(letters);
                    while table[slot].1 != 0 {
                        slot = (slot + 1) % SLOTS;
                    }
                    table[slot] = (letters, kind);
                }
                letters = 0;
            } else {
                letters = letters >> 8 | (words[i] as u128) << 120;
            }
            i += 1;
        }
        line += 1;
    }
    table
};

/// Where a word is looked for first.
const fn slot(letters: u128) -> usize {
    let mixed = (letters >> 64) as u64 ^ (letters as u64).rotate_left(29);
    (mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 53) as usize
}

/// A bit for each slot of [`TABLE`] that is taken.
static TAKEN: [u64; SLOTS / 64] = {
    let mut bits = [0; SLOTS / 64];
    let mut i = 0;
    while i < SLOTS {
        bits[i / 64] |= ((TABLE[i].1 != 0) as u64) << (i % 64);
        i += 1;
    }
    bits
};

#[inline]
pub(super) fn kind_of(letters: u128) -> Kind {
    let mut i = slot(letters);
    // Most words are none.
    if TAKEN.get(i / 64).is_none_or(|bits| bits >> (i % 64) & 1 == 0) {
        return 0;
    }
    loop {
        match TABLE.get(i % SLOTS) {
            Some((word, kind)) if *kind != 0 && *word != letters => i += 1,
            Some((_, kind)) => return *kind,
            None => return 0,
        }
    }
}

/// The last word before `end`, and where it begins: of its letters the last 16. A capital behind a small letter begins
/// a word.
#[inline]
pub(super) fn last_word(t: &[u8], end: usize) -> (u128, usize) {
    const ONES: u128 = u128::MAX / 0xFF;
    const HIGH: u128 = 0x80 * ONES;
    let text = match end.checked_sub(LONGEST).and_then(|from| t.get(from..end)?.first_chunk()) {
        Some(text) => u128::from_le_bytes(*text),
        None => part(t, 0, end).iter().fold(0, |text, b| text >> 8 | u128::from(*b) << 120),
    };
    // The highest bit of a byte tells whether it is a letter: 0x61 to 0x7A, with the bit of small letters set.
    let small = text | (0x20 * ONES);
    let seven = small & (0x7F * ONES);
    let letters = (seven + 0x1F * ONES) & !(seven + 0x05 * ONES) & !text & HIGH;
    let lower = letters & text << 2;
    let humps = letters & !lower & lower << 8;
    let n = ((!letters & HIGH).leading_zeros() / 8).min(humps.leading_zeros() / 8 + 1).min(LONGEST as u32);
    looked(n as usize);
    let mask = u128::MAX.checked_shl(128 - 8 * n).unwrap_or(0);
    (small & mask, end - n as usize)
}

fn is_upper(b: u8) -> bool {
    b.is_ascii_uppercase()
}

/// What the label that ends before `end` says.
#[inline]
pub(super) fn label(t: &[u8], end: usize) -> Kind {
    // `sha256`, `md5`
    let n = if digit(back(t, end, 1)) { run_back(t, end, 4, digit) } else { 0 };
    let (letters, from) = last_word(t, end - n);
    let longer = back(t, from, 1).is_ascii_alphabetic() && !is_upper(at(t, from));
    // `32bytes`, `überbytes`
    if letters == 0 || longer || digit(back(t, from, 1)) || back(t, from, 1) >= 0x80 {
        return 0;
    }
    let kind = kind_of(letters);
    if kind & (ID | FILE | CODE | HASH | JOINED | DONE) == 0 {
        return if n == 0 { kind } else { 0 };
    }
    if kind & HASH != 0 {
        return if of_secret(t, from) { 0 } else { kind };
    }
    if n > 0 {
        return 0;
    }
    if kind & FILE != 0 {
        return if back(t, from, 1) == b'.' { kind } else { kind & !FILE };
    }
    if kind & CODE != 0 && back(t, from, 1) == b' ' {
        return if kind_of(last_word(t, from - 1).0) & STATE != 0 { kind } else { 0 };
    }
    let Some(end) = joined(t, from) else { return 0 };
    let before = kind_of(last_word(t, end).0);
    match kind {
        ID if before & TRACE != 0 => TRACE_ID,
        CODE if before & STATE != 0 => kind,
        DONE if before & LONG != 0 && before & CLOCK == 0 => before,
        _ if kind & JOINED != 0 && before & (COUNT | CLOCK) != 0 => kind & !JOINED,
        _ => 0,
    }
}

/// Where the word ends that the one at `from` is joined to.
fn joined(t: &[u8], from: usize) -> Option<usize> {
    let joint = usize::from(matches!(back(t, from, 1), b'_' | b'-' | b'.'));
    (joint > 0 || is_upper(at(t, from))).then_some(from - joint)
}

/// Whether the word before the one at `from` names a secret: `password md5: …`.
fn of_secret(t: &[u8], from: usize) -> bool {
    let end = from - usize::from(matches!(back(t, from, 1), b'_' | b'-' | b'.' | b' '));
    let (_, begin) = last_word(t, end);
    let word = std::str::from_utf8(part(t, begin, end)).unwrap_or_default();
    !word.is_empty() && secrets::secrecy(word).has(Context::MAY_BE_SECRET)
}

/// Whether the last word of the label that ends at `end` is joined to one that names something: `num_sec`,
/// `passport_us`.
pub(super) fn of_name(t: &[u8], end: usize) -> bool {
    let (_, from) = last_word(t, end);
    let Some(end) = joined(t, from) else { return false };
    let (letters, begin) = last_word(t, end);
    match kind_of(letters) {
        // `tax_id_max`
        ID => true,
        0 => letters != 0 && hints::names(part(t, begin, end)),
        _ => false,
    }
}

/// The word at `from` and where it ends: as [`last_word`] reads it.
pub(super) fn first_word(t: &[u8], from: usize) -> (u128, usize) {
    let n = run(t, from, LONGEST, |b| b.is_ascii_alphabetic());
    (part(t, from, from + n).iter().fold(0, |letters, b| letters >> 8 | u128::from(b | 0x20) << 120), from + n)
}
